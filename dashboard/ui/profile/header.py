"""The facts of a province that stand above all else, and the answer in one sentence."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, disclosed
from dashboard.queries import profile as queries
from dashboard.text import escape_markdown
from dashboard.ui.answers import ask, data_until
from dashboard.ui.coverage.rows import gap_text
from dashboard.ui.profile.indicators import Counts, riskier_counts
from dashboard.ui.scores import score_text
from dashboard.ui.shelf import name_below
from dashboard.ui.tables import download_csv
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    share_text,
    words,
    year_text,
)

DATASETS = (
    "volunteer_roster",
    "training_batch",
    "population",
    "province_risk",
    "province_grade",
)
WEEKLY = "tip_report"  # of all that is reported, the one that comes by week


class Fact(NamedTuple):
    """One fact: what it is, the figure in words, and what belongs to it."""

    key: str
    value: str
    note: str

    def label(self) -> str:
        """What it is, in words."""
        return words(f"profile_fact_{self.key}")


def profile_of(province_code: str, year: int) -> pd.Series:
    """The province's row of queries.profile.profiles, with its name."""
    rows = ask(queries.profiles, year)
    row = rows[rows["province_code"] == province_code].iloc[0]
    return pd.concat([row, pd.Series({"name": row[f"name_{lang()}"]})])


def answer(profile: pd.Series, indicators: pd.DataFrame, year: int) -> str:
    """Where the province stands, in one sentence computed from the data."""
    counts = riskier_counts(indicators)
    return say(
        "profile_answer" if counts.known else "profile_answer_unknown",
        name=profile["name"],
        year=fiscal_year_text(year),
        k=_at_least(profile, "volunteers_trained_per_100k", 1),
        gap=_gap_words(profile),
        known=counts.known,
        above=counts.above,
        moved=_moved_words(counts),
    )


def _moved_words(counts: Counts) -> str:
    """How many got worse or better, of those of which that can be calculated."""
    if not counts.trends:
        return words("profile_moved_none")
    return words("profile_moved", **counts._asdict())


def _gap_words(profile: pd.Series) -> str:
    """How large the gap is beside that of others; ranks alone, which may be told."""
    if pd.isna(profile["gap_rank"]):
        return words("profile_gap_unknown")
    if _is_full(profile):
        return words("profile_gap_closed")
    key = "profile_gap_ranks_unsure" if gap_at_most(profile) else "profile_gap_ranks"
    return words(key, rank=number_text(profile["gap_rank"]))


def _is_full(profile: pd.Series) -> bool:
    k, full = (
        profile[f"{of}_per_100k"] for of in ("volunteers_trained", "full_coverage")
    )
    return bool(pd.notna(k) and pd.notna(full) and k >= full)


def gap_at_most(profile: pd.Series) -> bool:
    """Whether G is only a maximum, as K is only a minimum."""
    is_least = pd.notna(profile["gap_rank"]) and bool(profile["volunteers_at_least"])
    return is_least and not _is_full(profile)


def header(profile: pd.Series, year: int) -> None:
    """The facts side by side, and the table of them to take along."""
    facts = facts_of(profile, ask(queries.last_reports, profile["province_code"]))
    with st.container(key="profile_facts"):
        for fact in facts:
            with st.container(key=f"profile_facts_of_{fact.key}", gap="xsmall"):
                st.caption(fact.label())
                st.markdown(say("profile_fact_said", value=fact.value))
                st.caption(escape_markdown(fact.note) or "\u00a0")
    name_below(
        say("profile_facts_title", name=profile["name"], year=fiscal_year_text(year))
    )
    frame = pd.DataFrame(
        {
            "fact": [fact.label() for fact in facts],
            "value": [fact.value for fact in facts],
            "note": [fact.note for fact in facts],
        }
    )
    download_csv(
        disclosed(frame, Audience.OUTSIDE, counts=()),
        {column: words(f"profile_facts_{column}") for column in frame},
        "profile_facts",
        source=words("profile_facts_source"),
        file_name=f"profile_facts_{profile['province_code']}_{year}",
        datasets=DATASETS,
    )


def facts_of(profile: pd.Series, reports: pd.DataFrame) -> list[Fact]:
    """All facts in their order."""
    return [
        _region(profile),
        _population(profile),
        _ministry(profile),
        _computed(profile),
        _coverage(profile),
        _tambons(profile),
        _gap(profile),
        _batch(profile),
        _reported(reports, is_past(profile)),
    ]


def is_past(profile: pd.Series) -> bool:
    """Whether the facts are of a day before "now"."""
    until = data_until()
    return until is not None and bool(profile["as_on"].date() < until)


def _region(profile: pd.Series) -> Fact:
    countries = profile[f"countries_{lang()}"]
    borders = (
        words("profile_borders_none")
        if pd.isna(countries)
        else words("profile_borders", countries=countries)
    )
    sea = words("profile_coast") if profile["is_coastal"] else ""
    note = " · ".join(filter(None, (borders, sea)))
    region = words("profile_region", region=profile[f"region_{lang()}"])
    return Fact("region", region, note)


