"""Outcomes of alarms: what officers found behind those of the synthetic tips.

Which alarms there are is known once the files are built; so they are, into a folder
that is thrown away. What was found fits what was put into the data.
"""

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import duckdb

from etl.demo import draws, files, tables, words
from etl.demo.calendar import LAST_ON, after, fiscal_year
from etl.demo.files import Line, Sheet, Written
from etl.demo.outbreaks import Outbreak
from etl.demo.places import Place
from etl.demo.tables import Row, Style
from etl.demo.tip_history import DEFAULT_TIPS
from etl.demo.training import OFFICIAL_BATCH, Batch

COUNTRY = "TH"
MOST_TIPS = DEFAULT_TIPS  # more take too long to be built for this alone
OPEN_WEEKS = 8  # the last ones, of which nothing has been decided yet
LEFT_OPEN_PER_1000 = 70
DAYS = {2: 120, 4: 260, 7: 260, 11: 180, 16: 120, 25: 60}  # until it was decided
NOTED_PER_1000 = 550
TRAINED_DAYS, PROMOTED_DAYS, LATE_DAYS = 180, 28, 14

THAI = {
    "alarm_id": "รหัสสัญญาณ",
    "decided_on": "วันที่ตรวจสอบ",
    "outcome": "ผลการตรวจสอบ",
    "note": "หมายเหตุ",
    "recorded_at": "วันที่บันทึก",
}
ENGLISH = {column: column for column in THAI}
EARLY = Style(THAI, words.slash, words.full_name, tables.thai)
BOOK = Style(THAI, words.real, words.full_name, tables.loose)
LATE = Style(ENGLISH, words.iso, words.code, tables.code)
NOTES = {
    "SIGNAL": ("พบกลุ่มผู้เสียหายในพื้นที่ ส่งทีมสหวิชาชีพแล้ว", "ตรงกับคดีที่ตำรวจเปิดในสัปดาห์เดียวกัน"),
    "TRAINING": ("หลังอบรม อพม. ในจังหวัด มีการแจ้งมากขึ้น",),
    "CAMPAIGN": ("ตรงกับกิจกรรมประชาสัมพันธ์ในพื้นที่", "ตรงกับสัปดาห์รณรงค์ในโรงเรียน"),
    "DATA_ERROR": ("ส่งข้อมูลย้อนหลังพร้อมกันหลายวัน", "ส่งแถวเดียวกันสองครั้ง แก้ไขแล้ว"),
    "UNEXPLAINED": ("ตรวจแล้วไม่พบสาเหตุ ติดตามต่อ",),
}  # fmt: skip


class Alarm(NamedTuple):
    """What is looked at of an alarm."""

    alarm_id: str
    area_code: str
    week_start: date
    raised_week_start: date
    is_corrected: bool


class Truth(NamedTuple):
    """What was put into the data.

    Attributes:
        outbreaks: All of them.
        trained: Province of each batch that was held, and its last day.
        promoted: Province and day of activities that promoted a channel.
    """

    outbreaks: list[Outbreak]
    trained: list[tuple[str, date]]
    promoted: list[tuple[str, date]]


def truth_of(
    outbreaks: list[Outbreak], batches: list[Batch], activities: list[Row]
) -> Truth:
    """What was put into the data."""
    *_, first, ended_on = OFFICIAL_BATCH
    trained = [(b.place.code, b.ended_on) for b in batches if b.status == "held"]
    promoted = [
        (row.place.code, row.day("held_on"))
        for row in activities
        if row.values["channels_promoted"] and isinstance(row.values["province"], Place)
    ]
    return Truth(outbreaks, [(first, ended_on), *trained], promoted)


def raised(folder: Path) -> list[Alarm]:
    """The alarms of a version made of the folder, in order of week and area."""
    from etl.build import build  # noqa: PLC0415 - it knows the generator's folder

    with tempfile.TemporaryDirectory() as built:
        report = build([folder], Path(built), lambda _: None)
        path = Path(built) / f"{report.version}.duckdb"
        with duckdb.connect(path, read_only=True) as con:
            found = con.execute(
                "select alarm_id, area_code, week_start, raised_week_start, "
                "tips_now < tips_raised from mart_tip_alarm order by alarm_id"
            ).fetchall()
    return [Alarm(*row) for row in found]


