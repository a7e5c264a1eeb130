"""The words of the coverage map: its classes, hover lines and columns."""

import html
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.ui.words import (
    date_text,
    lang,
    number_text,
    share_text,
    words,
    year_text,
)

DATASETS = (
    "volunteer_roster",
    "training_batch",
    "training_participant",
    "population",
    "province_risk",
    "province_grade",
    "target",
)


def with_choice(coverage: pd.DataFrame, whose: str) -> pd.DataFrame:
    """The provinces with the level the reader chose, their names and map class.

    Args:
        coverage: From queries.coverage.province_coverage.
        whose: "ministry" (its grade, else the computed level) or "computed".

    Returns:
        The same rows with name, status, level, risk_band, level_source ("ministry",
        "computed"
        or missing) and class_id.
    """
    chosen = coverage.assign(
        name=coverage[f"name_{lang()}"],
        status=[words(f"status_{status}") for status in coverage["data_status"]],
    )
    if whose == "computed":
        is_known = chosen["computed_level"].notna()
        chosen = chosen.assign(
            level=chosen["computed_level"],
            risk_band=chosen["computed_risk_band"],
            level_source=pd.Series("computed", chosen.index).where(is_known),
        )
    else:
        chosen = chosen.assign(
            level=chosen["risk_level"], level_source=chosen["risk_level_source"]
        )
    return chosen.assign(class_id=maps.bivariate_class(chosen))


def with_lines(coverage: pd.DataFrame) -> pd.DataFrame:
    """The provinces with what their hover says, one text column for each line."""
    return coverage.assign(
        line_k=[_coverage_line(row) for row in coverage.itertuples()],
        line_volunteers=[_volunteer_line(row) for row in coverage.itertuples()],
        line_level=[_level_line(row) for row in coverage.itertuples()],
        line_score=[number_text(value, 1) for value in coverage["risk_score"]],
        line_gap=[_gap_line(row) for row in coverage.itertuples()],
        line_completeness=[share_text(value) for value in coverage["completeness"]],
        line_population=[_population_line(row) for row in coverage.itertuples()],
    )


LINES = (
    "line_level",
    "line_k",
    "line_volunteers",
    "line_gap",
    "line_score",
    "line_completeness",
    "line_population",
)


def line_labels() -> dict[str, str]:
    """The label of each hover line, in order."""
    return {line: words(f"coverage_{line}") for line in LINES}


def _coverage_line(row: Any) -> str:  # noqa: ANN401
    k = number_text(row.volunteers_trained_per_100k, 1)
    return words("coverage_at_least", value=k) if row.volunteers_at_least else k


def _volunteer_line(row: Any) -> str:  # noqa: ANN401
    if pd.isna(row.volunteers_trained):
        return words("coverage_not_reported")
    if row.volunteers_source == "roster":
        return words(
            "coverage_from_roster",
            volunteers=number_text(row.volunteers_trained),
            on=date_text(row.volunteers_as_of.date()),
        )
    key = "coverage_from_batches_at_least" if row.volunteers_at_least else None
    return words(
        key or "coverage_from_batches",
        volunteers=number_text(row.volunteers_trained),
        batches=number_text(row.batches_held),
    )


def _level_line(row: Any) -> str:  # noqa: ANN401
    if pd.isna(row.level):
        return number_text(None)
    return words(f"coverage_level_{row.level_source}", level=int(row.level))


def _gap_line(row: Any) -> str:  # noqa: ANN401
    if pd.isna(row.coverage_gap):
        return number_text(None)
    return words(
        "coverage_gap_ranked",
        gap=number_text(row.coverage_gap, 1),
        rank=int(row.gap_rank),
    )


def _population_line(row: Any) -> str:  # noqa: ANN401
    if pd.isna(row.population):
        return number_text(None)
    return words(
        "coverage_population_of",
        population=number_text(row.population),
        year=year_text(int(row.population_year_be)),
    )


def axes(breaks: pd.DataFrame) -> tuple[maps.Axis, maps.Axis]:
    """The two axes of the map's legend, the classes of coverage by their breaks."""
    risk = maps.Axis(words("coverage_axis_risk"), ("1–2", "3", "4–5"))
    row = breaks.iloc[0]
    if pd.isna(row["lower_break"]):
        classes = ("0", "–", "–")
    else:
        low, high = (number_text(row[b], 1) for b in ("lower_break", "upper_break"))
        classes = (f"< {low}", f"{low} – < {high}", f"≥ {high}")
    return risk, maps.Axis(words("coverage_axis_k"), classes)


def corners() -> tuple[str, str, str, str]:
    """What the corners of the legend mean."""
    keys = ("thin_high", "thick_high", "thin_low", "thick_low")
    top_left, top_right, bottom_left, bottom_right = (
        words(f"coverage_corner_{key}") for key in keys
    )
    return top_left, top_right, bottom_left, bottom_right


def list_columns() -> dict[str, Any]:
    """Columns of the gap list: heading and form, in order."""

    def number(key: str, form: str, **more: Any) -> Any:  # noqa: ANN401
        return st.column_config.NumberColumn(
            words(f"coverage_column_{key}"), format=form, **more
        )

    return {
        "name": st.column_config.TextColumn(
            words("coverage_column_province"), pinned=True, width=120
        ),
        "coverage_gap": number(
            "gap", "%.1f", width=78, help=words("coverage_help_gap")
        ),
        "volunteers_trained_per_100k": number(
            "k", "%.1f", width=74, help=words("coverage_help_k")
        ),
        "ministry_level": number(
            "ministry", "%d", width=74, help=words("coverage_help_level")
        ),
        "computed_level": number(
            "computed", "%d", width=74, help=words("coverage_help_level")
        ),
        "gap_rank": number("rank", "%d", width=62),
        "risk_score": number("score", "%.1f"),
        "completeness": number("completeness", "percent"),
        "volunteers_trained": number("volunteers", "localized"),
        "volunteers_at_least": st.column_config.CheckboxColumn(
            words("coverage_column_at_least")
        ),
        "full_coverage_per_100k": number("full", "%.1f"),
        "batches_held": number("batches", "%d"),
        "population": number("population", "localized"),
        "status": st.column_config.TextColumn(words("file_data_status")),
    }


def hover_lines(row: pd.Series) -> list[str]:
    """What a figure's hover says of one province, safe inside the figure."""
    said = [f"{label} {row[line]}" for line, label in line_labels().items()]
    return [f"<b>{html.escape(row['name'])}</b>", *map(html.escape, said)]
