"""Narrow passages that ships don't use, each shut by a wall from land to land.

Gaps between lands are taken from the smallest up, and shut unless the two lands are already joined: so walls never
enclose a water, and a water behind islands keeps its widest entrance. Lands on the two sides of a strait of the layer,
or of a passage of ``passages.toml``, are never joined.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import shapely
from eastup.sea.water import REGION

from eastup import basemap, geodesy, layers
from eastup.geodesy.sphere import EARTH_KM

WIDEST_KM = 0.93  # half a nautical mile
_TOUCHING_KM = 0.002
PASSAGES = Path(__file__).resolve().parents[2] / "passages.toml"


def draw() -> np.ndarray:
    """Return the walls as ``(N, 2, 2)``: ends by longitude and latitude."""
    land = _lands()
    a, b, ends, width_km = _gaps(land)
    joined = _Joined(len(land))
    for k in np.flatnonzero(width_km < _TOUCHING_KM):  # one land, cut by a border
        joined.join(int(a[k]), int(b[k]))
    tree = shapely.STRtree(land)
    for seeds in kept_apart():
        at = [int(tree.query_nearest(shapely.Point(s))[0]) for s in seeds]
        joined.keep_apart(at[0], at[1])
    shut = []
    for passage in tomllib.loads(PASSAGES.read_text(encoding="utf-8"))["shut"]:
        c, d = (int(tree.query_nearest(shapely.Point(s))[0]) for s in passage["lands"])
        joined.join(c, d)
        shut.append(shapely.get_coordinates(shapely.shortest_line(land[c], land[d])))
    walls = [ends[k] for k in np.argsort(width_km, kind="stable") if joined.join(int(a[k]), int(b[k]))]
    return np.array(shut + walls)


def kept_apart() -> list[list[tuple[float, float]]]:
    """Return the pairs of lands, each a point, between which ships pass."""
    pairs = []
    for strait in layers.load("straits").itertuples():
        main = 0 if np.isnan(strait.main_stretch) else int(strait.main_stretch)
        pairs.append([(s["lon"], s["lat"]) for s in strait.through[main : main + 2]])
    passages = tomllib.loads(PASSAGES.read_text(encoding="utf-8"))["passage"]
    return pairs + [[tuple(s) for s in p["lands"]] for p in passages]


class _Joined:
    """Which lands are joined by walls, and which must not be."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._apart: dict[int, set[int]] = {}

    def root(self, land: int) -> int:
        while self._parent[land] != land:
            self._parent[land] = self._parent[self._parent[land]]
            land = self._parent[land]
        return land

    def keep_apart(self, a: int, b: int) -> None:
        a, b = self.root(a), self.root(b)
        if a == b:
            raise ValueError("two sides of a passage lie on one land")
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)

    def join(self, a: int, b: int) -> bool:
        """Join two lands, and tell whether that was new and allowed."""
        a, b = self.root(a), self.root(b)
        if a == b or b in self._apart.get(a, ()):
            return False
        self._parent[b] = a
        for other in self._apart.pop(b, set()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)
        return True


def _lands() -> np.ndarray:
    land = shapely.get_parts(basemap.land().geometry.to_numpy())
    west, south, east, north = shapely.bounds(land).T
    return np.asarray(land[(east > REGION[0]) & (west < REGION[2]) & (north > REGION[1]) & (south < REGION[3])])


def _gaps(land: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of lands less than `WIDEST_KM` apart, with the ends and width of the gap.

    In the plane of Mercator, where a small gap at a latitude is longer by one over its cosine.
    """
    plane = shapely.transform(land, _mercator)
    reach = WIDEST_KM / np.cos(np.radians(REGION[3]))
    a, b = shapely.STRtree(plane).query(plane, predicate="dwithin", distance=reach)
    a, b = a[a < b], b[a < b]
    xy = shapely.get_coordinates(shapely.shortest_line(plane[a], plane[b]))
    ends = np.column_stack([np.degrees(xy[:, 0] / EARTH_KM), np.degrees(np.arcsin(np.tanh(xy[:, 1] / EARTH_KM)))])
    ends = ends.reshape(-1, 2, 2)
    width_km = geodesy.distance_m(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1]) / 1000.0
    west, south, east, north = REGION
    in_region = ((ends >= (west, south)) & (ends <= (east, north))).all(axis=(1, 2))  # a continent reaches farther
    near = (width_km < WIDEST_KM) & in_region
    return a[near], b[near], ends[near], width_km[near]


def _mercator(lonlat: np.ndarray) -> np.ndarray:
    lat = np.radians(np.clip(lonlat[:, 1], -80.0, 80.0))
    return np.column_stack([np.radians(lonlat[:, 0]), np.arctanh(np.sin(lat))]) * EARTH_KM
