"""The three states of reporting, how long reports take, and flags between files.

Every value is worked out by hand from the small files below.
"""

import hashlib
import json
from datetime import date

import pytest

from tests.etl import office
from tests.etl.office import batch, hand_over, tip, tips

REPORT = ("dataset", "province_code", "period_start", "period_end", "received_on")
LINE = (*REPORT, "rows")
MONDAY = "2026-10-05"  # of the first of the weeks below
NOW = "2026-11-01"  # a Sunday: the last of four


def line(province, start, end, received, rows, dataset="tip_report"):
    return [dataset, province, start, end, received, rows]


def built(folder, **files):
    """A version of these tables, each a header and rows."""
    for name, rows in files.items():
        hand_over(folder / "inbox", f"{name}.csv", rows)
    version = office.build(folder / "built", folder / "inbox")
    assert [file["rejected"] for file in version.report["files"]] == [0] * len(
        version.report["files"]
    )
    return version


def states(version, province, dataset="tip_report", since=MONDAY):
    return version.rows(
        "select period_start, state, rows_loaded, rows_reported "
        "from mart_report_state where dataset = $dataset "
        "and province_code = $province and period_start >= $since::date order by all",
        dataset=dataset,
        province=province,
        since=since,
    )


def words(found):
    return [row[1] for row in found]


@pytest.mark.long
def test_a_quiet_week_that_was_reported_is_the_last_complete_one(tmp_path):
    # the last tip is of a Friday, the report of a week without any of the Monday after
    version = built(
        tmp_path,
        tip_report=tips(tip("A1", province_code=50, received_on="2026-10-23")),
        reporting=[LINE, line(50, "2026-10-26", "2026-11-01", "2026-11-02", 0)],
    )
    assert version.values("select now_ends_on from now_on") == [date(2026, 11, 1)]
    assert words(states(version, "TH-50", since="2026-10-19")) == [
        "rows",
        "counted_zero",
    ]


@pytest.mark.long
def test_a_count_of_partners_is_of_the_data_too(tmp_path):
    version = built(
        tmp_path,
        tip_report=tips(tip("A1", province_code=50, received_on="2026-10-23")),
        partner_network=[
            ("as_of", "province_code", "partner_type", "partners"),
            ("2026-11-15", 50, "NGO", 3),
        ],
    )
    assert version.values("select now_ends_on from now_on") == [date(2026, 11, 15)]


# --- three states


@pytest.fixture(scope="module")
def weekly(tmp_path_factory):
    """Four weeks of tips, 5 October to 1 November 2026, as offices report them."""
    return built(
        tmp_path_factory.mktemp("weekly"),
        tip_report=tips(
            tip("A1", province_code=50, received_on="2026-10-06"),
            tip("A2", province_code=50, received_on="2026-10-11"),
            tip("A3", province_code=50, received_on=NOW),
            tip("C1", province_code=53, received_on="2026-10-20"),
            tip("C2", province_code=53, received_on="2026-10-21"),
            tip("E1", province_code=55, received_on="2026-10-20"),
        ),
        reporting=[
            LINE,
            # week by week: all rows, then a zero, then rows that did not come
            line(50, "2026-10-05", "2026-10-11", "2026-10-13", 2),
            line(50, "2026-10-12", "2026-10-18", "2026-10-28", 0),
            line(50, "2026-10-19", "2026-10-25", "2026-10-26", 4),
            # one line for all four weeks: nothing at all
            line(51, "2026-10-05", "2026-11-01", "2026-11-01", 0),
            # day by day, but for the Sunday
            line(52, "2026-10-05", "2026-10-07", "2026-10-08", 0),
            line(52, "2026-10-07", "2026-10-10", "2026-10-12", 0),
            line(52, "2026-10-12", "2026-10-14", "2026-10-15", 0),
            line(52, "2026-10-15", "2026-10-18", "2026-10-19", 0),
            # one line for four weeks: all its rows lie in the third
            line(53, "2026-10-05", "2026-11-01", "2026-11-02", 2),
            # one line for four weeks: one of its two rows never came
            line(55, "2026-10-05", "2026-11-01", "2026-11-02", 2),
        ],
    )


def test_rows_a_counted_zero_and_announced_rows_are_told_apart(weekly):
    assert states(weekly, "TH-50") == [
        (date(2026, 10, 5), "rows", 2, 2),
        (date(2026, 10, 12), "counted_zero", 0, 0),
        (date(2026, 10, 19), "no_data", 0, 4),
        (date(2026, 10, 26), "rows", 1, None),
    ]


