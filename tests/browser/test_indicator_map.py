"""The page of indicator maps in a real browser: clicks, links, small maps, a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import settled

PAGE = "indicator_map"
YEAR = "indicator_map_year=2569"


@pytest.fixture
def open_page(visit, demo_address):
    """Opens the page as a new visitor at a query."""

    def opened(query="", lang="en", **options):
        page = visit(f"{demo_address}/{PAGE}?lang={lang}&{YEAR}&{query}", **options)
        settled(page)
        return page

    return opened


def province(page: Page, code: str, side: str):
    return page.locator(f'.st-key-{side} .province[role][data-code="{code}"]')


def test_a_click_on_one_map_selects_on_both_and_stands_in_the_address(open_page):
    page = open_page("indicator_map_view=beside&indicator_map_measure=E_VENUES")
    first, second = "indicator_map_first", "indicator_map_second"
    for side in (first, second):
        expect(page.locator(f".st-key-{side} .province[role]")).to_have_count(77)
    province(page, "TH-41", second).click()
    expect(page).to_have_url(re.compile("indicator_map_province=TH-41"))
    for side in (first, second):
        ring = page.locator(f".st-key-{side} .marks .selected .ring")
        expect(ring).to_have_count(1)
    expect(page.get_by_text("Udon Thani, FY2569: Entertainment venues")).to_be_visible()
    province(page, "TH-41", first).click()
    expect(page).not_to_have_url(re.compile("indicator_map_province"))


def test_small_maps_share_shapes_classes_and_a_selection(open_page):
    page = open_page("indicator_map_view=years&indicator_map_measure=E_VENUES")
    panels = page.locator(".panel")
    expect(panels).to_have_count(8)
    expect(panels.first.locator("path[data-code]")).to_have_count(77)
    fills = (
        panels.nth(6)
        .locator("path[data-code]")
        .evaluate_all("all => all.map((each) => each.getAttribute('fill'))")
    )
    assert all(fills)
    assert len(set(fills)) >= 4
    page.locator('.panel path[data-code="TH-50"]').nth(2).click()
    expect(page.locator(".panel .mark .ring")).to_have_count(8)
    expect(page).to_have_url(re.compile("indicator_map_province=TH-50"))
    page.locator('.panel path[data-code="TH-50"]').nth(5).click()
    expect(page.locator(".panel .mark .ring")).to_have_count(0)
    page.wait_for_load_state("networkidle")  # the visit fails if another host is asked


@pytest.mark.long
def test_another_question_keeps_figure_year_and_province(open_page):
    page = open_page("indicator_map_measure=V_STATELESS&indicator_map_province=TH-63")
    page.get_by_role("radio", name="Neighbours high too?").click()
    expect(page.get_by_text("high among high neighbours beyond chance")).to_be_visible()
    for kept in ("measure=V_STATELESS", "province=TH-63", "view=clusters"):
        assert f"indicator_map_{kept}" in page.url
    page.reload()
    settled(page)
    expect(page.get_by_text("high among high neighbours beyond chance")).to_be_visible()
    expect(page.locator(".marks .selected .ring")).to_have_count(1)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_all_questions_stand_in_one_row_of_a_wide_window(open_page, lang):
    query = "indicator_map_measure=E_CASE_RATE"
    page = open_page(query, lang, width=1440, height=900)
    questions = page.locator(".st-key-indicator_map_view").get_by_role("radio")
    expect(questions).to_have_count(7)
    tops = "all => all.map((each) => each.getBoundingClientRect().top)"
    assert len(set(questions.evaluate_all(tops))) == 1  # at one and the same moment


@pytest.mark.parametrize("view", ["one", "years", "funnel"])
def test_a_phone_shows_each_view_in_one_column(open_page, view):
    query = f"indicator_map_view={view}&indicator_map_measure=E_CASE_RATE"
    page = open_page(query, width=390, height=844, has_touch=True)
    if view == "years":
        expect(page.locator(".panel path[data-code]")).to_have_count(8 * 77)
    else:
        expect(page.locator(".province[role]")).to_have_count(77)
        page.wait_for_selector(".scatterlayer .point")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)
