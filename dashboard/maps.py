"""Maps of the 77 provinces: frame in, spec of the map component out.

The component (static/province_map) draws what the spec says and knows no word of its
own; dashboard.ui.province_map puts it on a page. Colours and insets are decided here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import pandas as pd

NO_DATA, UNREPORTED, FEWER, ZERO = "none", "not_reported", "fewer", "zero"
WITHHELD = "withheld"

# Both ramps leave from near white and are multiplied; of the ramps tried, these keep
# the nine classes furthest apart in ordinary sight and in the three colour-blindnesses.
RISK_RAMP = ("#f7f7f7", "#ffd97f", "#d88016")  # risk band 1, 2, 3
THIN_RAMP = ("#ffffff", "#a1b1ff", "#4c56ad")  # coverage class 3, 2, 1
DARK, LIGHT = "#000000", "#ffffff"

# Counts that may be said, by the lower ends of their classes; none is good or bad.
COUNT_FROM = (10, 25, 50, 100)
COUNT_RAMP = ("#cfe3ec", "#8bbad0", "#3f86a8", "#0e4a66")
# One figure of a layer: the same hue, its palest class further from the next; and none
# counted, as that class is nearly white.
LAYER_RAMP = ("#dcecf3", *COUNT_RAMP[1:])
ZERO_FILL = "#f0b98d"
STATUS_FILL = {"usual": "#cfe3ec", "above": "#b8560b"}

# Boxes are (left, top, width, height) as shares of the map's width and height: the Gulf
# east of the peninsula, and the sea west of Satun. Nothing lies there.
BANGKOK_RING = ("TH-10", "TH-11", "TH-12", "TH-13", "TH-73", "TH-74", "TH-75")
BANGKOK_BOX = (0.6, 0.64, 0.4, 0.21)
PHUKET = ("TH-83",)
PHUKET_BOX = (0.0, 0.88, 0.17, 0.12)


@dataclass(frozen=True)
class Kind:
    """One class of provinces: a colour, or a pattern of `ink` upon it."""

    id: str
    label: str
    fill: str
    ink: str  # text, hatch or dots upon the fill
    pattern: Literal["hatch", "dots"] | None = None
    short: str = ""  # in the legend's list, where the label is too long


@dataclass(frozen=True)
class Axis:
    """A figure of the bivariate map and what its classes 1, 2, 3 are called."""

    title: str
    classes: tuple[str, str, str]


@dataclass(frozen=True)
class Words:
    """What stands around the provinces, in the reader's language.

    Attributes:
        locale: "th" or "en"; decides where lines break.
        title: What is seen, in one sentence.
        status: Data status as a visible word, or "" when nothing needs saying.
        note: Source, data date, filters: one line each, also in the picture.
        hint: How the legend filters, above it.
        map: Name of the map for screen readers, with how to move in it.
        legend: Name of the legend for screen readers.
        clear: Entry that takes the legend's filter away.
        picture: Button that saves the picture.
        failed: Shown where the map or its picture could not be made.
        bangkok: Caption of the inset with Bangkok and its ring.
        phuket: Caption of the inset with Phuket.
        mark: Watermark across the map and its picture, or "".
    """

    locale: str
    title: str
    status: str
    note: tuple[str, ...]
    hint: str
    map: str
    legend: str
    clear: str
    picture: str
    failed: str
    bangkok: str
    phuket: str
    mark: str = ""


def no_data(label: str) -> Kind:
    """The class of provinces without a figure: hatched, never like a value."""
    return Kind(NO_DATA, label, fill="#eceff2", ink="#6f7780", pattern="hatch")


def count_class(count: pd.Series, state: pd.Series) -> pd.Series:
    """Class of each province by a count that passed the gate.

    Args:
        count: Whole numbers, null where they are not said.
        state: As dashboard.disclosure.disclosed gives it.

    Returns:
        Ids of `count_kinds`: one of its states, or the lower end of the count's class.
    """
    above = [count.ge(low).fillna(False) for low in COUNT_FROM]
    found = state.replace({"no_data": NO_DATA})
    for low, is_above in zip(COUNT_FROM, above, strict=True):
        found = found.mask(is_above.astype(bool), str(low))
    return found


def count_kinds(names: Mapping[str, str]) -> list[Kind]:
    """Zero, suppressed, the classes of counts, withheld, and two ways of not knowing.

    Args:
        names: In the reader's language, of ZERO, FEWER, WITHHELD, UNREPORTED and
            NO_DATA, and of each class by its lower end.
    """
    shades = zip(COUNT_FROM, COUNT_RAMP, strict=True)
    return [
        Kind(ZERO, names[ZERO], fill="#ffffff", ink="#1b1f24"),
        Kind(FEWER, names[FEWER], fill="#ffffff", ink="#3f86a8", pattern="dots"),
        *(Kind(str(low), names[str(low)], fill, ink_on(fill)) for low, fill in shades),
        withheld(names[WITHHELD]),
        not_reported(names[UNREPORTED]),
        no_data(names[NO_DATA]),
    ]


def layer_class(number: pd.Series, state: pd.Series) -> pd.Series:
    """Class of each province by one figure: an id of `layer_kinds`.

    Args:
        number: 0 where none was counted, else 1 and up; null without a figure.
        state: "value", "zero", "not_reported" or "no_data".
    """
    classes = number.astype("Int64").astype("string").radd("class_")
    found = state.replace({"no_data": NO_DATA})
    return found.mask(state == "value", classes.astype(object))


def layer_kinds(ranges: Sequence[str], names: Mapping[str, str]) -> list[Kind]:
    """Zero, the classes above it from pale to dark, and two ways of not knowing.

    Args:
        ranges: What the classes above zero are called, one to four, the lowest first.
        names: Of "zero", "not_reported" and "no_data".
    """
    shades = zip(ranges, LAYER_RAMP, strict=False)
    return [
        Kind(ZERO, names["zero"], ZERO_FILL, ink_on(ZERO_FILL)),
        *(
            Kind(f"class_{number}", label, fill, ink_on(fill))
            for number, (label, fill) in enumerate(shades, start=1)
        ),
        not_reported(names["not_reported"]),
        no_data(names["no_data"]),
    ]


def status_kinds(names: Mapping[str, str]) -> list[Kind]:
    """Usual, above usual, not disclosed, silent, no data: provinces in words."""
    return [
        *(Kind(key, names[key], f, ink_on(f)) for key, f in STATUS_FILL.items()),
        withheld(names[WITHHELD]),
        not_reported(names[UNREPORTED]),
        no_data(names[NO_DATA]),
    ]


def withheld(label: str) -> Kind:
    """The class of what may not be told: dotted."""
    return Kind(WITHHELD, label, fill="#e4e1ee", ink="#5b4a8a", pattern="dots")


def not_reported(label: str) -> Kind:
    """The class of provinces that owe a report: hatched darker than no data."""
    return Kind(UNREPORTED, label, fill="#f3e3c3", ink="#7a5a10", pattern="hatch")


def bivariate_class(provinces: pd.DataFrame) -> pd.Series:
    """Class of each province by risk and coverage, "none" where either is missing.

    Args:
        provinces: Columns risk_band and coverage_class, 1 to 3 or missing.

    Returns:
        "r3c1" for the highest risk and the thinnest coverage; index as given.
    """
    risk = provinces["risk_band"].astype("Int64").astype("string")
    coverage = provinces["coverage_class"].astype("Int64").astype("string")
    return ("r" + risk + "c" + coverage).fillna(NO_DATA)


def bivariate_kinds(risk: Axis, coverage: Axis, missing: str) -> list[Kind]:
    """The nine classes row by row as the legend shows them, then "no data"."""
    kinds = []
    for band in (3, 2, 1):
        for cover in (1, 2, 3):
            fill = _multiplied(RISK_RAMP[band - 1], THIN_RAMP[3 - cover])
            label = (
                f"{risk.title} {risk.classes[band - 1]} · "
                f"{coverage.title} {coverage.classes[cover - 1]}"
            )
            kinds.append(Kind(f"r{band}c{cover}", label, fill, ink_on(fill)))
    return [*kinds, no_data(missing)]


def bivariate_map(
    provinces: pd.DataFrame,
    *,
    risk: Axis,
    coverage: Axis,
    corners: tuple[str, str, str, str],
    missing: str,
    words: Words,
    lines: Mapping[str, str],
    file_name: str,
    selected: str | None = None,
    kept: Collection[str] = (),
    number: Callable[[int], str] = str,
) -> dict[str, Any]:
    """Spec of the map of risk against coverage; high risk, thin coverage is darkest.

    Args:
        provinces: As for `class_map`, with risk_band and coverage_class (1 to 3 or
            missing) instead of class_id.
        risk: Words of the vertical axis, coverage: of the horizontal one.
        coverage: See risk.
        corners: Words at the legend's corners: top left (high risk, thin coverage),
            top right, bottom left, bottom right; a newline breaks the line.
        missing: Name of the class without data.
        words: See `class_map`; likewise lines, file_name, selected, kept, number.
        lines: See words.
        file_name: See words.
        selected: See words.
        kept: See words.
        number: See words.
    """
    grid = {
        "vertical": f"↑ {risk.title}",
        "horizontal": f"{coverage.title} →",
        "rows": list(reversed(risk.classes)),
        "columns": list(coverage.classes),
        "corners": list(corners),
        "cells": [[0, 1, 2], [3, 4, 5], [6, 7, 8]],
    }
    spec = class_map(
        provinces.assign(class_id=bivariate_class(provinces)),
        kinds=bivariate_kinds(risk, coverage, missing),
        words=words,
        lines=lines,
        file_name=file_name,
        selected=selected,
        kept=kept,
        number=number,
    )
    return {**spec, "legend": {"grid": grid, "list": [9]}}


def class_map(
    provinces: pd.DataFrame,
    *,
    kinds: Sequence[Kind],
    words: Words,
    lines: Mapping[str, str],
    file_name: str,
    selected: str | None = None,
    kept: Collection[str] = (),
    number: Callable[[int], str] = str,
) -> dict[str, Any]:
    """Spec of a map with one class per province and the classes listed below it.

    Args:
        provinces: One row per province: province_code, name, class_id (one of the
            kinds), is_shown (false: faded and not counted) and the columns of `lines`,
            as the reader shall see them; missing or "" leaves the line out.
        kinds: The classes, in the legend's order.
        words: What stands around the provinces.
        lines: Tooltip lines in order: column of `provinces` to its label.
        file_name: Name of the saved picture, without ending.
        selected: Code of the selected province.
        kept: Ids of the classes that the legend's filter keeps; empty keeps all.
        number: How a count is written.
    """
    places = {kind.id: place for place, kind in enumerate(kinds)}
    counts = provinces.loc[provinces["is_shown"], "class_id"].value_counts()
    said = asdict(words)
    return {
        **{part: said.pop(part) for part in ("locale", "title", "status")},
        "note": list(said.pop("note")),
        "insets": [
            {"codes": BANGKOK_RING, "box": BANGKOK_BOX, "label": said.pop("bangkok")},
            {"codes": PHUKET, "box": PHUKET_BOX, "label": said.pop("phuket")},
        ],
        "words": said,
        "file_name": f"{file_name}.png",
        "classes": [
            {**asdict(kind), "count": number(int(counts.get(kind.id, 0)))}
            for kind in kinds
        ],
        "legend": {"grid": None, "list": list(places.values())},
        "provinces": {
            "codes": provinces["province_code"].tolist(),
            "names": provinces["name"].tolist(),
            "class": [places[kind] for kind in provinces["class_id"]],
            "away": [at for at, shown in enumerate(provinces["is_shown"]) if not shown],
        },
        "lines": [
            _line(label, provinces[column].fillna("").astype(str))
            for column, label in lines.items()
        ],
        "selected": selected,
        "kept": [kind.id for kind in kinds if kind.id in kept],
    }


def legend_alone(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The legend of a map whose provinces are drawn elsewhere, with its note."""
    return {**spec, "provinces": None, "lines": [], "insets": []}


def ink_on(fill: str) -> str:
    """Black or white, whichever is easier to read upon the colour (WCAG contrast)."""
    red, green, blue = (_linear(part) for part in _parts(fill))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return DARK if (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) else LIGHT


def _line(label: str, values: pd.Series) -> dict[str, Any]:
    """A tooltip line; equal values are sent once."""
    places, levels = pd.factorize(values)
    return {"label": label, "levels": levels.tolist(), "at": places.tolist()}


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _multiplied(one: str, other: str) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a * b / 255):02x}" for a, b in pairs)


def _linear(part: int) -> float:
    share = part / 255
    return (
        share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
    )
