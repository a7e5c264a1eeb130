"""Volunteers over time, refreshers and losses, each figure worked by hand.

One published version; a province for each case. The population of 2562 is 100,000 in
each of those with a roster, so that a figure per 100,000 is the number of volunteers.
Beside these stands the batch of data/reference in Chiang Mai (TH-50), which ended on
15 August 2020 and reports no number.
"""

import pytest

from tests.etl import office
from tests.etl.office import hand_over
from tests.etl.test_coverage import PARTICIPANT, held

ROSTER = (
    "as_of",
    "province_code",
    "volunteers_registered",
    "volunteers_active",
    "volunteers_trained",
    "tambons_covered",
    "tambons_total",
)
WITH_ROSTER = (30, 31, 32, 33, 34, 46, 47)
FIRST, ROSTER_DAY = "2020-03-31", "2020-09-30"
EMPTY = ("", "", "", "")


def rosters() -> list[list[object]]:
    return [
        [FIRST, 30, 100, 80, "", 9, 10],
        [ROSTER_DAY, 30, 90, "", "", "", 12],
        ["2019-09-30", 31, 50, *EMPTY],
        [ROSTER_DAY, 31, 40, *EMPTY],
        ["2019-09-30", 32, 50, *EMPTY],
        ["2020-06-30", 32, 50, *EMPTY],
        ["2019-09-30", 33, 20, *EMPTY],
        [ROSTER_DAY, 33, 25, *EMPTY],
        ["2019-08-31", 34, 100, *EMPTY],
        [ROSTER_DAY, 34, 60, *EMPTY],
        [ROSTER_DAY, 46, 100, "", 70, "", ""],
        [ROSTER_DAY, 47, 100, "", 30, "", ""],
    ]


