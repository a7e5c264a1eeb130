"""Risk figures and the ministry's own grade, as the provincial offices report them."""

from pathlib import Path
from random import Random

from etl.demo import draws, files, words
from etl.demo.calendar import FISCAL_YEARS
from etl.demo.files import Line, Sheet, Written
from etl.demo.hazards import CASE_RATE, CASE_RATE_NAME, INDICATORS, Hazards, level, risk
from etl.demo.places import Place

MISSING_PER_1000 = dict.fromkeys(FISCAL_YEARS, 35) | {2570: 110}
THIN_REPORTERS = 4
CASE_RATE_DECIMALS = 3
SOURCE = "พมจ. (จำลอง)"
GRADE_SOURCE = "Grouping สสว. (จำลอง)"
GRADED = {2563: 58, 2565: 66, 2566: 71, 2567: 74, 2568: 75, 2569: 72, 2570: 68}
GRADE_SCATTER = 16
LEVEL_WORDS = {1: "ต่ำ", 2: "ต่ำ", 3: "กลาง", 4: "สูง", 5: "สูงมาก"}
LEVEL_WORDS_EN = {1: "Low", 2: "Low", 3: "Medium", 4: "High", 5: "Very high"}
# a province, an indicator and its figure as text
Figure = tuple[Place, str, str]


def write_risk(
    out: Path, seed: int, places: dict[str, Place], hazards: Hazards
) -> list[Written]:
    """province_risk_*: one row per fiscal year, province and indicator."""
    rng = draws.source(seed, "province_risk")
    figures = {
        year: _reported(rng, year, places, hazards[year]) for year in FISCAL_YEARS
    }
    return [
        _risk_2563(out, figures[2563]),
        _risk_book(out, 2564, figures[2564], by_name=True),
        _risk_2565(out, figures[2565]),
        _risk_book(out, 2566, figures[2566], by_name=False),
        _risk_book(out, 2567, figures[2567], by_name=True),
        _risk_2568(out, figures[2568]),
        _risk_book(out, 2569, figures[2569], by_name=False),
        _risk_book(out, 2570, figures[2570], by_name=False),
    ]


def write_grades(
    out: Path, seed: int, places: dict[str, Place], hazards: Hazards
) -> list[Written]:
    """province_grade_*: the ministry's level; no file for FY2564, never all of 77."""
    rng = draws.source(seed, "province_grade")
    scores = {
        year: _graded(rng, number, places, hazards[year])
        for year, number in GRADED.items()
    }
    return [
        files.delimited(
            out / "province_grade_2563.csv",
            _grade_lines(2563, scores[2563], places, style="digits"),
            encoding="cp874",
            newline="\r\n",
        ),
        files.workbook(
            out / "province_grade_2565-2567.xlsx",
            [
                Sheet(_grade_book(2565, scores[2565], places, "words"), "ปี 2565"),
                Sheet(_grade_book(2566, scores[2566], places, "thai"), "ปี 2566"),
                Sheet(_grade_book(2567, scores[2567], places, "english"), "ปี 2567"),
            ],
        ),
        files.delimited(
            out / "province_grade_2568.csv",
            _grade_lines(2568, scores[2568], places, style="english header"),
            encoding="utf-8-sig",
            newline="\r\n",
        ),
        files.workbook(
            out / "province_grade_2569-2570.xlsx",
            [
                Sheet(_grade_book(2569, scores[2569], places, "digits"), "ปี 2569"),
                Sheet(_grade_book(2570, scores[2570], places, "digits"), "ปี 2570"),
            ],
        ),
    ]


def _reported(
    rng: Random, year: int, places: dict[str, Place], hazard: dict[str, dict[str, int]]
) -> list[Figure]:
    """Place, indicator and figure as text; some are missing, in FY2570 more."""
    thin = draws.pick_some(rng, dict.fromkeys(places, 1), THIN_REPORTERS)
    decimals = {each.code: each.decimals for each in INDICATORS}
    decimals[CASE_RATE] = CASE_RATE_DECIMALS
    rows = []
    for code, place in places.items():
        for indicator, places_after_point in decimals.items():
            missing = MISSING_PER_1000[year]
            if year == FISCAL_YEARS[-1] and code in thin:
                missing = 650
            if not draws.chance(rng, missing):
                figure = words.decimal(hazard[code][indicator], places_after_point)
                rows.append((place, indicator, figure))
    return rows


def _without(figures: list[Figure], code: str, indicator: str) -> list[Figure]:
    """The figures but one, whose place a line wrong on purpose takes."""
    return [row for row in figures if (row[0].code, row[1]) != (code, indicator)]


def _risk_2563(out: Path, figures: list[Figure]) -> Written:
    """CP874, Thai headers; a line for the coast, which is not theirs to report."""
    lines = [
        Line(["ปีงบประมาณ", "จังหวัด", "รหัสตัวชี้วัด", "ค่า", "แหล่งข้อมูล"]),
        *(
            Line([2563, place.name, indicator, value, SOURCE])
            for place, indicator, value in figures
        ),
        Line([2563, "ภูเก็ต", "E_COAST", 1, SOURCE], "indicator of the province table"),
        Line([2563, "ตาก", "E_SMUGGLING", 3, SOURCE], "unknown indicator"),
        Line(["รวม", "", "", len(figures), ""], "total line"),
    ]
    return files.delimited(
        out / "province_risk_2563.csv", lines, encoding="cp874", newline="\r\n"
    )