def test_a_zero_for_a_longer_time_is_a_zero_for_each_week_in_it(weekly):
    found = states(weekly, "TH-51")
    assert [row[1:] for row in found] == [("counted_zero", 0, 0)] * 4


def test_a_week_is_counted_when_all_its_days_are_reported(weekly):
    assert words(states(weekly, "TH-52")) == [
        "not_reported",  # its Sunday is open
        "counted_zero",
        "not_reported",
        "not_reported",
    ]


def test_a_week_without_rows_in_a_whole_report_is_a_counted_zero(weekly):
    assert [row[1:] for row in states(weekly, "TH-53")] == [
        ("counted_zero", 0, None),
        ("counted_zero", 0, None),
        ("rows", 2, None),
        ("counted_zero", 0, None),
    ]


def test_where_rows_of_a_report_are_missing_no_week_without_rows_is_known(weekly):
    assert words(states(weekly, "TH-55")) == ["no_data", "no_data", "rows", "no_data"]


def test_neither_a_row_nor_a_report_is_not_reported_and_never_zero(weekly):
    found = states(weekly, "TH-57")
    assert [row[1:] for row in found] == [("not_reported", 0, None)] * 4


def test_nothing_is_known_of_the_time_before_a_dataset_began(weekly):
    before = "dataset = 'tip_report' and period_start < date '2026-10-05'"
    assert weekly.values(
        f"select distinct state from mart_report_state where {before}"
    ) == ["no_data"]
    assert weekly.values(
        "select distinct state from mart_report_state where dataset = 'province_risk'"
    ) == ["no_data"]


def test_the_grid_ends_with_now_and_no_cell_comes_twice(weekly):
    assert weekly.rows(
        "select max(period_end) filter (where reported_by = 'week'), "
        "max(period_end) filter (where reported_by = 'fiscal_year'), "
        "max(period_end) filter (where reported_by = 'year') from mart_report_state"
    ) == [(date(2026, 11, 1), date(2027, 9, 30), date(2025, 12, 31))]
    assert (
        weekly.rows(
            "select dataset, province_code, period_start from mart_report_state "
            "group by all having count(*) > 1"
        )
        == []
    )
    assert weekly.values(
        "select distinct count(distinct province_code) from mart_report_state "
        "group by dataset, period_start"
    ) == [77]


def test_every_row_in_force_up_to_now_stands_in_one_cell(weekly):
    assert weekly.values(
        "select sum(rows_loaded) from mart_report_state where dataset = 'tip_report'"
    ) == [6]


def test_days_overdue_run_from_the_end_of_the_period_to_now(weekly):
    assert weekly.values(
        "select days_overdue from mart_report_state where dataset = 'tip_report' "
        "and province_code = 'TH-57' and period_start >= date '2026-10-05' "
        "order by period_start"
    ) == [21, 14, 7, 0]
    assert weekly.values(
        "select count(*) from mart_report_state "
        "where days_overdue is not null and (state <> 'not_reported' or is_running)"
    ) == [0]


@pytest.fixture(scope="module")
def yearly(tmp_path_factory):
    """Rosters and risk values of fiscal years 2568 and 2569, reported by year."""
    risk = ("fiscal_year_be", "province_code", "indicator_code", "value", "source")
    roster = ("as_of", "province_code", "volunteers_registered", "tambons_covered")
    year = ("2025-10-01", "2026-09-30", "2026-10-10")
    return built(
        tmp_path_factory.mktemp("yearly"),
        volunteer_roster=[
            (*roster, "tambons_total"),
            ("2025-09-30", 50, 1000, 20, 20),
            ("2026-09-30", 50, 500, 21, 20),
            ("2025-09-30", 51, 1000, "", ""),
            ("2026-09-30", 51, 501, "", ""),
        ],
        province_risk=[
            risk,
            (2569, 50, "E_CASE_RATE", 1, "test"),
            (2569, 50, "V_POVERTY", 1, "test"),
        ],
        reporting=[
            LINE,
            line(50, *year, 1, "volunteer_roster"),
            line(52, *year, 0, "volunteer_roster"),
            line(53, "2026-09-01", "2026-09-30", "2026-10-09", 0, "volunteer_roster"),
            line(51, *year, 13, "province_risk"),
            line(52, *year, 0, "province_risk"),
        ],
    )


def test_a_roster_is_counted_in_the_fiscal_year_of_its_day(yearly):
    found = states(yearly, "TH-50", "volunteer_roster", "2024-10-01")
    assert [(row[0].year, *row[1:]) for row in found] == [
        (2024, "rows", 1, None),
        (2025, "rows", 1, 1),
        (2026, "not_reported", 0, None),  # the reports came in its October
    ]


