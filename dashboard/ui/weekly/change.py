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
    return words("weekly_rounded", value=said) if is_about else said


def _signed(change: Change) -> str:
    """The number with its sign; without decimals where it carries or may have none."""
    value = float(change.value or 0)
    is_plain = change.base > 1 or (change.kind == "count" and value.is_integer())
    sign = "+" if value > 0 else MINUS
    return sign + number_text(abs(value), 0 if is_plain else 1)
