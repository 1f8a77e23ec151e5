"""Names of seas: along the line that each carries, or where other things take that, in the midst of its water."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import layers
from eastup.briefing.words import without_brackets
from eastup.draw import fonts
from eastup.draw.document import Text
from eastup.draw.theme import LEAST_PT
from eastup.layers.query import name_in
from eastup.places import areas, waters

if TYPE_CHECKING:
    from eastup.briefing.subject.content import Content
    from eastup.draw.boxes import BoolArray
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.places.waters import Water

_SIZE_PT, _LARGEST_PT = 9.4, 12.5
_LONGEST_STRETCH = 2.5
_CELL_PT = 3.0
"""A third of a letter's height: names stand nowhere more exactly than that."""
_AIR_PT = 1.5
"""Between a name in the midst of its water and what else there is."""
_LEAST_TIMES = 3.0
"""Of its name's own area, that a sea must show: a corner of it needs no name."""
_BETWEEN_FORMS = " / "
"""Stands between two forms of a name, which may take a line each."""
_LEADING = 1.2


def draw_seas(content: Content, by_hand: bool = False) -> None:
    """Write the names of the seas where room is left.

    Those that a reader puts somewhere come before all texts along lines, which make way for them.
    """
    if not content.spec.seas or (by_hand and not content.spec.adjust):
        return
    seas = layers.load("seas")
    labelled = (seas.geometry.geom_type == "LineString") & (seas["label"] != False)  # noqa: E712 - it may be missing
    land = shapely.STRtree(content.land)
    names = {row["id"]: name_in(row, content.spec.lang) for row in seas[labelled].to_dict("records")}
    lines = {row["id"]: shapely.get_coordinates(row["geometry"]) for row in seas[labelled].to_dict("records")}
    wide = {water.id: water for water in waters.on_maps() if water.names or water.id in names}
    names = {water.id: water.names[content.spec.lang] for water in wide.values() if water.names} | names
    for own, name in names.items():
        if own in lines and _fixed(content, own, name) == by_hand:
            _along_line(content, own, name, lines[own], land)
    if by_hand:
        for own, water in wide.items():
            if own not in lines and _fixed(content, own, names[own]):
                _at(content, own, names[own], content.sheet.page.locate(*water.area.point_on_surface().coords[0]))
        return
    straits = layers.load("straits").set_index("id")
    shown = {row["id"] for row in content.shown_straits}
    for own, lonlat in areas.straits_on_maps().items():
        if own in straits.index and own not in shown:
            name = without_brackets(name_in(straits.loc[own].to_dict(), content.spec.lang))
            _along_line(content, own, name, lonlat, land)
    _in_their_water(content, {own: (names[own], water) for own, water in wide.items()})


def _fixed(content: Content, own: str, name: str) -> bool:
    asked = content.adjust.find(own, name)
    return asked is not None and bool(asked.at or asked.offset)


def _at(content: Content, own: str, name: str, point: FloatArray) -> bool:
    """Write the name of a sea where a reader puts it; say whether one did, or wants none."""
    asked = content.adjust.find(own, name)
    if asked and asked.hide:
        return True
    name = content.adjust.worded(asked, name).replace("\n", " ")
    box = content.placed_by_hand(asked, point, (fonts.width_pt(name, _SIZE_PT), 11.0))
    if box is None:
        return False
    x, y = (box[0] + box[2]) / 2, box[1] + 2.2
    with content.sheet.about("seas", name):
        content.sheet.text(x, y, name, _SIZE_PT, content.theme.sea_name, align="center", z=19)
    content.obstacle_map.obstacles.append(box)
    return True


