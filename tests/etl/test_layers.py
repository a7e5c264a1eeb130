"""The layers of the coverage map, each worked by hand.

One published version holds a case per province of the Northeast. Its population is
100,000 in each of them, so that a figure per 100,000 is what was counted. "Now" is
5 March 2023, in FY2566.
"""

from datetime import date

import duckdb
import pytest

from etl import paths
from tests.etl import office
from tests.etl.office import batch, hand_over, tip, tips

ROSTER = (
    *("as_of", "province_code", "volunteers_registered", "volunteers_trained"),
    *("tambons_covered", "tambons_total"),
)
ROSTERS = [
    ["2022-09-30", 30, 900, 40, 9, 10],
    ["2022-12-31", 30, 900, "", "", ""],  # says nothing new of both figures
    ["2022-09-30", 31, 900, 0, 0, 10],
    ["2022-09-30", 32, 900, "", "", 10],
    ["2022-09-30", 34, 900, 32, "", ""],  # thin beside 40 in FY2565, not in FY2566
]
ACTIVITY = (
    *("activity_id", "held_on", "province_code", "audience", "medium", "attendees"),
)
ACTIVITIES = [
    ["A1", "2022-10-10", 30, "PUBLIC", "EVENT", 70],
    ["A2", "2023-01-10", 30, "PUBLIC", "EVENT", ""],  # so 70 is a minimum
    ["A3", "2023-01-10", 32, "PUBLIC", "EVENT", ""],
    ["A4", "2021-11-10", 31, "PUBLIC", "EVENT", 5],  # FY2565
]
PARTNER = ("as_of", "province_code", "partner_type", "partners", "active_partners")
PARTNERS = [
    ["2021-09-30", 30, "NGO", 10, 6],
    ["2022-09-30", 30, "SCHOOL", 20, ""],
    ["2022-09-30", 31, "NGO", 5, 0],
    ["2022-09-30", 32, "NGO", 5, ""],
]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("layers") / "inbox"
    hand_over(inbox, "volunteer_roster.csv", [ROSTER, *ROSTERS])
    day = {"started_on": "2023-01-10", "ended_on": "2023-01-10"}
    batches = [
        batch(1, "32", fiscal_year_be=2566, volunteers_trained="", **day),
        batch(2, "33", fiscal_year_be=2566, volunteers_trained=25, **day),
        batch(3, "33", fiscal_year_be=2566, volunteers_trained="", **day),
    ]
    hand_over(inbox, "training_batch.csv", [office.BATCH_HEADER, *batches])
    hand_over(inbox, "outreach.csv", [ACTIVITY, *ACTIVITIES])
    hand_over(inbox, "partner_network.csv", [PARTNER, *PARTNERS])
    people = [[2562, code, 100_000] for code in range(30, 35)]
    header = ("year_be", "province_code", "population")
    hand_over(inbox, "population.csv", [header, *people])
    hand_over(inbox, "tip_report.csv", tips(tip("T", received_on="2023-03-07")))
    return office.build(inbox.parent / "built", inbox)


@pytest.fixture(scope="module")
def said(built):
    """What a layer says of a province in a fiscal year."""

    def found(layer: str, code: int, year: int = 2566) -> tuple:
        (row,) = built.records(
            "from mart_province_layer where layer = $layer "
            "and fiscal_year_be = $year and province_code = $code",
            layer=layer,
            year=year,
            code=f"TH-{code}",
        )
        figure = None if row["value"] is None else round(row["value"], 6)
        return row["state"], figure, row["at_least"], row["counted"], row["as_of"]

    return found


def test_a_province_stands_once_in_each_layer_and_year(built):
    (found,) = built.records(
        """
        select count(*) as rows, count(distinct (layer, fiscal_year_be, province_code))
            as places, count(distinct layer) as layers,
            count(distinct fiscal_year_be) as years
        from mart_province_layer
        """
    )
    assert found["rows"] == found["places"] == 77 * found["layers"] * found["years"]
    assert found["layers"] == 4


