"""A province over time: coverage, batches, outreach and partners on one axis."""

from datetime import date

import pandas as pd

from dashboard.charts.profile_lines import Panel, time_panels
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
POINTS = ("on_day", "value", "hover")
BEHIND = ("figure", "on_day", "value")


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
        source_note(words("profile_lines_source"), *DATASETS),
    ]
    title = words("profile_lines_title", name=profile["name"])
    figure(
        time_panels(panels, span(), title, look(), note),
        "profile_lines",
        file_name=f"profile_lines_{code}",
        alt=words("profile_lines_alt", name=profile["name"]),
    )
    rows = pd.concat(
        [
            panel.points[["on_day", "value"]].assign(figure=panel.title)
            for panel in panels
        ],
        ignore_index=True,
    )
    rows_behind(
        "profile_lines",
        disclosed(rows, Audience.OUTSIDE, counts=()),
        {
            each: words(f"profile_lines_{each}")
            for each in ("figure", "on_day", "value")
        },
    )


def coverage(province_code: str) -> Panel:
    """K at quarters' ends; none where the roster is a year old."""
    series = ask(volunteer_queries.volunteer_series, province_code)
    own = series[series["figure"] == K].sort_values("on_day")
    is_stale = own["days_old"].ge(STALE_DAYS).fillna(False).astype(bool)
    own = own.assign(value=own["value"].mask(is_stale))
    hover = [
        words(
            "profile_hover_coverage",
            on=date_text(row.on_day.date()),
            value=number_text(row.value, 1),
        )
        for row in own.itertuples()
    ]
    points = own.assign(hover=hover)[list(POINTS)]
    return Panel(words("profile_panel_coverage"), "line", points, HIGH)


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
            "hover": pd.Series(hover, found.index, dtype=object),
        }
    )
    return Panel(words("profile_panel_batches"), "marks", points, LOW)


def outreach(province_code: str) -> Panel:
    """People reached in each month with activities that report them."""
    found = ask(queries.profile_months, province_code)
    hover = [
        words(
            "profile_hover_outreach",
            month=date_text(row.month_start.date()),
            activities=number_text(row.activities),
            people=words("coverage_at_least", value=number_text(row.people_reached))
            if row.people_at_least
            else number_text(row.people_reached),
        )
        for row in found.itertuples()
    ]
    points = pd.DataFrame(
        {
            "on_day": found["month_start"] + pd.Timedelta(days=14),
            "value": found["people_reached"].astype("Float64"),
            "hover": pd.Series(hover, found.index, dtype=object),
        }
    )
    return Panel(words("profile_panel_outreach"), "bars", points, HIGH)


def partners(province_code: str) -> Panel:
    """Active partners at the day of each year's count; none in a year without one."""
    found = ask(queries.profile_partners, province_code)
    begins = found["as_on"].shift()
    is_counted = found["as_of"].notna() & (begins.isna() | (found["as_of"] > begins))
    value = found["active_partners"].astype("Float64").mask(~is_counted)
    hover = [
        words(
            "profile_hover_partners",
            on=date_text((row.as_of if counted else row.as_on).date()),
            value=number_text(row.active_partners if counted else None),
        )
        for row, counted in zip(found.itertuples(), is_counted, strict=True)
    ]
    points = pd.DataFrame(
        {
            "on_day": found["as_of"].where(is_counted, found["as_on"]),
            "value": value,
            "hover": pd.Series(hover, found.index, dtype=object),
        }
    )
    return Panel(words("profile_panel_partners"), "line", points, HIGH)
