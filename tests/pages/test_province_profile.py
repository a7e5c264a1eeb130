"""The page on one province: what it shows is in the data, what leaves is open."""

import json
import re
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from dashboard.ui.briefing.collect import offered
from dashboard.ui.profile.trend_words import trend_of
from tests.under_test import app

PAGE = "pages/province_profile.py"
YEAR = 2569
THAI = re.compile(r"[\u0e01-\u0e5b]")
VICTIMS = "E_CASE_RATE"


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


@pytest.fixture(scope="module")
def exhibits(demo_built):
    """What the page offers to take along, by key."""
    choices = {"province": "TH-50", "profile_year": str(YEAR)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISK_WATCH_BUILT", str(demo_built))
        yield offered("province_profile", None, "th", "be", choices)


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def figures(test):
    return [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]


def words_of(figure):
    return " ".join(note["text"] for note in figure["layout"]["annotations"])


def figure_of(test, title):
    (found,) = [each for each in figures(test) if title in words_of(each)]
    return found


def one(con, sql, *values):
    result = con.execute(sql, list(values))
    names = [column[0] for column in result.description]
    return dict(zip(names, result.fetchone(), strict=True))


# --- which province


def test_without_a_choice_it_is_the_province_with_the_largest_gap(open_page, con):
    largest = one(
        con,
        "select name_th from mart_province_coverage where gap_rank = 1 and is_current",
    )
    assert open_page().title[0].value.startswith(f"{largest['name_th']}: ")


@pytest.mark.parametrize(("lang", "name"), [("th", "ภูเก็ต"), ("en", "Phuket")])
def test_an_address_names_the_province(open_page, lang, name):
    assert open_page(province="TH-83", lang=lang).title[0].value.startswith(name)


def test_an_address_that_names_no_province_says_so_and_shows_the_first(open_page):
    first, unknown = open_page(), open_page(province="TH-99")
    assert unknown.title[0].value == first.title[0].value
    assert "TH-99" in unknown.warning[0].value
    assert not first.warning


def test_an_address_may_name_the_province_by_its_two_digits(open_page):
    test = open_page(province="83", lang="en")
    assert test.title[0].value.startswith("Phuket")
    assert test.query_params["province"] == "TH-83"
    assert not test.warning


def test_the_address_names_province_and_year_also_where_nobody_chose(open_page, con):
    """Another version may begin with another province: a link keeps what was seen."""
    test = open_page()
    largest = one(
        con,
        "select province_code, fiscal_year_be from mart_province_coverage "
        "where gap_rank = 1 and is_current",
    )
    assert test.query_params["province"] == largest["province_code"]
    assert test.query_params["profile_year"] == str(largest["fiscal_year_be"])


def test_any_name_finds_the_province(open_page):
    options = open_page(lang="en").selectbox(key="province").options
    assert len(options) == 77
    for name in ("กทม", "กรุงเทพฯ", "Krung Thep", "Bangkok", "BMA"):
        (found,) = [each for each in options if name in each.split(" · ")]
        assert found.startswith("Bangkok · กรุงเทพมหานคร")


def test_a_province_that_is_picked_stands_in_the_address(open_page):
    test = open_page(lang="en")
    test.selectbox(key="province").select("TH-58").run()
    assert test.query_params["province"] == "TH-58"
    assert test.title[0].value.startswith("Mae Hong Son")


# --- the facts


def test_the_facts_are_those_of_the_database(open_page, con):
    row = one(
        con,
        "select coverage.*, rank_p05, rank_p95, risk_rank.risk_rank, ranked "
        "from mart_province_coverage as coverage "
        "join mart_risk_rank as risk_rank using (fiscal_year_be, province_code) "
        "where province_code = 'TH-50' and fiscal_year_be = ?",
        YEAR,
    )
    said = shown(open_page(province="TH-50", profile_year=str(YEAR), lang="en"))
    for text in (
        f"**{row['population']:,}**",
        f"**level {row['ministry_level']} of 5**",
        f"**level {row['computed_level']} of 5**",
        f"score R = {row['risk_score']:.1f}",
        f"risk rank {row['risk_rank']} (90% interval {row['rank_p05']}–"
        f"{row['rank_p95']}) of {row['ranked']}",
        f"**{row['volunteers_trained_per_100k']:.1f}**",
        f"**{row['coverage_gap']:.1f}**",
        "full coverage is reached, so there is no gap",
        "land border with Myanmar",
    ):
        assert text in said, text
    assert row["coverage_gap"] == 0


def test_a_gap_is_said_by_its_rank(open_page, con):
    row = one(
        con,
        "select province_code, coverage_gap, gap_rank from mart_province_coverage "
        "where fiscal_year_be = ? and gap_rank = 3",
        YEAR,
    )
    code = row["province_code"]
    said = shown(open_page(province=code, profile_year=str(YEAR), lang="en"))
    assert f"**{row['coverage_gap']:.1f}**" in said
    assert "its gap ranks 3 in the country" in said


def test_a_gap_of_a_minimum_of_k_is_at_most_so_large(open_page, con):
    row = one(
        con,
        "select coverage_gap, gap_rank, volunteers_trained_per_100k as k "
        "from mart_province_coverage where fiscal_year_be = ? "
        "and province_code = 'TH-90' and volunteers_at_least",
        YEAR,
    )
    said = shown(open_page(province="TH-90", profile_year=str(YEAR), lang="en"))
    assert f"**at most {row['coverage_gap']:.1f}**" in said
    assert f"**at least {row['k']:.1f}**" in said
    assert (
        f"rank {row['gap_rank']} in the country (1 is the largest), uncertain" in said
    )
    assert "which is uncertain as the number of volunteers is only a minimum" in said
    assert "the coverage class may be higher" in said


def test_no_grade_and_no_roster_are_said_and_are_no_zero(open_page, con):
    row = one(
        con,
        "select province_code, fiscal_year_be from mart_province_profile "
        "where ministry_level is null and tambon_share is null "
        "order by fiscal_year_be desc, province_code limit 1",
    )
    year = str(row["fiscal_year_be"])
    test = open_page(province=row["province_code"], profile_year=year, lang="en")
    said = shown(test)
    assert said.count("**no data**") >= 2
    assert "no grade of this year" in said
    assert "not reported" in said


# --- the spine chart


def test_the_answer_counts_the_indicators_above_the_median(open_page, con):
    row = one(
        con,
        "select count(*) as known, count(*) filter (where value > national_median) "
        "as above from mart_profile_indicator where province_code = 'TH-50' "
        "and fiscal_year_be = ? and value is not null and not is_derived "
        "and indicator_code <> ?",
        YEAR,
        VICTIMS,
    )
    said = shown(open_page(province="TH-50", profile_year=str(YEAR), lang="en"))
    assert f"{row['above']} of {row['known']} indicators show more risk" in said


def test_each_mark_stands_between_the_ends_and_riskier_to_the_right(open_page, con):
    test = open_page(province="TH-50", profile_year=str(YEAR), lang="en")
    figure = figure_of(test, "against the country")
    own = figure["data"][-1]
    bars = [each for each in figure["data"] if each["type"] == "bar"]
    marks = [each for each in figure["data"] if each["type"] == "scatter"]
    ends = [
        (first, first + width)
        for each in bars
        for first, width in zip(each["base"], each["x"], strict=True)
    ]
    assert all(-1 <= first <= last <= 1.001 for first, last in ends)
    assert all(-1 <= x <= 1 for each in marks for x in each["x"])
    rows = con.execute(
        "select value > national_median, value = national_median "
        "from mart_profile_indicator where province_code = 'TH-50' "
        "and fiscal_year_be = ? and not is_derived and indicator_code <> ? "
        "and value is not null order by dimension, indicator_code",
        [YEAR, VICTIMS],
    ).fetchall()
    assert [(x > 0, x == 0) for x in own["x"]] == rows


@pytest.mark.parametrize("peers", ["statistical", "neighbour", "region"])
def test_peers_are_listed_by_name_and_stand_in_the_address(open_page, con, peers):
    test = open_page(province="TH-50", profile_peers=peers, profile_year=str(YEAR))
    (table,) = test.table
    names = con.execute(
        "select name_th from mart_province_peer join province "
        "on peer_code = province.province_code where "
        "mart_province_peer.province_code = 'TH-50' and kind = ? "
        "and fiscal_year_be = ? order by position",
        [peers, YEAR],
    ).fetchall()
    assert table.value.iloc[:, 0].tolist() == [name for (name,) in names]
    assert ("ระยะห่าง" in table.value.columns) == (peers == "statistical")
    drawn = figure_of(test, "เทียบกับทั้งประเทศ")["data"]
    marks = [trace for trace in drawn if trace["type"] == "scatter"]
    assert len(marks) == (2 if peers == "region" else 3)


def test_a_file_of_peers_has_one_figure_a_column(open_page, con, taken):
    open_page(province="TH-50", profile_year=str(YEAR), lang="en")
    rows = taken["profile_peers"]
    found = con.execute(
        """
        select peer_code, distance, weight_shared, ministry_level, computed_level,
            volunteers_trained_per_100k as k, coverage_gap as gap
        from mart_province_peer as peer
        join mart_province_coverage as coverage
            on peer.peer_code = coverage.province_code
            and peer.fiscal_year_be = coverage.fiscal_year_be
        where peer.province_code = 'TH-50' and kind = 'statistical'
            and peer.fiscal_year_be = ?
        order by position
        """,
        [YEAR],
    ).df()
    for column, heading, within in (
        ("distance", "Distance (standard deviations)", 0.006),
        ("weight_shared", "Weight compared (share, 0–1)", 0.0006),
        ("ministry_level", "Ministry's grade", 0),
        ("computed_level", "Computed level", 0),
        ("k", "Coverage K (per 100,000 people)", 0.06),
        ("gap", "Gap G (0–10)", 0.06),
    ):
        left = [float(row[heading]) if row[heading] else None for row in rows]
        known = [None if pd.isna(each) else each for each in found[column]]
        assert [each is None for each in left] == [each is None for each in known]
        for one, other in zip(left, known, strict=True):
            assert one is None or one == pytest.approx(other, abs=within + 1e-9)
    assert [row["Province code"] for row in rows] == found["peer_code"].tolist()
    assert not any("/" in value for row in rows for value in list(row.values())[:9])


def test_a_year_with_too_few_before_it_says_that_trends_cannot_be(open_page):
    test = open_page(province="TH-50", profile_year="2564", lang="en")
    said = words_of(figure_of(test, "against the country"))
    assert said.count("cannot be calculated") == 9
    assert "for none of them can a five-year trend be calculated" in shown(test)
    assert "got worse" not in shown(test)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_answer_says_of_how_many_indicators_a_trend_can_be_calculated(
    open_page, lang
):
    test = open_page(province="TH-50", profile_year="2569", lang=lang)
    drawn = figure_of(test, {"th": "เทียบกับทั้งประเทศ", "en": "against the country"}[lang])
    unknown = {"th": "คำนวณแนวโน้มไม่ได้", "en": "cannot be calculated"}[lang]
    untold = words_of(drawn).count(unknown)
    said = {"th": "ที่คำนวณได้ {} จาก", "en": "can be calculated for {} of 9"}[lang]
    assert 0 < untold < 9
    assert said.format(9 - untold) in shown(test)


def series(values, **more):
    given = {"direction": 1, "is_pooled": False, "people_per": None}
    years = range(2569 - len(values) + 1, 2570)
    frame = pd.DataFrame({"fiscal_year_be": years, "value": values, "population": 1e6})
    return frame.assign(**(given | more))


@pytest.mark.parametrize(
    ("values", "more", "told"),
    [
        ([1, 2, 3, 4, 5], {}, ("rising_worse", "value")),
        ([1, 2, 3, 4, 5], {"direction": -1}, ("rising_better", "value")),
        ([5, 4, 3, 2, 1], {}, ("falling_better", "value")),
        ([5, 4, 3, 2, 1], {"direction": -1}, ("falling_worse", "value")),
        ([1, 2, 3, 5, 4], {}, ("none", "value")),
        ([9, 1, 2, 3, 4, 5], {}, ("rising_worse", "value")),  # the last five count
        ([1, 2, None, 4, 5], {}, ("missing", "")),
        ([2, 3, 4, 5], {}, ("missing", "")),
        ([1, 2, 3, 4, 5], {"people_per": 1000}, ("rising_worse", "rate")),
        ([4.0, 4.1, 4.0, 4.1, 4.2], {"people_per": 100_000}, ("none", "rate")),
        (
            [1, 2, 3, 4, 5],
            {"people_per": 1000, "population": None},
            ("missing", ""),
        ),
        ([1, 2, 3, 4, 5], {"is_pooled": True}, ("overlap", "")),
    ],
)
def test_a_trend_is_worse_or_better_by_the_indicators_direction(values, more, told):
    assert trend_of(series(values, **more), 2569) == told


# --- over time


def test_what_is_not_reported_is_a_gap_in_the_tips(open_page, con):
    code, _ = con.execute(
        "select area_code, count(*) as weeks from mart_tip_signal "
        "where tips is null and weeks_after = 4 and area_code <> 'TH' "
        "group by area_code order by weeks desc limit 1"
    ).fetchone()
    drawn = line_of(figure_of(open_page(province=code, lang="en"), "Tips by week"))
    rows = con.execute(
        "select tips from mart_tip_signal where area_code = ? and weeks_after = 4 "
        "order by week_start",
        [code],
    ).fetchall()
    assert drawn["y"] == [tips for (tips,) in rows]
    assert None in drawn["y"]
    assert drawn["connectgaps"] is False


def line_of(figure):
    """The line of the weeks: neither a band's edge nor the marks of alarms."""
    (found,) = [
        trace
        for trace in figure["data"]
        if trace["mode"] == "lines" and trace["line"]["width"]
    ]
    return found


def edges_of(figure):
    """Of what is usual, then of what unsettled weeks may become: low, high."""
    return [t for t in figure["data"] if t.get("line", {}).get("width") == 0]


def test_what_is_usual_is_what_detection_says_up_to_its_upper_edge(open_page, con):
    figure = figure_of(open_page(province="TH-50", lang="en"), "Tips by week")
    edges = edges_of(figure)
    rows = con.execute(
        "select case when total is null then high else high_whole end "
        "from mart_tip_signal where area_code = 'TH-50' "
        "and weeks_after = 4 and high is not null order by week_start"
    ).fetchall()
    assert edges[1]["y"] == [high for (high,) in rows]
    assert set(edges[0]["y"]) == {0}


def test_each_alarm_is_marked_in_its_week_and_no_other_week_is(open_page, con):
    figure = figure_of(open_page(province="TH-85", lang="en"), "Tips by week")
    (marks,) = [t for t in figure["data"] if t.get("name") == "alarms"]
    rows = con.execute(
        "select strftime(week_start + 6, '%Y-%m-%d') from mart_tip_alarm "
        "where area_code = 'TH-85' and tips_now is not null order by week_start"
    ).fetchall()
    assert marks["x"] == [day for (day,) in rows]
    assert all("raised an alarm" in said for said in marks["hovertext"])
    assert sum("raised an alarm" in said for said in line_of(figure)["hovertext"]) == (
        len(rows)
    )


def test_unsettled_weeks_have_a_band_of_what_they_may_become(open_page, con):
    figure = figure_of(open_page(province="TH-50", lang="en"), "Tips by week")
    edges = edges_of(figure)
    rows = con.execute(
        "select total_low, total_high from mart_tip_signal where area_code = 'TH-50' "
        "and weeks_after = 4 and total is not null order by week_start"
    ).fetchall()
    assert len(rows) == 4
    assert list(zip(edges[2]["y"], edges[3]["y"], strict=True)) == rows


def test_the_last_reported_week_is_said_with_method_and_estimate(open_page, con):
    row = one(
        con,
        "select * from mart_tip_signal where area_code = 'TH-50' and weeks_after = 4 "
        "and tips is not null order by week_start desc limit 1",
    )
    said = shown(open_page(province="TH-50", lang="en"))
    assert row["method"] == "cusum"
    assert (
        f"{row['tips']} tips known by now; {row['total']:.0f} expected in the end "
        f"({row['total_low']:.0f}–{row['total_high']:.0f}), "
        f"{row['known_share'] * 100:.0f}% being usually known by now; usual: up to "
        f"{row['high_whole']} in a whole week by negative-binomial CUSUM."
    ) in said


def test_alarms_of_the_last_year_are_counted_and_none_is_said_to_be_none(
    open_page, con
):
    count = (
        "select count(*) from mart_tip_alarm where area_code = ? and week_start > "
        "(select now_ends_on from now_on) - 52 * 7"
    )
    quiet, _ = con.execute(
        "select province_code, name_en from province where province_code not in "
        "(select area_code from mart_tip_alarm where week_start > "
        "(select now_ends_on from now_on) - 52 * 7) order by 1 limit 1"
    ).fetchone()
    (number,) = con.execute(count, ["TH-85"]).fetchone()
    assert number > 1
    said = shown(open_page(province="TH-85", lang="en"))
    assert f"Of the last 52 weeks, {number} raised an alarm, the latest being" in said
    said = shown(open_page(province=quiet, lang="en"))
    assert "None of the last 52 weeks raised an alarm." in said


@pytest.mark.parametrize("lang", ["th", "en"])
def test_each_alarm_leads_to_itself_in_the_register(open_page, con, lang):
    rows = con.execute(
        "select alarm_id from mart_tip_alarm where area_code = 'TH-85' "
        "order by week_start desc"
    ).fetchall()
    asked = alarm_links(open_page(province="TH-85", lang=lang))
    assert [each["tips_alarm"] for each in asked] == [alarm for (alarm,) in rows]
    assert {each["lang"] for each in asked} == {lang}


def alarm_links(test):
    """What each link to an alarm asks the page on tips for."""
    queries = [each.proto.query_string for each in test.get("page_link")]
    asked = [dict(parse_qsl(query, keep_blank_values=True)) for query in queries]
    return [each for each in asked if "tips_alarm" in each]


def test_no_alarm_is_linked_while_the_address_names_a_snapshot(open_page):
    assert alarm_links(open_page(province="TH-85", lang="en"))
    named = open_page(province="TH-85", lang="en", as_of="2020-W01.1")
    assert not alarm_links(named)


def test_the_link_of_an_old_alarm_opens_it_however_old(open_page):
    (*_, oldest) = alarm_links(open_page(province="TH-85", lang="en"))
    opened = app("pages/tips.py", **oldest)
    assert not opened.exception
    assert opened.session_state["tips_alarm"] == oldest["tips_alarm"]
    assert "**Ranong, Week" in shown(opened)


def test_a_province_that_never_reported_says_so(publish_changed):
    publish_changed(
        lambda database: database.execute(
            "update mart_tip_signal set tips = null, high = null, total = null, "
            "total_low = null, total_high = null, report_state = 'not_reported' "
            "where area_code = 'TH-50'"
        )
    )
    test = app(PAGE, province="TH-50", lang="en")
    assert not test.error
    assert "The province has never reported tips by week." in shown(test)


def test_coverage_breaks_where_the_roster_is_a_year_old(publish_changed):
    publish_changed(
        lambda database: database.execute(
            "update mart_volunteer_series set days_old = 365 where area_code = 'TH-50' "
            "and on_day = date '2024-12-31'"
        )
    )
    line = figure_of(app(PAGE, province="TH-50", lang="en"), "over time")["data"][0]
    broken = [
        day for day, value in zip(line["x"], line["y"], strict=True) if value is None
    ]
    assert broken == ["2024-12-31"]
    assert line["connectgaps"] is False


def test_a_month_without_activities_has_no_bar(open_page, con):
    rows = con.execute(
        "select count(*) from mart_profile_month where province_code = 'TH-50'"
    ).fetchone()
    figure = figure_of(open_page(province="TH-50", lang="en"), "over time")
    (bars,) = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert len(bars["x"]) == rows[0]
    assert 0 not in bars["y"]


def traces_of(figure, panel):
    """The traces of the panel of this name, by the axis it stands on."""
    titles = [
        note["text"]
        for note in figure["layout"]["annotations"]
        if note.get("yshift") == -6
    ]
    at = next(i for i, title in enumerate(titles, 1) if panel in title)
    axis = f"y{at}" if at > 1 else "y"
    return [trace for trace in figure["data"] if trace["yaxis"] == axis]


def test_a_lower_bound_of_active_partners_is_marked_and_no_line_falls_to_it(
    open_page, con
):
    rows = con.execute(
        """
        select cast(as_of as varchar) as as_of, active_partners as number,
            active_partners_at_least as is_least
        from mart_province_partner
        where province_code = 'TH-63' and active_partners is not null
            and fiscal_year_be <= 2569
        order by fiscal_year_be
        """
    ).df()
    least, whole = rows[rows["is_least"]], rows[~rows["is_least"]]
    assert len(least)
    assert len(whole)
    test = open_page(province="TH-63", lang="en")
    figure = figure_of(test, "over time")
    line, minima = traces_of(figure, "Active partners")
    drawn = {
        day: value
        for day, value in zip(line["x"], line["y"], strict=True)
        if value is not None
    }
    assert drawn == dict(zip(whole["as_of"], whole["number"], strict=True))
    assert set(least["as_of"]) < set(line["x"])  # the line breaks there
    assert line["connectgaps"] is False
    assert (minima["x"], minima["y"]) == (list(least["as_of"]), list(least["number"]))
    assert minima["marker"]["symbol"] == "triangle-up-open"
    assert all("at least" in said for said in minima["hovertext"])
    assert not any(
        "at least" in said
        for said, y in zip(line["hovertext"], line["y"], strict=True)
        if y
    )
    assert "at least that many" in words_of(figure)


def test_months_in_which_some_activities_name_no_people_have_pale_bars(open_page, con):
    rows = con.execute(
        """
        select people_at_least from mart_profile_month
        where province_code = 'TH-43' order by month_start
        """
    ).fetchall()
    figure = figure_of(open_page(province="TH-43", lang="en"), "over time")
    (bars,) = traces_of(figure, "People at awareness activities")
    colours = bars["marker"]["color"]
    assert [colour.startswith("rgba") for colour in colours] == [r[0] for r in rows]
    assert len(set(colours)) == 2


def test_the_rows_behind_the_lines_say_which_are_lower_bounds(demo_built, con):
    number = con.execute(
        """
        select count(*) from mart_province_partner as own
        where province_code = 'TH-63' and active_partners_at_least
            and as_of > coalesce((
                select max(as_on) from mart_province_partner as before
                where before.province_code = own.province_code
                    and before.fiscal_year_be < own.fiscal_year_be
            ), date '1900-01-01')
        """
    ).fetchone()[0]
    choices = {"province": "TH-63", "profile_year": str(YEAR)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISK_WATCH_BUILT", str(demo_built))
        lines = offered("province_profile", None, "en", "be", choices)["profile_lines"]
    assert lines.headings["at_least"] == "A lower bound"
    rows = lines.gated.frame
    partners = rows[rows["figure"] == "Active partners"]
    assert (partners["at_least"] == "yes").sum() == number > 0


def test_a_panel_without_a_value_says_so_in_place_of_an_axis(open_page, con):
    silent = con.execute(
        """
        select province_code from province
        where province_code not in (select province_code from mart_profile_month)
        order by province_code limit 1
        """
    ).fetchone()[0]
    figure = figure_of(open_page(province=silent, lang="en"), "over time")
    assert "No activity reported" in words_of(figure)
    assert figure["layout"]["yaxis3"]["showticklabels"] is False
    figure = figure_of(open_page(province="TH-50", lang="en"), "over time")
    assert "No activity reported" not in words_of(figure)
    assert "showticklabels" not in figure["layout"]["yaxis3"]


def test_activities_without_numbers_of_people_are_said_to_be_reported(open_page, con):
    alone = con.execute(
        """
        select province_code from mart_profile_month group by province_code
        having count(people_reached) = 0 order by province_code limit 1
        """
    ).fetchone()[0]
    figure = figure_of(open_page(province=alone, lang="en"), "over time")
    assert "Activities are reported, but not how many people came" in words_of(figure)


def test_partners_are_called_as_in_the_files(open_page):
    figure = figure_of(open_page(province="TH-50", lang="th"), "ตามเวลา")
    assert "ภาคีเครือข่ายที่มีกิจกรรม" in words_of(figure)


@pytest.mark.parametrize(
    ("lang", "said"), [("th", "ไม่ได้รายงาน"), ("en", "not reported")]
)
def test_what_other_provinces_reported_is_not_reported_and_no_lack_of_data(
    open_page, demo_built, con, lang, said
):
    """As the indicator map says of the same gap, in figure and file."""
    (state,) = con.execute(
        """
        select state from mart_map_value
        where province_code = 'TH-63' and fiscal_year_be = 2570
            and measure = 'V_POVERTY'
        """
    ).fetchone()
    assert state == "not_reported"
    test = open_page(province="TH-63", profile_year="2570", lang=lang)
    assert f"<b>{said}</b>" in words_of(figures(test)[0])
    choices = {"province": "TH-63", "profile_year": "2570"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISK_WATCH_BUILT", str(demo_built))
        found = offered("province_profile", None, lang, "be", choices)
    rows = found["profile_spine_rows"].gated.frame
    is_missing = rows["value"].isna()
    assert is_missing.sum() == 1
    assert rows.loc[is_missing, "state_text"].tolist() == [said]
    assert set(rows.loc[~is_missing, "state_text"]) == {""}


@pytest.mark.parametrize(("year", "is_marked"), [(2563, True), (2570, False)])
def test_in_a_past_year_the_last_report_is_said_to_be_of_now(
    open_page, year, is_marked
):
    test = open_page(province="TH-63", profile_year=str(year), lang="en")
    said = "Last reported (as of now, not of the year chosen)"
    assert (said in shown(test)) is is_marked
    assert ("Last reported" in shown(test).splitlines()) is not is_marked


def test_all_panels_lie_on_one_time_axis(open_page):
    test = open_page(province="TH-50", lang="en")
    open_, tips = (figure_of(test, title) for title in ("over time", "Tips by week"))
    assert open_["layout"]["xaxis"]["range"] == tips["layout"]["xaxis"]["range"]
    assert open_["layout"]["margin"]["l"] == tips["layout"]["margin"]["l"]


# --- languages, and other pages


def test_the_english_page_has_no_thai_but_in_the_names_to_search(open_page):
    test = open_page(province="TH-50", lang="en")
    said = [shown(test), *map(words_of, figures(test))]
    assert [text for text in said if THAI.search(text)] == []


def test_the_thai_page_says_what_it_shows_in_thai(open_page):
    test = open_page(province="TH-50", lang="th")
    said = shown(test) + " ".join(map(words_of, figures(test)))
    assert not re.search(r"no data|significant|volunteers|peers", said)


def test_the_page_leads_to_the_province_on_other_pages(open_page):
    links = [each.proto for each in open_page(province="TH-50").get("page_link")]
    asked = {link.page: link.query_string for link in links}
    assert "coverage_province=TH-50" in asked["coverage_map"]
    assert any("training_province=TH-50" in each.query_string for each in links)
    assert "tips_part=week&tips_region=North" in asked["tips"]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("coverage_map", {"coverage_province": "TH-50"}),
        ("coverage_map", {"coverage_province": "TH-50", "coverage_view": "columns"}),
        ("weekly_snapshot", {"weekly_province": "TH-50"}),
        ("training", {"training_host": "TH-50"}),
        ("training", {"training_province": "TH-50", "training_part": "outreach"}),
    ],
)
def test_a_province_selected_on_a_map_has_a_link_to_its_page(
    demo_built, monkeypatch, page, address
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    test = app(f"pages/{page}.py", lang="en", **address)
    assert not test.exception
    assert not test.error
    labels = {
        link.proto.label: link.proto.query_string for link in test.get("page_link")
    }
    assert labels["Open the profile: Chiang Mai"].endswith("&province=TH-50")


# --- what leaves


def test_facts_chart_lines_and_peers_may_be_taken_along(exhibits):
    assert set(exhibits) == {
        "profile_facts_rows",
        "profile_spine",
        "profile_spine_rows",
        "profile_lines",
        "profile_peers_rows",
    }
    assert all(each.foot.caveats for each in exhibits.values())


def test_nothing_that_leaves_tells_of_victims_or_tips(exhibits, con):
    name, value = con.execute(
        "select name_th, value from mart_profile_indicator where "
        "province_code = 'TH-50' and indicator_code = ? and fiscal_year_be = ?",
        [VICTIMS, YEAR],
    ).fetchone()
    for key, each in exhibits.items():
        frame = each.gated.frame if each.gated is not None else pd.DataFrame()
        said = json.dumps(each.drawn, default=str, ensure_ascii=False)
        said += frame.to_string()
        assert name not in said, key
        assert f"{value:.1f} ต่อประชากรแสนคน" not in said, key
        assert "เบาะแสต่อสัปดาห์" not in said, key


def test_what_is_internal_says_so_across_itself(open_page):
    test = open_page(province="TH-50", lang="en")
    for title in ("Tips by week", "Identified victims"):
        figure = figure_of(test, title)
        marks = [note.get("name") for note in figure["layout"]["annotations"]]
        assert "watermark" in marks
    assert "watermark" not in str(figure_of(test, "against the country"))


def test_without_any_data_the_page_says_so(empty_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(empty_built))
    test = app(PAGE, lang="en")
    assert not test.exception
    assert not test.error
    said = shown(test)
    assert "there are no risk values of this year yet" in said
    assert "so there is nothing to compare" in said
    assert "Nobody has reported tips by week yet." in said
