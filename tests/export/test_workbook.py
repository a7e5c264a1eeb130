"""Workbooks: numbers as numbers, days as days, words where no number may be said."""

import io
from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.disclosure import Audience, disclosed
from dashboard.export.workbook import WorkbookError, sheet_name, workbook
from tests.export import figures
from tests.export.conftest import FOOT, of_figure

NOTES = "ที่มาและหมายเหตุ"


def opened(*exhibits, lang="th"):
    content = workbook(exhibits, "ชุดตาราง", lang)
    return load_workbook(io.BytesIO(content), rich_text=False)


def typed(table, frame, counts=(), **more):
    """A table exhibit of a frame, each column under its own name."""
    gated = disclosed(frame, Audience.OUTSIDE, counts)
    return replace(table, gated=gated, headings={n: n for n in frame}, **more)


@pytest.fixture
def sheet(table):
    frame = pd.DataFrame(
        {
            "province": ["น่าน", "ตาก"],
            "volunteers": [1234, None],
            "active_share": [0.5, 1.0],
            "volunteers_per_100k": [75.07186, 2.5],
            "fiscal_year_be": [2569, 2570],
            "held_on": pd.to_datetime(["2026-11-22", None]),
        }
    )
    return opened(typed(table, frame)).worksheets[1]


def test_the_same_exhibits_make_the_same_bytes(table):
    first, second = (workbook([table], "ชุด", "th") for _ in range(2))
    assert first == second


def test_numbers_are_numbers_and_what_is_missing_is_empty(sheet):
    head = [cell.value for cell in sheet[3]]
    rows = [dict(zip(head, [cell.value for cell in row], strict=True))
            for row in sheet.iter_rows(4, 5)]  # fmt: skip
    assert rows[0]["volunteers"] == 1234
    assert rows[1]["volunteers"] is None
    assert rows[0]["active_share"] == 0.5
    assert rows[0]["volunteers_per_100k"] == 75.0719
    assert rows[1]["held_on"] is None


def test_each_kind_of_number_has_its_format(sheet):
    forms = {
        head.value: cell.number_format for head, cell in zip(*sheet["3:4"], strict=True)
    }
    assert forms == {
        "province": "General",
        "volunteers": "#,##0",
        "active_share": "0.0%",
        "volunteers_per_100k": "#,##0.0000",
        "fiscal_year_be": "0",
        "held_on": "[$-107041E]d mmm yyyy",
    }


def test_a_whole_number_among_numbers_of_other_units_has_no_decimals(table):
    """Changes of tips and of per cent in a column; a rate of 2.0 keeps its decimal."""
    changes = pd.Series([-15, 21.6, "cannot be said", 2], dtype=object)
    frame = pd.DataFrame({"change": changes, "rate": [2.0, 1.5, 3.0, 0.5]})
    sheet = opened(typed(table, frame)).worksheets[1]
    cells = [sheet.cell(row, 1) for row in range(4, 8)]
    assert [cell.value for cell in cells] == [-15, 21.6, "cannot be said", 2]
    forms = [cell.number_format for cell in cells]
    assert forms == ["#,##0", "#,##0.0", "General", "#,##0"]
    assert sheet["B4"].number_format == "#,##0.0"


def test_the_numbers_of_a_column_are_written_with_the_same_decimals(table):
    frame = pd.DataFrame({"index": [-0.356, -0.09, 0.0, None]})
    sheet = opened(typed(table, frame)).worksheets[1]
    assert {sheet.cell(row, 1).number_format for row in range(4, 7)} == {"#,##0.000"}


def test_a_day_is_a_day_in_the_readers_era(table, sheet):
    assert sheet["F4"].value == datetime(2026, 11, 22)
    assert sheet["F4"].is_date
    frame = pd.DataFrame({"held_on": pd.to_datetime(["2026-11-22"])})
    english = opened(typed(table, frame, lang="en", era="ce")).worksheets[1]
    assert english["A4"].number_format == "[$-809]d mmm yyyy"


