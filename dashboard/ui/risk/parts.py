"""What one province's index is made of, against the median of all provinces."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts.base import Figure, Look
from dashboard.charts.risk_parts import score_parts
from dashboard.queries import risk as queries
from dashboard.text import escape_markdown
from dashboard.ui.answers import ask, kept
from dashboard.ui.as_of import is_of_snapshot
from dashboard.ui.figures import figure, look
from dashboard.ui.profile.indicators import state_text, with_unit
from dashboard.ui.risk import leaving, marks, ranks, rows, scenario
from dashboard.ui.risk.periods import period_text
from dashboard.ui.risk.weights import weights_in_force
from dashboard.ui.scores import score_text
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import download_csv, source_note
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    share_text,
    words,
)
from methods.risk_model import DIMENSIONS

DECIMALS = 3
IS_OR_NOT = "0/1"  # the unit of what the province has or has not
MODEL = ["indicator_code", "dimension", "weight", "is_derived", "smoothed_years"]
FILE = (
    *("year", "province_code", "province", "dimension", "indicator", "value", "unit"),
    *("national_median", "treated_value", "treatment", "score"),
    *("national_median_score", "weight_percent", "contribution", "source"),
    *("period", "as_of"),
)
VALUES = ("value", "national_median", "treated_value")  # in the indicator's unit
ON_PAGE = {  # columns of the table on the page, with the decimals of those of numbers
    "indicator": None,
    "dimension": None,
    "value_text": None,
    "national_median_text": None,
    "score": 2,
    "national_median_score": 2,
    "treatment": None,
    "weight_percent": 1,
    "contribution": 2,
    "source": None,
    "period": None,
    "as_of": None,
}


def parts(provinces: pd.DataFrame, year: int) -> None:
    """The part of the page: pick a province, see its score taken apart.

    Args:
        provinces: From rows.provinces.
        year: Fiscal year, B.E.
    """
    subheader(say("risk_parts"))
    codes = provinces["province_code"].tolist()
    names = dict(zip(codes, provinces["name"], strict=True))
    code = marks.selected()
    st.selectbox(
        say("risk_province"),
        sorted(codes, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        placeholder=words("risk_province_none"),
        key=marks.PROVINCE,
        width=260,
    )
    if code is None:
        st.caption(say("risk_parts_hint"))
        return
    _province(provinces.set_index("province_code").loc[code], code, year)


def _province(row: pd.Series, code: str, year: int) -> None:
    st.markdown(_answer(row, code, year))
    every = kept(_parts, year, code)
    none = every[every["score"].isna() & ~every["is_dimension"]]
    if len(none):
        names = ", ".join(none["name"])
        st.caption(say("risk_parts_missing", number=len(none), names=names))
    if is_of_snapshot():
        st.caption(say("risk_parts_pinned"))
    figure(
        kept(_figure, year, code, row["name"], look(), is_of_snapshot()),
        "risk_parts_figure",
        file_name=f"risk_parts_{year}_{code}",
        alt=words("risk_parts_alt", name=row["name"]),
        is_internal=True,
    )
    _table(every, row["name"], code, year)


def _answer(row: pd.Series, code: str, year: int) -> str:
    """The province in a sentence: the ministry's grade, then how sure the rank is."""
    said = {
        "name": row["name"],
        "year": fiscal_year_text(year),
        "ministry": number_text(row["ministry_level"]),
        "completeness": share_text(row["completeness"]),
    }
    if pd.isna(row["risk_score"]):
        return say("risk_parts_answer_none", **said)
    found = ranks.ranked(year).set_index("province_code").loc[code]
    return say(
        "risk_parts_answer",
        **said,
        level=int(row["computed_level"]),
        level_share=share_text(found["level_share"]),
        level_draws=number_text(found["level_draws"]),
        doubt=_doubt(found),
        draws=number_text(found["draws"]),
        score=score_text(row["risk_score"]),
        rank=int(found["risk_rank"]),
        ranked=int(found["ranked"]),
        low=int(found["rank_p05"]),
        high=int(found["rank_p95"]),
        share=share_text(found["top_20_share"]),
    )


def _doubt(found: pd.Series) -> str:
    """Which level comes up more often than the published one; "" for none."""
    often = int(found["certain_level"])
    if often == int(found["computed_level"]):
        return ""
    share = share_text(found[f"level_{often}_share"])
    return words("risk_parts_doubt", often=often, share=share)


def _parts(year: int, code: str) -> pd.DataFrame:
    """Dimensions, each followed by its indicators; those without a value too.

    Returns:
        name, score, median (score), is_dimension, value_text, hover, and for
        indicators period, national_median_text and what queries.parts has.
    """
    model = scenario.indicators()[MODEL]
    medians = ask(queries.national_medians, fiscal_year_be=year)
    own = ask(queries.parts, fiscal_year_be=year, province_code=code)
    states = ask(queries.indicator_states, fiscal_year_be=year, province_code=code)
    beside = own.columns.intersection([*model, *medians]).drop("indicator_code")
    found = model.merge(
        own.drop(columns=beside), on="indicator_code", how="left"
    ).merge(medians, on="indicator_code", how="left")
    found = found.merge(states, on="indicator_code", how="left")
    names = ask(queries.indicator_names).set_index("indicator_code")[f"name_{lang()}"]
    found = found.assign(
        name=found["indicator_code"].map(names),
        median=found["national_median_score"],
        is_dimension=False,
    )
    said = pd.DataFrame([_in_words(row, year) for _, row in found.iterrows()])
    found = found.join(said)
    found = found.assign(hover=[_hover(row) for _, row in found.iterrows()])
    blocks = []
    for dimension in DIMENSIONS:
        below = found[found["dimension"] == dimension]
        blocks += [_dimension(dimension, year, code), below]
    return pd.concat(blocks, ignore_index=True)


