"""Maps of a measure for dashboard.ui.province_map, and the rows behind them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.ui.answers import kept
from dashboard.ui.indicator_map import classes, values
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.province_map import map_words
from dashboard.ui.words import fiscal_year_text, number_text, words

ROUNDED = {"numerator": 0, "denominator": 0}


def classed(measure: Measure, how: classes.Scheme, year: int) -> pd.DataFrame:
    """The provinces of a year, the highest value first, with class_id."""
    found = values.provinces(measure, year)
    return found.assign(class_id=classes.class_id(measure, found, how), is_shown=True)


def value_map(
    measure: Measure,
    year: int,
    how: classes.Scheme,
    *,
    selected: str | None,
    kept_ids: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Spec of the map of a measure in a year."""
    made: dict[str, Any] = kept(_value_map, measure, year, how, selected, kept_ids)
    return made


def _value_map(
    measure: Measure,
    year: int,
    how: classes.Scheme,
    selected: str | None,
    kept_ids: tuple[str, ...],
) -> dict[str, Any]:
    return maps.class_map(
        classed(measure, how, year),
        kinds=classes.kinds(measure, how),
        words=picture_words(
            measure,
            title(measure, year),
            method_text(how),
            *values.partial_note(measure, year),
            method=how.method,
        ),
        lines=values.line_labels(measure),
        file_name=f"map_{measure.id}_{year}",
        selected=selected,
        kept=kept_ids,
        number=number_text,
    )


def title(measure: Measure, year: int) -> str:
    """What is seen on the map of a year."""
    said = values.year_said(year, measure)
    return words("indicator_map_title", measure=measure.title, year=said)


def method_text(how: classes.Scheme, *, is_for_years: bool = False) -> str:
    """How the classes were found, for the foot of a picture of one year, or of all."""
    if how.method == "tercile":
        said = fiscal_year_text(how.year)
        key = "tercile_years" if is_for_years else "tercile"
        return words(f"indicator_map_classes_{key}", year=said)
    return words(f"indicator_map_classes_{how.method}")


def picture_words(
    measure: Measure, said: str, *note: str, method: str = ""
) -> maps.Words:
    """What stands around a map of a measure; of an internal one there is no picture.

    Args:
        measure: What is shown.
        said: The title.
        note: Lines below it.
        method: How its classes of values were found; "": of something else.
    """
    is_inside = measure.is_internal
    return map_words(
        said,
        source=measure.source(),
        datasets=measure.datasets,
        note=note,
        is_internal=is_inside,
        has_picture=not is_inside,
    )


def require_open(measure: Measure) -> None:
    """Raise ValueError unless the measure may be taken along."""
    if measure.is_internal:
        raise ValueError(f"{measure.id}: nothing of it may be taken along")


def file_rows(measure: Measure, how: classes.Scheme, year: int) -> Gated:
    """The provinces as the table twin and the file hold them; never of internal ones.

    Raises:
        ValueError: Nothing of the measure may be taken along.
    """
    require_open(measure)
    return disclosed(kept(_file_rows, measure, how, year), Audience.OUTSIDE, counts=())


def _file_rows(measure: Measure, how: classes.Scheme, year: int) -> pd.DataFrame:
    found = classed(measure, how, year)
    labels = {kind.id: kind.label for kind in classes.kinds(measure, how)}
    labels |= {maps.WITHHELD: words("indicator_map_state_withheld")}
    return found.round({"value": measure.file_decimals, **ROUNDED}).assign(
        year=values.year_said(year, measure),
        map_class=[labels[kind] for kind in found["class_id"]],
        # the gate takes a column called state for one of its own
        value_state=[values.state_said(measure, each) for each in found["state"]],
        **{each: yes(found[each]) for each in values.BOUNDS},
    )[list(file_columns(measure))]


def formed(columns: Mapping[str, str], forms: Mapping[str, Measure]) -> dict[str, Any]:
    """Columns of a table twin, figures of a measure with its decimals or in per cent.

    Args:
        columns: Headings of all columns, in order.
        forms: The measure of each column of figures that is among them.
    """
    return {
        name: st.column_config.NumberColumn(heading, format=forms[name].form)
        if name in forms
        else heading
        for name, heading in columns.items()
    }


def yes(flags: pd.Series) -> list[str]:
    """Whether something is so, as a file says it."""
    return [words("indicator_map_yes") if each else "" for each in flags]


def file_columns(measure: Measure) -> dict[str, str]:
    """Heading of each column of a file, in order."""
    columns = ["year", "province_code", "name", "value", "rank", "map_class"]
    columns += ["value_state"]
    if measure.kind in ("rate", "share") and measure.datasets != ("province_risk",):
        columns += ["numerator", "denominator"]
    if measure.bound:
        columns += [measure.bound]
    named = {each: words(f"indicator_map_file_{each}") for each in columns}
    return named | {"value": measure.title}
