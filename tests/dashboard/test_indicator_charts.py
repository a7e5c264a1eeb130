"""Colours of indicator maps that all can tell apart, and their figures."""

import itertools

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import map_classes
from dashboard.charts.base import look
from dashboard.charts.funnel import FILLS, Target, funnel, funnel_class
from dashboard.charts.province_points import Curve, Scale, province_points
from dashboard.charts.ranked_values import ranked_values
from methods.funnel_limits import ALARM, WARNING
from tests.test_theme import VISIONS, contrast, lab

STATES = {
    "zero": "0", "not_computed": "?", "withheld": "w", "not_reported": "r", "none": "n",
}  # fmt: skip
CLUSTERS = {key: key for key in (*map_classes.CLUSTER_FILL, "not_computed", "none")}
LOOK = look("light", "en", "be")
PROVINCES = pd.DataFrame(
    {
        "province_code": ["TH-50", "TH-63", "TH-10"],
        "name": ["Chiang Mai", "<b>Tak</b>", "Bangkok"],
        "value": [3.0, 2.0, 0.5],
        "denominator": [1e6, 5e5, 5e6],
        "line_value": ["3", "2", "0.5"],
        "hover": ["3", "2", "0.5"],
        "class_id": ["class_1"] * 3,
    }
)


def legends():
    for number in range(1, 6):
        yield map_classes.value_kinds([str(n) for n in range(number)], STATES)
    three = ["a", "b", "c"]
    yield map_classes.change_kinds(three, "same", three, "missing")
    yield map_classes.cluster_kinds(CLUSTERS)


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_classes_stay_apart(vision):
    for kinds in legends():
        points = [lab(k.fill, VISIONS[vision]) for k in kinds if not k.pattern]
        apart = [np.linalg.norm(a - b) for a, b in itertools.combinations(points, 2)]
        assert min(apart, default=99) >= 17, [k.id for k in kinds]  # CIE76


@pytest.mark.parametrize("vision", VISIONS)
def test_classes_darken_from_low_to_high_and_away_from_no_change(vision):
    def light(kinds):
        return np.diff([lab(kind.fill, VISIONS[vision])[0] for kind in kinds])

    for kinds in itertools.islice(legends(), 5):
        assert (light([k for k in kinds if k.id.startswith("class_")]) < -10).all()
    changes = map_classes.change_kinds(["a", "b", "c"], "s", ["d", "e", "f"], "m")
    assert (light(changes[:4]) > 10).all()
    assert (light(changes[3:7]) < -10).all()


def test_what_is_not_known_has_a_pattern_and_all_can_be_read():
    for kinds in legends():
        for kind in kinds:
            assert contrast(kind.ink, kind.fill) >= (3 if kind.pattern else 4.5)
    patterns = {k.id for k in map_classes.value_kinds(["a"], STATES) if k.pattern}
    assert patterns == {"not_computed", "withheld", "not_reported", "none"}


def test_a_legend_has_only_what_it_is_given_names_for():
    kinds = map_classes.value_kinds(["a", "b"], {"none": "n"})
    assert [kind.id for kind in kinds] == ["class_1", "class_2", "none"]
    assert [k.id for k in map_classes.change_kinds([], "s", ["r"], "m")] == [
        *("same", "rise_1", "not_computed")
    ]


# --- figures


def ranked(selected=None):
    return ranked_values(
        PROVINCES, {"class_1": "#123456"}, LOOK, ["Source"],
        title="T", axis="A", breaks=[1.0], selected=selected,
    )  # fmt: skip


def test_provinces_stand_in_order_with_the_ends_named():
    dots, _ = ranked()["data"]
    assert dots["x"] == [3.0, 2.0, 0.5]
    assert dots["y"] == [0, 1, 2]
    assert named(ranked()) == [("Chiang Mai", 3.0, 0), ("Bangkok", 0.5, 2)]
    assert ranked()["layout"]["shapes"][0]["x0"] == 1.0


