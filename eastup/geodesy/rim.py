"""The rim of what a map shows of the globe, where its frame reaches beyond: how lines and areas end there.

An oblique Mollweide shows all of the globe in an ellipse (`eastup.geodesy.mollweide`); an azimuthal view is cut to a
disc about its centre, beyond which it would stretch lands more and more, up to the antipode, which is a circle on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds, Geometries

_ROWS = 120
"""Of boxes beyond the rim: each some four points high on a slide."""
_JUST_WITHIN = 1.0 - 1e-9


class Rim(Protocol):
    """A rim in metres of a view or in points of a page."""

    @property
    def outline(self) -> shapely.Polygon:
        """The rim as a polygon."""

    def holds(self, xy: FloatArray, margin: float = 0.0) -> NDArray[np.bool_]:
        """Say which points ``(N, 2)`` lie within the rim, at least about a margin from it."""

    def within(self, xy: FloatArray) -> FloatArray:
        """Return points ``(N, 2)`` with those beyond the rim moved straight towards the middle, onto it."""

    def cut_line(self, xy: FloatArray) -> list[FloatArray]:
        """Return the pieces of a line ``(N, 2)`` within the rim."""

    def cut_areas(self, polygons: Geometries) -> Geometries:
        """Return polygons with those that reach over the rim cut along it, each still one geometry."""

    def boxes_beyond(self, frame: Bounds) -> list[Bounds]:
        """Return boxes that fill what of a frame lies beyond the rim, row by row; none takes any of the inside."""

    def sides(self, x: float, y: float) -> dict[str, float]:
        """Return for each side how far the outward direction at a point of the rim is from it; 0 is straight there."""


@dataclass(frozen=True)
class Oval:
    """An ellipse whose axes are level and upright: what a rim needs to know of its shape."""

    x: float
    y: float
    half_width: float
    half_height: float

    @property
    def outline(self) -> shapely.Polygon:
        """The oval as a polygon."""
        turn = np.linspace(0.0, 2.0 * np.pi, 1441)
        return shapely.Polygon(
            np.column_stack([self.x + self.half_width * np.cos(turn), self.y + self.half_height * np.sin(turn)])
        )

    def holds(self, xy: FloatArray, margin: float = 0.0) -> NDArray[np.bool_]:
        """Say which points ``(N, 2)`` lie within, at least about a margin from the edge."""
        across, up = np.asarray(xy, float).reshape(-1, 2).T
        wide, high = (max(half - margin, 1e-9) for half in (self.half_width, self.half_height))
        return np.asarray(((across - self.x) / wide) ** 2 + ((up - self.y) / high) ** 2 <= 1.0)

    def within(self, xy: FloatArray) -> FloatArray:
        """Return points ``(N, 2)`` with those outside moved straight towards the middle, onto the edge."""
        off = np.asarray(xy, float) - (self.x, self.y)
        away = np.hypot(off[:, 0] / self.half_width, off[:, 1] / self.half_height)
        return np.asarray((self.x, self.y) + off / np.maximum(away / _JUST_WITHIN, 1.0)[:, None])

    def boxes_beyond(self, frame: Bounds) -> list[Bounds]:
        """Return boxes that fill what of a frame lies outside, row by row; none takes any of the inside."""
        x0, y0, x1, y1 = frame
        edges = np.linspace(y0, y1, _ROWS + 1)
        found: list[Bounds] = []
        for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            nearest = min(max(self.y, low), high)  # where the oval is widest in this row
            share = 1.0 - ((nearest - self.y) / self.half_height) ** 2
            half = self.half_width * math.sqrt(share) if share > 0 else 0.0
            left, right = (self.x - half, self.x + half) if half else (x1, x1)
            found += [(x0, low, min(left, x1), high)] if left > x0 else []
            found += [(max(right, x0), low, x1, high)] if right < x1 else []
        return found

    def sides(self, x: float, y: float) -> dict[str, float]:
        """Return for each side how far the outward direction at a point of the edge is from it; 0 is straight there."""
        across, up = (x - self.x) / self.half_width**2, (y - self.y) / self.half_height**2
        size = math.hypot(across, up) or 1.0
        return {"left": 1 + across / size, "right": 1 - across / size, "bottom": 1 + up / size, "top": 1 - up / size}


@dataclass(frozen=True)
class Disc(Oval):
    """The part of an azimuthal view within an angle of its centre."""

    @classmethod
    def about(cls, x: float, y: float, radius: float) -> Disc:
        """Return the disc of a radius about a point."""
        return cls(x, y, radius, radius)

    def cut_line(self, xy: FloatArray) -> list[FloatArray]:
        """Return the pieces of a line ``(N, 2)`` within the disc."""
        if self.holds(xy).all():
            return [xy]
        far = np.flatnonzero(np.hypot(*np.diff(xy, axis=0).T) > self.half_width) + 1  # past the antipode
        runs = [run for run in np.split(xy, far) if len(run) > 1]
        kept = shapely.get_parts(shapely.intersection(np.array([*map(shapely.LineString, runs)]), self.outline))
        lines = kept[(shapely.get_type_id(kept) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(kept)]
        return [shapely.get_coordinates(line) for line in lines]

    def cut_areas(self, polygons: Geometries) -> Geometries:
        """Return polygons with those that reach over the edge cut along it, each still one geometry."""
        if not len(polygons):
            return polygons
        outline = self.outline
        shapely.prepare(outline)
        over = np.flatnonzero(~shapely.covers(outline, polygons))
        found = polygons.copy()
        found[over] = shapely.intersection(shapely.make_valid(polygons[over]), outline)
        return found
