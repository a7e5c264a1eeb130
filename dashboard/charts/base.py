"""What all figures share: colours, fonts, room for title and source, the menu.

A figure is a plain dict, which costs a tenth of a plotly object, and carries its own
look: Streamlit's theme is off, so that its picture says and shows the same elsewhere.
"""

import html
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from dashboard import text
from dashboard.text import Era, Lang

Mode = Literal["light", "dark"]
Figure = dict[str, Any]

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
FONT = "Sarabun, Loma, Tahoma, sans-serif"
TITLE_SIZE, TEXT_SIZE, NOTE_SIZE = 15, 13, 11  # px
TITLE_LINE, NOTE_LINE = 21, 16  # px
AXIS_ROOM = 30  # px below the plot, for the years
PHONE_WIDTH = 58  # characters of a note that a phone shows in a line
WIDE_TITLE, WIDE_NOTE = 95, 130  # characters, where a figure has the whole page
EDGE = 8  # px between the frame and what stands in it
MARK_SIZE, MARK_EVERY = 52, 340  # px: of a watermark, and of plot that one is for
# Without it plotly writes the titles of axes larger than all else.
_AXIS = {"title": {"font": {"size": TEXT_SIZE - 1}}}
TEMPLATE = {"layout": {"xaxis": _AXIS, "yaxis": _AXIS}}
# An axis that is not moved and has no lines.
BARE = {"fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
MARK_OPACITY = 0.28  # of the ground's colour with an edge of ink: an outline


@dataclass(frozen=True)
class Look:
    """The colours of a theme, the language and era of a reader, the room there is.

    `is_wide` is for figures as wide as the page: whether their texts may be so too.
    """

    lang: Lang
    era: Era
    ground: str
    ink: str
    faint: str
    accent: str
    categories: tuple[str, ...]
    ramp: tuple[str, ...]
    is_wide: bool = False

    def words(self, key: str, **values: object) -> str:
        """A text of data/text, its values as they are: `wrapped` makes them safe."""
        return text.words(key, self.lang, **values)

    def widths(self, title: int) -> tuple[int, int]:
        """Characters in a line of the title and of the note, in a page-wide figure."""
        return (WIDE_TITLE, WIDE_NOTE) if self.is_wide else (title, PHONE_WIDTH)

    def year(self, year: int) -> str:
        """A C.E. year in the reader's era."""
        return text.year_text(year + text.BE_OFFSET, self.era)


@cache
def look(mode: Mode, lang: Lang, era: Era) -> Look:
    """The look of .streamlit/config.toml in light or dark."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][mode]
    return Look(
        lang=lang,
        era=era,
        ground=theme["backgroundColor"],
        ink=theme["textColor"],
        faint=theme["borderColor"],
        accent=theme["primaryColor"] if mode == "light" else theme["linkColor"],
        categories=tuple(theme["chartCategoricalColors"]),
        ramp=tuple(theme["chartSequentialColors"]),
    )


def layout(
    look: Look,
    title: str,
    note: Sequence[str],
    plot_height: int,
    *,
    left: int,
    below: int = AXIS_ROOM,
    above: int = 8,
    **more: object,
) -> Figure:
    """The layout of a figure that is as high as its plot, title and note need.

    Args:
        look: Colours and language.
        title: Says what is seen; text made by `heading`.
        note: Lines with source, data date and data status.
        plot_height: Height of the plot itself, in px.
        left: Room for the labels of the vertical axis, in px.
        below: Room for what stands between the plot and the note, in px.
        above: Room for what stands between the title and the plot, in px.
        more: Further entries of the layout.
    """
    top = EDGE + TITLE_LINE * (title.count("<br>") + 1) + above
    bottom = below + NOTE_LINE * len(note) + 4
    return {
        "template": TEMPLATE,  # else plotly adds its own, a third of all that is sent
        "height": top + plot_height + bottom,
        "margin": {"t": top, "b": bottom, "l": left, "r": EDGE, "autoexpand": False},
        "paper_bgcolor": look.ground,
        "plot_bgcolor": look.ground,
        "font": {"family": FONT, "size": TEXT_SIZE, "color": look.ink},
        "hoverlabel": {
            "bgcolor": look.ground,
            "bordercolor": look.faint,
            "font": {"family": FONT, "size": TEXT_SIZE, "color": look.ink},
            "align": "left",
        },
        "annotations": [
            _title(title, left, top),
            _note(look, note, left, below),
        ],
        "showlegend": False,
        "dragmode": False,
        **more,
    }


def _title(title: str, left: int, top: int) -> Figure:
    """The title as a note of its own: Plotly's cuts off the first of several lines."""
    return {
        "text": title,
        "showarrow": False,
        "align": "left",
        "font": {"size": TITLE_SIZE},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - left,
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
        "yshift": top - EDGE,
    }


def _note(look: Look, lines: Sequence[str], left: int, below: int) -> Figure:
    return {
        "text": "<br>".join(lines),
        "showarrow": False,
        "align": "left",
        "font": {"size": NOTE_SIZE, "color": look.ink},
        "opacity": 0.75,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - left,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -below,
    }


def watermarked(figure: Figure, words: str, every: int = MARK_EVERY) -> Figure:
    """The figure with words across it, over the data and so pale that they show.

    Args:
        figure: Any.
        words: A few.
        every: So many px of the plot's height have the words once; a lower plot too.
    """
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    times = max(1, round(plot / every))
    font = {
        "size": MARK_SIZE,
        "color": layout.get("paper_bgcolor", "#ffffff"),
        "shadow": f"0 0 3px {layout.get('font', {}).get('color', '#000000')}",
    }
    marks = [_mark(words, font, (at + 0.5) / times) for at in range(times)]
    return figure | {"layout": layout | {"annotations": layout["annotations"] + marks}}


def _mark(words: str, font: Figure, y: float) -> Figure:
    return {
        "text": f"<b>{wrapped(words, 99)}</b>",
        "name": "watermark",
        "showarrow": False,
        "font": font,
        "opacity": MARK_OPACITY,
        "textangle": -20,
        "x": 0.5,
        "xref": "paper",
        "y": y,
        "yref": "paper",
        "yanchor": "middle",  # else those of the outer thirds lean to the middle
    }


def year_axis(look: Look, first: int, last: int, every: int = 5) -> Figure:
    """An axis of years (C.E. numbers) that names round ones in the reader's era."""
    years = range(first, last + 1)
    named = [year for year in years if int(look.year(year)) % every == 0]
    return {
        "range": [first - 0.6, last + 0.6],
        "tickmode": "array",
        "tickvals": named,
        "ticktext": [look.year(year) for year in named],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def named_axis(
    names: Sequence[str], *, is_down: bool = False, **more: object
) -> Figure:
    """An axis of positions that are called by names; it has no lines of its own.

    Args:
        names: Made by `wrapped`, of positions 0, 1, and so on.
        is_down: Whether the first stands at the top, as in a list.
        more: Further entries of the axis, and other ones than it has by itself.
    """
    span = [-0.5, len(names) - 0.5]
    return {
        "range": span[::-1] if is_down else span,
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        **BARE,
        **more,
    }


def share_axis(look: Look, top: float, **more: object) -> Figure:
    """An upright axis of shares that names every quarter.

    Args:
        look: Colours.
        top: Where it ends: above 1, for what stands on a whole.
        more: Further entries of the axis, and other ones than it has by itself.
    """
    return {
        "range": [0, top],
        "tickmode": "array",
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "tickformat": ".0%",
        "fixedrange": True,
        "gridcolor": look.faint,
        "zeroline": False,
        **more,
    }


def heading(title: str, below: str = "", width: int = 38) -> str:
    """A title in bold, and below it in small what is counted."""
    bold = f"<b>{wrapped(title, width)}</b>"
    if not below:
        return bold
    small = wrapped(below, width * TITLE_SIZE // TEXT_SIZE)
    return f"{bold}<br><span style='font-size:{TEXT_SIZE - 1}px'>{small}</span>"


def upright(look: Look, x: float, words: str) -> Figure:
    """Small words that stand upright in the plot, at a year."""
    return {
        "x": x,
        "y": 0.5,
        "yref": "paper",
        "text": words,
        "textangle": -90,
        "showarrow": False,
        "font": {"size": NOTE_SIZE, "color": look.ink},
    }


def veiled(colour: str, share: float) -> str:
    """A colour (#rrggbb) that lets the ground through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


_BREAKS = re.compile(r"[ \t\n]+")


def wrapped(line: str, width: int) -> str:
    """Text for a figure in lines of at most so many characters, broken at spaces.

    A space that does not break (U+00A0) keeps a number beside what it counts.

    Nothing in it is markup any more; all text of the data goes into figures this way.
    Vowels and tone marks above and below a Thai letter take no width.
    """
    lines, current = [], ""
    for word in _BREAKS.sub(" ", line).strip(" ").split(" "):
        longer = f"{current} {word}".strip()
        if current and text.width(longer) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    return "<br>".join(html.escape(part, quote=False) for part in [*lines, current])


def note_lines(lines: Sequence[str], width: int = PHONE_WIDTH) -> list[str]:
    """The note below a figure, in lines of so many characters: they fit a phone."""
    return [part for line in lines for part in wrapped(line, width).split("<br>")]


def no_menu(look: Look) -> dict[str, Any]:
    """For a figure that gives no picture of itself."""
    return {"displaylogo": False, "displayModeBar": False, "locale": look.lang}


def menu(look: Look, file_name: str) -> dict[str, Any]:
    """The menu of a figure: one button that saves it as PNG, named in the language.

    Args:
        look: Colours and language.
        file_name: Without folder and ending.
    """
    keys = {
        "Download plot as a PNG": "chart_menu_png",
        "Download plot": "chart_menu_png",
        "Sorry, there was a problem downloading your image!": "chart_menu_failed",
    }
    said = {name: look.words(key) for name, key in keys.items()}
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
        "locale": look.lang,
        "locales": {look.lang: {"dictionary": said, "format": {}}},
    }
