"""Hand-overs to suppression agencies: how long they took, and how long they wait."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import tip_waits as charts
from dashboard.ui.address import choice
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.flow_rows import (
    WAITS,
    Wait,
    hand_overs,
    rows_of,
    wait_of,
    waits_by,
)
from dashboard.ui.tips.flow_scope import (
    FEW,
    REFLECTION_DAYS,
    SHELTER_DAYS,
    cohorts,
    days_text,
    exact_table,
    limits_text,
    mark_note,
    marks,
    note,
    number_column,
    part_text,
    province_names,
    span_text,
    suppression_names,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, share_text, words
from methods.survival import Quantile

LEAST_AXIS, MOST_AXIS, AXIS_STEP = 60, 180, 15  # days
MOST_PROVINCES = 30  # drawn, the slowest first; all are in the table


def waits(scope: Scope) -> None:
    """The curve, then agencies and provinces side by side."""
    subheader(say("tips_flow_waits"))
    found = hand_overs(scope)
    if found.empty:
        st.info(say("tips_flow_no_hand_overs", span=span_text(scope)))
        return
    wait = _chosen()
    rows = rows_of(found, wait)
    whole = wait_of(rows)
    left, right = st.columns(2, gap="medium")
    with left:
        _curve(scope, wait, whole)
        st.caption(_why(wait, rows, found))
        _ranges(scope, wait, rows, "agency", suppression_names())
    with right:
        _ranges(scope, wait, rows, "province_code", province_names(scope))
    _table(scope, found, "agency", suppression_names())
    _table(scope, found, "province_code", province_names(scope))
    st.caption(
        say("tips_flow_limits", shelter=SHELTER_DAYS, reflection=REFLECTION_DAYS)
    )


def _chosen() -> str:
    wait = choice("tips_flow_wait", WAITS, WAITS[0])
    st.segmented_control(
        say("tips_flow_wait"),
        WAITS,
        format_func={
            name: words(f"tips_flow_wait_{name}") for name in WAITS
        }.__getitem__,
        key="tips_flow_wait",
        required=True,
    )
    return wait


# --- the curve


def _curve(scope: Scope, wait: str, whole: Wait) -> None:
    if whole.is_few:
        st.info(say("tips_flow_curve_few", number=whole.number, few=FEW))
        return
    title = words(f"tips_flow_curve_{wait}", span=span_text(scope))
    drawn = charts.waiting_curve(
        curve_points(whole, wait),
        _quantile_points(whole),
        axis_end(whole),
        marks(),
        look(),
        title,
        words(f"tips_flow_axis_{wait}"),
        note(scope, _units_text(wait, whole), mark_note()),
    )
    figure(
        drawn,
        "tips_flow_curve",
        file_name="tips_flow_curve",
        alt=title,
        is_internal=True,
    )


def axis_end(whole: Wait) -> int:
    """Where the axis of days ends: past the 90th percentile, within reason."""
    last = whole.p90.time if not np.isnan(whole.p90.time) else MOST_AXIS
    steps = -(-int(last * 1.4) // AXIS_STEP)
    return min(max(LEAST_AXIS, steps * AXIS_STEP), MOST_AXIS)


def curve_points(whole: Wait, wait: str) -> pd.DataFrame:
    """The curve from day 0 to the end of the axis, or as far as anything was seen."""
    curve, end = whole.curve, axis_end(whole)
    points = pd.DataFrame(
        {
            "day": curve.time,
            "share": curve.open_share,
            "low": curve.low,
            "high": curve.high,
            "at_risk": curve.at_risk,
        }
    )
    start = pd.DataFrame({"day": [0.0], "share": [1.0], "at_risk": [whole.number]})
    points = pd.concat([start, points], ignore_index=True)
    shown = points[points["day"] <= end]
    if points["day"].max() > end:
        shown = pd.concat([shown, shown.tail(1).assign(day=float(end))])
    return shown.assign(
        hover=[
            words(
                f"tips_flow_curve_hover_{wait}",
                days=number_text(row.day),
                share=share_text(row.share, 1),
                at_risk=number_text(row.at_risk),
            )
            for row in shown.itertuples()
        ]
    )


def _quantile_points(whole: Wait) -> pd.DataFrame:
    named = (("median", 0.5, whole.median), ("p90", 0.1, whole.p90))
    return pd.DataFrame(
        [
            {
                "day": found.time,
                "share": rest,
                "label": words(f"tips_flow_point_{name}", days=limits_text(found)),
            }
            for name, rest, found in named
            if found.time <= axis_end(whole)
        ],
        columns=["day", "share", "label"],
    )


def _units_text(wait: str, whole: Wait) -> str:
    return words(
        f"tips_flow_units_{wait}",
        number=number_text(whole.number),
        ended=number_text(whole.ended),
        open=number_text(whole.number - whole.ended),
    )


def _why(wait: str, rows: pd.DataFrame, found: pd.DataFrame) -> str:
    """Why those that wait count, and what it would be without them."""
    if wait == "receipt":
        before = found[found["is_first"] & (found["days_to_referral"] < 0)]
        number = int(before["hand_overs"].sum())
        said = say("tips_flow_why_receipt")
        if number:
            said += " " + say("tips_flow_dated_before", number=number_text(number))
        return said
    ended = rows[rows["is_ended"]]
    if ended["units"].sum() < FEW:
        return say("tips_flow_why_acceptance")
    alone = wait_of(ended)
    return (
        say("tips_flow_why_acceptance")
        + " "
        + say(
            "tips_flow_naive",
            median=days_text(alone.median.time),
            p90=days_text(alone.p90.time),
        )
    )


# --- agencies and provinces


def _ranges(
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
        st.caption(
            say(
                f"tips_flow_ranges_left_{of}",
                few=FEW,
                groups=number_text(few),
                shown=number_text(len(shown)),
                enough=number_text(len(slowest)),
            )
        )


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


def _table(
    scope: Scope, found: pd.DataFrame, column: str, labels: dict[str, str]
) -> None:
    of = "agency" if column == "agency" else "province"
    rows = table_rows(found, column, labels, cohorts(scope))
    exact_table(
        rows,
        {
            "name": words(f"tips_flow_col_{of}"),
            "tips": number_column(words(f"tips_flow_col_tips_{of}")),
            "share": words(f"tips_flow_col_share_{of}"),
            "receipt_median": words("tips_flow_col_receipt_median"),
            "receipt_p90": words("tips_flow_col_receipt_p90"),
            "hand_overs": number_column(words("tips_flow_col_hand_overs")),
            "open": number_column(words("tips_flow_col_open")),
            "acceptance_median": words("tips_flow_col_acceptance_median"),
            "acceptance_p90": words("tips_flow_col_acceptance_p90"),
            "longest_open": number_column(words("tips_flow_col_longest")),
        },
        f"tips_flow_{of}",
        words(f"tips_flow_exact_table_{of}"),
    )


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
        f"{wait}_median": limits_text(each.median),
        f"{wait}_p90": limits_text(each.p90),
    }
