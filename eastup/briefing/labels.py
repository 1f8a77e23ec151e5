"""Places labels so that none overlaps another, a marker or the frame.

Each label has candidate positions around its point (Imhof's order: right of it first, then left, above and below, near
before far) and a priority. Labels are placed by priority, each at its free candidate of least cost, where crossing a
line costs. A label that fits nowhere is left out and reported, never drawn over another. Coordinates are page points
(1/72 inch) from the lower left corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup.briefing import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_LEADER_COST = 2.6
_CUT_COST = 1.0
"""Of each line that a leader crosses."""
_MISTAKEN_COST = 3.0
"""Of a place beside another label's point, for which it would be taken."""
_NEAR_PT = 16.0
_SAME_PT = 3.0
_MUCH_WORSE = 2.0
_MOST_CROSSINGS = 3
"""More lines than these through a label make it no worse: a bent line counts as many."""
_APART = 2.5
"""Space between two labels side by side, points."""


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
    topic: str = "labels"
    bold: bool = False

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


@dataclass(frozen=True)
class Along:
    """Where a text stands along a line: the middle of its baseline, and the boxes that it covers."""

    x: float
    y: float
    angle_deg: float
    """Counterclockwise."""
    boxes: list[Box]


@dataclass
class Canvas:
    """What is on the page already: boxes that labels must avoid and lines that they had better not cross."""

    frame: Box
    obstacles: list[Box] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    along: list[Along] = field(default_factory=list)
    """Texts that stand along lines."""

    def add_box(self, x: float, y: float, reach: float) -> None:
        """Keep labels off a square about a point."""
        self.obstacles.append((x - reach, y - reach, x + reach, y + reach))

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

    The most important come first, each at its cheapest free place. A label that finds none may then push one less
    important label to another place, if that one has any.

    Parameters
    ----------
    labels : iterable of Label
    canvas : Canvas

    Returns
    -------
    placed : list of Placed
        No two overlap, none overlaps an obstacle, another's leader or leaves the frame.
    left_out : list of Label
    """
    order = sorted(labels, key=lambda label: (-label.priority, label.lines, label.x, label.y))
    lines = np.array(canvas.lines, dtype=float).reshape(-1, 4)
    obstacles = np.array(canvas.obstacles, dtype=float).reshape(-1, 4)
    along = np.array([box for text in canvas.along for box in text.boxes], dtype=float).reshape(-1, 4)
    points = np.array([(label.x, label.y) for label in order], dtype=float).reshape(-1, 2)
    candidates = [_free(_candidates(label, canvas.frame, lines, points), obstacles, along) for label in order]
    chosen: dict[int, Placed] = {}
    # Among equals the one with the fewest good places chooses first.
    for number in sorted(range(len(order)), key=lambda n: (-order[n].priority, _good(candidates[n]))):
        options = candidates[number]
        choice = next((c for c in options if not _in_the_way(c, chosen)), None)
        if choice is not None:
            chosen[number] = choice
        else:
            _make_room(number, candidates, chosen)
    for number in list(chosen):  # what was placed early may now find a better place than it had, or has had to take
        rest = {n: placed for n, placed in chosen.items() if n != number}
        chosen[number] = next(c for c in candidates[number] if c is chosen[number] or not _in_the_way(c, rest))
    return [chosen[n] for n in sorted(chosen)], [label for n, label in enumerate(order) if n not in chosen]


def _good(candidates: list[Placed]) -> int:
    """Count the places that are not much worse than the best."""
    return sum(c.cost < candidates[0].cost + _MUCH_WORSE for c in candidates)


def _make_room(number: int, candidates: list[list[Placed]], chosen: dict[int, Placed]) -> None:
    """Place a label where just one other stands in the way that can go elsewhere."""
    for option in candidates[number]:
        blockers = _in_the_way(option, chosen)
        if len(blockers) != 1:
            continue
        [other] = blockers
        rest = {n: placed for n, placed in chosen.items() if n != other} | {number: option}
        for elsewhere in candidates[other]:
            if not _in_the_way(elsewhere, rest):
                chosen |= {number: option, other: elsewhere}
                return


def _in_the_way(candidate: Placed, chosen: dict[int, Placed]) -> list[int]:
    """Return the numbers of the placed labels that a candidate, or its leader, would touch."""
    x0, y0, x1, y1 = candidate.box
    mine = [(x0 - _APART, y0, x1 + _APART, y1), *candidate.leader_boxes()]
    return [
        number
        for number, other in chosen.items()
        if any(overlap(a, b) for a in mine for b in (other.box, *other.leader_boxes()))
    ]


def overlap(a: Box, b: Box) -> bool:
    """Say whether two boxes overlap; touching edges do not."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _free(candidates: list[Placed], obstacles: FloatArray, texts: FloatArray) -> list[Placed]:
    """Keep the candidates that overlap no obstacle, and whose leaders cross no text that stands along a line."""
    if not candidates:
        return candidates
    taken = _hit(np.array([c.box for c in candidates]), obstacles)
    leaders = [(n, box) for n, c in enumerate(candidates) for box in c.leader_boxes()]
    if leaders and len(texts):
        crossed = _hit(np.array([box for _, box in leaders]), texts)
        taken[[n for (n, _), hit in zip(leaders, crossed, strict=True) if hit]] = True
    return [c for c, t in zip(candidates, taken, strict=True) if not t]


