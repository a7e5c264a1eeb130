"""The register of volunteers (ทะเบียน อพม.): half-yearly, quarterly from FY2567."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from etl.demo import draws, files, words
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.places import BANGKOK, Place
from etl.demo.training import OFFICIAL_BATCH, Batch

REGISTERED_2562 = 98_125
HALF_YEARS = [date(2019, 9, 30)] + [
    day for year in range(2020, 2024) for day in (date(year, 3, 31), date(year, 9, 30))
]
QUARTERS = [
    date(year, month, day)
    for year in range(2023, 2027)
    for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    if date(2023, 12, 1) < date(year, month, day) < date(2026, 10, 1)
]
TRAINED_SINCE = date(2020, 9, 30)
LATE_TO_COUNT = 12
NEVER_COUNT = 4
OFFICIAL_TRAINED = 150
UNREPORTED_TRAINED = 90
HALVED = ("TH-45", date(2025, 6, 30))
HEADER = [
    "ข้อมูล ณ วันที่",
    "จังหวัด",
    "อพม. ทั้งหมด (คน)",
    "อพม. ที่ปฏิบัติงาน (คน)",
    "อพม. ผ่านอบรมค้ามนุษย์ (คน)",
    "ตำบลที่มี อพม.",
    "ตำบลทั้งหมด",
]
HEADER_EN = [
    "as_of",
    "province_code",
    "volunteers_registered",
    "volunteers_active",
    "volunteers_trained",
    "tambons_covered",
    "tambons_total",
]


@dataclass(frozen=True)
class Entry:
    """One province on one day; None is 'not reported'."""

    as_of: date
    place: Place
    registered: int
    active: int | None
    trained: int | None
    covered: int | None


def entries(seed: int, places: dict[str, Place], done: list[Batch]) -> list[Entry]:
    """The register by day and province; now and then a province is missing.

    One province's register loses half its people from one extract to the next.
    """
    rng = draws.source(seed, "volunteer_roster")
    weights = [
        draws.around(rng, 200 + place.thousands + 5 * (place.tambons or 180), 25)
        for place in places.values()
    ]
    registered = dict(
        zip(places, draws.apportion(REGISTERED_2562, weights), strict=True)
    )
    silent = draws.pick_some(rng, _silence(places, done), LATE_TO_COUNT)
    rows = []
    for as_of in HALF_YEARS + QUARTERS:
        for code, place in places.items():
            if as_of != HALF_YEARS[0]:
                registered[code] += _growth(rng, registered[code], as_of)
            if (code, as_of) == HALVED:
                registered[code] //= 2
            counts = _counts_trained(silent, code, as_of)
            trained = _trained(done, code, as_of) if counts else None
            entry = _entry(rng, as_of, place, registered[code], trained)
            is_always_there = as_of in (HALF_YEARS[0], TRAINED_SINCE)
            is_here = is_always_there or not draws.chance(rng, 12)
            if is_here or code == HALVED[0]:
                rows.append(entry)
    return rows


def counted(rows: list[Entry]) -> list[tuple[date, Place]]:
    """Day and province of every row that the build accepts."""
    return [(row.as_of, row.place) for row in rows]


def write(out: Path, seed: int, rows: list[Entry]) -> list[Written]:
    """volunteer_roster_*: the register's extracts, each year in another style."""
    days = {row.as_of: [r for r in rows if r.as_of == row.as_of] for row in rows}
    rng = draws.source(seed, "roster files")
    first, second, third = HALF_YEARS[:3]
    return [
        files.workbook(
            out / "volunteer_roster_2562-2563.xlsx",
            [
                Sheet(_book(days[first], words.real, total=True), "ก.ย. 2562"),
                Sheet(_book(days[second], words.real), "มี.ค. 2563"),
                Sheet(_book(days[third], words.real), "ก.ย. 2563"),
            ],
        ),
        files.delimited(
            out / "volunteer_roster_2564.csv",
            _thai(rng, _of_year(rows, 2021), words.slash, words.spaced_name),
            encoding="cp874",
            newline="\r\n",
        ),
        files.delimited(
            out / "volunteer_roster_2565.csv",
            _codes(_of_year(rows, 2022)),
            encoding="utf-8-sig",
            newline="\r\n",
        ),
        files.workbook(
            out / "volunteer_roster_2566.xlsx",
            [
                Sheet(_book(days[as_of], words.long_month), words.short_month(as_of))
                for as_of in days
                if as_of.year == 2023
            ],
        ),
        files.delimited(
            out / "volunteer_roster_2567.tsv",
            _thai(rng, _of_year(rows, 2024), words.thai_long_month, words.dotted_name),
            delimiter="\t",
        ),
        files.workbook(
            out / "volunteer_roster_2568-2569.xlsx",
            [
                Sheet(_book(days[as_of], words.real), words.short_month(as_of))
                for as_of in days
                if as_of.year > 2024
            ],
        ),
    ]


