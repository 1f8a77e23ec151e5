"""How far every place at sea is from hubs by ship: a field of distances about each hub, round land.

A shortest way ends with a straight line from the last corner that it turns at, or from the hub itself. So a place need
only know which corners it sees. `knots` tells which may be the last ones on the ways to its part of the sea; near a
coast it looks at those near by, too. Each line of sight is walked over a raster, and held against the water itself
where that leaves a doubt. A place in the strip along a coast comes out of it as a ship of `eastup.searoute` does. The
answer for a place does not depend on which others are asked for.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy.sphere import continuous
from eastup.sea.access import FAR_KM, SNAP_KM
from eastup.sea.field.predecessors import Corners, Turns, geodesic_km
from eastup.sea.field.seeds import Knots
from eastup.sea.field.sight import Lookout
from eastup.sea.water import REGION, Edge, clear

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.access import Ends
    from eastup.sea.field.predecessors import Bools, Ints, Pairs
    from eastup.sea.graph import Lanes
    from eastup.sea.water import Obstacle

_NEAR_KM, _NEAREST = 60.0, 16
_CLOSE_KM = 12.0  # a place with so little room about it looks for corners of its own
_SHOAL_KM, _IN_SHOALS = 20.0, 100  # where roomy water is so far off it looks for more of them
_WORTH_DIRECT, _WORTH_KIN = 0.001, 0.004  # by which part such a way must be shorter
_FAR = 1.01
_BLOCK = 20_000


class SeaField:
    """Ship distances from hubs to any places.

    Parameters
    ----------
    lanes : Lanes
        The whole navigable network.
    hubs : sequence of Ends or None
        How each hub joins it; None for one that is not on the sea.
    closed : frozenset of int
        Gates that can't be passed, by number.
    """

    def __init__(self, lanes: Lanes, hubs: list[Ends | None], closed: frozenset[int] = frozenset()) -> None:
        self._lanes, self._hubs, self._closed = lanes, hubs, closed
        self._corners = Corners(lanes, hubs, closed)
        self._lookout = Lookout(lanes, self._corners, closed)
        self._knots = Knots(self._corners, self._lookout)

    @property
    def coast(self) -> Obstacle:
        """Land, with the strip along it that no ship enters."""
        return self._lanes.coast[0]

    @cached_property
    def _edge(self) -> Edge:
        return Edge(self._lanes.room)

    def distances_km(self, lonlat: FloatArray, *, rough: bool = False) -> FloatArray:
        """Return the ship distance of every hub to every place.

        Parameters
        ----------
        lonlat : (N, 2) ndarray, degrees
        rough : bool
            For a picture: several times as fast, and some in a hundred places more than 1 % off.

        Returns
        -------
        (H, N) ndarray, kilometres
            Infinite for a place on land or off the mapped water, and where no way leads.
        """
        at = continuous(np.asarray(lonlat, dtype=float))
        km = np.full((len(self._hubs), len(at)), np.inf)
        for start in range(0, len(at), _BLOCK):
            block = slice(start, start + _BLOCK)
            km[:, block] = self._block_km(at[block], rough)
        return km

    def _block_km(self, at: FloatArray, rough: bool) -> FloatArray:
        west, south, east, north = REGION
        mapped = (at[:, 0] > west) & (at[:, 0] < east) & (at[:, 1] > south) & (at[:, 1] < north)
        near = np.flatnonzero(mapped & (self._lookout.raster.offing_km(at) == 0))
        ashore = self.coast.holds(at[near])
        mapped[near[ashore]] = False
        near = near[~ashore]
        strip = near[self._lanes.room.holds(at[near])]
        out, out_km = at.copy(), np.zeros(len(at))
        out[strip] = self._edge.nearest(at[strip])
        out_km[strip] = geodesic_km(at[strip], out[strip])
        turns, sea = Turns(self._corners, out, exact=True), np.flatnonzero(mapped)
        pairs = self._from_roomy_water(turns, sea, rough)
        km = turns.km
        km += out_km
        if rough:  # a place at sea is about as far as the knots about it, or else is looked at again
            beyond: Bools = km[:, sea] > _FAR * self._knots.bounds_km(turns)[:, sea]
            far = sea[beyond.any(axis=0)]
            km[:, far] = self._block_km(at[far], rough=False)
        else:
            out_km[strip[~clear(self._lanes.coast, at[strip], out[strip])]] = 0.0  # land between: no way straight out
            self._take_direct(km, at, out_km, pairs)
            self._take_hubs(km, at, out_km, pairs)
        lost = near[~np.isfinite(km[:, near]).any(axis=0)]
        basin = Turns(self._corners, at, exact=True)  # no corner is in sight: the nearest will do, as for the routes
        basin.take(self._corners.near(basin.vectors, lost, SNAP_KM, 1), None)
        km[:, lost] = basin.km[:, lost]
        for hub, ends in enumerate(self._hubs):
            if ends is not None:  # in harbour a hub may stand where no ship passes
                km[hub, (at == ends.at).all(axis=1)] = 0.0
        return km

    def _from_roomy_water(self, turns: Turns, sea: Ints, rough: bool) -> Pairs:
        """Find the ways to places in roomy water, and return which corners were looked at first."""
        close = sea[self._lookout.raster.offing_km(turns.lonlat[sea]) < _CLOSE_KM]
        pairs = self._corners.both(
            self._knots.last_corners(turns.lonlat, sea, rough=rough),
            self._corners.near(turns.vectors, close, _NEAR_KM, _NEAREST),
        )
        if rough:
            turns.take(pairs, lambda *pair: self._lookout.glimpses(turns, *pair))
        else:
            hidden = self._take(turns, pairs)
            # In waters too narrow for the knots, and where a way is hidden by little, it turns at kin of the corner.
            some = self._corners.both(turns.pairs(close), turns.promising(hidden, _WORTH_KIN))
            kin = self._corners.with_kin(*some, wide=True)
            turns.take(kin, lambda *pair: self._lookout.sees(turns, *pair), _WORTH_KIN)
        lost = np.asarray(np.isinf(turns.km).all(axis=0))  # in an inlet whose own corners no way uses, any will do
        inlet = lost[pairs[0]]
        turns.take((pairs[0][inlet], pairs[1][inlet]), lambda *pair: self._lookout.sees_any(turns, *pair))
        return pairs

    def _take(self, turns: Turns, pairs: Pairs) -> Pairs:
        """Let places turn last at corners that they see, and return the pairs that are hidden by little."""
        hidden = [np.empty((2, 0), dtype=np.int64)]

        def sees(place: Ints, corner: Ints) -> Bools:
            seen, roughly = self._lookout.looks(turns, place, corner)
            hidden.append(np.stack([place[roughly], corner[roughly]]))
            return seen

        turns.take(pairs, sees)
        place, corner = np.concatenate(hidden, axis=1)
        return place, corner

    def _take_direct(self, km: FloatArray, at: FloatArray, out_km: FloatArray, pairs: Pairs) -> None:
        """Let places in the strip along a coast go straight to a corner, at a slant, and not by where they come out."""
        turns = Turns(self._corners, at, exact=True)
        turns.km = km
        shoals = np.flatnonzero(out_km > _SHOAL_KM)
        place, corner = self._corners.both(pairs, self._corners.near(turns.vectors, shoals, FAR_KM, _IN_SHOALS))
        some = out_km[place] > 0

        def sees(place: Ints, corner: Ints) -> Bools:
            return self._lookout.leaves(turns, place, corner, out_km[place])

        turns.take((place[some], corner[some]), sees, _WORTH_DIRECT)

    def _take_hubs(self, km: FloatArray, at: FloatArray, out_km: FloatArray, pairs: Pairs) -> None:
        """Let ships go straight from a hub in harbour to places, and not by where they come out."""
        for hub, ends in enumerate(self._hubs):
            if ends is None or not ends.afloat:
                continue
            place = pairs[0][pairs[1] == self._corners.own[hub]]
            away_km = geodesic_km(at[place], np.broadcast_to(ends.at, (len(place), 2)))
            extra_km = out_km[place] + ends.out_m / 1000.0
            worth = (away_km < km[hub, place] * (1.0 - _WORTH_DIRECT)) & (extra_km > 0)
            place, away_km, extra_km = place[worth], away_km[worth], extra_km[worth]
            seen = self._lookout.straight(at[place], np.broadcast_to(ends.at, (len(place), 2)), extra_km)
            km[hub, place[seen]] = away_km[seen]
