"""Made-up personal data, each another, and the search for them in any bytes.

Numbers are valid ones: identity numbers by their check digit (python-stdnum), telephone
numbers by the metadata of phonenumbers. A canary is found however it is written: its
digits without separators, in any of the encodings that a command reads or writes.
"""

import functools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from stdnum.th import pin

KINDS = ("pin", "mobile", "landline", "email", "passport", "title")
TITLES = ("นาย", "นาย ", "นาง", "นาง ", "นางสาว", "น.ส.", "น.ส. ", "ด.ช.", "ด.ญ. ")
NAME, ADDRESS = "คานารี", "kanari"
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FORMATS = (
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.E164,
    PhoneNumberFormat.RFC3966,
)
_LETTERS = "กขคงจชซดตถทธนบปผพฟมยรลวสหอ"
_DRAWN = random.Random(2563)
_SEPARATORS = b" ._-()/[]\t\r\n\0"
_WIDE = ("\u00a0", "\u2009", "\u2011", "\u2013", "\u2212")


@dataclass(frozen=True)
class Canary:
    """One made-up personal datum.

    Attributes:
        kind: One of KINDS.
        text: As it is planted.
        traces: Any of them betrays it: its bare digits, its name or address.
    """

    kind: str
    text: str
    traces: frozenset[str]

    @property
    def number(self) -> int | None:
        """What is left of it in a column of numbers."""
        digits = self.kind in {"pin", "mobile", "landline"}
        return int(min(self.traces, key=len)) if digits else None


def phone_number(kind: PhoneNumberType, rng: random.Random = _DRAWN) -> PhoneNumber:
    """A valid Thai number of the kind, drawn anew each time."""
    length = 8 if kind == PhoneNumberType.FIXED_LINE else 9
    while True:
        digits = rng.randrange(10 ** (length - 1), 10**length)
        number = PhoneNumber(country_code=66, national_number=digits)
        if phonenumbers.number_type(number) == kind:
            return number


def phone_writings(number: PhoneNumber) -> list[str]:
    """A mobile or landline number as the library and as people write it."""
    n = str(number.national_number)
    area, rest = (n[:2], n[2:]) if len(n) == 9 else (n[:1], n[1:])
    if len(n) == 8 and n[0] != "2":
        area, rest = n[:2], n[2:]
    head, tail = rest[:3], rest[3:]
    by_hand = [
        f"0{n}",
        f"0{area}-{head}-{tail}",
        f"0{area} {head} {tail}",
        f"0{area}.{head}.{tail}",
        f"0{area} - {head} - {tail}",
        f"0{area}–{head}–{tail}",
        f"0{area}-{rest}",
        f"(0{area}) {head}-{tail}",
        f"+66 (0){area} {head} {tail}",
        f"(+66){area} {head} {tail}",
        f"+66-{area}-{rest}",
        f"0066{n}",
        f"0066 {area} {head} {tail}",
        f"0{area}\u00a0{head}\u00a0{tail}",
    ]
    formatted = [phonenumbers.format_number(number, form) for form in FORMATS]
    return [*formatted, *by_hand, f"0{n}".translate(THAI), by_hand[1].translate(THAI)]


def pin_writings(number: str) -> list[str]:
    """An identity number as people write it."""
    groups = [number[0], number[1:5], number[5:10], number[10:12], number[12]]
    joined = [mark.join(groups) for mark in ("-", " ", ".", " - ", "–", "/", "\u00a0")]
    return [number, *joined, number.translate(THAI), joined[0].translate(THAI)]


def canaries(kind: str) -> Iterator[Canary]:
    """Canaries of the kind, without end, no two alike, in all writings in turn."""
    make = {
        "pin": _pin,
        "mobile": functools.partial(_phone, "mobile", PhoneNumberType.MOBILE),
        "landline": functools.partial(_phone, "landline", PhoneNumberType.FIXED_LINE),
        "email": _email,
        "passport": _passport,
        "title": _title,
    }[kind]
    seen: set[frozenset[str]] = set()
    turn = 0
    while True:
        canary = make(turn)
        if canary.traces not in seen:
            seen.add(canary.traces)
            turn += 1
            yield canary


