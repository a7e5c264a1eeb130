"""Coverage, gap, classes and risk levels, each worked by hand (contract.md 7).

One published version holds a case per province. The population of 2562 is 100,000 in
each of them, so that K is the number of volunteers.
"""

import json
import math
from datetime import date
from pathlib import Path

import pytest

from etl.digest import sha256
from tests.etl import office
from tests.etl.office import batch, hand_over, tip, tips

TRAINED = [30, 31, 32, 33, 34, 35, 36, 37, 39, 40, 41, 42, 43, 44, 96]
ROSTER = ("as_of", "province_code", "volunteers_registered", "volunteers_trained")
RISK = ("fiscal_year_be", "province_code", "indicator_code", "value", "source")
TARGET = ("fiscal_year_be", "metric", "province_code", "value", "unit", "source")
GRADE = ("fiscal_year_be", "province_code", "risk_level", "risk_score", "source")
PARTICIPANT = ("fiscal_year_be", "batch_no", "province_code", "volunteers_trained")
K = "volunteers_trained_per_100k"
WHOLE = {
    "E_CHECKPOINTS": 4,  # 10
    "E_FISHING_PORTS": 2,  # 5.5
    "E_MIGRANT_WORKERS": 75,  # 5.5
    "E_VENUES": 120,  # 10, clipped: the goalpost is 60
    "E_CASE_RATE": 0,  # 1
    "V_POVERTY": 0.35,  # 10
    "V_OUT_OF_SCHOOL": 0.075,  # 5.5
    "V_STATELESS": 120,  # 10
    "V_INFORMAL": 0.1,  # 1, clipped: the goalpost is 0.2
    "V_HOUSEHOLD_DEBT": 1.5,  # 5.5
}
# neither border nor coast: exposure (1 + 1 + 10 + 5.5 + 5.5 + 10 + 1) / 7
EXPOSURE, VULNERABILITY = 34 / 7, 32 / 5
R = math.sqrt(EXPOSURE * VULNERABILITY)  # 5.575, level 4


def held(number: int, code: int, ended_on: str, volunteers: object) -> list[object]:
    """A batch held on one day, in the fiscal year of that day."""
    day = date.fromisoformat(ended_on)
    return batch(
        number,
        str(code),
        fiscal_year_be=day.year + 543 + (day.month >= 10),
        started_on=ended_on,
        ended_on=ended_on,
        volunteers_trained=volunteers,
    )


def indicators(
    year: int, code: int, values: dict[str, float], but: tuple[str, ...] = ()
) -> list[list[object]]:
    return [
        [year, code, name, value, "test"]
        for name, value in values.items()
        if name not in but
    ]


