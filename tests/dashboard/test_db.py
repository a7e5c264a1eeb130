"""The version that is served: followed, checked, hardened, shared by threads."""

import itertools
import json
import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard import db
from tests.under_test import damage, point, publish, version_name, write_version

MARKED = {"mark": "select $version as name, i from range(500) as r (i)"}


def served_mark(version: db.Version) -> str:
    """The name that the data themselves carry."""
    with db.cursor(version) as con:
        ((name, rows),) = con.execute(
            "select name, count(*) from mark group by name"
        ).fetchall()
    assert rows == 500
    return name


def test_a_version_says_what_it_is(tmp_path):
    name = publish(tmp_path)
    version = db.current(tmp_path)
    assert (version.name, version.refused) == (name, None)
    assert (version.now_iso_week, str(version.now_ends_on)) == (
        "2026-W46",
        "2026-11-15",
    )
    assert version.data_status == "synthetic"
    assert version.dataset_statuses == {
        "tip_report": "synthetic",
        "population": "official",
    }


def test_a_dataset_is_what_the_least_of_its_rows_is(tmp_path):
    values = """
        select * from (values
            ('training_batch', 'official', 1), ('training_batch', 'ministry', 9),
            ('tip_report', 'synthetic', 0)
        ) as t (dataset, data_status, rows)
    """
    publish(tmp_path, tables={"dataset_status": values})
    assert db.current(tmp_path).dataset_statuses == {"training_batch": "ministry"}


def test_the_folder_is_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path))
    assert db.built_folder() == tmp_path
    monkeypatch.delenv("RISK_WATCH_BUILT")
    assert db.built_folder().parts[-2:] == ("data", "built")


# --- following the pointer


def test_the_pointer_is_followed_at_once(tmp_path):
    first = publish(tmp_path, 1, MARKED)
    assert served_mark(db.current(tmp_path)) == first
    second = publish(tmp_path, 2, MARKED)
    assert served_mark(db.current(tmp_path)) == second


def test_a_version_without_the_pointer_is_not_served(tmp_path):
    first = publish(tmp_path, 1, MARKED)
    write_version(tmp_path, 2, MARKED)
    assert db.current(tmp_path).name == first


def test_nothing_published_is_an_error_of_its_own(tmp_path, caplog):
    with pytest.raises(db.NoVersionError):
        db.current(tmp_path / "absent")
    write_version(tmp_path, 1)
    with pytest.raises(db.NoVersionError):
        db.current(tmp_path)
    assert caplog.text == ""  # it is how everyone begins


def test_the_open_version_outlives_its_pointer(tmp_path):
    name = publish(tmp_path, 1, MARKED)
    db.current(tmp_path)
    (tmp_path / "CURRENT").unlink()
    served = [db.current(tmp_path) for _ in range(3)][-1]
    assert (served_mark(served), served.refused) == (name, "CURRENT")
    point(tmp_path, name)
    assert db.current(tmp_path).refused is None


def test_the_first_version_appears_without_a_restart(tmp_path):
    with pytest.raises(db.NoVersionError):
        db.current(tmp_path)
    name = publish(tmp_path)
    assert db.current(tmp_path).name == name


def test_a_pointer_can_go_back(tmp_path):
    first, second = publish(tmp_path, 1, MARKED), publish(tmp_path, 2, MARKED)
    assert db.current(tmp_path).name == second
    point(tmp_path, first)
    assert served_mark(db.current(tmp_path)) == first


# --- damaged versions


def test_a_damaged_version_is_refused_and_the_last_good_one_served(tmp_path, caplog):
    good = publish(tmp_path, 1, MARKED)
    db.current(tmp_path)
    bad = write_version(tmp_path, 2, MARKED)
    damage(tmp_path, bad)
    point(tmp_path, bad)
    with caplog.at_level(logging.ERROR):
        served = [db.current(tmp_path) for _ in range(5)]
    assert {(v.name, v.refused) for v in served} == {(good, bad)}
    assert served_mark(served[-1]) == good
    assert caplog.text.count(f"Version {bad} refused") == 1


def test_the_last_good_one_is_found_by_a_new_process_too(tmp_path):
    for number in (1, 2, 3, 4):
        write_version(tmp_path, number, MARKED)
    for number in (2, 3):
        damage(tmp_path, version_name(number))
    point(tmp_path, version_name(3))
    served = db.current(tmp_path)
    # 4 was never pointed at: what a killed build leaves is not served.
    assert (served.name, served.refused) == (version_name(1), version_name(3))


def test_nothing_sound_is_no_version(tmp_path):
    damage(tmp_path, publish(tmp_path))
    with pytest.raises(db.NoVersionError):
        db.current(tmp_path)


