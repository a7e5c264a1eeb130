"""The calendar: every province and week, beside what was usual of it."""

import numpy as np
import pandas as pd

from dashboard.charts.tip_week_calendar import calendar
from dashboard.ui.figures import figure, look
from dashboard.ui.page_width import is_wide
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_panels import region_names
from dashboard.ui.tips.week_series import Series
from dashboard.ui.tips.week_words import figure_note, last_weeks, week_name
from dashboard.ui.words import number_text, say, words

WIDE_WEEKS, NARROW_WEEKS = 104, 26  # shown at most, of those of the scope
FROM = {"mid": 2, "high": 4, "top": 8}  # tips: classes where nothing is judged
ALWAYS = ("zero", "low", "mid", "high", "top", "not_reported")


def year_calendar(scope: Scope, found: Series) -> None:
    """Draw the calendar of the provinces shown."""
    subheader(say("tips_week_calendar"))
    most = WIDE_WEEKS if is_wide() else NARROW_WEEKS
    shown = last_weeks(found.provinces, scope, most)
    cells = calendar_cells(shown, is_judged=not scope.is_exploratory)
    names, heads = _rows(shown)
    starts = pd.DatetimeIndex(shown["week_start"].unique())
    kind = "counted" if scope.is_exploratory else "judged"
    title = _title(scope, cells, kind)
    drawn = calendar(
        cells.assign(row=cells["province_code"].map(names)),
        _names_by_row(shown, names, heads),
        frozenset(heads),
        [start.date() for start in starts],
        [week_name(start, days=True) for start in starts],
        _legend(cells, kind),
        look(),
        title,
        words(f"tips_week_calendar_hover_{kind}"),
        figure_note(scope),
        has_alarms=not scope.is_exploratory,
    )
    figure(
        drawn,
        "tips_week_calendar",
        file_name="tips_week_calendar",
        alt=title,
        is_internal=True,
    )


def calendar_cells(shown: pd.DataFrame, *, is_judged: bool) -> pd.DataFrame:
    """The class of each province and week, and what it says.

    Judged: zero, "low" (up to what is expected), "mid" (up to what is usual), "high"
    (above it), "top" (an alarm), "unjudged" (tips, but no usual range). Not judged: by
    the count alone. Both: "not_reported" and "no_data".
    """
    starts = {start: at for at, start in enumerate(shown["week_start"].unique())}
    tips = shown["tips"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    steps = _judged(shown, tips) if is_judged else _counted(tips)
    state = shown["state"].to_numpy()
    found = np.select(
        [state == "no_data", state == "not_reported", tips == 0], _UNKNOWN, steps
    )
    return shown.assign(
        **{
            "class": found,
            "column": shown["week_start"].map(starts),
            "said": _said(shown, is_judged=is_judged),
        }
    )


_UNKNOWN = ["no_data", "not_reported", "zero"]


def _judged(shown: pd.DataFrame, tips: np.ndarray) -> np.ndarray:
    high, expected = (
        shown[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        for name in ("high", "expected")
    )
    return np.select(
        [shown["is_alarm"].to_numpy(dtype=bool), np.isnan(high), tips > high,
         tips > expected],
        ["top", "unjudged", "high", "mid"],
        "low",
    )  # fmt: skip


def _counted(tips: np.ndarray) -> np.ndarray:
    names = ["top", "high", "mid"]
    return np.select([tips >= FROM[name] for name in names], names, "low")


def _said(shown: pd.DataFrame, *, is_judged: bool) -> list[str]:
    """Count and usual range, short: there are thousands; or why there is no count."""
    unknown = {
        state: words(f"tips_week_{state}") for state in ("not_reported", "no_data")
    }
    high = shown["high"] if is_judged else [None] * len(shown)
    return [
        unknown[state]
        if state in unknown
        else f"{tips}" + ("" if not is_judged else f" / {'–' if pd.isna(top) else top}")
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


def _title(scope: Scope, cells: pd.DataFrame, kind: str) -> str:
    counts = cells["class"].value_counts()
    return words(
        f"tips_week_calendar_title_{kind}",
        weeks=number_text(cells["column"].max() + 1),
        alarms=number_text(counts.get("top", 0)),
        missing=number_text(counts.get("not_reported", 0)),
        cells=number_text(len(cells)),
    )
