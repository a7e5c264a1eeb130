"""The risk page: what a reader sees is what the version holds, in both languages."""

import json
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.risk_levels import LEVEL_FILLS
from dashboard.text import words
from dashboard.ui.briefing.collect import offered
from dashboard.ui.risk.weights import weights_in_force
from tests.under_test import app

PAGE = "pages/risk_index.py"
LANGS = ("th", "en")


@pytest.fixture(autouse=True)
def shipped(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))


def opened(**address):
    test = app(PAGE, **{"lang": "en", "risk_year": "2569", **address})
    assert not test.exception
    assert not test.error
    return test


def shown(test):
    elements = [*test.markdown, *test.caption, *test.info, *test.warning]
    return "\n".join(each.value for each in elements).replace("\\", "")


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_answers_with_the_ministrys_grade_first(con, lang):
    graded, high, computed = con.execute(
        """
        select count(ministry_level), count(*) filter (where ministry_level >= 4),
            count(*) filter (where computed_level >= 4)
        from mart_province_coverage where fiscal_year_be = 2569
        """
    ).fetchone()
    said = shown(opened(lang=lang))
    first = {
        "th": f"จัดระดับ {graded} จังหวัด เป็นความเสี่ยงสูง (ระดับ 4–5) {high} จังหวัด",
        "en": f"grades {graded} provinces and puts {high} provinces at high risk",
    }
    assert first[lang] in said
    assert str(computed) in said.split(first[lang])[1][:120]


def test_a_year_without_a_grade_says_so(con):
    years = con.execute(
        """
        select fiscal_year_be from mart_province_coverage
        group by fiscal_year_be having count(ministry_level) = 0
        """
    ).fetchall()
    assert years
    assert "no grade of the ministry yet" in shown(opened(risk_year=str(years[0][0])))


def figures(test):
    return [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]


def column(con, query):
    return [value for (value,) in con.execute(query).fetchall()]


@pytest.mark.parametrize("lang", LANGS)
def test_the_dot_plot_groups_provinces_and_folds_those_outside(con, lang):
    groups = ("certain", "probable", "open")
    names = [
        column(
            con,
            f"""
            select province.name_{lang} from mart_risk_rank as ranked
            inner join province using (province_code)
            where fiscal_year_be = 2569 and rank_group = '{group}' order by risk_rank
            """,
        )
        for group in groups
    ]
    ranks = figures(opened(lang=lang))[0]
    assert ranks["layout"]["yaxis"]["ticktext"] == sum(names, [])
    said = [each["text"] for each in ranks["layout"]["annotations"]]
    for listed in names:
        assert any(f"({len(listed)}" in each.replace("<br>", " ") for each in said)


def test_those_outside_are_shown_when_they_are_wanted_and_the_address_says_so(con):
    test = opened()
    test.toggle(key="risk_rest").set_value(True).run()
    assert test.query_params["risk_rest"]
    (ranked,) = column(
        con,
        "select count(risk_rank) from mart_risk_rank where fiscal_year_be = 2569",
    )
    assert len(figures(test)[0]["layout"]["yaxis"]["ticktext"]) == ranked


def test_each_dot_is_the_median_upon_its_interval_with_both_levels(con):
    interval, published, *others = figures(opened())[0]["data"]
    rows = con.execute(
        """
        select ranked.rank_p05, ranked.rank_p95, ranked.risk_rank, ranked.rank_median,
            coverage.computed_level, coverage.ministry_level
        from mart_risk_rank as ranked
        inner join mart_province_coverage as coverage
            using (fiscal_year_be, province_code)
        where fiscal_year_be = 2569 and rank_group <> 'outside'
        order by array_position(['certain', 'probable', 'open'], rank_group), risk_rank
        """
    ).fetchall()
    lows, highs = interval["x"][0::3], interval["x"][1::3]
    places = published["y"]
    found = zip(lows, highs, published["x"], strict=True)
    assert list(found) == [row[:3] for row in rows]
    dots = [each for each in others if each["mode"] == "markers"]
    medians = {
        y: (x, LEVEL_FILLS.index(dot["marker"]["color"]) + 1)
        for dot in dots
        for x, y in zip(dot["x"], dot["y"], strict=True)
    }
    assert [medians[y] for y in places] == [row[3:5] for row in rows]
    said = [
        (x, y, int(text.rstrip("?")))
        for each in others
        if each["mode"] == "markers+text"
        for x, y, text in zip(each["x"], each["y"], each["text"], strict=True)
    ]
    first, second = sorted({x for x, _, _ in said})
    ministry = {y: level for x, y, level in said if x == first}
    computed = {y: level for x, y, level in said if x == second}
    assert [ministry.get(y) for y in places] == [row[5] for row in rows]
    assert [computed[y] for y in places] == [row[4] for row in rows]


