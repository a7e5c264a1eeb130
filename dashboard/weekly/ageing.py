"""Where referrals that nobody accepted grow old: from the published bands alone.

The bands are those of dashboard.status, told at the ends of blocks of four weeks.
"""

from datetime import date

import pandas as pd

from dashboard.editions import Edition
from dashboard.rules import rules

OPEN_END = -1  # of the band above the last one


def over_days(bands: pd.Series) -> pd.Series:
    """How many days the oldest open referral has passed at least, by its band.

    Of the two oldest bands; missing where it is younger, not to be told or not known.
    """
    *_, young, old = rules().age_days
    return bands.map({OPEN_END: old, old: young}).astype("Int64")


def told_on(edition: Edition) -> date | None:
    """The day of which the bands of an edition are; None without any."""
    frame = edition.tables["province_week"].frame
    if frame.empty or "open_referral_on" not in frame:
        return None
    day: date = frame["open_referral_on"].iloc[0]
    return day


def is_known(edition: Edition) -> bool:
    """Whether any referral is known; without one no province has a band."""
    frame = edition.tables["province_week"].frame
    return "open_referral" in frame and bool(frame["open_referral"].notna().any())


def old_ones(now: Edition, before: Edition) -> pd.DataFrame:
    """The provinces whose oldest open referral is in one of the two oldest bands.

    Returns:
        One row per province: province_code, over_days, is_new (the band was a younger
        one in the edition before; false also where that one may not be told), as_of.
    """
    day = told_on(now)
    if day is None:
        columns = ["province_code", "over_days", "is_new", "as_of"]
        return pd.DataFrame(columns=columns)
    over, was = (
        edition.tables["province_week"].frame.set_index("area")["open_referral"]
        for edition in (now, before)
    )
    was = was.reindex(over.index)
    is_told = was.ge(0).fillna(False) | was.eq(OPEN_END).fillna(False)
    earlier = over_days(was).fillna(0)
    found = pd.DataFrame({"over_days": over_days(over)}).dropna()
    is_new = is_told & (earlier < over_days(over).fillna(0))
    return (
        found.assign(is_new=is_new.reindex(found.index).astype(bool), as_of=day)
        .rename_axis("province_code")
        .reset_index()
    )
