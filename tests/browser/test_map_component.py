"""The map component in a real browser: what it draws, hears, says and saves."""

import io
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from dashboard import maps
from tests.under_test import ROOT

MARGIN, TITLE_SIZE, SCALE = 32, 24, 2  # of static/province_map/picture.js
SELECTED = ".marks .selected .ring"


@pytest.fixture(scope="module")
def address(serve, tmp_path_factory):
    """A server of map_page.py with the settings and static files of the project."""
    home = tmp_path_factory.mktemp("map")
    shutil.copy(Path(__file__).with_name("map_page.py"), home / "app.py")
    for folder in ("dashboard", "methods", "data/text", "static", ".streamlit"):
        shutil.copytree(ROOT / folder, home / folder)
    return serve(home / "built", home)


@pytest.fixture
def open_map(visit, address):
    """Opens the page as a new visitor and waits until the map has its colours."""

    def opened(query="", **options):
        page = visit(f"{address}/{query}", **options)
        page.wait_for_selector(".legend .count:text('8')")
        return page

    return opened


def province(page, code, inset=False):
    kind = ".inset .province" if inset else ".province[role]"
    return page.locator(f'{kind}[data-code="{code}"]')


def entry(page, kind):
    return page.locator(f'.entry[data-class="{kind}"]')


def wait_runs(page, number):
    page.wait_for_selector(f"[data-testid=stText]:has-text('runs={number} ')")


def focused(page):
    """Code or class of what has the keyboard's focus inside the component."""
    return page.evaluate(
        """() => {
            const host = document.querySelector(
                "[data-testid=stBidiComponentIsolated]");
            const data = host.shadowRoot.activeElement?.dataset ?? {};
            return data.code ?? data.class ?? null;
        }"""
    )


# --- what is drawn


def test_every_province_has_the_colour_of_its_class(open_map):
    page = open_map()
    drawn = page.locator(".province[role]").evaluate_all(
        "nodes => nodes.map(node => [node.dataset.code, node.getAttribute('fill')])"
    )
    axis = maps.Axis("", ("", "", ""))
    fills = {kind.id: kind.fill for kind in maps.bivariate_kinds(axis, axis, "")}
    assert len(drawn) == 77
    for place, (_, fill) in enumerate(drawn):
        turn = place % 10
        if turn == 9:
            assert re.fullmatch(r"url\(#map\d+-none\)", fill)
        else:
            assert fill == fills[f"r{turn // 3 + 1}c{turn % 3 + 1}"]


def test_a_recolouring_keeps_the_shapes_in_place(open_map):
    page = open_map()
    bangkok = province(page, "TH-10")
    before = bangkok.get_attribute("fill")
    page.locator(".province, .entry").evaluate_all(
        "nodes => nodes.forEach(node => { node.known = true; })"
    )
    page.get_by_role("button", name="Shift").click()
    wait_runs(page, 2)
    page.wait_for_function(
        "([node, fill]) => node.getAttribute('fill') !== fill",
        arg=[bangkok.element_handle(), before],
    )
    assert page.locator(".province, .entry").evaluate_all(
        "nodes => nodes.every(node => node.known)"
    )


def test_map_and_picture_need_only_files_of_the_app(open_map, address):
    asked, errors = [], []
    page = open_map()  # the visit fails by itself when another host is asked
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else 0)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    page.wait_for_selector(".legend .count:text('8')")
    save(page)
    files = {url.removeprefix(address).partition("?")[0] for url in asked}
    assert files >= {
        "/app/static/provinces.geojson",
        "/app/static/province_map/main.js",
        "/app/static/province_map/style.css",
        "/app/static/fonts/sarabun-thai-400.woff2",
    }
    assert errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_ground_in_both_themes(open_map, scheme):
    page = open_map(color_scheme=scheme)
    ink = page.locator(".corner").first.evaluate("node => getComputedStyle(node).fill")
    brightness = sum(map(int, re.findall(r"\d+", ink)[:3])) / 3
    assert brightness < 60 if scheme == "light" else brightness > 200


def test_a_narrow_page_has_the_map_first_and_the_legend_below(open_map):
    page = open_map(width=390, height=844)
    chart, legend = (page.locator(name).bounding_box() for name in (".map", ".legend"))
    assert legend["y"] >= chart["y"] + chart["height"]
    assert min(chart["width"], legend["width"]) > 280
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = open_map()
    chart, legend = (wide.locator(name).bounding_box() for name in (".map", ".legend"))
    assert legend["x"] >= chart["x"] + chart["width"]


