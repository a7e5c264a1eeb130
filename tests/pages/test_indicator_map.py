"""The page of indicator maps: as the database holds them, and what may be taken."""

import json
import re
import zlib

import pytest

from dashboard.text import texts
from tests.under_test import app

PAGE = "pages/indicator_map.py"
LANGS = ("th", "en")
YEAR = "2569"


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def opened(**address):
        chosen = {f"indicator_map_{key}": value for key, value in address.items()}
        lang = chosen.pop("indicator_map_lang", "en")
        test = app(PAGE, lang=lang, **{"indicator_map_year": YEAR, **chosen})
        assert not test.exception
        assert not test.error
        return test

    return opened


def specs(test):
    """Of all maps of the page."""
    return [
        json.loads(zlib.decompress(each.proto.bytes))
        for each in test.get("bidi_component")
        if each.proto.bytes
    ]


def counts(spec):
    return {kind["id"]: int(kind["count"]) for kind in spec["classes"]}


def labels(spec):
    return {kind["id"]: kind["label"] for kind in spec["classes"]}


def class_of(spec, code):
    place = spec["provinces"]["codes"].index(code)
    return spec["classes"][spec["provinces"]["class"][place]]["id"]


def line(spec, code):
    """The figure as it is written on the map."""
    place = spec["provinces"]["codes"].index(code)
    return spec["lines"][0]["levels"][spec["lines"][0]["at"][place]]


def number(said):
    return float(re.sub(r"[^\d.]", "", said))


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption]
    return "\n".join(element.value for element in elements).replace("\\", "")


def figures(con, measure, year=int(YEAR)):
    return con.execute(
        "select province_code, value, state from mart_map_value where measure = ? "
        "and fiscal_year_be = ? order by value desc nulls last, province_code",
        [measure, year],
    ).df()


# --- one map


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_names_the_highest_and_the_median(open_page, demo_con, lang):
    frame = figures(demo_con, "V_POVERTY")
    known = frame.dropna(subset=["value"])
    test = open_page(lang=lang, measure="V_POVERTY")
    top = known.iloc[0]
    (name,) = demo_con.execute(
        f"select name_{lang} from province where province_code = ?",
        [top["province_code"]],
    ).fetchone()
    assert f"{name} ({100 * top['value']:.1f}%)" in shown(test)
    assert f"{100 * known['value'].median():.1f}%" in shown(test)


@pytest.mark.parametrize("method", ["quantile", "jenks", "equal"])
@pytest.mark.parametrize(
    "measure", ["V_POVERTY", "outreach", "E_MIGRANT_WORKERS", "partners", "risk"]
)
def test_every_province_stands_in_the_class_whose_label_holds_it(
    open_page, demo_con, measure, method
):
    (spec,) = specs(open_page(measure=measure, method=method, number="5"))
    frame = figures(demo_con, measure).set_index("province_code")
    share = 100 if measure == "V_POVERTY" else 1
    assert sum(counts(spec).values()) == 77
    for code, row in frame.iterrows():
        found = class_of(spec, code)
        if row["state"] != "value":
            assert found == {"no_data": "none"}.get(row["state"], row["state"])
            continue
        label = labels(spec)[found].replace("%", "").replace(",", "")
        low = re.search(r"(?:≥ |^)([\d.]+)(?= –|$)", label)
        high = re.search(r"< ([\d.]+)$", label)
        value = number(line(spec, code))  # as it is written
        assert value == pytest.approx(row["value"] * share, abs=0.0501)
        for limit in filter(None, (low, high)):
            assert len(limit[1].partition(".")[2]) <= 1, label
        assert low is None or value >= float(low[1]), (code, label)
        assert high is None or value < float(high[1]), (code, label)


def test_levels_of_risk_are_classes_of_the_map(open_page, demo_con):
    (spec,) = specs(open_page(measure="risk"))
    levels = demo_con.execute(
        "select computed_level, count(*) from mart_risk_score "
        "where fiscal_year_be = 2569 group by all order by all"
    ).fetchall()
    found = counts(spec)
    assert {f"class_{level}": count for level, count in levels} == {
        key: count for key, count in found.items() if count
    }


def test_classes_mean_the_same_in_every_year(open_page):
    legends = [
        labels(specs(open_page(measure="E_VENUES", year=year))[0])
        for year in ("2563", "2566", "2569")
    ]
    assert legends[0] == legends[1] == legends[2]


@pytest.mark.parametrize("year", ["2566", "2569"])
def test_coverage_has_the_terciles_of_the_year_while_nobody_has_decided(
    open_page, demo_con, year
):
    test = open_page(measure="trained", year=year)
    (spec,) = specs(test)
    assert any(f"Terciles of the values above 0 in FY{year}" in s for s in spec["note"])
    assert "Set thresholds" not in test.selectbox(key="indicator_map_method").options
    expected = demo_con.execute(
        "select 'class_' || layer_class, count(*) from mart_province_layer "
        "where layer = 'trained' and fiscal_year_be = ? and value > 0 group by all",
        [int(year)],
    ).fetchall()
    found = counts(spec)
    assert len(expected) == 3
    assert {key: found[key] for key, _ in expected} == dict(expected)


def test_coverage_has_set_thresholds_once_somebody_decided(open_page, publish_changed):
    publish_changed(
        lambda database: database.execute(
            "update mart_coverage_break "
            "set lower_break = 20, upper_break = 60, method = 'policy'"
        )
    )
    for year in ("2566", "2569"):
        test = open_page(measure="trained", year=year)
        (spec,) = specs(test)
        assert "Classes by set thresholds" in spec["note"]
        assert labels(spec)["class_2"] == "20 – < 60"
        ways = test.selectbox(key="indicator_map_method").options
        assert "Terciles of the year" not in ways


