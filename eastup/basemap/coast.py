"""The coast: which land a point stands on, how far it is, and the narrowest gap between two lands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy, layers
from eastup.basemap import shapes as base
from eastup.geodesy import sphere
from eastup.io.data import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Geometries


_ASHORE_DEG = 0.05  # an airfield on reclaimed land may stand beyond the coast
_LEAST_GAP_DEG = 3e-5  # about 3 m: a line may graze a coast
_VERTEX_DEG = 0.02
_MOST_KNOWN = 20_000  # points whose nearest land is remembered: two megabytes
_REACH_DEG = 1.5  # how far from a gap its two coasts are looked at
OVER_DEG = 0.05
"""How far lines that close water run on over land: some 5 km."""
_TOUCH_DEG = 3e-4
_WIDEST_DEG = 1.0  # of an island between two parts of a line


class Coast:
    """The land, and the piece of it that a point stands on."""

    def __init__(self) -> None:
        self.shapes = base.land().geometry.to_numpy()
        self.tree = shapely.STRtree(self.shapes)

    def at(self, lon: float, lat: float) -> int:
        """Return the number of the land at a point or close to it, or -1."""
        found = self.tree.query_nearest(shapely.Point(in_frame(lon), lat), max_distance=_ASHORE_DEG)
        return int(found[0]) if len(found) else -1

    def base_on(self, land: int) -> str:
        """Return the name of a base on a land, or nothing."""
        bases = layers.load("bases")
        here = shapely.contains_xy(self.shapes[land], [in_frame(x) for x in bases.geometry.x], bases.geometry.y)
        return str(bases["name"][here].iloc[0]) if here.any() else ""

    def near(self, lon: float, lat: float, reach_deg: float) -> shapely.Geometry:
        """Return the land at a point or nearest to it, as far as a reach in degrees."""
        land = int(self.tree.query_nearest(shapely.Point(lon, lat))[0])
        box = (lon - reach_deg, lat - reach_deg, lon + reach_deg, lat + reach_deg)
        clipped: shapely.Geometry = shapely.clip_by_rect(self.shapes[land], *box)
        return clipped

    def between(self, a: tuple[float, float], b: tuple[float, float], reach_deg: float) -> FloatArray:
        """Return the ends of the gap between the lands that two points lie on, ``(2, 2)``, degrees."""
        lands = self.near(*a, reach_deg), self.near(*b, reach_deg)
        south, north = np.array([shapely.bounds(land) for land in lands]).mean(axis=0)[[1, 3]]
        first = gap_ends(*lands, (south + north) / 2)
        return gap_ends(*lands, float(first[:, 1].mean()))  # now at its own latitude

    def over_water(self, ends: FloatArray) -> list[FloatArray]:
        """Return the line between two coasts, cut where it crosses islets."""
        line = shapely.LineString(ends)
        crossed = self.shapes[self.tree.query(line, predicate="crosses")]
        rest = shapely.difference(line, shapely.union_all(crossed)) if len(crossed) else line
        parts = [p for p in shapely.get_parts(rest) if p.length > _LEAST_GAP_DEG]
        parts.sort(key=lambda p: line.project(shapely.Point(p.coords[0])))
        return [shapely.get_coordinates(p) for p in parts]

    def gap_km(self, a: int, b: int, stretch: FloatArray) -> float:
        """Return the narrowest water between two lands near a stretch, km."""
        west, south = stretch.min(axis=0) - _REACH_DEG
        east, north = stretch.max(axis=0) + _REACH_DEG
        near = [shapely.clip_by_rect(self.shapes[n], west, south, east, north) for n in (a, b)]
        (lon1, lat1), (lon2, lat2) = gap_ends(near[0], near[1], float(stretch[:, 1].mean()))
        return float(geodesy.distance_m(lon1, lat1, lon2, lat2)) / 1000


def gap_ends(a: shapely.Geometry, b: shapely.Geometry, lat: float) -> FloatArray:
    """Return the ends of the shortest line between two lands, ``(2, 2)``, degrees.

    It is found in the plane that shortens longitudes at a latitude, the gap's own or one close to it; the error of
    doing so is far below that of the coast.
    """
    squeeze = float(np.cos(np.radians(lat)))
    plane = [shapely.transform(land, _squeezed(squeeze)) for land in (a, b)]
    ends = shapely.get_coordinates(shapely.shortest_line(plane[0], plane[1]))
    return np.asarray(ends / np.array([squeeze, 1.0]))


def in_frame(lon: float) -> float:
    """Bring a longitude into the frame of the land, which runs from `eastup.basemap.SEAM_LON` eastward."""
    return float((lon - base.SEAM_LON) % 360.0 + base.SEAM_LON)


def distance_to_land_m(lonlat: ArrayLike) -> FloatArray:
    """Return how far points lie from land, metres; 0 on land."""
    return np.array([far_m for _, far_m in _nearest_lands(lonlat)], dtype=float)


def nearest_land(lonlat: ArrayLike) -> NDArray[np.intp]:
    """Return the number, in `land_index`, of the land that is nearest to each of some points by degrees."""
    return np.array([land for land, _ in _nearest_lands(lonlat)], dtype=np.intp)


def _nearest_lands(lonlat: ArrayLike) -> list[tuple[int, float]]:
    """Return the land that is nearest to each of some points, and how far that is, metres."""
    known = _known_lands()
    if len(known) > _MOST_KNOWN:
        known.clear()
    points = land_points(lonlat)
    keys = list(zip(shapely.get_x(points).tolist(), shapely.get_y(points).tolist(), strict=True))
    new = {key: number for number, key in enumerate(keys) if key not in known}
    if new:
        shapes, tree = land_index()
        lands = tree.nearest(some := points[list(new.values())])
        for key, land, degrees in zip(new, lands, shapely.distance(some, shapes[lands]), strict=True):
            known[key] = int(land), _metres_to_land(*key, float(degrees)) if degrees else 0.0
    return [known[key] for key in keys]


def _metres_to_land(lon: float, lat: float, degrees: float) -> float:
    """Return how far a point is from land, of which some is within a distance in degrees."""
    # The nearest by degrees may not be the nearest by metres: look as far as that one can be.
    shapes, tree = land_index()
    squeeze = max(np.cos(np.radians(lat)), 0.05)
    reach = max(degrees / squeeze * 1.001, 1e-4)
    box = (lon - reach, lat - reach, lon + reach, lat + reach)
    pieces = shapely.clip_by_rect(shapes[tree.query(shapely.box(*box))], *box)
    flat = shapely.transform(pieces[~shapely.is_empty(pieces)], _squeezed(squeeze))
    here = shapely.Point(lon * squeeze, lat)
    nearest = flat[np.argmin(shapely.distance(flat, here))]
    end = shapely.get_coordinates(shapely.shortest_line(here, nearest))[1]
    return float(geodesy.distance_m(lon, lat, end[0] / squeeze, end[1]))


@kept("geo/land.npz")
def _known_lands() -> dict[tuple[float, float], tuple[int, float]]:
    """Return what is known of points, by longitude and latitude: their nearest land, and how far it is in metres.

    A check of our layers asks for the same point more than once.
    """
    return {}


def inland_m(lonlat: ArrayLike) -> FloatArray:
    """Return how far points lie from the nearest coast when they are on land, metres; 0 on water."""
    shapes, tree = land_index()
    points = land_points(lonlat)
    deep = np.zeros(len(points))
    for number, index in tree.query(points, predicate="within").T:
        ends = shapely.get_coordinates(shapely.shortest_line(points[number], shapely.boundary(shapes[index])))
        deep[number] = geodesy.distance_m(*ends[0], *ends[1])
    return deep


def land_at(lon: float, lat: float) -> shapely.Geometry | None:
    """Return the outline of the land that a point stands on, as cut by borders, or None on water."""
    shapes, tree = land_index()
    found = tree.query_nearest(shapely.Point(in_frame(lon), lat), max_distance=_ASHORE_DEG)
    return shapes[found[0]] if len(found) else None


def span_m(a: shapely.Geometry, b: shapely.Geometry) -> tuple[float, float]:
    """Return the least and the greatest distance between two points or lands, metres.

    The two pairs of points are found by their chords through the globe, among vertices of the outlines no farther
    apart than 2 km, and measured on the ellipsoid.
    """
    ends = [shapely.get_coordinates(shapely.segmentize(shape, _VERTEX_DEG)) for shape in (a, b)]
    cosine = sphere.unit_vectors(ends[0]) @ sphere.unit_vectors(ends[1]).T
    pairs = [np.unravel_index(index, cosine.shape) for index in (cosine.argmax(), cosine.argmin())]
    least, most = (float(geodesy.distance_m(*ends[0][i], *ends[1][j])) for i, j in pairs)
    return least, most


def _squeezed(factor: float) -> Callable[[FloatArray], FloatArray]:
    """Return what shortens longitudes, so that a degree is as long both ways."""
    return lambda xy: xy * np.array([factor, 1.0])


def land_points(lonlat: ArrayLike) -> Geometries:
    """Return points in the continuous longitudes of the land, of which there may be none."""
    xy = np.array(lonlat, dtype=float).reshape(-1, 2)
    xy[:, 0] = (xy[:, 0] - base.SEAM_LON) % 360.0 + base.SEAM_LON
    return np.asarray(shapely.points(xy))


@kept("geo/land.npz")
def land_index() -> tuple[Geometries, shapely.STRtree]:
    """Return the polygons of land, and the tree that finds them."""
    shapes = base.land().geometry.to_numpy()
    return shapes, shapely.STRtree(shapes)


def onwards(end: FloatArray, land_at: Callable[[shapely.LineString], shapely.Geometry]) -> shapely.LineString | None:
    """Return the line from an end of a line, its last two points, on over the land that it ends on, if there is any.

    The sea is drawn coarser than the land, and has no small islands: between a line that ends at the coast and the
    sea's own shore a gap would stay open.

    Parameters
    ----------
    end : (2, 2) array of float, degrees
    land_at : function
        Returns the land about a short line.
    """
    start, direction = end[1], end[1] - end[0]
    on = shapely.LineString([start, start + direction / np.hypot(*direction) * OVER_DEG])
    pieces = shapely.get_parts(shapely.intersection(on, land_at(on)))
    first = [piece for piece in pieces if shapely.distance(piece, shapely.Point(start)) < _TOUCH_DEG]
    over = max(first, key=lambda piece: float(piece.length), default=None)
    return shapely.LineString([start, over.coords[-1]]) if over is not None and over.length > _TOUCH_DEG else None


def over_land(lines: Sequence[ArrayLike]) -> list[FloatArray]:
    """Return lines, ``(N, 2)`` degrees each, that run on over the land at their ends.

    One that ends on an island and the next that begins on its other shore become one line. A ring has no ends.
    """
    joined: list[FloatArray] = []
    for line in lines:
        points = np.array(line, dtype=float)
        points[:, 0] = np.unwrap(points[:, 0], period=360.0)
        points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
        if joined and is_over_land(between := np.array([joined[-1][-1], points[0]])):
            points[:, 0] += 360.0 * np.round((between[0, 0] - between[1, 0]) / 360.0)
            joined[-1] = np.concatenate([joined[-1], points])
        else:
            joined.append(points)
    return [_with_ends(line) for line in joined]


def _with_ends(line: FloatArray) -> FloatArray:
    if len(line) < 2 or (line[0] == line[-1]).all():
        return line
    first, last = ([on.coords[-1]] if (on := _on_land(end)) is not None else [] for end in (line[:2][::-1], line[-2:]))
    return np.array([*first, *line, *last])


def _in_frame(line: FloatArray) -> FloatArray:
    """Return a short line in the continuous longitudes of the land."""
    moved = line.copy()
    moved[:, 0] = np.unwrap(line[:, 0], period=360.0)
    moved[:, 0] += in_frame(line[-1, 0]) - moved[-1, 0]
    return moved


def _land_about(line: shapely.LineString) -> shapely.Geometry:
    shapes, tree = land_index()
    west, south, east, north = line.buffer(OVER_DEG).bounds
    return shapely.union_all(shapely.clip_by_rect(shapes[tree.query(line)], west, south, east, north))


def is_over_land(between: FloatArray, land_at: Callable[[shapely.LineString], shapely.Geometry] | None = None) -> bool:
    """Tell whether the straight line from the end of one line to the start of the next lies on an island.

    Parameters
    ----------
    between : (2, 2) array of float, degrees
    land_at : function, optional
        Returns the land about a short line; that of ``land.npz`` unless given.
    """
    line = shapely.LineString(_in_frame(between))
    if line.length >= _WIDEST_DEG:
        return False
    return bool(shapely.difference(line, (land_at or _land_about)(line)).length < _TOUCH_DEG)


def _on_land(end: FloatArray) -> shapely.LineString | None:
    moved = _in_frame(end)
    on = onwards(moved, _land_about)
    return None if on is None else shapely.transform(on, lambda at: at - (moved - end)[-1])
