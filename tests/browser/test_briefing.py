"""A briefing in a real browser: added, ordered, made beside the pages, downloaded."""

import io
import json
import re
import zipfile
from hashlib import sha256

import pytest
from playwright.sync_api import expect

from dashboard.ui.kept_briefing import _SCRIPT
from tests.under_test import downloaded, settled

MADE = 120_000  # ms that a pack may take on a busy machine
SEEN = """p => [getComputedStyle(p).fontSize,
                getComputedStyle(p, '::after').content]"""

# Runs the component as a page that was just loaded does: with each data in turn. Gives
# what it told, and what the tab keeps then.
RUN = """async ([script, kept, runs]) => {
    sessionStorage.setItem("risk-area-watch-briefing", kept);
    const code = "data:text/javascript," + encodeURIComponent(script);
    const { default: component } = await import(code);
    const told = [];
    const setTriggerValue = (name, value) => told.push(value);
    for (const data of runs) component({ data, setTriggerValue });
    return [told, sessionStorage.getItem("risk-area-watch-briefing")];
}"""


@pytest.fixture
def log(tmp_path, monkeypatch):
    """The folder of the log of the server that the test starts."""
    monkeypatch.setenv("RISK_WATCH_AUDIT", str(tmp_path / "audit"))
    return tmp_path / "audit"


def add(page, key, number):
    """Press the button of an object, and read how many are in."""
    page.locator(f".st-key-{key}_add button").first.click()
    said = page.locator("[data-testid=stToast]").last
    expect(said).to_contain_text(str(number))


def logged(folder):
    (month,) = folder.glob("*.jsonl")
    return [json.loads(line) for line in month.read_text("utf-8").splitlines()]


@pytest.mark.long
def test_what_was_added_is_made_and_downloaded_while_other_pages_work(
    log, serve, demo_built, visit, tmp_path
):
    address = serve(demo_built)
    page = visit(f"{address}/training")
    settled(page)
    add(page, "training_bar", 1)
    add(page, "training_compared", 2)
    page.get_by_text("ดูเป็นตาราง").nth(1).click()
    page.locator("[class*=_rows_add] button").first.click()
    page.get_by_role("link", name="เอกสารสรุป").click()
    expect(page.get_by_role("heading", name="จะนำอะไรไปใช้ต่อบ้าง")).to_be_visible()
    settled(page)
    objects = page.locator("[class*=st-key-briefing_object_]")
    expect(objects).to_have_count(3)
    choose = page.locator("[data-testid=stFileUploaderDropzone] button p")
    assert choose.evaluate(SEEN) == ["0px", '"เลือกไฟล์"']  # not Streamlit's English
    objects.nth(2).get_by_role("button", name="ขึ้น").first.click()
    expect(objects.nth(1).locator("label").first).to_contain_text("(ตาราง)")
    settled(page)  # until then both orders stand there
    objects.nth(1).get_by_role("textbox").fill("ตารางน้ำท่วมใต้")
    objects.nth(1).get_by_role("textbox").press("Enter")
    for name in ("ตาราง CSV", "สไลด์ PowerPoint", "เอกสาร PDF", "ภาพ PNG"):
        settled(page)  # a click that falls into a run is forgotten
        page.get_by_role("button", name=name).click()
    settled(page)
    page.get_by_role("button", name="จัดทำไฟล์").click()
    expect(page.get_by_role("button", name="ยกเลิก").first).to_be_visible()

    fresh = visit(f"{address}/briefing")  # meanwhile, a reader who has added nothing
    empty = fresh.get_by_text("เอกสารสรุปยังว่างอยู่")
    expect(empty).to_be_visible(timeout=MADE)

    take = page.get_by_role("button", name="ดาวน์โหลด ภาพ PNG")
    expect(take).to_be_visible(timeout=MADE)
    assert not log.exists()
    taken = downloaded(page, take).path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        assert archive.namelist() == ["01_training_bar.png", "03_training_compared.png"]
        for name in archive.namelist():
            assert archive.read(name).startswith(b"\x89PNG")
    table = page.get_by_role("button", name="ดาวน์โหลด ตาราง CSV")
    assert downloaded(page, table).path().read_bytes().startswith(b"\xef\xbb\xbf")
    pictures, table = logged(log)  # one line for each file that was taken
    assert [each["selection"]["briefing"] for each in pictures["holds"]] == [
        *("training_bar", "training_compared")
    ]
    assert pictures["sha256"] == sha256(taken).hexdigest()
    assert table["file"].endswith(".csv")
    save = page.get_by_role("button", name="บันทึกรายการที่เลือก")
    saved = downloaded(page, save).path().read_bytes()
    assert "ตารางน้ำท่วมใต้" in saved.decode()

    (tmp_path / "saved.json").write_bytes(saved)
    fresh.locator("input[type=file]").set_input_files(tmp_path / "saved.json")
    expect(fresh.locator("[class*=st-key-briefing_object_]")).to_have_count(3)


