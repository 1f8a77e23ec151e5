"""The page's land and borders: fine where the map is about, coarse around the Pacific, written compactly.

They are drawn and never asked, so they come projected, in steps of 100 m of the view turned north up: to project them
is what a browser would take longest for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap, geodesy
from eastup.basemap.coast import in_frame
from eastup.io.data import kept
from eastup.web.payload import bundle, planes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds, Geometries
    from eastup.view.view import View

_CORE_LONLAT = [(97.0, 0.0), (97.0, 56.0), (160.0, 56.0), (158.0, 6.0), (126.0, -10.0), (104.0, -10.0)]
_CORE_PIXEL_M = 1500.0
_WIDE_BOX = (60.0, -42.0, 262.0, 80.0)  # west, south, east, north: to the American coast
_ELSEWHERE_M = 2_000_000.0  # half of the side of the fine land of a theatre that lies elsewhere
_WIDE_DEG, _HIGH_DEG = 75.0, 45.0  # and how far its coarse land reaches, east and west, north and south
_WIDE_TOLERANCE_DEG = 0.06
_WIDE_LEAST_DEG2 = 0.02
_OVERLAP_M = 25_000.0  # by which coarse land runs under fine land
_STEP_M = 100.0


def gather(view: View) -> tuple[dict[str, object], bytes]:
    """Return fine and coarse land and the borders as lines of the view turned north up.

    Returns
    -------
    dict
        ``core``: xmin, ymin, xmax, ymax (metres of the view turned north up) inside which the fine land lies;
        ``step_m``.
    bytes
        Five lists of whole numbers: how many polygons are fine, how many coarse, and how many lines are borders; how
        many rings each polygon has; how many points each ring and line; all x, and all y, in steps, each less the one
        before.
    """
    return _gather(view.turned(0.0))


@kept("geo/land.npz", "geo/land_coarse.npz", "geo/borders.npz")
def _gather(base: View) -> tuple[dict[str, object], bytes]:
    core, wide = _about(base)
    fine = _union(basemap.land_in_view(base.crs, core, _CORE_PIXEL_M).geometry)
    borders = basemap.borders_in_view(base.crs, core, _CORE_PIXEL_M).geometry
    polygons = [
        _polygons([[shapely.get_coordinates(r) for r in shapely.get_rings(p)] for p in fine]),
        _polygons([[_xy(base, r) for r in shapely.get_rings(p)] for p in _wide(base, core, wide)]),
    ]
    lines = [_steps(shapely.get_coordinates(line)) for line in _lines(borders)]
    rings = [ring for kind in polygons for polygon in kind for ring in polygon] + lines
    points = np.concatenate(rings).astype(np.int64)
    points[1:] -= points[:-1].copy()
    numbers: dict[str, list[int] | NDArray[np.int64]] = {
        "counts": [*map(len, polygons), len(lines)],
        "rings": [len(polygon) for kind in polygons for polygon in kind],
        "points": [len(ring) for ring in rings],
        "x": points[:, 0],
        "y": points[:, 1],
    }
    packed = bundle({name: planes(values) for name, values in numbers.items()})
    return {"core": np.round(core).tolist(), "step_m": _STEP_M}, packed


def _about(base: View) -> tuple[Bounds, Bounds]:
    """Return where land is fine, metres of the view, and what land there is at all, degrees as land has them.

    A theatre far from the western Pacific has its own about its centre.
    """
    west, south, east, north = shapely.MultiPoint(_CORE_LONLAT).bounds
    if base.center is None:
        return base.fit(geodesy.line([*_CORE_LONLAT, _CORE_LONLAT[0]]), margin=0.0), _WIDE_BOX
    lon, lat = base.center
    lon = in_frame(lon)
    if west <= lon <= east and south <= lat <= north:
        return base.fit(geodesy.line([*_CORE_LONLAT, _CORE_LONLAT[0]]), margin=0.0), _WIDE_BOX
    half = _ELSEWHERE_M
    wide = lon - _WIDE_DEG, max(lat - _HIGH_DEG, -80.0), lon + _WIDE_DEG, min(lat + _HIGH_DEG, 80.0)
    return (-half, -half, half, half), wide


def _lines(shapes: ArrayLike) -> Geometries:
    return shapely.get_parts(np.asarray(shapes, dtype=object))


def _steps(xy_m: FloatArray) -> NDArray[np.int64]:
    """Round to whole steps and leave out points that fall on the one before."""
    steps = np.round(xy_m / _STEP_M).astype(int)
    return steps[np.r_[True, np.any(np.diff(steps, axis=0) != 0, axis=1)]]


def _polygons(polygons: list[list[FloatArray]]) -> list[list[NDArray[np.int64]]]:
    """Round polygons; a ring that rounding leaves without an area is left out, and an outer one with its polygon."""
    found = []
    for rings in polygons:
        outer, *holes = map(_steps, rings)
        if len(outer) > 3:
            found.append([ring for ring in (outer, *holes) if len(ring) > 3])
    return found


def _xy(view: View, ring: shapely.Geometry) -> FloatArray:
    return np.column_stack(view.forward(*shapely.get_coordinates(ring).T))


def _union(shapes: ArrayLike) -> list[shapely.Polygon]:
    """Join what touches: the countries of one land. Islands, which are most, are left as they are."""
    shapes = np.asarray(shapes, dtype=object)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    touching = np.zeros(len(shapes), bool)
    touching[left[left != right]] = True
    whole = [*shapes[~touching], *shapely.get_parts(shapely.union_all(shapes[touching]))]
    return [part for part in whole if part.geom_type == "Polygon"]


def _wide(view: View, core: Bounds, wide: Bounds) -> list[shapely.Polygon]:
    """Return coarse land about the core, in longitude and latitude."""
    box = np.asarray(shapely.box(*core).buffer(-_OVERLAP_M, join_style="mitre").segmentize(20_000.0).exterior.coords)
    lon, lat = view.inverse(box[:, 0], box[:, 1])
    lon = np.unwrap(lon, period=360.0)
    lon += 360.0 * np.round(((wide[0] + wide[2]) / 2 - lon.mean()) / 360.0)
    hole = shapely.Polygon(np.column_stack([lon, lat]))
    shapes = basemap.land("coarse").geometry.to_numpy()
    shapes = shapely.simplify(shapes[shapely.area(shapes) > _WIDE_LEAST_DEG2], _WIDE_TOLERANCE_DEG)
    shapes = shapely.get_parts(shapely.clip_by_rect(shapely.make_valid(shapes), *wide))
    parts = shapely.get_parts(shapely.difference(_union(shapes[shapely.area(shapes) > 0]), hole))
    return [p for p in parts if p.geom_type == "Polygon" and p.area > _WIDE_LEAST_DEG2]
