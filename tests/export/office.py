"""How LibreOffice draws a pack of slides, with the project's own Sarabun."""

import os
import shutil
import subprocess
from pathlib import Path

from PIL import Image

from tests.under_test import HANGS, ROOT

MISSING = "no LibreOffice: apt-get install libreoffice-impress poppler-utils"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir><cachedir>{folder}/fonts</cachedir></fontconfig>
"""


def is_there() -> bool:
    """Whether slides can be drawn here."""
    return all(map(shutil.which, ("soffice", "pdftotext", "pdftoppm")))


def as_pdf(content: bytes, folder: Path) -> Path:
    """The slides as the PDF that LibreOffice makes of them."""
    file, fonts = folder / "pack.pptx", folder / "fonts.conf"
    file.write_bytes(content)
    fonts.write_text(FONTS.format(fonts=ROOT / "static" / "fonts", folder=folder))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless",
         "--convert-to", "pdf", "--outdir", folder, file],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        check=True, capture_output=True, timeout=HANGS,
    )  # fmt: skip
    return file.with_suffix(".pdf")


def text_of(pdf: Path) -> str:
    """The words of a PDF, its pages parted by form feeds."""
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def picture_of(pdf: Path, page: int, dpi: int) -> Image.Image:
    """A page of a PDF as a grey picture."""
    out = pdf.with_name(f"page{page}")
    number = str(page)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-f", number, "-l", number, "-singlefile",
         "-png", pdf, out],
        check=True, capture_output=True,
    )  # fmt: skip
    return Image.open(out.with_suffix(".png")).convert("L")
