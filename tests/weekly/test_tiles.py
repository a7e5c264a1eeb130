"""A tile's change, usual range and arrow, on figures that are worked here."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from dashboard.weekly.material import has_signal
from dashboard.weekly.model import Change
from dashboard.weekly.series import WEEK, Point, year_before
from dashboard.weekly.settings import SettingError, TileSetting, settings
from dashboard.weekly.tiles import tile

USING = settings()
SUNDAY = date(2026, 11, 22)  # week 47


def setting(usual="events"):
    return TileSetting("tips", usual, ("tip_report",), "training", {})


def points(*values, last=SUNDAY, whole=None):
    """A figure of the weeks up to the last one; None: fewer than ten."""
    return {
        last - WEEK * back: Point(None, "fewer")
        if value is None
        else Point(value, "exact" if value else "zero", whole=whole)
        for back, value in enumerate(reversed(values))
    }


def of(series, ends_on=SUNDAY, usual="events"):
    return tile(setting(usual), series, ends_on, USING)


def test_both_figures_are_twenty_at_least_where_change_is_in_per_cent():
    assert of(points(20, 30)).on_week == Change(SUNDAY - WEEK, 50.0, "percent")
    assert of(points(19, 30)).on_week == Change(SUNDAY - WEEK, 11, "count")
    assert of(points(30, 19)).on_week == Change(SUNDAY - WEEK, -11, "count")


def test_a_part_of_a_whole_changes_in_units():
    found = of(points(40, 60, whole=77))
    assert found.on_week == Change(SUNDAY - WEEK, 20, "count")
    assert found.whole == 77


def test_no_change_is_said_of_a_figure_that_is_not():
    assert of(points(30, None)).on_week == Change(SUNDAY - WEEK, None, "count")
    assert of(points(None, 30)).on_week == Change(SUNDAY - WEEK, None, "count")
    assert of(points(30)).on_week.value is None


def test_no_limit_is_guessed_among_counts_that_are_not_said():
    found = of(points(*[None] * 50, 12, 12, None))
    assert (found.low, found.high) == (0, 9)
    assert (found.value, found.rule, found.direction) == (None, "", "")


def test_a_count_that_is_not_said_is_unusual_only_as_all_that_it_may_be():
    found = of(points(*[40, 41] * 26, None))
    assert (found.rule, found.direction) == ("outside", "down")
    found = of(points(*[12, 6] * 26, None))  # 1 lies beyond the limit, 9 does not
    assert found.rule == ""


def test_the_year_before_is_the_week_of_the_same_number():
    assert year_before(date(2026, 11, 22)) == date(2025, 11, 23)
    assert year_before(date(2021, 1, 10)) == date(2020, 1, 5)  # 53 weeks before
    assert year_before(date(2021, 1, 3)) is None  # week 53 of 2020; 2019 had none
    year_ago = date(2025, 11, 23)
    series = points(140) | {year_ago: Point(175, "rounded", base=5)}
    assert of(series).on_year == Change(year_ago, -20, "percent", 5)


def test_week_53_has_no_change_on_the_year():
    assert of(points(40, last=date(2021, 1, 3)), date(2021, 1, 3)).on_year is None


def test_the_series_ends_with_the_week_and_holds_what_may_be_said():
    found = of(points(12, None, 14))
    assert (len(found.ends), found.ends[-1]) == (52, SUNDAY)
    assert found.series[-3:] == (12, None, 14)
    assert found.series[0] is None


def test_within_the_limits_no_arrow_is_drawn():
    # 26 weeks, moving ranges of 4 around 20: limits 20 -+ 2.66 * 4, rounded outward
    found = of(points(*[18, 22] * 13, 21))
    assert (found.low, found.high) == (9, 31)
    assert (found.rule, found.direction) == ("", "")


@pytest.mark.parametrize(
    ("value", "rule", "direction"), [(40, "outside", "up"), (5, "outside", "down")]
)
def test_an_arrow_names_the_rule_that_fired(value, rule, direction):
    found = of(points(*[18, 22] * 13, value))
    assert (found.rule, found.direction) == (rule, direction)


def test_the_week_itself_does_not_say_what_is_usual_of_it():
    calm, odd = (of(points(*[18, 22] * 13, last)) for last in (20, 400))
    assert (calm.low, calm.high) == (odd.low, odd.high)


def test_nothing_is_usual_of_too_few_weeks():
    found = of(points(*[18, 22] * 12, 20, 90))  # 25 weeks before
    assert (found.low, found.high, found.rule) == (None, None, "")


def test_of_small_counts_alone_it_is_known_that_they_are_small():
    found = of(points(*[None] * 30, None))
    assert (found.value, found.state) == (None, "fewer")
    assert (found.low, found.high, found.rule) == (0, 9, "")


def test_no_limit_is_below_nothing_or_above_the_whole():
    found = of(points(*[74, 77] * 13, 76, whole=77))
    assert found.high == 77
    assert of(points(*[1, 11] * 13, 5)).low == 0


def test_of_a_stock_the_least_and_most_of_a_year_are_usual():
    found = of(points(*[100] * 20, *[120] * 20, 130), usual="span")
    assert (found.low, found.high) == (100, 120)
    assert found.rule == ""


def test_batches_are_judged_by_the_same_point_of_earlier_years():
    """22 November 2026 is 7 weeks into its fiscal year; so were these Sundays."""
    series = points(3) | {
        date(2025, 11, 23): Point(5, "exact"),
        date(2024, 11, 24): Point(2, "exact"),
    }
    found = of(series, usual="same_point")
    assert (found.low, found.high) == (2, 5)


def test_a_new_fiscal_year_is_not_compared_with_the_end_of_the_old_one():
    first = date(2026, 10, 4)
    found = of(points(36, 0, last=first), first, usual="same_point")
    assert found.on_week == Change(first - WEEK, None, "count")


@pytest.mark.parametrize(
    ("last", "year_ago", "two_ago"),
    [  # after 52 weeks of the earlier years, the next one had begun
        (date(2024, 9, 29), date(2023, 9, 24), date(2022, 9, 25)),
        (date(2029, 9, 30), date(2028, 9, 24), date(2027, 9, 26)),
    ],
)
def test_the_end_of_a_fiscal_year_is_compared_with_the_end_of_those_before(
    last, year_ago, two_ago
):
    series = points(32, last=last) | {
        year_ago: Point(30, "exact"),
        year_ago + WEEK: Point(0, "zero"),  # the first Sunday of the year that is over
        two_ago: Point(34, "exact"),
        two_ago + WEEK: Point(0, "zero"),
    }
    found = of(series, last, "same_point")
    assert (found.low, found.high) == (30, 34)
    assert found.on_year == Change(year_ago, 100 * 2 / 30, "percent")


def test_the_same_point_is_the_sunday_after_as_many_weeks():
    """The week of the same number would lie in the fiscal year before."""
    first = date(2028, 10, 1)
    found = of(points(1, last=first), first, "same_point")
    assert found.on_year == Change(date(2027, 10, 3), None, "count")


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        (Point(150, "rounded", base=5), 133, (-10, "percent", 5)),  # of 135
        (Point(150, "rounded", base=5), 148, (0, "percent", 5)),
        (Point(40, "rounded", base=5), 27, (-15, "count", 5)),  # 27 is 29 % below 38
        (Point(100, "rounded", base=5), 98, (0, "count", 5)),  # 98 is below 100
        (Point(15, "rounded", base=5), 43, (30, "count", 5)),
        (Point(20, "rounded", base=5), 18, (0, "count", 5)),  # 18 is below 20
        (Point(240, "rounded", base=5), 100, (-58, "percent", 5)),  # 58.3
        (Point(47, "exact"), 43, (100 * -4 / 47, "percent", 1)),
    ],
)
def test_a_change_on_a_rounded_figure_is_of_two_rounded_ones(was, now, change):
    ago = date(2025, 11, 23)
    assert of(points(now) | {ago: was}).on_year == Change(ago, *change)


def test_of_two_bases_the_coarser_one_counts():
    series = {
        SUNDAY: Point(145, "rounded", base=5),
        SUNDAY - WEEK: Point(120, "rounded", base=10),
    }
    assert of(series).on_week == Change(SUNDAY - WEEK, 25, "percent", 10)


def without(series, *back):
    """The same, some weeks before the last one unknown."""
    return {
        week: Point(None, "not_reported") if (SUNDAY - week) // WEEK in back else point
        for week, point in series.items()
    }


def test_weeks_in_a_row_are_weeks_without_a_gap():
    series = points(*[10, 30] * 22, *[24] * 9)
    assert of(series).rule == "shift"
    assert of(without(series, 7)).rule == "shift"  # seven are left
    assert of(without(series, 6)).rule == ""
    assert of(without(series, 1)).rule == ""


def test_two_of_three_weeks_follow_each_other():
    series = points(*[18, 22] * 25, 28, 28)  # two sigma of 20 -+ 10.6: 27.1
    assert of(series).rule == "two_of_three"
    assert of(without(series, 2)).rule == ""
    assert of(without(series, 3)).rule == "two_of_three"


def test_no_moving_range_is_taken_across_a_gap():
    """Level 20, a gap, level 60: the step between them is no week's."""
    calm = of(without(points(*[20] * 26, 40, *[60] * 26), 26))
    assert (calm.low, calm.high) == (39, 40)  # their mean, 39.6
    alone = without(points(*[20] * 53), *range(2, 53, 2))
    assert (of(alone).low, of(alone).high, of(alone).rule) == (None, None, "")


