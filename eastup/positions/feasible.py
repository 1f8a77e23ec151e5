"""Which straits a ship could have passed while nobody heard it.

Between two fixes with a long time between them a ship may have gone another way than the straight line. A strait is
feasible if the shortest way by sea from the first fix to its gate and on to the second takes no longer than there was,
at a given speed. What that rests on is a field of ship distances about each gate (`GateDistances`): made once, asked
for each gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from eastup import geodesy
from eastup.sea import engine
from eastup.sea import gates as gates_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.gates import Gate

_ROUNDING_KM = 0.5
_STEP_DEG = 0.25
"""Of the raster of ship distances: what it gives is then up to 5 km too far; half of it costs four times the memory."""


class GateDistances(Protocol):
    """How far places are from gates by ship."""

    def km(self, lonlat: FloatArray) -> FloatArray:
        """Return the ship distance of every gate to every place, ``(gates, places)``; infinite where there is no way.

        Parameters
        ----------
        lonlat : (N, 2) ndarray, degrees
        """


class Measured:
    """Ship distances of gates, each measured when it is asked for; from its mid-point.

    Parameters
    ----------
    gates : sequence of Gate
    """

    def __init__(self, gates: Sequence[Gate]) -> None:
        self._middles = np.array([gate.middle for gate in gates])

    def km(self, lonlat: FloatArray) -> FloatArray:
        """See `GateDistances`."""
        fields = engine.shipped().fields(self._middles, lonlat, gates_of.water())
        return np.array([field.distance_km for field in fields])


class Rasterised:
    """Ship distances of gates from a raster of them, made once and then read in microseconds.

    A place is as far as the nearest of the four nodes about it leads: the node's own distance and the straight way to
    it. Nodes on land lead nowhere.

    Parameters
    ----------
    distances : GateDistances
        What the raster is made of.
    extent : tuple of float
        West, south, east, north, degrees.
    """

    def __init__(self, distances: GateDistances, extent: tuple[float, float, float, float]) -> None:
        west, south, east, north = extent
        self._west, self._south = west, south
        self._columns = round((east - west) / _STEP_DEG) + 1
        self._rows = round((north - south) / _STEP_DEG) + 1
        lon, lat = west + _STEP_DEG * np.arange(self._columns), south + _STEP_DEG * np.arange(self._rows)
        self._nodes = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
        self._km = distances.km(self._nodes).astype(np.float32)

    def km(self, lonlat: FloatArray) -> FloatArray:
        """See `GateDistances`; infinite beyond the extent."""
        x = ((lonlat[:, 0] - self._west) % 360.0) / _STEP_DEG
        y = (lonlat[:, 1] - self._south) / _STEP_DEG
        column, row = np.floor(x).astype(int), np.floor(y).astype(int)
        least = np.full((len(self._km), len(lonlat)), np.inf)
        for right, up in ((0, 0), (1, 0), (0, 1), (1, 1)):
            i, j = column + right, row + up
            inside = (i < self._columns) & (j >= 0) & (j < self._rows)
            node = np.where(inside, j * self._columns + i, 0)
            leg = geodesy.distance_m(lonlat[:, 0], lonlat[:, 1], *self._nodes[node].T) / 1000.0
            least = np.minimum(least, np.where(inside, self._km[:, node] + leg, np.inf))
        return least


def by_sea(gates: Sequence[Gate]) -> Feasible:
    """Return what says which of these gates ships could have passed."""
    return Feasible(gates, Measured(gates))


@dataclass(frozen=True, eq=False)
class Feasible:
    """Says which straits ships could have passed.

    Attributes
    ----------
    gates : sequence of Gate
    distances : GateDistances
        Of the same gates, in the same order.
    """

    gates: Sequence[Gate]
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
        way = self.distances.km(start) + self.distances.km(end)
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
