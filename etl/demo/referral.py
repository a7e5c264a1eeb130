"""Referrals: the steps in which a tip goes from who received it to who acts on it.

A step that was still open at the end of a fiscal year is in that year's file as open
and comes again, accepted, in a later one.
"""

from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from etl.demo import draws, files, tables, words
from etl.demo.calendar import LAST_ON, after, ends_on, fiscal_year
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.tables import Row, Style
from etl.demo.tip_history import Tip

RECEIVER = {
    "WALK_IN_PROVINCE": "PSDHS", "VOLUNTEER": "PSDHS", "POLICE_191": "RTP_LOCAL",
    "TOURIST_POLICE_1155": "RTP_LOCAL", "AHTD_1191": "AHTD", "DSI_1202": "DSI",
    "LABOUR_1506": "LABOUR",
}  # fmt: skip
CENTRE = "SAC1300"  # receives what comes by any other channel
REFERRED_PER_1000 = {"REFERRED": 1000, "FOLLOWUP": 600, "CLOSED_TIP": 900,
                     "CLOSED_NOT": 200, "CLOSED_INSUFF": 80,
                     "SCREENING": 20}  # fmt: skip
STEPS = {1: 600, 2: 300, 3: 100}
FIRST_TO = {"PSDHS": 420, "RTP_LOCAL": 220, "MDT": 160, "AHTD": 80, "ADMIN": 60,
            "DSI": 30, "LABOUR": 30}  # fmt: skip
THEN_TO = {"MDT": 400, "RTP_LOCAL": 180, "AHTD": 120, "SHELTER": 110, "LABOUR": 70,
           "DSI": 60, "ADMIN": 60}  # fmt: skip
LAST_TO = {"SHELTER": 350, "OAG": 220, "AHTD": 190, "MDT": 130, "DSI": 110}
LABOUR_WEIGHT, SCAM_WEIGHT = 350, 260
NRM_STEP = {"SAC1300": "N1", "PSDHS": "N2", "RTP_LOCAL": "N2", "ADMIN": "N2",
            "LABOUR": "N2", "SHELTER": "N3", "MDT": "N4", "AHTD": "N6", "DSI": "N6",
            "OAG": "N6"}  # fmt: skip
NRM_SILENT_PER_1000 = 150
DAYS_TO_REFER = {0: 260, 1: 220, 2: 160, 3: 120, 5: 100, 8: 70, 14: 50, 25: 20}
DAYS_TO_ACCEPT = {0: 170, 1: 210, 2: 180, 3: 130, 5: 110, 8: 80, 14: 60, 24: 35,
                  45: 18, 80: 7}  # fmt: skip
NEVER_ACCEPTED_PER_1000 = 45
REPEATED = 5

THAI = {
    "number": "ลำดับ",
    "tip_id": "เลขที่เบาะแส",
    "step": "ลำดับการส่งต่อ",
    "from_agency": "หน่วยงานผู้ส่ง",
    "to_agency": "หน่วยงานผู้รับ",
    "referred_on": "วันที่ส่งต่อ",
    "accepted_on": "วันที่รับเรื่อง",
    "nrm_step": "ขั้นตอนของกลไกการส่งต่อ",
    "recorded_at": "วันที่บันทึก",
}
CLERK = {
    "tip_id": "รหัสเบาะแส",
    "step": "ครั้งที่",
    "referred_on": "วันส่งต่อ",
    "from_agency": "ส่งจาก",
    "to_agency": "ส่งต่อไปยัง",
    "accepted_on": "วันที่หน่วยงานรับ",
    "nrm_step": "ขั้นตอน NRM",
    "recorded_at": "วันที่บันทึกข้อมูล",
    "clerk": "ผู้บันทึก",
}
ENGLISH = {column: column for column in THAI if column != "number"}
STYLES = {
    2563: Style(THAI, words.slash, words.full_name, tables.thai),
    2564: Style(THAI, words.padded_slash, words.full_name, tables.loose),
    2565: Style(ENGLISH, words.iso, words.code, tables.code),
    2566: Style(THAI, words.real, words.full_name, tables.thai),
    2567: Style(THAI, words.short_month, words.full_name, tables.loose),
    2568: Style(CLERK, words.thai_long_month, words.full_name, tables.thai,
                words.thai_digits),
    2569: Style(CLERK, words.real, words.full_name, tables.loose),
    2570: Style(CLERK, words.real, words.full_name, tables.english),
}  # fmt: skip
FLAWS: dict[int, list[tuple[str, dict[str, Cell]]]] = {
    2563: [("agency not known", {"to_agency": "สำนักงานที่ดิน"})],
    2565: [("accepted before referred", {"accepted_on": "2019-10-05"})],
    2568: [("step 0", {"step": "๐"})],
    2569: [("no day of referral", {"referred_on": ""})],
}
ORPHANS = {
    2563: ["T62-000417"],
    2566: ["T66-O00931", "T62-001105"],
    2569: ["T69-OO0204"],
}


class Step(NamedTuple):
    """One step as it ended, or as it stands on the last day."""

    tip_id: str
    step: int
    from_agency: str
    to_agency: str
    referred_on: date
    accepted_on: date | None
    nrm_step: str | None


