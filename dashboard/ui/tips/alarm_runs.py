"""Runs of alarms: one event is one row, whatever its number of alarms."""

import pandas as pd

from dashboard.ui.tips.alarm_rows import OPEN, outcome_names, week_said
from dashboard.ui.words import number_text, words


def run_rows(rows: pd.DataFrame, state: str) -> pd.DataFrame:
    """The runs that the alarms make, that of the latest alarm first.

    Args:
        rows: All alarms of alarm_rows.alarm_rows of each run.
        state: "open", "decided" or "all": which alarms a run is opened at.

    Returns:
        One row per run, in words but for the ids: name, first_week and last_week of its
        alarms, alarms (their number), found (their outcomes), strongest (the alarm
        furthest above its threshold), still (how many are above now), alarm_ids (the
        latest first), opened_at (the strongest of the state).
    """
    groups = rows.groupby(["area_code", "began_week_start"], sort=False)
    return pd.DataFrame([_run(run, state) for _, run in groups])


def _run(run: pd.DataFrame, state: str) -> dict[str, object]:
    latest, first = run.iloc[0], run.iloc[-1]
    strongest = highest_of(run)
    return {
        "name": latest["name"],
        "first_week": week_said(first),
        "last_week": week_said(latest),
        "alarms": len(run),
        "strongest": words(
            "tips_signals_strongest",
            week=week_said(strongest),
            tips=number_text(strongest["tips_raised"]),
            expected=number_text(strongest["expected_raised"], 1),
        ),
        "found": _outcomes(run),
        "still": words(
            "tips_signals_of",
            part=number_text(int((run["score_now"] > 1).sum())),
            whole=number_text(len(run)),
        ),
        "alarm_ids": run["alarm_id"].tolist(),
        "opened_at": highest_of(of_state(run, state))["alarm_id"],
    }


def of_state(rows: pd.DataFrame, state: str) -> pd.DataFrame:
    """The alarms that have no outcome, that have one, or all."""
    if state == "all":
        return rows
    return rows[(rows["outcome"] == OPEN) == (state == "open")]


def in_runs_of(rows: pd.DataFrame, some: pd.DataFrame) -> pd.DataFrame:
    """All alarms of the runs that some of them belong to."""
    run = ["area_code", "began_week_start"]
    wanted = pd.MultiIndex.from_frame(some[run])
    return rows[pd.MultiIndex.from_frame(rows[run]).isin(wanted)]


def run_count(rows: pd.DataFrame) -> int:
    """How many runs the alarms belong to."""
    return len(rows[["area_code", "began_week_start"]].drop_duplicates())


def highest_of(found: pd.DataFrame) -> pd.Series:
    """The alarm furthest above its threshold by what is known; else as it was raised.

    Of equals the one of the latest week.

    Args:
        found: Of alarm_rows.alarm_rows, at least one.
    """
    score = found["score_now"].astype("Float64").fillna(found["score_raised"])
    ordered = found.assign(score=score.astype(float)).sort_values(
        ["score", "week_start"], ascending=False, kind="stable"
    )
    return ordered.iloc[0]


def _outcomes(run: pd.DataFrame) -> str:
    """What was found of how many of the alarms, and how many wait."""
    counts = run["outcome"].value_counts()
    named = outcome_names()
    if len(counts) == 1:
        return named[counts.index[0]]
    return " · ".join(
        f"{name} {number_text(counts[code])}"
        for code, name in named.items()
        if code in counts
    )
