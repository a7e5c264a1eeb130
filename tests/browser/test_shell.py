"""The shell in a real browser: addresses, switches, following, phones, no strangers."""

import re
import statistics
import time

import pytest
from playwright.sync_api import Page, expect

from tests.under_test import (
    choose,
    damage,
    page_names,
    point,
    publish,
    scratch_app,
    settled,
    write_version,
)

FIRST, SECOND = page_names()[:2]
NUMBERS = """
    def number(con):
        return con.execute("select max(i) from number").fetchone()[0]

    page_header("Numbers?", say("data_version", version=str(ask(number))))
    years = [2563, 2564, 2565]
    choice("first_year", years, 2565)
    st.selectbox(words("switch_era"), years, format_func=year_text, key="first_year")
    names = {name: words(f"dataset_{name}") for name in ("population", "target")}
    choices("first_set", list(names))
    st.multiselect(
        words("file_source"), list(names), format_func=names.get, key="first_set"
    )
    choice("first_kind", list(names), "population")
    st.segmented_control(
        words("file_version"), list(names), format_func=names.get, key="first_kind"
    )
    choice("first_more", [False, True], False)
    st.toggle(words("table_open"), key="first_more")
    if st.toggle("fail"):
        raise RuntimeError("secret")
"""
HOSTILE = (
    "![a](https://evil.example/a.png) <img src='https://evil.example/b.png'> "
    "[c](https://evil.example/c) :red[d] :material/home: $e$ `f` **g** ~h~ # i"
)
SHOWING = f"""
    hostile = {HOSTILE!r}
    text = say("data_version", version=hostile)
    page_header(text, text)
    st.caption(text)
    st.metric(text, 1)
    st.pills(text, [1], format_func=lambda _: text)
    st.container(key="second_room").dataframe({{"a": [1]}}, width=900)
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    pages = {FIRST: NUMBERS, SECOND: SHOWING}
    return scratch_app(tmp_path_factory.mktemp("scratch"), **pages)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions") / "built"
    publish(folder, 1, {"number": "select 1 as i"})
    return folder


@pytest.fixture(scope="module")
def address(serve, built, scratch):
    return serve(built, scratch)


def until(page: Page) -> str:
    """What the data line says of the age of the data."""
    return page.locator(".st-key-data_line").inner_text()


def switch(page: Page, label: str) -> None:
    page.locator(".st-key-top_row").get_by_text(label, exact=True).click()


@pytest.mark.long
@pytest.mark.parametrize("name", page_names())
def test_a_pages_own_address_works_on_a_fresh_server(serve, demo_built, visit, name):
    page = visit(f"{serve(demo_built)}/{name}?lang=en&era=ce")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(page_names()))
    expect(page.locator(".st-key-data_line")).to_contain_text("Data until 22 Nov 2026")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"/{name}\?lang=en&era=ce(&|$)"))
    switch(page, "ไทย")
    expect(page.locator("h1")).to_contain_text(re.compile("[ก-๛]"))
    settled(page)
    page.wait_for_load_state("networkidle")  # all it draws has been asked for, by now


@pytest.mark.long
def test_the_first_page_has_the_root_and_its_own_name(address, visit):
    """Neither leads to the other, which would cost the reader the way back."""
    page = visit(f"{address}/{FIRST}")
    expect(page.locator("h1")).to_have_text("Numbers?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(f"{address}/{FIRST}")
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Numbers?")
    expect(page).to_have_url(f"{address}/")
    page.go_back()
    expect(page).to_have_url(f"{address}/{FIRST}")


def test_the_switches_change_words_years_and_address(address, visit):
    page = visit(address)
    expect(page.locator(".st-key-data_line")).to_contain_text("ข้อมูลถึง 15 พ.ย. 2569")
    switch(page, "English")
    expect(page.locator(".st-key-data_line")).to_contain_text("until 15 Nov 2569")
    switch(page, "C.E.")
    expect(page.locator(".st-key-data_line")).to_contain_text("until 15 Nov 2026")
    expect(page).to_have_url(re.compile(r"/\?lang=en&era=ce$"))
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Trafficking risk-area watch" in page.title()


def test_the_choice_goes_along_to_other_pages_and_back_again(address, visit):
    page = visit(address)
    switch(page, "English")
    page.wait_for_url("**/?lang=en")
    page.get_by_test_id("stSidebarNavLink").nth(1).click()
    page.wait_for_url(f"**/{SECOND}?lang=en")
    expect(page.locator("h1")).to_contain_text("evil")
    assert "Data until" in until(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Numbers?")
    assert "Data until" in until(page)
    page.go_back()
    expect(page.locator(".st-key-data_line")).to_contain_text("ข้อมูลถึง")
    page.go_forward()
    expect(page.locator(".st-key-data_line")).to_contain_text("Data until")


@pytest.mark.parametrize("link", ["", "?lang=en", "?era=ce"])
def test_the_way_back_from_another_page_brings_the_choice(address, visit, link):
    page = visit(f"{address}/{link}")
    year = "2020" if link == "?era=ce" else "2563"
    choose(page, page.get_by_test_id("stSelectbox"), year)
    page.wait_for_url("**first_year=2563*")
    page.get_by_test_id("stSidebarNavLink").nth(1).click()
    expect(page.locator("h1")).to_contain_text("evil")
    page.go_back()
    expect(page.get_by_role("combobox").first).to_have_value(year)
    page.wait_for_url("**first_year=2563*")


def test_a_link_opens_the_same_view_for_somebody_else(address, visit):
    page = visit(f"{address}/?lang=en")
    choose(page, page.get_by_test_id("stSelectbox"), "2563")
    page.wait_for_url("**first_year=2563*")
    other = visit(page.url)
    expect(other.get_by_role("combobox").first).to_have_value("2563")
    page.go_back()
    expect(page.get_by_role("combobox").first).to_have_value("2565")


@pytest.mark.long
def test_a_choice_is_kept_though_the_one_before_comes_late_to_the_browser(
    address, visit
):
    page = visit("about:blank")
    line = Line(page)
    page.goto(f"{address}/?lang=en")
    settled(page)
    more = page.get_by_role("switch").first
    page.get_by_role("radio").last.click(force=True)
    settled(page)
    line.is_held = True
    page.get_by_test_id("stMultiSelect").get_by_role("combobox").click()
    page.get_by_role("option").first.click()  # its run tells the switch that it is off
    page.keyboard.press("Escape")
    late = line.a_run()
    more.click(force=True)
    line.a_run()
    line.release(late)
    expect(more).not_to_be_checked()  # for as long as the next run is on its way
    line.release()
    expect(more).to_be_checked()
    switch(page, "C.E.")
    page.wait_for_url("**era=ce*")
    settled(page)
    expect(more).to_be_checked()
    assert "first_more=1" in page.url


class Line:
    """What the server says to a page from its next visit on; some of it held back."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.is_held = False
        self.held: list[str | bytes] = []
        self.known = 0  # so much of it, of the runs waited for
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, socket) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(self._hear)
        self.socket = socket

    def _hear(self, said: str | bytes) -> None:
        if self.is_held:
            self.held.append(said)
        else:
            self.socket.send(said)

    def a_run(self) -> int:
        """Wait until another run of the page is held whole; gives how much is."""
        for _ in range(60):
            self.page.wait_for_timeout(1000)  # the end of it
            if any(b"first_more" in said for said in self.held[self.known :]):
                self.known = len(self.held)
                return self.known
        pytest.fail("the page did not run")

    def release(self, number: int | None = None) -> None:
        """Say what is held, or so much of it; without a number, hold no more."""
        self.is_held = number is not None
        for said in self.held[:number]:
            self.socket.send(said)
        del self.held[:number]


