"""The ministry's province layer in a real browser: drawn, fetched once, small after."""

import re

import pytest
from playwright.sync_api import expect

from tests import official
from tests.under_test import settled

pytestmark = pytest.mark.long

LAYER = re.compile(r"/media/\w+\.json$")


@pytest.fixture(scope="module")
def address(serve, demo_built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("official") / "built"
    return serve(official.published(demo_built, folder))


@pytest.fixture
def opened(visit, address):
    """The coverage map, and every request for the provinces' shapes on the way."""
    asked = []

    def follow(page):
        page.on("request", lambda request: asked.append(request.url))
        return page

    page = follow(visit("about:blank"))
    page.goto(f"{address}/coverage_map?lang=en")
    settled(page)
    expect(page.locator(".province[role]")).to_have_count(77)
    return page, asked


def points(page, code: str) -> int:
    path = page.locator(f'.province[role][data-code="{code}"]').get_attribute("d")
    return len(re.findall(r"[\d.]+,[\d.]+", path))


def test_the_map_draws_the_layer_of_its_version(opened):
    page, asked = opened
    assert points(page, "TH-50") == 5  # a box, as that layer has it
    expect(
        page.get_by_text(f"Province borders from {official.SOURCE['en']}")
    ).to_be_visible()
    assert [url for url in asked if "provinces.geojson" in url] == []


def test_the_layer_is_fetched_once_however_often_the_page_runs(opened):
    page, asked = opened
    for code in ("TH-50", "TH-57"):
        # Boxes lie upon each other: what is clicked is told, not pointed at.
        page.locator(f'.province[role][data-code="{code}"]').dispatch_event("click")
        expect(page).to_have_url(re.compile(code))
        settled(page)
    page.get_by_text("ไทย", exact=True).click()
    expect(page.get_by_text(f"แนวเขตจังหวัดจาก {official.SOURCE['th']}")).to_be_visible()
    assert len([url for url in asked if LAYER.search(url)]) == 1


def test_columns_stand_on_the_layer(opened, address):
    page, asked = opened
    del asked[:]
    with page.expect_response(LAYER) as response:
        page.goto(f"{address}/coverage_map?lang=en&coverage_view=columns")
    assert response.value.ok
    settled(page)
    expect(page.locator("[data-testid=stDeckGlJsonChart] canvas").first).to_be_visible()
    expect(
        page.get_by_text(f"Province borders from {official.SOURCE['en']}")
    ).to_be_visible()
    assert [url for url in asked if "provinces.geojson" in url] == []
