"""Tips as they come in and are worked on, with effects that are known because made.

Tips fall on days, provinces and two groups of channels (volunteers, everybody else) in
proportion to a weight: the province's people and risk, the season, the weekday, the
year's level, a slow swing of its own per province (over-dispersion), and for
volunteers the training effect. Outbreaks come on top. What is received but not yet
recorded on the last day is not in the data, as in life, and of a week of which an
office did not report there are none.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import NamedTuple

from etl.demo import draws
from etl.demo.calendar import (
    FIRST_ON,
    FISCAL_YEARS,
    LAST_ON,
    after,
    fiscal_year,
    week_of,
)
from etl.demo.hazards import Hazards, risk
from etl.demo.outbreaks import SIZED_FOR, added_by_day, outbreaks
from etl.demo.places import Place
from etl.demo.reports import Reports
from etl.demo.training import OFFICIAL_BATCH, Batch

VOLUNTEER = "VOLUNTEER"
OTHERS = ""
GROUPS = (OTHERS, VOLUNTEER)
DEFAULT_TIPS = SIZED_FOR
DAYS = (LAST_ON - FIRST_ON).days + 1
SEASON = (108, 104, 100, 86, 97, 110, 112, 108, 98, 92, 96, 89)
WEEKDAY = (17, 17, 16, 16, 15, 10, 9)
YEAR_LEVEL = dict(zip(FISCAL_YEARS, (88, 78, 95, 106, 108, 112, 113, 112), strict=True))
SWING = (35, 52, 64, 75, 85, 95, 105, 118, 136, 235)
SWING_DAYS = 28
VOLUNTEER_PER_1000 = 160
EFFECT_DAYS = 60
EFFECT_PERCENT = (320, 220, 150)
DELAYS = {
    VOLUNTEER: {0: 180, 1: 170, 2: 120, 3: 90, 5: 120, 7: 110, 10: 70, 14: 60, 21: 40,
                30: 24, 45: 16},
    OTHERS: {0: 420, 1: 220, 2: 110, 3: 70, 5: 60, 7: 45, 10: 30, 14: 20, 21: 15,
             30: 10},
}  # fmt: skip
FORMS = {"EX01": 300, "EX02": 60, "EX03": 70, "EX04": 25, "EX05": 90, "EX06": 230,
         "EX06F": 15, "EX07": 4, "EX08": 40, "EX08S": 26, "EX99": 140}  # fmt: skip
SCAMS_FROM = 2565
LAST_STATUS = {"REFERRED": 250, "CLOSED_NOT": 230, "CLOSED_INSUFF": 240,
               "CLOSED_TIP": 90, "FOLLOWUP": 110, "SCREENING": 80}  # fmt: skip
VICTIMS = {0: 60, 1: 420, 2: 160, 3: 80, 4: 40, 5: 30, 8: 20, 12: 12, 20: 8, None: 130}
CHILDREN = {"yes": 170, "no": 560, "unknown": 270}
SECOND_FORM_PER_1000 = 45
AT_ONCE_PER_1000 = 560
CORRECTED_PER_1000 = 30
WORKING_DAYS = {3: 120, 7: 220, 14: 260, 30: 220, 60: 130, 120: 50}


class Tip(NamedTuple):
    """One version of one tip, as the office knew it from `recorded_on`."""

    tip_id: str
    received_on: date
    place: Place
    channel: str
    form: str
    victims: int | None
    child: str
    status: str
    closed_on: date | None
    recorded_on: date


class Received(NamedTuple):
    """What is drawn of a tip before it reaches an office; no form: the usual mix."""

    tip_id: str
    received_on: date
    province_code: str
    group: str
    form: str


def history(
    seed: int,
    tips: int,
    places: dict[str, Place],
    hazards: Hazards,
    done: list[Batch],
    told: Reports,
) -> Iterator[list[Tip]]:
    """All versions of each tip, tips in order of the day received.

    Exactly `tips` different tips; versions recorded after the last day are left out.
    """
    rng = draws.source(seed, "tip_report")
    wheels = _wheels(places)
    extra = added_by_day(rng, outbreaks(tips))
    usual = tips - sum(map(len, extra.values()))
    counts = _counts(rng, usual, _weights(rng, places, hazards, done, told))
    cells = [(code, group) for code in places for group in GROUPS]
    serials = dict.fromkeys(FISCAL_YEARS, 0)
    for day in range(DAYS):
        received_on = after(FIRST_ON, day)
        year = fiscal_year(received_on)
        here = counts[day * len(cells) : (day + 1) * len(cells)]
        today = [
            (*cell, "")
            for cell, number in zip(cells, here, strict=True)
            for _ in range(number)
        ]
        today += [(o.province_code, OTHERS, o.form) for o in extra.get(day, ())]
        rng.shuffle(today)
        for code, group, form in today:
            serials[year] += 1
            tip_id = f"T{year % 100}-{serials[year]:06}"
            tip = Received(tip_id, received_on, code, group, form)
            yield _versions(rng, wheels, places, told, tip)


def effect(places: dict[str, Place], done: list[Batch]) -> dict[str, "array[int]"]:
    """Per cent of the usual volunteer tips by province and day, 100 without a batch."""
    percent = {code: array("H", [100]) * DAYS for code in places}
    held = [(b.place.code, b.ended_on) for b in done if b.status == "held"]
    for code, ended_on in [*held, OFFICIAL_BATCH[2:]]:
        start = (ended_on - FIRST_ON).days + 1
        for step, level in enumerate(EFFECT_PERCENT):
            first = start + step * EFFECT_DAYS
            for day in range(first, min(first + EFFECT_DAYS, DAYS)):
                percent[code][day] = max(percent[code][day], level)
    return percent


def _weights(
    rng: Random,
    places: dict[str, Place],
    hazards: Hazards,
    done: list[Batch],
    told: Reports,
) -> "array[int]":
    """The weight of every day, province and group, flat in this order.

    Of a week in which an office did not report there is nothing.
    """
    size = {
        code: (risk(hazards[2563][code], place) - 1000) * place.thousands // 1000 + 60
        for code, place in places.items()
    }
    percent = effect(places, done)
    swing = {
        code: [SWING[rng.randrange(10)] for _ in range(DAYS // SWING_DAYS + 1)]
        for code in places
    }
    weights = array("Q")
    for day in range(DAYS):
        on = after(FIRST_ON, day)
        level = (
            SEASON[on.month - 1] * WEEKDAY[on.weekday()] * YEAR_LEVEL[fiscal_year(on)]
        )
        known = {group: _known(group, DAYS - 1 - day) for group in GROUPS}
        week = week_of(on)
        for code in places:
            base = size[code] * level * swing[code][day // SWING_DAYS] // 10_000
            if told[code][week] is None:
                base = 0
            weights.append(base * (1000 - VOLUNTEER_PER_1000) * known[OTHERS])
            share = VOLUNTEER_PER_1000 * percent[code][day] // 100
            weights.append(base * share * known[VOLUNTEER])
    return weights


def _known(group: str, days_left: int) -> int:
    """Per 1,000 tips of a day those recorded within the days that are left."""
    delays = DELAYS[group]
    return sum(weight for delay, weight in delays.items() if delay <= days_left)


def _counts(rng: Random, tips: int, weights: "array[int]") -> "array[int]":
    """How many of the tips fall into each cell."""
    ends = array("Q", accumulate(weights))
    whole = ends[-1]
    counts = array("L", [0]) * len(weights)
    for _ in range(tips):
        counts[bisect_right(ends, rng.randrange(whole))] += 1
    return counts


@dataclass(frozen=True)
class Wheels:
    """What a tip's attributes are drawn from."""

    delays: dict[str, tuple[int, ...]]
    work: tuple[int, ...]
    statuses: tuple[str, ...]
    victims: tuple[int | None, ...]
    children: tuple[str, ...]
    channels: dict[int, tuple[str, ...]]
    forms: dict[tuple[str, bool], tuple[str, ...]]


