"""Volunteers over time on the page: what a reader sees is what the database holds."""

import json
import re

import pytest

from tests.under_test import app

PAGE = "pages/training.py"
LATEST, LOST_YEAR, FIRST = 2570, 2568, 2563
LANGS = ("th", "en")
PROVINCE = "TH-57"
FIGURES = (
    "registered_per_100k",
    "active_per_100k",
    "volunteers_trained_per_100k",
    "active_share",
    "tambon_share",
)


@pytest.fixture
def open_part(demo_built, monkeypatch):
    """Opens the part over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return part


@pytest.fixture
def open_changed(publish_changed):
    """Opens the part over the shipped data after a statement has changed them."""

    def changed(statement, **address):
        publish_changed(lambda database: database.execute(statement))
        return part(**address)

    return changed


def part(**address):
    test = app(PAGE, training_part="volunteers", **address)
    assert not test.exception
    assert not test.error
    return test


def shown(test):
    elements = [*test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def figures(test):
    return [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]


def table(test, column):
    """The table of the part that has a column."""
    (found,) = (each.value for each in test.dataframe if column in each.value)
    return found


def one(con, query, **parameters):
    (row,) = con.execute(query, parameters).fetchall()
    return row


def country(con, figure, what, year=LATEST):
    (value,) = one(
        con,
        f"select {what} from mart_volunteer_series where area_code = 'TH' "
        "and figure = $figure and on_day = (select as_on from mart_fiscal_year "
        "where fiscal_year_be = $year)",
        figure=figure,
        year=year,
    )
    return value


def total(con, what, year=LATEST):
    return one(
        con,
        f"select {what} from mart_volunteer_total where fiscal_year_be = $year",
        year=year,
    )


# --- the answer and the lines


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("year", [LATEST, FIRST])
def test_the_answer_says_what_the_database_holds(open_part, con, lang, year):
    text = shown(open_part(lang=lang, training_year=str(year)))
    for figure, what in (
        ("registered_per_100k", "total"),
        ("active_share", "total"),
        ("volunteers_trained_per_100k", "total"),
        ("tambon_share", "total"),
    ):
        assert f"{country(con, figure, what, year):,}" in text
    of_all = country(con, "registered_per_100k", "provinces", year)
    said = {"th": f"({of_all} จาก 77 จังหวัด", "en": f"({of_all} of 77 provinces"}
    assert said[lang] in text
    share = country(con, "tambon_share", "value", year)
    assert f"{share:.1%}" in text  # as fine as in the figure and the table


@pytest.mark.parametrize("lang", LANGS)
def test_each_panel_draws_the_country_quarter_by_quarter(open_part, con, lang):
    drawn = figures(open_part(lang=lang))
    for name, figure in zip(FIGURES, drawn, strict=False):
        rows = con.execute(
            "select on_day::varchar, round(value, 4) from mart_volunteer_series "
            "where area_code = 'TH' and figure = $name order by on_day",
            {"name": name},
        ).fetchall()
        assert len(rows) > 20
        line = figure["data"][0]
        assert list(zip(line["x"], line["y"], strict=True)) == [
            (day, value) for day, value in rows
        ]
        assert "dash" not in line["line"]


def words_of(figure):
    """All that stands around a figure's plot, line by line."""
    text = "<br>".join(note["text"] for note in figure["layout"]["annotations"])
    return [re.sub("<[^>]*>", "", line) for line in text.split("<br>")]


def test_each_panel_says_how_many_provinces_and_how_old(open_part, con):
    drawn = figures(open_part(lang="en"))
    for name, figure in zip(FIGURES, drawn, strict=False):
        said = " ".join(words_of(figure))
        assert f"{country(con, name, 'provinces')} of 77 provinces have data" in said
        assert f"({country(con, name, 'days_old')} days old)" in said
        assert "Synthetic data, not real" in said
    least = country(con, "volunteers_trained_per_100k", "provinces_at_least")
    assert least > 0
    assert f"at least so many (batches not reporting): {least}" in " ".join(
        words_of(drawn[2])
    )
    assert any("at least" in line for line in words_of(drawn[2])[:3])
    assert not any("at least" in line.lower() for line in words_of(drawn[0]))


@pytest.mark.parametrize("lang", LANGS)
def test_a_province_of_the_address_stands_beside_the_country(open_part, con, lang):
    test = open_part(lang=lang, training_province=PROVINCE)
    assert test.selectbox(key="training_province").value == PROVINCE
    (name,) = one(
        con,
        f"select name_{lang} from province where province_code = $code",
        code=PROVINCE,
    )
    for figure_name, figure in zip(FIGURES, figures(test), strict=False):
        lines = [each for each in figure["data"] if each["mode"] == "lines"]
        values = con.execute(
            "select round(value, 4) from mart_volunteer_series "
            "where area_code = $code and figure = $name order by on_day",
            {"code": PROVINCE, "name": figure_name},
        ).fetchall()
        assert len(lines) == 2
        assert lines[0]["line"]["dash"]
        assert [(value,) for value in lines[1]["y"]] == values
        assert any(line.startswith(f"— {name} ") for line in words_of(figure))


