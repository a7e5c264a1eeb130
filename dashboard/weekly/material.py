"""What sentences are made of, and what a rule makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from dashboard.disclosure import Gated
from dashboard.editions import Edition
from dashboard.text import Text
from dashboard.weekly.model import Tile
from dashboard.weekly.rows import Rows
from dashboard.weekly.settings import Settings

MONDAY = date(2001, 1, 1)  # from which weeks are counted


@dataclass(frozen=True)
class Material:
    """All that may be said of a week.

    Attributes:
        now: What is published of it.
        before: What was of the week before.
        tiles: By key.
        tiles_before: Those of the week before.
        rows: Open rows.
        tables: What stands below the sentences.
        channels: label_th and label_en by the code of a channel.
        agencies: Of dashboard.queries.weekly.agencies.
        using: The settings.
    """

    now: Edition
    before: Edition
    tiles: Mapping[str, Tile]
    tiles_before: Mapping[str, Tile]
    rows: Rows
    tables: Mapping[str, Gated]
    channels: pd.DataFrame
    agencies: pd.DataFrame
    using: Settings

    def names(self, codes: list[str]) -> list[tuple[str, str, str]]:
        """Code, Thai and English name of provinces, in this order."""
        columns = ["province_code", "name_th", "name_en"]
        named = self.rows.priority.set_index("province_code", drop=False)
        return list(named.loc[codes, columns].itertuples(index=False, name=None))


@dataclass(frozen=True)
class Draft:
    """A sentence that could be written.

    Attributes:
        rule: Of data/weekly.toml.
        text: In both languages.
        place: The code of a province, region or channel that it names first; "" where
            nothing is known that it could name.
        direction: "up", "down" or "usual".
        facts: Names and values that it was made of.
        surprise: 0 in the middle of what is usual, 1 at its edge, above 1 beyond it.
    """

    rule: str
    text: Text
    place: str
    direction: str
    facts: Mapping[str, str] = field(default_factory=dict)
    surprise: float = 0.0


def facts_of(tile: Tile, **further: object) -> dict[str, str]:
    """A tile's figure, state and usual range as facts, and what else there is."""
    found = {
        "tile": tile.key, "value": tile.value, "state": tile.state, "low": tile.low,
        "high": tile.high, "run_rule": tile.rule,
    } | further  # fmt: skip
    return {
        name: str(value) for name, value in found.items() if value not in (None, "")
    }


def surprise_of(value: float | None, low: float | None, high: float | None) -> float:
    """How far a figure lies from the middle of its usual range: 1 at its edge."""
    if value is None or low is None or high is None or high == low:
        return 0.0
    return abs(value - (low + high) / 2) / ((high - low) / 2)


def has_signal(material: Material, key: str) -> bool:
    """Whether a run rule fires on a tile, anew or again after some weeks."""
    now, was = material.tiles[key], material.tiles_before[key]
    if not now.rule:
        return False
    is_new = (now.rule, now.direction) != (was.rule, was.direction)
    week = (material.now.ends_on - MONDAY).days // 7  # runs on over the new year
    return is_new or week % material.using.anew_weeks == 0
