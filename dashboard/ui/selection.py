"""What is to go into a briefing: which objects, in which order, as a small file.

The file is JSON, so that next week's pack is made of it by one command, and may come
from anywhere: `read` takes nothing from it that it does not know.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from dashboard import text
from dashboard.text import Era, Lang

SCHEMA = 1
MOST_BYTES = 128 * 1024
MOST_ITEMS, MOST_CHOICES = 60, 40
LONGEST_TITLE, LONGEST_CHOICE = 160, 400  # characters
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")
# A title is one line of letters that are seen: nothing that turns the writing round.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_THAI_BREAKS = {"\u200b", "\u200c", "\u200d"}  # stand between words and letters


@dataclass(frozen=True)
class Item:
    """One object of a briefing.

    Attributes:
        page: The page that offers it: "training".
        key: Of its exhibit.
        choices: What was chosen on the page: names and values of its address.
        title: The author's own; "": the object's.
        name: What it was called when it was added, in the language of that moment.
    """

    page: str
    key: str
    choices: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    name: str = ""


@dataclass(frozen=True)
class Selection:
    """What a briefing is made of; its items stand in their order."""

    title: str = ""
    lang: Lang = "th"
    era: Era = "be"
    items: tuple[Item, ...] = ()


class SelectionError(Exception):
    """A file of a selection that is none; says what, where and what to do."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(f"{self.said('th')}\n{self.said('en')}")

    def said(self, lang: Lang) -> str:
        """The reason in a language, the values as they are."""
        return text.words(self.key, lang, **self.values)


def written(selection: Selection) -> bytes:
    """The selection as a file."""
    said = {"schema": SCHEMA, **asdict(selection)}
    return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n".encode()


def read(content: bytes) -> Selection:
    """The selection of a file.

    Raises:
        SelectionError: It is too long, no JSON, or holds what a selection does not.
    """
    found = _fields(_parsed(content), "", ("schema", "title", "lang", "era", "items"))
    if found["schema"] is True or found["schema"] != SCHEMA:
        raise SelectionError("briefing_file_schema", found=_shown(found["schema"]))
    items = found["items"]
    if not isinstance(items, list):
        raise SelectionError("briefing_file_type", where="items", found=_shown(items))
    if len(items) > MOST_ITEMS:
        raise SelectionError("briefing_file_many", found=len(items), most=MOST_ITEMS)
    return Selection(
        title=_title(found["title"], "title"),
        lang=cast("Lang", _one_of(found["lang"], "lang", ("th", "en"))),
        era=cast("Era", _one_of(found["era"], "era", ("be", "ce"))),
        items=_different([_item(x, f"items[{at}]") for at, x in enumerate(items)]),
    )


def _different(items: list[Item]) -> tuple[Item, ...]:
    """The items; SelectionError where one comes twice."""
    for at, item in enumerate(items):
        for before in items[:at]:
            same = (before.page, before.key, before.choices)
            if same == (item.page, item.key, item.choices):
                raise SelectionError("briefing_file_twice", where=f"items[{at}]")
    return tuple(items)


def _parsed(content: bytes) -> object:
    if len(content) > MOST_BYTES:
        raise SelectionError("briefing_file_long", most=MOST_BYTES // 1024)
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise SelectionError("briefing_file_no_json") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; ValueError where a name comes twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name comes twice")
    return found


def _item(given: object, where: str) -> Item:
    names = ("page", "key", "choices", "title", "name")
    found = _fields(given, where, names)
    choices = found["choices"]
    if not isinstance(choices, dict):
        at = f"{where}.choices"
        raise SelectionError("briefing_file_type", where=at, found=_shown(choices))
    if len(choices) > MOST_CHOICES:
        raise SelectionError(
            "briefing_file_many", found=len(choices), most=MOST_CHOICES
        )
    return Item(
        page=_code(found["page"], f"{where}.page"),
        key=_code(found["key"], f"{where}.key"),
        choices={
            _code(name, f"{where}.choices"): _line(
                value, f"{where}.choices", LONGEST_CHOICE
            )
            for name, value in choices.items()
        },
        title=_title(found["title"], f"{where}.title"),
        name=_title(found["name"], f"{where}.name"),
    )


def _fields(given: object, where: str, names: tuple[str, ...]) -> dict[str, Any]:
    """An object of exactly these names."""
    if not isinstance(given, dict):
        raise SelectionError("briefing_file_type", where=where, found=_shown(given))
    if odd := set(given) ^ set(names):
        raise SelectionError(
            "briefing_file_names",
            where=where or "{}",
            found=_shown(", ".join(sorted(odd))),
            names=", ".join(names),
        )
    return given


def _title(value: object, where: str) -> str:
    return _line(value, where, LONGEST_TITLE)


def _line(value: object, where: str, longest: int) -> str:
    """One line of text; SelectionError for anything else."""
    if not isinstance(value, str):
        raise SelectionError("briefing_file_type", where=where, found=_shown(value))
    if len(value) > longest:
        raise SelectionError(
            "briefing_file_text", where=where, found=len(value), most=longest
        )
    if not is_line(value):
        raise SelectionError("briefing_file_letters", where=where)
    return value


def is_line(value: str) -> bool:
    """Whether a text is one line of letters that are seen."""
    return all(
        letter in _THAI_BREAKS or unicodedata.category(letter) not in _UNSEEN
        for letter in value
    )


def one_line(text: str) -> str:
    """A text without what cannot be seen, no longer than a title may be."""
    return "".join(filter(is_line, text)).strip()[:LONGEST_TITLE]


def _code(value: object, where: str) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise SelectionError("briefing_file_code", where=where, found=_shown(value))
    return value


def _one_of(value: object, where: str, options: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in options:
        raise SelectionError(
            "briefing_file_option",
            where=where,
            found=_shown(value),
            options=", ".join(options),
        )
    return value


def _shown(value: object) -> str:
    """The beginning of a value that is not wanted, of letters that are seen."""
    return "".join(letter for letter in str(value)[:40] if is_line(letter))
