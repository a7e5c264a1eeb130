"""The spine chart with its table; what is made of victims stands apart, on screen."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import profile_spine as charts
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.ui.as_of import is_of_snapshot
from dashboard.ui.figures import figure, look
from dashboard.ui.profile.indicators import opened, protected
from dashboard.ui.tables import source_note, table_twin
from dashboard.ui.words import fiscal_year_text, lang, say, words

DATASETS = ("province_risk", "population")
COLUMNS = (
    *("name", "dimension_text", "value", "state_text", "unit_text"),
    *(
        "national_median",
        "region_mean",
        "peers_mean",
        "peers_with",
        "lowest",
        "highest",
        "provinces",
    ),
    *("trend_text", "test_text", "source"),
)
FIGURES = (
    *("value", "national_median", "region_mean", "peers_mean"),
    *("lowest", "quarter_low", "quarter_high", "highest"),
)
DRAWN = (
    *("name", "value", "unit_text", "national_median", "region_mean", "peers_mean"),
    *("lowest", "quarter_low", "quarter_high", "highest", "trend_text"),
)


def spine(rows: pd.DataFrame, profile: pd.Series, year: int, peers: str) -> None:
    """Every indicator beside peers, region and country, and the table behind it.

    What leaves is all but what is made of identified victims: that has a figure of its
    own, for internal use; of a snapshot there is none.

    Args:
        rows: Of indicators.indicators.
        profile: The province's row of queries.profile.profiles, with name.
        year: Fiscal year, B.E.
        peers: The kind of peers.
    """
    named = _named(profile, peers)
    leaving = opened(rows)
    if leaving["provinces"].eq(0).all():
        st.info(say("profile_spine_none", year=fiscal_year_text(year)))
        return
    title = words(
        "profile_spine_title", name=profile["name"], year=fiscal_year_text(year)
    )
    figure(
        charts.spine_chart(leaving, named, title, look(), _note()),
        "profile_spine",
        file_name=f"profile_{profile['province_code']}_{year}",
        alt=words("profile_spine_alt", name=profile["name"]),
    )
    table_twin(
        _gated(leaving),
        _headings(COLUMNS),
        "profile_spine",
        source=words("profile_risk_source"),
        file_name=f"profile_{profile['province_code']}_{year}",
        datasets=DATASETS,
        lazy=True,
        behind=_headings(DRAWN),
        placeholder="–",
    )
    if is_of_snapshot():
        return
    with st.container(key="profile_internal_victims"):
        _victims(protected(rows), named, profile, year)


def _victims(
    rows: pd.DataFrame, named: charts.Named, profile: pd.Series, year: int
) -> None:
    title = words(
        "profile_victims_title", name=profile["name"], year=fiscal_year_text(year)
    )
    figure(
        charts.spine_chart(rows, named, title, look(), _note()),
        "profile_victims",
        file_name="profile_victims",
        alt=title,
        is_internal=True,
    )
    st.caption(say("profile_victims_note"))


def _named(profile: pd.Series, peers: str) -> charts.Named:
    region = words("profile_key_region", region=profile[f"region_{lang()}"])
    other = "" if peers == "region" else words(f"profile_key_{peers}")
    return charts.Named(
        own=profile["name"],
        region=region,
        peers=other,
        median=words("profile_key_median"),
        lower=words("profile_lower"),
        higher=words("profile_higher"),
    )


def _note() -> list[str]:
    return [
        words("profile_spine_note"),
        source_note(words("profile_risk_source"), *DATASETS),
    ]


def _gated(rows: pd.DataFrame) -> Gated:
    """The rows as they leave, shares in per cent: all of it is open."""
    is_share = rows["unit"] == "share"
    figures = rows[list(FIGURES)].mul(np.where(is_share, 100, 1), axis=0).round(2)
    frame = rows.assign(
        **figures,
        unit_text=rows[f"unit_{lang()}"].mask(is_share, words("profile_percent")),
        source=rows["source"].fillna(""),
    )
    columns = list(dict.fromkeys((*COLUMNS, *DRAWN)))
    return disclosed(frame[columns], Audience.OUTSIDE, counts=())


def _headings(columns: tuple[str, ...]) -> dict[str, str]:
    return {column: words(f"profile_col_{column}") for column in columns}
