"""The rule for personal data in a text, in SQL and in Python, against two oracles.

Thai telephone numbers are those of the metadata of phonenumbers, identity numbers those
that python-stdnum takes for valid (contract.md 4).
"""

import random

import duckdb
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType
from stdnum.th import pin

from etl import personal
from etl.datasets import Field
from tests.etl import handed, office
from tests.etl.canaries import FORMATS, phone_number, phone_writings, pin_writings

NUMBERS_OF_A_KIND = 300
OTHER_DIGITS = ["໐໑໒໓໔໕໖໗໘໙", "០១២៣៤៥៦៧៨៩", "၀၁၂၃၄၅၆၇၈၉", "０１２３４５６７８９"]
NAMES = ("สมชาย", "เกศินี", "กฤษณะ", "ไพโรจน์", "กิตติ", "Somchai", "ธนา")
TITLES = ("นาย", "นาง", "นางสาว", "น.ส.", "ด.ช.", "ด.ญ.")
BEFORE = (
    *("", "ผู้แจ้ง ", "(", "1.", "พบ", "แจ้ง", "พยาน", "ผู้ต้องหา", "ผู้เสียหาย", "ชื่อ"),
    *("นายจ้าง", "นายหน้า", "นายกเทศมนตรี", "ตำรวจ", "เจ้าหน้าที่", "ครู", "สามี", "ลูก"),
)
NOT_PERSONAL = [
    *("นายจ้าง", "นายหน้า", "นายก", "นายอำเภอ", "นางรอง", "นายกฯ", "นายก อบต.ท่าแร้ง"),
    *(
        "สอบนายจ้าง",
        "พานายจ้างมา",
        "ของนางรอง",
        "ที่นายอำเภอ",
        "นายหน้าเถื่อน",
        "นายจ้างชาวไทย",
    ),
    *("นายกเหล่ากาชาดจังหวัด", "นายกสโมสรโรตารี", "นายกพุทธสมาคม", "นายกสภาวิชาชีพ"),
    *("นายด่านศุลกากร", "นายท้ายเรือ", "นายสถานีรถไฟ", "นายช่างโยธา", "นางแบบ", "นายตรวจ"),
    *("โรงเรียนนายร้อยตำรวจ สามพราน", "รร. นายเรือ", "โรงเรียนนายสิบทหารบก"),
    *("นายแพทย์สาธารณสุขจังหวัด", "ตำบลนางแล", "ต.นางแล อ.เมือง", "อำเภอนายายอาม"),
    *("ทนายความ", "เจ้านาย", "ขุนนาง", "ชาวนายากจน", "พัฒนายุทธศาสตร์", "หน้าที่นายทะเบียน"),
    *("15 ส.ค. 2563 เวลา 09.00-16.30 น.สถานที่ โรงแรม", "น.ส.3 ก", "09.00 น. สถานที่"),
    *("โทร 1300 ต่อ 12", "1.5 ล้านบาท", "งบ 1,800,000,000 บาท", "1800000000", "1800 คน"),
    *("01/08/2563 - 05/08/2563", "2563-01-01 2563-01-05", "1/1/2563-31/1/2563"),
    *(
        "13.7563, 100.5018",
        "12.123456 100.123456",
        "ค่า 0.25632564",
        "หนังสือ พม 0307/ว 12345",
    ),
    *(
        "018/2563",
        "014/2563 2564",
        "1900-2000",
        "ปี 2019-2020-2021",
        "กท 1234",
        "1ขค 1234",
    ),
]


@pytest.fixture(scope="module")
def rule() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def unseen(con: duckdb.DuckDBPyConnection, texts: list[str]) -> list[str]:
    """Texts that SQL or Python does not take for personal."""
    is_seen = personal.in_text("t")
    query = f"select t from (select unnest($texts) as t) where not {is_seen}"
    in_sql = [text for (text,) in con.execute(query, {"texts": texts}).fetchall()]
    return in_sql + [text for text in texts if not personal.is_personal(text)]


def in_all_places(text: str) -> list[str]:
    """The number alone and as it stands in a sentence."""
    return [text, f"โทร.{text}", f"ติดต่อ {text} (คุณแม่)", f"({text})", f"{text},x"]


@pytest.mark.parametrize(
    "kind",
    [PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP],
    ids=PhoneNumberType.to_string,
)
def test_every_thai_number_is_seen_however_it_is_written(rule, kind):
    rng = random.Random(66)
    numbers = [phone_number(kind, rng) for _ in range(NUMBERS_OF_A_KIND)]
    texts = [text for number in numbers for text in phone_writings(number)]
    assert len(set(texts)) > 10 * NUMBERS_OF_A_KIND
    assert unseen(rule, [p for text in texts for p in in_all_places(text)]) == []


@pytest.mark.parametrize(
    ("national", "zeros"),
    [(1800123456, 0), (1800790743, 0), (1900239383, 0), (18000123456, 2)],
)
def test_service_numbers_are_seen_as_the_library_writes_them(rule, national, zeros):
    number = phonenumbers.PhoneNumber(
        country_code=66,
        national_number=national,
        italian_leading_zero=zeros > 0,
        number_of_leading_zeros=zeros or None,
    )
    assert phonenumbers.is_valid_number(number)
    texts = [phonenumbers.format_number(number, form) for form in FORMATS]
    assert unseen(rule, texts) == []


