"""Every dataset of contract.md 3: its key, its columns and each rule, as offices write.

One build takes a good file of every new dataset under its Thai headings, with the rows
that the rules reject below; the reasons are compared line by line.
"""

import csv
from datetime import date, datetime

import duckdb
import pytest

from etl import codes, keys, paths
from etl.datasets import datasets
from etl.reading import header
from etl.refusal import words_of
from tests.etl import office
from tests.etl.office import batch, hand_over, hand_over_workbook, tip, tips

# contract.md 3, word by word: the key, then the other columns; * required
CONTRACT = {
    "tip_report": (
        "tip_id",
        "tip_id* received_on* province_code* channel* exploitation_form* "
        "victims_reported child_involved status* closed_on",
    ),
    "reporting": (
        "dataset province_code period_start",
        "dataset* province_code* period_start* period_end* received_on* rows*",
    ),
    "tip_outcome": (
        "tip_id decided_on",
        "tip_id* decided_on* trafficking_status* decision_body* victims_identified "
        "case_opened",
    ),
    "withdrawal": ("dataset record_key", "dataset* record_key* withdrawn_on*"),
    "referral": (
        "tip_id step",
        "tip_id* step* from_agency* to_agency* referred_on* accepted_on nrm_step",
    ),
    "training_batch": (
        "fiscal_year_be batch_no",
        "fiscal_year_be* batch_no* province_code* venue started_on* ended_on* status* "
        "participants volunteers_trained",
    ),
    "training_participant": (
        "fiscal_year_be batch_no province_code",
        "fiscal_year_be* batch_no* province_code* volunteers_trained*",
    ),
    "volunteer_roster": (
        "as_of province_code",
        "as_of* province_code* volunteers_registered* volunteers_active "
        "volunteers_trained tambons_covered tambons_total",
    ),
    "outreach": (
        "activity_id",
        "activity_id* held_on* province_code* audience* medium* attendees "
        "fiscal_year_be batch_no partner_type channels_promoted",
    ),
    "partner_network": (
        "as_of province_code partner_type",
        "as_of* province_code* partner_type* partners* active_partners",
    ),
    "alarm_outcome": ("alarm_id", "alarm_id* decided_on* outcome* note"),
    "province_risk": (
        "fiscal_year_be province_code indicator_code",
        "fiscal_year_be* province_code* indicator_code* value* source*",
    ),
    "province_grade": (
        "fiscal_year_be province_code",
        "fiscal_year_be* province_code* risk_level* ministry_score source*",
    ),
    "population": ("year_be province_code", "year_be* province_code* population*"),
    "target": (
        "fiscal_year_be metric province_code",
        "fiscal_year_be* metric* province_code value* unit* source*",
    ),
    "recommendation": (
        "report_year recommendation_no",
        "report_year* recommendation_no* text_th text_en area* source* owner status "
        "evidence_indicators",
    ),
    "tip_tier": (
        "report_year country_iso3",
        "report_year* country_iso3* tier* source* confidence*",
    ),
    "pillar_indicator": (
        "year period_type indicator_code source",
        "year* period_type* indicator_code* source* pillar* value* unit* confidence* "
        "note preferred",
    ),
}
CONFLICTS = {"training_batch", "province_risk", "province_grade", "population"}
LISTS = {
    "tip_outcome": {"trafficking_status": "trafficking_status"}
    | {"decision_body": "decision_body", "case_opened": "yes_no"},
    "referral": dict.fromkeys(("from_agency", "to_agency"), "referral_agency")
    | {"nrm_step": "nrm_step"},
    "outreach": {"audience": "audience", "medium": "medium"}
    | {"partner_type": "partner_type", "channels_promoted": "tip_channel"},
    "partner_network": {"partner_type": "partner_type"},
    "alarm_outcome": {"outcome": "alarm_outcome"},
    "reporting": {"dataset": "dataset"},
    "withdrawal": {"dataset": "dataset"},
}
IN_THE_CONTRACT = {
    "audience": "students teachers community leaders,workers,employers,public",
    "medium": "event school online in-flight broadcast",
    "partner_type": "NGO,community organisation,school employer faith body,"
    "private sector",
}
OFFICES = sorted(CONTRACT)

