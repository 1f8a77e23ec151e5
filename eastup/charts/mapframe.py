"""The ground of a map on a slide: a view fitted into a frame, with land, lines, hubs and an arrow to the north."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path as MplPath

from eastup import basemap, geodesy
from eastup.charts.slide import HEIGHT_PT, MARGIN, Slide
from eastup.draw import fonts
from eastup.draw.theme import LIGHT

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place
    from eastup.view.view import View

EXTENT = (112.0, 1.0, 147.0, 51.0)
"""What a map shows where nothing else is asked for: the first island chain."""
FRAME = (MARGIN, 44.0, 690.0, HEIGHT_PT - 74.0)
PIXEL_PT, SEA_PIXEL_PT = 0.6, 1.6  # where ships go takes longer to find out


class Ground:
    """A view fitted into the frame of the slide."""

    def __init__(self, view: View, extent: tuple[float, float, float, float]) -> None:
        west, south, east, north = extent
        lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
        self.view = view
        left, bottom, right, top = view.fit(np.column_stack([lon.ravel(), lat.ravel()]), margin=0.0)
        x0, y0, x1, y1 = FRAME
        self.metres = max((right - left) / (x1 - x0), (top - bottom) / (y1 - y0))
        cx, cy = (left + right) / 2, (bottom + top) / 2
        half_x, half_y = (x1 - x0) / 2 * self.metres, (y1 - y0) / 2 * self.metres
        self.bounds = (cx - half_x, cy - half_y, cx + half_x, cy + half_y)

    def plane(self, x: Any, y: Any) -> FloatArray:
        """Return points of the slide ``(N, 2)`` for metres of the view."""
        return np.column_stack(
            [FRAME[0] + (x - self.bounds[0]) / self.metres, FRAME[1] + (y - self.bounds[1]) / self.metres]
        )

    def locate(self, lon: Any, lat: Any) -> FloatArray:
        """Return points of the slide for longitude and latitude."""
        return self.plane(*self.view.forward(lon, lat))


def draw_land(slide: Slide, page: Ground) -> None:
    """Draw the land, half clear."""
    land = basemap.land_in_view(page.view.crs, page.bounds, page.metres * PIXEL_PT)
    rings = [page.plane(*shapely.get_coordinates(r).T) for r in shapely.get_rings(land.geometry.to_numpy())]
    _fill(slide, rings, facecolor=to_rgba("#ffffff", 0.5), edgecolor="#6b7780", linewidth=0.5, zorder=2)


def _fill(slide: Slide, rings: list[FloatArray], **style: Any) -> None:
    if not rings:
        return
    codes = [[MplPath.MOVETO, *[MplPath.LINETO] * (len(ring) - 2), MplPath.CLOSEPOLY] for ring in rings]
    patch = PathPatch(MplPath(np.concatenate(rings), np.concatenate(codes)), **style)
    slide.axes.add_artist(patch)
    _clip(slide, patch)


def draw_line(slide: Slide, page: Ground, geometry: Any, color: str, width: float, dashed: bool = False) -> None:
    """Draw a line of longitude and latitude; a short one long enough to be seen."""
    for part in shapely.get_parts(geometry):
        xy = page.locate(*shapely.get_coordinates(part).T)
        if len(xy) == 2 and np.linalg.norm(xy[1] - xy[0]) < 6.0:  # a gate of a few kilometres must be seen too
            middle, along = xy.mean(axis=0), (xy[1] - xy[0]) / max(np.linalg.norm(xy[1] - xy[0]), 1e-9)
            xy = np.array([middle - 3.0 * along, middle + 3.0 * along])
        style: Any = {"linestyle": (0, (4, 3)) if dashed else "-", "solid_capstyle": "butt", "zorder": 4}
        (drawn,) = slide.axes.plot(xy[:, 0], xy[:, 1], color=color, linewidth=width, **style)
        _clip(slide, drawn)


def draw_hubs(slide: Slide, page: Ground, hubs: list[Place]) -> None:
    """Draw the hubs; a name is written where it covers no other name or hub."""
    x0, y0, x1, y1 = FRAME
    xy = page.locate([h.lon for h in hubs], [h.lat for h in hubs])
    shown = [n for n, (x, y) in enumerate(xy) if x0 + 4 < x < x1 - 4 and y0 + 4 < y < y1 - 4]
    taken = [(x - 4.0, y - 4.0, x + 4.0, y + 4.0) for x, y in xy[shown]]
    style: Any = {"marker": "o", "markersize": 6.0, "markeredgecolor": "white", "markeredgewidth": 0.9, "zorder": 6}
    slide.axes.plot(xy[shown, 0], xy[shown, 1], linestyle="none", color=LIGHT.ink, **style)
    for n in shown:
        x, y = xy[n]
        width = fonts.width_pt(hubs[n].name, 8.5)
        for left, base in ((x + 6, y - 3), (x - 6 - width, y - 3), (x - width / 2, y + 6), (x - width / 2, y - 13)):
            box = (left - 1, base - 2, left + width + 1, base + 8)
            inside = box[0] > x0 and box[2] < x1 and box[1] > y0 and box[3] < y1
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                slide.box(box[0], box[1], box[2] - box[0], box[3] - box[1], "#ffffffb8")
                slide.axes.patches[-1].set_zorder(6.5)
                slide.text(left, base, hubs[n].name, 8.5)
                slide.axes.texts[-1].set_zorder(7)
                break


def draw_north(slide: Slide, page: Ground, word: str) -> None:
    """Draw an arrow to the north, at the middle of the map."""
    x, y = (page.bounds[0] + page.bounds[2]) / 2, (page.bounds[1] + page.bounds[3]) / 2
    lon, lat = page.view.inverse(x, y)
    ends = page.locate(*geodesy.forward(lon, lat, [0.0, 180.0], 1000.0))
    along = (ends[0] - ends[1]) / np.linalg.norm(ends[0] - ends[1])
    foot = np.array([FRAME[2] + 238.0, FRAME[3] - 14.0])
    tail, tip = foot - along * 11, foot + along * 11
    slide.axes.annotate("", xy=tip, xytext=tail, arrowprops={"arrowstyle": "-|>", "color": LIGHT.ink, "linewidth": 1.2})
    at = tip + along * 8
    slide.text(at[0], at[1], word, 10, align="center", middle=True)


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _clip(slide: Slide, artist: Any) -> None:
    x0, y0, x1, y1 = FRAME
    path = MplPath([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    artist.set_clip_path(path, slide.axes.transData)
