"""Channels of tips: shares, intervals, and what differs after they were made known.

The small build, by hand: 27 weeks from 4 May to 8 November 2026. TH-50 has two tips in
each, of the volunteers 6 in the 13 weeks before the batch of 5 August and 15 in the 13
weeks after; TH-80 has one in each, of the volunteers in the first three.
"""

import csv
import json
import re
from datetime import date, timedelta

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013

from dashboard.queries import tip_channels, tip_marks, tips
from dashboard.queries.tips import Narrowed
from dashboard.text import texts
from dashboard.ui.tips import kinds
from tests.opened import opened
from tests.pages.made_tips import (
    BATCH,
    NORTH,
    REPORT,
    SOUTH,
    TIP,
    ZERO,
    batch,
    built,
    report,
    tip,
)
from tests.under_test import ROOT, app

PAGE = "pages/tips.py"
MONDAYS = [date(2026, 5, 4) + timedelta(weeks=at) for at in range(27)]
EVENT, LAST = MONDAYS[13], MONDAYS[26]
FIGURES = (
    "tips_channels_time",
    "tips_channels_list",
    "tips_channels_provinces",
    "tips_channels_shift",
)


def lines() -> list[str]:
    found = []
    for at, monday in enumerate(MONDAYS):
        sunday = monday + timedelta(days=6)
        is_volunteer = at < 6 or at == 13 or 14 <= at < 22
        first = "VOLUNTEER" if is_volunteer else "POLICE_191"
        second = "VOLUNTEER" if 14 <= at < 21 else "HOTLINE_1300"
        found.append(tip(3 * at, monday, NORTH, first))
        if at != 13:
            found.append(tip(3 * at + 1, sunday, NORTH, second))
        other = "VOLUNTEER" if at < 3 else "APP_PROTECT_U"
        found.append(tip(3 * at + 2, monday, SOUTH, other))
    return [*found, *(tip(900 + at, LAST, "TH-90", "OTHER") for at in range(3))]


def reports() -> list[str]:
    return [
        *(report(NORTH, monday, 2) for monday in MONDAYS),
        *(report(SOUTH, monday, 1) for monday in MONDAYS),
        *(report(ZERO, monday, 0) for monday in MONDAYS),
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The build of the docstring."""
    return built(
        tmp_path_factory.mktemp("channels"),
        tip_report=[TIP, *lines()],
        reporting=[REPORT, *reports()],
        training_batch=[BATCH, batch(1, date(2026, 8, 5), NORTH)],
    )


@pytest.fixture
def small_con(small):
    with opened(small) as con:
        yield con


@pytest.fixture
def open_small(small, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(small))
    return page


@pytest.fixture
def open_demo(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return page


def page(lang="en", **address):
    test = app(PAGE, tips_part="channels", lang=lang, **address)
    assert not test.exception
    assert not test.error
    return test


def unfolded(test, *keys):
    for key in keys:
        test.session_state[f"{key}_expander"] = True
    test.run()
    assert not test.exception
    return test


def figures(test):
    found = {}
    for chart in test.get("plotly_chart"):
        key = next(key for key in FIGURES if f"-{key}" in chart.proto.id)
        found[key] = json.loads(chart.proto.spec)
    return found


def told(counts):
    """The sum of what is known."""
    return sum(count for count in counts if count is not None)


def trace(figure, name):
    (found,) = (each for each in figure["data"] if each.get("name") == name)
    return found


def shown(test):
    elements = [*test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def said(figure):
    """What stands beside the dots, by what they are called."""
    names = figure["layout"]["yaxis"]["ticktext"]
    labels = (label.strip() for label in trace(figure, "labels")["text"])
    return dict(zip(names, labels, strict=True))


# --- before and after


def around(con, **changed):
    asked = {"known_week": LAST, "since": MONDAYS[0], "weeks": 13} | changed
    found = tip_marks.shares_around(con, **asked).set_index("kind")
    return found.loc["batch"].to_dict()


def test_tips_around_a_batch_are_counted_on_the_side_on_which_they_lie(small_con):
    row = around(small_con)
    assert (row["runs"], row["events"], row["provinces"], row["runs_open"]) == (
        1, 1, 1, 0,
    )  # fmt: skip
    assert (row["tips_before"], row["of_channel_before"]) == (26, 6)
    assert (row["tips_after"], row["of_channel_after"]) == (26, 15)


def test_elsewhere_is_the_share_of_other_provinces_week_by_week(small_con):
    """Three weeks before, all tips elsewhere are the volunteers': 3 of 13 weeks."""
    row = around(small_con)
    assert row["elsewhere_before"] == approx(6)  # 2 tips in each of three weeks
    # In the last week three tips of TH-90 come by another channel: still none.
    assert row["elsewhere_after"] == approx(0)


@pytest.mark.long
def test_a_week_without_tips_elsewhere_has_no_share_elsewhere(tmp_path, monkeypatch):
    """Of EX01, TH-80 has tips in the first four weeks alone: 6 of those 8 compared."""
    late = {f"T{3 * at + 2}" for at in range(4, 27)}
    late |= {f"T{900 + at}" for at in range(3)}
    thin = [
        line.replace("EX01", "EX02") if line.split(",")[0] in late else line
        for line in lines()
    ]
    folder = built(
        tmp_path,
        tip_report=[TIP, *thin],
        training_batch=[BATCH, batch(1, date(2026, 8, 5), NORTH)],
    )
    with opened(folder) as con:
        row = around(con, narrowed=Narrowed(form="EX01"))
    assert (row["tips_before"], row["compared_before"]) == (26, 8)
    assert row["elsewhere_before"] == approx(6)
    assert (row["elsewhere_after"], row["compared_after"]) == (0, 0)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(folder))
    assert "in the same weeks 75%, then –" in shown(page(tips_form="EX01"))


