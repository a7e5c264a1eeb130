"""What the part on outreach shares: year and area, and figures in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, disclosed
from dashboard.queries import coverage, training_outreach
from dashboard.ui.answers import ask
from dashboard.ui.shelf import name_below
from dashboard.ui.tables import PROVINCE_WIDTH, download_csv, source_note
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
    year_text,
)

ALL = "all"
NAMED = 5  # provinces named in a sentence
WHOLE_ROWS = 12  # a list of no more than these does not scroll
LIST_HEIGHT = 400  # px
ACTIVITIES = ("outreach",)
BATCHES = ("outreach", "training_batch", "training_participant")
PARTNERS = ("partner_network",)


@dataclass(frozen=True)
class Scope:
    """What all figures of the part are of.

    Attributes:
        year: Fiscal year, B.E.
        area: A code of region6_ngc, or "all".
    """

    year: int
    area: str

    @property
    def name(self) -> str:
        """The area in words."""
        names = region_names()
        if self.area not in names:
            return words("training_outreach_country")
        return words("training_outreach_region_name", name=names[self.area])

    @property
    def title(self) -> str:
        """Year and area in words, for titles."""
        year = fiscal_year_text(self.year)
        return words("training_outreach_of", year=year, area=self.name)

    def note(self, *datasets: str) -> list[str]:
        """Source, data date and status of a figure."""
        return [source_note(words("training_outreach_source"), *datasets)]

    def file_name(self, what: str) -> str:
        """Name of a file or picture of this year and area."""
        return f"{what}_{self.year}_{self.area.lower()}"


def region_names() -> dict[str, str]:
    """The six regions by code, in their order."""
    frame = ask(coverage.regions)
    of_six = frame[frame["grouping"] == "region6_ngc"]
    return dict(zip(of_six["code"], of_six[f"label_{lang()}"], strict=True))


def least_text(value: float | None, is_least: bool, decimals: int = 0) -> str:
    """A number, "at least" before it where it is a minimum."""
    said = number_text(value, decimals)
    if not is_least or pd.isna(value):
        return said
    return words("training_outreach_at_least", value=said)


def marked(value: float | None, is_least: bool) -> str:
    """A number for a narrow place; a plus sign says that it is a minimum."""
    if pd.isna(value):
        return "–"
    return f"{number_text(value)}+" if is_least else number_text(value)


def day_text(day: object) -> str:
    """A day of a frame; "none in the files" where there is none."""
    if pd.isna(day):
        return words("training_outreach_never")
    return date_text(pd.Timestamp(day).date())


def as_of_text(day: object) -> str:
    """The day of a count; "not reported" where there is none."""
    return words("training_outreach_not_reported") if pd.isna(day) else day_text(day)


def reach_state(row: Mapping[str, Any]) -> str:
    """What a number of people is: counted, a minimum, zero, not reported, no data."""
    if pd.isna(row["activities"]):
        return words("training_outreach_state_no_data")
    silent = number_text(row["activities_not_reporting"])
    if row["activities"] == 0:
        return words("training_outreach_state_zero")
    if pd.isna(row["people_reached"]):
        return words("training_outreach_state_not_reported", silent=silent)
    if row["people_reached_at_least"]:
        return words("training_outreach_state_at_least", silent=silent)
    return words("training_outreach_state_counted")


def level_text(row: Mapping[str, Any]) -> str:
    """A risk level and whose it is."""
    if pd.isna(row["risk_level"]):
        return number_text(None)
    source = row["risk_level_source"]
    level = number_text(row["risk_level"])
    return words(f"training_outreach_level_{source}", level=level)


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


def months_of(rule: str) -> str:
    """A working value of queries.training_outreach.outreach_rule, in words."""
    return number_text(ask(training_outreach.outreach_rule).iloc[0][rule])


def named(provinces: pd.DataFrame) -> str:
    """The first few provinces by name."""
    names = list(provinces[f"name_{lang()}"])
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def not_known(number: int) -> str:
    """Of how many provinces it is not known; nothing when it is known of all."""
    if not number:
        return ""
    return say("training_outreach_not_known", number=number_text(number))


def small_title(said: str) -> None:
    """A heading within a section; `said` comes from `say`."""
    name_below(said)
    st.markdown("**" + said + "**")


def listing(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    key: str,
    file_name: str,
    datasets: tuple[str, ...],
) -> None:
    """A list that stands open, with its file."""
    gated = disclosed(frame, Audience.OUTSIDE, counts=())
    st.dataframe(
        gated.frame[list(columns)],
        hide_index=True,
        column_config=dict(columns),
        height="content" if len(frame) <= WHOLE_ROWS else LIST_HEIGHT,
        key=f"{key}_table",
        placeholder=number_text(None),
    )
    headings = {name: str(column["label"]) for name, column in columns.items()}
    download_csv(
        gated,
        headings,
        key,
        source=words("training_outreach_source"),
        file_name=file_name,
        datasets=datasets,
    )


def headings(*names: str) -> dict[str, str]:
    """The headings of columns that leave, in order."""
    return {name: words(f"training_outreach_col_{name}") for name in names}


def columns(*names: str, **formats: str) -> dict[str, Any]:
    """The headings of a table; a format makes a column of numbers.

    Args:
        names: Columns in order; their headings are training_outreach_col_<name>.
        formats: Of numbers, as st.column_config takes them.
    """
    return {
        name: st.column_config.NumberColumn(
            words(f"training_outreach_col_{name}"), format=formats[name]
        )
        if name in formats
        else st.column_config.Column(
            words(f"training_outreach_col_{name}"),
            pinned=name == "name",
            width=PROVINCE_WIDTH[lang()] if name == "name" else None,
        )
        for name in names
    }
