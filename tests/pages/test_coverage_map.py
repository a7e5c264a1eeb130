"""The coverage page: what a reader sees is what the database holds."""

import html
import json
import re
import zlib

import pandas as pd
import pytest

from dashboard.text import texts
from dashboard.ui.coverage import rows
from dashboard.ui.coverage import tables as lists
from tests.under_test import app

PAGE = "pages/coverage_map.py"
LATEST, FIRST = 2570, 2563
LANGS = ("th", "en")
CLASS = "'r' || risk_band::int || 'c' || coverage_class::int"


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return opened


@pytest.fixture
def open_changed(publish_changed):
    """Opens the page over the shipped data after a statement has changed them."""

    def changed(statement, **address):
        publish_changed(lambda database: database.execute(statement))
        return opened(**address)

    return changed


def opened(**address):
    test = app(PAGE, **address)
    assert not test.exception
    assert not test.error
    return test


def map_spec(test):
    return json.loads(zlib.decompress(test.get("bidi_component")[0].proto.bytes))


def scatter(test):
    return json.loads(test.get("plotly_chart")[0].proto.spec)


def gap_list(test):
    return test.dataframe[0].value


def counts(test):
    """Provinces in each class of the legend, those that are not 0."""
    classes = map_spec(test)["classes"]
    return {c["id"]: int(c["count"]) for c in classes if c["count"] != "0"}


def hover(test, province_code):
    """The map's lines for a province, by label."""
    spec = map_spec(test)
    place = spec["provinces"]["codes"].index(province_code)
    said = {ln["label"]: ln["levels"][ln["at"][place]] for ln in spec["lines"]}
    return spec["provinces"]["names"][place], said


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements)


def column(con, query):
    return [value for (value,) in con.execute(query).fetchall()]


def coverage(con, what, where="true", year=LATEST):
    """A column of the mart, the largest gap first."""
    return column(
        con,
        f"""
        select {what} from mart_province_coverage
        where fiscal_year_be = {year} and {where}
        order by gap_rank nulls last, province_code
        """,
    )


# --- the answer and the map


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_says_what_the_database_holds(open_page, con, lang):
    text = shown(open_page(lang=lang)).replace("\\", "")
    high = coverage(con, "province_code", "risk_band = 3")
    least = {"th": "อย่างน้อย", "en": "at least"}[lang]
    thin = coverage(
        con,
        f"name_{lang} || if(volunteers_at_least, ' ({least} ' || "
        "printf('%.1f', volunteers_trained_per_100k) || ')', '')",
        "risk_band = 3 and coverage_class = 1",
    )
    gap, top = coverage(con, "coverage_gap")[0], coverage(con, f"name_{lang}")[0]
    names = ", ".join(thin[:5])
    said = {
        "th": f"จาก {len(high)} จังหวัดที่เสี่ยงสูง (ระดับ 4–5) มี {len(thin)} จังหวัด",
        "en": f"of {len(high)} high-risk provinces (levels 4–5), {len(thin)} are in",
    }
    ends = {
        "th": f"ได้แก่ {names} ช่องว่างมากที่สุดคือ {top} (G = {gap:.1f})",
        "en": f": {names}. The largest gap is in {top} (G = {gap:.1f}).",
    }
    assert said[lang] in text
    assert ends[lang] in text


@pytest.mark.parametrize("whose", ["ministry", "computed"])
@pytest.mark.parametrize("year", [FIRST, 2566, LATEST])
def test_the_legend_counts_every_province_once(open_page, con, year, whose):
    band = "risk_band" if whose == "ministry" else "computed_risk_band"
    kind = CLASS.replace("risk_band", band)
    expected = dict(
        con.execute(
            f"""
            select coalesce({kind}, 'none'), count(*) from mart_province_coverage
            where fiscal_year_be = {year} group by all
            """
        ).fetchall()
    )
    test = open_page(coverage_year=str(year), coverage_whose=whose)
    assert counts(test) == expected
    assert sum(expected.values()) == 77


@pytest.mark.parametrize("lang", LANGS)
def test_the_legend_names_the_breaks(open_page, con, lang):
    (low,), (high,) = (
        column(con, f"select {b} from mart_coverage_break where fiscal_year_be = 2563")
        for b in ("lower_break", "upper_break")
    )
    grid = map_spec(open_page(lang=lang, coverage_year="2563"))["legend"]["grid"]
    assert grid["columns"] == [
        f"< {low:.1f}",
        f"{low:.1f} – < {high:.1f}",
        f"≥ {high:.1f}",
    ]
    assert grid["rows"] == ["4–5", "3", "1–2"]


