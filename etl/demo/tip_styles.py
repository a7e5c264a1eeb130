"""How each year's office writes its tips, and what it gets wrong on purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from etl.demo import words
from etl.demo.files import Cell

CHANNELS_TH = {
    "HOTLINE_1300": "สายด่วน 1300",
    "HOTLINE_1300_ABROAD": "หมายเลขรับแจ้งจากต่างประเทศ",
    "APP_PROTECT_U": "แอป Protect-U",
    "VOLUNTEER": "อพม.",
    "WALK_IN_PROVINCE": "พมจ.",
    "POLICE_191": "ตำรวจ",
    "TOURIST_POLICE_1155": "ตำรวจท่องเที่ยว",
    "AHTD_1191": "ปคม.",
    "DSI_1202": "ดีเอสไอ",
    "LABOUR_1506": "สายด่วนกระทรวงแรงงาน",
    "OTHER": "อื่นๆ",
}
FORMS_TH = {
    "EX01": "ค้าประเวณี",
    "EX02": "สื่อลามก",
    "EX03": "การแสวงหาประโยชน์ทางเพศในรูปแบบอื่น",
    "EX04": "การเอาคนลงเป็นทาส",
    "EX05": "ขอทาน",
    "EX06": "แรงงานบังคับ",
    "EX06F": "แรงงานประมง",
    "EX07": "ตัดอวัยวะ",
    "EX08": "ขูดรีดบุคคล",
    "EX08S": "คอลเซ็นเตอร์",
    "EX99": "ไม่ระบุ",
}
STATUSES_TH = {
    "NEW": "รับแจ้ง",
    "SCREENING": "คัดกรอง",
    "REFERRED": "ส่งต่อ",
    "FOLLOWUP": "ติดตาม",
    "CLOSED_TIP": "ยุติ: เป็นค้ามนุษย์",
    "CLOSED_NOT": "ยุติ: ไม่เป็นค้ามนุษย์",
    "CLOSED_INSUFF": "ข้อมูลไม่เพียงพอ",
}
CHANNELS_EN = {
    "HOTLINE_1300": "hotline 1300",
    "APP_PROTECT_U": "Protect-U",
    "WALK_IN_PROVINCE": "walk-in",
    "VOLUNTEER": "Volunteer report",
}
CHILDREN_TH = {"yes": "มี", "no": "ไม่มี", "unknown": "ไม่ระบุ"}
CHILDREN_TH_LONG = {"yes": "ใช่", "no": "ไม่ใช่", "unknown": "ไม่ทราบ"}

SHORT_HEADERS = {
    "number": "ลำดับ",
    "tip_id": "เลขที่เบาะแส",
    "received_on": "วันที่รับแจ้ง",
    "province": "จังหวัด",
    "channel": "ช่องทาง",
    "form": "รูปแบบ",
    "victims": "จำนวนผู้เสียหาย",
    "child": "เกี่ยวข้องกับเด็ก",
    "status": "สถานะ",
    "closed_on": "วันที่ยุติ",
    "recorded_on": "วันที่บันทึก",
}
LONG_HEADERS = {
    "tip_id": "เลขรับแจ้ง",
    "recorded_on": "วันที่บันทึกข้อมูล",
    "received_on": "วันที่ได้รับแจ้ง",
    "dopa": "รหัสจังหวัด",
    "province": "จังหวัดที่เกิดเหตุ",
    "form": "รูปแบบการแสวงหาประโยชน์",
    "channel": "ช่องทางการแจ้ง",
    "victims": "ผู้เสียหาย (คน)",
    "child": "มีเด็กเกี่ยวข้อง",
    "status": "สถานะการดำเนินการ",
    "closed_on": "วันที่ยุติเรื่อง",
}
CLERK_HEADERS = {
    "tip_id": "รหัสเบาะแส",
    "received_on": "วันรับแจ้ง",
    "channel": "ช่องทางรับแจ้ง",
    "province": "ชื่อจังหวัด",
    "form": "ประเภทการแสวงหาประโยชน์",
    "status": "สถานะ",
    "closed_on": "วันที่ยุติ",
    "victims": "จำนวนผู้เสียหายที่แจ้ง",
    "child": "มีเด็กเกี่ยวข้อง",
    "recorded_on": "วันที่บันทึก",
    "clerk": "ผู้บันทึก",
}
ENGLISH_HEADERS = {
    "tip_id": "tip_id",
    "received_on": "received_on",
    "province": "province_code",
    "channel": "channel",
    "form": "exploitation_form",
    "victims": "victims_reported",
    "child": "child_involved",
    "status": "status",
    "closed_on": "closed_on",
    "recorded_on": "recorded_at",
}


@dataclass(frozen=True)
class Style:
    """How one office writes: its columns and spellings; a value without label stays."""

    headers: Mapping[str, str]
    day: words.DateStyle
    province: words.ProvinceStyle
    channels: Mapping[str, str]
    forms: Mapping[str, str]
    statuses: Mapping[str, str]
    children: Mapping[str, str]
    recorded: words.DateStyle | None = None
    number: Callable[[int], Cell] = int


def _morning(day: date) -> str:
    """2020-08-15T09:30:00."""
    return f"{day.isoformat()}T09:30:00"


STYLES = {
    2563: Style(
        headers=SHORT_HEADERS,
        day=words.slash,
        province=words.dotted_name,
        channels=CHANNELS_TH,
        forms=FORMS_TH,
        statuses=STATUSES_TH,
        children=CHILDREN_TH,
    ),
    2564: Style(
        headers=LONG_HEADERS,
        day=words.short_month,
        province=words.full_name,
        channels=CHANNELS_TH,
        forms=FORMS_TH,
        statuses=STATUSES_TH,
        children=CHILDREN_TH,
    ),
    2565: Style(
        headers=ENGLISH_HEADERS,
        day=words.iso,
        province=words.code,
        channels={},
        forms={},
        statuses={},
        children={},
        recorded=_morning,
    ),
    2566: Style(
        headers=CLERK_HEADERS,
        day=words.short_dash,
        province=words.dotted_name,
        channels=CHANNELS_TH,
        forms=FORMS_TH,
        statuses=STATUSES_TH,
        children=CHILDREN_TH_LONG,
        number=words.thai_digits,
    ),
    2567: Style(
        headers=LONG_HEADERS,
        day=words.real,
        province=words.full_name,
        channels=CHANNELS_TH,
        forms={},
        statuses=STATUSES_TH,
        children=CHILDREN_TH_LONG,
    ),
    2568: Style(
        headers=SHORT_HEADERS,
        day=words.thai_long_month,
        province=words.full_name,
        channels=CHANNELS_TH,
        forms=FORMS_TH,
        statuses=STATUSES_TH,
        children=CHILDREN_TH,
        number=words.thai_digits,
    ),
    2569: Style(
        headers=CLERK_HEADERS,
        day=words.real,
        province=words.loose_name,
        channels=CHANNELS_EN,
        forms=FORMS_TH,
        statuses={},
        children={},
    ),
    2570: Style(
        headers=SHORT_HEADERS,
        day=words.padded_slash,
        province=words.loose_name,
        channels=CHANNELS_TH,
        forms={},
        statuses=STATUSES_TH,
        children=CHILDREN_TH,
    ),
}
# what is written wrong on purpose, by the year of the file: flaw, then the wrong cells
FLAWS: dict[int, list[tuple[str, dict[str, Cell]]]] = {
    2563: [
        ("unknown province", {"province": "จ.เชียงไหม่"}),
        ("month 13", {"received_on": "15/13/2563"}),
    ],
    2564: [
        ("negative number", {"victims": "-2"}),
        ("unknown channel", {"channel": "โทรเลข"}),
        ("code and name disagree", {"dopa": "50", "province": "ภูเก็ต"}),
    ],
    2565: [
        ("closed before received", {"closed_on": "2019-10-02"}),
        ("unknown status", {"status": "DONE"}),
        ("unknown form", {"form": "EX10"}),
    ],
    2566: [
        ("personal data in an id", {"tip_id": "0-0000-00000-00-0"}),
        ("personal data in an id", {"tip_id": "someone@example.invalid"}),
    ],
    2567: [("date in the future", {"received_on": date(2099, 1, 1)})],
    2568: [("not a number", {"victims": "สองคน"})],
    2569: [("year neither B.E. nor C.E.", {"received_on": "15/8/2669"})],
    2570: [("no province", {"province": ""})],
}
