"""The paper of a drawing and the frame of one of its maps: points of the page, metres of the view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import shapely

from eastup.geodesy.mollweide import GlobeEllipse
from eastup.geodesy.rim import Disc, Rim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike
    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.view.view import View


PT_PER_IN = 72.0
Part = TypeVar("Part", shapely.Polygon, shapely.LineString)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is drawn on, and the frame that drawing is cut to. Points count from the lower left corner."""

    width_in: float
    height_in: float
    frame: Bounds
    """xmin, ymin, xmax, ymax in points."""
    level: int = 0
    """0 for what lies on the paper, 1 for what lies on a map, as an inset does."""

    @property
    def rim(self) -> Rim | None:
        """The rim of what is shown of the globe, in points, where the frame reaches beyond: what crosses it is cut."""
        return None


@dataclass(frozen=True, kw_only=True)
class Page(Paper):
    """A page and one of its map frames."""

    view: View
    bounds_m: Bounds
    """What the frame shows, in the view's metres."""
    panel: Bounds
    """Where legend, tables and notes go, points: at the right of the maps, or below them."""
    body: Bounds
    """All between header and footer, points."""
    key: Bounds | None = None
    """Where the names of numbered points go, if there are such, points."""
    text_scale: float = 1.0
    """Size of the map's text: smaller where several maps share a page."""
    disc_m: float = 0.0
    """Radius of the disc about its centre to which an azimuthal view is cut; 0 where the frame stays within it."""
    holes: tuple[Bounds, ...] = ()
    """Parts of the frame that another map covers."""

    @cached_property
    def metres_per_pt(self) -> float:
        """Metres of the view in one point of the page."""
        return (self.bounds_m[2] - self.bounds_m[0]) / (self.frame[2] - self.frame[0])

    @property
    def whole_globe(self) -> bool:
        """Whether the map shows the whole globe, or would if its frame were larger."""
        return self.view.globe is not None

    @cached_property
    def rim(self) -> Rim | None:
        """The rim of what is shown of the globe, in points, where the frame reaches beyond: what crosses it is cut."""
        ((x, y),) = self.to_page([0.0], [0.0]).tolist()  # the centre of a view is its origin
        if self.view.globe is not None:
            return GlobeEllipse.sized(x, y, self.view.globe.half_height / self.metres_per_pt)
        return Disc.about(x, y, self.disc_m / self.metres_per_pt) if self.disc_m else None

    @cached_property
    def shown(self) -> shapely.Polygon:
        """What of the frame shows the earth, in points: all of it, or what lies within the rim of the globe."""
        frame = shapely.box(*self.frame)
        if self.rim is None:
            return frame
        within = shapely.intersection(frame, self.rim.outline)
        assert isinstance(within, shapely.Polygon)  # both are convex, and who asks for a map sees some of it
        return within

    def grid(self, step_pt: float) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return x and y of a grid of points over the frame, and the longitude and latitude of each of its points.

        Row by row, degrees. Points beyond the rim of the globe have those of the rim, so that lines of equal value
        reach it; what is made of them is then cut to `shown`.
        """
        x0, y0, x1, y1 = self.frame
        xs, ys = (np.linspace(a, b, max(2, round((b - a) / step_pt))) for a, b in ((x0, x1), (y0, y1)))
        points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        if self.rim is not None:
            points = self.rim.within(points)
        lon, lat = self.view.inverse(*self.to_view(points).T)
        return xs, ys, lon, lat

    def seen(self, geometries: Sequence[Part]) -> list[Part]:
        """Return what of areas, or of lines, on the page lies within the rim of the globe, in single parts."""
        if self.rim is None or not len(geometries):
            return list(geometries)
        kind = geometries[0].geom_type
        parts = shapely.get_parts(shapely.get_parts(shapely.intersection(np.array(geometries), self.shown)))
        return [part for part in parts if part.geom_type == kind and not part.is_empty]

    def area(self, outer: FloatArray, holes: Sequence[FloatArray] = ()) -> BaseGeometry:
        """Return the valid area within rings of page points ``(N, 2)``, cut where the rim of the globe parts it."""
        polygon: BaseGeometry = shapely.Polygon(outer, holes)
        if self.rim is not None:
            polygon = self.rim.cut_areas(np.array([polygon]))[0]
        return shapely.make_valid(polygon)

    @property
    def panel_below(self) -> bool:
        """Whether legend, tables and notes go below the maps."""
        return self.panel[3] <= self.frame[1]

    def to_page(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Return page points ``(N, 2)`` of view metres."""
        px = self.frame[0] + (np.asarray(x, float) - self.bounds_m[0]) / self.metres_per_pt
        py = self.frame[1] + (np.asarray(y, float) - self.bounds_m[1]) / self.metres_per_pt
        return np.stack([px, py], axis=-1)

    def to_view(self, xy: FloatArray) -> FloatArray:
        """Return view metres ``(N, 2)`` of page points ``(N, 2)``."""
        return np.asarray((np.asarray(xy, float) - self.frame[:2]) * self.metres_per_pt + self.bounds_m[:2])

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Return page points ``(N, 2)`` of longitude and latitude (degrees)."""
        return self.to_page(*self.view.forward(lon, lat))

    def shows(self, xy: tuple[float, float] | FloatArray, margin_pt: float = 0.0) -> bool:
        """Say whether a page point lies in the frame, and is not covered by another map."""
        m = margin_pt

        def within(box: Bounds, margin: float) -> bool:
            return bool(box[0] + margin <= xy[0] <= box[2] - margin and box[1] + margin <= xy[1] <= box[3] - margin)

        if self.rim is not None and not self.rim.holds(np.asarray(xy, float), m)[0]:
            return False
        return within(self.frame, m) and not any(within(hole, -m) for hole in self.holes)
