"""What of the referral flow may leave: published tables that passed the gate."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import release
from dashboard.disclosure import Audience, Gated
from dashboard.rules import rules
from dashboard.ui.address import choice
from dashboard.ui.answers import ask, data_until, is_collecting, kept
from dashboard.ui.released.rows import count_rows, word_rows
from dashboard.ui.shelf import name_below
from dashboard.ui.tables import download_csv
from dashboard.ui.tips.flow_scope import DATASETS, TABLE_HEIGHT, WHOLE_ROWS
from dashboard.ui.words import date_text, say, words

# What readers may choose: the table of dashboard.release, its measure and kind.
TAKEN = {
    "agencies": ("national_quarter", "referrals"),
    "findings": ("national_quarter", "outcomes"),
    "regions": ("region_block", "referrals"),
    "provinces": ("province_year", "referrals"),
    "open": ("province_week", ""),
}
FOLD = "tips_flow_published_fold"
# The columns of a file, in order: codes and days, then what they are called.
COLUMNS = {
    "area": "area_code",
    "area_name": "area",
    "period_start": "period_start",
    "period_end": "period_end",
    "period_name": "period",
    "kind": "kind_code",
    "kind_name": "kind",
    "count": "count",
    "change": "change",
    "rate_per_100k": "rate_per_100k",
    "open_referral_name": "open_referral",
    "open_referral_on": "open_referral_on",
    "remark_name": "remark",
}
# px, where the first rows, by which a column is measured, say little
WIDE = {"area": 150, "kind": 240, "count": 130, "remark": 240}
NAMED = ("area", "period", "kind", "open_referral", "remark")


def published() -> None:
    """The fold in which the tables stand; they are made when it is opened.

    Always as published for the last complete week of the data, whichever week the page
    is at: files of weeks of one's own choice could be subtracted from each other.
    """
    last = data_until()
    fold = st.expander(say("tips_flow_published"), key=FOLD, on_change="rerun")
    if last is None or not (fold.open or is_collecting()):
        return
    with fold:
        small, on = rules().small_below, date_text(last)
        st.markdown(say("tips_flow_published_text", small=small, on=on))
        taken = _chosen()
        gated = tables(last)[taken]
        if gated.frame.empty:
            st.info(say("tips_flow_published_none"))
            return
        _table(last, taken, gated)


def _chosen() -> str:
    taken = choice("tips_flow_taken", tuple(TAKEN), next(iter(TAKEN)))
    st.segmented_control(
        say("tips_flow_taken"),
        list(TAKEN),
        format_func={
            name: words(f"tips_flow_taken_{name}") for name in TAKEN
        }.__getitem__,
        key="tips_flow_taken",
        required=True,
    )
    return taken


def tables(week_end: date) -> dict[str, Gated]:
    """The tables by name of TAKEN, as published on the Monday after a week."""
    return kept(_tables, week_end)


def _tables(week_end: date) -> dict[str, Gated]:
    found = ask(release.published, week_end, Audience.OUTSIDE)
    return {
        taken: _part(found[table], measure) for taken, (table, measure) in TAKEN.items()
    }


def _part(gated: Gated, measure: str) -> Gated:
    if not measure:
        return gated
    return gated.part(gated.frame["measure"] == measure).newest_first()


def _table(last: date, taken: str, gated: Gated) -> None:
    shown = said(taken, gated)
    name_below(say(f"tips_flow_taken_{taken}"))
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            name: st.column_config.Column(
                words(f"disclosure_col_{name}"), width=WIDE.get(name)
            )
            for name in shown
        },
        height="content" if len(shown) <= WHOLE_ROWS else TABLE_HEIGHT,
        key="tips_flow_published_table",
    )
    if taken == "open":
        on = date_text(gated.frame["open_referral_on"].iloc[0])
        st.caption(say("tips_flow_published_open", on=on))
    leaves = gated.named(
        shown[[name for name in NAMED if name in shown]].add_suffix("_name")
    )
    download_csv(
        leaves,
        {
            name: words(f"disclosure_col_{heading}")
            for name, heading in COLUMNS.items()
            if name in leaves.frame and leaves.frame[name].notna().any()
        },
        "tips_flow_published",
        source=words("disclosure_source"),
        file_name=f"tips_flow_{taken}_{last:%Y-%m-%d}",
        datasets=DATASETS,
        until=date_text(last),
    )


def said(taken: str, gated: Gated) -> pd.DataFrame:
    """The table in words; of provinces in words, the open referrals alone."""
    if taken == "open":
        return word_rows(gated.frame)[["area", "open_referral"]]
    return count_rows(gated.frame)
