"""Any page as of a snapshot: `?as_of=<id>` pins it to the version that one names.

Versions that a snapshot names are kept (contract.md 6), so every figure stands as it
did. The notice says so, and leads back to now.
"""

from datetime import date

import streamlit as st

from dashboard import db, snapshots
from dashboard.snapshots import Manifest, RemovedSnapshotError, SnapshotError
from dashboard.ui.address import set_choice, typed
from dashboard.ui.answers import pin_version
from dashboard.ui.words import date_text, say, week_text, words

AS_OF = "as_of"  # in the address of every page
_PINNED = "_as_of_pinned"  # session: the id that was found


def pin_as_of() -> None:
    """Pin this run to the version of the snapshot in the address, and say so.

    Where it cannot be, the page stands as of now, and the reason is said.
    """
    name = typed(AS_OF)
    st.session_state[_PINNED] = ""
    if not name:
        return
    try:
        told = snapshots.manifest(snapshots.folder_of(db.built_folder()), name)
        pinned = db.named(db.built_folder(), told.version)
    except SnapshotError as error:
        _not_pinned(reason(error))
    except (db.NoVersionError, db.DamagedVersionError):
        _not_pinned(say("frozen_version_gone", named=name, version=told.version))
    else:
        pin_version(pinned)
        st.session_state[_PINNED] = name
        _pinned(told, pinned.now_ends_on)


def reason(error: SnapshotError) -> str:
    """Why a snapshot cannot be given, as markdown."""
    if isinstance(error, RemovedSnapshotError):
        on = date_text(error.line.removed_on)
        return say("snapshot_removed", named=error.named, why=error.line.why, on=on)
    return say(error.key, named=error.named, found=error.found)


def as_of() -> str:
    """The id of the snapshot that the address names; "" for now."""
    return str(st.session_state.get(AS_OF) or "")


def pinned_to() -> str:
    """The id of the snapshot that this run is pinned to; "" when it is not."""
    return str(st.session_state.get(_PINNED) or "")


def is_of_snapshot() -> bool:
    """Whether the address names a snapshot, be it there or not: nothing exact is shown.

    Whoever mistypes an id asks for a snapshot, too.
    """
    return bool(as_of())


def set_as_of(name: str) -> None:
    """Show pages as of a snapshot from now on; "" is now."""
    set_choice(AS_OF, name)


def _pinned(told: Manifest, until: date | None) -> None:
    """Which snapshot; a warning where its version goes on after its week."""
    said = say(
        "frozen_pinned",
        week=week_text(told.iso_week),
        named=told.id,
        version=told.version,
    )
    with st.container(key="as_of_pinned"):
        if until is None or until <= told.ends_on:
            st.info(said, icon=":material/history:")
        else:
            ends = {"until": date_text(until), "ends_on": date_text(told.ends_on)}
            later = say("frozen_pinned_later", **ends)
            st.warning("  \n".join([said, later]), icon=":material/history:")
        _way_back()


def _not_pinned(why: str) -> None:
    st.warning(" ".join([why, say("frozen_not_pinned")]))
    _way_back()


def _way_back() -> None:
    st.button(words("frozen_now"), key="as_of_now", on_click=set_as_of, args=("",))
