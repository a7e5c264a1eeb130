"""python -m dashboard briefing, end to end over the data that the project ships."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import pytest
from pypdf import PdfReader

from dashboard import audit
from dashboard.ui.selection import Item, Selection, written
from tests.conftest import find_chromium
from tests.under_test import ROOT

BAR = Item("training", "training_bar", {"training_year": "2568"})
BEFORE = replace(BAR, choices={"training_year": "2567"})
MAP = Item("training", "training_map", {}, title="My map")
TABLE = Item("tip_tier", "tip_tier_steps_rows")
TIPS = Item(
    "data_quality",
    "disclosure_published_rows",
    {"data_quality_part": "disclosure", "disclosure_table": "province_year"},
)
GONE = Item("tip_tier", "tip_tier_gone", name="ของเดิม")
NOWHERE = Item("nowhere", "nowhere_bar")
INTERNAL = Item("data_quality", "data_quality_matrix")


@pytest.fixture
def run(demo_built, tmp_path):
    """Makes a pack, and gives what the command said and its folder."""

    def made(items, *options, built=demo_built, log=None, **parts):
        pack = tmp_path / "pack.json"
        pack.write_bytes(written(Selection(items=tuple(items), **parts)))
        out = tmp_path / "out"
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", "briefing", "--pack", str(pack)]
            + ["--out", str(out), "--built", str(built), *options],
            cwd=ROOT,
            env={**os.environ, audit.FOLDER_VARIABLE: str(log or tmp_path / "audit")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done, out

    return made


def logged(folder):
    return [
        json.loads(line)
        for month in sorted(folder.glob("*.jsonl"))
        for line in month.read_text("utf-8").splitlines()
    ]


def files(out):
    found = (path.relative_to(out).as_posix() for path in out.rglob("*"))
    return sorted(name for name in found if "." in name)


def read(path):
    text = path.read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.long
def test_all_formats_are_made_in_order_and_logged_before_they_stand_there(
    run, tmp_path
):
    if find_chromium() is None:
        pytest.skip("no Chromium on the path; figures are drawn by one")
    done, out = run([MAP, BAR, BEFORE, TABLE], title="สรุป", lang="en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    (pdf,) = out.glob("*.pdf")
    assert files(out) == [
        pdf.name,
        pdf.with_suffix(".pptx").name,
        pdf.with_suffix(".xlsx").name,
        "contents.json",
        "csv/04_tip_tier_steps_rows.csv",
        "png/01_training_map.png",
        "png/02_training_bar.png",
        "png/03_training_bar_2.png",
        "svg/01_training_map.svg",
        "svg/02_training_bar.svg",
        "svg/03_training_bar_2.svg",
    ]
    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    places = [text.index(each) for each in ("My map", "FY2568", "FY2567")]
    assert places == sorted(places)
    lines = {line["file"]: line for line in logged(tmp_path / "audit")}
    assert {name: line["sha256"] for name, line in lines.items()} == {
        name.rpartition("/")[2]: sha256((out / name).read_bytes()).hexdigest()
        for name in files(out)
    }
    assert len(logged(tmp_path / "audit")) == len(lines)
    of_pdf = [each["selection"] for each in lines[pdf.name]["holds"]]
    assert [held["briefing"] for held in of_pdf] == [
        *("training_map", "training_bar", "training_bar_2", "tip_tier_steps_rows")
    ]
    assert [held.get("training_year") for held in of_pdf][1:3] == ["2568", "2567"]


@pytest.mark.long
def test_a_protected_table_leaves_as_the_gate_made_it(run, demo_outside, tmp_path):
    done, out = run([TIPS], "--formats", "csv", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = (out / "csv").glob("*.csv")
    gated = demo_outside["province_year"]
    tips = gated.frame[gated.frame["measure"] == "tips"]
    rows = {row["Area code"]: row["Count"] for row in read(file)}
    assert len(rows) == len(tips) == 77
    for row in tips.itertuples():
        if row.count_state in ("exact", "rounded", "zero"):
            assert rows[row.area] == str(row.count)
        else:
            assert not rows[row.area].isdigit()
    line, _contents = logged(tmp_path / "audit")
    assert (line["is_protected"], line["rows"], line["audience"]) == (
        *(True, 77, "outside"),
    )
    assert line["rules_version"] == gated.rules_version


@pytest.mark.long
def test_what_a_page_no_longer_offers_is_named_and_the_rest_is_made(run):
    done, out = run([GONE, NOWHERE, INTERNAL, TABLE], "--formats", "csv", lang="en")
    assert done.returncode == 1
    assert done.stdout.count("Missing") == 3
    for name in ("ของเดิม", "nowhere", "data_quality_matrix"):
        assert name in done.stdout
    assert files(out) == ["contents.json", "csv/04_tip_tier_steps_rows.csv"] or files(
        out
    ) == ["contents.json", "csv/01_tip_tier_steps_rows.csv"]


@pytest.mark.long
def test_language_and_era_of_the_command_go_before_those_of_the_file(run):
    done, out = run(
        [TABLE], "--formats", "csv", "--lang", "en", "--era", "ce", lang="th"
    )
    assert done.returncode == 0
    row = read(next((out / "csv").glob("*.csv")))[0]
    assert row["Data status"] == "Published official data"
    assert row["Report year"].startswith("20")


@pytest.mark.long
def test_without_a_chromium_all_but_the_pictures_of_figures_is_made(run, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    done, out = run([BAR, MAP, TABLE], "--formats", "pdf,csv,png", "--lang", "en")
    assert "There is no picture of" in done.stdout
    assert "Chromium" in done.stdout
    assert (out / "png" / "02_training_map.png").is_file()
    assert not (out / "png" / "01_training_bar.png").exists()
    assert list(out.glob("*.pdf"))
    assert list((out / "csv").glob("*.csv"))


@pytest.mark.long
def test_a_pack_takes_the_place_of_the_one_before_and_of_no_other_file(run):
    run([TABLE, TIPS], "--formats", "csv")
    _, out = run([GONE], "--formats", "csv")
    assert files(out) == ["contents.json"]
    (out / "csv" / "mine.csv").write_text("kept")
    secret = out.parent / "secret.csv"
    secret.write_text("kept")
    hostile = {"files": {"csv": ["../secret.csv", "csv/none.csv"]}}
    (out / "contents.json").write_text(json.dumps(hostile))
    run([TABLE], "--formats", "csv")
    assert secret.read_text() == "kept"
    assert files(out) == [
        *("contents.json", "csv/01_tip_tier_steps_rows.csv", "csv/mine.csv")
    ]


@pytest.mark.long
def test_without_the_log_no_file_leaves(run, tmp_path):
    (tmp_path / "log").write_text("a file, not a folder")
    done, out = run([TABLE], "--formats", "csv", log=tmp_path / "log")
    assert done.returncode == 1
    assert "log" in done.stdout
    assert files(out) == []


@pytest.mark.long
def test_without_a_version_it_says_what_to_do(run, tmp_path):
    done, out = run([TABLE], built=tmp_path / "none", lang="en")
    assert done.returncode == 1
    assert "python -m etl build" in done.stdout
    assert not out.exists() or files(out) == []


@pytest.mark.long
def test_a_file_that_is_no_selection_is_wrong_usage_said_in_both_languages(
    run, tmp_path
):
    (tmp_path / "bad.json").write_text('{"schema": 1, "run": "rm -rf /"}')
    done, out = run([TABLE], "--pack", str(tmp_path / "bad.json"))
    assert done.returncode == 2
    assert "Write exactly these names" in done.stderr
    assert "ต้องมีชื่อเหล่านี้" in done.stderr
    assert not out.exists()


@pytest.mark.long
@pytest.mark.parametrize("pack", ["none.json", "."])
def test_a_selection_file_that_cannot_be_read_is_said_in_both_languages(
    run, tmp_path, pack
):
    done, out = run([TABLE], "--pack", str(tmp_path / pack))
    assert done.returncode == 2
    assert str(tmp_path / pack) in done.stderr
    assert "cannot be read. Please check its name" in done.stderr
    assert "อ่านไฟล์รายการที่เลือกนี้ไม่ได้ โปรดตรวจสอบชื่อไฟล์" in done.stderr
    assert "Errno" not in done.stderr
    assert not out.exists()


def test_a_selection_of_nothing_writes_nothing(run):
    done, out = run([])
    assert done.returncode == 2
    assert "so no file was written" in done.stderr
    assert "ไม่มีรายการใด จึงไม่ได้เขียนไฟล์" in done.stderr
    assert not out.exists()


def test_an_unknown_format_is_wrong_usage(run):
    done, _ = run([TABLE], "--formats", "csv,exe")
    assert done.returncode == 2
    assert "exe" in done.stderr


def test_no_option_of_the_command_makes_files_without_the_log(run, tmp_path):
    done, out = run([TABLE], "--held")
    assert done.returncode == 2
    assert "--held" in done.stderr
    assert not out.exists()
