"""Complementary suppression, against tables worked by hand."""

from datetime import date

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.room import held_back
from dashboard.rules import rules

RULES = rules()
REGIONS = {"TH-70": "West", "TH-71": "West", "TH-72": "West", "TH-76": "West"}
YEAR = date(2025, 10, 1), date(2026, 9, 30)
QUARTERS = [
    (date(2025, 10, 1), date(2025, 12, 31)),
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
]
BLOCK = date(2026, 2, 9), date(2026, 3, 8)


def cell(table, area, count, span=YEAR, kind_of="", kind=""):
    level = table.partition("_")[0]
    return {
        "table": table, "measure": "tips", "level": level, "area": area,
        "period_start": span[0], "period_end": span[1], "kind_of": kind_of,
        "kind": kind, "count": count, "small_beneath": 0,
    }  # fmt: skip


def held(*cells):
    """The cells that are withheld, by table, area and kind."""
    frame = pd.DataFrame(list(cells))
    said = disclosed(frame, Audience.OUTSIDE, ["count"], RULES).frame
    gone = frame[held_back(said, REGIONS, RULES)]
    return set(zip(gone["table"], gone["area"], gone["kind"], strict=True))


def quarters(*counts):
    pairs = zip(QUARTERS, counts, strict=True)
    return [cell("province_quarter", "TH-70", n, span) for span, n in pairs]


def test_a_year_is_withheld_when_its_hidden_quarters_would_be_one_each():
    """22 is said as 20 (18 to 22); 10, 10, 1 and 1 are 22 at least."""
    year = cell("province_year", "TH-70", 22)
    assert held(year, *quarters(10, 1, 10, 1)) == {("province_year", "TH-70", "")}


def test_a_year_is_withheld_when_its_hidden_quarters_would_be_nine_each():
    """28 is said as 30 (28 to 32); 10 (10 to 12) and 9 and 9 are 30 at most."""
    year = cell("province_year", "TH-70", 28)
    assert held(year, *quarters(10, 9, 9, 0)) == {("province_year", "TH-70", "")}


@pytest.mark.parametrize("counts", [(10, 5, 10, 5), (20, 20, 20, 20), (0, 0, 5, 0)])
def test_a_year_whose_hidden_quarters_have_room_is_said(counts):
    assert (
        held(cell("province_year", "TH-70", sum(counts)), *quarters(*counts)) == set()
    )


def test_a_year_is_said_while_not_all_its_quarters_are_known():
    assert (
        held(cell("province_year", "TH-70", 22), *quarters(10, 1, 10, 1)[:3]) == set()
    )


def test_a_region_is_withheld_with_its_kinds_beside_its_provinces():
    """10, 10, 1 and 1 again, in provinces."""
    provinces = [
        cell("province_year", code, count)
        for code, count in zip(REGIONS, (10, 1, 10, 1), strict=True)
    ]
    kinds = [
        cell("region_year", "West", count, kind_of="channel", kind=kind)
        for kind, count in (("VOLUNTEER", 12), ("OTHER", 10))
    ]
    whole = cell("region_year", "West", 22)
    assert held(whole, *provinces, *kinds) == {
        ("region_year", "West", kind) for kind in ("", "VOLUNTEER", "OTHER")
    }


def test_kinds_are_withheld_when_the_total_leaves_the_small_ones_no_room():
    """12 is said as 10 (10 to 12): ten of one kind leave one each to two others."""
    kinds = [
        cell("region_year", "West", count, kind_of="finding", kind=kind)
        for kind, count in (("NOT", 10), ("ACTUAL", 1), ("POSSIBLE", 1))
    ]
    found = held(cell("region_year", "West", 12), *kinds)
    assert found == {
        ("region_year", "West", kind) for kind in ("NOT", "ACTUAL", "POSSIBLE")
    }


