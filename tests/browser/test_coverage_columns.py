"""The columns of the coverage map in a real browser: drawn, picked, from this host."""

import io
import re
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.under_test import settled

PAGE = "coverage_map"
CARD = ".st-key-coverage_selected"
DECK = "[data-testid=stDeckGlJsonChart]"
TIP = ".coverage-tip"
WEST_KIND = "r3c1"  # of the columns of this class, that of Tak stands furthest west
QUERY = f"?lang=en&coverage_view=columns&coverage_class={WEST_KIND}"


@pytest.fixture(scope="module")
def address(demo_address):
    return f"{demo_address}/{PAGE}"


@pytest.fixture
def open_page(visit, address):
    """Opens the page as a new visitor and waits until the columns are drawn."""

    def opened(query=QUERY, **options):
        page = visit(f"{address}{query}", **options)
        settled(page)
        expect(page.locator(f"{DECK} canvas").first).to_be_visible()
        expect(page.locator(".entry .count, .entry .number").first).not_to_be_empty()
        return page

    return opened


def picture(page: Page) -> np.ndarray:
    """What the frame of the columns shows, in CSS pixels."""
    box = page.locator(DECK)
    box.scroll_into_view_if_needed()
    return np.asarray(Image.open(io.BytesIO(box.screenshot())).convert("RGB")).astype(
        int
    )


