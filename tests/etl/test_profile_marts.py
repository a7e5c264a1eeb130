"""The marts of one province: peers by hand and by SciPy, means, weeks, batches."""

import duckdb
import numpy as np
import pytest
from scipy.spatial.distance import seuclidean

from etl import paths

YEAR = 2569
CASES = "E_CASE_RATE"


@pytest.fixture
def con(demo_con):
    return demo_con


@pytest.fixture
def small():
    """Four provinces, two indicators of weight 1 and 3, and a rate of victims."""
    with duckdb.connect() as con:
        con.execute("create table mart_fiscal_year as select 2563 as fiscal_year_be")
        con.execute("create table risk_model as select 0.6 as minimum_completeness")
        con.execute(
            "create table risk_model_indicator as from (values ('A', 1.0, null), "
            "('B', 3.0, null), ('VICTIMS', 1.0, 3)) "
            "as t (indicator_code, weight, smoothed_years)"
        )
        con.execute(
            "create table province as from (values ('TH-1', 'N'), ('TH-2', 'N'), "
            "('TH-3', 'S'), ('TH-4', 'S')) as t (province_code, region6_ngc)"
        )
        con.execute(
            "create table province_neighbour as from (values ('TH-1', 'TH-3'), "
            "('TH-3', 'TH-1')) as t (province_code, neighbour_code)"
        )
        con.execute(
            "create table mart_risk_indicator as "
            "select 2563 as fiscal_year_be, * from (values "
            "('TH-1', 'A', 1.0), ('TH-2', 'A', 3.0), ('TH-3', 'A', 5.0), "
            "('TH-4', 'A', 7.0), "
            "('TH-1', 'B', 10.0), ('TH-2', 'B', 10.0), ('TH-3', 'B', 14.0), "
            "('TH-1', 'VICTIMS', 0.0), ('TH-2', 'VICTIMS', 90.0)) "
            "as t (province_code, indicator_code, treated_value)"
        )
        sql = (paths.SQL / "mart_province_peer.sql").read_text("utf-8")
        con.execute(sql)
        yield con


def peers(con, province, kind, year=2563):
    return con.execute(
        "select peer_code, distance, weight_shared from mart_province_peer where "
        "province_code = ? and kind = ? and fiscal_year_be = ? order by position",
        [province, kind, year],
    ).fetchall()


def test_the_nearest_province_comes_first_with_the_distance_worked_by_hand(small):
    """A has deviation sqrt(5); B, of three provinces, sqrt(32 / 9)."""
    (first, near, _), (second, far, shared) = peers(small, "TH-1", "statistical")
    assert (first, second, shared) == ("TH-2", "TH-3", 1.0)
    assert near == pytest.approx(np.sqrt((1 * 4 / 5 + 3 * 0) / 4))
    assert far == pytest.approx(np.sqrt((1 * 16 / 5 + 3 * 16 / (32 / 9)) / 4))


def test_who_shares_too_little_of_the_weight_is_nobodys_peer(small):
    """TH-4 has A alone: a quarter of the weight, below 60 %."""
    assert peers(small, "TH-4", "statistical") == []
    every = small.execute("from mart_province_peer where kind = 'statistical'").df()
    assert "TH-4" not in set(every["peer_code"])


def test_identified_victims_make_nobody_a_peer(small):
    """TH-1 and TH-2 are as far apart in their victims as can be, and nearest."""
    assert peers(small, "TH-1", "statistical")[0][0] == "TH-2"


def test_neighbours_and_the_region_have_no_distance(small):
    assert peers(small, "TH-1", "neighbour") == [("TH-3", None, None)]
    assert peers(small, "TH-2", "region") == [("TH-1", None, None)]
    assert peers(small, "TH-2", "neighbour") == []


def test_distances_are_those_of_scipy(con):
    wide = con.execute(
        "select province_code, indicator_code, treated_value from mart_risk_indicator "
        "where fiscal_year_be = ? and indicator_code <> ?",
        [YEAR, CASES],
    ).df()
    wide = wide.pivot_table(
        index="province_code", columns="indicator_code", values="treated_value"
    )
    variance = wide.var(ddof=0)
    pairs = con.execute(
        "select province_code, peer_code, distance from mart_province_peer where "
        "kind = 'statistical' and fiscal_year_be = ? and weight_shared = 1",
        [YEAR],
    ).fetchall()
    assert len(pairs) > 50
    for own, other, distance in pairs:
        expected = seuclidean(wide.loc[own], wide.loc[other], variance)
        assert distance == pytest.approx(expected / np.sqrt(len(variance)))


