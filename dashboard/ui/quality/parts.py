"""The parts of the page: handed over, rejected, missing, where it comes from.

Frames are those of dashboard.queries.data_quality.
"""

import pandas as pd
import streamlit as st

from dashboard.queries import data_quality as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.quality import leaving, summary, tables
from dashboard.ui.quality.message import office_message
from dashboard.ui.shelf import subheader
from dashboard.ui.words import lang, number_text, say, words

ALL, UNKNOWN = "all", "unknown"
MOST_REJECTS = 50_000  # in one file to take away


def handed(files: pd.DataFrame, datasets: pd.DataFrame) -> None:
    """What was handed over, by dataset and by file."""
    subheader(say("data_quality_datasets"))
    shown = tables.dataset_rows(datasets)
    leaves = leaving.counted(shown, leaving.COUNTS, datasets["dataset"])
    tables.table(shown, "data_quality_datasets", leaves=leaves, pinned="dataset")
    st.caption(say("data_quality_datasets_note"))
    subheader(say("data_quality_files"))
    chosen, _ = _files_of_choice(files)
    shown = tables.file_rows(chosen)
    leaves = leaving.files(shown, chosen["dataset"])
    tables.table(shown, "data_quality_files", leaves=leaves, pinned="file")
    st.caption(say("data_quality_dropped_note"))
    converted = chosen["converted_years"].sum()
    if converted:
        st.caption(say("data_quality_converted", rows=number_text(converted)))
    st.caption(summary.version_line(ask(queries.version_facts).iloc[0]))


def rejected(files: pd.DataFrame) -> None:
    """What was refused, why, and what to write to the office."""
    left, right = st.columns(2)
    with left:
        of_dataset, dataset = _files_of_choice(files)
    with right:
        key = _file_of_choice(of_dataset)
    chosen = of_dataset[of_dataset["file_key"] == key] if key else of_dataset
    only = None if dataset in (ALL, UNKNOWN) else dataset
    _refused_files(chosen[chosen["status"] == "refused"])
    subheader(say("data_quality_rejected_rows"))
    st.markdown(summary.rejected_line(chosen))
    if chosen["rejected"].sum():
        _rejected_rows(only, key)
    subheader(say("data_quality_message"))
    if key:
        _messages(chosen.iloc[0])
    else:
        st.markdown(say("data_quality_message_choose"))


def _refused_files(refused: pd.DataFrame) -> None:
    """Each file that was refused as a whole, why, and what to do."""
    subheader(say("data_quality_refused_files"))
    if refused.empty:
        st.markdown(say("data_quality_none_refused"))
    for _, file in refused.iterrows():
        with st.container(border=True):
            st.markdown(
                say(
                    "data_quality_refused_file",
                    file=file["file_key"],
                    title=tables.title_of(file),
                    reason=file[f"reason_{lang()}"],
                )
            )
            if file["kept_rows"]:
                rows = number_text(file["kept_rows"])
                st.caption(say("data_quality_kept", rows=rows))


def _rejected_rows(dataset: str | None, file_key: str | None) -> None:
    """The reasons with examples, then every row with its place."""
    reasons = ask(queries.load_reasons, dataset=dataset, file_key=file_key)
    shown = tables.reason_rows(reasons)
    leaves = leaving.reasons(shown, reasons["dataset"], file_key is not None)
    tables.table(shown, "data_quality_reasons", leaves=leaves)
    st.caption(say("data_quality_reasons_note"))
    rejects = ask(
        queries.load_rejects, dataset=dataset, file_key=file_key, limit=MOST_REJECTS
    )
    shown = tables.reject_rows(rejects)
    rows = leaving.listed(shown, reasons["dataset"])
    tables.row_list(shown, "data_quality_rejects", rows, MOST_REJECTS)
    st.caption(say("data_quality_rejects_note"))


def _messages(file: pd.Series) -> None:
    """What to send the office of the file, in Thai, and in the reader's language."""
    rejects = ask(
        queries.load_rejects,
        dataset=None,
        file_key=file["file_key"],
        limit=MOST_REJECTS,
    )
    for language in dict.fromkeys(("th", lang())):
        text = office_message(file, rejects, language)
        st.code(text, language=None, wrap_lines=True)


def missing(datasets: pd.DataFrame, batches: pd.DataFrame) -> None:
    """What was not handed over, or not yet."""
    for kind in ("not_reported", "overdue"):
        rows = batches[batches["missing"] == kind]
        number = number_text(len(rows))
        subheader(say(f"data_quality_{kind}", batches=number))
        if rows.empty:
            st.markdown(say("data_quality_none"))
            continue
        st.markdown(say(f"data_quality_{kind}_note"))
        shown, key = tables.batch_rows(rows), f"data_quality_{kind}"
        tables.table(shown, key, "training_batch", leaves=leaving.whole(shown))
    subheader(say("data_quality_provinces"))
    gaps = ask(queries.missing_provinces)
    if gaps.empty:
        st.markdown(say("data_quality_none"))
    else:
        st.markdown(say("data_quality_provinces_note"))
        named = dict(zip(datasets["dataset"], tables.titles(datasets), strict=True))
        rows = tables.province_rows(gaps, named)
        _open_table(rows, "data_quality_provinces")
    none = datasets[datasets["files"] == 0]
    if not none.empty:
        names = ", ".join(tables.titles(none))
        st.markdown(say("data_quality_without_file", names=names))


def origins(datasets: pd.DataFrame) -> None:
    """Who published what, how well confirmed, and which figures disagree."""
    subheader(say("data_quality_sources"))
    _open_table(tables.source_rows(datasets), "data_quality_sources")
    subheader(say("data_quality_confidence"))
    confidence = tables.confidence_rows(ask(queries.fact_confidence))
    _open_table(confidence, "data_quality_confidence")
    st.caption(say("data_quality_confidence_note"))
    subheader(say("data_quality_conflicts"))
    conflicts = tables.conflict_rows(ask(queries.pillar_conflicts))
    _open_table(conflicts, "data_quality_conflicts")
    st.caption(say("data_quality_conflicts_note"))


def _open_table(frame: pd.DataFrame, key: str) -> None:
    tables.table(frame, key, leaves=leaving.whole(frame), pinned="dataset")


def _files_of_choice(files: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The files of the dataset that the reader chooses, and its name."""
    known = files["dataset"].fillna(UNKNOWN)
    by_name = dict(zip(known, tables.titles(files), strict=True))
    choice("data_quality_dataset", [ALL, *by_name], ALL)
    dataset = st.selectbox(
        words("data_quality_dataset"),
        [ALL, *by_name],
        format_func=lambda name: by_name.get(name, words("data_quality_all_datasets")),
        key="data_quality_dataset",
    )
    return files[(known == dataset) | (dataset == ALL)], dataset


def _file_of_choice(files: pd.DataFrame) -> str | None:
    """The file that the reader chooses of those with something to mend; None: all."""
    faulty = files[(files["rejected"] > 0) | (files["status"] == "refused")]
    keys = [ALL, *faulty["file_key"]]
    choice("data_quality_file", keys, ALL, is_text=True)
    file = st.selectbox(
        words("data_quality_file"),
        keys,
        format_func=lambda key: words("data_quality_all_files") if key == ALL else key,
        key="data_quality_file",
    )
    return None if file == ALL else file
