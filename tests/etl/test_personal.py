"""Personal data reach nothing that a command writes or says (contract.md 4)."""

import itertools
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.etl import office
from tests.etl.office import as_csv, hand_over, hand_over_workbook, tip, tips

NAME = "คานารีย์"
CANARIES = [
    "1103702071811",
    "1-1037-02071-82-1",
    "1 1037 02071 83 1",
    "1 - 1037 - 02071 - 84 - 1",
    "๑๑๐๓๗๐๒๐๗๑๘๕๑",
    "๑-๑๐๓๗-๐๒๐๗๑-๘๖-๑",
    "0812345671",
    "081-234-5672",
    "08 1234 5673",
    "๐๘๑-๒๓๔-๕๖๗๔",
    "+66812345675",
    "+66 81 234 5676",
    "02-123-4577",
    "053 123 478",
    "canary@example.com",
    "canary.s+x@mail.example.go.th",
    "AA1234567",
    "aa 1234568",
    f"นาย{NAME} ใจดี",
    f"นาง {NAME}",
    f"นางสาว{NAME}",
    f"น.ส.{NAME}",
    f"น.ส. {NAME}",
    f"ด.ช.{NAME}",
    f"ด.ญ. {NAME}",
    "นาย Canary Jones",
    "0-2123-4581",
    "0-5312-3482",
    "0 2123 4583",
    "0 81 234 5684",
    "๐-๒๑๒๓-๔๕๘๕",
    "(02) 123-4586",
    "(081) 234-5687",
    "(08)1234-5688",
    "081/2345689",
    "02/123-4590",
    "081_234_5691",
    "1/1037/02071/92/1",
    "1_1037_02071_93_1",
    f"{NAME}@example.com",
    f"ให้นาย{NAME}มา",
    f"เมื่อนาย{NAME}",
    f"พลทหารนาย{NAME}",
    f"ตำรวจนาย{NAME}",
    f"ต่อนางสาว{NAME}",
    f"คุณนาย{NAME}",
    f"นายทหารนาย{NAME}",
]
IN_NAMES = [canary for canary in CANARIES[::3] if "/" not in canary]
IN_A_SENTENCE = [
    "ผู้แจ้งโทร {} ขอความช่วยเหลือ",
    "({})",
    "ติดต่อ:{}",
]
ACCEPTED = [
    "นายจ้าง",
    "นายจ้างยึดหนังสือเดินทาง",
    "นายหน้า",
    "ห้องประชุมสมาคมนายหน้า",
    "นายก",
    "นายก อบต.ท่าแร้ง",
    "นายกเทศมนตรีนครเชียงใหม่",
    "ที่ว่าการนายอำเภอ",
    "นายอำเภอนางรอง",
    "อำเภอนางรอง จังหวัดบุรีรัมย์",
    "เลขที่ 99/123 หมู่ 4 ต.ช้างเผือก",
    "โทร 1300 ต่อ 12",
    "ห้อง 0812",
    "งบ 1,234,567 บาท",
    "15 ส.ค. 2563 เวลา 09.00-16.30 น.",
    "ISO 9001:2015",
    "รุ่นที่ 1-29",
    "08-08-2563 09.00 น.",
    "08/08/2563 09.00 น.",
    "15/08/2563",
    "15/8/2563 09.00-16.30 น.",
    "05/08/2563-09/08/2563",
    "ตั้งแต่ 08/2563-2564",
    "T63-000123",
    "TIP-2563-00001",
    "2563/08-0012",
    "หนังสือที่ พม 0902.12/3456",
    "ปีงบประมาณ 2563-2567",
    "2563/2564/2565",
    "training_batch_2563_2564",
    "ค่า 0.25632564",
    "(1) 2563 (2) 2564",
    "ให้นายจ้างส่งเอกสาร",
    "แจ้งต่อนายอำเภอ",
    "เมื่อนายหน้าหลบหนี",
    "ให้นายกฯ เปิดงาน",
    "มีนายทหารและนายตำรวจร่วม",
    "ตำรวจนายหนึ่ง",
    "อบรมจากนางรองถึงมิถุนายน",
    "ไลน์ @esskorsor.th",
]
DATASETS: dict[str, dict[str, object]] = {
    "tip_report": {
        "tip_id": "T1",
        "received_on": "2020-08-15",
        "province_code": "50",
        "province_name": "เชียงใหม่",
        "channel": "OTHER",
        "exploitation_form": "EX01",
        "victims_reported": 1,
        "child_involved": "no",
        "status": "NEW",
        "closed_on": "",
        "recorded_at": "",
    },
    "training_batch": {
        "fiscal_year_be": 2563,
        "batch_no": 2,
        "province_code": "50",
        "province_name": "เชียงใหม่",
        "venue": "โรงแรม",
        "started_on": "2020-08-20",
        "ended_on": "2020-08-20",
        "status": "held",
        "participants": "กว่า 200",
        "volunteers_trained": 200,
        "recorded_at": "",
    },
    "training_participant": {
        "fiscal_year_be": 2563,
        "batch_no": 2,
        "province_code": "50",
        "province_name": "เชียงใหม่",
        "volunteers_trained": 200,
        "recorded_at": "",
    },
    "volunteer_roster": {
        "as_of": "2020-09-30",
        "province_code": "50",
        "province_name": "เชียงใหม่",
        "volunteers_registered": 10,
        "volunteers_active": 5,
        "volunteers_trained": 5,
        "tambons_covered": 5,
        "tambons_total": 5,
        "recorded_at": "",
    },
    "province_risk": {
        "fiscal_year_be": 2563,
        "province_code": "50",
        "province_name": "เชียงใหม่",
        "indicator_code": "V_POVERTY",
        "value": 0.1,
        "source": "test",
        "recorded_at": "",
    },
    "province_grade": {
        "fiscal_year_be": 2563,
        "province_code": "50",
        "province_name": "เชียงใหม่",
        "risk_level": 3,
        "ministry_score": 0.5,
        "source": "test",
        "recorded_at": "",
    },
    "population": {
        "year_be": 2563,
        "province_code": "50",
        "province_name": "เชียงใหม่",
        "population": 100,
        "recorded_at": "",
    },
    "target": {
        "fiscal_year_be": 2563,
        "metric": "batches_held",
        "province_code": "",
        "value": 29,
        "unit": "batches",
        "source": "test",
        "recorded_at": "",
    },
    "tip_tier": {
        "report_year": 2020,
        "country_iso3": "THA",
        "tier": "2",
        "source": "test",
        "confidence": "test",
        "recorded_at": "",
    },
    "pillar_indicator": {
        "year": 2020,
        "period_type": "calendar",
        "pillar": "prosecution",
        "indicator_code": "X",
        "value": 1,
        "unit": "person",
        "source": "test",
        "confidence": "test",
        "note": "x",
        "preferred": 0,
        "recorded_at": "",
    },
}


