"""A build that fails anywhere says no handed-over value, and the old version stays."""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl import (
    judge,
    marts,
    publish,
    resolve,
    texts,
    words,
    work,
    workspace,
)
from etl.reading import child, header, lines, reader, sniff, workbook
from tests.etl import office
from tests.etl.office import hand_over, tip, tips

CANARY = "นายคานารีกกก 081-234-5671 kanari0001@example.com"
READING: list[tuple[object, str, str]] = [
    (sniff, "sniff", "tip_report.csv"),
    (header, "find", "tip_report.csv"),
    (lines, "read", "tip_report.csv"),
    (lines, "records", "tip_report_q.csv"),
    (workbook, "read", "tip_report.xlsx"),
]
CHECKING: list[tuple[object, str]] = [
    (texts, "read"),
    (judge, "all_rows"),
    (judge, "_take_out"),
    (judge, "_suggest_provinces"),
    (judge, "count"),
    (words, "judged"),
    (resolve, "register_files"),
    (resolve, "store"),
    (resolve, "settle"),
    (workspace, "opened"),
]
PUBLISHING: list[tuple[object, str]] = [
    (marts, "build"),
    (publish, "publish"),
]
ERRORS: list[Callable[[], BaseException]] = [
    lambda: ValueError(CANARY),
    lambda: KeyError(CANARY),
    lambda: UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY),
    lambda: duckdb.ConversionException(f"Could not convert string '{CANARY}'"),
    lambda: duckdb.OutOfMemoryException(CANARY),
    lambda: MemoryError(CANARY),
    lambda: RecursionError(CANARY),
    lambda: OSError(CANARY),
    lambda: OSError(28, "No space left on device", f"/x/{CANARY}/{CANARY}.csv"),
]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("failures") / "inbox"
    rows = tips(tip("T1"), tip("T2", status=CANARY), tip("T3", province_code=CANARY))
    hand_over(folder, "tip_report.csv", rows)
    hand_over(folder, "tip_report_q.csv", '"a"\n' + office.as_csv(rows))
    office.hand_over_workbook(folder, "tip_report.xlsx", {CANARY[:12]: rows})
    return folder


def betrayed(said: str) -> list[str]:
    """Parts of the canary that were said."""
    return [part for part in (*CANARY.split(), "คานารี") if part in said]


def fail_with(error: Callable[[], BaseException]) -> Callable[..., None]:
    """A step that fails so."""

    def fail(*_: object, **__: object) -> None:
        raise error()

    return fail


def said_by(done: office.Run, capfd: pytest.CaptureFixture[str]) -> str:
    """Everything that a command said, its report too."""
    printed = capfd.readouterr()
    report = json.dumps(done.report, ensure_ascii=False)
    return done.printed + printed.out + printed.err + report


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error()).__name__)
@pytest.mark.parametrize("step", READING, ids=lambda step: f"{step[1]} {step[2]}")
def test_the_reading_process_says_nothing_of_the_data_when_a_step_fails(
    monkeypatch, inbox, step, error
):
    module, function, name = step
    monkeypatch.setattr(module, function, fail_with(error))
    path = inbox / name
    request = {"number": 1, "path": str(path), "dataset": "tip_report"}
    request["size"] = path.stat().st_size
    answers = io.BytesIO()
    child.serve(io.BytesIO(json.dumps(request).encode() + b"\n"), answers)
    assert answers.getvalue()[:1] == b"X"
    assert betrayed(answers.getvalue().decode()) == []


@pytest.mark.parametrize("number", range(len(CHECKING)))
def test_a_step_of_the_check_that_fails_says_nothing_of_the_data(
    monkeypatch, capfd, inbox, number
):
    monkeypatch.setattr(*CHECKING[number], fail_with(ERRORS[number % len(ERRORS)]))
    done = office.check(inbox)
    assert done.exit_code == 1
    assert betrayed(said_by(done, capfd)) == []


@pytest.mark.parametrize("number", range(len(PUBLISHING)))
def test_a_step_of_publishing_that_fails_says_and_leaves_nothing_of_the_data(
    tmp_path, monkeypatch, capfd, inbox, number
):
    monkeypatch.setattr(*PUBLISHING[number], fail_with(ERRORS[number]))
    done = office.build(tmp_path / "built", inbox)
    assert done.exit_code == 1
    assert betrayed(said_by(done, capfd)) == []
    left = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(b"kanari" in content for content in left)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error()).__name__)
@pytest.mark.parametrize("step", [(work, "check_files"), (reader.Reader, "opened")])
def test_an_error_of_any_kind_says_nothing_of_the_data(
    monkeypatch, capfd, inbox, step, error
):
    monkeypatch.setattr(*step, fail_with(error))
    done = office.check(inbox / "tip_report.csv")
    assert done.exit_code == 1
    assert betrayed(said_by(done, capfd)) == []


def test_a_file_that_the_system_does_not_give_is_named_without_personal_data(
    tmp_path, monkeypatch, inbox
):
    full = OSError(28, "No space left on device", f"/x/{CANARY}.duckdb")
    monkeypatch.setattr(publish, "exclusive", fail_with(lambda: full))
    done = office.build(tmp_path / "built", inbox)
    assert done.exit_code == 1
    assert "No space left on device: /x/(…)" in done.printed


def test_a_manifest_of_the_demo_that_is_none_is_named_without_its_folder(tmp_path):
    folder = tmp_path / "นายคานารีกกก"
    hand_over(folder, "demo_manifest.json", f'{{"files": "{CANARY}')
    hand_over(folder, "tip_report.csv", tips(tip("T1")))
    done = office.build(tmp_path / "built", folder)
    assert done.exit_code == 1
    assert "(…)/demo_manifest.json" in done.printed
    assert betrayed(done.printed) == []


@pytest.mark.skipif(os.name == "nt", reason="names are no bytes there")
def test_a_file_named_on_a_thai_windows_is_read_and_its_name_judged(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, tip_id in (("นายคานารีกกก", "T1"), ("สิงหาคม", "T2")):
        path = os.fsencode(inbox) + f"/tip_report_{name}.csv".encode("cp874")
        Path(os.fsdecode(path)).write_text(office.as_csv(tips(tip(tip_id))), "utf-8")
    built = office.build(tmp_path / "built", inbox)
    assert built.exit_code == 0
    assert sorted(built.values("select tip_id from tip_report")) == ["T1", "T2"]
    names = {known["path"] for known in built.report["files"]}
    assert names == {"(…).csv", "tip_report_สิงหาคม.csv"}
