"""Which figures would tell a small count when they are added up.

A figure that may be said is an interval of counts: "fewer than 10" is 1 to 9, a rounded
10 is 10 to 12. Sums tie the figures of all tables to each other, and pass bounds on
from one to the next (methods.bounds). Where that narrows a small count, or contradicts
it, for rows may have come late, other figures are withheld until it is as free as its
own words leave it (complementary suppression).

Tables are looked at in the order in which they come out, for what came out before can't
be taken back. Among those that come out last, as little as helps is withheld: first the
kinds that a count is told with, then its area, then all areas.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.rules import Rules
from methods.bounds import Sums, narrowed

MANY = 10**9  # more than there is of anything
TOTAL = ""  # kind_of of what is not told by kind
BLOCK_0 = pd.Timestamp("2019-09-30")  # dashboard.known: where blocks are counted from


class _Step(NamedTuple):
    """What is withheld where a small count is narrowed.

    Attributes:
        table: Whose figures.
        alike: What they have in common with the small count.
        of_kinds: Only its kinds, and only for the count of one.
    """

    table: str
    alike: tuple[str, ...]
    of_kinds: bool = False


STAGES: tuple[tuple[tuple[str, ...], tuple[_Step, ...]], ...] = (
    (
        ("national_week", "region_block"),
        (_Step("region_block", ("measure", "block")),),
    ),
    (
        ("national_quarter",),
        (
            _Step("national_quarter", ("measure", "quarter", "kind_of"), of_kinds=True),
            _Step("national_quarter", ("measure", "quarter")),
            _Step("national_quarter", ("measure", "first_quarter")),
        ),
    ),
    (
        ("region_year", "province_year"),
        (
            _Step("region_year", ("measure", "region", "kind_of"), of_kinds=True),
            _Step("region_year", ("measure", "kind_of"), of_kinds=True),
            _Step("region_year", ("measure", "region")),
            _Step("region_year", ("measure",)),
            _Step("province_year", ("measure", "region")),
            _Step("province_year", ("measure",)),
        ),
    ),
)


def held_back(
    said: pd.DataFrame, regions: Mapping[str, str], using: Rules
) -> pd.Series:
    """Whether each cell must be withheld.

    Args:
        said: All cells of dashboard.release as they would be published otherwise, also
            those that were published before.
        regions: Of each province.
        using: The rules.
    """
    cells = _cells(said, regions, using)
    sums = _sums(cells)
    held = pd.Series(False, index=cells.index)
    come_out: list[str] = []
    for tables, steps in STAGES:
        before = _told(cells, cells["table"].isin(come_out) & ~held, sums)
        come_out += tables
        come = cells["table"].isin(come_out)
        held = _held(cells, come, held, before, sums, steps, using)
    return held.set_axis(said.index)


class _Told(NamedTuple):
    """What figures that are said tell of each cell.

    Attributes:
        low: The least that it can be.
        high: The most.
        is_contradicted: Whether some of them contradict each other around it.
    """

    low: np.ndarray
    high: np.ndarray
    is_contradicted: np.ndarray


def _told(cells: pd.DataFrame, is_said: pd.Series, sums: Sums) -> _Told:
    least, most = cells["low"].where(is_said, 0), cells["high"].where(is_said, MANY)
    bounds, contradicted = narrowed(np.array([least, most], dtype="int64"), sums)
    return _Told(bounds[0], bounds[1], contradicted & is_said.to_numpy())


def _held(
    cells: pd.DataFrame,
    come_out: pd.Series,
    held: pd.Series,
    before: _Told,
    sums: Sums,
    steps: Iterable[_Step],
    using: Rules,
) -> pd.Series:
    """Withheld until no small count is narrowed, or nothing is left to withhold.

    What was narrowed before as far as it is now, nothing that comes out now can mend.
    """
    labels = {step: cells.groupby(list(step.alike)).ngroup() for step in steps}
    while True:
        more = pd.Series(False, index=cells.index)
        told = _told(cells, come_out & ~held, sums)
        is_new = (told.low > before.low) | (told.high < before.high)
        is_new |= told.is_contradicted & ~before.is_contradicted
        narrow = come_out & is_new & _is_narrow(cells, told, come_out & ~held, using)
        for step, label in labels.items():
            mine = cells["is_kind"] | (not step.of_kinds)
            can_be = (cells["table"] == step.table) & mine & ~held
            helped = narrow & mine & label.isin(label[can_be])
            more |= can_be & label.isin(label[helped])
            narrow &= ~helped
        if not more.any():
            return held
        held = held | more


def _is_narrow(
    cells: pd.DataFrame, told: _Told, is_said: pd.Series, using: Rules
) -> pd.Series:
    """Which small counts are bound closer than "fewer" says, against their rule.

    One that is withheld itself is free when it can be as many counts; one of a region,
    of whose provinces words tell a least count, when there is as much above it.
    """
    width = using.small_below - 2
    is_narrow = (told.high - told.low < width) | told.is_contradicted
    is_tied = is_said & (cells["least"] > 0) & (told.high - cells["least"] < width)
    return (cells["is_kept"] & is_narrow) | (cells["may_be_tied"] & is_tied)


# --- figures


def _cells(
    said: pd.DataFrame, regions: Mapping[str, str], using: Rules
) -> pd.DataFrame:
    """Each cell with the counts that it can stand for, and what it is a part of.

    Returns:
        Columns table, kind_of, is_kind; low, high; is_kept (whether it is a small count
        that may not be narrowed); least (what words tell of its provinces),
        may_be_tied (whether that may not come close to it); and the numbers of
        `_parts`.
    """
    is_kind = said["kind_of"] != TOTAL
    is_rounded, is_small = (said["count_state"] == s for s in ("rounded", "fewer"))
    base, count = said["count_base"], said["count"].fillna(0).astype("float64")
    low, high = count - base // 2, count + (base - 1) // 2
    low = low.mask(is_rounded & (count - base < using.small_below), using.small_below)
    loose = {
        "national": using.region_narrowed,
        "region": using.region_narrowed,
        "province": using.province_narrowed,
    }
    may = said["level"].map(loose).mask(is_kind, using.kind_narrowed).astype(bool)
    return said[["table", "kind_of"]].assign(
        is_kind=is_kind,
        low=low.mask(is_small, 1),
        high=high.mask(is_small, using.small_below - 1),
        is_kept=is_small & ~may,
        least=said["least"],
        may_be_tied=(said["table"] == "region_block") & ~may,
        **_parts(said, regions),
    ).reset_index(drop=True)  # fmt: skip


def _parts(
    said: pd.DataFrame, regions: Mapping[str, str]
) -> dict[str, pd.Series | np.ndarray]:
    """What each cell is a part of, as numbers.

    Returns:
        measure, area, kind, region (of a province; else the area), first and last (days
        since week 0), block, quarter and year (those in which it ends), first_quarter
        (that in which it begins).
    """
    region = said["area"].map(regions).fillna(said["area"])
    start, end = (pd.to_datetime(said[f"period_{name}"]) for name in ("start", "end"))
    return {
        "measure": pd.factorize(said["measure"])[0],
        "area": pd.factorize(said["area"])[0],
        "kind": pd.factorize(said["kind"])[0],
        "region": pd.factorize(region)[0],
        "first": (start - BLOCK_0).dt.days,
        "last": (end - BLOCK_0).dt.days,
        "block": (end - BLOCK_0).dt.days // 28,
        "quarter": end.dt.year * 4 + end.dt.quarter,
        "first_quarter": start.dt.year * 4 + start.dt.quarter,
        "year": end.dt.year + (end.dt.month >= 10),
    }


# --- sums


def _sums(cells: pd.DataFrame) -> Sums:
    """All that figures of these tables must add up to."""
    of = dict(iter(cells.groupby("table")))
    nothing = cells.iloc[:0]
    totals = {
        name: of.get(name, nothing).query("not is_kind")
        for tables, _ in STAGES
        for name in tables
    }
    kinds = cells[cells["is_kind"]]
    of_area = ["table", "measure", "area", "last"]
    told = [
        _whole(cells[~cells["is_kind"]], frame, of_area, most=_overlap(str(kind_of)))
        for kind_of, frame in kinds.groupby("kind_of")
    ]
    year, quarter = of.get("region_year", nothing), of.get("national_quarter", nothing)
    block, week = totals["region_block"], totals["national_week"]
    region = ["measure", "region"]
    return _together(
        [
            *told,
            *_forms(cells),
            _whole(totals["region_year"], totals["province_year"], region),
            _whole(week, block, ["measure", "block"], wholes=4),
            _whole(quarter, year, ["measure", "year", "kind_of", "kind"], wholes=4),
            *_spanned(totals["region_year"], block, region),
            *_spanned(totals["national_quarter"], week, ["measure"]),
        ]
    )


def _forms(cells: pd.DataFrame) -> list[pd.DataFrame]:
    """No more tips have a form than there are tips."""
    forms, totals = cells[cells["kind_of"] == "form"], cells[~cells["is_kind"]]
    left, right = (
        frame[["table", "measure", "area", "last"]].assign(number=frame.index)
        for frame in (forms, totals)
    )
    keys = ["table", "measure", "area", "last"]
    both = left.merge(right, on=keys, suffixes=("", "_of"))
    return [_spans(both, low=0, high=MANY)]


def _overlap(kind_of: str) -> int:
    """By how much all kinds may be more than their total: a tip has several forms."""
    return MANY if kind_of == "form" else 0


def _whole(
    of: pd.DataFrame,
    parts: pd.DataFrame,
    key: list[str],
    wholes: int = 1,
    most: int = 0,
) -> pd.DataFrame:
    """Parts that make up so many wholes together, or are up to `most` more.

    Returns:
        One row per entry: sum (any number that the entries of one sum share), number,
        weight, low and high (limits of the sum).
    """
    both = pd.concat([of[key], parts[key]])
    label = both.groupby(key).ngroup().to_numpy()
    is_whole = np.arange(len(both)) < len(of)
    many = label.max(initial=-1) + 1
    of_whole = np.bincount(label[is_whole], minlength=many) == wholes
    of_parts = np.bincount(label[~is_whole], minlength=many) > 0
    used = (of_whole & of_parts)[label]
    weight = np.where(is_whole, -1, 1)
    return pd.DataFrame(
        {
            "sum": label[used], "number": both.index[used], "weight": weight[used],
            "low": 0, "high": most,
        }
    )  # fmt: skip


def _spanned(
    wholes: pd.DataFrame, parts: pd.DataFrame, key: list[str]
) -> list[pd.DataFrame]:
    """A span has what shorter spans inside it have, and no more than all it touches."""
    left, right = (
        frame[[*key, "first", "last"]].assign(number=frame.index)
        for frame in (wholes, parts)
    )
    both = left.merge(right, on=key, suffixes=("", "_of"))
    both = both[(both["first_of"] <= both["last"]) & (both["last_of"] >= both["first"])]
    is_inside = (both["first_of"] >= both["first"]) & (both["last_of"] <= both["last"])
    touched = both.groupby("number")
    is_covered = (touched["first_of"].transform("min") <= both["first"]) & (
        touched["last_of"].transform("max") >= both["last"]
    )
    return [
        _spans(both[is_inside], low=-MANY, high=0),
        _spans(both[is_covered], low=0, high=MANY),
    ]


def _spans(both: pd.DataFrame, low: int, high: int) -> pd.DataFrame:
    """Sums of parts less their whole, within limits."""
    wholes = both["number"].drop_duplicates()
    return pd.DataFrame(
        {
            "sum": [*wholes, *both["number"]],
            "number": [*wholes, *both["number_of"]],
            "weight": [-1] * len(wholes) + [1] * len(both),
            "low": low,
            "high": high,
        }
    )


def _together(told: list[pd.DataFrame]) -> Sums:
    """Entries of several kinds of sums, each sum with a number of its own."""
    entries = pd.concat(told, keys=range(len(told)), names=["told"]).reset_index("told")
    of = entries.groupby(["told", "sum"]).ngroup().to_numpy()
    limits = entries.groupby(["told", "sum"])[["low", "high"]].first()
    return Sums(
        of,
        entries["number"].to_numpy(dtype="int64"),
        entries["weight"].to_numpy(dtype="int64"),
        limits.to_numpy(dtype="int64").T,
    )
