"""How sure each rank is: the groups, the dot plot of intervals, and its table."""

import pandas as pd
import streamlit as st

from dashboard.charts.base import Figure, Look
from dashboard.charts.risk_ranks import Group, rank_intervals
from dashboard.queries import risk as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.figures import figure, look
from dashboard.ui.risk import leaving, rows
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import source_note, table_twin
from dashboard.ui.words import (
    fiscal_year_text,
    number_text,
    say,
    share_text,
    words,
)

DRAWS = ("draws", "level_draws")
FIRST = ("certain", "probable", "open")  # groups that are shown; the rest is folded
REST = "outside"
HALF = 0.5  # of the draws: a level that came up less often is uncertain
FILE = (
    *("year", "province_code", "name", "rank_group", "ministry_level"),
    *("computed_level", "level_share", "certain_level", "risk_rank", "rank_median"),
    *("rank_p05", "rank_p95", "rank_outside", "top_10_share", "top_20_share"),
    *("completeness", "draws", "level_draws"),
)
DRAWN = (
    *("province_code", "name", "rank_group", "ministry_level", "computed_level"),
    *("risk_rank", "rank_median", "rank_p05", "rank_p95"),
)
MAIN = (
    "name",
    "rank_group",
    "ministry_level",
    "computed_level",
    "risk_rank",
    "rank_p05",
    "rank_p95",
)


def ranked(year: int) -> pd.DataFrame:
    """The provinces that have an index, the highest risk first.

    Returns:
        queries.ranks with name, ministry_level, computed_level, completeness,
        level_share (of level_draws, those with the computed level), is_level_uncertain
        (that is under a half), is_outside (the published rank its own interval), and
        hover in the reader's language.
    """
    return kept(_ranked, year)


def _ranked(year: int) -> pd.DataFrame:
    found = ask(queries.ranks, fiscal_year_be=year).dropna(subset=["risk_rank"])
    beside = ["province_code", "name", "ministry_level", "computed_level"]
    known = rows.provinces(year)[[*beside, "completeness"]]
    joined = found.merge(known, on="province_code", how="left")
    shares = [
        row[f"level_{int(row['computed_level'])}_share"] for _, row in joined.iterrows()
    ]
    is_inside = joined["risk_rank"].between(joined["rank_p05"], joined["rank_p95"])
    joined = joined.assign(
        level_share=shares,
        is_level_uncertain=[share < HALF for share in shares],
        is_outside=~is_inside,
    )
    return joined.assign(hover=[_hover(row) for _, row in joined.iterrows()])


def _hover(row: pd.Series) -> str:
    return words(
        "risk_ranks_hover",
        name=row["name"],
        rank=int(row["risk_rank"]),
        median=int(row["rank_median"]),
        low=int(row["rank_p05"]),
        high=int(row["rank_p95"]),
        share=share_text(row["top_20_share"]),
        level=rows.level_text(row["computed_level"]),
        level_share=share_text(row["level_share"]),
        level_draws=number_text(row["level_draws"]),
        draws=number_text(row["draws"]),
        ministry=rows.level_text(row["ministry_level"]),
        completeness=share_text(row["completeness"]),
    )


def group_name(group: str) -> str:
    """What a group is called, with the share of draws that it begins at."""
    begins = FIRST[-1] if group == REST else group
    least = ask(queries.uncertainty)[f"{begins}_from"]
    return words(f"risk_group_{group}", least=share_text(least))


def ranks(year: int) -> None:
    """The part of the page: groups, dot plot, table, and who has no rank."""
    subheader(say("risk_ranks"))
    found = ranked(year)
    if found.empty:
        st.info(say("risk_ranks_none", year=fiscal_year_text(year)))
        return
    counts = {each: number_text(found[each].iloc[0]) for each in DRAWS}
    st.markdown(say("risk_ranks_text", **counts))
    _figure(year, _groups(found))
    columns = leaving.headings(*FILE)
    table_twin(
        leaving.leaving(kept(_file, year), columns),
        columns,
        "risk_ranks_twin",
        source=words("risk_source"),
        file_name=f"risk_ranks_{year}",
        datasets=rows.DATASETS,
        lazy=True,
        title=words("risk_ranks_title", year=fiscal_year_text(year)),
        main=MAIN,
    )
    _outside(found)
    _without(year)


