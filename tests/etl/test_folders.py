"""Which files of a folder are handed over, and under which names they are told."""

import json
import os
import sys
import threading
from pathlib import Path

import pytest

from etl import digest, files, texts
from tests.etl import office
from tests.etl.office import hand_over, tip, tips

needs_any_name = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="the system takes no such file name"
)


def rows(prefix: str) -> list[object]:
    return tips(tip(f"{prefix}-1"), tip(f"{prefix}-2"))


def status_by_name(folder: Path) -> dict[str, str]:
    report = office.check(folder).report
    return {said["path"]: said["status"] for said in report["files"]}


@needs_any_name
def test_a_name_of_any_bytes_is_told_and_its_file_loaded(tmp_path):
    inbox = tmp_path / "inbox"
    names = (
        b"tip_report\xff.csv",
        b"tip_report\n\x1b[31m.csv",
        b"tip_report {x}'\".csv",
    )
    inbox.mkdir()
    for number, name in enumerate(names):
        path = hand_over(inbox, "new", rows(f"N{number}"))
        path.rename(os.fsdecode(os.fsencode(inbox) + b"/" + name))
    assert status_by_name(inbox) == {
        "tip_report\ufffd.csv": "loaded",
        "tip_report ?[31m.csv": "loaded",
        "tip_report {x}'\".csv": "loaded",
    }
    built = office.build(tmp_path / "built", inbox)
    assert built.exit_code == 0
    assert built.values("select count(*) from tip_report where tip_id like 'N%'") == [6]
    again = office.build(tmp_path / "built", inbox)
    assert (again.exit_code, again.report["published"]) == (0, False)


@needs_any_name
def test_a_heading_with_control_characters_is_told_without_them(tmp_path):
    header, *others = rows("A")
    path = hand_over(
        tmp_path,
        "tip_report.csv",
        [[*header, "a\u202eb\u00a0c\x7f"], *[[*row, "x"] for row in others]],
    )
    said = office.check(path).file("tip_report.csv")
    assert said["dropped_columns"] == ["a?b c?"]


@pytest.mark.parametrize(
    "name",
    ["tip_report.csv", "TIP_REPORT.CSV", "Tip_Report 2563.Csv", "tip_report-08.tsv"],
)
def test_a_file_belongs_to_the_dataset_whose_name_begins_its_own(tmp_path, name):
    hand_over(tmp_path, name, rows("A"))
    (said,) = office.check(tmp_path / name).report["files"]
    assert (said["dataset"], said["status"]) == ("tip_report", "loaded")


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("province_risk.csv", "province_risk"),
        ("province_grade_2563.csv", "province_grade"),
        ("target.csv", "target"),
        ("reporting.csv", "reporting"),
        ("tip_reports.csv", "tip_report"),
        ("province.csv", "province"),
    ],
)
def test_of_two_names_that_begin_it_the_longer_one_counts(tmp_path, name, dataset):
    path = hand_over(tmp_path, name, "x,y\n1,2\n")
    (handed,) = files.find(path, "input")
    assert handed.dataset.name == dataset


def test_hidden_folders_are_not_looked_into(tmp_path):
    hand_over(tmp_path / "in" / ".versions", "tip_report.csv", rows("H"))
    hand_over(tmp_path / "in" / "2563.08", "tip_report.csv", rows("A"))
    assert status_by_name(tmp_path / "in") == {"2563.08/tip_report.csv": "loaded"}


def test_a_hidden_folder_that_is_given_itself_is_read(tmp_path):
    hand_over(tmp_path / ".in", "tip_report.csv", rows("A"))
    assert status_by_name(tmp_path / ".in") == {"tip_report.csv": "loaded"}


def test_a_link_to_a_file_is_read_and_a_broken_one_refused(tmp_path):
    real = hand_over(tmp_path / "elsewhere", "x.csv", rows("A"))
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "tip_report_1.csv").symlink_to(real)
    (inbox / "tip_report_2.csv").symlink_to(tmp_path / "gone.csv")
    (inbox / "tip_report_3.csv").symlink_to(inbox / "tip_report_3.csv")
    assert status_by_name(inbox) == {
        "tip_report_1.csv": "loaded",
        "tip_report_2.csv": "refused",
        "tip_report_3.csv": "refused",
    }


