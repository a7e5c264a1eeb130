"""Files from outside are read in a process with limits; one costs itself alone."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from etl import files, resolve, work
from etl.files import Handed
from etl.reading import reader
from etl.reading.reader import DiedError, Reader
from etl.refusal import RefusalError
from tests.etl import office
from tests.etl.office import hand_over, tip, tips
from tests.under_test import HANGS

needs_limits = pytest.mark.skipif(os.name == "nt", reason="no limits there")
# A child that does something else to files whose name holds "bad".
ODD = """
import os, time
from etl.reading import child, tables
opened = tables.opened
def odd(path, name, **given):
    if "bad" in path.name:
        {deed}
    return opened(path, name, **given)
tables.opened = odd
{limits}
child.main()
"""


@pytest.fixture
def handed(tmp_path) -> list[Handed]:
    """A file, a bad one, and another one."""
    for letter, name in (("A", "1"), ("B", "2_bad"), ("C", "3")):
        hand_over(tmp_path / "in", f"tip_report_{name}.csv", tips(tip(letter)))
    return files.find(tmp_path / "in", "input")


def odd_reader(deed: str, limits: str = "") -> Reader:
    code = ODD.format(deed=deed, limits=limits)
    return Reader((sys.executable, "-c", code))


def first_cells(odd: Reader, handed: list[Handed]) -> Iterator[str]:
    """Of each file the first cell below its header, or why it is refused."""
    if not odd.pid:
        odd.expect(handed)
    for file in handed:
        try:
            with closing(odd.opened(file)) as sheets:
                rows = [
                    row for sheet in sheets for b in sheet.blocks for row in b.texts
                ]
            yield rows[0].partition("\x1f")[0]
        except RefusalError as refusal:
            kind = "died" if isinstance(refusal, DiedError) else "refused"
            yield f"{kind} {refusal.reason}"
    odd.stop()


@needs_limits
def test_a_file_that_needs_too_much_memory_is_refused_alone(handed):
    limits = "child.MEMORY, child.MEMORY_FACTOR = 1 << 29, 0"
    odd = odd_reader("b'x' * (1 << 30)", limits)
    assert list(first_cells(odd, handed)) == ["A", "refused file.too_heavy", "C"]


@pytest.mark.long
@needs_limits
def test_a_file_that_takes_too_long_is_refused_alone(handed, monkeypatch):
    monkeypatch.setattr(reader, "LEAVING", HANGS)
    # The system counts whole seconds: of two, the good files have more than one.
    odd = odd_reader("while True: pass", "child.SECONDS = 2")
    assert list(first_cells(odd, handed)) == ["A", "died file.too_heavy", "C"]


def test_a_process_that_says_nothing_is_ended(handed, monkeypatch):
    cells = first_cells(odd_reader("time.sleep(600)"), handed)
    assert next(cells) == "A"
    with monkeypatch.context() as short:  # only while it sleeps: a start takes its time
        short.setattr(reader, "PATIENCE", 2)
        assert next(cells) == "died file.too_heavy"
    assert list(cells) == ["C"]


@pytest.mark.parametrize("deed", ["os._exit(3)", "os.abort()", "os.close(1)"])
def test_a_process_that_dies_over_a_file_is_started_anew(handed, deed):
    found = list(first_cells(odd_reader(deed), handed))
    assert (found[0], found[2]) == ("A", "C")
    assert found[1] in ("died file.failed", "refused file.unreadable")


def test_what_is_no_frame_ends_the_process(handed):
    odd = odd_reader("os.write(1, b'Z' * 100)")
    assert list(first_cells(odd, handed)) == ["A", "died file.failed", "C"]


def test_an_answer_to_another_request_is_not_taken_for_the_file_s(handed):
    odd = odd_reader("os.write(1, b'E' + bytes(12))")
    assert list(first_cells(odd, handed)) == ["A", "died file.failed", "C"]


@pytest.mark.parametrize("deed", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_of_many_files_each_gets_its_own_rows_whichever_ends_the_process(
    tmp_path, deed
):
    folder = tmp_path / ("ชื่อโฟลเดอร์ยาว" * 5)
    names = [f"T-{i:02}" for i in range(60)]
    for i, name in enumerate(names):
        ending = "_bad" if i in (1, 2, 30, 59) else ""
        hand_over(folder, f"tip_report_{i:02}{ending}.csv", tips(tip(name)))
    odd, handed = odd_reader(deed), files.find(folder, "input")
    odd.expect(handed)
    time.sleep(1)  # it reads ahead, and is gone before the first file is opened
    found = list(first_cells(odd, handed))
    assert [i for i, text in enumerate(found) if text == names[i]] == [
        i for i in range(60) if i not in (1, 2, 30, 59)
    ]
    assert {found[i] for i in (1, 2, 30, 59)} == {"died file.failed"}


def test_a_process_that_was_ended_from_outside_costs_no_file(handed):
    plain = Reader()
    plain.expect(handed)
    psutil.Process(plain.pid).kill()
    assert list(first_cells(plain, handed)) == ["A", "B", "C"]


def test_a_process_that_cannot_be_started_ends_the_build_not_a_file(
    tmp_path, monkeypatch
):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report.csv", tips(tip("A")))
    none = Reader((sys.executable, "-c", "raise SystemExit(1)"))
    monkeypatch.setattr(reader, "shared", lambda: none)
    done = office.build(tmp_path / "built", inbox)
    assert (done.exit_code, done.report["files"]) == (1, [])
    assert "cannot be started" in done.printed


def test_files_that_come_in_another_order_are_read_too(handed):
    plain = Reader()
    plain.expect(handed)
    assert list(first_cells(plain, [handed[2], handed[0]])) == ["C", "A"]


@needs_limits
def test_the_process_can_write_no_file(handed, tmp_path):
    path = tmp_path / "written"
    odd = odd_reader(f"open({str(path)!r}, 'w').write('secret')")
    list(first_cells(odd, handed))
    assert path.read_text() == ""


def test_the_database_is_not_in_the_process(handed, tmp_path):
    seen = tmp_path / "modules"
    seen.mkdir()
    deed = (
        "import sys; [os.mkdir(" + repr(str(seen)) + " + '/' + name) "
        "for name in sys.modules if 'duckdb' in name]"
    )
    assert next(first_cells(odd_reader(deed), handed[1:])) == "B"
    assert list(seen.iterdir()) == []


def test_files_that_nobody_expected_are_read_too(handed):
    plain = Reader()
    assert list(first_cells(plain, handed[:1])) == ["A"]
    with closing(plain.opened(handed[2])) as sheets:
        assert [sheet.name for sheet in sheets if list(sheet.blocks)] == [""]
    plain.stop()


def test_a_reading_that_is_given_up_does_not_disturb_the_next_file(handed):
    plain = Reader()
    plain.expect(handed)
    with closing(plain.opened(handed[0])) as sheets:
        next(sheets)
    assert list(first_cells(plain, handed[1:])) == ["B", "C"]


def test_a_build_goes_on_beside_a_file_that_ends_the_process(tmp_path, monkeypatch):
    inbox: Path = tmp_path / "inbox"
    hand_over(inbox, "tip_report_1.csv", tips(tip("A")))
    hand_over(inbox, "tip_report_bad.csv", tips(tip("B")))
    hand_over(inbox, "tip_report_c.csv", tips(tip("C")))
    odd = odd_reader("os._exit(3)")
    monkeypatch.setattr(reader, "shared", lambda: odd)
    built = office.build(tmp_path / "built", inbox)
    odd.stop()
    assert built.values("select tip_id from tip_report order by 1") == ["A", "C"]
    bad = built.file("tip_report_bad.csv")
    assert (bad["status"], bad["reason_code"]) == ("refused", "file.failed")


# A child that reads in small blocks, and ends at the third of one file.
DYING = """
import os
from etl.reading import child, lines, tables, wire
lines.BLOCK = 1 << 19
opened, write, written = tables.opened, wire.Writer.table, {}
def noted(path, name, **given):
    written["name"] = path.name
    return opened(path, name, **given)
