"""The page of the week: what it says of usual and of odd weeks, in both languages."""

from datetime import date

import pandas as pd
import pytest
import streamlit as st

import dashboard.queries.weekly
import dashboard.weekly
from dashboard import sources
from dashboard.text import Text
from dashboard.weekly.model import Change
from tests.pages import made_week as weeks
from tests.under_test import app

PAGE = "pages/weekly_snapshot.py"
LANGS = ("th", "en")


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def opened(**address):
        test = app(PAGE, **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


@pytest.fixture
def open_made(open_page, monkeypatch):
    """Opens it on a week made by hand, with what is to be otherwise."""

    def opened(lang="en", **changed):
        week = weeks.made(**changed)
        st.cache_data.clear()  # answers are kept by the name of the query
        monkeypatch.setattr(dashboard.weekly, "week", lambda con, ends_on: week)
        return open_page(lang=lang)

    yield opened
    st.cache_data.clear()


def shown(test):
    """All words of the page, as a reader sees them."""
    kinds = (test.title, test.subheader, test.markdown, test.caption, test.info)
    found = [each.value for kind in kinds for each in kind]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")


def of_tile(open_made, lang="en", **changed):
    """The figure and the lines of a week's only tile."""
    test = open_made(lang, tiles=(weeks.tile(**changed),), sentences=())
    (said,) = [m.value for m in test.markdown if m.value.startswith(NAMES[lang])]
    (lines,) = [c.value for c in test.caption if NOTES[lang] in c.value]
    return said.replace("\\", ""), lines.replace("\\", "")


NAMES = {"th": "เบาะแสทั้งประเทศ", "en": "Tips, whole country"}
NOTES = {"th": "เบาะแสไม่ใช่คดี", "en": "a tip is not a case"}


# --- tiles


@pytest.mark.parametrize(
    ("changed", "th", "en"),
    [
        ({}, "**120** เรื่อง", "**120** tips"),
        ({"value": 0.0, "state": "zero"}, "**0** เรื่อง", "**0** tips"),
        ({"state": "rounded", "base": 5}, "**ประมาณ 120** เรื่อง", "**about 120** tips"),
        ({"value": 3.0, "whole": 29.0}, "**3 จาก 29** เรื่อง", "**3 of 29** tips"),
        ({"value": 21.42}, "**21.4** เรื่อง", "**21.4** tips"),
        ({"value": 84210.0}, "**84,210** เรื่อง", "**84,210** tips"),
        ({"value": None, "state": "fewer"}, "**น้อยกว่า 10**", "**fewer than 10**"),
        (
            {"value": None, "state": "not_reported"},
            "**ไม่ได้รายงาน**",
            "**not reported**",
        ),
        ({"value": None, "state": "no_data"}, "**ไม่มีข้อมูล**", "**no data**"),
        ({"value": None, "state": "withheld"}, "**ไม่เปิดเผย**", "**not disclosed**"),
    ],
)
def test_a_tile_says_its_figure_or_in_words_why_there_is_none(
    open_made, changed, th, en
):
    for lang, said in (("th", th), ("en", en)):
        figure, _ = of_tile(open_made, lang, **changed)
        assert figure == f"{NAMES[lang]}  \n{said}"


@pytest.mark.parametrize(("direction", "arrow"), [("up", "▲"), ("down", "▼"), ("", "")])
def test_an_arrow_stands_only_where_a_rule_fired(open_made, direction, arrow):
    figure, lines = of_tile(open_made, direction=direction, rule="")
    assert figure.endswith("tips")
    assert "Rule" not in lines
    figure, lines = of_tile(open_made, direction=direction, rule="shift")
    assert figure.endswith(arrow or "tips")
    assert lines.startswith("Rule: seven weeks running lie on one side of the mean")


@pytest.mark.parametrize(
    ("change", "th", "en"),
    [
        (Change(weeks.BEFORE, 12, "count"), "+12", "+12"),
        (Change(weeks.BEFORE, -12, "count"), "−12", "−12"),
        (Change(weeks.BEFORE, -3.46, "percent"), "−3.5%", "−3.5%"),
        (Change(weeks.BEFORE, 2, "points"), "+2.0 จุดร้อยละ", "+2.0 percentage points"),
        (Change(weeks.BEFORE, 0, "count"), "ไม่เปลี่ยนแปลง", "no change"),
        (Change(weeks.BEFORE, None, "count"), "เทียบไม่ได้", "not comparable"),
        (None, "เทียบไม่ได้", "not comparable"),
    ],
)
def test_changes_are_said_in_their_own_unit(open_made, change, th, en):
    for lang, start, said in (
        ("th", "เทียบสัปดาห์ก่อน: ", th),
        ("en", "on last week: ", en),
    ):
        _, lines = of_tile(open_made, lang, on_week=change)
        assert lines.splitlines()[0].strip() == start + said


def test_a_tile_says_what_is_usual_its_n_and_its_age(open_made):
    _, lines = of_tile(open_made, until=date(2026, 9, 30), n=1234, low=88, high=124.5)
    assert "usual range 88–124.5" in lines
    assert "n = 1,234 · until 30 Sep 2569 (53 days before the week's end)" in lines
    _, lines = of_tile(open_made, until=None, n=None, low=None, high=None)
    assert "no usual range yet" in lines
    assert "it is not known until when" in lines
    assert "n = " not in lines


def test_a_tile_leads_to_its_view_and_without_one_nowhere(open_made):
    test = open_made()
    links = [link.proto for link in test.get("page_link")]
    assert len(links) == sum(bool(tile.page) for tile in weeks.TILES)
    assert {link.page for link in links} == {"training"}
    assert all("training_year=2568" in link.query_string for link in links)
    assert all("lang=en" in link.query_string for link in links)


# --- sentences


def test_the_sentences_are_the_answer_and_can_be_followed_back(open_made):
    for lang in LANGS:
        said = shown(open_made(lang))
        for sentence in weeks.SENTENCES:
            assert said.count(getattr(sentence.text, lang)) == 2  # once in the fold
            assert sentence.rule.replace("_", "") in said.replace("_", "")
        assert "province = TH-63" in said


def test_a_week_without_a_sentence_says_so(open_made):
    assert "There is no summary of this week" in shown(open_made(sentences=()))
    assert "ไม่มีข้อความสรุปสำหรับสัปดาห์นี้" in shown(open_made("th", sentences=()))


def test_the_era_is_named_once(open_made, open_page):
    assert shown(open_made()).count("B.E.") == 1
    said = shown(open_page(lang="en", era="ce"))
    assert "Week 47/2026 (16–22 Nov 2026)** · years on this page are C.E." in said


# --- which week


def test_the_buttons_lead_to_the_weeks_beside(open_page):
    test = open_page(lang="en", weekly_week="2026-W46")
    assert "Week 46/2569 (9–15 Nov 2569)" in shown(test)
    test.button(key="weekly_week_before").click().run()
    assert test.query_params["weekly_week"] == "2026-W45"
    assert "Week 45/2569" in shown(test)
    test.button(key="weekly_week_latest").click().run()
    assert "weekly_week" not in test.query_params  # the latest one is the default
    assert test.button(key="weekly_week_after").disabled
    assert test.button(key="weekly_week_latest").disabled


@pytest.mark.parametrize("asked", ["2031-W01", "1999-W01", "2026-W99", "![a](b) *c*"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_week_that_is_not_there_is_said_so(open_page, lang, asked):
    test = open_page(lang=lang, weekly_week=asked)
    (warning,) = test.warning
    said = warning.value.replace("\\", "").replace("\u2060", "")
    assert asked in said
    assert ("Week 47/2569" if lang == "en" else "สัปดาห์ 47/2569") in said
    if "*" in asked:
        assert "![" not in warning.value  # a text, not a picture
    assert not test.get("image")
    test.button(key="weekly_week_latest").click().run()
    assert not test.warning
    assert len(test.get("image")) >= 6


# --- what must be known


def test_the_fold_says_source_status_limits_revisions_update_and_contact(
    open_made, monkeypatch
):
    said = shown(open_made())
    for part in ("Source", "Status", "Strengths and limits", "Revisions"):
        assert f"**{part}** " in said
    assert "**Next update** Monday, 30 Nov 2569" in said
    assert "Nobody is named yet; the ministry is to fill in data/contact.toml" in said
    office = Text("กอง ก โทร. 1300", "Division A, call 1300")
    monkeypatch.setattr("dashboard.ui.weekly.context.contact", lambda page: office)
    assert "**Contact** Division A, call 1300" in shown(open_made())
    assert "**ติดต่อ** กอง ก โทร. 1300" in shown(open_made("th"))


def test_a_contact_in_one_language_alone_is_refused(tmp_path):
    file = tmp_path / "contact.toml"
    file.write_text('[weekly]\nthai = "กอง ก"\nenglish = ""\n', encoding="utf-8")
    with pytest.raises(sources.SourceError, match=r"contact.toml, \[weekly\]"):
        sources.contact("weekly", file)
    file.write_text('[weekly]\nthai = "กอง ก"\nenglish = "A"\n', encoding="utf-8")
    sources.contact.cache_clear()
    assert sources.contact("weekly", file) == Text("กอง ก", "A")


def test_a_version_without_a_week_says_so(open_page, monkeypatch):
    st.cache_data.clear()
    none = pd.DataFrame({"week_end": pd.to_datetime([])})
    monkeypatch.setattr(dashboard.queries.weekly, "weeks", lambda con: none)
    (said,) = open_page(lang="en").info
    assert said.value.startswith("This version of the data has no complete week")
    st.cache_data.clear()
