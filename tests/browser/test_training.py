"""The page on the programme in a real browser: parts, clicks, links, a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import choose, settled

PAGE = "training"
FIGURES = {"progress": 5, "volunteers": 6, "against_risk": 2, "outreach": 7}
MAPS = ("progress", "outreach")


@pytest.fixture(scope="module")
def address(demo_address):
    return f"{demo_address}/{PAGE}"


@pytest.fixture
def open_page(visit, address):
    """Opens a part of the page as a new visitor and waits until it is drawn."""

    def opened(part="progress", query="lang=en&training_year=2568", **options) -> Page:
        page = visit(f"{address}?training_part={part}&{query}", **options)
        drawn(page, part)
        return page

    return opened


def drawn(page: Page, part: str) -> None:
    settled(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(FIGURES[part])
    if part in MAPS:
        expect(page.locator(".province[role]")).to_have_count(77)


def clipped(page: Page) -> list[str]:
    """Words of figures that stand out of their figure to the left or right."""
    found: list[str] = page.locator(".js-plotly-plot").evaluate_all(
        """all => all.flatMap((figure) => {
            const frame = figure.getBoundingClientRect();
            return [...figure.querySelectorAll("text")]
                .filter((word) => {
                    const box = word.getBoundingClientRect();
                    return box.width && getComputedStyle(word).opacity > 0 && (
                        box.left < frame.left - 1 || box.right > frame.right + 1);
                })
                .map((word) => word.textContent);
        })"""
    )
    return found


@pytest.mark.long
@pytest.mark.parametrize("part", FIGURES)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_part_fits_a_phone(open_page, part, lang):
    query = f"lang={lang}&training_year=2568"
    page = open_page(part, query, width=390, height=844, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert clipped(page) == []
    for figure in page.locator(".js-plotly-plot").all():
        box = figure.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)


def test_a_phone_shows_the_names_of_all_parts(open_page):
    page = open_page(width=390, height=844)
    for each in page.locator(".st-key-training_part button").all():
        box = each.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.long
@pytest.mark.parametrize("part", FIGURES)
def test_every_part_is_drawn_and_asks_no_other_host(open_page, part):
    page = open_page(part)
    assert clipped(page) == []
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)
    page.wait_for_load_state("networkidle")  # the visit fails if another host is asked


@pytest.mark.long
def test_another_part_and_year_stand_in_the_address(open_page):
    page = open_page()
    parts = page.locator(".st-key-training_part button")
    parts.filter(has_text="Training against risk").click()
    drawn(page, "against_risk")
    expect(page).to_have_url(re.compile("training_part=against_risk"))
    choose(page, page.locator(".st-key-training_year [role=combobox]"), "FY2565")
    expect(page).to_have_url(re.compile("training_year=2565"))
    expect(
        page.locator("h1 ~ *, p").filter(has_text="FY2565, as of").first
    ).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("training_year=2568"))


@pytest.mark.long
def test_a_click_on_the_map_of_hosts_marks_the_province(open_page):
    page = open_page(query="lang=en&training_year=2568&training_scope=so_far")
    place = page.locator('.province[role][data-code="TH-41"]')
    place.click()
    expect(page).to_have_url(re.compile("training_host=TH-41"))
    expect(place).to_have_attribute("aria-pressed", "true")


@pytest.mark.long
def test_the_legend_of_hosts_filters_its_classes(open_page):
    page = open_page()
    page.locator('.entry[data-class="1"]').click()
    expect(page).to_have_url(re.compile("training_class=1"))


def test_the_bar_names_what_is_missing(open_page):
    page = open_page()
    first = page.locator(".js-plotly-plot").first
    expect(first).to_contain_text(re.compile(r"missing\s*11–13"))
    expect(first).to_contain_text("3 without a row")
    expect(first).to_contain_text("Target 36")