def test_choices_outlive_a_change_of_language_and_a_visit_elsewhere(address, visit):
    link = "?lang=en&first_year=2564&first_set=target&first_kind=target&first_more=1"
    page = visit(f"{address}/{link}")

    def chosen() -> None:
        year = "2021" if "era=ce" in page.url else "2564"
        word = "targets" if "lang=en" in page.url else "เป้าหมาย"
        kept = page.get_by_test_id("stMain")
        expect(kept.get_by_role("combobox").first).to_have_value(year)
        expect(kept.get_by_test_id("stMultiSelect")).to_contain_text(word)
        expect(kept.get_by_role("radio", name=word)).to_be_checked()
        expect(kept.get_by_role("switch").first).to_be_checked()
        assert "first_year=2564&first_set=target&first_kind=target" in page.url

    chosen()
    switch(page, "C.E.")
    page.wait_for_url("**era=ce*")
    chosen()
    switch(page, "ไทย")
    page.wait_for_url(re.compile("^((?!lang=en).)*$"))
    chosen()
    page.get_by_test_id("stSidebarNavLink").nth(1).click()
    expect(page.locator("h1")).to_contain_text("evil")
    page.get_by_test_id("stSidebarNavLink").nth(0).click()
    chosen()


@pytest.mark.long
def test_an_open_page_follows_the_pointer_within_two_seconds(
    serve, scratch, visit, tmp_path
):
    built = tmp_path / "built"
    page = visit(f"{serve(built, scratch)}/?lang=en")
    expect(page.locator("h1")).to_have_text("There are no data to show yet")
    expect(page.get_by_text("python -m etl build")).to_be_visible()
    seconds = []
    for number in range(1, 6):
        settled(page)
        name = publish(built, number, {"number": f"select {number} as i"})
        begun = time.monotonic()
        expect(page.get_by_text(f"Version {number}", exact=True)).to_be_visible()
        seconds.append(time.monotonic() - begun)
        expect(page.locator(".st-key-data_line")).to_contain_text(name)
    assert statistics.median(seconds) < 2


