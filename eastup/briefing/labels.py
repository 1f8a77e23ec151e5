"""Places labels so that none overlaps another, a marker or the frame.

Each label has candidate positions around its point (Imhof's order: right of it first, then left, above and below, near
before far) and a priority. Labels are placed by priority, each at its free candidate of least cost, where crossing a
line costs. A label that fits nowhere is left out and reported, never drawn over another. Coordinates are page points
(1/72 inch) from the lower left corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from eastup.briefing import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eastup.geodesy import FloatArray

Box = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax in points."""

LINE_HEIGHT = 1.18
"""Of the font size: from one baseline to the next."""
_DESCENT = 0.27
_ASCENT = 0.88

# Directions in Imhof's order of preference, as (cosine, sine), with the cost of each.
_DIRECTIONS = (
    (1.0, 0.35, 0.0), (1.0, -0.35, 0.2), (1.0, 0.0, 0.1), (-1.0, 0.35, 0.6), (-1.0, -0.35, 0.7), (-1.0, 0.0, 0.6),
    (0.0, 1.0, 0.8), (0.0, -1.0, 0.9), (0.7, 0.7, 0.5), (-0.7, 0.7, 1.0), (0.7, -0.7, 0.7), (-0.7, -0.7, 1.1),
)  # fmt: skip
_CROSSING_COST = 0.9
_FAR_COST = 1.6
_LEADER_COST = 3.0


@dataclass(frozen=True)
class Label:
    """Text that belongs to a point on the page."""

    lines: tuple[str, ...]
    x: float
    """Of the point it belongs to, points."""
    y: float
    size_pt: float = 8.0
    priority: float = 0.0
    """Higher is placed first."""
    gap_pt: float = 3.0
    """Clearance from the point: the marker's radius and a little more."""
    color: str = "#1d2a35"
    detail_scale: float = 0.86
    """Size of the second and later lines, relative to the first."""
    leader: bool = False
    """May stand away from its point, joined to it by a thin line."""
    required: bool = False
    """Complain when it does not fit."""

    def size_of(self, line: int) -> float:
        """Return the size of a line in points."""
        return self.size_pt * (1.0 if line == 0 else self.detail_scale)

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height in points."""
        width = max(fonts.width_pt(text, self.size_of(n)) for n, text in enumerate(self.lines))
        height = sum(self.size_of(n) for n in range(len(self.lines))) * LINE_HEIGHT
        return width, height


@dataclass(frozen=True)
class Placed:
    """A label with its place on the page."""

    label: Label
    box: Box
    align: str
    """How its lines are set: left, center or right."""
    cost: float
    leader: tuple[float, float, float, float] | None = None
    """From the point to the label, where it stands away."""

    def leader_boxes(self) -> list[Box]:
        """Cover the leader, but for its start at the marker, by small boxes."""
        if self.leader is None:
            return []
        x1, y1, x2, y2 = self.leader
        steps = max(1, int(math.hypot(x2 - x1, y2 - y1) / 3))
        points = [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t) for t in np.linspace(0.25, 1, steps + 1)]
        return [(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in points]

    def baselines(self) -> list[tuple[str, float, float, float]]:
        """Return text, x, baseline y and size of each line; x is the edge or the middle that ``align`` names."""
        x = {"left": self.box[0], "center": (self.box[0] + self.box[2]) / 2, "right": self.box[2]}[self.align]
        result, top = [], self.box[3]
        for number, text in enumerate(self.label.lines):
            size = self.label.size_of(number)
            top -= size * LINE_HEIGHT
            result.append((text, x, top + size * _DESCENT, size))
        return result


@dataclass
class Canvas:
    """What is on the page already: boxes that labels must avoid and lines that they had better not cross."""

    frame: Box
    obstacles: list[Box] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add_polyline(self, xy: FloatArray, heavy: bool = False) -> None:
        """Add a line (N, 2) in points; a heavy one becomes an obstacle of small boxes."""
        for (x1, y1), (x2, y2) in zip(xy[:-1], xy[1:], strict=True):
            self.lines.append((x1, y1, x2, y2))
            if heavy:
                steps = max(1, int(math.hypot(x2 - x1, y2 - y1) / 4))
                for t in np.linspace(0, 1, steps + 1):
                    x, y = x1 + t * (x2 - x1), y1 + t * (y2 - y1)
                    self.obstacles.append((x - 1.2, y - 1.2, x + 1.2, y + 1.2))


def place(labels: Iterable[Label], canvas: Canvas) -> tuple[list[Placed], list[Label]]:
    """Place labels; return those placed and those left out.

    Parameters
    ----------
    labels : iterable of Label
    canvas : Canvas

    Returns
    -------
    placed : list of Placed
        No two overlap, none overlaps an obstacle or leaves the frame.
    left_out : list of Label
    """
    order = sorted(labels, key=lambda label: (-label.priority, label.lines, label.x, label.y))
    lines = np.array(canvas.lines, dtype=float).reshape(-1, 4)
    taken = _Boxes(canvas.obstacles)
    candidates = {id(label): _candidates(label, canvas.frame, lines) for label in order}
    placed: list[Placed] = []
    left_out: list[Label] = []
    for label in order:
        choice = next((c for c in candidates[id(label)] if taken.is_free(c)), None)
        if choice is None:
            left_out.append(label)
        else:
            taken.add(choice)
            placed.append(choice)
    return placed, left_out


class _Boxes:
    """Boxes that are taken, with a vectorised overlap test."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._array = np.array(boxes, dtype=float).reshape(-1, 4)

    def add(self, placed: Placed) -> None:
        rows = [placed.box]
        rows += placed.leader_boxes()
        self._array = np.vstack([self._array, rows])

    def is_free(self, candidate: Placed) -> bool:
        x0, y0, x1, y1 = candidate.box
        a = self._array
        return not bool(((a[:, 0] < x1) & (a[:, 2] > x0) & (a[:, 1] < y1) & (a[:, 3] > y0)).any())


