"""The part on the referral flow: hand-written files first, then the shipped data."""

import itertools
import json
import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard import release
from dashboard.disclosure import Audience
from dashboard.queries import tip_flow as queries
from dashboard.queries import tip_flow_known
from dashboard.queries.tips import ALL, Narrowed
from dashboard.ui.tips import flow_ageing, flow_rows, flow_stages, flow_waits
from etl.build import build
from tests.methods.golden_values import golden
from tests.opened import opened
from tests.under_test import app

PAGE = "pages/tips.py"
LANGS = ("th", "en")
# As known at the end of the week of these Mondays; the Sunday is 19 May and 2 June.
WEEK_20, WEEK_22 = date(2024, 5, 13), date(2024, 5, 27)
ALL_SINCE = date(2024, 1, 1)
FIGURES = (
    "tips_flow_stages",
    "tips_flow_months",
    "tips_flow_curve",
    "tips_flow_ranges_agency",
    "tips_flow_ranges_province",
    "tips_flow_map",
)
FOLDS = ("stages", "months", "agency", "province")

TIPS = """tip_id,received_on,province_code,channel,exploitation_form,status,recorded_at
TWICE,2024-03-04,50,HOTLINE_1300,EX01,REFERRED,2024-03-05
LATE,2024-03-05,50,VOLUNTEER,EX06F,REFERRED,2024-03-06
YOUNG,2024-05-06,50,HOTLINE_1300,EX02,CLOSED_NOT,2024-05-07
NEW,2024-04-01,50,HOTLINE_1300,EX02,NEW,2024-04-02
DECIDED,2024-04-02,50,HOTLINE_1300,EX01;EX02,NEW,2024-04-03
BEFORE,2024-04-10,50,HOTLINE_1300,EX02,REFERRED,2024-04-11
OTHER,2024-04-01,10,HOTLINE_1300,EX01,REFERRED,2024-04-02
TAKEN,2024-04-01,50,HOTLINE_1300,EX01,REFERRED,2024-04-02
LAST,2024-06-05,50,HOTLINE_1300,EX01,NEW,2024-06-05
"""
REFERRALS = """tip_id,step,from_agency,to_agency,referred_on,accepted_on,recorded_at
TWICE,1,PSDHS,AHTD,2024-03-06,2024-03-06,2024-03-07
TWICE,2,AHTD,DSI,2024-03-10,2024-03-20,2024-03-21
LATE,1,PSDHS,RTP_LOCAL,2024-03-15,,2024-03-16
LATE,1,PSDHS,RTP_LOCAL,2024-03-15,2024-05-10,2024-05-27
YOUNG,1,SAC1300,PSDHS,2024-05-07,,2024-05-08
BEFORE,1,PSDHS,ADMIN,2024-04-09,2024-04-11,2024-04-12
OTHER,1,PSDHS,DSI,2024-05-04,2024-05-24,2024-05-05
OTHER,2,DSI,LABOUR,2024-05-15,2024-05-25,2024-05-16
OTHER,3,LABOUR,AHTD,2024-05-26,,2024-05-16
TAKEN,1,PSDHS,AHTD,2024-04-02,,2024-04-03
NOBODY,1,PSDHS,AHTD,2024-04-02,,2024-04-03
"""
OUTCOMES = """\
tip_id,decided_on,trafficking_status,decision_body,victims_identified,recorded_at
DECIDED,2024-04-20,ACTUAL,GOV,3,2024-04-21
TWICE,2024-04-20,POSSIBLE,POLICE,,2024-04-21
TWICE,2024-05-28,ACTUAL,GOV,2,2024-05-29
"""
WITHDRAWN = """dataset,record_key,withdrawn_on
tip_report,TAKEN,2024-06-01
"""


@pytest.fixture(scope="module")
def hand_made(tmp_path_factory):
    """A version of the files above alone."""
    folder = tmp_path_factory.mktemp("flow")
    inbox = folder / "inbox"
    inbox.mkdir()
    for name, text in (
        ("tip_report", TIPS),
        ("referral", REFERRALS),
        ("tip_outcome", OUTCOMES),
        ("withdrawal", WITHDRAWN),
    ):
        (inbox / f"{name}.csv").write_text(text, "utf-8")
    report = build([inbox], folder / "built", lambda _: None)
    assert report.is_clean
    return folder / "built"


@pytest.fixture(scope="module")
def hand(hand_made):
    with opened(hand_made) as con:
        yield con


def summed(con, week, narrowed=ALL):
    found = queries.flow_cohorts(con, week, ALL_SINCE, narrowed)
    return found.drop(columns=["province_code", "month_start", "has_had_time"]).sum()


def waits(con, week, wait):
    found = queries.hand_overs(con, week, ALL_SINCE)
    return flow_rows.wait_of(flow_rows.rows_of(found, wait))


# --- stages, each in its unit


def test_each_stage_counts_tips_once_whatever_happened_to_them_how_often(hand):
    found = summed(hand, WEEK_20)
    assert found[list(flow_stages.STAGES)].tolist() == [7, 6, 5, 4, 2, 2]


