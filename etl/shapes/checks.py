"""Whether a layer's shapes are the provinces: whole, where they belong, side by side.

Bounds are for what goes wrong with real files, not for survey work; areas are measured
in UTM 47N, whose distortion over Thailand is far below them.
"""

import json
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl import paths
from etl.shapes.identity import names_of
from etl.shapes.outline import areas
from etl.shapes.reading import DEGREES
from etl.shapes.refusal import ShapesError

METRES = 32647  # EPSG
BOX = (96.0, 4.5, 107.0, 21.5)  # degrees: west, south, east, north; all of Thailand
MENDED = 0.001  # share of an area that mending may change
OVERLAP = 0.002  # share of the smaller of two provinces that the other may cover
GAP = 100.0  # metres; a narrower one between neighbours is closed
COARSE = 500.0  # metres: the side of a triangle too small to tell where a shape lies
# A shape has between this share of its schematic province's area and the inverse of it.
# Published land areas, from general knowledge, are about 0.80 to 1.18 of it.
LEAST = 0.75
LEAST_TINY, TINY = 0.65, 1e9  # below so many m² a border's detail weighs more
AREAS = {"Polygon", "MultiPolygon"}


@dataclass(frozen=True)
class Sound:
    """The provinces of a layer.

    Attributes:
        provinces: Columns province_code, geometry (degrees); 77, in order, bordering
            each other exactly.
        mended: Codes of those whose shape was not valid.
    """

    provinces: gpd.GeoDataFrame
    mended: list[str]


def sound(known: gpd.GeoDataFrame) -> Sound:
    """The provinces, mended where that is harmless.

    Args:
        known: Of etl.shapes.identity, in degrees.

    Raises:
        ShapesError: Names the provinces and what is wrong with them.
    """
    _require_areas(known)
    _require_place(known)
    mended = sorted(set(known.loc[~known.is_valid, "province_code"]))
    rows = known.set_geometry(_valid(known).to_numpy()).set_crs(known.crs)
    metres = rows.to_crs(METRES)
    _require_once(metres)
    whole = metres.dissolve("province_code").sort_index()
    _require_apart(whole)
    clean = _bordering(whole)
    _require_at_home(clean)
    return Sound(
        clean.to_crs(DEGREES).reset_index()[["province_code", "geometry"]], mended
    )


def _require_areas(known: gpd.GeoDataFrame) -> None:
    without = known.geometry.isna() | known.geometry.is_empty
    if without.any():
        first = known[without].iloc[0]
        raise ShapesError(
            "no_shape", row=first["row"], names=names_of([first["province_code"]])
        )
    odd = ~known.geom_type.isin(AREAS)
    if odd.any():
        first = known[odd].iloc[0]
        raise ShapesError(
            "no_area",
            row=first["row"],
            names=names_of([first["province_code"]]),
            found=first.geometry.geom_type,
        )


def _require_place(known: gpd.GeoDataFrame) -> None:
    """Refuse what lies elsewhere: swapped axes, coordinates that are called wrong."""
    west, south, east, north = BOX
    bounds = known.bounds
    inside = (bounds["minx"] >= west) & (bounds["maxx"] <= east)
    inside &= (bounds["miny"] >= south) & (bounds["maxy"] <= north)
    if inside.all():
        return
    first = known[~inside].iloc[0]
    found = first.geometry.bounds
    at = ", ".join(f"{part:.2f}" for part in found)
    left, low, right, high = found
    is_swapped = west <= low and high <= east and south <= left and right <= north
    raise ShapesError(
        "swapped" if is_swapped else "far",
        names=names_of([first["province_code"]]),
        row=first["row"],
        found=at,
    )


