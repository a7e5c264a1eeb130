"""The ministry's own province layer: read, judged, simplified, laid beside versions.

`python -m etl shapes` does the slow work once, with GDAL and topojson; a build only
reads what it wrote (etl.boundaries). Nothing is replaced unless all of it is sound.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from etl import boundaries
from etl.digest import sha256
from etl.files import shown_path
from etl.shapes import checks, identity, outline, reading
from etl.shapes.refusal import ShapesError, require_named_well
from etl.workspace import today

__all__ = ["Naming", "ShapesError", "take"]

Say = Callable[[str], None]
FINE, COARSE = 0.005, 0.01  # degrees; see tools/make_static.py
FINE_BYTES, COARSE_BYTES = 220_000, 100_000
COARSER = 1.4  # times the tolerance, while a layer is larger than that


@dataclass(frozen=True)
class Naming:
    """Whose the layer is, as every map will say it.

    Attributes:
        source_th: Who made it and of when; "": no more than that it was handed over.
        source_en: The same in English; "": as in Thai.
        licence: On which terms it may be shown; "" when nothing is said.
    """

    source_th: str = ""
    source_en: str = ""
    licence: str = ""


def take(
    file: Path, out: Path, naming: Naming, say: Say, *, layer: str | None = None
) -> boundaries.Layer:
    """Judge a layer and lay it beside the versions, for the next build.

    Args:
        file: Shapefile (also zipped), GeoPackage or GeoJSON.
        out: Where versions lie.
        naming: Whose the layer is.
        say: Takes the lines of progress.
        layer: Which one of a file with several.

    Raises:
        ShapesError: Says what is wrong, where, and what to do; nothing is replaced.
    """
    require_named_well(naming.source_th, naming.source_en, naming.licence)
    given = reading.read(file, layer)
    say(f"read       {len(given.rows):,} rows, {given.points:,} points, {given.crs}")
    known = identity.identified(given.rows)
    sound = checks.sound(known)
    for code in sound.mended:
        say(f"mended     {code}")
    fine, coarse = _fitted(sound.provinces)
    made = boundaries.Layer(
        file=shown_path(Path(file.name)),
        sha256=sha256(file),
        source_th=naming.source_th,
        source_en=naming.source_en or naming.source_th,
        licence=naming.licence,
        taken_on=today().isoformat(),
        crs=given.crs,
        fine=fine,
        coarse=coarse,
    )
    boundaries.lay(out, made)
    return made


def _fitted(provinces: gpd.GeoDataFrame) -> tuple[str, str]:
    """The layer for the screen and the one for small pictures, as GeoJSON."""
    provenance = {"made_by": "python -m etl shapes"}
    parts = outline.without_islets(outline.thinned(provinces))
    return (
        outline.small(parts, "provinces", FINE, provenance, FINE_BYTES, COARSER),
        outline.small(
            parts, "provinces-thumbnail", COARSE, provenance, COARSE_BYTES, COARSER
        ),
    )
