"""What an office is told of rejected rows: where, what was found, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl import codes
from etl.datasets import Dataset, Field, dataset
from etl.refusal import words_of

if TYPE_CHECKING:
    from etl.files import Outcome

FEW_CODES = 12  # of a list that is told whole
_WORDS = {
    "th": {
        "line": "บรรทัด",
        "lines": "บรรทัด",
        "found": "พบ",
        "near": "ใกล้เคียง",
        "use": "ใช้ได้",
    },
    "en": {
        "line": "line",
        "lines": "lines",
        "found": "found",
        "near": "near",
        "use": "use one of",
    },
}


def lines(mend: dict[str, Any], outcome: Outcome) -> list[str]:
    """A line in Thai and one in English.

    Args:
        mend: field, reason, rows, places, values, suggestion of one reason in a file.
        outcome: Of the file.
    """
    found = dataset(str(outcome.dataset))
    return [f"· {_line(mend, found, 'th')}", f"  {_line(mend, found, 'en')}"]


def _line(mend: dict[str, Any], found: Dataset, lang: str) -> str:
    said, words = words_of(mend["reason"]), _WORDS[lang]
    places = ", ".join(mend["places"])
    lines = "lines" if mend["rows"] > 1 else "line"
    if mend["rows"] > len(mend["places"]):
        places += f" … ({mend['rows']:,})"
    column = _column(mend["field"], found, lang)
    parts = [f"{column}{words[lines]} {places}: {said[lang]}"]
    if mend["values"]:
        parts.append(f"({words['found']}: {_quoted(mend['values'])})")
    if mend["suggestion"]:
        parts.append(f"({words['near']}: {_one_line(mend['suggestion'])})")
    parts.append(said[f"do_{lang}"])
    if allowed := _allowed(mend, found, lang):
        parts.append(f"({words['use']}: {allowed})")
    return " ".join(parts)


def _column(field: str, found: Dataset, lang: str) -> str:
    """The column's title and name, several of them where the key is meant."""
    names = [name for name in field.split(", ") if name]
    titles = [_title(found.field(name), lang) for name in names]
    return f"{', '.join(titles)} ({field}) " if titles else ""


def _title(field: Field, lang: str) -> str:
    return field.title_th if lang == "th" else field.title_en


def _allowed(mend: dict[str, Any], found: Dataset, lang: str) -> str:
    """The labels of a short list of codes, for a text that is none of them."""
    if not mend["reason"].endswith(".unknown") or "." in mend["field"]:
        return ""
    name = found.field(mend["field"]).code_list if mend["field"] else None
    known = codes.codes_in(name) if name else []
    if not 0 < len(known) <= FEW_CODES:
        return ""
    return " · ".join(code.th if lang == "th" else code.en for code in known)


def _quoted(values: list[str]) -> str:
    return ", ".join(f"“{_one_line(value)}”" for value in values)


def _one_line(text: str) -> str:
    return " ".join(text.split())
