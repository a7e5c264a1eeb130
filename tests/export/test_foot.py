"""What stands beneath every object that leaves."""

import csv
import io
from dataclasses import replace

import pytest

from dashboard.export.foot import foot_lines, foot_notes, foot_of, watermark
from dashboard.export.tables import exhibit_csv
from tests.export.conftest import FOOT


def test_every_part_of_a_foot_is_said(table):
    said = "\n".join(foot_lines(foot_of(table), "th"))
    parts = (FOOT.source, FOOT.data_until, FOOT.version, FOOT.snapshot, *FOOT.caveats)
    assert [part for part in parts if part not in said] == []
    assert "ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลจริง" in said
    assert "รุ่นของกฎการเปิดเผย: 3" in said


def test_suppressed_counts_bring_their_caveat_once(table):
    foot = foot_of(table)
    assert len(foot.caveats) == 2
    assert "1–9" in foot.caveats[-1]
    assert foot_of(replace(table, foot=foot)) == foot


def test_a_foot_is_wholly_in_the_language_asked_for():
    foot = replace(FOOT, source="Ministry", data_until="22 Nov 2026", caveats=())
    said = "\n".join(foot_lines(foot, "en"))
    assert said.isascii() or not any(letter >= "\u0e01" for letter in said)
    assert "Synthetic data, not real" in said


def test_what_is_empty_is_not_said():
    assert "รหัส" not in "".join(foot_notes(replace(FOOT, snapshot=""), "th"))


def test_only_synthetic_data_is_watermarked(table, official):
    assert watermark(table.foot, "th") == "ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลจริง"
    assert watermark(official.foot, "th") == ""


def test_every_row_of_a_csv_file_says_the_foot(table):
    rows = list(csv.reader(io.StringIO(exhibit_csv(table).decode("utf-8-sig"))))
    told = foot_notes(foot_of(table), "th")
    assert [row[-len(told) :] for row in rows[1:]] == [list(told.values())] * 3
    assert [row[1] for row in rows[1:]] == ["120", "น้อยกว่า 10", "0"]


def test_a_figure_has_no_rows_for_a_csv_file(table):
    figure = replace(table, kind="figure", gated=None, headings={}, drawn={"data": []})
    with pytest.raises(ValueError, match="tips_provinces"):
        exhibit_csv(figure)
