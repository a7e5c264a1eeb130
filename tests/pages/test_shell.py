"""What stands around every page: language, era, data line, choices, what went wrong."""

import logging
import os
import re
import subprocess
import sys

import pytest

from tests.under_test import (
    ROOT,
    app,
    damage,
    page_names,
    publish,
    scratch_app,
)

FIRST = page_names()[0]
ANSWERED = """
    calls = st.session_state.setdefault("calls", [])

    def numbers(con, below):
        calls.append(below)
        rows = con.execute("select * from number where i < $n", {"n": below})
        return rows.df()

    for below in (3, 3, 4):
        frame = ask(numbers, below=below)
        st.metric("sum", int(frame["i"].sum()))
        frame["i"] = 0
"""
CHOOSING = """
    choice("first_year", [2563, 2564, 2565], 2565)
    st.selectbox("year", [2563, 2564, 2565], key="first_year")
    choices("first_region", ["north", "south", "east"])
    st.multiselect("region", ["north", "south", "east"], key="first_region")
    choice("first_border", [False, True], False)
    st.toggle("border", key="first_border")
    typed("first_search")
    st.text_input("search", key="first_search")
    province = choice("first_province", ["TH-50", "TH-96"])
    st.markdown(f"province {province}")
    if st.button("pick"):
        set_choice("first_province", "TH-96")
        st.rerun()
"""


@pytest.fixture
def built(tmp_path, monkeypatch):
    folder = tmp_path / "built"
    monkeypatch.setenv("RISK_WATCH_BUILT", str(folder))
    return folder


@pytest.fixture
def scratch(tmp_path):
    (tmp_path / "app").mkdir()
    return lambda **pages: scratch_app(tmp_path / "app", **pages)


def status_of(test):
    """The badge and the data line."""
    badges = [m.value for m in test.markdown if "-badge[" in m.value]
    return badges[0], test.caption[0].value


# --- language and era


@pytest.mark.parametrize(
    ("address", "until", "title"),
    [
        ({}, "ข้อมูลถึง 15 พ.ย. 2569 (สัปดาห์ 46/2569)", "ดูเป็นตาราง"),
        ({"lang": "en"}, "Data until 15 Nov 2569 (Week 46/2569)", "See as a table"),
        ({"era": "ce"}, "ข้อมูลถึง 15 พ.ย. 2026 (สัปดาห์ 46/2026)", "ดูเป็นตาราง"),
        (
            {"lang": "en", "era": "ce"},
            "Data until 15 Nov 2026 (Week 46/2026)",
            "See as a table",
        ),
        ({"lang": "xx", "era": "<b>"}, "ข้อมูลถึง 15 พ.ย. 2569", "ดูเป็นตาราง"),
    ],
)
def test_the_address_gives_language_and_era(built, scratch, address, until, title):
    publish(built)
    root = scratch(**{FIRST: 'st.subheader(words("table_open"))'})
    test = app(None, root, **address)
    assert until in status_of(test)[1]
    assert test.subheader[0].value == title


def test_a_switch_moves_the_words_and_the_address(built, scratch):
    publish(built)
    test = app(None, scratch())
    test.segmented_control(key="lang").set_value("en").run()
    assert status_of(test)[1].startswith("Data until")
    test.segmented_control(key="era").set_value("ce").run()
    assert status_of(test)[1].startswith("Data until 15 Nov 2026")
    assert test.query_params == {"lang": "en", "era": "ce"}
    test.segmented_control(key="lang").set_value("th").run()
    assert test.query_params == {"era": "ce"}


# --- the data line


@pytest.mark.parametrize(
    ("datasets", "badge", "line"),
    [
        ((), "Synthetic data, not real", "Data until"),
        (("population",), "Published official data", "Data until"),
        (
            ("population", "tip_report"),
            "Synthetic data",
            "1 of 2 datasets synthetic · Data until",
        ),
        (("tip_tier",), "Synthetic data", ""),  # nothing known of it: the worst
    ],
)
def test_the_data_line_says_what_the_page_shows(built, scratch, datasets, badge, line):
    name = publish(built)
    test = app(None, scratch(**{FIRST: f"data_line(*{datasets!r})"}), lang="en")
    badges = [m.value for m in test.markdown if "-badge[" in m.value]
    assert badge in badges[1]
    assert line in test.caption[1].value
    assert f"Version {name}" in test.caption[1].value


