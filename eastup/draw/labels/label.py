"""Labels of points, and what is on the page before them, in points (1/72 inch) from the page's lower left corner."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.draw.boxes import overlaps
from eastup.draw.theme import LEAST_PT

if TYPE_CHECKING:
    from eastup.draw.document import DisplayList
    from eastup.draw.labels.territory import Territory
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.rim import Rim
    from eastup.geodesy.types import Bounds

_SIDE_PT, _NUMBER_SIDE_PT = 4.0, 2.5
"""Between the ends of two texts side by side: about two spaces of the smallest text; a number is told from a name."""
LINE_HEIGHT = 1.18
"""Of the font size: from one baseline to the next."""
_DESCENT = 0.27
_DETAIL = 0.86
"""Size of what is added to a name, relative to it."""
_BREAKS = re.compile(r"(?<=[ ・])|(?=（)")
"""Where a name may be broken: after a space or a middle dot, before a bracket."""
_LONG_PT = 96.0
"""Names wider than this are broken in two lines."""
_BOX_PAD_PT = 4.0
"""Between the text and the edge of a callout."""
_TAIL_PT = 5.0
"""Half the width of a callout's tail where it leaves the box."""
_TAIL_ROOT_PT = 9.0
"""How far within the box it begins."""
_LEADER_PT = 0.6
"""Half the width of a leader."""
LEADER_START = 0.2
"""Share of a leader, at its point, that may touch what stands there."""

