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
_OVER_COST = 4.0
"""Of each such point, for what a reader has added: in a crowd a leader would seem to start at any that it runs over."""
_ADDED_BELOW = 50.0
"""Priority of all that does not belong to the map's subject."""
_CLEAR_PT = 4.5
"""Between a label and another label's point, on a leader too: else it would be read as the other's."""
_NOT_FROM_PT = 9.0
"""The leader of a country's name does not start so near to a place: it would seem to name that. Where room is short, it
may start near to one that has no name on the map."""
_MISTAKEN_COST = 1.5
"""Of a place, on a leader, that is near to another label's point."""
_ABROAD_COST = 12.0
"""Of a place wholly on the land of another country; one that lies there by more than the share below is shut out."""
_MOST_ABROAD, _MANY_ABROAD = 0.12, 0.3
"""Share of a label's box: its corner, with hardly a letter in it; where room is short, a cape that it runs over."""
_OVERLAND_COST = 8.0
"""Of a leader that runs over another country's land all the way."""
_COUNTRY_OVERLAND, _FAR_OVERLAND = 0.3, 0.7
"""Share of the leader of a country's name: a longer stretch would seem to name the land that it runs over."""
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

_ABOUT = np.array([-1.0, -1.0, 1.0, 1.0])
INK = 0.6 * _ABOUT
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

    def where(self, kept: BoolArray) -> Candidates:
        """Return the places of which that holds, in the order that they have."""
        return Candidates(self.label, self.boxes[kept], self.leaders[kept], self.costs[kept], self.sides[kept])

    def clear_of(self, hits: BoolArray) -> Candidates:
        """Return the places that nothing hits, given what hits them, ``(N, M)``."""
        return self.where(np.asarray(~hits.any(axis=1)))

    def first(self, most: int) -> Candidates:
        """Return the first of the places."""
        return Candidates(self.label, self.boxes[:most], self.leaders[:most], self.costs[:most], self.sides[:most])

    @cached_property
    def tails(self) -> FloatArray:
        """The leaders without their start."""
        return tails_of(self.leaders)

    @property
    def ink(self) -> FloatArray:
        """Half the width of the leaders, about a box."""
        return self.label.tail_pt * _ABOUT

    @cached_property
    def hulls(self) -> FloatArray:
        """The box about each place and its leader, ``(N, 4)``."""
        low = np.fmin(np.fmin(self.boxes[:, :2], self.tails[:, :2]), self.tails[:, 2:])
        high = np.fmax(np.fmax(self.boxes[:, 2:], self.tails[:, :2]), self.tails[:, 2:])
        return np.hstack([low, high])

    def placed(self, number: int) -> Placed:
        """Return the label at one of its places."""
        x0, y0, x1, y1 = (float(v) for v in self.boxes[number])
        align = "left" if self.label.boxed else {1: "left", 0: "center", -1: "right"}[int(self.sides[number])]
        a, b, c, d = (float(v) for v in self.leaders[number])
        leader = None if math.isnan(a) else (a, b, c, d)
        label = replace(self.label, x=a, y=b) if leader and self.label.anchors else self.label
        return Placed(label, (x0, y0, x1, y1), align, float(self.costs[number]), leader)


def tails_of(leaders: FloatArray) -> FloatArray:
    """Return leaders ``(N, 4)`` without their start at the point, where others may touch them."""
    tails = leaders.copy()
    tails[:, :2] += (leaders[:, 2:] - leaders[:, :2]) * LEADER_START
    return tails


class Surroundings:
    """What the places of labels are looked for among: an obstacle map, as it is now, in arrays.

    Parameters
    ----------
    obstacle_map : ObstacleMap
    points : (N, 2) array, points
        Of all labels that have a mark there.
    """

    def __init__(self, obstacle_map: ObstacleMap, points: FloatArray) -> None:
        self.frame, self.points = obstacle_map.frame, points
        self.obstacles, self.texts = obstacle_map.obstacle_boxes, obstacle_map.text_boxes
        self.leaders = tails_of(np.array(obstacle_map.leaders, dtype=float).reshape(-1, 4))
        self._lines = obstacle_map.segments
        self._hulls = hulls_of(self._lines) + _WIDER
        self._line_of = np.array(obstacle_map.line_of, dtype=int)
        self._weights = np.array(obstacle_map.weights, dtype=float)
        self._marks = np.vstack([np.hstack([points, points]), np.array(obstacle_map.marks, dtype=float).reshape(-1, 4)])
        self.territory = obstacle_map.territory

    def lines(self, hull: FloatArray) -> tuple[FloatArray, NDArray[np.int_], FloatArray]:
        """Return the segments near a box, the lines that they are of and their weights."""
        near = overlaps(self._hulls, hull[None, :])[:, 0]
        return self._lines[near], self._line_of[near], self._weights[near]

    def others(self, label: Label, hull: FloatArray) -> FloatArray:
        """Return the points of other labels near a box, ``(M, 2)``."""
        points: FloatArray = self._marks[np.hypot(*(self._marks[:, 2:] - (label.x, label.y)).T) > _SAME_PT, :2]
        near = (np.abs(points - np.clip(points, hull[:2], hull[2:])) < _NEAR_PT).all(axis=1)
        return np.asarray(points[near])

    def at_mark(self, label: Label, *, named: bool) -> bool:
        """Say whether the point of a country's name, which has no mark, is close to that of a place, or a named one."""
        marks = self.points if named else self._marks[:, :2]
        return bool((np.hypot(*(marks - (label.x, label.y)).T) < _NOT_FROM_PT).any())

    def home(self, label: Label) -> frozenset[str]:
        """Return the countries on whose land a label may stand."""
        if self.territory is None:
            return frozenset()
        shores = self.territory.owners(label.x, label.y, label.shores_pt) if label.shores_pt else frozenset()
        return shores or self.territory.owner(label.x, label.y, _ASHORE_PT)


