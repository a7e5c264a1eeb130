"""How much a figure changed, in words: counts, per cent and percentage points apart."""

from dashboard.export.week.tiles import change_text
from dashboard.ui.words import lang
from dashboard.weekly.model import Change


def change_words(change: Change | None) -> str:
    """A change as said: +12, −3.5%, about −20%, none, not comparable."""
    return change_text(change, lang())
