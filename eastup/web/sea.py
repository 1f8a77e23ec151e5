"""The part of the network of ship lanes that the page needs to answer by itself, straits closed or not.

The page searches a network of nodes and edges; an edge may cross the gates of straits. The library's own network is
far larger than what ways between some hubs and some targets ever use: what they use with every strait open, with any
one closed and with any two closed in turn is kept, and the rest is left out.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from eastup.web import packed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy import FloatArray
    from eastup.places import Place

    Ints = NDArray[np.int64]

_LIBRARY = "eastup.searoute"
_SHORTER = 1.0005  # by which a way must be shorter than any over the network to be an edge of its own


@dataclass(frozen=True)
class Network:
    """Lanes between corners of the water, and places at its end, which no way leads through."""

    nodes: FloatArray
    """``(N, 2)`` longitude and latitude, degrees; places come last."""
    edges: Ints
    """``(E, 2)`` numbers of nodes."""
    length_m: FloatArray
    crossings: Ints
    """``(K, 2)``: number of an edge, number of a gate that it crosses."""
    gates: Sequence[str]
    """Ids of the straits, by number."""
    first_place: int
    """Number of the first node that is a place."""

    def ways(self, origin: int, closed: frozenset[int] = frozenset()) -> tuple[FloatArray, Ints]:
        """Return the length of the shortest way to each node (infinite without one) and the edge before (or -1)."""
        shut = np.zeros(len(self.edges), bool)
        shut[self.crossings[np.isin(self.crossings[:, 1], list(closed)), 0]] = True
        a, b = self.edges.T
        # An edge is taken from a corner to anything, but from a place only where the way begins there.
        out = ~shut & ((a < self.first_place) | (a == origin))
        back = ~shut & ((b < self.first_place) | (b == origin))
        start, end = np.r_[a[out], b[back]], np.r_[b[out], a[back]]
        number = np.r_[np.flatnonzero(out), np.flatnonzero(back)]
        order = np.lexsort((self.length_m[number], end, start))
        start, end, number = start[order], end[order], number[order]
        first = np.r_[True, (np.diff(start) != 0) | (np.diff(end) != 0)]  # of two edges between two nodes the shorter
        start, end, number, size = start[first], end[first], number[first], len(self.nodes)
        graph = csr_matrix((self.length_m[number], (start, end)), shape=(size, size))
        length_m, before = dijkstra(graph, indices=origin, return_predecessors=True)
        edge_of = csr_matrix((number + 1.0, (start, end)), shape=(size, size))
        reached = np.flatnonzero(before >= 0)
        edge_before = np.full(size, -1)
        edge_before[reached] = np.asarray(edge_of[before[reached], reached]).ravel().astype(int) - 1
        return length_m, edge_before

    def way(self, edge_before: Ints, origin: int, target: int) -> Iterator[int]:
        """Yield the edges of the way to a node, the last first."""
        while target != origin and edge_before[target] >= 0:
            edge = int(edge_before[target])
            yield edge
            a, b = self.edges[edge]
            target = int(a if b == target else b)


def gather(hubs: Sequence[Place], targets: Sequence[Place]) -> dict[str, Any] | None:
    """Return what the page needs to measure by sea between hubs and targets, or None where ship lanes are not known."""
    return None if find_spec(_LIBRARY) is None else _gather(tuple(hubs), tuple(targets))


@lru_cache(maxsize=2)
def _gather(hubs: tuple[Place, ...], targets: tuple[Place, ...]) -> dict[str, Any]:
    """Search once for pages with the same places."""
    network, numbers = _of_library(importlib.import_module(_LIBRARY), hubs, targets)
    stops = {p.id: numbers[p.id] for p in targets if p.id in numbers}
    starts = {p.id: numbers[p.id] for p in hubs if p.id in numbers}
    return pack(network, starts, stops)


def pack(network: Network, starts: dict[str, int], stops: dict[str, int]) -> dict[str, Any]:
    """Return the part of a network that ways between places use, as plain JSON.

    Parameters
    ----------
    network : Network
    starts, stops : dict of str to int
        Nodes of the places that ways begin and end at, by their ids.
    """
    used = np.zeros(len(network.edges), bool)
    for origin in sorted(set(starts.values())):
        _mark(network, origin, sorted(set(stops.values())), used)
    edges = np.flatnonzero(used)
    kept = np.unique(np.r_[network.edges[edges].ravel(), *([n] for n in (*starts.values(), *stops.values()))]).astype(
        int
    )
    renumbered = np.full(len(network.nodes), -1)
    renumbered[kept] = np.arange(len(kept))
    new_edge = np.full(len(network.edges), -1)
    new_edge[edges] = np.arange(len(edges))
    crossings = network.crossings[used[network.crossings[:, 0]]]
    a, b = renumbered[network.edges[edges]].T
    return {
        "nodes": packed.points(np.round(network.nodes[kept] * 1000).astype(int)),
        "first_place": int(np.searchsorted(kept, network.first_place)),
        "from": a.tolist(),
        "to": b.tolist(),
        "length_m": np.round(network.length_m[edges]).astype(int).tolist(),
        "gates": list(network.gates),
        "crossings": np.column_stack([new_edge[crossings[:, 0]], crossings[:, 1]]).tolist(),
        "places": {name: int(renumbered[node]) for name, node in {**starts, **stops}.items()},
    }


def _mark(network: Network, origin: int, stops: Sequence[int], used: NDArray[np.bool_]) -> None:
    """Mark the edges of the ways from a place, with any one strait closed that a way passes, and then any one more."""
    done: set[frozenset[int]] = set()
    wanted = [frozenset[int]()]
    while wanted:
        closed = wanted.pop()
        if closed in done:
            continue
        done.add(closed)
        _, edge_before = network.ways(origin, closed)
        edges = sorted({edge for stop in stops for edge in network.way(edge_before, origin, stop)})
        used[edges] = True
        if len(closed) < 2:
            passed = np.unique(network.crossings[np.isin(network.crossings[:, 0], edges), 1])
            wanted += [closed | {int(gate)} for gate in passed]


def _of_library(library: Any, hubs: Sequence[Place], targets: Sequence[Place]) -> tuple[Network, dict[str, int]]:
    """Add the places to the library's network: the ways from each to the corners and places that it sees."""
    whole = library.network()
    lanes, first = whole.navigable, len(whole.navigable.nodes)
    shut = np.array(sorted(whole.closed()), dtype=np.int64)  # what no ship passes at any time
    nodes, edges, lengths, crossings = [lanes.nodes], [lanes.edges], [lanes.length_m], [lanes.edge_gates]
    numbers: dict[str, int] = {}
    count = len(lanes.edges)
    for place in {p.id: p for p in (*hubs, *targets)}.values():
        ends = lanes.ends(place.sea_point)
        if ends is None:
            continue
        numbers[place.id] = node = first + len(numbers)
        nodes.append(np.array([place.sea_point]))
        edges.append(np.column_stack([np.full(len(ends.node), node), ends.node]))
        lengths.append(ends.length_m)
        crossings.append(ends.gates.reshape(-1, 2) + np.array([count, 0]))
        count += len(ends.node)
    network = Network(
        np.vstack(nodes), np.vstack(edges), np.concatenate(lengths), np.vstack(crossings).astype(np.int64),
        whole.gates.ids, first,
    )  # fmt: skip
    if len(shut):
        network = _without(network, frozenset(shut.tolist()))
    return _with_sight(library, network, numbers, hubs, targets), numbers


