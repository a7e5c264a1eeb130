"""The part on forms of exploitation: by region, by quarter, and how many state none."""

import pandas as pd
import streamlit as st

from dashboard.ui.shelf import subheader
from dashboard.ui.tips import form_regions, form_trends, kinds
from dashboard.ui.tips.form_lines import (
    COUNTRY,
    EVERY,
    area_counts,
    area_names,
    stated_lines,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, share_text, words
from methods.proportion import wilson_interval

APART_Z = 2.968  # 99.7 %: of some fifty shares, one in seven pages shows one by chance
NAMED = 3  # shares that stand out in the answer


def forms(scope: Scope) -> None:
    """Draw the part."""
    subheader(say("tips_forms_regions"))
    wide = area_counts(scope)
    area = scope.narrowed.region or COUNTRY
    if not wide.loc[EVERY, area]:
        st.info(kinds.nothing(scope, kinds.reported(scope), "form"))
        return
    st.markdown(_answer(scope, wide, area))
    form_regions.regions(scope, wide)
    kinds.published("form", "region_year", scope.narrowed.region)
    form_trends.trends(scope)
    fold = st.expander(
        say("tips_kinds_method"), key="tips_forms_method", on_change="rerun"
    )
    if fold.open:
        fold.markdown(say("tips_forms_method", least=kinds.LEAST))


def _answer(scope: Scope, wide: pd.DataFrame, area: str) -> str:
    """How many state a form, the most stated ones, their sum, what stands out."""
    every, stated = (int(wide.loc[line, area]) for line in (EVERY, "stated"))
    known = {
        "of": kinds.first_of_text(scope, "form"),
        "period": kinds.period_text(scope),
        "tips": number_text(every),
        "stated": number_text(stated),
        "unstated": number_text(every - stated),
        "share": share_text((every - stated) / every),
    }
    if stated < kinds.LEAST:
        return say("tips_forms_answer_few", **known)
    legal = [line for line in stated_lines() if not line.is_sub_form]
    most = sorted(legal, key=lambda line: -wide.loc[line.code, area])[:NAMED]
    total = sum(wide.loc[line.code, area] for line in legal)
    said = [
        words(
            "tips_forms_answer_part",
            name=line.short,
            share=kinds.said(kinds.share_of(wide.loc[line.code, area], stated)),
        )
        for line in most
    ]
    first = say(
        "tips_forms_answer",
        parts=" · ".join(said),
        total=share_text(total / stated),
        **known,
    )
    return f"{first} {_apart(wide)}".strip()


def _apart(wide: pd.DataFrame) -> str:
    """The shares of regions that differ most from the country's, beyond chance."""
    stated = wide.loc["stated"]
    if not stated[COUNTRY]:
        return ""
    found = []
    for line in stated_lines():
        country = wide.loc[line.code, COUNTRY] / stated[COUNTRY]
        for region in wide.columns[1:]:
            total = int(stated[region])
            if total < kinds.LEAST:
                continue
            count = int(wide.loc[line.code, region])
            low, high = wilson_interval(count, total, APART_Z)
            if not low <= country <= high:
                found.append((abs(count / total - country), line, region, country))
    if not found:
        return say("tips_forms_alike")
    found.sort(key=lambda each: -each[0])
    region_names = area_names()
    parts = [
        words(
            "tips_forms_apart_part",
            region=region_names[region],
            form=line.short,
            share=kinds.said(
                kinds.share_of(wide.loc[line.code, region], stated[region])
            ),
            country=share_text(country),
        )
        for _, line, region, country in found[:NAMED]
    ]
    return say("tips_forms_apart", parts=" · ".join(parts), number=len(found))