def test_a_chosen_province_stands_in_the_address(open_part):
    test = open_part()
    test.selectbox(key="training_province").select("TH-50").run()
    assert test.query_params["training_province"] == "TH-50"
    assert not test.exception


def test_a_province_that_is_none_is_ignored(open_part):
    test = open_part(training_province="TH-99")
    assert test.selectbox(key="training_province").value is None
    lines = [each for each in figures(test)[0]["data"] if each["mode"] == "lines"]
    assert len(lines) == 1


def test_points_stand_at_the_day_of_the_chosen_year(open_part):
    first = figures(open_part(training_year=str(LOST_YEAR)))[0]
    assert first["data"][1]["x"] == ["2025-09-30"]
    assert first["layout"]["shapes"][0]["x0"] == "2025-09-30"


def test_bangkok_has_no_tambons_which_is_no_data_and_not_zero(open_part, con):
    test = open_part(lang="en", training_province="TH-10")
    said = words_of(figures(test)[4])
    assert "— Bangkok no data" in said
    rows = table(test, "trained_rank").set_index("name")
    assert rows.loc["Bangkok", ["share_tambons_covered", "tambon_share"]].isna().all()


def test_the_table_behind_the_lines_is_in_their_order(open_part, con, taken):
    test = open_part(lang="en", training_province=PROVINCE)
    test.session_state["training_volunteers_lines_expander"] = True
    test.run()
    rows = taken["training_volunteers_lines"]
    of_figures = list(dict.fromkeys(row["Figure"] for row in rows))
    assert of_figures == [words_of(figure)[0] for figure in figures(test)[:5]]
    (days,) = one(con, "select count(distinct on_day) from mart_volunteer_series")
    assert len(rows) == 2 * len(FIGURES) * days
    last = [row for row in rows if row["Area"] == "Whole country"][days - 1]
    value = country(con, FIGURES[0], "round(value, 2)")
    assert (last["On"], float(last["Value (per 100,000, or %)"])) == (
        "22 Nov 2569",
        value,
    )


# --- the table


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_is_the_mart_ranked_by_coverage(open_part, con, lang):
    found = table(open_part(lang=lang), "trained_rank")
    rows = con.execute(
        f"""
        select province.name_{lang}, volunteers.volunteers_registered,
            volunteers.volunteers_active, volunteers.volunteers_trained,
            volunteers.share_tambons_covered, volunteers.share_tambons_total
        from mart_province_volunteers as volunteers
        inner join province on volunteers.province_code = province.province_code
        where fiscal_year_be = {LATEST} and is_year_day
        order by trained_rank nulls last, volunteers.province_code
        """
    ).fetchall()
    assert len(rows) == len(found) == 77
    columns = [
        "name",
        "volunteers_registered",
        "volunteers_active",
        "volunteers_trained",
        "share_tambons_covered",
        "share_tambons_total",
    ]
    given = found[columns].astype(object).where(found[columns].notna(), None)
    assert list(given.itertuples(index=False, name=None)) == rows
    ranked = found["volunteers_trained_per_100k"].dropna().tolist()
    assert ranked == sorted(ranked, reverse=True)


def test_the_file_holds_every_province_with_its_days(open_part, con, taken):
    open_part(lang="en")
    rows = taken["training_volunteers_table"]
    assert len(rows) == 77
    row = {each["Province"]: each for each in rows}["Chiang Rai"]
    registered, share = one(
        con,
        "select volunteers_registered, round(active_share, 3) "
        f"from mart_province_volunteers where fiscal_year_be = {LATEST} "
        "and is_year_day and province_code = 'TH-57'",
    )
    assert row["Registered (persons)"] == str(registered)
    assert float(row["Active share"]) == share
    assert row["Roster of"] == "30 Sep 2569"
    assert row["Data status"] == "Synthetic data, not real"


# --- refreshers


@pytest.mark.parametrize("lang", LANGS)
def test_the_country_s_refreshers_are_said_as_at_least(open_part, con, lang):
    text = shown(open_part(lang=lang))
    due, fresh, undated, is_least = total(
        con, "refresher_due, volunteers_fresh, volunteers_undated, due_at_least"
    )
    assert is_least
    said = {"th": f"อย่างน้อย {due:,} คน", "en": f"at least {due:,} volunteers"}
    assert said[lang] in text
    assert f"{fresh:,.0f}" in text
    assert f"{undated:,}" in text


