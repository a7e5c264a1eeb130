"""Wide tables in parts or main columns alone; cells as a reader reads them."""

import pytest

from dashboard.export.cells import (
    Column,
    abreast,
    foremost,
    left_out,
    told,
    with_the_rest,
)


def column(name, *cells, heading=""):
    return Column(name, heading or name, "text", cells)


def test_a_table_that_fits_stays_whole():
    columns = [column("name", "ก", "ข"), column("a", "1", "2")]
    assert abreast(columns, 80) == [columns]


def test_each_part_of_a_wide_table_begins_with_what_tells_its_rows_apart():
    year = column("fiscal_year_be", "2569", "2569")  # the same in all rows
    code = column("province_code", "TH-10", "TH-50")
    name = column("name", "กรุงเทพมหานคร", "เชียงใหม่")
    others = [column(f"c{at}", "12345", "1") for at in range(9)]
    parts = abreast([year, code, name, *others], 50)
    assert len(parts) > 1
    assert all(part[0] is name for part in parts)
    assert [c for part in parts for c in part[1:]] == [year, code, *others]


def test_rows_that_no_single_column_tells_apart_are_told_by_several():
    area = column("area", "น่าน", "น่าน", "ตาก")
    day = column("on_day", "1 ม.ค.", "2 ม.ค.", "1 ม.ค.")
    others = [column(f"c{at}", *["12345"] * 3) for at in range(9)]
    assert all(part[:2] == [area, day] for part in abreast([area, day, *others], 40))


def test_a_count_keeps_the_column_that_says_whether_it_is_rounded():
    name = column("name", "น่าน", "ตาก")
    counts = [
        each
        for at in range(6)
        for each in (column(f"n{at}", "120", "0"), column("", "ปัดเศษ", "ค่าจริง"))
    ]
    for part in abreast([name, *counts], 40):
        at = [bool(each.name) for each in part[1:]]
        assert at == [True, False] * (len(at) // 2)


def test_of_a_table_that_is_too_wide_the_main_columns_stand_as_many_as_fit():
    name = column("name", "น่าน", "ตาก")
    others = [column(f"c{at}", "12345", "1") for at in range(9)]
    main = ("name", "c7", "gone", "c2", "c5")
    shown = foremost([*others, name], main, 27)
    assert [each.name for each in shown] == ["name", "c7", "c2"]


def test_without_main_columns_what_is_the_same_in_all_rows_stands_last():
    year, name = column("year", "2569", "2569"), column("name", "น่าน", "ตาก")
    counts = [column("n", "120", "0"), column("", "ปัดเศษ", "ค่าจริง")]
    assert foremost([year, name, *counts], (), 80) == [name, *counts, year]


def test_what_columns_leave_goes_to_those_whose_cells_are_longer():
    assert with_the_rest([24, 44], [24, 300], 116) == [24, 92]
    assert with_the_rest([24, 44], [24, 50], 116) == [24, 50]  # no more than asked
    assert with_the_rest([44, 44], [144, 244], 118) == [54, 64]
    assert with_the_rest([60, 60], [90, 90], 100) == [60, 60]  # nothing is left


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((128.5, 37.0, 0.0, None), ["128.5", "37.0", "0.0", "–"]),
        ((-0.36, -0.0549, 0.004, -0.001), ["−0.36", "−0.05", "0.00", "0.00"]),
        ((1200.75, 2, -2), ["1,200.8", "2", "−2"]),  # changes of several units
    ],
)
def test_the_numbers_of_a_column_have_the_decimals_that_say_something(cells, said):
    assert told(Column("value", "ค่า", "number", cells), "th", "be") == said


def test_counts_and_shares_that_fell_have_a_minus_sign():
    assert told(Column("n", "คน", "count", (-34, 0)), "th", "be") == ["−34", "0"]
    share = Column("n_share", "สัดส่วน", "share", (-0.021, -0.0001))
    assert told(share, "th", "be") == ["−2.1%", "0.0%"]


def test_what_is_left_out_is_said_with_thousands():
    assert "1–48 จาก 2,002 แถว" in left_out("th", (3, 3), (48, 2002))
