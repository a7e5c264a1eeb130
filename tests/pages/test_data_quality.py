"""The page on data quality against the database, from files as offices write them."""

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard.export.tables import csv_bytes
from dashboard.sources import sources
from dashboard.ui.quality import tables
from dashboard.ui.tables import file_notes
from dashboard.ui.words import lang as reader_lang
from etl.build import build
from tests.under_test import app

PAGE = "pages/data_quality.py"
PARTS = ("handed", "rejected", "missing", "sources")
PERSONAL = ("081-234-5678", "081 234 5678", "สมชาย", "somchai@example.org")
TIPS = """เลขที่เบาะแส,วันที่รับแจ้ง,จังหวัด,ช่องทาง,รูปแบบ,สถานะ,เบอร์โทรผู้แจ้ง
T-1,15/8/2569,เชียงใหม่,1300,EX01,received,081 234 5678
T-2,31/2/2569,เชียงไหม่,1300,EX01,received,
081-234-5678,15/8/2569,น่าน,1300,EX01,received,
=HYPERLINK(1),15/8/2569,![x](https://x.example/x.png),นายสมชาย ใจดี,EX01,received,
รวม,,,,,,
"""
BATCHES = """ปีงบ,รุ่น,จังหวัด,วันที่เริ่ม,วันที่สิ้นสุด,สถานะ,ผู้เข้าร่วม,volunteers_trained
2026,1,เชียงราย,1/2/2569,2/2/2569,held,กว่า 1100,
2026,2,พะเยา,1/3/2569,2/3/2569,planned,,
2026,3,แพร่,5/3/2569,6/3/2569,held,40,40
"""
ROSTER = """as_of,province_code,volunteers_registered,venue_owner
2569-09-30,50,1200,somchai@example.org
2569-09-30,51,900,
"""
WRONG_ROSTER = """as_of,province_code,volunteers_registered
2569-09-30,50,1200
2569-09-30,=HYPERLINK(1),8
2569-09-30,081-234-5678,9
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A version of a few files with something wrong in most of them."""
    folder = tmp_path_factory.mktemp("data_quality")
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "tip_report_เชียงใหม่.csv").write_bytes(TIPS.encode("cp874"))
    (inbox / "training_batch_2026.csv").write_text(BATCHES, encoding="utf-8")
    (inbox / "volunteer_roster.csv").write_text(ROSTER, encoding="utf-8")
    (inbox / "population_2568.csv").write_text("", encoding="utf-8")
    (inbox / "minutes.docx").write_bytes(b"PK\x03\x04")
    build([inbox], folder / "built", lambda _: None)
    return folder / "built"


@pytest.fixture
def served(built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    return built


@pytest.fixture(scope="module")
def con(built, tmp_path_factory):
    """The same database beside the app's: one file takes one set of settings."""
    name = (built / "CURRENT").read_text(encoding="ascii").strip()
    copy = tmp_path_factory.mktemp("copy") / "copy.duckdb"
    shutil.copy(built / f"{name}.duckdb", copy)
    with duckdb.connect(str(copy), read_only=True) as opened:
        yield opened


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


def page(part="handed", lang="th", **address):
    """The page, and that it ran to its end."""
    test = app(PAGE, lang=lang, data_quality_part=part, **address)
    assert not test.exception
    assert not test.error
    return test


def prose(test):
    """All text of the page that is not in a table."""
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.code]
    return "\n".join(str(element.value) for element in elements)


def everything(test):
    """All that the reader's browser receives of the page."""
    frames = [element.value.to_csv() for element in test.dataframe]
    options = [str(box.options) for box in test.selectbox]
    return "\n".join([prose(test), *frames, *options])


def one(con, query):
    return con.execute(query).fetchone()


# --- what became of the files


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_answer_counts_what_the_offices_handed_over(served, con, lang):
    counts = one(
        con,
        "select count(*), sum(rows_in), sum(accepted), sum(rejected), "
        "count(*) filter (where status = 'refused') from load_file "
        "where origin <> 'reference'",
    )
    assert counts == (5, 10, 6, 4, 2)
    text = prose(page(lang=lang)).replace("\\.", ".")
    said = {
        "th": (
            "จาก 5 ไฟล์ที่ส่งมอบ 10 แถว ใช้ 6 แถว ปฏิเสธ 4 แถว (40.00%)",
            "ไม่รับทั้งไฟล์ 2 ไฟล์ และมี 2 รุ่น",
        ),
        "en": (
            "Of 10 rows handed over (files: 5), 6 are in use, 4 (40.00%) were rejected",
            "Files refused as a whole: 2. Held batches that have not reported",
        ),
    }
    for words in said[lang]:
        assert words in text


