"""Registered population after 2562, and the programme's targets."""

from pathlib import Path

from etl.demo import draws, files, words
from etl.demo.files import Cell, Line, Sheet, Written
from etl.demo.places import Place

DRIFT_PER_10000 = {2563: -56, 2564: -3, 2565: -12, 2566: -6, 2567: -15, 2568: -19}
SOURCE = "แผนโครงการ (จำลอง)"
FULL_COVERAGE = {2566: 30, 2568: 45, 2570: 60}
BORDER_COVERAGE = {"TH-63": 90, "TH-85": 90, "TH-57": 80, "TH-96": 80, "TH-27": 70}
BATCHES_HELD = {2564: 20, 2565: 29, 2566: 32, 2567: 34, 2568: 36, 2569: 38, 2570: 40}


def population(seed: int, places: dict[str, Place]) -> dict[int, dict[str, int]]:
    """People by year and province: the official 2562, moved a little every year."""
    rng = draws.source(seed, "population")
    bent = {code: rng.randrange(-40, 41) for code in places}
    people = {code: place.population for code, place in places.items()}
    years = {}
    for year, drift in DRIFT_PER_10000.items():
        people = {
            code: number
            + number * (drift + bent[code] + rng.randrange(-8, 9)) // 10_000
            for code, number in people.items()
        }
        years[year] = people
    return years


def write_population(
    out: Path, places: dict[str, Place], years: dict[int, dict[str, int]]
) -> list[Written]:
    """population_*: by 31 December of each year."""
    return [
        files.delimited(
            out / "population_2563-2565.csv",
            [
                Line(["ปี พ.ศ.", "จังหวัด", "ประชากรรวม"]),
                *(
                    Line([year, f"จ.{places[code].name}", words.thousands(number)])
                    for year in (2563, 2564, 2565)
                    for code, number in years[year].items()
                ),
                Line(
                    ["รวม", "", words.thousands(sum(years[2565].values()))],
                    "total line",
                ),
            ],
            encoding="cp874",
            newline="\r\n",
        ),
        files.workbook(
            out / "population_2566-2567.xlsx",
            [
                Sheet(
                    [
                        Line([f"จำนวนประชากรจากการทะเบียน ณ 31 ธันวาคม {year} (จำลอง)"]),
                        Line([]),
                        Line(["ปี พ.ศ.", "รหัสจังหวัด", "จังหวัด", "จำนวนประชากร"]),
                        *(
                            Line(
                                [
                                    year,
                                    int(places[code].dopa),
                                    places[code].name,
                                    number,
                                ]
                            )
                            for code, number in years[year].items()
                        ),
                    ],
                    f"ปี {year}",
                )
                for year in (2566, 2567)
            ],
        ),
        files.delimited(
            out / "population_2568.csv",
            [
                Line(["year_be", "province_name", "population", "หมายเหตุ"]),
                *(
                    Line([2568, places[code].name_en, words.thai_digits(number), ""])
                    for code, number in years[2568].items()
                ),
                Line([2569, "Trat", "0", ""], "nobody at all"),
                Line([2568, "Pattaya", "118,511", ""], "unknown province"),
            ],
            encoding="utf-8-sig",
            newline="\r\n",
        ),
    ]


def write_targets(out: Path, places: dict[str, Place]) -> list[Written]:
    """target_*: batches a year, and full coverage from FY2566 on."""
    people = "คนต่อประชากรแสนคน"
    rows: list[list[Cell]] = [
        [year, "batches_held", "", number, "รุ่น", SOURCE]
        for year, number in BATCHES_HELD.items()
    ]
    rows += [
        [year, "volunteers_trained_per_100k", "", number, people, SOURCE]
        for year, number in FULL_COVERAGE.items()
    ]
    rows += [
        [2569, "volunteers_trained_per_100k", places[code].name, number, people, SOURCE]
        for code, number in BORDER_COVERAGE.items()
    ]
    header = ["ปีงบประมาณ", "เป้าหมาย", "จังหวัด", "ค่าเป้าหมาย", "หน่วย", "แหล่งที่มา"]
    return [
        files.delimited(
            out / "target_2564-2570.csv",
            [Line(header), *(Line(row) for row in rows)],
            encoding="utf-8-sig",
            newline="\r\n",
        )
    ]
