"""The disclosure rules of data/disclosure.toml, typed, with their words."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.text import Text

FILE = Path(__file__).resolve().parent.parent / "data" / "disclosure.toml"
_TEXTS, _LANGS = ("title", "text", "why"), ("th", "en")


class RuleError(Exception):
    """data/disclosure.toml cannot be right; says where and what to change."""


@dataclass(frozen=True)
class Saying:
    """A rule in plain words.

    Attributes:
        key: Its name in the file.
        sources: Where it comes from: keys of `[source.…]` of the same file.
    """

    key: str
    title: Text
    text: Text
    why: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A text that rules rest on.

    Attributes:
        title: As its publisher names it; of our own, in both languages.
        confidence: What was seen of it: "read", or "to be confirmed by …".
    """

    key: str
    title: Text
    publisher: Text
    confidence: Text


@dataclass(frozen=True)
class Rules:
    """The numbers of one version of the rules; each field belongs to one rule.

    Attributes:
        small_below: 1 to small_below - 1 is "fewer than small_below".
        province_base: What counts of provinces are rounded to.
        province_narrowed: Whether a small count of a province may be narrowed by what
            all tables say together; else figures that do so are withheld.
        region_base: What counts of regions are rounded to.
        region_narrowed: The same of a region.
        kind_base: What counts by channel, form, agency and finding are rounded to.
        kind_narrowed: The same of a kind.
        exact_room: Units that provinces must together be free to have more, and fewer,
            by what is said of each, beneath a national total.
        national_base: What a national total is rounded to at most, or it is not said.
        settled_base: What a national total is rounded to at least once regions of its
            days are published.
        settle_weeks: Weeks after its end that a period waits for late rows.
        together_from: Change of a national total at which its period is corrected.
        rise_from: Least weekly count that is "above usual".
        history_weeks: Weeks before that say what is usual.
        least_weeks: How many of them must have been reported.
        probability: Share of weeks that a steady count stays within usual.
        says_again: Whether words of weeks that were told are said anew after rows were
            taken out of the data.
        age_days: Upper ends, in days, of the bands of the oldest open referral.
        says_none: Whether "none open" is told apart from the first band.
        rates_from_published: Whether rates are made of published counts alone.
        changes_from_published: The same for changes on the period before.
        index_inside: Risk indicators of which nothing is said of a province.
    """

    version: str
    decided_on: date
    small_below: int
    province_base: int
    province_narrowed: bool
    region_base: int
    region_narrowed: bool
    kind_base: int
    kind_narrowed: bool
    exact_room: int
    national_base: int
    settled_base: int
    settle_weeks: int
    together_from: int
    rise_from: int
    history_weeks: int
    least_weeks: int
    probability: float
    says_again: bool
    age_days: tuple[int, ...]
    says_none: bool
    rates_from_published: bool
    changes_from_published: bool
    index_inside: tuple[str, ...]


@cache
def rules(file: Path = FILE) -> Rules:
    """The numbers of the rules in force.

    Raises:
        RuleError: One is missing or out of range.
    """
    given = _tables(file)
    rule = given["rule"]
    try:
        found = Rules(
            version=given["version"],
            decided_on=given["decided_on"],
            small_below=rule["small_count"]["below"],
            province_base=rule["provinces"]["base"],
            province_narrowed=rule["provinces"]["may_be_narrowed"],
            region_base=rule["regions"]["base"],
            region_narrowed=rule["regions"]["may_be_narrowed"],
            kind_base=rule["kinds"]["base"],
            kind_narrowed=rule["kinds"]["may_be_narrowed"],
            exact_room=rule["exact_national"]["room"],
            national_base=rule["exact_national"]["base"],
            settled_base=rule["settled"]["base"],
            settle_weeks=rule["corrections"]["settle_weeks"],
            together_from=rule["corrections"]["together_from"],
            rise_from=rule["rise"]["from_count"],
            history_weeks=rule["rise"]["history_weeks"],
            least_weeks=rule["rise"]["least_weeks"],
            probability=rule["rise"]["probability"],
            says_again=rule["taken"]["says_again"],
            age_days=tuple(rule["open_referral"]["days"]),
            says_none=rule["open_referral"]["says_none"],
            rates_from_published=rule["rates"]["from_published"],
            changes_from_published=rule["changes"]["from_published"],
            index_inside=tuple(rule["index"]["inside"]),
        )
    except KeyError as missing:
        raise RuleError(f"{file.name}: {missing} is missing.") from None
    _require_sound(found, file.name)
    return found


@cache
def sayings(file: Path = FILE) -> tuple[Saying, ...]:
    """Every rule in words, its numbers filled in, in the order of the file.

    Raises:
        RuleError: A text or source is missing.
    """
    given = _tables(file)
    last = rules(file).small_below - 1
    shared = {"below": last + 1, "last": last}
    return tuple(
        _saying(key, table, shared, set(given["source"]))
        for key, table in given["rule"].items()
    )


@cache
def sources(file: Path = FILE) -> dict[str, Source]:
    """What the rules rest on, by key."""
    return {
        key: Source(
            key=key,
            title=_in_both(table, "title"),
            publisher=_in_both(table, "publisher"),
            confidence=_in_both(table, "confidence"),
        )
        for key, table in _tables(file)["source"].items()
    }


def _in_both(table: dict[str, str], name: str) -> Text:
    """A text in both languages, or one that is the same in both."""
    return Text(*(table.get(f"{name}_{lang}", table.get(name, "")) for lang in _LANGS))


def _tables(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _require_sound(found: Rules, name: str) -> None:
    counts = (
        *(found.small_below, found.province_base, found.region_base),
        *(found.kind_base, found.national_base, found.settled_base),
        found.together_from,
        *(found.rise_from, found.history_weeks, found.least_weeks),
    )
    if min(counts) < 1 or min(found.exact_room, found.settle_weeks) < 0:
        raise RuleError(f"{name}: a count, base or number of weeks is too small.")
    if not 0.5 <= found.probability < 1:
        raise RuleError(f"{name} [rule.rise] probability: from 0.5 to below 1.")
    if list(found.age_days) != sorted(set(found.age_days)) or not found.age_days:
        raise RuleError(f"{name} [rule.open_referral] days: rising numbers.")


def _saying(
    key: str, table: dict[str, Any], shared: dict[str, int], known: set[str]
) -> Saying:
    unknown = set(table["sources"]) - known
    if unknown:
        raise RuleError(f"[rule.{key}] sources: {', '.join(sorted(unknown))}?")
    values = shared | table | _in_words(table)
    try:
        texts = {
            name: Text(*(table[f"{name}_{lang}"].format(**values) for lang in _LANGS))
            for name in _TEXTS
        }
    except KeyError as missing:
        raise RuleError(f"[rule.{key}]: {missing} is missing.") from None
    return Saying(key=key, sources=tuple(table["sources"]), **texts)


def _in_words(table: dict[str, Any]) -> dict[str, object]:
    """Numbers that a text says in another way: 1 in 100 for 0.99, bands for ends."""
    said: dict[str, object] = {}
    if "probability" in table:
        said["one_in"] = round(1 / (1 - table["probability"]))
    if "days" in table:
        ends = table["days"]
        between = [f"{a + 1}–{b}" for a, b in zip(ends, ends[1:], strict=False)]
        said["bands"] = ", ".join([f"0–{ends[0]}", *between, f"> {ends[-1]}"])
    return said
