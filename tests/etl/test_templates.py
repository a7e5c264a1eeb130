"""Templates: what offices get, and that what a person fills in is accepted whole.

A person is played by openpyxl: it opens the template, writes below the header what
the examples and drop-downs offer, and saves.
"""

import datetime as dt
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from copy import copy
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from etl import check, describe, templates
from etl.datasets import Dataset, Field, datasets
from etl.datasets import handed_over as of_offices
from etl.reading import header
from etl.templates import checks
from tests.etl import office

NAMES = [dataset.name for dataset in of_offices()]
HEAD, FIRST = 3, 4  # rows as Excel counts them
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ARABIC_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
THAI_MONTHS = {8: "ส.ค.", 9: "ก.ย.", 10: "ต.ค."}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("templates") / "made"
    done = office.run("templates", "--out", out)
    assert done.exit_code == 0
    assert done.printed.split() == [w for n in NAMES for w in ("written", f"{n}.xlsx")]
    return out


@pytest.fixture(scope="module")
def books(written) -> dict[str, openpyxl.Workbook]:
    return {name: openpyxl.load_workbook(written / f"{name}.xlsx") for name in NAMES}


def columns(dataset: Dataset) -> list[Field]:
    return describe.form(dataset)


def as_excel(field: Field, text: str, row: int) -> object:
    """What a person types or picks, in one of the ways that an office does."""
    if not text or describe.list_of(field):
        return text or None
    if field.type in ("date", "datetime"):
        day, month, year = (int(part) for part in text.split("/"))
        return (
            dt.date(year - 543, month, day),
            text.translate(THAI_DIGITS),
            f"{day} {THAI_MONTHS[month]} {year}" if month in THAI_MONTHS else text,
        )[row % 3]
    if field.type in ("integer", "number", "year") and text.replace(".", "").isdigit():
        number = float(text) if "." in text else int(text)
        return text.translate(THAI_DIGITS) if row % 3 == 1 else number
    return text


def filled(template: Path, folder: Path, name: str, rows: list[list[object]]) -> Path:
    """The template, opened, filled in below its header and saved under a new name."""
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.load_workbook(template, rich_text=True)
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, FIRST):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column)
                # Excel gives a new cell the column's format, openpyxl does not
                cell._style = copy(sheet.column_dimensions[cell.column_letter]._style)
                cell.value = value
    book.save(folder / name)
    return folder / name


def example_rows(dataset: Dataset) -> list[list[object]]:
    typed = [describe.examples(dataset, field) for field in columns(dataset)]
    return [
        [as_excel(f, cell, i) for f, cell in zip(columns(dataset), row, strict=True)]
        for i, row in enumerate(zip(*typed, strict=True))
    ]


def choices(book: openpyxl.Workbook, column: int) -> list[str]:
    """The texts of a column's drop-down in the sheet to fill in; [] without one."""
    cell = f"{get_column_letter(column)}{FIRST}"
    for rule in book.worksheets[0].data_validations.dataValidation:
        if cell in rule.sqref and rule.type == "list":
            sheet, _, area = rule.formula1.lstrip("=").rpartition("!")
            left, top, right, bottom = range_boundaries(area)
            assert left == right
            listed = book[sheet.strip("'")]
            return [listed.cell(row, left).value for row in range(top, bottom + 1)]
    return []


def validation(sheet: Worksheet, column: int) -> object:
    cell = f"{get_column_letter(column)}{FIRST}"
    (rule,) = (r for r in sheet.data_validations.dataValidation if cell in r.sqref)
    return rule


# --- handed over


@pytest.fixture(scope="module")
def picked(written, books) -> dict[str, list[list[object]]]:
    """Rows for each dataset in which every choice of every drop-down stands."""
    return {
        name: picked_rows(
            datasets()[name], books[name], 80, lambda texts, i: texts[i % len(texts)]
        )
        for name in NAMES
    }


@pytest.fixture(scope="module")
def judged(written, picked, tmp_path_factory) -> office.Run:
    """One check of every template as it is, and of every one with the picked rows."""
    inbox = tmp_path_factory.mktemp("judged") / "inbox"
    shutil.copytree(written, inbox)
    for name, rows in picked.items():
        filled(written / f"{name}.xlsx", inbox, f"{name}_picked.xlsx", rows)
    return office.check(inbox)


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_template_is_refused_as_a_header_without_rows(judged, name):
    assert judged.exit_code == 1
    file = judged.file(f"{name}.xlsx")
    assert (file["dataset"], file["reason_code"]) == (name, "file.no_rows")
    assert (file["rows_in"], file["dropped_columns"]) == (0, [])


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_every_drop_down_is_accepted(judged, picked, books, name):
    media_alone = {"ทั้งประเทศ"}
    rows = picked[name]
    for at in range(len(columns(datasets()[name]))):
        assert set(choices(books[name], at + 1)) - {row[at] for row in rows} <= (
            media_alone
        )
    file = judged.file(f"{name}_picked.xlsx")
    assert file["rows_in"] == file["accepted"] == len(rows), judged.printed


