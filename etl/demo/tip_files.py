"""Tip files: one and its updates a year, each year in another office's style."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from etl.demo import draws, files
from etl.demo.calendar import FISCAL_YEARS, fiscal_year
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.tip_history import Tip
from etl.demo.tip_styles import ENGLISH_HEADERS, FLAWS, STYLES, Style

BULK_FROM = 100_000
BULK_CORRECTED_PER_1000 = 20
BULK_NAME = "tip_report_all.csv"
BOOKS = (2564, 2567, 2568, 2569)
DUPLICATES_PER_1000 = 4
REPEATED = 6


def handed_over(
    seed: int, number: int, history: Iterator[list[Tip]]
) -> Iterator[list[Tip]]:
    """The versions that go into files: all, of many tips only a few corrections."""
    if number < BULK_FROM:
        yield from history
        return
    rng = draws.source(seed, "tip corrections")
    for first, *later in history:
        if later and draws.chance(rng, BULK_CORRECTED_PER_1000):
            yield [first, later[-1]]
        else:
            yield [first]


def write(
    out: Path, seed: int, number: int, history: Iterator[list[Tip]]
) -> list[Written]:
    """tip_report_*: first versions by year, then what became of them."""
    rng = draws.source(seed, "tip files")
    if number >= BULK_FROM:
        return [_write_bulk(out, history)]
    firsts: dict[int, list[Tip]] = {year: [] for year in STYLES}
    updates: dict[int, list[Tip]] = {year: [] for year in STYLES}
    for first, *later in history:
        firsts[fiscal_year(first.recorded_on)].append(first)
        for version in later:
            updates[fiscal_year(version.recorded_on)].append(version)
    written = []
    for year, style in STYLES.items():
        seen = sorted(firsts[year], key=lambda tip: (tip.recorded_on, tip.tip_id))
        known = sorted(updates[year], key=lambda tip: (tip.recorded_on, tip.tip_id))
        known += seen[-REPEATED:]
        if seen:
            written += _write_year(out, rng, year, style, seen)
            written.append(_write_updates(out, rng, year, style, known))
    return written


def _write_bulk(out: Path, history: Iterator[list[Tip]]) -> Written:
    """tip_report_all.csv: plain codes and ISO dates, no flaws."""
    path = out / BULK_NAME
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(ENGLISH_HEADERS.values()) + "\n")
        for versions in history:
            file.writelines(map(_plain, versions))
    return Written(path)


def _plain(tip: Tip) -> str:
    victims = "" if tip.victims is None else tip.victims
    return (
        f"{tip.tip_id},{tip.received_on},{tip.place.code},{tip.channel},{tip.form},"
        f"{victims},{tip.child},{tip.status},{tip.closed_on or ''},{tip.recorded_on}\n"
    )


def _write_year(
    out: Path, rng: Random, year: int, style: Style, tips: list[Tip]
) -> list[Written]:
    path = out / f"tip_report_{year}.csv"
    if year == FISCAL_YEARS[-1]:
        return _write_months(out, rng, year, style, tips)
    if year in BOOKS:
        book = path.with_suffix(".xlsx")
        return [files.workbook(book, _book(rng, year, style, tips))]
    lines = _table(rng, year, style, tips)
    if year == 2563:
        lines += [
            Line(["รวม", "", "", "", "", "", len(tips)], "total line"),
            Line(["หมายเหตุ: ข้อมูลจำลอง ไม่ใช่เบาะแสจริง"], "footnote"),
        ]
    encoding = "utf-8-sig" if year == 2565 else "cp874"
    delimiter = ";" if year == 2566 else ","
    return [files.delimited(path, lines, encoding, delimiter, newline="\r\n")]


def _write_months(
    out: Path, rng: Random, year: int, style: Style, tips: list[Tip]
) -> list[Written]:
    """The running year comes month by month, the last one as tab-separated text."""
    october = [tip for tip in tips if tip.recorded_on.month == 10]
    november = [tip for tip in tips if tip.recorded_on.month == 11]
    written = []
    if october:
        lines = _table(rng, year, style, october)
        written.append(files.delimited(out / "tip_report_2569-10.csv", lines))
    if november:
        lines = [_header(style), *_rows(rng, style, november)]
        path = out / "tip_report_2569-11.tsv"
        written.append(files.delimited(path, lines, "utf-16-le", "\t", "\r\n"))
    return written


def _write_updates(
    out: Path, rng: Random, year: int, style: Style, tips: list[Tip]
) -> Written:
    """Later versions, and some rows that everybody has seen before."""
    path = out / f"tip_report_{year}_update.csv"
    lines = [_header(style), *_rows(rng, style, tips)]
    if year == FISCAL_YEARS[-1]:
        return files.delimited(path, lines, delimiter="\t")
    title = Line([f"ปรับปรุงข้อมูลเบาะแส ปีงบประมาณ {year} (จำลอง)"])
    sheet = Sheet([title, *lines], "ปรับปรุง")
    return files.workbook(path.with_suffix(".xlsx"), [sheet])


def _book(rng: Random, year: int, style: Style, tips: list[Tip]) -> list[Sheet]:
    """One sheet per quarter below title lines, and a hidden one that nobody reads."""
    quarters: dict[int, list[Tip]] = {}
    for tip in tips:
        quarter = (tip.recorded_on.month + 2) % 12 // 3 + 1
        quarters.setdefault(quarter, []).append(tip)
    title = Line([f"ทะเบียนรับแจ้งเบาะแสการค้ามนุษย์ ปีงบประมาณ {year}"])
    note = Line(["ข้อมูลจำลองเพื่อทดสอบระบบ ไม่ใช่เบาะแสจริง"])
    sheets = []
    for quarter, part in quarters.items():
        table = [_header(style), *_rows(rng, style, part)]
        if quarter == max(quarters):
            table = _table(rng, year, style, part)
        sheets.append(Sheet([title, note, Line([]), *table], f"ไตรมาส {quarter}"))
    hidden = [_header(style), *_rows(rng, style, tips[:3])]
    return [*sheets, Sheet(hidden, "สำรอง", hidden=True)]


def _table(rng: Random, year: int, style: Style, tips: list[Tip]) -> list[Line]:
    """Header and rows, the flawed ones in the middle."""
    rows = _rows(rng, style, tips)
    flawed = []
    for number, (flaw, wrong) in enumerate(FLAWS[year], start=1):
        good = tips[number % len(tips)]._replace(tip_id=f"X{year % 100}-{number:03}")
        cells = _cells(rng, style, good, number)
        columns = list(style.headers)
        for column, cell in wrong.items():
            cells[columns.index(column)] = cell
        flawed.append(Line(cells, flaw))
    middle = len(rows) // 2
    return [_header(style), *rows[:middle], *flawed, *rows[middle:]]


def _header(style: Style) -> Line:
    return Line(list(style.headers.values()))


def _rows(rng: Random, style: Style, tips: list[Tip]) -> list[Line]:
    """One line per version; a few come twice, as when somebody pastes too much."""
    rows = []
    for number, tip in enumerate(tips, start=1):
        row = Line(_cells(rng, style, tip, number))
        rows += [row, row] if draws.chance(rng, DUPLICATES_PER_1000) else [row]
    return rows


def _cells(rng: Random, style: Style, tip: Tip, number: int) -> list[Cell]:
    recorded = style.recorded or style.day
    forms = tip.form.split(";")
    values: dict[str, Cell] = {
        "number": number,
        "clerk": f"เจ้าหน้าที่ {1 + number % 5}",
        "tip_id": tip.tip_id,
        "received_on": style.day(tip.received_on),
        "dopa": tip.place.dopa,
        "province": style.province(rng, tip.place),
        "channel": style.channels.get(tip.channel, tip.channel),
        "form": ";".join(style.forms.get(form, form) for form in forms),
        "victims": None if tip.victims is None else style.number(tip.victims),
        "child": style.children.get(tip.child, tip.child),
        "status": style.statuses.get(tip.status, tip.status),
        "closed_on": tip.closed_on and style.day(tip.closed_on),
        "recorded_on": recorded(tip.recorded_on),
    }
    return [values[column] for column in style.headers]