def candidates(label: Label, about: Surroundings, search: Search = "near") -> Candidates:
    """Return the places of a label that lie in the frame and touch no obstacle, the cheapest first.

    Parameters
    ----------
    label : Label
    about : Surroundings
    search : {'near', 'many', 'far', 'farthest'}
        Whether to look at closer steps, for a label that is hard to place, and at the end of longer leaders too.
    """
    if not label.anchors:
        return _about_point(label, about, search)
    spots = [(label.x, label.y), *label.anchors]
    from_spots = [replace(label, x=x, y=y, anchors=()) for x, y in spots]
    each = [_about_point(one, about, search) for one in from_spots]
    if search == "far" and not any(map(len, each)):
        each = [_about_point(one, about, search, named=True) for one in from_spots]
    boxes, leaders, costs, sides = (
        np.concatenate([getattr(one, name) for one in each]) for name in ("boxes", "leaders", "costs", "sides")
    )
    cheapest = np.argsort(costs, kind="stable")[:_MOST]
    return Candidates(label, boxes, leaders, costs, sides).chosen(cheapest)


def _about_point(label: Label, about: Surroundings, search: Search, *, named: bool = False) -> Candidates:
    """Return the places of a label about its point.

    What shuts places out comes first, what takes least time before the rest; only those that are left are priced.
    """
    free = _clear(label, about, search, named=named)
    if not len(free):
        return free
    hull = _hull(free)
    lines, line_of, weights = about.lines(hull)
    others = about.others(label, hull)
    crossed = np.minimum(_weight_of(run_through(lines, free.boxes), line_of, weights), _MOST_CROSSINGS)
    cut = _weight_of(cross(free.tails, lines), line_of, weights)
    over = run_through(free.tails, np.hstack([others - _POINT_PT, others + _POINT_PT])).sum(axis=0)
    over_cost = _OVER_COST if label.priority < _ADDED_BELOW else _CUT_COST
    along = np.nan_to_num(free.leaders[:, 2:] - free.leaders[:, :2])
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    crowd = _crowd(label, about.points)
    inward = np.where(np.isnan(free.leaders[:, 0]), 0.0, along @ crowd + np.hypot(*crowd))
    abroad, overland = _abroad(label, free.boxes, about), _overland(label, free.leaders, about)
    free.costs = (
        free.costs + _CROSSING_COST * crossed + _CUT_COST * cut + over_cost * over
        + _MISTAKEN_COST * _mistaken(label, free.boxes, others)
        + _INWARD_COST * inward + _ABROAD_COST * abroad + _OVERLAND_COST * overland
    )  # fmt: skip
    return free.chosen(np.arange(len(free))).first(_MOST)


