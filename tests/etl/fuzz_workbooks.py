"""Workbooks as offices keep them, and as nobody should send them."""

import zipfile
from random import Random

from tests.etl.fuzz_tables import SECRET, TITLES, Table, table
from tests.etl.fuzz_texts import Kind, Made, mutation
from tests.etl.xlsx import (
    HEAD,
    MAIN,
    RELATIONS,
    SHEET_XML,
    Book,
    Xml,
    parts_of,
    zipped,
)

HOSTILE = "file.hostile_workbook"
DAMAGED = "file.damaged_workbook"


def cells_of(made: Table) -> list[list[object]]:
    """The table's rows with its header."""
    return [list(made.header), *[list(row) for row in made.rows]]


def _titled(rng: Random, rows: list[list[object]], most: int) -> list[list[object]]:
    above = [[rng.choice(TITLES)] for _ in range(rng.choice((0, 1, 3, most)))]
    return [*above, *rows]


def _book(rng: Random, *sheets: list[list[object]]) -> Book:
    strings = rng.choice(("inline", "shared", "str"))
    return Book(list(sheets), strings=strings, references=rng.random() < 0.8)


def _made(
    made: Table, content: bytes, status: str, rows: int | None = None, *reasons: str
) -> Made:
    return Made(content, status, rows, reasons, made.dataset.name, ".xlsx")


def whole(rng: Random) -> Made:
    """A workbook of one sheet, with numbers, dates, truth values and errors."""
    made = table(rng)
    rows = cells_of(made)
    for row in rows[1:]:
        for at in range(1, len(row)):
            row[at] = _typed(rng, row[at])
    rows = [part for row in rows for part in rng.choice(([row], [row, []]))]
    book = _book(rng, _titled(rng, rows, 9))
    book.references = True
    if rng.random() < 0.2:
        book.properties = '<workbookPr date1904="1"/>'
    return _made(made, zipped(parts_of(book)), "loaded", len(made.rows))


def _typed(rng: Random, cell: object) -> object:
    kinds = (
        Xml(f'<c{{ref}} s="1"><v>{rng.choice((0, 1, 43000, 43000.5, -5))}</v></c>'),
        Xml(f'<c{{ref}} s="1"><v>{rng.choice((1e10, 1e300, "NaN"))}</v></c>'),
        Xml('<c{ref} s="2"><v>1.25</v></c>'),
        Xml('<c{ref} t="d"><v>2020-08-15T10:30:00Z</v></c>'),
        Xml(f'<c{{ref}} t="e"><v>{rng.choice(("#N/A", "#REF!", "#DIV/0!"))}</v></c>'),
        Xml(f'<c{{ref}} t="b"><v>{rng.choice((0, 1))}</v></c>'),
        Xml(f"<c{{ref}}><f>1+1</f>{rng.choice(('', '<v/>', '<v>2</v>'))}</c>"),
        Xml('<c{ref} t="str"><f>A1&amp;"x"</f><v>x</v></c>'),
        rng.choice((0, -1, 2563, 12.5, 1e-7, 1e17)),
    )
    return rng.choice(kinds) if rng.random() < 0.15 else cell


def several_sheets(rng: Random) -> Made:
    """Sheets of data beside empty ones, notes, and hidden ones that nobody reads."""
    made = table(rng)
    notes = [["กรอกทุกช่อง"], [made.header[0], "ต้องมี"]]
    secret = [list(made.header), *[[SECRET] * len(made.header)] * 3]
    sheets = [cells_of(made), [], notes, secret, cells_of(made), secret]
    book = _book(rng, *sheets)
    book.states = {3: "hidden", 5: "veryHidden"}
    return _made(made, zipped(parts_of(book)), "loaded", 2 * len(made.rows))


def chart_sheet(rng: Random) -> Made:
    """A sheet that holds a chart and no cells."""
    made = table(rng)
    parts = parts_of(_book(rng, cells_of(made), []))
    parts["xl/chartsheets/sheet1.xml"] = f"<chartsheet {MAIN}/>".encode()
    del parts["xl/worksheets/sheet2.xml"]
    _change(
        parts,
        "xl/_rels/workbook.xml.rels",
        f'{RELATIONS}/worksheet" Target="worksheets/sheet2.xml',
        f'{RELATIONS}/chartsheet" Target="chartsheets/sheet1.xml',
    )
    return _made(made, zipped(parts), "loaded", len(made.rows))


