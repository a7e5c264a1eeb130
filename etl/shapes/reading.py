"""A handed-over layer as rows with geometry in degrees, whatever its format is.

The file's name and content decide what it is read as before GDAL sees it (etl.shapes.
drivers), so that GDAL never guesses.
"""

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import ProjError

from etl.shapes.drivers import WANTED
from etl.shapes.refusal import ShapesError, listed, shown_value

DEGREES = "EPSG:4326"
MOST_BYTES = 500_000_000  # of the file, and of what a ZIP archive unpacks to
MOST_ROWS = 20_000  # a layer of sub-districts has some 7,400
MOST_POINTS = 5_000_000
ENCODINGS = ("UTF-8", "cp874")  # of a Shapefile that does not say, or says wrong
PARTS = (".shp", ".shx", ".dbf")  # without which a Shapefile cannot be read
READ = (*PARTS, ".prj", ".cpg")
SIGNATURES = {
    ".shp": (b"\x00\x00\x27\x0a",),
    ".gpkg": (b"SQLite format 3\x00",),
    ".zip": (b"PK\x03\x04",),
    ".geojson": (b"{", b"\xef\xbb\xbf{"),
    ".json": (b"{", b"\xef\xbb\xbf{"),
}
COLLECTION = "FeatureCollection"
CUSTOM = "custom"
NO_NUMBER = {"th": "ไม่มีเลข EPSG", "en": "no EPSG number"}


@dataclass(frozen=True)
class Given:
    """What a file holds.

    Attributes:
        rows: Its attributes as they are, and geometry in degrees.
        points: Of all its shapes.
        crs: The coordinates that it came in: "EPSG:n", else "custom".
    """

    rows: gpd.GeoDataFrame
    points: int
    crs: str


def read(file: Path, layer: str | None = None) -> Given:
    """The rows of a layer with geometry in degrees.

    Args:
        file: Shapefile (also zipped), GeoPackage or GeoJSON.
        layer: Which one of several; None where there is only one.

    Raises:
        ShapesError: It is no such file, is too large, or does not say its coordinates.
    """
    content = _content(file)
    try:
        found = _read(content, _layer(content, layer))
    except (DataSourceError, DataLayerError, UnicodeError, ValueError) as error:
        raise ShapesError("damaged", found=shown_value(error)) from error
    if found.empty:
        raise ShapesError("empty")
    points = int(shapely.get_num_coordinates(found.geometry.to_numpy()).sum())
    if points > MOST_POINTS:
        raise ShapesError(
            "too_large_points", found=f"{points:,}", most=f"{MOST_POINTS:,}"
        )
    if found.crs is None:
        raise ShapesError("no_crs")
    return Given(_in_degrees(found), points, system(found.crs))


def system(crs: CRS) -> str:
    """Coordinates by their number, else "custom": a name may be anybody's."""
    number = crs.to_epsg()
    return f"EPSG:{number}" if number else CUSTOM


