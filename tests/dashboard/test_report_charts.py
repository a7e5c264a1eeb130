"""Figures of reporting: the states differ without colour, the delays say their days."""

import itertools

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import base, report_delay, report_matrix
from dashboard.charts.report_matrix import STATES, Names
from tests.test_theme import VISIONS, contrast, lab

LOOKS = [
    base.look(mode, lang, era)
    for mode in ("light", "dark")
    for lang in ("th", "en")
    for era in ("be", "ce")
]
THAI = base.look("light", "th", "be")
NOTE = ["ที่มา: ทดสอบ"]
NAMES = Names(
    ("เหนือ", "เชียงใหม่", "<b>น่าน"),
    frozenset({0}),
    ("สัปดาห์ 1", "สัปดาห์ 2"),
    {0: "ม.ค."},
    15,
)
CELLS = pd.DataFrame(
    [
        (1, 0, "rows", 12, "3 ม.ค. 2569"),
        (1, 1, "counted_zero", 0, "4 ม.ค. 2569"),
        (2, 0, "not_reported", 0, "–"),
        (2, 1, "no_data", 0, "5 ม.ค. 2569 แจ้ง 4 แถว"),
    ],
    columns=["row", "column", "state", "rows_loaded", "report"],
)
LEGEND = {state: f"{state}: 1" for state in STATES}


def matrix(look=THAI):
    return report_matrix.report_matrix(CELLS, NAMES, "หัวเรื่อง", LEGEND, look, NOTE)


def traces(figure):
    return {trace["name"]: trace for trace in figure["data"]}


def test_every_cell_stands_in_the_layer_of_its_state():
    layers = traces(matrix())
    assert layers["rows"]["z"] == [[None, None], [12, None], [None, None]]
    assert layers["counted_zero"]["z"][1] == [None, 0]
    assert layers["not_reported"]["z"][2] == [0, None]
    assert layers["no_data"]["z"][2] == [None, 0]


def test_zero_and_not_reported_have_marks_of_their_own():
    layers = traces(matrix())
    ring, stroke = layers["counted_zero marks"], layers["not_reported marks"]
    assert (ring["x"], ring["y"]) == ([1], [1])
    assert (stroke["x"], stroke["y"]) == ([0], [2])
    assert ring["marker"]["symbol"] != stroke["marker"]["symbol"]


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("look", LOOKS[::4], ids=["light", "dark"])
def test_the_fills_stay_apart_for_every_eye(look, vision):
    colours = report_matrix.state_colours(look).values()
    points = [lab(colour, VISIONS[vision]) for colour in colours]
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(points, 2)]
    assert min(distances) >= 12  # CIE76; about 2 is just seen side by side


@pytest.mark.parametrize("look", LOOKS[::4], ids=["light", "dark"])
def test_marks_stand_out_from_their_cells(look):
    colours = report_matrix.state_colours(look)
    assert contrast(look.ink, colours["counted_zero"]) >= 4.5
    assert contrast(look.ink, colours["not_reported"]) >= 4.5
    assert contrast(colours["rows"], look.ground) >= 4.5
    assert contrast(colours["rows"], colours["counted_zero"]) >= 3


@pytest.mark.parametrize("look", LOOKS)
def test_the_hover_says_the_state_in_words(look):
    layers = traces(matrix(look))
    said = {state: layers[state]["hovertemplate"] for state in STATES}
    for state in STATES:
        assert look.words(f"data_quality_state_{state}") in said[state]
    assert len(set(said.values())) == len(STATES)
    assert layers["no_data"]["text"][2][1] == "5 ม.ค. 2569 แจ้ง 4 แถว"


def test_the_legend_says_each_state_and_shows_its_mark():
    layout = matrix()["layout"]
    texts = [note["text"] for note in layout["annotations"]]
    assert set(LEGEND.values()) <= set(texts)
    kinds = [shape["type"] for shape in layout["shapes"]]
    assert sorted(kinds) == ["circle", "line", "rect", "rect", "rect", "rect"]


def test_names_are_no_markup_but_for_the_regions():
    rows = matrix()["layout"]["yaxis"]["ticktext"]
    assert rows == ["<b>เหนือ</b>", "เชียงใหม่", "&lt;b&gt;น่าน"]


DELAYS = pd.DataFrame(
    {
        "name": ["น่าน", "<i>แพร่"],
        "median_days": [4, -1],
        "p90_days": [30, 2],
        "counted": [50, 9],
    }
)


@pytest.mark.parametrize("look", LOOKS)
def test_each_province_shows_when_half_and_nine_tenths_had_come(look):
    figure = report_delay.delay_ranges(DELAYS, look, NOTE)
    dots = {trace["name"]: trace for trace in figure["data"] if "name" in trace}
    assert dots["median_days"]["x"] == [4, -1]
    assert dots["p90_days"]["x"] == [30, 2]
    assert (
        dots["median_days"]["marker"]["symbol"] != dots["p90_days"]["marker"]["symbol"]
    )
    first, last = figure["layout"]["xaxis"]["range"]
    assert first < -1
    assert last > 30
    assert figure["layout"]["yaxis"]["ticktext"] == ["น่าน", "&lt;i&gt;แพร่"]


def test_the_day_until_which_a_report_is_in_time_is_drawn():
    for draw in (report_delay.delay_ranges, report_delay.delay_trend):
        (line,) = draw(DELAYS, THAI, NOTE)["layout"]["shapes"]
        assert report_delay.DUE_DAYS == 7
        assert 7 in (line["x0"], line["y0"])


def test_the_trend_goes_from_quarter_to_quarter():
    figure = report_delay.delay_trend(DELAYS, THAI, NOTE)
    median, p90 = figure["data"]
    assert (median["y"], p90["y"]) == ([4, -1], [30, 2])
    assert median["line"]["dash"] != p90["line"]["dash"]
    assert figure["layout"]["yaxis"]["range"][0] <= -1


def test_many_quarters_name_a_few_of_them():
    many = pd.concat([DELAYS] * 10, ignore_index=True)
    axis = report_delay.delay_trend(many, THAI, NOTE)["layout"]["xaxis"]
    assert len(axis["tickvals"]) == len(axis["ticktext"]) <= report_delay.NAMED
