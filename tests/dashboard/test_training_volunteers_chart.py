"""The figures of the volunteers over time: what is drawn of a frame."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts import training_volunteers as charts
from dashboard.charts.base import look

LOOK = look("light", "en", "ce")
DAYS = ("2025-12-31", "2026-03-31", "2026-06-30")
LAST = date(2026, 6, 30)


def lines(area, values, name="x"):
    return pd.DataFrame(
        {
            "area": area,
            "on_day": pd.to_datetime(list(DAYS)),
            "value": values,
            "hover": [f"{name} {day}" for day in DAYS],
        }
    )


def panel(series, keys, is_share=False):
    return charts.volunteer_panel(
        series, keys, "A title", LOOK, ["a note"], is_share=is_share, marked_on=LAST
    )


def test_nothing_is_joined_over_a_quarter_without_a_figure():
    figure = panel(lines("country", [1.0, None, 3.0]), {"country": "All 3"})
    line, point = figure["data"]
    assert line["y"] == [1.0, None, 3.0]
    assert line["connectgaps"] is False
    assert (point["x"], point["y"]) == ([DAYS[2]], [3.0])


@pytest.mark.parametrize(
    ("values", "is_share", "top"),
    [([10.0, 20.0, 50.0], False, 53.0), ([0.2, 0.3, 0.4], True, 1.06), ([0.0], 0, 1)],
)
def test_the_value_axis_begins_at_zero(values, is_share, top):
    values = values + [0.0] * (3 - len(values))
    figure = panel(lines("country", values), {"country": "All"}, is_share)
    assert figure["layout"]["yaxis"]["range"] == [0, pytest.approx(top)]


def test_names_of_the_data_are_no_markup():
    hostile = "<a href='http://x'>y</a>"
    series = pd.concat(
        [lines("country", [1.0, 2.0, 3.0]), lines("province", [1.0] * 3, hostile)]
    )
    figure = panel(series, {"country": "All 3", "province": f"{hostile} 1"})
    assert "<a" not in figure["layout"]["annotations"][0]["text"]
    assert all(
        "<a" not in text for line in figure["data"] for text in line["hovertext"]
    )


def bars(names):
    due = pd.DataFrame(
        {
            "name": names,
            "refresher_due": range(len(names), 0, -1),
            "label": [f"≥ {number}" for number in range(len(names), 0, -1)],
            "hover": names,
        }
    )
    return charts.refresher_bars(due, "A title", "persons", LOOK, ["a note"])


def test_bars_stand_from_top_to_bottom_with_room_for_their_figures():
    figure = bars(["A", "B", "C"])
    (drawn,) = figure["data"]
    assert drawn["x"] == [3, 2, 1]
    assert drawn["text"] == ["≥ 3", "≥ 2", "≥ 1"]
    axis = figure["layout"]["yaxis"]
    assert axis["ticktext"] == ["A", "B", "C"]
    assert axis["range"][0] > axis["range"][1]
    assert figure["layout"]["xaxis"]["range"][1] > 3 * 1.3


def test_long_names_take_two_lines_beside_their_bar():
    (name,) = bars(["Phra Nakhon Si Ayutthaya"])["layout"]["yaxis"]["ticktext"]
    assert name == "Phra Nakhon Si<br>Ayutthaya"
