"""Sentences on tips and referrals: of the country, of regions, provinces, channels."""

from collections.abc import Iterator

import pandas as pd

from dashboard.rules import rules
from dashboard.text import Text
from dashboard.weekly.gaps import counted, not_reported
from dashboard.weekly.material import Draft, Material, facts_of, has_signal, surprise_of
from dashboard.weekly.model import Tile
from dashboard.weekly.phrases import (
    both,
    figure,
    provinces,
    region,
    span,
    stands,
    usual,
)
from dashboard.weekly.series import released_point
from dashboard.weekly.tiles import counted_range

LEAST_BLOCKS = 6  # before one, that say what is usual of a region
SAID = ("exact", "rounded", "fewer", "zero")


def drafts(material: Material) -> Iterator[Draft]:
    """Whatever can be said of tips and referrals in the week."""
    tips = material.tiles["tips"]
    if tips.state not in SAID:
        yield from _unsaid(material, tips)
    else:
        yield from _signal(material, "tips")
        yield from _tips_usual(material, tips)
    if material.tiles["referrals"].state in SAID:
        yield from _signal(material, "referrals")
        yield from _referrals_usual(material)
    if material.tiles["outcomes"].state in SAID:
        yield from _outcomes_usual(material)
    yield from _above(material)
    yield from _region_block(material)
    yield from _channel_quarter(material)


def _signal(material: Material, key: str) -> Iterator[Draft]:
    tile = material.tiles[key]
    if not has_signal(material, key):
        return
    where = _most(material, key)
    if where is None:
        return
    text = both(
        f"weekly_sentence_{key}_signal",
        figure=figure(tile.value, tile.state),
        because=both(f"weekly_because_{tile.rule}_{tile.direction}"),
        range=usual(tile.low, tile.high, key),
        **_block_words(where),
    )
    yield Draft(
        f"{key}_signal", text, where["area"], tile.direction,
        facts_of(tile, region=where["area"], region_value=where["count"]),
    )  # fmt: skip


def _blocks(material: Material, measure: str) -> pd.DataFrame:
    frame = material.now.tables["region_block"].frame
    return frame[frame["measure"] == measure]


def _most(material: Material, measure: str) -> pd.Series | None:
    """The region with most in the last block that is published."""
    blocks = _blocks(material, measure)
    last = blocks[blocks["period_end"] == blocks["period_end"].max()]
    last = last[last["count"].notna() & (last["count"] > 0)]
    return None if last.empty else last.loc[last["count"].astype("Int64").idxmax()]


def _block_words(row: pd.Series) -> dict[str, Text]:
    return {
        "place": region(row["area"]),
        "span": span(row["period_start"], row["period_end"]),
        "count": figure(row["count"], row["count_state"]),
    }


def _tips_usual(material: Material, tile: Tile) -> Iterator[Draft]:
    """Within the limits, or no range is known; and a place of the moment."""
    if tile.rule:
        return
    how, place, given = _tips_place(material, is_begun=tile.low is None)
    if not place:
        return
    words = both(
        f"weekly_sentence_tips_{how}",
        figure=figure(tile.value, tile.state),
        range=usual(tile.low, tile.high, "tips"),
        **given,
    )
    yield Draft(
        "tips_usual", words, place, "usual", facts_of(tile, variant=how),
        surprise_of(tile.value, tile.low, tile.high),
    )  # fmt: skip


def _tips_place(
    material: Material, is_begun: bool
) -> tuple[str, str, dict[str, object]]:
    """Which text, the code of its place, and its values.

    The province last above the published threshold, if none is this week; else the
    region with most tips; else, in the first weeks, who has not reported.
    """
    status = material.now.tables["province_week"].frame
    since = status["weeks_since_rise"]
    rose = status[since.gt(0).fillna(False) & ~since.eq(0).any()]
    where, late = _most(material, "tips"), material.tables["late"].frame
    if not is_begun and not rose.empty:
        last = rose.loc[rose["weeks_since_rise"].astype("Int64").idxmin()]
        weeks = int(last["weeks_since_rise"])
        one = "usual_one" if weeks == 1 else "usual_many"
        named = provinces(material.names([last["area"]]), 1)
        given = {"place": named, "weeks": weeks, "threshold": rules().rise_from}
        return one, last["area"], given
    if where is not None:
        how = "begin_region" if is_begun else "usual_region"
        return how, where["area"], {**_block_words(where)}
    if is_begun and not late.empty:
        rest = not_reported(late, material)
        return "begin_late", late["province_code"].iloc[0], {"rest": rest}
    return "", "", {}


def _referrals_usual(material: Material) -> Iterator[Draft]:
    """Within the limits; the region that changed most in the last block."""
    tile = material.tiles["referrals"]
    blocks = _blocks(material, "referrals")
    last = blocks[blocks["period_end"] == blocks["period_end"].max()]
    last = last[last["change"].notna()]
    if tile.rule or tile.low is None or last.empty:
        return
    change = last["change"].astype("Int64")
    where = last.loc[change.abs().idxmax()]
    step = int(where["change"])
    way = "up" if step > 0 else "down" if step < 0 else "same"
    words = both(
        f"weekly_sentence_referrals_usual_{way}",
        figure=figure(tile.value, tile.state),
        range=usual(tile.low, tile.high, "referrals"),
        change=figure(abs(step), "rounded"),
        **_block_words(where),
    )
    yield Draft(
        "referrals_usual", words, where["area"], way,
        facts_of(tile, region=where["area"], change=step),
        surprise_of(tile.value, tile.low, tile.high),
    )  # fmt: skip


