"""What leaves the page on data quality: nothing from which a protected count follows.

Of Chiang Mai there are 13 tips in one week and 18 in the next, counts that no rounded
figure can equal, in a third one a counted zero, and of the fourth no report.
"""

import csv
import io
import json
import re

import pandas as pd
import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from dashboard import audit
from dashboard.ui.quality import leaving
from etl.build import build
from tests.under_test import app

PAGE = "pages/data_quality.py"
# tips by week, by file, in all, with the rejected one, and as reported once
SECRET = {"13", "18", "19", "32", "33", "29"}
TIP = "tip_id,received_on,province_code,channel,exploitation_form,status,recorded_at\n"
REPORTING = """dataset,province_code,period_start,period_end,received_on,rows
tip_report,50,2026-10-05,2026-10-11,2026-10-13,13
tip_report,50,2026-10-12,2026-10-18,2026-10-28,29
tip_report,50,2026-10-19,2026-10-25,2026-10-26,0
"""
ROSTER = """as_of,province_code,volunteers_registered
2025-09-30,50,1013
2026-09-30,50,400
2026-09-30,51,900
"""


def tips(week: str, number: int) -> str:
    row = f"{week},50,HOTLINE_1300,EX01,NEW,{week}"
    return TIP + "".join(f"{week}-{at},{row}\n" for at in range(number))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two versions: the first week's tips, then those of the second one too."""
    folder = tmp_path_factory.mktemp("leaving")
    inbox = folder / "inbox"
    inbox.mkdir()
    first, second = tips("2026-10-06", 13), tips("2026-10-13", 18)
    (inbox / "tip_report_สมชาย.csv").write_text(first, "utf-8")
    (inbox / "volunteer_roster.csv").write_text(ROSTER, "utf-8")
    build([inbox], folder / "built", lambda _: None)
    bad = "bad,2026-10-13,99,HOTLINE_1300,EX01,NEW,\n"
    bad += "late,2026-11-01,57,HOTLINE_1300,EX01,NEW,\n"
    (inbox / "tip_report_2.csv").write_text(second + bad, "utf-8")
    (inbox / "reporting.csv").write_text(REPORTING, "utf-8")
    build([inbox], folder / "built", lambda _: None)
    return folder / "built"


@pytest.fixture
def served(built, monkeypatch, tmp_path):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    monkeypatch.setenv(audit.FOLDER_VARIABLE, str(tmp_path / "audit"))
    return built


@pytest.fixture
def buttons(monkeypatch):
    """What runs when a download is clicked, by the name of its file before "_2"."""
    found = {}

    def keep(self, content, mimetype, coordinates, file_name=None, **more):
        found[file_name.partition("_2")[0]] = content
        return "0" * 32

    monkeypatch.setattr(MediaFileManager, "add_deferred", keep)
    return found


def page(part, lang="en", opened=(), **address):
    test = app(PAGE, lang=lang, data_quality_part=part, **address)
    for key in opened:
        test.session_state[f"{key}_expander"] = True
    if opened:
        test.run()
    assert not test.exception
    assert not test.error
    return test


def rows(content):
    text = io.StringIO(content().decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text))


PARTS = {
    "handed": ("datasets", "files"),
    "rejected": ("reasons",),
    "completeness": ("matrix", "latest"),
    "timeliness": ("delays",),
    "missing": ("provinces",),
    "flags": ("flag_kinds",),
    "sources": ("sources", "confidence", "conflicts"),
    "history": ("changes", "versions", "trend"),
    "dictionary": ("dictionary_fields", "codes"),
}
OPENED = ("data_quality_matrix", "data_quality_latest")


@pytest.mark.parametrize("part", PARTS)
def test_no_file_of_the_page_holds_a_protected_count(served, buttons, part):
    page(part, opened=OPENED if part == "completeness" else ())
    assert {f"data_quality_{name}" for name in PARTS[part]} <= set(buttons)
    buttons.pop("data_quality_confidence", None)  # as many official facts as there are
    for name, content in buttons.items():
        for row in rows(content):
            cells = {cell.lstrip("'+") for head, cell in row.items() if head != "Line"}
            assert cells & SECRET == set(), name