def test_ministry_files_are_named_as_such(built, scratch):
    info = """
        select $version as version, timestamp '2026-11-22' as built_at,
            null as now_iso_week, null as now_ends_on, 'ministry' as data_status
    """
    publish(built, tables={"version_info": info})
    badge, line = status_of(app(None, scratch()))
    assert "ข้อมูลที่กระทรวงส่งมอบ" in badge
    assert line.startswith("รุ่นข้อมูล 2026")  # no week is known: none is claimed


# --- answers


def test_answers_are_kept_by_version_and_parameters_and_are_copies(built, scratch):
    root = scratch(**{FIRST: ANSWERED})
    publish(built, 1, {"number": "select range as i from range(10)"})
    test = app(None, root)
    assert [m.value for m in test.metric] == ["3", "3", "6"]
    assert test.session_state["calls"] == [3, 4]
    test.run()
    assert test.session_state["calls"] == [3, 4]
    publish(built, 2, {"number": "select 10 * range as i from range(10)"})
    test.run()
    assert [m.value for m in test.metric] == ["0", "0", "0"]
    assert test.session_state["calls"] == [3, 4, 3, 4]


# --- choices in the address


def test_a_link_opens_the_view_it_was_taken_from(built, scratch):
    publish(built)
    link = {
        "first_year": "2563",
        "first_region": "east~north",
        "first_border": "1",
        "first_search": "แม่สอด",
        "first_province": "TH-50",
    }
    test = app(None, scratch(**{FIRST: CHOOSING}), **link)
    assert test.selectbox(key="first_year").value == 2563
    assert test.multiselect(key="first_region").value == ["north", "east"]
    assert test.toggle(key="first_border").value is True
    assert test.text_input(key="first_search").value == "แม่สอด"
    assert "province TH-50" in [m.value for m in test.markdown]


def test_what_is_not_among_the_options_is_ignored(built, scratch):
    publish(built)
    link = {
        "first_year": "2499",
        "first_region": "north~moon",
        "first_border": "perhaps",
        "first_search": "x" * 500,
        "first_province": "TH-00",
    }
    test = app(None, scratch(**{FIRST: CHOOSING}), **link)
    assert test.selectbox(key="first_year").value == 2565
    assert test.multiselect(key="first_region").value == ["north"]
    assert test.toggle(key="first_border").value is False
    assert test.text_input(key="first_search").value == "x" * 80
    assert "province None" in [m.value for m in test.markdown]
    assert test.query_params == {
        "first_region": "north",
        "first_search": "x" * 80,
    }


def test_what_the_reader_chooses_goes_into_the_address(built, scratch):
    publish(built)
    test = app(None, scratch(**{FIRST: CHOOSING}))
    assert test.query_params == {}
    test.selectbox(key="first_year").set_value(2564)
    test.multiselect(key="first_region").set_value(["south", "north"])
    test.toggle(key="first_border").set_value(True)
    test.text_input(key="first_search").set_value("ตาก")
    test.run()
    test.button[0].click().run()
    assert test.query_params == {
        "first_year": "2564",
        "first_region": "north~south",
        "first_border": "1",
        "first_search": "ตาก",
        "first_province": "TH-96",
    }
    test.selectbox(key="first_year").set_value(2565).run()
    assert "first_year" not in test.query_params


# --- what went wrong


@pytest.mark.parametrize(
    ("lang", "title"),
    [("th", "ยังไม่มีข้อมูลให้แสดง"), ("en", "There are no data to show yet")],
)
def test_without_a_version_the_page_says_what_to_run(built, scratch, lang, title):
    test = app(None, scratch(), lang=lang)
    assert test.title[0].value == title
    assert test.code[0].value == "python -m etl build"
    assert not test.exception
    name = publish(built)
    assert name in status_of(test.run())[1]


