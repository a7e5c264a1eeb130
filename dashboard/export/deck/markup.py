"""What the texts inside a figure say: without markup, by colour, by what they are for.

The figures of dashboard.charts write title and source as their first two annotations
(`layout` of dashboard.charts.base), a key as squares of colour, and the name of the
vertical axis after an arrow.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Drawn = Mapping[str, Any]

SPAN = re.compile(r"<span style='([^']*)'>(.*?)</span>([^<\u2003]*)")
COLOUR = re.compile(r"(?:^|;)\s*color:\s*([^;]+)")
SIGNS = "■●○◉◇✕□—- \u2003"  # what stands before an entry of a key
OWN = 2  # title and note
ARROW = "↑ "


def plain(text: object) -> str:
    """The words of a text, without markup, in one line."""
    told = re.sub(r"<br\s*/?>", " ", str(text or ""))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", told)).split())


def heading_below(drawn: Drawn) -> str:
    """What stands in small below the title of a figure: unit and period."""
    annotations = drawn["layout"].get("annotations", [])
    title = str(annotations[0].get("text", "")) if annotations else ""
    _bold, _end, rest = title.partition("</b>")
    return plain(SPAN.sub(_uncoloured, rest)) if _end else ""


def _uncoloured(found: re.Match[str]) -> str:
    """A part that is set in its own size alone; of a key nothing."""
    return "" if COLOUR.search(found[1]) else found[0]


def names_by_colour(drawn: Drawn) -> dict[str, str]:
    """What the figure's key calls each of its colours."""
    found: dict[str, set[str]] = {}
    for annotation in drawn["layout"].get("annotations", []):
        for style, inner, after in SPAN.findall(str(annotation.get("text", ""))):
            colour = COLOUR.search(style)
            said = plain(inner).lstrip(SIGNS) or plain(after)
            if colour and said:
                found.setdefault(colour[1], set()).add(said)
    # Entries of one colour differ by their signs: no name of a series.
    return {colour: said.pop() for colour, said in found.items() if len(said) == 1}


def key_lines(drawn: Drawn) -> Iterator[str]:
    """What the figure's key says, with its signs."""
    for annotation in drawn["layout"].get("annotations", []):
        if is_key(annotation):
            yield plain(str(annotation["text"]).replace("\u2003", "; ")).rstrip("; ")


def is_key(annotation: Drawn) -> bool:
    """Whether it is the key of the figure."""
    styles = (style for style, *_ in SPAN.findall(str(annotation.get("text", ""))))
    return any(map(COLOUR.search, styles))


def axis_name(drawn: Drawn, axis: str) -> str:
    """What an axis ("xaxis", "yaxis") measures; "" where the figure does not say."""
    said = drawn["layout"].get(axis, {}).get("title") or {}
    told = plain(said.get("text") if isinstance(said, Mapping) else said)
    if told or not axis.startswith("y"):
        return told
    texts = (plain(each.get("text")) for each in _further(drawn))
    return next((t.removeprefix(ARROW) for t in texts if t.startswith(ARROW)), "")


def notes(drawn: Drawn) -> Iterator[Drawn]:
    """The annotations that say something of a place in the figure."""
    for annotation in _further(drawn):
        said = plain(annotation.get("text"))
        is_mark = annotation.get("name") == "watermark"
        if said and not is_mark and not is_key(annotation) and said[:2] != ARROW:
            yield annotation


def _further(drawn: Drawn) -> list[Drawn]:
    return list(drawn["layout"].get("annotations", []))[OWN:]


def note_of(drawn: Drawn) -> str:
    """The note of a figure or map, in one line."""
    if "note" in drawn:
        return " · ".join(map(plain, drawn["note"]))
    annotations = list(drawn["layout"].get("annotations", []))
    return plain(annotations[1].get("text")) if len(annotations) > 1 else ""


def note_left(drawn: Drawn, told: Iterable[str]) -> str:
    """What the note says beyond what is told beneath the slide anyway, or above."""
    said, above = note_of(drawn), heading_of(drawn).casefold()
    for each in told:
        said = said.replace(plain(each), " ")
    parts = (part.strip() for part in said.split("·"))
    return " · ".join(part for part in parts if part and part.casefold() not in above)


def heading_of(drawn: Drawn) -> str:
    """What stands above a figure or map."""
    annotations = list(drawn.get("layout", {}).get("annotations", []))
    return plain(annotations[0].get("text") if annotations else drawn.get("title"))
