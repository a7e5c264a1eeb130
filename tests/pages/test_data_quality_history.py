"""The parts on versions and on the dictionary of the page on data quality."""

import re
from pathlib import Path

import duckdb
import pytest

from dashboard.charts.base import look
from dashboard.charts.quality_trend import Strip, quality_strips
from dashboard.export.tables import csv_bytes
from dashboard.queries import history as queries
from dashboard.ui import answers
from dashboard.ui.quality import dictionary, history, tables
from dashboard.ui.tables import file_notes
from dashboard.ui.words import lang as reader_lang
from etl.build import build
from etl.datasets import datasets
from tests.under_test import app

PAGE = "pages/data_quality.py"
HEADER = "tip_id,received_on,province_code,channel,exploitation_form,status\n"


def hand_over(inbox: Path, name: str, *rows: str) -> None:
    inbox.mkdir(exist_ok=True)
    (inbox / name).write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Three versions: a tip, then more and a refused file, then one more."""
    folder = tmp_path_factory.mktemp("versions")
    inbox, out = folder / "inbox", folder / "built"
    hand_over(inbox, "tip_report_1.csv", "A,2569-08-15,50,1300,EX01,NEW")
    build([inbox], out, lambda _: None)
    row = "2569-08-16,99,1300,EX01,NEW"
    hand_over(inbox, "tip_report_2.csv", f"B,{row}", "C,2569-08-16,50,1300,EX01,NEW")
    (inbox / "notes.csv").write_text("x", "utf-8")
    build([inbox], out, lambda _: None)
    hand_over(inbox, "tip_report_3.csv", "D,2569-08-16,51,1300,EX01,NEW")
    build([inbox], out, lambda _: None)
    return out


@pytest.fixture
def served(built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))
    return built


@pytest.fixture
def single(empty_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(empty_built))


@pytest.fixture
def taken(monkeypatch):
    """The CSV files that the page's buttons give, by key."""
    found = {}

    def take(gated, headings, key, *, source, file_name, datasets=(), **more):
        found[key] = csv_bytes(
            gated, headings, file_notes(source, *datasets), reader_lang()
        ).decode("utf-8-sig")

    monkeypatch.setattr(tables, "download_csv", take)
    return found


def page(part, lang="th", **address):
    test = app(PAGE, lang=lang, data_quality_part=part, **address)
    assert not test.exception
    assert not test.error
    return test


def prose(test):
    return "\n".join(str(e.value) for e in [*test.subheader, *test.markdown])


def charts(test):
    return test.get("plotly_chart")


def names(built):
    return sorted(path.stem for path in built.glob("*.duckdb"))


# --- versions


@pytest.mark.parametrize(
    ("lang", "rows", "figures"),
    [
        ("th", "จำนวนแถวที่ใช้เปลี่ยนใน 1 ชุดข้อมูล: เบาะแส", "ตัวเลขหลักเปลี่ยน"),
        ("en", "Datasets whose rows in use changed: 1 (Tip reports).", "Key figures"),
    ],
)
def test_the_latest_version_says_what_it_changed(served, lang, rows, figures):
    test = page("history", lang)
    assert rows in prose(test)
    assert figures in prose(test)
    shown = test.dataframe[0].value
    tip_rows = shown[shown["what"].isin(["Tip reports", "เบาะแส"])]
    assert tip_rows[["before", "after", "change"]].to_numpy().tolist() == [
        ["2", "3", "+1"]
    ]


def test_an_earlier_version_can_be_chosen_and_stands_in_the_address(served):
    second = names(served)[1]
    test = page("history", "en", data_quality_version=second)
    assert test.selectbox(key="data_quality_version").value == second
    shown = test.dataframe[0].value.set_index("what")
    assert shown.loc["Tip reports", ["before", "after"]].tolist() == ["1", "2"]
    assert shown.loc["Share of rows rejected", "after"] == "33.333%"
    test.selectbox(key="data_quality_version").set_value(names(served)[0]).run()
    assert test.query_params["data_quality_version"] == names(served)[0]
    assert "This is the first version in the history" in prose(test)


def test_every_version_is_listed_with_its_counts(served):
    listed = page("history", "en").dataframe[-1].value
    assert listed["version"].tolist() == names(served)[::-1]
    assert listed["rows_in"].tolist() == [4, 3, 1]
    assert listed["rejected"].tolist() == [1, 1, 0]
    assert listed["files_refused"].tolist() == [1, 1, 0]
    assert listed["datasets_changed"].tolist() == [1, 1, 0]


def test_a_change_too_small_to_be_seen_is_none(served, monkeypatch):
    known = answers.ask

    def asked(query, **given):
        found = known(query, **given)
        if query is queries.version_changes:
            found.loc[found["unit"] == "share", "value_before"] = found["value"] + 1e-7
        return found

    monkeypatch.setattr(history, "ask", asked)
    test = page("history", "en")
    assert "Share of rows rejected" not in test.dataframe[0].value["what"].tolist()
    assert "Share of rows rejected" not in prose(test)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_trend_is_drawn_over_versions(served, lang):
    test = page("history", lang)
    (chart,) = charts(test)
    spec = chart.proto.spec
    assert "0.00%" in spec
    assert "25.00%" in spec


