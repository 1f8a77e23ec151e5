"""Places labels so that none overlaps another, a marker or the frame.

Each label has candidate positions around its point (Imhof's order: right of it first, then left, above and below, near
before far, then away from it on a leader) and a priority. A candidate costs more the farther it is, the more lines
cross it or its leader, and where it stands nearer to another label's point. The important come first, each at its free
candidate of least cost; then labels move, one or two at a time, as long as that lowers the cost of all together. What
fits nowhere is left out and reported, never drawn over another. Coordinates are page points (1/72 inch) from the lower
left corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.briefing import fonts
from eastup.briefing.boxes import Box, apart, cross, overlaps, run_through

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eastup.briefing.along import Along
    from eastup.briefing.boxes import BoolArray
    from eastup.geodesy import FloatArray

LINE_HEIGHT = 1.18
"""Of the font size: from one baseline to the next."""
_DESCENT = 0.27

# Directions in Imhof's order of preference, as (cosine, sine), with the cost of each.
_DIRECTIONS = (
    (1.0, 0.35, 0.0), (1.0, -0.35, 0.2), (1.0, 0.0, 0.1), (-1.0, 0.35, 0.6), (-1.0, -0.35, 0.7), (-1.0, 0.0, 0.6),
    (0.0, 1.0, 0.8), (0.0, -1.0, 0.9), (0.7, 0.7, 0.5), (-0.7, 0.7, 1.0), (0.7, -0.7, 0.7), (-0.7, -0.7, 1.1),
)  # fmt: skip
_FARTHER_PT = 4.0
_FAR_COST = 1.6
_LEADERS_PT = (10.0, 17.0, 25.0, 34.0, 44.0, 56.0, 70.0, 86.0)
_LEADER_STEP_DEG = 12
_LEADER_COST = 2.6
_LEADER_COST_PER_PT = 1 / 14
_LEADER_START = 0.2
"""Share of a leader, at its point, that may touch what stands there."""
_CROSSING_COST = 0.9
_MOST_CROSSINGS = 3
"""More lines than these through a label make it no worse: a bent line counts as many."""
_CUT_COST = 1.0
"""Of each line that a leader crosses."""
_MISTAKEN_COST = 3.0
"""Of a place nearer to another label's point than to its own, for which it would be taken."""
_NEAR_PT = 16.0
_SAME_PT = 3.0
_MUCH_WORSE = 2.0
_LEFT_OUT_COST = 25.0
_GAIN = 0.25
"""Least gain that is worth a move."""
_ROUNDS = 2
_TRIALS = 6
"""Places that a label tries in a round of improvement."""
_STRAIGHT_PT = 0.4
"""A line that bends less than this counts as straight."""
_APART = 2.5
"""Space between two labels side by side."""


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
        points = [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t) for t in np.linspace(_LEADER_START, 1, steps + 1)]
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
    marks: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Further points of what is labelled, such as the ends of a gate, each with the point of its label."""
    along: list[Along] = field(default_factory=list)
    """Texts that stand along lines."""

    def add_box(self, x: float, y: float, reach: float) -> None:
        """Keep labels off a square about a point."""
        self.obstacles.append((x - reach, y - reach, x + reach, y + reach))

    def add_polyline(self, xy: FloatArray, heavy: bool = False) -> None:
        """Add a line (N, 2) in points; a heavy one becomes an obstacle of small boxes."""
        finite = xy[np.isfinite(xy).all(axis=1)]
        if len(finite) < 2:
            return
        simple = shapely.get_coordinates(shapely.simplify(shapely.LineString(finite), _STRAIGHT_PT)).tolist()
        for (x1, y1), (x2, y2) in zip(simple[:-1], simple[1:], strict=True):
            self.lines.append((x1, y1, x2, y2))
            if heavy:
                steps = max(1, int(math.hypot(x2 - x1, y2 - y1) / 4))
                for t in np.linspace(0, 1, steps + 1):
                    x, y = x1 + t * (x2 - x1), y1 + t * (y2 - y1)
                    self.obstacles.append((x - 1.2, y - 1.2, x + 1.2, y + 1.2))


@dataclass
class _Options:
    """The places that a label may take, the cheapest first."""

    label: Label
    boxes: FloatArray
    """``(N, 4)``"""
    leaders: FloatArray
    """``(N, 4)``, from the point to the label; NaN where it stands at its point."""
    costs: FloatArray
    sides: FloatArray
    """-1, 0 or 1: on which side of the point the label stands."""

    def chosen(self, rows: NDArray[np.intp]) -> _Options:
        """Return some of the options, in the order of their cost."""
        rows = rows[np.argsort(self.costs[rows], kind="stable")]
        return _Options(self.label, self.boxes[rows], self.leaders[rows], self.costs[rows], self.sides[rows])

    @cached_property
    def tails(self) -> FloatArray:
        """The leaders without their start."""
        start = self.leaders[:, :2] + (self.leaders[:, 2:] - self.leaders[:, :2]) * _LEADER_START
        return np.hstack([start, self.leaders[:, 2:]])

    def placed(self, number: int) -> Placed:
        """Return the label at one of its places."""
        x0, y0, x1, y1 = (float(v) for v in self.boxes[number])
        align = {1: "left", 0: "center", -1: "right"}[int(self.sides[number])]
        a, b, c, d = (float(v) for v in self.leaders[number])
        leader = None if math.isnan(a) else (a, b, c, d)
        return Placed(self.label, (x0, y0, x1, y1), align, float(self.costs[number]), leader)


def place(labels: Iterable[Label], canvas: Canvas) -> tuple[list[Placed], list[Label]]:
    """Place labels; return those placed and those left out.

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
    if not order:
        return [], []
    points = np.array([(label.x, label.y) for label in order], dtype=float)
    options = [_options(label, canvas, points) for label in order]
    choice: dict[int, int] = {}
    # Among equals the one with the fewest good places chooses first.
    for number in sorted(range(len(order)), key=lambda n: (-order[n].priority, _good(options[n]))):
        conflicts, _ = _conflicts(options[number], options, choice)
        free = np.flatnonzero(~conflicts.any(axis=1))
        if len(free):
            choice[number] = int(free[0])
    for _ in range(_ROUNDS):
        if not _improve(options, choice):
            break
    placed = [options[n].placed(choice[n]) for n in sorted(choice)]
    return placed, [label for n, label in enumerate(order) if n not in choice]


