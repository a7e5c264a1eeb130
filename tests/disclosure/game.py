"""One attack from start to end, and what it found in lines for docs/disclosure.md.

`python -m tests.disclosure.game data/built` plays it on a published version and prints
the tables of the document.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard import known
from dashboard.rules import Rules, rules
from tests.disclosure import planted
from tests.disclosure.attack import facts
from tests.disclosure.bounds import extremes, narrowed
from tests.disclosure.published import Published, mondays, publish
from tests.disclosure.reading import PERIODS, Attacker, Files
from tests.disclosure.score import protected, said_small, table
from tests.opened import opened

ONE = timedelta(weeks=1)
MOST_NARROW = 0.03  # of protected counts, narrowed to a width below 3
# What each rule is without effect. Rounding to 1 is no rounding.
OFF = {
    "small_count": {"small_below": 1},
    "provinces": {"province_base": 1, "province_narrowed": True},
    "regions": {"region_base": 1, "region_narrowed": True},
    "kinds": {"kind_base": 1, "kind_narrowed": True},
    "exact_national": {"exact_room": -(10**9)},
    "settled": {"settled_base": 1},
    "corrections": {"together_from": 1, "settle_weeks": 0},
    "rise": {"rise_from": 1},
    "taken": {"says_again": True},
    "open_referral": {"says_none": True},
    "rates": {"rates_from_published": False},
    "changes": {"changes_from_published": False},
}
# rounding alone does not do, for each level
NARROWED = {
    f"{level}: may_be_narrowed": {f"{level[:-1]}_narrowed": True}
    for level in ("provinces", "regions", "kinds")
}


@dataclass(frozen=True)
class Outcome:
    """What an attack found.

    Attributes:
        families: By family of counts: protected, exact, narrow, missed.
        said: Lines of files that say a number from 1 to 9.
    """

    families: pd.DataFrame
    said: int

    def narrow_share(self) -> float:
        """Of all protected counts."""
        return float(self.families["narrow"].sum() / self.families["protected"].sum())

    def is_goal_met(self) -> bool:
        """None exact, none said, few narrowed: all together and in each family."""
        shares = self.families["narrow"] / self.families["protected"]
        is_exact = self.families["exact"].any() or self.said > 0
        return not is_exact and shares.max() <= MOST_NARROW

    def lines(self) -> list[str]:
        """A line of a table for each family and one for all."""
        total = self.families.sum().rename("**all**")
        rows = pd.concat([self.families, total.to_frame().T])
        return [
            f"| {name} | {row.protected} | {row.exact} | {row.narrow} | "
            f"{row.narrow / row.protected:.1%} | {row.missed} |"
            for name, row in rows.iterrows()
        ]

    def line(self, rule: str) -> str:
        """One line for a rule that is off."""
        total = self.families.sum()
        return (
            f"| `{rule}` | {self.said} | {total.exact} | {total.narrow} | "
            f"{self.narrow_share():.1%} |"
        )


class Game:
    """The data that the attacks are played on: published, then corrected.

    Attributes:
        weeks: The Mondays of twelve months.
        few: Some of them: one in a quarter, and those in which hard cases lie.
    """

    def __init__(self, built: Path) -> None:
        with opened(built) as con:
            (last,) = con.execute("select now_ends_on from now_on").fetchone()
            self.usual = known.known(con, last)
        self.data = planted.planted(self.usual)
        self.weeks = mondays(self.data, last)
        self.corrected = planted.corrected(self.data, self.weeks[-1])
        cases = {planted.QUIET_WEEK, planted.LATE_WEEK, planted.TWO_ABOVE_WEEK}
        cases.add(planted.FEW_REPORT_WEEK)
        cases |= {planted.FEW_BLOCK + 4 * ONE, *planted.TAKEN_WEEKS}
        cases |= {week - ONE for week in cases}
        self.few = sorted({*self.weeks[::-13], *cases})
        self._cells: dict[tuple[object, ...], pd.DataFrame] = {}

    def published(self, using: Rules, weeks: Sequence[date]) -> Published:
        """Weeks by some rules, and the last of them once more when corrected."""
        versions = [(self.data, weeks), (self.corrected, weeks[-1:])]
        return publish(versions, using, self._cells)

    def usefulness(self) -> list[str]:
        """What is left to read of the data before hard cases are planted.

        Of every fourth week: shares of figures that can be read, a line for each table
        and measure. A figure can be read when it is a number.
        """
        return usefulness(publish([(self.usual, self.weeks[3::4])], rules()))

    def late_reports(self) -> Outcome:
        """What the bold attacker finds when words go by reports that came later."""
        heard = np.zeros_like(self.corrected._heard)
        later = replace(self.corrected, _heard=heard)
        versions = [(self.data, self.few), (later, self.weeks[-1:])]
        published = publish(versions, rules())
        return attacked(published, Attacker(published.public, rules(), is_bold=True))

    def off(self, rule: str) -> Outcome:
        """What the bold attacker finds when one rule is off."""
        using = replace(rules(), **(OFF | NARROWED)[rule])
        published = self.published(using, self.few)
        return attacked(published, Attacker(published.public, using, is_bold=True))


def attacked(published: Published, attacker: Attacker, programs: int = 0) -> Outcome:
    """Attack what was published.

    Args:
        published: Files, and the truth that they are judged by.
        attacker: Who attacks.
        programs: Protected counts that linear programs are asked about too: half of
            them those with the narrowest bounds, half by chance.
    """
    system, reading = facts(published.files, attacker)
    bounds = narrowed(system)
    found = protected(published, system, reading)
    width = {one.number: bounds[1, one.number] - bounds[0, one.number] for one in found}
    by_chance = random.Random(programs).sample(sorted(width), programs // 2)
    narrowest = sorted(width, key=width.__getitem__)[: programs - programs // 2]
    if programs:
        asked = extremes(system, bounds, {*narrowest, *by_chance})
        for at, ends in asked.items():
            bounds[:, at] = ends
    return Outcome(table(found, bounds), said_small(reading))


# --- what is left


def usefulness(published: Published) -> list[str]:
    """Shares of figures that are a number, a line for each table and measure."""
    cells = pd.concat(
        [reading_frame(files, name) for files in published.files for name in PERIODS]
    )
    whole = cells["kind"] == ""
    cells["is_number"] = cells["is_number"].astype(float)
    cells["what"] = cells["table"].where(whole, cells["table"] + ", by kind")
    shares = cells.pivot_table("is_number", "what", "measure")
    measures = ("tips", "referrals", "outcomes", "victims")
    return [
        f"| {what} | "
        + " | ".join("–" if pd.isna(row[m]) else f"{row[m]:.0%}" for m in measures)
        + " |"
        for what, row in shares.iterrows()
    ]


def reading_frame(files: Files, name: str) -> pd.DataFrame:
    """A published table: table, measure, kind and whether its count is a number."""
    read = pd.read_csv(BytesIO(files[name]), dtype=str, keep_default_na=False)
    read["is_number"] = read["count"].str.fullmatch(r"\d+")
    return read[["table", "measure", "kind", "is_number"]]


def main() -> None:
    """Print the tables of docs/disclosure.md."""
    game = Game(Path(sys.argv[1] if len(sys.argv) > 1 else "data/built"))
    published = game.published(rules(), game.weeks)
    for is_bold in (False, True):
        outcome = attacked(published, Attacker(published.public, rules(), is_bold))
        print("\n".join(["", f"bold: {is_bold}", *outcome.lines()]))
    print("\n".join(["", *game.usefulness(), ""]))
    for rule in OFF | NARROWED:
        print(game.off(rule).line(rule))


if __name__ == "__main__":
    main()
