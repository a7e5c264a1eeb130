"""Trends of five years against published values, and the edges of the tests."""

import numpy as np
import pytest
from scipy.stats import kendalltau

from methods.trend import CHI_SQUARE_FROM, byar_interval, rate_trend, value_trend

# PHEindicatormethods, example of assign_trend_markers: counts, people, and the limits
# that its authors give per 1,000.
PUBLISHED = (
    (1367, 44701, 28.98, 32.25),
    (1332, 44064, 28.63, 31.90),
    (1199, 42811, 26.44, 29.64),
    (1023, 41527, 23.15, 26.19),
    (994, 40299, 23.16, 26.25),
)
# Test data of Fingertips (WhenUsingTrendMarkerCalculator), with its markers.
FINGERTIPS = {
    "falling": [
        [(621, 3454), (599, 3195), (556, 3256), (535, 3227), (447, 3121)],
        [
            (22435, 65880),
            (22445, 67900),
            (21365, 68705),
            (20955, 69835),
            (19055, 70910),
        ],
    ],
    "rising": [
        [(2157, 3454), (2090, 3195), (2194, 3256), (2134.81, 3152), (2094, 3062)],
        [(8116, 91530), (8145, 91773), (8222, 92088), (8506, 92238), (8728, 92665.89)],
    ],
    "none": [
        [(5405, 18095), (5500, 18170), (5435, 18005), (5480, 17890), (5315, 17860)],
    ],
}


@pytest.mark.parametrize(("count", "people", "low", "high"), PUBLISHED)
def test_byar_gives_the_published_limits(count, people, low, high):
    per_1000 = [1000 * limit / people for limit in byar_interval(count)]
    assert per_1000 == pytest.approx([low, high], abs=0.006)


def test_no_event_has_a_lower_limit_of_none():
    low, high = byar_interval(0)
    assert low == 0
    assert high == pytest.approx(3.689, rel=0.01)  # exact: 3.689


@pytest.mark.parametrize(
    ("change", "years"),
    [(change, years) for change, sets in FINGERTIPS.items() for years in sets],
)
def test_the_markers_of_fingertips_come_out(change, years):
    counts, people = zip(*years, strict=True)
    assert rate_trend(counts, people).change == change


def test_chi_squared_is_that_of_a_weighted_line():
    counts, people, *_ = zip(*PUBLISHED, strict=True)
    rates = [count / of for count, of in zip(counts, people, strict=True)]
    errors = [
        (high - low) / (2 * 1.959964) / of
        for (low, high), of in zip(map(byar_interval, counts), people, strict=True)
    ]
    line, spread = np.polyfit(
        range(5), rates, 1, w=[1 / error for error in errors], cov="unscaled"
    )
    found = rate_trend(counts, people)
    assert found.statistic == pytest.approx(line[0] ** 2 / spread[0, 0], rel=1e-9)


def test_one_odd_year_makes_no_trend():
    counts, people = (100, 100, 100, 100, 400), (10_000,) * 5
    found = rate_trend(counts, people)
    assert found.statistic > CHI_SQUARE_FROM
    assert found.change == "none"  # without the last year the line is flat


def test_a_rate_that_never_changes_has_no_trend():
    assert rate_trend((0,) * 5, (10_000,) * 5) == ("none", 0)


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ((1.0, 2.0, 3.0, 4.0, 5.0), "rising"),
        ((0.9, 0.7, 0.6, 0.5, 0.1), "falling"),
        ((1.0, 2.0, 3.0, 5.0, 4.0), "none"),  # 10 of 120 orders are as far: 0.083
        ((2.0, 2.0, 2.0, 2.0, 2.0), "none"),
    ],
)
def test_of_five_values_an_unbroken_rise_or_fall_alone_counts(values, change):
    found = value_trend(values)
    assert found.change == change
    if len(set(values)) == 5:
        p_value = kendalltau(range(5), values, method="exact").pvalue
        assert (p_value < 0.05) == (change != "none")


@pytest.mark.parametrize("values", [(1, 2, 3, 4), (1, 2, 3, 4, float("nan"))])
def test_fewer_than_five_numbers_are_refused(values):
    with pytest.raises(ValueError, match="5 numbers are needed"):
        value_trend(values)
    with pytest.raises(ValueError, match="5 numbers are needed"):
        rate_trend(values, (1,) * len(values))


def test_a_count_below_none_is_refused():
    with pytest.raises(ValueError, match="-1 is below 0"):
        byar_interval(-1)
