"""Every part of the page on tips in a real browser: both languages, desk and phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import settled

PARTS = ("week", "channels", "forms", "flow", "beside")
ALARMS = [
    f"signals&tips_alarm_view={v}" for v in ("list", "record", "method", "clusters")
]
WIDTHS = {"phone": 390, "desk": 1440}
# Texts as a reader sees them, in maps too, without what is to be typed as it stands.
SEEN = """
    () => {
        const said = [];
        const walk = (node) => {
            if (node.nodeType === Node.TEXT_NODE) {
                const words = node.textContent.trim();
                if (words) said.push(words);
                return;
            }
            if (node.nodeType === Node.ELEMENT_NODE) {
                const tag = node.tagName.toLowerCase();
                if (['style', 'script', 'code', 'canvas'].includes(tag)) return;
                if (node.dataset.testid === 'stIconMaterial') return;
                if (node.getAttribute('aria-hidden') === 'true') return;
                if (node.shadowRoot) walk(node.shadowRoot);
            }
            node.childNodes.forEach(walk);
        };
        walk(document.querySelector('.stMainBlockContainer'));
        return said;
    }
"""
# What is called the same in Thai: methods, apps, ids.
NAMES = re.compile(
    r"\b(?:ALARM-[\w-]+|\d{8}T\d{6}Z-\w+|English|Farrington|CUSUM|EARS|Protect-U|"
    r"Android|iOS|TIP|NRM|Kaplan|Meier|alarm_outcome|data/inbox)\b",
    re.IGNORECASE,
)
KEY = re.compile(r"\btips_[a-z0-9_]+|\b[a-z]+_[a-z]+_[a-z_]+\b")
LATIN = re.compile(r"[A-Za-z]{2,}")
THAI = re.compile(r"[\u0e01-\u0e5b]")
KEY_OF_WIDTH = "page_width_unseen"
SWITCH = ["ไทย", "พ.ศ.", "ค.ศ."]  # called by their own names
FAILED = {"th": "แสดงไม่สำเร็จ", "en": "could not be shown"}  # failed_title


@pytest.fixture
def open_part(visit, demo_address):
    """Opens a part as a new visitor and waits until it is drawn."""

    def opened(part: str, lang: str, width: int) -> Page:
        address = f"{demo_address}/tips?tips_part={part}&lang={lang}"
        page = visit(address, width=width, height=900)
        settled(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        settled(page)
        return page

    return opened


@pytest.mark.long
@pytest.mark.parametrize("part", [*PARTS, *ALARMS])
@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_part_is_whole_in_both_languages_at_desk_and_phone(
    open_part, part, lang, width
):
    page = open_part(part, lang, width)
    expect(page.get_by_text(FAILED[lang])).to_have_count(0)
    expect(page.locator(".stException")).to_have_count(0)
    for scrolls in ("document.documentElement", "document.querySelector('.stMain')"):
        wide = page.evaluate(f"[{scrolls}.scrollWidth, {scrolls}.clientWidth]")
        assert wide[0] <= wide[1], (scrolls, wide)
    said = page.evaluate(SEEN)
    assert said
    assert [words for words in said if KEY.search(NAMES.sub("", words))] == []
    if lang == "th":
        assert [words for words in said if LATIN.search(NAMES.sub("", words))] == []
    else:
        assert {words for words in said if THAI.search(words)} <= set(SWITCH)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("tips", {"tips_channel": "ZZZ", "tips_span": "999"}),
        (
            "tips",
            {"tips_part": "signals", "tips_alarm": "{first}", "tips_week": "2020-W20"},
        ),
        ("risk_index", {"risk_year": "1999"}),
    ],
    ids=["choices", "alarm", "risk"],
)
def test_a_warning_of_the_address_stays_in_a_narrow_window_until_the_reader_goes_on(
    visit, demo_address, demo_con, path, wrong
):
    """The browser tells that the window is narrow, and the page is drawn once more."""
    (first,) = demo_con.execute(
        "select max(alarm_id) from mart_tip_alarm where week_start = "
        "(select max(week_start) from mart_tip_alarm)"
    ).fetchone()
    wrong = {key: value.format(first=first) for key, value in wrong.items()}
    asked = "&".join(f"{key}={value}" for key, value in wrong.items())
    page = visit(f"{demo_address}/{path}?lang=en&{asked}", width=980)
    settled(page)
    page.wait_for_load_state("networkidle")
    expect(page.locator(f".st-key-{KEY_OF_WIDTH}")).to_have_count(1)
    page.wait_for_timeout(1500)
    settled(page)
    warning = page.get_by_test_id("stAlertContentWarning")
    expect(warning).to_have_count(1)
    expect(warning).to_contain_text("The address names")
    page.get_by_text("C.E.", exact=True).click()
    expect(warning).to_have_count(0)


CUT = """
    (filter) => {
        const value = document.querySelector(`.st-key-${filter} input`);
        return [value.value, value.scrollWidth, value.clientWidth];
    }
"""


@pytest.mark.long
@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_name_is_cut_in_a_closed_filter_of_a_desk_and_all_stand_in_a_row(
    visit, demo_address, demo_con, lang
):
    """Each code of each filter once, and the longest week: over the turn of a year."""
    listed = {
        "tips_region": "select distinct region6_ngc from province",
        "tips_channel": "select channel_code from tip_channel",
        "tips_form": "select code from exploitation_form",
        "tips_status": "select code from code_list where list = 'case_status'",
    }
    codes = {
        key: [code for (code,) in demo_con.execute(sql).fetchall()]
        for key, sql in listed.items()
    }
    page = visit(f"{demo_address}/tips?lang={lang}", width=1440)
    for at in range(max(map(len, codes.values()))):
        asked = {key: each[at] for key, each in codes.items() if at < len(each)}
        asked |= {"tips_week": "2020-W53", "tips_span": "104", "tips_part": "forms"}
        named = "&".join(f"{key}={code}" for key, code in asked.items())
        page.goto(f"{demo_address}/tips?lang={lang}&{named}")
        settled(page)
        expect(page.locator(".st-key-tips_status input")).to_be_visible()
        for key in (*codes, "tips_week", "tips_span"):
            value, width, room = page.evaluate(CUT, key)
            assert width <= room, (lang, value, width, room)
    tops = page.locator(".st-key-tips_row > *").evaluate_all(
        "(each) => each.map((one) => Math.round(one.getBoundingClientRect().bottom))"
    )
    assert len(set(tops)) == 1
