"""The navigation mesh of the sea: triangles of water with labels, and the gates that can be closed.

On disk and in the page a mesh is *packed*: vertices in the order of a space-filling curve, so that neighbours have near
numbers; triangles in the order of their vertices; whole numbers as differences, their bytes apart by significance. That
is simple to read anywhere, and deflate makes it small.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup.errors import EastupError
from eastup.io.data import intact

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

ROOMY, STRIP, SHOAL, THROAT, CHANNEL = range(5)
"""Labels: roomy water, shore strip, shoal, throat (ordinary water through a strip), port channel."""
NAVIGABLE, ALL_WATER = 1 << ROOMY | 1 << THROAT, (1 << 5) - 1
"""Sets of labels, a bit each: where ships go, and all water."""
_MAGIC = b"SEAMESH1"
_HEAD = struct.Struct("<8s4I")
_DAMAGED = "the sea mesh is damaged"


@dataclass(frozen=True)
class Mesh:
    """Triangles of water; see `ROOMY` for the labels.

    Attributes
    ----------
    vertices : (V, 2) int32
        Longitude (continuous, 60 to 250 or a little more) and latitude, 1e-5 degree.
    triangles : (T, 3) int32
        Counter-clockwise, edges great circles.
    label : (T,) uint8
    gate_edge : (E,) int32
        Half-edges ``3 * t + k``, from ``triangles[t, k]`` to ``triangles[t, (k + 1) % 3]``; both of each edge. An edge
        on two gates stands twice.
    gate_of : (E,) int16
        Number of the gate.
    gates : tuple of str
        Ids of the gates.
    toll_km : (G,) float64
        What through traffic pays, in km, once a gate.
    """

    vertices: NDArray[np.int32]
    triangles: NDArray[np.int32]
    label: NDArray[np.uint8]
    gate_edge: NDArray[np.int32]
    gate_of: NDArray[np.int16]
    gates: tuple[str, ...]
    toll_km: NDArray[np.float64]

    def ordered(self) -> Mesh:
        """Return the same mesh with vertices along a curve and triangles by their vertices, as it is packed."""
        by_place = np.argsort(_along_curve(self.vertices), kind="stable")
        number = np.empty(len(by_place), np.int64)
        number[by_place] = np.arange(len(by_place))
        triangles = number[self.triangles]
        turn = triangles.argmin(axis=1)  # the least vertex stands first
        triangles = np.take_along_axis(triangles, (turn[:, None] + np.arange(3)) % 3, axis=1)
        order = np.lexsort(triangles.T[::-1])
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        triangle, side = np.divmod(self.gate_edge.astype(np.int64), 3)
        edge = 3 * place[triangle] + (side - turn[triangle]) % 3
        by_edge = np.lexsort((self.gate_of, edge))
        return Mesh(
            self.vertices[by_place],
            triangles[order].astype(np.int32),
            self.label[order],
            edge[by_edge].astype(np.int32),
            self.gate_of[by_edge],
            self.gates,
            self.toll_km,
        )

    def packed(self) -> bytes:
        """Return the mesh as bytes, to be deflated.

        Notes
        -----
        ``SEAMESH1``, then V, T, E and the length of the names as uint32 (all numbers little-endian); differences of the
        columns lon, lat (V each), a (first vertices of triangles), then b - a and c - a (T each), then the differences
        of gate_edge and the values of gate_of (E each): each column as four planes of bytes, the least significant
        first, of ``value << 1 ^ value >> 31``. Then label (T bytes), and names and tolls as JSON ``[[id, km], ...]``.
        """
        mesh = self.ordered()
        a, b, c = mesh.triangles.astype(np.int64).T
        names = json.dumps([[gate, float(km)] for gate, km in zip(mesh.gates, mesh.toll_km, strict=True)]).encode()
        columns = [
            *(_differences(column) for column in mesh.vertices.T),
            _differences(a),
            b - a,
            c - a,
            _differences(mesh.gate_edge),
            mesh.gate_of,
        ]
        head = _HEAD.pack(_MAGIC, len(mesh.vertices), len(a), len(mesh.gate_edge), len(names))
        return b"".join([head, *map(_planes, columns), mesh.label.astype(np.uint8).tobytes(), names])

    @classmethod
    def unpacked(cls, packed: bytes) -> Mesh:
        """Return the mesh that `packed` wrote.

        Raises
        ------
        EastupError
            The bytes are not those of a mesh.
        """
        try:
            magic, vertices, triangles, edges, names = _HEAD.unpack_from(packed)
            counts = (vertices, vertices, triangles, triangles, triangles, edges, edges)
            if magic != _MAGIC or len(packed) != _HEAD.size + 4 * sum(counts) + triangles + names:
                raise EastupError(_DAMAGED)
            at, columns = _HEAD.size, []
            for count in counts:
                columns.append(_from_planes(packed, at, count))
                at += 4 * count
            label = np.frombuffer(packed, np.uint8, triangles, at).copy()  # or all that was read would stay in memory
            gates = json.loads(packed[at + triangles :])
        except (struct.error, ValueError) as error:
            raise EastupError(_DAMAGED) from error
        lon, lat, a, b, c, edge, gate = columns
        first = np.cumsum(a, dtype=np.int32)
        return cls(
            np.column_stack([np.cumsum(lon, dtype=np.int32), np.cumsum(lat, dtype=np.int32)]),
            np.column_stack([first, first + b, first + c]),
            label,
            np.cumsum(edge, dtype=np.int32),
            gate.astype(np.int16),
            tuple(str(name) for name, _ in gates),
            np.array([float(km) for _, km in gates]),
        )

    def save(self, path: Path) -> None:
        """Write the mesh to a file, packed."""
        np.savez_compressed(path, packed=np.frombuffer(self.packed(), np.uint8))

    @classmethod
    def load(cls, path: Path) -> Mesh:
        """Read a mesh from a file.

        Raises
        ------
        EastupError
            The file is missing or damaged.
        """
        with intact(path), np.load(path, allow_pickle=False) as file:
            if "packed" in file:
                return cls.unpacked(file["packed"].tobytes())
            arrays = {name: file[name] for name in _ARRAYS}
        gates = tuple(str(gate) for gate in arrays.pop("gates"))
        return cls(gates=gates, **arrays)


_ARRAYS = ("vertices", "triangles", "label", "gate_edge", "gate_of", "gates", "toll_km")


def _along_curve(vertices: NDArray[np.int32]) -> Integers:
    """Return the place of points along a Hilbert curve over 2**26 units of 1e-5 degree a side."""
    x = vertices[:, 0].astype(np.int64)
    y = vertices[:, 1].astype(np.int64) + 10_000_000
    found = np.zeros(len(x), np.int64)
    for bit in range(25, -1, -1):
        size = 1 << bit
        right, upper = (x & size) > 0, (y & size) > 0
        found += size * size * ((3 * right) ^ upper)
        turned = ~upper
        flip = turned & right
        x, y = (
            np.where(flip, size - 1 - (x & (size - 1)), x & (size - 1)),
            np.where(flip, size - 1 - (y & (size - 1)), y & (size - 1)),
        )
        x, y = np.where(turned, y, x), np.where(turned, x, y)
    return found


def _differences(values: NDArray[np.integer]) -> Integers:
    value = np.asarray(values, np.int64)
    return np.asarray(np.concatenate([value[:1], value[1:] - value[:-1]]))


def _planes(values: NDArray[np.integer]) -> bytes:
    value = np.asarray(values, np.int64)
    return np.ascontiguousarray(((value << 1) ^ (value >> 63)).astype("<u4").view(np.uint8).reshape(-1, 4).T).tobytes()


def _from_planes(packed: bytes, at: int, count: int) -> NDArray[np.int32]:
    planes = np.frombuffer(packed, np.uint8, 4 * count, at).reshape(4, count)
    value = np.ascontiguousarray(planes.T).view("<u4").ravel()
    return ((value >> np.uint32(1)) ^ (np.uint32(0) - (value & np.uint32(1)))).astype(np.int32)
