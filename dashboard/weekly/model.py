"""The week as values: whoever draws, freezes or compares it asks nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dashboard.disclosure import Gated
from dashboard.text import Text

ChangeKind = Literal["count", "percent", "points"]
Usual = Literal["events", "span", "same_point", "quarters"]


@dataclass(frozen=True)
class Change:
    """How much a figure differs from what it was.

    Attributes:
        since: The Sunday of the week compared with, or the last day of the quarter.
        value: In units, per cent or percentage points; None where it may not or cannot
            be said.
        kind: Per cent only from n = 20 on; percentage points of shares.
        base: What both figures were rounded to before; 1: nothing.
    """

    since: date
    value: float | None
    kind: ChangeKind
    base: int = 1


@dataclass(frozen=True)
class Tile:
    """One figure with what it is to be judged by.

    Attributes:
        key: `weekly_tile_<key>` names it in data/text/weekly.toml; its unit, footnote
            and view likewise (`_unit`, `_note`, `_view`).
        value: The figure, None where state says why.
        state: "exact", "rounded", "zero", "fewer", "not_reported", "no_data" or
            "withheld", as dashboard.disclosure has it; "at_least": some have not
            reported theirs, or are not disclosed; "few": of too few for a share.
        base: What it is rounded to; 1: nothing.
        whole: Of what it is a part ("3 of 7"); None: it stands alone.
        n: Of how many units the figure is made.
        until: The last day that it covers; its age is counted from there.
        on_week: Against the week before.
        on_year: Against the same ISO week a year before, or the same point of the
            fiscal year before.
        ends: The Sundays of the last 52 weeks, the latest one last; of what is told by
            quarter, the last days of the quarters.
        series: The figure of each; None where it may not or cannot be said.
        low: The least that is usual, in the unit of the figure; None: not known.
        high: The most that is usual.
        rule: The run rule that fired ("" for none): of data/weekly.toml.
        direction: Where it points when a rule fired: "up", "down" or "".
        datasets: What it is made of.
        page: The page of the view that it came from, and what is chosen there.
        choices: Names and values of that page's address.
        usual: What low and high are: limits of weekly counts ("events"), the least and
            most of the 52 weeks before ("span"), of earlier fiscal years after as many
            weeks ("same_point"), or of the quarters before ("quarters": on_week is then
            against the quarter before, on_year against that of the year before).
        lows: The least that is usual of each week of the series, seen from this one;
            what is usual after as many weeks differs from week to week.
        highs: The most of each.
    """

    key: str
    value: float | None
    state: str
    base: int
    whole: float | None
    n: int | None
    until: date | None
    on_week: Change | None
    on_year: Change | None
    ends: tuple[date, ...]
    series: tuple[float | None, ...]
    low: float | None
    high: float | None
    rule: str
    direction: Literal["up", "down", ""]
    datasets: tuple[str, ...]
    page: str
    choices: Mapping[str, str] = field(default_factory=dict)
    usual: Usual = "events"
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One generated sentence.

    Attributes:
        rule: The rule of data/weekly.toml that made it.
        text: The sentence in both languages, years in B.E.
        facts: What it was made of: names and values, for who follows it back.
        weight: How much it matters; the sentences stand in this order.
    """

    rule: str
    text: Text
    facts: Mapping[str, str]
    weight: float


@dataclass(frozen=True)
class Week:
    """All that the page of a week says.

    Attributes:
        iso_week: "2026-W46".
        starts_on: Its Monday.
        ends_on: Its Sunday.
        version: Of the data.
        data_status: "official", "ministry" or "synthetic", of all of it.
        rules_version: Of the disclosure rules.
        method_version: Of data/weekly.toml.
        sentences: Three to five, weightiest first.
        tiles: Six to eight, in their order.
        tables: What stands below, by name: crossed, batches, late, waits, priority,
            decisions, corrections. Their columns are said in dashboard.weekly.tables.
    """

    iso_week: str
    starts_on: date
    ends_on: date
    version: str
    data_status: str
    rules_version: str
    method_version: str
    sentences: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    tables: Mapping[str, Gated]
