"""Channels and forms of tips in a real browser: on a phone, a screen, their files."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import downloaded, settled

SIDES = """
figures => figures.map((figure) => {
  const { left, right } = figure.getBoundingClientRect();
  return [left, right];
})
"""
FIGURES = {"channels": 4, "forms": 2}
MARKS = ("Internal use", "ใช้ภายใน")  # slanting across, whatever room there is
CLIPPED = """(marks) => [...document.querySelectorAll(".js-plotly-plot")]
    .flatMap((figure) => {
        const frame = figure.getBoundingClientRect();
        return [...figure.querySelectorAll("text")].filter((word) => {
            const box = word.getBoundingClientRect();
            const isOut = box.left < frame.left - 1 || box.right > frame.right + 1;
            return box.width && isOut && !marks.includes(word.textContent);
        }).map((word) => word.textContent);
    })"""


@pytest.fixture
def open_page(visit, demo_address):
    """Opens a part of the page as a new visitor and waits until it is drawn."""

    def opened(part, query="lang=en", **options) -> Page:
        page = visit(f"{demo_address}/tips?tips_part={part}&{query}", **options)
        settled(page)
        expect(page.locator(".js-plotly-plot")).to_have_count(FIGURES[part])
        return page

    return opened


def whole(page: Page) -> None:
    """Wait until no word stands out of its figure to the left or right.

    A page is drawn anew once the browser has said how wide it is.
    """
    page.wait_for_function(f"(marks) => ({CLIPPED})(marks).length === 0", arg=MARKS)


@pytest.mark.parametrize("part", FIGURES)
@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_every_part_fits_and_its_names_are_whole(open_page, part, lang, width, height):
    page = open_page(part, f"lang={lang}", width=width, height=height)
    whole(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # at once: a page that is drawn anew on a phone takes figures away one by one
    sides = page.locator(".js-plotly-plot").evaluate_all(SIDES)
    assert sides
    assert all(left >= 0 and right <= width for left, right in sides)
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)
    page.wait_for_load_state("networkidle")  # the visit fails if another host is asked


@pytest.mark.long
def test_a_phone_that_draws_anew_still_shows_the_period_that_it_draws(open_page):
    page = open_page("channels", width=390, height=844)
    whole(page)
    period = page.get_by_role("combobox", name="Period")
    expect(period).to_have_value("52 weeks")


@pytest.mark.long
@pytest.mark.parametrize("part", FIGURES)
def test_exact_figures_give_no_picture_of_themselves(open_page, part):
    page = open_page(part)
    for figure in page.locator(".js-plotly-plot").all():
        figure.hover(position={"x": 60, "y": 60})
        expect(figure).to_contain_text("Internal use")
    expect(page.locator(".modebar-btn")).to_have_count(0)
    add = page.locator("[class*='st-key-tips'] button").filter(has_text="Add to")
    expect(add).to_have_count(0)


@pytest.mark.long
def test_the_channel_of_provinces_stands_in_the_address(open_page):
    page = open_page("channels")
    page.locator(".st-key-tips_channels_of button").filter(has_text="Protect-U").click()
    expect(page).to_have_url(re.compile("tips_channels_of=APP_PROTECT_U"))
    expect(
        page.get_by_text("Share of tips through Protect-U, by province").first
    ).to_be_visible()
    page.go_back()
    expect(page).not_to_have_url(re.compile("tips_channels_of"))
    expect(
        page.get_by_text("Share of tips through Volunteers, by province").first
    ).to_be_visible()


@pytest.mark.long
def test_the_published_table_opens_and_gives_its_file(open_page):
    page = open_page("forms")
    page.get_by_text("Published: tips by form, whole country by quarter").click()
    button = page.locator(
        ".st-key-tips_published_form_national_quarter_download button"
    )
    expect(button).to_be_visible()
    given = downloaded(page, button)
    assert given.suggested_filename.startswith("national_quarter_form_tips_")
    text = given.path().read_text(encoding="utf-8-sig")
    assert "Fishing (statistical sub-category)" in text
    assert "rounded to 5" in text


@pytest.mark.long
def test_an_exact_table_opens_without_a_way_to_save_it(open_page):
    page = open_page("forms")
    page.get_by_text("As a table (exact, for internal use)").first.click()
    table = page.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible()
    table.hover()
    expect(page.get_by_role("button", name="Fullscreen").first).to_be_visible()
    save = page.get_by_role("button", name=re.compile("download", re.IGNORECASE))
    expect(save).to_have_count(0)