@pytest.mark.long
def test_the_selection_outlives_a_reload_and_is_sent_as_a_link(
    serve, demo_built, visit
):
    address = serve(demo_built)
    page = visit(f"{address}/training")
    settled(page)
    add(page, "training_bar", 1)
    settled(page)
    page.reload()
    settled(page)
    add(page, "training_compared", 2)
    page.get_by_role("link", name="เอกสารสรุป").click()
    objects = page.locator("[class*=st-key-briefing_object_]")
    expect(objects).to_have_count(2)
    title = page.get_by_role("textbox", name="ชื่อเอกสาร")
    title.fill("สรุปน้ำท่วม")
    title.press("Enter")
    settled(page)
    page.get_by_text("ส่งรายการที่เลือกเป็นลิงก์").click()
    link = page.locator("[class*=st-key-briefing_link] code")
    expect(link).to_contain_text("/briefing?briefing=")
    page.reload()
    expect(objects).to_have_count(2)
    expect(title).to_have_value("สรุปน้ำท่วม")

    page.get_by_text("ส่งรายการที่เลือกเป็นลิงก์").click()
    other = visit(link.inner_text())
    expect(other.locator("[class*=st-key-briefing_object_]")).to_have_count(2)
    expect(other.get_by_role("textbox", name="ชื่อเอกสาร")).to_have_value("สรุปน้ำท่วม")
    expect(other).not_to_have_url(re.compile("briefing="))
    fresh = visit(f"{address}/briefing")  # of another tab nothing is known
    expect(fresh.get_by_text("เอกสารสรุปยังว่างอยู่")).to_be_visible()


@pytest.mark.long
def test_a_warning_of_the_address_outlives_what_the_tab_has_kept(
    serve, demo_built, visit
):
    address = serve(demo_built)
    page = visit(f"{address}/training")
    settled(page)
    add(page, "training_bar", 1)
    settled(page)
    page.goto(f"{address}/risk_index?risk_year=1999")  # a session that is told of it
    settled(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="1999")).to_be_visible()


def test_what_a_tab_keeps_is_told_before_what_was_just_added_is_written_over_it(
    serve, tmp_path, visit
):
    page = visit(f"{serve(tmp_path)}/briefing")
    settled(page)
    early = {"selection": "new", "hasBegun": False}  # added while the page still loaded
    merged = {"selection": "kept, new", "hasBegun": True}
    assert page.evaluate(RUN, [_SCRIPT, "kept", [early]]) == [["kept"], "kept"]
    assert page.evaluate(RUN, [_SCRIPT, "kept", [merged]]) == [[], "kept, new"]
    # From then on the tab only follows; a server that forgot its readers asks anew.
    later = {"selection": "less", "hasBegun": False}
    forgot = {"selection": None, "hasBegun": False}
    assert page.evaluate(RUN, [_SCRIPT, "kept", [later]]) == [[], "less"]
    assert page.evaluate(RUN, [_SCRIPT, "kept", [forgot]]) == [["kept"], "kept"]
    # It is told until it is heard, also by a server that forgot before it heard.
    told = page.evaluate(RUN, [_SCRIPT, "kept", [forgot, forgot, later]])
    assert told == [["kept", "kept"], "less"]
