"""The coverage page in a real browser: clicks, links, pictures, files of an office."""

import io
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.under_test import ROOT, choose, settled

PAGE = "coverage_map"
CHECKBOX, HEADER, ROW = 18, 35, 35  # px in the list: middle of the box, heights
SELECTED = ".marks .selected .ring"
CARD = ".st-key-coverage_selected"


@pytest.fixture(scope="module")
def address(demo_address):
    return f"{demo_address}/{PAGE}"


@pytest.fixture
def open_page(visit, address):
    """Opens the page as a new visitor and waits until all its pictures are drawn."""

    def opened(query="?lang=en", **options):
        page = visit(f"{address}{query}", **options)
        drawn(page)
        return page

    return opened


def drawn(page: Page, points: bool = True) -> None:
    settled(page)
    expect(page.locator(".entry .count").first).not_to_be_empty()
    expect(page.locator(".province[role]")).to_have_count(77)
    page.wait_for_selector(
        ".scatterlayer .point" if points else "text=there is no dot plot"
    )
    page.wait_for_selector(
        "[data-testid=stDataFrame] canvas tbody tr", state="attached"
    )


def province(page: Page, code: str):
    return page.locator(f'.province[role][data-code="{code}"]')


def entry(page: Page, kind: str):
    return page.locator(f'.entry[data-class="{kind}"]')


def counts(page: Page) -> dict[str, int]:
    found = page.locator(".entry:has(.count, .number)").evaluate_all(
        """all => all.map((each) => [
            each.dataset.class, each.querySelector(".count, .number").textContent])"""
    )
    return {kind: int(count) for kind, count in found}


def title(page: Page, number: int):
    """The list's title with this count."""
    return page.get_by_role("heading", name=f"({number} provinces)")


def rows(page: Page, selected: bool | None = None):
    """Names in the list's rows that are in sight."""
    which = "" if selected is None else f'[aria-selected="{str(selected).lower()}"]'
    return page.locator(
        f"[data-testid=stDataFrame] canvas tbody tr{which} td:first-child"
    )


