"""The further views of the page of indicator maps, against the database."""

import json
import zlib

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.funnel import Target, funnel_class
from dashboard.text import texts, words
from methods.funnel_limits import is_overdispersed, overdispersion, poisson_limits
from tests.under_test import app

PAGE = "pages/indicator_map.py"
YEAR = "2569"
RATES = ("E_CASE_RATE", "tips", "victims")


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def opened(lang="en", **address):
        chosen = {f"indicator_map_{key}": value for key, value in address.items()}
        test = app(PAGE, lang=lang, **{"indicator_map_year": YEAR, **chosen})
        assert not test.exception
        assert not test.error
        return test

    return opened


def specs(test):
    """Of the maps of a class for each province."""
    return [
        json.loads(zlib.decompress(each.proto.bytes))
        for each in test.get("bidi_component")
        if each.proto.bytes
    ]


def small(test):
    """Of the small maps."""
    (found,) = (
        json.loads(each.proto.json)
        for each in test.get("bidi_component")
        if '"panels"' in each.proto.json
    )
    return found


def classes(spec):
    ids = [kind["id"] for kind in spec["classes"]]
    shown = spec["provinces"]
    return dict(zip(shown["codes"], [ids[at] for at in shown["class"]], strict=True))


def hover(spec, code):
    place = spec["provinces"]["codes"].index(code)
    return {ln["label"]: ln["levels"][ln["at"][place]] for ln in spec["lines"]}


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption]
    return "\n".join(element.value for element in elements).replace("\\", "")


def values(con, measure, year=YEAR):
    return con.execute(
        "select * from mart_map_value where measure = ? and fiscal_year_be = ? "
        "order by province_code",
        [measure, int(year)],
    ).df().set_index("province_code")  # fmt: skip


# --- all years


def test_small_maps_are_the_large_ones_of_each_year(open_page):
    found = small(open_page(measure="E_VENUES", view="years"))
    assert [panel["label"] for panel in found["panels"]] == [
        f"FY{year}" for year in range(2563, 2571)
    ]
    (large,) = specs(open_page(measure="E_VENUES", year="2566"))
    ids = [kind["id"] for kind in found["classes"]]
    panel = found["panels"][3]
    assert dict(
        zip(found["codes"], [ids[at] for at in panel["class"]], strict=True)
    ) == classes(large)
    assert [kind["label"] for kind in found["classes"]] == [
        kind["label"] for kind in large["classes"]
    ]


def test_terciles_of_one_year_class_the_maps_of_all_years(open_page):
    found = small(open_page(measure="trained", view="years", year="2566"))
    assert any(
        "All maps have the same classes: terciles of the values above 0 in FY2566" in s
        for s in found["note"]
    )
    (large,) = specs(open_page(measure="trained", year="2566"))
    names = [[kind["label"] for kind in each["classes"]] for each in (found, large)]
    assert names[0] == names[1]


# --- a fiscal year that has not ended


def test_what_adds_up_over_a_year_begins_with_the_last_whole_one(open_page):
    year = open_page(measure="outreach", year="").selectbox(key="indicator_map_year")
    assert year.value == 2569
    assert year.options[0] == "FY2570 so far"
    stock = open_page(measure="partners", year="").selectbox(key="indicator_map_year")
    assert stock.value == 2570
    assert stock.options[0] == "FY2570"


@pytest.mark.parametrize("view", ["one", "clusters"])
def test_a_running_year_is_called_so_far(open_page, view):
    note = "FY2570 has not ended: its figures still grow"
    test = open_page(measure="outreach", year="2570", view=view)
    (spec,) = specs(test)
    assert "FY2570 so far" in spec["title"]
    assert "FY2570 so far" in shown(test)
    assert any(note in line for line in spec["note"])
    assert note in test.get("plotly_chart")[0].proto.spec
    (whole,) = specs(open_page(measure="outreach", year="2569", view=view))
    assert "so far" not in "".join([whole["title"], *whole["note"]])


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("th", "จังหวัดเป็นค่าอย่างน้อย เพราะบางส่วนไม่รายงาน เมื่อ"),
        ("en", "The figure is only a minimum"),
    ],
)
def test_clusters_of_minima_are_said_to_be_so_and_marked_in_the_rows(
    open_page, demo_con, taken, lang, said
):
    least = int(values(demo_con, "partners")["at_least"].sum())
    test = open_page(lang=lang, measure="partners", view="clusters")
    assert least > 0
    assert said in shown(test)
    number = {"th": f"ตัวเลขของ {least} จังหวัด", "en": f"(provinces: {least})"}
    assert number[lang] in shown(test)
    test.session_state["indicator_map_clusters_twin_expander"] = True
    test.run()
    column = words("indicator_map_file_at_least", lang)
    rows = taken["indicator_map_clusters_twin"]
    assert sum(bool(row[column]) for row in rows) == least
    whole = shown(open_page(lang=lang, measure="V_POVERTY", view="clusters"))
    assert said not in whole