def spoilt(row: dict[str, object]) -> Iterator[list[object]]:
    """The row with each canary in each of its fields, one at a time."""
    for column, canary in itertools.product(row, CANARIES):
        yield list((row | {column: canary}).values())
    texts = [column for column in row if column in {"venue", "note", "source", "unit"}]
    for column, canary, sentence in itertools.product(texts, CANARIES, IN_A_SENTENCE):
        yield list((row | {column: sentence.format(canary)}).values())


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Iterator[office.Run]:
    folder = tmp_path_factory.mktemp("personal")
    inbox, temporary = folder / "inbox", folder / "temporary"
    temporary.mkdir()
    for dataset, row in DATASETS.items():
        hand_over(inbox, f"{dataset}_spoilt.csv", [list(row), *spoilt(row)])
    everywhere(inbox)
    batches = DATASETS["training_batch"]
    venues = [
        list((batches | {"batch_no": number, "venue": venue}).values())
        for number, venue in enumerate(ACCEPTED, 101)
    ]
    hand_over(inbox, "training_batch_accepted.csv", [list(batches), *venues])
    hand_over(inbox, "tip_report_alias.csv", tips(tip("ALIAS", channel="+66991301300")))
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"], tempfile.tempdir = str(temporary), None
    try:
        yield office.build(folder / "built", inbox)
    finally:
        tempfile.tempdir = None
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before


