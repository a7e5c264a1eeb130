"""The concentration curve and its index: figures, what is read off, their tables."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts.base import Figure, Look
from dashboard.charts.training_risk import concentration_curve
from dashboard.charts.training_risk_years import index_by_year, signed
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_risk as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.figures import figure, look
from dashboard.ui.tables import source_note, table_twin
from dashboard.ui.training import risk_rows
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    share_text,
    words,
    year_text,
)
from methods.concentration import share_at

READ_AT = 0.2  # share of people whose share of volunteers is read off
DATASETS = (
    "volunteer_roster",
    "training_batch",
    "training_participant",
    "population",
    "province_risk",
)
CURVE_FILE = (
    "step",
    "name",
    "province_code",
    "risk_score",
    "population",
    "volunteers_trained",
    "volunteers_at_least",
    "population_percent",
    "volunteers_percent",
    "year",
    "as_on",
)
CURVE_DRAWN = (
    *("step", "name", "risk_score", "population", "volunteers_trained"),
    *("population_percent", "volunteers_percent"),
)
INDEX_DRAWN = ("year", "concentration_index", "low_95", "high_95", "provinces")
INDEX_FILE = (
    "year",
    "concentration_index",
    "low_95",
    "high_95",
    "verdict",
    "provinces",
    "provinces_left_out",
    "provinces_at_least",
    "replicates",
)


@dataclass(frozen=True)
class Spread:
    """What the index of a fiscal year says, in words.

    Attributes:
        index: The index.
        interval: Its interval, or that there is none.
        verdict: Whether volunteers are where risk is high.
    """

    index: str
    interval: str
    verdict: str


def spread(row: pd.Series) -> Spread:
    """The words for a row of queries.concentration that has an index."""
    low, high = row["low_95"], row["high_95"]
    if pd.isna(low):
        interval, verdict = words("training_risk_interval_none"), "unknown"
    else:
        limits = {"low": signed(low, 3), "high": signed(high, 3)}
        interval = words("training_risk_interval", **limits)
        verdict = "high" if high < 0 else "low" if low > 0 else "even"
    return Spread(
        signed(row["concentration_index"], 3),
        interval,
        words(f"training_risk_verdict_{verdict}"),
    )


def steps(year: int) -> pd.DataFrame:
    """The steps of a year's curve, the highest risk first, with what each hover says.

    Returns:
        population_share, volunteers_share (0 to 1), hover.
    """
    found = ask(queries.concentration_curve, fiscal_year_be=year)
    grouped = found.groupby("step", sort=True)
    first = grouped.first()
    names = grouped[f"name_{lang()}"].agg(", ".join)
    return first.assign(
        hover=[
            words(
                "training_risk_hover",
                names=name,
                score=number_text(row["risk_score"], 2),
                people=share_text(row["population_share"]),
                share=share_text(row["volunteers_share"]),
            )
            for name, (_, row) in zip(names, first.iterrows(), strict=True)
        ]
    )[["population_share", "volunteers_share", "hover"]]


def read_off(year: int) -> float:
    """The share of volunteers that the READ_AT of people at highest risk have."""
    found = kept(steps, year)
    people = [0.0, *found["population_share"]]
    return share_at(people, [0.0, *found["volunteers_share"]], READ_AT)


def curve(year: int) -> None:
    """The curve of a fiscal year, whom it cannot show, and its table."""
    rows = ask(queries.concentration_curve, fiscal_year_be=year)
    figure(
        kept(_curve, year, look()),
        "training_risk_curve",
        file_name=f"training_risk_curve_{year}",
        alt=words("training_risk_curve_alt", number=len(rows)),
    )
    table_twin(
        disclosed(kept(_curve_rows, year), Audience.OUTSIDE, counts=()),
        risk_rows.columns(CURVE_FILE),
        "training_risk_curve_twin",
        source=words("training_risk_source"),
        file_name=f"training_risk_curve_{year}",
        datasets=DATASETS,
        lazy=True,
        behind=risk_rows.columns(CURVE_DRAWN),
    )


def _curve(year: int, drawn_as: Look) -> Figure:
    rows = ask(queries.concentration_curve, fiscal_year_be=year)
    share = read_off(year)
    on = date_text(rows["as_on"].iloc[0].date())
    return concentration_curve(
        steps(year),
        (READ_AT, share),
        drawn_as,
        [_source(), words("training_risk_curve_note", on=on)],
        title=words(
            "training_risk_curve_title",
            people=share_text(READ_AT),
            share=share_text(share),
            year=fiscal_year_text(year),
        ),
    )


def _source() -> str:
    return source_note(words("training_risk_source"), *DATASETS)


def _curve_rows(year: int) -> pd.DataFrame:
    rows = ask(queries.concentration_curve, fiscal_year_be=year)
    least = rows["volunteers_at_least"]
    return rows.assign(
        year=fiscal_year_text(year),
        as_on=[date_text(day.date()) for day in rows["as_on"]],
        name=rows[f"name_{lang()}"],
        risk_score=rows["risk_score"].round(2),
        volunteers_at_least=[words("training_risk_yes") if y else "" for y in least],
        population_percent=(rows["population_share"] * 100).round(2),
        volunteers_percent=(rows["volunteers_share"] * 100).round(2),
    )


def by_year(year: int) -> None:
    """The index over the fiscal years, and its table."""
    known = ask(queries.concentration).dropna(subset=["concentration_index"])
    figure(
        kept(_by_year, year, look()),
        "training_risk_index",
        file_name="training_risk_index",
        alt=words("training_risk_index_alt", number=len(known)),
    )
    table_twin(
        disclosed(kept(_index_rows), Audience.OUTSIDE, counts=()),
        risk_rows.columns(INDEX_FILE),
        "training_risk_index_twin",
        source=words("training_risk_source"),
        file_name="training_risk_index",
        datasets=DATASETS,
        lazy=True,
        behind=risk_rows.columns(INDEX_DRAWN),
    )


def _by_year(year: int, drawn_as: Look) -> Figure:
    years = ask(queries.concentration)
    years = years.assign(hover=[_index_hover(row) for _, row in years.iterrows()])
    known = years.dropna(subset=["concentration_index"])
    values = [signed(value, 2) for value in known["concentration_index"]]
    named = [year_text(int(each)) for each in known["fiscal_year_be"]]
    ends = {"last": values[-1], "last_year": named[-1]}
    if len(values) > 1:
        ends |= {"first": values[0], "first_year": named[0]}
    title = "training_risk_index_title"
    return index_by_year(
        years,
        year,
        drawn_as,
        [_source(), words("training_risk_index_note")],
        title=words(title if len(values) > 1 else f"{title}_one", **ends),
    )


def _index_hover(row: pd.Series) -> str:
    if pd.isna(row["concentration_index"]):
        return ""
    said = spread(row)
    return words(
        "training_risk_index_hover",
        year=fiscal_year_text(int(row["fiscal_year_be"])),
        index=said.index,
        interval=said.interval,
        verdict=said.verdict,
        provinces=int(row["provinces"]),
        left_out=int(row["provinces_left_out"]),
    )


def _index_rows() -> pd.DataFrame:
    years = ask(queries.concentration)
    is_known = years["concentration_index"].notna()
    verdicts = [
        spread(row).verdict if known else ""
        for (_, row), known in zip(years.iterrows(), is_known, strict=True)
    ]
    # More decimals than are shown: what is rounded twice differs from the title.
    return years.round({"concentration_index": 4, "low_95": 4, "high_95": 4}).assign(
        year=[fiscal_year_text(int(each)) for each in years["fiscal_year_be"]],
        verdict=verdicts,
    )


def missing(row: pd.Series, reach: pd.DataFrame) -> None:
    """Whom the curve leaves out, and where its volunteers are "at least".

    Args:
        row: The year's row of queries.concentration.
        reach: The year's provinces, with name and is_on_curve.
    """
    names = reach.loc[~reach["is_on_curve"].astype(bool), "name"].sort_values()
    if len(names):
        listed = ", ".join(names)
        st.caption(say("training_risk_left_out", number=len(names), names=listed))
    least = int(row["provinces_at_least"])
    if least:
        st.caption(say("training_risk_at_least", number=least))
