"""Alarms in the reader's words: where, what was known then and is now, what is near."""

from typing import Any

import pandas as pd

from dashboard.queries import names
from dashboard.queries import tip_alarms as queries
from dashboard.queries.tip_alarms import COUNTRY
from dashboard.ui.answers import ask, kept
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import lang, number_text, week_text, words

OPEN = "open"  # stands for the outcome of an alarm that has none yet
HINTS = ("batch", "promotion", "neighbour", "province")
NATIONAL = "national"


def alarm_rows(scope: Scope) -> pd.DataFrame:
    """The alarms of the area that had been raised by the scope's week, newest first.

    Returns:
        The columns of queries.tip_alarms.alarms, with name, iso_week, outcome ("open"
        where there is none), began_week_start (of its run, by the alarms raised by
        then), run_place and run_alarms (which alarm of how many of its run), age_weeks
        (since the week ended), and hint_batch and its kin (how many).
    """
    return kept(_alarm_rows, scope.iso_week, scope.narrowed.region)


def _alarm_rows(iso_week: str, region: str) -> pd.DataFrame:
    known = _monday(iso_week)
    found = ask(queries.alarms, known.date(), region).merge(
        ask(queries.run_starts, known.date()), on="alarm_id", how="left"
    )
    week = found["week_start"]
    found = found.assign(
        name=found["area_code"].map(area_names()),
        outcome=found["outcome"].astype(object).fillna(OPEN),
        age_weeks=(known - week).dt.days // 7,
        iso_week=week.dt.strftime("%G-W%V"),
    )
    runs = found.groupby(["area_code", "began_week_start"])["week_start"]
    counts = {
        "run_place": runs.rank().astype(int),
        "run_alarms": runs.transform("size"),
    }
    return _with_hints(found.assign(**counts), known)


def _monday(iso_week: str) -> pd.Timestamp:
    year, week = iso_week.split("-W")
    return pd.Timestamp.fromisocalendar(int(year), int(week), 1)


def region_provinces(region: str) -> list[str]:
    """The provinces of a region; of none, all."""
    places = ask(names.provinces)
    is_in = places["region"].eq(region) if region else places["region"].notna()
    return [str(code) for code in places.loc[is_in, "province_code"]]


def area_names() -> dict[str, str]:
    """What series are called: the provinces and the country."""
    places = ask(names.provinces)
    named = dict(zip(places["province_code"], places[f"name_{lang()}"], strict=True))
    return {COUNTRY: words("tips_signals_country"), **named}


def _with_hints(found: pd.DataFrame, known: pd.Timestamp) -> pd.DataFrame:
    """Beside each alarm how many things are near it."""
    counts = ask(queries.hint_counts, known.date())
    joined = found.merge(counts, on="alarm_id", how="left")
    named = [f"hint_{kind}" for kind in HINTS]
    return joined.assign(**joined[named].fillna(0).astype(int))


def hint_text(row: Any) -> str:  # noqa: ANN401
    """What is near an alarm, in a few words; that nothing is."""
    said = [
        words(f"tips_signals_hint_{kind}", number=number_text(row[f"hint_{kind}"]))
        for kind in HINTS
        if row[f"hint_{kind}"]
    ]
    return " · ".join(said) or words("tips_signals_hint_none")


def still_text(row: Any) -> str:  # noqa: ANN401
    """Whether the week would alarm by what is known at the scope's week."""
    if pd.isna(row["tips_now"]):
        return words("tips_signals_still_unreported")
    if row["method_now"] == "none":
        return words("tips_signals_still_unjudged")
    still = "yes" if row["score_now"] > 1 else "no"
    return words(f"tips_signals_still_{still}")


def run_text(row: Any) -> str:  # noqa: ANN401
    """Which alarm of its run it is."""
    return words(
        "tips_signals_of",
        part=number_text(row["run_place"]),
        whole=number_text(row["run_alarms"]),
    )


def raised_text(row: Any) -> str:  # noqa: ANN401
    """When it was first raised, counted from the end of its week."""
    after = (row["raised_week_start"] - row["week_start"]).days // 7
    key = "tips_signals_raised_late" if after else "tips_signals_raised_at_once"
    return words(key, weeks=after)


def week_said(row: Any) -> str:  # noqa: ANN401
    """The week of an alarm without its days."""
    return week_text(row["iso_week"], days=False)


def outcome_names() -> dict[str, str]:
    """What may be found behind an alarm, and that nothing has been yet, by code."""
    found = ask(queries.outcome_names)
    named = dict(zip(found["code"], found[f"label_{lang()}"], strict=True))
    return {**named, OPEN: words("tips_signals_outcome_open")}