def hand_over_batches(inbox: Path) -> None:
    rows = [
        held(101, 30, "2018-03-31", 500),
        held(1, 31, "2020-09-30", 40),
        held(2, 31, "2020-10-01", 60),
        batch(3, "32", status="planned", volunteers_trained=70),
        batch(4, "32", status="postponed", volunteers_trained=70),
        batch(5, "32", status="cancelled", volunteers_trained=70),
        held(6, 33, "2020-08-01", ""),
        held(7, 34, "2020-08-01", 25),
        held(8, 34, "2020-08-02", ""),
        held(9, 36, "2020-08-01", 100),
        batch(10, "36", status="planned", volunteers_trained=""),
        held(11, 41, "2020-08-01", ""),
        held(12, 43, "2020-08-01", 8),
        held(13, 44, "2020-08-01", 100),
        held(14, 31, "2023-03-08", 11),
    ]
    hand_over(inbox, "training_batch.csv", [office.BATCH_HEADER, *rows])
    homes = [
        [2563, 9, 37, 10],
        [2563, 9, 39, 15],
        [2563, 10, 40, 50],
        [2563, 11, 41, 5],
        [2563, 11, 42, 7],
        [2563, 999, 40, 50],
    ]
    hand_over(inbox, "training_participant.csv", [PARTICIPANT, *homes])
    roster = [
        ["2020-03-31", 30, 900, 30],
        ["2020-09-30", 30, 950, ""],
        ["2020-10-01", 30, 950, 99],
        ["2020-10-01", 43, 950, 9],
        ["2020-09-30", 44, 950, 0],
    ]
    hand_over(inbox, "volunteer_roster.csv", [ROSTER, *roster])


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("coverage") / "inbox"
    hand_over_batches(inbox)
    people = [[2562, code, 100_000] for code in TRAINED]
    people += [[2563, 30, 200_000], [2565, 30, 400_000], [2566, 30, 800_000]]
    hand_over(
        inbox, "population.csv", [("year_be", "province_code", "population"), *people]
    )
    targets = [
        [2564, K, "", 50, "per 100,000", "test"],
        [2565, K, 31, 80, "per 100,000", "test"],
        [2566, K, "", 60, "per 100,000", "test"],
        [2567, K, "", 70, "per 100,000", "test"],
        [2563, "batches_held", "", 29, "batches", "test"],
    ]
    hand_over(inbox, "target.csv", [TARGET, *targets])
    few_v = ("V_POVERTY", "V_INFORMAL", "V_STATELESS")
    few_e = ("E_CHECKPOINTS", "E_VENUES", "E_FISHING_PORTS")
    risks = [
        *indicators(2563, 30, WHOLE),
        *indicators(2564, 30, WHOLE),
        *indicators(2563, 34, WHOLE),
        *indicators(2563, 96, WHOLE),
        *indicators(2563, 33, WHOLE),
        # 3 of 5 and 5 of 7 indicators: enough
        *indicators(2563, 31, WHOLE, ("V_POVERTY", "V_INFORMAL", *few_e[:2])),
        # 2 of 5 indicators: not enough; nor are 4 of 7
        *indicators(2563, 32, WHOLE, few_v),
        *indicators(2563, 35, WHOLE, few_e),
    ]
    hand_over(inbox, "province_risk.csv", [RISK, *risks])
    grades = [
        [2563, 30, "2", 0.4, "test"],
        [2563, 35, "กลาง", "", "test"],
        [2564, 31, "สูงมาก", "", "test"],
    ]
    hand_over(inbox, "province_grade.csv", [GRADE, *grades])
    hand_over(inbox, "tip_report.csv", tips(tip("T", received_on="2023-03-07")))
    return office.build(inbox.parent / "built", inbox)


@pytest.fixture(scope="module")
def coverage(built) -> dict[tuple[int, int], dict]:
    """Rows of mart_province_coverage by fiscal year and two-digit province."""
    return {
        (row["fiscal_year_be"], int(row["province_code"][3:])): row
        for row in built.records("from mart_province_coverage")
    }


def test_now_is_the_last_complete_week_of_the_data(built):
    # the latest date is the batch of Wednesday 8 March 2023
    assert built.rows(
        "select now_iso_week, now_ends_on::varchar from version_info"
    ) == [("2023-W09", "2023-03-05")]


def test_a_fiscal_year_is_taken_at_its_last_day_the_current_one_at_now(built):
    assert built.rows(
        "select fiscal_year_be, as_on::varchar, is_current from mart_fiscal_year "
        "order by fiscal_year_be"
    ) == [
        (2561, "2018-09-30", False),
        (2562, "2019-09-30", False),
        (2563, "2020-09-30", False),
        (2564, "2021-09-30", False),
        (2565, "2022-09-30", False),
        (2566, "2023-03-05", True),
    ]


def test_every_province_has_a_row_in_every_year(coverage):
    assert len(coverage) == 77 * 6


@pytest.mark.parametrize(
    ("year", "code", "volunteers", "source"),
    [
        (2563, 30, 30, "roster"),  # the latest row with a figure, never with batches
        (2564, 30, 99, "roster"),
        (2562, 30, 500, "batches"),  # no roster yet
        (2563, 31, 40, "batches"),
        (2564, 31, 100, "batches"),
        (2566, 31, 100, "batches"),  # the batch of 8 March ends after "now"
        (2563, 32, 0, "batches"),  # planned, postponed and cancelled do not count
        (2563, 33, None, None),  # one batch, and it does not report
        (2563, 34, 25, "batches"),
        (2563, 35, 0, "batches"),  # no batch
        (2563, 36, 0, "batches"),  # all volunteers of its batch came from elsewhere
        (2563, 37, 10, "batches"),
        (2563, 39, 15, "batches"),
        (2563, 40, 0, "batches"),  # home of a planned and of an unknown batch
        (2563, 41, 5, "batches"),
        (2563, 42, 7, "batches"),
        (2563, 43, 8, "batches"),  # its roster row is of the day after
        (2564, 43, 9, "roster"),
        (2563, 44, 0, "roster"),  # a roster that says none
    ],
)
def test_volunteers_are_those_worked_out_by_hand(
    coverage, year, code, volunteers, source
):
    row = coverage[year, code]
    assert (row["volunteers_trained"], row["volunteers_source"]) == (volunteers, source)


