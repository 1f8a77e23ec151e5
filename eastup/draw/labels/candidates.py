"""The places that a label may take around its point, and what each costs.

Imhof's order: right of the point first, then left, above and below, near before far, then away from it on a leader. A
place costs more the farther it is and the more lines cross it or its leader. Shut out are places on what is on the page
before the labels, on the land of another country, and those nearer to another label's point than to their own, unless a
leader says whose they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup.draw.boxes import apart, cross, hulls_of, overlaps, run_through
from eastup.draw.labels.label import LEADER_START, Placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.draw.boxes import BoolArray
    from eastup.draw.labels.label import Label, ObstacleMap
    from eastup.draw.labels.territory import Territory
    from eastup.geodesy.ellipsoid import FloatArray

Search = Literal["near", "many", "far", "farthest"]

# Directions in Imhof's order of preference, as (cosine, sine), with the cost of each.
_DIRECTIONS = (
    (1.0, 0.35, 0.0), (1.0, -0.35, 0.2), (1.0, 0.0, 0.1), (-1.0, 0.35, 0.6), (-1.0, -0.35, 0.7), (-1.0, 0.0, 0.6),
    (0.0, 1.0, 0.8), (0.0, -1.0, 0.9), (0.7, 0.7, 0.5), (-0.7, 0.7, 1.0), (0.7, -0.7, 0.7), (-0.7, -0.7, 1.1),
)  # fmt: skip
_FARTHER_PT = 4.0
_FAR_COST = 1.6
LONGEST_LEADER_PT = 45.0
"""The eye loses a longer one in a crowd: what finds no room within it gets a number."""
_LEADERS_PT = (10.0, 16.0, 22.0, 29.0, 37.0, LONGEST_LEADER_PT)
_LEADER_STEP_DEG = 12
_MANY_LEADERS_PT = (8.0, 11.0, 14.0, 18.0, 22.0, 26.0, 30.0, 35.0, 40.0, LONGEST_LEADER_PT)
_FAR_LEADERS_PT = (*_MANY_LEADERS_PT, 52.0, 60.0)
_REACHES_PT = {
    "near": _LEADERS_PT, "many": _MANY_LEADERS_PT, "far": _FAR_LEADERS_PT, "farthest": (*_FAR_LEADERS_PT, 67.0, 75.0),
}  # fmt: skip
_MANY_STEP_DEG = 6
_LEADER_COST = 2.6
_LEADER_COST_PER_PT = 1 / 11
_LONG_LEADER_PT = 50.0
"""A leader of this length costs one more, of twice this length four."""
_MOST = 400
"""Places that a label keeps."""
_CROSSING_COST = 6.0
"""Of each line of weight 1 that runs through a label: as much as a leader of some length."""
_MOST_CROSSINGS = 3.0
"""More lines than these through a label make it no worse."""
_CUT_COST = 2.0
"""Of each line that a leader crosses, and of each other label's point that it runs over."""
_MISTAKEN_COST = 1.5
"""Of a place, on a leader, that is near to another label's point."""
_ABROAD_COST = 12.0
"""Of a place wholly on the land of another country; one that lies there by more than the share below is shut out."""
_MOST_ABROAD, _MANY_ABROAD = 0.12, 0.3
"""Share of a label's box: its corner, with hardly a letter in it; where room is short, a cape that it runs over."""
_OVERLAND_COST = 8.0
"""Of a leader that runs over another country's land all the way."""
_COUNTRY_ABROAD = 0.04
"""Of the name of a country, which would rename the other."""
_ASHORE_PT = 12.0
"""A point at sea belongs to the land within this distance, as a port or an islet too small to draw does."""
_INWARD_COST = 2.0
"""Of a leader that points into the crowd about its point, rather than out of it."""
_CROWD_PT = 45.0
"""How far the crowd about a point reaches."""
_NEAR_PT = 16.0
_SAME_PT = 3.0
_POINT_PT = 2.0
"""Half the width of a point that a leader had better not run over."""

INK = np.array([-0.6, -0.6, 0.6, 0.6])
"""Half the width of a leader, about a box."""
_WIDER = np.array([-0.1, -0.1, 0.1, 0.1])
"""About the box of a segment: that of one along an axis is empty."""


