"""The sentences of the week, and how each of them came about."""

import streamlit as st

from dashboard.text import escape_markdown
from dashboard.ui.weekly.weeks import named
from dashboard.ui.words import era, lang, say, week_text, words
from dashboard.weekly.model import Sentence, Week


def answer(week: Week) -> str:
    """The week with its days, named once with its era, and the sentences below it."""
    when = say(
        "weekly_when", week=week_text(named(week.ends_on)), era=words(f"era_{era()}")
    )
    said = [escape_markdown(_text(sentence)) for sentence in week.sentences]
    return "\n\n".join([when, " ".join(said) or say("weekly_no_sentence")])


def trace(week: Week) -> None:
    """A fold with the rule and the facts of each sentence."""
    if week.sentences:
        with st.expander(words("weekly_trace"), key="weekly_trace"):
            st.caption(say("weekly_trace_note", version=week.method_version))
            st.markdown("\n".join(map(_traced, week.sentences)))


def _traced(sentence: Sentence) -> str:
    facts = ", ".join(f"{name} = {value}" for name, value in sentence.facts.items())
    return say(
        "weekly_trace_line", text=_text(sentence), rule=sentence.rule, facts=facts
    )


def _text(sentence: Sentence) -> str:
    return sentence.text.th if lang() == "th" else sentence.text.en
