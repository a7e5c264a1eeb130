"""The week of the page on tips: what is said is what was known, and what was judged."""

import json
import math
import re
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.charts.tip_week_calendar import CLASSES
from dashboard.queries import tips as queries
from dashboard.release import REGIONS
from dashboard.ui.tips import week_above, week_words
from dashboard.ui.tips.week_reasons import weeks_above_expected
from tests.etl import office
from tests.etl.office import hand_over, tip, tips
from tests.under_test import app

PAGE = "pages/tips.py"
LAST, ALARMS = "2026-W47", "2022-W36"
LANGS = ("th", "en")
FIGURES = ("tips_week_country", "tips_week_panels", "tips_week_calendar")
PANELS, CALENDAR = {"tips_provinces": "panels"}, {"tips_provinces": "calendar"}
# Made by hand: alarms of one week, and when they were raised.
RAISED = """
    delete from mart_tip_alarm;
    insert into mart_tip_alarm by name
    select 'ALARM-' || strftime(week::date, '%G-W%V-') || replace(area, '-', '')
            as alarm_id, area as area_code,
        week::date as week_start, raised::date as raised_week_start, 12 as tips_raised,
        3.4 as expected_raised, 6 as high_raised, 8 as alarm_from_raised,
        score as score_raised, method as method_raised, 12 as tips_now,
        true as is_alarm_now
    from (values
        ('TH-50', '2026-11-16', '2026-11-16', 1.5, 'cusum'),
        ('TH-50', '2026-11-02', '2026-11-02', 1.2, 'cusum'),
        ('TH-10', '2026-11-16', '2026-11-16', 2.5, 'farrington'),
        ('TH-57', '2026-11-09', '2026-11-16', 9.0, 'ears'),
        ('TH-58', '2026-11-09', '2026-11-09', 5.0, 'cusum'),
        ('TH', '2026-11-16', '2026-11-16', 1.1, 'farrington')
    ) as t (area, week, raised, score, method);
"""


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the part over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return opened


@pytest.fixture
def open_changed(publish_changed):
    """Opens the part over the shipped data after statements have changed them."""

    def changed(statements, **address):
        publish_changed(lambda database: database.execute(statements))
        return opened(**address)

    return changed


def opened(**address):
    test = app(PAGE, **{"lang": "en", **address})
    assert not test.exception
    assert not test.error
    return test


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def answer(test):
    return next(m.value for m in test.markdown if "/25" in m.value).replace("\\", "")


def charts(test):
    """The figures by key; the key is part of the widget's id."""
    return {
        key: chart
        for chart in test.get("plotly_chart")
        for key in FIGURES
        if f"-{key}" in chart.proto.id
    }


def figure(test, key):
    return json.loads(charts(test)[key].proto.spec)


def trace(test, key, name):
    (found,) = (each for each in figure(test, key)["data"] if each["name"] == name)
    return found


def title(test, key):
    return figure(test, key)["layout"]["annotations"][0]["text"]


def signal(con, iso_week, area="TH", weeks_after=0):
    year, week = iso_week.split("-W")
    monday = date.fromisocalendar(int(year), int(week), 1)
    found = con.execute(
        "select * from mart_tip_signal "
        "where area_code = ? and week_start = ? and weeks_after = ?",
        [area, monday, weeks_after],
    ).df()
    return found.iloc[0]


def names(con, codes, lang="en"):
    found = con.execute(f"select province_code, name_{lang} from province").fetchall()
    return [dict(found)[code] for code in codes]


# --- the answer


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("week", [LAST, ALARMS])
def test_the_answer_says_what_was_known_and_judged_at_the_weeks_end(
    open_page, con, lang, week
):
    text = answer(open_page(lang=lang, tips_week=week))
    country = signal(con, week)
    unit = {"th": "เบาะแส {} เรื่อง", "en": "{} tips"}[lang]
    assert unit.format(country["tips"]) in text
    assert f"{country['total_low']:.0f}–{country['total_high']:.0f}" in text
    assert f"{country['known_share']:.0%}" in text
    usual = {
        "th": "ปกติของทั้งสัปดาห์ไม่เกิน {} คาดไว้ราว {:.0f}",
        "en": "usual for a whole week: up to {}, about {:.0f} expected",
    }[lang]
    assert usual.format(country["high_whole"], country["expected_whole"]) in text
    raised = con.execute(
        "select area_code, tips_raised > high_raised from mart_tip_alarm "
        "where week_start = ? and raised_week_start = week_start "
        "and area_code <> 'TH' order by score_raised desc",
        [country["week_start"]],
    ).fetchall()
    assert len(raised) == {LAST: 0, ALARMS: 5}[week]
    for is_above in (True, False):
        codes = [code for code, above in raised if above == is_above]
        assert ", ".join(names(con, codes, lang)) in text


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("th", ("ส่วนของหน้า", "ช่วงเวลา", "ช่องทาง", "สัญญาณ")),
        ("en", ("Part of the page", "Period", "Channel", "Alarm")),
    ],
)
def test_one_warning_names_all_that_the_address_asks_for_in_vain(
    open_page, lang, labels
):
    wrong = {
        "tips_week": "2030-W99",
        "tips_part": "signal",
        "tips_span": "999",
        "tips_channel": "ZZZ",
        "tips_alarm": "ALARM-9999-W05-TH",
    }
    (warning,) = open_page(lang=lang, **wrong).warning
    said = warning.value.replace("\\", "")
    assert all(value in said for value in wrong.values())
    assert all(label in said for label in labels)
    assert not open_page(lang=lang, tips_week="2026-W40", tips_span="all").warning


def test_what_was_told_later_is_not_in_the_answer_of_a_past_week(open_page, con):
    then, now = signal(con, "2026-W46"), signal(con, "2026-W46", weeks_after=1)
    assert then["tips"] < now["tips"]  # else this shows nothing
    assert f"{then['tips']} tips known by" in answer(open_page(tips_week="2026-W46"))
    late = trace(open_page(tips_week=LAST), "tips_week_country", "tips")["y"]
    assert late[-2] == now["tips"]