def _groups(found: pd.DataFrame) -> tuple[str, ...]:
    """The groups to show: those outside the first twenty only where they are wanted."""
    is_wanted = choice("risk_rest", (True, False), False)
    number = int((found["rank_group"] == REST).sum())
    st.toggle(say("risk_ranks_rest", number=number), key="risk_rest")
    return (*FIRST, REST) if is_wanted else FIRST


def _figure(year: int, groups: tuple[str, ...]) -> None:
    """The dot plot of some groups, with its rows for who takes it along."""
    found = ranked(year)
    drawn = found[found["rank_group"].isin(groups)]
    if drawn.empty:
        st.info(say("risk_ranks_group_none"))
        return
    figure(
        kept(_drawn, year, groups, look()),
        "risk_ranks",
        file_name=f"risk_ranks_{year}",
        alt=words("risk_ranks_alt", number=len(drawn)),
    )
    columns = leaving.headings(*DRAWN)
    every = kept(_file, year)
    is_drawn = every["province_code"].isin(drawn["province_code"])
    leaving.offer_behind("risk_ranks", every[is_drawn], columns)


def _drawn(year: int, groups: tuple[str, ...], drawn_as: Look) -> Figure:
    found = ranked(year)
    parts = [(group, found[found["rank_group"] == group]) for group in groups]
    return rank_intervals(
        [
            Group(
                words(
                    "risk_group_counted",
                    group=group_name(group),
                    number=rows.provinces_text(len(part)),
                ),
                part,
            )
            for group, part in parts
            if len(part)
        ],
        drawn_as,
        [
            source_note(words("risk_source"), *rows.DATASETS),
            words("risk_ranks_note", draws=number_text(found["draws"].iloc[0])),
            *_ungraded(found[found["rank_group"].isin(groups)]),
        ],
        title=words("risk_ranks_title", year=fiscal_year_text(year)),
        ranked=int(found["ranked"].iloc[0]),
    )


def _ungraded(drawn: pd.DataFrame) -> list[str]:
    """What a dash in place of the ministry's grade is, where there is one."""
    number = int(drawn["ministry_level"].isna().sum())
    if not number:
        return []
    return [words("risk_ranks_ungraded", number=rows.provinces_text(number))]


def _file(year: int) -> pd.DataFrame:
    found = ranked(year)
    return found.assign(
        year=fiscal_year_text(year),
        rank_group=[words(f"risk_group_short_{each}") for each in found["rank_group"]],
        completeness=found["completeness"].round(3),
        rank_outside=[
            words("risk_yes" if each else "risk_no") for each in found["is_outside"]
        ],
    )


def _outside(found: pd.DataFrame) -> None:
    """The provinces whose published rank their own draws do not give, and why."""
    outside = found[found["is_outside"]]
    if outside.empty:
        return
    names = [
        words(
            "risk_ranks_outside_one",
            name=row.name,
            rank=int(row.risk_rank),
            low=int(row.rank_p05),
            high=int(row.rank_p95),
        )
        for row in outside.itertuples(index=False)
    ]
    number = rows.provinces_text(len(names))
    said = [say("risk_ranks_outside", number=number, names="; ".join(names))]
    is_whole = outside["completeness"] >= 1
    for key, part in (
        ("risk_ranks_outside_missing", outside[~is_whole]),
        ("risk_ranks_outside_whole", outside[is_whole]),
    ):
        if len(part):
            said.append(say(key, names=", ".join(part["name"])))
    st.caption(" · ".join(said))


def _without(year: int) -> None:
    """The provinces whose index is not computed, with how complete they are."""
    known = rows.provinces(year)
    none = known[known["risk_score"].isna()]
    if none.empty:
        return
    names = [
        f"{name} ({share_text(share)})"
        for name, share in zip(none["name"], none["completeness"], strict=True)
    ]
    number = rows.provinces_text(len(names))
    st.caption(say("risk_ranks_without", number=number, names=", ".join(names)))