def test_a_province_without_an_index_is_named_with_its_completeness(con):
    code, share = con.execute(
        """
        select province_code, completeness from mart_province_coverage
        where fiscal_year_be = 2570 and risk_score is null limit 1
        """
    ).fetchone()
    (name,) = column(con, f"select name_en from province where province_code='{code}'")
    test = opened(risk_year="2570", risk_province=code)
    assert f"{name} ({share:.0%})" in shown(test)
    assert "no index is computed" in shown(test)


def first_number(said):
    """The number that a text begins with; a percentage as a share."""
    number = re.match(r"[\d,.]+", said)[0].replace(",", "")
    return float(number) / (100 if "%" in said else 1)


COLUMNS = {
    f"risk_parts_column_{name}": name
    for name in (
        *("indicator", "dimension", "value_text", "national_median_text", "score"),
        *("national_median_score", "treatment", "weight_percent", "contribution"),
        *("source", "period", "as_of"),
    )
}
NUMBERS = ["score", "national_median_score", "weight_percent", "contribution"]


def parts_table(test, lang="en"):
    """The table of a province's parts by the columns' names, its numbers as such."""
    names = {words(key, lang): name for key, name in COLUMNS.items()}
    own = words("risk_parts_column_contribution", lang)
    (found,) = [each.value for each in test.table if own in each.value]
    table = found.rename(columns=names).astype(object)
    table = table.map(lambda said: said.replace("\\", ""))
    numbers = table[NUMBERS].map(lambda said: None if said == "–" else float(said))
    return table.drop(columns=NUMBERS).join(numbers.astype("float64"))


@pytest.mark.parametrize("lang", LANGS)
def test_a_province_is_taken_apart_against_the_national_median(con, lang):
    parts = con.execute(
        f"""
        select name_{lang}, score, national_median_score, value
        from mart_risk_indicator
        where fiscal_year_be = 2569 and province_code = 'TH-57'
        """
    ).fetchall()
    test = opened(lang=lang, risk_province="TH-57")
    drawn = figures(test)[1]
    names = [each["text"] for each in drawn["layout"]["annotations"]]
    scores = drawn["data"][2]["x"]
    table = parts_table(test, lang)
    for name, score, median, value in parts:
        assert any(name == each.replace("<br>", " ") for each in names)
        assert round(score, 2) in scores
        assert round(median, 2) in [round(x, 2) for x in drawn["data"][1]["x"]]
        row = table[table["indicator"] == name].iloc[0]
        assert row["score"] == pytest.approx(score, abs=0.005)
        yes_or_no = {"th": ("ไม่ใช่", "ใช่"), "en": ("no", "yes")}[lang]
        if row["value_text"] in yes_or_no:
            assert value == yes_or_no.index(row["value_text"])
        else:
            assert first_number(row["value_text"]) == pytest.approx(value, abs=0.051)
        assert row["value_text"] in [n.strip("<b>/") for n in names]
        assert row["source"]
        assert row["as_of"]
    assert len(scores) == len(parts) + 2  # and both dimensions


def test_what_was_treated_says_so_and_to_which_value(con):
    code, treated = con.execute(
        """
        select province_code, treated_value from mart_risk_indicator
        where fiscal_year_be = 2569 and treatment = 'winsorised' limit 1
        """
    ).fetchone()
    test = opened(risk_province=code)
    table = parts_table(test)
    assert any(
        first_number(said.removeprefix("winsorised to ")) == treated
        for said in table["treatment"]
        if said.startswith("winsorised to ")
    )
    assert any(said.startswith("smoothed to ") for said in table["treatment"])