def test_without_as_many_weeks_on_both_sides_a_batch_does_not_count(small_con):
    row = around(small_con, known_week=MONDAYS[25])
    assert (row["runs"], row["runs_open"], row["tips_after"]) == (0, 1, 0)


@pytest.mark.long
def test_batches_that_lie_close_are_one_run(tmp_path):
    """The second one, of 2 September, leaves fewer than 13 weeks after the run."""
    folder = built(
        tmp_path,
        tip_report=[TIP, *lines()],
        training_batch=[
            BATCH,
            batch(1, date(2026, 8, 5), NORTH),
            batch(2, date(2026, 9, 2), NORTH),
        ],
    )
    with opened(folder) as con:
        row = around(con)
        short = around(con, weeks=4)
    assert (row["runs"], row["runs_open"]) == (0, 1)
    # Weeks 9 to 12 before, 18 to 21 after; the weeks of the run are on neither side.
    assert (short["runs"], short["events"]) == (1, 2)
    assert (short["tips_before"], short["of_channel_before"]) == (8, 0)
    assert (short["tips_after"], short["of_channel_after"]) == (8, 7)


@pytest.mark.long
def test_a_batch_that_was_not_known_yet_marks_nothing(tmp_path):
    folder = built(
        tmp_path,
        tip_report=[TIP, *lines()],
        training_batch=[BATCH, batch(1, date(2026, 6, 3), NORTH, date(2026, 10, 7))],
    )
    with opened(folder) as con:
        before = tip_marks.events(con, date(2026, 9, 28), MONDAYS[0])
        after = tip_marks.events(con, date(2026, 10, 5), MONDAYS[0])
    assert before[before["kind"] == "batch"].empty
    assert after["week_start"].dt.date.tolist() == [date(2026, 6, 1)]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_says_the_difference_with_its_interval_and_no_cause(open_small, lang):
    """6 of 26 and 15 of 26: Wilson's intervals 11-42 % and 39-74 %, by hand."""
    text = shown(open_small(lang=lang))
    points = {"th": "+34.6 จุด", "en": "+34.6 points"}[lang]
    response = {"th": "ไม่ใช่ข้อพิสูจน์ว่าสิ่งใดเป็นสาเหตุ", "en": "no proof of a cause"}
    for part in ("23% (11–42%)", "58% (39–74%)", points, response[lang]):
        assert part in text


