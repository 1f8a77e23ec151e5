"""Counts the hubs that reach a cell and finds the nearest one, by air, exactly as `pyproj.Geod.inv` for each pair.

A hub reaches a cell where the geodesic is no longer than the reach: the boundary counts as inside. On a parallel the
geodesic from a hub grows with the difference in longitude: reflect a path in the meridian plane half-way between two
points of the parallel, and the nearer point gets a path that is no longer. So the cells of one row that a hub reaches
lie in one run, and only its two ends need geodesics; the sphere says within which few cells they lie (`sphere`). Points
that are not on a grid of longitude and latitude are counted one by one, with geodesics where the sphere can't decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy import sphere
from eastup.geodesy.ellipsoid import GEOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray

    IntArray = NDArray[np.int64]

_BLOCK = 64  # cells a side within which hubs that can't be the nearest are left out
_SLACK_DEG = 1e-9  # more than the rounding error of a width in longitude


def geodesic_km(lon1: FloatArray, lat1: FloatArray, lon2: FloatArray, lat2: FloatArray) -> FloatArray:
    """Return the geodesic distance in kilometres of pairs of points, each ``(N,)`` in degrees."""
    return np.asarray(GEOD.inv(lon1, lat1, lon2, lat2)[2]) / 1000.0


def count_rows(hubs: FloatArray, radius_km: float, lon: FloatArray, lat: FloatArray) -> IntArray:
    """Count the hubs that reach each cell of a grid of longitude and latitude.

    Parameters
    ----------
    hubs : (H, 2) ndarray of float, degrees
        Longitude and latitude.
    radius_km : float, kilometres
    lon : (C,) ndarray of float, degrees
        Of the columns, rising, all within 360 degrees of each other; they may run beyond 180.
    lat : (R,) ndarray of float, degrees
        Of the rows.

    Returns
    -------
    (R, C) ndarray of int
    """
    runs = [_brackets(hub, radius_km, lon, lat) for hub in hubs]
    owner = _joined([np.full(len(rows), h) for h, pieces in enumerate(runs) for rows, *_ in pieces])
    rows, low, high, to_east = (_joined([piece[i] for pieces in runs for piece in pieces]) for i in range(4))
    east = to_east.astype(bool)
    ends = _bisect(hubs[owner], radius_km, lon, lat[rows], low, high, east)
    steps = np.zeros(len(lat) * (len(lon) + 1), np.int64)
    flat = rows * (len(lon) + 1) + ends
    steps += np.bincount(flat[~east], minlength=len(steps)) - np.bincount(flat[east], minlength=len(steps))
    return np.cumsum(steps.reshape(len(lat), -1)[:, :-1], axis=1)


def _joined(pieces: list[IntArray]) -> IntArray:
    return np.concatenate(pieces) if pieces else np.empty(0, np.int64)


def _brackets(
    hub: FloatArray, radius_km: float, lon: FloatArray, lat: FloatArray
) -> list[tuple[IntArray, IntArray, IntArray, IntArray]]:
    """Return rows, and between which columns their run of reached cells starts (0) or ends (1), for each turn of 360.

    Every column belongs to the one turn in which it is at most 180 degrees from the hub.
    """
    outer = sphere.half_width_deg(sphere.most_angle(radius_km) + 1e-12, hub[1], lat)
    rows = np.flatnonzero(outer >= 0)
    if not len(rows):
        return []
    outer = outer[rows] + _SLACK_DEG
    inner = sphere.half_width_deg(max(sphere.least_angle(radius_km) - 1e-12, 0.0), hub[1], lat[rows]) - _SLACK_DEG
    pieces = []
    first_turn = int(np.floor((lon[0] - hub[0] + 180.0) / 360.0))
    last_turn = int(np.ceil((lon[-1] - hub[0] - 180.0) / 360.0))
    for turn in range(first_turn, last_turn + 1):
        center = hub[0] + 360.0 * turn
        start, middle, stop = np.searchsorted(lon, [center - 180.0, center, center + 180.0], side="right")
        if start == stop:
            continue
        west = [np.clip(np.searchsorted(lon, center - w), start, middle) for w in (outer, np.maximum(inner, 0.0))]
        east = [
            np.clip(np.searchsorted(lon, center + w, side="right"), middle, stop)
            for w in (np.maximum(inner, 0.0), outer)
        ]
        # Where the cap is not surely reached at all, even the hub's own meridian must be measured.
        west[1], east[0] = np.where(inner < 0, middle, west[1]), np.where(inner < 0, middle, east[0])
        pieces += [(rows, west[0], west[1], np.zeros_like(rows)), (rows, east[0], east[1], np.ones_like(rows))]
    return pieces


def _bisect(  # noqa: PLR0913 - columns of one table of runs
    hubs: FloatArray,
    radius_km: float,
    lon: FloatArray,
    lat: FloatArray,
    low: IntArray,
    high: IntArray,
    to_east: NDArray[np.bool_],
) -> IntArray:
    """Return the column at which each run starts, or the one after its end, by geodesics."""
    low, high = low.copy(), high.copy()
    while len(open_ := np.flatnonzero(low < high)):
        middle = (low[open_] + high[open_]) // 2
        reached = geodesic_km(hubs[open_, 0], hubs[open_, 1], lon[middle], lat[open_]) <= radius_km
        up = reached == to_east[open_]
        low[open_[up]] = middle[up] + 1
        high[open_[~up]] = middle[~up]
    return low


def count_points(hubs: FloatArray, radius_km: float, lon: FloatArray, lat: FloatArray) -> IntArray:
    """Count the hubs that reach each of many points, ``(N,)``; see `count_rows`."""
    count = np.zeros(len(lon), np.int64)
    for reached in reached_points(hubs, radius_km, lon, lat):
        count += reached
    return count


def reached_points(hubs: FloatArray, radius_km: float, lon: FloatArray, lat: FloatArray) -> Iterator[NDArray[np.bool_]]:
    """Give for one hub after the other which of many points it reaches, ``(N,)``; see `count_rows`."""
    points = sphere.directions(lon, lat)
    surely = np.cos(sphere.least_angle(radius_km)) + sphere.ROUNDING
    perhaps = np.cos(sphere.most_angle(radius_km)) - sphere.ROUNDING
    for hub in hubs:
        cosine = sphere.directions(*hub) @ points
        inside = cosine >= surely
        band = np.flatnonzero((cosine >= perhaps) & ~inside)
        inside[band] = (
            geodesic_km(np.full(len(band), hub[0]), np.full(len(band), hub[1]), lon[band], lat[band]) <= radius_km
        )
        yield inside


def nearest_points(hubs: FloatArray, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the distance (km) of each point to its nearest hub and that hub's number; ties go to the first.

    Parameters
    ----------
    hubs : (H, 2) ndarray of float, degrees
    lon, lat : (N,) ndarray of float, degrees
    """
    points, hub_points = sphere.directions(lon, lat), sphere.directions(hubs[:, 0], hubs[:, 1])
    cosine = hub_points.T @ points
    nearest = np.arccos(np.clip(cosine.max(axis=0), -1.0, 1.0))
    # 3e-8 is the angle that rounding can hide in the cosine of a small one.
    worst = np.minimum(nearest * (sphere.MOST / sphere.LEAST) + 3e-8, np.pi)
    possible = cosine >= np.cos(worst) - sphere.ROUNDING
    best, which = np.full(len(lon), np.inf), np.full(len(lon), -1, np.int64)
    for number, hub in enumerate(hubs):
        chosen = np.flatnonzero(possible[number])
        if len(chosen):
            km = geodesic_km(np.full(len(chosen), hub[0]), np.full(len(chosen), hub[1]), lon[chosen], lat[chosen])
            nearer = km < best[chosen]
            best[chosen[nearer]], which[chosen[nearer]] = km[nearer], number
    return best, which


