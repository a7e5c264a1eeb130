"""The risk model of data/risk_model.toml as tables that the marts read."""

import tomllib
from pathlib import Path
from typing import Any

import duckdb

from etl import paths


class RiskModelError(ValueError):
    """The model file does not say what the method needs."""


def read(path: Path = paths.RISK_MODEL) -> dict[str, Any]:
    """The model as a dictionary, checked.

    Raises:
        RiskModelError: A threshold, weight or goalpost cannot be used.
    """
    model = tomllib.loads(path.read_text("utf-8"))
    thresholds = model["level_thresholds"]
    if len(thresholds) != 4 or sorted(thresholds) != thresholds:
        raise RiskModelError("level_thresholds needs four numbers in rising order")
    breaks = model["coverage_breaks"]
    if breaks and (len(breaks) != 2 or breaks[0] >= breaks[1]):
        raise RiskModelError("coverage_breaks needs two rising numbers or none")
    if abs(sum(model["dimension_weight"].values()) - 1) > 1e-9:
        raise RiskModelError("the weights of dimension_weight need the sum 1")
    months = model["training"]["refresher_half_life_months"]
    if type(months) is not int or months <= 0:
        raise RiskModelError("refresher_half_life_months needs whole months above 0")
    for code, indicator in model["indicator"].items():
        if indicator["weight"] <= 0 or indicator["direction"] not in (1, -1):
            raise RiskModelError(f"{code} needs a weight above 0 and direction 1 or -1")
        if indicator["goalpost_min"] >= indicator["goalpost_max"]:
            raise RiskModelError(f"{code}: goalpost_min is not below goalpost_max")
    return model


def install(con: duckdb.DuckDBPyConnection, target: str) -> str:
    """Write `risk_model` (one row) and `risk_model_indicator`; gives the version."""
    model = read()
    breaks = model["coverage_breaks"] or [None, None]
    con.execute(
        f"create table {target}.risk_model as select "
        "$version::varchar as version, $base::bigint as base_fiscal_year_be, "
        "$complete::double as minimum_completeness, "
        "$l1::double as level_2_from, $l2::double as level_3_from, "
        "$l3::double as level_4_from, $l4::double as level_5_from, "
        "$b1::double as lower_break, $b2::double as upper_break, "
        "$we::double as exposure_weight, $wv::double as vulnerability_weight, "
        "$months::integer as refresher_half_life_months",
        {
            "version": model["version"],
            "base": model["base_fiscal_year_be"],
            "complete": model["minimum_completeness"],
            **{f"l{i}": v for i, v in enumerate(model["level_thresholds"], 1)},
            "b1": breaks[0],
            "b2": breaks[1],
            "we": model["dimension_weight"]["exposure"],
            "wv": model["dimension_weight"]["vulnerability"],
            "months": model["training"]["refresher_half_life_months"],
        },
    )
    con.execute(
        f"create table {target}.risk_model_indicator (indicator_code varchar, "
        "dimension varchar, direction integer, weight double, goalpost_min double, "
        "goalpost_max double, is_derived boolean)"
    )
    con.executemany(
        f"insert into {target}.risk_model_indicator values (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                code,
                words["dimension"],
                words["direction"],
                words["weight"],
                words["goalpost_min"],
                words["goalpost_max"],
                words.get("derived", False),
            )
            for code, words in model["indicator"].items()
        ],
    )
    return str(model["version"])
