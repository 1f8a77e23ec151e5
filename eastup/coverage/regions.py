"""The region of each hub: all that is nearer to it than to any other, by air (a geodesic Voronoi diagram), as polygons.

Cells of longitude and latitude are halved wherever a second hub may be as near somewhere within them: a distance can't
change faster than one moves, so that a cell whose middle is nearer to one hub by more than its own width belongs to
that hub alone. What is left at the smallest size holds all borders. A border is put where it crosses the edges of such
cells, to the metre, and where three regions meet it is measured too; in between it is straight for a few kilometres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import geopandas as gpd
import numpy as np
import shapely

from eastup import geodesy, layers
from eastup.coverage import count, isochrones
from eastup.coverage.grid import DEFAULT_EXTENT
from eastup.coverage.metric import SeaMetric, metric_of
from eastup.errors import InputError
from eastup.geodesy import discs, sphere
from eastup.hubs import lonlat
from eastup.hubs.question import Given, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.discs import Polygons
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.places import Place, SomePlaces

    IntArray = NDArray[np.int64]

_LEAST_DEG = 0.0625
_FIRST = 32  # times the least: the size of the cells that are looked at first
_HALVINGS = 26  # brings a border on the edge of a cell to within a millimetre


def regions(
    hubs: SomePlaces | Question | None = None,
    extent: Bounds = DEFAULT_EXTENT,
    **given: Unpack[Given],
) -> gpd.GeoDataFrame:
    """Return the region of each hub within an extent.

    Parameters
    ----------
    hubs, **given : see `eastup.hubs.question.Given`
        A reach means nothing here.
    extent : west, south, east, north, degrees
        It may cross 180.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, cut at 180; ``id, name, host, farthest_km, geometry``, one row a hub that has a region in the extent.
        By air the regions fill the extent without gap or overlap; by sea they are the water that ships reach.
        ``farthest_km`` is the distance of the farthest corner of the region from its hub.

    Raises
    ------
    InputError
        If two hubs stand at one place.
    """
    if refused := sorted({"radius", "hours", "speed"} & given.keys()):
        raise InputError(f"a {refused[0]} means nothing to regions", hint="leave it out")
    question = Question.of(hubs, **given)
    members, by = list(question.hubs), metric_of(question)
    points = np.array(by.hubs) if isinstance(by, SeaMetric) else lonlat(members)
    if len(np.unique(points, axis=0)) < len(points):
        raise InputError("two hubs stand at one place", hint="leave one of them out")
    west, south, east, north = map(float, extent)
    east += 360.0 if east <= west else 0.0
    if not (-90 <= south < north <= 90 and west < east <= west + 360):
        raise InputError(f"the extent {extent} is not west,south,east,north", hint="give degrees, at most 360 across")
    if isinstance(by, SeaMetric):
        found = isochrones.nearest(by, (west, south, east, north))
        rows = [(hub, *own) for hub, own in zip(members, found, strict=True) if not own[0].is_empty]
        return _frame(rows, question)
    box = shapely.box(west, south, east, north)
    borders = _borders(points, (west, south, east, north))
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.union_all([*borders, box.exterior]))]))
    inside = shapely.point_on_surface(faces)
    _, owner = count.nearest_points(points, shapely.get_x(inside), shapely.get_y(inside))
    rows = []
    for number in np.unique(owner):
        whole = shapely.union_all(faces[owner == number])
        corners = shapely.get_coordinates(whole)
        hub = members[number]
        farthest = geodesy.distance_m(hub.lon, hub.lat, corners[:, 0], corners[:, 1]).max() / 1000.0
        rows.append((hub, discs.into_range(whole), float(farthest)))
    return _frame(rows, question)


def _frame(rows: list[tuple[Place, Polygons, float]], question: Question) -> gpd.GeoDataFrame:
    table = [
        {"id": hub.id, "name": hub.name, "host": hub.host, "farthest_km": farthest_km, "geometry": geometry}
        for hub, geometry, farthest_km in rows
    ]
    frame = gpd.GeoDataFrame(table, geometry="geometry", crs=layers.CRS)
    question.keep_made(frame, "coverage.regions")
    return frame


def _borders(hubs: FloatArray, extent: Bounds) -> list[shapely.LineString]:
    """Return the borders in an extent as short lines that meet at their ends."""
    column, row = _cells(hubs, extent)
    # The lattice starts at a whole number of the largest cells, so that it does not depend on the extent's decimals.
    corner_x = np.stack([column, column + 1, column + 1, column]) * _LEAST_DEG
    corner_y = np.clip(np.stack([row, row, row + 1, row + 1]) * _LEAST_DEG, -90.0, 90.0)
    corners, back = np.unique(np.column_stack([corner_x.ravel(), corner_y.ravel()]), axis=0, return_inverse=True)
    owner = count.nearest_points(hubs, corners[:, 0], corners[:, 1])[1][back.ravel()].reshape(4, -1)
    crossing = np.full((4, len(column), 2), np.nan)
    for side in range(4):
        a, b = side, (side + 1) % 4
        changed = np.flatnonzero(owner[a] != owner[b])
        start = np.column_stack([corner_x[a, changed], corner_y[a, changed]])
        end = np.column_stack([corner_x[b, changed], corner_y[b, changed]])
        flip = (start[:, 0] > end[:, 0]) | (start[:, 1] > end[:, 1])  # the neighbour must find the very same point
        start[flip], end[flip] = end[flip], start[flip].copy()
        first = np.where(flip, owner[b, changed], owner[a, changed])
        second = np.where(flip, owner[a, changed], owner[b, changed])
        crossing[side, changed] = _between(hubs, start, end, first, second)
    number = np.isfinite(crossing[..., 0]).sum(axis=0)
    pieces = []
    for cell in np.flatnonzero(number):
        ends = crossing[np.isfinite(crossing[:, cell, 0]), cell]
        if len(ends) == 2:
            pieces.append(shapely.LineString(ends))
        else:
            middle = _meeting(hubs, owner[:, cell], ends)
            pieces += [shapely.LineString([end, middle]) for end in ends]
    return pieces


def _cells(hubs: FloatArray, extent: Bounds) -> tuple[IntArray, IntArray]:
    """Return column and row of the least cells in which a border can run."""
    west, south, east, north = extent
    size, step = _FIRST, _FIRST * _LEAST_DEG
    columns = np.arange(int(np.floor(west / step)), int(np.ceil(east / step))) * size
    rows = np.arange(int(np.floor(south / step)), int(np.ceil(north / step))) * size
    column, row = (a.ravel() for a in np.meshgrid(columns, rows))
    directions = sphere.directions(hubs[:, 0], hubs[:, 1])
    while True:
        lat = np.clip((row + size / 2) * _LEAST_DEG, -90.0, 90.0)
        angle = np.arccos(np.clip(directions.T @ sphere.directions((column + size / 2) * _LEAST_DEG, lat), -1.0, 1.0))
        if len(hubs) > 1:
            nearest = np.partition(angle, 1, axis=0)[:2]
            half = np.radians(size * _LEAST_DEG) * np.sqrt(0.5)
            lower, upper = (nearest[1] - half) * sphere.LEAST, (nearest[0] + half) * sphere.MOST
            near = lower <= upper
        else:
            near = np.zeros(len(column), bool)
        column, row = column[near], row[near]
        if size == 1:
            return column, row
        size //= 2
        column = np.concatenate([column, column + size, column, column + size])
        row = np.concatenate([row, row, row + size, row + size])


def _between(hubs: FloatArray, start: FloatArray, end: FloatArray, first: IntArray, second: IntArray) -> FloatArray:
    """Return where on straight lines two hubs are equally far, the first being nearer at the start."""
    low, high = np.zeros(len(start)), np.ones(len(start))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        x, y = (start + (end - start) * middle[:, None]).T
        to_first = count.geodesic_km(hubs[first, 0], hubs[first, 1], x, y)
        nearer = to_first <= count.geodesic_km(hubs[second, 0], hubs[second, 1], x, y)
        low, high = np.where(nearer, middle, low), np.where(nearer, high, middle)
    return np.asarray(start + (end - start) * ((low + high) / 2)[:, None])


def _meeting(hubs: FloatArray, owner: IntArray, ends: FloatArray) -> FloatArray:
    """Return where the regions of three hubs meet in a cell; of four, the middle of the crossings will do."""
    guess: FloatArray = ends.mean(axis=0)
    three = np.unique(owner)
    if len(three) != 3:
        return guess
    point = guess.copy()
    for _ in range(8):  # Newton's method on the two differences of distance
        x, y = point[0] + np.array([0.0, 1e-5, 0.0]), point[1] + np.array([0.0, 0.0, 1e-5])
        km = np.array([count.geodesic_km(np.full(3, hubs[h, 0]), np.full(3, hubs[h, 1]), x, y) for h in three])
        differences = km[1:] - km[0]
        slope = (differences[:, 1:] - differences[:, :1]) / 1e-5
        if abs(np.linalg.det(slope)) < 1e-9:
            return guess
        point -= np.linalg.solve(slope, differences[:, 0])
    return point if float(np.abs(point - guess).max()) < _LEAST_DEG else guess