def test_a_repaired_version_is_taken(tmp_path):
    good = publish(tmp_path, 1, MARKED)
    bad = write_version(tmp_path, 2, MARKED)
    sound = (tmp_path / f"{bad}.duckdb").read_bytes()
    damage(tmp_path, bad)
    point(tmp_path, bad)
    assert db.current(tmp_path).name == good
    (tmp_path / f"{bad}.duckdb").write_bytes(sound)
    served = db.current(tmp_path)
    assert (served_mark(served), served.refused) == (bad, None)


def _no_manifest(folder: Path, name: str) -> None:
    (folder / f"{name}.json").unlink()


def _no_database(folder: Path, name: str) -> None:
    (folder / f"{name}.duckdb").unlink()


def _cut_short(folder: Path, name: str) -> None:
    path = folder / f"{name}.duckdb"
    path.write_bytes(path.read_bytes()[:-4096])


def _manifest_is_no_json(folder: Path, name: str) -> None:
    (folder / f"{name}.json").write_text("{", encoding="utf-8")


def _manifest_is_a_list(folder: Path, name: str) -> None:
    (folder / f"{name}.json").write_text("[]", encoding="utf-8")


def _sound_but_not_what_was_published(folder: Path, name: str) -> None:
    """DuckDB's own checksums find nothing in it; the manifest's SHA-256 does."""
    manifest = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    manifest["sha256"] = manifest["sha256"][::-1]
    (folder / f"{name}.json").write_text(json.dumps(manifest), encoding="utf-8")


def _other_database_under_this_name(folder: Path, name: str) -> None:
    for suffix in (".duckdb", ".json"):
        other = (folder / f"{version_name(1)}{suffix}").read_bytes()
        (folder / f"{name}{suffix}").write_bytes(other)


def _not_a_database(folder: Path, name: str) -> None:
    content = b"<html>" * 4096
    (folder / f"{name}.duckdb").write_bytes(content)
    manifest = {"sha256": db.hashlib.sha256(content).hexdigest(), "size": len(content)}
    (folder / f"{name}.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        damage,
        _no_manifest,
        _no_database,
        _cut_short,
        _manifest_is_no_json,
        _manifest_is_a_list,
        _sound_but_not_what_was_published,
        _other_database_under_this_name,
        _not_a_database,
    ],
)
def test_whatever_is_wrong_with_the_newest_the_one_before_is_served(tmp_path, spoil):
    good = publish(tmp_path, 1, MARKED)
    bad = write_version(tmp_path, 2, MARKED)
    spoil(tmp_path, bad)
    point(tmp_path, bad)
    served = db.current(tmp_path)
    assert (served_mark(served), served.refused) == (good, bad)


@pytest.mark.parametrize(
    "pointer", ["", "../../etc/passwd", "x" * 5000, "\x00", "รุ่น", ".", "20261122"]
)
def test_a_pointer_that_names_no_version_changes_nothing(tmp_path, pointer):
    good = publish(tmp_path, 1, MARKED)
    db.current(tmp_path)
    (tmp_path / "CURRENT").write_text(pointer, encoding="utf-8")
    served = db.current(tmp_path)
    assert served_mark(served) == good
    assert served.refused
    assert len(served.refused) <= 80


def test_a_version_is_hashed_once(tmp_path, monkeypatch):
    hashed = []
    digest = db.hashlib.file_digest

    def counting(file, name):
        hashed.append(Path(file.name).stem)
        return digest(file, name)

    monkeypatch.setattr(db.hashlib, "file_digest", counting)
    for number in (1, 2):
        publish(tmp_path, number, MARKED)
        for _ in range(20):
            db.current(tmp_path)
    damage(tmp_path, publish(tmp_path, 3, MARKED))
    for _ in range(20):
        db.current(tmp_path)
    assert hashed == [version_name(number) for number in (1, 2, 3)]


# --- hardening


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("enable_external_access", False),
        ("autoload_known_extensions", False),
        ("autoinstall_known_extensions", False),
        ("allow_community_extensions", False),
        ("allow_persistent_secrets", False),
        ("python_enable_replacements", False),
        ("temp_directory", ""),
        ("memory_limit", "488.2 MiB"),
        ("threads", 2),
        ("max_execution_time", 10000),
        ("lock_configuration", True),
    ],
)
def test_every_setting_is_in_force(tmp_path, setting, value):
    publish(tmp_path)
    assert setting in db.SETTINGS
    with db.cursor(db.current(tmp_path)) as con:
        found = con.execute("select current_setting($name)", {"name": setting})
        assert found.fetchone() == (value,)


def test_no_setting_is_untested():
    (mark,) = test_every_setting_is_in_force.pytestmark
    assert {setting for setting, _ in mark.args[1]} == set(db.SETTINGS)


