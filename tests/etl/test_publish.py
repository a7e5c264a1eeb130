"""Versions: published whole or not at all, kept, cleaned up (contract.md 1 and 6)."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from etl import files, paths, texts, workspace
from etl.digest import sha256
from tests.etl import office
from tests.etl.office import hand_over, tip, tips
from tests.under_test import HANGS

VERSION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")
SLOW = 1_000_000  # rows


def named(out: Path) -> str:
    return (out / "CURRENT").read_text("utf-8").strip()


def databases(out: Path) -> list[str]:
    return sorted(path.stem for path in out.glob("[!.]*.duckdb"))


def manifest(out: Path) -> dict:
    return json.loads((out / f"{named(out)}.json").read_text("utf-8"))


def ids(built: office.Run) -> list[str]:
    return built.values("select tip_id from tip_report order by tip_id")


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> tuple[office.Run, Path]:
    """A published version and its inbox; tests of this fixture only look."""
    inbox = tmp_path_factory.mktemp("once") / "inbox"
    hand_over(inbox, "tip_report.csv", tips(tip("A"), tip("B"), tip("C", status="x")))
    hand_over(inbox, "notes.csv", "x")
    return office.build(inbox.parent / "built", inbox), inbox


def test_a_build_says_that_it_published(once):
    built, _ = once
    assert (built.exit_code, built.report["exit_code"]) == (0, 0)
    assert built.report["published"] is True
    assert built.report["version"] == named(built.out)
    assert VERSION.fullmatch(named(built.out))


def test_the_folder_holds_database_manifest_and_pointer(once):
    built, _ = once
    version = named(built.out)
    visible = {p.name for p in built.out.iterdir() if not p.name.startswith(".")}
    assert visible == {"CURRENT", f"{version}.duckdb", f"{version}.json"}
    assert (built.out / "CURRENT").read_bytes() == f"{version}\n".encode()
    assert not list(built.out.glob(".building-*"))


def test_the_manifest_says_what_went_in_and_came_out(once):
    built, inbox = once
    said = manifest(built.out)
    content = (built.out / f"{said['version']}.duckdb").read_bytes()
    assert said["sha256"] == hashlib.sha256(content).hexdigest()
    assert said["size"] == len(content)
    assert said["code_version"]
    started, finished = (
        datetime.fromisoformat(said[moment]) for moment in ("started", "finished")
    )
    assert started <= finished
    inputs = {known["sha256"]: known for known in said["inputs"]}
    tip_file = inputs[sha256(inbox / "tip_report.csv")]
    assert (tip_file["accepted"], tip_file["rejected"]) == (2, 1)
    assert tip_file["first_loaded_at"]
    assert {sha256(path) for path in paths.REFERENCE.glob("*.csv")} <= set(inputs)


def test_the_manifest_counts_the_rows_of_every_table_and_dataset(once):
    built, _ = once
    counts = manifest(built.out)["tables"]
    assert counts["tip_report"] == 2
    with built.database() as con:
        views = "(select view_name from duckdb_views() where view_name like 'mart_%')"
        found = con.execute(f"from (show tables) where name not in {views}").fetchall()
        tables = [name for (name,) in found]
        assert set(counts) == set(tables)
        for table in tables:
            (rows,) = con.execute(f"select count(*) from {table}").fetchone()
            assert counts[table] == rows


def test_the_report_has_what_the_contract_shows(once):
    built, inbox = once
    said = built.file("tip_report.csv")
    shown = {
        "path": "tip_report.csv",
        "dataset": "tip_report",
        "sha256": sha256(inbox / "tip_report.csv"),
        "status": "loaded",
        "reason": None,
        "rows_in": 3,
        "accepted": 2,
        "rejected": 1,
        "duplicate": 0,
        "superseded": 0,
        "reasons": {"status.unknown": 1},
        "dropped_columns": [],
    }
    assert said.items() >= shown.items()
    assert built.report["seconds"] > 0
    assert built.report["peak_rss_mb"] > 0
    refused = built.file("notes.csv")
    assert (refused["status"], refused["dataset"]) == ("refused", None)


def test_status_says_version_inputs_age_and_rows(once):
    built, _ = once
    said = office.run("status", "--out", built.out)
    assert said.exit_code == 0
    assert named(built.out) in said.printed
    assert re.search(r"tip_report\.csv.* 2 .*3", said.printed)
    assert re.search(r"tip_report: 2\b", said.printed)
    assert re.search(r"\bage\b", said.printed)


def test_the_manifest_explains_its_keys_and_begins_with_the_short_ones(once):
    built, _ = once
    said = manifest(built.out)
    assert list(said)[:3] == ["explained", "version", "sha256"]
    assert list(said)[-2:] == ["inputs", "first_loads"]
    assert set(said["explained"]) == set(said) - {"explained"}
    text = (built.out / f"{named(built.out)}.json").read_text("utf-8")
    assert text.count("\n") > len(said["inputs"]) * 10


def test_status_says_why_rows_and_files_are_not_in_force(once):
    built, _ = once
    said = office.run("status", "--out", built.out).printed
    assert "1 × status.unknown: " in said
    assert "The file's name does not begin with the name of a known dataset." in said
    assert "ชื่อไฟล์ไม่ขึ้นต้นด้วยชื่อชุดข้อมูลที่รู้จัก" in said


@pytest.mark.long
def test_status_says_what_changed_and_which_versions_are_kept(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report_1.csv", tips(tip("A")))
    first = office.build(out, inbox).report["version"]
    assert (
        "The first version of the history."
        in office.run("status", "--out", out).printed
    )
    hand_over(inbox, "tip_report_2.csv", tips(tip("B"), tip("C")))
    second = office.build(out, inbox).report["version"]
    said = office.run("status", "--out", out).printed
    assert f"Against the version before, {first}:" in said
    assert "เบาะแส / Tip reports: 1 → 3" in said
    assert "tips in all: 1 → 3" in said
    kept = [line.split()[1:] for line in said.splitlines() if line.startswith("kept")]
    assert kept == [[second, "*"], [first]]


def test_status_without_a_version_ends_with_1(tmp_path):
    said = office.run("status", "--out", tmp_path)
    assert said.exit_code == 1
    assert said.printed.strip()


@pytest.mark.long
def test_status_tells_the_last_good_version_where_the_newest_is_damaged(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report_1.csv", tips(tip("A")))
    good = office.build(out, inbox).report["version"]
    hand_over(inbox, "tip_report_2.csv", tips(tip("B")))
    database = out / f"{office.build(out, inbox).report['version']}.duckdb"
    database.write_bytes(database.read_bytes()[:-100])
    said = office.run("status", "--out", out)
    assert said.exit_code == 0
    assert f"this is the last good one ({good})" in said.printed
    assert f"version    {good}" in said.printed
    assert re.search(r"tip_report: 1\b", said.printed)


def test_a_check_publishes_nothing_and_writes_nothing(once, tmp_path):
    _, inbox = once
    before = {path: path.stat().st_mtime_ns for path in inbox.parent.rglob("*")}
    said = office.run("check", inbox, "--report", tmp_path / "report.json")
    assert said.exit_code == 1
    assert {p: p.stat().st_mtime_ns for p in inbox.parent.rglob("*")} == before
    assert json.loads((tmp_path / "report.json").read_text())["published"] is False


def test_a_check_of_good_files_ends_with_0(tmp_path):
    good = hand_over(tmp_path, "tip_report.csv", tips(tip("A")))
    assert office.check(good).exit_code == 0
    hand_over(tmp_path, "tip_report_2.csv", tips(tip("A", status="x")))
    assert office.check(tmp_path).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["publish"],
        ["build", "--no-such-option"],
        ["build", "--input", "no/such/folder", "--out", "{out}"],
        ["build", "--out", "{out}", "--report", "{out}/no/such/folder/r.json"],
        ["check"],
        ["check", "no/such/file.csv"],
        ["demo"],
    ],
)
def test_wrong_usage_ends_with_2_and_publishes_nothing(tmp_path, arguments):
    out = tmp_path / "built"
    said = office.run(*[part.format(out=out) for part in arguments])
    assert said.exit_code == 2
    assert said.printed.strip()
    assert not (out / "CURRENT").exists()


def test_the_command_line_itself_ends_with_these_codes(tmp_path):
    hand_over(tmp_path / "inbox", "tip_report.csv", tips(tip("A", status="x")))
    started = [
        office.start("build", "--input", tmp_path / "missing"),
        office.start("check", tmp_path / "inbox"),
        office.start("status", "--out", tmp_path),
    ]
    said = [process.communicate(timeout=HANGS)[0] for process in started]
    assert [process.returncode for process in started] == [2, 1, 1]
    assert not any("Traceback" in text for text in said)


@pytest.mark.long
def test_versions_come_and_stay_as_the_inbox_changes(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    path = hand_over(inbox, "tip_report_1.csv", tips(tip("A"), tip("X", status="x")))
    first = office.build(out, inbox)
    before = {file: file.read_bytes() for file in out.glob("2*")}

    again = office.build(out, inbox)
    assert (again.exit_code, again.report["published"]) == (0, False)
    assert again.report["version"] == first.report["version"]
    assert again.file("tip_report_1.csv")["status"] == "unchanged"
    assert again.file("tip_report_1.csv")["accepted"] == 1
    assert len(databases(out)) == 1
    strict = office.build(out, inbox, options=["--strict"])
    assert (strict.exit_code, strict.report["published"]) == (1, False)

    hand_over(inbox, "tip_report_2.csv", tips(tip("B")))
    second = office.build(out, inbox)
    assert second.report["published"] is True
    assert second.file("tip_report_1.csv")["status"] == "unchanged"
    assert second.file("tip_report_1.csv")["rejected"] == 1
    assert second.file("tip_report_2.csv")["status"] == "loaded"
    assert ids(second) == ["A", "B"]
    assert second.values("select reason from load_reject") == ["status.unknown"]
    assert {file: file.read_bytes() for file in before} == before

    path.unlink()
    third = office.build(out, inbox)
    assert ids(third) == ["B"]
    assert [
        (gone["path"], gone["dataset"], gone["rows"])
        for gone in third.report["removed"]
    ] == [("tip_report_1.csv", "tip_report", 1)]
    assert len(databases(out)) == 3


@pytest.mark.long
def test_a_strict_build_publishes_clean_files_alone(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    bad = hand_over(inbox, "tip_report.csv", tips(tip("A"), tip("B", status="x")))
    rejected = office.build(out, inbox, options=["--strict"])
    assert (rejected.exit_code, rejected.report["published"]) == (1, False)
    assert rejected.file("tip_report.csv")["rejected"] == 1
    bad.write_text("")
    assert office.build(out, inbox, options=["--strict"]).exit_code == 1
    assert list(out.glob("*")) in ([], [out / ".lock"])
    hand_over(inbox, "tip_report.csv", tips(tip("A")))
    assert office.build(out, inbox, options=["--strict"]).exit_code == 0
    assert ids(office.Run(0, "", {}, out)) == ["A"]


@pytest.mark.long
def test_a_refused_file_changes_nothing_that_was_loaded_before(tmp_path):
    inbox, demo, out = tmp_path / "inbox", tmp_path / "demo", tmp_path / "built"
    a = tips(tip("A", status="NEW"), tip("Z"))
    hand_over(inbox, "tip_report_a.csv", a)
    made = hand_over(
        demo, "target.csv", "fiscal_year_be,metric,value,unit,source\n2564,m,1,x,x\n"
    )
    (demo / "demo_manifest.json").write_text(
        json.dumps({"files": {made.name: sha256(made)}})
    )
    good = made.read_bytes()
    office.build(out, inbox, demo)

    hand_over(inbox, "tip_report_0.csv", tips(tip("A", status="REFERRED")))
    second = office.build(out, inbox, demo)
    status = "select status from tip_report where tip_id = 'A'"
    assert second.values(status) == ["REFERRED"]

    hand_over(inbox, "tip_report_a.csv", "<html></html>")
    made.write_bytes(b"")
    third = office.build(out, inbox, demo)
    assert third.exit_code == 0
    assert third.file("tip_report_a.csv")["status"] == "refused"
    assert third.file("tip_report_a.csv")["rows_in"] == 0
    assert ids(third) == ["A", "Z"]
    assert third.values(status) == ["REFERRED"]
    kept = "select data_status from target where metric = 'm'"
    assert third.values(kept) == ["synthetic"]
    assert office.build(out, inbox, demo).report["published"] is False

    hand_over(inbox, "tip_report_b.csv", tips(tip("B")))
    fourth = office.build(out, inbox, demo)
    assert ids(fourth) == ["A", "B", "Z"]
    assert fourth.values(kept) == ["synthetic"]

    hand_over(inbox, "tip_report_a.csv", a)
    made.write_bytes(good)
    fifth = office.build(out, inbox, demo)
    assert fifth.file("tip_report_a.csv")["status"] == "loaded"
    # loaded first of all, so the other file's version is still the later one
    assert fifth.values(status) == ["REFERRED"]
    assert fifth.values(kept) == ["synthetic"]


@pytest.mark.long
def test_a_refused_file_that_goes_takes_the_rows_along_that_it_had_kept(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    path = hand_over(inbox, "tip_report_a.csv", tips(tip("A"), tip("B")))
    hand_over(inbox, "tip_report_b.csv", tips(tip("C")))
    office.build(out, inbox)
    path.write_text("<html></html>")
    assert ids(office.build(out, inbox)) == ["A", "B", "C"]
    path.unlink()
    gone = office.build(out, inbox)
    assert ids(gone) == ["C"]
    told = [(file["path"], file["rows"]) for file in gone.report["removed"]]
    assert told == [("tip_report_a.csv", 2)]


def test_a_file_refused_at_first_gives_no_rows(once):
    built, _ = once
    assert built.file("notes.csv")["status"] == "refused"
    assert built.values("select path from load_file where status = 'refused'") == [
        "notes.csv"
    ]


@pytest.mark.long
def test_the_last_five_versions_and_those_of_snapshots_are_kept(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report.csv", tips(tip("A")))
    first = office.build(out, inbox)
    old = [f"2020010{day}T000000Z-0000" for day in range(1, 8)]
    for version in old:
        for suffix in (".json", ".duckdb"):
            name = first.report["version"] + suffix
            shutil.copy(out / name, out / f"{version}{suffix}")
    snapshot = tmp_path / "snapshots" / "2020-W01" / "manifest.json"
    snapshot.parent.mkdir(parents=True)
    snapshot.write_text(json.dumps({"version": old[1]}))
    hand_over(inbox, "tip_report.csv", tips(tip("B")))
    second = office.build(out, inbox)
    newest = [first.report["version"], second.report["version"]]
    assert databases(out) == [old[1], *old[4:], *newest]
    assert sorted(path.stem for path in out.glob("*.json")) == databases(out)


@pytest.mark.long
def test_a_damaged_version_is_not_built_upon(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report.csv", tips(tip("A")))
    first = office.build(out, inbox)
    database = out / f"{first.report['version']}.duckdb"
    database.write_bytes(database.read_bytes()[:-100])
    second = office.build(out, inbox)
    assert second.report["published"] is True
    assert second.file("tip_report.csv")["status"] == "loaded"
    assert ids(second) == ["A"]
    assert manifest(out)["sha256"] == sha256(out / f"{named(out)}.duckdb")


def slow_inbox(folder: Path) -> Path:
    """An inbox whose build takes long enough to be met in the middle."""
    rows = [",".join(map(str, tip(f"T{number}"))) for number in range(SLOW)]
    text = "\n".join([",".join(office.TIP_HEADER), *rows, ""])
    hand_over(folder, "tip_report.csv", text)
    return folder


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + HANGS
    while not condition():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.01)


@pytest.fixture
def in_the_middle(tmp_path) -> tuple[subprocess.Popen, Path, Path]:
    """A build in another process, met before it published: process, inbox, out."""
    out = tmp_path / "built"
    small = tmp_path / "small"
    hand_over(small, "tip_report.csv", tips(tip("OLD")))
    office.build(out, small)
    inbox = slow_inbox(tmp_path / "inbox")
    process = office.start("build", "--input", inbox, "--out", out)
    wait_for(lambda: list(out.glob(".building-*")))
    return process, inbox, out


@pytest.mark.long
def test_a_second_build_gives_way_to_the_first(in_the_middle):
    process, inbox, out = in_the_middle
    process.send_signal(signal.SIGSTOP)
    before = named(out)
    second = office.build(out, inbox)
    assert (second.exit_code, second.report["published"]) == (1, False)
    assert "running" in second.printed
    assert named(out) == before
    process.send_signal(signal.SIGCONT)
    said, _ = process.communicate(timeout=HANGS)
    assert process.returncode == 0, said
    assert named(out) != before
    assert not list(out.glob(".building-*"))


@pytest.mark.long
def test_a_killed_build_leaves_the_old_version_and_the_next_one_cleans_up(
    in_the_middle,
):
    process, _, out = in_the_middle
    before = named(out)
    process.kill()
    process.communicate()
    assert named(out) == before
    assert list(out.glob(".building-*"))
    (out / "20990101T000000Z-dead.duckdb").write_bytes(b"killed before its manifest")
    small = hand_over(out.parent / "small", "tip_report.csv", tips(tip("NEW")))
    built = office.build(out, small.parent)
    assert built.exit_code == 0
    assert ids(built) == ["NEW"]
    assert not list(out.glob(".building-*"))
    assert databases(out) == sorted([before, named(out)])


@pytest.mark.long
def test_the_pointer_only_ever_names_a_whole_version(in_the_middle):
    process, _, out = in_the_middle
    seen, stop = set(), threading.Event()

    def read() -> None:
        while not stop.wait(0.001):  # seconds: the build needs the core as well
            version = named(out)
            if version not in seen:
                said = json.loads((out / f"{version}.json").read_text("utf-8"))
                if said["sha256"] == sha256(out / f"{version}.duckdb"):
                    seen.add(version)

    reader = threading.Thread(target=read)
    reader.start()
    said, _ = process.communicate(timeout=HANGS)
    wait_for(lambda: named(out) in seen or not reader.is_alive())
    stop.set()
    reader.join()
    assert process.returncode == 0, said
    assert len(seen) == 2


@pytest.mark.long
def test_without_room_on_the_disk_the_old_version_stays(tmp_path):
    resource = pytest.importorskip("resource", reason="Windows sets no such limit")
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report.csv", tips(tip("A")))
    office.build(out, inbox)
    before = named(out)
    hand_over(inbox, "tip_report.csv", tips(tip("B")))
    arguments = ["build", "--input", str(inbox), "--out", str(out)]
    full = subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        cwd=paths.ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20,) * 2),
        capture_output=True,
        timeout=HANGS,
    )
    assert full.returncode == 1
    assert b"Traceback" not in full.stderr
    assert b"old version stays" in full.stderr
    assert named(out) == before
    assert databases(out) == [before]
    assert not list(out.glob(".building-*"))
    assert office.build(out, inbox).exit_code == 0


@pytest.mark.long
def test_without_folders_made_up_data_stand_in_for_what_the_inbox_lacks(
    tmp_path, monkeypatch
):
    inbox, demo = tmp_path / "inbox", tmp_path / "demo"
    monkeypatch.setattr(paths, "INBOX", inbox)
    monkeypatch.setattr(paths, "DEMO", demo)
    made = [
        hand_over(demo, "tip_report_made.csv", tips(tip("MADE"))),
        hand_over(
            demo,
            "target_made.csv",
            "fiscal_year_be,metric,value,unit,source\n2564,m,1,x,x\n",
        ),
    ]
    (demo / "demo_manifest.json").write_text(
        json.dumps({"files": {path.name: sha256(path) for path in made}})
    )
    bad = hand_over(inbox, "tip_report.csv", tips(tip("OWN", status="x")))
    first = office.build(tmp_path / "built")
    assert ids(first) == ["MADE"]
    assert office.build(tmp_path / "built").report["published"] is False

    bad.write_text(bad.read_text("utf-8").replace(",x", ",NEW"), "utf-8")
    second = office.build(tmp_path / "built")
    assert ids(second) == ["OWN"]
    assert second.values("select value from target where metric = 'm'") == [1]
    assert {known["path"] for known in second.report["files"]} == {
        "tip_report.csv",
        "target_made.csv",
    }
    assert office.build(tmp_path / "built").report["published"] is False


@pytest.mark.long
@pytest.mark.parametrize("error", [MemoryError, duckdb.OutOfMemoryException])
def test_out_of_memory_the_old_version_stays(tmp_path, monkeypatch, error):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report.csv", tips(tip("A")))
    office.build(out, inbox)
    before = named(out)

    def exhausted(*_: object) -> None:
        raise error("no memory left")

    hand_over(inbox, "tip_report_2.csv", tips(tip("B")))
    monkeypatch.setattr(texts, "_take_block", exhausted)
    failed = office.build(out, inbox)
    assert (failed.exit_code, failed.report["published"]) == (1, False)
    assert "old version stays" in failed.printed
    assert (named(out), databases(out)) == (before, [before])


@pytest.mark.long
def test_a_file_that_could_not_be_hashed_is_refused(tmp_path, monkeypatch):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    made = hand_over(inbox, "tip_report.csv", tips(tip("MADE")))
    (inbox / "demo_manifest.json").write_text(
        json.dumps({"files": {made.name: sha256(made)}})
    )

    def held(path: Path) -> str:
        if path == made:
            raise PermissionError(path)
        return sha256(path)

    with monkeypatch.context() as once_held:
        once_held.setattr(files, "sha256", held)
        built = office.build(out, inbox)
    said = built.file("tip_report.csv")
    assert said["status"] == "refused"
    assert "cannot be read" in said["reason"]
    assert ids(built) == []
    again = office.build(out, inbox)
    assert again.values("select data_status from tip_report") == ["synthetic"]


def with_old_versions(tmp_path: Path) -> tuple[Path, Path, list[str]]:
    """An inbox and versions of which the next build drops the first two."""
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report.csv", tips(tip("A")))
    first = office.build(out, inbox)
    old = [f"2020010{day}T000000Z-0000" for day in range(1, 6)]
    for version in old:
        for suffix in (".json", ".duckdb"):
            name = first.report["version"] + suffix
            shutil.copy(out / name, out / f"{version}{suffix}")
    hand_over(inbox, "tip_report.csv", tips(tip("B")))
    return inbox, out, old


@pytest.mark.long
@pytest.mark.parametrize("torn", ["", '{"versi', "[]", "{}", '{"version": []}'])
def test_an_unreadable_snapshot_lets_nothing_be_dropped(tmp_path, torn):
    inbox, out, old = with_old_versions(tmp_path)
    snapshot = tmp_path / "snapshots" / "2020-W01" / "manifest.json"
    snapshot.parent.mkdir(parents=True)
    snapshot.write_text(torn)
    built = office.build(out, inbox)
    assert (built.exit_code, built.report["published"]) == (0, True)
    assert databases(out)[: len(old)] == old


@pytest.mark.long
def test_a_version_held_open_stays_whole_and_stops_no_build(tmp_path, monkeypatch):
    inbox, out, old = with_old_versions(tmp_path)
    unnamed = out / "20190101T000000Z-dead.duckdb"
    unnamed.write_bytes(b"killed before its manifest")
    held = {unnamed, out / f"{old[0]}.duckdb"}
    unlink = Path.unlink

    def as_windows(path: Path, missing_ok: bool = False) -> None:
        if path in held:
            raise PermissionError(path)
        unlink(path, missing_ok)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", as_windows)
        built = office.build(out, inbox)
    assert (built.exit_code, built.report["published"]) == (0, True)
    assert unnamed.exists()
    assert (out / f"{old[0]}.json").exists()
    assert (out / f"{old[0]}.duckdb").exists()
    hand_over(inbox, "tip_report.csv", tips(tip("C")))
    assert office.build(out, inbox).exit_code == 0
    assert not unnamed.exists()
    assert old[0] not in {path.stem for path in out.iterdir()}


@pytest.mark.long
def test_behind_a_damaged_version_the_last_good_one_still_counts(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    kept = hand_over(inbox, "tip_report_a.csv", tips(tip("A"), tip("B", status="NEW")))
    office.build(out, inbox)
    hand_over(inbox, "tip_report_0.csv", tips(tip("B", status="REFERRED")))
    second = office.build(out, inbox)
    status = "select status from tip_report where tip_id = 'B'"
    assert second.values(status) == ["REFERRED"]
    before = manifest(out)["first_loads"]
    database = out / f"{named(out)}.duckdb"
    database.write_bytes(database.read_bytes()[:-100])
    kept.write_text("<html></html>")
    third = office.build(out, inbox)
    assert third.file("tip_report_a.csv")["status"] == "refused"
    assert ids(third) == ["A", "B"]
    assert third.values(status) == ["REFERRED"]
    assert manifest(out)["first_loads"] == before


@pytest.mark.parametrize("torn", ["", '{"files": {"a', "[]", '{"files": []}'])
def test_a_torn_list_of_made_up_files_publishes_nothing(tmp_path, torn):
    hand_over(tmp_path / "inbox", "tip_report.csv", tips(tip("MADE")))
    hand_over(tmp_path / "inbox", "demo_manifest.json", torn)
    built = office.build(tmp_path / "built", tmp_path / "inbox")
    assert (built.exit_code, built.report["published"]) == (1, False)
    assert "inbox/demo_manifest.json ไม่ได้" in built.printed
    assert "inbox/demo_manifest.json cannot be read" in built.printed
    assert not (tmp_path / "built" / "CURRENT").exists()


def test_a_console_without_thai_letters_stops_no_command(tmp_path):
    bad = hand_over(tmp_path, "tip_report.csv", "<html></html>")
    done = subprocess.run(
        [sys.executable, "-m", "etl", "check", str(bad)],
        cwd=paths.ROOT,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        timeout=HANGS,
    )
    assert done.returncode == 1
    assert b"Error" not in done.stderr
    assert b"tip_report.csv" in done.stdout


@pytest.mark.long
def test_a_row_of_the_future_is_judged_anew_once_its_day_has_come(
    tmp_path, monkeypatch
):
    folder, out = tmp_path / "in", tmp_path / "built"
    day = office.tomorrow()
    hand_over(
        folder, "tip_report_1.csv", tips(tip("A"), tip("B", received_on=str(day)))
    )
    first = office.build(out, folder)
    assert first.file("tip_report_1.csv")["reasons"] == {"received_on.future": 1}
    assert not office.build(out, folder).report["published"]

    monkeypatch.setattr(workspace, "today", lambda: day)
    later = office.build(out, folder)
    assert later.report["published"]
    assert later.values("select tip_id from tip_report order by tip_id") == ["A", "B"]


@pytest.mark.long
def test_a_later_version_has_a_later_name_whatever_the_clock_says(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    out.mkdir()
    (out / "20991231T235959Z-0000.duckdb").touch()
    (out / "20991231T235959Z-0000.json").write_text("{}", "utf-8")
    names = []
    for letter in "ABC":
        hand_over(inbox, f"tip_report_{letter}.csv", tips(tip(letter)))
        office.build(out, inbox)
        names.append(named(out))
    assert names == sorted(names)
    assert len(set(names)) == 3
    assert names[0].startswith("21000101T000000Z-")