def _valid(known: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """The shapes, made valid; the area tells whether that was harmless."""
    shapes = known.geometry
    broken = ~shapes.is_valid
    if not broken.any():
        return shapes
    made = gpd.GeoSeries(
        [areas(shapely.make_valid(shape)) for shape in shapes[broken]],
        index=shapes[broken].index,
        crs=shapes.crs,
    )
    before = shapes[broken].to_crs(METRES).area
    change = (made.to_crs(METRES).area - before).abs()
    harmful = change > MENDED * before.clip(lower=1)
    if harmful.any():
        row = known.loc[harmful[harmful].index[0]]
        raise ShapesError(
            "invalid",
            row=row["row"],
            names=names_of([row["province_code"]]),
            found=shapely.is_valid_reason(row.geometry),
        )
    return shapes.where(~broken, made.reindex(shapes.index))


def _require_once(metres: gpd.GeoDataFrame) -> None:
    """Several rows of a province are its parts, unless they cover the same ground."""
    counts = metres["province_code"].value_counts()
    for code in sorted(counts[counts > 1].index):
        rows = metres[metres["province_code"] == code]
        together = rows.geometry.area.sum() - rows.geometry.union_all().area
        if together > OVERLAP * rows.geometry.area.min():
            raise ShapesError(
                "twice",
                names=names_of([code]),
                rows=", ".join(map(str, rows["row"])),
                found=f"{together / 1e6:,.1f}",
            )


def _require_apart(whole: gpd.GeoDataFrame) -> None:
    shapes, names = whole.geometry.to_numpy(), whole.index.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    least = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    too_much = shared > OVERLAP * least
    if too_much.any():
        at = int(np.argmax(np.where(too_much, shared, 0)))
        raise ShapesError(
            "overlap",
            names=names_of([names[one[at]], names[other[at]]]),
            found=f"{shared[at] / 1e6:,.1f}",
            most=f"{OVERLAP * least[at] / 1e6:,.1f}",
            pairs=int(too_much.sum()),
        )


def _bordering(whole: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The provinces with borders that are the same points on both sides."""
    shapes = whole.geometry.to_numpy()
    if not shapely.coverage_is_valid(shapes):
        shapes = shapely.coverage_clean(shapes, gap_width=GAP)
    return gpd.GeoDataFrame(geometry=shapes, index=whole.index, crs=whole.crs)


def _require_at_home(clean: gpd.GeoDataFrame) -> None:
    """Refuse shapes under the name of another province, and parts of one.

    The schematic layer is no judge of borders, but it knows what lies where and about
    how large it is.
    """
    text = (paths.ROOT / "static" / "provinces.geojson").read_text("utf-8")
    features = gpd.GeoDataFrame.from_features(json.loads(text)["features"], crs=4326)
    schematic = features.set_index("province_code").to_crs(METRES).loc[clean.index]
    lying = _lying_on(clean, schematic)
    wrong = lying[lying != lying.index]
    if len(wrong):
        raise ShapesError("elsewhere", names=names_of(list(wrong.index)))
    _require_whole(clean.area, schematic.area)


def _lying_on(clean: gpd.GeoDataFrame, schematic: gpd.GeoDataFrame) -> pd.Series:
    """Of each shape the schematic province that it covers most of; "" for none."""
    shapes = shapely.coverage_simplify(clean.geometry.to_numpy(), COARSE)
    on = schematic.geometry.to_numpy()
    one, other = shapely.STRtree(on).query(shapes, predicate="intersects")
    shared = np.zeros((len(shapes), len(on)))
    shared[one, other] = shapely.area(shapely.intersection(shapes[one], on[other]))
    most = schematic.index.to_numpy()[shared.argmax(axis=1)]
    return pd.Series(np.where(shared.any(axis=1), most, ""), index=clean.index)


def _require_whole(found: pd.Series, expected: pd.Series) -> None:
    """Refuse an area that no survey explains: a part cut away, or the sea with it."""
    tiny = expected < TINY
    less = np.where(tiny, LEAST_TINY, LEAST)
    ratio = found / expected
    odd = (ratio < less) | (ratio > 1 / less)
    if odd.any():
        at = ratio[odd].index
        first = at[0]
        raise ShapesError(
            "odd_size",
            names=names_of(list(at)),
            found=f"{found[first] / 1e6:,.0f}",
            expected=f"{expected[first] / 1e6:,.0f}",
        )
