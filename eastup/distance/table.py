"""Distance of every hub to every target, by air and by sea, with times at a speed that the user gives."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers, places
from eastup.errors import InputError, UnknownNameError
from eastup.sea import routes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place, SomePlaces

Mode = Literal["air", "sea", "both"]
MODES = ("air", "sea", "both")

COLUMNS = (
    "origin_id",
    "origin",
    "target_id",
    "target",
    "mode",
    "distance_km",
    "distance_nmi",
    "distance_mi",
    "azimuth_deg",
    "detour",
    "hours",
    "note",
)

_THREADED_FROM = 20_000  # pairs; below this starting threads costs more than it saves


MOST_PAIRS = 10_000_000
"""Rows of one matrix: some 3 GB of memory."""


def matrix(
    origins: SomePlaces,
    targets: SomePlaces,
    mode: Mode = "air",
    *,
    speed: str | float | None = None,
    closed: Iterable[str] = (),
) -> pd.DataFrame:
    """Return the distance of every origin to every target, one row a pair.

    Parameters
    ----------
    origins, targets : names, ``(lon, lat)`` pairs, a layer's name, a filter, a file or a GeoDataFrame
        See `eastup.places.select`. A strait counts at the mid-point of its gate.
    mode : {'air', 'sea', 'both'}
        Air distance is the geodesic on WGS 84, sea distance that of the navigable route; see `eastup.searoute`.
    speed : str or float, optional
        Such as ``"20kn"``; a number is in kilometres an hour. Without it ``hours`` is empty. The time is that of the
        distance alone: no stop, no slow passage, no weather, no way from a base to its port.
    closed : iterable of str
        Straits that ships may not pass, by id or name.

    Returns
    -------
    DataFrame
        With the columns `COLUMNS`; ``azimuth_deg`` is the geodesic's at the origin, clockwise from north; ``detour`` is
        the sea distance divided by the air distance. Where there is no way by sea the distance is empty and ``note``
        tells why; else ``note`` names the straits passed, the shortest water path where that is shorter, and from
        where a place counts.

    Examples
    --------
    >>> table = matrix("Camp Humphreys", "Vladivostok")
    >>> round(float(table.distance_km[0]))
    799
    """
    if mode not in MODES:
        raise UnknownNameError("mode", mode, MODES)
    from_places, to_places = places.select(origins), places.select(targets)
    pairs = len(from_places) * len(to_places) * (2 if mode == "both" else 1)
    if pairs > MOST_PAIRS:
        hint = "ask for fewer hubs or targets; eastup enrich finds what is nearest to millions of positions"
        raise InputError(f"{pairs:,} pairs are more than one table holds ({MOST_PAIRS:,})", hint=hint)
    kmh = speed_kmh(speed)
    tables = []
    if mode in {"air", "both"}:
        tables.append(_air(from_places, to_places))
    if mode in {"sea", "both"}:
        tables.append(_sea(from_places, to_places, closed))
    table = pd.concat(tables, ignore_index=True)
    table["distance_nmi"] = table["distance_km"] / geodesy.KM_PER_NMI
    table["distance_mi"] = table["distance_km"] / geodesy.KM_PER_MI
    table["hours"] = table["distance_km"] / kmh if kmh else np.nan
    return table[list(COLUMNS)]


def lines(
    table: pd.DataFrame, origins: SomePlaces, targets: SomePlaces, closed: Iterable[str] = ()
) -> gpd.GeoDataFrame:
    """Add to a matrix the line of each row for files with geometry: the geodesic by air, the route by sea."""
    ends: dict[tuple[str, str], Place] = {}
    for place in [*places.select(origins), *places.select(targets)]:
        same = ends.setdefault((place.id, place.name), place)
        if (same.lon, same.lat) != (place.lon, place.lat):
            raise InputError(f"two places have the id {place.id!r} and one name", hint="give each its own id")
    from_keys = zip(table["origin_id"], table["origin"], strict=True)
    to_keys = zip(table["target_id"], table["target"], strict=True)
    shut = tuple(closed)
    shapes = []
    for a, b, mode in zip(from_keys, to_keys, table["mode"], strict=True):
        one, other = ends[a], ends[b]
        if mode == "sea":
            shapes.append(routes.route(one, other, closed=shut).line())
        else:
            shapes.append(shapely.LineString(geodesy.line([(one.lon, one.lat), (other.lon, other.lat)])))
    return gpd.GeoDataFrame(table, geometry=shapes, crs=layers.CRS)


def speed_kmh(speed: str | float | None) -> float | None:
    """Read a speed given as text with a unit or as kilometres an hour."""
    if speed is None or isinstance(speed, str):
        return geodesy.speed_kmh(speed) if speed else None
    if not 0 < speed < float("inf"):
        raise InputError(f"speed {speed} must be more than zero", hint="give it as '20kn' or in km/h")
    return float(speed)


def pairwise(
    origins: Iterable[tuple[float, float]], targets: Iterable[tuple[float, float]]
) -> tuple[FloatArray, FloatArray]:
    """Return azimuth (degrees) and geodesic distance (km) of every origin to every target, each ``(N, M)``.

    Long tables are shared among all cores; PROJ's routine does not hold the interpreter lock.
    """
    a = np.atleast_2d(np.asarray(list(origins), dtype=float))
    b = np.atleast_2d(np.asarray(list(targets), dtype=float))
    lon1, lat1 = np.repeat(a[:, 0], len(b)), np.repeat(a[:, 1], len(b))
    lon2, lat2 = np.tile(b[:, 0], len(a)), np.tile(b[:, 1], len(a))
    workers = min(os.cpu_count() or 1, 32)
    if len(lon1) < _THREADED_FROM or workers == 1:
        azimuth_deg, length_m = geodesy.inverse(lon1, lat1, lon2, lat2)
    else:
        pieces = [np.array_split(column, workers) for column in (lon1, lat1, lon2, lat2)]
        with ThreadPoolExecutor(workers) as pool:
            done = list(pool.map(geodesy.inverse, *pieces))
        azimuth_deg, length_m = (np.concatenate(part) for part in zip(*done, strict=True))
    shape = (len(a), len(b))
    return azimuth_deg.reshape(shape), length_m.reshape(shape) / 1000.0


def _air(origins: list[Place], targets: list[Place]) -> pd.DataFrame:
    azimuth_deg, distance_km = pairwise([(p.lon, p.lat) for p in origins], [(p.lon, p.lat) for p in targets])
    table = _pairs(origins, targets)
    table["mode"] = "air"
    table["distance_km"] = distance_km.ravel()
    table["azimuth_deg"] = np.where(distance_km.ravel() > 0, azimuth_deg.ravel(), np.nan)
    table["detour"] = np.where(distance_km.ravel() > 0, 1.0, np.nan)
    table["note"] = ""
    return table


def _sea(origins: list[Place], targets: list[Place], closed: Iterable[str]) -> pd.DataFrame:
    shut = tuple(closed)
    lengths = routes.distances(origins, targets, shut)
    distance_km = lengths.distance_km
    table = _air(origins, targets)
    air_km = table["distance_km"].to_numpy()
    table["mode"] = "sea"
    table["distance_km"] = distance_km.ravel()
    table["detour"] = np.divide(distance_km.ravel(), air_km, out=np.full(len(table), np.nan), where=air_km > 0)
    table["note"] = routes.notes(origins, targets, lengths, shut)
    return table


def _pairs(origins: list[Place], targets: list[Place]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin_id": np.repeat([p.id for p in origins], len(targets)),
            "origin": np.repeat([p.name for p in origins], len(targets)),
            "target_id": np.tile([p.id for p in targets], len(origins)),
            "target": np.tile([p.name for p in targets], len(origins)),
        }
    )
