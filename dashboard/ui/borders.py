"""The provinces' shapes of the reader's version: for pictures, and for the browser."""

import hashlib
from functools import lru_cache

import streamlit as st
from streamlit import runtime

from dashboard import db
from dashboard.borders import Borders, borders_words, schematic
from dashboard.queries import borders as queries
from dashboard.ui.answers import version
from dashboard.ui.words import lang

MOST_VERSIONS = 8  # whose shapes are kept at once


def borders() -> Borders:
    """The shapes of the version of this run; without any version the schematic ones.

    Not by `ask`, which gives each caller a copy: they are read only, and large.
    """
    try:
        opened = version()
    except db.NoVersionError:
        return schematic()
    return _of_version(opened.name, opened)


@st.cache_resource(max_entries=MOST_VERSIONS, show_spinner=False)
def _of_version(name: str, _version: db.Version) -> Borders:
    with db.cursor(_version) as con:
        return queries.borders(con)


def borders_note() -> str:
    """What every map says of its borders: schematic, or whose they are."""
    return borders_words(borders(), lang())


def borders_address(*, is_coarse: bool = False) -> str:
    """Where the browser finds the shapes, below the address of the app.

    Schematic ones are a file of static/. A version's own come from Streamlit's media
    files, under a name that is a hash of them: so a browser asks once, nothing is
    written on the disk, and a rerun sends this name alone. Say it in every run that
    draws them, else Streamlit gives them up.

    Args:
        is_coarse: Those for small pictures.
    """
    shown, name = borders(), f"provinces{'-thumbnail' if is_coarse else ''}"
    text = shown.coarse if is_coarse else shown.fine
    if not shown.is_official or not runtime.exists():
        return _of_static(name, text)
    files = runtime.get_instance().media_file_mgr
    return files.add(text.encode(), "application/json", name).removeprefix("/")


@lru_cache(maxsize=MOST_VERSIONS)
def _of_static(name: str, text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"app/static/{name}.geojson?v={digest}"
