"""Shapes of a slide as XML: boxes of words, swatches, outlines drawn by points."""

from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from pptx.oxml.ns import nsdecls

from dashboard.export.deck.lettering import lawful

SPACES = nsdecls("p", "a")
RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
NONE = "<a:noFill/>"


class Box(NamedTuple):
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


def shape(
    number: int,
    name: str,
    box: Box,
    *,
    text: str = "",
    geometry: str = RECTANGLE,
    look: str = NONE,
    turn: int = 0,
    anchor: str = "t",
    descr: str = "",
    wraps: bool = True,
) -> str:
    """A shape.

    Args:
        number: Its own on the slide.
        name: What Office's list of objects calls it.
        box: Its place.
        text: Paragraphs (dashboard.export.deck.lettering).
        geometry: Its outline.
        look: Its fill and line.
        turn: By how many degrees it is turned.
        anchor: Where words stand in it: "t", "ctr" or "b".
        descr: What it shows, for who does not see it.
        wraps: Whether its words break into lines.
    """
    turned = f' rot="{turn * 60_000}"' if turn else ""
    told = f" descr={quoteattr(lawful(descr))}" if descr else ""
    wrap = "square" if wraps else "none"
    body = (
        f'<p:txBody><a:bodyPr wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0"'
        f' anchor="{anchor}"/><a:lstStyle/>{text}</p:txBody>'
        if text
        else ""
    )
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}"'
        f" name={quoteattr(lawful(name))}{told}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f'<p:spPr><a:xfrm{turned}><a:off x="{box.left}" y="{box.top}"/>'
        f'<a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
        f"{geometry}{look}</p:spPr>{body}</p:sp>"
    )


def group(number: int, name: str, box: Box, inner: Box, shapes: str, descr: str) -> str:
    """Shapes that stand in a frame of their own, as one object."""
    return (
        f'<p:grpSp {SPACES}><p:nvGrpSpPr><p:cNvPr id="{number}"'
        f" name={quoteattr(lawful(name))} descr={quoteattr(lawful(descr))}/>"
        "<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>"
        f'<a:off x="{box.left}" y="{box.top}"/>'
        f'<a:ext cx="{box.width}" cy="{box.height}"/>'
        f'<a:chOff x="{inner.left}" y="{inner.top}"/>'
        f'<a:chExt cx="{inner.width}" cy="{inner.height}"/></a:xfrm></p:grpSpPr>'
        f"{shapes}</p:grpSp>"
    )