def _in_degrees(found: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    flat = found.set_geometry(shapely.force_2d(found.geometry.to_numpy()))
    flat = flat.set_crs(found.crs, allow_override=True)
    try:
        return flat.to_crs(DEGREES)
    except ProjError as error:
        known = system(found.crs)
        said = NO_NUMBER if known == CUSTOM else known
        raise ShapesError("odd_crs", found=said) from error


def _content(file: Path) -> Path | bytes:
    """What GDAL is given: the file, or a Shapefile's parts under plain names."""
    size, ending = file.stat().st_size, file.suffix.lower()
    if ending not in SIGNATURES:
        raise ShapesError("format", found=shown_value(file.suffix or file.name))
    if size > MOST_BYTES:
        raise ShapesError(
            "too_large", found=size // 1_000_000, most=MOST_BYTES // 1_000_000
        )
    with file.open("rb") as opened:
        head = opened.read(64)
    if not head.lstrip(b" \t\r\n").startswith(SIGNATURES[ending]):
        raise ShapesError("other_content", found=shown_value(file.suffix))
    if ending in {".geojson", ".json"}:
        _require_features(file)
    if ending == ".zip":
        return _unzipped(file)
    if ending == ".shp":
        beside = _beside(file)
        sizes = {part: path.stat().st_size for part, path in beside.items()}
        return _packed(sizes, lambda part: beside[part].read_bytes())
    return file


def files(file: Path) -> list[Path]:
    """What is read for a file, in order: of a Shapefile all its parts."""
    if file.suffix.lower() != ".shp":
        return [file]
    beside = _beside(file)
    return [beside[part] for part in READ if part in beside]


def _beside(file: Path) -> dict[str, Path]:
    """The parts of a Shapefile by ending; names in its own case come first."""
    stem = file.stem.casefold()
    near = [path for path in file.parent.iterdir() if path.stem.casefold() == stem]
    near.sort(key=lambda path: (path.stem == file.stem, path.name))
    return {path.suffix.lower(): path for path in near} | {".shp": file}


def _require_features(file: Path) -> None:
    """Refuse JSON of another kind, such as one with commands for GDAL."""
    try:
        kinds = json.loads(file.read_text("utf-8-sig"), object_pairs_hook=_kinds)
    except (ValueError, RecursionError) as error:
        raise ShapesError("damaged", found=shown_value(error)) from error
    if kinds != [COLLECTION]:
        raise ShapesError("other_content", found=f"JSON ≠ {COLLECTION}")


def _kinds(members: list[tuple[str, object]]) -> list[object]:
    """All that an object says of its kind; the rest is not kept."""
    return [value for name, value in members if name == "type"]


def _require_parts(found: set[str]) -> None:
    if missing := [part for part in PARTS if part not in found]:
        raise ShapesError("part_missing", missing=", ".join(missing))


def _unzipped(file: Path) -> bytes:
    """The one Shapefile of an archive in an archive of its own, never on the disk.

    Attributes may hold personal data, which go into no temporary file; and names in
    archives of Thai Windows are of any encoding.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _repacked(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ShapesError("damaged", found=shown_value(error)) from error


def _repacked(archive: zipfile.ZipFile) -> bytes:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    shapes = [e for e in entries if e.filename.lower().endswith(".shp")]
    shapes = [e for e in shapes if not e.filename.startswith("__MACOSX")]
    if len(shapes) != 1:
        named = [shown_value(Path(e.filename).name) for e in shapes]
        raise ShapesError("zip_layers", found=listed(named) or "–")
    stem = shapes[0].filename[:-4]
    near = [e for e in entries if _stem(e).casefold() == stem.casefold()]
    near.sort(key=lambda e: _stem(e) == stem)  # names in its own case come first
    parts = {e.filename[len(_stem(e)) :].lower(): e for e in near}
    sizes = {part: entry.file_size for part, entry in parts.items()}
    return _packed(sizes, lambda part: archive.read(parts[part]))


def _stem(entry: zipfile.ZipInfo) -> str:
    return entry.filename.rpartition(".")[0]


def _packed(sizes: dict[str, int], content: Callable[[str], bytes]) -> bytes:
    """The parts that are read, under names that GDAL finds whatever they were called.

    Args:
        sizes: Bytes of the parts that there are, by ending.
        content: Gives a part's bytes.
    """
    _require_parts(set(sizes))
    parts = [part for part in READ if part in sizes]
    unpacked = sum(sizes[part] for part in parts)
    if unpacked > MOST_BYTES:
        raise ShapesError(
            "too_large", found=unpacked // 1_000_000, most=MOST_BYTES // 1_000_000
        )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as plain:
        for part in parts:
            plain.writestr(f"layer{part}", content(part))
    return held.getvalue()


def _layer(content: Path | bytes, wanted: str | None) -> str:
    """The name of the layer to read: the only one with areas, or the one wanted."""
    found = pyogrio.list_layers(content)
    names = [str(name) for name, _ in found]
    areas = [str(name) for name, kind in found if kind and "Polygon" in str(kind)]
    if not names:
        raise ShapesError("damaged", found="–")
    named = listed([shown_value(name) for name in names])
    if wanted is not None:
        if wanted not in names:
            raise ShapesError("no_layer", wanted=shown_value(wanted), found=named)
        return wanted
    if len(areas) == 1:
        return areas[0]
    if len(names) == 1:
        return names[0]
    raise ShapesError("several_layers", found=named)


def _read(content: Path | bytes, layer: str) -> gpd.GeoDataFrame:
    info = pyogrio.read_info(content, layer=layer)
    if info["driver"] not in WANTED:
        raise ShapesError("other_content", found=info["driver"])
    if info["features"] > MOST_ROWS:
        raise ShapesError(
            "too_many_rows", found=f"{info['features']:,}", most=f"{MOST_ROWS:,}"
        )
    if not info["geometry_type"]:
        raise ShapesError("no_geometry")
    if info["driver"] != "ESRI Shapefile":
        return pyogrio.read_dataframe(content, layer=layer)
    return _read_shapefile(content, layer, str(info["encoding"] or ""))


def _read_shapefile(
    content: Path | bytes, layer: str, declared: str
) -> gpd.GeoDataFrame:
    """By the first encoding that fits; what a Shapefile says of its own is often wrong.

    Thai of Windows never is UTF-8 by accident.
    """
    for encoding in filter(None, (*ENCODINGS, declared)):
        with suppress(UnicodeError, LookupError):
            return pyogrio.read_dataframe(content, layer=layer, encoding=encoding)
    raise ShapesError("encoding")