def test_a_part_of_a_year_is_not_compared_with_a_whole_one(open_page):
    test = open_page(measure="outreach", year="2570", view="change")
    assert "it adds up over a year that has not ended" in shown(test)
    assert specs(test) == []
    test = open_page(measure="outreach", view="change", since="2570")
    assert "FY2570" not in shown(test)
    assert len(specs(test)) == 1
    assert not any(
        "2570" in each for each in test.selectbox(key="indicator_map_since").options
    )
    stock = open_page(measure="partners", year="2570", view="change", since="2566")
    assert len(specs(stock)) == 1


def test_small_maps_say_which_year_is_not_over_and_the_answer_leaves_it_out(open_page):
    test = open_page(measure="outreach", view="years")
    found = small(test)
    assert [panel["label"] for panel in found["panels"]][-2:] == [
        *("FY2569", "FY2570 so far")
    ]
    assert any("FY2570 has not ended" in line for line in found["note"])
    assert "in FY2569." in shown(test)


@pytest.mark.parametrize("method", ["quantile", "equal"])
def test_a_part_of_a_year_moves_no_break(open_page, publish_changed, method):
    before = specs(open_page(measure="outreach", method=method))[0]["classes"]
    publish_changed(
        lambda database: database.execute(
            "update mart_map_value set value = value * 100 "
            "where measure = 'outreach' and is_partial"
        )
    )
    after = specs(open_page(measure="outreach", method=method))[0]["classes"]
    assert [each["label"] for each in before] == [each["label"] for each in after]


def test_a_selected_province_is_marked_in_all_years(open_page):
    assert small(open_page(view="years", province="TH-50"))["selected"] == "TH-50"


# --- change


@pytest.mark.parametrize(
    ("measure", "rise", "fall"),
    [
        ("V_POVERTY", "increased and worse", "decreased and better"),
        ("trained", "increased and better", "decreased and worse"),
        ("E_CASE_RATE", "increased", "decreased"),
    ],
)
def test_a_change_says_what_it_means(open_page, demo_con, measure, rise, fall):
    decimals = {"V_POVERTY": 3, "trained": 1, "E_CASE_RATE": 2}[measure]
    (spec,) = specs(open_page(measure=measure, view="change", since="2566"))
    after, before = (
        values(demo_con, measure, year)["value"].round(decimals)
        for year in (YEAR, "2566")
    )
    change = (after - before).round(decimals)
    for code, found in classes(spec).items():
        said = hover(spec, code)["Change"]
        if pd.isna(change[code]):
            assert found == "not_computed"
            continue
        if found == "not_comparable":
            assert "only a minimum" in said
            continue
        signs = {"rise": 1, "fall": -1, "same": 0}
        assert signs[found.partition("_")[0]] == np.sign(change[code]), code
        assert said.endswith({1: rise, -1: fall, 0: "unchanged"}[np.sign(change[code])])


def test_classes_of_change_hold_what_their_labels_say(open_page, demo_con):
    (spec,) = specs(open_page(measure="trained", view="change", since="2566"))
    labels = {kind["id"]: kind["label"] for kind in spec["classes"]}
    after, before = (
        values(demo_con, "trained", year)["value"].round(1) for year in (YEAR, "2566")
    )
    change = (after - before).round(1)
    for code, found in classes(spec).items():
        words = labels[found].removeprefix("rose by ").removeprefix("fell by ")
        size = abs(change[code])
        if words.startswith("≥"):
            assert size >= float(words[2:])
        elif words.startswith("<"):
            assert 0 < size < float(words[2:])
        elif "–" in words and found != "not_comparable":
            low, high = words.split(" – < ")
            assert float(low) <= size < float(high)


