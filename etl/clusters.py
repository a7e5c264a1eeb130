"""The table `mart_map_cluster`: where a figure is high among high neighbours.

SQL draws no permutations, so this mart is made here, from mart_map_value and the
neighbours of provinces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import numpy as np


SEED = 2563  # any number; the same one, so that a version can be made again
TABLE = "mart_map_cluster"
READS = ("mart_map_value",)
FALSE_SHARE = 0.05  # of the provinces that are named, at most so many by chance
FIGURES = (
    *("local_moran", "score", "neighbour_score", "neighbours"),
    *("p_value", "adjusted_p_value"),
)


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table in the connection's current database.

    A row per measure (of kind "rate", "share", "ratio" or "score"), fiscal year and
    province with a value, the smoothed one where there is one: local_moran, score and
    neighbour_score (standard deviations from the mean), neighbours (those that have a
    value), p_value (two-sided) and adjusted_p_value (false discovery rate within
    measure and year); null where there is none, as for a province without neighbours.
    cluster is "high_high", "low_low", "high_low" (high among low), "low_high",
    "chance" where it may be that, or "not_computed".
    """
    con.execute(
        f"create or replace table {TABLE} (measure varchar, fiscal_year_be bigint, "
        "province_code varchar, local_moran double, score double, "
        "neighbour_score double, neighbours integer, p_value double, "
        "adjusted_p_value double, cluster varchar)"
    )
    con.execute(
        """
        create or replace temp view compared as
        select measure, fiscal_year_be, province_code,
            coalesce(smoothed_value, value) as value
        from mart_map_value
        where value is not null and kind in ('rate', 'share', 'ratio', 'score')
        order by measure, fiscal_year_be, province_code
        """
    )
    differing = con.execute(
        "select measure, fiscal_year_be from compared group by all "
        "having min(value) < max(value)"
    )
    if differing.fetchone() is None:
        con.execute(  # a build of tips alone needs no numpy
            f"insert into {TABLE} by name select * exclude (value), "
            "'not_computed' as cluster from compared"
        )
        return
    found = con.execute("from compared").fetchnumpy()
    pairs = con.execute(
        "select province_code, neighbour_code from province_neighbour"
    ).fetchnumpy()
    _insert(con, _clustered(found, pairs))


def _insert(con: duckdb.DuckDBPyConnection, clustered: dict[str, np.ndarray]) -> None:
    """Add rows that DuckDB finds by the name of the argument; NaN becomes null."""
    figures = ", ".join(f"nullif({name}, 'nan'::double) as {name}" for name in FIGURES)
    con.execute(
        f"insert into {TABLE} by name select measure, fiscal_year_be, province_code, "
        f"{figures}, cluster from clustered"
    )


def _clustered(
    found: dict[str, np.ndarray], pairs: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The columns of the table, from values in the order of measure and year."""
    import numpy as np

    codes, place = np.unique(found["province_code"].astype(str), return_inverse=True)
    one, other = (pairs[end].astype(str) for end in ("province_code", "neighbour_code"))
    is_known = np.isin(one, codes) & np.isin(other, codes)
    first, second = (np.searchsorted(codes, end[is_known]) for end in (one, other))
    key = found["measure"].astype(str) + found["fiscal_year_be"].astype(str)
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    parts = [
        _figures(found["value"][rows], place[rows], len(codes), first, second)
        for rows in np.split(np.arange(len(key)), starts[1:])
    ]
    figures = {name: np.concatenate([each[name] for each in parts]) for name in FIGURES}
    keys = ("measure", "fiscal_year_be", "province_code")
    return {
        **{name: found[name] for name in keys},
        **figures,
        "cluster": named(figures),
    }


def _figures(
    values: np.ndarray,
    place: np.ndarray,
    size: int,
    first: np.ndarray,
    second: np.ndarray,
) -> dict[str, np.ndarray]:
    """The figures of one measure and year; all NaN where nothing can be compared.

    Args:
        values: Of the provinces that have one.
        place: Their positions among all.
        size: How many provinces there are.
        first: Positions of neighbours: one of each pair.
        second: The other.
    """
    import numpy as np

    from methods import local_clusters  # a build without values needs no numpy

    here = np.full(size, -1)
    here[place] = np.arange(len(place))
    is_here = (here[first] >= 0) & (here[second] >= 0)
    one, other = here[first[is_here]], here[second[is_here]]
    made = local_clusters.local_moran(values, one, other, seed=SEED)
    if made is None:
        return {name: np.full(len(values), np.nan) for name in FIGURES}
    return {
        "local_moran": made.statistic,
        "score": made.score,
        "neighbour_score": made.lag,
        "neighbours": np.bincount(one, minlength=len(values)).astype(float),
        "p_value": made.p_value,
        "adjusted_p_value": local_clusters.adjusted(made.p_value),
    }


def named(figures: dict[str, np.ndarray]) -> np.ndarray:
    """What each province is called."""
    import numpy as np

    own, around = (figures[name] > 0 for name in ("score", "neighbour_score"))
    adjusted = figures["adjusted_p_value"]
    conditions = {
        "not_computed": np.isnan(adjusted),
        "chance": adjusted > FALSE_SHARE,
        "high_high": own & around,
        "low_low": ~own & ~around,
        "high_low": own,
    }
    named: np.ndarray = np.select(
        list(conditions.values()), list(conditions), default="low_high"
    ).astype(object)
    return named
