"""The risk marts on a model and values of a test's own, without a whole build."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from etl import marts, paths, risk_model, workspace

Value = tuple[int, str, str, float | None]  # fiscal year, province, indicator, value
BASE = 2563
V = {"dimension": "vulnerability"}
MODEL: dict[str, Any] = {
    "dimension": "exposure",
    "direction": 1,
    "weight": 1.0,
    "goalpost_min": 0.0,
    "goalpost_max": 10.0,
    "is_derived": False,
    "smoothed_years": None,
}


def connected() -> duckdb.DuckDBPyConnection:
    """An empty database with the shipped model, but without its indicators."""
    con = duckdb.connect()
    risk_model.install(con)
    con.execute(
        """
        delete from risk_model_indicator;
        create table code_list (list varchar, code varchar, label_th varchar,
            label_en varchar);
        create table risk_indicator as select indicator_code, '' as name_th,
            '' as name_en, '' as unit from risk_model_indicator;
        create table province_grade (fiscal_year_be bigint, province_code varchar,
            risk_level bigint, source varchar, data_status varchar);
        create table population_given (province_code varchar, population bigint);
        """
    )
    return con


def model(con: duckdb.DuckDBPyConnection, **indicators: Mapping[str, Any]) -> None:
    """Make these the indicators of the model, each with what differs from MODEL."""
    con.execute("delete from risk_model_indicator")
    for code, changed in indicators.items():
        words = {"indicator_code": code, **MODEL, **changed}
        con.execute(
            "insert into risk_model_indicator by name select "
            + ", ".join(f"${name} as {name}" for name in words),
            words,
        )


def index(
    con: duckdb.DuckDBPyConnection, values: Iterable[Value], status: str = "ministry"
) -> None:
    """Make every risk mart of these values; those that are None are left out."""
    con.execute(
        "create or replace table given (fiscal_year_be bigint, province_code varchar, "
        "indicator_code varchar, value double, data_status varchar)"
    )
    given = [(*row, status) for row in values if row[3] is not None]
    workspace.insert(con, "given", given)
    con.execute(
        """
        create or replace table mart_fiscal_year as
            select distinct fiscal_year_be from given;
        create or replace table mart_risk_value as
            select given.*, 'test' as source, date '2026-11-22' as as_of,
                model.* exclude (indicator_code),
                population_given.population
            from given
            inner join risk_model_indicator as model
                on given.indicator_code = model.indicator_code
            left join population_given
                on given.province_code = population_given.province_code
        """
    )
    risk = [name for name in marts.order() if name.startswith("mart_risk_")]
    for name in risk:
        if name in marts.MADE:
            marts.MADE[name].build(con)
        elif name != "mart_risk_value":
            con.execute((paths.SQL / f"{name}.sql").read_text("utf-8"))


def of(indicator: str, values: Iterable[float], year: int = BASE) -> list[Value]:
    """One value for each province P00, P01, ..."""
    return [(year, f"P{at:02}", indicator, v) for at, v in enumerate(values)]


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return con.execute(query).fetchall()


def column(
    con: duckdb.DuckDBPyConnection, name: str, indicator: str, year: int = BASE
) -> dict[str, Any]:
    """A column of mart_risk_indicator by province, in the order of the provinces."""
    return dict(
        rows(
            con,
            f"select province_code, {name} from mart_risk_indicator "
            f"where indicator_code = '{indicator}' and fiscal_year_be = {year} "
            "order by province_code",
        )
    )
