"""Tips beside people and trained volunteers; provinces at risk from which none came."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.charts.tip_beside import Panel, rates_beside
from dashboard.queries import tips
from dashboard.queries.tips_beside import beside_provinces
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import source_note
from dashboard.ui.tips import beside_quiet, beside_quiet_list, beside_tables
from dashboard.ui.tips.beside_rates import (
    FEW,
    MOST_DECIMALS,
    MOST_DIGITS,
    SIDES,
    Country,
    Side,
    country,
    in_order,
    rates,
    unwatched,
)
from dashboard.ui.tips.beside_words import (
    country_text,
    in_words,
    named,
    side_text,
    volunteers_sources,
    volunteers_text,
)
from dashboard.ui.tips.kind_labels import labels_of
from dashboard.ui.tips.scope import KINDS, Scope
from dashboard.ui.words import lang, number_text, say, week_text, words

DATASETS = (
    *("tip_report", "reporting", "population"),
    *("volunteer_roster", "training_batch"),
)


def beside(scope: Scope) -> None:
    """Draw the part."""
    every, of_country = _rates(scope)
    if of_country.per_100k is None:
        st.info(_without_rates(every))
        return
    region = scope.narrowed.region
    found = every[every["region"] == region] if region else every
    st.markdown(" ".join(_answer(scope, found, of_country)))
    _say_untold(every, of_country)
    st.info(say("tips_beside_unwatched_note"), icon=":material/visibility_off:")
    _figure(scope, found, of_country, _order())
    _quiet(scope)


def _rates(scope: Scope) -> tuple[pd.DataFrame, Country]:
    """All provinces with their rates, and the country's."""
    narrowed = scope.narrowed._replace(region="")
    weeks = (scope.week_start, scope.since)
    found = rates(
        ask(beside_provinces, scope.week_end),
        ask(tips.tip_weeks, *weeks, narrowed),
        ask(tips.reported_weeks, *weeks),
    )
    of_country = country(found)
    found = found.assign(is_marked=unwatched(found, of_country))
    return found.assign(name=found[f"name_{lang()}"]), of_country


def _without_rates(every: pd.DataFrame) -> str:
    """Why no province has a rate."""
    untold = _untold(every)
    if not untold:
        return say("tips_beside_none")
    return say("tips_beside_untold_all", number=number_text(untold))


def _untold(every: pd.DataFrame) -> int:
    """How many provinces do not report weeks without tips."""
    return int(every["per_100k_state"].eq("untold").sum())


def _say_untold(every: pd.DataFrame, of_country: Country) -> None:
    """How many provinces have no rate for that, and how many the country holds."""
    if untold := _untold(every):
        st.info(
            say(
                "tips_beside_untold",
                number=number_text(untold),
                country=number_text(of_country.provinces),
            ),
            icon=":material/report_off:",
        )


def _answer(scope: Scope, found: pd.DataFrame, of_country: Country) -> list[str]:
    """Who has most and least of both, and where quiet is no calm."""
    said = {
        "week": week_text(scope.iso_week, days=False),
        "weeks": number_text(int(found["weeks"].iloc[0])),
        "what": _narrowed(scope),
        "country": country_text(of_country, "per_100k"),
    }
    lines = []
    for side in SIDES:
        told = in_order(found, side).dropna(subset=[side])
        if len(told):
            most = told.iloc[0].to_dict()
            said |= {
                "most": most["name"],
                "most_rate": side_text(most, side),
                "most_volunteers": volunteers_text(most),
                "least": _least(told, side),
            }
            lines.append(say(f"tips_beside_answer_{side}", **said))
    marked = in_order(found[found["is_marked"]], "per_100k").iloc[::-1]
    key = (
        "tips_beside_answer_unwatched" if len(marked) else "tips_beside_answer_watched"
    )
    number = number_text(len(marked))
    return [*lines, say(key, number=number, names=named(marked["name"]))]


def _least(told: pd.DataFrame, side: Side) -> str:
    """Who has the lowest rate; of several zeros, how many."""
    zeros = int(told[f"{side}_state"].eq("zero").sum())
    last = told.iloc[-1].to_dict()
    if zeros == 1:
        return words("tips_beside_least_zero_one", name=last["name"])
    if zeros:
        return words("tips_beside_least_zero", number=number_text(zeros))
    return words("tips_beside_least", name=last["name"], rate=side_text(last, side))


def _narrowed(scope: Scope) -> str:
    """What is counted: "tips", or where not all are "tips (channel: 1300)"."""
    picked = [
        words(
            "tips_beside_picked",
            kind=words(f"tips_{kind}"),
            value=labels_of(kind)[code],
        )
        for kind, code in zip(KINDS, scope.narrowed, strict=True)
        if code and kind != "region"
    ]
    key = "tips_beside_some" if picked else "tips_beside_all"
    return words(key, picked=", ".join(picked))


def _order() -> Side:
    """By which of the two rates provinces are ordered."""
    side = choice("tips_beside_order", SIDES, SIDES[0])
    st.segmented_control(
        say("tips_beside_order"),
        SIDES,
        format_func={s: say(f"tips_beside_order_{s}") for s in SIDES}.__getitem__,
        key="tips_beside_order",
        required=True,
    )
    return "per_1000" if side == "per_1000" else "per_100k"


def _figure(
    scope: Scope, found: pd.DataFrame, of_country: Country, order: Side
) -> None:
    title = words(
        "tips_beside_title",
        what=_narrowed(scope),
        weeks=number_text(int(found["weeks"].iloc[0])),
        week=week_text(scope.iso_week, days=False),
    )
    subheader(say("tips_beside_subtitle"))
    rows = in_words(in_order(found, order))
    panels = (_panel("per_100k", of_country), _panel("per_1000", of_country))
    drawn = rates_beside(
        rows,
        panels,
        look(),
        _note(scope, found),
        title=title,
        key=words("tips_beside_key", few=FEW - 1, more=FEW),
    )
    figure(
        drawn,
        "tips_beside",
        file_name="tips_beside",
        alt=words("tips_beside_alt", number=number_text(len(rows))),
        is_internal=True,
    )
    beside_tables.exact(rows)
    beside_tables.published(scope)


def _panel(side: Side, of_country: Country) -> Panel:
    value = of_country.per_100k if side == "per_100k" else of_country.per_1000
    said = country_text(of_country, side)
    line = words("tips_beside_country", value=said) if said else ""
    return Panel(side, words(f"tips_beside_head_{side}"), line, value)


def _note(scope: Scope, found: pd.DataFrame) -> list[str]:
    """How the rates are made, as of when, from where."""
    years = found["population_year_be"].dropna()
    return [
        words("tips_beside_note"),
        words("tips_beside_note_digits", digits=MOST_DIGITS, decimals=MOST_DECIMALS),
        words(
            "tips_beside_note_as_of",
            week=week_text(scope.iso_week),
            volunteers=volunteers_sources(found),
            year=beside_tables.years_text(years),
        ),
        source_note(words("tips_beside_source"), *DATASETS),
    ]


def _quiet(scope: Scope) -> None:
    """The list of provinces at risk without a tip, from all tips of all weeks."""
    region, weeks = scope.narrowed.region, (scope.week_start, date.min)
    every = ask(beside_provinces, scope.week_end)
    every = every.assign(name=every[f"name_{lang()}"])
    provinces = every[every["region"] == region] if region else every
    runs = beside_quiet.runs(
        provinces, ask(tips.tip_weeks, *weeks), ask(tips.reported_weeks, *weeks)
    )
    beside_quiet_list.quiet(scope, runs, provinces)
