"""Maps on slides: every province a shape, small, coloured as the spec says."""

import io
import zipfile

import pytest
from pptx import Presentation

from dashboard.export.slides import slides
from tests.export import figures
from tests.export.conftest import of_figure

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def content(province_codes):
    drawn = figures.priority_map(province_codes)
    return slides([of_figure(drawn, "map", kind="map")], "ชุด", "th", "be", {})


@pytest.fixture(scope="module")
def slide(content):
    return Presentation(io.BytesIO(content)).slides[1]


@pytest.fixture(scope="module")
def provinces(slide):
    (group,) = (shape for shape in slide.shapes if shape.shape_type == 6)
    return [s for s in group.shapes if s._element.find(f".//{A}custGeom") is not None]


def test_every_province_is_a_shape_and_small_ones_have_a_second(provinces):
    assert len(provinces) == 77 + 7 + 1
    assert len({shape.name for shape in provinces}) == 77


def test_a_province_has_the_colour_of_its_class_and_no_data_is_hatched(
    provinces, province_codes
):
    looks = {shape.name: shape._element.spPr for shape in provinces}
    classes = ["ความเสี่ยงสูง อพม. น้อย", "อื่น ๆ", "ไม่มีข้อมูล"]
    for at, code in enumerate(province_codes):
        look = looks[f"จังหวัด {code}: {classes[at % 3]}"]
        hatch = look.find(f"{A}pattFill")
        if at % 3 == 2:
            assert hatch.get("prst") == "wdUpDiag"
        else:
            colour = look.find(f"{A}solidFill/{A}srgbClr")
            assert colour.get("val") == ("402B0F", "ECEFF2")[at % 3]
            assert (colour.find(f"{A}alpha") is not None) == (at == 0)


def test_the_legend_says_each_class_with_its_number(slide):
    said = [text.text for text in slide._element.iter(f"{A}t")]
    for label, count in (("ความเสี่ยงสูง อพม. น้อย", "25"), ("อื่น ๆ", "26")):
        assert said[said.index(label) - 1] == count


def test_provinces_stay_within_the_frame_of_their_map(slide, provinces):
    (group,) = (shape for shape in slide.shapes if shape.shape_type == 6)
    inner = group._element.grpSpPr.xfrm
    wide, high = (int(inner.find(f"{A}chExt").get(name)) for name in ("cx", "cy"))
    for shape in provinces:
        assert 0 <= shape.left <= shape.left + shape.width <= wide
        assert 0 <= shape.top <= shape.top + shape.height <= high * 1.01


def test_the_bounds_of_a_class_stand_in_one_line(province_codes):
    drawn = figures.priority_map(province_codes)
    grid = {
        "vertical": "↑ ความเสี่ยง", "horizontal": "อพม. →", "corners": list("กขคง"),
        "rows": list("123"), "cells": [[0, 1, 2]] * 3,
        "columns": ["< 29.7", "29.7 – < 48.4", "ชื่อกลุ่มที่ยาวจนต้องขึ้นบรรทัดใหม่"],
    }  # fmt: skip
    drawn["legend"] = {"grid": grid, "list": []}
    exhibit = of_figure(drawn, "map", kind="map")
    made = slides([exhibit], "ชุด", "th", "be", {})
    slide = Presentation(io.BytesIO(made)).slides[1]
    named = {shape.name: shape for shape in slide.shapes}
    wraps = [named[name].text_frame.word_wrap for name in grid["columns"]]
    assert wraps == [False, False, True]


def test_a_map_stays_light(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        part = file.getinfo("ppt/slides/slide2.xml")
        assert part.file_size < 300_000
        assert part.compress_size < 80_000


def test_the_numbers_of_shapes_are_their_own(slide):
    numbers = [held.get("id") for held in slide._element.iter("{*}cNvPr")]
    assert len(numbers) == len(set(numbers))