def test_the_page_itself_shows_the_counts_that_its_files_do_not(served):
    shown = page("handed").dataframe[1].value.set_index("file")
    assert {13, 19} <= set(shown["accepted"])


def test_rows_of_protected_datasets_are_rounded_and_open_ones_exact(served, buttons):
    page("handed")
    of = {row["Dataset"]: row for row in rows(buttons["data_quality_datasets"])}
    tips, rosters = of["Tip reports"], of["Volunteer roster"]
    assert (tips["In use"], tips["Rejected"]) == ("30", "fewer than 10")
    assert tips["In use: exact or rounded"] == "rounded to 5"
    assert (rosters["In use"], rosters["In use: exact or rounded"]) == ("3", "exact")


def test_rows_of_a_protected_file_are_not_disclosed_and_of_an_open_one_exact(
    served, buttons
):
    page("handed")
    of = {row["File"]: row for row in rows(buttons["data_quality_files"])}
    assert of["tip_report_2.csv"]["In use"] == "not disclosed"
    assert of["volunteer_roster.csv"]["In use"] == "3"


@pytest.mark.parametrize("part", ["handed", "rejected", "history"])
def test_every_row_of_such_a_file_names_the_rules(served, buttons, part):
    page(part)
    name = {"rejected": "reasons", "history": "versions"}
    for row in rows(buttons[f"data_quality_{name.get(part, 'datasets')}"]):
        assert row["Version of the disclosure rules"]
        assert row["Caveat"]


def test_rows_and_a_counted_zero_are_one_state_in_the_file(served, buttons):
    page("completeness", opened=OPENED[:1])
    found = rows(buttons["data_quality_matrix"])
    assert list(found[0])[:4] == ["Province", "Period", "State of reporting", "Source"]
    states = [r["State of reporting"] for r in found if r["Province"] == "Chiang Mai"]
    assert states[-4:] == ["reported"] * 3 + ["not reported"]
    assert {row["State of reporting"] for row in found} == {
        "reported",
        "not reported",
        "no data",
    }


def test_the_states_of_an_open_dataset_leave_with_their_rows(served, buttons):
    page("completeness", opened=OPENED, data_quality_report="volunteer_roster")
    found = [r for r in rows(buttons["data_quality_matrix"]) if r["Rows"]]
    assert {row["Province"] for row in found} == {"Chiang Mai", "Lamphun"}
    latest = rows(buttons["data_quality_latest"])
    assert "Rows" not in latest[0]
    assert len({row["Dataset"] for row in latest}) > 1


def test_days_until_tips_are_recorded_do_not_leave(served, buttons):
    test = page("timeliness", data_quality_delay="entry.tip_report")
    assert "data_quality_delays" not in buttons
    assert any("no file of this table" in text.value for text in test.caption)
    page("timeliness", data_quality_delay="report.tip_report")
    assert "data_quality_delays" in buttons


@pytest.mark.parametrize(
    ("part", "name"), [("rejected", "rejects"), ("flags", "flag_list")]
)
def test_a_list_of_protected_rows_is_shown_and_has_no_file(served, buttons, part, name):
    test = page(part)
    assert any("line" in frame.value for frame in test.dataframe)
    assert f"data_quality_{name}" not in buttons
    assert any("do not leave" in text.value for text in test.caption)


def test_reasons_of_protected_rows_leave_without_examples(served, buttons):
    test = page("rejected")
    (shown,) = [f.value for f in test.dataframe if "examples" in f.value]
    assert shown["examples"].str.contains("99").any()
    for row in rows(buttons["data_quality_reasons"]):
        assert row["Examples found"] == row["Nearest names"] == "not disclosed"


def test_reasons_of_one_protected_file_have_no_file(served, buttons):
    page("rejected", data_quality_file="tip_report_2.csv")
    assert "data_quality_reasons" not in buttons


def test_a_list_of_open_rows_has_a_file():
    shown = pd.DataFrame({"line": [3], "value": ["x"]})
    assert leaving.listed(shown, pd.Series(["training_batch"])) is not None
    assert leaving.listed(shown, pd.Series(["training_batch", "referral"])) is None
    assert leaving.listed(shown, pd.Series([None])) is None


