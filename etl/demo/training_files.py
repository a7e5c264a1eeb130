"""The training offices' files: plans, results and the volunteers' home provinces."""

from datetime import date
from pathlib import Path

from etl.demo import files, words
from etl.demo.calendar import after, starts_on
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.training import Batch, is_sent

STATUS_TH = {
    "planned": "แผน",
    "held": "จัดแล้ว",
    "postponed": "เลื่อน",
    "cancelled": "ยกเลิก",
}
PLANNED_ON = date(2020, 7, 31)
HEADER = [
    "ลำดับ",
    "ปีงบประมาณ",
    "รุ่นที่",
    "จังหวัดที่จัด",
    "สถานที่จัด",
    "วันที่เริ่ม",
    "วันที่สิ้นสุด",
    "สถานะการจัด",
    "ผู้เข้าร่วม (คน)",
    "อพม. ที่ผ่านการอบรม (คน)",
    "วันที่บันทึก",
]
HEADER_EN = [
    "fiscal_year_be",
    "batch_no",
    "province_code",
    "venue",
    "started_on",
    "ended_on",
    "status",
    "participants",
    "volunteers_trained",
    "recorded_at",
]


def write(out: Path, done: list[Batch]) -> list[Written]:
    """training_batch_* and training_participant_*: rows as offices would send them."""
    by_year: dict[int, list[Batch]] = {}
    sent = [batch for batch in done if is_sent(batch.fiscal_year_be, batch.batch_no)]
    for batch in sent:
        by_year.setdefault(batch.fiscal_year_be, []).append(batch)
    flaws = _flawed_results()
    return [
        files.delimited(
            out / "training_batch_2563_plan.csv",
            _plan(by_year[2563]),
            encoding="cp874",
            newline="\r\n",
        ),
        files.workbook(
            out / "training_batch_2563_result.xlsx",
            [Sheet(_results(2563, by_year[2563], words.slash), "ผลการอบรม")],
        ),
        files.workbook(
            out / "training_batch_2564-2566.xlsx",
            [
                Sheet(_results(2564, by_year[2564], words.real) + flaws[2564], "2564"),
                Sheet(_results(2565, by_year[2565], words.real) + flaws[2565], "2565"),
                Sheet(_results(2566, by_year[2566], words.real) + flaws[2566], "2566"),
            ],
        ),
        files.delimited(
            out / "training_batch_2567.csv",
            _codes(by_year[2567]),
            encoding="utf-8-sig",
            newline="\r\n",
        ),
        files.delimited(
            out / "training_batch_2568.csv",
            _semicolons(by_year[2568]),
            encoding="utf-8-sig",
            delimiter=";",
            newline="\r\n",
        ),
        files.workbook(
            out / "training_batch_2569-2570.xlsx",
            [
                Sheet(_results(2569, by_year[2569], words.short_month), "ปี 2569"),
                Sheet(_results(2570, by_year[2570], words.short_month), "ปี 2570"),
            ],
        ),
        files.workbook(
            out / "training_batch_2568-2569_plan.xlsx",
            [Sheet(_year_plan(by_year[year]), f"แผน {year}") for year in (2568, 2569)],
        ),
        *_participants(out, sent),
    ]


def _plan(batches: list[Batch]) -> list[Line]:
    """What was planned in July 2563, two weeks off for some, all superseded later."""
    header = ["ปีงบ", "รุ่น", "จังหวัด", "สถานที่", "วันเริ่มอบรม", "วันสิ้นสุดอบรม"]
    lines = [Line([*header, "สถานะ", "วันที่บันทึก"])]
    for batch in batches:
        shift = batch.batch_no % 3
        days = [after(day, shift) for day in (batch.started_on, batch.ended_on)]
        name = "จ." + batch.place.name
        cells: list[Cell] = [2563, batch.batch_no, name, batch.venue]
        cells += [*map(words.padded_slash, days), "แผน", words.padded_slash(PLANNED_ON)]
        lines.append(Line(cells))
    return lines


def _year_plan(batches: list[Batch]) -> list[Line]:
    """What was planned when the fiscal year began, up to two weeks off."""
    lines = [Line(HEADER[1:8] + HEADER[10:])]
    for batch in batches:
        shift = batch.batch_no * 7 % 22 - 7
        days = [after(day, shift) for day in (batch.started_on, batch.ended_on)]
        cells: list[Cell] = [batch.fiscal_year_be, batch.batch_no, batch.place.name]
        planned_on = words.real(starts_on(batch.fiscal_year_be))
        cells += [batch.venue, *map(words.real, days), STATUS_TH["planned"], planned_on]
        lines.append(Line(cells))
    return lines


