"""What stands below the sentences, each as it passed the gate.

Every row that speaks of a province has province_code, name_th and name_en.

crossed      provinces that crossed a threshold since the week before: what
             ("coverage_class", "risk_level", "tips"), was and now (class 1 to 3, level
             1 to 5; of tips the words "usual" and "above"), direction ("up", "down": of
             the class or level)
batches      what ("held": known as held since the week before; "due"; "overdue"),
             fiscal_year_be, batch_no, ends_on (its last day), days (to it from the
             Sunday; below 0 it has passed), volunteers_trained (of one that was held;
             missing: not reported)
late         provinces that have not reported the week: what ("silent"; "incomplete": a
             report came whose data were not handed over, or not all; "unfinished":
             silent in this week, and no complete report came for so long that the
             office is to be called), weeks_silent and weeks_unreported (without
             a complete report; 26 at most), last_heard_on (the last day that was
             reported; missing: none in half a year), is_call (silent, or without a
             complete report, so long that the office is to be called). A week that was
             frozen before reports were told apart has neither what nor weeks_unreported
waits        provinces that need a call about referrals: over_days (180 or 365: the
             oldest one that nobody accepted is older), is_new (since the bands before;
             these come first), as_of (the day on which it was), risk_level,
             is_crowded (not new, and so many of all provinces share the band that it
             tells none apart), whole (all provinces); a single row of no province where
             nothing is known of any referral
priority     all provinces: is_priority (missing: not known), change ("entered", "left",
             ""), risk_level, coverage_class, volunteers_trained_per_100k,
             volunteers_at_least (it is a minimum; weeks frozen before lack it)
decisions    what is to be decided: what ("batch_overdue", "batch_confirm",
             "province_call": to report, "province_complete": to hand over what their
             reports lack, "priority_entered", "tips_above"), fiscal_year_be and
             batch_no of a batch, number (days, weeks) by which it is overdue or due
corrections  see dashboard.weekly.corrections
"""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from dashboard.disclosure import Gated, disclosed
from dashboard.editions import Edition
from dashboard.weekly.ageing import is_known, old_ones
from dashboard.weekly.corrections import corrections
from dashboard.weekly.rows import Rows
from dashboard.weekly.settings import Settings

NAMED = ["province_code", "name_th", "name_en"]
OPEN = ("batches", "priority")  # the others have words that stand for counts of tips
CROWD = ["is_crowded", "whole"]
WHOSE = [*NAMED, "fiscal_year_be", "batch_no", "number"]


def tables(
    rows: Rows, now: Edition, before: Edition, using: Settings
) -> Mapping[str, Gated]:
    """The tables of a week, by name.

    Args:
        rows: The open rows.
        now: What is published of the week.
        before: What was of the week before.
        using: The settings.
    """
    batches = _batches(rows, now.ends_on, using)
    words = {
        edition.ends_on: edition.tables["province_week"].frame.set_index("area")
        for edition in (before, now)
    }
    status = pd.DataFrame(
        {
            "was": words[before.ends_on]["status"],
            "now": words[now.ends_on]["status"],
        }
    )
    late = _late(rows.reports, using)
    found = {
        "crossed": _crossed(rows.priority, status),
        "batches": batches,
        "late": late,
        "waits": _waits(rows.priority, old_ones(now, before), using, is_known(now)),
        "priority": _priority(rows.priority),
        "decisions": _decisions(rows, batches, late, status, using),
    }
    audience = now.firsts.audience
    gated = {
        name: disclosed(
            frame.reset_index(drop=True), audience, [], is_protected=name not in OPEN
        )
        for name, frame in found.items()
    }
    return gated | {"corrections": corrections(rows, now, before)}


def _crossed(priority: pd.DataFrame, status: pd.DataFrame) -> pd.DataFrame:
    parts = [
        _step(priority, "risk_level"),
        _step(priority, "coverage_class"),
        _turned(priority, status),
    ]
    return pd.concat(parts, ignore_index=True)


def _step(priority: pd.DataFrame, what: str) -> pd.DataFrame:
    """Provinces whose class or level is another one than in the week before."""
    was, now = priority[f"{what}_before"], priority[what]
    found = priority.loc[
        was.notna() & now.notna() & (was != now), [*NAMED, what, f"{what}_before"]
    ]
    rose = found[what] > found[f"{what}_before"]
    return found[NAMED].assign(
        what=what,
        was=found[f"{what}_before"].map("{:.0f}".format),
        now=found[what].map("{:.0f}".format),
        direction=rose.map({True: "up", False: "down"}),
    )


def _turned(priority: pd.DataFrame, status: pd.DataFrame) -> pd.DataFrame:
    """Provinces whose tips rose above usual, or fell back."""
    both = status[
        status["was"].isin(["usual", "above"])
        & status["now"].isin(["usual", "above"])
        & (status["was"] != status["now"])
    ]
    found = priority[NAMED].join(both, on="province_code", how="inner")
    rose = found["now"] == "above"
    return found.assign(what="tips", direction=rose.map({True: "up", False: "down"}))


