"""Files as offices write them, and whole files that are refused (contract.md 2)."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.etl import office
from tests.etl.office import as_csv, hand_over, hand_over_workbook, tip, tips

THAI_HEADER = (
    "เลขที่เบาะแส",
    "วันที่รับแจ้ง",
    "จังหวัด",
    "ช่องทาง",
    "รูปแบบการแสวงหาประโยชน์",
    "สถานะ",
)
ALIASES = (
    "เลขรับแจ้ง",
    "วันรับแจ้ง",
    "ชื่อจังหวัด",
    "ช่องทางการแจ้ง",
    "รูปแบบ",
    "สถานะเรื่อง",
)
TITLES = [["รายงานเบาะแส ประจำปีงบประมาณ 2563"], ["พมจ.เชียงใหม่", "", "หน้า 1"], []]


def thai(name: str) -> list[list[object]]:
    """Two tips in Thai, whose ids begin with the file's name."""
    said = {
        "province_code": "เชียงใหม่",
        "channel": "สายด่วน 1300",
        "exploitation_form": "การค้าประเวณี",
        "status": "รับแจ้ง",
        "received_on": "15 ส.ค. 2563",
    }
    return [
        tip(f"{name}-1", **said),
        tip(f"{name}-2", **said | {"province_code": "ลำปาง"}),
    ]


def table(name: str, header: tuple[str, ...] = THAI_HEADER) -> list[object]:
    return tips(*thai(name), header=header)


def shuffled(rows: list[object]) -> list[object]:
    return [list(row)[::-1] for row in rows]


def with_column(rows: list[object], title: str, value: str) -> list[object]:
    header, *others = rows
    return [[title, *header], *[[value, *row] for row in others]]


# name of the file: (its text, its encoding)
ACCEPTED: dict[str, tuple[str, str]] = {
    "utf8.csv": (as_csv(table("utf8")), "utf-8"),
    "bom.csv": (as_csv(table("bom")), "utf-8-sig"),
    "cp874.csv": (as_csv(table("cp874")), "cp874"),
    "utf16.csv": (as_csv(table("utf16")), "utf-16"),
    "utf16be.csv": ("\ufeff" + as_csv(table("utf16be")), "utf-16-be"),
    "utf16tab.tsv": (as_csv(table("utf16tab"), "\t", "\r\n"), "utf-16"),
    "semicolon.csv": (as_csv(table("semicolon"), ";"), "utf-8"),
    "tab.csv": (as_csv(table("tab"), "\t"), "utf-8"),
    "tab.tsv": (as_csv(table("tabtsv"), "\t"), "utf-8"),
    "commas.tsv": (as_csv(table("commas")), "utf-8"),
    "crlf.csv": (as_csv(table("crlf"), ",", "\r\n"), "utf-8"),
    "cr.csv": (as_csv(table("cr"), ",", "\r"), "utf-8"),
    "cp874crlf.csv": (as_csv(table("cp874crlf"), ";", "\r\n"), "cp874"),
    "noend.csv": (as_csv(table("noend")).rstrip("\n"), "utf-8"),
    "mixed.csv": (as_csv(table("mixed"), ",", "\r\n").replace("\r", "", 1), "utf-8"),
    "UPPER.CSV": (as_csv(table("UPPER")), "utf-8"),
    "aliases.csv": (as_csv(table("aliases", ALIASES)), "utf-8"),
    "order.csv": (as_csv(shuffled(table("order"))), "utf-8"),
    "titles.csv": (as_csv([*TITLES, *table("titles")]), "cp874"),
    "line20.csv": (as_csv([["หัวเรื่อง"]] * 19 + table("line20")), "utf-8"),
    "blank.csv": (
        as_csv(table("blank")).replace("\n", "\n\n,,,,,\n  \n\t\n"),
        "utf-8",
    ),
    "unknown.csv": (as_csv(with_column(table("unknown"), "ลำดับ", "1")), "utf-8"),
    "quotes.csv": (
        as_csv(with_column(table("quotes"), "หมาย,\n เหตุ", 'ว่า "x",\nและ')),
        "utf-8",
    ),
    "spaces.csv": (as_csv(table("spaces")).replace(",", " , "), "utf-8"),
    "case.csv": (
        as_csv(
            tips(*thai("case"), header=[name.upper() for name in office.TIP_HEADER])
        ).replace("PROVINCE_CODE", "Province Name"),
        "utf-8",
    ),
}
NAMES = [name for name in ACCEPTED if name != "blank.csv"]


