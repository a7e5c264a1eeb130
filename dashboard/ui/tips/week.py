"""The part "the week": what rose, where, beyond what is usual; who is silent."""

from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_above import above
from dashboard.ui.tips.week_calendar import year_calendar
from dashboard.ui.tips.week_country import country
from dashboard.ui.tips.week_panels import panels
from dashboard.ui.tips.week_series import series


def week(scope: Scope) -> None:
    """Draw the part."""
    found = series(scope)
    country(scope, found)
    if not scope.is_exploratory:
        above(scope, found)
    panels(scope, found)
    year_calendar(scope, found)
