"""Two snapshots beside each other: what is new, what was revised, and from what cause.

A figure that both hold is revised or unchanged; one of a period that the earlier does
not hold is new. A cause is a change in what the figure is made of: it may have had a
part in the revision, and where there are several they are all named. Counts of rows are
told of the whole country alone, and of protected rows none: any two snapshots can be
compared, and counts of many pairs, each rounded, would tell each. A national figure
that one of the two says coarsely is not shown exactly in the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dashboard.disclosure import (
    PROTECTED_DATASETS,
    Audience,
    Gated,
    disclosed,
)
from dashboard.rules import rules as in_force
from dashboard.snapshots.causes import FLOWS, causes_of, is_protected, rules_changed
from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.store import Snapshot
from dashboard.weekly.model import Tile

MADE_OF = {
    "tips": ("tip_report", "reporting"),
    "referrals": ("referral",),
    "outcomes": ("tip_outcome",),
    "victims": ("tip_outcome",),
}
AREA = ["measure", "level", "area", "period_start", "period_end", "kind_of", "kind"]
SAID = ["count", "count_state", "count_base"]
COARSE = ("rounded", "withheld", "fewer", "zero")  # what a settled total may be
PRIORITY = "priority"  # the week's table of provinces, by is_priority


@dataclass(frozen=True)
class Difference:
    """What differs between two snapshots.

    Attributes:
        earlier: The one that is compared with.
        later: The one that is compared.
        figures: One row per figure that the later holds: `where` (the table's name, or
            "tile" of what no table has), measure (a tile's key), level, area,
            period_start, period_end, kind_of, kind, before and after (with _state and
            _base), change ("new", "revised", "unchanged") and causes, joined by " ".
        rows: Of the country, one row per dataset and cause: rows (with _state, _base;
            of protected datasets "withheld").
        rules: Which rules differ: disclosure, weekly, risk_model, breaks, code.
        entered: Provinces that came into the priority class.
        left: Provinces that are no more in it.
        has_rows: Whether both versions could be asked for their rows.
    """

    earlier: Manifest
    later: Manifest
    figures: Gated
    rows: Gated
    rules: tuple[str, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    has_rows: bool


def difference(
    earlier: Snapshot, later: Snapshot, changes: pd.DataFrame | None
) -> Difference:
    """What differs between two snapshots.

    Args:
        earlier: The one to compare with.
        later: The one to be compared.
        changes: Of their rows; None when a version is gone or cannot tell.
    """
    rules = rules_changed(earlier.manifest, later.manifest)
    counts = _counts(earlier, later)
    tiles = _untold(_tiles(earlier, later), counts)
    figures = _no_finer(pd.concat([counts, tiles]).reset_index(drop=True))
    figures["is_period_new"] = _are_new(figures)
    causes = [" ".join(causes_of(row, changes, rules)) for row in figures.itertuples()]
    figures = figures.assign(causes=causes).drop(columns=["datasets", "is_period_new"])
    before, after = _priority(earlier), _priority(later)
    return Difference(
        earlier=earlier.manifest,
        later=later.manifest,
        figures=disclosed(figures, Audience.LEADERSHIP, [], is_protected=True),
        rows=_told(changes),
        rules=rules,
        entered=tuple(sorted(after - before)),
        left=tuple(sorted(before - after)),
        has_rows=changes is not None,
    )


def _no_finer(figures: pd.DataFrame) -> pd.DataFrame:
    """With national figures that one side says coarsely not exact on the other."""
    using = replace(in_force(), national_base=in_force().settled_base)
    is_of_all = (figures["level"] == "national") & (figures["kind_of"] == "")
    is_ruled = is_of_all & figures["datasets"].map(is_protected)
    is_ruled &= figures["change"] == "revised"
    numbers = ["before", "after", "before_base", "after_base"]
    found = figures.astype(dict.fromkeys(numbers, "Float64"))
    for side, other in (("before", "after"), ("after", "before")):
        is_finer = is_ruled & (figures[f"{side}_state"] == "exact")
        is_finer &= figures[f"{other}_state"].isin(COARSE)
        count = found.loc[is_finer, side]
        made = pd.DataFrame({"level": "national", "count": count})
        said = disclosed(made, Audience.LEADERSHIP, ["count"], using).frame
        for end in ("", "_state", "_base"):
            found.loc[is_finer, f"{side}{end}"] = said[f"count{end}"]
    is_same = is_ruled
    for end in ("", "_state", "_base"):
        is_same = is_same & _equal(found[f"before{end}"], found[f"after{end}"])
    return found.assign(change=found["change"].mask(is_same, "unchanged"))


def _are_new(figures: pd.DataFrame) -> pd.Series:
    """Whether all of a figure's table and period is new."""
    by = [figures[name] for name in ("where", "period_start", "period_end")]
    return (figures["change"] == "new").groupby(by, sort=False).transform("all")


def _counts(earlier: Snapshot, later: Snapshot) -> pd.DataFrame:
    """The cells of the gated tables of counts, each with what it was before."""
    found = [
        _paired(earlier.tables.get(name), gated, name)
        for name, gated in later.tables.items()
        if set(AREA + SAID) <= set(gated.frame)
    ]
    return pd.concat(found) if found else pd.DataFrame()


def _paired(before: Gated | None, after: Gated, name: str) -> pd.DataFrame:
    now = after.frame[AREA + SAID]
    then = now.iloc[:0] if before is None else before.frame[AREA + SAID]
    both = now.merge(then, on=AREA, how="left", suffixes=("", "_then"), indicator=True)
    same = pd.Series(True, index=both.index)
    for column in SAID:
        same &= _equal(both[column], both[f"{column}_then"])
    change = same.map({True: "unchanged", False: "revised"})
    return pd.DataFrame(
        {
            "where": name,
            **{column: both[column] for column in AREA},
            **_sides(both),
            "change": change.mask(both["_merge"] == "left_only", "new"),
            "datasets": both["measure"].map(MADE_OF),
        }
    )


def _sides(both: pd.DataFrame) -> dict[str, pd.Series]:
    named = {}
    for side, suffix in (("before", "_then"), ("after", "")):
        named[side] = both[f"count{suffix}"].astype("Float64")
        named[f"{side}_state"] = both[f"count_state{suffix}"].astype(object)
        named[f"{side}_base"] = both[f"count_base{suffix}"].astype("Float64")
    return named


def _equal(one: pd.Series, other: pd.Series) -> pd.Series:
    """Where both are the same, or both missing."""
    is_same = (one == other).fillna(False).astype(bool)
    return is_same | (one.isna() & other.isna())


def _tiles(earlier: Snapshot, later: Snapshot) -> pd.DataFrame:
    """The tiles of the week and, of open figures, the weeks before it."""
    known = {tile.key: tile for tile in earlier.week.tiles}
    rows = [
        row
        for tile in later.week.tiles
        for row in _tile_rows(known.get(tile.key), tile, earlier, later)
    ]
    return pd.DataFrame(rows)


def _untold(tiles: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Without the tiles whose figure of that week stands in a table of counts."""
    if tiles.empty or counts.empty:
        return tiles
    key = ["measure", "level", "period_start", "period_end"]
    of_all = counts.loc[counts["kind_of"] == "", key]
    told, ours = (
        pd.MultiIndex.from_frame(
            frame[key].assign(**{n: pd.to_datetime(frame[n]) for n in key[2:]})
        )
        for frame in (of_all, tiles)
    )
    return tiles[~ours.isin(told)]


def _tile_rows(
    then: Tile | None, tile: Tile, earlier: Snapshot, later: Snapshot
) -> Iterator[dict[str, object]]:
    is_same_week = then is not None and earlier.week.ends_on == later.week.ends_on
    was = (then.value, then.state, then.base) if then and is_same_week else None
    is_ = (tile.value, tile.state, tile.base)
    yield _tile_row(tile, later.week.ends_on, was, is_)
    if then is None or set(tile.datasets) & set(PROTECTED_DATASETS):
        return  # the weeks of protected figures stand in national_week
    before = dict(zip(then.ends, then.series, strict=True))
    for ends_on, value in zip(tile.ends[:-1], tile.series[:-1], strict=True):
        if ends_on in before and before[ends_on] != value:
            yield _tile_row(tile, ends_on, _plain(before[ends_on]), _plain(value))


_Said = tuple[float | None, str, int]


def _plain(value: float | None) -> _Said:
    return value, "no_data" if value is None else "exact", 1


def _tile_row(
    tile: Tile, ends_on: date, was: _Said | None, is_: _Said
) -> dict[str, object]:
    change = "new" if was is None else "unchanged" if was == is_ else "revised"
    before, before_state, before_base = was or (None, None, None)
    after, after_state, after_base = is_
    return {
        "where": "tile", "measure": tile.key, "level": "national", "area": "TH",
        "period_start": ends_on - pd.Timedelta(days=6), "period_end": ends_on,
        "kind_of": "", "kind": "",
        "before": before, "before_state": before_state, "before_base": before_base,
        "after": after, "after_state": after_state, "after_base": after_base,
        "change": change, "datasets": tile.datasets,
    }  # fmt: skip


def _priority(snapshot: Snapshot) -> set[str]:
    """The provinces of the priority class."""
    gated = snapshot.week.tables.get(PRIORITY)
    if gated is None or gated.frame.empty:
        return set()
    frame = gated.frame
    return set(
        frame.loc[frame["is_priority"].fillna(False).astype(bool), "province_code"]
    )


def _told(changes: pd.DataFrame | None) -> Gated:
    """How many rows of the country changed, and how, as leadership may know it."""
    rows = pd.DataFrame(columns=["dataset", "cause"]) if changes is None else changes
    counted = rows.groupby(["dataset", "cause"]).size().rename("rows").reset_index()
    is_held = counted["dataset"].isin(PROTECTED_DATASETS)
    made = counted.assign(
        level="national",
        rows=counted["rows"].astype("Int64").mask(is_held),
        state=is_held.map({True: "withheld", False: "counted"}),
        is_open=~counted["dataset"].isin(FLOWS),
    )
    return disclosed(made, Audience.LEADERSHIP, ["rows"])
