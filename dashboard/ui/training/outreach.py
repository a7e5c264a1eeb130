"""The part outreach of the page on the programme: knowledge passed on, who helps."""

import pandas as pd
import streamlit as st

from dashboard.queries import training_outreach as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.training import (
    outreach_channels,
    outreach_follow,
    outreach_help,
    outreach_reach,
    partners,
)
from dashboard.ui.training.outreach_scope import (
    ALL,
    Scope,
    least_text,
    months_of,
    region_names,
)
from dashboard.ui.words import date_text, fiscal_year_text, number_text, say, words


def outreach(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""
    scope = Scope(year, _area())
    totals = ask(queries.outreach_totals, area=scope.area)
    total = totals[totals["fiscal_year_be"] == year].iloc[0]
    st.markdown(" ".join(_answer(scope, total)))
    _tiles(total)
    st.caption(_reach_note(total))
    outreach_reach.reach(scope, totals)
    outreach_follow.follow(scope, total)
    outreach_channels.channels(scope)
    partners.partners(scope)
    outreach_help.unhelped(scope)
    method = st.expander(
        say("training_outreach_method"),
        key="training_outreach_method",
        on_change="rerun",
    )
    if method.open:
        rule = ask(queries.outreach_rule).iloc[0]
        method.markdown(say("training_outreach_method_text", **_months(rule)))


def _area() -> str:
    """The region that the reader chose, or the whole country."""
    names = {ALL: words("training_outreach_all"), **region_names()}
    codes = list(names)
    area = choice("training_region6", codes, ALL)
    st.selectbox(
        say("training_outreach_region"),
        codes,
        format_func=names.__getitem__,
        key="training_region6",
        width=240,
    )
    return area


def _answer(scope: Scope, total: pd.Series) -> list[str]:
    """How many were reached, how soon, where nothing followed and nobody helps."""
    return [
        _reached(scope, total),
        outreach_follow.median_sentence(scope),
        outreach_follow.overdue_sentence(scope),
        outreach_help.unhelped_sentence(scope),
    ]


def _reached(scope: Scope, total: pd.Series) -> str:
    said = {"year": fiscal_year_text(scope.year), "area": scope.name}
    if not total["is_year_known"]:
        return say("training_outreach_answer_unknown", **said)
    said |= {
        "activities": number_text(total["activities"]),
        "provinces": number_text(total["provinces_with_activity"]),
    }
    if pd.isna(total["people_reached"]):
        return say("training_outreach_answer_silent", **said)
    is_least = bool(total["people_reached_at_least"])
    people = least_text(total["people_reached"], is_least)
    return say("training_outreach_answer", people=people, **said)


def _tiles(total: pd.Series) -> None:
    """The headline figures, each with what is not in it."""
    places = iter(st.columns(4, gap="small"))
    with next(places):
        _tile(
            "people",
            _figure(total, "people_reached", "activities"),
            is_known=bool(total["is_year_known"]),
            activities=number_text(total["activities"]),
            silent=number_text(total["activities_not_reporting"]),
        )
    with next(places):
        _tile(
            "per_volunteer",
            _figure(total, "people_reached_per_volunteer", "batches_begun", 1),
            batches=number_text(total["batches_with_both"]),
            silent=number_text(total["batches_without_volunteers"]),
        )
    with next(places):
        _tile(
            "per_batch",
            _figure(total, "people_reached_per_batch", "batches_begun"),
            batches=number_text(total["batches_counted"]),
            held=number_text(total["batches_held"]),
            on=date_text(total["as_on"].date()),
        )
    with next(places):
        is_country = total["area"] == ALL
        _tile(
            "media" if is_country else "local_media",
            number_text(_media(total)),
            is_known=bool(total["is_year_known"]),
            provinces=number_text(total["media_in_provinces"]),
            country=number_text(total["media_in_whole_country"]),
        )


def _figure(total: pd.Series, name: str, held: str, decimals: int = 0) -> str:
    """A figure; "not reported" without one though something was held."""
    if pd.isna(total[name]) and pd.notna(total[held]) and total[held] > 0:
        return words("training_outreach_not_reported")
    return least_text(total[name], bool(total[f"{name}_at_least"]), decimals)


def _media(total: pd.Series) -> float | None:
    if pd.isna(total["media_in_provinces"]):
        return None
    country = total["media_in_whole_country"]
    return float(total["media_in_provinces"] + (0 if pd.isna(country) else country))


def _tile(what: str, figure: str, is_known: bool = True, **values: str) -> None:
    key = f"training_outreach_tile_{what}"
    with st.container(border=True, height="stretch", key=key):
        st.markdown(say(f"training_outreach_tile_{what}"))
        st.subheader(figure, anchor=False)
        if is_known:
            st.caption(say(f"training_outreach_tile_{what}_note", **values))
        else:
            st.caption(say(f"training_outreach_tile_{what}_no_data"))


def _reach_note(total: pd.Series) -> str:
    """Until when the data speak, and faults in them."""
    last = total["last_on"]
    if pd.isna(last):
        return say("training_outreach_no_data")
    note = say("training_outreach_last_on", on=date_text(last.date()))
    if not total["is_current"]:
        months = months_of("current_months")
        note += " " + say("training_outreach_stale", months=months)
    silent = int(total["provinces_not_reporting"])
    if silent and total["is_year_known"]:
        note += " " + say("training_outreach_silent_held", number=number_text(silent))
    faults = int(total["activities_before_end"])
    if faults:
        note += " " + say("training_outreach_faults", number=number_text(faults))
    return note


def _months(rule: pd.Series) -> dict[str, str]:
    return {name: number_text(months) for name, months in rule.items()}
