"""The page's answer in a sentence or two, from the data."""

from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import say


def answer(scope: Scope | None) -> str:
    """What an analyst is to know of the week, as markdown."""
    if scope is None:
        return say("tips_no_weeks")
    return say("tips_no_weeks")
