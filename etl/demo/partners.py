"""Partners by province and type on 30 September of each year."""

from datetime import date
from pathlib import Path

from etl.demo import draws, files, tables, words
from etl.demo.calendar import LAST_ON, ends_on
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.places import Place
from etl.demo.tables import Row, Style

YEARS = [year for year in range(2563, 2571) if ends_on(year) <= LAST_ON]
USUAL = {"NGO": 4, "COMMUNITY_ORG": 22, "SCHOOL": 18, "EMPLOYER": 9, "FAITH": 6,
         "PRIVATE": 5}  # fmt: skip
SILENT_PER_1000 = 45
NO_ACTIVE_PER_1000 = 60
THAI = {
    "as_of": "ข้อมูล ณ วันที่",
    "province": "จังหวัด",
    "partner_type": "ประเภทภาคีเครือข่าย",
    "partners": "จำนวนภาคีเครือข่าย",
    "active_partners": "ภาคีที่มีกิจกรรม",
}
ENGLISH = {
    "as_of": "as_of",
    "province": "province_code",
    "partner_type": "partner_type",
    "partners": "partners",
    "active_partners": "active_partners",
    "note": "remarks",
}
EARLY = Style(THAI, words.padded_slash, words.dotted_name, tables.thai)
BOOK = Style({"number": "ที่", **THAI}, words.real, words.full_name, tables.loose)
LATE = Style(ENGLISH, words.iso, words.code, tables.english)
FLAWS: dict[int, list[tuple[str, dict[str, Cell]]]] = {
    2564: [("type not known", {"partner_type": "สื่อมวลชน"})],
    2567: [
        ("fraction of a partner", {"partners": "12.5"}),
        ("total line", {"as_of": "รวม", "partner_type": "", "province": ""}),
    ],
    2569: [("more active than there are", {"partners": 3, "active_partners": 9})],
}


def partners(seed: int, places: dict[str, Place]) -> list[Row]:
    """Partners by year, province and type; some provinces miss a year."""
    rng = draws.source(seed, "partner_network")
    usual = {
        (code, kind): draws.around(rng, mean * (400 + place.thousands) // 1000 + 1, 60)
        for code, place in places.items()
        for kind, mean in USUAL.items()
    }
    rows: list[Row] = []
    for year in YEARS:
        for code, place in places.items():
            is_silent = draws.chance(rng, SILENT_PER_1000)
            for kind in USUAL:
                count = usual[code, kind]
                usual[code, kind] = count = count + rng.randrange(-1, 3) * count // 12
                active: int | None = count * (450 + rng.randrange(450)) // 1000
                if draws.chance(rng, NO_ACTIVE_PER_1000):
                    active = None
                if not is_silent:
                    rows.append(_row(ends_on(year), place, kind, count, active))
    return rows


def counted(rows: list[Row]) -> list[tuple[date, Place]]:
    """Day and province of every row that the build accepts."""
    return [(row.day("as_of"), row.place) for row in rows]


def _row(as_of: date, place: Place, kind: str, count: int, active: int | None) -> Row:
    return Row(
        {
            "as_of": as_of,
            "province": place,
            "partner_type": kind,
            "partners": count,
            "active_partners": active,
        }
    )


def write(out: Path, seed: int, rows: list[Row]) -> list[Written]:
    """partner_network_*: the yearly counts, in three offices' styles."""
    rng = draws.source(seed, "partner files")
    by_year = {
        year: [row for row in rows if row.values["as_of"] == ends_on(year)]
        for year in YEARS
    }
    for year, wrong in FLAWS.items():
        values = dict(by_year[year][0].values)
        by_year[year] += [Row(values | cells, flaw) for flaw, cells in wrong]

    def table(style: Style, *years: int) -> list[Line]:
        chosen = [row for year in years for row in by_year[year]]
        return tables.lines(rng, "partner_network", style, chosen)

    return [
        files.delimited(
            out / "partner_network_2563-2565.csv",
            table(EARLY, 2563, 2564, 2565),
            encoding="cp874",
            newline="\r\n",
        ),
        files.workbook(
            out / "partner_network_2566-2568.xlsx",
            [
                Sheet(
                    [
                        Line([f"ทำเนียบภาคีเครือข่าย ปีงบประมาณ {year} (ข้อมูลจำลอง)"]),
                        Line([]),
                        *table(BOOK, year),
                    ],
                    f"ปี {year}",
                )
                for year in (2566, 2567, 2568)
            ],
        ),
        files.delimited(
            out / "partner_network_2569.csv", table(LATE, 2569), delimiter=";"
        ),
    ]
