"""Tables as files that a spreadsheet opens in Thai and runs nothing of."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from dashboard.disclosure import Audience, Gated
from dashboard.exhibits import Exhibit
from dashboard.export.foot import foot_notes, foot_of, suppression
from dashboard.rules import rules
from dashboard.text import Lang, words

# A cell that begins so is a formula to a spreadsheet. Full-width forms count in some.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DECIMALS = 4  # of a number that is not whole: a share to a hundredth of a per cent
READ_DECIMALS = 9  # of one that is still to be rounded for a reader: not twice
# States of a count that is said as a number; those of which it is said how exact it is.
NUMBERS = ("exact", "rounded", "zero", "at_least")
INEXACT = ("rounded", "at_least")


def csv_bytes(
    gated: Gated, headings: Mapping[str, str], notes: Mapping[str, str], lang: Lang
) -> bytes:
    """A gated frame as CSV: UTF-8 with byte order mark, missing stays empty.

    Args:
        gated: For leadership or outside; a file is never an analyst's.
        headings: The heading of each column that leaves, in order. A column `x` beside
            which the gate put `x_state` and `x_base` is written as a number or, where
            none may be said, in words; after it whether and to what it is rounded.
        notes: What each row says at its end: source, age, status, version.
        lang: Of the words.

    Raises:
        ValueError: The frame is an analyst's, or two columns have the same heading.
    """
    if gated.audience is Audience.ANALYST:
        raise ValueError("A file leaves: gate it for Audience.OUTSIDE, not ANALYST.")
    given = list(columns(gated, headings, lang))
    names = [heading for _name, heading, _cells in given]
    told = dict(notes) | {
        name: note
        for name, note in _rules_notes(gated, lang).items()
        if name not in notes
    }
    _require_different([*names, *told])
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in (*names, *told)])
    tail = [harmless(note) for note in told.values()]
    for row in zip(*(cells for *_, cells in given), strict=True):
        writer.writerow([*map(harmless, row), *tail])
    return text.getvalue().encode("utf-8-sig")


def exhibit_csv(exhibit: Exhibit) -> bytes:
    """A table that is taken along as CSV; every row says its foot at its end.

    Raises:
        ValueError: It is no table, or an analyst's.
    """
    if exhibit.gated is None or exhibit.kind != "table":
        raise ValueError(f"{exhibit.key}: a {exhibit.kind} has no rows for a CSV file.")
    notes = foot_notes(foot_of(exhibit), exhibit.lang)
    return csv_bytes(exhibit.gated, exhibit.headings, notes, exhibit.lang)


def columns(
    gated: Gated, headings: Mapping[str, str], lang: Lang, decimals: int = DECIMALS
) -> Iterator[tuple[str, str, list[object]]]:
    """Each column of the file: its name in the frame, its heading and its cells.

    One that says whether the one before is rounded has no name.

    Raises:
        ValueError: Two columns have the same heading.
    """
    _require_different(list(headings.values()))
    frame = gated.frame  # once: what is asked for is a copy
    for name, heading in headings.items():
        values = frame[name]
        if not gated.is_protected or f"{name}_state" not in frame:
            yield name, heading, _plain(values, decimals)
            continue
        states = frame[f"{name}_state"].tolist()
        pairs = zip(values.tolist(), states, strict=True)
        yield name, heading, [count_said(value, state, lang) for value, state in pairs]
        told = zip(states, frame[f"{name}_base"].tolist(), strict=True)
        yield (
            "",
            words("export_exactness", lang, heading=heading),
            [exactness(state, base, lang) for state, base in told],
        )


def _require_different(headings: Sequence[str]) -> None:
    """ValueError where two headings are the same: a reader would lose one of both."""
    twice = sorted({each for each in headings if headings.count(each) > 1})
    if twice:
        raise ValueError(
            f"Two columns of a file are headed {', '.join(map(repr, twice))}: "
            "give each a heading of its own in data/text."
        )


def _plain(values: pd.Series, decimals: int) -> list[object]:
    """The cells of a column: whole numbers as such, others with what they carry.

    A count beside missing ones is a float to pandas, and a ratio has digits of no use.
    """
    if not pd.api.types.is_float_dtype(values):
        return list(values.tolist())
    if (values.dropna() % 1 == 0).all():
        return [None if pd.isna(value) else int(value) for value in values]
    return list(values.round(decimals).tolist())


def count_said(value: int, state: str, lang: Lang) -> int | str:
    """A count as a number, or in words where the gate left none."""
    if state in NUMBERS:
        return value
    if state == "fewer":
        return words("export_fewer", lang, below=rules().small_below)
    return words(f"export_{state}", lang)


def exactness(state: str, base: int, lang: Lang) -> str:
    """What a number is: exact, at least, or rounded to what; nothing beside words."""
    if state not in NUMBERS:
        return ""
    said = state if state in INEXACT else "exact"
    return words(f"export_{said}", lang, base=base)


def _rules_notes(gated: Gated, lang: Lang) -> dict[str, str]:
    """By which rules protected figures were made, and what that does to them."""
    if not gated.is_protected:
        return {}
    return {
        words("export_rules_version", lang): gated.rules_version,
        words("export_caveat", lang): suppression(gated, lang),
    }


def harmless(cell: object) -> object:
    """The cell for a CSV file; text that would be a formula is quoted with '."""
    if isinstance(cell, str):
        begins = (cell, cell.lstrip())
        is_formula = any(begin.startswith(FORMULA_STARTS) for begin in begins)
        return f"'{cell}" if is_formula else cell
    return None if pd.api.types.is_scalar(cell) and pd.isna(cell) else cell
