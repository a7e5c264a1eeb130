"""The weekly page as PDF: one A4 in either language, whatever the week was."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard import weekly
from dashboard.disclosure import Audience, disclosed
from dashboard.export.week.lists import STILL, WAITS, listed, lists_of
from dashboard.export.weekly_page import weekly_page
from dashboard.text import Text, words
from dashboard.weekly.model import Change, Sentence
from tests.export.reading import (
    fonts_of,
    outlined_marks,
    pdf_text,
    reader,
    squeezed,
)

LANGS = ("th", "en")
SENTENCE = Text(
    "จังหวัดตากมีผู้ป่วยน้ำใจ 3 ครั้ง อยู่ในช่วงปกติ (0–9)",
    "Tak had three of them, within the usual range (0–9).",
)


@pytest.fixture(scope="module")
def week(demo_con):
    made = weekly.week(demo_con)
    return replace(made, sentences=(Sentence("tips_usual", SENTENCE, {}, 1.0),))


@pytest.fixture(scope="module", params=LANGS)
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def page(week, lang):
    return weekly_page(week, lang, "be", snapshot="2026-W47-3f2a9c")


def gated(week, name, rows):
    """A table of the week with other rows, of the columns that these have."""
    columns = week.tables[name].frame.columns
    frame = pd.DataFrame(rows, columns=[each for each in columns if each in rows[0]])
    return replace(
        week,
        tables={
            **week.tables,
            name: disclosed(frame, Audience.LEADERSHIP, [], is_protected=True),
        },
    )


def with_tile(week, **changed):
    return replace(week, tiles=(replace(week.tiles[0], **changed), *week.tiles[1:]))


def test_it_is_one_a4(page):
    (sheet,) = reader(page).pages
    assert [round(float(side)) for side in sheet.mediabox[2:]] == [595, 842]  # points


def test_it_says_all_that_the_week_says(week, lang, page):
    said = pdf_text(page)
    expected = [
        words("weekly_question", lang),
        getattr(SENTENCE, lang),
        words("weekly_pdf_draft", lang),
        "2026-W47-3f2a9c",
        week.version,
        *(words(f"weekly_tile_{tile.key}", lang) for tile in week.tiles),
        *(words(f"weekly_tile_{tile.key}_note", lang) for tile in week.tiles),
    ]
    for title, lines in lists_of(week, lang, "be"):
        expected += [title, *lines]
    assert [each for each in expected if squeezed(each) not in said] == []


def test_it_says_the_least_that_a_dashboard_says_of_itself(lang, page):
    """Source, status, limits, revisions, next update, contact."""
    said = pdf_text(page)
    for part in ("limits", "revisions", "contact_none"):
        line = words(f"weekly_context_{part}", lang, below=10).replace("**", "")
        assert squeezed(line) in said
    for part, told in (("source", "publishers"), ("status", "status"), ("next", "on")):
        head = words(f"weekly_context_{part}", lang, **{told: "|"}).partition("|")[0]
        assert squeezed(head.replace("**", "")) in said


def test_it_is_tagged_titled_and_in_its_language(lang, page):
    root = reader(page).trailer["/Root"]
    assert root["/Lang"] == lang
    assert "<pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    assert words("weekly_question", lang) in root["/Metadata"].get_data().decode()


def test_its_fonts_are_in_it(page):
    fonts = fonts_of(page)
    assert {"Sarabun-Regular", "Sarabun-Bold"} <= set(fonts)
    assert all(fonts.values())


def test_the_same_week_is_the_same_file(week, lang, page):
    assert weekly_page(week, lang, "be", snapshot="2026-W47-3f2a9c") == page


@pytest.mark.long
def test_synthetic_figures_are_marked_and_the_ministrys_are_not(week, lang, page):
    mark = squeezed(words("status_synthetic", lang))
    assert pdf_text(page).count(mark) == 3  # as a stamp, in context and foot
    assert all(outlined_marks(page))
    for status in ("ministry", "official"):
        real = replace(week, data_status=status)
        theirs = weekly_page(real, lang, "be")
        assert mark not in pdf_text(theirs)
        assert not any(outlined_marks(theirs))


@pytest.mark.long
def test_it_is_a_draft_until_it_is_approved(week, lang):
    draft = squeezed(words("weekly_pdf_draft", lang))
    assert draft in pdf_text(weekly_page(week, lang, "be"))
    assert draft not in pdf_text(weekly_page(week, lang, "be", is_approved=True))


@pytest.mark.parametrize("state", ["fewer", "not_reported", "no_data", "withheld"])
def test_a_figure_that_may_not_be_said_is_said_in_words(week, lang, state):
    tile = {"value": None, "state": state, "n": None, "on_week": None, "until": None}
    unsaid = with_tile(week, **tile, series=(None,) * 52, low=None, high=None)
    said = pdf_text(weekly_page(unsaid, lang, "be"))
    assert squeezed(words(f"weekly_state_{state}", lang, below=10)) in said


@pytest.mark.long
def test_a_change_of_rounded_figures_is_about_and_without_decimals(week):
    change = Change(date(2025, 11, 16), -20, "percent", 5)
    for usual, key in (("span", "weekly_on_year"), ("events", "weekly_on_year_first")):
        made = with_tile(week, on_year=change, usual=usual)
        said = pdf_text(weekly_page(made, "en", "be"))
        assert squeezed(words(key, "en", change="about \u221220%")) in said


@pytest.mark.long
@pytest.mark.parametrize(
    ("value", "th", "en"),
    [(-15, "ลดลงประมาณ 15", "about 15 fewer"), (15, "เพิ่มขึ้นประมาณ 15", "about 15 more")],
)
def test_a_change_of_rounded_counts_is_about_so_many(week, value, th, en):
    made = with_tile(week, on_year=Change(date(2025, 11, 16), value, "count", 5))
    for lang, said in (("th", th), ("en", en)):
        line = words("weekly_on_year_first", lang, change=said)
        assert squeezed(line) in pdf_text(weekly_page(made, lang, "be"))


@pytest.mark.long
def test_an_arrow_stands_only_where_a_rule_fired(week):
    quiet = replace(
        week, tiles=tuple(replace(t, rule="", direction="") for t in week.tiles)
    )
    assert not {"▲", "▼"} & set(pdf_text(weekly_page(quiet, "th", "be")))
    loud = with_tile(quiet, rule="outside", direction="up")
    said = pdf_text(weekly_page(loud, "th", "be"))
    assert said.count("▲") == 1
    assert squeezed(words("weekly_rule_outside", "th")) in said


@pytest.mark.long
def test_a_week_full_of_everything_is_still_one_page_with_all_of_it(week, lang):
    priority = week.tables["priority"].frame
    silent = [
        {
            **row,
            "what": ("silent", "unfinished", "incomplete")[at % 3],
            "weeks_silent": at % 9 + 1,
            "weeks_unreported": at % 9 + 1,
            "last_heard_on": None,
            "is_call": at % 9 > 1 or at % 3 == 1,
        }
        for at, row in enumerate(priority.to_dict("records"))
    ]
    full = gated(week, "late", silent)
    rose = [
        {**row, "what": "risk_level", "was": str(at % 4 + 1), "now": str(at % 4 + 2),
         "direction": "up"}
        for at, row in enumerate(priority.to_dict("records"))
    ]  # fmt: skip
    full = gated(full, "crossed", rose)
    old = [
        {**row, "over_days": 365 if at % 3 else 180, "is_new": at % 2 == 0,
         "as_of": date(2026, 11, 15), "is_crowded": at % 6 in (1, 5), "whole": 77}
        for at, row in enumerate(priority.to_dict("records"))
    ]  # fmt: skip
    full = gated(full, "waits", old)
    long = Text(SENTENCE.th * 4, SENTENCE.en * 4)
    full = replace(full, sentences=(Sentence("tips_usual", long, {}, 1.0),) * 5)
    content = weekly_page(full, lang, "be")
    assert len(reader(content).pages) == 1
    said = pdf_text(content)
    for title, lines in lists_of(full, lang, "be"):
        assert [line for line in (title, *lines) if squeezed(line) not in said] == []
    assert squeezed(words("export_rules_version", lang)) in said  # of the foot


def late_rows(week, *told):
    """A row of who is late for each: its columns but the province's."""
    rows = week.tables["priority"].frame.head(len(told)).to_dict("records")
    return [row | more for row, more in zip(rows, told, strict=True)]


