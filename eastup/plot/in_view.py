"""Axes in a view: land, borders, depth, a labelled graticule, a north arrow and a true scale bar as artists."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup import basemap
from eastup.briefing.furniture.graticule import figures, graticule
from eastup.briefing.subject.base import sea_colors
from eastup.draw import fonts, scale
from eastup.draw.theme import LEAST_PT, NOTE_PT, THEMES
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy.units import KM_PER_NMI
from eastup.plot.frame import FURNITURE, page_of, remember
from eastup.view import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from eastup.draw.frame import Page
    from eastup.draw.theme import Theme
    from eastup.geodesy.types import Bounds

EXTENT = (112.0, 1.0, 147.0, 51.0)
"""What axes show where nothing else is asked for: the first island chain."""
_WIDTH_IN = 7.0
_MARGIN_IN, _ABOVE_IN = 0.35, 0.5
"""Room for the figures of the graticule, and above for a title too."""
"""About the axes of a figure of our own: for the graticule's figures, and a title."""
_MARGIN = 0.002
"""Share of the longer side, for what edges bend between the points at which they are asked."""
_SEA_PX = 500
_CORNER_PT = 12.0
_ARROW_PT = 26.0
_BAR_PT = 110.0


def axes(
    view: View | None = None,
    extent: Bounds | None = None,
    *,
    ax: Axes | None = None,
    sea: Literal["depth", "plain"] = "depth",
    furniture: bool = True,
    theme: Literal["light", "dark", "print"] = "light",
) -> Axes:
    """Return matplotlib's axes in a view, on which whatever is in the view's CRS can be plotted.

    Parameters
    ----------
    view : View, optional
        The East-Up view when not given.
    extent : west, south, east, north, degrees, optional
        All of it is shown; the first island chain when not given. It may cross 180 (``170, 10, 210, 30``).
    ax : matplotlib.axes.Axes, optional
        Axes to use; those of a new figure of pyplot when not given.
    sea : {'depth', 'plain'}
    furniture : bool
        Whether there are graticule, north arrow and scale bar.
    theme : {'light', 'dark', 'print'}

    Returns
    -------
    Axes
        Data are metres of the view; one metre is as long both ways; the pointer tells degrees. The furniture is made
        for these limits: set others before by `extent`, not afterwards.

    Raises
    ------
    InputError
        If the extent is none, or reaches beyond what the view can show.

    Examples
    --------
    >>> import eastup
    >>> view = eastup.View()
    >>> ax = eastup.axes(view, (118.0, 20.0, 132.0, 30.0))
    >>> _ = eastup.layers.load("bases").to_crs(view.crs).plot(ax=ax, markersize=9)
    """
    view = view or View()
    if theme not in THEMES:
        raise UnknownNameError("theme", theme, list(THEMES))
    if sea not in ("depth", "plain"):
        raise UnknownNameError("sea", sea, ["depth", "plain"])
    bounds = _bounds_m(view, extent or EXTENT)
    ax = _new(bounds) if ax is None else ax
    remember(ax, view)
    colors = THEMES[theme]
    _set_up(ax, view, bounds, colors)
    page = page_of(ax)
    _draw_base(ax, page, colors, sea)
    if furniture:
        _draw_graticule(ax, page, colors)
        _draw_north(ax, page, colors)
        _draw_scale(ax, page, colors)
    ax.set(xlim=bounds[::2], ylim=bounds[1::2])
    return ax


def _bounds_m(view: View, extent: Bounds) -> Bounds:
    west, south, east, north = (float(v) for v in extent)
    if east <= west:
        east += 360.0
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 540):
        hint = "the order is west, south, east, north, in degrees"
        raise InputError(f"no extent: {', '.join(f'{v:g}' for v in extent)}", hint=hint)
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    return view.fit(np.column_stack([lon.ravel(), lat.ravel()]), margin=_MARGIN)


def _new(bounds: Bounds) -> Axes:
    """Return the axes of a new figure that they fill but for a margin."""
    import matplotlib.pyplot as plt

    inner = _WIDTH_IN - 2 * _MARGIN_IN
    height = inner * (bounds[3] - bounds[1]) / (bounds[2] - bounds[0])
    whole = height + _MARGIN_IN + _ABOVE_IN
    figure = plt.figure(figsize=(_WIDTH_IN, whole))
    return figure.add_axes((_MARGIN_IN / _WIDTH_IN, _MARGIN_IN / whole, inner / _WIDTH_IN, height / whole))


def _set_up(ax: Axes, view: View, bounds: Bounds, theme: Theme) -> None:
    ax.set(xlim=bounds[::2], ylim=bounds[1::2], xticks=[], yticks=[], facecolor=theme.sea_shallow)
    ax.set_aspect("equal", adjustable="box")
    ax.set(xlabel=" ", ylabel=" ")  # geopandas names the axes where there is no name yet
    for spine in ax.spines.values():
        spine.set(edgecolor=theme.quiet, linewidth=0.8, zorder=20)

    def told(x: float, y: float) -> str:
        lon, lat = (float(v) for v in view.inverse(x, y))
        return f"{abs(lat):.3f}° {'S' if lat < 0 else 'N'}, {abs(lon):.3f}° {'W' if lon < 0 else 'E'}"

    ax.format_coord = told  # type: ignore[method-assign]


