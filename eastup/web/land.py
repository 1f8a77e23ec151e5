"""The page's land and borders: fine where the map is about, coarse around the Pacific, written compactly.

Coordinates are written as in Google's Encoded Polyline Algorithm Format, with thousandths of a degree (some 100 m):
each number is the step from the one before, in groups of five bits, least first, as characters from ``?`` up.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup import basemap, geodesy

if TYPE_CHECKING:
    from eastup.basemap import Bounds
    from eastup.view import View

_CORE_LONLAT = [(97.0, 0.0), (97.0, 56.0), (160.0, 56.0), (158.0, 6.0), (126.0, -10.0), (104.0, -10.0)]
_CORE_PIXEL_M = 1500.0
_WIDE_BOX = (60.0, -42.0, 262.0, 80.0)  # west, south, east, north: to the American coast
_WIDE_TOLERANCE_DEG = 0.06
_WIDE_LEAST_DEG2 = 0.02
_OVERLAP_M = 25_000.0  # by which coarse land runs under fine land
_STEPS_PER_DEG = 1000.0


def gather(view: View) -> dict[str, Any]:
    """Return fine and coarse land and the borders as encoded lines of longitude and latitude.

    Returns
    -------
    dict
        ``fine`` and ``wide``: polygons as lists of encoded rings; ``borders``: encoded lines; ``core``: xmin, ymin,
        xmax, ymax (metres of the view turned north up) inside which the fine land lies.
    """
    return _gather(view.turned(0.0))


@cache
def _gather(base: View) -> dict[str, Any]:
    core = base.fit(geodesy.line([*_CORE_LONLAT, _CORE_LONLAT[0]]), margin=0.0)
    fine = _union(basemap.land_in_view(base.crs, core, _CORE_PIXEL_M).geometry)
    borders = basemap.borders_in_view(base.crs, core, _CORE_PIXEL_M).geometry
    return {
        "core": np.round(core).tolist(),
        "fine": _polygons([[_lonlat(base, r) for r in shapely.get_rings(p)] for p in fine]),
        "wide": _polygons([[shapely.get_coordinates(r) for r in shapely.get_rings(p)] for p in _wide(base, core)]),
        "borders": [encode(_lonlat(base, line)) for line in shapely.get_parts(np.asarray(borders, dtype=object))],
    }


def encode(lonlat: Any) -> str:
    """Write longitudes and latitudes (degrees) as text.

    Examples
    --------
    >>> encode([[127.031, 36.962], [127.032, 36.962]])
    'mbwFcegAA?'
    """
    return _text(_steps(lonlat))


def encode_each(lonlat: Any) -> str:
    """Write points as `encode` does, but each of them, so that their numbers stay."""
    return _text(np.round(np.asarray(lonlat, float) * _STEPS_PER_DEG).astype(int))


def _steps(lonlat: Any) -> Any:
    """Round to whole steps and leave out points that fall on the one before."""
    steps = np.round(np.asarray(lonlat, float) * _STEPS_PER_DEG).astype(int)
    return steps[np.r_[True, np.any(np.diff(steps, axis=0) != 0, axis=1)]]


def _text(steps: Any) -> str:
    deltas = np.diff(steps, axis=0, prepend=np.zeros((1, 2), int)).ravel()
    return "".join(map(_number, deltas.tolist()))


def _number(value: int) -> str:
    value = value << 1 if value >= 0 else ~(value << 1)
    text = ""
    while value >= 0x20:
        text += chr((0x20 | (value & 0x1F)) + 63)
        value >>= 5
    return text + chr(value + 63)


def _polygons(polygons: list[list[Any]]) -> list[list[str]]:
    """Encode polygons; a ring that rounding leaves without an area is left out, and an outer one with its polygon."""
    found = []
    for rings in polygons:
        outer, *holes = map(_steps, rings)
        if len(outer) > 3:
            found.append([_text(ring) for ring in (outer, *holes) if len(ring) > 3])
    return found


def _lonlat(view: View, shape: Any) -> Any:
    points = shapely.get_coordinates(shape)
    lon, lat = view.inverse(points[:, 0], points[:, 1])
    return np.column_stack([np.unwrap(lon, period=360.0), lat])


def _union(shapes: Any) -> list[Any]:
    """Join what touches: the countries of one land. Islands, which are most, are left as they are."""
    shapes = np.asarray(shapes, dtype=object)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    touching = np.zeros(len(shapes), bool)
    touching[left[left != right]] = True
    whole = [*shapes[~touching], *shapely.get_parts(shapely.union_all(shapes[touching]))]
    return [part for part in whole if part.geom_type == "Polygon"]


def _wide(view: View, core: Bounds) -> list[Any]:
    """Return coarse land about the core, in longitude and latitude."""
    box = np.asarray(shapely.box(*core).buffer(-_OVERLAP_M, join_style="mitre").segmentize(20_000.0).exterior.coords)
    lon, lat = view.inverse(box[:, 0], box[:, 1])
    hole = shapely.Polygon(np.column_stack([np.unwrap(lon, period=360.0), lat]))
    shapes = basemap.land("coarse").geometry.to_numpy()
    shapes = shapely.simplify(shapes[shapely.area(shapes) > _WIDE_LEAST_DEG2], _WIDE_TOLERANCE_DEG)
    shapes = shapely.get_parts(shapely.clip_by_rect(shapely.make_valid(shapes), *_WIDE_BOX))
    parts = shapely.get_parts(shapely.difference(_union(shapes[shapely.area(shapes) > 0]), hole))
    return [p for p in parts if p.geom_type == "Polygon" and p.area > _WIDE_LEAST_DEG2]
