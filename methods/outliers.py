"""Whether single values would decide an indicator's scale, and what is done about it.

Skewness and kurtosis tell outliers; they are winsorised while they are few, else the
scale is made logarithmic.
"""

from typing import NamedTuple

import numpy as np

LOG_OFFSET = 0.01  # of the scale's width, so that its lower end has a logarithm


class Rule(NamedTuple):
    """When values have outliers, and how many may be winsorised.

    Attributes:
        skewness: Outliers need an absolute skewness above it ...
        kurtosis: ... and an excess kurtosis above it.
        points_at_most: So many values at most are winsorised.
    """

    skewness: float = 2.0
    kurtosis: float = 3.5
    points_at_most: int = 5


USUAL = Rule()


class Treatment(NamedTuple):
    """What is done with an indicator's values, in its own unit.

    Attributes:
        kind: "none", "winsorised" or "log".
        tail: Where the outliers are, "high" or "low"; empty without any.
        low: Lower values are set to it; None when there are no outliers below.
        high: Higher values are set to it; None when there are none above.
        points: How many values were winsorised.
    """

    kind: str
    tail: str = ""
    low: float | None = None
    high: float | None = None
    points: int = 0


def skewness(values: np.ndarray) -> float:
    """The sample skewness G1; 0 without spread, NaN under 3 values.

    Source:
        Joanes & Gill (1998), Comparing measures of sample skewness and kurtosis, The
        Statistician 47; the same as Excel's SKEW and DuckDB's skewness().
    """
    n = len(values)
    if n < 3:
        return float("nan")
    away = values - values.mean()
    spread = (away**2).mean()
    if spread == 0:
        return 0.0
    return float((away**3).mean() / spread**1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: np.ndarray) -> float:
    """The sample excess kurtosis G2 (0 for a normal); 0 without spread, NaN under 4.

    Source:
        As `skewness`; the same as Excel's KURT and DuckDB's kurtosis().
    """
    n = len(values)
    if n < 4:
        return float("nan")
    away = values - values.mean()
    spread = (away**2).mean()
    if spread == 0:
        return 0.0
    excess = (away**4).mean() / spread**2 - 3
    return float(((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3)))


def has_outliers(values: np.ndarray, rule: Rule = USUAL) -> bool:
    """True when both skewness and kurtosis are above their limits.

    Source:
        OECD/JRC (2008), Handbook on Constructing Composite Indicators, and COINr 1.1
        (`check_SkewKurt`): |G1| > 2 and excess G2 > 3.5.
    """
    is_skewed = abs(skewness(values)) > rule.skewness
    return bool(is_skewed and kurtosis(values) > rule.kurtosis)


def treatment(values: np.ndarray, rule: Rule = USUAL) -> Treatment:
    """What the values need so that no outlier decides their scale.

    The highest values (the lowest, when skewness is negative) are set to the next one,
    until the rule finds no outliers. Where that takes more than so many points, the
    scale becomes logarithmic instead and nothing is winsorised. Something that has but
    two values, such as a border, has no outliers.

    Args:
        values: One for each province, none missing, in any unit.
        rule: When values have outliers, and how many may be winsorised.

    Source:
        OECD/JRC (2008) as coded in COINr 1.1, `Treat` with `winsorise` (winmax 5) and
        `log_CT`. It differs in two points: tied values beyond `points_at_most` are not
        winsorised in a last step, and outliers below mirror the logarithm.
    """
    levels = np.unique(values)
    if len(levels) <= 2 or not has_outliers(values, rule):
        return Treatment("none")
    tail = "high" if skewness(values) > 0 else "low"
    limits = levels[-2:0:-1] if tail == "high" else levels[1:-1]
    for limit in limits:
        beyond = values > limit if tail == "high" else values < limit
        if beyond.sum() > rule.points_at_most:
            break
        if not has_outliers(np.where(beyond, limit, values), rule):
            ends = (None, float(limit)) if tail == "high" else (float(limit), None)
            return Treatment("winsorised", tail, ends[0], ends[1], int(beyond.sum()))
    return Treatment("log", tail)


def log_scale(
    values: np.ndarray, low: float, high: float, tail: str = "high"
) -> np.ndarray:
    """Shares (0 to 1) of a logarithmic way from `low` to `high`.

    Args:
        values: In the unit of `low` and `high`; what lies beyond is set to them.
        low: Where the scale begins.
        high: Where it ends, above `low`.
        tail: Where the outliers are; the other end is drawn out.

    Source:
        COINr 1.1, `log_CT`: ln(x - min + 0.01 (max - min)), here with the goalposts as
        minimum and maximum, so that years stay comparable, put on 0 to 1.
    """
    share = np.clip((values - low) / (high - low), 0, 1)
    if tail == "low":
        mirrored: np.ndarray = 1 - log_scale(1 - share, 0, 1)
        return mirrored
    drawn: np.ndarray = np.log1p(share / LOG_OFFSET) / np.log1p(1 / LOG_OFFSET)
    return drawn
