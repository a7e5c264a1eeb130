"""The part "progress": held, due and missing against the target, by week and year."""

import pandas as pd
import streamlit as st

from dashboard.charts import training_progress as charts
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import training_progress as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import rows_behind
from dashboard.ui.tables import table_twin
from dashboard.ui.training import batches, hosts, years
from dashboard.ui.words import (
    fiscal_year_text,
    number_text,
    say,
    week_text,
    words,
)

TILE = 168  # px; two abreast on a phone
YEAR_DRAWN = (*("year", "batches_target", "batches_held", "batches_held_same_point"),)
YEAR_FILE = (
    "year",
    "batches_target",
    "batches_held",
    "batches_held_later",
    "batches_planned",
    "batches_overdue",
    "batches_postponed",
    "batches_cancelled",
    "batches_missing",
    "missing_numbers",
    "batches_not_announced",
    "batches_held_same_point",
    "host_provinces",
    "participants",
    "participants_at_least",
    "participants_not_reported",
    "volunteers_trained",
    "volunteers_at_least",
    "volunteers_not_reported",
)


def progress(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""
    row = years.facts(year)
    if row["batches"]:
        _tiles(year, row)
        _bar(year, row)
    else:
        st.info(say("training_no_batches", year=fiscal_year_text(year)))
    left, right = st.columns(2, gap="medium")
    with left:
        if row["batches"]:
            _steps(year, row)
    with right:
        batches.compared(year, ask(queries.programme_years))
        _years_table()
    left, right = st.columns(2, gap="medium")
    with left:
        if row["batches"]:
            batches.timeline(year, row)
            batches.not_reported(year)
        hosts.homes(year)
    with right:
        hosts.host_map(year)
    st.expander(say("training_method"), key="training_method").markdown(
        say("training_method_text")
    )


def _tiles(year: int, row: pd.Series) -> None:
    """Four figures with what they lack."""
    provinces = len(ask(queries.host_provinces, fiscal_year_be=year, scope="year"))
    host_provinces = words(
        "training_of",
        part=number_text(row["host_provinces"]),
        whole=number_text(provinces),
    )
    with st.container(horizontal=True, key="training_tiles"):
        _tile("held", years.of_target(row), _not_held(row))
        for what, column in (
            ("participants", "participants"),
            ("trained", "volunteers_trained"),
        ):
            name = column.removesuffix("_trained")
            is_least = bool(row[f"{name}_at_least"])
            silent = int(row[f"{name}_not_reported"])
            lacks = _lacks(silent, is_least, row["batches_held"])
            _tile(what, years.at_least(row[column], is_least), lacks)
        _tile("hosts", host_provinces, words("training_tile_hosts_note"))


def _tile(what: str, value: str, note: str) -> None:
    with st.container(border=True, width=TILE, key=f"training_tile_{what}"):
        st.caption(say(f"training_tile_{what}"))
        st.subheader(value, anchor=False)  # st.metric cuts off what is wider
        st.caption(note)


def _not_held(row: pd.Series) -> str:
    kinds = ("held_later", "planned", "postponed", "cancelled", "missing")
    said = [
        words(f"training_count_{kind}", number=number_text(row[f"batches_{kind}"]))
        for kind in (*kinds, "not_announced")
        if row[f"batches_{kind}"] > 0
    ]
    return " · ".join(said)


def _lacks(silent: int, is_least: bool, held: float) -> str:
    """What a sum over batches lacks, that it lacks nothing, or that none was held."""
    if not held:
        return words("training_tile_none_held")
    if silent:
        return words("training_silent", number=number_text(silent))
    return words("training_tile_more_than" if is_least else "training_tile_all")


def _bar(year: int, row: pd.Series) -> None:
    due, coming = years.missing(year)
    parts = []
    ahead = row["batches_planned"] - row["batches_overdue"]
    for part, number in (
        ("held", row["batches_held"]),
        ("held_later", row["batches_held_later"]),
        ("planned", ahead),
        ("overdue", row["batches_overdue"]),
        ("postponed", row["batches_postponed"]),
        ("cancelled", row["batches_cancelled"]),
        ("missing", row["batches_missing"]),
    ):
        if number > 0:
            text = words(f"training_count_{part}", number=number_text(number))
            parts.append((part, int(number), text))
    title = words(
        "training_bar_title" if not due else "training_bar_title_missing",
        year=fiscal_year_text(year),
        held=years.of_target(row),
        numbers=due,
    )
    more = [words("training_bar_coming", numbers=coming)] if coming else []
    goal = row["batches_target"]
    figure(
        charts.programme_bar(
            parts,
            None if pd.isna(goal) else float(goal),
            words("training_target_mark", target=years.target(row)),
            title,
            look(),
            years.note(*more),
        ),
        "training_bar",
        file_name=f"training_progress_{year}",
        alt=words("training_bar_alt", text=title),
    )
    rows_behind("training_bar", _bar_rows(parts, goal), _bar_columns())


def _bar_rows(parts: list[tuple[str, int, str]], goal: float) -> Gated:
    """The parts of the bar and its target, as they may leave: all of it is open."""
    named = [words(f"training_fate_{part}") for part, *_ in parts]
    numbers: list[float] = [number for _part, number, _said in parts]
    if pd.notna(goal):
        named, numbers = [*named, words("training_target")], [*numbers, goal]
    frame = pd.DataFrame({"status": named, "batches": numbers})
    return disclosed(frame, Audience.OUTSIDE, counts=())


def _bar_columns() -> dict[str, str]:
    return {
        "status": words("training_batch_status_text"),
        "batches": words("training_batches"),
    }


def _steps(year: int, row: pd.Series) -> None:
    weeks = ask(queries.programme_weeks, fiscal_year_be=year)
    named = [week_text(week) for week in weeks["iso_week"]]
    hover = {
        f"{column}_hover": [
            f"{week}: {words(f'training_steps_{column}', number=number_text(value))}"
            for week, value in zip(named, weeks[column], strict=True)
        ]
        for column in ("batches_due", "batches_held")
    }
    starts_on = row["starts_on"].date()
    first = weeks["week_start"].iloc[0].date()
    months = years.months(starts_on, 7, 1 + (starts_on - first).days / 7)
    names = (
        words("training_steps_held", number=number_text(row["batches_held"])),
        words("training_steps_due", number=number_text(weeks["batches_due"].iloc[-1])),
    )
    goal = row["batches_target"]
    mark = words("training_target_mark", target=years.target(row))
    planned = words(
        "training_steps_note",
        planned=number_text(row["batches_with_plan"]),
        all=number_text(row["batches"]),
    )
    figure(
        charts.programme_steps(
            weeks.assign(**hover),
            months,
            words("training_steps_title", year=fiscal_year_text(year)),
            names,
            None if pd.isna(goal) else (float(goal), mark),
            look(),
            years.note(planned),
        ),
        "training_steps",
        file_name=f"training_weeks_{year}",
        alt=words("training_steps_alt"),
    )
    shown = weeks.assign(week=named)
    table_twin(
        disclosed(shown, Audience.OUTSIDE, counts=()),
        {
            column: words(f"training_week_{column}")
            for column in ("week", "batches_due", "batches_held")
        },
        "training_steps",
        source=words("training_source"),
        file_name=f"training_weeks_{year}",
        datasets=years.DATASETS,
        lazy=True,
    )


def _years_table() -> None:
    """All fiscal years beside each other, as a table and a file."""
    found = ask(queries.programme_years)
    flags = {
        column: [words("training_yes") if least else "" for least in found[column]]
        for column in ("participants_at_least", "volunteers_at_least")
    }
    rows = found.assign(
        year=[fiscal_year_text(int(year)) for year in found["fiscal_year_be"]],
        missing_numbers=[
            years.missing(int(year))[0] for year in found["fiscal_year_be"]
        ],
        **flags,
    )
    table_twin(
        disclosed(rows, Audience.OUTSIDE, counts=()),
        {column: words(f"training_year_{column}") for column in YEAR_FILE},
        "training_years",
        source=words("training_source"),
        file_name="training_years",
        datasets=years.DATASETS,
        lazy=True,
        behind={column: words(f"training_year_{column}") for column in YEAR_DRAWN},
    )
