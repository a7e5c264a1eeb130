"""The audit log: what a line says, what it never says, and what happens without it."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import audit
from tests.under_test import ROOT

SELECTION = {"lang": "th", "data_quality_dataset": "tip_report"}
HANDOUT = audit.Handout(
    file="data_quality_files_20261122T101500Z-0000.csv",
    page="data_quality",
    audience="outside",
    rules_version="1",
    version="20261122T101500Z-0000",
    selection=SELECTION,
    rows=12,
    is_protected=True,
)
WRITERS, EACH = 4, 200
WRITE = f"""
import sys
from dashboard import audit
for at in range({EACH}):
    chosen = {{"number": sys.argv[1], "at": str(at), "long": "x" * 190}}
    line = ("a.csv", "page", "outside", "1", "0000", chosen, 12, True)
    audit.record(audit.Handout(*line))
"""


def lines(folder):
    (log,) = folder.glob("*.jsonl")
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_when_what_by_which_rules_and_of_which_selection(tmp_path):
    audit.record(HANDOUT, tmp_path / "audit")
    (line,) = lines(tmp_path / "audit")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line.pop("at"))
    assert line == {**vars(HANDOUT), "selection": SELECTION, "holds": []}


def test_a_file_of_several_objects_is_one_line_that_names_each_of_them(tmp_path):
    typed = {"briefing": "tip_tier_table", "tip_tier_search": audit.Typed("Somchai")}
    first = audit.Held("tip_tier", "outside", "1", "v1", typed, 12, False)
    second = audit.Held("weekly_snapshot", "leadership", "2", "v1", {}, 8, True, "abc")
    line = audit.together("a.pptx", "briefing", {"lang": "th"}, [first, second])
    audit.record(line, tmp_path)
    (said,) = lines(tmp_path)
    assert (said["audience"], said["rules_version"]) == ("outside leadership", "1 2")
    assert (said["version"], said["snapshot"]) == ("v1", "abc")
    assert (said["rows"], said["is_protected"]) == (20, True)
    assert [each["page"] for each in said["holds"]] == ["tip_tier", "weekly_snapshot"]
    assert said["holds"][0]["selection"]["briefing"] == "tip_tier_table"
    assert "Somchai" not in str(said)


def test_a_line_names_the_file_itself_by_its_sha_256(tmp_path):
    audit.record(audit.of(HANDOUT, b"abc"), tmp_path)
    (line,) = lines(tmp_path)  # the first example of FIPS 180-2
    assert line["sha256"].startswith("ba7816bf8f01cfea414140de5dae2223b00361a396177a9c")


def test_there_is_a_file_a_month_that_its_owner_alone_reads(tmp_path):
    audit.record(HANDOUT, tmp_path / "audit")
    (log,) = (tmp_path / "audit").glob("*.jsonl")
    at = lines(tmp_path / "audit")[0]["at"]
    assert log.name == f"{at[:7]}.jsonl"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_lines_are_added_and_what_stands_stays(tmp_path):
    audit.record(HANDOUT, tmp_path)
    (log,) = tmp_path.glob("*.jsonl")
    before = log.read_bytes()
    audit.record(HANDOUT, tmp_path)
    assert log.read_bytes().startswith(before)
    assert len(lines(tmp_path)) == 2


@pytest.mark.parametrize(
    "text", ["tip_report_สมชาย.csv", "081-234-5678.xlsx", "นาย สมชาย", "a@b.example"]
)
def test_a_choice_that_is_no_code_is_hidden(tmp_path, text):
    chosen = {"data_quality_file": text}
    audit.record(audit.Handout(**{**vars(HANDOUT), "selection": chosen}), tmp_path)
    (log,) = tmp_path.glob("*.jsonl")
    assert text not in json.loads(log.read_text(encoding="utf-8"))["selection"].values()
    hidden = audit.hidden(text, audit.key_of(tmp_path))
    assert lines(tmp_path)[0]["selection"] == {"data_quality_file": hidden}
    assert re.fullmatch(r"[0-9a-f]{12}", hidden)


def test_a_typed_text_is_hidden_even_where_it_looks_like_a_code(tmp_path):
    chosen = {"data_quality_search": audit.Typed("Somchai")}
    audit.record(audit.Handout(**{**vars(HANDOUT), "selection": chosen}), tmp_path)
    assert "Somchai" not in str(lines(tmp_path))


def test_a_hidden_text_is_the_keyed_hash_of_rfc_4231():
    """Test case 2 of RFC 4231: key "Jefe"."""
    text = "what do ya want for nothing?"
    assert audit.hidden(text, b"Jefe") == "5bdcc146bf60"


def test_each_folder_has_a_key_of_its_own_that_its_owner_alone_reads(tmp_path):
    for name in ("a", "b"):
        audit.record(HANDOUT, tmp_path / name)
    first, second = (audit.key_of(tmp_path / name) for name in ("a", "b"))
    assert len(first) == 32
    assert first == audit.key_of(tmp_path / "a") != second
    assert stat.S_IMODE((tmp_path / "a" / "key").stat().st_mode) == 0o600
    assert len(list((tmp_path / "a").iterdir())) == 2


def test_lines_of_several_writers_stay_whole(tmp_path, monkeypatch):
    monkeypatch.setenv(audit.FOLDER_VARIABLE, str(tmp_path))
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(number)], cwd=ROOT)
        for number in range(WRITERS)
    ]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    found = {(s["number"], s["at"]) for s in (x["selection"] for x in lines(tmp_path))}
    assert len(lines(tmp_path)) == len(found) == WRITERS * EACH


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "audit").write_text("a file, not a folder")
    with pytest.raises(OSError, match="audit"):
        audit.record(HANDOUT, tmp_path / "audit")


def test_a_line_cut_short_is_an_error_and_the_next_one_is_whole(tmp_path, monkeypatch):
    write = audit.os.write
    with monkeypatch.context() as full:
        full.setattr(audit.os, "write", lambda fd, line: write(fd, line[:20]))
        with pytest.raises(OSError, match="cut short"):
            audit.record(HANDOUT, tmp_path)
    audit.record(HANDOUT, tmp_path)
    (log,) = tmp_path.glob("*.jsonl")
    last = log.read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["rows"] == 12


def test_the_folder_is_the_one_that_the_environment_names(tmp_path, monkeypatch):
    monkeypatch.setenv(audit.FOLDER_VARIABLE, str(tmp_path))
    assert audit.folder() == tmp_path
    monkeypatch.delenv(audit.FOLDER_VARIABLE)
    assert audit.folder() == Path(audit.__file__).parents[1] / "data" / "audit"
