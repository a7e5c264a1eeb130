"""The reader's language and era, and every text, date and number in them."""

from datetime import date
from typing import cast

import pandas as pd
import streamlit as st

from dashboard import text
from dashboard.text import Era, Lang
from dashboard.ui.address import choice

LANGS: tuple[Lang, ...] = ("th", "en")
ERAS: tuple[Era, ...] = ("be", "ce")


def read_language() -> None:
    """Take language and era from the switches or the address; once per run."""
    choice("lang", LANGS, "th")
    choice("era", ERAS, "be")


def language_switches() -> None:
    """The two switches, without a label to be seen."""
    for key, options in (("lang", LANGS), ("era", ERAS)):
        labels = {option: say(f"{key}_{option}") for option in options}
        st.segmented_control(
            say(f"switch_{key}"),
            options,
            format_func=labels.__getitem__,
            key=key,
            required=True,
            label_visibility="collapsed",
        )


def lang() -> Lang:
    """The reader's language."""
    return cast("Lang", st.session_state.get("lang") or "th")


def era() -> Era:
    """The reader's era."""
    return cast("Era", st.session_state.get("era") or "be")


def say(key: str, **values: object) -> str:
    """A text as markdown; texts among the values are escaped."""
    return text.markdown(key, lang(), **values)


def words(key: str, **values: object) -> str:
    """A text with its values as they are: for figures, table headings and files."""
    return text.words(key, lang(), **values)


def number_text(value: float | None, decimals: int = 0) -> str:
    """A number with separators; "no data" for none, NaN and pandas' own missing."""
    return text.number_text(None if pd.isna(value) else value, lang(), decimals)


def share_text(share: float | None, decimals: int = 0) -> str:
    """A share of 0 to 1 in per cent; "no data" for none."""
    return text.share_text(share, lang(), decimals)


def year_text(year_be: int) -> str:
    """A B.E. year in the reader's era."""
    return text.year_text(year_be, era())


def report_year_text(report_year: int) -> str:
    """A C.E. year, such as that of a TIP Report, in the reader's era."""
    return text.year_text(report_year + text.BE_OFFSET, era())


def fiscal_year_text(fiscal_year_be: int) -> str:
    """A fiscal year with its name: ปีงบประมาณ 2563, FY2020."""
    return text.fiscal_year_text(fiscal_year_be, lang(), era())


def date_text(on: date, long: bool = False) -> str:
    """A day in the reader's language and era."""
    return text.date_text(on, lang(), era(), long)


def week_text(iso_week: str, days: bool = True, short: bool = False) -> str:
    """An ISO week ("2026-W46"), with its days unless told otherwise.

    Shorter below a label that says that it is a week.
    """
    return text.week_text(iso_week, lang(), era(), days, short)