def _turned(writings: list[str], turn: int) -> str:
    return writings[turn % len(writings)]


def _pin(turn: int) -> Canary:
    digits = str(_DRAWN.randrange(10**11, 9 * 10**11))
    number = digits + pin.calc_check_digit(digits)
    pin.validate(number)
    return Canary("pin", _turned(pin_writings(number), turn), frozenset({number}))


def _phone(name: str, kind: PhoneNumberType, turn: int) -> Canary:
    number = phone_number(kind)
    n = str(number.national_number)
    text = _turned(phone_writings(number), turn)
    return Canary(name, text, frozenset({f"0{n}", f"66{n}", f"660{n}"}))


def _email(turn: int) -> Canary:
    local = f"{ADDRESS}{turn:04}"
    forms = [f"{local}@gmail.com", f"s.{local}@mail.go.th", f"{local.upper()}@A.CO"]
    return Canary("email", _turned(forms, turn), frozenset({local}))


def _passport(turn: int) -> Canary:
    form = [(2, 7, ""), (2, 7, ""), (1, 7, ""), (2, 6, " "), (1, 8, "-")][turn % 5]
    letters, digits, mark = form
    head = "".join(_DRAWN.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=letters))
    tail = str(_DRAWN.randrange(10 ** (digits - 1), 10**digits))
    text = head + mark + tail
    shown = [text, text.lower(), head + mark + tail.translate(THAI)][turn % 3]
    return Canary("passport", shown, frozenset({head + tail}))


def _title(turn: int) -> Canary:
    """A name that nobody has: the mark and its number in letters."""
    number, letters = turn, ""
    for _ in range(3):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    name = NAME + letters
    return Canary("title", _turned(list(TITLES), turn) + name, frozenset({name}))


def traces_in(content: bytes, flock: dict[str, Canary]) -> set[str]:
    """Texts of the canaries, by trace, that the bytes betray in any encoding."""
    found: set[str] = set()
    for plain in _plain_forms(content):
        for run in re.finditer(rb"[0-9]{6,}", plain):
            digits = run.group().decode()
            for width in range(9, min(13, len(digits)) + 1):
                windows = range(len(digits) - width + 1)
                found.update(digits[start : start + width] for start in windows)
            letters = plain[max(0, run.start() - 2) : run.start()].decode("latin-1")
            for width in range(6, 9):
                number = letters.upper() + digits[:width]
                found.update((number, number[1:]))
        lowered = plain.lower()
        for start in re.finditer(ADDRESS.encode(), lowered):
            found.add(lowered[start.start() : start.start() + 10].decode("latin-1"))
    for encoding in ("utf-8", "utf-16-le", "cp874"):
        for start in re.finditer(re.escape(NAME.encode(encoding)), content):
            near = content[start.start() : start.start() + 60]
            found.add(near.decode(encoding, "replace")[: len(NAME) + 3])
    return {flock[trace].text for trace in found if trace in flock}


def _plain_forms(content: bytes) -> Iterator[bytes]:
    """The bytes with 0-9 for Thai digits, no separators: UTF-8, UTF-16 and CP874."""
    for encoding in ("utf-8", "utf-16-le"):
        plain = content
        for digit in range(10):
            thai = chr(0x0E50 + digit).encode(encoding)
            if thai in plain:
                plain = plain.replace(thai, str(digit).encode())
        for mark in _WIDE:
            plain = plain.replace(mark.encode(encoding), b"")
        yield plain.translate(None, _SEPARATORS)
    to_digits = bytes.maketrans(bytes(range(0xF0, 0xFA)), b"0123456789")
    yield content.translate(to_digits, _SEPARATORS + b"\x96\xa0")
