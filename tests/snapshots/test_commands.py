"""python -m dashboard snapshot: what it freezes, says, and refuses."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

from dashboard import commands, db
from dashboard.__main__ import main
from dashboard.snapshots import attached, listed, read
from dashboard.weekly import week
from dashboard.weekly.model import Week
from tests.snapshots.test_store import same_table, same_week
from tests.under_test import ROOT, publish

MADE: dict[tuple, Week] = {}  # weeks of the demo version: made once for all tests


@pytest.fixture
def run(demo_built, tmp_path, capsys, monkeypatch):
    """Call it with arguments; gives exit code, output and errors."""

    def remembered(con, ends_on=None):
        (name,) = con.execute("select version from version_info").fetchone()
        if (name, ends_on) not in MADE:
            MADE[name, ends_on] = week(con, ends_on)
        return MADE[name, ends_on]

    monkeypatch.setattr(commands.weekly, "week", remembered)

    def snapshot(*arguments: str, built: Path = demo_built):
        where = ["--built", str(built), "--out", str(tmp_path / "kept")]
        code = main(["snapshot", *where, *arguments])
        return code, *capsys.readouterr()

    return snapshot


def kept(tmp_path: Path):
    return listed(tmp_path / "kept")


def test_the_last_week_is_frozen_as_a_draft(run, tmp_path, demo_built, demo_last):
    code, said, _ = run()
    (told,) = kept(tmp_path)
    assert code == 0
    assert (told.stage, told.approved_by, told.ends_on) == ("draft", None, demo_last)
    assert f"Snapshot of week {told.iso_week} kept, id {told.id}" in said
    assert "ร่าง ยังไม่ได้รับอนุมัติ" in said
    assert "Draft, not approved" in said


@pytest.mark.long
def test_a_frozen_week_is_read_as_it_was_made(run, tmp_path, demo_built, demo_con):
    run("--week", "2026-W40")
    (told,) = kept(tmp_path)
    found = read(tmp_path / "kept", told.id)
    made = week(demo_con, pd.Timestamp("2026-10-04").date())
    same_week(found.week, made)
    assert {"national_week", "province_year", "coverage_class"} <= set(found.tables)


def test_without_new_data_nothing_is_frozen_twice(run, tmp_path):
    run()
    code, said, _ = run()
    (told,) = kept(tmp_path)
    assert code == 0
    assert "No new data, so nothing was kept twice" in said
    assert "ไม่มีข้อมูลใหม่" in said
    assert told.folder in said


@pytest.mark.long
def test_freezing_again_elsewhere_is_equal_in_content(run, tmp_path, demo_built):
    run()
    MADE.clear()
    again = tmp_path / "again"
    where = ["--built", str(demo_built), "--out", str(again)]
    assert main(["snapshot", *where]) == 0
    (one,), (other,) = kept(tmp_path), listed(again)
    assert (one.id, one.content, one.files) == (other.id, other.content, other.files)
    for name, table in read(tmp_path / "kept", one.id).tables.items():
        same_table(table, read(again, one.id).tables[name])


def test_the_manifest_names_what_went_in(run, tmp_path, demo_built):
    run()
    (told,) = kept(tmp_path)
    version = (demo_built / "CURRENT").read_text("utf-8").strip()
    inputs = json.loads((demo_built / f"{version}.json").read_text("utf-8"))["inputs"]
    assert told.version == version
    assert sorted(s.sha256 for s in told.sources) == sorted(i["sha256"] for i in inputs)
    assert set(told.methods) == {"disclosure", "weekly", "risk_model"}
    assert set(told.hashes) == {"disclosure.toml", "risk_model.toml", "weekly.toml"}
    assert told.thresholds["level_4_from"] == 5.5
    assert all(lower < upper for lower, upper in told.breaks.values())


def test_names_of_files_of_offices_are_in_no_snapshot(run, tmp_path, demo_built):
    run()
    text = "".join(p.read_text("utf-8") for p in (tmp_path / "kept").rglob("*.json"))
    assert ".xlsx" not in text
    assert ".tsv" not in text


@pytest.mark.long
def test_what_is_published_is_served_as_it_was_and_corrected_openly(run, tmp_path):
    paper = tmp_path / "week_th.pdf"
    paper.write_bytes(b"%PDF-1.7 one")
    code, said, _ = run("--publish", "--attach", str(paper))
    (first,) = kept(tmp_path)
    assert code == 0
    assert "Published, but not approved: it counts as a draft" in said
    paper.write_bytes(b"%PDF-1.7 two")
    code, _, refused = run("--publish", "--attach", str(paper))
    assert code == 2
    assert f"--replaces {first.id}" in refused
    code, said, _ = run("--replaces", first.id, "--why", "รุ่น 3 นับซ้ำ", "--publish")
    assert code == 0
    assert f"It replaces snapshot {first.id}, because: รุ่น 3 นับซ้ำ" in said
    second = next(each for each in kept(tmp_path) if each.replaces)
    assert (second.replaces, second.why) == (first.id, "รุ่น 3 นับซ้ำ")
    assert attached(tmp_path / "kept", first.id, "week_th.pdf") == b"%PDF-1.7 one"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--week", "2026-46"], "‘2026-46’ is no week. Write it as 2026-W46."),
        (["--week", "2026-W54"], "is no week"),
        (["--week", "2026-W48"], "is not a complete week of this data version"),
        (["--week", "1999-W01"], "is not a complete week of this data version"),
        (["--replaces", "0" * 12], "give both: --replaces ID and --why TEXT"),
        (["--why", "x"], "give both: --replaces ID and --why TEXT"),
        (["--replaces", "0" * 12, "--why", "x"], "no snapshot with the id"),
        (["--replaces", "0" * 12, "--why", "x" * 501], "has 501 characters"),
        (["--attach", "/nowhere/week.pdf"], "/nowhere/week.pdf cannot be read"),
    ],
)
def test_wrong_usage_is_said_in_both_languages_and_freezes_nothing(
    run, tmp_path, arguments, said
):
    code, out, refused = run(*arguments)
    assert (code, out) == (2, "")
    assert said in refused
    assert any("\u0e01" <= letter <= "\u0e5b" for letter in refused)
    assert kept(tmp_path) == []


@pytest.mark.long
def test_files_of_one_name_are_refused(run, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    one, other = tmp_path / "week.pdf", folder / "Week.pdf"
    made = tmp_path / "week_2026-W40_th.pdf"
    for path in (one, other, made):
        path.write_bytes(b"%PDF-1.7")
    code, _, refused = run("--attach", str(one), "--attach", str(other))
    assert code == 2
    assert "More than one file to be attached is called Week.pdf" in refused
    assert "มากกว่าหนึ่งไฟล์" in refused
    code, _, refused = run("--week", "2026-W40", "--publish", "--attach", str(made))
    assert code == 2
    assert "week_2026-W40_th.pdf of the week is made here" in refused
    assert kept(tmp_path) == []


def test_a_snapshot_replaces_one_of_its_own_week_alone(run, tmp_path):
    run("--week", "2026-W40")
    (told,) = kept(tmp_path)
    code, _, refused = run("--week", "2026-W47", "--replaces", told.id, "--why", "x")
    assert code == 2
    assert "is of week 2026-W40" in refused


def test_without_a_version_nothing_is_frozen(run, tmp_path):
    code, _, refused = run(built=tmp_path / "built")
    assert code == 1
    assert "python -m etl build" in refused


def test_a_full_disk_is_said_and_leaves_no_snapshot(run, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dashboard.snapshots.store._put", full)
    code, _, refused = run()
    assert code == 1
    assert "No space left on device" in refused
    assert kept(tmp_path) == []


def test_snapshots_lie_beside_the_versions_unless_told_otherwise(tmp_path):
    built = tmp_path / "built"
    publish(built)
    assert commands.snapshots.folder_of(built) == tmp_path / "snapshots"
    assert db.named(built, db.current(built).name) == db.current(built)


def test_the_command_explains_itself():
    told = subprocess.run(
        [sys.executable, "-m", "dashboard", "snapshot", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for option in ("--week", "--built", "--out", "--publish", "--replaces", "--why"):
        assert option in told.stdout


def test_what_is_published_holds_its_page_on_paper_that_names_it(run, tmp_path):
    run("--publish")
    (told,) = kept(tmp_path)
    papers = [f"week_{told.iso_week}_{lang}.pdf" for lang in ("th", "en")]
    assert list(told.attached) == papers
    for paper in papers:
        made = PdfReader(io.BytesIO(attached(tmp_path / "kept", told.id, paper)))
        assert len(made.pages) == 1
        assert told.id in made.pages[0].extract_text().replace("\u200b", "")
