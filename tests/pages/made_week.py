"""A week made by hand, to see how the page says what weeks seldom have."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from dashboard.disclosure import Audience, disclosed
from dashboard.text import Text
from dashboard.weekly.model import Change, Sentence, Tile, Week

SUNDAY = date(2026, 11, 22)
ENDS = tuple(SUNDAY - timedelta(weeks=51 - at) for at in range(52))
BEFORE, YEAR = ENDS[-2], ENDS[0]


def tile(key="tips", value=120.0, **changed) -> Tile:
    """A tile of a year that rises slowly, with whatever is to be otherwise."""
    made = Tile(
        key=key,
        value=value,
        state="exact",
        base=1,
        whole=None,
        n=120,
        until=SUNDAY,
        on_week=Change(BEFORE, 12, "count"),
        on_year=Change(YEAR, -3.5, "percent"),
        ends=ENDS,
        series=tuple(90 + at % 7 * 5.0 for at in range(51)) + (value,),
        low=88,
        high=124,
        lows=(88,) * 52,
        highs=(124,) * 52,
        rule="",
        direction="",
        datasets=("tip_report",),
        page="training",
        choices={"training_year": "2568"},
    )
    return replace(made, **changed)


TILES = (
    tile(),
    tile(
        "referrals",
        None,
        state="fewer",
        on_week=None,
        on_year=None,
        n=None,
        series=(None,) * 20 + (12.0,) * 31 + (None,),
    ),
    tile("outcomes", 60.0, state="rounded", base=5, rule="outside", direction="up"),
    tile(
        "batches_held",
        3.0,
        whole=29.0,
        on_week=Change(BEFORE, 1, "count"),
        on_year=Change(YEAR, 0, "count"),
        low=None,
        high=None,
        lows=(None,) * 52,
        highs=(None,) * 52,
        until=date(2026, 9, 30),
    ),
    tile("volunteers_trained", 21.4, on_week=Change(BEFORE, 0.2, "count")),
    tile("provinces_priority", 8.0, whole=19.0, rule="shift", direction="down"),
    tile(
        "provinces_reported", 61.0, whole=77.0, on_week=Change(BEFORE, -2.5, "points")
    ),
    tile(
        "partners",
        None,
        state="not_reported",
        series=(None,) * 52,
        low=None,
        high=None,
        lows=(None,) * 52,
        highs=(None,) * 52,
        until=None,
        page="",
    ),
)
SENTENCES = (
    Sentence(
        "tips_usual",
        Text(
            "เบาะแสทั้งประเทศ 120 เรื่อง อยู่ในขีดจำกัดจาก 52 สัปดาห์ก่อน (88–124)",
            "The country had 120 tips, within the limits of the 52 weeks before "
            "(88–124).",
        ),
        {"tile": "tips", "value": "120", "low": "88", "high": "124"},
        3,
    ),
    Sentence(
        "silent_long",
        Text(
            "จังหวัดตากไม่ได้รายงานเบาะแส 3 สัปดาห์ติดกัน",
            "Tak has not reported tips for three weeks running.",
        ),
        {"province": "TH-63"},
        2,
    ),
    Sentence(
        "batch_held",
        Text("อบรมแล้ว 3 จาก 29 รุ่น", "3 of 29 batches have been held."),
        {"held": "3"},
        1,
    ),
)


def gated(rows, columns):
    """Rows as the gate gives them to leadership: no exact protected count."""
    frame = pd.DataFrame(rows, columns=columns)
    whole = {"batch_no", "number"} & set(frame)
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    return disclosed(frame, Audience.LEADERSHIP, [], is_protected=True)


TAK = ("TH-63", "ตาก", "Tak")
NAN = ("TH-55", "น่าน", "Nan")
PHUKET = ("TH-83", "ภูเก็ต", "Phuket")
WHOSE = ["province_code", "name_th", "name_en"]
CORRECTION = [
    *("measure", "level", "area", "period_start", "period_end", "batch_no", "why"),
    *("was", "now", "was_state", "now_state"),
]
BLOCK = (date(2026, 9, 21), date(2026, 10, 18))
TABLES = {
    "crossed": gated(
        [
            (*TAK, "risk_level", "3", "4", "up"),
            (*NAN, "risk_level", "3", "4", "up"),
            (*PHUKET, "coverage_class", "2", "1", "down"),
            (*TAK, "tips", "usual", "above", "up"),
            (*NAN, "tips", "above", "usual", "down"),
        ],
        [*WHOSE, "what", "was", "now", "direction"],
    ),
    "decisions": gated(
        [
            ("batch_overdue", *TAK, 3, 21),
            ("priority_entered", *TAK, None, None),
            ("priority_entered", *NAN, None, None),
            ("province_call", *PHUKET, None, 4),
        ],
        ["what", *WHOSE, "batch_no", "number"],
    ),
    "batches": gated(
        [
            ("held", *TAK, 7, date(2026, 11, 18), 111.0),
            ("held", *NAN, 8, date(2026, 11, 19), None),
            ("overdue", *TAK, 3, date(2026, 11, 1), None),
            ("due", *PHUKET, 9, date(2026, 12, 3), None),
        ],
        ["what", *WHOSE, "batch_no", "ends_on", "volunteers_trained"],
    ),
    "late": gated(
        [(*PHUKET, 4, True), (*TAK, 1, False), (*NAN, 1, False)],
        [*WHOSE, "weeks_silent", "is_call"],
    ),
    "waits": gated(
        [
            (*PHUKET, 365, True, date(2026, 11, 15), 3),
            (*TAK, 365, False, date(2026, 11, 15), 5),
            (*NAN, 180, False, date(2026, 11, 15), None),
        ],
        [*WHOSE, "over_days", "is_new", "as_of", "risk_level"],
    ),
    "priority": gated(
        [(*TAK, True, "entered"), (*NAN, None, ""), (*PHUKET, False, "left")],
        [*WHOSE, "is_priority", "change"],
    ),
    "corrections": gated(
        [
            ("tips", "national", "TH", ENDS[-2] - timedelta(days=6), ENDS[-2], None,
             "late", 27, 35, "exact", "exact"),
            ("victims", "region", "North", *BLOCK, None,
             "correction", None, 15, "fewer", "rounded"),
            ("tips", "province", "TH-63", *BLOCK, None,
             "correction", None, None, "", ""),
            ("batches", "batch", "TH-55", *BLOCK, 4,
             "correction", 40, 45, "held", "held"),
            ("batches", "batch", "TH-63", *BLOCK, 5, "correction", 40, None,
             "held", "cancelled"),
        ],
        CORRECTION,
    ),
}  # fmt: skip


def made(**changed) -> Week:
    """A week with all of it."""
    week = Week(
        iso_week="2026-W47",
        starts_on=SUNDAY - timedelta(days=6),
        ends_on=SUNDAY,
        version="20261122T101500Z-0000",
        data_status="synthetic",
        rules_version="3",
        method_version="1",
        sentences=SENTENCES,
        tiles=TILES,
        tables=TABLES,
    )
    return replace(week, **changed)
