"""Which borders a map draws, and what it says of them, on screen and in files."""

import re
from dataclasses import replace

import pytest

from dashboard import borders as drawn
from dashboard.export.deck.geography import country as slide_country
from dashboard.export.objects import map_of
from dashboard.export.shapes import map_svg
from dashboard.export.slides import slides
from dashboard.export.weekly_page import weekly_page
from dashboard.queries.borders import borders
from dashboard.sources import sources
from dashboard.weekly import week
from tests import official
from tests.export import made
from tests.export.reading import pdf_text, squeezed
from tests.opened import opened
from tests.under_test import publish

POINTS_OF_A_BOX = 5
TABLE = (
    "select null::varchar as file, null::varchar as sha256, null::varchar as source_th,"
    " null::varchar as source_en, null::varchar as licence, null::date as taken_on,"
    " null::varchar as crs, null::varchar as fine, null::varchar as coarse limit 0"
)


def points(path: str) -> int:
    """The points of an SVG path."""
    return len(re.findall(r"-?[\d.]+,-?[\d.]+", path))


def provinces(svg: str) -> list[str]:
    return re.findall(r'd="(M[^"]*)"', svg)


def test_a_version_from_before_draws_the_schematic_borders(tmp_path):
    publish(tmp_path)
    with opened(tmp_path) as con:
        assert borders(con) is drawn.schematic()


def test_a_version_without_a_layer_draws_the_schematic_borders(tmp_path):
    publish(tmp_path, tables={"boundary_layer": TABLE})
    with opened(tmp_path) as con:
        assert borders(con) is drawn.schematic()


def test_a_version_with_a_layer_draws_it(demo_built, tmp_path):
    with opened(official.published(demo_built, tmp_path)) as con:
        found = borders(con)
    assert found.fine == official.boxes()
    assert found.is_official
    assert found.file == "changwat.shp"
    assert f"{found.taken_on:%Y-%m-%d}" == "2026-11-20"


@pytest.mark.parametrize(
    ("shown", "lang", "said"),
    [
        (drawn.schematic(), "th", "แนวเขตเป็นภาพร่าง"),
        (drawn.schematic(), "en", "Borders are schematic"),
        (official.borders(), "th", "แนวเขตจังหวัดจาก กรมการปกครอง 2568"),
        (official.borders(), "en", f"Province borders from {official.SOURCE['en']}"),
        (official.borders(source_en=""), "en",
         "Province borders as the ministry handed them over"),
    ],
)  # fmt: skip
def test_every_map_says_whose_its_borders_are(shown, lang, said):
    assert drawn.borders_words(shown, lang) == said


def test_the_source_of_shapes_is_the_layers_own():
    assert drawn.borders_source(drawn.schematic()) == sources()["map"]
    found = drawn.borders_source(
        official.borders(file="changwat.shp", sha256="ab" * 32)
    )
    assert found.publisher.th == official.SOURCE["th"]
    assert found.address == ("changwat.shp", "SHA-256 abababababab")
    assert "Natural Earth" not in str(found)


def test_pictures_and_paper_draw_the_shapes_that_a_map_brings_along():
    spec = made.country().drawn
    boxed = {**spec, "borders": official.borders()}
    paths = provinces(map_svg(boxed))
    assert len(paths) == 77 + 8  # and those of the insets once more
    assert {points(path) % POINTS_OF_A_BOX for path in paths} == {0}
    assert max(map(points, provinces(map_svg(spec)))) > 100
    assert map_of(boxed)["ratio"] != map_of(spec)["ratio"]


def test_slides_draw_the_shapes_that_a_map_brings_along():
    found = slide_country(official.borders())
    assert {each.geometry.count("<a:lnTo>") for each in found.outlines.values()} == {3}
    exhibit = made.country()
    boxed = {**exhibit.drawn, "borders": official.borders()}
    files = [
        slides([replace(exhibit, drawn=spec)], "ชุด", "th", "be", {})
        for spec in (exhibit.drawn, boxed)
    ]
    assert len(files[1]) < len(files[0])


@pytest.fixture(scope="module")
def made_week(demo_con):
    return week(demo_con)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_week_on_paper_says_whose_its_borders_are(made_week, lang):
    for shown in (drawn.schematic(), official.borders()):
        page = weekly_page(made_week, lang, "be", borders=shown)
        said = squeezed(pdf_text(page))
        assert squeezed(drawn.borders_words(shown, lang)) in said
