"""The paper of a drawing and the frame of one of its maps: points of the page, metres of the view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.view.view import View


PT_PER_IN = 72.0


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is drawn on, and the frame that drawing is cut to. Points count from the lower left corner."""

    width_in: float
    height_in: float
    frame: Bounds
    """xmin, ymin, xmax, ymax in points."""
    level: int = 0
    """0 for what lies on the paper, 1 for what lies on a map, as an inset does."""


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
    holes: tuple[Bounds, ...] = ()
    """Parts of the frame that another map covers."""

    @cached_property
    def metres_per_pt(self) -> float:
        """Metres of the view in one point of the page."""
        return (self.bounds_m[2] - self.bounds_m[0]) / (self.frame[2] - self.frame[0])

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

        return within(self.frame, m) and not any(within(hole, -m) for hole in self.holes)
