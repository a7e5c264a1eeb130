"""The briefing: objects are added on their pages, put in order, and made into files."""

import base64
import io
import json
import random
import time
import zipfile
import zlib
from dataclasses import replace
from hashlib import sha256

import psutil
import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from dashboard import audit
from dashboard.ui.briefing import worker
from dashboard.ui.briefing.link import LONGEST, packed, unpacked
from dashboard.ui.selection import MOST_ITEMS, Item, Selection, read, written
from tests.under_test import HANGS, app

PAGE = "pages/briefing.py"
BAR, MAP = Item("training", "training_bar"), Item("training", "training_map_rows")
TIERS = Item("tip_tier", "tip_tier_steps_rows", name="Tiers")


@pytest.fixture(autouse=True)
def served(demo_built, monkeypatch, tmp_path):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    monkeypatch.setenv(audit.FOLDER_VARIABLE, str(tmp_path / "audit"))
    return tmp_path / "audit"


@pytest.fixture
def files(monkeypatch):
    """What runs when a download is clicked, by the name of its file."""
    found = {}

    def keep(self, content, mimetype, coordinates, file_name=None, **more):
        found[file_name] = content
        return "0" * 32

    monkeypatch.setattr(MediaFileManager, "add_deferred", keep)
    return found


def opened(*items, title="", lang="en", **more):
    """The page with a selection."""
    test = app(PAGE, lang=lang)
    test.session_state["_briefing"] = Selection(title, "en", "be", items)
    for name, value in more.items():
        test.session_state[name] = value
    test.run()
    assert not test.exception
    return test


def chosen(test):
    return test.session_state["_briefing"]


def press(test, name):
    """Press the button whose key begins so; where there are several, the first one."""
    next(b for b in test.button if b.key.startswith(name)).click().run()
    assert not test.exception


def said(test):
    kinds = (test.title, test.markdown, test.info, test.error, test.warning)
    return "\n".join(each.value for kind in (*kinds, test.success) for each in kind)


def test_a_click_adds_the_object_with_what_is_chosen_and_says_how_many_are_in():
    test = app("pages/training.py", lang="en", training_year="2568")
    press(test, "training_bar_add")
    assert [toast.value for toast in test.toast] == [
        "Added. Objects in the briefing: 1"
    ]
    press(test, "training_bar_add")
    assert "already" in test.toast[0].value
    press(test, "training_timeline_add")
    first, second = chosen(test).items
    assert (first.page, first.key) == ("training", "training_bar")
    assert first.choices == second.choices == {"training_year": "2568"}
    assert first.name.startswith("FY2568")


def test_the_same_object_with_another_choice_is_another_object():
    test = app("pages/training.py", lang="en", training_year="2568")
    press(test, "training_bar_add")
    test.selectbox(key="training_year").set_value(2569).run()
    press(test, "training_bar_add")
    years = [item.choices["training_year"] for item in chosen(test).items]
    assert years == ["2568", "2569"]


def test_a_search_is_kept_for_the_pack_but_not_for_the_log():
    test = app("pages/tip_tier.py", lang="en", tip_tier_search="officials")
    press(test, "tip_tier_PROS_OFFICIALS_CONVICTED_add")
    (item,) = chosen(test).items
    assert item.choices == {"tip_tier_search": "officials"}
    assert isinstance(item.choices["tip_tier_search"], audit.Typed)


@pytest.mark.parametrize(("lang", "how"), [("th", "กด “เพิ่ม"), ("en", "Press “Add")])
def test_an_empty_briefing_says_how_to_add(lang, how):
    test = app(PAGE, lang=lang)
    assert how in said(test)
    assert not [b for b in test.button if b.key == "briefing_make"]


def test_objects_change_places_and_go():
    test = opened(BAR, MAP, TIERS)
    press(test, "briefing_down_")
    assert chosen(test).items == (MAP, BAR, TIERS)
    ups = [b for b in test.button if b.key.startswith("briefing_up_")]
    assert [b.disabled for b in ups] == [True, False, False]
    ups[2].click().run()
    assert chosen(test).items == (MAP, TIERS, BAR)
    press(test, "briefing_remove_")
    assert chosen(test).items == (TIERS, BAR)
    assert "2" in said(test)