def test_yes_or_no_is_said_in_words(open_page):
    (spec,) = specs(open_page(measure="E_COAST"))
    assert labels(spec)["class_1"] == "Yes"
    assert counts(spec)["class_1"] == 23
    assert labels(spec)["zero"] == "No"
    thai = labels(specs(open_page(measure="E_COAST", lang="th"))[0])
    assert (thai["class_1"], thai["zero"]) == ("ใช่", "ไม่ใช่")


@pytest.mark.parametrize("view", ["one", "years"])
def test_classes_cannot_be_chosen_where_every_value_is_one(open_page, view):
    test = open_page(measure="E_COAST", view=view)
    assert test.selectbox(key="indicator_map_method").disabled
    assert test.segmented_control(key="indicator_map_number").disabled
    other = open_page(measure="V_POVERTY", view=view)
    assert not other.selectbox(key="indicator_map_method").disabled
    assert not other.segmented_control(key="indicator_map_number").disabled


@pytest.mark.parametrize("lang", LANGS)
def test_no_activity_in_the_files_is_no_counted_zero(open_page, taken, lang):
    test = open_page(measure="outreach", lang=lang)
    said = getattr(texts()["coverage_none_in_files"], lang)
    assert labels(specs(test)[0])["zero"] == f"0.0 ({said})"
    test.session_state["indicator_map_twin_expander"] = True
    test.run()
    heading = getattr(texts()["indicator_map_file_value_state"], lang)
    states = {row[heading] for row in taken["indicator_map_twin"]}
    assert getattr(texts()["coverage_state_none_in_files"], lang) in states
    assert getattr(texts()["indicator_map_state_zero"], lang) not in states
    partners = labels(specs(open_page(measure="trained", lang=lang, year="2563"))[0])
    assert partners["zero"] == getattr(texts()["indicator_map_zero"], lang).format(
        value="0.0"
    )


@pytest.mark.parametrize("year", ["2563", "2569", "2570"])
def test_coverage_classes_are_said_as_on_the_coverage_map(open_page, demo_con, year):
    found = labels(specs(open_page(measure="trained", year=year))[0])
    low, high = demo_con.execute(
        "select lower_break, upper_break from mart_coverage_break "
        "where fiscal_year_be = ?",
        [int(year)],
    ).fetchone()
    assert found["class_2"] == f"{low:.1f} – < {high:.1f}"
    assert found["class_3"] == f"≥ {high:.1f}"


def test_a_measure_or_view_that_does_not_exist_is_the_first(open_page):
    test = open_page(measure="nothing", view="nothing")
    assert "Risk score" in shown(test)
    assert "indicator_map_measure" not in test.query_params


# --- what may be taken


@pytest.mark.parametrize("view", ["one", "clusters"])
def test_nothing_of_what_tells_of_victims_is_taken_along(open_page, view):
    test = open_page(measure="E_CASE_RATE", view=view)
    assert "Internal" in shown(test)
    assert "is made of counts of victims or tips" in shown(test)
    assert [b for b in test.button if b.key and b.key.endswith("_add")] == []
    assert test.get("download_button") == []
    for spec in specs(test):
        assert spec["words"]["mark"]
        assert spec["words"]["picture"] == ""


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (77, "every province has a figure"),
        (76, "one has no figure"),
        (70, "7 have no figure"),
    ],
)
def test_how_many_have_no_figure_is_said_in_good_english(
    open_page, publish_changed, kept, said
):
    known = "province_code in (select province_code from province order by all limit ?)"

    def change(database):
        database.execute(
            f"update mart_map_value set value = if({known}, 0.5, null), "
            f"state = if({known}, 'value', 'no_data') where measure = 'V_POVERTY'",
            [kept, kept],
        )

    publish_changed(change)
    assert f"; {said}." in shown(open_page(measure="V_POVERTY"))


@pytest.mark.parametrize("measure", ["V_POVERTY", "risk", "exposure", "gap"])
def test_an_open_measure_is_taken_as_map_and_figure(open_page, measure):
    test = open_page(measure=measure)
    assert "counts of victims or tips" not in shown(test)
    keys = {button.key for button in test.button if button.key}
    assert {"indicator_map_map_add", "indicator_map_order_add"} <= keys


# --- clusters


@pytest.mark.parametrize("lang", LANGS)
def test_clusters_are_those_of_the_mart(open_page, demo_con, lang):
    test = open_page(lang=lang, measure="V_STATELESS", view="clusters")
    expected = dict(
        demo_con.execute(
            "select cluster, count(*) from mart_map_cluster "
            "where measure = 'V_STATELESS' and fiscal_year_be = 2569 group by all"
        ).fetchall()
    )
    (spec,) = specs(test)
    found = counts(spec)
    assert expected["high_high"] > 0
    assert {key: found[key] for key in expected} == expected
    assert str(expected["high_high"]) in shown(test)
    assert "Tak" in shown(test) or "ตาก" in shown(test)


def test_indicators_that_do_not_count_victims_leave_as_they_are(open_page, taken):
    test = open_page(measure="V_POVERTY")
    test.session_state["indicator_map_twin_expander"] = True
    test.run()
    assert len(taken["indicator_map_twin"]) == 77
