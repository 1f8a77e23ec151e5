"""The mesh of the sea as the page carries it: small enough for a page, and quickly read.

Triangles are written as a walk from one to the next over their edges (as Gumhold and Strasser, Real time compression of
triangle mesh connectivity, 1998, and Touma and Gotsman, Triangle mesh compression, 1998): all that is left to say is
whether there is a triangle over an edge, and whether its third vertex is new or the next one along the rim of what is
known. A new vertex is written as its difference from the fourth corner of a parallelogram. Like numbers stand together,
so that deflate makes them small. ``client/sea/mesh.js`` reads it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy import sphere
from eastup.io.data import geo, intact
from eastup.sea import engine
from eastup.web import payload
from eastup.web.payload import bundle, planes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from eastup.sea.mesh import Mesh

    Ints = NDArray[np.int64]

STEP = 16
"""Vertices stand on multiples of this, 1e-5 degree: 10 m off at most. Half as much makes the page some 45 kB larger."""
LABELS = 5
NONE, NEW, NEXT, BEFORE, KNOWN = range(5)
"""What is over an edge: no triangle; or one with a new vertex, the next or the one before along the rim, or another."""
_FLAT = 1 / 298.257223563
_ROUNDS = 50
_LEAST_TURN = 1e-14
"""The flattest triangle of the mesh has 1.5e-14; one of 1e-16 may seem turned over where sines are rounded else."""


def packed(mesh: Mesh, step: int = STEP) -> bytes:
    """Return a mesh as a bundle of streams; see `eastup.web.payload`.

    Parameters
    ----------
    mesh : Mesh
    step : int
        Vertices are rounded to multiples of this, 1e-5 degree; where that turns a triangle over, its own stay exact.
    """
    walk = _walked(mesh)
    order = np.array(walk.order)
    steps, exact = _rounded(mesh, step)
    at = steps[order]
    new, a, b, opposite = np.array(walk.corners, dtype=np.int64).reshape(-1, 4).T
    first = np.ones(len(order), dtype=bool)
    first[new] = False
    sizes, bits = _residuals(at[new] - (at[a] + at[b] - at[opposite]), np.abs(at[b] - at[a]).max(axis=1))
    kept = np.flatnonzero(exact[order])
    number = np.empty(3 * len(mesh.triangles), dtype=np.int64)
    number[walk.halves] = np.arange(len(number))
    gate_edge = number[mesh.gate_edge]
    by_edge = np.lexsort((mesh.gate_of, gate_edge))
    parts = {
        "symbols": bytes(walk.symbols),
        "labels": bytes(walk.labels),
        "known": planes(walk.known),
        "seeds": planes(walk.seeds),
        "firsts": planes(at[first]),
        "sizes": b"".join(sizes),
        "bits": bits,
        "kept": planes(np.diff(kept, prepend=0)),
        "off": planes(mesh.vertices[order[kept]] - step * at[kept]),
        "gate_edge": planes(np.diff(gate_edge[by_edge], prepend=0)),
        "gate_of": planes(mesh.gate_of[by_edge]),
    }
    counts = {"step": step, "vertices": len(order), "triangles": len(mesh.triangles)}
    classes = [len(stream) for stream in sizes]
    return bundle(parts, **counts, classes=classes, gates=list(mesh.gates), tolls_km=mesh.toll_km.tolist())


def shipped() -> bytes:
    """Return the mesh of ``geo/seamesh.npz`` packed."""
    return zlib.decompressobj(-15).decompress(deflated())


def deflated() -> bytes:
    """Return the same deflated: from the file beside the mesh if it is of this mesh, else packed now.

    To pack takes some seconds; ``python -m geo.recipes.sea.pagemesh`` writes the file.
    """
    own, path = mark(engine.shipped().mesh), geo("seamesh-page.bin")
    with intact(path):
        written = path.read_bytes()
        if written[:4] == own:
            return written[4:]
    return _packed_now(own)


def data_of(written: bytes) -> bytes:
    """Return the packed mesh of a file of `geo.recipes.sea.pagemesh`: what follows its mark, inflated."""
    return zlib.decompressobj(-15).decompress(written[4:])


def mark(mesh: Mesh) -> bytes:
    """Return four bytes that tell one mesh from another."""
    found = zlib.crc32(STEP.to_bytes(4, "little"))
    for values in (mesh.vertices, mesh.triangles, mesh.label, mesh.gate_edge, mesh.gate_of, mesh.toll_km):
        found = zlib.crc32(np.ascontiguousarray(values).tobytes(), found)
    return found.to_bytes(4, "little")


@lru_cache(maxsize=1)
def _packed_now(_mark: bytes) -> bytes:
    return payload.deflated(packed(engine.shipped().mesh))


@dataclass
class _Walk:
    """What a walk over all triangles finds; vertices are numbered as it meets them."""

    symbols: bytearray = field(default_factory=bytearray)
    """For each edge that leads on, in order: what is over it."""
    labels: bytearray = field(default_factory=bytearray)
    """For each triangle that a symbol made: its label less that of the one that it was found from, modulo 5."""
    known: list[int] = field(default_factory=list)
    """Of vertices that must be named: how many vertices before the newest."""
    seeds: list[int] = field(default_factory=list)
    """Of each connected part: the three vertices of its first triangle, and its label."""
    order: list[int] = field(default_factory=list)
    """Vertices of the mesh."""
    corners: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Of each vertex that a symbol made: its number, those of the edge a, b, and of the third vertex on this side."""
    halves: list[int] = field(default_factory=list)
    """Half-edges of the mesh."""


