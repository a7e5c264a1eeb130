"""Hostile text of an office in a real browser: read on every page, run by none."""

import contextlib
import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from etl.build import build
from tests.browser import hostile
from tests.under_test import settled

FIRST_POINTS = ".scatterlayer .trace:first-child .points path:first-child"
FILE_BOXES = "[class*=st-key][class*=file] [role=combobox]"
SERIES = f"tip_tier_pillar=prevention&tip_tier_search={hostile.MARK}_"
MESSAGE = f"data_quality_file={quote(hostile.REFUSED)}"
FLAGGED = f"data_quality_flag_file={quote(hostile.FLAGGED)}"
PAGES = (
    "data_quality?",
    f"data_quality?data_quality_part=rejected&{MESSAGE}",
    f"data_quality?data_quality_part=flags&{FLAGGED}",
    f"tip_tier?{SERIES}",
    "coverage_map?coverage_year=2568&coverage_province=TH-50",
    "training?training_year=2568",
    "province_profile?province=TH-50",
    "indicator_map?",
    f"tips?tips_part=signals&tips_alarm_state=decided&tips_alarm={hostile.ALARM}",
)
# What text turns into when it is taken for markup; no page has any of it otherwise.
MADE_OF_TEXT = (
    f"a[href*={hostile.MARK}], a[href^=javascript], [src*={hostile.MARK}], "
    "img, iframe, del, code:not([data-testid=stCode] *), .katex, .mermaid, svg a, "
    "[onerror], [onload], [onmouseover]"
)
# What a browser shows or folds in its own way.
UNSEEN = re.compile("[\\s\u2060\u202a-\u202e\u2066-\u2069]")
STARTS = tuple("=+-@\t\r＝＋－＠")
NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+%?")


@pytest.fixture(scope="module")
def address(serve, tmp_path_factory):
    """The pages, served from a version of what the hostile office handed over."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.plant(folder / "inbox")
    build([folder / "inbox"], folder / "built", lambda _: None)
    return serve(folder / "built")


def listen(page: Page) -> list[str]:
    """What runs, asks or fetches on the page from now on."""
    heard = []

    def dialog(opened):
        heard.append(f"dialog: {opened.message}")
        opened.dismiss()

    def request(sent):
        url = urlsplit(sent.url)
        if hostile.MARK in url.netloc + url.path:
            heard.append(f"request: {sent.url}")

    page.expose_function("hostile", lambda: heard.append("script"))
    page.on("dialog", dialog)
    page.on("request", request)
    return heard


def still(page: Page) -> None:
    """Wait until the page has run and nothing on it has moved for a while."""
    settled(page)
    page.get_by_test_id("stMain").evaluate(
        """main => new Promise((done) => {
            let rest = setTimeout(done, 200);
            new MutationObserver(() => {
                clearTimeout(rest);
                rest = setTimeout(done, 200);
            }).observe(main, {childList: true, subtree: true});
        })"""
    )


class Reader:
    """Looks at everything on a page and keeps what it read, by where that stood."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_test_id("stMain")
        self.read: dict[str, list[str]] = defaultdict(list)
        self.files: dict[str, list[list[str]]] = {}

    def look(self) -> None:
        """Read what stands there, opened and in tables too."""
        still(self.page)
        closed = self.main.locator("details:not([open]) > summary")
        for left in range(closed.count(), 0, -1):
            closed.first.click()
            expect(closed).to_have_count(left - 1)
        still(self.page)
        self.read["prose"].append(self.main.inner_text())
        self.read["cells"] += self.main.locator("canvas td").all_text_contents()
        named = self.main.locator(".js-plotly-plot .infolayer")
        self.read["figures"] += named.all_text_contents()
        assert self.main.locator(MADE_OF_TEXT).all_inner_texts() == []

    def touch(self) -> None:
        """Open the boxes that list files, and point at the figures."""
        self.open_boxes()
        for point in self.main.locator(FIRST_POINTS).all():
            point.hover(force=True)
            self.read["hovers"] += self.main.locator(".hoverlayer").all_text_contents()
        assert self.main.locator(MADE_OF_TEXT).all_inner_texts() == []

    def open_boxes(self) -> None:
        options = self.page.get_by_role("option")
        for box in self.main.locator(FILE_BOXES).all():
            for _ in range(3):  # a list closes again when the page runs just then
                box.focus()
                self.page.keyboard.press("ArrowDown")
                with contextlib.suppress(TimeoutError):
                    options.first.wait_for(timeout=3000)
                    break
            self.read["options"] += options.all_inner_texts()
            self.page.keyboard.press("Escape")
            expect(options).to_have_count(0)

    def take_files(self) -> None:
        for button in self.main.get_by_test_id("stDownloadButton").all():
            with self.page.expect_download() as download:
                button.get_by_role("button").click()
            text = download.value.path().read_text("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline="")))
            self.files[download.value.suggested_filename] = rows

    def visit_all(self, address: str, lang: str, *deeds: Callable[[], None]) -> None:
        """Go to every page, and to every part of the one that has parts."""
        parts = self.main.locator(".st-key-data_quality_part button")
        for path in PAGES:
            self.page.goto(f"{address}/{path}&lang={lang}")
            settled(self.page)
            for part in range(parts.count() if path == PAGES[0] else 1):
                if part:
                    before = self.page.url
                    parts.nth(part).click()
                    expect(self.page).not_to_have_url(before)
                for deed in deeds:
                    deed()


def missing(read: list[str], values) -> list[str]:
    """The values that were read nowhere as they are."""
    every = UNSEEN.sub("", "\n".join(read))
    return [value for value in values if UNSEEN.sub("", value) not in every]


def formulas(cells: set[str]) -> list[str]:
    """The cells that a spreadsheet would calculate; a plain number is none."""
    found = [cell for cell in cells if cell.strip(" ").startswith(STARTS)]
    return [cell for cell in found if not NUMBER.fullmatch(cell)]


@pytest.mark.long
def test_what_an_office_writes_is_read_and_never_runs_or_fetches(address, visit):
    reader = Reader(visit("about:blank"))
    heard = listen(reader.page)
    reader.visit_all(address, "th", reader.look, reader.touch, reader.take_files)
    assert heard == []
    assert missing(reader.read["prose"], hostile.MARKUP) == []
    assert missing(reader.read["prose"], [hostile.NOTE]) == []
    assert missing(reader.read["cells"], hostile.MARKUP) == []
    assert missing(reader.read["figures"], hostile.MARKUP[:2]) == []
    assert missing(reader.read["hovers"], hostile.MARKUP[3:5]) == []
    assert missing(reader.read["options"], [hostile.REFUSED]) == []
    cells = {cell for rows in reader.files.values() for row in rows for cell in row}
    assert formulas(cells) == []
    assert {f"'{value}" for value in hostile.FORMULAS[:4]} <= cells


@pytest.mark.long
def test_nor_in_english(address, visit):
    reader = Reader(visit("about:blank"))
    heard = listen(reader.page)
    reader.visit_all(address, "en", reader.look)
    assert heard == []
    assert missing(reader.read["prose"], hostile.MARKUP) == []


def test_the_same_values_as_markup_would_be_heard(browser):
    """The trap works: put into a page as HTML, they run and fetch."""
    page = browser.new_page()
    page.route("**/*", lambda route: route.abort())
    heard = listen(page)
    page.set_content("".join(hostile.MARKUP))
    page.wait_for_load_state("networkidle")
    assert "script" in heard
    assert f"request: http://{hostile.HOST}/1.png" in heard
    page.close()