def _results(year: int, batches: list[Batch], day: words.DateStyle) -> list[Line]:
    """One sheet with titles above a Thai header."""
    lines = [
        Line([f"สรุปผลการจัดอบรม อพม. ต้านภัยค้ามนุษย์ ปีงบประมาณ พ.ศ. {year}"]),
        Line(["(ข้อมูลจำลองเพื่อทดสอบระบบ)"]),
        Line([]),
        Line(HEADER),
    ]
    lines += [
        Line([number, *_cells(batch, day)]) for number, batch in enumerate(batches, 1)
    ]
    return lines


def _cells(batch: Batch, day: words.DateStyle) -> list[Cell]:
    return [
        batch.fiscal_year_be,
        batch.batch_no,
        batch.place.name,
        batch.venue,
        day(batch.started_on),
        day(batch.ended_on),
        STATUS_TH[batch.status],
        batch.participants,
        batch.trained,
        day(batch.recorded_on),
    ]


def _flawed_results() -> dict[int, list[Line]]:
    """Rows wrong on purpose, for the foot of the sheets of FY2564 to FY2566."""
    held = (date(2021, 11, 3), date(2021, 11, 4), "จัดแล้ว")
    twice = (date(2023, 3, 8), date(2023, 3, 9), "จัดแล้ว")
    here = ("ตราด", "หอประชุมอำเภอเมือง")
    return {
        2564: [
            Line([90, 2564, 90, *here, *held, 120, 96], "held outside its fiscal year")
        ],
        2565: [
            Line([90, 2565, "สอง", *here, *held, 120, 96], "batch number not a number"),
            Line(["รวม", "", "", "", "", "", "", "", 3480, 2790], "total line"),
        ],
        2566: [
            Line([90, 2566, 90, *here, *twice, 130, 98], "same key, two contents"),
            Line([91, 2566, 90, *here, *twice, 110, 85], "same key, two contents"),
        ],
    }


def _codes(batches: list[Batch]) -> list[Line]:
    """English headers, codes and ISO dates; one month 13."""
    lines = [Line(HEADER_EN)]
    for batch in batches:
        cells = _cells(batch, words.iso)
        cells[2] = batch.place.code
        cells[6] = batch.status
        lines.append(Line(cells))
    wrong: list[Cell] = [2567, 90, "TH-23", "", "2024-13-05", "2024-13-06", "held"]
    return [*lines, Line([*wrong, 120, 96, "2024-05-20"], "month 13")]


def _semicolons(batches: list[Batch]) -> list[Line]:
    """Thai digits in the years; a person in place of a venue, and a negative count."""
    lines = [Line([*HEADER[1:], "ผู้บันทึก"])]
    for batch in batches:
        cells = _cells(batch, words.long_month)
        cells[0] = words.thai_digits(batch.fiscal_year_be)
        cells[7] = words.thai_digits(batch.participants or "")
        lines.append(Line([*cells, f"เจ้าหน้าที่ {1 + batch.batch_no % 4}"]))
    day = "5 มีนาคม 2568"
    person = "ติดต่อ นายตัวอย่าง สมมุติ 02-000-0000"
    held = (day, day, "จัดแล้ว", 120)
    return [
        *lines,
        Line(
            ["๒๕๖๘", 90, "ตราด", person, *held, 96, day],
            "personal data in a venue",
        ),
        Line(["๒๕๖๘", 91, "ตราด", "", *held, -96, day], "negative number"),
    ]


def _participants(out: Path, done: list[Batch]) -> list[Written]:
    """Home provinces of the batches that report them; one row comes twice."""
    rows = [
        (batch, home, number) for batch in done for home, number in batch.homes.items()
    ]
    early = [row for row in rows if row[0].fiscal_year_be < 2567]
    late = [row for row in rows if row[0].fiscal_year_be >= 2567]
    header = ["ปีงบประมาณ", "รุ่นที่", "รหัสจังหวัด", "อพม. ที่ผ่านการอบรม (คน)", "หน่วยงาน"]
    lines = [
        Line(
            [
                batch.fiscal_year_be,
                batch.batch_no,
                home.removeprefix("TH-"),
                number,
                "พมจ.",
            ]
        )
        for batch, home, number in early
    ]
    book = [
        Line([batch.fiscal_year_be, batch.batch_no, home, number])
        for batch, home, number in late
    ]
    return [
        files.delimited(
            out / "training_participant_2563-2566.csv",
            [Line(header), *lines, lines[-1]],
            encoding="cp874",
            newline="\r\n",
        ),
        files.workbook(
            out / "training_participant_2567-2570.xlsx",
            [
                Sheet(
                    [
                        Line(["จำนวน อพม. ที่ผ่านอบรม จำแนกตามจังหวัดต้นสังกัด (จำลอง)"]),
                        Line([]),
                        Line(header[:4]),
                        *book,
                        Line([2568, 95, "TH-44", 12], clash="batch not there"),
                        Line([2569, 1, "TH-23", -4], "negative number"),
                    ],
                    "ต้นสังกัด",
                )
            ],
        ),
    ]
