"""Where ways to places all over the sea turn last: on a grid of knots, and finer within a tile that is asked for.

Where a knot turns last its neighbours likely do too. So last corners are handed on from knot to knot, far ones first,
until no knot finds a shorter way; each also tries the kin of its own. A corner may be seen in a narrow sector only,
which falls between the knots. So within a tile, the square between four knots, finer knots try the kin of what those
about it turn at, and the tile keeps what they found.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy.sphere import EARTH_KM
from eastup.sea.field.predecessors import Turns, ragged
from eastup.sea.water import REGION

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.field.predecessors import Bools, Corners, Ints, Pairs
    from eastup.sea.field.sight import Lookout

KNOT_DEG = 1.0
_NEAR_KM, _NEAREST = 60.0, 8  # where a knot looks first: so many corners, and as many of those that see far
_FINE = {True: 4, False: 8}  # finer knots along a tile's side, roughly and exactly
_STRIDES = (64, 32, 16, 8, 4, 2)
_AROUND = np.array([(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)])
_TILES = 400  # at once
_WORTH = 0.002  # by which part a way by kin must be shorter


class Knots:
    """Tells at which corners the ways from hubs to places in a tile may turn last.

    Parameters
    ----------
    corners : Corners
    lookout : Lookout
    """

    def __init__(self, corners: Corners, lookout: Lookout) -> None:
        self._corners, self._lookout = corners, lookout
        west, south, east, north = REGION
        self._columns, self._rows = (round(side / KNOT_DEG) for side in (east - west, north - south))
        lon, lat = west + (np.arange(self._columns) + 0.5) * KNOT_DEG, north - (np.arange(self._rows) + 0.5) * KNOT_DEG
        knots = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
        self._water = ~lookout.raster.hides(knots)
        self._turns = Turns(corners, knots, exact=False)
        self._spread()
        self._found: dict[bool, dict[int, Ints]] = {True: {}, False: {}}
        self._one_at_a_time = Lock()

    def bounds_km(self, turns: Turns) -> FloatArray:
        """Return how far places are by way of the four knots about them, over land or not, ``(H, N)``."""
        column = ((turns.lonlat[:, 0] - REGION[0]) / KNOT_DEG - 0.5).clip(0, self._columns - 2).astype(np.int64)
        row = ((REGION[3] - turns.lonlat[:, 1]) / KNOT_DEG - 0.5).clip(0, self._rows - 2).astype(np.int64)
        least_km = np.full(turns.km.shape, np.inf)
        for step in (0, 1, self._columns, self._columns + 1):
            knot = row * self._columns + column + step
            cosine = np.einsum("ij,ij->i", turns.vectors, self._turns.vectors[knot])
            away_km = np.arccos(np.clip(cosine, -1.0, 1.0)) * EARTH_KM
            np.minimum(least_km, self._turns.km[:, knot] + away_km, out=least_km)
        return least_km

    def last_corners(self, lonlat: FloatArray, places: Ints, *, rough: bool) -> Pairs:
        """Pair places, numbers into ``lonlat``, with the corners at which ways to their tiles turn last.

        A tile is worked out when it is asked for first; if ``rough`` by the raster alone.
        """
        column = ((lonlat[places, 0] - REGION[0]) / KNOT_DEG - 0.5).clip(0, self._columns - 2).astype(np.int64)
        row = ((REGION[3] - lonlat[places, 1]) / KNOT_DEG - 0.5).clip(0, self._rows - 2).astype(np.int64)
        tiles, which = np.unique(row * self._columns + column, return_inverse=True)
        with self._one_at_a_time:
            known = self._found[rough]
            self._find(np.array([t for t in tiles.tolist() if t not in known], dtype=np.int64), rough)
        found = [known[t] for t in tiles.tolist()]
        stops = np.cumsum([len(f) for f in found], dtype=np.int64)
        starts = stops - np.array([len(f) for f in found], dtype=np.int64)
        place, item = ragged(starts[which], stops[which])
        return places[place], np.concatenate([*found, np.empty(0, dtype=np.int64)])[item]

    def _spread(self) -> None:
        """Find the last corner on the way to each knot."""
        turns, corners, sea = self._turns, self._corners, np.flatnonzero(self._water)

        def sees(place: Ints, corner: Ints) -> Bools:
            return self._lookout.roughly(turns, place, corner)

        turns.take(corners.near(turns.vectors, sea, _NEAR_KM, _NEAREST), sees)
        for own in corners.own[corners.own >= 0]:
            about = sea[turns.vectors[sea] @ corners.vectors[own] > np.cos(3.0 * _NEAR_KM / EARTH_KM)]
            turns.take((about, np.full(len(about), own)), sees)
        every = turns.corner >= 0
        for stride in _STRIDES:
            every |= turns.take(self._offered(every, stride), sees)
        fresh = every
        while fresh.any():
            gained = np.zeros_like(every)
            while fresh.any():
                fresh = turns.take(self._offered(fresh, 1), sees)
                gained |= fresh
                every |= fresh
            fresh = turns.take(self._kin(every), sees)
            every = fresh.copy()

    def _offered(self, fresh: Bools, stride: int) -> Pairs:
        """Pair knots so many steps from fresh ones, ``(H, N)``, with the last corners of these."""
        knot, corner = self._corners.unique(self._pairs(fresh))
        y, x = np.divmod(knot, self._columns)
        to_y, to_x = (np.add.outer(stride * _AROUND[:, k], v).ravel() for k, v in enumerate((y, x)))
        there = (to_y >= 0) & (to_y < self._rows) & (to_x >= 0) & (to_x < self._columns)
        to = (to_y * self._columns + to_x)[there]
        corner = np.tile(corner, len(_AROUND))[there]
        water = self._water[to]
        return self._corners.unique(to[water] * len(self._corners) + corner[water])

    def _kin(self, fresh: Bools) -> Pairs:
        """Pair fresh knots with the kin of their last corners."""
        knot, corner = self._corners.unique(self._pairs(fresh))
        return self._corners.with_kin(knot, corner, wide=False)

    def _pairs(self, some: Bools) -> Ints:
        hub, knot = np.nonzero(some)
        return knot * len(self._corners) + self._turns.corner[hub, knot]

    def _find(self, tiles: Ints, rough: bool) -> None:
        """Work tiles out."""
        for start in range(0, len(tiles), _TILES):
            some = tiles[start : start + _TILES]
            row, column = np.divmod(some, self._columns)
            own, about = (self._about(row, column, out) for out in (0, 1))
            tile, corner = self._corners.both(own, self._finer(row, column, own, about, rough))
            first = np.searchsorted(tile, np.arange(len(some) + 1))
            for number, name in enumerate(some.tolist()):
                self._found[rough][name] = corner[first[number] : first[number + 1]]

    def _finer(self, row: Ints, column: Ints, own: Pairs, about: Pairs, rough: bool) -> Pairs:
        """Pair tiles, by their order, with the corners at which ways to finer knots within them turn last.

        Knots try what the tile's ``own`` ones turn at, and then the kin of what those ``about`` it turn at.
        """
        fine, sees = _FINE[rough], self._lookout.roughly if rough else self._lookout.sees
        step, each = (np.arange(fine) + 0.5) / fine, fine**2
        lon = REGION[0] + (column[:, None, None] + 0.5 + step[None, None, :]) * KNOT_DEG
        lat = REGION[3] - (row[:, None, None] + 0.5 + step[None, :, None]) * KNOT_DEG
        knots = np.stack(np.broadcast_arrays(lon, lat), axis=-1).reshape(-1, 2)
        turns, water = Turns(self._corners, knots, exact=False), ~self._lookout.raster.hides(knots)
        for (tile, corner), least in ((own, 0.0), (self._corners.with_kin(*about, wide=True), _WORTH)):
            knot = (tile[:, None] * each + np.arange(each)).ravel()
            afloat = water[knot]
            pairs = knot[afloat], np.repeat(corner, each)[afloat]
            turns.take(pairs, lambda *pair: sees(turns, *pair), least)
        knot, corner = turns.pairs(np.flatnonzero(water))
        return knot // each, corner

    def _about(self, row: Ints, column: Ints, out: int) -> Pairs:
        """Pair tiles, by their order, with the last corners of the knots at their corners or so many steps farther."""
        steps = np.arange(-out, out + 2)
        y = (row[:, None, None] + steps[None, :, None]).clip(0, self._rows - 1)
        x = (column[:, None, None] + steps[None, None, :]).clip(0, self._columns - 1)
        corner = self._turns.corner[:, (y * self._columns + x).reshape(len(row), -1)]
        tile = np.broadcast_to(np.arange(len(row))[:, None], corner.shape)
        known = corner >= 0
        return self._corners.unique(tile[known] * len(self._corners) + corner[known])
