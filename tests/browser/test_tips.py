"""The page on tips in a real browser: the week on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import choose, settled

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844, "is_mobile": True, "user_agent": "Mobi"}
FIGURES = {"table": 1, "panels": 2, "calendar": 2}  # by how provinces are shown
ALARMS = "2022-W36"  # a week with several alarms
# Bytes that a change may send; a list that is told its value is sent once more.
PAYLOADS = {"table": 130_000, "panels": 150_000}
BOTH = pytest.mark.parametrize("lang", ["th", "en"])
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def open_week(visit, demo_address):
    """Opens the part as a new visitor and waits until it is drawn."""

    def opened(query="lang=en", way="table", **options) -> Page:
        where = f"{demo_address}/tips?{query}&tips_provinces={way}"
        page = visit(where, **options)
        settled(page)
        expect(page.locator(".js-plotly-plot")).to_have_count(FIGURES[way])
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


def overlapping(page: Page, figure: str) -> list[str]:
    """Names and counts of panels that stand on each other."""
    found: list[str] = page.locator(f".st-key-{figure} .js-plotly-plot").evaluate_all(
        """all => all.flatMap((figure) => {
            const every = "g.annotation text, .textpoint text";
            const words = [...figure.querySelectorAll(every)]
                .filter((word) => !word.closest("[transform*='rotate(-20']"))
                .map((word) => [word.textContent, word.getBoundingClientRect()]);
            return words.flatMap(([one, a], at) => words.slice(at + 1)
                .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1
                    && a.top < b.bottom - 3 && b.top < a.bottom - 3)
                .map(([other]) => `${one} | ${other}`));
        })"""
    )
    return found


@pytest.mark.long
@BOTH
@SIZES
@pytest.mark.parametrize("way", FIGURES)
def test_the_week_is_drawn_whole_on_a_desk_and_on_a_phone(open_week, lang, size, way):
    page = open_week(f"lang={lang}&tips_week={ALARMS}", way, **size)
    watermark = {"th": "ใช้ภายใน", "en": "Internal use"}[lang]  # wider than a phone
    assert set(clipped(page)) <= {watermark}
    main = page.locator(".stMainBlockContainer")
    wide = main.evaluate("e => e.scrollWidth - e.clientWidth")
    assert wide <= 0
    cards = page.locator('[class*="st-key-tips_week_card_"] img')
    expect(cards.nth(1)).to_be_visible()
    for at in range(cards.count()):
        expect(cards.nth(at)).to_have_js_property("complete", True)
        assert cards.nth(at).evaluate("e => e.naturalWidth") > 0


@pytest.mark.long
@BOTH
@SIZES
def test_names_and_counts_of_provinces_do_not_stand_on_each_other(
    open_week, lang, size
):
    page = open_week(f"lang={lang}&tips_week={ALARMS}", "panels", **size)
    assert overlapping(page, "tips_week_panels") == []


@pytest.mark.long
def test_another_week_is_a_choice_that_the_address_keeps(open_week):
    page = open_week("lang=en")
    choose(page, page.locator(".st-key-tips_week [role=combobox]"), "40/2569 (")
    expect(page).to_have_url(re.compile("tips_week=2026-W40"))
    expect(
        page.locator(".stMarkdown").filter(has_text="Week 40/2569").first
    ).to_be_visible()
    settled(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(1)


def test_a_card_leads_to_its_province(open_week):
    page = open_week(f"lang=en&tips_week={ALARMS}")
    card = page.locator('[class*="st-key-tips_week_card_"]').first
    name = card.locator("strong").first.inner_text().partition(". ")[2]
    card.locator("a").click()
    page.wait_for_url("**/province_profile?**")
    expect(page.locator("h1")).to_contain_text(name)


def hear(page: Page, way: str) -> list[int]:
    """The bytes of what is sent from now on, message by message."""
    sent: list[int] = []

    def listen(socket):
        socket.on("framereceived", lambda frame: sent.append(len(frame)))

    page.on("websocket", listen)
    page.reload()
    settled(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(FIGURES[way])
    sent.clear()
    return sent


@pytest.mark.long
@BOTH
def test_another_week_sends_the_provinces_in_the_way_chosen_alone(open_week, lang):
    page = open_week(f"lang={lang}")
    sent = hear(page, "table")
    choose(page, page.locator(".st-key-tips_week [role=combobox]"), "40/2569")
    expect(page).to_have_url(re.compile("tips_week=2026-W40"))
    line = page.locator(".st-key-tips_week_country g.annotation")
    expect(line.filter(has_text="40/2569").first).to_be_visible()
    settled(page)
    assert 0 < sum(sent) < PAYLOADS["table"]


@pytest.mark.long
def test_a_change_of_scale_sends_little_and_draws_the_provinces_anew(open_week):
    page = open_week("lang=en", "panels")
    sent = hear(page, "panels")
    page.get_by_role("radio", name="The same for all").click()
    expect(page).to_have_url(re.compile("tips_scale=shared"))
    settled(page)
    words = page.locator(".st-key-tips_week_panels g.annotation")
    same_scale = re.compile(r"same\s*scale")  # a line may end between the two
    expect(words.filter(has_text=same_scale).first).to_be_visible()
    assert 0 < sum(sent) < PAYLOADS["panels"]


def test_nothing_exact_can_be_saved_from_the_screen(open_week):
    page = open_week("lang=en")
    assert page.locator(".modebar-btn").count() == 0
    assert page.locator('[data-testid="stDownloadButton"]').count() == 0
    page.get_by_test_id("stDataFrame").first.hover()
    saving = page.locator('[data-testid="stElementToolbarButton"]').filter(
        has_text=re.compile("download", re.IGNORECASE)
    )
    assert saving.count() == 0