@dataclass
class Candidates:
    """The places that a label may take, the cheapest first."""

    label: Label
    boxes: FloatArray
    """``(N, 4)``"""
    leaders: FloatArray
    """``(N, 4)``, from the point to the label; NaN where it stands at its point."""
    costs: FloatArray
    sides: FloatArray
    """-1, 0 or 1: on which side of the point the label stands."""

    def __len__(self) -> int:
        return len(self.costs)

    def chosen(self, rows: NDArray[np.intp]) -> Candidates:
        """Return some of the places, in the order of their cost."""
        rows = rows[np.argsort(self.costs[rows], kind="stable")]
        return Candidates(self.label, self.boxes[rows], self.leaders[rows], self.costs[rows], self.sides[rows])

    @cached_property
    def tails(self) -> FloatArray:
        """The leaders without their start."""
        return tails_of(self.leaders)

    @cached_property
    def hulls(self) -> FloatArray:
        """The box about each place and its leader, ``(N, 4)``."""
        low = np.fmin(np.fmin(self.boxes[:, :2], self.tails[:, :2]), self.tails[:, 2:])
        high = np.fmax(np.fmax(self.boxes[:, 2:], self.tails[:, :2]), self.tails[:, 2:])
        return np.hstack([low, high])

    def placed(self, number: int) -> Placed:
        """Return the label at one of its places."""
        x0, y0, x1, y1 = (float(v) for v in self.boxes[number])
        align = {1: "left", 0: "center", -1: "right"}[int(self.sides[number])]
        a, b, c, d = (float(v) for v in self.leaders[number])
        leader = None if math.isnan(a) else (a, b, c, d)
        label = replace(self.label, x=a, y=b) if leader and self.label.anchors else self.label
        return Placed(label, (x0, y0, x1, y1), align, float(self.costs[number]), leader)


def tails_of(leaders: FloatArray) -> FloatArray:
    """Return leaders ``(N, 4)`` without their start at the point, where others may touch them."""
    start = leaders[:, :2] + (leaders[:, 2:] - leaders[:, :2]) * LEADER_START
    return np.hstack([start, leaders[:, 2:]])


def candidates(label: Label, obstacle_map: ObstacleMap, points: FloatArray, search: Search = "near") -> Candidates:
    """Return the places of a label that lie in the frame and touch no obstacle, the cheapest first.

    Parameters
    ----------
    label : Label
    obstacle_map : ObstacleMap
    points : (N, 2) array, points
        Of all labels that have a mark there.
    search : {'near', 'many', 'far', 'farthest'}
        Whether to look at closer steps, for a label that is hard to place, and at the end of longer leaders too.
    """
    if not label.anchors:
        return _about_point(label, obstacle_map, points, search)
    spots = [(label.x, label.y), *label.anchors]
    each = [_about_point(replace(label, x=x, y=y, anchors=()), obstacle_map, points, search) for x, y in spots]
    boxes, leaders, costs, sides = (
        np.concatenate([getattr(one, name) for one in each]) for name in ("boxes", "leaders", "costs", "sides")
    )
    cheapest = np.argsort(costs, kind="stable")[:_MOST]
    return Candidates(label, boxes, leaders, costs, sides).chosen(cheapest)


def _about_point(label: Label, obstacle_map: ObstacleMap, points: FloatArray, search: Search) -> Candidates:
    """Return the places of a label about its point."""
    many = search != "near"
    width, height = label.extent
    step_deg = _MANY_STEP_DEG if many else _LEADER_STEP_DEG
    cos, sin, reach, cost, led = _pattern(_REACHES_PT[search] if label.leader else (), step_deg).T
    reach = np.where(led == 1, reach, reach + label.gap_pt)
    side = np.where(cos > 0.3, 1, np.where(cos < -0.3, -1, 0))
    x = label.x + cos * reach + width / 2 * side
    y = label.y + sin * reach + height / 2 * np.where(sin > 0.6, 1, np.where(sin < -0.6, -1, sin))
    boxes = np.column_stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2])
    ends = np.clip([label.x, label.y], boxes[:, :2], boxes[:, 2:])
    leaders = np.column_stack([np.full(len(x), label.x), np.full(len(x), label.y), ends])
    leaders[led == 0] = np.nan
    every = Candidates(label, boxes, leaders, cost, side)
    x0, y0, x1, y1 = obstacle_map.frame
    inside = (boxes[:, 0] >= x0) & (boxes[:, 1] >= y0) & (boxes[:, 2] <= x1) & (boxes[:, 3] <= y1)
    free = every.chosen(np.flatnonzero(inside))
    if not len(free):
        return free
    hull = np.concatenate([free.hulls[:, :2].min(axis=0), free.hulls[:, 2:].max(axis=0)])
    obstacles = _near(obstacle_map.obstacle_boxes, hull)
    free = free.chosen(np.flatnonzero(~overlaps(free.boxes, obstacles).any(axis=1)))
    texts = _near(obstacle_map.text_boxes, hull)
    free = free.chosen(np.flatnonzero(~run_through(free.tails, texts).any(axis=0)))
    leaders = tails_of(np.array(obstacle_map.leaders, dtype=float).reshape(-1, 4))
    free = free.chosen(np.flatnonzero(~run_through(leaders, free.boxes + INK).any(axis=1)))
    free = free.chosen(np.flatnonzero(~cross(free.tails, leaders).any(axis=1)))
    lines = obstacle_map.segments
    near = overlaps(hulls_of(lines) + _WIDER, hull[None, :])[:, 0]
    lines, line_of, weights = (
        lines[near],
        np.array(obstacle_map.line_of, dtype=int)[near],
        np.array(obstacle_map.weights)[near],
    )
    crossed = np.minimum(_weight_of(run_through(lines, free.boxes), line_of, weights), _MOST_CROSSINGS)
    cut = _weight_of(cross(free.tails, lines), line_of, weights)
    marks = np.vstack([np.hstack([points, points]), np.array(obstacle_map.marks, dtype=float).reshape(-1, 4)])
    others = marks[np.hypot(*(marks[:, 2:] - (label.x, label.y)).T) > _SAME_PT, :2]
    others = others[(np.abs(others - np.clip(others, hull[:2], hull[2:])) < _NEAR_PT).all(axis=1)]
    cut = cut + run_through(free.tails, np.hstack([others - _POINT_PT, others + _POINT_PT])).sum(axis=0)
    own = apart(free.boxes, np.array([(label.x, label.y)]))
    mistaken = (apart(free.boxes, others) < np.minimum(own + 1.0, _NEAR_PT)).any(axis=1)
    abroad, overland = _abroad(label, free, obstacle_map.territory)
    along = np.nan_to_num(free.leaders[:, 2:] - free.leaders[:, :2])
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    crowd = _crowd(label, points)
    inward = np.where(np.isnan(free.leaders[:, 0]), 0.0, along @ crowd + np.hypot(*crowd))
    free.costs = (
        free.costs + _CROSSING_COST * crossed + _CUT_COST * cut + _MISTAKEN_COST * mistaken + _INWARD_COST * inward
        + _ABROAD_COST * abroad + _OVERLAND_COST * overland
    )  # fmt: skip
    most_abroad = _COUNTRY_ABROAD if label.topic == "countries" else _MANY_ABROAD if many else _MOST_ABROAD
    clear = (abroad <= most_abroad) & ~((mistaken | _beside(label, free, obstacle_map)) & np.isnan(free.leaders[:, 0]))
    free = free.chosen(np.flatnonzero(clear))
    return free.chosen(np.arange(min(len(free), _MOST)))


