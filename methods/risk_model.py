"""The form of a risk model file, checked: data/risk_model.toml and scenarios of it.

Here is what is wrong, where, and with which value; what a reader sees of it stands in
data/text/risk_model.toml.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

Aggregation = Literal["geometric", "arithmetic"]
AGGREGATIONS: tuple[Aggregation, ...] = ("geometric", "arithmetic")
SMOOTHED_YEARS = {"count_rate_3_years": 3}  # how many years a rate is the mean of
DIMENSIONS = ("exposure", "vulnerability")
TREATMENT = ("skewness", "kurtosis", "winsorised_at_most", "provinces_at_least")
GROUPS = ("certain_from", "probable_from", "open_from")
_HAIR = 1e-9


class Fault(NamedTuple):
    """Something in a model file that cannot be used.

    Attributes:
        kind: "missing", "number", "thresholds", "breaks", "sum", "months", "weight",
            "direction", "dimension", "goalposts", "share", "aggregation", "smoothed";
            of a model that is published "published_weight", "published_aggregation",
            "positive", "provinces", "draws", "spread", "balance", "groups", "history".
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
        *(() if is_scenario else _method(model)),
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
    if indicator.get("smoothed", "") not in ("", *SMOOTHED_YEARS):
        yield Fault("smoothed", f"{where}.smoothed", shown(indicator["smoothed"]))


def _method(model: Mapping[str, Any]) -> Iterator[Fault]:
    """What a published model says besides: treatment, draws, history."""
    yield from _treatment(model.get("treatment"))
    yield from _uncertainty(model.get("uncertainty"), model)
    history = model.get("history")
    if not isinstance(history, list) or not all(isinstance(e, dict) for e in history):
        history = []
    known = [each.get("version") for each in history]
    own = model.get("version")
    if own and (not known or known[-1] != own or len({*known}) < len(known)):
        yield Fault("history", "history", shown(known))
    for number, each in enumerate(history, start=1):
        for name in ("since", "th", "en"):
            if not each.get(name):
                yield Fault("missing", f"history, {number}: {name}")


def _treatment(table: object) -> Iterator[Fault]:
    for name in TREATMENT:
        where = f"treatment.{name}"
        found = table.get(name) if isinstance(table, dict) else None
        if found is None:
            yield Fault("missing", where)
        elif not is_number(found) or found <= 0:
            yield Fault("positive", where, shown(found))
        elif name == "provinces_at_least" and found < 4:
            yield Fault("provinces", where, shown(found))


def _uncertainty(table: object, model: Mapping[str, Any]) -> Iterator[Fault]:
    names = ("draws", "seed", "weight_spread", "exposure_weight", *GROUPS)
    given = table if isinstance(table, dict) else {}
    missing = [name for name in names if name not in given]
    yield from (Fault("missing", f"uncertainty.{name}") for name in missing)
    if missing:
        return
    if type(given["draws"]) is not int or given["draws"] < 100:
        yield Fault("draws", "uncertainty.draws", shown(given["draws"]))
    spread = given["weight_spread"]
    if not is_number(spread) or not 0 <= spread < 1:
        yield Fault("spread", "uncertainty.weight_spread", shown(spread))
    if not _holds(given["exposure_weight"], model.get("dimension_weight")):
        found = shown(given["exposure_weight"])
        yield Fault("balance", "uncertainty.exposure_weight", found)
    groups = [given[name] for name in GROUPS]
    if not _is_rising([0, *groups[::-1]], 4) or groups[0] > 1:
        yield Fault("groups", f"uncertainty.{GROUPS[0]}", shown(groups))


def _holds(limits: object, weights: object) -> bool:
    """Whether two limits between 0 and 1 hold the weight of exposure, if it has one."""
    if not isinstance(limits, list) or not _is_rising([0, *limits, 1], 4):
        return False
    own = weights.get("exposure") if isinstance(weights, dict) else None
    return not is_number(own) or limits[0] <= own <= limits[1]


def _is_weight(found: Any, is_scenario: bool) -> bool:  # noqa: ANN401
    return is_number(found) and (found > 0 or (is_scenario and found == 0))


def shown(found: object) -> str:
    """The beginning of a value, in one line."""
    return " ".join(str(found).split())[:60]
