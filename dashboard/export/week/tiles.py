"""A tile of the week as the template reads it: its figure and all that judges it."""

from datetime import date
from typing import Any

from dashboard.rules import rules
from dashboard.text import Era, Lang, date_text, number_text, words
from dashboard.weekly.model import Change, Tile

ARROWS = {"up": "▲", "down": "▼", "": ""}
MINUS = "\u2212"
SAID = ("exact", "rounded", "zero", "at_least")  # states in which there is a number
COUNTED = (*SAID, "fewer")  # and in which a unit follows
BY = {"quarters": "_quarters"}  # what the points of a line are, where no weeks
SINCE = {"events": "_first", "quarters": "_quarter"}  # what changes are said to be on


def tile_of(tile: Tile, ends_on: date, lang: Lang, era: Era) -> dict[str, Any]:
    """What the template says of a tile of the week that ends on a day."""
    since = SINCE.get(tile.usual, "")
    is_counted = tile.state in COUNTED
    return {
        "name": words(f"weekly_tile_{tile.key}", lang),
        "value": value_text(tile, lang),
        "unit": words(f"weekly_tile_{tile.key}_unit", lang) if is_counted else "",
        "arrow": ARROWS[tile.direction] if tile.rule else "",
        "rule": words(f"weekly_rule_{tile.rule}", lang) if tile.rule else "",
        "lines": [
            words(
                f"weekly_on_week{since}", lang, change=change_text(tile.on_week, lang)
            ),
            words(
                f"weekly_on_year{since}", lang, change=change_text(tile.on_year, lang)
            ),
            usual_text(tile, lang),
            " · ".join([*_made_of(tile, lang), _age(tile, ends_on, lang, era)]),
            words(f"weekly_tile_{tile.key}_note", lang),
        ],
        "series": tile.series,
        "lows": tile.lows,
        "highs": tile.highs,
        "alt": spark_alt(tile, lang, era),
    }


def value_text(tile: Tile, lang: Lang) -> str:
    """The figure in words: "about 120", "3 of 29", "fewer than 10", "not reported"."""
    if tile.state not in SAID:
        return state_text(tile.state, lang)
    value = figure_text(tile.value, lang)
    if tile.state in ("rounded", "at_least"):
        value = words(f"weekly_{tile.state}", lang, value=value)
    if tile.whole is None:
        return value
    whole = figure_text(tile.whole, lang)
    return words("weekly_part", lang, part=value, whole=whole)


def state_text(state: str, lang: Lang) -> str:
    """Why there is no number, in words."""
    return words(f"weekly_state_{state}", lang, below=rules().small_below)


def change_text(change: Change | None, lang: Lang) -> str:
    """How much it differs: "+12", "−3.5%", "about 15 fewer", "cannot be compared"."""
    if change is None or change.value is None:
        return words("weekly_change_unknown", lang)
    is_about = change.base > 1
    if change.value == 0:
        return words("weekly_change_same" if is_about else "weekly_change_none", lang)
    size = number_text(abs(change.value), lang, change_decimals(change))
    if is_about and change.kind == "count":
        way = "more" if change.value > 0 else "fewer"
        return words(f"weekly_change_about_{way}", lang, value=size)
    sign = "+" if change.value > 0 else MINUS
    said = words(f"weekly_change_{change.kind}", lang, value=f"{sign}{size}")
    return words("weekly_rounded", lang, value=said) if is_about else said


def change_decimals(change: Change) -> int:
    """The decimals that a change carries, or may be said with."""
    is_count = change.kind == "count" and float(change.value or 0).is_integer()
    return 0 if change.base > 1 or is_count else 1


def usual_text(tile: Tile, lang: Lang) -> str:
    """What is usual and whether the figure is beyond it; or that none knows."""
    if tile.low is None or tile.high is None:
        return words("weekly_usual_unknown", lang)
    low, high = figure_text(tile.low, lang), figure_text(tile.high, lang)
    usual = (
        words(f"weekly_usual_{tile.usual}_one", lang, value=low)
        if low == high
        else words(f"weekly_usual_{tile.usual}", lang, low=low, high=high)
    )
    if tile.value is None or tile.low <= tile.value <= tile.high:
        return usual
    where = "above" if tile.value > tile.high else "below"
    return words(f"weekly_usual_{where}", lang, usual=usual)


def spark_alt(tile: Tile, lang: Lang, era: Era) -> str:
    """What the line of a year shows; "" where it has no point."""
    said = [value for value in tile.series if value is not None]
    if not said:
        return ""
    return words(
        f"weekly_spark_alt{BY.get(tile.usual, '')}",
        lang,
        name=words(f"weekly_tile_{tile.key}", lang),
        weeks=len(tile.series),
        until=date_text(tile.ends[-1], lang, era),
        least=figure_text(min(said), lang),
        most=figure_text(max(said), lang),
        without=len(tile.series) - len(said),
        usual=usual_text(tile, lang),
    )


def figure_text(value: float | None, lang: Lang) -> str:
    """A figure without more decimals than it carries."""
    is_whole = value is None or float(value).is_integer()
    return number_text(value, lang, 0 if is_whole else 1)


def _made_of(tile: Tile, lang: Lang) -> list[str]:
    """How many units the figure is made of; about as many where it is rounded."""
    if tile.n is None:
        return []
    units = number_text(tile.n, lang)
    if tile.state == "rounded":
        units = words("weekly_rounded", lang, value=units)
    return [words("weekly_n", lang, n=units)]


def _age(tile: Tile, ends_on: date, lang: Lang, era: Era) -> str:
    """Until when the figure reaches, and how long before the week's end that was."""
    if tile.until is None:
        return words("weekly_until_unknown", lang)
    until = date_text(tile.until, lang, era)
    days = (ends_on - tile.until).days
    if days <= 0:
        return words("weekly_until", lang, until=until)
    if days == 1:
        return words("weekly_until_old_one", lang, until=until)
    return words("weekly_until_old", lang, until=until, days=number_text(days, lang))
