"""Activities after batches, channels and partners, each worked by hand.

One published version holds a case per province of the Northeast. Its population is
100,000 in each of them, so that people per 100,000 is people. The data on activities
begin in FY2564, none is of FY2565, and "now" is 5 March 2023 in FY2566.
"""

from datetime import date

import duckdb
import pytest

from etl import paths
from tests.etl import office
from tests.etl.office import batch, hand_over, tip, tips

DAYS_PER_MONTH = 365.25 / 12
ACTIVITY = (
    "activity_id",
    "held_on",
    "province_code",
    "audience",
    "medium",
    "attendees",
    "fiscal_year_be",
    "batch_no",
    "channels_promoted",
)
ACTIVITIES = [
    ["A1", "2020-11-10", 33, "PUBLIC", "EVENT", 40, "", "", "HOTLINE_1300"],
    # on the day the batch ended
    [
        *("A2", "2021-01-10", 30, "STUDENT", "SCHOOL", 100, 2564, 11),
        "APP_PROTECT_U;HOTLINE_1300",
    ],
    ["A3", "2021-02-09", 30, "TEACHER", "SCHOOL", "", 2564, 11, ""],
    # before it ended
    ["A4", "2021-01-05", 30, "WORKER", "EVENT", 10, 2564, 11, ""],
    ["A5", "2021-04-30", 32, "WORKER", "EVENT", 66, 2564, 13, "LABOUR_1506"],
    ["A6", "2021-05-01", "national", "PUBLIC", "BROADCAST", "", "", "", "HOTLINE_1300"],
    ["A7", "2021-07-15", 31, "PUBLIC", "ONLINE", "", 2564, 12, "HOTLINE_1300"],
    ["A8", "2022-10-20", 34, "PUBLIC", "EVENT", "", "", "", ""],
    ["A9", "2023-02-01", 32, "PUBLIC", "EVENT", 0, "", "", "HOTLINE_1300"],
    # after "now"
    ["A10", "2023-03-06", 31, "PUBLIC", "EVENT", 500, 2564, 12, "HOTLINE_1300"],
]
PARTNER = ("as_of", "province_code", "partner_type", "partners", "active_partners")
TYPES = ("NGO", "COMMUNITY_ORG", "SCHOOL", "EMPLOYER", "FAITH", "PRIVATE")
PARTNERS = [
    ["2021-09-30", 30, "NGO", 10, 6],
    ["2021-09-30", 30, "SCHOOL", 20, ""],
    ["2022-09-30", 30, "NGO", 12, 7],
    ["2022-10-01", 30, "FAITH", 3, 3],  # after FY2565
    *(["2021-09-30", 31, kind, 0, ""] for kind in TYPES),
    *(["2021-09-30", 32, kind, 1, 0] for kind in TYPES),
    ["2021-09-30", 34, "NGO", 5, 0],
]
GRADE = ("fiscal_year_be", "province_code", "risk_level", "risk_score", "source")


