"""Volunteers over the quarters: the country, and a province beside it."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.charts import training_volunteers as charts
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import training_volunteers as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import name_below, rows_behind, subheader
from dashboard.ui.tables import source_note, table_twin
from dashboard.ui.training.volunteer_words import (
    COUNTRY,
    at_least_cells,
    day_cells,
    day_text,
    province_names,
    said,
    whole,
)
from dashboard.ui.words import date_text, number_text, say, share_text, words

ROSTER = ("volunteer_roster",)
PEOPLE = ("volunteer_roster", "population")
BATCHES = ("training_batch", "training_participant")
SOURCES = {ROSTER: "_roster", PEOPLE: "_people", (*PEOPLE, *BATCHES): ""}
# The datasets that each figure is made of, in the order in which they are shown.
FIGURES = {
    "registered_per_100k": PEOPLE,
    "active_per_100k": PEOPLE,
    "volunteers_trained_per_100k": (*PEOPLE, *BATCHES),
    "active_share": ROSTER,
    "tambon_share": ROSTER,
}
ACROSS = 3  # panels side by side where there is room


def country_at(on: date) -> pd.DataFrame:
    """The country's figures on a day, by figure."""
    series = ask(queries.volunteer_series, COUNTRY)
    return series[series["on_day"] == pd.Timestamp(on)].set_index("figure")


def value_text(figure_name: str, row: pd.Series | None) -> str:
    """A figure in words: "at least" where it is, "no data" where there is none."""
    if row is None or pd.isna(row["value"]):
        return number_text(None)
    is_share = figure_name.endswith("_share")
    text = (share_text if is_share else number_text)(row["value"], 1)
    return said(text, row["provinces_at_least"] > 0)


