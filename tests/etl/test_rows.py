"""What becomes of a row: accepted, rejected with all reasons, duplicate, superseded.

contract.md 1, 4 and 5. Rows of one key in several files, folders and versions.
"""

import json
from pathlib import Path

import pytest

from etl.digest import sha256
from tests.etl import office
from tests.etl.office import batch, hand_over, hand_over_workbook, tip, tips

STATES = ("accepted", "rejected", "duplicate", "superseded")
RECORDED = (*office.TIP_HEADER, "recorded_at")
ROSTER_HEADER = ("as_of", "province_code", "volunteers_registered")
POPULATION_HEADER = ("year_be", "province_code", "province_name", "population")
GRADE_HEADER = ("fiscal_year_be", "province_code", "risk_level", "source")
RISK_HEADER = (
    "fiscal_year_be",
    "province_code",
    "indicator_code",
    "value",
    "source",
)
LONG = "ก" * 1001


def risk(code: object, **changed: object) -> list[object]:
    row = {"year": 2564, "province": code, "indicator": "V_POVERTY", "value": 0.1}
    return [*(row | changed).values(), "test"]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    """One build over every way in which rows of one folder meet."""
    inbox = tmp_path_factory.mktemp("rows") / "inbox"
    hand_over(
        inbox,
        "tip_report_a.csv",
        tips(
            tip("SAME"),
            tip("SAME"),
            tip("CHANGED-BELOW", status="NEW"),
            tip("CHANGED-BELOW", status="REFERRED"),
            tip("IN-BOTH-FILES"),
            tip("CHANGED-IN-B", status="NEW"),
            tip("ALL-WRONG", received_on="x", province_code="99", channel="y"),
            ["รวม", "", "", "", "", ""],
            ["รวมทั้งสิ้น", "7", "", "", "", ""],
            ["หมายเหตุ ข้อมูล ณ วันที่ 30 ก.ย. 2563"],
            tip("TOO-MANY-CELLS") + ["x"],
            tip("EMPTY-CELLS-BEHIND") + ["", " "],
        ),
    )
    hand_over(
        inbox,
        "tip_report_b.csv",
        tips(
            tip("IN-BOTH-FILES"),
            tip("CHANGED-IN-B", status="REFERRED"),
            tip("OTHER-WRITING", province_code="TH-50", received_on="15/8/2563"),
        ),
    )
    hand_over(inbox, "tip_report_c.csv", tips(tip("OTHER-WRITING")))
    hand_over(
        inbox,
        "tip_report_recorded.csv",
        tips(
            [*tip("LATER-FIRST", status="REFERRED"), "2563-09-02"],
            [*tip("LATER-FIRST", status="NEW"), "2563-09-01"],
            [*tip("BY-THE-HOUR", status="REFERRED"), "2563-09-01 9:30"],
            [*tip("BY-THE-HOUR", status="NEW"), "2563-09-01 09:15:30"],
            [*tip("SAME-TIME", status="NEW"), "2563-09-01"],
            [*tip("SAME-TIME", status="REFERRED"), "2563-09-01"],
            [*tip("SAME-OTHER-TIME"), "2563-09-01"],
            [*tip("SAME-OTHER-TIME"), "2563-09-02"],
            [*tip("RECORDED-AHEAD"), office.tomorrow()],
            [*tip("RECORDED-WRONG"), "เมื่อวาน"],
            header=RECORDED,
        ),
    )
    hand_over(
        inbox,
        "training_batch_conflict.csv",
        [
            [*office.BATCH_HEADER, "recorded_at"],
            [*batch(11), ""],
            [*batch(11, volunteers_trained=7), ""],
            [*batch(12), "2563-09-01"],
            [*batch(12, volunteers_trained=7), "2563-09-02"],
            [*batch(13), ""],
            [*batch(13), ""],
            [*batch(14), ""],
            [*batch(14, volunteers_trained=7), "2563-09-02"],
            [*batch(15), "2563-09-02"],
            [*batch(15, volunteers_trained=7), "2563-09-02"],
            [*batch(16), ""],
            [*batch(16, status="wrong"), ""],
            [*batch(17, status="wrong"), ""],
            [*batch(18), ""],
        ],
    )
    hand_over(
        inbox,
        "training_batch_next.csv",
        [office.BATCH_HEADER, batch(18, volunteers_trained=8)],
    )
    hand_over(
        inbox,
        "population_conflict.csv",
        [
            POPULATION_HEADER,
            [2563, "50", "", 100],
            [2563, "", "เชียงใหม่", 200],
            [2563, "TH-57", "", 100],
            [2563, 57, "", 200],
            [2563, 10, "", 100],
            [2563, 10, "", 0],
        ],
    )
    hand_over_workbook(
        inbox,
        "province_grade_conflict.xlsx",
        {
            "1": [GRADE_HEADER, [2564, 50, 1, "x"], [2564, 57, 2, "x"]],
            "2": [GRADE_HEADER, [2564, 50, 2, "x"], [2564, 57, 2, "x"]],
        },
    )
    hand_over(
        inbox,
        "province_risk_conflict.csv",
        [
            RISK_HEADER,
            risk(50),
            risk(50, value=0.2),
            risk(50, indicator="V_INFORMAL"),
            risk(57, indicator="E_LAND_BORDER", value=1),
            risk(57, indicator="E_COAST", value=1),
            risk(57, indicator="V_NOTHING"),
            risk(57, indicator="volunteers_trained"),
        ],
    )
    hand_over(
        inbox,
        "volunteer_roster_twice.csv",
        [
            ROSTER_HEADER,
            ["2563-09-30", 50, 10],
            ["2563-09-30", 50, 20],
            ["30 ก.ย. 2563", "50", "20"],
        ],
    )
    hand_over(
        inbox,
        "target_twice.csv",
        [
            ("fiscal_year_be", "metric", "province_code", "value", "unit", "source"),
            [2564, "batches_held", "", 10, "batches", "x"],
            [2564, "batches_held", "", 11, "batches", "x"],
            [2564, "batches_held", "50", 1, "batches", "x"],
            [2563, "batches_held", "", 30, "batches", "ministry"],
        ],
    )
    hand_over(
        inbox,
        "training_batch_ours.csv",
        [
            [*office.BATCH_HEADER, "venue", "recorded_at"],
            [*batch(1, volunteers_trained=213), "โรงแรม", "2543-01-01"],
        ],
    )
    hand_over(
        inbox,
        "training_batch_text.csv",
        [
            [*office.BATCH_HEADER, "venue"],
            [*batch(21), "ก" * 1000],
            [*batch(22), LONG],
            [*batch(23, status=LONG), ""],
            [*batch(24, volunteers_trained="9" * 1001), ""],
        ],
    )
    return office.build(inbox.parent / "built", inbox)