def steps(seed: int, followed: list[list[Tip]]) -> list[Step]:
    """The steps of the tips that were referred, tip by tip."""
    rng = draws.source(seed, "referral")
    count, to_refer, to_accept = map(
        draws.wheel, (STEPS, DAYS_TO_REFER, DAYS_TO_ACCEPT)
    )
    done: list[Step] = []
    for versions in followed:
        tip = versions[-1]
        if not draws.chance(rng, REFERRED_PER_1000.get(tip.status, 0)):
            continue
        sender = RECEIVER.get(tip.channel, CENTRE)
        day = after(tip.received_on, draws.spin(rng, to_refer))
        day = min(day, tip.closed_on or tip.recorded_on)
        for number in range(1, draws.spin(rng, count) + 1):
            to = _receiver(rng, tip, sender, number)
            accepted_on = _accepted_on(rng, tip, day, draws.spin(rng, to_accept))
            nrm = None if draws.chance(rng, NRM_SILENT_PER_1000) else NRM_STEP[to]
            done.append(Step(tip.tip_id, number, sender, to, day, accepted_on, nrm))
            if accepted_on is None:
                break
            sender = to
            day = after(accepted_on, draws.spin(rng, to_refer))
            if day > (tip.closed_on or LAST_ON):
                break
    return done


def _receiver(rng: Random, tip: Tip, sender: str, number: int) -> str:
    """Who gets it next: forced labour goes to labour offices, scams to DSI and ปคม."""
    weights = dict((FIRST_TO, THEN_TO, LAST_TO)[number - 1])
    if tip.form.startswith("EX06") and number < 3:
        weights["LABOUR"] = LABOUR_WEIGHT
    if tip.form.startswith("EX08S"):
        weights |= {"DSI": SCAM_WEIGHT, "AHTD": SCAM_WEIGHT}
    weights.pop(sender, None)
    return draws.pick_some(rng, weights, 1)[0]


def _accepted_on(rng: Random, tip: Tip, referred_on: date, days: int) -> date | None:
    """A closed tip was accepted by then; others wait, some of them for ever."""
    accepted_on = after(referred_on, days)
    if tip.closed_on:
        return min(accepted_on, tip.closed_on)
    if accepted_on > LAST_ON or draws.chance(rng, NEVER_ACCEPTED_PER_1000):
        return None
    return accepted_on


def write(out: Path, seed: int, done: list[Step]) -> list[Written]:
    """referral_*: steps by the fiscal year in which they were known."""
    rng = draws.source(seed, "referral files")
    rows: dict[int, list[Row]] = {year: [] for year in STYLES}
    for step in done:
        for version, recorded_on in _versions(rng, step):
            values = version._asdict() | {"recorded_at": recorded_on}
            rows[fiscal_year(recorded_on)].append(Row(values))
    tables_by_year = {
        year: tables.lines(rng, "referral", style, _messy(year, rows[year]))
        for year, style in STYLES.items()
    }
    return _files(out, tables_by_year)


def _versions(rng: Random, step: Step) -> list[tuple[Step, date]]:
    """As known in the year it was referred, and as accepted in a later one."""
    lag = rng.randrange(3)
    opened_on = min(after(step.referred_on, lag), LAST_ON)
    if step.accepted_on is None:
        return [(step, opened_on)]
    known_on = min(after(step.accepted_on, lag), LAST_ON)
    if known_on <= ends_on(fiscal_year(opened_on)):
        return [(step, known_on)]
    return [(step._replace(accepted_on=None), opened_on), (step, known_on)]


def _messy(year: int, rows: list[Row]) -> list[Row]:
    """The year's rows in the order they were known, some twice, and the wrong ones."""
    if not rows:
        return []
    rows = sorted(rows, key=lambda row: str(row.values["recorded_at"]))
    extra = [
        Row(dict(rows[0].values) | {"tip_id": tip_id}, clash="tip not there")
        for tip_id in ORPHANS.get(year, [])
    ]
    extra += [
        Row(dict(rows[-1].values) | wrong, flaw) for flaw, wrong in FLAWS.get(year, [])
    ]
    middle = len(rows) // 2
    return [*rows[:middle], *extra, *rows[middle:], *rows[-REPEATED:]]


def _files(out: Path, lines: dict[int, list[Line]]) -> list[Written]:
    """The tables that have rows, each year's office with its own kind of file."""
    written = []
    for years in ((2563,), (2564,), (2565,), (2566, 2567), (2568,), (2569, 2570)):
        filled = [year for year in years if len(lines[year]) > 1]
        if not filled:
            continue
        path = out / f"referral_{'-'.join(map(str, years))}.csv"
        if len(years) == 1:
            written.append(_delimited(path, years[0], lines[years[0]]))
            continue
        title = Line(["ทะเบียนการส่งต่อเบาะแส (ข้อมูลจำลอง)"])
        sheets = [Sheet([title, Line([]), *lines[y]], f"ปี {y}") for y in filled]
        written.append(files.workbook(path.with_suffix(".xlsx"), sheets))
    return written


def _delimited(path: Path, year: int, lines: list[Line]) -> Written:
    if year == 2568:
        path = path.with_suffix(".tsv")
        return files.delimited(path, lines, "cp874", "\t", newline="\r\n")
    encoding = "utf-8-sig" if year == 2565 else "cp874"
    return files.delimited(path, lines, encoding, newline="\r\n")