def _population(profile: pd.Series) -> Fact:
    if pd.isna(profile["population"]):
        return Fact("population", number_text(None), "")
    of = year_text(int(profile["population_year_be"]))
    note = words("profile_population_of", year=of)
    return Fact("population", number_text(profile["population"]), note)


def _ministry(profile: pd.Series) -> Fact:
    level = profile["ministry_level"]
    if pd.isna(level):
        return Fact("ministry", number_text(None), words("profile_ministry_none"))
    return Fact("ministry", words("profile_level", level=int(level)), "")


def _computed(profile: pd.Series) -> Fact:
    level = profile["computed_level"]
    share = share_text(profile["completeness"])
    if pd.isna(level):
        note = words("profile_computed_none", share=share)
        return Fact("computed", number_text(None), note)
    score = score_text(profile["risk_score"])
    said = [words("profile_computed_note", score=score, share=share), _rank(profile)]
    note = " · ".join(filter(None, said))
    return Fact("computed", words("profile_level", level=int(level)), note)


def _rank(profile: pd.Series) -> str:
    """The rank with its interval, and how sure the level is; "" without draws."""
    if pd.isna(profile["rank_p05"]):
        return ""
    ranks = {
        name: number_text(profile[column])
        for name, column in (
            ("rank", "risk_rank"),
            ("low", "rank_p05"),
            ("high", "rank_p95"),
            ("ranked", "ranked"),
            ("draws", "level_draws"),
        )
    }
    return words("profile_rank", **ranks, share=share_text(profile["level_share"]))


def _at_least(profile: pd.Series, column: str, decimals: int = 0) -> str:
    said = number_text(profile[column], decimals)
    if pd.isna(profile[column]) or not profile["volunteers_at_least"]:
        return said
    return words("coverage_at_least", value=said)


def _coverage(profile: pd.Series) -> Fact:
    if pd.isna(profile["volunteers_trained_per_100k"]):
        return Fact("coverage", number_text(None), words("coverage_not_reported"))
    full = number_text(profile["full_coverage_per_100k"], 1)
    note = words(
        "profile_coverage_note",
        people=_at_least(profile, "volunteers_trained"),
        full=full,
    )
    if profile["volunteers_at_least"]:
        note = f"{note} · {words('profile_coverage_least')}"
    return Fact("coverage", _at_least(profile, "volunteers_trained_per_100k", 1), note)


def _tambons(profile: pd.Series) -> Fact:
    if pd.isna(profile["tambon_share"]):
        return Fact("tambons", number_text(None), words("profile_tambons_none"))
    note = words(
        "profile_tambons_note",
        covered=number_text(profile["tambons_covered"]),
        total=number_text(profile["tambons_total"]),
        on=date_text(profile["tambons_as_of"].date()),
    )
    return Fact("tambons", share_text(profile["tambon_share"], 1), note)


def _gap(profile: pd.Series) -> Fact:
    if pd.isna(profile["gap_rank"]):
        return Fact("gap", number_text(None), words("profile_gap_none"))
    if _is_full(profile):
        return Fact("gap", number_text(0, 1), words("profile_gap_closed"))
    is_most = gap_at_most(profile)
    key = "profile_gap_note_unsure" if is_most else "profile_gap_note"
    note = words(key, rank=number_text(profile["gap_rank"]))
    return Fact("gap", gap_text(profile["coverage_gap"], is_most), note)


def _batch(profile: pd.Series) -> Fact:
    hosted, sent = profile["last_batch_on"], profile["last_home_on"]
    note = (
        words("profile_batch_sent_none")
        if pd.isna(sent)
        else words("profile_batch_sent", on=date_text(sent.date()))
    )
    if pd.isna(hosted):
        return Fact("batch", words("profile_batch_none"), note)
    return Fact("batch", date_text(hosted.date()), note)


def _reported(reports: pd.DataFrame, is_past: bool) -> Fact:
    """The last week of tips that was reported, and the years of all else.

    It is of "now", whatever year is chosen: among facts of the past it says so.
    """
    ends = reports.loc[reports["dataset"] == WEEKLY, "last_end"].dropna()
    value = number_text(None) if ends.empty else date_text(ends.iloc[0].date())
    week = words("profile_reported_never" if ends.empty else "profile_reported_week")
    others = [
        words(
            "profile_reported_year",
            dataset=words(f"dataset_{row.dataset}"),
            year=number_text(None)
            if pd.isna(row.last_year_be)
            else year_text(int(row.last_year_be)),
        )
        for row in reports.itertuples()
        if row.dataset != WEEKLY
    ]
    key = "reported_today" if is_past else "reported"
    return Fact(key, value, " · ".join([week, *others]))
