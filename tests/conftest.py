"""What all tests share: the browser, and how tests are spread over two workers."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It must draw without a graphics card and call nobody on its own account.
CHROMIUM_ARGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Cores are shared with other tests, so how long one example takes says nothing.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks the browser tests and keeps them together: one Chromium at a time."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def find_chromium() -> str | None:
    """The Chromium to test with: $CHROMIUM, else the first one on the path."""
    named = os.environ.get("CHROMIUM")
    names = (named,) if named else CHROMIUMS
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Without one the test is skipped, in CI it fails."""
    path = find_chromium()
    if path:
        return path
    reason = (
        f"no Chromium: {os.environ.get('CHROMIUM', 'none on the path')}. Install one "
        "(apt-get install -y chromium fonts-thai-tlwg) or name it in CHROMIUM"
    )
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; in CI the browser tests must run", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium):
    """A headless Chromium by Playwright, one for each test file."""
    # Chromium refuses its own sandbox to root.
    as_root = ("--no-sandbox",) if os.name == "posix" and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=[*CHROMIUM_ARGS, *as_root]
        )
        yield running
        running.close()