def test_the_hover_says_both_figures_whose_level_and_which_population(open_page, con):
    code, name, k, trained, level, g, rank, r, share, people, year = con.execute(
        """
        select province_code, name_en, volunteers_trained_per_100k, volunteers_trained,
            ministry_level, coverage_gap, gap_rank, risk_score, completeness,
            population, population_year_be
        from mart_province_coverage
        where fiscal_year_be = 2569 and volunteers_source = 'roster'
            and ministry_level is not null and gap_rank = 3
        """
    ).fetchone()
    test = open_page(lang="en", era="ce", coverage_year="2569")
    assert hover(test, code) == (
        name,
        {
            "Risk level": f"{level} (ministry)",
            "Trained per 100,000": f"{k:.1f}",
            "Volunteers trained": f"{trained:,}",
            "Counted from": "roster of 30 Sep 2026",
            "Gap G (rank)": f"{g:.1f} ({rank})",
            "Risk score R": f"{r:.1f}",
            "Indicators complete": f"{share:.0%}",
            "Population": f"{people:,}",
            "Population at end of": str(year - 543),
        },
    )


def test_zero_none_and_at_least_are_told_apart(open_page, con):
    test = open_page(lang="en", coverage_year="2563")
    (zero,) = coverage(con, "province_code", "volunteers_trained = 0", FIRST)[:1]
    (none,) = coverage(con, "province_code", "volunteers_trained is null", FIRST)[:1]
    least, k = con.execute(
        """
        select province_code, volunteers_trained_per_100k from mart_province_coverage
        where fiscal_year_be = 2563 and volunteers_at_least order by all
        """
    ).fetchone()
    assert hover(test, zero)[1]["Trained per 100,000"] == "0.0"
    assert hover(test, none)[1]["Trained per 100,000"] == "no data"
    assert hover(test, none)[1]["Counted from"] == "batches held do not report"
    assert hover(test, least)[1]["Trained per 100,000"] == f"at least {k:.1f}"


@pytest.mark.parametrize("lang", LANGS)
def test_a_minimum_of_k_is_marked_wherever_it_is_read(open_page, con, taken, lang):
    """Songkhla: of four batches held, two report."""
    said = {
        key: getattr(texts()[key], lang)
        for key in (
            *("coverage_at_least", "coverage_at_most", "coverage_rank_unsure"),
            *("coverage_answer_least", "coverage_line_gap"),
            *("coverage_list_least", "coverage_risk_note_least", "coverage_yes"),
            *("coverage_file_gap_at_most", "coverage_file_province_code"),
        )
    }
    name, k, gap, rank, level = con.execute(
        f"select name_{lang}, volunteers_trained_per_100k, coverage_gap, gap_rank, "
        "coverage_class from mart_province_coverage where fiscal_year_be = ? "
        "and province_code = 'TH-90' and volunteers_at_least and risk_band = 3",
        [LATEST],
    ).fetchone()
    test = open_page(lang=lang, coverage_province="TH-90")
    text = shown(test).replace("\\", "")
    least, most = (
        said[f"coverage_{key}"].format(value=f"{value:.1f}")
        for key, value in (("at_least", k), ("at_most", gap))
    )
    ranked = f"{most} {said['coverage_rank_unsure'].format(rank=rank)}"
    assert level == 1
    assert f"{name} ({least})" in text
    assert said["coverage_answer_least"].format(names=name) in text
    assert hover(test, "TH-90")[1][said["coverage_line_gap"]] == ranked
    assert f"**{ranked}**" in text
    frame = gap_list(test).set_index("name")
    assert frame.loc[name, "remark"] == "K ≥, G ≤"
    exact = coverage(con, f"name_{lang}", "not volunteers_at_least")
    assert set(frame.loc[exact, "remark"]) == {""}
    assert said["coverage_list_least"] in text
    number = len(coverage(con, "province_code", "volunteers_at_least"))
    note = said["coverage_risk_note_least"].format(least=number)
    assert any(note in line for line in map_spec(test)["note"])
    by_name = {
        point: (trace["hovertemplate"], data)
        for trace in scatter(test)["data"]
        if trace["mode"] == "markers"
        for point, data in zip(trace["hovertext"], trace["customdata"], strict=True)
    }
    assert by_name[name][1][0] == most
    assert by_name[name][1][2]
    assert least.startswith(by_name[name][1][2])
    assert {data[2] for p, (_, data) in by_name.items() if p in exact} == {""}
    code = said["coverage_file_province_code"]
    rows_by_code = {row[code]: row for row in taken["coverage_list_file"]}
    flagged = coverage(con, "province_code", "volunteers_at_least and coverage_gap > 0")
    heading = said["coverage_file_gap_at_most"]
    assert [c for c, r in rows_by_code.items() if r[heading]] == flagged