def _candidates(label: Label, frame: Box, lines: FloatArray) -> list[Placed]:
    """Return the places inside the frame, the best first."""
    width, height = label.extent
    found = []
    for ring, (reach, extra) in enumerate([(0.0, 0.0), (4.0, _FAR_COST)]):
        for cos, sin, cost in _DIRECTIONS:
            found.append(_at(label, width, height, cos, sin, label.gap_pt + reach, cost + extra, ring=ring))
    if label.leader:
        for reach in (14.0, 24.0, 36.0, 50.0):
            for angle in range(0, 360, 30):
                cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
                far = _at(label, width, height, cos, sin, reach, _LEADER_COST + reach / 20, ring=2)
                found.append(far)
    x0, y0, x1, y1 = frame
    inside = [p for p in found if p.box[0] >= x0 and p.box[1] >= y0 and p.box[2] <= x1 and p.box[3] <= y1]
    crossings = _crossings(np.array([p.box for p in inside]).reshape(-1, 4), lines)
    costed = [replace(p, cost=p.cost + _CROSSING_COST * n) for p, n in zip(inside, crossings, strict=True)]
    return sorted(costed, key=lambda p: p.cost)


def _at(
    label: Label, width: float, height: float, cos: float, sin: float, reach: float, cost: float, ring: int
) -> Placed:
    """Put the label's box against the point in a direction."""
    cx = label.x + cos * reach + (width / 2) * (1 if cos > 0.3 else -1 if cos < -0.3 else 0)
    cy = label.y + sin * reach + (height / 2) * (1 if sin > 0.6 else -1 if sin < -0.6 else sin)
    box = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
    align = "left" if cos > 0.3 else "right" if cos < -0.3 else "center"
    leader = None
    if ring == 2:
        end_x = min(max(label.x, box[0]), box[2])
        end_y = min(max(label.y, box[1]), box[3])
        leader = (label.x, label.y, end_x, end_y)
    return Placed(label, box, align, cost, leader)


def _crossings(boxes: FloatArray, lines: FloatArray) -> list[int]:
    """Count for each box ``(N, 4)`` the line segments ``(M, 4)`` that run through it (Liang and Barsky's clipping)."""
    x1, y1, x2, y2 = (column[None, :] for column in lines.T)
    left, bottom, right, top = (column[:, None] for column in boxes.T)
    dx, dy = x2 - x1, y2 - y1
    enter, leave = np.zeros((len(boxes), len(lines))), np.ones((len(boxes), len(lines)))
    with np.errstate(divide="ignore", invalid="ignore"):
        for p, q in ((-dx, x1 - left), (dx, right - x1), (-dy, y1 - bottom), (dy, top - y1)):
            t = q / p
            enter = np.where(p < 0, np.fmax(enter, t), enter)
            leave = np.where(p > 0, np.fmin(leave, t), leave)
            leave = np.where((p == 0) & (q < 0), -1.0, leave)
    return [int(n) for n in (enter < leave).sum(axis=1)]