def test_a_week_frozen_before_reports_were_told_apart_reads_as_it_was(week, lang):
    now = [
        {"what": "silent", "weeks_silent": n, "weeks_unreported": n, "is_call": n > 2}
        for n in (4, 2, 1)
    ]
    columns = ("weeks_silent", "is_call")
    then = [{name: each[name] for name in columns} for each in now]
    title = words("weekly_list_late", lang)
    found = [
        dict(lists_of(gated(week, "late", late_rows(week, *told)), lang, "be"))[title]
        for told in (now, then)
    ]
    assert len(found[0]) == 3
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("value", "key"), [(77.0, ""), (62.0, "_some"), (None, "_unknown")]
)
def test_without_names_all_reported_only_where_the_tile_says_so(week, lang, value, key):
    (found,) = [t for t in week.tiles if t.key == "provinces_reported"]
    assert found.whole == 77
    tiles = tuple(
        replace(t, value=value) if t.key == "provinces_reported" else t
        for t in week.tiles
    )
    late = week.tables["late"]
    none = replace(
        week,
        tiles=tiles,
        tables=week.tables | {"late": late.part(late.frame.index < 0)},
    )
    lines = dict(lists_of(none, lang, "be"))[words("weekly_list_late", lang)]
    assert lines == [words(f"weekly_none_late{key}", lang)]


