"""The layers of the coverage page: what each shows of a province, and in which words.

A further layer is a select in etl/sql/mart_layer_value.sql, an entry in LAYERS and its
words: coverage_layer_<id>, and coverage_<id>_ with title, value, counted, of, source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

import pandas as pd

from dashboard import maps
from dashboard.queries import layers as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.coverage import rows
from dashboard.ui.words import date_text, number_text, share_text, words

RISK = "risk"  # risk against coverage, by two figures; all others show one
MOST_DECIMALS = 6
GAP_MOST = 10.0  # G is 0 to 10
LINES = ("line_value", "line_made_of", "line_as_of")
BESIDE = ("line_level", "line_gap", "line_score")  # of rows.LINES, below LINES
PEOPLE = ("line_population", "line_population_year")  # likewise, what is per 100,000
STATES = ("zero", "not_reported", "no_data")


@dataclass(frozen=True)
class Layer:
    """One figure by province.

    Attributes:
        id: In the address, the mart and the keys of its words.
        datasets: What the figure is made of.
        is_share: Whether it is a share of 0 to 1, shown in per cent.
        is_counted: Whether an office reports that it counted none; else 0 is only
            that the files hold none.
    """

    id: str
    datasets: tuple[str, ...]
    is_share: bool = False
    is_counted: bool = True

    def said(self, value: float | None) -> str:
        """A value of the layer in the reader's language."""
        return share_text(value, 1) if self.is_share else number_text(value, 1)

    def state(self, state: str) -> str:
        """What the figure is, or why there is none."""
        if state == "zero" and not self.is_counted:
            return words("coverage_state_none_in_files")
        return words(f"coverage_state_{state}")

    def said_breaks(self, breaks: Sequence[float]) -> list[str]:
        """Where classes begin, with the decimals that tell them apart."""
        if self.is_share:
            decimals = _decimals([100 * each for each in breaks])
            return [share_text(each, decimals) for each in breaks]
        decimals = _decimals(breaks)
        return [number_text(each, decimals) for each in breaks]


def _decimals(breaks: Sequence[float]) -> int:
    """The fewest with which breaks are exact, or apart and of two digits or more."""
    for decimals in range(MOST_DECIMALS):
        rounded = [round(each, decimals) for each in breaks]
        is_exact = all(map(isclose, breaks, rounded))
        is_apart = len(set(rounded)) == len(breaks)
        has_digits = all(each * 10**decimals >= 10 for each in rounded)
        if is_exact or (decimals > 0 and is_apart and has_digits):
            return decimals
    return MOST_DECIMALS


LAYERS = (
    Layer(RISK, rows.DATASETS),
    Layer(
        "trained",
        ("volunteer_roster", "training_batch", "training_participant", "population"),
    ),
    Layer("tambons", ("volunteer_roster",), is_share=True),
    Layer("outreach", ("outreach", "population"), is_counted=False),
    Layer("partners", ("partner_network", "population")),
)
_BY_ID = {layer.id: layer for layer in LAYERS}


def layer_of(layer: str) -> Layer:
    """The layer of an id."""
    return _BY_ID[layer]


def minimum(layer: str) -> str:
    """The column that says whether the figure of a province is only a minimum."""
    return "volunteers_at_least" if layer == RISK else "at_least"


def datasets(layer: str) -> tuple[str, ...]:
    """What the page's figures are made of: the layer's, and those of the risk."""
    every = (*layer_of(layer).datasets, *rows.DATASETS)
    return tuple(dict.fromkeys(every))


@dataclass(frozen=True)
class Height:
    """What the height of a column shows.

    Attributes:
        id: In the address.
        column: Of the provinces; missing where there is no column.
        line: What is said of it in words; "" where the number alone is.
        scale: The layer whose highest value is the full height; "": that of the gap.
    """

    id: str
    column: str
    line: str
    scale: str

    def title(self) -> str:
        """What the height shows, in the reader's language."""
        return words(f"coverage_{self.scale or self.id}_value")

    def said(self, province: pd.Series) -> str:
        """How much it is of a province."""
        return (
            str(province[self.line])
            if self.line
            else number_text(province[self.column], 1)
        )


def heights(layer: str) -> tuple[Height, ...]:
    """What the columns of a layer can show, the first one unless chosen otherwise."""
    if layer == RISK:
        per_100k = "volunteers_trained_per_100k"
        trained = Height("trained", per_100k, "line_k", "trained")
        return Height("gap", "coverage_gap", "gap_said", ""), trained
    return (Height("value", "value", "line_value", layer),)


def full_height(height: Height, year: int) -> float:
    """The value of the tallest column there can be, the same in all fiscal years."""
    if not height.scale:
        return GAP_MOST
    highest = ask(queries.layer_scale, height.scale, year).iloc[0]["highest"]
    return 1.0 if pd.isna(highest) else float(highest)