def formula(folder: Path) -> None:
    """A workbook of formulas, one with the value Excel stored, one without."""
    path = hand_over_workbook(
        folder,
        "tip_report_formula.xlsx",
        {
            "Sheet1": tips(
                [*tip("cached"), "=1+1"],
                [*tip("uncached"), "=2+2"],
                header=[*office.TIP_HEADER, "victims_reported"],
            )
        },
    )
    stored = "<f>1+1</f><v>41</v>"
    changes = {"<f>1+1</f><v></v>": stored, "<f>1+1</f><v/>": stored}
    changes |= {"<f>1+1</f><v />": stored}
    rewrite(path, "xl/worksheets/sheet1.xml", changes)


def rewrite(path: Path, part: str, changes: dict[str, str]) -> None:
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in changes.items():
        text = text.replace(old, new)
    assert text != parts[part].decode(), f"nothing to change in {part}"
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("files") / "inbox"
    for name, (text, encoding) in ACCEPTED.items():
        hand_over(inbox, f"tip_report_{name}", text, encoding)
    hand_over(inbox / "2563" / "ก.ย.", "tip_report_folder.csv", table("folder"))
    hand_over_workbook(
        inbox,
        "tip_report_sheets.xlsx",
        {
            "ก.ย.": [["รายงานเบาะแส"], [], *table("sheet1")],
            "คำอธิบาย": [["กรอกทุกช่อง"], ["ติดต่อกองต่อต้านการค้ามนุษย์"]],
            "ต.ค.": shuffled(table("sheet2", office.TIP_HEADER)),
            "ซ่อน": table("hidden"),
            "ว่าง": [],
        },
        hidden=["ซ่อน"],
    )
    very_hidden = hand_over_workbook(
        inbox,
        "tip_report_veryhidden.xlsx",
        {"เปิด": table("open"), "ซ่อนมาก": table("veryhidden")},
    )
    workbook = openpyxl.load_workbook(very_hidden)
    workbook["ซ่อนมาก"].sheet_state = "veryHidden"
    workbook.save(very_hidden)
    formula(inbox)
    hand_over(inbox, ".tip_report_hidden.csv", table("dotfile"))
    hand_over(inbox, "~$tip_report_lock.xlsx", "lock")
    return office.build(inbox.parent / "built", inbox)


def provinces(built: office.Run, prefix: str) -> list[str]:
    return built.values(
        "select province_code from tip_report where starts_with(tip_id, $prefix) "
        "and channel = 'HOTLINE_1300' and exploitation_form = 'EX01' "
        "and status = 'NEW' and received_on = date '2020-08-15' order by tip_id",
        prefix=prefix + "-",
    )


@pytest.mark.parametrize("name", NAMES)
def test_this_form_of_a_file_is_read_whole(built, name):
    prefix = {"tab.tsv": "tabtsv"}.get(name, name.partition(".")[0])
    said = built.file(f"tip_report_{name}")
    assert (said["status"], said["rows_in"], said["accepted"]) == ("loaded", 2, 2)
    assert provinces(built, prefix) == ["TH-50", "TH-52"]


def test_blank_lines_are_no_rows(built):
    said = built.file("tip_report_blank.csv")
    assert (said["rows_in"], said["rejected"]) == (2, 0)


def test_a_file_in_a_subfolder_is_read_and_named_with_it(built):
    assert built.file("2563/ก.ย./tip_report_folder.csv")["accepted"] == 2


def test_every_visible_sheet_with_the_header_is_read(built):
    said = built.file("tip_report_sheets.xlsx")
    assert said["status"] == "loaded"
    assert provinces(built, "sheet1") == ["TH-50", "TH-52"]


def test_hidden_sheets_are_never_read(built):
    assert provinces(built, "hidden") == []
    assert provinces(built, "open") == ["TH-50", "TH-52"]
    assert provinces(built, "veryhidden") == []


def test_a_rejected_row_of_a_workbook_says_sheet_and_line(built):
    # the second sheet gives province names under the header of the code
    assert built.rows(
        "select sheet, line, field from load_reject where sheet = 'ต.ค.' order by line"
    ) == [("ต.ค.", 2, "province_code"), ("ต.ค.", 3, "province_code")]


def test_hidden_files_and_locks_of_excel_are_no_files(built):
    named = {known["path"] for known in built.report["files"]}
    assert not named & {".tip_report_hidden.csv", "~$tip_report_lock.xlsx"}
    assert provinces(built, "dotfile") == []