def _clear(label: Label, about: Surroundings, search: Search, *, named: bool) -> Candidates:
    """Return the places about a point that are not shut out, with what each costs by where it is to the point.

    The leader of a country's name keeps off the marks of all places, or of the named ones.
    """
    many = search != "near"
    width, height = label.extent
    step_deg = _MANY_STEP_DEG if many else _LEADER_STEP_DEG
    cos, sin, reach, cost, led, side, up = _pattern(_REACHES_PT[search] if label.leader else (), step_deg).T
    reach = np.where(led == 1, reach, reach + label.gap_pt)
    x = label.x + cos * reach + width / 2 * side
    y = label.y + sin * reach + height / 2 * up
    boxes = np.column_stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2])
    x0, y0, x1, y1 = about.frame
    rows = np.flatnonzero((boxes[:, 0] >= x0) & (boxes[:, 1] >= y0) & (boxes[:, 2] <= x1) & (boxes[:, 3] <= y1))
    most_abroad = _COUNTRY_ABROAD if label.topic == "countries" else _MANY_ABROAD if many else _MOST_ABROAD
    rows = rows[_abroad(label, boxes[rows], about) <= most_abroad]
    point = np.array((label.x, label.y))
    ends = np.clip(point, boxes[rows, :2], boxes[rows, 2:])
    leaders = np.hstack([np.broadcast_to(point, ends.shape), ends])
    leaders[led[rows] == 0] = np.nan
    free = Candidates(label, boxes[rows], leaders, cost[rows], side[rows])
    if not len(free):
        return free
    hull = _hull(free)
    free = free.clear_of(overlaps(free.boxes, _near(about.obstacles, hull)))
    free = free.clear_of(run_through(free.tails, _near(about.texts, hull) + free.ink).T)
    if len(about.leaders):
        free = free.clear_of(run_through(about.leaders, free.boxes + INK))
        free = free.clear_of(cross(free.tails, about.leaders))
    if label.topic == "countries":
        most_overland = _FAR_OVERLAND if search == "far" else _COUNTRY_OVERLAND
        free = free.where(_overland(label, free.leaders, about) <= most_overland)
        if about.at_mark(label, named=named):
            free = free.where(np.isnan(free.leaders[:, 0]))
    others = about.others(label, hull)
    labelled = about.points[np.hypot(*(about.points - point).T) > _SAME_PT]
    free = free.clear_of(apart(free.boxes, labelled) < _CLEAR_PT)
    mistaken = _mistaken(label, free.boxes, others)
    return free.where(~((mistaken | _beside(label, free, about)) & np.isnan(free.leaders[:, 0])))


def _hull(places: Candidates) -> FloatArray:
    """Return the box about all of the places and their leaders."""
    boxes, starts = places.boxes, places.tails[:, :2]  # a leader ends at its box
    low, high = np.fmin.reduce(starts), np.fmax.reduce(starts)
    hull: FloatArray = np.concatenate([np.fmin(boxes[:, :2].min(axis=0), low), np.fmax(boxes[:, 2:].max(axis=0), high)])
    return hull


def _mistaken(label: Label, boxes: FloatArray, others: FloatArray) -> BoolArray:
    """Say which places are nearer to the point of another label, and might be taken for its."""
    own = apart(boxes, np.array([(label.x, label.y)]))
    return np.asarray((apart(boxes, others) < np.minimum(own + 1.0, _NEAR_PT)).any(axis=1))


def _abroad(label: Label, boxes: FloatArray, about: Surroundings) -> FloatArray:
    """Return which share of each place lies on the land of countries that the label is not of."""
    if about.territory is None or label.shores_pt is None:
        return np.zeros(len(boxes))
    return about.territory.elsewhere(boxes, about.home(label))


def _overland(label: Label, leaders: FloatArray, about: Surroundings) -> FloatArray:
    """Return which share of each leader runs over the land of countries that the label is not of."""
    if about.territory is None or label.shores_pt is None:
        return np.zeros(len(leaders))
    return about.territory.along(leaders, about.home(label))


def _beside(label: Label, free: Candidates, about: Surroundings) -> BoolArray | bool:
    """Say which places of the name of a country are nearer to another's land, and would name that without a leader."""
    if label.topic != "countries" or about.territory is None:
        return False
    near = about.territory.nearest((free.boxes[:, :2] + free.boxes[:, 2:]) / 2)
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
    """Return the places about a point, the cheapest first.

    Each has its direction (cosine, sine), the reach beyond the gap, its cost, whether there is a leader, and by how
    many halves of its width and height the middle of the label is off the end of that reach.
    """
    rows = [(cos, sin, 0.0, cost, 0) for cos, sin, cost in _DIRECTIONS]
    rows += [(cos, sin, _FARTHER_PT, cost + _FAR_COST, 0) for cos, sin, cost in _DIRECTIONS]
    for reach in leaders_pt:
        for degrees in range(0, 360, step_deg):
            angle = math.radians(degrees)
            cost = _LEADER_COST + reach * _LEADER_COST_PER_PT + (reach / _LONG_LEADER_PT) ** 2
            rows.append((round(math.cos(angle), 9), round(math.sin(angle), 9), reach, cost, 1))
    found = np.array(sorted(rows, key=lambda row: row[3]))
    cos, sin = found[:, 0], found[:, 1]
    side = np.where(cos > 0.3, 1.0, np.where(cos < -0.3, -1.0, 0.0))
    up = np.where(sin > 0.6, 1.0, np.where(sin < -0.6, -1.0, sin))
    return np.column_stack([found, side, up])


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
