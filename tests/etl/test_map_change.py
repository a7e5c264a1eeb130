"""Changes of the index between two years, of values worked by hand."""

import math

import pytest

from etl import paths
from tests.etl.risk_marts import V, connected, index, model, rows

LATER = 2565


@pytest.fixture
def con():
    con = connected()
    model(con, E1={}, E2={}, E3={}, V1=V, V2={**V, "weight": 3.0})
    return con


def changes(con, values, uncovered=0.5, least=()):
    """Measures of province P00: (before, after, common, other, state)."""
    given = [(year, "P00", code, v) for (year, code), v in values.items()]
    index(con, given)
    con.execute(
        "create or replace table mart_province_coverage as select fiscal_year_be, "
        "province_code, exposure_score, vulnerability_score, risk_score, "
        f"risk_score * {uncovered} as coverage_gap, "
        f"list_contains({list(least)}::bigint[], fiscal_year_be) "
        "as volunteers_at_least "
        "from mart_risk_score"
    )
    con.execute((paths.SQL / "mart_map_change.sql").read_text("utf-8"))
    found = rows(
        con,
        "select measure, before_value, after_value, common_indicators, "
        "other_indicators, state from mart_map_change",
    )
    return {measure: rest for measure, *rest in found}


ALL = {
    **{(2563, code): 2.0 for code in ("E1", "E2", "E3", "V1", "V2")},
    **{(LATER, code): 2.0 for code in ("E1", "E2", "E3", "V1", "V2")},
}


def test_an_indicator_that_only_one_year_has_changes_nothing(con):
    without = {key: v for key, v in ALL.items() if key != (2563, "E3")}
    found = changes(con, {**without, (LATER, "E3"): 10.0})
    # 2 of 0 to 10 scores 1 + 9 * 0.2; the published E of the later year is 5.2
    assert found["exposure"] == [
        pytest.approx(2.8),
        pytest.approx(2.8),
        2,
        1,
        "compared",
    ]
    assert found["risk"] == [pytest.approx(2.8), pytest.approx(2.8), 4, 1, "compared"]
    (published,) = rows(
        con,
        f"select exposure_score from mart_risk_score where fiscal_year_be = {LATER}",
    )
    assert published[0] == pytest.approx((2.8 + 2.8 + 10) / 3)


def test_common_indicators_are_weighted_anew(con):
    found = changes(con, {**ALL, (LATER, "V2"): 6.0})
    after = (2.8 + 3 * 6.4) / 4
    assert found["vulnerability"][:2] == [pytest.approx(2.8), pytest.approx(after)]
    assert found["risk"][1] == pytest.approx(math.sqrt(2.8 * after))


def test_the_gap_changes_with_each_years_own_coverage(con):
    found = changes(con, {**ALL, (LATER, "V2"): 6.0}, "(fiscal_year_be - 2563) / 4.0")
    before, after, *_ = found["gap"]
    assert before == 0
    assert after == pytest.approx(0.5 * found["risk"][1])


@pytest.mark.parametrize("least", [[2563], [LATER], [2563, LATER]])
def test_a_gap_that_is_only_a_maximum_is_not_compared(con, least):
    found = changes(con, ALL, least=least)
    assert {measure: rest[-1] for measure, rest in found.items()} == {
        "exposure": "compared",
        "gap": "only_bound",
        "risk": "compared",
        "vulnerability": "compared",
    }
    (bounds,) = rows(
        con,
        "select before_at_most, after_at_most from mart_map_change "
        "where measure = 'gap'",
    )
    assert bounds == (2563 in least, LATER in least)


def test_no_gap_is_exact_where_even_the_minimum_covers_all(con):
    assert changes(con, ALL, uncovered=0, least=[LATER])["gap"][-1] == "compared"


def test_years_with_too_little_in_common_are_not_comparable(con):
    """Each year has two of three indicators, but only one is the same."""
    kept = {k: v for k, v in ALL.items() if k not in ((2563, "E1"), (LATER, "E2"))}
    found = changes(con, kept)
    assert found["exposure"] == [None, None, 1, 2, "not_comparable"]
    assert found["risk"] == [None, None, 3, 2, "not_comparable"]
    assert found["gap"][-1] == "not_comparable"
    assert found["vulnerability"][-1] == "compared"


def test_a_year_without_the_index_has_no_figure(con):
    kept = {k: v for k, v in ALL.items() if k not in ((2563, "E1"), (2563, "E2"))}
    found = changes(con, kept)
    assert found["exposure"][-1] == found["risk"][-1] == found["gap"][-1] == "no_figure"


def test_where_both_years_have_the_same_indicators_the_change_is_the_published_one(
    demo_con,
):
    ((pairs, apart),) = rows(
        demo_con,
        """
        select count(*), max(abs(
            change.after_value - change.before_value
            - (later.risk_score - earlier.risk_score)))
        from mart_map_change as change
        join mart_risk_score as later using (fiscal_year_be, province_code)
        join mart_risk_score as earlier
            on change.since_fiscal_year_be = earlier.fiscal_year_be
            and change.province_code = earlier.province_code
        where measure = 'risk' and other_indicators = 0
        """,
    )
    assert pairs > 100
    assert apart == pytest.approx(0, abs=1e-9)


def test_a_gap_is_compared_where_risk_and_both_coverages_are(demo_con):
    (apart,) = rows(
        demo_con,
        "select count(*) from mart_map_change as gap join mart_map_change as risk "
        "using (fiscal_year_be, since_fiscal_year_be, province_code) "
        "where gap.measure = 'gap' and risk.measure = 'risk' "
        "and gap.state = 'compared' and risk.state <> 'compared'",
    )
    assert apart == (0,)