def test_a_formula_counts_as_the_value_stored_beside_it_or_is_missing(built):
    assert built.rows(
        "select tip_id, victims_reported from tip_report "
        "where tip_id in ('cached', 'uncached') order by tip_id"
    ) == [("cached", 41), ("uncached", None)]


def test_unknown_columns_are_named_and_their_values_are_nowhere(built):
    assert built.file("tip_report_unknown.csv")["dropped_columns"] == ["ลำดับ"]
    assert "ลำดับ" in built.values("select column_name from load_dropped_column")


def test_columns_of_another_dataset_are_unknown_too(tmp_path):
    rows = [[*row, more] for row, more in zip(table("x"), "abc", strict=True)]
    hand_over(tmp_path, "tip_report.csv", rows)
    said = office.check(tmp_path / "tip_report.csv").file("tip_report.csv")
    assert said["dropped_columns"] == ["a"]


def test_a_line_of_millions_of_characters_rejects_one_row(tmp_path):
    rows = tips(tip("BEFORE"), tip("LONG", status="x" * 3_000_000), tip("BEHIND"))
    path = hand_over(tmp_path, "tip_report.csv", rows)
    said = office.check(path).file("tip_report.csv")
    assert (said["rows_in"], said["accepted"], said["rejected"]) == (3, 2, 1)
    assert said["reasons"]["status.too_long"] == 1


def text(folder: Path, name: str, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)


def workbook_bytes() -> bytes:
    buffer = io.BytesIO()
    workbook = openpyxl.Workbook()
    for row in table("book") + [tip(f"more-{number}") for number in range(200)]:
        workbook.active.append(row)
    workbook.save(buffer)
    return buffer.getvalue()


def workbook_with(part: str, content: bytes) -> bytes:
    buffer = io.BytesIO(workbook_bytes())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return buffer.getvalue()


def workbook_of(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook_bytes())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return buffer.getvalue()