@pytest.mark.parametrize(("top", "number"), [("10", 10), ("20", 20), ("all", 76)])
def test_bars_show_as_many_provinces_as_chosen_most_first(open_part, con, top, number):
    test = open_part(lang="en", training_volunteers_top=top)
    (bars,) = figures(test)[-1]["data"]
    due = con.execute(
        "select refresher_due, due_at_least from mart_refresher "
        f"where fiscal_year_be = {LATEST} and refresher_due > 0 "
        "order by due_rank, province_code"
    ).fetchall()
    assert len(due) == 76
    assert bars["x"] == [value for value, _ in due[:number]]
    assert bars["text"] == [
        f"≥ {value:,}" if is_least else f"{value:,}" for value, is_least in due[:number]
    ]


def test_where_no_refresher_is_due_there_is_no_chart(open_part, con):
    assert total(con, "refresher_due", FIRST) == (0,)
    test = open_part(lang="en", training_year=str(FIRST))
    assert len(figures(test)) == len(FIGURES)
    text = shown(test)
    assert "In no province is a refresher known to be due." in text
    assert "a refresher was due for 0 volunteers, trained 24 months ago" in text


# --- losses


@pytest.mark.parametrize("lang", LANGS)
def test_the_provinces_that_lost_volunteers_are_listed(open_part, con, taken, lang):
    test = open_part(lang=lang, training_year=str(LOST_YEAR))
    lost = con.execute(
        f"""
        select province.name_{lang}, change.change
        from mart_volunteer_change as change
        inner join province on change.province_code = province.province_code
        where fiscal_year_be = {LOST_YEAR} and change < 0 order by change
        """
    ).fetchall()
    assert len(lost) > 1
    found = table(test, "change_share")
    assert list(found[["name", "change"]].itertuples(index=False, name=None)) == lost
    volunteers, provinces = total(con, "-volunteers_lost, provinces_lost", LOST_YEAR)
    text = shown(test)
    said = {
        "th": f"ลดลงใน {provinces} จังหวัด รวม {volunteers:,} คน",
        "en": f"fell in {provinces} of the 77 provinces",
    }
    assert said[lang] in text
    window = {
        "th": "หลัง 30 ก.ย. 2567 จนถึง 30 ก.ย. 2568",
        "en": "After 30 Sep 2567 up to",
    }
    assert window[lang] in text
    assert len(taken["training_volunteers_losses"]) == len(lost)


def test_a_year_without_losses_says_so_and_lists_none(open_changed):
    test = open_changed(
        "update mart_volunteer_change set change = abs(change), loss_rank = null; "
        "update mart_volunteer_total set provinces_lost = 0, volunteers_lost = 0",
        lang="en",
    )
    assert "none of the 77 provinces that can be compared" in shown(test)
    assert not [each for each in test.dataframe if "change_share" in each.value]


def test_those_without_a_comparison_are_named_in_number(open_changed):
    test = open_changed(
        "update mart_volunteer_total set compared = 70, no_roster = 4, same_roster = 3",
        lang="en",
    )
    text = shown(test)
    assert "Provinces that cannot be compared: 7 (" in text
    assert "no roster: 4, no new roster within the year: 3" in text


# --- where there is little


def test_without_a_roster_there_is_no_data_and_not_zero(open_changed):
    test = open_changed(
        "update mart_volunteer_series set value = null, total = null, base = null, "
        "oldest_as_of = null, days_old = null, provinces = 0 "
        "where figure <> 'volunteers_trained_per_100k'",
        lang="en",
    )
    text = shown(test)
    assert "Registered per 100,000 people: no data" in text
    assert "Tambons with a volunteer (%): no data" in text
    charts = figures(test)
    assert len(charts) == 2  # those trained, and the bars


def test_where_no_batch_reports_the_refreshers_are_not_known(open_changed):
    test = open_changed(
        "update mart_volunteer_total set refresher_due = null, due_provinces = 0, "
        "volunteers_dated = null, volunteers_fresh = null, dated_provinces = 0, "
        "volunteers_undated = null, undated_provinces = 0; "
        "update mart_refresher set refresher_due = null, due_rank = null",
        lang="en",
    )
    text = shown(test)
    assert "it is not known for how many volunteers a refresher is due" in text
    assert "freshly trained" not in text


def test_a_version_without_figures_for_the_year_says_so(open_changed):
    test = open_changed("delete from mart_volunteer_total", lang="en")
    assert "There are no volunteer data for this fiscal year." in shown(test)