def painted(page: Page, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the pixels in the legend's colour of a class."""
    swatch = page.locator(f'.entry[data-class="{kind}"] .swatch').first
    fill = np.array(list(bytes.fromhex(swatch.get_attribute("fill").lstrip("#"))))
    return np.nonzero(np.abs(picture(page) - fill).max(axis=2) <= 3)


def column(page: Page, kind: str = WEST_KIND) -> dict[str, int]:
    """The middle of the column of a class that stands furthest west, once it is drawn.

    Columns lean: the middle of all its pixels could lie beside it.
    """
    for _ in range(60):
        down, across = painted(page, kind)
        if len(down) > 60:
            break
        page.wait_for_timeout(250)
    assert len(down) > 60, "no column of this class is drawn"
    is_first = across <= across.min() + 14
    row = int(np.sort(down[is_first])[is_first.sum() // 2])
    return {"x": int(np.median(across[is_first & (down == row)])), "y": row}


def until(change: Callable[[int], None], act: Callable[[], None]) -> None:
    """Act until the page has changed: deck.gl takes a slow click for a hold.

    `change` expects what is to come within the milliseconds that it is given.
    """
    for patience in (15_000, 15_000):
        act()
        with suppress(AssertionError):
            change(patience)
            return
    act()
    change(20_000)


def click(page: Page, spot: dict[str, int], change: Callable[[int], None]) -> None:
    """Click a column until the page has changed as it should."""
    until(change, lambda: page.locator(DECK).click(position=spot))


def is_selected(page: Page, name: str = "Tak") -> Callable[[int], None]:
    """Expects the details of a province."""
    return lambda ms: expect(page.locator(CARD)).to_contain_text(name, timeout=ms)


def is_given_up(page: Page) -> Callable[[int], None]:
    """Expects the details of no province."""
    return lambda ms: expect(page.locator(CARD)).to_have_count(0, timeout=ms)


@pytest.mark.long
def test_columns_are_drawn_in_the_legends_colours(open_page):
    page = open_page()
    column(page)
    shown = picture(page)
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) > 20  # borders, ground, columns
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)
    page.wait_for_load_state("networkidle")  # the visit fails if another host is asked


@pytest.mark.long
def test_a_click_selects_and_a_second_one_gives_up(open_page):
    page = open_page()
    spot = column(page)  # the camera stays as it is
    click(page, spot, is_selected(page))
    expect(page).to_have_url(re.compile("coverage_province=TH-63"))
    page.locator(DECK).click(position={"x": 6, "y": 200})  # beside all: nothing changes
    settled(page)
    expect(page.locator(CARD)).to_contain_text("Tak")
    click(page, spot, is_given_up(page))
    expect(page).not_to_have_url(re.compile("coverage_province"))
    click(page, spot, is_selected(page))
    page.get_by_role("button", name="Clear selection").last.click()
    expect(page.locator(CARD)).to_have_count(0)


@pytest.mark.long
def test_streamlit_keeps_no_selection_of_its_own(open_page):
    """It would dim all other columns, whatever is selected elsewhere on the page."""
    page = open_page("?lang=en&coverage_view=columns")
    before = len(painted(page, "r1c1")[0])
    click(page, column(page), is_selected(page))
    for _ in range(20):
        after = len(painted(page, "r1c1")[0])
        if after > 0.8 * before:
            break
        page.wait_for_timeout(250)
    assert after > 0.8 * before > 50


@pytest.mark.long
def test_the_pointer_brings_the_lines_of_the_flat_map(open_page):
    page = open_page()
    spot = column(page)
    page.locator(DECK).hover(position=spot)
    tip = page.locator(TIP)
    expect(tip).to_contain_text("Tak")
    for line in ("Risk level", "Trained per 100,000", "Gap G (rank)", "Population"):
        expect(tip).to_contain_text(line)
    inner, outer = tip.bounding_box(), page.locator(DECK).bounding_box()
    assert inner["x"] >= outer["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    assert inner["y"] > outer["y"] + spot["y"]  # away from the province


@pytest.mark.long
def test_dragging_turns_the_country(open_page):
    page = open_page("?lang=en&coverage_view=columns")
    column(page)
    before = picture(page)
    box = page.locator(DECK).bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 90, middle[1] - 40, steps=6)
    page.mouse.up()
    page.wait_for_timeout(800)
    assert (np.abs(picture(page) - before).max(axis=2) > 30).mean() > 0.02
    expect(page.locator(CARD)).to_have_count(0)


@pytest.mark.long
def test_the_legend_filters_the_columns(open_page):
    page = open_page("?lang=en&coverage_view=columns")
    column(page)
    page.locator('.entry[data-class="r1c1"]').click()
    expect(page).to_have_url(re.compile("coverage_class=r1c1"))
    settled(page)
    for _ in range(40):
        if not len(painted(page, WEST_KIND)[0]):
            break
        page.wait_for_timeout(250)
    assert len(painted(page, WEST_KIND)[0]) < 10
    assert len(painted(page, "r1c1")[0]) > 50


def test_the_flat_map_comes_first_and_asks_for_no_script(visit, address):
    page = visit("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}?lang=en")
    settled(page)
    expect(page.locator(".province[role]")).to_have_count(77)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "DeckGl" in url or "blank-style" in url] == []
    page.get_by_text("Columns", exact=True).click()
    expect(page).to_have_url(re.compile("coverage_view=columns"))
    expect(page.locator(f"{DECK} canvas").first).to_be_visible()
    expect(page.locator(".province[role]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert any("DeckGl" in url for url in asked)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_phone_shows_and_selects_a_column(open_page, lang):
    page = open_page(
        QUERY.replace("lang=en", f"lang={lang}"), width=390, height=844, has_touch=True
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    spot = column(page)
    box = page.locator(DECK).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    until(
        is_selected(page, "ตาก" if lang == "th" else "Tak"),
        lambda: page.touchscreen.tap(box["x"] + spot["x"], box["y"] + spot["y"]),
    )


@pytest.mark.long
@pytest.mark.parametrize("layer", ["tambons", "outreach"])
def test_each_layer_is_drawn_flat_and_as_columns(open_page, layer):
    query = f"?lang=en&coverage_year=2569&coverage_layer={layer}"
    page = open_page(f"{query}&coverage_view=columns")
    column(page, "class_3")
    page.get_by_text("Flat map", exact=True).click()
    expect(page.locator(".province[role]")).to_have_count(77)
    page.locator('.province[role][data-code="TH-63"]').click()
    expect(page.locator(CARD)).to_contain_text("Tak")
    expect(page).to_have_url(re.compile(f"coverage_layer={layer}"))
