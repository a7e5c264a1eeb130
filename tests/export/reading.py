"""The text of a PDF as readers of ActualText copy it, and how it looks."""

import io
import re
from functools import partial

import pypdf
import typst
from PIL import Image
from pypdf.generic import ContentStream

PALE = 0.16  # of the words across a page
CODES = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def pdf_text(content: bytes) -> str:
    """All text without white space, in the order in which it is drawn.

    Where a syllable is several glyphs its text is written beside them (ActualText);
    pypdf itself knows nothing of that.
    """
    return "".join(page_texts(content))


def page_texts(content: bytes) -> list[str]:
    """The same, page by page."""
    found = reader(content)
    return [squeezed("".join(page_text(page, found))) for page in found.pages]


def outlined_marks(content: bytes) -> list[bool]:
    """Of each page whether a pale drawing, as the words across it are, lies on it."""
    return [_is_marked(page["/Resources"]) for page in reader(content).pages]


def _is_marked(held):
    states = [each.get_object() for each in held.get("/ExtGState", {}).values()]
    return "/XObject" in held and any(each.get("/ca") == PALE for each in states)


def squeezed(text: str) -> str:
    return "".join(text.split())


def page_text(page, pdf):
    fonts = {
        name: dict(unicodes(font.get_object()))
        for name, font in page["/Resources"].get("/Font", {}).items()
    }
    font, told = {}, []
    for operands, operator in ContentStream(page.get_contents(), pdf).operations:
        if operator == b"BDC":
            marks = operands[1]
            actual = marks.get("/ActualText") if isinstance(marks, dict) else None
            told.append(actual)
            if actual is not None:
                yield str(actual)
        elif operator == b"BMC":
            told.append(None)
        elif operator == b"EMC":
            told.pop()
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in {b"Tj", b"TJ"} and not any(told):
            yield from map(partial(glyphs, font), strings(operands[0]))


def strings(operand):
    parts = operand if isinstance(operand, list) else [operand]
    return [part.original_bytes for part in parts if hasattr(part, "original_bytes")]


def glyphs(font, codes):
    pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
    return "".join(font.get(pair, "") for pair in pairs)


def unicodes(font):
    """What each glyph of a font stands for, as Typst writes it: one line each."""
    for code, text in CODES.findall(font["/ToUnicode"].get_data()):
        yield (
            bytes.fromhex(code.decode()),
            bytes.fromhex(text.decode()).decode("utf-16-be"),
        )


def fonts_of(content: bytes) -> dict[str, bool]:
    """Every font by name, and whether it is in the file."""
    found = {}
    for page in reader(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            about = inner["/FontDescriptor"]
            name = str(about["/FontName"]).partition("+")[2]
            found[name] = bool({"/FontFile2", "/FontFile3"} & set(about))
    return found


def as_picture(content: bytes, folder, dpi: int = 72) -> Image.Image:
    """The first page of a PDF as hayro, Typst's reader of PDF, draws it."""
    (folder / "page.pdf").write_bytes(content)
    main = folder / "page.typ"
    main.write_text(
        '#set page(width: auto, height: auto, margin: 0pt)\n#image("page.pdf")'
    )
    made = typst.compile(main, root=folder, format="png", ppi=dpi)
    return Image.open(io.BytesIO(made)).convert("L")
