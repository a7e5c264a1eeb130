"""All provinces at a glance: a small line each, on one scale or each on its own."""

import pandas as pd
import streamlit as st

from dashboard.charts.base import Figure, Look
from dashboard.charts.tip_week_panel_marks import Panel
from dashboard.charts.tip_week_panels import province_panels
from dashboard.queries import names
from dashboard.ui.address import choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.figures import figure, look
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_series import series
from dashboard.ui.tips.week_words import (
    Row,
    by_chance_text,
    figure_note,
    last_weeks,
    state_text,
    usual_text,
    week_name,
)
from dashboard.ui.words import lang, number_text, say, words

# As the weeks have them.
SIGNS = {"not_reported": "/", "announced": "/", "no_data": "■"}
SCALES = ("own", "shared")
WIDE_WEEKS, NARROW_WEEKS = 52, 26  # shown at most, of those of the scope


def panels(scope: Scope) -> None:
    """Draw the figure and the switch of scales above it."""
    scale = choice("tips_scale", SCALES, "own")
    st.segmented_control(
        say("tips_scale"),
        SCALES,
        format_func={s: say(f"tips_scale_{s}") for s in SCALES}.__getitem__,
        key="tips_scale",
        required=True,
    )
    drawn, title = kept(_drawn, scope, scale, look())
    figure(
        drawn,
        "tips_week_panels",
        file_name="tips_week_panels",
        alt=title,
        is_internal=True,
    )


def _drawn(scope: Scope, scale: str, using: Look) -> tuple[Figure, str]:
    """The figure and its title."""
    most = WIDE_WEEKS if using.is_wide else NARROW_WEEKS
    shown = last_weeks(series(scope).provinces, scope, most)
    made = province_panel_rows(shown)
    title = _title(scope, shown, made)
    marks = "counted" if scope.is_exploratory else "judged"
    below = " ".join(
        [
            words(
                f"tips_week_panel_marks_{marks}",
                weeks=number_text(shown["week_start"].nunique()),
            ),
            words(f"tips_scale_note_{scale}"),
        ]
    )
    last = last_weeks(shown, scope, 1)
    chance = "" if scope.is_exploratory else by_chance_text(last)
    note = figure_note(scope, *([chance] if chance else []))
    drawn = province_panels(
        made, using, title, below, note, is_shared=scale == "shared"
    )
    return drawn, title


def province_panel_rows(shown: pd.DataFrame) -> list[Panel]:
    """A panel for each province, from rows of a series."""
    regions = region_names()
    return [
        _panel(weeks.reset_index(drop=True), regions)
        for _, weeks in shown.groupby("province_code", sort=False)
    ]


def region_names() -> dict[str, str]:
    """The regions by code, in the reader's language."""
    found = ask(names.kind_names)
    found = found[found["kind_of"] == "region"]
    return dict(zip(found["kind"], found[f"label_{lang()}"], strict=True))


def _panel(weeks: pd.DataFrame, regions: dict[str, str]) -> Panel:
    last = weeks.iloc[-1].to_dict()
    is_judged = "high" in weeks
    return Panel(
        name=last["name"],
        region=regions[last["region"]],
        said=_short(last),
        hover=_hover(last, weeks),
        tips=_values(weeks["tips"]),
        high=_values(weeks["high"]) if is_judged else [None] * len(weeks),
        alarms=_places(weeks["is_alarm"] & weeks["tips"].notna()) if is_judged else [],
        unreported=_places(weeks["state"].isin(("not_reported", "announced"))),
        without_data=_places(weeks["state"] == "no_data"),
        open_from=int((~weeks["is_open"]).sum()),
        is_strong=is_judged and bool(last["is_alarm"]),
    )


def _short(last: Row) -> str:
    """The last week's count; what is not known says why in a sign of its own."""
    if pd.isna(last["tips"]):
        return SIGNS[last["state"]]
    return number_text(last["tips"])


def _hover(last: Row, weeks: pd.DataFrame) -> str:
    said = [
        last["name"],
        week_name(last["week_start"]),
        state_text(last["tips"], last["state"]),
    ]
    if "high" in last:
        said.append(usual_text(last))
    if weeks["tips"].notna().any():
        most = number_text(weeks["tips"].max())
        said.append(words("tips_week_panel_most", most=most, weeks=len(weeks)))
    return " · ".join(said)


def _values(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


def _places(is_so: pd.Series) -> list[int]:
    return [at for at, each in enumerate(is_so) if each]


def _title(scope: Scope, shown: pd.DataFrame, made: list[Panel]) -> str:
    """How many provinces had tips, none, or did not report in the last week."""
    last = last_weeks(shown, scope, 1)
    counts = last["state"].value_counts()
    no_data, announced = counts.get("no_data", 0), counts.get("announced", 0)
    said = words(
        f"tips_week_panels_title{'_no_data' if no_data else ''}",
        week=week_name(last["week_start"].iloc[0]),
        provinces=number_text(len(made)),
        rows=number_text(counts.get("rows", 0)),
        zero=number_text(counts.get("counted_zero", 0)),
        unknown=number_text(counts.get("not_reported", 0)),
        no_data=number_text(no_data),
    )
    if not announced:
        return said
    number = number_text(announced)
    return words("tips_week_panels_title_announced", said=said, number=number)