@pytest.mark.parametrize(
    ("code", "is_least", "silent"),
    [(34, True, 1), (33, False, 1), (31, False, 0), (41, False, 0), (35, False, 0)],
)
def test_at_least_means_that_some_batches_do_not_report(
    coverage, code, is_least, silent
):
    row = coverage[2563, code]
    assert row["volunteers_at_least"] is is_least
    assert row["batches_not_reporting"] == silent


def test_coverage_is_volunteers_per_100_000_people(coverage):
    assert coverage[2563, 31][K] == 40
    assert coverage[2564, 30][K] == 99 / 2
    assert coverage[2563, 35][K] == 0
    assert coverage[2563, 33][K] is None


@pytest.mark.parametrize(
    ("year", "population_year", "population"),
    [
        (2561, 2562, 100_000),  # before the first, the first
        (2563, 2562, 100_000),  # 31 December 2563 is after 30 September 2563
        (2564, 2563, 200_000),
        (2565, 2563, 200_000),
        (2566, 2565, 400_000),
    ],
)
def test_the_population_is_that_of_the_latest_year_not_after(
    coverage, year, population_year, population
):
    row = coverage[year, 30]
    assert row["population_year_be"] == population_year
    assert row["population"] == population


@pytest.mark.parametrize(
    ("year", "code", "full", "source"),
    [
        # K > 0 at the end of FY2563: 5, 7, 8, 10, 15, 25, 30, 40; at 0.75 * 7 = 5.25
        (2563, 30, 26.25, "working_value"),
        (2561, 30, 26.25, "working_value"),
        (2564, 30, 50, "target_national"),
        (2565, 30, 50, "target_national"),
        (2565, 31, 80, "target_province"),
        (2566, 30, 60, "target_national"),
    ],
)
def test_full_coverage_is_the_target_else_the_working_value(
    coverage, year, code, full, source
):
    row = coverage[year, code]
    assert row["full_coverage_per_100k"] == pytest.approx(full)
    assert row["full_coverage_source"] == source


def test_the_dimensions_are_means_of_clipped_scores(coverage):
    row = coverage[2563, 30]
    assert row["exposure_score"] == pytest.approx(EXPOSURE)
    assert row["vulnerability_score"] == pytest.approx(VULNERABILITY)
    assert row["completeness"] == 1


def test_the_risk_is_the_geometric_mean_of_the_dimensions(coverage):
    assert coverage[2563, 30]["risk_score"] == pytest.approx(R)
    assert coverage[2563, 30]["computed_level"] == 4


def test_border_and_coast_come_from_the_province_table(built, coverage):
    # Narathiwat has both: (10 + 10 + 32) / 7
    assert coverage[2563, 96]["exposure_score"] == pytest.approx(52 / 7)
    assert built.rows(
        "select distinct fiscal_year_be, score from mart_risk_indicator "
        "where indicator_code = 'E_COAST' and province_code = 'TH-96' "
        "order by fiscal_year_be"
    ) == [(year, 10.0) for year in range(2561, 2567)]


def test_a_dimension_with_60_percent_of_its_weight_is_computed(coverage):
    row = coverage[2563, 31]
    # a border, no checkpoints and venues: (10 + 1 + 5.5 + 5.5 + 1) / 5
    assert row["exposure_score"] == pytest.approx(4.6)
    # without poverty and informality: (5.5 + 10 + 5.5) / 3
    assert row["vulnerability_score"] == pytest.approx(7)
    assert row["risk_score"] == pytest.approx(math.sqrt(4.6 * 7))
    assert row["completeness"] == pytest.approx(8 / 12)


