"""The walk through all formats: whatever leaves says of itself what it must.

A pack of each kind of exhibit is written in every format and read again. Words are
looked for in files that hold words. In pictures letters are only drawn: there a part
counts as said when the picture of other words in its place looks otherwise.
"""

import csv
import io
from dataclasses import replace
from functools import partial

import openpyxl
import pytest
import typst
from PIL import Image, ImageChops
from pptx import Presentation

from dashboard.export.pack import FORMATS, Order, pack
from tests.export import made
from tests.export.reading import outlined_marks, pdf_text, squeezed
from tests.under_test import ROOT

pytestmark = pytest.mark.long

LANGS = ("th", "en")
MAKERS = {"figure": made.figure, "map": made.country, "table": made.table}
# In what a kind leaves: a table is no picture, and of what is drawn there is no CSV.
DRAWN = ("pptx", "xlsx", "pdf", "png", "svg")
LEAVES = {"figure": DRAWN, "map": DRAWN, "table": ("pptx", "xlsx", "pdf", "csv")}
PICTURES = ("png", "svg")
WALK = [
    (form, kind, lang)
    for kind, forms in LEAVES.items()
    for form in forms
    for lang in LANGS
]
SAID = {
    "th": {
        "source": "ที่มา: กองต่อต้านการค้ามนุษย์",
        "data_until": "ข้อมูลถึง: 22 พ.ย. 2569",
        "version": "รุ่นข้อมูล: 20261127-1",
        "snapshot": "รหัสฉบับประจำสัปดาห์: 2026-W47-3f2a9c",
        "rules_version": "รุ่นของกฎการเปิดเผย: 3",
        "caveats": "เบาะแสไม่ใช่คดี และคดีไม่ใช่ผู้เสียหาย",
        "data_status": "ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลจริง",
        "suppression": "จำนวน 1–9 ไม่บอกเป็นตัวเลข",
    },
    "en": {
        "source": "Source: Anti-trafficking division",
        "data_until": "Data until: 22 Nov 2026",
        "version": "Data version: 20261127-1",
        "snapshot": "Snapshot: 2026-W47-3f2a9c",
        "rules_version": "Version of the disclosure rules: 3",
        "caveats": "A tip is not a case, and a case is not a victim.",
        "data_status": "Synthetic data, not real",
        "suppression": "Counts of 1 to 9 are not said",
    },
}
# Other words of the same length, so that a picture keeps its size.
OTHER = {
    "source": str.swapcase,
    "data_until": lambda said: said.replace("2", "8"),
    "version": lambda said: said.replace("2", "8"),
    "snapshot": lambda said: said.replace("2", "8"),
    "rules_version": lambda said: said.replace("3", "8"),
    "caveats": lambda said: (said[0].replace("ผู้", "ผี").replace("victim", "victor"),),
    "data_status": lambda said: "ministry",
}
THAI = str.maketrans("กต", "ถค")


def other(exhibit, part):
    """The exhibit with something else in a part of its foot."""
    said = getattr(exhibit.foot, part)
    changed = OTHER[part](said)
    if changed == said:  # Thai has no capital letters
        changed = said.translate(THAI)
    assert changed != said
    return replace(
        exhibit,
        key=f"{exhibit.key}_{part}",
        foot=replace(exhibit.foot, **{part: changed}),
    )


def exhibit_of(kind, lang):
    """Of a table so many rows that it takes several slides and pages."""
    rows = {"rows": 60} if kind == "table" else {}
    given = MAKERS[kind](lang, key=f"{kind}_{lang}", **rows)
    return without_note(given) if kind == "figure" else given


def without_note(figure):
    """Its own note says parts of the foot too: here the foot alone is to say them."""
    layout = figure.drawn["layout"]
    title, note = layout["annotations"]
    bare = {**layout, "annotations": [title, {**note, "text": "–"}]}
    return replace(figure, drawn={**figure.drawn, "layout": bare})


def packed(folder, exhibits, formats):
    """The files of a pack by format and by the key of the exhibit that they hold."""
    first = exhibits[0]
    order = Order(
        exhibits, first.title, first.lang, first.era, folder, "x", lambda *_: None
    )
    found = pack(order, formats)
    assert found.unpictured == {}
    return {
        (form, exhibits[at].key): (folder / file.name).read_bytes()
        for form, files in found.files.items()
        for file in files
        for at in file.holds
    }


@pytest.fixture(scope="module")
def written(chromium, tmp_path_factory):
    """Files that hold words, of one exhibit each: synthetic, and of the ministry."""
    found = {}
    for kind in MAKERS:
        for lang in LANGS:
            given = exhibit_of(kind, lang)
            for each in (given, other(given, "data_status")):
                folder = tmp_path_factory.mktemp(each.key)
                forms = set(FORMATS) - {*PICTURES}
                if kind == "figure" and each is not given:
                    forms -= {"pdf"}  # to draw one figure is enough
                found |= packed(folder, [each], forms)
    return found