def test_forms_may_add_up_to_more_than_the_total():
    """Ten of one form and one each of two others do not need 12 tips."""
    forms = [
        cell("region_year", "West", count, kind_of="form", kind=kind)
        for kind, count in (("EX01", 10), ("EX05", 1), ("EX06", 1))
    ]
    assert held(cell("region_year", "West", 12), *forms) == set()


def test_forms_must_add_up_to_the_total():
    """18 is said as 20 (18 to 22): two forms of nine at most must both be nine."""
    few = [
        cell("region_year", "West", 9, kind_of="form", kind=kind)
        for kind in ("EX01", "EX05")
    ]
    assert len(held(cell("region_year", "West", 18), *few)) == 2


def test_regions_of_a_block_are_withheld_beside_four_exact_weeks():
    """49 in four weeks; of two regions one is said as 50, which is 48 at least."""
    monday = date(2026, 2, 9)
    weeks = [
        cell("national_week", "TH", count, (day.date(), day.date() + SIX))
        | {"small_beneath": 40}
        for day, count in zip(
            pd.date_range(monday, periods=4, freq="7D"), (10, 11, 12, 16), strict=True
        )
    ]
    blocks = [
        cell("region_block", region, count, BLOCK)
        for region, count in (("West", 1), ("North", 48))
    ]
    assert held(*weeks, *blocks) == {
        ("region_block", "West", ""),
        ("region_block", "North", ""),
    }
    assert held(*weeks[:3], *blocks) == set()


SIX = pd.Timedelta(days=6).to_pytimedelta()


def test_the_block_in_which_a_quarter_ends_is_withheld_beside_its_provinces():
    """All of a quarter in one block: 22 as in provinces 10, 10, 1 and 1."""
    first = date(2025, 12, 15)
    days = pd.date_range(first, periods=4, freq="28D")
    blocks = [
        cell(
            "region_block", "West", count,
            (day.date(), (day + pd.Timedelta(days=27)).date()),
        )
        for day, count in zip(days, (0, 0, 22, 0), strict=True)
    ]  # fmt: skip
    provinces = [
        cell("province_quarter", code, count, QUARTERS[1])
        for code, count in zip(REGIONS, (10, 1, 10, 1), strict=True)
    ]
    frame = pd.DataFrame([*blocks, *provinces])
    said = disclosed(frame, Audience.OUTSIDE, ["count"], RULES).frame
    gone = frame[held_back(said, REGIONS, RULES)]
    assert gone["period_start"].tolist() == [days[-1].date()]


def test_a_withheld_year_is_still_bound_by_its_quarters():
    """Quarters said as 15, 10 and two small are 25 at least; 25 is 27 at most."""
    year = [cell("province_year", "TH-70", 25), *quarters(13, 1, 10, 1)]
    others = [cell("province_year", code, 1) for code in ("TH-71", "TH-72")]
    found = held(*year, *others, cell("region_year", "West", 27))
    assert found == {("province_year", "TH-70", ""), ("region_year", "West", "")}


def test_a_country_is_withheld_beside_its_provinces():
    """29 is said as 20 (10 to 29), 28 as 30 (28 at least): the other one is one."""
    provinces = [
        cell("province_quarter", code, count, QUARTERS[1])
        for code, count in (("TH-70", 28), ("TH-71", 1))
    ]
    country = cell("national_quarter", "TH", 29, QUARTERS[1])
    assert held(country, *provinces) == {("national_quarter", "TH", "")}


def test_what_is_withheld_leaves_more_than_one_count_of_each_part():
    """The rules are public: who sees that a year is withheld may turn them round."""
    for large in ((10, 10), (13, 10)):
        withheld = [
            (a, b)
            for a in range(1, 10)
            for b in range(a, 10)
            if held(
                cell("province_year", "TH-70", sum(large) + a + b),
                *quarters(large[0], a, large[1], b),
            )
        ]
        for part in zip(*withheld, strict=True):
            assert len(set(part)) > 1
