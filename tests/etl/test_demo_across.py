"""The synthetic files beside one another: they agree but where they mean not to."""

import json
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from etl import demo, paths
from etl.demo.calendar import FIRST_MONDAY, LAST_ON, WEEKS
from tests.etl.cells import cells_of

Clash = tuple[str, str, int]  # file, sheet, line
LINE = "file.path, coalesce(here.source_sheet, ''), here.source_line"
COUNTED = {
    "tip_report": "received_on",
    "volunteer_roster": "as_of",
    "partner_network": "as_of",
}


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((paths.DEMO / demo.TRUTH).read_text("utf-8"))


@pytest.fixture(scope="module")
def con(demo_built, tmp_path_factory):
    """The built version, as a copy: pages under test hold theirs open otherwise."""
    version = (demo_built / "CURRENT").read_text("utf-8").strip()
    copy = tmp_path_factory.mktemp("across") / "copy.duckdb"
    shutil.copyfile(demo_built / f"{version}.duckdb", copy)
    with duckdb.connect(copy, read_only=True) as opened:
        yield opened


def planted(truth: dict, dataset: str, what: str) -> Counter[Clash]:
    """The clashing lines of a dataset whose note holds some words."""
    return Counter(
        (clash["file"], clash["sheet"], clash["line"])
        for clash in truth["clashing_lines"]
        if clash["file"].startswith(dataset) and what in clash["clash"]
    )


def found(con, dataset: str, where: str) -> Counter[Clash]:
    """The lines of the rows in force for which a condition holds."""
    rows = con.execute(
        f"select {LINE} from {dataset} as here "
        f"inner join load_file as file on here.source_file_id = file.file_id "
        f"where here.data_status = 'synthetic' and ({where})"
    ).fetchall()
    return Counter((Path(path).name, sheet, line) for path, sheet, line in rows)


@pytest.mark.parametrize("dataset", ["referral", "tip_outcome"])
def test_only_the_orphans_made_on_purpose_speak_of_no_tip(con, truth, dataset):
    where = "here.tip_id not in (select tip_id from tip_report)"
    orphans = found(con, dataset, where)
    assert orphans == planted(truth, dataset, "tip not there")
    assert orphans.total() >= 3


@pytest.mark.parametrize("dataset", ["training_participant", "outreach"])
def test_only_one_row_speaks_of_a_batch_that_is_not_there(con, truth, dataset):
    where = (
        "here.batch_no is not null and (here.fiscal_year_be, here.batch_no) "
        "not in (select (fiscal_year_be, batch_no) from training_batch)"
    )
    orphans = found(con, dataset, where)
    assert orphans == planted(truth, dataset, "batch not there")
    assert orphans.total() == 1


def test_reports_count_the_rows_handed_over_but_for_a_few(con, truth):
    differing: Counter[Clash] = Counter()
    for dataset, day in COUNTED.items():
        counted = (
            f"select count(*) from {dataset} as handed_over "
            "where handed_over.province_code = here.province_code "
            f"and handed_over.{day} between here.period_start and here.period_end"
        )
        of_dataset = f"here.dataset = '{dataset}'"
        differing += found(con, "reporting", f"{of_dataset} and rows <> ({counted})")
    assert differing == planted(truth, "reporting", "were handed over")
    assert differing.total() == 8


def test_one_register_halves_from_one_extract_to_the_next(con, truth):
    where = (
        "here.volunteers_registered < 0.7 * (select arg_max(earlier."
        "volunteers_registered, earlier.as_of) from volunteer_roster as earlier "
        "where earlier.province_code = here.province_code "
        "and earlier.as_of < here.as_of)"
    )
    halved = found(con, "volunteer_roster", where)
    assert halved == planted(truth, "volunteer_roster", "half")
    assert halved.total() == 1


def weeks_told(con) -> set[tuple[str, date]]:
    return set(
        con.execute(
            "select province_code, period_start from reporting "
            "where dataset = 'tip_report'"
        ).fetchall()
    )