def test_all_that_is_nearer_is_listed(con):
    """No province of the eight nearest is left out for one that is further."""
    counts = con.execute(
        "select province_code, count(*), max(position), "
        "bool_and(distance >= before) from (select *, coalesce(lag(distance) over "
        "(partition by province_code order by position), 0) as before "
        "from mart_province_peer where kind = 'statistical' and fiscal_year_be = ?) "
        "group by province_code",
        [YEAR],
    ).fetchall()
    assert len(counts) == 77
    assert {row[1:] for row in counts} == {(8, 8, True)}


def test_means_of_region_and_peers_are_over_those_with_a_value(con):
    row = con.execute(
        "select region_mean, region_provinces, statistical_mean, statistical_peers, "
        "neighbour_mean, neighbour_peers from mart_profile_indicator where "
        "province_code = 'TH-50' and indicator_code = 'E_VENUES' "
        "and fiscal_year_be = ?",
        [YEAR],
    ).fetchone()
    of = "select value from mart_risk_indicator where indicator_code = 'E_VENUES' and "
    of += f"fiscal_year_be = {YEAR} and province_code in "
    region = con.execute(
        f"{of} (select province_code from province where region6_ngc = 'North')"
    ).fetchall()
    found = [region]
    for kind in ("statistical", "neighbour"):
        found.append(
            con.execute(
                f"{of} (select peer_code from mart_province_peer where kind = '{kind}' "
                f"and province_code = 'TH-50' and fiscal_year_be = {YEAR})"
            ).fetchall()
        )
    expected = [f(values) for values in found for f in (np.mean, len)]
    assert row == pytest.approx(expected)


def test_every_province_has_every_indicator_in_every_year(con):
    provinces, years, indicators, rows = con.execute(
        "select count(distinct province_code), count(distinct fiscal_year_be), "
        "count(distinct indicator_code), count(*) from mart_profile_indicator"
    ).fetchone()
    assert (provinces, indicators) == (77, 12)
    assert rows == provinces * years * indicators


def test_no_count_follows_from_the_rate_of_victims(con):
    """Its periods of three years overlap, so it is no yearly count."""
    known = con.execute(
        "select distinct indicator_code, people_per from mart_profile_indicator "
        "where people_per is not null order by 1"
    ).fetchall()
    assert known == [
        ("E_MIGRANT_WORKERS", 1000),
        ("E_VENUES", 100_000),
        ("V_STATELESS", 1000),
    ]


def test_a_week_that_is_not_reported_has_no_tips_and_a_counted_zero_has_none(con):
    states = dict(
        con.execute(
            "select report_state, (count(tips), count(*), sum(tips)) "
            "from mart_tip_signal where weeks_after = 4 and area_code <> 'TH' "
            "group by report_state"
        ).fetchall()
    )
    assert states["not_reported"][0] == 0 < states["not_reported"][1]
    assert states["counted_zero"][2] == 0 < states["counted_zero"][0]
    assert states["rows"][0] == states["rows"][1]


def test_the_weeks_of_all_provinces_add_up_to_all_tips(con):
    (weeks,) = con.execute(
        "select sum(tips) from mart_tip_signal "
        "where weeks_after = 4 and area_code <> 'TH'"
    ).fetchone()
    (tips,) = con.execute(
        "select sum(tips_added - tips_removed) from mart_tip_known "
        "inner join province using (province_code)"
    ).fetchone()
    assert weeks == tips > 0


def test_a_batch_stands_with_its_host_and_with_those_who_sent_volunteers(con):
    (hosted,) = con.execute(
        "select count(*) from mart_profile_batch where is_host"
    ).fetchone()
    (held,) = con.execute("select count(*) from mart_batch where is_counted").fetchone()
    (sent,) = con.execute(
        "select count(*) from mart_profile_batch where not is_host"
    ).fetchone()
    assert hosted == held
    assert sent > 0


def test_the_last_report_is_of_a_period_that_has_begun(con):
    dataset, last_end, now = con.execute(
        "select dataset, last_end, now_ends_on from mart_province_reported "
        "cross join now_on where province_code = 'TH-50' and dataset = 'tip_report'"
    ).fetchone()
    assert dataset == "tip_report"
    assert last_end <= now
    (count,) = con.execute("select count(*) from mart_province_reported").fetchone()
    assert count == 77 * 6
