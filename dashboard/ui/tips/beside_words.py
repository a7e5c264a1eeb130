"""Rates beside people and volunteers in the reader's words."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.ui.tips.beside_rates import SIDES, Country, Side, Way, carried
from dashboard.ui.words import date_text, number_text, words

NAMED = 6  # provinces named in a sentence
WITHOUT = (
    "not_reported",
    "untold",
    "no_data",
    "nobody",
)  # states in which there is no rate
Row = dict[str, Any]


def in_words(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the figure and of the exact table.

    Returns:
        The frame with, for each side, <side>_kind, <side>_said, <side>_hover and
        <side>_text; tips_text, weeks_text, volunteers_text, level_text.
    """
    records = found.to_dict("records")
    said: dict[str, list[str]] = {
        "tips_text": [_tips(row) for row in records],
        "weeks_text": [_weeks(row) for row in records],
        "volunteers_text": [volunteers_text(row) for row in records],
        "level_text": [level_text(row) for row in records],
    }
    for side in SIDES:
        said |= {
            f"{side}_kind": [_kind(row, side) for row in records],
            f"{side}_said": [_unsaid(row, side) for row in records],
            f"{side}_text": [_rate(row, side) for row in records],
            f"{side}_hover": [_hover(row, side) for row in records],
        }
    return found.assign(**said)


def _kind(row: Row, side: Side) -> str:
    state = row[f"{side}_state"]
    if state in WITHOUT:
        return "none"
    return "zero" if state == "zero" else "few" if row["is_few"] else "counted"


def _unsaid(row: Row, side: Side) -> str:
    """Why there is no rate; "" where there is one."""
    state = row[f"{side}_state"]
    return words(f"tips_beside_state_{state}") if state in WITHOUT else ""


def _rate(row: Row, side: Side) -> str:
    """A rate with its interval; without one, why."""
    if row[f"{side}_state"] in WITHOUT:
        return _unsaid(row, side)
    is_most = row[f"{side}_state"] == "at_most"
    rests_on = row[f"{side}_rests_on"]
    return words(
        f"tips_beside_rate{'_most' if is_most else ''}",
        rate=rate_text(row[side], rests_on, "up" if is_most else "nearest"),
        low=rate_text(row[f"{side}_low"], rests_on, "down"),
        high=rate_text(row[f"{side}_high"], rests_on, "up"),
    )


def rate_text(rate: float, rests_on: float, way: Way = "nearest") -> str:
    """A rate with no more digits than it carries."""
    return number_text(*carried(rate, rests_on, way))


def maybe_most_text(rate: float, rests_on: float, *, is_most: bool) -> str:
    """A rate; one that is a maximum is said to be, and is rounded up to stay one."""
    if is_most:
        value = rate_text(rate, rests_on, "up")
        return words("tips_beside_at_most", value=value)
    return rate_text(rate, rests_on)


def side_text(row: Row, side: Side) -> str:
    """A rate of a province alone; "at most" where more volunteers than known are."""
    return maybe_most_text(
        row[side],
        row[f"{side}_rests_on"],
        is_most=row[f"{side}_state"] == "at_most",
    )


def country_text(of_country: Country, side: Side) -> str:
    """The country's rate; "at most" where that of a part of it is; "" without one."""
    rate = of_country.per_100k if side == "per_100k" else of_country.per_1000
    if rate is None:
        return ""
    if side == "per_100k":
        return rate_text(rate, of_country.per_100k_rests_on)
    return maybe_most_text(
        rate, of_country.per_1000_rests_on, is_most=of_country.is_at_most
    )


def volunteers_sources(found: pd.DataFrame) -> str:
    """Where the volunteers of provinces come from, until when, and of how many.

    Args:
        found: Provinces with name, volunteers_source ("roster", "batches"; missing: no
            number), volunteers_at_least and volunteers_as_of.
    """
    source = found["volunteers_source"]
    of_roster, of_batches = found[source == "roster"], found[source == "batches"]
    said = []
    if len(of_roster):
        until = date_text(of_roster["volunteers_as_of"].max().date())
        number = number_text(len(of_roster))
        said.append(words("tips_beside_of_roster", number=number, until=until))
    if len(of_batches):
        said.append(_of_batches(of_batches))
    if unknown := int(source.isna().sum()):
        said.append(words("tips_beside_of_nothing", number=number_text(unknown)))
    return " · ".join(said)


def _of_batches(rows: pd.DataFrame) -> str:
    at_least = int(rows["volunteers_at_least"].fillna(False).astype(bool).sum())
    key = "tips_beside_of_batches" + ("_at_least" if at_least else "")
    return words(
        key,
        number=number_text(len(rows)),
        names=named(rows["name"]),
        at_least=number_text(at_least),
    )


def _hover(row: Row, side: Side) -> str:
    return words(
        f"tips_beside_hover_{side}",
        name=row["name"],
        rate=_rate(row, side),
        tips=_tips(row),
        weeks=_weeks(row),
        population=number_text(row["population"]),
        volunteers=volunteers_text(row),
    )


def _tips(row: Row) -> str:
    if pd.isna(row["tips"]):
        return words("tips_beside_state_not_reported")
    return number_text(row["tips"])


def _weeks(row: Row) -> str:
    reported, weeks = number_text(row["weeks_reported"]), number_text(row["weeks"])
    return words("tips_beside_weeks", reported=reported, weeks=weeks)


def volunteers_text(row: Row) -> str:
    """How many volunteers were trained; "at least" where some batches are silent."""
    said = number_text(row["volunteers_trained"])
    if pd.isna(row["volunteers_trained"]) or not row["volunteers_at_least"]:
        return said
    return words("tips_beside_at_least", value=said)


def level_text(row: Row) -> str:
    """The risk level and whose it is."""
    if pd.isna(row["risk_level"]):
        return number_text(None)
    level = number_text(row["risk_level"])
    return words(f"tips_beside_level_{row['risk_level_source']}", level=level)


def named(found: Iterable[str]) -> str:
    """The first few names."""
    every = list(found)
    more = len(every) - NAMED
    first = ", ".join(every[:NAMED])
    return words("tips_beside_more", names=first, more=more) if more > 0 else first
