"""Provinces simplified for maps, their borders kept in common, and written as GeoJSON.

For the ministry's layer (`python -m etl shapes`) and for the schematic one
(tools/make_static.py).
"""

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely
from topojson.core.topology import Topology

DECIMALS = 4  # about 11 m
MOST_POINTS = 150_000  # that topojson takes in seconds
THINNED = 0.0005  # degrees: the side of a triangle that nobody sees
ISLET = 5e-5  # square degrees, some 0.6 km²: a pixel of the map


def simplified(provinces: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    """The same provinces with fewer points; neighbours keep one common border.

    Exterior rings run clockwise, which d3 and so Plotly take for the inside (RFC 7946
    has it the other way round).

    Args:
        provinces: Columns province_code, geometry.
        tolerance: How far a border may move, in degrees (Douglas-Peucker).
    """
    simple = Topology(
        provinces,
        prequantize=False,
        shared_coords=True,
        toposimplify=tolerance,
        prevent_oversimplify=True,
    ).to_gdf(crs=4326)
    rounded = shapely.transform(simple.geometry, lambda xy: xy.round(DECIMALS))
    clockwise = shapely.orient_polygons(rounded, exterior_cw=True)
    return gpd.GeoDataFrame(simple[["province_code"]], geometry=clockwise, crs=4326)


def thinned(provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The provinces with so few points that they can be simplified in seconds.

    Source:
        Visvalingam & Whyatt (1993), as GEOS simplifies a coverage.
    """
    shapes, side = provinces.geometry.to_numpy(), THINNED
    while shapely.get_num_coordinates(shapes).sum() > MOST_POINTS:
        shapes = shapely.coverage_simplify(provinces.geometry.to_numpy(), side)
        side *= 2
    return provinces.set_geometry(shapes).set_crs(4326)


def without_islets(provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The provinces without islands that nobody sees; the largest part always stays."""
    kept = [_without_islets(shape) for shape in provinces.geometry]
    return provinces.set_geometry(kept).set_crs(4326)


def _without_islets(shape: shapely.Geometry) -> shapely.Geometry:
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    return shapely.MultiPolygon([parts[0], *(p for p in parts[1:] if p.area > ISLET)])


def small(
    provinces: gpd.GeoDataFrame,
    name: str,
    tolerance: float,
    provenance: Mapping[str, Any],
    most: int,
    coarser: float,
) -> str:
    """The layer as GeoJSON of at most so many bytes.

    Args:
        provinces: Columns province_code, geometry.
        name: Of the layer.
        tolerance: The least, in degrees.
        provenance: Said in foreign members.
        most: Bytes.
        coarser: By how much the tolerance grows while the layer is larger.
    """
    while True:
        text = geojson(
            mended(simplified(provinces, tolerance)), name, tolerance, provenance
        )
        if len(text.encode()) <= most:
            return text
        tolerance = round(tolerance * coarser, DECIMALS)


def mended(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The layer, valid also where rounding made a ring touch itself."""
    broken = ~layer.is_valid
    if not broken.any():
        return layer
    made = [areas(shapely.make_valid(shape)) for shape in layer.geometry[broken]]
    shapes = layer.geometry.copy()
    shapes[broken] = shapely.orient_polygons(made, exterior_cw=True)
    return layer.set_geometry(shapes).set_crs(4326)


def areas(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """What of a mended shape has an area: no threads, no points; it may be nothing."""
    parts = [part for part in shapely.get_parts(shape) if "Polygon" in part.geom_type]
    return shapely.MultiPolygon(
        [each for part in parts for each in shapely.get_parts(part)]
    )


def geojson(
    layer: gpd.GeoDataFrame, name: str, tolerance: float, provenance: Mapping[str, Any]
) -> str:
    """The layer as GeoJSON, one province a line, its provenance in foreign members."""
    head = {
        "type": "FeatureCollection",
        "name": name,
        **provenance,
        "tolerance_degrees": tolerance,
        "bbox": layer.total_bounds.round(DECIMALS).tolist(),
    }
    lines = ",\n".join(
        compact(feature(code, shape))
        for code, shape in zip(layer["province_code"], layer.geometry, strict=True)
    )
    return compact(head)[:-1] + f',"features":[\n{lines}\n]}}\n'


def feature(province_code: str, shape: shapely.Geometry) -> dict[str, Any]:
    """One province with the point that lies deepest inside it, for its label."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=10**-DECIMALS)
    lon, lat = shapely.get_coordinates(circle)[0].round(DECIMALS).tolist()
    return {
        "type": "Feature",
        "id": province_code,
        "properties": {
            "province_code": province_code,
            "label_lon": lon,
            "label_lat": lat,
        },
        "geometry": shapely.geometry.mapping(shape),
    }


def compact(content: Mapping[str, Any]) -> str:
    """JSON without spaces, Thai and accents as they are."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