@given(st.integers(0, 10**9 - 1))
def test_no_valid_thai_number_is_overlooked(digits):
    for national in (digits, digits // 10):
        number = phonenumbers.PhoneNumber(country_code=66, national_number=national)
        if phonenumbers.is_valid_number(number):
            for form in FORMATS:
                assert personal.is_personal(phonenumbers.format_number(number, form))


@given(st.integers(10**11, 10**12 - 1).map(str))
def test_no_valid_identity_number_is_overlooked(digits):
    number = digits + pin.calc_check_digit(digits)
    assert all(map(personal.is_personal, pin_writings(number)))


@pytest.mark.parametrize("digits", OTHER_DIGITS)
def test_numbers_in_the_digits_of_neighbours_are_seen(rule, digits):
    other = str.maketrans("0123456789", digits)
    texts = ["1103702071811", "081-234-5671", "+66 2 123 4577"]
    assert unseen(rule, [text.translate(other) for text in texts]) == []


@pytest.mark.parametrize(
    "mark",
    [
        *"\u00a0\u2009\u3000\u2011\u2013\u2014\u2212\uff0d",
        "\u200b-",
        "\u200e",
        "\u00ad",
    ],
    ids=lambda mark: " ".join(f"{ord(letter):04x}" for letter in mark),
)
def test_separators_of_any_width_hide_no_number(rule, mark):
    groups = [
        ("1", "1037", "02071", "82", "1"),
        ("081", "234", "5672"),
        ("+66", "2", "1234577"),
    ]
    assert unseen(rule, [mark.join(group) for group in groups]) == []


def test_a_title_before_a_name_is_seen_wherever_the_name_stands(rule):
    texts = [
        b + t + gap + n
        for b in BEFORE
        for t in TITLES
        for gap in ("", " ")
        for n in NAMES
    ]
    assert unseen(rule, texts) == []


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_a_text_that_only_looks_personal_is_none(rule, text):
    (seen,) = rule.execute(
        f"select {personal.in_text('t')} from (select $t as t)", {"t": text}
    ).fetchone()
    assert (seen, personal.is_personal(text)) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a@b.co",
            "som.chai+x@mail.go.th",
            "สมชาย@gmail.com",
            "x @ gmail.com",
            "X@A.CO",
        ),
        *("x(at)gmail.com", "x[at]gmail.com", "x＠gmail.com", "x@1.2.co.th"),
        *('"a b"@gmail.com', "สมชาย@บริษัท.ไทย", "mailto:q_1@x-y.org"),
        *(
            "AA1234567",
            "aa 1234567",
            "MF-123456",
            "N01234567",
            "P1234567A",
            "AA๑๒๓๔๕๖๗",
        ),
    ],
)
def test_addresses_and_passports_are_seen(rule, text):
    assert unseen(rule, in_all_places(text)) == []


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        *[("1103702071811", True), ("1-1037-02071-82-1", True), ("081-234-5671", True)],
        *[("0812345671", True), ("02_123_4567", True), ("66812345671", True)],
        *[("AA1234567", True), ("aa1234567", True), ("T2563001", False)],
        *[("2563/08-0012", False), ("TIP-2563-00001", False), ("x_1", False)],
    ],
)
def test_an_id_is_not_exempt_and_a_running_number_no_passport(rule, text, is_seen):
    (seen,) = rule.execute(
        f"select {personal.in_id('t')} from (select $t as t)", {"t": text}
    ).fetchone()
    assert seen == is_seen


def listed() -> list[tuple[str, Field]]:
    """The coded fields of all datasets, with the dataset's name."""
    return [
        (dataset.name, field)
        for dataset in handed.offices()
        for field in dataset.fields
        if field.code_list
    ]


@pytest.mark.long
def test_a_code_label_or_alias_of_a_list_is_exempt_in_every_field(tmp_path):
    inbox, expected = tmp_path / "inbox", {}
    for dataset in handed.offices():
        rows = [handed.header(dataset)]
        for name, field in listed():
            texts = (
                handed.code_lists()[str(field.code_list)]
                if name == dataset.name
                else []
            )
            rows += [
                list((handed.row(dataset, len(rows) + n) | {field.name: text}).values())
                for n, (text, _) in enumerate(texts)
            ]
        office.hand_over(inbox, f"{dataset.name}.csv", rows)
        expected[f"{dataset.name}.csv"] = len(rows) - 1
    said = office.check(inbox).report["files"]
    personal_reasons = [
        (known["path"], reason)
        for known in said
        for reason in known["reasons"]
        if reason.endswith((".personal_data", ".unknown"))
    ]
    assert personal_reasons == []
    assert {k["path"]: k["rows_in"] for k in said if k["rows_in"]} == {
        path: rows for path, rows in expected.items() if rows
    }
    phones = [
        t for t, _ in handed.code_lists()["tip_channel"] if personal.is_personal(t)
    ]
    assert "+66991301300" in phones