def held(year: int, number: int, province: int, ended_on: str, volunteers: object):
    return batch(
        number,
        str(province),
        fiscal_year_be=year,
        started_on=ended_on,
        ended_on=ended_on,
        volunteers_trained=volunteers,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("outreach") / "inbox"
    batches = [
        held(2564, 11, 30, "2021-01-10", 100),
        held(2564, 12, 31, "2021-06-30", ""),
        held(2564, 13, 32, "2021-03-01", 50),
        held(2563, 14, 33, "2020-08-01", 30),  # before the data on activities begin
        held(2566, 15, 30, "2022-12-05", 25),
        batch(16, "34", status="planned", ended_on="2020-09-01"),
    ]
    hand_over(inbox, "training_batch.csv", [office.BATCH_HEADER, *batches])
    homes = [
        ["fiscal_year_be", "batch_no", "province_code", "volunteers_trained"],
        [2564, 13, 32, 20],
        [2564, 13, 33, 40],
    ]
    hand_over(inbox, "training_participant.csv", homes)
    hand_over(inbox, "outreach.csv", [ACTIVITY, *ACTIVITIES])
    hand_over(inbox, "partner_network.csv", [PARTNER, *PARTNERS])
    people = [[2562, code, 100_000] for code in range(30, 35)]
    header = ("year_be", "province_code", "population")
    hand_over(inbox, "population.csv", [header, *people])
    levels = {30: 2, 31: 5, 32: 5, 33: 4, 34: 5}
    grades = [
        [year, code, level, "", "test"]
        for year in (2564, 2565, 2566)
        for code, level in levels.items()
    ]
    hand_over(inbox, "province_grade.csv", [GRADE, *grades])
    hand_over(inbox, "tip_report.csv", tips(tip("T", received_on="2023-03-07")))
    run = office.build(inbox.parent / "built", inbox)
    assert run.file("outreach.csv")["accepted"] == len(ACTIVITIES)
    assert run.file("partner_network.csv")["accepted"] == len(PARTNERS)
    return run


@pytest.fixture(scope="module")
def province(built):
    """A row of a mart by province, by mart, fiscal year and two-digit code."""

    def found(mart: str, year: int, code: int) -> dict:
        (row,) = built.records(
            f"from {mart} where fiscal_year_be = $year and province_code = $code",
            year=year,
            code=f"TH-{code}",
        )
        return row

    return found


@pytest.fixture(scope="module")
def followed(built):
    """A row of mart_batch_outreach, by fiscal year and batch."""

    def found(year: int, batch_year: int, number: int) -> dict:
        (row,) = built.records(
            "from mart_batch_outreach where fiscal_year_be = $year "
            "and batch_fiscal_year_be = $batch_year and batch_no = $number",
            year=year,
            batch_year=batch_year,
            number=number,
        )
        return row

    return found


@pytest.fixture(scope="module")
def total(built):
    """The row of the whole country in mart_outreach_total, by fiscal year."""
    rows = built.records("from mart_outreach_total where area = 'all'")
    return {row["fiscal_year_be"]: row for row in rows}


# --- by province


def test_every_province_has_a_row_in_every_year(built):
    assert built.rows(
        "select count(*), count(distinct (province_code, fiscal_year_be)) "
        "from mart_province_outreach"
    ) == [(77 * 4, 77 * 4)]


@pytest.mark.parametrize(
    ("year", "code", "activities", "silent", "people", "is_least"),
    [
        (2564, 30, 3, 1, 110, True),
        (2564, 31, 0, 0, 0, False),  # a page on the internet reaches nobody in person
        (2564, 32, 1, 0, 66, False),
        (2564, 33, 1, 0, 40, False),
        (2564, 34, 0, 0, 0, False),
        (2563, 30, None, None, None, False),  # before the data begin
        (2565, 30, None, None, None, False),  # no file speaks of the year
        (2566, 30, 0, 0, 0, False),
        (2566, 31, 0, 0, 0, False),  # its activity is after "now"
        (2566, 32, 1, 0, 0, False),  # nobody came: counted, and 0
        (2566, 34, 1, 1, None, False),  # held, and does not report
    ],
)
def test_people_reached_are_those_worked_out_by_hand(
    province, year, code, activities, silent, people, is_least
):
    row = province("mart_province_outreach", year, code)
    assert row["activities"] == activities
    assert row["activities_not_reporting"] == silent
    assert row["people_reached"] == people
    assert row["people_reached_at_least"] is is_least
    assert row["people_reached_per_100k"] == people


@pytest.mark.parametrize(
    ("year", "code", "count"),
    [
        (2563, 30, None),
        (2564, 30, 3),
        (2564, 31, 0),
        (2565, 30, None),
        (2566, 30, None),  # part of them is in FY2565
        (2566, 32, 1),
        (2566, 34, 1),
    ],
)
def test_no_activity_in_twelve_months_is_zero_only_where_the_data_cover_them(
    province, year, code, count
):
    assert province("mart_province_outreach", year, code)["activities_12m"] == count


def test_the_last_activity_is_that_up_to_the_day_and_no_media(province):
    last = {
        (year, code): province("mart_province_outreach", year, code)["last_activity_on"]
        for year, code in [(2564, 30), (2566, 30), (2566, 31), (2564, 32), (2566, 32)]
    }
    assert last == {
        (2564, 30): date(2021, 2, 9),
        (2566, 30): date(2021, 2, 9),
        (2566, 31): None,
        (2564, 32): date(2021, 4, 30),
        (2566, 32): date(2023, 2, 1),
    }


@pytest.mark.parametrize(
    ("code", "ratio"),
    [
        (30, 110 / 100),
        (31, None),  # its batch does not report
        (32, 66 / 20),  # the others of its batch came from Si Sa Ket
        (33, 40 / 70),
        (34, None),  # nobody trained
    ],
)
def test_people_per_volunteer_take_the_volunteers_of_the_coverage(
    province, code, ratio
):
    found = province("mart_province_outreach", 2564, code)
    assert found["people_reached_per_volunteer"] == (
        None if ratio is None else pytest.approx(ratio)
    )


def test_media_are_counted_apart_and_those_of_the_country_in_no_province(
    province, total
):
    assert province("mart_province_outreach", 2564, 31)["media_activities"] == 1
    assert total[2564]["media_in_provinces"] == 1
    assert total[2564]["media_in_whole_country"] == 1


def test_the_classes_of_the_map_begin_at_quartiles_of_years_that_have_ended(built):
    # 110, 66 and 40 per 100,000 in FY2564; FY2566 is running
    scales = built.rows(
        "select distinct break_1, break_2, break_3, method from mart_layer_scale "
        "where layer = 'outreach'"
    )
    assert scales == [(53, 66, 88, "quartile_ended")]


# --- by batch


def test_an_activity_follows_its_batch_from_the_day_it_ended(followed):
    row = followed(2564, 2564, 11)
    assert (row["activities"], row["activities_not_reporting"]) == (2, 1)
    assert (row["people_reached"], row["people_reached_at_least"]) == (100, True)
    assert row["people_reached_per_volunteer"] == 1
    assert (row["first_activity_on"], row["days_to_first"]) == (date(2021, 1, 10), 0)


def test_an_activity_before_the_batch_ended_is_a_fault_counted_apart(followed, total):
    assert followed(2564, 2564, 11)["activities_before_end"] == 1
    assert total[2564]["activities_before_end"] == 1


def test_volunteers_of_a_batch_are_those_reported_by_home_province(followed):
    row = followed(2564, 2564, 13)
    assert row["volunteers_trained"] == 60
    assert row["people_reached_per_volunteer"] == pytest.approx(66 / 60)
    assert row["months_to_first"] == pytest.approx(60 / DAYS_PER_MONTH)


@pytest.mark.parametrize(
    ("year", "days", "is_overdue", "counts"),
    [
        (2564, 92, False, (0, 0, 1)),
        (2565, 457, None, (None, None, None)),  # no file speaks of FY2565
    ],
)
def test_a_batch_with_media_alone_has_no_activity_as_far_as_data_go(
    followed, year, days, is_overdue, counts
):
    row = followed(year, 2564, 12)
    names = ("activities", "people_reached", "media_activities")
    assert tuple(row[name] for name in names) == counts
    assert row["months_since"] == pytest.approx(days / DAYS_PER_MONTH)
    assert row["is_overdue"] is is_overdue


def test_a_batch_held_lately_is_not_overdue(followed):
    row = followed(2566, 2566, 15)
    assert row["months_since"] == pytest.approx(90 / DAYS_PER_MONTH)
    assert (row["activities"], row["is_overdue"]) == (0, False)


def test_of_a_batch_before_the_data_begin_nothing_is_known(followed):
    row = followed(2565, 2563, 14)
    assert row["is_known"] is False
    known = ("activities", "people_reached", "first_activity_on", "is_overdue")
    assert [row[name] for name in known] == [None] * 4


def test_the_country_adds_up_and_divides_like_by_like(total):
    row = total[2564]
    assert (row["activities"], row["activities_not_reporting"]) == (5, 1)
    assert (row["people_reached"], row["people_reached_at_least"]) == (216, True)
    assert row["batches_held"] == 5  # with the official one of Chiang Mai
    assert (row["batches_not_known"], row["batches_begun"]) == (2, 2)
    assert row["people_reached_per_batch"] == pytest.approx((100 + 0 + 66) / 3)
    assert row["batches_without_volunteers"] == 1
    assert row["people_reached_per_volunteer"] == pytest.approx((100 + 66) / (100 + 60))


def test_a_year_of_which_no_file_speaks_has_no_total(total):
    assert total[2565]["people_reached"] is None
    assert total[2565]["media_in_whole_country"] is None
    assert total[2565]["batches_overdue"] == 0
    assert total[2565]["batches_overdue_unknown"] == 3  # but of 11 and 13


def test_a_region_is_the_sum_of_its_provinces(built):
    assert built.rows(
        "select area, people_reached, batches_held from mart_outreach_total "
        "where fiscal_year_be = 2564 and area in ('North', 'Northeast') order by area"
    ) == [("North", 0, 1), ("Northeast", 216, 4)]


# --- months to the first activity


def curve(built, year):
    rows = built.rows(
        "select month, batches_observed, batches_begun, begun_share "
        "from mart_first_activity where fiscal_year_be = $year and area = 'all'",
        year=year,
    )
    return {month: found for month, *found in rows}


def test_only_batches_observed_so_long_are_in_the_denominator(built):
    found = curve(built, 2564)
    # until 15 July, the last in the data: 11 6.1 months, 13 4.5, 12 half a month
    assert found[1] == [2, 1, 0.5]
    assert found[2] == [2, 2, 1]
    assert found[4] == [2, 2, 1]
    assert found[5] == [1, 1, 1]
    assert found[7] == [0, 0, None]


# --- audiences and channels


def test_an_audience_that_does_not_report_is_none_and_one_never_met_is_zero(built):
    rows = built.rows(
        "select audience, people_reached, activities, activities_not_reporting "
        "from mart_outreach_audience where fiscal_year_be = 2564 and area = 'all'"
    )
    assert {audience: found for audience, *found in rows} == {
        "STUDENT": [100, 1, 0],
        "TEACHER": [None, 1, 1],
        "WORKER": [76, 2, 0],
        "PUBLIC": [40, 1, 0],
        "COMMUNITY_LEADER": [0, 0, 0],
        "MIGRANT_WORKER": [0, 0, 0],
        "EMPLOYER": [0, 0, 0],
    }


def test_a_channel_is_counted_face_to_face_in_media_and_for_the_country(built):
    rows = built.rows(
        "select province_code, activities, media_activities, held, not_reporting "
        "from mart_channel_promoted where fiscal_year_be = 2564 "
        "and channel_code = 'HOTLINE_1300' and held > 0"
    )
    assert {code: found for code, *found in rows} == {
        "TH-30": [1, 0, 3, 2],
        "TH-31": [0, 1, 1, 0],
        "TH-32": [0, 0, 1, 0],
        "TH-33": [1, 0, 1, 0],
        "national": [0, 1, 1, 0],
    }


def test_a_region_counts_an_activity_for_each_channel_it_names(built):
    rows = built.rows(
        "select channel_code, promoted, held, not_reporting from mart_channel_region "
        "where fiscal_year_be = 2564 and region = 'Northeast'"
    )
    assert {channel: found for channel, *found in rows} == {
        "HOTLINE_1300": [3, 6, 2],
        "APP_PROTECT_U": [1, 6, 2],
        "LABOUR_1506": [1, 6, 2],
    }


@pytest.mark.parametrize(
    ("year", "code", "is_promoted"),
    [
        (2564, 30, True),
        (2564, 31, True),
        (2564, 32, False),  # another channel only
        (2564, 34, False),  # nothing held
        (2566, 34, None),  # held, and does not say which channel
        (2565, 30, None),  # the data do not cover the twelve months
    ],
)
def test_whether_1300_or_protect_u_was_promoted(province, year, code, is_promoted):
    assert province("mart_outreach_gap", year, code)["is_channel_promoted"] is (
        is_promoted
    )


# --- partners


@pytest.mark.parametrize(
    ("year", "code", "partners", "active"),
    [
        (2563, 30, (None, False), (None, False)),
        (2564, 30, (30, True), (6, True)),
        (2565, 30, (32, True), (7, True)),  # schools are still those of the year before
        (2566, 30, (35, True), (10, True)),
        (2564, 31, (0, False), (0, False)),  # of no partners none is active
        (2564, 32, (6, False), (0, False)),
        (2564, 33, (None, False), (None, False)),
        (2564, 34, (5, True), (0, True)),
    ],
)
def test_partners_are_those_of_the_latest_count(province, year, code, partners, active):
    row = province("mart_province_partner", year, code)
    assert (row["partners"], row["partners_at_least"]) == partners
    assert (row["active_partners"], row["active_partners_at_least"]) == active
    assert row["partners_per_100k"] == partners[0]


def test_a_count_says_its_day_and_whether_others_are_later(province):
    own, other = (province("mart_province_partner", 2565, code) for code in (30, 31))
    assert (own["oldest_as_of"], own["as_of"]) == (date(2021, 9, 30), date(2022, 9, 30))
    assert (own["is_outdated"], other["is_outdated"]) == (False, True)
    assert other["latest_as_of"] == date(2022, 9, 30)  # what it is older than


def test_a_type_says_how_many_provinces_do_not_report_it(built):
    assert built.rows(
        "select partners, active_partners, provinces_not_reporting, "
        "provinces_without_active from mart_partner_type "
        "where fiscal_year_be = 2564 and area = 'all' and partner_type = 'SCHOOL'"
    ) == [(21, 0, 74, 75)]


# --- where nothing follows and nobody helps


@pytest.mark.parametrize(
    ("year", "code", "is_overdue"),
    [
        (2564, 31, False),  # the batch ended three months ago
        (2565, 31, None),  # no file speaks of FY2565
        (2565, 30, False),
        (2566, 30, False),  # another batch, three months ago
        (2565, 33, False),  # an activity after the data began
        (2565, 50, None),  # the official batch, before they began, and none since
        (2565, 34, False),  # no batch was held
    ],
)
def test_a_province_is_overdue_six_months_after_its_last_batch(
    province, year, code, is_overdue
):
    assert province("mart_outreach_gap", year, code)["is_overdue"] is is_overdue


@pytest.mark.parametrize(
    ("year", "code", "is_unhelped"),
    [
        (2564, 31, True),
        (2564, 32, False),  # an activity
        (2564, 33, False),  # an activity; partners are not reported
        (2564, 34, None),  # some types of partners do not report
        (2565, 31, None),  # activities are not known
        (2566, 33, None),  # partners are not reported
    ],
)
def test_nobody_helps_only_where_both_are_known_to_be_missing(
    province, year, code, is_unhelped
):
    row = province("mart_outreach_gap", year, code)
    assert row["is_high_risk"] is True
    assert row["is_unhelped"] is is_unhelped


@pytest.mark.parametrize(
    ("year", "code", "has_partner", "is_outdated"),
    [
        (2564, 32, False, False),
        (2565, 32, False, False),  # twelve months old to the day
        (2566, 32, None, True),  # counted in September 2021, asked in March 2023
        (2566, 30, True, False),  # two types of which were counted since
        (2564, 34, None, False),  # some types do not report
    ],
)
def test_partners_of_an_old_count_are_not_known_to_be_active(
    province, year, code, has_partner, is_outdated
):
    row = province("mart_outreach_gap", year, code)
    assert row["has_active_partner"] is has_partner
    assert row["is_partner_outdated"] is is_outdated


# --- sums of what is not reported


def total_of(provinces, batches):
    """The country's row, of provinces and batches by what they count."""
    with duckdb.connect() as database:
        database.execute(
            """
            create table mart_area as select 'TH-50' as province_code, 'all' as area;
            create table mart_outreach_known as select 2563 as fiscal_year_be,
                date '2020-09-30' as last_on, true as is_year_known, true as is_current;
            create table mart_outreach_medium as select 2563 as fiscal_year_be,
                'all' as area, 0 as in_provinces, 0 as in_whole_country;
            create table mart_province_outreach (activities int,
                activities_not_reporting int, people_reached int);
            create table mart_batch_outreach (activities int,
                activities_not_reporting int, people_reached int,
                volunteers_trained int);
            """
        )
        for mart, rows in [
            ("mart_province_outreach", provinces),
            ("mart_batch_outreach", batches),
        ]:
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f"insert into {mart} values ({marks})", rows)
            database.execute(
                f"create or replace table {mart} as select *, 2563 as fiscal_year_be, "
                "'TH-50' as province_code, date '2020-09-30' as as_on, "
                "100 as population, true as is_known, false as is_overdue, "
                "0 as activities_before_end, 'official' as data_status, "
                "people_reached is not null and activities_not_reporting > 0 "
                f"as people_reached_at_least from {mart}"
            )
        database.execute((paths.SQL / "mart_outreach_total.sql").read_text("utf-8"))
        result = database.execute("from mart_outreach_total")
        names = [column[0] for column in result.description]
        return dict(zip(names, result.fetchone(), strict=True))


