"""The ellipse of a Mollweide map of the whole globe: what lies in it, and lines and areas cut where its rim parts them.

On the rim the globe is opened along half a meridian of the map's own (oblique) graticule. A line across it goes on at
the other side of the map; drawn as it is projected it would run through all that lies between. Cuts are made in
longitude (of the map's graticule) and height on the page, in which the rim is straight: the height depends on latitude
alone, so that no inverse of the projection is needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.geodesy.rim import Oval

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Geometries

_HALF_TURN, _TURN = 180.0, 360.0
_STEP_DEG = 0.25
"""Of pieces of an edge that follows the rim: a chord leaves the ellipse by at most some 100 m of the globe."""
_HEIGHT_DEG = 90.0
"""Height of the upper end: the auxiliary angle, whose sine is the height on the page."""
_GRID_DEG = 1e-7
_LEAST_COS = 1e-12


@dataclass(frozen=True)
class GlobeEllipse(Oval):
    """The whole globe on a Mollweide map: an ellipse twice as wide as high, in metres or in points of a page."""

    @classmethod
    def of_sphere(cls, radius_m: float) -> GlobeEllipse:
        """Return the ellipse of a sphere whose map has its middle at 0, 0 (J. P. Snyder, *Working Manual*, 31-1)."""
        return cls.sized(0.0, 0.0, math.sqrt(2.0) * radius_m)

    @classmethod
    def sized(cls, x: float, y: float, half_height: float) -> GlobeEllipse:
        """Return the ellipse about a point."""
        return cls(x, y, 2 * half_height, half_height)

    def cut_line(self, xy: FloatArray) -> list[FloatArray]:
        """Return the pieces of a line ``(N, 2)`` between its steps across the rim, each drawn out to the rim."""
        lon, height = self._opened(xy)
        jumps = np.flatnonzero(np.abs(np.diff(lon)) > _HALF_TURN)
        if not len(jumps):
            return [xy]
        pieces, first = [], 0
        begin = np.empty((0, 2))
        for at in jumps.tolist():
            side = math.copysign(_HALF_TURN, lon[at])
            after = lon[at + 1] + math.copysign(_TURN, lon[at])
            share = (side - lon[at]) / (after - lon[at]) if after != lon[at] else 0.0
            crossing = height[at] + share * (height[at + 1] - height[at])
            end = self._closed(np.array([(side, crossing)]))
            pieces.append(np.concatenate([begin, xy[first : at + 1], end]))
            begin, first = self._closed(np.array([(-side, crossing)])), at + 1
        pieces.append(np.concatenate([begin, xy[first:]]))
        return [piece for piece in pieces if len(piece) > 1]

    def cut_areas(self, polygons: Geometries) -> Geometries:
        """Return polygons with those that the rim parts cut along it, each still one geometry."""
        rings, owner = shapely.get_rings(polygons, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        lon, _ = self._opened(xy)
        steps = (np.abs(np.diff(lon)) > _HALF_TURN) & (ring[1:] == ring[:-1])
        crossing = np.unique(owner[ring[1:][steps]])
        if not len(crossing):
            return polygons
        found = polygons.copy()
        for index in crossing.tolist():
            found[index] = self._cut_area(polygons[index])
        return found

    def _cut_area(self, polygon: shapely.Polygon) -> shapely.Geometry:
        outer, *holes = (self._unwrapped(shapely.get_coordinates(ring)) for ring in shapely.get_rings(polygon))
        turns = [_TURN * round((outer[:, 0].mean() - hole[:, 0].mean()) / _TURN) for hole in holes]
        beside = [np.add(hole, (turn, 0.0)) for hole, turn in zip(holes, turns, strict=True)]
        whole = shapely.make_valid(shapely.Polygon(outer, beside))
        west, _, east, _ = whole.bounds
        pieces = []
        first, last = (math.floor((end + _HALF_TURN) / _TURN) for end in (west, east))
        for turn in range(first, last + 1):
            left = turn * _TURN - _HALF_TURN
            part = shapely.clip_by_rect(whole, left, -_HEIGHT_DEG, left + _TURN, _HEIGHT_DEG)
            pieces.append(shapely.transform(part, lambda c, back=turn * _TURN: c - (back, 0.0)))  # type: ignore[misc]
        # What goes round an end of the axis was opened where its ring begins: there its parts touch.
        joined = shapely.segmentize(shapely.union_all(pieces, grid_size=_GRID_DEG), _STEP_DEG)
        closed = shapely.transform(joined, self._closed)  # an end of the axis, a side until then, is now a point
        parts = shapely.get_parts(shapely.make_valid(closed, method="structure", keep_collapsed=False))
        flat = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)]
        several: shapely.Geometry = shapely.multipolygons(flat)
        return several

    def _unwrapped(self, ring: FloatArray) -> FloatArray:
        """Return a ring whose longitudes run on, closed over the end of the map's axis that it goes round."""
        lon, height = self._opened(ring)
        lon = np.unwrap(lon, period=_TURN)
        opened = np.column_stack([lon, height])
        if abs(lon[-1] - lon[0]) < _HALF_TURN:
            return opened
        end = math.copysign(_HEIGHT_DEG, float(height.mean()))
        return np.concatenate([opened, [(lon[-1], end), (lon[0], end), opened[0]]])

    def _opened(self, xy: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return longitude on the map's own graticule and height, both in degrees, of points."""
        across, up = np.asarray(xy, float).T
        height = np.arcsin(np.clip((up - self.y) / self.half_height, -1.0, 1.0))
        wide = self.half_width * np.cos(height)
        share = np.where(wide > _LEAST_COS * self.half_height, (across - self.x) / np.maximum(wide, 1e-300), 0.0)
        return np.asarray(np.clip(share, -1.0, 1.0) * _HALF_TURN), np.asarray(np.degrees(height))

    def _closed(self, opened: FloatArray) -> FloatArray:
        """Return the points of longitudes and heights; the inverse of `_opened`."""
        lon, height = np.asarray(opened, float).T
        angle = np.radians(np.clip(height, -_HEIGHT_DEG, _HEIGHT_DEG))
        wide = self.half_width * np.cos(angle)
        return np.column_stack([self.x + wide * lon / _HALF_TURN, self.y + self.half_height * np.sin(angle)])
