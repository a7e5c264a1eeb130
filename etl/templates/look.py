"""How a template looks: font, colours, formats, and how much room a text takes."""

import math
import unicodedata
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "TH Sarabun New"  # of official Thai documents; Excel puts another where it lacks
SIZE = 16
LINE = 24  # points that a line of that size takes
ACCENT, INK, PALE, GREY, RULE = "#1f6f93", "#1b1f24", "#dcebf2", "#5b6770", "#b8c2c9"
MISSING = "#fde9d9"
# Buddhist years with Thai months; a B.E. year that Excel took for C.E. stays as typed
AS_TYPED_FROM = 182_622  # serial number of 1 January 2400
DATE = f"[>={AS_TYPED_FROM}][$-101041E]d mmm yyyy;[$-107041E]d mmm yyyy"
LETTERS_PER_WIDTH = 1.1  # of the font, which is narrower than the one Excel counts by
TEXT = "@"
COUNT = "#,##0"
PLAIN = "0"
DECIMAL = "#,##0.######"


@dataclass(frozen=True)
class Look:
    """The formats of one workbook."""

    title: Format
    section: Format
    legend: Format
    required_mark: Format
    optional_mark: Format
    required: Format
    optional: Format
    missing: Format
    head: Format
    cell: Format
    thai: Format
    english: Format
    plain: Format


def formats(book: Workbook) -> Look:
    """The formats, made for the workbook."""

    def made(**properties: object) -> Format:
        return book.add_format(
            {"font_name": FONT, "font_size": SIZE, "font_color": INK, **properties}
        )

    top: dict[str, Any] = {"text_wrap": True, "valign": "top"}
    boxed: dict[str, Any] = {**top, "border": 1, "border_color": RULE}
    head: dict[str, Any] = {
        **boxed,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
    }
    white = {"bg_color": ACCENT, "font_color": "#ffffff"}
    return Look(
        title=made(bold=True, font_size=22, font_color=ACCENT, valign="vcenter"),
        section=made(bold=True, font_size=18, font_color=ACCENT, valign="bottom"),
        legend=made(valign="vcenter"),
        required_mark=made(font_color=ACCENT, bold=True),
        optional_mark=made(font_color=RULE, bold=True),
        required=made(**head | white),
        optional=made(**head | {"bg_color": PALE}),
        missing=book.add_format({"bg_color": MISSING}),
        head=made(**head | white),
        cell=made(**boxed, align="left", indent=1),
        thai=made(),
        english=made(font_size=14, font_color=GREY),
        plain=made(**top),
    )


def width_of(text: str) -> int:
    """Characters that take room: Thai marks above and below a letter take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def lines_of(text: str, width: float) -> int:
    """Lines that a wrapped text needs in a column, which breaks Thai between words."""
    room = max(1.0, (width - 2) * LETTERS_PER_WIDTH)
    return sum(max(1, math.ceil(width_of(part) / room)) for part in text.split("\n"))
