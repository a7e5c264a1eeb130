"""The tiles: a figure, how it changed, what is usual, how old it is, and its view."""

from pathlib import Path

import streamlit as st

from dashboard.charts.sparkline import sparkline
from dashboard.rules import rules
from dashboard.ui.as_of import AS_OF, as_of
from dashboard.ui.figures import look
from dashboard.ui.weekly.change import change_words
from dashboard.ui.words import date_text, era, lang, number_text, say, words
from dashboard.weekly.model import Tile, Week

PAGES = Path(__file__).resolve().parents[3] / "pages"
ARROWS = {"up": "▲", "down": "▼", "": ""}
SAID = ("exact", "rounded", "zero", "at_least")  # states in which there is a number
COUNTED = (*SAID, "fewer")  # and in which a unit follows
BY = {"quarters": "_quarters"}  # what the points of a line are, where no weeks
SINCE = {"events": "_first", "quarters": "_quarter"}  # what changes are said to be on


def tiles(week: Week) -> None:
    """All tiles, as many abreast as there is room for."""
    with st.container(key="weekly_tiles"):
        for tile in week.tiles:
            with st.container(
                border=True, gap="xxsmall", key=f"weekly_tile_{tile.key}"
            ):
                _tile(tile, week)


def _tile(tile: Tile, week: Week) -> None:
    """One tile: name, figure and arrow; the line; what it is to be judged by."""
    with st.container(key=f"weekly_value_{tile.key}"):
        name = say(f"weekly_tile_{tile.key}")
        st.markdown("  \n".join([name, _headline(tile)]))
    if any(value is not None for value in tile.series):
        drawn = sparkline(tile.series, tile.lows, tile.highs, look())
        st.image(drawn, width="stretch", alt=spark_alt(tile))
    st.caption("  \n".join(_lines(tile, week)))
    _link(tile)


def _headline(tile: Tile) -> str:
    """The figure large, its unit beside it, and the arrow when a rule fired."""
    arrow = ARROWS[tile.direction] if tile.rule else ""
    value = say("weekly_bold", value=value_text(tile))
    unit = say(f"weekly_tile_{tile.key}_unit") if tile.state in COUNTED else ""
    return " ".join(part for part in (value, unit, arrow) if part)


def value_text(tile: Tile) -> str:
    """The figure in words: "about 120", "3 of 29", "fewer than 10", "not reported"."""
    if tile.state not in SAID:
        return state_text(tile.state)
    value = figure_text(tile.value)
    if tile.state in ("rounded", "at_least"):
        value = words(f"weekly_{tile.state}", value=value)
    if tile.whole is None:
        return value
    return words("weekly_part", part=value, whole=figure_text(tile.whole))


def state_text(state: str) -> str:
    """Why there is no number, in words."""
    return words(f"weekly_state_{state}", below=rules().small_below)


def figure_text(value: float | None) -> str:
    """A figure without more decimals than it carries."""
    is_whole = value is None or float(value).is_integer()
    return number_text(value, 0 if is_whole else 1)


def spark_alt(tile: Tile) -> str:
    """What the line shows, for who does not see it."""
    said = [value for value in tile.series if value is not None]
    return words(
        f"weekly_spark_alt{BY.get(tile.usual, '')}",
        name=words(f"weekly_tile_{tile.key}"),
        weeks=len(tile.series),
        until=date_text(tile.ends[-1]),
        least=figure_text(min(said)),
        most=figure_text(max(said)),
        without=len(tile.series) - len(said),
        usual=usual_text(tile),
    )


def usual_text(tile: Tile) -> str:
    """What is usual and whether the figure is beyond it; or that none knows."""
    if tile.low is None or tile.high is None:
        return words("weekly_usual_unknown")
    low, high = figure_text(tile.low), figure_text(tile.high)
    usual = (
        words(f"weekly_usual_{tile.usual}_one", value=low)
        if low == high
        else words(f"weekly_usual_{tile.usual}", low=low, high=high)
    )
    if tile.value is None or tile.low <= tile.value <= tile.high:
        return usual
    where = "above" if tile.value > tile.high else "below"
    return words(f"weekly_usual_{where}", usual=usual)


def _lines(tile: Tile, week: Week) -> list[str]:
    """Rule, changes, range compared with, n and age, footnote: a line each."""
    since = SINCE.get(tile.usual, "")
    changes = [
        say(f"weekly_on_week{since}", change=change_words(tile.on_week)),
        say(f"weekly_on_year{since}", change=change_words(tile.on_year)),
    ]
    made_of = [] if tile.n is None else [say("weekly_n", n=_units(tile))]
    rule = [say(f"weekly_rule_{tile.rule}")] if tile.rule else []
    return [
        *rule,
        *changes,
        usual_text(tile),
        " · ".join([*made_of, _age(tile, week)]),
        say(f"weekly_tile_{tile.key}_note"),
    ]


def _units(tile: Tile) -> str:
    """How many units the figure is made of; about as many where it is rounded."""
    units = number_text(tile.n)
    return words("weekly_rounded", value=units) if tile.state == "rounded" else units


def _age(tile: Tile, week: Week) -> str:
    """Until when the figure reaches, and how long before the week's end that was."""
    if tile.until is None:
        return say("weekly_until_unknown")
    days = (week.ends_on - tile.until).days
    until = date_text(tile.until)
    if days <= 0:
        return say("weekly_until", until=until)
    if days == 1:
        return say("weekly_until_old_one", until=until)
    return say("weekly_until_old", until=until, days=number_text(days))


def _link(tile: Tile) -> None:
    """To the page on which the figure stands with all that belongs to it."""
    file = PAGES / f"{tile.page}.py"
    if tile.page and file.exists():
        st.page_link(
            st.Page(file),
            label=words(f"weekly_tile_{tile.key}_view"),
            query_params={**_pin(), "lang": lang(), "era": era(), **tile.choices},
        )


def _pin() -> dict[str, str]:
    """The snapshot, so that a view opened in another tab is pinned to it too."""
    return {AS_OF: as_of()} if as_of() else {}
