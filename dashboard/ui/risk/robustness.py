"""How much of the index is an accident of method: in words, figures and names."""

import pandas as pd
import streamlit as st

from dashboard.queries import risk as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.risk import leaving, levels, ranks, rows
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import download_csv
from dashboard.ui.words import fiscal_year_text, number_text, say, share_text, words

SCENARIOS = ("arithmetic", "without_case_rate", "rank_normalised", "untreated")
FILE = ("year", "scenario", "shift_mean", "shift_most", "ranked")
FAR = 2  # levels
STEPS = {1, 3, 5}  # the levels of a year in which grades are low, medium and high


def robustness(year: int) -> None:
    """The part of the page: what stays in the top, what moves ranks, and the grade."""
    found = ask(queries.robustness, fiscal_year_be=year)
    if found.empty:
        return
    subheader(say("risk_robust"))
    row = found.iloc[0]
    st.markdown(_first(row, year))
    st.markdown(_intervals(row))
    levels.levels(year)
    _shifts(year)
    levels.case_rate(year)
    _agreement(row, year)


def _first(row: pd.Series, year: int) -> str:
    """The provinces that are among the first twenty whatever is chosen."""
    known = ranks.ranked(year)
    certain = known[known["rank_group"] == "certain"]
    said = {
        "least": share_text(ask(queries.uncertainty)["certain_from"]),
        "draws": number_text(row["draws"]),
    }
    names = ", ".join(certain["name"])
    if certain.empty:
        return say("risk_robust_first_none", **said)
    number = rows.provinces_text(len(certain))
    return say("risk_robust_first", number=number, names=names, **said)


def _intervals(row: pd.Series) -> str:
    return say(
        "risk_robust_intervals",
        width=number_text(row["interval_width_median"], 1),
        most=number_text(row["interval_width_most"]),
        probable=rows.provinces_text(int(row["probable"])),
        open=rows.provinces_text(int(row["open_count"])),
    )


def _shifts(year: int) -> None:
    """How far each other way of computing moves the ranks."""
    columns = leaving.headings(*FILE)
    rows_of_file = kept(_shift_rows, year)
    st.markdown(say("risk_robust_shifts"))
    shown = {name: columns[name] for name in FILE[1:4]}
    said = rows_of_file.assign(
        shift_mean=[number_text(each, 1) for each in rows_of_file["shift_mean"]],
        shift_most=[number_text(each) for each in rows_of_file["shift_most"]],
    )[list(shown)]
    with st.container(key="risk_robust_room"):
        st.table(said.rename(columns=shown), hide_index=True, border="horizontal")
    download_csv(
        leaving.leaving(rows_of_file, columns),
        columns,
        "risk_robust_file",
        source=words("risk_source"),
        file_name=f"risk_robustness_{year}",
        datasets=rows.DATASETS,
    )


def _shift_rows(year: int) -> pd.DataFrame:
    row = ask(queries.robustness, fiscal_year_be=year).iloc[0]
    return pd.DataFrame(
        {
            "year": fiscal_year_text(year),
            "scenario": [words(f"risk_robust_{each}") for each in SCENARIOS],
            "shift_mean": [round(float(row[f"{each}_mean"]), 1) for each in SCENARIOS],
            "shift_most": [int(row[f"{each}_most"]) for each in SCENARIOS],
            "ranked": int(row["ranked"]),
        }
    )


def _agreement(row: pd.Series, year: int) -> None:
    """The ministry's grade beside the computed level, and who is far apart."""
    if pd.isna(row["kappa"]):
        st.markdown(say("risk_robust_ungraded", year=fiscal_year_text(year)))
        return
    st.markdown(
        say(
            "risk_robust_agreement",
            compared=rows.provinces_text(int(row["compared"])),
            same=rows.provinces_text(int(row["same_level"])),
            kappa=number_text(row["kappa"], 2),
            low=number_text(row["kappa_low"], 2),
            high=number_text(row["kappa_high"], 2),
        )
    )
    apart = ask(queries.disagreements, fiscal_year_be=year)
    if set(apart["ministry_level"]) <= STEPS:
        st.markdown(say("risk_robust_steps"))
    far = apart[apart["levels_apart"].abs() >= FAR]
    if far.empty:
        st.markdown(say("risk_robust_far_none"))
        return
    names = rows.provinces(year).set_index("province_code")["name"]
    said = [
        words(
            "risk_robust_far_one",
            name=names[each.province_code],
            ministry=each.ministry_level,
            computed=each.computed_level,
        )
        for each in far.itertuples()
    ]
    number = rows.provinces_text(len(far))
    st.markdown(say("risk_robust_far", number=number, names="; ".join(said)))
