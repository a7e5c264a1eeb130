"""Made-up but plausible circumstances of each province, and how they move.

The figures follow what is commonly said of Thailand's geography (migrant work around
Samut Sakhon, Ranong and Tak, poverty in the far north and south, tourism in Phuket and
Pattaya). None of them is a measurement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt
from random import Random

from etl.demo import draws
from etl.demo.calendar import FISCAL_YEARS
from etl.demo.places import Place

REGIONS = ("Central", "East", "North", "Northeast", "South", "West")


@dataclass(frozen=True)
class Indicator:
    """One indicator: decimals of its figures, where it starts and how it moves.

    Figures are whole numbers of 10^-decimals. `scatter` is the spread between the
    provinces of a region in percent, `drift` the yearly level in percent of FY2563.
    """

    code: str
    name_th: str
    dimension: str
    decimals: int
    goalposts: tuple[int, int]
    regions: tuple[int, ...]
    scatter: int
    drift: tuple[int, ...]
    provinces: Mapping[str, int]


STEADY = (100,) * 8
INDICATORS = (
    Indicator(
        "E_CHECKPOINTS",
        "จุดผ่านแดนถาวร",
        "exposure",
        0,
        (0, 4),
        (0, 0, 0, 0, 0, 0),
        0,
        STEADY,
        dict.fromkeys(("22", "34", "42", "43", "48", "49", "91"), 2)
        | dict.fromkeys(("23", "50", "58", "70", "71", "77"), 2)
        | dict.fromkeys(("32", "33", "38", "55", "95"), 1)
        | {"57": 4, "63": 4, "27": 4, "85": 3, "90": 4, "96": 3},
    ),
    Indicator(
        "E_FISHING_PORTS",
        "ศูนย์ควบคุมการแจ้งเข้าออกเรือประมง",
        "exposure",
        0,
        (0, 4),
        (0, 0, 0, 0, 0, 0),
        0,
        STEADY,
        dict.fromkeys(("22", "24", "75", "76", "81", "82", "96"), 1)
        | dict.fromkeys(("11", "20", "21", "77", "83", "84", "91", "92"), 2)
        | dict.fromkeys(("23", "80", "86"), 3)
        | {"74": 4, "85": 4, "90": 4, "94": 4},
    ),
    Indicator(
        "E_MIGRANT_WORKERS",
        "แรงงานข้ามชาติที่ขึ้นทะเบียน",
        "exposure",
        1,
        (0, 1500),
        (350, 550, 140, 40, 280, 400),
        35,
        (100, 78, 84, 93, 98, 101, 102, 102),
        {"10": 820, "11": 950, "12": 600, "13": 880, "20": 980, "21": 720, "22": 580}
        | {"23": 760, "27": 480, "50": 640, "57": 420, "58": 380, "63": 1260}
        | {"70": 500, "71": 560, "73": 920, "74": 1440, "77": 460, "81": 460}
        | {"82": 740, "83": 1120, "84": 780, "85": 1420, "86": 540, "90": 520},
    ),
    Indicator(
        "E_VENUES",
        "สถานบริการ",
        "exposure",
        1,
        (0, 600),
        (90, 140, 80, 60, 120, 100),
        30,
        (100, 70, 78, 96, 104, 106, 107, 107),
        {"10": 380, "20": 540, "21": 240, "41": 280, "43": 210, "50": 340, "57": 190}
        | {"23": 260, "27": 180, "63": 170, "71": 160, "74": 190, "77": 290, "81": 340}
        | {"82": 260, "83": 550, "84": 420, "85": 230, "90": 300, "94": 150, "96": 180},
    ),
    Indicator(
        "V_POVERTY",
        "สัดส่วนคนจน",
        "vulnerability",
        3,
        (0, 350),
        (60, 45, 110, 105, 90, 80),
        25,
        (100, 108, 104, 94, 88, 84, 82, 82),
        {"10": 16, "27": 180, "34": 140, "57": 180, "58": 290, "63": 260, "71": 190}
        | {
            "85": 160,
            "90": 120,
            "23": 130,
            "94": 300,
            "95": 250,
            "96": 320,
            "55": 170,
            "74": 70,
        },
    ),
    Indicator(
        "V_OUT_OF_SCHOOL",
        "เด็กนอกระบบการศึกษา",
        "vulnerability",
        3,
        (0, 150),
        (50, 55, 58, 52, 62, 60),
        25,
        (100, 112, 116, 108, 100, 92, 85, 85),
        {"10": 62, "27": 100, "57": 100, "58": 125, "63": 129, "71": 96, "74": 131}
        | {"85": 122, "94": 108, "95": 98, "96": 118, "23": 92},
    ),
    Indicator(
        "V_STATELESS",
        "ผู้ไม่มีสถานะทางทะเบียน",
        "vulnerability",
        1,
        (0, 1200),
        (50, 50, 240, 30, 60, 150),
        40,
        (100, 99, 98, 97, 95, 93, 91, 91),
        {"23": 360, "27": 380, "50": 720, "57": 980, "58": 1120, "63": 1090}
        | {"70": 280, "71": 760, "74": 380, "77": 420, "85": 680, "96": 160},
    ),
    Indicator(
        "V_INFORMAL",
        "แรงงานนอกระบบ",
        "vulnerability",
        3,
        (200, 850),
        (470, 450, 660, 710, 590, 560),
        10,
        (100, 102, 102, 100, 99, 98, 98, 98),
        {"10": 290, "11": 300, "12": 340, "13": 330, "20": 350, "21": 340}
        | {"74": 360, "58": 790, "63": 700, "85": 640, "96": 690},
    ),
    Indicator(
        "V_HOUSEHOLD_DEBT",
        "หนี้ต่อรายได้ครัวเรือนที่มีหนี้",
        "vulnerability",
        2,
        (0, 300),
        (115, 105, 140, 165, 100, 118),
        25,
        (100, 104, 108, 110, 112, 114, 115, 115),
        {"63": 150, "85": 135, "57": 170, "34": 190},
    ),
)
CASE_RATE = "E_CASE_RATE"
CASE_RATE_NAME = "ผู้เสียหายที่คัดแยกได้ (รวม 3 ปี ปรับเรียบ)"
CASES_PER_MILLION = {
    "63": 44, "85": 46, "74": 46, "57": 28, "90": 30, "96": 26, "58": 28, "27": 36,
    "20": 27, "83": 25, "10": 13, "50": 21, "94": 27, "23": 28, "71": 29, "11": 13,
    "43": 14, "41": 12, "34": 11, "49": 12, "77": 18, "84": 14, "86": 14, "95": 12,
    "30": 7, "13": 9, "21": 11, "70": 10, "91": 11, "81": 9, "82": 11,
}  # fmt: skip
CASES_ELSEWHERE = 4
CASES_LEVEL = {2560: 90, 2561: 95, 2562: 150, 2563: 80, 2564: 90, 2565: 100,
               2566: 105, 2567: 110, 2568: 112, 2569: 110}  # fmt: skip

# fiscal year -> province -> indicator -> figure in 10^-decimals of its unit
Hazards = dict[int, dict[str, dict[str, int]]]


def hazards(seed: int, places: dict[str, Place]) -> Hazards:
    """Every figure of every province and fiscal year, before any goes missing."""
    rng = draws.source(seed, "hazards")
    figures: Hazards = {year: {code: {} for code in places} for year in FISCAL_YEARS}
    for code, place in places.items():
        cases = _cases(rng, place)
        for year in FISCAL_YEARS:
            pooled = sum(cases[year - back] for back in (1, 2, 3))
            per_100k = pooled * 100_000_000 // (3 * place.population)
            figures[year][code][CASE_RATE] = per_100k
        for indicator in INDICATORS:
            start = _start(rng, indicator, place)
            for year, drift in zip(FISCAL_YEARS, indicator.drift, strict=True):
                moved = draws.around(rng, start * drift // 100, indicator.decimals * 2)
                low, high = indicator.goalposts
                figures[year][code][indicator.code] = min(max(moved, low), high)
    return figures


def risk(hazard: dict[str, int], place: Place) -> int:
    """The risk score in thousandths (1,000 to 10,000) that the figures amount to."""
    scores: dict[str, list[int]] = {"exposure": [], "vulnerability": []}
    for indicator in INDICATORS:
        low, high = indicator.goalposts
        share = 9000 * (hazard[indicator.code] - low) // (high - low)
        scores[indicator.dimension].append(1000 + share)
    scores["exposure"].append(1000 + min(9 * hazard[CASE_RATE] // 5, 9000))
    scores["exposure"].append(10_000 if place.borders else 1000)
    scores["exposure"].append(10_000 if place.is_coastal else 1000)
    exposure, vulnerability = (sum(part) // len(part) for part in scores.values())
    return isqrt(exposure * vulnerability)


def level(risk_thousandths: int) -> int:
    """The risk level, 1 to 5."""
    return 1 + sum(risk_thousandths >= step for step in (2500, 4000, 5500, 7000))


def _cases(rng: Random, place: Place) -> dict[int, int]:
    """Identified victims by year; they follow what the police look for."""
    per_million = CASES_PER_MILLION.get(place.dopa, CASES_ELSEWHERE)
    return {
        year: draws.count(rng, place.thousands * per_million * percent // 100)
        for year, percent in CASES_LEVEL.items()
    }


def _start(rng: Random, indicator: Indicator, place: Place) -> int:
    """The figure of FY2563: named for some provinces, else the region's, scattered."""
    if place.dopa in indicator.provinces:
        return indicator.provinces[place.dopa]
    typical = indicator.regions[REGIONS.index(place.region)]
    return draws.around(rng, typical, indicator.scatter)
