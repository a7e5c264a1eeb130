"""The index with other weights: as published with its own, by hand with others."""

import numpy as np
import pytest

from methods.what_if import Weights, levels, point_scores

NAN = float("nan")
IS_EXPOSURE = np.array([True, True, False, False])


def weights(indicator=(1, 1, 1, 1), exposure=0.5, how="geometric", least=0.6):
    return Weights(np.array(indicator, dtype=float), exposure, how, least)


def points(scores, **options):
    return point_scores(
        np.array([scores], dtype=float), IS_EXPOSURE, weights(**options)
    )


@pytest.mark.parametrize("year", [2563, 2569, 2570])
def test_the_published_settings_give_the_published_index(demo_con, year):
    parts = demo_con.execute(
        """
        pivot (
            select province_code, indicator_code, score from mart_risk_indicator
            where fiscal_year_be = $year
        ) on indicator_code using first(score) order by province_code
        """.replace("$year", str(year))
    ).df()
    model = demo_con.execute("select * from risk_model").df().iloc[0]
    columns = demo_con.execute(
        "select indicator_code, dimension, weight from risk_model_indicator"
    ).df()
    published = demo_con.execute(
        "select * from mart_risk_score where fiscal_year_be = ? order by province_code",
        [year],
    ).df()
    found = point_scores(
        parts[columns["indicator_code"]].to_numpy(),
        (columns["dimension"] == "exposure").to_numpy(),
        Weights(
            columns["weight"].to_numpy(),
            model["exposure_weight"],
            "geometric",
            model["minimum_completeness"],
        ),
    )
    assert len(published) == 77
    assert list(parts["province_code"]) == list(published["province_code"])
    for name in ("exposure", "vulnerability", "risk"):
        known = published[f"{name}_score"].to_numpy()
        assert np.isfinite(known).any()
        np.testing.assert_allclose(getattr(found, name), known, atol=2e-9)
    np.testing.assert_allclose(found.completeness, published["completeness"])
    thresholds = model[[f"level_{n}_from" for n in (2, 3, 4, 5)]].to_numpy(dtype=float)
    np.testing.assert_array_equal(
        levels(found.risk, thresholds),
        published["computed_level"].to_numpy(dtype=float, na_value=NAN),
    )


def test_a_weight_moves_the_mean_of_its_dimension_alone():
    found = points([2, 8, 4, 4], indicator=(1, 2, 1, 1))
    assert found.exposure[0] == pytest.approx(6)  # (2 + 2 * 8) / 3
    assert found.vulnerability[0] == pytest.approx(4)
    assert found.risk[0] == pytest.approx(24**0.5)


def test_the_arithmetic_mean_lets_one_dimension_make_up_for_the_other():
    assert points([9, 9, 1, 1]).risk[0] == pytest.approx(3)
    assert points([9, 9, 1, 1], how="arithmetic").risk[0] == pytest.approx(5)


def test_the_balance_gives_one_dimension_more():
    assert points([9, 9, 4, 4], exposure=0.3, how="arithmetic").risk[0] == (
        pytest.approx(5.5)
    )


def test_under_sixty_per_cent_of_the_scenarios_weight_nothing_is_computed():
    assert np.isnan(points([NAN, 8, 4, 4]).risk[0])
    kept = points([NAN, 8, 4, 4], indicator=(1, 2, 1, 1))  # two thirds are there
    assert kept.exposure[0] == pytest.approx(8)
    assert kept.completeness[0] == pytest.approx(4 / 5)


def test_an_indicator_that_weighs_nothing_may_be_missing():
    found = points([NAN, 8, 4, 4], indicator=(0, 1, 1, 1))
    assert found.risk[0] == pytest.approx(32**0.5)
    assert found.completeness[0] == 1


def test_without_any_weight_in_a_dimension_nothing_is_computed():
    found = points([2, 8, 4, 4], indicator=(0, 0, 1, 1))
    assert np.isnan(found.risk[0])
    none = points([2, 8, 4, 4], indicator=(0, 0, 0, 0))
    assert np.isnan(none.completeness[0])


@pytest.mark.parametrize("how", ["geometric", "arithmetic"])
def test_a_dimension_without_a_share_need_not_be_known(how):
    found = points([NAN, NAN, 4, 6], exposure=0.0, how=how)
    assert found.risk[0] == pytest.approx(5)


def test_a_score_upon_a_threshold_has_reached_the_level():
    found = points([4, 4, 4, 4], exposure=0.3)
    assert list(levels(found.risk, np.array([2.5, 4.0, 5.5, 7.0]))) == [3.0]
