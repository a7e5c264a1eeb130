"""The span of the synthetic data, its weeks and fiscal years."""

from datetime import date, timedelta

FIRST_ON = date(2019, 10, 1)
LAST_ON = date(2026, 11, 22)
FISCAL_YEARS = range(2563, 2571)
FIRST_MONDAY = FIRST_ON - timedelta(FIRST_ON.weekday())
WEEKS = (LAST_ON - FIRST_MONDAY).days // 7 + 1


def fiscal_year(day: date) -> int:
    """The fiscal year (B.E.) of a day: 1 October to 30 September."""
    return day.year + 543 + (day.month >= 10)


def starts_on(fiscal_year_be: int) -> date:
    """1 October of the year before."""
    return date(fiscal_year_be - 544, 10, 1)


def ends_on(fiscal_year_be: int) -> date:
    """30 September of the year that names it."""
    return date(fiscal_year_be - 543, 9, 30)


def week_of(day: date) -> int:
    """The number of the ISO week in the data, from 0."""
    return (day - FIRST_MONDAY).days // 7


def monday(week: int) -> date:
    """The first day of a week of the data."""
    return FIRST_MONDAY + timedelta(7 * week)


def after(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)
