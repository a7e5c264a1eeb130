"""How sure the risk index is: scenarios, draws, and the ministry's grade beside it."""

import numpy as np
import pytest

from tests.etl import risk_marts
from tests.etl.risk_marts import BASE, V, column, of, rows

FOUR = {
    "E_A": [1.0, 2.0, 6.0, 9.0],
    "E_CASES": [9.0, 8.0, 1.0, 0.0],
    "V_A": [5.0, 1.0, 9.0, 2.0],
}

PROVINCES = ["P00", "P01", "P02", "P03"]


@pytest.fixture
def con():
    with risk_marts.connected() as con:
        yield con


def four(con):
    """So many people that smoothing moves no rate."""
    con.execute("insert into population_given select unnest($1), 10 ** 15", [PROVINCES])
    risk_marts.model(con, E_A={}, E_CASES={"smoothed_years": 3}, V_A=V)
    risk_marts.index(con, [row for name in FOUR for row in of(name, FOUR[name])])


def scenario(con, name):
    return [
        row[1:]
        for row in rows(
            con,
            "select province_code, risk_score, risk_rank, computed_level "
            f"from mart_risk_scenario where scenario = '{name}' order by all",
        )
    ]


def test_every_scenario_worked_by_hand(con):
    four(con)
    # E_A 1.9 2.8 6.4 9.1, E_CASES 9.1 8.2 1.9 1: exposure 5.5 5.5 4.15 5.05
    exposure, vulnerability = [5.5, 5.5, 4.15, 5.05], [5.5, 1.9, 9.1, 2.8]
    roots = np.sqrt(np.multiply(exposure, vulnerability))
    assert scenario(con, "published") == [
        (pytest.approx(roots[0]), 2, 4),
        (pytest.approx(roots[1]), 4, 2),
        (pytest.approx(roots[2]), 1, 4),
        (pytest.approx(roots[3]), 3, 2),
    ]
    assert scenario(con, "untreated") == scenario(con, "published")
    assert [row[0] for row in scenario(con, "arithmetic")] == pytest.approx(
        [5.5, 3.7, 6.625, 3.925]
    )
    assert [row[0] for row in scenario(con, "without_case_rate")] == pytest.approx(
        np.sqrt([1.9 * 5.5, 2.8 * 1.9, 6.4 * 9.1, 9.1 * 2.8]).tolist()
    )
    # ranks 1 to 4 are 1 4 7 10: exposure is 5.5 everywhere
    assert scenario(con, "rank_normalised") == [
        (pytest.approx(np.sqrt(5.5 * 7)), 2, None),
        (pytest.approx(np.sqrt(5.5 * 1)), 4, None),
        (pytest.approx(np.sqrt(5.5 * 10)), 1, None),
        (pytest.approx(np.sqrt(5.5 * 4)), 3, None),
    ]


def test_equal_values_share_the_mean_of_their_ranks(con):
    risk_marts.model(con, E_A={}, E_B={"direction": -1}, V_A=V)
    values = [1.0, 1.0, 5.0, 9.0]
    risk_marts.index(con, of("E_A", values) + of("E_B", values) + of("V_A", [3.0]))
    assert list(column(con, "rank_score", "E_A").values()) == [2.5, 2.5, 7, 10]
    assert list(column(con, "rank_score", "E_B").values()) == [8.5, 8.5, 4, 1]
    assert list(column(con, "rank_score", "V_A").values()) == [5.5]


def test_how_far_a_scenario_moves_the_ranks(con):
    four(con)
    # without the cases P03 (5.05) is 2nd and P00 (3.2) 3rd, the others stay
    assert rows(
        con,
        "select places_most, places_mean, levels_changed from mart_risk_shift "
        "where scenario = 'without_case_rate'",
    ) == [(1, 0.5, 4)]
    assert rows(
        con,
        "select levels_changed from mart_risk_shift where scenario = 'rank_normalised'",
    ) == [(None,)]


def test_a_province_without_an_index_has_no_rank_and_no_figures(con):
    risk_marts.model(con, E_A={}, V_A=V)
    risk_marts.index(con, of("E_A", [1.0, 2.0, 3.0]) + of("V_A", [1.0, 2.0]))
    found = rows(con, "from mart_risk_rank order by province_code")
    assert [row[:4] for row in found] == [
        (BASE, "P00", 2, 2),
        (BASE, "P01", 2, 1),
        (BASE, "P02", 2, None),
    ]
    assert set(found[2][4:-1]) == {None}
    assert {row[-1] for row in found} == {"ministry"}
    assert None not in found[0]
    assert rows(con, "select count(*) from mart_risk_scenario") == [(10,)]


def test_a_year_without_any_index_has_rows_but_no_robustness(con):
    risk_marts.model(con, E_A={}, V_A=V)
    risk_marts.index(con, of("E_A", [1.0, 2.0]))
    assert (
        rows(con, "select ranked, risk_rank, draws from mart_risk_rank")
        == [(0, None, None)] * 2
    )
    assert rows(con, "from mart_risk_robustness") == []


def many(con, factor=1.0):
    """77 provinces, 12 indicators; values and goalposts in a unit of their own."""
    rng = np.random.default_rng(12)
    risk = rng.uniform(size=77)
    codes = [f"{'EV'[at // 6]}_{at:02}" for at in range(12)]
    given, indicators = [], {}
    for at, code in enumerate(codes):
        values = 3 * risk + rng.gamma(0.4, 4, 77)
        if at == 7:  # more outliers than may be winsorised
            values = np.where(np.arange(77) % 11 == 0, 9 + values / 9, values / 9)
        units = factor ** (at % 3)
        indicators[code] = {
            "dimension": "exposure" if at < 6 else "vulnerability",
            "direction": -1 if at == 4 else 1,
            "goalpost_max": 12 * units,
        }
        given += of(code, (values * units).tolist())
    risk_marts.model(con, **indicators)
    return given