@pytest.mark.parametrize(
    "code",
    [
        "raise RuntimeError('secret /etc/path')",
        "st.selectbox(None)",
        "ask(lambda con: con.execute('select secret_column').df())",
        "say('no_such_key secret')",
        "import secret_module",
        "def broken(:\n    pass",
        "@fragment\ndef part():\n    raise RuntimeError('secret')\npart()",
    ],
)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_failed_page_says_so_and_logs_why(built, scratch, caplog, code, lang):
    publish(built)
    root = scratch(**{FIRST: code})
    with caplog.at_level(logging.ERROR, "dashboard.ui.shell"):
        test = app(None, root, lang=lang)
    assert not test.exception
    (shown,) = [e.value for e in test.error]
    assert ("could not be shown" if lang == "en" else "แสดงไม่สำเร็จ") in shown
    assert "secret" not in shown
    assert "Error" not in shown
    (record,) = caplog.records
    (incident,) = record.args
    assert incident in shown
    assert record.exc_info is not None


def test_a_failed_part_leaves_the_rest_of_the_page(built, scratch):
    publish(built)
    code = "@fragment\ndef part():\n    1 / 0\npart()\nst.subheader('the rest')"
    test = app(None, scratch(**{FIRST: code}))
    assert len(test.error) == 1
    assert test.subheader[0].value == "the rest"


def test_stopping_a_page_is_no_failure(built, scratch):
    publish(built)
    test = app(None, scratch(**{FIRST: "st.info('empty')\nst.stop()"}))
    assert [i.value for i in test.info] == ["empty"]
    assert not test.error


def test_a_damaged_newest_version_is_told_and_the_last_good_one_shown(built, scratch):
    good = publish(built, 1)
    test = app(None, scratch(), lang="en")
    assert not test.warning
    bad = publish(built, 2)
    damage(built, bad)
    test.run()
    (notice,) = [w.value for w in test.warning]
    assert f"({bad}) is damaged" in notice
    assert f"({good}) is shown" in notice
    assert good in status_of(test)[1]


# --- every page of the project, with the data that it ships


@pytest.mark.parametrize("era", ["be", "ce"])
@pytest.mark.parametrize("name", page_names())
def test_every_page_speaks_both_languages(demo_built, monkeypatch, name, era):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    said = {}
    for lang in ("th", "en"):
        test = app(f"pages/{name}.py", lang=lang, era=era)
        assert not test.exception
        assert not test.error
        (title,) = [t.value for t in test.title]
        said[lang] = [title, *(e.value for e in (*test.markdown, *test.caption))]
        badge, line = status_of(test)
        assert ("ข้อมูล" if lang == "th" else "data") in badge
        assert "2569" in line if era == "be" else "2026 (" in line
    assert not re.search("[ก-๛]", "".join(said["en"]))
    assert re.search("[ก-๛]", said["th"][0])


# --- the process


RERUNS = """
import gc
from tests.under_test import ROOT, app, page_names
test = app(f"pages/{page_names()[0]}.py").run()  # the first run is a new session's
counts = [gc.get_freeze_count()]
for _ in range(50):
    test.run()
    counts.append(gc.get_freeze_count())
assert not test.error
print(*counts)
"""


@pytest.mark.long
def test_fifty_reruns_leave_the_frozen_objects_alone(demo_built):
    """In a process of its own: what other tests leave behind would be frozen too."""
    run = subprocess.run(
        [sys.executable, "-c", RERUNS],
        cwd=ROOT,
        env={**os.environ, "RISK_WATCH_BUILT": str(demo_built)},
        capture_output=True,
        text=True,
        check=True,
    )
    counts = run.stdout.split()
    assert len(counts) == 51
    assert int(counts[0]) > 50_000
    assert set(counts) == {counts[0]}


def test_a_widget_is_told_its_value_until_the_browser_must_have_drawn_it(
    demo_built, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    test = app("pages/training.py", training_year="2566")
    told = []
    for _ in range(4):
        box = test.selectbox(key="training_year")
        assert box.value == 2566
        told.append(box.proto.set_value)
        test.run()
    assert told == [True, True, True, False]


def test_what_the_reader_chose_while_a_widget_was_told_another_value_is_told_again(
    built, scratch
):
    publish(built)
    test = app(None, scratch(**{FIRST: CHOOSING}))
    for _ in range(2):
        test.run()
    border = test.toggle(key="first_border")
    assert border.proto.set_value  # off, for the last time, and on its way
    border.set_value(True).run()
    assert test.toggle(key="first_border").proto.set_value
    assert test.toggle(key="first_border").proto.value
    assert not test.run().toggle(key="first_border").proto.set_value
    test.toggle(key="first_border").set_value(False).run()
    assert not test.toggle(key="first_border").proto.set_value  # nothing was on its way
    assert test.query_params == {}