def _change(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    changed = parts[name].replace(old.encode(), new.encode())
    if changed == parts[name]:
        raise ValueError(f"nothing to change in {name}")
    parts[name] = changed


def merged_cells(rng: Random) -> Made:
    """A title over all columns and merged cells among the rows."""
    made = table(rng)
    parts = parts_of(_book(rng, [[rng.choice(TITLES)], *cells_of(made)]))
    merges = '</sheetData><mergeCells count="2"><mergeCell ref="A1:D1"/>'
    merges += '<mergeCell ref="B3:B4"/></mergeCells>'
    _change(parts, SHEET_XML, "</sheetData>", merges)
    return _made(made, zipped(parts), "loaded", len(made.rows))


def far_cell(rng: Random) -> Made:
    """A cell at the end of the world; one that is empty does no harm."""
    made = table(rng)
    book = _book(rng, cells_of(made))
    if rng.random() < 0.3:
        book.extra = '<row r="1048576" ht="12.8"/>'
        return _made(made, zipped(parts_of(book)), "loaded", len(made.rows))
    place, row = rng.choice((("XFD1048576", 1048576), ("ZZZ9", 9), ("AMJ90000", 90000)))
    book.extra = f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'
    return _made(made, zipped(parts_of(book)), "refused", None, HOSTILE)


def bomb(rng: Random) -> Made:
    """A part that unpacks to a hundred times its size and more."""
    made = table(rng)
    parts = parts_of(_book(rng, cells_of(made)))
    zeros = bytes(rng.choice((3_000_000, 20_000_000)))
    name = rng.choice(("xl/media/x.bin", "docProps/thumbnail.jpeg", "x"))
    if rng.random() < 0.3:
        _change(parts, SHEET_XML, "</worksheet>", "</worksheet>" + " " * 4_000_000)
    else:
        parts[name] = zeros
    content = zipped(parts)
    if rng.random() < 0.3:  # what the archive says of its own size is not trusted
        content = content.replace(len(zeros).to_bytes(4, "little"), b"\x09\0\0\0")
        return _made(made, content, "refused", None, HOSTILE, DAMAGED)
    return _made(made, content, "refused", None, HOSTILE)


def many_copies(rng: Random) -> Made:
    """One long text that thousands of cells refer to."""
    made = table(rng)
    book = _book(rng, cells_of(made))
    book.strings, book.references = "shared", True
    parts = parts_of(book)
    number = parts["xl/sharedStrings.xml"].count(b"<si>")
    text = f"<si><t>{'กข' * 20_000}</t></si></sst>"
    _change(parts, "xl/sharedStrings.xml", "</sst>", text)
    row = "".join(f'<c t="s"><v>{number}</v></c>' for _ in range(200))
    rows = "".join(f'<row r="{line}">{row}</row>' for line in range(2000, 2200))
    _change(parts, SHEET_XML, "</sheetData>", rows + "</sheetData>")
    parts["xl/media/x.bin"] = rng.randbytes(300_000)
    return _made(made, zipped(parts), "refused", None, HOSTILE)


def entities(rng: Random) -> Made:
    """A document type with entities that would grow."""
    made = table(rng)
    parts = parts_of(_book(rng, cells_of(made)))
    name = rng.choice(list(parts))
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    system = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    _change(parts, name, HEAD, HEAD + rng.choice((laughs, system)))
    return _made(made, zipped(parts), "refused", None, HOSTILE)


def external_link(rng: Random) -> Made:
    """A reference to another workbook."""
    made = table(rng)
    parts = parts_of(_book(rng, cells_of(made)))
    place = rng.choice(("externalLinks/externalLink1.xml", "elsewhere.xml"))
    parts[f"xl/{place}"] = f"<externalLink {MAIN}/>".encode()
    link = (
        f'<Relationship Id="rId99" Type="{RELATIONS}/externalLink" Target="{place}"/>'
    )
    end = "</Relationships>"
    _change(parts, "xl/_rels/workbook.xml.rels", end, link + end)
    return _made(made, zipped(parts), "refused", None, HOSTILE)


def encrypted(rng: Random) -> Made:
    """A workbook whose parts say that they are encrypted."""
    made = table(rng)
    content = bytearray(zipped(parts_of(_book(rng, cells_of(made)))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return _made(made, bytes(content), "refused", None, "file.old_or_encrypted")


def damaged(rng: Random) -> Made:
    """Cut short, without its list of parts, or without a part it needs."""
    made = table(rng)
    parts = parts_of(_book(rng, cells_of(made)))
    content = zipped(parts)
    accident = rng.randrange(4)
    if accident == 0:
        content = content[: rng.randrange(4, len(content) - 30)]
    elif accident == 1:
        at = content.find(b"PK\x01\x02")
        content = content[:at] + bytes(20) + content[at + 20 :]
    elif accident == 2:
        needed = ("xl/workbook.xml", SHEET_XML, "xl/_rels/workbook.xml.rels")
        del parts[rng.choice(needed)]
        content = zipped(parts)
    else:
        name = rng.choice(("xl/workbook.xml", SHEET_XML))
        parts[name] = parts[name][: rng.randrange(len(parts[name]) // 2)]
        content = zipped(parts)
    return _made(made, content, "refused", None)


def broken_strings(rng: Random) -> Made:
    """Cells that refer to texts which are not there."""
    made = table(rng)
    book = _book(rng, cells_of(made))
    book.strings = "shared"
    parts = parts_of(book)
    if rng.random() < 0.5:
        del parts["xl/sharedStrings.xml"]
    else:
        _change(parts, SHEET_XML, "<v>1</v>", f"<v>{rng.choice((999, -1, 'x'))}</v>")
    return _made(made, zipped(parts), "")


def odd_package(rng: Random) -> Made:
    """Wrong content types, another compression, or an archive of something else."""
    made = table(rng)
    parts = parts_of(_book(rng, cells_of(made)))
    oddity = rng.randrange(4)
    if oddity == 0:
        _change(parts, "[Content_Types].xml", "spreadsheetml", "wordprocessingml")
        return _made(made, zipped(parts), "")
    if oddity == 1:
        del parts["[Content_Types].xml"]
        return _made(made, zipped(parts), "")
    if oddity == 2:
        method = rng.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
        return _made(made, zipped(parts, method), "refused", None, DAMAGED)
    content = zipped({"word/document.xml": parts["xl/workbook.xml"]})
    return _made(made, content, "refused", None, "file.not_text")


def broken_sheet(rng: Random) -> Made:
    """A whole sheet beside one whose header lacks a column or has one twice."""
    made = table(rng)
    broken = cells_of(made)
    required = [f.name for f in made.dataset.columns if f.required]
    names = [name for name in required if name in made.names and name[:8] != "province"]
    at = made.names.index(rng.choice(names))
    is_twice = rng.random() < 0.5
    for row in broken:
        if is_twice:
            row.append(row[at])
        else:
            row[at] = "x"
    sheets = [cells_of(made), broken]
    rng.shuffle(sheets)
    reason = "file.repeated_column" if is_twice else "file.missing_column"
    return _made(made, zipped(parts_of(_book(rng, *sheets))), "refused", None, reason)


def refused_sheets(rng: Random) -> Made:
    """No visible sheet with a header, or none with rows."""
    made = table(rng)
    case = rng.randrange(4)
    if case == 0:
        book = _book(rng, [[rng.choice(TITLES)]] * rng.randint(20, 25) + cells_of(made))
    elif case == 1:
        book = _book(rng, [["x"]], cells_of(made))
        book.states = {1: "hidden"}
    elif case == 2:
        book = _book(rng, [])
    else:
        book = _book(rng, [list(made.header), [], [""]])
    reason = "file.no_rows" if case == 3 else "file.no_header"
    return _made(made, zipped(parts_of(book)), "refused", None, reason)


def mutated(rng: Random) -> Made:
    """A good workbook with accidents in its archive."""
    made = rng.choice((whole, several_sheets))(rng)
    return Made(mutation(rng, made.content), dataset=made.dataset, ending=".xlsx")


def mutated_part(rng: Random) -> Made:
    """A sound archive with accidents in one of its parts."""
    made = table(rng)
    parts = parts_of(_book(rng, cells_of(made)))
    name = rng.choice(list(parts))
    parts[name] = mutation(rng, parts[name])
    return _made(made, zipped(parts), "")


def odd_numbers(rng: Random) -> Made:
    """References, styles, types and values that no program writes."""
    made = table(rng)
    book = _book(rng, cells_of(made))
    cells = (
        '<c r="" t="n"><v>1</v></c>',
        '<c r="1A"><v>1</v></c>',
        '<c r="A0"><v>1</v></c>',
        '<c r="A1" s="99999999999"><v>1</v></c>',
        '<c r="B2" t="zz"><v>1</v></c>',
        '<c r="a3"><v>1e999</v></c>',
        '<c s="1"><v>-1e300</v></c>',
        '<c t="s"><v>1.5</v></c>',
        '<c t="b"><v>9</v></c>',
        '<c t="inlineStr"><is><t>_x0000_&#0;&#xD800;</t></is></c>',
        '<c><f t="shared" ref="A1:XFD1048576" si="0">1+</f></c>',
    )
    inner = "".join(rng.choices(cells, k=rng.randint(1, 4)))
    book.extra = f'<row r="{rng.choice((40, 0, "x", 4294967296))}">{inner}</row>'
    return _made(made, zipped(parts_of(book)), "")


def wide(rng: Random) -> Made:
    """A sheet of all columns that Excel has."""
    made = table(rng, rows=rng.choice((1, 10)))
    rows = cells_of(made)
    for row in rows:
        row += [rng.randrange(10**9) for _ in range(16_384 - len(row))]
    return _made(made, zipped(parts_of(_book(rng, rows))), "loaded", len(made.rows))


KINDS: dict[str, Kind] = {
    "workbook": (8, whole),
    "several sheets": (4, several_sheets),
    "chart sheet": (2, chart_sheet),
    "merged cells": (2, merged_cells),
    "far cell": (2, far_cell),
    "bomb": (2, bomb),
    "many copies": (1, many_copies),
    "entities": (2, entities),
    "external link": (2, external_link),
    "encrypted": (1, encrypted),
    "damaged": (4, damaged),
    "broken strings": (3, broken_strings),
    "odd package": (3, odd_package),
    "broken sheet": (3, broken_sheet),
    "refused sheets": (3, refused_sheets),
    "mutated workbook": (6, mutated),
    "mutated part": (10, mutated_part),
    "odd numbers": (4, odd_numbers),
    "wide": (0.5, wide),
}
