"""The part on alarms: what was known then and is now, and what became of them."""

import json
import re
import zlib
from datetime import date

import duckdb
import pandas as pd
import pytest

from dashboard.queries import tip_alarms
from dashboard.ui.tips import kinds
from etl import paths
from tests.pages import made_alarms
from tests.under_test import app

PAGE = "pages/tips.py"
LANGS = ("th", "en")
VIEWS = ("list", "record", "method", "clusters")
FIGURES = ("tips_alarm_series", "tips_alarm_record_figure", "tips_alarm_delay")
NEWEST, BEFORE = "ALARM-2026-W47-TH50", "ALARM-2026-W46-TH50"
LATE, COUNTRY = "ALARM-2026-W45-TH51", "ALARM-2025-W20-TH"
REAL = "ALARM-2026-W30-TH10"


@pytest.fixture
def open_made(publish_changed):
    """Opens the part over the shipped data with alarms made by hand."""

    def opened(*statements, **address):
        def change(database):
            made_alarms.lay(database)
            for statement in statements:
                database.execute(statement)

        publish_changed(change)
        return open_part(**address)

    return opened


def open_part(**address):
    test = app(PAGE, tips_part="signals", **address)
    assert not test.exception
    assert not test.error
    return test


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def alarms(test):
    """The alarms of the run that is picked, by id."""
    (found,) = (t.value for t in test.dataframe if "alarm_id" in t.value)
    return found.set_index("alarm_id")


def runs(test):
    """The list of runs; none where nothing is listed."""
    found = [t.value for t in test.dataframe if "strongest" in t.value]
    return found[0] if found else pd.DataFrame()


def listed(test):
    """The ids of all alarms that may be opened."""
    options = test.selectbox(key="tips_alarm").options
    return [option.split(" · ")[0] for option in options]


def record(test, by):
    (found,) = (
        t.value
        for t in test.dataframe
        if "raised" in t.value and "SIGNAL" in t.value and t.value.index.name == by
    )
    return found


def figures(test):
    found = {}
    for chart in test.get("plotly_chart"):
        (key,) = (k for k in FIGURES if f"-{k}" in chart.proto.id)
        found[key] = json.loads(chart.proto.spec)
    return found


def trace(figure, name):
    return next(each for each in figure["data"] if each.get("name") == name)


def maps(test):
    specs = [
        json.loads(zlib.decompress(each.proto.bytes))
        for each in test.get("bidi_component")
        if each.proto.bytes
    ]
    return [spec for spec in specs if "provinces" in spec]


def run_of_each(con, known_week):
    """The area and first week of the run of each alarm raised by then, by its id."""
    starts = tip_alarms.run_starts(con, known_week).set_index("alarm_id")
    return {
        alarm: (alarm.rsplit("-", 1)[1], began)
        for alarm, began in starts["began_week_start"].items()
    }


# --- the list


