"""Where rates of the last weeks are high among high neighbours, beyond chance."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import maps
from dashboard.charts import map_classes
from dashboard.queries import names
from dashboard.queries import tip_alarms as queries
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask, data_until, kept
from dashboard.ui.province_map import map_words, province_map
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.alarm_rows import region_provinces
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, lang, number_text, say, words

NAMED = ("high_high", "low_low", "high_low", "low_high")
CLUSTERS = (*NAMED, "chance", "not_computed", "none")
LINES = ("line_cluster", "line_tips", "line_rate", "line_reported")
MOST_NAMES = 8  # provinces named in a sentence
LIST_HEIGHT, NAME_WIDTH = 560, 128  # px
FORMATS = {
    **dict.fromkeys(("rate_per_100k", "smoothed_rate_per_100k"), "%.2f"),
    "adjusted_p_value": "%.3f",
}


def clusters(scope: Scope) -> None:
    """Draw the maps of the last weeks, and say in words what lies together."""
    subheader(say("tips_signals_clusters"))
    found = cluster_rows()
    if found.empty:
        st.info(say("tips_signals_clusters_none"))
        return
    until = data_until()
    if until is not None and until != scope.week_end:
        st.info(say("tips_signals_clusters_now", on=date_text(until)))
    inside = region_provinces(scope.narrowed.region)
    text, *places = st.columns([6, 3, 3], gap="medium")
    with text:
        for weeks in windows(found):
            own = found[found["window_weeks"] == weeks]
            st.markdown(sentence(own[own["province_code"].isin(inside)], weeks))
        _list(found[found["province_code"].isin(inside)])
    _maps(found, places)


def cluster_rows() -> pd.DataFrame:
    """The columns of queries.tip_alarms.clusters with name and LINES (the tooltip)."""
    return kept(_cluster_rows)


def _cluster_rows() -> pd.DataFrame:
    found = ask(queries.clusters)
    places = ask(names.provinces).set_index("province_code")[f"name_{lang()}"]
    found = found.assign(
        name=found["province_code"].map(places),
        cluster=found["cluster"].astype(object).fillna("none"),
    )
    said = [_lines(row) for row in found.to_dict("records")]
    return found.join(pd.DataFrame(said, found.index, list(LINES), dtype=object))


def windows(found: pd.DataFrame) -> list[int]:
    """The numbers of weeks that were looked at, the fewest first."""
    return sorted(int(weeks) for weeks in found["window_weeks"].unique())


def sentence(own: pd.DataFrame, weeks: int) -> str:
    """Which provinces lie high among high neighbours and the like, in plain words."""
    said = {"weeks": number_text(weeks)}
    untold = _untold(own)
    if own["adjusted_p_value"].isna().all():
        return f"{say('tips_signals_cluster_unknown', **said)} {untold}".strip()
    parts = [_named(own, kind) for kind in NAMED if (own["cluster"] == kind).any()]
    if parts:
        lead = say("tips_signals_cluster_lead", **said)
        text = f"{lead} {'; '.join(parts)}."
    else:
        text = say("tips_signals_cluster_all_chance", **said)
    return " ".join(each for each in (text, _unreported(own, weeks), untold) if each)


def _untold(own: pd.DataFrame) -> str:
    """How many provinces have no rate as they do not report weeks without tips."""
    number = int((~own["tells_zeros"].astype(bool)).sum())
    return (
        say("tips_signals_cluster_untold", number=number_text(number)) if number else ""
    )


def _named(own: pd.DataFrame, kind: str) -> str:
    there = own.loc[own["cluster"] == kind, "name"].tolist()
    named = ", ".join(there[:MOST_NAMES]) + (" …" if len(there) > MOST_NAMES else "")
    return say(
        f"tips_signals_cluster_says_{kind}", number=number_text(len(there)), names=named
    )


def _unreported(own: pd.DataFrame, weeks: int) -> str:
    """How many provinces left weeks unreported; a rate counts those reported alone."""
    silent = own[(own["reported_weeks"] < weeks) & own["tells_zeros"].astype(bool)]
    if silent.empty:
        return ""
    return say("tips_signals_cluster_silent", number=number_text(len(silent)))


def _lines(row: dict[str, Any]) -> dict[str, str]:
    """What a province's tooltip says, line by line."""
    cluster = words(f"tips_signals_cluster_{row['cluster']}")
    if pd.isna(row["tips"]):
        return {"line_cluster": cluster}
    return {
        "line_cluster": cluster,
        "line_tips": number_text(row["tips"]),
        "line_rate": words(
            "tips_signals_cluster_rate",
            rate=number_text(row["rate_per_100k"], 2),
            smoothed=number_text(row["smoothed_rate_per_100k"], 2),
        ),
        "line_reported": words(
            "tips_signals_cluster_reported",
            reported=number_text(row["reported_weeks"]),
            weeks=number_text(row["window_weeks"]),
        ),
    }


