"""What may be seen and what may leave: the rules in words, and the published tables.

Everything below the rules is what leaves: the map, the tables and their files are made
of the frames that passed the gate for readers outside.
"""

import streamlit as st

from dashboard import release
from dashboard.disclosure import Gated
from dashboard.rules import rules, sayings, sources
from dashboard.ui.address import choice
from dashboard.ui.answers import data_until
from dashboard.ui.released import draw
from dashboard.ui.words import date_text, lang, number_text, say, words

TABLES = (
    *("province_year", "province_week", "region_year", "region_block"),
    *("national_quarter", "national_week"),
)


def disclosure() -> None:
    """The rules, then what they leave of tips, referrals, findings and victims."""
    _rules()
    st.subheader(say("disclosure_tables"), anchor=False)
    last = data_until()
    tables = draw.published(last) if last else {}
    if last is None or tables["national_week"].frame.empty:
        st.markdown(say("disclosure_none"))
        return
    st.markdown(_answer(tables))
    name, measure = _chosen()
    gated = tables[name]
    if measure:
        gated = gated.part(gated.frame["measure"] == measure)
    if gated.frame.empty:
        st.markdown(say("disclosure_not_yet"))
        return
    if name.startswith("province"):
        draw.published_map(last, name, measure)
    draw.published_table(gated, name)
    using = rules()
    st.caption(
        say("disclosure_settled", weeks=using.settle_weeks, change=using.together_from)
    )


# --- the rules


def _rules() -> None:
    st.subheader(say("disclosure_title"), anchor=False)
    st.markdown(say("disclosure_audiences"))
    st.subheader(say("disclosure_rules"), anchor=False)
    for saying in sayings():
        given = [sources()[key] for key in saying.sources]
        st.markdown(
            say(
                "disclosure_rule",
                title=getattr(saying.title, lang()),
                text=getattr(saying.text, lang()),
                why=getattr(saying.why, lang()),
                sources="; ".join(source.title for source in given),
            )
        )
    st.markdown(say("disclosure_fixed"))
    on = date_text(rules().decided_on)
    version = say("disclosure_version", version=rules().version, on=on)
    st.caption(f"{version} · {say('disclosure_legal')}")
    st.caption(say("disclosure_proposal"))


def _answer(tables: dict[str, Gated]) -> str:
    """How much of the provinces can still be read."""
    years = tables["province_year"].frame
    readable = years.loc[years["measure"] == "tips", "count"].notna().sum()
    status = tables["province_week"].frame["status"].value_counts()
    return say(
        "disclosure_answer",
        yearly=number_text(readable),
        all=number_text(len(tables["province_week"].frame)),
        above=number_text(status.get("above", 0)),
        silent=number_text(status.get("silent", 0)),
    )


def _chosen() -> tuple[str, str]:
    """The table and, where it has several, the measure that the reader looks at."""
    left, right = st.columns(2)
    with left:
        choice("disclosure_table", TABLES, TABLES[0])
        name = st.selectbox(
            words("disclosure_table"),
            TABLES,
            format_func={t: words(f"disclosure_table_{t}") for t in TABLES}.__getitem__,
            key="disclosure_table",
        )
    if name == "province_week":
        return name, ""
    known = release.measures(name)
    with right:
        choice("disclosure_measure", known, known[0])
        measure = st.selectbox(
            words("disclosure_measure"),
            known,
            format_func={
                m: words(f"disclosure_measure_{m}") for m in known
            }.__getitem__,
            key="disclosure_measure",
        )
    return name, measure