def damaged_inside() -> bytes:
    data = bytearray(workbook_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    start = sheet.header_offset + 30 + len(sheet.filename)
    for offset in range(start + 5, start + 60):
        data[offset] ^= 0x5A
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HTML = "<html><body><table><tr><td>tip_id</td></tr></table></body></html>"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b">]>'
CSV = as_csv(table("x"))
CSV_WITHOUT_STATUS = as_csv([row[:-1] for row in table("x")])
CSV_WITHOUT_PROVINCE = as_csv([[*row[:2], *row[3:]] for row in table("x")])


def declared(content: bytes) -> bytes:
    """XML with a document type before its root."""
    head, mark, rest = content.partition(b"?>")
    return head + mark + DOCTYPE + rest if mark else DOCTYPE + content


# name of the file: (its content, the reason)
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "unknown.csv": (CSV, "file.unknown_dataset"),
    "tipreport.csv": (CSV, "file.unknown_dataset"),
    "my_tip_report.csv": (CSV, "file.unknown_dataset"),
    "province_2563.csv": ("province_code,name_th\n50,x\n", "file.unknown_dataset"),
    "code_list.csv": ("list,code\na,b\n", "file.unknown_dataset"),
    "tip_report_1.csv": (b"", "file.empty"),
    "tip_report_2.csv": (b" \r\n\t\n", "file.empty"),
    "tip_report_3.xlsx": (b"", "file.empty"),
    "tip_report_4.csv": (b"\xff\xfe", "file.empty"),
    "tip_report_5.csv": ("a,b,c\n1,2,3\n", "file.no_header"),
    "tip_report_6.csv": ("x\n" * 20 + CSV, "file.no_header"),
    "tip_report_7.csv": (CSV.partition("\n")[2], "file.no_header"),
    "tip_report_8.csv": (CSV.partition("\n")[0] + "\n", "file.no_rows"),
    "tip_report_9.csv": (CSV.partition("\n")[0] + "\n,,,,,\n\n", "file.no_rows"),
    "tip_report_10.csv": (CSV_WITHOUT_STATUS, "file.missing_column"),
    "tip_report_11.csv": (CSV_WITHOUT_PROVINCE, "file.missing_column"),
    "tip_report_12.csv": (
        as_csv(with_column(table("x"), "สถานะ", "NEW")),
        "file.repeated_column",
    ),
    "tip_report_13.csv": (
        as_csv(with_column(table("x"), "tip_id", "x")),
        "file.repeated_column",
    ),
    "tip_report_14.csv": (HTML, "file.not_text"),
    "tip_report_15.csv": ("\ufeff\n  <!DOCTYPE html>" + HTML, "file.not_text"),
    "tip_report_16.xlsx": (HTML, "file.not_text"),
    "tip_report_17.xls": (HTML, "file.not_text"),
    "tip_report_18.xls": (OLE, "file.old_or_encrypted"),
    "tip_report_19.xlsx": (OLE, "file.old_or_encrypted"),
    "tip_report_20.csv": (OLE, "file.old_or_encrypted"),
    "tip_report_21.csv": (workbook_bytes(), "file.not_text"),
    "tip_report_22.xlsx": (CSV, "file.not_text"),
    "tip_report_23.csv": (b"%PDF-1.7\n", "file.not_text"),
    "tip_report_24.csv": (CSV.encode("utf-16-le"), "file.not_text"),
    "tip_report_25.csv": (CSV.encode() + b"\0\0\0\0", "file.not_text"),
    "tip_report_26.txt": (CSV, "file.unknown_format"),
    "tip_report_27.pdf": (b"%PDF-1.7\n", "file.unknown_format"),
    "tip_report_28": (CSV, "file.unknown_format"),
    "tip_report_29.csv": (CSV + "x-3,15/8/2563,เชียงใ", "file.cut_short"),
    "tip_report_30.csv": (CSV.encode()[:-3], "file.cut_short"),
    "tip_report_31.csv": (CSV.encode("utf-16")[:-1], "file.cut_short"),
    "tip_report_32.csv": (
        CSV + 'x-3,15/8/2563,50,1300,EX01,"NEW',
        "file.cut_short",
    ),
    "tip_report_33.csv": ((CSV + "x-3,15/8").encode("cp874"), "file.cut_short"),
    "tip_report_34.xlsx": (workbook_bytes()[:-700], "file.damaged_workbook"),
    "tip_report_35.xlsx": (damaged_inside(), "file.damaged_workbook"),
    "tip_report_36.xlsx": (b"PK\x03\x04 and no more", "file.damaged_workbook"),
    "tip_report_37.xlsx": (
        workbook_of("xl/workbook.xml", lambda _: b"<workbook"),
        "file.damaged_workbook",
    ),
    "tip_report_38.xlsx": (
        workbook_of("xl/worksheets/sheet1.xml", declared),
        "file.hostile_workbook",
    ),
    "tip_report_39.xlsx": (
        workbook_with("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        "file.hostile_workbook",
    ),
    "tip_report_40.xlsx": (
        workbook_with("xl/media/x.bin", b"\0" * 9_000_000),
        "file.hostile_workbook",
    ),
    "tip_report_41.xlsx": (
        workbook_of("xl/worksheets/sheet1.xml", lambda content: b""),
        "file.damaged_workbook",
    ),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("refused") / "inbox"
    inbox.mkdir()
    for name, (content, _) in REFUSED.items():
        text(inbox, name, content)
    hand_over_workbook(inbox, "tip_report_empty.xlsx", {"ว่าง": []})
    hand_over_workbook(
        inbox, "tip_report_hidden.xlsx", {"a": [["x"]], "b": table("x")}, ["b"]
    )
    hand_over_workbook(
        inbox, "tip_report_headeronly.xlsx", {"a": [list(THAI_HEADER), []]}
    )
    return office.check(inbox)


MORE = {
    "tip_report_empty.xlsx": "file.no_header",
    "tip_report_hidden.xlsx": "file.no_header",
    "tip_report_headeronly.xlsx": "file.no_rows",
}
REASONS = {name: reason for name, (_, reason) in REFUSED.items()} | MORE


@pytest.mark.parametrize("name", REASONS)
def test_this_file_is_refused_whole(refused, name):
    said = refused.file(name)
    assert said["status"] == "refused"
    assert said["reason_code"] == REASONS[name]
    assert (said["rows_in"], said["accepted"], said["rejected"]) == (0, 0, 0)


@pytest.mark.parametrize("name", REASONS)
def test_the_reason_says_in_both_languages_what_was_found_and_what_to_do(refused, name):
    said = refused.file(name)["reason"]
    in_english = re.search(r" / ([A-Z][a-z]* [a-z].*)$", said)[1]
    in_thai = said.removesuffix(f" / {in_english}")
    assert re.search(r"[ก-๙]{4}.* .*[ก-๙]{4}", in_thai)
    assert len(re.findall(r"\w+ \w+[^.]*(?:\.[a-z]+[^.]*)*\.( |$)", in_english)) == 2
    assert in_thai in refused.printed
    assert in_english in refused.printed


def test_a_check_with_a_refused_file_ends_with_1(refused):
    assert refused.exit_code == 1


def test_a_missing_column_is_named(refused):
    assert "status" in refused.file("tip_report_10.csv")["reason"]
    assert "province" in refused.file("tip_report_11.csv")["reason"]


def test_an_unknown_name_is_answered_with_the_known_ones(refused):
    assert "training_batch" in refused.file("unknown.csv")["reason"]


def test_a_workbook_that_unpacks_to_more_than_200_mb_is_refused(tmp_path):
    content = workbook_with("xl/media/x.bin", b"\0" * (201 << 20))
    text(tmp_path, "tip_report.xlsx", content)
    said = office.check(tmp_path / "tip_report.xlsx").file("tip_report.xlsx")
    assert said["reason_code"] == "file.hostile_workbook"
    assert "200 MB" in said["reason"]


def sheet_of(xml: str) -> bytes:
    """The workbook with these cells behind those of its sheet."""
    return workbook_of(
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(
            b"</sheetData>", xml.encode() + b"</sheetData>"
        ),
    )


def judged(folder: Path, content: bytes) -> dict[str, object]:
    text(folder, "tip_report.xlsx", content)
    return office.check(folder / "tip_report.xlsx").file("tip_report.xlsx")


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='200000'><c s='0' r = 'ZZ200000'><v>1</v></c></row>",
        '<row r="200000"><c r="A200000"><v>1</v></c></row>'
        '<row r="200001"><c r="ZZ200001" a="/>"><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="300"><c r="XFE300"><v>1</v></c></row>',
        '<row r="1000000"><c><v>1</v></c></row><row>' + "<c><v>1</v></c>" * 99,
    ],
)
def test_a_cell_too_far_out_is_refused(tmp_path, cells):
    said = judged(tmp_path, sheet_of(cells))
    assert said["reason_code"] == "file.hostile_workbook"
    assert re.search(r"[0-9,]+ × [0-9,]+ cells", said["reason"])


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576" ht="12.8"/>',
        '<row r="1048576" ht="12.8"></row>',
        '<row r="300"><c r="XFD300" s="0"/></row>',
        '<row r="20000"><c r="H20000" t="inlineStr"><is><t> </t></is></c></row>',
    ],
)
def test_empty_rows_and_cells_far_out_are_no_harm(tmp_path, cells):
    assert judged(tmp_path, sheet_of(cells))["accepted"] == 2