def _wheels(places: dict[str, Place]) -> Wheels:
    return Wheels(
        delays={group: draws.wheel(delays) for group, delays in DELAYS.items()},
        work=draws.wheel(WORKING_DAYS),
        statuses=draws.wheel(LAST_STATUS),
        victims=draws.wheel(VICTIMS),
        children=draws.wheel(CHILDREN),
        channels={year: draws.wheel(_channels(year)) for year in FISCAL_YEARS},
        forms={
            (code, scams): draws.wheel(_forms(place, scams=scams))
            for code, place in places.items()
            for scams in (False, True)
        },
    )


def _versions(
    rng: Random,
    wheels: Wheels,
    places: dict[str, Place],
    told: Reports,
    tip: Received,
) -> list[Tip]:
    """The tip as first recorded, and as known later when that differs."""
    year = fiscal_year(tip.received_on)
    last = draws.spin(rng, wheels.statuses)
    at_once = draws.chance(rng, AT_ONCE_PER_1000)
    recorded_on = _recorded_on(rng, wheels.delays[tip.group], tip.received_on)
    first = Tip(
        tip_id=tip.tip_id,
        received_on=tip.received_on,
        place=places[tip.province_code],
        channel=tip.group or draws.spin(rng, wheels.channels[year]),
        form=tip.form
        or _form(rng, wheels.forms[tip.province_code, year >= SCAMS_FROM]),
        victims=draws.spin(rng, wheels.victims),
        child=draws.spin(rng, wheels.children),
        status=last if at_once else ("NEW", "SCREENING")[rng.getrandbits(1)],
        closed_on=recorded_on if at_once and last.startswith("CLOSED") else None,
        recorded_on=recorded_on,
    )
    versions = [first]
    if not at_once:
        versions.append(_worked_on(rng, wheels.work, first, last))
    if draws.chance(rng, CORRECTED_PER_1000):
        versions.append(_corrected(rng, places, told, versions[-1]))
    return [version for version in versions if version.recorded_on <= LAST_ON]