def province_picker() -> str | None:
    """The province that the reader sees beside the country, if any."""
    names = province_names()
    chosen = choice("training_province", list(names))
    st.selectbox(
        say("training_volunteers_province"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=words("training_volunteers_province_none"),
        key="training_province",
        width=300,
    )
    return chosen


def lines(on: date) -> None:
    """The picker, a panel for each figure, and the table behind them.

    Args:
        on: The day of the chosen fiscal year.
    """
    subheader(say("training_volunteers_lines"))
    province = province_picker()
    series = _series(province)
    shown = [name for name in FIGURES if _has_values(series, name)]
    for start in range(0, len(shown), ACROSS):
        across = st.columns(ACROSS, gap="medium")
        for place, name in zip(across, shown[start : start + ACROSS], strict=False):
            with place:
                _panel(series[series["figure"] == name], name, province, on)
    if len(shown) < len(FIGURES):
        missing = [
            words(f"training_volunteers_of_{name}")
            for name in FIGURES
            if name not in shown
        ]
        st.info(say("training_volunteers_lines_none", names=", ".join(missing)))
    st.caption(say("training_volunteers_lines_note", on=date_text(on)))
    name_below(say("training_volunteers_lines"))
    table_twin(
        _leaving(series),
        _columns(),
        "training_volunteers_lines",
        source=words("training_volunteers_source"),
        file_name="volunteers_over_time",
        datasets=(*PEOPLE, *BATCHES),
        lazy=True,
    )


def _series(province: str | None) -> pd.DataFrame:
    """The lines of the country and the province, named, with their hover."""
    names = province_names()
    parts = [
        ask(queries.volunteer_series, COUNTRY).assign(
            area=charts.COUNTRY, name=words("training_volunteers_country")
        )
    ]
    if province:
        own = ask(queries.volunteer_series, province)
        parts.append(own.assign(area=charts.PROVINCE, name=names[province]))
    series = pd.concat(parts, ignore_index=True)
    places = series["figure"].map(list(FIGURES).index)
    series = series.iloc[places.argsort(kind="stable")].reset_index(drop=True)
    series["hover"] = [_hover(row) for _, row in series.iterrows()]
    return series


def _has_values(series: pd.DataFrame, name: str) -> bool:
    return bool(series.loc[series["figure"] == name, "value"].notna().any())


def _hover(row: pd.Series) -> str:
    value = value_text(row["figure"], row)
    day = f"{row['name']} · {day_text(row['on_day'])}: {value}"
    if row["area"] == charts.PROVINCE:
        return day
    return f"{day} ({row['provinces']}/{row['provinces_total']})"


def _panel(own: pd.DataFrame, name: str, province: str | None, on: date) -> None:
    at = own[own["on_day"] == pd.Timestamp(on)].set_index("area")
    rows = dict(at.iterrows())
    title = words(f"training_volunteers_of_{name}")
    keys = {
        str(area): f"{row['name']} {value_text(name, row)}"
        for area, row in rows.items()
    }
    publisher = words(f"training_volunteers_source{SOURCES[FIGURES[name]]}")
    source = source_note(publisher, *FIGURES[name])
    drawn = charts.volunteer_panel(
        own,
        keys,
        title,
        look(),
        [*_completeness(rows, on), source],
        is_share=name.endswith("_share"),
        marked_on=on,
    )
    figure(
        drawn,
        f"training_volunteers_{name}",
        file_name=f"{name}_{province or COUNTRY}",
        alt=words(
            "training_volunteers_panel_alt", what=title, keys="; ".join(keys.values())
        ),
    )
    rows_behind(
        f"training_volunteers_{name}",
        disclosed(_rows(own).assign(on_day=own["on_day"]), Audience.OUTSIDE, counts=()),
        {each: _columns()[each] for each in PANEL} | {"value": title},
    )


def _completeness(rows: dict[object, pd.Series], on: date) -> list[str]:
    """How many provinces have the figure, how old it is, and what is "at least"."""
    country = rows.get(charts.COUNTRY)
    if country is None:
        return []
    lines = [
        words(
            "training_volunteers_complete",
            on=date_text(on),
            provinces=country["provinces"],
            all=country["provinces_total"],
        )
    ]
    if pd.notna(country["oldest_as_of"]):
        lines.append(
            words(
                "training_volunteers_oldest",
                oldest=day_text(country["oldest_as_of"]),
                days=number_text(country["days_old"]),
            )
        )
    for count in ("provinces_from_batches", "provinces_at_least"):
        if country[count]:
            number = int(country[count])
            lines.append(words(f"training_volunteers_{count}", number=number))
    own = rows.get(charts.PROVINCE)
    return lines if own is None else [*lines, _own_age(own)]


def _own_age(own: pd.Series) -> str:
    if pd.isna(own["value"]):
        return f"{own['name']}: {number_text(None)}"
    if own["provinces_from_batches"]:
        return words("training_volunteers_own_batches", name=own["name"])
    as_of = day_text(own["oldest_as_of"])
    days = number_text(own["days_old"])
    return words("training_volunteers_own_age", name=own["name"], on=as_of, days=days)


def _leaving(series: pd.DataFrame) -> Gated:
    """What the panels show, as it may leave: all of it is open."""
    return disclosed(_rows(series), Audience.OUTSIDE, counts=())


def _rows(series: pd.DataFrame) -> pd.DataFrame:
    """What the panels show, shares in per cent."""
    is_share = series["figure"].str.endswith("_share")
    frame = series.assign(
        figure=[words(f"training_volunteers_of_{name}") for name in series["figure"]],
        value=series["value"].where(~is_share, series["value"] * 100).round(2),
        on_day=day_cells(series["on_day"]),
        oldest_as_of=day_cells(series["oldest_as_of"]),
        at_least=at_least_cells(series["provinces_at_least"] > 0),
    )
    return whole(frame, "total", "base", "provinces", "provinces_total")[list(COLUMNS)]


PANEL = ("name", "on_day", "value", "at_least", "total", "base", "provinces")
COLUMNS = (
    "name",
    "figure",
    "on_day",
    "value",
    "at_least",
    "total",
    "base",
    "provinces",
    "provinces_total",
    "provinces_from_batches",
    "oldest_as_of",
)


def _columns() -> dict[str, str]:
    return {name: words(f"training_volunteers_lines_{name}") for name in COLUMNS}