def test_of_many_with_the_lowest_figure_none_is_named_as_the_lowest():
    tied = pd.concat([PROVINCES, PROVINCES.tail(1)], ignore_index=True)
    tied.loc[3, "province_code"] = "TH-11"

    def drawn(selected=None):
        return ranked_values(
            tied, {"class_1": "#123456"}, LOOK, ["Source"],
            title="T", axis="A", breaks=[], selected=selected,
        )  # fmt: skip

    assert named(drawn())[1][0] == "2\u00a0provinces alike"
    assert named(drawn("TH-11"))[-1][0] == "Bangkok"


def test_a_name_of_the_data_is_no_markup():
    assert "<b>&lt;b&gt;Tak&lt;/b&gt;</b> 2" in ranked()["data"][0]["hovertext"]
    assert "&lt;b&gt;Tak&lt;/b&gt;" in [text for text, _, _ in named(ranked("TH-63"))]


def named(drawn):
    """The names beside dots, with their place: notes have none on the axis."""
    return [
        (each["text"], each["x"], each["y"])
        for each in drawn["layout"]["annotations"]
        if "bgcolor" in each
    ]


def test_a_curve_is_named_at_its_place_on_a_logarithmic_axis():
    drawn = province_points(
        PROVINCES, {"class_1": "#123456"}, LOOK, ["Source"], title="T",
        across=Scale("denominator", "people", is_log=True), up=Scale("value", "rate"),
        curves=[Curve("95 %", [1e5, 1e6], [4.0, 2.0], named_at=1)], selected="TH-10",
    )  # fmt: skip
    (name,) = (n for n in drawn["layout"]["annotations"] if n["text"] == "95 %")
    assert (name["x"], name["y"]) == (pytest.approx(6), 2.0)
    assert drawn["layout"]["xaxis"]["type"] == "log"
    assert drawn["data"][-1]["text"] == ["Bangkok"]


def test_the_funnel_narrows_and_its_limits_hold_the_mean():
    target = Target(1.0, 100_000)
    frame = PROVINCES.assign(class_id=funnel_class(PROVINCES, target))
    drawn = funnel(
        frame, LOOK, ["Source"], title="T", people="people", rate="rate", target=target
    )
    mean, inner, inner_low, outer, outer_low = (t["y"] for t in drawn["data"][:5])
    assert set(mean) == {1.0}
    assert inner[0] > 1.1 * inner[-1]
    assert np.diff(inner).max() < 0.01  # between whole counts it goes in small waves
    assert np.all(np.array(outer) >= np.array(inner))
    assert np.all(np.array(outer_low) <= np.array(inner_low))
    assert min(outer_low) >= 0
    # 30 found of 10 expected, 10 of 5, 25 of 50
    assert frame["class_id"].tolist() == ["above_alarm", "above_warning", "below_alarm"]
    assert set(frame["class_id"]) <= set(FILLS)


def test_the_name_of_the_mean_hides_no_point():
    sizes = np.geomspace(2e5, 8e6, 40)
    rates = np.where((sizes > 8e5) & (sizes < 3e6), 3.0, 1.02)  # free in between
    frame = pd.DataFrame({"denominator": sizes, "value": rates})
    frame = frame.assign(
        province_code="TH-10", name="Bangkok", hover="", class_id="within"
    )
    drawn = funnel(
        frame, LOOK, ["Source"], title="T", people="people", rate="rate",
        target=Target(1.0, 100_000, 3.0),
    )  # fmt: skip
    mean = LOOK.words("indicator_map_funnel_mean")
    (name,) = (n for n in drawn["layout"]["annotations"] if n["text"] == mean)
    assert name["xanchor"] == "left"
    assert 8e5 <= 10 ** name["x"] <= 3e6 / 2


def test_widened_limits_are_as_many_times_further_from_the_mean():
    plain, wide = Target(2.0, 100_000), Target(2.0, 100_000, 3.0)
    people = np.array([1e6, 3e6])
    for coverage in (WARNING, ALARM):
        for one, other in zip(
            plain.limits(people, coverage), wide.limits(people, coverage), strict=True
        ):
            expected = np.maximum(0, 2.0 + 3 * (one - 2.0))
            assert other == pytest.approx(expected)
