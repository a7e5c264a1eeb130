"""Delimited text as offices write it, and as it should never arrive."""

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.etl.fuzz_tables import SECRET, TITLES, TOTALS, Table, table

LINE_ENDS = ("\n", "\r\n", "\r", "mixed")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp874")
BOMS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
HEADLESS = ("file.no_header", "file.missing_column")


@dataclass(frozen=True)
class Made:
    """A file and what must become of it (see `fuzz.Expectation`)."""

    content: bytes
    status: str = ""
    rows: int | None = None
    reasons: tuple[str, ...] = ()
    dataset: str = ""
    ending: str = ".csv"


@dataclass(frozen=True)
class Form:
    """How a table is written down."""

    delimiter: str
    line_end: str
    encoding: str
    ends_line: bool = True


def form(rng: Random) -> Form:
    """Some delimiter, line end and encoding."""
    return Form(
        rng.choice(",;\t"),
        rng.choice(LINE_ENDS),
        rng.choice(ENCODINGS),
        rng.random() < 0.8,
    )


def lines_of(rows: list[list[str]], delimiter: str) -> list[str]:
    """One text for each row; a cell with a line end is quoted."""
    lines = []
    for row in rows:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerow(row)
        lines.append(text.getvalue().removesuffix("\r\n"))
    return lines


def written(rng: Random, lines: list[str], how: Form) -> bytes:
    """The lines as bytes."""
    if how.line_end == "mixed":
        text = "".join(line + rng.choice(LINE_ENDS[:3]) for line in lines)
        # a carriage return before an empty line would become one line end with it
        text = text.replace("\r\n", "\n") if "" in lines else text
    else:
        text = "".join(line + how.line_end for line in lines)
    if not how.ends_line:
        text = text.rstrip("\r\n")
    return BOMS.get(how.encoding, b"") + text.encode(how.encoding, "replace")


def ending(rng: Random) -> str:
    """What follows the dataset in a file's name."""
    return rng.choice(("", "_2563", "-08", " (1)", "_พมจ.เชียงใหม่")) + rng.choice(
        (".csv", ".csv", ".tsv", ".CSV", ".Tsv")
    )


def titled(rng: Random, most: int = 19) -> list[str]:
    """Title lines and blank lines above a header."""
    return [rng.choice((*TITLES, "")) for _ in range(rng.choice((0, 0, 1, 3, most)))]


def whole(rng: Random) -> Made:
    """A file without any fault but those of its values."""
    made, how = table(rng), form(rng)
    lines = lines_of([made.header, *made.rows], how.delimiter)
    content = written(rng, [*titled(rng), *lines], how)
    return _loaded(rng, made, content, len(made.rows))


def _loaded(rng: Random, made: Table, content: bytes, rows: int) -> Made:
    return Made(content, "loaded", rows, (), made.dataset.name, ending(rng))


def _refused(rng: Random, made: Table, content: bytes, *reasons: str) -> Made:
    return Made(content, "refused", None, reasons, made.dataset.name, ending(rng))


def blank_lines(rng: Random) -> Made:
    """Blank lines everywhere, which are no rows."""
    made, how = table(rng), form(rng)
    lines = titled(rng, 5)
    for line in lines_of([made.header, *made.rows], how.delimiter):
        commas = how.delimiter * len(made.header)
        blank = ("", "  ", how.delimiter * 3, commas, "\u00a0")
        lines += [line, *rng.choices(blank, k=rng.choice((0, 0, 1, 2)))]
    return _loaded(rng, made, written(rng, lines, how), len(made.rows))


def notes_below(rng: Random) -> Made:
    """Totals and footnotes below the table, which are rows to reject."""
    made, how = table(rng), form(rng)
    notes = rng.choices(TOTALS, k=rng.randint(1, 3))
    lines = lines_of([made.header, *made.rows], how.delimiter) + notes
    content = written(rng, [*titled(rng), *lines], how)
    return _loaded(rng, made, content, len(made.rows) + len(notes))


