"""A week as it was frozen: named for what it is, and compared with another."""

from pathlib import Path

import streamlit as st

from dashboard import db, snapshots
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
from dashboard.ui.address import choice
from dashboard.ui.as_of import as_of, reason, set_as_of
from dashboard.ui.origin import set_origin
from dashboard.ui.weekly.about import names_of
from dashboard.ui.weekly.difference import difference
from dashboard.ui.words import say, words

KEPT = 16  # snapshots and differences in memory; they never change


def kept() -> Snapshot | None:
    """The snapshot that the address names, said to be what it is; None for now.

    Without one the page shows the week as it is known now, which nobody approved.
    """
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


def banner(shown: Snapshot) -> None:
    """What the snapshot is: draft or published, what it replaces, what replaced it."""
    told = shown.manifest
    st.warning(f"**{say(standing_key(told))}**", icon=":material/edit_document:")
    if told.replaces:
        st.markdown(say(replaces_key(told), named=told.replaces, why=told.why))
    newer = replaced_by(told, snapshots.listed(_folder()))
    if newer is not None:
        said = say("frozen_replaced", named=newer.id, why=newer.why)
        st.error(said, icon=":material/sync_problem:")
        st.button(
            words("frozen_see_newer"),
            key="weekly_snapshot_newer",
            on_click=set_as_of,
            args=(newer.id,),
        )


def replaces_key(told: Manifest) -> str:
    """The words for a correction; a draft is yet to replace what it corrects."""
    return "frozen_replaces" if told.stage == "published" else "frozen_to_replace"


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
            format_func=names_of(others).__getitem__,
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
