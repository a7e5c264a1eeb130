"""Changes of pages in one headless Chromium, taken in turn: how long, how many bytes.

Time runs from the click, or the key, as the browser hears it until what must change has
changed in the document and a frame is drawn; bytes are those that came over the
websocket, until a quarter of a second later. The 1.0 of most benchmarks is Streamlit's
hello world with one button at default settings.
"""

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 3  # changes that are not counted
WATCH = """
() => {
    const looks = [LOOKS];
    const before = looks.map((look) => look());
    const started = new Promise((resolve) => ['click', 'keydown'].forEach((kind) =>
        document.addEventListener(
            kind, () => resolve(performance.now()), {capture: true, once: true})));
    window.changed = started.then((from) => Promise.all(looks.map((look, place) =>
        new Promise((resolve, reject) => {
            setTimeout(() => reject(new Error(`no change of ${look}`)), 20000);
            const wait = () => look() !== before[place]
                ? requestAnimationFrame(() => resolve(performance.now() - from))
                : requestAnimationFrame(wait);
            requestAnimationFrame(wait);
        }))));
}
"""


@dataclass(frozen=True)
class Side:
    """A page that is changed.

    Attributes:
        address: Where it is served.
        looks: JavaScript expressions that the change must change, each of them.
        prepare: Brings the page to where one click makes the change of this number, and
            gives the selector of what to click; takes no time of the change.
        keys: Pressed there in turn instead of a click.
    """

    address: str
    looks: Sequence[str]
    prepare: Callable[[Page, int], str]
    keys: Sequence[str] = ()


@dataclass(frozen=True)
class Change:
    """One change: milliseconds until each look had changed, and bytes received."""

    took: list[float]
    size: int


def hello() -> None:
    """Streamlit's smallest page that answers: one button, one line."""
    state = st.session_state
    state.clicks = state.get("clicks", 0) + st.button("Next")
    st.write(f"Hello world {state.clicks}")


def press_next(_page: Page, _number: int) -> str:
    """The button of `hello`, and of other pages with one."""
    return ".stButton button"


@contextlib.contextmanager
def hello_side(folder: Path) -> Iterator[Side]:
    """Hello world, served from a folder of its own: no settings but the defaults."""
    home = folder / "hello"
    home.mkdir()
    with served(home, "from benchmarks.changes import hello\n\nhello()\n") as address:
        look = "document.querySelector('.stMarkdown')?.textContent ?? ''"
        yield Side(address, [look], press_next)


@contextlib.contextmanager
def served(
    home: Path, script: str = "", env: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Address of a Streamlit server of a folder's app.py; writes a script there."""
    if script:
        (home / "app.py").write_text(script, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--server.port={port} --server.address=127.0.0.1 --server.headless=true"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options.split()]
    server = subprocess.Popen(
        [*command, "--browser.gatherUsageStats=false"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
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


def in_turn(
    sides: Mapping[str, Side], changes: int, chromium: str
) -> dict[str, list[Change]]:
    """The changes of each side, made in turn; those that warm up are left out."""
    results: dict[str, list[Change]] = {name: [] for name in sides}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        received: dict[str, list[int]] = {name: [] for name in sides}
        pages = {}
        for name, side in sides.items():
            pages[name] = browser.new_page(viewport={"width": 1440, "height": 1000})
            _open(pages[name], side, received[name])
        for number in range(changes + WARM_UP):
            for name, page in pages.items():
                page.bring_to_front()
                result = _change(page, sides[name], number, received[name])
                if number >= WARM_UP:
                    results[name].append(result)
        browser.close()
    return results


def _open(page: Page, side: Side, received: list[int]) -> None:
    """Open the page and wait until it has drawn; later sizes go to `received`."""

    def listen(socket: Any) -> None:  # noqa: ANN401
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", listen)
    page.goto(side.address)
    for look in side.looks:
        page.wait_for_function(f"() => ({look}).length > 5", timeout=60_000)
    page.wait_for_timeout(1000)


def _change(page: Page, side: Side, number: int, received: list[int]) -> Change:
    target = side.prepare(page, number)
    looks = ",".join(f"() => ({look.strip()})" for look in side.looks)
    page.evaluate(WATCH.replace("LOOKS", looks))
    received.clear()
    if side.keys:
        page.press(target, side.keys[number % len(side.keys)])
    else:
        page.click(target)
    took = page.evaluate("window.changed")
    page.wait_for_timeout(250)  # the run's last messages, and the next starts calm
    return Change(took, sum(received))


def median_time(results: Sequence[Change], looks: int = 1) -> float:
    """Median of the milliseconds until the first so many looks have changed."""
    return statistics.median(max(result.took[:looks]) for result in results)


def median_size(results: Sequence[Change]) -> float:
    """Median of the bytes of a change."""
    return statistics.median(result.size for result in results)
