"""A scenario as a model file: saved, and loaded once it is checked.

The form is that of data/risk_model.toml; what a scenario cannot change must stand there
as it is published. Nothing is ever written to the published version.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st

from dashboard import audit, text
from dashboard.queries import risk as queries
from dashboard.text import Lang
from dashboard.ui.answers import ask
from dashboard.ui.origin import origin
from dashboard.ui.risk import scenario
from dashboard.ui.risk.scenario import STEPS, WHOLE, Scenario
from dashboard.ui.tables import handed_out
from dashboard.ui.words import lang, say, words
from methods.risk_model import AGGREGATIONS, DIMENSIONS, Aggregation, faults, shown

FILE = "risk_scenario.toml"
MOST_BYTES = 64 * 1024
_FAULT = "_risk_file_fault"  # session: why the file that was given is refused
FIXED = ("minimum_completeness", "level_thresholds", "treatment")
FIXED_OF_INDICATOR = (
    *("dimension", "direction", "goalpost_min", "goalpost_max", "smoothed"),
)
_HAIR = 1e-9


class ModelFileError(Exception):
    """A file that holds no scenario of the published model; says what to change."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = {
            name: shown(value) if isinstance(value, str) else value
            for name, value in values.items()
        }
        super().__init__(f"{self.said('th')}\n{self.said('en')}")

    def said(self, language: Lang) -> str:
        """The reason in a language, the values as they are."""
        return text.words(self.key, language, **self.values)


def model_file(tried: Scenario, choose: Callable[[Scenario], None]) -> None:
    """The scenario to keep, and the place for one that was kept.

    Args:
        tried: What the reader tries.
        choose: Takes the scenario of a file.
    """
    with st.expander(say("risk_file"), key="risk_file"):
        st.markdown(say("risk_file_text"))
        content = written(tried)
        handed_out(
            "risk_scenario",
            FILE,
            "application/toml",
            _line(),
            lambda: content,
            label=words("risk_file_save"),
        )
        given = st.file_uploader(
            say("risk_file_load"),
            type="toml",
            key="risk_upload",
            on_change=_take,
            args=(choose,),
        )
        reason = st.session_state.get(_FAULT)
        if given is not None and reason is not None:
            st.error(say("risk_file_refused", reason=reason.said(lang())))


def _line() -> audit.Handout:
    """What the log says of the file: it holds weights and no figure of a province."""
    found = origin()
    return audit.Handout(
        file=FILE,
        page="risk_index",
        audience="outside",
        rules_version=found.rules_version,
        version=found.version,
        selection={},
        rows=0,
        is_protected=False,
    )


def _take(choose: Callable[[Scenario], None]) -> None:
    """Take a scenario from the file that was given, or say why not."""
    given = st.session_state["risk_upload"]
    st.session_state.pop(_FAULT, None)  # it stays as long as the file that has it
    if given is None:
        return
    try:
        choose(read(given.getvalue()))
    except ModelFileError as error:
        st.session_state[_FAULT] = error


def published_model() -> dict[str, Any]:
    """The published model in the form of data/risk_model.toml."""
    found: dict[str, Any] = ask(queries.model)
    lower, upper = found["lower_break"], found["upper_break"]
    rows = scenario.indicators().to_dict("records")
    return {
        "version": found["version"],
        "base_fiscal_year_be": found["base_fiscal_year_be"],
        "minimum_completeness": found["minimum_completeness"],
        "level_thresholds": [found[f"level_{level}_from"] for level in (2, 3, 4, 5)],
        "coverage_breaks": [] if lower is None else [lower, upper],
        "aggregation": AGGREGATIONS[0],
        "training": {"refresher_half_life_months": found["refresher_half_life_months"]},
        "treatment": ask(queries.treatment),
        "uncertainty": _draws(),
        "dimension_weight": {name: found[f"{name}_weight"] for name in DIMENSIONS},
        "indicator": {row.pop("indicator_code"): _described(row) for row in rows},
    }


def _draws() -> dict[str, Any]:
    """How the index is drawn again: nothing of it is computed in a scenario."""
    found: dict[str, Any] = ask(queries.uncertainty)
    spans = ("exposure_weight_low", "exposure_weight_high")
    return {"exposure_weight": [found.pop(each) for each in spans]} | found


def _described(row: dict[str, Any]) -> dict[str, Any]:
    """An indicator as the file has it."""
    is_derived, years = row.pop("is_derived"), row.pop("smoothed_years")
    described = row | ({"derived": True} if is_derived else {})
    if pd.notna(years):
        described["smoothed"] = f"count_rate_{int(years)}_years"
    return described


def written(tried: Scenario) -> bytes:
    """The scenario as a file: the published model with the weights that are tried."""
    model = published_model()
    model["version"] = f"{model['version']}-scenario"
    model["aggregation"] = tried.aggregation
    if tried.exposure != scenario.published().exposure:
        share = tried.exposure / 100
        weights = (share, round(1 - share, 2))
        model["dimension_weight"] = dict(zip(DIMENSIONS, weights, strict=True))
    for code, indicator in model["indicator"].items():
        indicator["weight"] = round(
            indicator["weight"] * tried.weights[code] / WHOLE, 9
        )
    head = f"# {words('risk_file_head', version=published_model()['version'])}"
    return "\n".join([head, "", *_lines(model)]).encode()


def _lines(table: Mapping[str, Any], name: str = "") -> Iterator[str]:
    """A table as TOML: its values, then the tables in it."""
    for key, value in table.items():
        if not isinstance(value, dict):
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
    for key, value in table.items():
        if isinstance(value, dict):
            place = f"{name}.{key}".lstrip(".")
            if any(not isinstance(each, dict) for each in value.values()):
                yield from ("", f"[{place}]")
            yield from _lines(value, place)


def read(content: bytes) -> Scenario:
    """The scenario of a file.

    Raises:
        ModelFileError: It is too long, no TOML, cannot be right, or changes what a
            scenario cannot change.
    """
    model = _parsed(content)
    for fault in faults(model, is_scenario=True):
        raise ModelFileError(
            f"risk_fault_{fault.kind}", where=fault.where, found=fault.found
        )
    _require_published(model)
    share = model["dimension_weight"][DIMENSIONS[0]] * 100
    return Scenario(
        _per_cents(model["indicator"]),
        _exposure(share),
        cast("Aggregation", model.get("aggregation", AGGREGATIONS[0])),
    )


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise ModelFileError("risk_file_long", most=MOST_BYTES // 1024)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ModelFileError("risk_file_no_text") from error
    except ValueError as error:
        line = _line_of(error, content)
        raise ModelFileError("risk_file_no_toml", line=line) from error
    except RecursionError as error:
        raise ModelFileError("risk_file_deep") from error


def _line_of(error: ValueError, content: bytes) -> int:
    """Where the parser stopped: its message, in English, says the line or the end."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else content.count(b"\n") + 1


def _require_published(model: Mapping[str, Any]) -> None:
    """Refuse a model that differs in what no slider changes."""
    usual = published_model()
    odd = set(model["indicator"]) ^ set(usual["indicator"])
    if odd:
        raise ModelFileError("risk_file_indicators", found=", ".join(sorted(odd)))
    pairs = [(name, model.get(name), usual[name]) for name in FIXED]
    for code, own in usual["indicator"].items():
        found = model["indicator"][code]
        pairs += [
            (f"indicator.{code}.{name}", found.get(name), own.get(name))
            for name in FIXED_OF_INDICATOR
        ]
    for where, found, own in pairs:
        if found != own:
            raise ModelFileError(
                "risk_file_fixed", where=where, found=shown(found), published=shown(own)
            )


def _per_cents(table: Mapping[str, Any]) -> dict[str, int]:
    """The weights in per cent of the published ones."""
    columns = scenario.indicators()
    published = zip(columns["indicator_code"], columns["weight"], strict=True)
    return {
        code: _per_cent(code, table[code]["weight"], weight)
        for code, weight in published
    }


def _per_cent(code: str, weight: float, published: float) -> int:
    share = weight / published * WHOLE
    if round(share) not in STEPS or abs(share - round(share)) > _HAIR * WHOLE:
        raise ModelFileError(
            "risk_file_weight",
            where=f"indicator.{code}.weight",
            found=weight,
            published=published,
            step=STEPS.step,
            most=STEPS[-1] / WHOLE,
        )
    return round(share)


def _exposure(share: float) -> int:
    usual = scenario.published().exposure
    own = ask(queries.model)[f"{DIMENSIONS[0]}_weight"]
    if abs(share - float(str(own)) * 100) < _HAIR:
        return usual
    if abs(share - round(share)) > _HAIR * WHOLE:
        raise ModelFileError(
            "risk_file_balance", where="dimension_weight.exposure", found=share / 100
        )
    return round(share)