def test_every_dataset_has_its_counts_and_the_rows_add_up(served, con):
    shown = page(lang="en").dataframe[0].value
    expected = con.execute(
        "select files, files_refused, rows_in, accepted, rejected, duplicate, "
        "superseded from mart_load_dataset "
        "order by is_reference, dataset nulls last, data_status"
    ).fetchall()
    columns = ["files", "files_refused", *tables.COUNTS]
    assert shown[columns].to_numpy().tolist() == [list(row) for row in expected]
    parts = shown[["accepted", "rejected", "duplicate", "superseded"]].sum(axis=1)
    assert parts.tolist() == shown["rows_in"].tolist()
    assert {"Tip reports", "Unknown dataset"} <= set(shown["dataset"])


def test_a_dataset_nobody_handed_over_is_listed_and_named_missing(served):
    shown = page(lang="en").dataframe[0].value.set_index("dataset")
    assert shown.loc["Risk indicator values", "status"] == "no file yet"
    assert "Risk indicator values" in prose(page("missing", lang="en"))


def test_what_is_official_and_ministry_is_said_by_name(served):
    text = prose(page(lang="en"))
    assert "Handed over by offices of MSDHS: Tip reports, Training batches" in text
    assert "Published by a named source: 3P indicators" in text
    assert "Made up" not in text


def test_converted_years_and_dropped_columns_are_said_by_name(served):
    test = page(lang="en", data_quality_dataset="tip_report")
    files = test.dataframe[1].value
    assert files["file"].tolist() == ["tip_report_เชียงใหม่.csv"]
    assert files["dropped_columns"].tolist() == ["เบอร์โทรผู้แจ้ง"]
    text = prose(page(lang="en", data_quality_dataset="training_batch"))
    assert "Rows whose fiscal year was given in C.E. and converted to B.E.: 3." in text


@pytest.mark.parametrize(
    ("lang", "reason", "action"),
    [
        ("th", "ไฟล์ว่างเปล่า", "ตรวจว่าบันทึกข้อมูลครบแล้วส่งใหม่"),
        ("en", "The file is empty", "hand it over again"),
    ],
)
def test_a_refused_file_says_why_and_what_to_do(served, lang, reason, action):
    test = page("rejected", lang, data_quality_dataset="population")
    (told,) = (m.value for m in test.markdown if m.value.startswith("**population"))
    assert reason in told
    assert action in told


@pytest.mark.parametrize("lang", ["th", "en"])
def test_without_an_office_file_every_part_says_so(empty_built, monkeypatch, lang):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(empty_built))
    said = {"th": "ยังไม่มีไฟล์จากหน่วยงาน", "en": "No office has handed over a file"}
    for part in PARTS:
        assert said[lang] in prose(page(part, lang))


@pytest.mark.long
def test_made_up_rows_and_rows_kept_of_a_refused_file_are_said(tmp_path, monkeypatch):
    inbox, built = tmp_path / "inbox", tmp_path / "built"
    inbox.mkdir()
    made_up, own = inbox / "volunteer_roster.csv", inbox / "training_batch.csv"
    made_up.write_text(ROSTER, encoding="utf-8")
    own.write_text(BATCHES, encoding="utf-8")
    made = {made_up.name: hashlib.sha256(made_up.read_bytes()).hexdigest()}
    manifest = json.dumps({"files": made})
    (inbox / "demo_manifest.json").write_text(manifest, encoding="utf-8")
    build([inbox], built, lambda _: None)
    own.write_text("<html>", encoding="utf-8")
    build([inbox], built, lambda _: None)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    text = prose(page("rejected", "en"))
    assert "Made up; quote nothing" in text
    assert "Volunteer roster (rows: 2, files made by the program: 1)" in text
    assert "Rows of the earlier file of this name that stay in use: 3." in text


