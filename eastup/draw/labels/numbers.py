"""Numbers that stand for names that find no room on a map, or are too many; a key beside the map tells the names."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eastup.draw.labels.label import pinned
from eastup.draw.labels.placement import place
from eastup.draw.theme import LEAST_PT

if TYPE_CHECKING:
    from eastup.draw.labels.label import Label, ObstacleMap, Placed
    from eastup.draw.labels.placement import Known

NEVER_NUMBERED = frozenset({"countries", "capitals", "bases", "straits"})
"""What is named where room is left, or what a reader steers by: a number says nothing of where one is."""
ADDED, ASKED = 40.0, 45.0
"""Priority of points that a reader adds, and of those whose names are asked for come what may."""
_DEAR = 10.0
"""Cost of a place, such as one at the end of a leader across a line, at which a number is the better name."""
_SHARED_PT = 16.0
"""Points no farther apart may share a number where there is no room for two; marks that a finger's tip covers."""
_ROUNDS = 3
"""Times that points share numbers before all are placed anew."""
SUBJECT = 50.0
"""Priority from which a label belongs to the map's subject."""


@dataclass
class Numbers:
    """The numbers of a page, from 1; the same name has the same number on each of its maps.

    A label that asks for a number gets the next one of those that stand on the page when it is placed.
    """

    _asked: dict[tuple[str, ...], int] = field(default_factory=dict)
    _labels: dict[int, Label] = field(default_factory=dict)
    _shown: dict[int, int] = field(default_factory=dict)
    """The number on the page of each that was asked for."""

    def copy(self) -> Numbers:
        """Return the same numbers, to come back to."""
        return Numbers({**self._asked}, {**self._labels}, {**self._shown})

    def restore(self, numbers: Numbers) -> None:
        """Forget all numbers but these."""
        kept = numbers.copy()
        self._asked, self._labels, self._shown = kept._asked, kept._labels, kept._shown

    def numbered(self, label: Label) -> Label:
        """Return the label that stands for another; its number on the page is no wider, and may stand on any land."""
        asked = self._asked.setdefault(label.lines, len(self._asked) + 1)
        self._labels.setdefault(asked, label)
        size = min(label.size_pt, LEAST_PT)
        return replace(
            label,
            lines=(str(asked),),
            number=asked,
            name_lines=1,
            size_pt=size,
            bold=True,
            required=False,
            shores_pt=None,
        )

    def named(self, label: Label) -> Label:
        """Return the label that a number stands for; the label itself where it is none."""
        return self._labels[label.number] if label.number else label

    def join(self, number: int, other: int) -> None:
        """Let a number that was asked for stand for what another stands for too."""
        own, further = self._labels[number], self._labels[other]
        name = ", ".join(" ".join(label.lines[: label.name_lines]) for label in (own, further))
        self._labels[number] = replace(own, lines=(name, *own.lines[own.name_lines :]), name_lines=1)

    def shown(self, placed: list[Placed]) -> list[Placed]:
        """Return labels with the numbers that they have on the page."""
        for asked in sorted({item.label.number for item in placed if item.label.number} - set(self._shown)):
            self._shown[asked] = len(self._shown) + 1
        return [
            replace(item, label=replace(item.label, lines=(str(self._shown[item.label.number]),)))
            if item.label.number
            else item
            for item in placed
        ]

    def key(self) -> list[tuple[int, Label]]:
        """Return the numbers on the page and the labels that they stand for, in their order."""
        return [(number, self._labels[asked]) for asked, number in self._shown.items()]


def pin(labels: list[Label], obstacle_map: ObstacleMap) -> list[Placed]:
    """Put labels where a reader's hand has fixed them, come what may; the others find room about them."""
    placed = [pinned(label, obstacle_map.frame) for label in labels if label.fixed]
    for item in placed:
        _take(item, obstacle_map)
    return placed


