"""A reader's own points that stand too close to be told apart: a map shows them once more, larger, in an inset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.briefing.layout import layouts
from eastup.briefing.spec.spec import Inset
from eastup.briefing.subject import own_points

if TYPE_CHECKING:
    from eastup.briefing.spec.spec import MapSpec
    from eastup.draw.frame import Page
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds

_CLOSE_PT = 7.0
"""Points nearer to each other than this leave no room for a number between them."""
_LEAST_MEMBERS = 6
"""Fewer share a number or two, whose names stand in the key."""
_LEAST_TIMES = 3.0
"""An inset that shows less than so many times larger tells too little more."""
_SHARE, _SHARE_A_POINT, _MOST_SHARE = 0.26, 0.003, 0.44
"""Of the map's width and height, that the inset may take: the more, the more points are to be told apart."""
_MARGIN = 0.08
"""Of a crowd's own extent, that is shown about it."""
_LEAST_DEG = 0.04
_LEFT_OUT: dict[str, object] = {
    "title": {}, "lines": None, "triangle": None, "rings": (), "routes": (), "arrows": (), "areas": (), "labels": (),
    "show_straits": False, "show_bases": False, "seas": False, "islands": False, "countries": False, "capitals": False,
    "cities": False, "graticule": False, "inset": False, "closed": (), "bases": (), "straits": (), "center": "",
}  # fmt: skip
"""What stands on the map itself and not in the inset as well."""


def enlarged(spec: MapSpec) -> MapSpec:
    """Return a map with an inset of the largest crowd of its own points, where it names these and has one.

    A page with panels or insets of its own is left as it is, and so are points that are drawn as dots without names.
    """
    if spec.panels or spec.insets or not spec.layers:
        return spec
    lonlat = own_points.positions_of(spec)
    if len(lonlat) < _LEAST_MEMBERS:
        return spec
    [page] = layouts(spec)
    if page.whole_globe or own_points.naming_on(spec, page) == "dots":
        return spec
    crowd = _largest(page, lonlat)
    if crowd is None or page.metres_per_pt < _LEAST_TIMES * crowd.metres_per_pt(page):
        return spec
    return replace(spec, insets=(Inset({**_LEFT_OUT, "extent": crowd.extent}, share=crowd.share, of_crowd=True),))


@dataclass(frozen=True)
class _Crowd:
    """Points that stand close together on a page."""

    lonlat: FloatArray
    """``(N, 2)`` degrees."""
    width_m: float
    height_m: float

    @property
    def share(self) -> float:
        """Of the map's width and height, that the inset takes."""
        return min(_SHARE + _SHARE_A_POINT * len(self.lonlat), _MOST_SHARE)

    @property
    def extent(self) -> Bounds:
        """West, south, east and north, with a margin, degrees."""
        (west, south), (east, north) = self.lonlat.min(axis=0), self.lonlat.max(axis=0)
        dx, dy = (max(_MARGIN * (b - a), (_LEAST_DEG - (b - a)) / 2) for a, b in ((west, east), (south, north)))
        return float(west - dx), float(south - dy), float(east + dx), float(north + dy)

    def metres_per_pt(self, page: Page) -> float:
        """Return the scale of an inset of it."""
        x0, y0, x1, y1 = page.frame
        return max(self.width_m / (x1 - x0), self.height_m / (y1 - y0)) / self.share


def _largest(page: Page, lonlat: FloatArray) -> _Crowd | None:
    """Return the largest crowd of points on a page; None where no crowd has members enough."""
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    spots = page.locate(*lonlat.T)
    shown = np.isfinite(spots).all(axis=1) & shapely.contains_xy(page.shown, *spots.T)
    spots, lonlat = spots[shown], lonlat[shown]
    if len(spots) < _LEAST_MEMBERS:
        return None
    tree = cKDTree(spots)
    _, group = connected_components(tree.sparse_distance_matrix(tree, _CLOSE_PT))
    largest = int(np.bincount(group).argmax())
    members = spots[group == largest]
    if len(members) < _LEAST_MEMBERS:
        return None
    width_m, height_m = (np.ptp(members, axis=0) * (1.0 + 2.0 * _MARGIN) * page.metres_per_pt).tolist()
    return _Crowd(lonlat[group == largest], width_m, height_m)
