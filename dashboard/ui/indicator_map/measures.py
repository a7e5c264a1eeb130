"""What can be put on the map: names, units, polarity, and who may take it away.

A further figure is a select in etl/sql/mart_map_value.sql, an entry in DATASETS and its
words, indicator_map_measure_<id> and _unit; a risk indicator comes by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isclose
from typing import Any, Literal

import numpy as np
import pandas as pd

from dashboard.queries import indicator_map as queries
from dashboard.rules import rules
from dashboard.ui.answers import ask, kept
from dashboard.ui.scores import score_text
from dashboard.ui.words import lang, number_text, share_text, words

Polarity = Literal["bad", "good", "neutral"]
VICTIMS = "E_CASE_RATE"
PROTECTED_OF = {  # counts behind the gate, and the dataset of each
    "tips": "tip_report",
    "referrals": "referral",
    "outcomes": "tip_outcome",
    "victims": "tip_outcome",
}
PROTECTED = tuple(PROTECTED_OF)

# Not to be taken along by province, as numbers of victims could be worked out of them.
# This is the one list that says so: maps, figures and tables of these offer no file.
INTERNAL = (VICTIMS, *PROTECTED)

COVERAGE = ("volunteer_roster", "training_batch", "training_participant", "population")
RISK = ("province_risk",)
# What each measure is made of; risk indicators that are not named here: of RISK.
DATASETS: dict[str, tuple[str, ...]] = {
    "E_LAND_BORDER": ("province",),
    "E_COAST": ("province",),
    VICTIMS: (*RISK, "population"),
    "risk": RISK,
    "exposure": RISK,
    "vulnerability": RISK,
    "gap": (*RISK, *COVERAGE, "target"),
    "trained": COVERAGE,
    "tambons": ("volunteer_roster",),
    "outreach": ("outreach", "population"),
    "partners": ("partner_network", "population"),
    "volunteers": COVERAGE[:-1],
    "population": ("population",),
    **{each: (of, "population") for each, of in PROTECTED_OF.items()},
}
# A part of it may not be reported: then the figure is a minimum, the gap a maximum.
MINIMA = ("trained", "outreach", "partners", "volunteers", "tips")
GOOD = ("trained", "tambons", "outreach", "partners", "volunteers")
INDEX = "risk"
BAD = (INDEX, "exposure", "vulnerability", "gap")
DECIMALS = {"count": 0, "rate": 1, "ratio": 2, "score": 1, "flag": 0, "share": 3}
MOST_DECIMALS = 6
COUNTED_BY_CHANCE = (VICTIMS, *PROTECTED)  # events that could have come out otherwise


@dataclass(frozen=True)
class Measure:
    """One figure by province.

    Attributes:
        id: In the address and the mart.
        kind: "flag", "count", "share", "rate", "ratio" or "score".
        name: In the reader's language.
        unit: Likewise; "" where the name says it.
        high_is: "bad", "good" or "neutral".
        datasets: What it is made of.
    """

    id: str
    kind: str
    name: str
    unit: str
    high_is: Polarity
    datasets: tuple[str, ...]

    @property
    def is_internal(self) -> bool:
        """Whether nothing of it may be taken along."""
        return self.id in {*INTERNAL, *rules().index_inside}

    @property
    def is_indicator(self) -> bool:
        """Whether it is an indicator of the risk index, handed over for a year."""
        return self.id not in {*GOOD, *BAD, "population", *PROTECTED}

    @property
    def is_by_chance(self) -> bool:
        """Whether it is a rate of events, which chance moves where they are few."""
        return self.id in COUNTED_BY_CHANCE

    @property
    def bound(self) -> str:
        """What it may only be: "at_least", "at_most"; "" where it is always whole."""
        if self.id == "gap":
            return "at_most"
        return "at_least" if self.id in MINIMA else ""

    @property
    def is_counted(self) -> bool:
        """Whether a zero was counted; else the files alone hold none."""
        return self.id != "outreach"

    @property
    def is_derived(self) -> bool:
        """Whether its counts are worked out of the rate, which is all there is."""
        return self.id == VICTIMS

    @property
    def decimals(self) -> int:
        """Of its value, in files and on the page."""
        return 2 if self.id == VICTIMS else DECIMALS[self.kind]

    @property
    def form(self) -> str:
        """Of its value in a table on the page, as st.column_config takes it."""
        return "percent" if self.kind == "share" else f"%.{self.decimals}f"

    @property
    def change_decimals(self) -> int:
        """Of a difference of two values; of shares, in points."""
        return 1 if self.kind == "share" else self.decimals

    @property
    def lowest(self) -> float | None:
        """The lowest that there can be, where that is not 0: scores are 1 to 10."""
        return 1.0 if self.kind == "score" and self.id != "gap" else None

    @property
    def file_decimals(self) -> int:
        """Of its value in a file: of R two, as one may write it into the next level."""
        return 2 if self.id == INDEX else self.decimals

    @property
    def title(self) -> str:
        """Its name with its unit."""
        return f"{self.name} · {self.unit}" if self.unit else self.name

    def said(self, value: float | None) -> str:
        """A value in the reader's language."""
        if value is None or pd.isna(value):
            return number_text(None)
        if self.kind == "flag":
            return words("indicator_map_yes" if value else "indicator_map_no")
        if self.kind == "share":
            return share_text(value, 1)
        if self.id == INDEX:
            return score_text(value)
        return number_text(value, self.decimals)

    def written(self, figures: pd.Series) -> np.ndarray:
        """Figures with the decimals that they are written with."""
        if self.kind == "share":  # in per cent; rounded again, as 6.2 / 100 is not .062
            return np.array([round(round(100 * v, 1) / 100, 3) for v in figures])
        if self.id == INDEX:
            return np.array([_index_written(v) for v in figures], float)
        return np.array([round(v, self.decimals) for v in figures], float)

    def said_breaks(
        self, breaks: Sequence[float], *, is_exact: bool = True
    ) -> list[str]:
        """Where classes begin, with the decimals that say all of them exactly.

        Not exact: as figures are written, as on the coverage map.
        """
        if not is_exact:
            return [self.said(each) for each in breaks]
        shown = [100 * each if self.kind == "share" else each for each in breaks]
        decimals = next(
            (
                n
                for n in range(MOST_DECIMALS)
                if all(isclose(round(b, n), b) for b in shown)
            ),
            MOST_DECIMALS,
        )
        if self.kind == "share":
            return [share_text(each, decimals) for each in breaks]
        return [number_text(each, decimals) for each in breaks]

    def said_change(self, change: float) -> str:
        """A difference of two values, with its sign and, of shares, points."""
        shown = 100 * change if self.kind == "share" else change
        decimals = self.change_decimals
        text = number_text(abs(shown), decimals)
        if round(abs(shown), decimals) != 0:
            text = f"+{text}" if change > 0 else f"−{text}"
        is_share = self.kind == "share"
        return words("indicator_map_points", points=text) if is_share else text

    def source(self) -> str:
        """Who publishes it."""
        return words(f"indicator_map_source_{self._source()}")

    def _source(self) -> str:
        if self.id in PROTECTED:
            return "tips"
        if self.id in ("E_LAND_BORDER", "E_COAST"):
            return "province"
        return "risk" if self.datasets == RISK or self.id == VICTIMS else self.id


