"""What is taken along as of a snapshot says which one it is of, and by which rules."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from dashboard import audit, db
from dashboard.rules import rules
from dashboard.snapshots import listed, read
from dashboard.snapshots.store import keep, packed
from dashboard.ui.briefing.collect import offered
from dashboard.ui.selection import Selection, written
from tests.under_test import ROOT, app

WEEKLY, TIERS = "pages/weekly_snapshot.py", "pages/tip_tier.py"
OF_THEN = "0.9"  # rules of the gate before those in force
SNAPSHOT, RULES, VERSION = "Snapshot", "Version of the disclosure rules", "Data version"


@pytest.fixture(scope="module")
def old(frozen_built):
    """A snapshot of a week that passed the gate by earlier rules."""
    folder = frozen_built.parent / "snapshots"
    told = next(each for each in listed(folder) if each.iso_week == "2026-W46")
    kept = read(folder, told.id)
    week = replace(kept.week, rules_version=OF_THEN)
    about = replace(told, methods={**told.methods, "disclosure": OF_THEN})
    manifest, _ = keep(folder, packed(about, week, kept.tables, {}))
    return manifest


@pytest.fixture(autouse=True)
def served(frozen_built, monkeypatch, tmp_path):
    monkeypatch.setenv(db.FOLDER_VARIABLE, str(frozen_built))
    monkeypatch.setenv(audit.FOLDER_VARIABLE, str(tmp_path / "audit"))
    return frozen_built


def added(page, key, **address):
    """The selection after the button of an object was pressed on its page."""
    test = app(page, lang="en", **address)
    test.button(key=f"{key}_add").click().run()
    assert not test.exception
    return test.session_state["_briefing"]


@pytest.fixture
def packed_csv(tmp_path):
    """Makes a pack of a selection by the command; gives the rows of its tables."""

    def made(selection: Selection):
        (tmp_path / "pack.json").write_bytes(written(selection))
        out = tmp_path / "out"
        command = [sys.executable, "-m", "dashboard", "briefing", "--formats", "csv"]
        done = subprocess.run(
            [*command, "--pack", str(tmp_path / "pack.json"), "--out", str(out)],
            cwd=ROOT,
            env=os.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        texts = (path.read_text("utf-8-sig") for path in sorted(out.rglob("*.csv")))
        return [list(csv.DictReader(io.StringIO(text, newline=""))) for text in texts]

    return made


def logged(folder):
    (month,) = folder.glob("*.jsonl")
    return [json.loads(line) for line in month.read_text("utf-8").splitlines()]


@pytest.mark.long
def test_what_is_added_as_of_a_snapshot_leaves_with_its_id_and_the_rules_of_then(
    old, packed_csv, tmp_path
):
    week = added(WEEKLY, "weekly_figures_rows", as_of=old.id)
    view = added(TIERS, "tip_tier_steps_rows", as_of=old.id)
    now = added(TIERS, "tip_tier_steps_rows")
    items = (*week.items, *view.items, *now.items)
    frozen, pinned, live = packed_csv(replace(week, items=items, lang="en"))
    assert {row[SNAPSHOT] for row in frozen + pinned} == {old.id}
    assert {row[VERSION] for row in frozen + pinned} == {old.version}
    assert {row[RULES] for row in frozen} == {OF_THEN}
    assert {row[RULES] for row in pinned} == {rules().version}  # asked anew, so gated
    assert SNAPSHOT not in live[0]
    tables = [x for x in logged(tmp_path / "audit") if x["rows"]]
    said = [(each["snapshot"], each["rules_version"]) for each in tables]
    assert said == [
        *((old.id, OF_THEN), (old.id, rules().version), ("", rules().version))
    ]


def test_pictures_of_a_frozen_week_name_the_rules_of_then(old):
    found = offered("weekly_snapshot", None, "en", "be", {"as_of": old.id})
    assert "weekly_priority_map" in found
    for exhibit in found.values():
        foot = exhibit.foot
        assert (foot.rules_version, foot.snapshot) == (OF_THEN, old.id)
        assert foot.version == old.version
        if exhibit.gated is not None:
            assert exhibit.gated.rules_version == OF_THEN
    live = offered("weekly_snapshot", None, "en", "be", {})
    assert {x.foot.rules_version for x in live.values()} == {rules().version}


@pytest.fixture
def given(monkeypatch):
    """What runs when a download is clicked, by the name of its file."""
    found = {}

    def keep(self, content, mimetype, coordinates, file_name=None, **more):
        found[file_name] = content
        return "0" * 32

    monkeypatch.setattr(MediaFileManager, "add_deferred", keep)
    return found


def test_a_published_file_is_one_line_that_names_the_file_and_its_snapshot(
    served, given, tmp_path
):
    known = listed(served.parent / "snapshots")
    told = next(each for each in known if each.attached)
    app(WEEKLY, as_of=told.id)
    content = given["week_th.pdf"]()
    (line,) = logged(tmp_path / "audit")
    assert line["file"] == "week_th.pdf"
    assert line["sha256"] == sha256(content).hexdigest() == told.attached["week_th.pdf"]
    assert (line["snapshot"], line["version"]) == (told.id, told.version)
    assert line["rules_version"] == told.methods["disclosure"]
    assert (line["audience"], line["is_protected"]) == ("leadership", True)


def test_the_page_on_paper_is_one_line_by_the_rules_of_then(old, given, tmp_path):
    app(WEEKLY, as_of=old.id, lang="en")
    content = given["week_2026-W46_en.pdf"]()
    (line,) = logged(tmp_path / "audit")
    assert line["sha256"] == sha256(content).hexdigest()
    assert (line["snapshot"], line["rules_version"]) == (old.id, OF_THEN)
    assert (line["audience"], line["page"]) == ("leadership", "weekly_snapshot")