def dying(writer, table):
    written["tables"] = written.get("tables", 0) + 1
    if written["tables"] > 2 and "bad" in written["name"]:
        os._exit(3)
    write(writer, table)
tables.opened, wire.Writer.table = noted, dying
child.main()
"""
MANY = 40_000  # rows, of more than one block


def many(prefix: str) -> str:
    """A file of many tips, every thousandth of which is rejected."""
    rows = [
        tip(f"{prefix}{i}", status="x" if i % 1000 == 7 else "NEW") for i in range(MANY)
    ]
    return office.as_csv(tips(*rows))


@pytest.mark.long
def test_rows_of_a_large_file_are_judged_alike_at_once_or_while_it_is_read(
    tmp_path, monkeypatch
):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report_a.csv", many("A"))
    at_once = office.build(tmp_path / "at_once", inbox)
    in_blocks = Reader((sys.executable, "-c", DYING))
    monkeypatch.setattr(reader, "shared", lambda: in_blocks)
    monkeypatch.setattr(work, "CHUNK", 5_000)
    by_and_by = office.build(tmp_path / "by_and_by", inbox)
    in_blocks.stop()
    for query in (
        "select * exclude (known_from) from tip_report_loaded order by source_line",
        "from load_reject order by line",
        "select rows_in, accepted, rejected from load_file where origin = 'input'",
    ):
        assert at_once.rows(query) == by_and_by.rows(query)
    assert by_and_by.values(
        "select rejected from load_file where origin = 'input'"
    ) == [MANY // 1000]


def test_files_stored_while_a_large_one_is_read_come_to_the_same(tmp_path, monkeypatch):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report_a.csv", tips(tip("A"), tip("B"), tip("B")))
    hand_over(inbox, "tip_report_b.csv", tips(tip("A", status="REFERRED"), tip("C")))
    hand_over(inbox, "training_batch_a.csv", [office.BATCH_HEADER, office.batch(9)])
    hand_over(inbox, "training_batch_b.csv", [office.BATCH_HEADER, office.batch(9)])
    at_once = office.build(tmp_path / "at_once", inbox)
    stored = []
    store = resolve.store
    monkeypatch.setattr(
        resolve, "store", lambda con, d: (stored.append(d.name), store(con, d))[1]
    )
    monkeypatch.setattr(work, "SMALL", 0)  # as if each file were large
    one_by_one = office.build(tmp_path / "one_by_one", inbox)
    mine = [name for name in stored if name in ("tip_report", "training_batch")]
    assert mine == ["tip_report", "training_batch"]  # each once, when it was whole
    assert stored.index("province") < stored.index("tip_report")
    for name in ("tip_report", "training_batch", "province"):
        query = (
            f"select * exclude (known_from, known_to) from {name}_loaded order by all"
        )
        assert at_once.rows(query) == one_by_one.rows(query)
    assert [f["duplicate"] for f in at_once.report["files"]] == [
        f["duplicate"] for f in one_by_one.report["files"]
    ]


@pytest.mark.long
def test_rows_judged_before_their_file_was_refused_leave_nothing(tmp_path, monkeypatch):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report_a.csv", tips(tip("A"), tip("A2", status="x")))
    hand_over(inbox, "tip_report_bad.csv", many("B"))
    hand_over(inbox, "tip_report_c.csv", tips(tip("C")))
    dying = Reader((sys.executable, "-c", DYING))
    monkeypatch.setattr(reader, "shared", lambda: dying)
    monkeypatch.setattr(work, "CHUNK", 5_000)
    built = office.build(tmp_path / "built", inbox)
    dying.stop()
    assert built.values("select tip_id from tip_report order by 1") == ["A", "C"]
    assert built.rows("select reason, count(*) from load_reject group by 1") == [
        ("status.unknown", 1)
    ]
    bad = built.file("tip_report_bad.csv")
    assert (bad["reason_code"], bad["rows_in"], bad["rejected"]) == (
        ("file.failed", 0, 0)
    )
