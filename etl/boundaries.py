"""The ministry's province layer beside the versions, and in them.

`python -m etl shapes` lays it there; every build puts it into the version, so that a
version of the past keeps the borders it was published with. Without one a version holds
none, and maps draw the schematic layer of static/.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from etl import codes, paths, workspace
from etl.refusal import BuildError
from etl.workspace import TARGET

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

FILE = "province_layer.json"  # in the folder of the versions


class Layer(NamedTuple):
    """The provinces of an official layer, simplified.

    Attributes:
        file: The name of the file that was handed over.
        sha256: Of that file; of a Shapefile its .shp, .shx, .dbf, .prj and .cpg, one
            after the other, as far as there are such.
        source_th: Who made it, as every map says it; "" when nobody said.
        source_en: The same in English.
        licence: On which terms it may be shown; "" when nobody said.
        taken_on: The day it was handed over, ISO.
        crs: The coordinates that it came in: "EPSG:n", else "custom".
        fine: GeoJSON for the screen.
        coarse: GeoJSON for small pictures.
    """

    file: str
    sha256: str
    source_th: str
    source_en: str
    licence: str
    taken_on: str
    crs: str
    fine: str
    coarse: str

    def about(self) -> dict[str, str]:
        """All but the shapes, of which their fingerprint, as a manifest names it."""
        told = self._asdict()
        shapes = f"{told.pop('fine')}{told.pop('coarse')}"
        drawn = hashlib.sha256(shapes.encode()).hexdigest()
        return {**told, "drawn_sha256": drawn}


def is_same(named: dict[str, str] | None, layer: Layer | None) -> bool:
    """Whether a version has this layer already, on whatever day it was taken again.

    Args:
        named: What the version's manifest says of its layer.
        layer: The one to put into the next.
    """
    if not named or not layer:
        return not named and not layer
    return named | {"taken_on": ""} == layer.about() | {"taken_on": ""}


def lay(out: Path, layer: Layer) -> None:
    """Put a layer into the folder of the versions, in the place of the one before."""
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(layer._asdict(), ensure_ascii=False) + "\n"
    draft = out / f".shapes-{os.getpid()}"
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out / FILE)
    finally:
        draft.unlink(missing_ok=True)


def laid(out: Path) -> Layer | None:
    """The layer in the folder of the versions; None when there is none.

    Raises:
        BuildError: There is one that cannot be read.
    """
    try:
        text = (out / FILE).read_text("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        text = ""
    try:
        return _sound(Layer(**json.loads(text)))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise BuildError(
            f"{out / FILE}: อ่านชั้นข้อมูลจังหวัดไม่ได้ สร้างใหม่ด้วย python -m etl shapes "
            "หรือลบไฟล์นี้ / This province layer cannot be read: make it anew with "
            "python -m etl shapes, or delete the file."
        ) from error


def _sound(layer: Layer) -> Layer:
    """The layer, when it is as `etl shapes` wrote it: texts, a day, each province once.

    Raises:
        ValueError: It is not (as do TypeError, LookupError).
    """
    if not all(isinstance(text, str) for text in layer):
        raise ValueError("a value is no text")
    if dt.date.fromisoformat(layer.taken_on).isoformat() != layer.taken_on:
        raise ValueError("the day is not written as the database takes it")
    wanted = sorted(province.code for province in codes.provinces())
    for text in (layer.fine, layer.coarse):
        found = [f["properties"]["province_code"] for f in json.loads(text)["features"]]
        if sorted(found) != wanted:
            raise ValueError("the shapes are not the provinces")
    return layer


def install(con: duckdb.DuckDBPyConnection, layer: Layer | None) -> None:
    """Make the table `boundary_layer` of the version: one row, or none."""
    con.execute(f"use {TARGET}")
    con.execute((paths.SQL / "boundary_layer.sql").read_text("utf-8"))
    workspace.insert(con, "boundary_layer", [layer] if layer else [])
    con.execute(f"use {workspace.WORKSPACE}")
