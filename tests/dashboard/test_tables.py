"""Files that leave: what every row says, and that no cell runs in a spreadsheet."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui.tables import csv_bytes, harmless

NOTES = {"ที่มา": "กรมการปกครอง", "สถานะข้อมูล": "ข้อมูลสังเคราะห์"}


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_sees_thai_and_every_row_says_where_it_is_from():
    frame = pd.DataFrame({"จังหวัด": ["เชียงใหม่", "น่าน"], "คน": [200, 0]})
    content = csv_bytes(frame, NOTES)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == [
        ["จังหวัด", "คน", "ที่มา", "สถานะข้อมูล"],
        ["เชียงใหม่", "200", "กรมการปกครอง", "ข้อมูลสังเคราะห์"],
        ["น่าน", "0", "กรมการปกครอง", "ข้อมูลสังเคราะห์"],
    ]


def test_what_a_row_says_of_itself_stands_instead_of_the_note():
    frame = pd.DataFrame({"a": [1, 2], "status": ["official", "synthetic"]})
    rows = read(csv_bytes(frame, {"source": "x", "status": "synthetic"}))
    assert rows[0] == ["a", "status", "source"]
    assert [row[1] for row in rows[1:]] == ["official", "synthetic"]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_missing_stays_empty_and_zero_stays_zero(missing):
    frame = pd.DataFrame({"a": pd.Series([0, missing], dtype=object)})
    assert read(csv_bytes(frame, {})) == [["a"], ["0"], [""]]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+66", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '="a"'],
)
def test_text_that_would_be_a_formula_is_quoted(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-5, -5.25, 0, True, "5-1", "จ.น่าน", "a=b", ""])
def test_numbers_and_other_texts_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_headings_and_notes_are_made_harmless_too():
    rows = read(csv_bytes(pd.DataFrame({"=a": [1]}), {"+b": "@c"}))
    assert rows == [["'=a", "'+b"], ["1", "'@c"]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_every_text_comes_back_and_none_begins_like_a_formula(texts):
    rows = read(csv_bytes(pd.DataFrame({"a": texts}), {"n": "x"}))
    assert [row[0].removeprefix("'") for row in rows[1:]] == [
        text.removeprefix("'") for text in texts
    ]
    assert not any(row[0].startswith(("=", "+", "-", "@")) for row in rows[1:])
    assert not any(row[0].lstrip().startswith("=") for row in rows[1:])
