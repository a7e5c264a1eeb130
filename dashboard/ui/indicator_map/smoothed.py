"""A rate as counted and as smoothed, side by side; which of them rest on few counts."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.ui.answers import kept
from dashboard.ui.indicator_map import classes, controls, specs, values
from dashboard.ui.indicator_map.controls import Chosen
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.province_map import province_map
from dashboard.ui.words import fiscal_year_text, number_text, say, share_text, words
from methods.smoothing import disclosed_counts

FEW = "_few"  # ends the id of a class of provinces with few counts
LINES = (
    *("line_raw", "line_smoothed", "line_counted", "line_used", "line_own"),
    "line_mark",
)
PER = 100_000


def provinces(measure: Measure, year: int) -> pd.DataFrame:
    """The provinces with both rates, the highest rate first.

    Returns:
        The columns of values.provinces, of which the last of LINES is one, with is_few
        and the other LINES in words.
    """
    return kept(_provinces, measure, year)


def _provinces(measure: Measure, year: int) -> pd.DataFrame:
    found = values.provinces(measure, year)
    found["is_few"] = found["numerator"].lt(values.FEWEST).fillna(False).astype(bool)
    said = [_lines(row, measure) for row in found.itertuples()]
    return found.join(pd.DataFrame(said, found.index, dtype=object))


def _lines(row: Any, measure: Measure) -> dict[str, str]:  # noqa: ANN401
    if pd.isna(row.value):
        return dict.fromkeys(LINES[:-1], "") | {"line_raw": row.line_value}
    is_smoothed = pd.notna(row.smoothed_value)
    return {
        "line_raw": row.line_value,
        "line_smoothed": measure.said(row.smoothed_value),
        "line_counted": row.line_made_of,
        "line_used": _used(row, measure) if is_smoothed else "",
        "line_own": share_text(float(row.own_weight)) if is_smoothed else "",
    }


def _used(row: Any, measure: Measure) -> str:  # noqa: ANN401
    """The count that was smoothed, where that is not the one the raw rate is of.

    A rate of 113, taken as 115, can move away from the country's.
    """
    if not measure.is_derived:
        return ""
    counted = np.array([row.value * row.denominator / PER])
    (used,) = disclosed_counts(counted)
    return words("indicator_map_used", used=number_text(float(used)))


def answer(chosen: Chosen) -> str:
    """How many rates rest on few counts, and how the highest ones move."""
    measure, year = chosen.measure, chosen.year
    found = provinces(measure, year)
    known = found.dropna(subset=["value", "smoothed_value"])
    said = fiscal_year_text(year)
    if known.empty:
        return say("indicator_map_answer_none", measure=measure.name, year=said)
    raw = known.iloc[0]
    smooth = known.loc[known["smoothed_value"].idxmax()]
    is_any_few = known["is_few"].any()
    return say(
        f"indicator_map_smoothed_answer_{'few' if is_any_few else 'enough'}",
        measure=measure.name,
        year=said,
        few=int(known["is_few"].sum()),
        known=len(known),
        fewest=values.FEWEST,
        raw=raw["name"],
        rate=measure.said(raw["value"]),
        smooth=smooth["name"],
        drawn=measure.said(smooth["smoothed_value"]),
    )


def draw(chosen: Chosen) -> None:
    """Draw the two maps with the same classes, and all figures below."""
    measure, year = chosen.measure, chosen.year
    how = classes.scheme(measure, "quantile", controls.NUMBER, year)
    for column, is_smoothed in zip(
        st.columns(2, gap="small"), (False, True), strict=True
    ):
        with column:
            spec = kept(_map, measure, year, how, is_smoothed, chosen.province)
            key = "indicator_map_smoothed" if is_smoothed else "indicator_map_raw"
            province_map(spec, key, controls.select, lambda _: None)
    st.caption(say("indicator_map_internal"))
    _table(measure, year)


def _map(
    measure: Measure,
    year: int,
    how: classes.Scheme,
    is_smoothed: bool,
    selected: str | None,
) -> dict[str, Any]:
    found = provinces(measure, year)
    shown = found
    if is_smoothed:
        has_one = found["smoothed_value"].notna()
        shown = found.assign(
            value=found["smoothed_value"],
            state=found["state"].mask(has_one, "value"),
        )
    class_id = classes.class_id(measure, shown, how)
    is_class = class_id.str.startswith("class_") | (class_id == "zero")
    if not is_smoothed:
        class_id = class_id.mask(found["is_few"] & is_class, class_id + FEW)
    key = "smoothed" if is_smoothed else "raw"
    said = words(
        f"indicator_map_{key}_title", measure=measure.name, year=fiscal_year_text(year)
    )
    return maps.class_map(
        found.assign(class_id=class_id, is_shown=True),
        kinds=_kinds(measure, how, set(class_id)),
        words=specs.picture_words(measure, said, words(f"indicator_map_{key}_note")),
        lines={line: words(f"indicator_map_{line}") for line in LINES},
        file_name=f"{key}_{measure.id}_{year}",
        selected=selected,
        number=number_text,
    )


def _kinds(measure: Measure, how: classes.Scheme, used: set[str]) -> list[maps.Kind]:
    """The classes, each followed by that of provinces with few counts, dotted."""
    kinds = []
    for kind in classes.kinds(measure, how):
        kinds.append(kind)
        if kind.id + FEW in used:
            label = words("indicator_map_few", label=kind.label, fewest=values.FEWEST)
            few = replace(kind, id=kind.id + FEW, label=label, pattern="dots")
            kinds.append(few)
    return kinds


def _table(measure: Measure, year: int) -> None:
    """All figures, on the screen only."""
    found = provinces(measure, year)
    columns: dict[str, Any] = {
        "name": words("indicator_map_file_name"),
        "value": words("indicator_map_line_raw"),
        "smoothed_value": words("indicator_map_line_smoothed"),
        "numerator": words("indicator_map_line_derived")
        if measure.is_derived
        else words("indicator_map_file_numerator"),
        **(
            {"line_used": words("indicator_map_line_used")}
            if measure.is_derived
            else {}
        ),
        "line_own": words("indicator_map_line_own"),
        "line_mark": words("indicator_map_line_mark"),
    }
    form = f"%.{measure.decimals}f"
    for name in ("value", "smoothed_value"):
        columns[name] = st.column_config.NumberColumn(columns[name], format=form)
    st.dataframe(
        found[list(columns)],
        hide_index=True,
        column_config=columns,
        placeholder="–",
        key="indicator_map_rates",
    )
