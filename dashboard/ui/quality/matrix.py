"""The matrix of reporting as readers see it: names, hover texts and table twin.

Frames are those of dashboard.queries.report_state.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.report_matrix import STATES, Names, report_matrix
from dashboard.queries import coverage
from dashboard.text import BE_OFFSET, SHORT_MONTHS
from dashboard.ui.answers import ask, is_collecting
from dashboard.ui.figures import figure, look
from dashboard.ui.quality import leaving, tables
from dashboard.ui.tables import source_note
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    week_text,
    words,
    year_text,
)

WEEK_WIDTHS = ((26, 22), (99, 15))  # weeks up to so many: px of a column
YEAR_WIDTH, DATASET_WIDTH = 64, 150  # px
TICK_ROOM = 56  # px that the name of a month with its year takes


def region_names() -> dict[str, str]:
    """The six regions by code, in their order."""
    frame = ask(coverage.regions)
    of_six = frame[frame["grouping"] == "region6_ngc"]
    return dict(zip(of_six["code"], of_six[f"label_{lang()}"], strict=True))


def period_name(row: pd.Series, reported_by: str) -> str:
    """A period in words: a week with its days, a year."""
    if reported_by == "week":
        return week_text(f"{row['period_start']:%G-W%V}")
    by_fiscal = reported_by == "fiscal_year"
    name = (fiscal_year_text if by_fiscal else year_text)(int(row["year_be"]))
    return words("data_quality_running", year=name) if row["is_running"] else name


def by_period(states: pd.DataFrame, reported_by: str) -> tuple[pd.DataFrame, Names]:
    """The cells of one dataset, province by period, and what stands around them."""
    periods = states.drop_duplicates("period_start").reset_index(drop=True)
    full = [period_name(period, reported_by) for _, period in periods.iterrows()]
    if reported_by == "week":
        width = next(px for most, px in WEEK_WIDTHS if len(full) <= most)
        ticks = _week_ticks(periods, width)
    else:
        width, ticks = YEAR_WIDTH, _year_ticks(periods)
    columns = {start: at for at, start in enumerate(periods["period_start"])}
    placed = states.assign(
        column=states["period_start"].map(columns),
        period=states["period_start"].map(dict(zip(columns, full, strict=True))),
    )
    return _placed(placed, full, ticks, width)


def by_dataset(
    latest: pd.DataFrame, titles: dict[str, str]
) -> tuple[pd.DataFrame, Names]:
    """The cells of the last period of every dataset, and what stands around them."""
    firsts = latest.drop_duplicates("dataset").set_index("dataset")
    full, ticks, periods = [], {}, {}
    for at, (dataset, first) in enumerate(firsts.iterrows()):
        period = period_name(first, first["reported_by"])
        periods[dataset] = period
        title = titles[str(dataset)]
        full.append(words("data_quality_of_period", name=title, period=period))
        ticks[at] = title
    columns = {dataset: at for at, dataset in enumerate(firsts.index)}
    placed = latest.assign(
        column=latest["dataset"].map(columns),
        period=latest["dataset"].map(periods),
        title=latest["dataset"].map(titles),
    )
    return _placed(placed, full, ticks, DATASET_WIDTH)


def _placed(
    states: pd.DataFrame, full: Sequence[str], ticks: dict[int, str], width: int
) -> tuple[pd.DataFrame, Names]:
    """The provinces below the name of their region."""
    rows: list[str] = []
    heads, places = set(), {}
    of_region = states.drop_duplicates("province_code").groupby("region6_ngc")
    for code, region in region_names().items():
        if code not in of_region.groups:
            continue
        heads.add(len(rows))
        rows.append(region)
        for _, province in of_region.get_group(code).iterrows():
            places[province["province_code"]] = len(rows)
            rows.append(province[f"name_{lang()}"])
    cells = states.assign(
        row=states["province_code"].map(places),
        report=[_report(cell) for cell in states.to_dict("records")],
    )
    return cells, Names(tuple(rows), frozenset(heads), tuple(full), ticks, width)


def _report(cell: dict[str, Any]) -> str:
    """When the report came, and how many rows it gives where other ones are there."""
    received, reported = cell["report_received_on"], cell["rows_reported"]
    if pd.isna(received):
        return "–"
    if pd.isna(reported) or reported == cell["rows_loaded"]:
        return date_text(received)
    rows = number_text(reported)
    return words("data_quality_cell_reported", on=date_text(received), rows=rows)


def _week_ticks(periods: pd.DataFrame, width: int) -> dict[int, str]:
    """Each month is named above its first week, with the year where that changes.

    A month of which too little is shown for its name has none.
    """
    ticks: dict[int, str] = {}
    last_month = last_year = 0
    for at, start in enumerate(periods["period_start"]):
        if start.month == last_month:
            continue
        before = max(ticks, default=-TICK_ROOM)
        if (at - before) * width < TICK_ROOM:
            del ticks[before]
            last_year = 0
        month, year = SHORT_MONTHS[lang()][start.month - 1], start.year
        same = year == last_year
        ticks[at] = month if same else f"{month} {year_text(year + BE_OFFSET)}"
        last_month, last_year = start.month, year
    return ticks


def _year_ticks(periods: pd.DataFrame) -> dict[int, str]:
    return {at: year_text(int(year)) for at, year in enumerate(periods["year_be"])}


def draw(
    cells: pd.DataFrame, names: Names, key: str, title: str, *datasets: str
) -> None:
    """The matrix, scrolling inside itself on a phone, and its table twin."""
    counts = cells["state"].value_counts()
    legend = {
        state: words(
            f"data_quality_legend_{state}", cells=number_text(counts.get(state, 0))
        )
        for state in STATES
    }
    note = [source_note(words("data_quality_source"), *datasets)]
    drawn = report_matrix(cells, names, title, legend, look(), note)
    with st.container(key=f"{key}_room"):
        figure(
            drawn,
            key,
            file_name=key,
            alt=words("data_quality_matrix_alt", title=title),
            width=names.width,
            is_internal=bool(leaving.is_protected(cells["dataset"]).any()),
        )
    _twin(cells, key, *datasets)


def _twin(cells: pd.DataFrame, key: str, *datasets: str) -> None:
    """The cells as a table, sent only when it is opened."""
    fold = st.expander(words("table_open"), key=f"{key}_expander", on_change="rerun")
    if not (fold.open or is_collecting()):
        return
    with fold:
        shown = state_rows(cells)
        leaves = leaving.states(shown, cells)
        tables.table(shown, key, *datasets, leaves=leaves, pinned="province")
        st.caption(
            say("data_quality_matrix_note", shown=number_text(tables.SHOWN_ROWS))
        )


def state_rows(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells as a table: each state is a word of its own, only what counts is 0.

    Those of several datasets say of which one they are.
    """
    counted = cells["state"].isin(["rows", "counted_zero"])
    named = {"dataset": cells["title"]} if "title" in cells else {}
    return pd.DataFrame(
        named
        | {
            "province": cells[f"name_{lang()}"],
            "period": cells["period"],
            "reporting": cells["state"].map(
                lambda state: words(f"data_quality_state_{state}")
            ),
            "rows": cells["rows_loaded"].where(counted).astype("Int64"),
            "rows_reported": cells["rows_reported"].astype("Int64"),
            "received": cells["report_received_on"].map(
                lambda day: "" if pd.isna(day) else date_text(day)
            ),
        }
    )