def _risk_2565(out: Path, figures: list[Figure]) -> Written:
    """UTF-8 with BOM, DOPA codes; one key twice with two figures."""
    header = ["fiscal_year_be", "province_code", "indicator_code", "value", "source"]
    figures = _without(figures, "TH-64", "V_POVERTY")
    lines = [
        Line(header),
        *(
            Line([2565, place.dopa, indicator, value, SOURCE])
            for place, indicator, value in figures
        ),
        Line([2565, 64, "V_POVERTY", "0.102", SOURCE], "same key, two figures"),
        Line([2565, 64, "V_POVERTY", "0.201", SOURCE], "same key, two figures"),
        Line([2565, "99", "V_POVERTY", "0.120", SOURCE], "unknown province"),
    ]
    return files.delimited(
        out / "province_risk_2565.csv", lines, encoding="utf-8-sig", newline="\r\n"
    )


def _risk_2568(out: Path, figures: list[Figure]) -> Written:
    """Tab-separated, Thai digits in the year, ISO codes; a word for a figure."""
    figures = _without(figures, "TH-91", "E_VENUES")
    lines = [
        Line(["ปีงบประมาณ", "รหัสจังหวัด", "รหัสตัวชี้วัด", "ค่าตัวชี้วัด", "แหล่งที่มา"]),
        *(
            Line([words.thai_digits(2568), place.code, indicator, value, SOURCE])
            for place, indicator, value in figures
        ),
        Line(["๒๕๖๘", "TH-91", "E_VENUES", "ไม่มีข้อมูล", SOURCE], "not a number"),
    ]
    return files.delimited(out / "province_risk_2568.tsv", lines, delimiter="\t")


def _risk_book(
    out: Path,
    year: int,
    figures: list[Figure],
    *,
    by_name: bool,
) -> Written:
    """A workbook with titles; either the indicators' Thai names or their codes."""
    names = {each.code: each.name_th for each in INDICATORS}
    names[CASE_RATE] = CASE_RATE_NAME
    lines = [
        Line([f"ค่าตัวชี้วัดความเสี่ยงรายจังหวัด ปีงบประมาณ {year}"]),
        Line(["ข้อมูลจำลองเพื่อทดสอบระบบ"]),
        Line([]),
        Line(["ลำดับ", "ปีงบประมาณ", "จังหวัด", "ตัวชี้วัด", "ค่า", "แหล่งที่มา"]),
    ]
    for number, (place, indicator, value) in enumerate(figures, start=1):
        label = names[indicator] if by_name else indicator
        lines.append(Line([number, year, place.name, label, value, SOURCE]))
    lines.append(Line(["หมายเหตุ: ช่องที่ไม่มีในตารางคือยังไม่มีข้อมูล"], "footnote"))
    return files.workbook(
        out / f"province_risk_{year}.xlsx",
        [Sheet(lines, "ข้อมูล"), Sheet(_legend(names), "คำอธิบาย")],
    )


def _legend(names: dict[str, str]) -> list[Line]:
    """A sheet without the header: what the codes mean; it holds no rows."""
    return [Line(["คำอธิบาย"]), *(Line([code, name]) for code, name in names.items())]


def _graded(
    rng: Random,
    number: int,
    places: dict[str, Place],
    hazard: dict[str, dict[str, int]],
) -> dict[str, int]:
    """Score in thousandths by province, near the computed risk but not the same."""
    chosen = draws.pick_some(rng, dict.fromkeys(places, 1), number)
    return {
        code: max(draws.around(rng, risk(hazard[code], place), GRADE_SCATTER), 1000)
        for code, place in places.items()
        if code in chosen
    }


def _grade_lines(
    year: int, scores: dict[str, int], places: dict[str, Place], style: str
) -> list[Line]:
    header = ["ปีงบประมาณ", "จังหวัด", "ระดับสถานการณ์", "คะแนนสถานการณ์", "แหล่งที่มา"]
    if style == "english header":
        header = [
            "fiscal_year_be",
            "province_name",
            "risk_level",
            "risk_score",
            "source",
        ]
    rows = [Line(header)]
    for code, score in scores.items():
        grade = _grade_text(level(score), style)
        share = words.decimal((score - 1000) * 100 // 9000, 2)
        name = places[code].name
        rows.append(Line([year, name, grade, share, GRADE_SOURCE]))
    return rows


def _grade_text(grade: int, style: str) -> str | int:
    if style == "words":
        return LEVEL_WORDS[grade]
    if style == "english":
        return LEVEL_WORDS_EN[grade]
    return words.thai_digits(grade) if style == "thai" else grade


def _grade_book(
    year: int, scores: dict[str, int], places: dict[str, Place], style: str
) -> list[Line]:
    left_out = next(code for code in places if code not in scores)
    name = places[left_out].name
    return [
        Line([f"ผลการจัดระดับสถานการณ์การค้ามนุษย์ของจังหวัด ปีงบประมาณ {year} (จำลอง)"]),
        Line([]),
        *_grade_lines(year, scores, places, style),
        Line([year, name, "รอผล", "", GRADE_SOURCE], "unknown level"),
    ]
