"""What the week says otherwise than the week before did.

measure is "tips", "referrals", "outcomes", "victims" or "batches"; level "national",
"region", "province" or "batch"; area "TH", the code of a region or of a province;
period_start and period_end the days; why "late" (the count was provisional) or
"correction". was and now are the figures of the country and of regions as they were and
are published, was_state and now_state say what they are; of a province it is only said
that it changed. Of a batch: fiscal_year_be and batch_no, its province in area, was and
now the volunteers trained, was_state and now_state its status.
"""

from typing import Any

import pandas as pd

from dashboard.disclosure import Gated, disclosed, may_name_rows
from dashboard.editions import Edition
from dashboard.weekly.rows import Rows

COLUMNS = [
    "measure", "level", "area", "period_start", "period_end", "fiscal_year_be",
    "batch_no", "why", "was", "now", "was_state", "now_state",
]  # fmt: skip
_TABLES = ("national_week", "region_block", "province_year", "national_quarter")
_KEY = ["table", "measure", "level", "area", "period_start"]


def corrections(rows: Rows, now: Edition, before: Edition) -> Gated:
    """What changed since the week before, counts first."""
    counted = pd.concat(
        [_recounted(now, before, name) for name in _TABLES], ignore_index=True
    )
    found = pd.concat([counted, _batches(rows)], ignore_index=True)
    whole = dict.fromkeys(("fiscal_year_be", "batch_no", "was", "now"), "Int64")
    return disclosed(
        found.reindex(columns=COLUMNS).astype(whole),
        now.firsts.audience,
        [],
        is_protected=True,
    )


def _recounted(now: Edition, before: Edition, name: str) -> pd.DataFrame:
    """Figures that both say, and say otherwise; not those that are said more coarsely.

    Counts by kind follow their totals.
    """
    was, new = (edition.tables[name].frame for edition in (before, now))
    both = new[new["kind_of"] == ""].merge(
        was[was["kind_of"] == ""], on=_KEY, suffixes=("", "_was")
    )
    said = ["exact", "rounded", "zero", "fewer"]
    both = both[
        both["count_state"].isin(said)
        & both["count_state_was"].isin(said)
        & (both["count_base"] <= both["count_base_was"])
    ]
    same = both["count"].eq(both["count_was"]).fillna(False) | (
        both["count"].isna() & both["count_was"].isna()
    )
    found = both[~same]
    is_told = found["level"] != "province"
    return found.assign(
        why=[_why(row) for row in found.to_dict("records")],
        was=found["count_was"].where(is_told),
        now=found["count"].where(is_told),
        was_state=found["count_state_was"].where(is_told, ""),
        now_state=found["count_state"].where(is_told, ""),
    ).reindex(columns=COLUMNS)


def _why(row: dict[str, Any]) -> str:
    """Why a count is told otherwise, as far as it may be said of it.

    Late rows add to a week that still waits for them; all else is a correction.
    """
    states = (row["count_state_was"], row["count_state"])
    if not may_name_rows(row["level"], states, row["count_was"], row["count"]):
        return "rows"
    is_late = row["is_provisional_was"] and row["count"] > row["count_was"]
    return "late" if is_late else "correction"


def _batches(rows: Rows) -> pd.DataFrame:
    """Batches that were held, or not, by both weeks and are told otherwise now."""
    key = ["fiscal_year_be", "batch_no"]
    both = rows.batches.merge(rows.batches_before, on=key, suffixes=("", "_was"))
    both = both[(both["status_was"] != "planned")]
    people, people_was = both["volunteers_trained"], both["volunteers_trained_was"]
    is_other = people.ne(people_was).fillna(people.isna() != people_was.isna())
    found = both[is_other | (both["status"] != both["status_was"])]
    return found.assign(
        measure="batches",
        level="batch",
        area=found["province_code"],
        period_start=found["started_on"].dt.date,
        period_end=found["ended_on"].dt.date,
        why="correction",
        was=found["volunteers_trained_was"],
        now=found["volunteers_trained"],
        was_state=found["status_was"],
        now_state=found["status"],
    ).reindex(columns=COLUMNS)
