"""A layer made of a handed-over file: read, judged, simplified."""

from pathlib import Path

import geopandas as gpd

from etl import boundaries
from etl.digest import sha256
from etl.files import shown_path
from etl.shapes import checks, identity, outline, reading
from etl.shapes.naming import Naming, require_named_well
from etl.workspace import today

FINE, COARSE = 0.005, 0.01  # degrees; see tools/make_static.py
FINE_BYTES, COARSE_BYTES = 220_000, 100_000
COARSER = 1.4  # times the tolerance, while a layer is larger than that


def made(
    file: Path, naming: Naming, layer: str | None = None
) -> tuple[boundaries.Layer, list[str]]:
    """The layer of a file, and what is to be told of it.

    Args:
        file: Shapefile (also zipped), GeoPackage or GeoJSON.
        naming: Whose the layer is.
        layer: Which one of a file with several.

    Raises:
        ShapesError: Says what is wrong, where, and what to do.
    """
    require_named_well(naming)
    given = reading.read(file, layer)
    sound = checks.sound(identity.identified(given.rows))
    fine, coarse = _fitted(sound.provinces)
    found = boundaries.Layer(
        file=shown_path(Path(file.name)),
        sha256=sha256(*reading.files(file)),
        source_th=naming.source_th,
        source_en=naming.source_en or naming.source_th,
        licence=naming.licence,
        taken_on=today().isoformat(),
        crs=given.crs,
        fine=fine,
        coarse=coarse,
    )
    told = f"read       {len(given.rows):,} rows, {given.points:,} points, {given.crs}"
    return found, [told, *(f"mended     {code}" for code in sound.mended)]


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
