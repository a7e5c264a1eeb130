"""Every form of a value that contract.md 3 and 4 accept or reject."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.etl import office
from tests.etl.office import batch, golden, hand_over, hand_over_workbook, tip, tips

LIKE_A_NAME = {"province_name", "province_code"}
PILLAR_HEADER = (
    "year",
    "period_type",
    "pillar",
    "indicator_code",
    "value",
    "unit",
    "source",
    "confidence",
)
INVISIBLE = [
    "เชียง\u200bใหม่",
    "\u00a0เชียงใหม่\u00a0",
    "จ.\u00a0เชียงใหม่",
    "\ufeffเชียงใหม่",
]


def pillar(code: str, value: object = "1", year: object = 2020) -> list[object]:
    return [year, "calendar", "prosecution", code, value, "person", "test", "test"]


def numbered(letter: str, texts: list[str]) -> list[tuple[str, str]]:
    return [(f"{letter}{number:03}", text) for number, text in enumerate(texts)]


def texts(name: str) -> list[str]:
    return [text for text, _ in golden(name)]


CHANNELS = [
    ("HOTLINE_1300", "HOTLINE_1300"),
    ("hotline_1300", "HOTLINE_1300"),
    ("สายด่วนศูนย์ช่วยเหลือสังคม", "HOTLINE_1300"),
    ("สายด่วน 1300", "HOTLINE_1300"),
    ("สายด่วน1300", "HOTLINE_1300"),
    ("Social Assistance Center hotline", "HOTLINE_1300"),
    ("1300", "HOTLINE_1300"),
    ("+66 99 130 1300", "HOTLINE_1300_ABROAD"),
    ("+66991301300", "HOTLINE_1300_ABROAD"),
    ("OTHER", "OTHER"),
    ("สายด่วน", ""),
    ("HOTLINE", ""),
    ("facebook", ""),
]
FORMS = [
    ("EX06", "EX06"),
    ("EX06;EX01", "EX01;EX06"),
    ("EX01; EX06 ;", "EX01;EX06"),
    ("EX01;EX01", "EX01"),
    ("การค้าประเวณี", "EX01"),
    ("ค้าประเวณี;EX05", "EX01;EX05"),
    ("prostitution", "EX01"),
    ("EX01;XX", ""),
    ("EX01,EX06", ""),
    (";", ""),
    ("อื่นๆ", ""),
]
CHILD = [("yes", "yes"), ("NO", "no"), ("Unknown", "unknown"), ("maybe", "")]
STATUSES = [("NEW", "NEW"), ("รับแจ้ง", "NEW"), ("received", "NEW"), ("เสร็จ", "")]
IDS = [
    ("2563/08-1.a_B", True),
    ("x" * 40, True),
    ("x" * 41, False),
    ("เลขที่1", False),
    ("a b", False),
    ("a|b", False),
    ("๑๒๓", False),
]
LEVELS = [
    ("1", 1),
    ("๔", 4),
    ("5.0", None),
    ("ต่ำ", 1),
    ("กลาง", 3),
    ("สูง", 5),
    ("สูงมาก", 5),
    ("Very high", 5),
    ("very  HIGH", 5),
    ("Low", 1),
    ("Medium", 3),
    ("High", 5),
    ("0", None),
    ("6", None),
    ("3.5", None),
    ("วิกฤต", None),
]
PARTICIPANTS = [
    ("200", 200, False),
    ("กว่า 200", 200, True),
    ("กว่า200", 200, True),
    ("กว่า ๒๐๐", 200, True),
    ("กว่า 1,200", 1200, True),
    ("", None, None),
    ("กว่า", "rejected", None),
    ("ประมาณ 200", "rejected", None),
    ("กว่า -5", "rejected", None),
    ("200-250", "rejected", None),
]
TIERS = [
    ("1", "1"),
    ("2", "2"),
    ("2WL", "2WL"),
    ("2wl", "2WL"),
    ("Tier 2 Watch List", "2WL"),
    ("3", "3"),
    ("4", ""),
    ("2W", ""),
    ("Special Case", ""),
]


def in_bangkok(days: int) -> str:
    now = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    return (now + timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("values") / "inbox"
    rows = [tip(key, received_on=t) for key, t in numbered("D", texts("date"))]
    rows += [
        tip(key, province_code=text)
        for key, text in numbered("P", texts("province_code"))
    ]
    rows += [tip(key, channel=t) for key, t in numbered("C", [c for c, _ in CHANNELS])]
    rows += [
        tip(key, exploitation_form=t) for key, t in numbered("F", [f for f, _ in FORMS])
    ]
    rows += [tip(key, status=t) for key, t in numbered("S", [s for s, _ in STATUSES])]
    rows += [tip(text) for text, _ in IDS]
    rows += [
        tip("TODAY", received_on=in_bangkok(0)),
        tip("TOMORROW", received_on=in_bangkok(1)),
    ]
    hand_over(inbox, "tip_report_values.csv", tips(*rows))
    names = texts("province_name") + INVISIBLE
    hand_over(
        inbox,
        "tip_report_names.csv",
        tips(
            *[
                tip(key, province_code=text)
                for key, text in numbered("N", [*names, "จ.น่าน", "ลําพูน"])
            ],
            header=("tip_id", "received_on", "จังหวัด", *office.TIP_HEADER[3:]),
        ),
    )
    hand_over(
        inbox,
        "tip_report_optional.csv",
        tips(
            *[
                [*tip(key), text, "", ""]
                for key, text in numbered("V", texts("integer"))
            ],
            *[
                [*tip(key), "", text, ""]
                for key, text in numbered("K", [text for text, _ in CHILD])
            ],
            [*tip("CLOSED-SAME-DAY"), "", "", "15/8/2563"],
            [*tip("CLOSED-BEFORE"), "", "", "14/8/2563"],
            [*tip("OPEN"), "", "", ""],
            header=(
                *office.TIP_HEADER,
                "victims_reported",
                "child_involved",
                "closed_on",
            ),
        ),
    )
    hand_over(
        inbox,
        "tip_report_code_and_name.csv",
        tips(
            [*tip("AGREE"), "เชียงใหม่"],
            [*tip("DIFFER"), "เชียงราย"],
            [*tip("CODE-ONLY"), ""],
            [*tip("NAME-ONLY", province_code=""), "Chiang Rai"],
            [*tip("NEITHER", province_code=""), ""],
            [*tip("BAD-NAME"), "เชียงไหม่"],
            [*tip("BAD-CODE", province_code="99"), "เชียงใหม่"],
            header=(*office.TIP_HEADER, "province_name"),
        ),
    )
    hand_over(
        inbox,
        "pillar_indicator_values.csv",
        [
            PILLAR_HEADER,
            *[pillar(key, value=t) for key, t in numbered("W", texts("number"))],
            *[pillar(key, year=t) for key, t in numbered("Y", texts("year_ce"))],
        ],
    )
    hand_over(
        inbox,
        "target_values.csv",
        [
            ("fiscal_year_be", "metric", "value", "unit", "source"),
            *[
                [text, key, 1, "batches", "test"]
                for key, text in numbered("Y", texts("fiscal_year"))
            ],
        ],
    )
    hand_over(
        inbox,
        "province_grade_values.csv",
        [
            ("fiscal_year_be", "province_code", "risk_level", "risk_score", "source"),
            *[
                [2564, code, text, "0.5", "test"]
                for code, (text, _) in zip(range(30, 50), LEVELS, strict=False)
            ],
            [2564, 50, 3, "1", "test"],
            [2564, 51, 3, "1.01", "test"],
            [2564, 52, 3, "", "test"],
        ],
    )
    hand_over(
        inbox,
        "tip_tier_values.csv",
        [
            ("report_year", "country_iso3", "tier", "source", "confidence"),
            *[
                [1900 + number, "THA", text, "test", "test"]
                for number, (text, _) in enumerate(TIERS)
            ],
            [1950, "ไทย", "2", "test", "test"],
            [1951, "FRA", "2", "test", "test"],
        ],
    )
    hand_over(inbox, "training_batch_values.csv", batches())
    hand_over_workbook(inbox, "tip_report_cells.xlsx", {"ก.ย.": cells()})
    return office.build(inbox.parent / "built", inbox)


def batches() -> list[list[object]]:
    later = office.tomorrow()
    fiscal_year = later.year + 543 + (later.month >= 10)
    ahead = {
        "fiscal_year_be": fiscal_year,
        "started_on": later,
        "ended_on": later,
        "volunteers_trained": "",
    }
    rows = [
        [*batch(number), text] for number, (text, _, _) in enumerate(PARTICIPANTS, 101)
    ]
    others = [
        batch(201, status="planned", **ahead),
        batch(202, status="held", **ahead),
        batch(203, status="postponed", **ahead),
        batch(204, status="แผน"),
        batch(205, status="จัดแล้ว"),
        batch(206, status="เลื่อน"),
        batch(207, status="ยกเลิก"),
        batch(208, status="เสร็จ"),
        batch(209, started_on="2019-10-01", ended_on="2020-09-30"),
        batch(210, started_on="2019-09-30", ended_on="2019-10-02"),
        batch(211, started_on="2020-09-30", ended_on="2020-10-01"),
        batch(212, started_on="2020-10-01", ended_on="2020-10-01", status="planned"),
        batch(213, started_on="2020-08-22", ended_on="2020-08-21"),
        batch(214, fiscal_year_be=2020),
        batch(215, volunteers_trained=""),
        batch(216, volunteers_trained=0),
        batch(0),
    ]
    header = (*office.BATCH_HEADER, "participants")
    return [list(header), *rows, *[[*row, ""] for row in others]]


def cells() -> list[list[object]]:
    """Tips as typed cells of a workbook."""
    return tips(
        [*tip("X-DATE", received_on=date(2020, 8, 15)), 3],
        [*tip("X-TIME", received_on=datetime(2020, 8, 15, 9, 30)), 3.0],
        [*tip("X-SERIAL", received_on=44058), 3],
        [*tip("X-BE", received_on=date(2563, 8, 15)), 3],
        [*tip("X-CODE", province_code=50), 1234567],
        [*tip("X-FLOAT", province_code=50.0), 12.5],
        [*tip("X-NEGATIVE"), -5],
        [*tip("X-EMPTY"), None],
        [*tip("X-TRUE"), True],
        [*tip("X-TEXT", province_code=" ๕๐ "), " ๑๒ "],
        header=(*office.TIP_HEADER, "victims_reported"),
    )


@pytest.fixture(scope="module")
def stored(judged) -> dict[str, dict]:
    """Accepted tips by id."""
    return {row["tip_id"]: row for row in judged.records("from tip_report")}


@pytest.fixture(scope="module")
def reasons(judged) -> dict[tuple[str, int], set[str]]:
    """Reasons by file name and line."""
    found: dict[tuple[str, int], set[str]] = {}
    for path, line, reason in judged.rows(
        "select path, line, load_reject.reason from load_reject "
        "inner join load_file using (file_id)"
    ):
        found.setdefault((path, line), set()).add(reason)
    return found


def disagreements(
    stored: dict[str, object], letter: str, pairs: list[tuple[str, str]]
) -> list[str]:
    """What was stored otherwise than the golden file says, in words."""
    found = []
    for key, (text, expected) in zip(
        [key for key, _ in numbered(letter, [t for t, _ in pairs])], pairs, strict=True
    ):
        given = "" if stored.get(key) is None else str(stored[key])
        if given != expected:
            found.append(
                f"{text!r} gave {given or 'rejected'}, not {expected or 'rejected'}"
            )
    return found


def column(rows: dict[str, dict], name: str) -> dict[str, object]:
    return {key: row[name] for key, row in rows.items()}


def test_dates_are_read_as_the_contract_lists_them(stored):
    assert disagreements(column(stored, "received_on"), "D", golden("date")) == []


def test_a_rejected_date_says_that_it_is_no_date(reasons):
    rejected = [i for i, (_, day) in enumerate(golden("date"), 2) if not day]
    assert rejected
    for line in rejected:
        assert reasons["tip_report_values.csv", line] == {"received_on.invalid_date"}


def test_today_in_bangkok_is_accepted_and_tomorrow_rejected(judged, stored):
    assert "TODAY" in stored
    assert "TOMORROW" not in stored
    assert judged.file("tip_report_values.csv")["reasons"]["received_on.future"] == 1


def test_province_codes_are_read_as_the_contract_lists_them(stored):
    provinces = column(stored, "province_code")
    assert disagreements(provinces, "P", golden("province_code")) == []


def test_province_names_are_read_as_the_contract_lists_them(stored):
    names = [*golden("province_name"), *[(text, "TH-50") for text in INVISIBLE]]
    names += [("จ.น่าน", "TH-55"), ("ลําพูน", "TH-51")]
    assert disagreements(column(stored, "province_code"), "N", names) == []


def test_an_unknown_province_comes_with_the_nearest_names(judged):
    (suggestion,) = judged.values(
        "select suggestion from load_reject where value = 'เชียงไหม่' "
        "and reason = 'province.unknown' and suggestion is not null limit 1"
    )
    assert "เชียงใหม่" in suggestion


def test_nothing_goes_to_a_province_that_is_none(judged):
    assert (
        judged.values(
            "select distinct province_code from tip_report where province_code not in "
            "(select province_code from province) or province_code is null"
        )
        == []
    )


@pytest.mark.parametrize(
    ("tip_id", "province"),
    [("AGREE", "TH-50"), ("CODE-ONLY", "TH-50"), ("NAME-ONLY", "TH-57")],
)
def test_code_or_name_or_both_give_the_province(stored, tip_id, province):
    assert stored[tip_id]["province_code"] == province


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (3, "province.mismatch"),
        (6, "province.missing"),
        (7, "province.unknown"),
        (8, "province.unknown"),
    ],
)
def test_code_and_name_that_do_not_agree_reject_the_row(reasons, line, reason):
    assert reasons["tip_report_code_and_name.csv", line] == {reason}


@pytest.mark.parametrize(
    ("field", "letter", "pairs"),
    [
        ("channel", "C", CHANNELS),
        ("exploitation_form", "F", FORMS),
        ("child_involved", "K", CHILD),
        ("status", "S", STATUSES),
    ],
)
def test_codes_labels_and_aliases_are_accepted_and_nothing_else(
    stored, field, letter, pairs
):
    assert disagreements(column(stored, field), letter, pairs) == []


@pytest.mark.parametrize(("tip_id", "is_accepted"), IDS)
def test_an_id_is_of_at_most_40_plain_characters(stored, tip_id, is_accepted):
    assert (tip_id in stored) == is_accepted


def test_whole_numbers_are_read_as_the_contract_lists_them(stored):
    victims = column(stored, "victims_reported")
    assert disagreements(victims, "V", golden("integer")) == []


def test_decimal_numbers_are_read_as_the_contract_lists_them(judged):
    values = dict(judged.rows("select indicator_code, value from pillar_indicator"))
    stored = {
        key: "" if value is None else float(value)
        for key, value in values.items()
        if key.startswith("W")
    }
    expected = {
        key: float(value)
        for (key, _), (_, value) in zip(
            numbered("W", texts("number")), golden("number"), strict=True
        )
        if value
    }
    assert stored == expected


def test_fiscal_years_are_buddhist_and_others_are_converted(judged):
    years = dict(judged.rows("select metric, fiscal_year_be from target"))
    assert disagreements(years, "Y", golden("fiscal_year")) == []


def test_a_converted_fiscal_year_is_noted(judged):
    noted = sum(
        text[:2] in {"20", "21"} and bool(year) for text, year in golden("fiscal_year")
    )
    assert judged.file("target_values.csv")["converted_years"] == noted


def test_report_years_are_stored_in_the_christian_era(judged):
    years = dict(judged.rows("select indicator_code, year from pillar_indicator"))
    assert disagreements(years, "Y", golden("year_ce")) == []


def test_grades_are_numbers_or_the_ministrys_words(judged):
    levels = dict(
        judged.rows(
            "select province_code, risk_level from province_grade "
            "where fiscal_year_be = 2564"
        )
    )
    expected = {
        f"TH-{code}": level
        for code, (_, level) in zip(range(30, 50), LEVELS, strict=False)
    }
    shown = {
        text: levels.get(f"TH-{code}")
        for code, (text, _) in zip(range(30, 50), LEVELS, strict=False)
    }
    assert shown == dict(zip(shown, expected.values(), strict=True))


def test_the_ministrys_score_lies_between_0_and_1_under_either_header(judged):
    scores = dict(
        judged.rows("select province_code, ministry_score from province_grade")
    )
    assert scores["TH-50"] == 1
    assert scores["TH-52"] is None
    assert "TH-51" not in scores


def test_participants_may_be_a_lower_bound(judged):
    given = {
        number: (participants, is_least)
        for number, participants, is_least in judged.rows(
            "select batch_no, participants, participants_at_least "
            "from training_batch where batch_no between 101 and 199"
        )
    }
    for number, (text, participants, is_least) in enumerate(PARTICIPANTS, 101):
        if participants == "rejected":
            assert number not in given, text
        else:
            assert given[number] == (participants, is_least), text


def test_tiers_and_countries_are_of_the_list(judged):
    tiers = dict(
        judged.rows(
            "select report_year, tier from tip_tier where country_iso3 = 'THA' "
            "and source = 'test'"
        )
    )
    expected = {1900 + n: tier for n, (_, tier) in enumerate(TIERS) if tier}
    assert tiers == expected | {1950: "2"}


@pytest.mark.parametrize("number", [201, 204, 205, 206, 207, 209, 212, 214, 215, 216])
def test_these_batches_are_accepted(judged, number):
    assert judged.values(
        "select batch_no from training_batch where batch_no = $number", number=number
    ) == [number]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (202, "started_on.future"),
        (203, "started_on.future"),
        (208, "status.unknown"),
        (210, "fiscal_year_be.outside"),
        (211, "fiscal_year_be.outside"),
        (213, "ended_on.before_started_on"),
        (0, "batch_no.out_of_range"),
    ],
)
def test_these_batches_are_rejected(judged, reasons, number, reason):
    lines = [row[1] for row in batches()]
    assert reason in reasons["training_batch_values.csv", lines.index(number) + 1]
    assert (
        judged.values(
            "select batch_no from training_batch where batch_no = $number",
            number=number,
        )
        == []
    )


def test_a_missing_figure_is_null_and_a_zero_is_zero(judged):
    figures = dict(
        judged.rows(
            "select batch_no, volunteers_trained from training_batch "
            "where batch_no in (215, 216)"
        )
    )
    assert figures == {215: None, 216: 0}


def test_a_tip_is_not_closed_before_it_is_received(stored, reasons):
    assert stored["CLOSED-SAME-DAY"]["closed_on"] == date(2020, 8, 15)
    assert stored["OPEN"]["closed_on"] is None
    assert "CLOSED-BEFORE" not in stored
    before = [
        key
        for key, found in reasons.items()
        if found == {"closed_on.before_received_on"}
    ]
    assert len(before) == 1


@pytest.mark.parametrize("tip_id", ["X-DATE", "X-TIME", "X-SERIAL", "X-BE"])
def test_date_cells_of_a_workbook_are_dates(stored, tip_id):
    assert stored[tip_id]["received_on"] == date(2020, 8, 15)


@pytest.mark.parametrize(
    ("tip_id", "victims"),
    [("X-TIME", 3), ("X-CODE", 1234567), ("X-EMPTY", None), ("X-TEXT", 12)],
)
def test_number_cells_of_a_workbook_are_numbers(stored, tip_id, victims):
    assert stored[tip_id]["victims_reported"] == victims
    assert stored[tip_id]["province_code"] == "TH-50"


@pytest.mark.parametrize("tip_id", ["X-FLOAT", "X-NEGATIVE", "X-TRUE"])
def test_number_cells_that_are_no_count_reject_the_row(stored, tip_id):
    assert tip_id not in stored


def published(judged: office.Run, dataset: str) -> Callable[[str], int]:
    return lambda state: sum(
        known[state] for known in judged.report["files"] if known["dataset"] == dataset
    )


@pytest.mark.parametrize("dataset", ["tip_report", "target", "training_batch"])
def test_what_the_report_accepts_is_what_the_version_holds(judged, dataset):
    count = published(judged, dataset)
    (held,) = judged.values(
        f"select count(*) from {dataset} where data_status = 'ministry'"
    )
    assert count("accepted") == held
    assert count("rows_in") == sum(
        map(count, ("accepted", "rejected", "duplicate", "superseded"))
    )
