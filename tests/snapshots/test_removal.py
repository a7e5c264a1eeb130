"""A snapshot goes for good, openly: a line stays, and no correction is lost."""

import json

import pytest

from dashboard.__main__ import main
from dashboard.snapshots import RemovedSnapshotError, listed, manifest, read, removed
from dashboard.snapshots.errors import DamagedSnapshotError, SnapshotError
from dashboard.snapshots.freezing import Standing, require_sound
from dashboard.snapshots.removal import remove
from dashboard.snapshots.removed import REMOVED, line_of, put
from etl.publish import _named_by_snapshots
from tests.snapshots.hand_made import frozen

WHY = "Rows were withdrawn"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "snapshots"


@pytest.fixture
def run(folder, capsys):
    """Calls the command; gives exit code, output and errors."""

    def called(*arguments: str):
        where = ["--built", str(folder.parent / "built"), "--out", str(folder)]
        code = main(["snapshot", *where, *arguments])
        return code, *capsys.readouterr()

    return called


def test_what_it_held_goes_and_a_line_stays_that_says_when_and_why(run, folder):
    told = frozen(folder, files={"letter.pdf": b"%PDF"}, stage="published")
    code, said, _ = run("--remove", told.id, "--why", f"  {WHY} ")
    assert code == 0
    assert f"Snapshot {told.id} of week {told.iso_week} is removed." in said
    assert f"ลบฉบับ {told.id}" in said
    assert [path.name for path in (folder / told.folder).rglob("*")] == [REMOVED]
    line = json.loads((folder / told.folder / REMOVED).read_text("utf-8"))
    assert (line["id"], line["why"], line["stage"]) == (told.id, WHY, "published")
    assert line["removed_at"].endswith("Z")
    assert listed(folder) == []
    assert [each.id for each in removed(folder)] == [told.id]


@pytest.mark.parametrize("asked", [manifest, read])
def test_who_asks_for_it_is_told_so(folder, asked):
    told = frozen(folder)
    line = remove(folder, told.id, WHY)
    with pytest.raises(RemovedSnapshotError) as gone:
        asked(folder, told.id)
    assert gone.value.line == line
    assert f"was removed on {line.removed_on.day} " in gone.value.said("en")
    assert WHY in gone.value.said("th")


def test_its_version_is_kept_as_long_as_another_snapshot_names_it(run, folder):
    first, second = frozen(folder), frozen(folder, stage="published")
    _, said, _ = run("--remove", first.id, "--why", WHY)
    assert f"other snapshots name it: {second.id}" in said
    assert _named_by_snapshots(folder.parent / "built") == {"v"}
    _, said, _ = run("--remove", second.id, "--why", WHY)
    assert "No snapshot names data version v any more" in said
    assert _named_by_snapshots(folder.parent / "built") == set()


def test_a_correction_does_not_go_before_what_it_corrects(run, folder):
    wrong = frozen(folder, stage="published")
    right = frozen(folder, stage="published", replaces=wrong.id, why="twice")
    last = frozen(folder, stage="published", replaces=right.id, why="thrice")
    for each, before in ((right, wrong), (last, right)):
        code, _, refused = run("--remove", each.id, "--why", WHY)
        assert code == 2
        assert f"it corrects {before.id}, which is still kept" in refused
        assert "ซึ่งยังเก็บไว้" in refused
    assert len(listed(folder)) == 3
    for each in (wrong, right, last):
        assert run("--remove", each.id, "--why", WHY)[0] == 0
    assert len(removed(folder)) == 3


def test_a_published_week_that_was_removed_is_published_again_as_its_correction(folder):
    told = frozen(folder, stage="published")
    remove(folder, told.id, WHY)
    with pytest.raises(SnapshotError, match=told.id):
        require_sound(folder, told.iso_week, Standing("published"))
    corrects = Standing("published", told.id, WHY)
    require_sound(folder, told.iso_week, corrects)
    with pytest.raises(SnapshotError, match="snapshot_other_week"):
        require_sound(folder, "2026-W40", corrects)


def test_what_was_removed_does_not_come_back_by_freezing_it_again(folder):
    told = frozen(folder)
    remove(folder, told.id, WHY)
    with pytest.raises(RemovedSnapshotError):
        frozen(folder)
    assert listed(folder) == []


def test_a_removal_that_was_ended_midway_is_finished_by_the_next_command(folder):
    told = frozen(folder)
    put(folder / told.folder, line_of(told, WHY))  # and then the power went
    assert listed(folder) == []
    with pytest.raises(RemovedSnapshotError):
        read(folder, told.id)
    frozen(folder, stage="published")
    assert [path.name for path in (folder / told.folder).rglob("*")] == [REMOVED]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--why", " "], "give --why TEXT"),
        (["--why", "x" * 501], "has 501 characters"),
        (["--why", WHY, "--publish"], "--remove goes with none of"),
        (["--why", WHY, "--week", "2026-W46"], "--remove goes with none of"),
        (["--why", WHY, "--replaces", "0" * 12], "--remove goes with none of"),
        (["--why", WHY, "--attach", "x"], "--remove goes with none of"),
    ],
)
def test_a_removal_that_is_not_plain_is_refused(run, folder, arguments, said):
    told = frozen(folder)
    code, _, refused = run("--remove", told.id, *arguments)
    assert code == 2
    assert said in refused
    assert listed(folder) == [told]


@pytest.mark.parametrize("name", ["0" * 12, "../../etc", "*"])
def test_what_is_not_there_cannot_be_removed(run, folder, name):
    told = frozen(folder)
    code, _, refused = run("--remove", name, "--why", WHY)
    assert code == 2
    assert "There is no snapshot with the id" in refused
    assert listed(folder) == [told]


def test_what_is_gone_already_is_not_removed_twice(run, folder):
    told = frozen(folder)
    run("--remove", told.id, "--why", WHY)
    code, _, refused = run("--remove", told.id, "--why", "another reason")
    assert code == 2
    assert f"because: {WHY}" in refused


def test_a_line_that_was_spoilt_is_refused_in_words(folder):
    told = frozen(folder)
    remove(folder, told.id, WHY)
    (folder / told.folder / REMOVED).write_text("{}", "utf-8")
    with pytest.raises(DamagedSnapshotError, match=REMOVED):
        manifest(folder, told.id)