def test_a_change_of_shares_is_in_points(open_page, demo_con):
    test = open_page(measure="V_POVERTY", view="change", since="2566")
    (spec,) = specs(test)
    after, before = (
        values(demo_con, "V_POVERTY", year)["value"].round(3) for year in (YEAR, "2566")
    )
    code = (after - before).abs().idxmax()
    change = 100 * (after - before)[code]
    sign = "+" if change > 0 else "−"
    said = f"{sign}{abs(change):.1f} points"
    assert hover(spec, code)["Change"].startswith(f"{said}, ")
    assert f"({said})" in shown(test)
    for kind in spec["classes"]:
        if kind["id"].startswith(("rise", "fall")):
            assert kind["label"].endswith(
                "point" if " 1 " in kind["label"] else "points"
            )


def test_counts_worked_out_of_a_rate_say_so(open_page):
    test = open_page(measure="E_CASE_RATE", view="smoothed")
    raw, _ = specs(test)
    made_of = hover(raw, "TH-63")["Made of"]
    assert made_of.startswith("about ")
    assert made_of.endswith("person-years, derived from the rate")
    assert "numerator" in test.dataframe[0].value
    columns = json.loads(test.dataframe[0].proto.columns)
    assert columns["numerator"]["label"] == "Number (derived from the rate)"
    tips = specs(open_page(measure="tips", view="smoothed"))[0]
    assert "derived" not in hover(tips, "TH-63")["Made of"]


def test_the_count_that_was_smoothed_stands_at_the_row(open_page, demo_con):
    """Chiang Rai's rate of 113 is smoothed as one of 115, away from the country's."""
    row = values(demo_con, "E_CASE_RATE", "2570").loc["TH-57"]
    assert row["smoothed_value"] > row["value"] > 3
    test = open_page(measure="E_CASE_RATE", view="smoothed", year="2570")
    said = "115 (made as coarse as may be disclosed)"
    assert row["numerator"] == 113
    assert [hover(each, "TH-57")["Smoothed from"] for each in specs(test)] == [said] * 2
    table = test.dataframe[0].value.set_index("name")
    assert table.loc["Chiang Rai", "line_used"] == said
    tips = open_page(measure="tips", view="smoothed")
    assert not hover(specs(tips)[0], "TH-57")["Smoothed from"]
    assert "line_used" not in tips.dataframe[0].value


def test_shares_are_in_per_cent_and_figures_even_in_the_tables(open_page):
    def formats(columns_of):
        test = open_page(**columns_of)
        view = {"one": "", "change": "change_", "years": "years_"}[
            columns_of.get("view", "one")
        ]
        test.session_state[f"indicator_map_{view}twin_expander"] = True
        columns = json.loads(test.run().dataframe[-1].proto.columns)
        return {
            name: column["type_config"]["format"]
            for name, column in columns.items()
            if column.get("type_config", {}).get("format")
        }

    assert formats({"measure": "tambons"}) == {"value": "percent"}
    every = formats({"measure": "tambons", "view": "years"})
    assert set(every.values()) == {"percent"}
    assert len(every) > 5
    assert set(formats({"measure": "partners", "view": "years"}).values()) == {"%.1f"}
    change = formats({"measure": "V_POVERTY", "view": "change", "since": "2566"})
    assert change == {"change": "%.1f", "before": "percent", "after": "percent"}
    change = formats({"measure": "partners", "view": "change", "since": "2563"})
    assert change == dict.fromkeys(("before", "after", "change"), "%.1f")


def test_a_change_of_shares_is_in_points_in_the_file_too(open_page, demo_con, taken):
    test = open_page(measure="V_POVERTY", view="change", since="2566")
    test.session_state["indicator_map_change_twin_expander"] = True
    test.run()
    after, before = (
        values(demo_con, "V_POVERTY", year)["value"].round(3) for year in (YEAR, "2566")
    )
    found = {
        row["Province code"]: row["Change (percentage points)"]
        for row in taken["indicator_map_change_twin"]
    }
    for code, change in (100 * (after - before)).dropna().items():
        assert float(found[code]) == pytest.approx(change, abs=1e-6)


