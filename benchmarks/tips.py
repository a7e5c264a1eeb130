"""How long the page on tips takes to answer: another week, region, part or alarm.

Built from the synthetic data that the project ships. Timed until the words, figures or
list that the change is of have changed; changed in turn with Streamlit's hello world at
default settings (the 1.0). The first visits to each choice are shown apart: they
compute what later ones find kept.

    python benchmarks/tips.py [--changes 16] [--only week ...]
"""

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
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

CHOICES = 6  # of each list; each is visited in turn
# The answer below the question: it names the week.
ANSWER = """
    document.querySelector('h1')?.closest('[data-testid=stElementContainer]')
        ?.nextElementSibling?.textContent ?? ''
"""


def drawn(key: str, mark: str = "path.js-line") -> str:
    """What changes when a figure is drawn anew: some of its lines, or its picture."""
    return f"""
        (() => {{
            const marks = document.querySelectorAll('.st-key-{key} {mark}');
            const step = Math.ceil(marks.length / 6);  // ground and lines, spread
            const some = [...marks].filter((_, at) => at % step === 0);
            const ways = some.map((mark) =>
                mark.getAttribute('d') ?? mark.getAttribute('href'));
            return ways.length ? 'drawn ' + ways.join() : '';
        }})()
    """


# Where names begin in the last table, that of all provinces, as drawn: what it tells a
# screen reader comes a fifth of a second later. A strip, for it is read each frame.
CELLS = """
    (() => {
        const found = document.querySelectorAll('[data-testid=data-grid-canvas]');
        const grid = [...found].at(-1);
        if (!grid?.width) return '';
        const seen = grid.getContext('2d').getImageData(10, 40, 4, 400).data;
        return 'drawn ' + seen.reduce((sum, each, at) => sum + each * (at % 997), 0);
    })()
"""
# The sentence of the part on alarms, that names the week too.
WAITING = """
    [...document.querySelectorAll('.stMainBlockContainer .stMarkdown p')]
        .map((words) => words.textContent)
        .find((words) => words.startsWith('As known at the end')) ?? ''
"""
TITLES = """
    [...document.querySelectorAll('.stMainBlockContainer h3')]
        .map((title) => title.textContent).join() + ' titles'
"""


def another(key: str, first: int = 0) -> Callable[[Page, int], str]:
    """Opens the list of a select box; the option to press is never the chosen one."""

    def prepare(page: Page, number: int) -> str:
        box = f".st-key-{key} [data-testid=stSelectbox] input"
        page.wait_for_selector('[data-test-script-state="notRunning"]')
        page.locator(box).scroll_into_view_if_needed()
        page.wait_for_timeout(500)  # a list closes as the page is drawn, or scrolls
        chosen = page.locator(box).input_value()
        page.click(box)
        options = page.locator("[role=option]")
        options.first.wait_for()
        page.wait_for_timeout(250)
        at = first + number % CHOICES
        if options.nth(at).text_content() == chosen:
            at = first + (number + 1) % CHOICES
        return f"[role=option] >> nth={at}"

    return prepare


def another_part(_page: Page, number: int) -> str:
    """The button of the next part; the first stands open."""
    return f".st-key-tips_part button >> nth={(number + 1) % CHOICES}"


WEEK = (ANSWER, drawn("tips_week_country"))
PANELS, CALENDAR = "week&tips_provinces=panels", "week&tips_provinces=calendar"
SIDES: dict[str, tuple[str, Sequence[str], Callable[[Page, int], str]]] = {
    "week": ("week", (*WEEK, CELLS), another("tips_week")),
    "week of the small charts": (
        PANELS,
        (*WEEK, drawn("tips_week_panels")),
        another("tips_week"),
    ),
    "week of the calendar": (
        CALENDAR,
        (*WEEK, drawn("tips_week_calendar", "image")),
        another("tips_week"),
    ),
    "region": ("week", (CELLS,), another("tips_region", 1)),
    "region of the small charts": (
        PANELS,
        (drawn("tips_week_panels"),),
        another("tips_region", 1),
    ),
    "part": ("week", (TITLES,), another_part),
    "week of the alarms": (
        "signals",
        (ANSWER, WAITING),
        another("tips_week"),
    ),
    "alarm": ("signals", (drawn("tips_alarm_series"),), another("tips_alarm")),
}
# How many of its looks a reader waits for; the others are below the first screen.
FIRST = {name: len(WEEK) for name, (_, looks, _) in SIDES.items() if looks[:2] == WEEK}


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


def measure(
    changes: int, chromium: str, only: Sequence[str]
) -> dict[str, list[Change]]:
    """The changes of hello world and of each interaction."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sides = {"hello": stack.enter_context(hello_side(folder))}
        env = {"RISK_WATCH_BUILT": str(build(folder))}
        address = stack.enter_context(served(ROOT, env=env))
        for name in only:
            part, looks, prepare = SIDES[name]
            where = f"{address}/tips?tips_part={part}&lang=en"
            sides[name] = Side(where, looks, prepare)
        return in_turn(sides, changes, chromium)


def main() -> None:
    """Measure and print two lines per interaction."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=16)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--only", nargs="*", choices=SIDES, default=list(SIDES))
    options = parser.parse_args()
    results = measure(options.changes, options.chromium, options.only)
    unit = median_time(results["hello"])
    print(f"hello world: {unit:.0f} ms, {median_size(results['hello']) / 1000:.1f} KB")
    for name in options.only:
        _print(name, results[name], unit)


def _print(name: str, rows: Sequence[Change], unit: float) -> None:
    """Lines of one interaction: all changes, those seen before and not, to the end."""
    whole = len(SIDES[name][1])
    looks, first = FIRST.get(name, whole), CHOICES - WARM_UP
    lines = [
        (name, rows, looks),
        (f"{name}, seen before", rows[first:], looks),
        (f"{name}, not seen before", rows[:first], looks),
    ]
    if looks < whole:
        lines.append((f"{name} until all of the part is drawn", rows, whole))
    for said, some, until in lines:
        took = median_time(some, until)
        print(f"ratio {took / unit:.2f} another {said} / hello world ({took:.0f} ms)")
    print(f"{median_size(rows) / 1000:.1f} KB for another {name}")


if __name__ == "__main__":
    main()
