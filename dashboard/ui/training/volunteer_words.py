"""Names, days and "at least" in the words of the part on volunteers over time."""

import pandas as pd

from dashboard.queries import names as name_queries
from dashboard.ui.answers import ask
from dashboard.ui.words import date_text, lang, number_text, words

COUNTRY = "TH"


def province_names() -> dict[str, str]:
    """The name of each province in the reader's language, by code, in their order."""
    found = ask(name_queries.provinces)
    named = dict(zip(found["province_code"], found[f"name_{lang()}"], strict=True))
    return dict(sorted(named.items(), key=lambda item: item[1]))


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the name of each row's province."""
    return frame.assign(name=frame["province_code"].map(province_names()))


def day_text(day: pd.Timestamp) -> str:
    """A day in words, or "no data" for none."""
    return number_text(None) if pd.isna(day) else date_text(day.date())


def day_cells(days: pd.Series) -> list[str]:
    """Days for a table or a file: empty where there is none."""
    return ["" if pd.isna(day) else date_text(day.date()) for day in days]


def said(number: str, is_at_least: bool) -> str:
    """A number in words, that says when more may belong to it."""
    if not is_at_least:
        return number
    return words("training_volunteers_at_least", number=number)


def at_least_cells(flags: pd.Series) -> list[str]:
    """For a table or a file: "at least" where the figure is, else empty."""
    word = words("training_volunteers_yes")
    return [word if flag else "" for flag in flags]


def whole(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with these columns as whole numbers that may be missing."""
    return frame.astype(dict.fromkeys(columns, "Int64"))
