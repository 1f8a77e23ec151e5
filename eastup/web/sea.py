"""The ship lanes that the page carries, so that it measures by sea itself, straits closed or not.

It carries the trunk of the library's network, which answers exactly between the places of the layers with at most two
straits closed. Any other place brings the lanes that lead from it to the trunk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from eastup.sea import routes
from eastup.web import polyline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from eastup.sea.access import Ends
    from eastup.sea.graph import Lanes

    Ints = NDArray[np.int64]
    LonLat = tuple[float, float]

STEPS_PER_DEG = 10_000
"""Points of the page are rounded to this, some 11 m; lengths are whole metres."""
MOST_SEARCHED = 200
"""Places that the trunk doesn't know are looked for up to this number: each takes a search of the whole network."""


@dataclass
class Ports:
    """The places that the page may measure from and to by sea, numbered as they come."""

    numbers: dict[LonLat, int] = field(default_factory=dict)

    def number(self, lonlat: Sequence[float]) -> int:
        """Return the number of a place, which is the same for the same longitude and latitude."""
        return self.numbers.setdefault((float(lonlat[0]), float(lonlat[1])), len(self.numbers))


def gather(ports: Ports, targets: Sequence[int]) -> dict[str, Any]:
    """Return what the page needs to measure by sea.

    Parameters
    ----------
    ports : Ports
    targets : sequence of int
        Numbers of the ports that ways lead to.

    Returns
    -------
    dict
        ``nodes``, ``edges`` (first node, how much farther the second), ``length_m``, ``crossings`` (edge, gate) and
        ``gates``: the network, packed; ``ports``: how each joins it, null for one that is not on the sea, 0 for one
        that was not looked for; ``sights``: the ways that turn at no corner.
    """
    return _gather(tuple(ports.numbers), tuple(targets))


@lru_cache(maxsize=2)
def _gather(ports: tuple[LonLat, ...], targets: tuple[int, ...]) -> dict[str, Any]:
    """Search once for pages with the same places."""
    whole = routes.network()
    unknown = [p for p in ports if not whole.trunk.knows(p)]
    too_many = set(unknown[MOST_SEARCHED:])
    lanes = whole.navigable if unknown else whole.trunk
    ends = [None if p in too_many else lanes.ends(p) for p in ports]
    kept = np.ones(len(lanes.edges), bool)
    if unknown:
        kept = whole.in_trunk
        for port, start in zip(ports, ends, strict=True):
            if start is not None and not whole.trunk.knows(port):
                kept[_to_kept(lanes, kept, start)] = True
    shut = np.isin(lanes.edge_gates[:, 1], sorted(whole.shut))
    kept[lanes.edge_gates[shut, 0]] = False
    nodes = np.unique(lanes.edges[kept])
    return {
        **_packed_lanes(lanes, kept, nodes),
        "gates": list(whole.gates.ids),
        "ports": [
            0 if p in too_many else e and _packed_port(nodes, e, whole.shut) for p, e in zip(ports, ends, strict=True)
        ],
        "sights": _packed_sights(lanes, ends, targets, whole.shut),
    }


def _to_kept(lanes: Lanes, kept: NDArray[np.bool_], start: Ends) -> Ints:
    """Return the edges on the shortest ways from a place to the corners where they first meet an edge that is kept."""
    size = len(lanes.nodes)
    reached, before = lanes.search(start)
    parent = np.where((before[:size] < 0) | (before[:size] >= size), size, before[:size]).astype(np.int64)
    met = np.zeros(size + 1, bool)
    met[lanes.edges[kept]] = True
    before_it, up = np.append(met[parent], False), np.append(parent, size)
    while (up != size).any():  # each turn looks twice as far back along the tree
        before_it |= before_it[up]
        up = up[up]
    ahead = np.flatnonzero(met[:size] & np.isfinite(reached[:size]) & ~before_it[:size])
    pairs = []
    while len(ahead):
        ahead = ahead[parent[ahead] < size]
        pairs.append(np.sort(np.column_stack([parent[ahead], ahead]), axis=1))
        ahead = np.unique(parent[ahead])
    low, high = np.sort(lanes.edges, axis=1).T
    keys, wanted = low * size + high, np.concatenate([np.empty((0, 2), np.int64), *pairs]) @ [size, 1]
    return np.flatnonzero(np.isin(keys, wanted))


def _packed_lanes(lanes: Lanes, kept: NDArray[np.bool_], nodes: Ints) -> dict[str, str]:
    edges = np.sort(np.searchsorted(nodes, lanes.edges[kept]), axis=1)
    order = np.lexsort(edges.T[::-1])
    number = np.full(len(lanes.edges), -1)
    number[np.flatnonzero(kept)[order]] = np.arange(len(edges))
    first, second = edges[order].T
    crossings = lanes.edge_gates[kept[lanes.edge_gates[:, 0]]]
    crossings = np.column_stack([number[crossings[:, 0]], crossings[:, 1]])
    return {
        "nodes": polyline.points(_steps(lanes.nodes[nodes])),
        "edges": polyline.numbers(np.column_stack([np.diff(first, prepend=0), second - first])),
        "length_m": polyline.numbers(np.round(lanes.length_m[kept][order]).astype(int)),
        "crossings": polyline.numbers(crossings[np.lexsort(crossings.T[::-1])]),
    }


def _packed_port(nodes: Ints, ends: Ends, shut: frozenset[int]) -> dict[str, Any]:
    """Return where a place comes out, and its ways: node, metres, whether directly, how many gates, and these."""
    gates = ends.gates[~np.isin(ends.gates[:, 1], sorted(shut))]
    ways: list[int] = []
    for k in np.flatnonzero(np.isin(ends.node, nodes) & np.isfinite(ends.open_m(shut))):
        own = gates[gates[:, 0] == k, 1]
        ways += [
            int(np.searchsorted(nodes, ends.node[k])),
            round(ends.length_m[k]),
            int(ends.direct[k]),
            len(own),
            *own,
        ]
    at = polyline.points(_steps(np.array([ends.at, ends.out])))
    return {"at": at, "afloat": ends.afloat, "ways": polyline.numbers(ways)}


def _packed_sights(lanes: Lanes, ends: Sequence[Ends | None], targets: Sequence[int], shut: frozenset[int]) -> str:
    """Return the straight ways: a port, a target, metres, whether directly, how many gates, and these."""
    origins = [k for k, e in enumerate(ends) if e is not None]
    goals = [k for k in dict.fromkeys(targets) if ends[k] is not None]
    if not goals:
        return ""
    sights = lanes.sights([ends[k] for k in origins], [ends[k] for k in goals])  # type: ignore[misc]
    rows: list[int] = []
    for i, j in np.argwhere(np.isfinite(sights.open_m(shut))):
        gates = [gate for gate in range(len(lanes.gates.ids)) if int(sights.passed[i, j]) >> gate & 1]
        length_m, direct = round(sights.length_m[i, j]), int(sights.direct[i, j])
        rows += [origins[i], goals[j], length_m, direct, len(gates), *gates]
    return polyline.numbers(rows)


def _steps(lonlat: Any) -> Ints:
    return np.round(np.asarray(lonlat) * STEPS_PER_DEG).astype(np.int64)
