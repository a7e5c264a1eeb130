"""A version begun as a copy of the one before says what one made anew would say."""

import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest

from etl import build, changes, codes, paths, previous, texts, version, work, workspace
from etl.datasets import datasets
from tests.etl import office
from tests.etl.office import BATCH_HEADER, batch, hand_over, tip, tips

STEPS = 5
STATUSES = ["NEW", "REFERRED", "CLOSED_UNFOUNDED", "x"]
TIMES = ["", "2020-09-01 10:00", "2020-09-02 10:00", "2563-09-08"]
DAYS = ["2563-06-29", "2563-07-01", "2563-08-15"]  # two quarters of one week
FORMS = ["EX06", "EX01;EX06", "EX02"]
FILE = (
    "load_file.path, sha256, origin, load_file.status, source_sheet, source_line, "
    "loaded.* exclude (source_file_id, source_sheet, source_line)"
)


def some_tips(draw: random.Random) -> list[object]:
    header = [*office.TIP_HEADER, "recorded_at"]
    rows = [
        [
            *tip(
                f"T{draw.randrange(9)}",
                received_on=draw.choice(DAYS),
                province_code=draw.choice(["50", "63"]),
                exploitation_form=draw.choice(FORMS),
                status=draw.choice(STATUSES),
            ),
            at,
        ]
        for at in draw.choices(TIMES, k=draw.randrange(1, 9))
    ]
    return tips(*rows, header=header)


def some_batches(draw: random.Random) -> list[object]:
    rows = [
        batch(draw.randrange(1, 6), volunteers_trained=draw.randrange(2))
        for _ in range(draw.randrange(1, 4))
    ]
    return [list(BATCH_HEADER), *rows]


def some_withdrawals(draw: random.Random) -> list[object]:
    keys = {f"T{draw.randrange(9)}" for _ in range(2)}
    rows = [["tip_report", key, "2563-09-01"] for key in sorted(keys)]
    return [["dataset", "record_key", "withdrawn_on"], *rows]


def make_up(folder: Path, draw: random.Random) -> None:
    """Synthetic tips, which leave as soon as one of the office's own is there."""
    file = hand_over(folder, "tip_report_demo.csv", some_tips(draw))
    made = {"files": {file.name: hashlib.sha256(file.read_bytes()).hexdigest()}}
    (folder / paths.DEMO_MANIFEST).write_text(json.dumps(made), "utf-8")


def change(inbox: Path, draw: random.Random) -> None:
    """One thing that happens in an office's folder between two builds."""
    there = sorted(inbox.glob("t*.csv"))
    kinds = ["new", "new", "again", "broken", "gone", "renamed", "withdrawn"]
    kind = draw.choice(kinds)
    if kind == "withdrawn":
        hand_over(inbox, "withdrawal.csv", some_withdrawals(draw))
        return
    number = draw.randrange(100, 1000)
    if kind == "new" or not there:
        hand_over(inbox, f"tip_report_{number}.csv", some_tips(draw))
        hand_over(inbox, f"training_batch_{number}.csv", some_batches(draw))
        return
    chosen = draw.choice(there)
    is_tips = chosen.name.startswith("tip")
    if kind == "again":
        rows = some_tips(draw) if is_tips else some_batches(draw)
        hand_over(inbox, chosen.name, rows)
    elif kind == "broken":
        chosen.write_text("<html></html>", "utf-8")
    elif kind == "gone":
        chosen.unlink()
    else:
        ending = chosen.name.removeprefix("tip_report").removeprefix("training_batch")
        dataset = chosen.name.removesuffix(ending)
        chosen.rename(inbox / f"{dataset}_{number}b.csv")


