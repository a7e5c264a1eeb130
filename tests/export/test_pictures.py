"""Pictures of exhibits: their foot, their font, and what is said where none is."""

import http.server
import io
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace

import psutil
import pytest
from PIL import Image

from dashboard.export import frame
from dashboard.export.foot import foot_lines, foot_of
from dashboard.export.pictures import Studio, pictures, studio
from dashboard.export.typeset import outlined
from tests.export import made
from tests.export.reading import pdf_text, squeezed

LANGS = ("th", "en")


@pytest.fixture(scope="module")
def drawing(chromium):
    """One browser for all tests here."""
    with studio() as ready:
        assert ready.draw is not None, ready.why_not
        yield ready


def notes(figure):
    return {note.get("name"): note["text"] for note in figure["layout"]["annotations"]}


def plain(text):
    return squeezed(text.replace("<br>", "").replace("<b>", "").replace("</b>", ""))


# --- without a browser


@pytest.mark.parametrize("lang", LANGS)
def test_a_figure_has_its_foot_below_all_that_it_has(lang):
    exhibit = made.figure(lang)
    framed = frame.framed(exhibit, "png", has_foot=True)
    assert plain(notes(framed)["foot"]) == squeezed(
        "".join(foot_lines(foot_of(exhibit), lang))
    )
    grown = framed["layout"]["height"] - exhibit.drawn["layout"]["height"]
    lines = notes(framed)["foot"].count("<br>") + 1
    assert grown > lines * 16  # px, as high as a line is
    assert (
        framed["layout"]["margin"]["b"]
        == exhibit.drawn["layout"]["margin"]["b"] + grown
    )


def test_a_figure_that_is_placed_under_its_foot_has_none_itself():
    framed = frame.framed(made.figure("th"), "svg", has_foot=False)
    assert {"foot", "watermark"} & set(notes(framed)) == set()


def test_a_figure_that_is_placed_says_neither_its_title_nor_its_foot_again():
    exhibit = made.figure("th")
    title, note, *rest = exhibit.drawn["layout"]["annotations"]
    title = {**title, "text": f"{title['text']}<br>คนต่อแสนคน"}
    foot = exhibit.foot
    told = (f"ที่มา: {foot.source} · ข้อมูลถึง {foot.data_until}", *foot.caveats)
    note = {**note, "text": "<br>".join([*told, "+ คืออย่างน้อย"])}
    layout = {**exhibit.drawn["layout"], "annotations": [title, note, *rest]}
    drawn = {**exhibit.drawn, "layout": layout}
    placed = frame.framed(replace(exhibit, drawn=drawn), "png", has_foot=False)
    title_left, note_left, *_ = placed["layout"]["annotations"]
    assert title_left["text"] == "คนต่อแสนคน"
    assert "คืออย่างน้อย" in note_left["text"]
    for said in (foot.source, foot.data_until, *foot.caveats):
        assert squeezed(said) not in plain(note_left["text"])
    assert placed["layout"]["height"] < layout["height"]


def test_the_exhibit_is_not_changed_by_its_picture():
    exhibit = made.figure("th")
    before = repr(exhibit.drawn)
    frame.framed(exhibit, "pdf", has_foot=True)
    assert repr(exhibit.drawn) == before


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_without_a_chromium_maps_and_tables_are_made_and_figures_named(
    form, monkeypatch
):
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    found = pictures([made.figure(), made.country(), made.table()], form)
    assert set(found.made) == {"training_map", "training_table"}
    assert set(found.missing) == {"training_figure"}
    why = found.missing["training_figure"]
    assert "ไม่มี Chromium" in why.th
    assert "no Chromium" in why.en


