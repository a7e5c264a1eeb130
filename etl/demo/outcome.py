"""Outcomes: what was decided on tips that were followed up.

A tip is not a case: of some two thousand tips a year one in ten ends in victims found,
and of those three in four in a case, as against the 133 to 333 cases and 231 to 868
victims a year that are known of the whole country.
"""

from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from etl.demo import draws, files, tables, words
from etl.demo.calendar import LAST_ON, after, fiscal_year
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.tables import Row, Style
from etl.demo.tip_history import Tip

DECIDED_PER_1000 = {"CLOSED_TIP": 880, "CLOSED_NOT": 400, "FOLLOWUP": 200}
STATUS = {"CLOSED_TIP": "ACTUAL", "CLOSED_NOT": "NOT", "FOLLOWUP": "POSSIBLE"}
FIRST_POSSIBLE_PER_1000 = 200
CASE_PER_1000 = 740
CASE_SILENT_PER_1000 = 40
BODIES = {"GOV": 550, "POLICE": 350, "COURT": 60, "NGO": 30, "OTHER": 10}
UNCOUNTED = {1: 520, 2: 220, 3: 130, 5: 80, 9: 50}

THAI = {
    "tip_id": "เลขที่เบาะแส",
    "decided_on": "วันที่คัดแยก",
    "trafficking_status": "ผลการคัดแยก",
    "decision_body": "หน่วยงานที่คัดแยก",
    "victims_identified": "ผู้เสียหายที่คัดแยกได้ (คน)",
    "case_opened": "ดำเนินคดี",
    "recorded_at": "วันที่บันทึก",
}
ENGLISH = {column: column for column in THAI}
EARLY = Style(THAI, words.slash, words.full_name, tables.thai)
BOOK = Style(THAI, words.real, words.full_name, tables.loose)
LATE = Style(ENGLISH, words.iso, words.code, tables.english)
ORPHANS = ("T62-000288", "T65-O00117", "T70-OO0044")
FLAWS: list[tuple[str, dict[str, Cell]]] = [
    ("negative number", {"victims_identified": "-1"}),
    ("status not known", {"trafficking_status": "รอผล"}),
    ("no decision", {"trafficking_status": ""}),
]


class Outcome(NamedTuple):
    """One decision on a tip; None is 'not reported'."""

    tip_id: str
    decided_on: date
    trafficking_status: str
    decision_body: str
    victims_identified: int | None
    case_opened: str | None
    recorded_at: date


def outcomes(seed: int, followed: list[list[Tip]]) -> list[Outcome]:
    """The decisions, in the order of the tips; a tip may have two."""
    rng = draws.source(seed, "tip_outcome")
    bodies, uncounted = draws.wheel(BODIES), draws.wheel(UNCOUNTED)
    done: list[Outcome] = []
    for versions in followed:
        tip = versions[-1]
        if not draws.chance(rng, DECIDED_PER_1000.get(tip.status, 0)):
            continue
        last = _decided(rng, tip, draws.spin(rng, bodies), draws.spin(rng, uncounted))
        days = (last.decided_on - tip.received_on).days
        is_found = last.trafficking_status == "ACTUAL"
        if is_found and days > 1 and draws.chance(rng, FIRST_POSSIBLE_PER_1000):
            day = after(tip.received_on, rng.randrange(1, days))
            done.append(
                last._replace(
                    decided_on=day,
                    trafficking_status="POSSIBLE",
                    victims_identified=None,
                    case_opened=None,
                    recorded_at=day,
                )
            )
        done.append(last)
    return done


def _decided(rng: Random, tip: Tip, body: str, uncounted: int) -> Outcome:
    """The last word on a tip: for one that was closed, by the day it was."""
    closed_on = tip.closed_on or tip.recorded_on
    decided_on = max(tip.received_on, after(closed_on, -rng.randrange(7)))
    status = STATUS[tip.status]
    victims = None
    if status == "ACTUAL":
        victims = tip.victims or uncounted
    elif status == "NOT":
        victims = 0
    return Outcome(
        tip_id=tip.tip_id,
        decided_on=decided_on,
        trafficking_status=status,
        decision_body=body,
        victims_identified=victims,
        case_opened=_case(rng, status),
        recorded_at=min(after(decided_on, rng.randrange(12)), LAST_ON),
    )


def _case(rng: Random, status: str) -> str | None:
    if status == "POSSIBLE" or draws.chance(rng, CASE_SILENT_PER_1000):
        return None
    is_case = status == "ACTUAL" and draws.chance(rng, CASE_PER_1000)
    return "yes" if is_case else "no"


def write(out: Path, seed: int, done: list[Outcome]) -> list[Written]:
    """tip_outcome_*: decisions by the fiscal year in which they were recorded."""
    rng = draws.source(seed, "outcome files")
    early = _rows(done, (2563, 2564, 2565), ORPHANS[0], FLAWS[0])
    middle = _rows(done, (2566, 2567, 2568), ORPHANS[1], FLAWS[1])
    late = _rows(done, (2569, 2570), ORPHANS[2], FLAWS[2])
    written = []
    if early:
        lines = tables.lines(rng, "tip_outcome", EARLY, early)
        path = out / "tip_outcome_2563-2565.csv"
        written.append(files.delimited(path, lines, "cp874", newline="\r\n"))
    if middle:
        title = Line(["ผลการคัดแยกผู้เสียหายจากเบาะแส ปีงบประมาณ 2566–2568 (ข้อมูลจำลอง)"])
        lines = [title, Line([]), *tables.lines(rng, "tip_outcome", BOOK, middle)]
        path = out / "tip_outcome_2566-2568.xlsx"
        written.append(files.workbook(path, [Sheet(lines, "ผลการคัดแยก")]))
    if late:
        lines = tables.lines(rng, "tip_outcome", LATE, late)
        path = out / "tip_outcome_2569-2570.csv"
        written.append(files.delimited(path, lines, delimiter=";"))
    return written


def _rows(
    done: list[Outcome],
    years: tuple[int, ...],
    orphan: str,
    flaw: tuple[str, dict[str, Cell]],
) -> list[Row]:
    """The years' decisions as recorded; one of no tip, and one that is wrong."""
    here = [each for each in done if fiscal_year(each.recorded_at) in years]
    if not here:
        return []
    here.sort(key=lambda each: (each.recorded_at, each.tip_id))
    values = here[len(here) // 2]._asdict()
    what, wrong = flaw
    return [
        *(Row(each._asdict()) for each in here),
        Row(values | {"tip_id": orphan}, clash="tip not there"),
        Row(values | wrong, what),
    ]