@pytest.mark.parametrize(
    ("province", "dataset", "state"),
    [
        ("TH-52", "volunteer_roster", "counted_zero"),
        ("TH-53", "volunteer_roster", "counted_zero"),  # one report in it is enough
        ("TH-54", "volunteer_roster", "not_reported"),
        ("TH-51", "province_risk", "no_data"),  # 13 announced, none handed over
        ("TH-52", "province_risk", "counted_zero"),
        ("TH-53", "province_risk", "not_reported"),
    ],
)
def test_a_fiscal_year_has_its_state(yearly, province, dataset, state):
    assert words(states(yearly, province, dataset, "2025-10-01"))[0] == state


def test_a_running_year_is_not_overdue(tmp_path):
    version = built(
        tmp_path,
        volunteer_roster=[
            ("as_of", "province_code", "volunteers_registered"),
            ("2026-10-18", 50, 1000),
        ],
    )
    assert version.rows(
        "select state, is_running, days_overdue from mart_report_state "
        "where dataset = 'volunteer_roster' and province_code = 'TH-51' "
        "and period_start = date '2026-10-01'"
    ) == [("not_reported", True, None)]


def made_up(folder, name):
    """Have a file of the folder count as synthetic."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    manifest = json.dumps({"files": {name: digest}})
    (folder / "demo_manifest.json").write_text(manifest, encoding="utf-8")


@pytest.mark.long
def test_made_up_reports_say_nothing_of_an_offices_tips(tmp_path):
    inbox = tmp_path / "inbox"
    hand_over(
        inbox,
        "reporting.csv",
        [LINE, line(51, "2026-10-26", "2026-11-01", "2026-11-01", 0)],
    )
    made_up(inbox, "reporting.csv")
    rows = tips(tip("A1", province_code=50, received_on=NOW))
    version = built(tmp_path, tip_report=rows)
    assert words(states(version, "TH-51", since="2026-10-26")) == ["not_reported"]
    assert version.values("select count(*) from mart_report_line") == [0]


@pytest.mark.long
def test_an_offices_reports_are_not_held_against_made_up_tips(tmp_path):
    inbox = tmp_path / "inbox"
    rows = tips(tip("A1", province_code=50, received_on=NOW))
    hand_over(inbox, "tip_report.csv", rows)
    made_up(inbox, "tip_report.csv")
    reported = [LINE, line(50, "2026-10-26", "2026-11-01", "2026-11-01", 9)]
    version = built(tmp_path, reporting=reported)
    assert words(states(version, "TH-50", since="2026-10-26")) == ["rows"]
    assert version.values("select kind from mart_cross_file_flag") == [
        "batch_without_report"  # the official batch 1 of FY2563
    ]


# --- how long reports take


def test_delays_run_from_the_end_of_the_period_to_the_report(weekly):
    # 2, 10, 1 (TH-50); 0 (TH-51); 1, 2, 1, 1 (TH-52); 1 (TH-53); 1 (TH-55)
    assert weekly.rows(
        "select counted, median_days, p90_days, longest_days, in_time_share "
        "from mart_report_delay where measure = 'report' and dataset = 'tip_report' "
        "and province_code is null and fiscal_year_be is null"
    ) == [(10, 1, 2, 10, 0.9)]
    assert weekly.rows(
        "select province_code, counted, median_days, p90_days, in_time_share "
        "from mart_report_delay where measure = 'report' and fiscal_year_be is null "
        "and province_code in ('TH-50', 'TH-51') order by all"
    ) == [("TH-50", 3, 2, 10, pytest.approx(2 / 3)), ("TH-51", 1, 0, 0, 1)]


@pytest.mark.long
def test_delays_are_given_by_fiscal_year_and_quarter(tmp_path):
    version = built(
        tmp_path,
        tip_report=tips(tip("A1", received_on=NOW)),
        reporting=[
            LINE,
            line(50, "2026-09-21", "2026-09-27", "2026-09-30", 0),  # FY2569, fourth
            line(50, "2026-09-28", "2026-10-04", "2026-10-05", 0),  # FY2570, first
            line(50, "2026-07-06", "2026-07-12", "2026-08-12", 0),  # FY2569, fourth
            line(50, "2026-06-22", "2026-06-28", "2026-06-28", 0),  # FY2569, third
        ],
    )
    assert version.rows(
        "select fiscal_year_be, fiscal_quarter, counted, median_days, p90_days "
        "from mart_report_delay where measure = 'report' and province_code is null "
        "and fiscal_year_be is not null order by all"
    ) == [
        (2569, 3, 1, 0, 0),
        (2569, 4, 2, 3, 31),
        (2569, None, 3, 3, 31),
        (2570, 1, 1, 1, 1),
        (2570, None, 1, 1, 1),
    ]


@pytest.mark.long
def test_a_tip_is_entered_when_its_first_version_is_recorded(tmp_path):
    header = (*office.TIP_HEADER, "recorded_at")
    version = built(
        tmp_path,
        tip_report=tips(
            [*tip("A1", received_on="2026-10-01"), "2026-10-03"],
            [*tip("A1", received_on="2026-10-01", status="FOLLOWUP"), "2026-10-15"],
            [
                *tip("A1", received_on="2026-10-01", exploitation_form="EX01"),
                "2026-10-29",
            ],
            [*tip("A2", received_on="2026-10-01"), "2026-10-11"],
            [*tip("A3", received_on="2026-10-01"), ""],
            [*tip("A4", received_on="2024-10-01"), "2025-10-01"],  # too long ago
            [*tip("A5", received_on=NOW), "2026-11-01"],
            header=header,
        ),
    )
    assert version.rows(
        "select counted, median_days, p90_days, in_time_share from mart_report_delay "
        "where measure = 'entry' and province_code is null and fiscal_year_be is null"
    ) == [(3, 2, 10, pytest.approx(2 / 3))]


def test_a_province_is_overdue_since_it_was_last_heard_of(weekly):
    found = weekly.rows(
        "select province_code, last_heard_on, periods_overdue, days_overdue, is_late "
        "from mart_report_overdue where dataset = 'tip_report' "
        "and province_code in ('TH-50', 'TH-52', 'TH-57') order by all"
    )
    assert found == [
        ("TH-52", date(2026, 10, 18), 2, 7, False),
        ("TH-57", None, 4, 21, True),
    ]


# --- flags between files

REFERRAL = ("tip_id", "step", "from_agency", "to_agency", "referred_on")
OUTCOME = ("tip_id", "decided_on", "trafficking_status", "decision_body")
PARTICIPANT = ("fiscal_year_be", "batch_no", "province_code", "volunteers_trained")
OUTREACH = ("activity_id", "held_on", "province_code", "audience", "medium")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """One fault of each kind between files, and beside it what is as it should be."""
    return built(
        tmp_path_factory.mktemp("faulty"),
        tip_report=tips(
            tip("T-1", province_code=57, received_on="2020-08-10"),
            tip("T-2", province_code=57, received_on="2020-08-10"),
        ),
        referral=[
            REFERRAL,
            ("T-1", 1, "พมจ.", "MDT", "2020-08-10"),
            ("T-1", 2, "พมจ.", "MDT", "2020-08-09"),
            ("T-9", 1, "พมจ.", "MDT", "2020-08-10"),
        ],
        tip_outcome=[
            OUTCOME,
            ("T-2", "2020-08-10", "ACTUAL", "POLICE"),
            ("T-2", "2020-08-01", "ACTUAL", "POLICE"),
            ("T-8", "2020-08-10", "ACTUAL", "POLICE"),
        ],
        training_batch=[
            office.BATCH_HEADER,
            batch(2, "50", volunteers_trained=100),
            batch(3, "51", volunteers_trained=100),
            batch(4, "52", volunteers_trained=None),
            batch(5, "53", volunteers_trained=None),
        ],
        training_participant=[
            PARTICIPANT,
            (2563, 2, 50, 60),
            (2563, 2, 51, 40),
            (2563, 3, 50, 60),
            (2563, 3, 51, 41),
            (2563, 5, 51, 41),
            (2563, 7, 51, 41),
        ],
        outreach=[
            (*OUTREACH, "fiscal_year_be", "batch_no"),
            ("A-1", "2020-09-01", 50, "STUDENTS", "SCHOOL", 2563, 2),
            ("A-2", "2020-09-01", 50, "STUDENTS", "SCHOOL", 2563, 9),
            ("A-3", "2020-09-01", 50, "STUDENTS", "SCHOOL", "", ""),
            ("A-4", "2020-09-01", "national", "PUBLIC", "BROADCAST", 2563, 8),
        ],
        reporting=[
            LINE,
            line(57, "2020-08-10", "2020-08-16", "2020-08-17", 2),
            line(58, "2020-08-10", "2020-08-16", "2020-08-17", 5),
            line(57, "2020-08-01", "2020-08-31", "2020-09-01", 4),
        ],
    )


def flags(version, kind):
    return version.rows(
        "select record_key, province_code, found_on, expected_on, found_rows, "
        "expected_rows from mart_cross_file_flag where kind = $kind",
        kind=kind,
    )


DAY, BEFORE = date(2020, 8, 10), date(2020, 8, 9)
HELD = date(2020, 8, 21)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("referral_without_tip", ("T-9|1", None, DAY, None, None, None)),
        ("referral_before_tip", ("T-1|2", "TH-57", BEFORE, DAY, None, None)),
        ("outcome_without_tip", ("T-8|2020-08-10", None, DAY, None, None, None)),
        (
            "outcome_before_tip",
            ("T-2|2020-08-01", "TH-57", date(2020, 8, 1), DAY, None, None),
        ),
        (
            "participant_without_batch",
            ("2563|7|TH-51", "TH-51", None, None, None, None),
        ),
        ("participants_above_batch", ("2563|3", "TH-51", HELD, None, 101, 100)),
        (
            "report_rows_missing",
            (
                "tip_report|TH-58|2020-08-10",
                "TH-58",
                DAY,
                date(2020, 8, 16),
                0,
                5,
            ),
        ),
        (
            "report_rows_differ",
            (
                "tip_report|TH-57|2020-08-01",
                "TH-57",
                date(2020, 8, 1),
                date(2020, 8, 31),
                2,
                4,
            ),
        ),
    ],
)
def test_a_fault_between_files_is_flagged_once(faulty, kind, found):
    assert flags(faulty, kind) == [found]


def test_an_activity_of_an_unknown_batch_is_flagged(faulty):
    day = date(2020, 9, 1)
    assert flags(faulty, "outreach_without_batch") == [
        ("A-2", "TH-50", day, None, None, None),
        ("A-4", None, day, None, None, None),
    ]


def test_a_batch_reported_by_home_province_has_reported(faulty):
    keys = [row[0] for row in flags(faulty, "batch_without_report")]
    assert keys == ["2563|1", "2563|4"]  # the first is official


def test_a_roster_that_halves_is_flagged_and_one_that_shrinks_is_not(yearly):
    (found,) = flags(yearly, "roster_halved")
    assert found == (
        "2026-09-30|TH-50",
        "TH-50",
        date(2026, 9, 30),
        date(2025, 9, 30),
        500,
        1000,
    )


def test_more_tambons_covered_than_there_are_is_flagged(yearly):
    assert [row[0] for row in flags(yearly, "tambons_above_total")] == [
        "2026-09-30|TH-50"
    ]


def test_a_flag_rejects_nothing_and_names_file_and_line(faulty):
    assert faulty.file("referral.csv")["rejected"] == 0
    assert faulty.rows(
        "select path, sheet, line, data_status from mart_cross_file_flag "
        "where kind = 'referral_without_tip'"
    ) == [("referral.csv", "", 4, "ministry")]


def test_every_kind_of_flag_has_words_in_both_languages(faulty, yearly):
    for version in (faulty, yearly):
        assert version.values("select count(*) from mart_cross_file_flag") != [0]
        assert (
            version.rows(
                "select kind from mart_cross_file_flag where text_th is null "
                "or text_en is null or action_th is null or action_en is null"
            )
            == []
        )


@pytest.mark.long
def test_made_up_tips_are_not_missed_by_an_offices_referral(tmp_path):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report.csv", tips(tip("T-1")))
    made_up(inbox, "tip_report.csv")
    rows = [REFERRAL, ("T-9", 1, "พมจ.", "MDT", "2020-08-10")]
    version = built(tmp_path, referral=rows)
    assert flags(version, "referral_without_tip") == []


@pytest.mark.long
def test_a_withdrawn_tip_or_batch_is_not_missed(tmp_path):
    version = built(
        tmp_path,
        tip_report=tips(tip("T-1"), tip("T-2")),
        referral=[
            REFERRAL,
            ("T-1", 1, "พมจ.", "MDT", "2020-08-16"),
            ("T-3", 1, "พมจ.", "MDT", "2020-08-16"),
        ],
        training_batch=[office.BATCH_HEADER, batch(2), batch(3)],
        training_participant=[PARTICIPANT, (2563, 2, 50, 60), (2563, 4, 50, 60)],
        withdrawal=[
            ("dataset", "record_key", "withdrawn_on"),
            ("tip_report", "T-1", "2020-09-01"),
            ("training_batch", "2563|2", "2020-09-01"),
        ],
    )
    (referral,) = flags(version, "referral_without_tip")
    assert referral[0] == "T-3|1"
    (participant,) = flags(version, "participant_without_batch")
    assert participant[0] == "2563|4|TH-50"