def batches() -> list[list[object]]:
    return [
        held(101, 41, "2020-09-30", 40),  # due on 30 September 2022
        held(102, 42, "2020-10-01", 60),  # due a day later
        held(103, 43, "2020-08-01", ""),
        held(104, 43, "2020-08-02", 25),
        held(105, 44, "2020-08-01", ""),
        held(106, 46, "2020-08-10", 50),  # the roster counts 70
        held(107, 47, "2020-08-10", 50),  # the roster counts 30
        held(108, 48, "2020-09-01", 15),  # ten of them from the province beside it
        held(109, 51, "2022-12-04", 7),  # a Sunday: "now"
        office.batch(110, "52", status="planned", volunteers_trained=""),
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("volunteers") / "inbox"
    hand_over(inbox, "volunteer_roster.csv", [ROSTER, *rosters()])
    hand_over(inbox, "training_batch.csv", [office.BATCH_HEADER, *batches()])
    homes = [[2563, 108, 48, 5], [2563, 108, 49, 10]]
    hand_over(inbox, "training_participant.csv", [PARTICIPANT, *homes])
    people = [[2562, code, 100_000] for code in WITH_ROSTER] + [[2563, 31, 200_000]]
    hand_over(
        inbox, "population.csv", [("year_be", "province_code", "population"), *people]
    )
    run = office.build(inbox.parent / "built", inbox)
    assert not [file for file in run.report["files"] if file["rejected"]]
    return run


def on(built: office.Run, code: int, day: str) -> dict:
    (row,) = built.records(
        "from mart_province_volunteers where province_code = $code and on_day = $day",
        code=f"TH-{code}",
        day=day,
    )
    return row


def days(built: office.Run, where: str) -> list[str]:
    return built.values(
        f"select on_day::varchar from mart_coverage_day where {where} order by on_day"
    )


# --- the days


def test_quarters_end_from_the_first_roster_up_to_now(built):
    assert days(built, "is_quarter_end") == [
        f"{year}-{end}"
        for year in range(2019, 2023)
        for end in ("03-31", "06-30", "09-30", "12-31")
        if "2019-08-31" <= f"{year}-{end}" <= "2022-12-04"
    ]


def test_the_days_of_fiscal_years_and_the_days_a_year_before_are_among_them(built):
    year_days = ["2020-09-30", "2021-09-30", "2022-09-30", "2022-12-04"]
    assert days(built, "is_year_day") == year_days
    others = "not is_year_day and not is_quarter_end and isodow(on_day) < 7"
    assert days(built, others) == ["2021-12-04"]  # Sundays are of weekly pages


def test_a_day_lies_in_its_fiscal_year(built):
    found = dict(
        built.rows("select on_day::varchar, fiscal_year_be from mart_coverage_day")
    )
    assert found["2020-09-30"] == 2563
    assert found["2020-12-31"] == 2564
    assert found["2022-12-04"] == 2566


# --- figures as of the latest roster that has them


def test_each_figure_is_that_of_the_latest_roster_which_has_it(built):
    row = on(built, 30, ROSTER_DAY)
    assert (row["volunteers_registered"], str(row["roster_as_of"])) == (90, ROSTER_DAY)
    assert (row["volunteers_active"], str(row["active_as_of"])) == (80, FIRST)
    assert (row["tambons_covered"], str(row["tambons_covered_as_of"])) == (9, FIRST)
    assert (row["tambons_total"], str(row["tambons_total_as_of"])) == (12, ROSTER_DAY)


def test_a_share_takes_both_its_figures_from_one_roster(built):
    row = on(built, 30, ROSTER_DAY)
    assert row["active_share"] == 80 / 100  # not 80 / 90
    assert row["tambon_share"] == 9 / 10  # not 9 / 12
    assert str(row["tambon_share_as_of"]) == FIRST


def test_a_roster_counts_from_its_day_on_and_ages(built):
    assert on(built, 30, "2019-12-31")["volunteers_registered"] is None
    assert on(built, 30, FIRST)["volunteers_registered"] == 100
    assert on(built, 30, FIRST)["days_old"] == 0
    assert on(built, 30, "2020-06-30")["days_old"] == 91


def test_a_figure_that_no_roster_has_is_no_data(built):
    row = on(built, 31, ROSTER_DAY)
    figures = ("volunteers_active", "active_share", "tambons_covered", "tambon_share")
    assert [row[name] for name in figures] == [None] * 4


@pytest.mark.parametrize(("day", "expected"), [(ROSTER_DAY, 40), ("2020-12-31", 20)])
def test_a_quarter_takes_the_population_of_the_latest_year_not_after(
    built, day, expected
):
    assert on(built, 31, day)["registered_per_100k"] == expected


@pytest.mark.long
def test_coverage_follows_the_one_rule_on_every_day(built):
    """The mart against the macro that names the rows behind a figure."""
    compared = 0
    with built.database() as con:
        rows = con.execute(
            "select on_day, province_code, volunteers_trained, volunteers_source, "
            "population from mart_volunteer_coverage where province_code in "
            "('TH-30', 'TH-41', 'TH-43', 'TH-44', 'TH-46', 'TH-48', 'TH-49', 'TH-52')"
        ).fetchall()
        for day, code, trained, source, population in rows:
            total, parts, people = con.execute(
                "select sum(figure) filter (where counts_as = 'volunteers'), "
                "count(*) filter (where counts_as = 'volunteers'), "
                "max(figure) filter (where counts_as = 'population') "
                "from volunteer_coverage_rows($code, $day, date '2999-01-01')",
                {"code": code, "day": day},
            ).fetchone()
            assert (total if parts else 0, people) == (trained, population)
            assert (source is None) == (trained is None)
            compared += parts > 0
    assert compared > 50


# --- the country


def series(built: office.Run, figure: str, day: str = ROSTER_DAY) -> dict:
    (row,) = built.records(
        "from mart_volunteer_series where area_code = 'TH' and figure = $figure "
        "and on_day = $day",
        figure=figure,
        day=day,
    )
    return row


def test_the_country_is_that_of_the_provinces_with_the_figure(built):
    row = series(built, "registered_per_100k")
    # 90 + 40 + 50 + 25 + 60 + 100 + 100, of 700,000 people
    assert (row["total"], row["base"], row["provinces"]) == (465, 700_000, 7)
    assert row["value"] == pytest.approx(465 / 7)
    assert row["provinces_total"] == 77
    # the oldest roster behind it is that of TH-32
    assert (str(row["oldest_as_of"]), row["days_old"]) == ("2020-06-30", 92)


def test_shares_of_the_country_are_sums_over_sums(built):
    for figure, value in (("active_share", 0.8), ("tambon_share", 0.9)):
        row = series(built, figure)
        assert (row["value"], row["provinces"]) == (value, 1)


def test_those_trained_say_how_they_were_counted(built):
    row = series(built, "volunteers_trained_per_100k")
    # 40 + 25 + 70 + 30 + 5 + 10; TH-44 and TH-50 do not report
    assert (row["total"], row["provinces"]) == (180, 75)
    assert (row["provinces_from_batches"], row["provinces_at_least"]) == (73, 1)


def test_before_any_roster_the_country_has_no_registered(built):
    row = series(built, "active_per_100k", "2019-12-31")
    assert (row["value"], row["provinces"], row["oldest_as_of"]) == (None, 0, None)


def test_a_province_has_the_same_figures_in_both_marts(built):
    pairs = built.rows(
        "select series.value, volunteers.registered_per_100k "
        "from mart_volunteer_series as series "
        "inner join mart_province_volunteers as volunteers "
        "on series.area_code = volunteers.province_code "
        "and series.on_day = volunteers.on_day "
        "where series.figure = 'registered_per_100k' and series.value is not null"
    )
    assert len(pairs) > 50
    for one, other in pairs:
        assert one == pytest.approx(other)


# --- refreshers


def refresher(built: office.Run, code: int, year: int) -> dict:
    (row,) = built.records(
        "from mart_refresher where province_code = $code and fiscal_year_be = $year",
        code=f"TH-{code}",
        year=year,
    )
    return row


@pytest.mark.parametrize(
    ("code", "year", "due"),
    [
        (41, 2564, 0),
        (41, 2565, 40),  # a half-life to the day
        (42, 2565, 0),  # a day less
        (42, 2566, 60),
        (43, 2565, 25),
        (44, 2563, 0),  # its only batch is not due yet
        (44, 2565, None),  # it is, and does not report
        (48, 2565, 5),  # by home province
        (49, 2565, 10),
        (47, 2565, 50),  # by batch, whatever the roster says
        (52, 2565, 0),  # a planned batch is none
    ],
)
def test_a_refresher_is_due_a_half_life_after_the_batch(built, code, year, due):
    assert refresher(built, code, year)["refresher_due"] == due


def test_what_is_due_is_at_least_where_a_batch_that_is_due_does_not_report(built):
    assert refresher(built, 43, 2565)["due_at_least"] is True
    assert refresher(built, 43, 2563)["due_at_least"] is False
    assert refresher(built, 44, 2565)["due_at_least"] is False


@pytest.mark.parametrize(
    ("year", "fresh"),
    [
        (2563, 40),  # on the day itself
        (2564, 40 * 0.5 ** (365 / 730)),
        (2565, 20),  # a half-life after
    ],
)
def test_what_was_taught_fades_by_half_in_a_half_life(built, year, fresh):
    row = refresher(built, 41, year)
    assert row["volunteers_fresh"] == pytest.approx(fresh, abs=1e-5)
    assert row["fresh_share"] == pytest.approx(fresh / 40, abs=1e-6)


@pytest.mark.parametrize(
    ("code", "undated"), [(46, 20), (47, 0), (41, 0), (44, None), (30, 0)]
)
def test_whom_only_a_roster_counts_has_no_day_and_is_never_due(built, code, undated):
    assert refresher(built, code, 2565)["volunteers_undated"] == undated


def total(built: office.Run, year: int) -> dict:
    (row,) = built.records(
        "from mart_volunteer_total where fiscal_year_be = $year", year=year
    )
    return row


def test_the_country_says_how_many_provinces_report_what_is_due(built):
    row = total(built, 2565)
    # 40 + 25 + 50 + 50 + 5 + 10; TH-44 and TH-50 do not report
    assert (row["refresher_due"], row["due_provinces"]) == (180, 75)
    assert row["due_at_least"] is True
    assert row["batches_due_not_reporting"] == 3
    assert (row["volunteers_dated"], row["dated_provinces"]) == (240, 75)
    assert (row["volunteers_undated"], row["undated_provinces"]) == (20, 75)
    assert row["refresher_half_life_months"] == 24


# --- losses


def change(built: office.Run, code: int, year: int = 2563) -> tuple:
    (row,) = built.rows(
        "select comparison, change, change_share, loss_rank from mart_volunteer_change "
        "where province_code = $code and fiscal_year_be = $year",
        code=f"TH-{code}",
        year=year,
    )
    return row


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (34, ("known", -40, -0.4, 1)),
        (31, ("known", -10, -0.2, 2)),
        (32, ("known", 0, 0, None)),
        (33, ("known", 5, 0.25, None)),
        (30, ("no_earlier_roster", None, None, None)),
        (35, ("no_roster", None, None, None)),
    ],
)
def test_a_loss_is_against_the_roster_of_a_year_before(built, code, expected):
    assert change(built, code) == expected


def test_a_roster_that_was_not_renewed_is_no_comparison(built):
    assert change(built, 31, 2564) == ("same_roster", None, None, None)


def test_the_country_adds_up_losses_and_counts_who_cannot_be_compared(built):
    row = total(built, 2563)
    assert (row["compared"], row["provinces_lost"], row["volunteers_lost"]) == (
        4,
        2,
        -50,
    )
    assert (row["provinces_same"], row["provinces_gained"], row["change"]) == (
        1,
        1,
        -45,
    )
    assert (row["no_roster"], row["no_earlier_roster"], row["same_roster"]) == (
        70,
        3,
        0,
    )
    later = total(built, 2564)
    assert (later["compared"], later["volunteers_lost"]) == (0, None)
    assert (later["no_roster"], later["same_roster"]) == (70, 7)
