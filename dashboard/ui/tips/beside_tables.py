"""The rates as a table on screen, and what of them may leave."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import release
from dashboard.disclosure import Audience, Gated
from dashboard.queries import names
from dashboard.queries.tips_beside import beside_volunteers
from dashboard.ui.answers import ask, data_until, is_collecting
from dashboard.ui.released.rows import count_rows
from dashboard.ui.tables import PROVINCE_WIDTH, download_csv
from dashboard.ui.tips.beside_rates import MOST_DECIMALS, MOST_DIGITS, highest
from dashboard.ui.tips.beside_words import (
    maybe_most_text,
    volunteers_sources,
    volunteers_text,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, lang, number_text, say, words, year_text

EXACT = (
    *("name", "tips_text", "weeks_text", "per_100k_text"),
    *("volunteers_text", "per_1000_text", "level_text"),
)
LEAVES = ("area_name", "period_name", "count_name", "count_state_name")
RATES = ("rate_name", "volunteers_name", "per_1000_name")
PER = 1_000  # volunteers


def years_text(years: pd.Series) -> str:
    """The years (B.E.) of which the population is."""
    return ", ".join(year_text(int(year)) for year in sorted(set(years))) or "–"


def exact(rows: pd.DataFrame) -> None:
    """The figure's rows, to be looked at alone."""
    fold = st.expander(
        words("tips_beside_exact"), key="tips_beside_exact", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        internal_table(rows, EXACT, "tips_beside_exact_table")
        st.caption(say("tips_beside_exact_note"))


def internal_table(rows: pd.DataFrame, shown: tuple[str, ...], key: str) -> None:
    """A table of exact counts: on the screen, with no file."""
    st.dataframe(
        rows[list(shown)],
        hide_index=True,
        column_config={
            name: st.column_config.Column(
                words(f"tips_beside_col_{name}"),
                pinned=name == "name",
                width=PROVINCE_WIDTH[lang()] if name == "name" else None,
            )
            for name in shown
        },
        height="content" if len(rows) <= 20 else 480,
        key=key,
        placeholder=number_text(None),
    )


def published(scope: Scope) -> None:
    """Both rates of the last complete fiscal year, made of published counts.

    Always as published for the last complete week of the data, whichever week the page
    is at: files of weeks of one's own choice could be subtracted from each other.
    """
    last = data_until()
    fold = st.expander(
        words("tips_beside_published"), key="tips_beside_published", on_change="rerun"
    )
    if last is None or not (fold.open or is_collecting()):
        return
    with fold:
        gated = _published_year(last, scope.narrowed.region)
        if gated.frame.empty:
            st.caption(say("tips_beside_published_none"))
            return
        st.caption(
            say(
                "tips_beside_published_note",
                on=date_text(last),
                volunteers=volunteers_sources(_beside(gated.frame)),
                digits=MOST_DIGITS,
                decimals=MOST_DECIMALS,
            )
        )
        _leaving(gated.named(_in_words(gated)))


def _leaving(gated: Gated) -> None:
    """The published table, with its file."""
    headings = {name: words(f"tips_beside_col_{name}") for name in (*LEAVES, *RATES)}
    st.dataframe(
        gated.frame[list(headings)],
        hide_index=True,
        column_config=headings
        | {
            "area_name": st.column_config.Column(
                headings["area_name"], pinned=True, width=PROVINCE_WIDTH[lang()]
            )
        },
        key="tips_beside_published_table",
    )
    download_csv(
        gated,
        headings,
        "tips_beside_published",
        source=words("tips_beside_source"),
        file_name=f"tips_beside_{gated.frame['period_end'].max():%Y-%m-%d}",
        datasets=("tip_report", "population", "volunteer_roster", "training_batch"),
        title=words("tips_beside_published"),
    )


def _published_year(week_end: date, region: str) -> Gated:
    """The tips of provinces in a year as readers outside see them."""
    tables = ask(release.published, week_end, Audience.OUTSIDE)
    gated = tables["province_year"]
    provinces = ask(names.provinces)
    mine = provinces[provinces["region"] == region] if region else provinces
    is_mine = gated.frame["area"].isin(mine["province_code"])
    return gated.part(is_mine & (gated.frame["measure"] == "tips"))


def _in_words(gated: Gated) -> pd.DataFrame:
    """What the table says beside what it holds, row by row."""
    frame = gated.frame
    shown = count_rows(frame)
    records = _beside(frame).to_dict("records")
    return pd.DataFrame(
        {
            "area_name": shown["area"],
            "period_name": shown["period"],
            "count_name": shown["count"],
            "count_state_name": shown["count_state"],
            "rate_name": shown["rate_per_100k"],
            "volunteers_name": [volunteers_text(row) for row in records],
            "per_1000_name": [
                _per_1000(row, said)
                for row, said in zip(records, shown["count"], strict=True)
            ],
        }
    )


def _beside(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts with the volunteers of their provinces at the year's end, by row."""
    volunteers = ask(beside_volunteers, frame["period_end"].max())
    called = ask(names.provinces)[["province_code", f"name_{lang()}"]]
    return (
        frame[["area", "count", "count_base"]]
        .merge(volunteers, how="left", left_on="area", right_on="province_code")
        .merge(called.rename(columns={f"name_{lang()}": "name"}), how="left")
    )


def _per_1000(row: dict[str, Any], said: str) -> str:
    """Published tips per 1,000 volunteers; without a count, what stands for it.

    One that is a maximum, for more volunteers than are known, is that of the highest
    count that the published one may stand for.
    """
    volunteers = row["volunteers_trained"]
    if pd.isna(row["count"]):
        return said
    if pd.isna(volunteers):
        return number_text(None)
    if volunteers == 0:
        return words("tips_beside_state_nobody")
    is_most = bool(row["volunteers_at_least"]) and row["count"] > 0
    count = highest(row["count"], row["count_base"]) if is_most else row["count"]
    rests_on = min(row["count"], volunteers)
    return maybe_most_text(count / volunteers * PER, rests_on, is_most=is_most)
