"""The concentration curve and its index: what is drawn, and where words stand."""

import pandas as pd
import pytest

from dashboard.charts import base
from dashboard.charts.training_risk import concentration_curve
from dashboard.charts.training_risk_years import index_by_year, signed

THAI = base.look("light", "th", "be")
ENGLISH = base.look("dark", "en", "ce")
NOTE = ["ที่มา: ทดสอบ · ข้อมูลถึง 22 พ.ย. 2569"]
STEPS = pd.DataFrame(
    {
        "population_share": [0.1, 0.4, 1.0],
        "volunteers_share": [0.4, 0.75, 1.0],
        "hover": ["ก\nR 9", "<b>ข</b>, ค", "ง"],
    }
)


def curve(steps=STEPS, read=(0.2, 0.5), look=THAI):
    return concentration_curve(steps, read, look, NOTE, title="หัวเรื่อง")


def years(*rows):
    return pd.DataFrame(
        [(*row, "hover") for row in rows],
        columns=["fiscal_year_be", "concentration_index", "low_95", "high_95", "hover"],
    )


THREE = years(
    (2563, -0.35, -0.47, -0.23), (2564, None, None, None), (2565, 0.1, -0.02, 0.2)
)


def index(rows=THREE, chosen=2565, look=THAI):
    return index_by_year(rows, chosen, look, NOTE, title="หัวเรื่อง")


def texts(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def arrow(figure):
    (found,) = [n for n in figure["layout"]["annotations"] if n["showarrow"]]
    return found


# --- the curve


def test_the_curve_begins_at_nothing_and_ends_at_everything():
    (line,) = [t for t in curve()["data"] if t["mode"] == "lines+markers"]
    assert line["x"] == [0, 0.1, 0.4, 1]
    assert line["y"] == [0, 0.4, 0.75, 1]


def test_the_diagonal_is_that_of_an_even_spread():
    (line,) = [t for t in curve()["data"] if t["x"] == [0, 1]]
    assert line["y"] == [0, 1]


def test_text_of_the_data_is_no_markup():
    (line,) = [t for t in curve()["data"] if t["mode"] == "lines+markers"]
    assert line["hovertext"][1:] == ["ก<br>R 9", "&lt;b&gt;ข&lt;/b&gt;, ค", "ง"]
    assert line["hovertemplate"][0] == "<extra></extra>"  # nobody stands at 0


@pytest.mark.parametrize(("look", "said"), [(THAI, "มี อพม. 50%"), (ENGLISH, "50% of")])
def test_the_point_says_what_is_read_off(look, said):
    found = arrow(curve(look=look))
    assert (found["x"], found["y"]) == (0.2, 0.5)
    assert said in found["text"].replace("<br>", " ")
    assert "20%" in found["text"]


@pytest.mark.parametrize(
    ("share", "is_above"), [(0.5, True), (0.2, True), (0.1, False)]
)
def test_its_words_stand_on_the_side_where_the_curve_is_not(share, is_above):
    found = arrow(curve(read=(0.2, share)))
    assert (found["ay"] < found["ax"]) is is_above


@pytest.mark.parametrize("look", [THAI, ENGLISH])
def test_both_sides_of_the_diagonal_are_named(look):
    lines = " ".join(texts(curve(look=look))).replace("<br>", " ")
    for key in ("training_risk_above", "training_risk_below"):
        assert look.words(key) in lines


# --- the index


def test_a_year_without_an_index_has_no_dot_but_room():
    figure = index()
    assert figure["data"][0]["x"] == [2020, 2022]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 2020
    assert high > 2022
    assert figure["layout"]["xaxis"]["ticktext"] == ["2563", "2564", "2565"]


def test_intervals_reach_from_the_dots_to_their_limits():
    bars = index()["data"][0]["error_y"]
    assert bars["array"] == pytest.approx([0.12, 0.1])
    assert bars["arrayminus"] == pytest.approx([0.12, 0.12])


def test_an_index_without_an_interval_has_no_bar():
    figure = index(years((2563, -0.2, None, None)), 2563)
    assert figure["data"][0]["error_y"]["array"] == [None]
    assert figure["data"][1]["y"] == [-0.2]


def test_values_stand_off_zero_and_the_chosen_one_is_bold():
    values = index()["data"][1]
    assert values["text"] == ["−0.35", "<b>0.10</b>"]
    assert values["y"] == [-0.47, 0.2]
    assert values["textposition"] == ["bottom center", "top center"]


def test_zero_is_always_in_the_picture():
    for rows in (years((2563, -0.5, -0.6, -0.4)), years((2563, 0.5, 0.4, 0.6))):
        low, high = index(rows, 2563)["layout"]["yaxis"]["range"]
        assert low < 0 < high
        assert low < rows["low_95"].iloc[0]
        assert high > rows["high_95"].iloc[0]


def test_of_many_years_first_chosen_and_last_are_labelled():
    rows = years(*((2550 + at, -0.1, -0.2, -0.05) for at in range(15)))
    figure = index(rows, 2555)
    assert len(figure["data"][0]["x"]) == 15
    assert figure["data"][1]["x"] == [2007, 2012, 2021]
    assert len(figure["layout"]["xaxis"]["ticktext"]) == 3


def test_years_are_in_the_readers_era():
    assert index(look=ENGLISH)["layout"]["xaxis"]["ticktext"] == [
        "2020",
        "2021",
        "2022",
    ]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(-0.055, 3, "−0.055"), (-0.0004, 3, "0.000"), (0.25, 2, "0.25"), (-1, 1, "−1.0")],
)
def test_a_number_has_a_true_minus_and_nothing_none(value, decimals, text):
    assert signed(value, decimals) == text
