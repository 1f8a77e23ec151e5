"""The page: its size, the frame of the map on it, and the metres of the view that the frame shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from eastup import places
from eastup.briefing.spec import SIZES_IN, MapSpec

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from eastup.geodesy import FloatArray
    from eastup.view import View

PT_PER_IN = 72.0
_MARGIN_IN = 0.34
_HEADER_IN = 0.98
_FOOTER_IN = 0.42
_PANEL_IN = 2.95
_GRATICULE_IN = 0.2


@dataclass(frozen=True)
class Page:
    """A page with a header, a map frame, a panel on the right and a footer. Points count from the lower left."""

    view: View
    width_in: float
    height_in: float
    frame: tuple[float, float, float, float]
    """Of the map on the page: xmin, ymin, xmax, ymax in points."""
    bounds_m: tuple[float, float, float, float]
    """What the frame shows, in the view's metres."""
    panel: tuple[float, float, float, float]
    """Of the panel, points."""

    @cached_property
    def metres_per_pt(self) -> float:
        """Metres of the view in one point of the page."""
        return (self.bounds_m[2] - self.bounds_m[0]) / (self.frame[2] - self.frame[0])

    def to_page(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Return page points ``(N, 2)`` of view metres."""
        px = self.frame[0] + (np.asarray(x, float) - self.bounds_m[0]) / self.metres_per_pt
        py = self.frame[1] + (np.asarray(y, float) - self.bounds_m[1]) / self.metres_per_pt
        return np.stack([px, py], axis=-1)

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Return page points ``(N, 2)`` of longitude and latitude (degrees)."""
        return self.to_page(*self.view.forward(lon, lat))

    def shows(self, xy: tuple[float, float] | FloatArray, margin_pt: float = 0.0) -> bool:
        """Say whether a page point lies in the frame."""
        x0, y0, x1, y1 = self.frame
        m = margin_pt
        return bool(x0 + m <= xy[0] <= x1 - m and y0 + m <= xy[1] <= y1 - m)


def layout(spec: MapSpec) -> Page:
    """Return the page of a specification: the extent is fitted into the frame, and the frame is filled."""
    view = spec.view()
    width, height = SIZES_IN[spec.size]
    panel_width = _PANEL_IN * min(1.0, width / 13.333)
    frame = (
        (_MARGIN_IN + _GRATICULE_IN) * PT_PER_IN,
        (_FOOTER_IN + _GRATICULE_IN) * PT_PER_IN,
        (width - _MARGIN_IN - _GRATICULE_IN - panel_width) * PT_PER_IN,
        (height - _HEADER_IN - _GRATICULE_IN) * PT_PER_IN,
    )
    panel = (frame[2] + 0.42 * PT_PER_IN, frame[1], (width - _MARGIN_IN) * PT_PER_IN, frame[3])
    bounds = view.fit(_extent_points(spec), margin=0.0 if spec.extent else 0.02)
    return Page(view, width, height, frame, _filled(bounds, frame), panel)


def _extent_points(spec: MapSpec) -> FloatArray:
    if spec.extent is None:
        return np.array([(p.lon, p.lat) for p in places.select(list(spec.fit))])
    west, south, east, north = spec.extent
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    return np.column_stack([lon.ravel(), lat.ravel()])


def _filled(
    bounds: tuple[float, float, float, float], frame: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Widen the bounds about their middle to the frame's shape."""
    x0, y0, x1, y1 = bounds
    aspect = (frame[2] - frame[0]) / (frame[3] - frame[1])
    width, height = max(x1 - x0, (y1 - y0) * aspect), max(y1 - y0, (x1 - x0) / aspect)
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2
