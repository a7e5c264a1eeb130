"""Rates beside people and volunteers, and who is quiet: by hand on a few weeks."""

import math
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.base import look
from dashboard.charts.tip_beside import Panel, rates_beside
from dashboard.disclosure import Audience, disclosed
from dashboard.rules import rules
from dashboard.ui.tips.beside_quiet import LOOKED_BACK, WEEKS, runs
from dashboard.ui.tips.beside_rates import (
    carried,
    country,
    highest,
    in_order,
    rates,
    unwatched,
)

MONDAY = pd.Timestamp("2026-06-01")
A, B, C, D = "TH-10", "TH-11", "TH-12", "TH-13"


def province(code, **other):
    row = {
        "province_code": code,
        "population": 200_000,
        "volunteers_trained": 50,
        "volunteers_at_least": False,
        "coverage_class": 1,
        "risk_level": 5,
    }
    return row | other


def provinces(*rows):
    whole = ("population", "volunteers_trained", "coverage_class", "risk_level")
    return pd.DataFrame(rows).astype(dict.fromkeys(whole, "Int64"))


def reported(weeks, *said, announced=()):
    """Rows of reported_weeks: who reported which of the weeks; who announced rows."""
    rows = [
        {
            "week_start": MONDAY + timedelta(weeks=at),
            "province_code": code,
            "is_reported": at in told,
            "is_announced": (code, at) in announced,
            "has_report": at in told or (code, at) in announced,
        }
        for code, told in said
        for at in range(weeks)
    ]
    return pd.DataFrame(rows)


def tips(*said):
    """Rows of tip_weeks: province, week, tips."""
    columns = ["province_code", "week_start", "tips"]
    rows = [(code, MONDAY + timedelta(weeks=at), count) for code, at, count in said]
    return pd.DataFrame(rows, columns=columns).astype(
        {"week_start": "datetime64[us]", "tips": "int64"}
    )


def found_of(rows, counted, told):
    return rates(provinces(*rows), tips(*counted), told).set_index("province_code")


# --- rates


def test_a_week_that_is_not_reported_counts_neither_as_tips_nor_as_time():
    told = reported(4, (A, {0, 1}), (B, {0, 1, 2, 3}))
    found = found_of([province(A), province(B)], [(A, 0, 3), (B, 0, 3)], told)
    assert found["weeks"].tolist() == [4, 4]
    assert found["weeks_reported"].tolist() == [2, 4]
    # 3 tips in 2 weeks are 78 in 52: 39 per 100,000 of 200,000 people
    assert found.loc[A, "per_100k"] == pytest.approx(39)
    assert found.loc[B, "per_100k"] == pytest.approx(19.5)
    assert found.loc[A, "per_1000"] == pytest.approx(78 / 0.05)


def test_the_interval_is_that_of_the_count_over_the_same_time():
    found = found_of([province(A)], [(A, 0, 10)], reported(52, (A, set(range(52)))))
    assert found.loc[A, "per_100k"] == pytest.approx(5)
    assert found.loc[A, "per_100k_low"] == pytest.approx(4.795 / 2, abs=1e-3)
    assert found.loc[A, "per_100k_high"] == pytest.approx(18.390 / 2, abs=1e-3)


def test_zero_not_reported_no_data_and_nobody_are_four_things():
    rows = [
        province(A),
        province(B),
        province(C, population=None, volunteers_trained=None),
        province(D, volunteers_trained=0),
    ]
    told = reported(2, (A, {0, 1}), (B, set()), (C, {0}), (D, {1}))
    found = found_of(rows, [(C, 0, 1), (D, 1, 1)], told)
    people = ["zero", "not_reported", "no_data", "counted"]
    assert found["per_100k_state"].tolist() == people
    volunteers = ["zero", "not_reported", "no_data", "nobody"]
    assert found["per_1000_state"].tolist() == volunteers
    assert found.loc[A, "per_100k"] == 0
    assert found.loc[A, "per_100k_high"] == pytest.approx(3.689 / 2 * 26, abs=1e-2)
    assert found.loc[[B, C, D], "per_1000"].isna().all()


