"""Values of the risk index before they are added up: treated, smoothed, put on 1-10."""

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes

from etl import paths
from tests.etl import risk_marts
from tests.etl.risk_marts import BASE, V, column, of, rows

SPREAD = [float(value) for value in np.linspace(1, 3, 30)]


@pytest.fixture
def con():
    with risk_marts.connected() as con:
        yield con


# --- outliers


def test_outliers_of_the_base_year_set_the_limit_of_every_year(con):
    risk_marts.model(con, E_A={}, V_A=V)
    base, later = [*SPREAD, 8.0, 9.0], [0.5, *SPREAD[1:], 7.0, 100.0]
    risk_marts.index(con, of("E_A", base) + of("E_A", later, 2570))
    assert rows(
        con,
        "select decided_on_fiscal_year_be, treatment, low_limit, high_limit, points "
        "from mart_risk_treatment",
    ) == [(BASE, "winsorised", None, 3.0, 2)]
    for year, values in ((BASE, base), (2570, later)):
        found = column(con, "(value, treated_value, treatment)", "E_A", year)
        assert found == {
            f"P{at:02}": (v, min(v, 3.0), "winsorised" if v > 3 else "none")
            for at, v in enumerate(values)
        }
    assert column(con, "score", "E_A", 2570)["P31"] == pytest.approx(1 + 9 * 0.3)
    assert column(con, "untreated_score", "E_A", 2570)["P31"] == 10


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("tail", ["high", "low"])
def test_the_ceiling_of_a_winsorised_indicator_is_the_furthest_score_it_gives(
    con, direction, tail
):
    base = [*SPREAD, 8.0, 9.0] if tail == "high" else [10 - x for x in [*SPREAD, 8, 9]]
    risk_marts.model(con, E_A={"direction": direction}, V_A=V)
    risk_marts.index(con, of("E_A", base) + of("E_A", [-99.0, 5.0, 99.0], 2570))
    assert rows(con, "select treatment, tail from mart_risk_treatment") == [
        ("winsorised", tail)
    ]
    scores = column(con, "score", "E_A", 2570).values()
    assert rows(con, "select lowest_score, highest_score from mart_risk_ceiling") == [
        (min(scores), max(scores))
    ]
    assert (min(scores), max(scores)) != (1, 10)


def test_an_outlier_of_a_later_year_is_no_reason_to_treat(con):
    risk_marts.model(con, E_A={}, V_A=V)
    risk_marts.index(con, of("E_A", SPREAD) + of("E_A", [*SPREAD[1:], 99.0], 2570))
    assert rows(con, "select treatment from mart_risk_treatment") == [("none",)]
    assert column(con, "treated_value", "E_A", 2570)["P29"] == 99


def test_an_indicator_that_begins_later_is_decided_on_its_first_whole_year(con):
    risk_marts.model(con, E_A={}, V_A=V)
    outlying = [*SPREAD, 9.0]
    given = of("E_A", outlying[-19:], BASE) + of("E_A", outlying, 2562)
    risk_marts.index(con, given)
    assert rows(con, "from mart_risk_treatment") == []
    assert set(column(con, "treatment", "E_A", 2562).values()) == {"none"}
    given += of("E_A", [value * 2 for value in outlying], 2566)
    risk_marts.index(con, given + of("E_A", SPREAD, 2567))
    assert rows(
        con,
        "select decided_on_fiscal_year_be, provinces, high_limit "
        "from mart_risk_treatment",
    ) == [(2566, 31, 6.0)]
    assert column(con, "treated_value", "E_A", 2562)["P30"] == 6


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("tail", ["high", "low"])
def test_many_outliers_make_scale_and_goalposts_logarithmic(con, direction, tail):
    values = np.array([*np.linspace(0, 1, 70), 5, 6, 7, 8, 9, 10, 12])
    values = values if tail == "high" else 10 - values
    risk_marts.model(con, E_A={"direction": direction}, V_A=V)
    risk_marts.index(con, of("E_A", values.tolist()))
    assert rows(con, "select treatment, tail from mart_risk_treatment") == [
        ("log", tail)
    ]
    kept = np.clip(values, 0, 10)
    share = np.log1p(kept * 10) / np.log(101)
    if tail == "low":
        share = 1 - np.log1p((10 - kept) * 10) / np.log(101)
    if direction == -1:
        share = 1 - share
    found = column(con, "score", "E_A")
    assert [found[f"P{at:02}"] for at in range(77)] == pytest.approx(1 + 9 * share)
    assert set(column(con, "treatment", "E_A").values()) == {"log"}


def test_a_fact_of_the_province_table_is_never_treated(con):
    risk_marts.model(con, E_A={"is_derived": True, "goalpost_max": 1.0}, V_A=V)
    risk_marts.index(con, of("E_A", [0.0] * 75 + [1.0] * 2))
    assert rows(con, "from mart_risk_treatment") == []
    assert column(con, "score", "E_A")["P76"] == 10


# --- rates from small counts

PEOPLE = [50_000, 200_000, 400_000, 900_000, 5_000_000, 120_000, 300_000, 80_000]
COUNTS = [0, 3, 21, 12, 90, 9, 0, 6]
TOLD = [0, 5, 20, 10, 90, 5, 0, 5]  # as they may be disclosed