def test_own_titles_and_those_of_the_whole_are_kept_in_one_line():
    test = opened(BAR, TIERS)
    fields = [f for f in test.text_input if f.key.startswith("briefing_own_")]
    assert [f.label for f in fields] == [
        r"1. Training programme (training\_bar)",
        "2. Tiers",
    ]
    fields[1].set_value("ของ\nฉัน\u202e").run()
    test.text_input(key="briefing_title").set_value("สรุป").run()
    assert [item.title for item in chosen(test).items] == ["", "ของฉัน"]
    assert chosen(test).title == "สรุป"
    press(test, "briefing_down_")
    fields = [f for f in test.text_input if f.key.startswith("briefing_own_")]
    assert [f.value for f in fields] == ["ของฉัน", ""]


def test_language_and_era_of_the_pack_are_not_those_of_the_page():
    test = opened(BAR, lang="th")
    test.segmented_control(key="briefing_era").set_value("ce").run()
    assert (chosen(test).lang, chosen(test).era) == ("en", "ce")
    assert test.session_state["lang"] == "th"


def test_the_selection_leaves_as_a_file_that_is_read_again(files, served):
    test = opened(BAR, TIERS, title="Mine")
    (name,) = [name for name in files if name.endswith(".json")]
    assert read(files[name]()) == chosen(test)
    assert [line["page"] for line in log(served)] == ["briefing"]


def test_a_link_brings_the_selection_and_leaves_the_address():
    sent = Selection("สรุป", "en", "ce", (replace(BAR, title="ของฉัน"), TIERS))
    test = app(PAGE, lang="en", briefing=packed(sent))
    assert not test.exception
    assert chosen(test) == replace(sent, items=(sent.items[0], replace(TIERS, name="")))
    assert "briefing" not in test.query_params
    press(test, "briefing_remove_")
    assert len(chosen(test).items) == 1  # it does not come back


def test_a_link_holds_titles_as_typed_and_no_name_that_may_tell_a_figure():
    named = replace(BAR, name="FY2570: 3 of 40 batches held", title="Mine")
    assert unpacked(packed(Selection(items=(named,)))).items == (
        replace(named, name=""),
    )


@pytest.mark.parametrize(
    "letters",
    [
        packed(Selection(items=(BAR,)))[:-9],
        "abc",
        "ก",
        base64.urlsafe_b64encode(zlib.compress(b"{}")).decode(),
        base64.urlsafe_b64encode(zlib.compress(bytes(50_000_000))).decode(),
    ],
    ids=["cut", "short", "thai", "other", "bomb"],
)
def test_a_link_that_holds_no_selection_is_refused_in_words(letters):
    test = app(PAGE, lang="en", briefing=letters)
    assert not test.exception
    assert "The selection of the link was not opened" in said(test)
    assert "_briefing" not in test.session_state
    assert "not opened" not in said(test.run())


def test_a_pack_of_twelve_fits_in_a_link_and_a_long_one_is_saved_instead():
    items = [replace(BAR, choices={"training_year": str(n)}) for n in range(12)]
    few = Selection(items=tuple(replace(each, title="ก" * 40) for each in items))
    assert len(packed(few)) < LONGEST / 2
    rng = random.Random(1)
    titles = [
        "".join(chr(rng.randrange(0xE01, 0xE2F)) for _ in range(160)) for _ in range(30)
    ]  # of letters by chance, which cannot be packed
    many = [replace(BAR, key=f"a{at}", title=title) for at, title in enumerate(titles)]
    test = opened(*many)
    assert "too long for a link" in said(test)
    assert not test.code


def given_file(test, content):
    test.file_uploader(key="briefing_upload").upload("x.json", content).run()
    assert not test.exception


def told(kept):
    """Stands for a page on which the browser tells what its tab keeps."""
    import streamlit as st

    from dashboard.ui import kept_briefing

    st.session_state[kept_briefing.KEY] = {"kept": kept}
    kept_briefing._take()


@pytest.mark.parametrize("items", [(), (BAR,), (MAP,), (BAR, MAP)])
def test_what_the_tab_kept_comes_before_what_was_added_while_it_was_asked(items):
    kept = written(Selection("Floods", "en", "ce", (TIERS, MAP))).decode()
    test = AppTest.from_function(told, args=(kept,))
    if items:
        test.session_state["_briefing"] = Selection("", "th", "be", items)
    test.run()
    assert not test.exception
    new = tuple(each for each in items if each == BAR)
    assert chosen(test) == Selection("Floods", "en", "ce", (TIERS, MAP, *new))
    shown = [toast.value for toast in test.toast]
    assert shown == ["เพิ่มแล้ว เอกสารสรุปมี 3 รายการ"] * len(new)
    test.session_state["_briefing"] = Selection()  # emptied by the reader
    test.run()  # a tab that says it once more is not heard
    assert chosen(test).items == ()