def _hit(boxes: FloatArray, others: FloatArray) -> Any:
    """Say which boxes ``(N, 4)`` overlap any of the others ``(M, 4)``."""
    x0, y0, x1, y1 = (column[:, None] for column in boxes.T)
    a0, b0, a1, b1 = (column[None, :] for column in others.T)
    return ((a0 < x1) & (a1 > x0) & (b0 < y1) & (b1 > y0)).any(axis=1)


def place_along(
    xy: FloatArray, text: str, size: float, canvas: Canvas, *, on_line: bool, off: shapely.STRtree | None = None
) -> Along | None:
    """Find the first stretch of a line along which a text, kept upright, is in nobody's way, and take it.

    Parameters
    ----------
    xy : (N, 2) array, points
    on_line : bool
        Whether the text stands on the line or beside it.
    off : STRtree, optional
        Polygons that it must keep off.
    """
    half = fonts.width_pt(text, size) / 2 + 2
    line = shapely.LineString(xy)
    if line.length < 2 * half:
        return None
    taken = np.array(canvas.obstacles, dtype=float).reshape(-1, 4)
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9):
        for side in (0.0,) if on_line else (size * 1.1, -size * 1.1):
            middle = line.interpolate(share, normalized=True)
            ahead = line.interpolate(min(share + 0.02, 1), normalized=True)
            behind = line.interpolate(max(share - 0.02, 0), normalized=True)
            angle = math.atan2(ahead.y - behind.y, ahead.x - behind.x)
            if math.cos(angle) < -1e-9:
                angle += math.pi
            x, y = middle.x - side * math.sin(angle), middle.y + side * math.cos(angle)
            boxes = _boxes_along(x, y, angle, half, size * 0.62)
            if _all_free(boxes, taken, canvas.frame) and not _touches(boxes, off):
                canvas.obstacles.extend(boxes)
                base = size * 0.36
                found = Along(x + base * math.sin(angle), y - base * math.cos(angle), math.degrees(angle), boxes)
                canvas.along.append(found)
                return found
    return None


def _all_free(boxes: list[Box], taken: FloatArray, frame: Box) -> bool:
    a = np.array(boxes)
    if a[:, 0].min() < frame[0] or a[:, 1].min() < frame[1] or a[:, 2].max() > frame[2] or a[:, 3].max() > frame[3]:
        return False
    return not bool(_hit(a, taken).any())