def test_a_week_without_a_report_is_in_the_truth(con, truth):
    mondays = [FIRST_MONDAY + timedelta(weeks=week) for week in range(WEEKS)]
    codes = [
        code for (code,) in con.execute("select province_code from province").fetchall()
    ]
    missing = {(code, day) for code in codes for day in mondays} - weeks_told(con)
    silent = {
        (
            each["province_code"],
            date.fromisoformat(each["first_on"]) + timedelta(weeks=n),
        )
        for each in truth["not_reported"]
        for n in range(each["weeks"])
    }
    assert missing == silent
    assert 200 < len(missing) < 900
    assert max(each["weeks"] for each in truth["not_reported"]) >= 10


def test_no_tip_is_of_a_week_that_was_not_reported(con):
    told = weeks_told(con)
    tips = con.execute(
        "select distinct province_code, date_trunc('week', received_on)::date "
        "from tip_report"
    ).fetchall()
    assert set(tips) <= told
    assert len(told) > len(tips)  # the others are counted zeros


def test_weeks_run_from_monday_to_sunday_and_are_reported_after(con):
    wrong = con.execute(
        "select count(*) from reporting where dataset = 'tip_report' and ("
        "isodow(period_start) <> 1 or period_end <> period_start + 6 "
        "or received_on < period_end or received_on > $last)",
        {"last": LAST_ON},
    ).fetchone()
    assert wrong == (0,)


def test_most_weeks_are_reported_within_days_and_some_after_weeks(con):
    on_paper, on_line, longest = con.execute(
        "select median(days) filter (period_end < $changed), "
        "avg((days <= 2)::int) filter (period_end >= $changed), max(days) "
        "from (select *, received_on - period_end as days from reporting "
        "where dataset = 'tip_report')",
        {"changed": date(2025, 10, 1)},
    ).fetchone()
    assert 1 <= on_paper <= 4
    assert 0.75 < on_line < 0.98
    assert longest >= 21


def test_some_provinces_have_not_reported_the_last_week_yet(con):
    ((last, before),) = con.execute(
        "select count(*) filter (period_end = $last), "
        "count(*) filter (period_end = $last - 7) "
        "from reporting where dataset = 'tip_report'",
        {"last": LAST_ON},
    ).fetchall()
    assert 50 <= last < before < 77


def test_a_report_is_sent_again_when_its_number_changes(con):
    changed = con.execute(
        "select count(*) from reporting_loaded as earlier "
        "inner join reporting as here using (dataset, province_code, period_start) "
        "where earlier.row_state = 'superseded' and earlier.rows <> here.rows "
        "and earlier.received_on = here.received_on"
    ).fetchone()[0]
    superseded = con.execute(
        "select count(*) from reporting_loaded where row_state = 'superseded'"
    ).fetchone()[0]
    assert changed == superseded > 1_000


def test_a_report_first_says_what_was_known_on_its_day(con):
    """What was known then: versions of tips that were in force on that day."""
    differing, lines = con.execute(
        """
        with first_told as (
            select
                province_code,
                period_start,
                received_on,
                arg_min(rows, known_from) as rows
            from reporting_loaded
            where dataset = 'tip_report' and row_state <> 'duplicate'
            group by province_code, period_start, received_on
            having min(known_from) = received_on
        ),
        known as (
            select
                first_told.province_code,
                first_told.period_start,
                count(tip.tip_id) as tips
            from first_told
            left join tip_report_loaded as tip
                on
                    first_told.province_code = tip.province_code
                    and date_trunc('week', tip.received_on) = first_told.period_start
                    and tip.row_state <> 'duplicate'
                    and tip.known_from::date <= first_told.received_on
                    and (
                        tip.known_to is null
                        or tip.known_to::date > first_told.received_on
                    )
            group by first_told.province_code, first_told.period_start
        )
        select count(*) filter (first_told.rows <> known.tips), count(*)
        from first_told inner join known using (province_code, period_start)
        """
    ).fetchone()
    assert lines > 25_000
    # the planted ones, and those of which a tip was taken back with its history
    assert differing <= 6 + 5


