"""Who has reported, how late and what does not fit, as the page shows it."""

import csv
import io

import pytest

from dashboard.export.tables import csv_bytes
from dashboard.ui.quality import completeness, flags, tables
from dashboard.ui.tables import file_notes
from dashboard.ui.words import lang as reader_lang
from etl.build import build
from tests.under_test import app

PAGE = "pages/data_quality.py"
# four weeks, 5 October to 1 November 2026; "now" is the last
TIPS = """tip_id,received_on,province_code,channel,exploitation_form,status,recorded_at
A1,2026-10-06,50,HOTLINE_1300,EX01,NEW,2026-10-08
A2,2026-11-01,50,HOTLINE_1300,EX01,NEW,2026-11-02
A3,2026-11-01,57,HOTLINE_1300,EX01,NEW,
"""
REPORTING = """dataset,province_code,period_start,period_end,received_on,rows
tip_report,50,2026-10-05,2026-10-11,2026-10-13,1
tip_report,50,2026-10-12,2026-10-18,2026-10-28,0
tip_report,50,2026-10-19,2026-10-25,2026-10-26,4
tip_report,51,2026-10-26,2026-11-01,2026-11-01,0
"""
REFERRAL = """tip_id,step,from_agency,to_agency,referred_on
A1,1,พมจ.,MDT,2026-10-01
![x](https://x.example/x.png),1,พมจ.,MDT,2026-10-07
T-9,1,พมจ.,MDT,2026-10-07
"""
ROSTER = """as_of,province_code,volunteers_registered
2025-09-30,50,1000
2026-09-30,50,400
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reporting")
    inbox = folder / "inbox"
    inbox.mkdir()
    for name, text in {
        "tip_report": TIPS,
        "reporting": REPORTING,
        "referral": REFERRAL,
        "volunteer_roster": ROSTER,
    }.items():
        (inbox / f"{name}.csv").write_text(text, encoding="utf-8")
    build([inbox], folder / "built", lambda _: None)
    return folder / "built"


@pytest.fixture
def served(built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    return built


@pytest.fixture
def taken(monkeypatch):
    """The CSV files that the page's buttons give, by key."""
    found = {}

    def take(gated, headings, key, *, source, file_name, datasets=(), **more):
        found[key] = csv_bytes(
            gated, headings, file_notes(source, *datasets), reader_lang()
        )

    monkeypatch.setattr(tables, "download_csv", take)
    return found


def page(part, lang="th", **address):
    """The page, and that it ran to its end."""
    test = app(PAGE, lang=lang, data_quality_part=part, **address)
    assert not test.exception
    assert not test.error
    return test


def prose(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption]
    return "\n".join(str(e.value) for e in elements).replace("\\", "")


def opened(test, key):
    """The frame of the table twin, which is sent when it is opened."""
    test.session_state[f"{key}_expander"] = True
    return test.run().dataframe[0].value


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("th", "มีข้อมูล 2 จังหวัด นับแล้วเป็นศูนย์ 1 จังหวัด ไม่ได้รายงาน 74 จังหวัด"),
        ("en", "provinces with rows: 2; counted zero: 1; not reported: 74; no data: 0"),
    ],
)
def test_the_last_week_is_counted_state_by_state(served, lang, said):
    assert said in prose(page("completeness", lang))


@pytest.mark.parametrize(
    ("lang", "states"),
    [
        ("th", ["มีข้อมูล", "นับแล้วเป็นศูนย์", "ไม่มีข้อมูล", "มีข้อมูล"]),
        ("en", ["rows in force", "counted zero", "no data", "rows in force"]),
    ],
)
def test_the_table_says_each_state_in_a_word_of_its_own(served, lang, states):
    test = page("completeness", lang, data_quality_span="2570")
    shown = opened(test, "data_quality_matrix")
    name = {"th": "เชียงใหม่", "en": "Chiang Mai"}[lang]
    of_province = shown[shown["province"] == name]
    assert of_province["reporting"].tolist()[-4:] == states
    assert of_province["rows"].fillna(-1).tolist()[-4:] == [1, 0, -1, 1]
    nobody = {"th": "ไม่ได้รายงาน", "en": "not reported"}[lang]
    other = {"th": "แพร่", "en": "Phrae"}[lang]
    assert set(shown[shown["province"] == other]["reporting"][-4:]) == {nobody}


