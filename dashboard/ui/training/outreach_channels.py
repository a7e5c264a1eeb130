"""Which channels for reporting were made known, and where neither main one was."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import channel_regions as charts
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_outreach as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import name_below, subheader
from dashboard.ui.tables import table_twin
from dashboard.ui.training.outreach_scope import (
    ACTIVITIES,
    ALL,
    Scope,
    columns,
    day_text,
    headings,
    level_text,
    listing,
    marked,
    months_of,
    named,
    not_known,
    region_names,
)
from dashboard.ui.words import date_text, lang, number_text, say, share_text, words

NATIONAL = "national"
# The ministry's own two, and the column of each.
CHANNELS = {
    "HOTLINE_1300": "promoted_1300",
    "APP_PROTECT_U": "promoted_protect_u",
}


def channels(scope: Scope) -> None:
    """The matrix of channels by region, and provinces at risk that heard of neither."""
    subheader(say("training_outreach_channels"))
    found = ask(queries.channels, scope.year, scope.area)
    if found["promoted"].isna().all():
        st.info(say("training_outreach_channels_none"))
    else:
        _matrix(scope, found)
        _provinces(scope)
    _silent_provinces(scope)


def _matrix(scope: Scope, found: pd.DataFrame) -> None:
    names = {NATIONAL: words("training_outreach_national"), **region_names()}
    shown = [code for code in names if scope.area in (ALL, code)]
    channel_names = dict(zip(found["channel_code"], _heads(found), strict=True))
    rows = {code: at for at, code in enumerate(shown)}
    places = {code: at for at, code in enumerate(channel_names)}
    cells = found.assign(
        row=found["region"].map(rows),
        column=found["channel_code"].map(places),
        name=found[f"name_{lang()}"],
        region_text=found["region"].map(names),
        share=(found["promoted"] / (found["held"] - found["not_reporting"])).where(
            found["held"] > found["not_reporting"]
        ),
    )
    records = cells.to_dict("records")
    cells = cells.assign(
        label=[_cell(row) for row in records], hover=[_hover(row) for row in records]
    )
    title = words("training_outreach_channels_title", of=scope.title)
    drawn = charts.channel_regions(
        cells,
        [names[code] for code in shown],
        list(channel_names.values()),
        look(),
        title,
        words("training_outreach_channels_shade"),
        [*scope.note(*ACTIVITIES), words("training_outreach_channels_marks")],
    )
    with st.container(key="training_outreach_channels_room"):
        figure(
            drawn,
            "training_outreach_channels",
            file_name=scope.file_name("outreach_channels"),
            alt=title,
            width=charts.figure_width(len(channel_names)) or "stretch",
        )
    _twin(scope, cells)


def _heads(found: pd.DataFrame) -> list[str]:
    """A channel's number where that is its name to all, else its name."""
    pairs = zip(found["contact"].fillna(""), found[f"name_{lang()}"], strict=True)
    return [contact if contact.isdigit() else name for contact, name in pairs]


def _cell(row: dict[str, Any]) -> str:
    if not row["held"]:
        return "–"
    return marked(row["promoted"], row["not_reporting"] > 0)


def _hover(row: dict[str, Any]) -> str:
    return words(
        "training_outreach_channels_hover",
        region=row["region_text"],
        name=row["name"],
        promoted=number_text(row["promoted"]),
        naming=number_text(row["held"] - row["not_reporting"]),
        share=share_text(row["share"]),
        silent=number_text(row["not_reporting"]),
    )


def _twin(scope: Scope, cells: pd.DataFrame) -> None:
    names = (
        *("of", "region_text", "channel_name", "contact", "face_to_face"),
        *("media_activities", "promoted", "held", "not_reporting"),
    )
    rows = cells.rename(columns={"name": "channel_name", "activities": "face_to_face"})
    rows = rows.assign(of=scope.title)
    table_twin(
        disclosed(rows[list(names)], Audience.OUTSIDE, counts=()),
        columns(*names),
        "training_outreach_channels_twin",
        source=words("training_outreach_source"),
        file_name=scope.file_name("outreach_channels"),
        datasets=ACTIVITIES,
        lazy=True,
        behind=headings("region_text", "channel_name", *names[-3:]),
    )


def _provinces(scope: Scope) -> None:
    """How often each province made the ministry's two channels known, the least first.

    Where some activities name no channel, a count is a minimum: they stand beside it.
    """
    found = ask(queries.channel_provinces, scope.year, scope.area)
    places = ask(queries.province_outreach, scope.year)
    names = dict(zip(places["province_code"], places[f"name_{lang()}"], strict=True))
    wide = found.pivot_table(
        index=["province_code", "held", "not_reporting"],
        columns="channel_code",
        values="promoted",
    ).reset_index()
    wide = wide.rename(columns=CHANNELS).sort_values([*CHANNELS.values(), "held"])
    numbers = (*CHANNELS.values(), "held", "not_reporting")
    name_below(say("training_outreach_channel_provinces_title"))
    st.caption(say("training_outreach_channel_provinces", number=len(wide)))
    listing(
        wide.assign(name=wide["province_code"].map(names)),
        columns("name", *numbers, **dict.fromkeys(numbers, "localized")),
        "training_outreach_channel_provinces",
        scope.file_name("outreach_channels_provinces"),
        ACTIVITIES,
    )


def _apart() -> str:
    """What is not in the sentence on provinces."""
    return say("training_outreach_silent_apart")


def _silent_provinces(scope: Scope) -> None:
    """Provinces at high risk where neither channel was promoted, or nobody knows."""
    found = ask(queries.followed_provinces, scope.year, scope.area)
    high = found[found["is_high_risk"].eq(True)]
    never = high[high["is_channel_promoted"].eq(False)]
    unknown = high[high["is_channel_promoted"].isna()]
    if high.empty:
        st.markdown(say("training_outreach_no_risk"))
        return
    said = say(
        "training_outreach_silent" if len(never) else "training_outreach_silent_zero",
        high=number_text(len(high)),
        number=number_text(len(never)),
        names=named(never),
        months=months_of("recent_months"),
        on=date_text(found["as_on"].iloc[0].date()),
    )
    st.markdown(f"{said} {not_known(len(unknown))}".strip() + " " + _apart())
    listed = pd.concat([never, unknown])
    if listed.empty:
        return
    name_below(say("training_outreach_silent_title"))
    records = listed.to_dict("records")
    rows = listed.assign(
        name=listed[f"name_{lang()}"],
        level_text=[level_text(row) for row in records],
        promoted_text=[
            words("training_outreach_unknown")
            if pd.isna(row["is_channel_promoted"])
            else words("training_outreach_no")
            for row in records
        ],
        last_text=[day_text(day) for day in listed["last_activity_on"]],
    )
    names = ("name", "level_text", "promoted_text", "activities_12m", "silent_12m")
    listing(
        rows[[*names, "last_text"]],
        columns(*names, "last_text"),
        "training_outreach_silent",
        scope.file_name("outreach_channels_not_promoted"),
        ("outreach", "province_risk", "province_grade"),
    )