DATES = [
    dt.date(2020, 8, 15),
    dt.datetime(2020, 8, 15, 9, 30),
    dt.date(2563, 8, 15),
    44058,
    "15/8/2563",
    "๑๕/๘/๒๕๖๓",
    "15 ส.ค. 2563",
    "29/2/2563",  # no date to Excel, where 2563 is no leap year
]


@pytest.fixture(scope="module")
def handed_over(written, tmp_path_factory) -> office.Run:
    """One build of every template with its examples, and of one with many dates."""
    folder = tmp_path_factory.mktemp("filled")
    for name in NAMES:
        rows = example_rows(datasets()[name])
        filled(written / f"{name}.xlsx", folder / "inbox", f"{name}_2563-08.xlsx", rows)
    rest = example_rows(datasets()["tip_report"])[0][2:]
    rows = [[f"DATE-{i}", day, *rest] for i, day in enumerate(DATES)]
    form = written / "tip_report.xlsx"
    filled(form, folder / "inbox", "tip_report_dates.xlsx", rows)
    return office.build(folder / "built", folder / "inbox", options=["--strict"])


def test_filled_templates_are_published(handed_over):
    assert handed_over.exit_code == 0, handed_over.printed
    assert handed_over.report["published"]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_row_is_accepted(handed_over, name):
    file = handed_over.file(f"{name}_2563-08.xlsx")
    examples = datasets()[name].examples
    assert len(examples) >= 2
    assert file["rows_in"] == file["accepted"] == len(examples)
    assert file["dropped_columns"] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_stored_is_the_example(handed_over, name):
    """Through label, B.E. date and Thai digit back to code, ISO date and number."""
    dataset = datasets()[name]
    stored = handed_over.records(
        f"select {name}.* from {name} inner join load_file on "
        f"{name}.source_file_id = load_file.file_id "
        "where load_file.path = $file order by source_line",
        file=f"{name}_2563-08.xlsx",
    )
    for example, row in zip(dataset.examples, stored, strict=True):
        for field in dataset.columns:
            found, expected = row[field.name], example.get(field.name)
            if field.type in ("date", "datetime") and found is not None:
                found = found.isoformat()[:10]
            if field.qualifier and isinstance(expected, str):
                expected = int(expected.split()[-1])
            assert found == expected, field.name


def picked_rows(
    dataset: Dataset,
    book: openpyxl.Workbook,
    number: int,
    pick: Callable[[list[str], int], str],
) -> list[list[object]]:
    """The examples again and again, each with other choices and a key of its own."""
    examples = example_rows(dataset)
    offered = [choices(book, i + 1) for i in range(len(columns(dataset)))]
    rows = []
    for i in range(number):
        row = list(examples[i % len(examples)])
        for at, field in enumerate(columns(dataset)):
            if offered[at]:
                row[at] = pick(offered[at], i)
            elif field.type == "list":
                labels = [code.th for code in describe.list_of(field)]
                row[at] = f"{pick(labels, i)};{pick(labels, i + 1)}"
            elif field.name in dataset.key and field.is_free_text:
                row[at] = f"{row[at]}_{i}" if field.pattern else f"{row[at]}-{i}"
            elif field.name in dataset.key and field.type == "date":
                row[at] = dt.date(2020, 8, 1) - dt.timedelta(days=i)
            elif field.name == "batch_no":
                row[at] = i + 1
        rows.append(within_rules(dataset, row))
    return keep_distinct(dataset, rows)


def within_rules(dataset: Dataset, row: list[object]) -> list[object]:
    """The row as the rules of its dataset want it: media are another thing."""
    if dataset.name == "outreach":
        at = {field.name: i for i, field in enumerate(columns(dataset))}
        medium = {c.th: c.code for c in describe.lists()["medium"]}[row[at["medium"]]]
        if medium in ("ONLINE", "IN_FLIGHT", "BROADCAST"):
            row[at["attendees"]] = None
        elif row[at["province_name"]] == "ทั้งประเทศ":
            row[at["province_name"]] = "เชียงใหม่"
    if dataset.name == "withdrawal":
        at = {field.name: i for i, field in enumerate(columns(dataset))}
        named = {c.th: c.code for c in describe.lists()["dataset"]}[row[at["dataset"]]]
        number = int(str(row[at["record_key"]]).rsplit("-", 1)[1])
        row[at["record_key"]] = stored_key(datasets()[named], number)
    return row


