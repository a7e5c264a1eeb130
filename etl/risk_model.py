"""The risk model of data/risk_model.toml as tables that the marts read."""

import tomllib
from pathlib import Path
from typing import Any

import duckdb

from etl import paths, workspace
from etl.refusal import BuildError
from methods.risk_model import SMOOTHED_YEARS, Fault, faults, shown

TABLES = (
    *("risk_model", "risk_model_indicator", "risk_model_treatment"),
    *("risk_model_uncertainty", "risk_method_version"),
)
FAULTS = paths.ROOT / "data" / "text" / "risk_model.toml"


class RiskModelError(BuildError):
    """The model file does not say what the method needs."""


def read(path: Path | None = None) -> dict[str, Any]:
    """The model as a dictionary, checked; without a path, data/risk_model.toml.

    Raises:
        RiskModelError: It is no TOML, or a threshold, weight or goalpost in it cannot
            be used.
    """
    text = (path or paths.RISK_MODEL).read_bytes()
    try:
        model = tomllib.loads(text.decode())
    except ValueError as error:
        raise RiskModelError(_said(Fault("toml", "", shown(error)))) from error
    for fault in faults(model):
        raise RiskModelError(_said(fault))
    return model


def _said(fault: Fault) -> str:
    """What is wrong with the file, in Thai and English."""
    texts = tomllib.loads(FAULTS.read_text("utf-8"))[f"risk_fault_{fault.kind}"]
    said = (texts[lang].format(**fault._asdict()) for lang in ("th", "en"))
    return f"{paths.RISK_MODEL.name}: {' / '.join(said)}"


def install(con: duckdb.DuckDBPyConnection) -> None:
    """Write the tables `risk_model…` and `risk_method_version` in the current database.

    `risk_model`, `risk_model_treatment` and `risk_model_uncertainty` have one row.
    """
    model = read()
    breaks = model["coverage_breaks"] or [None, None]
    con.execute(
        "create table risk_model as select "
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
        "create table risk_model_indicator (indicator_code varchar, "
        "dimension varchar, direction integer, weight double, goalpost_min double, "
        "goalpost_max double, is_derived boolean, smoothed_years integer)"
    )
    workspace.insert(
        con,
        "risk_model_indicator",
        [
            (
                code,
                words["dimension"],
                words["direction"],
                words["weight"],
                words["goalpost_min"],
                words["goalpost_max"],
                words.get("derived", False),
                SMOOTHED_YEARS.get(words.get("smoothed", "")),
            )
            for code, words in model["indicator"].items()
        ],
    )
    _install_method(con, model)


def _install_method(con: duckdb.DuckDBPyConnection, model: dict[str, Any]) -> None:
    """Write how outliers are treated, what is drawn, and the history of versions."""
    con.execute(
        "create table risk_model_treatment as select "
        "$skewness::double as skewness, $kurtosis::double as kurtosis, "
        "$winsorised_at_most::bigint as winsorised_at_most, "
        "$provinces_at_least::bigint as provinces_at_least",
        model["treatment"],
    )
    low, high = model["uncertainty"]["exposure_weight"]
    drawn = {n: v for n, v in model["uncertainty"].items() if n != "exposure_weight"}
    con.execute(
        "create table risk_model_uncertainty as select "
        "$draws::bigint as draws, $seed::bigint as seed, "
        "$weight_spread::double as weight_spread, "
        "$low::double as exposure_weight_low, $high::double as exposure_weight_high, "
        "$certain_from::double as certain_from, "
        "$probable_from::double as probable_from, $open_from::double as open_from",
        {**drawn, "low": low, "high": high},
    )
    con.execute(
        "create table risk_method_version "
        "(version varchar, since date, text_th varchar, text_en varchar)"
    )
    workspace.insert(
        con,
        "risk_method_version",
        [
            [said[k] for k in ("version", "since", "th", "en")]
            for said in model["history"]
        ],
    )
