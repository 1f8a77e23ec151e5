"""Throats: gaps that a strip of clearance shuts although ships use them, opened by corridors.

The clearance of the wide sea on both sides runs across a gap that is narrower than the two strips. The law: where the
way through coast water, from five nautical miles before the gap to five behind it, is shorter than the way that keeps
off by more than two and a half times and fifteen nautical miles, the gap is a throat. Through it the clearance shrinks,
near the gap, to half of the gap's half-width; what this frees of the strip is the corridor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.recipes.sea import region
from geo.recipes.sea.region import KM_PER_NMI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.recipes.sea.region import FloatArray, Geometries

LONGER = 2.5
LONGER_KM = 15 * KM_PER_NMI
OFF_KM = 5 * KM_PER_NMI
"""From so far before the gap to so far behind it ways are compared: a ship does not sail from side to side of a gap."""
LONGEST_KM = 20.0
"""Of the line across a gap, from roomy shore to roomy shore: two clearances of the wide sea, and a little."""
_SAMPLE_DEG = 0.025
_ALONG_KM = 8.0  # points of one shore nearer to each other along it do not face each other
_NEIGHBOURS = 48
_CELL_DEG = 0.07  # of the lines between two shores in a cell of this size the shortest is looked at
_APART_KM = 4.0  # candidates nearer to each other than this are one throat, until it is looked again
_WIDEST_KM = 5.0
_INSET_DEG = 2e-4


class Fields(Protocol):
    """Distances over roomy water and throats."""

    def points(self, lonlat: FloatArray) -> None:
        """Name the points that fields are wanted at."""

    def fields(self, lonlat: FloatArray, limit_km: float) -> Iterable[tuple[NDArray[np.int32], FloatArray]]:
        """Yield for each place the numbers of the points within a limit, and their distances, km."""


@dataclass(frozen=True)
class Candidate:
    """Two points of the roomy shore between which the way in coast water is far shorter.

    Parameters
    ----------
    way : (N, 2) ndarray, degrees
        Through coast water, from shore to shore.
    coast_km, roomy_km : float
        Length of that way, and of the one that keeps off (infinite if none is near).
    """

    way: FloatArray
    coast_km: float
    roomy_km: float


@dataclass(frozen=True)
class Throat:
    """A corridor through clearance.

    Parameters
    ----------
    area : polygon or multipolygon, degrees
    half_width_km : float
        From the middle of the gap to the shore's edge on either side.
    candidate : Candidate
        Why it is open.
    """

    area: BaseGeometry
    half_width_km: float
    candidate: Candidate


def gaps(roomy: Geometries, sea: BaseGeometry) -> FloatArray:
    """Return lines across clearance between roomy shores that face each other, ``(N, 2, 2)`` degrees, shortest first.

    Each runs from a point in roomy water to another, lies in clearance between them, and meets no land.
    """
    lonlat, ring, along_km, round_km = _shores(roomy, sea)
    at = _kilometres(lonlat)
    away, other = map(np.asarray, cKDTree(at).query(at, k=_NEIGHBOURS, distance_upper_bound=LONGEST_KM))
    a = np.broadcast_to(np.arange(len(at))[:, None], other.shape)
    near = np.isfinite(away) & (other > a)
    a, b = a[near], other[near]
    apart_km = np.abs(along_km[a] - along_km[b])
    facing = (ring[a] != ring[b]) | (np.minimum(apart_km, round_km[a] - apart_km) > _ALONG_KM)
    a, b = a[facing], b[facing]
    for share in (0.5, 0.25, 0.75):
        dry = ~inside(lonlat[a] + share * (lonlat[b] - lonlat[a]), roomy)
        a, b = a[dry], b[dry]
    lines = np.stack([lonlat[a], lonlat[b]], axis=1)
    edges, number = shapely.get_coordinates(shapely.get_parts(shapely.boundary(sea)), return_index=True)
    joined = number[:-1] == number[1:]
    segments = shapely.linestrings(np.stack([edges[:-1][joined], edges[1:][joined]], axis=1))
    tree = shapely.STRtree(np.asarray(segments))
    met = np.zeros(len(lines), dtype=bool)
    met[tree.query(shapely.linestrings(lines), predicate="intersects")[0]] = True
    lines, shores = lines[~met], np.column_stack([ring[a], ring[b]])[~met]
    length_km = np.linalg.norm(_kilometres(lines[:, 0]) - _kilometres(lines[:, 1]), axis=1)
    order = np.argsort(length_km, kind="stable")
    cell = np.floor(lines.mean(axis=1) / _CELL_DEG).astype(np.int64)
    _, first = np.unique(np.column_stack([shores, cell])[order], axis=0, return_index=True)
    return np.asarray(lines[order[np.sort(first)]])


def shores(roomy: Geometries, sea: BaseGeometry) -> FloatArray:
    """Return points a step inside roomy shores, ``(N, 2)`` degrees."""
    return _shores(roomy, sea)[0]


def _shores(roomy: Geometries, sea: BaseGeometry) -> tuple[FloatArray, NDArray[np.int64], FloatArray, FloatArray]:
    """Return points a step inside roomy shores, each with its ring, its place along that, and the ring's length."""
    inner = shapely.get_parts(shapely.buffer(roomy, -_INSET_DEG, quad_segs=1, join_style="mitre"))
    rings = shapely.segmentize(shapely.get_rings(inner), _SAMPLE_DEG)
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    at = _kilometres(lonlat)
    step_km = np.append(0.0, np.where(ring[1:] == ring[:-1], np.linalg.norm(at[1:] - at[:-1], axis=1), 0.0))
    along_km = np.cumsum(step_km)
    length_km = np.bincount(ring, weights=step_km)
    frame = shapely.box(*sea.bounds).boundary
    off = shapely.distance(shapely.points(lonlat), frame) > 0.05
    return lonlat[off], np.asarray(ring[off], dtype=np.int64), along_km[off], np.asarray(length_km[ring][off])


