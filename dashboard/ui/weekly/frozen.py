"""A week as it was frozen: chosen, named for what it is, and compared with another."""

import mimetypes
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import audit, db, snapshots
from dashboard.disclosure import Audience
from dashboard.exhibits import Origin
from dashboard.snapshots import (
    Manifest,
    RemovedSnapshotError,
    Snapshot,
    SnapshotError,
    UnknownSnapshotError,
)
from dashboard.snapshots.comparing import before, compared, replaced_by
from dashboard.snapshots.difference import Difference
from dashboard.ui.address import choice, selection
from dashboard.ui.as_of import as_of, reason, set_as_of
from dashboard.ui.origin import set_origin
from dashboard.ui.tables import handed_out
from dashboard.ui.weekly.difference import difference
from dashboard.ui.words import date_text, say, week_text, words

BANGKOK = ZoneInfo("Asia/Bangkok")
KEPT = 16  # snapshots and differences in memory; they never change


def kept() -> Snapshot | None:
    """Lets the reader choose a snapshot; gives the chosen one, named for what it is.

    Without one the page shows the week as it is known now, which nobody approved.
    """
    choose()
    shown = chosen()
    if shown is None:
        st.caption(say("frozen_draft"))
    else:
        set_origin(origin_of(shown))
        banner(shown)
    return shown


def origin_of(shown: Snapshot) -> Origin:
    """Where the figures of a snapshot come from: the rules are those of then."""
    week = shown.week
    return Origin(week.version, week.rules_version, shown.manifest.id)


def chosen() -> Snapshot | None:
    """The snapshot that the address names, as it was frozen; None for now.

    One that is unknown, damaged or taken away is none: the notice above the page says
    so.
    """
    name = as_of()
    if not name:
        return None
    try:
        snapshots.manifest(_folder(), name)  # it may be gone, and still in memory
        return _read(str(_folder()), name)
    except (UnknownSnapshotError, RemovedSnapshotError):
        return None
    except SnapshotError as error:  # the manifest alone was looked at above
        st.warning(reason(error))
        return None


def choose() -> None:
    """Lets the reader choose a snapshot; nothing while there is none."""
    known = {each.id: each for each in snapshots.listed(_folder())}
    if not known:
        return
    now, labels = as_of(), {"": words("frozen_live")} | _names(known)
    st.session_state["weekly_snapshot_frozen"] = now if now in known else ""
    st.selectbox(
        words("frozen_choose"),
        list(labels),
        format_func=labels.__getitem__,
        key="weekly_snapshot_frozen",
        on_change=_go,
        width=560,
    )


def banner(shown: Snapshot) -> None:
    """What the snapshot is: draft or published, of which version, and what replaced it.

    With the files that were published with it.
    """
    told = shown.manifest
    known = snapshots.listed(_folder())
    st.warning(f"**{say(standing_key(told))}**", icon=":material/edit_document:")
    st.caption(" · ".join(_told(told)))
    if told.replaces:
        st.markdown(say("frozen_replaces", named=told.replaces, why=told.why))
    newer = replaced_by(told, known)
    if newer is not None:
        said = say("frozen_replaced", named=newer.id, why=newer.why)
        st.error(said, icon=":material/sync_problem:")
        st.button(
            words("frozen_see_newer"),
            key="weekly_snapshot_newer",
            on_click=set_as_of,
            args=(newer.id,),
        )
    _files(shown)


def standing_key(told: Manifest) -> str:
    """The words for how far a snapshot counts: none is approved without a login."""
    return "frozen_published" if told.stage == "published" else "frozen_draft"


def compare(shown: Snapshot) -> None:
    """What differs from another snapshot, of the reader's choice."""
    told = shown.manifest
    others = {e.id: e for e in snapshots.listed(_folder()) if e.id != told.id}
    fold = st.expander(
        words("frozen_compare"), key="weekly_snapshot_difference", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        if not others:
            st.markdown(say("frozen_alone"))
            return
        first = before(told, list(others.values()))
        default = first.id if first else next(iter(others))
        choice("weekly_snapshot_with", list(others), default)
        other = st.selectbox(
            words("frozen_compare_with"),
            list(others),
            format_func=_names(others).__getitem__,
            key="weekly_snapshot_with",
            width=560,
        )
        _differing(other, told.id)


def _differing(other: str, name: str) -> None:
    try:
        found = _compared(str(db.built_folder()), other, name)
    except SnapshotError as error:
        st.warning(reason(error))
        return
    difference(found)


def _folder() -> Path:
    return snapshots.folder_of(db.built_folder())


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _read(folder: str, name: str) -> Snapshot:
    return snapshots.read(Path(folder), name)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _compared(built: str, earlier: str, later: str) -> Difference:
    return compared(Path(built), earlier, later)


def _go() -> None:
    set_as_of(st.session_state["weekly_snapshot_frozen"])


def _names(known: Mapping[str, Manifest]) -> dict[str, str]:
    """What snapshots are called in a list, by their ids."""
    return {name: _name(told) for name, told in known.items()}


def _name(told: Manifest) -> str:
    return words(
        "frozen_name",
        week=week_text(told.iso_week, days=False),
        stage=words(f"frozen_stage_{told.stage}"),
        on=date_text(_local(told).date()),
        named=told.id,
    )


def _local(told: Manifest) -> datetime:
    return datetime.fromisoformat(told.frozen_at).astimezone(BANGKOK)


def _told(told: Manifest) -> list[str]:
    local = _local(told)
    on = words("frozen_at", on=date_text(local.date()), time=f"{local:%H:%M}")
    return [
        say("frozen_id", named=told.id),
        on,
        say("data_version", version=told.version),
        say("frozen_methods", **told.methods),
    ]


def _files(shown: Snapshot) -> None:
    """The published files, as they were: never made again."""
    told = shown.manifest
    for at, name in enumerate(told.attached):
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        handed_out(
            f"weekly_snapshot_file_{at}",
            name,
            mime,
            _line(told, name),
            partial(snapshots.attached, _folder(), told.id, name),
            label=words("frozen_file", file=name),
        )


def _line(told: Manifest, name: str) -> audit.Handout:
    """What the log says of a published file: what stands in it nobody looked into."""
    page, _ = selection()
    return audit.Handout(
        file=name,
        page=page,
        audience=Audience.LEADERSHIP,
        rules_version=told.methods["disclosure"],
        version=told.version,
        selection={},
        rows=0,
        is_protected=True,
        snapshot=told.id,
    )
