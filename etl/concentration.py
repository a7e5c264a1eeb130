"""The table `mart_concentration`: how trained volunteers are spread over risk, by year.

SQL has no bootstrap, so this one mart is made here, from mart_concentration_curve.
"""

from collections.abc import Sequence

import duckdb

from etl import workspace

SEED = 2563  # any number; the same one, so that a version can be made again
TABLE = "mart_concentration"
READS = ("mart_concentration_curve", "mart_province_coverage")


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table in the connection's current database, a row per fiscal year.

    provinces are on the curve; provinces_left_out have no risk score, volunteers or
    population; provinces_at_least are on it with volunteers that are "at least".
    concentration_index (-1 to 1; negative: volunteers where risk is high) is null
    without volunteers and where nothing can be compared, low_95 and high_95 also when
    no interval can be given. replicates counts the resamples that had an index.
    data_status is the worst of the provinces on the curve, null without any.
    """
    con.execute(
        f"create or replace table {TABLE} (fiscal_year_be bigint, provinces bigint, "
        "provinces_left_out bigint, provinces_at_least bigint, "
        "concentration_index double, low_95 double, high_95 double, "
        "replicates bigint, seed bigint, data_status varchar)"
    )
    years = con.execute(
        """
        select coverage.fiscal_year_be, count(curve.province_code),
            count(*) - count(curve.province_code),
            count(*) filter (where curve.volunteers_at_least),
            count(distinct curve.step) > 1 and sum(curve.volunteers_trained) > 0,
            case
                when bool_or(curve.data_status = 'synthetic') then 'synthetic'
                when bool_or(curve.data_status = 'ministry') then 'ministry'
                when count(curve.province_code) > 0 then 'official'
            end
        from mart_province_coverage as coverage
        left join mart_concentration_curve as curve
            on coverage.fiscal_year_be = curve.fiscal_year_be
            and coverage.province_code = curve.province_code
        group by coverage.fiscal_year_be
        order by coverage.fiscal_year_be
        """
    ).fetchall()
    rows = [
        [year, *counts, *(_figures(con, year) if comparable else [None] * 5), status]
        for year, *counts, comparable, status in years
    ]
    workspace.insert(con, TABLE, rows)


def _figures(con: duckdb.DuckDBPyConnection, year: int) -> Sequence[object]:
    """Index, its limits, the resamples they are of, and the seed, of one year."""
    from methods import concentration  # a build without provinces needs no numpy

    columns = con.execute(
        "select step, population, volunteers_trained from mart_concentration_curve "
        "where fiscal_year_be = $year order by step, province_code",
        {"year": year},
    ).fetchnumpy()
    units = (-columns["step"], columns["population"], columns["volunteers_trained"])
    found = concentration.index_interval(*units, seed=SEED)
    limits = [found.low, found.high, found.replicates] if found else [None] * 3
    return [concentration.index(*units), *limits, SEED]
