"""Fewer vertices where detail serves nobody.

The shore deep inside the clearance, and rocks in it: a ship that keeps off never comes near; only ways at its two ends
and the shortest ways do. About ports, where ways end, it meets no land however coarse it is. And the edge of wide
clearance, which is a rule of thumb, not a line on a chart.
"""

from __future__ import annotations

from dataclasses import dataclass
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
COARSE_KM = 5.0
"""By how much the coarse shore may err."""
APPROACH_COARSE_KM = 0.8
"""The same in the approach of a port, where moreover no edge of the coarse shore meets land."""
PORT_KM = 2.0
"""Nearer than this to a port the shore stays as it is."""
EDGES_KM = ((3.0, 2.0), (1.2, 1.0), (0.5, 0.4), (0.0, 0.15))
"""The edge of the clearance, where it is farther off the shore than the first, may err by the second."""
ROCK_KM = 2.0
"""Shores that are deep in the clearance and whose land is no longer than this are left out."""
APPROACH_ROCK_KM = 0.25
"""The same in the approach of a port."""
LEAST_HOLE_KM2 = 3.0
"""An island with its clearance that is no larger than this is left out of the edge if it has no three corners on it."""
_KM_PER_DEG = 111.2
_STEP_DEG = 0.008


@dataclass(frozen=True)
class Ports:
    """Ports, ``(N, 2)`` degrees, and how far off their approaches begin."""

    lonlat: FloatArray
    approach_km: float


def thinned(sea: shapely.Polygon, roomy: Geometries, land: Geometries, ports: list[Ports]) -> shapely.Polygon:
    """Return all water with a coarse shore and without rocks, far from roomy water and from ports.

    Parameters
    ----------
    sea : polygon
        All water, degrees; it meets no land.
    roomy : array of polygons
        The roomy part of it.
    land : array of polygons
    ports : list of Ports
    """
    rings = shapely.get_rings(sea)
    tree = shapely.STRtree(land)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(np.append(True, ring[1:] != ring[:-1]))
    last = np.append(first[1:], len(xy)) - 1
    near = cKDTree(_plane(shapely.get_coordinates(shapely.segmentize(roomy, _STEP_DEG))))
    port_km = [np.asarray(cKDTree(_plane(p.lonlat)).query(_plane(xy))[0]) for p in ports]
    deep = np.asarray(near.query(_plane(xy), distance_upper_bound=DEEP_KM)[0] > DEEP_KM)
    deep &= np.min(port_km, axis=0) > PORT_KM
    approach = np.any([km < p.approach_km for km, p in zip(port_km, ports, strict=True)], axis=0)
    coarse, fine = (
        np.isin(_complex(xy), _complex(shapely.get_coordinates(shapely.simplify(rings, km / _KM_PER_DEG))))
        for km in (COARSE_KM, APPROACH_COARSE_KM)
    )
    kept = ~deep | coarse | (approach & fine)
    kept[first] = kept[last] = True
    kept = _off_land(xy, kept, approach, tree)
    least_km = np.where(np.logical_or.reduceat(approach, first), APPROACH_ROCK_KM, ROCK_KM)
    rock = np.logical_and.reduceat(deep, first) & (_land_km(rings, land, tree) < least_km)
    outlines = [shapely.Polygon(xy[a : b + 1][kept[a : b + 1]]) for a, b in zip(first[~rock], last[~rock], strict=True)]
    frame, *islands = shapely.make_valid(np.array(outlines), method="structure", keep_collapsed=False)
    parts = shapely.difference(frame, shapely.union_all(islands, grid_size=region.GRID_DEG))
    return region.largest(region.polygons(parts))


def _off_land(
    xy: FloatArray, kept: NDArray[np.bool_], where: NDArray[np.bool_], land: shapely.STRtree
) -> NDArray[np.bool_]:
    """Return which vertices of rings stay, so that no land lies between what is left out and the edge that replaces it.

    Parameters
    ----------
    xy : (N, 2) ndarray, degrees
        Of all rings; the first and the last of each are kept.
    kept, where : (N,) ndarrays of bool
        Vertices that are kept at least, and those about which land matters.
    land : STRtree
    """
    kept = kept.copy()
    counted = np.append(0, np.cumsum(where))
    while True:
        at = np.flatnonzero(kept)
        matters = (np.diff(at) > 1) & (counted[at[1:] + 1] > counted[at[:-1]])
        starts, ends = at[:-1][matters], at[1:][matters]
        cut = [shapely.Polygon(xy[a : b + 1]) for a, b in zip(starts, ends, strict=True)]
        bad = np.unique(land.query(shapely.make_valid(np.array(cut, dtype=np.object_)), predicate="intersects")[0])
        if not len(bad):
            return kept
        for a, b in zip(starts[bad].tolist(), ends[bad].tolist(), strict=True):
            off = shapely.distance(shapely.points(xy[a + 1 : b]), shapely.LineString(xy[[a, b]]))
            kept[a + 1 + int(off.argmax())] = True


def _land_km(rings: Geometries, land: Geometries, tree: shapely.STRtree) -> FloatArray:
    """Return the length of the longest land within each ring, from corner to corner of its box."""
    ring, piece = tree.query(shapely.polygons(rings), predicate="intersects")
    west, south, east, north = shapely.bounds(land[piece]).T
    across_km = _KM_PER_DEG * np.hypot((east - west) * np.cos(np.radians((south + north) / 2)), north - south)
    longest = np.zeros(len(rings))
    np.maximum.at(longest, ring, across_km)
    return longest


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
        elif len(rings) == 0 or shapely.area(shapely.Polygon(xy)) * _area_km2(xy) > LEAST_HOLE_KM2:
            rings.append(xy)
    return shapely.Polygon(rings[0], rings[1:])


def _area_km2(xy: FloatArray) -> float:
    return float(_KM_PER_DEG**2 * np.cos(np.radians(xy[:, 1].mean())))


def _plane(xy: FloatArray) -> FloatArray:
    """Return unit vectors scaled to kilometres, ``(N, 3)``: near is near on the globe."""
    lon, lat = np.radians(xy).T
    return np.asarray(6371.0 * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]))


def _complex(xy: FloatArray) -> NDArray[np.complex128]:
    return np.ascontiguousarray(xy).view(np.complex128).ravel()