def test_trained_volunteers_are_those_of_k(said):
    assert said("trained", 30) == ("value", 40, False, 40, date(2022, 9, 30))
    assert said("trained", 31) == ("zero", 0, False, 0, date(2022, 9, 30))
    assert said("trained", 33) == ("value", 25, True, 25, date(2023, 1, 10))


def test_only_batches_that_do_not_report_are_not_zero(said):
    assert said("trained", 32)[:2] == ("not_reported", None)


def test_the_share_of_tambons_is_that_of_the_latest_roster_with_both(said):
    assert said("tambons", 30) == ("value", 0.9, False, 9, date(2022, 9, 30))
    assert said("tambons", 31) == ("zero", 0, False, 0, date(2022, 9, 30))


def test_who_has_no_share_where_others_have_one_does_not_report(said):
    assert said("tambons", 32)[:2] == ("not_reported", None)
    assert said("tambons", 34)[:2] == ("not_reported", None)


def test_nobody_reports_before_the_first_roster(said):
    assert said("tambons", 30, 2564)[:2] == ("no_data", None)


def test_people_reached_are_those_of_the_fiscal_year_and_a_minimum_says_so(said):
    assert said("outreach", 30) == ("value", 70, True, 70, date(2023, 3, 5))
    assert said("outreach", 31) == ("zero", 0, False, 0, date(2023, 3, 5))
    assert said("outreach", 31, 2565) == ("value", 5, False, 5, date(2022, 9, 30))


def test_activities_without_attendees_are_not_reported_and_not_zero(said):
    assert said("outreach", 32)[:2] == ("not_reported", None)


def test_a_year_of_which_no_activity_is_known_has_no_data(said):
    assert said("outreach", 30, 2564)[:2] == ("no_data", None)


def test_active_partners_are_a_minimum_where_a_type_is_silent(said):
    assert said("partners", 30) == ("value", 6, True, 6, date(2021, 9, 30))
    assert said("partners", 31)[:4] == ("zero", 0, True, 0)
    assert said("partners", 32)[:2] == ("not_reported", None)
    assert said("partners", 33)[:2] == ("not_reported", None)
    assert said("partners", 30, 2563)[:2] == ("no_data", None)


# --- the scale


@pytest.fixture
def scaled():
    """The scale and the classes of values of one layer, by year."""

    def found(layer: str, values: list[tuple[int, float | None]], coverage=(), on=()):
        with duckdb.connect() as con:
            con.execute(
                """
                create table mart_layer_value (
                    layer text, fiscal_year_be int, province_code text, value double,
                    at_least boolean, counted bigint, counted_of bigint, as_of date,
                    state text, data_status text
                );
                create table mart_coverage_break (
                    fiscal_year_be int, lower_break double, upper_break double,
                    method text
                );
                create table mart_fiscal_year (
                    fiscal_year_be int, as_on date, ends_on date
                )
                """
            )
            years = {year: (None, None, "tercile") for year, _ in values}
            years |= dict(coverage)
            con.executemany(
                "insert into mart_coverage_break values (?, ?, ?, ?)",
                [(year, *breaks) for year, breaks in years.items()],
            )
            ends = {year: date(year - 543, 9, 30) for year in years}
            con.executemany(
                "insert into mart_fiscal_year values (?, ?, ?)",
                [(year, dict(on).get(year, end), end) for year, end in ends.items()],
            )
            rows = [(layer, year, f"P{n}", v) for n, (year, v) in enumerate(values)]
            con.executemany(
                """
                insert into mart_layer_value (
                    layer, fiscal_year_be, province_code, value
                ) values (?, ?, ?, ?)
                """,
                rows,
            )
            for name in ("mart_layer_scale", "mart_province_layer"):
                con.execute((paths.SQL / f"{name}.sql").read_text("utf-8"))
            scales = con.execute(
                "from mart_layer_scale order by fiscal_year_be"
            ).fetchall()
            classes = con.execute(
                """
                select layer_class from mart_province_layer
                order by fiscal_year_be, cast(substr(province_code, 2) as int)
                """
            ).fetchall()
        return [scale[2:] for scale in scales], [each for (each,) in classes]

    return found