def test_a_tip_handed_over_twice_is_one_tip_and_two_hand_overs(hand):
    march = queries.flow_cohorts(hand, WEEK_20, ALL_SINCE)
    march = march[march["month_start"] == "2024-03-01"].sum(numeric_only=True)
    assert (march["tips"], march["handed_over"], march["hand_overs"]) == (2, 2, 3)


def test_a_tip_still_new_is_screened_by_its_finding_and_else_is_not(hand):
    april = queries.flow_cohorts(hand, WEEK_20, ALL_SINCE, Narrowed(case_status="NEW"))
    assert april["tips"].sum() == 2
    assert april["screened"].sum() == 1  # DECIDED, by its finding alone


def test_victims_are_people_and_apart_from_decisions(hand):
    kinds = queries.flow_kinds(hand, WEEK_22, ALL_SINCE)
    decisions = kinds[kinds["unit"] == "decision"].set_index("kind")
    assert decisions["units"].to_dict() == {"ACTUAL": 2, "POSSIBLE": 1}
    assert decisions.loc["ACTUAL", "victims_identified"] == 5
    assert pd.isna(decisions.loc["POSSIBLE", "victims_identified"])  # told by none


def test_an_acceptance_counts_from_the_week_in_which_it_was_known(hand):
    before, after = summed(hand, WEEK_20), summed(hand, WEEK_22)
    assert (before["referrals_accepted"], after["referrals_accepted"]) == (3, 6)
    still = queries.open_referrals(hand, WEEK_20)
    late = still[still["agency"] == "RTP_LOCAL"]
    assert late["days_open"].tolist() == [65]  # though accepted on 10 May
    after = queries.open_referrals(hand, WEEK_22)
    assert "RTP_LOCAL" not in set(after["agency"])


def test_what_is_dated_after_the_week_had_not_happened_though_it_was_known(hand):
    """Of OTHER, known on 16 May: accepted on the 25th, handed over on the 26th."""
    before, after = (
        queries.flow_kinds(hand, week, ALL_SINCE).set_index("kind")
        for week in (WEEK_20, WEEK_22)
    )
    assert (before.loc["LABOUR", "accepted"], after.loc["LABOUR", "accepted"]) == (0, 1)
    assert (before.loc["AHTD", "units"], after.loc["AHTD", "units"]) == (1, 2)
    assert summed(hand, WEEK_20)["hand_overs"] == 5
    assert queries.hand_overs(hand, WEEK_20, ALL_SINCE)["hand_overs"].sum() == 5
    still = queries.open_referrals(hand, WEEK_20).set_index("agency")
    assert still.loc["LABOUR", "days_open"] == 4
    assert "AHTD" not in still.index


def test_what_was_found_later_is_not_known_before(hand):
    assert summed(hand, WEEK_20)["decisions"] == 2
    assert summed(hand, WEEK_22)["decisions"] == 3


def test_a_withdrawn_tip_is_in_no_figure_and_its_referral_is_without_a_tip(hand):
    agencies = queries.flow_kinds(hand, WEEK_20, ALL_SINCE).set_index("kind")
    assert agencies.loc["AHTD", "units"] == 1  # of TWICE, not of TAKEN and NOBODY
    assert queries.referrals_without_tip(hand, WEEK_20) == 2
    assert queries.referrals_without_tip(hand, date(2024, 3, 25)) == 0


def test_a_tip_has_had_time_from_the_45th_day_on(hand):
    """4 April lies 45 days before 19 May; 10 April and 6 May lie after it."""
    found = queries.flow_cohorts(hand, WEEK_20, ALL_SINCE)
    assert found.loc[~found["has_had_time"], "tips"].sum() == 2
    on_the_day = queries.flow_cohorts(hand, WEEK_20, ALL_SINCE, ALL, 39)  # 10 April
    assert on_the_day.loc[~on_the_day["has_had_time"], "tips"].sum() == 1


@pytest.mark.parametrize(
    ("narrowed", "tips", "hand_overs"),
    [
        (Narrowed(region="North"), 6, 4),
        (Narrowed(channel="VOLUNTEER"), 1, 1),
        (Narrowed(form="EX01"), 3, 3),  # one of several forms too
        (Narrowed(form="EX06"), 1, 1),  # its sub-form
        (Narrowed(form="EX06F"), 1, 1),
        (Narrowed(case_status="REFERRED"), 4, 5),
        (Narrowed("North", "HOTLINE_1300", "EX01", "REFERRED"), 1, 2),
    ],
)
def test_filters_narrow_tips_and_their_hand_overs(hand, narrowed, tips, hand_overs):
    found = summed(hand, WEEK_20, narrowed)
    assert (found["tips"], found["hand_overs"]) == (tips, hand_overs)
    rows = queries.hand_overs(hand, WEEK_20, ALL_SINCE, narrowed)
    assert rows["hand_overs"].sum() == hand_overs


# --- waits


def test_the_curve_is_that_worked_by_hand(hand):
    """Ended after 0, 2 and 10 days; open for 15 and 65."""
    whole = waits(hand, WEEK_20, "acceptance")
    assert whole.curve.time.tolist() == [0, 2, 10, 15, 65]
    assert whole.curve.at_risk.tolist() == [5, 4, 3, 2, 1]
    assert whole.curve.open_share == pytest.approx([0.8, 0.6, 0.4, 0.4, 0.4])
    assert whole.median.time == 10
    assert np.isnan(whole.p90.time)
    assert (whole.number, whole.ended, whole.longest_open) == (5, 3, 65)