def test_the_launch_of_the_app_is_marked_where_it_lies_within(open_demo, con):
    days = con.execute(
        "select fact_on from programme_fact where fact_key = 'protect-u-ios'"
    ).fetchone()
    assert days == ("2020-01-15",)
    wide = figures(open_demo(tips_span="all", era="ce"))["tips_channels_time"]
    marked = [each for each in wide["layout"]["shapes"] if each["type"] == "line"]
    assert [each["x0"] for each in marked] == ["2020-01-15"]
    short = figures(open_demo(era="ce"))["tips_channels_time"]
    assert not [s for s in short["layout"]["shapes"] if s["type"] == "line"]
    note = short["layout"]["annotations"][1]["text"].replace("<br>", " ")
    assert "Before the period shown: Protect-U on Android, 15 Mar 2019" in note


# --- counts and shares


def test_shares_are_over_all_channels_whichever_is_picked(small_con):
    asked = (LAST, MONDAYS[0])
    every = tip_channels.channel_weeks(small_con, *asked)
    picked = tip_channels.channel_weeks(
        small_con, *asked, Narrowed(channel="VOLUNTEER")
    )
    assert every.equals(picked)
    assert every["tips"].sum() == 53 + 27 + 3


def test_too_few_tips_for_shares_are_sentences_and_no_empty_charts(open_demo):
    test = open_demo(tips_form="EX07", tips_span="26")
    found = figures(test)
    assert "tips_channels_list" not in found
    assert "tips_channels_provinces" not in found
    time = found["tips_channels_time"]
    assert time["layout"]["yaxis"]["visible"] is False
    words = [each["text"] for each in time["layout"]["annotations"]]
    assert "Counts of tips by channel" in words[0]
    assert "interval" not in words[0]
    assert "No shares: fewer than 10 tips in every block" in words
    assert "Fewer than 10 tips in the period" in shown(test)
    assert "No province has 10 tips in this period" in shown(test)


def test_a_picked_channel_has_a_line_of_its_own(open_small):
    plain = figures(open_small())["tips_channels_time"]["data"]
    picked = figures(open_small(tips_channel="POLICE_191"))["tips_channels_time"]
    names = {each["name"] for each in picked["data"] if each["type"] == "scatter"
             and each.get("name")}  # fmt: skip
    assert "191 Police" in names
    assert "191 Police" not in {each.get("name") for each in plain}
    columns = {e["name"]: told(e["y"]) for e in picked["data"] if e["type"] == "bar"}
    # 6 weeks before, 8 after and the week of the batch are the volunteers'.
    assert columns["191 Police"] == 27 - 15
    assert columns["Others"] == 3


def test_columns_add_up_to_all_tips_and_blocks_end_with_the_week(open_small):
    drawn = figures(open_small())["tips_channels_time"]
    groups = ("1300 (with abroad)", "Protect-U", "Volunteers", "Others")
    bars = [each for each in drawn["data"] if each["type"] == "bar"]
    counts = {b["name"]: b["y"] for b in bars if b["name"] in groups}
    assert [told(counts[name]) for name in groups] == [19, 24, 25, 15]
    # Of 52 weeks by four, 27 were reported: the first three of them share a block.
    assert [len(column) for column in counts.values()] == [13] * 4
    assert [column[5] for column in counts.values()] == [None] * 4
    assert sum(column[6] for column in counts.values()) == 9
    # the last four weeks: TH-50 8, TH-80 4, TH-90 3
    assert sum(column[-1] for column in counts.values()) == 15