def test_the_table_of_all_years_says_which_figures_are_minima(
    open_page, demo_con, taken
):
    test = open_page(measure="trained", view="years")
    test.session_state["indicator_map_years_twin_expander"] = True
    test.run()
    by_code = {row["Province code"]: row for row in taken["indicator_map_years_twin"]}
    flagged = demo_con.execute(
        "select province_code, string_agg('FY' || fiscal_year_be, ', ' "
        "order by fiscal_year_be) from mart_map_value where measure = 'trained' "
        "and at_least and value is not null group by province_code"
    ).fetchall()
    assert flagged
    said = {code: row["At least"] for code, row in by_code.items() if row["At least"]}
    assert said == dict(flagged)


def test_years_without_figures_say_so(open_page, publish_changed):
    publish_changed(
        lambda con: con.execute(
            "delete from mart_map_count where fiscal_year_be = 2563"
        )
    )
    test = open_page(measure="outcomes", view="change", since="2563")
    assert "no province has a figure in both FY2563 and FY2569" in shown(test)


# --- two maps


def test_two_maps_have_one_selection_and_the_answer_both_figures(open_page, demo_con):
    test = open_page(measure="E_VENUES", view="beside", province="TH-50")
    first, second = specs(test)
    assert first["selected"] == second["selected"] == "TH-50"
    for spec, measure in ((first, "E_VENUES"), (second, "trained")):
        value = f"{values(demo_con, measure)['value']['TH-50']:.1f}"
        assert value in shown(test)
        assert value in hover(spec, "TH-50").values()


def test_how_alike_two_figures_are_is_the_rank_correlation(open_page, demo_con):
    test = open_page(measure="E_MIGRANT_WORKERS", other="V_STATELESS", view="beside")
    one, other = (
        values(demo_con, each)["value"] for each in ("E_MIGRANT_WORKERS", "V_STATELESS")
    )
    known = one.notna() & other.notna()
    alike = one[known].rank().corr(other[known].rank())
    assert f"rank correlation {alike:.2f}, {known.sum()} provinces" in shown(test)


# --- rates from small counts


def test_a_rate_of_few_counts_is_marked_and_others_are_not(open_page, demo_con):
    raw, smoothed = specs(open_page(measure="E_CASE_RATE", view="smoothed"))
    frame = values(demo_con, "E_CASE_RATE")
    is_few = frame["numerator"].lt(20).fillna(False)
    for code, found in classes(raw).items():
        assert found.endswith("_few") == is_few[code], code
    assert is_few.sum() > 10
    tak = hover(smoothed, "TH-63")
    assert f"{frame.loc['TH-63', 'smoothed_value']:.2f}" in tak.values()
    assert "20 or more counted" in tak.values()


@pytest.mark.parametrize("measure", RATES)
@pytest.mark.parametrize("view", ["smoothed", "funnel"])
def test_rates_of_victims_and_tips_stay_on_the_screen(open_page, measure, view):
    test = open_page(measure=measure, view=view)
    assert "Internal use" in shown(test)
    assert texts()["indicator_map_internal"].en in shown(test)
    assert test.get("download_button") == []
    assert [b for b in test.button if b.key and b.key.endswith("_add")] == []
    for spec in specs(test):
        assert spec["words"]["mark"] == "Internal use"
        assert spec["words"]["picture"] == ""
    for chart in test.get("plotly_chart"):
        assert "Internal use" in chart.proto.spec
        assert json.loads(chart.proto.config)["displayModeBar"] is False


@pytest.mark.parametrize("view", ["smoothed", "funnel", "clusters"])
def test_a_view_that_makes_no_sense_of_a_measure_is_not_offered(open_page, view):
    test = open_page(measure="population", view=view)
    assert "indicator_map_view" not in test.query_params


