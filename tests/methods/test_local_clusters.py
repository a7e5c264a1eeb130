"""Local Moran's I against PySAL, against all draws there are, and by its own rules."""

import itertools
import warnings

import numpy as np
import pytest
from esda import fdr
from esda.moran import Moran_Local
from hypothesis import given
from hypothesis import strategies as st
from libpysal.weights import W

from methods.local_clusters import adjusted, local_moran

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=90)


def ring(size, reach=1):
    """Units in a ring, each beside the nearest ones on both sides."""
    steps = [step for step in range(-reach, reach + 1) if step]
    first = np.repeat(np.arange(size), len(steps))
    return first, (first + np.tile(steps, size)) % size


@pytest.fixture(scope="module")
def provinces(demo_con):
    """Values of Thailand's provinces and their neighbours as positions."""
    codes = [
        code
        for (code,) in demo_con.execute(
            "select province_code from province order by 1"
        ).fetchall()
    ]
    at = {code: place for place, code in enumerate(codes)}
    pairs = demo_con.execute(
        "select province_code, neighbour_code from province_neighbour order by 1, 2"
    ).fetchall()
    first, second = (np.array([at[pair[end]] for pair in pairs]) for end in (0, 1))
    values = demo_con.execute(
        "select value from mart_map_value where measure = 'population' "
        "and fiscal_year_be = 2569 order by province_code"
    ).fetchnumpy()["value"]
    return values, first, second


@pytest.fixture(scope="module")
def pysal(provinces):
    values, first, second = provinces
    beside = {unit: second[first == unit].tolist() for unit in range(len(values))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # says that numba is not there
        graph = W(beside, silence_warnings=True)
        return Moran_Local(values, graph, permutations=1999, seed=7)


def test_the_statistic_is_that_of_pysal(provinces, pysal):
    found = local_moran(*provinces, seed=1)
    assert found.statistic == pytest.approx(pysal.Is, rel=1e-12)
    quadrant = np.select(
        [(found.score > 0) & (found.lag > 0), found.score > 0, found.lag > 0],
        [1, 4, 2],
        3,
    )
    assert quadrant.tolist() == pysal.q.tolist()


def test_p_values_are_twice_those_of_pysal_but_for_the_draws(provinces, pysal):
    found = local_moran(*provinces, seed=1).p_value
    theirs = np.minimum(1, 2 * pysal.p_sim)
    # Two independent sets of 4,000 and 2,000 draws: five standard errors.
    error = 5 * 2 * np.sqrt(0.25 * (1 / 4000 + 1 / 2000))
    assert np.abs(found - theirs).max() < error
    assert found.mean() == pytest.approx(theirs.mean(), abs=0.01)


def test_p_values_are_those_of_all_draws_there_are():
    values = np.array([9.0, 8.0, 7.5, 1.0, 0.0, 2.0, 3.0, 2.5, 1.5])
    first, second = ring(len(values))
    found = local_moran(values, first, second, seed=5, permutations=20_000)
    for unit in range(len(values)):
        others = np.delete(values, unit)
        sums = np.array([sum(pair) for pair in itertools.combinations(others, 2)])
        own = values[second[first == unit]].sum()
        tail = min(np.mean(sums >= own - 1e-9), np.mean(sums <= own + 1e-9))
        assert found.p_value[unit] == pytest.approx(min(1, 2 * tail), abs=0.02)


def test_equal_sums_count_on_both_sides():
    values = np.array([1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    found = local_moran(values, *ring(12), seed=1)
    far = found.p_value[5]  # zeros among zeros: nearly every draw is the same
    assert far == 1.0


def test_the_same_seed_gives_the_same_and_units_do_not_matter(provinces):
    values, first, second = provinces
    once = local_moran(values, first, second, seed=3)
    again = local_moran(values / 1000 + 7, first, second, seed=3)
    assert once.p_value == pytest.approx(again.p_value)
    assert once.statistic == pytest.approx(again.statistic)
    other = local_moran(values, first, second, seed=4)
    assert (other.p_value != once.p_value).any()


def test_a_unit_without_neighbours_has_no_statistic():
    first, second = ring(10)
    values = np.append(np.arange(10.0), 99.0)
    found = local_moran(values, first, second, seed=1)
    assert np.isnan([found.statistic[10], found.lag[10], found.p_value[10]]).all()
    assert np.isfinite(found.p_value[:10]).all()


@pytest.mark.parametrize("values", [np.full(10, 0.1), np.full(10, 3e9)])
def test_equal_values_have_no_clusters(values):
    assert local_moran(values, *ring(10), seed=1) is None


def test_without_neighbours_there_are_no_clusters():
    nobody = np.array([], dtype=int)
    for size in (0, 1, 2, 10):
        assert local_moran(np.arange(float(size)), nobody, nobody, seed=1) is None


def test_what_cannot_be_computed_is_refused():
    first, second = ring(10)
    with pytest.raises(ValueError, match="value is missing"):
        local_moran(np.array([np.nan, *range(9)]), first, second, seed=1)
    with pytest.raises(ValueError, match="its own neighbour"):
        local_moran(np.arange(10.0), np.array([1]), np.array([1]), seed=1)
    with pytest.raises(ValueError, match="too many to draw"):
        local_moran(np.arange(30.0), *ring(30, reach=9), seed=1)


def test_a_few_units_that_all_touch_have_no_clusters():
    assert local_moran(np.arange(5.0), *ring(5, reach=2), seed=1) is None


# --- false discovery rate


@given(CHANCES)
def test_adjusted_p_values_pass_where_pysals_limit_lets_them(chances):
    chances = np.array(chances)
    limit = fdr(chances, 0.05)
    # PySAL gives a limit even where nothing passes, and asks for less than it.
    passes = chances < limit if (chances < limit).any() else chances < 0
    found = adjusted(chances) < 0.05 - 1e-12
    is_at_limit = np.isclose(adjusted(chances), 0.05)
    assert ((found == passes) | is_at_limit).all()


def test_adjusted_p_values_are_those_worked_by_hand():
    given_values = np.array([0.01, 0.04, np.nan, 0.03, 0.005])
    assert adjusted(given_values) == pytest.approx(
        [0.02, 0.04, np.nan, 0.04, 0.02], nan_ok=True
    )
    assert np.isnan(adjusted(np.array([np.nan]))).all()