def tick(page: Page, row: int) -> None:
    """Press the box before a row of the list."""
    table = page.locator("[data-testid=stDataFrame] .dvn-scroller")
    table.evaluate("node => node.scrollIntoView({block: 'center'})")
    table.click(position={"x": CHECKBOX, "y": HEADER + ROW * row + ROW // 2})


# --- what is drawn


def test_map_list_and_scatter_are_drawn_without_a_word_of_failure(open_page):
    page = open_page()
    assert sum(counts(page).values()) == 77
    fills = province(page, "TH-50").get_attribute("fill")
    assert re.fullmatch("#[0-9a-f]{6}", fills)
    assert page.locator(".scatterlayer .point").count() > 70
    assert rows(page).first.text_content() == "Tak"
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)
    page.wait_for_load_state("networkidle")  # the visit fails if another host is asked


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_phone_has_one_column_and_a_list_to_use(open_page, lang):
    page = open_page(f"?lang={lang}", width=390, height=844, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = []
    for what in (".st-key-coverage_map", ".st-key-coverage_search", ".js-plotly-plot"):
        box = page.locator(what).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        tops.append(box["y"])
    assert tops == sorted(tops)
    page.locator(".st-key-coverage_search input").fill("tra")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)  # Trat, Narathiwat: no, Trang
    tick(page, 0)
    expect(page.locator(CARD)).to_be_visible()
    assert "coverage_province=TH-23" in page.url


# --- clicks


def test_a_click_on_a_province_selects_it_everywhere(open_page):
    page = open_page()
    names = page.locator(".scatterlayer .textpoint")
    expect(names).to_have_text(["Tak", "Trat", "Surin"])
    province(page, "TH-41").click()
    expect(page.locator(CARD)).to_contain_text("Udon Thani")
    expect(page).to_have_url(re.compile("coverage_province=TH-41"))
    expect(page.locator(SELECTED)).to_have_count(1)
    expect(rows(page, selected=True)).to_have_text(["Udon Thani"])
    expect(names).to_have_text(["Udon Thani", "Tak", "Trat", "Surin"])
    province(page, "TH-41").click()
    expect(page.locator(CARD)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("coverage_province"))
    # the list is a canvas: what it says to a screen reader follows when it is drawn
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.hover()
    expect(rows(page, selected=True)).to_have_count(0)


def test_a_row_of_the_list_selects_its_province_on_the_map(open_page):
    page = open_page()
    tick(page, 2)
    expect(page.locator(CARD)).to_contain_text("Surin")
    expect(province(page, "TH-32")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("coverage_province=TH-32"))
    province(page, "TH-63").click()
    expect(page.locator(CARD)).to_contain_text("Tak")
    expect(rows(page, selected=True)).to_have_text(["Tak"])
    tick(page, 0)
    expect(page.locator(CARD)).to_have_count(0)


@pytest.mark.long
def test_the_selection_stays_with_its_province_when_rows_move(open_page):
    page = open_page("?lang=en&coverage_province=TH-23")
    expect(rows(page, selected=True)).to_have_text(["Trat"])
    entry(page, "r3c1").click()
    expect(rows(page)).to_have_count(4)
    expect(rows(page, selected=True)).to_have_text(["Trat"])
    page.locator(".clear").click()
    expect(title(page, 77)).to_be_visible()
    expect(rows(page, selected=True)).to_have_text(["Trat"])
    page.locator(".st-key-coverage_search input").fill("s")
    page.keyboard.press("Enter")
    expect(rows(page).first).to_have_text("Surin")
    expect(rows(page, selected=True)).to_have_count(0)
    expect(page.locator(CARD)).to_contain_text("Trat")


def test_the_legend_filters_map_list_and_scatter(open_page):
    page = open_page()
    number = counts(page)["r3c1"]
    assert 0 < number < 77
    entry(page, "r3c1").click()
    expect(title(page, number)).to_be_visible()
    expect(page.locator(".province[role]:not(.away)")).to_have_count(number)
    expect(page).to_have_url(re.compile("coverage_class=r3c1"))
    expect(page.locator(".scatterlayer .trace:first-child .point")).to_have_count(
        number
    )
    page.locator(".clear").click()
    expect(title(page, 77)).to_be_visible()
    expect(page).not_to_have_url(re.compile("coverage_class"))


# --- language, links


@pytest.mark.long
def test_language_and_era_change_every_part(open_page):
    page = open_page("?lang=en&coverage_year=2566")
    year = page.get_by_role("combobox").first
    expect(year).to_have_value("FY2566")
    figure = page.locator(".js-plotly-plot").last  # the one before may still stand
    row = page.locator(".st-key-top_row")
    row.get_by_text("C.E.", exact=True).click()
    expect(year).to_have_value("FY2023")
    expect(page.locator(".title")).to_contain_text("FY2023")
    expect(figure).to_contain_text("data until 22 Nov 2026")
    row.get_by_text("ไทย", exact=True).click()
    expect(year).to_have_value("ปีงบประมาณ 2023")
    expect(page.locator(".title")).to_contain_text("ความเสี่ยงเทียบกับ อพม.")
    expect(figure).to_contain_text("ข้อมูลถึง 22 พ.ย. 2026")
    expect(rows(page).first).to_have_text(re.compile("^[ก-๛]+$"))
    row.get_by_text("พ.ศ.", exact=True).click()
    expect(figure).to_contain_text("ข้อมูลถึง 22 พ.ย. 2569")
    assert page.url.endswith("?coverage_year=2566")


@pytest.mark.long
def test_a_link_opens_the_same_view_for_somebody_else(open_page, visit):
    page = open_page()
    choose(page, page.get_by_test_id("stSelectbox").first, "FY2567")
    expect(page).to_have_url(re.compile("coverage_year=2567"))
    page.locator(".st-key-coverage_whose").get_by_text("Computed", exact=True).click()
    page.get_by_text("Filter the area").click()
    page.get_by_text("Border provinces only").click()
    expect(page).to_have_url(re.compile("coverage_border=1"))
    page.keyboard.press("Escape")
    settled(page)
    drawn(page)
    kinds = [kind for kind, count in counts(page).items() if count]
    entry(page, kinds[0]).click()
    expect(page).to_have_url(re.compile(f"coverage_class={kinds[0]}"))
    province(page, "TH-63").click()
    expect(page.locator(CARD)).to_contain_text("Tak")
    other = visit(page.url)
    drawn(other)
    expect(other.locator(CARD)).to_contain_text("Tak")
    expect(other.get_by_role("combobox").first).to_have_value("FY2567")
    expect(other.get_by_role("radio", name="Computed", exact=True)).to_be_checked()
    expect(entry(other, kinds[0])).to_have_attribute("aria-pressed", "true")
    assert counts(other) == counts(page)
    assert sum(counts(other).values()) < 77
    assert rows(other).all_text_contents() == rows(page).all_text_contents()


# --- the picture of the scatter


def picture(page: Page) -> tuple[np.ndarray, str]:
    """The scatter's PNG by its own menu (grey), and the drawing it was made of."""
    page.evaluate(
        """() => {
            const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => {
                if (blob.type.includes("svg")) blob.text().then((t) => window.svg = t);
                return make(blob);
            };
        }"""
    )
    page.locator(".js-plotly-plot").hover()
    with page.expect_download() as download:
        page.locator(".modebar-btn").click()
    assert download.value.suggested_filename == "coverage_scatter_2570.png"
    image = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    return np.asarray(image.convert("L")).astype(int), page.evaluate("window.svg")


def stretches(found: np.ndarray) -> list[slice]:
    """Where the stretches of True lie."""
    ends = np.flatnonzero(np.diff(np.r_[False, found, False]))
    return [slice(a, b) for a, b in ends.reshape(-1, 2)]


def letters(text: np.ndarray) -> set[bytes]:
    """The different shapes in lines of text: a font without Thai has one, a box."""
    lines = [text[part] for part in stretches(text.any(axis=1))]
    return {
        line[:, part].tobytes()
        for line in lines
        for part in stretches(line.any(axis=0))
    }


def test_the_scatters_picture_has_thai_source_and_status(open_page):
    page = open_page("?lang=th")
    grey, svg = picture(page)
    box = page.locator(".js-plotly-plot").bounding_box()
    assert grey.shape[1] == pytest.approx(2 * box["width"], abs=4)
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", svg))
    for said in (
        "คะแนนความเสี่ยงเทียบกับความครอบคลุม",
        "กระทรวง พม.",
        "ข้อมูลถึง 22 พ.ย. 2569",
        "ข้อมูลสังเคราะห์",
        "ไม่ใช่ข้อมูลจริง",
    ):
        assert said in text
    assert not re.search(r"rotate\(-90[^>]*>[^<]*[ก-๛]", svg)
    ink = grey < 160
    assert len(letters(ink[:120])) > 20  # the title
    assert len(letters(ink[-140:])) > 20  # source, date and status


# --- the files of an office


ROSTER = "as_of,province_code,volunteers_registered,volunteers_trained\n"
GRADES = "fiscal_year_be,province_code,risk_level,source\n"


def hand_over(inbox: Path, trained: dict[int, int], levels: dict[int, int]) -> None:
    roster = [f"2569-09-27,{code},5000,{n}" for code, n in trained.items()]
    (inbox / "volunteer_roster_2569.csv").write_text(
        ROSTER + "\n".join(roster) + "\n", encoding="utf-8"
    )
    grades = [f"2569,{code},{level},สสว." for code, level in levels.items()]
    (inbox / "province_grade_2569.csv").write_text(
        GRADES + "\n".join(grades) + "\n", encoding="utf-8"
    )


def build(inbox: Path, built: Path) -> None:
    command = [sys.executable, "-m", "etl", "build", "--input", str(inbox)]
    done = subprocess.run(
        [*command, "--out", str(built)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_files_in_the_inbox_change_the_open_map(serve, visit, tmp_path):
    inbox, built = tmp_path / "inbox", tmp_path / "built"
    inbox.mkdir()
    hand_over(inbox, {50: 10, 51: 400, 52: 4000}, {50: 5, 51: 3, 52: 1})
    build(inbox, built)
    page = visit(f"{serve(built)}/{PAGE}?lang=en&coverage_year=2569")
    drawn(page, points=False)
    line = page.locator(".st-key-data_line")
    first = line.inner_text()
    assert province(page, "TH-50").get_attribute("aria-label")
    assert counts(page)["r3c1"] == 1
    before = province(page, "TH-50").get_attribute("fill")
    hatched = province(page, "TH-57").get_attribute("fill")
    assert hatched.startswith("url(")

    hand_over(
        inbox,
        {50: 9000, 51: 400, 52: 4000, 57: 5},
        {50: 5, 51: 3, 52: 1, 57: 4},
    )
    build(inbox, built)
    expect(province(page, "TH-57")).to_have_attribute("fill", before)
    expect(province(page, "TH-50")).not_to_have_attribute("fill", before)
    assert counts(page)["r3c1"] == 1
    assert line.inner_text() != first
    expect(page.locator(".status")).to_have_text(re.compile("ministry"))
