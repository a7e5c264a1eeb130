"""Delimited files and workbooks whose bytes depend on their cells alone.

A workbook is written here member by member rather than by a library: libraries stamp
the time of writing, and their bytes change with their version and with the XML parser
they find.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | int | date | None
WRITTEN_AT = (2026, 11, 22, 0, 0, 0)
SERIAL_ZERO = date(1899, 12, 30)
DATE_STYLE = 1

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">\
<fonts count="1"><font><sz val="11"/><name val="TH Sarabun New"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
</cellStyleXfs><cellXfs count="2">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
</cellXfs><cellStyles count="1">\
<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True)
class Line:
    """One line of a file; `flaw` says what is wrong with it on purpose.

    `clash` says the same of a line that is wrong only beside another file.
    """

    cells: Sequence[Cell]
    flaw: str | None = None
    clash: str | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; a delimited file is one sheet without a name."""

    lines: Sequence[Line]
    name: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Written:
    """A file on disk and the lines that are wrong on purpose: sheet, line, what."""

    path: Path
    flaws: list[dict[str, str | int]] = field(default_factory=list)
    clashes: list[dict[str, str | int]] = field(default_factory=list)


def delimited(
    path: Path,
    lines: Iterable[Line],
    encoding: str = "utf-8",
    delimiter: str = ",",
    newline: str = "\n",
) -> Written:
    """Write one CSV or TSV, every line padded to the widest as office programs do.

    A letter that the encoding lacks raises an error; UTF-16 gets its mark.
    """
    lines = list(lines)
    width = max(len(line.cells) for line in lines)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    for line in lines:
        cells = [_text(cell) for cell in line.cells]
        writer.writerow(cells + [""] * (width - len(cells)))
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    path.write_bytes(mark + text.getvalue().encode(encoding))
    return _written(path, [Sheet(lines)])


def workbook(path: Path, sheets: Sequence[Sheet]) -> Written:
    """Write one XLSX with the given sheets."""
    members = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relationships(
            [("worksheet", f"worksheets/sheet{i + 1}.xml") for i in range(len(sheets))]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, sheet in enumerate(sheets, start=1):
        members[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet.lines)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, WRITTEN_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode(), compresslevel=9)
    return _written(path, sheets)


def _written(path: Path, sheets: Sequence[Sheet]) -> Written:
    return Written(path, _noted(path, sheets, "flaw"), _noted(path, sheets, "clash"))


def _noted(
    path: Path, sheets: Sequence[Sheet], what: str
) -> list[dict[str, str | int]]:
    return [
        {"file": path.name, "sheet": sheet.name, "line": number, what: note}
        for sheet in sheets
        for number, line in enumerate(sheet.lines, start=1)
        if (note := getattr(line, what))
    ]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _sheet(lines: Sequence[Line]) -> str:
    """The sheet without cell addresses: they are optional and triple a file's size."""
    rows = "".join(f"<row>{''.join(map(_cell, line.cells))}</row>" for line in lines)
    data = f"<sheetData>{rows}</sheetData>"
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{data}</worksheet>'


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, date):
        return f'<c s="{DATE_STYLE}"><v>{(cell - SERIAL_ZERO).days}</v></c>'
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    space = "" if cell == cell.strip() else ' xml:space="preserve"'
    return f'<c t="inlineStr"><is><t{space}>{escape(cell)}</t></is></c>'


def _book(sheets: Sequence[Sheet]) -> str:
    entries = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if sheet.hidden else ''}"
        f' r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{entries}</sheets></workbook>"
    )


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{entries}</Relationships>"
    )


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{i + 1}.xml", "worksheet") for i in range(sheets)]
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{kind}.{name}+xml"/>'
        for part, name in parts
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )
