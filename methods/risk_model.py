"""The form of a risk model file, checked: data/risk_model.toml and scenarios of it.

Here is what is wrong, where, and with which value; what a reader sees of it stands in
data/text/risk_model.toml.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from methods.risk_model_names import GROUPS, KNOWN, entries, strange_names

Aggregation = Literal["geometric", "arithmetic"]
AGGREGATIONS: tuple[Aggregation, ...] = ("geometric", "arithmetic")
SMOOTHED_YEARS = {"count_rate_3_years": 3}  # how many years a rate is the mean of
DIMENSIONS = ("exposure", "vulnerability")
PROVINCES = 77  # of Thailand: no rule counts more of them
_HAIR = 1e-9
_MOST = 1e12  # a number beyond it is a slip, and weights of such a size have no sum

Kind = Literal[
    "aggregation",
    "balance",
    "breaks",
    "day",
    "dimension",
    "dimensions",
    "direction",
    "draws",
    "flag",
    "goalposts",
    "groups",
    "history",
    "missing",
    "months",
    "number",
    "positive",
    "provinces",
    "published_aggregation",
    "published_weight",
    "seed",
    "share",
    "smoothed",
    "spread",
    "sum",
    "text",
    "thresholds",
    "toml",
    "unknown",
    "weight",
    "winsorised",
    "year",
]
IsRight = Callable[[Any], bool]


class Fault(NamedTuple):
    """Something in a model file that cannot be used.

    Attributes:
        kind: What is wrong; its words stand under `risk_fault_<kind>`.
        where: Its place, as TOML names it: "indicator.E_COAST.weight".
        found: What stands there; "" for what is missing.
    """

    kind: Kind
    where: str
    found: str = ""


def faults(model: Mapping[str, Any], is_scenario: bool = False) -> list[Fault]:
    """What is wrong with a model; empty when nothing.

    Names that nothing reads come first, the others in the order of the file.

    Args:
        model: The file, parsed.
        is_scenario: Whether it is to be tried and not published: an indicator may then
            weigh nothing.
    """
    return [
        *(Fault("unknown", at, shown(value)) for at, value in strange_names(model)),
        *_checked(model, "version", "text", _is_text),
        *_checked(model, "base_fiscal_year_be", "year", _is_whole(2400, 2600)),
        *_checked(model, "minimum_completeness", "share", _is_share),
        *_thresholds(model),
        *_breaks(model),
        *_aggregation(model, is_scenario),
        *_months(model),
        *_dimension_weight(model),
        *_indicators(model, is_scenario),
        *(() if is_scenario else _method(model)),
    ]


def is_number(value: object) -> bool:
    """Whether it is a number to compute with; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= _MOST


def _is_share(value: Any) -> bool:  # noqa: ANN401
    return is_number(value) and 0 <= value <= 1


def _is_positive(value: Any) -> bool:  # noqa: ANN401
    return is_number(value) and value > 0


def _is_whole(least: int, most: int) -> IsRight:
    """The question whether a value is a whole number from least to most."""
    return lambda value: type(value) is int and least <= value <= most


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_day(value: object) -> bool:
    return type(value) is dt.date  # a moment is a date too, but no day


def _checked(
    table: object, name: str, kind: Kind, is_right: IsRight, within: str = ""
) -> Iterator[Fault]:
    """What is wrong with one value of a table; `within` is the place of the table."""
    found = table.get(name) if isinstance(table, dict) else None
    if found is None or found == "":
        yield Fault("missing", f"{within}{name}")
    elif not is_right(found):
        yield Fault(kind, f"{within}{name}", shown(found))


def _thresholds(model: Mapping[str, Any]) -> Iterator[Fault]:
    found = model.get("level_thresholds")
    if found is None:
        yield Fault("missing", "level_thresholds")
    elif not _is_rising(found, 4):
        yield Fault("thresholds", "level_thresholds", shown(found))


def _breaks(model: Mapping[str, Any]) -> Iterator[Fault]:
    found = model.get("coverage_breaks")
    if found is None:
        yield Fault("missing", "coverage_breaks")
    elif found != [] and not _is_rising(found, 2):
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
    name, is_right = "refresher_half_life_months", _is_whole(1, 600)
    yield from _checked(model.get("training"), name, "months", is_right, "training.")


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
    named = [i.get("dimension") for i in table.values() if isinstance(i, dict)]
    found = [each for each in DIMENSIONS if each in named]
    if len(found) == 1:
        yield Fault("dimensions", "indicator", found[0])


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
        kind: Kind = "weight" if is_scenario else "published_weight"
        yield Fault(kind, f"{where}.weight", shown(weight))
    posts = [indicator.get("goalpost_min"), indicator.get("goalpost_max")]
    if not _is_rising(posts, 2):
        yield Fault("goalposts", f"{where}.goalpost_min", shown(posts))
    if indicator.get("smoothed", "") not in ("", *SMOOTHED_YEARS):
        yield Fault("smoothed", f"{where}.smoothed", shown(indicator["smoothed"]))
    if not isinstance(indicator.get("derived", False), bool):
        yield Fault("flag", f"{where}.derived", shown(indicator["derived"]))


def _method(model: Mapping[str, Any]) -> Iterator[Fault]:
    """What a published model says besides: treatment, draws, history."""
    yield from _treatment(model.get("treatment"))
    yield from _uncertainty(model.get("uncertainty"), model)
    yield from _history(model)


def _history(model: Mapping[str, Any]) -> Iterator[Fault]:
    history = entries(model)
    known = [each.get("version") for each in history]
    own = model.get("version")
    if own and (known[-1:] != [own] or len({*map(str, known)}) < len(known)):
        yield Fault("history", "history", shown(known))
    for number, each in enumerate(history, start=1):
        within = f"history, {number}: "
        for name in ("version", "th", "en"):
            yield from _checked(each, name, "text", _is_text, within)
        yield from _checked(each, "since", "day", _is_day, within)


def _treatment(table: object) -> Iterator[Fault]:
    rules: tuple[tuple[str, Kind, IsRight], ...] = (
        ("skewness", "positive", _is_positive),
        ("kurtosis", "positive", _is_positive),
        ("winsorised_at_most", "winsorised", _is_whole(1, PROVINCES)),
        ("provinces_at_least", "provinces", _is_whole(4, PROVINCES)),
    )
    for name, kind, is_right in rules:
        yield from _checked(table, name, kind, is_right, "treatment.")


def _uncertainty(table: object, model: Mapping[str, Any]) -> Iterator[Fault]:
    given = table if isinstance(table, dict) else {}
    missing = [name for name in KNOWN["uncertainty"] if name not in given]
    yield from (Fault("missing", f"uncertainty.{name}") for name in missing)
    if missing:
        return
    rules: tuple[tuple[str, Kind, IsRight], ...] = (
        ("draws", "draws", _is_whole(100, 10_000)),
        ("seed", "seed", _is_whole(0, 999_999_999)),
        ("weight_spread", "spread", lambda found: _is_share(found) and found < 1),
    )
    for name, kind, is_right in rules:
        yield from _checked(given, name, kind, is_right, "uncertainty.")
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