_NEAR_PT = 8.0
"""Beyond its gap, how far a label stands from its point without a leader."""
_HEAVY_PT = 1.2
"""About the middle of a heavy line, that no label may cover."""
_STRAIGHT_PT = 0.4
"""A line that bends less than this counts as straight."""


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
    name_lines: int = 1
    """How many of the lines are the name; the others add to it and are smaller."""
    leader: bool = False
    """May stand away from its point, joined to it by a thin line."""
    far: bool = False
    """Where room is short, its leader may be as long as that of what the map is about."""
    required: bool = False
    """The map is about it: it counts twice, and its leader may be longer where room is short."""
    topic: str = "labels"
    bold: bool = False
    number: int = 0
    """Of the label that it stands for; 0 where it stands for itself."""
    key: str = ""
    """Id of what it names, by which a reader may speak of it."""
    also: tuple[str, ...] = ()
    """Further names of what it names, in other languages, which another label may bear."""
    fixed: tuple[float, float] | None = None
    """Where the middle of its text stands, by a reader's hand; it is asked for no other place."""
    boxed: bool = False
    """Whether it is a callout: a box with a tail to its point."""
    shores_pt: float | None = 0.0
    """Lands within this distance count as its own, as both shores of a strait do; None where it may stand on any."""
    least_pt: float = LEAST_PT
    """It is set no smaller where room is short."""
    anchors: tuple[tuple[float, float], ...] = ()
    """Further spots of an area that it names: it may stand at any of them, or its leader start there."""
    marked: bool = True
    """Whether a mark stands at its point, whose name other labels could be taken for."""

    def broken(self, longest_pt: float = _LONG_PT) -> Label:
        """Return the label with a name longer than this set in two lines, so that the longer of them is shortest."""
        words = _BREAKS.split(self.lines[0])
        others = [fonts.width_pt(text, self.size_of(n)) for n, text in enumerate(self.lines)][1:]
        if (
            self.name_lines > 1
            or len(words) < 2
            or fonts.width_pt(self.lines[0], self.size_pt) < max(longest_pt, *others, 0)
        ):
            return self
        halves = [("".join(words[:n]).rstrip(), "".join(words[n:])) for n in range(1, len(words))]
        best = min(halves, key=lambda half: max(fonts.width_pt(text, self.size_pt) for text in half))
        return replace(self, lines=(*best, *self.lines[1:]), name_lines=2)

    def size_of(self, line: int) -> float:
        """Return the size of a line in points."""
        return self.size_pt if line < self.name_lines else max(self.size_pt * _DETAIL, min(self.size_pt, LEAST_PT))

    def is_bold(self, line: int) -> bool:
        """Say whether a line is bold: the name is, what is added to it is not."""
        return self.bold and line < self.name_lines

    @property
    def side_pt(self) -> float:
        """Space that it keeps from a text beside it."""
        return _NUMBER_SIDE_PT if self.number else _SIDE_PT

    @property
    def tail_pt(self) -> float:
        """Half the width of its leader, or of its tail if it is a callout."""
        return _TAIL_PT / 2 if self.boxed else _LEADER_PT

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height in points."""
        width = max(fonts.width_pt(text, self.size_of(n)) for n, text in enumerate(self.lines))
        height = sum(self.size_of(n) for n in range(len(self.lines))) * LINE_HEIGHT
        pad = 2 * _BOX_PAD_PT * self.boxed
        return width + pad, height + pad


@dataclass(frozen=True)
class Placed:
    """A label with its place on the page."""

    label: Label
    box: Bounds
    align: str
    """How its lines are set: left, center or right."""
    cost: float
    leader: tuple[float, float, float, float] | None = None
    """From the point to the label, where it stands away."""

    def leader_boxes(self) -> list[Bounds]:
        """Cover the leader, but for its start at the marker, by small boxes."""
        if self.leader is None:
            return []
        x1, y1, x2, y2 = self.leader
        steps = max(1, int(math.hypot(x2 - x1, y2 - y1) / 3))
        points = [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t) for t in np.linspace(LEADER_START, 1, steps + 1)]
        half = self.label.tail_pt - 0.1
        return [(x - half, y - half, x + half, y + half) for x, y in points]

    def baselines(self) -> list[tuple[str, float, float, float]]:
        """Return text, x, baseline y and size of each line; x is the edge or the middle that ``align`` names."""
        pad = _BOX_PAD_PT * self.label.boxed
        left, right, top = self.box[0] + pad, self.box[2] - pad, self.box[3] - pad
        x = {"left": left, "center": (left + right) / 2, "right": right}[self.align]
        result = []
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
    boxes: list[Bounds]


@dataclass
class ObstacleMap:
    """What is on the page already: boxes that labels must avoid and lines that they had better not cross."""

    frame: Bounds
    obstacles: list[Bounds] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Their segments."""
    line_of: list[int] = field(default_factory=list)
    """Number of the line that each segment is of."""
    weights: list[float] = field(default_factory=list)
    """How bad it is to cross each segment, from 0 to 2, that of what a map measures."""
    marks: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Further points of what is labelled, such as the ends of a gate, each with the point of its label."""
    added: list[Bounds] = field(default_factory=list)
    """Marks that a reader has added: labels of the map's subject had better, the others must avoid them."""
    leaders: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Of labels that are placed: no other leader may cross them."""
    along: list[Along] = field(default_factory=list)
    """Texts that stand along lines."""
    taken: list[Bounds] = field(default_factory=list)
    """Boxes of labels that are placed: no leader may run through them."""
    territory: Territory | None = None
    """Whose land is where; without it labels may stand on any."""
    rim: Rim | None = None
    """The rim of what the map shows of the globe, where it has one: lines end there."""

    def copy(self) -> ObstacleMap:
        """Return a map with the same obstacles, to which others can be added."""
        return replace(
            self, obstacles=[*self.obstacles], lines=[*self.lines], line_of=[*self.line_of], weights=[*self.weights],
            marks=[*self.marks], added=[*self.added], leaders=[*self.leaders], along=[*self.along],
            taken=[*self.taken],
        )  # fmt: skip

    @property
    def obstacle_boxes(self) -> FloatArray:
        """The obstacles, ``(N, 4)``."""
        return np.array(self.obstacles, dtype=float).reshape(-1, 4)

    @property
    def text_boxes(self) -> FloatArray:
        """The boxes of the labels that are placed and of the texts along lines, ``(N, 4)``."""
        along = [box for text in self.along for box in text.boxes]
        return np.array([*self.taken, *along], dtype=float).reshape(-1, 4)

    @property
    def segments(self) -> FloatArray:
        """The lines as segments, ``(N, 4)``."""
        return np.array(self.lines, dtype=float).reshape(-1, 4)

    def write(self, box: Bounds, side_pt: float = _SIDE_PT) -> None:
        """Keep labels off a text that is placed: clear of its ends, where two in a line would be read as one."""
        self.obstacles.append((box[0] - side_pt, box[1], box[2] + side_pt, box[3]))
        self.taken.append(box)

    def covered(self, x: float, y: float, reach: float) -> bool:
        """Tell whether a text covers any of a mark."""
        mark = np.array([[x - reach, y - reach, x + reach, y + reach]])
        return bool(overlaps(mark, self.text_boxes).any())

    def add_box(self, x: float, y: float, reach: float) -> None:
        """Keep labels off a square about a point."""
        self.obstacles.append((x - reach, y - reach, x + reach, y + reach))

    def add_mark(self, x: float, y: float, reach: float) -> None:
        """Add the mark of a point that a reader has added and that gets a label."""
        self.added.append((x - reach, y - reach, x + reach, y + reach))
        self.marks.append((x, y, x, y))
        self.add_spot(x, y, weight=1.0)

    def add_spot(self, x: float, y: float, weight: float) -> None:
        """Add a small mark that labels had better not cover."""
        self.add_polyline(np.array([(x - 1.0, y - 1.0), (x + 1.0, y + 1.0)]), weight=weight)

    def add_polyline(
        self, xy: FloatArray, heavy: bool = False, weight: float = 1.0, reach_pt: float = _HEAVY_PT
    ) -> None:
        """Add a line (N, 2) in points; a heavy one becomes an obstacle of small boxes that reach so far about it."""
        finite = xy[np.isfinite(xy).all(axis=1)]
        if len(finite) < 2:
            return
        if self.rim is not None and len(pieces := self.rim.cut_line(finite)) != 1:
            for piece in pieces:
                self.add_polyline(piece, heavy, weight, reach_pt)
            return
        number = self.line_of[-1] + 1 if self.line_of else 0
        simple = shapely.get_coordinates(shapely.simplify(shapely.LineString(finite), _STRAIGHT_PT)).tolist()
        for (x1, y1), (x2, y2) in zip(simple[:-1], simple[1:], strict=True):
            self.lines.append((x1, y1, x2, y2))
            self.line_of.append(number)
            self.weights.append(weight)
            if heavy:
                steps = max(1, int(math.hypot(x2 - x1, y2 - y1) / 4))
                for t in np.linspace(0, 1, steps + 1):
                    x, y = x1 + t * (x2 - x1), y1 + t * (y2 - y1)
                    self.obstacles.append((x - reach_pt, y - reach_pt, x + reach_pt, y + reach_pt))


def pinned(label: Label, frame: Bounds) -> Placed:
    """Return a label that is fixed by hand, moved into the frame where it would leave it; far off it has a leader."""
    assert label.fixed is not None
    width, height = label.extent
    x = min(max(label.fixed[0], frame[0] + width / 2), frame[2] - width / 2)
    y = min(max(label.fixed[1], frame[1] + height / 2), frame[3] - height / 2)
    box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    end = min(max(label.x, box[0]), box[2]), min(max(label.y, box[1]), box[3])
    far = math.hypot(end[0] - label.x, end[1] - label.y) > label.gap_pt + _NEAR_PT
    centred = len(label.lines) == 1 or (box[0] < label.x < box[2] and not label.boxed)
    side = "center" if centred else "left" if label.boxed or label.x <= box[0] else "right"
    return Placed(label, box, side, 0.0, (label.x, label.y, *end) if far or label.boxed else None)


def draw_label(sheet: DisplayList, item: Placed, halo: str) -> None:
    """Write a label where it was placed, with its leader, or as a callout with its tail, if it has one."""
    label = item.label
    with sheet.about("labels", label.lines[0]):
        if label.boxed:
            sheet.area([_callout(item)], halo, label.color, 0.9, z=18)
        elif item.leader:
            x1, y1, x2, y2 = item.leader
            leader = np.array([(x1, y1), (x2, y2)])
            sheet.line(leader, halo, 1.8, z=12.4, alpha=0.7, casing=True)  # on dark ground it would be lost
            sheet.line(leader, label.color, 0.6, z=12.5)
        for number, (text, x, y, size) in enumerate(item.baselines()):
            bold = label.is_bold(number)
            shade = None if label.boxed else halo
            sheet.text(x, y, text, size, label.color, align=item.align, halo=shade, bold=bold)


def _callout(item: Placed) -> shapely.Geometry:
    """Return the outline of a callout: its box, with a tail to its point."""
    x0, y0, x1, y1 = item.box
    box = shapely.box(x0 + 2, y0 + 2, x1 - 2, y1 - 2).buffer(2.0, quad_segs=4)
    at = item.label
    beside = (at.x, at.y, min(max(at.x, x0), x1), min(max(at.y, y0), y1))  # one close by points to its place too
    tip, end = np.split(np.array(item.leader or beside), 2)
    if box.covers(shapely.Point(tip)):
        return box
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    root = end + (middle - end) * min(1.0, _TAIL_ROOT_PT / max(float(np.hypot(*(middle - end))), 1e-9))
    away = tip - root
    across = np.array([-away[1], away[0]]) / max(float(np.hypot(*away)), 1e-9) * _TAIL_PT
    tail = shapely.Polygon([tip, root + across, root - across])
    return shapely.union(box, tail)
