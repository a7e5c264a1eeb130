"""How much a figure changed, in words: counts, per cent and percentage points apart."""

from dashboard.export.week.tiles import change_decimals, change_text
from dashboard.ui.words import lang, words
from dashboard.weekly.model import Change


def change_words(change: Change | None) -> str:
    """A change as said: +12, −3.5%, about 15 fewer, none, not comparable."""
    return change_text(change, lang())


def change_number(change: Change | None) -> float | None:
    """A change as a number, as exact as it is said; None where it cannot be said."""
    if change is None or change.value is None:
        return None
    return round(float(change.value), change_decimals(change))


def change_unit(change: Change | None, unit: str) -> str:
    """In what a change is said: the figure's unit, per cent, percentage points."""
    if change is None or change.value is None:
        return ""
    said = unit if change.kind == "count" else words(f"weekly_unit_{change.kind}")
    return words("weekly_unit_about", unit=said) if change.base > 1 else said
