"""What stands around every page: start, top row, data line, and what went wrong."""

import atexit
import functools
import gc
import importlib
import logging
import pkgutil
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Literal, ParamSpec, Protocol

import duckdb
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import dashboard
from dashboard import db, text
from dashboard.ui.address import begin_choices
from dashboard.ui.answers import (
    data_status,
    open_version,
    synthetic_datasets,
    version,
)
from dashboard.ui.as_of import pin_as_of, pinned_to
from dashboard.ui.kept_briefing import keep_briefing
from dashboard.ui.named_province import name_provinces
from dashboard.ui.origin import begin_origin
from dashboard.ui.paper_colours import paper_colours
from dashboard.ui.shelf import begin_shelf
from dashboard.ui.tables import was_refused
from dashboard.ui.words import (
    LANGS,
    date_text,
    lang,
    language_switches,
    read_language,
    say,
    week_text,
    words,
)

STATIC = Path(__file__).resolve().parents[2] / "static"
FOLLOW_SECONDS = 1.0
HEAVY_IMPORTS = ("pandas", "plotly.graph_objects", "plotly.tools")
STATUS_COLOURS: dict[str, Literal["blue", "green", "orange"]] = {
    "official": "blue",
    "ministry": "green",
    "synthetic": "orange",
}
MISSING = (duckdb.CatalogException, duckdb.BinderException)  # a table, a column
BUILD_COMMAND = "python -m etl build"
P = ParamSpec("P")
_DATA_LINE = "_data_line"  # session: where app.py left room for the page's data line
_log = logging.getLogger(__name__)

STYLE = (STATIC / "page.css").read_text(encoding="utf-8") + paper_colours()
# Streamlit's button for a file that is given has English words only.
CHOOSE = '[data-testid="stFileUploaderDropzone"] button p::after { content: "%s"; }'
# All HTML of the app: st.html may be given nothing else (tests/test_house.py).
HEAD = {
    code: (
        f"<style>\n{STYLE}{CHOOSE % text.words('file_choose', code)}</style>"
        f"<script>document.documentElement.lang = '{code}'</script>"
    )
    for code in LANGS
}


class Page(Protocol):
    """What st.navigation gives."""

    title: str

    def run(self) -> None:
        """Run the page's file."""


def start() -> None:
    """Begin a run of app.py: language, page settings, style."""
    freeze_imports()
    read_language()
    st.html(HEAD[lang()], unsafe_allow_javascript=True)


@functools.cache
def freeze_imports() -> None:
    """Import what pages need, and take it out of every later garbage collection.

    Streamlit collects after each run; walking the libraries again each time costs more
    than most runs.
    """
    ours = (
        f"dashboard.{part.name}" for part in pkgutil.iter_modules(dashboard.__path__)
    )
    for module in (*HEAVY_IMPORTS, *ours):
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or the libraries complain of leaks at the end


def run(page: Page) -> None:
    """Run a page; with no version, or when it fails, say what to do instead."""
    st.set_page_config(page_title=f"{page.title} · {words('app_title')}", layout="wide")
    with _row("top_row", "stretch"):
        st.session_state[_DATA_LINE] = st.container(gap="xsmall", key="data_line")
        with _row("switches"):
            language_switches()
    notice = st.container()
    try:
        opened = open_version()
    except db.NoVersionError:
        _follow("")
        _no_version()
        return
    _follow(_mark(opened))
    if opened.refused is not None:
        notice.warning(
            say("version_refused", refused=opened.refused, served=opened.name)
        )
    with notice:
        pin_as_of()
    try:
        page.run()
    except Exception as error:
        with notice:
            _report_failure(error)
        _put_data_line()
    keep_briefing()


def fragment(part: Callable[P, None]) -> Callable[P, None]:
    """As st.fragment; when the part fails it says so in its place, and only there."""

    @functools.wraps(part)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            part(*args, **kwargs)
        except Exception as error:
            _report_failure(error)

    return st.fragment(guarded)