def test_a_minimum_of_volunteers_makes_a_rate_a_maximum():
    rows = [province(A, volunteers_at_least=True)]
    found = found_of(rows, [(A, 0, 1)], reported(1, (A, {0})))
    assert found.loc[A, "per_1000_state"] == "at_most"
    assert found.loc[A, "per_100k_state"] == "counted"


def test_a_countrys_rate_is_a_maximum_where_that_of_a_part_is():
    every = set(range(52))
    told = reported(52, (A, every), (B, every), (C, set()))

    def is_at_most(counted, unsure=""):
        rows = [
            province(code, volunteers_at_least=code == unsure) for code in (A, B, C)
        ]
        return country(rates(provinces(*rows), tips(*counted), told)).is_at_most

    assert is_at_most([(A, 0, 2)], unsure=B)
    assert not is_at_most([(A, 0, 2)])
    assert not is_at_most([(A, 0, 2)], unsure=C)  # which reported nothing
    assert not is_at_most([], unsure=B)  # of no tips none is a maximum


@pytest.mark.parametrize(
    ("rate", "rests_on", "shown"),
    [
        (1545.5, 33, (1500, 0)),
        (1545.5, 7, (2000, 0)),
        (1545.5, 851, (1550, 0)),
        (1545.5, 40_000, (1550, 0)),
        (25.96, 50, (26, 0)),
        (12.84, 178, (12.8, 1)),
        (3.974, 2_400, (4.0, 1)),  # one decimal at most
        (0.647, 4, (0.6, 1)),
        (0.0234, 2, (0.02, 2)),  # what is counted is never shown as 0
        (0.0, 0, (0, 0)),
    ],
)
def test_a_rate_has_as_many_digits_as_the_number_that_it_rests_on(
    rate, rests_on, shown
):
    assert carried(rate, rests_on) == pytest.approx(shown)


@pytest.mark.parametrize(
    ("rate", "rests_on", "shown"),
    [
        (0.96, 5, (1, 0)),
        (9.96, 50, (10, 0)),
        (99.96, 500, (100, 0)),
        (0.0096, 5, (0.01, 2)),
    ],
)
def test_a_rate_that_comes_to_one_digit_more_has_no_more_of_them(rate, rests_on, shown):
    assert carried(rate, rests_on) == pytest.approx(shown)


@pytest.mark.parametrize(
    ("rate", "rests_on", "down", "up"),
    [
        (48 / 427 * 1000, 48, 110, 120),
        (79.07, 120, 79, 79.1),
        (528.19, 400, 528, 529),
        (123.5, 24, 120, 130),
        (120, 24, 120, 120),  # as it is
        (3 * 40.000000000000007, 24, 120, 120),  # more comes of computing alone
        (0.96, 5, 0.9, 1),
        (0, 0, 0, 0),
    ],
)
def test_a_maximum_is_rounded_up_and_a_minimum_down(rate, rests_on, down, up):
    assert carried(rate, rests_on, "down")[0] == pytest.approx(down)
    assert carried(rate, rests_on, "up")[0] == pytest.approx(up)


@given(rate=st.floats(1e-3, 1e6), rests_on=st.integers(1, 10_000))
def test_no_maximum_is_below_its_rate_and_no_minimum_above(rate, rests_on):
    (low, _), (high, decimals) = (
        carried(rate, rests_on, way) for way in ("down", "up")
    )
    assert 0 < low <= rate * (1 + 1e-11)
    assert high >= rate * (1 - 1e-11)
    assert round(high, decimals) == high  # what is written is what was rounded


@pytest.mark.parametrize("base", [5, 20])
def test_the_highest_count_is_the_last_that_the_gate_rounds_to_the_same(base):
    using = replace(rules(), province_base=base)
    frame = pd.DataFrame({"count": pd.array(range(20, 121), dtype="Int64")})
    said = disclosed(frame, Audience.OUTSIDE, ["count"], using).frame
    most = frame["count"].groupby(said["count"]).max()
    inner = most.drop(most.index[-1])  # cut by the range
    assert inner.tolist() == [highest(count, base) for count in inner.index]


