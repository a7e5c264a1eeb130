"""A tile's change, usual range and arrow, on figures that are worked here."""

from datetime import date

import pytest

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
    series = points(40) | {year_ago: Point(50, "rounded", base=5)}
    assert of(series).on_year == Change(year_ago, -20.0, "percent")


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
