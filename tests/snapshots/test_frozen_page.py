"""The page of the week shows a snapshot as it was, what it is, and what differs."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import db
from dashboard.snapshots import listed, read
from dashboard.snapshots.store import keep, packed
from tests.snapshots.kept import kept_weeks
from tests.under_test import app

PAGE = "pages/weekly_snapshot.py"


@pytest.fixture(scope="module")
def frozen_built(demo_built, tmp_path_factory) -> Path:
    return kept_weeks(demo_built, tmp_path_factory.mktemp("frozen"))


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


def test_without_snapshots_the_page_offers_none(demo_built, monkeypatch):
    monkeypatch.setenv(db.FOLDER_VARIABLE, str(demo_built))
    test = app(PAGE)
    assert not [each for each in test.selectbox if each.key == "weekly_snapshot_frozen"]
