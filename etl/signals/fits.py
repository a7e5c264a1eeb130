"""The table `tip_fit`: what was fitted to judge weeks, kept for the version after.

To fit is most of judging, and of the weeks before a new file nearly all is as it was. A
fit is known again by what it is made of, so that one is never taken for another.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from etl.signals.watched import FITS
from methods.watch import Fit, Fits, fit_of, tables_of

if TYPE_CHECKING:
    import duckdb

_FIGURES = (
    *("mean", "dispersion", "level", "weeks"),
    *("expected", "phi", "slope", "expected_weeks", "is_long"),
)


def read(con: duckdb.DuckDBPyConnection) -> Fits:
    """Those that the version before kept; the table is made where there is none.

    A row per fingerprint of a block of weeks, place of the series and week of the
    block; the figures are those of `methods.watch.Fit`, NaN where missing.
    """
    figures = ", ".join(f"{name} double" for name in _FIGURES)
    con.execute(
        f"create table if not exists {FITS} "
        f"(fingerprint ubigint, week integer, series integer, {figures})"
    )
    found = con.execute(f"from {FITS} order by fingerprint, week, series").fetchnumpy()
    mark, week, series = (found.pop(n) for n in ("fingerprint", "week", "series"))
    begins = np.flatnonzero(np.append(True, mark[1:] != mark[:-1])[: len(mark)])
    return {
        int(mark[begin]): _fit(
            [figure[begin:end] for figure in found.values()],
            (week[end - 1] + 1, series[end - 1] + 1),
        )
        for begin, end in pairwise([*begins, len(mark)])
    }


def _fit(figures: list[np.ndarray], shape: tuple[int, int]) -> Fit:
    return fit_of([figure.reshape(shape).T for figure in figures])


def write(con: duckdb.DuckDBPyConnection, fits: Fits) -> None:
    """Keep these alone. DuckDB finds the columns by the name of the argument."""
    columns = _columns(fits)
    con.execute(f"truncate {FITS}")
    con.execute(
        f"insert into {FITS} by name from columns order by fingerprint, week, series"
    )
    del columns


def _columns(fits: Fits) -> dict[str, np.ndarray]:
    shapes = [fit.long.shape for fit in fits.values()]
    sizes = [series * weeks for series, weeks in shapes]
    places = [np.indices(shape[::-1]).reshape(2, -1) for shape in shapes]
    week, series = np.concatenate(places, axis=1) if fits else np.empty((2, 0), int)
    mark = np.repeat(np.array([*fits], dtype=np.uint64), sizes)
    tables = zip(*(tables_of(fit) for fit in fits.values()), strict=True)
    figures = [
        np.concatenate([t.T.ravel() for t in same], dtype=float) for same in tables
    ]
    return {
        "fingerprint": mark,
        "week": week,
        "series": series,
        **dict(zip(_FIGURES, figures, strict=bool(fits))),
    }
