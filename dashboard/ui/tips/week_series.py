"""The tips of provinces and country week by week, as known, with what was said of them.

Frames are exact: for the screen alone.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.queries import names, tip_week, tips
from dashboard.release import COUNTRY, REGIONS
from dashboard.rules import rules
from dashboard.ui.answers import ask, kept
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import lang

JUDGED = (
    *("known_share", "method", "expected", "high", "alarm_from", "score"),
    *("total", "total_low", "total_high", "expected_whole", "high_whole"),
)
WEEK = pd.Timedelta(days=7)
# Rows were announced; no province reports weeks without tips; nobody reported this one;
# nobody had reported tips ever.
GAPS = ("announced", "untold", "not_reported", "no_data")


@dataclass(frozen=True)
class Series:
    """All weeks of the scope.

    Attributes:
        country: A row per week, in order: week_start, tips (missing: no province
            reported), reported (provinces), announced (provinces of which rows were
            announced and not handed over: tips are a minimum), provinces, gap (why tips
            are missing, of GAPS; "" where they are not), is_open (fewer weeks have
            passed since its end than it takes to settle: tips still come in); where the
            view is not exploratory also what detection said, and is_alarm (raised by
            then).
        provinces: A row per province, by region and name, and week: province_code,
            name, region (code), week_start, tips (missing: not reported), state
            ("rows", "announced": rows that were not handed over, "counted_zero",
            "not_reported", "no_data"), is_announced, is_open,
            and likewise.
    """

    country: pd.DataFrame
    provinces: pd.DataFrame


def series(scope: Scope) -> Series:
    """The weeks of a scope; a region narrows the provinces, not the country."""
    return kept(_series, scope)


def _series(scope: Scope) -> Series:
    narrowed = scope.narrowed if scope.is_exploratory else tips.ALL
    counted = ask(tips.tip_weeks, scope.week_start, scope.since, narrowed)
    reported = ask(tips.reported_weeks, scope.week_start, scope.since)
    judged = ask(tip_week.judged_weeks, scope.week_start, scope.since)
    alarms = ask(tip_week.raised_alarms, scope.week_start, scope.since)
    alarms = alarms.assign(is_alarm=True)[["area_code", "week_start", "is_alarm"]]
    known = _known(counted, reported, scope)
    provinces = _judged(known, judged, alarms, is_exploratory=scope.is_exploratory)
    listed = _listed(provinces, scope.narrowed.region)
    shown = listed if scope.is_exploratory else provinces
    reporting = ask(tips.reporting_provinces, scope.week_start)
    if scope.is_exploratory:
        reporting = sorted(set(reporting) & set(listed["province_code"]))
    told = _told_weeks(judged, reporting)
    country = _country(shown, told, is_told=bool(reporting))
    country = country.assign(area_code=COUNTRY)
    country = _judged(country, judged, alarms, is_exploratory=scope.is_exploratory)
    return Series(_with_open(country, scope), _with_open(listed, scope))


def _with_open(weeks: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """With whether tips of a week still come in, as known at the end of the last."""
    settled = scope.week_start - timedelta(weeks=rules().settle_weeks)
    return weeks.assign(is_open=weeks["week_start"] > pd.Timestamp(settled))


def week_starts(since: date, last: date) -> pd.DatetimeIndex:
    """The Mondays from one to another."""
    return pd.date_range(since, last, freq="7D")


def province_order() -> pd.DataFrame:
    """Provinces by region, from north to south, then name: province_code, name, region.

    Names are in the reader's language.
    """
    return kept(_province_order)


def _province_order() -> pd.DataFrame:
    found = ask(names.provinces).rename(columns={f"name_{lang()}": "name"})
    place = {region: at for at, region in enumerate(REGIONS)}
    found["place"] = found["region"].map(place).fillna(len(place))
    found["spelt"] = found["name"].map(_spelt)
    order = found.sort_values(["place", "spelt"], kind="stable")
    return order[["province_code", "name", "region"]].reset_index(drop=True)


def _spelt(name: str) -> str:
    """A key to sort Thai by: a vowel written before its consonant counts after it."""
    return re.sub("([เ-ไ])([ก-ฮ])", r"\2\1", name)


def _known(counted: pd.DataFrame, reported: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Every province and week with its tips and what no tips mean."""
    starts = week_starts(scope.since, scope.week_start)
    codes = province_order()["province_code"]
    every = pd.MultiIndex.from_product(
        [codes, starts], names=["area_code", "week_start"]
    )
    keys = ["province_code", "week_start"]
    tip_counts = counted.set_index(keys)["tips"].reindex(every)
    told = reported.set_index(keys)[["is_reported", "is_announced", "is_silent"]]
    told = told.reindex(every).fillna(False).astype(bool)  # noqa: FBT003
    has_rows = tip_counts.notna().to_numpy()
    is_announced = told["is_announced"].to_numpy() & ~has_rows
    state = np.select(
        [
            has_rows,
            is_announced,
            told["is_reported"].to_numpy(),
            told["is_silent"].to_numpy(),
        ],
        ["rows", "announced", "counted_zero", "not_reported"],
        "no_data",
    )
    known = every.to_frame(index=False)
    known["tips"] = tip_counts.to_numpy()
    known.loc[state == "counted_zero", "tips"] = 0
    return known.assign(
        tips=known["tips"].astype("Int64"), state=state, is_announced=is_announced
    )


