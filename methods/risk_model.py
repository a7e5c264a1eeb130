"""The form of a risk model file, checked: data/risk_model.toml and scenarios of it.

Here is what is wrong, where, and with which value; what a reader sees of it stands in
data/text/risk_model.toml.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

Aggregation = Literal["geometric", "arithmetic"]
AGGREGATIONS: tuple[Aggregation, ...] = ("geometric", "arithmetic")
DIMENSIONS = ("exposure", "vulnerability")
_HAIR = 1e-9


class Fault(NamedTuple):
    """Something in a model file that cannot be used.

    Attributes:
        kind: "missing", "number", "thresholds", "breaks", "sum", "months", "weight",
            "direction", "dimension", "goalposts", "share", "aggregation"; of a model
            that is published "published_weight" and "published_aggregation".
        where: Its place, as TOML names it: "indicator.E_COAST.weight".
        found: What stands there; "" for what is missing.
    """

    kind: str
    where: str
    found: str = ""


def faults(model: Mapping[str, Any], is_scenario: bool = False) -> list[Fault]:
    """What is wrong with a model, in the order of the file; empty when nothing.

    Args:
        model: The file, parsed.
        is_scenario: Whether it is to be tried and not published: an indicator may then
            weigh nothing.
    """
    named = ("version", "base_fiscal_year_be", "coverage_breaks")
    return [
        *(Fault("missing", where) for where in named if where not in model),
        *_share(model, "minimum_completeness"),
        *_thresholds(model),
        *_breaks(model),
        *_aggregation(model, is_scenario),
        *_months(model),
        *_dimension_weight(model),
        *_indicators(model, is_scenario),
    ]


def is_number(value: object) -> bool:
    """Whether a value of the file is a finite number; true and false are none."""
    is_numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return is_numeric and math.isfinite(value)  # type: ignore[arg-type]


def _share(model: Mapping[str, Any], where: str) -> Iterator[Fault]:
    found = model.get(where)
    if found is None:
        yield Fault("missing", where)
    elif not is_number(found) or not 0 <= found <= 1:
        yield Fault("share", where, shown(found))


def _thresholds(model: Mapping[str, Any]) -> Iterator[Fault]:
    found = model.get("level_thresholds")
    if found is None:
        yield Fault("missing", "level_thresholds")
    elif not _is_rising(found, 4):
        yield Fault("thresholds", "level_thresholds", shown(found))


def _breaks(model: Mapping[str, Any]) -> Iterator[Fault]:
    found = model.get("coverage_breaks", [])
    if found != [] and not _is_rising(found, 2):
        yield Fault("breaks", "coverage_breaks", shown(found))


def _is_rising(found: object, number: int) -> bool:
    """Whether it is a list of so many numbers, each above the one before."""
    if not isinstance(found, list) or len(found) != number:
        return False
    if not all(map(is_number, found)):
        return False
    return all(low < high for low, high in zip(found, found[1:], strict=False))


def _aggregation(model: Mapping[str, Any], is_scenario: bool) -> Iterator[Fault]:
    found = model.get("aggregation", AGGREGATIONS[0])
    if found not in AGGREGATIONS:
        yield Fault("aggregation", "aggregation", shown(found))
    elif not is_scenario and found != AGGREGATIONS[0]:
        yield Fault("published_aggregation", "aggregation", shown(found))


def _months(model: Mapping[str, Any]) -> Iterator[Fault]:
    where = "training.refresher_half_life_months"
    training = model.get("training")
    found = training.get(where[9:]) if isinstance(training, dict) else None
    if found is None:
        yield Fault("missing", where)
    elif type(found) is not int or found <= 0:
        yield Fault("months", where, shown(found))


def _dimension_weight(model: Mapping[str, Any]) -> Iterator[Fault]:
    table = model.get("dimension_weight")
    if not isinstance(table, dict) or set(table) != set(DIMENSIONS):
        yield Fault("missing", f"dimension_weight: {', '.join(DIMENSIONS)}")
        return
    bad = {name: w for name, w in table.items() if not is_number(w) or w < 0}
    for name, found in bad.items():
        yield Fault("number", f"dimension_weight.{name}", shown(found))
    if not bad and abs(sum(table.values()) - 1) > _HAIR:
        yield Fault("sum", "dimension_weight", shown(sum(table.values())))


def _indicators(model: Mapping[str, Any], is_scenario: bool) -> Iterator[Fault]:
    table = model.get("indicator")
    if not isinstance(table, dict) or not table:
        yield Fault("missing", "indicator")
        return
    for code, indicator in table.items():
        where = f"indicator.{code}"
        if isinstance(indicator, dict):
            yield from _indicator(indicator, where, is_scenario)
        else:
            yield Fault("missing", where)


def _indicator(
    indicator: Mapping[str, Any], where: str, is_scenario: bool
) -> Iterator[Fault]:
    if indicator.get("dimension") not in DIMENSIONS:
        yield Fault(
            "dimension", f"{where}.dimension", shown(indicator.get("dimension"))
        )
    direction = indicator.get("direction")
    if direction not in (1, -1) or not is_number(direction):
        yield Fault("direction", f"{where}.direction", shown(direction))
    weight = indicator.get("weight")
    if not _is_weight(weight, is_scenario):
        kind = "weight" if is_scenario else "published_weight"
        yield Fault(kind, f"{where}.weight", shown(weight))
    posts = [indicator.get("goalpost_min"), indicator.get("goalpost_max")]
    if not _is_rising(posts, 2):
        yield Fault("goalposts", f"{where}.goalpost_min", shown(posts))


def _is_weight(found: Any, is_scenario: bool) -> bool:  # noqa: ANN401
    return is_number(found) and (found > 0 or (is_scenario and found == 0))


def shown(found: object) -> str:
    """The beginning of a value, in one line."""
    return " ".join(str(found).split())[:60]
