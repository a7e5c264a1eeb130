"""What a snapshot says of itself: its week, version, rules, and what is in it.

`content` is a digest of what was known and how it was figured, so that freezing again
is equal; the id also tells apart a draft from what was published, and what replaces
what, and stands in the files that are published with it. `seal` is a digest of the
whole manifest: nothing in it can be changed unseen.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from dashboard.snapshots.plain import made, plain

FORMAT = 1
ID_DIGITS = 12
Stage = Literal["draft", "published"]
_OWN = ("id", "content", "seal", "frozen_at")  # told by the rest, or by the clock
_STANDING = ("stage", "approved_by", "replaces", "why")
_SURROUNDING = ("hashes", "texts", "code_version", "environment")


@dataclass(frozen=True)
class Table:
    """A gated table that a snapshot holds.

    Attributes:
        audience: For whom it was gated.
        rules_version: Of the rules that it passed.
        is_protected: Whether it holds protected counts, or what is left of them.
    """

    audience: str
    rules_version: str
    is_protected: bool


@dataclass(frozen=True)
class Source:
    """A file that went into the version: its dataset, origin and SHA-256."""

    dataset: str
    origin: str
    data_status: str
    status: str
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All that is known of a snapshot without opening its tables.

    Attributes:
        format: Of the folder.
        id: Names it: `<iso_week>-<id>` is its folder.
        content: Digest of what it holds and how that was made.
        seal: Digest of the manifest.
        iso_week: "2026-W46".
        ends_on: Its Sunday: what is known later is not in it.
        version: Of the data; kept as long as a snapshot names it.
        data_status: "official", "ministry" or "synthetic".
        stage: Draft or published.
        approved_by: Who approved it; None until there is a login.
        frozen_at: When, UTC, ISO.
        replaces: The id of the snapshot that it corrects; "" when none.
        why: Why it does; "" when it does not.
        methods: Version of the rules of disclosure, of the week and of the risk model.
        hashes: SHA-256 of the files that hold them.
        texts: SHA-256 over all texts of the app.
        code_version: Of the code that built the version.
        environment: Versions of Python and of the libraries that made the values.
        thresholds: The risk model's numbers in the version, by name.
        breaks: Where the coverage classes began, by fiscal year: lower and upper.
        sources: The files that the version was made of.
        tables: What it holds, by name; a "week." before those of the week itself.
        files: SHA-256 of each file beside the manifest, by its place.
        attached: Of files that were published with it, to be served as they are.
    """

    format: int
    id: str
    content: str
    seal: str
    iso_week: str
    ends_on: date
    version: str
    data_status: str
    stage: Stage
    approved_by: str | None
    frozen_at: str
    replaces: str
    why: str
    methods: Mapping[str, str]
    hashes: Mapping[str, str]
    texts: str
    code_version: str
    environment: Mapping[str, str]
    thresholds: Mapping[str, float | None]
    breaks: Mapping[str, tuple[float | None, ...]]
    sources: tuple[Source, ...]
    tables: Mapping[str, Table]
    files: Mapping[str, str]
    attached: Mapping[str, str]

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.iso_week}-{self.id}"


def sealed(manifest: Manifest) -> Manifest:
    """The manifest with its content, id and seal."""
    content = _digest(manifest, (*_OWN, *_STANDING, "attached", *_SURROUNDING))
    named = replace(manifest, content=content)
    told = {name: plain(getattr(named, name)) for name in ("content", *_STANDING)}
    named = replace(named, id=digest(_text(told))[:ID_DIGITS])
    return replace(named, seal=_digest(named, ("seal",)))


def is_sound(manifest: Manifest) -> bool:
    """Whether nothing in it was changed since it was sealed."""
    return sealed(manifest) == manifest


def written(manifest: Manifest) -> str:
    """The manifest as JSON for a reader."""
    return json.dumps(plain(manifest), ensure_ascii=False, indent=1) + "\n"


def parsed(text: str) -> Manifest:
    """The manifest of such a text.

    Raises:
        ValueError: It is no JSON, or not what a manifest holds.
    """
    found: Manifest = made(Manifest, json.loads(text))
    return found


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _digest(manifest: Manifest, without: tuple[str, ...]) -> str:
    told: dict[str, Any] = plain(manifest)
    return digest(_text({name: v for name, v in told.items() if name not in without}))


def _text(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