def _kilometres(lonlat: FloatArray) -> FloatArray:
    """Return unit vectors scaled to kilometres, ``(N, 3)``: near is near on the globe."""
    lon, lat = np.radians(lonlat).T
    return np.asarray(6371.0 * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]))


def inside(lonlat: FloatArray, areas: Geometries) -> NDArray[np.bool_]:
    """Tell which points lie in some areas."""
    found = np.zeros(len(lonlat), dtype=bool)
    shapely.prepare(areas)
    found[shapely.STRtree(np.asarray(shapely.points(lonlat))).query(areas, predicate="contains")[1]] = True
    return found


def across(line: FloatArray, roomy_km: float) -> Candidate:
    """Return the candidate of a line across clearance, ``(2, 2)`` degrees."""
    return Candidate(line, float(np.linalg.norm(np.subtract(*_kilometres(line)))), roomy_km)


def longest_lawful_km(coast_km: FloatArray) -> FloatArray:
    """Return how long the ways that keep off may be where those of some lengths through coast water stay shut."""
    return np.maximum(LONGER * (coast_km + 2 * OFF_KM), coast_km + LONGER_KM)


def lawful(lines: FloatArray, roomy: Fields) -> list[Candidate]:
    """Return the lines across clearance that the law speaks of, shortest first; all waters must be joined."""
    roomy.points(lines[:, 1])
    starts, start = np.unique(lines[:, 0], axis=0, return_inverse=True)
    order = np.argsort(start.ravel(), kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(start.ravel()[order])) + 1)
    roomy_km = np.full(len(lines), np.inf)
    fields = roomy.fields(starts, LONGER * (LONGEST_KM + 2 * OFF_KM) + LONGER_KM)
    for group, (number, distance_km) in zip(groups, fields, strict=True):
        here = np.isin(number, group)
        roomy_km[number[here]] = distance_km[here]
    found = [across(line, float(km)) for line, km in zip(lines, roomy_km, strict=True)]
    speaks = roomy_km > longest_lawful_km(np.array([c.coast_km for c in found]))
    found = [c for c, of_it in zip(found, speaks, strict=True) if of_it]
    return sorted(found, key=lambda c: c.coast_km)


