"""Delimited text line by line: what is torn, damaged or unusual (contract.md 2)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.reading import lines, tables
from etl.reading.sheet import Rows
from tests.etl import office
from tests.etl.office import TIP_HEADER, as_csv, tip, tips

HEADER = ",".join(TIP_HEADER)
NOTED = f"{HEADER},note"


def row(number: int, more: str = "") -> str:
    """A good row, with what stands behind its last known cell."""
    return ",".join(map(str, tip(f"T-{number}"))) + more


@pytest.fixture
def judged(tmp_path) -> Callable[..., dict[str, object]]:
    """Writes a file and gives what a check says of it."""

    def judge(*text: str, encoding: str = "utf-8") -> dict[str, object]:
        path = office.hand_over(tmp_path, "tip_report.csv", "\n".join(text), encoding)
        return office.check(path).file("tip_report.csv")

    return judge


def counts(said: dict[str, object]) -> tuple[object, ...]:
    """Rows in and accepted, and why others were not."""
    return said["rows_in"], said["accepted"], said["reasons"]


def unclosed(rows: int) -> dict[str, int]:
    return {"row.unclosed_quote": rows}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # quotes that close only by taking a whole row into a cell
        ([NOTED, row(1, ',"a'), row(2, ',b"'), row(3, ",c")], (3, 1, unclosed(2))),
        ([NOTED, row(1, ',"a'), row(2), row(3, ',b"')], (3, 0, unclosed(3))),
        ([HEADER, f'"{row(1)}', f'{row(2)}"', row(3)], (3, 1, unclosed(2))),
        (
            [NOTED, f'"{row(1)}', f"{row(2)}".replace("1300", '1300"')],
            (2, 0, unclosed(2)),
        ),
        # where the record is whole, the line end stands in a cell
        (
            [NOTED, f'"T\n{row(1)}'.replace(",", '",', 1) + ","],
            (1, 0, {"tip_id.pattern": 1}),
        ),
        (
            [NOTED, *[row(n, ",").replace("HOT", '"') for n in (1, 2)]],
            (2, 0, unclosed(2)),
        ),
        # where they cannot be read at all, a line that is whole by itself is a row
        ([NOTED, row(1, ',"a'), row(2, ',"b" "c')], (2, 0, unclosed(2))),
        ([NOTED, row(1, ',"a'), f'"T-2"{row(2)[3:]},"b"', row(3)], (3, 2, unclosed(1))),
        # blank lines among them are no rows
        ([NOTED, row(1, ',"a'), "", row(2), ",,,", row(3, ',"')], (3, 0, unclosed(3))),
        # quotes within a cell open nothing
        ([NOTED, row(1, ',5" pipe'), row(2, ',6" pipe')], (2, 2, {})),
        ([NOTED, row(1, ',5" pipe'), row(2), row(3, ',6"')], (3, 3, {})),
        ([NOTED, row(1, ',"say ""a"",\nb, c"'), row(2, ",d")], (2, 2, {})),
    ],
)
def test_no_row_disappears_in_a_quoted_cell(judged, text, found):
    assert counts(judged(*text, "")) == found


def test_an_unclosed_quote_far_down_costs_its_own_row(judged):
    said = judged(NOTED, *map(row, range(300)), row(300, ',"x'), row(301), "")
    assert counts(said) == (302, 301, unclosed(1))


@pytest.mark.parametrize(
    "last",
    [
        "T-2,2563-08-15,50,HOTLINE_1300",
        'T-2,2563-08-15,50,HOTLINE_1300,EX06,"NE',
        f'{row(2)},"note\nand mo',
        f"{row(2)},a\n{row(3)}",  # the row before it reaches further
        "T-2,2563-08-15\x1a",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_torn_last_row_refuses_the_file(judged, last, encoding):
    said = judged(NOTED, row(1, ",x"), last, encoding=encoding)
    assert said["reason_code"] == "file.cut_short"


def test_a_torn_last_row_is_found_behind_many_quoted_ones(judged):
    rows = ['"' + row(number).replace(",", '","') + '"' for number in range(3000)]
    for cut in range(1, 5):
        said = judged(HEADER, *rows, rows[0][:-cut])
        assert said["reason_code"] == "file.cut_short"


@pytest.mark.parametrize(
    "last",
    [
        row(2),
        row(2, ","),
        row(2, ',"note\nand more"'),
        row(2, "," + "x" * 100_000),
        f"{row(2)}\n\x1a",
        f"{row(2)}\n  ",
        f"{row(2)}\n,,,",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_whole_last_row_needs_no_line_end(judged, last, encoding):
    said = judged(NOTED, row(1), last, encoding=encoding)
    assert counts(said) == (2, 2, {})


@pytest.mark.parametrize("last", ["รวม,5", "ที่มา: พมจ.", "* ปรับปรุงแล้ว", '"รวม", 5'])
def test_a_total_or_footnote_without_line_end_is_a_row_to_reject(judged, last):
    assert counts(judged(HEADER, row(1), last)) == (2, 1, {"row.ragged": 1})


def test_a_header_is_found_below_long_titles(judged):
    assert judged(*["x" * 100_000] * 3, HEADER, row(1), "")["accepted"] == 1


@pytest.mark.parametrize(("above", "found"), [(19, None), (20, "file.no_header")])
def test_a_header_stands_within_the_first_20_lines(judged, above, found):
    said = judged(*["title"] * above, HEADER, row(1), "")
    assert said["reason_code"] == found


def test_of_two_headers_the_first_is_one_and_the_other_a_row_to_reject(judged):
    said = judged(HEADER, HEADER.upper(), row(1), "")
    assert (said["rows_in"], said["accepted"], said["rejected"]) == (2, 1, 1)


def test_headings_may_hold_delimiters_and_line_ends(judged):
    broken = HEADER.replace("status", '"sta\ntus"')
    said = judged(f'{broken},"a,b;\nc\td"', row(1, ",1"), "")
    assert (said["accepted"], said["dropped_columns"]) == (1, ["a,b; c d"])


def test_a_column_nobody_knows_is_named_once(judged):
    assert judged(f"{HEADER},z,z", row(1, ",1,2"), "")["dropped_columns"] == ["z"]


def line_and_status(path: Path) -> list[tuple[int, str]]:
    """Line and last cell of each row below the header, as the reading process gives."""
    found: list[tuple[int, str]] = []
    for sheet in tables.opened(path, "tip_report", is_ours=False):
        for block in sheet.blocks:
            if isinstance(block, Rows):
                numbers, texts = block.lines, block.texts
            else:  # cells as columns, or a row's cells in one text
                name = "text" if "text" in block.column_names else "status"
                numbers, texts = block["line"].to_pylist(), block[name].to_pylist()
            last = [text.split(sheet.separator)[-1] for text in texts]
            found += zip(numbers, last, strict=True)
    return [(line, status) for line, status in found if status]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("small", [lines.SMALL, 0], ids=["in Python", "with Arrow"])
def test_lines_are_numbered_alike_wherever_a_block_ends(
    tmp_path, monkeypatch, end, small
):
    rows = [tip(f"T-{n}", status="x" if n == 40 else "NEW") for n in range(60)]
    text = as_csv(tips(*rows), line_end=end)
    path = office.hand_over(tmp_path, "tip_report.csv", text)
    monkeypatch.setattr(lines, "SMALL", small)
    for size in (64, 65, 66, 67, 1000):
        monkeypatch.setattr(lines, "BLOCK", size)
        found = line_and_status(path)
        assert [line for line, _ in found] == list(range(2, 62)), size
        assert [line for line, status in found if status == "x"] == [42], size