def _in_words(row: pd.Series, year: int) -> dict[str, str]:
    """The figures of an indicator with their unit, and the years that they are of."""
    return {
        "value_text": state_text(row) or _figure_text(row["value"], row),
        "national_median_text": _figure_text(row["national_median"], row),
        "period": period_text(row["is_derived"], row["smoothed_years"], year),
    }


def _figure_text(value: float, row: pd.Series) -> str:
    """A figure with its unit; of what is or is not so, whether it is."""
    if row["unit"] == IS_OR_NOT and value in (0, 1):
        return words("risk_yes" if value else "risk_no")
    return with_unit(value, row)


def _dimension(dimension: str, year: int, code: str) -> pd.DataFrame:
    """The row of a dimension, with the median of the provinces that have it."""
    known = rows.provinces(year).set_index("province_code")[f"{dimension}_score"]
    score, median = known[code], known.median()
    name = words(f"risk_dimension_{dimension}")
    hover = words(
        "risk_parts_hover_dimension",
        name=name,
        score=number_text(score, 1),
        median=number_text(median, 1),
    )
    row = {"name": name, "score": score, "median": median, "hover": hover}
    row["value_text"] = (
        words("risk_parts_not_computed") if pd.isna(score) else number_text(score, 1)
    )
    return pd.DataFrame([row | {"dimension": dimension, "is_dimension": True}])


def _hover(row: pd.Series) -> str:
    if pd.isna(row["score"]):
        return ""
    return words(
        "risk_parts_hover",
        name=row["name"],
        score=number_text(row["score"], 1),
        median=number_text(row["median"], 1),
        value=row["value_text"],
        national=row["national_median_text"],
        period=row["period"],
    )


def treatment_text(row: pd.Series) -> str:
    """What was done to a value before it got its score, in words."""
    done = [] if row["treatment"] == "none" else [f"{row['treatment']}"]
    if pd.notna(row["smoothed_value"]):
        done.insert(0, "smoothed")
    if not done:
        return words("risk_treatment_none")
    said = ", ".join(words(f"risk_treatment_{each}") for each in done)
    if row["treatment"] == "log":  # the logarithm of a value has no unit to say
        return said
    treated = with_unit(row["treated_value"], row)
    return words("risk_treatment_to", done=said, value=treated)


def _figure(year: int, code: str, name: str, drawn_as: Look, is_pinned: bool) -> Figure:
    every = kept(_parts, year, code)
    return score_parts(
        leaving.open_rows(every) if is_pinned else every,
        drawn_as,
        [source_note(words("risk_source"), *rows.DATASETS)],
        title=words("risk_parts_title", name=name, year=fiscal_year_text(year)),
    )


def _table(every: pd.DataFrame, name: str, code: str, year: int) -> None:
    """Each indicator with value, source, age and treatment, and a file of them."""
    columns = leaving.headings(*FILE)
    said = _said(every, name, code, year)
    with st.expander(words("table_open"), key="risk_parts_expander"):
        seen = leaving.open_rows(said) if is_of_snapshot() else said
        with st.container(key="risk_parts_room"):
            st.table(_shown(seen), hide_index=True, border="horizontal")
        st.caption(say("risk_parts_file_note"))
        download_csv(
            leaving.leaving(said, columns),
            columns,
            "risk_parts_file",
            source=words("risk_source"),
            file_name=f"risk_parts_{year}_{code}",
            datasets=rows.DATASETS,
            title=words("risk_parts_title", name=name, year=fiscal_year_text(year)),
            main=("indicator", "value", "unit", "national_median", "score"),
        )


def _shown(seen: pd.DataFrame) -> pd.DataFrame:
    """The table on the page, in words: one that wraps, so that all of it is seen."""
    return pd.DataFrame(
        {
            words(f"risk_parts_column_{name}"): [
                _cell(each, decimals) for each in seen[name]
            ]
            for name, decimals in ON_PAGE.items()
        },
        dtype=object,
    )


def _cell(value: Any, decimals: int | None) -> str:  # noqa: ANN401
    """A cell of the table on the page; of what is not there a dash."""
    if pd.isna(value) or value == "":
        return "–"
    return escape_markdown(value if decimals is None else number_text(value, decimals))


def _said(every: pd.DataFrame, name: str, code: str, year: int) -> pd.DataFrame:
    every = weights_in_force(every).astype(dict.fromkeys(VALUES, "float64"))
    is_known = every["score"].notna()
    is_share = every["unit"] == "share"
    figures = every[list(VALUES)].mul(np.where(is_share, 100, 1), axis=0)
    return every.assign(
        year=fiscal_year_text(year),
        province_code=code,
        province=name,
        indicator=every["name"],
        dimension=[words(f"risk_dimension_{each}") for each in every["dimension"]],
        **figures.round(DECIMALS),
        unit=every[f"unit_{lang()}"].mask(is_share, words("profile_percent")),
        treatment=[
            treatment_text(row) if known else state_text(row)
            for (_, row), known in zip(every.iterrows(), is_known, strict=True)
        ],
        score=every["score"].astype("float64").round(2),
        national_median_score=every["national_median_score"].round(2),
        weight_percent=every["weight_percent"].round(1),
        contribution=every["contribution"].round(2),
        as_of=["" if pd.isna(day) else date_text(day.date()) for day in every["as_of"]],
    )
