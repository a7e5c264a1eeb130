"""Random draws in whole numbers, the same on every machine for the same seed.

`random.Random` gives the same bits everywhere; logarithms, exponentials and sums of
floats do not. So every draw here goes through integers.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

BITS = 10
SLOTS = 1 << BITS


def source(seed: int, subject: str) -> Random:
    """A stream of its own per subject, so that one file's size moves no other file."""
    return Random(f"{seed}/{subject}")


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to exactly `total`.

    Largest remainders get what rounding down leaves over; of equal ones the first.
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in rest[: total - sum(shares)]:
        shares[index] += 1
    return shares


def wheel(weights: Mapping[T, int]) -> tuple[T, ...]:
    """1,024 slots filled in proportion to the weights, for `spin`."""
    slots = apportion(SLOTS, list(weights.values()))
    return tuple(
        value for value, count in zip(weights, slots, strict=True) for _ in range(count)
    )


def spin(rng: Random, slots: tuple[T, ...]) -> T:
    """One value of a wheel."""
    return slots[rng.getrandbits(BITS)]


def chance(rng: Random, per_1000: int) -> bool:
    """True in about `per_1000` of 1,000 draws."""
    return rng.randrange(1000) < per_1000


def around(rng: Random, value: int, percent: int) -> int:
    """A whole number within `percent` of the value, every one equally likely."""
    reach = abs(value) * percent // 100
    return value + rng.randrange(-reach, reach + 1)


def count(rng: Random, mean_thousandths: int) -> int:
    """A count that scatters nearly like a Poisson count of this mean.

    Every whole unit of the mean is eight coin throws of one in eight, so the variance
    is seven eighths of the mean.
    """
    units, rest = divmod(mean_thousandths, 1000)
    hits = sum(rng.getrandbits(3) == 0 for _ in range(8 * units))
    return hits + sum(rng.randrange(8000) < rest for _ in range(8))


def pick_some(rng: Random, weights: Mapping[T, int], number: int) -> list[T]:
    """`number` different values, the heavier the likelier; fewer if few have weight."""
    left = {value: weight for value, weight in weights.items() if weight > 0}
    chosen: list[T] = []
    while left and len(chosen) < number:
        point = rng.randrange(sum(left.values()))
        for value, weight in left.items():
            point -= weight
            if point < 0:
                chosen.append(value)
                del left[value]
                break
    return chosen
