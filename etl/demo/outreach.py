"""Awareness activities: what trained volunteers held afterwards, and media.

Volunteers of a batch hold a few activities in the year that follows, offices some of
their own. Media reach nobody face to face, so they have no attendees.
"""

from datetime import date
from pathlib import Path
from random import Random

from etl.demo import draws, files, tables, words
from etl.demo.calendar import FISCAL_YEARS, LAST_ON, after, fiscal_year, starts_on
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.places import Place
from etl.demo.tables import Row, Style, Value
from etl.demo.training import OFFICIAL_BATCH, Batch, is_sent

NEVER = 7
ACTIVITIES = (2, 8)
OWN_PER_1000 = 380
AUDIENCES = {"STUDENT": 290, "COMMUNITY_LEADER": 220, "PUBLIC": 150, "WORKER": 100,
             "MIGRANT_WORKER": 90, "TEACHER": 80, "EMPLOYER": 70}  # fmt: skip
SIZES = {"STUDENT": 140, "TEACHER": 35, "COMMUNITY_LEADER": 55, "WORKER": 60,
         "MIGRANT_WORKER": 50, "EMPLOYER": 25, "PUBLIC": 110}  # fmt: skip
AT_SCHOOL = ("STUDENT", "TEACHER")
LOCAL_MEDIA_PER_1000 = 70
NATIONAL = {"ONLINE": 560, "BROADCAST": 320, "IN_FLIGHT": 120}
NATIONAL_A_YEAR = 9
UNCOUNTED_PER_1000 = 40
PARTNERS = {None: 450, "SCHOOL": 170, "COMMUNITY_ORG": 140, "NGO": 90, "EMPLOYER": 70,
            "FAITH": 40, "PRIVATE": 40}  # fmt: skip
CHANNELS = {"HOTLINE_1300": 900, "APP_PROTECT_U": 420, "VOLUNTEER": 260,
            "AHTD_1191": 120, "LABOUR_1506": 90}  # fmt: skip
DAYS_TO_RECORD = {1: 180, 3: 240, 7: 240, 14: 180, 25: 110, 40: 50}

THAI = {
    "activity_id": "รหัสกิจกรรม",
    "held_on": "วันที่จัดกิจกรรม",
    "province": "จังหวัด",
    "audience": "กลุ่มเป้าหมาย",
    "medium": "รูปแบบกิจกรรม",
    "attendees": "ผู้เข้าร่วมกิจกรรม (คน)",
    "fiscal_year_be": "ปีงบประมาณ",
    "batch_no": "รุ่นที่",
    "partner_type": "ภาคีที่ร่วมจัด",
    "channels_promoted": "ช่องทางที่ประชาสัมพันธ์",
    "recorded_at": "วันที่บันทึก",
    "note": "หมายเหตุ",
}
ENGLISH = {column: column for column in THAI if column != "note"} | {
    "province": "province_code"
}
EARLY = Style(THAI, words.slash, words.spaced_name, tables.thai)
BOOK = Style({"number": "ที่", **THAI}, words.long_month, words.full_name, tables.loose)
PLAIN = Style(ENGLISH, words.iso, words.code, tables.code)
LATE = Style(THAI, words.real, words.loose_name, tables.loose)
FLAWS: dict[int, list[tuple[str, dict[str, Cell]]]] = {
    2565: [
        ("personal data in an id", {"activity_id": "02-000-0000"}),
        ("audience not known", {"audience": "ทุกคน"}),
    ],
    2568: [("media with attendees", {"medium": "BROADCAST", "attendees": "500"})],
    2569: [("an event of the whole country", {"province": "national", "medium": "EVENT",
                                              "attendees": "80"})],
}  # fmt: skip
NO_BATCH = (2567, 97)
Values = dict[str, Value]


def activities(seed: int, places: dict[str, Place], done: list[Batch]) -> list[Row]:
    """All activities in the order they were held; some provinces have none."""
    rng = draws.source(seed, "outreach")
    never = draws.pick_some(rng, dict.fromkeys(places, 1), NEVER)
    found: list[Values] = []
    held = [(b.fiscal_year_be, b.batch_no, b.place.code, b.ended_on) for b in done
            if b.status == "held"]  # fmt: skip
    for year, number, code, ended_on in [OFFICIAL_BATCH, *held]:
        if code not in never:
            named: Values = {"fiscal_year_be": year, "batch_no": number}
            batch = named if is_sent(year, number) else {}
            for _ in range(rng.randrange(*ACTIVITIES)):
                day = after(ended_on, 10 + rng.randrange(330))
                found.append(batch | _activity(rng, places[code], day))
    for year in FISCAL_YEARS:
        for code, place in places.items():
            if code not in never and draws.chance(rng, OWN_PER_1000):
                found.append(_activity(rng, place, _day(rng, year)))
        found += [_national(rng, _day(rng, year)) for _ in range(NATIONAL_A_YEAR)]
    return _numbered(rng, found)