# a table under Thai headings: header, good rows, then (row, reasons against it)
NOT_STORED = {"record_key.not_stored"}
TABLES: dict[str, tuple[list[str], list[list[object]], list[tuple[list, set]]]] = {
    "reporting": (
        ["ชุดข้อมูล", "จังหวัด", "ตั้งแต่วันที่", "ถึงวันที่", "วันที่รับรายงาน", "จำนวนรายการ"],
        [
            ["เบาะแส", "เชียงใหม่", "3/8/2563", "9/8/2563", "12/8/2563", "1,234"],
            ["tip_report", "จ.เชียงราย", "3/8/2563", "9/8/2563", "11 ส.ค. 2563", "๐"],
            ["Tip reports", "กทม.", "3/8/2563", "3/8/2563", "3/8/2563", 1],
        ],
        [
            (
                ["เบาะแส", "น่าน", "9/8/2563", "3/8/2563", "12/8/2563", 1],
                {"period_end.before_period_start"},
            ),
            (
                ["ทะเบียนรถ", "น่าน", "3/8/2563", "9/8/2563", "12/8/2563", 1],
                {"dataset.unknown"},
            ),
            (
                ["withdrawal", "น่าน", "3/8/2563", "9/8/2563", "12/8/2563", 1],
                {"dataset.unknown"},
            ),
            (
                ["province", "น่าน", "3/8/2563", "9/8/2563", "12/8/2563", 1],
                {"dataset.unknown"},
            ),
            (
                ["เบาะแส", "น่าน", "3/8/2563", "9/8/2563", "12/8/2563", ""],
                {"rows.missing"},
            ),
            (
                ["เบาะแส", "น่าน", "3/8/2563", "9/8/2563", "12/8/2563", -1],
                {"rows.invalid_number"},
            ),
            (
                ["เบาะแส", "น่าน", "3/8/2563", office.tomorrow(), "12/8/2563", 1],
                {"period_end.future"},
            ),
            (
                ["เบาะแส", "ทั้งประเทศ", "3/8/2563", "9/8/2563", "12/8/2563", 1],
                {"province.unknown"},
            ),
        ],
    ),
    "tip_outcome": (
        [
            "เลขที่เบาะแส",
            "วันที่คัดแยก",
            "ผลการคัดแยก",
            "หน่วยงานที่คัดแยก",
            "ผู้เสียหายที่คัดแยกได้ (คน)",
            "เปิดคดี",
        ],
        [
            ["T-1", "20/8/2563", "เป็นผู้เสียหาย", "ตำรวจ", "๒", "ใช่"],
            ["T-1", "21/8/2563", "ไม่เป็นผู้เสียหาย", "NGO", "", "no"],
            ["T-2", "20/8/2563", "POSSIBLE", "ศาลหรืออัยการ", 0, ""],
        ],
        [
            (
                ["T-3", "20/8/2563", "คดี", "ตำรวจ", 1, "ใช่"],
                {"trafficking_status.unknown"},
            ),
            (
                ["T-3", "20/8/2563", "ACTUAL", "อำเภอ", 1, "ใช่"],
                {"decision_body.unknown"},
            ),
            (["T-3", "20/8/2563", "ACTUAL", "", 1, "ใช่"], {"decision_body.missing"}),
            (
                ["T-3", "20/8/2563", "ACTUAL", "ตำรวจ", 1, "ไม่ทราบ"],
                {"case_opened.unknown"},
            ),
            (
                ["T-3", "20/8/2563", "ACTUAL", "ตำรวจ", "1.5", "ใช่"],
                {"victims_identified.invalid_number"},
            ),
            (
                ["เลขที่ 3", "20/8/2563", "ACTUAL", "ตำรวจ", 1, "ใช่"],
                {"tip_id.pattern"},
            ),
            (
                ["1-2345-67890-12-3", "20/8/2563", "ACTUAL", "ตำรวจ", 1, "ใช่"],
                {"tip_id.personal_data"},
            ),
        ],
    ),
    "withdrawal": (
        ["ข้อมูลที่ถอน", "กุญแจของแถว", "วันที่ถอน"],
        [
            ["เบาะแส", "AB123456", "1/9/2563"],
            ["volunteer_roster", "2020-09-30|TH-50", "1/9/2563"],
            ["pillar_indicator", "2020|calendar|PROS|รายงานตำรวจ", "1/9/2563"],
            ["recommendation", "2020|99", "1/9/2563"],
        ],
        [
            (["รายชื่อ", "T-1", "1/9/2563"], {"dataset.unknown"}),
            (["ถอนข้อมูล", "เบาะแส|T-1", "1/9/2563"], {"dataset.unknown"}),
            (["เบาะแส", "", "1/9/2563"], {"record_key.missing"}),
            (["เบาะแส", "T-1", ""], {"withdrawn_on.missing"}),
            (["volunteer_roster", "2020-09-30|50", "1/9/2563"], NOT_STORED),
            (["volunteer_roster", "30/9/2563|TH-50", "1/9/2563"], NOT_STORED),
            (["ทะเบียน อพม.", "2020-09-30", "1/9/2563"], NOT_STORED),
            (["training_batch", "2020|1", "1/9/2563"], NOT_STORED),
            (["recommendation", "2020", "1/9/2563"], NOT_STORED),
            (["tip_report", "CNX 63 0099", "1/9/2563"], NOT_STORED),
            (["tip_report", "CNX-63-0099|1", "1/9/2563"], NOT_STORED),
            (["training_batch", "2563|01", "1/9/2563"], NOT_STORED),
            (["referral", "CNX-63-0099|01", "1/9/2563"], NOT_STORED),
            (["tip_tier", "2020|tha", "1/9/2563"], NOT_STORED),
            (["volunteer_roster", "2020-09-30|TH-99", "1/9/2563"], NOT_STORED),
            (["partner_network", "2020-09-30|TH-50|วัด", "1/9/2563"], NOT_STORED),
            (["เบาะแส", "1-2345-67890-12-3", "1/9/2563"], {"record_key.personal_data"}),
            (
                ["เบาะแส", "T|นายตัวอย่าง สมมุติ", "1/9/2563"],
                {"record_key.personal_data", *NOT_STORED},
            ),
        ],
    ),
    "referral": (
        [
            "เลขที่เบาะแส",
            "ขั้นที่",
            "ส่งจาก",
            "ส่งต่อไปยัง",
            "วันที่ส่งต่อ",
            "วันที่รับเรื่อง",
            "ขั้นตอน NRM",
        ],
        [
            ["T-1", 1, "ศูนย์ช่วยเหลือสังคม", "พมจ.", "16/8/2563", "16/8/2563", "คัดกรอง"],
            ["T-1", "๒", "พมจ", "สหวิชาชีพ", "17/8/2563", "", "N4"],
            ["T-2", 1, "SAC1300", "ปคม.", "16/8/2563", "19/8/2563", ""],
        ],
        [
            (
                ["T-3", 1, "พมจ.", "MDT", "16/8/2563", "15/8/2563", ""],
                {"accepted_on.before_referred_on"},
            ),
            (["T-3", 0, "พมจ.", "MDT", "16/8/2563", "", ""], {"step.out_of_range"}),
            (["T-3", "", "พมจ.", "MDT", "16/8/2563", "", ""], {"step.missing"}),
            (
                ["T-3", 1, "โรงพยาบาล", "MDT", "16/8/2563", "", ""],
                {"from_agency.unknown"},
            ),
            (["T-3", 1, "พมจ.", "", "16/8/2563", "", ""], {"to_agency.missing"}),
            (["T-3", 1, "พมจ.", "MDT", "", "", ""], {"referred_on.missing"}),
            (["T-3", 1, "พมจ.", "MDT", "16/8/2563", "", "N8"], {"nrm_step.unknown"}),
        ],
    ),
    "outreach": (
        [
            "รหัสกิจกรรม",
            "วันที่จัดกิจกรรม",
            "จังหวัด",
            "กลุ่มเป้าหมาย",
            "รูปแบบกิจกรรม",
            "จำนวนผู้เข้าร่วม",
            "ปีงบประมาณ",
            "รุ่นที่",
            "ประเภทภาคี",
            "ช่องทางที่ประชาสัมพันธ์",
        ],
        [
            [
                "กจ-1",
                "1/9/2563",
                "เชียงใหม่",
                "นักเรียน",
                "โรงเรียน",
                120,
                2563,
                1,
                "",
                "1300",
            ],
            [
                "A-2",
                "1/9/2563",
                "national",
                "public",
                "in-flight",
                "",
                "",
                "",
                "NGO",
                "",
            ],
            ["A-3", "1/9/2563", "ทั้งประเทศ", "PUBLIC", "BROADCAST", "", 2020, 2, "", ""],
            [
                "A-4",
                "1/9/2563",
                "เชียงราย",
                "Community leaders",
                "ออนไลน์",
                "",
                "",
                "",
                "องค์กรศาสนา",
                "อพม.; สายด่วน 1300",
            ],
            ["A-5", "1/9/2563", "เชียงราย", "แรงงาน", "event", "", "", "", "", ""],
        ],
        [
            (
                ["B-1", "1/9/2563", "national", "ครู", "EVENT", "", "", "", "", ""],
                {"province_code.national_event"},
            ),
            (
                ["B-2", "1/9/2563", "เชียงใหม่", "ครู", "ONLINE", 12, "", "", "", ""],
                {"attendees.of_media"},
            ),
            (
                ["B-3", "1/9/2563", "เชียงใหม่", "ครู", "ONLINE", 0, "", "", "", ""],
                {"attendees.of_media"},
            ),
            (
                ["B-4", "1/9/2563", "", "ครู", "ONLINE", "", "", "", "", ""],
                {"province.missing"},
            ),
            (
                ["B-5", "1/9/2563", "ต่างประเทศ", "ครู", "ONLINE", "", "", "", "", ""],
                {"province.unknown"},
            ),
            (
                ["B-6", "1/9/2563", "น่าน", "ตำรวจ", "โดรน", "", "", "", "", ""],
                {"audience.unknown", "medium.unknown"},
            ),
            (
                ["B-7", "1/9/2563", "น่าน", "ครู", "EVENT", "กว่า 200", "", "", "", ""],
                {"attendees.invalid_number"},
            ),
            (
                ["B-8", "1/9/2563", "น่าน", "ครู", "EVENT", 9, "", "", "", "1300;XX"],
                {"channels_promoted.unknown"},
            ),
            (
                ["นาย ตัวอย่าง", "1/9/2563", "น่าน", "ครู", "EVENT", 9, "", "", "", ""],
                {"activity_id.personal_data"},
            ),
            (
                ["B-9", office.tomorrow(), "น่าน", "ครู", "EVENT", 9, "", "", "", ""],
                {"held_on.future"},
            ),
        ],
    ),
    "partner_network": (
        ["ข้อมูล ณ วันที่", "จังหวัด", "ประเภทภาคี", "จำนวนภาคี", "ภาคีที่มีกิจกรรม"],
        [
            ["30 ก.ย. 2563", "เชียงใหม่", "องค์กรชุมชน", 12, 12],
            ["30 ก.ย. 2563", "เชียงใหม่", "faith body", 0, 0],
            ["30 ก.ย. 2563", "เชียงใหม่", "NGO", 4, ""],
        ],
        [
            (
                ["30 ก.ย. 2563", "น่าน", "NGO", 4, 5],
                {"active_partners.more_than_partners"},
            ),
            (["30 ก.ย. 2563", "น่าน", "NGO", "", 5], {"partners.missing"}),
            (["30 ก.ย. 2563", "น่าน", "ชมรม", 4, ""], {"partner_type.unknown"}),
            (["30 ก.ย. 2563", "", "NGO", 4, ""], {"province.missing"}),
        ],
    ),
    "alarm_outcome": (
        ["รหัสสัญญาณ", "วันที่ตรวจสอบ", "ผลการตรวจสอบ", "หมายเหตุ"],
        [
            ["A-20261122-TH-50", "1/9/2563", "สัญญาณจริง", "แรงงานประมง"],
            ["TH-57|2020-W36", "1/9/2563", "TRAINING", ""],
        ],
        [
            (["A-2", "1/9/2563", "ไม่แน่ใจ", ""], {"outcome.unknown"}),
            (
                ["A-3", "1/9/2563", "SIGNAL", "โทร 081-234-5678"],
                {"note.personal_data"},
            ),
            (["A-4", "1/9/2563", "SIGNAL", "ก" * 1001], {"note.too_long"}),
            (["", "1/9/2563", "SIGNAL", ""], {"alarm_id.missing"}),
        ],
    ),
    "recommendation": (
        ["ปีรายงาน", "ข้อที่", "ข้อเสนอแนะ", "text_en", "ด้าน", "แหล่งที่มา", "ผู้รับผิดชอบ"],
        [
            [2020, 1, "เพิ่มการคัดแยก", "", "protection", "TIP Report", "พม."],
            ["2563", "๒", "", "Increase screening", "protection", "TIP Report", ""],
        ],
        [
            ([2020, 3, "", "", "protection", "TIP Report", ""], {"text_th.no_text"}),
            ([2020, 4, "ก", "", "", "TIP Report", ""], {"area.missing"}),
            ([2020, 5, "ก", "", "protection", "", ""], {"source.missing"}),
            (
                [2020, 6, "ก", "", "protection", "a@b.co", "นาง ตัวอย่าง"],
                {"source.personal_data", "owner.personal_data"},
            ),
        ],
    ),
}
NEW = sorted(TABLES)
ZONED = [
    ("2020-08-15T23:30:00Z", "2020-08-16 06:30:00"),
    ("2020-08-15T23:30:00+07:00", "2020-08-15 23:30:00"),
    ("2020-08-15 23:30+0700", "2020-08-15 23:30:00"),
    ("2020-08-15 09:30:00 -05:00", "2020-08-15 21:30:00"),
    ("2020-08-15T09:30:00.25", "2020-08-15 09:30:00.25"),
    ("15/8/2563 09.30 น.", "2020-08-15 09:30:00"),
    ("๑๕/๘/๒๕๖๓ ๙:๓๐", "2020-08-15 09:30:00"),
    ("44058.395833", "2020-08-15 09:30:00"),
    ("15 ส.ค. 2563", "2020-08-15 00:00:00"),
    ("2020-08-15T09:30:00+99:00", None),
    ("2020-08-15T09:30:00 GMT", None),
    ("2020-08-15T09:30:00+7", None),
    ("2020-08-15 9:30 PM", None),
    ("2020-08-15 24:30", None),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("datasets") / "inbox"
    for name, (heads, good, bad) in TABLES.items():
        rows = [heads, *good, *[row for row, _ in bad]]
        hand_over(inbox, f"{name}_2563.csv", rows, "utf-8-sig")
    hand_over(
        inbox,
        "recommendation_without_text.csv",
        [["report_year", "ข้อที่", "ด้าน", "ที่มา"], [2020, 9, "protection", "x"]],
    )
    zoned = [[*tip(f"Z-{n}"), text] for n, (text, _) in enumerate(ZONED)]
    hand_over(
        inbox,
        "tip_report_zoned.csv",
        tips(*zoned, header=(*office.TIP_HEADER, "recorded_at")),
    )
    hand_over(
        inbox,
        "tip_report_day.csv",
        tips(tip("D-UTC", received_on="2020-08-15T23:30:00Z"), tip("T-1"), tip("T-2")),
    )
    hand_over_workbook(
        inbox,
        "tip_report_cells.xlsx",
        {
            "1": tips(
                [*tip("X-CLOCK"), datetime(2020, 8, 15, 9, 30, 15)],
                header=(*office.TIP_HEADER, "recorded_at"),
            )
        },
    )
    return office.build(inbox.parent / "built", inbox)


@pytest.fixture(scope="module")
def reasons(built) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = {}
    for path, line, reason in built.rows(
        "select path, line, load_reject.reason from load_reject "
        "inner join load_file using (file_id)"
    ):
        found.setdefault((path, line), set()).add(reason)
    return found


def test_the_datasets_are_those_of_the_contract():
    offices = {d.name for d in datasets().values() if not d.is_reference_only}
    assert offices == set(CONTRACT)


@pytest.mark.parametrize("name", OFFICES)
def test_key_and_columns_are_the_contracts(name):
    key, columns = CONTRACT[name]
    dataset = datasets()[name]
    assert dataset.key == tuple(key.split())
    fields = {field.name: field.required for field in dataset.columns}
    for column in columns.split():
        assert fields[column.strip("*")] == column.endswith("*"), column


@pytest.mark.parametrize("name", OFFICES)
def test_every_dataset_takes_the_time_at_which_the_row_was_known(name):
    field = datasets()[name].field("recorded_at")
    assert (field.type, field.required, field.not_after) == ("datetime", False, "today")


@pytest.mark.parametrize("name", OFFICES)
def test_a_province_is_given_by_code_or_by_name(name):
    dataset = datasets()[name]
    fields = {field.name for field in dataset.fields}
    assert ("province_code" in fields) == ("province_name" in fields)
    if "province_code" in fields:
        assert dataset.field("province_code").geography == "province"
        assert dataset.field("province_name").resolves == "province_code"


@pytest.mark.parametrize("name", OFFICES)
def test_only_the_four_datasets_of_the_contract_reject_a_key_twice(name):
    assert datasets()[name].rejects_same_key == (name in CONFLICTS)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_coded_columns_take_the_list_of_the_contract(name):
    dataset = datasets()[name]
    found = {f.name: f.code_list for f in dataset.columns if f.code_list}
    assert found == LISTS[name]


def test_every_coded_column_has_its_list():
    known = codes.code_lists()
    for dataset in datasets().values():
        for field in dataset.fields:
            for name in (field.code_list, field.or_list):
                assert name is None or known[name], (dataset.name, field.name)


def test_the_words_of_the_contract_are_known_to_the_lists():
    for name, words in IN_THE_CONTRACT.items():
        texts = {text.lower() for text, _ in codes.code_lists()[name]}
        left = f"{words},".lower().replace("community leaders", "")
        for text in sorted(texts, key=len, reverse=True):
            left = left.replace(text, "")
        assert left.strip(" ,") == "", left


def test_no_code_stands_twice_in_its_list():
    with (paths.REFERENCE / "code_list.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["list"], row["code"]) for row in csv.DictReader(file)]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("dataset", sorted(datasets()))
def test_no_heading_names_two_columns_of_a_dataset(dataset):
    seen: dict[str, str] = {}
    for field in datasets()[dataset].fields:
        for text in field.headers:
            assert seen.setdefault(header.folded(text), field.name) == field.name, text


@pytest.mark.parametrize("dataset", sorted(datasets()))
def test_every_rule_has_words_and_every_reason_against_it_too(dataset):
    for rule in datasets()[dataset].rules:
        assert rule.text_th
        assert rule.text_en
        assert rule.field in {field.name for field in datasets()[dataset].columns}
        assert set(words_of(rule.name)) == {"th", "en", "do_th", "do_en"}


@pytest.mark.parametrize("name", NEW)
def test_good_rows_under_thai_headings_are_accepted(built, name):
    _, good, bad = TABLES[name]
    said = built.file(f"{name}_2563.csv")
    assert said["status"] == "loaded"
    assert said["dropped_columns"] == []
    assert (said["accepted"], said["rejected"]) == (len(good), len(bad))


@pytest.mark.parametrize("name", NEW)
def test_each_rule_of_the_dataset_rejects_its_row_and_says_why(reasons, name):
    _, good, bad = TABLES[name]
    for line, (row, expected) in enumerate(bad, start=2 + len(good)):
        assert reasons[f"{name}_2563.csv", line] == expected, row


def test_a_file_with_neither_text_column_gives_no_recommendation(built, reasons):
    assert reasons["recommendation_without_text.csv", 2] == {"text_th.no_text"}
    assert built.rows(
        "select report_year, recommendation_no, owner from recommendation order by all"
    ) == [(2020, 1, "พม."), (2020, 2, None)]


def test_a_zero_that_was_counted_is_kept_as_a_zero(built):
    assert built.rows(
        "select dataset, province_code, rows from reporting order by province_code"
    ) == [
        ("tip_report", "TH-10", 1),
        ("tip_report", "TH-50", 1234),
        ("tip_report", "TH-57", 0),
    ]


def test_media_may_be_national_and_have_no_attendees(built):
    assert built.rows(
        "select activity_id, province_code, attendees, channels_promoted from outreach "
        "order by activity_id"
    ) == [
        ("A-2", "national", None, None),
        ("A-3", "national", None, None),
        ("A-4", "TH-57", None, "HOTLINE_1300;VOLUNTEER"),
        ("A-5", "TH-57", None, None),
        ("กจ-1", "TH-50", 120, "HOTLINE_1300"),
    ]


def test_the_batch_behind_an_activity_has_its_fiscal_year_converted_and_noted(built):
    assert built.values(
        "select fiscal_year_be from outreach where activity_id = 'A-3'"
    ) == [2563]
    assert built.file("outreach_2563.csv")["converted_years"] == 1


def test_codes_are_stored_whatever_an_office_writes(built):
    assert built.rows(
        "select tip_id, step, from_agency, to_agency, accepted_on, nrm_step "
        "from referral order by all"
    ) == [
        ("T-1", 1, "SAC1300", "PSDHS", date(2020, 8, 16), "N2"),
        ("T-1", 2, "PSDHS", "MDT", None, "N4"),
        ("T-2", 1, "SAC1300", "AHTD", date(2020, 8, 19), None),
    ]
    assert built.rows(
        "select trafficking_status, victims_identified, case_opened from tip_outcome "
        "order by tip_id, decided_on"
    ) == [("ACTUAL", 2, "yes"), ("NOT", None, "no"), ("POSSIBLE", 0, None)]


def test_personal_data_in_a_free_text_leave_nothing_behind(built):
    said = str(built.report) + built.printed
    stored = str(built.rows("from load_reject"))
    for secret in ("081-234-5678", "a@b.co", "ตัวอย่าง", "67890"):
        assert secret not in said
        assert secret not in stored


def test_a_time_with_a_zone_is_converted_to_bangkok_or_rejected_never_cut(built):
    known = dict(
        built.rows(
            "select tip_id, recorded_at::varchar from tip_report "
            "where tip_id like 'Z-%'"
        )
    )
    assert {text: known.get(f"Z-{n}") for n, (text, _) in enumerate(ZONED)} == dict(
        ZONED
    )


def test_a_day_with_a_time_and_a_zone_is_the_day_in_bangkok(built):
    assert built.values(
        "select received_on from tip_report where tip_id = 'D-UTC'"
    ) == [date(2020, 8, 16)]


def test_the_clock_time_of_a_workbooks_cell_is_kept(built):
    assert built.values(
        "select recorded_at from tip_report where tip_id = 'X-CLOCK'"
    ) == [datetime(2020, 8, 15, 9, 30, 15)]


def test_one_batch_may_lie_behind_many_rows_of_the_same_key_elsewhere(tmp_path):
    """A key twice in one file without a time: the later position wins, as for tips."""
    heads, (first, *_), _ = TABLES["partner_network"]
    hand_over(
        tmp_path / "in",
        "partner_network.csv",
        [heads, first, [*first[:3], 20, 12], first],
    )
    hand_over(tmp_path / "in", "training_batch.csv", [office.BATCH_HEADER, batch(1)])
    done = office.build(tmp_path / "built", tmp_path / "in")
    assert done.values("select partners from partner_network") == [20]
    said = done.file("partner_network.csv")
    assert (said["accepted"], said["superseded"], said["duplicate"]) == (1, 1, 1)


@pytest.mark.parametrize(
    "name", sorted({*codes.codes_of("dataset").values()} - {"recommendation"})
)
def test_a_withdrawal_takes_every_stored_key_and_none_with_a_part_missing(
    demo_con, name
):
    parts = [f"coalesce({part}::varchar, '')" for part in datasets()[name].key]
    judging = duckdb.connect()
    keys.install(judging)

    def taken(kept: list[str]) -> list[bool]:
        """Whether each of the stored keys, of these parts alone, would be taken."""
        key = ", ".join(["'|'", *kept]) if kept else "'|', ''"
        stored = demo_con.execute(
            f"select distinct concat_ws({key}) from {name}_loaded"
        ).fetchall()
        return [
            judging.execute("select is_stored_key(?, ?)", [name, key]).fetchone()
            == (True,)
            for (key,) in stored[:200]
        ]

    assert taken(parts)
    assert all(taken(parts))
    assert not any(taken(parts[:-1]))