def everywhere(inbox: Path) -> None:
    """Canaries where no field of a dataset is."""
    every = " ".join(CANARIES)
    good = tips(tip("GOOD"))
    dropped = [[*row, f"ผู้แจ้ง{number}"] for number, row in enumerate(good)]
    dropped[1][-1] = every
    hand_over(inbox, "tip_report_dropped.csv", dropped)
    header = [*office.TIP_HEADER, *CANARIES]
    hand_over(inbox, "tip_report_columns.csv", [header, tip("COLUMNS") + CANARIES])
    hand_over(inbox, "tip_report_title.csv", [[every], *tips(tip("TITLE"))])
    hand_over(
        inbox,
        "tip_report_below.csv",
        [*tips(tip("BELOW")), [every], [f"หมายเหตุ {every}"]],
    )
    hand_over(inbox, "tip_report_quote.csv", as_csv(good) + f'"{every}\n')
    hand_over(inbox, "tip_report_more.csv", [*tips(tip("MORE")), tip("X") + [every]])
    hand_over(inbox, "tip_report_broken.csv", f"{every}\n{every}\n")
    hand_over(inbox, "tip_report_missing.csv", f"tip_id,status,{every}\na,b,c\n")
    hand_over(inbox, f"tip_report.{CANARIES[18]}", "x")
    hand_over(inbox, "tip_report_cp874.csv", as_csv(tips(tip(every))), "cp874")
    hand_over(inbox, "tip_report_utf16.csv", as_csv(tips(tip(every))), "utf-16")
    for number, canary in enumerate(IN_NAMES):
        hand_over(inbox, f"tip_report_{canary}.csv", tips(tip(f"NAME-{number}")))
        hand_over(inbox, f"{canary}.csv", "x")
    hand_over(inbox / CANARIES[18], "tip_report_folder.csv", tips(tip("FOLDER")))
    hand_over_workbook(
        inbox,
        "tip_report_hidden.xlsx",
        {
            "เปิด": tips(tip("OPEN")),
            "ซ่อน": tips(tip(every), tip("HIDDEN", status=every)),
            CANARIES[18]: tips(tip("SHEET"), tip("SHEET-BAD", status=every)),
            CANARIES[7]: [[every]],
            "number": [
                [*office.TIP_HEADER, "victims_reported"],
                [*tip("NUMBER"), 1103702071811],
                [*tip("TEXT"), "0812345671"],
            ],
        },
        hidden=["ซ่อน"],
    )


def traces() -> set[str]:
    """What would betray a canary, whatever stands around it."""
    digits = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
    found = {NAME, "Canary", "canary", *CANARIES}
    return found | {canary.translate(digits) for canary in CANARIES}


def test_every_row_with_a_canary_is_rejected(built):
    for dataset, row in DATASETS.items():
        said = built.file(f"{dataset}_spoilt.csv")
        assert said["rows_in"] == len(list(spoilt(row)))
        assert said["rejected"] == said["rows_in"], dataset


@pytest.mark.parametrize(
    ("dataset", "field"),
    [
        ("training_batch", "venue"),
        ("pillar_indicator", "note"),
        ("pillar_indicator", "indicator_code"),
        ("province_risk", "source"),
        ("province_risk", "value"),
        ("target", "unit"),
        ("tip_report", "channel"),
        ("tip_report", "victims_reported"),
        ("tip_report", "province_name"),
        ("population", "population"),
    ],
)
def test_the_reason_says_that_it_was_personal_data(built, dataset, field):
    of_field = len(CANARIES)
    if field in {"venue", "note", "source", "unit"}:
        of_field *= 1 + len(IN_A_SENTENCE)
    assert built.file(f"{dataset}_spoilt.csv")["reasons"][f"{field}.personal_data"] == (
        of_field
    )