def test_tips_in_the_end_stand_beside_what_is_usual_of_the_whole_week(open_page, con):
    """Beside a part of it a usual week would look like a rise."""
    week = signal(con, LAST)
    assert week["expected"] < week["total"] < week["expected_whole"]  # else no proof
    test = open_page(tips_week=LAST)
    band = trace(test, FIGURES[0], "usual")["y"]
    looked_back = [
        signal(con, f"2026-W{47 - back}", weeks_after=back) for back in (3, 2, 1, 0)
    ]
    assert band[-4:] == [each["high_whole"] for each in looked_back]
    settled = signal(con, "2026-W43", weeks_after=4)
    assert (settled["high"], pd.isna(settled["high_whole"])) == (band[-5], True)
    said = title(test, FIGURES[0]).replace("<br>", " ")
    assert f"{week['tips']} tips by now, about {week['total']:.0f} in the end" in said
    assert f"usual of a whole week (up to {week['high_whole']})" in said


@pytest.mark.parametrize("weeks_after", [0, 1, 2, 3])
def test_detection_and_the_page_count_the_same_tips(con, weeks_after):
    """Two ways to what was known: the versions of each tip, and sums of changes."""
    judged = con.execute(
        "select week_start, area_code, tips from mart_tip_signal where tips > 0 "
        "and weeks_after = ? and area_code <> 'TH' and week_start >= '2025-06-01'",
        [weeks_after],
    ).df()
    assert len(judged) > 500
    for start, rows in list(judged.groupby("week_start"))[:: 6 + weeks_after]:
        known = start.date() + timedelta(weeks=weeks_after)
        counted = queries.tip_weeks(con, known, start.date())
        of_week = counted[counted["week_start"] == start]
        assert dict(
            zip(of_week["province_code"], of_week["tips"], strict=True)
        ) == dict(zip(rows["area_code"], rows["tips"], strict=True))


def found_false(con):
    """False alarms a week by outcome up to the last week."""
    false, weeks = con.execute(
        """
        select
            (
                select count(*) from mart_tip_alarm inner join
                    mart_alarm_outcome_history as found using (alarm_id)
                where found.outcome in ('DATA_ERROR', 'UNEXPLAINED')
                    and found.left_week_start is null
            ),
            (
                select count(distinct week_start) from mart_tip_signal
                where method <> 'none' and weeks_after < 4
            )
        """
    ).fetchall()[0]
    return false / weeks


@pytest.mark.parametrize("lang", LANGS)
def test_false_alarms_that_were_found_stand_beside_those_set_for(open_page, con, lang):
    found = math.floor(found_false(con) * 100) / 100
    assert 0.5 < found < 1  # else this shows nothing
    (waiting,) = con.execute(
        """
        select count(*) from mart_tip_alarm
        where alarm_id not in (
            select alarm_id from mart_alarm_outcome_history
            where left_week_start is null
        )
        """
    ).fetchone()
    said = answer(open_page(lang=lang))
    assert {"th": "คาดโดยบังเอิญ 0.49 ", "en": "0.49 expected by chance"}[lang] in said
    kept = {
        "th": f"แล้วพบไม่น้อยกว่า {found:.2f} ",
        "en": f"at least {found:.2f} found",
    }
    assert kept[lang] in said
    still = {"th": f"ยังรอการตรวจสอบ {waiting} รายการ", "en": f"still open: {waiting}"}
    assert waiting > 0
    assert still[lang] in said


@pytest.mark.parametrize("lang", LANGS)
def test_with_one_alarm_decided_and_others_open_what_was_found_is_a_minimum(
    open_changed, lang
):
    kept = "(select min(alarm_id) from mart_alarm_outcome_history)"
    one = f"delete from alarm_outcome_loaded where alarm_id <> {kept};"
    said = answer(open_changed(one, lang=lang))
    assert {"th": "ไม่น้อยกว่า 0.0", "en": "at least 0.0"}[lang] in said


@pytest.mark.parametrize("lang", LANGS)
def test_with_all_alarms_decided_what_was_found_is_no_minimum(open_changed, lang):
    rest = "(select alarm_id from mart_alarm_outcome_history)"
    decided = f"delete from mart_tip_alarm where alarm_id not in {rest}"
    said = answer(open_changed(decided, lang=lang))
    assert {"th": "แล้วพบ 0.", "en": "by chance, 0."}[lang] in said
    assert {"th": "รอการตรวจสอบ", "en": "still open"}[lang] not in said


def test_the_false_alarms_found_are_as_known_at_the_end_of_the_chosen_week(open_page):
    said = {answer(open_page(tips_week=week)) for week in ("2024-W20", LAST)}
    found = {re.findall(r"([\d.]+) found", each)[0] for each in said}
    assert len(found) == 2


def test_the_budget_of_false_alarms_is_that_of_the_version(open_changed):
    """Alone as long as nobody has decided what was behind an alarm."""
    test = open_changed(
        "update mart_tip_budget set false_alarms_per_week = 0.25; "
        "delete from alarm_outcome_loaded"
    )
    assert "for 0.25 false alarms a week by chance over all 78" in answer(test)
    assert "on average so far" not in answer(test)


def test_without_alarms_the_answer_says_that_there_is_none(open_changed):
    text = shown(open_changed("delete from mart_tip_alarm"))
    assert "No province that could be judged has more tips" in text
    assert "No new alarm this week." in text


@pytest.mark.parametrize("lang", LANGS)
def test_before_anybody_reported_nothing_is_said_of_alarms(
    empty_built, monkeypatch, lang
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(empty_built))
    text = shown(opened(lang=lang))
    said = {
        "th": ("ไม่มีข้อมูล เป็นสัปดาห์ก่อน", "ไม่มีจังหวัดใดมีเบาะแสมากกว่า"),
        "en": ("no data; the week lies before", "could be judged has more tips"),
    }[lang]
    assert said[0] in text
    assert said[1] not in text


# --- a few tips by hand


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """Three tips and a report of none, some of them told in the week after their own.

    Of 5 to 11 October (W41) TH-50 had A1, told at once, and A2, told a week later;
    TH-51 told a week later that it had none.
    """
    folder = tmp_path_factory.mktemp("by_hand")
    told = tips(
        tip("A1", province_code=50, received_on="2026-10-06", recorded_at="2026-10-07"),
        tip("A2", province_code=50, received_on="2026-10-07", recorded_at="2026-10-15"),
        tip("A3", province_code=52, received_on="2026-11-01", recorded_at="2026-11-01"),
        header=[*office.TIP_HEADER, "recorded_at"],
    )
    none = ["tip_report", "51", "2026-10-05", "2026-10-11", "2026-10-13", "0"]
    header = ["dataset", "province_code", "period_start", "period_end", "received_on"]
    hand_over(folder / "inbox", "tip_report.csv", told)
    hand_over(folder / "inbox", "reporting.csv", [[*header, "rows"], none])
    build = office.build(folder / "built", folder / "inbox")
    assert [file["accepted"] for file in build.report["files"]] == [1, 3]
    return folder / "built"