def ragged(rng: Random) -> Made:
    """Rows with too few or too many cells."""
    made, how = table(rng), form(rng)
    rows = []
    for row in made.rows:
        fewer = row[: rng.randint(1, len(row))]
        rows.append(rng.choice((row, fewer, [*row, "x"], [*row, ""], [*row, "", "y"])))
    lines = [*lines_of([made.header, *rows], how.delimiter), ""]
    how = Form(how.delimiter, how.line_end, how.encoding)
    return _loaded(rng, made, written(rng, lines, how), len(rows))


def line_breaks(rng: Random) -> Made:
    """Quoted cells and headings that run over several lines."""
    made, how = table(rng), form(rng)
    position = rng.randrange(len(made.header) + 1)
    heading = rng.choice(('ว่า "x",\nแล้ว', "หมาย\nเหตุ;", "คำบอกเล่า"))
    made.header.insert(position, heading)
    for row in made.rows:
        cell = rng.choice(("ก\nข", 'ว่า "ดี"\n\n, จบ', "x", f"a\r\n{SECRET}"))
        row.insert(position, cell)
    lines = lines_of([made.header, *made.rows], how.delimiter)
    return _loaded(rng, made, written(rng, [*titled(rng), *lines], how), len(made.rows))


def stray_quotes(rng: Random) -> Made:
    """Quotation marks that nobody closed: every line is still a row."""
    made, how = table(rng), form(rng)
    rows = [[cell.replace(how.delimiter, "") for cell in row] for row in made.rows]
    for _ in range(rng.randint(1, 3)):
        row = rng.choice(rows)
        at = rng.randrange(made.needed)
        row[at] = rng.choice((f'"{row[at]}', f'{row[at]}"', f'5" {row[at]}'))
    lines = [how.delimiter.join(row) for row in [made.header, *rows]]
    how = Form(how.delimiter, how.line_end, how.encoding)
    return _loaded(rng, made, written(rng, lines, how), len(rows))


def bad_bytes(rng: Random) -> Made:
    """UTF-8 with bytes that are none, or with a row of Thai Windows."""
    made, how = table(rng), form(rng)
    how = Form(how.delimiter, "\n", "utf-8")
    made.rows = [[cell[:99] for cell in row] for row in made.rows]  # most stays UTF-8
    lines = lines_of([["ข้อมูลเบาะแส"], made.header, *made.rows], how.delimiter)
    raw = [line.encode() for line in lines]
    at = rng.randrange(2, len(raw))
    spoilt = raw[at] + rng.choice((b"\xff", b"\xe0\xb8", b"\x80"))
    raw[at] = rng.choice((spoilt, lines[at].encode("cp874", "replace")))
    return _loaded(rng, made, b"\n".join(raw) + b"\n", len(made.rows))


def control_characters(rng: Random) -> Made:
    """Controls in cells, and the mark that DOS put at the end of a file."""
    made, how = table(rng), form(rng)
    for row in made.rows:
        row[0] += rng.choice(("\x07", "\x1f", "\x1e", "\x0b", ""))
    lines = lines_of([made.header, *made.rows], how.delimiter)
    how = Form(how.delimiter, how.line_end, how.encoding)
    content = written(rng, lines, how) + "\x1a".encode(how.encoding)
    return _loaded(rng, made, content, len(made.rows))


def without_header(rng: Random) -> Made:
    """A header that stands too low, or none."""
    made, how = table(rng), form(rng)
    above = [rng.choice(TITLES) for _ in range(rng.randint(20, 25))]
    header = [made.header] * rng.choice((0, 1))
    lines = lines_of([*header, *made.rows], how.delimiter)
    return _refused(rng, made, written(rng, above + lines, how), "file.no_header")


def wrong_columns(rng: Random) -> Made:
    """A required column that is missing or there twice."""
    made, how = table(rng), form(rng)
    required = [f.name for f in made.dataset.columns if f.required]
    names = [name for name in required if name in made.names and name[:8] != "province"]
    at = made.names.index(rng.choice(names))
    reasons = HEADLESS
    if rng.random() < 0.5:
        for row in (made.header, *made.rows):
            row.append(row[at])
        reasons = ("file.repeated_column",)
    else:
        for row in (made.header, *made.rows):
            del row[at]
            row.append("x")
    lines = lines_of([made.header, *made.rows], how.delimiter)
    return _refused(rng, made, written(rng, [*titled(rng), *lines, ""], how), *reasons)


