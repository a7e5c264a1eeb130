"""Where things come from and whom to ask: data/sources.toml, contact.toml, typed."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.text import Text

FILE = Path(__file__).resolve().parent.parent / "data" / "sources.toml"
CONTACT = FILE.with_name("contact.toml")
STATUSES = ("official", "ministry", "synthetic", "design")
_TEXTS = ("title", "publisher", "licence", "limits")


class SourceError(Exception):
    """data/sources.toml cannot be right; says where and what to change."""


@dataclass(frozen=True)
class Source:
    """Where a dataset, or a thing that pages are drawn with, comes from.

    Attributes:
        address: Where it was read.
        got_on: When it was taken over; None for what offices hand over.
        status: "official", "ministry", "synthetic" or "design".
    """

    key: str
    title: Text
    publisher: Text
    licence: Text
    limits: Text
    address: tuple[str, ...]
    got_on: date | None
    status: str


@cache
def sources(file: Path = FILE) -> dict[str, Source]:
    """Every source by its key, in the order of the file.

    Raises:
        SourceError: A field is missing, unknown or of the wrong kind.
    """
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {key: _source(key, table) for key, table in tables.items()}


def source_of(dataset: str, data_status: str, file: Path = FILE) -> Source:
    """Who gave the rows of a dataset that have this status.

    A dataset's own entry speaks for the status it names; for rows of another status the
    entry of that status does, since anybody's rows may be made up.

    Raises:
        SourceError: Neither is described.
    """
    known = sources(file)
    own = known.get(dataset)
    found = own if own and own.status == data_status else known.get(data_status)
    if found is None:
        raise SourceError(f"{file.name}: add [{dataset}] or [{data_status}].")
    return found


@cache
def contact(page: str, file: Path = CONTACT) -> Text | None:
    """Whom to ask about a page, as data/contact.toml says; None: nobody is named yet.

    Raises:
        SourceError: The page has no entry, or a text of it is missing or alone.
    """
    entry = tomllib.loads(file.read_text(encoding="utf-8")).get(page, {})
    thai, english = (str(entry.get(name, "")).strip() for name in ("thai", "english"))
    if set(entry) != {"thai", "english"} or bool(thai) != bool(english):
        raise SourceError(
            f"{file.name}, [{page}]: write thai = and english =, both or none filled. "
            f"ให้กรอกทั้ง thai และ english หรือเว้นว่างทั้งคู่"
        )
    return Text(th=thai, en=english) if thai else None


def _source(key: str, table: dict[str, Any]) -> Source:
    known = {"address", "got_on", "status"} | {
        f"{name}_{lang}" for name in _TEXTS for lang in ("th", "en")
    }
    wrong = (known - {"got_on"} - table.keys()) | (table.keys() - known)
    if wrong:
        raise SourceError(f"[{key}]: missing or unknown: {', '.join(sorted(wrong))}.")
    if table["status"] not in STATUSES:
        raise SourceError(f"[{key}] status: one of {', '.join(STATUSES)}.")
    texts = {n: Text(table[f"{n}_th"], table[f"{n}_en"]) for n in _TEXTS}
    return Source(
        key=key,
        address=tuple(table["address"]),
        got_on=table.get("got_on"),
        status=table["status"],
        **texts,
    )
