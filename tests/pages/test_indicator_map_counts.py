"""Exact yearly counts of tips and what became of them: every year that there is."""

import pytest

from tests.pages.test_indicator_map_views import hover, open_page, shown, small, specs

__all__ = ["open_page"]  # a fixture
YEARS = ("2563", "2564", "2565", "2566", "2567", "2568", "2569")
COUNTED = {
    "tips": "select province_code, count(*) from tip_report "
    "where received_on between ? and ? group by province_code",
    "referrals": "select province_code, count(*) from referral "
    "join tip_report using (tip_id) where referred_on between ? and ? "
    "group by province_code",
    "outcomes": "select province_code, count(*) from tip_outcome "
    "join tip_report using (tip_id) where decided_on between ? and ? "
    "group by province_code",
    "victims": "select province_code, sum(victims_identified) from tip_outcome "
    "join tip_report using (tip_id) where decided_on between ? and ? "
    "group by province_code",
}


@pytest.mark.parametrize("year", YEARS)
def test_every_year_with_tips_is_on_the_map(open_page, year):
    test = open_page(measure="tips", year=year)
    assert "no province has a figure" not in shown(test)
    assert hover(specs(test)[0], "TH-50")["Made of"]


@pytest.mark.parametrize("measure", COUNTED)
@pytest.mark.parametrize("year", [2564, 2569])
def test_exact_counts_are_those_of_the_rows(demo_con, measure, year):
    span = [f"{year - 544}-10-01", f"{year - 543}-09-30"]
    counted = dict(demo_con.execute(COUNTED[measure], span).fetchall())
    found = dict(
        demo_con.execute(
            "select province_code, units from mart_map_count "
            "where measure = ? and fiscal_year_be = ? and units > 0",
            [measure, year],
        ).fetchall()
    )
    assert sum(found.values()) > 300
    assert found == {code: n for code, n in counted.items() if code and n}


def test_no_tips_are_zero_only_where_every_week_was_reported(demo_con):
    found = demo_con.execute(
        """
        select count.state,
            bool_and(report.state in ('rows', 'counted_zero')) as is_whole
        from mart_map_count as count
        join mart_fiscal_year as fiscal_year using (fiscal_year_be)
        join mart_report_state as report on report.dataset = 'tip_report'
            and report.province_code = count.province_code
            and report.period_start between starts_on - 6 and ends_on
        where measure = 'tips' and count.state <> 'value'
        group by count.state, count.fiscal_year_be, count.province_code
        """
    ).fetchall()
    assert set(found) == {("zero", True), ("not_reported", False)}


def test_a_year_with_weeks_that_are_not_reported_has_at_least_its_tips(demo_con):
    found = demo_con.execute(
        """
        select at_least, bool_or(report.state not in ('rows', 'counted_zero'))
        from mart_map_count as count
        join mart_fiscal_year as fiscal_year using (fiscal_year_be)
        join mart_report_state as report on report.dataset = 'tip_report'
            and report.province_code = count.province_code
            and report.period_start between starts_on - 6 and ends_on
        where measure = 'tips' and count.state = 'value'
        group by at_least, count.fiscal_year_be, count.province_code
        """
    ).fetchall()
    assert set(found) == {(True, True), (False, False)}


def test_all_years_of_tips_have_a_small_map_and_the_running_one_says_so(open_page):
    labels = [
        panel["label"]
        for panel in small(open_page(measure="tips", view="years"))["panels"]
    ]
    assert labels == [*(f"FY{year}" for year in YEARS), "FY2570 so far"]


def test_a_change_of_tips_begins_with_the_first_year_that_has_any(open_page):
    test = open_page(measure="tips", view="change", year="")
    assert test.selectbox(key="indicator_map_year").value == 2569
    assert test.selectbox(key="indicator_map_since").value == 2563
    assert len(specs(test)) == 1


def test_a_change_begins_with_the_first_year_that_has_figures(
    open_page, publish_changed
):
    publish_changed(
        lambda con: con.execute(
            "delete from mart_map_count where fiscal_year_be < 2566"
        )
    )
    test = open_page(measure="tips", view="change", year="")
    assert test.selectbox(key="indicator_map_since").value == 2566


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_year_without_figures_is_not_said_to_wait_for_them(
    open_page, publish_changed, lang
):
    publish_changed(
        lambda con: con.execute(
            "delete from mart_map_count where fiscal_year_be = 2564"
        )
    )
    said = shown(open_page(lang, measure="tips", year="2564"))
    words = {"th": "ไม่มีตัวเลขของจังหวัดใด", "en": "no province has a figure."}
    assert words[lang] in said
    assert "ยังไม่มี" not in said
    assert "yet" not in said


def test_a_province_pressed_on_the_maps_of_all_years_can_be_opened(open_page):
    test = open_page(measure="risk", view="years", province="TH-50")
    labels = [link.proto.label for link in test.get("page_link")]
    assert "Open the profile: Chiang Mai" in labels
    assert not list(test.subheader)  # the maps have their title
    assert small(test)["title"].endswith("all fiscal years")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("measure", "crime"), ("view", "globe"), ("year", "1999")),
        *(("province", "TH-99"), ("method", "magic"), ("number", "9")),
        *(("other", "crime"), ("since", "1999")),
    ],
)
def test_what_the_address_asks_for_and_there_is_not_is_said(open_page, key, value):
    test = open_page(**{key: value})
    (warning,) = [each.value for each in test.warning]
    assert value in warning.replace("\\", "")


def test_a_view_that_another_figure_does_not_have_is_no_mistake(open_page):
    assert not open_page(measure="population", view="clusters").warning
    assert not open_page().warning