def _batches(rows: Rows, ends_on: date, using: Settings) -> pd.DataFrame:
    """Held since the week before, overdue, due next; in this order, by day."""
    batches, was = rows.batches, rows.batches_before
    held_before = set(was[was["is_counted"]]["batch_no"])
    is_same_year = set(was["fiscal_year_be"]) >= set(batches["fiscal_year_be"])
    if not is_same_year:
        held_before = set()
    is_new = batches["is_counted"] & ~batches["batch_no"].isin(held_before)
    last_day = pd.Timestamp(ends_on + timedelta(weeks=using.due_weeks))
    is_due = (
        (batches["status"] == "planned")
        & ~batches["is_overdue"]
        & (batches["ended_on"] <= last_day)
    )
    parts = {"held": is_new, "overdue": batches["is_overdue"], "due": is_due}
    found = pd.concat(
        [
            batches[mask].sort_values(["ended_on", "batch_no"]).assign(what=what)
            for what, mask in parts.items()
        ],
        ignore_index=True,
    )
    days = (found["ended_on"] - pd.Timestamp(ends_on)).dt.days
    return found.assign(ends_on=found["ended_on"], days=days)[
        [
            "what", *NAMED, "fiscal_year_be", "batch_no", "ends_on", "days",
            "volunteers_trained",
        ]
    ]  # fmt: skip


def _late(reports: pd.DataFrame, using: Settings) -> pd.DataFrame:
    is_announced = reports["is_announced"].astype(bool)
    is_call = reports["weeks_unreported"] >= using.call_weeks
    is_silent = ~is_announced & (reports["weeks_silent"] >= using.silent_weeks)
    is_unfinished = is_call & (reports["weeks_silent"] < using.call_weeks)
    what = pd.Series("silent", index=reports.index, dtype=object)
    what = what.mask(is_unfinished, "unfinished").mask(is_announced, "incomplete")
    columns = [*NAMED, "what", "weeks_silent", "weeks_unreported", "last_heard_on"]
    told = reports.assign(what=what)[columns].assign(is_call=is_call)
    return told[is_silent | is_announced | is_call]


def _waits(
    priority: pd.DataFrame, old: pd.DataFrame, using: Settings, is_known: bool
) -> pd.DataFrame:
    """Those that turned first; then the oldest band, in it the highest risk."""
    columns = [*NAMED, "over_days", "is_new", "as_of", "risk_level", *CROWD]
    if not is_known:
        none = {"is_new": False, "is_crowded": False}
        return pd.DataFrame([none], columns=columns)
    found = priority[[*NAMED, "risk_level"]].merge(old, on="province_code")
    whole = len(priority)
    sharing = found.groupby(["is_new", "over_days"])["over_days"].transform("size")
    is_many = sharing > using.crowded_share * whole
    found = found.assign(is_crowded=is_many & ~found["is_new"], whole=whole)
    return found.sort_values(
        ["is_new", "over_days", "risk_level", "province_code"],
        ascending=[False, False, False, True],
    )[columns]


def _priority(priority: pd.DataFrame) -> pd.DataFrame:
    columns = ["is_priority", "risk_level", "coverage_class"]
    columns += ["volunteers_trained_per_100k", "volunteers_at_least"]
    return priority[[*NAMED, *columns]].assign(change=_entered(priority))


def _entered(priority: pd.DataFrame) -> pd.Series:
    """Who "entered" or "left" since the week before; "" where nothing is known."""
    now, was = priority["is_priority"], priority["was_priority"]
    entered = now.eq(True).fillna(False) & was.eq(False).fillna(False)
    left = now.eq(False).fillna(False) & was.eq(True).fillna(False)
    words = pd.Series("", index=priority.index, dtype=object)
    return words.mask(entered, "entered").mask(left, "left")


def _decisions(
    rows: Rows,
    batches: pd.DataFrame,
    late: pd.DataFrame,
    status: pd.DataFrame,
    using: Settings,
) -> pd.DataFrame:
    """What is to be decided, the most pressing kind first."""
    overdue = batches[batches["what"] == "overdue"]
    soon = batches[
        (batches["what"] == "due") & (batches["days"] <= 7 * using.confirm_weeks)
    ]
    called = late[late["is_call"]]
    silent = called[called["what"] == "silent"]
    lacking = called[called["what"] != "silent"]
    entered = rows.priority[_entered(rows.priority) == "entered"]
    above = status[status["now"] == "above"].index
    rose = rows.priority[rows.priority["province_code"].isin(above)]
    parts = [
        overdue.assign(what="batch_overdue", number=-overdue["days"]),
        entered[NAMED].assign(what="priority_entered"),
        rose[NAMED].assign(what="tips_above"),
        silent.assign(what="province_call", number=silent["weeks_silent"]),
        lacking.assign(what="province_complete", number=lacking["weeks_unreported"]),
        soon.assign(what="batch_confirm", number=soon["days"]),
    ]
    found = pd.concat([part.reindex(columns=["what", *WHOSE]) for part in parts])
    whole = dict.fromkeys(("fiscal_year_be", "batch_no", "number"), "Int64")
    return found.astype(whole)
