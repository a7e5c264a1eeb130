"""Files that leave: what every row says, and that no cell runs in a spreadsheet."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure import Audience, disclosed
from dashboard.export.tables import csv_bytes, harmless
from dashboard.rules import rules

NOTES = {"ที่มา": "กรมการปกครอง", "สถานะข้อมูล": "ข้อมูลสังเคราะห์"}


def written(frame, notes, counts=(), lang="en", audience=Audience.OUTSIDE):
    """The rows of a frame's file, each column under its own name."""
    gated = disclosed(frame, audience, counts)
    shown = [name for name in frame.columns if name in gated.frame]
    return csv_bytes(gated, dict(zip(shown, shown, strict=True)), notes, lang)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_sees_thai_and_every_row_says_where_it_is_from():
    frame = pd.DataFrame({"จังหวัด": ["เชียงใหม่", "น่าน"], "คน": [200, 0]})
    content = written(frame, NOTES)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == [
        ["จังหวัด", "คน", "ที่มา", "สถานะข้อมูล"],
        ["เชียงใหม่", "200", "กรมการปกครอง", "ข้อมูลสังเคราะห์"],
        ["น่าน", "0", "กรมการปกครอง", "ข้อมูลสังเคราะห์"],
    ]


def test_two_columns_of_a_file_never_have_one_heading():
    frame = pd.DataFrame({"a": [1, 2], "status": ["official", "synthetic"]})
    gated = disclosed(frame, Audience.OUTSIDE, ())
    with pytest.raises(ValueError, match="'Source'"):
        csv_bytes(gated, {"a": "Source", "status": "Source"}, {}, "en")
    with pytest.raises(ValueError, match="'Source'"):
        csv_bytes(gated, {"a": "A", "status": "Source"}, {"Source": "x"}, "en")
    rows = read(csv_bytes(gated, {"a": "A", "status": "B"}, {"Source": "x"}, "en"))
    assert rows[0] == ["A", "B", "Source"]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_missing_stays_empty_and_zero_stays_zero(missing):
    frame = pd.DataFrame({"a": pd.Series([0, missing], dtype=object)})
    assert read(written(frame, {})) == [["a"], ["0"], [""]]


def test_a_count_beside_a_missing_one_has_no_decimals_and_a_ratio_has_few():
    frame = pd.DataFrame({"count": [3335.0, None], "ratio": [75.07186858316221, 0.5]})
    rows = read(written(frame, {}))
    assert rows == [["count", "ratio"], ["3335", "75.0719"], ["", "0.5"]]


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
    rows = read(written(pd.DataFrame({"=a": [1]}), {"+b": "@c"}))
    assert rows == [["'=a", "'+b"], ["1", "'@c"]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_every_text_comes_back_and_none_begins_like_a_formula(texts):
    rows = read(written(pd.DataFrame({"a": texts}), {"n": "x"}))
    assert [row[0].removeprefix("'") for row in rows[1:]] == [
        text.removeprefix("'") for text in texts
    ]
    assert not any(row[0].startswith(("=", "+", "-", "@")) for row in rows[1:])
    assert not any(row[0].lstrip().startswith("=") for row in rows[1:])


# --- protected counts


@pytest.mark.parametrize(
    ("lang", "fewer", "silent", "none"),
    [
        ("th", "น้อยกว่า 10", "ไม่รายงาน", "ไม่มีข้อมูล"),
        ("en", "fewer than 10", "not reported", "no data"),
    ],
)
def test_small_zero_silent_and_missing_counts_are_four_different_cells(
    lang, fewer, silent, none
):
    frame = pd.DataFrame(
        {
            "tips": pd.array([3, 0, None, None, 12], "Int64"),
            "state": ["counted", "counted", "not_reported", "no_data", "counted"],
        }
    )
    _, *rows = read(written(frame, {}, ["tips"], lang))
    assert [row[0] for row in rows] == [fewer, "0", silent, none, "10"]


def test_a_column_says_which_numbers_are_exact_and_which_are_rounded():
    frame = pd.DataFrame(
        {"tips": [3, 0, 12, 41], "level": "national", "least": [0, 0, 8, 0], "most": 99}
    )
    head, *rows = read(written(frame, {}, ["tips"]))
    assert head[:2] == ["tips", "tips: exact or rounded"]
    assert [row[1] for row in rows] == ["", "exact", "rounded to 20", "exact"]


def test_every_row_of_protected_figures_names_the_rules_and_a_caveat():
    head, row = read(written(pd.DataFrame({"tips": [3]}), {"n": "x"}, ["tips"]))
    assert head[-3:] == ["n", "Version of the disclosure rules", "Caveat"]
    assert row[-3:-1] == ["x", rules().version]
    assert row[-1].startswith("Counts of 1 to 9 are not said")
    assert read(written(pd.DataFrame({"people": [3]}), {"n": "x"}))[0] == [
        "people",
        "n",
    ]


def test_no_file_is_made_of_what_an_analyst_sees():
    with pytest.raises(ValueError, match="gate it for Audience.OUTSIDE"):
        written(pd.DataFrame({"tips": [3]}), {}, ["tips"], audience=Audience.ANALYST)


def test_rows_of_an_open_dataset_stay_exact_beside_protected_ones():
    frame = pd.DataFrame({"rows": [3, 3, 12, 12], "is_open": [True, False] * 2})
    _, *rows = read(written(frame, {}, ["rows"]))
    assert [row[0] for row in rows] == ["3", "fewer than 10", "12", "10"]
    open_alone = disclosed(frame[frame["is_open"]], Audience.OUTSIDE, ["rows"])
    assert not open_alone.is_protected