def _silence(places: dict[str, Place], done: list[Batch]) -> dict[str, int]:
    """Who counts trained volunteers late: above all hosts whose batch is silent too."""
    weights = dict.fromkeys(places, 1)
    for batch in done:
        if batch.fiscal_year_be == 2563 and batch.status == "held":
            weights[batch.place.code] = 40 if batch.trained is None else 3
    return weights


def _counts_trained(silent: Sequence[str], code: str, as_of: date) -> bool:
    """Whether the province's extract of that day has the trained volunteers."""
    if as_of < TRAINED_SINCE or code in silent[:NEVER_COUNT]:
        return False
    return code not in silent or as_of.year > 2021


def _growth(rng: Random, registered: int, as_of: date) -> int:
    """Two per cent a year, less in the pandemic; a few provinces lose people."""
    per_10000 = 40 if as_of.year in (2020, 2021) else 110
    if as_of in QUARTERS:
        per_10000 //= 2
    return registered * (per_10000 - 130 + rng.randrange(261)) // 10_000


def _trained(done: list[Batch], code: str, as_of: date) -> int:
    """Trained by then, by home province, less the three per cent a year that leave."""
    total = 0
    for batch in done:
        if batch.status == "held" and batch.ended_on <= as_of:
            trained = UNREPORTED_TRAINED if batch.trained is None else batch.trained
            homes = batch.homes or {batch.place.code: trained}
            years = (as_of - batch.ended_on).days // 365
            total += homes.get(code, 0) * (100 - 3 * years) // 100
    _year, _number, official_code, official_on = OFFICIAL_BATCH
    if code == official_code and official_on <= as_of:
        total += OFFICIAL_TRAINED
    return total


def _entry(
    rng: Random, as_of: date, place: Place, registered: int, trained: int | None
) -> Entry:
    active: int | None = registered * (620 + rng.randrange(160)) // 1000
    covered = None
    if place.tambons:
        covered = place.tambons * (880 + rng.randrange(121)) // 1000
    if draws.chance(rng, 15):
        active = None
    if draws.chance(rng, 15):
        covered = None
    return Entry(as_of, place, registered, active, trained, covered)


def _of_year(rows: list[Entry], year: int) -> list[Entry]:
    return [row for row in rows if row.as_of.year == year]


def _cells(row: Entry, day: words.DateStyle, province: str) -> list[Cell]:
    return [
        day(row.as_of),
        province,
        row.registered,
        row.active,
        row.trained,
        row.covered,
        None if row.place.code == BANGKOK else row.place.tambons,
    ]


def _clash(row: Entry) -> str | None:
    is_halved = (row.place.code, row.as_of) == HALVED
    return "half the volunteers of the extract before" if is_halved else None


def _book(
    rows: list[Entry], day: words.DateStyle, *, total: bool = False
) -> list[Line]:
    """A sheet with titles; the first one ends in a total line and a footnote."""
    lines = [
        Line(["ทะเบียนอาสาสมัครพัฒนาสังคมและความมั่นคงของมนุษย์ (อพม.) รายจังหวัด"]),
        Line([f"ข้อมูล ณ {words.long_month(rows[0].as_of)} (ข้อมูลจำลอง)"]),
        Line([]),
        Line(["ที่", *HEADER]),
        *(
            Line([number, *_cells(row, day, row.place.name)], clash=_clash(row))
            for number, row in enumerate(rows, start=1)
        ),
    ]
    if total:
        whole = sum(row.registered for row in rows)
        lines.append(Line(["", "รวมทั้งประเทศ", "", whole], "total line"))
        lines.append(Line(["หมายเหตุ: กรุงเทพมหานครไม่มีตำบล"], "footnote"))
    return lines


def _thai(
    rng: Random,
    rows: list[Entry],
    day: words.DateStyle,
    province: words.ProvinceStyle,
) -> list[Line]:
    """Thai headers, thousands separators."""
    lines = [Line(HEADER)]
    for row in rows:
        cells = _cells(row, day, province(rng, row.place))
        cells[2:5] = [
            words.thousands(count)
            for count in (row.registered, row.active, row.trained)
        ]
        lines.append(Line(cells))
    return lines


def _codes(rows: list[Entry]) -> list[Line]:
    """English headers, DOPA codes, ISO dates; a fraction and a negative count."""
    lines = [Line(HEADER_EN)]
    lines += [Line(_cells(row, words.iso, row.place.dopa)) for row in rows]
    return [
        *lines,
        Line(["2022-06-30", "23", "512.5", 390, 60, 30, 35], "fraction of a person"),
        Line(["2022-06-30", "91", -512, 390, 60, 30, 35], "negative number"),
    ]