@pytest.mark.long
def test_rows_kept_of_a_refused_file_stay_made_up_and_only_those_in_force_count(
    tmp_path, monkeypatch
):
    inbox, built = tmp_path / "inbox", tmp_path / "built"
    inbox.mkdir()
    roster = inbox / "volunteer_roster.csv"
    roster.write_text(f"{ROSTER}2569-09-30,51,900,\n", encoding="utf-8")
    made = {roster.name: hashlib.sha256(roster.read_bytes()).hexdigest()}
    manifest = json.dumps({"files": made})
    (inbox / "demo_manifest.json").write_text(manifest, encoding="utf-8")
    build([inbox], built, lambda _: None)
    roster.write_text("<html>", encoding="utf-8")
    build([inbox], built, lambda _: None)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    text = prose(page("rejected", "en"))
    assert "Volunteer roster (rows: 2, files made by the program: 0)" in text
    assert "Handed over by offices" not in text
    assert "Rows of the earlier file of this name that stay in use: 2." in text


# --- rejected rows


@pytest.mark.parametrize("lang", ["th", "en"])
def test_each_reason_is_shown_in_words_with_its_rows_and_examples(served, con, lang):
    test = page("rejected", lang, data_quality_dataset="tip_report")
    reasons = test.dataframe[0].value
    expected = con.execute(
        "select own.text_" + lang + ", count(distinct line) from load_reject "
        "inner join reject_reason as own on load_reject.reason = own.reason "
        "where load_reject.reason like 'province%' group by all"
    ).fetchall()
    counts = dict(zip(reasons["reason"], reasons["rows"], strict=True))
    assert len(expected) == 2
    assert expected == [(text, counts[text]) for text, _ in expected]
    unknown = reasons[reasons["examples"].str.contains("เชียงไหม่")]
    assert unknown["suggestion"].tolist() == ["เชียงไหม่ → เชียงใหม่"]


def test_each_rejected_row_names_file_sheet_line_column_and_value(served, con):
    shown = page("rejected", "en").dataframe[1].value
    assert len(shown) == one(con, "select count(*) from load_reject")[0]
    assert list(shown.columns) == [
        "file",
        "sheet",
        "line",
        "column",
        "reason",
        "value",
        "suggestion",
        "action",
    ]
    date = shown[shown["value"] == "31/2/2569"]
    assert date[["file", "line", "column"]].to_numpy().tolist() == [
        ["tip_report_เชียงใหม่.csv", 3, "Received on"]
    ]


def test_nothing_personal_reaches_the_page(served):
    for part in PARTS:
        text = everything(page(part))
        assert [value for value in PERSONAL if value in text] == []
    chosen = everything(page("rejected", data_quality_file="tip_report_เชียงใหม่.csv"))
    assert [value for value in PERSONAL if value in chosen] == []
    assert "(ข้อมูลส่วนบุคคล ไม่ได้เก็บไว้)" in chosen


def test_rejected_rows_of_tips_have_no_file(served, taken):
    page("rejected", "en")
    assert "data_quality_reasons" in taken
    assert "data_quality_rejects" not in taken


@pytest.mark.long
def test_the_file_of_rejects_is_safe_and_holds_nothing_personal(
    tmp_path, monkeypatch, taken
):
    inbox, built = tmp_path / "inbox", tmp_path / "built"
    inbox.mkdir()
    (inbox / "volunteer_roster.csv").write_text(WRONG_ROSTER, encoding="utf-8")
    build([inbox], built, lambda _: None)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    page("rejected", "en")
    content = taken["data_quality_rejects"].decode("utf-8-sig")
    assert taken["data_quality_rejects"].startswith(b"\xef\xbb\xbf")
    assert [value for value in PERSONAL if value in content] == []
    rows = list(csv.DictReader(io.StringIO(content)))
    values = {row["Value found"] for row in rows}
    assert {"'=HYPERLINK(1)", "(personal data, not kept)"} <= values
    assert {row["Data status"] for row in rows} == {"Data handed over by the ministry"}


def test_the_choice_stands_in_the_address(served):
    test = page("rejected", data_quality_file="tip_report_เชียงใหม่.csv")
    test.selectbox(key="data_quality_dataset").set_value("tip_report").run()
    assert test.query_params["data_quality_dataset"] == "tip_report"
    assert test.query_params["data_quality_file"] == "tip_report_เชียงใหม่.csv"
    test.selectbox(key="data_quality_dataset").set_value("population").run()
    assert test.selectbox(key="data_quality_file").value == "all"


# --- what to write to the office


