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
        until=None,
        page="",
    ),
)
SENTENCES = (
    Sentence(
        "tips_high",
        Text(
            "เบาะแสทั้งประเทศ 120 เรื่อง อยู่ในช่วงปกติ (88–124)",
            "The country had 120 tips, within the usual range (88–124).",
        ),
        {"figure": "120", "low": "88", "high": "124"},
        3,
    ),
    Sentence(
        "late",
        Text(
            "จังหวัดตากไม่ได้รายงานเบาะแส 3 สัปดาห์ติดกัน",
            "Tak has not reported tips for three weeks running.",
        ),
        {"province": "TH-63"},
        2,
    ),
    Sentence(
        "batches_held",
        Text("อบรมแล้ว 3 จาก 29 รุ่น", "3 of 29 batches have been held."),
        {"held": "3"},
        1,
    ),
)


def gated(rows, columns):
    """Open rows, as the gate gives them to leadership."""
    frame = pd.DataFrame(rows, columns=columns)
    return disclosed(frame, Audience.LEADERSHIP, counts=())


PRIORITY = gated(
    [("TH-63", True, "entered"), ("TH-55", True, ""), ("TH-50", False, "left")],
    ["province_code", "is_priority", "change"],
)
TABLES = dict.fromkeys(
    ("crossed", "decisions", "batches_held", "late", "corrections"), PRIORITY
)


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
        tables=TABLES | {"priority": PRIORITY},
    )
    return replace(week, **changed)
