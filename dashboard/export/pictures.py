"""Exhibits as pictures: figures by a Chromium, maps and tables by Typst.

Each has its foot inside, and words across it when its figures are made up. What cannot
be drawn is named with its reason; nothing else is lost by it.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass

from dashboard.exhibits import Exhibit
from dashboard.export.chromium import Draw, Form, chromium, find_chromium
from dashboard.export.frame import framed, with_fonts
from dashboard.export.objects import marked, object_of
from dashboard.export.typeset import typeset
from dashboard.text import Text, words

DPI, CSS_DPI = 300, 96  # of a PNG; of a px
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Studio:
    """What draws figures: a function, or why there is none."""

    draw: Draw | None
    why_not: Text | None = None


@dataclass(frozen=True)
class Pictures:
    """What was drawn, and what was not.

    Attributes:
        made: Files by the keys of exhibits.
        missing: Why there is none, by the keys of exhibits.
    """

    made: Mapping[str, bytes]
    missing: Mapping[str, Text]


def pictures(
    exhibits: Sequence[Exhibit],
    form: Form,
    *,
    has_foot: bool = True,
    using: Studio | None = None,
) -> Pictures:
    """The picture of each exhibit; without a Chromium, of maps and tables alone.

    Args:
        exhibits: Figures, maps and tables, no key twice.
        form: A PNG has 300 dpi at its natural size. Letters of a PDF or SVG of a figure
            are letters; of maps and tables as SVG they are outlines.
        has_foot: False for figures that are placed where their foot and the words
            across made-up figures stand already; maps and tables have theirs always.
        using: What `studio` gave, for several calls with one browser.
    """
    made: dict[str, bytes] = {}
    missing: dict[str, Text] = {}
    with nullcontext(using) if using else _studio_for(exhibits) as ready:
        for exhibit in exhibits:
            if exhibit.kind != "figure":
                made[exhibit.key] = _set(exhibit, form)
                continue
            drawn = _drawn(exhibit, form, has_foot, ready)
            if isinstance(drawn, bytes):
                made[exhibit.key] = drawn
            else:
                missing[exhibit.key] = drawn
    return Pictures(made, missing)


@contextmanager
def studio() -> Iterator[Studio]:
    """What draws figures while it is held: a Chromium, if there is one that starts."""
    path = find_chromium()
    if path is None:
        yield Studio(None, _both("export_pdf_no_chromium"))
        return
    with ExitStack() as running:
        ready = Studio(None, _both("export_pdf_chromium_failed", path=path))
        try:
            ready = Studio(running.enter_context(chromium(path)))
        except Exception:  # a browser has many ways of not starting
            log.exception("%s does not start, so no figure is drawn", path)
        yield ready


@contextmanager
def _studio_for(exhibits: Sequence[Exhibit]) -> Iterator[Studio]:
    """A studio where there is a figure to draw."""
    if any(exhibit.kind == "figure" for exhibit in exhibits):
        with studio() as ready:
            yield ready
    else:
        yield Studio(None)


def _set(exhibit: Exhibit, form: Form) -> bytes:
    """A map or a table, set by Typst."""
    data = {
        "lang": exhibit.lang,
        "objects": [object_of(exhibit)],
        **marked([exhibit]),
    }
    return typeset("picture", data, form=form, dpi=DPI)


def _drawn(exhibit: Exhibit, form: Form, has_foot: bool, ready: Studio) -> bytes | Text:
    """A figure, or why it could not be drawn."""
    if ready.draw is None:
        return ready.why_not or _both("export_pdf_no_chromium")
    try:
        scale = DPI / CSS_DPI if form == "png" else 1
        made = ready.draw(framed(exhibit, form, has_foot), form, scale)
    except Exception:  # whatever the browser or plotly.js has against it
        log.exception("%s could not be drawn", exhibit.key)
        return _both("export_pdf_figure_failed")
    return with_fonts(made) if form == "svg" else made


def _both(key: str, **values: str) -> Text:
    return Text(th=words(key, "th", **values), en=words(key, "en", **values))