def told(built: office.Run) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a version with its file and its state, and every reject."""
    rows = {
        name: built.rows(
            f"select {FILE} from {name}_loaded as loaded "
            "inner join load_file on source_file_id = file_id order by all"
        )
        for name in datasets()
    }
    rejects = built.rows(
        "select path, sha256, load_reject.* exclude (file_id) from load_reject "
        "inner join load_file using (file_id) order by all"
    )
    counts = built.rows(
        "select path, sha256, rows_in, accepted, rejected, duplicate, superseded, "
        "kept_rows, first_loaded_at from load_file order by all"
    )
    kept = {
        name: built.rows(f"from {name} order by all")
        for name in (*changes.KEPT, *version.TABLES)
    }
    return rows | kept | {"load_reject": rejects, "load_file": counts}


def as_loaded(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[object]]:
    """The rows without whether their file was parsed this time."""
    return {
        name: sorted(
            (["loaded" if cell == "unchanged" else cell for cell in row] for row in of),
            key=str,
        )
        for name, of in rows.items()
    }


def at_once(monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    """Let builds happen at the same time, as the time of a file's first load tells."""
    monkeypatch.setattr(
        build.Work,
        "_first_loaded",
        lambda work, file: work.first_loads.get(file.sha256, now),
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("seed", "small"), [(0, 1 << 20), (1, 0), (2, 1 << 20), (3, 0)]
)
def test_a_version_on_a_copy_equals_one_made_anew(tmp_path, monkeypatch, seed, small):
    draw = random.Random(seed)
    monkeypatch.setattr(work, "SMALL", small)  # 0: what is whole is stored early
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    make_up(inbox / "made_up", draw)
    office.build(out, inbox)
    for day in range(1, STEPS + 1):
        change(inbox, draw)
        at_once(monkeypatch, f"2026-01-{day:02}T00:00:00")
        before = tmp_path / "before"
        shutil.rmtree(before, ignore_errors=True)
        shutil.copytree(out, before)
        on_a_copy = office.build(out, inbox)
        with monkeypatch.context() as other_code:
            for module in (workspace, build):
                other_code.setattr(module, "code_version", lambda: "other")
            anew = office.build(before, inbox)
        if not on_a_copy.report["published"]:
            continue
        assert as_loaded(told(on_a_copy)) == as_loaded(told(anew))


@pytest.mark.long
def test_only_new_files_are_parsed(tmp_path, monkeypatch):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report_a.csv", tips(tip("A"), tip("B", status="x")))
    office.build(out, inbox)
    hand_over(inbox, "tip_report_b.csv", tips(tip("A", status="REFERRED")))
    parsed = []
    read = texts.read

    def noted(con, file, *rest):
        parsed.append(file.name)
        return read(con, file, *rest)

    monkeypatch.setattr(texts, "read", noted)
    second = office.build(out, inbox)
    assert parsed == ["tip_report_b.csv"]
    assert second.file("tip_report_a.csv")["status"] == "unchanged"
    assert second.file("tip_report_a.csv")["reasons"] == {"status.unknown": 1}
    states = second.rows(
        "select status, row_state, known_to is null from tip_report_loaded order by 1"
    )
    assert states == [("NEW", "superseded", False), ("REFERRED", "accepted", True)]


