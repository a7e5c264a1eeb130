"""A province over time: coverage, batches, outreach and partners on one axis."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.charts.profile_lines import Kind, Panel, time_panels
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import profile as queries
from dashboard.queries import training_volunteers as volunteer_queries
from dashboard.ui.answers import ask, data_until
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import rows_behind
from dashboard.ui.tables import source_note
from dashboard.ui.words import date_text, number_text, words

DATASETS = (
    "volunteer_roster",
    "training_batch",
    "outreach",
    "partner_network",
    "population",
)
K = "volunteers_trained_per_100k"
STALE_DAYS = 365  # a roster of the year before is no figure of this one
HIGH, LOW = 78, 24  # px: of panels with an axis, and of marks
POINTS = ("on_day", "value", "is_least", "hover")
BEHIND = ("figure", "on_day", "value", "at_least")


def span() -> tuple[date, date]:
    """First and last day of the axis: from the first quarter's end to "now"."""
    first = ask(volunteer_queries.volunteer_series, "TH")["on_day"].min()
    last = data_until()
    if last is None:
        raise LookupError("the version names no last complete week: build it anew")
    return first.date(), last


def lines(profile: pd.Series) -> None:
    """The panels of what is open, in one figure."""
    code = profile["province_code"]
    panels = [coverage(code), batches(code), outreach(code), partners(code)]
    note = [
        words("profile_lines_note"),
        *_least_note(panels),
        source_note(words("profile_lines_source"), *DATASETS),
    ]
    title = words("profile_lines_title", name=profile["name"])
    figure(
        time_panels(panels, span(), title, look(), note),
        "profile_lines",
        file_name=f"profile_lines_{code}",
        alt=words("profile_lines_alt", name=profile["name"]),
    )
    rows = pd.concat([_rows(panel) for panel in panels], ignore_index=True)
    rows_behind(
        "profile_lines",
        disclosed(rows, Audience.OUTSIDE, counts=()),
        {each: words(f"profile_lines_{each}") for each in BEHIND},
    )


def _rows(panel: Panel) -> pd.DataFrame:
    """The points of a panel for a table, each with whether it is a minimum."""
    yes = words("profile_peer_yes")
    points = panel.points
    return pd.DataFrame(
        {
            "figure": panel.title,
            "on_day": points["on_day"],
            "value": points["value"],
            "at_least": [yes if least else "" for least in points["is_least"]],
        }
    )


def _least_note(panels: Sequence[Panel]) -> list[str]:
    """What pale bars and open triangles are, where there are any."""
    has_least = any(panel.points["is_least"].any() for panel in panels)
    return [words("profile_lines_least")] if has_least else []


def _least(value: float | None, is_least: bool, decimals: int = 0) -> str:
    said = number_text(value, decimals)
    return words("coverage_at_least", value=said) if is_least else said


def _panel(
    name: str, kind: Kind, points: pd.DataFrame, height: int, empty: str = ""
) -> Panel:
    """A panel with what it says where there is nothing to draw."""
    return Panel(
        words(f"profile_panel_{name}"),
        kind,
        points,
        height,
        empty=words(f"profile_empty_{empty or name}"),
    )


def coverage(province_code: str) -> Panel:
    """K at quarters' ends; none where the roster is a year old."""
    series = ask(volunteer_queries.volunteer_series, province_code)
    own = series[series["figure"] == K].sort_values("on_day")
    is_stale = own["days_old"].ge(STALE_DAYS).fillna(False).astype(bool)
    own = own.assign(
        value=own["value"].mask(is_stale),
        is_least=own["provinces_at_least"].gt(0) & own["value"].notna() & ~is_stale,
    )
    hover = [
        words(
            "profile_hover_coverage",
            on=date_text(row.on_day.date()),
            value=_least(row.value, bool(row.is_least), 1),
        )
        for row in own.itertuples()
    ]
    points = own.assign(hover=hover)[list(POINTS)]
    return _panel("coverage", "line", points, HIGH)


def batches(province_code: str) -> Panel:
    """A mark for each batch: filled where it was held here."""
    found = ask(queries.profile_batches, province_code)
    hover = [
        words(
            "profile_hover_hosted" if row.is_host else "profile_hover_sent",
            on=date_text(row.ended_on.date()),
            batch=int(row.batch_no),
            people=number_text(row.volunteers_trained),
        )
        for row in found.itertuples()
    ]
    points = pd.DataFrame(
        {
            "on_day": found["ended_on"],
            "value": found["is_host"].astype(int),
            "is_least": False,
            "hover": pd.Series(hover, found.index, dtype=object),
        }
    )
    return _panel("batches", "marks", points, LOW)


def outreach(province_code: str) -> Panel:
    """People reached in each month with activities that report them."""
    found = ask(queries.profile_months, province_code)
    hover = [
        words(
            "profile_hover_outreach",
            month=date_text(row.month_start.date()),
            activities=number_text(row.activities),
            people=_least(row.people_reached, bool(row.people_at_least)),
        )
        for row in found.itertuples()
    ]
    points = pd.DataFrame(
        {
            "on_day": found["month_start"] + pd.Timedelta(days=14),
            "value": found["people_reached"].astype("Float64"),
            "is_least": found["people_at_least"].astype(bool),
            "hover": pd.Series(hover, found.index, dtype=object),
        }
    )
    empty = "outreach" if found.empty else "outreach_people"
    return _panel("outreach", "bars", points, HIGH, empty)


def partners(province_code: str) -> Panel:
    """Active partners at the day of each year's count; none in a year without one.

    A count in which a type does not say how many are active is a minimum.
    """
    found = ask(queries.profile_partners, province_code)
    begins = found["as_on"].shift()
    is_counted = found["as_of"].notna() & (begins.isna() | (found["as_of"] > begins))
    value = found["active_partners"].astype("Float64").mask(~is_counted)
    is_least = found["active_partners_at_least"].astype(bool) & value.notna()
    hover = [
        words(
            "profile_hover_partners",
            on=date_text((row.as_of if counted else row.as_on).date()),
            value=_least(row.active_partners if counted else None, least),
        )
        for row, counted, least in zip(
            found.itertuples(), is_counted, is_least, strict=True
        )
    ]
    points = pd.DataFrame(
        {
            "on_day": found["as_of"].where(is_counted, found["as_on"]),
            "value": value,
            "is_least": is_least,
            "hover": pd.Series(hover, found.index, dtype=object),
        }
    )
    return _panel("partners", "line", points, HIGH)
