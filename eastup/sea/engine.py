"""Exact distances by ship on the navigation mesh: ways, fields and tables, with straits and own lines closed.

How to ask::

    sea = engine.shipped()                                # SeaEngine of geo/seamesh.npz, one a process
    water = Water(kind="navigable", closed=("kanmon",), lines=(my_line,))
    sea.route(a, b, water)                                # Track or None: km, line (K, 2), gates in order
    sea.field(source, points, water, limit_km=1778.0)     # Field: distance_km (N,), cost_km (N,), corner (N, 2)
    sea.fields(sources, points, water)                    # yields one Field a source, points prepared once
    sea.reached(sources, points, water, limit_km=1778.0)  # yields Reached: index, distance_km of what is within
    sea.nearest(sources, points, water)                   # Nearest: distance_km, which (N,), by one search
    sea.table(origins, targets, water, gates=True)        # Table: distance_km, cost_km (O, T), passed[o][t]
    sea.access(points, water)                             # Access: on_water, shore_km, strip_km of each place
    sea.shore_km(points)                                  # float (N,): to the nearest water of any kind
    sea.covers(points)                                    # bool (N,): within the region of the mesh

Places are ``(lon, lat)`` in degrees, longitudes of any turn. What the numbers mean:

* ``kind="navigable"``: ways keep to navigable water (labels 0 and 3); shore strip, shoal and port channel are used
  only where a way begins or ends, no farther than twice the shortest way out of them and 1 km more. The rule is the
  same at both ends, so distances are symmetric. ``kind="shortest"``: all water, without tolls.
* A place on land goes to the nearest water within `SHORE_KM` (20 km) in a straight line, whose length is counted and
  told (`Access.shore_km`). Farther inland, or where water is cut off, distances are ``inf`` and routes None. Points of
  rasters are not moved: ``shore_km=0``.
* Tolls of passages are part of ``cost_km``, by which ways are chosen; ``distance_km`` and `Track.km` are lengths;
  ``limit_km`` is one of length.
* Lengths are on WGS 84. Fields and tables use a formula good to millimetres; `Track.km` is the sum of the geodesics
  of its line, which agrees to 1e-6 of it.
* A field equals the routes to its points; a table and a field are equal.

`SeaEngine` may be shared by threads: each thread runs instances of its own. Nothing is written to disk. Errors:
`UnknownNameError` for a gate, `InputError` for a bad line, `KernelError` (an `EastupError`) where WebAssembly cannot
run. Importing this module imports neither wasmtime nor the mesh.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Unpack

import numpy as np

from eastup.errors import InputError, UnknownNameError
from eastup.geodesy import ellipsoid
from eastup.io.data import geo, kept
from eastup.io.progress import track
from eastup.sea.answers import OPEN, Access, Field, Nearest, Table, Track, Water, Within
from eastup.sea.auxiliary import degrees, lonlat, vectors
from eastup.sea.crossings import GateEdges
from eastup.sea.mesh import ALL_WATER, NAVIGABLE, Mesh
from eastup.sea.planning import plan
from eastup.sea.search import SHORE_KM, Reached, Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.sea.answers import Own

__all__ = [
    "OPEN",
    "SHORE_KM",
    "Access",
    "Field",
    "Nearest",
    "Reached",
    "SeaEngine",
    "Table",
    "Track",
    "Water",
    "Within",
    "shipped",
]


_LENT_WAYS = 4
"""Each costs two cuts of 0.05 s, another mesh 0.15 s: with twice as many some would wait longer than they save."""


class SeaEngine:
    """Answers questions about ways by sea on one mesh; may be shared by threads.

    Parameters
    ----------
    mesh : Mesh
    """

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self._own = threading.local()
        edges = mesh.gate_edge.astype(np.int64)
        gates = mesh.gate_of.astype(np.int64)
        if len(gates) and gates.max() >= len(mesh.gates):
            raise InputError("a gate of the sea mesh has no name")
        on_edge: dict[int, tuple[int, ...]] = {}
        for edge, gate in sorted(zip(edges.tolist(), gates.tolist(), strict=True)):
            on_edge[edge] = (*on_edge.get(edge, ()), gate)
        # The search knows one number an edge: that of the set of gates on it.
        self._sets = sorted(set(on_edge.values()))
        number = {gates: n for n, gates in enumerate(self._sets, 1)}
        self._set_of = np.zeros(3 * len(mesh.triangles), dtype=np.uint16)
        for edge, own in on_edge.items():
            self._set_of[edge] = number[own]
        a, b = mesh.triangles.ravel()[edges], np.roll(mesh.triangles, -1, axis=1).ravel()[edges]
        once = a < b  # each edge, not each half
        ends = vectors(mesh.vertices[a[once]] / 1e5), vectors(mesh.vertices[b[once]] / 1e5)
        self._gate_ends = *ends, gates[once]
        self._gate_edges = GateEdges(*self._gate_ends)
        self._with_own: dict[Own, GateEdges] = {}

    def gate_numbers(self, ids: Iterable[str]) -> frozenset[int]:
        """Return the numbers of gates; an unknown id raises `UnknownNameError`."""
        known = {gate: n for n, gate in enumerate(self.mesh.gates)}
        for name in ids:
            if name not in known:
                raise UnknownNameError("strait or passage", name, self.mesh.gates)
        return frozenset(known[name] for name in ids)

    def covers(self, points: ArrayLike) -> NDArray[np.bool_]:
        """Tell which points ``(N, 2)`` lie in the region of the mesh, be they on water or land."""
        where = lonlat(points)
        west_south, east_north = self.mesh.vertices.min(axis=0) / 1e5, self.mesh.vertices.max(axis=0) / 1e5
        return np.asarray(((where >= west_south) & (where <= east_north)).all(axis=1))

    def route(self, origin: ArrayLike, target: ArrayLike, water: Water = OPEN) -> Track | None:
        """Return the shortest way between two places (lon, lat), or None."""
        kernel = self._cut(water, ways=1)
        a, b = lonlat(origin), lonlat(target)
        kernel.targets(b, SHORE_KM)
        kernel.sources(a)
        if not len(kernel.way(0).index):
            return None
        tolls = float(kernel.doubles("PT", 1)[0])
        shore = float(kernel.doubles("source_shore", 1)[0]), float(kernel.singles("place_shore", 1)[0])
        (on_sphere,) = kernel.lines(np.zeros(1, np.int32))
        (gates,) = self._names([on_sphere], water.own)
        # Ends within the water stand where they were given; on land the line goes on from the shore.
        line = degrees(on_sphere)[0 if shore[0] else 1 : None if shore[1] else -1]
        line = np.concatenate([a, line, b])
        line[:, 0] = np.unwrap(line[:, 0], period=360)
        line = line[np.append(True, np.abs(np.diff(line, axis=0)).max(axis=1) > 1e-9)]
        length = float(ellipsoid.distance_m(*line[:-1].T, *line[1:].T).sum()) / 1000 if len(line) > 1 else 0.0
        return Track(length, length + tolls, line, gates, shore)

    def field(
        self,
        source: ArrayLike,
        points: ArrayLike,
        water: Water = OPEN,
        **within: Unpack[Within],
    ) -> Field:
        """Return distances from one place to points ``(N, 2)``, ``inf`` beyond the limit."""
        return next(self.fields([source], points, water, **within))

    def fields(
        self,
        sources: ArrayLike | Sequence[ArrayLike],
        points: ArrayLike,
        water: Water = OPEN,
        **within: Unpack[Within],
    ) -> Iterator[Field]:
        """Yield the field of each source at the same points, which are prepared once; see `field`."""
        n = len(ends := lonlat(points))
        for found, kernel, place in self._searches(sources, ends, water, **within):
            distance, cost, corner = np.full(n, np.inf), np.full(n, np.inf), np.full((n, 2), np.nan)
            distance[found.index], cost[found.index] = found.distance_km, found.cost_km
            corner[found.index] = kernel.corners(found.index, place)
            yield Field(distance, cost, corner)

    def reached(
        self,
        sources: ArrayLike | Sequence[ArrayLike],
        points: ArrayLike,
        water: Water = OPEN,
        **within: Unpack[Within],
    ) -> Iterator[Reached]:
        """Yield which points each source reaches within a limit, and how far they are; costs what lies within."""
        for found, _, _ in self._searches(sources, lonlat(points), water, **within):
            yield found

    def nearest(
        self,
        sources: ArrayLike,
        points: ArrayLike,
        water: Water = OPEN,
        **within: Unpack[Within],
    ) -> Nearest:
        """Return the nearest source of each point ``(N, 2)`` by one search from all sources at once."""
        ends = lonlat(points)
        kernel = self._cut(water)
        kernel.targets(ends, within.get("shore_km", SHORE_KM))
        kernel.sources(lonlat(sources))
        found = kernel.search(within.get("limit_km", np.inf))
        distance, cost = np.full(len(ends), np.inf), np.full(len(ends), np.inf)
        which = np.full(len(ends), -1, dtype=np.int32)
        distance[found.index], cost[found.index] = found.distance_km, found.cost_km
        which[found.index] = kernel.origins(found.index)
        return Nearest(distance, cost, which)

    def _searches(
        self, sources: ArrayLike | Sequence[ArrayLike], ends: FloatArray, water: Water, **within: Unpack[Within]
    ) -> Iterator[tuple[Reached, Search, tuple[float, float]]]:
        ticket = -1
        for lon, lat in lonlat(sources).tolist():
            kernel = self._cut(water)
            if kernel.ticket != ticket:  # at first, or when another question came between
                ticket = kernel.targets(ends, within.get("shore_km", SHORE_KM))
            kernel.sources(np.array([[lon, lat]]))
            yield kernel.search(within.get("limit_km", np.inf)), kernel, (lon, lat)

    def table(
        self,
        origins: ArrayLike,
        targets: ArrayLike,
        water: Water = OPEN,
        *,
        gates: bool = False,
        asked: NDArray[np.bool_] | None = None,
    ) -> Table:
        """Return the distances between places ``(O, 2)`` and ``(T, 2)``, with the gates of each way if ``gates``.

        Only the pairs that are ``asked``, ``(O, T)``, if it is given: all others are ``inf``.
        """
        starts, ends = lonlat(origins), lonlat(targets)
        pairs = np.ones((len(starts), len(ends)), dtype=bool) if asked is None else np.asarray(asked, dtype=bool)
        square = np.array_equal(starts, ends)  # then half of it suffices: distances are symmetric
        if square:  # those on the rim first: what is left lies ever closer together
            rank = np.empty(len(starts))
            rank[np.argsort(vectors(starts) @ vectors(starts).sum(axis=0), kind="stable")] = np.arange(len(starts))
            pairs = (pairs | pairs.T) & (rank[:, None] <= rank)
        cost = np.full(pairs.shape, np.inf)
        distance = np.full_like(cost, np.inf)
        lines: list[FloatArray] = []
        ways: list[tuple[int, int]] = []
        kernel, targets_are_ends = self._cut(water, ways=int(pairs.sum())), None
        steps = sorted(plan(pairs), key=lambda step: (not step.by_row, -len(step.others)))
        for step in track(steps, len(steps), "ways by sea"):
            others = ends if step.by_row else starts
            if targets_are_ends is not step.by_row:
                kernel.targets(others, SHORE_KM)
                targets_are_ends = step.by_row
            kernel.sources((starts if step.by_row else ends)[[step.place]])
            for found in kernel.ways(step.others, step.how):
                place = np.full(len(found.index), step.place)
                i, j = (place, found.index) if step.by_row else (found.index, place)
                distance[i, j], cost[i, j] = found.distance_km, found.cost_km
                if gates:
                    lines += [line if step.by_row else line[::-1] for line in kernel.lines(found.index)]
                    ways += zip(i.tolist(), j.tolist(), strict=True)
        if square:
            distance, cost = np.minimum(distance, distance.T), np.minimum(cost, cost.T)
        if not gates:
            return Table(distance, cost, None)
        rows: list[list[tuple[str, ...]]] = [[()] * len(ends) for _ in starts]
        course, homeward = np.full_like(cost, np.nan), np.full_like(cost, np.nan)
        leaving, returning = _courses(lines)
        for (a, b), names, out, home in zip(ways, self._names(lines, water.own), leaving, returning, strict=True):
            rows[a][b], course[a, b], homeward[a, b] = names, out, home
            if square:
                rows[b][a], course[b, a], homeward[b, a] = names[::-1], home, out
        return Table(distance, cost, tuple(map(tuple, rows)), course, homeward)

    def access(self, points: ArrayLike, water: Water = OPEN) -> Access:
        """Tell how places stand to the water."""
        kernel = self._cut(water)
        ends = lonlat(points)
        kernel.targets(ends, SHORE_KM)
        on_water = kernel.integers("place_at", len(ends)) >= 0
        shore = np.where(on_water, kernel.singles("place_shore", len(ends)).astype(float), np.inf)
        reach = kernel.singles("place_reach", len(ends)).astype(float)
        strip = np.where(on_water, np.where(reach > 0, (reach - 1) / 2, 0.0), np.inf)
        return Access(on_water & (shore == 0), shore, strip)

    def shore_km(self, points: ArrayLike) -> FloatArray:
        """Return how far places ``(N, 2)`` lie from water of any kind: 0 on it, ``inf`` beyond `SHORE_KM`."""
        ends = lonlat(points)
        kernel = next(iter(self._kernels().values()), None) or self._cut(OPEN)
        kernel.targets(ends, SHORE_KM)
        on_water = kernel.integers("place_at", len(ends)) >= 0
        return np.where(on_water, kernel.singles("place_shore", len(ends)).astype(float), np.inf)

    def _names(self, lines: Sequence[FloatArray], own: Own) -> list[tuple[str, ...]]:
        """Return the ids of the gates that ways pass, given as unit vectors."""
        ids = (*self.mesh.gates, *(gate for gate, _ in own))
        return [tuple(ids[gate] for gate in gates) for gates in self._edges(own).passed(lines)]

    def _edges(self, own: Own) -> GateEdges:
        """Return the edges of all gates, the user's own after those of the mesh."""
        if not own:
            return self._gate_edges
        edges = self._with_own.get(own)
        if edges is None:
            lines = [vectors(lonlat(line)) for _, line in own]
            a, b = (np.concatenate([line[side] for line in lines]) for side in (slice(None, -1), slice(1, None)))
            number = np.repeat(np.arange(len(own)) + len(self.mesh.gates), [len(line) - 1 for line in lines])
            every = [np.concatenate(pair) for pair in zip(self._gate_ends, (a, b, number), strict=True)]
            edges = GateEdges(*every)
            self._with_own = {own: edges}  # the latest: one theatre at a time
        return edges

    def _kernels(self) -> dict[str, Search]:
        kernels: dict[str, Search] = self._own.__dict__.setdefault("kernels", {})
        return kernels

    def _cut(self, water: Water, ways: float = np.inf) -> Search:
        """Return this thread's kernel for a kind of water, cut for what is closed.

        Whoever asks for a way asks for the shortest over all water too. The first few of those, of the number of
        ``ways`` that are to be searched, are found on the mesh laid out for ships' water: to lay out another costs
        30 MB and a tenth of a second.
        """
        kernels, navigable = self._kernels(), water.kind == "navigable"
        labels = NAVIGABLE if navigable else ALL_WATER
        kernel = kernels.get(water.kind)
        if kernel is None and not navigable and "navigable" in kernels:
            self._own.lent = getattr(self._own, "lent", 0) + ways
            if self._own.lent <= _LENT_WAYS:
                kernel = kernels["navigable"]
        if kernel is None:
            kernel = kernels[water.kind] = Search(self.mesh, self._set_of, self._sets, labels)
        closed = self.gate_numbers(water.closed)
        toll = self.mesh.toll_km if navigable else np.zeros(len(self.mesh.gates))
        kernel.cut(labels, closed, toll, water.lines)
        return kernel


def _courses(lines: Sequence[FloatArray]) -> FloatArray:
    """Return the azimuths, degrees, in which ways of unit vectors leave their first and last point, ``(2, N)``."""
    found = np.full((2, len(lines)), np.nan)
    long = [k for k, line in enumerate(lines) if len(line) > 1]
    if long:
        for side, (a, b) in enumerate(((0, 1), (-1, -2))):
            here, there = (degrees(np.array([lines[k][at] for k in long])) for at in (a, b))
            found[side, long] = ellipsoid.inverse(*here.T, *there.T)[0]
    return found


@kept("geo/seamesh.npz")
def shipped() -> SeaEngine:
    """Return the engine of ``geo/seamesh.npz``; another data folder, or a file written anew, gives another engine."""
    return SeaEngine(Mesh.load(geo("seamesh.npz")))