def nearest_cells(hubs: FloatArray, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return distance (km) and number of the nearest hub for cells ``(R, C)``, block by block.

    In each block only the hubs that can be the nearest of one of its cells are looked at: time hardly grows with the
    number of hubs. Cells without a finite longitude and latitude get NaN and -1.
    """
    best, which = np.full(lon.shape, np.nan), np.full(lon.shape, -1, np.int64)
    hub_points = sphere.directions(hubs[:, 0], hubs[:, 1])
    for top in range(0, lon.shape[0], _BLOCK):
        for left in range(0, lon.shape[1], _BLOCK):
            block = (slice(top, top + _BLOCK), slice(left, left + _BLOCK))
            block_lon, block_lat = lon[block].ravel(), lat[block].ravel()
            good = np.isfinite(block_lon) & np.isfinite(block_lat)
            if not good.any():
                continue
            points = sphere.directions(block_lon[good], block_lat[good])
            middle = points.mean(axis=1)
            middle /= np.linalg.norm(middle)
            spread = _angle(middle @ points).max()
            away = _angle(middle @ hub_points)
            reach = (away.min() + spread) * sphere.MOST / sphere.LEAST
            able = np.flatnonzero(away - spread <= reach + 1e-7)
            km, number = np.full(len(good), np.nan), np.full(len(good), -1, np.int64)
            km[good], chosen = nearest_points(hubs[able], block_lon[good], block_lat[good])
            number[good] = able[chosen]
            shape = lon[block].shape
            best[block], which[block] = km.reshape(shape), number.reshape(shape)
    return best, which


def _angle(cosine: FloatArray) -> FloatArray:
    return np.asarray(np.arccos(np.clip(cosine, -1.0, 1.0)))
