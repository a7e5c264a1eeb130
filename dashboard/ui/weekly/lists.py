"""What crossed a threshold, what is to be decided, batches, and who is silent.

Each takes a table of the week (dashboard.weekly.tables) and gives lines; rows that say
the same of several provinces or batches share one.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from dashboard.export.week import lists as on_paper
from dashboard.rules import rules
from dashboard.text import escape_markdown
from dashboard.ui.words import date_text, era, lang, number_text, say, words

Row = dict[str, Any]


def crossed(frame: pd.DataFrame) -> list[str]:
    """Provinces by what they crossed and which way."""
    return [
        _crossed(what, was, now, direction, _names(rows, _name))
        for (what, was, now, direction), rows in _grouped(
            frame, ["what", "was", "now", "direction"]
        )
    ]


def _crossed(what: str, was: str, now: str, direction: str, names: str) -> str:
    """A line on some provinces; of tips it names the threshold."""
    if what == "tips":
        key = f"weekly_crossed_tips_{direction}"
        return say(key, threshold=rules().rise_from, names=names)
    ends = {"was": _step(what, was), "now": _step(what, now)}
    way = words(f"weekly_crossed_{direction}")
    return say(f"weekly_crossed_{what}", way=way, names=names, **ends)


def _step(what: str, step: str) -> str:
    """A class of coverage in words; a risk level as its number."""
    return step if what == "risk_level" else words(f"weekly_step_{what}_{step}")


def decisions(frame: pd.DataFrame) -> list[str]:
    """What is to be decided, and of whom, the most pressing kind first."""
    return [
        say(f"weekly_decide_{what}", names=", ".join(_decided(rows)))
        for (what,), rows in _grouped(frame, ["what"])
    ]


def _decided(rows: pd.DataFrame) -> Iterator[str]:
    """Provinces or batches, and by how many days or weeks they are late or due."""
    for (number,), same in _grouped(rows, ["number"]):
        whose = _names(same, _whose)
        if pd.isna(number):
            yield whose
        else:
            (what,) = set(same["what"])
            said = number_text(int(number))
            yield words(f"weekly_decided_{what}", whose=whose, number=said)


def _whose(row: Row) -> str:
    return _name(row) if pd.isna(row["batch_no"]) else _batch(row)


def batches(frame: pd.DataFrame) -> list[str]:
    """Batches held since the week before, overdue, and due next."""
    return [
        say(f"weekly_batches_{what}", names=_names(rows, _dated))
        for (what,), rows in _grouped(frame, ["what"])
    ]


def _dated(row: Row) -> str:
    """A batch with its last day; one that was held with its volunteers."""
    said = {"batch": _batch(row), "on": date_text(row["ends_on"])}
    if row["what"] != "held":
        return words("weekly_batch_dated", **said)
    people = row["volunteers_trained"]
    if pd.isna(people):
        return words("weekly_batch_held_silent", **said)
    return words("weekly_batch_held", **said, people=number_text(float(people)))


def late(frame: pd.DataFrame) -> list[str]:
    """Provinces that have not reported, or not all; by for how many weeks."""
    return [
        say(
            key,
            weeks=number_text(weeks),
            number=number_text(len(rows)),
            names=_names(rows, _name),
        )
        for key, weeks, rows in on_paper.late_lines(frame)
    ]


def waits(frame: pd.DataFrame) -> list[str]:
    """Provinces whose oldest open referral is old, as on paper."""
    return list(map(escape_markdown, on_paper.waits(frame, lang(), era())))


def _grouped(frame: pd.DataFrame, by: list[str]) -> list[tuple[Any, pd.DataFrame]]:
    """Rows that agree, in the order in which the first of them comes."""
    return list(frame.groupby(by, sort=False, dropna=False))


def _names(rows: pd.DataFrame, named: Callable[[Row], str]) -> str:
    return ", ".join(named(row) for row in rows.to_dict("records"))


def _name(row: Row) -> str:
    return str(row[f"name_{lang()}"])


def _batch(row: Row) -> str:
    """A batch by its number and host province."""
    return words("weekly_batch", number=str(row["batch_no"]), province=_name(row))
