"""The sentences of the week, and how each of them came about."""

import re
from collections.abc import Mapping

import streamlit as st

from dashboard.rules import rules
from dashboard.ui.weekly.tiles import usual_text, value_text
from dashboard.ui.weekly.weeks import named
from dashboard.ui.words import era, lang, number_text, say, week_text, words, year_text
from dashboard.weekly.model import Sentence, Tile, Week
from dashboard.weekly.settings import settings

# Four digits without a separator are a year: figures of a thousand and more have one.
YEAR_BE = re.compile(r"(?<![\d.,])2[56]\d\d(?![\d.,]*\d)")


def answer(week: Week, *, is_latest: bool) -> str:
    """The week with its days and era, and its sentences, a line each."""
    when = say(
        "weekly_when" if is_latest else "weekly_when_past",
        week=week_text(named(week.ends_on)),
        era=words(f"era_{era()}"),
    )
    said = [
        say("weekly_said_line", text=sentence_text(sentence))
        for sentence in week.sentences
    ]
    return "\n\n".join([when, "\n".join(said) or say("weekly_no_sentence")])


def trace(week: Week) -> None:
    """A fold with the rule of each sentence and the figure that it was asked of."""
    if week.sentences:
        with st.expander(words("weekly_trace"), key="weekly_trace"):
            st.caption(say("weekly_trace_note", version=week.method_version))
            if week.method_version != settings().version:
                st.caption(_other(week.method_version))
            tiles = {tile.key: tile for tile in week.tiles}
            lines = [each for one in week.sentences for each in _traced(one, tiles)]
            st.markdown("\n".join(lines))


def _other(version: str) -> str:
    return say("weekly_trace_other", version=version, now=settings().version)


def _traced(sentence: Sentence, tiles: Mapping[str, Tile]) -> list[str]:
    """The sentence, its rule with the thresholds, its figure and the run rule."""
    using, tile = settings(), tiles.get(sentence.facts.get("tile", ""))
    given = {
        "least": using.least,
        "anew": using.anew_weeks,
        "call": using.call_weeks,
        "threshold": rules().rise_from,
    }
    is_known = sentence.rule in using.rules  # of a frozen week it may have gone since
    how = words(f"weekly_how_{sentence.rule if is_known else 'gone'}", **given)
    weight = number_text(sentence.weight, 0)
    return [
        say("weekly_trace_line", text=sentence_text(sentence)),
        say("weekly_trace_rule", how=how, weight=weight),
        *([] if tile is None else [_judged(tile)]),
    ]


def _judged(tile: Tile) -> str:
    """The figure that the rule was asked of, what is usual of it, what it fired."""
    rule = words(f"weekly_rule_{tile.rule}") if tile.rule else ""
    return say(
        "weekly_trace_figure",
        name=words(f"weekly_tile_{tile.key}"),
        value=value_text(tile),
        usual=" · ".join(part for part in (usual_text(tile), rule) if part),
    )


def sentence_text(sentence: Sentence) -> str:
    """The sentence in the reader's language and era; it is written in B.E."""
    said = sentence.text.th if lang() == "th" else sentence.text.en
    return YEAR_BE.sub(lambda year: year_text(int(year[0])), said)
