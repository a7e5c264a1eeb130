"""What contract.md 5 says of rows that come twice, for every dataset it lists.

The rows are made from the schemas (tests.etl.handed), so that a dataset that comes
later is held to the same sentences.
"""

import functools
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from etl import paths
from etl.datasets import Dataset
from etl.digest import sha256
from tests.etl import handed, office
from tests.opened import opened

STATES = ("rows_in", "accepted", "rejected", "duplicate", "superseded")
REJECTS = {"training_batch", "province_risk", "province_grade", "population"}
EARLY, LATE, LATEST = "2563-09-01 09:00", "2563-09-01 09:30", "2563-10-05"
# rows of one key each, by what must become of them
TWICE, APART, LATER_FIRST, NEXT_FILE, NEXT_LOAD, TOLD = range(101, 107)
OF_ALL, SYNTHETIC_ONLY = 107, 108
EVERY = pytest.mark.parametrize("dataset", handed.offices(), ids=lambda d: d.name)


def version(
    dataset: Dataset, key: int, number: int, recorded_at: str = ""
) -> list[object]:
    """One version of the row with that key."""
    field = handed.content_field(dataset)
    changed = {field.name: handed.content(field, number), "recorded_at": recorded_at}
    row = handed.row(dataset, key, **changed)
    return [row[name] for name in handed.short_header(dataset)]


def hand_over(folder: Path, name: str, dataset: Dataset, *rows: list[object]) -> Path:
    header = handed.short_header(dataset)
    return office.hand_over(folder, f"{dataset.name}_{name}.csv", [header, *rows])


def truth(built: office.Run, dataset: Dataset, key: int) -> list[str]:
    """The versions of the row that hold, as the version says them."""
    return [
        said for said, state, *_ in history(built, dataset, key) if state == "accepted"
    ]


def history(built: office.Run, dataset: Dataset, key: int) -> list[tuple]:
    """All versions of the row with their state and the time of being the truth."""
    field = handed.content_field(dataset).name
    row = handed.row(dataset, key)
    names = [n for n in dataset.key if dataset.field(n).geography or row[n] != ""]
    given = {name: _stored(dataset, name, row[name]) for name in names}
    same = " and ".join(f"{name} = ${name}" for name in given)
    query = (
        f"select {field}::varchar, row_state, known_from::varchar, known_to::varchar "
        f"from {dataset.name}_loaded where {same} order by known_from, source_line"
    )
    return kept_open(built.out).execute(query, given).fetchall()


@functools.cache
def kept_open(out: Path) -> duckdb.DuckDBPyConnection:
    """The version in the folder; to open it takes longer than to ask it."""
    return opened(out)


def _stored(dataset: Dataset, name: str, cell: object) -> object:
    return f"TH-{cell}" if dataset.field(name).geography else cell


def said_of(dataset: Dataset, number: int) -> str:
    """How the version says the content of one version of a row."""
    content = handed.content(handed.content_field(dataset), number)
    return str(content)


def first_files(inbox: Path) -> None:
    """What one build reads of each dataset."""
    for dataset in handed.offices():
        rows = [
            version(dataset, TWICE, 1),
            version(dataset, TWICE, 1),
            version(dataset, APART, 1, EARLY),
            version(dataset, APART, 2, LATE),
            version(dataset, LATER_FIRST, 2, LATE),
            version(dataset, LATER_FIRST, 1, EARLY),
            version(dataset, NEXT_FILE, 1),
            version(dataset, NEXT_LOAD, 2),
        ]
        hand_over(inbox, "1", dataset, *rows)
        again = version(dataset, TWICE, 1)
        hand_over(inbox, "2", dataset, again, version(dataset, NEXT_FILE, 2))
        told = [version(dataset, TOLD, 1), version(dataset, TOLD, 2)]
        hand_over(inbox, "3", dataset, *told)
        others = len(handed.short_header(dataset)) - 1
        totals = [
            ["รวม", *["12"] * others],
            ["รวมทั้งสิ้น", *[""] * (others - 1), "1,234"],
            ["* ข้อมูล ณ วันที่ 30 ก.ย. 2563"],
            ["หมายเหตุ: ยังไม่รวมกรุงเทพมหานคร"],
        ]
        hand_over(inbox, "4", dataset, version(dataset, 50, 1), *totals)

        hand_over(inbox, "5", dataset, version(dataset, OF_ALL, 3, EARLY))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own files with a row of each dataset, made ones, and an office's."""
    folder = tmp_path_factory.mktemp("twice")
    shutil.copytree(paths.REFERENCE, folder / "reference")
    made = {}
    for dataset in handed.offices():
        official = version(dataset, OF_ALL, 1, LATE)
        hand_over(folder / "reference", "ours", dataset, official)
        keys = (OF_ALL, SYNTHETIC_ONLY)
        synthetic = [version(dataset, key, 2, LATEST) for key in keys]
        path = hand_over(folder / "demo", "made", dataset, *synthetic)
        made[path.name] = sha256(path)
    manifest = folder / "demo" / paths.DEMO_MANIFEST
    manifest.write_text(json.dumps({"files": made}), "utf-8")
    first_files(folder / "inbox")
    return folder


