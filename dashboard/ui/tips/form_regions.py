"""Which forms of exploitation tips state, region by region: shades and their table."""

import pandas as pd
import streamlit as st

from dashboard.charts import tip_forms as charts
from dashboard.queries import names
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.tips import kinds
from dashboard.ui.tips.form_lines import (
    EVERY,
    UNSTATED,
    FormLine,
    area_names,
    stated_lines,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, words


def regions(scope: Scope, wide: pd.DataFrame) -> None:
    """Draw the shades and their table.

    Args:
        scope: What is looked at.
        wide: Of form_lines.area_counts.
    """
    title = words("tips_forms_title")
    named = area_names()
    silent = kinds.silence_text(kinds.reported(scope))
    figure(
        charts.form_regions(
            _chart_rows(scope, wide),
            [named[area] for area in wide.columns],
            look(),
            title=title,
            below=words(
                "tips_forms_below",
                of=kinds.of_text(scope, "form"),
                period=kinds.period_text(scope),
            ),
            note=kinds.note(
                scope,
                words("tips_forms_note"),
                words("tips_forms_note_marks", least=kinds.LEAST),
                *([silent] if silent else []),
            ),
        ),
        "tips_forms_regions",
        file_name="tips_forms_regions",
        alt=title,
        is_internal=True,
    )
    if scope.narrowed.form:
        st.caption(say("tips_forms_filter"))
    _region_table(wide)


def _chart_rows(scope: Scope, wide: pd.DataFrame) -> list[charts.Row]:
    stated = wide.loc["stated"]
    first = charts.Row(
        words("tips_forms_row_stated"), False, True, _counted(scope, wide, stated)
    )
    forms = [
        charts.Row(
            line.short,
            line.is_sub_form,
            False,
            _shares(wide, line),
            is_marked=line.code == scope.narrowed.form,
        )
        for line in stated_lines()
    ]
    last = charts.Row(words("tips_forms_row_unstated"), False, True, _none(wide))
    return [first, *forms, last]


def _counted(scope: Scope, wide: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Of how many tips the shares below are."""
    labels = [
        number_text(count) if wide.loc[EVERY, area] else _empty(scope, area)
        for area, count in counted.items()
    ]
    hover = [
        words(
            "tips_forms_hover_stated",
            area=area_names()[area],
            stated=number_text(count),
            tips=number_text(wide.loc[EVERY, area]),
        )
        for area, count in counted.items()
    ]
    return pd.DataFrame({"share": float("nan"), "label": labels, "hover": hover})


def _shares(wide: pd.DataFrame, line: FormLine) -> pd.DataFrame:
    cells = []
    for area, total in wide.loc["stated"].items():
        count = wide.loc[line.code, area]
        share = kinds.share_of(count, total)
        label = kinds.said(share) if share.share is not None else f"{count}/{total}"
        cells.append(
            {
                "share": share.share,
                "label": label if wide.loc[EVERY, area] else "–",
                "hover": words(
                    "tips_forms_hover",
                    form=line.name,
                    area=area_names()[area],
                    tips=number_text(count),
                    stated=number_text(total),
                    share=kinds.said(share),
                    interval=kinds.interval_text(share) or "–",
                ),
            }
        )
    return pd.DataFrame(cells).astype({"share": "float64"})


def _none(wide: pd.DataFrame) -> pd.DataFrame:
    """How many tips state no form: a share of all of them, so it has no shade."""
    labels, hover = [], []
    for area, every in wide.loc[EVERY].items():
        count = wide.loc[UNSTATED, area]
        share = kinds.share_of(count, every)
        label = kinds.said(share) if share.share is not None else f"{count}/{every}"
        labels.append(label if every else "–")
        hover.append(
            words(
                "tips_forms_hover_unstated",
                area=area_names()[area],
                tips=number_text(count),
                every=number_text(every),
                share=kinds.said(share),
            )
        )
    return pd.DataFrame({"share": float("nan"), "label": labels, "hover": hover})


def _empty(scope: Scope, area: str) -> str:
    """What no tips in an area mean: none, or why that is not known."""
    weeks = kinds.reported(scope)
    places = ask(names.provinces)
    mine = places.loc[places["region"] == area, "province_code"]
    told = weeks[weeks["province_code"].isin(mine)]
    return "0" if told["is_reported"].any() else kinds.unknown_text(told)


def _region_table(wide: pd.DataFrame) -> None:
    """The figures of the shades, exact."""
    named = area_names()
    rows = pd.DataFrame(
        [
            {
                "area": named[area],
                "form": line.name,
                "legal_form": line.legal_form,
                "tips": wide.loc[line.code, area],
                "stated": wide.loc["stated", area],
            }
            for area in wide.columns
            for line in stated_lines()
        ]
    )
    rows = kinds.with_shares(rows, "tips", "stated")
    columns = ("area", "form", "legal_form", "tips", "stated", "share_text", "interval")
    unstated = [
        {
            "area": named[area],
            "form": words("tips_forms_row_unstated"),
            "legal_form": UNSTATED,
            "tips": wide.loc[UNSTATED, area],
            "stated": wide.loc["stated", area],
            "share_text": words("tips_forms_outside"),
            "interval": "–",
        }
        for area in wide.columns
    ]
    kinds.exact_table(
        pd.concat([rows, pd.DataFrame(unstated)], ignore_index=True),
        {name: words(f"tips_forms_col_{name}") for name in columns},
        "tips_forms_regions",
        is_long=True,
    )
