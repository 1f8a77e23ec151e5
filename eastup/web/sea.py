"""The ways of ships that the page carries, so that it measures by sea itself, straits closed or not.

It carries the trunk, which answers exactly between the places of the layers and the straits with nothing closed, and by
the ways that each closure forces with a strait or passage closed. Any other place brings its own ways to the targets.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from eastup import layers
from eastup.io.data import kept
from eastup.sea import engine, gates, trunk
from eastup.sea.trunk import Trunk, Ways, steps
from eastup.web import polyline

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    LonLat = tuple[float, float]

STEPS_PER_DEG = 10_000
"""Points of the page are rounded to this, some 11 m; lengths are whole metres."""
MOST_SEARCHED = 25
"""Places that the trunk doesn't know are looked for up to this number: each takes a search for every target."""


@dataclass
class Ports:
    """The places that the page may measure from and to by sea, numbered as they come."""

    numbers: dict[LonLat, int] = field(default_factory=dict)

    def number(self, lonlat: Sequence[float]) -> int:
        """Return the number of a place, which is the same for the same longitude and latitude."""
        return self.numbers.setdefault((float(lonlat[0]), float(lonlat[1])), len(self.numbers))


def gather(ports: Ports, targets: Sequence[int]) -> dict[str, object]:
    """Return what the page needs to measure by sea.

    Parameters
    ----------
    ports : Ports
    targets : sequence of int
        Numbers of the ports that ways lead to.

    Returns
    -------
    dict
        ``nodes``, ``edges`` (first node, how much farther the second), ``length_m``, ``crossings`` (edge, gate),
        ``gates``, ``tolls`` (metres) and ``at_gates`` (corner, gate): the graph of ways, packed; ``ports``: how each
        joins it, null for one that is not on the sea, 0 for one that was not looked for; ``sights``: the ways that turn
        at no corner.
    """
    return _gather(tuple(ports.numbers), tuple(targets))


@kept("geo", "layers", most=2)
def _gather(ports: tuple[LonLat, ...], targets: tuple[int, ...]) -> dict[str, object]:
    """Put together once for pages with the same places."""
    shipped = trunk.shipped()
    known = {tuple(at): number for number, at in enumerate(shipped.nodes[: shipped.places].tolist())}
    unknown = [p for p in ports if steps(p)[:2] not in known]
    searched, too_many = unknown[:MOST_SEARCHED], set(unknown[MOST_SEARCHED:])
    strangers = _own(searched, [ports[n] for n in dict.fromkeys(targets)]) if searched else None
    graphs = [shipped] if strangers is None else [shipped, strangers]
    joined = _Joined(graphs)
    places = [joined.place(port) for port in ports]
    numbers = {place: number for number, place in enumerate(places) if place is not None}
    toll_km = layers.load("passages").set_index("id")["toll_km"]
    return {
        **joined.packed(),
        "at_gates": polyline.numbers(joined.at_gates(_gates_at_vertices())),
        "gates": list(shipped.gates),
        "tolls": [round(1000 * toll_km.get(gate, 0.0)) for gate in shipped.gates],
        "ports": [
            0 if port in too_many else joined.port(place, port, own)
            for port, place, own in zip(ports, places, gates.standing_on(ports), strict=True)
        ],
        "sights": joined.sights(numbers),
    }


def _gates_at_vertices() -> dict[tuple[int, int], set[int]]:
    """Return the gates of the vertices of the mesh that stand on one."""
    mesh = engine.shipped().mesh
    triangle, side = np.divmod(mesh.gate_edge.astype(np.int64), 3)
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for corner in (side, (side + 1) % 3):
        for at, gate in zip(
            mesh.vertices[mesh.triangles[triangle, corner]].tolist(), mesh.gate_of.tolist(), strict=True
        ):
            found[at[0] % (360 * trunk.STEPS_PER_DEG), at[1]].add(gate)
    return found


def _own(places: list[LonLat], targets: list[LonLat]) -> Trunk:
    """Return the ways between places that the trunk doesn't know and the targets."""
    sea, water = engine.shipped(), gates.water()
    every = list({steps(place): place for place in (*places, *targets)}.values())
    ways = Ways(every, sea.mesh.gates)
    for a in {steps(place): place for place in places}.values():
        for b in every:
            track = sea.route(a, b, water) if steps(a) != steps(b) else None
            if track is not None and track.km > 0:
                ways.add(track.line, sea.gates_by_leg(track.line))
    return ways.trunk()


