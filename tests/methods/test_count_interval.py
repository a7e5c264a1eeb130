"""The exact interval of a count against printed values and against its definition."""

import pytest
from scipy.stats import poisson

from methods.count_interval import exact_interval

# Ulm (1990), table 1, and Breslow & Day (1987), table 2.11: 95 % limits.
PRINTED = [
    (0, 0.0, 3.689),
    (1, 0.0253, 5.572),
    (5, 1.624, 11.668),
    (10, 4.795, 18.390),
    (100, 81.364, 121.627),
]


@pytest.mark.parametrize(("count", "low", "high"), PRINTED)
def test_the_interval_is_the_printed_one(count, low, high):
    found = exact_interval([count])
    assert found.low[0] == pytest.approx(low, abs=6e-4)
    assert found.high[0] == pytest.approx(high, abs=6e-4)


@pytest.mark.parametrize("coverage", [0.8, 0.95, 0.998])
def test_at_its_ends_the_count_is_as_unlikely_as_said(coverage):
    counts = [1, 4, 23, 400]
    found = exact_interval(counts, coverage)
    tail = (1 - coverage) / 2
    for count, low, high in zip(counts, found.low, found.high, strict=True):
        assert poisson.sf(count - 1, low) == pytest.approx(tail)
        assert poisson.cdf(count, high) == pytest.approx(tail)


@pytest.mark.parametrize(("counts", "coverage"), [([-1], 0.95), ([2], 1.0), ([2], 0)])
def test_what_is_no_count_or_no_share_is_refused(counts, coverage):
    with pytest.raises(ValueError, match="out of range"):
        exact_interval(counts, coverage)
