"""What may be seen and what may leave: the published tables, and the rules in words.

The map, the tables and their files are what leaves: they are made of the frames that
passed the gate for readers outside.
"""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from dashboard import release
from dashboard.disclosure import Gated
from dashboard.rules import rules, sayings, sources
from dashboard.ui.address import choice
from dashboard.ui.answers import data_until
from dashboard.ui.released import draw
from dashboard.ui.shelf import subheader
from dashboard.ui.words import date_text, lang, number_text, say, words

TABLES = (
    *("province_year", "province_week", "region_year", "region_block"),
    *("national_quarter", "national_week"),
)


def disclosure() -> None:
    """Who sees what, what is left of the counts, then the rules that say so."""
    subheader(say("disclosure_title"))
    st.markdown(say("disclosure_audiences"))
    st.markdown(say("disclosure_fixed"))
    subheader(say("disclosure_tables"))
    _tables(data_until())
    _rules()


def _tables(last: date | None) -> None:
    """The table that the reader chooses, its map and its file."""
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
    draw.published_table(gated.newest_first(), name)
    for line in _notes(gated, name, measure):
        st.caption(line)


def _notes(gated: Gated, name: str, measure: str) -> Iterator[str]:
    """When counts are taken, and what a missing one means."""
    using = rules()
    if not measure:
        on = date_text(gated.frame["open_referral_on"].iloc[0])
        yield say("disclosure_in_words", on=on)
        return
    when = "weekly" if name == "national_week" else "settled"
    weeks, change = using.settle_weeks, using.together_from
    yield say(f"disclosure_{when}", weeks=weeks, change=change)
    if measure != "tips":
        yield say("disclosure_no_zero")
    elif "victims" not in release.measures(name):
        yield say("disclosure_no_victims")


# --- the rules


def _rules() -> None:
    """Each rule, its reason and the numbers of its sources, which stand below."""
    subheader(say("disclosure_rules"))
    numbers = {key: number for number, key in enumerate(sources(), 1)}
    for saying in sayings():
        st.markdown(
            say(
                "disclosure_rule",
                title=getattr(saying.title, lang()),
                text=getattr(saying.text, lang()),
                why=getattr(saying.why, lang()),
                sources=", ".join(
                    str(number) for number in sorted(numbers[k] for k in saying.sources)
                ),
            )
        )
    st.markdown(say("disclosure_sources"))
    for key, source in sources().items():
        st.caption(
            say(
                "disclosure_source_line",
                number=numbers[key],
                title=getattr(source.title, lang()),
                publisher=getattr(source.publisher, lang()),
                confidence=getattr(source.confidence, lang()),
            )
        )
    on = date_text(rules().decided_on)
    version = say("disclosure_version", version=rules().version, on=on)
    st.caption(f"{version} · {say('disclosure_legal')}")
    st.caption(say("disclosure_proposal"))


def _answer(tables: dict[str, Gated]) -> str:
    """How much of the provinces can still be read."""
    years = tables["province_year"].frame
    readable = years.loc[years["measure"] == "tips", "count"].notna().sum()
    status = tables["province_week"].frame["status"].value_counts()
    if "withheld" in status:
        return say(
            "disclosure_answer_untold",
            yearly=number_text(readable),
            all=number_text(len(tables["province_week"].frame)),
        )
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