@pytest.mark.long
def test_a_block_that_nobody_reported_is_a_gap_and_no_zero(tmp_path, monkeypatch):
    """Eight weeks: tips in the first and the last two, the others are not reported."""
    sunday = LAST + timedelta(days=6)
    weeks = [sunday - timedelta(weeks=at) for at in range(7, -1, -1)]
    folder = built(
        tmp_path,
        tip_report=[
            TIP,
            *(tip(at, weeks[at // 12], NORTH, "VOLUNTEER") for at in range(24)),
            *(tip(99 + at, weeks[-1 - at // 12], NORTH, "OTHER") for at in range(24)),
        ],
        reporting=[REPORT, report(SOUTH, weeks[4] - timedelta(days=6), 0)],
    )
    monkeypatch.setenv("RISK_WATCH_BUILT", str(folder))
    north = page(tips_region="North", tips_span="26")
    drawn = figures(north)["tips_channels_time"]
    assert trace_of(drawn, "bar", "Volunteers")["y"][-4:] == [24, None, None, 0]
    assert trace_of(drawn, "scatter", "Volunteers")["y"][-4:] == [1, None, None, 0]
    # TH-80 reports a zero of the third two weeks: of the country that is no gap
    drawn = figures(page(tips_span="26"))["tips_channels_time"]
    assert trace_of(drawn, "bar", "Volunteers")["y"][-4:] == [24, None, 0, 0]
    assert trace_of(drawn, "scatter", "Volunteers")["y"][-4:] == [1, None, None, 0]


@pytest.fixture(scope="module")
def announced(tmp_path_factory):
    """Three weeks: TH-50 has a tip in each; TH-80 announced two tips of each.

    TH-51 announced tips of the last one alone. The rest is silent.
    """
    weeks = [MONDAYS[at] for at in (24, 25, 26)]
    sundays = [monday + timedelta(days=6) for monday in weeks]
    return built(
        tmp_path_factory.mktemp("announced"),
        tip_report=[TIP, *(tip(d.day, d, NORTH, "OTHER") for d in sundays)],
        reporting=[
            REPORT,
            *(report(SOUTH, monday, 2) for monday in weeks),
            report(ZERO, LAST, 1),
        ],
    )


@pytest.mark.parametrize(
    ("lang", "silent", "awaited"),
    [
        ("th", "ไม่ได้รายงาน 224 จาก 231", "แต่ยังไม่ได้ส่งรายการ 4 จาก 231"),
        (
            "en",
            "which is not zero: 224 of 231",
            "neither zero nor unreported: 4 of 231",
        ),
    ],
)
def test_tips_announced_and_not_handed_over_are_not_counted_as_unreported(
    announced, monkeypatch, lang, silent, awaited
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(announced))
    drawn = figures(page(lang=lang, tips_span="26"))["tips_channels_time"]
    notes = [note["text"] for note in drawn["layout"]["annotations"]]
    text = " ".join(notes).replace("<br>", " ")
    assert silent in text
    assert awaited in text


def test_a_province_that_only_announced_tips_has_no_zero_and_is_not_silent(
    announced, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(announced))
    test = unfolded(page(tips_span="26"), "tips_channels_provinces")
    assert "tips_channels_provinces" not in figures(test)  # none has a share
    rows = next(t.value for t in test.dataframe if "of_group" in t.value)
    labels = dict(zip(rows["name"], rows["share_text"], strict=True))
    assert labels["Nakhon Si Thammarat"] == "announced, not handed over"
    assert labels["Lamphun"] == "not reported or not handed over"
    assert labels["Lampang"] == "not reported"
    south = shown(page(tips_span="26", tips_region="South"))
    assert "were announced and not handed over, so how many is not known" in south
    assert "Nobody reported" not in south


def exact(test, key, column):
    """The exact table of a key, opened: the one that has a column."""
    unfolded(test, key)
    (found,) = (t.value for t in test.dataframe if column in t.value)
    return found


def test_a_row_of_the_exact_tables_gives_one_reason_for_all_that_is_not_known(
    announced, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(announced))
    blocks = exact(page(tips_span="26"), "tips_channels_time", "period")
    first = blocks.iloc[-1]  # before anybody reported
    counts = [name for name in blocks if name == "tips" or name.endswith("_tips")]
    assert len(counts) == 5
    assert set(first[counts]) == {"no data"}
    assert blocks.iloc[0]["tips"] == "2"
    rows = exact(page(tips_span="26"), "tips_channels_provinces", "of_group")
    rows = rows.set_index("name")
    columns = ["tips_of_all", "of_group"]
    assert set(rows.loc["Lampang", columns]) == {"not reported"}
    announced_only = rows.loc["Nakhon Si Thammarat", columns]
    assert set(announced_only) == {"announced, not handed over"}
    assert list(rows.loc["Chiang Mai", columns]) == ["3", "0"]


def test_where_every_count_is_known_the_exact_table_holds_numbers(open_demo):
    rows = exact(open_demo(lang="en"), "tips_channels_time", "period")
    assert pd.api.types.is_integer_dtype(rows["tips"])
    cells = rows["VOLUNTEER_tips"]
    assert all(re.fullmatch(r"\d+ \([\d.]+%\)", cell) for cell in cells)


def test_what_came_before_anybody_reported_tips_is_no_data(announced):
    with opened(announced) as con:
        weeks = tips.reported_weeks(con, LAST, MONDAYS[20])
        states = weeks[["is_reported", "is_announced", "is_silent"]].sum(axis=1)
    assert weeks.loc[states == 0, "week_start"].max().date() == MONDAYS[23]
    assert (states == 1).sum() == 3 * 77


def trace_of(figure, kind, name):
    (found,) = (
        e for e in figure["data"] if e.get("name") == name and e["type"] == kind
    )
    return found


def test_of_too_few_tips_of_none_and_of_nothing_reported_no_share_is_made(open_small):
    labels = said(figures(open_small())["tips_channels_provinces"])
    assert labels["Chiang Mai"] == "42% (22/53)"
    assert labels["Nakhon Si Thammarat"] == "11% (3/27)"
    assert labels["Songkhla"] == "too few tips (3)"
    assert labels["Lamphun"] == "no tips (a counted zero)"
    assert labels["Lampang"] == "not reported"
    assert len(labels) == 77


def test_the_largest_share_comes_first_and_what_has_none_last(open_small):
    labels = list(said(figures(open_small())["tips_channels_provinces"]).values())
    assert labels[:2] == ["42% (22/53)", "11% (3/27)"]
    assert labels[2] == "too few tips (3)"


@pytest.mark.long
def test_a_tip_counts_from_the_week_in_which_it_became_known(tmp_path):
    late = f"T9,{MONDAYS[0]},{NORTH},VOLUNTEER,EX01,NEW,{MONDAYS[3]}"
    last = tip(1, LAST, NORTH, "OTHER")
    folder = built(tmp_path, tip_report=[TIP, late, last])
    with opened(folder) as con:
        known = {
            at: len(tip_channels.channel_weeks(con, MONDAYS[at], MONDAYS[0]))
            for at in (2, 3)
        }
    assert known == {2: 0, 3: 1}


def test_without_tips_in_the_period_before_there_is_none_to_compare_with(open_small):
    drawn = figures(open_small())["tips_channels_list"]
    assert not [e for e in drawn["data"] if e.get("name") == "share_before"]


def test_the_period_before_is_equally_long_and_whole(open_demo, con):
    """Of all weeks there is none before; of 52 there are those of the year before."""
    whole = figures(open_demo(tips_span="all"))["tips_channels_list"]
    assert not [e for e in whole["data"] if e.get("name") == "share_before"]
    drawn = figures(open_demo())["tips_channels_list"]
    share = con.execute(
        """
        select count(*) filter (where channel = 'APP_PROTECT_U') / count(*)
        from tip_report_as_known(date '2026-11-22')
        where received_on between date '2024-11-25' and date '2025-11-23'
        """
    ).fetchone()
    before = trace(drawn, "share_before")
    at = drawn["layout"]["yaxis"]["ticktext"].index("Protect-U")
    assert before["x"][at] == approx(share[0], abs=1e-4)
    assert len(before["x"]) == 11


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_answer_is_what_the_database_holds(open_demo, con, lang):
    groups = con.execute(
        """
        select
            count(*) filter (where channel in ('HOTLINE_1300', 'HOTLINE_1300_ABROAD')),
            count(*) filter (where channel = 'APP_PROTECT_U'),
            count(*) filter (where channel = 'VOLUNTEER'), count(*)
        from tip_report_as_known(date '2026-11-22')
        where received_on between date '2025-11-24' and date '2026-11-22'
        """
    ).fetchone()
    text = shown(open_demo(lang=lang))
    names = {"th": ("1300 (รวมจากต่างประเทศ)", "Protect-U", "อพม."),
             "en": ("1300 (with abroad)", "Protect-U", "Volunteers")}[lang]  # fmt: skip
    for name, count in zip(names, groups, strict=False):
        share = count / groups[-1]
        assert f"{name} {share:.{0 if share >= 0.1 else 1}%} (" in text
    assert f"{groups[-1]:,}" in text


def test_every_channel_of_the_list_has_a_short_name():
    with (ROOT / "data/reference/tip_channel.csv").open(encoding="utf-8") as file:
        codes = [row["channel_code"] for row in csv.DictReader(file)]
    assert [code for code in codes if f"tips_channels_{code}" not in texts()] == []


# --- what stays and what leaves


def test_exact_figures_have_a_watermark_and_no_menu(open_demo):
    test = open_demo()
    assert set(figures(test)) == set(FIGURES)
    for chart in test.get("plotly_chart"):
        drawn = json.loads(chart.proto.spec)
        marks = [a["name"] for a in drawn["layout"]["annotations"] if "name" in a]
        assert "watermark" in marks
        assert json.loads(chart.proto.config)["displayModeBar"] is False
    assert not [each for each in test.button if each.key.startswith("tips_channels")]


def test_all_that_leaves_is_the_published_table(open_demo, taken, demo_outside):
    test = unfolded(
        open_demo(tips_span="26", tips_status="NEW"),
        "tips_published_channel_national_quarter",
        *(f"{key}" for key in FIGURES),
    )
    assert set(taken) == {"tips_published_channel_national_quarter"}
    published = demo_outside["national_quarter"].frame
    mine = published[
        (published["measure"] == "tips") & published["kind_of"].isin(["", "channel"])
    ]
    rows = taken["tips_published_channel_national_quarter"]
    assert len(rows) == len(mine)
    numbers = sorted(row["Count"] for row in rows if row["Count"].isdigit())
    assert numbers == sorted(str(n) for n in mine["count"].dropna())
    assert test.dataframe


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("national_quarter", ["kind", "count"]),
        ("region_year", ["area", "kind", "count"]),
    ],
)
def test_a_published_table_begins_with_what_tells_its_rows_apart(
    open_demo, name, first
):
    test = unfolded(open_demo(), f"tips_published_channel_{name}")
    (table,) = (t for t in test.dataframe if "kind" in t.value)
    order = list(table.proto.column_order)
    assert order[: len(first)] == first
    assert set(order) == set(table.value)


def test_the_table_of_a_region_is_that_of_its_fiscal_year(
    open_demo, taken, demo_outside
):
    unfolded(open_demo(tips_region="South"), "tips_published_channel_region_year")
    rows = taken["tips_published_channel_region_year"]
    published = demo_outside["region_year"].frame
    mine = published[(published["measure"] == "tips") & (published["area"] == "South")
                     & published["kind_of"].isin(["", "channel"])]  # fmt: skip
    assert len(rows) == len(mine) > 0
    assert {row["Name of the area"] for row in rows} == {"South"}


def test_no_table_names_a_tip(open_demo):
    test = unfolded(open_demo(), *FIGURES)
    assert len(test.dataframe) == len(FIGURES)
    for table in test.dataframe:
        assert "tip_id" not in table.value.columns


@pytest.mark.parametrize(
    ("count", "total", "said", "interval"),
    [
        (90, 1000, "9.0%", "7.4–10.9%"),
        (12, 100, "12%", "7–20%"),
        (0, 100, "0%", "0.0–3.7%"),
        (1, 9, "น้อยกว่า 10 เบาะแส", ""),
    ],
)
def test_a_share_and_its_interval_have_as_many_decimals(count, total, said, interval):
    share = kinds.share_of(count, total)
    assert (kinds.said(share), kinds.interval_text(share)) == (said, interval)
