"""The week of the demonstration data against the tables that it is made of."""

from datetime import date

import pandas as pd
import pytest

from dashboard import editions, weekly
from dashboard.disclosure import Audience, Gated
from dashboard.weekly.series import WEEK

TABLES = {
    *("crossed", "batches", "late", "waits"),
    *("priority", "decisions", "corrections"),
}
COUNTS = ("tips", "referrals", "outcomes")


@pytest.fixture(scope="module")
def made(demo_con):
    return weekly.week(demo_con)


@pytest.fixture(scope="module")
def published(demo_con, demo_last):
    """The editions of the last five weeks, the earliest first."""
    weeks = [demo_last - WEEK * back for back in range(4, -1, -1)]
    return list(editions.editions(demo_con, weeks, Audience.LEADERSHIP))


def tile(week, key):
    (found,) = (one for one in week.tiles if one.key == key)
    return found


def one(con, query):
    return con.execute(query).fetchone()[0]


def said(edition, measure):
    """What an edition says of its own week."""
    frame = edition.tables["national_week"].frame
    mine = frame["measure"].eq(measure) & frame["period_end"].eq(edition.ends_on)
    return frame[mine].iloc[0]


def test_without_a_day_it_is_the_last_complete_week(made, demo_last):
    assert made.ends_on == demo_last
    assert made.iso_week == f"{demo_last:%G-W%V}"
    assert (made.ends_on - made.starts_on).days == 6
    assert made.data_status == "synthetic"


def test_there_are_six_to_eight_tiles_and_three_to_five_sentences(made):
    assert 6 <= len(made.tiles) <= 8
    assert 3 <= len(made.sentences) <= 5
    assert set(made.tables) == TABLES


@pytest.mark.parametrize("measure", COUNTS)
def test_a_count_is_what_leadership_is_told_of_the_week(made, published, measure):
    row, found = said(published[-1], measure), tile(made, measure)
    assert found.state == row["count_state"]
    assert (found.value is None) == pd.isna(row["count"])
    assert found.value is None or found.value == row["count"]


@pytest.mark.parametrize("measure", COUNTS)
def test_the_series_is_what_each_week_said_of_itself(made, published, measure):
    found = tile(made, measure)
    series = dict(zip(found.ends, found.series, strict=True))
    for edition in published[:-1]:
        row, value = said(edition, measure), series[edition.ends_on]
        if row["count_state"] == "fewer":
            assert value is None
        else:
            assert abs(value - row["count"]) <= 4  # rounded to 5, never below 10


def test_no_small_count_is_on_the_page(made):
    values = {
        value
        for key in COUNTS
        for value in (tile(made, key).value, *tile(made, key).series)
        if value is not None
    }
    assert values
    assert min(values - {0}) >= 10


def test_all_of_it_passed_the_gate_for_leadership(made):
    for table in made.tables.values():
        assert isinstance(table, Gated)
        assert table.audience is Audience.LEADERSHIP


def test_what_speaks_of_tips_is_protected_and_what_does_not_is_open(made):
    open_ones = {name for name, table in made.tables.items() if not table.is_protected}
    assert open_ones == {"batches", "priority"}


def test_no_column_below_holds_an_exact_count_of_tips(made):
    """Counts of the country and of regions alone, as they are published."""
    told = made.tables["corrections"].frame
    assert told[["was", "now"]][told["level"] == "province"].isna().all(axis=None)
    for name in TABLES - {"corrections"}:
        columns = set(made.tables[name].frame)
        assert not columns & {"tips", "referrals", "outcomes", "victims", "count"}


def test_batches_are_those_of_the_programme(made, demo_con):
    found = tile(made, "batches_held")
    row = demo_con.execute(
        "select batches_held, batches_target from mart_programme_year where is_current"
    ).fetchone()
    assert (found.value, found.whole) == row


def test_the_priority_class_is_that_of_the_map(made, demo_con):
    codes = demo_con.execute(
        """
        select coverage.province_code
        from mart_province_coverage as coverage
        inner join mart_fiscal_year as year using (fiscal_year_be)
        where year.is_current and risk_band = 3 and coverage_class = 1
        """
    ).fetchall()
    frame = made.tables["priority"].frame
    inside = set(frame[frame["is_priority"]]["province_code"])
    assert inside == {code for (code,) in codes}
    assert tile(made, "provinces_priority").value == len(inside) > 0


def test_volunteers_are_the_sum_of_provinces(made, demo_con):
    trained = one(
        demo_con,
        "select sum(volunteers_trained) from mart_volunteer_coverage "
        "where on_day = (select now_ends_on from now_on)",
    )
    assert tile(made, "volunteers_trained").value == trained


def test_who_has_not_reported_is_silent_and_named(made, demo_con):
    silent = one(
        demo_con,
        "select count(*) from mart_report_state where dataset = 'tip_report' "
        "and is_latest and state = 'not_reported'",
    )
    found, late = tile(made, "provinces_reported"), made.tables["late"].frame
    assert (found.value, found.whole) == (77 - silent, 77)
    assert len(late) == silent > 0
    assert late["weeks_silent"].min() >= 1


def test_the_share_handed_over_is_made_of_published_counts(made, published):
    frame = published[-1].tables["national_quarter"].frame
    last = frame[
        (frame["measure"] == "referrals")
        & (frame["period_end"] == frame["period_end"].max())
    ].set_index("kind")
    agencies = ["ADMIN", "AHTD", "DSI", "OAG", "RTP_LOCAL"]
    told = last.loc[agencies, "count"].dropna().sum()
    fewer = (last.loc[agencies, "count_state"] == "fewer").sum()
    found = tile(made, "handed_over")
    assert found.n == last.loc["", "count"]
    assert found.value == round(100 * (told + 5 * fewer) / last.loc["", "count"])
    assert (found.state, found.usual) == ("rounded", "quarters")
    assert found.until == found.ends[-1] == last.loc["", "period_end"]


def test_old_referrals_are_those_of_the_published_bands(made, published):
    words = published[-1].tables["province_week"].frame.set_index("area")
    waits = made.tables["waits"].frame.set_index("province_code")
    bands = words["open_referral"]
    assert set(waits.index) == set(bands[bands.isin([365, -1])].index)
    assert (waits.loc[bands[bands == -1].index, "over_days"] == 365).all()
    assert (waits.loc[bands[bands == 365].index, "over_days"] == 180).all()
    assert (waits["as_of"] == words["open_referral_on"].iloc[0]).all()


def test_an_arrow_comes_with_its_rule(made):
    for found in made.tiles:
        assert (found.rule != "") == (found.direction != "")


def test_an_earlier_week_is_what_its_sunday_knew(demo_con, published):
    earlier = published[2]
    made = weekly.week(demo_con, earlier.ends_on)
    assert tile(made, "tips").value == said(earlier, "tips")["count"]
    known = one(
        demo_con,
        "select count(*) from mart_week_batch where is_counted "
        f"and week_end = date '{earlier.ends_on}'",
    )
    assert tile(made, "batches_held").value == known


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(1999, 1, 3)])
def test_a_day_that_ends_no_known_week_is_refused_in_both_languages(demo_con, day):
    with pytest.raises(weekly.WeekError) as refused:
        weekly.week(demo_con, day)
    thai, english = str(refused.value).splitlines()
    assert "โปรดเลือกวันอาทิตย์" in thai
    assert f"{day} ends no complete week" in english