def _good(options: _Options) -> int:
    """Count the places that are not much worse than the best."""
    return int((options.costs < options.costs[:1].sum() + _MUCH_WORSE).sum())


def _improve(options: list[_Options], choice: dict[int, int]) -> bool:
    """Move labels to cheaper places, pushing one other away where both together gain; say whether any moved."""
    moved = False
    for number, mine in enumerate(options):
        now = _cost(number, options, choice)
        rest = {n: c for n, c in choice.items() if n != number}
        conflicts, others = _conflicts(mine, options, rest)
        in_the_way = conflicts.sum(axis=1)
        better = np.flatnonzero((in_the_way <= 1) & (mine.costs < now - _GAIN))
        for place in better[:_TRIALS]:
            pushed: dict[int, int] = {}
            if in_the_way[place]:
                other = others[int(conflicts[place].argmax())]
                without = {n: c for n, c in rest.items() if n != other} | {number: int(place)}
                free = np.flatnonzero(~_conflicts(options[other], options, without)[0].any(axis=1))
                if not len(free):
                    continue
                pushed = {other: int(free[0])}
                now_both = now + _cost(other, options, choice)
                if mine.costs[place] + options[other].costs[free[0]] > now_both - _GAIN:
                    continue
            choice |= {number: int(place), **pushed}
            moved = True
            break
    return moved


def _cost(number: int, options: list[_Options], choice: dict[int, int]) -> float:
    """Return what a label costs where it is; one that is left out costs more than any place."""
    if number in choice:
        return float(options[number].costs[choice[number]])
    return _LEFT_OUT_COST * (2.0 if options[number].label.required else 1.0)


