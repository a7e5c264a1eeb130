"""The span of the synthetic data, and fiscal years."""

from datetime import date, timedelta

FIRST_ON = date(2019, 10, 1)
LAST_ON = date(2026, 11, 22)
FISCAL_YEARS = range(2563, 2571)


def fiscal_year(day: date) -> int:
    """The fiscal year (B.E.) of a day: 1 October to 30 September."""
    return day.year + 543 + (day.month >= 10)


def starts_on(fiscal_year_be: int) -> date:
    """1 October of the year before."""
    return date(fiscal_year_be - 544, 10, 1)


def after(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)