def test_shapes_that_do_not_come_are_said_and_not_an_empty_map(open_map):
    page = open_map()
    page.route("**/provinces.geojson*", lambda route: route.abort())
    page.reload()
    page.wait_for_selector(".problem:has-text('วาดแผนที่ไม่สำเร็จ')")


# --- what is heard


def test_a_click_selects_a_province_and_a_second_one_gives_it_up(open_map):
    page = open_map()
    province(page, "TH-50").click()
    page.wait_for_url("**province=TH-50")
    wait_runs(page, 2)
    assert province(page, "TH-50").get_attribute("aria-pressed") == "true"
    expect(page.locator(SELECTED)).to_have_count(1)
    province(page, "TH-50").click()
    wait_runs(page, 3)
    assert "province=TH" not in page.url
    expect(page.locator(SELECTED)).to_have_count(0)
    page.wait_for_timeout(1000)  # a map that answered its own spec would run on
    assert page.locator("[data-testid=stText]").inner_text().startswith("runs=3 ")


def test_small_provinces_can_be_pressed_in_their_inset(open_map):
    page = open_map()
    for code in (*maps.BANGKOK_RING, *maps.PHUKET):
        twin = province(page, code, inset=True)
        box = twin.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        twin.click()
        page.wait_for_url(f"**province={code}")
        expect(page.locator(SELECTED)).to_have_count(2)  # in the map and in the inset


def test_a_link_opens_the_same_view(open_map):
    page = open_map("?province=TH-50&kept=r3c1~none")
    assert province(page, "TH-50").get_attribute("aria-pressed") == "true"
    expect(page.locator(SELECTED)).to_have_count(1)
    assert entry(page, "r3c1").get_attribute("aria-pressed") == "true"
    assert entry(page, "r1c1").get_attribute("aria-pressed") == "false"
    shown = page.locator(".province[role]:not(.away)")
    expect(shown).to_have_count(8 + 7)  # every tenth has no data, one in ten is r3c1


def test_the_legend_filters_adds_and_clears(open_map):
    page = open_map()
    expect(page.locator(".province[role].away")).to_have_count(0)
    entry(page, "r3c1").click()
    page.wait_for_url("**kept=r3c1")
    expect(page.locator(".province[role]:not(.away)")).to_have_count(8)
    entry(page, "none").click()
    page.wait_for_url("**kept=r3c1~none")
    expect(page.locator(".province[role]:not(.away)")).to_have_count(8 + 7)
    page.locator(".clear").click()
    wait_runs(page, 4)
    expect(page.locator(".province[role].away")).to_have_count(0)
    assert not page.locator(".clear").is_visible()


def test_a_province_that_is_filtered_out_loses_its_colour(open_map):
    page = open_map("?without=TH-50")
    ground = "rgb(255, 255, 255)"
    for code, away in (("TH-50", True), ("TH-51", False)):
        fill = province(page, code).evaluate("node => getComputedStyle(node).fill")
        assert (fill == ground) is away


def test_the_keyboard_moves_selects_and_filters(open_map):
    page = open_map()
    page.locator(".save").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "TH-10"
    page.keyboard.press("ArrowUp")
    north = focused(page)
    assert north in {"TH-12", "TH-13"}
    assert page.locator(".tooltip.on .name").inner_text() == f"จังหวัด {north}"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**province={north}")
    wait_runs(page, 2)
    assert focused(page) == north
    page.keyboard.press("Tab")
    assert focused(page) == "r3c1"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "r2c2"
    page.keyboard.press("Space")
    page.wait_for_url("**kept=r2c2")


def test_hovering_says_name_class_and_figures_and_runs_no_markup(open_map):
    page = open_map()
    province(page, "TH-50").hover()
    tooltip = page.locator(".tooltip.on")
    assert tooltip.locator(".name").inner_text() == "จังหวัด TH-50"
    assert tooltip.locator("dt").all_inner_texts() == ["ระดับ", "อพม. ต่อแสนคน"]
    assert tooltip.locator("dd").first.inner_text() == "<b>4</b> (กระทรวง)"
    page.keyboard.press("Escape")
    expect(page.locator(".tooltip.on")).to_have_count(0)


