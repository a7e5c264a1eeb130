"""Figures on the map and their clusters: what they must be, over the shipped data."""

import duckdb
import numpy as np
import pytest

from etl import clusters
from methods import local_clusters
from tests.opened import opened

WITHOUT_CLUSTERS = {"flag", "count"}


@pytest.fixture(scope="module")
def con(demo_con):
    return demo_con


def rows(con, sql, **values):
    return con.execute(sql, values).fetchall()


def test_every_province_has_a_row_for_each_measure_and_year(con):
    (years,) = rows(con, "select count(*) from mart_fiscal_year")[0]
    counts = rows(con, "select measure, count(*) from mart_map_value group by measure")
    assert len(counts) == 22
    assert {count for _, count in counts} == {77 * years}


def test_only_what_adds_up_over_a_running_year_is_partial(con):
    partial = rows(
        con,
        "select distinct measure, is_current from mart_map_value "
        "join mart_fiscal_year using (fiscal_year_be) where is_partial",
    )
    assert partial == [("outreach", True)]


def test_every_indicator_of_the_model_can_be_put_on_the_map(con):
    missing = rows(
        con,
        "select indicator_code from risk_model_indicator "
        "anti join mart_map_measure on indicator_code = measure",
    )
    assert missing == []


@pytest.mark.parametrize(
    ("measure", "mart", "column"),
    [
        ("risk", "mart_risk_score", "risk_score"),
        ("exposure", "mart_risk_score", "exposure_score"),
        ("vulnerability", "mart_risk_score", "vulnerability_score"),
        ("gap", "mart_province_coverage", "coverage_gap"),
        ("trained", "mart_province_coverage", "volunteers_trained_per_100k"),
        ("volunteers", "mart_province_coverage", "volunteers_trained"),
        ("population", "mart_province_coverage", "population"),
        ("outreach", "mart_province_outreach", "people_reached_per_100k"),
        ("partners", "mart_province_partner", "active_partners_per_100k"),
    ],
)
def test_a_figure_is_that_of_the_mart_it_comes_from(con, measure, mart, column):
    different = rows(
        con,
        f"""
        select count(*), count(figure.value)
        from mart_map_value as figure
        left join {mart} as mart using (fiscal_year_be, province_code)
        where figure.measure = $measure
            and figure.value is distinct from mart.{column}
        """,
        measure=measure,
    )
    assert different == [(0, 0)]


def test_a_state_says_why_there_is_no_figure(con):
    found = {
        (state, has_value)
        for state, has_value in rows(
            con, "select distinct state, value is not null from mart_map_value"
        )
    }
    assert found == {
        *(("value", True), ("zero", True)),
        *(("not_reported", False), ("not_computed", False)),
    }
    assert rows(
        con, "select count(*) from mart_map_value where state = 'zero' and value <> 0"
    ) == [(0,)]


def test_the_rate_of_victims_is_made_of_three_years(con):
    found = rows(
        con,
        """
        select max(abs(numerator * 100000.0 / denominator - value)), count(*)
        from mart_map_value
        where measure = 'E_CASE_RATE' and value is not null
        """,
    )
    # the handed-over rate has three decimals, half a victim is the rounding here
    worst, count = found[0]
    assert count > 500
    assert worst < 0.09  # of the smallest province


# --- clusters


def test_every_value_of_a_rate_or_score_has_a_cluster_and_no_other_has(con):
    expected = rows(
        con,
        """
        select measure, fiscal_year_be, province_code from mart_map_value
        where value is not null and kind not in ('flag', 'count') order by all
        """,
    )
    found = rows(
        con,
        "select measure, fiscal_year_be, province_code from mart_map_cluster "
        "order by all",
    )
    assert found == expected


def test_a_cluster_is_named_by_both_scores_and_the_control(con):
    named = rows(
        con,
        """
        select distinct cluster, score > 0, neighbour_score > 0,
            adjusted_p_value <= 0.05
        from mart_map_cluster where cluster not in ('chance', 'not_computed')
        """,
    )
    signs = {"high_high": (1, 1), "low_low": (0, 0), "high_low": (1, 0),
             "low_high": (0, 1)}  # fmt: skip
    assert {kind for kind, *_ in named} >= {"high_high", "low_low"}
    assert all(is_sure and (own, near) == signs[k] for k, own, near, is_sure in named)
    chance = rows(
        con,
        "select min(adjusted_p_value) from mart_map_cluster where cluster = 'chance'",
    )
    assert chance[0][0] > 0.05


def test_the_mart_is_what_the_method_gives(con):
    values = con.execute(
        "select province_code, value from mart_map_value where measure = 'V_STATELESS' "
        "and fiscal_year_be = 2569 and value is not null order by 1"
    ).fetchnumpy()
    codes = values["province_code"].astype(str).tolist()
    pairs = [
        (codes.index(one), codes.index(other))
        for one, other in rows(con, "select province_code, neighbour_code "
                                    "from province_neighbour order by all")
        if one in codes and other in codes
    ]  # fmt: skip
    first, second = np.array(pairs).T
    made = local_clusters.local_moran(
        values["value"], first, second, seed=clusters.SEED
    )
    adjusted = local_clusters.adjusted(made.p_value)
    found = con.execute(
        "select local_moran, adjusted_p_value, neighbours from mart_map_cluster "
        "where measure = 'V_STATELESS' and fiscal_year_be = 2569 order by province_code"
    ).fetchnumpy()
    assert found["local_moran"] == pytest.approx(made.statistic)
    assert found["adjusted_p_value"] == pytest.approx(adjusted)
    assert found["neighbours"].sum() == len(pairs)


def test_provinces_without_neighbours_or_differences_are_not_computed():
    with duckdb.connect() as con:
        con.execute(
            """
            create table mart_map_value as
            select 'risk' as measure, 'score' as kind, 2569 as fiscal_year_be,
                'TH-' || i as province_code, i * 1.0 as value,
                null::double as smoothed_value from range(10, 20) t(i)
            union all
            select 'gap', 'score', 2569, 'TH-' || i, 5.0, null from range(10, 20) t(i);
            create table province_neighbour as
            select 'TH-' || i as province_code, 'TH-' || (i + d) as neighbour_code
            from range(10, 19) t(i), (values (1), (-1)) s(d)
            where i + d between 10 and 18;
            """
        )
        clusters.build(con)
        found = rows(
            con,
            "select measure, province_code, p_value from mart_map_cluster "
            "where cluster = 'not_computed' order by all",
        )
    assert ("risk", "TH-19", None) in found
    assert [kind for kind, *_ in found].count("gap") == 10
    assert len(found) == 11


def test_a_version_without_values_has_no_clusters(empty_built):
    with opened(empty_built) as con:
        assert rows(con, "select count(*) from mart_map_cluster where measure = 'risk' "
                         "and cluster = 'high_high'") == [(0,)]  # fmt: skip