def build(folder: Path, out: str, *inputs: str) -> office.Run:
    """Build from folders, with our own files as they are in the folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "REFERENCE", folder / "reference")
        return office.build(folder / out, *(folder / name for name in inputs))


@pytest.fixture(scope="module")
def before(folder: Path) -> office.Run:
    """The build before an office handed anything over."""
    return build(folder, "before", "demo")


@pytest.fixture(scope="module")
def built(folder: Path) -> office.Run:
    return build(folder, "built", "demo", "inbox")


@pytest.fixture(scope="module")
def next_build(built: office.Run, folder: Path) -> office.Run:
    """The build after a file came whose name sorts before those that were there."""
    shutil.copytree(built.out, folder / "next")
    shutil.copytree(folder / "inbox", folder / "inbox_next")
    for dataset in handed.offices():
        row = version(dataset, NEXT_LOAD, 1)
        hand_over(folder / "inbox_next", "0", dataset, row)
    return build(folder, "next", "demo", "inbox_next")


@EVERY
def test_the_same_row_again_is_a_duplicate_and_kept_out(built, dataset):
    states = [state for _, state, *_ in history(built, dataset, TWICE)]
    assert sorted(states) == ["accepted", "duplicate", "duplicate"]


@EVERY
@pytest.mark.parametrize("key", [APART, LATER_FIRST])
def test_the_version_recorded_later_wins_and_the_other_keeps_its_time(
    built, dataset, key
):
    assert history(built, dataset, key) == [
        (
            said_of(dataset, 1),
            "superseded",
            "2020-09-01 09:00:00",
            "2020-09-01 09:30:00",
        ),
        (said_of(dataset, 2), "accepted", "2020-09-01 09:30:00", None),
    ]


@EVERY
def test_loaded_at_the_same_time_the_later_file_name_wins(built, dataset):
    assert truth(built, dataset, NEXT_FILE) == [said_of(dataset, 2)]


@pytest.mark.long  # a build of its own; of tips alone it is in test_rows
@EVERY
def test_loaded_at_another_time_the_later_file_wins_whatever_its_name(
    next_build, dataset
):
    assert truth(next_build, dataset, NEXT_LOAD) == [said_of(dataset, 1)]
    assert next_build.file(f"{dataset.name}_1.csv")["superseded"] == 4


@EVERY
def test_a_key_twice_in_one_file_is_a_conflict_or_the_later_position_wins(
    built, dataset
):
    said = built.file(f"{dataset.name}_3.csv")
    if dataset.name in REJECTS:
        assert truth(built, dataset, TOLD) == []
        assert said["reasons"] == {"key.conflict": 2}
    else:
        assert truth(built, dataset, TOLD) == [said_of(dataset, 2)]
        assert [said[state] for state in STATES] == [2, 1, 0, 0, 1]


@EVERY
def test_totals_and_notes_below_a_table_are_rejected_rows(built, dataset):
    said = built.file(f"{dataset.name}_4.csv")
    assert [said[state] for state in STATES] == [5, 1, 4, 0, 0]


@EVERY
def test_the_files_count_every_row_once(built, dataset):
    counts = [
        [built.file(f"{dataset.name}_{number}.csv")[state] for state in STATES]
        for number in (1, 2)
    ]
    assert counts == [[8, 4, 0, 1, 3], [2, 1, 0, 1, 0]]


@EVERY
def test_official_beats_synthetic_whatever_the_time(before, dataset):
    assert truth(before, dataset, OF_ALL) == [said_of(dataset, 1)]
    assert truth(before, dataset, SYNTHETIC_ONLY) == [said_of(dataset, 2)]


@EVERY
def test_the_ministry_beats_official_whatever_the_time(built, dataset):
    states = [(said, state) for said, state, *_ in history(built, dataset, OF_ALL)]
    assert states == [
        (said_of(dataset, 3), "accepted"),
        (said_of(dataset, 1), "superseded"),
    ]


@EVERY
def test_no_synthetic_row_stays_beside_a_row_of_the_ministry(built, dataset):
    assert truth(built, dataset, SYNTHETIC_ONLY) == []


@pytest.mark.long
def test_two_builds_from_the_same_files_hold_the_same(built, folder):
    again = build(folder, "again", "demo", "inbox")
    first, second = tables(built), tables(again)
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def tables(built: office.Run) -> dict[str, list[str]]:
    """The rows of every table in their order, but for when they were built."""
    times = {"known_from", "known_to", "first_loaded_at", "judged_at", "version"}
    times |= {"built_at", "version_before"}
    found = {}
    with built.database() as con:
        for (name,) in con.execute("show tables").fetchall():
            columns = [row[0] for row in con.execute(f"describe {name}").fetchall()]
            kept = ", ".join(f'"{c}"' for c in columns if c not in times)
            rows = con.execute(f"select {kept} from {name}").fetchall()
            found[name] = sorted(map(str, rows))
    return found
