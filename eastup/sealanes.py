"""The network of ship lanes: corners that a route turns at, the geodesics between them, and searches over it.

A network never changes: a query adds its own ends to a copy of the arrays, closes straits in a copy of the lengths, and
throws both away. Lengths are metres, points are degrees with longitudes running on over 180.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from eastup import geodesy
from eastup.seawater import REGION, Neighbours, clear, continuous, nearest_clear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy import FloatArray
    from eastup.seawater import Gates, Obstacle

    Ints = NDArray[np.int64]

REACH_KM = (25.0, 50.0, 150.0, 600.0, float("inf"))
"""How far a corner looks for others, by its class: out at sea a lane runs on, in an inlet it does not."""
SNAP_KM = 5.0
"""A place farther than this from navigable water is not on the sea."""
_WAY_OUT_KM = 40.0  # water that ships keep out of is nowhere wider
_SLANT = 2.0  # a ship leaves the coast at a slant, this many times the shortest way out, but not along it
_SLACK_M = 300.0
_INLET_KM = 60.0
_TOUCH = 0.05  # sine of the angle within which a line counts as touching; azimuths are stored in 256ths of a turn
_BERTH_M = 150.0  # a place this near to a gate stands at it: leaving the place is not passing the gate
_NO_STRAITS: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Ends:
    """The ways from a place to the corners that it sees."""

    at: FloatArray
    """The place, ``(2,)``, degrees."""
    out: FloatArray
    """Where it comes out into roomy water, ``(2,)``; the place itself if it lies there."""
    out_m: float
    """Distance from the place to there."""
    afloat: bool
    """Whether the place itself lies on water from which it comes straight out; if not, that way counts undrawn."""
    node: Ints
    length_m: FloatArray
    direct: NDArray[np.bool_]
    """Whether the way to the corner runs straight from the place, and not by the point where it comes out."""
    gates: Ints
    """``(K, 2)``: number of a way, number of a gate that it crosses."""


class Lanes:
    """A network over one kind of water.

    Parameters
    ----------
    nodes : (N, 2) ndarray, degrees
        Corners of the water.
    turns : (N, 2) ndarray, degrees
        Azimuths from a corner to its two neighbours on the edge of the water: a lane leaves both on one side.
    reach : (N,) ndarray of int
        Class in `REACH_KM`.
    edges : (E, 2) ndarray of int
    length_m : (E,) ndarray
    edge_gates : (K, 2) ndarray of int
        Number of an edge, number of a gate that it crosses.
    gates : Gates
    coast : list of Obstacle
        What no line may cross.
    room : Obstacle
        What a line keeps out of but at its ends.
    known : mapping of (lon, lat) to Ends, optional
        Ways from places that have been looked for already.
    """

    def __init__(
        self,
        nodes: FloatArray,
        turns: FloatArray,
        reach: Ints,
        edges: Ints,
        length_m: FloatArray,
        edge_gates: Ints,
        gates: Gates,
        coast: list[Obstacle],
        room: Obstacle,
        known: Mapping[tuple[float, float], Ends] | None = None,
    ) -> None:
        self.nodes, self.gates, self.coast, self.room = nodes, gates, coast, room
        self.edges, self.length_m, self.edge_gates = edges, length_m, edge_gates
        self._known = known or {}
        self._turns = np.radians(turns)
        classes = [(km, np.flatnonzero(reach == k)) for k, km in enumerate(REACH_KM)]
        self._near = [(km, index, Neighbours(nodes[index])) for km, index in classes if len(index)]
        both = np.concatenate([edges, edges[:, ::-1]])
        order = np.lexsort((both[:, 1], both[:, 0]))
        self._edge = np.tile(np.arange(len(edges)), 2)[order]
        self._to = both[order, 1].astype(np.int32)
        self._start = np.searchsorted(both[order, 0], np.arange(len(nodes) + 1)).astype(np.int32)
        self._gated, inverse = np.unique(edge_gates[:, 0], return_inverse=True)
        self._gated_bits = np.zeros(len(self._gated), dtype=np.int64)
        np.bitwise_or.at(self._gated_bits, inverse, np.int64(1) << edge_gates[:, 1])
        self._weights = lru_cache(maxsize=64)(self._weights_now)
        self._ends = lru_cache(maxsize=4096)(self._ends_now)

    def ends(self, lonlat: tuple[float, float]) -> Ends | None:
        """Return the ways from a place to the network, or None where it is not on the sea."""
        lon, lat = float(lonlat[0]), float(lonlat[1])
        return self._known.get((lon, lat)) or self._ends(lon, lat)

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
        sight_m, sight_passed = self._in_sight(starts, stops, closed)
        for k, stop in zip(columns, stops, strict=True):
            by_corner = reached[:, stop.node] + self._open_m(stop, closed)
            way = by_corner.argmin(axis=1)
            each = np.arange(len(starts))
            length_m[rows, k] = by_corner[each, way]
            passed[rows, k] = on_the_way[each, stop.node[way]] | _bits(stop)[way]
        block = np.ix_(rows, columns)
        straight = sight_m <= length_m[block]
        length_m[block] = np.where(straight, sight_m, length_m[block])
        passed[block] = np.where(straight, sight_passed, passed[block])
        return length_m, passed

    def path(self, origin: Ends, target: Ends, closed: frozenset[int] = _NO_STRAITS) -> tuple[float, FloatArray]:
        """Return length (metres) and corners ``(K, 2)`` of the shortest way; infinite and none where there is none."""
        start = len(self.nodes)
        graph = self._graph([origin], closed)
        bound_m = 1.3 * float(geodesy.distance_m(*origin.at, *target.at)) + 100_000.0
        way_m, node = np.inf, -1
        for limit_m in (bound_m, 3.0 * bound_m, np.inf):  # a short way needs no search of the whole ocean
            reached, before = dijkstra(graph, indices=start, return_predecessors=True, limit=limit_m)
            by_corner = reached[target.node] + self._open_m(target, closed)
            way_m = float(by_corner.min())
            if way_m <= limit_m:
                node = int(target.node[by_corner.argmin()])
                break
        straight_m = float(self._in_sight([origin], [target], closed)[0][0, 0])
        if not np.isfinite(min(straight_m, way_m)):
            return np.inf, np.empty((0, 2))
        if straight_m <= way_m:
            return straight_m, _without_repeats(self._straight(origin, target))
        chain = [node]
        while before[chain[-1]] != start:
            chain.append(int(before[chain[-1]]))
        chain.reverse()
        away, home = self._leg(origin, chain[0], closed), self._leg(target, node, closed)
        return way_m, _without_repeats([*away, *self.nodes[chain], *reversed(home)])

    def _ends_now(self, lon: float, lat: float) -> Ends | None:
        at = continuous(np.array([[lon, lat]]))[0]
        if not (REGION[0] <= at[0] <= REGION[2] and REGION[1] <= at[1] <= REGION[3]):
            return None
        afloat = not any(obstacle.holds(at[None])[0] for obstacle in self.coast)
        if not afloat:
            shore = nearest_clear(self.coast[0], at, SNAP_KM)
            if shore is None or geodesy.distance_m(*at, *shore) > SNAP_KM * 1000.0:
                return None
        out = nearest_clear(self.room, at, _WAY_OUT_KM) if self.room.holds(at[None])[0] else at
        if out is None:
            return None
        out_m = float(geodesy.distance_m(*at, *out))
        afloat = afloat and (out_m == 0 or bool(clear(self.coast, at[None], out[None])[0]))
        node, length_m = self._ways(out, [self.room])
        if not len(node):  # a basin of which no corner is in sight: the nearest corner is where it comes out
            near = np.concatenate([index[found.within(at, SNAP_KM)] for _, index, found in self._near])
            if not len(near):
                return None
            to = self.nodes[near]
            away_m = geodesy.inverse(to[:, 0], to[:, 1], at[0], at[1])[1]
            node, length_m = near[[away_m.argmin()]], np.zeros(1)
            out, out_m, afloat = self.nodes[node[0]], float(away_m.min()), False
        length_m = length_m + out_m
        direct = np.zeros(len(node), dtype=bool)
        if afloat and out_m > 0:
            near, near_m = self._ways(at, self.coast)
            share = self.room.share(np.broadcast_to(at, (len(near), 2)), self.nodes[near])
            slant = share * near_m <= _SLANT * out_m + _SLACK_M
            node = np.concatenate([node, near[slant]])
            length_m = np.concatenate([length_m, near_m[slant]])
            direct = np.concatenate([direct, np.ones(int(slant.sum()), dtype=bool)])
        if not len(node):
            return None
        gates = self._gates_of(np.where(direct[:, None], at, out), self.nodes[node])
        return Ends(at, out, out_m, afloat, node, length_m, direct, gates)

    def _ways(self, at: FloatArray, obstacles: list[Obstacle]) -> tuple[Ints, FloatArray]:
        """Return the corners that a point sees and would go round, and how far they are."""
        found = [index if np.isinf(km) else index[near.within(at, km)] for km, index, near in self._near]
        node = np.concatenate(found)
        to = self.nodes[node]
        azimuth_deg, _ = geodesy.inverse(to[:, 0], to[:, 1], at[0], at[1])
        side = np.sin(self._turns[node] - np.radians(azimuth_deg)[:, None])
        round_it = (side[:, 0] * side[:, 1] >= 0) | (np.abs(side) < _TOUCH).any(axis=1)
        seen = self._seen(at, node[round_it], obstacles)
        if not len(seen):  # in an inlet whose own corners no route uses: any corner in sight will do
            near = [index[near.within(at, _INLET_KM)] for _, index, near in self._near]
            seen = self._seen(at, np.concatenate(near), obstacles)
        to = self.nodes[seen]
        return seen, geodesy.inverse(to[:, 0], to[:, 1], at[0], at[1])[1]

    def _seen(self, at: FloatArray, node: Ints, obstacles: list[Obstacle]) -> Ints:
        return node[clear(obstacles, np.tile(at, (len(node), 1)), self.nodes[node])]

    def _gates_of(self, a: FloatArray, b: FloatArray) -> Ints:
        """Return which lines from places ``a`` cross which gates; a gate at which the place stands does not count."""
        azimuth_deg, length_m = geodesy.inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
        lon, lat = geodesy.forward(a[:, 0], a[:, 1], azimuth_deg, np.minimum(_BERTH_M, length_m / 2))
        return self.gates.crossed(continuous(np.column_stack([lon, lat])), b)

    def _open_m(self, ends: Ends, closed: frozenset[int]) -> FloatArray:
        """Return the lengths of the ways from a place, infinite where one passes a closed gate."""
        if not closed or not len(ends.gates):
            return ends.length_m
        length_m = ends.length_m.copy()
        length_m[ends.gates[np.isin(ends.gates[:, 1], list(closed)), 0]] = np.inf
        return length_m

    def _weights_now(self, closed: frozenset[int]) -> FloatArray:
        length_m = self.length_m.copy()
        length_m[self.edge_gates[np.isin(self.edge_gates[:, 1], list(closed)), 0]] = np.inf
        weights: FloatArray = length_m[self._edge]
        weights.setflags(write=False)
        return weights

    def graph(self, closed: frozenset[int] = _NO_STRAITS) -> csr_matrix:
        """Return the network as a sparse matrix of lengths, metres."""
        return self._graph([], closed)

    def graph_from(self, ends: Ends) -> csr_matrix:
        """Return the network with one place added as its last row."""
        return self._graph([ends], _NO_STRAITS)

    def _graph(self, starts: list[Ends], closed: frozenset[int]) -> csr_matrix:
        """Return the network with a start added for each place; nothing leads back to a start."""
        weights = np.concatenate([self._weights(closed), *(self._open_m(s, closed) for s in starts)])
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
        longest_first = np.argsort(-self._open_m(start, closed), kind="stable")
        first = longest_first[parent[start.node[longest_first]] >= size]
        passed[start.node[first]] = _bits(start)[first]
        up = np.append(np.where((parent < 0) | (parent >= size), size, parent), size)
        while (up != size).any():  # each turn looks twice as far back along the tree
            passed |= passed[up]
            up = up[up]
        return passed[:size]

    def _in_sight(self, origins: list[Ends], targets: list[Ends], closed: frozenset[int]) -> tuple[FloatArray, Ints]:
        """Return length and gates of the ways that turn at no corner, each ``(N, M)``; infinite where there is none."""
        o, t = (k.ravel() for k in np.indices((len(origins), len(targets))))
        found_m, passed = np.full(len(o), np.inf), np.zeros(len(o), dtype=np.int64)
        at, out, out_m, afloat = (
            [np.array([getattr(e, name) for e in ends]) for ends in (origins, targets)]
            for name in ("at", "out", "out_m", "afloat")
        )
        extra_m = out_m[0][o] + out_m[1][t]
        ways = (
            (out[0][o], out[1][t], [self.room], extra_m, np.ones(len(o), dtype=bool)),
            (at[0][o], at[1][t], self.coast, np.zeros(len(o)), afloat[0][o] & afloat[1][t] & (extra_m > 0)),
        )
        for a, b, obstacles, more_m, possible in ways:
            k = np.flatnonzero(possible)
            k = k[clear(obstacles, a[k], b[k])]
            length_m = geodesy.distance_m(a[k, 0], a[k, 1], b[k, 0], b[k, 1])
            if obstacles is self.coast:
                slant = self.room.share(a[k], b[k]) * length_m <= _SLANT * extra_m[k] + _SLACK_M
                k, length_m = k[slant], length_m[slant]
            crossed = self.gates.crossed(*_shrunk(a[k], b[k]))
            length_m[crossed[np.isin(crossed[:, 1], list(closed)), 0]] = np.inf
            bits = np.zeros(len(k), dtype=np.int64)
            np.bitwise_or.at(bits, crossed[:, 0], np.int64(1) << crossed[:, 1])
            better = length_m + more_m[k] < found_m[k]
            found_m[k[better]] = (length_m + more_m[k])[better]
            passed[k[better]] = bits[better]
        shape = (len(origins), len(targets))
        return found_m.reshape(shape), passed.reshape(shape)

    def _straight(self, origin: Ends, target: Ends) -> list[FloatArray]:
        """Return the points of the way between two places that see each other."""
        length_m = float(geodesy.distance_m(*origin.at, *target.at))
        if self._in_sight([origin], [target], _NO_STRAITS)[0][0, 0] <= length_m + 0.001:
            return [origin.at, target.at]
        away = [origin.at, origin.out] if origin.afloat else [origin.out]
        home = [target.out, target.at] if target.afloat else [target.out]
        return [*away, *home]

    def _leg(self, ends: Ends, node: int, closed: frozenset[int]) -> list[FloatArray]:
        """Return the points of the shortest way from a place to a corner, without the corner."""
        ways = np.flatnonzero(ends.node == node)
        way = ways[self._open_m(ends, closed)[ways].argmin()]
        if ends.direct[way]:
            return [ends.at]
        return [ends.at, ends.out] if ends.afloat else [ends.out]  # the way from land to water counts, and is not drawn


def _bits(ends: Ends) -> Ints:
    """Return the gates that each way from a place crosses, one bit each."""
    bits = np.zeros(len(ends.node), dtype=np.int64)
    np.bitwise_or.at(bits, ends.gates[:, 0], np.int64(1) << ends.gates[:, 1])
    return bits


def gates_passed(gates: Gates, corners: FloatArray) -> list[str]:
    """Return the ids of the gates that a route passes, in order; those at which it begins or ends do not count."""
    a, b = corners[:-1].copy(), corners[1:].copy()
    a[0] = _shrunk(a[:1], b[:1])[0][0]
    b[-1] = _shrunk(a[-1:], b[-1:])[1][0]
    return list(dict.fromkeys(gates.ids[gate] for _, gate in gates.crossed(a, b)))


def _shrunk(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return lines without a berth's length at either end."""
    azimuth_deg, length_m = geodesy.inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    berth_m = np.minimum(_BERTH_M, length_m / 4)
    ends = [geodesy.forward(a[:, 0], a[:, 1], azimuth_deg, along) for along in (berth_m, length_m - berth_m)]
    return continuous(np.column_stack(ends[0])), continuous(np.column_stack(ends[1]))


def _afloat(ends: Sequence[Ends | None]) -> tuple[list[int], list[Ends]]:
    rows = [(i, e) for i, e in enumerate(ends) if e is not None]
    return [i for i, _ in rows], [e for _, e in rows]


def _without_repeats(points: list[FloatArray]) -> FloatArray:
    corners = np.array(points)
    moved = np.ones(len(corners), dtype=bool)
    moved[1:] = (np.abs(np.diff(corners, axis=0)) > 1e-9).any(axis=1)
    return np.asarray(corners[moved] if moved.sum() > 1 else corners[:1])
