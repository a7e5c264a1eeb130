"""What the parts on channels and forms share: shares with intervals, words, files."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard.queries import names, tips
from dashboard.ui.answers import ask, data_status, data_until, is_collecting
from dashboard.ui.released import draw
from dashboard.ui.shelf import name_below
from dashboard.ui.tips.kind_labels import labels_of
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import (
    date_text,
    number_text,
    say,
    share_text,
    week_text,
    words,
)
from methods.proportion import wilson_interval

LEAST = 10  # tips; of fewer no share is made
TABLE_HEIGHT = 420  # px


class Share(NamedTuple):
    """A share of tips and its interval; missing where it is of too few."""

    share: float | None
    low: float | None
    high: float | None


NONE = Share(None, None, None)


def share_of(count: float, total: float, least: int = LEAST) -> Share:
    """The share of a count, unless it is of too few tips."""
    if total < max(least, 1):
        return NONE
    return Share(count / total, *wilson_interval(int(count), int(total)))


def interval_text(share: Share) -> str:
    """The interval of a share in words: "14–25 %"; nothing without one."""
    if share.low is None or share.high is None:
        return ""
    decimals = _decimals(share)
    low = share_text(share.low, decimals).rstrip("%")
    return f"{low}–{share_text(share.high, decimals)}"


def said(share: Share) -> str:
    """A share in words, finer where it is small; "too few tips" where it is none."""
    if share.share is None:
        return words("tips_kinds_too_few", least=LEAST)
    return share_text(share.share, _decimals(share) if share.share else 0)


def _decimals(share: Share) -> int:
    """Of a share and its interval alike: small ones are said more finely."""
    return 0 if share.share is None or share.share >= 0.1 else 1


def points_text(share: float, before: float) -> str:
    """A share less another one in points of per cent; "no data" without both."""
    if pd.isna(share) or pd.isna(before):
        return number_text(None)
    points = round(100 * (share - before), 1)
    return words("tips_kinds_points", points=f"{points:+.1f}".replace("-", "−"))


def with_shares(
    rows: pd.DataFrame, count: str, total: str, suffix: str = ""
) -> pd.DataFrame:
    """The rows with the share of a count in a total: as numbers and in words.

    Args:
        rows: With both columns.
        count: Name of a column of counts.
        total: Name of that of which they are a part.
        suffix: Of the columns that are added: share, low, high, share_text, interval.
    """
    pairs = zip(rows[count], rows[total], strict=True)
    shares = [share_of(*pair) for pair in pairs]
    numbers = pd.DataFrame(shares, columns=Share._fields, dtype="float64")
    numbers.index = rows.index
    return rows.join(numbers.add_suffix(suffix)).assign(
        **{
            f"share_text{suffix}": [said(each) for each in shares],
            f"interval{suffix}": [interval_text(each) or "–" for each in shares],
        }
    )


def period_text(scope: Scope, since: date | None = None) -> str:
    """The first and the last day looked at."""
    return words(
        "tips_kinds_period",
        first=date_text(since or scope.since),
        last=date_text(scope.week_end),
    )


def of_text(scope: Scope, without: str = "") -> str:
    """Which tips are counted, in words; the part's own kind is not looked at."""
    kinds = {
        "region": scope.narrowed.region,
        "channel": scope.narrowed.channel,
        "form": scope.narrowed.form,
        "status": scope.narrowed.case_status,
    }
    picked = [
        words(f"tips_kinds_of_{kind}", name=labels_of(kind)[code])
        for kind, code in kinds.items()
        if code and kind != without
    ]
    if not scope.narrowed.region:
        picked.insert(0, words("tips_kinds_country"))
    return " · ".join(picked)


def first_of_text(scope: Scope, without: str = "") -> str:
    """The same, to begin a sentence."""
    found = of_text(scope, without)
    return found[:1].upper() + found[1:]


def note(scope: Scope, *lines: str, datasets: tuple[str, ...] = ()) -> list[str]:
    """As known when, and source, date and status of a figure, below further lines."""
    known = words("tips_kinds_known", week=week_text(scope.iso_week, days=False))
    source = words(
        "source_note",
        source=words("tips_kinds_source"),
        until=date_text(scope.week_end),
    )
    status = words(f"status_{data_status('tip_report', 'reporting', *datasets)}")
    return [*lines, known, f"{source} · {status}"]


class Silence(NamedTuple):
    """How much of what is looked at is not known, and why.

    Attributes:
        weeks: Weeks of provinces of which nobody reported anything.
        announced: Others, of which rows were announced and not handed over.
        of_weeks: Weeks of provinces that are looked at, from the first tips on.
    """

    weeks: int
    announced: int
    of_weeks: int


def reported(scope: Scope, since: date | None = None) -> pd.DataFrame:
    """Which weeks of which provinces of the region were reported by then."""
    found = ask(tips.reported_weeks, scope.week_start, since or scope.since)
    if not scope.narrowed.region:
        return found
    places = ask(names.provinces)
    mine = places.loc[places["region"] == scope.narrowed.region, "province_code"]
    return found[found["province_code"].isin(mine)]


