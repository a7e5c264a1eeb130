"""Workbooks written part by part, as openpyxl would not."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_XML = "xl/worksheets/sheet1.xml"


@dataclass
class Book:
    """A workbook to be written.

    Attributes:
        sheets: The rows of each visible sheet; a cell is a text, a number or raw XML.
        states: "hidden" or "veryHidden" by position.
        extra: XML behind the cells of the first sheet.
        strings: "inline", "shared" or "str".
    """

    sheets: list[list[list[object]]]
    states: dict[int, str] = field(default_factory=dict)
    extra: str = ""
    strings: str = "inline"
    references: bool = True
    properties: str = ""


class Xml(str):
    """A cell whose element is given as it is, with {ref} for its reference."""


def parts_of(book: Book) -> dict[str, bytes]:
    """The parts of the workbook by name."""
    shared: dict[str, int] = {}
    count = len(book.sheets)
    parts = {
        "[Content_Types].xml": _content_types(count),
        "_rels/.rels": _relations(["officeDocument"], ["xl/workbook.xml"]),
        "xl/workbook.xml": _workbook(book),
        "xl/_rels/workbook.xml.rels": _relations(
            ["worksheet"] * count + ["styles", "sharedStrings"],
            [f"worksheets/sheet{n}.xml" for n in range(1, count + 1)]
            + ["styles.xml", "sharedStrings.xml"],
        ),
        "xl/styles.xml": f'<styleSheet {MAIN}><cellXfs count="3"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(book.sheets, 1):
        extra = book.extra if number == 1 else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(book, rows, shared, extra)
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{texts}</sst>"
    return {name: (HEAD + text).encode() for name, text in parts.items()}


def _content_types(sheets: int) -> str:
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    kinds |= {f"/xl/worksheets/sheet{n + 1}.xml": "worksheet" for n in range(sheets)}
    kinds |= {"/xl/sharedStrings.xml": "sharedStrings"}
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{spread}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(kinds: list[str], targets: list[str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(zip(kinds, targets, strict=True), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _workbook(book: Book) -> str:
    sheets = "".join(
        f"<sheet name={quoteattr(f'ชีต {n}')} sheetId={quoteattr(str(n))} "
        f'state="{book.states.get(n - 1, "visible")}" r:id="rId{n}"/>'
        for n in range(1, len(book.sheets) + 1)
    )
    return (
        f'<workbook {MAIN} xmlns:r="{RELATIONS}">{book.properties}'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def _sheet(
    book: Book, rows: list[list[object]], shared: dict[str, int], extra: str
) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(book, cell, f"{_letters(at)}{number}", shared)
            for at, cell in enumerate(row)
        )
        place = f' r="{number}"' if book.references else ""
        lines.append(f"<row{place}>{cells}</row>")
    return (
        f"<worksheet {MAIN}><sheetData>{''.join(lines)}{extra}</sheetData></worksheet>"
    )


def _letters(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(book: Book, cell: object, place: str, shared: dict[str, int]) -> str:
    ref = f' r="{place}"' if book.references else ""
    if isinstance(cell, Xml):
        return cell.replace("{ref}", ref)
    if isinstance(cell, int | float):
        return f"<c{ref}><v>{cell}</v></c>"
    text = escape(str(cell))
    if not text:
        return f'<c{ref} s="0"/>'
    if book.strings == "shared":
        number = shared.setdefault(str(cell), len(shared))
        return f'<c{ref} t="s"><v>{number}</v></c>'
    if book.strings == "str":
        return f'<c{ref} t="str"><v>{text}</v></c>'
    return f'<c{ref} t="inlineStr"><is><t>{text}</t></is></c>'


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as one archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()