def test_exact_tips_are_those_that_analysts_see(open_page, demo_con):
    (spec,) = specs(open_page(measure="tips"))
    counted = demo_con.execute(
        "select province_code, count(*) from tip_report "
        "where received_on between '2025-10-01' and '2026-09-30' "
        "and province_code is not null group by 1"
    ).fetchall()
    people = dict(
        demo_con.execute(
            "select province_code, population from mart_population "
            "where fiscal_year_be = 2569"
        ).fetchall()
    )
    assert len(counted) > 70
    for code, count in counted:
        assert hover(spec, code)["Made of"] == f"{count:,} of {people[code]:,}"


# --- funnel


def test_who_lies_outside_is_decided_by_the_exact_limits(open_page, demo_con):
    test = open_page(measure="E_CASE_RATE", view="funnel", plain="1")
    (spec,) = specs(test)
    frame = values(demo_con, "E_CASE_RATE").dropna(subset=["value"])
    rate = frame["numerator"].sum() / frame["denominator"].sum()
    expected = frame["denominator"] * rate
    low, high = poisson_limits(expected, 0.998)
    found = classes(spec)
    counts = frame["value"] * frame["denominator"] / 100_000
    for place, code in enumerate(frame.index):
        is_above = counts[code] > high[place]
        is_below = counts[code] < low[place]
        assert (found[code] == "above_alarm") == is_above, code
        assert (found[code] == "below_alarm") == is_below, code
    assert f"{sum(each == 'above_alarm' for each in found.values())} (" in shown(test)


def test_limits_are_widened_by_the_spread_unless_chosen_otherwise(open_page, demo_con):
    frame = values(demo_con, "E_CASE_RATE").dropna(subset=["value"])
    rate = frame["numerator"].sum() / frame["denominator"].sum()
    expected = frame["denominator"] * rate
    phi = overdispersion(frame["numerator"], expected)
    assert is_overdispersed(phi, len(frame))
    test = open_page(measure="E_CASE_RATE", view="funnel")
    (spec,) = specs(test)
    found = classes(spec)
    counts = frame["value"] * frame["denominator"] / 100_000
    _, high = poisson_limits(expected, 0.998)
    widened = expected + (high - expected) * phi**0.5
    for code in frame.index:
        is_above = counts[code] > widened[code]
        assert (found[code] == "above_alarm") == is_above, code
    said = f"Counts spread {phi:.1f} times as much as chance alone explains"
    assert f"{said}, and the limits are widened for that" in shown(test)
    limits = "exact Poisson, interpolated"
    assert any(limits in s and f"by √φ, φ = {phi:.1f}" in s for s in spec["note"])


def test_limits_are_not_widened_where_counts_spread_by_chance(
    open_page, publish_changed
):
    def change(database):
        database.execute(
            "update mart_map_value set numerator = 60 + fiscal_year_be % 7 "
            "+ 8 * (hash(province_code) % 3) - 8, denominator = 6e6 "
            "where measure = 'E_CASE_RATE' and value is not null"
        )
        database.execute(
            "update mart_map_value set value = 1e5 * numerator / denominator "
            "where measure = 'E_CASE_RATE' and value is not null"
        )

    publish_changed(change)
    test = open_page(measure="E_CASE_RATE", view="funnel")
    assert "so the limits are not widened" in shown(test)
    assert test.toggle(key="indicator_map_plain").disabled
    assert set(classes(specs(test)[0]).values()) == {"within", "none"}


def test_widened_limits_call_fewer_provinces_unusual(open_page):
    plain, widened = (
        classes(specs(open_page(measure="E_CASE_RATE", view="funnel", **more))[0])
        for more in ({"plain": "1"}, {})
    )
    outside = [
        sum(each not in ("within", "none") for each in found.values())
        for found in (plain, widened)
    ]
    assert outside[0] > outside[1]


def test_a_province_without_people_or_rate_is_in_no_class():
    frame = pd.DataFrame(
        {"value": [4.0, np.nan, 1.0], "denominator": [1e5, 1e5, np.nan]}
    )
    found = funnel_class(frame, Target(1.0, 100_000))
    assert found.tolist() == ["above_warning", "none", "none"]
    assert funnel_class(frame, Target(0.0, 100_000)).tolist() == ["none"] * 3
