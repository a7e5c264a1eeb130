"""Training against risk, each figure worked by hand.

Of the provinces only five have a risk score, volunteers and population at the end of
FY2563: Narathiwat (96: border and coast) is above Buri Ram and Ubon Ratchathani (31,
34: border), which have the same risk, and these above Nakhon Ratchasima and Chaiyaphum.
"""

import math

import duckdb
import pytest

from etl import paths
from tests.etl import office
from tests.etl.office import batch, hand_over
from tests.etl.test_coverage import (
    GRADE,
    PARTICIPANT,
    RISK,
    ROSTER,
    TARGET,
    WHOLE,
    K,
    held,
    indicators,
)

PEOPLE = {96: 100_000, 31: 200_000, 34: 100_000, 30: 300_000, 36: 300_000}
TRAINED = {96: 40, 31: 10, 34: 25, 30: 0, 36: 25}


def hand_over_programme(inbox):
    rows = [
        held(1, 31, "2020-09-30", 10),
        held(2, 31, "2020-10-01", 99),
        held(3, 34, "2020-08-01", 25),
        held(4, 34, "2020-08-02", ""),
        held(5, 33, "2020-08-03", ""),
        batch(6, "30", status="planned", volunteers_trained=""),
        batch(7, "30", status="cancelled", volunteers_trained=""),
        held(8, 35, "2020-08-05", 12),
        batch(9, "36", status="planned", volunteers_trained="", **days("2020-10-15")),
        batch(11, "36", status="planned", volunteers_trained="", **days("2021-02-02")),
        batch(10, "36", status="planned", volunteers_trained="", **days("2021-02-02")),
        batch(12, "36", status="postponed", volunteers_trained="", **days("2020-12-1")),
        held(20, 32, "2020-11-11", 7),
    ]
    hand_over(inbox, "training_batch.csv", [office.BATCH_HEADER, *rows])
    homes = [
        [2563, 8, 96, 5],
        [2563, 8, 30, 0],  # invited, and nobody came
        [2563, 8, 35, 7],
        [2563, 6, 30, 50],  # only planned
        [2563, 999, 30, 50],  # no such batch
    ]
    hand_over(inbox, "training_participant.csv", [PARTICIPANT, *homes])
    roster = [["2020-09-30", 96, 900, 40], ["2020-09-30", 36, 900, 25]]
    hand_over(inbox, "volunteer_roster.csv", [ROSTER, *roster])


