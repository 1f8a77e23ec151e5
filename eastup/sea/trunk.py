"""The trunk of the ways by sea: those between the places of the layers and the straits, as a graph.

It holds every way with nothing closed and with any one strait or passage closed, found once by the search on the mesh.
A page that can't search the mesh answers on it: exactly with nothing closed, and else by the
shortest of the ways that it has; one that ends at a closed strait is taken from whichever side is nearer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.io.data import geo, intact, kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray

    LonLat = tuple[float, float]

STEPS_PER_DEG = 100_000


@dataclass(frozen=True)
class Trunk:
    """A graph of ways.

    Attributes
    ----------
    nodes : (N, 2) int32
        Longitude and latitude where ways begin, turn and end, 1e-5 degree; the first of them are places.
    places : int
        How many of the nodes are places: a way begins or ends at one, and leads through none.
    edges : (E, 2) int32
        Numbers of two nodes; two edges may join the same nodes, and cross different gates.
    length_m : (E,) float64
    crossings : (C, 2) int32
        Number of an edge, number of a gate that a way passes along it.
    gates : tuple of str
        Ids of the gates.
    """

    nodes: NDArray[np.int32]
    places: int
    edges: NDArray[np.int32]
    length_m: FloatArray
    crossings: NDArray[np.int32]
    gates: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write the trunk."""
        np.savez_compressed(
            path,
            nodes=self.nodes,
            places=self.places,
            edges=self.edges,
            length_cm=np.round(self.length_m * 100).astype(np.uint32),
            crossings=self.crossings.astype(np.int32),
            gates=np.array(self.gates),
        )

    @classmethod
    def load(cls, path: Path) -> Trunk:
        """Read a trunk."""
        with intact(path), np.load(path, allow_pickle=False) as file:
            return cls(
                file["nodes"],
                int(file["places"]),
                file["edges"],
                file["length_cm"] / 100.0,
                file["crossings"],
                tuple(file["gates"].tolist()),
            )


@kept("geo/seatrunk.npz")
def shipped() -> Trunk:
    """Return the trunk of the places of the layers that ships with eastup."""
    return Trunk.load(geo("seatrunk.npz"))


class Ways:
    """Ways put together into a graph.

    Parameters
    ----------
    places : list of (lon, lat), degrees
    gates : tuple of str
        Ids of the gates of the mesh.
    """

    def __init__(self, places: list[LonLat], gates: tuple[str, ...]) -> None:
        self._places, self._gates = len(places), gates
        self._nodes = {key: number for number, key in enumerate(map(steps, places))}
        if len(self._nodes) < len(places):
            raise ValueError("two places stand at one point")
        self._edges: dict[tuple[int, int, tuple[int, ...]], float] = {}

    def add(self, line: FloatArray, by_leg: Sequence[tuple[int, ...]]) -> None:
        """Add a way ``(K, 2)``, with the numbers of the gates that each of its legs passes."""
        if len(line) < 2:
            return
        numbers = [self._node(line[k], end=k in (0, len(line) - 1)) for k in range(len(line))]
        steps_m = geodesy.distance_m(*line[:-1].T, *line[1:].T)
        for a, b, gates, length_m in zip(numbers[:-1], numbers[1:], by_leg, steps_m.tolist(), strict=True):
            if a != b:
                self._edges.setdefault((min(a, b), max(a, b), tuple(sorted(gates))), length_m)

    def trunk(self) -> Trunk:
        """Return the graph of all that were added."""
        points = np.array(list(self._nodes), dtype=np.int64).reshape(-1, 3)[:, :2]
        keys = sorted(self._edges)
        crossings = [(edge, gate) for edge, key in enumerate(keys) for gate in key[2]]
        return Trunk(
            points.astype(np.int32),
            self._places,
            np.array([key[:2] for key in keys], dtype=np.int32).reshape(-1, 2),
            np.array([self._edges[key] for key in keys]),
            np.array(crossings, dtype=np.int32).reshape(-1, 2),
            self._gates,
        )

    def _node(self, lonlat: FloatArray, *, end: bool) -> int:
        """Return the number of a node; a corner that stands where a place does is another node."""
        lon, lat, _ = steps((float(lonlat[0]), float(lonlat[1])))
        return self._nodes.setdefault((lon, lat, int(not end)), len(self._nodes))


def steps(lonlat: LonLat) -> tuple[int, int, int]:
    """Return the key of a place among nodes: whole steps of longitude and latitude, and 0 for a place."""
    return round(lonlat[0] % 360.0 * STEPS_PER_DEG), round(lonlat[1] * STEPS_PER_DEG), 0
