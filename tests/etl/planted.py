"""An input folder with a canary in every place where personal data may hide.

`plant` writes it and gives what was planted where, and what the contract says of it.
"""

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

from etl.datasets import Dataset, Field
from tests.etl import handed, office
from tests.etl.canaries import KINDS, Canary, canaries

IN_EACH_FIELD = 4
SENTENCES = ("{}", "ผู้แจ้งโทร {} ขอความช่วยเหลือ", "({})", "ติดต่อ: {}")
WRITTEN_AS = (
    (".csv", "utf-8"),
    (".csv", "cp874"),
    (".csv", "utf-16"),
    (".tsv", "utf-8-sig"),
    (".xlsx", ""),
)


@dataclass
class Planted:
    """What was planted.

    Attributes:
        flock: Every canary, in the order in which it was planted.
        rows: By file and line, the reason that the row must be rejected for.
        rejected: By file, how many of its rows are to be rejected.
        accepted: By file, how many of its rows are to be accepted.
        refused: By file, the reason for which it is to be refused.
    """

    flock: list[Canary] = field(default_factory=list)
    rows: dict[tuple[str, int], str] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    accepted: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    _coming: dict[str, Iterator[Canary]] = field(
        default_factory=lambda: {kind: canaries(kind) for kind in KINDS}
    )
    _turn: Iterator[str] = field(default_factory=lambda: itertools.cycle(KINDS))

    def take(self, *kinds: str) -> Canary:
        """The next canary, of one of the kinds, which take turns."""
        kind = next(k for k in self._turn if not kinds or k in kinds)
        self.flock.append(next(self._coming[kind]))
        return self.flock[-1]

    def text(self, *kinds: str) -> str:
        """The next canary as it is planted."""
        return self.take(*kinds).text

    def texts(self, count: int) -> list[str]:
        """The next canaries of all kinds."""
        return [self.text() for _ in range(count)]

    def name(self) -> str:
        """The next canary that may stand in the name of a file."""
        while True:
            canary = next(self._coming[next(self._turn)])
            if "/" not in canary.text:
                self.flock.append(canary)
                return canary.text


def plant(inbox: Path) -> Planted:
    """Write the folder."""
    planted = Planted()
    for dataset, (ending, encoding) in zip(
        handed.offices(), itertools.cycle(WRITTEN_AS), strict=False
    ):
        _in_every_field(inbox, planted, dataset, ending, encoding)
    for place in (
        _around_the_table,
        _in_headers,
        _in_damaged_rows,
        _in_names,
        _in_refused_files,
        _in_a_workbook,
    ):
        place(inbox, planted)
    return planted


def _in_every_field(
    inbox: Path, planted: Planted, dataset: Dataset, ending: str, encoding: str
) -> None:
    """Rows of the dataset, each with one canary in one of its fields."""
    name = f"{dataset.name}_fields{ending}"
    rows: list[list[object]] = [list(handed.header(dataset))]
    for known, turn in itertools.product(dataset.fields, range(IN_EACH_FIELD)):
        cell, problem = _cell(planted, known, turn)
        row = handed.row(dataset, len(rows), **{known.name: cell})
        rows.append(list(row.values()))
        planted.rows[name, len(rows)] = f"{known.name}.{problem}"
    planted.rejected[name] = len(rows) - 1
    if ending == ".xlsx":
        office.hand_over_workbook(inbox, name, {"ข้อมูล": rows})
        return
    text = office.as_csv(rows, "\t" if ending == ".tsv" else ",")
    office.hand_over(inbox, name, text, encoding)


def _cell(planted: Planted, known: Field, turn: int) -> tuple[object, str]:
    """A canary as it stands in the field, and the problem that the row then has."""
    if known.pattern:  # letters before a running number are usual in an id
        canary = planted.take("pin", "mobile", "landline", "email")
        is_plain = canary.text.isascii() and not set(" +()@:") & set(canary.text)
        is_seen = is_plain or (canary.text.isascii() and canary.kind != "title")
        return canary.text, "personal_data" if is_seen else "pattern"
    canary = planted.take()
    while known.is_id and canary.kind == "passport" and len(canary.text) != 9:
        planted.flock.pop()  # as above: of passports the Thai form alone
        canary = planted.take("passport")
    if known.type in {"integer", "number"} and canary.text.isascii():
        is_number = canary.text.isdigit() and canary.kind == "pin"
        return (int(canary.text) if is_number else canary.text), "personal_data"
    sentence = SENTENCES[turn] if known.is_free_text and not known.is_id else "{}"
    return sentence.format(canary.text), "personal_data"


