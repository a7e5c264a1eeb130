"""A page with nothing but the map, for test_map_component.py: state in the address."""

import json
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.ui.province_map import province_map

TITLES = {"th": "จังหวัดเสี่ยงสูงที่ อพม. ผ่านอบรมยังน้อย", "en": "High risk, few volunteers"}
HERE = Path(__file__).resolve().parent
address = st.query_params
language = address.get("lang", "th")

shapes = json.loads((HERE / "static/provinces.geojson").read_text(encoding="utf-8"))
codes = [each["properties"]["province_code"] for each in shapes["features"]]
st.session_state.setdefault("runs", 0)
st.session_state.runs += 1
st.session_state.setdefault("shift", 0)
if st.button("Shift"):
    st.session_state.shift += 1
turn = [(place + st.session_state.shift) % 10 for place in range(len(codes))]
provinces = pd.DataFrame(
    {
        "province_code": codes,
        "name": [f"จังหวัด {code}" for code in codes],
        "risk_band": [None if t == 9 else t // 3 + 1 for t in turn],
        "coverage_class": [None if t == 9 else t % 3 + 1 for t in turn],
        "is_shown": [code != address.get("without") for code in codes],
        "per_100k": [f"{t * 10}.5" for t in turn],
        "level": "<b>4</b> (กระทรวง)",
    }
)


def select(code: str | None) -> None:
    """Put the selected province into the address."""
    address["province"] = code or ""


def keep(classes: list[str]) -> None:
    """Put the classes that are kept into the address."""
    address["kept"] = "~".join(classes)


spec = maps.bivariate_map(
    provinces,
    risk=maps.Axis("ระดับความเสี่ยง", ("1–2", "3", "4–5")),
    coverage=maps.Axis("อพม. ต่อแสนคน", ("< 60", "60–119", "≥ 120")),
    corners=("เสี่ยงสูง\nอพม. น้อย", "เสี่ยงสูง\nอพม. มาก", "เสี่ยงต่ำ", "เสี่ยงต่ำ"),
    missing="ไม่มีข้อมูล",
    words=maps.Words(
        locale=language,
        title=address.get("title", TITLES[language]),
        status="ข้อมูลสังเคราะห์",
        mark=address.get("mark", ""),
        note=("ที่มา: กระทรวง พม. · ข้อมูลถึง 15 พ.ย. 2569",),
        hint="กดช่องสีเพื่อแสดงเฉพาะกลุ่ม",
        map="แผนที่",
        legend="คำอธิบายสี",
        clear="แสดงทุกกลุ่ม",
        picture="บันทึกภาพ PNG",
        failed="วาดแผนที่ไม่สำเร็จ",
        bangkok="กรุงเทพฯ และปริมณฑล",
        phuket="ภูเก็ต",
    ),
    lines={"level": "ระดับ", "per_100k": "อพม. ต่อแสนคน"},
    file_name="coverage",
    selected=address.get("province") or None,
    kept=address.get("kept", "").split("~"),
)
province_map(spec, "map", select, keep)
st.text(f"runs={st.session_state.runs} province={address.get('province', '-')}")
