"""The register of alarms and the row of filters in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import settled

DESK, PHONE = 1440, 390  # px
CHECKBOX, HEADER, ROW = 16, 35, 35  # px in a list
DETAIL = ".st-key-tips_internal_alarm"
LONGEST = {  # of the names in Thai
    "tips_channel": "TOURIST_POLICE_1155",
    "tips_region": "Northeast",
}
CUT = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"


@pytest.fixture
def open_alarms(visit, demo_address):
    """Opens the part on alarms and waits until it is drawn."""

    def opened(query="lang=en", width=DESK) -> Page:
        address = f"{demo_address}/tips?tips_part=signals&{query}"
        page = visit(address, width=width, height=900)
        settled(page)
        return page

    return opened


def tick(page: Page, name: str, row: int) -> None:
    """Press the box before a row of the runs or of the alarms."""
    table = page.locator(f"[class*=st-key-tips_{name}_] .dvn-scroller")
    table.evaluate("node => node.scrollIntoView({block: 'center'})")
    table.click(position={"x": CHECKBOX, "y": HEADER + ROW * row + ROW // 2})


def rows(page: Page, name: str):
    return page.locator(
        f"[class*=st-key-tips_{name}_] [data-testid=stDataFrame] canvas tbody tr"
    )


@pytest.mark.long
def test_a_press_on_a_run_shows_its_alarms_and_on_one_of_them_opens_it(open_alarms):
    page = open_alarms()
    expect(page.locator(DETAIL)).to_contain_text("Ranong, Week 42/2569")
    expect(rows(page, "alarms")).to_have_count(4)
    tick(page, "alarms", 1)
    expect(page.locator(DETAIL)).to_contain_text("Ranong, Week 44/2569")
    expect(page).to_have_url(re.compile("tips_alarm=ALARM-2026-W44-TH85"))
    tick(page, "runs", 1)
    expect(page.locator(DETAIL)).to_contain_text("Ang Thong, Week 45/2569")
    expect(rows(page, "alarms")).to_have_count(1)
    tick(page, "runs", 0)
    expect(page.locator(DETAIL)).to_contain_text("Ranong, Week 42/2569")
    expect(rows(page, "alarms")).to_have_count(4)


@pytest.mark.long
def test_what_is_shown_stays_when_its_row_is_unticked(open_alarms):
    page = open_alarms()
    tick(page, "runs", 1)
    expect(page.locator(DETAIL)).to_contain_text("Ang Thong, Week 45/2569")
    settled(page)
    tick(page, "runs", 1)
    settled(page)
    expect(page.locator(DETAIL)).to_contain_text("Ang Thong, Week 45/2569")
    tick(page, "runs", 0)
    expect(page.locator(DETAIL)).to_contain_text("Ranong, Week 42/2569")
    settled(page)
    tick(page, "alarms", 1)
    expect(page.locator(DETAIL)).to_contain_text("Ranong, Week 44/2569")
    settled(page)
    tick(page, "alarms", 1)
    settled(page)
    expect(page.locator(DETAIL)).to_contain_text("Ranong, Week 44/2569")
    expect(page).to_have_url(re.compile("tips_alarm=ALARM-2026-W44-TH85"))


@pytest.mark.long
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_channels_and_regions_are_whole_in_the_filters_in_thai(open_alarms, width):
    chosen = "&".join(f"{name}={code}" for name, code in LONGEST.items())
    page = open_alarms(f"lang=th&tips_alarm_view=method&{chosen}", width)
    filters = page.locator(".st-key-tips_row > div")
    expect(filters).to_have_count(6)
    tops = filters.evaluate_all(
        "all => all.map(e => Math.round(e.getBoundingClientRect().bottom))"
    )
    assert len(set(tops)) == (1 if width == DESK else 4)
    for name in LONGEST:
        field = page.locator(f".st-key-{name} input")
        assert not field.evaluate_all(CUT), field.input_value()


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("kind", ["channel", "form", "status"])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_name_to_choose_from_is_whole_and_on_the_screen(
    open_alarms, lang, kind, width
):
    page = open_alarms(f"lang={lang}&tips_alarm_view=method", width)
    field = page.locator(f".st-key-tips_{kind} input")
    field.evaluate("node => node.scrollIntoView({block: 'center'})")
    field.click()
    names = page.locator("[data-testid=stSelectboxVirtualDropdown]")
    expect(names).to_be_visible()
    assert not names.locator("[role=option] > *").evaluate_all(CUT)
    box = names.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width
