"""The page of the week: what it says of usual and of odd weeks, in both languages."""

import io
import json
import zlib
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import streamlit as st
from pypdf import PdfReader

import dashboard.queries.weekly
import dashboard.weekly
from dashboard import sources
from dashboard.disclosure import Audience, disclosed
from dashboard.text import Text
from dashboard.ui.weekly import paper
from dashboard.weekly.model import Change, Sentence
from dashboard.weekly.settings import settings
from tests.pages import made_week as weeks
from tests.under_test import app

PAGE = "pages/weekly_snapshot.py"
LANGS = ("th", "en")


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def opened(**address):
        test = app(PAGE, **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


@pytest.fixture
def open_made(open_page, monkeypatch):
    """Opens it on a week made by hand, with what is to be otherwise."""

    def opened(lang="en", era="be", **changed):
        week = weeks.made(**changed)
        st.cache_data.clear()  # answers are kept by the name of the query
        monkeypatch.setattr(dashboard.weekly, "week", lambda con, ends_on: week)
        return open_page(lang=lang, era=era)

    yield opened
    st.cache_data.clear()


def shown(test):
    """All words of the page, as a reader sees them."""
    kinds = (test.title, test.subheader, test.markdown, test.caption, test.info)
    found = [each.value for kind in kinds for each in kind]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")


def of_tile(open_made, lang="en", **changed):
    """The figure and the lines of a week's only tile."""
    test = open_made(lang, tiles=(weeks.tile(**changed),), sentences=())
    (said,) = [m.value for m in test.markdown if m.value.startswith(f"{NAMES[lang]}  ")]
    (lines,) = [c.value for c in test.caption if NOTES[lang] in c.value]
    return said.replace("\\", ""), lines.replace("\\", "")


NAMES = {"th": "เบาะแสทั้งประเทศ", "en": "Tips, whole country"}
NOTES = {"th": "เบาะแสไม่ใช่คดี", "en": "a tip is not a case"}


# --- tiles


@pytest.mark.parametrize(
    ("changed", "th", "en"),
    [
        ({}, "**120** เรื่อง", "**120** tips"),
        ({"value": 0.0, "state": "zero"}, "**0** เรื่อง", "**0** tips"),
        ({"state": "rounded", "base": 5}, "**ประมาณ 120** เรื่อง", "**about 120** tips"),
        ({"state": "at_least"}, "**อย่างน้อย 120** เรื่อง", "**at least 120** tips"),
        ({"value": 3.0, "whole": 29.0}, "**3 จาก 29** เรื่อง", "**3 of 29** tips"),
        ({"value": 21.42}, "**21.4** เรื่อง", "**21.4** tips"),
        ({"value": 84210.0}, "**84,210** เรื่อง", "**84,210** tips"),
        (
            {"value": None, "state": "fewer"},
            "**น้อยกว่า 10** เรื่อง",
            "**fewer than 10** tips",
        ),
        (
            {"value": None, "state": "not_reported"},
            "**ไม่ได้รายงาน**",
            "**not reported**",
        ),
        ({"value": None, "state": "no_data"}, "**ไม่มีข้อมูล**", "**no data**"),
        ({"value": None, "state": "withheld"}, "**ไม่เปิดเผย**", "**not disclosed**"),
    ],
)
def test_a_tile_says_its_figure_or_in_words_why_there_is_none(
    open_made, changed, th, en
):
    for lang, said in (("th", th), ("en", en)):
        figure, _ = of_tile(open_made, lang, **changed)
        assert figure == f"{NAMES[lang]}  \n{said}"


@pytest.mark.parametrize(("direction", "arrow"), [("up", "▲"), ("down", "▼"), ("", "")])
def test_an_arrow_stands_only_where_a_rule_fired(open_made, direction, arrow):
    figure, lines = of_tile(open_made, direction=direction, rule="")
    assert figure.endswith("tips")
    assert "Rule" not in lines
    figure, lines = of_tile(open_made, direction=direction, rule="shift")
    assert figure.endswith(arrow or "tips")
    assert lines.startswith("Rule: seven weeks running lie on one side of the mean")


@pytest.mark.parametrize(
    ("change", "th", "en"),
    [
        (Change(weeks.BEFORE, 12, "count"), "+12", "+12"),
        (Change(weeks.BEFORE, -12, "count"), "−12", "−12"),
        (Change(weeks.BEFORE, -3.46, "percent"), "−3.5%", "−3.5%"),
        (Change(weeks.BEFORE, 2, "points"), "+2.0 จุดร้อยละ", "+2.0 percentage points"),
        (Change(weeks.BEFORE, 0, "count"), "ไม่เปลี่ยนแปลง", "no change"),
        (Change(weeks.BEFORE, None, "count"), "เทียบไม่ได้", "not comparable"),
        (Change(weeks.BEFORE, -20, "percent", 5), "ประมาณ −20%", "about −20%"),
        (Change(weeks.BEFORE, 15.0, "count", 5), "เพิ่มขึ้นประมาณ 15", "about 15 more"),
        (Change(weeks.BEFORE, -15, "count", 5), "ลดลงประมาณ 15", "about 15 fewer"),
        (Change(weeks.BEFORE, 0, "percent", 5), "ใกล้เคียงเดิม", "about the same"),
        (None, "เทียบไม่ได้", "not comparable"),
    ],
)
def test_changes_are_said_in_their_own_unit(open_made, change, th, en):
    for lang, start, said in (
        ("th", "เทียบตัวเลขแรกของสัปดาห์ก่อน: ", th),
        ("en", "on last week's first figure: ", en),
    ):
        _, lines = of_tile(open_made, lang, on_week=change)
        assert lines.splitlines()[0].strip() == start + said


def test_a_tile_says_what_is_usual_its_n_and_its_age(open_made):
    _, lines = of_tile(open_made, until=date(2026, 9, 30), n=1234, low=88, high=124.5)
    assert "limits of the 52 weeks before 88–124.5" in lines
    assert "n = 1,234 · until 30 Sep 2569 (53 days old)" in lines
    _, lines = of_tile(open_made, until=None, n=None, low=None, high=None)
    assert "too little before it to compare with" in lines
    assert "it is not known until when" in lines
    assert "n = " not in lines
    _, lines = of_tile(open_made, n=120, state="rounded", until=date(2026, 11, 21))
    assert "n = about 120 · until 21 Nov 2569 (1 day old)" in lines


@pytest.mark.parametrize(
    ("usual", "th", "en"),
    [
        (
            "events",
            "ขีดจำกัดจาก 52 สัปดาห์ก่อน 88–124",
            "limits of the 52 weeks before 88–124",
        ),
        ("span", "ใน 52 สัปดาห์ก่อนหน้า 88–124", "in the 52 weeks before 88–124"),
        (
            "same_point",
            "ณ เวลานี้ของปีก่อน\u00a0ๆ 88–124",
            "by now in earlier years 88–124",
        ),
    ],
)
def test_a_range_is_called_what_it_is_and_a_figure_beyond_it_is_said_so(
    open_made, usual, th, en
):
    for lang, said, above in (
        ("th", th, "(ตัวเลขนี้สูงกว่า)"),
        ("en", en, "(this one is above)"),
    ):
        _, within = of_tile(open_made, lang, usual=usual, value=124.0)
        assert f"{said}  \n" in within
        _, beyond = of_tile(open_made, lang, usual=usual, value=125.0)
        assert f"{said} {above}" in beyond
    _, below = of_tile(open_made, usual=usual, value=87.0)
    assert "(this one is below)" in below


def test_what_comes_late_is_compared_with_first_figures_and_the_rest_as_it_is(
    open_made,
):
    _, lines = of_tile(open_made, usual="span")
    assert lines.startswith("on last week: +12")
    _, lines = of_tile(open_made, usual="events")
    assert lines.startswith("on last week's first figure: +12")


def test_a_tile_leads_to_its_view_and_without_one_nowhere(open_made):
    test = open_made()
    below = ("tips", "data_quality")
    every = [link.proto for link in test.get("page_link")]
    links = [link for link in every if link.page not in below]
    assert len(links) == sum(bool(tile.page) for tile in weeks.TILES)
    assert {link.page for link in links} == {"training"}
    assert all("training_year=2568" in link.query_string for link in links)
    assert all("lang=en" in link.query_string for link in links)


def test_a_tile_by_quarter_is_compared_with_quarters(open_made):
    quarters = tuple(date(year, month, 30) for year in (2025, 2026) for month in (6, 9))
    made = weeks.tile(
        "handed_over", 48.0, state="rounded", n=500, until=quarters[-1],
        on_week=Change(quarters[-2], 5, "points", 5), on_year=None, usual="quarters",
        ends=quarters, series=(41.0, None, 43.0, 48.0), low=41, high=43,
        lows=(41,) * 4, highs=(43,) * 4,
    )  # fmt: skip
    test = open_made("en", tiles=(made,))
    said = shown(test)
    assert "**about 48** % of referrals" in said
    assert "on the quarter before: about +5 percentage points" in said
    assert "on that quarter last year: not comparable" in said
    assert "in the quarters before 41–43 (this one is above)" in said
    assert "n = about 500" in said
    (drawn,) = test.get("image")
    assert "4 quarters until 30 Sep 2569" in str(drawn.proto)
    few = open_made("th", tiles=(replace(made, value=None, state="few"),))
    assert "น้อยเกินกว่าจะบอกสัดส่วน" in shown(few)


def test_lists_of_provinces_lead_analysts_to_the_page_on_tips(open_made):
    links = [link.proto for link in open_made().get("page_link")]
    mine = [link.query_string for link in links if link.page == "tips"]
    assert all("tips_week=2026-W47" in each for each in mine)
    parts = ["tips_part=week", "tips_part=week", "tips_part=flow"]
    assert [each.rpartition("&")[2] for each in mine] == parts
    (published,) = [link for link in links if link.page == "data_quality"]
    assert "disclosure_table=province_week" in published.query_string
    none = {n: t.part(t.frame.index < 0) for n, t in weeks.TABLES.items()}
    links = open_made(tables=none).get("page_link")
    assert not [link for link in links if link.proto.page == "tips"]


def test_where_no_referral_is_known_nobody_is_said_to_have_no_old_one(open_made):
    unknown = pd.DataFrame(
        [{"is_new": False}], columns=list(weeks.TABLES["waits"].frame)
    )
    gated = disclosed(unknown, Audience.LEADERSHIP, [])
    for lang, none in (("th", "ไม่มีข้อมูลการส่งต่อ"), ("en", "No data on referrals")):
        said = shown(open_made(lang, tables={**weeks.TABLES, "waits": gated}))
        assert none in said
        assert "no province has an old referral" not in said
        assert "ไม่มีจังหวัดใดมีการส่งต่อ" not in said


def test_a_week_that_was_frozen_without_a_list_has_none(open_made):
    before = {n: table for n, table in weeks.TABLES.items() if n != "waits"}
    said = shown(open_made(tables=before))
    assert "need a call about referrals" not in said
    assert "Silent for 4 weeks" in said


# --- sentences


def test_the_sentences_are_the_answer_and_can_be_followed_back(open_made):
    for lang in LANGS:
        said = shown(open_made(lang))
        for sentence in weeks.SENTENCES:
            assert said.count(getattr(sentence.text, lang)) == 2  # once in the fold
            assert sentence.rule not in said  # its rule stands in words
    limits = "limits of the 52 weeks before 88–124"
    assert f"Figure used: Tips, whole country 120 · {limits}" in said
    assert "Fills up where there are fewer than 3 others" in said
    assert "silent for 3 weeks, and again every 4 weeks" in said


def test_a_week_of_other_rules_says_that_the_thresholds_are_those_of_today(open_made):
    said = shown(open_made(method_version="0"))
    assert "written by the rules of version 0" in said
    gone = Sentence("gone_since", Text("ก", "A."), {}, 1)
    said = shown(open_made(method_version="0", sentences=(gone,)))
    assert "Written by a rule that is no longer used" in said
    assert "gone_since" not in said
    assert "by the rules of version" not in shown(
        open_made(method_version=settings().version)
    )


@pytest.mark.parametrize(
    ("lang", "context", "rule"),
    [
        ("th", "การตรวจหาสัญญาณ (หน้าเบาะแส) บอกนักวิเคราะห์", "ไม่ใช่สัญญาณของนักวิเคราะห์"),
        ("en", "Detection (page Tips) tells analysts", "not an alarm of the analysts'"),
    ],
)
@pytest.mark.parametrize("key", ["tips_signal", "tips_above"])
def test_limits_and_rules_are_said_not_to_be_those_of_detection(
    open_made, lang, context, rule, key
):
    tips = Sentence(key, Text("ก", "A."), {}, 1)
    said = shown(open_made(lang, sentences=(tips,)))
    assert context in said
    assert rule in said


def test_a_week_without_a_sentence_says_so(open_made):
    assert "There is no summary of this week" in shown(open_made(sentences=()))
    assert "ไม่มีข้อความสรุปสำหรับสัปดาห์นี้" in shown(open_made("th", sentences=()))


def test_the_era_is_named_once(open_made, open_page):
    assert shown(open_made()).count("B.E.") == 1
    said = shown(open_page(lang="en", era="ce"))
    assert "Week 47/2026 (16–22 Nov 2026)** · years on this page are C.E." in said


def test_years_in_a_sentence_are_in_the_readers_era_and_figures_are_not(open_made):
    thai = "สัปดาห์ 17/2568 ถึง 27 เม.ย. 2568 มี 2,568 คน และ 12,569 คน"
    text = Text(thai, "Week 17/2568, until 27 Apr 2568: 2,568 and 12,569 persons.")
    sentence = Sentence("late", text, {}, 1)
    said = shown(open_made(era="ce", sentences=(sentence,)))
    assert "Week 17/2025, until 27 Apr 2025: 2,568 and 12,569 persons." in said
    said = shown(open_made("th", "ce", sentences=(sentence,)))
    assert "สัปดาห์ 17/2025 ถึง 27 เม.ย. 2025 มี 2,568 คน และ 12,569 คน" in said
    assert thai in shown(open_made("th", sentences=(sentence,)))


# --- what stands below


BELOW = {
    "th": [
        "ระดับความเสี่ยงสูงขึ้นจาก 3 เป็น 4: ตาก, น่าน",
        "ความครอบคลุมลดลงจากกลุ่มปานกลางเป็นกลุ่มน้อยที่สุด: ภูเก็ต",
        "เบาะแสเกินเกณฑ์ที่เผยแพร่ (5 เรื่องขึ้นไปและสูงกว่าปกติของจังหวัด): ตาก",
        "เบาะแสไม่เกินเกณฑ์ที่เผยแพร่ (5 เรื่องขึ้นไปและสูงกว่าปกติของจังหวัด) แล้ว: น่าน",
        "กำหนดวันใหม่ให้รุ่นที่เลยกำหนด: รุ่น 3 ตาก (เลยกำหนด 21 วัน)",
        "พิจารณาจัดอบรมในจังหวัดที่เข้ากลุ่มเร่งด่วน: ตาก, น่าน",
        "ติดต่อสำนักงานจังหวัดที่ยังไม่รายงาน: ภูเก็ต (ไม่รายงาน 4 สัปดาห์)",
        "ทราบว่าจัดแล้วตั้งแต่สัปดาห์ก่อน: รุ่น 7 ตาก (18 พ.ย. 2569 อบรม 111 คน), "
        "รุ่น 8 น่าน (19 พ.ย. 2569 ยังไม่รายงานจำนวนคน)",
        "เลยกำหนด: รุ่น 3 ตาก (1 พ.ย. 2569)",
        "ถึงกำหนดต่อไป: รุ่น 9 ภูเก็ต (3 ธ.ค. 2569)",
        "ไม่รายงาน 4 สัปดาห์ ควรติดต่อ (1 จังหวัด): ภูเก็ต",
        "ไม่รายงาน 1 สัปดาห์ (2 จังหวัด): ตาก, น่าน",
        "เพิ่งเกิน 365 วันโดยไม่มีผู้รับเรื่อง ณ 15 พ.ย. 2569 (1 จังหวัด): ภูเก็ต",
        "ไม่มีผู้รับเรื่องเกิน 365 วัน ไม่ใช่รายใหม่ ณ 15 พ.ย. 2569 (1 จังหวัด)",
        "ไม่มีผู้รับเรื่องเกิน 180 วัน ไม่ใช่รายใหม่ ณ 15 พ.ย. 2569 (1 จังหวัด)",
        "อาจมีผู้รับเรื่องแล้วแต่ไม่ได้บันทึก",
        "เบาะแสทั้งประเทศ (แถวมาช้า): สัปดาห์ 46/2569 27 → 35",
        "ผู้เสียหายรายภาค (แก้ไข): ภาคเหนือ 21 ก.ย.–18 ต.ค. 2569 น้อยกว่า 10 → 15",
        "เบาะแสรายจังหวัด (แก้ไข ไม่บอกจำนวน): ตาก",
        "รุ่นอบรม (แก้ไข): รุ่น 4 น่าน 40 → 45, รุ่น 5 ตาก จัดแล้ว → ยกเลิก",
        "กลุ่มเร่งด่วน 1 จังหวัด ได้แก่ ตาก",
        "ลายขีด: ไม่มีข้อมูลความเสี่ยงหรือ อพม. 1 จังหวัด",
    ],
    "en": [
        "Risk level rose from 3 to 4: Tak, Nan",
        "Coverage fell from the middle to the thinnest class: Phuket",
        "Tips above the published threshold "
        "(5 tips or more, and more than usual there): Tak",
        "Tips no longer above the published threshold "
        "(5 tips or more, and more than usual there): Nan",
        "Set a new day for overdue batches: batch 3 Tak (days overdue: 21)",
        "Consider training in provinces that entered the priority class: Tak, Nan",
        "Call provincial offices that have not reported: Phuket (weeks silent: 4)",
        "Known to have been held since last week: "
        "batch 7 Tak (18 Nov 2569, persons trained: 111), "
        "batch 8 Nan (19 Nov 2569, persons not reported)",
        "Overdue: batch 3 Tak (1 Nov 2569)",
        "Due next: batch 9 Phuket (3 Dec 2569)",
        "Silent for 4 weeks, to be called (1): Phuket",
        "Silent for 1 week (2): Tak, Nan",
        "Newly not accepted for over 365 days, on 15 Nov 2569 (1): Phuket",
        "Not accepted for over 365 days, not newly, on 15 Nov 2569 (provinces: 1)",
        "Not accepted for over 180 days, not newly, on 15 Nov 2569 (provinces: 1)",
        "They may have been accepted and never recorded",
        "Tips, whole country (late rows): Week 46/2569 27 → 35",
        "Victims, regions (correction): North 21 Sep–18 Oct 2569 fewer than 10 → 15",
        "Tips, provinces (correction, numbers are not said): Tak",
        "Batches (correction): batch 4 Nan 40 → 45, batch 5 Tak held → cancelled",
        "Priority class (1): Tak",
        "Hatched: no data on risk or volunteers (1)",
    ],
}


@pytest.mark.parametrize("lang", LANGS)
def test_below_stand_thresholds_decisions_batches_silence_and_revisions(
    open_made, lang
):
    said = shown(open_made(lang))
    assert [line for line in BELOW[lang] if line not in said] == []


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_list_says_what_it_means(open_made, lang):
    empty = {
        name: gated.part(gated.frame.index < 0) for name, gated in weeks.TABLES.items()
    }
    kept = empty | {"priority": weeks.TABLES["priority"]}
    all_reported = weeks.tile("provinces_reported", 77.0, whole=77.0)
    said = shown(open_made(lang, tables=kept, tiles=(all_reported,)))
    for words in NOTHING[lang]:
        assert words in said


@pytest.mark.parametrize(
    ("value", "th", "en"),
    [
        (62.0, "ยังมีจังหวัดที่ไม่ได้รายงาน", "Not every province has reported in full"),
        (
            None,
            "ไม่มีข้อมูลว่าจังหวัดใดรายงานแล้ว",
            "Which provinces have reported is not known",
        ),
    ],
)
def test_without_a_row_of_who_is_late_all_reported_only_if_the_tile_says_so(
    open_made, value, th, en
):
    late = weeks.TABLES["late"]
    tables = weeks.TABLES | {"late": late.part(late.frame.index < 0)}
    state = "exact" if value else "no_data"
    tile = weeks.tile("provinces_reported", value, whole=77.0, state=state)
    for lang, line in (("th", th), ("en", en)):
        said = shown(open_made(lang, tables=tables, tiles=(tile,), sentences=()))
        assert line in said
        assert NOTHING[lang][2] not in said


NOTHING = {
    "th": ["ไม่มีจังหวัดใดข้ามเกณฑ์", "ไม่มีเรื่องที่เข้าเกณฑ์", "ทุกจังหวัดรายงานแล้ว"],
    "en": ["No province crossed", "nothing has to be decided", "Every province has"],
}


def map_spec(test):
    return json.loads(zlib.decompress(test.get("bidi_component")[0].proto.bytes))


def test_the_map_has_one_class_and_says_who_entered_and_left(open_made):
    spec = map_spec(open_made("en"))
    codes, classes = spec["provinces"]["codes"], spec["provinces"]["class"]
    names = [kind["label"] for kind in spec["classes"]]
    said = dict(zip(codes, [names[at] for at in classes], strict=True))
    assert said == {
        "TH-63": "In the priority class",
        "TH-55": "No data",
        "TH-83": "Not in it",
    }
    (line,) = spec["lines"]
    assert [line["levels"][at] for at in line["at"]] == ["entered", "", "left"]


# --- which week


@pytest.mark.long
def test_the_buttons_lead_to_the_weeks_beside(open_page):
    test = open_page(lang="en", weekly_week="2026-W46")
    assert "Week 46/2569 (9–15 Nov 2569)" in shown(test)
    test.button(key="weekly_week_before").click().run()
    assert test.query_params["weekly_week"] == "2026-W45"
    assert "Week 45/2569" in shown(test)
    test.button(key="weekly_week_latest").click().run()
    assert "weekly_week" not in test.query_params  # the latest one is the default
    assert test.button(key="weekly_week_after").disabled
    assert test.button(key="weekly_week_latest").disabled


@pytest.mark.parametrize("asked", ["2031-W01", "1999-W01", "2026-W99", "![a](b) *c*"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_week_that_is_not_there_is_said_so(open_page, lang, asked):
    test = open_page(lang=lang, weekly_week=asked)
    (warning,) = test.warning
    said = warning.value.replace("\\", "").replace("\u2060", "")
    assert asked in said
    assert ("Week 47/2569" if lang == "en" else "สัปดาห์ 47/2569") in said
    if "*" in asked:
        assert "![" not in warning.value  # a text, not a picture
    assert not test.get("image")
    test.button(key="weekly_week_latest").click().run()
    assert not test.warning
    assert len(test.get("image")) >= 6


# --- what must be known


def test_the_fold_says_source_status_limits_revisions_update_and_contact(
    open_made, monkeypatch
):
    said = shown(open_made())
    for part in ("Source", "Status", "Strengths and limits", "Method", "Revisions"):
        assert f"**{part}** " in said
    assert "Detection (page Tips) tells analysts where to look, allows for both" in said
    assert "**Speed of hand-over** It is not published" in said
    assert "**Next update** Monday, 30 Nov 2569" in said
    assert "Nobody is named yet; the ministry is to fill in data/contact.toml" in said
    office = Text("กอง ก โทร. 1300", "Division A, call 1300")
    monkeypatch.setattr("dashboard.ui.weekly.context.contact", lambda page: office)
    assert "**Contact** Division A, call 1300" in shown(open_made())
    assert "**ติดต่อ** กอง ก โทร. 1300" in shown(open_made("th"))


def test_a_contact_in_one_language_alone_is_refused(tmp_path):
    file = tmp_path / "contact.toml"
    file.write_text('[weekly]\nthai = "กอง ก"\nenglish = ""\n', encoding="utf-8")
    with pytest.raises(sources.SourceError, match=r"contact.toml, \[weekly\]"):
        sources.contact("weekly", file)
    file.write_text('[weekly]\nthai = "กอง ก"\nenglish = "A"\n', encoding="utf-8")
    sources.contact.cache_clear()
    assert sources.contact("weekly", file) == Text("กอง ก", "A")


def test_a_version_without_a_week_says_so(open_page, monkeypatch):
    st.cache_data.clear()
    none = pd.DataFrame({"week_end": pd.to_datetime([])})
    monkeypatch.setattr(dashboard.queries.weekly, "weeks", lambda con: none)
    (said,) = open_page(lang="en").info
    assert said.value.startswith("This version of the data has no complete week")
    st.cache_data.clear()


# --- the shipped data


@pytest.mark.long
@pytest.mark.parametrize(
    ("lang", "week"),
    [("en", "2019-W41"), ("th", "2025-W17"), ("th", "2026-W40"), ("en", "2026-W47")],
)
def test_the_page_says_all_of_the_week(open_page, demo_con, lang, week):
    test = open_page(lang=lang, weekly_week=week)
    said = shown(test)
    ends_on = date.fromisocalendar(int(week[:4]), int(week[6:]), 7)
    made = dashboard.weekly.week(demo_con, ends_on)
    assert {gated.audience for gated in made.tables.values()} == {Audience.LEADERSHIP}
    for sentence in made.sentences:
        assert getattr(sentence.text, lang) in said
    for tile in made.tiles:
        if tile.state in ("exact", "zero"):
            assert f"{tile.value:,.0f}" in said
    for name in ("crossed", "decisions", "batches", "late"):  # waits are capped
        named = made.tables[name].frame[f"name_{lang}"]
        assert [each for each in named if each not in said] == []
    assert len(map_spec(test)["provinces"]["codes"]) == 77


@pytest.mark.parametrize("lang", LANGS)
def test_the_week_is_given_as_pdf_and_logged_before_it_leaves(
    open_page, monkeypatch, lang
):
    given = {}

    def take(key, name, mime, held, make, *, label=""):
        given.update(name=name, mime=mime, held=held, content=make(), label=label)

    monkeypatch.setattr(paper, "handed_out", take)
    open_page(lang=lang)
    assert given["name"].endswith(f"_{lang}.pdf")
    assert given["label"] == {"th": "ดาวน์โหลด PDF", "en": "Download PDF"}[lang]
    assert given["held"].audience is Audience.LEADERSHIP
    assert given["held"].is_protected
    assert len(PdfReader(io.BytesIO(given["content"])).pages) == 1


@pytest.mark.parametrize(
    ("lang", "draft"),
    [("th", "ร่าง ยังไม่ได้รับอนุมัติ"), ("en", "Draft, not approved")],
)
def test_a_week_that_nobody_approved_says_that_it_is_a_draft(open_page, lang, draft):
    assert draft in shown(open_page(lang=lang))