@pytest.fixture(scope="module")
def reasons(built) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for path, line, reason in built.rows(
        "select path, line, load_reject.reason from load_reject "
        "inner join load_file using (file_id) order by all"
    ):
        found.setdefault((path, line), []).append(reason)
    return found


def status(built: office.Run, tip_id: str) -> list[str]:
    return built.values("select status from tip_report where tip_id = $id", id=tip_id)


def test_every_row_of_every_loaded_file_is_counted_once(built):
    for said in built.report["files"]:
        assert said["status"] == "loaded"
        assert said["rows_in"] == sum(said[state] for state in STATES), said["path"]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("tip_report_a.csv", (12, 4, 5, 1, 2)),
        ("tip_report_b.csv", (3, 2, 0, 1, 0)),
        ("tip_report_c.csv", (1, 0, 0, 1, 0)),
        ("tip_report_recorded.csv", (10, 4, 2, 0, 4)),
        ("training_batch_conflict.csv", (14, 3, 8, 1, 2)),
        ("training_batch_next.csv", (1, 1, 0, 0, 0)),
        ("population_conflict.csv", (6, 1, 5, 0, 0)),
        ("province_grade_conflict.xlsx", (4, 1, 2, 1, 0)),
        ("province_risk_conflict.csv", (7, 1, 6, 0, 0)),
        ("volunteer_roster_twice.csv", (3, 1, 0, 1, 1)),
        ("target_twice.csv", (4, 3, 0, 0, 1)),
        ("training_batch_text.csv", (4, 1, 3, 0, 0)),
    ],
)
def test_the_counts_of_this_file_are_those_worked_out_by_hand(built, name, counts):
    said = built.file(name)
    assert tuple(said[state] for state in ("rows_in", *STATES)) == counts


