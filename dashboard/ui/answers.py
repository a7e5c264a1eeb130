"""Answers from the version that the reader's page was opened with."""

from collections.abc import Callable
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import streamlit as st

from dashboard import db
from dashboard.ui.words import era, lang

P = ParamSpec("P")
R = TypeVar("R")

MOST_ANSWERS = 512  # kept at once, over all versions and readers
_VERSION = "_version"
COLLECTING = "_collecting"  # session: what a run collects for a briefing


def is_collecting() -> bool:
    """Whether this run collects: what is folded is made too."""
    return COLLECTING in st.session_state


def open_version() -> db.Version:
    """The current version, from now on that of this run and its fragments.

    Raises:
        db.NoVersionError: There is none.
    """
    version = db.current(db.built_folder())
    st.session_state[_VERSION] = version
    return version


def pin_version(version: db.Version) -> None:
    """Answer from this version in this run and its fragments, whichever is current."""
    st.session_state[_VERSION] = version


def version() -> db.Version:
    """The version of this run."""
    opened: db.Version | None = st.session_state.get(_VERSION)
    return opened if opened is not None else open_version()


def ask(
    query: Callable[Concatenate[duckdb.DuckDBPyConnection, P], R],
    *args: P.args,
    **params: P.kwargs,
) -> R:
    """The answer of a query of dashboard.queries, kept by version and parameters.

    The answer is the caller's own copy.
    """
    asked = f"{query.__module__}.{query.__qualname__}"
    found: R = _answer(version().name, asked, args, params, query, version())
    return found


@st.cache_data(max_entries=MOST_ANSWERS, show_spinner=False)
def _answer(
    version_name: str,
    asked: str,
    args: tuple[Any, ...],
    params: dict[str, Any],
    _query: Callable[..., Any],
    _version: db.Version,
) -> Any:  # noqa: ANN401
    with db.cursor(_version) as con:
        return _query(con, *args, **params)


def kept(make: Callable[P, R], *args: P.args, **params: P.kwargs) -> R:
    """What a function makes of its arguments and the reader's words, kept by version.

    For what `ask` and `words` alone go into; anything else it must be given. The answer
    is the caller's own copy.
    """
    made = f"{make.__module__}.{make.__qualname__}"
    found: R = _made(version().name, lang(), era(), made, args, params, make)
    return found


@st.cache_data(max_entries=MOST_ANSWERS, show_spinner=False)
def _made(
    version_name: str,
    lang: str,
    era: str,
    made: str,
    args: tuple[Any, ...],
    params: dict[str, Any],
    _make: Callable[..., Any],
) -> Any:  # noqa: ANN401
    return _make(*args, **params)


def data_status(*datasets: str) -> str:
    """What figures made of these datasets are; without datasets, of all of them.

    Returns:
        "official", "ministry" or "synthetic". Datasets without rows do not count.
    """
    opened = version()
    found = [
        opened.dataset_statuses[d] for d in datasets if d in opened.dataset_statuses
    ]
    return db.worst_status(found) if found else opened.data_status


def synthetic_datasets(*datasets: str) -> list[str]:
    """Those of these datasets (without any: of all) that are synthetic."""
    statuses = version().dataset_statuses
    return [d for d in datasets or sorted(statuses) if statuses.get(d) == "synthetic"]


def data_until() -> date | None:
    """The last day of the last complete week of the data."""
    return version().now_ends_on
