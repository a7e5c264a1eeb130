"""What counts as personal data in a handed-over text (contract.md 4).

The patterns are written for RE2, which DuckDB uses (no look-around), so that the
set-wise check in SQL and the check of file and column names in Python are the same.
They look at a text in which digits, spaces and dashes are plain ones: wide classes
would take RE2 longer to compile than a small file to judge.
"""

import functools
import re

# what is written otherwise: Thai, Lao, Khmer, Burmese and wide digits, spaces and
# dashes of every width; marks that no reader sees go
_DIGIT_SETS = "๐๑๒๓๔๕๖๗๘๙໐໑໒໓໔໕໖໗໘໙០១២៣៤៥៦៧៨៩၀၁၂၃၄၅၆၇၈၉０１２３４５６７８９"
_WIDE_SPACES = "\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_WIDE_DASHES = "\u2212\ufe63\uff0d" + "".join(map(chr, range(0x2010, 0x2016)))
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
_OTHERWISE = _DIGIT_SETS + _WIDE_SPACES + _WIDE_DASHES + "\uff20"
_PLAIN = (
    "0123456789" * (len(_DIGIT_SETS) // 10)
    + " " * len(_WIDE_SPACES)
    + "-" * len(_WIDE_DASHES)
    + "@"
)

_BETWEEN = r"\s._\-"
_GAP = rf"[{_BETWEEN}]{{0,3}}"
# around an area code: (02) 123-4567; also 081/234 5678, where no date can stand
_AROUND = rf"[{_BETWEEN}()\[\]]{{0,3}}"
_ANY = rf"[{_BETWEEN}()\[\]/]{{0,3}}"
# after a first 0 that stands alone, where a point would make a decimal number
_ALONE_GAP = r"[\s_()\-]{1,3}"
_EDGE = r"(?:^|[^0-9])"
_END = r"(?:$|[^0-9])"
_DIGITS = rf"(?:{_GAP}[0-9])"

# 1-2345-67890-12-3, with or without separators; a slash only where they are in place,
# else 15/8/2563 09.00-16.30 would be one
CITIZEN_ID = (
    rf"{_EDGE}(?:[0-9]{_DIGITS}{{12}}"
    rf"|[0-9]{_ANY}[0-9]{{4}}{_ANY}[0-9]{{5}}{_ANY}[0-9]{{2}}{_ANY}[0-9]){_END}"
)
# 081-234-5678 and 08-1234-5678; 02-123-4567 and 053-123-456; 0-2123-4567 and
# 0-81-234-5678; +66 81 234 5678 and (+66) 2 123 4567; 1800-123-456, which without any
# separator would be a sum of money
PHONE = (
    rf"{_EDGE}(?:0[689][0-9]{_DIGITS}{{7}}"
    rf"|0(?:[689][0-9]|14){_ANY}[0-9]{{3}}{_ANY}[0-9]{{4}}"
    rf"|0[689]{_AROUND}[0-9]{{4}}{_AROUND}[0-9]{{4}}"
    rf"|0[2-57]{_ANY}[0-9]{{3}}{_ANY}[0-9]{{4}}"
    rf"|0[13-57][0-9]{_ANY}[0-9]{{3}}{_ANY}[0-9]{{3}}"
    rf"|0{_ALONE_GAP}[2-9][0-9]{{3}}{_GAP}[0-9]{{4,5}}"
    rf"|0{_ALONE_GAP}[2-9][0-9]?{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}"
    rf"|(?:\+{_ANY}|00{_GAP})66(?:{_ANY}[0-9]){{8,13}}"
    rf"|66{_GAP}[689]{_DIGITS}{{8}}"
    rf"|1[89]00[{_BETWEEN}]{{1,3}}[0-9]{{3}}{_GAP}[0-9]{{3}}){_END}"
)
EMAIL = (
    r"(?:[A-Za-z0-9._%+\-\x22']\s?(?:@|\(at\)|\[at\])\s?|[ก-๙]@)"
    r"(?:(?:[A-Za-z0-9\-]+\.)+[A-Za-z]|[ก-๙A-Za-z0-9\-]+\.ไทย)"
)
_LETTER_EDGE = r"(?:^|[^A-Za-z0-9])"
_LETTER_END = r"(?:$|[^A-Za-z0-9])"
_NEAR = r"[\s.\-]{0,3}"
# passports of Thailand and its neighbours: one or two letters, six to eight digits
PASSPORT = rf"{_LETTER_EDGE}[A-Za-z]{{1,2}}{_NEAR}[0-9]{{6,8}}[A-Z]?{_LETTER_END}"
# in an id, where letters before a running number are usual: the Thai form alone
THAI_PASSPORT = rf"{_LETTER_EDGE}[A-Za-z]{{2}}[0-9]{{7}}{_LETTER_END}"
# words that introduce a person and are written together with the title
_CUE = (
    "ชื่อ|คือ|ของ|พบ|โดย|กับ|และ|หรือ|ว่า|แจ้ง|เสียหาย|เหยื่อ|ประสาน"
    "|ให้|เมื่อ|ต่อ|จาก|ถึง|แก่|ด้วย|ช่วย|จับ|ส่ง|มี|ทหาร|ตำรวจ|กำนัน|ใหญ่บ้าน"
    "|คุณ|บิดา|มารดา|บุตร|ภรรยา|พ่อ|แม่|ลูก|พี่|น้อง|หลาน|ญาติ|เพื่อน|สาว|ชาย|หญิง"
    "|พยาน|ต้องหา|จำเลย|ที่|ครู|อาจารย์|หัวหน้า|ประธาน|กรรมการ|วิทยากร|สมาชิก|อดีต"
    "|บุคคล|ราย|ตัว|แทน|ใน|ตาม|พา|นำ|รับ|หา|สอบ|ถาม|ปรึกษา|เชิญ|เรียน|ถูก|เป็น"
)
# a title before a name. Written out or with its points it is one wherever it stands;
# the short ones begin the text, follow something that is no Thai letter, or a cue
TITLE = (
    r"(?:นางสาว|น\s?\.\s?ส(?:\s?\.|\s)|ด\s?\.\s?[ชญ](?:\s?\.|\s)"
    rf"|(?:^|[^ก-๛]|{_CUE})"
    r"(?:นาย|นาง|นส[.\s]|ด[ชญ][.\s]|เด็กชาย|เด็กหญิง))"
    r"[\s.:()\-]{0,3}[ก-ฮเ-ไA-Za-z]"
)
# words that begin like a title and are none: a space stands for them before TITLE is
# looked for
NOT_A_TITLE = (
    r"(?:ทหาร|ตำรวจ|เจ้าหน้าที่)นาย(?:หนึ่ง|นี้|นั้น|ดังกล่าว)"
    r"|นาย(?:จ้าง|หน้า|อำเภอ|ทุน|ทะเบียน|ทหาร|ตำรวจ|ประกัน|ายอาม|ตรวจ|ช่าง|ด่าน|สถานี|ท้ายเรือ)"
    r"|(?:โรงเรียน|รร\.\s?)นาย(?:ร้อย|เรือ|สิบ)(?:ตำรวจ|ทหาร|อากาศ|พระจุล|$|[\s,()])"
    r"|นายแพทย์(?:สาธารณสุข|ใหญ่|เชี่ยวชาญ|ชำนาญการ|ทรงคุณวุฒิ)"
    r"|นายก(?:ฯ|รัฐมนตรี|เทศมนตรี|เทศบาล|สมาคม|พุทธสมาคม|สโมสร|สภา|เหล่ากาชาด|เมือง"
    r"|องค์การ|\s?อบ[ตจ]|\s?อ\.บ)"
    r"|(?:ต\.|ตำบล)\s?นาง(?:แล|บวช|ลือ|ตะเคียน|แดด)|นาง(?:รอง|เลิ้ง|พยาบาล|แบบ)"
)
NAYOK_ALONE = r"นายก($|[^ก-๛])"

IN_TEXT = "|".join((CITIZEN_ID, PHONE, EMAIL, PASSPORT, TITLE))
IN_ID = "|".join((CITIZEN_ID, PHONE, EMAIL, THAI_PASSPORT))
SHORTEST_ID = 6  # a@b.co

_TO_PLAIN = str.maketrans(_OTHERWISE, _PLAIN, _UNSEEN)
# what every personal text has: Thai letters, an at sign or a passport's digits; the
# large patterns take longer to compile than most names to judge
_PERHAPS = re.compile(r"[@ก-๛]|\(at\)|\[at\]|(?:[0-9][^0-9]*){6}")


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, (IN_TEXT, NOT_A_TITLE, NAYOK_ALONE)))


