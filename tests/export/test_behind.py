"""The rows behind a figure: what a reader reads, each true point once, no other."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.exhibits import Exhibit
from dashboard.export.behind import columns_behind
from dashboard.export.document import document
from dashboard.export.rows import LISTED, figure_rows
from tests.export import figures
from tests.export.conftest import FOOT, of_figure
from tests.export.reading import pdf_text, squeezed


def read(name):
    """Headings of a figure's rows, and the rows."""
    columns = columns_behind(of_figure(getattr(figures, name)(), name))
    cells = [column.cells for column in columns]
    return [column.heading for column in columns], [*zip(*cells, strict=True)]


def test_tiers_are_called_as_at_the_axis_and_a_year_without_report_has_none():
    _heads, rows = read("tiers")
    assert rows == [(2561, "เทียร์ 2"), (2562, "เทียร์ 2 เฝ้าระวัง"), (2564, "เทียร์ 2")]


def test_a_step_has_no_corners_and_no_target_among_its_points():
    _heads, rows = read("steps")
    due = [(place, value) for series, place, value in rows if series == "ตามแผน 3"]
    assert due == [(1, 0), (2, 1), (3, 1), (4, 3)]
    assert len(rows) == len(set(rows)) == 7


def test_a_point_that_is_marked_again_stands_once_and_a_gap_not_at_all():
    _heads, rows = read("quarters")
    assert len(rows) == 5
    assert rows[2] == ("ทั้งประเทศ 70%", date(2026, 9, 30), 0.7)
    assert ("น่าน 40%", date(2026, 6, 30)) not in [row[:2] for row in rows]


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("index", ["ปีงบประมาณ", "ดัชนีการกระจุกตัว (−1 ถึง 1)"]),
        ("groups", ["ตำแหน่ง", "คน"]),
        ("panels", ["ชุดตัวเลข", "ตำแหน่ง", "ครั้ง"]),
    ],
)
def test_headings_are_what_the_axes_measure(name, heads):
    assert read(name)[0] == heads


def with_rows(count):
    frame = pd.DataFrame(
        {"name": [f"แถว{at:03}" for at in range(count)], "held": 147.43}
    )
    return replace(
        of_figure(figures.tiers()),
        gated=disclosed(frame, Audience.OUTSIDE, ()),
        headings={"name": "พื้นที่", "held": "อพม. ต่อแสนคน"},
    )


def test_rows_that_came_with_a_figure_stand_in_for_its_picture_before_what_it_draws():
    rows = figure_rows(with_rows(2))
    assert rows.headings == ("พื้นที่", "อพม. ต่อแสนคน")
    assert rows.cells == (("แถว000", "147.4"), ("แถว001", "147.4"))
    assert not rows.more


def test_of_many_rows_the_first_stand_in_and_it_is_said_of_how_many():
    count = 3 * LISTED
    said = pdf_text(document([with_rows(count)], "ชุด", "th", "be", {}))
    assert f"แถว{LISTED - 1:03}" in said
    assert f"แถว{LISTED:03}" not in said
    assert squeezed(f"แสดง {LISTED} แถวแรกจากทั้งหมด {count} แถว") in said


def test_an_exhibit_has_rows_and_headings_or_neither():
    exhibit = with_rows(1)
    with pytest.raises(ValueError, match="figure needs"):
        replace(exhibit, headings={})
    with pytest.raises(ValueError, match="table needs"):
        replace(exhibit, kind="table")
    assert isinstance(replace(exhibit, gated=None, headings={}), Exhibit)
    assert exhibit.foot == FOOT
