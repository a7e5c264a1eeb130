"""The provinces of the coverage page: names, map class, and what is said of each."""

import html
from typing import Any

import pandas as pd

from dashboard import maps
from dashboard.queries import coverage as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.scores import score_text
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
# Beside bare numbers; coverage_list_least says below them what they mean.
K_AT_LEAST, G_AT_MOST = "K ≥", "G ≤"
WHOSE = ("ministry", "computed")
LINES = (
    "line_level",
    "line_k",
    "line_volunteers",
    "line_counted",
    "line_gap",
    "line_score",
    "line_completeness",
    "line_population",
    "line_population_year",
)


def provinces(year: int, whose: str) -> pd.DataFrame:
    """All provinces in a fiscal year, the largest gap first, by the level chosen.

    Args:
        year: Fiscal year, B.E.
        whose: "ministry" (its grade, else the computed level) or "computed".

    Returns:
        The rows of queries.coverage.province_coverage with name, level, risk_band,
        level_source ("ministry", "computed" or missing), class_id, gap_at_most (K is a
        minimum, so G may be smaller) and in the reader's language LINES, gap_said and
        remark (what bare numbers do not say).
    """
    return kept(_provinces, year, whose)


def _provinces(year: int, whose: str) -> pd.DataFrame:
    found = ask(queries.province_coverage, fiscal_year_be=year)
    if whose == "computed":
        is_known = found["computed_level"].notna()
        chosen = {
            "level": found["computed_level"],
            "risk_band": found["computed_risk_band"],
            "level_source": pd.Series("computed", found.index).where(is_known),
        }
    else:
        chosen = {
            "level": found["risk_level"],
            "level_source": found["risk_level_source"],
        }
    chosen["gap_at_most"] = found["volunteers_at_least"] & found["coverage_gap"].gt(0)
    found = found.assign(name=found[f"name_{lang()}"], **chosen)
    said = pd.DataFrame(map(_lines, found.itertuples()), found.index, dtype=object)
    return found.assign(class_id=maps.bivariate_class(found)).join(said)


def _lines(row: Any) -> dict[str, str]:  # noqa: ANN401
    k = number_text(row.volunteers_trained_per_100k, 1)
    at_least = "coverage_at_least" if row.volunteers_at_least else None
    volunteers = number_text(row.volunteers_trained)
    has_level = pd.notna(row.level)
    return {
        "line_level": words(f"coverage_level_{row.level_source}", level=int(row.level))
        if has_level
        else number_text(None),
        "line_k": words(at_least, value=k) if at_least else k,
        "line_volunteers": words(at_least, value=volunteers)
        if at_least
        else volunteers,
        "line_counted": _counted(row),
        "line_gap": _ranked_gap(row),
        "gap_said": gap_text(row.coverage_gap, row.gap_at_most),
        "remark": _remark(row),
        "line_score": score_text(row.risk_score),
        "line_completeness": share_text(row.completeness),
        "line_population": number_text(row.population),
        "line_population_year": ""
        if pd.isna(row.population)
        else year_text(int(row.population_year_be)),
    }


def gap_text(gap: float | None, is_at_most: bool) -> str:
    """G in words; "at most" where K is only a minimum."""
    said = number_text(gap, 1)
    return words("coverage_at_most", value=said) if is_at_most else said


def _ranked_gap(row: Any) -> str:  # noqa: ANN401
    """G with its rank, which is uncertain where G is only a maximum."""
    said = gap_text(row.coverage_gap, row.gap_at_most)
    if pd.isna(row.coverage_gap):
        return said
    key = "coverage_rank_unsure" if row.gap_at_most else "coverage_rank"
    return f"{said} {words(key, rank=int(row.gap_rank))}"


def _remark(row: Any) -> str:  # noqa: ANN401
    if not row.volunteers_at_least:
        return ""
    return f"{K_AT_LEAST}, {G_AT_MOST}" if row.gap_at_most else K_AT_LEAST


def _counted(row: Any) -> str:  # noqa: ANN401
    """Where the number of volunteers comes from."""
    if pd.isna(row.volunteers_trained):
        return words("coverage_not_reported")
    if row.volunteers_source == "roster":
        return words("coverage_from_roster", on=date_text(row.volunteers_as_of.date()))
    return words("coverage_from_batches", batches=number_text(row.batches_held))


def line_labels() -> dict[str, str]:
    """The label of each line, in order."""
    return {line: words(f"coverage_{line}") for line in LINES}


def kinds(year: int) -> list[maps.Kind]:
    """The classes of the map in a fiscal year, in the legend's order."""
    return maps.bivariate_kinds(*axes(year), words("coverage_missing"))


def axes(year: int) -> tuple[maps.Axis, maps.Axis]:
    """The two axes of the map's legend, the classes of coverage by their breaks."""
    risk = maps.Axis(words("coverage_axis_risk"), ("1–2", "3", "4–5"))
    found = breaks(year)
    if found is None:
        classes = ("0", "–", "–")
    else:
        low, high = (number_text(each, 1) for each in found)
        classes = (f"< {low}", f"{low} – < {high}", f"≥ {high}")
    return risk, maps.Axis(words("coverage_axis_k"), classes)


def breaks(year: int) -> tuple[float, float] | None:
    """Where coverage classes 2 and 3 begin; None when no province has a volunteer."""
    row = ask(queries.coverage_breaks, fiscal_year_be=year).iloc[0]
    if pd.isna(row["lower_break"]):
        return None
    return float(row["lower_break"]), float(row["upper_break"])


def corners() -> tuple[str, str, str, str]:
    """What the corners of the legend mean."""
    keys = ("thin_high", "thick_high", "thin_low", "thick_low")
    top_left, top_right, bottom_left, bottom_right = (
        words(f"coverage_corner_{key}") for key in keys
    )
    return top_left, top_right, bottom_left, bottom_right


def safe(line: str) -> str:
    """A text for a figure's hover, where `<` would begin markup."""
    return html.escape(line, quote=False)