def is_personal(text: str) -> bool:
    """True when the text holds personal data: for names of files and columns."""
    plain = text.translate(_TO_PLAIN)
    if not _PERHAPS.search(plain):
        return False
    in_text, no_title, alone = _patterns()
    return in_text.search(alone.sub(r" \1", no_title.sub(" ", plain))) is not None


def shown(name: str) -> str:
    """A column, sheet or file name as it may be logged.

    Personal data are left out; what is no letter, or breaks a line, becomes "?".
    """
    clean = "".join(map(_printable, name)).strip()
    return "(…)" if is_personal(name) or is_personal(clean) else clean[:80]


def _printable(letter: str) -> str:
    if letter.isprintable():
        return letter
    return " " if letter.isspace() else "?"


def in_text(text: str) -> str:
    """SQL that finds personal data in a text, which is SQL itself."""
    # the map is made anew for each text, so for those that need it
    plain = (
        f"case when regexp_matches({text}, '[{_OTHERWISE}{_UNSEEN}]') "
        f"then translate({text}, '{_OTHERWISE}{_UNSEEN}', '{_PLAIN}') else {text} end"
    )
    without = f"regexp_replace({plain}, {_quoted(NOT_A_TITLE)}, ' ', 'g')"
    without = f"regexp_replace({without}, {_quoted(NAYOK_ALONE)}, ' \\1', 'g')"
    return f"regexp_matches({without}, {_quoted(IN_TEXT)})"


def in_id(text: str) -> str:
    """SQL that finds personal data in an id, which has no Thai digits.

    Else it is rejected for its form.
    """
    is_found = f"regexp_matches({text}, {_quoted(IN_ID)})"
    return f"(length({text}) >= {SHORTEST_ID} and {is_found})"


def _quoted(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"
