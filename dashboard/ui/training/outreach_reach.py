"""Whom activities reached, from year to year and where."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import training_outreach as charts
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_outreach as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import rows_behind, subheader
from dashboard.ui.tables import table_twin
from dashboard.ui.training import outreach_map
from dashboard.ui.training.outreach_scope import (
    ACTIVITIES,
    Scope,
    columns,
    headings,
    least_text,
    marked,
    reach_state,
    running_note,
    year_ticks,
)
from dashboard.ui.words import fiscal_year_text, lang, number_text, say, words


def reach(scope: Scope, totals: pd.DataFrame) -> None:
    """People reached by audience, by fiscal year and by province; media apart."""
    subheader(say("training_outreach_reach"))
    groups = _audiences(scope)
    left, right = st.columns(2, gap="medium")
    with left:
        _audience_figure(scope, groups)
        _media_figure(scope, totals)
    with right:
        _year_figure(scope, groups, totals)
    outreach_map.provinces(scope)


def _audiences(scope: Scope) -> pd.DataFrame:
    found = ask(queries.audiences, area=scope.area)
    is_least = found["people_reached"].notna() & (found["activities_not_reporting"] > 0)
    found = found.assign(
        name=found[f"label_{lang()}"], people_reached_at_least=is_least
    )
    return found.assign(
        state_text=[reach_state(row) for row in found.to_dict("records")]
    )


def _audience_figure(scope: Scope, groups: pd.DataFrame) -> None:
    own = groups[groups["fiscal_year_be"] == scope.year]
    drawn = own.assign(
        value=own["people_reached"],
        label=[
            least_text(row["people_reached"], row["people_reached_at_least"])
            if pd.notna(row["people_reached"])
            else row["state_text"]
            for row in own.to_dict("records")
        ],
        hover=[_group_hover(row) for row in own.to_dict("records")],
    )
    title = words("training_outreach_audience_title", of=scope.title)
    figure(
        charts.group_bars(
            drawn,
            look(),
            title,
            words("training_outreach_people_axis"),
            scope.note(*ACTIVITIES),
        ),
        "training_outreach_audience",
        file_name=scope.file_name("outreach_audience"),
        alt=title,
    )
    names = ("name", "people_reached", "state_text", "activities")
    rows_behind(
        "training_outreach_audience",
        disclosed(own[list(names)], Audience.OUTSIDE, counts=()),
        headings(*names),
    )


def _group_hover(row: dict[str, Any]) -> str:
    return words(
        "training_outreach_group_hover",
        name=row["name"],
        people=least_text(row["people_reached"], row["people_reached_at_least"]),
        activities=number_text(row["activities"]),
        state=row["state_text"],
    )


def _year_figure(scope: Scope, groups: pd.DataFrame, totals: pd.DataFrame) -> None:
    places, ticks, running = year_ticks(totals)
    every = totals.assign(
        name=words("training_outreach_every_audience"),
        state_text=[reach_state(row) for row in totals.to_dict("records")],
    )
    joined = pd.concat([every, groups], ignore_index=True)
    drawn = pd.DataFrame(
        {
            "panel": joined["name"],
            "at": joined["fiscal_year_be"].map(places),
            "value": joined["people_reached"],
            "label": [
                marked(row["people_reached"], row["people_reached_at_least"])
                for row in joined.to_dict("records")
            ],
            "hover": [_year_hover(row) for row in joined.to_dict("records")],
            "is_running": joined["fiscal_year_be"] == running,
        }
    )
    title = words("training_outreach_years_title", area=scope.name)
    note = [*scope.note(*ACTIVITIES), words("training_outreach_marks")]
    figure(
        charts.year_panels(
            drawn,
            ticks,
            look(),
            title,
            words("training_outreach_panel_scale"),
            [*note, *running_note(totals, running)],
        ),
        "training_outreach_years",
        file_name=scope.file_name("outreach_years"),
        alt=title,
    )
    _year_twin(scope, joined)


def _year_hover(row: dict[str, Any]) -> str:
    year = fiscal_year_text(int(row["fiscal_year_be"]))
    return f"{year} · {_group_hover(row)}"


def _year_twin(scope: Scope, joined: pd.DataFrame) -> None:
    rows = joined.assign(
        year=[fiscal_year_text(int(year)) for year in joined["fiscal_year_be"]],
        area=scope.name,
    )
    names = ("year", "area", "name", "people_reached", "state_text", "activities")
    table_twin(
        disclosed(
            rows[[*names, "activities_not_reporting"]], Audience.OUTSIDE, counts=()
        ),
        columns(*names, "activities_not_reporting", people_reached="localized"),
        "training_outreach_years_twin",
        source=words("training_outreach_source"),
        file_name=scope.file_name("outreach_audience"),
        datasets=ACTIVITIES,
        lazy=True,
    )


def _media_figure(scope: Scope, totals: pd.DataFrame) -> None:
    found = ask(queries.media, area=scope.area)
    places, ticks, running = year_ticks(totals)
    value = found["in_provinces"] + found["in_whole_country"].fillna(0)
    found = found.assign(name=found[f"label_{lang()}"], value=value)
    drawn = pd.DataFrame(
        {
            "panel": found["name"],
            "at": found["fiscal_year_be"].map(places),
            "value": found["value"],
            "label": [marked(each, False) for each in found["value"]],
            "hover": [_media_hover(row) for row in found.to_dict("records")],
            "is_running": found["fiscal_year_be"] == running,
        }
    )
    title = words("training_outreach_media_title", area=scope.name)
    figure(
        charts.year_panels(
            drawn,
            ticks,
            look(),
            title,
            words("training_outreach_media_unit"),
            [*scope.note(*ACTIVITIES), *running_note(totals, running)],
        ),
        "training_outreach_media",
        file_name=scope.file_name("outreach_media"),
        alt=title,
    )
    rows = found.assign(
        year=[fiscal_year_text(int(year)) for year in found["fiscal_year_be"]],
        area=scope.name,
    )
    names = ("year", "area", "name", "in_provinces", "in_whole_country")
    table_twin(
        disclosed(rows[list(names)], Audience.OUTSIDE, counts=()),
        columns(*names),
        "training_outreach_media_twin",
        source=words("training_outreach_source"),
        file_name=scope.file_name("outreach_media"),
        datasets=ACTIVITIES,
        lazy=True,
    )


def _media_hover(row: dict[str, Any]) -> str:
    return words(
        "training_outreach_media_hover",
        year=fiscal_year_text(int(row["fiscal_year_be"])),
        name=row["name"],
        provinces=number_text(row["in_provinces"]),
        country=number_text(row["in_whole_country"])
        if pd.notna(row["in_whole_country"])
        else "–",
    )
