"""Workbooks part by part: what no program writes, and what should never arrive."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl import office
from tests.etl.office import tip, tips
from tests.etl.xlsx import SHEET_XML, Book, parts_of, zipped

ROWS = tips(tip("T-1"), tip("T-2"))
STRINGS = "xl/sharedStrings.xml"


def book(**options: object) -> dict[str, bytes]:
    """The parts of a workbook of two tips."""
    return parts_of(Book([ROWS], **options))


def with_cells(parts: dict[str, bytes], xml: str) -> dict[str, bytes]:
    """The parts with these rows behind those of the first sheet."""
    return changed(parts, SHEET_XML, "</sheetData>", xml + "</sheetData>")


def changed(parts: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    """The parts with a text of one of them replaced."""
    assert old.encode() in parts[name], f"nothing to change in {name}"
    return parts | {name: parts[name].replace(old.encode(), new.encode())}


@pytest.fixture
def judged(tmp_path) -> Callable[..., dict[str, object]]:
    """Writes a workbook and gives what a check says of it."""

    def judge(parts: dict[str, bytes] | bytes) -> dict[str, object]:
        path: Path = tmp_path / "tip_report.xlsx"
        path.write_bytes(parts if isinstance(parts, bytes) else zipped(parts))
        return office.check(path).file("tip_report.xlsx")

    return judge


def shared(text: str, uses: int, use: str) -> dict[str, bytes]:
    """A workbook in which so many cells refer to one text."""
    parts = book(strings="shared")
    number = parts[STRINGS].count(b"<si>")
    parts = changed(parts, STRINGS, "</sst>", f"<si><t>{text}</t></si></sst>")
    row = use.format(number=number) * 100
    rows = "".join(f'<row r="{100 + n}">{row}</row>' for n in range(uses // 100))
    return with_cells(parts, rows) | {"xl/media/x.bin": os.urandom(400_000)}


@pytest.mark.parametrize(
    "use",
    [
        '<c t="s"><v>{number}</v></c>',
        "<c t='s'><v>{number}</v></c>",
        '<c t="s"><!-- --><v>{number}</v></c>',
    ],
)
def test_a_text_that_thousands_of_cells_copy_is_refused(judged, use):
    said = judged(shared("ก" * 10_000, 10_000, use))
    assert said["reason_code"] == "file.hostile_workbook"
    assert "200 MB" in said["reason"]


def test_a_text_that_many_cells_share_is_no_harm(judged):
    long = "x" * 30_000  # with which every cell would come to 300 MB
    parts = shared("ก", 10_000, '<c t="s"><v>{number}</v></c>')
    parts = changed(parts, STRINGS, "</sst>", f"<si><t>{long}</t></si></sst>")
    assert judged(parts)["accepted"] == 2


def test_a_far_cell_in_a_sheet_of_blanks_is_refused(judged):
    far = '<row r="1048576"><c r="C1048576"><v>1</v></c></row>'
    said = judged(with_cells(book(), far))
    assert said["reason_code"] == "file.hostile_workbook"
    assert "1,048,576 × 6" in said["reason"]


def test_many_sheets_of_blanks_are_refused(judged):
    sheets = [[*ROWS, *[[]] * 90_000, ["x"] * 6] for _ in range(3)]
    parts = parts_of(Book(sheets)) | {"xl/media/x.bin": os.urandom(100_000)}
    assert judged(parts)["reason_code"] == "file.hostile_workbook"
    parts = parts_of(Book(sheets[:1])) | {"xl/media/x.bin": os.urandom(100_000)}
    assert judged(parts)["rows_in"] == 3


def test_formatted_blanks_far_below_the_table_are_no_harm(judged):
    blanks = "".join(f'<row r="{n}"><c r="Z{n}" s="0"/></row>' for n in range(9, 90000))
    parts = with_cells(book(), blanks) | {"xl/media/x.bin": os.urandom(100_000)}
    assert judged(parts)["rows_in"] == 2


def test_a_row_filled_only_under_unknown_headings_is_a_row(judged):
    rows = [[*row, "" if n else "ชั้นอื่น"] for n, row in enumerate(ROWS)]
    parts = parts_of(Book([[*rows, ["", "", "", "", "", "", "note"]]]))
    said = judged(parts)
    assert (said["rows_in"], said["accepted"], said["rejected"]) == (3, 2, 1)
    assert said["dropped_columns"] == ["ชั้นอื่น"]


def without(name: str) -> list[list[object]]:
    """The table without one of its columns."""
    at = office.TIP_HEADER.index(name)
    return [[*row[:at], *row[at + 1 :]] for row in ROWS]


@pytest.mark.parametrize(
    ("broken", "reason", "named"),
    [
        (without("status"), "file.missing_column", "สถานะ (status) [ชีต 2]"),
        ([[*r, r[0]] for r in ROWS], "file.repeated_column", "(tip_id) [ชีต 2]"),
    ],
)
def test_a_sheet_whose_header_is_broken_refuses_the_workbook(
    judged, broken, reason, named
):
    said = judged(parts_of(Book([ROWS, broken, [["notes"]]])))
    assert said["reason_code"] == reason
    assert named in said["reason"]


def test_a_sheet_of_sums_refuses_no_workbook(judged):
    sums = [["province_code", "channel", "status", "จำนวน"], ["50", "1300", "NEW", 2]]
    assert judged(parts_of(Book([ROWS, sums])))["rows_in"] == 2


def test_a_broken_sheet_that_is_hidden_refuses_nothing(judged):
    hidden = Book([ROWS, without("status")], states={1: "hidden"})
    assert judged(parts_of(hidden))["accepted"] == 2


@pytest.mark.parametrize("value", ["-1e300", "1e300", "NaN", "1e10"])
@pytest.mark.parametrize("style", [1, 2])
def test_a_number_that_is_no_date_ends_nothing_but_its_file(judged, value, style):
    cells = f'<row r="9"><c r="B9" s="{style}"><v>{value}</v></c></row>'
    said = judged(with_cells(book(), cells))
    assert said["reason_code"] in (None, "file.damaged_workbook")
    assert said["accepted"] in (0, 2)
