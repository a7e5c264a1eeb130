"""Thai looks as it did when a person last looked at it, renderer by renderer."""

import pytest
from PIL import Image

from dashboard.export.pictures import Studio, studio
from tests.export import golden, office

TYPST = ("table", "page")
NO_FIGURES = Studio(None)


def kept(name):
    return Image.open(golden.FOLDER / f"{name}.png").convert("L")


@pytest.fixture(scope="module")
def typst_renders(tmp_path_factory):
    return golden.renders(tmp_path_factory.mktemp("golden"), NO_FIGURES)


@pytest.fixture(scope="module")
def chromium_studio(chromium):
    with studio() as ready:
        assert ready.draw is not None, ready.why_not
        yield ready


@pytest.mark.parametrize("name", TYPST)
def test_typst_sets_thai_as_it_did(name, typst_renders):
    assert golden.difference(typst_renders[name], kept(name)) < golden.MOST


def test_chromium_sets_thai_as_it_did(chromium_studio, tmp_path):
    found = golden.renders(tmp_path, chromium_studio)["figure"]
    assert golden.difference(found, kept("figure")) < golden.MOST


def without(mark):
    return [line.replace(mark, "") for line in golden.LINES]


def test_a_mark_that_chromium_loses_would_be_seen(chromium_studio, tmp_path):
    found = golden.renders(tmp_path, chromium_studio, without("\u0e49"))["figure"]
    assert golden.difference(found, kept("figure")) > golden.MOST


@pytest.mark.parametrize("mark", ["\u0e48", "\u0e49", "\u0e33", "\u0e38"])
def test_a_mark_that_typst_loses_would_be_seen(mark, tmp_path):
    found = golden.renders(tmp_path, NO_FIGURES, without(mark))
    for name in TYPST:
        assert golden.difference(found[name], kept(name)) > golden.MOST


@pytest.mark.long
@pytest.mark.skipif(not office.is_there(), reason=office.MISSING)
def test_libreoffice_sets_the_thai_of_a_slide_as_it_did(tmp_path):
    found = golden.slide(tmp_path)
    assert golden.difference(found, kept("slide")) < golden.MOST


@pytest.mark.long
@pytest.mark.skipif(not office.is_there(), reason=office.MISSING)
def test_a_mark_that_a_slide_loses_would_be_seen(tmp_path):
    found = golden.slide(tmp_path, without("\u0e48"))
    assert golden.difference(found, kept("slide")) > golden.MOST
