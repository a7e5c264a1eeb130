"""The figures of a measure by province, in the reader's words."""

from typing import Any

import pandas as pd

from dashboard.queries import indicator_map as queries
from dashboard.queries import names
from dashboard.ui.answers import ask, kept
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.words import date_text, lang, number_text, words

STATES = ("value", "zero", "not_computed", "not_reported", "no_data")
LINES = ("line_value", "line_rank", "line_made_of", "line_as_of")


def every_year(measure: str) -> pd.DataFrame:
    """A measure in all fiscal years, as queries.indicator_map.map_values gives it."""
    return ask(queries.map_values, measure)


def provinces(measure: Measure, year: int) -> pd.DataFrame:
    """All provinces in a fiscal year, the highest value first, those without one last.

    Returns:
        The columns of `every_year` with name, rank (1 is the highest; missing without
        a value) and LINES in words.
    """
    return kept(_provinces, measure, year)


def _provinces(measure: Measure, year: int) -> pd.DataFrame:
    found = every_year(measure.id)
    found = found[found["fiscal_year_be"] == year]
    named = ask(names.provinces).rename(columns={f"name_{lang()}": "name"})
    found = named[["province_code", "name"]].merge(found, on="province_code")
    found["rank"] = found["value"].rank(method="min", ascending=False)
    known = int(found["value"].notna().sum())
    said = [_lines(row, measure, known) for row in found.itertuples()]
    found = found.join(pd.DataFrame(said, found.index, dtype=object))
    return found.sort_values(
        "value", ascending=False, na_position="last", kind="stable", ignore_index=True
    )


def _lines(row: Any, measure: Measure, known: int) -> dict[str, str]:  # noqa: ANN401
    if pd.isna(row.value):
        said = words(f"indicator_map_state_{row.state}")
        return dict.fromkeys(LINES, "") | {"line_value": said}
    value = measure.said(row.value)
    if row.at_least:
        value = words("indicator_map_at_least", value=value)
    is_ranked = measure.kind != "flag"
    return {
        "line_value": value,
        "line_rank": words("indicator_map_rank", rank=int(row.rank), known=known)
        if is_ranked
        else "",
        "line_made_of": _made_of(row),
        "line_as_of": "" if pd.isna(row.as_of) else date_text(row.as_of.date()),
    }


def _made_of(row: Any) -> str:  # noqa: ANN401
    if pd.isna(row.numerator) or pd.isna(row.denominator):
        return ""
    counted, of = number_text(row.numerator), number_text(row.denominator)
    return words("indicator_map_made_of", counted=counted, of=of)


def line_labels(measure: Measure) -> dict[str, str]:
    """The label of each line said of a province on a map, in order."""
    more = {line: words(f"indicator_map_{line}") for line in LINES[1:]}
    return {LINES[0]: measure.title, **more}
