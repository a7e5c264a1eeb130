"""Exhibits as a PDF to read and print: tables set, maps drawn, each with its foot."""

from collections.abc import Mapping, Sequence

from dashboard.exhibits import Exhibit
from dashboard.export.objects import marked, object_of
from dashboard.export.typeset import outlined, typeset
from dashboard.text import Era, Lang, words

# What a picture begins with, and how its file ends.
SIGNS = {b"\x89PNG": "png", b"%PDF": "pdf", b"<svg": "svg"}


def document(
    exhibits: Sequence[Exhibit],
    title: str,
    lang: Lang,
    era: Era,
    pictures: Mapping[str, bytes],
) -> bytes:
    """A tagged PDF (PDF/UA-1) of exhibits in their order, fonts embedded.

    Args:
        exhibits: All in this language and era.
        title: Of the whole, as its reader chose it.
        lang: See exhibits.
        era: See exhibits.
        pictures: Of figures, by key, as PDF (kept as outlines) or PNG. A figure without
            one says so, and its points stand in as a table.

    Raises:
        ValueError: A picture is neither, or there is nothing to set.
    """
    if not exhibits:
        raise ValueError("There is no exhibit to make a document of.")
    files = {
        f"{at}.{ending}": content
        for at, exhibit in enumerate(exhibits)
        if exhibit.kind == "figure" and exhibit.key in pictures
        for ending, content in [_placed(exhibit.key, pictures[exhibit.key])]
    }
    names = {int(name.partition(".")[0]): name for name in files}
    about = words(
        "export_pdf_contents",
        lang,
        count=len(exhibits),
        era=words(f"era_{era}", lang),
    )
    data = {
        "title": title,
        "lang": lang,
        "about": about,
        "objects": [
            object_of(each, names.get(at, "")) for at, each in enumerate(exhibits)
        ],
        **marked(list(exhibits)),
    }
    return typeset("document", data, files=files)


def _placed(key: str, picture: bytes) -> tuple[str, bytes]:
    """A picture as Typst takes it, and the ending of its name."""
    for sign, ending in SIGNS.items():
        if picture.startswith(sign):
            is_pdf = ending == "pdf"
            return ("svg", outlined(picture)) if is_pdf else (ending, picture)
    raise ValueError(f"{key}: its picture is no PNG, PDF or SVG.")
