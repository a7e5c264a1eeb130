"""Rows that were accepted and do not fit another file, and what to write about them."""

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from dashboard.queries import flags as queries
from dashboard.text import Lang, date_text, number_text, words
from dashboard.ui import words as shown
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.quality import tables

ALL = "all"
MOST_PLACES = 8  # named for one kind; the file of flags has them all
NUMBERS = ("roster_halved", "tambons_above_total", "participants_above_batch",
           "report_rows_missing", "report_rows_differ")  # fmt: skip
DATES = ("referral_before_tip", "outcome_before_tip")


def flags(datasets: pd.DataFrame) -> None:
    """Counts by kind, the flags of a kind and file, and a message to copy.

    Args:
        datasets: From dashboard.queries.data_quality.load_datasets.
    """
    every = ask(queries.cross_file_flags)
    if every.empty:
        st.markdown(shown.say("data_quality_no_flags"))
        return
    names = dict(zip(datasets["dataset"], tables.titles(datasets), strict=True))
    files = shown.number_text(every["path"].nunique())
    total = shown.number_text(len(every))
    st.markdown(shown.say("data_quality_flags_line", flags=total, files=files))
    st.subheader(shown.say("data_quality_flag_kinds"), anchor=False)
    tables.table(kind_rows(every, names), "data_quality_flag_kinds")
    st.subheader(shown.say("data_quality_flag_list"), anchor=False)
    left, right = st.columns(2)
    with left:
        kind = _kind_of_choice(every)
    of_kind = every if kind == ALL else every[every["kind"] == kind]
    with right:
        path = _file_of_choice(of_kind)
    chosen = of_kind if path == ALL else of_kind[of_kind["path"] == path]
    tables.table(flag_rows(chosen, names), "data_quality_flag_list", pinned="record")
    st.caption(
        shown.say("data_quality_flags_note", shown=shown.number_text(tables.SHOWN_ROWS))
    )
    st.subheader(shown.say("data_quality_message"), anchor=False)
    if path == ALL:
        st.markdown(shown.say("data_quality_flag_choose"))
        return
    for language in dict.fromkeys(("th", shown.lang())):
        text = flag_message(chosen, language)
        st.code(text, language=None, wrap_lines=True)


def _kind_of_choice(every: pd.DataFrame) -> str:
    texts = every.drop_duplicates("kind").set_index("kind")[f"text_{shown.lang()}"]
    kinds = [ALL, *texts.index]
    choice("data_quality_flag", kinds, ALL)
    return st.selectbox(
        shown.words("data_quality_flag"),
        kinds,
        format_func=lambda kind: texts.get(kind, shown.words("data_quality_all_flags")),
        key="data_quality_flag",
    )


def _file_of_choice(of_kind: pd.DataFrame) -> str:
    paths = [ALL, *sorted(of_kind["path"].unique())]
    choice("data_quality_flag_file", paths, ALL)
    return st.selectbox(
        shown.words("data_quality_flag_file"),
        paths,
        format_func=lambda path: (
            shown.words("data_quality_all_files") if path == ALL else path
        ),
        key="data_quality_flag_file",
    )


def kind_rows(every: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """How often each kind comes, what it means and what to do; the most first."""
    text = shown.lang()
    kinds = every.groupby(["kind", "dataset"], sort=False).agg(
        flags=("record_key", "size"),
        files=("path", "nunique"),
        text=(f"text_{text}", "first"),
        action=(f"action_{text}", "first"),
    )
    kinds = kinds.sort_values("flags", ascending=False, kind="stable").reset_index()
    return pd.DataFrame(
        {
            "flag": kinds["text"],
            "dataset": kinds["dataset"].map(names),
            "flags": kinds["flags"],
            "files": kinds["files"],
            "action": kinds["action"],
        }
    )


def flag_rows(every: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The flags as readers see them and as the file gives them."""
    text = shown.lang()
    return pd.DataFrame(
        {
            "record": every["record_key"],
            "flag": every[f"text_{text}"],
            "found": [found_text(row, text) for _, row in every.iterrows()],
            "province": every[f"name_{text}"].fillna(""),
            "dataset": every["dataset"].map(names),
            "file": every["path"],
            "sheet": every["sheet"].fillna(""),
            "line": every["line"],
            "status": every["data_status"].map(tables.status_text),
            "action": every[f"action_{text}"],
        }
    )


def found_text(flag: pd.Series, language: Lang) -> str:
    """What was found against what was expected, "" where the kind says it all."""
    kind = flag["kind"]
    if kind in NUMBERS:
        return words(
            f"data_quality_found_{kind}",
            language,
            found=number_text(flag["found_rows"], language),
            expected=number_text(flag["expected_rows"], language),
        )
    if kind in DATES:
        return words(
            "data_quality_found_before_tip",
            language,
            found=date_text(flag["found_on"], language, shown.era()),
            expected=date_text(flag["expected_on"], language, shown.era()),
        )
    return ""


def flag_message(flags: pd.DataFrame, language: Lang) -> str:
    """What to write to the office that handed a file over.

    Args:
        flags: Those of one file, of cross_file_flags; nothing personal is in them.
        language: "th" or "en", whatever the reader's own language is.
    """
    head = words(
        "data_quality_flag_message_head",
        language,
        file=flags["path"].iloc[0],
        flags=number_text(len(flags), language),
    )
    points = enumerate(_points(flags, language), 1)
    lines = [f"{number}. {point}" for number, point in points]
    end = words("data_quality_flag_message_end", language)
    return "\n".join([head, *lines, end])


def _points(flags: pd.DataFrame, language: Lang) -> Iterator[str]:
    """Each kind: what, which rows and what to do."""
    for _, same in flags.groupby("kind", sort=False):
        first = same.iloc[0]
        rows = "; ".join(
            _place(row, language) for _, row in same.head(MOST_PLACES).iterrows()
        )
        if len(same) > MOST_PLACES:
            more = number_text(len(same) - MOST_PLACES, language)
            rows += "; " + words("data_quality_message_more", language, rows=more)
        action = words(
            "data_quality_message_action", language, action=first[f"action_{language}"]
        )
        yield f"{first[f'text_{language}']} ({rows}) {action}"


def _place(flag: pd.Series, language: Lang) -> str:
    """The record and its line; what was found where the kind does not say it all."""
    lines = words("data_quality_message_lines", language, lines=flag["line"])
    if flag["sheet"]:
        lines = words(
            "data_quality_message_sheet",
            language,
            sheet=flag["sheet"],
            lines=flag["line"],
        )
    parts = [flag["record_key"], lines, found_text(flag, language)]
    return " ".join(part for part in parts if part)