def test_the_version_counts_as_the_report_does(built):
    in_version = {
        row["path"]: [row[state] for state in ("rows_in", *STATES)]
        for row in built.records("from load_file where origin <> 'reference'")
    }
    assert in_version == {
        said["path"]: [said[state] for state in ("rows_in", *STATES)]
        for said in built.report["files"]
    }


def test_a_build_with_rejected_rows_is_published_all_the_same(built):
    assert built.exit_code == 0
    assert built.report["published"] is True


def test_the_same_row_again_is_kept_out(built):
    assert status(built, "SAME") == ["NEW"]
    assert status(built, "IN-BOTH-FILES") == ["NEW"]


def test_the_same_row_in_another_writing_is_the_same_row(built):
    assert built.rows(
        "select received_on::varchar, province_code from tip_report "
        "where tip_id = 'OTHER-WRITING'"
    ) == [("2020-08-15", "TH-50")]


def test_without_a_time_the_later_position_wins(built):
    assert status(built, "CHANGED-BELOW") == ["REFERRED"]


@pytest.mark.long
@pytest.mark.parametrize(
    "between", ["", "\n", '"T-x",\n'], ids=["regular", "a blank line", "quotes"]
)
def test_without_a_time_the_later_position_wins_in_a_large_file_too(tmp_path, between):
    """Many rows are judged by several threads, and keep their order all the same."""
    earlier, later = (
        office.as_csv([tip(f"T-{number}", status=status) for number in range(60_000)])
        for status in ("NEW", "REFERRED")
    )
    header = office.as_csv([office.TIP_HEADER])
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report.csv", header + earlier + between + later)
    built = office.build(tmp_path / "built", inbox)
    told = "select status, count(*) from tip_report group by status"
    assert built.rows(told) == [("REFERRED", 60_000)]
    assert built.values(
        "select source_line from tip_report_loaded order by rowid"
    ) == sorted(built.values("select source_line from tip_report_loaded"))


def test_without_a_time_the_later_file_name_wins(built):
    assert status(built, "CHANGED-IN-B") == ["REFERRED"]


@pytest.mark.parametrize("tip_id", ["LATER-FIRST", "BY-THE-HOUR", "SAME-TIME"])
def test_the_version_recorded_later_wins_wherever_it_stands(built, tip_id):
    assert status(built, tip_id) == ["REFERRED"]


def test_the_earlier_version_stays_with_the_time_in_which_it_was_the_truth(built):
    history = built.rows(
        "select status, row_state, known_from::varchar, known_to::varchar "
        "from tip_report_loaded where tip_id = 'LATER-FIRST' order by known_from"
    )
    assert history == [
        ("NEW", "superseded", "2020-09-01 00:00:00", "2020-09-02 00:00:00"),
        ("REFERRED", "accepted", "2020-09-02 00:00:00", None),
    ]


def test_a_time_of_record_is_a_time_that_has_been(reasons):
    assert reasons["tip_report_recorded.csv", 10] == ["recorded_at.future"]
    assert reasons["tip_report_recorded.csv", 11] == ["recorded_at.invalid_date"]


def test_a_row_says_every_reason_against_it(reasons):
    assert reasons["tip_report_a.csv", 8] == [
        "channel.unknown",
        "province.unknown",
        "received_on.invalid_date",
    ]


def test_the_report_counts_a_row_under_each_of_its_reasons(built):
    said = built.file("tip_report_a.csv")
    assert said["reasons"]["channel.unknown"] == 1
    assert said["reasons"]["province.unknown"] == 1
    assert sum(said["reasons"].values()) > said["rejected"]


@pytest.mark.parametrize("line", [9, 10, 11])
def test_totals_and_footnotes_are_rejected_rows(reasons, line):
    assert reasons["tip_report_a.csv", line]