def header_only(rng: Random) -> Made:
    """A header without rows."""
    made, how = table(rng, rows=0), form(rng)
    blank = rng.choices(("", " ", how.delimiter * 2), k=rng.choice((0, 2)))
    lines = [*titled(rng), *lines_of([made.header], how.delimiter), *blank]
    how = Form(how.delimiter, how.line_end, how.encoding)
    return _refused(rng, made, written(rng, lines, how), "file.no_rows")


def empty(rng: Random) -> Made:
    """Nothing, or nothing but white space."""
    blank = (b"", b" ", b"\n\n", b"\r\n\t", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
    content = rng.choice((*blank, b"\xef\xbb\xbf\r\n", b" " * 9000, b"\n" * 9000))
    suffix = rng.choice((".csv", ".tsv", ".xlsx"))
    reasons = ("file.empty",) if suffix != ".xlsx" else ("file.empty", "file.not_text")
    return Made(content, "refused", None, reasons, ending=suffix)


def _zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("tip_report.csv", content)
    return buffer.getvalue()


def other_content(rng: Random) -> Made:
    """Another kind of file behind the name."""
    text = whole(rng).content
    page = b"<html><body><table><tr><td>tip_id</td></tr></table></body></html>"
    contents = (
        page,
        b"\xef\xbb\xbf\n <!DOCTYPE html>" + page,
        b"<?xml version='1.0'?><Workbook/>",
        b"%PDF-1.7\n" + text,
        b"{\\rtf1 " + text,
        gzip.compress(text, mtime=0),
        b"\x89PNG\r\n\x1a\n" + bytes(90),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        _zipped(text),
        text + bytes(4),
        "tip_id,status\nA,NEW\n".encode("utf-16-le"),
    )
    suffix = rng.choice((".csv", ".tsv", ".xlsx", ".xls"))
    reasons = ("file.not_text", "file.old_or_encrypted", "file.damaged_workbook")
    if suffix == ".xls":
        reasons += ("file.unknown_format",)
    return Made(rng.choice(contents), "refused", None, reasons, ending=suffix)


def wrong_name(rng: Random) -> Made:
    """A name that belongs to no dataset, or of a kind that is not taken."""
    made = whole(rng)
    if rng.random() < 0.5:
        name = rng.choice(("x", "my_tip_report", "รายงาน", "tip", f"โทร {SECRET}"))
        return Made(made.content, "refused", None, ("file.unknown_dataset",), name)
    suffix = rng.choice((".txt", ".xlsm", ".xls", ".ods", ".pdf", "", f".{SECRET}"))
    reasons = ("file.unknown_format",)
    return Made(made.content, "refused", None, reasons, made.dataset, suffix)


def torn_row(rng: Random) -> Made:
    """Cut within the last row, before its last known cell."""
    made, how = table(rng), form(rng)
    made.rows[-1] = [f"ก{cell}".replace("\n", " ") for cell in made.rows[-1]]
    lines = lines_of([made.header, *made.rows], how.delimiter)
    cells = lines_of([made.rows[-1][: made.needed - 1]], how.delimiter)[0]
    lines[-1] = cells[: rng.randint(1, len(cells))]
    how = Form(how.delimiter, how.line_end, how.encoding, ends_line=False)
    return _refused(rng, made, written(rng, lines, how), "file.cut_short")


def torn_character(rng: Random) -> Made:
    """Cut within the last character."""
    made, how = table(rng), form(rng)
    encoding = rng.choice(("utf-8", "utf-16-le", "utf-16-be"))
    lines = lines_of([made.header, *made.rows], how.delimiter)
    how = Form(how.delimiter, how.line_end, encoding, ends_line=False)
    content = written(rng, [*lines[:-1], lines[-1] + "ก"], how)
    return _refused(rng, made, content[:-1], "file.cut_short")


def cut_anywhere(rng: Random) -> Made:
    """Cut at any byte: refused, or loaded with as many rows as there are lines."""
    made, how = table(rng), form(rng)
    how = Form(how.delimiter, "\n", rng.choice(("utf-8", "cp874", "utf-16-le")))
    lines = lines_of([made.header, *made.rows], how.delimiter)
    content = written(rng, lines, how)
    content = content[: rng.randrange(len(content))]
    if '"' in "".join(lines):
        return Made(content, dataset=made.dataset.name)
    text = content.decode(how.encoding, "replace").split("\n")[1:]
    rows = sum(bool(line.strip(how.delimiter + " ")) for line in text)
    return Made(content, rows=rows, dataset=made.dataset.name)


def mutated(rng: Random) -> Made:
    """A good file with some bytes changed, lost, doubled or put elsewhere."""
    made = rng.choice((whole, line_breaks, blank_lines))(rng)
    content = mutation(rng, made.content)
    return Made(content, dataset=made.dataset, ending=made.ending)


def mutation(rng: Random, content: bytes) -> bytes:
    """The bytes with up to four accidents."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randrange(len(data) + 1), rng.randint(1, 40)
        accident = rng.randrange(5)
        if accident == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif accident == 1:
            del data[at : at + length]
        elif accident == 2:
            there = rng.randrange(len(data) + 1)
            data[at:at] = data[there : there + length]
        elif accident == 3:
            data[at:at] = rng.choice((b'"', b"\n", b"\xff", b"\xe0\xb8", b",", b"\r"))
        else:
            data[at : at + length] = rng.randbytes(length)
    return bytes(data)


def random_bytes(rng: Random) -> Made:
    """Noise, with or without the beginning of something known."""
    head = rng.choice((b"", b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe"))
    content = head + rng.randbytes(rng.choice((1, 10, 1000, 100_000)))
    return Made(content, "refused", ending=rng.choice((".csv", ".tsv", ".xlsx")))


def huge_cell(rng: Random) -> Made:
    """A cell of up to some millions of characters."""
    made, how = table(rng), form(rng)
    row = rng.choice(made.rows)
    row[rng.randrange(len(row))] = rng.choice(("x", "ก", "a, ", '"', "๑")) * rng.choice(
        (70_000, 300_000, 1_500_000)
    )
    lines = lines_of([made.header, *made.rows], how.delimiter)
    return _loaded(rng, made, written(rng, lines, how), len(made.rows))


def wide_rows(rng: Random) -> Made:
    """Thousands of columns that nobody knows."""
    made, how = table(rng, rows=rng.choice((1, 20))), form(rng)
    more = rng.choice((300, 5000))
    rows = [made.header + [f"c{n}" for n in range(more)]]
    rows += [row + ["x"] * more for row in made.rows]
    content = written(rng, lines_of(rows, how.delimiter), how)
    return _loaded(rng, made, content, len(made.rows))


def many_rows(rng: Random) -> Made:
    """Tens of thousands of short rows."""
    made, how = table(rng, rows=50), form(rng)
    lines = lines_of([made.header], how.delimiter)
    lines += lines_of(made.rows, how.delimiter) * rng.choice((40, 400))
    return _loaded(rng, made, written(rng, lines, how), len(lines) - 1)


Kind = tuple[float, Callable[[Random], Made]]  # how often, what makes it
KINDS: dict[str, Kind] = {
    "whole": (14, whole),
    "blank lines": (5, blank_lines),
    "notes below": (4, notes_below),
    "ragged": (5, ragged),
    "line breaks": (5, line_breaks),
    "stray quotes": (5, stray_quotes),
    "bad bytes": (4, bad_bytes),
    "control characters": (2, control_characters),
    "without header": (3, without_header),
    "wrong columns": (4, wrong_columns),
    "header only": (2, header_only),
    "empty": (2, empty),
    "other content": (5, other_content),
    "wrong name": (3, wrong_name),
    "torn row": (4, torn_row),
    "torn character": (3, torn_character),
    "cut anywhere": (4, cut_anywhere),
    "mutated": (10, mutated),
    "random bytes": (3, random_bytes),
    "huge cell": (1, huge_cell),
    "wide rows": (1, wide_rows),
    "many rows": (0.5, many_rows),
}
