"""The week in a page: what leadership reads, made of what may be said to it."""

from dashboard.weekly.making import WeekError, week, weeks

__all__ = ["WeekError", "week", "weeks"]