def test_open_runs_come_newest_first_and_the_furthest_above_first(open_made):
    test = open_made(
        "update mart_tip_alarm set week_start = date '2026-11-16', "
        "raised_week_start = date '2026-11-16' where area_code = 'TH-51'",
        lang="en",
        tips_span="all",
    )
    assert list(runs(test)["name"]) == ["Chiang Mai", "Lamphun", "Whole country"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_run_is_one_row_with_its_weeks_its_number_and_its_strongest(open_made, lang):
    row = runs(open_made(lang=lang, tips_span="all")).iloc[0]
    said = {
        "th": ("46–47/2569", 2, "2 จาก 2", "รอการตรวจสอบ"),
        "en": ("46–47/2569", 2, "2 of 2", "Open"),
    }
    assert tuple(row[["weeks", "alarms", "still", "found"]]) == said[lang]
    # of the alarm of W46 7 are known by now, of that of W47 6
    assert tuple(row[["strongest", "strongest_week"]]) == ("5 / 1.2", "46/2569")


def test_a_run_over_the_turn_of_a_year_says_both_years(open_made):
    test = open_made(
        "update mart_tip_alarm set week_start = date '2025-12-22', "
        f"raised_week_start = date '2025-12-22' where alarm_id = '{BEFORE}'",
        "update mart_tip_alarm set week_start = date '2026-01-05', "
        f"raised_week_start = date '2026-01-05' where alarm_id = '{NEWEST}'",
        lang="en",
        era="ce",
        tips_span="all",
    )
    weeks = runs(test).set_index("name")["weeks"]
    assert weeks["Chiang Mai"] == "52/2025–2/2026"
    assert weeks["Lamphun"] == "45/2026"


def test_a_phone_shows_where_when_and_how_far_above_first(open_made):
    """The three columns that 390 px have room for."""
    columns = list(runs(open_made(lang="en")))
    assert columns[:3] == ["name", "weeks", "strongest"]


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_said_what_a_run_is(open_made, lang):
    said = {
        "th": "สัญญาณของพื้นที่เดียวกันที่เว้นระหว่างกันไม่เกิน 3 สัปดาห์",
        "en": "alarms of one area with at most 3 weeks between one and the next",
    }
    assert said[lang] in shown(open_made(lang=lang))


def test_each_alarm_of_a_run_keeps_its_id_and_its_outcome_and_can_be_opened(open_made):
    decided = (
        "update mart_tip_alarm set outcome = 'CAMPAIGN', "
        f"decided_on = date '2026-11-18' where alarm_id = '{BEFORE}'"
    )
    test = open_made(decided, lang="en", tips_span="all")
    assert runs(test)["found"].iloc[0] == "Campaign 1 · Open 1"
    assert list(alarms(test).index) == [NEWEST, BEFORE]
    assert list(alarms(test)["found"]) == ["Open", "Campaign"]
    assert "Chiang Mai, Week 47/2569" in shown(test)  # the one that is open
    test.selectbox(key="tips_alarm").select(BEFORE).run()
    assert test.query_params["tips_alarm"] == BEFORE
    assert "Outcome: Campaign (18 Nov 2569)." in shown(test)


@pytest.mark.parametrize("state", ["open", "decided"])
def test_a_run_stands_in_each_state_that_one_of_its_alarms_has(open_made, state):
    decided = (
        "update mart_tip_alarm set outcome = 'CAMPAIGN', "
        f"decided_on = date '2026-11-18' where alarm_id = '{BEFORE}'"
    )
    test = open_made(decided, lang="en", tips_alarm_state=state)
    assert {NEWEST, BEFORE} <= set(listed(test))
    opened = {"open": "Week 47/2569", "decided": "Week 46/2569"}
    assert f"**Chiang Mai, {opened[state]}**" in shown(test)


def test_an_alarm_says_what_was_known_then_beside_what_is_known_now(open_made):
    row = alarms(open_made(lang="en", tips_span="all", tips_alarm=LATE)).loc[LATE]
    then = ("tips_raised", "expected_raised", "alarm_from_raised", "method", "raised")
    assert tuple(row[list(then)]) == (
        *(4, 1.2, 4, "Negative-binomial CUSUM", "weeks after its end: 1"),
    )
    assert (row["tips_now"], row["still"], row["age_weeks"]) == (
        *(2, "no longer above", 2),
    )


def test_an_alarm_says_which_of_how_many_of_its_run_it_is(open_made):
    places = alarms(open_made(lang="en", tips_span="all", tips_alarm=BEFORE))["run"]
    assert (places[BEFORE], places[NEWEST]) == ("1 of 2", "2 of 2")
    alone = alarms(open_made(lang="en", tips_span="all", tips_alarm=LATE))["run"]
    assert alone[LATE] == "1 of 1"


@pytest.mark.parametrize("lang", LANGS)
def test_a_week_that_is_not_reported_any_more_is_no_zero(open_made, lang):
    test = open_made(
        "update mart_tip_signal set tips = null, score = null, method = 'none' "
        "where area_code = 'TH-51' and week_start = date '2026-11-02'",
        lang=lang,
        tips_alarm=LATE,
        tips_span="all",
    )
    row = alarms(test).loc[LATE]
    said = {"th": "ไม่ได้รายงาน", "en": "not reported"}[lang]
    assert pd.isna(row["tips_now"])
    assert row["still"] == said
    now = {"th": f"เมื่อสิ้นสัปดาห์ที่เลือก{said}", "en": f"By the chosen week: {said}."}
    assert now[lang] in shown(test)


def test_an_older_week_shows_what_was_raised_and_open_then(open_made):
    test = open_made(lang="en", tips_week="2026-W32", tips_span="all")
    assert set(listed(test)) == {COUNTRY, REAL}  # that of W20 was decided in W27
    assert alarms(test).loc[REAL, "age_weeks"] == 2
    assert "first raised in this week: 0" in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_open_alarms_are_listed_however_old_and_it_is_said_so(open_made, lang):
    test = open_made(lang=lang, tips_span="26")
    assert COUNTRY in listed(test)
    said = {"th": "แสดงครบไม่ว่าจะเก่าเพียงใด", "en": "all listed, however old"}
    assert said[lang] in shown(test)


@pytest.mark.long
def test_decided_alarms_before_the_period_are_counted_and_not_listed(open_made):
    everything = listed(open_made(tips_alarm_state="decided", tips_span="all"))
    some = open_made(lang="en", tips_alarm_state="decided", tips_span="26")
    older = len(everything) - len(listed(some))
    assert older
    assert f"Before the chosen period there are {older} more" in shown(some)


def test_decided_alarms_say_what_was_found_and_when(open_made):
    test = open_made(lang="en", tips_alarm_state="decided", tips_alarm=REAL)
    row = alarms(test).loc[REAL]
    assert (row["found"], row["decided"]) == ("Real signal", "12 Aug 2569")
    assert "Outcome: Real signal (12 Aug 2569). Note: สายด่วนยืนยัน" in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_counts_what_waits(open_made, lang):
    text = shown(open_made(lang=lang))
    said = {
        "th": (
            *("4 รายการ ใน 3 ระลอก จาก 3 พื้นที่", "ในสัปดาห์นี้ 1 รายการ", "79 สัปดาห์"),
            "ทั้งหมด 6 รายการ ใน 5 ระลอก",
        ),
        "en": (
            *("without an outcome: 4 (runs: 3), of 3 areas", "this week: 1"),
            *("oldest is of 79", "raised in all: 6, runs: 5"),
        ),
    }
    for part in said[lang]:
        assert part in text


def test_a_region_narrows_the_alarms_and_leaves_out_the_country(open_made):
    test = open_made(lang="en", tips_region="North", tips_span="all")
    assert set(listed(test)) == {NEWEST, BEFORE, LATE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("alarm", "choices", "why"),
    [
        (
            NEWEST,
            {"tips_region": "South"},
            ("อยู่นอกภาคที่เลือก (ใต้)", "is outside the chosen region (South)"),
        ),
        (
            NEWEST,
            {"tips_week": "2026-W46"},
            ("ขึ้นหลังสัปดาห์ที่เลือก", "was raised after the chosen week (Week 46/2569)"),
        ),
        (
            NEWEST,
            {"tips_alarm_state": "decided"},
            ("ตามที่เลือก (มีผลแล้ว)", "has the chosen state (Decided)"),
        ),
        (
            "ALARM-2026-W20-TH10",
            {"tips_alarm_state": "decided", "tips_span": "26"},
            ("อยู่ก่อนช่วงเวลาที่เลือก", "lies before the chosen period"),
        ),
    ],
    ids=["region", "week", "state", "period"],
)
def test_an_alarm_of_the_address_that_choices_leave_out_is_said(
    open_made, lang, alarm, choices, why
):
    test = open_made(lang=lang, tips_alarm=alarm, **choices)
    (warning,) = test.warning
    said = warning.value.replace("\\", "")
    assert alarm in said
    assert {"th": why[0], "en": why[1]}[lang] in said


def test_the_alarm_left_out_is_named_by_its_area_and_week(open_made):
    test = open_made(lang="en", tips_alarm=REAL, tips_region="North")
    (warning,) = test.warning
    assert "(Bangkok, Week 30/2569)" in warning.value.replace("\\", "")
    assert "another one of the list is opened instead" in warning.value
    assert REAL not in listed(test)
    nowhere = open_made(lang="en", tips_alarm=REAL, tips_region="East")
    assert "none is opened" in nowhere.warning[0].value


def test_an_alarm_of_the_address_that_is_listed_needs_no_warning(open_made):
    assert not open_made(lang="en", tips_alarm=BEFORE, tips_region="North").warning
    assert not open_made(lang="en", tips_region="South").warning


def test_an_alarm_that_the_readers_own_filter_leaves_out_needs_no_warning(open_made):
    test = open_made(lang="en", tips_span="all", tips_alarm_state="all")
    test.selectbox(key="tips_alarm").select(BEFORE).run()
    for region in ("East", "South", "Central"):  # none, none, and another one
        test.selectbox(key="tips_region").select(region).run()
        assert not test.warning
    assert test.selectbox(key="tips_alarm").value == REAL


def test_an_alarm_of_a_link_is_said_to_be_left_out_whatever_was_open_before(open_made):
    test = open_made(lang="en", tips_region="North")
    assert not test.warning
    test.segmented_control(key="tips_part").set_value("channels").run()
    # as a press on a button that opens it does
    test.session_state["tips_part"] = "signals"
    test.session_state["tips_alarm"] = REAL
    test.query_params["tips_alarm"] = REAL
    test.run()
    assert REAL in test.warning[0].value.replace("\\", "")


def test_a_channel_does_not_apply_and_it_is_said_so(open_made):
    test = open_made(lang="en", tips_channel="HOTLINE_1300", tips_span="all")
    assert len(listed(test)) == 4
    assert "The chosen channel, form or status does not apply here" in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_without_any_alarm_the_part_says_so(open_made, lang):
    nothing = "delete from mart_tip_alarm"
    said = {
        "list": {"th": "ไม่มีสัญญาณที่รอการตรวจสอบ", "en": "No alarm waits"},
        "record": {"th": "ยังไม่เคยขึ้นสัญญาณ", "en": "No alarm has been raised."},
    }
    for view, words in said.items():
        test = open_made(nothing, lang=lang, tips_alarm_view=view)
        assert words[lang] in shown(test)
        assert not figures(test)


# --- one alarm


def test_the_figure_shows_the_week_as_raised_and_as_known_now(open_made):
    figure = figures(open_made(lang="en", tips_alarm=LATE, tips_span="all"))[
        "tips_alarm_series"
    ]
    now, then = trace(figure, "tips"), trace(figure, "tips_raised")
    at = now["x"].index("2026-11-08")
    assert now["y"][at] == 2
    assert then["y"][then["x"].index("2026-11-08")] == 4
    *still_open, bar = figure["layout"]["shapes"]
    assert bar["x0"] < "2026-11-08" < bar["x1"]
    starts = [each["x0"][:10] for each in still_open]  # weeks of which tips come in
    assert starts == ["2026-10-28", "2026-11-04", "2026-11-11", "2026-11-18"]
    assert any("still coming in" in a["text"] for a in figure["layout"]["annotations"])


def test_a_week_without_a_report_breaks_the_line_and_has_a_cross(open_made):
    test = open_made(
        "update mart_tip_signal set tips = null where area_code = 'TH-51' "
        "and week_start = date '2026-10-12'",
        lang="en",
        tips_alarm=LATE,
    )
    figure = figures(test)["tips_alarm_series"]
    now = trace(figure, "tips")
    assert now["y"][now["x"].index("2026-10-18")] is None
    assert trace(figure, "not_reported")["x"] == ["2026-10-18"]
    notes = json.dumps(figure["layout"]["annotations"], ensure_ascii=False)
    assert "Weeks not reported: 1" in notes


def test_provisional_weeks_show_what_they_will_have_in_the_end(open_made):
    figure = figures(open_made(lang="en", tips_alarm=NEWEST))["tips_alarm_series"]
    totals = {e["x"][0]: e["y"] for e in figure["data"] if e.get("name") == "total"}
    assert set(totals) == {"2026-11-22", "2026-11-15", "2026-11-08", "2026-11-01"}
    assert totals["2026-11-22"] == [6.0, pytest.approx(6 / 0.7 + 2)]
    # the band beside them is of the whole week, the threshold of what is known by then
    band, threshold = trace(figure, "high"), trace(figure, "alarm_from")
    assert band["y"][-5:] == [3.0, 5.0, 5.0, 5.0, 5.0]
    assert set(threshold["y"][-5:]) == {4.0}


def test_how_complete_a_week_is_at_its_end_is_not_said_where_it_is_not_known(
    open_made,
):
    test = open_made(
        "update mart_tip_delay set share_known = null, share_low = null, "
        "share_high = null where weeks_after = 0",
        lang="en",
        tips_alarm_view="method",
    )
    text = shown(test)
    assert "There are no tips yet that tell how late they are recorded." in text
    assert "At its own end" not in text


@pytest.mark.parametrize("lang", LANGS)
def test_channels_and_forms_of_the_week_are_those_of_its_tips(open_made, con, lang):
    test = open_made(lang=lang, tips_alarm=NEWEST)
    tables = [t.value for t in test.dataframe if "before" in t.value]
    for found, column, where in (
        (tables[0], "channel", "true"),
        (tables[1], "exploitation_form", "exploitation_form <> 'EX99'"),
    ):
        whole, pieces = con.execute(
            f"select count(*), list(string_split({column}::varchar, ';')) "
            "from tip_report where province_code = 'TH-50' and "
            f"received_on between date '2026-11-16' and date '2026-11-22' and {where}"
        ).fetchone()
        # a sub-form, as EX06F, counts in its legal form too
        legal = [piece + [c[:4] for c in piece if c[:2] == "EX"] for piece in pieces]
        codes = [code for piece in legal for code in set(piece)]
        assert whole > 1
        assert sorted(found["tips"]) == sorted(codes.count(c) for c in set(codes))


@pytest.mark.parametrize("lang", LANGS)
def test_of_fewer_than_ten_tips_the_alarm_says_no_share(open_made, con, lang):
    few = {"th": "น้อยกว่า 10 เบาะแส", "en": "fewer than 10 tips"}[lang]
    whole, before = con.execute(
        "select count(*) filter (received_on between '2026-11-16' and '2026-11-22'), "
        "count(*) filter (received_on between '2025-11-17' and '2026-11-15') "
        "from tip_report where province_code = 'TH-50'"
    ).fetchone()
    assert 0 < whole < kinds.LEAST <= before
    test = open_made(lang=lang, tips_alarm=NEWEST)
    channels = next(t.value for t in test.dataframe if "before" in t.value)
    assert set(channels["share"]) == {few}
    assert channels["before"].str.fullmatch(r"\d+(\.\d)?%").all()


@pytest.mark.parametrize("lang", LANGS)
def test_neighbours_that_alarm_are_named_beside_each_other(open_made, lang):
    test = open_made(lang=lang, tips_alarm=LATE, tips_span="all")
    said = {"th": "เชียงใหม่ สัปดาห์ 47/2569", "en": "Chiang Mai, Week 47/2569"}
    assert said[lang] in shown(test)
    number = {"th": "จังหวัดติดกัน 2", "en": "neighbours 2"}
    assert number[lang] in alarms(test).loc[LATE, "hints"]


def test_the_id_can_be_copied_and_no_file_of_ids_is_given(open_made):
    test = open_made(lang="en", tips_alarm=NEWEST)
    opened = next(e for e in test.expander if "Hand over" in e.label)
    assert not opened.proto.expanded
    assert not test.get("download_button")
    test.session_state["tips_alarm_to_do"] = True
    test.run()
    codes = [code.value for code in test.code]
    assert codes[:2] == [NEWEST, f"alarm_id,decided_on,outcome,note\n{NEWEST},,,"]
    assert "python -m etl status --why TH-50 2026-W47 --as-known 2026-W47" in codes[-1]
    assert any("SIGNAL " in code and "Real signal" in code for code in codes)


def test_codes_of_outcomes_are_shown_as_the_file_takes_them(open_made, con):
    """Nothing is escaped in them: `DATA_ERROR`, not `DATA\\_ERROR`."""
    test = open_made(lang="en", tips_alarm=NEWEST)
    test.session_state["tips_alarm_to_do"] = True
    test.run()
    known = con.execute("select code from code_list where list = 'alarm_outcome'")
    (shown_codes,) = (c.value for c in test.code if "SIGNAL " in c.value)
    lines = [line.split()[0] for line in shown_codes.splitlines()]
    assert sorted(lines) == sorted(code for (code,) in known.fetchall())


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_an_alarm_that_is_not_above_usual_says_why_it_is_one(open_made, lang):
    said = {"th": "เหตุที่ขึ้นสัญญาณ", "en": "why it alarms: Negative-binomial CUSUM"}
    lower = "update mart_tip_alarm set high_raised = tips_raised"
    assert said[lang] in shown(open_made(lower, lang=lang, tips_alarm=NEWEST))
    assert said[lang] not in shown(open_made(lang=lang, tips_alarm=NEWEST))


@pytest.mark.parametrize("view", VIEWS)
def test_exact_counts_are_marked_and_leave_by_no_way(open_made, view):
    test = open_made(lang="en", tips_alarm_view=view)
    drawn, seen = figures(test), maps(test)
    assert drawn or seen
    for key, figure in drawn.items():
        marks = [a for a in figure["layout"]["annotations"] if a.get("name")]
        assert marks, key
    for chart in test.get("plotly_chart"):
        assert json.loads(chart.proto.config)["displayModeBar"] is False
    assert all(spec["words"]["mark"] == "Internal use" for spec in seen)
    assert all(spec["words"]["picture"] == "" for spec in seen)
    assert not test.get("download_button")
    assert not [button for button in test.button if "add" in button.key]


def test_no_tip_id_is_on_the_page(open_made, con):
    test = open_made(lang="en", tips_span="all")
    ids = {
        tip for (tip,) in con.execute(
            "select tip_id from tip_report where received_on >= date '2026-11-01'"
        ).fetchall()
    }  # fmt: skip
    tables = " ".join(t.value.to_csv() for t in test.dataframe)
    text = shown(test) + tables + json.dumps(figures(test))
    assert ids
    assert not [tip for tip in ids if tip in text]


# --- what became of them


def test_the_share_that_was_real_has_an_interval(open_made):
    text = shown(open_made(lang="en", tips_alarm_view="record"))
    # Wilson, 1 of 2: 0.0945 to 0.9055
    assert "Of the 2 decided, 1 turned out real: 50% (95% interval 9%–91%)" in text
    assert "campaigns or training explain 1, data errors 0; unexplained: 0." in text


def test_days_until_decided_run_from_the_end_of_the_week_it_was_raised_in(open_made):
    # raised W30 (Sunday 26 July), decided 12 August: 17; raised W22 (31 May), decided
    # 1 July: 31
    text = shown(open_made(lang="en", tips_alarm_view="record"))
    assert "within 17 days after they were raised, nine in ten within 31" in text


@pytest.mark.parametrize("lang", LANGS)
def test_expected_false_alarms_follow_from_what_could_alarm(open_made, lang):
    # 5 series in 30 weeks, one of them not judged in the last: 0.5 x (29 + 4 / 5)
    text = shown(open_made(lang=lang, tips_alarm_view="record"))
    said = {
        "th": ("ตลอด 30 สัปดาห์", "สัญญาณลวงประมาณ 15 รายการ", "ขึ้นสัญญาณ 6 รายการ"),
        "en": ("Over the 30 weeks since 27 Apr 2569", "about 15 false", "raised: 6."),
    }
    for part in said[lang]:
        assert part in text


@pytest.mark.parametrize("view", ["record", "method"])
def test_false_alarms_that_were_found_stand_beside_those_set_for(open_made, view):
    # two decided of six, one of them an error: 1 in 30 weeks; set for 14.9 in 30
    test = open_made(
        "update mart_tip_alarm set outcome = 'DATA_ERROR' where outcome = 'CAMPAIGN'",
        lang="en",
        tips_alarm_view=view,
    )
    said = "Set for 0.50 false alarms a week by chance; measured: 0.03 a week"
    assert said in shown(test)
    assert "(1 in 30 weeks; still open: 4)" in shown(test)


def test_years_and_methods_count_each_alarm_once_by_outcome(open_made):
    test = open_made(lang="en", tips_alarm_view="record")
    years, methods = record(test, "year"), record(test, "method")
    assert dict(zip(years["name"], years["raised"], strict=True)) == {
        **{"2568": 1, "2569": 2, "2570": 3},
    }
    assert years.set_index("name").loc["2569", "real"] == "50% (9%–91%)"
    assert years.set_index("name").loc["2570", "real"] == "–"
    assert years["raised"].sum() == methods["raised"].sum() == 6
    assert methods.loc["farrington", "open"] == 1
    # 8 weeks of the new fiscal year, the one from 28 September on among them
    assert years.set_index("name").loc["2570", "expected"] == 3.9  # 0.5 x (7 + 4 / 5)


def test_an_outcome_that_came_later_is_open_in_the_record_of_then(open_made):
    test = open_made(lang="en", tips_alarm_view="record", tips_week="2026-W32")
    assert "Of the 1 decided, 0 turned out real" in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_with_none_decided_it_is_said_that_nothing_can_be(open_made, lang):
    test = open_made(
        "update mart_tip_alarm set outcome = null, decided_on = null",
        lang=lang,
        tips_alarm_view="record",
    )
    said = {"th": "ยังไม่มีรายการใดมีผลการตรวจสอบ", "en": "None has an outcome yet"}
    assert said[lang] in shown(test)
    assert record(test, "year")["real"].eq("–").all()


# --- the budget


@pytest.mark.parametrize("lang", LANGS)
def test_the_week_says_how_many_series_can_alarm(open_made, lang):
    text = shown(open_made(lang=lang, tips_alarm_view="method"))
    said = {
        "th": ("ขึ้นสัญญาณได้ 4 จาก 5 ชุดข้อมูล", "คาดไว้ 0.40 รายการ", "สัปดาห์นี้ 1 ชุด"),
        "en": (
            "can alarm: 4 of 5",
            "in this week: 0.40",
            "Not reported for this week: 1",
        ),
    }
    for part in said[lang]:
        assert part in text


def test_methods_say_how_many_series_they_judge(open_made):
    test = open_made(lang="en", tips_alarm_view="method")
    (found,) = (t.value for t in test.dataframe if "series" in t.value)
    assert list(found["series"]) == [1, 3, 1]
    assert list(found["alarm_from"]) == ["4", "4", "–"]
    assert list(found["alarms"]) == [1, 1, 0]


@pytest.mark.parametrize("lang", LANGS)
def test_a_series_that_is_not_reported_is_said_to_be_so(open_made, lang):
    test = open_made(lang=lang, tips_alarm_view="method")
    test.session_state["tips_alarm_all_series"] = True
    test.run()
    (found,) = (t.value for t in test.dataframe if "state" in t.value)
    silent = found[found["tips"].isna()]
    assert list(silent["name"]) == [{"th": "นราธิวาส", "en": "Narathiwat"}[lang]]
    said = {"th": "ไม่ได้รายงาน", "en": "not reported"}[lang]
    assert list(silent["state"]) == [said]


# --- clusters, delays


@pytest.mark.parametrize("lang", LANGS)
def test_clusters_are_said_in_plain_words(open_made, lang):
    text = shown(open_made(lang=lang, tips_alarm_view="clusters"))
    said = {
        "th": (
            "2 จังหวัดสูงและจังหวัดข้างเคียงก็สูง ได้แก่ เชียงใหม่, ลำพูน",
            "13 สัปดาห์ล่าสุด ไม่มีจังหวัดใด",
            "มี 2 จังหวัดที่ไม่ได้รายงานครบทุกสัปดาห์",
        ),
        "en": (
            "2 high among high neighbours: Chiang Mai, Lamphun.",
            "Last 13 weeks: no province lies high or low",
            "Provinces that did not report every week: 2;",
        ),
    }
    for part in said[lang]:
        assert part in text


def test_a_province_that_never_reported_has_no_rate_on_the_map(open_made):
    four, thirteen = maps(open_made(lang="en", tips_alarm_view="clusters"))
    at = four["provinces"]["codes"].index("TH-96")
    kinds = [kind["id"] for kind in four["classes"]]
    assert kinds[four["provinces"]["class"][at]] == "not_computed"
    lines = {line["label"]: line["levels"][line["at"][at]] for line in four["lines"]}
    assert lines["Tips"] == ""
    assert "last 13 weeks" in thirteen["title"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_has_the_least_adjusted_p_first_and_says_so(open_made, lang):
    test = open_made(lang=lang, tips_alarm_view="clusters")
    rows = cluster_list(test)
    known = rows["adjusted_p_value"].dropna()
    assert known.is_monotonic_increasing
    assert rows["adjusted_p_value"].iloc[len(known) :].isna().all()
    for _, equals in rows.iloc[: len(known)].groupby("adjusted_p_value"):
        assert equals["smoothed_rate_per_100k"].is_monotonic_decreasing
    named = {"th": {"เชียงใหม่", "ลำพูน"}, "en": {"Chiang Mai", "Lamphun"}}
    assert set(rows["name"].head(2)) == named[lang]
    said = {"th": "เรียงจากค่า p ที่ปรับแล้วน้อยที่สุด", "en": "The smallest adjusted p first"}
    assert said[lang] in shown(test)


def test_rates_of_the_list_are_per_100_000_people_and_year(open_made, con):
    (people,) = con.execute(
        "select population from mart_population "
        "where province_code = 'TH-50' and fiscal_year_be = 2570"
    ).fetchone()
    test = open_made(lang="en", tips_alarm_view="clusters")
    row = cluster_list(test).iloc[0:2].set_index("name").loc["Chiang Mai"]
    assert row["rate_per_100k"] == pytest.approx(3e5 / people * 52)
    columns = json.loads(
        next(t for t in test.dataframe if "adjusted_p_value" in t.value).proto.columns
    )
    heading = columns["rate_per_100k"]
    assert heading["label"] == "Per 100,000 and year"
    assert heading["type_config"]["format"] == "%.1f"


def cluster_list(test):
    (found,) = (t.value for t in test.dataframe if "adjusted_p_value" in t.value)
    return found


@pytest.mark.long
def test_clusters_of_a_past_week_are_said_to_be_as_known_now(open_made):
    said = "This is as known now (until 22 Nov 2569)"
    assert said not in shown(open_made(lang="en", tips_alarm_view="clusters"))
    assert said in shown(
        open_made(lang="en", tips_alarm_view="clusters", tips_week="2026-W40")
    )


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_said_how_complete_a_week_is(open_made, lang):
    test = open_made(lang=lang, tips_alarm_view="method")
    said = {
        "th": ("มักทราบเบาะแสแล้ว 70%", "(95%: 65%–75%)", "95% เมื่อผ่านไป 2 สัปดาห์"),
        "en": ("usually 70% of a week", "(95%: 65%–75%)", "95% are after 2 weeks"),
    }
    for part in said[lang]:
        assert part in shown(test)
    points = trace(figures(test)["tips_alarm_delay"], "share_known")
    assert points["y"] == [0.7, 0.9, 0.96, 1.0]
    assert points["error_y"]["arrayminus"] == [0.05, 0.02, 0.01, 0.0]


# --- what is near an alarm


@pytest.fixture
def hints():
    """Makes mart_tip_alarm_hint of a few rows, and gives it as tuples."""

    def made(*statements):
        with duckdb.connect() as con:
            con.execute(SMALL)
            for statement in statements:
                con.execute(statement)
            sql = (paths.SQL / "mart_tip_alarm_hint.sql").read_text("utf-8")
            con.execute(sql)
            return con.execute(
                "select alarm_id, kind, on_day, place from mart_tip_alarm_hint"
            ).fetchall()

    return made


SMALL = """
    create table mart_tip_alarm (alarm_id varchar, area_code varchar, week_start date,
        raised_week_start date);
    insert into mart_tip_alarm values ('A', 'TH-50', '2026-11-16', '2026-11-16');
    create table mart_batch (fiscal_year_be bigint, batch_no bigint, ended_on date,
        province_code varchar, is_counted boolean);
    create table training_participant (fiscal_year_be bigint, batch_no bigint,
        province_code varchar);
    create table outreach (province_code varchar, held_on date,
        channels_promoted varchar);
    create table province_neighbour (province_code varchar, neighbour_code varchar);
    insert into province_neighbour values ('TH-50', 'TH-51'), ('TH-51', 'TH-50');
"""


@pytest.mark.parametrize(
    ("ended_on", "is_near"),
    [
        ("2026-05-26", True),  # 180 days before the Sunday
        ("2026-05-25", False),
        ("2026-11-22", True),
        ("2026-11-23", False),
    ],
)
def test_a_batch_is_near_for_180_days(hints, ended_on, is_near):
    found = hints(
        f"insert into mart_batch values (2570, 1, date '{ended_on}', 'TH-50', true)"
    )
    expected = [("A", "batch", date.fromisoformat(ended_on), "TH-50")]
    assert found == (expected if is_near else [])


def test_a_batch_elsewhere_is_near_where_its_volunteers_come_from(hints):
    batch = "insert into mart_batch values (2570, 1, date '2026-11-01', 'TH-10', true)"
    assert hints(batch) == []
    home = "insert into training_participant values (2570, 1, 'TH-50')"
    assert hints(batch, home) == [("A", "batch", date(2026, 11, 1), "TH-10")]


def test_a_batch_that_was_not_held_is_not_near(hints):
    assert not hints(
        "insert into mart_batch values (2570, 1, date '2026-11-01', 'TH-50', false)"
    )


def test_promotions_are_near_for_four_weeks_there_or_in_the_whole_country(hints):
    found = hints(
        "insert into outreach values ('TH-50', '2026-10-19', 'HOTLINE_1300'), "
        "('TH-50', '2026-10-18', 'HOTLINE_1300'), ('national', '2026-11-22', 'OTHER'), "
        "('TH-50', '2026-11-17', null), ('TH-10', '2026-11-17', 'OTHER')"
    )
    assert found == [
        ("A", "promotion", date(2026, 11, 22), "national"),
        ("A", "promotion", date(2026, 10, 19), "TH-50"),
    ]


def test_neighbours_are_near_for_two_weeks_and_others_are_not(hints):
    found = hints(
        "insert into mart_tip_alarm values ('B', 'TH-51', '2026-11-02', '2026-11-02'), "
        "('C', 'TH-51', '2026-10-26', '2026-10-26'), "
        "('D', 'TH-10', '2026-11-16', '2026-11-16')"
    )
    assert ("A", "neighbour", date(2026, 11, 2), "TH-51") in found
    assert ("B", "neighbour", date(2026, 11, 16), "TH-50") in found
    assert len(found) == 2


def test_of_the_country_the_provinces_of_the_same_week_are_near(hints):
    found = hints(
        "insert into mart_tip_alarm values ('T', 'TH', '2026-11-16', '2026-11-16'), "
        "('B', 'TH-10', '2026-11-09', '2026-11-09')"
    )
    assert found == [("T", "province", date(2026, 11, 16), "TH-50")]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", LANGS)
def test_no_code_and_no_key_is_shown_in_words(open_made, lang, view):
    test = open_made(
        lang=lang, tips_span="all", tips_alarm_state="all", tips_alarm_view=view
    )
    assert not re.search(r"tips_signals_|None|\bnan\b|NaT", shown(test))


# --- over the shipped data


@pytest.fixture
def open_demo(demo_built, monkeypatch):
    """Opens the part over the shipped data as they are."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return open_part


@pytest.mark.parametrize("week", ["2026-W47", "2025-W20"])
def test_open_alarms_are_those_of_the_database(open_demo, con, week):
    monday = date.fromisocalendar(*map(int, week.split("-W")), 1)
    expected = con.execute(
        "select alarm_id from mart_tip_alarm where raised_week_start <= $week and "
        "alarm_id not in (select alarm_id from mart_alarm_outcome_history "
        "where known_week_start <= $week "
        "and coalesce(left_week_start > $week, true))",
        {"week": monday},
    ).fetchall()
    test = open_demo(lang="en", tips_span="all", tips_week=week)
    assert expected
    opened = {alarm for (alarm,) in expected}
    assert opened <= set(listed(test))
    run = run_of_each(con, monday)
    assert {run[alarm] for alarm in listed(test)} == {run[a] for a in opened}


@pytest.mark.long
def test_every_alarm_of_a_province_has_an_area_and_a_method_in_words(open_demo):
    test = open_demo(lang="th", tips_span="all", tips_alarm_state="all")
    assert runs(test)["name"].notna().all()
    found = alarms(test)
    assert not found["method"].str.contains("tips_").any()
    assert found["still"].isin({"ยังเกินเกณฑ์", "ไม่เกินเกณฑ์แล้ว"}).any()


@pytest.mark.long
def test_the_alarms_of_all_runs_are_all_alarms(open_demo, con):
    test = open_demo(lang="en", tips_span="all", tips_alarm_state="all")
    starts = run_of_each(con, "2026-11-16")
    assert runs(test)["alarms"].sum() == len(starts) == len(listed(test))
    assert len(runs(test)) == len(set(starts.values())) < len(starts)


@pytest.mark.parametrize(
    ("week", "runs_of"),
    [
        ("2023-W30", [["2023-W25"], ["2023-W30"]]),  # W29 is raised after its end
        ("2023-W31", [["2023-W25", "2023-W29", "2023-W30"]]),
    ],
)
def test_a_run_is_of_the_alarms_raised_by_the_end_of_the_week(
    open_demo, con, week, runs_of
):
    raised = dict(
        con.execute(
            "select strftime(week_start, '%G-W%V'), "
            "strftime(raised_week_start, '%G-W%V') from mart_tip_alarm "
            "where area_code = 'TH-41' "
            "and week_start between '2023-06-19' and '2023-07-30'"
        ).fetchall()
    )
    assert raised == {
        "2023-W25": "2023-W25",
        "2023-W29": "2023-W31",
        "2023-W30": "2023-W30",
    }
    address = {"tips_week": week, "tips_span": "all", "tips_alarm_state": "all"}
    for weeks in runs_of:
        picked = f"ALARM-{weeks[0]}-TH41"
        test = open_demo(lang="en", tips_alarm=picked, **address)
        of_run = sorted(alarms(test).index)
        assert of_run == [f"ALARM-{each}-TH41" for each in weeks]
    monday = date.fromisocalendar(*map(int, week.split("-W")), 1)
    starts = run_of_each(con, monday)
    said = f"raised in all: {len(starts)}, runs: {len(set(starts.values()))}"
    assert said in shown(test)


def test_each_alarm_has_at_least_the_threshold_it_was_raised_by(con):
    found = con.execute(
        "select count(*) filter (where tips_raised < alarm_from_raised), count(*) "
        "from mart_tip_alarm"
    ).fetchone()
    assert found[0] == 0
    assert found[1] > 0
