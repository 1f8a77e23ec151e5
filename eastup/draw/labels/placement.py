"""Places labels so that none overlaps another, a leader, a marker or the frame.

The important labels come first, each at its free candidate of least cost. One that finds no free place then takes the
place from which it drives out the least, and those look for another; what has been driven out often is driven out less
easily, so that the search does not go round in circles. At last labels move, one or two at a time, as long as that
lowers the cost of all together. Nothing is left to chance: the same labels get the same places. What fits nowhere is
left out and reported, never drawn over another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from eastup.draw.boxes import cross, overlaps, run_through
from eastup.draw.labels.candidates import Surroundings, candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from eastup.draw.boxes import BoolArray
    from eastup.draw.labels.candidates import Candidates, Search
    from eastup.draw.labels.label import Label, ObstacleMap, Placed
    from eastup.geodesy.ellipsoid import FloatArray

_MUCH_WORSE = 2.0
_LEFT_OUT_COST = 40.0
_GAIN = 0.25
"""Least gain that is worth a move."""
_ROUNDS = 3
_TRIALS = 6
"""Places that a label tries in a round of improvement."""
_DRIVEN_OUT_COST = 16.0
"""Of driving out a label; it grows by as much each time."""
_MOST_DRIVES = 10
"""For each label, on average."""
_PATIENCE = 4
"""Times that a label is driven out before it is offered less room."""
_RESTARTS = 4
"""Searches for those that are still left out, each from the best that was found before."""
_FEW = 12
"""Fewer places than these, and a label tries two lines."""
_ABOVE_PT = 1.25
"""Space between two labels one above the other."""


Known = dict[tuple["Label", "Search", bytes], "Candidates"]
"""Places that labels may take on one obstacle map: they go by the label, the search and the points of all labels."""


def place(
    labels: Iterable[Label], obstacle_map: ObstacleMap, known: Known | None = None
) -> tuple[list[Placed], list[Label]]:
    """Place labels; return those placed and those left out.

    Parameters
    ----------
    labels : iterable of Label
    obstacle_map : ObstacleMap
    known : Known, optional
        What is known from placing other labels on the same map, and is added to.

    Returns
    -------
    placed : list of Placed
        No two overlap, none overlaps an obstacle, another's leader or leaves the frame.
    left_out : list of Label
    """
    order = sorted(labels, key=lambda label: (-label.priority, label.lines, label.x, label.y))
    if not order:
        return [], []
    look = _Look(obstacle_map, order, {} if known is None else known)
    layout = _Layout([look(label) for label in order])
    # Among equals the one with the fewest good places chooses first.
    for number in sorted(range(len(order)), key=lambda n: (-order[n].priority, _good(layout.options[n]))):
        if (free := layout.first_free(number)) is not None:
            layout.put(number, free)
    if layout.left_out():
        forms = [_forms(label) for label in order]

        def offer(number: int) -> None:
            """Offer a label more places, and each time that it comes again, in less room."""
            more = look(*forms[number].pop(0))
            while len(more) < _FEW and forms[number]:
                more = max(more, look(*forms[number].pop(0)), key=len)
            if len(more):  # else it keeps the places that it had
                layout.offer(number, more)

        for _ in range(_RESTARTS):
            for number in layout.left_out():
                if forms[number]:
                    offer(number)
            _drive(layout, lambda number: offer(number) if forms[number] else None)
        for number in layout.left_out():  # what was driven out may find room after all
            if (free := layout.first_free(number)) is not None:
                layout.put(number, free)
        for number, label in enumerate(order):
            if layout.choice[number] >= 0 and layout.options[number].label != label:
                _enlarge(layout, number, (look(*form) for form in _forms(label)))
    for _ in range(_ROUNDS):
        if not _improve(layout):
            break
    placed = [layout.options[n].placed(int(c)) for n, c in enumerate(layout.choice) if c >= 0]
    return placed, [order[n] for n in layout.left_out()]


class _Look:
    """Looks for the places of labels, each once."""

    def __init__(self, obstacle_map: ObstacleMap, labels: list[Label], known: Known) -> None:
        self._known = known
        marked = [(label.x, label.y) for label in labels if label.marked]
        points = np.array(marked, dtype=float).reshape(-1, 2)
        self._surroundings, self._points = Surroundings(obstacle_map, points), points.tobytes()

    def __call__(self, label: Label, search: Search = "near") -> Candidates:
        """Return the places of a label."""
        key = (label, search, self._points)
        if key not in self._known:
            self._known[key] = candidates(label, self._surroundings, search)
        return self._known[key]


def _forms(label: Label) -> list[tuple[Label, Search]]:
    """Return a label in ever less room and at the end of ever longer leaders, as far as it may go.

    A place that the map is about goes farthest: a long leader is better than a number in its stead.
    """
    small = replace(label, size_pt=min(label.size_pt, label.least_pt))
    forms = dict.fromkeys((label, label.broken(0.0), small, small.broken(0.0)))
    searches: tuple[Search, ...] = ("many", "far", "farthest")
    reach = 1 if not (label.required or label.far) else 3 if label.required and label.topic != "countries" else 2
    return [(form, search) for search in searches[:reach] for form in forms]


def _enlarge(layout: _Layout, number: int, forms: Iterable[Candidates]) -> None:
    """Set a label that the search has set in little room in as much as there is."""
    mine, place = layout.options[number], int(layout.choice[number])
    for form in forms:
        if form.label == mine.label:
            break
        layout.take(number)
        layout.offer(number, form)
        free = layout.first_free(number) if len(form) else None
        if free is not None:
            layout.put(number, free)
            return
    layout.take(number)
    layout.offer(number, mine)
    layout.put(number, place)


class _Layout:
    """Which place each label has taken, if any."""

    def __init__(self, options: list[Candidates]) -> None:
        self.options = options
        self.choice: NDArray[np.intp] = np.full(len(options), -1)
        self._boxes, self._tails, self._hulls, self._reach = (np.full((len(options), 4), np.nan) for _ in range(4))
        self._required = np.array([o.label.required for o in options])
        self._left_out = np.where(self._required, 2.0, 1.0) * _LEFT_OUT_COST
        self._costs = self._left_out.copy()
        self._known: list[dict[tuple[int, int], BoolArray]] = [{} for _ in options]
        for number, mine in enumerate(options):
            self.offer(number, mine)

    def offer(self, number: int, places: Candidates) -> None:
        """Offer places to a label that has none."""
        self.options[number] = places
        self._known[number] = {}
        for known in self._known:  # what is known of its former places
            for key in [key for key in known if key[0] == number]:
                del known[key]
        if len(places):
            room = _room(places.label)
            self._reach[number, :2] = places.hulls[:, :2].min(axis=0) + room[:2]
            self._reach[number, 2:] = places.hulls[:, 2:].max(axis=0) + room[2:]

    def put(self, number: int, place: int) -> None:
        """Put a label at one of its places."""
        mine = self.options[number]
        self.choice[number] = place
        self._costs[number] = mine.costs[place]
        self._boxes[number], self._tails[number], self._hulls[number] = (
            mine.boxes[place], mine.tails[place], mine.hulls[place],
        )  # fmt: skip

    def take(self, number: int) -> None:
        """Take a label off the page."""
        self.choice[number] = -1
        self._costs[number] = self._left_out[number]
        self._boxes[number] = self._tails[number] = self._hulls[number] = np.nan

    def left_out(self) -> list[int]:
        """Return the numbers of the labels that have no place."""
        return [int(n) for n in np.flatnonzero(self.choice < 0)]

    def cost(self, number: int) -> float:
        """Return what a label costs where it is; one that is left out costs more than any place."""
        return float(self._costs[number])

    def first_free(self, number: int) -> int | None:
        """Return the cheapest place of a label that touches no other."""
        conflicts, _ = self.conflicts(number)
        free = ~conflicts.any(axis=1)
        return int(free.argmax()) if free.any() else None

    def conflicts(self, number: int) -> tuple[BoolArray, NDArray[np.intp]]:
        """Say which places of a label are in conflict with which of the others that are placed.

        Returns
        -------
        conflicts : ``(N, M)`` bool
            A label overlaps the other or the other's leader, or the leaders of the two cross.
        others : numbers of the M labels that any of its places may touch
        """
        mine = self.options[number]
        near = overlaps(self._reach[number][None, :], self._hulls)[0]
        near[number] = False
        others = np.flatnonzero(near)
        keys = [(int(n), int(self.choice[n])) for n in others]
        known = self._known[number]
        new = [key for key in keys if key not in known]
        if new:
            rows = [n for n, _ in new]
            boxes, tails = self._boxes[rows], self._tails[rows]
            hits = overlaps(mine.boxes + _room(mine.label), boxes)
            hits |= run_through(mine.tails, boxes + mine.ink).T
            led = np.flatnonzero(~np.isnan(tails[:, 0]))
            if len(led):
                ink = max((self.options[rows[n]].ink for n in led), key=lambda one: float(one[2]))
                hits[:, led] |= run_through(tails[led], mine.boxes + ink)
                hits[:, led] |= cross(mine.tails, tails[led])
            known.update(zip(new, np.ascontiguousarray(hits.T), strict=True))
        if not len(others):
            return np.zeros((len(mine), 0), dtype=bool), others
        return np.array([known[key] for key in keys]).T, others

    def choices(self) -> list[tuple[Candidates, int]]:
        """Return the places of all labels, and which of them each has taken."""
        return [(mine, int(place)) for mine, place in zip(self.options, self.choice, strict=True)]

    def restore(self, choices: list[tuple[Candidates, int]]) -> None:
        """Put all labels where they were."""
        for number, (mine, place) in enumerate(choices):
            self.take(number)
            if mine is not self.options[number]:
                self.offer(number, mine)
            if place >= 0:
                self.put(number, place)

    def missing(self) -> tuple[int, float]:
        """Return how many required labels are left out, and what all labels cost together."""
        return int((self._required & (self.choice < 0)).sum()), float(self._costs.sum())


def _room(label: Label) -> FloatArray:
    """Return the space that a label keeps from others, about its box."""
    return np.array([-label.side_pt, -_ABOVE_PT, label.side_pt, _ABOVE_PT])


def _good(options: Candidates) -> int:
    """Count the places that are not much worse than the best."""
    return int((options.costs < options.costs[:1].sum() + _MUCH_WORSE).sum())


def _drive(layout: _Layout, offer: Callable[[int], None]) -> None:
    """Find a place for each label that has none, driving out others where need be; keep the best state on the way.

    What is driven out is offered more places, and when it has been driven out several times, places with less room.
    """
    waiting = [n for n in layout.left_out() if len(layout.options[n])]
    if not waiting:
        return
    weights: FloatArray = np.array([_DRIVEN_OUT_COST * (2.0 if o.label.required else 1.0) for o in layout.options])
    driven = dict.fromkeys(waiting, 1)
    best, best_missing = layout.choices(), layout.missing()
    for _ in range(_MOST_DRIVES * len(layout.options)):
        if not waiting:
            break
        number = waiting.pop(0)
        if not len(layout.options[number]):
            continue
        conflicts, others = layout.conflicts(number)
        place = int((layout.options[number].costs + conflicts @ weights[others]).argmin())
        for other in (int(n) for n in others[conflicts[place]]):
            layout.take(other)
            weights[other] += _DRIVEN_OUT_COST
            if driven.setdefault(other, 0) % _PATIENCE == 0:
                offer(other)
            driven[other] += 1
            waiting.append(other)
        layout.put(number, place)
        if (missing := layout.missing()) < best_missing:
            best, best_missing = layout.choices(), missing
    layout.restore(best)


def _improve(layout: _Layout) -> bool:
    """Move labels to cheaper places, pushing one other away where both together gain; say whether any moved."""
    moved = False
    for number, mine in enumerate(layout.options):
        if not len(mine) or mine.costs[0] >= layout.cost(number) - _GAIN:
            continue
        conflicts, others = layout.conflicts(number)
        now = layout.cost(number)
        in_the_way = conflicts.sum(axis=1)
        better = np.flatnonzero((in_the_way <= 1) & (mine.costs < now - _GAIN))
        for place in (int(p) for p in better[:_TRIALS]):
            if not in_the_way[place]:
                layout.put(number, place)
                moved = True
                break
            if _push(layout, number, place, int(others[int(conflicts[place].argmax())])):
                moved = True
                break
    return moved


def _push(layout: _Layout, number: int, place: int, other: int) -> bool:
    """Put a label where another stands, and that one elsewhere, if both together gain."""
    before, before_other = int(layout.choice[number]), int(layout.choice[other])
    both = layout.cost(number) + layout.cost(other)
    layout.put(number, place)
    layout.take(other)
    free = layout.first_free(other)
    if free is not None:
        layout.put(other, free)
        if layout.cost(number) + layout.cost(other) < both - _GAIN:
            return True
    layout.put(other, before_other)
    if before >= 0:
        layout.put(number, before)
    else:
        layout.take(number)
    return False