def _abroad(label: Label, free: Candidates, territory: Territory | None) -> tuple[FloatArray, FloatArray]:
    """Return which share of each place, and of its leader, lies on the land of countries that the label is not of."""
    if territory is None or label.shores_pt is None:
        return np.zeros(len(free)), np.zeros(len(free))
    home = territory.owners(label.x, label.y, label.shores_pt) if label.shores_pt else frozenset()
    home = home or territory.owner(label.x, label.y, _ASHORE_PT)
    return territory.elsewhere(free.boxes, home), territory.along(free.leaders, home)


def _beside(label: Label, free: Candidates, obstacle_map: ObstacleMap) -> BoolArray | bool:
    """Say which places of the name of a country are nearer to another's land, and would name that without a leader."""
    territory = obstacle_map.territory
    if label.topic != "countries" or territory is None:
        return False
    near = territory.nearest((free.boxes[:, :2] + free.boxes[:, 2:]) / 2)
    return np.array([code != label.key for code in near], dtype=bool)


def _crowd(label: Label, points: FloatArray) -> FloatArray:
    """Return where the other points near that of a label are, as a vector of a length from 0 (all round) to 1."""
    away = points - (label.x, label.y)
    distance = np.hypot(*away.T)
    near = (distance > _SAME_PT) & (distance < 2 * _CROWD_PT)
    pull = np.exp(-((distance[near] / _CROWD_PT) ** 2))
    total = (away[near] / distance[near, None] * pull[:, None]).sum(axis=0)
    return np.asarray(total / max(float(pull.sum()), 1.0))


@lru_cache(maxsize=8)
def _pattern(leaders_pt: tuple[float, ...], step_deg: int) -> FloatArray:
    """Return the directions (cosine, sine), the reach beyond the gap, the cost and whether there is a leader."""
    rows = [(cos, sin, 0.0, cost, 0) for cos, sin, cost in _DIRECTIONS]
    rows += [(cos, sin, _FARTHER_PT, cost + _FAR_COST, 0) for cos, sin, cost in _DIRECTIONS]
    for reach in leaders_pt:
        for degrees in range(0, 360, step_deg):
            angle = math.radians(degrees)
            cost = _LEADER_COST + reach * _LEADER_COST_PER_PT + (reach / _LONG_LEADER_PT) ** 2
            rows.append((round(math.cos(angle), 9), round(math.sin(angle), 9), reach, cost, 1))
    return np.array(rows)


def _weight_of(hits: BoolArray, line_of: NDArray[np.int_], weights: FloatArray) -> FloatArray:
    """Add up the weights of the lines that are hit, given which of their segments are ``(N, M)``.

    The segments of a line stand together: a line counts once, however often it bends.
    """
    if not len(line_of):
        return np.zeros(len(hits))
    starts = np.flatnonzero(np.diff(line_of, prepend=-1))
    return np.asarray(np.logical_or.reduceat(hits, starts, axis=1) @ weights[starts])


def _near(boxes: FloatArray, hull: FloatArray) -> FloatArray:
    return boxes[overlaps(boxes, hull[None, :])[:, 0]]
