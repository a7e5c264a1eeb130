"""A series of a native chart as XML: look, points, labels, intervals, figures."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from dashboard.export.deck.lettering import lawful, properties, run, solid
from dashboard.export.deck.plot import Label, Mark, Plot, Series, Shade
from dashboard.export.deck.sheet import column, columns_of, head
from dashboard.text import Lang

SHARP = '<c:smooth val="0"/>'
POINT = 12_700  # EMU
SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
SILENT, VALUE = SHOWN.format(value=0), SHOWN.format(value=1)


def series_xml(plot: Plot, place: int, name: str, lang: Lang, size: float) -> str:
    """One series, in the order of elements that the schema wants.

    Args:
        plot: The chart.
        place: Of the series in it.
        name: What it is called in its workbook, and in the legend.
        lang: Of its labels.
        size: Of the chart's words, in points: no label is larger.
    """
    series = plot.series[place]
    is_bar = plot.form in ("bar", "hbar") and not series.is_line
    across, figures = columns_of(plot, place)
    # LibreOffice shows the longest columns alone: so all are equally long.
    rows = max(len(each.values) for each in plot.series)
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>'
        f"<c:tx>{_texts('strRef', head(figures), [name])}</c:tx>"
        f"{_look(series, is_bar)}"
        f"{'' if is_bar else _mark(series.mark)}"
        f"{_bar_points(series) if is_bar else _points(series)}"
        f"{_labels(series, plot, lang, size)}"
        f"{_error(series)}"
        f"{_places(plot, series, across, rows)}"
        f"{_figures('c:yVal' if plot.form == 'xy' else 'c:val', series, figures, rows)}"
        f"{'' if is_bar else SHARP}</c:ser>"
    )


def fill_xml(shade: Shade | None) -> str:
    """The fill of a shape."""
    if shade is None:
        return "<a:noFill/>"
    if shade.hatch:
        return (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr>{solid(shade.hatch)}</a:fgClr>'
            f"<a:bgClr>{solid(shade.colour, shade.share)}</a:bgClr></a:pattFill>"
        )
    return f"<a:solidFill>{solid(shade.colour, shade.share)}</a:solidFill>"


def line_xml(shade: Shade | None, width: float = 0.75, dash: str = "solid") -> str:
    """The line of a shape, its width in points."""
    if shade is None:
        return "<a:ln><a:noFill/></a:ln>"
    return (
        f'<a:ln w="{round(width * POINT)}" cap="flat">{fill_xml(shade)}'
        f'<a:prstDash val="{dash}"/><a:round/></a:ln>'
    )


def _look(series: Series, is_bar: bool) -> str:
    if is_bar:
        edge = Shade(series.fill.hatch) if series.fill and series.fill.hatch else None
        look = f"{fill_xml(series.fill)}{line_xml(edge)}"
        return f'<c:spPr>{look}</c:spPr><c:invertIfNegative val="0"/>'
    return f"<c:spPr>{line_xml(series.line, series.width, series.dash)}</c:spPr>"


def _mark(mark: Mark | None) -> str:
    if mark is None or mark.form == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:marker><c:symbol val="{mark.form}"/><c:size val="{mark.size}"/>'
        f"<c:spPr>{fill_xml(mark.fill)}{line_xml(mark.edge, 1.25)}</c:spPr></c:marker>"
    )


def _bar_points(series: Series) -> str:
    return "".join(
        f'<c:dPt><c:idx val="{row}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{fill_xml(fill)}</c:spPr></c:dPt>"
        for row, fill in sorted(series.fills.items())
    )


def _points(series: Series) -> str:
    line = line_xml(series.line, series.width, series.dash)
    return "".join(
        f'<c:dPt><c:idx val="{row}"/>{_mark(mark)}<c:bubble3D val="0"/>'
        f"<c:spPr>{line}</c:spPr></c:dPt>"
        for row, mark in sorted(series.marks.items())
    )


def _labels(series: Series, plot: Plot, lang: Lang, size: float) -> str:
    """Words at points, and none at the others; a figure stays a figure."""
    if not series.labels:
        return ""
    each = "".join(
        _label(row, label, plot.y.form, lang, min(size, label.size))
        for row, label in sorted(series.labels.items())
    )
    return f"<c:dLbls>{each}{SILENT}</c:dLbls>"


def _label(row: int, label: Label, form: str, lang: Lang, size: float) -> str:
    colour = label.colour or None
    place = f'<c:dLblPos val="{label.place}"/>'
    plain = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    if label.is_value:
        look = properties(lang, tag="a:defRPr", size=size, colour=colour)
        told = (
            f'<c:numFmt formatCode="{escape(form)}" sourceLinked="0"/>{plain}'
            f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr></a:p></c:txPr>"
        )
    else:
        said = run(label.said, lang, size=size, colour=colour)
        turned = f' rot="{label.turn * 60_000}" vert="horz"' if label.turn else ""
        told = (
            f'<c:tx><c:rich><a:bodyPr{turned} wrap="none"/><a:lstStyle/>'
            f"<a:p>{said}</a:p></c:rich></c:tx>{plain}"
        )
    return f'<c:dLbl><c:idx val="{row}"/>{told}{place}{VALUE}</c:dLbl>'


def _error(series: Series) -> str:
    """The intervals, whose lengths stand in the chart itself."""
    if series.error is None:
        return ""
    up, down = (
        _numbers("numLit", "", lengths, len(lengths)) for lengths in series.error
    )
    return (
        '<c:errBars><c:errDir val="y"/><c:errBarType val="both"/>'
        '<c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{up}</c:plus><c:minus>{down}</c:minus>"
        f"<c:spPr>{line_xml(series.mark.edge if series.mark else None, 1.5)}</c:spPr>"
        "</c:errBars>"
    )


def _places(plot: Plot, series: Series, number: int, rows: int) -> str:
    cells = column(number, rows)
    if plot.form == "xy":
        return f"<c:xVal>{_numbers('numRef', cells, series.across, rows)}</c:xVal>"
    return f"<c:cat>{_texts('strRef', cells, plot.categories)}</c:cat>"


def _figures(tag: str, series: Series, number: int, rows: int) -> str:
    cells = column(number, rows)
    return f"<{tag}>{_numbers('numRef', cells, series.values, rows)}</{tag}>"


def _numbers(tag: str, cells: str, values: Sequence[float | None], rows: int) -> str:
    """Figures; one that is missing is left out, as the cell is empty."""
    points = "".join(
        f'<c:pt idx="{row}"><c:v>{value!r}</c:v></c:pt>'
        for row, value in enumerate(values)
        if value is not None
    )
    held = f'<c:formatCode>General</c:formatCode><c:ptCount val="{rows}"/>'
    if tag == "numLit":
        return f"<c:numLit>{held}{points}</c:numLit>"
    return (
        f"<c:{tag}><c:f>{cells}</c:f><c:numCache>{held}{points}</c:numCache></c:{tag}>"
    )


def _texts(tag: str, cells: str, texts: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{row}"><c:v>{escape(lawful(said))}</c:v></c:pt>'
        for row, said in enumerate(texts)
    )
    return (
        f"<c:{tag}><c:f>{cells}</c:f><c:strCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:{tag}>'
    )
