"""How long hand-overs took and wait, by agency and by province."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import tip_wait_ranges as charts
from dashboard.ui.figures import figure, look
from dashboard.ui.page_width import is_wide
from dashboard.ui.tips.flow_rows import (
    Wait,
    rows_of,
    waits_by,
)
from dashboard.ui.tips.flow_scope import (
    FEW,
    cohorts,
    exact_table,
    limits_text,
    mark_note,
    marks,
    note,
    number_column,
    part_text,
    short_limits_text,
    span_text,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, words
from methods.survival import Quantile

MOST_PROVINCES = 30  # drawn, the slowest first; all are in the table
# px, in order: what becomes of hand-overs first, as a phone shows the first ones.
WIDTHS = {
    "acceptance_median": 104,
    "acceptance_p90": 112,
    "hand_overs": 66,
    "open": 62,
    "longest_open": 84,
    "receipt_median": 104,
    "receipt_p90": 112,
    "tips": 64,
    "share": 68,
}
NAME_WIDTH, NARROW_NAME = 240, 116  # of both kinds of groups
COUNTS = ("tips", "hand_overs", "open", "longest_open")


def ranges(
    scope: Scope, wait: str, rows: pd.DataFrame, column: str, labels: dict[str, str]
) -> None:
    """Median and 90th percentile of each group that has enough, the slowest first."""
    of = "agency" if column == "agency" else "province"
    found = waits_by(rows, column)
    enough = {code: each for code, each in found.items() if not each.is_few}
    few = len(found) - len(enough)
    if not enough:
        st.info(say(f"tips_flow_ranges_few_{of}", groups=number_text(few), few=FEW))
        return
    slowest = sorted(enough, key=lambda code: slowness(enough[code]), reverse=True)
    shown = slowest[:MOST_PROVINCES]
    title = words(f"tips_flow_ranges_{wait}_{of}", span=span_text(scope))
    drawn = charts.wait_ranges(
        range_rows({code: enough[code] for code in shown}, labels),
        marks(),
        look(),
        title,
        words("tips_flow_ranges_below"),
        words(f"tips_flow_axis_{wait}"),
        note(scope, mark_note()),
    )
    figure(
        drawn,
        f"tips_flow_ranges_{of}",
        file_name=f"tips_flow_ranges_{of}",
        alt=title,
        is_internal=True,
    )
    if few or len(slowest) > len(shown):
        left = say(
            f"tips_flow_ranges_left_{of}",
            few=FEW,
            groups=number_text(few),
            shown=number_text(len(shown)),
            enough=number_text(len(slowest)),
        )
        without = len(labels) - len(found) if of == "province" else 0
        none = say("tips_flow_ranges_none", groups=number_text(without))
        st.caption(f"{left} {none}" if without else left)


def slowness(each: Wait) -> tuple[float, float, int]:
    """By the 90th percentile, then the median; what is not reached is slowest."""
    p90, median = each.p90.time, each.median.time
    return (
        np.inf if np.isnan(p90) else p90,
        np.inf if np.isnan(median) else median,
        each.number,
    )


def range_rows(found: dict[str, Wait], labels: dict[str, str]) -> pd.DataFrame:
    """The rows of charts.tip_waits.wait_ranges."""
    return pd.DataFrame(
        [
            {
                "name": labels[code],
                "median": each.median.time,
                "p90": each.p90.time,
                "hover_median": _hover(labels[code], "median", each.median, each),
                "hover_p90": _hover(labels[code], "p90", each.p90, each),
                "edge": _edge(each),
            }
            for code, each in found.items()
        ]
    )


def _hover(name: str, which: str, found: Quantile, each: Wait) -> str:
    return words(
        f"tips_flow_ranges_hover_{which}",
        name=name,
        days=limits_text(found),
        number=number_text(each.number),
        open=number_text(each.number - each.ended),
    )


def _edge(each: Wait) -> str:
    if not np.isnan(each.p90.time):
        return ""
    reached = "p90" if not np.isnan(each.median.time) else "median"
    return words(f"tips_flow_edge_{reached}")


def exact_groups(
    scope: Scope, found: pd.DataFrame, column: str, labels: dict[str, str]
) -> None:
    """Every group as an exact table: share handed over, both waits, what is open."""
    of = "agency" if column == "agency" else "province"
    rows = table_rows(found, column, labels, cohorts(scope))
    exact_table(
        rows,
        {
            "name": st.column_config.Column(
                words(f"tips_flow_col_{of}"),
                width=NAME_WIDTH if is_wide() else NARROW_NAME,
                pinned=True,
            ),
            **{name: _column(name, width, of) for name, width in WIDTHS.items()},
        },
        f"tips_flow_{of}",
        words(f"tips_flow_exact_table_{of}"),
        missing=words("tips_flow_none_handed"),  # of the oldest open one alone
    )


def _column(name: str, width: int, of: str) -> Any:  # noqa: ANN401
    key = f"{name}_{of}" if name in ("tips", "share") else name
    heading, more = words(f"tips_flow_col_{key}"), words(f"tips_flow_help_{key}")
    if name in COUNTS:
        return number_column(heading, width, more)
    return st.column_config.Column(heading, width=width, help=more)


def table_rows(
    found: pd.DataFrame, column: str, labels: dict[str, str], tips: pd.DataFrame
) -> pd.DataFrame:
    """Each group's share handed over, and quantiles of both waits in words.

    Args:
        found: Of queries.tip_flow.hand_overs.
        column: "agency" or "province_code".
        labels: Names of the groups, by code.
        tips: Of queries.tip_flow.flow_cohorts: of what the shares are parts.

    Returns:
        One row per group with tips, the most handed over first: name, tips (first
        handed over), share, receipt_median, receipt_p90, hand_overs, open,
        acceptance_median, acceptance_p90, longest_open (days; missing: none is open).
    """
    receipt = waits_by(rows_of(found, "receipt"), column)
    acceptance = waits_by(rows_of(found, "acceptance"), column)
    first = found[found["is_first"]].groupby(column)["hand_overs"].sum()
    wholes = _wholes(tips, column, labels)
    rows = []
    for code, whole in wholes.items():
        each = acceptance.get(code)
        rows.append(
            {
                "name": labels[code],
                "tips": int(first.get(code, 0)),
                "share": part_text(first.get(code, 0), whole, 1),
                **_said("receipt", receipt.get(code)),
                "hand_overs": each.number if each else 0,
                "open": each.number - each.ended if each else 0,
                **_said("acceptance", each),
                "longest_open": each.longest_open if each else np.nan,
            }
        )
    table = pd.DataFrame(rows)
    return table.astype({"longest_open": "Float64"}).sort_values(
        ["tips", "hand_overs", "name"], ascending=[False, False, True]
    )


def _wholes(
    tips: pd.DataFrame, column: str, labels: dict[str, str]
) -> dict[str, float]:
    """Of what a group's share is a part: its province's tips, or all tips."""
    if column == "agency":
        return dict.fromkeys(labels, float(tips["tips"].sum()))
    found = tips.groupby("province_code")["tips"].sum()
    return {code: float(found[code]) for code in labels if code in found}


def _said(wait: str, each: Wait | None) -> dict[str, str]:
    if each is None:
        return dict.fromkeys(
            (f"{wait}_median", f"{wait}_p90"), words("tips_flow_none_handed")
        )
    if each.is_few:
        few = words("tips_flow_few", number=number_text(each.number))
        return dict.fromkeys((f"{wait}_median", f"{wait}_p90"), few)
    return {
        f"{wait}_median": short_limits_text(each.median),
        f"{wait}_p90": short_limits_text(each.p90),
    }
