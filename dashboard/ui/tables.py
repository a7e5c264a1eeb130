"""Tables beside the figures, and files to take away."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from dashboard import audit
from dashboard.disclosure import Gated
from dashboard.export.tables import csv_bytes
from dashboard.ui.address import selection
from dashboard.ui.answers import data_status, data_until, is_collecting
from dashboard.ui.origin import origin
from dashboard.ui.shelf import offer_table
from dashboard.ui.words import date_text, era, lang, number_text, say, words

# px, by language: of a column of provinces; its first rows would tell too little.
PROVINCE_WIDTH = {"th": 128, "en": 176}


def table_twin(
    gated: Gated,
    columns: Mapping[str, Any],
    key: str,
    *,
    source: str,
    file_name: str,
    datasets: tuple[str, ...] = (),
    until: str | None = None,
    expanded: bool = False,
    lazy: bool = False,
    title: str = "",
    behind: Mapping[str, Any] | None = None,
    main: tuple[str, ...] = (),
    placeholder: str = "",
) -> None:
    """The figures of a picture as a table, with the file to take away.

    Args:
        gated: What the picture shows, in its order, as it may leave.
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
        title: Says what is seen, where the picture's own title does not.
        behind: Of the columns that the picture draws, their headings, where they are
            not those of the table: it goes along with the picture.
        main: Of a wide table, the columns that the page, slides and paper show, in
            order; the file has all.
        placeholder: What stands where there is nothing; "": that there are no data.
    """
    heard: Literal["rerun", "ignore"] = "rerun" if lazy else "ignore"
    fold = st.expander(
        words("table_open"), expanded=expanded, key=f"{key}_expander", on_change=heard
    )
    if lazy and not (fold.open or is_collecting()):
        return
    with fold:
        st.dataframe(
            gated.frame[list(main or columns)],
            hide_index=True,
            column_config=dict(columns),
            key=f"{key}_table",
            placeholder=placeholder or number_text(None),
        )
        download_csv(
            gated,
            _headings(columns),
            key,
            source=source,
            file_name=file_name,
            datasets=datasets,
            until=until,
            title=title,
            behind=behind,
            main=main,
        )


def download_csv(
    gated: Gated,
    headings: Mapping[str, str],
    key: str,
    *,
    source: str,
    file_name: str,
    datasets: tuple[str, ...] = (),
    until: str | None = None,
    title: str = "",
    behind: Mapping[str, Any] | None = None,
    main: tuple[str, ...] = (),
) -> None:
    """Buttons that give a gated frame as CSV and add it to the briefing.

    Every row of the file says what it is.

    Args:
        gated: For leadership or outside.
        headings: The heading of each column that leaves, in order.
        key: `<page>_<what>`.
        source: Who publishes the figures, in the reader's language.
        file_name: Without folder and ending.
        datasets: The datasets the figures are made of; without any, all.
        until: The last day or year of the figures, where it is not that of the last
            complete week.
        title: Says what is seen, in plain text; "": what the picture or part above
            is called.
        behind: See table_twin.
        main: Of a wide table, the columns that slides and paper show, in order.
    """
    notes, language = file_notes(source, *datasets, until=until), lang()
    name = f"{file_name}_{origin().version}.csv"
    with st.container(horizontal=True, key=f"{key}_takeaway"):
        handed_out(
            key,
            name,
            "text/csv",
            gated,
            lambda: csv_bytes(gated, headings, notes, language),
        )
        offer_table(
            gated,
            headings,
            f"{key}_rows",
            title=title,
            source=source,
            until=until,
            datasets=datasets,
            behind=_headings(behind or headings),
            main=main,
        )


def handed_out(
    key: str,
    name: str,
    mime: str,
    held: Gated | audit.Handout,
    make: Callable[[], bytes],
    *,
    label: str = "",
) -> None:
    """A button that makes a file at the click, and logs it before it leaves.

    Args:
        key: `<page>_<what>`.
        name: Of the file.
        mime: Of the file.
        held: The frame that the file holds; or what the log says of it.
        make: Makes its content.
        label: Of the button; "": of one that gives CSV.

    The click runs in a thread that knows no session. When the line cannot be written
    there is no file; `was_refused` then brings the page to say so.
    """
    refused = _refusals()
    line = handout(name, held) if isinstance(held, Gated) else held

    def content() -> bytes:
        made = make()
        try:
            audit.record(audit.of(line, made))
        except OSError:
            refused[key] = False
            raise
        return made

    st.download_button(
        label or words("table_download"),
        content,
        file_name=name,
        mime=mime,
        key=f"{key}_download",
        on_click="ignore",
    )
    if key in refused:
        del refused[key]
        st.error(say("audit_failed"))


def was_refused() -> bool:
    """Whether a file was refused since the page was last told so."""
    refused = _refusals()
    untold = [key for key, is_told in refused.copy().items() if not is_told]
    refused.update(dict.fromkeys(untold, True))
    return bool(untold)


def _refusals() -> dict[str, bool]:
    """Session: buttons whose file could not be logged, and whether the page knows."""
    found: dict[str, bool] = st.session_state.setdefault("_refused", {})
    return found


def handout(name: str, gated: Gated) -> audit.Handout:
    """What the log says of a file."""
    page, chosen = selection()
    found = origin()
    return audit.Handout(
        file=name,
        page=page,
        audience=gated.audience,
        rules_version=gated.rules_version,
        version=found.version,
        selection={"lang": lang(), "era": era(), **chosen},
        rows=len(gated.frame),
        is_protected=gated.is_protected,
        snapshot=found.snapshot,
    )


def file_notes(source: str, *datasets: str, until: str | None = None) -> dict[str, str]:
    """What every row of a file that leaves must say, by column heading."""
    last, found = data_until(), origin()
    named = {words("export_snapshot"): found.snapshot} if found.snapshot else {}
    return {
        words("file_source"): source,
        words("file_data_until"): until or (date_text(last) if last else ""),
        words("file_data_status"): words(f"status_{data_status(*datasets)}"),
        words("file_version"): found.version,
        **named,
    }


def source_note(source: str, *datasets: str) -> str:
    """Source, age and status in one line, to stand inside a figure."""
    until = data_until()
    note = words("source_note", source=source, until=date_text(until) if until else "–")
    return f"{note} · {words(f'status_{data_status(*datasets)}')}"


def _headings(columns: Mapping[str, Any]) -> dict[str, str]:
    return {name: _heading(name, column) for name, column in columns.items()}


def _heading(name: str, column: object) -> str:
    if isinstance(column, Mapping):
        return str(column.get("label") or name)
    return str(column)
