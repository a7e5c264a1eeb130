"""What a flag found, and the message that asks an office to check its file."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.text import Era, Lang, date_text, number_text, words

MOST_PLACES = 60  # named for one kind
NUMBERS = (
    "roster_halved",
    "tambons_above_total",
    "participants_above_batch",
    "report_rows_missing",
    "report_rows_differ",
)
DATES = {
    "referral_before_tip": "data_quality_found_before_tip",
    "outcome_before_tip": "data_quality_found_before_tip",
    "alarm_outcome_before_alarm": "data_quality_found_before_alarm",
}


def found_text(flag: Mapping[Any, Any], lang: Lang, era: Era) -> str:
    """What was found against what was expected, "" where the kind says it all."""
    kind = flag["kind"]
    if kind in NUMBERS:
        return words(
            f"data_quality_found_{kind}",
            lang,
            found=number_text(flag["found_rows"], lang),
            expected=number_text(flag["expected_rows"], lang),
        )
    if kind in DATES:
        return words(
            DATES[kind],
            lang,
            found=date_text(flag["found_on"], lang, era),
            expected=date_text(flag["expected_on"], lang, era),
        )
    return ""


def flag_message(kinds: pd.DataFrame, flags: pd.DataFrame, lang: Lang, era: Era) -> str:
    """What to write to the office that handed a file over.

    Args:
        kinds: How many flags of each kind the file has, all of them, of
            dashboard.queries.flags.flag_files.
        flags: Those flags, of dashboard.queries.flags.cross_file_flags, which cuts a
            long list; nothing personal is in them.
        lang: "th" or "en", whatever the reader's own language is.
        era: Of the years in it.

    Returns:
        Plain text of several lines: each kind with its rows and what to do.
    """
    head = words(
        "data_quality_flag_message_head",
        lang,
        file=kinds["path"].iloc[0],
        flags=number_text(kinds["flags"].sum(), lang),
    )
    points = enumerate(_points(kinds, flags, lang, era), 1)
    lines = [f"{number}. {point}" for number, point in points]
    return "\n".join([head, *lines, words("data_quality_flag_message_end", lang)])


def _points(
    kinds: pd.DataFrame, flags: pd.DataFrame, lang: Lang, era: Era
) -> Iterator[str]:
    """Each kind: what does not fit, in which rows, and what to do."""
    for kind in kinds.to_dict("records"):
        named = flags[flags["kind"] == kind["kind"]].head(MOST_PLACES)
        places = [_place(flag, lang, era) for flag in named.to_dict("records")]
        if kind["flags"] > len(named):
            more = number_text(kind["flags"] - len(named), lang)
            places.append(words("data_quality_message_more", lang, rows=more))
        action = words(
            "data_quality_message_action", lang, action=kind[f"action_{lang}"]
        )
        yield f"{kind[f'text_{lang}']} ({'; '.join(places)}) {action}"


def _place(flag: Mapping[Any, Any], lang: Lang, era: Era) -> str:
    """The record, its sheet and line, and what was found there."""
    line, sheet = flag["line"], flag["sheet"]
    if sheet:
        place = words("data_quality_message_sheet", lang, sheet=sheet, lines=line)
    else:
        place = words("data_quality_message_lines", lang, lines=line)
    found = found_text(flag, lang, era)
    return f"{flag['record_key']} {place}{f': {found}' if found else ''}"
