"""The scatter of risk against coverage: what stands where, and what is said of it."""

import pandas as pd
import pytest

from dashboard.charts import base
from dashboard.charts.coverage import Across, risk_scatter
from dashboard.charts.name_sides import SIDES

THAI = base.look("light", "th", "be")
ENGLISH = base.look("dark", "en", "ce")
COLOURS = {"r3c1": "#111111", "r1c3": "#eeeeee", "none": "#cccccc"}
NOTE = ["ที่มา: ทดสอบ · ข้อมูลถึง 22 พ.ย. 2569", "ระดับความเสี่ยง: กระทรวง"]


def provinces(*cells):
    """Rows of (name, K, R, level, whose level), the largest gap first."""
    return pd.DataFrame(
        [
            {
                "province_code": f"TH-{place}",
                "name": name,
                "volunteers_trained_per_100k": k,
                "risk_score": r,
                "level": level,
                "level_source": whose,
                "coverage_gap": None if k is None else 10 - place / 10,
                "class_id": "r3c1" if r and r > 5 else "r1c3",
            }
            for place, (name, k, r, level, whose) in enumerate(cells, 10)
        ],
        columns=[
            *("province_code", "name", "volunteers_trained_per_100k", "risk_score"),
            *("level", "level_source", "coverage_gap", "class_id"),
        ],
    )


FIVE = provinces(
    ("ก", 0.0, 7.0, 5, "ministry"),
    ("ข", 10.0, 6.0, 4, "computed"),
    ("ค", 20.0, 5.0, 3, "ministry"),
    ("ง", 30.0, 4.0, 3, "ministry"),
    ("จ", 40.0, 3.0, None, None),
)


def draw(rows, look=THAI, coverage_breaks=(15.0, 30.0), **more):
    across = Across(
        column="volunteers_trained_per_100k",
        short="K",
        title=look.words("coverage_axis_k"),
        heading=look.words("coverage_scatter_title"),
        key=look.words("coverage_scatter_key"),
        breaks=coverage_breaks or (),
    )
    options = {"across": across, "risk_breaks": (4.0, 5.5), **more}
    return risk_scatter(rows, COLOURS, look, NOTE, **options)


def points(figure):
    return [trace for trace in figure["data"] if trace["mode"] == "markers"]


def named(figure):
    (trace,) = [trace for trace in figure["data"] if trace["mode"] == "markers+text"]
    return trace


def test_each_province_stands_once_at_its_coverage_and_risk():
    drawn = {
        name: (x, y, colour)
        for trace in points(draw(FIVE))
        for name, x, y, colour in zip(
            trace["hovertext"],
            trace["x"],
            trace["y"],
            trace["marker"]["color"],
            strict=True,
        )
    }
    assert drawn == {
        "ก": (0.0, 7.0, "#111111"),
        "ข": (10.0, 6.0, "#111111"),
        "ค": (20.0, 5.0, "#eeeeee"),
        "ง": (30.0, 4.0, "#eeeeee"),
        "จ": (40.0, 3.0, "#eeeeee"),
    }


def test_the_hover_says_whose_level_it_is():
    by_name = {
        name: (trace["hovertemplate"], data)
        for trace in points(draw(FIVE, ENGLISH))
        for name, data in zip(trace["hovertext"], trace["customdata"], strict=True)
    }
    assert "%{customdata[1]} (ministry)" in by_name["ก"][0]
    assert by_name["ก"][1] == ["9.0", 5, ""]
    assert "%{customdata[1]} (computed)" in by_name["ข"][0]
    assert "Risk level no data" in by_name["จ"][0]
    assert by_name["จ"][1] == ["8.6", None, ""]


def test_a_province_without_one_of_the_values_is_left_out():
    rows = provinces(("ก", None, 7.0, 5, "ministry"), ("ข", 10.0, None, 2, "computed"))
    figure = draw(rows)
    assert points(figure) == []
    assert named(figure)["x"] == []


@pytest.mark.parametrize("look", [THAI, ENGLISH])
def test_nothing_to_draw_is_no_failure(look):
    figure = draw(provinces(), look, coverage_breaks=None)
    assert points(figure) == []
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 0 < high


def test_a_country_without_volunteers_has_room_around_zero():
    rows = provinces(("ก", 0.0, 7.0, 5, "ministry"), ("ข", 0.0, 3.0, 2, "ministry"))
    low, high = draw(rows, coverage_breaks=None)["layout"]["xaxis"]["range"]
    assert low < 0 < high