def test_a_rate_rests_on_the_fewer_of_tips_and_those_they_are_divided_by():
    rows = [province(A, volunteers_trained=33), province(B, volunteers_trained=None)]
    told = reported(1, (A, {0}), (B, {0}))
    found = found_of(rows, [(A, 0, 51), (B, 0, 7)], told)
    assert found["per_1000_rests_on"].tolist()[0] == 33
    assert found["per_100k_rests_on"].tolist() == [51, 7]


def test_fewer_than_ten_tips_are_few_and_none_are_not():
    told = reported(1, *((code, {0}) for code in (A, B, C)))
    rows = [province(code) for code in (A, B, C)]
    found = found_of(rows, [(A, 0, 9), (B, 0, 10)], told)
    assert found["is_few"].tolist() == [True, False, False]


def test_the_countrys_rate_leaves_out_whoever_has_no_part_of_it():
    rows = [province(A), province(B, volunteers_trained=None), province(C)]
    told = reported(52, (A, set(range(52))), (B, set(range(52))), (C, set()))
    of_country = country(rates(provinces(*rows), tips((A, 0, 2), (B, 0, 4)), told))
    assert of_country.per_100k == pytest.approx(6 / 4)
    assert of_country.per_1000 == pytest.approx(2 / 0.05)


def test_quiet_is_marked_only_beyond_chance_and_where_volunteers_are_thinnest():
    every = set(range(52))
    rows = [province(A), province(B), province(C, coverage_class=2), province(D)]
    told = reported(52, (A, every), (B, every), (C, every), (D, every))
    counted = [(A, 0, 2), (B, 0, 10), (C, 0, 2), (D, 0, 90)]
    found = rates(provinces(*rows), tips(*counted), told)
    of_country = country(found)
    assert of_country.per_100k == pytest.approx(13)
    # 10 tips: at most 18.39 in a year, 9.2 per 100,000; that is below 13
    assert unwatched(found, of_country).tolist() == [True, True, False, False]
    assert not unwatched(found, of_country._replace(per_100k=9.0))[1]


def test_provinces_without_a_rate_come_last():
    told = reported(1, (A, set()), (B, {0}), (C, {0}))
    rows = [province(code) for code in (A, B, C)]
    found = rates(provinces(*rows), tips((C, 0, 2)), told)
    assert in_order(found, "per_100k")["province_code"].tolist() == [C, B, A]


# --- quiet


def test_only_reported_weeks_make_a_province_quiet():
    weeks = 12
    told = reported(weeks, (A, {*range(4), *range(5, 12)}), (B, set(range(weeks))))
    # A: a tip in week 3, then seven reported weeks and one that is not; B: eight
    found = runs(
        provinces(province(A), province(B)), tips((A, 3, 1), (B, 3, 1)), told
    ).set_index("province_code")
    assert found.loc[A, "weeks_without"] == WEEKS - 1
    assert found.loc[B, "weeks_without"] == WEEKS
    assert found["is_quiet"].to_dict() == {B: True, A: False}
    assert found.loc[B, "last_tip"] == MONDAY + timedelta(weeks=3)
    assert found.loc[B, "first_without"] == MONDAY + timedelta(weeks=4)


def test_a_week_whose_tips_were_announced_and_not_handed_over_ends_a_quiet_run():
    weeks = 12
    every = set(range(weeks))
    told = reported(weeks, (A, every - {4}), (B, every), announced={(A, 4)})
    found = runs(provinces(province(A), province(B)), tips(), told)
    found = found.set_index("province_code")
    assert found["weeks_without"].to_dict() == {A: 7, B: 12}
    assert found["is_quiet"].to_dict() == {A: False, B: True}
    assert found.loc[A, "first_without"] == MONDAY + timedelta(weeks=5)
    assert pd.isna(found.loc[A, "last_tip"])