def test_where_no_activity_reports_there_is_no_sum_and_not_at_least_zero():
    found = total_of([(2, 2, None), (0, 0, 0)], [(2, 2, None, 30), (0, 0, 0, 30)])
    assert (found["people_reached"], found["people_reached_at_least"]) == (None, False)
    assert found["people_reached_per_100k"] is None
    assert found["people_reached_per_batch"] is None
    assert found["people_reached_per_volunteer"] is None


def test_where_nothing_was_held_the_sum_is_zero():
    found = total_of([(0, 0, 0)], [(0, 0, 0, 30)])
    assert (found["people_reached"], found["people_reached_per_batch"]) == (0, 0)


@pytest.mark.parametrize(
    ("batches", "per_batch", "per_volunteer"),
    [
        # the silent one is in neither ratio
        ([(1, 0, 60, 30), (1, 1, None, 30)], (60, False), (2, False)),
        # the one with a silent activity is in the ratio per batch alone
        ([(1, 0, 60, 30), (2, 1, 40, None)], (50, True), (2, False)),
        ([(2, 1, 60, 30)], (60, True), (2, True)),
    ],
)
def test_a_ratio_is_a_minimum_only_where_a_batch_in_it_is(
    batches, per_batch, per_volunteer
):
    found = total_of([(1, 0, 60)], batches)
    for name, expected in [("batch", per_batch), ("volunteer", per_volunteer)]:
        figure = f"people_reached_per_{name}"
        assert (found[figure], found[f"{figure}_at_least"]) == expected


