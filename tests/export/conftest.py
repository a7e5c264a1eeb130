"""Exhibits as pages offer them, made by hand: small, each with its foot."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.exhibits import Exhibit, Foot
from tests.export import figures

ROOT = Path(__file__).resolve().parents[2]

FOOT = Foot(
    source="กองต่อต้านการค้ามนุษย์",
    data_until="22 พ.ย. 2569",
    data_status="synthetic",
    version="20261127-1",
    snapshot="2026-W47-3f2a9c",
    rules_version="3",
    caveats=("เบาะแสไม่ใช่คดี",),
)


@pytest.fixture
def table():
    """A table in which the gate says one count in words."""
    frame = pd.DataFrame({"province": ["เชียงใหม่", "น่าน", "ตาก"], "tips": [120, 3, 0]})
    return Exhibit(
        page="tips",
        key="tips_provinces",
        kind="table",
        title="เบาะแสรายจังหวัด",
        alt="",
        lang="th",
        era="be",
        foot=FOOT,
        gated=disclosed(frame, Audience.OUTSIDE, ["tips"]),
        headings={"province": "จังหวัด", "tips": "เบาะแส"},
    )


@pytest.fixture
def official(table):
    """The same of official data, which nothing is to be written across."""
    return replace(table, foot=replace(FOOT, data_status="official"))


def of_figure(drawn, key="training_steps", **more):
    """An exhibit of a figure."""
    given = {"page": "training", "kind": "figure", "title": "รุ่นที่จัดแล้ว"} | more
    return Exhibit(
        key=key, alt="เส้นขั้นบันได", lang="th", era="be", foot=FOOT, drawn=drawn, **given
    )


@pytest.fixture(scope="session")
def province_codes():
    file = ROOT / "data" / "reference" / "province.csv"
    return pd.read_csv(file, dtype=str)["province_code"].tolist()


@pytest.fixture
def pack(table, province_codes):
    """One exhibit of every form."""
    made = {
        name: of_figure(getattr(figures, name)(), name)
        for name in (
            *("steps", "parts", "homes", "groups", "panels", "quarters"),
            *("index", "tiers", "heat"),
        )
    }
    drawn = figures.priority_map(province_codes)
    shown = replace(
        of_figure(drawn, "map", kind="map"), title="แผนที่", alt="จังหวัดสำคัญบนแผนที่"
    )
    return [*made.values(), shown, table]
