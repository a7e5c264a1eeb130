"""The ministry's province layer as mapping programs write it, for tests."""

import functools
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd

from etl import boundaries
from etl.shapes import making
from etl.shapes.naming import Naming

ROOT = Path(__file__).resolve().parents[2]
OWNER = "นายสมชาย ใจดี 081-234-5678"  # in a column that nobody asked for


@functools.cache
def _layer() -> gpd.GeoDataFrame:
    text = (ROOT / "static" / "provinces.geojson").read_text("utf-8")
    shapes = gpd.GeoDataFrame.from_features(json.loads(text)["features"], crs=4326)
    named = pd.read_csv(ROOT / "data/reference/province.csv", dtype=str)
    rows = shapes[["province_code", "geometry"]].merge(named, on="province_code")
    return gpd.GeoDataFrame(
        {
            "FID_1": range(1, 78),
            "REGION": (
                rows["dopa_code"].str[0] + "0"
            ),  # 10, 20: codes of provinces too
            "PROV_CODE": rows["dopa_code"],
            "PROV_NAMT": "จังหวัด" + rows["name_th"],
            "PROV_NAME": rows["name_en"],
            "SURVEYOR": OWNER,
        },
        geometry=rows.geometry,
        crs=4326,
    )


def layer() -> gpd.GeoDataFrame:
    """The 77 provinces with the columns of such files; a copy."""
    return _layer().copy()


def place(rows: gpd.GeoDataFrame, code: str) -> int:
    """The row of a province by its two-digit code."""
    return int(rows.index[rows["PROV_CODE"] == code][0])


def shapefile(
    rows: gpd.GeoDataFrame, folder: Path, encoding: str = "UTF-8", cpg: bool = True
) -> Path:
    """A Shapefile; without its .cpg nothing says the encoding."""
    path = folder / "changwat.shp"
    rows.to_file(path, encoding=encoding, engine="pyogrio")
    if not cpg:
        path.with_suffix(".cpg").unlink()
    return path


def zipped(file: Path, inside: str = "ขอบเขต/") -> Path:
    """The parts of a Shapefile in a ZIP archive, in a folder of it."""
    path = file.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(file.parent.glob(f"{file.stem}.*")):
            if part != path:
                archive.write(part, f"{inside}{part.name}")
    return path


def take(file: Path, out: Path, naming=None, say=print, layer=None) -> None:
    """As `etl.shapes.take` does it, in this process."""
    found, told = making.made(file, naming or Naming(), layer)
    for line in told:
        say(line)
    boundaries.lay(out, found)