@pytest.mark.long
def test_a_file_under_another_name_is_unchanged(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    path = hand_over(inbox, "tip_report_a.csv", tips(tip("A")))
    office.build(out, inbox)
    path.rename(inbox / "tip_report_z.csv")
    second = office.build(out, inbox)
    assert second.file("tip_report_z.csv")["status"] == "unchanged"
    assert second.values("select path from load_file where dataset = 'tip_report'") == [
        "tip_report_z.csv"
    ]


@pytest.mark.long
def test_rows_kept_for_a_refused_file_lead_to_the_content_they_came_from(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    path = hand_over(inbox, "tip_report_a.csv", tips(tip("A")))
    first = office.build(out, inbox)
    (sha256,) = first.values(
        "select sha256 from load_file where path = 'tip_report_a.csv'"
    )
    path.write_text("<html></html>", "utf-8")
    for _ in range(2):  # kept again when something else comes
        second = office.build(out, inbox)
        assert second.values(
            "select sha256 from tip_report inner join load_file "
            "on source_file_id = file_id"
        ) == [sha256]
        hand_over(inbox, "tip_report_b.csv", tips(tip("A")))


@pytest.mark.long
def test_the_copy_is_begun_only_by_the_same_code(tmp_path, monkeypatch):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report_a.csv", tips(tip("A")))
    office.build(out, inbox)
    for module in (workspace, build):
        monkeypatch.setattr(module, "code_version", lambda: "other")
    monkeypatch.setattr(previous, "_keep_rows_alone", pytest.fail)
    second = office.build(out, inbox)
    assert second.file("tip_report_a.csv")["status"] == "loaded"


@pytest.mark.long
def test_a_withdrawn_row_leaves_with_its_history(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    first = tips(tip("KEEP-1"), tip("LEAVE-4711"))
    hand_over(inbox, "tip_report_a.csv", first)
    hand_over(inbox, "tip_report_b.csv", tips(tip("LEAVE-4711", status="REFERRED")))
    office.build(out, inbox)
    withdrawal = hand_over(
        inbox,
        "withdrawal.csv",
        "dataset,record_key,withdrawn_on\ntip_report,LEAVE-4711,2563-09-01\n",
    )
    gone = office.build(out, inbox)
    assert gone.values("select tip_id from tip_report_loaded") == ["KEEP-1"]
    assert gone.values("select record_key from withdrawal") == ["LEAVE-4711"]
    for name, counts in {"a": (2, 1, 1), "b": (1, 0, 1)}.items():
        file = gone.file(f"tip_report_{name}.csv")
        assert (file["rows_in"], file["accepted"], file["superseded"]) == counts
    hand_over(inbox, "tip_report_c.csv", tips(tip("NEW-1")))
    later = office.build(out, inbox)
    assert later.file("tip_report_a.csv")["status"] == "unchanged"
    order = "select tip_id from tip_report_loaded order by tip_id"
    assert later.values(order) == ["KEEP-1", "NEW-1"]

    withdrawal.unlink()
    back = office.build(out, inbox)
    assert back.values(order) == ["KEEP-1", "LEAVE-4711", "LEAVE-4711", "NEW-1"]
    assert back.values("select status from tip_report where tip_id like 'L%'") == [
        "REFERRED"
    ]


@pytest.mark.long
def test_no_byte_of_a_withdrawn_row_stays_in_the_next_version(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    header = [*BATCH_HEADER, "venue"]
    rows = [[*batch(1), "Town Hall"], [*batch(2), "Meeting Room Kilo 4711"]]
    hand_over(inbox, "training_batch.csv", [header, *rows])

    def found() -> bool:
        built = office.build(out, inbox)
        version = (out / "CURRENT").read_text("utf-8").strip()
        assert built.exit_code == 0
        return b"Kilo 4711" in (out / f"{version}.duckdb").read_bytes()

    assert found()
    hand_over(
        inbox,
        "withdrawal.csv",
        "dataset,record_key,withdrawn_on\ntraining_batch,2563|2,2563-09-01\n",
    )
    assert not found()


@pytest.mark.long
def test_a_kept_row_whose_code_is_none_any_more_is_rejected(tmp_path, monkeypatch):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    rows = tips(tip("A"), tip("B", status="REFERRED"))
    hand_over(inbox, "tip_report.csv", rows)
    assert sorted(office.build(out, inbox).values("select tip_id from tip_report")) == [
        "A",
        "B",
    ]
    lists = tmp_path / "reference"
    shutil.copytree(paths.REFERENCE, lists)
    file = lists / "code_list.csv"
    text = file.read_text("utf-8")
    file.write_text(text.replace("case_status,NEW,", "case_status,BEGUN,"), "utf-8")
    (inbox / "tip_report.csv").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(paths, "REFERENCE", lists)
    cached = (codes._general, codes.codes_of)
    try:
        for one in cached:
            one.cache_clear()
        built = office.build(out, inbox)
    finally:
        for one in cached:
            one.cache_clear()
    assert built.file("tip_report.csv")["status"] == "refused"
    assert built.values("select tip_id from tip_report") == ["B"]
    kept = built.rows(
        "select rows_in, accepted, rejected from load_file where status = 'kept'"
    )
    assert kept == [(2, 1, 1)]
    assert built.values("select reason from load_reject") == ["status.unknown"]


@pytest.mark.long
def test_the_later_row_of_a_workbook_wins_however_many_rows_its_sheets_have(tmp_path):
    few = tips(tip("X", status="NEW"))
    many = tips(*[tip(f"T{i}") for i in range(20_500)], tip("X", status="REFERRED"))
    book = office.hand_over_workbook(tmp_path, "tip_report.xlsx", {"A": few, "B": many})
    built = office.build(tmp_path / "built", book)
    assert built.rows(
        "select status, row_state from tip_report_loaded where tip_id = 'X' "
        "order by row_state"
    ) == [("REFERRED", "accepted"), ("NEW", "superseded")]
