"""The gate: what each audience may see of counts of tips, and what may leave.

Counts of tips, referrals, outcomes and victims are protected, and alarms, which tell of
them; volunteers, batches, awareness activities and published official figures are open.
Every file and every page for leadership is made of what `disclosed` gives. The rules
are those of data/disclosure.toml; docs/disclosure.md says what an attack on them finds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from dashboard.rules import Rules, rules

_RULED = ["state", "least", "most", "is_settled", "is_open"]  # what rules look at
_OF_THE_MODEL = ("fiscal_year_be", "weight", "direction")  # of no province
_UNROUNDED = {"exact", "zero", "fewer"}
LEVELS = ("national", "region", "province")
# An alarm's id tells that its province had at least so many tips in its week.
PROTECTED_DATASETS = (
    *("tip_report", "referral", "tip_outcome", "withdrawal"),
    "alarm_outcome",
)


class Audience(StrEnum):
    """Who sees a figure: inside, on the leadership's page, or in a file that leaves."""

    ANALYST = "analyst"
    LEADERSHIP = "leadership"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Gated:
    """A frame that passed the gate; `disclosed` alone makes one of a frame.

    Attributes:
        rules_version: Version of the rules that it passed.
        is_protected: Whether it holds protected counts, or what is left of them.
    """

    _frame: pd.DataFrame
    audience: Audience
    rules_version: str
    is_protected: bool

    @property
    def frame(self) -> pd.DataFrame:
        """What the audience may see, one row per row that went in.

        What is written to it is not written here: pandas copies on write.
        """
        return self._frame.copy(deep=False)

    def part(self, rows: pd.Series) -> "Gated":
        """Some of its rows."""
        return replace(self, _frame=self._frame[rows].reset_index(drop=True))

    def newest_first(self) -> "Gated":
        """Its rows by period_start, the latest ones first, else as they are."""
        by = {"ascending": False, "kind": "stable", "ignore_index": True}
        return replace(self, _frame=self._frame.sort_values("period_start", **by))

    def named(self, names: pd.DataFrame) -> "Gated":
        """With further columns of words, row by row: what codes are called.

        Raises:
            ValueError: It has one of them already.
        """
        if known := set(names) & set(self._frame):
            raise ValueError(f"the frame has {', '.join(sorted(known))} already")
        return replace(self, _frame=self._frame.assign(**names.astype("string")))


def disclosed(
    frame: pd.DataFrame,
    audience: Audience,
    counts: Sequence[str],
    using: Rules | None = None,
    *,
    is_protected: bool = False,
) -> Gated:
    """What an audience may see of a frame.

    Args:
        frame: `counts` are its columns of protected counts (0 or more; null: none).
            level ("national", "region", "province") says whose they are; without it,
            each is treated as that of a province. Further columns that it may have:
            kind (empty: of all kinds), state ("counted", "not_reported", "no_data",
            "withheld": not to be said at all), least and most (of a national count:
            what is said of its provinces adds up to), is_settled (regions of its days
            are published), is_open (nothing of this row is protected).
        audience: For whom.
        counts: Empty when all of the frame is open, or in words.
        using: The rules; those in force without it.
        is_protected: Whether words in it stand for protected counts.

    Returns:
        The frame without state, least, most, is_settled and is_open, nor figures of
        indicators that stay inside (column indicator_code). Each count is a
        whole number or, where it may not be said, null; `<count>_state` is "exact",
        "rounded", "fewer" (1 to rules.small_below - 1), "zero" or what state says;
        `<count>_base` is what a rounded one is rounded to, else 1.

    Raises:
        ValueError: A level is not one of the three; or no counts are named of a frame
            that is made for rules to look at.
    """
    using = using or rules()
    if not counts and not is_protected and _is_ruled(frame):
        raise ValueError("no counts are named, yet there is what rules look at")
    shown = frame.drop(columns=_RULED, errors="ignore")
    if audience is not Audience.ANALYST:
        shown = _without_inside(shown, using)
    is_open = frame.get("is_open", pd.Series(False, index=frame.index)).astype(bool)
    is_said = is_open | (audience is Audience.ANALYST)
    for name in counts:
        base = _base(frame, name, using).mask(is_said, 1)
        small = frame[name].between(1, using.small_below - 1).fillna(False)
        fewer = small.astype(bool) & ~is_said
        unsaid = (base == 0) & frame[name].ge(using.small_below).fillna(False)
        base = base.mask(base == 0, 1)
        shown[name] = _rounded(frame[name], base, using).mask(fewer | unsaid)
        state = _state(frame, name, base, fewer).mask(unsaid, "withheld")
        shown[f"{name}_state"] = state
        shown[f"{name}_base"] = base.where(state == "rounded", 1)
    is_protected |= bool(counts) and not is_open.all()
    return Gated(shown, audience, using.version, is_protected)