@pytest.mark.long
def test_no_byte_that_a_build_writes_holds_a_canary(built):
    forms = [
        (trace, trace.encode(encoding))
        for trace in traces()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp874")
    ]
    written = [path for path in built.out.parent.rglob("*") if path.is_file()]
    written = [path for path in written if "inbox" not in path.parts]
    assert {path.suffix for path in written} >= {".duckdb", ".json"}
    for path in written:
        content = path.read_bytes()
        found = [trace for trace, form in forms if form in content]
        assert found == [], path.name


def test_nothing_is_written_to_the_folder_for_temporary_files(built):
    assert list((built.out.parent / "temporary").rglob("*")) == []


def test_nothing_that_is_said_holds_a_canary(built):
    said = built.printed + json.dumps(built.report, ensure_ascii=False)
    assert [trace for trace in traces() if trace in said] == []


def test_no_value_in_any_table_holds_a_canary(built):
    with built.database() as con:
        tables = [name for (name,) in con.execute("show tables").fetchall()]
        assert "load_reject" in tables
        for table in tables:
            assert held(con, table) == [], table


def held(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Traces in any cell of the table; digits also where a number lost its zero."""
    numbers = {trace.lstrip("0") for trace in traces() if trace.isdigit()}
    cells = str(con.execute(f"from {table}").fetchall())
    return [trace for trace in traces() | numbers if trace in cells]


@pytest.mark.parametrize("number", range(101, 101 + len(ACCEPTED)))
def test_words_that_only_look_like_titles_or_numbers_are_accepted(built, number):
    assert built.values(
        "select venue from training_batch where batch_no = $number", number=number
    ) == [ACCEPTED[number - 101]]


def test_a_cell_that_is_an_alias_of_its_list_is_no_personal_data(built):
    assert built.values("select channel from tip_report where tip_id = 'ALIAS'") == [
        "HOTLINE_1300_ABROAD"
    ]


@pytest.mark.parametrize("tip_id", ["GOOD", "COLUMNS", "TITLE", "BELOW", "FOLDER"])
def test_rows_beside_a_canary_are_read(built, tip_id):
    assert tip_id in built.values("select tip_id from tip_report")


def test_files_with_a_canary_in_their_name_are_read_and_not_named(built):
    read = built.values("select count(*) from tip_report where tip_id like 'NAME-%'")
    assert read == [len(IN_NAMES)]


def test_columns_with_a_canary_in_their_name_are_counted_and_not_named(built):
    named = built.file("tip_report_columns.csv")["dropped_columns"]
    assert named
    assert not any(trace in name for trace in traces() for name in named)


def test_hidden_sheets_stay_unread_and_numbers_without_a_separator_are_seen(built):
    ids = built.values("select tip_id from tip_report")
    assert "OPEN" in ids
    assert not {"HIDDEN", "NUMBER", "TEXT"} & set(ids)


@pytest.mark.parametrize(
    "number", ["1,103,700,012,345", "๑,๑๐๓,๗๐๐,๐๑๒,๓๔๕", "1,103,700,012,345.0"]
)
def test_thousands_separators_hide_no_personal_number(tmp_path, number):
    header = [*office.TIP_HEADER, "victims_reported"]
    rows = tips([*tip("T1"), "1,234"], [*tip("T2"), number], header=header)
    run = office.check(hand_over(tmp_path, "tip_report.csv", rows))
    said = run.file("tip_report.csv")
    assert (said["accepted"], said["rejected"]) == (1, 1)
    assert number not in run.printed


def test_thirteen_digits_with_separators_are_said_to_be_personal(tmp_path):
    header = [*office.TIP_HEADER, "victims_reported"]
    rows = tips([*tip("T1"), "1,103,700,012,345"], header=header)
    run = office.check(hand_over(tmp_path, "tip_report.csv", rows))
    reasons = run.file("tip_report.csv")["reasons"]
    assert reasons["victims_reported.personal_data"] == 1
    assert "103,700" not in run.printed
