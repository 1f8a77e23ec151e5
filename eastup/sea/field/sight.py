"""What ships see from a place at sea: corners in a straight line over water, by raster, and by the water itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.geodesy.sphere import EARTH_KM, continuous
from eastup.sea import visibility
from eastup.sea.access import FAR_KM, off_berths, slants
from eastup.sea.field.predecessors import geodesic_km
from eastup.sea.network import NAVIGABLE
from eastup.sea.water import clear

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.field.predecessors import Bools, Corners, Ints, Turns
    from eastup.sea.graph import Lanes

_ASIDE_KM = 0.2  # beside a place nothing hides
_SHORT_KM = 25.0  # a line so short is looked at whole
_MORE_KM = 3.0  # the raster is true to some kilometres


class Lookout:
    """Tells which corners places see, with gates that are closed.

    Parameters
    ----------
    lanes : Lanes
    corners : Corners
    closed : frozenset of int
        Gates that can't be passed, by number.
    """

    def __init__(self, lanes: Lanes, corners: Corners, closed: frozenset[int]) -> None:
        self._lanes, self._corners, self._closed = lanes, corners, closed
        shipped, shut = visibility.shipped(NAVIGABLE), lanes.gates.lines(closed)
        self.raster = shipped.without(shut)
        self._doubting = shipped.without(shut, doubted=True)

    def roughly(self, turns: Turns, place: Ints, corner: Ints) -> Bools:
        """Tell which places see which corners that they would go round, true to some kilometres."""
        seen = self._rounds(turns.lonlat[place], corner)
        seen[seen] = self.raster.sees(turns.vectors[place[seen]], self._corners.vectors[corner[seen]])
        return seen

    def glimpses(self, turns: Turns, place: Ints, corner: Ints) -> Bools:
        """Tell the same of any corners: a way by one that it would not go round is a little too long at worst."""
        return self.raster.sees(turns.vectors[place], self._corners.vectors[corner])

    def sees(self, turns: Turns, place: Ints, corner: Ints) -> Bools:
        """Tell which places see which corners that they would go round, over roomy water."""
        return self.looks(turns, place, corner)[0]

    def looks(self, turns: Turns, place: Ints, corner: Ints) -> tuple[Bools, Bools]:
        """Tell the same, and which of the others are seen roughly: they are hidden by little."""
        seen, roughly = self._rounds(turns.lonlat[place], corner), np.zeros(len(place), dtype=bool)
        round_it = np.flatnonzero(seen)
        seen[round_it], roughly[round_it] = self._looks_any(turns, place[round_it], corner[round_it])
        return seen, roughly & ~seen

    def sees_any(self, turns: Turns, place: Ints, corner: Ints) -> Bools:
        """Tell which places see which corners over roomy water, whether they would go round them or not."""
        return self._looks_any(turns, place, corner)[0]

    def _looks_any(self, turns: Turns, place: Ints, corner: Ints) -> tuple[Bools, Bools]:
        a, b = turns.vectors[place], self._corners.vectors[corner]
        seen, begins, ends = self._doubting.looks(a, b, _ASIDE_KM)
        length_km = np.arccos(np.clip(np.einsum("ij,ij->i", a, b), -1.0, 1.0)) * EARTH_KM
        roughly = seen.copy()
        short = length_km < _SHORT_KM
        begins[short], ends[short] = 0.0, length_km[short]
        doubt = np.flatnonzero(seen & (begins <= ends))
        a, b = turns.lonlat[place[doubt]], self._corners.lonlat[corner[doubt]]
        azimuth_deg, length_m = geodesy.inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
        from_m = np.maximum(1000.0 * (begins[doubt] - _MORE_KM), 0.0)
        to_m = np.minimum(1000.0 * (ends[doubt] + _MORE_KM), length_m)
        from_m, to_m = (
            np.where(from_m < 2000.0 * _MORE_KM, 0.0, from_m),
            np.where(length_m - to_m < 2000.0 * _MORE_KM, length_m, to_m),
        )
        first, last = (
            continuous(np.column_stack(geodesy.forward(a[:, 0], a[:, 1], azimuth_deg, along_m)))
            for along_m in (np.minimum(from_m, to_m), to_m)
        )
        seen[doubt] = clear([self._lanes.room], first, last) & ~self._shut(a, b)
        return seen, roughly

    def _rounds(self, at: FloatArray, corner: Ints) -> Bools:
        """Tell which corners a ship would go round from points; a hub is none, and stands for itself."""
        rounds = corner >= len(self._lanes.nodes)
        node = ~rounds
        rounds[node] = self._lanes.rounds(at[node], corner[node])
        return rounds

    def leaves(self, turns: Turns, place: Ints, corner: Ints, out_km: FloatArray) -> Bools:
        """Tell which corners that they would go round places may reach straight from the strip along a coast."""
        seen = self._rounds(turns.lonlat[place], corner)
        a, b = turns.vectors[place], self._corners.vectors[corner]
        far = seen & (np.einsum("ij,ij->i", a, b) < np.cos(FAR_KM / EARTH_KM))
        seen[far] = self.raster.sees(a[far], b[far])
        seen[seen] = self.straight(turns.lonlat[place[seen]], self._corners.lonlat[corner[seen]], out_km[seen])
        return seen

    def straight(self, a: FloatArray, b: FloatArray, out_km: FloatArray) -> Bools:
        """Tell which lines ships may take straight over the strip along a coast, out of which it is so far at least."""
        seen = clear(self._lanes.coast, a, b)
        seen[seen] = ~self._shut(a[seen], b[seen])
        a, b, out_km = a[seen], b[seen], out_km[seen]
        seen[seen] = slants(self._lanes.room, a, b, 1000.0 * geodesic_km(a, b), 1000.0 * out_km)
        return seen

    def _shut(self, a: FloatArray, b: FloatArray) -> Bools:
        """Tell which lines pass a closed gate; one at which they begin they don't."""
        shut = np.zeros(len(a), dtype=bool)
        if self._closed:
            crossed = self._lanes.gates.crossed(off_berths(a, b), b)
            shut[crossed[np.isin(crossed[:, 1], list(self._closed)), 0]] = True
        return shut