def _recorded_on(rng: Random, delays: tuple[int, ...], received_on: date) -> date:
    """The first record is never later than the last day, as the day's weight says."""
    while True:
        recorded_on = after(received_on, draws.spin(rng, delays))
        if recorded_on <= LAST_ON:
            return recorded_on


def _form(rng: Random, forms: tuple[str, ...]) -> str:
    form = draws.spin(rng, forms)
    if form != "EX99" and draws.chance(rng, SECOND_FORM_PER_1000):
        other = draws.spin(rng, forms)
        if other not in (form, "EX99"):
            return f"{form};{other}"
    return form


def _worked_on(rng: Random, work: tuple[int, ...], tip: Tip, status: str) -> Tip:
    closed_on = after(tip.recorded_on, draws.spin(rng, work) + rng.randrange(4))
    return tip._replace(
        status=status,
        closed_on=closed_on if status.startswith("CLOSED") else None,
        recorded_on=after(closed_on, rng.randrange(5)),
    )


def _corrected(rng: Random, places: dict[str, Place], told: Reports, tip: Tip) -> Tip:
    """The same tip with its province, form or head count put right.

    It moves only to a province whose office reported that week.
    """
    recorded_on = after(tip.recorded_on, 5 + rng.randrange(40))
    week = week_of(tip.received_on)
    near = [code for code in tip.place.neighbours if told[code][week]]
    what = rng.randrange(3)
    if what == 0 and near:
        place = places[near[rng.randrange(len(near))]]
        return tip._replace(place=place, recorded_on=recorded_on)
    if what == 1:
        form = "EX06" if tip.form != "EX06" else "EX08"
        return tip._replace(form=form, recorded_on=recorded_on)
    return tip._replace(victims=(tip.victims or 0) + 1, recorded_on=recorded_on)


def _channels(fiscal_year_be: int) -> dict[str, int]:
    """Everybody but the volunteers: Protect-U grows from its launch in FY2563."""
    app = 30 + 14 * (fiscal_year_be - 2563)
    return {
        "HOTLINE_1300": 125, "APP_PROTECT_U": app, "WALK_IN_PROVINCE": 250,
        "POLICE_191": 160, "AHTD_1191": 150, "LABOUR_1506": 90, "DSI_1202": 45,
        "TOURIST_POLICE_1155": 25, "HOTLINE_1300_ABROAD": 25, "OTHER": 60,
    }  # fmt: skip


def _forms(place: Place, *, scams: bool) -> dict[str, int]:
    """The mix of forms: fishing on the coast, scams along the border from FY2565."""
    mix = dict(FORMS)
    if place.is_coastal:
        mix["EX06F"] = 150
    if place.borders:
        mix["EX06"] = 300
    if scams:
        mix["EX08S"] = 240 if place.borders else 90
    return mix
