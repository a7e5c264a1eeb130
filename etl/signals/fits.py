"""The table `tip_fit`: what was fitted to judge weeks, kept for the version after.

To fit is most of judging, and of the weeks before a new file nearly all is as it was. A
fit is known again by what it is made of, so that one is never taken for another.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import numpy as np

    from methods.watch import Fits

TABLE = "tip_fit"
_FIGURES = (
    *("mean", "dispersion", "level", "weeks"),
    *("expected", "phi", "slope", "expected_weeks", "is_long"),
)


def install(con: duckdb.DuckDBPyConnection) -> None:
    """Have the table in the connection's current database, as it was if it is there.

    A row per fingerprint of a block of weeks, week of the block and place of the
    series; the figures are those of `methods.watch.Fit`, null where missing.
    """
    figures = ", ".join(f"{name} double" for name in _FIGURES)
    con.execute(
        f"create table if not exists {TABLE} "
        f"(fingerprint ubigint, week integer, series integer, {figures})"
    )


def read(con: duckdb.DuckDBPyConnection) -> Fits:
    """The fits that are there."""
    import numpy as np

    from methods.watch import fit_of

    found = con.execute(f"from {TABLE} order by fingerprint, week, series").fetchnumpy()
    mark, week, series = (found.pop(n) for n in ("fingerprint", "week", "series"))
    figures = [np.ma.filled(figure, np.nan) for figure in found.values()]
    begins = np.flatnonzero(np.append(True, mark[1:] != mark[:-1])[: len(mark)])
    fits = {}
    for begin, end in pairwise([*begins, len(mark)]):
        shape = week[end - 1] + 1, series[end - 1] + 1
        tables = [figure[begin:end].reshape(shape).T for figure in figures]
        fits[int(mark[begin])] = fit_of(tables)
    return fits


def write(con: duckdb.DuckDBPyConnection, fits: Fits) -> None:
    """Have these fits there alone."""
    con.execute(f"truncate {TABLE}")
    if fits:
        _insert(con, _columns(fits))


def _insert(con: duckdb.DuckDBPyConnection, columns: dict[str, np.ndarray]) -> None:
    """Add rows that DuckDB finds by the name of the argument."""
    con.execute(
        f"insert into {TABLE} by name from columns order by fingerprint, week, series"
    )


def _columns(fits: Fits) -> dict[str, np.ndarray]:
    import numpy as np

    from methods.watch import tables_of

    shapes = [fit.long.shape for fit in fits.values()]
    places = [np.indices((weeks, series)).reshape(2, -1) for series, weeks in shapes]
    week, series = np.concatenate(places, axis=1)
    marks = np.array([*fits], dtype=np.uint64)
    columns = {
        "fingerprint": np.repeat(marks, [rows * weeks for rows, weeks in shapes]),
        "week": week,
        "series": series,
    }
    alike = zip(*(tables_of(fit) for fit in fits.values()), strict=True)
    for name, tables in zip(_FIGURES, alike, strict=True):
        columns[name] = np.concatenate([t.T.ravel() for t in tables], dtype=float)
    return columns