def test_the_share_handed_over_and_old_referrals_are_on_the_page(week, lang, page):
    said = pdf_text(page)
    (tile,) = [each for each in week.tiles if each.key == "handed_over"]
    name = words("weekly_tile_handed_over", lang)
    change = words("weekly_on_week_quarter", lang, change="").strip()
    assert squeezed(f"{tile.value:.0f}%") in said
    assert all(squeezed(each) in said for each in (name, change))
    waits = dict(lists_of(week, lang, "be"))[words("weekly_list_waits", lang)]
    assert len(waits) > 0
    assert [line for line in waits if squeezed(line) not in said] == []


@pytest.mark.parametrize(("unit", "th"), [("provinces", "จังหวัด"), ("batches", "รุ่น")])
def test_what_is_not_named_is_counted_in_its_own_unit(unit, th):
    said = listed(["ก", "ข", "ค", "ง"], "th", 2, unit=unit)
    assert said == f"ก, ข และอีก 2 {th}"


def test_of_many_new_old_referrals_the_first_are_named_and_the_others_counted(
    week, lang
):
    row = week.tables["priority"].frame.iloc[0].to_dict()
    old = [
        {**row, "name_th": f"ก{at}", "name_en": f"P{at}", "over_days": 365,
         "is_new": True, "as_of": date(2026, 11, 15)}
        for at in range(WAITS + 5)
    ]  # fmt: skip
    made = gated(week, "waits", old)
    title = words("weekly_list_waits", lang)
    line, warning = dict(lists_of(made, lang, "be"))[title]
    assert warning == words("weekly_waits_perhaps", lang)
    letter = {"th": "ก", "en": "P"}[lang]
    assert f"{letter}{WAITS - 1}" in line
    assert f"{letter}{WAITS}" not in line
    assert words("weekly_pdf_more_provinces", lang, names="", more=5).strip() in line


def old_rows(week, number, **further):
    """Rows of provinces that were old before, on 15 November 2026, of 77 provinces."""
    row = week.tables["priority"].frame.iloc[0].to_dict()
    return [
        {**row, "name_th": f"ก{at}", "name_en": f"P{at}", "over_days": 365,
         "is_new": False, "as_of": date(2026, 11, 15), "risk_level": 5 - at % 5,
         **further}
        for at in range(number)
    ]  # fmt: skip


def waits_lines(week, lang, rows):
    """What is said of old referrals, and the names that each line has."""
    made = gated(week, "waits", rows)
    lines = dict(lists_of(made, lang, "be"))[words("weekly_list_waits", lang)]
    letter = {"th": "ก", "en": "P"}[lang]
    called = [re.findall(rf"\b{letter}\d+", line) for line in lines]
    return list(zip(lines, called, strict=True))


def test_a_week_frozen_before_bands_were_told_apart_has_what_is_old_as_a_number(
    week, lang
):
    (line, named), (last, _) = waits_lines(week, lang, old_rows(week, 3))
    assert not named
    assert {"th": "(3 จังหวัด)", "en": "(provinces: 3)"}[lang] in line
    assert last == words("weekly_waits_perhaps", lang)


def test_what_was_old_before_is_named_where_its_band_tells_it_apart(week, lang):
    rows = old_rows(week, STILL + 5, is_crowded=False, whole=77)
    (line, named), (told, _) = waits_lines(week, lang, rows)
    assert [int(name[1:]) for name in named] == list(range(STILL))
    assert words("weekly_pdf_more_provinces", lang, names="", more=5).strip() in line
    assert {"th": "ณ 15 พ.ย. 2569", "en": "As of 15 Nov 2569"}[lang] in told
    assert told.endswith(words("weekly_waits_perhaps", lang))


