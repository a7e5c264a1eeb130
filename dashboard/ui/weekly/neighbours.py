"""From a frozen week to those beside it: their newest snapshot, else as known now."""

from datetime import date

import streamlit as st

from dashboard import db, snapshots
from dashboard.queries.weekly import weeks as complete_weeks
from dashboard.snapshots import Manifest
from dashboard.ui.weekly.about import names_of
from dashboard.ui.weekly.weeks import Target, beside, button, named
from dashboard.ui.words import week_text, words


def neighbours(told: Manifest) -> None:
    """Buttons to the week before a frozen one, the week after and the latest one."""
    known = snapshots.listed(snapshots.folder_of(db.built_folder()))
    with st.container(horizontal=True, gap="small", key="weekly_weeks"):
        for what, sunday in beside(_weeks_now(known), told.ends_on).items():
            button(what, _target(sunday, known) if sunday else None)


def _weeks_now(known: list[Manifest]) -> list[date]:
    """The Sundays of the current version, not of the one shown; and of snapshots.

    A frozen week is often the last one that its own version knows.
    """
    with db.cursor(db.current(db.built_folder())) as con:
        ends = {day.date() for day in complete_weeks(con)["week_end"]}
    return sorted(ends | {each.ends_on for each in known})


def _target(sunday: date, known: list[Manifest]) -> Target:
    """The newest published snapshot of a week, else the newest draft, else now."""
    of_week = [each for each in known if each.ends_on == sunday]
    of_week.sort(key=lambda each: each.stage != "published")  # stable: newest first
    if of_week:
        best = of_week[0]
        return Target(best.iso_week, best.id, names_of({best.id: best})[best.id])
    week = named(sunday)
    return Target(week, help=words("frozen_week_now", week=week_text(week)))
