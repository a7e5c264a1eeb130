"""Exhibits without a browser: pages run once each, and what they offer is taken.

It runs pages by Streamlit's own test harness, which takes the place of a server: only
in a process that serves nobody.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.charts import base
from dashboard.exhibits import Exhibit
from dashboard.export.deck.markup import heading_below
from dashboard.text import Era, Lang
from dashboard.ui import shelf
from dashboard.ui.as_of import AS_OF
from dashboard.ui.selection import Item, Selection

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 120  # that a page may take
TITLE_WIDTH = 42  # characters of a figure's own title in a line

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """What a selection gave.

    Attributes:
        at: Place of the item in the selection.
        item: What was asked for.
        exhibit: None where the page does not offer it.
        reason: Why not: "page", "failed" or "gone"; "" with an exhibit.
    """

    at: int
    item: Item
    exhibit: Exhibit | None
    reason: str = ""


def taken(selection: Selection) -> Iterator[Taken]:
    """Each item of a selection, in its order page by page, as it is made.

    A page is run once for all that is asked of it with the same choices.
    """
    asked = sorted(enumerate(selection.items), key=lambda pair: _view(pair[1]))
    for _, group in groupby(asked, key=lambda pair: _view(pair[1])):
        yield from _of_view(list(group), selection.lang, selection.era)


def offered(
    page: str,
    wanted: Iterable[str] | None,
    lang: Lang,
    era: Era,
    choices: Mapping[str, str],
) -> dict[str, Exhibit] | None:
    """The exhibits of a page, by key.

    Args:
        page: Its name, "training".
        wanted: Their keys; None: all that it offers.
        lang: Of their words.
        era: Of their years.
        choices: Names and values of the page's address.

    Returns:
        None when the page failed; the log says why.
    """
    collecting = shelf.collect(None if wanted is None else frozenset(wanted))
    test = AppTest.from_string(_SCRIPT, default_timeout=SECONDS)
    test.query_params.update({**choices, "lang": lang, "era": era})
    test.session_state["_collecting"] = collecting
    test.switch_page(str(page_path(page))).run()
    has_failed = bool(test.exception) or (not collecting.found and bool(test.error))
    for told in (*test.exception, *(test.error if has_failed else ())):
        _log.error("%s: %s", page, told.value)
    return None if has_failed else collecting.found


# Beside a folder named pages/ the harness would run the page without app.py.
_SCRIPT = f"import runpy; runpy.run_path({str(ROOT / 'app.py')!r})"


def _view(item: Item) -> tuple[str, list[tuple[str, str]]]:
    return item.page, sorted(item.choices.items())


def page_path(page: str) -> Path:
    """The file of a page."""
    return ROOT / "pages" / f"{page}.py"


def has_page(page: str) -> bool:
    """Whether there is such a page; a name is a code, so it leads nowhere else."""
    return page_path(page).is_file()


def _of_view(
    items: Sequence[tuple[int, Item]], lang: Lang, era: Era
) -> Iterator[Taken]:
    page, choices = items[0][1].page, items[0][1].choices
    if not has_page(page):
        yield from (Taken(at, item, None, "page") for at, item in items)
        return
    found = offered(page, {item.key for _, item in items}, lang, era, choices)
    for at, item in items:
        exhibit = (found or {}).get(item.key)
        if exhibit is None or exhibit.foot.snapshot != item.choices.get(AS_OF, ""):
            yield Taken(at, item, None, "failed" if found is None else "gone")
        else:
            yield Taken(at, item, titled(exhibit, item.title))


def titled(exhibit: Exhibit, title: str) -> Exhibit:
    """An exhibit under a title of the author's own; "" leaves it as it is.

    What it was called, and what it measures, stands below.
    """
    if title in ("", exhibit.title):
        return exhibit
    drawn = exhibit.drawn
    if exhibit.kind == "figure" and drawn is not None:
        drawn = _figure_titled(drawn, title)
    elif exhibit.kind == "map" and drawn is not None:
        drawn = {**drawn, "title": title}
    subtitle = "" if exhibit.kind == "figure" else exhibit.title
    return replace(exhibit, title=title, subtitle=subtitle, drawn=drawn)


def _figure_titled(drawn: Mapping[str, Any], title: str) -> dict[str, Any]:
    """A figure with another title, and the room that it needs above the plot.

    Its own one says what is measured and in which unit: it stands small below, before
    what stood there, as the key of its lines.
    """
    layout = drawn["layout"]
    old, *others = layout["annotations"]
    was, below = shelf.parted(old["text"])
    was += " ·" if heading_below(drawn) else ""
    new = base.heading(title, was, width=TITLE_WIDTH) + below
    more = base.TITLE_LINE * (new.count("<br>") - old["text"].count("<br>"))
    margin = {**layout["margin"], "t": layout["margin"]["t"] + more}
    moved = {**old, "text": new, "yshift": old["yshift"] + more}
    changed = {
        **layout,
        "annotations": [moved, *others],
        "margin": margin,
        "height": layout["height"] + more,
    }
    return {**drawn, "layout": changed}
