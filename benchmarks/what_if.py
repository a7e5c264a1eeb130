"""How long the risk page takes from a slider to the redrawn map of the scenario.

Built from the synthetic data that the project ships. One weight goes from nothing to
twice the published one and back, so that provinces change colour; timed until they
have. In turn with it a page of one slider and one text at default settings (the 1.0).

    python benchmarks/what_if.py [--changes 40]
"""

import argparse
import contextlib
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import streamlit as st
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.app import build  # noqa: E402
from benchmarks.changes import (  # noqa: E402
    Change,
    Side,
    in_turn,
    median_size,
    served,
)

GOAL = 400  # ms, at the 95th percentile
YEAR = 2569
KEYS = ("End", "Home")  # the slider's greatest and least value
SLIDER = "input[type=range]"
WEIGHT = f"[class*=st-key-risk_weight_E_MIGRANT_WORKERS] {SLIDER}"
MAP = """
    [...(document.querySelector('[class*=st-key-risk_scenario_map] '
        + '[data-testid=stBidiComponentIsolated]')?.shadowRoot
        ?.querySelectorAll('.province') ?? [])]
        .map((path) => path.getAttribute('fill')).join()
"""
TEXT = "document.querySelector('.stMarkdown')?.textContent ?? ''"


def one_slider() -> None:
    """The smallest page with a slider: what it says changes with it."""
    value = st.slider("Weight", 0, 200, 100)
    st.write(f"The weight is {value} %")


def slider_of_hello(_page: Page, _number: int) -> str:
    """The only slider."""
    return SLIDER


def weight(page: Page, _number: int) -> str:
    """The slider of one weight, in sight."""
    page.locator(WEIGHT).scroll_into_view_if_needed()
    return WEIGHT


@contextlib.contextmanager
def one_slider_side(folder: Path) -> Iterator[Side]:
    """The smallest page, served from a folder of its own with default settings."""
    home = folder / "one_slider"
    home.mkdir()
    script = "from benchmarks.what_if import one_slider\n\none_slider()\n"
    with served(home, script) as address:
        yield Side(address, [TEXT], slider_of_hello, KEYS)


def measure(changes: int, chromium: str) -> dict[str, list[Change]]:
    """The changes of both pages."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sides = {"slider": stack.enter_context(one_slider_side(folder))}
        env = {"RISK_WATCH_BUILT": str(build(folder))}
        address = stack.enter_context(served(ROOT, env=env))
        page = f"{address}/risk_index?risk_year={YEAR}"
        sides["what_if"] = Side(page, [MAP], weight, KEYS)
        return in_turn(sides, changes, chromium)


def percentile_95(results: Sequence[Change]) -> float:
    """Of the milliseconds until the look had changed."""
    return statistics.quantiles((each.took[0] for each in results), n=20)[-1]


def main() -> None:
    """Measure and print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=40)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    results = measure(options.changes, options.chromium)
    middle, last = {}, {}
    for name, rows in results.items():
        middle[name] = statistics.median(each.took[0] for each in rows)
        last[name] = percentile_95(rows)
        size = median_size(rows) / 1000
        print(
            f"{name}: p50 {middle[name]:.0f} ms, p95 {last[name]:.0f} ms, {size:.1f} KB"
        )
    for name, found in (("p50", middle), ("p95", last)):
        ratio = found["what_if"] / found["slider"]
        print(
            f"ratio {ratio:.2f} what-if to redrawn map / one slider and text ({name})"
        )
    print(f"goal: p95 {last['what_if']:.0f} ms of at most {GOAL} ms")


if __name__ == "__main__":
    main()
