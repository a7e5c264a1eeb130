"""How long the coverage page takes to show another fiscal year, and what it sends.

Built from the synthetic data that the project ships. Timed until the map and the gap
list have changed, and beside it until the scatter has too; changed in turn with
Streamlit's hello world at default settings (the 1.0). The first visits to each year are
shown apart too: they compute what later ones find kept.

    python benchmarks/app.py [--changes 24]
"""

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.changes import (  # noqa: E402
    WARM_UP,
    Change,
    Side,
    hello_side,
    in_turn,
    median_size,
    median_time,
    served,
)

YEARS = range(2563, 2571)
START = 2570  # the page opens with the latest
MAP = """
    [...(document.querySelector('[data-testid=stBidiComponentIsolated]')?.shadowRoot
        ?.querySelectorAll('.province') ?? [])]
        .map((path) => path.getAttribute('fill')).join()
"""
# The list is a picture: the pixels of its first rows, below the headings.
LIST = """
    (() => {
        const canvas = document.querySelector('[data-testid=stDataFrame] canvas');
        if (!canvas) return '';
        const box = canvas.getContext('2d').getImageData(190, 40, 120, 250).data;
        let sum = 0;
        for (let at = 0; at < box.length; at += 4) sum = (sum * 31 + box[at]) % 1e9;
        return `list ${sum}`;
    })()
"""
SCATTER = """
    [...document.querySelectorAll('.scatterlayer .point')]
        .map((point) => point.getAttribute('transform')).join()
"""


def another_year(page: Page, number: int) -> str:
    """Open the list of years; the one to press, each in turn, never the same."""
    year = YEARS[(number + 3 * (number // len(YEARS))) % len(YEARS)]
    if str(year) in page.locator(".st-key-coverage_year input").input_value():
        year = YEARS[(YEARS.index(year) + 4) % len(YEARS)]
    page.click(".st-key-coverage_year [data-testid=stSelectbox] input")
    option = f"[role=option]:has-text('{year}')"
    page.wait_for_selector(option)
    page.wait_for_timeout(250)
    return option


def build(folder: Path) -> Path:
    """A version of the synthetic data."""
    built = folder / "built"
    command = [sys.executable, "-m", "etl", "build", "--input", "data/demo"]
    subprocess.run(
        [*command, "--out", str(built)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return built


def measure(changes: int, chromium: str) -> dict[str, list[Change]]:
    """The changes of hello world and of the page."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sides = {"hello": stack.enter_context(hello_side(folder))}
        env = {"RISK_WATCH_BUILT": str(build(folder))}
        address = stack.enter_context(served(ROOT, env=env))
        looks = (MAP, LIST, SCATTER)
        sides["page"] = Side(f"{address}/coverage_map", looks, another_year)
        return in_turn(sides, changes, chromium)


def main() -> None:
    """Measure and print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=24)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    results = measure(options.changes, options.chromium)
    page, unit = results["page"], median_time(results["hello"])
    first = len(YEARS) - WARM_UP  # the years that the warm-up has not shown yet
    print(f"hello world: {unit:.0f} ms, {median_size(results['hello']) / 1000:.1f} KB")
    for name, rows, looks in (
        ("filter change", page, 2),
        ("filter change, year seen before", page[first:], 2),
        ("filter change, year not seen before", page[:first], 2),
        ("filter change until the scatter too", page, 3),
    ):
        took = median_time(rows, looks)
        print(f"ratio {took / unit:.2f} {name} / hello world ({took:.0f} ms)")
    size, most = median_size(page) / 1000, max(each.size for each in page) / 1000
    print(f"{size:.1f} KB per filter change, at most {most:.1f}")


if __name__ == "__main__":
    main()
