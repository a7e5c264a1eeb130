"""Any past week can be shown as it was known at its end (contract.md 5)."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import check, known, paths, resolve, work, workspace
from etl.datasets import Dataset, datasets
from etl.files import Outcome
from etl.workspace import TARGET
from tests.etl import office
from tests.etl.office import hand_over, tip, tips
from tests.opened import opened

ORIGINS = {1: "synthetic", 2: "official", 3: "ministry"}
SAMPLES = {
    "varchar": "X",
    "bigint": 2563,
    "double": 1.0,
    "date": dt.date(2020, 8, 15),
    "timestamp": dt.datetime(2020, 8, 15),
    "boolean": True,
}
HEADER = [*office.TIP_HEADER, "recorded_at"]
# a history in words: (day known, origin rank, what was said); said twice is a duplicate
HISTORIES = {
    "said once": ([("2020-08-17", 3, "a")], {"08-16": "", "08-23": "a", "12-27": "a"}),
    "corrected": (
        [("2020-08-17", 3, "a"), ("2020-08-31", 3, "b")],
        {"08-16": "", "08-23": "a", "08-30": "a", "09-06": "b"},
    ),
    "corrected and corrected back": (
        [("2020-08-17", 3, "a"), ("2020-08-24", 3, "b"), ("2020-08-31", 3, "a again")],
        {"08-23": "a", "08-30": "b", "09-06": "a again"},
    ),
    "corrected within the week": (
        [("2020-08-17", 3, "a"), ("2020-08-23", 3, "b"), ("2020-08-23", 3, "c")],
        {"08-16": "", "08-23": "c"},
    ),
    "said again": (
        [("2020-08-17", 3, "a"), ("2020-08-24", 3, "a")],
        {"08-16": "", "08-23": "a", "08-30": "a"},
    ),
    "an origin that goes before and came later": (
        [("2020-08-17", 2, "official"), ("2020-08-31", 3, "ministry")],
        {"08-23": "official", "08-30": "official", "09-06": "ministry"},
    ),
    "an origin that goes before and was there first": (
        [("2020-08-17", 3, "ministry"), ("2020-08-31", 2, "official")],
        {"08-16": "", "08-23": "ministry", "09-06": "ministry"},
    ),
    "an origin that goes before, between two of another": (
        [("2020-08-03", 2, "o"), ("2020-08-17", 3, "m"), ("2020-08-31", 2, "o later")],
        {"08-02": "", "08-09": "o", "08-23": "m", "08-30": "m", "09-06": "m"},
    ),
    "official facts go before made-up rows": (
        [("2020-08-03", 1, "s"), ("2020-08-10", 1, "t"), ("2020-08-05", 2, "o")],
        {"08-02": "", "08-09": "o", "08-16": "o"},
    ),
}

ORDER = sorted({text for said, _ in HISTORIES.values() for _, _, text in said})


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2020-{text}")


def told(said: list[tuple[str, int, str]]) -> duckdb.DuckDBPyConnection:
    """A version in which one key of every dataset has this history."""
    con = workspace.opened(datasets().values())
    workspace.attach(con, Path(":memory:"), TARGET)
    resolve.create_tables(con, datasets().values())
    outcomes = []
    for number, (known_on, rank, text) in enumerate(said, 1):
        outcome = Outcome(number, "f", "p", "input", ORIGINS[rank], None)
        outcome.first_loaded_at = "2020-12-01T00:00:00"
        outcomes.append(outcome)
        row = {
            # only this tells two versions apart
            "recorded_at": dt.datetime(2020, 1, 1) + dt.timedelta(ORDER.index(text)),
            "source_file_id": number,
            "source_sheet": text,
            "source_line": 2,
            "data_status": ORIGINS[rank],
            "row_state": "accepted",
            "known_from": dt.datetime.fromisoformat(known_on),
        }
        for dataset in datasets().values():
            insert(con, dataset, row)
    resolve.register_files(con, outcomes)
    resolve.settle(con, datasets().values(), resolve.Changes([], [], []))
    con.execute(f"use {TARGET}")
    known.install(con)
    return con


def sample(kind: str) -> object:
    """A value of the type; of a list of codes the last, which withdraws nothing."""
    return kind.split("'")[-2] if kind.startswith("enum") else SAMPLES[kind]


def insert(con: duckdb.DuckDBPyConnection, dataset: Dataset, row: dict) -> None:
    columns = check.columns(dataset)
    whole = {key: sample(columns[key]) for key in dataset.key} | row
    stored = {*columns, *check.LINEAGE, *resolve.STATES}
    whole = {name: value for name, value in whole.items() if name in stored}
    if "recorded_at" not in columns:
        text = next(
            c for c in columns if columns[c] == "varchar" and c not in dataset.key
        )
        whole[text] = row["source_sheet"]
    marks = ", ".join(f"${column} as {column}" for column in whole)
    con.execute(
        f"insert into {TARGET}.{dataset.name}_loaded by name select {marks}", whole
    )


@pytest.fixture(scope="module")
def versions() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    """A version for each of the histories."""
    opened = {name: told(said) for name, (said, _) in HISTORIES.items()}
    yield opened
    for con in opened.values():
        con.close()


@pytest.mark.parametrize("name", datasets())
def test_histories_are_known_week_by_week_as_worked_out_by_hand(versions, name):
    for history, (_, expected) in HISTORIES.items():
        found = {
            week: [
                text
                for (text,) in versions[history]
                .execute(
                    f"select source_sheet from {name}_as_known($week::date)",
                    {"week": day(week)},
                )
                .fetchall()
            ]
            for week in expected
        }
        assert (history, found) == (
            history,
            {week: [text] * bool(text) for week, text in expected.items()},
        )


@pytest.mark.parametrize("name", datasets())
def test_what_is_known_has_the_columns_of_the_dataset(versions, name):
    con = versions["corrected"]
    now = con.execute(f"select * from {name}")
    names = [column[0] for column in now.description]
    rows = now.fetchall()
    then = con.execute(f"select * from {name}_as_known(date '2020-12-27')")
    assert [column[0] for column in then.description] == names
    assert then.fetchall() == rows
    assert len(rows) == 1


def test_every_day_of_a_week_asks_for_its_end():
    with told([("2020-08-23 23:59:59", 3, "a")]) as con:
        counts = [
            len(con.execute("from tip_report_as_known($on)", {"on": on}).fetchall())
            for on in (day("08-16"), day("08-17"), day("08-23"), day("08-24"))
        ]
    assert counts == [0, 1, 1, 1]


@pytest.fixture
def handed(tmp_path):
    """Files as an office hands them over, one after the other."""
    inbox = tmp_path / "inbox"
    for number, (status, at) in enumerate(
        [
            ("NEW", "2020-08-17"),
            ("REFERRED", "24/8/2563 09:00"),
            ("NEW", "2020-08-31"),
        ]
    ):
        rows = [[*tip("A", status=status), at], [*tip("LEAVES", status=status), at]]
        hand_over(inbox, f"tip_report_{number}.csv", tips(*rows, header=HEADER))
    return inbox


def states(con: duckdb.DuckDBPyConnection, tip_id: str, week: str) -> list[str]:
    return [
        status
        for (status,) in con.execute(
            "select status from tip_report_as_known($week) where tip_id = $tip_id",
            {"week": day(week), "tip_id": tip_id},
        ).fetchall()
    ]


def test_a_published_version_tells_it_to_readers_who_can_do_nothing_else(
    handed, tmp_path
):
    office.build(tmp_path / "built", handed)
    with opened(tmp_path / "built") as con:
        found = [states(con, "A", on) for on in ("08-16", "08-23", "08-30", "09-06")]
    assert found == [[], ["NEW"], ["REFERRED"], ["NEW"]]


@pytest.mark.long
def test_a_correction_in_a_later_file_changes_the_week_in_which_it_was_recorded(
    handed, tmp_path
):
    out = tmp_path / "built"
    office.build(out, handed)
    late = [*tip("A", status="SCREENING"), "2020-08-26"]
    hand_over(handed, "tip_report_late.csv", tips(late, header=HEADER))
    office.build(out, handed)
    with opened(out) as con:
        found = [states(con, "A", on) for on in ("08-23", "08-30", "09-06")]
    assert found == [["NEW"], ["SCREENING"], ["NEW"]]


@pytest.mark.long
def test_without_a_time_of_record_a_row_said_again_changes_no_week(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    for number, status in enumerate(["NEW", "REFERRED", "NEW"]):
        row = tip("A", status=status)
        hand_over(inbox, f"tip_report_{number}.csv", tips(row))
        office.build(out, inbox)
    with opened(out) as con:
        row = con.execute(
            "select status, known_from from tip_report_loaded "
            "where row_state = 'accepted'"
        ).fetchone()
        assert row is not None
        now = con.execute(
            "select status from tip_report_as_known($week)", {"week": row[1].date()}
        ).fetchall()
    assert (row[0], now) == ("REFERRED", [("REFERRED",)])


def built_at(monkeypatch, moment: str, inbox: Path, out: Path) -> None:
    """Build as if it were this moment, in Bangkok."""
    now = dt.datetime.fromisoformat(f"{moment}+07:00").astimezone(dt.UTC)
    clock = SimpleNamespace(UTC=dt.UTC, datetime=SimpleNamespace(now=lambda _: now))
    monkeypatch.setattr(work, "dt", clock)
    office.build(out, inbox)


@pytest.mark.long
@pytest.mark.parametrize(
    ("handed_over", "first_known"),
    [
        ("2020-08-16 23:59:59", "08-16"),  # Sunday
        ("2020-08-17 06:00", "08-16"),  # Monday, before the page of the week is made
        ("2020-08-18 23:59:59", "08-16"),  # Tuesday, where Monday is a holiday
        ("2020-08-19 00:00", "08-23"),
    ],
)
def test_what_is_handed_over_by_tuesday_was_known_in_the_week_before(
    handed_over, first_known, tmp_path, monkeypatch
):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report.csv", tips(tip("A", received_on="2020-08-14")))
    built_at(monkeypatch, handed_over, inbox, out)
    with opened(out) as con:
        known_in = [on for on in ("08-09", "08-16", "08-23") if states(con, "A", on)]
        week = con.execute("select known_week_start + 6 from mart_tip_known").fetchone()
    assert known_in[0] == first_known
    assert week == (day(first_known),)


@pytest.mark.long
def test_what_was_handed_over_later_on_a_monday_holds_over_a_dated_record(
    tmp_path, monkeypatch
):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    dated = [*tip("A", received_on="2020-08-14", status="NEW"), "2020-08-17 08:00"]
    hand_over(inbox, "tip_report_1.csv", [HEADER, dated])
    built_at(monkeypatch, "2020-08-17 09:00", inbox, out)
    undated = tip("A", received_on="2020-08-14", status="REFERRED")
    hand_over(inbox, "tip_report_2.csv", tips(undated))
    built_at(monkeypatch, "2020-08-17 10:00", inbox, out)
    with opened(out) as con:
        assert [states(con, "A", on) for on in ("08-16", "08-23")] == [
            ["REFERRED"], ["REFERRED"],
        ]  # fmt: skip
        marts = con.execute(
            "select sum(tips_added - tips_removed) from mart_tip_known"
        ).fetchone()
    assert marts == (1,)


@pytest.mark.long
def test_a_withdrawn_row_was_known_in_no_past_week_either(handed, tmp_path):
    out = tmp_path / "built"
    office.build(out, handed)
    hand_over(
        handed,
        "withdrawal.csv",
        "dataset,record_key,withdrawn_on\ntip_report,LEAVES,2563-09-01\n",
    )
    office.build(out, handed)
    with opened(out) as con:
        weeks = ("08-16", "08-23", "08-30", "09-06", "12-27")
        assert [states(con, "LEAVES", week) for week in weeks] == [[]] * 5
        assert states(con, "A", "08-30") == ["REFERRED"]
        assert con.execute("select sum(tips_added) from mart_tip_known").fetchone() == (
            3,
        )


# --- mart_tip_known

WEEKS = [dt.date(2020, 7, 27) + dt.timedelta(weeks=week) for week in range(12)]
MOMENT = st.datetimes(dt.datetime(2020, 8, 3), dt.datetime(2020, 9, 20))
ROW = st.tuples(
    st.sampled_from(["TH-10", "TH-50"]),
    st.dates(dt.date(2020, 7, 27), dt.date(2020, 9, 6)),
    st.sampled_from(["accepted", "superseded", "duplicate"]),
    MOMENT,
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=25)),
)


def history(rows: list[tuple]) -> duckdb.DuckDBPyConnection:
    """A version whose tips have these spans."""
    con = duckdb.connect()
    kinds = check.columns(datasets()["tip_report"]) | check.LINEAGE | resolve.STATES
    body = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
    con.execute(f"create table tip_report_loaded ({body})")
    for province, received_on, state, known_from, lasted in rows:
        known_to = known_from + lasted if state == "superseded" else None
        con.execute(
            "insert into tip_report_loaded by name select $province as province_code, "
            "$on as received_on, $state as row_state, $from as known_from, "
            "$to as known_to",
            {
                "province": province,
                "on": received_on,
                "state": state,
                "from": known_from,
                "to": known_to,
            },
        )
    con.execute(known.macro(datasets()["tip_report"]))
    con.execute(
        "create view tip_report_change as select *, 1 as change from tip_report_loaded"
    )
    con.execute((paths.SQL / "mart_tip_known.sql").read_text("utf-8"))
    return con


@pytest.mark.long
@settings(max_examples=60)
@given(st.lists(ROW, max_size=12))
def test_sums_of_the_mart_are_the_tips_of_a_week_as_known_in_any_week(rows):
    with history(rows) as con:
        for week in WEEKS:
            summed = con.execute(
                "select province_code, received_week_start, "
                "cast(sum(tips_added - tips_removed) as bigint) as tips "
                "from mart_tip_known where known_week_start <= $week "
                "group by all having tips <> 0 order by all",
                {"week": week},
            ).fetchall()
            counted = con.execute(
                "select province_code, date_trunc('week', received_on)::date as week, "
                "count(*) from tip_report_as_known($week) group by all order by all",
                {"week": week},
            ).fetchall()
            assert summed == counted


def test_the_mart_agrees_with_the_tips_in_force(demo_built):
    with opened(demo_built) as con:
        summed, counted, later = con.execute(
            "select (select sum(tips_added - tips_removed) from mart_tip_known), "
            "(select count(*) from tip_report), "
            "(select count(*) from tip_report_as_known(date '2200-01-01'))"
        ).fetchone()
    assert summed == counted == later > 0
