"""Rates from small counts, drawn to what all areas together have."""

from typing import NamedTuple

import numpy as np

SMALL_BELOW = 10  # 1 to 9 are one and the same (rule small_count, data/disclosure.toml)
COUNTED_AS = 5  # what they count as; larger counts are rounded to multiples of it


def disclosed_counts(events: np.ndarray) -> np.ndarray:
    """Counts of persons as coarse as they may be disclosed of one area.

    Whatever is computed of these, however exactly, tells no more of an area than that
    it has none, a small count, or some multiple of 5. None stays none.

    Args:
        events: Counts, 0 or more; what is not whole, as of a rate, is rounded first.

    Source:
        data/disclosure.toml, rules small_count and provinces; that nothing made of a
        protected figure is less protected is "post-processing" in Dwork & Roth (2014),
        The Algorithmic Foundations of Differential Privacy, proposition 2.1.
    """
    whole = np.floor(np.asarray(events, dtype=float) + 0.5)
    rounded = np.floor(whole / COUNTED_AS + 0.5) * COUNTED_AS
    small = (whole >= 1) & (whole < SMALL_BELOW)
    return np.where(small, COUNTED_AS, rounded)


class Prior(NamedTuple):
    """The gamma distribution of the areas' true rates.

    Attributes:
        mean: Events per unit of exposure of all areas together.
        variance: Of the true rates; 0 when areas differ no more than by chance.
    """

    mean: float
    variance: float

    @property
    def alpha(self) -> float:
        """The shape: as many events are added to each area; infinite without spread."""
        return self.mean**2 / self.variance if self.variance else float("inf")

    @property
    def beta(self) -> float:
        """The rate: as much exposure is added to each area; infinite without spread."""
        return self.mean / self.variance if self.variance else float("inf")


def gamma_prior(events: np.ndarray, exposure: np.ndarray) -> Prior:
    """The prior that the areas themselves suggest, by the method of moments.

    Args:
        events: Counts of n areas, 0 or more.
        exposure: What each count is of, above 0, such as person-years.

    Raises:
        ValueError: No areas, not as many counts as exposures, one missing or out of
            range.

    Source:
        Marshall (1991), Mapping disease and mortality rates using empirical Bayes
        estimators, Applied Statistics 40; as esda's Empirical_Bayes, but with a
        variance that is below 0 set to 0, as Marshall does.
    """
    events, exposure = _checked(events, exposure)
    mean = float(events.sum() / exposure.sum())
    spread = (exposure * (events / exposure - mean) ** 2).sum() / exposure.sum()
    return Prior(mean, max(0.0, float(spread - mean / exposure.mean())))


def smoothed_rates(
    events: np.ndarray, exposure: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Empirical Bayes rates (y + alpha) / (n + beta), and how much of each is its own.

    Args:
        events: As in `gamma_prior`.
        exposure: As in `gamma_prior`.

    Returns:
        Rates per unit of exposure, and the weight (0 to 1) of the area's own rate in
        it, n / (n + beta); the rest is the mean's. Without spread the weight is 0.

    Raises:
        ValueError: As `gamma_prior`.

    Source:
        Clayton & Kaldor (1987), Empirical Bayes estimates of age-standardized relative
        risks, Biometrics 43; prior by Marshall (1991).
    """
    events, exposure = _checked(events, exposure)
    prior = gamma_prior(events, exposure)
    if prior.variance == 0:
        return np.full(len(events), prior.mean), np.zeros(len(events))
    own = exposure / (exposure + prior.beta)
    return (events + prior.alpha) / (exposure + prior.beta), own


def _checked(events: np.ndarray, exposure: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    events, exposure = (np.asarray(each, dtype=float) for each in (events, exposure))
    if not len(events) or len(events) != len(exposure):
        raise ValueError("counts and exposures must be as many, and not none")
    if not (np.isfinite(events).all() and np.isfinite(exposure).all()):
        raise ValueError("a count or an exposure is missing")
    if (events < 0).any() or (exposure <= 0).any():
        raise ValueError("a count is below 0, or an exposure is not above 0")
    return events, exposure
