"""How much a figure changed, in words: counts, per cent and percentage points apart."""

from dashboard.ui.words import number_text, words
from dashboard.weekly.model import Change

MINUS = "\u2212"


def change_words(change: Change | None) -> str:
    """A change as said: +12, −3.5%, about −20%, none, not comparable."""
    if change is None or change.value is None:
        return words("weekly_change_unknown")
    is_about = change.base > 1
    if change.value == 0:
        return words("weekly_change_same" if is_about else "weekly_change_none")
    said = words(f"weekly_change_{change.kind}", value=_signed(change))
    return words("weekly_about", value=said) if is_about else said


def _signed(change: Change) -> str:
    """The number with its sign; without decimals where it carries or may have none."""
    value = float(change.value or 0)
    sign = "+" if value > 0 else MINUS
    return sign + number_text(abs(value), _decimals(change))


def change_number(change: Change | None) -> float | None:
    """A change as a number, as exact as it is said; None where it cannot be said."""
    if change is None or change.value is None:
        return None
    return round(float(change.value), _decimals(change))


def change_unit(change: Change | None, unit: str) -> str:
    """In what a change is said: the figure's unit, per cent, percentage points."""
    if change is None or change.value is None:
        return ""
    said = unit if change.kind == "count" else words(f"weekly_unit_{change.kind}")
    return words("weekly_unit_about", unit=said) if change.base > 1 else said


def _decimals(change: Change) -> int:
    """Those that it carries, or may be said with."""
    value = float(change.value or 0)
    is_plain = change.base > 1 or (change.kind == "count" and value.is_integer())
    return 0 if is_plain else 1