@pytest.mark.long
def test_an_open_page_tells_of_a_damaged_version(serve, scratch, visit, tmp_path):
    built = tmp_path / "built"
    good = publish(built, 1, {"number": "select 1 as i"})
    page = visit(f"{serve(built, scratch)}/?lang=en")
    expect(page.get_by_text("Version 1", exact=True)).to_be_visible()
    bad = write_version(built, 2, {"number": "select 2 as i"})
    damage(built, bad)
    point(built, bad)
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text(f"({bad}) is damaged or incomplete")
    expect(page.locator(".st-key-data_line")).to_contain_text(good)
    publish(built, 3, {"number": "select 3 as i"})
    expect(page.get_by_text("Version 3", exact=True)).to_be_visible()
    expect(notice).to_have_count(0)


@pytest.mark.long
def test_a_page_at_rest_stays_at_rest(address, visit):
    """Following costs the reader nothing to see: no spinner, no redrawn title."""
    page = visit(address)
    settled(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)  # until the last widget has drawn itself
    page.evaluate(
        """() => {
            window.seen = 0;
            const watch = new MutationObserver((all) => { window.seen += all.length });
            const what = {childList: true, subtree: true, characterData: true};
            watch.observe(document.querySelector("[data-testid=stMain]"), what);
        }"""
    )
    spinners = 0
    for _ in range(15):
        page.wait_for_timeout(200)
        spinners += page.get_by_test_id("stStatusWidget").count()
    assert (spinners, page.evaluate("window.seen")) == (0, 0)


def test_data_shown_as_markdown_stays_text(address, visit):
    page = visit(f"{address}/{SECOND}?lang=en")
    settled(page)
    body = page.get_by_test_id("stMain")
    assert f"Version {HOSTILE}" in body.inner_text().replace("\u2060", "")
    assert body.locator("img, code, del, .katex, a[href*=evil]").count() == 0


def test_what_is_wider_than_a_phone_moves_inside_its_room(address, visit):
    page = visit(f"{address}/{SECOND}?lang=en", width=390, height=844)
    settled(page)
    room = page.locator(".st-key-second_room")
    expect(room.get_by_test_id("stDataFrame")).to_be_visible()
    assert room.evaluate("room => room.scrollWidth") >= 900
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_failed_page_shows_a_code_and_no_trace(address, visit):
    page = visit(f"{address}/?lang=en")
    page.get_by_text("fail", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This page could not be shown")
    assert "secret" not in page.content()
    assert "Traceback" not in page.content()
    page.get_by_text("fail", exact=True).click()
    expect(alert).to_have_count(0)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_phone_scrolls_in_one_direction(address, visit, lang):
    page = visit(f"{address}/?lang={lang}", width=390, height=844)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    switches = page.locator(".st-key-switches").bounding_box()
    assert switches["x"] + switches["width"] <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_choice_that_is_made_is_read_as_well_as_the_others(address, visit, scheme):
    page = visit(f"{address}/?lang=th", color_scheme=scheme)
    settled(page)
    choices = page.locator(".st-key-switches").get_by_role("radio")
    choices.nth(3).wait_for()
    colours = choices.evaluate_all(
        "all => all.map(each => getComputedStyle(each.querySelector('p')).color)"
    )
    text = page.locator("h1").first.evaluate("h1 => getComputedStyle(h1).color")
    assert len(colours) >= 4
    assert set(colours) == {text}
