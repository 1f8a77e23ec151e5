"""The corners that ships turn at, as some hubs see them, and at which of them the ways to places turn last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from eastup import geodesy
from eastup.geodesy.sphere import EARTH_KM, chord, unit_vectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.access import Ends
    from eastup.sea.graph import Lanes

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]
    Pairs = tuple[Ints, Ints]
    """Numbers of places and of corners, both ``(P,)``."""

_SEES_FAR = 3  # class of `approaches.REACH_KM`
_LEAST_KM = 0.01
_RANKS = (0, 1, 3, 7, 15, 1 << 40)
_FEW = 3_000  # pairs that are all looked at together: rounds take time, too
_BLOCK = 1_000_000  # pairs that are weighed at once, so that memory stays bounded


class Corners:
    """The corners of a network and the hubs themselves, with their distances from every hub.

    Parameters
    ----------
    lanes : Lanes
        The whole navigable network.
    hubs : sequence of Ends or None
        How each hub joins it; None for one that is not on the sea.
    closed : frozenset of int
        Gates that can't be passed, by number.
    """

    def __init__(self, lanes: Lanes, hubs: list[Ends | None], closed: frozenset[int]) -> None:
        nodes, afloat = len(lanes.nodes), [(h, e) for h, e in enumerate(hubs) if e is not None]
        self.lonlat: FloatArray = np.concatenate([lanes.nodes, *(e.out[None] for _, e in afloat)])
        self.vectors = unit_vectors(self.lonlat)
        self.own: Ints = np.full(len(hubs), -1)
        """Number of the corner that stands for each hub: where it comes out into roomy water."""
        self.to_km: FloatArray = np.full((len(hubs), len(self.lonlat)), np.inf)
        """``(H, C)``, kilometres."""
        self._before: Ints = np.full(self.to_km.shape, -1)
        for own, (hub, ends) in enumerate(afloat, start=nodes):
            reached_m, before = lanes.search(ends, closed)
            self.own[hub] = own
            self.to_km[hub, :nodes], self.to_km[hub, own] = reached_m[:-1] / 1000.0, ends.out_m / 1000.0
            self._before[hub, :nodes] = np.where(before[:-1] == nodes, own, before[:-1])
        graph = lanes.graph(closed)
        self._first = np.append(graph.indptr, np.full(len(afloat), graph.indptr[-1])).astype(np.int64)
        self._beside = graph.indices
        far = np.flatnonzero(lanes.reach >= _SEES_FAR)
        self._trees = [(index, cKDTree(self.vectors[index])) for index in (np.arange(len(self.lonlat)), far)]

    def __len__(self) -> int:
        return len(self.lonlat)

    def near(self, vectors: FloatArray, places: Ints, within_km: float, number: int) -> Pairs:
        """Pair places, numbers into ``vectors``, with so many corners near them, and so many of those that see far."""
        pairs = []
        for index, tree in self._trees:
            order, farthest = [*range(1, number + 1)], chord(within_km)
            found = tree.query(vectors[places], k=order, distance_upper_bound=farthest)[1]
            there = found < len(index)
            place = np.broadcast_to(places[:, None], found.shape)[there].astype(np.int64)
            pairs.append(place * len(self) + index[found[there]])  # type: ignore[index]
        return self.unique(np.concatenate(pairs))

    def kin(self, corner: Ints, *, wide: bool) -> Pairs:
        """Pair corners with those that a way by one of them may turn at last instead.

        The one before it, where a place sees past it; those beside it, where it is hidden; and if ``wide`` those beside
        the one before.

        Returns
        -------
        position, corner : (P,) ndarray of int
            The first are numbers into what was asked for.
        """
        before = self._before[:, corner]
        position = np.broadcast_to(np.arange(len(corner)), before.shape)
        known = before >= 0
        own = np.arange(len(corner)) * len(self) + corner
        close = distinct(np.concatenate([own, position[known] * len(self) + before[known]]))
        position, corner = close // len(self), close % len(self)
        of = np.ones(len(close), dtype=bool) if wide else np.isin(close, own, assume_unique=True)
        owner, item = ragged(self._first[corner[of]], self._first[corner[of] + 1])
        return self.unique(np.concatenate([close, position[of][owner] * len(self) + self._beside[item]]))

    def with_kin(self, place: Ints, corner: Ints, *, wide: bool) -> Pairs:
        """Pair places with the kin of corners that they are paired with."""
        kept = distinct(corner)
        which = np.searchsorted(kept, corner)
        position, kin = self.kin(kept, wide=wide)
        first = np.searchsorted(position, np.arange(len(kept) + 1))
        pair, item = ragged(first[which], first[which + 1])
        return self.unique(place[pair] * len(self) + kin[item])

    def both(self, some: Pairs, more: Pairs) -> Pairs:
        """Put pairs together, each once."""
        return self.unique(np.concatenate([place * len(self) + corner for place, corner in (some, more)]))

    def unique(self, pairs: Ints) -> Pairs:
        """Take pairs apart that were put together as ``place * len(corners) + corner``, each once and in order."""
        pairs = distinct(pairs)
        pairs = distinct(pairs)
        return pairs // len(self), pairs % len(self)


class Turns:
    """The shortest ways found so far from hubs to some places, and the corners at which they turn last.

    Parameters
    ----------
    corners : Corners
    lonlat : (N, 2) ndarray, degrees
    exact : bool
        Whether to measure the last leg on the ellipsoid; else on a sphere, near enough to compare ways.
    """

    def __init__(self, corners: Corners, lonlat: FloatArray, *, exact: bool) -> None:
        self.corners, self.lonlat, self.vectors = corners, lonlat, unit_vectors(lonlat)
        self.km: FloatArray = np.full((len(corners.to_km), len(lonlat)), np.inf)
        self.corner: Ints = np.full(self.km.shape, -1)
        self._exact = exact

    def take(self, pairs: Pairs, sees: Callable[[Ints, Ints], Bools] | None, least: float = 0.0) -> Bools:
        """Let places turn last at corners that they see, where that is shorter for a hub.

        Parameters
        ----------
        pairs : Pairs
        sees : callable or None
            Tells of places and corners, both ``(P,)``, which see each other; without it all do.
        least : float
            By which part a way must be shorter to be worth a look.

        Returns
        -------
        (H, N) ndarray of bool
            Which ways have become shorter.
        """
        better = np.zeros(self.km.shape, dtype=bool)
        for start in range(0, len(pairs[0]), _BLOCK):
            place, corner = (numbers[start : start + _BLOCK] for numbers in pairs)
            away_km = self._away_km(place, corner)
            worth = self._worth(place, corner, away_km, least)
            place, corner, away_km = place[worth], corner[worth], away_km[worth]
            rank = self._rank(place, corner, away_km)
            ranks = _RANKS if len(place) > _FEW else _RANKS[:: len(_RANKS) - 1]
            for low, high in zip(ranks[:-1], ranks[1:], strict=True):
                some = np.flatnonzero((rank >= low) & (rank < high))
                some = some[self._worth(place[some], corner[some], away_km[some], least)]
                if sees:
                    some = some[sees(place[some], corner[some])]
                self._keep(place[some], corner[some], away_km[some], better)
        return better

    def _worth(self, place: Ints, corner: Ints, away_km: FloatArray, least: float) -> Bools:
        """Tell which pairs would give any hub a shorter way."""
        worth = np.zeros(len(place), dtype=bool)
        for to_km, have_km in zip(self.corners.to_km, self.km, strict=True):
            worth |= to_km[corner] + away_km < have_km[place] * (1.0 - least) - _LEAST_KM
        return worth

    def _rank(self, place: Ints, corner: Ints, away_km: FloatArray) -> Ints:
        """Count the pairs of its place that come before each pair: the nearer to the shortest for any hub, the sooner.

        What is tried first makes most of the others not worth a look.
        """
        over_km = np.full(len(place), np.inf)
        for to_km in self.corners.to_km:
            by_km, least_km = to_km[corner] + away_km, np.full(len(self.lonlat), np.inf)
            np.minimum.at(least_km, place, by_km)
            known = np.isfinite(by_km)
            over_km[known] = np.minimum(over_km[known], by_km[known] - least_km[place[known]])
        order = np.lexsort((over_km, place))
        first = np.searchsorted(place[order], place[order])
        rank = np.empty(len(place), dtype=np.int64)
        rank[order] = np.arange(len(place)) - first
        return rank

    def _keep(self, place: Ints, corner: Ints, away_km: FloatArray, better: Bools) -> None:
        for hub, have_km in enumerate(self.km):
            by_km = self.corners.to_km[hub, corner] + away_km
            some = np.flatnonzero(by_km < have_km[place] - _LEAST_KM)
            np.minimum.at(have_km, place[some], by_km[some])
            least = some[by_km[some] == have_km[place[some]]]
            self.corner[hub, place[least]] = corner[least]
            better[hub, place[some]] = True

    def promising(self, pairs: Pairs, least: float) -> Pairs:
        """Return the pairs that would give a hub a way that is shorter by a part of it at least."""
        place, corner = pairs
        worth = self._worth(place, corner, self._away_km(place, corner), least)
        return place[worth], corner[worth]

    def pairs(self, places: Ints) -> Pairs:
        """Pair places with the corners at which the ways found to them turn last, for any hub."""
        hub, number = np.nonzero(self.corner[:, places] >= 0)
        place = places[number]
        return self.corners.unique(place * len(self.corners) + self.corner[hub, place])

    def _away_km(self, place: Ints, corner: Ints) -> FloatArray:
        if self._exact:
            return geodesic_km(self.lonlat[place], self.corners.lonlat[corner])
        apart = self.vectors[place] - self.corners.vectors[corner]
        half = np.sqrt(np.einsum("ij,ij->i", apart, apart)) / 2.0
        return np.asarray(2.0 * EARTH_KM * np.arcsin(np.minimum(half, 1.0)))


def distinct(numbers: Ints) -> Ints:
    """Return each number once, in order; for many, much quicker than `numpy.unique`."""
    numbers = np.sort(numbers)
    first = np.ones(len(numbers), dtype=bool)
    first[1:] = numbers[1:] != numbers[:-1]
    return numbers[first]


def ragged(starts: Ints, stops: Ints) -> Pairs:
    """Return which range each item is of, and the item, for items of ranges of integers in a row."""
    counts = stops - starts
    owner = np.repeat(np.arange(len(starts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts) + starts[owner]


def geodesic_km(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the lengths of geodesics between points ``(N, 2)``, kilometres."""
    return np.asarray(geodesy.distance_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1])) / 1000.0
