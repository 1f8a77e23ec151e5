"""Which gates of the sea mesh ways pass, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

_TOUCH = 3e-8  # 20 cm: ways turn at the very ends of gates, which are points of the shore
_ALONG = 1e-5  # radians: a way that sails along a gate does not pass it there
_DIGITS = 9  # of unit vectors, to tell that two are the same vertex
_AT_ONCE = 4_000_000  # pairs of a leg and an edge that are compared in one piece


class GateEdges:
    """The edges of a mesh that lie on gates.

    Parameters
    ----------
    a, b : (E, 3) array of float
        Unit vectors of their ends.
    gate : (E,) array of int
        Their gates.
    """

    def __init__(self, a: FloatArray, b: FloatArray, gate: NDArray[np.int64]) -> None:
        self._a, self._b, self._gate = a, b, gate
        self._centre, self._half = (a + b) / 2, np.linalg.norm(b - a, axis=1) / 2
        self._at: dict[tuple[float, ...], list[tuple[int, FloatArray, int]]] = {}
        for one, other, end in ((a, b, 1), (b, a, -1)):
            for k, vertex in enumerate(np.round(one, _DIGITS).tolist()):
                self._at.setdefault(tuple(vertex), []).append((int(gate[k]), other[k], end))

    def passed(self, lines: Sequence[FloatArray]) -> list[tuple[int, ...]]:
        """Return the gates that lines of great circles pass, in the order of sailing, each once.

        Parameters
        ----------
        lines : sequence of (K, 3) arrays of float
            Unit vectors of the vertices of ways.

        Notes
        -----
        A way that turns at the very end of a gate passes it if the gate lies outside the turn, since land lies inside.
        Gates that share an edge are told by number where its first end lies to the left of the way, and else the other
        way round, so that a way back tells them in reverse.
        """
        if not len(self._gate) or not lines:
            return [()] * len(lines)
        legs = np.concatenate([np.hstack([line[:-1], line[1:]]) for line in lines])
        if not len(legs):  # ways from a place to itself
            return [()] * len(lines)
        once, back = np.unique(legs, axis=0, return_inverse=True)
        on_leg = self._on_legs(once[:, :3], once[:, 3:])
        found, at = [], 0
        for line in lines:
            order: dict[int, None] = {}
            for k in range(len(line) - 1):
                if k:
                    order.update(dict.fromkeys(self._at_turn(line[k - 1], line[k], line[k + 1])))
                order.update(dict.fromkeys(on_leg.get(int(back[at + k]), ())))
            at += len(line) - 1
            found.append(tuple(order))
        return found

    def _on_legs(self, p: FloatArray, q: FloatArray) -> dict[int, list[int]]:
        """Return the gates that legs cross between their ends, by the number of the leg."""
        normal = np.cross(p, q)
        size = np.linalg.norm(normal, axis=1)
        normal /= np.maximum(size, 1e-300)[:, None]
        rows = max(1, _AT_ONCE // len(self._gate))
        pairs = [
            np.add(np.argwhere(np.abs(normal[k : k + rows] @ self._centre.T) <= self._half + _TOUCH), (k, 0))
            for k in range(0, len(p), rows)
        ]
        leg, edge = np.concatenate(pairs).T
        keep = size[leg] > 1e-12
        leg, edge = leg[keep], edge[keep]
        side_a, side_b = _dot(normal[leg], self._a[edge]), _dot(normal[leg], self._b[edge])
        astride = (np.minimum(side_a, side_b) <= _TOUCH) & (np.maximum(side_a, side_b) >= -_TOUCH)
        astride &= (np.abs(side_a) > _TOUCH) | (np.abs(side_b) > _TOUCH)  # not along it
        leg, edge, side_a, side_b = leg[astride], edge[astride], side_a[astride], side_b[astride]
        share = np.clip(side_a / (side_a - side_b), 0, 1)[:, None]
        at = self._a[edge] + share * (self._b[edge] - self._a[edge])
        ahead = np.cross(normal[leg], p[leg])
        angle = np.arctan2(_dot(at, ahead), _dot(at, p[leg]))
        whole = np.arctan2(_dot(q[leg], ahead), _dot(q[leg], p[leg]))
        inside = (angle > _TOUCH) & (angle < whole - _TOUCH)
        found: dict[int, list[int]] = {}
        number = self._gate[edge[inside]] * np.where(side_a >= side_b, 1, -1)[inside]
        for k in np.lexsort((number, angle[inside], leg[inside])):
            found.setdefault(int(leg[inside][k]), []).append(int(self._gate[edge[inside][k]]))
        return found

    def _at_turn(self, before: FloatArray, v: FloatArray, after: FloatArray) -> list[int]:
        """Return the gates that end at a vertex of a way, outside its turn."""
        ends = self._at.get(tuple(np.round(v, _DIGITS).tolist()))
        if not ends:
            return []
        turned, *angles = _angles(v, before, (after, *(other for _, other, _ in ends)))
        # The inner side is the smaller angle; the outer one is passed from the side of `before` on.
        left = turned >= np.pi
        met = [
            (a, gate, gate * end * (1 if left else -1))
            for a, (gate, _, end) in zip(angles, ends, strict=True)
            if _ALONG < a < 2 * np.pi - _ALONG and abs(a - turned) > _ALONG
        ]
        seen = sorted((a if left else -a, number, gate) for a, gate, number in met if (a < turned) == left)
        return [gate for _, _, gate in seen]


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("ij,ij->i", a, b))


def _angles(v: FloatArray, before: FloatArray, points: Sequence[FloatArray]) -> list[float]:
    """Return the angles at a vertex from one point to others, counter-clockwise, 0 to 2 pi."""
    east = np.cross(before, v)
    east /= np.linalg.norm(east)
    north = np.cross(v, east)
    first, *others = (float(np.arctan2((x - v) @ north, (x - v) @ east)) for x in (before, *points))
    return [(other - first) % (2 * np.pi) for other in others]
