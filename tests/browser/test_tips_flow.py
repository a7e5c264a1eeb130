"""The referral flow in a real browser: a phone, clicks, the address, what leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import downloaded, settled

FIGURES = 6


@pytest.fixture
def open_page(visit, demo_address):
    """Opens the part as a new visitor and waits until it is drawn."""

    def opened(query="lang=en", **options) -> Page:
        page = visit(f"{demo_address}/tips?tips_part=flow&{query}", **options)
        drawn(page)
        return page

    return opened


def drawn(page: Page) -> None:
    settled(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(FIGURES)


def clipped(page: Page) -> list[str]:
    """Words of figures that stand out of their figure; not the mark across it."""
    found: list[str] = page.locator(".js-plotly-plot").evaluate_all(
        """all => all.flatMap((figure) => {
            const frame = figure.getBoundingClientRect();
            return [...figure.querySelectorAll("text")]
                .filter((word) => {
                    const box = word.getBoundingClientRect();
                    const style = getComputedStyle(word);
                    return box.width && parseFloat(style.fontSize) < 40 && (
                        box.left < frame.left - 1 || box.right > frame.right + 1);
                })
                .map((word) => word.textContent);
        })"""
    )
    return found


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_every_figure_fits_a_phone_and_a_screen(open_page, lang, width):
    page = open_page(f"lang={lang}", width=width, height=900)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert clipped(page) == []
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)


def test_no_figure_gives_a_picture_and_no_table_a_file(open_page):
    page = open_page()
    page.locator(".js-plotly-plot").first.hover()
    expect(page.locator(".modebar-btn")).to_have_count(0)
    expect(page.locator('[data-testid="stDownloadButton"]')).to_have_count(0)
    page.locator('[data-testid="stDataFrame"]').first.hover()
    buttons = page.locator('[data-testid="stElementToolbarButton"]')
    labels = [button.get_attribute("aria-label") or "" for button in buttons.all()]
    assert not [label for label in labels if "ownload" in label]


@pytest.mark.long
def test_another_wait_and_agency_stand_in_the_address(open_page):
    page = open_page()
    page.get_by_role("radio", name="from receipt to the first hand-over").click()
    expect(page).to_have_url(re.compile("tips_flow_wait=receipt"))
    page.get_by_role("radio", name="suppression agencies", exact=True).click()
    expect(page).to_have_url(re.compile("tips_flow_to=suppression"))
    drawn(page)
    expect(page.get_by_text("Only those to suppression agencies")).to_be_visible()


@pytest.mark.long
def test_what_may_be_taken_away_is_one_file_that_passed_the_gate(open_page):
    page = open_page("lang=en&tips_flow_taken=open")
    page.get_by_text("What may be taken away").click()
    button = page.locator('[data-testid="stDownloadButton"] button')
    expect(button).to_have_count(1)
    given = downloaded(page, button)
    assert given.suggested_filename.startswith("tips_flow_open_2026-11-22")
    text = given.path().read_text("utf-8-sig")
    assert "Oldest referral that nobody accepted (days)" in text.splitlines()[0]
    assert len(text.splitlines()) == 78