def stored_key(dataset: Dataset, number: int) -> str:
    """A key as it would be stored, of no row here."""
    day = dt.date(1990, 8, 1) - dt.timedelta(days=number)
    of_type = {"date": day, "integer": number + 900, "year": 2443}
    parts = []
    for field in (dataset.field(name) for name in dataset.key):
        part = check.codes_of(field)[:1] or [of_type.get(field.type, f"K_{number}")]
        parts += [1900] if field.calendar == "ce" else part
    return "|".join(map(str, parts))


def keep_distinct(dataset: Dataset, rows: list[list[object]]) -> list[list[object]]:
    """One row for each key, as the same may be picked twice."""
    names = [field.resolves or field.name for field in columns(dataset)]
    at = [names.index(name) for name in dataset.key]
    plain = [[str(row[i]).translate(ARABIC_DIGITS) for i in at] for row in rows]
    return list({tuple(k): row for k, row in zip(plain, rows, strict=True)}.values())


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(name=st.sampled_from(NAMES), chance=st.randoms(use_true_random=False))
def test_whatever_is_picked_together_is_accepted(written, books, name, chance):
    rows = picked_rows(
        datasets()[name], books[name], 20, lambda texts, _: chance.choice(texts)
    )
    with tempfile.TemporaryDirectory() as folder:
        filled(written / f"{name}.xlsx", Path(folder) / "in", f"{name}.xlsx", rows)
        done = office.check(Path(folder) / "in")
    assert done.exit_code == 0, done.printed
    assert done.file(f"{name}.xlsx")["accepted"] == len(rows)


def test_columns_may_change_places_and_optional_ones_go(written, tmp_path):
    dataset = datasets()["tip_report"]
    needed = [
        column
        for column, field in enumerate(columns(dataset))
        if describe.is_required(dataset, field)
    ]
    book = openpyxl.load_workbook(written / "tip_report.xlsx")
    heads = [cell.value for cell in book.worksheets[0][HEAD]]
    rows = [
        [row[column] for column in reversed(needed)] for row in example_rows(dataset)
    ]
    office.hand_over_workbook(
        tmp_path / "inbox",
        "tip_report.xlsx",
        {"เบาะแส": [[heads[column] for column in reversed(needed)], *rows]},
    )
    done = office.check(tmp_path / "inbox")
    assert done.exit_code == 0, done.printed


def test_a_date_is_read_in_every_way_that_excel_may_keep_it(handed_over):
    """Also where Excel took a B.E. year for a C.E. one."""
    days = handed_over.values(
        "select received_on from tip_report where tip_id like 'DATE-%' order by tip_id"
    )
    assert days == [dt.date(2020, 8, 15)] * 7 + [dt.date(2020, 2, 29)]


# --- what stands in a template


@pytest.mark.parametrize("name", NAMES)
def test_the_header_names_every_column_and_marks_the_required_ones(books, name):
    dataset = datasets()[name]
    cells = [cell.value for cell in books[name].worksheets[0][HEAD]]
    found = header.find([(HEAD, cells)], dataset)
    assert list(found.columns) == [field.name for field in columns(dataset)]
    assert found.dropped == ()
    marked = [cell.endswith("*") for cell in cells]
    assert marked == [describe.is_required(dataset, f) for f in columns(dataset)]


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_the_other_sheets_looks_like_a_header(books, name):
    """Of no dataset at all, so that a renamed file cannot be taken for another."""
    for sheet in books[name].worksheets[1:]:
        for cells in sheet.iter_rows(values_only=True):
            texts = [str(cell) for cell in cells if cell is not None]
            for dataset in datasets().values():
                assert header.recognised(texts, dataset) < 2, (sheet.title, texts)


@pytest.mark.parametrize("name", NAMES)
def test_only_the_sheet_to_fill_in_and_the_notes_are_seen(books, name):
    states = [sheet.sheet_state for sheet in books[name].worksheets]
    assert states == ["visible", "visible", "hidden"][: len(states)]
    data = books[name].worksheets[0]
    assert data.max_row == HEAD
    assert (data.freeze_panes, data.print_title_rows) == (
        f"B{FIRST}",
        f"${HEAD}:${HEAD}",
    )
    assert data.page_setup.orientation == "landscape"