def test_parts_add_up_to_their_dimension_and_what_is_missing_has_no_weight(con, taken):
    code = con.execute(
        """
        select province_code from mart_risk_score
        where fiscal_year_be = 2569 and completeness < 0.9 and risk_score is not null
            and province_code in (
                select province_code from mart_risk_indicator
                where fiscal_year_be = 2569 and indicator_code = 'E_CASE_RATE')
        order by completeness limit 1
        """
    ).fetchone()[0]
    test = opened(risk_province=code)
    table = parts_table(test)
    is_missing = table["value_text"].isin(["no data", "not reported"])
    assert is_missing.any()
    assert (
        table.loc[is_missing, ["weight_percent", "contribution"]].isna().all(axis=None)
    )
    (scores,) = con.execute(
        "select exposure_score, vulnerability_score from mart_risk_score "
        "where fiscal_year_be = 2569 and province_code = ?",
        [code],
    ).fetchall()
    for (_, part), score in zip(table.groupby("dimension"), scores, strict=True):
        assert part["weight_percent"].sum() == pytest.approx(100, abs=0.3)
        assert part["contribution"].sum() == pytest.approx(score, abs=0.03)
    rows = {row["Indicator"]: row for row in taken["risk_parts_file"]}
    assert "Identified victims (three years pooled)" not in rows
    for row in table[~is_missing].to_dict("records"):
        if row["indicator"] in rows:
            left = rows[row["indicator"]]["Part of the dimension's score"]
            assert float(left) == pytest.approx(row["contribution"], abs=0.006)


@pytest.mark.parametrize(("address", "rows"), [({}, 1), ({"as_of": "2020-W01.1"}, 0)])
def test_an_address_of_a_snapshot_opens_no_rate_of_victims(con, address, rows):
    """Neither in the table nor in the figure; the other parts stay what they were."""
    code = con.execute(
        "select province_code from mart_risk_indicator where fiscal_year_be = 2569 "
        "and indicator_code = 'E_CASE_RATE' and value > 0 limit 1"
    ).fetchone()[0]
    test = opened(risk_province=code, **address)
    table = parts_table(test)
    name = "Identified victims (three years pooled)"
    assert table["indicator"].eq(name).sum() == rows
    assert (name in json.dumps(figures(test))) == bool(rows)
    assert ("counts victims is not shown" in shown(test)) == (not rows)
    whole = table.groupby("dimension")["weight_percent"].sum()
    assert whole["Vulnerability (V)"] == pytest.approx(100, abs=0.3)
    assert (whole["Exposure (E)"] < 99) == (not rows)


def test_a_dimension_without_a_score_has_no_parts_of_it():
    every = pd.DataFrame(
        {
            "is_dimension": [True, False, False, True, False],
            "dimension": ["exposure"] * 3 + ["vulnerability"] * 2,
            "score": [None, 4.0, None, 3.0, 3.0],
            "weight": [None, 1.0, 3.0, None, 2.0],
        }
    )
    found = weights_in_force(every)
    assert found["weight_percent"].isna().tolist() == [True, True, False]
    assert found["contribution"].tolist()[2] == 3.0


def test_the_rate_of_victims_is_seen_and_leaves_in_no_file(taken):
    test = opened(risk_province="TH-57")
    table = parts_table(test)
    victims = "Identified victims (three years pooled)"
    assert victims in list(table["indicator"])
    rows = taken["risk_parts_file"]
    assert len(rows) == len(table) - 1
    assert not any(victims in row.values() for row in rows)


def test_no_file_of_the_page_holds_a_score_that_would_tell_the_rate(demo_built):
    found = offered("risk_index", None, "en", "be", {"risk_province": "TH-57"})
    assert {"risk_ranks", "risk_ranks_twin_rows", "risk_published_map"} <= set(found)
    assert "risk_parts_figure" not in found
    assert "risk_scenario_map" not in found
    barred = {"risk_score", "exposure_score", "scenario_score"}
    for exhibit in found.values():
        assert exhibit.gated is not None
        assert barred.isdisjoint(exhibit.gated.frame.columns)


