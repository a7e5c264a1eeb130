"""What one text of a column says: its value, or none (contract.md 4).

A text comes with plain white space, without zero-width characters and with a whole sara
am (mended when the file was read), and without blanks around it. None means that it is
no such value: the row is then rejected, nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re

from methods.province_name import ascii_digits

_WHOLE = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0+)?")
_DECIMAL = re.compile(r"(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]+)?")
_AT_LEAST = re.compile(
    r"(กว่า|มากกว่า|ไม่น้อยกว่า|อย่างน้อย|at least|over|>=|≥|>)\s*", re.IGNORECASE
)
_PERSONS = re.compile(r"\s*(คน|ราย|\+)$")
_THOUSANDS = re.compile(r",([0-9๐-๙]{3})")

_ERA = re.compile(r"[พค]\.? ?ศ\.?")
_CLOCK = re.compile(
    r"([0-9/-]{6,10})[Tt ] *([01]?[0-9]|2[0-3])[:.]([0-5][0-9])"
    r"(?::([0-5][0-9](?:\.[0-9]+)?))?"
    r"(?: ?น\.?| ?([Zz]|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9]))?"
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_OFFICE = re.compile(
    r"([0-9]{1,2})(?:/([0-9]{1,2})/|-([0-9]{1,2})-)([0-9]{4}|[0-9]{2})"
)
_THAI = re.compile(r"([0-9]{1,2})[ -]*([ก-๎][ก-๎. ]*)[ -]*([0-9]{4}|[0-9]{2})")
_SERIAL = re.compile(r"([2-8][0-9]{4})(\.[0-9]+)?")
_LAST_SERIAL = 80_000
_EXCEL_BEGINS = dt.date(1899, 12, 30)
_BANGKOK = dt.timedelta(hours=7)
# long, short, and long without its ending
_MONTHS = (
    ("มกราคม", "มค", "มกรา"),
    ("กุมภาพันธ์", "กพ", "กุมภา"),
    ("มีนาคม", "มีค", "มีนา"),
    ("เมษายน", "เมย", "เมษา"),
    ("พฤษภาคม", "พค", "พฤษภา"),
    ("มิถุนายน", "มิย", "มิถุนา"),
    ("กรกฎาคม", "กค", "กรกฎา", "กรกฏาคม", "กรกฏา"),  # as often with another letter
    ("สิงหาคม", "สค", "สิงหา"),
    ("กันยายน", "กย", "กันยา"),
    ("ตุลาคม", "ตค", "ตุลา"),
    ("พฤศจิกายน", "พย", "พฤศจิกา"),
    ("ธันวาคม", "ธค", "ธันวา"),
)
_MONTH_NO = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}

OFFSET = 543  # of the Buddhist era


def whole_number(text: str) -> int | None:
    """1,234 and ๑๒๓ and 50.0, but not 12.5, 1e3 or -5."""
    found = _WHOLE.fullmatch(ascii_digits(text))
    return int(found[1].replace(",", "")) if found else None


def decimal_number(text: str) -> float | None:
    """1,234.5 and ๑๒.๕, but not 1e3, NaN or a negative one."""
    plain = ascii_digits(text)
    return float(plain.replace(",", "")) if _DECIMAL.fullmatch(plain) else None


def bare_count(text: str) -> str:
    """The number in a count that may be a lower bound: กว่า 200 คน."""
    found = _AT_LEAST.match(text)
    return _PERSONS.sub("", text[found.end() :] if found else text).strip(" ")


def is_at_least(text: str) -> bool:
    """True where a count is a lower bound."""
    return text.endswith("+") or _AT_LEAST.match(text) is not None


def without_thousands(text: str) -> str:
    """1,103,700 as 1103700: digits that are personal hide behind no separator."""
    return _THOUSANDS.sub(r"\1", text)


def year_be(text: str, first_ce: int) -> int | None:
    """A year of the Buddhist era; a Christian one from `first_ce` on is converted."""
    year = whole_number(text)
    if year is None or 2400 <= year <= 2600:
        return year
    return year + OFFSET if first_ce <= year <= 2100 else None


def year_ce(text: str) -> int | None:
    """A year of the Christian era; one of the Buddhist era is converted."""
    year = whole_number(text)
    if year is None or 1900 <= year <= 2100:
        return year
    return year - OFFSET if 2400 <= year <= 2600 else None


def is_ce(text: str) -> bool:
    """True where a year is one of the Christian era."""
    year = whole_number(text)
    return year is not None and 1900 <= year <= 2100


def day(text: str) -> dt.date | None:
    """ISO, d/m/yyyy, d-m-yyyy, Thai months or an Excel serial number.

    The era (พ.ศ., ค.ศ.) and a clock time may stand beside it. With a zone, the day is
    that in Bangkok.
    """
    words, clock = _parted(text)
    found = _date(words)
    if found is None or clock is None or not clock[5]:
        return found
    moved = _moment(found, words, clock)
    return moved.date() if moved else None


def moment(text: str) -> dt.datetime | None:
    """As `day`, with the clock time or the fraction of a serial number, in Bangkok."""
    words, clock = _parted(text)
    found = _date(words)
    return _moment(found, words, clock) if found else None


def _parted(text: str) -> tuple[str, re.Match[str] | None]:
    """The words of the date without its era, and the clock time behind them."""
    words = _ERA.sub("", ascii_digits(text), count=1)
    clock = _CLOCK.fullmatch(words)
    return (clock[1] if clock else words), clock


def _date(words: str) -> dt.date | None:
    if found := _ISO.fullmatch(words):
        year, month, day_no = found.groups()
        return _placed(int(year), int(month), int(day_no))
    if found := _OFFICE.fullmatch(words):
        day_no, month, other_month, year = found.groups()
        return _placed(int(year), int(month or other_month), int(day_no))
    if found := _THAI.fullmatch(words):
        day_no, name, year = found.groups()
        month_no = _MONTH_NO.get(name.replace(".", "").replace(" ", ""), 0)
        return _placed(int(year), month_no, int(day_no))
    if (found := _SERIAL.fullmatch(words)) and float(words) <= _LAST_SERIAL:
        return _EXCEL_BEGINS + dt.timedelta(days=int(found[1]))
    return None


def _placed(year: int, month: int, day_no: int) -> dt.date | None:
    """2400-2600 are B.E., 1900-2100 C.E., two digits B.E.; anything else is no year."""
    if 2400 <= year <= 2600:
        year -= OFFSET
    elif year <= 99:
        year += 2500 - OFFSET
    elif not 1900 <= year <= 2100:
        return None
    try:
        return dt.date(year, month, day_no)
    except ValueError:
        return None


def _moment(
    date: dt.date, words: str, clock: re.Match[str] | None
) -> dt.datetime | None:
    seconds = 0.0
    if clock:
        seconds = int(clock[2]) * 3600 + int(clock[3]) * 60 + float(clock[4] or 0)
    elif found := _SERIAL.fullmatch(words):
        seconds = round(float(found[2] or 0) * 86400)
    at = dt.datetime.combine(date, dt.time()) + dt.timedelta(seconds=seconds)
    return at + _to_bangkok(clock[5]) if clock and clock[5] else at


def _to_bangkok(zone: str) -> dt.timedelta:
    """How far a zone lies behind Bangkok: Z 7 hours, +07:00 none, -05:00 12 hours."""
    if zone in "Zz":
        return _BANGKOK
    ahead = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return _BANGKOK - (ahead if zone[0] == "+" else -ahead)


def boolean(text: str) -> bool | None:
    """1 and true, 0 and false, in any case."""
    return {"1": True, "true": True, "0": False, "false": False}.get(text.lower())