def test_without_a_minimum_the_list_has_no_remark(open_changed):
    test = open_changed(
        "update mart_province_coverage set volunteers_at_least = false", lang="en"
    )
    assert "remark" not in gap_list(test)
    assert "minimum" not in shown(test)
    assert not any("minimum" in line for line in map_spec(test)["note"])


def test_the_caveats_do_not_deny_what_the_model_does(con):
    (smoothed,) = con.execute("select count(*) from mart_risk_smoothed").fetchone()
    assert smoothed
    said = texts()["coverage_method_text"]
    assert "smoothed (empirical Bayes)" in said.en
    assert "does not yet" not in said.en
    assert "ยังไม่ได้ปรับเรียบ" not in said.th


@pytest.mark.parametrize(
    ("lang", "era", "until", "status"),
    [
        ("th", "be", "ข้อมูลถึง 22 พ.ย. 2569", "ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลจริง"),
        ("en", "ce", "data until 22 Nov 2026", "Synthetic data, not real"),
    ],
)
def test_both_figures_say_source_date_and_status(open_page, lang, era, until, status):
    test = open_page(lang=lang, era=era)
    source = "กระทรวง พม." if lang == "th" else "MSDHS"
    spec = map_spec(test)
    assert spec["status"] == status
    assert source in spec["note"][0]
    assert until in spec["note"][0]
    drawn = scatter(test)["layout"]["annotations"][1]["text"].replace("<br>", " ")
    for part in (source, until, status):
        assert part in drawn


# --- the list and the scatter


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("year", [FIRST, LATEST])
def test_the_list_is_ordered_by_gap_and_has_both_levels(open_page, con, lang, year):
    frame = gap_list(open_page(lang=lang, coverage_year=str(year)))
    assert frame["name"].tolist() == coverage(con, f"name_{lang}", year=year)
    for name in ("ministry_level", "computed_level", "gap_rank"):
        values = [None if pd.isna(v) else v for v in frame[name]]
        assert values == coverage(con, name, year=year)
    gaps = coverage(con, "coverage_gap", "coverage_gap is not null", year)
    assert frame["coverage_gap"].dropna().tolist() == pytest.approx(gaps, abs=0.0051)


def test_the_scatter_holds_every_province_with_both_values(open_page, con):
    test = open_page(lang="en")
    figure = scatter(test)
    points = [
        (name, x, y)
        for trace in figure["data"]
        if trace["mode"] == "markers"
        for name, x, y in zip(trace["hovertext"], trace["x"], trace["y"], strict=True)
    ]
    expected = con.execute(
        f"""
        select name_en, volunteers_trained_per_100k, risk_score
        from mart_province_coverage
        where fiscal_year_be = {LATEST} and risk_score is not null
            and volunteers_trained_per_100k is not null order by all
        """
    ).fetchall()
    assert [p[0] for p in sorted(points)] == [html.escape(e[0]) for e in expected]
    for point_drawn, row in zip(sorted(points), expected, strict=True):
        assert point_drawn[1:] == pytest.approx(row[1:], abs=0.0051)
    missing = coverage(con, "name_en", "risk_score is null")
    assert f"{len(missing)} provinces ({', '.join(missing)})" in shown(test)


def test_the_lines_of_the_scatter_are_the_borders_of_the_classes(open_page, con):
    shapes = scatter(open_page())["layout"]["shapes"]
    across = [s["y0"] for s in shapes if s.get("xref") == "x domain"]
    up = [s["x0"] for s in shapes if s.get("yref") == "y domain"]
    breaks = con.execute(
        f"select lower_break, upper_break from mart_coverage_break"
        f" where fiscal_year_be = {LATEST}"
    ).fetchone()
    assert up == pytest.approx(list(breaks))
    assert across == pytest.approx(
        con.execute("select level_3_from, level_4_from from risk_model").fetchone()
    )


