"""Whatever an office hands over: every row is counted, and nothing falls over."""

import io
import json
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.etl import office
from tests.etl.office import as_csv, tip

STATES = ("accepted", "rejected", "duplicate", "superseded")
HEADER = [*office.TIP_HEADER, "victims_reported", "closed_on", "recorded_at", "อื่น"]
NAMES = [
    "tip_report_1.csv",
    "tip_report_2.csv",
    "tip_report_3.tsv",
    "tip_report_4.xlsx",
    "training_batch.csv",
    "target.csv",
    "x.csv",
]
AWKWARD = [
    "",
    " ",
    "\u00a0",
    "\u200b",
    "-",
    "รวม",
    "0",
    "๑๒๓",
    "1,234",
    "12.5",
    "1e3",
    "NaN",
    "9" * 30,
    "15/8/2563",
    "๑๕ ส.ค. ๖๓",
    "31/2/2563",
    "99999",
    "2563-08-15 10:00",
    "=1+1",
    '"',
    '""',
    'ก"ข',
    "a,b",
    "a;b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "\\",
    "'; drop table tip_report; --",
    "%s {x} $y",
    "ก" * 1001,
    "เชียงใหม่",
    "จ.\u0e25\u0e4d\u0e32\u0e1b\u0e32\u0e07",
    "50.0",
    "TH-50",
    "EX01;EX06",
    "\x1f",
    "\x00"[:0] + "\x07",
    "\ufffd",
    "🙂",
]
CELL = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(max_size=12),
    st.dates().map(str),
    st.integers(-10, 10**6).map(str),
)
GOOD = st.sampled_from(["A", "B", "C", "D"]).flatmap(
    lambda key: st.sampled_from(["NEW", "REFERRED", "x"]).map(
        lambda status: [*tip(key, status=status), "", "", "", ""]
    )
)
SPOILT = st.builds(
    lambda row, position, cell: [*row[:position], cell, *row[position + 1 :]],
    GOOD,
    st.integers(0, len(HEADER) - 1),
    CELL,
)
RAGGED = st.lists(CELL, max_size=14)
ROWS = st.lists(st.one_of(GOOD, GOOD, SPOILT, SPOILT, RAGGED), max_size=12)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "cp874", "utf-16"])


@st.composite
def written(draw: st.DrawFn) -> bytes:
    """A delimited file that somebody wrote, and perhaps something cut."""
    rows = [["รายงาน"]] * draw(st.integers(0, 2)) + [HEADER, *draw(ROWS)]
    delimiter, end = (
        draw(st.sampled_from([",", ";", "\t"])),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    data = as_csv(rows, delimiter, end).encode(draw(ENCODINGS), "replace")
    return draw(st.sampled_from([data, data, data[: -draw(st.integers(1, 40))]]))


@st.composite
def scribbled(draw: st.DrawFn) -> bytes:
    """A delimited file in which bytes and quotation marks went astray."""
    data = bytearray(draw(written()))
    for _ in range(draw(st.integers(1, 4))):
        position = draw(st.integers(0, max(0, len(data) - 1)))
        data[position:position] = draw(
            st.sampled_from([b'"', b"\n", b"\xff", b"\xe0\xb8", b",", b"\r", b"\0"])
        )
    return bytes(data)


@st.composite
def filled(draw: st.DrawFn) -> bytes:
    """A workbook, whole or with some of its bytes changed."""
    workbook = openpyxl.Workbook()
    workbook.active.append(HEADER)
    kinds = st.one_of(
        CELL.map(lambda text: "".join(c for c in text if c.isprintable())),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.datetimes(),
        st.none(),
    )
    for row in draw(
        st.lists(st.one_of(GOOD, st.lists(kinds, max_size=12)), max_size=8)
    ):
        workbook.active.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    data = bytearray(buffer.getvalue())
    for _ in range(draw(st.sampled_from([0, 0, 1, 20]))):
        # the length of a workbook differs from one second to the next
        position = draw(st.integers(0, 10**6)) % len(data)
        data[position] = draw(st.integers(0, 255))
    return bytes(data)


FILE = st.one_of(written(), written(), scribbled(), filled(), st.binary(max_size=60))
FOLDER = st.dictionaries(st.sampled_from(NAMES), FILE, min_size=2, max_size=5)
SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def judged(folder: dict[str, bytes]) -> office.Run:
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place) / "inbox"
        inbox.mkdir()
        for name, content in folder.items():
            (inbox / name).write_bytes(content)
        return office.check(inbox)


def check_every_row_ends_in_one_state(folder: dict[str, bytes]) -> None:
    said = judged(folder)
    assert {known["path"] for known in said.report["files"]} == set(folder), (
        said.printed
    )
    for known in said.report["files"]:
        assert known["status"] in {"loaded", "refused"}
        assert known["rows_in"] == sum(known[state] for state in STATES), known
        assert all(known[state] >= 0 for state in STATES)
    is_clean = all(
        known["status"] == "loaded" and not known["rejected"]
        for known in said.report["files"]
    )
    assert said.exit_code == (0 if is_clean else 1)
    assert "Traceback" not in said.printed


@SETTINGS
@given(FOLDER)
def test_every_row_of_any_file_is_accepted_rejected_duplicate_or_superseded(folder):
    check_every_row_ends_in_one_state(folder)


PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]),
    min_size=1,
    max_size=30,
).map(str.strip)


@pytest.mark.long
@settings(SETTINGS, max_examples=20)
@given(st.lists(PLAIN, min_size=1, max_size=8))
def test_a_row_is_read_alike_from_every_format(texts):
    rows = [[*tip(f"T{number}"), text] for number, text in enumerate(texts)]
    table = [[*office.TIP_HEADER, "victims_reported"], *rows]
    buffer = io.BytesIO()
    workbook = openpyxl.Workbook()
    for row in table:
        workbook.active.append(row)
        workbook.active.cell(workbook.active.max_row, len(row)).data_type = "s"
    workbook.save(buffer)
    said = judged(
        {
            "tip_report_a.csv": as_csv(table).encode(),
            "tip_report_b.csv": as_csv(table, ";", "\r\n").encode("utf-16"),
            "tip_report_c.tsv": as_csv(table, "\t").encode("utf-8-sig"),
            "tip_report_d.xlsx": buffer.getvalue(),
        }
    )
    first, *others = said.report["files"]
    assert first["rows_in"] == len(texts)
    for other in others:
        assert other["rejected"] == first["rejected"], json.dumps(said.report)
        assert other["duplicate"] == first["accepted"]
