"""The provinces' shapes that maps draw: the ministry's own layer, else a schematic one.

A version keeps the layer that it was published with. The schematic shapes of static/
are for looking alone: take no area, distance or neighbourhood from them.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from dashboard.sources import Source, sources
from dashboard.text import Lang, Text, texts, words

STATIC = Path(__file__).resolve().parents[1] / "static"


@dataclass(frozen=True)
class Borders:
    """The 77 provinces as GeoJSON, and whose they are.

    Attributes:
        fine: For the screen.
        coarse: For small pictures; some 4,400 points in all.
        is_official: Whether the ministry handed them over.
        source_th: Who made them, where the ministry said it; else "".
        source_en: The same in English.
        licence: On which terms they may be shown; "" where nobody said.
        file: The name of the ministry's file.
        sha256: Of that file.
        taken_on: The day that it was handed over.
    """

    fine: str
    coarse: str
    is_official: bool = False
    source_th: str = ""
    source_en: str = ""
    licence: str = ""
    file: str = ""
    sha256: str = ""
    taken_on: date | None = None


def borders_words(shown: Borders, lang: Lang) -> str:
    """What every map says of its borders: schematic, or whose they are."""
    if not shown.is_official:
        return words("map_borders_schematic", lang)
    source = {"th": shown.source_th, "en": shown.source_en}[lang]
    if not source:
        return words("map_borders_handed", lang)
    return words("map_borders_official", lang, source=source)


def borders_source(shown: Borders) -> Source:
    """Where the shapes come from, as data/sources.toml says it of schematic ones."""
    known = sources()["map"]
    if not shown.is_official:
        return known
    handed = texts()["map_borders_handed"]
    return replace(
        known,
        publisher=Text(shown.source_th or handed.th, shown.source_en or handed.en),
        address=(shown.file, f"SHA-256 {shown.sha256[:12]}"),
        got_on=shown.taken_on,
        licence=Text(shown.licence or "–", shown.licence or "–"),
        limits=texts()["map_borders_limits"],
        status="ministry",
    )


@cache
def schematic() -> Borders:
    """The shapes of static/, from Natural Earth."""
    return Borders(
        (STATIC / "provinces.geojson").read_text(encoding="utf-8"),
        (STATIC / "provinces-thumbnail.geojson").read_text(encoding="utf-8"),
    )
