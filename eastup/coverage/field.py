"""How far every place at sea is from hubs by ship: a field of distances about each hub, round land.

A shortest way ends with a straight line from the last corner that it turns at, or from the hub itself. So a place need
only know which corners it sees. Near a coast it looks at the nearest ones. At sea it asks its neighbours: where they
turn last, it likely does too. This is worked out once for the knots of a fixed grid over the whole sea, hub by hub, by
handing last corners on from knot to knot, far ones first, until no knot finds a shorter way. Any other place takes the
last corners of the four knots about it. The answer for a place does not depend on which others are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from eastup import geodesy, seasight
from eastup.approaches import SNAP_KM
from eastup.seanetwork import NAVIGABLE
from eastup.seawater import EARTH_KM, REGION, chord, clear, continuous, unit_vectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from eastup.approaches import Ends
    from eastup.geodesy import FloatArray
    from eastup.sealanes import Lanes
    from eastup.seawater import Obstacle

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

KNOT_DEG = 0.5
NEAR_KM = 60.0
"""How far a place near a coast looks for corners of its own."""
_SHOAL_KM = 300.0  # the same in the middle of wide shoals
_NEAREST = 8  # of all corners, and as many of those that see far
_SEES_FAR = 3  # class of `approaches.REACH_KM`
_COMING_OUT_KM = 10.0  # the strip that ships keep out of along a coast is not wider, at a slant
_STRIDES = (64, 32, 16, 8, 4, 2, 1)
_OTHERS = 8
_SURE_KM = 60.0  # with so much room about it a place sees what the knots about it see
_LEAST_KM = 0.01
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
        self._sight = seasight.shipped(NAVIGABLE).without(lanes.gates.lines(closed))
        corners = np.concatenate([lanes.nodes, *(e.out[None] for e in hubs if e is not None)])
        self._corners, self._vectors = corners, unit_vectors(corners)
        far = np.flatnonzero(lanes.reach >= _SEES_FAR)
        self._trees = [(index, cKDTree(self._vectors[index])) for index in (np.arange(len(corners)), far)]
        self._to_km = np.full((len(hubs), len(corners)), np.inf)
        afloat = [(h, e) for h, e in enumerate(hubs) if e is not None]
        for number, (hub, ends) in enumerate(afloat):
            self._to_km[hub, : len(lanes.nodes)] = lanes.search(ends, closed)[0][:-1] / 1000.0
            self._to_km[hub, len(lanes.nodes) + number] = ends.out_m / 1000.0
        self._last = self._spread()

    @property
    def coast(self) -> Obstacle:
        """Land, with the strip along it that no ship enters."""
        return self._lanes.coast[0]

    def distances_km(self, lonlat: FloatArray) -> FloatArray:
        """Return the ship distance of every hub to every place.

        Parameters
        ----------
        lonlat : (N, 2) ndarray, degrees

        Returns
        -------
        (H, N) ndarray, kilometres
            Infinite for a place on land or off the mapped water, and where no way leads.
        """
        at = continuous(np.asarray(lonlat, dtype=float))
        km = np.full((len(self._hubs), len(at)), np.inf)
        for start in range(0, len(at), _BLOCK):
            block = slice(start, start + _BLOCK)
            km[:, block] = self._block_km(at[block])
        return km

    def _block_km(self, at: FloatArray) -> FloatArray:
        west, south, east, north = REGION
        km = np.full((len(self._hubs), len(at)), np.inf)
        mapped = (at[:, 0] > west) & (at[:, 0] < east) & (at[:, 1] > south) & (at[:, 1] < north)
        offing_km = self._sight.offing_km(at)
        near = np.flatnonzero(mapped & (offing_km == 0))
        ashore = self.coast.holds(at[near])
        mapped[near[ashore]] = False
        near = near[~ashore]
        coming_out = np.zeros(len(at), dtype=bool)
        coming_out[near[self._lanes.room.holds(at[near])]] = True
        self._take_from_knots(km, at, np.flatnonzero(mapped), offing_km >= _SURE_KM, coming_out)
        about = np.flatnonzero(mapped & (offing_km < NEAR_KM))
        at_coast = np.flatnonzero(coming_out)
        self._take(km, at, *self._nearest(at, np.setdiff1d(about, at_coast), NEAR_KM), self._sees)
        self._take(km, at, *self._nearest(at, at_coast, NEAR_KM), self._sees_off_coast)
        self._take(km, at, *self._nearest(at, self._lost(km, at_coast), _SHOAL_KM), self._sees_off_coast)
        self._take_hubs_in_sight(km, at, about)
        # In a basin of which no corner is in sight the nearest will do, as for the routes.
        self._take(km, at, *self._nearest(at, self._lost(km, near), SNAP_KM, 1), None)
        for hub, ends in enumerate(self._hubs):
            if ends is not None:  # in harbour a hub may stand where no ship passes
                km[hub, (at == ends.at).all(axis=1)] = 0.0
        return km

    @staticmethod
    def _lost(km: FloatArray, places: Ints) -> Ints:
        return places[~np.isfinite(km[:, places]).any(axis=0)]

    def _nearest(self, at: FloatArray, places: Ints, within_km: float, number: int = _NEAREST) -> tuple[Ints, Ints]:
        """Pair places with the corners near them."""
        pairs = []
        for index, tree in self._trees:
            order, farthest = [*range(1, number + 1)], chord(within_km)
            found = tree.query(unit_vectors(at[places]), k=order, distance_upper_bound=farthest)[1]
            there = found < len(index)
            place = np.broadcast_to(places[:, None], found.shape)[there].astype(np.int64)
            pairs.append(place * len(self._corners) + index[found[there]])
        both = np.unique(np.concatenate(pairs))
        return both // len(self._corners), both % len(self._corners)

    def _take(
        self,
        km: FloatArray,
        at: FloatArray,
        place: Ints,
        corner: Ints,
        sees: Callable[[FloatArray, Ints], Bools] | None,
    ) -> None:
        """Let places turn last at corners that they see, where that is shorter for a hub."""
        away_km = _arc_km(unit_vectors(at[place]), self._vectors[corner])
        worth = np.zeros(len(place), dtype=bool)
        for to_km, have_km in zip(self._to_km, km, strict=True):
            worth |= to_km[corner] + away_km < have_km[place] - _LEAST_KM
        place, corner = place[worth], corner[worth]
        if sees:
            seen = sees(at[place], corner)
            place, corner = place[seen], corner[seen]
        away_km = _geodesic_km(at[place], self._corners[corner])
        for hub in range(len(km)):
            np.minimum.at(km[hub], place, self._to_km[hub, corner] + away_km)

    def _take_from_knots(self, km: FloatArray, at: FloatArray, places: Ints, sure: Bools, coming_out: Bools) -> None:
        """Let places turn last where the knots about them do, if they see that corner too."""
        vectors = unit_vectors(at[places])
        column = (at[places, 0] - REGION[0]) / KNOT_DEG - 0.5
        row = (REGION[3] - at[places, 1]) / KNOT_DEG - 0.5
        rows, columns = self._last.shape[1:]
        knots = [
            (
                np.clip(np.floor(row).astype(int) + i, 0, rows - 1),
                np.clip(np.floor(column).astype(int) + j, 0, columns - 1),
            )
            for i in (0, 1)
            for j in (0, 1)
        ]
        corners = np.sort(np.stack([self._last[:, y, x] for y, x in knots], axis=1), axis=1)
        corners[:, 1:][corners[:, 1:] == corners[:, :-1]] = -1
        hubs = np.arange(len(self._hubs))
        by_km = self._to_km[hubs[:, None, None], corners] + _arc_km(vectors, self._vectors[corners])
        by_km[corners < 0] = np.inf
        order = np.argsort(by_km, axis=1)
        hub, n = (pairs.ravel() for pairs in np.meshgrid(hubs, np.arange(len(places)), indexing="ij"))
        for choice in range(len(knots)):  # the shortest first; the next where that is hidden
            which = order[hub, choice, n]
            better = by_km[hub, which, n] < km[hub, places[n]] - _LEAST_KM
            hub, n, corner = hub[better], n[better], corners[hub, which, n][better]
            pairs, inverse = np.unique(n * len(self._corners) + corner, return_inverse=True)
            seen = self._each_sees(
                at, places[pairs // len(self._corners)], pairs % len(self._corners), sure, coming_out
            )
            seen = seen[inverse]
            where = places[n[seen]]
            found_km = _geodesic_km(at[where], self._corners[corner[seen]]) + self._to_km[hub[seen], corner[seen]]
            km[hub[seen], where] = np.minimum(km[hub[seen], where], found_km)
            hub, n = hub[~seen], n[~seen]

    def _each_sees(self, at: FloatArray, place: Ints, corner: Ints, sure: Bools, coming_out: Bools) -> Bools:
        seen = sure[place]
        for some, tell in (
            (~seen & ~coming_out[place], self._sees),
            (~seen & coming_out[place], self._sees_coming_out),
        ):
            seen[some] = tell(at[place[some]], corner[some])
        return seen

    def _sees_off_coast(self, at: FloatArray, corner: Ints) -> Bools:
        """Tell which places in the strip along a coast see corners over any water, and through no closed gate."""
        seen = clear(self._lanes.coast, at, self._corners[corner])
        if self._closed:
            crossed = self._lanes.gates.crossed(at, self._corners[corner])
            seen[crossed[np.isin(crossed[:, 1], list(self._closed)), 0]] = False
        return seen

    def _sees(self, at: FloatArray, corner: Ints) -> Bools:
        return self._sight.sees(unit_vectors(at), self._vectors[corner])

    def _sees_coming_out(self, at: FloatArray, corner: Ints) -> Bools:
        """Tell the same of places in the strip along a coast, which the raster does not let out."""
        seen = self._sight.sees(unit_vectors(at), self._vectors[corner], _COMING_OUT_KM)
        at, to = at[seen], self._corners[corner[seen]]
        azimuth_deg, length_m = geodesy.inverse(at[:, 0], at[:, 1], to[:, 0], to[:, 1])
        ahead_m = np.minimum(length_m, 1000.0 * _COMING_OUT_KM)
        out = geodesy.forward(at[:, 0], at[:, 1], azimuth_deg, ahead_m)
        seen[seen] = clear(self._lanes.coast, at, continuous(np.column_stack(out)))
        return seen

    def _take_hubs_in_sight(self, km: FloatArray, at: FloatArray, places: Ints) -> None:
        """Let ships go straight from a hub in harbour to places near by, without coming out first."""
        for hub, ends in enumerate(self._hubs):
            if ends is None or not ends.afloat:
                continue
            away_km = _geodesic_km(at[places], np.broadcast_to(ends.at, (len(places), 2)))
            close = (away_km < NEAR_KM) & (away_km < km[hub, places])
            some = places[close]
            line = np.broadcast_to(ends.at, (len(some), 2)), at[some]
            seen = clear(self._lanes.coast, *line)
            crossed = self._lanes.gates.crossed(*line)
            seen[crossed[np.isin(crossed[:, 1], list(self._closed)), 0]] = False
            km[hub, some[seen]] = away_km[close][seen]

    def _spread(self) -> Ints:
        """Return the last corner on the way to each knot, ``(H, rows, columns)``; -1 where there is none."""
        west, south, east, north = REGION
        columns, rows = (round(side / KNOT_DEG) for side in (east - west, north - south))
        lon, lat = west + (np.arange(columns) + 0.5) * KNOT_DEG, north - (np.arange(rows) + 0.5) * KNOT_DEG
        knots = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
        vectors = unit_vectors(knots)
        water = ~self._sight.hides(knots)
        sea = np.flatnonzero(water)
        place, corner = self._nearest(knots, sea, NEAR_KM)
        seen = self._sees(knots[place], corner)
        place, corner = place[seen], corner[seen]
        last = np.full((len(self._hubs), rows * columns), -1, dtype=np.int64)
        for hub, ends in enumerate(self._hubs):
            if ends is None:
                continue
            own = len(self._lanes.nodes) + sum(e is not None for e in self._hubs[:hub])
            about = sea[np.arccos(np.clip(vectors[sea] @ self._vectors[own], -1, 1)) < 3.0 * NEAR_KM / EARTH_KM]
            about = about[self._sight.sees(vectors[about], np.broadcast_to(self._vectors[own], (len(about), 3)))]
            km = np.full(len(knots), np.inf)
            seeds = np.concatenate([place, about]), np.concatenate([corner, np.full(len(about), own)])
            by_km = self._to_km[hub, seeds[1]] + _arc_km(vectors[seeds[0]], self._vectors[seeds[1]])
            order = np.argsort(-by_km, kind="stable")  # the shortest is written last
            order = order[np.isfinite(by_km[order])]
            km[seeds[0][order]], last[hub, seeds[0][order]] = by_km[order], seeds[1][order]
            for other in last[max(0, hub - _OTHERS) : hub]:  # what knots see for another hub they see for this one
                some = np.flatnonzero(other >= 0)
                by_km = self._to_km[hub, other[some]] + _arc_km(vectors[some], self._vectors[other[some]])
                better = by_km < km[some]
                km[some[better]], last[hub, some[better]] = by_km[better], other[some[better]]
            shape = rows, columns
            self._hand_on(hub, km.reshape(shape), last[hub].reshape(shape), water.reshape(shape), vectors)
        return last.reshape(len(self._hubs), rows, columns)

    def _hand_on(self, hub: int, km: FloatArray, last: Ints, water: Bools, vectors: FloatArray) -> None:
        """Hand last corners from knot to knot, in place; then on from those only that have got a better one."""
        every = last >= 0
        strides = _STRIDES if hub == 0 else _STRIDES[-3:]  # what others handed on is there already
        for stride, fresh in [*((stride, every) for stride in strides), (1, every)]:
            while fresh.any():
                knot, corner = self._offered(fresh, last, water, stride)
                by_km = self._to_km[hub, corner] + _arc_km(vectors[knot], self._vectors[corner])
                better = by_km < km.ravel()[knot] - _LEAST_KM
                knot, corner, by_km = knot[better], corner[better], by_km[better]
                seen = self._sight.sees(vectors[knot], self._vectors[corner])
                order = np.flatnonzero(seen)[np.argsort(-by_km[seen], kind="stable")]  # the shortest is written last
                np.put(km, knot[order], by_km[order])
                np.put(last, knot[order], corner[order])
                fresh = np.zeros(km.shape, dtype=bool)
                np.put(fresh, knot[order], True)
                every |= fresh
                if stride > 1:
                    break

    def _offered(self, fresh: Bools, last: Ints, water: Bools, stride: int) -> tuple[Ints, Ints]:
        """Return knots so many steps from fresh ones, and the last corners that these offer, each pair once."""
        y, x = np.nonzero(fresh)
        steps = stride * np.array([(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)])
        to_y, to_x = (np.add.outer(steps[:, k], v).ravel() for k, v in enumerate((y, x)))
        corner = np.tile(last[y, x], len(steps))
        there = (to_y >= 0) & (to_y < last.shape[0]) & (to_x >= 0) & (to_x < last.shape[1])
        to_y, to_x, corner = to_y[there], to_x[there], corner[there]
        worth = water[to_y, to_x] & (last[to_y, to_x] != corner)
        pairs = np.unique((to_y * last.shape[1] + to_x)[worth] * len(self._corners) + corner[worth])
        return pairs // len(self._corners), pairs % len(self._corners)


def _arc_km(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return distances on a sphere: near enough to tell which of several ways is the shortest."""
    return np.asarray(2.0 * EARTH_KM * np.arcsin(np.minimum(np.sqrt(((a - b) ** 2).sum(axis=-1)) / 2.0, 1.0)))


def _geodesic_km(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(geodesy.distance_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1])) / 1000.0