def _outcomes_usual(material: Material) -> Iterator[Draft]:
    """Within the limits; the region with most in the last block."""
    tile, where = material.tiles["outcomes"], _most(material, "outcomes")
    if tile.rule or where is None:
        return
    words = both(
        "weekly_sentence_outcomes_usual",
        figure=figure(tile.value, tile.state),
        stands=stands(tile, "findings"),
        **_block_words(where),
    )
    yield Draft(
        "outcomes_usual", words, where["area"], "usual",
        facts_of(tile, region=where["area"]),
        surprise_of(tile.value, tile.low, tile.high),
    )  # fmt: skip


def _above(material: Material) -> Iterator[Draft]:
    """The provinces above the published threshold, beside how many were before."""
    rises = material.now.rises.frame
    codes = rises["above"].iloc[-1].split()
    if not codes:
        return
    told = rises["provinces_above"].iloc[:-1].dropna()
    low, high = (None, None) if told.empty else told.agg(["min", "max"])
    tile = material.tiles["tips"]
    named = provinces(material.names(codes), material.using.names)
    one = "one" if len(codes) == 1 else "many"
    words = both(
        f"weekly_sentence_tips_above_{one}",
        places=named,
        n=len(codes),
        of=len(material.rows.priority),
        range=usual(low, high, "provinces"),
        threshold=rules().rise_from,
    )
    yield Draft(
        "tips_above", words, codes[0], "up",
        facts_of(tile, places=" ".join(codes), provinces_above=len(codes),
                 usual_low=low, usual_high=high),
    )  # fmt: skip


def _unsaid(material: Material, tile: Tile) -> Iterator[Draft]:
    """Tips that may not, or cannot, be said; who has not, or not all, reported."""
    late = material.tables["late"].frame
    common = {"range": usual(tile.low, tile.high, "tips")}
    known = f"weekly_sentence_tips_{tile.state}"
    if late.empty:
        words, place = both(known, **common), ""
    else:
        words = both(f"{known}_late", gap=counted(late, material), **common)
        place = late["province_code"].iloc[0]
    yield Draft("tips_unsaid", words, place, "usual", facts_of(tile, place=place))


def _region_block(material: Material) -> Iterator[Draft]:
    """When four weeks of regions are published: the one that is furthest from usual."""
    blocks, was = (
        edition.tables["region_block"].frame
        for edition in (material.now, material.before)
    )
    if blocks.empty or blocks["period_end"].max() == was["period_end"].max():
        return
    found = [
        _judged(rows, "tips", region_code)
        for region_code, rows in _blocks(material, "tips").groupby("area")
    ]
    furthest = max((one for one in found if one), key=_surprise, default=None)
    if furthest is not None:
        yield furthest


def _surprise(draft: Draft) -> float:
    return draft.surprise


def _judged(rows: pd.DataFrame, measure: str, area: str) -> Draft | None:
    """A region's last four weeks against those before, if these say what is usual."""
    rows = rows.sort_values("period_end")
    last, points = rows.iloc[-1], [released_point(row) for _, row in rows.iterrows()]
    least = max(LEAST_BLOCKS, len(rows) * 2 // 3)
    low, high, _ = counted_range(points[:-1], points[-1], least)
    value = points[-1].value
    if value is None or low is None or high is None:
        return None
    way = "up" if value > high else "down" if value < low else "usual"
    words = both(
        f"weekly_sentence_region_block_{way}",
        range=usual(low, high, "tips"),
        **_block_words(last),
    )
    return Draft(
        "region_block", words, area, way,
        {"measure": measure, "region": area, "value": str(int(value)),
         "low": str(int(low)), "high": str(int(high)),
         "period_end": str(last["period_end"])},
        surprise_of(value, low, high),
    )  # fmt: skip


def _channel_quarter(material: Material) -> Iterator[Draft]:
    """When a quarter is published: the channel that is furthest from its quarters."""
    frame, was = (
        edition.tables["national_quarter"].frame
        for edition in (material.now, material.before)
    )
    if frame.empty or frame["period_end"].max() == was["period_end"].max():
        return
    mine = frame[(frame["measure"] == "tips") & (frame["kind_of"] == "channel")]
    found = [_channel(material, rows) for _, rows in mine.groupby("kind")]
    furthest = max((one for one in found if one), key=_surprise, default=None)
    if furthest is not None:
        yield furthest


def _channel(material: Material, rows: pd.DataFrame) -> Draft | None:
    """A channel's last quarter against the least and most of those before."""
    rows = rows.sort_values("period_end")
    last, before = rows.iloc[-1], rows.iloc[:-1]["count"].dropna().astype(float)
    if pd.isna(last["count"]) or len(before) < 4:
        return None
    low, high, value = before.min(), before.max(), float(last["count"])
    way = "up" if value > high else "down" if value < low else "usual"
    label = material.channels.loc[last["kind"]]
    words = both(
        f"weekly_sentence_channel_quarter_{way}",
        figure=figure(value, last["count_state"]),
        channel=Text(label["label_th"], label["label_en"]),
        range=usual(low, high, "tips"),
        span=span(last["period_start"], last["period_end"]),
        quarters=len(before),
    )
    return Draft(
        "channel_quarter", words, str(last["kind"]), way,
        {"channel": str(last["kind"]), "value": str(int(value)), "low": str(int(low)),
         "high": str(int(high)), "period_end": str(last["period_end"])},
        surprise_of(value, low, high),
    )  # fmt: skip