def _index_written(score: float) -> float:
    """R with one decimal; right below a level, where more are written, rounded down."""
    if pd.isna(score):
        return score
    shown = float(score_text(score))
    return min(round(score, 1), round(floor(10 * shown + 1e-9) / 10, 1))


def measures() -> dict[str, Measure]:
    """Every measure by its id, in the order in which they are offered."""
    found: dict[str, Measure] = kept(_measures)
    return found


def _measures() -> dict[str, Measure]:
    rows = {row["measure"]: row for _, row in ask(queries.measures).iterrows()}
    first = [each for each in ("risk", "exposure", "vulnerability") if each in rows]
    indicators = [each for each, row in rows.items() if pd.notna(row["name_en"])]
    others = [each for each in DATASETS if each in rows]
    order = dict.fromkeys((*first, *indicators, *others))
    found = {each: _measure(rows[each]) for each in order}
    return found | {each: _protected(each) for each in PROTECTED}


def _measure(row: Any) -> Measure:  # noqa: ANN401
    measure, is_indicator = row["measure"], pd.notna(row["name_en"])
    return Measure(
        measure,
        row["kind"],
        row[f"name_{lang()}"] if is_indicator else _name(measure),
        _unit(row) if is_indicator else words(f"indicator_map_unit_{measure}"),
        _polarity(measure, row["direction"]),
        DATASETS.get(measure, RISK),
    )


def _protected(measure: str) -> Measure:
    """A rate of counts behind the gate: more is neither good nor bad."""
    unit = words(f"indicator_map_unit_{measure}")
    return Measure(measure, "rate", _name(measure), unit, "neutral", DATASETS[measure])


def _name(measure: str) -> str:
    return words(f"indicator_map_measure_{measure}")


def _unit(row: Any) -> str:  # noqa: ANN401
    """The unit of a risk indicator; shares, and what is yes or no, say their own."""
    return "" if row["kind"] in ("flag", "share") else str(row[f"unit_{lang()}"])


def _polarity(measure: str, direction: float | None) -> Polarity:
    if measure in (VICTIMS, "population", *PROTECTED):
        return "neutral"  # what is found follows how it is looked for
    if measure in GOOD or (pd.notna(direction) and direction == -1):
        return "good"
    return "bad"
