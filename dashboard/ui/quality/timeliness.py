"""How long reports take, from quarter to quarter and by province; who is silent now."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.charts import report_delay as charts
from dashboard.charts.base import Figure, Look
from dashboard.queries import report_delay as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.quality import leaving, tables
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import source_note
from dashboard.ui.words import (
    date_text,
    lang,
    number_text,
    say,
    share_text,
    words,
    year_text,
)

Drawing = Callable[[pd.DataFrame, Look, list[str]], Figure]
SLOWEST = 25  # provinces in the figure; the table has all


def timeliness(datasets: pd.DataFrame) -> None:
    """Delays of the dataset that the reader chooses, and every overdue province.

    Args:
        datasets: From dashboard.queries.data_quality.load_datasets.
    """
    names = dict(zip(datasets["dataset"], tables.titles(datasets), strict=True))
    delays = ask(queries.delays)
    if delays.empty:
        st.markdown(say("data_quality_no_delays"))
    else:
        _delays(delays, names)
    _overdue(ask(queries.overdue), names)


def _delays(delays: pd.DataFrame, names: dict[str, str]) -> None:
    of_pair = delays["measure"] + "." + delays["dataset"]
    labels = {pair: _pair_name(pair, names) for pair in _pairs(delays)}
    pairs = list(labels)
    choice("data_quality_delay", pairs, pairs[0])
    pair = st.selectbox(
        words("data_quality_delay"),
        pairs,
        format_func=labels.__getitem__,
        key="data_quality_delay",
    )
    chosen = delays[of_pair == pair]
    measure, _, dataset = pair.partition(".")
    by_year, by_province = chosen["fiscal_year_be"], chosen["province_code"]
    every = chosen[by_year.isna() & by_province.isna()].iloc[0]
    st.markdown(
        say(
            f"data_quality_delay_{measure}_line",
            name=names[dataset],
            counted=number_text(every["counted"]),
            median=number_text(every["median_days"]),
            p90=number_text(every["p90_days"]),
            share=share_text(every["in_time_share"]),
        )
    )
    note = [source_note(words("data_quality_source"), dataset, "reporting")]
    left, right = st.columns(2)
    with left:
        _figure(
            charts.delay_trend,
            quarters(chosen[chosen["fiscal_quarter"].notna() & by_province.isna()]),
            "data_quality_delay_trend",
            note,
        )
    provinces = chosen[by_year.isna() & by_province.notna()].sort_values(
        ["p90_days", "median_days", "province_code"], ascending=[False, False, True]
    )
    provinces = provinces.assign(name=provinces[f"name_{lang()}"])
    with right:
        slowest = provinces.head(SLOWEST)
        _figure(charts.delay_ranges, slowest, "data_quality_delay_ranges", note)
        st.caption(say("data_quality_slowest", shown=len(slowest)))
    with st.expander(words("table_open"), key="data_quality_delays_expander"):
        shown, is_open = delay_rows(provinces), measure == "report"
        leaves = leaving.whole(shown) if is_open else None
        tables.table(
            shown, "data_quality_delays", dataset, leaves=leaves, pinned="province"
        )
        if not is_open:
            st.caption(say("data_quality_entry_stays"))


def _pairs(delays: pd.DataFrame) -> list[str]:
    """What can be measured, reports first, of which there are most."""
    every = delays[delays["fiscal_year_be"].isna() & delays["province_code"].isna()]
    ordered = every.sort_values(["measure", "counted"], ascending=False)
    return [*(ordered["measure"] + "." + ordered["dataset"])]


def _pair_name(pair: str, names: dict[str, str]) -> str:
    measure, _, dataset = pair.partition(".")
    return words(f"data_quality_delay_of_{measure}", name=names[dataset])


def _figure(draw: Drawing, frame: pd.DataFrame, key: str, note: list[str]) -> None:
    drawn = draw(frame, look(), note)
    is_internal = bool(leaving.is_protected(frame["dataset"]).any())
    figure(drawn, key, file_name=key, alt=words(key), is_internal=is_internal)


def quarters(delays: pd.DataFrame) -> pd.DataFrame:
    """The rows by quarter with the quarter's name, in order."""
    ordered = delays.sort_values(["fiscal_year_be", "fiscal_quarter"])
    pairs = zip(ordered["fiscal_year_be"], ordered["fiscal_quarter"], strict=True)
    return ordered.assign(
        name=[
            words("data_quality_quarter", quarter=int(part), year=year_text(int(year)))
            for year, part in pairs
        ]
    )


def delay_rows(provinces: pd.DataFrame) -> pd.DataFrame:
    """The rows by province as readers see them."""
    return pd.DataFrame(
        {
            "province": provinces["name"],
            "counted": provinces["counted"],
            "median_days": provinces["median_days"],
            "p90_days": provinces["p90_days"],
            "longest_days": provinces["longest_days"],
            "in_time_share": provinces["in_time_share"].map(share_text),
            "status": provinces["data_status"].map(tables.status_text),
        }
    )


def _overdue(silent: pd.DataFrame, names: dict[str, str]) -> None:
    """Provinces from which nothing has come for more than a week after it was due."""
    subheader(say("data_quality_silent", provinces=number_text(len(silent))))
    if silent.empty:
        st.markdown(say("data_quality_none"))
        return
    st.markdown(say("data_quality_silent_note"))
    shown = overdue_rows(silent, names)
    leaves = leaving.whole(shown)
    tables.table(shown, "data_quality_silent", leaves=leaves, pinned="province")


def overdue_rows(silent: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The silences as readers see them, the longest first."""
    return pd.DataFrame(
        {
            "province": silent[f"name_{lang()}"],
            "dataset": silent["dataset"].map(names),
            "last_heard": silent["last_heard_on"].map(
                lambda day: (
                    words("data_quality_never") if pd.isna(day) else date_text(day)
                )
            ),
            "periods_overdue": [
                words(f"data_quality_periods_{kind}", periods=number_text(periods))
                for kind, periods in zip(
                    silent["reported_by"], silent["periods_overdue"], strict=True
                )
            ],
            "days_overdue": silent["days_overdue"],
            "status": silent["data_status"].map(tables.status_text),
        }
    )