def rates(counts=COUNTS, people=PEOPLE):
    return [10**5 * c / (3 * p) for c, p in zip(counts, people, strict=True)]


def with_people(con, people=PEOPLE):
    con.executemany(
        "insert into population_given values (?, ?)",
        [(f"P{at:02}", number) for at, number in enumerate(people)],
    )


def test_a_rate_of_three_years_is_smoothed_as_esda_does_it(con):
    risk_marts.model(con, E_A={"smoothed_years": 3}, V_A=V)
    with_people(con)
    risk_marts.index(con, of("E_A", rates()))
    expected = Empirical_Bayes(np.array(TOLD), 3 * np.array(PEOPLE)).r.ravel() * 10**5
    found = column(con, "smoothed_value", "E_A")
    assert [found[f"P{at:02}"] for at in range(8)] == pytest.approx(expected)
    assert column(con, "score", "E_A")["P01"] == pytest.approx(1 + 0.9 * expected[1])
    assert column(con, "value", "E_A")["P00"] == 0 < found["P00"]


def test_few_people_leave_less_of_a_rate_its_own(con):
    risk_marts.model(con, E_A={"smoothed_years": 3}, V_A=V)
    with_people(con)
    risk_marts.index(con, of("E_A", rates()))
    own = column(con, "own_weight", "E_A")
    by_people = [own[f"P{at:02}"] for at in np.argsort(PEOPLE)]
    assert by_people == sorted(by_people)
    assert 0 < by_people[0] < 0.5 < 0.9 < by_people[-1] < 1


def test_without_its_population_a_rate_has_no_score(con):
    """How many people it counts is not known then, nor whether they are few."""
    risk_marts.model(con, E_A={"smoothed_years": 3}, V_A=V)
    with_people(con, PEOPLE[:7])
    risk_marts.index(con, of("E_A", rates()))
    smoothed = column(con, "smoothed_value", "E_A")
    assert "P07" not in smoothed
    alone = Empirical_Bayes(np.array(TOLD[:7]), 3 * np.array(PEOPLE[:7])).r.ravel()
    assert [smoothed[f"P{at:02}"] for at in range(7)] == pytest.approx(alone * 10**5)


def test_each_year_is_smoothed_by_itself(con):
    risk_marts.model(con, E_A={"smoothed_years": 3}, V_A=V)
    with_people(con)
    risk_marts.index(con, of("E_A", rates()))
    alone = column(con, "smoothed_value", "E_A")
    risk_marts.index(con, of("E_A", rates()) + of("E_A", [4.0] * 8, 2570))
    assert column(con, "smoothed_value", "E_A") == alone
    later = column(con, "smoothed_value", "E_A", 2570)
    assert later.keys() == alone.keys()
    assert list(later.values()) == pytest.approx([4.0] * 8, rel=0.02)


def test_outliers_are_looked_for_after_smoothing(con):
    people = [1_000_000] * 40 + [15_000]
    counts = [20 + at % 7 for at in range(40)] + [1]
    risk_marts.model(con, E_A={"smoothed_years": 3}, E_B={"goalpost_max": 99.0}, V_A=V)
    with_people(con, people)
    given = rates(counts, people)
    risk_marts.index(con, of("E_A", given) + of("E_B", given))
    assert rows(
        con,
        "select indicator_code, treatment from mart_risk_treatment order by all",
    ) == [("E_A", "none"), ("E_B", "winsorised")]


@pytest.mark.parametrize(
    ("of_people", "expected"),
    [
        (("official", "official"), ("ministry", "ministry")),
        (("ministry", "official"), ("ministry", "ministry")),
        (("official", "synthetic"), ("synthetic", "synthetic")),
        ((None, "official"), ("ministry", "ministry")),
    ],
)
def test_a_rate_smoothed_with_synthetic_people_is_synthetic_everywhere(
    con, of_people, expected
):
    risk_marts.model(con, E_A={}, E_B={"smoothed_years": 3}, V_A=V)
    con.execute(
        """
        create table province_loaded (province_code varchar, is_border boolean,
            is_coastal boolean, source varchar, data_status varchar, row_state varchar,
            known_from timestamp);
        create table mart_fiscal_year as select 2563 as fiscal_year_be;
        create table province_risk_loaded as
            select 2563 as fiscal_year_be, province_code, indicator_code, 1.0 as value,
                'test' as source, 'ministry' as data_status, 'accepted' as row_state,
                timestamp '2026-11-22' as known_from
            from (values ('P00'), ('P01')) as provinces (province_code)
            cross join (values ('E_A'), ('E_B')) as codes (indicator_code);
        create table mart_population as
            select 2563 as fiscal_year_be, province_code, 1000 as population,
                data_status
            from (values ('P00', $first), ('P01', $second))
                as people (province_code, data_status)
            where data_status is not null
        """,
        {"first": of_people[0], "second": of_people[1]},
    )
    con.execute((paths.SQL / "mart_risk_value.sql").read_text("utf-8"))
    found = rows(
        con,
        "select indicator_code, data_status from mart_risk_value "
        "order by indicator_code, province_code",
    )
    assert found == [
        ("E_A", "ministry"),
        ("E_A", "ministry"),
        ("E_B", expected[0]),
        ("E_B", expected[1]),
    ]
