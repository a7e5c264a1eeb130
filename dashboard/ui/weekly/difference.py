"""The difference of two snapshots as readers see it: figures, causes, provinces."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.export.tables import INEXACT, count_said, exactness
from dashboard.snapshots.difference import Difference
from dashboard.ui.released.rows import Names, names, period_text
from dashboard.ui.words import lang, number_text, say, words

CHANGED = ("revised", "new")  # in this order; what is unchanged is only counted
MOST = 500  # figures shown at once
TILE = "tile"


def difference(found: Difference) -> None:
    """Says what differs: in a sentence, by province, by figure and by rows."""
    frame = found.figures.frame
    counts = frame["change"].value_counts()
    said = say(
        "frozen_summary",
        all=number_text(len(frame)),
        **{name: number_text(counts.get(name, 0)) for name in (*CHANGED, "unchanged")},
    )
    st.markdown(said)
    for line in (*_rule_lines(found), *_province_lines(found)):
        st.markdown(line)
    rows = figure_rows(frame)
    if not rows.empty:
        st.dataframe(
            rows,
            hide_index=True,
            column_config={name: words(f"frozen_col_{name}") for name in rows},
            key="weekly_snapshot_figures_table",
        )
    _rows(found)


def figure_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures that differ, revised ones first; see Difference.figures."""
    named = names()
    changed = frame[frame["change"].isin(CHANGED)]
    changed = changed.sort_values("change", ascending=False, kind="stable")[:MOST]
    return pd.DataFrame(
        {
            "figure": [_figure(row, named) for row in changed.to_dict("records")],
            "area": changed["area"].map(named.area),
            "period": [
                period_text(_day(first), _day(last))
                for first, last in zip(
                    changed["period_start"], changed["period_end"], strict=True
                )
            ],
            "before": _said(changed, "before"),
            "after": _said(changed, "after"),
            "change": [words(f"frozen_change_{each}") for each in changed["change"]],
            "causes": [cause_text(each) for each in changed["causes"]],
        }
    )


def cause_text(causes: str) -> str:
    """The causes of a revision in words, as they are joined by the difference."""
    return " · ".join(words(f"frozen_cause_{cause}") for cause in causes.split())


def _figure(row: dict[str, str], named: Names) -> str:
    if row["where"] == TILE:
        return words(f"weekly_tile_{row['measure']}")
    what = words(f"disclosure_measure_{row['measure']}")
    if not row["kind_of"]:
        return what
    return f"{what} · {named.kind[row['kind_of'], row['kind']]}"


def _day(value: date) -> date:
    day: date = pd.Timestamp(value).date()
    return day


def _said(frame: pd.DataFrame, side: str) -> list[str]:
    """The figure of one side in words; of a new one there was none before."""
    columns = frame[side], frame[f"{side}_state"], frame[f"{side}_base"]
    return [
        words("frozen_not_there") if pd.isna(state) else _text(value, state, base)
        for value, state, base in zip(*columns, strict=True)
    ]


def _text(value: float, state: str, base: float) -> str:
    """A figure with what it is rounded to, or the words that stand for it."""
    said = count_said(value, state, lang())  # type: ignore[arg-type]
    if isinstance(said, str):
        return said
    number = number_text(said, 0 if float(said).is_integer() else 1)
    if state not in INEXACT:
        return number
    return f"{number} ({exactness(state, int(base), lang())})"


def _rule_lines(found: Difference) -> list[str]:
    """Which rules differ, and whether the rows could be compared."""
    lines = [say(f"frozen_rule_{rule}") for rule in found.rules]
    return lines if found.has_rows else [*lines, say("frozen_no_rows")]


def _province_lines(found: Difference) -> list[str]:
    named = names().area
    entered, left = (
        ", ".join(named[code] for code in codes) or words("frozen_none")
        for codes in (found.entered, found.left)
    )
    return [say("frozen_entered", names=entered), say("frozen_left", names=left)]


def _rows(found: Difference) -> None:
    """How many rows of the country changed, and how."""
    frame = found.rows.frame
    if frame.empty:
        return
    st.markdown(say("frozen_rows"))
    shown = pd.DataFrame(
        {
            "dataset": [words(f"dataset_{name}") for name in frame["dataset"]],
            "cause": [words(f"frozen_cause_{cause}") for cause in frame["cause"]],
            "rows": _said(frame, "rows"),
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        column_config={name: words(f"frozen_col_{name}") for name in shown},
        key="weekly_snapshot_rows_table",
    )