def _walked(mesh: Mesh) -> _Walk:
    """Walk over all triangles. ``client/sea/mesh.js`` takes the same steps."""
    walk = _Walk()
    vertex, label, twin = mesh.triangles.ravel().tolist(), mesh.label.tolist(), _twins(mesh.triangles).tolist()
    number, done = [-1] * len(mesh.vertices), [False] * len(mesh.triangles)
    rim = _Rim()

    def meet(v: int) -> int:
        if number[v] < 0:
            number[v] = len(walk.order)
            walk.order.append(v)
        return number[v]

    for seed in range(len(done)):
        if done[seed]:
            continue
        done[seed] = True
        halves = (3 * seed, 3 * seed + 1, 3 * seed + 2)
        corners = [meet(vertex[g]) for g in halves]
        walk.seeds += [*corners, label[seed]]
        walk.halves += halves
        rim.begin(corners)
        while rim.waiting:
            h = rim.waiting.pop()
            if rim.joined[h]:
                continue
            g = twin[walk.halves[h]]
            if g < 0 or done[g // 3]:
                walk.symbols.append(NONE)
                continue
            done[g // 3] = True
            walk.labels.append((label[g // 3] - label[walk.halves[h] // 3]) % LABELS)
            second, third = (g - 2, g - 1) if g % 3 == 2 else (g + 1, g + 2 if g % 3 == 0 else g - 1)
            walk.halves += (g, second, third)
            c, (before, after) = number[vertex[third]], rim.candidates(h)
            if c < 0:
                walk.symbols.append(NEW)
                c = meet(vertex[third])
                walk.corners.append((c, *rim.corners(h)))
            elif c == after:
                walk.symbols.append(NEXT)
            elif c == before:
                walk.symbols.append(BEFORE)
            else:
                walk.symbols.append(KNOWN)
                walk.known.append(len(walk.order) - 1 - c)
            rim.add(h, c)
    return walk


class _Rim:
    """The rim of what is known: half-edges with what is known on their left, in loops; vertices by their numbers."""

    def __init__(self) -> None:
        self.start: list[int] = []
        """Where each half-edge of the walk starts."""
        self.joined: list[bool] = []
        self.waiting: list[int] = []
        """Half-edges over which nobody has looked yet, the last first."""
        self._next: list[int] = []
        self._before: list[int] = []
        self._at: dict[int, int] = {}
        """A half-edge of the rim that starts at a vertex."""

    def begin(self, corners: Sequence[int]) -> None:
        """Take a triangle that touches nothing."""
        self._triangle(corners)
        h = len(self.start) - 3
        for k in range(3):
            self._link(h + k, h + (k + 1) % 3)

    def candidates(self, h: int) -> tuple[int, int]:
        """Return the vertices before and after a half-edge along the rim."""
        return self.start[self._before[h]], self.start[_following(self._next[h])]

    def corners(self, h: int) -> tuple[int, int, int]:
        """Return where a half-edge starts and ends, and the third vertex of its triangle."""
        b = _following(h)
        return self.start[h], self.start[b], self.start[_following(b)]

    def add(self, h: int, c: int) -> None:
        """Put a triangle with the vertex c over a half-edge."""
        a, b, _ = self.corners(h)
        before, after = self._before[h], self._next[h]
        is_before, is_after = self.start[before] == c, self.start[_following(after)] == c
        there = self._at.get(c, -1)
        self._triangle((b, a, c))
        own = len(self.start) - 3
        into, out = own + 1, own + 2
        self.joined[h] = self.joined[own] = True
        if is_before:
            self.joined[before] = self.joined[into] = True
        if is_after:
            self.joined[after] = self.joined[out] = True
        if is_before and is_after:
            if self._next[after] != before:  # two loops that touch at c become one
                self._link(self._before[before], self._next[after])
        elif is_after:
            self._link(before, into)
            self._link(into, self._next[after])
        elif is_before:
            self._link(self._before[before], out)
            self._link(out, after)
        else:
            self._link(before, into)
            self._link(out, after)
            if there >= 0 and not self.joined[there]:  # the loop is open there, or joined with another
                self._link(self._before[there], out)
                self._link(into, there)
            else:
                self._link(into, out)

    def _triangle(self, corners: Sequence[int]) -> None:
        h = len(self.start)
        self.start += corners
        self.joined += (False, False, False)
        self._next += (-1, -1, -1)
        self._before += (-1, -1, -1)
        self.waiting += (h, h + 1, h + 2)

    def _link(self, one: int, other: int) -> None:
        self._next[one], self._before[other] = other, one
        self._at[self.start[other]] = other


def _following(h: int) -> int:
    """Return the half-edge after another in its triangle."""
    return h - 2 if h % 3 == 2 else h + 1


def _twins(triangles: NDArray[np.int32]) -> Ints:
    """Return the half-edge on the other side of each, -1 where there is none."""
    a, b = triangles.astype(np.int64).ravel(), np.roll(triangles.astype(np.int64), -1, axis=1).ravel()
    size = int(triangles.max()) + 1
    key, back = a * size + b, b * size + a
    order = np.argsort(key)
    at = np.minimum(np.searchsorted(key[order], back), len(key) - 1)
    return np.where(key[order[at]] == back, order[at], -1)


def _rounded(mesh: Mesh, step: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Return vertices in whole steps, and which must stay exact: those of triangles else flat or turned over."""
    vertices = mesh.vertices.astype(np.int64)
    steps = np.round(vertices / step).astype(np.int64)
    exact = np.zeros(len(vertices), dtype=bool)
    for _ in range(_ROUNDS):
        at = np.where(exact[:, None], vertices, step * steps)
        bad = _turn(at[mesh.triangles]) < _LEAST_TURN
        if not bad.any():
            break
        exact[mesh.triangles[bad]] = True
    return steps, exact & (vertices != step * steps).any(axis=1)


def _turn(corners: Ints) -> NDArray[np.float64]:
    """Return a number for each triangle ``(T, 3, 2)`` that is positive where it turns left, as the kernel does."""
    lonlat = corners.reshape(-1, 2) / 1e5
    reduced = np.degrees(np.arctan((1 - _FLAT) * np.tan(np.radians(lonlat[:, 1]))))
    a, b, c = sphere.unit_vectors(np.column_stack([lonlat[:, 0], reduced])).reshape(-1, 3, 3).transpose(1, 0, 2)
    return np.asarray(np.einsum("ij,ij->i", a, np.cross(b - a, c - a)))


def _residuals(off: Ints, edge: Ints) -> tuple[list[bytes], bytes]:
    """Return how many bits each number has, by the size of the edge that tells it, and the bits, signs first."""
    count = _bit_length(np.abs(off))
    by_class = _bit_length(edge)
    sizes = [count[by_class == k].ravel().astype(np.uint8).tobytes() for k in range(int(by_class.max(initial=0)) + 1)]
    count, value = count.ravel(), off.ravel()
    # A number of n bits is written as its sign and the n - 1 bits below its highest.
    code = np.where(
        count > 0, (value < 0) << np.maximum(count - 1, 0) | (np.abs(value) & ((1 << np.maximum(count - 1, 0)) - 1)), 0
    )
    ends = np.cumsum(count)
    bits = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    for k in range(int(count.max(initial=0))):
        has = count > k
        bits[ends[has] - 1 - k] = code[has] >> k & 1
    return sizes, np.packbits(bits).tobytes()


def _bit_length(values: Ints) -> Ints:
    return np.asarray(np.ceil(np.log2(values + 1.0)), dtype=np.int64)
