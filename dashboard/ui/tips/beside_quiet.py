"""Provinces at risk from which no tip came: figures without a page."""

import pandas as pd

AT_RISK = 4  # level from which risk is high
WEEKS = 8  # reported ones without a tip that make a province quiet
LOOKED_BACK = 26  # weeks in which these must lie; whoever reported fewer is not known


def runs(
    provinces: pd.DataFrame, tips: pd.DataFrame, reported: pd.DataFrame
) -> pd.DataFrame:
    """For how many reported weeks the provinces at risk have had no tip.

    Args:
        provinces: Of queries.tips_beside.beside_provinces.
        tips: Of queries.tips.tip_weeks, of all tips and of all weeks up to the chosen
            one.
        reported: Of queries.tips.reported_weeks, for the same weeks.

    Returns:
        The provinces of level 4 or 5, the longest run first, then the highest risk:
        weeks_reported (of the last LOOKED_BACK), weeks_without (reported weeks since
        the last one with a tip, or whose tips were announced and not handed over, or
        since reports began), first_without and
        last_reported (Mondays; missing: no week), last_tip (Monday of the last week
        with a tip; missing: none in the data), is_quiet (missing: fewer than WEEKS
        weeks reported of those looked at).
    """
    at_risk = provinces[provinces["risk_level"].ge(AT_RISK).fillna(False).astype(bool)]
    weeks = reported[reported["is_reported"].astype(bool)].merge(
        tips, how="left", on=["province_code", "week_start"]
    )
    last = _of_each(weeks[weeks["tips"] > 0], last_tip=("week_start", "max"))
    ended = _ended(weeks, reported)
    is_since = ended.isna() | (weeks["week_start"] > ended)
    begins = reported["week_start"].max() - pd.Timedelta(weeks=LOOKED_BACK - 1)
    found = at_risk
    for part in (
        last,
        _of_each(weeks, last_reported=("week_start", "max")),
        _of_each(
            weeks[is_since],
            weeks_without=("week_start", "size"),
            first_without=("week_start", "min"),
        ),
        _of_each(
            weeks[weeks["week_start"] >= begins], weeks_reported=("week_start", "size")
        ),
    ):
        found = found.merge(part, how="left", on="province_code")
    for name in ("weeks_reported", "weeks_without"):
        found[name] = found[name].fillna(0).astype("int64")
    is_known = found["weeks_reported"] >= WEEKS
    found["is_quiet"] = (
        (found["weeks_without"] >= WEEKS).astype("boolean").where(is_known)
    )
    return found.sort_values(
        ["weeks_without", "risk_level", "province_code"],
        ascending=[False, False, True],
        ignore_index=True,
    )


def _ended(weeks: pd.DataFrame, reported: pd.DataFrame) -> pd.Series:
    """For each row the last week of its province that may have had a tip."""
    had = pd.concat([weeks[weeks["tips"] > 0], reported[reported["is_announced"]]])
    last = _of_each(had, ended=("week_start", "max"))
    return weeks[["province_code"]].merge(last, how="left", on="province_code")["ended"]


def _of_each(weeks: pd.DataFrame, **what: tuple[str, str]) -> pd.DataFrame:
    """Something of each province's weeks."""
    return weeks.groupby("province_code", as_index=False).agg(**what)
