"""Snapshots are kept whole, read as they were, and refused when they were changed."""

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

from dashboard.disclosure import Audience, Gated, disclosed, thawed
from dashboard.export.parquet import parquet_bytes, parquet_frame
from dashboard.snapshots import (
    DamagedSnapshotError,
    SnapshotError,
    UnknownSnapshotError,
    attached,
    listed,
    read,
)
from dashboard.snapshots.manifest import digest, is_sound, parsed, sealed, written
from dashboard.snapshots.plain import made, plain
from dashboard.snapshots.store import keep, packed
from dashboard.weekly.model import Change, Week
from tests.snapshots.hand_made import about, frozen, gated, tile, week


def same_table(one: Gated, other: Gated) -> None:
    assert one.audience is other.audience
    assert one.rules_version == other.rules_version
    assert one.is_protected == other.is_protected
    pd.testing.assert_frame_equal(one.frame, other.frame, check_dtype=False)


def same_week(one: Week, other: Week) -> None:
    assert replace(one, tables={}) == replace(other, tables={})
    assert list(one.tables) == list(other.tables)
    for name, table in one.tables.items():
        same_table(table, other.tables[name])


def test_a_week_is_read_as_it_was_frozen(tmp_path):
    made = week(tiles=(tile(), tile("tips", value=None, state="fewer", on_week=None)))
    told = frozen(tmp_path, made)
    found = read(tmp_path, told.id)
    same_week(found.week, made)
    assert found.manifest == told


def test_a_change_is_read_with_its_base_and_without_one_from_before_it_had_any():
    change = Change(date(2025, 11, 16), -20.0, "percent", 5)
    assert made(Change, plain(change)) == change
    older = plain(change)
    del older["base"]
    assert made(Change, older) == replace(change, base=1)
    del older["kind"]
    with pytest.raises(ValueError, match="Change: .*kind"):
        made(Change, older)


def test_a_gated_table_is_read_as_it_was_frozen(tmp_path, demo_outside):
    made = week()
    told, _ = keep(tmp_path, packed(about(made), made, demo_outside, {}))
    found = read(tmp_path, told.id).tables
    assert set(found) == set(demo_outside)
    for name, table in demo_outside.items():
        same_table(found[name], table)


def test_freezing_again_is_equal_in_content_and_in_bytes(tmp_path, demo_outside):
    made = week()
    first, second = (
        packed(about(made, frozen_at=at), made, demo_outside, {})
        for at in ("2026-11-16T01:00:00Z", "2026-11-17T01:00:00Z")
    )
    assert first.parts == second.parts
    assert first.manifest.id == second.manifest.id
    assert first.manifest.content == second.manifest.content


def test_what_is_frozen_is_frozen_once(tmp_path):
    told = frozen(tmp_path)
    again, is_new = keep(
        tmp_path, packed(about(week(), code_version="d"), week(), {}, {})
    )
    assert not is_new
    assert again == told
    assert len(listed(tmp_path)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"stage": "published"},
        {"version": "another"},
        {"methods": {"disclosure": "4"}},
        {"thresholds": {"level_4_from": 5.0}},
        {"breaks": {"2570": (30.0, 48.4)}},
        {"replaces": "0" * 12, "why": "a batch was counted twice"},
    ],
)
def test_what_differs_has_another_id(tmp_path, changed):
    assert frozen(tmp_path).id != frozen(tmp_path, **changed).id
    assert len(listed(tmp_path)) == 2


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read_all(folder: Path, name: str) -> None:
    read(folder, name)
    attached(folder, name, "week_th.pdf")


def test_every_file_of_a_snapshot_is_guarded(tmp_path):
    told = frozen(tmp_path, files={"week_th.pdf": b"%PDF-1.7"})
    places = files_of(tmp_path / told.folder)
    assert len(places) == 5
    for path in places:
        content = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(content[:-1] + b"?")
        with pytest.raises(DamagedSnapshotError):
            read_all(tmp_path, told.id)
        path.unlink()
        with pytest.raises(SnapshotError):
            read_all(tmp_path, told.id)
        path.write_bytes(content)
    assert read(tmp_path, told.id).manifest == told


