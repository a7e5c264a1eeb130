"""A served app and a visitor to it who notices every request to another host."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.under_test import ROOT

HOST = "127.0.0.1"
START_SECONDS = 60
expect.set_options(timeout=20_000)  # milliseconds; other tests may hold the cores
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


@pytest.fixture(scope="module")
def serve(tmp_path_factory):
    """Call it to start the app in a process of its own; gives the address.

    `serve(built)` serves the project's pages, `serve(built, root)` those of a scratch
    app, from the versions in the folder `built`.
    """
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
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.1)
        return f"http://{HOST}:{port}"

    yield start
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
