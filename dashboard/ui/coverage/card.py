"""What is known of one province."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.queries import coverage as queries
from dashboard.ui.answers import ask
from dashboard.ui.coverage import layers, rows
from dashboard.ui.coverage.figures import View
from dashboard.ui.words import fiscal_year_text, lang, number_text, say, words


def selected_province(row: pd.Series, view: View, clear: Callable[[], None]) -> None:
    """Everything the page knows of one province."""
    labels = layers.line_labels(view.layer) | rows.line_labels()
    with st.container(border=True, key="coverage_selected"):
        st.subheader(say("coverage_selected", name=row["name"]), anchor=False)
        said = [
            f"{label} **{row[line]}**" for line, label in labels.items() if row[line]
        ]
        st.markdown("  \n".join(said))
        fold = st.expander(
            say("coverage_indicators", year=fiscal_year_text(view.year)),
            key="coverage_indicators",
            on_change="rerun",
        )
        if fold.open:
            with fold:
                _indicators(row["province_code"], view.year)
        st.button(say("coverage_selected_clear"), key="coverage_clear", on_click=clear)


def _indicators(province_code: str, year: int) -> None:
    parts = ask(queries.risk_indicators, year, province_code)
    if parts.empty:
        st.markdown(number_text(None))
        return
    parts = parts.assign(
        name=parts[f"name_{lang()}"],
        dimension=[words(f"coverage_dimension_{d}") for d in parts["dimension"]],
    )
    columns: dict[str, Any] = {
        "name": words("coverage_indicator"),
        "score": st.column_config.ProgressColumn(
            words("coverage_score"), min_value=0, max_value=10, format="%.1f"
        ),
        "value": words("coverage_value"),
        f"unit_{lang()}": words("coverage_unit"),
        "dimension": words("coverage_dimension"),
    }
    st.dataframe(parts[list(columns)], hide_index=True, column_config=columns)