def test_referrals_come_after_the_tip_and_one_step_after_the_other(con):
    wrong = con.execute(
        "select count(*) from referral inner join tip_report using (tip_id) "
        "where referred_on < received_on or accepted_on > closed_on "
        "or from_agency = to_agency"
    ).fetchone()
    assert wrong == (0,)
    wrong = con.execute(
        "select count(*) from referral as later inner join referral as earlier "
        "on later.tip_id = earlier.tip_id and later.step = earlier.step + 1 "
        "where earlier.accepted_on is null or later.referred_on < earlier.accepted_on "
        "or later.from_agency <> earlier.to_agency"
    ).fetchone()
    assert wrong == (0,)


def test_some_referrals_are_open_and_old(con):
    openness = con.execute(
        "select count(*), count(*) filter (referred_on < $last - 90) "
        "from referral where accepted_on is null",
        {"last": LAST_ON},
    ).fetchone()
    assert openness[0] > openness[1] > 50


def test_a_referral_open_at_the_end_of_a_year_comes_again_accepted(con):
    again = con.execute(
        "select count(*) from referral_loaded as earlier "
        "inner join referral as here using (tip_id, step) "
        "where earlier.row_state = 'superseded' and earlier.accepted_on is null "
        "and here.accepted_on is not null"
    ).fetchone()[0]
    assert again > 50


def test_cases_and_victims_a_year_are_in_the_known_hundreds(con):
    years = con.execute(
        "select year(decided_on), count(*) filter (case_opened = 'yes'), "
        "sum(victims_identified) from tip_outcome "
        "where year(decided_on) between 2020 and 2025 group by all"
    ).fetchall()
    assert len(years) == 6
    for _year, cases, victims in years:
        assert 90 < cases < 334
        assert 230 < victims < 869


def test_only_what_was_found_to_be_trafficking_has_victims(con):
    rows = con.execute(
        "select distinct tip_report.status, tip_outcome.trafficking_status "
        "from tip_outcome inner join tip_report using (tip_id) "
        "where tip_outcome.victims_identified > 0"
    ).fetchall()
    assert rows == [("CLOSED_TIP", "ACTUAL")]


def test_activities_follow_their_batch_and_media_have_no_attendees(con):
    early = con.execute(
        "select count(*) from outreach "
        "inner join training_batch using (fiscal_year_be, batch_no) "
        "where outreach.held_on <= training_batch.ended_on "
        "or training_batch.status <> 'held' "
        "or outreach.province_code <> training_batch.province_code"
    ).fetchone()
    assert early == (0,)
    media = con.execute(
        "select count(attendees), count(*) from outreach "
        "where province_code = 'national'"
    ).fetchone()
    assert media[0] == 0 < media[1]


def test_some_provinces_have_no_activities(con):
    (without,) = con.execute(
        "select count(*) from province "
        "where province_code not in (select province_code from outreach)"
    ).fetchone()
    assert 3 <= without <= 15


def test_partners_are_counted_every_year_by_nearly_all_provinces(con):
    years = con.execute(
        "select as_of, count(distinct province_code), count(distinct partner_type) "
        "from partner_network group by as_of order by as_of"
    ).fetchall()
    assert [day.year for day, _, _ in years] == list(range(2020, 2027))
    assert all(65 <= provinces <= 77 for _, provinces, _ in years)
    assert {kinds for _, _, kinds in years} == {6}


def test_withdrawn_tips_and_activities_are_gone_with_their_history(con):
    withdrawn = con.execute("select dataset, record_key from withdrawal").fetchall()
    assert Counter(dataset for dataset, _ in withdrawn) == {
        "tip_report": 5,
        "outreach": 2,
    }
    for dataset, key in withdrawn:
        column = {"tip_report": "tip_id", "outreach": "activity_id"}[dataset]
        left = con.execute(
            f"select count(*) from {dataset}_loaded where {column} = $key",
            {"key": key},
        ).fetchone()
        assert left == (0,)
    written = {
        cell
        for path in [*paths.DEMO.glob("tip_report*"), *paths.DEMO.glob("outreach*")]
        for lines in cells_of(path).values()
        for line in lines
        for cell in line
    }
    assert {key for _, key in withdrawn} <= written
