"""Throats: gaps that a strip of clearance shuts although ships use them, opened by corridors.

The clearance of the wide sea on both sides runs across a gap that is narrower than the two strips. The law: where the
way through coast water between two points of the roomy shore is shorter than the way that keeps off by more than one
and a half times and five nautical miles, the gap is a throat. Through it the clearance shrinks, near the gap, to half
of the gap's half-width; what this frees of the strip is the corridor.
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
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from geo.recipes.sea.region import FloatArray, Geometries

LONGER = 1.5
LONGER_KM = 5 * KM_PER_NMI
LONGEST_KM = 15.0
"""Of a way through coast water from shore to shore."""
SAMPLE_KM = 1.5
_APART_KM = 4.0  # candidates nearer to each other than this are one throat, until it is looked again
_WIDEST_KM = 5.0
_INSET_DEG = 4e-4


class Fields(Protocol):
    """Distances over some of the mesh's labels."""

    def points(self, lonlat: FloatArray) -> object:
        """Name the points that fields are wanted at."""

    def field(self, lonlat: FloatArray, limit_km: float) -> FloatArray:
        """Return the distance from a place to each of the points, km, infinite beyond a limit."""

    def chain(self, number: int, lonlat: FloatArray) -> FloatArray:
        """Return the way to a point of the last field, ``(N, 2)`` degrees."""


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


def shore_samples(roomy: Geometries, sea: BaseGeometry) -> FloatArray:
    """Return points along the shores of roomy water, ``(N, 2)`` degrees, each a small step inside it."""
    inner = shapely.boundary(shapely.buffer(roomy, -_INSET_DEG, quad_segs=1, join_style="mitre"))
    dense = shapely.segmentize(inner, 0.02)
    xy = np.unique(np.round(shapely.get_coordinates(dense), 5), axis=0)
    box = shapely.box(*sea.bounds).boundary
    xy = xy[shapely.distance(shapely.points(xy), box) > 0.01]
    kept = np.ones(len(xy), dtype=bool)
    scaled = np.column_stack([xy[:, 0] * 111.3 * np.cos(np.radians(xy[:, 1])), xy[:, 1] * 111.1])
    tree = cKDTree(scaled)
    for k, near in enumerate(tree.query_ball_point(scaled, SAMPLE_KM / 2)):
        if kept[k]:
            kept[[n for n in near if n > k]] = False
    return np.asarray(xy[kept])


def candidates(samples: FloatArray, coast: Fields, roomy: Fields) -> list[Candidate]:
    """Return the pairs of samples that the law speaks of, one for each sample that has any, shortest first."""
    coast.points(samples)
    roomy.points(samples)
    found = []
    for k, at in enumerate(samples):
        coast_km = coast.field(at, LONGEST_KM)
        near = np.flatnonzero((coast_km < LONGEST_KM) & (np.arange(len(samples)) > k))
        if not len(near):
            continue
        roomy_km = roomy.field(at, LONGER * LONGEST_KM + LONGER_KM)[near]
        short_km = coast_km[near]
        bad = near[(roomy_km > LONGER * short_km) & (roomy_km - short_km > LONGER_KM)]
        if len(bad):
            best = int(bad[coast_km[bad].argmin()])
            to_roomy = float(roomy_km[near == best][0])
            found.append(Candidate(coast.chain(best, samples[best]), float(coast_km[best]), to_roomy))
    return sorted(found, key=lambda c: c.coast_km)


def thinned(found: list[Candidate]) -> Iterator[Candidate]:
    """Yield candidates that are not near one that was yielded before."""
    middles: list[FloatArray] = []
    for candidate in found:
        middle = _middle(candidate.way)
        scale = region.km_per_degree(float(middle[1]))
        if all(np.hypot(*((middle - m) * scale)) > _APART_KM for m in middles):
            middles.append(middle)
            yield candidate


def _middle(way: FloatArray) -> FloatArray:
    return np.asarray(shapely.get_coordinates(shapely.LineString(way).interpolate(0.5, normalized=True))[0])


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
    ends = shapely.points(shapely.get_coordinates(way)[[0, -1]])
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
    while high - low > 0.03 * high and high > 0.05:
        middle = (low + high) / 2
        low, high = (middle, high) if _joined(shapely.union(free(middle), near), ends) else (low, middle)
    corridor = _corridor(region.simple(free(low / 2), low / 6), near, ends)
    if corridor is None:
        return None
    return Throat(shapely.transform(corridor, lambda xy: xy / scale), low, candidate)


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
