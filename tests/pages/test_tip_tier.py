"""The tier page: what a reader sees stands in the official facts."""

import csv
import json
import subprocess
import sys

import pandas as pd
import pytest

from tests.under_test import ROOT, app, publish

PAGE = "pages/tip_tier.py"
OFFICIAL = {"th": "ข้อมูลทางการที่เผยแพร่แล้ว", "en": "Published official data"}


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    """A version of the official facts alone."""
    empty, built = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "etl", "build"]
    command += ["--input", str(empty), "--out", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return built


@pytest.fixture
def open_page(official, monkeypatch):
    """Opens the page over the official facts, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(official))

    def opened(**address):
        test = app(PAGE, **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


def reference(name):
    path = ROOT / "data/reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(test):
    return [json.loads(c.proto.spec) for c in test.get("plotly_chart")]


def titles(test):
    return [figure["layout"]["annotations"][0]["text"] for figure in figures(test)]


def shown(test):
    return " ".join(e.value for e in [*test.title, *test.markdown, *test.caption])


@pytest.mark.parametrize(
    ("lang", "era", "answer"),
    [
        ("th", "be", "ในรายงานปี 2568 ไทยอยู่ **เทียร์ 2** เป็นปีที่ 4 ติดต่อกัน"),
        ("en", "ce", "In the 2025 report Thailand is in **Tier 2**, report number 4"),
    ],
)
def test_the_answer_comes_from_the_tiers(open_page, lang, era, answer):
    assert answer in shown(open_page(lang=lang, era=era))


def test_the_neighbours_are_counted_against_thailand(open_page):
    text = shown(open_page(lang="en"))
    assert "Of 10 neighbours" in text
    assert "2 stand better, 4 the same and 4 worse" in text


@pytest.mark.parametrize("lang", ["th", "en"])
def test_thailands_steps_are_its_tiers(open_page, lang):
    line = figures(open_page(lang=lang))[0]["data"][0]
    ranks = {"1": 1, "2": 2, "2WL": 3, "3": 4}
    own = {
        int(row["report_year"]): ranks[row["tier"]]
        for row in reference("tip_tier")
        if row["country_iso3"] == "THA"
    }
    drawn = dict(zip(line["x"], line["y"], strict=True))
    assert drawn == own | {max(own) + 1: None}


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_strip_marks_what_is_unverified_and_leaves_open_what_is_missing(
    open_page, lang
):
    test = open_page(lang=lang)
    strip = figures(test)[1]
    texts = [text for trace in strip["data"] for text in trace.get("text", [])]
    rows = reference("tip_tier")
    unverified = [row for row in rows if "unverified" in row["confidence"]]
    assert sum(text.endswith("?") for text in texts) == len(unverified) == 9
    assert len(texts) == len(rows)
    missing = strip["data"][-1]
    countries = len({row["country_iso3"] for row in rows})
    years = len({row["report_year"] for row in rows})
    assert len(missing["x"]) == countries * (years + 1) - len(rows)
    counts = {"th": "ยังไม่ยืนยัน 9 ช่อง", "en": "9 cells unverified"}
    assert counts[lang] in shown(test)


def test_the_year_without_a_report_is_not_called_unpublished(open_page):
    text = shown(open_page(lang="en", era="ce"))
    assert "The 2026 report is left open: it was not found" in text
    assert "does not mean that it is unpublished" in text


def test_the_address_chooses_countries(open_page):
    test = open_page(lang="en", tip_tier_countries="LAO~PHL")
    axis = figures(test)[1]["layout"]["yaxis"]
    assert axis["ticktext"] == ["Thailand", "Philippines", "Laos"]
    assert test.multiselect(key="tip_tier_countries").value == ["PHL", "LAO"]


@pytest.mark.parametrize("pillar", ["prosecution", "protection", "prevention"])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_preferred_figure_of_a_pillar_is_shown_once(open_page, lang, pillar):
    rows = [
        row
        for row in reference("pillar_indicator")
        if row["pillar"] == pillar and row["preferred"] == "1"
    ]
    test = open_page(lang=lang, tip_tier_pillar=pillar)
    years = pd.Series([row["indicator_code"] for row in rows]).value_counts()
    panels = figures(test)[2:]
    assert len(panels) == (years > 1).sum()
    points = [x for figure in panels for x in figure["data"][0]["x"] if x is not None]
    assert len(points) == years[years > 1].sum()
    tables = [frame.value for frame in test.dataframe[2:]]
    assert [len(table) for table in tables] == [len(points), (years == 1).sum()]
    listed = sorted(value for table in tables for value in table["value"])
    assert listed == sorted(float(row["value"]) for row in rows)


def test_the_budget_is_not_joined_where_its_definition_changed(open_page):
    test = open_page(lang="en", era="ce", tip_tier_pillar="prevention")
    (budget,) = [
        figure
        for figure, title in zip(figures(test), titles(test), strict=True)
        if "Budget" in title
    ]
    assert budget["data"][0]["x"] == [2017, 2018, 2019, 2020]
    assert budget["data"][0]["y"] == [3200, 3640, 3800, 4020]
    assert budget["layout"]["shapes"][0]["x0"] > 2021
    singles = test.dataframe[3].value
    narrow = singles[singles["name"].str.contains("narrow")]
    assert narrow["value"].tolist() == [292_180_000]
    assert "From 2022: published in a narrow definition" in shown(test)


def test_3p_figures_stand_by_data_year_and_claim_no_cause(open_page):
    text = shown(open_page(lang="en", era="ce"))
    assert "the 2020 report mainly describes 2019" in text
    assert "does not make one the cause of the other" in text


def test_a_search_narrows_the_indicators(open_page):
    test = open_page(lang="en", tip_tier_search="justice MINISTRY")
    assert len(figures(test)) == 3
    assert "Justice Ministry series" in titles(test)[2].replace("<br>", " ")
    test.text_input(key="tip_tier_search").set_value("zzz").run()
    assert len(figures(test)) == 2
    assert 'matches "zzz"' in test.info[0].value


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_figure_says_its_source_years_and_status(open_page, lang):
    for figure in figures(open_page(lang=lang)):
        notes = " ".join(note["text"] for note in figure["layout"]["annotations"])
        assert OFFICIAL[lang] in notes
        assert {"th": "ที่มา: ", "en": "Source: "}[lang] in notes


def test_a_version_without_tiers_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path / "built"))
    columns = """
        2020 as report_year, 'THA' as country_iso3, 'ไทย' as country_th,
        'Thailand' as country_en, '2' as tier, 2 as tier_rank, true as is_verified,
        'single source' as confidence, 'single' as confidence_kind, 'x' as source,
        1 as source_count, 'official' as data_status
    """
    tables = {"mart_tip_tier": f"select {columns} limit 0"}
    publish(tmp_path / "built", tables=tables)
    test = app(PAGE, lang="en")
    assert test.info[0].value == "This version of the data holds no TIP Report tiers."
    assert not test.error
