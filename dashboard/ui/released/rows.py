"""Published tables in the reader's words: names of places and kinds, counts, bands.

Frames are those of dashboard.release.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import maps, release, status
from dashboard.export.tables import NUMBERS, count_said, exactness
from dashboard.queries import names as queries
from dashboard.rules import Rules, rules
from dashboard.text import BE_OFFSET
from dashboard.ui.answers import ask
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    week_text,
    words,
)


@dataclass(frozen=True)
class Names:
    """What codes are called in the reader's language."""

    area: dict[str, str]
    kind: dict[tuple[str, str], str]


def names() -> Names:
    """The names of all provinces, regions and kinds."""
    name, label = f"name_{lang()}", f"label_{lang()}"
    provinces, kinds = ask(queries.provinces), ask(queries.kind_names)
    kind = {(row["kind_of"], row["kind"]): row[label] for _, row in kinds.iterrows()}
    area = dict(zip(provinces["province_code"], provinces[name], strict=True))
    area |= {code: region for (of, code), region in kind.items() if of == "region"}
    return Names(area | {release.COUNTRY: words("disclosure_country")}, kind)


def period_text(first: date, last: date) -> str:
    """A week, block of weeks, quarter or fiscal year by its first and last day."""
    days = (last - first).days + 1
    if days == 7:
        return week_text(f"{first:%G-W%V}")
    if days == 28:
        return words("disclosure_span", first=date_text(first), last=date_text(last))
    year_be = last.year + BE_OFFSET + (last.month >= 10)
    if days > 100:
        return fiscal_year_text(year_be)
    number = (last.month // 3) % 4 + 1
    return words("disclosure_quarter", number=number, year=fiscal_year_text(year_be))


def count_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Published counts in words; columns without anything to say are left out."""
    named = names()
    rows = pd.DataFrame(
        {
            "area": frame["area"].map(named.area),
            "period": _periods(frame),
            "kind_of": [
                words(f"disclosure_kind_of_{of}") if of else ""
                for of in frame["kind_of"]
            ],
            "kind": [
                named.kind[of, code] if of else words("disclosure_all_kinds")
                for of, code in zip(frame["kind_of"], frame["kind"], strict=True)
            ],
            "count": [
                _count_text(count, state)
                for count, state in zip(
                    frame["count"], frame["count_state"], strict=True
                )
            ],
            "count_state": [
                exactness(state, base, lang())
                for state, base in zip(
                    frame["count_state"], frame["count_base"], strict=True
                )
            ],
            "rate_per_100k": [
                words("disclosure_none_made") if kind else _rate_text(rate, state)
                for rate, state, kind in zip(
                    frame["rate_per_100k"],
                    frame["count_state"],
                    frame["kind"],
                    strict=True,
                )
            ],
            "change": [
                _change_text(change, state)
                for change, state in zip(
                    frame["change"], frame["count_state"], strict=True
                )
            ],
            "remark": _remarks(frame),
        },
    )
    empty = [
        *(["kind_of", "kind"] if frame["kind_of"].eq("").all() else []),
        *(name for name in ("rate_per_100k", "change") if frame[name].isna().all()),
        *(["remark"] if rows["remark"].eq("").all() else []),
    ]
    return rows.drop(columns=empty)


def _count_text(count: Any, state: str) -> str:  # noqa: ANN401
    """A count that may be said, or the words that stand for it."""
    said = count_said(count, state, lang())
    return said if isinstance(said, str) else number_text(said)


def word_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The status of provinces in words."""
    said = frame["status"].replace({"silent": maps.UNREPORTED, "no_data": maps.NO_DATA})
    return pd.DataFrame(
        {
            "area": frame["area"].map(names().area),
            "period": _periods(frame),
            "status": said.map(status_names()),
            "weeks_since_rise": [
                _since_text(weeks, word)
                for weeks, word in zip(
                    frame["weeks_since_rise"], frame["status"], strict=True
                )
            ],
            "open_referral": [
                _band_text(end, rules()) for end in frame["open_referral"]
            ],
        }
    )


def _since_text(weeks: Any, said: str) -> str:  # noqa: ANN401
    """Weeks since the last rise; of what is not known, nothing."""
    if pd.isna(weeks):
        return number_text(None) if said == "no_data" else words("disclosure_no_rise")
    return words("export_withheld") if weeks == status.NOT_TOLD else number_text(weeks)


def _periods(frame: pd.DataFrame) -> list[str]:
    spans = zip(frame["period_start"], frame["period_end"], strict=True)
    return [period_text(first, last) for first, last in spans]


def _remarks(frame: pd.DataFrame) -> list[str]:
    partial, provisional = words("disclosure_partial"), words("disclosure_provisional")
    return [
        " · ".join([*([partial] if part else []), *([provisional] if moves else [])])
        for part, moves in zip(
            frame["is_partial"], frame["is_provisional"], strict=True
        )
    ]


def _rate_text(rate: Any, state: str) -> str:  # noqa: ANN401
    """A rate; without one, why there is none of the count either."""
    if not pd.isna(rate):
        return number_text(rate, 1)
    return number_text(None) if state in NUMBERS else _count_text(None, state)


def _change_text(change: Any, state: str) -> str:  # noqa: ANN401
    """A change; without one, why: of this count, or else of the one before."""
    if not pd.isna(change):
        return f"{change:+,}".replace("-", "−")
    if state in NUMBERS:
        return words("disclosure_no_before")
    return _count_text(None, state)


def _band_text(end: Any, using: Rules) -> str:  # noqa: ANN401
    """The band of the oldest open referral."""
    if pd.isna(end):
        return number_text(None)
    if end == status.TIED:
        return words("export_withheld")
    if end == -1:
        return words("disclosure_band_above", last=using.age_days[-1])
    at = using.age_days.index(end)
    if at == 0:
        return words("disclosure_band_first", last=end)
    return words("disclosure_band", first=using.age_days[at - 1] + 1, last=end)


def status_names() -> dict[str, str]:
    """What the status words of provinces are called."""
    keys = ("usual", "above", maps.WITHHELD, maps.UNREPORTED, maps.NO_DATA)
    return {key: words(f"disclosure_status_{key}") for key in keys}


def class_names(using: Rules) -> dict[str, str]:
    """What the classes of counts are called; half-open, so that none overlap."""
    named = {
        key: words(f"disclosure_class_{key}", below=using.small_below)
        for key in (
            *(maps.ZERO, maps.FEWER, maps.WITHHELD, maps.UNREPORTED, maps.NO_DATA),
        )
    }
    for low, high in zip(maps.COUNT_FROM, maps.COUNT_FROM[1:], strict=False):
        named[str(low)] = words("disclosure_class_span", low=low, high=high)
    last = maps.COUNT_FROM[-1]
    return named | {str(last): words("disclosure_class_last", low=last)}