def test_no_word_of_a_manifest_can_be_changed_unseen(tmp_path):
    told = frozen(tmp_path)
    path = tmp_path / told.folder / "manifest.json"
    path.chmod(0o644)
    for each in fields(told):
        said = json.loads(written(told))
        said[each.name] = {"approved_by": "somebody", "format": 2}.get(each.name, "x")
        path.write_text(json.dumps(said), "utf-8")
        with pytest.raises(DamagedSnapshotError):
            read(tmp_path, told.id)
        assert listed(tmp_path) == []


def test_a_manifest_under_another_name_is_refused(tmp_path):
    told = frozen(tmp_path)
    (tmp_path / told.folder).rename(tmp_path / f"2026-W40-{told.id}")
    with pytest.raises(DamagedSnapshotError):
        read(tmp_path, told.id)


@pytest.mark.parametrize("name", ["", "0" * 12, "../..", "*", "abc", "A" * 12])
def test_an_id_that_is_none_is_unknown(tmp_path, name):
    frozen(tmp_path)
    with pytest.raises(UnknownSnapshotError):
        read(tmp_path, name)


def test_a_published_file_is_given_as_it_was(tmp_path):
    told = frozen(tmp_path, files={"week_th.pdf": b"%PDF-1.7 \xff"})
    assert attached(tmp_path, told.id, "week_th.pdf") == b"%PDF-1.7 \xff"
    with pytest.raises(DamagedSnapshotError):
        attached(tmp_path, told.id, "../manifest.json")


def test_snapshots_are_listed_by_week_latest_first(tmp_path):
    weeks = [
        week(ends_on) for ends_on in pd.date_range("2026-11-01", periods=3, freq="W")
    ]
    ids = [frozen(tmp_path, each).id for each in weeks]
    assert [each.id for each in listed(tmp_path)] == ids[::-1]


def test_a_freezing_that_died_leaves_nothing_that_counts(tmp_path):
    leftover = tmp_path / ".freezing-1"
    leftover.mkdir()
    (leftover / "manifest.json").write_text("{}", "utf-8")
    assert listed(tmp_path) == []
    told = frozen(tmp_path)
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == [told.folder]


def test_two_freezings_do_not_run_at_once(tmp_path):
    with FileLock(tmp_path / ".lock"), pytest.raises(SnapshotError) as refused:
        frozen(tmp_path)
    assert refused.value.key == "snapshot_busy"


def test_a_manifest_reads_back(tmp_path):
    told = frozen(tmp_path)
    assert parsed(written(told)) == told
    assert is_sound(told)
    assert not is_sound(replace(told, why="changed"))


def test_a_week_of_another_program_is_said_to_be_so(tmp_path):
    made = packed(about(week()), week(), {}, {})
    told = json.loads(made.parts["week.json"]) | {"mood": "good"}
    content = json.dumps(told).encode()

    files = {**made.manifest.files, "week.json": digest(content)}
    changed = sealed(replace(made.manifest, files=files))
    keep(tmp_path, type(made)(changed, {**made.parts, "week.json": content}))
    with pytest.raises(SnapshotError) as refused:
        read(tmp_path, changed.id)
    assert refused.value.key == "snapshot_other_program"


def test_figures_of_analysts_are_neither_kept_nor_thawed():
    exact = pd.DataFrame({"tips": [3]})
    analyst = disclosed(exact, Audience.ANALYST, ["tips"])
    with pytest.raises(ValueError, match="ANALYST"):
        parquet_bytes(analyst)
    with pytest.raises(ValueError, match="analysts"):
        thawed(exact, Audience.ANALYST, "3", is_protected=True)


def test_a_parquet_file_keeps_days_gaps_and_whole_numbers():
    table = gated(on=[pd.Timestamp("2026-11-15").date(), None], note=[None, "ก่ำ"])
    found = parquet_frame(parquet_bytes(table))
    pd.testing.assert_frame_equal(found, table.frame, check_dtype=False)
