"""No alarm leaves: with a province's published word its id can tell an exact count."""

import csv
import io

import pandas as pd
import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from dashboard import audit
from dashboard.disclosure import PROTECTED_DATASETS
from dashboard.ui.briefing.collect import offered
from etl.build import build
from tests.under_test import app

ALARM = "ALARM-2026-W41"  # of those of the tests; texts give an example of another week
TIPS = """tip_id,received_on,province_code,channel,exploitation_form,status,recorded_at
A-1,2026-10-06,50,HOTLINE_1300,EX01,NEW,2026-10-06
"""
# No such alarm was raised, so it is flagged; the other outcome is none of the list.
OUTCOMES = """alarm_id,decided_on,outcome
ALARM-2026-W41-TH50,2026-10-12,SIGNAL
ALARM-2026-W41-TH51,2026-10-12,ALARM-2026-W41-TH51
"""
ROW_LISTS = ("data_quality_flag_list", "data_quality_rejects")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alarms")
    (folder / "in").mkdir()
    (folder / "in" / "tip_report.csv").write_text(TIPS, "utf-8")
    (folder / "in" / "alarm_outcome.csv").write_text(OUTCOMES, "utf-8")
    build([folder / "in"], folder / "built", lambda _: None)
    return folder / "built"


@pytest.fixture
def files(monkeypatch, tmp_path):
    """What each download gives, by the name of its file before "_2"."""
    found = {}

    def keep(self, content, mimetype, coordinates, file_name=None, **more):
        found[file_name.partition("_2")[0]] = content
        return "0" * 32

    monkeypatch.setattr(MediaFileManager, "add_deferred", keep)
    monkeypatch.setenv(audit.FOLDER_VARIABLE, str(tmp_path / "audit"))
    return found


def opened(page, **address):
    test = app(f"pages/{page}.py", lang="en", **address)
    assert not test.exception
    assert not test.error
    return test


def rows(content):
    text = content().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_alarms_are_protected():
    assert "alarm_outcome" in PROTECTED_DATASETS


@pytest.mark.parametrize("part", ["flags", "rejected"])
@pytest.mark.parametrize("dataset", ["all", "alarm_outcome"])
def test_ids_and_flags_of_alarms_are_seen_inside_and_leave_in_no_file(
    built, files, monkeypatch, part, dataset
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    test = opened("data_quality", data_quality_part=part, data_quality_dataset=dataset)
    assert any(ALARM in frame.value.to_string() for frame in test.dataframe)
    assert not set(ROW_LISTS) & set(files)
    assert files
    for name, content in files.items():
        assert ALARM not in content().decode("utf-8-sig"), name


def test_how_many_alarms_were_checked_leaves_as_a_small_count(
    built, files, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    opened("data_quality", data_quality_part="handed")
    of_datasets = {row["Dataset"]: row for row in rows(files["data_quality_datasets"])}
    assert of_datasets["Alarm outcomes"]["In use"] == "fewer than 10"
    of_files = {row["File"]: row for row in rows(files["data_quality_files"])}
    assert of_files["alarm_outcome.csv"]["In use"] == "not disclosed"


@pytest.mark.parametrize(
    "part", ["week", "signals", "channels", "forms", "flow", "beside"]
)
def test_what_leaves_the_page_on_tips_names_no_alarm(demo_built, monkeypatch, part):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    found = offered("tips", None, "en", "ce", {"tips_part": part})
    assert found is not None
    for key, each in found.items():
        frame = each.gated.frame if each.gated is not None else pd.DataFrame()
        assert "ALARM-" not in f"{each.drawn}{frame.to_csv()}", key
