"""How sure each computed level is, and whose place hangs on the rate of victims."""

import pandas as pd
import streamlit as st

from dashboard.queries import risk as queries
from dashboard.text import escape_markdown
from dashboard.ui.answers import ask, kept
from dashboard.ui.risk import leaving, ranks, rows
from dashboard.ui.tables import download_csv
from dashboard.ui.words import (
    fiscal_year_text,
    number_text,
    say,
    share_text,
    words,
)

SHARES = tuple(f"level_{level}_share" for level in range(1, 6))
FILE = (
    *("year", "province_code", "name", "computed_level", "certain_level"),
    *SHARES,
    "level_draws",
)
ON_PAGE = ("name", "computed_level", "certain_level", *SHARES)
FIRST = 20
CASE_RATE = "without_case_rate"


def levels(year: int) -> None:
    """The provinces whose level most draws do not give, the least sure first."""
    draws = number_text(ranks.ranked(year)["level_draws"].iloc[0])
    unsure = kept(_unsure, year)
    if unsure.empty:
        st.markdown(say("risk_robust_levels_none", draws=draws))
        return
    number = rows.provinces_text(len(unsure))
    st.markdown(say("risk_robust_levels", number=number, draws=draws))
    with st.container(key="risk_levels_room"):
        st.table(_said(unsure), hide_index=True, border="horizontal")
    columns = leaving.headings(*FILE)
    download_csv(
        leaving.leaving(unsure.round(dict.fromkeys(SHARES, 3)), columns),
        columns,
        "risk_levels_file",
        source=words("risk_source"),
        file_name=f"risk_levels_{year}",
        datasets=rows.DATASETS,
        title=words("risk_levels_title", year=fiscal_year_text(year)),
        main=ON_PAGE,
    )


def _unsure(year: int) -> pd.DataFrame:
    known = ranks.ranked(year)
    found = known[known["is_level_uncertain"]].sort_values("level_share")
    return found.assign(year=fiscal_year_text(year))


def _said(unsure: pd.DataFrame) -> pd.DataFrame:
    """The table on the page: one that wraps, so that a phone shows all of it."""
    said = {words("risk_levels_name"): unsure["name"].map(escape_markdown)}
    said[words("risk_levels_steps")] = [
        f"{rows.level_text(one)} → {rows.level_text(often)}"
        for one, often in zip(
            unsure["computed_level"], unsure["certain_level"], strict=True
        )
    ]
    for level, share in enumerate(SHARES, start=1):
        said[words("risk_level", level=level)] = unsure[share].map(share_text)
    return pd.DataFrame(said)


def case_rate(year: int) -> None:
    """Who enters or leaves the first twenty, and whose level is another, without it."""
    moved = _moved(year)
    was, is_now = (moved[each] <= FIRST for each in ("rank_was", "rank_is"))
    other = moved[moved["level_was"] != moved["level_is"]].dropna(
        subset=["level_was", "level_is"]
    )
    steps = [
        f"{row.name_shown} {int(row.level_was)}→{int(row.level_is)}"
        for row in other.rename(columns={"name": "name_shown"}).itertuples()
    ]
    said = {
        "left": _named(moved.loc[was & ~is_now, "name"]),
        "entered": _named(moved.loc[~was & is_now, "name"]),
        "levels": _named(pd.Series(steps, dtype=object)),
    }
    st.markdown(say("risk_robust_case_rate", **said))


def _named(names: pd.Series) -> str:
    """So many provinces, and which."""
    if names.empty:
        return words("risk_number_zero")
    return f"{number_text(len(names))} ({', '.join(names)})"


def _moved(year: int) -> pd.DataFrame:
    """Rank and level of each province, published (was) and without the rate (is)."""
    found = ask(queries.scenario_ranks, fiscal_year_be=year, scenario=CASE_RATE)
    sides = {"was": "published", "is": CASE_RATE}
    was, without = (
        found[found["scenario"] == scenario]
        .set_index("province_code")[["risk_rank", "computed_level"]]
        .set_axis([f"rank_{side}", f"level_{side}"], axis="columns")
        for side, scenario in sides.items()
    )
    names = rows.provinces(year).set_index("province_code")[["name"]]
    joined = was.join(without, how="inner").join(names).dropna(subset=["rank_is"])
    return joined.sort_values("rank_was")
