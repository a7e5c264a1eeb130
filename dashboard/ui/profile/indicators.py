"""The indicators of a province in one year, with all that is said of each."""

from typing import NamedTuple

import pandas as pd

from dashboard.queries import profile as queries
from dashboard.queries.risk import indicator_states
from dashboard.rules import rules
from dashboard.ui.answers import ask, kept
from dashboard.ui.profile.trend_words import trend_of
from dashboard.ui.words import lang, number_text, share_text, words

DECIMALS = {"count": 0, "ratio": 2}
PEERS_MEAN = {
    "statistical": ("statistical_mean", "statistical_peers"),
    "neighbour": ("neighbour_mean", "neighbour_peers"),
    "region": ("region_mean", "region_provinces"),
}

UNTOLD = ("missing", "overlap")  # trends that cannot be calculated


def indicators(province_code: str, year: int, peers: str) -> pd.DataFrame:
    """The indicators that change over time, exposure first, in words.

    Land border and sea coast are of the map: the header says them.

    Args:
        province_code: Of the province.
        year: Fiscal year, B.E.
        peers: "statistical", "neighbour" or "region".

    Returns:
        The rows of queries.profile.profile_indicators of the year with name,
        dimension_text, peers_mean, peers_with, is_riskier (than the national median;
        missing without a value), change (of trend_words.trend_of), value_text,
        median_text, region_text, peers_text, range_text, trend_text, test_text, hover;
        state (of queries.risk.indicator_states), state_text (in words, "" of a value).
    """
    return kept(_indicators, province_code, year, peers)


def opened(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that may leave."""
    is_protected = rows["indicator_code"].isin(rules().index_inside)
    return rows[~is_protected].reset_index(drop=True)


def protected(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that stay on screen."""
    is_protected = rows["indicator_code"].isin(rules().index_inside)
    return rows[is_protected].reset_index(drop=True)


class Counts(NamedTuple):
    """How many of the open indicators are where.

    Attributes:
        known: With a value.
        above: More risk than the national median.
        trends: Whose trend over five years can be calculated.
        worse: Got worse over them.
        better: Got better.
    """

    known: int
    above: int
    trends: int
    worse: int
    better: int


def riskier_counts(rows: pd.DataFrame) -> Counts:
    """How many of the indicators that may leave are above the median, and moved."""
    shown = opened(rows)
    riskier = shown["is_riskier"].dropna()
    return Counts(
        known=len(riskier),
        above=int(riskier.sum()),
        trends=int((~shown["change"].isin(UNTOLD)).sum()),
        worse=int(shown["change"].str.endswith("worse").sum()),
        better=int(shown["change"].str.endswith("better").sum()),
    )


def _indicators(province_code: str, year: int, peers: str) -> pd.DataFrame:
    every = ask(queries.profile_indicators, province_code, year)
    every = every[~every["is_derived"]]
    trends = {
        str(code): trend_of(years, year)
        for code, years in every.groupby("indicator_code")
    }
    states = ask(indicator_states, year, province_code)
    found = every[every["fiscal_year_be"] == year].merge(
        states, on="indicator_code", how="left"
    )
    mean, with_value = PEERS_MEAN[peers]
    told = [trends[code] for code in found["indicator_code"]]
    above = (found["value"] - found["national_median"]) * found["direction"] > 0
    found = found.assign(
        name=found[f"name_{lang()}"],
        dimension_text=[words(f"coverage_dimension_{d}") for d in found["dimension"]],
        peers_mean=found[mean],
        peers_with=found[with_value],
        is_riskier=above.astype("boolean").mask(found["value"].isna()),
        change=[each.change for each in told],
        trend_text=[each.text() for each in told],
        test_text=[each.test_text() for each in told],
    )
    said = pd.DataFrame([_said(row) for _, row in found.iterrows()], found.index)
    found = found.join(said)
    return found.assign(hover=[_hover(row) for _, row in found.iterrows()])


def _said(row: pd.Series) -> dict[str, str]:
    """The figures of an indicator in words."""
    low, high = (figure_text(row[each], row) for each in ("lowest", "highest"))
    said = {
        f"{name}_text": figure_text(row[column], row)
        for name, column in (
            ("median", "national_median"),
            ("region", "region_mean"),
            ("peers", "peers_mean"),
        )
    }
    return {
        **said,
        "value_text": state_text(row) or with_unit(row["value"], row),
        "state_text": state_text(row),
        "range_text": words("profile_range", low=low, high=high),
    }


def state_text(row: pd.Series) -> str:
    """Why an indicator has no value: not reported, or no data; "" where it has one."""
    if pd.notna(row["value"]):
        return ""
    known = row["state"] if row["state"] == "not_reported" else "no_data"
    return words(f"risk_state_{known}")


def figure_text(value: float | None, row: pd.Series) -> str:
    """A figure of an indicator, without its unit unless that is per cent."""
    if row["unit"] == "share":
        return share_text(None if pd.isna(value) else value, 1)
    return number_text(value, DECIMALS.get(row["unit"], 1))


def with_unit(value: float | None, row: pd.Series) -> str:
    """A figure of an indicator with its unit."""
    said = figure_text(value, row)
    if pd.isna(value) or row["unit"] in ("share", "count"):
        return said
    return f"{said} {row[f'unit_{lang()}']}"


def _hover(row: pd.Series) -> str:
    return words(
        "profile_spine_hover",
        name=row["name"],
        value=row["value_text"],
        median=row["median_text"],
        region=row["region_text"],
        peers=row["peers_text"],
    )
