"""What of the risk index may leave: one of its indicators counts victims.

Whoever knows the other indicators of a province, and the model, computes the rate of
identified victims from an exact score, and from that their number. So the rate itself
and the dimension that holds it stay inside, and a score is said so coarsely that each
small number of victims would give the same one. Rule `index` of data/disclosure.toml.
"""

import pandas as pd

from dashboard.rules import Rules, rules

SCORE, GAP, RANGE = (
    "risk_score",
    "coverage_gap",
    ("risk_score_least", "risk_score_most"),
)
KEPT_INSIDE = ("exposure_score",)
SHARES = (
    "top_10_share",
    "top_20_share",
    "level_share",
    *(f"level_{level}_share" for level in range(1, 6)),
)
INDICATOR = "indicator_code"
# Of a protected indicator, what is true of the model or of the country.
OPEN = frozenset(
    {"weight", "direction", "fiscal_year_be", "goalpost_min", "goalpost_max"}
    | {"national_median", "national_median_score"}
)


def outside(frame: pd.DataFrame, using: Rules | None = None) -> pd.DataFrame:
    """A frame as it may leave.

    Args:
        frame: Any. With risk_score it must have risk_score_least and risk_score_most
            (the same score if the province had the fewest and the most victims that
            are a small count; where it has more or none, the score itself).
        using: The rules; those in force without it.

    Returns:
        risk_score, and its range, as the multiple of rules.index_base from which on the
        score lies, null where a small count would be narrowed; coverage_gap
        (R * (1 - K / K*)) made of that score; shares of draws to the nearest
        rules.share_base; exposure_score, and the figures of protected indicators, null.

    Raises:
        ValueError: There is a score or a gap without what is needed to say it.
    """
    using = using or rules()
    found = frame.copy()
    if {SCORE, GAP} & set(frame):
        _require(frame)
        for name in (SCORE, *RANGE):
            found[name] = _said(frame, using.index_base)
    if GAP in frame:
        found[GAP] = (found[SCORE] * (frame[GAP] / frame[SCORE])).round(2)
    for name in set(SHARES) & set(frame):
        found[name] = _nearest(frame[name], using.share_base)
    for name in set(KEPT_INSIDE) & set(frame):
        found[name] = float("nan")
    if INDICATOR in frame:
        _keep_inside(found, frame[INDICATOR].isin(using.index_inside))
    return found


def _said(frame: pd.DataFrame, base: float) -> pd.Series:
    """The score, where all small counts of victims would be said alike."""
    least, most = (_step(frame[name], base) for name in RANGE)
    return _step(frame[SCORE], base).where(least.eq(most))


def _step(values: pd.Series, base: float) -> pd.Series:
    """The multiple from which on they lie: levels begin at multiples too."""
    return (values / base + 1e-9) // 1 * base


def _nearest(values: pd.Series, base: float) -> pd.Series:
    return ((values / base).round() * base).round(9)


def _keep_inside(found: pd.DataFrame, is_protected: pd.Series) -> None:
    """Take the figures of protected indicators out."""
    for name in found.select_dtypes("number").columns.difference([*OPEN]):
        found[name] = found[name].mask(is_protected)


def _require(frame: pd.DataFrame) -> None:
    missing = {SCORE, *RANGE} - set(frame)
    if missing:
        raise ValueError(f"a score leaves with {', '.join(sorted(missing))} alone")
