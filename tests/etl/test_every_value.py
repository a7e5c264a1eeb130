"""What contract.md 4 says of values, for every field of every dataset it lists.

The rows are made from the schemas (tests.etl.handed), so that a dataset that comes
later is held to the same sentences. One file of each kind and dataset, one build.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from etl import workspace
from etl.datasets import Dataset, Field
from tests.etl import handed, office

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
NO_NUMBER = (
    "-5",
    "1e3",
    "NaN",
    "inf",
    "-Infinity",
    "สอง",
    "1,23",
    "5%",
    "+5",
    "12.5.1",
)
NO_DATE = ("15/13/2563", "31/2/2563", "15/8/2250", "19999", "80001", "เมื่อวาน", "2563")
NO_YEAR = ("2399", "2601", "2101", "63", "2563.5", "ปี 2563")
LONG = "ก" * 1001
MONTHS = [
    *("ม.ค.", "ก.พ.", "มีนาคม", "เม.ย", "พฤษภาคม", "มิ.ย."),
    *("กค.", "สิงหา", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
]
Rows = list[tuple[dict[str, object], str]]  # a row and the reason against it


def values(dataset: Dataset, kinds: set[str]) -> list[Field]:
    """The fields of these types that have no code list."""
    return [f for f in dataset.fields if f.type in kinds and not f.code_list]


def spoilt(dataset: Dataset, kinds: set[str], texts: tuple[str, ...], why: str) -> Rows:
    """Rows with each of the texts in each of the fields, and what they must say."""
    rows: Rows = []
    for field in values(dataset, kinds):
        for text in texts:
            row = handed.row(dataset, len(rows) + 1, **{field.name: text})
            rows.append((row, f"{field.name}.{why}"))
    return rows


def too_long(dataset: Dataset) -> Rows:
    """Rows with a text of 1,001 characters in one field."""
    return [
        (handed.row(dataset, number, **{field.name: LONG}), f"{field.name}.too_long")
        for number, field in enumerate(dataset.fields, 1)
    ]


def ahead(dataset: Dataset) -> Rows:
    """Rows with a day that has not come in one date."""
    days = (
        office.tomorrow(),
        "1/1/2600",
        "80000",
        "31 ธ.ค. ๒๕๙๙",
        "31/12/2100",
        "1/1/99",
    )
    return spoilt(dataset, {"date", "datetime"}, tuple(map(str, days)), "future")


KINDS: dict[str, Callable[[Dataset], Rows]] = {
    "number": lambda d: spoilt(d, {"integer", "number"}, NO_NUMBER, "invalid_number"),
    "integer": lambda d: spoilt(d, {"integer"}, ("12.5",), "invalid_number"),
    "date": lambda d: spoilt(d, {"date", "datetime"}, NO_DATE, "invalid_date"),
    "year": lambda d: spoilt(d, {"year"}, NO_YEAR, "invalid_year"),
    "long": too_long,
    "ahead": ahead,
}


def written_otherwise(dataset: Dataset) -> Iterator[dict[str, object]]:
    """Rows, each followed by the same one as another office would write it."""
    for number in range(1, 4):
        row = handed.row(dataset, number)
        counts = [f.name for f in values(dataset, {"integer"}) if _is_large(f)]
        row |= dict.fromkeys(counts, 1234567)
        yield row
        yield {name: _in_thai(dataset.field(name), row[name]) for name in row}
        yield row | dict.fromkeys(counts, "1,234,567") | _in_words(dataset, row)


def _is_large(field: Field) -> bool:
    return (field.maximum or 10**9) > 10**6


def _in_thai(field: Field, cell: object) -> object:
    return cell if field.is_free_text else str(cell).translate(THAI)


def _in_words(dataset: Dataset, row: dict[str, object]) -> dict[str, object]:
    """Its dates with the month in words and its years of the other era."""
    otherwise: dict[str, object] = {}
    for field in dataset.fields:
        cell = row[field.name]
        if field.type == "date" and cell:
            day = dt.date.fromisoformat(str(cell))
            text = f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}"
            otherwise[field.name] = text
        elif field.type == "year":
            shift = -543 if field.calendar == "be" else 543
            otherwise[field.name] = int(str(cell)) + shift
    return otherwise


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> office.Run:
    inbox = tmp_path_factory.mktemp("every") / "inbox"
    for dataset in handed.offices():
        header = handed.header(dataset)
        for kind, make in KINDS.items():
            if rows := make(dataset):
                cells = [list(row.values()) for row, _ in rows]
                office.hand_over(inbox, f"{dataset.name}_{kind}.csv", [header, *cells])
        same = [list(row.values()) for row in written_otherwise(dataset)]
        office.hand_over(inbox, f"{dataset.name}_same.csv", [header, *same])
        empty = {f.name: "" for f in dataset.fields if not _is_needed(f)}
        rows = [list(handed.row(dataset, 50, **empty).values())]
        office.hand_over(inbox, f"{dataset.name}_empty.csv", [header, *rows])
    return office.build(inbox.parent / "built", inbox)


def _is_needed(field: Field) -> bool:
    return field.required or field.name == "text_en"  # or the Thai one


@pytest.fixture(scope="module")
def reasons(judged: office.Run) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = {}
    for path, line, reason in judged.rows(
        "select path, line, load_reject.reason from load_reject "
        "inner join load_file using (file_id)"
    ):
        found.setdefault((path, line), set()).add(reason)
    return found


@pytest.mark.parametrize("dataset", handed.offices(), ids=lambda d: d.name)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_value_of_a_field_rejects_the_row_and_says_so(
    judged, reasons, dataset, kind
):
    rows = KINDS[kind](dataset)
    missed = [
        (expected, row[expected.split(".")[0]], reasons.get(place))
        for line, (row, expected) in enumerate(rows, 2)
        if expected
        not in reasons.get(place := (f"{dataset.name}_{kind}.csv", line), ())
    ]
    assert missed == []
    if rows:
        said = judged.file(f"{dataset.name}_{kind}.csv")
        assert said["rejected"] == said["rows_in"] == len(rows)


def test_each_kind_of_value_is_in_some_dataset():
    for kind, make in KINDS.items():
        assert any(make(dataset) for dataset in handed.offices()), kind


@pytest.mark.parametrize("dataset", handed.offices(), ids=lambda d: d.name)
def test_thai_digits_words_separators_and_the_other_era_are_the_same_row(
    judged, dataset
):
    said = judged.file(f"{dataset.name}_same.csv")
    states = [said[state] for state in ("rows_in", "accepted", "rejected", "duplicate")]
    assert states == [9, 3, 0, 6], said["reasons"]


@pytest.mark.parametrize("dataset", handed.offices(), ids=lambda d: d.name)
def test_years_of_the_other_era_are_converted_and_noted(judged, dataset):
    is_noted = any(field.calendar == "be" for field in dataset.fields)
    said = judged.file(f"{dataset.name}_same.csv")
    assert said["converted_years"] == (3 if is_noted else 0)


@pytest.mark.parametrize("dataset", handed.offices(), ids=lambda d: d.name)
def test_what_is_missing_is_null_and_never_0(judged, dataset):
    optional = [f"rows.{f.name}" for f in dataset.columns if not _is_needed(f)]
    rows = judged.rows(
        f"select {', '.join(optional)} from {dataset.name}_loaded as rows "
        "inner join load_file on source_file_id = file_id where path = $path",
        path=f"{dataset.name}_empty.csv",
    )
    assert rows == [(None,) * len(optional)]


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-01-01 16:59", "2026-01-01"),
        ("2026-01-01 17:00", "2026-01-02"),
        ("2025-12-31 23:30", "2026-01-01"),
    ],
)
def test_the_day_begins_at_midnight_in_bangkok(monkeypatch, utc, day):
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime.fromisoformat(utc + "+00:00").astimezone(tz)

    monkeypatch.setattr(workspace.dt, "datetime", Clock)
    assert str(workspace.today()) == day
