"""What may be taken along of tips by week: the tables as they are published."""

import streamlit as st

from dashboard.queries.weekly import last_day
from dashboard.ui.address import choice
from dashboard.ui.answers import ask, is_collecting
from dashboard.ui.released import draw
from dashboard.ui.shelf import name_below, subheader
from dashboard.ui.words import date_text, say, words

TABLES = ("national_week", "region_block", "province_week")


def published(note: str = "") -> None:
    """Draw the table that the reader chooses, with its file, once it is opened.

    Always as published for the last complete week of the data, whichever week the page
    is at: files of weeks of one's own choice could be subtracted from each other.

    Args:
        note: What is said of it where no exact counts stand above.
    """
    subheader(say("tips_week_published"))
    last = ask(last_day)
    st.caption(note or say("tips_week_published_note", on=date_text(last)))
    fold = st.expander(
        words("table_open"), key="tips_week_published_expander", on_change="rerun"
    )
    if not (fold.open or is_collecting()):
        return
    with fold:
        name = choice("tips_published", TABLES, TABLES[0])
        st.segmented_control(
            say("tips_published"),
            TABLES,
            format_func={t: say(f"disclosure_table_{t}") for t in TABLES}.__getitem__,
            key="tips_published",
            required=True,
        )
        name_below(say(f"disclosure_table_{name}"))
        gated = draw.published(last)[name]
        if name != "province_week":
            gated = gated.part(gated.frame["measure"] == "tips")
        if gated.frame.empty:
            st.markdown(say("disclosure_not_yet"))
            return
        st.caption(say(f"tips_published_order_{name}"))
        draw.published_table(gated.newest_first(), name)
