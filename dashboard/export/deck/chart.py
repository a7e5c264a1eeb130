"""Native charts on a slide, editable with their workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide
from pptx.util import Inches, Pt

from dashboard.export.deck.drawing import Box
from dashboard.export.deck.lettering import properties, run
from dashboard.export.deck.plot import Axis, Plot
from dashboard.export.deck.series_xml import series_xml
from dashboard.export.deck.sheet import workbook
from dashboard.text import Lang, width

SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ACROSS, UP = 111_111_111, 222_222_222  # numbers of the axes
FAINT, QUIET = "D5DADE", "4A525A"
TIGHT = 8.0  # points, where many names stand at an axis
ROW = Inches(0.19)  # a name of the axis at full size
LETTER = 0.0075  # of the width of a chart: a letter of a name at the axis
NAMED = 10  # days of a line that are named, at most
PLOT_SHARE = 0.92  # of the width of a chart: its bars
MOST_SIZE, LEAST_SIZE = 11.0, 5.5  # points of words at bars
LETTER_SHARE = 0.56  # of its size: the width of a letter
FEW = 3  # bars, which would fill the slide
OVERLAP = {"clustered": 0, "stacked": 100, "overlay": 100}


@dataclass(frozen=True)
class _Drawn:
    """What python-pptx asks for when it adds a chart: the XML and the workbook."""

    xml: str
    xlsx_blob: bytes

    def xml_bytes(self, _chart_type: object) -> bytes:
        return self.xml.encode("utf-8")


def add_chart(
    slide: Slide,
    plot: Plot,
    box: Box,
    lang: Lang,
    *,
    name: str,
    alt: str,
    measured: str,
    size: float,
    foot: Sequence[str],
    foot_name: str,
) -> None:
    """A chart with its workbook on a slide.

    Args:
        slide: The slide.
        plot: The chart.
        box: Its place.
        lang: Of its words.
        name: What Office's list of objects calls it.
        alt: What it shows, for who does not see it.
        size: Of its words, in points.
        measured: What a series without a name is called in the workbook.
        foot: What stands beneath it, which the workbook holds too.
        foot_name: Of the workbook's sheet that holds it.
    """
    names = _names(plot, measured)
    data = _Drawn(
        chart_xml(plot, names, box, lang, size), workbook(plot, names, foot, foot_name)
    )
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED  # the XML says what it is
    shapes: Any = slide.shapes
    frame = shapes.add_chart(kind, *box, data)
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)


def _names(plot: Plot, measured: str) -> list[str]:
    """What the columns of the workbook are called."""
    return [each.name or ("" if each.is_extra else measured) for each in plot.series]


def chart_xml(
    plot: Plot, names: Sequence[str], box: Box, lang: Lang, size: float
) -> str:
    """The chart as Office reads it."""
    small = min(size, _beside(plot, box))
    series = [
        series_xml(plot, place, name, lang, small) for place, name in enumerate(names)
    ]
    title = _title(plot.title, lang, size, bold=True) if plot.title else ""
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
        f'<c:chartSpace {SPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f"<c:chart>{title}"
        f'<c:autoTitleDeleted val="{int(not plot.title)}"/>'
        f"<c:plotArea>{_frame(plot)}{_body(plot, series)}"
        f"{_axes(plot, box, lang, size)}"
        "<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f"{_legend(plot, lang, size)}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f"{properties(lang, tag='a:defRPr', size=size)}</a:pPr>"
        "<a:endParaRPr/></a:p></c:txPr></c:chartSpace>"
    )


def _beside(plot: Plot, box: Box) -> float:
    """The size (points) at which words on upright bars do not run into each other."""
    said = [label.said for each in plot.series for label in each.labels.values()]
    if plot.form != "bar" or not said:
        return MOST_SIZE
    room = box.width / Pt(1) * PLOT_SHARE / max(1, len(plot.categories))
    return max(LEAST_SIZE, room / (LETTER_SHARE * max(map(width, said))))


def _body(plot: Plot, series: Sequence[str]) -> str:
    """The series in the element of their form; lines over bars share their axes."""
    ids = f'<c:axId val="{ACROSS}"/><c:axId val="{UP}"/>'
    if plot.form == "xy":
        return (
            '<c:scatterChart><c:scatterStyle val="lineMarker"/>'
            f'<c:varyColors val="0"/>{"".join(series)}{ids}</c:scatterChart>'
        )
    if plot.form == "line":
        return _lines(series, ids)
    given = list(zip(plot.series, series, strict=True))
    bars = _bars(plot, [xml for each, xml in given if not each.is_line], ids)
    lines = [xml for each, xml in given if each.is_line]
    return bars + (_lines(lines, ids) if lines else "")


def _lines(series: Sequence[str], ids: str) -> str:
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{"".join(series)}<c:marker val="1"/>{ids}</c:lineChart>'
    )


def _bars(plot: Plot, series: Sequence[str], ids: str) -> str:
    way = "bar" if plot.form == "hbar" else "col"
    gap = 45 if len(plot.categories) > FEW else 150  # of the width of a bar, in %
    grouping = "stacked" if plot.grouping == "stacked" else "clustered"
    return (
        f'<c:barChart><c:barDir val="{way}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{"".join(series)}<c:gapWidth val="{gap}"/>'
        f'<c:overlap val="{OVERLAP[plot.grouping]}"/>{ids}</c:barChart>'
    )


def _frame(plot: Plot) -> str:
    """Room at the edges for words that stand at ticks, where Office leaves none."""
    if plot.form != "xy" or not plot.y.room or not plot.y.is_silent:
        return "<c:layout/>"
    left = min(0.4, 0.03 + plot.y.room * LETTER)
    top = 0.1 if _is_named(plot) else 0.03
    parts = {"x": left, "y": top, "w": 0.97 - left, "h": 0.87 - top}
    said = "".join(f'<c:{name} val="{part:.4f}"/>' for name, part in parts.items())
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/>'
        '<c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{said}</c:manualLayout></c:layout>"
    )


def _axes(plot: Plot, box: Box, lang: Lang, size: float) -> str:
    """Both axes; the one of figures has faint lines across the plot."""
    lies = plot.form == "hbar"
    if plot.form == "xy":
        first = _value_axis(plot.x, ACROSS, UP, "b", plot.y, lang, size, has_grid=False)
    else:
        first = _category_axis(plot, box, lang, size)
    return first + _value_axis(
        plot.y, UP, ACROSS, "b" if lies else "l", plot.x, lang, size, has_grid=True
    )


def _category_axis(plot: Plot, box: Box, lang: Lang, size: float) -> str:
    lies = plot.form == "hbar"
    way = "maxMin" if plot.x.is_reversed else "minMax"
    room = box.height / ROW if lies else 1000
    size = size if len(plot.categories) <= room else min(size, TIGHT)
    skip = -(-len(plot.categories) // NAMED) if plot.form == "line" else 1
    every = f'<c:tickLblSkip val="{skip}"/>'
    is_named = any(plot.categories)
    return (
        f'<c:catAx><c:axId val="{ACROSS}"/>'
        f'<c:scaling><c:orientation val="{way}"/></c:scaling>'
        f'<c:delete val="{int(not is_named)}"/>'
        f'<c:axPos val="{"l" if lies else "b"}"/>'
        f"{_axis_title(plot.x.title, lang, size, is_up=lies)}"
        '<c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{_line(QUIET)}{_text(lang, size)}'
        f'<c:crossAx val="{UP}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="60"/>{every}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(
    axis: Axis, own: int, other: int, side: str, beside: Axis, lang: Lang,
    size: float, *, has_grid: bool,
) -> str:  # fmt: skip
    """An axis of figures; it stands where the other one begins, as it is drawn."""
    way = "maxMin" if axis.is_reversed else "minMax"
    ends = [("max", axis.high), ("min", axis.low)]
    span = "".join(f'<c:{n} val="{end!r}"/>' for n, end in ends if end is not None)
    unit = f'<c:majorUnit val="{axis.unit!r}"/>' if axis.unit else ""
    grid = f"<c:majorGridlines>{_line(FAINT)}</c:majorGridlines>" if has_grid else ""
    crosses = "max" if beside.is_reversed else "min"
    between = "midCat" if beside.low is not None else "between"
    labels = "none" if axis.is_silent else "nextTo"
    has_grid = has_grid and not axis.is_silent
    return (
        f'<c:valAx><c:axId val="{own}"/>'
        f'<c:scaling><c:orientation val="{way}"/>{span}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{grid}'
        f"{_axis_title(axis.title, lang, size, is_up=side == 'l')}"
        f'<c:numFmt formatCode="{escape(axis.form)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{labels}"/>{_line("" if has_grid else QUIET)}'
        f'{_text(lang, size)}<c:crossAx val="{other}"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="{between}"/>{unit}</c:valAx>'
    )


def _axis_title(title: str, lang: Lang, size: float, *, is_up: bool) -> str:
    return _title(title, lang, size, turn=-90 if is_up else 0) if title else ""


def _title(
    said: str, lang: Lang, size: float, *, bold: bool = False, turn: int = 0
) -> str:
    turned = f' rot="{turn * 60_000}" vert="horz"' if turn else ""
    look = properties(lang, tag="a:defRPr", size=size, bold=bold)
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p>"
        f"<a:pPr>{look}</a:pPr>{run(said, lang, size=size, bold=bold)}</a:p></c:rich>"
        '</c:tx><c:overlay val="0"/></c:title>'
    )


def _line(colour: str) -> str:
    if not colour:
        return "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return f'<c:spPr><a:ln w="9525">{fill}</a:ln></c:spPr>'


def _text(lang: Lang, size: float) -> str:
    look = properties(lang, tag="a:defRPr", size=size, colour=QUIET)
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/>"
        f"<a:p><a:pPr>{look}</a:pPr><a:endParaRPr/></a:p></c:txPr>"
    )


def _is_named(plot: Plot) -> bool:
    """Whether there is more than one name, and no names beside the series."""
    names = {series.name for series in plot.series if series.name}
    return len(names) > 1 and not plot.is_told_apart


def _legend(plot: Plot, lang: Lang, size: float) -> str:
    """The names of the series that have one, each once."""
    if not _is_named(plot):
        return ""
    told: set[str] = set()
    silent = ""
    for place, series in enumerate(plot.series):
        if not series.name or series.name in told:
            silent += (
                f'<c:legendEntry><c:idx val="{place}"/><c:delete val="1"/>'
                "</c:legendEntry>"
            )
        told.add(series.name)
    return (
        f'<c:legend><c:legendPos val="t"/>{silent}<c:overlay val="0"/>'
        f"{_text(lang, size)}</c:legend>"
    )
