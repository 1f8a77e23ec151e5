"""Names of curves, each where its own curve is the nearest: at the end, beside it, or by a short line to the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.draw import fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

OFF_PT = 3.0
"""Between a name and any curve, at least."""
NEARER = 1.5
"""How many times as far as its own curve the next one is from a name that has no line to its curve."""

_AT_END_PT, _FAR_PT, _LONGEST_PT = 9.0, 8.0, 28.0
"""From the end of a curve to its name, from a curve to a name beside it, and of a line between the two, at most."""
_STEP_PT = (4.0, 2.5)
_MIDDLE, _UP, _DOWN = 0.365, 0.88, 0.22
"""Heights of half a figure, of the ink over the baseline and under it, in sizes of the text."""
_TRIES, _MOST = 20_000, 400


@dataclass(frozen=True)
class Named:
    """Where a name stands: the start of its baseline, its turn, what it covers, and the line to its curve, if any."""

    x: float
    y: float
    box: shapely.Geometry
    angle: float = 0.0
    """Degrees counterclockwise."""
    leader: FloatArray | None = None

    @property
    def ink(self) -> shapely.Geometry:
        """What no other name or line may touch."""
        return self.box if self.leader is None else shapely.union(self.box, shapely.LineString(self.leader))


def named(
    curves: Sequence[Sequence[FloatArray]], names: Sequence[str], size: float, frame: Bounds
) -> list[Named] | None:
    """Find room for the name of each curve.

    Parameters
    ----------
    curves : sequence of sequences of ndarray
        Of each name the lines that it tells, points ``(N, 2)``: the one that it stands at, and such as show it before.
    names : sequence of str
    size : float
        Of the text, points.
    frame : (left, bottom, right, top)
        Where names may stand.

    Returns
    -------
    list of Named or None
        None where not every name finds room: then a key must tell the curves.

    Examples
    --------
    >>> flat = [[np.array([(0, y), (100, y)], float)] for y in (20.0, 60.0)]
    >>> [(round(n.x), n.angle) for n in named(flat, ["near", "far"], 11, (0, 0, 160, 80))]
    [(109, 0.0), (109, 0.0)]
    """
    lines = np.array([shapely.multilinestrings([shapely.LineString(xy) for xy in told]) for told in curves])
    offered = [_places(number, lines, text, size, frame) for number, text in enumerate(names)]
    order = sorted(range(len(names)), key=lambda number: len(offered[number]))
    taken: dict[int, Named] = {}
    return [taken[n] for n in range(len(names))] if _fill(order, offered, taken, [_TRIES]) else None


def _fill(order: list[int], offered: list[list[Named]], taken: dict[int, Named], tries: list[int]) -> bool:
    """Take a place for each name, the ones with the least choice first, going back where one finds none."""
    if len(taken) == len(order):
        return True
    number = order[len(taken)]
    inks = [place.ink for place in taken.values()]
    for place in offered[number]:
        tries[0] -= 1
        if tries[0] < 0:
            return False
        if not inks or shapely.distance(np.array(inks), place.ink).min() > 1.0:
            taken[number] = place
            if _fill(order, offered, taken, tries):
                return True
            del taken[number]
    return False


def _places(number: int, lines: FloatArray, text: str, size: float, frame: Bounds) -> list[Named]:
    """Return where a name may stand, the best first: at the end, along the curve, level beside it, by a short line."""
    own, others = lines[number], np.delete(lines, number)
    path, wide = own.geoms[0], fonts.width_pt(text, size)
    at_end = np.array(path.coords[-1]) + np.array([_AT_END_PT, -_MIDDLE * size])
    left, bottom, right, top = frame
    across = np.arange(left, right - wide, _STEP_PT[0])
    upward = np.arange(bottom + _DOWN * size, top - _UP * size, _STEP_PT[1])
    lattice = np.stack(np.meshgrid(across, upward), axis=-1).reshape(-1, 2)
    level = np.vstack([at_end[None], lattice])
    along, angles = _along(path, wide, size)
    spots, turns = np.vstack([level, along]), np.concatenate([np.zeros(len(level)), angles])
    boxes = _boxes(spots, turns, wide, size)
    near = shapely.distance(own, boxes)
    kept = (near >= OFF_PT) & (near <= _LONGEST_PT) & shapely.covered_by(boxes, shapely.box(*frame))
    kind = np.repeat([0, 2, 1], [1, len(lattice), len(along)])
    spots, turns, boxes, near, kind = spots[kept], turns[kept], boxes[kept], near[kept], kind[kept]
    next_near = shapely.distance(others[:, None], boxes).min(axis=0) if len(others) else np.full(len(near), np.inf)
    beside = (next_near >= NEARER * near) & ((near <= _FAR_PT) | (kind == 0))
    from_end = np.hypot(*(spots - at_end).T)
    places = [Named(x, y, box, turn) for (x, y), box, turn in zip(spots.tolist(), boxes, turns.tolist(), strict=True)]
    best = np.lexsort([from_end + 2.0 * np.abs(turns), kind])
    found = [places[n] for n in best[beside[best]][:_MOST]]
    for n in np.argsort(near + 0.1 * from_end)[:_MOST]:
        if not beside[n] and kind[n] != 1 and next_near[n] >= OFF_PT:
            leader = shapely.shortest_line(path, boxes[n])
            if leader.length <= _LONGEST_PT and (shapely.distance(others, leader) > OFF_PT / 2).all():
                found.append(replace(places[n], leader=np.array(leader.coords)))
    return found


def _along(path: shapely.LineString, wide: float, size: float) -> tuple[FloatArray, FloatArray]:
    """Return baselines over and under a curve, where it runs straight enough for a text: their starts and turns."""
    if path.length <= wide:
        return np.empty((0, 2)), np.empty(0)
    starts = np.arange(0.0, path.length - wide, _STEP_PT[0])
    a, b = (shapely.get_coordinates(shapely.line_interpolate_point(path, starts + ahead)) for ahead in (0.0, wide))
    turn = np.arctan2(*(b - a).T[::-1])
    up = np.column_stack([-np.sin(turn), np.cos(turn)])
    middle = (a + b) / 2 - np.column_stack([np.cos(turn), np.sin(turn)]) * wide / 2
    off = [OFF_PT + _DOWN * size + more for more in (0.5, 3.0)] + [-OFF_PT - _UP * size - more for more in (0.5, 3.0)]
    return np.vstack([middle + up * by for by in off]), np.tile(np.degrees(turn), len(off))


def _boxes(starts: FloatArray, turns: FloatArray, wide: float, size: float) -> FloatArray:
    """Return what a text covers from each start of its baseline, turned about it by degrees."""
    corners = np.array([(0.0, -_DOWN), (0.0, _UP), (wide / size, _UP), (wide / size, -_DOWN), (0.0, -_DOWN)]) * size
    cos, sin = np.cos(np.radians(turns)), np.sin(np.radians(turns))
    turned = np.stack(
        [corners[:, :1] * cos - corners[:, 1:] * sin, corners[:, :1] * sin + corners[:, 1:] * cos], axis=-1
    )
    return np.asarray(shapely.polygons(turned.transpose(1, 0, 2) + starts[:, None]))