def test_suppressed_counts_are_words_and_say_what_is_exact(table):
    sheet = opened(table).worksheets[1]
    assert [[cell.value for cell in row] for row in sheet["A3:C6"]] == [
        ["จังหวัด", "เบาะแส", "เบาะแส: ค่าจริงหรือปัดเศษ"],
        ["เชียงใหม่", 120, "ปัดเป็นทวีคูณของ 5"],
        ["น่าน", "น้อยกว่า 10", None],
        ["ตาก", 0, "ค่าจริง"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", " =cmd|' /C calc'!A0", "＝1"]
)
def test_text_that_would_be_a_formula_stays_text(table, text):
    sheet = opened(typed(table, pd.DataFrame({text: [text]}))).worksheets[1]
    for cell in (sheet["A3"], sheet["A4"]):
        assert (cell.value.strip(), cell.data_type) == (text.strip(), "s")
    assert sheet["A4"].quotePrefix


def test_a_sheet_is_frozen_and_printed_on_lying_a4_as_wide_as_the_paper(table):
    sheet = opened(table).worksheets[1]
    assert sheet.freeze_panes == "B4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
        "landscape",
        9,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is what Excel assumes
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$3:$3"


def test_the_notes_say_of_every_exhibit_where_it_is_from_and_what_was_chosen(table):
    chosen = replace(table, choices={"tips_year": "2569"})
    elsewhere = of_figure(figures.priority_map([]), "map", kind="map")
    drawn = {**elsewhere.drawn, "provinces": None}
    book = opened(chosen, replace(elsewhere, drawn=drawn))
    notes = book[NOTES]
    lines = [(row[0].value, row[1].value) for row in notes.iter_rows(4)]
    at = [said for said, _value in lines].index(table.title)
    told = dict(lines[at + 1 : at + 10])
    assert told["แผ่นงาน"] in book.sheetnames
    assert told["ที่มา"] == FOOT.source
    assert told["รหัสฉบับประจำสัปดาห์"] == FOOT.snapshot
    assert told["หน้าและตัวเลือกที่ใช้"] == "tips?tips_year=2569"
    assert "1–9" in told["ข้อควรระวัง"]
    assert ("แผ่นงาน", "ไม่มีแผ่นงาน (ไม่มีแถวข้อมูล)") in lines


def test_the_notes_say_what_words_in_cells_mean(table):
    for lang, name in (("th", NOTES), ("en", "Source and notes")):
        notes = opened(table, lang=lang)[name]
        said = {row[0].value: row[1].value for row in notes.iter_rows(4)}
        fewer = "น้อยกว่า 10" if lang == "th" else "fewer than 10"
        assert "10" in said[fewer]
        names = list(said)
        at = names.index(fewer)
        assert all(said[name] for name in names[at : at + 6])


def test_names_of_sheets_are_short_and_differ(table):
    long = replace(table, title="ก/ข: " + "ค" * 60)
    book = opened(long, replace(long, key="other"))
    assert len(set(book.sheetnames)) == 3
    assert max(map(len, book.sheetnames)) <= 31


def test_a_sheet_of_a_week_says_which_and_ends_with_a_whole_word():
    said = {
        "ตัวเลขของสัปดาห์ 47/2569 (16–22 พ.ย. 2569)": "1 ตัวเลขของสัปดาห์ 47-2569",
        "Figures of Week 47/2569 (16–22 Nov 2569)": "1 Figures of Week 47-2569",
        "a: [b] 'c'?": "1 a (b) c",
    }
    assert {title: sheet_name(1, title) for title in said} == said


@pytest.mark.parametrize("room", range(1, 26))
def test_a_sheet_never_ends_within_a_thai_letter_and_its_marks(room):
    name = sheet_name(1, "ก" * room + "น้ำใจเป็นที่ตั้งแห่งผู้คน" * 2)
    rest = ("ก" * room + "น้ำใจเป็นที่ตั้งแห่งผู้คน" * 2)[len(name) - 2 :]
    assert len(name) <= 31
    assert rest[0] not in "่้๊๋ิีึืุู็์ั" + "ำ"
    assert name[-1] not in "เแโใไ"


def test_a_figure_and_a_map_have_a_sheet_of_their_rows_with_their_foot(pack):
    steps = of_figure(figures.steps())
    shown = next(each for each in pack if each.kind == "map")
    book = opened(steps, shown)
    assert len(book.sheetnames) == 3
    drawn, provinces = book.worksheets[1:]
    assert [[cell.value for cell in row] for row in drawn["A3:C5"]] == [
        ["ชุดตัวเลข", "ตำแหน่ง", "ค่า"],
        ["ตามแผน 3", 1, 0],
        ["ตามแผน 3", 2, 1],
    ]
    assert provinces["A4"].value == "จังหวัด TH-10"
    assert provinces["B4"].value == "ความเสี่ยงสูง อพม. น้อย"
    for sheet in (drawn, provinces):
        said = [row[0].value or "" for row in sheet.iter_rows(4)]
        assert any(FOOT.source in str(line) for line in said)
        assert sheet.page_setup.orientation == "landscape"


def test_a_figure_with_rows_of_its_own_has_them_in_its_sheet(table):
    frame = pd.DataFrame(
        {"held_on": pd.to_datetime(["2026-11-22"]), "value": [147.43], "year": ["2569"]}
    )
    figure = replace(of_figure(figures.quarters()), title="ของตน")
    sheet = opened(typed(figure, frame)).worksheets[1]
    assert [cell.value for cell in sheet[4]] == [datetime(2026, 11, 22), 147.43, 2569]
    assert sheet["C4"].number_format == "0"


def test_a_table_without_rows_has_its_headings(table):
    none = typed(table, pd.DataFrame({"province": pd.Series([], dtype=str)}))
    assert opened(none).worksheets[1]["A3"].value == "province"


def test_a_cell_that_excel_cannot_hold_is_refused_and_named(table):
    frame = pd.DataFrame({"province": ["ก" * 40_000]})
    with pytest.raises(WorkbookError, match="row 4, .*column 1"):
        workbook([typed(table, frame)], "ชุด", "th")


def test_what_an_analyst_sees_makes_no_workbook(table):
    inside = disclosed(pd.DataFrame({"tips": [3]}), Audience.ANALYST, ["tips"])
    with pytest.raises(ValueError, match="tips_provinces"):
        workbook([replace(table, gated=inside, headings={"tips": "x"})], "ชุด", "th")


def test_a_long_foot_fits_what_excel_prints(table):
    foot = replace(FOOT, caveats=("ข" * 400,), source="ก & ข")
    sheet = opened(replace(table, foot=foot)).worksheets[1]
    assert "ก & ข" in sheet.oddFooter.left.text.replace("&&", "&")
    assert len(sheet.oddFooter.left.text) < 255
    assert sheet.oddHeader.right.text.endswith("&N")


def test_a_long_title_leaves_room_for_the_watermark_on_top_of_a_page(table):
    sheet = opened(replace(table, title="รุ่น " * 40)).worksheets[1]
    assert sheet.oddHeader.left.text.endswith("…")
    assert sheet.oddHeader.center.text.endswith(figures.STATUS)


def test_a_wide_table_is_printed_on_pages_beside_each_other_with_its_names(table):
    wide = pd.DataFrame({f"column {at}": ["ก" * 20] for at in range(20)})
    sheet = opened(typed(table, wide)).worksheets[1]
    assert sheet.page_setup.fitToWidth > 1
    assert sheet.print_title_cols == "$A:$D"
    assert opened(table).worksheets[1].print_title_cols is None
