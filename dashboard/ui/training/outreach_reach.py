"""Whom activities reached, from year to year and where."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.charts import training_outreach as charts
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_outreach as queries
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.figures import figure, look
from dashboard.ui.province_map import map_words, province_map
from dashboard.ui.tables import table_twin
from dashboard.ui.training.outreach_scope import (
    ACTIVITIES,
    ALL,
    Scope,
    columns,
    day_text,
    least_text,
    listing,
    marked,
    reach_state,
    small_title,
)
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
    year_text,
)

PROVINCES = ("outreach", "population", "volunteer_roster", "training_batch")
MAP_LINES = ("per_100k", "people", "held", "media", "per_volunteer", "last_on")


def reach(scope: Scope, totals: pd.DataFrame) -> None:
    """People reached by audience, by fiscal year and by province; media apart."""
    st.subheader(say("training_outreach_reach"), anchor=False)
    groups = _audiences(scope)
    left, right = st.columns(2, gap="medium")
    with left:
        _audience_figure(scope, groups)
        _media_figure(scope, totals)
    with right:
        _year_figure(scope, groups, totals)
    _provinces(scope)


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


def _group_hover(row: dict[str, Any]) -> str:
    return words(
        "training_outreach_group_hover",
        name=row["name"],
        people=least_text(row["people_reached"], row["people_reached_at_least"]),
        activities=number_text(row["activities"]),
        state=row["state_text"],
    )


def year_ticks(years: pd.DataFrame) -> tuple[dict[int, int], list[str], int | None]:
    """Places and names of the years of totals, and the one that has not ended."""
    named = [int(year) for year in years["fiscal_year_be"]]
    ends = pd.to_datetime([f"{year - 543}-09-30" for year in named])
    running = [
        y for y, on, end in zip(named, years["as_on"], ends, strict=True) if on < end
    ]
    last = running[-1] if running else None
    ticks = [f"{year_text(y)}*" if y == last else year_text(y) for y in named]
    return {year: at for at, year in enumerate(named)}, ticks, last


def running_note(years: pd.DataFrame, running: int | None) -> list[str]:
    """What the star at a year means."""
    if running is None:
        return []
    on = years.loc[years["fiscal_year_be"] == running, "as_on"].iloc[0]
    return [words("training_outreach_running", on=date_text(on.date()))]


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


def _provinces(scope: Scope) -> None:
    """The map of people reached per 100,000, and the provinces in order beside it."""
    rows = kept(province_rows, scope)
    selected = choice("training_province", rows["province_code"].tolist())
    classes = choices("training_reach", [kind.id for kind in reach_kinds()])
    left, right = st.columns([7, 5], gap="small")
    with left:
        province_map(
            kept(_map_spec, scope, selected, tuple(classes)),
            "training_outreach_map",
            lambda code: set_choice("training_province", code),
            _keep,
        )
    listed = rows[rows["is_shown"]]
    if classes:
        listed = listed[listed["class_id"].isin(classes)]
    if selected:
        listed = pd.concat(
            [listed[listed["province_code"] == selected],
             listed[listed["province_code"] != selected]]
        )  # fmt: skip
    with right:
        number = number_text(len(listed))
        small_title(say("training_outreach_provinces", number=number))
        listing(
            listed,
            columns(
                "name",
                "people_reached_per_100k",
                "people_reached",
                "state_text",
                "activities",
                "per_volunteer_text",
                "media_activities",
                "last_text",
                people_reached_per_100k="%.1f",
                people_reached="localized",
            ),
            "training_outreach_provinces",
            scope.file_name("outreach_provinces"),
            PROVINCES,
        )
        st.caption(say("training_outreach_provinces_hint"))


def _keep(classes: list[str]) -> None:
    st.session_state["training_reach"] = classes  # `choices` puts it into the address


def province_rows(scope: Scope) -> pd.DataFrame:
    """All provinces with their class on the map and what is said of each."""
    found = ask(queries.province_outreach, fiscal_year_be=scope.year)
    records = found.to_dict("records")
    found = found.assign(
        name=found[f"name_{lang()}"],
        is_shown=True if scope.area == ALL else found["region6_ngc"] == scope.area,
        state_text=[reach_state(row) for row in records],
        per_volunteer_text=[_per_volunteer(row) for row in records],
        last_text=[day_text(day) for day in found["last_activity_on"]],
        class_id=[_class_id(row) for row in records],
    )
    said = pd.DataFrame([_lines(row) for row in found.to_dict("records")], found.index)
    return found.join(said)


def _per_volunteer(row: dict[str, Any]) -> str:
    """People per volunteer; which way it errs where one of both is a minimum."""
    value = row["people_reached_per_volunteer"]
    said = number_text(value, 1)
    if pd.isna(value):
        return said
    few_people = bool(row["people_reached_at_least"])
    if few_people and row["volunteers_at_least"]:
        return words("training_outreach_about", value=said)
    if row["volunteers_at_least"]:
        return words("training_outreach_at_most", value=said)
    return least_text(value, few_people, 1)


def _lines(row: dict[str, Any]) -> dict[str, str]:
    is_least = bool(row["people_reached_at_least"])
    return {
        "per_100k": least_text(row["people_reached_per_100k"], is_least, 1),
        "people": f"{least_text(row['people_reached'], is_least)} ({row['state_text']})",
        "held": number_text(row["activities"]),
        "media": number_text(row["media_activities"]),
        "per_volunteer": row["per_volunteer_text"],
        "last_on": row["last_text"],
    }


def _breaks() -> list[float]:
    row = ask(queries.reach_breaks).iloc[0]
    return [float(each) for each in row if pd.notna(each)]


def _class_id(row: dict[str, Any]) -> str:
    reached = row["people_reached_per_100k"]
    if pd.isna(reached):
        is_silent = pd.notna(row["activities"]) and row["activities"] > 0
        return maps.UNREPORTED if is_silent else maps.NO_DATA
    if reached == 0 and row["activities"] == 0:
        return maps.ZERO
    return f"c{sum(reached >= low for low in _breaks())}"


def reach_kinds() -> list[maps.Kind]:
    """The classes of the map, in the legend's order."""
    ends = [number_text(each) for each in _breaks()]
    if ends:
        between = zip(ends, ends[1:], strict=False)
        labels = [f"< {ends[0]}", *(f"{a} – < {b}" for a, b in between)]
        labels.append(f"≥ {ends[-1]}")
    else:
        labels = [words("training_outreach_any")]
    shades = zip(labels, maps.COUNT_RAMP, strict=False)
    return [
        maps.Kind(
            maps.ZERO, words("training_outreach_kind_zero"), "#ffffff", "#1b1f24"
        ),
        *(
            maps.Kind(f"c{at}", label, fill, maps.ink_on(fill))
            for at, (label, fill) in enumerate(shades)
        ),
        maps.not_reported(words("training_outreach_kind_not_reported")),
        maps.no_data(words("training_outreach_state_no_data")),
    ]


def _map_spec(
    scope: Scope, selected: str | None, classes: tuple[str, ...]
) -> dict[str, Any]:
    rows = province_rows(scope)
    on = date_text(rows["as_on"].iloc[0].date())
    return maps.class_map(
        rows,
        kinds=reach_kinds(),
        words=map_words(
            words("training_outreach_map_title", of=scope.title),
            source=words("training_outreach_source"),
            datasets=("outreach", "population"),
            note=(words("training_outreach_map_note", on=on),),
        ),
        lines={line: words(f"training_outreach_line_{line}") for line in MAP_LINES},
        file_name=scope.file_name("outreach_map"),
        selected=selected,
        kept=classes,
        number=number_text,
    )
