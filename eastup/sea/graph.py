"""The network of ship lanes: corners that a route turns at, the geodesics between them, and searches over it.

A network never changes: a query adds its own ends to a copy of the arrays, closes straits in a copy of the lengths, and
throws both away. Lengths are metres, points are degrees with longitudes running on over 180.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from eastup import geodesy
from eastup.sea.access import without_berths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.access import Approaches, Ends, Sights
    from eastup.sea.water import Gates, Obstacle

    Ints = NDArray[np.int64]

_NO_STRAITS: frozenset[int] = frozenset()


class Lanes:
    """A network over one kind of water.

    Parameters
    ----------
    approaches : Approaches
        How places join it, with its nodes.
    edges : (E, 2) ndarray of int
    length_m : (E,) ndarray
    edge_gates : (K, 2) ndarray of int
        Number of an edge, number of a gate that it crosses.
    known : mapping of (lon, lat) to Ends or None, optional
        Ways from places that have been looked for already; None for a place that is not on the sea.
    sights : Sights, optional
        The straight ways between known places, by their numbers.
    """

    def __init__(
        self,
        approaches: Approaches,
        edges: Ints,
        length_m: FloatArray,
        edge_gates: Ints,
        known: Mapping[tuple[float, float], Ends | None] | None = None,
        sights: Sights | None = None,
    ) -> None:
        self._approaches, self.nodes, self.gates = approaches, approaches.nodes, approaches.gates
        self.edges, self.length_m, self.edge_gates = edges, length_m, edge_gates
        self._known, self._known_sights = known or {}, sights
        both = np.concatenate([edges, edges[:, ::-1]])
        order = np.lexsort((both[:, 1], both[:, 0]))
        self._edge = np.tile(np.arange(len(edges)), 2)[order]
        self._to = both[order, 1].astype(np.int32)
        self._start = np.searchsorted(both[order, 0], np.arange(len(self.nodes) + 1)).astype(np.int32)
        self._gated, inverse = np.unique(edge_gates[:, 0], return_inverse=True)
        self._gated_bits = np.zeros(len(self._gated), dtype=np.int64)
        np.bitwise_or.at(self._gated_bits, inverse, np.int64(1) << edge_gates[:, 1])
        self._weights = lru_cache(maxsize=64)(self._weights_now)

    @property
    def reach(self) -> Ints:
        """Class of each corner in `approaches.REACH_KM`, ``(N,)``."""
        return self._approaches.reach

    @property
    def coast(self) -> list[Obstacle]:
        """What no line may cross."""
        return self._approaches.coast

    @property
    def room(self) -> Obstacle:
        """What a line keeps out of but at its ends."""
        return self._approaches.room

    def rounds(self, at: FloatArray, node: Ints) -> NDArray[np.bool_]:
        """Tell which corners a ship would go round from points, ``(N, 2)``: what it sees beside these is of no use."""
        return self._approaches.rounds(at, node)

    def knows(self, lonlat: tuple[float, float]) -> bool:
        """Tell whether the ways from a place are stored with the network."""
        return (float(lonlat[0]), float(lonlat[1])) in self._known

    def ends(self, lonlat: tuple[float, float]) -> Ends | None:
        """Return the ways from a place to the network, or None where it is not on the sea."""
        at = float(lonlat[0]), float(lonlat[1])
        return self._known[at] if at in self._known else self._approaches.ends(*at)

    def table(
        self, origins: Sequence[Ends | None], targets: Sequence[Ends | None], closed: frozenset[int] = _NO_STRAITS
    ) -> tuple[FloatArray, Ints]:
        """Return the shortest way from each origin to each target.

        One search an origin, or one a target where these are fewer: a lane is as long one way as the other.

        Returns
        -------
        length_m : (N, M) ndarray
            Infinite where there is no way.
        passed : (N, M) ndarray of int64
            One bit for each gate that the way passes.
        """
        if len(targets) < len(origins):
            length_m, passed = self.table(targets, origins, closed)
            return length_m.T, passed.T
        length_m = np.full((len(origins), len(targets)), np.inf)
        passed = np.zeros(length_m.shape, dtype=np.int64)
        rows, starts = _afloat(origins)
        columns, stops = _afloat(targets)
        if not starts or not stops:
            return length_m, passed
        first = len(self.nodes)
        reached, before = dijkstra(
            self._graph(starts, closed), indices=first + np.arange(len(starts)), return_predecessors=True
        )
        on_the_way = np.array([self._passed_to(b, s, closed) for b, s in zip(before, starts, strict=True)])
        sights = self.sights(starts, stops)
        sight_m = sights.open_m(closed)
        for k, stop in zip(columns, stops, strict=True):
            by_corner = reached[:, stop.node] + stop.open_m(closed)
            way = by_corner.argmin(axis=1)
            each = np.arange(len(starts))
            length_m[rows, k] = by_corner[each, way]
            passed[rows, k] = on_the_way[each, stop.node[way]] | stop.passed()[way]
        block = np.ix_(rows, columns)
        straight = sight_m <= length_m[block]
        length_m[block] = np.where(straight, sight_m, length_m[block])
        passed[block] = np.where(straight, sights.passed, passed[block])
        same = (np.array([e.at for e in starts])[:, None] == np.array([e.at for e in stops])).all(axis=2)
        length_m[block] = np.where(same, 0.0, length_m[block])  # also where coming out of harbour takes a way
        passed[block] = np.where(same, 0, passed[block])
        return length_m, passed

    def path(self, origin: Ends, target: Ends, closed: frozenset[int] = _NO_STRAITS) -> tuple[float, FloatArray]:
        """Return length (metres) and corners ``(K, 2)`` of the shortest way; infinite and none where there is none."""
        if np.array_equal(origin.at, target.at):
            return 0.0, origin.at[None]
        start = len(self.nodes)
        bound_m = 1.3 * float(geodesy.distance_m(*origin.at, *target.at)) + 100_000.0
        way_m, node = np.inf, -1
        for limit_m in (bound_m, 3.0 * bound_m, np.inf):  # a short way needs no search of the whole ocean
            reached, before = self.search(origin, closed, limit_m)
            by_corner = reached[target.node] + target.open_m(closed)
            way_m = float(by_corner.min())
            if way_m <= limit_m:
                node = int(target.node[by_corner.argmin()])
                break
        sights = self.sights([origin], [target])
        straight_m = float(sights.open_m(closed)[0, 0])
        if not np.isfinite(min(straight_m, way_m)):
            return np.inf, np.empty((0, 2))
        if straight_m <= way_m:
            return straight_m, _without_repeats(_straight(origin, target, bool(sights.direct[0, 0])))
        chain = [node]
        while before[chain[-1]] != start:
            chain.append(int(before[chain[-1]]))
        chain.reverse()
        away, home = _leg(origin, chain[0], closed), _leg(target, node, closed)
        return way_m, _without_repeats([*away, *self.nodes[chain], *reversed(home)])

    def _weights_now(self, closed: frozenset[int]) -> FloatArray:
        length_m = self.length_m.copy()
        length_m[self.edge_gates[np.isin(self.edge_gates[:, 1], list(closed)), 0]] = np.inf
        weights: FloatArray = length_m[self._edge]
        weights.setflags(write=False)
        return weights

    def search(
        self, origin: Ends, closed: frozenset[int] = _NO_STRAITS, limit_m: float = np.inf
    ) -> tuple[FloatArray, NDArray[np.int32]]:
        """Return the distance of each corner from a place, metres, and the corner before it on the way there.

        The place itself has the number after the last corner's; negative where there is none before.
        """
        graph = self._graph([origin], closed)
        reached, before = dijkstra(graph, indices=len(self.nodes), return_predecessors=True, limit=limit_m)  # type: ignore[call-overload]
        return reached, before

    def graph(self, closed: frozenset[int] = _NO_STRAITS) -> csr_matrix:
        """Return the network as a sparse matrix of lengths, metres."""
        return self._graph([], closed)

    def graph_from(self, ends: Ends) -> csr_matrix:
        """Return the network with one place added as its last row."""
        return self._graph([ends], _NO_STRAITS)

    def _graph(self, starts: list[Ends], closed: frozenset[int]) -> csr_matrix:
        """Return the network with a start added for each place; nothing leads back to a start."""
        weights = np.concatenate([self._weights(closed), *(s.open_m(closed) for s in starts)])
        to = np.concatenate([self._to, *(s.node.astype(np.int32) for s in starts)])
        counts = np.cumsum([len(s.node) for s in starts], dtype=np.int32)
        size = len(self.nodes) + len(starts)
        begins = np.concatenate([self._start, self._start[-1] + counts]).astype(np.int32)
        return csr_matrix((weights, to, begins), shape=(size, size))

    def _passed_to(self, before: NDArray[np.int32], start: Ends, closed: frozenset[int]) -> Ints:
        """Return for each corner of a search tree the gates on the way to it, one bit each."""
        size = len(self.nodes)
        parent = before[:size].astype(np.int64)
        passed = np.zeros(size + 1, dtype=np.int64)
        a, b = self.edges[self._gated].T
        for to, start_of in ((a, b), (b, a)):
            taken = parent[to] == start_of
            passed[to[taken]] = self._gated_bits[taken]
        # Of several ways to a corner the shortest has the last word.
        longest_first = np.argsort(-start.open_m(closed), kind="stable")
        first = longest_first[parent[start.node[longest_first]] >= size]
        passed[start.node[first]] = start.passed()[first]
        up = np.append(np.where((parent < 0) | (parent >= size), size, parent), size)
        while (up != size).any():  # each turn looks twice as far back along the tree
            passed |= passed[up]
            up = up[up]
        return passed[:size]

    def sights(self, origins: list[Ends], targets: list[Ends]) -> Sights:
        """Return the ways between places that turn at no corner."""
        numbers = [np.array([e.number for e in ends]) for ends in (origins, targets)]
        if self._known_sights is not None and min(n.min() for n in numbers) >= 0:
            return self._known_sights.between(*numbers)
        return self._approaches.sights(origins, targets)


def _straight(origin: Ends, target: Ends, direct: bool) -> list[FloatArray]:
    """Return the points of the way between two places that see each other."""
    if direct:
        return [origin.at, target.at]
    away = [origin.at, origin.out] if origin.afloat else [origin.out]
    home = [target.out, target.at] if target.afloat else [target.out]
    return [*away, *home]


def _leg(ends: Ends, node: int, closed: frozenset[int]) -> list[FloatArray]:
    """Return the points of the shortest way from a place to a corner, without the corner."""
    ways = np.flatnonzero(ends.node == node)
    way = ways[ends.open_m(closed)[ways].argmin()]
    if ends.direct[way]:
        return [ends.at]
    return [ends.at, ends.out] if ends.afloat else [ends.out]  # the way from land to water counts, and is not drawn


def gates_passed(gates: Gates, corners: FloatArray) -> list[str]:
    """Return the ids of the gates that a route passes, in order; those at which it begins or ends do not count."""
    a, b = corners[:-1].copy(), corners[1:].copy()
    a[0] = without_berths(a[:1], b[:1])[0][0]
    b[-1] = without_berths(a[-1:], b[-1:])[1][0]
    return list(dict.fromkeys(gates.ids[gate] for _, gate in gates.crossed(a, b)))


def _afloat(ends: Sequence[Ends | None]) -> tuple[list[int], list[Ends]]:
    rows = [(i, e) for i, e in enumerate(ends) if e is not None]
    return [i for i, _ in rows], [e for _, e in rows]


def _without_repeats(points: list[FloatArray]) -> FloatArray:
    corners = np.array(points)
    moved = np.ones(len(corners), dtype=bool)
    moved[1:] = (np.abs(np.diff(corners, axis=0)) > 1e-9).any(axis=1)
    return np.asarray(corners[moved] if moved.sum() > 1 else corners[:1])
