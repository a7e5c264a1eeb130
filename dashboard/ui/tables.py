"""Tables beside the figures, and files to take away."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.ui.answers import data_status, data_until, version
from dashboard.ui.words import date_text, number_text, words

# A cell that begins so is a formula to a spreadsheet. Full-width forms count in some.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table_twin(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    key: str,
    *,
    source: str,
    file_name: str,
    datasets: tuple[str, ...] = (),
    until: str | None = None,
    expanded: bool = False,
    lazy: bool = False,
) -> None:
    """The figures of a picture as a table, with the file to take away.

    Args:
        frame: What the picture shows, in its order.
        columns: For each column to show, in order, its heading or a st.column_config.
        key: `<page>_<what>`.
        source: Who publishes the figures, in the reader's language.
        file_name: Without folder and ending.
        datasets: The datasets the figures are made of; without any, all.
        until: The last day or year of the figures, in words, where it is not that of
            the last complete week: yearly figures of a report.
        expanded: Whether the table stands open.
        lazy: Whether a closed table is sent only when it is opened: for a page whose
            filters change often.
    """
    shown = frame[list(columns)]
    heard: Literal["rerun", "ignore"] = "rerun" if lazy else "ignore"
    fold = st.expander(
        words("table_open"), expanded=expanded, key=f"{key}_expander", on_change=heard
    )
    if lazy and not fold.open:
        return
    with fold:
        st.dataframe(
            shown,
            hide_index=True,
            column_config=dict(columns),
            key=f"{key}_table",
            placeholder=number_text(None),
        )
        headings = {name: _heading(name, column) for name, column in columns.items()}
        download_csv(
            shown.rename(columns=headings),
            key,
            source=source,
            file_name=file_name,
            datasets=datasets,
            until=until,
        )


def download_csv(
    frame: pd.DataFrame,
    key: str,
    *,
    source: str,
    file_name: str,
    datasets: tuple[str, ...] = (),
    until: str | None = None,
) -> None:
    """A button that gives the frame as CSV, each row with source, age and status."""
    notes = file_notes(source, *datasets, until=until)
    st.download_button(
        words("table_download"),
        lambda: csv_bytes(frame, notes),
        file_name=f"{file_name}_{version().name}.csv",
        mime="text/csv",
        key=f"{key}_download",
        on_click="ignore",
    )


def file_notes(source: str, *datasets: str, until: str | None = None) -> dict[str, str]:
    """What every row of a file that leaves must say, by column heading."""
    last = data_until()
    return {
        words("file_source"): source,
        words("file_data_until"): until or (date_text(last) if last else ""),
        words("file_data_status"): words(f"status_{data_status(*datasets)}"),
        words("file_version"): version().name,
    }


def csv_bytes(frame: pd.DataFrame, notes: Mapping[str, str]) -> bytes:
    """The frame as CSV that spreadsheets open in Thai and run nothing of.

    UTF-8 with byte order mark, the notes as last columns; missing stays empty. What the
    frame itself says of each row under the same heading stands instead of the note.
    """
    notes = {name: note for name, note in notes.items() if name not in frame.columns}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in (*frame.columns, *notes)])
    tail = [harmless(note) for note in notes.values()]
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([*map(harmless, row), *tail])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: object) -> object:
    """The cell for a CSV file; text that would be a formula is quoted with '."""
    if isinstance(cell, str):
        begins = (cell, cell.lstrip())
        is_formula = any(begin.startswith(FORMULA_STARTS) for begin in begins)
        return f"'{cell}" if is_formula else cell
    return None if pd.api.types.is_scalar(cell) and pd.isna(cell) else cell


def source_note(source: str, *datasets: str) -> str:
    """Source, age and status in one line, to stand inside a figure."""
    until = data_until()
    note = words("source_note", source=source, until=date_text(until) if until else "–")
    return f"{note} · {words(f'status_{data_status(*datasets)}')}"


def _heading(name: str, column: object) -> str:
    if isinstance(column, Mapping):
        return str(column.get("label") or name)
    return str(column)