def test_every_province_says_all_to_a_screen_reader(open_map):
    page = open_map()
    label = province(page, "TH-10").get_attribute("aria-label")
    assert label.startswith("จังหวัด TH-10, ")
    assert "อพม. ต่อแสนคน" in label
    assert entry(page, "r3c1").get_attribute("aria-label").endswith(": 8")


# --- what is saved


def save(page):
    with page.expect_download() as download:
        page.locator(".save").click()
    assert download.value.suggested_filename == "coverage.png"
    picture = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    return np.asarray(picture.convert("RGB")).astype(int)


def title_rows(picture):
    return picture[SCALE * MARGIN : SCALE * (MARGIN + int(TITLE_SIZE * 1.4))]


def in_sarabun(page, title, width):
    """The title as the browser writes it with the font file, where it must stand."""
    points = page.evaluate(
        """async ([title, width, margin, size, scale]) => {
            for (const [script, family] of [["latin", "A"], ["thai", "B"]]) {
                const url = `app/static/fonts/sarabun-${script}-700.woff2`;
                const face = new FontFace(family, `url(${url})`, { weight: 700 });
                document.fonts.add(await face.load());
            }
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [width, scale * (margin + size * 2)];
            const context = canvas.getContext("2d");
            context.fillStyle = "#fff";
            context.fillRect(0, 0, canvas.width, canvas.height);
            context.scale(scale, scale);
            context.font = `700 ${size}px A, B`;
            context.fillStyle = "#1b1f24";
            context.fillText(title, margin, margin + size);
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
            return Array.from(data.filter((_, at) => at % 4 === 1));
        }""",
        [title, width, MARGIN, TITLE_SIZE, SCALE],
    )
    return title_rows(np.array(points).reshape(-1, width))


@pytest.mark.long
def test_the_picture_holds_map_legend_and_words(open_map):
    picture = save(open_map())
    height, width, _ = picture.shape
    assert (width, height > 1600) == (1680, True)
    assert (picture[0, 0] == 255).all()
    axis = maps.Axis("", ("", "", ""))
    for kind in maps.bivariate_kinds(axis, axis, ""):
        colour = kind.ink if kind.pattern else kind.fill
        exact = np.array(list(bytes.fromhex(colour[1:])))
        same = (np.abs(picture - exact) <= 1).all(axis=2)
        # Both in the map's half and in the legend's.
        assert min(same[:, : width // 2].sum(), same[:, width // 2 :].sum()) > 200
    assert (title_rows(picture).min(axis=2) < 100).sum() > 2000
    assert (picture[-240:-60].min(axis=2) < 160).sum() > 500  # source and data date


@pytest.mark.long
@pytest.mark.parametrize("query", ["", "?lang=en", "?title=ปู่ย่าน้ำใจดี+กี่ที่ขึ้น"])
def test_words_in_the_picture_are_set_in_sarabun(open_map, query):
    page = open_map(query)
    picture = save(page)
    title = page.locator(".title").inner_text()
    wanted = in_sarabun(page, title, picture.shape[1]) < 128
    found = title_rows(picture)[:, :, 1] < 128
    assert wanted.sum() > 1000
    assert (wanted & found).sum() / (wanted | found).sum() > 0.95


@pytest.mark.long
def test_a_watermark_stands_across_map_and_picture_and_in_the_way_of_nothing(open_map):
    plain, page = save(open_map("?lang=en")), open_map("?lang=en&mark=Internal%20use")
    assert page.locator(".map .watermark").text_content() == "Internal use"
    box = page.locator(".map .watermark").bounding_box()
    marked = save(page)
    differs = np.abs(marked - plain).max(axis=2) > 20
    assert marked.shape == plain.shape
    assert 0.002 < differs.mean() < 0.1
    assert box["width"] > page.locator(".map").bounding_box()["width"] / 2
    province(page, "TH-18").click()
    expect(page.locator(SELECTED)).to_have_count(1)


@pytest.mark.long
def test_the_picture_is_dark_on_white_in_the_dark_theme_too(open_map):
    dark, light = (save(open_map(color_scheme=scheme)) for scheme in ("dark", "light"))
    assert dark.shape == light.shape
    assert (np.abs(dark - light).max(axis=2) > 40).mean() < 0.001
