"""The figures of a measure by province, in the reader's words."""

from typing import Any

import pandas as pd

from dashboard.queries import indicator_map as queries
from dashboard.queries import names, risk
from dashboard.ui import scores
from dashboard.ui.answers import ask, kept
from dashboard.ui.indicator_map import protected
from dashboard.ui.indicator_map.measures import INDEX, PROTECTED, Measure
from dashboard.ui.risk.periods import period_text
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
)

LINES = (
    *("line_value", "line_rank", "line_made_of", "line_mark", "line_period"),
    *("line_as_of", "line_complete", "line_interval"),
)
BOUNDS = ("at_least", "at_most")
OF_INDEX = LINES[-2:]  # said of R alone
# Rates of fewer events have a relative standard error of 22 % and more: National Center
# for Health Statistics (USA), Data Presentation Standards for Rates and Counts (2023).
FEWEST = 20


def every_year(measure: str) -> pd.DataFrame:
    """A measure in all fiscal years, as queries.indicator_map.map_values gives it."""
    if measure in PROTECTED:
        return protected.every_year(measure)
    return ask(queries.map_values, measure)


def partial_years(measure: Measure) -> tuple[int, ...]:
    """The fiscal years that have not ended, of a measure that adds up over a year."""
    found: tuple[int, ...] = kept(_partial_years, measure.id)
    return found


def _partial_years(measure: str) -> tuple[int, ...]:
    every = every_year(measure)
    is_partial = every["is_partial"].astype(bool)
    return tuple(every.loc[is_partial, "fiscal_year_be"].unique().tolist())


def whole_years(measure: Measure) -> list[int]:
    """The fiscal years with a figure of a province, without a partial one, in order."""
    every = every_year(measure.id)
    known = every.loc[every["value"].notna(), "fiscal_year_be"].unique().tolist()
    return sorted(set(known) - set(partial_years(measure)))


def year_said(year: int, *shown: Measure) -> str:
    """The fiscal year; of what still adds up in it, that it is that year so far."""
    said = fiscal_year_text(year)
    if any(year in partial_years(each) for each in shown):
        return words("indicator_map_so_far", year=said)
    return said


def partial_note(measure: Measure, *years: int) -> tuple[str, ...]:
    """What must stand below figures of a part of a year."""
    return tuple(
        words("indicator_map_partial_note", year=fiscal_year_text(year))
        for year in partial_years(measure)
        if year in years
    )


def provinces(measure: Measure, year: int) -> pd.DataFrame:
    """All provinces in a fiscal year, the highest value first, those without one last.

    Args:
        measure: What is shown.
        year: Fiscal year, B.E.

    Returns:
        The columns of `every_year` with name, rank (1 is the highest; missing without
        a value) and LINES in words.
    """
    return kept(_provinces, measure, year)


def _provinces(measure: Measure, year: int) -> pd.DataFrame:
    every = every_year(measure.id)
    of_year = every[every["fiscal_year_be"] == year]
    named = ask(names.provinces).rename(columns={f"name_{lang()}": "name"})
    found = named[["province_code", "name"]].merge(
        of_year, on="province_code", how="left"
    )
    found["state"] = found["state"].astype(object).fillna("no_data")
    for bound in BOUNDS:
        found[bound] = found[bound].astype("boolean").fillna(False).astype(bool)
    found["rank"] = found["value"].rank(method="min", ascending=False)
    known = int(found["value"].notna().sum())
    period = _period(measure, year)
    said = [_lines(row, measure, known, period) for row in found.itertuples()]
    found = found.join(pd.DataFrame(said, found.index, dtype=object))
    if measure.id == INDEX:
        sure = scores.certainty(year).reindex(found["province_code"])
        found[list(OF_INDEX)] = sure[list(OF_INDEX)].fillna("").to_numpy()
    return found.sort_values(
        "value", ascending=False, na_position="last", kind="stable", ignore_index=True
    )


def _period(measure: Measure, year: int) -> str:
    """The years that a value handed over for a year is of; "" of other figures."""
    if not measure.is_indicator:
        return ""
    model = ask(risk.model_indicators).set_index("indicator_code").loc[measure.id]
    return period_text(model["is_derived"], model["smoothed_years"], year)


def _lines(
    row: Any,  # noqa: ANN401
    measure: Measure,
    known: int,
    period: str,
) -> dict[str, str]:
    if pd.isna(row.value):
        said = state_said(measure, row.state)
        return dict.fromkeys(LINES, "") | {"line_value": said}
    value = bounded(measure.said(row.value), row)
    is_ranked = measure.kind != "flag"
    return dict.fromkeys(LINES, "") | {
        "line_value": value,
        "line_rank": words("indicator_map_rank", rank=int(row.rank), known=known)
        if is_ranked
        else "",
        "line_made_of": _made_of(row, measure),
        "line_mark": _mark(row, measure),
        "line_period": period,
        "line_as_of": "" if pd.isna(row.as_of) else date_text(row.as_of.date()),
    }


def state_said(measure: Measure, state: str) -> str:
    """What a figure is, or why there is none."""
    if state == "zero" and not measure.is_counted:
        return words("coverage_state_none_in_files")
    return words(f"indicator_map_state_{state}")


def bounded(said: str, row: Any) -> str:  # noqa: ANN401
    """A figure in words; where it is only a bound (at_least, at_most), that it is."""
    for bound in BOUNDS:
        if getattr(row, bound):
            return words(f"indicator_map_{bound}", value=said)
    return said


def bounds_said(measure: Measure, known: pd.DataFrame, key: str) -> str:
    """Of how many provinces the figure is only a bound, after a sentence; or "".

    `key` of the words has the bound of the measure after it.
    """
    number = int(known[measure.bound].sum()) if measure.bound else 0
    if not number:
        return ""
    return " " + say(f"{key}_{measure.bound}", number=number)


def _mark(row: Any, measure: Measure) -> str:  # noqa: ANN401
    """That a rate rests on few counts, which chance alone moves a good deal."""
    if not measure.is_by_chance or pd.isna(row.numerator):
        return ""
    key = "few" if row.numerator < FEWEST else "enough"
    return words(f"indicator_map_mark_{key}", fewest=FEWEST)


def _made_of(row: Any, measure: Measure) -> str:  # noqa: ANN401
    if pd.isna(row.numerator) or pd.isna(row.denominator):
        return ""
    counted, of = number_text(row.numerator), number_text(row.denominator)
    if row.state == "zero" and not measure.is_counted:
        counted = f"{counted} ({words('coverage_none_in_files')})"
    if measure.is_derived:
        return words("indicator_map_made_of_derived", counted=counted, of=of)
    return words("indicator_map_made_of", counted=counted, of=of)


def line_labels(measure: Measure) -> dict[str, str]:
    """The label of each line said of a province on a map, in order."""
    more = {line: words(f"indicator_map_{line}") for line in LINES[1:]}
    if measure.is_indicator:
        more["line_as_of"] = words("indicator_map_line_received")
    return {LINES[0]: measure.title, **more}