@pytest.mark.parametrize("year", ["2569", "2565", "2564"])
def test_robustness_is_said_in_words_and_figures(con, year):
    row = con.execute(
        "select * from mart_risk_robustness where fiscal_year_be = ?", [year]
    ).df()
    row = row.iloc[0]
    test = opened(risk_year=year)
    said = shown(test)
    assert f"draws: {row['certain']:.0f} provinces:" in said
    (table,) = [f.value for f in test.table if "Greatest shift of a rank" in f.value]
    assert list(table["Greatest shift of a rank"]) == [
        f"{row[f'{each}_most']:.0f}"
        for each in ("arithmetic", "without_case_rate", "rank_normalised", "untreated")
    ]
    if pd.isna(row["kappa"]):
        assert "no grade of the ministry to compare with" in said
    else:
        assert f"Kappa with quadratic weights is {row['kappa']:.2f}" in said
        far = int(row["two_levels_apart"])
        assert (f"together: {far} province" if far else "No province is two") in said


UNCERTAIN = """
    select province.name_en, cast(coverage.computed_level as int) as level,
        list_value(level_1_share, level_2_share, level_3_share, level_4_share,
            level_5_share)[cast(coverage.computed_level as int)] as share
    from mart_risk_rank as ranked
    inner join mart_province_coverage as coverage using (fiscal_year_be, province_code)
    inner join province on ranked.province_code = province.province_code
    where fiscal_year_be = 2570 and ranked.risk_rank is not null and share < 0.5
    order by share
"""


def test_a_level_that_most_draws_do_not_give_is_named_with_its_share(con, taken):
    unsure = sorted(con.execute(UNCERTAIN).fetchall())
    assert unsure
    test = opened(risk_year="2570", risk_rest="1")
    said = shown(test)
    assert f"Computed level uncertain: {len(unsure)} provinces" in said
    (table,) = [f.value for f in test.table if "Level 5" in f.value]
    for (name, level, share), row in zip(
        unsure, table.sort_values("Province").to_dict("records"), strict=True
    ):
        assert row["Province"] == name
        assert row["Published → most often"].startswith(f"{level} → ")
        assert row[f"Level {level}"] == f"{share:.0%}"
        every = [float(row[f"Level {each}"].strip("%")) for each in range(1, 6)]
        assert sum(every) == pytest.approx(100, abs=3)
    for row in taken["risk_levels_file"]:
        shares = [float(value) for key, value in row.items() if "came up (share" in key]
        assert len(shares) == 5
        assert sum(shares) == pytest.approx(1, abs=0.003)
    texts = [
        text
        for each in figures(test)[0]["data"]
        if each["mode"] == "markers+text"
        for text in each["text"]
    ]
    assert sum(text.endswith("?") for text in texts) == len(unsure)


@pytest.mark.parametrize("year", [2569, 2570])
def test_who_moves_without_the_rate_of_victims_is_named(con, year):
    moved = con.execute(
        """
        select name_en, published.risk_rank <= 20 as was,
            other.risk_rank <= 20 as is_now,
            published.computed_level as before,
            other.computed_level as after
        from mart_risk_scenario as published
        join mart_risk_scenario as other using (fiscal_year_be, province_code)
        join province using (province_code)
        where fiscal_year_be = ? and published.scenario = 'published'
            and other.scenario = 'without_case_rate' and other.risk_rank is not null
        order by published.risk_rank
        """,
        [year],
    ).df()
    (shift,) = con.execute(
        "select top_20_left, levels_changed from mart_risk_shift "
        "where fiscal_year_be = ? and scenario = 'without_case_rate'",
        [year],
    ).fetchall()
    left = moved.loc[moved["was"] & ~moved["is_now"], "name_en"].tolist()
    changed = moved[moved["before"] != moved["after"]]
    steps = [f"{r.name_en} {r.before}→{r.after}" for r in changed.itertuples()]
    assert (len(left), len(steps)) == shift
    said = shown(opened(risk_year=str(year)))
    for key, names in (("leave the first 20", left), ("another level", steps)):
        assert f"{key}: {numbered(names)}" in said


def numbered(names):
    return f"{len(names)} ({', '.join(names)})" if names else "none"


def test_a_province_taken_apart_says_how_often_its_level_comes_up(con):
    code, level, share = con.execute(
        UNCERTAIN.replace("province.name_en", "province.province_code")
    ).fetchone()
    (draws,) = column(
        con, "select any_value(level_draws) from mart_risk_rank where draws is not null"
    )
    said = shown(opened(risk_year="2570", risk_province=code))
    assert f"computed level **{level}** (in {share:.0%} of {draws} draws" in said


