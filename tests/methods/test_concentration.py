"""The concentration curve, its index and interval: published and exact cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.concentration import (
    Interval,
    curve,
    index,
    index_interval,
    share_at,
)

# Under-five deaths in India by wealth, poorest quintile first: World Bank, Quantitative
# Techniques for Health Equity Analysis, Technical Note 7, table 1
BIRTHS = np.array([29939, 28776, 26528, 24689, 19739])
MORTALITY = np.array([154.7, 152.9, 119.5, 86.9, 54.3])  # per 1,000 births
POOREST_FIRST = np.array([5, 4, 3, 2, 1])

UNITS = st.lists(
    st.tuples(st.integers(1, 10), st.integers(1, 10**7), st.integers(0, 10**4)),
    min_size=1,
    max_size=80,
).filter(lambda rows: any(amount for _, _, amount in rows))


def columns(rows):
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


# --- the index


def test_the_index_is_that_of_the_published_example():
    found = index(POOREST_FIRST, BIRTHS, BIRTHS * MORTALITY)
    assert found == pytest.approx(-0.1694, abs=0.00005)


def test_the_curve_adds_up_the_births_and_deaths_of_the_example():
    # worked out from its births and rates
    people, deaths = curve(POOREST_FIRST, BIRTHS, BIRTHS * MORTALITY)
    births = [0, 29939, 58715, 85243, 109932, 129671]
    assert people == pytest.approx([n / 129671 for n in births])
    # 4631.6, 4399.9, 3170.1, 2145.5, 1071.8 deaths: 15418.8 in all
    shares = [0, 0.300386, 0.585739, 0.791339, 0.930486, 1]
    assert deaths == pytest.approx(shares, abs=5e-5)


def test_the_same_for_everyone_is_zero():
    population = np.array([5, 40, 700, 3])
    assert index(np.array([4, 9, 1, 7]), population, population * 12) == pytest.approx(
        0, abs=1e-12
    )


@pytest.mark.parametrize(("where", "sign"), [(3, -1), (0, 1)])
def test_all_at_one_end_is_its_population_share_less_one(where, sign):
    risk, population = np.array([1, 2, 3, 9]), np.array([30, 20, 40, 10])
    amount = np.zeros(4)
    amount[where] = 123
    share = population[where] / population.sum()
    assert index(risk, population, amount) == pytest.approx(sign * (1 - share))


def test_two_units_are_what_is_worked_out_by_hand():
    # P = 0.25, 1 and L = 0.75, 1: 0.25 * 1 - 1 * 0.75
    assert index([9, 1], [10, 30], [60, 20]) == pytest.approx(-0.5)


@given(UNITS)
def test_the_index_lies_between_minus_one_and_one(rows):
    assert -1 <= index(*columns(rows)) <= 1


@given(UNITS)
def test_the_reversed_order_has_the_index_with_the_other_sign(rows):
    risk, population, amount = columns(rows)
    assert index(-risk, population, amount) == pytest.approx(
        -index(risk, population, amount), abs=1e-9
    )


@given(UNITS, st.randoms())
def test_neither_units_of_measure_nor_the_order_given_change_it(rows, random):
    risk, population, amount = columns(rows)
    mixed = list(rows)
    random.shuffle(mixed)
    other_risk, other_population, other_amount = columns(mixed)
    assert index(
        other_risk**3, other_population / 1000, other_amount * 7
    ) == pytest.approx(index(risk, population, amount), abs=1e-9)


@given(UNITS)
def test_the_index_is_twice_the_area_between_diagonal_and_curve(rows):
    people, amounts = curve(*columns(rows))
    area = np.trapezoid(amounts, people)
    assert index(*columns(rows)) == pytest.approx(1 - 2 * area, abs=1e-9)


# --- the curve


@pytest.mark.long
@given(UNITS)
def test_the_curve_rises_from_nothing_to_everything(rows):
    people, amounts = curve(*columns(rows))
    assert (people[0], amounts[0]) == (0, 0)
    assert people[-1] == amounts[-1] == 1
    assert (np.diff(people) > 0).all()
    assert (np.diff(amounts) >= 0).all()


def test_units_of_equal_rank_are_one_step():
    people, amounts = curve([5, 8, 5], [10, 20, 10], [0, 5, 15])
    assert people.tolist() == [0, 0.5, 1]
    assert amounts.tolist() == [0, 0.25, 1]


def test_one_step_says_nothing_and_is_zero():
    assert index([4, 4], [1, 9], [9, 1]) == 0
    assert index_interval([4, 4], [1, 9], [9, 1], seed=1) is None


@pytest.mark.parametrize(
    ("at", "share"), [(0, 0), (0.2, 0.1), (0.5, 0.25), (0.75, 0.625), (1, 1)]
)
def test_a_share_is_read_off_the_straight_line_between_two_points(at, share):
    people, amounts = curve([5, 8, 5], [10, 20, 10], [0, 5, 15])
    assert share_at(people, amounts, at) == pytest.approx(share)


@pytest.mark.parametrize("at", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_cannot_be_read_off(at):
    with pytest.raises(ValueError, match="no share"):
        share_at(np.array([0, 1]), np.array([0, 1]), at)


# --- the interval


def spread(seed, size=77, slope=0.6):
    """Provinces of equal population whose amounts follow a known curve.

    With p the share of people before, E[amount] = 1 + slope (1 - 2 p): the curve is
    p + slope p (1 - p) and the index -slope / 3.
    """
    draw = np.random.default_rng(seed)
    risk = draw.uniform(size=size)
    amount = (1 + slope * (2 * risk - 1)) * draw.gamma(4, 1 / 4, size)
    return risk, np.ones(size), amount


def test_the_same_seed_gives_the_same_interval_and_another_a_similar_one():
    rows = spread(7)
    first = index_interval(*rows, seed=1)
    assert first == index_interval(*rows, seed=1)
    other = index_interval(*rows, seed=2)
    assert first != other
    assert (first.low, first.high) == pytest.approx((other.low, other.high), abs=0.02)
    assert first.replicates == 2000


def test_the_interval_contains_the_index():
    for seed in range(20):
        found = index_interval(*spread(seed), seed=1)
        assert found.low < index(*spread(seed)) < found.high


@pytest.mark.long
def test_the_interval_covers_the_true_index_about_as_often_as_it_says():
    hits = 0
    for seed in range(400):
        found = index_interval(*spread(seed), seed=seed, replicates=400)
        hits += found.low <= -0.2 <= found.high
    assert 0.91 <= hits / 400 <= 0.98


def test_the_interval_is_that_of_the_quantiles_of_resampled_rows():
    """Against a resample row by row, the plain way."""
    risk, population, amount = spread(3, size=12)
    draw = np.random.default_rng(5)
    found = []
    for _ in range(4000):
        rows = draw.integers(0, 12, 12)
        found.append(index(risk[rows], population[rows], amount[rows]))
    expected = np.quantile(found, (0.025, 0.975))
    vector = index_interval(risk, population, amount, seed=5, replicates=4000)
    assert (vector.low, vector.high) == pytest.approx(tuple(expected), abs=0.02)


def test_resamples_without_any_amount_are_left_out_and_counted():
    found = index_interval([3, 2, 1], [1, 1, 1], [0, 9, 0], seed=1, replicates=3000)
    # the unit with the amount is missed with probability (2 / 3) ** 3
    assert found.replicates / 3000 == pytest.approx(1 - (2 / 3) ** 3, abs=0.03)
    assert isinstance(found, Interval)
    assert -1 <= found.low <= found.high <= 1


# --- what is refused


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (([], [], []), "as many"),
        (([1, 2], [1, 2], [1]), "as many"),
        (([1, float("nan")], [1, 2], [1, 1]), "missing"),
        (([1, 2], [0, 2], [1, 1]), "population"),
        (([1, 2], [1, 2], [1, -1]), "population"),
        (([1, 2], [1, 2], [0, 0]), "no amount"),
    ],
)
@pytest.mark.parametrize("method", [curve, index, index_interval])
def test_what_cannot_be_computed_is_refused(method, rows, reason):
    more = {"seed": 1} if method is index_interval else {}
    with pytest.raises(ValueError, match=reason):
        method(*(np.array(row, dtype=float) for row in rows), **more)
