"""What all tests share: the shipped data, and how tests are spread over workers."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import hypothesis
import pytest
from filelock import FileLock
from playwright.sync_api import expect
from streamlit.components.v2 import manifest_scanner
from xdist.scheduler import LoadScopeScheduling

from dashboard import known, release
from dashboard.disclosure import Audience, Gated
from etl.build import build
from tests.opened import opened
from tests.under_test import build_demo

BROWSER_TESTS = "tests/browser/"
# The longest strands, begun first: else one runs on alone when all others are done.
LONGEST = (
    BROWSER_TESTS,
    "tests/disclosure/test_attack.py",
    "tests/snapshots/test_difference.py",
)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Cores are shared with other tests, so how long one example takes says nothing.
MAIN = sys.modules["__main__"]
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")
expect.set_options(timeout=60_000)  # ms


class OneBrowserScheduling(LoadScopeScheduling):
    """Gives each test file to one worker, and all browser tests to the same one.

    One Chromium at a time: two would take each other's core. (The mark xdist_group
    does nothing under pytest 9.2, which no longer reads the name that xdist changes.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return BROWSER_TESTS if file.startswith(BROWSER_TESTS) else file


def pytest_xdist_make_scheduler(config, log):
    return OneBrowserScheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    opened: set[str] = set()
    for item in items:
        if item.nodeid.startswith(BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)
            # The first width and language here, all others among the long ones.
            test = item.nodeid.partition("[")[0]
            if test in opened:
                item.add_marker(pytest.mark.long)
            opened.add(test)


def find_chromium() -> str | None:
    """The Chromium to test with: $CHROMIUM, else the first one on the path."""
    named = os.environ.get("CHROMIUM")
    names = (named,) if named else CHROMIUMS
    return next(filter(None, map(shutil.which, names)), None)


def driver_error() -> str:
    """What Playwright's driver says when it cannot start; nothing when it can."""
    driver = [sys.executable, "-m", "playwright", "--version"]
    tried = subprocess.run(driver, capture_output=True, text=True, check=False)
    return tried.stderr.strip() if tried.returncode else ""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium that can be driven; without one, skips or in CI fails."""
    path = find_chromium()
    error = driver_error()
    if path and not error:
        return path
    found = error or os.environ.get("CHROMIUM", "none on the path")
    reason = (
        f"no Chromium that can be driven: {found}. Install one (apt-get install -y "
        "chromium fonts-thai-tlwg libatomic1) or name it in CHROMIUM"
    )
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; in CI the browser tests must run", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def audit_folder(tmp_path_factory) -> Path:
    """Where the audit log of all tests goes, instead of the project's own."""
    folder = tmp_path_factory.mktemp("audit")
    os.environ["RISK_WATCH_AUDIT"] = str(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def packages_are_scanned_once() -> Iterator[None]:
    """Lets AppTest ask once, not in each test, which packages bring components.

    A server asks once as well; asked anew, it is half of what a page takes.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def demo_built(tmp_path_factory) -> Path:
    """A folder with one version, built from the data that the project ships.

    Nobody writes there: a test that changes something takes a copy.
    """
    return made_once(tmp_path_factory, "demo", build_demo)


@pytest.fixture(scope="session")
def empty_built(tmp_path_factory) -> Path:
    """A folder with one version of our own files alone; nobody writes there either."""
    inbox = tmp_path_factory.mktemp("nothing")
    return made_once(
        tmp_path_factory, "empty", lambda out: build([inbox], out, lambda _: None)
    )


def made_once(factory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of versions that one worker makes for all of them."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    built = shared / name / "built"
    with FileLock(shared / f"{name}.lock"):
        if not (built / "CURRENT").exists():
            make(built)
    return built


@pytest.fixture(autouse=True)
def own_main():
    """The main module is pytest's: a page's run leaves its script there.

    A process that is spawned would run that script, and die where it is gone.
    """
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="module")
def demo_con(demo_built) -> Iterator[duckdb.DuckDBPyConnection]:
    """That version, opened."""
    with opened(demo_built) as con:
        yield con


@pytest.fixture(scope="session")
def demo_last(demo_built) -> date:
    """The Sunday of its last complete week."""
    with opened(demo_built) as con:
        return con.execute("select now_ends_on from now_on").fetchone()[0]


@pytest.fixture(scope="session")
def demo_known(demo_built, demo_last) -> known.Known:
    """Its exact counts."""
    with opened(demo_built) as con:
        return known.known(con, demo_last)


@pytest.fixture(scope="session")
def demo_outside(demo_known, demo_last) -> dict[str, Gated]:
    """What may leave of it."""
    return release.tables(demo_known, demo_last, Audience.OUTSIDE)
