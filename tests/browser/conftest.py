"""A served app and a visitor to it who notices every request to another host."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.under_test import HANGS, ROOT

HOST = "127.0.0.1"
PATIENCE = 120_000  # ms; other tests may hold the cores
# It must draw without a graphics card and call nobody on its own account.
CHROMIUM_ARGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FOREIGN = re.compile(rf"^(?:https?|wss?)://(?!{re.escape(HOST)}[:/])")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="package")
def browser(chromium):
    """A headless Chromium by Playwright; each visitor has a context of its own.

    It ends with these tests: Playwright's event loop would stand in the way of others.
    """
    # Chromium refuses its own sandbox to root.
    as_root = ("--no-sandbox",) if os.name == "posix" and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=[*CHROMIUM_ARGS, *as_root]
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory):
    """Call it to start the app in a process of its own; gives the address.

    `serve(built)` serves the project's pages, `serve(built, root)` those of a scratch
    app, from the versions in the folder `built`.
    """
    with servers(tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="package")
def demo_address(demo_built, tmp_path_factory):
    """The project's pages over the shipped data, served once for all who only look."""
    with servers(tmp_path_factory) as start:
        yield start(demo_built)


@contextmanager
def servers(tmp_path_factory):
    """Gives what starts a server; ends all that it started."""
    running: list[subprocess.Popen] = []

    def start(built: Path, root: Path = ROOT) -> str:
        port = free_port()
        log = tmp_path_factory.mktemp("server") / "log.txt"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py"]
                + ["--server.port", str(port)],
                cwd=root,
                env={**os.environ, "RISK_WATCH_BUILT": str(built)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        deadline = time.monotonic() + HANGS
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.1)
        return f"http://{HOST}:{port}"

    try:
        yield start
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def visit(browser):
    """Call it to open an address; the test fails if anything leaves for another host.

    `visit(address, width=390, height=844, color_scheme="dark")` gives a page of a
    visitor of its own, as Playwright knows it.
    """
    contexts = []
    foreign: list[str] = []

    def refuse(route):
        foreign.append(route.request.url)
        route.abort()

    def open_page(address: str, width: int = 1440, height: int = 900, **options):
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.route(FOREIGN, refuse)
        page = context.new_page()
        page.on(
            "websocket",
            lambda found: foreign.append(found.url) if FOREIGN.match(found.url) else 0,
        )
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == [], "requests left for another host"
