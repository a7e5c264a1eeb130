"""Which technique draws the map of 77 provinces fastest, and what it sends.

Three pages are changed in turn in one headless Chromium: Streamlit's hello world with
one button at default settings (the 1.0), the map component of static/province_map, and
a Plotly choropleth with its shapes by address, both with the settings of the project.
Timed until the new colours are in the document.

    python benchmarks/map_technique.py [--changes 21]
"""

import argparse
import contextlib
import gc
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.changes import (  # noqa: E402
    Side,
    hello_side,
    in_turn,
    median_size,
    median_time,
    press_next,
    served,
)
from dashboard import maps  # noqa: E402

# What a change must change: the colours of the maps.
LOOKS = {
    "component": """
        [...(document.querySelector('[data-testid=stBidiComponentIsolated]')?.shadowRoot
            ?.querySelectorAll('.province') ?? [])]
            .map((path) => path.getAttribute('fill')).join()
    """,
    "plotly": """
        [...document.querySelectorAll('.choroplethlayer path')]
            .map((path) => path.getAttribute('fill')).join()
    """,
}


def component() -> None:
    """The bivariate map as the coverage page draws it."""
    from dashboard.ui.province_map import province_map

    frame = _changed_frame()
    spec = maps.bivariate_map(
        frame,
        risk=maps.Axis("ระดับความเสี่ยง", ("1–2", "3", "4–5")),
        coverage=maps.Axis("อพม. ต่อแสนคน", ("< 60", "60–119", "≥ 120")),
        corners=("เสี่ยงสูง\nอพม. น้อย", "เสี่ยงสูง\nอพม. มาก", "เสี่ยงต่ำ", "เสี่ยงต่ำ"),
        missing="ไม่มีข้อมูล",
        words=maps.Words(
            locale="th",
            title="จังหวัดเสี่ยงสูงที่ อพม. ผ่านอบรมยังน้อย",
            status="ข้อมูลสังเคราะห์",
            note=("แหล่งข้อมูล: ทะเบียน อพม.", "ข้อมูลถึง 22 พ.ย. 2569"),
            hint="เลือกช่องเพื่อดูเฉพาะกลุ่มนั้น",
            map="แผนที่ 77 จังหวัด",
            legend="คำอธิบายสี",
            clear="แสดงทุกกลุ่ม",
            picture="บันทึกภาพ PNG",
            failed="วาดแผนที่ไม่สำเร็จ",
            bangkok="กรุงเทพฯ และปริมณฑล",
            phuket="ภูเก็ต",
        ),
        lines={"level": "ระดับความเสี่ยง", "per_100k": "อพม. ต่อแสนคน"},
        file_name="coverage",
    )
    province_map(spec, "map", lambda code: None, lambda kept: None)


def plotly() -> None:
    """The same classes and hover rows as a choropleth: no legend, inset or hatch."""
    frame = _changed_frame().assign(class_id=maps.bivariate_class)
    kinds = maps.bivariate_kinds(
        maps.Axis("", ("", "", "")), maps.Axis("", ("", "", "")), ""
    )
    places = {kind.id: place for place, kind in enumerate(kinds)}
    last = len(kinds) - 1
    trace = {
        "type": "choropleth",
        "geojson": "app/static/provinces.geojson",
        "featureidkey": "properties.province_code",
        "locations": frame["province_code"].tolist(),
        "z": frame["class_id"].map(places).tolist(),
        "zmin": 0,
        "zmax": last,
        "colorscale": [[i / last, kind.fill] for i, kind in enumerate(kinds)],
        "showscale": False,
        "customdata": frame[["name", "level", "per_100k"]].to_numpy().tolist(),
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}",
    }
    geo = {
        "visible": False,
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [97.2, 105.8]},
        "lataxis": {"range": [5.5, 20.6]},
    }
    layout = {"geo": geo, "height": 700, "margin": dict.fromkeys("lrtb", 0)}
    st.plotly_chart(
        {"data": [trace], "layout": layout},
        theme=None,
        key="map",
        on_select="rerun",
        config={"topojsonURL": "app/static/topojson/"},
    )


@st.cache_resource
def _provinces() -> pd.DataFrame:
    gc.collect()
    gc.freeze()  # as the app does, once per process
    path = ROOT / "data" / "reference" / "province.csv"
    return pd.read_csv(path, dtype="string", keep_default_na=False)


def _changed_frame() -> pd.DataFrame:
    """Every province's classes and figures after so many clicks on the button."""
    state = st.session_state
    state.clicks = state.get("clicks", 0) + st.button("Next")
    chosen = random.Random(state.clicks)
    provinces = _provinces()
    one_of_each = range(len(provinces))
    return pd.DataFrame(
        {
            "province_code": provinces["province_code"],
            "name": provinces["name_th"],
            "risk_band": [chosen.choice((1, 2, 3)) for _ in one_of_each],
            "coverage_class": [chosen.choice((1, 2, 3)) for _ in one_of_each],
            "is_shown": True,
            "level": [f"{chosen.randint(1, 5)} (กระทรวง)" for _ in one_of_each],
            "per_100k": [f"{chosen.uniform(0, 200):.1f}" for _ in one_of_each],
        }
    )


@contextlib.contextmanager
def map_side(name: str, folder: Path) -> Iterator[Side]:
    """The page of this name, with the project's files and settings."""
    home = folder / name
    home.mkdir()
    shutil.copytree(ROOT / "static", home / "static")
    shutil.copytree(ROOT / ".streamlit", home / ".streamlit")
    script = f"from benchmarks.map_technique import {name}\n\n{name}()\n"
    with served(home, script) as address:
        yield Side(address, [LOOKS[name]], press_next)


def main() -> None:
    """Measure and print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=21)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sides = {"hello": stack.enter_context(hello_side(folder))}
        for name in LOOKS:
            sides[name] = stack.enter_context(map_side(name, folder))
        changes = in_turn(sides, options.changes, options.chromium)
    took = {name: median_time(rows) for name, rows in changes.items()}
    size = {name: median_size(rows) for name, rows in changes.items()}
    for name in sides:
        print(f"{name}: {took[name]:.0f} ms, {size[name] / 1000:.1f} KB per change")
    for name in LOOKS:
        ratio = took[name] / took["hello"]
        print(f"ratio {ratio:.2f} {name} map changed / hello world")
    faster = took["component"] / took["plotly"]
    smaller = size["component"] / size["plotly"]
    print(f"ratio {faster:.2f} component map changed / plotly map changed")
    print(f"ratio {smaller:.2f} component bytes per change / plotly bytes per change")


if __name__ == "__main__":
    main()