def test_the_file_of_states_is_whole_and_keeps_silence_and_nothing_apart(served, taken):
    test = page("completeness", "en")
    test.session_state["data_quality_matrix_expander"] = True
    test.run()
    text = taken["data_quality_matrix"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    weeks = {row["Period"] for row in rows}
    assert len(rows) == 77 * len(weeks)
    states = {row["State of reporting"] for row in rows}
    assert states == {"reported", "not reported", "no data"}
    assert {row["Data status"] for row in rows} == {"Data handed over by the ministry"}


def test_a_region_is_shown_alone(served):
    test = page("completeness", "en", data_quality_region="West")
    shown = opened(test, "data_quality_matrix")
    assert set(shown["province"]) == {
        "Kanchanaburi",
        "Phetchaburi",
        "Prachuap Khiri Khan",
        "Ratchaburi",
        "Tak",
    }
    assert test.query_params["data_quality_region"] == "West"


def test_a_dataset_by_year_has_years_for_columns(served):
    test = page("completeness", "en", data_quality_report="volunteer_roster", era="ce")
    shown = opened(test, "data_quality_matrix")
    periods = list(dict.fromkeys(shown["period"]))
    assert periods[-3:] == ["FY2025", "FY2026", "FY2027 (not over yet)"]
    of_province = shown[shown["province"] == "Chiang Mai"]
    assert of_province["reporting"].tolist()[-3:] == [
        "rows in force",
        "rows in force",
        "not reported",
    ]


def test_a_choice_that_is_none_is_left_aside(served):
    test = page(
        "completeness",
        data_quality_report="province",
        data_quality_span="99",
        data_quality_region="nowhere",
    )
    assert test.selectbox(key="data_quality_report").value == "tip_report"
    assert test.selectbox(key="data_quality_span").value == "26"
    assert test.selectbox(key="data_quality_region").value == "all"


SENTENCES = {
    "th": "เบาะแส: จากรายงาน 4 ฉบับ ครึ่งหนึ่งได้รับภายใน 1 วันหลังสิ้นรอบ "
    "และเก้าในสิบภายใน 10 วัน ได้รับภายใน 7 วัน 75%",
    "en": "Tip reports: of 4 reports, half came within 1 days of the end of the period "
    "and nine tenths within 10 days; 75% came within 7 days",
}


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_delay_of_reports_is_said_in_a_sentence(served, lang):
    assert SENTENCES[lang] in prose(page("timeliness", lang))


def test_the_days_until_tips_are_recorded_can_be_chosen(served):
    test = page("timeliness", "en", data_quality_delay="entry.tip_report")
    assert "Tip reports: of 2 received" in prose(test)
    assert "half were recorded within 1 days" in prose(test)


def test_provinces_that_are_silent_now_are_listed(served):
    # the four weeks: 74 provinces said nothing; the roster of FY2569: 76
    test = page("timeliness", "en")
    shown = test.dataframe[-1].value
    assert f"Overdue and silent now: {len(shown)}" in prose(test)
    tips = shown[shown["dataset"] == "Tip reports"]
    assert len(tips) == 74
    assert set(tips["periods_overdue"]) == {"weeks: 4"}
    assert set(tips["days_overdue"]) == {21}
    assert set(tips["last_heard"]) == {"never"}
    assert not {"Chiang Mai", "Lamphun", "Chiang Rai"} & set(tips["province"])


@pytest.mark.parametrize("lang", ["th", "en"])
def test_each_kind_of_flag_is_counted_and_explained(served, lang):
    kinds = page("flags", lang).dataframe[0].value
    counts = dict(zip(kinds["flag"], kinds["flags"], strict=True))
    text = {
        "th": "การส่งต่ออ้างเลขที่เบาะแสที่ไม่มีในทะเบียนเบาะแส",
        "en": "The referral names a tip that is not among the tips.",
    }[lang]
    assert counts[text] == 1
    assert kinds["action"].str.len().min() > 0
    # referral without tip, before its tip; rows missing; roster; official batch
    assert kinds["flags"].sum() == 5


def test_a_flag_names_record_file_and_line(served):
    test = page("flags", "en", data_quality_flag="referral_before_tip")
    shown = test.dataframe[1].value
    assert shown[["record", "file", "line", "found"]].to_numpy().tolist() == [
        ["A1|1", "referral.csv", 2, "1 Oct 2569, received 6 Oct 2569"]
    ]
    assert test.query_params["data_quality_flag"] == "referral_before_tip"


def test_the_message_about_flags_is_thai_in_both_languages(served):
    file = {"data_quality_flag_file": "referral.csv"}
    (thai,) = (code.value for code in page("flags", **file).code)
    assert thai.startswith(
        "(ใช้ภายใน ส่งเฉพาะหน่วยงานเจ้าของไฟล์) เรื่อง ขอให้ตรวจไฟล์ referral.csv: พบ 2 รายการ"
    )
    assert "T-9|1 บรรทัด 4" in thai
    assert "A1|1 บรรทัด 2: 1 ต.ค. 2569 ก่อนวันรับแจ้ง 6 ต.ค. 2569" in thai
    assert "วิธีแก้: ตรวจวันที่ส่งต่อกับวันที่รับแจ้ง" in thai
    both = [code.value for code in page("flags", "en", **file).code]
    assert both[0] == thai
    assert "please check the file referral.csv" in both[1]


def test_the_message_counts_the_flags_that_a_cut_list_lacks(served, monkeypatch):
    monkeypatch.setattr(flags, "MOST_FLAGS", 1)
    test = page("flags", data_quality_flag_file="referral.csv")
    assert len(test.dataframe[1].value) == 1
    (thai,) = (code.value for code in test.code)
    assert "พบ 2 รายการ" in thai
    assert "1. " in thai
    assert "2. " in thai
    one = page(
        "flags",
        data_quality_flag_file="referral.csv",
        data_quality_flag="referral_before_tip",
    )
    assert "พบ 1 รายการ" in one.code[0].value


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("th", "ทะเบียน อพม.: ยังไม่มีรอบรายงานใดสิ้นสุด"),
        ("en", "Volunteer roster: no reporting period has ended yet."),
    ],
)
def test_a_dataset_of_which_no_period_has_ended_says_so(
    served, monkeypatch, lang, said
):
    latest = completeness.queries.latest_states

    def without_rosters(con):
        states = latest(con)
        return states[states["dataset"] != "volunteer_roster"]

    monkeypatch.setattr(completeness.queries, "latest_states", without_rosters)
    test = page("completeness", lang, data_quality_report="volunteer_roster")
    assert said in prose(test)


def test_what_is_open_is_said_at_the_top_of_every_part(served):
    for part in ("handed", "flags"):
        assert "Entries that do not fit another file: 5." in prose(page(part, "en"))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_with_our_own_files_alone_every_part_says_what_there_is(
    empty_built, monkeypatch, lang
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(empty_built))
    page("completeness", lang)
    page("flags", lang)
    said = {"th": "ยังวัดความทันเวลาไม่ได้", "en": "timeliness cannot be measured yet"}
    assert said[lang] in prose(page("timeliness", lang))
