"""Making a briefing from its page: begin, watch, stop, and take the files away."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.export import pack
from dashboard.export.pack import Format
from dashboard.ui.briefing import making, worker
from dashboard.ui.briefing.command import missing
from dashboard.ui.selection import Selection
from dashboard.ui.tables import handed_out
from dashboard.ui.words import lang, say, words

EVERY = 1.0  # seconds between two looks at the worker
MIME: dict[Format, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "png": "image/png",
    "svg": "image/svg+xml",
}
ZIP = "application/zip"
_JOB = "_briefing_job"  # session: the pack at hand
_STOPPED = "_briefing_stopped"  # session: whether the reader cancelled the last one
_log = logging.getLogger(__name__)


def make(selected: Selection, formats: tuple[Format, ...]) -> None:
    """The button that makes the files, how far they are, and they themselves."""
    job: worker.Job | None = st.session_state.get(_JOB)
    is_busy = job is not None and worker.is_running(job)
    st.button(
        say("briefing_make"),
        type="primary",
        icon=":material/description:",
        key="briefing_make",
        disabled=is_busy or not formats or not selected.items,
        on_click=_begin,
        args=(selected, formats),
    )
    if not formats:
        st.caption(say("briefing_no_format"))
    if job is None:
        if st.session_state.get(_STOPPED):
            st.info(say("briefing_stopped"))
        return
    if is_busy:
        st.fragment(_watched, run_every=EVERY)(job)
    else:
        _outcome(job, is_same=job.asked == selected)


def _begin(selected: Selection, formats: tuple[Format, ...]) -> None:
    st.session_state.pop(_STOPPED, None)
    st.session_state[_JOB] = worker.start(selected, formats)


def _stop(job: worker.Job) -> None:
    worker.end(job.process)
    st.session_state.pop(_JOB, None)
    st.session_state[_STOPPED] = True


def _watched(job: worker.Job) -> None:
    """How far the worker is; once it has ended the page says what came of it."""
    if not worker.is_running(job):
        st.rerun()
    at = worker.progress(job)
    share = at.done / max(1, at.of) if at else 0.0
    st.progress(min(1.0, share), text=at.what if at else words("briefing_begins"))
    st.button(
        say("briefing_stop"),
        icon=":material/stop:",
        key="briefing_stop",
        on_click=_stop,
        args=(job,),
    )


def _outcome(job: worker.Job, *, is_same: bool) -> None:
    said = worker.result(job)
    if said is None:
        _failed(job)
        return
    for line in missing(said, lang()):
        st.warning(say("briefing_line", line=line))
    if not said["objects"]:
        st.error(say("briefing_nothing_made"))
        return
    st.success(say("briefing_made", number=len(said["objects"])))
    if not is_same:
        st.caption(say("briefing_changed"))
    with st.container(horizontal=True, key="briefing_files"):
        for form, names in said["files"].items():
            if names:
                _file(job, said, form, names)


def _file(
    job: worker.Job, said: Mapping[str, Any], form: Format, names: list[str]
) -> None:
    """A button for a format: its file, or all of its files in an archive."""
    ending = form if len(names) == 1 else f"{form}.zip"
    name = f"{said['name']}.{ending}"
    handed_out(
        f"briefing_file_{form}",
        name,
        MIME[form] if len(names) == 1 else ZIP,
        making.line(said, name, names),
        lambda: pack.joined(job.out, names),
        label=words("briefing_take", name=words(f"briefing_format_{form}")),
    )


def _failed(job: worker.Job) -> None:
    """What the worker says of it; of what it did not foresee, a code for the log."""
    if said := worker.fault(job):
        st.error(say("briefing_line", line=said))
        return
    incident = secrets.token_hex(4)
    _log.error("Incident %s: %s", incident, worker.trace(job))
    st.error(say("briefing_failed", id=incident))