def test_entities_far_behind_the_beginning_are_found(tmp_path):
    said = judged(tmp_path, sheet_of(f"<!-- {'x y ' * 3000} --><!ENTITY a 'b'>"))
    assert said["reason_code"] == "file.hostile_workbook"


def test_the_size_that_an_archive_declares_is_not_trusted(tmp_path):
    content = bytearray(workbook_with("xl/media/x.bin", b"\0" * 9_000_000))
    real, told = (9_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert real in content
    assert judged(tmp_path, bytes(content.replace(real, told)))["status"] == "refused"


def test_a_sheet_of_notes_refuses_no_whole_sheet(tmp_path):
    notes = [["tip_id", "status"], ["เลขรับแจ้ง", "NEW, CLOSED"]]
    path = hand_over_workbook(
        tmp_path, "tip_report.xlsx", {"notes": notes, "data": table("x")}
    )
    assert office.check(path).file("tip_report.xlsx")["accepted"] == 2


def test_a_sheet_that_lacks_columns_is_named_where_no_other_is_whole(tmp_path):
    sheets = {"notes": [["x"]], "data": [["tip_id", "status"], ["T1", "NEW"]]}
    path = hand_over_workbook(tmp_path, "tip_report.xlsx", sheets)
    said = office.check(path).file("tip_report.xlsx")
    assert said["reason_code"] == "file.missing_column"


def test_blank_lines_before_the_header_do_not_make_a_file_empty(tmp_path):
    path = hand_over(tmp_path, "tip_report.csv", " " * 5000 + "\n" + CSV)
    assert office.check(path).file("tip_report.csv")["accepted"] == 2


def test_a_long_quoted_cell_is_too_long_or_dropped(tmp_path):
    long = "x, " * 60_000
    rows = tips(tip("LONG", status=long), tip("SHORT"))
    known = office.check(hand_over(tmp_path, "tip_report.csv", rows))
    assert known.file("tip_report.csv")["reasons"]["status.too_long"] == 1
    path = hand_over(
        tmp_path, "tip_report_2.csv", with_column(table("x"), "หมายเหตุ", long)
    )
    assert office.check(path).file("tip_report_2.csv")["accepted"] == 2
