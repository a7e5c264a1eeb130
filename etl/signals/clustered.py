"""The table `mart_tip_cluster`: where tips are many among neighbours that have many.

Rates of the last weeks, as known now, drawn to the country's, and the local statistic
of methods/local_clusters.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from etl import clusters
from etl.signals import watched

if TYPE_CHECKING:
    import numpy as np

TABLE = "mart_tip_cluster"
READS = ("mart_tip_signal", "mart_population")
WINDOWS = (4, 13)  # weeks
PER = 100_000
FIGURES = (
    *("smoothed_rate_per_100k", "own_weight", "local_moran", "score"),
    *("neighbour_score", "neighbour_rate_per_100k", "p_value", "adjusted_p_value"),
)


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table in the connection's current database.

    A row per window_weeks (4, 13: the last ones up to "now") and province: tips in its
    reported_weeks as known now, both 0 where nothing was reported and tips null then.
    rate_per_100k is tips a reported week per 100,000 people, smoothed_rate_per_100k
    the same drawn to the country's, with own_weight (0 to 1) its own part in it.
    tells_zeros is that of mart_tip_signal in the last week: where it is false, weeks
    without tips are not known, and there is no rate.
    neighbours of those with a rate, neighbour_rate_per_100k their mean smoothed rate;
    local_moran, score and neighbour_score (standard deviations from the mean),
    p_value (two-sided), adjusted_p_value (false discovery rate within the window).
    cluster is "high_high", "low_low", "high_low" (high among low), "low_high",
    "chance", or "not_computed": no rate, or no neighbour with one.
    """
    con.execute(
        f"create or replace table {TABLE} (window_weeks integer, "
        "province_code varchar, tips bigint, reported_weeks integer, "
        "population bigint, tells_zeros boolean, rate_per_100k double, "
        "smoothed_rate_per_100k double, "
        "own_weight double, neighbours integer, neighbour_rate_per_100k double, "
        "local_moran double, score double, neighbour_score double, p_value double, "
        "adjusted_p_value double, cluster varchar)"
    )
    for weeks in WINDOWS:
        con.execute(
            f"""
            create or replace temp view windowed as
            with now as (
                select max(week_start) as week_start from {watched.TABLE}
            ),
            people as (
                select population.province_code, population.population
                from mart_population as population
                where population.fiscal_year_be =
                    (select max(fiscal_year_be) from mart_population)
            )
            select {weeks} as window_weeks, signal.area_code as province_code,
                sum(signal.tips)::bigint as tips,
                count(signal.tips)::integer as reported_weeks,
                any_value(people.population) as population,
                max_by(signal.tells_zeros, signal.week_start) as tells_zeros
            from {watched.TABLE} as signal
            inner join province on signal.area_code = province.province_code
            left join people on signal.area_code = people.province_code
            cross join now
            where signal.weeks_after = 4
                and signal.week_start > now.week_start - {7 * weeks}
            group by signal.area_code
            order by signal.area_code
            """
        )
        _add(con)


def _add(con: duckdb.DuckDBPyConnection) -> None:
    """The rows of one window."""
    has_rates = con.execute(
        "select 1 from windowed where tips > 0 and population > 0 and tells_zeros"
    ).fetchone()
    if has_rates is None:
        con.execute(
            f"insert into {TABLE} by name select *, 'not_computed' as cluster "
            "from windowed"
        )
        return
    found = con.execute(
        "from windowed where reported_weeks > 0 and population > 0 and tells_zeros"
    ).fetchnumpy()
    pairs = con.execute(
        "select province_code, neighbour_code from province_neighbour"
    ).fetchnumpy()
    _insert(con, _figures(found, pairs))


def _insert(con: duckdb.DuckDBPyConnection, columns: dict[str, np.ndarray]) -> None:
    """Add rows that DuckDB finds by the name of the argument; NaN becomes null."""
    figures = ", ".join(f"nullif({n}, 'nan'::double) as {n}" for n in FIGURES)
    con.execute(
        f"insert into {TABLE} by name select windowed.*, "
        f"case when tells_zeros then windowed.tips * {PER} / windowed.reported_weeks "
        f"/ windowed.population end as rate_per_100k, {figures}, "
        "columns.neighbours::integer as neighbours, "
        "coalesce(cluster, 'not_computed') as cluster from windowed "
        "left join columns on windowed.province_code = columns.province_code "
        "order by windowed.province_code"
    )


def _figures(
    found: dict[str, np.ndarray], pairs: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """What is computed of the provinces that have a rate."""
    import numpy as np

    from methods import local_clusters, smoothing

    exposure = found["population"] * found["reported_weeks"] / PER
    rates, own = smoothing.smoothed_rates(found["tips"].astype(float), exposure)
    codes = found["province_code"].astype(str)
    one, other = (pairs[end].astype(str) for end in ("province_code", "neighbour_code"))
    is_here = np.isin(one, codes) & np.isin(other, codes)
    first, second = (np.searchsorted(codes, end[is_here]) for end in (one, other))
    neighbours = np.bincount(first, minlength=len(codes))
    around = np.bincount(first, rates[second], len(codes))
    nothing = np.full(len(codes), np.nan)
    made = local_clusters.local_moran(rates, first, second, seed=clusters.SEED)
    values = (
        (nothing,) * 4
        if made is None
        else (made.statistic, made.score, made.lag, made.p_value)
    )
    figures = dict(
        zip(("local_moran", "score", "neighbour_score", "p_value"), values, strict=True)
    )
    figures |= {
        "smoothed_rate_per_100k": rates,
        "own_weight": own,
        "neighbour_rate_per_100k": np.where(
            neighbours > 0, around / np.maximum(neighbours, 1), np.nan
        ),
        "adjusted_p_value": local_clusters.adjusted(figures["p_value"]),
    }
    return figures | {
        "province_code": found["province_code"],
        "neighbours": neighbours,
        "cluster": clusters.named(figures),
    }
