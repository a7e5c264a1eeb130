"""The published tables against the rows that they are made of, and against time."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard import known, release, status
from dashboard.disclosure import Audience, disclosed
from dashboard.known import REPORTED, UNREPORTED, Known, Series
from dashboard.rules import rules

RULES = rules()
ONE = dt.timedelta(weeks=1)


@pytest.fixture(scope="module")
def exact(demo_known, demo_last):
    """The tables as analysts see them."""
    return release.tables(demo_known, demo_last, Audience.ANALYST)


def only(gated, measure="tips", kind_of="", **picked):
    frame = gated.frame
    frame = frame[(frame["measure"] == measure) & (frame["kind_of"] == kind_of)]
    for column, value in picked.items():
        frame = frame[frame[column] == value]
    return frame


# --- against the rows


def test_a_provisional_week_is_all_that_was_known_at_the_end_of_now(
    demo_con, exact, demo_last
):
    week = only(exact["national_week"], period_end=demo_last).iloc[0]
    (rows,) = demo_con.execute(
        "select count(*) from tip_report_as_known($last) "
        "where received_on between $last - 6 and $last",
        {"last": demo_last},
    ).fetchone()
    assert (week["count"], week["is_provisional"]) == (rows, True)
    assert rows > 0


@pytest.mark.parametrize(
    ("measure", "table", "on", "unit"),
    [
        ("tips", "tip_report", "received_on", "count(*)"),
        ("referrals", "referral", "referred_on", "count(*)"),
        ("outcomes", "tip_outcome", "decided_on", "count(*)"),
        ("victims", "tip_outcome", "decided_on", "sum(victims_identified)"),
    ],
)
def test_a_settled_year_is_what_its_rows_say_by_province(
    demo_con, demo_known, demo_last, measure, table, on, unit
):
    never = replace(RULES, together_from=10**9)
    tables = release.tables(demo_known, demo_last, Audience.ANALYST, never)
    year = only(tables["province_year"], measure)
    first_on, last_on = year.iloc[0][["period_start", "period_end"]]
    block = demo_known.week_of(last_on) // 4
    settled = demo_known.days_of("block", block)[1] + 4 * ONE
    assert settled <= demo_last
    source = "" if table == "tip_report" else "left join tip_report using (tip_id)"
    rows = demo_con.execute(
        f"select tip_report.province_code, cast({unit} as bigint) from "
        + (
            "tip_report_as_known($settled) as tip_report"
            if table == "tip_report"
            else f"{table}_as_known($settled) as fact {source}"
        )
        + f" where {on} between $first and $last group by all",
        {"settled": settled, "first": first_on, "last": last_on},
    ).fetchall()
    found = year.dropna(subset="count").set_index("area")["count"].to_dict()
    expected = {code: count for code, count in rows if code and count}
    assert {code: count for code, count in found.items() if count} == expected
    assert sum(expected.values()) > 100


def test_the_country_is_the_sum_of_its_kinds(exact):
    quarter = only(exact["national_quarter"])
    latest = quarter.iloc[-1]
    by_channel = only(
        exact["national_quarter"], kind_of="channel", period_end=latest["period_end"]
    )
    assert latest["count"] == by_channel["count"].sum()


def test_a_region_is_the_sum_of_its_provinces(exact, demo_known):
    regions = dict(zip(demo_known.provinces, demo_known.regions, strict=True))
    provinces = only(exact["province_year"]).assign(
        region=lambda frame: frame["area"].map(regions)
    )
    of_region = only(exact["region_year"]).set_index("area")["count"]
    assert provinces.groupby("region")["count"].sum().to_dict() == of_region.to_dict()


def test_forms_of_a_quarter_are_at_least_its_tips(exact):
    latest = only(exact["national_quarter"]).iloc[-1]
    forms = only(
        exact["national_quarter"], kind_of="form", period_end=latest["period_end"]
    )
    assert forms["count"].sum() >= latest["count"]
    assert forms["count"].max() <= latest["count"]


def test_regions_of_a_block_are_the_sum_of_four_weeks(demo_known, demo_last):
    never = replace(RULES, together_from=10**9, settle_weeks=0)
    exact = release.tables(demo_known, demo_last, Audience.ANALYST, never)
    block = only(exact["region_block"])
    first, end = block.iloc[-1][["period_start", "period_end"]]
    assert (end - first).days == 27
    assert first.weekday() == 0
    of_block = block[block["period_start"] == first]["count"].sum()
    by_week = demo_known.series["tips"]
    weeks = range(demo_known.week_of(first), demo_known.week_of(first) + 4)
    counted = sum(by_week.count("week", week, weeks[-1], False).sum() for week in weeks)
    assert of_block == counted > 0


def test_every_table_covers_every_province_or_region(demo_outside):
    assert len(only(demo_outside["province_year"])) == 77
    assert len(only(demo_outside["province_year"], "victims")) == 77
    assert len(demo_outside["province_week"].frame) == 77
    assert only(demo_outside["region_year"])["area"].nunique() == 6


def test_a_province_has_one_complete_year(demo_outside, demo_last):
    year = demo_outside["province_year"].frame
    assert set(year["period_end"]) == {dt.date(demo_last.year, 9, 30)}


def test_a_week_is_exact_until_the_regions_of_its_block_are_published(
    demo_outside, demo_known
):
    weeks = only(demo_outside["national_week"])
    blocks = only(demo_outside["region_block"])
    is_settled = weeks["period_end"] <= blocks["period_end"].max()
    assert set(weeks[is_settled]["count_state"]) == {"rounded"}
    assert set(weeks[~is_settled]["count_state"]) == {"exact"}
    assert 4 <= (~is_settled).sum() < 8


# --- what is made of counts


def test_a_rate_outside_is_made_of_the_rounded_count(demo_outside, demo_con):
    year = only(demo_outside["province_year"])
    fiscal_year_be = year["period_end"].iloc[0].year + 543
    people = dict(
        demo_con.execute(
            "select province_code, population from mart_population "
            "where fiscal_year_be = $year",
            {"year": fiscal_year_be},
        ).fetchall()
    )
    said = year[year["count"].notna()]
    expected = [
        round(count / people[area] * 100_000, 1)
        for area, count in zip(said["area"], said["count"], strict=True)
    ]
    assert said["rate_per_100k"].tolist() == pytest.approx(expected, abs=0.051)
    assert year[year["count"].isna()]["rate_per_100k"].isna().all()


def test_a_change_outside_is_the_difference_of_two_published_counts(demo_outside):
    block = only(demo_outside["region_block"], area="Northeast")
    assert (block["change"].iloc[1:] == block["count"].diff().iloc[1:]).all()
    assert block["change"].iloc[0] % RULES.region_base == 0
    small = only(demo_outside["region_block"], "victims")
    assert small[small["count"].isna()]["change"].isna().all()


# --- knowledge and time


def series(*rows, provinces=3):
    """Tips as (week, province, week of knowledge, change)."""
    week, province, seen, change = np.array(rows).T
    return Series(
        kinds=["HOTLINE_1300"],
        is_reported=True,
        week=week,
        quarter=week // 13,
        province=province,
        kind=np.zeros(len(rows), dtype="int64"),
        known=seen,
        change=change,
        provinces=provinces,
    )


def made(tips, states=None, heard=None, told_before=known.NOTHING):
    provinces = tips.provinces
    states = np.full((provinces, 400), REPORTED) if states is None else states
    waits = pd.DataFrame(
        {"province_code": [], "referred_on": [], "accepted_on": [], "known": []}
    )
    return Known(
        provinces=[f"TH-{at}" for at in range(provinces)],
        regions=np.array(["North"] * provinces, dtype=object),
        series=dict.fromkeys((*known.KINDS_OF, known.FORMS), tips),
        _states=states,
        _heard=np.zeros(states.shape, "int64") if heard is None else heard,
        _first_week=0,
        _waits=waits,
        _people={},
        told_before=told_before,
    )


def test_a_week_is_provisional_until_it_settles():
    data = made(series((10, 0, 10, 5)))
    taken = {
        now: data.taken(data.series["tips"], "week", now, RULES)[10]
        for now in (10, 13, 14, 30)
    }
    assert taken == {10: (10, True), 13: (13, True), 14: (14, False), 30: (14, False)}


def test_a_block_is_said_once_it_has_settled_and_not_before():
    data = made(series((8, 0, 8, 5)))
    assert 2 not in data.taken(data.series["tips"], "block", 14, RULES)
    assert data.taken(data.series["tips"], "block", 15, RULES)[2] == (15, False)


def test_late_rows_change_nothing_until_enough_have_come():
    late = [(10, 0, 15 + week, 1) for week in range(12)]
    data = made(series((10, 0, 10, 5), *late))
    taken = data.taken(data.series["tips"], "week", 40, RULES)
    assert taken[10] == (15 + RULES.together_from - 1, False)
    before = data.taken(data.series["tips"], "week", 23, RULES)
    assert before[10] == (14, False)


def test_rows_taken_away_count_as_a_change_too():
    gone = [(10, 0, 20, -6), (10, 0, 21, -6)]
    data = made(series((10, 0, 10, 50), *gone))
    assert data.taken(data.series["tips"], "week", 40, RULES)[10] == (21, False)


def test_a_period_without_any_row_is_a_period_too():
    data = made(series((10, 0, 10, 5), (14, 0, 14, 5)))
    tips = data.series["tips"]
    assert list(data.taken(tips, "week", 16, RULES)) == list(range(10, 17))
    assert list(data.taken(tips, "block", 24, RULES)) == [2, 3, 4]


def test_weeks_before_the_first_one_are_numbered_too():
    data = replace(made(series((-3, 0, -2, 5), (2, 0, 2, 5))), _first_week=-10)
    taken = data.taken(data.series["tips"], "week", 3, RULES)
    assert list(taken) == list(range(-3, 4))
    assert taken[-3] == (1, False)


def test_a_history_that_is_handed_over_at_once_is_said_at_once():
    data = made(series(*((week, week % 3, 60, 20) for week in range(50))))
    taken = data.taken(data.series["tips"], "block", 61, RULES)
    assert {taken[block] for block in range(12)} == {(60, False)}


def test_a_past_week_is_said_again_as_it_was(demo_known, demo_last):
    """What became known after a week does not reach it."""
    then = demo_last - 10 * ONE
    before = release.tables(demo_known, then, Audience.OUTSIDE)
    cut = {
        name: replace(
            part,
            **{
                field: getattr(part, field)[part.known <= demo_known.week_of(then)]
                for field in ("week", "quarter", "province", "kind", "known", "change")
            },
        )
        for name, part in demo_known.series.items()
    }
    waits = demo_known._waits[demo_known._waits["known"] <= demo_known.week_of(then)]
    again = release.tables(
        replace(demo_known, series=cut, _waits=waits), then, Audience.OUTSIDE
    )
    for name, gated in before.items():
        pd.testing.assert_frame_equal(gated.frame, again[name].frame)


# --- provinces in words

NOW = 200
END = 203  # the last week of a block
NOW_ON = known.WEEK_0_ON + dt.timedelta(weeks=NOW)


def words_of(tips, states=None, using=RULES, **known_of):
    found = status.province_words(made(tips, states, **known_of), NOW, using)
    return found.set_index("area")


def weekly(count, province=0, weeks=range(60, NOW)):
    return [(week, province, week, count) for week in weeks]


@pytest.mark.parametrize(
    ("history", "tips", "status"),
    [
        (0, 4, "usual"),  # any history, yet below rise_from
        (0, 5, "above"),
        (1, 4, "usual"),  # limit 4
        (1, 5, "above"),
        (5, 11, "usual"),  # limit 11
        (5, 12, "above"),
    ],
)
def test_above_usual_is_more_than_the_history_explains(history, tips, status):
    rows = [
        *(weekly(history) if history else []),
        (NOW, 0, NOW, tips),
        (NOW, 1, NOW, 1),
    ]
    found = words_of(series(*rows)).loc["TH-0"]
    assert found["status"] == status


def test_weeks_since_the_last_rise_are_counted_within_a_year():
    rows = [*weekly(1), (NOW - 7, 0, NOW - 7, 40), (NOW - 60, 1, NOW - 60, 40)]
    found = words_of(series(*rows, (NOW, 2, NOW, 1)))
    assert found.loc["TH-0", "weeks_since_rise"] == 7
    assert found.loc["TH-1", "weeks_since_rise"] is pd.NA


def test_late_rows_never_change_what_was_said_of_a_week():
    found = words_of(series(*weekly(1), (NOW, 0, NOW, 1), (NOW, 0, NOW + 1, 40)))
    assert found.loc["TH-0", "status"] == "usual"


def test_late_reports_never_change_what_was_said_of_a_week():
    """Who reported none a week later was silent, and still is in that week."""
    tips = series(*weekly(1), (NOW, 0, NOW, 1))
    heard = np.zeros((3, 400), "int64")
    heard[1, NOW], heard[0, NOW - 10 : NOW] = NOW + 1, NOW + 1
    found = words_of(tips, heard=heard)
    assert found.loc["TH-1", "status"] == "silent"
    least, most = status.bounds_of(made(tips, heard=heard), NOW, RULES)[NOW]
    assert (least[1], most[1]) == (0, 0)
    *_, (_, is_told) = status.windows_of(made(tips, heard=heard), NOW, RULES)
    assert not is_told[0, -10:].any()


def test_a_week_that_was_handed_over_later_says_nothing_by_its_end():
    """Of a week whose first tips come a week later, its own page knew none."""
    found = words_of(series(*weekly(1, 0, range(60, NOW)), (NOW, 0, NOW + 1, 40)))
    assert found.loc["TH-0", "status"] == "usual"


def test_after_a_withdrawal_words_of_weeks_that_were_told_are_not_said_again():
    rows = [*weekly(1), *((NOW - back, 0, NOW - back, 40) for back in (2, 7))]
    tips = series(*rows, (NOW, 1, NOW, 1))
    for told_before, since in ((NOW - 3, 2), (NOW - 2, status.NOT_TOLD)):
        found = words_of(tips, told_before=told_before).loc["TH-0"]
        assert (found["status"], found["weeks_since_rise"]) == ("usual", since)
    found = words_of(tips, told_before=NOW)
    assert set(found["status"]) == {"withheld"}
    assert set(found["weeks_since_rise"]) == {status.NOT_TOLD}


def test_rises_of_weeks_that_were_told_before_a_withdrawal_are_missing():
    tips = series(*weekly(1), (NOW - 7, 0, NOW - 7, 40), (NOW - 2, 0, NOW - 2, 40))
    data = made(tips, told_before=NOW - 7)
    found = status.rises_by_week(data, NOW, RULES)
    assert found["provinces_above"].isna().tolist() == [True] * 45 + [False] * 7
    assert " ".join(found["above"]).split() == ["TH-0"]
    again = replace(RULES, says_again=True)
    assert status.rises_by_week(data, NOW, again)["provinces_above"].sum() == 2


def test_weeks_that_came_late_do_not_say_what_is_usual():
    """Ten a week, always a week late; the first punctual ten are no rise."""
    punctual = weekly(1, province=1)
    late = [(week, 0, week + 1, 10) for week in range(60, NOW)]
    found = words_of(series(*punctual, *late, (NOW, 0, NOW, 10), (NOW, 1, NOW, 1)))
    assert found["status"].tolist() == ["no_data", "usual", "usual"]


def test_a_late_week_is_known_to_be_late_when_four_weeks_are_over():
    data = made(series((100, 1, 100, 1), (100, 0, 101, 9), (101, 0, 101, 2)))
    late, over = data.came_late(100, 101)
    assert late.tolist() == [[True, False], [False, False], [False, False]]
    assert over.tolist() == [104, 105]


def test_silent_and_no_data_are_no_usual_weeks():
    states = np.full((3, 400), REPORTED)
    states[1, NOW], states[2, : NOW + 1] = UNREPORTED, known.UNKNOWN
    states[0, NOW - 60 : NOW - 20] = UNREPORTED
    found = words_of(series(*weekly(1), (NOW, 0, NOW, 1)), states)
    assert found["status"].tolist() == ["no_data", "silent", "no_data"]


def test_a_history_without_reports_is_too_short_to_say_usual():
    states = np.full((3, 400), UNREPORTED)
    states[:, NOW - RULES.least_weeks : NOW + 1] = REPORTED
    assert (
        words_of(series((NOW, 0, NOW, 1)), states)["status"].tolist() == ["usual"] * 3
    )
    states[:, NOW - RULES.least_weeks] = UNREPORTED
    assert words_of(series((NOW, 0, NOW, 1)), states)["status"].tolist() == (
        ["no_data"] * 3
    )


def test_the_oldest_open_referral_is_a_band():
    today = known.WEEK_0_ON + dt.timedelta(weeks=END, days=6)
    ages = {"TH-0": 45, "TH-1": 46, "TH-2": 900}
    waits = pd.DataFrame(
        {
            "province_code": list(ages),
            "referred_on": [
                pd.Timestamp(today) - pd.Timedelta(days=d) for d in ages.values()
            ],
            "accepted_on": pd.NaT,
            "change": 1,
            "known": NOW,
        }
    )
    data = replace(made(series((NOW, 0, NOW, 1))), _waits=waits)
    found = status.province_words(data, END, RULES)["open_referral"].tolist()
    assert found == [45, 180, -1]
    accepted = waits.assign(accepted_on=pd.Timestamp(today))
    data = replace(data, _waits=accepted)
    none = status.province_words(data, END, RULES)["open_referral"].tolist()
    assert none == [45, 45, 45]


@pytest.mark.parametrize(
    ("count", "expected"), [(3, [True] * 3), (9, [True] * 3), (12, [False] * 3)]
)
def test_bands_that_turn_together_are_not_told_beside_a_region_that_counts_as_few(
    count, expected
):
    """Three provinces turn; their region may count 3, 9 or, said as 10, 12 at most."""
    end = known.WEEK_0_ON + dt.timedelta(weeks=END, days=6)
    made_on = pd.Timestamp(end) - pd.Timedelta(days=50)
    waits = pd.DataFrame(
        {
            "province_code": ["TH-0", "TH-1", "TH-2"],
            "referred_on": made_on,
            "accepted_on": pd.NaT,
            "change": 1,
            "known": END - 7,
        }
    )
    data = replace(made(series((NOW, 0, NOW, 1))), _waits=waits)
    spans = [
        (end - dt.timedelta(days=back + 27), end - dt.timedelta(days=back))
        for back in (56, 28)
    ]
    cells = pd.DataFrame(
        {
            "measure": "referrals", "level": "region", "area": "North",
            "period_start": [first for first, _ in spans],
            "period_end": [last for _, last in spans], "count": [0, count],
        }
    )  # fmt: skip
    said = disclosed(cells, Audience.OUTSIDE, ["count"], RULES).frame
    assert status.tied(data, END, said, RULES).tolist() == expected
