"""Rows that were accepted and do not fit another file, and what to write about them."""

import pandas as pd
import streamlit as st

from dashboard.queries import flags as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.quality import leaving, tables
from dashboard.ui.quality.flag_message import flag_message, found_text
from dashboard.ui.shelf import subheader
from dashboard.ui.words import era, lang, number_text, say, words

ALL = "all"
MOST_FLAGS = 20_000  # in one file to take away


def flags(datasets: pd.DataFrame) -> None:
    """Counts by kind, the flags of a kind and file, and a message to copy.

    Args:
        datasets: From dashboard.queries.data_quality.load_datasets.
    """
    every = ask(queries.flag_files)
    if every.empty:
        st.markdown(say("data_quality_no_flags"))
        return
    names = dict(zip(datasets["dataset"], tables.titles(datasets), strict=True))
    files = number_text(every["path"].nunique())
    total = number_text(every["flags"].sum())
    st.markdown(say("data_quality_flags_line", flags=total, files=files))
    subheader(say("data_quality_flag_kinds"))
    kinds = kind_rows(every)
    shown = kinds.assign(dataset=kinds["dataset"].map(names))
    leaves = leaving.counted(shown, ["flags"], kinds["dataset"])
    tables.table(shown, "data_quality_flag_kinds", leaves=leaves)
    subheader(say("data_quality_flag_list"))
    kind, path = _of_choice(every)
    chosen = ask(queries.cross_file_flags, kind=kind, path=path, limit=MOST_FLAGS)
    _list(chosen, names)
    subheader(say("data_quality_message"))
    if path is None:
        st.markdown(say("data_quality_flag_choose"))
        return
    kinds = every[every["path"] == path]
    kinds = kinds if kind is None else kinds[kinds["kind"] == kind]
    for language in dict.fromkeys(("th", lang())):
        text = flag_message(kinds, chosen, language, era())
        st.code(text, language=None, wrap_lines=True)


def _list(chosen: pd.DataFrame, names: dict[str, str]) -> None:
    """The flags one by one; those of reports may speak of a protected dataset."""
    shown = flag_rows(chosen, names)
    of_report = chosen["record_key"].str.split("|").str[0]
    of_report = of_report[chosen["dataset"] == "reporting"]
    leaves = leaving.listed(shown, pd.concat([chosen["dataset"], of_report]))
    tables.row_list(shown, "data_quality_flag_list", leaves, MOST_FLAGS, "record")
    st.caption(say("data_quality_flags_note"))


def _of_choice(every: pd.DataFrame) -> tuple[str | None, str | None]:
    """The kind and the file that the reader chooses; None: all of them."""
    left, right = st.columns(2)
    with left:
        kind = _kind_of_choice(every)
    of_kind = every if kind == ALL else every[every["kind"] == kind]
    with right:
        path = _file_of_choice(of_kind)
    return None if kind == ALL else kind, None if path == ALL else path


def _kind_of_choice(every: pd.DataFrame) -> str:
    texts = every.drop_duplicates("kind").set_index("kind")[f"text_{lang()}"]
    labels = {ALL: words("data_quality_all_flags")} | texts.to_dict()
    kinds = list(labels)
    choice("data_quality_flag", kinds, ALL)
    kind: str = st.selectbox(
        words("data_quality_flag"),
        kinds,
        format_func=labels.__getitem__,
        key="data_quality_flag",
    )
    return kind


def _file_of_choice(of_kind: pd.DataFrame) -> str:
    labels = {ALL: words("data_quality_all_files")}
    labels |= {path: path for path in sorted(of_kind["path"].unique())}
    paths = list(labels)
    choice("data_quality_flag_file", paths, ALL, is_text=True)
    chosen: str = st.selectbox(
        words("data_quality_flag_file"),
        paths,
        format_func=labels.__getitem__,
        key="data_quality_flag_file",
    )
    return chosen


def kind_rows(every: pd.DataFrame) -> pd.DataFrame:
    """How often each kind comes, what it means and what to do; the most first."""
    kinds = every.groupby(["kind", "dataset"], sort=False).agg(
        flags=("flags", "sum"),
        files=("path", "nunique"),
        text=(f"text_{lang()}", "first"),
        action=(f"action_{lang()}", "first"),
    )
    kinds = kinds.sort_values("flags", ascending=False, kind="stable").reset_index()
    return pd.DataFrame(
        {
            "flag": kinds["text"],
            "dataset": kinds["dataset"],
            "flags": kinds["flags"],
            "files": kinds["files"],
            "action": kinds["action"],
        }
    )


def flag_rows(every: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The flags as readers see them and as the file gives them."""
    text = lang()
    return pd.DataFrame(
        {
            "record": every["record_key"],
            "flag": every[f"text_{text}"],
            "found": [found_text(f, text, era()) for f in every.to_dict("records")],
            "province": every[f"name_{text}"].fillna(""),
            "dataset": every["dataset"].map(names),
            "file": every["path"],
            "sheet": every["sheet"].fillna(""),
            "line": every["line"],
            "status": every["data_status"].map(tables.status_text),
            "action": every[f"action_{text}"],
        }
    )
