"""The objects of a briefing on its page: their order, their titles, what goes out."""

from dataclasses import replace
from hashlib import sha256

import streamlit as st

from dashboard.ui.briefing.collect import has_page, page_path
from dashboard.ui.briefing.command import page_name
from dashboard.ui.selection import LONGEST_TITLE, Item, Selection, one_line
from dashboard.ui.shelf import choose, chosen
from dashboard.ui.words import lang, say, words


def listed(selected: Selection) -> None:
    """Each object with its title and its place."""
    last = len(selected.items) - 1
    for at, item in enumerate(selected.items):
        _row(at, item, last)


def _row(at: int, item: Item, last: int) -> None:
    mark = _mark(item)
    with st.container(border=True, key=f"briefing_object_{mark}"):
        key = f"briefing_own_{mark}"
        st.session_state[key] = item.title
        st.text_input(
            say("briefing_object", number=at + 1, title=_name(item)),
            key=key,
            max_chars=LONGEST_TITLE,
            placeholder=words("briefing_own_title"),
            on_change=_entitle,
            args=(item, key),
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            _buttons(at, item, last, mark)


def _name(item: Item) -> str:
    """What it was called when it was added; a link holds no names, but its page."""
    page = page_name(item.page, lang())
    return item.name or words("briefing_unnamed", page=page, named=item.key)


def _buttons(at: int, item: Item, last: int, mark: str) -> None:
    if has_page(item.page):
        st.page_link(
            page_path(item.page),
            label=say("briefing_open"),
            query_params=dict(item.choices),
        )
    for what, icon, to in (("up", "arrow_upward", -1), ("down", "arrow_downward", 1)):
        st.button(
            words(f"briefing_{what}"),
            icon=f":material/{icon}:",
            type="tertiary",
            key=f"briefing_{what}_{mark}",
            disabled=not 0 <= at + to <= last,
            on_click=move,
            args=(item, to),
        )
    st.button(
        words("briefing_remove"),
        icon=":material/close:",
        type="tertiary",
        key=f"briefing_remove_{mark}",
        on_click=remove,
        args=(item,),
    )


def _mark(item: Item) -> str:
    """What tells an object from all others, whatever its place and title."""
    said = repr((item.page, item.key, sorted(item.choices.items())))
    return sha256(said.encode()).hexdigest()[:12]


def move(item: Item, by: int) -> None:
    """Change the place of an object with the one before (-1) or behind it (1)."""
    items = list(chosen().items)
    at = items.index(item)
    to = at + by
    if 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
        choose(replace(chosen(), items=tuple(items)))


def remove(item: Item) -> None:
    """Take an object out."""
    left = tuple(each for each in chosen().items if each != item)
    choose(replace(chosen(), items=left))


def _entitle(item: Item, key: str) -> None:
    title = one_line(st.session_state[key])
    items = [replace(i, title=title) if i == item else i for i in chosen().items]
    choose(replace(chosen(), items=tuple(items)))
