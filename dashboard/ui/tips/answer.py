"""The page's answer in a sentence or two, from the data."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd

from dashboard.queries import tip_alarms, tip_week
from dashboard.queries.tips import ALL
from dashboard.release import COUNTRY
from dashboard.ui.answers import ask, kept
from dashboard.ui.tips.alarm_record import measured
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_series import province_order, series
from dashboard.ui.tips.week_words import (
    Row,
    announced_names,
    is_summed_up,
    last_weeks,
    names_text,
    sum_text,
    total_text,
    usual_text,
)
from dashboard.ui.words import date_text, number_text, say, week_text, words

LATE = 3  # weeks after its own in which a week is judged anew


def answer(scope: Scope | None, *, is_of_weeks: bool) -> str:
    """What an analyst is to know of the week, as markdown.

    Of the whole country and all tips, whatever the filters are.

    Args:
        scope: What is looked at; None where no week is complete.
        is_of_weeks: Whether the part below shows all weeks of the scope: where it shows
            all tips too, those of the answer are among them and are not asked twice.
    """
    if scope is None:
        return say("tips_no_weeks")
    if is_of_weeks and scope.narrowed == ALL:
        return kept(_answer, scope)
    return kept(_answer, replace(scope, since=scope.week_start, narrowed=ALL))


def _answer(scope: Scope) -> str:
    week = _country_week(scope)
    if pd.isna(week["tips"]):
        return _counted(scope, week)
    is_judged = last_weeks(series(scope).provinces, scope, 1)["score"].notna().any()
    told = [*_alarms(scope, is_judged=is_judged), *_silent(week), *_announced(scope)]
    if is_judged:
        told += _budget(scope)
    return " ".join([_counted(scope, week), *told])


def _counted(scope: Scope, week: Row) -> str:
    """How many tips are known of the week, and what is usual."""
    said = {
        "week": week_text(scope.iso_week),
        "tips": sum_text(week),
        "on": date_text(scope.week_end),
    }
    if pd.isna(week["tips"]):
        return say(f"tips_answer_{week['gap']}", **said)
    if pd.isna(week["high"]):
        return say("tips_answer_unjudged", **said)
    if pd.isna(week["total"]):
        return say("tips_answer", **said, usual=usual_text(week))
    return say("tips_answer_provisional", **said, total=total_text(week))


def _country_week(scope: Scope) -> Row:
    row: Row = series(scope).country.iloc[-1].to_dict()
    return row


def _alarms(scope: Scope, *, is_judged: bool) -> list[str]:
    """Which series alarm of the week, the strongest first; what came late.

    None alarms only where some were judged; where none was, that is said.
    """
    since = scope.week_start - timedelta(weeks=LATE)
    raised = ask(tip_week.raised_alarms, scope.week_start, since)
    raised = raised[raised["raised_week_start"] == pd.Timestamp(scope.week_start)]
    of_week = raised["week_start"] == raised["raised_week_start"]
    is_country = raised["area_code"] == COUNTRY
    sentences = []
    if (of_week & is_country).any():
        is_usual = is_summed_up(_country_week(scope))
        sentences.append(say(f"tips_answer_country{'_summed' if is_usual else ''}"))
    alarms = raised[of_week & ~is_country]
    summed_up = [is_summed_up(row) for row in alarms.to_dict("records")]
    is_usual = pd.Series(summed_up, alarms.index, dtype=bool)
    if not is_judged and alarms.empty:
        sentences.append(say("tips_week_none_judged"))
    elif not is_usual.any() or not is_usual.all():
        sentences.append(_listed("alarm", alarms[~is_usual]))
    if is_usual.any():
        sentences.append(_listed("summed", alarms[is_usual]))
    if (~of_week).any():
        sentences.append(_listed("late_alarm", raised[~of_week]))
    return sentences


def _listed(what: str, rows: pd.DataFrame) -> str:
    """Who alarms, by name; a province of several late weeks once."""
    named = list(dict.fromkeys(_names(rows)))
    key = f"tips_answer_{what}{('_none', '_one')[len(named)] if len(named) < 2 else ''}"
    return say(key, number=number_text(len(named)), names=names_text(named))


def _names(rows: pd.DataFrame) -> list[str]:
    named = dict(province_order()[["province_code", "name"]].itertuples(index=False))
    named[COUNTRY] = words("tips_week_country")
    return [named[code] for code in rows["area_code"]]


def _silent(week: Row) -> list[str]:
    """How many provinces have not reported the week."""
    silent = int(week["provinces"] - week["reported"] - week["announced"])
    if not silent:
        return []
    key = "tips_answer_late_one" if silent == 1 else "tips_answer_late"
    return [say(key, number=number_text(silent))]


def _announced(scope: Scope) -> list[str]:
    """Which provinces' rows were announced and not handed over."""
    named = announced_names(series(scope).provinces, scope)
    return [say("tips_week_announced", names=names_text(named))] if named else []


def _budget(scope: Scope) -> list[str]:
    """How many false alarms the thresholds let through, and how many were found.

    As long as alarms are open that is a minimum, and is rounded down to stay one.
    """
    found = ask(tip_week.alarm_budget)
    if found.empty:
        return []
    budget = found.iloc[0]
    told = measured(scope, ask(tip_alarms.alarms, scope.week_start, "")["outcome"])
    if told is None or not told.decided:  # nothing tells yet which were false
        weekly = number_text(budget["false_alarms_per_week"], 2)
        said = {"nominal": weekly, "series": number_text(budget["series"])}
        return [say("tips_answer_budget", **said)]
    return [
        say(
            f"tips_answer_measured{'_open' if told.open else ''}",
            nominal=number_text(told.nominal, 2),
            measured=number_text(told.false * 100 // told.weeks / 100, 2),
            open=number_text(told.open),
        )
    ]
