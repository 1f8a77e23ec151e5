"""How hubs get to places, by air or by sea: what all questions of coverage measure with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from eastup import distance
from eastup.coverage import count as counting
from eastup.errors import InputError
from eastup.geodesy.sphere import continuous
from eastup.hubs import lonlat
from eastup.io.data import kept
from eastup.sea import routes
from eastup.sea.field.field import SeaField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from eastup.coverage.count import IntArray
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.question import Question

    Bools = NDArray[np.bool_]

_OFF_DEG = 1e-4  # so that the ends of a line lie on the water

Positions = tuple[tuple[float, float], ...]


class Ways(Protocol):
    """Measures how far places are from hubs."""

    def distances_km(self, points: FloatArray) -> FloatArray:
        """Return the distance of every hub to every point ``(N, 2)``, ``(H, N)``; infinite where no way leads."""

    def reached(self, reach_km: float, lon: FloatArray, lat: FloatArray) -> Iterator[Bools]:
        """Give for one hub after the other which points it reaches, ``(N,)``; the boundary counts as inside."""

    def nearest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """Return the distance of each point to its nearest hub, and the hub's number: -1 where no way leads."""

    def part(self, geometry: Any) -> Any:
        """Return the part of a line that can be reached at all."""


class Air:
    """By air: geodesics on WGS 84.

    Parameters
    ----------
    hubs : (H, 2) array_like, degrees
    """

    def __init__(self, hubs: Any) -> None:
        self.hubs = np.asarray(hubs, dtype=float).reshape(-1, 2)

    def distances_km(self, points: FloatArray) -> FloatArray:
        """See `Ways`."""
        if not len(points):
            return np.empty((len(self.hubs), 0))
        return distance.pairwise(map(tuple, self.hubs), map(tuple, points))[1]

    def reached(self, reach_km: float, lon: FloatArray, lat: FloatArray) -> Iterator[Bools]:
        """See `Ways`."""
        return counting.reached_points(self.hubs, reach_km, lon, lat)

    def nearest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """See `Ways`."""
        return counting.nearest_points(self.hubs, lon, lat)

    def part(self, geometry: Any) -> Any:
        """Return the whole line."""
        return geometry


class Sea:
    """By ship, round land and not by closed straits.

    Parameters
    ----------
    hubs : tuple of (lon, lat), degrees
        Sea points.
    closed : frozenset of int
        Gates that can't be passed, by number.
    """

    def __init__(self, hubs: Positions, closed: frozenset[int]) -> None:
        self.hubs, self.closed = hubs, closed
        lanes = routes.network().navigable
        self.field = SeaField(lanes, [lanes.ends(hub) for hub in hubs], closed)

    def distances_km(self, points: FloatArray) -> FloatArray:
        """See `Ways`."""
        return self.field.distances_km(points)

    def reached(self, reach_km: float, lon: FloatArray, lat: FloatArray) -> Iterator[Bools]:
        """See `Ways`; roughly, since what is asked of many points are areas and pictures."""
        return iter(self.field.distances_km(np.column_stack([lon, lat]), rough=True) <= reach_km)

    def nearest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """See `Ways`; roughly, as `reached`."""
        km = self.field.distances_km(np.column_stack([lon, lat]), rough=True)
        which = km.argmin(axis=0)
        least_km = km[which, np.arange(len(which))]
        return least_km, np.where(np.isfinite(least_km), which, -1)

    def part(self, geometry: Any) -> Any:
        """Return the part of a line that is not on land or within the strip along it that no ship enters."""
        line = shapely.transform(geometry, continuous)
        coast = self.field.coast
        close = coast.tree.query(line, predicate="dwithin", distance=2.0 * _OFF_DEG)
        near = shapely.buffer(coast.pieces[close], _OFF_DEG, quad_segs=2)
        return shapely.difference(line, shapely.union_all(near, grid_size=1e-7))


def ways(question: Question) -> Ways:
    """Return how the hubs of a question get to places; by sea they count from their sea points.

    Raises
    ------
    InputError
        If a name is not that of a strait, or straits are closed to aircraft.
    """
    if question.mode == "sea":
        return by_sea(tuple(h.sea_point for h in question.hubs), routes.network().closed(question.closed))
    if question.closed:
        raise InputError("a closed strait changes no air distance", cure="use --mode sea, or leave out --closed")
    return Air(lonlat(question.hubs))


@kept("geo", "layers", most=4)
def by_sea(hubs: Positions, closed: frozenset[int]) -> Sea:
    """Return how ships get from sea points to places; worked out once, also where several threads ask."""
    return Sea(hubs, closed)
