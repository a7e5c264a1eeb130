"""Words, dates and numbers in Thai and English, in either era.

The words are the tables of data/text/*.toml: one file per page or part, each key with
a Thai and an English text. Nothing here knows of Streamlit, so that exports use it too.
"""

import math
import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["th", "en"]
Era = Literal["be", "ce"]

FOLDER = Path(__file__).resolve().parent.parent / "data" / "text"
BE_OFFSET = 543  # B.E. = C.E. + 543
MONTHS: dict[Lang, tuple[str, ...]] = {
    "th": (
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
SHORT_MONTHS: dict[Lang, tuple[str, ...]] = {
    "th": (
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ),
    "en": tuple(month[:3] for month in MONTHS["en"]),
}
WEEKS: dict[Lang, str] = {"th": "สัปดาห์", "en": "Week"}
MISSING: dict[Lang, str] = {"th": "ไม่มีข้อมูล", "en": "no data"}

# What starts a link, an image, emphasis, code, HTML, a formula or a directive anywhere,
# and what starts a heading, a list or a quotation at the beginning of a line.
_INLINE = re.compile(r"([\\`*_\[\]<>~$&|:])")
_LEADING = re.compile(r"^(\d{1,9})([.)])|^([#+=-])")
# Where an address or the name of an icon is parted: Streamlit makes links and icons of
# these in the finished text, escaped or not.
_LATE = re.compile(
    r"(?<=:)(?=//|[\w+-]+[:/])|(?<=www)(?=\.)|(?<=\w@)(?=\w)", re.IGNORECASE
)
_BLANK = re.compile(r"[^\S\u00a0]+")  # a space that does not break stays one
_STACKED = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")  # above and below letters
_WORD_JOINER = "\u2060"  # takes no room and breaks no line
_ISO_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


class TextError(Exception):
    """A text file or a call for a text that cannot be right; says what to change."""


@dataclass(frozen=True)
class Text:
    """One text in both languages, with `{name}` where a value goes."""

    th: str
    en: str


@cache
def texts(folder: Path = FOLDER) -> dict[str, Text]:
    """Every text of every .toml file in the folder, by key.

    Raises:
        TextError: A key is in two files, or lacks the Thai or the English text.
    """
    found: dict[str, Text] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in found:
                raise TextError(f"{path.name}, [{key}]: the key is taken. Rename it.")
            found[key] = _text(entry, f"{path.name}, [{key}]")
    return found


def _text(entry: object, where: str) -> Text:
    if not isinstance(entry, dict) or set(entry) != {"th", "en"}:
        raise TextError(f"{where}: write exactly th = and en =.")
    for lang, value in entry.items():
        if not isinstance(value, str) or not value.strip():
            raise TextError(f"{where}: {lang} is no text or empty.")
    return Text(th=_with_repeats(entry["th"].strip()), en=entry["en"].strip())


def _with_repeats(text: str) -> str:
    """A Thai text no line of which begins with the sign that repeats a word."""
    return text.replace(" ๆ", "\u00a0ๆ")


def words(key: str, lang: Lang, **values: object) -> str:
    """The text of a key with its values filled in as they are.

    For figures, table headings and files. Text that is shown as markdown goes through
    `markdown` instead.

    Raises:
        TextError: The key, or a value that the text names, is missing.
    """
    text = texts().get(key)
    if text is None:
        raise TextError(f"[{key}] is in no file of data/text. Add it in th and en.")
    template = text.th if lang == "th" else text.en
    try:
        return template.format_map(values)
    except KeyError as missing:
        raise TextError(
            f"[{key}] {lang} names {missing}, which was not given."
        ) from None


def markdown(key: str, lang: Lang, **values: object) -> str:
    """The text of a key as markdown; every text among the values is escaped."""
    return words(key, lang, **{name: _safe(value) for name, value in values.items()})


def _safe(value: object) -> object:
    return escape_markdown(value) if isinstance(value, str) else value


def escape_markdown(value: str) -> str:
    """The same characters for a reader of markdown, none of them as markup or link.

    Data may hold `![](https://…)`, which would make the reader's browser fetch it.
    White space is folded, so that no value can begin a new block; addresses and names
    of icons get a mark inside that nobody sees.
    """
    line = _LATE.sub(_WORD_JOINER, _BLANK.sub(" ", value).strip())
    line = _INLINE.sub(r"\\\1", line)
    return _LEADING.sub(lambda m: (m[1] or "") + "\\" + (m[2] or m[3]), line)


def width(line: str) -> int:
    """How many letters wide a line is; what stands above or below one takes no room."""
    return len(_STACKED.sub("", line))


def number_text(value: float | None, lang: Lang, decimals: int = 0) -> str:
    """A number with thousands separators, or "no data" when there is none."""
    if value is None or math.isnan(value):
        return MISSING[lang]
    return f"{value:,.{decimals}f}"


def share_text(share: float | None, lang: Lang, decimals: int = 0) -> str:
    """A share of 0 to 1 in per cent, or "no data" when there is none."""
    if share is None or math.isnan(share):
        return MISSING[lang]
    return f"{share:,.{decimals}%}"


def year_text(year_be: int, era: Era) -> str:
    """A B.E. year in the era asked for."""
    return str(year_be if era == "be" else year_be - BE_OFFSET)


def fiscal_year_text(fiscal_year_be: int, lang: Lang, era: Era) -> str:
    """A fiscal year, named by the year in which it ends: ปีงบประมาณ 2563, FY2020."""
    year = year_text(fiscal_year_be, era)
    return f"ปีงบประมาณ {year}" if lang == "th" else f"FY{year}"


def date_text(on: date, lang: Lang, era: Era, long: bool = False) -> str:
    """A day: 22 พ.ย. 2569, 22 Nov 2026; with `long` the month in full."""
    month = (MONTHS if long else SHORT_MONTHS)[lang][on.month - 1]
    return f"{on.day} {month} {_year(on, era)}"


def span_text(first: date, last: date, lang: Lang, era: Era) -> str:
    """The days from first to last, saying once what both share: 9–15 พ.ย. 2569."""
    end = date_text(last, lang, era)
    if first.year != last.year:
        return f"{date_text(first, lang, era)}–{end}"
    if first.month != last.month:
        return f"{first.day} {SHORT_MONTHS[lang][first.month - 1]}–{end}"
    return end if first == last else f"{first.day}–{end}"


def week_text(
    iso_week: str, lang: Lang, era: Era, days: bool = True, short: bool = False
) -> str:
    """An ISO week such as "2026-W46": สัปดาห์ 46/2569 (9–15 พ.ย. 2569).

    The year is the ISO week-year: 1 January 2021 lies in week 53/2020. With `short`,
    for where the label says that it is a week, 46/2569 (9–15 พ.ย.).

    Raises:
        ValueError: It is not a week, or the year has no such week.
    """
    match = _ISO_WEEK.fullmatch(iso_week)
    if match is None:
        raise ValueError(f"'{iso_week}' is no ISO week. Write it as 2026-W46.")
    year, number = int(match[1]), int(match[2])
    monday = date.fromisocalendar(year, number, 1)
    shown = year + BE_OFFSET if era == "be" else year
    name = f"{number}/{shown}" if short else f"{WEEKS[lang]} {number}/{shown}"
    if not days:
        return name
    span = monday, monday + timedelta(days=6)
    said = _days_text(*span, lang) if short else span_text(*span, lang, era)
    return f"{name} ({said})"


def _days_text(monday: date, sunday: date, lang: Lang) -> str:
    """The days of a week without their year: 9–15 พ.ย., 28 ธ.ค.–3 ม.ค."""
    first, last = (
        f"{on.day} {SHORT_MONTHS[lang][on.month - 1]}" for on in (monday, sunday)
    )
    return f"{first if monday.month != sunday.month else monday.day}–{last}"


def _year(on: date, era: Era) -> int:
    return on.year + BE_OFFSET if era == "be" else on.year
