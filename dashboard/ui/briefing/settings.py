"""What holds for the whole briefing: title, language, era, formats, and its file."""

from dataclasses import replace

import streamlit as st

from dashboard import audit
from dashboard.export.pack import FORMATS, Format
from dashboard.ui.briefing.link import link, refused
from dashboard.ui.briefing.making import PAGE
from dashboard.ui.origin import origin
from dashboard.ui.selection import (
    LONGEST_TITLE,
    Selection,
    SelectionError,
    one_line,
    read,
    written,
)
from dashboard.ui.shelf import begin_with, choose, chosen
from dashboard.ui.tables import handed_out
from dashboard.ui.words import ERAS, LANGS, lang, say, words

FILE = "briefing_selection.json"
USUAL: tuple[Format, ...] = ("pptx", "pdf")
_FORMATS = "_briefing_formats"  # session: those chosen; Streamlit forgets a widget's
_FAULT = "_briefing_fault"  # session: why a file was not taken


def settings(selected: Selection) -> tuple[Format, ...]:
    """Title, language, era and formats.

    Returns:
        The formats that were chosen.
    """
    st.session_state["briefing_title"] = selected.title
    st.text_input(
        say("briefing_title_label"),
        key="briefing_title",
        max_chars=LONGEST_TITLE,
        placeholder=words("briefing_title"),
        on_change=_entitle,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _switch("lang", LANGS, selected.lang)
        _switch("era", ERAS, selected.era)
    st.session_state["briefing_formats"] = formats()
    st.pills(
        say("briefing_formats"),
        FORMATS,
        selection_mode="multi",
        format_func={f: words(f"briefing_format_{f}") for f in FORMATS}.__getitem__,
        key="briefing_formats",
        wrap=True,
        on_change=_set_formats,
    )
    return formats()


def _switch(what: str, options: tuple[str, ...], value: str) -> None:
    key = f"briefing_{what}"
    st.session_state[key] = value
    st.segmented_control(
        say(f"briefing_{what}"),
        options,
        format_func={each: say(f"{what}_{each}") for each in options}.__getitem__,
        key=key,
        required=True,
        on_change=_set,
        args=(what, key),
    )


def formats() -> tuple[Format, ...]:
    """The formats that the reader chose, in their order; else the usual ones."""
    found = st.session_state.get(_FORMATS, USUAL)
    return tuple(form for form in FORMATS if form in found)


def _set_formats() -> None:
    st.session_state[_FORMATS] = st.session_state["briefing_formats"]


def _entitle() -> None:
    title = one_line(st.session_state["briefing_title"])
    choose(replace(chosen(), title=title))


def _set(what: str, key: str) -> None:
    changed: dict[str, str] = {what: st.session_state[key]}
    choose(replace(chosen(), **changed))  # type: ignore[arg-type]


def file_of_selection(selected: Selection) -> None:
    """The selection to keep, and the place for one that was kept."""
    st.caption(say("briefing_file_note"))
    if selected.items:
        content = written(selected)
        handed_out(
            "briefing_selection",
            FILE,
            "application/json",
            _line(),
            lambda: content,
            label=words("briefing_file_save"),
        )
        link(selected)
    st.file_uploader(
        say("briefing_file_load"),
        type="json",
        key="briefing_upload",
        on_change=_take,
    )
    if reason := st.session_state.pop(_FAULT, None):
        st.error(say("briefing_file_refused", reason=reason.said(lang())))
    if reason := refused():
        st.error(say("briefing_link_refused", reason=reason.said(lang())))


def _line() -> audit.Handout:
    """What the log says of the file: it holds no figure."""
    found = origin()
    return audit.Handout(
        file=FILE,
        page=PAGE,
        audience="outside",
        rules_version=found.rules_version,
        version=found.version,
        selection={},
        rows=0,
        is_protected=False,
    )


def _take() -> None:
    """Take a selection from the file that was given, or say why not."""
    given = st.session_state["briefing_upload"]
    if given is None:
        return
    try:
        begin_with(read(given.getvalue()))
    except SelectionError as error:
        st.session_state[_FAULT] = error
