"""The referral flow: what became of tips, how fast, and what still waits."""

import pandas as pd
import streamlit as st

from dashboard.queries import tip_flow as queries
from dashboard.ui.answers import ask
from dashboard.ui.page_width import abreast
from dashboard.ui.shelf import subheader
from dashboard.ui.tips import flow_ageing, flow_published, flow_stages, flow_waits
from dashboard.ui.tips.flow_calls import YEAR_DAYS
from dashboard.ui.tips.flow_rows import hand_overs, rows_of, wait_of
from dashboard.ui.tips.flow_scope import (
    FEW,
    TIME_DAYS,
    before,
    cohorts,
    days_text,
    few_text,
    known,
    part_text,
    province_names,
    span_text,
    suppression_names,
    unknown_text,
    within_text,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, number_text, say

METHOD = "tips_flow_method"


def flow(scope: Scope) -> None:
    """Draw the part."""
    subheader(say("tips_flow_title", span=span_text(scope)))
    st.markdown(" ".join(flow_sentences(scope)))
    _tiles(scope)
    st.caption(_time_text(scope))
    flow_stages.stages(scope)
    flow_waits.waits(scope)
    flow_ageing.ageing(scope)
    flow_published.published()
    method = st.expander(say(METHOD), key=METHOD, on_change="rerun")
    if method.open:
        method.markdown(
            say(
                "tips_flow_method_text",
                days=TIME_DAYS,
                few=FEW,
                agencies=", ".join(suppression_names().values()),
            )
        )


def flow_sentences(scope: Scope) -> list[str]:
    """How many tips were handed over, how fast, and where referrals age."""
    found = cohorts(scope)
    if found.empty:
        return [say("tips_flow_no_tips", span=span_text(scope))]
    if not known(scope).referrals:
        return [_unknown_sentence(scope, found)]
    return [
        _handed_sentence(scope, found),
        *_fast_sentences(scope),
        *_ageing_sentences(scope),
    ]


def _handed_sentence(scope: Scope, found: pd.DataFrame) -> str:
    tips, handed = found["tips"].sum(), found["handed_over"].sum()
    return say(
        "tips_flow_answer_handed",
        span=span_text(scope),
        tips=number_text(tips),
        handed=number_text(handed),
        share=part_text(handed, tips),
    )


def _unknown_sentence(scope: Scope, found: pd.DataFrame) -> str:
    tips = number_text(found["tips"].sum())
    said = say("tips_flow_answer_unknown", span=span_text(scope), tips=tips)
    return f"{said} {unknown_text(scope)}"


def _fast_sentences(scope: Scope) -> list[str]:
    """Only where enough were handed over to say how fast."""
    rows = hand_overs(scope)
    return [
        say(
            f"tips_flow_answer_{wait}",
            half=within_text("half", each.median),
            nine=within_text("nine", each.p90),
        )
        for wait in ("receipt", "acceptance")
        if not (each := wait_of(rows_of(rows, wait))).is_few
    ]


def _ageing_sentences(scope: Scope) -> list[str]:
    """Those over a year apart: they were perhaps accepted and never recorded."""
    found = flow_ageing.open_rows(scope)
    if found.empty:
        return [say("tips_flow_no_open", on=date_text(scope.week_end))]
    provinces, labels = flow_ageing.by_need(found), province_names(scope)
    old = provinces[provinces["over_last"] > 0]
    names = [labels[code] for code in old["province_code"].head(3)]
    said = say(
        "tips_flow_answer_ageing" if names else "tips_flow_answer_young",
        open=number_text(provinces["open"].sum()),
        on=date_text(scope.week_end),
        days=flow_ageing.BANDS[-1],
        year=YEAR_DAYS,
        old=number_text(provinces["over_last"].sum()),
        names=", ".join(names),
    )
    over_year = provinces["over_year"].sum()
    if not over_year:
        return [said]
    number = number_text(over_year)
    return [said, say("tips_flow_answer_year", days=YEAR_DAYS, number=number)]


def _tiles(scope: Scope) -> None:
    """The headline figures, each with its unit, of what it is, and the one before."""
    now, then = _figures(scope), before(scope)
    earlier = _figures(then) if then else None
    places = iter(abreast(1, 1, 1, 1, 1))
    for what in ("received", "handed", "receipt", "acceptance", "open"):
        with next(places):
            _tile(what, *now[what], earlier[what][0] if earlier else None)
    if then:
        st.caption(say("tips_flow_before_note", span=span_text(then)))


def _figures(scope: Scope) -> dict[str, tuple[str, str]]:
    """Value and words of each tile."""
    found = cohorts(scope)
    tips = found["tips"].sum()
    timely = found.loc[found["has_had_time"], "tips"].sum()
    received = say(
        "tips_flow_tile_received_note",
        days=TIME_DAYS,
        old=number_text(timely),
        share=part_text(timely, tips),
    )
    return {"received": (number_text(tips), received), **_referral_figures(scope)}


def _referral_figures(scope: Scope) -> dict[str, tuple[str, str]]:
    if not known(scope).referrals:
        unknown = number_text(None), unknown_text(scope)
        return dict.fromkeys(("handed", "receipt", "acceptance", "open"), unknown)
    found, rows = cohorts(scope), hand_overs(scope)
    tips, handed = found["tips"].sum(), found["handed_over"].sum()
    of = say(
        "tips_flow_tile_handed_note",
        handed=number_text(handed),
        tips=number_text(tips),
    )
    return {
        "handed": (part_text(handed, tips), of),
        "receipt": _wait_figure(rows, "receipt"),
        "acceptance": _wait_figure(rows, "acceptance"),
        "open": _open_figure(scope),
    }


def _wait_figure(rows: pd.DataFrame, wait: str) -> tuple[str, str]:
    each = wait_of(rows_of(rows, wait))
    number = number_text(each.number)
    if each.is_few:
        note = say(f"tips_flow_tile_{wait}_note_few", number=number, few=FEW)
        return few_text(each.number, wait), note
    nine = within_text("nine", each.p90)
    note = say(f"tips_flow_tile_{wait}_note", nine=nine, number=number)
    return days_text(each.median.time), note


def _open_figure(scope: Scope) -> tuple[str, str]:
    still = flow_ageing.open_rows(scope)
    if still.empty:  # nobody reports that there are none
        return number_text(None), say("tips_flow_no_open", on=date_text(scope.week_end))
    sums = flow_ageing.by_need(still)[["open", "over_last", "over_year"]].sum()
    note = say(
        "tips_flow_tile_open_note",
        on=date_text(scope.week_end),
        days=flow_ageing.BANDS[-1],
        year=YEAR_DAYS,
        old=number_text(sums["over_last"]),
        over_year=number_text(sums["over_year"]),
    )
    return number_text(sums["open"]), note


def _tile(what: str, value: str, note: str, earlier: str | None) -> None:
    key = f"tips_flow_tile_{what}"
    with st.container(border=True, height="stretch", key=key):
        st.markdown(say(f"tips_flow_tile_{what}"))
        st.subheader(value, anchor=False)
        st.caption(note)
        if earlier is not None:
            st.caption(say("tips_flow_before", value=earlier))


def _time_text(scope: Scope) -> str:
    """How many tips have had time, and which referrals are in no figure here."""
    found = cohorts(scope)
    if found.empty:
        return say("tips_flow_no_tips", span=span_text(scope))
    young = found.loc[~found["has_had_time"], "tips"].sum()
    said = say("tips_flow_time", days=TIME_DAYS, young=number_text(young))
    without = ask(queries.referrals_without_tip, scope.week_start)
    if without:
        said += " " + say("tips_flow_orphans", number=number_text(without))
    return said
