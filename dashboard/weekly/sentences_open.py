"""Sentences on batches, coverage and reporting: what is open to everybody."""

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd

from dashboard.text import Text
from dashboard.weekly.gaps import not_reported
from dashboard.weekly.material import Draft, Material, facts_of, has_signal, surprise_of
from dashboard.weekly.phrases import (
    both,
    day,
    figure,
    number,
    provinces,
    stands,
    usual,
)

PLAN_SURPRISE = 0.1  # a plan is no news, yet before what hardly ever moves
NAMED = ["province_code", "name_th", "name_en"]


def drafts(material: Material) -> Iterator[Draft]:
    """Whatever can be said of batches, coverage and reporting in the week."""
    yield from _batch_held(material)
    yield from _batch_overdue(material)
    yield from _batch_next(material)
    yield from _priority_changed(material)
    yield from _class_crossed(material)
    yield from _priority_usual(material)
    yield from _volunteers_usual(material)
    yield from _reported(material)
    yield from _silent_long(material)
    yield from _incomplete_long(material)


def _places(rows: pd.DataFrame, material: Material) -> Text:
    """The provinces of some rows, each once."""
    named = rows[NAMED].drop_duplicates()
    return provinces(list(named.itertuples(False)), material.using.names)


def _progress(material: Material) -> dict[str, Text] | None:
    """How many batches are held, of how many, and what is usual by now."""
    tile = material.tiles["batches_held"]
    if tile.value is None:
        return None
    held = number(tile.value)
    if tile.whole is not None:
        held = both("weekly_figure_of", value=held, whole=number(tile.whole))
    return {"held": held, "stands": stands(tile, "batches")}


def _batch_held(material: Material) -> Iterator[Draft]:
    batches = material.tables["batches"].frame
    held, progress = batches[batches["what"] == "held"], _progress(material)
    if held.empty or progress is None:
        return
    one = "one" if len(held) == 1 else "many"
    words = both(
        f"weekly_sentence_batch_held_{one}",
        n=len(held),
        places=_places(held, material),
        **progress,
    )
    codes = " ".join(held["province_code"])
    yield Draft(
        "batch_held", words, held["province_code"].iloc[0], "up",
        facts_of(material.tiles["batches_held"], places=codes, new=len(held)),
    )  # fmt: skip


def _batch_overdue(material: Material) -> Iterator[Draft]:
    """Batches whose day passed in this very week; all that are overdue are counted."""
    batches = material.tables["batches"].frame
    overdue, progress = batches[batches["what"] == "overdue"], _progress(material)
    new = overdue[overdue["days"] > -7]
    if new.empty or progress is None:
        return
    first = new.iloc[0]
    one = "one" if len(overdue) == 1 else "many"
    words = both(
        f"weekly_sentence_batch_overdue_{one}",
        batch=int(first["batch_no"]),
        place=_places(new.iloc[:1], material),
        day=day(first["ends_on"].date()),
        n=len(overdue),
        **progress,
    )
    yield Draft(
        "batch_overdue", words, first["province_code"], "down",
        facts_of(material.tiles["batches_held"], batch_no=first["batch_no"],
                 place=first["province_code"], overdue=len(overdue)),
    )  # fmt: skip


def _batch_next(material: Material) -> Iterator[Draft]:
    """No batch was held: the planned one that is next."""
    plan = material.rows.batches
    tile, progress = material.tiles["batches_held"], _progress(material)
    is_next = (plan["status"] == "planned") & ~plan["is_overdue"]
    if progress is None or not is_next.any():
        return
    first = plan[is_next].sort_values(["ended_on", "batch_no"]).iloc[0]
    words = both(
        "weekly_sentence_batch_next",
        batch=int(first["batch_no"]),
        place=_places(first.to_frame().T, material),
        day=day(first["ended_on"].date()),
        **progress,
    )
    yield Draft(
        "batch_next", words, first["province_code"], "usual",
        facts_of(tile, batch_no=first["batch_no"], place=first["province_code"]),
        PLAN_SURPRISE,
    )  # fmt: skip


def _priority_changed(material: Material) -> Iterator[Draft]:
    """Who entered or left the class of high risk and thinnest coverage."""
    priority = material.tables["priority"].frame
    entered, left = (priority[priority["change"] == c] for c in ("entered", "left"))
    if entered.empty and left.empty:
        return
    way = "both" if len(entered) and len(left) else "up" if len(entered) else "down"
    tile = material.tiles["provinces_priority"]
    places = {
        name: _places(rows, material)
        for name, rows in (("entered", entered), ("left", left))
        if not rows.empty
    }
    words = both(
        f"weekly_sentence_priority_changed_{way}",
        figure=figure(tile.value, tile.state),
        stands=stands(tile, "provinces"),
        **places,
    )
    first = (entered if len(entered) else left)["province_code"].iloc[0]
    yield Draft(
        "priority_changed", words, first, way,
        facts_of(tile, entered=" ".join(entered["province_code"]),
                 left=" ".join(left["province_code"])),
    )  # fmt: skip


