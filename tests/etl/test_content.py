"""What stands behind a file's name, and how its bytes are read (contract.md 2)."""

import gzip
import re
import zipfile
from collections.abc import Callable

import pytest

from etl import paths, refusal
from etl.reading import extent, sniff, tables
from tests.etl import office
from tests.etl.office import as_csv, tip, tips
from tests.etl.test_workbooks import book, changed
from tests.etl.xlsx import HEAD, RELATIONS, SHEET_XML, zipped

CSV = as_csv(tips(tip("T-1", status="รับแจ้ง"), tip("T-2", channel="สายด่วน 1300")))
PAGE = "<html><body><table><tr><td>tip_id</td></tr></table></body></html>"


@pytest.fixture
def judged(tmp_path) -> Callable[..., dict[str, object]]:
    """Writes a file and gives what a check says of it."""

    def judge(content: bytes, name: str = "tip_report.csv") -> dict[str, object]:
        (tmp_path / name).write_bytes(content)
        return office.check(tmp_path / name).file(name)

    return judge


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("tip_report.xlsx", b"%PDF-1.7\n", ("PDF", "PDF")),
        ("tip_report.xlsx", gzip.compress(b"x", mtime=0), ("gzip", "gzip")),
        ("tip_report.xlsx", PAGE.encode(), ("HTML", "HTML")),
        ("tip_report.xlsx", CSV.encode(), ("ข้อความธรรมดา", "plain text")),
        ("tip_report.xlsx", b"\1\0\2\0", ("ไม่ใช่ข้อความ", "no text")),
        ("tip_report.xlsx", zipped({"word/x.xml": b"x"}), ("ZIP", "ZIP")),
        ("tip_report.xls", zipped({"xl/x.xml": b"x"}), ("XLSX", "XLSX")),
        ("tip_report.csv", PAGE.encode("utf-16"), ("HTML", "HTML")),
        ("tip_report.csv", b"x\0y", ("ไม่ใช่ข้อความ", "no text")),
        ("tip_report.csv", CSV.encode("utf-16-le"), ("ไม่ใช่ข้อความ", "no text")),
    ],
)
def test_other_content_behind_a_name_is_told_in_both_languages(
    judged, name, content, found
):
    said = judged(content, name)
    assert said["reason_code"] == "file.not_text"
    in_thai, in_english = said["reason"].split(" / The content", 1)
    assert found[0] in in_thai
    assert found[1] in in_english


def test_text_behind_the_name_of_an_old_workbook_is_refused(judged):
    assert judged(CSV.encode(), "tip_report.xls")["reason_code"] == (
        "file.unknown_format"
    )


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n \n"])
def test_a_mark_of_the_encoding_alone_is_an_empty_file(judged, content):
    assert judged(content)["reason_code"] == "file.empty"


def test_the_whole_file_decides_between_damaged_utf8_and_thai_windows(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sniff, "CHUNK", 100)
    plain = as_csv(tips(*[tip(f"P-{n}") for n in range(20)]))
    thai = as_csv([tip("T-1", status="รับแจ้ง")]).encode()
    path = tmp_path / "tip_report.csv"
    path.write_bytes(plain.encode() + b"\xff" + thai + thai.replace(b"T-1", b"T-2"))
    (sheet,) = tables.opened(path, "tip_report", is_ours=False)
    rows = [
        (text, damage)
        for block in sheet.blocks
        for text, damage in zip(block.texts, block.damages, strict=True)
        if text
    ]
    assert [damage for _, damage in rows if damage] == ["row.bad_encoding"]
    assert len(rows) == 22
    assert rows[-1][0].endswith("รับแจ้ง")


def test_a_last_character_that_is_cut_refuses_a_damaged_file_too(judged):
    assert judged(b"\xff\n" + CSV.encode() + "x-3,ก".encode()[:-1])["reason_code"] == (
        "file.cut_short"
    )


def external(place: str) -> dict[str, bytes]:
    """A workbook that refers to another one."""
    end = "</Relationships>"
    link = f'<Relationship Id="r9" Type="{RELATIONS}/externalLink" Target="{place}"/>'
    return changed(book(), "xl/_rels/workbook.xml.rels", end, link + end)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (external("other.xml"), ("อ้างอิงไฟล์อื่น", "references to other files")),
        (
            changed(book(), SHEET_XML, HEAD, f'{HEAD}<!DOCTYPE x [<!ENTITY a "b">]>'),
            ("เอนทิตี", "entities"),
        ),
        (
            book() | {f"xl/{number}": b"" for number in range(sniff.MOST_PARTS)},
            ("> 10,000 ZIP", "> 10,000 ZIP"),
        ),
        (
            changed(book(), SHEET_XML, 'r="3"', f'r="{extent.LAST_ROW + 1}"'),
            ("1,048,577 × 6 ช่อง", "1,048,577 × 6 cells"),
        ),
    ],
)
def test_what_is_hostile_in_a_workbook_is_told_in_both_languages(judged, parts, found):
    said = judged(zipped(parts), "tip_report.xlsx")
    assert said["reason_code"] == "file.hostile_workbook"
    in_thai, in_english = said["reason"].split(" / The workbook", 1)
    assert found[0] in in_thai
    assert found[1] in in_english


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_as_no_excel_does_is_refused(judged, method):
    said = judged(zipped(book(), method), "tip_report.xlsx")
    assert said["reason_code"] == "file.damaged_workbook"


def test_a_link_to_a_page_is_no_reference_to_another_file(judged):
    end = "</Relationships>"
    link = f'<Relationship Id="r9" Type="{RELATIONS}/hyperlink" Target="http://a.th" '
    link += 'TargetMode="External"/>'
    parts = changed(book(), "xl/_rels/workbook.xml.rels", end, link + end)
    assert judged(zipped(parts), "tip_report.xlsx")["accepted"] == 2


REASONS = [name for name in refusal.messages() if name.startswith("file.")]
VALUES = {"known": "k", "required": "r", "columns": "c", "found": "f"}


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_says_in_both_languages_what_was_found_and_what_to_do(reason):
    words = refusal.messages()[reason]
    for lang, letters in (("th", "[ก-๙]"), ("en", "[a-z]")):
        found, to_do = words[lang], words[f"do_{lang}"]
        assert len(re.findall(letters, found)) >= 10
        assert len(re.findall(letters, to_do)) >= 10
        said = refusal.RefusalError(reason, **VALUES).text(lang)
        assert said == f"{found} {to_do}".format(**VALUES)


def _refusals() -> list[str]:
    """Every reason for which a module of the ETL refuses a file."""
    modules = (paths.ROOT / "etl").rglob("*.py")
    sources = [path.read_text("utf-8") for path in modules]
    given = re.compile(r'(?:RefusalError|DiedError)\(\s*"([a-z_.]+)"')
    return sorted({reason for text in sources for reason in given.findall(text)})


def test_every_reason_that_is_given_has_words_and_every_one_is_given():
    assert _refusals() == sorted(REASONS)
