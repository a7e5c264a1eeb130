"""Sentences on where referrals go and where they grow old: of published figures."""

from collections.abc import Iterator

import pandas as pd

from dashboard.text import Text
from dashboard.weekly.ageing import told_on
from dashboard.weekly.material import Draft, Material, facts_of, surprise_of
from dashboard.weekly.phrases import (
    both,
    day,
    figure,
    number,
    provinces,
    span,
    stands,
)
from dashboard.weekly.quarters import NUMBERS, Share, shares

TILE = "handed_over"
NAMED = ["province_code", "name_th", "name_en"]


def drafts(material: Material) -> Iterator[Draft]:
    """Whatever can be said of hand-overs and of what waits."""
    if TILE not in material.tiles:
        return
    yield from _handed_over(material)
    yield from _ageing(material)


def _handed_over(material: Material) -> Iterator[Draft]:
    """The share to suppression agencies, and which of them was given most."""
    tile, least = material.tiles[TILE], material.using.percent_from
    found = shares(material.now, material.agencies, least)
    most = _most(material, found[-1]) if found else None
    if tile.value is None or most is None:
        return
    known = shares(material.before, material.agencies, least)
    is_new = not known or known[-1].period_end != found[-1].period_end
    rule = "handed_over_quarter" if is_new else "handed_over_usual"
    label = material.agencies.set_index("agency").loc[most["kind"]]
    words = both(
        f"weekly_sentence_{rule}",
        span=span(found[-1].period_start, found[-1].period_end),
        figure=figure(tile.value, tile.state),
        n=figure(found[-1].n, "rounded"),
        stands=stands(tile, "share"),
        agency=Text(label["label_th"], label["label_en"]),
        count=figure(most["count"], most["count_state"]),
    )
    yield Draft(
        rule, words, str(most["kind"]), _way(material),
        facts_of(tile, agency=most["kind"], agency_value=most["count"],
                 n=found[-1].n, period_end=found[-1].period_end),
        surprise_of(tile.value, tile.low, tile.high),
    )  # fmt: skip


def _way(material: Material) -> str:
    tile = material.tiles[TILE]
    if tile.value is None or tile.low is None or tile.high is None:
        return "usual"
    if tile.value > tile.high:
        return "up"
    return "down" if tile.value < tile.low else "usual"


def _most(material: Material, share: Share) -> pd.Series | None:
    """The suppression agency to which most was referred in the quarter."""
    frame = material.now.tables["national_quarter"].frame
    own = material.agencies
    codes = own.loc[own["is_suppression"].astype(bool), "agency"]
    mine = frame[
        (frame["measure"] == "referrals")
        & (frame["kind_of"] == "agency")
        & frame["kind"].isin(codes)
        & frame["count_state"].isin(NUMBERS)
        & (frame["period_end"] == share.period_end)
    ]
    mine = mine[mine["count"] > 0]
    return None if mine.empty else mine.loc[mine["count"].astype("Int64").idxmax()]


def _ageing(material: Material) -> Iterator[Draft]:
    """Provinces whose oldest open referral has just turned into one of two old bands.

    Bands are told once in four weeks, so it is said in one of four at most.
    """
    waits, on = material.tables["waits"].frame, told_on(material.now)
    new = waits[waits["is_new"].astype(bool)]
    if new.empty or on is None:
        return
    over = int(new["over_days"].max())
    turned = new[new["over_days"] == over]
    beyond = waits[waits["over_days"] >= over]
    tile = material.tiles[TILE]
    said = {
        "day": day(on),
        "over": over,
        "places": provinces(
            list(turned[NAMED].itertuples(False)), material.using.names
        ),
        "n": len(beyond),
        "of": len(material.rows.priority),
        "new": len(turned),
    }
    how = "alone"
    if tile.value is not None:
        how = "share"
        said |= {
            "figure": figure(tile.value, tile.state),
            "stands": stands(tile, "share"),
        }
    text = both(f"weekly_sentence_referrals_ageing_{how}", **said)
    yield Draft(
        "referrals_ageing", text, turned["province_code"].iloc[0], "up",
        facts_of(tile, places=" ".join(turned["province_code"]), over_days=over,
                 provinces_over=len(beyond), provinces_new=len(turned),
                 total=number(len(material.rows.priority)).en),
    )  # fmt: skip
