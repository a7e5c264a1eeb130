"""The index of two years over the indicators that both have, province by province.

Without it a change would be, for most provinces, that of what had been handed over.
"""

import pandas as pd

from dashboard.charts import map_classes
from dashboard.queries import indicator_map as queries
from dashboard.queries import names
from dashboard.ui.answers import ask
from dashboard.ui.indicator_map.measures import BAD, Measure
from dashboard.ui.words import (
    fiscal_year_text,
    lang,
    number_text,
    say,
    share_text,
    words,
)

OF_INDEX = BAD  # R, its dimensions and the gap are made of several indicators
NOT_COMPARABLE = map_classes.NOT_COMPARABLE


def is_of_index(measure: Measure) -> bool:
    """Whether it is made of indicators, of which a year may lack some."""
    return measure.id in OF_INDEX


def both_years(measure: Measure, year: int, since: int) -> pd.DataFrame:
    """A measure of the index in both years, as its two figures can be compared.

    Returns:
        One row per province: province_code, name, before, after, common and other (how
        many indicators both years have, or one alone), state ("compared",
        "not_comparable", "no_figure") and in words line_before, line_after,
        line_common.
    """
    named = ask(names.provinces).rename(columns={f"name_{lang()}": "name"})
    every = ask(queries.index_changes, measure.id, year, since)
    found = named[["province_code", "name"]].merge(every, on="province_code")
    return found.assign(
        line_before=[_said(measure, each) for each in found["before"]],
        line_after=[_said(measure, each) for each in found["after"]],
        line_common=[
            words("indicator_map_change_common_of", common=both, other=one)
            for both, one in zip(found["common"], found["other"], strict=True)
        ],
    )


def _said(measure: Measure, value: float) -> str:
    if pd.isna(value):
        return words("indicator_map_change_no_figure")
    # with the decimals that a change has; no level is said beside it
    return number_text(value, measure.decimals)


def why_not(state: str) -> str:
    """Why a change is not said."""
    if state == NOT_COMPARABLE:
        return words("indicator_map_change_not_comparable")
    return words("indicator_map_change_unknown")


def label(measure: Measure, year: int) -> str:
    """What a year's figure is called that may not be the published one."""
    said = fiscal_year_text(year)
    if not is_of_index(measure):
        return said
    return words("indicator_map_change_common_year", year=said)


def answer(found: pd.DataFrame) -> str:
    """In how many provinces the years have other indicators, and what was done."""
    differ = int((found["other"] > 0).sum())
    apart = int((found["state"] == NOT_COMPARABLE).sum())
    said = say("indicator_map_change_common", differ=differ, provinces=len(found))
    if not apart:
        return said
    least = share_text(ask(queries.minimum_completeness), 0)
    return f"{said} " + say("indicator_map_change_apart", apart=apart, least=least)
