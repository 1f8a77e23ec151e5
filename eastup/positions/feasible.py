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

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.gates import Gate

_ROUNDING_KM = 0.5


class GateDistances(Protocol):
    """How far places are from gates by ship."""

    def km(self, lonlat: FloatArray) -> FloatArray:
        """Return the ship distance of every gate to every place, ``(gates, places)``; infinite where there is no way.

        Parameters
        ----------
        lonlat : (N, 2) ndarray, degrees
        """


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
