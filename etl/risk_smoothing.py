"""The table `mart_risk_smoothed`: rates from small counts, drawn to the national one.

The method stands in methods/smoothing.py, where it is held against others.
"""

import duckdb

from etl import workspace

TABLE = "mart_risk_smoothed"
READS = ("mart_risk_value",)
PER = 100_000  # people; the unit of the rates that the risk model marks `smoothed`


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table, a row per fiscal year, province and indicator that is smoothed.

    Only values of provinces whose population is known are; the prior is fitted on all
    of them, anew for each year. smoothed_value is in the unit of the value (a mean
    yearly rate per 100,000); own_weight (0 to 1) is the share of the province's own
    rate in it, low where its count is small.
    """
    con.execute(
        f"create or replace table {TABLE} (fiscal_year_be bigint, "
        "province_code varchar, indicator_code varchar, smoothed_value double, "
        "own_weight double)"
    )
    groups = con.execute(
        """
        select fiscal_year_be, indicator_code,
            list(province_code order by province_code),
            list(value order by province_code),
            list(population * smoothed_years order by province_code)
        from mart_risk_value
        where smoothed_years is not null and population > 0
        group by fiscal_year_be, indicator_code
        order by fiscal_year_be, indicator_code
        """
    ).fetchall()
    rows = [
        [year, province, indicator, rate, own]
        for year, indicator, provinces, values, people in groups
        for province, rate, own in zip(
            provinces, *_smoothed(values, people), strict=True
        )
    ]
    workspace.insert(con, TABLE, rows)


def _smoothed(
    values: list[float], people: list[int]
) -> tuple[list[float], list[float]]:
    """Smoothed rates and their own weights; counts are the rates' and the people's.

    They are counts of victims, and the index made of them leaves: so they are taken as
    they may be disclosed.
    """
    import numpy as np  # a build without such rates needs no numpy

    from methods import smoothing

    exposure = np.array(people) / PER
    events = smoothing.disclosed_counts(np.array(values) * exposure)
    rates, own = smoothing.smoothed_rates(events, exposure)
    return rates.tolist(), own.tolist()
