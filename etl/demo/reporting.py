"""The reporting lines: tips by week and province, registers by fiscal year.

A line that has been handed over comes again when its number of rows has changed since.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from etl.demo import draws, files, tables, words
from etl.demo.calendar import (
    FISCAL_YEARS,
    LAST_ON,
    WEEKS,
    after,
    ends_on,
    fiscal_year,
    monday,
    starts_on,
)
from etl.demo.files import Line, Sheet, Written
from etl.demo.ledger import Cell, Ledger
from etl.demo.places import Place
from etl.demo.tables import Row, Style, Value

ROWS_DIFFER = {"tip_report": 6, "volunteer_roster": 1, "partner_network": 1}
OFF_BY = (1, 2, -1, 3, 10, -2)
YEARLY_DAYS = {5: 240, 9: 240, 14: 200, 20: 140, 28: 100, 36: 50, 48: 30}
THAI = {
    "dataset": "ชุดข้อมูล",
    "province": "จังหวัด",
    "period_start": "วันที่เริ่มรอบ",
    "period_end": "วันที่สิ้นสุดรอบ",
    "received_on": "วันที่ได้รับรายงาน",
    "rows": "จำนวนแถว",
    "recorded_at": "วันที่บันทึก",
}
NUMBERED = {
    "number": "ลำดับ",
    "province": "ชื่อจังหวัด",
    "dataset": "เรื่องที่รายงาน",
    "period_start": "ตั้งแต่วันที่",
    "period_end": "ถึงวันที่",
    "rows": "จำนวนรายการ",
    "received_on": "วันรับรายงาน",
    "recorded_at": "วันที่บันทึกข้อมูล",
    "note": "หมายเหตุ",
}
ENGLISH = {column: column for column in THAI} | {"province": "province_code"}
STYLES = {
    2563: Style(NUMBERED, words.slash, words.dotted_name, tables.thai),
    2564: Style(THAI, words.real, words.full_name, tables.thai),
    2565: Style(ENGLISH, words.iso, words.code, tables.code),
    2566: Style(
        THAI, words.short_dash, words.full_name, tables.thai, words.thai_digits
    ),
    2567: Style(NUMBERED, words.padded_slash, words.full_name, tables.thai),
    2568: Style(THAI, words.short_month, words.full_name, tables.english),
    2569: Style(NUMBERED, words.short_month, words.loose_name, tables.loose),
    2570: Style(THAI, words.padded_slash, words.loose_name, tables.loose),
}
BOOKS = (2564, 2568)
# what is written wrong on purpose, by the year of the file: flaw, then the wrong cells
FLAWS: dict[int, tuple[str, dict[str, Value]]] = {
    2563: ("number of rows not a number", {"rows": "ไม่มี"}),
    2565: ("period ends before it starts", {"period_end": "2021-09-12"}),
    2566: ("negative number", {"rows": "-3"}),
    2567: ("dataset not known", {"dataset": "สถิติผู้มาติดต่อ"}),
    2568: ("date in the future", {"received_on": "1 ม.ค. 2600"}),
    2570: ("no province", {"province": ""}),
}


def weekly(seed: int, places: dict[str, Place], ledger: Ledger) -> list[Row]:
    """The lines for the tips, of every week that was reported, each as often as told.

    The last one of a few says another number than was handed over.
    """
    cells = [
        (code, week, told_on)
        for week in range(WEEKS)
        for code in places
        if (told_on := ledger.told[code][week])
    ]
    rng = draws.source(seed, "reporting rows")
    settled = range(len(cells) - 100)  # the last weeks have faults enough of their own
    wrong = rng.sample(settled, ROWS_DIFFER["tip_report"])
    off_by = dict(zip(wrong, OFF_BY, strict=True))
    rows = []
    for number, (code, week, told_on) in enumerate(cells):
        *earlier, (known_on, count) = _counts(ledger, (code, week), told_on)
        off = off_by.get(number, 0)
        off = off if count + off >= 0 else -off
        tell = partial(_row, "tip_report", places[code], _days(week), told_on)
        rows += [tell(known, day) for day, known in earlier]
        rows.append(tell(count, known_on, off))
    return rows


def _days(week: int) -> tuple[date, date]:
    return monday(week), after(monday(week), 6)


def _counts(ledger: Ledger, cell: Cell, told_on: date) -> list[tuple[date, int]]:
    """What was told on which day: once, and again when it is no longer true."""
    first, last = ledger.first[cell], ledger.last[cell]
    if first == last:
        return [(told_on, last)]
    return [(told_on, first), (ledger.changed_on[cell], last)]


def yearly(seed: int, dataset: str, counted: Iterable[tuple[date, Place]]) -> list[Row]:
    """One line per fiscal year and province for a register: its rows of that year."""
    rng = draws.source(seed, f"reporting {dataset}")
    counts = Counter((fiscal_year(as_of), place) for as_of, place in counted)
    days = draws.wheel(YEARLY_DAYS)
    wrong = rng.sample(range(len(counts)), min(ROWS_DIFFER[dataset], len(counts)))
    rows = []
    for number, ((year, place), count) in enumerate(counts.items()):
        period = (starts_on(year), ends_on(year))
        day = min(after(period[1], draws.spin(rng, days)), LAST_ON)
        off = 1 if number in wrong else 0
        rows.append(_row(dataset, place, period, day, count, day, off))
    return rows


def _row(
    dataset: str,
    place: Place,
    period: tuple[date, date],
    received_on: date,
    count: int,
    known_on: date,
    off: int = 0,
) -> Row:
    values: dict[str, Value] = {
        "dataset": dataset,
        "province": place,
        "period_start": period[0],
        "period_end": period[1],
        "received_on": received_on,
        "rows": count + off,
        "recorded_at": known_on,
    }
    clash = f"{count} rows were handed over, not {count + off}" if off else None
    return Row(values, clash=clash)


def write(out: Path, seed: int, weeks: list[Row], years: list[Row]) -> list[Written]:
    """reporting_*: lines by the fiscal year in which they were known."""
    rng = draws.source(seed, "reporting files")
    by_year: dict[int, list[Row]] = {year: [] for year in FISCAL_YEARS}
    for row in sorted(weeks, key=lambda row: row.day("recorded_at")):
        by_year[fiscal_year(row.day("recorded_at"))].append(row)
    written = []
    for year, style in STYLES.items():
        rows = by_year[year]
        if year in FLAWS:
            flaw, wrong = FLAWS[year]
            values = dict(rows[len(rows) // 2].values) | wrong
            rows.insert(len(rows) // 2, Row(values, flaw))
        written.append(_file(out, year, tables.lines(rng, "reporting", style, rows)))
    table = tables.lines(
        rng,
        "reporting",
        STYLES[2564],
        sorted(years, key=lambda row: row.day("recorded_at")),
    )
    title = Line(["การรายงานทะเบียน อพม. และภาคีเครือข่าย รายปีงบประมาณ (ข้อมูลจำลอง)"])
    book = out / "reporting_registers.xlsx"
    return [*written, files.workbook(book, [Sheet([title, *table], "รายปี")])]


def _file(out: Path, year: int, table: list[Line]) -> Written:
    path = out / f"reporting_{year}.csv"
    title = Line([f"ทะเบียนการส่งรายงานรายสัปดาห์ ปีงบประมาณ {year} (ข้อมูลจำลอง)"])
    if year in BOOKS:
        sheet = Sheet([title, Line([]), *table], f"ปี {year}")
        return files.workbook(path.with_suffix(".xlsx"), [sheet])
    if year == FISCAL_YEARS[-1]:
        return files.delimited(
            path.with_suffix(".tsv"), table, "utf-16-le", "\t", newline="\r\n"
        )
    if year in (2565, 2569):
        return files.delimited(path, table)
    delimiter = ";" if year == 2566 else ","
    return files.delimited(path, table, "cp874", delimiter, newline="\r\n")
