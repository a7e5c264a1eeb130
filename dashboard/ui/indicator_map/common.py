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

YEARS = ("before", "after")
OF_INDEX = BAD  # R, its dimensions and the gap are made of several indicators
NOT_COMPARABLE = map_classes.NOT_COMPARABLE
ONLY_BOUND = "only_bound"  # state: a year's figure is a minimum or a maximum


def is_of_index(measure: Measure) -> bool:
    """Whether it is made of indicators, of which a year may lack some."""
    return measure.id in OF_INDEX


def both_years(measure: Measure, year: int, since: int) -> pd.DataFrame:
    """A measure of the index in both years, as its two figures can be compared.

    Returns:
        One row per province: province_code, name, before, after, common and other (how
        many indicators both years have, or one alone), state ("compared",
        "only_bound", "not_comparable", "no_figure"), before_bound and after_bound
        (whether it is only a maximum) and in words line_before, line_after,
        line_common.
    """
    named = ask(names.provinces).rename(columns={f"name_{lang()}": "name"})
    every = ask(queries.index_changes, measure.id, year, since)
    found = named[["province_code", "name"]].merge(every, on="province_code")
    for when in YEARS:
        is_bound = found[f"{when}_at_most"] & found[when].notna()
        found[f"{when}_bound"] = is_bound
        found[f"line_{when}"] = [
            words("indicator_map_at_most", value=said) if at_most else said
            for said, at_most in zip(_said(measure, found[when]), is_bound, strict=True)
        ]
    return found.assign(
        line_common=[
            words("indicator_map_change_common_of", common=both, other=one)
            for both, one in zip(found["common"], found["other"], strict=True)
        ],
    )


def _said(measure: Measure, figures: pd.Series) -> list[str]:
    """With the decimals that a change has; no level is said beside it."""
    none = words("indicator_map_change_no_figure")
    return [
        none if pd.isna(each) else number_text(each, measure.decimals)
        for each in figures
    ]


def why_not(measure: Measure, state: str) -> str:
    """Why a change is not said."""
    if state == NOT_COMPARABLE:
        return words("indicator_map_change_not_comparable")
    if state == ONLY_BOUND:
        return words(f"indicator_map_change_only_{measure.bound}")
    return words("indicator_map_change_unknown")


def apart(measure: Measure) -> str | None:
    """What the class of what cannot be compared is called, where there may be one."""
    if is_of_index(measure) and measure.bound:
        return words("indicator_map_change_apart_class")
    if is_of_index(measure):
        return why_not(measure, NOT_COMPARABLE)
    return why_not(measure, ONLY_BOUND) if measure.bound else None


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
