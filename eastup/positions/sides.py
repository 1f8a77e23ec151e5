"""On which side of a gate's line a position is, and which steps cross it.

A gate's whole line runs from main land to main land, over the islets between its stretches. It is cut into short pieces
and everything is decided by the signs of determinants of positions in space: a step is the arc of the plane through
its ends and the middle of the earth. The determinants are sums of products written out, so the same step has the same
signs in any batch. The sign for a vertex of the line is found once for both pieces that meet there, so that a step
through it crosses once. A position within `ON_LINE_M` of the line counts as left of it, and is moved there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from eastup.positions.cells import Grid
from eastup.positions.ellipsoid import Points
from eastup.positions.nearest import dense

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.positions.cells import Ints
    from eastup.positions.gates import Gate

    Bools = NDArray[np.bool_]

ON_LINE_M = 0.01
_PIECE_M = 2_000.0  # the plane through both ends is within a millimetre of the geodesic
_AT_ONCE = 2_048  # steps held against a line of 200 pieces at a time: 3 MB an array


@dataclass(frozen=True)
class Crossings:
    """Steps across gates.

    Attributes
    ----------
    step : (C,) ndarray of int
        Number of the fix that the step starts from.
    gate : (C,) ndarray of int16
    to_right : (C,) ndarray of bool
        Whether it goes from the left of the line to the right.
    part : (C,) ndarray
        Which part of the step lies before the line, 0 to 1.
    """

    step: Ints
    gate: NDArray[np.int16]
    to_right: Bools
    part: FloatArray


class Line:
    """The whole line of one gate in pieces."""

    def __init__(self, gate: Gate) -> None:
        whole = dense(gate.whole, _PIECE_M)
        self.vertices = np.stack(Points.of(*whole.T.copy()).xyz())
        a, b = self.vertices[:, :-1], self.vertices[:, 1:]
        normal = np.cross(a, b, axis=0)
        self.left = normal / np.sqrt((normal**2).sum(axis=0))
        self.along = b - a
        self.length2 = (self.along**2).sum(axis=0)
        self.middle = (self.vertices.min(axis=1) + self.vertices.max(axis=1)) / 2.0
        self.radius_m = float(np.sqrt(((self.vertices - self.middle[:, None]) ** 2).sum(axis=0)).max())
        self.clear_m = gate.clear_km * 1000.0

    def near(self, xyz: FloatArray, reach_m: FloatArray | float) -> Ints:
        """Return which positions may be within a reach of the line."""
        off2 = sum((xyz[i] - self.middle[i]) ** 2 for i in range(3))
        return np.flatnonzero(off2 <= (self.radius_m + reach_m + 1.0) ** 2)

    def distance_m(self, xyz: FloatArray) -> FloatArray:
        """Return how far positions are from the line, straight through space: metres a few kilometres off it."""
        result = np.empty(xyz.shape[1])
        for start in range(0, len(result), _AT_ONCE):
            part = xyz[:, start : start + _AT_ONCE, None]
            off2, _ = self._off2(part)
            result[start : start + _AT_ONCE] = np.sqrt(off2.min(axis=1))
        return result

    def is_clear(self, xyz: FloatArray) -> Bools:
        """Return which positions are as far off the line as counts as clear of it."""
        clear = np.ones(xyz.shape[1], bool)
        near = self.near(xyz, self.clear_m)
        clear[near] = self.distance_m(xyz[:, near]) >= self.clear_m
        return clear

    def crossed(self, p: FloatArray, q: FloatArray) -> tuple[NDArray[np.int8], FloatArray]:
        """Return which steps cross: 1 to the right, -1 to the left, 0 not; and which part of each lies before."""
        p, q = self._off_line(p), self._off_line(q)
        side_p, side_q = self._sides(p), self._sides(q)
        across = np.cross(p, q, axis=0)
        v = self.vertices
        turn = across[0][:, None] * v[0] + across[1][:, None] * v[1] + across[2][:, None] * v[2]
        middle = (p + q) / 2.0
        ahead = middle[0][:, None] * v[0, :-1] + middle[1][:, None] * v[1, :-1] + middle[2][:, None] * v[2, :-1] > 0
        left_p, left_q, left_v = side_p >= 0, side_q >= 0, turn >= 0
        hit = (left_p != left_q) & (left_v[:, :-1] != left_v[:, 1:]) & ahead
        net = (hit & left_p).sum(axis=1) - (hit & left_q).sum(axis=1)
        part = np.zeros(len(net))
        steps, pieces = np.nonzero(hit)
        if len(steps):
            a, b = side_p[steps, pieces], side_q[steps, pieces]
            np.maximum.at(part, steps, a / (a - b))
        return np.sign(net).astype(np.int8), part

    def _sides(self, xyz: FloatArray) -> FloatArray:
        """Return how far to the left of each piece's plane positions are, ``(positions, pieces)``, metres."""
        n = self.left
        return np.asarray(xyz[0][:, None] * n[0] + xyz[1][:, None] * n[1] + xyz[2][:, None] * n[2])

    def _off2(self, xyz: FloatArray) -> tuple[FloatArray, FloatArray]:
        w = [xyz[i] - self.vertices[i, :-1] for i in range(3)]
        t = np.clip((w[0] * self.along[0] + w[1] * self.along[1] + w[2] * self.along[2]) / self.length2, 0.0, 1.0)
        off = [w[i] - t * self.along[i] for i in range(3)]
        return off[0] * off[0] + off[1] * off[1] + off[2] * off[2], t

    def _off_line(self, xyz: FloatArray) -> FloatArray:
        """Move what stands on the line to its left: at a vertex, to the left of both pieces together."""
        off2, _ = self._off2(xyz[:, :, None])
        # A piece's chord is up to 8 cm below the ground, so look for what is near it and beside its plane.
        touches = (off2 <= 0.2**2) & (np.abs(self._sides(xyz)) <= ON_LINE_M)
        rows = np.flatnonzero(touches.any(axis=1))
        if not len(rows):
            return xyz
        moved = xyz.copy()
        for row in rows:
            left = self.left[:, touches[row]].sum(axis=1)
            moved[:, row] += 2.0 * ON_LINE_M * left / np.sqrt((left**2).sum())
        return moved