def test_what_became_known_later_ends_the_wait_then(hand):
    """56 days from 15 March to 10 May, 20 to 24 May; one is open for 7."""
    whole = waits(hand, WEEK_22, "acceptance")
    assert whole.curve.time.tolist() == [0, 2, 7, 10, 20, 56]
    assert whole.curve.open_share[-1] == 0
    assert whole.p90.time == 56


def test_from_receipt_only_the_first_hand_over_of_a_tip_counts(hand):
    """Two days, 10 and 33; BEFORE is dated before its receipt and left out."""
    whole = waits(hand, WEEK_20, "receipt")
    assert whole.curve.time.tolist() == [2, 10, 33]
    assert (whole.number, whole.ended) == (3, 3)


def test_the_curve_is_that_of_r_survival():
    seen, expected = golden("gehan"), golden("kaplan_meier")
    rows = pd.DataFrame({"days": seen["weeks"], "is_ended": seen["ended"] == 1})
    whole = flow_rows.wait_of(rows.assign(units=1))
    points = flow_waits.curve_points(whole, "acceptance").iloc[1:]
    for drawn, of_r in (("day", "time"), ("share", "open_share"), ("low", "low")):
        np.testing.assert_allclose(points[drawn], expected[of_r], rtol=1e-9)
    days = golden("quantiles").set_index("share")["days"]
    assert whole.median.time == days[0.5]
    assert np.isnan(whole.p90.time)
    assert np.isnan(days[0.9])


def test_units_weigh_as_so_many_rows():
    many = pd.DataFrame({"days": [1, 4], "is_ended": [True, False], "units": [3, 2]})
    single = pd.DataFrame(
        {"days": [1, 1, 1, 4, 4], "is_ended": [True] * 3 + [False] * 2, "units": 1}
    )
    for one, other in zip(
        flow_rows.wait_of(many).curve, flow_rows.wait_of(single).curve, strict=True
    ):
        np.testing.assert_array_equal(one, other)


# --- what waits where


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, 0), (2, 0), (3, 1), (7, 1), (8, 2), (14, 2), (15, 3), (30, 3), (31, 4)],
)
def test_the_bands_hold_their_first_and_last_day(days, band):
    assert flow_ageing.band_of(pd.Series([days])).tolist() == [band]


def test_provinces_are_sorted_by_what_needs_a_call(hand):
    provinces = flow_ageing.by_need(queries.open_referrals(hand, WEEK_20))
    assert provinces["province_code"].tolist() == ["TH-50", "TH-10"]
    first, second = provinces.to_dict("records")
    assert (first["open"], first["over_last"], first["oldest"]) == (2, 1, 65)
    assert (first["over_shelter"], first["over_reflection"]) == (1, 1)
    assert first["oldest_agency"] == "RTP_LOCAL"
    assert sorted(first["agencies"]) == [("PSDHS", 1), ("RTP_LOCAL", 1)]
    # 15 days are not more than 15
    assert (second["oldest"], second["over_shelter"]) == (15, 0)


def test_most_over_thirty_days_come_before_the_oldest():
    rows = [("TH-10", "DSI", 400, 1), ("TH-50", "DSI", 31, 2), ("TH-90", "DSI", 30, 9)]
    found = pd.DataFrame(
        rows, columns=["province_code", "agency", "days_open", "referrals"]
    ).assign(is_closed=False)
    order = flow_ageing.by_need(found)["province_code"].tolist()
    assert order == ["TH-50", "TH-10", "TH-90"]


def test_over_thirty_days_ends_where_over_a_year_begins():
    days = (30, 31, 365, 366, 900)
    found = pd.DataFrame(
        [("TH-10", "DSI", each, 1) for each in days],
        columns=["province_code", "agency", "days_open", "referrals"],
    ).assign(is_closed=False)
    (province,) = flow_ageing.by_need(found).to_dict("records")
    assert (province["over_last"], province["over_year"]) == (2, 2)
    assert (province["open"], province["over_reflection"]) == (5, 3)


# --- the page over the hand-written files


@pytest.fixture
def open_hand_made(hand_made, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(hand_made))

    def opened(**address):
        return page(tips_week="2024-W20", tips_span="26", **address)

    return opened


def page(folds=(), **address):
    test = app(PAGE, tips_part="flow", **address)
    for name in folds:
        test.session_state[name] = True
    if folds:
        test.run()
    assert not test.exception
    assert not test.error
    return test


def shown(test):
    elements = [
        *(*test.title, *test.subheader, *test.markdown, *test.caption),
        *(*test.info, *test.get("alert")),
    ]
    return "\n".join(element.value for element in elements).replace("\\", "")


def figures(test):
    """The figures of the part by key; the key is part of the widget's id."""
    found = {}
    for chart in test.get("plotly_chart"):
        keys = [key for key in FIGURES if chart.proto.id.endswith(f"-{key}")]
        if keys:
            found[keys[0]] = json.loads(chart.proto.spec)
    return found


