"""What the reader chose, kept in the address so that a view can be sent.

A choice lives under one key, `<page>_<field>`: the widget's key, the name in the
address and the key in the session. Call `choice` (or one of its kin) just before the
widget: it puts the value of the address into a new widget, and the value of a used
widget into the address. Defaults are left out of the address, unless the next version
of the data may have another one (`is_always`); what it holds that is not among the
options is ignored. The choices of other pages stay in it: taking them off
would cost the reader a press of the back button on every page.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, overload

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.audit import Typed

T = TypeVar("T", str, int, bool)

TEXT_LIMIT = 80  # characters of free text that the address may carry
SEPARATOR = "~"  # stands in an address as it is, and in no code
_KEPT = "_kept"  # session: every choice made; Streamlit forgets those of other pages
_TOLD = "_told"  # session: in how many runs each widget was told its value
_TELLING = "_telling"  # session: the widgets that were told in this run
_ON_WAY = "_on_way"  # session: those that were told in the run before that had them
_TELL = 3  # runs: what a run tells is lost where the next one begins before it is drawn
_BROWSER_NEXT = "_browser_next"  # session: the browser asked for the next run
_BROWSERS = "_browsers"  # session: it asked for this one
_PAGE = "_page"  # session: the name of the page, and what it lets the reader choose
_SHOWN = "_selection"


def begin_choices(page: str) -> None:
    """From now on, choices are those of this page ("pages/coverage_map.py")."""
    st.session_state[_PAGE], st.session_state[_SHOWN] = Path(page).stem, {}
    st.session_state[_TELLING] = set()
    st.session_state[_BROWSERS] = st.session_state.pop(_BROWSER_NEXT, False)


def next_run_is_the_browsers() -> None:
    """In a callback: the browser draws the page anew, and the reader did nothing."""
    st.session_state[_BROWSER_NEXT] = True


def is_run_of_the_browser() -> bool:
    """Whether this run is one in which the reader has not gone on."""
    return bool(st.session_state.get(_BROWSERS, False))


def is_in_address(key: str) -> bool:
    """Whether the address names a choice: an unchosen default is not in it."""
    return key in st.query_params


def selection() -> tuple[str, dict[str, str]]:
    """The page and its choices so far, for the audit log: free text is hidden."""
    return st.session_state.get(_PAGE, ""), dict(st.session_state.get(_SHOWN, {}))


@overload
def choice(
    key: str,
    options: Sequence[T],
    default: T,
    *,
    is_text: bool = ...,
    is_always: bool = ...,
) -> T: ...
@overload
def choice(
    key: str,
    options: Sequence[T],
    default: None = None,
    *,
    is_text: bool = ...,
    is_always: bool = ...,
) -> T | None: ...
def choice(
    key: str,
    options: Sequence[T],
    default: T | None = None,
    *,
    is_text: bool = False,
    is_always: bool = False,
) -> T | None:
    """One of the options, by address, widget or earlier visit; else the default.

    Without a default, nothing chosen is None. Options that are texts of the data, such
    as the name that an office gave its file, are `is_text`: the audit log hides them.
    A choice that `is_always` in the address is there as the default, too.
    """
    by_name = {_name(option): option for option in options}
    value = _chosen(key, by_name.get, default)
    if value not in options:
        value = default
    is_left_out = value is None or (value == default and not is_always)
    _keep(key, value, "" if is_left_out else _name(value))
    _show(key, "" if value is None else _name(value), is_text and value != default)
    return value  # type: ignore[no-any-return]


def choices(key: str, options: Sequence[T]) -> list[T]:
    """Several of the options, in their order; none is an empty list."""
    by_name = {_name(option): option for option in options}
    chosen = _chosen(
        key, lambda text: list(map(by_name.get, text.split(SEPARATOR))), []
    )
    value = [option for option in options if option in (chosen or [])]
    _keep(key, value, SEPARATOR.join(map(_name, value)))
    _show(key, SEPARATOR.join(map(_name, value)))
    return value


def typed(key: str) -> str:
    """What the reader typed into a search box; "" when nothing."""
    value = str(_chosen(key, str, "") or "")[:TEXT_LIMIT]
    _keep(key, value, value)
    _show(key, value, is_text=True)
    return value


def asked(key: str) -> str:
    """What a choice may be, before it is known what there is to choose; "" if nothing.

    For what must be said before the data are asked; `choice` is to follow.
    """
    value = _chosen(key, str, "")
    return "" if value is None else _name(value)


def set_choice(key: str, value: str | int | None) -> None:
    """Choose from code, for a click in a figure.

    For a widget's own key only before the widget is drawn, or in a callback.
    """
    _keep(key, value, "" if value is None else _name(value))


def _chosen(key: str, read: Callable[[str], Any], default: Any) -> Any:  # noqa: ANN401
    """The value before it is checked: widget, address, earlier visit, default.

    After the browser's back and forward the address comes first; on the same page, on
    which the widget is still known, it comes alone. On the way to another page with
    `lang` or `era` in the address, Streamlit leaves an entry of the first one without
    its choices in the browser's history: coming back to that one, they are remembered.
    """
    went_back = _went_back()
    is_known = key in st.session_state
    if is_known and not went_back:
        return st.session_state[key]
    named = st.query_params.get(key)
    if named is not None:
        return read(named)
    kept = {} if went_back and is_known else st.session_state.get(_KEPT, {})
    value, _ = kept.get(key, (default, None))
    return value


def _went_back() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _keep(key: str, value: str | int | list[Any] | None, named: str) -> None:
    """Remember the value, and bring widget and address to it when they differ.

    When the words have changed the widget is told its value once more: the browser
    knows options by their labels and would show the old one. It is told in several
    runs: a page's second run may begin before the browser has drawn the first, and a
    widget first drawn then would show its first option, whatever was chosen. What the
    reader chooses meanwhile is told as well: the value before may still be on its way
    and would take its place in the browser, and with the next run here.
    """
    state = st.session_state
    words = (state.get("lang"), state.get("era"))
    kept = state.setdefault(_KEPT, {})
    before, known_words = kept.get(key, (value, words))
    is_new = key not in state or state[key] != value or known_words != words
    on_way = state.setdefault(_ON_WAY, set())
    is_crossed = before != value and key in on_way
    if is_new or is_crossed or _is_to_be_told(key):
        state[key] = value
        _tell(key, is_new)
        on_way.add(key)
    elif key not in state.get(_TELLING, {key}):
        on_way.discard(key)
    kept[key] = (value, words)
    if named and st.query_params.get(key) != named:
        st.query_params[key] = named
    elif not named and key in st.query_params:
        del st.query_params[key]


def _is_to_be_told(key: str) -> bool:
    """Whether a widget is told the value that it should know, once in a run."""
    state = st.session_state
    telling = key in state.get(_TELLING, {key})
    return not telling and state.get(_TOLD, {}).get(key, 0) < _TELL


def _tell(key: str, is_new: bool) -> None:
    """Count that a widget was told, from its first value or a new one on."""
    told = st.session_state.setdefault(_TOLD, {})
    told[key] = 1 if is_new else told.get(key, 0) + 1
    st.session_state.setdefault(_TELLING, set()).add(key)


def _show(key: str, named: str, is_text: bool = False) -> None:
    """Remember that the page has this choice, as the audit log is to name it."""
    shown = st.session_state.setdefault(_SHOWN, {})
    shown[key] = Typed(named) if is_text else named


def _name(option: str | int) -> str:
    """The option as the address writes it."""
    return str(int(option)) if isinstance(option, bool) else str(option)
