"""What a risk model file may hold."""

import copy
import datetime as dt
import tomllib

import pytest

from dashboard.rules import rules
from methods.risk_model import Fault, faults
from tests.under_test import ROOT


@pytest.fixture
def model():
    text = (ROOT / "data/risk_model.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_the_projects_own_model_has_no_fault(model):
    assert faults(model) == []
    assert faults(model, is_scenario=True) == []


@pytest.mark.parametrize(
    ("where", "value", "kind"),
    [
        (["level_thresholds"], [2.5, 4.0, 4.0, 7.0], "thresholds"),
        (["level_thresholds"], [2.5, 4.0, 5.5], "thresholds"),
        (["level_thresholds"], "2.5", "thresholds"),
        (["coverage_breaks"], [60, 30], "breaks"),
        (["minimum_completeness"], 60, "share"),
        (["aggregation"], "harmonic", "aggregation"),
        (["training", "refresher_half_life_months"], 0, "months"),
        (["dimension_weight", "exposure"], 0.6, "sum"),
        (["dimension_weight", "exposure"], float("nan"), "number"),
        (["indicator", "E_COAST", "weight"], -1, "published_weight"),
        (["indicator", "E_COAST", "weight"], True, "published_weight"),
        (["indicator", "E_COAST", "weight"], float("inf"), "published_weight"),
        (["indicator", "E_COAST", "direction"], 2, "direction"),
        (["indicator", "E_COAST", "dimension"], "coverage", "dimension"),
        (["indicator", "E_COAST", "dimension"], ["exposure"], "dimension"),
        (["indicator", "E_COAST", "goalpost_min"], 1.0, "goalposts"),
        (["indicator", "E_COAST", "smoothed"], "yes", "smoothed"),
        (["treatment", "skewness"], 0, "positive"),
        (["treatment", "kurtosis"], "3.5", "positive"),
        (["treatment", "provinces_at_least"], 3, "provinces"),
        (["uncertainty", "draws"], 99, "draws"),
        (["uncertainty", "draws"], 1000.0, "draws"),
        (["uncertainty", "weight_spread"], 1, "spread"),
        (["uncertainty", "exposure_weight"], [0.6, 0.4], "balance"),
        (["uncertainty", "exposure_weight"], [0.55, 0.6], "balance"),
        (["uncertainty", "exposure_weight"], [0.0, 0.6], "balance"),
        (["uncertainty", "certain_from"], 0.5, "groups"),
        (["uncertainty", "certain_from"], 1.1, "groups"),
        (["uncertainty", "draws"], 10**9, "draws"),
        (["uncertainty", "seed"], -1, "seed"),
        (["uncertainty", "seed"], 1.5, "seed"),
        (["uncertainty", "seed"], 2**70, "seed"),
        (["uncertainty", "weight_spread"], 10**400, "spread"),
        (["uncertainty", "spread"], 0.2, "unknown"),
        (["treatment", "winsorised_at_most"], 2.5, "winsorised"),
        (["treatment", "winsorised_at_most"], 0, "winsorised"),
        (["treatment", "winsorised_at_most"], 78, "winsorised"),
        (["treatment", "provinces_at_least"], 20.5, "provinces"),
        (["treatment", "provinces_at_least"], 78, "provinces"),
        (["treatment", "method"], "log", "unknown"),
        (["training", "half_life"], 24, "unknown"),
        (["training", "refresher_half_life_months"], 2**40, "months"),
        (["agregation"], "arithmetic", "unknown"),
        (["indicator", "E_COAST", "smothed"], "count_rate_3_years", "unknown"),
        (["indicator", "E_COAST", "derived"], "maybe", "flag"),
        (["indicator", "E_COAST", "weight"], 10**400, "published_weight"),
        (["indicator", "E_COAST", "weight"], 1e300, "published_weight"),
        (["base_fiscal_year_be"], "FY63", "year"),
        (["base_fiscal_year_be"], 2020, "year"),
        (["base_fiscal_year_be"], 2563.0, "year"),
        (["history"], [], "history"),
        (["history"], ["1", "2", "3"], "history"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_place(model, where, value, kind):
    changed = copy.deepcopy(model)
    table = changed
    for name in where[:-1]:
        table = table[name]
    table[where[-1]] = value
    (found,) = faults(changed)
    assert found.kind == kind
    assert ".".join(where).startswith(found.where)


@pytest.mark.parametrize(
    "name",
    [
        "version",
        "coverage_breaks",
        "level_thresholds",
        "minimum_completeness",
        "dimension_weight",
        "indicator",
    ],
)
def test_what_is_missing_is_named(model, name):
    del model[name]
    (found,) = faults(model)
    assert found.kind == "missing"
    assert found.where.startswith(name)


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("since", "yesterday", "day"),
        ("since", dt.datetime(2026, 11, 28, 9), "day"),
        ("since", "", "missing"),
        ("th", 3, "text"),
        ("en", "", "missing"),
        ("author", "a.", "unknown"),
    ],
)
def test_a_line_of_the_history_says_its_number(model, name, value, kind):
    model["history"][1][name] = value
    (found,) = faults(model)
    assert (found.kind, found.where) == (kind, f"history, 2: {name}")


def test_a_version_is_text_in_the_model_and_in_its_history(model):
    model["version"] = model["history"][-1]["version"] = 3
    assert [(each.kind, each.where) for each in faults(model)] == [
        ("text", "version"),
        ("text", "history, 3: version"),
    ]
    model["version"] = model["history"][-1]["version"] = ["3"]  # cannot be in a set
    assert {each.kind for each in faults(model)} == {"text"}


@pytest.mark.parametrize("dimension", ["exposure", "vulnerability"])
def test_both_dimensions_need_an_indicator(model, dimension):
    for indicator in model["indicator"].values():
        indicator["dimension"] = dimension
    assert faults(model) == [Fault("dimensions", "indicator", dimension)]
    assert faults(model, is_scenario=True) == faults(model)


@pytest.mark.parametrize(
    ("table", "name", "values"),
    [
        ("uncertainty", "draws", (100, 10_000)),
        ("uncertainty", "seed", (0, 999_999_999)),
        ("uncertainty", "weight_spread", (0, 0.99)),
        ("treatment", "winsorised_at_most", (1, 77)),
        ("treatment", "provinces_at_least", (4, 77)),
        ("training", "refresher_half_life_months", (1, 600)),
    ],
)
def test_the_least_and_the_most_that_are_said_may_be_used(model, table, name, values):
    for value in values:
        model[table][name] = value
        assert faults(model) == []


def test_only_a_scenario_may_leave_an_indicator_without_weight(model):
    model["indicator"]["E_CASE_RATE"]["weight"] = 0
    assert faults(model, is_scenario=True) == []
    assert faults(model) == [
        Fault("published_weight", "indicator.E_CASE_RATE.weight", "0")
    ]


def test_only_a_scenario_may_be_arithmetic(model):
    model["aggregation"] = "arithmetic"
    assert faults(model, is_scenario=True) == []
    (found,) = faults(model)
    assert found == Fault("published_aggregation", "aggregation", "arithmetic")


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("treatment", "skewness"),
        ("treatment", "winsorised_at_most"),
        ("uncertainty", "seed"),
        ("uncertainty", "open_from"),
    ],
)
def test_a_published_model_says_how_outliers_are_treated_and_what_is_drawn(
    model, table, name
):
    del model[table][name]
    assert faults(model) == [Fault("missing", f"{table}.{name}")]
    assert faults(model, is_scenario=True) == []


def test_a_new_version_needs_its_line_in_the_history(model):
    model["version"] = "4"
    (found,) = faults(model)
    assert (found.kind, found.where) == ("history", "history")
    model["history"].append({**model["history"][-1], "version": "4", "en": ""})
    assert faults(model) == [Fault("missing", "history, 4: en")]
    model["history"][-1] |= {"version": "4", "en": "x"}
    assert faults(model) == []
    model["history"].insert(0, model["history"][-1])
    assert [each.kind for each in faults(model)] == ["history"]


def test_the_case_rate_weighs_no_more_than_one_of_six_in_its_dimension(model):
    indicators = model["indicator"].values()
    counted = [each for each in indicators if each.get("smoothed")]
    assert len(counted) == 1
    same = [
        i["weight"] for i in indicators if i["dimension"] == counted[0]["dimension"]
    ]
    assert counted[0]["weight"] <= sum(same) / 6


def test_the_rates_of_victims_are_those_of_which_nothing_is_said_of_a_province(model):
    """What the model smooths is a count of victims: the gate must know each of them."""
    smoothed = {
        code for code, each in model["indicator"].items() if each.get("smoothed")
    }
    assert smoothed == set(rules().index_inside)
    assert smoothed