def place_or_number(
    labels: list[Label], obstacle_map: ObstacleMap, numbers: Numbers, known: Known | None = None
) -> tuple[list[Placed], list[Label]]:
    """Place labels, and in place of those that find no room, numbers; return what is placed and what is left out.

    The map's subject comes first, whole: what a reader has added takes the room that is left.

    Parameters
    ----------
    labels : list of Label
    obstacle_map : ObstacleMap
        What is placed becomes an obstacle on it.
    numbers : Numbers
    known : Known, optional
        What is known from placing other labels of the subject on the same map, and is added to.

    Returns
    -------
    placed : list of Placed
    left_out : list of Label
        Those of which not even the number finds room.
    """
    subject = [label for label in labels if label.priority >= SUBJECT]
    added = [label for label in labels if label.priority < SUBJECT]
    placed, without = _place(subject, obstacle_map, known)
    obstacle_map.obstacles += obstacle_map.added
    best = _add(added, without, obstacle_map, numbers)
    if any(label.priority <= ASKED for label in best.lost):  # all as numbers they take less room
        asked = [label if label.number or label.topic in NEVER_NUMBERED else numbers.numbered(label) for label in added]
        best = min(best, _add(asked, without, obstacle_map, numbers), key=lambda one: len(one.lost))
        best = _with_fewer(best, asked, without, obstacle_map, numbers)
    for item in best.placed:
        _take(item, obstacle_map)
    lost = _joined(best, numbers)
    return numbers.shown(placed + best.placed), [numbers.named(label) for label in lost]


def _with_fewer(
    best: _Added, asked: list[Label], without: list[Label], obstacle_map: ObstacleMap, numbers: Numbers
) -> _Added:
    """Place all anew while points whose number finds no room share one with the nearest, as long as fewer are lost."""
    for _ in range(_ROUNDS):
        lost = {label.number for label in best.lost if label.number and label.priority < SUBJECT}
        fewer, joins = _sharing(asked, lost)
        if not joins:
            break
        made = _add(fewer, without, obstacle_map, numbers)
        if len(made.lost) >= len(best.lost):
            break
        for number, other in joins:
            numbers.join(number, other)
        best, asked = made, fewer
    return best


def _sharing(asked: list[Label], lost: set[int]) -> tuple[list[Label], list[tuple[int, int]]]:
    """Return the labels without those of some numbers that others beside them can stand for, and pairs of who does."""
    kept = {label.number: label for label in asked if label.number and label.priority < SUBJECT}
    joins: list[tuple[int, int]] = []
    for number in sorted(lost & kept.keys()):
        label = kept[number]
        away, other = min(
            ((math.hypot(label.x - o.x, label.y - o.y), n) for n, o in kept.items() if n != number),
            default=(math.inf, 0),
        )
        if away <= _SHARED_PT and number not in {standing for standing, _ in joins}:
            joins.append((other, number))
            del kept[number]
    gone = {number for _, number in joins}
    return [label for label in asked if label.number not in gone], joins


def _joined(best: _Added, numbers: Numbers) -> list[Label]:
    """Let points whose number finds no room share that of the nearest point beside them; return what is lost still."""
    shown = [item.label for item in best.placed if item.label.number and item.label.priority < SUBJECT]
    lost = []
    for label in best.lost:
        beside = [(math.hypot(label.x - other.x, label.y - other.y), n) for n, other in enumerate(shown)]
        away, nearest = min(beside, default=(math.inf, 0))
        if label.number and label.priority < SUBJECT and away <= _SHARED_PT:
            numbers.join(shown[nearest].number, label.number)
        else:
            lost.append(label)
    return lost


@dataclass(frozen=True)
class _Added:
    """Labels that found room after the map's subject, and those of which not even the number did."""

    placed: list[Placed]
    lost: list[Label]


def _add(added: list[Label], without: list[Label], about: ObstacleMap, numbers: Numbers) -> _Added:
    """Place what a reader has added, then numbers in place of that and of the subject's labels which found no room."""
    obstacle_map = about.copy()
    more, still = place(added, obstacle_map)
    dear = [item for item in more if item.cost > _DEAR and item.label.priority <= ADDED and not item.label.number]
    for item in (kept := [item for item in more if item not in dear]):
        _take(item, obstacle_map)
    without = without + still + [item.label for item in dear]
    given_up = [label for label in without if label.number or label.topic in NEVER_NUMBERED]
    asked = [numbers.numbered(label) for label in without if label not in given_up]
    more, still = _place(asked, obstacle_map)
    return _Added(kept + more, [*given_up, *still])


def _place(
    labels: list[Label], obstacle_map: ObstacleMap, known: Known | None = None
) -> tuple[list[Placed], list[Label]]:
    placed, without = place(labels, obstacle_map, known)
    for item in placed:
        _take(item, obstacle_map)
    return placed, without


def _take(item: Placed, obstacle_map: ObstacleMap) -> None:
    """Make a label that is placed an obstacle."""
    obstacle_map.write(item.box, item.label.side_pt)
    obstacle_map.obstacles += item.leader_boxes()
    obstacle_map.leaders += [item.leader] if item.leader else []
    spot = (item.label.x, item.label.y) * 2
    if item.label.marked and spot not in obstacle_map.marks:
        obstacle_map.marks.append(spot)