def trace(figure, name):
    (found,) = (each for each in figure["data"] if each.get("name") == name)
    return found


def table(test, column):
    """The first table that has this column."""
    return next(each.value for each in test.dataframe if column in each.value)


@pytest.mark.parametrize("lang", LANGS)
def test_few_are_said_to_be_few_and_get_no_curve(open_hand_made, lang):
    test = open_hand_made(lang=lang)
    few = {"th": "น้อยเกินไป มี 5 ครั้ง", "en": "too few: only 5"}[lang]
    assert few in [heading.value for heading in test.subheader]
    notes = [each.value for each in test.caption]
    for note in {
        "th": (
            "ส่งต่อแล้ว 3 เรื่อง ต้องมีอย่างน้อย 10 เรื่องจึงบอกได้ว่าใช้กี่วัน",
            "ส่งต่อ 5 ครั้ง รวมที่ยังรอ ต้องมีอย่างน้อย 10 ครั้งจึงบอกได้ว่าใช้กี่วัน",
        ),
        "en": (
            "Tips handed over: 3. "
            "To say how many days it takes, at least 10 are needed.",
            "Hand-overs: 5, with those still open. "
            "To say how many days it takes, at least 10 are needed.",
        ),
    }[lang]:
        assert note in notes
    within = {"th": "เก้าในสิบภายใน", "en": "ine in ten within"}[lang]
    assert within not in "\n".join(notes)
    assert set(figures(test)) == {
        "tips_flow_stages",
        "tips_flow_map",
    }
    months = {
        "th": "ไม่มีเดือนใดในช่วงนี้มีเบาะแสถึง 10 เรื่อง",
        "en": "No month of the period has 10 tips",
    }
    assert months[lang] in shown(test)
    said = {"th": "มีเพียง 5 ครั้ง น้อยกว่า 10", "en": "Only 5, fewer than 10"}[lang]
    assert said in shown(test)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("is_half_accepted", [True, False])
def test_what_is_not_reached_is_said_in_a_sentence(
    publish_changed, lang, is_half_accepted
):
    """Two of three were accepted on the day; or none ever was."""
    day = "case when hash(tip_id) % 3 > 0 then referred_on end"
    accepted = day if is_half_accepted else "null"
    publish_changed(
        lambda con: con.execute(f"update referral_loaded set accepted_on = {accepted}")
    )
    text = shown(page(lang=lang))
    nine = {"th": "ยังไม่ถึงเก้าในสิบ", "en": "less than nine in ten so far"}[lang]
    half = {"th": "ยังไม่ถึงครึ่งหนึ่ง", "en": "less than half so far"}[lang]
    assert re.search({"th": "รวมที่ยังรอ · ", "en": "still open · "}[lang] + nine, text)
    assert (half in text) is not is_half_accepted
    broken = {"th": "ภายใน ?ยังไม่ถึง", "en": "within not reached"}[lang]
    assert not re.search(broken, text)


@pytest.mark.parametrize("lang", LANGS)
def test_the_reader_is_told_what_no_figure_counts(open_hand_made, lang):
    said = {"th": "อีก 2 ครั้งของเบาะแสที่ไม่อยู่ในข้อมูล", "en": "Another 2 referrals"}
    assert said[lang] in shown(open_hand_made(lang=lang))
    before = {"th": "ไม่นับ 1 เรื่อง", "en": "before they were received: 1."}
    test = open_hand_made(lang=lang, tips_flow_wait="receipt")
    assert before[lang] in shown(test)


