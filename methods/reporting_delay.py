"""How complete a recent week is by now, and how many tips it will have in the end.

From tips by the week they were received in and the week in which they became known. A
recent week has not had the time for long delays, so delays are counted backwards: of
what was known after u weeks, which share came in the last of them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods.negative_binomial import Array

LEVEL, DRAWS = 0.95, 4000


class Delays(NamedTuple):
    """How tips became known; one entry for each delay 0, 1, ... weeks.

    Attributes:
        came: Tips known with just this delay, of weeks old enough to show it.
        known: Tips of the same weeks known with this delay or a shorter one.
        share: Which share of a week is known after so many weeks; 1 at the last, and
            missing where no week has shown a longer delay yet.
    """

    came: Array
    known: Array
    share: Array


class Completed(NamedTuple):
    """What weeks will have in the end; one entry for each, missing without delays.

    Attributes:
        share: Which share of the week is known by now, 0 to 1.
        total: Tips expected in the end.
        low: Lower limit of the 95 % interval: never below what is known.
        high: Upper limit.
    """

    share: Array
    total: Array
    low: Array
    high: Array


def delays(
    week: NDArray[np.int64],
    known: NDArray[np.int64],
    tips: Array,
    now: int,
    longest: int,
) -> Delays:
    """How delays are spread, by the weeks that were old enough to show each of them.

    The share known after d weeks is the product over u > d of 1 - came_u / known_u.

    Args:
        week: Number of the week in which tips were received; any origin.
        known: Number of the week at whose end they were first known.
        tips: How many; of a line that stands for several.
        now: The last complete week.
        longest: Delay in weeks, 1 or more, after which a week is taken as complete;
            what took longer counts as having taken this.

    Raises:
        ValueError: A tip was known before its week or after `now`, or `longest` is 0.

    Source:
        Lawless (1994), Adjustments for reporting delays and the prediction of occurred
        but not reported events, Canadian Journal of Statistics 22; the chain ladder of
        Mack (1993), ASTIN Bulletin 23, in one line for all weeks.
    """
    took = known - week
    if longest < 1:
        raise ValueError(
            f"a longest delay of {longest} weeks leaves nothing to estimate"
        )
    if len(took) and (took.min() < 0 or known.max() > now):
        raise ValueError(
            "a tip is known before the week it was received in, or after week "
            f"{now}: give weeks counted from the same day"
        )
    took = np.minimum(took, longest)
    came, seen = np.zeros((2, longest + 1))
    for delay in range(longest + 1):
        is_old = week <= now - delay
        came[delay] = tips[is_old & (took == delay)].sum()
        seen[delay] = tips[is_old & (took <= delay)].sum()
    return Delays(came, seen, _shares(_hazard(came, seen)))


def completed(
    tips: Array,
    ago: NDArray[np.int64],
    found: Delays,
    *,
    seed: int,
    level: float = LEVEL,
) -> Completed:
    """Each week's tips in the end, with an interval.

    Two things are uncertain, and both are drawn: the delays, each came_u / known_u as a
    Beta variable with Jeffreys' prior; and how many tips are still to come, given n
    known of a share F: negative binomial with n + 1/2 and F, which is the posterior
    prediction of a Poisson count under Jeffreys' prior. A week of which nothing is
    known yet thus has an upper limit above 0.

    Args:
        tips: Known by now, of each week.
        ago: How many weeks ago each ended, 0 for the last complete week.
        found: The delays; of the country where a province has too few tips.
        seed: Of the generator; the same seed gives the same interval.
        level: Of the interval.

    Raises:
        ValueError: A week lies in the future.

    Source:
        Hoehle & an der Heiden (2014), Bayesian nowcasting during the STEC O104:H4
        outbreak in Germany, Biometrics 70, simplified: a Beta variable for each delay,
        the same for all weeks, and no smoothing of tips over weeks.
    """
    if len(ago) and ago.min() < 0:
        raise ValueError(f"a week {-ago.min()} weeks ahead has no tips to complete")
    place = np.minimum(ago, len(found.share) - 1)
    random = np.random.default_rng(seed)
    came, seen = found.came[1:], found.known[1:]
    drawn = random.beta(came + 0.5, seen - came + 0.5, size=(DRAWS, len(came)))
    shares = _shares(np.column_stack([np.ones(DRAWS), drawn]))[:, place]
    missing = random.poisson(random.gamma(tips + 0.5, 1 / shares) * (1 - shares))
    tail = (1 - level) / 2
    low, high = np.quantile(missing, (tail, 1 - tail), axis=0, method="inverted_cdf")
    share = found.share[place]
    total = np.where(share > 0, tips / np.where(share > 0, share, 1.0), np.nan)
    gap = np.where(np.isnan(share), np.nan, 0.0)
    return Completed(share, total, tips + low + gap, tips + high + gap)


def _hazard(came: Array, seen: Array) -> Array:
    return np.where(seen > 0, came / np.where(seen > 0, seen, 1.0), np.nan)


def _shares(hazard: Array) -> Array:
    """Products of 1 - hazard over all longer delays, along the last axis."""
    later = np.flip(np.cumprod(np.flip(1 - hazard[..., 1:], -1), -1), -1)
    return np.concatenate([later, np.ones((*hazard.shape[:-1], 1))], axis=-1)