def silence(weeks: pd.DataFrame) -> Silence:
    """How many of these weeks of provinces are not known."""
    silent, announced = weeks["is_silent"].sum(), weeks["is_announced"].sum()
    known = weeks["is_reported"].sum()
    return Silence(int(silent), int(announced), int(silent + announced + known))


def silence_text(weeks: pd.DataFrame) -> str:
    """That some weeks are not known, and are no zeros; nothing where all are."""
    found = silence(weeks)
    return " · ".join(
        words(
            f"tips_kinds_{key}",
            number=number_text(number),
            weeks=number_text(found.of_weeks),
        )
        for key, number in (("silent", found.weeks), ("awaited", found.announced))
        if number
    )


def unknown_text(weeks: pd.DataFrame) -> str:
    """Why nothing is known of weeks of which none is reported."""
    found = silence(weeks)
    if found.weeks:
        return words(f"tips_kinds_{'unknown' if found.announced else 'unreported'}")
    return words("tips_kinds_announced") if found.announced else number_text(None)


def told(counts: Sequence[float], whys: Sequence[str]) -> list[int] | list[str]:
    """Counts for an exact table: numbers; where one is not known, in words, and why.

    Args:
        counts: Of each row; missing where it is not known.
        whys: Of each row, why its count is not known.
    """
    if not any(pd.isna(count) for count in counts):
        return [int(count) for count in counts]
    return [
        why if pd.isna(count) else number_text(count)
        for count, why in zip(counts, whys, strict=True)
    ]


def nothing(scope: Scope, weeks: pd.DataFrame, without: str) -> str:
    """That no tips are there to be shown: none came in, or whether is not known.

    Args:
        scope: What is looked at.
        weeks: Of `reported`.
        without: The part's own kind, which narrows nothing.
    """
    is_known = weeks["is_reported"].any()
    is_awaited = not is_known and weeks["is_announced"].any()
    kind = f"none{'' if is_known else '_awaited' if is_awaited else '_reported'}"
    of, period = of_text(scope, without), period_text(scope)
    told = say(f"tips_kinds_{kind}", of=of, period=period)
    return f"{told} {silence_text(weeks)}".strip()


def exact_table(
    rows: pd.DataFrame,
    columns: Mapping[str, str],
    key: str,
    *,
    is_long: bool = False,
    widths: Mapping[str, int] | None = None,
) -> None:
    """A closed table of exact figures, for the screen alone.

    Args:
        rows: From top to bottom.
        columns: For each column to show, in order, its heading.
        key: `<page>_<what>`.
        is_long: Whether it moves in itself.
        widths: Of columns, in px, that the first rows tell too little of.
    """
    fold = st.expander(
        say("tips_kinds_exact"), key=f"{key}_expander", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        st.dataframe(
            rows[list(columns)],
            hide_index=True,
            column_config=_columns(rows, columns, widths or {}),
            height=TABLE_HEIGHT if is_long else "content",
            key=f"{key}_table",
            placeholder=words("tips_kinds_unreported"),
        )
        st.caption(say("tips_kinds_exact_note"))


def _columns(
    rows: pd.DataFrame, columns: Mapping[str, str], widths: Mapping[str, int]
) -> dict[str, Any]:
    """The headings, with thousands separators in columns of numbers."""
    return {
        name: st.column_config.NumberColumn(
            heading, format="localized", width=widths.get(name)
        )
        if pd.api.types.is_numeric_dtype(rows[name])
        else st.column_config.Column(heading, width=widths.get(name))
        for name, heading in columns.items()
    }


def published(kind_of: str, name: str, region: str = "") -> None:
    """What may be taken away beside an exact table: a published one, and its file.

    Args:
        kind_of: "channel" or "form".
        name: Of a table of dashboard.release that tells by kind: "national_quarter" or
            "region_year".
        region: Code of region6_ngc, whose rows alone are given; "" is all of them.
    """
    last, key = data_until(), f"tips_published_{kind_of}_{name}"
    title = say(f"tips_kinds_published_{kind_of}_{name}")
    fold = st.expander(title, key=f"{key}_expander", on_change="rerun")
    if last is None or not (fold.open or is_collecting()):
        return
    name_below(title)
    gated = draw.published(last)[name]
    frame = gated.frame
    mine = (frame["measure"] == "tips") & frame["kind_of"].isin(["", kind_of])
    if region:
        mine &= frame["area"] == region
    with fold:
        if not mine.any():
            st.info(say("disclosure_not_yet"))
            return
        st.caption(say(f"tips_kinds_published_{name}", on=date_text(last)))
        draw.published_table(
            gated.part(mine).newest_first(),
            f"{name}_{kind_of}",
            key=key,
        )