def provinces(year: int, whose: str, layer: str) -> pd.DataFrame:
    """The provinces as rows.provinces gives them, with what the layer says of each.

    Returns:
        For another layer than RISK, the thinnest first: also value, at_least, counted,
        counted_of, as_of, state, remark and LINES in words; class_id is that of the
        layer.
    """
    if layer == RISK:
        return rows.provinces(year, whose)
    return kept(_provinces, year, whose, layer)


def _provinces(year: int, whose: str, layer: str) -> pd.DataFrame:
    figures = ask(queries.province_layer, layer, year).drop(columns="data_status")
    every = rows.provinces(year, whose).drop(columns="remark")  # that of K
    found = every.merge(figures, on="province_code")
    said = [_lines(row, layer_of(layer)) for row in found.itertuples()]
    classes = maps.layer_class(found["layer_class"], found["state"])
    found = found.assign(class_id=classes).join(pd.DataFrame(said, dtype=object))
    return found.sort_values(
        "value", na_position="last", kind="stable", ignore_index=True
    )


def _lines(row: Any, layer: Layer) -> dict[str, str]:  # noqa: ANN401
    has_value = row.state in ("value", "zero")
    value = layer.said(row.value) if has_value else layer.state(row.state)
    counted = number_text(row.counted)
    if row.at_least:
        value = words("coverage_at_least", value=value)
        counted = words("coverage_at_least", value=counted)
    return {
        "line_value": value,
        "line_made_of": _made_of(counted, row, layer) if has_value else "",
        "line_as_of": "" if pd.isna(row.as_of) else date_text(row.as_of.date()),
        "remark": _remark(row, layer),
    }


def _made_of(counted: str, row: Any, layer: Layer) -> str:  # noqa: ANN401
    """What was counted; people stand in a line of their own, with their year."""
    if row.state == "zero" and not layer.is_counted:
        return f"{counted} ({words('coverage_none_in_files')})"
    if not layer.is_share:
        return counted
    return words("coverage_made_of", counted=counted, of=number_text(row.counted_of))


def _remark(row: Any, layer: Layer) -> str:  # noqa: ANN401
    """What the bare numbers of a list do not say."""
    said = []
    if row.at_least:
        said.append(words("coverage_remark_at_least"))
    elif row.state == "zero" and not layer.is_counted:
        said.append(words("coverage_remark_none_in_files"))
    elif row.state in STATES[1:]:
        said.append(words(f"coverage_state_{row.state}"))
    if row.gap_at_most:
        said.append(rows.G_AT_MOST)
    return ", ".join(said)


def line_labels(layer: str) -> dict[str, str]:
    """The label of each line said of a province on the map, in order."""
    every = rows.line_labels()
    if layer == RISK:
        return every
    own = {
        "line_value": words(f"coverage_{layer}_value"),
        "line_made_of": words(f"coverage_{layer}_counted"),
        "line_as_of": words("coverage_line_as_of"),
    }
    per_people = () if layer_of(layer).is_share else PEOPLE
    return own | {line: every[line] for line in (*BESIDE, *per_people)}


def kinds(year: int, layer: str) -> list[maps.Kind]:
    """The classes of the map in a fiscal year, in the legend's order."""
    if layer == RISK:
        return rows.kinds(year)
    names = {state: layer_of(layer).state(state) for state in STATES}
    return maps.layer_kinds(_ranges(year, layer), names)


def _ranges(year: int, layer: str) -> list[str]:
    """The classes above 0 in words: half-open, the last without an end."""
    said = layer_of(layer).said_breaks(breaks(year, layer))
    starts, ends = ["> 0", *said], [*said, None]
    return [
        f"≥ {start}"
        if end is None and start != "> 0"
        else start
        if end is None
        else f"{start} – < {end}"
        for start, end in zip(starts, ends, strict=True)
    ]


def breaks(year: int, layer: str) -> tuple[float, ...]:
    """Where the classes 2 and up begin in a fiscal year."""
    scale = ask(queries.layer_scale, layer, year).iloc[0]
    found = scale[["break_1", "break_2", "break_3"]].dropna()
    return tuple(float(each) for each in found)


def is_partial(year: int, layer: str) -> bool:
    """Whether the figure still grows, while its classes are those of whole years."""
    return bool(ask(queries.layer_scale, layer, year).iloc[0]["is_partial"])


def partial_note(year: int, layer: str) -> list[str]:
    """What must be said beside the classes of a part of a year."""
    return [words("coverage_layer_note_partial")] if is_partial(year, layer) else []


def method(year: int, layer: str) -> str:
    """How the breaks were found: as queries.layers.layer_scale."""
    return str(ask(queries.layer_scale, layer, year).iloc[0]["method"])
