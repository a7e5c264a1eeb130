"""A pack as PDF: what it says, that it can be read aloud and copied, and its feet."""

import re
import shutil
import subprocess
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.export.document import document
from dashboard.export.rows import figure_rows
from dashboard.text import words
from tests.export import made
from tests.export.reading import fonts_of, pdf_text, reader, squeezed

LANGS = ("th", "en")


def exhibits_in(lang, **changed):
    exhibits = [made.figure(lang), made.country(lang), made.table(lang)]
    return [replace(exhibit, **changed) for exhibit in exhibits]


def pdf(exhibits, lang="th", title="ชุดเอกสาร", pictures=None):
    era = "be" if lang == "th" else "ce"
    return document(exhibits, title, lang, era, pictures or {})


@pytest.fixture(scope="module", params=LANGS)
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def made_pdf(lang):
    return pdf(exhibits_in(lang), lang)


def test_its_thai_is_copied_letter_by_letter_as_it_was_written():
    said = pdf_text(pdf([made.table("th")], title=made.HARD))
    assert said.count(squeezed(made.HARD)) == 2 + 1  # running head, title, exhibit


@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"
)
def test_poppler_copies_the_same_thai(tmp_path):
    file = tmp_path / "pack.pdf"
    file.write_bytes(pdf([made.table("th")], title=made.HARD))
    copied = subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, text=True, check=True
    )
    assert squeezed(made.HARD) in squeezed(copied.stdout)


@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"
)
def test_no_line_breaks_within_words_of_the_field_or_names_of_provinces(tmp_path):
    """Wherever the end of a line falls."""
    hard = ["เบาะแส", "น้อยที่สุด", "สมุทรสาคร", "พระนครศรีอยุธยา", "ทะเบียนราษฎร์"]
    lines = [f"{'ที่ ' * at}{''.join(hard * 3)}" for at in range(20, 60)]
    foot = made.foot("th", caveats=tuple(lines))
    (tmp_path / "a.pdf").write_bytes(pdf([made.table("th", foot=foot)]))
    told = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True
    )
    said = told.stdout.decode().replace(" ", "")
    counts = {word: said.count(word) for word in hard}
    assert counts == {word: squeezed(said).count(word) for word in hard}
    assert min(counts.values()) >= 3 * len(lines)
    assert said.count("\n") > 1.5 * len(lines)  # lines do break, between the words


def test_it_is_tagged_titled_and_in_its_language(lang):
    root = reader(pdf(exhibits_in(lang), lang, title="หัวเรื่อง A")).trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>1<", metadata)
    assert "หัวเรื่อง A" in metadata


def test_its_fonts_are_in_it(made_pdf):
    assert fonts_of(made_pdf) == {"Sarabun-Regular": True, "Sarabun-Bold": True}


def test_a_figure_without_picture_says_so_and_its_points_stand_in(lang, made_pdf):
    said = pdf_text(made_pdf)
    sentence = {
        "th": "ไม่มีภาพของรูปนี้ จึงแสดงตัวเลขเป็นตารางแทน",
        "en": "The picture of this figure is missing; its numbers stand in as a table.",
    }
    points = {"th": "ก.ย.", "en": "Sep"}
    assert squeezed(sentence[lang]) in said
    assert squeezed(points[lang]) + "3" in said


def test_every_form_of_figure_has_points_that_stand_in(pack):
    for exhibit in pack:
        if exhibit.kind == "figure":
            rows = figure_rows(exhibit)
            assert rows.cells, exhibit.key
            assert all(value for *_, value in rows.cells), exhibit.key


def test_counts_are_said_as_the_gate_left_them(lang):
    said = pdf_text(pdf([made.table(lang)], lang))
    told = {
        "th": ("น้อยกว่า10", "125ปัดเป็นทวีคูณของ5"),
        "en": ("fewerthan10", "125roundedto5"),
    }
    few, about = told[lang]
    assert few in said
    assert about in said
    assert "123" not in said


def test_a_long_table_runs_on_under_its_headings():
    found = pdf([made.table("th", rows=200)])
    pages = len(reader(found).pages)
    assert pages > 2
    heads = squeezed("จังหวัด เบาะแส เบาะแส: ค่าจริงหรือปัดเศษ สัดส่วน")
    assert pdf_text(found).count(heads) == pages


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_wide_and_long_table_shows_its_main_columns_and_says_so(lang):
    names = [f"c{at}" for at in range(26)]
    frame = pd.DataFrame({name: ["12345"] * 77 for name in names})
    frame.insert(0, "province", [f"P{row}" for row in range(77)])
    wide = replace(
        made.table(lang),
        gated=disclosed(frame, Audience.OUTSIDE, []),
        headings={name: name.upper() for name in frame},
        main=("province", "c20", "c3"),
    )
    found = pdf([wide])
    said = pdf_text(found)
    assert len(reader(found).pages) <= 3
    assert "PROVINCEC20C3P0" in said
    assert "P76" in said
    told = {"th": "แสดง3จาก27คอลัมน์", "en": "3of27columns"}
    assert told[lang] in said


def test_an_analysts_table_does_not_leave():
    frame = pd.DataFrame({"province": ["ตาก"], "tips": [3], "done_share": [0.1]})
    exact = disclosed(frame, Audience.ANALYST, ["tips"])
    with pytest.raises(ValueError, match="ANALYST"):
        pdf([replace(made.table("th"), gated=exact)])


def test_the_same_pack_is_the_same_file():
    assert pdf(exhibits_in("th")) == pdf(exhibits_in("th"))


@pytest.mark.parametrize(
    "title",
    ['#read("/etc/hostname")', "*หนา* _เอียง_ $x$ <b> \\ #1", '"}, "mark": "'],
)
def test_what_somebody_writes_is_never_run(title):
    assert squeezed(title) in pdf_text(pdf([made.table("th", title=title)]))


def test_letters_that_no_font_has_cost_nothing_else():
    found = pdf([made.table("th", title="မြန်မာ 中文 ตาก")])
    assert "ตาก" in pdf_text(found)
    assert "/StructTreeRoot" in reader(found).trailer["/Root"]


def test_a_picture_of_another_kind_is_refused_by_name():
    with pytest.raises(ValueError, match="training_figure"):
        pdf([made.figure("th")], pictures={"training_figure": b"GIF89a"})


def test_a_map_says_beneath_it_what_its_foot_does_not(lang):
    shown = made.country(lang)
    foot = shown.foot
    source = words("source_note", lang, source=foot.source, until=foot.data_until)
    noted = {**shown.drawn, "note": (source, *foot.caveats, "Borders are schematic.")}
    said = pdf_text(pdf([replace(shown, drawn=noted)], lang))
    assert squeezed("Borders are schematic.") in said
    for told in (foot.source, *foot.caveats):
        assert said.count(squeezed(told)) == 1


def test_a_map_is_drawn_with_every_province_and_its_counts(lang):
    found = reader(pdf([made.country(lang)], lang))
    drawn = sum(page.get_contents().get_data().count(b"\nh") for page in found.pages)
    forms = [
        form.get_object().get_data().count(b"h\n")
        for page in found.pages
        for form in page["/Resources"].get("/XObject", {}).values()
    ]
    assert drawn + sum(forms) >= 77