# --- made-up activities


@pytest.fixture
def con():
    """A batch of each status, and one activity that names both."""
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table mart_fiscal_year as select 2563 as fiscal_year_be,
                date '2019-10-01' as starts_on, date '2020-03-31' as as_on;
            create table province as select 'TH-50' as province_code, '' as name_th,
                '' as name_en, 'North' as region6_ngc;
            create table training_batch as select 2563 as fiscal_year_be, batch_no,
                'TH-50' as province_code, date '2020-01-01' as ended_on,
                'held' as status, 10 as volunteers_trained, data_status
            from (values (1, 'official'), (2, 'synthetic'))
                as t (batch_no, data_status);
            create table training_participant as select 2563 as fiscal_year_be,
                batch_no, 'TH-50' as province_code, 7 as volunteers_trained,
                'synthetic' as data_status
            from (values (1), (2)) as t (batch_no);
            create table outreach as select activity_id, date '2020-02-01' as held_on,
                'TH-50' as province_code, 'EVENT' as medium, 5 as attendees,
                2563 as fiscal_year_be, batch_no, 'synthetic' as data_status
            from (values ('a', 1), ('b', 2)) as t (activity_id, batch_no);
            """
        )
        yield connection


def follow(con):
    """What followed each batch, once the marts are made."""
    for name in (
        "mart_batch_volunteers",
        "mart_outreach_rule",
        "mart_outreach_known",
        "mart_batch_outreach",
    ):
        con.execute((paths.SQL / f"{name}.sql").read_text("utf-8"))
    return con.execute(
        "select batch_no, is_known, people_reached, volunteers_trained, data_status "
        "from mart_batch_outreach order by batch_no"
    ).fetchall()


def test_a_made_up_activity_does_not_follow_a_batch_that_was_held(con):
    assert follow(con) == [
        (1, False, None, 10, "official"),
        (2, True, 5, 7, "synthetic"),
    ]


def test_an_activity_that_was_held_does_not_follow_a_made_up_batch(con):
    con.execute("update outreach set data_status = 'ministry'")
    con.execute("update training_participant set data_status = 'ministry'")
    assert follow(con) == [
        (1, True, 5, 7, "ministry"),
        (2, False, None, 10, "synthetic"),
    ]