def test_shares_of_levels_name_the_draws_that_they_are_of(con):
    draws, by_goalposts = con.execute(
        """
        select draws, level_draws from mart_risk_rank
        where fiscal_year_be = 2569 and draws is not null limit 1
        """
    ).fetchone()
    assert by_goalposts < draws
    test = opened()
    medians = [d for d in figures(test)[0]["data"] if d.get("hovertext")]
    for hover in medians[0]["hovertext"]:
        assert f"of {by_goalposts} draws by goalposts" in hover
        assert f"of {draws:,} draws" in hover
    assert f"over the {by_goalposts} draws by goalposts only" in shown(test)


def test_a_rank_outside_its_own_interval_is_marked_and_explained(con):
    outside = con.execute(
        """
        select province.name_en, risk_rank, rank_p05, rank_p95, completeness
        from mart_risk_rank as ranked
        inner join mart_province_coverage using (fiscal_year_be, province_code)
        inner join province on ranked.province_code = province.province_code
        where fiscal_year_be = 2569
            and risk_rank not between rank_p05 and rank_p95
        """
    ).fetchall()
    assert {share < 1 for *_, share in outside} == {True, False}
    said = shown(opened())
    for name, rank, low, high, share in outside:
        assert f"{name} (rank {rank}, interval {low}–{high})" in said
        why = "Where data are " + ("complete" if share >= 1 else "incomplete")
        assert name in said.split(f"{why} (")[1].split(")")[0]
    rows = offered("risk_index", None, "en", "be", {"risk_year": "2569"})
    frame = rows["risk_ranks_twin_rows"].gated.frame
    marked = frame.loc[frame["rank_outside"] == "yes", "name"]
    assert set(marked) == {name for name, *_ in outside}


@pytest.mark.parametrize("year", [2567, 2569])
def test_three_steps_of_grades_are_said_beside_kappa(con, year):
    grades = column(
        con,
        f"select distinct risk_level from province_grade where fiscal_year_be = {year}",
    )
    is_told = "graded in three steps only" in shown(opened(risk_year=str(year)))
    assert is_told == (set(grades) <= {1, 3, 5})


def test_a_number_of_provinces_fits_none_and_one():
    test = AppTest.from_function(counted)
    test.run()
    assert [each.value for each in test.text] == [
        *("no province", "1 province", "2 provinces"),
        *("none", "1"),
    ]


def counted():
    import streamlit as st

    from dashboard.ui.risk import rows

    st.session_state["lang"] = "en"
    for number in (0, 1, 2):
        st.text(rows.provinces_text(number))
    for number in (0, 1):
        st.text(rows.number_or_none(number))


@pytest.mark.parametrize(
    ("lang", "said"), [("th", "ไม่ได้รายงาน"), ("en", "not reported")]
)
def test_a_value_that_others_have_is_not_reported_as_on_the_indicator_map(
    con, lang, said
):
    code, year, name = con.execute(
        f"""
        select known.province_code, known.fiscal_year_be, risk_indicator.name_{lang}
        from mart_map_value as known
        inner join risk_indicator on known.measure = risk_indicator.indicator_code
        inner join mart_risk_score as score
            on known.province_code = score.province_code
            and known.fiscal_year_be = score.fiscal_year_be
        where known.state = 'not_reported' and score.risk_score is not null
        order by known.fiscal_year_be desc, known.province_code limit 1
        """
    ).fetchone()
    test = opened(lang=lang, risk_year=str(year), risk_province=code)
    table = parts_table(test, lang).set_index("indicator")
    assert table.loc[name, "value_text"] == said
    assert table.loc[name, "treatment"] == said
    texts = [each["text"] for each in figures(test)[1]["layout"]["annotations"]]
    assert f"<b>{said}</b>" in texts