def test_the_message_to_the_office_is_thai_in_both_languages(served):
    file = "tip_report_เชียงใหม่.csv"
    (thai,) = (c.value for c in page("rejected", data_quality_file=file).code)
    assert "ตรวจแล้ว 5 แถว รับได้ 1 แถว รับไม่ได้ 4 แถว" in thai
    assert "ช่อง “วันที่รับแจ้ง”: ไม่ใช่วันที่ที่อ่านได้ (บรรทัด 3)" in thai
    assert "ค่าที่พบ: “31/2/2569”" in thai
    assert "ชื่อใกล้เคียง: “เชียงใหม่”" in thai
    both = [c.value for c in page("rejected", "en", data_quality_file=file).code]
    assert both[0] == thai
    assert "Rows read: 5. Accepted: 1. Not accepted: 4" in both[1]


def test_a_line_of_totals_is_one_point_of_the_message(served):
    file = "tip_report_เชียงใหม่.csv"
    (text,) = (c.value for c in page("rejected", data_quality_file=file).code)
    lacking = [line for line in text.splitlines() if "ไม่มีค่า ทั้งที่ต้องมี" in line]
    assert len(lacking) == 1
    assert "ช่องทาง" in lacking[0]
    assert "สถานะ" in lacking[0]
    assert "(บรรทัด 6)" in lacking[0]
    assert "ให้ลบทั้งแถว" in lacking[0]


def test_the_message_for_a_refused_file_says_why(served):
    test = page("rejected", data_quality_file="minutes.docx")
    (text,) = (c.value for c in test.code)
    assert "ระบบรับไฟล์นี้ไม่ได้ทั้งไฟล์: ชื่อไฟล์ไม่ขึ้นต้นด้วย" in text


# --- missing and late


@pytest.mark.parametrize(
    ("lang", "era", "year", "at_least"),
    [
        ("th", "be", "ปีงบประมาณ 2569", "อย่างน้อย 1,100"),
        ("en", "ce", "FY2026", "at least 1,100"),
    ],
)
def test_held_batches_without_a_count_are_listed(
    served, con, lang, era, year, at_least
):
    test = page("missing", lang, era=era)
    shown = test.dataframe[0].value
    held = one(
        con,
        "select count(*) from training_batch where status = 'held' "
        "and volunteers_trained is null",
    )[0]
    assert len(shown) == held == 2  # the office's, and the official batch 1 of FY2563
    first = shown.iloc[0]
    assert [first["fiscal_year"], first["batch"]] == [year, 1]
    assert first["participants"] == at_least


def test_a_planned_batch_past_its_day_is_late(served):
    late = page("missing", "en").dataframe[1].value
    assert late[["batch", "province"]].to_numpy().tolist() == [[2, "Phayao"]]


def test_provinces_without_a_row_are_counted_and_named(served):
    gaps = page("missing", "en").dataframe[2].value
    roster = gaps[gaps["dataset"] == "Volunteer roster"]
    assert roster["provinces_missing"].tolist() == [75]
    assert "Chiang Mai" not in roster["provinces"].iloc[0]
    assert "Phayao" in roster["provinces"].iloc[0]


# --- sources


def test_every_dataset_names_its_publisher():
    schemas = Path(__file__).parents[2].glob("etl/schema/*.json")
    named = {path.stem for path in schemas}
    assert named
    assert named - sources().keys() == set()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_sources_name_map_and_typeface_with_their_licences(served, lang):
    shown = page("sources", lang).dataframe[0].value
    assert shown["publisher"].str.contains("Natural Earth").any()
    assert "SIL Open Font License 1.1" in set(shown["licence"])


def test_confidence_counts_add_up_to_the_official_rows(served, con):
    shown = page("sources", "en").dataframe[1].value.set_index("dataset")
    grades = shown.drop(columns="facts").sum(axis=1)
    assert grades.tolist() == shown["facts"].tolist()
    unverified = one(
        con, "select count(*) from tip_tier where confidence like '%unverified'"
    )[0]
    assert shown.loc["TIP Report tier", "unverified"] == unverified == 9


def test_figures_that_disagree_stand_side_by_side(served):
    shown = page("sources", "en", era="ce").dataframe[2].value
    victims = shown[
        (shown["indicator"] == "Trafficking victims identified")
        & (shown["year_of_figure"] == "2015")
    ]
    assert victims[["shown_value", "other_value"]].to_numpy().tolist() == [
        ["982", "720"]
    ]
    assert victims["other_confidence"].tolist() == ["single source, at third hand"]
    thai = page("sources", era="ce").dataframe[2].value
    assert "แหล่งชั้นรองแหล่งเดียว" in thai["other_confidence"].tolist()
