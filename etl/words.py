"""The texts of a column, each judged once: its value and what is wrong with it.

A column has far fewer different texts than rows. What they say is looked up for each
row by etl.few or etl.many.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from etl import check, codes, values
from etl.personal import is_personal
from methods.province_name import folded, folded_province

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from etl.datasets import Field

    Typed = Callable[[str], Any]


class Words(NamedTuple):
    """What the texts of one column say, text by text: the trimmed ones and so on."""

    raws: list[str | None]
    values: list[Any]
    flags: list[bool | None]
    problems: list[list[str] | None]


def judged(field: Field, texts: Iterable[str], today: dt.date) -> Words:
    """The texts with their values and with the reasons against them."""
    typed, words = typed_by(field), Words([], [], [], [])
    for text in texts:
        raw = text.strip(" ") or None
        value: Any = typed(raw) if raw else None
        words.raws.append(raw)
        is_date = isinstance(value, dt.date)
        words.values.append(value.isoformat() if is_date else value)
        words.flags.append(_flag(field, raw))
        words.problems.append(_reasons(field, raw, value, today) or None)
    return words


def _flag(field: Field, raw: str | None) -> bool | None:
    """Whether a count is a lower bound, or a year was converted; else nothing."""
    if raw is None:
        return None
    if field.qualifier == "at_least":
        return values.is_at_least(raw)
    return field.calendar == "be" and values.is_ce(raw)


def _reasons(
    field: Field,
    raw: str | None,
    value: Any,  # noqa: ANN401 - of the type of the field
    today: dt.date,
) -> list[str]:
    """Everything that is wrong with one text, the whole list."""
    is_province = bool(field.geography or field.resolves)
    if raw is None:
        is_missing = field.required and not is_province
        return [f"{field.name}.missing"] if is_missing else []
    found = []
    if value is None:
        found.append("province.unknown" if is_province else check.no_value(field))
    elif _is_out_of_range(field, value):
        found.append(f"{field.name}.out_of_range")
    if value is not None and field.not_after == "today" and _is_after(value, today):
        found.append(f"{field.name}.future")
    if len(raw) > check.LONGEST_TEXT:
        found.append(f"{field.name}.too_long")
    if value is not None and _is_personal_number(field, raw):
        found.append(f"{field.name}.personal_data")
    return found


def _is_personal_number(field: Field, raw: str) -> bool:
    """An identity or telephone number without separators is a number, too."""
    whole = values.without_thousands(raw).partition(".")[0]
    return field.type in ("integer", "number") and is_personal(whole)


def _is_out_of_range(field: Field, value: Any) -> bool:  # noqa: ANN401
    if field.minimum is not None and value < field.minimum:
        return True
    if field.maximum is not None:
        return bool(value > field.maximum)
    return field.type == "integer" and value > check.INTEGER_LIMIT


def _is_after(value: dt.date, today: dt.date) -> bool:
    date = value.date() if isinstance(value, dt.datetime) else value
    return date > today


def typed_by(field: Field) -> Typed:
    """What gives the value of one text of the field; None where it is no such value."""
    if field.geography or field.resolves:
        return _province(field)
    if field.type == "list":
        return functools.partial(_several, codes.codes_of(str(field.code_list)), field)
    if field.code_list:
        known, kind = codes.codes_of(field.code_list), field.type
        if kind == "integer":
            known = {text: int(code) for text, code in known.items()}  # type: ignore[misc]
        return lambda text: known.get(folded(text))
    if field.qualifier == "at_least":
        return lambda text: values.whole_number(values.bare_count(text))
    if field.calendar == "ce":
        return values.year_ce
    if field.type == "year":
        first = 2000 if field.name.startswith("fiscal") else 1900
        return lambda text: values.year_be(text, first)
    return {
        "integer": values.whole_number,
        "number": values.decimal_number,
        "date": values.day,
        "datetime": values.moment,
        "boolean": values.boolean,
    }[field.type]


def _province(field: Field) -> Typed:
    """A province by its code or name, or what may stand in its place."""
    by_name = field.resolves is not None
    known = codes.provinces_by_name() if by_name else codes.provinces_by_code()
    fold = folded_province if by_name else folded
    others = codes.codes_of(field.or_list) if field.or_list else {}
    return lambda text: known.get(fold(text)) or others.get(folded(text))


def _several(known: codes.Codes, field: Field, text: str) -> str | None:
    """Several codes in one cell: each known, once, in order."""
    parts = [part.strip(" ") for part in text.split(field.delimiter)]
    found = {known.get(folded(part)) for part in parts if part}
    return None if None in found or not found else ";".join(sorted(map(str, found)))
