"""Fewer vertices where detail serves nobody.

The shore deep inside the clearance, and rocks in it: a ship that keeps off never comes near; only ways at its two ends
and the shortest ways do. And the edge of wide clearance, which is a rule of thumb, not a line on a chart.
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
COARSE_KM = 1.8
EDGES_KM = ((3.0, 2.0), (1.2, 1.0), (0.5, 0.4), (0.0, 0.15))
"""The edge of the clearance, where it is farther off the shore than the first, may err by the second."""
ROCK_KM2 = 3.0
"""Shores no larger than this, and deep in the clearance, are left out: islets of a kilometre with their strip."""
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
    return region.largest(parts)


def edges(roomy: Geometries, sea: shapely.Polygon) -> Geometries:
    """Return roomy water with the fewer vertices on its edge, the wider the clearance is there."""
    tree = cKDTree(_plane(shapely.get_coordinates(shapely.segmentize(sea, _STEP_DEG))))
    coarse = shapely.make_valid(
        np.array([_edge(p, tree) for p in roomy], dtype=np.object_), method="structure", keep_collapsed=False
    )
    joined = shapely.union_all(coarse, grid_size=region.GRID_DEG)
    return region.polygons(shapely.intersection(joined, sea, grid_size=region.GRID_DEG))


def _edge(polygon: shapely.Polygon, shore: cKDTree) -> shapely.Polygon:
    rings = []
    for ring in shapely.get_rings(polygon):
        xy = shapely.get_coordinates(ring)
        off_km = shore.query(_plane(xy))[0]
        kept = np.zeros(len(xy), dtype=bool)
        farther = np.inf
        for least_km, tolerance_km in EDGES_KM:
            here = np.asarray((off_km >= least_km) & (off_km < farther))
            if here.any():
                survivors = shapely.get_coordinates(shapely.simplify(ring, tolerance_km / _KM_PER_DEG))
                kept |= here & np.isin(_complex(xy), _complex(survivors))
            farther = least_km
        kept[[0, -1]] = True
        if kept.sum() >= 4:
            rings.append(xy[kept])
        elif len(rings) == 0 or shapely.area(shapely.Polygon(xy)) * _area_km2(xy) > ROCK_KM2:
            rings.append(xy)
    return shapely.Polygon(rings[0], rings[1:])


def _ring(ring: shapely.LinearRing, roomy: cKDTree) -> FloatArray | None:
    """Return the vertices of a ring that stay, or None for a rock."""
    xy = shapely.get_coordinates(ring)
    deep = np.asarray(roomy.query(_plane(xy), distance_upper_bound=DEEP_KM)[0] > DEEP_KM)
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