def days(on):
    year, month, day = map(int, on.split("-"))
    written = f"{year}-{month:02}-{day:02}"
    return {
        "fiscal_year_be": year + 543 + (month >= 10),
        "started_on": written,
        "ended_on": written,
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    inbox = tmp_path_factory.mktemp("risk") / "inbox"
    hand_over_programme(inbox)
    people = [[2562, code, number] for code, number in [*PEOPLE.items(), (33, 100)]]
    hand_over(
        inbox, "population.csv", [("year_be", "province_code", "population"), *people]
    )
    targets = [
        [2563, K, "", 50, "per 100,000", "test"],
        [2564, K, 96, 30, "per 100,000", "test"],
    ]
    hand_over(inbox, "target.csv", [TARGET, *targets])
    codes = (*PEOPLE, 33)  # 33 has no volunteers that are reported
    risks = [row for code in codes for row in indicators(2563, code, WHOLE)]
    hand_over(inbox, "province_risk.csv", [RISK, *risks])
    hand_over(inbox, "province_grade.csv", [GRADE, [2563, 36, 5, "", "test"]])
    return office.build(inbox.parent / "built", inbox)


@pytest.fixture(scope="module")
def reach(built):
    """Rows of mart_programme_reach by fiscal year and two-digit province."""
    return {
        (row["fiscal_year_be"], int(row["province_code"][3:])): row
        for row in built.records("from mart_programme_reach")
    }


# --- the curve and its index


def test_the_curve_adds_shares_up_from_the_highest_risk(built):
    steps = built.rows(
        "select step, province_code, population_share, volunteers_share "
        "from mart_concentration_curve where fiscal_year_be = 2563 "
        "order by step, province_code"
    )
    assert [row[:2] for row in steps] == [
        (1, "TH-96"),
        (2, "TH-31"),
        (2, "TH-34"),
        (3, "TH-30"),
        (3, "TH-36"),
    ]
    # of 1,000,000 people and 100 volunteers
    assert [row[2] for row in steps] == pytest.approx([0.1, 0.4, 0.4, 1, 1])
    assert [row[3] for row in steps] == pytest.approx([0.4, 0.75, 0.75, 1, 1])


def test_the_curve_holds_the_scores_and_figures_it_is_made_of(built):
    rows = built.records("from mart_concentration_curve where fiscal_year_be = 2563")
    by_code = {int(row["province_code"][3:]): row for row in rows}
    assert {code: row["population"] for code, row in by_code.items()} == PEOPLE
    assert {c: row["volunteers_trained"] for c, row in by_code.items()} == TRAINED
    assert by_code[96]["risk_score"] == pytest.approx(math.sqrt(52 / 7 * 6.4))
    assert by_code[30]["risk_score"] == pytest.approx(math.sqrt(34 / 7 * 6.4))
    assert [c for c, row in by_code.items() if row["volunteers_at_least"]] == [34]


def test_the_index_is_the_one_worked_by_hand(built):
    ((index, low, high, replicates),) = built.rows(
        "select concentration_index, low_95, high_95, replicates "
        "from mart_concentration where fiscal_year_be = 2563"
    )
    # (0.1 * 0.75 - 0.4 * 0.4) + (0.4 * 1 - 1 * 0.75)
    assert index == pytest.approx(-0.435)
    assert -1 <= low < index < high <= 1
    # only a resample of Nakhon Ratchasima alone has none: 1 of 3,125
    assert 1990 <= replicates <= 2000


def test_provinces_without_what_it_needs_are_left_out_and_counted(built, reach):
    assert built.rows(
        "select fiscal_year_be, provinces, provinces_left_out, provinces_at_least "
        "from mart_concentration order by fiscal_year_be"
    ) == [(2563, 5, 72, 1), (2564, 0, 77, 0)]
    on_curve = {code for (year, code), row in reach.items() if row["is_on_curve"]}
    assert on_curve == set(PEOPLE)


def test_a_year_without_a_province_to_compare_has_no_index(built):
    assert built.rows(
        "select concentration_index, low_95, high_95, replicates, seed, data_status "
        "from mart_concentration where fiscal_year_be = 2564"
    ) == [(None,) * 6]


def test_ministry_files_alone_make_a_ministry_index(built):
    assert built.values(
        "select data_status from mart_concentration where fiscal_year_be = 2563"
    ) == ["ministry"]


# --- whom the programme has reached


@pytest.mark.parametrize(
    ("year", "code", "hosted", "last", "is_reached"),
    [
        (2563, 31, 1, "2020-09-30", True),
        (2564, 31, 2, "2020-10-01", True),
        (2563, 34, 2, "2020-08-02", True),  # one of them does not report
        (2563, 96, 0, None, True),  # five of its volunteers, in a batch elsewhere
        (2563, 30, 0, None, False),  # planned, cancelled, nobody came, no such batch
        (2563, 36, 0, None, False),  # its roster has 25 trained elsewhere
        (2563, 32, 0, None, False),
        (2564, 32, 0, None, False),  # its batch ends after "now", 8 November
    ],
)
def test_a_province_is_reached_by_a_batch_held_there_or_a_volunteer_in_one(
    reach, year, code, hosted, last, is_reached
):
    row = reach[year, code]
    assert row["batches_hosted"] == hosted
    assert (row["last_batch_on"] and str(row["last_batch_on"])) == last
    assert row["is_reached"] is is_reached


def test_volunteers_by_home_are_those_of_held_batches_that_say_so(reach):
    home = {c: reach[2563, c]["volunteers_home"] for c in (96, 35, 30, 31)}
    assert home == {96: 5, 35: 7, 30: 0, 31: 0}
    assert reach[2563, 96]["last_home_on"].isoformat() == "2020-08-05"
    # batches 1, 3, 4 and 5 do not; in FY2564 nor does 2
    assert reach[2563, 50]["batches_without_home"] == 4
    assert reach[2564, 50]["batches_without_home"] == 5


def test_the_roster_stands_beside_the_batches(reach):
    row = reach[2563, 36]
    assert (row["volunteers_trained"], row["volunteers_source"]) == (25, "roster")
    assert row["volunteers_as_of"].isoformat() == "2020-09-30"


def test_the_level_is_the_ministrys_else_the_computed_one(reach):
    level = ("risk_level", "risk_level_source", "risk_band")
    assert [reach[2563, 36][name] for name in level] == [5, "ministry", 3]
    assert [reach[2563, 96][name] for name in level] == [4, "computed", 3]
    assert [reach[2563, 50][name] for name in level] == [None] * 3


@pytest.mark.parametrize(
    ("year", "on", "in_year", "number"),
    [(2563, "2020-10-15", 2564, 9), (2564, "2021-02-02", 2564, 10)],
)
def test_the_next_planned_batch_begins_after_the_day(reach, year, on, in_year, number):
    row = reach[year, 36]
    assert row["next_planned_on"].isoformat() == on
    assert row["next_planned_year_be"] == in_year
    assert row["next_planned_batch_no"] == number


@pytest.mark.parametrize(
    ("year", "code", "on", "number"),
    [
        (2563, 31, "2020-10-01", 2),
        (2564, 31, None, None),
        (2563, 32, "2020-11-11", 20),
        (2564, 32, "2020-11-11", 20),  # after "now", 8 November
    ],
)
def test_a_past_year_knows_the_next_batch_that_was_held(reach, year, code, on, number):
    row = reach[year, code]
    assert (row["next_held_on"] and row["next_held_on"].isoformat()) == on
    assert row["next_held_batch_no"] == number


def test_a_plan_of_the_past_is_no_next_batch(reach):
    assert reach[2563, 30]["next_planned_on"] is None


# --- what it takes to close a gap


@pytest.mark.parametrize(
    ("year", "code", "needed"),
    [
        (2563, 96, 10),  # 50 - 40 per 100,000, of 100,000
        (2563, 31, 90),  # 50 - 5, of 200,000
        (2563, 34, 25),  # at most: one of its batches does not report
        (2563, 30, 150),
        (2564, 96, 0),  # its own target is 30
        (2563, 33, None),  # no volunteers that are reported
        (2564, 31, 0),  # 109 trained
    ],
)
def test_volunteers_needed_are_those_that_lack_to_full_coverage(
    reach, year, code, needed
):
    assert reach[year, code]["volunteers_needed"] == needed


def test_the_gap_is_that_of_the_coverage_page(built):
    assert built.values(
        "select count(*) from mart_programme_reach as reach "
        "join mart_province_coverage as coverage "
        "using (fiscal_year_be, province_code) "
        "where reach.coverage_gap is not distinct from coverage.coverage_gap "
        "and reach.gap_rank is not distinct from coverage.gap_rank "
        "and reach.volunteers_trained is not distinct from coverage.volunteers_trained"
    ) == [2 * 77]


# --- one mart alone, for what a build does not show


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table mart_fiscal_year as
                select 2563 as fiscal_year_be, date '2020-09-30' as as_on;
            create table training_batch (fiscal_year_be integer, batch_no integer,
                province_code varchar, started_on date, ended_on date, status varchar,
                data_status varchar, volunteers_trained bigint);
            create table training_participant (fiscal_year_be integer,
                batch_no integer, province_code varchar, volunteers_trained bigint,
                data_status varchar);
            create table mart_concentration_curve (fiscal_year_be integer,
                province_code varchar);
            create table mart_province_coverage as
                select 2563 as fiscal_year_be, 'TH-' || code as province_code,
                    'ก' as name_th, 'A' as name_en, date '2020-09-30' as as_on,
                    0 as volunteers_trained, 'batches' as volunteers_source,
                    false as volunteers_at_least, null::date as volunteers_as_of,
                    5.0 as risk_score, 4 as risk_level, 'computed' as risk_level_source,
                    3 as risk_band, 5.0 as coverage_gap, 1 as gap_rank,
                    100000 as population, 0.0::double as volunteers_trained_per_100k,
                    10.0::double as full_coverage_per_100k,
                    'target_national' as full_coverage_source,
                    'ministry' as data_status
                from (values (10), (20), (30)) as t (code);
            """
        )
        yield connection


def reached(con, columns):
    for name in ("mart_batch_volunteers", "mart_programme_reach"):
        con.execute((paths.SQL / f"{name}.sql").read_text("utf-8"))
    return con.execute(
        f"select {columns} from mart_programme_reach order by province_code"
    ).fetchall()


@pytest.mark.parametrize(
    ("batch_status", "home_status", "is_joined", "status"),
    [
        ("ministry", "synthetic", False, "ministry"),
        ("official", "synthetic", False, "ministry"),
        ("synthetic", "synthetic", True, "synthetic"),
        ("ministry", "ministry", True, "ministry"),
        ("synthetic", "ministry", False, "synthetic"),
    ],
)
def test_participants_belong_to_batches_of_their_own_kind(
    con, batch_status, home_status, is_joined, status
):
    con.execute(
        """
        insert into training_batch (fiscal_year_be, batch_no, province_code,
            started_on, ended_on, status, data_status)
        values (2563, 1, 'TH-10', date '2020-08-01',
            date '2020-08-02', 'held', $batch);
        """,
        {"batch": batch_status},
    )
    con.execute(
        "insert into training_participant values (2563, 1, 'TH-20', 9, $home)",
        {"home": home_status},
    )
    host, guest, other = reached(
        con, "is_reached, volunteers_home, batches_without_home, data_status"
    )
    nobody = 0 if is_joined else None
    assert host[:3] == (True, nobody, 0 if is_joined else 1)
    assert guest == (is_joined, 9 if is_joined else None, *host[2:3], status)
    assert other[:2] == (False, nobody)


def test_a_made_up_plan_makes_the_row_synthetic(con):
    con.execute(
        """
        insert into training_batch (fiscal_year_be, batch_no, province_code,
            started_on, ended_on, status, data_status) values
            (2563, 1, 'TH-10', date '2020-08-01', date '2020-08-02', 'held',
                'ministry'),
            (2564, 2, 'TH-10', date '2020-11-01', date '2020-11-02', 'planned',
                'synthetic'),
            (2563, 3, 'TH-20', date '2020-08-01', date '2020-08-02', 'held', 'official')
        """
    )
    assert reached(con, "data_status")[:2] == [("synthetic",), ("ministry",)]


@pytest.mark.parametrize(
    ("full", "people", "trained", "needed"),
    [
        (0.1 + 0.2, 1_000_000, 2, 1),  # 3.0000000000000004 - 2 is still one person
        (10.0, 123_456, 5, 8),  # 12.3456 - 5: a whole person more
        (10.0, 100_000, 11, 0),
        (None, 100_000, 1, None),
        (10.0, None, 1, None),
        (10.0, 100_000, None, None),
    ],
)
def test_people_are_whole_and_never_below_none(con, full, people, trained, needed):
    con.execute(
        "update mart_province_coverage set full_coverage_per_100k = $full, "
        "population = $people, volunteers_trained = $trained",
        {"full": full, "people": people, "trained": trained},
    )
    assert reached(con, "volunteers_needed")[0] == (needed,)


def curve(con, columns):
    con.execute(
        """
        create or replace table mart_volunteer_coverage as
            select as_on as on_day, fiscal_year_be, province_code,
                'ministry' as volunteers_status, 'official' as population_status
            from mart_province_coverage;
        create table mart_risk_score as
            select fiscal_year_be, province_code, 'ministry' as data_status
            from mart_province_coverage
        """
    )
    con.execute((paths.SQL / "mart_concentration_curve.sql").read_text("utf-8"))
    return con.execute(
        f"select {columns} from mart_concentration_curve order by all"
    ).fetchall()


def test_a_country_without_volunteers_has_no_curve(con):
    columns = "province_code, step, population_share, volunteers_share, data_status"
    assert curve(con, columns) == [
        (f"TH-{code}", 1, 1.0, None, "ministry") for code in (10, 20, 30)
    ]


@pytest.mark.parametrize("column", ["population", "volunteers_trained", "risk_score"])
def test_a_province_without_one_of_the_three_is_not_on_the_curve(con, column):
    con.execute(
        f"update mart_province_coverage set {column} = null "
        "where province_code = 'TH-20'"
    )
    assert curve(con, "province_code") == [("TH-10",), ("TH-30",)]


def test_scores_that_differ_by_rounding_are_one_step(con):
    con.execute(
        "alter table mart_province_coverage alter risk_score type double; "
        "update mart_province_coverage set risk_score = 4.9 + 1e-13 "
        "where province_code = 'TH-10'; "
        "update mart_province_coverage set risk_score = 4.9 "
        "where province_code = 'TH-20'"
    )
    assert curve(con, "step, province_code") == [
        (1, "TH-30"),
        (2, "TH-10"),
        (2, "TH-20"),
    ]
