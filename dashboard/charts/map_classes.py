"""Colours of the classes of indicator maps: one figure, a change, clusters."""

from collections.abc import Mapping, Sequence

from dashboard.maps import (
    LAYER_RAMP,
    NO_DATA,
    UNREPORTED,
    WITHHELD,
    ZERO_FILL,
    Kind,
    ink_on,
    no_data,
    not_reported,
    withheld,
)

# From pale to dark; of the ramps tried, those whose classes stay furthest apart in
# ordinary sight and in the three colour-blindnesses.
FIVE = ("#eaf6fb", "#a3d0e6", "#559fc6", "#2268a0", "#08285c")
RAMPS = {
    1: FIVE[2:3],
    2: (FIVE[1], FIVE[3]),
    3: (FIVE[0], FIVE[2], FIVE[4]),
    4: LAYER_RAMP,
    5: FIVE,
}
# Fallen, unchanged, risen: neither end is good or bad by itself, words say which.
FALLEN = ("#123f7d", "#5a8fcb", "#b6cdea")  # the largest first
RISEN = ("#f2c88f", "#c9781f", "#7a3d00")
UNCHANGED_FILL = "#f4f4f2"
CLUSTER_FILL = {
    "high_high": "#a63603",
    "high_low": "#fdae6b",
    "low_high": "#9ecae1",
    "low_low": "#1f5a9e",
    "chance": "#e6e8ea",
}
NOT_COMPUTED = "not_computed"
NOT_COMPARABLE = "not_comparable"


def not_computed(label: str) -> Kind:
    """The class of what cannot be computed of what is there: dotted."""
    return Kind(NOT_COMPUTED, label, fill="#ececec", ink="#5a5f66", pattern="dots")


def _unknown(states: Mapping[str, str]) -> list[Kind]:
    """The ways of not knowing that have a name here."""
    makers = {
        NOT_COMPUTED: not_computed,
        WITHHELD: withheld,
        UNREPORTED: not_reported,
        NO_DATA: no_data,
    }
    return [make(states[key]) for key, make in makers.items() if key in states]


def value_kinds(ranges: Sequence[str], states: Mapping[str, str]) -> list[Kind]:
    """Zero where there is any, the classes from low to high, and ways of not knowing.

    Args:
        ranges: What the classes are called, one to five, the lowest first.
        states: Names of "zero", "not_computed", "withheld", "not_reported" and "none",
            of those that the legend shall have.
    """
    zeros = [states[key] for key in ("zero",) if key in states]
    shades = enumerate(zip(ranges, RAMPS[max(1, len(ranges))], strict=False), start=1)
    return [
        *(Kind("zero", label, ZERO_FILL, ink_on(ZERO_FILL)) for label in zeros),
        *(Kind(f"class_{n}", label, f, ink_on(f)) for n, (label, f) in shades),
        *_unknown(states),
    ]


def not_comparable(label: str) -> Kind:
    """The class of two figures that are made of different things: hatched."""
    return Kind(NOT_COMPARABLE, label, fill="#e4e1ee", ink="#5b4a8a", pattern="hatch")


def change_kinds(
    fallen: Sequence[str],
    unchanged: str,
    risen: Sequence[str],
    missing: str,
    apart: str | None = None,
) -> list[Kind]:
    """Classes of a difference about 0: the largest fall first, the largest rise last.

    Args:
        fallen: What classes of falls are called, up to three, the largest first.
        unchanged: Of no difference.
        risen: Of rises, the smallest first.
        missing: Of provinces without a figure in both years.
        apart: Of those whose two figures cannot be compared, where there may be some.
    """
    down = FALLEN[len(FALLEN) - len(fallen) :]
    up = RISEN[: len(risen)]
    return [
        *(
            Kind(f"fall_{len(fallen) - at}", label, f, ink_on(f))
            for at, (label, f) in enumerate(zip(fallen, down, strict=True))
        ),
        Kind("same", unchanged, UNCHANGED_FILL, ink_on(UNCHANGED_FILL)),
        *(
            Kind(f"rise_{at}", label, f, ink_on(f))
            for at, (label, f) in enumerate(zip(risen, up, strict=True), start=1)
        ),
        *([] if apart is None else [not_comparable(apart)]),
        not_computed(missing),
    ]


def cluster_kinds(names: Mapping[str, str]) -> list[Kind]:
    """High among high neighbours and its kin, what may be chance, and what is unknown.

    Args:
        names: Of the keys of CLUSTER_FILL, "not_computed" and "none".
    """
    fills = CLUSTER_FILL.items()
    return [
        *(Kind(key, names[key], fill, ink_on(fill)) for key, fill in fills),
        not_computed(names[NOT_COMPUTED]),
        no_data(names[NO_DATA]),
    ]