def test_a_file_that_is_gone_when_it_is_read_is_refused(tmp_path, monkeypatch):
    hand_over(tmp_path / "in", "tip_report.csv", rows("A"))
    found = files.find(tmp_path / "in", "input")
    monkeypatch.setattr(files, "find", lambda *_: found)
    (tmp_path / "in" / "tip_report.csv").unlink()
    said = office.check(tmp_path / "in").file("tip_report.csv")
    assert said["reason_code"] == "file.unreadable"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="this user may read every file",
)
def test_a_file_without_permission_is_refused(tmp_path):
    path = hand_over(tmp_path, "tip_report.csv", rows("A"))
    path.chmod(0)
    said = office.check(path).file("tip_report.csv")
    assert said["reason_code"] == "file.unreadable"


def test_the_report_is_sound_json_whatever_the_names(tmp_path):
    hand_over(tmp_path / "in", "โทร 0891234567.csv", rows("A"))
    run = office.check(tmp_path / "in")
    told = json.dumps(run.report, ensure_ascii=False)
    assert "0891234567" not in told + run.printed
    assert run.report["files"][0]["reason_code"] == "file.unknown_dataset"


def test_a_large_file_is_hashed_again_only_when_it_was_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGE", 1)
    monkeypatch.setattr(files, "SETTLED", 0)
    path = hand_over(tmp_path, "tip_report.csv", rows("A"))
    (first,) = files.find(tmp_path, "input")
    known = {first.place: (first.stamp, "known")}
    assert files.find(tmp_path, "input", known)[0].sha256 == "known"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"A-1", b"B-1"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    (changed,) = files.find(tmp_path, "input", known)
    assert (changed.size, changed.sha256 != "known") == (first.size, True)


def test_a_large_file_that_cannot_be_hashed_is_refused_and_leaves_no_row(
    tmp_path, monkeypatch
):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report_a.csv", rows("A"))
    hand_over(inbox, "tip_report_b.csv", rows("B"))
    monkeypatch.setattr(files, "LARGE", 1)
    hashed = digest.sha256

    def failing(*paths):
        if paths[0].name == "tip_report_b.csv":
            raise OSError("it went while it was read")
        return hashed(*paths)

    monkeypatch.setattr(digest, "sha256", failing)
    built = office.build(tmp_path / "built", inbox)
    refused = built.file("tip_report_b.csv")
    assert (refused["status"], refused["reason_code"]) == ("refused", "file.unreadable")
    assert built.values("select tip_id from tip_report") == ["A-1", "A-2"]


@pytest.mark.parametrize("hashed", ["before", "after"])
def test_a_large_file_changed_while_it_is_read_is_refused_and_loaded_by_the_next_build(
    tmp_path, monkeypatch, hashed
):
    """Its rows would be the old ones, and with the new one's hash they stayed so."""
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    path = hand_over(inbox, "tip_report_a.csv", rows("OLD"))
    hand_over(inbox, "tip_report_b.csv", rows("B"))
    monkeypatch.setattr(files, "LARGE", 1)
    taken, sha256, may_hash = texts._take, digest.sha256, threading.Event()
    if hashed == "before":
        may_hash.set()

    def saved_meanwhile(con, file, *rest):
        yield from taken(con, file, *rest)
        if file.path == path:
            if hashed == "before":
                assert file.sha256
            hand_over(inbox, "tip_report_a.csv", rows("NEW"))
            may_hash.set()

    def waiting(*found):
        assert found[0].parent != inbox or may_hash.wait(60)
        return sha256(*found)

    with monkeypatch.context() as once:
        once.setattr(texts, "_take", saved_meanwhile)
        once.setattr(digest, "sha256", waiting)
        first = office.build(out, inbox)
    assert first.file("tip_report_a.csv")["reason_code"] == "file.changed"
    assert first.values("select tip_id from tip_report order by 1") == ["B-1", "B-2"]
    second = office.build(out, inbox)
    assert second.values("select tip_id from tip_report order by 1") == (
        ["B-1", "B-2", "NEW-1", "NEW-2"]
    )


def test_a_small_or_new_file_has_no_stamp(tmp_path, monkeypatch):
    hand_over(tmp_path, "tip_report.csv", rows("A"))
    assert files.find(tmp_path, "input")[0].stamp == ""
    monkeypatch.setattr(files, "LARGE", 1)
    assert files.find(tmp_path, "input")[0].stamp == ""