def test_the_largest_gaps_and_the_selected_one_are_named():
    assert named(draw(FIVE))["text"] == ["ก", "ข", "ค"]
    chosen = named(draw(FIVE, selected="TH-13"))
    assert chosen["text"] == ["ง", "ก", "ข", "ค"]
    assert chosen["marker"]["size"][0] > chosen["marker"]["size"][1]
    again = named(draw(FIVE, selected="TH-10"))
    assert again["text"] == ["ก", "ข", "ค"]


def test_the_dotted_lines_are_the_borders_of_the_classes():
    shapes = draw(FIVE)["layout"]["shapes"]
    assert [s["y0"] for s in shapes if s["y0"] == s["y1"]] == [4.0, 5.5]
    assert [s["x0"] for s in shapes if s["x0"] == s["x1"]] == [15.0, 30.0]
    assert len(draw(FIVE, coverage_breaks=None)["layout"]["shapes"]) == 2


def test_a_name_is_text_and_no_markup():
    rows = provinces(("<b>ก</b> & ข", 1.0, 7.0, 5, "ministry"))
    figure = draw(rows)
    assert points(figure)[0]["hovertext"] == ["&lt;b&gt;ก&lt;/b&gt; &amp; ข"]
    assert named(figure)["text"] == ["&lt;b&gt;ก&lt;/b&gt; &amp; ข"]


def test_source_and_status_stand_inside_the_figure():
    annotation = draw(FIVE)["layout"]["annotations"][1]["text"].replace("<br>", " ")
    for line in NOTE:
        assert line in annotation


def test_points_hide_nothing_of_their_colour():
    """Plotly makes points of several sizes see-through unless told."""
    figure = draw(FIVE, selected="TH-10")
    assert {trace["marker"]["opacity"] for trace in figure["data"]} == {1}


def drawn_across(values, is_share):
    rows = FIVE.assign(share=values)
    across = Across(
        column="share",
        short="",
        title="สัดส่วน",
        heading="สัดส่วน",
        key="",
        breaks=(),
        is_share=is_share,
        is_named_by_risk=True,
    )
    return risk_scatter(rows, COLOURS, THAI, NOTE, across=across, risk_breaks=(4, 5.5))


def test_another_figure_names_the_highest_risk_and_not_the_first():
    rows = FIVE.iloc[::-1].reset_index(drop=True)
    across = Across("volunteers_trained_per_100k", "", "K", "K", "", (), False, True)
    figure = risk_scatter(rows, COLOURS, THAI, NOTE, across=across, risk_breaks=(4, 5))
    assert sorted(named(figure)["text"]) == ["ก", "ข", "ค"]


def test_only_shares_far_from_zero_begin_where_they_are():
    far, near = [0.9, 0.92, 0.95, 0.97, 1.0], [0.1, 0.3, 0.5, 0.7, 0.9]
    assert drawn_across(far, is_share=True)["layout"]["xaxis"]["range"][0] > 0.88
    assert drawn_across(near, is_share=True)["layout"]["xaxis"]["range"][0] < 0
    assert drawn_across(far, is_share=False)["layout"]["xaxis"]["range"][0] < 0


def test_a_share_is_written_in_per_cent():
    figure = drawn_across([0.1, 0.3, 0.5, 0.7, 0.9], is_share=True)
    assert figure["layout"]["xaxis"]["tickformat"] == ".0%"
    assert all("%{x:.1%}" in trace["hovertemplate"] for trace in points(figure))


def test_what_colours_and_lines_are_stands_below_the_title_and_not_in_it():
    heading = draw(FIVE)["layout"]["annotations"][0]["text"]
    title, _below, key = heading.partition("</b>")
    assert "สี:" not in title
    assert "สี: กลุ่มบนแผนที่" in key


def test_names_one_above_the_other_stand_on_sides_of_their_own():
    """Two provinces without a volunteer, the names of which met between them."""
    rows = provinces(
        ("ระนอง", 0.0, 7.15, 5, "computed"),
        ("ตาก", 0.0, 6.6, 4, "computed"),
        ("น่าน", 50.0, 3.0, 2, "computed"),
    )
    points = named(draw(rows))
    sides = dict(zip(points["text"], points["textposition"], strict=True))
    assert {sides["ระนอง"], sides["ตาก"]} != {"bottom center", "top center"}


def test_a_name_that_finds_no_room_is_left_out_unless_it_was_selected():
    crowd = provinces(*((f"จังหวัด{n}", 20.0, 5.0, 3, "ministry") for n in range(5)))
    shown = named(draw(crowd, selected="TH-13"))
    assert shown["text"][0] == "จังหวัด3"
    assert "" in shown["text"]
    assert set(shown["textposition"]) <= set(SIDES)