@pytest.mark.parametrize("name", NAMES)
def test_each_column_says_what_goes_in(books, name):
    sheet = books[name].worksheets[0]
    for column, field in enumerate(columns(datasets()[name]), 1):
        note = sheet.cell(HEAD, column).comment.text
        assert field.title_th in note
        assert field.title_en in note
        rule = validation(sheet, column)
        assert rule.promptTitle == field.title_th
        assert 0 < len(rule.prompt) <= checks.LONGEST_MESSAGE
        assert rule.type is None or 0 < len(rule.error) <= checks.LONGEST_MESSAGE


@pytest.mark.parametrize("name", NAMES)
def test_coded_columns_offer_exactly_their_thai_labels(books, name):
    for column, field in enumerate(columns(datasets()[name]), 1):
        expected = [code.th for code in describe.list_of(field)]
        if field.type == "list":
            expected = []  # several with ; between them, which a drop-down cannot do
        assert choices(books[name], column) == expected, field.name


def test_provinces_are_offered_in_the_order_of_the_thai_alphabet(books):
    names = [field.name for field in columns(datasets()["tip_report"])]
    offered = choices(books["tip_report"], names.index("province_name") + 1)
    assert len(offered) == 77
    assert offered[:3] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี"]
    assert offered.index("เชียงใหม่") == offered.index("ชุมพร") + 2
    assert offered[-2:] == ["อุบลราชธานี", "อ่างทอง"]


@pytest.mark.parametrize("name", NAMES)
def test_ids_and_codes_are_kept_as_text_and_dates_as_dates(books, name):
    sheet = books[name].worksheets[0]
    for column, field in enumerate(columns(datasets()[name]), 1):
        shown = sheet.column_dimensions[get_column_letter(column)].number_format
        if field.type == "date":
            assert "yyyy" in shown
        elif field.is_free_text or describe.list_of(field):
            assert shown == "@", field.name


@pytest.mark.parametrize("name", NAMES)
def test_numbers_below_their_minimum_are_stopped_in_excel(books, name):
    sheet = books[name].worksheets[0]
    for column, field in enumerate(columns(datasets()[name]), 1):
        if field.type in ("integer", "number") and not (
            field.code_list or field.qualifier
        ):
            rule = validation(sheet, column)
            kind = {"integer": "whole", "number": "decimal"}[field.type]
            assert rule.type == kind
            assert float(rule.formula1) == float(field.minimum or 0)
            assert rule.errorStyle in (None, "stop")


@pytest.mark.parametrize("name", NAMES)
def test_the_notes_tell_everything_of_the_dataset(books, name):
    dataset = datasets()[name]
    notes = books[name].worksheets[1]
    text = "\n".join(
        str(cell) for row in notes.iter_rows(values_only=True) for cell in row if cell
    )
    assert dataset.description_th in text
    assert dataset.description_en in text
    assert f"{name}_2569-11.xlsx" in text
    for rule in dataset.rules:
        assert rule.text_th in text
        assert rule.text_en in text
    for field in columns(dataset):
        assert f"{field.title_en} ({field.name})" in text
        for example in filter(None, describe.examples(dataset, field)):
            assert example in text
        for code in describe.list_of(field) if field.code_list else ():
            assert code.th in text
            assert code.code in text


# --- the command


def test_the_same_schemas_give_the_same_bytes(written, tmp_path):
    again = templates.write(tmp_path)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in again]
    before = [
        hashlib.sha256((written / path.name).read_bytes()).hexdigest() for path in again
    ]
    assert digests == before


def test_a_filled_in_template_is_never_written_over(written, tmp_path):
    mine = tmp_path / "tip_report.xlsx"
    filled(
        written / "tip_report.xlsx",
        tmp_path,
        mine.name,
        example_rows(datasets()["tip_report"]),
    )
    before = mine.read_bytes()
    done = office.run("templates", "--out", tmp_path)
    assert done.exit_code == 2
    assert "ไม่เขียนทับ" in done.printed
    assert "Not written over" in done.printed
    assert mine.read_bytes() == before
    assert list(tmp_path.iterdir()) == [mine]


def test_writing_again_into_the_same_folder_changes_nothing(tmp_path):
    assert office.run("templates", "--out", tmp_path).exit_code == 0
    assert office.run("templates", "--out", tmp_path).exit_code == 0


def test_a_folder_that_cannot_be_made_is_wrong_usage(tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    done = office.run("templates", "--out", tmp_path / "file" / "folder")
    assert done.exit_code == 2
    assert "สร้างโฟลเดอร์หรือไฟล์ไม่ได้" in done.printed
    assert "Cannot be made" in done.printed