def _told_weeks(judged: pd.DataFrame, reporting: list[str]) -> pd.Series:
    """Whether some province reports weeks without tips, by week, as detection has it.

    Args:
        judged: Of queries.tip_week.judged_weeks.
        reporting: The provinces summed up that report at all; of others detection
            assumes it.
    """
    mine = judged[judged["area_code"].isin(reporting)]
    found: pd.Series = mine.groupby("week_start")["tells_zeros"].any()
    return found


def _country(known: pd.DataFrame, told: pd.Series, *, is_told: bool) -> pd.DataFrame:
    """The sum over provinces that reported, how many did, and why none is known.

    Args:
        known: Of provinces and weeks.
        told: By week, whether some province reports weeks without tips.
        is_told: The same of weeks that detection did not look at.
    """
    weeks = known.assign(is_silent=known["state"] == "not_reported").groupby(
        "week_start", sort=True
    )
    by_week = weeks["tips"]
    found = pd.DataFrame(
        {
            "tips": by_week.sum(min_count=1),
            "reported": by_week.count(),
            "announced": weeks["is_announced"].sum(),
            "provinces": by_week.size(),
        }
    )
    why = [
        found["tips"].notna(),
        found["announced"] > 0,
        ~weeks["is_silent"].any(),
        ~told.reindex(found.index).fillna(is_told).astype(bool),
    ]
    gap = np.select(why, ["", "announced", "no_data", "untold"], "not_reported")
    return found.assign(gap=gap).reset_index()


def _judged(
    known: pd.DataFrame,
    judged: pd.DataFrame,
    alarms: pd.DataFrame,
    *,
    is_exploratory: bool,
) -> pd.DataFrame:
    """With what detection said; an exploratory view is not judged."""
    if is_exploratory:
        return known
    keys = ["area_code", "week_start"]
    found = known.merge(judged[[*keys, *JUDGED]], on=keys, how="left")
    found = found.merge(alarms, on=keys, how="left")
    return found.assign(is_alarm=found["is_alarm"].notna())


def _listed(provinces: pd.DataFrame, region: str) -> pd.DataFrame:
    """In the order of regions and names, of one region where it is picked."""
    order = province_order()
    if region:
        order = order[order["region"] == region]
    order = order.assign(place=range(len(order)))
    found = provinces.rename(columns={"area_code": "province_code"})
    found = order.merge(found, on="province_code", how="left")
    found = found.sort_values(["place", "week_start"], kind="stable")
    return found.drop(columns="place").reset_index(drop=True)


def series_of(found: Series, province_code: str) -> pd.DataFrame:
    """The weeks of one province, in order."""
    provinces = found.provinces
    return provinces[provinces["province_code"] == province_code]