ESCAPES = [
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from parquet_scan('/etc/passwd')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from glob('/etc/*')",
    "select * from read_json('http://127.0.0.1:9/')",
    "select getenv('HOME')",
    "select * from secret_frame",
    "attach '{folder}/other.duckdb'",
    "attach ':memory:' as other",
    "install httpfs",
    "load httpfs",
    "copy version_info to '{folder}/out.csv'",
    "copy (select 1) to '{folder}/out.parquet'",
    "export database '{folder}/out'",
    "import database '{folder}'",
    "create persistent secret s (type http, bearer_token 'x')",
    "create table t (i int)",
    "insert into version_info select * from version_info",
    "update version_info set version = 'x'",
    "delete from version_info",
    "drop table version_info",
    "call enable_logging(storage = 'file', storage_path = '{folder}/log')",
    "pragma enable_profiling = 'json'",
    "set profiling_output = '{folder}/profile'",
    *(f"set {setting} = default" for setting in db.SETTINGS),
    *(f"reset {setting}" for setting in db.SETTINGS),
    "set enable_external_access = true",
    "set allowed_paths = ['/etc/passwd']",
    "set secret_directory = '{folder}'",
]


@pytest.mark.parametrize("statement", ESCAPES)
def test_every_way_out_is_refused(tmp_path, statement):
    built = tmp_path / "built"
    publish(built)
    secret_frame = [1]  # noqa: F841 - what a replacement scan would find
    before = sorted(p.name for p in tmp_path.rglob("*"))
    with db.cursor(db.current(built)) as con, pytest.raises(duckdb.Error):
        con.execute(statement.format(folder=tmp_path)).fetchall()
    assert sorted(p.name for p in tmp_path.rglob("*")) == before


# --- threads


def test_four_threads_get_four_times_the_right_answers(tmp_path):
    publish(tmp_path, tables=MARKED)
    version = db.current(tmp_path)

    def ask(number: int) -> bool:
        with db.cursor(version) as con:
            total, name = con.execute(
                "select sum(i + $number), any_value(name) from mark where i < $below",
                {"number": number, "below": number % 400 + 1},
            ).fetchone()
        n = number % 400 + 1
        return total == n * (n - 1) // 2 + number * n and name == version.name

    with ThreadPoolExecutor(4) as pool:
        right = list(pool.map(ask, range(800)))
    assert right == [True] * 800


@pytest.mark.long
def test_fifty_readers_see_thirty_swaps_without_error_or_stale_answer(tmp_path):
    swaps = 30
    publish(tmp_path, 0, MARKED)
    done = threading.Event()

    def read() -> list[tuple[float, float, str, str]]:
        seen = []
        while not done.is_set():
            begun = time.monotonic()
            version = db.current(tmp_path)
            mark = served_mark(version)
            seen.append((begun, time.monotonic(), version.name, mark))
            assert version.refused is None
            time.sleep(0.2)  # a page asks once a second
        return seen

    with ThreadPoolExecutor(50) as pool:
        readers = [pool.submit(read) for _ in range(50)]
        for number in range(1, swaps + 1):
            publish(tmp_path, number, MARKED)
            time.sleep(0.1)
        time.sleep(1)
        done.set()
        answers = list(itertools.chain.from_iterable(r.result() for r in readers))

    assert len(answers) > 50 * swaps / 5
    assert [(name, mark) for _, _, name, mark in answers if name != mark] == []
    # Once anybody was given a version, nobody who asks later is given an older one.
    first_seen: dict[str, float] = {}
    for _, ended, name, _ in answers:
        first_seen[name] = min(ended, first_seen.get(name, ended))
    stale = [
        name
        for begun, _, name, _ in answers
        if any(newer > name and at < begun for newer, at in first_seen.items())
    ]
    assert stale == []
    assert len(first_seen) > swaps / 2
    assert version_name(swaps) in first_seen


def _open_files(folder: Path) -> set[str]:
    links = Path("/proc/self/fd").iterdir()
    targets = (os.path.realpath(link) for link in links)
    return {Path(t).stem for t in targets if t.startswith(str(folder))}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_an_old_version_is_closed_when_its_last_query_is_done(tmp_path):
    first = publish(tmp_path, 1, MARKED)
    reader = db.cursor(db.current(tmp_path))
    con = reader.__enter__()
    second = publish(tmp_path, 2, MARKED)
    db.current(tmp_path)
    assert _open_files(tmp_path) == {first, second}
    assert con.execute("select any_value(name) from mark").fetchone() == (first,)
    reader.__exit__(None, None, None)
    del con, reader
    assert _open_files(tmp_path) == {second}
