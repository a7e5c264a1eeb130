"""From which version an earlier week is frozen: one that went no further than it."""

import os

import pytest

from dashboard.__main__ import main
from dashboard.snapshots import listed
from dashboard.snapshots.choosing import version_of_week
from tests.snapshots.planted import SUNDAY, WEEK

pytestmark = pytest.mark.long

NAMED = f"{SUNDAY:%G-W%V}"


@pytest.fixture
def run(versions, planted, tmp_path, capsys):
    """Freezes beside none of the planted snapshots; gives code, output and errors."""

    def snapshot(*arguments: str):
        where = ["--built", str(planted / "built"), "--out", str(tmp_path)]
        return main(["snapshot", *where, *arguments]), *capsys.readouterr()

    return snapshot


def test_the_newest_version_of_which_it_is_the_last_week(versions, planted):
    latest, built = versions["next"].opened, planted / "built"
    found = version_of_week(built, latest, SUNDAY)
    assert found.name == versions["gone"].opened.name
    assert version_of_week(built, latest, SUNDAY + WEEK) == latest
    assert version_of_week(built, latest, SUNDAY - WEEK) == latest  # none is kept


def test_no_version_that_holds_what_was_withdrawn_since(versions, planted, tmp_path):
    latest = versions["next"].opened
    for kept in ("corrected", "next"):
        for path in (planted / "built").glob(f"{versions[kept].opened.name}.*"):
            os.link(path, tmp_path / path.name)
    assert version_of_week(tmp_path, latest, SUNDAY) == latest


def test_the_command_freezes_an_earlier_week_from_its_own_version(
    run, versions, tmp_path
):
    code, said, _ = run("--week", NAMED)
    (told,) = listed(tmp_path)
    assert (code, told.iso_week) == (0, NAMED)
    assert told.version == versions["gone"].opened.name
    assert "later than the week" not in said


def test_a_correction_is_of_the_week_of_its_id_and_says_what_is_known_now(
    run, versions, tmp_path
):
    run("--week", NAMED, "--publish")
    (first,) = listed(tmp_path)
    code, said, _ = run("--replaces", first.id, "--why", "two rows too many")
    draft = next(each for each in listed(tmp_path) if each.replaces)
    assert code == 0
    assert (draft.iso_week, draft.version) == (NAMED, versions["next"].opened.name)
    assert f"Once published it is to replace snapshot {first.id}" in said
    assert f"ใช้แทนฉบับ {first.id}" in said
    assert "goes until 30 Aug 2563, later than the week" in said
    assert "รุ่นข้อมูลนี้มีข้อมูลถึง 30 ส.ค. 2563" in said