# --- filters


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ({"coverage_region": "North"}, "region4_nso = 'North'"),
        (
            {"coverage_grouping": "region6_ngc", "coverage_region": "East~West"},
            "region6_ngc in ('East', 'West')",
        ),
        (
            {
                "coverage_grouping": "region7_nesdc",
                "coverage_region": "Bangkok and Vicinities",
            },
            "region7_nesdc = 'Bangkok and Vicinities'",
        ),
        ({"coverage_border": "1"}, "is_border"),
        ({"coverage_coast": "1", "coverage_border": "1"}, "is_border and is_coastal"),
    ],
)
def test_the_area_filters_map_list_and_scatter(open_page, con, address, where):
    test = open_page(lang="en", **address)
    names = coverage(con, "name_en", where)
    assert 0 < len(names) < 77
    assert gap_list(test)["name"].tolist() == names
    assert f"({len(names)} provinces)" in shown(test)
    assert sum(counts(test).values()) == len(names)
    assert f"{len(names)} of 77 provinces shown" in map_spec(test)["note"][-1]
    drawn = [n for t in scatter(test)["data"] for n in t.get("hovertext", [])]
    assert set(drawn) <= {html.escape(name) for name in names}
    assert test.query_params.items() >= address.items()


def test_a_class_of_the_legend_filters_the_list_and_keeps_its_counts(open_page, con):
    names = coverage(con, "name_en", f"{CLASS} in ('r3c1', 'r3c2')")
    test = open_page(lang="en", coverage_class="r3c1~r3c2")
    assert gap_list(test)["name"].tolist() == names
    assert sum(counts(test).values()) == 77
    assert map_spec(test)["kept"] == ["r3c1", "r3c2"]
    assert "chosen colours" in map_spec(test)["note"][-1]


def test_no_province_left_is_said_and_nothing_fails(open_page):
    test = open_page(
        lang="en",
        coverage_grouping="region7_nesdc",
        coverage_region="Bangkok and Vicinities",
        coverage_border="1",
    )
    empty_list, no_scatter = [info.value for info in test.info]
    assert empty_list == "No province matches the filters."
    assert no_scatter.startswith("No province has both")
    assert counts(test) == {}
    assert not test.get("plotly_chart")
    assert not test.dataframe


@pytest.mark.parametrize(
    ("lang", "sought", "name"),
    [("th", "นราธิ", "นราธิวาส"), ("en", "NARATH", "Narathiwat"), ("th", "tak", "ตาก")],
)
def test_the_list_is_searched_in_both_languages(open_page, lang, sought, name):
    test = open_page(lang=lang)
    test.text_input(key="coverage_search").set_value(sought).run()
    assert gap_list(test)["name"].tolist() == [name]
    assert test.query_params["coverage_search"] == sought
    assert sum(counts(test).values()) == 77  # the map is not searched


def test_a_choice_goes_into_the_address(open_page, con):
    test = open_page(lang="en")
    test.selectbox(key="coverage_year").set_value(2566).run()
    test.segmented_control(key="coverage_whose").set_value("computed").run()
    test.selectbox(key="coverage_grouping").set_value("region6_ngc").run()
    test.multiselect(key="coverage_region").set_value(["West"]).run()
    test.toggle(key="coverage_border").set_value(True).run()
    assert test.query_params == {
        "lang": "en",
        "coverage_year": "2566",
        "coverage_whose": "computed",
        "coverage_grouping": "region6_ngc",
        "coverage_region": "West",
        "coverage_border": "1",
    }
    west = coverage(con, "name_en", "region6_ngc = 'West' and is_border", 2566)
    assert gap_list(test)["name"].tolist() == west


def test_unknown_values_in_the_address_are_ignored(open_page):
    test = open_page(
        lang="en",
        coverage_year="1999",
        coverage_whose="<b>",
        coverage_grouping="x",
        coverage_region="North~Nowhere",
        coverage_class="r9c9",
        coverage_province="TH-00",
        coverage_border="maybe",
        coverage_search="zzz" * 100,
    )
    assert test.selectbox(key="coverage_year").value == LATEST
    assert test.multiselect(key="coverage_region").value == ["North"]
    assert set(test.query_params) == {"lang", "coverage_region", "coverage_search"}
    assert sum(counts(test).values()) == 17
    assert map_spec(test)["selected"] is None


# --- one province


