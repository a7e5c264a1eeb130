"""The page of the week shows a snapshot as it was, what it is, and what differs."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import db
from dashboard.disclosure import Audience, disclosed
from dashboard.snapshots import listed, read
from dashboard.snapshots.removal import remove
from dashboard.snapshots.store import keep, packed
from dashboard.text import words
from tests.under_test import app

PAGE = "pages/weekly_snapshot.py"


@pytest.fixture
def built(frozen_built, monkeypatch) -> Path:
    monkeypatch.setenv(db.FOLDER_VARIABLE, str(frozen_built))
    return frozen_built


def named(built: Path, week: str, stage: str = "draft"):
    known = listed(built.parent / "snapshots")
    return next(each for each in known if (each.iso_week, each.stage) == (week, stage))


def words_of(test) -> str:
    shown = (*test.markdown, *test.caption, *test.warning, *test.error, *test.info)
    return "\n".join(each.value for each in shown)


def test_a_draft_says_that_it_is_not_approved(built):
    told = named(built, "2026-W46")
    assert "ร่าง ยังไม่ได้รับอนุมัติ" in words_of(app(PAGE, as_of=told.id))
    shown = words_of(app(PAGE, as_of=told.id, lang="en"))
    assert "Draft, not approved" in shown
    assert f"Snapshot {told.id}" in shown
    assert told.version in shown


def test_what_is_published_is_not_approved_either_and_gives_its_files(built):
    told = named(built, "2026-W47", "published")
    test = app(PAGE, as_of=told.id, lang="en")
    assert "Published, but not approved: it counts as a draft" in words_of(test)
    labels = [each.proto.label for each in test.get("download_button")]
    assert "Download what was published with this snapshot: week_th.pdf" in labels


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_snapshot_is_shown_as_it_was_frozen(built, lang):
    told = named(built, "2026-W46")
    changed = read(built.parent / "snapshots", told.id)
    tiles = tuple(replace(each, value=4321.0) for each in changed.week.tiles)
    made = packed(
        replace(told, stage="published"),
        replace(changed.week, tiles=tiles),
        changed.tables,
        {},
    )
    kept, _ = keep(built.parent / "snapshots", made)
    assert "4,321" in words_of(app(PAGE, as_of=kept.id, lang=lang))
    assert "4,321" not in words_of(app(PAGE, as_of=told.id, lang=lang))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_week_frozen_before_incomplete_reports_were_told_still_reads(built, lang):
    told = named(built, "2026-W46")
    kept = read(built.parent / "snapshots", told.id)
    late = kept.week.tables["late"].frame
    then = late[late["what"] == "silent"].drop(columns=["what", "weeks_unreported"])
    one = then[then["weeks_silent"] == 1]
    names = ", ".join(one[f"name_{lang}"])
    line = words("weekly_late_one", lang, number=str(len(one)), names=names)
    some = words("weekly_none_late_some", lang)
    for rows, said in ((then, line), (then.iloc[:0], some)):
        table = disclosed(rows, Audience.LEADERSHIP, [], is_protected=True)
        week = replace(kept.week, tables={**kept.week.tables, "late": table})
        made = packed(replace(told, stage="published"), week, kept.tables, {})
        old, _ = keep(built.parent / "snapshots", made)
        shown = words_of(app(PAGE, as_of=old.id, lang=lang)).replace("\\", "")
        assert [each in shown for each in (line, some)] == [said == line, said == some]


def test_a_snapshot_is_chosen_from_those_that_there_are(built):
    test = app(PAGE, lang="en")
    box = test.selectbox(key="weekly_snapshot_frozen")
    assert box.options[0] == "Now (none that was kept)"
    assert len(box.options) == len(listed(built.parent / "snapshots")) + 1
    told = named(built, "2026-W45")
    box.set_value(told.id).run()
    assert test.query_params["as_of"] == told.id
    assert any("Draft, not approved" in each.value for each in test.warning)
    test.selectbox(key="weekly_snapshot_frozen").set_value("").run()
    assert "as_of" not in test.query_params
    assert not any("Draft, not approved" in each.value for each in test.warning)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_difference_names_figures_and_causes_in_words(built, lang):
    told = named(built, "2026-W46")
    test = app(PAGE, as_of=told.id, lang=lang)
    test.session_state["weekly_snapshot_difference"] = True
    test.run()
    assert not test.exception
    tables = [each.value for each in test.dataframe]
    figures = next(each for each in tables if "causes" in each)
    rows = next(each for each in tables if "rows" in each)
    late = {"th": "แถวที่มาช้า", "en": "late rows"}[lang]
    assert figures["causes"].str.contains(late).any()
    assert {"th": "ใหม่", "en": "new"}[lang] in set(figures["change"])
    tips = {"th": "เบาะแส", "en": "tips"}[lang]
    of_tips = rows["dataset"].eq(tips)
    assert of_tips.any()
    withheld = {"th": "ไม่เปิดเผย", "en": "not disclosed"}[lang]
    assert set(rows.loc[of_tips, "rows"]) == {withheld}
    assert rows.loc[~of_tips, "rows"].str.contains(r"\d").any()


def test_a_draft_correction_says_what_it_is_to_replace_and_marks_nothing(built):
    told = named(built, "2026-W47", "published")
    kept = read(built.parent / "snapshots", told.id)
    why = {"replaces": told.id, "why": "counted twice"}
    made = packed(replace(told, stage="draft", **why), kept.week, kept.tables, {})
    draft, _ = keep(built.parent / "snapshots", made)
    test = app(PAGE, as_of=draft.id, lang="en")
    assert f"is to replace {told.id}, because: counted twice" in words_of(test)
    assert not app(PAGE, as_of=told.id, lang="en").error


def test_a_frozen_week_leads_to_its_neighbours_published_before_draft(built):
    draft, last = named(built, "2026-W46"), named(built, "2026-W47", "published")
    test = app(PAGE, as_of=draft.id, lang="en")
    after = test.button(key="weekly_week_after")
    assert after.help.startswith("Week 47/2569")
    assert last.id in after.help
    after.click().run()
    assert test.query_params["as_of"] == last.id
    assert test.button(key="weekly_week_after").disabled
    assert test.button(key="weekly_week_latest").disabled
    test.button(key="weekly_week_before").click().run()
    assert test.query_params["as_of"] != last.id
    assert "Week 46/2569" in words_of(test)


@pytest.mark.long
def test_a_neighbour_that_was_not_kept_is_shown_as_known_now(built):
    test = app(PAGE, as_of=named(built, "2026-W45").id, lang="en")
    before = test.button(key="weekly_week_before")
    assert "as known now (no snapshot was kept)" in before.help
    before.click().run()
    assert test.query_params["weekly_week"] == "2026-W44"
    assert "as_of" not in test.query_params
    assert "Week 44/2569" in words_of(test)


def test_the_published_page_on_paper_is_given_once_and_as_it_was(built):
    told = named(built, "2026-W47", "published")
    test = app(PAGE, as_of=told.id, lang="en")
    labels = [each.proto.label for each in test.get("download_button")]
    assert labels.count("Download PDF") == 1
    assert not any("week_2026-W47_en.pdf" in label for label in labels)
    assert any("week_2026-W47_th.pdf" in label for label in labels)


def test_one_that_was_shown_and_then_removed_is_shown_no_more(built):
    told = named(built, "2026-W45")
    kept = read(built.parent / "snapshots", told.id)
    made = packed(replace(told, stage="published"), kept.week, kept.tables, {})
    folder = built.parent / "snapshots"
    removable, _ = keep(folder, made)
    assert removable.id in words_of(app(PAGE, as_of=removable.id, lang="en"))
    remove(folder, removable.id, "withdrawn by its office")
    shown = words_of(app(PAGE, as_of=removable.id, lang="en"))
    assert shown.count("withdrawn by its office") == 1
    assert f"Snapshot {removable.id} was removed" in shown
    assert "shows the present state instead, as far as it may be disclosed." in shown


QUALITY = "pages/data_quality.py"
MAY_LEAVE = ["disclosure", "sources", "dictionary"]


@pytest.mark.parametrize("part", ["rejected", "completeness", "handed", "history"])
def test_as_of_a_snapshot_the_analysts_page_shows_only_what_may_leave(built, part):
    told = named(built, "2026-W46")
    test = app(QUALITY, as_of=told.id, lang="en", data_quality_part=part)
    assert not test.exception
    control = test.segmented_control(key="data_quality_part")
    assert control.value == "disclosure"
    assert len(control.options) == len(MAY_LEAVE)
    shown = words_of(test)
    assert "only the parts that hold what may leave" in shown
    assert "This is not the present state" in shown
    assert "red-badge" not in shown  # internal use
    assert "rows handed over" not in shown


@pytest.mark.parametrize("part", MAY_LEAVE)
def test_what_may_leave_is_shown_as_of_the_snapshot(built, part):
    told = named(built, "2026-W46")
    test = app(QUALITY, as_of=told.id, data_quality_part=part)
    assert not test.exception
    assert test.segmented_control(key="data_quality_part").value == part
    assert "เฉพาะส่วนที่เปิดเผยได้" in words_of(test)


def test_without_a_snapshot_the_analysts_page_is_whole(built):
    test = app(QUALITY, lang="en", data_quality_part="rejected")
    assert test.segmented_control(key="data_quality_part").value == "rejected"
    assert "rows handed over" in words_of(test)


def test_of_a_snapshot_that_is_not_there_only_what_may_leave_is_shown(built):
    test = app(QUALITY, lang="en", as_of="0" * 12, data_quality_part="rejected")
    assert test.segmented_control(key="data_quality_part").value == "disclosure"
    assert "rows handed over" not in words_of(test)


def test_without_snapshots_the_page_offers_none(demo_built, monkeypatch):
    monkeypatch.setenv(db.FOLDER_VARIABLE, str(demo_built))
    test = app(PAGE)
    assert not [each for each in test.selectbox if each.key == "weekly_snapshot_frozen"]
