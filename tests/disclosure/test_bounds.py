"""The attacker's arithmetic on tables worked by hand."""

import numpy as np
import pytest

from tests.disclosure.bounds import MANY, System, extremes, narrowed


def three_by_three():
    """A 3 by 3 table whose four corners are suppressed, with all its totals.

        x 10  y | 30      x + y = 20, x + z = 25,
        8 12 15 | 35      z + w = 14, y + w = 9
        z 11  w | 25
        33 33 24| 90

    So x is 11 to 20, y 0 to 9, z 5 to 14, w 0 to 9.
    """
    system = System()
    x, y, z, w = (system.number(name) for name in "xyzw")
    for parts, total in (((x, y), 20), ((z, w), 14), ((x, z), 25), ((y, w), 9)):
        system.sum([(1, part) for part in parts], total, total)
    return system


BY_HAND = {"x": (11, 20), "y": (0, 9), "z": (5, 14), "w": (0, 9)}


def test_the_bounds_of_suppressed_corners_are_those_found_by_hand():
    system = three_by_three()
    found = narrowed(system).T
    assert {name: tuple(found[at]) for name, at in system.place.items()} == BY_HAND


def test_the_linear_program_agrees_with_the_hand():
    system = three_by_three()
    found = extremes(system, system.bounds(), system.place.values())
    assert {name: found[at] for name, at in system.place.items()} == BY_HAND


def test_one_suppressed_cell_in_a_row_is_no_secret():
    system = System()
    hidden, shown = system.number("hidden", 1, 9), system.number("shown", 12, 12)
    system.sum([(1, hidden), (1, shown)], 16, 16)
    assert tuple(narrowed(system)[:, hidden]) == (4, 4)


def test_only_the_linear_program_sees_three_sums_together():
    """a + b, b + c and a + c are all 10: each is 5."""
    system = System()
    a, b, c = (system.number(name) for name in "abc")
    for pair in ((a, b), (b, c), (a, c)):
        system.sum([(1, part) for part in pair], 10, 10)
    bounds = narrowed(system)
    assert tuple(bounds[:, a]) == (0, 10)
    assert extremes(system, bounds, [a]) == {a: (5, 5)}


def test_bounds_that_crossed_on_the_way_say_nothing():
    system = System()
    a, b, whole = (system.number(key) for key in "abc")
    system.sum([(1, whole)], 5, 5)
    system.parts(whole, [a, b])
    within = np.array([[1, 0, 5], [0, 5, 5]])  # a: at least 1 and at most 0
    assert extremes(system, within, [a]) == {a: (0, 5)}


def test_sums_that_contradict_each_other_say_nothing():
    system = System()
    a = system.number("a", 0, 9)
    b = system.number("b", 0, MANY)
    system.sum([(1, a), (-1, b)], 2, 2)
    system.sum([(1, a), (-1, b)], 5, 5)
    low, high = narrowed(system)[:, a]
    assert low <= high


@pytest.mark.parametrize("seed", range(6))
def test_bounds_never_miss_a_table_that_is_told_truly(seed):
    chance = np.random.default_rng(seed)
    counts = chance.integers(0, 12, 30)
    system = System()
    for at, count in enumerate(counts):
        system.number(at, 0, MANY if chance.random() < 0.5 else int(count) + 2)
    for _ in range(12):
        parts = chance.choice(30, 6, replace=False)
        total = int(counts[parts].sum())
        system.sum([(1, int(part)) for part in parts], total - 1, total + 2)
    low, high = narrowed(system)
    assert (low <= counts).all()
    assert (counts <= high).all()
    for at, (least, most) in extremes(system, np.array([low, high]), range(5)).items():
        assert low[at] <= least <= counts[at] <= most <= high[at]