def _touches(boxes: list[Box], polygons: shapely.STRtree | None) -> bool:
    if polygons is None:
        return False
    return bool(polygons.query(shapely.box(*np.array(boxes).T), predicate="intersects").size)


def _boxes_along(x: float, y: float, angle: float, half: float, thickness: float) -> list[Box]:
    """Cover a turned text by small upright boxes."""
    steps = max(2, int(half / thickness) + 1)
    r = thickness
    return [
        (
            x + t * math.cos(angle) - r,
            y + t * math.sin(angle) - r,
            x + t * math.cos(angle) + r,
            y + t * math.sin(angle) + r,
        )
        for t in np.linspace(-half + r, half - r, steps)
    ]


def _candidates(label: Label, frame: Box, lines: FloatArray, points: FloatArray) -> list[Placed]:
    """Return the places inside the frame, the best first."""
    width, height = label.extent
    found = []
    for ring, (reach, extra) in enumerate([(0.0, 0.0), (4.0, _FAR_COST)]):
        for cos, sin, cost in _DIRECTIONS:
            found.append(_at(label, width, height, cos, sin, label.gap_pt + reach, cost + extra, ring=ring))
    if label.leader:
        for reach in (10.0, 17.0, 25.0, 34.0, 44.0, 56.0, 70.0, 86.0):
            for angle in range(0, 360, 12):
                cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
                far = _at(label, width, height, cos, sin, reach, _LEADER_COST + reach / 14, ring=2)
                found.append(far)
    x0, y0, x1, y1 = frame
    inside = [p for p in found if p.box[0] >= x0 and p.box[1] >= y0 and p.box[2] <= x1 and p.box[3] <= y1]
    crossings = _crossings(np.array([p.box for p in inside]).reshape(-1, 4), lines)
    cut = _leaders_cross(inside, lines)
    others = points[np.hypot(*(points - (label.x, label.y)).T) > _SAME_PT]
    boxes = np.array([p.box for p in inside]).reshape(-1, 4)
    own = _apart(boxes, np.array([(label.x, label.y)]))
    mistaken: Any = (_apart(boxes, others) < np.minimum(own + 1.0, _NEAR_PT)).any(axis=1)
    costed = [
        replace(p, cost=p.cost + _CROSSING_COST * min(n, _MOST_CROSSINGS) + _CUT_COST * c + _MISTAKEN_COST * m)
        for p, n, c, m in zip(inside, crossings, cut, mistaken, strict=True)
    ]
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


def _apart(boxes: FloatArray, points: FloatArray) -> FloatArray:
    """Return how far each of the boxes ``(N, 4)`` is from each of the points ``(M, 2)``."""
    x, y = (column[None, :] for column in points.T)
    x0, y0, x1, y1 = (column[:, None] for column in boxes.T)
    return np.asarray(np.hypot(np.maximum(np.maximum(x0 - x, x - x1), 0), np.maximum(np.maximum(y0 - y, y - y1), 0)))


def _leaders_cross(candidates: list[Placed], lines: FloatArray) -> list[int]:
    """Count for each candidate the line segments ``(M, 4)`` that its leader crosses away from its point."""
    if not len(lines):
        return [0] * len(candidates)
    counts = []
    c, d = lines[:, :2], lines[:, 2:]
    for candidate in candidates:
        if candidate.leader is None:
            counts.append(0)
            continue
        x1, y1, x2, y2 = candidate.leader
        a, b = np.array([x1 + (x2 - x1) * 0.15, y1 + (y2 - y1) * 0.15]), np.array([x2, y2])
        apart = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
        counts.append(int(apart.sum()))
    return counts


def _side(a: FloatArray, b: FloatArray, p: FloatArray) -> FloatArray:
    """Say on which side of the line from a to b a point is, by sign."""
    return np.asarray(
        (b[..., 0] - a[..., 0]) * (p[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (p[..., 0] - a[..., 0])
    )


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
