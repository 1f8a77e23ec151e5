"""A search for ways over the mesh of the sea, as Python asks it: cut for a question, from sources to targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup.errors import InputError
from eastup.sea.auxiliary import degrees, lonlat
from eastup.sea.kernel.runner import Kernel
from eastup.sea.mesh import ALL_WATER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.mesh import Mesh

SHORE_KM = 20.0
"""How far from water a place on land may lie."""
Lines = tuple[tuple[tuple[float, float], ...], ...]
"""Lines that nothing may cross, each of its vertices, longitude and latitude."""
_SPARE = 20_000  # vertices that closed lines may add to the mesh: one an edge that they cross
_MOST_TOLLS = 32
_STARTS = 8192  # nodes beyond those of the mesh, as in seakernel.c


@dataclass(frozen=True)
class Reached:
    """The points that a source reaches: their indices ``(R,)`` in no order, lengths, and lengths with tolls."""

    index: NDArray[np.int32]
    distance_km: FloatArray
    cost_km: FloatArray


class Search(Kernel):
    """A kernel with a mesh, that remembers how it is cut and for which targets; of one thread at a time.

    Parameters
    ----------
    mesh : Mesh
    set_of : (3 * T,) array of uint16
        Which set of gates lies on each half-edge, by number; 0 for none.
    sets : list of tuples of int
        The gates of set 1, 2 ...
    navigable : int
        Set of the labels, a bit each, of the water that ways keep to but where they begin or end. The mesh is made
        coarse there, so that it may be cut for more labels (`cut`), never for fewer.
    """

    def __init__(self, mesh: Mesh, set_of: NDArray[np.uint16], sets: list[tuple[int, ...]], navigable: int) -> None:
        super().__init__()
        self._mesh, self._sets, self.ticket, self.nodes, self._count = mesh, sets, 0, 0, 0
        self._state: tuple[object, ...] | None = None
        self._taken: tuple[FloatArray, float] | None = None
        self._strip_ways: dict[tuple[bool, int, int], FloatArray] = {}
        vertices, triangles = len(mesh.vertices), len(mesh.triangles)
        self.call("new", vertices, triangles, len(sets), _SPARE)
        for name, values, dtype in (
            ("V", mesh.vertices, np.int32),
            ("T", mesh.triangles, np.int32),
            ("label", mesh.label, np.uint8),
            ("gate", set_of, np.uint16),
        ):
            self.write(self.whole(name), np.asarray(values, dtype))
        if bad := self.whole("build", navigable, ALL_WATER):
            raise InputError(f"{bad} triangles of the sea mesh are flat or inverted")

    def cut(self, navigable: int, closed: frozenset[int], toll_km: FloatArray, lines: Lines) -> None:
        """Cut the mesh unless it is cut so already; lines are split into the mesh."""
        state = (navigable, closed, toll_km.tobytes(), lines)
        if state == self._state:
            return
        if self._state is None or self._state[-1] != lines:
            self._state = None
            self.call("open_lines", int(bool(lines)))
            for line in lines:
                points = lonlat(line)
                if len(points) < 2 or not np.isfinite(points).all():
                    raise InputError("a closed line needs two points or more")
                points[:, 0] = np.unwrap(points[:, 0], period=360)
                self.call("close_line", len(points), self._put(points))
        with_toll = np.flatnonzero(toll_km)
        number = {int(gate): k for k, gate in enumerate(with_toll)}
        if len(number) > _MOST_TOLLS:
            raise InputError(f"more than {_MOST_TOLLS} gates of the sea mesh have a toll")
        cost = [np.inf if closed.intersection(own) else float(toll_km[list(own)].sum()) for own in self._sets]
        tolled = [sum(1 << number[gate] for gate in own if gate in number) for own in self._sets]
        self.write(self.whole("cost"), np.array([0.0, *cost]))
        self.write(self.whole("tolled"), np.array([0, *tolled], dtype=np.uint32))
        self.write(self.whole("tolls"), toll_km[with_toll])
        self.call("waters", navigable, ALL_WATER)
        self._taken = None
        self.nodes = self.whole("cut")
        self._state = state
        self.ticket += 1

    def targets(self, points: FloatArray, shore_km: float) -> int:
        """Take points as targets; the number returned stays that of `ticket` until others are taken."""
        if self._taken is not None and self._taken[1] == shore_km and np.array_equal(self._taken[0], points):
            return self.ticket
        self._taken = None
        self.call("places", len(points), self._put(points), float(shore_km))
        self._strip_ways.clear()
        self.ticket += 1
        self._count, self._taken = len(points), (points.copy(), shore_km)
        return self.ticket

    def sources(self, points: FloatArray) -> None:
        """Take places as sources."""
        self.call("sources", len(points), self._put(points), SHORE_KM)
        self._strip_ways = {key: way for key, way in self._strip_ways.items() if not key[0]}

    def search(self, limit_km: float = np.inf) -> Reached:
        """Search from all sources to the targets.

        The ways handled are those no longer than the limit. One that counts more than that with its tolls may be
        taken only because one that counts less was cut off for its length: then the search goes as far as it counts.
        """
        found = self._search(limit_km)
        doubtful = found.cost_km[found.cost_km > limit_km]
        if len(doubtful):
            found = self._search(float(doubtful.max()))
        within = found.distance_km <= limit_km
        return Reached(found.index[within], found.distance_km[within], found.cost_km[within])

    def _search(self, longest_km: float) -> Reached:
        self.call("field", float(longest_km), 0, 0)
        found = self._reached(self.integers("reached", self.whole("reaches")).copy())
        within = found.distance_km <= longest_km
        return Reached(found.index[within], found.distance_km[within], found.cost_km[within])

    def way(self, target: int) -> Reached:
        """Search from the one source to one target only; no other is sure."""
        cost_km = self.call("way_to", target, 1)
        return self._reached(np.array([target] if np.isfinite(cost_km) else [], dtype=np.int32))

    def ways(self, targets: NDArray[np.int64], how: Literal["single", "field", "tangents"]) -> Iterator[Reached]:
        """Search from the source to some targets, as `Step.how` tells; each read before the next."""
        if how == "single":
            yield from map(self.way, targets.tolist())
            return
        wanted = np.zeros(self._count, dtype=np.uint8)
        wanted[targets] = 1
        self.write(self.whole("wanted"), wanted)
        self.call("field", np.inf, 1, int(how == "tangents"))
        index = self.integers("reached", self.whole("reaches")).copy()
        yield self._reached(index[wanted[index] > 0])

    def _reached(self, index: NDArray[np.int32]) -> Reached:
        cost = self.doubles("PD", self._count)[index] + self.singles("place_shore", self._count)[index]
        return Reached(index, cost - self.doubles("PT", self._count)[index], cost)

    def lines(self, index: NDArray[np.int32]) -> list[FloatArray]:
        """Return the ways to targets as unit vectors ``(K, 3)``, from source to target."""
        on_sphere = self.doubles("node_X", 3 * (self.nodes + _STARTS)).reshape(-1, 3)
        before = self.integers("par", self.nodes + _STARTS)
        places = self.doubles("PX", 3 * self._count).reshape(-1, 3)[index]
        end, node = self.integers("PE", self._count)[index], self.integers("PP", self._count)[index]
        ways = [[place] for place in places]  # from target to source
        start = node
        while (going := node >= 0).any():
            for k in np.flatnonzero(going).tolist():
                ways[k].append(on_sphere[node[k]])
            start = np.where(going, node, start)
            node = np.where(going, before[node], -1)
        source = self.integers("origin", self.nodes + _STARTS)[start].copy()
        strip = self.integers("strip_node", _STARTS)[start - self.nodes].copy()
        lines = [np.array(way) for way in ways]
        for k, line in enumerate(lines):
            if end[k] >= 0:
                line = np.concatenate([line[:1], self._strip_way(False, int(index[k]), int(end[k]))[::-1], line[1:]])
            if strip[k] >= 0:
                own = self._strip_way(True, int(source[k]), int(strip[k]))
                at = self.doubles("source_X", 3 * (int(source[k]) + 1)).reshape(-1, 3)[-1:]
                line = np.concatenate([line, own, at])
            moved = np.append(True, np.abs(np.diff(line, axis=0)).max(axis=1) > 1e-12)
            lines[k] = line[moved][::-1]
        return lines

    def _strip_way(self, of_source: bool, place: int, end: int) -> FloatArray:
        """Return the vertices of a way within strip, from its border to a source or target, as unit vectors."""
        key = (of_source, place, end)
        if key not in self._strip_ways:
            count = self.whole("strip_way", int(of_source), place, end)
            self._strip_ways[key] = self.doubles("path_at", 3 * count).reshape(-1, 3).copy()
        return self._strip_ways[key]

    def origins(self, index: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the sources from which targets were reached."""
        last = self.integers("PP", self._count)[index]
        return self.integers("origin", self.nodes + _STARTS)[last]

    def corners(self, index: NDArray[np.int32], source: tuple[float, float]) -> FloatArray:
        """Return longitude and latitude of the last vertices of the ways to targets."""
        vert = self.integers("vert", self.nodes + _STARTS)[self.integers("PL", self._count)[index]]
        own = len(self._mesh.vertices)
        corner = self._mesh.vertices[np.clip(vert, 0, own - 1)] / 1e5
        added = vert >= own
        if added.any():
            on_sphere = self.doubles("X", 3 * (int(vert.max()) + 1)).reshape(-1, 3)
            corner[added] = degrees(on_sphere[vert[added]])
        corner[vert < 0] = source
        return np.asarray(corner)

    def _put(self, points: FloatArray) -> int:
        address = self.whole("buffer", points.size)
        self.write(address, points)
        return address