def _good(*numbers: int) -> list[list[object]]:
    return office.tips(*(office.tip(f"GOOD-{number}") for number in numbers))


def _around_the_table(inbox: Path, planted: Planted) -> None:
    """Title lines above the header and notes below the table."""
    for number, encoding in enumerate(("utf-8", "cp874", "utf-16")):
        above = [[text] for text in planted.texts(10)]
        below = [[text] for text in planted.texts(7)]
        below += [[f"หมายเหตุ {text}"] for text in planted.texts(4)]
        name = f"tip_report_around_{number}.csv"
        rows = [*above, *_good(100 + number), *below]
        office.hand_over(inbox, name, rows, encoding)
        planted.rejected[name], planted.accepted[name] = len(below), 1


def _in_headers(inbox: Path, planted: Planted) -> None:
    """Columns that the dataset does not know: in their names and in their cells."""
    names = planted.texts(32)
    rows: list[list[object]] = [[*office.TIP_HEADER, *names]]
    for number in range(3):
        rows.append([*office.tip(f"DROPPED-{number}"), *planted.texts(32)])
    office.hand_over(inbox, "tip_report_columns.csv", rows)
    planted.rejected["tip_report_columns.csv"] = 0
    planted.accepted["tip_report_columns.csv"] = 3


def _in_damaged_rows(inbox: Path, planted: Planted) -> None:
    """Rows with a cell too many or too few, an open quote, a byte of no letter."""
    good = _good(200)
    more = [[*office.tip("MORE"), text] for text in planted.texts(10)]
    fewer = [[f"T{number}", text] for number, text in enumerate(planted.texts(10))]
    office.hand_over(inbox, "tip_report_ragged.csv", [*good, *more, *fewer])
    planted.rejected["tip_report_ragged.csv"] = 20
    planted.accepted["tip_report_ragged.csv"] = 1

    lines = [f'Q,"{text},x\n' for text in planted.texts(11)]
    text = office.as_csv(_good(201)) + "".join(lines)
    office.hand_over(inbox, "tip_report_quotes.csv", text)
    planted.accepted["tip_report_quotes.csv"] = 1

    bad = [f"B{n},{text},50,".encode() for n, text in enumerate(planted.texts(12))]
    data = office.as_csv(_good(202)).encode() + "หมายเหตุ ไทย\n".encode() * 9
    data += b"".join(line + b"\xff\xfe,EX01,NEW\n" for line in bad)
    (inbox / "tip_report_bytes.csv").write_bytes(data)
    planted.rejected["tip_report_bytes.csv"] = 21
    planted.accepted["tip_report_bytes.csv"] = 1


def _in_names(inbox: Path, planted: Planted) -> None:
    """Names of files, of files that are refused, and of folders."""
    for number in range(18):
        rows = office.tips(office.tip(f"NAMED-{number}"))
        office.hand_over(inbox, f"tip_report_{planted.name()}.csv", rows)
        office.hand_over(inbox, f"{planted.name()}.csv", "x")
    for number in range(6):
        rows = office.tips(office.tip(f"FOLDER-{number}"))
        folder = inbox / planted.name() / "2563"
        office.hand_over(folder, f"tip_report_folder_{number}.csv", rows)
        office.hand_over(inbox, f"tip_report_{number}.{planted.name()}", "x")


