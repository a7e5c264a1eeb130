"""Makes static/fonts/*.ttf: Sarabun for what is drawn outside a page.

Typst and Kaleido's Chromium read TrueType, Thai and Latin in one file. Where a mark is
moved up or down against its letter, Typst parts the two and the text of its PDF says
that syllable twice; so a tone mark stands at one height above any vowel here, at
most 0.06 em from where its designer put it. Two syllables that Thai hardly writes, a
tone upon ็ and a vowel below ฎ or ฏ, are left as they are.

Needs npm, and fontTools, which nothing else does:

    VIRTUAL_ENV=$PWD/.venv .venv/bin/uv run --active --no-project \
        --with fonttools==4.68.0 python -m tools.make_fonts
"""

import argparse
import io
import re
import tempfile
from pathlib import Path
from statistics import mode

from fontTools.ttLib import TTFont

from tools.make_static import ROOT, Package, archive, members

FONT = Package(
    "@expo-google-fonts/sarabun",
    "0.4.1",
    "Q/mWAjNyaFT4ym8hZOdQJvTtSC56uxipJ1qzdpwW6znDCCLMas4zSnfflmnVNXPfoRVJoQCrxtTEg5yJ"
    "6BEw7w==",
)
FONT_FILES = {
    "package/400Regular/Sarabun_400Regular.ttf": "sarabun-400.ttf",
    "package/700Bold/Sarabun_700Bold.ttf": "sarabun-700.ttf",
}
THAI = re.compile("uni0E|.*thai")  # names of glyphs
TONES = re.compile(r"uni0E4[89ABC]\.small$")  # as they stand above a vowel
# Thousandths of an em that an anchor may be moved: upon vowels, and upon consonants.
NEAR, ROUNDING = 60, 8
MARK_TO_BASE, MARK_TO_MARK = 4, 6


def main() -> None:
    """Write both weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "static" / "fonts")
    parser.add_argument(
        "--packages", type=Path, help="folder with archives that npm pack left there"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = archive(FONT, given.packages or Path(scratch))
        found = members(path, set(FONT_FILES))
    for member, name in FONT_FILES.items():
        levelled(found[member]).save(given.out / name)


def levelled(content: bytes) -> TTFont:
    """The font with each tone mark at one height above every vowel."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if lookup.LookupType == MARK_TO_BASE:
                marks = thai(table.MarkCoverage, table.MarkArray.MarkRecord)
                bases = thai(table.BaseCoverage, table.BaseArray.BaseRecord)
                under = [base.BaseAnchor for base in bases.values()]
                level(marks, under, ROUNDING)
            elif lookup.LookupType == MARK_TO_MARK:
                marks = thai(table.Mark1Coverage, table.Mark1Array.MarkRecord)
                vowels = thai(table.Mark2Coverage, table.Mark2Array.Mark2Record)
                under = [vowel.Mark2Anchor for vowel in vowels.values()]
                level({n: m for n, m in marks.items() if TONES.match(n)}, under, NEAR)
    return font


def thai(coverage: object, records: list) -> dict:
    """The records of Thai glyphs, by name."""
    pairs = zip(coverage.glyphs, records, strict=True)
    return {name: record for name, record in pairs if THAI.match(name)}


def level(marks: dict, under: list[list], near: int) -> None:
    """Give marks, and what they are put upon if it is near, one height a class.

    Args:
        marks: Records of marks.
        under: Anchors by class of the glyphs that these are put upon.
        near: How far from their height an anchor may be and yet be meant.
    """
    for number in {mark.Class for mark in marks.values()}:
        mine = [mark.MarkAnchor for mark in marks.values() if mark.Class == number]
        height = mode(anchor.YCoordinate for anchor in mine)
        moved = [anchor for anchor in mine if close(anchor, height, NEAR)]
        moved += [base[number] for base in under if close(base[number], height, near)]
        for anchor in moved:
            anchor.YCoordinate = height


def close(anchor: object | None, height: int, near: int) -> bool:
    """Whether there is an anchor, and it is at that height or nearly."""
    return anchor is not None and abs(anchor.YCoordinate - height) <= near


if __name__ == "__main__":
    main()
