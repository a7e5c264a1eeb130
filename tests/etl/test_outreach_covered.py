"""Silence after the last file is not "no activity".

Three batches end on 1 December 2019. Only the first is followed by an activity, after
31 days; after the third the data say nothing else. The files end on 20 September 2020,
in FY2563, unless a test adds a row.
"""

from datetime import date

import duckdb
import pytest

from etl import paths

DAYS_PER_MONTH = 365.25 / 12
MARTS = (
    "mart_batch_volunteers",
    "mart_outreach_rule",
    "mart_outreach_known",
    "mart_batch_outreach",
    "mart_first_activity",
    "mart_outreach_gap",
)
TABLES = """
create table mart_fiscal_year as
select 2543 + year as fiscal_year_be, make_date(1999 + year, 10, 1) as starts_on,
    make_date(2000 + year, 9, 30) as as_on from range(20, 23) as t (year);
create table province as select code as province_code, code as name_th,
    code as name_en, 'North' as region6_ngc
from (values ('TH-50'), ('TH-51'), ('TH-52')) as t (code);
create table mart_area as select province_code, 'all' as area from province;
create table training_batch as select 2563 as fiscal_year_be,
    row_number() over (order by province_code) as batch_no, province_code,
    date '2019-12-01' as ended_on, 'held' as status, 10 as volunteers_trained,
    'ministry' as data_status from province;
create table training_participant (fiscal_year_be int, batch_no int,
    province_code text, volunteers_trained int, data_status text);
create table outreach (activity_id text, held_on date, province_code text,
    medium text, attendees int, fiscal_year_be int, batch_no int, data_status text);
create table mart_province_coverage as select fiscal_year_be, as_on, province_code,
    name_th, name_en, region6_ngc, 5 as risk_level, 'ministry' as risk_level_source,
    'ministry' as data_status from mart_fiscal_year, province;
create table mart_province_outreach as select fiscal_year_be, province_code,
    null::date as last_activity_on, null::int as activities_12m,
    'ministry' as data_status from mart_fiscal_year, province;
create table mart_province_partner as select fiscal_year_be, province_code,
    1 as partners, 1 as active_partners, false as active_partners_at_least,
    1 as recent_active_partners, 6 as types, 6 as types_reporting_recent,
    6 as types_reporting_active,
    date '2020-09-30' as as_of, 'ministry' as data_status
from mart_fiscal_year, province;
create table mart_channel_promoted as select fiscal_year_be, province_code,
    'HOTLINE_1300' as channel_code, 0 as promoted_12m, 0 as not_reporting_12m
from mart_fiscal_year, province;
"""
FIRST = ("first", "2020-01-01", "TH-50", "EVENT", 5, 2563, 1, "ministry")
LAST = ("last", "2020-09-20", "national", "BROADCAST", None, None, None, "ministry")
LATER = ("later", "2022-09-20", "national", "BROADCAST", None, None, None, "ministry")


@pytest.fixture
def database():
    with duckdb.connect() as opened:
        opened.execute(TABLES)
        yield opened


@pytest.fixture
def made(database):
    """The marts over activities that are given."""

    def make(*activities):
        marks = ", ".join("?" * len(FIRST))
        database.executemany(f"insert into outreach values ({marks})", activities)
        for mart in MARTS:
            database.execute((paths.SQL / f"{mart}.sql").read_text("utf-8"))
        return lambda query: database.execute(query).fetchall()

    return make


def overdue(rows, year):
    """What is said of the batches in their order, then of their provinces."""
    return tuple(
        [
            each
            for (each,) in rows(
                f"select is_overdue from {mart} where fiscal_year_be = {year} "
                f"order by province_code"
            )
        ]
        for mart in ("mart_batch_outreach", "mart_outreach_gap")
    )


def test_silence_while_the_data_are_kept_up_is_no_activity(made):
    rows = made(FIRST, LAST)
    assert overdue(rows, 2563) == ([False, True, True], [False, True, True])
    assert rows(
        "select distinct is_known from mart_batch_outreach where fiscal_year_be = 2563"
    ) == [(True,)]


def test_silence_after_the_data_end_is_not_known(made):
    rows = made(FIRST, LAST)
    assert overdue(rows, 2564) == ([False, None, None], [False, None, None])
    assert rows(
        "select distinct is_known, people_reached from mart_batch_outreach "
        "where fiscal_year_be = 2564"
    ) == [(False, None)]


def test_months_are_observed_until_the_last_activity_in_the_data(made):
    rows = made(FIRST, LAST)
    (observed,) = rows("select distinct months_observed from mart_batch_outreach")
    days = (date(2020, 9, 20) - date(2019, 12, 1)).days
    assert observed == (pytest.approx(days / DAYS_PER_MONTH),)
    curve = (
        "select month, batches_observed, batches_begun from mart_first_activity "
        "where area = 'all' and month in (1, 2, 9, 10) and fiscal_year_be = {year} "
        "order by month"
    )
    expected = [(1, 3, 0), (2, 3, 1), (9, 3, 1), (10, 0, 0)]
    assert rows(curve.format(year=2563)) == expected
    assert rows(curve.format(year=2564)) == expected


def test_a_year_without_a_row_is_a_hole_in_what_the_data_cover(made):
    rows = made(FIRST, LAST, LATER)
    assert overdue(rows, 2565) == ([False, None, None], [False, None, None])
    assert rows(
        "select begins_on from mart_outreach_known where fiscal_year_be = 2565"
    ) == [(date(2021, 10, 1),)]


def test_six_months_must_be_covered_though_the_data_are_recent(database, made):
    database.execute(
        "update training_batch set ended_on = date '2020-03-25' where batch_no > 1"
    )
    rows = made(FIRST, LAST[:1] + ("2020-07-15",) + LAST[2:])
    assert overdue(rows, 2563) == ([False, None, None], [False, None, None])


def test_the_median_counts_a_batch_without_activity_as_the_latest(made):
    rows = made(
        FIRST,
        ("second", "2020-02-01", "TH-51", "EVENT", 5, 2563, 2, "ministry"),
        LAST,
        ("next", "2021-09-20", *LATER[2:]),
    )
    query = (
        "select distinct batches_followed, median_months from mart_first_activity "
        "where area = 'all' and fiscal_year_be = {year}"
    )
    assert rows(query.format(year=2563)) == [(0, None)]
    assert rows(query.format(year=2564)) == [(3, pytest.approx(62 / DAYS_PER_MONTH))]
