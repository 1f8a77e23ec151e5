"""The projection that suits an extent: oblique Mercator where it shows it as it is, else an azimuthal one.

What is wider than any of them shows truly is seen on the whole globe.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.io.data import kept
from eastup.view.definitions import chain_line
from eastup.view.distortion import distortion
from eastup.view.view import PROJECTIONS, View

if TYPE_CHECKING:
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

MOST_OUT = 0.15
"""Error of the scale in a map's frame from which the projection is chosen anew, or the reader told."""
MOST_OF_REGION = 0.6
"""Error of the scale from which the globe is shown as a whole: an azimuthal view is so far out some 104 degrees from
its centre. Twice that, and lands at the edge are drawn out to nearly five times their width."""
_STEPS = 17
"""Points along a side of a frame."""
_SAME_PLACE_M = 1000.0
"""A point of a frame that comes back farther off stands beyond the seam of its projection."""
_FARTHEST_M = 11_000_000.0
"""From the middle of the chain: half round the earth the oblique Mercator is true again, but torn at its seam."""


def extent_points(extent: Bounds) -> FloatArray:
    """Return points all over an extent, ``(N, 2)`` degrees."""
    west, south, east, north = extent
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    return np.column_stack([lon.ravel(), lat.ravel()])


def scale_error(view: View, lonlat: FloatArray) -> float:
    """Return how far the scale of a view is out at points ``(N, 2)``, at most; infinite where it can't show one."""
    points = lonlat[np.abs(lonlat[:, 1]) < 89.0]
    if not np.isfinite(view.forward(*points.T)).all():
        return math.inf
    worst = distortion(view.crs, points).worst_scale_error()
    return worst if math.isfinite(worst) else math.inf


@kept("geo/view.json", most=256)
def suited(up: float, extent: Bounds, center: tuple[float, float] | None = None) -> View:
    """Return the view in which an extent is seen best: oblique Mercator, unless it would stretch or tear it.

    Where every view of a region would stretch it by more than `MOST_OF_REGION`, it is an oblique Mollweide.

    Parameters
    ----------
    up : float, degrees
    extent : west, south, east, north, degrees
    center : (lon, lat), degrees, optional
        Where ``up`` is up exactly; the middle of the extent where it is not given.
    """
    west, south, east, north = extent
    about = center or ((west + east) / 2, (south + north) / 2)
    view, shown, line = View(up=up, center=about), extent_points(extent), chain_line()
    near = float(geodesy.distance_m(line.lon, line.lat, shown[:, 0], shown[:, 1]).max()) < _FARTHEST_M
    if near and scale_error(view, shown) <= MOST_OUT:
        return view
    others = of_region(up, extent, center)
    best = min(others if not near else [view, *others], key=lambda one: scale_error(one, shown))
    if scale_error(best, shown) <= MOST_OF_REGION:
        return best
    middle = center or _middle(extent)
    if east - west >= 360.0 and center is None:  # all longitudes have no middle one: that of what the map is about
        middle = (line.lon, middle[1])
    return View(up=up, center=middle, projection="mollweide")


def of_region(up: float, extent: Bounds, center: tuple[float, float] | None = None) -> list[View]:
    """Return the views other than oblique Mercator that show a region, each about the middle of an extent."""
    names = PROJECTIONS[1:]
    return [View(up=up, center=center or _middle(extent), projection=name) for name in names]  # type: ignore[arg-type]


def frame_error(view: View, bounds: Bounds) -> float:
    """Return how far the scale is out within a rectangle of a view, at most; infinite where it leaves the view.

    Parameters
    ----------
    bounds : xmin, ymin, xmax, ymax, metres
    """
    x0, y0, x1, y1 = bounds
    xs, ys = np.meshgrid(np.linspace(x0, x1, _STEPS), np.linspace(y0, y1, _STEPS))
    lon, lat = view.inverse(xs.ravel(), ys.ravel())
    if not np.isfinite(lon).all():
        return math.inf
    there = np.hypot(*(view.forward(lon, lat) - np.stack([xs.ravel(), ys.ravel()])))
    return scale_error(view, np.column_stack([lon, lat])) if there.max() < _SAME_PLACE_M else math.inf


def _middle(extent: Bounds) -> tuple[float, float]:
    west, south, east, north = extent
    return (west + east) / 2, (south + north) / 2