def _in_refused_files(inbox: Path, planted: Planted) -> None:
    """Files that are refused as a whole, each for another reason."""

    def refuse(name: str, data: bytes, reason: str) -> None:
        (inbox / name).write_bytes(data)
        planted.refused[name] = reason

    def many() -> str:
        return "\n".join(planted.texts(5)) + "\n"

    head = ",".join(office.TIP_HEADER)
    refuse("tip_report_none.csv", many().encode("cp874"), "file.no_header")
    missing = f"tip_id,status,{planted.text('email')}\n{many()}"
    refuse("tip_report_missing.csv", missing.encode(), "file.missing_column")
    twice = f"{head},tip_id\n{many()}"
    refuse("tip_report_repeated.csv", twice.encode("utf-16"), "file.repeated_column")
    torn = f"{head}\n{many()}T1,{planted.text('mobile')}"
    refuse("tip_report_torn.csv", torn.encode(), "file.cut_short")
    refuse("tip_report_half.csv", many().encode("utf-16")[:-1], "file.cut_short")
    page = f"<html><body>{many()}</body></html>".encode()
    refuse("tip_report_page.csv", page, "file.not_text")
    refuse("tip_report_page.xlsx", page, "file.not_text")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + many().encode("utf-16-le")
    refuse("tip_report_old.xls", old, "file.old_or_encrypted")
    refuse("unheard_of.csv", f"{head}\n{many()}".encode(), "file.unknown_dataset")
    refuse("tip_report_letter.docx", many().encode(), "file.unknown_format")
    whole = _workbook_bytes({"1": office.tips(*([t] for t in planted.texts(4)))})
    refuse("tip_report_cut.xlsx", whole[: len(whole) // 2], "file.damaged_workbook")
    entity = _with_part(whole, "xl/x.xml", f"<!DOCTYPE x [{many()}]>")
    refuse("tip_report_hostile.xlsx", entity, "file.hostile_workbook")


def _workbook_bytes(sheets: dict[str, office.Cells]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return _saved(workbook)


def _saved(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _with_part(data: bytes, name: str, text: str) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def _in_a_workbook(inbox: Path, planted: Planted) -> None:
    """Everything a workbook has beside the cells of its first sheet."""
    name = "tip_report_office.xlsx"
    workbook = openpyxl.Workbook()
    first = workbook.active
    hidden_head = planted.text("mobile")
    first.append([*office.TIP_HEADER, "victims_reported", hidden_head])
    for number in range(8):
        first.append([*office.tip(f"WORKBOOK-{number}"), "", planted.text()])
    for number in range(6):
        canary = planted.text()
        first.append([*office.tip(f"HIDDEN-COLUMN-{number}"), canary, ""])
        planted.rows[name, 10 + number] = "victims_reported.personal_data"
    for letter in "GH":
        first.column_dimensions[letter].hidden = True
    second = workbook.create_sheet("ที่สอง")
    for row in office.tips(*(office.tip(f"S{n}", status=planted.text()) for n in "12")):
        second.append(row)
    for title, state in (("ซ่อน", "hidden"), ("ซ่อนมาก", "veryHidden")):
        sheet = workbook.create_sheet(title)
        sheet.sheet_state = state
        for row in office.tips(*(office.tip(text) for text in planted.texts(6))):
            sheet.append(row)
    notes = workbook.create_sheet("หมายเหตุ")
    for text in planted.texts(6):
        notes.append([text])
    for number in range(3):
        sheet = workbook.create_sheet(planted.text("mobile", "title", "passport")[:31])
        for row in office.tips(office.tip(f"SHEET-{number}"), ["รวม"]):
            sheet.append(row)
    _around_the_cells(workbook, planted)
    (inbox / name).write_bytes(_saved(workbook))
    planted.rejected[name] = 6 + 2 + 3
    planted.accepted[name] = 8 + 3


def _around_the_cells(workbook: openpyxl.Workbook, planted: Planted) -> None:
    """Comments, links, headers, properties and defined names of a workbook."""
    first = workbook.worksheets[0]
    first["A1"].comment = Comment(planted.text(), planted.text("title"))
    first["B2"].comment = Comment(planted.text(), planted.text("email"))
    first["C2"].hyperlink = f"mailto:{planted.text('email')}"
    first.oddHeader.center.text = planted.text("title")
    first.oddFooter.center.text = planted.text("email")
    about = workbook.properties
    about.creator, about.lastModifiedBy = planted.text("title"), planted.text("title")
    about.title, about.subject, about.keywords = planted.texts(3)
    about.description, about.category = planted.texts(2)
    workbook.custom_doc_props.append(StringProperty(name="ผู้จัดทำ", value=planted.text()))
    for number in range(3):
        quoted = f'"{planted.text()}"'
        workbook.defined_names[f"x{number}"] = DefinedName(
            f"x{number}", attr_text=quoted
        )
