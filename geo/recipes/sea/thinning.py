"""Fewer vertices where detail serves nobody: the shore deep inside the clearance, and rocks in it.

A ship that keeps off never comes near that shore; only ways at its two ends and the shortest ways do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.recipes.sea import region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.recipes.sea.region import FloatArray, Geometries

DEEP_KM = 0.8
"""Farther than this from roomy water the shore is coarse."""
COARSE_KM = 1.4
ROCK_KM2 = 2.0
"""Shores no larger than this, and deep in the clearance, are left out: islets of some 800 m with their strip."""
_KM_PER_DEG = 111.2
_STEP_DEG = 0.008


def thinned(sea: shapely.Polygon, roomy: Geometries) -> shapely.Polygon:
    """Return all water with a coarse shore and without rocks, far from roomy water.

    Parameters
    ----------
    sea : polygon
        All water, degrees.
    roomy : array of polygons
        The roomy part of it.
    """
    tree = cKDTree(_plane(shapely.get_coordinates(shapely.segmentize(roomy, _STEP_DEG))))
    rings = shapely.get_rings(sea)
    kept = [ring for ring in (_ring(r, tree) for r in rings[1:]) if ring is not None]
    frame = _ring(rings[0], tree)
    assert frame is not None
    whole = shapely.make_valid(shapely.Polygon(frame), method="structure", keep_collapsed=False)
    areas = np.array([shapely.Polygon(ring) for ring in kept], dtype=np.object_)
    holes = shapely.make_valid(areas, method="structure", keep_collapsed=False)
    parts = region.polygons(shapely.difference(whole, shapely.union_all(holes, grid_size=region.GRID_DEG)))
    return parts[int(shapely.area(parts).argmax())]


def _ring(ring: shapely.LinearRing, roomy: cKDTree) -> FloatArray | None:
    """Return the vertices of a ring that stay, or None for a rock."""
    xy = shapely.get_coordinates(ring)
    deep = roomy.query(_plane(xy), distance_upper_bound=DEEP_KM)[0] > DEEP_KM
    if deep.all() and shapely.area(shapely.Polygon(xy)) * _area_km2(xy) < ROCK_KM2:
        return None
    if not deep.any():
        return xy
    survivors = shapely.get_coordinates(shapely.simplify(ring, COARSE_KM / _KM_PER_DEG))
    kept = ~deep | np.isin(_complex(xy), _complex(survivors))
    kept[[0, -1]] = True
    return xy[kept] if kept.sum() >= 4 else xy


def _area_km2(xy: FloatArray) -> float:
    return float(_KM_PER_DEG**2 * np.cos(np.radians(xy[:, 1].mean())))


def _plane(xy: FloatArray) -> FloatArray:
    """Return unit vectors scaled to kilometres, ``(N, 3)``: near is near on the globe."""
    lon, lat = np.radians(xy).T
    return np.asarray(6371.0 * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]))


def _complex(xy: FloatArray) -> NDArray[np.complex128]:
    return np.ascontiguousarray(xy).view(np.complex128).ravel()
