"""The message that asks an office to mend its file: what, where, how, to be copied."""

from collections.abc import Iterable

import pandas as pd

from dashboard.text import Lang, number_text, words

MOST_PLACES = 8  # named for one reason; the rejects' file has them all
MOST_VALUES = 3


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
    kinds = rejects.groupby(["reason", "field"], sort=False, dropna=False)
    points = [
        f"{number}. {_point(same, lang)}" for number, (_, same) in enumerate(kinds, 1)
    ]
    return "\n".join([head, counts, *points, words("data_quality_message_end", lang)])


def _point(same: pd.DataFrame, lang: Lang) -> str:
    """One reason: in which column, why, where, what was found, what to do."""
    first = same.iloc[0]
    reason, action = first[f"text_{lang}"], first[f"action_{lang}"]
    column = first[f"field_{lang}"]
    if not pd.isna(column):
        reason = words("data_quality_message_column", lang, column=column, text=reason)
    parts = [reason, _places(same, lang)]
    found = _few(same["value"].dropna().unique())
    if found:
        parts.append(words("data_quality_message_found", lang, values=found))
    near = _few(same["suggestion"].dropna().unique())
    if near:
        parts.append(words("data_quality_message_near", lang, names=near))
    if not pd.isna(action):
        parts.append(words("data_quality_message_action", lang, action=action))
    return " ".join(parts)


def _places(same: pd.DataFrame, lang: Lang) -> str:
    """Sheet and lines, the first few."""
    named = same.head(MOST_PLACES)
    texts = []
    for sheet, rows in named.groupby("sheet", sort=False, dropna=False):
        lines = ", ".join(str(line) for line in rows["line"])
        if pd.isna(sheet) or not sheet:
            texts.append(words("data_quality_message_lines", lang, lines=lines))
        else:
            texts.append(
                words("data_quality_message_sheet", lang, sheet=sheet, lines=lines)
            )
    if len(same) > len(named):
        more = number_text(len(same) - len(named), lang)
        texts.append(words("data_quality_message_more", lang, rows=more))
    return f"({'; '.join(texts)})"


def _few(values: Iterable[str]) -> str:
    """The first values, as they were written, on one line."""
    texts = [" ".join(str(value).split()) for value in values]
    return ", ".join(f"“{text}”" for text in texts[:MOST_VALUES])
