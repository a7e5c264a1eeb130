"""The risk page in a real browser: what-if, its address, its file, the phone."""

import re
import tomllib
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import settled

PAGE = "risk_index?lang=en&risk_year=2569"
WEIGHT = "[class*=st-key-risk_weight_E_MIGRANT_WORKERS] input[type=range]"
PUBLISHED, TRIED = "risk_published_map", "risk_scenario_map"


@pytest.fixture
def open_page(visit, demo_address):
    """Opens the page as a new visitor and waits until its maps are drawn."""

    def opened(query="", **options):
        page = visit(f"{demo_address}/{PAGE}{query}", **options)
        drawn(page)
        return page

    return opened


def drawn(page: Page) -> None:
    settled(page)
    for key in (PUBLISHED, TRIED):
        expect(provinces(page, key)).to_have_count(77)
    page.wait_for_selector(".st-key-risk_ranks .ytick")


def provinces(page: Page, key: str):
    return page.locator(f"[class*=st-key-{key}] .province[role]")


def fills(page: Page, key: str) -> list[str]:
    return provinces(page, key).evaluate_all(
        "all => all.map((each) => each.getAttribute('fill'))"
    )


def changed(page: Page) -> int:
    """How many provinces change level, as the page says."""
    said = page.get_by_text(re.compile(r"Change of level in this scenario: \d+ prov"))
    expect(said).to_be_visible()
    return int(re.search(r"scenario: (\d+)", said.inner_text()).group(1))


@pytest.mark.long
def test_a_slider_redraws_the_scenario_alone_and_stands_in_the_address(
    open_page, visit
):
    page = open_page()
    before = fills(page, PUBLISHED)
    assert fills(page, TRIED) == before
    page.press(WEIGHT, "End")
    number = changed(page)
    assert number > 0
    after = fills(page, TRIED)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == number
    assert fills(page, PUBLISHED) == before
    expect(page).to_have_url(re.compile("risk_weight_E_MIGRANT_WORKERS=200"))
    again = visit(page.url)
    drawn(again)
    assert changed(again) == number
    assert fills(again, TRIED) == after


@pytest.mark.long
def test_back_to_the_published_settings_takes_the_scenario_away(open_page):
    page = open_page("&risk_weight_E_MIGRANT_WORKERS=200&risk_exposure=70")
    changed(page)
    page.get_by_role("button", name="Back to the published settings").click()
    expect(page.get_by_text("These are the published settings")).to_be_visible()
    assert fills(page, TRIED) == fills(page, PUBLISHED)
    expect(page).not_to_have_url(re.compile("risk_weight|risk_exposure"))


@pytest.mark.long
def test_a_scenario_is_kept_as_a_file_and_opened_by_another_visitor(
    open_page, tmp_path
):
    page = open_page("&risk_weight_V_POVERTY=0&risk_aggregation=arithmetic")
    number = changed(page)
    page.get_by_text("Keep or open a scenario as a file").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Keep the scenario (TOML)").click()
    file = tmp_path / "scenario.toml"
    download.value.save_as(file)
    model = tomllib.loads(file.read_text(encoding="utf-8"))
    assert model["indicator"]["V_POVERTY"]["weight"] == 0
    assert model["aggregation"] == "arithmetic"

    other = open_page()
    other.get_by_text("Keep or open a scenario as a file").click()
    other.set_input_files("[data-testid=stFileUploaderDropzoneInput]", file)
    assert changed(other) == number
    expect(other).to_have_url(re.compile("risk_weight_V_POVERTY=0"))

    wrong = tmp_path / "wrong.toml"
    wrong.write_text(file.read_text(encoding="utf-8").replace("= 0.35", "= 0.5"))
    other.set_input_files("[data-testid=stFileUploaderDropzoneInput]", wrong)
    refused = other.locator("[data-testid=stAlert]")
    expect(refused).to_contain_text("indicator.V_POVERTY.goalpost_max is 0.5")
    assert changed(other) == number
    other.press(WEIGHT, "End")
    expect(other).to_have_url(re.compile("risk_weight_E_MIGRANT_WORKERS=200"))
    expect(refused).to_be_visible()
    remove = other.get_by_role("button", name="Remove wrong.toml")
    for _ in range(3):  # a press that falls into a run is forgotten: press again
        settled(other)
        if remove.count():
            remove.click()
        with suppress(AssertionError):
            expect(refused).to_have_count(0, timeout=15_000)
            break
    expect(refused).to_have_count(0)


def test_a_province_pressed_on_the_published_map_is_taken_apart(open_page):
    page = open_page()
    province = page.locator(
        f'[class*=st-key-{PUBLISHED}] .province[role][data-code="TH-50"]'
    )
    province.focus()
    province.press("Enter")
    expect(page.get_by_text("Risk score of Chiang Mai by indicator")).to_be_visible()
    expect(page).to_have_url(re.compile("risk_province=TH-50"))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_on_a_phone_nothing_is_wider_than_the_screen_and_names_are_whole(
    visit, lang, demo_address
):
    page = visit(
        f"{demo_address}/risk_index?lang={lang}&risk_year=2569&risk_rest=1"
        "&risk_province=TH-14",
        width=390,
        height=844,
    )
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    chart = page.locator(".st-key-risk_ranks .main-svg").first.bounding_box()
    names = page.locator(".st-key-risk_ranks .ytick text")
    expect(names).to_have_count(77)
    for at in (0, 40, 76):
        box = names.nth(at).bounding_box()
        assert box["x"] >= chart["x"]
    lefts = names.evaluate_all("all => all.map((n) => n.getBoundingClientRect().x)")
    assert min(lefts) >= chart["x"]


