"""The workbook inside a chart: its figures to be edited, and what stands beneath it."""

import io
from collections.abc import Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from dashboard.export.deck.plot import Plot, Series

SHEET = "Sheet1"  # as in any chart that PowerPoint itself makes
MADE = datetime(2020, 1, 1)  # noqa: DTZ001  XlsxWriter takes it as it is


def column(number: int, rows: int) -> str:
    """The cells of a column's figures, as a chart names them."""
    name = xl_col_to_name(number)
    return f"{SHEET}!${name}$2:${name}${rows + 1}"


def head(number: int) -> str:
    """The cell above them."""
    return f"{SHEET}!${xl_col_to_name(number)}$1"


def columns_of(plot: Plot, place: int) -> tuple[int, int]:
    """The columns of a series: where its points stand, and its figures.

    Categories stand once, in the first column; of an XY chart each series has its own.
    """
    return (2 * place, 2 * place + 1) if plot.form == "xy" else (0, place + 1)


def workbook(
    plot: Plot, names: Sequence[str], foot: Sequence[str], foot_name: str
) -> bytes:
    """The workbook of a chart.

    Args:
        plot: The chart.
        names: Of its series, in their order: what the columns are called.
        foot: The lines that stand beneath the chart, on a sheet of their own.
        foot_name: Of that sheet.
    """
    out = io.BytesIO()
    with Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": MADE})
        sheet, notes = book.add_worksheet(SHEET), book.add_worksheet(foot_name)
        notes.write_column(0, 0, foot)
        if plot.form != "xy":
            sheet.write_column(1, 0, plot.categories)
        for place, (series, name) in enumerate(zip(plot.series, names, strict=True)):
            across, figures = columns_of(plot, place)
            sheet.write(0, figures, name)
            sheet.write_column(1, figures, series.values)
            if plot.form == "xy":
                sheet.write(0, across, plot.x.title)
                sheet.write_column(1, across, series.across)
            if series.corners:
                _follow(
                    sheet, series, columns_of(plot, place), columns_of(plot, place + 1)
                )
    return out.getvalue()


def _follow(
    sheet: Worksheet, line: Series, own: tuple[int, int], points: tuple[int, int]
) -> None:
    """Write a line of steps as formulas of its points; a gap stays an empty cell."""
    given = zip(line.corners, line.across, line.values, strict=True)
    for row, (corner, *cells) in enumerate(given, 1):
        for target, source, at, value in zip(own, points, corner, cells, strict=True):
            if value is not None:
                formula = f"={xl_rowcol_to_cell(at + 1, source)}"
                sheet.write_formula(row, target, formula, None, value)