def test_whoever_reports_too_seldom_is_not_known_to_be_quiet():
    weeks = LOOKED_BACK + 10
    early = set(range(10))
    told = reported(weeks, (A, early), (B, early | set(range(weeks - WEEKS, weeks))))
    found = runs(provinces(province(A), province(B)), tips(), told)
    found = found.set_index("province_code")
    assert pd.isna(found.loc[A, "is_quiet"])
    assert found.loc[A, "weeks_reported"] == 0
    assert found.loc[B, "is_quiet"]
    assert pd.isna(found.loc[B, "last_tip"])


@pytest.mark.parametrize("level", [3, None])
def test_a_province_of_lower_or_unknown_risk_is_not_in_the_list(level):
    told = reported(8, (A, set(range(8))))
    assert runs(provinces(province(A, risk_level=level)), tips(), told).empty


# --- the figure


def drawn(rows):
    frame = pd.DataFrame(rows).assign(is_marked=False)
    for side in ("per_100k", "per_1000"):
        frame[f"{side}_hover"] = frame["name"]
    panels = (Panel("per_100k", "a", "b", 4.0), Panel("per_1000", "c", "", None))
    how = {"title": "title", "key": "key"}
    return rates_beside(frame, panels, look("light", "en", "ce"), ["note"], **how)


def row(name, rate, low, high, kind, said=""):
    found = {"name": name}
    for side in ("per_100k", "per_1000"):
        found |= {
            side: rate,
            f"{side}_low": low,
            f"{side}_high": high,
            f"{side}_kind": kind,
            f"{side}_said": said,
        }
    return found


def test_the_figure_tells_zero_from_none_and_draws_both_in_one_order():
    figure = drawn(
        [
            row("Ten", 10.0, 5.0, 18.0, "counted"),
            row("None", 0.0, 0.0, 3.0, "zero"),
            row("Silent", math.nan, math.nan, math.nan, "none", "not reported"),
        ]
    )
    dots = [trace for trace in figure["data"] if trace.get("name")]
    assert [trace["name"] for trace in dots] == ["per_100k", "per_1000"]
    assert all(trace["y"] == [0, 1] for trace in dots)
    assert dots[0]["marker"]["symbol"] == ["circle", "diamond-open"]
    words = [trace for trace in figure["data"] if trace["mode"] == "text"]
    assert all(trace["text"] == ["not reported"] for trace in words)
    axis = figure["layout"]["xaxis"]
    assert axis["ticktext"][0] == "0"
    zero = axis["tickvals"][0]
    assert dots[0]["x"][1] == zero
    assert axis["range"][0] < zero < dots[0]["x"][0]
    assert dots[0]["x"][0] == pytest.approx(1)  # 10, in decades


def test_texts_are_as_wide_as_the_page():
    """A wide page has room for lines that a phone wraps."""
    text = "sixty characters of words that a phone has to wrap in a line"
    rows = pd.DataFrame([row("Few", 1.0, 0.1, 9.0, "few")]).assign(
        is_marked=False, per_100k_hover="", per_1000_hover=""
    )
    panels = (Panel("per_100k", text[:40], "", 4.0), Panel("per_1000", "c", "", None))
    narrow = look("light", "en", "ce")

    def lines(using):
        drawn = rates_beside(rows, panels, using, [text], title=text, key="")
        said = [note["text"] for note in drawn["layout"]["annotations"]]
        return sum(each.count("<br>") for each in said)

    assert lines(narrow) >= 3
    assert lines(replace(narrow, is_wide=True)) == 0


def test_an_interval_beyond_the_axis_ends_on_its_edge():
    figure = drawn([row("Few", 1.0, 0.001, 90.0, "few")])
    (lines, *_) = [trace for trace in figure["data"] if trace["mode"] == "lines"]
    low, high, _ = lines["x"]
    assert high == figure["layout"]["xaxis"]["range"][1]
    assert low > figure["layout"]["xaxis"]["range"][0]
    assert figure["data"][2]["marker"]["symbol"] == ["circle-open"]
