"""The names that a risk model file may hold, and those in it that nothing reads.

A name that is misspelt would be without effect, and nobody would know.
"""

from collections.abc import Iterator, Mapping
from typing import Any

GROUPS = ("certain_from", "probable_from", "open_from")
KNOWN = {  # what each table may hold; "" is the file itself
    "": (
        "version",
        "base_fiscal_year_be",
        "minimum_completeness",
        "level_thresholds",
        "coverage_breaks",
        "aggregation",
        "training",
        "treatment",
        "uncertainty",
        "dimension_weight",
        "indicator",
        "history",
    ),
    "training": ("refresher_half_life_months",),
    "treatment": ("skewness", "kurtosis", "winsorised_at_most", "provinces_at_least"),
    "uncertainty": ("draws", "seed", "weight_spread", "exposure_weight", *GROUPS),
}
OF_INDICATOR = (
    "dimension",
    "direction",
    "weight",
    "goalpost_min",
    "goalpost_max",
    "derived",
    "smoothed",
)
OF_HISTORY = ("version", "since", "th", "en")


def strange_names(model: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The place and the value of each name that is not known."""
    for name, known in KNOWN.items():
        table = model.get(name) if name else model
        yield from _strange(table, known, f"{name}." if name else "")
    indicators = model.get("indicator")
    if isinstance(indicators, dict):
        for code, table in indicators.items():
            yield from _strange(table, OF_INDICATOR, f"indicator.{code}.")
    for number, table in enumerate(entries(model), start=1):
        yield from _strange(table, OF_HISTORY, f"history, {number}: ")


def entries(model: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The history of a model, or none where it is no list of tables."""
    found = model.get("history")
    if not isinstance(found, list) or not all(isinstance(e, dict) for e in found):
        return []
    return found


def _strange(
    table: object, known: tuple[str, ...], within: str
) -> Iterator[tuple[str, object]]:
    if isinstance(table, dict):
        for name, value in table.items():
            if name not in known:
                yield f"{within}{name}", value
