"""The sheet of explanations: how to fill in and hand over, each column, rules, codes.

No line of it may look like a header: a cell holds a heading of the dataset only in the
line of that one field, so that the sheet is never read as data.
"""

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from etl import describe
from etl.datasets import Dataset, Field, datasets
from etl.describe import Both
from etl.templates import look
from etl.templates.look import Look

WIDTHS = (30, 13, 58, 27, 27, 27)
THAI, ENGLISH = (0, 2), (3, 5)  # columns that a text of both languages spans
SMALLER = 0.85  # an English letter against a Thai one


def write(sheet: Worksheet, dataset: Dataset, style: Look) -> None:
    """Write the explanations of the dataset."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    name = describe.title(dataset)
    row = _headline(sheet, 0, describe.said("notes.title", title=name), style.title)
    about = Both(dataset.description_th, dataset.description_en)
    row = _pair(sheet, row, about, style.plain)
    row = _headline(sheet, row, describe.said("notes.how"), style.section)
    for number, step in enumerate(steps(dataset), 1):
        numbered = Both(*(f"{number}. {text}" for text in step))
        row = _pair(sheet, row, numbered, style.plain)
    row = _columns(sheet, row, dataset, style)
    if dataset.rules:
        row = _headline(sheet, row, describe.said("notes.rules"), style.section)
        for rule in dataset.rules:
            text = Both(f"• {rule.text_th}", f"• {rule.text_en}")
            row = _pair(sheet, row, text, style.plain)
    _codes(sheet, row, dataset, style)


def steps(dataset: Dataset) -> list[Both]:
    """What to know before the first row, in order."""
    said = describe.said
    recorded = describe.title(dataset.field("recorded_at"))
    key = describe.key(dataset)
    found = [
        said("step.fill", sheet=dataset.title_th),
        said("step.name", name=dataset.name),
        said("step.hand_over"),
        said("step.dates"),
        said("step.empty"),
        said("step.totals"),
        said("step.personal"),
    ]
    if any(field.resolves for field in dataset.fields):
        code = describe.title(dataset.field("province_code"))
        found.append(said("step.province", code=code))
    found.append(said("step.correct", key=key, recorded=recorded))
    if dataset.rejects_same_key:
        found.append(said("step.conflict", key=key, recorded=recorded))
    if dataset.name != "withdrawal":
        withdrawal = datasets()["withdrawal"]
        found.append(said("step.withdraw", title=describe.title(withdrawal)))
    return found


def of_field(dataset: Dataset, field: Field) -> str:
    """The note at a heading: needed or not, what goes in, an example."""
    needed = _needed(dataset, field)
    sentences = describe.explained(field)
    shown = next(filter(None, describe.examples(dataset, field)), "")
    example = describe.said("word.example", example=shown)
    thai = [needed.th, *(sentence.th for sentence in sentences), example.th]
    english = [needed.en, *(sentence.en for sentence in sentences)]
    return "\n".join(
        [f"{field.title_th}: {thai[0]}", *thai[1:], ""]
        + [f"{field.title_en}: {english[0]}", *english[1:]]
    )


def _needed(dataset: Dataset, field: Field) -> Both:
    is_required = describe.is_required(dataset, field)
    return describe.said("word.required" if is_required else "word.optional")


def _headline(sheet: Worksheet, row: int, text: Both, style: Format) -> int:
    """Write a heading in both languages; gives the next row."""
    sheet.set_row(row, 40)
    sheet.write_string(row, THAI[0], text.th, style)
    sheet.write_string(row, ENGLISH[0], text.en, style)
    return row + 1


def _pair(sheet: Worksheet, row: int, text: Both, style: Format) -> int:
    """Write a text in both languages side by side; gives the next row."""
    most = 1
    for (first, last), words in zip((THAI, ENGLISH), text, strict=True):
        sheet.merge_range(row, first, row, last, words, style)
        width = sum(WIDTHS[first : last + 1])
        most = max(most, look.lines_of(words, width))
    sheet.set_row(row, most * look.LINE + 2)
    return row + 1


def _columns(sheet: Worksheet, row: int, dataset: Dataset, style: Look) -> int:
    """One line for each column, with its examples; gives the next row."""
    said = describe.said
    row = _headline(sheet, row, said("notes.columns"), style.section)
    shown = [said(f"head.{head}") for head in ("title", "required", "explained")]
    shown += [
        said("head.example", number=number)
        for number in range(1, len(dataset.examples) + 1)
    ]
    for column, text in enumerate(shown):
        sheet.write_string(row, column, f"{text.th}\n{text.en}", style.head)
    sheet.set_row(row, 2 * look.LINE + 4)
    for field in describe.form(dataset):
        row += 1
        _field(sheet, row, dataset, field, style)
    return row + 1


def _field(
    sheet: Worksheet, row: int, dataset: Dataset, field: Field, style: Look
) -> None:
    sentences = describe.explained(field)
    thai = "\n".join(sentence.th for sentence in sentences)
    english = " ".join(f"{sentence.en.rstrip('.')}." for sentence in sentences)
    names = Both(field.title_th, f"{field.title_en} ({field.name})")
    texts = [names, _needed(dataset, field), Both(thai, english)]
    lines = [
        _both(sheet, row, column, text, style) for column, text in enumerate(texts)
    ]
    for column, example in enumerate(describe.examples(dataset, field), len(texts)):
        sheet.write_string(row, column, example, style.cell)
        lines.append(look.lines_of(example, WIDTHS[column]))
    sheet.set_row(row, max(lines) * look.LINE + 4)


def _both(sheet: Worksheet, row: int, column: int, text: Both, style: Look) -> int:
    """Write Thai and below it English in one cell; gives the lines it takes."""
    parts = (style.thai, f"{text.th}\n", style.english, text.en)
    sheet.write_rich_string(row, column, *parts, style.cell)
    width = WIDTHS[column]
    return look.lines_of(text.th, width) + look.lines_of(text.en, width / SMALLER)


def _codes(sheet: Worksheet, row: int, dataset: Dataset, style: Look) -> None:
    """The lists of the dataset but the provinces: Thai label, English label, code."""
    for field in describe.form(dataset):
        if not field.code_list:
            continue
        title = describe.said("notes.codes", title=describe.title(field))
        row = _headline(sheet, row, title, style.section)
        for code in describe.list_of(field):
            label = describe.label(code)
            sheet.merge_range(row, 0, row, 1, label.th, style.cell)
            sheet.write_string(row, 2, label.en, style.cell)
            sheet.write_string(row, 3, code.code, style.cell)
            lines = look.lines_of(label.th, sum(WIDTHS[:2]))
            sheet.set_row(row, lines * look.LINE + 2)
            row += 1