def test_ranks_do_not_depend_on_the_units_of_measure(con):
    said = []
    for factor in (1.0, 1000.0, 0.25):
        risk_marts.index(con, many(con, factor))
        treated = rows(
            con,
            "select treatment, points from mart_risk_treatment order by indicator_code",
        )
        said.append((treated, rows(con, "from mart_risk_rank order by province_code")))
    assert said[0] == said[1] == said[2]
    assert {kind for kind, _ in said[0][0]} == {"none", "winsorised", "log"}


def test_a_missing_indicator_widens_the_published_interval(con):
    given = many(con)
    risk_marts.index(con, given)
    query = "select province_code, rank_p95 - rank_p05 from mart_risk_rank"
    whole = dict(rows(con, query))
    unsure = [f"P{at:02}" for at in range(20, 40)]
    gaps = ("E_01", "V_08")
    risk_marts.index(
        con, [row for row in given if row[1] not in unsure or row[2] not in gaps]
    )
    found = dict(rows(con, query))
    wider = [found[province] - whole[province] for province in unsure]
    others = [found[name] - whole[name] for name in whole if name not in unsure]
    assert np.mean(wider) > 5 * max(np.mean(others), 0.5)
    assert np.mean(np.array(wider) > 0) >= 0.9


def test_a_group_is_told_by_the_share_of_draws_among_the_first_twenty(con):
    risk_marts.index(con, many(con))
    found = rows(
        con, "select top_20_share, rank_group, top_10_share from mart_risk_rank"
    )
    for share, group, top_10 in found:
        bounds = {"certain": (0.9, 1), "probable": (0.5, 0.9), "open": (0.1, 0.5)}
        low, high = bounds.get(group, (0, 0.1))
        assert low <= share <= high
        assert share < high or high == 1
        assert top_10 <= share
    assert {group for _, group, _ in found} == {
        "certain", "probable", "open", "outside",
    }  # fmt: skip
    assert sum(share for share, _, _ in found) == pytest.approx(20, abs=0.1)


def test_levels_are_counted_over_the_draws_with_goalposts_alone(con):
    risk_marts.model(con, E_A={}, V_A=V)
    # far below the goalposts' middle, so level 1; by rank one of them has 10
    low = [0.1, 0.2, 0.3]
    risk_marts.index(con, of("E_A", low) + of("V_A", low))
    found = rows(
        con,
        "select level_1_share, level_5_share, certain_level, level_draws < draws "
        "from mart_risk_rank",
    )
    assert found == [(1, 0, 1, True)] * 3


def test_a_rate_made_of_counts_is_marked_for_the_gate(con):
    four(con)
    assert rows(
        con,
        "select distinct indicator_code, is_count_rate from mart_risk_indicator "
        "order by indicator_code",
    ) == [("E_A", False), ("E_CASES", True), ("V_A", False)]


def test_the_median_province_of_the_year_stands_beside_each_value(con):
    four(con)
    assert set(column(con, "national_median", "E_A").values()) == {4.0}
    scores = column(con, "national_median_score", "E_A").values()
    assert list(scores) == pytest.approx([4.6] * 4)


# --- beside the ministry's grade


def graded(con, *levels, status="ministry"):
    con.executemany(
        "insert into province_grade values (2563, ?, ?, 'test', ?)",
        [(f"P{at:02}", level, status) for at, level in enumerate(levels) if level],
    )


def test_provinces_two_levels_apart_are_listed(con):
    graded(con, 4, 4, 5, None)
    four(con)  # levels 4 2 4 2
    assert rows(
        con,
        "select province_code, ministry_level, computed_level, levels_apart "
        "from mart_risk_disagreement order by province_code",
    ) == [("P00", 4, 4, 0), ("P01", 4, 2, -2), ("P02", 5, 4, -1)]
    assert rows(
        con,
        "select compared, same_level, two_levels_apart from mart_risk_robustness",
    ) == [(3, 1, 1)]


def test_the_agreement_with_the_grade_is_in_the_figures(con):
    graded(con, 4, 2, 4, 2)
    four(con)
    assert rows(
        con, "select kappa, kappa_low, kappa_high from mart_risk_robustness"
    ) == [(1, 1, 1)]


def test_without_grades_there_is_no_agreement_to_speak_of(con):
    four(con)
    assert rows(
        con, "select compared, same_level, kappa, kappa_low from mart_risk_robustness"
    ) == [(0, None, None, None)]


@pytest.mark.parametrize(
    ("of_grade", "of_index", "worst"),
    [
        ("synthetic", "ministry", "synthetic"),
        ("ministry", "synthetic", "synthetic"),
        ("official", "ministry", "ministry"),
        ("ministry", "official", "ministry"),
        ("official", "official", "official"),
    ],
)
def test_an_agreement_is_no_better_than_the_worst_it_is_made_of(
    con, of_grade, of_index, worst
):
    graded(con, 4, None, 4, 2, status=of_grade)
    risk_marts.model(con, E_A={}, V_A=V)
    risk_marts.index(
        con,
        [row for name in ("E_A", "V_A") for row in of(name, FOUR[name])],
        status=of_index,
    )
    assert rows(con, "select distinct data_status from mart_risk_disagreement") == [
        (worst,)
    ]
    assert rows(con, "select compared, data_status from mart_risk_robustness") == [
        (3, worst)
    ]


def test_a_grade_that_nothing_is_compared_with_says_nothing_of_the_index(con):
    graded(con, *[None] * 6, 3, status="synthetic")  # P06 has no index
    four(con)
    assert rows(con, "select compared, data_status from mart_risk_robustness") == [
        (0, "ministry")
    ]