def test_changes_between_versions_are_those_of_published_figures(served, buttons):
    page("history")
    of = {row["What changed"]: row for row in rows(buttons["data_quality_changes"])}
    told = ("Before", "This version", "Change")
    assert tuple(of["Tip reports"][head] for head in told) == ("15", "30", "'+15")


def test_a_change_from_a_small_count_is_not_said():
    shown = pd.DataFrame({"before": ["3"], "after": ["14"], "change": ["+11"]})
    exact = pd.DataFrame(
        {"name": ["tips"], "unit": ["tip"], "value_before": [3.0], "value": [14.0]}
    )
    left = leaving.changes(shown, exact).frame.iloc[0].tolist()
    assert left == ["น้อยกว่า 10", "15", "ไม่เปิดเผย"]


def test_a_share_is_made_of_the_counts_that_leave():
    shown = pd.DataFrame({"rows_in": [13, 13], "rejected": [12, 3]})
    left = leaving.trend(shown, pd.Series(["tip_report", "tip_report"])).frame
    assert left["rejected_share"].tolist() == ["66.67%", "ไม่มีข้อมูล"]


# --- the log


def logged():
    (log,) = audit.folder().glob("*.jsonl")
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def test_a_file_that_leaves_is_logged_with_what_was_chosen(served, buttons):
    page("rejected", lang="th", data_quality_dataset="tip_report")
    assert not audit.folder().exists()
    content = buttons["data_quality_reasons"]()
    (line,) = logged()
    assert re.match("data_quality_reasons_.*[.]csv", line["file"])
    assert (line["page"], line["audience"]) == ("data_quality", "outside")
    assert (line["is_protected"], line["rows"]) == (True, content.count(b"\r\n") - 1)
    assert line["version"] == (served / "CURRENT").read_text("ascii").strip()
    assert line["selection"] == {
        "lang": "th",
        "era": "be",
        "data_quality_part": "rejected",
        "data_quality_dataset": "tip_report",
        "data_quality_file": "all",
    }


def test_typed_words_stand_in_the_log_as_hashes(served, buttons):
    page("dictionary", data_quality_search="จังหวัด")
    buttons["data_quality_dictionary_fields"]()
    (line,) = logged()
    assert "จังหวัด" not in json.dumps(line, ensure_ascii=False)
    hidden = audit.hidden("จังหวัด", audit.key_of(audit.folder()))
    assert line["selection"]["data_quality_search"] == hidden


def test_without_the_line_there_is_no_file_and_the_reader_is_told(served, buttons):
    test = page("sources", lang="th")
    audit.folder().write_text("a file, not a folder")
    with pytest.raises(OSError, match="audit"):
        buttons["data_quality_sources"]()
    (error,) = test.run().error
    assert "เขียนบันทึกการส่งออกไม่ได้" in error.value
    assert not test.run().error
    audit.folder().unlink()
    assert buttons["data_quality_sources"]()
    assert not test.run().error


# --- what is for internal use


def test_the_page_says_at_its_top_that_it_is_for_internal_use(served):
    for lang, text in (("th", "ใช้ภายใน"), ("en", "Internal use")):
        badges = [str(badge.value) for badge in page("handed", lang).markdown]
        assert any(text in badge for badge in badges[:2])


@pytest.mark.parametrize(
    ("part", "address", "is_internal"),
    [
        ("completeness", {"data_quality_report": "tip_report"}, True),
        ("completeness", {"data_quality_report": "volunteer_roster"}, False),
        ("timeliness", {"data_quality_delay": "entry.tip_report"}, True),
        ("history", {}, True),
    ],
)
def test_a_figure_with_protected_counts_is_marked_and_gives_no_picture(
    served, part, address, is_internal
):
    proto = page(part, **address).get("plotly_chart")[0].proto
    marks = [
        note["text"]
        for note in json.loads(proto.spec)["layout"]["annotations"]
        if note.get("name") == "watermark"
    ]
    assert ("<b>Internal use</b>" in marks) == is_internal
    assert json.loads(proto.config)["displayModeBar"] != is_internal