@pytest.mark.parametrize(
    ("code", "dimension", "completeness"),
    [
        (32, "vulnerability_score", 9 / 12),
        (35, "exposure_score", 9 / 12),
        (37, "vulnerability_score", 2 / 12),
    ],
)
def test_a_dimension_with_less_is_not_and_neither_is_the_risk(
    coverage, code, dimension, completeness
):
    row = coverage[2563, code]
    assert row[dimension] is None
    assert row["risk_score"] is None
    assert row["computed_level"] is None
    assert row["coverage_gap"] is None
    assert row["gap_rank"] is None
    assert row["completeness"] == pytest.approx(completeness)


@pytest.mark.parametrize(
    ("code", "gap"),
    [
        (30, 0),  # K = 30 is above K* = 26.25
        (34, math.sqrt(43 / 7 * 6.4) * (1 - 25 / 26.25)),  # has a border
        (31, 0),
        (96, math.sqrt(52 / 7 * 6.4)),  # no volunteer
        (33, None),  # no data
    ],
)
def test_the_gap_is_the_risk_that_is_not_covered(coverage, code, gap):
    assert coverage[2563, code]["coverage_gap"] == (
        None if gap is None else pytest.approx(gap, abs=1e-9)
    )


def test_the_largest_gap_is_ranked_first(coverage):
    ranks = {
        code: row["gap_rank"]
        for (year, code), row in coverage.items()
        if year == 2563 and row["gap_rank"] is not None
    }
    assert ranks == {96: 1, 34: 2, 30: 3, 31: 3}


def test_classes_are_terciles_of_coverage_above_zero(built):
    # 5, 7, 8, 10, 15, 25, 30, 40: at 7 / 3 and 14 / 3
    (breaks,) = built.rows(
        "select lower_break, upper_break, method from mart_coverage_break "
        "where fiscal_year_be = 2563"
    )
    assert breaks == (pytest.approx(8 + 2 / 3), pytest.approx(15 + 20 / 3), "tercile")


@pytest.mark.parametrize(
    ("code", "coverage_class"),
    [
        (35, 1),
        (44, 1),
        (41, 1),
        (43, 1),
        (37, 2),
        (39, 2),
        (34, 3),
        (31, 3),
        (33, None),
    ],
)
def test_zero_is_in_the_lowest_class_and_no_data_in_none(
    coverage, code, coverage_class
):
    assert coverage[2563, code]["coverage_class"] == coverage_class


@pytest.mark.parametrize(
    ("year", "code", "level", "source", "band"),
    [
        (2563, 30, 2, "ministry", 1),
        (2564, 30, 4, "computed", 3),  # the grade of 2563 is not carried over
        (2565, 30, None, None, None),  # neither are the values
        (2563, 35, 3, "ministry", 2),
        (2564, 35, None, None, None),
        (2563, 31, 4, "computed", 3),
        (2564, 31, 5, "ministry", 3),
        (2563, 32, None, None, None),
    ],
)
def test_the_level_is_the_ministrys_of_that_year_else_the_computed_one(
    coverage, year, code, level, source, band
):
    row = coverage[year, code]
    assert (row["risk_level"], row["risk_level_source"]) == (level, source)
    assert row["risk_band"] == band


def test_both_levels_stand_side_by_side(coverage):
    row = coverage[2563, 30]
    assert (row["ministry_level"], row["ministry_score"]) == (2, 0.4)
    assert (row["computed_level"], row["computed_risk_band"]) == (4, 3)


def test_figures_from_ministry_rows_are_the_ministrys(coverage):
    assert {row["data_status"] for row in coverage.values()} == {"ministry"}


@pytest.mark.long
def test_with_our_own_files_alone_there_is_no_gap(tmp_path):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report.csv", tips(tip("T", received_on="2020-08-20")))
    rows = office.build(tmp_path / "built", inbox).records(
        "from mart_province_coverage"
    )
    assert len(rows) == 77
    assert {row["data_status"] for row in rows} == {"official"}
    assert {row["full_coverage_per_100k"] for row in rows} == {None}
    assert {row["coverage_gap"] for row in rows} == {None}
    chiang_mai = [row for row in rows if row["province_code"] == "TH-50"]
    others = [row for row in rows if row["province_code"] != "TH-50"]
    # the first batch was held there, and how many volunteers it trained is not known
    assert [(row[K], row["coverage_class"]) for row in chiang_mai] == [(None, None)]
    assert {(row[K], row["coverage_class"]) for row in others} == {(0, 1)}


