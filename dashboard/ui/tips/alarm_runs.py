"""Runs of alarms: one event is one row, whatever its number of alarms."""

import pandas as pd

from dashboard.ui.tips.alarm_rows import OPEN, outcome_names
from dashboard.ui.words import number_text, report_year_text, words


def run_rows(rows: pd.DataFrame, state: str) -> pd.DataFrame:
    """The runs that the alarms make, that of the latest alarm first.

    Args:
        rows: All alarms of alarm_rows.alarm_rows of each run.
        state: "open", "decided" or "all": which alarms a run is opened at.

    Returns:
        One row per run, in words but for the ids: name, weeks (the first and the last
        of its alarms), strongest (of the alarm furthest above its threshold the tips
        and those expected), strongest_week (of that alarm), alarms (their number),
        still (how many are above now), found (their outcomes), alarm_ids (the latest
        first), opened_at (the strongest of the state).
    """
    groups = rows.groupby(["area_code", "began_week_start"], sort=False)
    return pd.DataFrame([_run(run, state) for _, run in groups])


def _run(run: pd.DataFrame, state: str) -> dict[str, object]:
    latest, first = run.iloc[0], run.iloc[-1]
    strongest = highest_of(run)
    return {
        "name": latest["name"],
        "weeks": _weeks(first, latest),
        "strongest": words(
            "tips_signals_strongest",
            tips=number_text(strongest["tips_raised"]),
            expected=number_text(strongest["expected_raised"], 1),
        ),
        "strongest_week": short_week(strongest),
        "alarms": len(run),
        "found": _outcomes(run),
        "still": words(
            "tips_signals_of",
            part=number_text(int((run["score_now"] > 1).sum())),
            whole=number_text(len(run)),
        ),
        "alarm_ids": run["alarm_id"].tolist(),
        "opened_at": highest_of(of_state(run, state))["alarm_id"],
    }


def short_week(alarm: pd.Series) -> str:
    """The week of an alarm as number and year, without the word: 42/2569."""
    return _numbered(alarm["week_start"], with_year=True)


def _weeks(first: pd.Series, latest: pd.Series) -> str:
    """From the first to the latest week of a run: 42–45/2569."""
    began, ended = first["week_start"], latest["week_start"]
    if began == ended:
        return short_week(latest)
    is_one_year = began.isocalendar().year == ended.isocalendar().year
    return words(
        "tips_signals_weeks",
        first=_numbered(began, with_year=not is_one_year),
        last=_numbered(ended, with_year=True),
    )


def _numbered(monday: pd.Timestamp, *, with_year: bool) -> str:
    iso = monday.isocalendar()
    number = number_text(iso.week)
    if not with_year:
        return number
    year = report_year_text(iso.year)
    return words("tips_signals_week_of_year", number=number, year=year)


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
