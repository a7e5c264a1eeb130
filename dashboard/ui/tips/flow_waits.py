"""Hand-overs to suppression agencies: how long they took, and how long they wait."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import tip_waits as charts
from dashboard.ui.address import choice
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.flow_groups import exact_groups, ranges
from dashboard.ui.tips.flow_rows import (
    WAITS,
    Wait,
    hand_overs,
    rows_of,
    wait_of,
)
from dashboard.ui.tips.flow_scope import (
    FEW,
    REFLECTION_DAYS,
    SHELTER_DAYS,
    days_text,
    known,
    limits_text,
    mark_note,
    marks,
    note,
    province_names,
    span_text,
    suppression_names,
    unknown_text,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, share_text, words

LEAST_AXIS, MOST_AXIS, AXIS_STEP = 60, 180, 15  # days


def waits(scope: Scope) -> None:
    """The curve, then agencies and provinces side by side."""
    subheader(say("tips_flow_waits"))
    found = hand_overs(scope)
    if found.empty:
        none = say("tips_flow_no_hand_overs", span=span_text(scope))
        st.info(none if known(scope).referrals else unknown_text(scope))
        return
    wait = _chosen()
    rows = rows_of(found, wait)
    whole = wait_of(rows)
    left, right = st.columns(2, gap="medium")
    with left:
        _curve(scope, wait, whole)
        st.caption(_why(wait, rows, found))
        ranges(scope, wait, rows, "agency", suppression_names())
    with right:
        ranges(scope, wait, rows, "province_code", province_names(scope))
    exact_groups(scope, found, "agency", suppression_names())
    exact_groups(scope, found, "province_code", province_names(scope))
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
