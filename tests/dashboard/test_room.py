"""Complementary suppression, against tables worked by hand."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.room import MANY, held_back
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
WEEK = timedelta(weeks=1)
FIRST_BLOCK = date(2025, 9, 22)  # 14 of them cover the year
NARROW = 3  # a width below it counts as recovered


def cell(table, area, count, span=YEAR, kind_of="", kind=""):
    level = table.partition("_")[0]
    return {
        "table": table, "measure": "tips", "level": level, "area": area,
        "period_start": span[0], "period_end": span[1], "kind_of": kind_of,
        "kind": kind, "count": count, "least": 0, "most": MANY, "is_settled": True,
    }  # fmt: skip


def withheld(frame, regions):
    said = disclosed(frame, Audience.OUTSIDE, ["count"], RULES).frame
    return held_back(said.assign(least=frame["least"]), regions, RULES)


def held(*cells):
    """The cells that are withheld, by table, area and kind."""
    frame = pd.DataFrame(list(cells))
    gone = frame[withheld(frame, REGIONS)]
    return set(zip(gone["table"], gone["area"], gone["kind"], strict=True))


SIX = pd.Timedelta(days=6).to_pytimedelta()


def provinces(*counts):
    return [
        cell("province_year", code, count)
        for code, count in zip(REGIONS, counts, strict=True)
    ]


def blocks(counts, region="West", first=FIRST_BLOCK):
    days = pd.date_range(first, periods=len(counts), freq="28D")
    return [
        cell(
            "region_block", region, count,
            (day.date(), (day + pd.Timedelta(days=27)).date()),
        )
        for day, count in zip(days, counts, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize("counts", [(10, 5, 10, 5), (20, 20, 20, 20), (0, 0, 5, 0)])
def test_a_region_whose_hidden_provinces_have_room_is_said(counts):
    assert held(cell("region_year", "West", sum(counts)), *provinces(*counts)) == set()


def test_a_region_is_withheld_when_its_hidden_provinces_would_be_nine_each():
    """28 is said as 30 (28 to 32); 10 (10 to 12) and 9 and 9 are 30 at most."""
    west = cell("region_year", "West", 28)
    assert held(west, *provinces(10, 9, 9, 0)) == {("region_year", "West", "")}


def test_a_region_is_withheld_with_its_kinds_beside_its_provinces():
    """10, 10, 1 and 1 again, in provinces."""
    kinds = [
        cell("region_year", "West", count, kind_of="channel", kind=kind)
        for kind, count in (("VOLUNTEER", 12), ("OTHER", 10))
    ]
    whole = cell("region_year", "West", 22)
    assert held(whole, *provinces(10, 1, 10, 1), *kinds) == {
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
        | {"is_settled": False}
        for day, count in zip(
            pd.date_range(monday, periods=4, freq="7D"), (10, 11, 12, 16), strict=True
        )
    ]
    of_region = [
        cell("region_block", region, count, BLOCK)
        for region, count in (("West", 1), ("North", 48))
    ]
    assert held(*weeks, *of_region) == {
        ("region_block", "West", ""),
        ("region_block", "North", ""),
    }
    assert held(*weeks[:3], *of_region) == set()


def test_a_year_is_withheld_when_its_blocks_would_be_one_each():
    """12 is said as 10, which is 12 at most; twelve blocks have one at least."""
    year = cell("region_year", "West", 12)
    in_each = blocks([0, *[1] * 12, 0])
    assert held(year, *in_each) == {("region_year", "West", "")}
    assert held(year, *blocks([0, 4, 4, 4, *[0] * 10])) == set()


def test_a_year_is_said_while_not_all_its_blocks_are_known():
    """What a block that is not there holds is open; a lower bound needs no other."""
    year = cell("region_year", "West", 90)
    nine_each = blocks([9] * 10, first=FIRST_BLOCK + 4 * 4 * WEEK)
    assert held(year, *nine_each) == set()
    assert held(year, *blocks([0, 0, *[9] * 10, 0, 0])) == {("region_year", "West", "")}


def test_sums_of_several_steps_are_looked_at_together():
    """A country with 29 in one quarter and none else; 29 provinces with one each.

    29 is said as 20, which is 29 at most; no region's own figure is too narrow.
    """
    regions = {f"TH-{at}": ("North", "South")[at % 2] for at in range(10, 39)}
    quarters = [
        cell("national_quarter", "TH", count, span)
        for span, count in zip(QUARTERS, (0, 29, 0, 0), strict=True)
    ]
    country = [
        *(cell("province_year", code, 1) for code in regions),
        cell("region_year", "North", 15),
        cell("region_year", "South", 14),
    ]
    frame = pd.DataFrame([*quarters, *country])
    gone = frame[withheld(frame, regions)]
    assert set(gone["table"]) == {"region_year", "province_year"}
    assert len(gone) == len(country)


def test_what_came_out_before_is_never_withheld_for_what_comes_out_later():
    """The year is withheld, its blocks are not."""
    year = cell("region_year", "West", 12)
    assert {table for table, *_ in held(year, *blocks([0, *[1] * 12, 0]))} == {
        "region_year"
    }


def test_figures_that_contradict_each_other_withhold():
    """48 in four weeks that were said exactly; a late row makes the regions 49.

    Without it both would be withheld: 48 less 48 at least leaves the West none.
    """
    weeks = [
        cell("national_week", "TH", 12, (day.date(), day.date() + SIX))
        | {"is_settled": False}
        for day in pd.date_range(date(2026, 2, 9), periods=4, freq="7D")
    ]
    of_region = [
        cell("region_block", region, count, BLOCK)
        for region, count in (("West", 1), ("North", 48))
    ]
    assert {area for _, area, _ in held(*weeks, *of_region)} == {"West", "North"}


def test_a_form_is_no_more_than_its_total():
    """28 is said as 30; channels 12 and 9 at most leave the third seven at least."""
    quarter = QUARTERS[1]
    whole = cell("national_quarter", "TH", 28, quarter)
    forms = [cell("national_quarter", "TH", 28, quarter, "form", "EX01")]
    channels = [
        cell("national_quarter", "TH", count, quarter, "channel", kind)
        for count, kind in ((10, "A"), (9, "B"), (9, "C"))
    ]
    assert {kind for *_, kind in held(whole, *forms, *channels)} >= {"A", "B", "C"}


def test_a_region_is_withheld_when_words_tell_nearly_all_of_it():
    """A province of it is above usual: seven at least, and nine at most."""
    west = cell("region_block", "West", 9, BLOCK) | {"least": 7}
    north = cell("region_block", "North", 60, BLOCK) | {"least": 7}
    assert held(west) == {("region_block", "West", "")}
    assert held(north) == set()


def test_what_no_figure_of_the_year_can_mend_withholds_no_year():
    """A week that nine others and their quarter bind stays bound without the year."""
    quarter = date(2025, 10, 1), date(2025, 12, 31)
    weeks = [
        cell("national_week", "TH", count, (day.date(), day.date() + SIX))
        | {"is_settled": False}
        for day, count in zip(
            pd.date_range(date(2025, 9, 29), periods=14, freq="7D"),
            (*[17] * 13, 9), strict=True,
        )
    ]  # fmt: skip
    whole = cell("national_quarter", "TH", 230, quarter)
    regional = cell("region_year", "West", 400)
    assert ("region_year", "West", "") not in held(*weeks, whole, regional)
    assert ("national_quarter", "TH", "") in held(*weeks, whole, regional)


@pytest.mark.long
def test_what_is_withheld_leaves_more_than_one_count_of_each_part():
    """The rules are public: who sees that a year is withheld may turn them round."""
    for large in ((10, 10), (13, 10)):
        withheld = [
            (a, b)
            for a in (1, 4, 9)
            for b in (1, 4, 9)
            if held(
                cell("region_year", "West", sum(large) + a + b),
                *provinces(large[0], a, large[1], b),
            )
        ]
        for part in zip(*withheld, strict=True):
            assert max(part) - min(part) >= NARROW
