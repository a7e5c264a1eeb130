"""A fold about snapshots: one is chosen; of the shown one its ids and its files."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import db, snapshots
from dashboard.snapshots import Manifest, Snapshot
from dashboard.ui.as_of import as_of, set_as_of
from dashboard.ui.weekly.paper import file_name, given_as_it_was
from dashboard.ui.words import date_text, say, week_text, words

BANGKOK = ZoneInfo("Asia/Bangkok")
KEY = "weekly_snapshot_frozen"


def about(shown: Snapshot | None) -> None:
    """The fold; nothing while there is no snapshot.

    Args:
        shown: The snapshot that the page shows; None for now.
    """
    known = {each.id: each for each in snapshots.listed(_folder())}
    if not known:
        return
    with st.expander(words("frozen_about"), key="weekly_snapshot_about"):
        _choose(known)
        if shown is not None:
            st.caption(" · ".join(_told(shown.manifest)))
            _files(shown.manifest)


def names_of(known: Mapping[str, Manifest]) -> dict[str, str]:
    """What snapshots are called in a list, by their ids."""
    return {name: _name(told) for name, told in known.items()}


def _choose(known: Mapping[str, Manifest]) -> None:
    now, labels = as_of(), {"": words("frozen_live")} | names_of(known)
    st.session_state[KEY] = now if now in known else ""
    st.selectbox(
        words("frozen_choose"),
        list(labels),
        format_func=labels.__getitem__,
        key=KEY,
        on_change=_go,
        width=560,
    )


def _go() -> None:
    set_as_of(st.session_state[KEY])


def _folder() -> Path:
    return snapshots.folder_of(db.built_folder())


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


def _files(told: Manifest) -> None:
    """The published files, as they were: never made again.

    The page on paper in the reader's language is given by the page's own button.
    """
    for at, name in enumerate(told.attached):
        if name != file_name(told.iso_week):
            label = words("frozen_file", file=name)
            given_as_it_was(told, name, f"weekly_snapshot_file_{at}", label)
