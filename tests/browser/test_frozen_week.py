"""A frozen week in a real browser: pinned views, paper, phone, the file as it was."""

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.snapshots import attached, listed
from tests.snapshots.kept import kept_weeks
from tests.under_test import downloaded, settled

A4 = {"width": 718, "height": 1062}  # px that are left of A4 inside its margins


@pytest.fixture(scope="module")
def built(demo_built, tmp_path_factory):
    return kept_weeks(demo_built, tmp_path_factory.mktemp("frozen"))


@pytest.fixture(scope="module")
def published(built) -> str:
    return next(m.id for m in listed(built.parent / "snapshots") if m.attached)


@pytest.fixture(scope="module")
def address(serve, built):
    return serve(built)


@pytest.fixture
def open_page(visit, address, published):
    def opened(lang: str = "en", **options) -> Page:
        page = visit(f"{address}/?as_of={published}&lang={lang}", **options)
        settled(page)
        expect(page.locator(".province[role]")).to_have_count(77)
        return page

    return opened


def test_a_tile_opens_its_view_pinned_to_the_snapshot(open_page, published):
    page = open_page()
    page.locator(".st-key-weekly_tile_volunteers_trained a").click()
    expect(page).to_have_url(re.compile(f"/training.*as_of={published}"))
    expect(page.get_by_text("This is not the present state")).to_have_count(1)
    back = page.get_by_role("button", name="Back to now")
    expect(back).to_have_count(1)  # the one of the page before is gone
    back.click()
    expect(page).not_to_have_url(re.compile("as_of="))
    expect(page.get_by_text("This is not the present state")).to_have_count(0)


def test_the_address_of_every_view_names_the_snapshot(open_page, published):
    """In another tab it is pinned too."""
    links = open_page().locator(".st-key-weekly_tiles [data-testid=stPageLink] a")
    addresses = [each.get_attribute("href") for each in links.all()]
    assert len(addresses) > 3
    assert [each for each in addresses if f"as_of={published}" not in each] == []


@pytest.mark.parametrize(("width", "at_most"), [(1440, 400), (390, 560)])
def test_the_sentences_of_a_frozen_week_come_before_its_controls(
    open_page, width, at_most
):
    page = open_page(width=width, height=900)
    top = {
        key: page.locator(f".st-key-{key}").bounding_box()["y"]
        for key in ("weekly_row", "weekly_snapshot_about", "weekly_tiles")
    }
    title = page.get_by_role("heading", level=1).bounding_box()["y"]
    assert title < top["weekly_row"] < top["weekly_snapshot_about"]
    assert top["weekly_snapshot_about"] < top["weekly_tiles"]
    assert title < at_most
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("lang", "standing"),
    [
        ("th", "เผยแพร่แล้ว แต่ยังไม่ได้รับอนุมัติ จึงถือเป็นร่าง"),
        ("en", "Published, but not approved: it counts as a draft"),
    ],
)
def test_a_frozen_week_prints_on_one_page_that_says_what_it_is(
    open_page, published, lang, standing
):
    page = open_page(lang, **A4)
    page.emulate_media(media="print")
    expect(page.get_by_text(standing)).to_be_visible()
    expect(page.get_by_text(published).first).to_be_visible()
    for key in ("as_of_now", "weekly_snapshot_about", "weekly_snapshot_difference"):
        expect(page.locator(f".st-key-{key}")).to_be_hidden()
    page.emulate_media(media=None)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_the_difference_fits_a_phone(open_page):
    page = open_page("th", width=390, height=844, has_touch=True)
    page.get_by_text("เทียบกับฉบับก่อนหน้า").click()
    expect(page.get_by_text("จังหวัดที่เข้าสู่กลุ่มเร่งด่วน")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_published_file_is_given_as_it_was(open_page):
    page = open_page()
    page.get_by_text("Snapshots that were kept, ids and files").click()
    given = downloaded(page, page.get_by_role("button", name="week_th.pdf"))
    assert given.suggested_filename == "week_th.pdf"
    assert given.path().read_bytes() == b"%PDF-1.7"


def test_the_page_on_paper_is_the_published_one(open_page, built, published):
    page = open_page()
    given = downloaded(page, page.get_by_role("button", name="Download PDF"))
    kept = attached(built.parent / "snapshots", published, given.suggested_filename)
    assert given.path().read_bytes() == kept