def _class_crossed(material: Material) -> Iterator[Draft]:
    """Provinces that are better, or worse, covered than the week before."""
    crossed = material.tables["crossed"].frame
    mine = crossed[crossed["what"] == "coverage_class"]
    up, down = (mine[mine["direction"] == way] for way in ("up", "down"))
    if mine.empty:
        return
    tile = material.tiles["volunteers_trained"]
    way = "up" if len(up) >= len(down) else "down"
    shown = up if way == "up" else down
    one = "one" if len(shown) == 1 else "many"
    words = both(
        f"weekly_sentence_class_crossed_{way}_{one}",
        n=len(shown),
        places=_places(shown, material),
        figure=figure(tile.value, tile.state),
        stands=stands(tile, "persons"),
    )
    yield Draft(
        "class_crossed", words, shown["province_code"].iloc[0], way,
        facts_of(tile, up=" ".join(up["province_code"]),
                 down=" ".join(down["province_code"])),
    )  # fmt: skip


def _priority_usual(material: Material) -> Iterator[Draft]:
    priority = material.tables["priority"].frame
    inside = priority[priority["is_priority"].eq(True).fillna(False)]
    tile = material.tiles["provinces_priority"]
    if inside.empty:
        return
    thinnest = inside.sort_values("volunteers_trained_per_100k")
    words = both(
        "weekly_sentence_priority_usual",
        figure=figure(tile.value, tile.state),
        stands=stands(tile, "provinces"),
        places=_places(thinnest, material),
    )
    yield Draft(
        "priority_usual", words, thinnest["province_code"].iloc[0], "usual",
        facts_of(tile, places=" ".join(thinnest["province_code"])),
    )  # fmt: skip


def _volunteers_usual(material: Material) -> Iterator[Draft]:
    """How many volunteers are trained, and where they are fewest for the people."""
    priority = material.tables["priority"].frame
    tile, rate = material.tiles["volunteers_trained"], "volunteers_trained_per_100k"
    known = priority[priority[rate].notna()]
    if tile.value is None or known.empty:
        return
    fewest = known[known[rate] == known[rate].min()]
    words = both(
        "weekly_sentence_volunteers_usual",
        figure=figure(tile.value, tile.state),
        stands=stands(tile, "persons"),
        places=_places(fewest, material),
    )
    yield Draft(
        "volunteers_usual", words, fewest["province_code"].iloc[0], "usual",
        facts_of(tile, places=" ".join(fewest["province_code"])),
    )  # fmt: skip


def _reported(material: Material) -> Iterator[Draft]:
    """How many provinces reported by Sunday, and who has not, or not all."""
    tile = material.tiles["provinces_reported"]
    late = material.tables["late"].frame
    if tile.value is None or late.empty:
        return
    is_signal = has_signal(material, "provinces_reported")
    if tile.rule and not is_signal:
        return
    rule = "reported_signal" if is_signal else "reported_usual"
    text = rule if tile.low is not None else "reported_begin"
    because = (
        {"because": both(f"weekly_because_{tile.rule}_{tile.direction}")}
        if is_signal
        else {}
    )
    words = both(
        f"weekly_sentence_{text}",
        figure=number(tile.value),
        of=number(tile.whole),
        range=usual(tile.low, tile.high, "provinces"),
        rest=not_reported(late, material),
        **because,
    )
    first = late["province_code"].iloc[0]
    yield Draft(
        rule, words, first, tile.direction or "usual",
        facts_of(tile, places=" ".join(late["province_code"])),
        surprise_of(tile.value, tile.low, tile.high),
    )  # fmt: skip


def _silent_long(material: Material) -> Iterator[Draft]:
    """Provinces whose silence has just grown so long that they are to be called."""
    late = material.tables["late"].frame
    yield from _long(material, "silent", late["what"] == "silent", "weeks_silent")


def _incomplete_long(material: Material) -> Iterator[Draft]:
    """Provinces without a complete report for so long, though something was heard."""
    late = material.tables["late"].frame
    is_heard = late["what"] != "silent"
    yield from _long(material, "incomplete", is_heard, "weeks_unreported")


def _long(
    material: Material, what: str, which: pd.Series, counted: str
) -> Iterator[Draft]:
    """Those to be called, as soon as they are, the longest named.

    And again after some weeks, as long as it lasts.
    """
    using, tile = material.using, material.tiles["provinces_reported"]
    late = material.tables["late"].frame[which]
    late = late[late["is_call"]].sort_values(counted, ascending=False, kind="stable")
    called = late[(late[counted] - using.call_weeks) % using.anew_weeks == 0]
    if called.empty or tile.value is None:
        return
    longest = int(called[counted].iloc[0])
    same = called[called[counted] == longest]
    began = material.now.ends_on - timedelta(weeks=longest) + timedelta(days=1)
    others = len(late) - len(same)
    one = "alone" if not others else "others"
    words = both(
        f"weekly_sentence_{what}_long_{one}",
        others=others,
        call=using.call_weeks,
        places=_places(same, material),
        weeks=longest,
        day=day(began),
        figure=number(tile.value),
        of=number(tile.whole),
        stands=stands(tile, "provinces"),
    )
    yield Draft(
        f"{what}_long", words, same["province_code"].iloc[0], "down",
        facts_of(tile, places=" ".join(called["province_code"]), weeks=longest,
                 others=others),
    )  # fmt: skip
