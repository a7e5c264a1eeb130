"""How offices spell what the data say: dates, digits, provinces, code labels."""

from collections.abc import Callable
from datetime import date
from random import Random

from etl.demo.draws import chance
from etl.demo.places import BANGKOK, Place

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
LONG_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
ZERO_WIDTH_SPACE = "\u200b"
NO_BREAK_SPACE = "\u00a0"

DateStyle = Callable[[date], str | date]
ProvinceStyle = Callable[[Random, Place], str]


def thai_digits(text: object) -> str:
    """The same text with ๐ to ๙."""
    return str(text).translate(THAI_DIGITS)


def slash(day: date) -> str:
    """15/8/2563."""
    return f"{day.day}/{day.month}/{day.year + 543}"


def padded_slash(day: date) -> str:
    """15/08/2563."""
    return f"{day.day:02}/{day.month:02}/{day.year + 543}"


def short_dash(day: date) -> str:
    """15-8-63."""
    return f"{day.day}-{day.month}-{(day.year + 543) % 100:02}"


def short_month(day: date) -> str:
    """15 ส.ค. 2563."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + 543}"


def long_month(day: date) -> str:
    """15 สิงหาคม 2563."""
    return f"{day.day} {LONG_MONTHS[day.month - 1]} {day.year + 543}"


def thai_long_month(day: date) -> str:
    """๑๕ สิงหาคม ๒๕๖๓."""
    return thai_digits(long_month(day))


def iso(day: date) -> str:
    """2020-08-15."""
    return day.isoformat()


def real(day: date) -> date:
    """The day itself, for a workbook's own date cell."""
    return day


def thousands(number: int | None) -> str | None:
    """1,234,567."""
    return None if number is None else f"{number:,}"


def decimal(number: int, places: int) -> str:
    """A whole number of 10^-places as a decimal text: (1234, 3) is 1.234."""
    if places == 0:
        return str(number)
    whole, rest = divmod(number, 10**places)
    return f"{whole}.{rest:0{places}}"


def full_name(_rng: Random, place: Place) -> str:
    """เชียงใหม่, always the official Thai name."""
    return place.name


def dotted_name(_rng: Random, place: Place) -> str:
    """จ.เชียงใหม่, and กทม. for Bangkok."""
    return "กทม." if place.code == BANGKOK else f"จ.{place.name}"


def spaced_name(_rng: Random, place: Place) -> str:
    """จังหวัด เชียงใหม่, and กรุงเทพฯ for Bangkok."""
    return "กรุงเทพฯ" if place.code == BANGKOK else f"จังหวัด {place.name}"


def code(_rng: Random, place: Place) -> str:
    """TH-50."""
    return place.code


def loose_name(rng: Random, place: Place) -> str:
    """The official name, or now and then another known spelling or a stray space."""
    if place.aliases and chance(rng, 250):
        return place.aliases[rng.randrange(len(place.aliases))]
    if place.code == BANGKOK or chance(rng, 600):
        return place.name
    return (
        f"จ.{place.name}",
        f"จ. {place.name}",
        f"จังหวัด{place.name}",
        f"{place.name} ",
        f"{place.name}{ZERO_WIDTH_SPACE}",
        f"จ.{NO_BREAK_SPACE}{place.name}",
        place.name_en.upper(),
    )[rng.randrange(7)]