@pytest.mark.parametrize(
    ("lang", "text"), [("th", "มีรุ่นข้อมูลเพียงรุ่นเดียว"), ("en", "There is one version only")]
)
def test_one_version_has_words_in_place_of_an_empty_chart(single, lang, text):
    test = page("history", lang)
    assert text in prose(test)
    assert not charts(test)
    assert len(test.dataframe[0].value) == 1


def test_no_dataset_or_figure_lacks_a_name(built):
    with duckdb.connect() as con:
        path = str(built / f"{names(built)[-1]}.duckdb").replace("'", "''")
        con.execute(f"attach '{path}' as version (read_only)")
        figures = con.execute("select figure from version.mart_key_figure").fetchall()
    assert figures
    for (figure,) in figures:
        assert history._figure_name(figure)


def test_each_strip_has_its_own_axis_and_the_last_value():
    strips = [
        Strip("<b>a", [0.0, 0.5, None], ["0%", "50%", "no data"]),
        Strip("b", [1.0, 1.0, 2.0], ["1", "1", "2"]),
    ]
    drawn = quality_strips(
        strips, ["1", "2", "3"], "t", look("light", "en", "ce"), ["n"]
    )
    assert [line["yaxis"] for line in drawn["data"]] == ["y", "y2"]
    assert drawn["data"][0]["y"] == [0.0, 0.5, None]
    layout = drawn["layout"]
    assert layout["yaxis"]["domain"][0] > layout["yaxis2"]["domain"][1]
    texts = [note["text"] for note in layout["annotations"]]
    assert "&lt;b&gt;a" in texts
    assert "<b>2</b>" in texts


# --- dictionary


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_dictionary_shows_every_field(served, taken, lang):
    page("dictionary", lang)
    file = taken["data_quality_dictionary_fields"]
    count = sum(len(dataset.fields) for dataset in datasets().values())
    assert len(file.strip().splitlines()) == count + 1
    for dataset in datasets().values():
        for field in dataset.fields:
            assert field.title_th in file
            assert field.title_en in file


def test_a_field_says_its_type_unit_rules_and_allowed_values(served):
    test = page("dictionary", "en", data_quality_of="tip_report")
    shown = test.dataframe[0].value.set_index("field")
    assert len(shown) == len(datasets()["tip_report"].fields)
    victims = shown.loc["victims_reported"]
    assert victims[["type", "unit", "required", "rules"]].tolist() == [
        "whole number",
        "persons",
        "",
        "at least 0",
    ]
    key = shown.loc["tip_id"]
    assert key["required"] == "key"
    assert "at most 40 characters" in key["rules"]
    assert shown.loc["child_involved", "allowed"] == "yes, no, unknown"
    assert "Not closed before it was received" in shown.loc["closed_on", "rules"]
    assert "เลขรับแจ้ง" in key["aliases"]
    provinces = shown.loc[["province_code", "province_name"], "required"]
    assert provinces.tolist() == ["yes (code or name)"] * 2
    codes = test.dataframe[1].value
    assert set(codes["code_list"]) == {
        "tip_channel",
        "exploitation_form",
        "yes_no_unknown",
        "case_status",
    }


@pytest.mark.parametrize("text", ["victims persons", "ผู้เสียหาย", "VICTIMS_REPORTED"])
def test_a_search_finds_fields_by_any_of_their_words(served, text):
    test = page(
        "dictionary", "en", data_quality_of="tip_report", data_quality_search=text
    )
    assert "victims_reported" in test.dataframe[0].value["field"].tolist()
    assert len(test.dataframe[0].value) < len(datasets()["tip_report"].fields)
    assert re.search(r"Fields found: \d+ of 11", prose(test))


def test_a_search_without_a_match_says_so(served):
    test = page("dictionary", "en", data_quality_search="(none[")
    assert "Fields found: 0 of" in prose(test)
    assert not test.dataframe


def test_the_search_stands_in_the_address(served):
    test = page("dictionary", "th")
    test.text_input(key="data_quality_search").set_value("province").run()
    test.selectbox(key="data_quality_of").set_value("target").run()
    assert test.query_params["data_quality_search"] == "province"
    assert test.query_params["data_quality_of"] == "target"
    shown = test.dataframe[0].value["field"].tolist()
    assert shown == ["province_code", "province_name"]


def test_every_kind_of_field_has_words():
    for dataset in datasets().values():
        for field in dataset.fields:
            assert dictionary.words(f"data_quality_type_{field.type}")
            if field.unit:
                assert dictionary._unit(field.unit)