def test_counts_that_are_not_said_make_no_run_by_guess():
    low = points(*[4, 3, 12] * 15, *[None] * 8)  # about the mean, 5 lies below it
    assert of(low).rule == ""
    clear = points(*[18, 52] * 22, *[None] * 6, 12)
    assert (of(clear).rule, of(clear).direction) == ("shift", "down")
    rising = points(*[18, 52] * 22, None, 31, 32, 33, 34, 36, 37)  # from 9 at most
    assert of(rising).rule == "trend"
    falling = points(*[18, 52] * 22, 40, 39, 38, 37, 36, None, None)
    assert of(falling).rule == ""


@pytest.mark.parametrize("last", [date(2020, 12, 27), date(2026, 12, 27)])
def test_a_rule_that_fires_on_is_told_anew_after_as_many_weeks(last):
    """Over a year of 53 weeks, and over one of 52."""
    fires = SimpleNamespace(rule="shift", direction="up")
    told = [
        back
        for back in range(-12, 12)
        if has_signal(
            SimpleNamespace(
                tiles={"tips": fires}, tiles_before={"tips": fires}, using=USING,
                now=SimpleNamespace(ends_on=last + timedelta(weeks=back)),
            ),
            "tips",
        )
    ]  # fmt: skip
    assert [b - a for a, b in zip(told, told[1:], strict=False)] == [4] * 5


def test_settings_that_cannot_be_right_say_what_to_change(tmp_path):
    from dashboard.weekly.settings import FILE

    text = FILE.read_text(encoding="utf-8")
    wrong = tmp_path / "weekly.toml"
    wrong.write_text(text.replace('usual = "span"', 'usual = "mean"', 1), "utf-8")
    with pytest.raises(SettingError, match=r"usual 'mean' is not known. Write one of"):
        settings(wrong)
    wrong.write_text(text.replace("least_weeks = 26", "least_weeks = 60"), "utf-8")
    with pytest.raises(SettingError, match="least_weeks 60, weeks 52"):
        settings(wrong)
    wrong.write_text(text.replace("percent_from = 20", ""), "utf-8")
    with pytest.raises(SettingError, match="'percent_from' is missing"):
        settings(wrong)
    wrong.write_text(text.replace("crowded_share = 0.5", "crowded_share = 50"), "utf-8")
    with pytest.raises(SettingError, match="crowded_share 50. Write a share above 0"):
        settings(wrong)
