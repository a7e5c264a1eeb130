"""What counts as personal data in a handed-over text (contract.md 4).

The patterns are written for RE2, which DuckDB uses (no look-around), so that the
set-wise check in SQL and the check of file and column names in Python are the same.
They look at a text whose Thai digits were replaced by 0-9.
"""

import re

_DASHES = r"\-\x{2010}-\x{2015}"
_GAP = rf"[\s._{_DASHES}]{{0,3}}"
# around an area code: (02) 123-4567; also 081/234 5678, where no date can stand
_AROUND = rf"[\s._(){_DASHES}]{{0,3}}"
_ANY = rf"[\s._()/{_DASHES}]{{0,3}}"
# after a first 0 that stands alone, where a point would make a decimal number
_ALONE_GAP = rf"[\s_(){_DASHES}]{{1,3}}"
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
# 0-81-234-5678; +66 81 234 5678
PHONE = (
    rf"{_EDGE}(?:0[689][0-9]{_DIGITS}{{7}}"
    rf"|0[689][0-9]{_ANY}[0-9]{{3}}{_ANY}[0-9]{{4}}"
    rf"|0[689]{_AROUND}[0-9]{{4}}{_AROUND}[0-9]{{4}}"
    rf"|0[2-57]{_ANY}[0-9]{{3}}{_ANY}[0-9]{{4}}"
    rf"|0[3-57][0-9]{_ANY}[0-9]{{3}}{_ANY}[0-9]{{3}}"
    rf"|0{_ALONE_GAP}[2-9][0-9]{{3}}{_GAP}[0-9]{{4,5}}"
    rf"|0{_ALONE_GAP}[2-9][0-9]?{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}"
    rf"|(?:\+|00){_GAP}66{_GAP}(?:\(0\)|0)?{_DIGITS}{{8,9}}"
    rf"|66{_GAP}[689]{_DIGITS}{{8}}){_END}"
)
EMAIL = r"(?:[A-Za-z0-9._%+\-]+\s?@\s?|[ก-๙]@)[A-Za-z0-9\-]+\.[A-Za-z]"
_LETTER_EDGE = r"(?:^|[^A-Za-z0-9])"
_LETTER_END = r"(?:$|[^A-Za-z0-9])"
_NEAR = rf"[\s.{_DASHES}]{{0,3}}"
# passports of Thailand and its neighbours: one or two letters, six to eight digits
PASSPORT = rf"{_LETTER_EDGE}[A-Za-z]{{1,2}}{_NEAR}[0-9]{{6,8}}[A-Z]?{_LETTER_END}"
# in an id, where letters before a running number are usual: the Thai form alone
THAI_PASSPORT = rf"{_LETTER_EDGE}[A-Z]{{2}}[0-9]{{7}}{_LETTER_END}"
# a title as a token before a name; the token begins the text, follows something that
# is no Thai letter, or follows one of the words that introduce a person
_CUE = (
    "ชื่อ|คือ|ของ|พบ|โดย|กับ|และ|หรือ|ว่า|แจ้ง|เสียหาย|เหยื่อ|ประสาน"
    "|ให้|เมื่อ|ต่อ|จาก|ถึง|แก่|ด้วย|ช่วย|จับ|ส่ง|มี|ทหาร|ตำรวจ|กำนัน|ใหญ่บ้าน"
    "|คุณ|บิดา|มารดา|บุตร|ภรรยา|พ่อ|แม่"
)
TITLE = (
    rf"(?:^|[^ก-๛]|{_CUE})"
    r"(?:นางสาว|นาย|นาง|น\s?\.\s?ส\s?\.|นส\.|ด\s?\.\s?[ชญ]\s?\.|ด[ชญ]\.|เด็กชาย|เด็กหญิง)"
    r"\s*[ก-ฮเ-ไA-Za-z]"
)
# words that begin like a title and are none: taken out before TITLE is looked for
NOT_A_TITLE = (
    r"(?:ทหาร|ตำรวจ|เจ้าหน้าที่)นาย(?:หนึ่ง|นี้|นั้น|ดังกล่าว)"
    r"|นาย(?:จ้าง|หน้า|อำเภอ|ทุน|ทะเบียน|ทหาร|ตำรวจ|ประกัน|ายอาม)"
    r"|นายก(?:รัฐมนตรี|เทศมนตรี|เทศบาล|สมาคม|เมือง|องค์การ|\s?อบ[ตจ]|\s?อ\.บ)"
    r"|นาง(?:รอง|เลิ้ง|พยาบาล)"
)
NAYOK_ALONE = r"นายก(ฯ|$|[^ก-๛])"

IN_TEXT = "|".join((CITIZEN_ID, PHONE, EMAIL, PASSPORT, TITLE))
IN_ID = "|".join((CITIZEN_ID, PHONE, EMAIL, THAI_PASSPORT))
SHORTEST_ID = 6  # a@b.co

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _python(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\x\{(\w{4})\}", r"\\u\1", pattern))


_IN_TEXT, _NOT, _ALONE = (_python(p) for p in (IN_TEXT, NOT_A_TITLE, NAYOK_ALONE))


def is_personal(text: str) -> bool:
    """True when the text holds personal data: for names of files and columns."""
    plain = _ALONE.sub(r"\1", _NOT.sub("", text.translate(_THAI_DIGITS)))
    return _IN_TEXT.search(plain) is not None


def shown(name: str) -> str:
    """A column, sheet or file name as it may be logged: personal data are left out."""
    return "(…)" if is_personal(name) else name.strip()[:80]


def macros() -> str:
    """SQL that creates `is_personal_text(t)` and `is_personal_id(t)`.

    An id has no Thai digits, else it is rejected for its form.
    """

    def quoted(pattern: str) -> str:
        return "'" + pattern.replace("'", "''") + "'"

    digits = "translate(t, '๐๑๒๓๔๕๖๗๘๙', '0123456789')"
    without = f"regexp_replace({digits}, {quoted(NOT_A_TITLE)}, '', 'g')"
    without = f"regexp_replace({without}, {quoted(NAYOK_ALONE)}, '\\1', 'g')"
    return (
        "create or replace temp macro is_personal_text(t) as "
        f"regexp_matches({without}, {quoted(IN_TEXT)});"
        "create or replace temp macro is_personal_id(t) as "
        f"length(t) >= {SHORTEST_ID} and regexp_matches(t, {quoted(IN_ID)});"
    )