def test_a_row_with_more_cells_than_the_header_is_rejected(built, reasons):
    assert reasons["tip_report_a.csv", 12] == ["row.ragged"]
    assert status(built, "EMPTY-CELLS-BEHIND") == ["NEW"]


def test_the_offending_value_is_shown_and_no_other_cell(built):
    shown = built.rows(
        "select field, value from load_reject inner join load_file using (file_id) "
        "where path = 'tip_report_a.csv' and line = 8 order by field"
    )
    assert shown == [("channel", "y"), ("province_code", "99"), ("received_on", "x")]


def batches(built: office.Run, number: int) -> list[int]:
    return built.values(
        "select volunteers_trained from training_batch "
        "where fiscal_year_be = 2563 and batch_no = $number",
        number=number,
    )


@pytest.mark.parametrize("number", [11, 14, 15])
def test_a_key_twice_in_one_file_with_no_times_apart_is_a_conflict(built, number):
    assert batches(built, number) == []


@pytest.mark.parametrize(
    ("number", "volunteers"), [(12, 7), (13, 100), (16, 100), (18, 8)]
)
def test_these_are_no_conflicts(built, number, volunteers):
    assert batches(built, number) == [volunteers]


def test_both_rows_of_a_conflict_are_named(reasons):
    for line in (2, 3, 8, 9, 10, 11):
        found = reasons["training_batch_conflict.csv", line]
        assert found == ["key.conflict"], line


def test_a_conflict_is_one_however_the_province_is_written(built, reasons):
    for line in (2, 3, 4, 5):
        assert reasons["population_conflict.csv", line] == ["key.conflict"]
    assert built.rows(
        "select province_code, population from population where year_be = 2563"
    ) == [("TH-10", 100)]


def test_a_conflict_may_lie_in_two_sheets(built):
    assert built.rows("select province_code, risk_level from province_grade") == [
        ("TH-57", 2)
    ]


@pytest.mark.parametrize("line", [5, 6, 7, 8])
def test_indicators_that_are_not_handed_over_are_rejected(reasons, line):
    assert reasons["province_risk_conflict.csv", line] == ["indicator_code.unknown"]


def test_a_key_without_a_province_is_a_key_of_its_own(built):
    assert built.rows(
        "select province_code, value from target where fiscal_year_be = 2564 "
        "order by value"
    ) == [("TH-50", 1), (None, 11)]


def test_the_ministry_beats_official_whatever_the_time(built):
    assert batches(built, 1) == [213]
    assert built.values("select value from target where fiscal_year_be = 2563") == [30]
    assert built.rows(
        "select data_status, row_state from training_batch_loaded "
        "where fiscal_year_be = 2563 and batch_no = 1 order by all"
    ) == [("ministry", "accepted"), ("official", "superseded")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (3, "venue.too_long"),
        (4, "status.too_long"),
        (5, "volunteers_trained.too_long"),
    ],
)
def test_a_field_of_over_1000_characters_rejects_the_row(reasons, line, reason):
    assert reason in reasons["training_batch_text.csv", line]


def test_every_reason_in_a_version_has_words_in_both_languages(built):
    with built.database() as con:
        wordless = con.execute(
            "select distinct reason from load_reject where not exists ("
            "from reject_reason as words where words.reason = load_reject.reason or "
            "words.reason = 'value.' || split_part(load_reject.reason, '.', 2))"
        ).fetchall()
    assert wordless == []


@pytest.mark.long
def test_versions_of_later_builds_win_and_equal_times_fall_back_on_them(tmp_path):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    recorded = "2563-09-01"
    hand_over(
        inbox,
        "tip_report_z.csv",
        tips(
            [*tip("FIRST-LOADED", status="NEW"), ""],
            [*tip("EQUAL", status="NEW"), recorded],
            header=RECORDED,
        ),
    )
    office.build(out, inbox)
    hand_over(
        inbox,
        "tip_report_a.csv",
        tips(
            [*tip("FIRST-LOADED", status="REFERRED"), ""],
            [*tip("EQUAL", status="REFERRED"), recorded],
            header=RECORDED,
        ),
    )
    second = office.build(out, inbox)
    assert status(second, "FIRST-LOADED") == ["REFERRED"]
    assert status(second, "EQUAL") == ["REFERRED"]
    assert second.file("tip_report_z.csv")["status"] == "unchanged"
    assert second.file("tip_report_z.csv")["superseded"] == 2
    hand_over(inbox, "target_x.csv", "fiscal_year_be,metric,value,unit,source\n")
    third = office.build(out, inbox)
    assert status(third, "FIRST-LOADED") == ["REFERRED"]
    assert status(third, "EQUAL") == ["REFERRED"]