class _Joined:
    """Graphs of ways in one: corners by their numbers, places beside them."""

    def __init__(self, graphs: list[Trunk]) -> None:
        self._gates = graphs[0].gates
        self._places: dict[tuple[int, int], int] = {}
        corners: dict[tuple[int, int], int] = {}
        self._links: defaultdict[int, list[tuple[int, int, tuple[int, ...]]]] = defaultdict(list)
        self._direct: list[tuple[int, int, int, tuple[int, ...]]] = []
        edges: dict[tuple[int, int, tuple[int, ...]], int] = {}
        for graph in graphs:
            number = []
            for n, at in enumerate(map(tuple, graph.nodes.tolist())):
                kind = self._places if n < graph.places else corners
                number.append(kind.setdefault(at, len(kind)))
            crossed: defaultdict[int, list[int]] = defaultdict(list)
            for edge, gate in graph.crossings.tolist():
                crossed[edge].append(gate)
            for edge, ((a, b), length_m) in enumerate(zip(graph.edges.tolist(), graph.length_m.tolist(), strict=True)):
                gates_ = tuple(crossed[edge])
                if b < graph.places:
                    self._direct.append((number[a], number[b], round(length_m), gates_))
                elif a < graph.places:
                    self._links[number[a]].append((number[b], round(length_m), gates_))
                else:
                    low, high = sorted((number[a], number[b]))
                    edges.setdefault((low, high, gates_), round(length_m))
        self._corners, self._edges = np.array(list(corners), dtype=np.int64).reshape(-1, 2), edges

    def place(self, port: LonLat) -> int | None:
        """Return the number of a place, or None where no way leads to it."""
        number = self._places.get(steps(port)[:2])
        return number if number is not None and self._leads(number) else None

    def _leads(self, number: int) -> bool:
        return number in self._links or any(number in pair[:2] for pair in self._direct)

    def packed(self) -> dict[str, str]:
        """Return corners and the ways between them."""
        keys = sorted(self._edges)
        first, second = np.array([key[:2] for key in keys], dtype=np.int64).reshape(-1, 2).T
        crossings = [(edge, gate) for edge, key in enumerate(keys) for gate in key[2]]
        return {
            "nodes": polyline.points(_page_steps(self._corners)),
            "edges": polyline.numbers(np.column_stack([np.diff(first, prepend=0), second - first])),
            "length_m": polyline.numbers(np.array([self._edges[key] for key in keys], dtype=np.int64)),
            "crossings": polyline.numbers(np.array(crossings, dtype=np.int64).reshape(-1, 2)),
        }

    def at_gates(self, gates_at: dict[tuple[int, int], set[int]]) -> Ints:
        """Return the corners that stand on a gate, with the gate: what turns there passes it, by whichever legs."""
        rows = [
            (n, gate)
            for n, at in enumerate(self._corners.tolist())
            for gate in sorted(gates_at.get((at[0], at[1]), ()))
        ]
        return np.array(rows, dtype=np.int64).reshape(-1, 2)

    def port(self, place: int | None, lonlat: LonLat, own: Collection[str] = ()) -> dict[str, object] | None:
        """Return where a place is, and its ways: node, metres, whether directly, how many gates, and these.

        The gates that the place itself stands on, ``own``, are not passed by them.
        """
        if place is None:
            return None
        ways: list[int] = []
        for node, length_m, passed in self._links[place]:
            gates_ = [gate for gate in passed if self._gates[gate] not in own]
            ways += [node, length_m, 1, len(gates_), *gates_]
        at = np.round(np.array([lonlat, lonlat]) * STEPS_PER_DEG).astype(np.int64)
        return {"at": polyline.points(at), "afloat": True, "ways": polyline.numbers(np.array(ways, dtype=np.int64))}

    def sights(self, ports: dict[int, int]) -> str:
        """Return the straight ways: a port, another, metres, whether directly, how many gates, and these."""
        rows: list[int] = []
        for a, b, length_m, gates_ in self._direct:
            if a in ports and b in ports:
                rows += [ports[a], ports[b], length_m, 1, len(gates_), *gates_]
        return polyline.numbers(np.array(rows, dtype=np.int64))


def _page_steps(nodes: Ints) -> Ints:
    return np.asarray(np.round(nodes * (STEPS_PER_DEG / trunk.STEPS_PER_DEG)), dtype=np.int64)
