"""The calendar: every province and week, beside what was usual of it."""

import numpy as np
import pandas as pd

from dashboard.charts.base import Figure, Look
from dashboard.charts.tip_week_calendar import calendar
from dashboard.ui.answers import kept
from dashboard.ui.figures import figure, look
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_panels import region_names
from dashboard.ui.tips.week_series import series
from dashboard.ui.tips.week_words import (
    by_chance_text,
    figure_note,
    last_weeks,
    week_name,
)
from dashboard.ui.words import number_text, words

WIDE_WEEKS, NARROW_WEEKS = 104, 26  # shown at most, of those of the scope
# Tips from which on a class begins where nothing is judged, the highest first.
FROM = {"top": 8, "high": 4, "mid": 2}
ALWAYS = ("zero", "low", "mid", "high", "top", "not_reported")


def year_calendar(scope: Scope) -> None:
    """Draw the calendar of the provinces shown."""
    drawn, title = kept(_drawn, scope, look())
    figure(
        drawn,
        "tips_week_calendar",
        file_name="tips_week_calendar",
        alt=title,
        is_internal=True,
    )


def _drawn(scope: Scope, using: Look) -> tuple[Figure, str]:
    """The figure and its title."""
    most = WIDE_WEEKS if using.is_wide else NARROW_WEEKS
    shown = last_weeks(series(scope).provinces, scope, most)
    cells = calendar_cells(shown, is_judged=not scope.is_exploratory)
    names, heads = _rows(shown)
    starts = pd.DatetimeIndex(shown["week_start"].unique())
    is_open = shown.loc[shown["is_open"], "week_start"].nunique()
    kind = "counted" if scope.is_exploratory else "judged"
    title = _title(cells, kind)
    chance = "" if scope.is_exploratory else by_chance_text(last_weeks(shown, scope, 1))
    coming_in = words("tips_week_calendar_open", weeks=is_open)
    drawn = calendar(
        cells.assign(row=cells["province_code"].map(names)),
        _names_by_row(shown, names, heads),
        frozenset(heads),
        [start.date() for start in starts],
        [week_name(start, days=True) for start in starts],
        _legend(cells, kind),
        using,
        title,
        words(f"tips_week_calendar_hover_{kind}"),
        figure_note(scope, coming_in, *([chance] if chance else [])),
        open_from=len(starts) - is_open,
        has_alarms=not scope.is_exploratory,
    )
    return drawn, title


def calendar_cells(shown: pd.DataFrame, *, is_judged: bool) -> pd.DataFrame:
    """The class of each province and week, and what it says.

    Judged: zero, "low" (up to what is expected), "mid" (up to what is usual), "high"
    (above it), "top" (an alarm), "unjudged" (tips, but no usual range). Not judged: by
    the count alone. Both: "not_reported", of rows announced too, and "no_data".
    """
    starts = {start: at for at, start in enumerate(shown["week_start"].unique())}
    state = shown["state"].to_numpy()
    known = _judged(shown) if is_judged else _counted(shown)
    found = np.select(
        [state == "no_data", np.isin(state, ("not_reported", "announced"))],
        ["no_data", "not_reported"],
        known,
    )
    return shown.assign(
        **{
            "class": found,
            "column": shown["week_start"].map(starts),
            "said": _said(shown, is_judged=is_judged),
        }
    )


def _judged(shown: pd.DataFrame) -> np.ndarray:
    """Classes by what is usual; an alarm that was raised stays one of a zero, too."""
    tips, high, expected = (_plain(shown[n]) for n in ("tips", "high", "expected"))
    steps = {
        "top": shown["is_alarm"].to_numpy(dtype=bool),
        "zero": tips == 0,
        "unjudged": np.isnan(high),
        "high": tips > high,
        "mid": tips > expected,
    }
    return np.select(list(steps.values()), list(steps), "low")


def _counted(shown: pd.DataFrame) -> np.ndarray:
    """Classes by the count alone."""
    tips = _plain(shown["tips"])
    steps = {name: tips >= least for name, least in FROM.items()}
    return np.select([*steps.values(), tips == 0], [*steps, "zero"], "low")


def _plain(values: pd.Series) -> np.ndarray:
    plain: np.ndarray = values.astype("Float64").to_numpy(float, na_value=np.nan)
    return plain


def _said(shown: pd.DataFrame, *, is_judged: bool) -> list[str]:
    """Count and usual range, short: there are thousands; or why there is no count."""
    unknown = {
        state: words(f"tips_week_state_{state}")
        for state in ("announced", "not_reported", "no_data")
    }
    high = shown["high"] if is_judged else [None] * len(shown)
    return [
        unknown[state]
        if state in unknown
        else f"{tips}" + ("" if not is_judged else f"/{'–' if pd.isna(top) else top}")
        for state, tips, top in zip(shown["state"], shown["tips"], high, strict=True)
    ]


def _rows(shown: pd.DataFrame) -> tuple[dict[str, int], dict[int, str]]:
    """The row of each province, and the rows that name a region."""
    rows: dict[str, int] = {}
    heads: dict[int, str] = {}
    provinces = shown.drop_duplicates("province_code")
    for region, mine in provinces.groupby("region", sort=False):
        heads[len(rows) + len(heads)] = str(region)
        for code in mine["province_code"]:
            rows[code] = len(rows) + len(heads)
    return rows, heads


def _names_by_row(
    shown: pd.DataFrame, rows: dict[str, int], heads: dict[int, str]
) -> list[str]:
    regions = region_names()
    provinces = shown.drop_duplicates("province_code")
    names = dict(zip(provinces["province_code"], provinces["name"], strict=True))
    by_row = {row: names[code] for code, row in rows.items()}
    by_row |= {row: regions[region] for row, region in heads.items()}
    return [by_row[row] for row in range(len(by_row))]


def _legend(cells: pd.DataFrame, kind: str) -> dict[str, str]:
    """What the classes are called; rare ones only where they occur."""
    found = set(cells["class"])
    order = ("zero", "low", "mid", "high", "top", "unjudged", "not_reported", "no_data")
    return {
        name: words(f"tips_week_class_{kind}_{name}")
        if name in ("low", "mid", "high", "top")
        else words(f"tips_week_class_{name}")
        for name in order
        if name in ALWAYS or name in found
    }


def _title(cells: pd.DataFrame, kind: str) -> str:
    counts = cells["class"].value_counts()
    return words(
        f"tips_week_calendar_title_{kind}",
        weeks=number_text(cells["column"].max() + 1),
        alarms=number_text(counts.get("top", 0)),
        missing=number_text(counts.get("not_reported", 0)),
        cells=number_text(len(cells)),
    )