def test_the_map_holds_what_is_open_in_its_band(open_hand_made):
    figure = figures(open_hand_made(lang="en"))["tips_flow_map"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["Chiang Mai", "Bangkok"]
    cells = trace(figure, "counts")
    assert cells["text"] == ["0", "0", "1", "0", "1", "0", "1", "0", "1", "0"]


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_said_what_a_zero_of_the_map_is(open_hand_made, lang):
    text = shown(open_hand_made(lang=lang))
    said = {
        "th": "ส่วนเลข 0 ในรูปเป็นของจังหวัดที่มีการส่งต่อค้าง",
        "en": "A 0 in the figure is of a province with open referrals",
    }
    assert said[lang] in text
    denied = {"th": "ไม่แสดงเป็นศูนย์", "en": "not shown as zero"}
    assert denied[lang] not in text


@pytest.mark.parametrize("lang", LANGS)
def test_few_are_said_without_brackets_in_brackets(open_hand_made, lang):
    text = shown(open_hand_made(lang=lang))
    said = {"th": r"\(น้อยเกินไป มี \d เรื่อง\)", "en": r"\(too few: only \d\)"}
    assert re.search(said[lang], text)
    assert "n =" not in text


def test_the_call_names_the_agency_that_has_not_accepted(open_hand_made):
    test = open_hand_made(lang="en")
    calls = table(test, "oldest_name")
    assert calls["name"].tolist() == ["Chiang Mai"]
    assert calls["oldest_name"].tolist() == ["Local police"]
    assert "Provinces that need a call: 1." in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_an_open_referral_of_a_closed_tip_is_told_apart(open_hand_made, lang):
    said = {
        "th": "1 ครั้งเป็นของเบาะแสที่ยุติแล้ว",
        "en": "closed already: 1.",
    }
    assert said[lang] in shown(open_hand_made(lang=lang))


@pytest.mark.parametrize("lang", LANGS)
def test_those_open_for_over_a_year_are_to_be_checked_and_not_called(open_page, lang):
    """Unless the reader asks for all; the caveat stands above their list."""
    test = open_page(lang=lang)
    calls, checks = (t.value for t in test.dataframe if "oldest_name" in t.value)
    assert calls["oldest"].max() <= 365 < checks["oldest"].min()
    number = f"{checks['over_year'].sum():,}"
    said = {"th": f"เกิน 365 วันมี {number} ครั้ง", "en": f"more than 365 days: {number},"}
    assert said[lang] in shown(test)
    everything = table(open_page(lang=lang, tips_flow_age="all"), "oldest_name")
    assert everything["over_year"].sum() == checks["over_year"].sum()


SPLIT = {
    "th": (
        r"ค้างเกิน 30 ถึง 365 วัน ([\d,]+) ครั้ง มากที่สุดที่",
        r"อีก ([\d,]+) ครั้งค้างเกิน 365 วัน ซึ่งอาจรับเรื่องแล้วแต่ไม่ได้บันทึก",
        r"เกิน 30 ถึง 365 วัน ([\d,]+) ครั้ง · เกิน 365 วัน ([\d,]+) ครั้ง \(อาจไม่ได้บันทึก",
    ),
    "en": (
        r"([\d,]+) of them for over 30 and up to 365 days",
        r"Another ([\d,]+) are open for over 365 days: perhaps accepted and never",
        r"over 30 to 365 days: ([\d,]+) · over 365 days: ([\d,]+) \(perhaps never",
    ),
}


@pytest.mark.parametrize("lang", LANGS)
def test_the_headline_says_apart_what_may_never_have_been_recorded(
    open_page, con, lang
):
    """In the answer and on the tile; no one figure holds both."""
    text = shown(open_page(lang=lang))
    waits = con.execute(
        """
        select date '2026-11-22' - referred_on
        from referral_as_known(date '2026-11-22')
            inner join tip_report_as_known(date '2026-11-22') using (tip_id)
        where accepted_on is null
        """
    ).fetchall()
    days = [wait for (wait,) in waits]
    month = f"{sum(30 < each <= 365 for each in days):,}"
    year = f"{sum(each > 365 for each in days):,}"
    first, second, tile = (re.search(each, text) for each in SPLIT[lang])
    assert (first[1], second[1], tile.groups()) == (month, year, (month, year))


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ("year", "Without {} open for over 365"),
        ("all", "In the last column, {} are open"),
    ],
)
def test_the_heat_map_says_how_many_are_open_for_over_a_year(open_page, age, said):
    test = open_page(lang="en", tips_flow_age=age)
    year = table(open_page(lang="en"), "over_year")["over_year"].sum()
    drawn = figures(test)["tips_flow_map"]
    note = drawn["layout"]["annotations"][1]["text"].replace("<br>", " ")
    assert said.format(f"{year:,}") in note
    hovers = " ".join(trace(drawn, "counts")["hovertext"]).replace("<br>", " ")
    of_last = re.search(r"days: [\d,]+; of these over 365 days: [\d,]+", hovers)
    assert bool(of_last) == (age == "all")
    of_these = f"Of these, {year:,} are open for more than 365 days"
    assert (of_these in shown(test)) == (age == "all")


def test_provinces_too_few_and_without_any_add_up_to_all(open_page):
    text = shown(open_page(lang="en"))
    numbers = re.search(
        r"of (\d+) provinces with at least 10; with too few: (\d+)\."
        r".*?Without any in the period: (\d+)\.",
        text,
    )
    assert sum(map(int, numbers.groups())) == 77


def test_hand_overs_alone_may_be_looked_at(open_hand_made):
    test = open_hand_made(lang="en", tips_flow_to="suppression")
    figure = figures(test)["tips_flow_map"]
    assert [text for text in trace(figure, "counts")["text"] if text != "0"] == [
        "1"
    ] * 2
    note = figure["layout"]["annotations"][1]["text"]
    assert "Only those to suppression agencies" in note


def test_the_part_of_a_week_before_all_tips_says_that_there_are_none(open_hand_made):
    test = page(lang="en", tips_week="2024-W08", tips_span="26")
    assert "No tips received" in shown(test)
    assert "Referrals: no data" in shown(test)
    assert "No open referral is known" not in shown(test)


def test_where_referrals_are_known_but_none_for_the_choice_none_is_known(
    open_hand_made,
):
    test = open_hand_made(lang="en", tips_region="South")
    assert "No open referral is known" in shown(test)
    assert "Referrals: no data" not in shown(test)
    assert [each.value for each in test.subheader].count("no data") == 1


# --- without a file there is no data


