"""How hubs get to places, by air or by sea: what all questions of coverage measure with."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from eastup import distance
from eastup.basemap.coast import land_index
from eastup.coverage import count as counting
from eastup.errors import InputError, InputWarning, UnknownNameError
from eastup.geodesy.sphere import continuous
from eastup.hubs import lonlat
from eastup.io.progress import track
from eastup.sea import engine, gates, routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from eastup.coverage.count import IntArray
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs.question import Question
    from eastup.sea.engine import Field, Nearest, Reached, Water

    Bools = NDArray[np.bool_]

_ASHORE_KM = 3.0  # the mesh of the sea is coarser than the coast, and a gate ends on it

Positions = tuple[tuple[float, float], ...]


class Metric(Protocol):
    """Measures how far places are from hubs."""

    def distances_km(self, points: FloatArray) -> FloatArray:
        """Return the distance of every hub to every point ``(N, 2)``, ``(H, N)``; infinite where no way leads."""

    def reached(self, reach_km: float, lon: FloatArray, lat: FloatArray) -> Iterator[Bools]:
        """Give for one hub after the other which points it reaches, ``(N,)``; the boundary counts as inside."""

    def nearest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """Return the distance of each point to its nearest hub, and the hub's number: -1 where no way leads."""

    def part(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the part of a line that can be reached at all."""


class Geodesic:
    """By air: geodesics on WGS 84.

    Parameters
    ----------
    hubs : (H, 2) array_like, degrees
    """

    def __init__(self, hubs: ArrayLike) -> None:
        self.hubs = np.asarray(hubs, dtype=float).reshape(-1, 2)

    def distances_km(self, points: FloatArray) -> FloatArray:
        """See `Metric`."""
        if not len(points):
            return np.empty((len(self.hubs), 0))
        return distance.pairwise(map(tuple, self.hubs), map(tuple, points))[1]

    def reached(self, reach_km: float, lon: FloatArray, lat: FloatArray) -> Iterator[Bools]:
        """See `Metric`."""
        return counting.reached_points(self.hubs, reach_km, lon, lat)

    def nearest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """See `Metric`."""
        return counting.nearest_points(self.hubs, lon, lat)

    def part(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the whole line."""
        return geometry


class SeaMetric:
    """By ship, round land and not by what is closed.

    Parameters
    ----------
    hubs : tuple of (lon, lat), degrees
        Sea points.
    water : Water
        What ships may use.
    """

    def __init__(self, hubs: Positions, water: Water) -> None:
        self.hubs, self.water = hubs, water

    def distances_km(self, points: FloatArray) -> FloatArray:
        """See `Metric`; the ends of a line that ends on a coast may lie a little way ashore."""
        if not len(points):
            return np.empty((len(self.hubs), 0))
        fields = track(self.fields(points, shore_km=_ASHORE_KM), len(self.hubs), "ways by sea")
        return np.array([f.distance_km for f in fields])

    def fields(self, points: FloatArray, limit_km: float = np.inf, shore_km: float = 0.0) -> Iterator[Field]:
        """Give the distances of one hub after the other to points ``(N, 2)``, infinite on land and beyond a limit."""
        return engine.shipped().fields(np.array(self.hubs), points, self.water, limit_km=limit_km, shore_km=shore_km)

    def within(self, points: FloatArray, limit_km: float) -> Iterator[Reached]:
        """Give which points ``(N, 2)`` one hub after the other reaches within a limit, and how far they are."""
        return engine.shipped().reached(np.array(self.hubs), points, self.water, limit_km=limit_km, shore_km=0.0)

    def reached(self, reach_km: float, lon: FloatArray, lat: FloatArray) -> Iterator[Bools]:
        """See `Metric`."""
        points = np.column_stack([lon, lat])
        for found in self.within(points, reach_km):
            inside = np.zeros(len(points), dtype=bool)
            inside[found.index] = found.distance_km <= reach_km
            yield inside

    def nearest(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
        """See `Metric`."""
        found = self.nearest_ways(np.column_stack([lon, lat]))
        return found.distance_km, found.which.astype(np.int64)

    def nearest_ways(self, points: FloatArray) -> Nearest:
        """Return the ways from the nearest hub to points ``(N, 2)``, infinite on land."""
        return engine.shipped().nearest(np.array(self.hubs), points, self.water, shore_km=0.0)

    def part(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the part of a line that is not on land."""
        line = shapely.transform(geometry, continuous)
        shapes, tree = land_index()
        near = shapes[tree.query(line, predicate="intersects")]
        return shapely.difference(line, shapely.union_all(near)) if len(near) else line


def metric_of(question: Question) -> Metric:
    """Return how the hubs of a question get to places; by sea they count from their sea points.

    Raises
    ------
    InputError
        If a name is not that of a strait, straits are closed to aircraft, or no ship leaves any of the hubs.
    """
    if question.mode == "both":
        raise UnknownNameError("mode", question.mode, ("air", "sea"))
    if question.mode == "sea":
        points = tuple(hub.sea_point for hub in question.hubs)
        if not engine.shipped().covers(list(points)).any():
            raise InputError(
                "no hub lies in the waters that are mapped (60E to 110W, 60S to 68N)", hint="use --mode air"
            )
        water = gates.water(question.closed)
        ashore = np.isinf(engine.shipped().access(points, water).shore_km)
        for hub in (hub for hub, dry in zip(question.hubs, ashore, strict=True) if dry):
            why = routes.why_ashore(hub)
            if ashore.all():
                raise InputError(f"no ship leaves any of the hubs: {why}", hint="use --mode air")
            warnings.warn(f"{why}; ships reach nothing from it", InputWarning, stacklevel=2)
        return SeaMetric(points, water)
    if question.closed:
        raise InputError("a closed strait changes no air distance", hint="use --mode sea, or leave out --closed")
    return Geodesic(lonlat(question.hubs))
