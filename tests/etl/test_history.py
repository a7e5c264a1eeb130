"""Each version tells what those before it held, and what has changed since."""

import datetime as dt
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from dashboard.queries import history as queries
from etl import build, codes, history, publish, version, workspace
from etl.datasets import datasets
from tests.etl import office
from tests.etl.office import BATCH_HEADER, batch, hand_over, tip, tips

pytestmark = pytest.mark.long

FIGURES = {
    "tips",
    "tips_in_last_week",
    "batches_held",
    "volunteers_trained",
    "volunteers_trained_per_100k",
    "provinces_at_zero",
    "provinces_without_data",
    "full_coverage_per_100k",
    "rejected_share",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> list[office.Run]:
    """Three versions, one after the other; tests only look."""
    inbox = tmp_path_factory.mktemp("history") / "inbox"
    out = inbox.parent / "built"
    hand_over(inbox, "tip_report_1.csv", tips(tip("A"), tip("B", status="x")))
    runs = [office.build(out, inbox)]
    hand_over(inbox, "tip_report_2.csv", tips(tip("C"), tip("D")))
    hand_over(inbox, "notes.csv", "x")
    runs.append(office.build(out, inbox))
    hand_over(inbox, "training_batch.csv", [list(BATCH_HEADER), batch(2)])
    runs.append(office.build(out, inbox))
    return runs


def versions(runs: list[office.Run]) -> list[str]:
    return [run.report["version"] for run in runs]


def test_a_version_lists_those_before_it(built):
    assert built[-1].values(
        "select version from version_history order by version"
    ) == versions(built)
    info = built[-1].rows(
        "select 3, version, built_at, code_version, risk_model_version, now_iso_week, "
        "data_status from version_info"
    )
    assert built[-1].rows("from version_history order by version desc limit 1") == info


def test_counts_of_each_dataset_are_kept_by_version(built):
    counts = built[-1].rows(
        "select files, rows_in, accepted, rejected from version_dataset "
        "where dataset = 'tip_report' and data_status = 'ministry' order by version"
    )
    assert counts == [(1, 2, 1, 1), (2, 4, 3, 1), (2, 4, 3, 1)]
    refused = built[-1].values(
        "select files_refused from version_dataset where dataset is null"
    )
    assert refused == [1, 1]


def test_key_figures_are_kept_by_version_and_are_those_of_the_tables(built):
    figures = dict(
        built[-1].rows(
            "select figure, value from version_figure where version = $version",
            version=versions(built)[-1],
        )
    )
    assert set(figures) == FIGURES
    assert figures["tips"] == built[-1].values("select count(*) from tip_report")[0]
    held = "select count(*) from training_batch where status = 'held'"
    assert figures["batches_held"] == built[-1].values(held)[0]
    (share,) = built[-1].values(
        "select sum(rejected) / sum(rows_in) from load_file where origin <> 'reference'"
    )
    assert figures["rejected_share"] == share == 0.2
    trained, coverage, at_zero = built[-1].rows(
        "select sum(volunteers_trained), sum(volunteers_trained) * 100000.0 / "
        "sum(population) filter (where volunteers_trained is not null), "
        "count(*) filter (where volunteers_trained = 0) "
        "from mart_province_coverage where is_current"
    )[0]
    assert figures["volunteers_trained"] == trained
    assert figures["volunteers_trained_per_100k"] == coverage
    assert figures["provinces_at_zero"] == at_zero


def test_what_changed_is_told_against_the_version_before(built):
    _, second, third = versions(built)
    query = (
        "select version, name, value_before, value from mart_version_change "
        "where kind = 'rows' order by version"
    )
    batches = built[-1].values("select count(*) from training_batch")[0]
    assert built[-1].rows(query) == [
        (second, "tip_report", 1, 3),
        (third, "training_batch", batches - 1, batches),
    ]
    figures = dict(
        built[-1].rows(
            "select name, (value_before, value) from mart_version_change "
            "where kind = 'figure' and version = $version",
            version=second,
        )
    )
    assert figures["tips"] == (1, 3)
    assert figures["rejected_share"] == (0.5, 0.25)
    assert "batches_held" not in figures


def test_the_rejected_share_is_told_version_by_version(built):
    assert built[-1].values(
        "select rejected_share from mart_quality_trend "
        "where dataset = 'tip_report' order by version"
    ) == [0.5, 0.25, 0.25]
    assert (
        built[-1].rows(
            "select files_refused, rejected_share from mart_quality_trend "
            "where dataset is null"
        )
        == [(1, None)] * 2
    )


def test_each_figure_says_what_it_is_made_of(demo_built, tmp_path):
    # a copy: the pages' tests keep the version itself open, hardened
    built = office.Run(0, "", {}, Path(shutil.copytree(demo_built, tmp_path / "own")))
    assert built.values(
        "select distinct data_status from version_figure "
        "where figure in ('tips', 'volunteers_trained')"
    ) == ["synthetic"]


@pytest.fixture
def one(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    hand_over(inbox, "tip_report_1.csv", tips(tip("A"), tip("LEAVES-4711")))
    return inbox, out, office.build(out, inbox)


def test_nothing_changed_against_no_version_before(one):
    _, _, first = one
    assert first.rows("from mart_version_change") == []
    assert first.values("select is_first from mart_version") == [True]


def use_code(monkeypatch, name):
    for module in (workspace, build, version):
        monkeypatch.setattr(module, "code_version", lambda: name)


def test_the_history_survives_a_change_of_the_code(one, monkeypatch):
    inbox, out, first = one
    use_code(monkeypatch, "other")
    second = office.build(out, inbox)
    assert second.values("select version from version_history order by 1") == versions(
        [first, second]
    )
    assert second.values("select is_code_changed from mart_version") == [False, True]
    assert second.rows("from mart_version_change") == []


def test_the_history_of_code_that_gave_no_numbers_is_in_the_order_of_building(
    one, monkeypatch
):
    inbox, out, first = one
    hand_over(inbox, "tip_report_2.csv", tips(tip("B")))
    second = office.build(out, inbox)
    name = second.report["version"]
    with duckdb.connect(str(out / f"{name}.duckdb")) as con:
        con.execute("alter table version_history drop column version_number")
    reseal(out, name)
    use_code(monkeypatch, "other")
    third = office.build(out, inbox)
    assert third.rows(
        "select version_number, version from version_history order by 1"
    ) == list(enumerate(versions([first, second, third]), 1))


def set_clock(monkeypatch, said):
    """Have the next build begin at that time, in UTC."""
    clock = SimpleNamespace(
        now=lambda _zone: dt.datetime.fromisoformat(said),
        strptime=dt.datetime.strptime,
    )
    known = SimpleNamespace(datetime=clock, UTC=dt.UTC, timedelta=dt.timedelta)
    for module in (build, publish):
        monkeypatch.setattr(module, "dt", known)


@pytest.mark.parametrize(
    ("third_at", "second_at"),
    [
        ("2026-11-22T10:00:00.900+00:00", "2026-11-22T10:00:00.100+00:00"),
        ("2026-11-22T09:00:00+00:00", "2026-11-22T11:00:00+00:00"),
    ],
    ids=["two builds in one second", "a clock that was set back"],
)
def test_each_version_is_beside_the_one_it_was_built_after(
    one, monkeypatch, second_at, third_at
):
    inbox, out, first = one
    runs = [first]
    for name, at in (("B", second_at), ("C", third_at)):
        hand_over(inbox, f"tip_report_{name}.csv", tips(tip(name)))
        set_clock(monkeypatch, at)
        runs.append(office.build(out, inbox))
    one_by_one = versions(runs)
    rows = runs[-1].rows(
        "select version, version_before from mart_version order by version_number"
    )
    assert rows == list(zip(one_by_one, [None, *one_by_one[:-1]], strict=True))
    assert runs[-1].rows(
        "select version, value_before, value from mart_version_change "
        "where name = 'tip_report' order by version_number"
    ) == [(one_by_one[1], 2, 3), (one_by_one[2], 3, 4)]
    with runs[-1].database() as con:
        listed = queries.versions(con)["version"].tolist()
        trend = queries.quality_trend(con)["version"].drop_duplicates().tolist()
    assert (listed, trend) == (one_by_one[::-1], one_by_one)


def test_the_history_survives_a_version_that_is_damaged(one):
    inbox, out, first = one
    hand_over(inbox, "tip_report_2.csv", tips(tip("B")))
    damaged = office.build(out, inbox).report["version"]
    (out / f"{damaged}.duckdb").write_bytes(b"damaged")
    hand_over(inbox, "tip_report_3.csv", tips(tip("C")))
    third = office.build(out, inbox)
    assert third.values("select version from version_history order by 1") == versions(
        [first, third]
    )
    assert third.rows(
        "select value_before, value from mart_version_change where kind = 'rows'"
    ) == [(2, 4)]


def test_the_history_survives_a_withdrawal_and_holds_nothing_of_the_row(one):
    inbox, out, first = one
    hand_over(
        inbox,
        "withdrawal.csv",
        "dataset,record_key,withdrawn_on\ntip_report,LEAVES-4711,2563-09-01\n",
    )
    second = office.build(out, inbox)
    assert second.values("select version from version_history order by 1") == versions(
        [first, second]
    )
    for table in (*history.TABLES, "mart_version_change"):
        assert "LEAVES-4711" not in str(second.rows(f"from {table}"))


def test_only_the_last_versions_are_kept(one, monkeypatch):
    inbox, out, _ = one
    monkeypatch.setattr(history, "KEPT", 2)
    runs = []
    for number in range(2, 4):
        hand_over(inbox, f"tip_report_{number}.csv", tips(tip(f"N{number}")))
        runs.append(office.build(out, inbox))
    for table in history.TABLES:
        assert runs[-1].values(f"select distinct version from {table} order by 1") == (
            versions(runs)
        )


def test_a_version_built_before_there_was_a_history_begins_one(one, monkeypatch):
    inbox, out, first = one
    name = first.report["version"]
    for table in history.TABLES:
        drop(out / f"{name}.duckdb", table)
    reseal(out, name)
    use_code(monkeypatch, "other")
    second = office.build(out, inbox)
    assert second.values("select version from version_history") == versions([second])


def drop(database, table):
    with duckdb.connect(str(database)) as con:
        con.execute(f"drop table {table}")


def reseal(out, name):
    """Make the manifest agree with a database that was changed."""
    path = out / f"{name}.json"
    said = json.loads(path.read_text("utf-8"))
    database = out / f"{name}.duckdb"
    said |= {"sha256": publish.sha256(database), "size": database.stat().st_size}
    path.write_text(json.dumps(said), "utf-8")


# --- the dictionary


def test_the_dictionary_holds_every_field_of_every_schema(built):
    fields = built[-1].rows(
        "select dataset, field, title_th, is_required, unit from dictionary_field "
        "order by dataset, position"
    )
    assert fields == [
        (d.name, f.name, f.title_th, f.required, f.unit)
        for d in datasets().values()
        for f in d.fields
    ]
    rules = built[-1].values("select count(*) from dictionary_rule")
    assert rules == [sum(len(d.rules) for d in datasets().values())]


def test_the_dictionary_holds_every_text_that_stands_for_a_code(built):
    rows = built[-1].rows("select code_list, code, texts from dictionary_code")
    taken = {
        (name, code): {code, *texts.split(" · ")} - {""} for name, code, texts in rows
    }
    for name, entries in codes.code_lists().items():
        for text, code in entries:
            assert text in taken[name, code]


@pytest.mark.parametrize("taken", ["withdrawn", "gone"])
def test_rows_that_were_taken_out_show_until_which_week_was_told(tmp_path, taken):
    """Of the version before them; a row that comes takes nothing out."""
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    query = "select told_week_start from mart_tip_taken"
    on = {"received_on": "2563-08-16"}  # a Sunday: its week is complete
    hand_over(inbox, "tip_report_1.csv", tips(tip("A", **on), tip("B", **on)))
    first = office.build(out, inbox)
    assert first.values(query) == [None]
    hand_over(inbox, "tip_report_2.csv", tips(tip("C", received_on="2563-08-23")))
    assert office.build(out, inbox).values(query) == [None]
    if taken == "gone":
        (inbox / "tip_report_1.csv").unlink()
    else:
        heading = ["dataset", "record_key", "withdrawn_on"]
        rows = [heading, ["tip_report", "A", "2563-08-23"]]
        hand_over(inbox, "withdrawal.csv", rows)
    assert office.build(out, inbox).values(query) == [dt.date(2020, 8, 17)]
    hand_over(inbox, "tip_report_3.csv", tips(tip("D", received_on="2563-08-30")))
    assert office.build(out, inbox).values(query) == [dt.date(2020, 8, 17)]
