"""The table `mart_risk_robustness`: how far the risk index can be relied on.

It is mart_risk_stability and weighted kappa, of which SQL knows no interval.
"""

import duckdb

TABLE = "mart_risk_robustness"
READS = ("mart_risk_disagreement", "mart_risk_stability")
LEVELS = 5


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table, a row per fiscal year with an index.

    To the columns of mart_risk_stability it adds kappa (-1 to 1), the agreement of
    computed level and ministry's grade weighted by the square of the levels apart, with
    its 95 % interval kappa_low to kappa_high; null without grades, or where chance
    alone would agree fully. data_status holds for kappa too: it is the worst of the
    year's indices and of the grades.
    """
    con.execute(
        f"create or replace table {TABLE} as select *, null::double as kappa, "
        "null::double as kappa_low, null::double as kappa_high from mart_risk_stability"
    )
    years = con.execute(
        """
        select fiscal_year_be, list(ministry_level order by province_code),
            list(computed_level order by province_code)
        from mart_risk_disagreement
        group by fiscal_year_be
        """
    ).fetchall()
    for year, ministry, computed in years:
        from methods import agreement  # a build without grades needs no numpy

        found = agreement.weighted_kappa(ministry, computed, LEVELS)
        if found:
            con.execute(
                f"update {TABLE} set kappa = $kappa, kappa_low = $low, "
                "kappa_high = $high where fiscal_year_be = $year",
                {
                    "kappa": found.kappa,
                    "low": found.low,
                    "high": found.high,
                    "year": year,
                },
            )