def _draw_base(ax: Axes, page: Page, theme: Theme, sea: str) -> None:
    xmin, ymin, xmax, ymax = page.bounds_m
    if sea == "depth":
        height = max(1, round(_SEA_PX * (ymax - ymin) / (xmax - xmin)))
        depth = basemap.depth_in_view(page.view.crs, page.bounds_m, _SEA_PX, height)
        image = sea_colors(depth, theme)
        ax.imshow(image, extent=(xmin, xmax, ymin, ymax), origin="upper", zorder=0, interpolation="bilinear")
    pixel_m = page.metres_per_pt * 0.5
    land = basemap.land_in_view(page.view.crs, page.bounds_m, pixel_m)
    if len(land):
        land.plot(ax=ax, facecolor=theme.land, edgecolor=theme.coast, linewidth=0.35, zorder=0.5, gid="land")
    borders = basemap.borders_in_view(page.view.crs, page.bounds_m, pixel_m)
    if len(borders):
        borders.plot(ax=ax, color=theme.border, linewidth=0.7, zorder=0.6, gid="borders")


def _draw_graticule(ax: Axes, page: Page, theme: Theme) -> None:
    from matplotlib.collections import LineCollection

    lines = graticule(page)
    drawn = LineCollection(
        [page.to_view(line.xy) for line in lines], colors=theme.graticule, linewidths=0.4, zorder=0.4
    )
    drawn.set(alpha=0.6, gid="graticule")
    ax.add_collection(drawn, autolim=False)
    for figure in figures(page, lines):
        x, y, align = figure.baseline()
        _write(ax, page, (x, y), figure.text, NOTE_PT, theme.quiet, align)
    # A title keeps off the label of an axis at the top, and so off the figures there: this one is as high as they are.
    above = ax.secondary_xaxis("top")
    above.set_xticks([])
    above.set_xlabel(" ", fontsize=NOTE_PT, labelpad=3.0)
    above.set(zorder=-1, gid="above")
    above.spines["top"].set_visible(False)


def _draw_north(ax: Axes, page: Page, theme: Theme) -> None:
    """Draw an arrow in the upper right corner that points to north at the middle of the axes."""
    degrees = scale.north_angle_deg(page)
    toward = np.array([math.sin(math.radians(degrees)), math.cos(math.radians(degrees))])
    middle = np.array([page.frame[2], page.frame[3]]) - _CORNER_PT - _ARROW_PT
    tail, tip = (page.to_view(middle + sign * toward * _ARROW_PT / 2) for sign in (-1, 1))
    style = {"arrowstyle": "-|>", "color": theme.ink, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tuple(tip), tuple(tail), arrowprops=style, zorder=15, annotation_clip=False).set_gid(FURNITURE)
    x, y = middle + toward * (_ARROW_PT / 2 + 6.0)
    _write(ax, page, (x, y - LEAST_PT * 0.36), "N", LEAST_PT, theme.ink, "center", theme.halo)


def _draw_scale(ax: Axes, page: Page, theme: Theme) -> None:
    """Draw the scale bar in the lower left corner, in kilometres and nautical miles."""
    from matplotlib.patches import Rectangle

    bar = scale.scale_bar(page, longest_pt=min(_BAR_PT, (page.frame[2] - page.frame[0]) / 2))
    x, y = page.frame[0] + _CORNER_PT, page.frame[1] + _CORNER_PT + 8.0
    half, high = bar.length_pt / 2 * page.metres_per_pt, 3.4 * page.metres_per_pt
    for start, face in ((x, theme.ink), (x + bar.length_pt / 2, theme.page)):
        corner = page.to_view(np.array([start, y]))
        box = Rectangle(
            (corner[0], corner[1]), half, high, facecolor=face, edgecolor=theme.ink, linewidth=0.6, zorder=15
        )
        box.set_gid(FURNITURE)
        ax.add_patch(box)
    end = x + bar.length_pt
    kilometres, miles = f"{bar.length_km:,.0f} km", f"{bar.length_km / KM_PER_NMI:,.0f} nmi"
    _write(ax, page, (end, y + 6.5), kilometres, LEAST_PT, theme.ink, "right", theme.halo)
    _write(ax, page, (end, y - 9.8), miles, LEAST_PT, theme.quiet, "right", theme.halo)


def _write(  # noqa: PLR0913 - what a text is made of
    ax: Axes, page: Page, at: tuple[float, float], text: str, size: float, color: str, align: str, halo: str = ""
) -> None:
    """Write a text at a place of the page, in points, in the typeface of the maps."""
    from matplotlib.patheffects import withStroke

    x, y = page.to_view(np.array(at))
    written = ax.text(x, y, text, fontsize=size, color=color, family=fonts.family(), ha=align, va="baseline", zorder=16)
    written.set_clip_on(False)
    if halo:  # it stands within the axes
        written.set_gid(FURNITURE)
        written.set_path_effects([withStroke(linewidth=2.0, foreground=halo)])
