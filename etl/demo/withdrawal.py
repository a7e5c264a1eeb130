"""Rows that offices take back: some tips and activities, entered by mistake."""

from datetime import date
from pathlib import Path

from etl.demo import draws, files, tables, words
from etl.demo.calendar import LAST_ON, after
from etl.demo.files import Written
from etl.demo.tables import Row, Style, Value
from etl.demo.tip_history import Tip

TIPS = 5
ACTIVITIES = 2
STYLE = Style(
    headings={
        "number": "ลำดับ",
        "dataset": "ข้อมูลที่ถอน",
        "record_key": "กุญแจของแถว",
        "withdrawn_on": "วันที่ขอถอน",
        "note": "หมายเหตุ",
    },
    day=words.short_month,
    province=words.full_name,
    label=tables.thai,
)
Withdrawn = tuple[str, str, date]  # dataset, record key, day


def tips(
    seed: int, followed: list[list[Tip]], kept: set[str]
) -> list[tuple[Tip, date]]:
    """Tips that are taken back, with the day; none that another file speaks of."""
    rng = draws.source(seed, "withdrawal")
    free = [
        versions[-1]
        for versions in followed
        if versions[-1].tip_id not in kept
        and after(versions[-1].recorded_on, 60) < LAST_ON
    ]
    chosen = rng.sample(free, min(TIPS, len(free)))
    return [(tip, after(tip.recorded_on, 5 + rng.randrange(50))) for tip in chosen]


def activities(seed: int, rows: list[Row]) -> list[Withdrawn]:
    """Activities that are taken back, with the day."""
    rng = draws.source(seed, "withdrawal of activities")
    chosen = rng.sample(rows[: -len(rows) // 10], ACTIVITIES)
    return [
        (
            "outreach",
            str(row.values["activity_id"]),
            min(after(row.day("recorded_at"), 12), LAST_ON),
        )
        for row in chosen
    ]


def write(out: Path, seed: int, withdrawn: list[Withdrawn]) -> list[Written]:
    """withdrawal_*: what goes, and a line for a dataset that does not exist."""
    rows = [
        Row({"dataset": dataset, "record_key": key, "withdrawn_on": day})
        for dataset, key, day in sorted(withdrawn, key=lambda each: each[2])
    ]
    wrong: dict[str, Value] = {
        "dataset": "ทะเบียนรถ",
        "record_key": "1",
        "withdrawn_on": LAST_ON,
    }
    rows.append(Row(wrong, "dataset not known"))
    rng = draws.source(seed, "withdrawal files")
    table = tables.lines(rng, "withdrawal", STYLE, rows)
    path = out / "withdrawal_2563-2570.csv"
    return [files.delimited(path, table, "cp874", newline="\r\n")]