@pytest.mark.long
def test_a_figure_of_any_synthetic_input_is_synthetic(tmp_path):
    demo, inbox = tmp_path / "demo", tmp_path / "inbox"
    made = [
        hand_over(
            demo,
            "training_batch.csv",
            [office.BATCH_HEADER, held(2, 50, "2020-08-20", 10)],
        ),
        hand_over(demo, "province_grade.csv", [GRADE, [2563, 58, 3, "", "made"]]),
        hand_over(demo, "province_risk.csv", [RISK, *indicators(2563, 60, WHOLE)[:1]]),
    ]
    manifest = {"files": {path.name: sha256(path) for path in made}}
    (demo / "demo_manifest.json").write_text(json.dumps(manifest))
    rosters = [["2020-08-30", code, 100, 50] for code in (57, 58, 60)]
    hand_over(inbox, "volunteer_roster.csv", [ROSTER, *rosters])
    first = office.build(tmp_path / "built", demo, inbox)
    statuses = "select province_code, data_status from mart_province_coverage"
    # without a target even K* comes from the synthetic batch
    assert set(dict(first.rows(statuses)).values()) == {"synthetic"}

    hand_over(
        inbox, "target.csv", [TARGET, [2563, K, "", 50, "per 100,000", "ministry"]]
    )
    second = office.build(tmp_path / "built", demo, inbox)
    status = dict(second.rows(statuses))
    assert status["TH-57"] == "ministry"
    assert status["TH-50"] == "synthetic"  # its batch
    assert status["TH-58"] == "synthetic"  # its grade
    assert status["TH-60"] == "synthetic"  # its indicators
    assert status["TH-61"] == "synthetic"  # no batch among synthetic ones
    assert second.values("select data_status from version_info") == ["synthetic"]

    hand_over(
        inbox,
        "training_batch.csv",
        [office.BATCH_HEADER, held(2, 62, "2020-08-20", 10)],
    )
    homes = hand_over(demo, "training_participant.csv", [PARTICIPANT, [2563, 2, 63, 9]])
    manifest["files"][homes.name] = sha256(homes)
    (demo / "demo_manifest.json").write_text(json.dumps(manifest))
    third = office.build(tmp_path / "built", demo, inbox)
    status = dict(third.rows(statuses))
    assert status["TH-61"] == "ministry"
    assert status["TH-62"] == "ministry"
    assert status["TH-63"] == "ministry"


@pytest.mark.long
def test_made_up_participants_leave_a_ministry_batch_alone(tmp_path):
    demo, inbox = tmp_path / "demo", tmp_path / "inbox"
    homes = [[2563, 2, 63, 9], [2563, 3, 63, 9]]
    made = hand_over(demo, "training_participant.csv", [PARTICIPANT, *homes])
    manifest = {"files": {made.name: sha256(made)}}
    (demo / "demo_manifest.json").write_text(json.dumps(manifest))
    batches = [held(2, 62, "2020-08-20", 10), held(3, 64, "2020-08-20", "")]
    hand_over(inbox, "training_batch.csv", [office.BATCH_HEADER, *batches])
    hand_over(inbox, "tip_report.csv", tips(tip("T", received_on="2020-09-30")))
    run = office.build(tmp_path / "built", demo, inbox)
    assert run.rows(
        "select province_code, volunteers_trained, data_status "
        "from mart_province_coverage where fiscal_year_be = 2563 "
        "and province_code in ('TH-62', 'TH-63', 'TH-64') order by province_code"
    ) == [
        ("TH-62", 10, "ministry"),
        ("TH-63", 0, "ministry"),
        ("TH-64", None, "ministry"),
    ]
    assert run.rows(
        "select batch_no, missing from mart_missing_batch where data_status = "
        "'ministry' order by batch_no"
    ) == [(3, "not_reported")]