@pytest.fixture(scope="module")
def tips_alone(tmp_path_factory):
    """A version of twelve tips; nobody handed over referrals or findings."""
    folder = tmp_path_factory.mktemp("alone")
    inbox = folder / "inbox"
    inbox.mkdir()
    more = "".join(
        f"MORE{day},2024-03-{day},50,HOTLINE_1300,EX01,REFERRED,2024-03-{day}\n"
        for day in (*range(10, 21), 24)  # a Sunday
    )
    (inbox / "tip_report.csv").write_text(TIPS.splitlines()[0] + "\n" + more, "utf-8")
    assert build([inbox], folder / "built", lambda _: None).is_clean
    return folder / "built"


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_referral_there_is_no_data_and_no_zero(tips_alone, monkeypatch, lang):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(tips_alone))
    folds = [f"tips_flow_{name}_expander" for name in ("stages", "months")]
    test = page(folds, lang=lang)
    none = {"th": "ไม่มีข้อมูล", "en": "no data"}[lang]
    values = [heading.value for heading in test.subheader]
    assert values.count(none) == 4
    assert "0" not in values
    assert "0%" not in values
    text = shown(test)
    said = {"th": f"การส่งต่อ: {none}", "en": f"Referrals: {none}"}[lang]
    assert text.count(said) == 1 + 4 + 2 + 1  # answer, tiles, waits and list, months
    for zero in (
        "No open referral",
        "ไม่ทราบว่ามี",
        "were handed",
        "ส่งต่อหน่วยงานปราบปรามแล้ว",
    ):
        assert zero not in text
    labels = [
        each
        for each in figures(test)["tips_flow_stages"]["data"]
        if each.get("name") == "labels"
    ]
    assert [label.strip() for label in labels[0]["text"]] == [
        "12", "12 (100%)", *[none] * 4,
    ]  # fmt: skip
    assert {label.strip() for each in labels[1:] for label in each["text"]} == {none}
    stages, months = table(test, "part"), table(test, "time")
    assert stages["value"].count() == 2
    assert months[["referred", "handed_over", "accepted", "decided"]].count().sum() == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("lang", "silent", "awaited"),
    [
        ("th", "อีก 75 จังหวัดไม่ได้รายงาน", "แจ้งว่ามีเบาะแสแต่ยังไม่ได้ส่งรายการ: ลำพูน"),
        ("en", "Another 75 did not report", "and did not hand them over: Lamphun."),
    ],
)
def test_who_announced_tips_is_not_among_those_that_did_not_report(
    tmp_path, monkeypatch, lang, silent, awaited
):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "tip_report.csv").write_text(
        TIPS.splitlines()[0]
        + "\nA,2024-05-19,50,HOTLINE_1300,EX01,REFERRED,2024-05-19\n"
    )
    (inbox / "referral.csv").write_text(
        REFERRALS.splitlines()[0] + "\nA,1,PSDHS,AHTD,2024-05-19,,2024-05-19\n"
    )
    (inbox / "reporting.csv").write_text(
        "dataset,province_code,period_start,period_end,received_on,rows\n"
        "tip_report,TH-51,2024-05-13,2024-05-19,2024-05-19,2\n"
    )
    build([inbox], tmp_path / "built", lambda _: None)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path / "built"))
    text = shown(page(lang=lang, tips_span="26"))
    assert silent in text
    assert awaited in text


def test_what_came_in_later_was_no_data_before(hand):
    """The first referral was recorded on 7 March, the first finding on 21 April."""
    weeks = (date(2024, 2, 26), date(2024, 3, 4), date(2024, 4, 8), date(2024, 4, 15))
    found = [tip_flow_known.known(hand, week) for week in weeks]
    assert [each.referrals for each in found] == [False, True, True, True]
    assert [each.findings for each in found] == [False, False, False, True]


# --- the page over the shipped data


