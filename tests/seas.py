"""Small seas for tests of the search, and slow answers to the same questions by other means."""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np
import shapely
from pyproj import Geod

from eastup.sea.auxiliary import vectors
from eastup.sea.mesh import Mesh

GEOD = Geod(ellps="WGS84")
NO_GATES = {
    "gate_edge": np.zeros(0, np.int32),
    "gate_of": np.zeros(0, np.int16),
    "gates": (),
    "toll_km": np.zeros(0),
}


def islands(rng, box=(120.0, 20.0, 126.0, 26.0), tries=14):
    """Star-shaped islands that do not touch."""
    west, south, east, north = box
    kept = []
    for _ in range(tries):
        centre = rng.uniform((west + 0.5, south + 0.5), (east - 0.5, north - 0.5))
        turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 9)))
        if np.diff(turns, append=turns[0] + 2 * np.pi).max() > 2.8:
            continue
        radius = rng.uniform(0.2, 1.1, len(turns))
        ring = centre + radius[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
        island = shapely.Polygon(np.round(ring, 5))
        if island.is_valid and all(island.distance(other) > 0.12 for other in kept):
            kept.append(island)
    return shapely.MultiPolygon(kept), shapely.box(*box)


def mesh_of(labelled):
    """Mesh of areas, ``[(area, label), ...]``, or None if rounding turns a triangle over."""
    corners, labels = [], []
    for area, label in labelled:
        for part in shapely.get_parts(area):
            triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(part))
            corners.append(shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3])
            labels += [label] * len(triangles)
    vertices, back = np.unique(
        np.rint(np.concatenate(corners).reshape(-1, 2) * 1e5).astype(np.int32), axis=0, return_inverse=True
    )
    triangles = back.reshape(-1, 3).astype(np.int32)
    a, b, c = (vertices[triangles[:, k]].astype(np.int64) for k in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    triangles[area < 0] = triangles[area < 0][:, ::-1]
    a, b, c = (vectors(vertices[triangles[:, k]] / 1e5) for k in range(3))
    if (np.einsum("ij,ij->i", a, np.cross(b - a, c - a)) < 1e-12).any():
        return None
    return Mesh(vertices, triangles, np.array(labels, np.uint8), **NO_GATES)


def open_sea(seed):
    """A sea of roomy water about islands."""
    land, box = islands(np.random.default_rng(seed))
    return mesh_of([(box - land, 0)])


def sea_with_strip(seed, width=0.15):
    """A sea whose islands have a strip about them, which joins where they are near."""
    land, box = islands(np.random.default_rng(seed))
    strip = shapely.buffer(land, width, quad_segs=2)
    roomy = max(shapely.get_parts(shapely.set_precision(box - strip, 1e-5)), key=shapely.area)
    return mesh_of([(roomy, 0), (shapely.set_precision(box - land - roomy, 1e-5), 1)])


def with_gate(mesh, rng, toll_km=0.0, lines=1):
    """The mesh with edges from shore to shore as one gate, and the edges as lines; of a gate of one line, maybe several."""
    half = half_edges(mesh)
    number = {edge: k for k, edge in enumerate(map(tuple, half.tolist()))}
    shore = {v for a, b in number if (b, a) not in number for v in (a, b)}
    inner = [(a, b) for a, b in number if a < b and (b, a) in number]
    across = [(a, b) for a, b in inner if a in shore and b in shore]
    if len(across) >= lines:
        chosen = [across[k] for k in rng.choice(len(across), lines, replace=False)]
    else:  # the shores are joined by several edges only
        assert lines == 1
        chosen = _from_shore_to_shore(inner, shore, rng)
    edges = np.array([number[way] for a, b in chosen for way in ((a, b), (b, a))], np.int32)
    gated = replace(
        mesh,
        gate_edge=edges,
        gate_of=np.zeros(len(edges), np.int16),
        gates=("gate",),
        toll_km=np.array([float(toll_km)]),
    )
    return gated, mesh.vertices[np.array(chosen)] / 1e5


def _from_shore_to_shore(inner, shore, rng):
    """The fewest edges within the water from a vertex of the shore to another."""
    joined = {}
    for a, b in inner:
        joined.setdefault(a, []).append(b)
        joined.setdefault(b, []).append(a)
    start = int(rng.choice(sorted(shore & joined.keys())))
    before, queue = {start: None}, [start]
    for v in queue:
        if v in shore and v != start:
            break
        for w in joined[v]:
            if w not in before:
                before[w] = v
                queue.append(w)
    path = [v]
    while before[path[-1]] is not None:
        path.append(before[path[-1]])
    return list(zip(path[:-1], path[1:], strict=True))


def half_edges(mesh):
    return np.stack([mesh.triangles, np.roll(mesh.triangles, -1, axis=1)], axis=-1).reshape(-1, 2)


def on_water(mesh, rng, count):
    """Places within random triangles, some way from their edges."""
    share = rng.dirichlet((2, 2, 2), count)
    corners = mesh.vertices[mesh.triangles[rng.integers(len(mesh.triangles), size=count)]] / 1e5
    return np.einsum("ij,ijk->ik", share, corners)


class VisibilityGraph:
    """Shortest ways by brute force: all vertices of the shore that see each other, tested against every wall.

    Only the mesh's outer edges are used, none of its triangles, but to tell water from land.
    """

    def __init__(self, mesh, labels=(0, 1, 2, 3, 4), closed=()):
        self.lonlat = mesh.vertices / 1e5
        self.at = vectors(self.lonlat)
        kept = np.isin(mesh.label, labels)
        self.triangles = self.at[mesh.triangles[kept]]
        half = {tuple(e) for e in half_edges(replace(mesh, triangles=mesh.triangles[kept])).tolist()}
        shore = [e for e in half if e[::-1] not in half]
        self.closed = np.array(closed, dtype=int).reshape(-1, 2)
        self.walls = np.concatenate([np.array(shore), self.closed])
        self.corners = np.unique(self.walls)

    def sees(self, p, q, skip=()):
        """Whether nothing lies between two unit vectors; walls at the vertices `skip` do not count."""
        kept = ~np.isin(self.walls, skip).any(axis=1) if len(skip) else slice(None)
        ahead = p + q
        return not self.hits(p, q, self.walls[kept]) and self.water(ahead / np.linalg.norm(ahead))

    def hits(self, p, q, walls):
        """Whether any of the walls crosses the great circle between two unit vectors."""
        a, b = self.at[walls[:, 0]], self.at[walls[:, 1]]
        line, wall = np.cross(p, q), np.cross(a, b)
        beside, across = (a @ line) * (b @ line) < 0, (wall @ p) * (wall @ q) < 0
        return bool((beside & across & ((a + b) @ (p + q) > 0)).any())

    def water(self, p):
        a, b, c = (self.triangles[:, k] for k in range(3))
        inside = [np.einsum("j,ij->i", p, np.cross(u, v)) > -1e-12 for u, v in ((a, b), (b, c), (c, a))]
        return bool(np.all(inside, axis=0).any())

    def distances(self, places):
        """Kilometres between places, ``inf`` where there is no way."""
        points = vectors(places)
        joined = [[] for _ in range(len(self.corners) + len(places))]
        lonlat = np.concatenate([self.lonlat[self.corners], places])
        at = np.concatenate([self.at[self.corners], points])
        outer = {frozenset(wall) for wall in self.walls.tolist()}
        n = len(self.corners)
        for i in range(len(at)):
            for j in range(i):
                ends = [int(self.corners[k]) for k in (i, j) if k < n]
                along = len(ends) == 2 and frozenset(ends) in outer and not self.hits(at[i], at[j], self.closed)
                if along or self.sees(at[i], at[j], ends):
                    km = GEOD.inv(*lonlat[i], *lonlat[j])[2] / 1000
                    joined[i].append((j, km))
                    joined[j].append((i, km))
        return np.array([self._dijkstra(joined, n + k)[n:] for k in range(len(places))])

    @staticmethod
    def _dijkstra(joined, start):
        km = np.full(len(joined), np.inf)
        km[start], heap = 0.0, [(0.0, start)]
        while heap:
            d, i = heapq.heappop(heap)
            if d > km[i]:
                continue
            for j, length in joined[i]:
                if d + length < km[j]:
                    km[j] = d + length
                    heapq.heappush(heap, (km[j], j))
        return km


def chequered(columns=48, rows=40):
    """A sea by arithmetic alone, the same on every machine: a lattice with some squares left out, labels and a gate."""
    lon, lat = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))
    vertices = np.column_stack([12_000_000 + 30_000 * lon.ravel(), 1_000_000 + 25_000 * lat.ravel()]).astype(np.int32)
    vertices += (np.arange(vertices.size).reshape(-1, 2) * 7919 % 9001).astype(np.int32)
    triangles, label = [], []
    for j in range(rows):
        for i in range(columns):
            if (i * 7 + j * 13) % 11 == 0 or (i % 9 == 4 and j % 5 and j % 7):
                continue
            a = j * (columns + 1) + i
            b, c, d = a + 1, a + columns + 2, a + columns + 1
            triangles += [(a, b, c), (a, c, d)] if (i + j) % 2 else [(a, b, d), (b, c, d)]
            label += [1 if (i * 5 + j * 3) % 17 == 0 else 0] * 2
    mesh = Mesh(vertices, np.array(triangles, np.int32), np.array(label, np.uint8), **NO_GATES)
    return mesh