def test_breaks_are_the_quartiles_of_all_years_in_two_digits(scaled):
    values = [(2563, 11.11), (2563, 22.22), (2564, 33.33), (2565, 44.44)]
    values += [(2565, 0.0), (2565, 0.0), (2565, None)]  # neither moves a break
    scales, classes = scaled("tambons", values)
    # quartiles of four values lie at 1.75, 2.5 and 3.25
    assert scales == [(19.0, 28.0, 36.0, "quartile", False, 44.44)] * 3
    assert classes == [1, 2, 3, 4, 0, 0, None]


def test_a_class_begins_with_its_break(scaled):
    values = [(2563, 10.0), (2563, 20.0), (2563, 30.0), (2563, 40.0), (2563, 50.0)]
    (scale,), classes = scaled("tambons", values)
    assert scale[:3] == (20.0, 30.0, 40.0)
    assert classes == [1, 2, 3, 4, 4]


def test_breaks_that_fall_together_make_one_class(scaled):
    values = [(2563, 1.0)] * 5 + [(2563, 9.0)]
    (scale,), classes = scaled("partners", values)
    assert scale[:3] == (1.0, None, None)
    assert classes == [2] * 6


def test_nothing_above_zero_has_no_breaks(scaled):
    scales, classes = scaled("partners", [(2563, 0.0), (2564, None)])
    assert scales == [(None, None, None, "quartile", False, None)] * 2
    assert classes == [0, None]


def test_a_running_year_moves_no_break_of_people_reached(scaled):
    values = [(2563, 10.0), (2563, 20.0), (2563, 30.0), (2563, 40.0), (2563, 50.0)]
    more = [*values, (2564, 1.0), (2564, 99.0)]
    lately = {2564: date(2021, 3, 7)}
    scales, classes = scaled("outreach", more, on=lately)
    assert scales == [
        (20.0, 30.0, 40.0, "quartile_ended", False, 99.0),
        (20.0, 30.0, 40.0, "quartile_ended", True, 99.0),
    ]
    assert classes == [1, 2, 3, 4, 4, 1, 4]
    assert scaled("outreach", values)[0][0][:3] == (20.0, 30.0, 40.0)
    others, _ = scaled("partners", more, on=lately)
    assert others[0][:3] != (20.0, 30.0, 40.0)
    assert not any(scale[4] for scale in others)


def test_people_reached_in_a_first_and_running_year_are_one_class(scaled):
    values = [(2564, 1.0), (2564, 99.0)]
    (scale,), classes = scaled("outreach", values, on={2564: date(2021, 3, 7)})
    assert scale[:3] == (None, None, None)
    assert classes == [1, 1]


def test_trained_volunteers_have_the_coverage_classes_of_their_year(scaled):
    values = [(2563, 0.0), (2563, 10.0), (2563, 60.0), (2564, 10.0), (2564, 60.0)]
    coverage = {2563: (60.0, 120.0, "policy"), 2564: (5.0, 9.0, "tercile")}
    scales, classes = scaled("trained", values, coverage)
    assert scales == [
        (60.0, 120.0, None, "policy", False, 60.0),
        (5.0, 9.0, None, "tercile", False, 60.0),
    ]
    assert classes == [0, 1, 2, 3, 3]
    others, _ = scaled("partners", values, coverage)
    assert {scale[3] for scale in others} == {"quartile"}


def test_trained_volunteers_are_thin_where_the_risk_layer_says_so(built):
    rows = built.rows(
        """
        select figure.layer_class <= 1, coverage.coverage_class = 1
        from mart_province_layer as figure
        inner join mart_province_coverage as coverage
            using (fiscal_year_be, province_code)
        where figure.layer = 'trained' and figure.value is not null
        """
    )
    assert all(thin == as_risk for thin, as_risk in rows)
    assert {thin for thin, _ in rows} == {True, False}
