"""How far tips had come: stages, each in its unit, and months of receipt."""

from datetime import timedelta

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import tip_flow as charts
from dashboard.charts.tip_cohorts import cohort_lines
from dashboard.queries import tip_flow as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.page_width import abreast
from dashboard.ui.tips.flow_scope import (
    FEW,
    TIME_DAYS,
    cohorts,
    exact_table,
    kind_labels,
    known,
    note,
    number_column,
    part_text,
    span_text,
    unknown_notes,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, number_text, say, share_text, words

# Of tips, each counted once, in the order in which they come.
STAGES = ("tips", "screened", "referred", "handed_over", "accepted", "decided")
STEPS = ("referrals", "referrals_accepted", "hand_overs")
LINES = ("referred", "handed_over", "decided")
FINDINGS = ("POSSIBLE", "ACTUAL", "NOT")


def stages(scope: Scope) -> None:
    """The stages beside the months, then both as exact tables."""
    found = cohorts(scope)
    if found.empty:
        st.info(say("tips_flow_no_tips", span=span_text(scope)))
        return
    left, right = abreast(1, 1)
    with left:
        _stages(scope, found)
    with right:
        _months(scope, found)


def _stages(scope: Scope, found: pd.DataFrame) -> None:
    counts, done = found[[*STAGES, *STEPS]], found["has_had_time"]
    all_tips = counts.sum(skipna=False)
    had_time = counts[done].sum(skipna=False).where(all_tips.notna())
    kinds = ask(queries.flow_kinds, scope.week_start, scope.since, scope.narrowed)
    title = words("tips_flow_stages_title", span=span_text(scope))
    panels = [
        _tip_panel(all_tips, had_time),
        _step_panel(all_tips, had_time),
        _decision_panel(kinds if known(scope).findings else None),
    ]
    drawn = charts.stage_panels(
        [panel for panel in panels if len(panel.rows)],
        look(),
        title,
        words("tips_flow_stages_below", days=TIME_DAYS),
        note(scope, *unknown_notes(scope)),
    )
    figure(
        drawn,
        "tips_flow_stages",
        file_name="tips_flow_stages",
        alt=title,
        is_internal=True,
    )
    st.caption(say("tips_flow_stages_rule"))
    if known(scope).findings:
        st.caption(victims_text(kinds))
    _stage_table(panels)


def _tip_panel(all_tips: pd.Series, had_time: pd.Series) -> charts.Panel:
    rows = [
        {
            "name": words(f"tips_flow_stage_{stage}"),
            "value": all_tips[stage],
            "part": had_time[stage],
            "label": _share_label(all_tips[stage], all_tips["tips"], stage),
            "hover": _hover(
                "tips_flow_stages_hover",
                all_tips[stage],
                name=words(f"tips_flow_stage_{stage}"),
                share=part_text(all_tips[stage], all_tips["tips"]),
                days=TIME_DAYS,
                old=number_text(had_time[stage]),
                old_share=part_text(had_time[stage], had_time["tips"]),
            ),
        }
        for stage in STAGES
    ]
    return charts.Panel(words("tips_flow_unit_tips"), pd.DataFrame(rows))


def _hover(key: str, number: float, **values: object) -> str:
    if np.isnan(number):
        return words("tips_flow_unknown_hover", name=values["name"])
    return words(key, number=number_text(number), **values)


def _share_label(number: float, whole: float, stage: str) -> str:
    if np.isnan(number) or stage == "tips" or whole < FEW:
        return number_text(number)
    share = number / whole
    is_nearly_all = 0.995 <= share < 1  # which "100%" would not say
    return f"{number_text(number)} ({share_text(share, int(is_nearly_all))})"


def _step_panel(all_tips: pd.Series, had_time: pd.Series) -> charts.Panel:
    rows = [
        {
            "name": words(f"tips_flow_stage_{stage}"),
            "value": all_tips[stage],
            "part": had_time[stage],
            "label": _share_label(
                all_tips[stage],
                all_tips["referrals"],
                "tips" if stage == "referrals" else stage,
            ),
            "hover": _hover(
                "tips_flow_steps_hover",
                all_tips[stage],
                name=words(f"tips_flow_stage_{stage}"),
                days=TIME_DAYS,
                old=number_text(had_time[stage]),
            ),
        }
        for stage in STEPS
    ]
    return charts.Panel(words("tips_flow_unit_referrals"), pd.DataFrame(rows))


def _decision_panel(kinds: pd.DataFrame | None) -> charts.Panel:
    """The findings; no data where no kinds are given."""
    labels, missing = kind_labels(), pd.Series(np.nan, FINDINGS)
    decisions = missing if kinds is None else decisions_of(kinds)
    whole = decisions.sum()
    rows = [
        {
            "name": labels["finding", finding],
            "value": decisions[finding],
            "part": decisions[finding],
            "label": _share_label(decisions[finding], whole, finding),
            "hover": _hover(
                "tips_flow_decisions_hover",
                decisions[finding],
                name=labels["finding", finding],
                whole=number_text(whole),
            ),
        }
        for finding in FINDINGS
    ]
    return charts.Panel(words("tips_flow_unit_decisions"), pd.DataFrame(rows))


def decisions_of(kinds: pd.DataFrame) -> pd.Series:
    """Decisions by each of FINDINGS; 0 of one that none had."""
    decisions = kinds[kinds["unit"] == "decision"].set_index("kind")["units"]
    return decisions.reindex(FINDINGS, fill_value=0)


def victims_text(kinds: pd.DataFrame) -> str:
    """How many people were identified as victims: in words, on no axis of tips."""
    actual = kinds[(kinds["unit"] == "decision") & (kinds["kind"] == "ACTUAL")]
    if actual.empty or actual["victims_identified"].isna().all():
        return say("tips_flow_victims_none")
    return say(
        "tips_flow_victims",
        people=number_text(actual["victims_identified"].sum()),
        decisions=number_text(actual["units"].sum()),
    )


def _stage_table(panels: list[charts.Panel]) -> None:
    rows = pd.concat([panel.rows.assign(unit=panel.name) for panel in panels])
    rows["part"] = rows["part"].where(rows["unit"] != panels[-1].name)
    exact_table(
        rows.astype({"value": "Int64", "part": "Int64"}),
        {
            "unit": words("tips_flow_col_unit"),
            "name": words("tips_flow_col_stage"),
            "value": number_column(words("tips_flow_col_number")),
            "part": number_column(words("tips_flow_col_old", days=TIME_DAYS)),
        },
        "tips_flow_stages",
    )


def months_of(found: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Tips by month of receipt, with the shares that came so far.

    Args:
        found: Of queries.tip_flow.flow_cohorts.
        scope: What is looked at.

    Returns:
        One row per month of the period, none left out, in order: month_start, the
        stages (tips; missing where none came in), their shares (missing where the tips
        are fewer than FEW), has_had_time (all of them), is_part (the period holds some
        days of the month alone).
    """
    sums = found.groupby("month_start")[list(STAGES)].sum(min_count=1)
    had_time = found.groupby("month_start")["has_had_time"].all()
    every = pd.date_range(
        scope.since.replace(day=1), scope.week_end, freq="MS", name="month_start"
    )
    ends = every + pd.offsets.MonthEnd(0)
    old = pd.Timestamp(scope.week_end - timedelta(days=TIME_DAYS))
    months = sums.reindex(every).assign(
        has_had_time=np.where(
            every.isin(sums.index), had_time.reindex(every).eq(True), ends <= old
        ),
        is_part=(every < pd.Timestamp(scope.since))
        | (ends > pd.Timestamp(scope.week_end)),
    )
    enough = months["tips"] >= FEW
    shares = {
        f"{stage}_share": (months[stage] / months["tips"]).where(enough)
        for stage in LINES
    }
    return months.assign(**shares).reset_index()


def _months(scope: Scope, found: pd.DataFrame) -> None:
    months = months_of(found, scope)
    labels = [
        _month_name(scope, *month)
        for month in months[["month_start", "is_part"]].itertuples(index=False)
    ]
    hovers = {
        f"hover_{stage}_share": [
            words(
                "tips_flow_months_hover",
                name=words(f"tips_flow_stage_{stage}"),
                month=label,
                share=part_text(number, tips),
                tips=number_text(tips),
            )
            for label, number, tips in zip(
                labels, months[stage], months["tips"], strict=True
            )
        ]
        for stage in LINES
    }
    drawn_stages = [stage for stage in LINES if months[stage].notna().any()]
    title = words("tips_flow_months_title")
    if not drawn_stages or not (months["tips"] >= FEW).any():
        few = say("tips_flow_months_few", few=FEW)
        st.info(" ".join(unknown_notes(scope)) if not drawn_stages else few)
        _month_table(months.assign(label=labels))
        return
    drawn = cohort_lines(
        months.assign(label=[_month(day) for day in months["month_start"]], **hovers),
        [
            (f"{stage}_share", words(f"tips_flow_line_{stage}"))
            for stage in drawn_stages
        ],
        look(),
        title,
        words("tips_flow_months_below", days=TIME_DAYS, few=FEW),
        note(scope, *_part_notes(scope, months), *unknown_notes(scope)),
    )
    figure(
        drawn,
        "tips_flow_months",
        file_name="tips_flow_months",
        alt=title,
        is_internal=True,
    )
    _month_table(months.assign(label=labels))


def _month(start: pd.Timestamp) -> str:
    return date_text(start.date()).split(" ", 1)[1]


def _month_name(scope: Scope, start: pd.Timestamp, is_part: bool) -> str:
    """A month and its year; of part of a month, its first and last day too."""
    if not is_part:
        return _month(start)
    first = max(start, pd.Timestamp(scope.since))
    last = min(start + pd.offsets.MonthEnd(0), pd.Timestamp(scope.week_end))
    return words(
        "tips_flow_months_part",
        month=_month(start),
        first=first.day,
        last=last.day,
    )


def _part_notes(scope: Scope, months: pd.DataFrame) -> list[str]:
    """Which months are drawn hollow, as the period holds a part of them."""
    parts = months[months["is_part"] & (months["tips"] >= FEW)]
    named = [_month_name(scope, start, True) for start in parts["month_start"]]
    return [words("tips_flow_months_parts", months=", ".join(named))] if named else []


def _month_table(months: pd.DataFrame) -> None:
    rows = months[months["tips"].notna()].iloc[::-1]
    rows = rows.assign(
        time=[
            words("tips_flow_yes" if done else "tips_flow_no")
            for done in rows["has_had_time"]
        ]
    )
    numbers = {
        stage: number_column(words(f"tips_flow_stage_{stage}")) for stage in STAGES
    }
    exact_table(
        rows,
        {
            "label": words("tips_flow_col_month"),
            **numbers,
            "time": words("tips_flow_col_time", days=TIME_DAYS),
        },
        "tips_flow_months",
    )