def test_a_browser_that_does_not_start_is_said_and_nothing_else_is_lost(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/bin/false")
    found = pictures([made.figure(), made.table()], "png")
    assert set(found.made) == {"training_table"}
    assert "/bin/false" in found.missing["training_figure"].en


def test_a_figure_that_cannot_be_drawn_costs_no_other(caplog):
    def refuse(figure, form, scale):
        if figure["data"][0].get("type") == "bad":
            raise RuntimeError("plotly.js has something against it")
        return b"<svg>good</svg>"

    bad = made.figure("th", key="training_bad")
    bad = replace(bad, drawn={**bad.drawn, "data": [{"type": "bad"}]})
    found = pictures([bad, made.figure()], "svg", using=Studio(refuse))
    assert set(found.made) == {"training_figure"}
    assert "วาดรูปนี้ไม่สำเร็จ" in found.missing["training_bad"].th
    assert "something against it" in caplog.text


def test_a_map_is_a_picture_of_300_dpi():
    content = pictures([made.country()], "png").made["training_map"]
    width, height = Image.open(io.BytesIO(content)).size
    assert width == pytest.approx(190 / 25.4 * 300, abs=2)  # of a page of 190 mm
    assert height > width / 2


# --- with one


def test_each_form_begins_as_such_a_file_does(drawing):
    for form, begins in (("png", b"\x89PNG"), ("svg", b"<svg"), ("pdf", b"%PDF")):
        found = pictures([made.figure()], form, using=drawing)
        assert found.made["training_figure"].startswith(begins)


def test_a_figure_is_a_picture_of_300_dpi(drawing):
    exhibit = made.figure()
    content = pictures([exhibit], "png", using=drawing).made[exhibit.key]
    framed = frame.framed(exhibit, "png", has_foot=True)["layout"]
    scale = 300 / 96
    assert Image.open(io.BytesIO(content)).size == (
        int(framed["width"] * scale),
        int(framed["height"] * scale),
    )


def test_an_svg_brings_its_font(drawing):
    exhibit = made.figure("th")
    svg = pictures([exhibit], "svg", using=drawing).made[exhibit.key].decode()
    assert svg.count("@font-face") == 4


def test_thai_is_drawn_in_sarabun_whatever_the_machine_has(drawing):
    content = pictures([made.figure("th")], "pdf", using=drawing).made[
        "training_figure"
    ]
    assert b"Sarabun-Regular" in content
    assert b"Sarabun-Bold" in content
    assert b"Loma" not in content


@pytest.mark.long
def test_every_form_of_figure_of_the_app_is_drawn(drawing, pack):
    found = pictures(pack, "pdf", using=drawing)
    assert found.missing == {}
    assert set(found.made) == {exhibit.key for exhibit in pack}
    for exhibit in pack:
        said = outlined(found.made[exhibit.key])
        assert len(said) > 5_000, exhibit.key  # bytes of what is drawn


@pytest.mark.long
def test_a_browser_that_dies_costs_its_figures_alone(chromium, monkeypatch):
    monkeypatch.setattr("dashboard.export.chromium.WAIT", 10)
    exhibits = [made.figure(), made.figure(key="training_next"), made.table()]
    me = psutil.Process()
    others = set(me.children(recursive=True))  # the browser of the other tests
    with studio() as ready:
        for child in set(me.children(recursive=True)) - others:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        found = pictures(exhibits, "png", using=ready)
    assert set(found.made) == {"training_table"}
    assert set(found.missing) == {"training_figure", "training_next"}


@contextmanager
def host():
    """A host on this machine, and the paths that it was asked for."""
    asked = []

    class Notes(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Notes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_while_a_figure_is_drawn(drawing):
    exhibit = made.figure()
    with host() as (address, asked):
        image = {"source": f"{address}/picture.png", "x": 0, "y": 1}
        layout = {**exhibit.drawn["layout"], "images": [image]}
        points = {"type": "scattergeo", "lon": [100], "lat": [14]}
        drawn = {"data": [points], "layout": layout}
        found = pictures([replace(exhibit, drawn=drawn)], "png", using=drawing)
    assert set(found.made) == {exhibit.key}
    assert asked == []


def test_a_map_says_its_source_and_its_caveats_once():
    exhibit = made.country("th")
    foot = exhibit.foot
    first = f"ที่มา: {foot.source} · ข้อมูลถึง {foot.data_until}"
    note = [first, *foot.caveats, "บรรทัดที่ท้ายภาพไม่ได้บอก"]
    shown = replace(exhibit, drawn={**exhibit.drawn, "note": note})
    said = pdf_text(pictures([shown], "pdf").made[shown.key])
    assert said.count(squeezed(foot.source)) == 1
    assert said.count(squeezed(foot.caveats[0])) == 1
    assert squeezed(note[-1]) in said