def _conflicts(mine: _Options, options: list[_Options], choice: dict[int, int]) -> tuple[BoolArray, list[int]]:
    """Say which places of a label touch which of the labels that are placed, or the leaders of either.

    Returns
    -------
    conflicts : ``(N, M)`` bool
    others : list of the M labels' numbers
    """
    others = list(choice)
    if not others:
        return np.zeros((len(mine.costs), 0), dtype=bool), others
    boxes = np.array([options[n].boxes[c] for n, c in choice.items()])
    tails = np.array([options[n].tails[c] for n, c in choice.items()])
    hit = overlaps(mine.boxes + _ROOM, boxes)
    hit |= run_through(mine.tails, boxes + _INK).T
    hit |= run_through(tails, mine.boxes + _INK)
    hit |= cross(mine.tails, tails)
    return hit, others


_ROOM = np.array([-_APART, -_APART / 2, _APART, _APART / 2])
_INK = np.array([-0.6, -0.6, 0.6, 0.6])
"""Half the width of a leader, about a box."""


@lru_cache(maxsize=2)
def _pattern(with_leaders: bool) -> FloatArray:
    """Return the directions (cosine, sine), the reach beyond the gap, the cost and whether there is a leader."""
    rows = [(cos, sin, 0.0, cost, 0) for cos, sin, cost in _DIRECTIONS]
    rows += [(cos, sin, _FARTHER_PT, cost + _FAR_COST, 0) for cos, sin, cost in _DIRECTIONS]
    for reach in _LEADERS_PT if with_leaders else ():
        for degrees in range(0, 360, _LEADER_STEP_DEG):
            angle = math.radians(degrees)
            cost = _LEADER_COST + reach * _LEADER_COST_PER_PT
            rows.append((round(math.cos(angle), 9), round(math.sin(angle), 9), reach, cost, 1))
    return np.array(rows)


def _options(label: Label, canvas: Canvas, points: FloatArray) -> _Options:
    """Return the places of a label that lie in the frame and touch no obstacle."""
    width, height = label.extent
    cos, sin, reach, cost, led = _pattern(label.leader).T
    reach = np.where(led == 1, reach, reach + label.gap_pt)
    side = np.where(cos > 0.3, 1, np.where(cos < -0.3, -1, 0))
    x = label.x + cos * reach + width / 2 * side
    y = label.y + sin * reach + height / 2 * np.where(sin > 0.6, 1, np.where(sin < -0.6, -1, sin))
    boxes = np.column_stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2])
    ends = np.clip([label.x, label.y], boxes[:, :2], boxes[:, 2:])
    leaders = np.column_stack([np.full(len(x), label.x), np.full(len(x), label.y), ends])
    leaders[led == 0] = np.nan
    every = _Options(label, boxes, leaders, cost, side)
    x0, y0, x1, y1 = canvas.frame
    inside = (boxes[:, 0] >= x0) & (boxes[:, 1] >= y0) & (boxes[:, 2] <= x1) & (boxes[:, 3] <= y1)
    near = every.chosen(np.flatnonzero(inside))
    taken = overlaps(near.boxes, np.array(canvas.obstacles, dtype=float).reshape(-1, 4)).any(axis=1)
    texts = np.array([box for text in canvas.along for box in text.boxes], dtype=float).reshape(-1, 4)
    taken |= run_through(near.tails, texts).any(axis=0)
    free = near.chosen(np.flatnonzero(~taken))
    lines = np.array(canvas.lines, dtype=float).reshape(-1, 4)
    crossed = np.minimum(run_through(lines, free.boxes).sum(axis=1), _MOST_CROSSINGS)
    cut = cross(free.tails, lines).sum(axis=1)
    marks = np.vstack([np.hstack([points, points]), np.array(canvas.marks, dtype=float).reshape(-1, 4)])
    others = marks[np.hypot(*(marks[:, 2:] - (label.x, label.y)).T) > _SAME_PT, :2]
    own = apart(free.boxes, np.array([(label.x, label.y)]))
    mistaken = (apart(free.boxes, others) < np.minimum(own + 1.0, _NEAR_PT)).any(axis=1)
    free.costs = free.costs + _CROSSING_COST * crossed + _CUT_COST * cut + _MISTAKEN_COST * mistaken
    return free.chosen(np.arange(len(free.costs)))
