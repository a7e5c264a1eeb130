"""Tables as offices hand them over: any dataset, any headings, mostly good values."""

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from etl import codes
from etl.datasets import Dataset, Field, datasets
from etl.reading.header import folded

SECRET = "0891234567"  # noqa: S105 - a telephone number, for no message
UNKNOWN = ("ลำดับ", "หมายเหตุ อื่น", "ผู้แจ้ง", "Column1", "x", "ชื่อ-สกุล")
TOTALS = ("รวม", "รวมทั้งสิ้น", "หมายเหตุ: ข้อมูลเบื้องต้น", "ที่มา: พมจ.", "* ปรับปรุงแล้ว")
TITLES = ("รายงานประจำเดือน", "พมจ.เชียงใหม่", "หน้า 1", "ลับ", "-", "แบบ พม. 01/2563")
ODD = (
    "-",
    "รวม",
    "๑๒๓",
    "1,234",
    "12.5",
    "1e3",
    "NaN",
    "9" * 30,
    "31/2/2563",
    "'; drop table tip_report; --",
    "{x} %s $y",
    "ก" * 1001,
    f"โทร {SECRET}",
    "นาย ก ใจดี",
)


@dataclass
class Table:
    """One table: its headings and rows of texts, the first cell of none is blank.

    Attributes:
        names: The field under each heading, "" for a column nobody knows.
    """

    dataset: Dataset
    names: list[str]
    header: list[str]
    rows: list[list[str]]

    @property
    def needed(self) -> int:
        """Cells up to the last known column."""
        return max(at for at, name in enumerate(self.names, 1) if name)


@functools.cache
def handed_over() -> list[Dataset]:
    """The datasets that offices hand over."""
    return [known for known in datasets().values() if not known.is_reference_only]


@functools.cache
def _texts(code_list: str) -> list[str]:
    return [text for text, _ in codes.code_lists()[code_list]]


@functools.cache
def _places(by: str) -> list[str]:
    known = codes.province_codes() if by == "code" else codes.province_names()
    return [text for text, _ in known]


def table(rng: Random, rows: int | None = None) -> Table:
    """A table of some dataset, in some order, under some of its headings."""
    dataset = rng.choice(handed_over())
    fields: list[Field | None] = [*_chosen(rng, dataset)]
    fields += [None] * rng.choice((0, 0, 1, 2))
    rng.shuffle(fields)
    first = next(at for at, field in enumerate(fields) if field and field.required)
    fields.insert(0, fields.pop(first))
    unknown = iter(rng.sample(UNKNOWN, len(UNKNOWN)))
    many = rng.choice((1, 2, 3, 8, 30)) if rows is None else rows
    return Table(
        dataset,
        [field.name if field else "" for field in fields],
        [_heading(rng, field) if field else next(unknown) for field in fields],
        [_row(rng, fields, number) for number in range(many)],
    )


def _chosen(rng: Random, dataset: Dataset) -> list[Field]:
    """The required fields and some others; a province by code, by name or by both."""
    chosen = [f for f in dataset.fields if f.required or rng.random() < 0.4]
    by_name = {f.resolves for f in chosen if f.resolves}
    if by_name and rng.random() < 0.5:
        chosen = [f for f in chosen if f.name not in by_name]
    return chosen


def _heading(rng: Random, field: Field) -> str:
    name = rng.choice(field.headers)
    turned = rng.choice((str.upper, str.lower, str.title, str, str))(name)
    if folded(turned) != folded(name):  # a letter that has no other case
        turned = name
    return rng.choice((turned, turned, f" {turned} ", f"{turned}*"))


def _row(rng: Random, fields: list[Field | None], number: int) -> list[str]:
    cells = [_cell(rng, field, number) for field in fields]
    cells[0] = cells[0].strip() or f"K{number}"
    return cells


def _cell(rng: Random, field: Field | None, number: int) -> str:
    if field is None:
        return rng.choice(("", "x", f"นาย ก โทร {SECRET}"))
    if rng.random() < 0.03:
        return rng.choice(ODD)
    if not field.required and rng.random() < 0.3:
        return ""
    return _good(rng, field, number)


def _good(rng: Random, field: Field, number: int) -> str:
    if field.geography or field.resolves:
        return rng.choice(_places("code" if field.geography else "name"))
    if field.code_list:
        return rng.choice(_texts(field.code_list))
    if field.type in ("date", "datetime"):
        return _date(rng)
    return {
        "integer": lambda: str(rng.randint(1, 5)),
        "number": lambda: f"{rng.random():.3f}",
        "year": lambda: str(rng.randint(2555, 2568)),
        "boolean": lambda: rng.choice(("0", "1")),
    }.get(field.type, lambda: f"{field.name[:3].upper()}-{number}")()


def _date(rng: Random) -> str:
    day = date(2013, 1, 1) + timedelta(rng.randrange(4000))
    thai = day.year + 543
    return rng.choice(
        (
            day.isoformat(),
            f"{day.day}/{day.month}/{thai}",
            f"{day.day}-{day.month}-{thai}",
            f"{day.day} ม.ค. {thai}",
            str((day - date(1899, 12, 30)).days),
        )
    )
