"""What if the weights were others: on the page, in the address, in a file."""

import json
import re
import tomllib
import zlib

import pytest

from dashboard.ui.risk import model_file, scenario
from dashboard.ui.risk.model_file import ModelFileError
from tests.pages.test_risk_index import LANGS, opened, shipped, shown  # noqa: F401
from tests.under_test import ROOT

PROJECTS = (ROOT / "data/risk_model.toml").read_bytes()


def maps(test):
    """The published map and the scenario's, as the browser gets them."""
    found = test.get("bidi_component")
    drawn = [each.proto.bytes for each in found if each.proto.bytes]
    tried, published = (json.loads(zlib.decompress(each)) for each in drawn)
    return [published, tried]


def levels(spec):
    """Level of each province on a map: "level3", "none"."""
    kinds = [kind["id"] for kind in spec["classes"]]
    places = spec["provinces"]["class"]
    return dict(
        zip(spec["provinces"]["codes"], (kinds[at] for at in places), strict=True)
    )


def address_of(test):
    """What the address holds: AppTest gives lists of what it was given."""
    held = test.query_params.items()
    return {name: each if isinstance(each, str) else each[-1] for name, each in held}


def slider(test, code):
    return test.slider(key=f"risk_weight_{code}_en_0")


def by_hand(con, weights, exposure=0.5, is_arithmetic=False):
    """Levels of 2569 by other weights, computed in SQL."""
    rows = con.execute(
        """
        with weighed as (
            select part.province_code, part.dimension, part.score,
                part.weight * coalesce(tried.share, 1) as weight
            from mart_risk_indicator as part
            left join (select unnest($codes) as code, unnest($shares) as share) as tried
                on part.indicator_code = tried.code
            where part.fiscal_year_be = 2569
        ), means as (
            select province_code,
                sum(score * weight) filter (where dimension = 'exposure')
                / sum(weight) filter (where dimension = 'exposure') as e,
                sum(score * weight) filter (where dimension = 'vulnerability')
                / sum(weight) filter (where dimension = 'vulnerability') as v
            from weighed group by province_code
        )
        select province_code, round(case when $arithmetic
            then $exposure * e + (1 - $exposure) * v
            else power(e, $exposure) * power(v, 1 - $exposure) end, 9) as r
        from means
        """,
        {
            "codes": list(weights),
            "shares": list(weights.values()),
            "exposure": exposure,
            "arithmetic": is_arithmetic,
        },
    ).fetchall()
    found = con.execute("select * from risk_model").df().iloc[0]
    starts = [found[f"level_{level}_from"] for level in (2, 3, 4, 5)]
    return {code: f"level{1 + sum(r >= start for start in starts)}" for code, r in rows}


def test_with_the_published_settings_both_maps_are_the_same():
    test = opened()
    published, tried = map(levels, maps(test))
    assert published == tried
    assert len(set(published.values())) > 3
    assert "These are the published settings" in shown(test)
    assert test.button(key="risk_reset").disabled


def test_a_slider_changes_the_scenarios_map_and_not_the_published_one(con):
    test = opened()
    before = levels(maps(test)[0])
    slider(test, "E_CASE_RATE").set_value(0).run()
    slider(test, "V_POVERTY").set_value(200).run()
    assert not test.exception
    published, tried = map(levels, maps(test))
    assert published == before
    assert tried == by_hand(con, {"E_CASE_RATE": 0, "V_POVERTY": 2})
    changed = sum(tried[code] != level for code, level in published.items())
    assert changed > 0
    assert f"Change of level in this scenario: {changed} province" in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_balance_and_aggregation_change_it_too(con, lang):
    test = opened(
        lang=lang, risk_exposure="70", risk_aggregation="arithmetic", risk_year="2569"
    )
    tried = levels(maps(test)[1])
    assert tried == by_hand(con, {}, exposure=0.7, is_arithmetic=True)
    assert "30%" in test.slider(key=f"risk_exposure_{lang}_0").label


def test_the_scenario_stands_in_the_address_and_comes_back_from_it():
    test = opened()
    slider(test, "E_COAST").set_value(150).run()
    test.segmented_control(key="risk_aggregation_en_0").set_value("arithmetic").run()
    address = address_of(test)
    assert address["risk_weight_E_COAST"] == "150"
    assert address["risk_aggregation"] == "arithmetic"
    assert "risk_weight_E_CASE_RATE" not in address
    again = opened(**address)
    assert levels(maps(again)[1]) == levels(maps(test)[1])
    again.button(key="risk_reset").click().run()
    published, tried = map(levels, maps(again))
    assert published == tried
    assert "risk_weight_E_COAST" not in address_of(again)
    assert again.slider(key="risk_weight_E_COAST_en_1").value == 100
    with pytest.raises(KeyError):  # no value of the old one can come any more
        slider(again, "E_COAST")


