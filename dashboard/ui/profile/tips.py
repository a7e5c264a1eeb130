"""The tips of a province week by week, exact: for analysts, on screen alone."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard.charts.profile_lines import Panel, time_panels
from dashboard.queries.profile_weeks import tip_weeks
from dashboard.rules import rules
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.profile.lines import span
from dashboard.ui.tables import source_note
from dashboard.ui.words import date_text, number_text, say, words
from methods.usual_range import usual_limit

HEIGHT = 110  # px
SUNDAY = pd.Timedelta(days=6)


def tips(profile: pd.Series) -> None:
    """Tips by week over what is usual of the province, on the axis of the lines."""
    weeks = ask(tip_weeks, profile["province_code"])
    with st.container(key="profile_internal_tips"):
        if weeks.empty:
            st.info(say("profile_tips_none"))
            return
        using = rules()
        settled = span()[1] - timedelta(weeks=using.settle_weeks)
        panel = Panel(
            words("profile_panel_tips"),
            "line",
            tip_points(weeks),
            HEIGHT,
            shaded_from=settled,
        )
        note = [
            words(
                "profile_tips_note",
                weeks=using.history_weeks,
                settle=using.settle_weeks,
            ),
            source_note(words("profile_tips_source"), "tip_report"),
        ]
        title = words("profile_tips_title", name=profile["name"])
        figure(
            time_panels([panel], span(), title, look(), note),
            "profile_tips",
            file_name="profile_tips",
            alt=title,
            is_internal=True,
        )
        st.caption(say("profile_tips_below", states=_states(weeks)))


def tip_points(weeks: pd.DataFrame) -> pd.DataFrame:
    """Each week with what is usual of it by the weeks before that were reported.

    Plain Poisson limits: as likely as not more than in one week of a hundred something
    happened when a count lies above.

    Args:
        weeks: Of queries.profile_weeks.tip_weeks.

    Returns:
        The rows of a panel: on_day (Sunday), value, low, high, hover; no limits before
        enough weeks were reported.
    """
    using = rules()
    told = weeks["tips"].astype("Float64")
    mean = told.rolling(using.history_weeks, min_periods=using.least_weeks).mean()
    before = mean.shift()
    low = [_limit(each, 1 - using.probability) for each in before]
    high = [_limit(each, using.probability) for each in before]
    points = pd.DataFrame(
        {
            "on_day": weeks["week_start"] + SUNDAY,
            "value": told,
            "low": pd.array(low, "Int64"),
            "high": pd.array(high, "Int64"),
        }
    )
    return points.assign(hover=[_hover(row) for row in points.itertuples()])


def _limit(mean: float, probability: float) -> int | None:
    return None if pd.isna(mean) else usual_limit(float(mean), probability)


def _hover(row: object) -> str:
    on, value, low, high = (
        getattr(row, name) for name in ("on_day", "value", "low", "high")
    )
    if pd.isna(value):
        return words("profile_hover_unreported", on=date_text(on.date()))
    usual = "–" if pd.isna(high) else f"{int(low)}–{int(high)}"
    return words(
        "profile_hover_tips",
        on=date_text(on.date()),
        value=number_text(value),
        usual=usual,
    )


def _states(weeks: pd.DataFrame) -> str:
    """How many weeks were not reported."""
    missing = int(weeks["tips"].isna().sum())
    return words("profile_tips_missing", missing=missing, weeks=len(weeks))
