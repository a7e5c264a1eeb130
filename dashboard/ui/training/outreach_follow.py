"""How soon activities follow a batch, and where none has."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import training_outreach as charts
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_outreach as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import table_twin
from dashboard.ui.training.outreach_scope import (
    BATCHES,
    Scope,
    columns,
    day_text,
    level_text,
    listing,
    months_of,
    named,
    not_known,
    reach_state,
    small_title,
)
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    share_text,
    words,
)


def follow(scope: Scope, total: pd.Series) -> None:
    """The curve of first activities, and the provinces and batches without one.

    Args:
        scope: Year and area.
        total: The row of the year of queries.training_outreach.outreach_totals.
    """
    subheader(say("training_outreach_follow"))
    left, right = st.columns(2, gap="medium")
    with left:
        _curve(scope)
    with right:
        _overdue_provinces(scope)
    _overdue_batches(scope, total)


def _months(scope: Scope) -> pd.DataFrame:
    return ask(queries.first_activities, scope.year, scope.area)


def median_sentence(scope: Scope) -> str:
    """Within how many months half of the batches held their first activity."""
    key, said = _median(scope)
    return say(key, **said)


def _median(scope: Scope) -> tuple[str, dict[str, str]]:
    row = _months(scope).iloc[-1]
    said = {
        "batches": number_text(row["batches_followed"]),
        "months": number_text(row["month"]),
    }
    if not row["batches_followed"]:
        return "training_outreach_median_unknown", said
    if pd.isna(row["median_months"]):
        return "training_outreach_median_none", said
    return "training_outreach_median", said | {
        "median": number_text(row["median_months"], 1)
    }


def overdue_sentence(scope: Scope) -> str:
    """How many provinces have no activity though six months have passed."""
    found = ask(queries.followed_provinces, scope.year, scope.area)
    late = found[found["is_overdue"].eq(True)]
    said = say(
        "training_outreach_overdue" if len(late) else "training_outreach_overdue_zero",
        number=number_text(len(late)),
        names=named(late),
        held=number_text(found["last_batch_on"].notna().sum()),
        months=months_of("overdue_months"),
    )
    return f"{said} {not_known(int(found['is_overdue'].isna().sum()))}".strip()


def _curve(scope: Scope) -> None:
    months = _months(scope)
    if not months["batches_observed"].any():
        st.info(say("training_outreach_curve_none"))
        return
    months = months.assign(
        label=[share_text(share) for share in months["begun_share"]],
        hover=[
            words(
                "training_outreach_curve_hover",
                month=number_text(row["month"]),
                begun=number_text(row["batches_begun"]),
                observed=number_text(row["batches_observed"]),
                share=share_text(row["begun_share"]),
            )
            for row in months.to_dict("records")
        ],
    )
    key, said = _median(scope)
    title = f"{scope.title}: {words(key, **said)}"
    observed = months["batches_observed"]
    note = words(
        "training_outreach_curve_note",
        most=number_text(observed.max()),
        least=number_text(observed.min()),
    )
    figure(
        charts.first_activity_curve(
            months,
            look(),
            title,
            words("training_outreach_curve_axis"),
            [*scope.note(*BATCHES), note],
        ),
        "training_outreach_curve",
        file_name=scope.file_name("outreach_first_activity"),
        alt=title,
    )
    _curve_twin(scope, months)


def _curve_twin(scope: Scope, months: pd.DataFrame) -> None:
    rows = months.assign(of=scope.title)
    names = ("of", "month", "batches_observed", "batches_begun", "begun_share")
    table_twin(
        disclosed(rows[list(names)], Audience.OUTSIDE, counts=()),
        columns(*names, begun_share="percent"),
        "training_outreach_curve_twin",
        source=words("training_outreach_source"),
        file_name=scope.file_name("outreach_first_activity"),
        datasets=BATCHES,
        lazy=True,
    )


def _overdue_provinces(scope: Scope) -> None:
    found = ask(queries.followed_provinces, scope.year, scope.area)
    late = found[found["is_overdue"].eq(True)]
    on = date_text(found["as_on"].iloc[0].date())
    small_title(say("training_outreach_overdue_provinces", number=len(late), on=on))
    unknown = found[found["is_overdue"].isna()]
    if len(unknown):
        names_unknown = ", ".join(unknown[f"name_{lang()}"])
        st.caption(
            say(
                "training_outreach_overdue_unknown",
                number=len(unknown),
                names=names_unknown,
            )
        )
    if late.empty:
        st.markdown(say("training_outreach_none"))
        return
    records = late.to_dict("records")
    rows = late.assign(
        name=late[f"name_{lang()}"],
        level_text=[level_text(row) for row in records],
        batch_text=[day_text(day) for day in late["last_batch_on"]],
        last_text=[day_text(day) for day in late["last_activity_on"]],
    )
    names = ("name", "level_text", "batch_text", "months_since_batch", "last_text")
    listing(
        rows[list(names)],
        columns(*names, months_since_batch="%.1f"),
        "training_outreach_overdue_provinces",
        scope.file_name("outreach_overdue_provinces"),
        (*BATCHES, "province_risk", "province_grade"),
    )


def _overdue_batches(scope: Scope, total: pd.Series) -> None:
    batches = _batch_rows(scope)
    late = batches[batches["is_overdue"].eq(True)].sort_values("ended_on")
    small_title(
        say(
            "training_outreach_overdue_batches",
            number=len(late),
            held=number_text(total["batches_held"]),
            months=months_of("overdue_months"),
        )
    )
    if total["batches_overdue_unknown"]:
        unknown = number_text(total["batches_overdue_unknown"])
        st.caption(say("training_outreach_batches_unknown", number=unknown))
    names = ("batch", "name", "ended_text", "months_since", "volunteers_text")
    if late.empty:
        st.markdown(say("training_outreach_none"))
    else:
        listing(
            late[[*names, "media_activities"]],
            columns(
                *names,
                "media_activities",
                months_since="%.1f",
            ),
            "training_outreach_overdue_batches",
            scope.file_name("outreach_overdue_batches"),
            BATCHES,
        )
    _batch_twin(scope, batches)


def _batch_rows(scope: Scope) -> pd.DataFrame:
    found = ask(queries.batches_followed, scope.year, scope.area)
    return found.assign(
        batch=[_batch_name(row) for row in found.to_dict("records")],
        name=found[f"name_{lang()}"],
        volunteers_text=[
            words("training_outreach_not_reported")
            if pd.isna(volunteers)
            else number_text(volunteers)
            for volunteers in found["volunteers_trained"]
        ],
        ended_text=[day_text(day) for day in found["ended_on"]],
        first_text=[
            day_text(day) if known or pd.notna(day) else number_text(None)
            for day, known in zip(
                found["first_activity_on"], found["is_known"], strict=True
            )
        ],
        state_text=[reach_state(row) for row in found.to_dict("records")],
    )


def _batch_name(row: dict[str, Any]) -> str:
    year = fiscal_year_text(int(row["batch_fiscal_year_be"]))
    number = number_text(row["batch_no"])
    return words("training_outreach_batch", number=number, year=year)


def _batch_twin(scope: Scope, batches: pd.DataFrame) -> None:
    names = (
        *("batch", "name", "ended_text", "volunteers_text", "activities"),
        *("people_reached", "state_text", "people_reached_per_volunteer"),
        *("media_activities", "first_text", "months_to_first", "months_since"),
        *("activities_before_end",),
    )
    st.caption(say("training_outreach_every_batch"))
    table_twin(
        disclosed(
            batches[list(names)].round(
                {
                    "people_reached_per_volunteer": 2,
                    "months_to_first": 2,
                    "months_since": 2,
                }
            ),
            Audience.OUTSIDE,
            counts=(),
        ),
        columns(
            *names,
            people_reached="localized",
            people_reached_per_volunteer="%.1f",
            months_to_first="%.1f",
            months_since="%.1f",
        ),
        "training_outreach_batches_twin",
        source=words("training_outreach_source"),
        file_name=scope.file_name("outreach_batches"),
        datasets=BATCHES,
        lazy=True,
    )