@pytest.mark.parametrize(
    ("week", "tips_told", "reported"), [("2026-W41", 1, 1), ("2026-W42", 2, 2)]
)
def test_a_week_is_shown_as_it_was_known_at_the_end_of_another(
    by_hand, monkeypatch, week, tips_told, reported
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(by_hand))
    line = trace(opened(tips_week=week, tips_span="26"), FIGURES[0], "tips")
    (w41,) = [
        (y, hover)
        for y, hover in zip(line["y"], line["hovertext"], strict=True)
        if "Week 41/2569" in hover
    ]
    assert w41[0] == tips_told
    assert f"reported by {reported} of 77" in w41[1].replace("<br>", " ")


def test_a_report_of_none_is_a_zero_from_the_week_in_which_it_came(
    by_hand, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(by_hand))
    for week, name in (("2026-W41", "not_reported"), ("2026-W42", "zero")):
        test = opened(tips_week=week, tips_span="26", **CALENDAR)
        filled = trace(test, FIGURES[2], "weeks")
        layout = figure(test, FIGURES[2])["layout"]
        row = filled["z"][layout["yaxis"]["ticktext"].index("Lamphun")]
        weeks = layout["xaxis"]["ticktext"]
        (at,) = [place for place, said in enumerate(weeks) if "Week 41/2569" in said]
        assert CLASSES[row[at]] == name


@pytest.fixture(scope="module")
def told_again(tmp_path_factory):
    """W41: TH-50 has a tip, TH-51 none, told on 13 October and again on 10 November.

    TH-52 told on 13 October of two tips that were never handed over.
    """
    folder = tmp_path_factory.mktemp("told_again")
    told = tips(
        tip("A1", province_code=50, received_on="2026-10-06", recorded_at="2026-10-07"),
        tip("A2", province_code=53, received_on="2026-11-18", recorded_at="2026-11-18"),
        header=[*office.TIP_HEADER, "recorded_at"],
    )
    header = ["dataset", "province_code", "period_start", "period_end", "received_on"]
    week = ["tip_report", "2026-10-05", "2026-10-11"]

    def line(province, on, rows):
        return [week[0], province, *week[1:], on, rows]

    hand_over(folder / "inbox", "tip_report.csv", told)
    first = [line("51", "2026-10-13", "0"), line("52", "2026-10-13", "2")]
    hand_over(folder / "inbox", "reporting.csv", [[*header, "rows"], *first])
    office.build(folder / "built", folder / "inbox")
    again = [[*header, "rows"], line("51", "2026-11-10", "0")]
    hand_over(folder / "inbox", "reporting_again.csv", again)
    return office.build(folder / "built", folder / "inbox")