def _maps(found: pd.DataFrame, places: list[DeltaGenerator]) -> None:
    codes = ask(names.provinces)["province_code"].tolist()
    picked = choice("tips_province", codes)
    kept_ids = tuple(choices("tips_cluster", list(CLUSTERS)))
    for weeks, place in zip(windows(found), places, strict=False):
        with place:
            province_map(
                kept(_spec, weeks, picked, kept_ids),
                f"tips_cluster_map_{weeks}",
                lambda code: set_choice("tips_province", code),
                _keep,
            )


def _keep(classes: list[str]) -> None:
    st.session_state["tips_cluster"] = classes  # `choices` puts it into the address


def _spec(weeks: int, picked: str | None, kept_ids: tuple[str, ...]) -> dict[str, Any]:
    found = cluster_rows()
    own = found[found["window_weeks"] == weeks]
    places = ask(names.provinces).rename(columns={f"name_{lang()}": "name"})
    rows = places[["province_code", "name"]].merge(
        own.drop(columns="name"), on="province_code", how="left"
    )
    kinds = {each: words(f"tips_signals_cluster_{each}") for each in CLUSTERS}
    return maps.class_map(
        rows.assign(class_id=rows["cluster"].fillna("none"), is_shown=True),
        kinds=map_classes.cluster_kinds(kinds),
        words=map_words(
            words("tips_signals_clusters_title", weeks=number_text(weeks)),
            source=words("tips_signals_source"),
            datasets=("tip_report", "population"),
            note=(words("tips_signals_cluster_note"),),
            is_internal=True,
            has_picture=False,
        ),
        lines={line: words(f"tips_signals_cluster_{line}") for line in LINES},
        file_name=f"tip_clusters_{weeks}",
        selected=picked,
        kept=kept_ids,
        number=number_text,
    )


def _list(found: pd.DataFrame) -> None:
    """The provinces, those that stand out first, then by their rate."""
    order = {kind: kind in ("chance", "not_computed", "none") for kind in CLUSTERS}
    shown = found.assign(
        order=found["cluster"].map(order),
        cluster=[words(f"tips_signals_cluster_{each}") for each in found["cluster"]],
        tips=found["tips"].astype("Int64"),
        rate_per_100k=found["rate_per_100k"].round(2),
        smoothed_rate_per_100k=found["smoothed_rate_per_100k"].round(2),
        adjusted_p_value=found["adjusted_p_value"].round(3),
    ).sort_values(["window_weeks", "order", "smoothed_rate_per_100k"],
                  ascending=[True, True, False])  # fmt: skip
    columns = (
        *("name", "window_weeks", "tips", "reported_weeks", "rate_per_100k"),
        *("smoothed_rate_per_100k", "cluster", "adjusted_p_value"),
    )
    st.dataframe(
        shown[list(columns)],
        hide_index=True,
        column_config={
            each: st.column_config.NumberColumn(
                words(f"tips_signals_cluster_col_{each}"), format=FORMATS[each]
            )
            if each in FORMATS
            else st.column_config.Column(
                words(f"tips_signals_cluster_col_{each}"),
                width=NAME_WIDTH if each == "name" else None,
                pinned=each == "name",
            )
            for each in columns
        },
        height=LIST_HEIGHT,
        placeholder=words("tips_signals_no_figure"),
        key="tips_cluster_rows",
    )