def _day(rng: Random, year: int) -> date:
    return after(starts_on(year), rng.randrange(365))


def _activity(rng: Random, place: Place, day: date) -> Values:
    """One activity in a province; now and then it is the local radio or a page."""
    audience = draws.pick_some(rng, AUDIENCES, 1)[0]
    attendees: int | None = draws.around(rng, SIZES[audience], 60)
    medium = "SCHOOL" if audience in AT_SCHOOL else "EVENT"
    if draws.chance(rng, LOCAL_MEDIA_PER_1000):
        audience, attendees = "PUBLIC", None
        medium = ("ONLINE", "BROADCAST")[rng.getrandbits(1)]
    elif draws.chance(rng, UNCOUNTED_PER_1000):
        attendees = None
    return {
        "held_on": day,
        "province": place,
        "audience": audience,
        "medium": medium,
        "attendees": attendees,
        "partner_type": draws.pick_some(rng, PARTNERS, 1)[0],
        "channels_promoted": _channels(rng),
    }


def _national(rng: Random, day: date) -> Values:
    return {
        "held_on": day,
        "province": "national",
        "audience": "PUBLIC",
        "medium": draws.pick_some(rng, NATIONAL, 1)[0],
        "channels_promoted": _channels(rng),
    }


def _channels(rng: Random) -> list[str] | None:
    """The channels that were named, in the order of the list; None: not reported."""
    named = [channel for channel in CHANNELS if draws.chance(rng, CHANNELS[channel])]
    return named or None


def _numbered(rng: Random, found: list[Values]) -> list[Row]:
    """Those of the past with a number each and the day they were recorded."""
    days = draws.wheel(DAYS_TO_RECORD)
    rows: list[Row] = []
    for held in sorted(map(Row, found), key=lambda row: row.day("held_on")):
        recorded_at = after(held.day("held_on"), draws.spin(rng, days))
        if recorded_at <= LAST_ON:
            known: Values = {
                "activity_id": f"ACT-{len(rows) + 1:04}",
                "recorded_at": recorded_at,
            }
            rows.append(Row({**known, **held.values}))
    return rows


def write(out: Path, seed: int, rows: list[Row]) -> list[Written]:
    """outreach_*: activities by the fiscal year in which they were held."""
    rng = draws.source(seed, "outreach files")
    by_year: dict[int, list[Row]] = {year: [] for year in FISCAL_YEARS}
    for row in rows:
        by_year[fiscal_year(row.day("held_on"))].append(row)
    for year, wrong in FLAWS.items():
        values = dict(by_year[year][-1].values)
        by_year[year] += [Row(values | cells, flaw) for flaw, cells in wrong]
    year, number = NO_BATCH
    stray: Values = {
        **by_year[year][-1].values,
        "activity_id": "ACT-67X",
        "fiscal_year_be": year,
        "batch_no": number,
    }
    by_year[year].append(Row(stray, clash="batch not there"))

    def table(style: Style, *years: int) -> list[Line]:
        chosen = [row for year in years for row in by_year[year]]
        return tables.lines(rng, "outreach", style, chosen)

    title = Line(["สรุปกิจกรรมสร้างความตระหนักรู้ ต้านภัยค้ามนุษย์ (ข้อมูลจำลอง)"])
    return [
        files.delimited(
            out / "outreach_2563-2564.csv",
            table(EARLY, 2563, 2564),
            encoding="cp874",
            newline="\r\n",
        ),
        files.delimited(
            out / "outreach_2565.csv", table(PLAIN, 2565), encoding="utf-8-sig"
        ),
        files.workbook(
            out / "outreach_2566-2568.xlsx",
            [
                Sheet([title, Line([]), *table(BOOK, year)], f"ปี {year}")
                for year in (2566, 2567, 2568)
            ],
        ),
        files.workbook(
            out / "outreach_2569-2570.xlsx",
            [Sheet(table(LATE, 2569, 2570), "กิจกรรม")],
        ),
    ]
