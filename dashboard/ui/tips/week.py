"""The part "the week": what rose, where, beyond what is usual; who is silent."""

from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_above import above
from dashboard.ui.tips.week_country import country
from dashboard.ui.tips.week_provinces import provinces
from dashboard.ui.tips.week_published import published
from dashboard.ui.tips.week_series import series
from dashboard.ui.tips.week_silent import silent
from dashboard.ui.tips.week_waiting import waiting


def week(scope: Scope) -> None:
    """Draw the part.

    All but what is published is as known at the end of the scope's week, and exact.
    """
    found = series(scope)
    if not scope.is_exploratory:
        waiting(scope)
    country(scope, found)
    if not scope.is_exploratory:
        above(scope, found)
    silent(scope, found)
    provinces(scope, found)
    published()