@pytest.mark.parametrize(
    ("week", "is_told"),
    [("2026-W41", False), ("2026-W42", True), ("2026-W45", True), ("2026-W46", True)],
)
def test_a_report_sent_again_counts_from_the_first_time_on_page_and_in_detection(
    told_again, week, is_told
):
    monday = date.fromisocalendar(2026, int(week[-2:]), 1)
    with told_again.database() as con:
        lines = con.execute(
            "select count(*) from reporting_loaded where province_code = 'TH-51'"
        ).fetchone()
        assert lines == (2,)  # else it was not sent again
        found = queries.reported_weeks(con, monday, date(2026, 10, 5))
        judged = con.execute(
            "select tips is not null from mart_tip_signal where area_code = 'TH-51' "
            "and week_start = '2026-10-05' and weeks_after = least(?, 4)",
            [(monday - date(2026, 10, 5)).days // 7],
        ).fetchone()
    row = found[
        (found["province_code"] == "TH-51") & (found["week_start"] == "2026-10-05")
    ]
    assert (row["is_reported"].tolist(), judged) == ([is_told], (is_told,))


@pytest.mark.parametrize("lang", LANGS)
def test_tips_announced_and_not_handed_over_make_the_sum_a_minimum(
    told_again, monkeypatch, lang
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(told_again.out))
    test = opened(tips_week="2026-W42", tips_span="26", lang=lang)
    line = trace(test, FIGURES[0], "tips")
    (hover,) = (
        said.replace("<br>", " ")
        for said in line["hovertext"]
        if "41/2569" in said.replace("<br>", " ")
    )
    least = {"en": "at least 1 tip", "th": "อย่างน้อยเบาะแส 1 เรื่อง"}[lang]
    assert least in hover
    assert {"en": "handed over: 1", "th": "ส่งรายการ 1 จังหวัด"}[lang] in hover


def test_a_province_that_announced_tips_is_named_apart_from_the_silent(open_changed):
    test = open_changed(
        "update mart_tip_told set announced_week_start = '2026-11-16', "
        "told_week_start = null where week_start = '2026-11-16' "
        "and province_code = 'TH-17'",
        tips_week=LAST,
    )
    said = "neither unreported nor zero, so that sums are a minimum: Sing Buri."
    assert said in answer(test)
    assert shown(test).count(said) == 2
    assert "at least 27 tips known by" in answer(test)
    listed = next(t.value for t in test.dataframe if "last_heard" in t.value)
    assert "Sing Buri" not in set(listed["name"])
    every = next(t.value for t in test.dataframe if "alarm_from" in t.value)
    assert every.set_index("name")["state"]["Sing Buri"] == "announced"
    panels = opened(tips_week=LAST, **PANELS)
    headed = title(panels, FIGURES[1]).replace("<br>", " ")
    assert "14 have not reported, 1 announced and not handed over" in headed
    assert "without data" not in headed


def test_without_history_there_is_no_usual_range_and_nobody_alarms(
    by_hand, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(by_hand))
    test = opened(tips_week="2026-W41")
    assert "there is not enough history to say what is usual" in answer(test)
    text = shown(test)
    # in the answer and above the cards; no word of alarms and their budget
    assert text.count("No province can be judged this week") == 2
    assert "No province that could be judged has more tips" not in text
    assert "false alarm" not in answer(test)
    assert cards(test) == []


GAPS = {
    "untold": {
        "th": ("ไม่มีจังหวัดใดรายงานสัปดาห์ที่ไม่มีเบาะแส", "ไม่ทราบว่าเป็นศูนย์"),
        "en": ("no province reports weeks without tips", "whether there were none"),
    },
    "not_reported": {
        "th": ("ยังไม่มีจังหวัดใดรายงาน", "ไม่ใช่ศูนย์"),
        "en": ("no province has reported", "not zero"),
    },
    "announced": {
        "th": ("แจ้งว่ามีเบาะแสแต่ยังไม่ได้ส่งรายการ", "ไม่ทราบจำนวน"),
        "en": ("announced and not handed over", "how many is not known"),
    },
}


@pytest.fixture(scope="module", params=GAPS)
def with_a_gap(request, tmp_path_factory):
    """Tips in weeks 41 and 45 alone, and why nothing is known of week 43.

    Nobody reports any week; TH-51 reported week 41; TH-51 announced two of week 43.
    """
    folder = tmp_path_factory.mktemp(request.param)
    told = tips(
        tip("A1", province_code=50, received_on="2026-10-06", recorded_at="2026-10-07"),
        tip("A2", province_code=50, received_on="2026-11-08", recorded_at="2026-11-08"),
        header=[*office.TIP_HEADER, "recorded_at"],
    )
    hand_over(folder / "inbox", "tip_report.csv", told)
    header = ["dataset", "province_code", "period_start", "period_end", "received_on"]
    lines = {
        "not_reported": ("2026-10-05", "2026-10-11", "2026-10-11", "0"),
        "announced": ("2026-10-19", "2026-10-25", "2026-10-25", "2"),
    }
    if request.param in lines:
        line = ["tip_report", "51", *lines[request.param]]
        hand_over(folder / "inbox", "reporting.csv", [[*header, "rows"], line])
    return request.param, office.build(folder / "built", folder / "inbox").out


@pytest.mark.parametrize("lang", LANGS)
def test_a_week_of_which_nothing_is_known_is_a_gap_that_says_why(
    with_a_gap, monkeypatch, lang
):
    why, folder = with_a_gap
    monkeypatch.setenv("RISK_WATCH_BUILT", str(folder))
    test = opened(tips_week="2026-W45", tips_span="26", lang=lang)
    line, gap = (trace(test, FIGURES[0], name) for name in ("tips", "gap"))
    assert line["y"][-5:] == [1, None, None, None, 1]
    place = len(line["y"]) - 3
    assert place in gap["x"]
    hover = gap["hovertext"][gap["x"].index(place)].replace("<br>", " ")
    note = " ".join(
        each["text"] for each in figure(test, FIGURES[0])["layout"]["annotations"]
    )
    for said in GAPS[why][lang]:
        assert said in hover
    assert GAPS[why][lang][0] in note.replace("<br>", " ")
    earlier = opened(tips_week="2026-W43", tips_span="26", lang=lang)
    assert {"th": "สัปดาห์ 43", "en": "Week 43"}[lang] in answer(earlier)
    said = {"th": ("ยังไม่มีจังหวัดใดรายงาน",), "en": ("no province had reported",)}
    for each in GAPS[why][lang] if why != "not_reported" else said[lang]:
        assert each in answer(earlier)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_why_nothing_is_known_of_a_region_goes_by_its_own_provinces(
    tmp_path, monkeypatch, lang
):
    """A province of the South reports each week that it had none, the North nothing."""
    told = tips(
        tip("A1", province_code=50, received_on="2026-10-06", recorded_at="2026-10-07"),
        tip("A2", province_code=50, received_on="2026-11-08", recorded_at="2026-11-08"),
        header=[*office.TIP_HEADER, "recorded_at"],
    )
    hand_over(tmp_path / "inbox", "tip_report.csv", told)
    header = ["dataset", "province_code", "period_start", "period_end", "received_on"]
    mondays = [date(2026, 10, 5) + timedelta(weeks=at) for at in range(5)]
    lines = [
        ["tip_report", "80", f"{on}", *[f"{on + timedelta(days=6)}"] * 2, "0"]
        for on in mondays
    ]
    hand_over(tmp_path / "inbox", "reporting.csv", [[*header, "rows"], *lines])
    built = office.build(tmp_path / "built", tmp_path / "inbox").out
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    chosen = {"tips_week": "2026-W45", "tips_span": "26", "lang": lang}
    chosen["tips_status"] = "NEW"

    def of_week_43(**more):
        test = opened(**chosen, **more)
        line, gap = (trace(test, FIGURES[0], name) for name in ("tips", "gap"))
        place = len(line["y"]) - 3
        hovers = dict(zip(gap["x"], gap["hovertext"], strict=True)) if gap else {}
        return line["y"][place], hovers.get(place, "").replace("<br>", " ")

    tips_then, why = of_week_43(tips_region="North")
    assert tips_then is None
    for said in GAPS["untold"][lang]:
        assert said in why
    assert of_week_43(tips_region="South") == (0, "")


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_a_province_that_hardly_reports_zeros_tells_none_here_as_in_detection(
    tmp_path, monkeypatch, lang
):
    """One report of none, in five weeks with tips, and nobody else reports anything."""
    days = [date(2026, 7, 20) + timedelta(weeks=at) for at in range(5)]
    told = tips(
        *(
            tip(f"A{at}", province_code=51, received_on=f"{day}", recorded_at=f"{day}")
            for at, day in enumerate([*days, date(2026, 11, 8)])
        ),
        header=[*office.TIP_HEADER, "recorded_at"],
    )
    hand_over(tmp_path / "inbox", "tip_report.csv", told)
    header = ["dataset", "province_code", "period_start", "period_end", "received_on"]
    line = ["tip_report", "51", "2026-07-13", "2026-07-19", "2026-07-19", "0"]
    hand_over(tmp_path / "inbox", "reporting.csv", [[*header, "rows"], line])
    built = office.build(tmp_path / "built", tmp_path / "inbox").out
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    for week, why in (("2026-W30", "rows"), ("2026-W43", "untold")):
        test = opened(tips_week=week, tips_span="26", lang=lang)
        (said,) = (m.value for m in test.markdown if "/25" in m.value)
        for each in GAPS["untold"][lang]:
            assert (each in said) == (why == "untold")
    detection = opened(
        tips_week="2026-W43", lang=lang, tips_part="signals", tips_alarm_view="method"
    )
    one = {"th": "ไม่ตัดสิน 1 จังหวัด", "en": "do not report weeks without tips: 1"}
    assert one[lang] in shown(detection)


def test_two_usual_ranges_point_at_each_other_and_say_what_each_is_for(open_page):
    line = "the page Week in brief gives leadership the limits of the 52 published"
    assert line in shown(open_page())
    assert line not in shown(open_page(tips_channel="HOTLINE_1300"))  # has no range


# --- provinces that alarm


def cards(test):
    return [m.value.replace("\\", "") for m in test.markdown if ": **" in m.value]


def test_those_that_alarm_are_listed_the_strongest_first_late_ones_last(
    open_changed, con
):
    test = open_changed(RAISED, tips_week=LAST)
    of_week, late = names(con, ["TH-10", "TH-50"]), names(con, ["TH-57"])
    listed = cards(test)
    assert [card.split("**")[1] for card in listed] == [
        f"{place}. {name}" for place, name in enumerate([*of_week, *late], start=1)
    ]
    by_then = "usual by then: up to 6, about 3.4 expected · alarms from 8 known by then"
    assert all(by_then in card for card in listed)
    assert "of Week 46/2569 (raised now by late reports)" in listed[-1]
    text = answer(test)
    two = f"2 provinces have more tips than their own history explains: {of_week[0]}"
    assert f"{two}, {of_week[1]}." in text
    assert f"Late reports raise an alarm of an earlier week: {late[0]}." in text


def test_a_country_that_alarms_in_a_usual_week_says_that_rises_add_up(open_changed):
    above, summed = (
        f"update mart_tip_signal set {said} "
        "where area_code = 'TH' and week_start = '2026-11-16';"
        for said in ("high = tips - 1", "method = 'cusum'")
    )
    for range_of_week, said, titled in (
        (summed, "alarms: this week is usual, but rises", "a usual week (usual"),
        (above, "has more tips than its history explains", "more than the country's"),
    ):
        test = open_changed(RAISED + range_of_week, tips_week=LAST)
        assert f"The country as a whole {said}" in answer(test)
        assert titled in title(test, FIGURES[0])


def test_an_alarm_is_not_known_before_it_was_raised(open_changed, con):
    early = cards(open_changed(RAISED, tips_week="2026-W46"))
    assert [card.split("**")[1] for card in early] == [f"1. {names(con, ['TH-58'])[0]}"]
    marked = trace(opened(tips_week=LAST, **PANELS), FIGURES[1], "alarm")["x"]
    assert len(marked) == 5  # all but the country's


def test_each_reason_names_its_method_and_since_when(open_changed):
    text = shown(open_changed(RAISED, tips_week=LAST))
    assert "Improved Farrington: more than the same weeks of earlier years" in text
    assert "EARS C2: far more than seven earlier weeks" in text
    assert "Negative-binomial CUSUM: " in text
    assert "In a run of alarms that began in Week 45/2569 (at most 3 weeks" in text


@pytest.mark.parametrize(
    ("tips", "expected", "alarm", "weeks"),
    [
        ([0, 3, 3, 3], [1, 1, 1, 1], 3, 3),
        ([9, 9, 0, 3], [1, 1, 1, 1], 3, 1),
        ([3, 3, None, 3], [1, 1, 1, 1], 3, 3),  # not reported is passed over
        ([3, 3, 3, 1], [1, 1, 1, 1], 3, 0),
        ([2, 2, 2, 2], [1, 1, 1, 1], 3, 4),
        ([3, 3, 3, 3], [1, None, 1, 1], 3, 2),  # not judged ends it
        ([3, 3, 3, 3], [1, 1, 1, 1], 1, 2),  # an alarm sets the sum back
    ],
)
def test_weeks_above_what_is_expected_are_counted_back_from_the_alarm(
    tips, expected, alarm, weeks
):
    starts = pd.date_range("2026-10-26", periods=4, freq="7D")
    frame = pd.DataFrame({"week_start": starts, "tips": tips, "expected": expected})
    frame = frame.assign(is_alarm=[at in (alarm, 3) for at in range(4)])
    frame = frame.astype({"tips": "Int64", "expected": "Float64"})
    assert weeks_above_expected({"week_start": starts[-1]}, frame) == weeks


def test_a_card_gives_the_reasons_that_the_register_gives_for_its_alarm(open_changed):
    hints = """
        delete from mart_tip_alarm_hint;
        insert into mart_tip_alarm_hint by name
        select 'ALARM-2026-W47-TH50' as alarm_id, kind, place, place <> 'national' as
            is_own, on_day::date as on_day, year as fiscal_year_be, batch as batch_no,
            channels as channels_promoted, known::date as known_week_start
        from (values
            ('batch', 'TH-50', '2026-05-27', 2569, 12, null, '2026-05-25'),
            ('promotion', 'TH-50', '2026-10-19', null, null, 'HOTLINE_1300',
                '2026-10-19'),
            ('promotion', 'TH-50', '2026-11-24', null, null, 'VOLUNTEER',
                '2026-11-23'),
            ('promotion', 'national', '2026-11-10', null, null, 'APP_PROTECT_U',
                '2026-11-09')
        ) as t (kind, place, on_day, year, batch, channels, known);
    """
    address = {"tips_week": LAST, "tips_alarm": "ALARM-2026-W47-TH50"}
    week = shown(open_changed(RAISED + hints, **address))
    assert "179 days after batch 12 of FY2569 (27 May 2569)" in week
    # held in the week or the four before it, and by its end
    assert week.count("An activity in the province promoted") == 1
    assert "promoted 1300 on 19 Oct 2569" in week
    assert week.count("Media of the whole country promoted") == 1
    assert week.count("Neither a batch for this province") == 2  # the other two cards
    register = shown(opened(tips_part="signals", tips_alarm_state="all", **address))
    assert "Batches within 180 days, 1: FY2569 batch 12" in register
    assert "Promotions of channels within 4 weeks, 2:" in register
    assert "19 Oct 2569, 1300" in register


def test_a_card_opens_its_alarm_in_the_register(open_page):
    test = open_page(tips_week=ALARMS)
    button = next(b for b in test.button if b.key.startswith("tips_week_open_"))
    alarm = button.key.removeprefix("tips_week_open_")
    button.click().run()
    assert not test.error
    assert test.query_params["tips_part"] == "signals"
    assert test.session_state["tips_alarm"] == alarm


@pytest.mark.parametrize("lang", LANGS)
def test_open_alarms_of_earlier_weeks_are_said_above_the_cards(open_page, con, lang):
    """However old: as known in that week, with the one furthest above by name."""
    week = date(2026, 11, 16)
    number = con.execute(
        "select count(*) from mart_tip_alarm where raised_week_start <= $week "
        "and alarm_id not in (select alarm_id from mart_alarm_outcome_history "
        "where known_week_start <= $week "
        "and coalesce(left_week_start > $week, true))",
        {"week": week},
    ).fetchone()[0]
    highest, province = con.execute(
        "select alarm_id, area_code from mart_tip_alarm as alarm "
        "inner join mart_tip_signal as now using (area_code, week_start) "
        "where alarm_id not in (select alarm_id from mart_alarm_outcome_history "
        "where known_week_start <= $week and coalesce(left_week_start > $week, true)) "
        "and weeks_after = least(datediff('week', week_start, $week), 4) "
        "order by coalesce(now.score, alarm.score_raised) desc limit 1",
        {"week": week},
    ).fetchone()
    test = open_page(tips_week=LAST, lang=lang)
    said = {"th": "รอผลการตรวจสอบ {} รายการ", "en": "wait for an outcome: {} (runs: "}[
        lang
    ]
    (line,) = (m.value for m in test.markdown if said.format(number) in m.value)
    assert names(con, [province], lang)[0] in line
    test.button(key="tips_waiting_open").click().run()
    assert test.query_params["tips_part"] == "signals"
    assert test.session_state["tips_alarm"] == highest


def test_without_open_alarms_nothing_is_said_to_wait(open_changed):
    test = open_changed("delete from mart_tip_alarm")
    assert "wait for an outcome" not in shown(test)


def test_a_province_above_its_range_without_an_alarm_is_named_as_such(
    open_changed, con
):
    test = open_changed(
        "delete from mart_tip_alarm; update mart_tip_signal set high = 1 "
        "where area_code = 'TH-50' and week_start = '2026-11-16'"
    )
    tips = signal(con, LAST, "TH-50")["tips"]
    assert tips > 1
    name = names(con, ["TH-50"])[0]
    assert f"{name} ({tips}/1)" in shown(test)
    assert "up to 1 week of 20 is above it by chance" in shown(test)


def chance_of(con, week, provinces=""):
    """Provinces that a range is given of, by a method that keeps to it, and a 20th."""
    (judged,) = con.execute(
        "select count(*) from mart_tip_signal inner join province "
        "on area_code = province_code where week_start = ? and weeks_after = 0 "
        "and method in ('cusum', 'farrington') and high is not null "
        "and (? = '' or region6_ngc = ?)",
        [signal(con, week)["week_start"], provinces, provinces],
    ).fetchone()
    return judged, judged / 20


@pytest.mark.parametrize("ways", [{}, PANELS, CALENDAR], ids=["table", *FIGURES[1:3]])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_how_many_provinces_chance_puts_above_is_said_where_ranges_are_read(
    open_page, con, lang, ways
):
    judged, above = chance_of(con, LAST)
    assert judged > 20
    test = open_page(tips_week=LAST, lang=lang, **ways)
    drawn = [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]
    notes = [note["text"] for each in drawn for note in each["layout"]["annotations"]]
    where = " ".join(notes) if ways else shown(test)
    said = {
        "th": f"{judged} จังหวัด จึงอาจสูงกว่าช่วงโดยบังเอิญได้ราว {above:.0f} จังหวัด",
        "en": f"Of the {judged} provinces held against one in this week, up to about "
        f"{above:.0f} may be above by chance alone.",
    }[lang]
    apart = re.compile(r"<br>|\s")  # lines are wrapped between words
    assert apart.sub("", said) in apart.sub("", where)


def test_of_a_region_chance_is_that_of_its_own_provinces(open_page, con):
    judged, above = chance_of(con, LAST, "East")
    assert 0 < judged < 20
    said = shown(open_page(tips_week=LAST, tips_region="East"))
    assert f"Of the {judged} provinces held against one in this week" in said
    assert f"up to about {above:.1f} may be above by chance alone" in said


def test_chance_puts_one_of_twenty_above_of_those_that_have_a_range():
    provinces = pd.DataFrame({"high": [3.0, 2.0, None, 4.0]})
    assert week_words.by_chance(provinces) == pytest.approx((3, 0.15))


@pytest.mark.parametrize(("judged", "is_said"), [(3, True), (2, False)])
def test_that_chance_brings_one_of_twenty_is_said_where_most_were_judged(
    judged, is_said
):
    last = pd.DataFrame({"score": [0.5] * judged + [None] * (4 - judged)})
    assert week_above.is_one_in_twenty(last) is is_said


@pytest.mark.parametrize(
    ("week", "is_so"),
    [
        ({"tips": 3, "high": 3}, False),
        ({"tips": 4, "high": 3}, True),
        ({"tips": 3, "high": 3, "total": 5.6, "high_whole": 5}, True),  # comes in
        ({"tips": 4, "high": 3, "total": 5.4, "high_whole": 5}, False),
        ({"tips": None, "high": 3}, False),
        ({"tips": 3, "high": None}, False),
    ],
)
def test_a_week_that_comes_in_is_above_where_all_of_it_is(week, is_so):
    assert week_words.is_above(week) is is_so


@pytest.mark.parametrize(
    ("method", "tips", "is_so"),
    [("cusum", 3, True), ("cusum", 4, False), ("farrington", 3, False)],
)
def test_only_where_sums_alarm_rises_add_up_in_a_usual_week(method, tips, is_so):
    week = {"method": method, "tips": tips, "high": 3}
    assert week_words.is_summed_up(week) is is_so


def test_provinces_that_alarm_in_a_usual_week_are_named_apart(open_changed, con):
    usual = """update mart_tip_alarm set tips_raised = 6
        where area_code in ({codes}) and week_start = '2026-11-16';"""
    (first, second) = names(con, ["TH-10", "TH-50"])
    test = open_changed(RAISED + usual.format(codes="'TH-50'"), tips_week=LAST)
    plain = f"1 province has more tips than its own history explains: {first}."
    assert plain in answer(test)
    alone = f"In 1 province rises of several weeks add up to an alarm: {second}."
    assert alone in answer(test)
    both = RAISED + "update mart_tip_alarm set method_raised = 'cusum';"
    test = open_changed(both + usual.format(codes="'TH-50', 'TH-10'"), tips_week=LAST)
    text = answer(test)
    two = f"In 2 provinces rises of several weeks add up to an alarm: {first}"
    assert two in text
    assert "own history explains" not in text


# --- provinces, weeks, and what is not known


@pytest.mark.parametrize("week", [LAST, "2025-W20"])
def test_the_silent_are_those_that_were_not_heard_by_the_weeks_end(
    open_page, con, week
):
    ends_on = signal(con, week)["week_start"] + timedelta(days=6)
    silent = con.execute(
        "select name_en, weeks_silent from mart_week_report "
        "where week_end = ? and weeks_silent > 0",
        [ends_on],
    ).fetchall()
    assert silent
    test = open_page(tips_week=week)
    (table,) = (each.value for each in test.dataframe if "missing" in each.value)
    listed = zip(table["name"], table["weeks"], strict=True)
    assert sorted(listed) == sorted((name, str(weeks)) for name, weeks in silent)
    assert f"Not yet reported: {len(silent)} provinces." in answer(test)


@pytest.mark.parametrize("week", ["2020-W22", "2020-W26", "2025-W20", LAST])
def test_weeks_of_silence_are_those_that_the_page_holds_for_silent(con, week):
    """In 2020 Ang Thong announced rows of two weeks that it did not hand over."""
    monday = signal(con, week)["week_start"]
    reported = queries.reported_weeks(con, monday, monday - timedelta(weeks=25))
    latest_first = reported.sort_values("week_start", ascending=False)
    is_silent = latest_first.set_index("province_code")["is_silent"]
    runs = is_silent.groupby(level=0, sort=True).cummin().groupby(level=0).sum()
    found = con.execute(
        "select province_code, weeks_silent from mart_week_report where week_end = ?",
        [monday + timedelta(days=6)],
    ).fetchall()
    assert runs.astype(int).to_dict() == dict(found)
    announced = reported.loc[reported["is_announced"], "province_code"]
    assert set(announced) == ({"TH-15"} if week.startswith("2020") else set())


def test_the_last_week_reported_is_none_that_was_only_announced(open_page):
    """Ang Thong announced rows of week 21 of 2020, and handed none over."""
    test = open_page(tips_week="2020-W22", lang="en")
    (table,) = (t.value for t in test.dataframe if "last_heard" in t.value)
    row = table.set_index("name").loc["Ang Thong"]
    assert (row["weeks"], row["last_heard"]) == ("1", "Week 20/2563")


def test_not_reported_and_zero_stay_apart(open_page, con):
    found = con.execute(
        "select report_state, count(*) from mart_tip_signal where area_code <> 'TH' "
        "and week_start = '2026-11-16' and weeks_after = 0 group by report_state"
    )
    states = dict(found.fetchall())
    assert states["not_reported"] > 0
    assert states["counted_zero"] > 0
    test = open_page(tips_week=LAST, **PANELS)
    says = trace(test, FIGURES[1], "last week")["text"]
    assert says.count("/") == states["not_reported"]
    assert says.count("0") == states["counted_zero"]
    filled = trace(open_page(tips_week=LAST, **CALENDAR), FIGURES[2], "weeks")
    last = [row[-1] for row in filled["z"] if row[-1] is not None]
    assert last.count(CLASSES.index("not_reported")) == states["not_reported"]
    assert last.count(CLASSES.index("zero")) == states["counted_zero"]
    assert len(last) == 77


def test_a_week_before_any_province_could_report_is_no_data(open_changed):
    test = open_changed(
        "update mart_tip_told set is_expected = false "
        "where province_code = 'TH-17' and week_start = '2026-11-16'",
        tips_week=LAST,
        **PANELS,
    )
    says = trace(test, FIGURES[1], "last week")["text"]
    assert says.count("■") == 1


@pytest.mark.long
def test_the_calendar_has_an_alarm_where_one_was_raised(open_changed):
    test = open_changed(RAISED, tips_week=LAST, **CALENDAR)
    assert len(trace(test, FIGURES[2], "top marks")["x"]) == 5


def test_a_region_narrows_the_provinces_and_not_the_country(open_page, con):
    whole, narrowed = open_page(), open_page(tips_region="West", **PANELS)
    assert (
        trace(whole, FIGURES[0], "tips")["y"]
        == trace(narrowed, FIGURES[0], "tips")["y"]
    )
    of_west = con.execute(
        "select count(*) from province where region6_ngc = 'West'"
    ).fetchone()[0]
    assert f"of {of_west} provinces" in title(narrowed, FIGURES[1])
    assert answer(whole) == answer(narrowed)


def test_a_channel_makes_the_view_exploratory_without_range_or_alarm(open_page, con):
    test = open_page(tips_channel="HOTLINE_1300", tips_week=ALARMS, **PANELS)
    text = shown(test)
    assert "this view is exploratory" in text
    assert cards(test) == []
    assert [each["name"] for each in figure(test, FIGURES[0])["data"]] == ["tips"]
    (tips,) = con.execute(
        "select count(*) from mart_tip_history where channel = 'HOTLINE_1300' "
        "and week_start = '2022-09-05' and known_week_start <= '2022-09-05' "
        "and (left_week_start is null or left_week_start > '2022-09-05')"
    ).fetchone()
    assert trace(test, FIGURES[0], "tips")["y"][-1] == tips
    assert trace(test, FIGURES[1], "alarm")["x"] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("channel", ["", "VOLUNTEER"])
def test_every_chart_of_weeks_says_which_weeks_still_come_in(open_page, lang, channel):
    """Else the end of a line looks like a fall; a picked channel is no exception."""
    address = {"tips_channel": channel, "tips_span": "26", "lang": lang}
    test = open_page(**address, **PANELS)
    coming_in = {"th": "ข้อมูลยังเข้ามาไม่ครบ", "en": "still coming in"}[lang]
    (shade,) = figure(test, FIGURES[0])["layout"]["shapes"]
    assert shade["x0"] == 26 - 4 - 0.5
    line = trace(test, FIGURES[0], "tips")
    hovers = [said.replace("<br>", " ") for said in line["hovertext"]]
    if channel:
        known = {"th": "ทราบแล้ว", "en": "known so far"}[lang]
        assert known in title(test, FIGURES[0]).replace("<br>", " ")
    assert [coming_in in said for said in hovers] == [False] * 22 + [True] * 4
    assert coming_in in title(test, FIGURES[0]).replace("<br>", " ")
    shades = trace(test, FIGURES[1], "still coming in")["x"]
    assert len(shades) == 77 * 5
    assert shades[2] - shades[0] == 2 * 4
    assert coming_in in title(test, FIGURES[1]).replace("<br>", " ")
    layout = figure(open_page(**address, **CALENDAR), FIGURES[2])["layout"]
    (bar,) = (s for s in layout["shapes"] if s.get("xref") == "x" and "x1" in s
              and s["type"] == "rect")  # fmt: skip
    assert (bar["x0"], bar["x1"]) == (21.5, 25.5)
    note = " ".join(each["text"] for each in layout["annotations"])
    assert coming_in in note.replace("<br>", " ")


@pytest.mark.parametrize("scale", ["own", "shared"])
def test_the_scale_is_said_and_kept_in_the_address(open_page, scale):
    test = open_page(tips_scale=scale, **PANELS)
    said = {"own": "own scale", "shared": "same scale"}[scale]
    assert said in title(test, FIGURES[1]).replace("<br>", " ")


@pytest.mark.parametrize("span", ["26", "52", "104", "all"])
def test_the_period_is_what_is_shown(open_page, con, span):
    weeks = con.execute("select count(*) from mart_week").fetchone()[0]
    shown_weeks = trace(open_page(tips_span=span), FIGURES[0], "tips")["y"]
    assert len(shown_weeks) == (weeks if span == "all" else int(span))


@pytest.mark.parametrize("way", ["table", "panels", "calendar"])
def test_all_provinces_are_drawn_in_the_way_chosen_and_in_no_other(open_page, way):
    test = open_page()
    test.segmented_control(key="tips_provinces").set_value(way).run()
    drawn = {"panels": FIGURES[1], "calendar": FIGURES[2]}
    assert set(charts(test)) == {FIGURES[0], drawn.get(way, FIGURES[0])}
    has_table = any("state" in each.value for each in test.dataframe)
    assert has_table is (way == "table")
    assert test.query_params.get("tips_provinces") == (way if way in drawn else None)


def test_every_province_stands_in_the_table_with_the_strongest_first(open_page, con):
    test = open_page(tips_week=ALARMS)
    (table,) = (each.value for each in test.dataframe if "score" in each.value)
    known = table["score"].dropna()
    assert len(table) == 77
    assert known.is_monotonic_decreasing
    strongest, score = con.execute(
        "select area_code, score from mart_tip_signal "
        "where week_start = '2022-09-05' and weeks_after = 0 and area_code <> 'TH' "
        "order by score desc nulls last"
    ).fetchone()
    assert table["name"].iloc[0] == names(con, [strongest])[0]
    assert table["score"].iloc[0] == round(score * 100, 1)  # in per cent
    assert "The strongest evidence first, those not judged last." in shown(test)
    not_reported = table[table["state"] == "not reported"]
    assert not_reported["tips"].isna().all()
    assert (table.loc[table["state"] == "counted: none", "tips"] == 0).all()


def test_evidence_is_never_rounded_onto_the_threshold(open_changed, con):
    found = con.execute(
        "select area_code from mart_tip_signal where week_start = '2022-09-05' and "
        "weeks_after = 0 and score is not null and area_code <> 'TH' order by 1 limit 3"
    ).fetchall()
    areas, scores = [area for (area,) in found], (0.99970, 1.00026, 1.0)
    made = "; ".join(
        f"update mart_tip_signal set score = {score} where area_code = '{area}'"
        for area, score in zip(areas, scores, strict=True)
    )
    test = open_changed(made, tips_week=ALARMS)
    (table,) = (t.value for t in test.dataframe if {"region", "score"} <= set(t.value))
    evidence = table.set_index("name").loc[names(con, areas), "score"]
    assert list(evidence) == [99.9, 100.1, 99.9]  # an alarm is above, not at it


def test_of_some_tips_the_table_is_by_tips_and_says_so(open_page):
    test = open_page(tips_week=ALARMS, tips_channel="HOTLINE_1300")
    (table,) = (t.value for t in test.dataframe if {"region", "tips"} <= set(t.value))
    assert table["tips"].dropna().is_monotonic_decreasing
    assert "The most tips first." in shown(test)
    assert "strongest evidence first" not in shown(test)


# --- what leaves


@pytest.mark.parametrize("address", [{}, {"tips_channel": "HOTLINE_1300"}])
@pytest.mark.parametrize(
    ("way", "drawn"),
    [({}, FIGURES[:1]), (PANELS, FIGURES[:2]), (CALENDAR, FIGURES[::2])],
)
def test_exact_figures_say_internal_and_give_nothing_away(
    open_page, address, way, drawn
):
    test = open_page(**address, **way)
    found = charts(test)
    assert set(found) == set(drawn)
    for chart in found.values():
        marks = [
            a.get("name") for a in json.loads(chart.proto.spec)["layout"]["annotations"]
        ]
        assert "watermark" in marks
        assert json.loads(chart.proto.config)["displayModeBar"] is False
    assert test.get("download_button") == []
    assert not any(button.key.endswith("_add") for button in test.button)


@pytest.mark.parametrize("week", [LAST, "2025-W20"])
def test_what_may_leave_is_as_published_for_the_last_week_of_the_data(
    open_page, taken, demo_outside, week
):
    test = open_page(tips_week=week)
    assert taken == {}
    test.session_state["tips_week_published_expander"] = True
    test.run()
    rows = taken["disclosure_published"]
    published = demo_outside["national_week"].frame
    published = published[published["measure"] == "tips"]
    assert len(rows) == len(published)
    assert {row["Area code"] for row in rows} == {"TH"}
    assert max(row["Last day"] for row in rows) == "2026-11-22"


@pytest.mark.parametrize(
    ("name", "said", "regions"),
    [
        ("national_week", "The latest week first.", None),
        ("region_block", "within one, regions from the north", list(REGIONS)),
        ("province_week", "By the provinces' codes, not by their status.", None),
    ],
)
def test_the_order_of_published_rows_is_said_and_is_so(
    open_page, taken, name, said, regions
):
    test = open_page(tips_published=name)
    test.session_state["tips_week_published_expander"] = True
    test.run()
    assert said in shown(test)
    rows = taken["disclosure_published"]
    days = [row["First day"] for row in rows]
    assert days == sorted(days, reverse=True)
    newest = [row["Area code"] for row in rows if row["First day"] == days[0]]
    assert newest == (regions or sorted(newest))


@pytest.mark.parametrize("name", ["region_block", "province_week"])
def test_the_other_published_tables_are_those_of_the_gate(
    open_page, taken, demo_outside, name
):
    test = open_page(tips_published=name)
    test.session_state["tips_week_published_expander"] = True
    test.run()
    published = demo_outside[name].frame
    if name != "province_week":
        published = published[published["measure"] == "tips"]
    assert len(taken["disclosure_published"]) == len(published)
