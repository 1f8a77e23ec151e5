"""Which straits a ship could have passed while nobody heard it.

Between two fixes with a long time between them a ship may have gone another way than the straight line. A strait is
feasible if the shortest way by sea from the first fix to a point of its gate's line and on to the second takes no
longer than there was, at a given speed. What that rests on are fields of ship distances about points of the gates'
lines (`GateDistances`): made once, then read for each gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from eastup import geodesy
from eastup.positions.nearest import dense
from eastup.sea import engine
from eastup.sea import gates as gates_of_sea

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.positions.gates import Gate

_ROUNDING_KM = 0.5
_STEP_DEG = 0.25
"""Of the raster of ship distances: 95 in 100 of them are then within 7 km; half of it costs four times the memory."""
_TORN_KM = 60.0
"""Nodes of a cell are at most 40 km apart; more than half as much again between their distances is land."""
_FEW_GAPS = 25
"""So many are measured one by one in less time than a raster takes."""
_SPACING_M = 40_000.0
"""Of points on a gate's line. A way through half-way between two of them, 100 km off on either side, is 2 km shorter
than by one of them; half the spacing takes twice the memory."""
_EXTENT = (95.0, -15.0, 165.0, 60.0)
"""Of the raster; places beyond are measured."""


Search: TypeAlias = "Callable[[FloatArray, FloatArray], FloatArray]"


class GateDistances(Protocol):
    """How far places are from points of gates by ship."""

    def km(self, lonlat: FloatArray) -> FloatArray:
        """Return the ship distance of every point to every place, ``(points, places)``; infinite where there is no way.

        Parameters
        ----------
        lonlat : (N, 2) ndarray, degrees
        """


class Measured:
    """Ship distances, measured when they are asked for: a search from every place, or from every point if they are few.

    Parameters
    ----------
    points : (P, 2) ndarray, degrees
    search : callable
        Takes sources and targets ``(N, 2)``; returns ``(sources, targets)`` distances by one search a source.
    """

    def __init__(self, points: FloatArray, search: Search) -> None:
        self.points, self._search = points, search

    def km(self, lonlat: FloatArray) -> FloatArray:
        """See `GateDistances`."""
        if len(lonlat) < len(self.points):
            return self._search(lonlat, self.points).T
        return self._search(self.points, lonlat)


class Rasterised:
    """Ship distances from a raster of them, made once and then read in microseconds.

    A place is as far as the best of the four nodes about it leads: the node's own distance and the straight way to it.
    Nodes on land lead nowhere. Where the nodes disagree by more than the ways between them there is land between, and
    the place is measured.

    Parameters
    ----------
    measured : GateDistances
        What the raster is made of.
    extent : tuple of float
        West, south, east, north, degrees.
    """

    def __init__(self, measured: GateDistances, extent: Bounds = _EXTENT) -> None:
        self._measured = measured
        self._west, self._south, east, north = extent
        self._columns = round((east - self._west) / _STEP_DEG) + 1
        self._rows = round((north - self._south) / _STEP_DEG) + 1
        lon = self._west + _STEP_DEG * np.arange(self._columns)
        lat = self._south + _STEP_DEG * np.arange(self._rows)
        self._nodes = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
        self._km = measured.km(self._nodes).astype(np.float32)

    def km(self, lonlat: FloatArray) -> FloatArray:
        """See `GateDistances`; what is beyond the extent is measured."""
        column = np.floor(((lonlat[:, 0] - self._west) % 360.0) / _STEP_DEG).astype(int)
        row = np.floor((lonlat[:, 1] - self._south) / _STEP_DEG).astype(int)
        inside = (column < self._columns - 1) & (row >= 0) & (row < self._rows - 1)
        node = np.where(inside, row * self._columns + column, 0)
        shape = (len(self._km), len(lonlat))
        least, low, high = np.full(shape, np.inf), np.full(shape, np.inf), np.full(shape, -np.inf)
        for step in (0, 1, self._columns, self._columns + 1):
            own = self._km[:, node + step].astype(float)
            leg = geodesy.distance_m(lonlat[:, 0], lonlat[:, 1], *self._nodes[node + step].T) / 1000.0
            least = np.minimum(least, own + leg)
            low = np.minimum(low, own)
            high = np.maximum(high, np.where(np.isfinite(own), own, -np.inf))
        torn = np.flatnonzero(~inside | (high - low > _TORN_KM).any(axis=0))
        if len(torn):
            least[:, torn] = self._measured.km(lonlat[torn])
        return least


@dataclass(frozen=True, eq=False)
class Feasible:
    """Says which straits ships could have passed.

    Attributes
    ----------
    gates : sequence of Gate
    gate_of : (P,) ndarray of int
        The number of the gate that each point of `distances` is on.
    distances : GateDistances
    """

    gates: Sequence[Gate]
    gate_of: NDArray[np.intp]
    distances: GateDistances

    def straits(self, start: FloatArray, end: FloatArray, hours: FloatArray, kmh: float) -> list[list[int]]:
        """Return the numbers of the gates that each ship could have passed, the nearest way first.

        Parameters
        ----------
        start, end : (N, 2) ndarray, degrees
            The fixes before and after each gap.
        hours : (N,) ndarray
        kmh : float
            What the ship can make.
        """
        by_point = self.distances.km(start) + self.distances.km(end)
        way = np.full((len(self.gates), len(start)), np.inf)
        np.minimum.at(way, self.gate_of, by_point)
        within = way <= hours * kmh + _ROUNDING_KM
        order = np.argsort(way, axis=0, kind="stable")
        return [[int(g) for g in order[:, n] if within[g, n]] for n in range(way.shape[1])]

    def added_to(self, each: pd.DataFrame, kmh: float) -> pd.DataFrame:
        """Return passages with ``feasible``, ids joined by semicolons, and ``likely`` where it is only one.

        Both are empty for a passage that is seen.
        """
        gaps = np.flatnonzero(~each["seen"].to_numpy(bool))
        feasible = np.full(len(each), "", object)
        likely = np.full(len(each), "", object)
        if len(gaps):
            rows = each.iloc[gaps]
            start, end = (rows[[f"{side}_lon", f"{side}_lat"]].to_numpy(float) for side in ("start", "end"))
            hours = rows["longest_gap_h"].to_numpy(float)
            for row, found in zip(gaps, self.straits(start, end, hours, kmh), strict=True):
                names = [self.gates[g].id for g in found]
                feasible[row] = ";".join(names)
                likely[row] = names[0] if len(names) == 1 else ""
        return each.assign(feasible=feasible, likely=likely)


def by_sea(gates: Sequence[Gate], gaps: int = 1 << 30) -> Feasible:
    """Return what says which of these gates ships could have passed.

    Parameters
    ----------
    gates : sequence of Gate
    gaps : int
        How many there will be to judge: for few of them no raster is made.
    """
    gate_of, points = points_on(gates)
    measured = Measured(points, _by_mesh)
    return Feasible(gates, gate_of, measured if gaps <= _FEW_GAPS else Rasterised(measured))


def points_on(gates: Sequence[Gate]) -> tuple[NDArray[np.intp], FloatArray]:
    """Return points on the lines of gates over water, with the number of the gate of each.

    The longest stretch of a gate has one at least, and every other of 10 km or more; none is nearer to a coast than
    half the spacing, or the middle of a short stretch.
    """
    numbers: list[int] = []
    points: list[FloatArray] = []
    for number, gate in enumerate(gates):
        lengths = [float(geodesy.distance_m(*part[:-1].T, *part[1:].T).sum()) for part in gate.parts]
        for part, length in zip(gate.parts, lengths, strict=True):
            if length >= 10_000.0 or length == max(lengths):
                fine = dense(part, length / (2 * max(1, round(length / _SPACING_M))) * 1.001)
                middles = fine[1::2] if len(fine) > 2 else fine[:1]
                points.append(middles)
                numbers += [number] * len(middles)
    return np.array(numbers, np.intp), np.concatenate(points)


def _by_mesh(sources: FloatArray, targets: FloatArray) -> FloatArray:
    """Search the navigation mesh."""
    fields = engine.shipped().fields(sources, targets, gates_of_sea.water())
    return np.stack([field.distance_km for field in fields])