def test_over_several_folders_the_later_file_name_wins(tmp_path):
    hand_over(tmp_path / "1", "tip_report_z.csv", tips(tip("T", status="REFERRED")))
    hand_over(tmp_path / "2", "tip_report_a.csv", tips(tip("T", status="NEW")))
    built = office.build(tmp_path / "built", tmp_path / "1", tmp_path / "2")
    assert status(built, "T") == ["REFERRED"]


def synthetic(folder: Path, name: str, rows: list[object]) -> Path:
    """A file as `etl demo` leaves it: with a manifest of hashes beside it."""
    path = hand_over(folder, name, rows)
    manifest = folder / "demo_manifest.json"
    files = json.loads(manifest.read_text())["files"] if manifest.exists() else {}
    manifest.write_text(json.dumps({"files": files | {name: sha256(path)}}))
    return path


def statuses(built: office.Run) -> list[tuple[str, str]]:
    return built.rows("select tip_id, data_status from tip_report order by tip_id")


@pytest.mark.long
def test_synthetic_rows_stay_until_the_first_ministry_row_is_accepted(tmp_path):
    demo, inbox, out = tmp_path / "demo", tmp_path / "inbox", tmp_path / "built"
    made = tips(tip("SYN-1"), tip("SYN-2"), tip("SYN-2"))
    synthetic(demo, "tip_report_made.csv", made)
    hand_over(demo, "volunteer_roster.csv", [ROSTER_HEADER, ["2563-09-30", 50, 10]])
    bad = hand_over(inbox, "tip_report.csv", tips(tip("MIN", channel="wrong")))
    first = office.build(out, demo, inbox)
    assert statuses(first) == [("SYN-1", "synthetic"), ("SYN-2", "synthetic")]
    assert first.values("select data_status from volunteer_roster") == ["ministry"]
    assert first.values("select data_status from version_info") == ["synthetic"]

    hand_over(inbox, "tip_report.csv", tips(tip("MIN")))
    second = office.build(out, demo, inbox)
    assert statuses(second) == [("MIN", "ministry")]
    assert second.values("select count(*) from tip_report_loaded") == [1]
    assert second.values("select data_status from version_info") == ["ministry"]
    said = second.file("tip_report_made.csv")
    assert said["rows_in"] == 3 == sum(said[state] for state in STATES)
    assert said["accepted"] == 0

    bad.unlink()
    third = office.build(out, demo, inbox)
    assert statuses(third) == [("SYN-1", "synthetic"), ("SYN-2", "synthetic")]
    said = third.file("tip_report_made.csv")
    assert [said[state] for state in STATES] == [2, 0, 1, 0]


@pytest.mark.long
def test_made_files_stay_synthetic_below_the_folder_that_is_handed_over(tmp_path):
    inbox = tmp_path / "inbox"
    synthetic(inbox / "demo", "tip_report_made.csv", tips(tip("SYN")))
    one = office.build(tmp_path / "built", inbox)
    assert statuses(one) == [("SYN", "synthetic")]
    alone = office.build(tmp_path / "b2", inbox / "demo" / "tip_report_made.csv")
    assert statuses(alone) == [("SYN", "synthetic")]


def test_a_made_file_that_was_edited_is_the_ministrys(tmp_path):
    made = synthetic(tmp_path / "demo", "tip_report.csv", tips(tip("SYN")))
    made.write_text(made.read_text("utf-8").replace("SYN", "OWN"), "utf-8")
    built = office.build(tmp_path / "built", tmp_path / "demo")
    assert statuses(built) == [("OWN", "ministry")]