def test_a_crowded_band_says_why_it_names_the_highest_risk_alone(week, lang):
    rows = old_rows(week, 40, is_crowded=True, whole=77)
    (line, named), _ = waits_lines(week, lang, rows)
    said = {"days": "365", "number": "40", "whole": "77"}
    assert line.startswith(words("weekly_waits_crowded", lang, **said))
    assert {"th": "ระบุชื่อเพียงบางจังหวัด", "en": "not all named"}[lang] in line
    assert [int(name[1:]) for name in named] == list(range(0, 40, 5))  # of level 5
    assert {"th": "(ระดับ 5)", "en": "(5)"}[lang] in line


@pytest.mark.parametrize("level", [3, None])
def test_a_crowded_band_of_one_risk_or_of_none_known_names_nobody(week, lang, level):
    rows = old_rows(week, 40, is_crowded=True, whole=77)
    found = waits_lines(week, lang, [{**row, "risk_level": level} for row in rows])
    assert len(found) == 2
    assert not any(named for _, named in found)
    none = {"th": "ไม่ระบุชื่อจังหวัดใดเลย", "en": "none named"}
    assert none[lang] in found[0][0]


def test_a_week_that_was_frozen_without_a_list_has_none_on_paper(week, lang):
    before = {name: table for name, table in week.tables.items() if name != "waits"}
    old = replace(week, tables=before)
    said = pdf_text(weekly_page(old, lang, "be"))
    assert squeezed(words("weekly_list_waits", lang)) not in said
    assert squeezed(words("weekly_list_late", lang)) in said


def test_a_week_of_which_nothing_is_known_says_so(week, lang):
    empty = replace(week, sentences=(), tables={})
    said = pdf_text(weekly_page(empty, lang, "be"))
    assert squeezed(words("weekly_no_sentence", lang)) in said


def test_the_map_names_who_is_in_the_priority_class(week, lang, page):
    frame = week.tables["priority"].frame
    inside = frame[frame["is_priority"].eq(True).fillna(False)]
    assert len(inside) > 0
    said = pdf_text(page)
    for name in inside[f"name_{lang}"]:
        assert squeezed(name) in said


def test_the_map_says_how_many_of_the_class_are_only_minima(week, lang, page):
    frame = week.tables["priority"].frame
    inside = frame[frame["is_priority"].eq(True).fillna(False)]
    least = int(inside["volunteers_at_least"].sum())
    said = squeezed(words("weekly_map_legend_least", lang, number=str(least)))
    assert least > 0
    assert said in pdf_text(page)
    whole = [{**row, "volunteers_at_least": False} for row in frame.to_dict("records")]
    assert said not in pdf_text(weekly_page(gated(week, "priority", whole), lang, "be"))


def test_a_week_frozen_before_minima_were_kept_says_nothing_of_them(week, lang):
    frame = week.tables["priority"].frame.drop(columns="volunteers_at_least")
    before = gated(week, "priority", frame.to_dict("records"))
    said = pdf_text(weekly_page(before, lang, "be"))
    least = squeezed(words("weekly_map_legend_least", lang, number="1"))
    assert squeezed(words("weekly_map_title", lang)) in said
    assert least not in said
    assert least in pdf_text(weekly_page(week, lang, "be"))


def test_years_are_in_the_era_asked_for(week):
    assert squeezed(f"47/{2026 + 543}") in pdf_text(weekly_page(week, "th", "be"))
    assert "47/2026" in pdf_text(weekly_page(week, "en", "ce"))


def test_years_in_sentences_are_in_the_same_era_and_figures_stay(week):
    text = Text("รุ่น 4 วันที่ 3 ธ.ค. 2569 มี 2,569 คน", "Batch 4, 3 Dec 2569, has 2,569.")
    dated = replace(week, sentences=(Sentence("batch_due", text, {}, 1.0),))
    assert "3Dec2026,has2,569." in pdf_text(weekly_page(dated, "en", "ce"))
    assert "3ธ.ค.2569มี2,569คน" in pdf_text(weekly_page(dated, "th", "be"))


def test_of_a_province_no_number_is_said_to_have_changed(week):
    columns = week.tables["corrections"].frame.columns
    row = dict.fromkeys(columns)
    row |= {
        "measure": "tips",
        "level": "province",
        "area": "TH-63",
        "period_start": week.starts_on,
        "period_end": week.ends_on,
        "why": "correction",
        "was_state": "",
        "now_state": "",
    }
    changed = gated(week, "corrections", [row])
    (line,) = dict(lists_of(changed, "en", "ce"))["Corrections since last week"]
    assert "Tak" in line
    assert not any(letter.isdigit() for letter in line)
