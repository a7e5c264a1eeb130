"""Which figures would tell a small count when they are added up.

A figure that may be said is an interval of counts: "fewer than 10" is 1 to 9, a rounded
10 is 10 to 12. Where parts make up a whole, each small part is bound by the whole less
the other parts. It keeps its whole interval, or at least `room` of it, only when the
whole could be so much more than the least of all parts, and so much less than the most.
Where that is not so, the whole or the parts are withheld (complementary suppression).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.rules import Rules

MANY = 10**9  # more than there is of anything
TOTAL = ""  # kind_of of what is not told by kind
BLOCK_0 = pd.Timestamp("2019-09-30")  # dashboard.known: where blocks are counted from
_CODES = 10_000  # more than there are measures, areas, years or blocks


def held_back(
    said: pd.DataFrame, regions: Mapping[str, str], using: Rules
) -> pd.Series:
    """Whether each cell must be withheld.

    A province's year is, for its quarters; the country's quarter, for its provinces; a
    region's year with its kinds, for its provinces and the country's quarters; all
    regions of a block, for the country's weeks; all regions of the block in which a
    quarter or year ends, and which is published after it, for the provinces of one; all
    kinds of an area, for its total.

    Args:
        said: All cells of dashboard.release as they would be published otherwise, also
            those of past quarters that were published before.
        regions: Of each province.
        using: The rules.
    """
    cells = _intervals(said, regions, using)
    parts = _of(cells, "province_quarter")
    quarters = parts[parts.groupby("area_year")["low"].transform("size") == 4]
    years = _of(cells, "province_year")
    tight = _tight(years, quarters, "area_year", using.province_room)
    _withhold(cells, "province_year", "area_year", tight)
    country = _of(cells, "national_quarter")
    tight = _tight(country, parts, "country_period", using.province_room)
    _withhold(cells, "national_quarter", "country_period", tight)
    regional = _of(cells, "region_year")
    provinces = _of(cells, "province_year")
    tight = _tight(regional, provinces, "region_year", using.region_room)
    _withhold(cells, "region_year", "region_year", tight)
    country = _added(_of(cells, "national_quarter"), "country_year")
    tight = _tight(country, regional, "country_year", using.region_room)
    _withhold(cells, "region_year", "country_year", tight)
    weeks = _added(_of(cells, "national_week"), "country_block")
    blocks = _of(cells, "region_block")
    tight = _tight(weeks, blocks, "country_block", using.region_room)
    _withhold(cells, "region_block", "country_block", tight)
    for table in ("province_quarter", "province_year"):
        ends = _beside_blocks(cells, _of(cells, table), using.region_room)
        blocks = _of(cells, "region_block")
        tight = blocks.loc[blocks["region_end"].isin(ends), ["country_block"]]
        _withhold(cells, "region_block", "country_block", tight)
    return cells["held"] | _kinds(cells, using)


def _intervals(
    said: pd.DataFrame, regions: Mapping[str, str], using: Rules
) -> pd.DataFrame:
    """Each cell with the counts that it can stand for, and what it is a part of.

    Returns:
        Columns table, kind_of, low, high, fewer, held (false) and the numbers of
        wholes, each of one measure: area_year, region_year, country_year,
        country_block, country_period, area_period (a table's area and period), region,
        region_end;
        first and last (days since week 0).
    """
    base = said["level"].map(
        {"region": using.region_base, "province": using.province_base}
    )
    base = base.fillna(_national_base(said, using))
    base = base.where(said["kind_of"] == TOTAL, using.kind_base)
    is_rounded, is_small = (said["count_state"] == s for s in ("rounded", "fewer"))
    base = base.where(is_rounded, 1)
    count = said["count"].fillna(0).astype("float64")
    low, high = count - base // 2, count + (base - 1) // 2
    low = low.mask(is_rounded & (count - base < using.small_below), using.small_below)
    end = pd.to_datetime(said["period_end"])
    year, block = end.dt.year + (end.dt.month >= 10), (end - BLOCK_0).dt.days // 28
    region = said["area"].map(regions).fillna(said["area"])
    start = pd.to_datetime(said["period_start"])
    table, measure, area, of_region = (
        pd.Series(pd.factorize(column)[0], index=said.index)
        for column in (said["table"], said["measure"], said["area"], region)
    )
    first, last = ((day - BLOCK_0).dt.days for day in (start, end))
    return pd.DataFrame(
        {
            "table": said["table"],
            "kind_of": said["kind_of"],
            "low": low.mask(is_small, 1),
            "high": high.mask(is_small, using.small_below - 1),
            "fewer": is_small,
            "held": False,
            "area_year": _number(measure, area, year),
            "region_year": _number(measure, of_region, year),
            "country_year": _number(measure, year),
            "country_block": _number(measure, block),
            "country_period": _number(measure, last),
            "area_period": _number(table * 100 + measure, area, last),
            "region": _number(measure, of_region),
            "region_end": _number(measure, of_region, last),
            "first": first,
            "last": last,
        }
    )


def _national_base(said: pd.DataFrame, using: Rules) -> pd.Series:
    """What a rounded national total shows to be rounded to."""
    is_coarse = said["count"].fillna(0) % using.national_base == 0
    return is_coarse.map({True: using.national_base, False: using.settled_base})


def _number(*codes: pd.Series) -> pd.Series:
    """One number for several."""
    whole = codes[0].astype("int64")
    for code in codes[1:]:
        whole = whole * _CODES + code
    return whole


def _of(cells: pd.DataFrame, table: str) -> pd.DataFrame:
    return cells[(cells["table"] == table) & (cells["kind_of"] == TOTAL)]


def _added(parts: pd.DataFrame, key: str) -> pd.DataFrame:
    """The country's figures of four periods added up, where all four are there."""
    grouped = parts.groupby(key)[["low", "high"]]
    return grouped.sum()[grouped.size() == 4].reset_index()


def _tight(
    wholes: pd.DataFrame, parts: pd.DataFrame, key: str, room: int
) -> pd.DataFrame:
    """The wholes that leave their small parts less than so much room.

    Returns:
        Their numbers under `key`, and low_all, high_all: what the parts say of them.
    """
    ends = parts.groupby(key)[["low", "high", "fewer"]].sum()
    both = wholes[[key, "low", "high"]].merge(
        ends.reset_index(), on=key, suffixes=("", "_all")
    )
    free = np.minimum(both["high"] - both["low_all"], both["high_all"] - both["low"])
    return both.loc[(both["fewer"] > 0) & (free < room), [key, "low_all", "high_all"]]


def _withhold(cells: pd.DataFrame, table: str, key: str, tight: pd.DataFrame) -> None:
    """Note that a table's totals of these wholes are withheld.

    What is withheld can be anything but what its parts say of it, if it has any.
    """
    held = (cells["table"] == table) & (cells["kind_of"] == TOTAL)
    held &= cells[key].isin(tight[key])
    cells.loc[held, ["low", "high", "fewer", "held"]] = 0, MANY, False, True
    if table in ("province_year", "region_year", "national_quarter"):
        told = tight.drop_duplicates(key).set_index(key)
        for end in ("low", "high") if key != "country_year" else ():
            cells.loc[held, end] = cells.loc[held, key].map(told[f"{end}_all"])
        cells.loc[held, "fewer"] = True


def _beside_blocks(cells: pd.DataFrame, parts: pd.DataFrame, room: int) -> pd.Series:
    """The numbers (region_end) of the last blocks beside which provinces have no room.

    The provinces of a region count in a span at most what its blocks that touch the
    span do, and at least what those inside it do.
    """
    span = ["region", "first", "last"]
    ends = parts.groupby(span, as_index=False)[["low", "high", "fewer"]].sum()
    both = ends.merge(_of(cells, "region_block"), on="region", suffixes=("", "_of"))
    both = both[(both["first_of"] <= both["last"]) & (both["last_of"] >= both["first"])]
    inside = (both["first_of"] >= both["first"]) & (both["last_of"] <= both["last"])
    wholes = both.assign(low_of=both["low_of"].where(inside, 0)).groupby(span)
    told = wholes[["low_of", "high_of"]].sum()
    told["begins"], told["ends"] = wholes["first_of"].min(), wholes["last_of"].max()
    told = told.join(ends.set_index(span)).reset_index()
    free = np.minimum(told["high_of"] - told["low"], told["high"] - told["low_of"])
    covered = (told["begins"] <= told["first"]) & (told["ends"] >= told["last"])
    tight = told[covered & (told["fewer"] > 0) & (free < room)]
    return tight["region"] * _CODES + tight["ends"]


def _kinds(cells: pd.DataFrame, using: Rules) -> pd.Series:
    """The kinds of areas whose total is withheld, or leaves a small kind no room.

    Forms bind from below alone: a tip may have several.
    """
    is_kind = cells["kind_of"] != TOTAL
    totals = cells[~is_kind].set_index("area_period")[["low", "high", "held"]]
    total = cells[["area_period"]].join(totals, on="area_period")
    told = cells.groupby(["area_period", "kind_of"])[["low", "high", "fewer"]]
    told = told.transform("sum")
    more = (total["high"] - told["low"]).where(cells["kind_of"] != "form", MANY)
    free = np.minimum(more, told["high"] - total["low"])
    is_tight = (told["fewer"] > 0) & (free < using.kind_room)
    return is_kind & (is_tight | total["held"].astype(bool))