def write(out: Path, seed: int, alarms: list[Alarm], truth: Truth) -> list[Written]:
    """alarm_outcome_*: by the fiscal year in which they were decided."""
    rows = sorted(_decided(seed, alarms, truth), key=lambda row: row.day("decided_on"))
    rng = draws.source(seed, "alarm outcome files")
    written = []
    if early := _in_years(rows, range(2563, 2567)):
        lines = tables.lines(rng, "alarm_outcome", EARLY, early)
        written.append(files.delimited(out / "alarm_outcome_2563-2566.csv", lines))
    if middle := _in_years(rows, range(2567, 2570)):
        title = Line(["ผลการตรวจสอบสัญญาณเบาะแส ปีงบประมาณ 2567–2569 (ข้อมูลจำลอง)"])
        lines = [title, Line([]), *tables.lines(rng, "alarm_outcome", BOOK, middle)]
        path = out / "alarm_outcome_2567-2569.xlsx"
        written.append(files.workbook(path, [Sheet(lines, "ผลการตรวจสอบ")]))
    if late := _in_years(rows, range(2570, 2571)):
        lines = tables.lines(rng, "alarm_outcome", LATE, late)
        written.append(files.delimited(out / "alarm_outcome_2570.csv", lines))
    return written


def _in_years(rows: Iterable[Row], years: range) -> list[Row]:
    return [row for row in rows if fiscal_year(row.day("decided_on")) in years]


def _decided(seed: int, alarms: list[Alarm], truth: Truth) -> list[Row]:
    """What was decided; each alarm draws by its own id, so that none moves another."""
    days = draws.wheel(DAYS)
    rows = []
    for alarm in alarms:
        rng = draws.source(seed, alarm.alarm_id)
        decided_on = after(alarm.raised_week_start, 7 + draws.spin(rng, days))
        recorded_at = after(decided_on, rng.randrange(4))
        is_left_open = draws.chance(rng, LEFT_OPEN_PER_1000)
        outcome = found(alarm, truth)
        note = _note(rng, outcome)
        last = after(LAST_ON, -7 * OPEN_WEEKS)
        if alarm.raised_week_start <= last and not is_left_open:
            rows.append(
                Row(
                    {
                        "alarm_id": alarm.alarm_id,
                        "decided_on": decided_on,
                        "outcome": outcome,
                        "note": note,
                        "recorded_at": recorded_at,
                    }
                )
            )
    return rows


def _note(rng: Random, outcome: str) -> str | None:
    notes = NOTES[outcome]
    note = notes[rng.randrange(len(notes))]
    return note if draws.chance(rng, NOTED_PER_1000) else None


def found(alarm: Alarm, truth: Truth) -> str:
    """The code of what lies behind an alarm, by what was put into the data."""
    area, ends_on = alarm.area_code, after(alarm.week_start, 6)
    if any(_overlaps(outbreak, alarm) for outbreak in truth.outbreaks):
        return "SIGNAL"
    if _is_after(area, ends_on, truth.trained, TRAINED_DAYS):
        return "TRAINING"
    if _is_after(area, ends_on, truth.promoted, PROMOTED_DAYS):
        return "CAMPAIGN"
    waited = (alarm.raised_week_start - alarm.week_start).days
    if alarm.is_corrected or waited >= LATE_DAYS:
        return "DATA_ERROR"
    return "UNEXPLAINED"


def _is_after(
    area: str, ends_on: date, events: list[tuple[str, date]], days: int
) -> bool:
    return any(
        code == area and 0 < (ends_on - day).days <= days for code, day in events
    )


def _overlaps(outbreak: Outbreak, alarm: Alarm) -> bool:
    """Whether the week is one of the outbreak's, there or in the whole country."""
    ends = after(outbreak.first_on, 7 * outbreak.weeks)
    is_there = alarm.area_code in (COUNTRY, outbreak.province_code)
    return is_there and outbreak.first_on <= alarm.week_start < ends
