"""The page of the week in a real browser: on a screen, on a phone, on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import settled

PAGE = "weekly_snapshot"
# Much crossed, many are silent, and the first one there is.
FULL, SILENT, FIRST = "2026-W40", "2025-W17", "2019-W41"
A4 = {"width": 718, "height": 1062}  # px that are left of A4 inside its margins


@pytest.fixture(scope="module")
def address(demo_address):
    return f"{demo_address}/{PAGE}"


@pytest.fixture
def open_page(visit, address):
    """Opens a week as a new visitor and waits until it is drawn."""

    def opened(query="lang=en", **options) -> Page:
        page = visit(f"{address}?{query}", **options)
        settled(page)
        expect(page.locator(".province[role]")).to_have_count(77)
        return page

    return opened


def said(page: Page) -> list[str]:
    """Every paragraph of the page but those of what is pressed."""
    found: list[str] = page.locator(
        ".stMainBlockContainer :is(p, h1, h3):not(button *, a *, [role=radio] *)"
    ).all_inner_texts()
    return [" ".join(text.split()) for text in found if text.strip()]


def alerts(page: Page):
    return page.get_by_role("alert").filter(has_text=re.compile("."))


def test_the_week_is_the_first_page_and_asks_no_other_host(visit, address):
    page = visit(f"{address.removesuffix(PAGE)}?lang=en")
    settled(page)
    expect(page.locator("h1")).to_have_text("What changed this week?")
    expect(page.locator(".st-key-weekly_tiles > div")).to_have_count(8)
    expect(page.locator(".province[role]")).to_have_count(77)
    expect(alerts(page)).to_have_count(0)
    page.wait_for_load_state("networkidle")  # the visit fails if another host is asked


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_one_column_without_sideways_scrolling(open_page, lang, scheme):
    page = open_page(
        f"lang={lang}", width=390, height=844, has_touch=True, color_scheme=scheme
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    boxes = [tile.bounding_box() for tile in page.locator(TILES).all()]
    assert len({box["x"] for box in boxes}) == 1
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)


TILES = ".st-key-weekly_tiles > div"


@pytest.mark.long
@pytest.mark.parametrize(
    ("lang", "week", "scheme"),
    [
        ("th", FULL, "dark"),
        ("en", FULL, "light"),
        ("th", SILENT, "light"),
        ("en", SILENT, "dark"),
        ("en", FIRST, "light"),
    ],
)
def test_the_week_prints_on_one_page_and_nothing_is_lost(open_page, lang, week, scheme):
    page = open_page(f"lang={lang}&weekly_week={week}", color_scheme=scheme, **A4)
    on_screen = said(page)
    page.emulate_media(media="print")
    shown = said(page)
    lost = [text for text in on_screen if text not in shown]
    assert [text for text in lost if not is_of_the_trace(page, text)] == []
    assert any("data/contact.toml" in text for text in shown)  # the fold stands open
    assert outside(page) == []
    assert ground(page) == "rgb(255, 255, 255)"
    page.emulate_media(media=None)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def is_of_the_trace(page: Page, text: str) -> bool:
    """How a sentence came about is for the screen; the sentence itself is printed."""
    trace = page.locator(".st-key-weekly_trace").all_text_contents()
    return any(text in " ".join(part.split()) for part in trace)


def outside(page: Page) -> list[str]:
    """Paragraphs that stand beyond the paper, or are cut off by what holds them."""
    found: list[str] = page.evaluate(
        """({width, height}) => [...document.querySelectorAll(
            ".stMainBlockContainer :is(p, h1, h3)")]
            .filter((node) => {
                const box = node.getBoundingClientRect();
                const top = box.top + document.querySelector(
                    "[data-testid=stMain]").scrollTop;
                return box.width && (box.left < -1 || box.right > width + 1
                    || top + box.height > height || node.scrollWidth > box.width + 1);
            })
            .map((node) => node.textContent.slice(0, 60))""",
        A4,
    )
    return found


def ground(page: Page) -> str:
    """The colour of the paper."""
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


@pytest.mark.long
def test_a_button_leads_to_the_week_before_and_the_way_back(open_page):
    page = open_page("lang=en&weekly_week=2026-W46")
    page.get_by_role("button", name="Previous week").click()
    expect(page).to_have_url(re.compile("weekly_week=2026-W45"))
    expect(page.get_by_text("Week 45/2569 (2–8 Nov 2569)")).to_be_visible()
    page.get_by_role("button", name="Latest week").click()
    # the button's hint may say it too
    shown = page.get_by_text("Week 47/2569 (16–22 Nov 2569)").first
    expect(shown).to_be_visible()
    expect(page).not_to_have_url(re.compile("weekly_week="))
    expect(page.get_by_role("button", name="Next week")).to_be_disabled()


def test_a_tile_opens_the_view_that_its_figure_came_from(open_page):
    page = open_page("lang=en")
    page.locator(".st-key-weekly_tile_volunteers_trained a").click()
    expect(page).to_have_url(re.compile(r"/training\?.*training_part=volunteers"))
    part = page.locator(".st-key-training_part").get_by_role("radio", name="Volunteers")
    expect(part).to_be_checked()


def test_a_click_on_the_map_marks_the_province(open_page):
    page = open_page("lang=en")
    place = page.locator('.province[role][data-code="TH-63"]')
    place.click()
    expect(place).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("weekly_province=TH-63"))
