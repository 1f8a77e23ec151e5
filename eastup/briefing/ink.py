"""Drawing in page points: the few primitives that all parts of a map share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as MplPath
from matplotlib.patheffects import Stroke

from eastup.briefing import fonts
from eastup.briefing.page import PT_PER_IN, Page

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from eastup.geodesy import FloatArray


class Sheet:
    """A page to draw on, in points from its lower left corner, with the map's frame to clip to."""

    def __init__(self, page: Page, color: str) -> None:
        self.page = page
        self.figure = Figure(figsize=(page.width_in, page.height_in), facecolor=color)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, page.width_in * PT_PER_IN)
        self.axes.set_ylim(0, page.height_in * PT_PER_IN)
        x0, y0, x1, y1 = page.frame
        self._clip = Rectangle((x0, y0), x1 - x0, y1 - y0, transform=self.axes.transData)
        self.written: list[str] = []
        """Every text on the page, for the check of glyphs."""

    def text(
        self, x: float, y: float, text: str, size: float, color: str, *,
        align: str = "left", halo: str | None = None, angle: float = 0.0, vertical: str = "baseline", z: float = 20,
    ) -> None:  # fmt: skip
        """Write one line of real text; a halo is drawn beneath it, so that PDF and SVG keep the text as text."""
        style: dict[str, Any] = {
            "fontsize": size, "family": fonts.family(), "ha": align, "va": vertical, "rotation": angle,
            "rotation_mode": "anchor", "parse_math": False,
        }  # fmt: skip
        self.written.append(text)
        if halo:
            stroke = [Stroke(linewidth=max(1.6, size * 0.26), foreground=halo, joinstyle="round")]
            self.axes.text(x, y, text, color=halo, path_effects=stroke, zorder=z - 0.5, **style)
        self.axes.text(x, y, text, color=color, zorder=z, **style)

    def line(self, xy: FloatArray, color: str, width: float, *, z: float, clip: bool = True, **style: Any) -> None:
        """Draw a polyline ``(N, 2)``."""
        self.lines([xy], color, width, z=z, clip=clip, **style)

    def lines(
        self,
        several: list[FloatArray],
        color: str,
        width: float,
        *,
        z: float,
        clip: bool = True,
        **style: Any,
    ) -> None:
        """Draw polylines of one style."""
        if "dashes" in style:
            style["linestyle"] = (0, tuple(d for d in style.pop("dashes")))
        collection = LineCollection(several, colors=color, linewidths=width, zorder=z, joinstyle="round", **style)
        self._add(collection, clip)

    def area(
        self,
        geometries: Any,
        face: str,
        edge: str,
        width: float,
        *,
        z: float,
        clip: bool = True,
        **style: Any,
    ) -> None:
        """Fill polygons given in page points."""
        path = compound_path(geometries)
        if path is None:
            return
        patch = PathPatch(path, facecolor=face, edgecolor=edge, linewidth=width, zorder=z, joinstyle="round", **style)
        self._add(patch, clip)

    def markers(
        self, xy: FloatArray, marker: str, size: float, face: str, edge: str, *, z: float, width: float = 0.7
    ) -> None:
        """Draw point markers; ``size`` is their diameter in points."""
        if len(xy):
            dots = Line2D(
                xy[:, 0], xy[:, 1], linestyle="none", marker=marker, markersize=size, markerfacecolor=face,
                markeredgecolor=edge, markeredgewidth=width, zorder=z,
            )  # fmt: skip
            self._add(dots, clip=False)

    def image(self, pixels: Any, *, z: float) -> None:
        """Fill the map frame with an image ``(rows, columns, 3 or 4)``."""
        x0, y0, x1, y1 = self.page.frame
        self.axes.imshow(
            pixels, extent=(x0, x1, y0, y1), zorder=z, interpolation="bilinear", aspect="auto", origin="upper"
        )
        self.axes.set_xlim(0, self.page.width_in * PT_PER_IN)
        self.axes.set_ylim(0, self.page.height_in * PT_PER_IN)

    def _add(self, artist: Artist, clip: bool) -> None:
        """Add an artist without measuring it: the limits of the page are fixed."""
        self.axes.add_artist(artist)
        if clip:
            artist.set_clip_path(self._clip)


def compound_path(geometries: Any) -> MplPath | None:
    """Make one path of polygons with holes."""
    parts = shapely.get_parts(np.asarray(geometries, dtype=object).ravel())
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    if not len(parts):
        return None
    rings, _ = shapely.get_rings(parts, return_index=True)
    vertices = shapely.get_coordinates(rings)
    sizes = shapely.get_num_coordinates(rings)
    codes = np.full(len(vertices), MplPath.LINETO, dtype=np.uint8)
    ends = np.cumsum(sizes)
    codes[ends - sizes] = MplPath.MOVETO
    codes[ends - 1] = MplPath.CLOSEPOLY
    return MplPath(vertices, codes)
