"""The laws that hold for the labels of any map, checked without the code that places them."""

from __future__ import annotations

import numpy as np
import shapely

from eastup import basemap
from eastup.draw.boxes import apart, cross, run_through
from eastup.draw.document import Marker

LONGEST_PT, LONGEST_OF_SUBJECT_PT, LONGEST_OF_ALL_PT = 45.0, 60.0, 75.0
"""Of leaders: of a place, of what the map is about, and of such where only a number could stand otherwise."""


def inside(page, items):
    """Return the labels that stand in the frame of one of a drawing's maps."""
    x0, y0, x1, y1 = page.frame
    return [i for i in items if x0 <= i.box[0] and y0 <= i.box[1] and i.box[2] <= x1 and i.box[3] <= y1]


def nearest_to_their_own_mark(drawing):
    """Return how many labels without a leader there are, each nearer to its mark than to any other labelled mark."""
    checked = 0
    for page in drawing.pages:
        placed = inside(page, drawing.placed)
        marks = np.array([(item.label.x, item.label.y) for item in placed]).reshape(-1, 2)
        for item in (one for one in placed if not one.leader):
            own, box = np.array([(item.label.x, item.label.y)]), np.array([item.box])
            nearest = apart(box, marks[np.hypot(*(marks - own).T) > 3.0]).min(initial=np.inf)
            assert apart(box, own)[0, 0] < nearest or nearest > 16.0, item.label.lines
            checked += 1
    return checked


def short_leaders(drawing, longest_of_subject_pt=LONGEST_OF_SUBJECT_PT):
    """Assert that leaders are short and cross no other."""
    for page in drawing.pages:
        placed = inside(page, [*drawing.placed, *drawing.names])
        led = [item for item in placed if item.leader]
        leaders = np.array([item.leader for item in led]).reshape(-1, 4)
        for item, length in zip(led, np.hypot(*(leaders[:, 2:] - leaders[:, :2]).T), strict=True):
            most = longest_of_subject_pt if item.label.required or item.label.far else LONGEST_PT
            assert length <= most + 0.01, item.label.lines
        starts = leaders[:, :2] + (leaders[:, 2:] - leaders[:, :2]) * 0.2  # two of one spot start at the same point
        tails = np.hstack([starts, leaders[:, 2:]])
        assert not cross(tails, tails).any()


def through_no_label(drawing):
    """Assert that no leader runs through another label."""
    for page in drawing.pages:
        placed = inside(page, [*drawing.placed, *drawing.names])
        boxes = np.array([item.box for item in placed]).reshape(-1, 4) + np.array([0.1, 0.1, -0.1, -0.1])
        for number, item in enumerate(placed):
            if item.leader:
                x1, y1, x2, y2 = item.leader
                tail = np.array([[x1 + (x2 - x1) * 0.2, y1 + (y2 - y1) * 0.2, x2, y2]])
                hit = run_through(tail, np.delete(boxes, number, axis=0))
                assert not hit.any(), item.label.lines


def apart_in_a_line(drawing, least_pt=3.9):
    """Assert that no two names stand so close in one line that they read as one; a number is told from a name."""
    for page in drawing.pages:
        placed = [item for item in inside(page, [*drawing.placed, *drawing.names]) if not item.label.number]
        boxes = np.array([item.box for item in placed]).reshape(-1, 4)
        for number, (x0, y0, x1, y1) in enumerate(boxes):
            others = boxes[number + 1 :]
            level = np.minimum(y1, others[:, 3]) - np.maximum(y0, others[:, 1])
            gap = np.maximum(x0, others[:, 0]) - np.minimum(x1, others[:, 2])
            beside = (level > 0.5 * np.minimum(y1 - y0, others[:, 3] - others[:, 1])) & (gap > 0)
            close = [placed[number + 1 + n].label.lines for n in np.flatnonzero(beside & (gap < least_pt))]
            assert not close, (placed[number].label.lines, close)


def marks_are_seen(drawing):
    """Assert that no label covers the mark of a capital or a city; return how many there are."""
    marks = [i for i in drawing.sheet.items if isinstance(i, Marker) and i.topic in {"capitals", "cities"}]
    for page in drawing.pages:
        boxes = np.array([item.box for item in inside(page, [*drawing.placed, *drawing.names])]).reshape(-1, 4)
        points = np.array([(i.x, i.y) for i in marks if i.page is page]).reshape(-1, 2)
        assert not (apart(boxes, points) < 1.0).any()
    return len(marks)


def from_their_own_land(drawing):
    """Assert that no leader of a country's name starts at the mark of a place, whose name it would seem to be."""
    for page in drawing.pages:
        marks = np.array([(i.label.x, i.label.y) for i in inside(page, drawing.placed)]).reshape(-1, 2)
        for item in (one for one in inside(page, drawing.names) if one.leader):
            assert np.hypot(*(marks - item.leader[:2]).T).min(initial=np.inf) > 8.0, item.label.lines


def off_other_land(drawing):
    """Assert by polygons that no label stands on another country's land, nor a country's leader mostly runs over it."""
    for page in drawing.pages:
        land = basemap.land_in_view(page.view.crs, page.bounds_m, page.metres_per_pt * 0.5)
        shapes = shapely.make_valid(shapely.transform(land.geometry.to_numpy(), lambda xy, p=page: p.to_page(*xy.T)))
        country, tree = land["country"].to_numpy(), shapely.STRtree(shapes)
        for item in inside(page, drawing.placed):
            if item.label.shores_pt or item.label.shores_pt is None or item.label.number:
                continue  # a strait belongs to both its shores, a remark and a number to none
            near = tree.query_nearest(shapely.Point(item.label.x, item.label.y), max_distance=13.0)
            box = shapely.box(*item.box)
            abroad = [n for n in tree.query(box) if country[n] not in set(country[near])]
            area = sum(shapely.intersection(shapes[n], box).area for n in abroad)
            assert area / box.area < 0.35, item.label.lines
        for item in inside(page, drawing.names):
            parts = [shapely.box(*item.box)]
            if item.leader:
                parts.append(shapely.LineString(np.reshape(item.leader, (2, 2))).buffer(0.3))
            is_letter = len("".join(item.label.lines)) == 1  # on panels of an inch, its box mostly empty
            for part, most in zip(parts, (0.15 if is_letter else 0.1, 0.7), strict=False):
                foreign = [n for n in tree.query(part) if country[n] != item.label.key]
                share = shapely.union_all(shapely.intersection(shapes[foreign], part)).area / part.area
                assert share < most, (item.label.lines, share)
