"""Names on axes of a view, by the placement of the maps: none overlaps another, a mark or the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eastup import basemap, layers
from eastup.draw import fonts
from eastup.draw.labels.label import Label, ObstacleMap
from eastup.draw.labels.placement import place
from eastup.draw.labels.territory import Territory
from eastup.draw.theme import LIGHT
from eastup.errors import InputError, UnknownNameError
from eastup.plot.frame import LABEL, page_of, taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from eastup.draw.labels.label import Placed
    from eastup.geodesy.ellipsoid import FloatArray

_MARK_PT = 3.5
"""Room kept about a point: the radius of a usual marker."""


def label(
    ax: Axes,
    frame: gpd.GeoDataFrame | pd.DataFrame,
    name: str,
    *,
    size_pt: float = 8.8,
    color: str = LIGHT.ink,
    halo: str = LIGHT.halo,
) -> list[str]:
    """Write the names of features where there is room, some of them at the end of a thin line.

    Parameters
    ----------
    ax : Axes
        Made by `eastup.axes`, with its final limits and size.
    frame : GeoDataFrame or DataFrame
        In any CRS, or with columns that say where the rows are. A feature is named at its point, or at a point within
        it; the first rows come first.
    name : str
        The column with the names.
    size_pt : float, points
    color, halo : str
        Of the letters, and about them.

    Returns
    -------
    list of str
        The names that found no room; those of features outside of the axes aren't among them.
    """
    page = page_of(ax)
    if isinstance(frame, pd.DataFrame):
        frame = layers.of_places(frame)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None:
        raise InputError("names are those of a GeoDataFrame that has a CRS", hint="set its geometry and its CRS")
    if name not in frame.columns:
        raise UnknownNameError("column", name, [str(c) for c in frame.columns])
    shapes = frame.geometry.to_crs(page.view.crs)
    named = frame[name].notna().to_numpy() & ~(shapes.is_empty | shapes.isna()).to_numpy()
    points = shapely.get_coordinates(shapely.point_on_surface(shapes.to_numpy()[named]))
    x0, y0, x1, y1 = page.frame
    land = basemap.land_in_view(page.view.crs, page.bounds_m, page.metres_per_pt * 0.5)
    outlines = shapely.transform(land.geometry.to_numpy(), lambda xy: page.to_page(*xy.T))
    room = ObstacleMap((x0 + 2, y0 + 2, x1 - 2, y1 - 2), territory=Territory(page.frame, outlines, land["country"]))
    room.obstacles += taken(ax)
    labels = []
    for rank, (text, (x, y)) in enumerate(zip(frame[name][named], page.to_page(*points.T), strict=True)):
        if page.shows((float(x), float(y))):
            room.add_box(float(x), float(y), _MARK_PT)
            one = Label(
                (str(text),),
                float(x),
                float(y),
                size_pt,
                -rank,
                gap_pt=_MARK_PT + 1.0,
                color=color,
                leader=True,
                key=str(text),
            )
            labels.append(one.broken())
    placed, left_out = place(labels, room)
    for item in placed:
        _write(ax, item, page.to_view, halo)
    return [one.key for one in left_out]


def _write(ax: Axes, item: Placed, to_view: Callable[[FloatArray], FloatArray], halo: str) -> None:
    """Write a label where it was placed."""
    from matplotlib.patheffects import withStroke

    color, family = item.label.color, fonts.family()
    if item.leader:
        ends = to_view(np.array(item.leader).reshape(2, 2))
        ax.plot(*ends.T, color=color, linewidth=0.6, zorder=12.5, scalex=False, scaley=False, gid="leader")
    for line, x, y, size in item.baselines():
        at = to_view(np.array([x, y]))
        text = ax.text(at[0], at[1], line, fontsize=size, color=color, family=family, ha=item.align, va="baseline")
        text.set(zorder=18, gid=LABEL, path_effects=[withStroke(linewidth=2.0, foreground=halo)])
