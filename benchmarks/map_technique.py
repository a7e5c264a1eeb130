"""Which technique draws the map of 77 provinces fastest, and what it sends.

Three pages are changed in turn in one headless Chromium: Streamlit's hello world with
one button at default settings (the 1.0), the map component of static/province_map, and
a Plotly choropleth with its shapes by address, both with the settings of the project.
Time runs from the click in the browser until the new colours are in the document and a
frame is drawn; bytes are those that came over the websocket. Medians.

    python benchmarks/map_technique.py [--changes 21]
"""

import argparse
import contextlib
import gc
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard import maps  # noqa: E402

PAGES = ("hello", "component", "plotly")
# What a change must change: the words of the hello page, the colours of the maps.
LOOKS = {
    "hello": "document.querySelector('.stMarkdown')?.textContent ?? ''",
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
CHANGE = """
() => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('nothing changed within 20 s')), 20000);
    const look = () => LOOK;
    const before = look();
    const wait = () => look() !== before
        ? requestAnimationFrame(() => resolve(performance.now() - started))
        : requestAnimationFrame(wait);
    const started = performance.now();
    document.querySelector('.stButton button').click();
    requestAnimationFrame(wait);
})
"""


def hello() -> None:
    """Streamlit's smallest page that answers: one button, one line."""
    state = st.session_state
    state.clicks = state.get("clicks", 0) + st.button("Next")
    st.write(f"Hello world {state.clicks}")


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
def served(name: str, folder: Path) -> Iterator[str]:
    """Address of a Streamlit server with the page of this name."""
    home = folder / name
    home.mkdir()
    (home / "app.py").write_text(
        f"from benchmarks.map_technique import {name}\n\n{name}()\n", encoding="utf-8"
    )
    if name != "hello":
        shutil.copytree(ROOT / "static", home / "static")
        shutil.copytree(ROOT / ".streamlit", home / ".streamlit")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--server.port={port} --server.address=127.0.0.1 --server.headless=true"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options.split()]
    server = subprocess.Popen(
        [*command, "--browser.gatherUsageStats=false"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _when_up(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def _when_up(address: str) -> str:
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health")  # noqa: S310
            return address
        time.sleep(0.1)
    raise TimeoutError(f"No answer from {address}.")


def opened(browser: Browser, name: str, address: str, received: list[int]) -> Page:
    """The page once it has drawn; sizes of what comes later go to `received`."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})

    def listen(socket: Any) -> None:  # noqa: ANN401
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", listen)
    page.goto(address)
    page.wait_for_function(f"() => ({LOOKS[name]}).length > 5", timeout=60_000)
    page.wait_for_timeout(1000)
    return page


def change(page: Page, name: str, received: list[int]) -> tuple[float, int]:
    """Milliseconds and bytes of one click."""
    received.clear()
    took = page.evaluate(CHANGE.replace("LOOK", LOOKS[name].strip()))
    page.wait_for_timeout(250)  # the run's last messages, and the next starts calm
    return took, sum(received)


def measure(changes: int, chromium: str) -> dict[str, tuple[float, float]]:
    """Median milliseconds and bytes per change of each page, measured in turn."""
    results: dict[str, list[tuple[float, int]]] = {name: [] for name in PAGES}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        addresses = {name: stack.enter_context(served(name, folder)) for name in PAGES}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        received: dict[str, list[int]] = {name: [] for name in PAGES}
        pages = {
            name: opened(browser, name, addresses[name], received[name])
            for name in PAGES
        }
        for number in range(changes + 3):
            for name, page in pages.items():
                page.bring_to_front()
                result = change(page, name, received[name])
                if number >= 3:  # the first ones warm up
                    results[name].append(result)
        browser.close()
    return {
        name: (
            statistics.median(t for t, _ in rows),
            statistics.median(b for _, b in rows),
        )
        for name, rows in results.items()
    }


def main() -> None:
    """Measure and print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=21)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    results = measure(options.changes, options.chromium)
    for name, (took, size) in results.items():
        print(f"{name}: {took:.0f} ms, {size / 1000:.1f} KB per change")
    unit = results["hello"][0]
    for name in ("component", "plotly"):
        print(f"ratio {results[name][0] / unit:.2f} {name} map changed / hello world")
    faster = results["component"][0] / results["plotly"][0]
    smaller = results["component"][1] / results["plotly"][1]
    print(f"ratio {faster:.2f} component map changed / plotly map changed")
    print(f"ratio {smaller:.2f} component bytes per change / plotly bytes per change")


if __name__ == "__main__":
    main()