def _report_failure(error: Exception) -> None:
    """Log the exception at hand in full, and show only the code to find it by.

    Or that the version of a snapshot was built before there was what is asked for.
    """
    incident = secrets.token_hex(4)
    _log.exception("Incident %s", incident)
    if pinned_to() and isinstance(error, MISSING):
        st.warning(say("frozen_older", version=version().name, id=incident))
        return
    st.error(f"**{say('failed_title')}**  \n{say('failed_text', id=incident)}")


def begin(page: str, *datasets: str, is_internal: bool = False) -> None:
    """The first line of every page: says what its data are, and how old.

    Args:
        page: The page's own path, "pages/coverage_map.py". Opened by its address before
            app.py has run, Streamlit runs the page alone; this sends it through app.py.
        datasets: The datasets whose figures the page shows; without any, all.
        is_internal: Whether the page shows exact protected counts: it says so.
    """
    begin_choices(page)
    begin_shelf(*datasets)
    begin_origin()
    if not _put_data_line(*datasets, is_internal=is_internal):
        _go_by_app(page)
    name_provinces()


def _put_data_line(*datasets: str, is_internal: bool = False) -> bool:
    """Whether app.py left room for it in this run that is not taken yet."""
    place = st.session_state.pop(_DATA_LINE, None)
    if place is not None:
        with place:
            data_line(*datasets, is_internal=is_internal)
    return place is not None


def page_header(question: str, answer: str) -> None:
    """The page's question as its title, and the answer from the data below it."""
    st.title(question, anchor=False)
    st.markdown(answer)


def data_line(*datasets: str, is_internal: bool = False) -> None:
    """How old the data are, which version, what they are, and for whom; in words."""
    opened = version()
    status = data_status(*datasets)
    made_up = [words(f"dataset_{name}") for name in synthetic_datasets(*datasets)]
    with st.container(horizontal=True):
        st.badge(
            f"**{say(f'status_{status}')}**",
            color=STATUS_COLOURS[status],
            help=say("synthetic_datasets", names=", ".join(made_up))
            if made_up
            else None,
        )
        if is_internal:
            st.badge(f"**{say('internal_use')}**", color="red")
    parts = []
    if 0 < len(made_up) < len(datasets):
        parts.append(say("synthetic_part", made_up=len(made_up), all=len(datasets)))
    if opened.now_iso_week and opened.now_ends_on:
        week = week_text(opened.now_iso_week, days=False)
        parts.append(say("data_until", on=date_text(opened.now_ends_on), week=week))
    parts.append(say("data_version", version=opened.name))
    st.caption(" · ".join(parts))


def _row(key: str, width: Literal["content", "stretch"] = "content") -> DeltaGenerator:
    """A row that breaks where the screen ends."""
    return st.container(
        horizontal=True, vertical_alignment="center", width=width, key=key
    )


def _go_by_app(page: str) -> None:
    """Run the app again for this page; listing pages is what makes it go by app.py.

    The page must not be the default one in this list, whose address is another.
    """
    target = st.Page(page)
    stand_in = st.Page(lambda: None, url_path="start", default=True)
    st.navigation([stand_in, target], position="hidden")
    st.switch_page(target, query_params=st.query_params.to_dict())


def _mark(opened: db.Version) -> str:
    return f"{opened.name} {opened.refused}"


@st.fragment(run_every=FOLLOW_SECONDS)
def _follow(mark: str) -> None:
    """Run the app again when there is another version, or word of a refused file."""
    try:
        found = _mark(db.current(db.built_folder()))
    except db.NoVersionError:
        found = ""
    if found != mark or was_refused():
        st.rerun()


def _no_version() -> None:
    st.title(say("no_version_title"), anchor=False)
    st.markdown(say("no_version_text"))
    st.code(BUILD_COMMAND, language=None)
    st.caption(say("no_version_wait"))
