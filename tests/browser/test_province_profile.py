"""The page on one province in a real browser: search, maps, paper, a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import settled

FIGURES = 4  # spine, victims, lines, tips
A4 = {"width": 794, "height": 1123}


@pytest.fixture
def open_page(visit, demo_address):
    """Opens the page as a new visitor and waits until it is drawn."""

    def opened(query="lang=en&province=TH-50", **options) -> Page:
        page = visit(f"{demo_address}/province_profile?{query}", **options)
        settled(page)
        expect(page.locator(".js-plotly-plot")).to_have_count(FIGURES)
        return page

    return opened


def clipped(page: Page) -> list[str]:
    """Words of figures that stand out of their figure to the left or right."""
    found: list[str] = page.locator(".js-plotly-plot").evaluate_all(
        """all => all.flatMap((figure) => {
            const frame = figure.getBoundingClientRect();
            return [...figure.querySelectorAll("text")]
                .filter((word) => {
                    const box = word.getBoundingClientRect();
                    return box.width && (
                        box.left < frame.left - 1 || box.right > frame.right + 1);
                })
                .map((word) => word.textContent);
        })"""
    )
    return found


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "name"),
    [("กทม", "กรุงเทพมหานคร"), ("korat", "นครราชสีมา"), ("เชียงให", "เชียงใหม่")],
)
def test_a_province_is_found_by_any_of_its_names(open_page, typed, name):
    page = open_page("lang=th&province=TH-83")
    box = page.locator(".st-key-province [role=combobox]")
    box.click()
    box.fill(typed)
    page.get_by_role("option").filter(has_text=name).first.click()
    expect(page.locator("h1")).to_contain_text(name)
    expect(page).to_have_url(re.compile(r"province=TH-\d\d"))


@pytest.mark.long
def test_a_click_on_the_map_leads_to_the_province_in_its_year(visit, demo_address):
    page = visit(f"{demo_address}/coverage_map?lang=en&coverage_year=2568")
    settled(page)
    page.locator('.province[role][data-code="TH-34"]').click()
    page.get_by_role("link", name="Open the profile: Ubon Ratchathani").click()
    expect(page.locator("h1")).to_contain_text("Ubon Ratchathani: how does it")
    expect(page).to_have_url(re.compile("province_profile.*province=TH-34"))
    expect(page).to_have_url(re.compile("profile_year=2568"))


def test_the_link_from_a_map_fits_a_phone(visit, demo_address):
    page = visit(
        f"{demo_address}/coverage_map?lang=th&coverage_province=TH-34",
        width=390,
        height=844,
        has_touch=True,
    )
    settled(page)
    link = page.get_by_role("link", name="เปิดข้อมูลจังหวัด: อุบลราชธานี")
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


@pytest.mark.long
def test_the_peers_stand_in_the_address_and_come_back_by_it(open_page):
    page = open_page()
    page.locator(".st-key-profile_peers button").filter(has_text="Bordering").click()
    expect(page.get_by_role("heading", name="Provinces bordering on")).to_be_visible()
    expect(page).to_have_url(re.compile("profile_peers=neighbour"))
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name="Provinces bordering on")).to_be_visible()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_fits_a_phone(open_page, lang):
    query = f"lang={lang}&province=TH-10"
    page = open_page(query, width=390, height=844, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert clipped(page) == []
    for figure in page.locator(".js-plotly-plot").all():
        box = figure.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize(
    ("query", "width"),
    [
        ("lang=th&province=TH-50", A4["width"]),
        ("lang=en&province=TH-10&profile_peers=region", 1920),  # the largest region
    ],
)
def test_a_province_prints_on_one_page_without_what_is_internal(
    open_page, query, width
):
    page = open_page(query, width=width, height=A4["height"])
    page.emulate_media(media="print")
    for internal in ("profile_internal_tips", "profile_internal_victims"):
        expect(page.locator(f".st-key-{internal}")).to_be_hidden()
    expect(page.locator(".st-key-profile_on_paper")).to_be_visible()
    expect(page.locator(".st-key-profile_row")).to_be_hidden()
    for part in ("facts", "peers_room"):
        expect(page.locator(f".st-key-profile_{part}")).to_be_visible()
    page.emulate_media(media=None)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


# Words and marks of figures as they are printed: colour, and how much of it there is.
PRINTED = """() => {
    const found = [];
    const figures = document.querySelectorAll('.stPlotlyChart .js-plotly-plot');
    for (const figure of figures) {
        if (!figure.checkVisibility()) continue;
        for (const word of figure.querySelectorAll('text, tspan')) {
            if (word.textContent.trim()) found.push(getComputedStyle(word).fill);
        }
    }
    return found;
}"""


def lightness(colour: str) -> float:
    """Of rgb(1, 2, 3), from 0 (black) to 255 (white)."""
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_words_of_figures_are_dark_on_paper_whatever_the_theme(open_page, scheme):
    query = "lang=en&province=TH-50&profile_year=2569"
    page = open_page(query, color_scheme=scheme, **A4)
    page.emulate_media(media="print", color_scheme=scheme)
    colours = page.evaluate(PRINTED)
    assert len(colours) > 50
    assert {colour for colour in colours if lightness(colour) > 130} == set()


@pytest.mark.long
def test_a_province_prints_in_the_same_colours_in_both_themes(open_page):
    """What is drawn for the dark theme is printed as the light one draws it."""
    query = "lang=en&province=TH-50&profile_year=2569"
    fills = []
    for scheme in ("dark", "light"):
        page = open_page(query, color_scheme=scheme, **A4)
        page.emulate_media(media="print", color_scheme=scheme)
        fills.append(sorted(set(page.evaluate(MARKS))))
    assert fills[0] == fills[1]


MARKS = """() => {
    const shown = [...document.querySelectorAll('.stPlotlyChart .js-plotly-plot')]
        .filter(figure => figure.checkVisibility());
    return shown.flatMap(figure =>
        [...figure.querySelectorAll('.plot path, .shapelayer path, .infolayer text')]
        .flatMap(mark => [getComputedStyle(mark).fill, getComputedStyle(mark).stroke]));
}"""