@pytest.fixture
def open_page(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return page


def counted(con, sunday, since):
    """Tips, those handed over, hand-overs and open referrals, from the rows known."""
    return con.execute(
        """
        with tip as (
            select * from tip_report_as_known($sunday)
            where received_on between $since and $sunday
        ),
        step as (
            select * from referral_as_known($sunday) where to_agency in
                ('AHTD', 'RTP_LOCAL', 'DSI', 'ADMIN', 'OAG')
        )
        select (select count(*) from tip),
            (select count(*) from tip where tip_id in (select tip_id from step)),
            (select count(*) from step where tip_id in (select tip_id from tip)),
            (select count(*) from referral_as_known($sunday) as referral
                inner join tip_report_as_known($sunday) as known using (tip_id)
                where accepted_on is null)
        """,
        {"sunday": sunday, "since": since},
    ).fetchone()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("monday", [date(2026, 11, 16), date(2023, 3, 6)])
def test_the_headlines_are_what_the_rows_known_then_say(open_page, con, lang, monday):
    since, sunday = monday - timedelta(weeks=51), monday + timedelta(days=6)
    tips, handed, _steps, still = counted(con, sunday, since)
    test = open_page(lang=lang, tips_week=f"{monday:%G-W%V}")
    values = [heading.value for heading in test.subheader]
    for value in (f"{tips:,}", f"{handed / tips:.0%}", f"{still:,}"):
        assert value in values
    said = {"th": f"{handed:,} จาก {tips:,} เรื่อง", "en": f"{handed:,} of {tips:,} tips"}
    assert said[lang] in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_the_period_before_is_as_long_and_as_known_at_its_own_end(open_page, con, lang):
    """52 weeks up to 23 November 2025, as known on that Sunday."""
    sunday = date(2025, 11, 23)
    tips, handed, *_ = counted(con, sunday, date(2024, 11, 25))
    text = shown(open_page(lang=lang))
    said = {"th": "ช่วงก่อน: ", "en": "Period before: "}[lang]
    assert f"{said}{tips:,}\n" in text
    assert f"{said}{handed / tips:.0%}\n" in text


def test_there_is_no_period_before_the_first(open_page):
    assert "Period before" not in shown(open_page(lang="en", tips_span="all"))


@pytest.mark.parametrize(
    ("week", "is_compared"),
    [("2020-W39", True), ("2020-W38", False)],  # the first tips: 2019-W40
)
def test_nothing_is_compared_with_a_period_before_the_first_tips(
    open_page, week, is_compared
):
    text = shown(open_page(lang="en", tips_week=week, tips_span="26"))
    assert ("Period before" in text) == is_compared


def test_the_stages_draw_each_unit_on_an_axis_of_its_own(open_page, con):
    figure = figures(open_page(lang="en"))["tips_flow_stages"]
    bars = [each for each in figure["data"] if each.get("name") == "value"]
    assert [each["xaxis"] for each in bars] == ["x", "x2", "x3"]
    sunday = date(2026, 11, 22)
    tips, handed, steps, _ = counted(con, sunday, date(2025, 11, 24))
    assert bars[0]["x"][0] == tips
    assert bars[0]["x"][3] == handed
    assert bars[1]["x"][2] == steps


def test_nearly_all_is_not_said_to_be_all(open_page):
    figure = figures(open_page(lang="en", tips_span="all"))["tips_flow_stages"]
    labels = [each for each in figure["data"] if each.get("name") == "labels"][0]
    assert "(99.7%)" in labels["text"][1]


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_is_internal_and_says_source_date_and_status(open_page, lang):
    test = open_page(lang=lang)
    drawn = figures(test)
    assert set(drawn) == set(FIGURES)
    for figure in drawn.values():
        notes = figure["layout"]["annotations"]
        assert [each["text"] for each in notes if each.get("name") == "watermark"]
        note = notes[1]["text"].replace("<br>", " ")
        for part in {
            "th": ("ตามที่ทราบเมื่อสิ้นวันที่ 22 พ.ย. 2569", "พม.", "ข้อมูลสังเคราะห์"),
            "en": ("As known at the end of 22 Nov 2569", "MSDHS", "Synthetic data"),
        }[lang]:
            assert part in note
    for chart in test.get("plotly_chart"):
        assert json.loads(chart.proto.config)["displayModeBar"] is False


def test_the_curve_and_its_quantiles_are_those_of_all_hand_overs(open_page, con):
    figure = figures(open_page(lang="en"))["tips_flow_curve"]
    found = queries.hand_overs(con, date(2026, 11, 16), date(2025, 11, 24))
    whole = flow_rows.wait_of(flow_rows.rows_of(found, "acceptance"))
    drawn = trace(figure, "share")
    steps = dict(zip(drawn["x"], drawn["y"], strict=True))
    for day, share in zip(whole.curve.time, whole.curve.open_share, strict=True):
        if day <= max(drawn["x"]):
            assert steps[day] == pytest.approx(share)
    points = trace(figure, "quantiles")
    assert points["x"] == [whole.median.time, whole.p90.time]


@pytest.mark.parametrize("lang", LANGS)
def test_the_marked_days_are_said_to_be_no_limits_of_a_hand_over(open_page, lang):
    test = open_page(lang=lang)
    said = {
        "th": "ทั้งสองไม่ใช่กำหนดเวลาของการส่งต่อหรือการรับเรื่อง",
        "en": "Neither is a limit on hand-over or acceptance",
    }
    assert said[lang] in shown(test)
    for key in FIGURES[2:5]:
        lines = [s["x0"] for s in figures(test)[key]["layout"]["shapes"]]
        assert lines == [15, 45]


def test_groups_are_the_slowest_first_and_none_has_few(open_page, con):
    figure = figures(open_page(lang="en"))["tips_flow_ranges_province"]
    found = queries.hand_overs(con, date(2026, 11, 16), date(2025, 11, 24))
    each = flow_rows.waits_by(
        flow_rows.rows_of(found, "acceptance"), "province_code"
    ).values()
    enough = [wait for wait in each if wait.number >= 10]
    assert len(figure["layout"]["yaxis"]["ticktext"]) == min(30, len(enough))
    slowest = trace(figure, "p90")["x"]
    assert slowest == sorted(slowest, reverse=True)


def test_the_tables_are_exact_and_add_up(open_page, con):
    folds = [f"tips_flow_{name}_expander" for name in FOLDS]
    test = open_page(folds, lang="en")
    sunday = date(2026, 11, 22)
    tips, handed, steps, _ = counted(con, sunday, date(2025, 11, 24))
    assert table(test, "time")["tips"].sum() == tips
    agencies, provinces = (
        each.value for each in test.dataframe if "receipt_p90" in each.value
    )
    for rows in (agencies, provinces):
        assert rows["tips"].sum() == handed
        assert rows["hand_overs"].sum() == steps
    assert len(provinces) == 77
    assert set(agencies["name"]) == {
        *("RTP Anti-Human Trafficking Division", "Local police"),
        *("Department of Special Investigation", "Interior / district"),
        "Public prosecutor",
    }


def test_the_months_stand_at_equal_distances_in_time(open_page, con):
    """A month without tips is a gap: its place is not taken by the next one."""
    filters = {"tips_channel": "TOURIST_POLICE_1155", "tips_span": "all"}
    figure = figures(open_page(lang="en", **filters))["tips_flow_months"]
    first, last = con.execute("select min(week_start), max(week_start) + 6 "
                              "from mart_week").fetchone()  # fmt: skip
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    assert len(figure["data"][0]["x"]) == months
    ticks = figure["layout"]["xaxis"]["tickvals"]
    assert len({b - a for a, b in itertools.pairwise(ticks)}) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_part_of_a_month_is_hollow_and_says_which_days(open_page, lang):
    figure = figures(open_page(lang=lang))["tips_flow_months"]
    said = {
        "th": ("พ.ย. 2568 (เฉพาะวันที่ 24–30)", "พ.ย. 2569 (เฉพาะวันที่ 1–22)"),
        "en": ("Nov 2568 (24–30 only)", "Nov 2569 (1–22 only)"),
    }[lang]
    line = figure["data"][0]
    assert line["x"] == list(range(13))
    ground = line["marker"]["color"]
    assert ground[0] == ground[-1] != ground[1]
    assert len(set(ground[1:-1])) == 1
    for at, name in zip((0, -1), said, strict=True):
        assert name in line["hovertext"][at].replace("<br>", " ")


def test_months_of_a_few_tips_each_are_a_sentence_and_no_empty_chart(open_page):
    address = {"tips_channel": "TOURIST_POLICE_1155", "tips_region": "North"}
    test = open_page(lang="en", **address)
    assert "tips_flow_months" not in figures(test)
    assert "No month of the period has 10 tips" in shown(test)


def test_choices_stand_in_the_address(open_page):
    test = open_page(
        lang="en",
        tips_flow_wait="receipt",
        tips_flow_to="suppression",
        tips_flow_age="all",
        tips_region="North",
    )
    assert "tips_flow_curve" in figures(test)
    title = figures(test)["tips_flow_curve"]["layout"]["annotations"][0]["text"]
    assert "share not yet handed over" in title.replace("<br>", " ")
    note = figures(test)["tips_flow_map"]["layout"]["annotations"][1]["text"]
    assert "Only: North" in note
    assert test.query_params["tips_flow_age"] == "all"


# --- what leaves


def test_only_what_passed_the_gate_leaves(open_page, taken, demo_con, demo_last):
    """The fold of published tables holds the one file of the part."""
    assert taken == {}
    open_page(lang="en")
    assert taken == {}
    open_page(["tips_flow_published_fold"], lang="en")
    (rows,) = taken.values()
    published = release.published(demo_con, demo_last, Audience.OUTSIDE)
    frame = published["national_quarter"].frame
    frame = frame[frame["measure"] == "referrals"]
    assert len(rows) == len(frame)
    counts = {row["Count"] for row in rows}
    exact = {str(count) for count in range(1, 10)}
    assert not counts & exact
    assert "fewer than 10" in counts


@pytest.mark.parametrize("taken_table", ["findings", "regions", "provinces", "open"])
def test_every_published_table_has_its_file(open_page, taken, taken_table):
    open_page(["tips_flow_published_fold"], lang="th", tips_flow_taken=taken_table)
    (rows,) = taken.values()
    assert rows
    assert "รหัสพื้นที่" in rows[0] or "พื้นที่" in rows[0]


def test_the_file_is_that_of_the_last_week_whichever_is_picked(open_page, taken):
    test = open_page(["tips_flow_published_fold"], lang="en", tips_week="2025-W20")
    assert "(to 22 Nov 2569), whichever week is picked" in shown(test)
    (picked,) = taken.values()
    taken.clear()
    open_page(["tips_flow_published_fold"], lang="en")
    (last,) = taken.values()
    assert picked == last


def test_no_number_of_a_tip_is_on_the_page(open_page, con):
    folds = [f"tips_flow_{name}_expander" for name in FOLDS]
    test = open_page([*folds, "tips_flow_published_fold"], lang="en")
    everything = (
        shown(test)
        + "".join(each.value.to_csv() for each in test.dataframe)
        + json.dumps(list(figures(test).values()))
    )
    (some,) = con.execute("select list(tip_id) from tip_report limit 1").fetchone()
    assert not any(tip_id in everything for tip_id in some)


def test_in_a_narrow_window_no_figure_has_half_of_the_page(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    test = app("pages/tips.py", tips_part="flow", lang="en")
    wide = len(test.columns)
    test.session_state["_is_wide"] = False
    test.run()
    assert not test.exception
    assert wide - len(test.columns) >= 5 + 2  # the tiles, and at least one pair
