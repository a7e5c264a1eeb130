"""A row of any dataset as an office would hand it over, made from its schema.

What a test says of every dataset of contract.md 3 goes on for those that come later.
"""

import functools
from datetime import date, timedelta

from etl import codes
from etl.datasets import Dataset, Field, datasets

FIRST_DAY = date(2019, 10, 1)
CALENDARS = {"be": 2500, "ce": 1957}
# where the first code of a list would break a rule of the dataset
CHOSEN = {"medium": "EVENT", "status": "postponed"}
LAST_DAY = "2026-01-01"  # of a period, whichever day it begins on


code_lists = functools.cache(codes.code_lists)
province_codes = functools.cache(codes.province_codes)


def offices() -> list[Dataset]:
    """The datasets that offices hand over."""
    return [d for d in datasets().values() if not d.is_reference_only]


def header(dataset: Dataset) -> list[str]:
    """Every column of the dataset."""
    return [field.name for field in dataset.fields]


def row(dataset: Dataset, number: int, /, **changed: object) -> dict[str, object]:
    """An accepted row by column, its key another one for each number."""
    made = {f.name: _cell(f, number) for f in dataset.fields if f.name in dataset.key}
    made = {f.name: made.get(f.name, _cell(f, 1)) for f in dataset.fields}
    made |= {"province_name": "", "recorded_at": ""} | _apart(dataset, number)
    if dataset.name == "withdrawal":
        made["record_key"] = f"gone_{number}"
    return {name: (made | changed)[name] for name in header(dataset)}


def content_field(dataset: Dataset) -> Field:
    """A field beside the key in which two versions of a row may differ."""
    beside = [
        field
        for field in dataset.columns
        if field.name not in (*dataset.key, "recorded_at", "batch_no", "preferred")
        and not field.geography
    ]
    plain = [f for f in beside if f.is_free_text]
    counted = [f for f in beside if f.type in {"integer", "number"} and not f.code_list]
    days = [f for f in beside if f.type == "date"]
    return [*plain, *counted, *days][0]


def content(field: Field, version: int) -> object:
    """What stands in the field in one version of a row."""
    if field.type == "date":
        return (FIRST_DAY + timedelta(days=400 + version)).isoformat()
    if field.type == "number":
        return version / 10
    return version if field.type == "integer" else f"version {version}"


def _apart(dataset: Dataset, number: int) -> dict[str, object]:
    """The year and province of rows that only these tell apart."""
    fields = [dataset.field(name) for name in dataset.key]
    if any(_is_roomy(field) for field in fields):
        return {}
    places = [code for code, _ in province_codes() if len(code) == 2]
    apart: dict[str, object] = {}
    years, rest = number, 0
    if any(field.geography for field in fields):
        years, rest = divmod(number, len(places))
    for field in fields:
        if field.geography:
            apart[field.name] = places[rest]
        elif field.type == "year":
            apart[field.name] = CALENDARS[str(field.calendar)] + years
    return apart


def _is_roomy(field: Field) -> bool:
    """True when the field alone tells any number of rows apart."""
    return field.is_free_text or field.type in {"date", "integer"}


def _cell(field: Field, number: int) -> object:
    if field.geography:
        return "50"
    if field.code_list:
        known = [code for _, code in code_lists()[field.code_list]]
        return CHOSEN[field.name] if CHOSEN.get(field.name) in known else known[0]
    if field.is_free_text:
        return f"x_{number}"
    if field.name == "period_end":
        return LAST_DAY
    if field.type == "date" and not field.required:
        return ""
    return {
        "date": (FIRST_DAY + timedelta(days=number)).isoformat(),
        "integer": int(max(field.minimum or 0, number)),
        "number": 0.5,
        "year": 2563 if field.calendar == "be" else 2020,
    }.get(field.type, "")
