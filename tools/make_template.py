"""Makes static/slides/template.pptx: the slides that briefings are written on.

Run `python -m tools.make_template` when the look changes and commit what it writes. It
starts from python-pptx's own empty deck, and leaves of it only what two layouts need: a
cover, and an exhibit with its foot. Colours are those of .streamlit/config.toml.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pptx
from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from dashboard.export.deck.lettering import FONT
from dashboard.export.deck.page import TEMPLATE, frozen

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE = 0.6  # inches
LAYOUTS = ("Cover", "Exhibit")

# Of a placeholder: kind, number, name, box (left, top, width, height in inches), size
# in hundredths of a point, bold, colour of the theme, where it stands in its box.
COVER = (
    ("ctrTitle", None, "Title", (EDGE, 1.7, 12.1, 1.7), 4000, True, "tx1", "b"),
    ("body", 10, "Subtitle", (EDGE, 3.6, 12.1, 0.9), 2000, False, "tx2", "t"),
    ("body", 11, "Foot", (EDGE, 6.5, 12.1, 0.85), 1200, False, "tx2", "t"),
)
EXHIBIT = (
    ("title", None, "Title", (EDGE, 0.3, 12.1, 0.75), 2600, True, "tx1", "b"),
    ("body", 10, "Subtitle", (EDGE, 1.05, 12.1, 0.4), 1400, False, "tx2", "t"),
    ("body", 11, "Foot", (EDGE, 6.5, 11.3, 0.85), 1000, False, "tx2", "t"),
    ("sldNum", 12, "Slide number", (11.9, 6.5, 0.8, 0.3), 1000, False, "tx2", "t"),
)


def template() -> bytes:
    """The template as a file."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for layout in list(deck.slide_layouts)[len(LAYOUTS) :]:
        deck.slide_layouts.remove(layout)
    _drop(deck.part, "printerSettings")
    _draw_master(deck.slide_master)
    for layout, name, holders in zip(
        deck.slide_layouts, LAYOUTS, (COVER, EXHIBIT), strict=True
    ):
        _draw(layout, name, holders)
    _recolour(deck.slide_master.part, _colours())
    return frozen(deck)


def main() -> None:
    """Write the template."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(template())
    print(TEMPLATE.relative_to(ROOT), TEMPLATE.stat().st_size, "bytes")


def _colours() -> dict[str, str]:
    """The theme's colours by the names that PowerPoint gives them."""
    config = ROOT / ".streamlit" / "config.toml"
    light = tomllib.loads(config.read_text(encoding="utf-8"))["theme"]["light"]
    own = {
        "dk1": light["textColor"],
        "lt1": light["backgroundColor"],
        "dk2": "#4a525a",
        "lt2": light["secondaryBackgroundColor"],
        "hlink": light["linkColor"],
        "folHlink": light["linkColor"],
    }
    accents = light["chartCategoricalColors"]
    return own | {f"accent{at}": colour for at, colour in enumerate(accents, 1)}


def _recolour(master: Any, colours: dict[str, str]) -> None:  # noqa: ANN401
    """Give the theme the colours, and one font for every script."""
    (theme,) = (
        rel.target_part for rel in master.rels.values() if rel.reltype.endswith("theme")
    )
    text = theme.blob.decode("utf-8")
    for name, colour in colours.items():
        filled = f'<a:{name}><a:srgbClr val="{colour.removeprefix("#").upper()}"/>'
        text = re.sub(rf"<a:{name}>.*?(?=</a:{name}>)", filled, text)
    fonts = "".join(f'<a:{kind} typeface="{FONT}"/>' for kind in ("latin", "ea", "cs"))
    for part in ("majorFont", "minorFont"):
        text = re.sub(rf"(?<=<a:{part}>).*?(?=</a:{part}>)", fonts, text, flags=re.S)
    theme.blob = text.encode("utf-8")


def _draw_master(master: Any) -> None:  # noqa: ANN401
    """The ground of all slides: a thin line above the foot, titles at the left."""
    tree = master.shapes._spTree
    for shape in list(master.shapes):
        tree.remove(shape._element)
    tree.append(_line())
    tree.append(_placeholder(2, EXHIBIT[0]))
    element = master._element
    for style in element.iter("{*}titleStyle", "{*}bodyStyle"):
        for level in style:
            level.set("algn", "l")
            level.attrib.pop("marL", None)
            level.attrib.pop("indent", None)
            for bullet in level.findall("{*}buChar") + level.findall("{*}buFont"):
                level.remove(bullet)


def _draw(layout: Any, name: str, holders: tuple[Any, ...]) -> None:  # noqa: ANN401
    for shape in list(layout.shapes):
        layout.shapes._spTree.remove(shape._element)
    layout._element.cSld.set("name", name)
    layout._element.attrib.pop("type", None)
    for at, holder in enumerate(holders, 2):
        layout.shapes._spTree.append(_placeholder(at, holder))


def _placeholder(number: int, holder: tuple[Any, ...]) -> etree._Element:
    kind, index, name, box, size, bold, colour, anchor = holder
    left, top, width, height = (Inches(part) for part in box)
    place = f'type="{kind}"' + ("" if index is None else f' idx="{index}"')
    align = "r" if kind == "sldNum" else "l"
    words = f"<a:r><a:rPr/><a:t>{name}</a:t></a:r>"
    if kind == "sldNum":
        words = (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
            "<a:rPr/><a:t>‹#›</a:t></a:fld>"
        )
    return parse_xml(
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
        f'<p:cNvPr id="{number}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {place}/></p:nvPr></p:nvSpPr>"
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        "<a:normAutofit/></a:bodyPr>"
        f'<a:lstStyle><a:lvl1pPr algn="{align}" marL="0" indent="0">'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{size}" b="{int(bold)}">'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr>'
        f"</a:lvl1pPr></a:lstStyle><a:p>{words}</a:p></p:txBody></p:sp>"
    )


def _line() -> etree._Element:
    left, top, width = Inches(EDGE), Inches(6.42), Inches(12.1)
    return parse_xml(
        f"<p:cxnSp {nsdecls('p', 'a')}><p:nvCxnSpPr>"
        '<p:cNvPr id="9" name="Line"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{width}" cy="0"/></a:xfrm>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        '<a:ln w="12700"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        "</a:ln></p:spPr></p:cxnSp>"
    )


def _drop(part: Any, kind: str) -> None:  # noqa: ANN401
    """Part with what this deck does not need."""
    for key, rel in list(part.rels.items()):
        if rel.reltype.endswith(kind):
            part.rels.pop(key)


if __name__ == "__main__":
    main()
