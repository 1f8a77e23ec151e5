"""What the axes of a figure show, in the terms of a page: so that they get what maps have."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from eastup.draw.frame import PT_PER_IN, Page
from eastup.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from eastup.geodesy.types import Bounds
    from eastup.view import View

FURNITURE, LABEL = "furniture", "label"
"""Marks of the artists that names keep off."""

_views: WeakKeyDictionary[Axes, View] = WeakKeyDictionary()


def remember(ax: Axes, view: View) -> None:
    """Note which view axes are in."""
    _views[ax] = view


def page_of(ax: Axes) -> Page:
    """Return the page that axes of a view are now: their place in the figure, in points, and their limits."""
    view, figure = _views.get(ax), ax.get_figure(root=True)
    if view is None or figure is None:
        raise InputError("these axes are in no view", hint="make them by eastup.axes(view)")
    ax.apply_aspect()
    width_in, height_in = (float(v) for v in figure.get_size_inches())
    place = ax.get_position()
    frame = (
        place.x0 * width_in * PT_PER_IN,
        place.y0 * height_in * PT_PER_IN,
        place.x1 * width_in * PT_PER_IN,
        place.y1 * height_in * PT_PER_IN,
    )
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    return Page(
        view=view,
        width_in=width_in,
        height_in=height_in,
        frame=frame,
        bounds_m=(left, bottom, right, top),
        panel=frame,
        body=frame,
    )


def taken(ax: Axes) -> list[Bounds]:
    """Return the boxes of furniture and of names that stand on axes already, in points of the page."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    boxes = []
    for artist in (*ax.texts, *ax.patches):
        if artist.get_gid() in {FURNITURE, LABEL}:
            box = np.array(artist.get_window_extent().extents) * (PT_PER_IN / figure.dpi)
            boxes.append((float(box[0]), float(box[1]), float(box[2]), float(box[3])))
    return boxes