def may_name_rows(
    level: str, states: Sequence[str], before: float | None, after: float | None
) -> bool:
    """Whether it may be said what became of the rows behind a protected revised figure.

    Of a national one that is not told by kind, and no step of a few rows. Whatever
    names causes goes by this, so that no two places tell different ones.

    Args:
        level: Of the figure; of one that is told by kind, "".
        states: Of the figure before and after.
        before: The figure before; missing where there is no number.
        after: The figure after.
    """
    if level != "national":
        return False
    if not set(states) <= _UNROUNDED:
        return True
    is_number = not (pd.isna(before) or pd.isna(after))
    return is_number and abs(after - before) >= rules().settled_base  # type: ignore[operator]


def thawed(
    frame: pd.DataFrame, audience: Audience, rules_version: str, *, is_protected: bool
) -> Gated:
    """What passed the gate when it was frozen, as it was; for snapshots alone.

    Raises:
        ValueError: It was frozen for analysts, whose figures are never kept.
    """
    if audience is Audience.ANALYST:
        raise ValueError("figures for analysts are never frozen, so none are thawed")
    return Gated(frame, audience, rules_version, is_protected)


def _without_inside(frame: pd.DataFrame, using: Rules) -> pd.DataFrame:
    """The frame without the numbers of risk indicators that count victims."""
    if "indicator_code" not in frame:
        return frame
    is_inside = frame["indicator_code"].isin(using.index_inside)
    numbers = frame.select_dtypes("number").columns.difference([*_OF_THE_MODEL])
    return frame.assign(**{name: frame[name].mask(is_inside) for name in numbers})


def _is_ruled(frame: pd.DataFrame) -> bool:
    """Whether a frame seems to be made for rules to look at."""
    levels = frame.get("level", pd.Series(dtype=object))
    is_ruled = {"least", "most", "is_settled", "is_open", "count_state"} & set(frame)
    return bool(is_ruled) or bool(levels.isin(LEVELS).any())


def _base(frame: pd.DataFrame, name: str, using: Rules) -> pd.Series:
    """What each row's count is rounded to."""
    if "level" not in frame:
        return pd.Series(using.province_base, index=frame.index)
    unknown = set(frame["level"]) - set(LEVELS)
    if unknown:
        raise ValueError(f"level: {sorted(unknown)}; one of {', '.join(LEVELS)}")
    base = frame["level"].map(
        {"region": using.region_base, "province": using.province_base}
    )
    base = base.fillna(_national_base(frame, name, using)).astype("int64")
    if "kind" in frame:
        base = base.where(frame["kind"].fillna("") == "", using.kind_base)
    return base


def _national_base(frame: pd.DataFrame, name: str, using: Rules) -> pd.Series:
    """What a national count is rounded to; 0: it may not be said.

    The finest that leaves the provinces room: together they could have as many units
    more, and as many fewer, by what is said of each of them. Without knowing that, the
    coarsest.
    """
    if "least" not in frame:
        return pd.Series(using.national_base, index=frame.index)
    settled = frame.get("is_settled", pd.Series(False, index=frame.index)).astype(bool)
    found = pd.Series(0, index=frame.index)
    for base in (using.national_base, using.settled_base, 1):
        said = _rounded(frame[name], pd.Series(base, index=frame.index), using)
        low, high = said - base // 2, said + (base - 1) // 2
        low = low.clip(lower=using.small_below)
        is_free = (high - frame["least"] >= using.exact_room) & (
            frame["most"] - low >= using.exact_room
        )
        may_be_so_fine = ~settled if base < using.settled_base else True
        found = found.mask(is_free.fillna(False).astype(bool) & may_be_so_fine, base)
    return found


def _rounded(count: pd.Series, base: pd.Series, using: Rules) -> pd.Series:
    """To the nearest multiple of the base, halves up; never below what is small."""
    whole = count.astype("Int64")
    nearest = (whole + base // 2) // base * base
    least = -(-using.small_below // base) * base
    return nearest.where(whole < using.small_below, nearest.clip(lower=least))


def _state(
    frame: pd.DataFrame, name: str, base: pd.Series, fewer: pd.Series
) -> pd.Series:
    """What the figure that is shown is."""
    state = base.map(lambda b: "exact" if b == 1 else "rounded").astype(object)
    state = state.mask(frame[name].eq(0).fillna(False).astype(bool), "zero")
    state = state.mask(fewer, "fewer").mask(frame[name].isna(), "no_data")
    if "state" in frame:
        state = state.where(frame["state"] == "counted", frame["state"])
    return state
