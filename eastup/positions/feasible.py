"""Which straits a ship could have passed while nobody heard it.

Between two fixes with a long time between them a ship may have gone another way than the straight line. A strait is
feasible if the shortest way by sea from the first fix to a point of its gate's line and on to the second takes no
longer than there was, at a given speed. Ship distances from points of the gates' lines to many places are searched at
once (`Measured`); for gaps that come one by one, fields of them are made once, bounds are read from these
(`eastup.positions.seabounds`), and what those leave open is searched (`Bounded`). Both find the same straits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from eastup import geodesy
from eastup.positions.nearest import dense
from eastup.positions.seabounds import SeaBounds
from eastup.sea import engine
from eastup.sea import gates as gates_of_sea

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.gates import Gate

_ROUNDING_KM = 0.5
_SPACING_M = 40_000.0
"""Of points on a gate's line. A way through half-way between two of them, 100 km off on either side, is 2 km shorter
than by one of them; half the spacing takes twice the memory."""
_EXTENT = (95.0, -15.0, 165.0, 60.0)
"""Of fields; places beyond are searched."""
_AT_ONCE = 16_384  # gaps whose distances are kept at a time: 100 points, 2 ends, 2 bounds are 50 MB
_MANY_GAPS = 30_000
"""Gaps that are measured in the time that fields for bounds take to make and to read."""


Search: TypeAlias = "Callable[[FloatArray, FloatArray], FloatArray]"


class GateDistances(Protocol):
    """How far places are from points of gates by ship."""

    def bounds_km(self, lonlat: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return between what the ship distance of every point to every place lies, both ``(points, places)``.

        Both are infinite where there is no way.

        Parameters
        ----------
        lonlat : (N, 2) ndarray, degrees
        """

    def km(self, lonlat: FloatArray, which: NDArray[np.intp]) -> FloatArray:
        """Return the ship distance of some points to places, ``(points, places)``; infinite where there is no way."""


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

    def bounds_km(self, lonlat: FloatArray) -> tuple[FloatArray, FloatArray]:
        """See `GateDistances`: the distance itself, twice."""
        km = self.km(lonlat, np.arange(len(self.points)))
        return km, km

    def km(self, lonlat: FloatArray, which: NDArray[np.intp]) -> FloatArray:
        """See `GateDistances`."""
        points = self.points[which]
        if len(lonlat) < len(points):
            return self._search(lonlat, points).T
        return self._search(points, lonlat)


class Bounded:
    """Ship distances between bounds that are read from fields in a fraction of a millisecond.

    Parameters
    ----------
    points : (P, 2) ndarray, degrees
    """

    def __init__(self, points: FloatArray) -> None:
        self._bounds = SeaBounds(points, engine.shipped(), gates_of_sea.water(), _EXTENT)

    def bounds_km(self, lonlat: FloatArray) -> tuple[FloatArray, FloatArray]:
        """See `GateDistances`."""
        return self._bounds.km(lonlat)

    def km(self, lonlat: FloatArray, which: NDArray[np.intp]) -> FloatArray:
        """See `GateDistances`."""
        return self._bounds.exactly_km(lonlat, which)


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

        Of two ways whose bounds overlap, that comes first whose middle between them is less.

        Parameters
        ----------
        start, end : (N, 2) ndarray, degrees
            The fixes before and after each gap.
        hours : (N,) ndarray
        kmh : float
            What the ship can make.
        """
        found: list[list[int]] = []
        for first in range(0, len(start), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            found += self._straits(start[some], end[some], hours[some] * kmh + _ROUNDING_KM)
        return found

    def _straits(self, start: FloatArray, end: FloatArray, most_km: FloatArray) -> list[list[int]]:
        bounds = self.distances.bounds_km(np.concatenate([start, end]))
        low, high = (km[:, : len(start)] + km[:, len(start) :] for km in bounds)
        least, most = (np.full((len(self.gates), len(start)), np.inf) for _ in range(2))
        np.minimum.at(least, self.gate_of, low)
        np.minimum.at(most, self.gate_of, high)
        open_ = (least <= most_km) & (most > most_km)
        for n in np.flatnonzero(open_.any(axis=0)):
            which = np.flatnonzero(open_[self.gate_of, n] & (low[:, n] <= most_km[n]))
            way = self.distances.km(np.stack([start[n], end[n]]), which).sum(axis=1)
            most[open_[:, n], n] = np.inf
            np.minimum.at(most[:, n], self.gate_of[which], way)
            least[open_[:, n], n] = most[open_[:, n], n]
        order = np.argsort(least + most, axis=0, kind="stable")
        return [[int(g) for g in order[:, n] if most[g, n] <= most_km[n]] for n in range(len(start))]

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


def by_sea(gates: Sequence[Gate], gaps: int | None = None) -> Feasible:
    """Return what says which of these gates ships could have passed.

    Parameters
    ----------
    gates : sequence of Gate
    gaps : int, optional
        How many there are to judge at once; None if they come one by one: then fields are made first.
    """
    gate_of, points = points_on(gates)
    one_by_one = gaps is None or gaps > _MANY_GAPS
    return Feasible(gates, gate_of, Bounded(points) if one_by_one else Measured(points, _by_mesh))


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