def thinned(found: list[Candidate]) -> list[Candidate]:
    """Return candidates that are not near one before."""
    return [found[k] for k in apart(found, _APART_KM)]


def apart(found: list[Candidate], least_km: float) -> list[int]:
    """Return the numbers of candidates that are no nearer than a distance to one before."""
    if not found:
        return []
    at = _kilometres(np.array([(c.way[0] + c.way[-1]) / 2 for c in found]))
    left = np.ones(len(found), dtype=bool)
    kept = []
    for k, near in enumerate(cKDTree(at).query_ball_point(at, least_km)):
        if left[k]:
            left[near] = False
            kept.append(k)
    return kept


def opened(candidate: Candidate, shore: Geometries, roomy: Geometries) -> Throat | None:
    """Return the throat of a candidate, or None where no corridor joins the two waters.

    Parameters
    ----------
    candidate : Candidate
    shore, roomy : arrays of polygons
        Those about the candidate's way, degrees.
    """
    scale = region.km_per_degree(float(candidate.way[:, 1].mean()))
    way, shore_km, roomy_km = (
        shapely.transform(g, lambda xy: xy * scale)
        for g in (shapely.LineString(candidate.way), shapely.union_all(shore), shapely.union_all(roomy))
    )
    ends = np.asarray(shapely.points(shapely.get_coordinates(way)[[0, -1]]))
    for about_km in (_WIDEST_KM, _WIDEST_KM / 2, _WIDEST_KM / 4, _WIDEST_KM / 8):
        about = shapely.buffer(way, about_km, quad_segs=2)
        near = shapely.intersection(shapely.make_valid(roomy_km), about)
        if not _joined(near, ends):
            break
    else:
        return None
    land = shapely.intersection(shapely.make_valid(shore_km), shapely.buffer(about, _WIDEST_KM, quad_segs=2))

    def free(off_km: float) -> BaseGeometry:
        return shapely.difference(about, shapely.buffer(land, off_km, quad_segs=3))

    low, high = 0.0, _WIDEST_KM
    if not _joined(shapely.union(free(0.01), near), ends):
        return None
    while high - low > 0.1 * high and high > 0.05:
        middle = (low + high) / 2
        low, high = (middle, high) if _joined(shapely.union(free(middle), near), ends) else (low, middle)
    for within in (shapely.buffer(way, max(1.3 * low, 0.4), quad_segs=2), about):
        corridor = _corridor(region.simple(shapely.intersection(free(low / 2), within), low / 4), near, ends)
        if corridor is not None and _joined(shapely.union(corridor, near), ends):
            return Throat(shapely.transform(corridor, lambda xy: xy / scale), low, candidate)
    return None


def _joined(area: BaseGeometry, ends: Geometries) -> bool:
    parts = shapely.get_parts(area)
    near = [{int(k) for k in np.flatnonzero(shapely.dwithin(parts, end, 1e-3))} for end in ends]
    return bool(near[0] & near[1])


def _corridor(free: BaseGeometry, roomy: BaseGeometry, ends: Geometries) -> BaseGeometry | None:
    """Return the parts of free water outside roomy water that join the two ends."""
    parts = region.polygons(shapely.difference(free, roomy), 1e-4)
    if not len(parts):
        return None
    for end in ends:  # on the way from end to end only what touches two waters counts
        whole = shapely.union_all([*parts, roomy])
        piece = [p for p in shapely.get_parts(whole) if shapely.dwithin(p, end, 1e-3)]
        parts = parts[shapely.dwithin(parts, shapely.union_all(piece), 1e-6)]
    waters = shapely.get_parts(roomy)
    touched = np.array([(shapely.dwithin(waters, p, 1e-6)).sum() for p in parts])
    through = parts[touched > 1]
    kept = through if len(through) and _joined(shapely.union_all([*through, roomy]), ends) else parts
    return shapely.union_all(kept) if len(kept) else None
