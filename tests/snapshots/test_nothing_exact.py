"""The address of a snapshot opens no exact count of then, on no analysts' page."""

import hashlib
import json
import shutil

import duckdb
import pytest
import streamlit as st

from dashboard import db
from dashboard.snapshots import listed
from dashboard.text import texts
from tests.under_test import app

LANGS = ("th", "en")
INTERNAL = {"th": "<b>ใช้ภายใน</b>", "en": "<b>Internal use</b>"}  # across a figure
BADGE = {"th": "**ใช้ภายใน**", "en": "**Internal use**"}


@pytest.fixture
def pinned(frozen_built, monkeypatch):
    """Opens a page as of the snapshot of 2026-W45."""
    monkeypatch.setenv(db.FOLDER_VARIABLE, str(frozen_built))
    known = listed(frozen_built.parent / "snapshots")
    told = next(each for each in known if each.iso_week == "2026-W45")

    def opened(page, lang="en", is_pinned=True, **address):
        where = {"as_of": told.id} if is_pinned else {}
        test = app(f"pages/{page}.py", lang=lang, **where, **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


def said(test):
    kinds = (
        test.title,
        test.subheader,
        test.markdown,
        test.caption,
        test.info,
        test.warning,
    )
    return "\n".join(each.value for kind in kinds for each in kind)


def drawn(test):
    """The figures of a page, with their words as they are read."""
    specs = [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]
    return [json.dumps(each, ensure_ascii=False) for each in specs]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", ["week", "signals", "flow"])
def test_the_page_on_tips_shows_published_tables_alone(pinned, lang, part):
    test = pinned("tips", lang, tips_part=part)
    assert not drawn(test)
    assert BADGE[lang] not in said(test)
    refused = {"th": "ไม่แสดงจำนวนตรง", "en": "shows no exact counts"}
    assert refused[lang] in said(test)
    assert BADGE[lang] in said(pinned("tips", lang, is_pinned=False))


def test_the_published_table_of_a_snapshot_is_given_with_its_file(pinned):
    test = pinned("tips")
    test.session_state["tips_week_published_expander"] = True
    test.run()
    assert not test.exception
    assert len(test.dataframe) == 1
    assert test.get("download_button")


@pytest.mark.parametrize("lang", LANGS)
def test_the_profile_shows_neither_tips_nor_victims(pinned, lang):
    now = pinned("province_profile", lang, is_pinned=False, province="TH-50")
    assert sum(INTERNAL[lang] in each for each in drawn(now)) == 2
    test = pinned("province_profile", lang, province="TH-50")
    assert drawn(test)
    assert not any(INTERNAL[lang] in each for each in drawn(test))
    assert BADGE[lang] not in said(test)
    refused = {"th": "ไม่แสดงจำนวนเบาะแส", "en": "no tips and no victims"}
    assert refused[lang] in said(test)
    links = [each.proto.query_string for each in test.get("page_link")]
    assert links
    assert not [link for link in links if "tips_alarm" in link]


@pytest.fixture
def older(frozen_built, tmp_path):
    """The same as it was built before there were signals of tips."""
    for name in ("built", "snapshots"):
        shutil.copytree(frozen_built.parent / name, tmp_path / name)
    (path,) = (tmp_path / "built").glob("*.duckdb")
    with duckdb.connect(str(path)) as database:
        for name in ("signal", "alarm", "delay", "cluster"):
            database.execute(f"drop table mart_tip_{name}")
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    content = path.read_bytes()
    told |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    path.with_suffix(".json").unlink()
    path.with_suffix(".json").write_text(json.dumps(told), "utf-8")
    st.cache_data.clear()  # answers are kept by the name of the version
    yield tmp_path / "built"
    st.cache_data.clear()


@pytest.mark.parametrize(
    ("page", "there"),
    [("tips", "To take along"), ("province_profile", "no tips and no victims")],
)
def test_a_version_from_before_there_were_signals_of_tips_is_shown(
    pinned, older, monkeypatch, page, there
):
    monkeypatch.setenv(db.FOLDER_VARIABLE, str(older))
    shown = said(pinned(page))
    assert there in shown
    assert "older than this view" not in shown


def test_a_frozen_week_leads_to_no_exact_count(pinned):
    def led_to(test):
        return [link.proto.page for link in test.get("page_link")]

    assert "tips" in led_to(pinned("weekly_snapshot", is_pinned=False))
    assert "tips" not in led_to(pinned("weekly_snapshot"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("view", ["one", "change", "funnel"])
def test_the_maps_show_no_internal_measure_of_a_snapshot(pinned, lang, view):
    chosen = {"indicator_map_measure": "tips", "indicator_map_view": view}
    test = pinned("indicator_map", lang, **chosen)
    assert not drawn(test)
    assert not test.get("bidi_component") or BADGE[lang] not in said(test)
    assert BADGE[lang] not in said(test)
    assert BADGE[lang] in said(pinned("indicator_map", lang, is_pinned=False, **chosen))
    assert drawn(pinned("indicator_map", lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("page", "address", "refused"),
    [
        ("tips", {}, "tips_pinned"),
        ("province_profile", {"province": "TH-50"}, "profile_pinned"),
        (
            "indicator_map",
            {"indicator_map_measure": "tips"},
            "indicator_map_pinned",
        ),
        ("data_quality", {}, "data_quality_pinned"),
    ],
)
def test_a_mistyped_snapshot_opens_no_exact_count_either(
    pinned, lang, page, address, refused
):
    told = getattr(texts()[refused], lang)
    test = pinned(page, lang, is_pinned=False, as_of="2026-W47", **address)
    assert told in said(test)
    assert "2026-W47" in test.warning[0].value
    assert BADGE[lang] not in said(test)
    assert not any(INTERNAL[lang] in each for each in drawn(test))
    test.button(key="as_of_now").click().run()
    assert not test.exception
    assert told not in said(test)