@pytest.fixture(scope="module")
def pictured(chromium, tmp_path_factory):
    """Pictures of figures and maps, and those with another part each."""
    given = [exhibit_of(kind, lang) for kind in ("figure", "map") for lang in LANGS]
    changed = [other(each, part) for each in given for part in OTHER]
    folder = tmp_path_factory.mktemp("pictures")
    with pytest.MonkeyPatch.context() as patch:
        # Small ones are looked at as well as those of 300 dpi.
        patch.setattr("dashboard.export.pictures.DPI", 96)
        return packed(folder, [*given, *changed], PICTURES)


def test_a_kind_leaves_in_the_formats_that_it_has(written, pictured):
    for kind, forms in LEAVES.items():
        files = {**written, **pictured}
        assert {form for form, key in files if key == f"{kind}_th"} == set(forms)


@pytest.mark.parametrize(("form", "kind", "lang"), WALK)
def test_all_that_leaves_says_every_part_of_its_foot(
    form, kind, lang, written, pictured, tmp_path
):
    key, parts = f"{kind}_{lang}", dict(SAID[lang])
    if kind != "table":
        del parts["suppression"]  # nothing is counted: there is nothing to suppress
    if form in PICTURES:
        look = partial(_differs, pictured, form, key, folder=tmp_path)
        missing = [part for part in OTHER if not look(part)]
    else:
        missing = [
            (at, part)
            for at, told in enumerate(WORDS[form](written[form, key], kind))
            for part, said in parts.items()
            if squeezed(said) not in told
        ]
    assert missing == []


@pytest.mark.parametrize(("form", "kind", "lang"), WALK)
def test_what_is_made_up_is_watermarked_and_what_is_the_ministrys_is_not(
    form, kind, lang, written, pictured, tmp_path
):
    key, mark = f"{kind}_{lang}", squeezed(SAID[lang]["data_status"])
    if form in PICTURES:
        # Above the foot nothing else changes with the status.
        assert _differs(pictured, form, key, "data_status", folder=tmp_path, above=0.5)
        return
    its_own = written.get((form, f"{key}_data_status"))
    if form == "pdf":
        assert all(outlined_marks(written[form, key]))
        assert its_own is None or not any(outlined_marks(its_own))
        # Nobody copies its letters between the lines: the foot alone says it.
        assert pdf_text(written[form, key]).count(mark) == 1
        return
    assert all(mark in told for told in MARKS[form](written[form, key], kind))
    if its_own is not None:
        assert mark not in "".join(WORDS[form](its_own, kind))


def _differs(pictured, form, key, part, *, folder, above=1.0):
    """Whether the picture of other words looks otherwise in so much of its height."""
    one, two = (
        _looked_at(pictured[form, name], form, folder)
        for name in (key, f"{key}_{part}")
    )
    assert one.size == two.size
    box = (0, 0, one.width, round(one.height * above))
    return ImageChops.difference(one.crop(box), two.crop(box)).getbbox() is not None


def _looked_at(content, form, folder):
    """A picture as grey dots."""
    if form == "png":
        return Image.open(io.BytesIO(content)).convert("L")
    (folder / "seen.svg").write_bytes(content)
    main = folder / "seen.typ"
    main.write_text(
        '#set page(width: auto, height: auto, margin: 0pt)\n#image("seen.svg")'
    )
    fonts = [str(ROOT / "static" / "fonts")]
    drawn = typst.compile(main, root=folder, format="png", ppi=96, font_paths=fonts)
    return Image.open(io.BytesIO(drawn)).convert("L")


def _slides(content, _kind):
    """The words of each slide but the cover."""
    slides = list(Presentation(io.BytesIO(content)).slides)[1:]
    return [squeezed(" ".join(_all_words(slide._element))) for slide in slides]


def _slide_marks(content, _kind):
    slides = list(Presentation(io.BytesIO(content)).slides)
    marks = [
        [shape.text_frame.text for shape in slide.shapes if shape.name == "watermark"]
        for slide in slides
    ]
    return [squeezed("".join(each)) for each in marks]


def _all_words(element):
    return [each.text or "" for each in element.iter("{*}t")]


def _sheets(content, _kind):
    """The words of the notes, and of the sheet of its rows."""
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert len(sheets) == 2
    return [_cells(sheet) for sheet in sheets]


def _cells(sheet):
    rows = ([str(c.value) for c in row if c.value] for row in sheet.iter_rows())
    return squeezed(" ".join(": ".join(row) for row in rows))


def _sheet_marks(content, _kind):
    """What stands on top of every printed page."""
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return [squeezed(sheet.oddHeader.center.text or "") for sheet in sheets]


def _rows(content, _kind):
    """Every row of a CSV file, each cell with its heading."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 60
    return [squeezed("".join(f"{a}: {b}" for a, b in row.items())) for row in rows]


def _document(content, _kind):
    """All words of a PDF: one exhibit has one foot."""
    return [pdf_text(content)]


WORDS = {"pptx": _slides, "xlsx": _sheets, "csv": _rows, "pdf": _document}
MARKS = {"pptx": _slide_marks, "xlsx": _sheet_marks, "csv": _rows}
