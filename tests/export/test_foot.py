"""What stands beneath every object that leaves."""

from dataclasses import replace

import pytest

from dashboard.export.foot import foot_lines, foot_notes, foot_of
from dashboard.export.tables import exhibit_csv
from tests.export.conftest import FOOT


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


def test_a_figure_has_no_rows_for_a_csv_file(table):
    figure = replace(table, kind="figure", gated=None, headings={}, drawn={"data": []})
    with pytest.raises(ValueError, match="tips_provinces"):
        exhibit_csv(figure)