def test_what_was_added_to_a_full_briefing_that_the_tab_kept_is_told_to_be_left_out():
    full = tuple(Item("training", f"key_{number}") for number in range(MOST_ITEMS))
    kept = written(Selection("", "th", "be", full)).decode()
    test = AppTest.from_function(told, args=(kept,))
    test.session_state["_briefing"] = Selection("", "th", "be", (BAR,))
    test.run()
    assert chosen(test).items == full
    assert "ไม่เกิน" in test.toast[0].value


def test_a_saved_selection_takes_the_place_of_the_one_at_hand():
    test = opened(BAR)
    saved = Selection("Saved", "th", "ce", (TIERS, MAP))
    given_file(test, written(saved))
    assert chosen(test) == saved
    assert test.text_input(key="briefing_title").value == "Saved"
    assert test.segmented_control(key="briefing_lang").value == "th"


def test_a_file_that_is_none_is_refused_in_words_and_changes_nothing():
    test = opened(BAR)
    given_file(test, b'{"schema": 1}')
    assert "was not opened" in said(test)
    assert chosen(test).items == (BAR,)


def log(folder):
    return [
        json.loads(line)
        for month in sorted(folder.glob("*.jsonl"))
        for line in month.read_text("utf-8").splitlines()
    ]


def finished(test):
    """Wait for the worker, and show what came of it."""
    job = test.session_state["_briefing_job"]
    job.process.wait(HANGS)
    test.run()
    assert not test.exception
    return job


def made(*items):
    """The page while its files, tables as CSV, are made."""
    test = opened(*items, _briefing_formats=("csv",))
    test.button(key="briefing_make").click().run()
    assert not test.exception
    return test


@pytest.mark.long
def test_files_are_made_beside_the_page_and_logged_with_what_they_hold(files, served):
    gone = Item("tip_tier", "tip_tier_gone", name="Gone")
    test = made(BAR, MAP, gone, TIERS)
    assert test.button(key="briefing_make").disabled
    assert test.get("progress")
    finished(test)
    assert "Gone" in said(test)
    assert "Made. Objects: 3" in said(test)
    (name,) = [name for name in files if name.endswith(".csv.zip")]
    assert log(served) == []
    content = files[name]()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert names == ["02_training_map_rows.csv", "03_tip_tier_steps_rows.csv"]
        assert archive.read(names[0]).startswith(b"\xef\xbb\xbf")
    (line,) = log(served)
    assert (line["file"], line["page"]) == (name, "briefing")
    held = line["holds"]
    assert [each["selection"]["briefing"] for each in held] == [MAP.key, TIERS.key]
    assert line["sha256"] == sha256(content).hexdigest()
    assert line["rows"] == sum(each["rows"] for each in held) > 40
    press(test, "briefing_remove_")
    assert "before the selection was last changed" in "\n".join(
        caption.value for caption in test.caption
    )


@pytest.mark.long
def test_nothing_is_made_of_objects_that_are_all_gone(files):
    test = made(Item("tip_tier", "tip_tier_gone", name="Gone"))
    finished(test)
    assert "None of the objects could be made" in said(test)
    assert not [name for name in files if name.endswith((".csv", ".zip"))]


@pytest.mark.long
def test_a_worker_that_fails_says_why_in_words(monkeypatch, tmp_path):
    test = opened(BAR)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path / "none"))
    job = worker.start(chosen(test), ("csv",))
    job.process.wait(HANGS)
    assert worker.result(job) is None
    assert "python -m etl build" in worker.fault(job)


def test_cancelling_ends_the_worker_with_all_that_it_started():
    test = made(BAR, MAP, TIERS)
    job = test.session_state["_briefing_job"]
    running = psutil.Process(job.process.pid)
    test.button(key="briefing_stop").click().run()
    assert not test.exception
    assert job.process.poll() is not None
    assert not running.is_running()
    assert "_briefing_job" not in test.session_state
    assert not test.button(key="briefing_make").disabled
    assert "Cancelled. No file was made" in said(test)
    test.button(key="briefing_make").click().run()
    assert "Cancelled" not in said(test)


def test_a_job_that_nobody_holds_ends_and_its_folder_goes():
    job = worker.start(Selection(items=(BAR, TIERS)), ("csv",))
    process, folder = job.process, job.out.parent
    assert folder.is_dir()
    del job
    until = time.monotonic() + HANGS
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert process.poll() is not None
    assert not folder.exists()