def top(page: Page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["y"]


@pytest.mark.long
def test_on_a_phone_the_scenarios_map_stands_above_the_sliders(open_page):
    page = open_page(width=390, height=844)
    drawn_map = f"[class*=st-key-{TRIED}]"
    page.wait_for_function(
        "([map, sliders]) => document.querySelector(map).getBoundingClientRect().y"
        " < document.querySelector(sliders).getBoundingClientRect().y",
        arg=[drawn_map, "[class*=st-key-risk_controls]"],
    )
    tried = page.locator(drawn_map).first.bounding_box()
    sliders = page.locator("[class*=st-key-risk_controls]").bounding_box()
    assert sliders["y"] - (tried["y"] + tried["height"]) < 200
    assert top(page, f"[class*=st-key-{PUBLISHED}]") > sliders["y"]


@pytest.mark.long
def test_on_a_screen_the_two_maps_stand_on_one_line(open_page):
    page = open_page(width=1440, height=900)
    tops = [
        page.locator(f"[class*=st-key-{key}] svg.map").bounding_box()["y"]
        for key in (TRIED, PUBLISHED)
    ]
    assert tops[0] == pytest.approx(tops[1], abs=2)


def test_a_press_of_a_slider_on_a_phone_keeps_it_and_redraws_the_map(open_page):
    page = open_page(width=390, height=844)
    before = fills(page, TRIED)
    page.press(WEIGHT, "End")
    assert changed(page) > 0
    assert fills(page, TRIED) != before


@pytest.mark.long
def test_on_a_screen_all_sliders_stand_beside_the_scenarios_map(open_page):
    page = open_page(width=1440, height=900)
    first = top(page, "[class*=st-key-risk_exposure_]")
    last = page.locator("[class*=st-key-risk_weight_]").evaluate_all(
        "all => Math.max(...all.map((s) => s.getBoundingClientRect().bottom))"
    )
    assert last - first < 900
    map_box = page.locator(f"[class*=st-key-{TRIED}]").first.bounding_box()
    sliders = page.locator("[class*=st-key-risk_controls]").bounding_box()
    assert map_box["x"] >= sliders["x"] + sliders["width"]


@pytest.mark.long
@pytest.mark.parametrize(("width", "is_wide"), [(1440, True), (390, False)])
def test_texts_of_figures_are_as_wide_as_the_page_and_within_it(
    open_page, width, is_wide
):
    page = open_page("&risk_province=TH-20", width=width, height=900)
    for key in ("risk_ranks", "risk_parts_figure"):
        figure = page.locator(f".st-key-{key} .main-svg").first
        title = page.locator(f".st-key-{key} .annotation").first
        lines = title.locator("tspan.line")
        expect(lines.nth(3)).to_have_count(0 if is_wide else 1)
        box, room = title.bounding_box(), figure.bounding_box()
        assert box["x"] + box["width"] <= room["x"] + room["width"]


@pytest.mark.long
def test_a_province_pressed_on_the_scenarios_map_is_shown_by_all_of_the_page(open_page):
    page = open_page("&risk_province=TH-57&risk_weight_E_MIGRANT_WORKERS=200")
    expect(page.get_by_text("Risk score of Chiang Rai by indicator")).to_be_visible()
    province = page.locator(
        f'[class*=st-key-{TRIED}] .province[role][data-code="TH-50"]'
    )
    province.focus()
    province.press("Enter")
    expect(page.get_by_text("Risk score of Chiang Mai by indicator")).to_be_visible()
    expect(page.get_by_text("Risk score of Chiang Rai by indicator")).to_have_count(0)
    chosen = page.locator(".st-key-risk_province input")
    expect(chosen).to_have_value("Chiang Mai")
    published = page.locator(
        f'[class*=st-key-{PUBLISHED}] .province[role][data-code="TH-50"]'
    )
    expect(published).to_have_attribute("aria-pressed", "true")
    assert changed(page) > 0  # what was tried stays


@pytest.mark.long
@pytest.mark.parametrize("lang", ["th", "en"])
def test_on_a_screen_every_column_of_a_provinces_parts_is_read_whole(
    visit, demo_address, lang
):
    query = f"risk_index?lang={lang}&risk_year=2569&risk_province=TH-57"
    page = visit(f"{demo_address}/{query}", width=1440, height=900)
    drawn(page)
    page.locator(".st-key-risk_parts_expander summary").click()
    table = page.locator(".st-key-risk_parts_room table")
    expect(table).to_be_visible()
    room = page.locator(".st-key-risk_parts_room").bounding_box()
    box = table.bounding_box()
    assert box["x"] + box["width"] <= room["x"] + room["width"] + 1
    cut = table.locator("th, td").evaluate_all(
        "all => all.filter((cell) => cell.scrollWidth > cell.clientWidth + 1)"
        ".map((cell) => cell.innerText)"
    )
    assert cut == []
    expect(table.locator("th")).to_have_count(12)


@pytest.mark.long
def test_on_a_screen_the_legends_of_the_two_maps_stand_well_apart(open_page):
    page = open_page(width=1440, height=900)
    tried, published = (
        page.locator(f"[class*=st-key-{key}] svg.map").bounding_box()
        for key in (TRIED, PUBLISHED)
    )
    assert published["x"] - (tried["x"] + tried["width"]) >= 40
