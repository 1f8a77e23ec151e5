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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.geodesy import FloatArray
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


def matrix(
    origins: SomePlaces,
    targets: SomePlaces,
    mode: Mode = "air",
    *,
    speed: str | float | None = None,
) -> pd.DataFrame:
    """Return the distance of every origin to every target, one row a pair.

    Parameters
    ----------
    origins, targets : names, ``(lon, lat)`` pairs, a layer's name, a filter, a file or a GeoDataFrame
        See `eastup.places.select`. A strait counts at the mid-point of its gate.
    mode : {'air', 'sea', 'both'}
        Air distance is the geodesic on WGS 84.
    speed : str or float, optional
        Such as ``"20kn"``; a number is in kilometres an hour. Without it ``hours`` is empty.

    Returns
    -------
    DataFrame
        With the columns `COLUMNS`; ``azimuth_deg`` is the geodesic's at the origin, clockwise from north.

    Examples
    --------
    >>> table = matrix("Camp Humphreys", "Vladivostok")
    >>> round(float(table.distance_km[0]))
    799
    """
    if mode not in MODES:
        raise UnknownNameError("mode", mode, MODES)
    from_places, to_places = places.select(origins), places.select(targets)
    kmh = speed_kmh(speed)
    tables = []
    if mode in {"air", "both"}:
        tables.append(_air(from_places, to_places))
    if mode in {"sea", "both"}:
        raise InputError("distance by sea is not built yet", cure="use --mode air")
    table = pd.concat(tables, ignore_index=True)
    table["distance_nmi"] = table["distance_km"] / geodesy.KM_PER_NMI
    table["distance_mi"] = table["distance_km"] / geodesy.KM_PER_MI
    table["hours"] = table["distance_km"] / kmh if kmh else np.nan
    return table[list(COLUMNS)]


def lines(table: pd.DataFrame, origins: SomePlaces, targets: SomePlaces) -> gpd.GeoDataFrame:
    """Add to an air matrix the geodesic of each row, densified, for files that carry geometry."""
    ends: dict[tuple[str, str], tuple[float, float]] = {}
    for place in [*places.select(origins), *places.select(targets)]:
        point = place.lon, place.lat
        if ends.setdefault((place.id, place.name), point) != point:
            raise InputError(f"two places have the id {place.id!r} and one name", cure="give each its own id")
    from_keys = zip(table["origin_id"], table["origin"], strict=True)
    to_keys = zip(table["target_id"], table["target"], strict=True)
    shapes = [shapely.LineString(geodesy.line([ends[a], ends[b]])) for a, b in zip(from_keys, to_keys, strict=True)]
    return gpd.GeoDataFrame(table, geometry=shapes, crs=layers.CRS)


def speed_kmh(speed: str | float | None) -> float | None:
    """Read a speed given as text with a unit or as kilometres an hour."""
    if speed is None or isinstance(speed, str):
        return geodesy.speed_kmh(speed) if speed else None
    if not 0 < speed < float("inf"):
        raise InputError(f"speed {speed} must be more than zero", cure="give it as '20kn' or in km/h")
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


def _pairs(origins: list[Place], targets: list[Place]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin_id": np.repeat([p.id for p in origins], len(targets)),
            "origin": np.repeat([p.name for p in origins], len(targets)),
            "target_id": np.tile([p.id for p in targets], len(origins)),
            "target": np.tile([p.name for p in targets], len(origins)),
        }
    )
