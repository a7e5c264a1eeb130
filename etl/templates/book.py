"""The workbook of one dataset: the sheet to fill in, the notes, the hidden lists."""

import datetime as dt
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from etl import describe
from etl.datasets import Dataset, Field
from etl.templates import checks, look, notes
from etl.templates.look import Look

CREATED = dt.datetime(2026, 11, 22)  # fixed, so that the bytes are
TITLE, LEGEND, HEAD, FIRST, LAST = 0, 1, 2, 3, 1_048_575  # rows, from 0
NARROWEST, OF_PROSE, WIDEST = 14, 24, 36
A4 = 9


def write(file: BinaryIO, dataset: Dataset) -> None:
    """Write the template of the dataset."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "default_format_properties": {"font_name": look.FONT, "font_size": look.SIZE},
    }
    with Workbook(file, options) as book:
        title = describe.title(dataset)
        book.set_properties(
            {"title": f"{title.th} · {title.en}", "created": CREATED, "author": "พม."}
        )
        style = look.formats(book)
        data = book.add_worksheet(dataset.title_th)
        explaining = book.add_worksheet(describe.said("notes.sheet").th)
        sources = _lists(book, dataset)
        _fill_in(book, data, dataset, sources, style)
        notes.write(explaining, dataset, style)
        for sheet in (data, explaining):
            _page(sheet, title.th)


def _lists(book: Workbook, dataset: Dataset) -> dict[str, str]:
    """Write the labels to choose from into a hidden sheet; gives where each stands."""
    name = describe.said("notes.lists").th
    sheet = book.add_worksheet(name)
    sheet.hide()
    sources = {}
    fields = [field for field in describe.form(dataset) if describe.list_of(field)]
    for column, field in enumerate(fields):
        labels = [code.th for code in describe.list_of(field)]
        sheet.write_column(0, column, labels)
        first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(len(labels) - 1, column, row_abs=True, col_abs=True)
        sources[field.name] = f"='{name}'!{first}:{last}"
    return sources


def _fill_in(
    book: Workbook,
    sheet: Worksheet,
    dataset: Dataset,
    sources: dict[str, str],
    style: Look,
) -> None:
    fields = describe.form(dataset)
    sheet.set_default_row(look.LINE)
    sheet.hide_gridlines(2)  # the columns have lines of their own
    _titles(sheet, dataset, style)
    sheet.set_row(HEAD, 2 * look.LINE + 6)
    for column, field in enumerate(fields):
        _column(book, sheet, column, field, dataset, style)
        first = xl_rowcol_to_cell(FIRST, column)
        rule = checks.check(field, first, sources.get(field.name))
        sheet.data_validation(FIRST, column, LAST, column, rule)
        if describe.is_required(dataset, field):
            _mark_missing(sheet, column, len(fields), style)
    last = xl_rowcol_to_cell(LAST, len(fields) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST + 1}:{last}"})
    sheet.freeze_panes(FIRST, 1)
    sheet.repeat_rows(HEAD)
    sheet.set_selection(FIRST, 0, FIRST, 0)


def _titles(sheet: Worksheet, dataset: Dataset, style: Look) -> None:
    """The two lines above the header: what this is, and what the colours mean."""
    sheet.set_row(TITLE, 36, style.title)
    sheet.write_string(
        TITLE, 0, f"{dataset.title_th} · {dataset.title_en}", style.title
    )
    required, optional = describe.said("word.required"), describe.said("word.optional")
    note = describe.said(
        "data.legend_note", row=FIRST + 1, notes=describe.said("notes.sheet")
    )
    sheet.set_row(LEGEND, look.LINE + 6, style.legend)
    sheet.write_rich_string(
        LEGEND,
        0,
        *(
            style.required_mark,
            "■ ",
            style.legend,
            f"{required.th} {required.en} (*)   ",
        ),
        *(
            style.optional_mark,
            "■ ",
            style.legend,
            f"{optional.th} {optional.en}   ·   {note.th}",
        ),
        style.legend,
    )


def _column(
    book: Workbook,
    sheet: Worksheet,
    column: int,
    field: Field,
    dataset: Dataset,
    style: Look,
) -> None:
    """Heading, note, width and the format of every cell below."""
    is_required = describe.is_required(dataset, field)
    heading = f"{field.title_th} *" if is_required else field.title_th
    sheet.set_column(column, column, _width(dataset, field), _format(book, field))
    sheet.write_string(
        HEAD, column, heading, style.required if is_required else style.optional
    )
    text = notes.of_field(dataset, field)
    sheet.write_comment(
        HEAD,
        column,
        text,
        {
            "author": "",
            "font_name": look.FONT,
            "font_size": 14,
            "width": 340,
            "height": 24 + 23 * look.lines_of(text, 46),
            "color": "#ffffff",
        },
    )


def _width(dataset: Dataset, field: Field) -> float:
    """Room for the heading, for each choice beside its arrow and for the examples."""
    texts = [f"{field.title_th} * ", *describe.examples(dataset, field)]
    texts += [f"{code.th}   " for code in describe.list_of(field)]
    widest = max(look.width_of(text) for text in texts) / look.LETTERS_PER_WIDTH
    is_prose = field.is_free_text and not (field.pattern or field.is_id)
    return min(WIDEST, max(OF_PROSE if is_prose else NARROWEST, widest + 3))


def _format(book: Workbook, field: Field) -> Format:
    """As text what Excel would change; dates so that a wrong one is seen."""
    shown, place = _shown(field)
    properties = {
        "font_name": look.FONT,
        "font_size": look.SIZE,
        "num_format": shown,
        "border": 1,
        "border_color": look.RULE,
    }
    return book.add_format(properties | place)


def _shown(field: Field) -> tuple[str, dict[str, object]]:
    """The field's number format, and where its values stand in a cell."""
    if field.type in ("date", "datetime"):
        return look.DATE, {"align": "center"}
    if field.type == "number":
        return look.DECIMAL, {}
    if field.type in ("integer", "year") and not field.code_list:
        is_count = field.unit is not None
        return (look.COUNT, {}) if is_count else (look.PLAIN, {"align": "center"})
    return look.TEXT, {"align": "left", "indent": 1}


def _mark_missing(sheet: Worksheet, column: int, columns: int, style: Look) -> None:
    """Colour a required cell that is empty while its row has begun."""
    row = f"${xl_rowcol_to_cell(FIRST, 0)}:${xl_rowcol_to_cell(FIRST, columns - 1)}"
    cell = xl_rowcol_to_cell(FIRST, column)
    rule = {
        "type": "formula",
        "criteria": f"=AND(COUNTA({row})>0,ISBLANK({cell}))",
        "format": style.missing,
    }
    sheet.conditional_format(FIRST, column, LAST, column, rule)


def _page(sheet: Worksheet, title: str) -> None:
    """A4 landscape, as wide as the sheet, with a footer."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page = describe.said("data.page").th
    sheet.set_footer(f'&L&"{look.FONT}"&12{title}&R&"{look.FONT}"&12{page}')