def _without(network: Network, closed: frozenset[int]) -> Network:
    """Leave out the edges that cross gates."""
    keep = np.ones(len(network.edges), bool)
    keep[network.crossings[np.isin(network.crossings[:, 1], list(closed)), 0]] = False
    number = np.cumsum(keep) - 1
    crossings = network.crossings[keep[network.crossings[:, 0]]]
    crossings = np.column_stack([number[crossings[:, 0]], crossings[:, 1]])
    return Network(
        network.nodes, network.edges[keep], network.length_m[keep], crossings, network.gates, network.first_place
    )


def _with_sight(
    library: Any, network: Network, numbers: dict[str, int], hubs: Sequence[Place], targets: Sequence[Place]
) -> Network:
    """Add the ways between places that lie in sight of each other: the library has them shorter than the lanes do."""
    km, _, passed = library.distances(hubs, targets)
    pairs: list[tuple[int, int]] = []
    lengths: list[float] = []
    crossings: list[tuple[int, int]] = []
    for i, hub in enumerate(hubs):
        if hub.id not in numbers:
            continue
        by_lane, _ = network.ways(numbers[hub.id])
        for j, target in enumerate(targets):
            if target.id in numbers and km[i, j] * 1000.0 * _SHORTER < by_lane[numbers[target.id]]:
                edge = len(network.edges) + len(pairs)
                pairs.append((numbers[hub.id], numbers[target.id]))
                lengths.append(km[i, j] * 1000.0)
                crossings += [(edge, gate) for gate in range(len(network.gates)) if int(passed[i, j]) >> gate & 1]
    if not pairs:
        return network
    return Network(
        network.nodes,
        np.vstack([network.edges, pairs]),
        np.r_[network.length_m, lengths],
        np.vstack([network.crossings, np.array(crossings, dtype=np.int64).reshape(-1, 2)]),
        network.gates,
        network.first_place,
    )