@pytest.mark.parametrize("lang", LANGS)
def test_a_selected_province_shows_its_figures_and_indicators(open_page, con, lang):
    name, k = con.execute(
        f"""
        select name_{lang}, volunteers_trained_per_100k from mart_province_coverage
        where fiscal_year_be = 2569 and province_code = 'TH-96'
        """
    ).fetchone()
    address = {"coverage_province": "TH-96", "coverage_year": "2569"}
    test = open_page(lang=lang, **address)
    assert name in [heading.value for heading in test.subheader]
    assert f"**{k:.1f}**" in shown(test)
    assert map_spec(test)["selected"] == "TH-96"
    assert len(test.dataframe) == 1
    test.session_state["coverage_indicators"] = True
    scores = test.run().dataframe[1].value
    expected = con.execute(
        f"""
        select name_{lang}, score from mart_risk_indicator
        where fiscal_year_be = 2569 and province_code = 'TH-96'
        order by dimension, score desc, indicator_code
        """
    ).fetchall()
    assert scores[["name", "score"]].to_numpy().tolist() == [list(e) for e in expected]
    test.button(key="coverage_clear").click().run()
    assert "coverage_province" not in test.query_params
    assert name not in [heading.value for heading in test.subheader]


# --- tables and files


@pytest.mark.parametrize("lang", LANGS)
def test_files_hold_code_year_and_whose_level(open_page, con, taken, lang):
    test = open_page(lang=lang, coverage_year="2566", coverage_province="TH-96")
    assert list(taken) == ["coverage_list_file"]
    test.session_state["coverage_twin_expander"] = True
    test.run()
    headings = {
        "th": ("รหัสจังหวัด", "ปีงบประมาณ", "ระดับที่ใช้เป็นของ", "สถานะข้อมูล"),
        "en": ("Province code", "Fiscal year", "Level used is by", "Data status"),
    }
    code, year, whose, status = headings[lang]
    words = {"ministry": "กระทรวง" if lang == "th" else "ministry"}
    words["computed"] = "คำนวณ" if lang == "th" else "computed"
    codes = coverage(con, "province_code", year=2566)
    sources = coverage(con, "risk_level_source", year=2566)
    for file in (taken["coverage_list_file"], taken["coverage_twin"]):
        assert [row[code] for row in file] == codes
        assert [row[whose] for row in file] == [words.get(s, "") for s in sources]
        assert {row[year] for row in file} == {
            "ปีงบประมาณ 2566" if lang == "th" else "FY2566"
        }
        assert len({row[status] for row in file}) == 1
        assert len(file[0]) == len(lists.FILE) + 4  # source, date, status, version
    assert test.dataframe[1].value["province_code"].tolist() == codes


def test_missing_and_zero_stay_apart_in_the_file(open_page, con, taken):
    open_page(lang="en", coverage_year="2563")
    by_code = {row["Province code"]: row for row in taken["coverage_list_file"]}
    k = "K: trained volunteers per 100,000"
    for code in coverage(con, "province_code", "volunteers_trained = 0", FIRST):
        assert by_code[code][k] == "0.0"
    for code in coverage(con, "province_code", "volunteers_trained is null", FIRST):
        assert by_code[code][k] == ""
    least = coverage(con, "province_code", "volunteers_at_least", FIRST)
    assert [c for c, row in by_code.items() if row["K is a minimum"]] == least


# --- what is missing


@pytest.mark.parametrize("lang", LANGS)
def test_a_year_without_volunteers_is_hatched_and_said(open_changed, lang):
    test = open_changed(
        """
        update mart_province_coverage set volunteers_trained = null,
            volunteers_source = null, volunteers_trained_per_100k = null,
            coverage_class = null, coverage_gap = null, gap_rank = null;
        update mart_coverage_break set lower_break = null, upper_break = null
        """,
        lang=lang,
    )
    assert counts(test) == {"none": 77}
    assert len(gap_list(test)) == 77
    assert len(test.info) == 1  # in place of the scatter
    assert not test.get("plotly_chart")
    said = "do not suffice" if lang == "en" else "ไม่พอที่จะคำนวณช่องว่าง"
    assert said in shown(test)


def test_a_year_without_risk_is_hatched_and_said(open_changed):
    test = open_changed(
        """
        update mart_province_coverage set risk_score = null, computed_level = null,
            ministry_level = null, risk_level = null, risk_level_source = null,
            risk_band = null, computed_risk_band = null, coverage_gap = null,
            gap_rank = null, completeness = null, population = null,
            population_year_be = null
        """,
        lang="en",
        coverage_province="TH-50",
        coverage_whose="computed",
    )
    assert counts(test) == {"none": 77}
    assert hover(test, "TH-50")[1]["Risk level"] == "no data"
    assert "Population at end of" not in shown(test)


def test_every_line_of_the_hover_has_a_value_or_is_left_out(open_page):
    for line in map_spec(open_page(lang="en"))["lines"]:
        assert len(line["at"]) == 77
        assert not [text for text in line["levels"] if re.search("nan|NA|None", text)]
    assert len(rows.LINES) == len(map_spec(open_page(lang="en"))["lines"])