def test_the_scenario_says_on_its_map_that_it_is_one_and_gives_no_picture():
    published, tried = maps(opened(risk_exposure="60"))
    assert tried["words"]["mark"] == "Scenario"
    assert tried["title"].startswith("Scenario")
    assert tried["words"]["picture"] == ""
    assert published["words"]["mark"] == ""


def test_a_dimension_without_any_weight_is_said_and_nothing_is_drawn(con):
    codes = con.execute(
        "select indicator_code from risk_model_indicator where dimension = 'exposure'"
    ).fetchall()
    test = opened(**{f"risk_weight_{code}": "0" for (code,) in codes})
    assert "Nothing can be computed" in test.warning[0].value
    assert set(levels(maps(test)[1]).values()) == {"none"}


def test_what_the_address_may_not_hold_is_ignored():
    test = opened(risk_weight_E_COAST="7000", risk_exposure="-1", risk_aggregation="x")
    published, tried = map(levels, maps(test))
    assert published == tried


@pytest.fixture
def in_app(monkeypatch):
    """Lets the parts of the page be called as they stand, in English."""
    test = opened()
    monkeypatch.setattr("streamlit.session_state", {"lang": "en"})
    return test


def test_a_scenario_comes_back_from_its_file_as_it_was(in_app):
    usual = scenario.published()
    tried = scenario.Scenario(
        usual.weights | {"E_CASE_RATE": 0, "V_INFORMAL": 135}, 45, "arithmetic"
    )
    content = model_file.written(tried)
    assert model_file.read(content) == tried
    document = tomllib.loads(content.decode())
    project = tomllib.loads(PROJECTS.decode())
    assert document["indicator"]["V_INFORMAL"].pop("weight") == 1.35
    assert project["indicator"]["V_INFORMAL"].pop("weight") == 1.0
    assert document["indicator"]["V_INFORMAL"] == project["indicator"]["V_INFORMAL"]
    assert document["version"] != project["version"]


def test_the_projects_own_model_file_is_the_published_scenario(in_app):
    assert model_file.read(PROJECTS) == scenario.published()


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("weight = 1.0", "weight = 2.5", "risk_file_weight", "2.5"),
        ("weight = 1.0", "weight = 1.01", "risk_file_weight", "1.01"),
        ("weight = 1.0", "weight = -1", "risk_fault_weight", "-1"),
        ("goalpost_max = 4.0", "goalpost_max = 5.0", "risk_file_fixed", "5.0"),
        ("exposure = 0.5", "exposure = 0.6", "risk_fault_sum", "1.1"),
        ("5.5, 7.0]", "5.5, 8.0]", "risk_file_fixed", "8.0"),
        ("[indicator.E_COAST]", "[indicator.E_SEA]", "risk_file_indicators", "E_SEA"),
        ("= 0.6", "= ", "risk_file_no_toml", " 8 "),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_in_both_languages(
    in_app, old, new, key, says
):
    text = PROJECTS.decode()
    assert old in text
    with pytest.raises(ModelFileError) as refused:
        model_file.read(text.replace(old, new, 1).encode())
    assert refused.value.key == key
    for lang in LANGS:
        assert says in refused.value.said(lang)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"x" * 70_000, "risk_file_long"),
        (b"\xff\xfe\x00", "risk_file_no_text"),
        (b"a = " + b"[" * 5_000, "risk_file_deep"),
        (b"a = 1\nb = [", "risk_file_no_toml"),
        (b"", "risk_fault_missing"),
    ],
)
def test_a_file_of_something_else_is_refused(in_app, content, key):
    with pytest.raises(ModelFileError) as refused:
        model_file.read(content)
    assert refused.value.key == key
    said = refused.value.said("th")
    assert set(re.findall("[A-Za-z]+", said)) <= {"KB", "UTF", "TOML", "version"}


def test_the_reason_stays_short_whatever_the_file_names(in_app):
    text = PROJECTS.decode().replace(
        "[indicator.E_COAST]", f"[indicator.E_{'A' * 999}]"
    )
    with pytest.raises(ModelFileError) as refused:
        model_file.read(text.encode())
    assert all(len(refused.value.said(lang)) < 400 for lang in LANGS)
