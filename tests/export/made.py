"""Exhibits as pages offer them, in either language: a figure, a map, a long table."""

from dataclasses import replace

import pandas as pd

from dashboard import maps
from dashboard.charts import base
from dashboard.disclosure import Audience, disclosed
from dashboard.exhibits import Exhibit, Foot
from tests.under_test import ROOT

# Tone marks over vowels and over tall letters, sara am with and without a tone, vowels
# below, and what is written without any space.
HARD = "น้ำใจผู้ป่วย กำลังที่ปั้น สิ่งนี้ซึ่งเป็นเรื่องสำคัญ พันธุ์สัตว์ กตัญญู ฐานะ ฟ้าใส ถ้ำใหญ่"
TITLES = {"th": HARD, "en": "Batches held against the plan"}
SAID = {
    "th": {
        "source": "กองต่อต้านการค้ามนุษย์",
        "until": "22 พ.ย. 2569",
        "caveat": "เบาะแสไม่ใช่คดี และคดีไม่ใช่ผู้เสียหาย",
        "province": "จังหวัด",
        "tips": "เบาะแส",
        "share": "สัดส่วน",
        "months": ["ก.ย.", "ต.ค.", "พ.ย."],
        "series": "จัดแล้ว",
        "classes": ("เสี่ยงต่ำ", "เสี่ยงสูง", "ไม่มีข้อมูล"),
    },
    "en": {
        "source": "Anti-trafficking division",
        "until": "22 Nov 2026",
        "caveat": "A tip is not a case, and a case is not a victim.",
        "province": "Province",
        "tips": "Tips",
        "share": "Share",
        "months": ["Sep", "Oct", "Nov"],
        "series": "held",
        "classes": ("low risk", "high risk", "no data"),
    },
}


def foot(lang="th", **changed):
    said = SAID[lang]
    made = Foot(
        source=said["source"],
        data_until=said["until"],
        data_status="synthetic",
        version="20261127-1",
        snapshot="2026-W47-3f2a9c",
        rules_version="3",
        caveats=(said["caveat"],),
    )
    return replace(made, **changed)


def figure(lang="th", **changed):
    """A figure in the form of dashboard.charts."""
    said, look = SAID[lang], base.look("light", lang, "be")
    note = base.note_lines([said["source"], said["caveat"]])
    drawn = {
        "data": [
            {"type": "bar", "name": said["series"], "x": said["months"], "y": [3, 5, 2]}
        ],
        "layout": base.layout(look, base.heading(TITLES[lang]), note, 260, left=40),
    }
    return _exhibit("figure", lang, drawn=drawn, **changed)


def country(lang="th", **changed):
    """A map of all provinces in three classes."""
    said = SAID[lang]
    provinces = pd.read_csv(ROOT / "data/reference/province.csv", dtype=str)
    low, high, none = said["classes"]
    kinds = [
        maps.Kind("low", low, "#cfe3ec", "#000000"),
        maps.Kind("high", high, "#0e4a66", "#ffffff"),
        maps.no_data(none),
    ]
    words = dict.fromkeys(("hint", "map", "legend", "clear", "picture", "failed"), "–")
    spec = maps.class_map(
        pd.DataFrame(
            {
                "province_code": provinces["province_code"],
                "name": provinces[f"name_{lang}"],
                "class_id": [kinds[at % 3].id for at in range(len(provinces))],
                "is_shown": True,
            }
        ),
        kinds=kinds,
        words=maps.Words(
            locale=lang,
            title=TITLES[lang],
            status="",
            note=(said["source"],),
            bangkok="กรุงเทพฯ และปริมณฑล" if lang == "th" else "Bangkok and its ring",
            phuket="ภูเก็ต" if lang == "th" else "Phuket",
            **words,
        ),
        lines={},
        file_name="map",
    )
    return _exhibit("map", lang, drawn=spec, **changed)


def table(lang="th", rows=3, **changed):
    """A table whose counts passed the gate, in one of its three ways each."""
    said = SAID[lang]
    name = {"th": HARD.split()[1], "en": "Chiang Mai"}[lang]
    frame = pd.DataFrame(
        {
            "province": [name] * rows,
            "tips": [(123, 3, 0)[at % 3] for at in range(rows)],
            "done_share": [0.25] * rows,
        }
    )
    return _exhibit(
        "table",
        lang,
        gated=disclosed(frame, Audience.OUTSIDE, ["tips"]),
        headings={
            "province": said["province"],
            "tips": said["tips"],
            "done_share": said["share"],
        },
        **changed,
    )


def _exhibit(kind, lang, **given):
    made = {
        "page": "training",
        "key": f"training_{kind}",
        "title": TITLES[lang],
        "alt": "" if kind == "table" else TITLES[lang],
        "foot": foot(lang),
        "era": "be" if lang == "th" else "ce",
    }
    return Exhibit(kind=kind, lang=lang, **(made | given))