def test_a_province_without_a_ministrys_grade_has_a_dash_and_the_note_says_so(con):
    names = column(
        con,
        """
        select name_en from province
        where province_code in (
            select province_code from mart_risk_rank
            where fiscal_year_be = 2570 and risk_rank is not null)
        and province_code not in (
            select province_code from province_grade where fiscal_year_be = 2570)
        order by province_code
        """,
    )
    assert names
    drawn = figures(opened(risk_year="2570", risk_rest="1"))[0]
    ticks = drawn["layout"]["yaxis"]
    at = dict(zip(ticks["tickvals"], ticks["ticktext"], strict=True))
    (dashes,) = [t for t in drawn["data"] if set(t.get("text") or ["x"]) == {"–"}]
    assert sorted(at[y] for y in dashes["y"]) == sorted(names)
    said = json.dumps(drawn["layout"]["annotations"], ensure_ascii=False)
    assert f"– no ministry's grade in this year: {len(names)} provinces" in said
    assert "within a group by published rank" in said
    assert "draws by goalposts" in said


def test_a_value_has_its_period_and_apart_from_it_the_day_on_which_it_came(con):
    test = opened(risk_province="TH-57")
    table = parts_table(test)
    periods = table.set_index("indicator")["period"]
    (poverty, fixed) = column(
        con,
        """
        select name_en from risk_indicator
        where indicator_code in ('V_POVERTY', 'E_COAST') order by indicator_code desc
        """,
    )
    assert periods[poverty] == "FY2569"
    pooled = "Identified victims (three years pooled)"
    assert periods[pooled] == "mean of FY2567 to FY2569"
    assert periods[fixed] == "does not change by year"
    assert "Received on" in next(f for f in test.table if "Treatment" in f.value).value


def test_a_file_of_parts_has_shares_in_per_cent(con, taken):
    opened(risk_province="TH-57")
    (value,) = column(
        con,
        """
        select value from mart_risk_indicator where fiscal_year_be = 2569
            and province_code = 'TH-57' and indicator_code = 'V_POVERTY'
        """,
    )
    shares = [r for r in taken["risk_parts_file"] if r["Unit"] == "per cent"]
    assert str(round(value * 100, 3)) in [each["Value"] for each in shares]


def test_the_chart_of_parts_has_one_mark_for_internal_use():
    drawn = figures(opened(risk_province="TH-57"))[1]["layout"]
    marks = [a for a in drawn["annotations"] if a.get("name") == "watermark"]
    assert len(marks) == 1


def test_the_method_names_the_scores_that_cannot_go_to_the_end(con):
    narrow = con.execute(
        """
        select name_en, round(lowest_score, 1), round(highest_score, 1)
        from mart_risk_ceiling where highest_score < 10
        """
    ).fetchall()
    assert narrow
    test = opened()
    test.session_state["risk_method"] = True
    said = shown(test.run())
    for name, low, high in narrow:
        assert f"{name} (scores from {low:.1f} to {high:.1f}" in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_method_is_told_with_formulas_biases_and_every_version(con, lang):
    test = opened(lang=lang, risk_method="1")
    test.session_state["risk_method"] = True
    test.run()
    assert not test.exception
    assert len(test.latex) == 4
    said = shown(test)
    for text in column(con, f"select text_{lang} from risk_method_version"):
        assert text in said
    bias = {"th": "ความเข้มข้นของการตรวจ", "en": "follow enforcement effort"}
    assert bias[lang] in said


@pytest.mark.parametrize(
    ("key", "value"), [("risk_year", "1999"), ("risk_province", "TH-99")]
)
def test_what_the_address_asks_for_and_there_is_not_is_said(key, value):
    (warning,) = [each.value for each in opened(**{key: value}).warning]
    assert value in warning.replace("\\", "")
    assert not opened().warning


def test_a_link_to_the_page_carries_its_year():
    year = opened(risk_year="").query_params["risk_year"]
    assert (year if isinstance(year, str) else year[-1]) == "2570"


def test_the_table_of_ranks_shows_its_main_columns_and_the_file_has_all(demo_built):
    test = opened()
    test.session_state["risk_ranks_twin_expander"] = True
    test.run()
    found = offered("risk_index", None, "en", "be", {})["risk_ranks_twin_rows"]
    assert len(found.gated.frame.columns) == 18
    tables = [list(f.value) for f in test.dataframe if "rank_p05" in f.value]
    for columns in tables:
        assert columns == [
            *("name", "rank_group", "ministry_level", "computed_level"),
            *("risk_rank", "rank_p05", "rank_p95"),
        ]
    assert tables