class GateLines:
    """The whole lines of several gates, and how far off the nearest of them every cell is at least."""

    def __init__(self, gates: list[Gate]) -> None:
        self.lines = [Line(gate) for gate in gates]
        self._grid = Grid()
        self._tree = cKDTree(np.concatenate([line.vertices for line in self.lines], axis=1).T)
        self._off_m = np.full(len(self._grid), -1.0, np.float32)

    def crossings(self, lon: FloatArray, lat: FloatArray, xyz: FloatArray, cut: Bools) -> Crossings:
        """Return every step across a gate, in the order of gates and steps.

        Parameters
        ----------
        lon, lat : (N,) ndarray, degrees
        xyz : (3, N) ndarray, metres
        cut : (N,) ndarray of bool
            Whether no step leads from this position to the next.
        """
        chord2 = np.append(sum(np.diff(part) ** 2 for part in xyz), 0.0)
        off = self._at_least_off_m(self._grid.cell(lon, lat))
        # A step reaches the line only if it is as long as the way there: a point of an arc is no farther than its end.
        steps = np.flatnonzero(~cut & (chord2 >= off * off))
        found: list[tuple[Ints, NDArray[np.int8], FloatArray, int]] = []
        start, end = xyz[:, steps], xyz[:, steps + 1]
        long = np.sqrt(chord2[steps])
        for number, line in enumerate(self.lines):
            near = line.near(start, long)
            for at in range(0, len(near), _AT_ONCE):
                some = near[at : at + _AT_ONCE]
                ways, parts = line.crossed(start[:, some], end[:, some])
                hit = np.flatnonzero(ways)
                found.append((steps[some[hit]], ways[hit], parts[hit], number))
        step = np.concatenate([np.empty(0, np.intp), *(f[0] for f in found)])
        way = np.concatenate([np.empty(0, np.int8), *(f[1] for f in found)])
        part = np.concatenate([np.empty(0), *(f[2] for f in found)])
        gate = np.repeat(np.array([f[3] for f in found], np.int16), [len(f[0]) for f in found])
        return Crossings(step, gate, way > 0, part)

    def _at_least_off_m(self, cell: Ints) -> FloatArray:
        off = self._off_m[cell]
        if (off < 0).any():
            new = np.unique(cell[off < 0])
            middle = np.stack(self._grid.middle(new).xyz(), axis=1)
            least = self._tree.query(middle)[0] - self._grid.reach_m(new) - _PIECE_M - 1.0
            # Rounded down, since it is held as float32.
            self._off_m[new] = np.maximum(least, 0.0).astype(np.float32) * np.float32(0.999999)
            off = self._off_m[cell]
        return off.astype(float)
