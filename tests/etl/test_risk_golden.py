"""The index step by step against what R makes of the same values, and a handbook.

tests/methods/golden/risk_index.R does it with the steps of COINr: treatment, min-max,
arithmetic means within and a geometric one between dimensions, ranks.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.etl import risk_marts
from tests.etl.risk_marts import V, column, of

GOLDEN = Path(__file__).parent.parent / "methods" / "golden"
DIMENSIONS = {
    "even": ("exposure", 1.0),
    "few_high": ("exposure", 2.0),
    "few_low": ("vulnerability", 1.5),
    "many_high": ("vulnerability", 0.5),
}


def golden(name):
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8") as file:
        return [
            {key: text.strip() for key, text in row.items()}
            for row in csv.DictReader(file)
        ]


VALUES, STEPS = golden("risk_values"), golden("risk_steps")


def goalposts(name):
    """The range that R scaled by: of the winsorised values, or of all."""
    values = [float(row[name]) for row in VALUES]
    scores = [float(row[name]) for row in STEPS]
    low = max(v for v, s in zip(values, scores, strict=True) if s == 1)
    high = min(v for v, s in zip(values, scores, strict=True) if s == 10)
    return {"goalpost_min": low, "goalpost_max": high}


@pytest.fixture(scope="module")
def con():
    with risk_marts.connected() as con:
        con.execute(
            "update risk_model set exposure_weight = 0.45, vulnerability_weight = 0.55"
        )
        indicators = {
            name: {"dimension": dimension, "weight": weight, **goalposts(name)}
            for name, (dimension, weight) in DIMENSIONS.items()
        }
        risk_marts.model(con, **indicators)
        risk_marts.index(
            con,
            [
                (2563, row["unit"], name, float(row[name]))
                for row in VALUES
                for name in DIMENSIONS
            ],
        )
        yield con


def test_the_treatment_is_that_of_r(con):
    found = con.execute(
        "select indicator_code, treatment, tail, points from mart_risk_treatment "
        "order by indicator_code"
    ).fetchall()
    assert found == [
        ("even", "none", "", 0),
        ("few_high", "winsorised", "high", 2),
        ("few_low", "winsorised", "low", 2),
        ("many_high", "log", "high", 0),
    ]


def test_skewness_and_kurtosis_are_those_of_r(con):
    found = con.execute(
        "select indicator_code, skewness, kurtosis from mart_risk_treatment"
    ).fetchall()
    expected = {
        row["name"]: (float(row["skewness"]), float(row["kurtosis"]))
        for row in golden("risk_shapes")
    }
    assert len(found) == 4
    for name, *shape in found:
        assert shape == pytest.approx(expected[name], abs=1e-9)


@pytest.mark.parametrize("name", DIMENSIONS)
def test_the_scores_of_an_indicator_are_those_of_r(con, name):
    found = con.execute(
        "select province_code, score from mart_risk_indicator "
        "where indicator_code = $name order by province_code",
        {"name": name},
    ).fetchall()
    assert found == [
        (row["unit"], pytest.approx(float(row[name]), abs=1e-9)) for row in STEPS
    ]


def test_dimensions_index_and_ranks_are_those_of_r(con):
    found = con.execute(
        "select score.province_code, score.exposure_score, score.vulnerability_score, "
        "score.risk_score, ranks.risk_rank from mart_risk_score as score "
        "inner join mart_risk_rank as ranks using (fiscal_year_be, province_code) "
        "order by score.province_code"
    ).fetchall()
    columns = ("first", "second", "geometric", "rank")
    assert found == [
        (row["unit"], *(pytest.approx(float(row[c]), abs=1e-8) for c in columns))
        for row in STEPS
    ]


def test_the_arithmetic_scenario_is_that_of_r(con):
    found = con.execute(
        "select province_code, risk_score from mart_risk_scenario "
        "where scenario = 'arithmetic' order by province_code"
    ).fetchall()
    assert found == [
        (row["unit"], pytest.approx(float(row["arithmetic"]), abs=1e-8))
        for row in STEPS
    ]


# OECD/JRC (2008), Handbook on Constructing Composite Indicators, table 15: mean years
# of school in 23 countries from Finland to Slovenia, their min-max score and rank
SCHOOLING = (
    (10, 0.59, 15), (12, 1, 23), (11.4, 0.88, 19), (9.5, 0.49, 12), (10.8, 0.76, 17),
    (9.4, 0.47, 9), (9.4, 0.47, 9), (11.6, 0.92, 20), (10.9, 0.78, 18), (7.1, 0, 1),
    (10.2, 0.63, 16), (11.9, 0.98, 22), (9.4, 0.47, 9), (9.3, 0.45, 8),
    (11.7, 0.94, 21), (8.4, 0.27, 6), (7.9, 0.16, 5), (9.6, 0.51, 14),
    (7.3, 0.04, 4), (7.2, 0.02, 3), (9.5, 0.49, 12), (9.1, 0.41, 7), (7.1, 0, 1),
)  # fmt: skip


def test_normalisation_is_that_of_the_handbook():
    values = [float(value) for value, _, _ in SCHOOLING]
    with risk_marts.connected() as con:
        ends = {"goalpost_min": 7.1, "goalpost_max": 12.0}
        risk_marts.model(con, E_A=ends, V_A=V)
        risk_marts.index(con, of("E_A", values))
        scores = list(column(con, "score", "E_A").values())
        by_rank = list(column(con, "rank_score", "E_A").values())
    assert [(score - 1) / 9 for score in scores] == pytest.approx(
        [share for _, share, _ in SCHOOLING], abs=0.0051
    )
    # the handbook gives equal values the lowest of their ranks, we the mean
    equal = Counter(values)
    ranks = [1 + 22 * (score - 1) / 9 for score in by_rank]
    lowest = [
        rank - (equal[value] - 1) / 2 for rank, value in zip(ranks, values, strict=True)
    ]
    assert lowest == pytest.approx([rank for _, _, rank in SCHOOLING])