def _along_line(content: Content, own: str, name: str, lonlat: FloatArray, land: shapely.STRtree) -> None:
    """Write the name of a sea along its line where room is left, or where a reader puts it."""
    xy = content.sheet.page.locate(*lonlat.T)
    if _at(content, own, name, xy[len(xy) // 2]):
        return
    name = content.adjust.worded(content.adjust.find(own, name), name).replace("\n", " ")
    width = fonts.width_pt(name, max(_SIZE_PT * content.text_scale, LEAST_PT)) + 6.0
    with content.sheet.about("seas", name):
        color = content.theme.sea_name
        content.along(_stretched(xy, width), name, _SIZE_PT, color, on_line=True, halo=False, off=land)


def _stretched(xy: FloatArray, length_pt: float) -> FloatArray:
    """Return a line that is short of a length, drawn out at both ends; names keep off land."""
    steps = np.hypot(*np.diff(xy, axis=0).T)
    own = float(steps.sum())
    if not own or not length_pt / _LONGEST_STRETCH <= own < length_pt:
        return xy
    more = (length_pt - own) / 2
    first, last = (xy[0] - xy[1]) / steps[0], (xy[-1] - xy[-2]) / steps[-1]
    return np.asarray(np.vstack([xy[0] + first * more, xy, xy[-1] + last * more]))


def _in_their_water(content: Content, seas: dict[str, tuple[str, Water]]) -> None:
    """Name the seas that are not named yet, the largest on the page first, each where most room is about it."""
    page = content.sheet.page
    written = {item.text.casefold() for item in content.sheet.items if isinstance(item, Text) and item.page is page}
    ground: _Ground | None = None
    found = []
    for own, (told, water) in seas.items():
        asked = content.adjust.find(own, told)
        name = content.adjust.worded(asked, told).replace("\n", " ")
        if (asked and (asked.hide or asked.at or asked.offset)) or name.casefold() in written:
            continue
        ground = ground or _Ground(content)
        cells = ground.water(water)
        if cells.any():
            found.append((int(cells.sum()), own, name, cells))
    for count, _, name, cells in sorted(found, key=lambda one: (-one[0], one[1])):
        assert ground is not None
        _write(content, ground, name, cells, count * ground.cell_pt2)


def _write(content: Content, ground: _Ground, name: str, cells: BoolArray, area_pt2: float) -> None:
    scale = content.text_scale
    large = float(np.clip(6.0 + area_pt2**0.5 / 40.0, _SIZE_PT, _LARGEST_PT)) * scale
    sizes = tuple(dict.fromkeys(max(size, LEAST_PT) for size in (large, _SIZE_PT * scale, LEAST_PT)))
    for lines, size in itertools.product(_forms(name), sizes):
        width, height = max(fonts.width_pt(line, size) for line in lines), size * _LEADING * len(lines)
        if area_pt2 < _LEAST_TIMES * width * height:
            continue
        if middle := ground.roomiest(cells, (width, height)):
            x, y = middle
            with content.sheet.about("seas", name):
                for n, line in enumerate(lines):
                    base = y + height / 2 - size * (0.95 + _LEADING * n)
                    content.sheet.text(x, base, line, size, content.theme.sea_name, align="center", z=19)
            ground.take((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
            return


def _forms(name: str) -> list[tuple[str, ...]]:
    """Return a name in one line, and broken in two where it can be."""
    forms = name.find(_BETWEEN_FORMS)
    gaps = [forms + 2] if forms >= 0 else [n for n, letter in enumerate(name) if letter == " "]
    if not gaps:
        return [(name,)]
    gap = min(gaps, key=lambda n: abs(n - len(name) / 2))
    return [(name,), (name[:gap], name[gap + 1 :])]


@dataclass
class _Ground:
    """The frame of a map in cells: where there is water, of which sea, and what stands on it already."""

    content: Content

    def __post_init__(self) -> None:
        page = self.content.sheet.page
        self._xs, self._ys, lon, lat = page.grid(_CELL_PT)
        self._lon, self._lat = lon, lat
        self.cell_pt2 = float((self._xs[1] - self._xs[0]) * (self._ys[1] - self._ys[0]))
        ok = np.isfinite(lon) & np.isfinite(lat)
        if page.rim is not None:
            points = np.stack(np.meshgrid(self._xs, self._ys), axis=-1).reshape(-1, 2)
            ok &= page.rim.holds(points)
        self._seen = ok

    def water(self, sea: Water) -> BoolArray:
        """Say of each cell whether it is of a sea; land there may be."""
        west, south, east, north = sea.area.bounds
        near = self._seen & (self._lon >= west) & (self._lon <= east) & (self._lat >= south) & (self._lat <= north)
        inside = np.zeros(len(near), dtype=bool)
        some = np.flatnonzero(near)
        if len(some):
            shapely.prepare(sea.area)
            inside[some] = shapely.contains_xy(sea.area, self._lon[some], self._lat[some])
        return inside.reshape(len(self._ys), len(self._xs)) & ~self._land

    @cached_property
    def _off_the_frame(self) -> BoolArray:
        x0, y0, x1, y1 = self.content.obstacle_map.frame
        across, up = (self._xs > x0 + _AIR_PT) & (self._xs < x1 - _AIR_PT), (self._ys > y0) & (self._ys < y1)
        return up[:, None] & across

    @cached_property
    def _land(self) -> BoolArray:
        shapes = [shape for shape in self.content.land if not shape.is_empty]
        return self._covered(shapes, touched=True)

    def _covered(self, shapes: list[shapely.Geometry], touched: bool) -> BoolArray:
        """Say which cells some shapes of the page cover."""
        from affine import Affine
        from rasterio.features import rasterize

        out = np.zeros((len(self._ys), len(self._xs)), np.uint8)
        if shapes:
            dx, dy = self._xs[1] - self._xs[0], self._ys[1] - self._ys[0]
            turn = Affine(dx, 0, self._xs[0] - dx / 2, 0, dy, self._ys[0] - dy / 2)
            rasterize(shapes, out=out, transform=turn, all_touched=touched)
        return out > 0

    def take(self, box: Bounds) -> None:
        """Keep further names off a box."""
        x0, y0, x1, y1 = box
        across = (self._xs >= x0 - _CELL_PT / 2) & (self._xs <= x1 + _CELL_PT / 2)
        self._taken |= ((self._ys >= y0 - _CELL_PT / 2) & (self._ys <= y1 + _CELL_PT / 2))[:, None] & across
        self.content.obstacle_map.write(box)

    @cached_property
    def _taken(self) -> BoolArray:
        obstacles = self.content.obstacle_map
        boxes = np.vstack([obstacles.obstacle_boxes, obstacles.text_boxes, np.reshape(obstacles.added, (-1, 4))])
        lines = [*obstacles.lines, *obstacles.leaders]
        shapes = [*shapely.box(*boxes.T)] if len(boxes) else []
        shapes += [shapely.LineString([(a, b), (c, d)]) for a, b, c, d in lines if (a, b) != (c, d)]
        return self._covered(shapes, touched=True)

    def roomiest(self, cells: BoolArray, extent: tuple[float, float]) -> tuple[float, float] | None:
        """Return the middle of the box of an extent that has most room about it within a sea; None where none has."""
        from scipy.ndimage import distance_transform_edt, minimum_filter

        free = cells & ~self._taken & self._off_the_frame
        dx, dy = self._xs[1] - self._xs[0], self._ys[1] - self._ys[0]
        wide, high = (
            int(np.ceil((size + 2 * _AIR_PT) / step)) | 1 for size, step in zip(extent, (dx, dy), strict=True)
        )
        fits = minimum_filter(free, size=(high, wide), mode="constant", cval=0)
        if not fits.any():
            return None
        room = distance_transform_edt(np.pad(fits, 1))[1:-1, 1:-1]
        row, column = np.unravel_index(int(room.argmax()), room.shape)
        return float(self._xs[column]), float(self._ys[row])
