"""Batches of the volunteer programme: which, where, when, and what came of them."""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from etl.demo import draws
from etl.demo.calendar import LAST_ON, after, starts_on
from etl.demo.hazards import Hazards, risk
from etl.demo.places import Place

# The published batch 1 (Chiang Mai) and the event in Narathiwat, whose number is not
# known, are facts; the synthetic batches of FY2563 keep clear of both provinces.
OFFICIAL_BATCH = (2563, 1, "TH-50", date(2020, 8, 15))
KNOWN_IN_2563 = ("TH-50", "TH-96")
FIRST_RUN = (date(2020, 8, 17), date(2020, 9, 29))
RUNNING_YEAR = 2570
HELD_DAYS = (20, 34, 44)
BATCHES = {
    2563: 28,
    2564: 20,
    2565: 29,
    2566: 32,
    2567: 34,
    2568: 36,
    2569: 38,
    RUNNING_YEAR: 14,
}
NOT_HELD = {
    2563: ("postponed", "postponed", "cancelled"),
    2564: ("postponed",) * 4 + ("cancelled",) * 3,
    2565: ("postponed", "postponed", "cancelled"),
    2566: ("postponed", "cancelled"),
    2567: ("postponed", "cancelled"),
    2568: ("postponed",),
    2569: ("postponed", "cancelled"),
}
NEVER_SENT = {2568: (11, 12, 13)}  # numbers of which the offices sent no row
NEVER_HOSTS = 12
SHARED_PER_1000 = 330
SILENT_PER_1000 = 90
VENUES = (
    "หอประชุมศาลากลางจังหวัด",
    "ศูนย์ประชุมจังหวัด",
    "โรงแรมในตัวเมือง",
    "หอประชุมอำเภอเมือง",
    "ศูนย์เรียนรู้ชุมชน",
    "มหาวิทยาลัยราชภัฏ",
)


@dataclass(frozen=True)
class Batch:
    """One batch; `trained` is None while not held, or held and not reported.

    `homes` holds the volunteers by home province when not all are the host's own.
    """

    fiscal_year_be: int
    batch_no: int
    place: Place
    venue: str
    started_on: date
    ended_on: date
    status: str
    recorded_on: date
    participants: str | None = None
    trained: int | None = None
    homes: dict[str, int] = field(default_factory=dict)


def batches(seed: int, places: dict[str, Place], hazards: Hazards) -> list[Batch]:
    """All synthetic batches in order of fiscal year and number."""
    rng = draws.source(seed, "training_batch")
    hosted = dict.fromkeys(places, 0)
    scores = {code: risk(hazards[2563][code], place) for code, place in places.items()}
    overlooked = {code: scores[code] for code in places if code not in KNOWN_IN_2563}
    never = draws.pick_some(rng, overlooked, NEVER_HOSTS)
    done: list[Batch] = []
    for year, number in BATCHES.items():
        appeal = {
            code: _appeal(scores[code], place, year, hosted[code])
            for code, place in places.items()
            if code not in never and (year > 2563 or code not in KNOWN_IN_2563)
        }
        hosts = draws.pick_some(rng, appeal, number)
        for index, fate in enumerate(_fates(rng, year, number)):
            place = places[hosts[index]]
            hosted[place.code] += fate == "held"
            done.append(_batch(rng, year, place, fate))
    return _numbered(done)


def is_sent(fiscal_year_be: int, batch_no: int) -> bool:
    """Whether the offices sent a row of the batch at all."""
    return batch_no not in NEVER_SENT.get(fiscal_year_be, ())


def _appeal(score: int, place: Place, fiscal_year_be: int, hosted: int) -> int:
    """How likely a province is to host: risk first in FY2563, size, fewer so far."""
    risk_weight = score**3 if fiscal_year_be == 2563 else score * 10**7
    return risk_weight * (400 + place.thousands) // (10**9 * (1 + hosted))


def _fates(rng: Random, year: int, number: int) -> list[str]:
    if year == RUNNING_YEAR:
        return ["held"] * len(HELD_DAYS) + ["planned"] * (number - len(HELD_DAYS))
    fates = ["held"] * number
    slots = draws.pick_some(rng, dict.fromkeys(range(number), 1), len(NOT_HELD[year]))
    for slot, fate in zip(slots, NOT_HELD[year], strict=True):
        fates[slot] = fate
    return fates


def _numbered(done: list[Batch]) -> list[Batch]:
    """The same batches with numbers in order of their dates; FY2563 begins with 2."""
    counters = dict.fromkeys(BATCHES, 0) | {2563: 1}
    numbered = []
    for batch in sorted(done, key=lambda batch: (batch.started_on, batch.place.code)):
        counters[batch.fiscal_year_be] += 1
        number = counters[batch.fiscal_year_be]
        numbered.append(replace(batch, batch_no=number))
    return sorted(numbered, key=lambda batch: (batch.fiscal_year_be, batch.batch_no))


def _batch(rng: Random, year: int, place: Place, status: str) -> Batch:
    started_on = _start(rng, year, status)
    ended_on = after(started_on, rng.randrange(2))
    venue = VENUES[rng.randrange(len(VENUES))]
    told_on = {
        "held": min(after(ended_on, 4 + rng.randrange(15)), LAST_ON),
        "planned": starts_on(year),
    }.get(status, after(started_on, -3))
    batch = Batch(year, 0, place, venue, started_on, ended_on, status, told_on)
    return _held(rng, batch) if status == "held" else batch


def _start(rng: Random, year: int, status: str) -> date:
    if year == RUNNING_YEAR:
        held = HELD_DAYS[rng.randrange(len(HELD_DAYS))] - rng.randrange(6)
        planned = 70 + rng.randrange(250)
        return after(starts_on(year), held if status == "held" else planned)
    if year == 2563:
        first, last = FIRST_RUN
        return after(first, rng.randrange((last - first).days))
    return after(starts_on(year), 20 + rng.randrange(320))


def _held(rng: Random, batch: Batch) -> Batch:
    """The batch with its head counts, some of them not reported or 'more than'."""
    attended = min(draws.around(rng, 60 + batch.place.thousands // 14, 15), 220)
    participants = attended * (115 + rng.randrange(36)) // 100
    told = str(participants)
    if draws.chance(rng, 160):
        told = f"กว่า {participants // 50 * 50}"
    trained = None if draws.chance(rng, SILENT_PER_1000) else attended
    homes = {}
    if trained and draws.chance(rng, SHARED_PER_1000):
        homes = _homes(rng, batch.place, trained)
    return replace(batch, participants=told, trained=trained, homes=homes)


def _homes(rng: Random, place: Place, trained: int) -> dict[str, int]:
    """Most volunteers from the host province, the rest from up to three neighbours."""
    guests = draws.pick_some(rng, dict.fromkeys(place.neighbours, 1), 3)
    weights = [60, *(8 + rng.randrange(10) for _ in guests)]
    shares = draws.apportion(trained, weights)
    return dict(zip([place.code, *guests], shares, strict=True))
