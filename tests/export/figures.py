"""Figures and maps as the pages draw them, of small frames: one of every form."""

import pandas as pd

from dashboard import maps
from dashboard.charts import (
    base,
    channel_regions,
    tip_tier,
    training_batches,
    training_outreach,
    training_progress,
    training_risk_years,
    training_volunteers,
)
from dashboard.charts.training import Month

LOOK = base.look("light", "th", "be")
SOURCE = "กองต่อต้านการค้ามนุษย์"
STATUS = "ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลจริง"
NOTE = [f"ที่มา: {SOURCE} · ข้อมูลถึง 22 พ.ย. 2569 · {STATUS}", "+ คืออย่างน้อย"]
MONTHS = [Month(1, "ต.ค."), Month(5, "พ.ย."), Month(9, "ธ.ค.")]


def steps():
    """Held and due batches as steps, with a target."""
    weeks = pd.DataFrame({"week_no": [1, 2, 3, 4], "batches_due": [0, 1, 1, 3]})
    weeks["batches_held"] = pd.Series([0, 1, 2, None], dtype="Int64")
    weeks["batches_due_hover"] = weeks["batches_held_hover"] = "x"
    names, target = ("จัดแล้ว 2", "ตามแผน 3"), (5.0, "เป้าหมาย 5")
    return training_progress.programme_steps(
        weeks, MONTHS, "รุ่นสะสม", names, target, LOOK, NOTE
    )


def parts():
    """One bar of parts that are stacked."""
    given = [("held", 3, "จัดแล้ว 3"), ("missing", 2, "ไม่ได้รับข้อมูล 2")]
    return training_progress.programme_bar(
        given, 7.0, "เป้าหมาย 7", "ความก้าวหน้า", LOOK, NOTE
    )


def homes():
    """Lying bars of two parts, with their sum in words."""
    given = pd.DataFrame(
        {
            "name": ["เชียงใหม่", "น่าน"],
            "volunteers_home": [12, 5],
            "volunteers_host": [3, None],
            "said": ["15", "อย่างน้อย 5"],
        }
    )
    names = ("รู้จังหวัดต้นสังกัด", "นับที่จังหวัดที่จัด")
    return training_batches.home_bars(given, names, "ผู้ผ่านอบรม", LOOK, NOTE)


def groups():
    """Lying bars, of which one is missing and says why."""
    given = pd.DataFrame(
        {
            "name": ["ครู", "แรงงาน"],
            "value": [21, None],
            "label": ["อย่างน้อย 21", "ไม่รายงาน"],
            "hover": ["", ""],
        }
    )
    return training_outreach.group_bars(given, LOOK, "ผู้เข้าร่วม", "คน", NOTE)


def panels():
    """Standing bars in two panels, each with its own scale."""
    given = pd.DataFrame(
        {
            "panel": ["วิทยุ", "วิทยุ", "ออนไลน์", "ออนไลน์"],
            "at": [0, 1, 0, 1],
            "value": [4, 11, 900, 300],
            "label": ["4", "11", "900", "300+"],
            "hover": [""] * 4,
            "is_running": [False, True] * 2,
        }
    )
    return training_outreach.year_panels(
        given, ["2568", "2569*"], LOOK, "สื่อ", "ครั้ง", NOTE
    )


def quarters():
    """A line over days for the country and for a province, with a gap."""
    days = pd.to_datetime(["2026-03-31", "2026-06-30", "2026-09-30"])
    given = pd.DataFrame(
        {
            "area": ["country"] * 3 + ["province"] * 3,
            "on_day": [*days, *days],
            "value": [0.5, 0.6, 0.7, 0.2, None, 0.4],
            "hover": [""] * 6,
        }
    )
    keys = {"country": "ทั้งประเทศ 70%", "province": "น่าน 40%"}
    return training_volunteers.volunteer_panel(
        given, keys, "ยังปฏิบัติงาน", LOOK, NOTE, is_share=True, marked_on=days[2].date()
    )


def index():
    """Points with intervals."""
    given = pd.DataFrame(
        {
            "fiscal_year_be": [2567, 2568, 2569],
            "concentration_index": [-0.2, -0.1, 0.05],
            "low_95": [-0.3, -0.2, None],
            "high_95": [-0.15, 0.02, None],
            "hover": [""] * 3,
        }
    )
    return training_risk_years.index_by_year(given, 2568, LOOK, NOTE, title="ดัชนี")


def tiers():
    """A country's tier as steps down a named axis; 2563 is missing."""
    given = pd.DataFrame(
        {
            "report_year": [2018, 2019, 2020, 2021],
            "country_iso3": "THA",
            "country": "ไทย",
            "tier": ["2", "2WL", None, "2"],
            "tier_rank": [2, 3, None, 2],
            "is_verified": [True, False, None, True],
            "hover": [""] * 4,
        }
    )
    return tip_tier.tier_steps(given, LOOK, NOTE)


def heat():
    """What slides cannot draw: shades of cells."""
    given = pd.DataFrame(
        {"row": [0], "column": [0], "share": [0.4], "label": ["40%"], "hover": [""]}
    )
    return channel_regions.channel_regions(
        given, ["เหนือ"], ["วิทยุ"], LOOK, "ช่องทาง", "สัดส่วน", NOTE
    )


def priority_map(codes):
    """A map of three classes, one province of which is faded."""
    words = maps.Words(
        locale="th", title="จังหวัดสำคัญ", status=STATUS, note=(), hint="", map="",
        legend="", clear="", picture="", failed="", bangkok="กรุงเทพฯ", phuket="ภูเก็ต",
    )  # fmt: skip
    kinds = [
        maps.Kind("yes", "ความเสี่ยงสูง อพม. น้อย", "#402b0f", "#ffffff"),
        maps.Kind("no", "อื่น ๆ", "#eceff2", "#000000"),
        maps.no_data("ไม่มีข้อมูล"),
    ]
    classes = ["yes", "no", "none"]
    provinces = pd.DataFrame(
        {
            "province_code": codes,
            "name": [f"จังหวัด {code}" for code in codes],
            "class_id": [classes[at % 3] for at in range(len(codes))],
            "is_shown": [at != 0 for at in range(len(codes))],
        }
    )
    return maps.class_map(
        provinces, kinds=kinds, words=words, lines={}, file_name="priority"
    )
