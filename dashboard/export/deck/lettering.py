"""Words in the XML of slides and charts, so that Thai is set as Thai.

python-pptx names the Latin font alone. Office takes the font of Thai from `a:cs`, and
breaks its lines and checks its spelling by `lang`: without both, Thai falls back to
another font, and lines break inside words.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from dashboard.text import Lang

FONT = "Sarabun"
TONGUES: dict[Lang, str] = {"th": "th-TH", "en": "en-GB"}
FACES = "".join(f'<a:{kind} typeface="{FONT}"/>' for kind in ("latin", "ea", "cs"))


def properties(
    lang: Lang,
    *,
    tag: str = "a:rPr",
    size: float | None = None,
    bold: bool | None = None,
    colour: str | None = None,
    share: float = 1.0,
) -> str:
    """The properties of a run: language, fonts of all scripts, size (pt), colour."""
    given = [f'lang="{TONGUES[lang]}"']
    given += [] if size is None else [f'sz="{round(size * 100)}"']
    given += [] if bold is None else [f'b="{int(bold)}"']
    fill = f"<a:solidFill>{solid(colour, share)}</a:solidFill>" if colour else ""
    return f"<{tag} {' '.join(given)}>{fill}{FACES}</{tag}>"


def solid(colour: str, share: float = 1.0) -> str:
    """A colour such as "#1f6f93", as much of it as the share says."""
    plain = colour.removeprefix("#").upper()
    alpha = "" if share >= 1 else f'<a:alpha val="{round(share * 100_000)}"/>'
    return f'<a:srgbClr val="{plain}">{alpha}</a:srgbClr>'


def run(
    said: str,
    lang: Lang,
    *,
    size: float | None = None,
    bold: bool | None = None,
    colour: str | None = None,
    share: float = 1.0,
) -> str:
    """A run of words; what XML may not hold is left out of them."""
    made = properties(lang, size=size, bold=bold, colour=colour, share=share)
    return f"<a:r>{made}<a:t>{escape(lawful(said))}</a:t></a:r>"


def lawful(said: str) -> str:
    """The words without control characters, which no XML may hold."""
    return "".join(sign for sign in said if sign >= " " or sign in "\t\n")


def paragraphs(
    lines: Sequence[str],
    lang: Lang,
    *,
    size: float | None = None,
    bold: bool | None = None,
    colour: str | None = None,
    share: float = 1.0,
    align: str = "",
) -> str:
    """Each line as a paragraph of one run."""
    kind = f'<a:pPr algn="{align}"/>' if align else ""
    told = [
        run(line, lang, size=size, bold=bold, colour=colour, share=share)
        for line in lines
    ]
    return "".join(f"<a:p>{kind}{each}</a:p>" for each in told)
