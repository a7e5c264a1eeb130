"""A version with a province layer of the ministry's, told at once from the schematic.

Its provinces are boxes: whatever draws them has read that layer and no other.
"""

import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import geopandas as gpd

from dashboard.borders import Borders, schematic
from etl import boundaries
from etl.shapes import outline
from tests.under_test import point

SOURCE = {"th": "กรมการปกครอง 2568", "en": "Provincial Administration 2025"}
LATER = "20991231T000000Z-b0c5"


def boxes() -> str:
    """Every province as the box around it, as GeoJSON."""
    features = json.loads(schematic().coarse)["features"]
    shapes = gpd.GeoDataFrame.from_features(features, crs=4326)
    boxed = shapes.set_geometry(shapes.envelope)[["province_code", "geometry"]]
    return outline.geojson(boxed, "boxes", 0, {})


def borders(**changed) -> Borders:
    """The layer as a version gives it."""
    text = boxes()
    said = {"source_th": SOURCE["th"], "source_en": SOURCE["en"]} | changed
    return Borders(text, text, True, **said)


def layer(**changed) -> boundaries.Layer:
    """The layer as `etl shapes` lays it beside the versions."""
    text = boxes()
    said = {
        "file": "changwat.shp",
        "sha256": "5ha256" * 10 + "abcd",
        "source_th": SOURCE["th"],
        "source_en": SOURCE["en"],
        "licence": "ใช้ในราชการ",
        "taken_on": "2026-11-20",
        "crs": "EPSG:32647",
        "fine": text,
        "coarse": text,
    }
    return boundaries.Layer(**said | changed)


def published(demo_built: Path, folder: Path, **changed) -> Path:
    """A folder with the shipped data's version and after it one with the layer."""
    shutil.copytree(demo_built, folder, dirs_exist_ok=True)
    old = next(folder.glob("*.duckdb"))
    new = folder / f"{LATER}.duckdb"
    shutil.copy(old, new)
    with duckdb.connect(str(new)) as con:
        con.execute("update version_info set version = ?", [LATER])
        con.execute("update version_history set version = ? where version = ?",
                    [LATER, old.stem])  # fmt: skip
        con.execute("insert into boundary_layer values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    list(layer(**changed)))  # fmt: skip
    told = json.loads(old.with_suffix(".json").read_text(encoding="utf-8"))
    content = new.read_bytes()
    told |= {"version": LATER, "size": len(content)}
    told["sha256"] = hashlib.sha256(content).hexdigest()
    new.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
    point(folder, LATER)
    return folder
