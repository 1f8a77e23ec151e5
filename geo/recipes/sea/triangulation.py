"""A constrained triangulation that can be changed: points inserted, edges forced, edges flipped until it is Delaunay.

Plain Python on whole numbers: every test of orientation is exact, and building takes seconds. After Lawson (1977) for
insertion and flips, and Sloan (1993) for forced edges.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

Edge = tuple[int, int]
_LONGEST_WALK = 5000


class TriangulationError(ValueError):
    """The triangulation can't be changed as asked."""


class Triangulation:
    """Triangles on points of whole numbers, counterclockwise, each with a label.

    Parameters
    ----------
    points : (V, 2) int array
    triangles : (T, 3) int array
        Numbers of points, counterclockwise.
    labels : (T,) int array
        Edges between different labels, and those of one triangle alone, never go.

    Attributes
    ----------
    fixed : set of pairs of point numbers, lower first
        Edges that are never flipped.
    tags : dict
        Numbers that fixed edges carry; both halves of a split edge carry them on.
    """

    def __init__(self, points: NDArray[np.int64], triangles: NDArray[np.int64], labels: NDArray[np.int64]) -> None:
        self.points: list[Edge] = [(int(x), int(y)) for x, y in points.tolist()]
        self.triangles: list[list[int]] = triangles.tolist()
        self.labels: list[int] = labels.tolist()
        self.owner: dict[Edge, int] = {}
        for t, (a, b, c) in enumerate(self.triangles):
            self.owner[a, b] = self.owner[b, c] = self.owner[c, a] = t
        if len(self.owner) != 3 * len(self.triangles):
            raise TriangulationError("triangles overlap: an edge has two triangles on one side")
        self.number = {p: v for v, p in enumerate(self.points)}
        self.fixed: set[Edge] = set()
        self.tags: dict[Edge, tuple[int, ...]] = {}
        self._at: dict[int, set[int]] = {}
        for t, corners in enumerate(self.triangles):
            for v in corners:
                self._at.setdefault(v, set()).add(t)
        for (a, b), t in self.owner.items():
            other = self.owner.get((b, a))
            if other is None or self.labels[other] != self.labels[t]:
                self.fixed.add(_key(a, b))

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the points, the triangles and the labels."""
        return (
            np.array(self.points, dtype=np.int64).reshape(-1, 2),
            np.array(self.triangles, dtype=np.int64).reshape(-1, 3),
            np.array(self.labels, dtype=np.int64),
        )

    def insert(self, point: Edge, start: int) -> int | None:
        """Add a point and flip the edges about it.

        Parameters
        ----------
        point : (x, y)
        start : int
            A triangle near it, from which it is walked to.

        Returns
        -------
        int or None
            Its number, also of a point that is already there; None where the walk ends at a border.
        """
        if point in self.number:
            return self.number[point]
        t = self._triangle_of(point, start)
        if t is None:
            return None
        v = len(self.points)
        self.points.append(point)
        self.number[point] = v
        a, b, c = self.triangles[t]
        for p, q, r in ((a, b, c), (b, c, a), (c, a, b)):
            if self._turn(p, q, v) == 0:
                self._split_edge(p, q, r, v)
                return v
        label = self.labels[t]
        self._put(t, a, b, v)
        self._add(b, c, v, label)
        self._add(c, a, v, label)
        self.legalize([(a, b), (b, c), (c, a)])
        return v

    def split(self, a: int, b: int) -> int:
        """Put a point on the middle of an edge, and return its number."""
        t = self.owner[a, b]
        (ax, ay), (bx, by) = self.points[a], self.points[b]
        middle = ((ax + bx) // 2, (ay + by) // 2)
        if middle in self.number:
            raise TriangulationError(f"no room for a point on the edge from {self.points[a]} to {self.points[b]}")
        v = len(self.points)
        self.points.append(middle)
        self.number[middle] = v
        self._split_edge(a, b, self._third(t, a, b), v)
        return v

    def force(self, a: int, b: int) -> list[Edge]:
        """Make the straight line between two points an edge, or edges by way of points on it, and keep it.

        Returns
        -------
        list of pairs of point numbers
            The edges that it consists of, in order.
        """
        if (a, b) in self.owner or (b, a) in self.owner:
            self.fixed.add(_key(a, b))
            return [(a, b)]
        crossed = self._crossed(a, b)
        if isinstance(crossed, int):
            return self.force(a, crossed) + self.force(crossed, b)
        waiting = deque(crossed)
        tries = 0
        while waiting:
            c, d = waiting.popleft()
            t, s = self.owner[c, d], self.owner[d, c]
            e, f = self._third(t, c, d), self._third(s, c, d)
            if self._turn(f, d, e) > 0 and self._turn(e, c, f) > 0:
                self._flip(c, d, e, f)
                tries = 0
                if self._crosses(a, b, e, f):
                    waiting.append((e, f))
            else:
                waiting.append((c, d))
                tries += 1
                if tries > 4 * len(waiting) + 8:
                    raise TriangulationError(f"edge {self.points[a]} - {self.points[b]} can't be forced")
        self.fixed.add(_key(a, b))
        return [(a, b)]

    def legalize(self, edges: Iterable[Edge] | None = None) -> int:
        """Flip edges that are not Delaunay, and those about them; return how many."""
        stack = [e for e in self.owner if e[0] < e[1]] if edges is None else list(edges)
        flips = 0
        while stack:
            a, b = stack.pop()
            if _key(a, b) in self.fixed:
                continue
            t, s = self.owner.get((a, b)), self.owner.get((b, a))
            if t is None or s is None:
                continue
            c, d = self._third(t, a, b), self._third(s, a, b)
            if self._in_circle(a, b, c, d) and self._turn(d, b, c) > 0 and self._turn(c, a, d) > 0:
                self._flip(a, b, c, d)
                stack += [(b, c), (c, a), (a, d), (d, b)]
                flips += 1
        return flips

    def _triangle_of(self, point: Edge, start: int) -> int | None:
        t: int | None = start
        for _ in range(_LONGEST_WALK):
            assert t is not None
            a, b, c = self.triangles[t]
            least, p, q = min((self._turn_to(p, q, point), p, q) for p, q in ((a, b), (b, c), (c, a)))
            if least >= 0:
                return t
            t = self.owner.get((q, p))
            if t is None:
                return None
        return None

    def _split_edge(self, p: int, q: int, r: int, v: int) -> None:
        """Split the edge p-q, in whose triangle r is the third corner, at a point v on it."""
        kept = _key(p, q) in self.fixed
        sides = [(p, q, r)]
        other = self.owner.get((q, p))
        if other is not None:
            sides.append((q, p, self._third(other, q, p)))
        self.fixed.discard(_key(p, q))
        tag = self.tags.pop(_key(p, q), None)
        for a, b, c in sides:
            t = self.owner.pop((a, b))
            self._put(t, a, v, c)
            self._add(v, b, c, self.labels[t])
        if kept:
            self.fixed |= {_key(p, v), _key(v, q)}
        if tag is not None:
            self.tags[_key(p, v)] = self.tags[_key(v, q)] = tag
        self.legalize([(c, a) for a, _, c in sides] + [(b, c) for _, b, c in sides] + [(p, v), (v, q)])

    def _crossed(self, a: int, b: int) -> list[Edge] | int:
        """Return the edges that the line a-b crosses, in order, or the first point that lies on it."""
        t, (p, q) = self._way_out(a, b)
        if q == -1:
            return p
        found = []
        while True:
            if _key(p, q) in self.fixed:
                raise TriangulationError(f"a forced edge crosses a fixed one at {self.points[p]} - {self.points[q]}")
            found.append((p, q))
            t = self.owner[q, p]
            r = self._third(t, p, q)
            if r == b:
                return found
            side = self._turn(a, b, r)
            if side == 0:
                return r
            p, q = (r, q) if side < 0 else (p, r)

    def _way_out(self, a: int, b: int) -> tuple[int, Edge]:
        """Return the triangle at a through which the line to b leaves, and its far edge, right end first.

        A far edge that ends in -1 is a point on the line.
        """
        for t in self._around(a):
            k = self.triangles[t].index(a)
            p, q = self.triangles[t][(k + 1) % 3], self.triangles[t][(k + 2) % 3]
            right, left = self._turn(a, b, p), self._turn(a, b, q)
            for corner, side in ((p, right), (q, left)):
                if side == 0 and self._ahead(a, b, corner):
                    return t, (corner, -1)
            if right < 0 < left and self._crosses(a, b, p, q):
                return t, (p, q)
        raise TriangulationError(f"no triangle at {self.points[a]} leads towards {self.points[b]}")

    def _around(self, a: int) -> list[int]:
        self._at[a] = {t for t in self._at[a] if a in self.triangles[t]}
        return sorted(self._at[a])

    def _ahead(self, a: int, b: int, p: int) -> bool:
        (ax, ay), (bx, by), (px, py) = self.points[a], self.points[b], self.points[p]
        along = (px - ax) * (bx - ax) + (py - ay) * (by - ay)
        return 0 < along <= (bx - ax) ** 2 + (by - ay) ** 2

    def _crosses(self, a: int, b: int, p: int, q: int) -> bool:
        return self._turn(a, b, p) * self._turn(a, b, q) < 0 and self._turn(p, q, a) * self._turn(p, q, b) < 0

    def _flip(self, a: int, b: int, c: int, d: int) -> None:
        """Replace the edge a-b, with c on its left and d on its right, by c-d."""
        t, s = self.owner.pop((a, b)), self.owner.pop((b, a))
        self._put(t, d, b, c)
        self._put(s, c, a, d)

    def _put(self, t: int, a: int, b: int, c: int) -> None:
        self.triangles[t] = [a, b, c]
        self.owner[a, b] = self.owner[b, c] = self.owner[c, a] = t
        for v in (a, b, c):
            self._at.setdefault(v, set()).add(t)

    def _add(self, a: int, b: int, c: int, label: int) -> None:
        self.triangles.append([])
        self.labels.append(label)
        self._put(len(self.triangles) - 1, a, b, c)

    def _third(self, t: int, a: int, b: int) -> int:
        p, q, r = self.triangles[t]
        return p if p not in (a, b) else q if q not in (a, b) else r

    def _turn(self, a: int, b: int, c: int) -> int:
        return self._turn_to(a, b, self.points[c])

    def _turn_to(self, a: int, b: int, point: Edge) -> int:
        (ax, ay), (bx, by), (cx, cy) = self.points[a], self.points[b], point
        return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)

    def _in_circle(self, a: int, b: int, c: int, d: int) -> bool:
        dx, dy = self.points[d]
        (ax, ay), (bx, by), (cx, cy) = ((x - dx, y - dy) for x, y in (self.points[v] for v in (a, b, c)))
        aa, bb, cc = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
        return ax * (by * cc - bb * cy) - ay * (bx * cc - bb * cx) + aa * (bx * cy - by * cx) > 0


def _key(a: int, b: int) -> Edge:
    return (a, b) if a < b else (b, a)
