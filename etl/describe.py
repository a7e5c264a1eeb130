"""Datasets and fields in words, Thai and English, as templates and dictionary say them.

The facts come from the schemas and the code lists, the wording from describe.toml.
"""

import datetime as dt
import functools
import re
import tomllib
from typing import NamedTuple

from etl import codes, paths
from etl.check import LONGEST_TEXT
from etl.codes import Code
from etl.datasets import Dataset, Field
from etl.values import OFFSET

NATIONAL = "national"


class Both(NamedTuple):
    """One text in both languages."""

    th: str
    en: str


@functools.cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((paths.ROOT / "etl" / "describe.toml").read_text("utf-8"))


@functools.cache
def lists() -> dict[str, list[Code]]:
    """The code lists by name, provinces as `province` in the order of Thai names."""
    provinces = sorted(codes.provinces(), key=lambda code: thai_order(code.th))
    return codes.lists() | {"province": provinces}


def said(key: str, /, **values: object) -> Both:
    """The text of a key such as "kind.date".

    A value that is a `Both` stands in its own language.
    """
    section, _, name = key.partition(".")
    words = _words()[section][name]
    texts = []
    for at, lang in enumerate(Both._fields):
        own = {k: v[at] if isinstance(v, Both) else v for k, v in values.items()}
        texts.append(words[lang].format(**own))
    return Both(*texts)


def thai_order(text: str) -> str:
    """A key to sort Thai by: a vowel written before its consonant counts after it."""
    return re.sub("([เ-ไ])([ก-ฮ])", r"\2\1", text)


def form(dataset: Dataset) -> list[Field]:
    """The columns of the dataset's template: a province's name stands for its code."""
    named = {field.resolves for field in dataset.fields}
    return [field for field in dataset.fields if field.name not in named]


def is_required(dataset: Dataset, field: Field) -> bool:
    """True when a row needs the field; a province is given by name or code."""
    if field.resolves:
        return dataset.field(field.resolves).required
    return field.required


def list_of(field: Field) -> list[Code]:
    """What may be chosen in the field; empty where it has no list."""
    if field.geography or field.resolves:
        others = lists()[field.or_list] if field.or_list else []
        return [*others, *lists()["province"]]
    return lists()[field.code_list] if field.code_list else []


def title(thing: Dataset | Field) -> Both:
    """The title of a dataset or field."""
    return Both(thing.title_th, thing.title_en)


def key(dataset: Dataset) -> Both:
    """The titles of the fields that tell one row from another."""
    fields = [dataset.field(name) for name in dataset.key]
    return Both(
        " + ".join(field.title_th for field in fields),
        " + ".join(field.title_en for field in fields),
    )


def explained(field: Field) -> list[Both]:
    """What goes into the field, sentence by sentence."""
    sentences = [Both(field.description_th, field.description_en), kind(field)]
    if field.or_list:
        national = Both(lists()[NATIONAL][0].th, lists()[NATIONAL][0].en)
        sentences.append(said("limit.or_national", national=national))
    if field.not_after:
        ends = "" if field.not_after == "today" else "_unless_planned"
        sentences.append(said(f"limit.not_future{ends}"))
    if field.unit:
        sentences.append(said("limit.unit", unit=unit(field.unit)))
    return [sentence for sentence in sentences if sentence.th]


def label(code: Code) -> Both:
    """The labels of a code, with the unit where it has one."""
    if not code.unit:
        return Both(code.th, code.en)
    of = said("limit.unit", unit=unit(code.unit))
    return Both(f"{code.th} ({of.th})", f"{code.en} ({of.en})")


def unit(code: str) -> Both:
    """The name of a unit.

    Raises:
        StopIteration: The list of units lacks it.
    """
    found = next(known for known in lists()["unit"] if known.code == code)
    return Both(found.th, found.en)


def kind(field: Field) -> Both:
    """The form of the field's values."""
    if field.resolves:
        return said("kind.province_name")
    if field.geography:
        return said("kind.province_code")
    if field.type == "list":
        return said("kind.list", delimiter=field.delimiter)
    if field.code_list:
        return said("kind.code")
    if field.pattern:
        return said(
            "kind.id", characters=_characters(field.pattern), length=field.max_length
        )
    if field.type == "year":
        return said(f"kind.year_{field.calendar}")
    if field.type == "string":
        return said("kind.text", length=f"{longest(field):,}")
    return said(f"kind.{field.type}", limits=limits(field))


def longest(field: Field) -> int:
    """How many characters a text of the field may have."""
    return field.max_length or LONGEST_TEXT


def limits(field: Field) -> Both:
    """The range of a number; none is below 0."""
    least = f"{field.minimum or 0:g}"
    if field.maximum is None:
        return said("limit.least", minimum=least)
    return said("limit.between", minimum=least, maximum=f"{field.maximum:g}")


def _characters(pattern: str) -> str:
    """The characters of a class such as [A-Za-z0-9_]+, set apart by spaces."""
    inside = pattern[pattern.index("[") + 1 : pattern.rindex("]")]
    return " ".join(re.findall(r"\w-\w|.", inside))


def examples(dataset: Dataset, field: Field) -> list[str]:
    """The dataset's examples of a field as typed by a person; "" for an empty cell."""
    name = field.resolves or field.name
    return [typed(field, row.get(name)) for row in dataset.examples]


def typed(field: Field, value: str | float | None) -> str:
    """A stored value as a person types it: Thai label, B.E. date."""
    if value is None:
        return ""
    if list_of(field) and not field.geography:
        labels = {code.code: code.th for code in list_of(field)}
        parts = str(value).split(field.delimiter) if field.type == "list" else [value]
        return f"{field.delimiter} ".join(labels[str(part)] for part in parts)
    if field.type in ("date", "datetime"):
        day = dt.date.fromisoformat(str(value))
        return f"{day.day}/{day.month}/{day.year + OFFSET}"
    return str(value)
