"""The message that asks an office to mend its file: what, where, how, to be copied."""

from collections.abc import Iterable

import pandas as pd

from dashboard.text import Lang, number_text, words

MOST_PLACES = 60  # named for one reason; lines that follow each other are one place
MOST_VALUES = 3
TOTALS = 3  # columns that one line lacks at once: no row, but totals or a note


def office_message(file: pd.Series, rejects: pd.DataFrame, lang: Lang) -> str:
    """What to write to the office that handed a file over.

    Args:
        file: A row of dashboard.queries.data_quality.load_files.
        rejects: Its rows of load_rejects; nothing personal is in them.
        lang: "th" or "en", whatever the reader's own language is.

    Returns:
        Plain text of several lines: for a refused file why, else each reason with the
        places where it occurs and what to do.
    """
    title = file[f"title_{lang}"]
    if pd.isna(title):
        title = words("data_quality_unknown_dataset", lang)
    head = words("data_quality_message_head", lang, file=file["file_key"], title=title)
    if file["status"] == "refused":
        reason = file[f"reason_{lang}"]
        return f"{head}\n{words('data_quality_message_refused', lang, reason=reason)}"
    counts = words(
        "data_quality_message_counts",
        lang,
        rows=number_text(file["rows_in"], lang),
        good=number_text(file["rows_in"] - file["rejected"], lang),
        rejected=number_text(file["rejected"], lang),
    )
    points = [
        f"{number}. {point}" for number, point in enumerate(_points(rejects, lang), 1)
    ]
    return "\n".join([head, counts, *points, words("data_quality_message_end", lang)])


def _points(rejects: pd.DataFrame, lang: Lang) -> list[str]:
    """What is to be mended, point by point.

    The same reason at the same places is one point for all its columns: a line of
    totals lacks nearly everything.
    """
    points: dict[tuple[str, ...], list[pd.DataFrame]] = {}
    for _, same in rejects.groupby(["reason", "field"], sort=False, dropna=False):
        key = (same[f"text_{lang}"].iloc[0], _places(same, lang))
        points.setdefault(key, []).append(same)
    return [
        _point(pd.concat(same), places, lang) for (_, places), same in points.items()
    ]


def _point(same: pd.DataFrame, places: str, lang: Lang) -> str:
    """One reason: in which columns, why, where, what was found, what to do."""
    first = same.iloc[0]
    reason, action = first[f"text_{lang}"], first[f"action_{lang}"]
    columns = list(same[f"field_{lang}"].dropna().unique())
    if columns:
        named = ", ".join(columns)
        reason = words("data_quality_message_column", lang, column=named, text=reason)
    parts = [reason, places]
    found = _few(same["value"].dropna().unique())
    if found:
        parts.append(words("data_quality_message_found", lang, values=found))
    near = _few(same["suggestion"].dropna().unique())
    if near:
        parts.append(words("data_quality_message_near", lang, names=near))
    if not pd.isna(action):
        parts.append(words("data_quality_message_action", lang, action=action))
    if len(columns) >= TOTALS:
        parts.append(words("data_quality_message_totals", lang))
    return " ".join(parts)


def _places(same: pd.DataFrame, lang: Lang) -> str:
    """Sheets and lines, "5–9, 12": all of them unless they are very many."""
    texts, left = [], MOST_PLACES
    lines_left = len(same)
    for sheet, rows in same.groupby("sheet", sort=False, dropna=False):
        runs = _runs(sorted(set(rows["line"])))[:left]
        if not runs:
            break
        lines = ", ".join(_run(*run) for run in runs)
        left -= len(runs)
        lines_left -= int(rows["line"].le(runs[-1][1]).sum())
        if pd.isna(sheet) or not sheet:
            texts.append(words("data_quality_message_lines", lang, lines=lines))
        else:
            texts.append(
                words("data_quality_message_sheet", lang, sheet=sheet, lines=lines)
            )
    if lines_left:
        more = number_text(lines_left, lang)
        texts.append(words("data_quality_message_more", lang, rows=more))
    return f"({'; '.join(texts)})"


def _runs(lines: list[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], line
        else:
            runs.append((line, line))
    return runs


def _run(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _few(values: Iterable[str]) -> str:
    """The first values, as they were written, on one line."""
    texts = [" ".join(str(value).split()) for value in values]
    return ", ".join(f"“{text}”" for text in texts[:MOST_VALUES])
