"""Tiers and 3P figures in the reader's words, as their figures and tables show them."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.base import Look, wrapped

HOME = "THA"
FOOT, PANEL_FOOT = 60, 46  # characters of a line at the foot of a figure, of a panel

_PAGE = re.compile(r" \(|, ")  # after the publisher come date, title and address


def worded_tiers(tiers: pd.DataFrame, look: Look) -> pd.DataFrame:
    """The tiers with `country`, `year_text`, `tier_text`, `confidence_text`, `hover`.

    Args:
        tiers: Rows of dashboard.queries.tip_tier.tip_tiers.
        look: Language and era.
    """
    worded = tiers.assign(
        country=tiers[f"country_{look.lang}"],
        year_text=[look.year(year) for year in tiers["report_year"]],
        tier_text=[tier_text(tier, look) for tier in tiers["tier"]],
        confidence_text=_confidences(tiers, look),
    )
    hover = [_tier_hover(row, look) for row in worded.to_dict("records")]
    return worded.assign(hover=hover)


def tier_text(tier: str | None, look: Look) -> str:
    """The name of a tier; that of none says that there is no data."""
    return look.words("tip_tier_missing" if pd.isna(tier) else f"tip_tier_level_{tier}")


def _tier_hover(row: dict[str, Any], look: Look) -> str:
    if pd.isna(row["tier"]):
        return look.words(
            "tip_tier_hover_open", name=row["country"], year=row["year_text"]
        )
    return look.words(
        "tip_tier_hover",
        name=row["country"],
        year=row["year_text"],
        tier=row["tier_text"],
        confidence=row["confidence_text"],
        source="; ".join(publishers([row["source"]])),
    )


def worded_series(series: pd.DataFrame, look: Look) -> pd.DataFrame:
    """The 3P figures with `year_text`, `confidence_text`, `hover`.

    Args:
        series: Rows of dashboard.indicators.described.
        look: Language and era.
    """
    worded = series.assign(
        year_text=[look.year(year) for year in series["year"]],
        confidence_text=_confidences(series, look),
    )
    hover = [_value_hover(row, look) for row in worded.to_dict("records")]
    return worded.assign(hover=hover)


def _value_hover(row: dict[str, Any], look: Look) -> str:
    return look.words(
        "tip_tier_hover_value",
        year=row["year_text"],
        period=row["period"],
        value=f"{row['value']:,.10g}",
        unit=row["unit"],
        confidence=row["confidence_text"],
        source="; ".join(publishers([row["source"]])),
        note="" if pd.isna(row["note"]) else row["note"],
    ).strip()


def _confidences(facts: pd.DataFrame, look: Look) -> list[str | None]:
    """How sure each fact is; the words of an office that are none of ours stay."""
    return [
        None
        if pd.isna(wording)
        else wording
        if kind == "other"
        else look.words(f"tip_tier_confidence_{kind}", count=int(count))
        for wording, kind, count in zip(
            facts["confidence"],
            facts["confidence_kind"],
            facts["source_count"],
            strict=True,
        )
    ]


def standing(tiers: pd.DataFrame) -> dict[str, Any] | None:
    """Thailand's last tier, how long it has held, and where the other countries stand.

    Args:
        tiers: Rows of dashboard.queries.tip_tier.tip_tiers.

    Returns:
        report_year, tier, streak (reports in a row with this tier, that one included),
        known (other countries with a tier that year), better, equal, worse (of them);
        None without any tier of Thailand.
    """
    known = tiers.dropna(subset="tier")
    own = known[known["country_iso3"] == HOME].sort_values("report_year")
    if own.empty:
        return None
    last = own.iloc[-1]
    is_other = known["country_iso3"] != HOME
    others = known[is_other & (known["report_year"] == last["report_year"])]
    ranks = others["tier_rank"]
    begins = own["tier"].ne(own["tier"].shift()) | own["report_year"].diff().ne(1)
    return {
        "report_year": int(last["report_year"]),
        "tier": str(last["tier"]),
        "streak": int((begins.cumsum() == begins.sum()).sum()),
        "known": len(others),
        "better": int((ranks < last["tier_rank"]).sum()),
        "equal": int((ranks == last["tier_rank"]).sum()),
        "worse": int((ranks > last["tier_rank"]).sum()),
    }


def neighbours(others: pd.DataFrame, report_year: int) -> list[str]:
    """Codes of the other countries: best tier in that report first, then by name."""
    last = others[others["report_year"] == report_year]
    return list(last.sort_values(["tier_rank", "country"])["country_iso3"])


def publishers(sources: Collection[str]) -> list[str]:
    """Who published the figures, each once: sources without date, title and address."""
    each = (source for text in sources for source in text.split(" | "))
    return list(dict.fromkeys(_PAGE.split(source)[0].strip() for source in each))


def foot(source: str, *more: str, look: Look, width: int = FOOT) -> list[str]:
    """Lines for the foot of a figure: the source, then what else is to be said."""
    named = look.words("tip_tier_note_source", source=source)
    return [
        line for part in (named, *more) for line in wrapped(part, width).split("<br>")
    ]


def year_notes(series: pd.DataFrame, look: Look) -> list[tuple[str, str]]:
    """The notes of one indicator's figures: the years that each is for, and its text.

    Args:
        series: Rows of worded_series, one indicator.
        look: Language and era.
    """
    noted = series.dropna(subset="note")
    return [
        (_spans(sorted(years), look), str(note))
        for note, years in noted.groupby("note", sort=False)["year"]
    ]


def _spans(years: Sequence[int], look: Look) -> str:
    """Years in order, those in a row as a span: 2558–2560, 2563."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    ends = [dict.fromkeys((span[0], span[-1])) for span in spans]
    return ", ".join("–".join(look.year(year) for year in end) for end in ends)


def found(series: pd.DataFrame, search: str) -> pd.DataFrame:
    """The rows whose indicator's name or code holds the text, case aside."""
    wanted = search.casefold().strip()
    names: Sequence[str] = series["name"] + "\n" + series["indicator_code"]
    return series[[wanted in name.casefold() for name in names]]
