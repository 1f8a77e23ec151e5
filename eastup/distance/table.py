"""Distance of every hub to every target, by air and by sea, with times at a speed that the user gives."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers, places, words
from eastup.distance import ends, uncertainty
from eastup.errors import InputError, UnknownNameError
from eastup.io import data, provenance
from eastup.sea import routes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from eastup.distance.ends import Measure
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
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
    "uncertainty_km",
)

_THREADED_FROM = 20_000  # pairs; below this starting threads costs more than it saves


MOST_PAIRS = 10_000_000
"""Rows of one matrix: some 3 GB of memory."""


def as_names(closed: Iterable[str] | str) -> tuple[str, ...]:
    """Return the names of what is closed, where one may be given as well as several."""
    return (closed,) if isinstance(closed, str) else tuple(closed)


@data.steady()
def matrix(  # noqa: PLR0913 - the question, in public keywords
    origins: SomePlaces,
    targets: SomePlaces,
    mode: Mode = "air",
    *,
    speed: SomeSpeeds = None,
    closed: Iterable[str] = (),
    lang: str = "en",
    measure: str = "nearest",
) -> pd.DataFrame:
    """Return the distance of every origin to every target, one row a pair.

    Parameters
    ----------
    origins, targets : names, ``(lon, lat)`` pairs, a layer's name, a filter, a file or a GeoDataFrame
        See `eastup.places.select`. A strait counts at the mid-point of its gate; another line or an area, such as a
        country, as ``measure`` says.
    mode : {'air', 'sea', 'both'}
        Air distance is the geodesic on WGS 84, sea distance that of the navigable route; see `eastup.searoute`.
    speed : str, float, mapping or several, optional
        Such as ``"20kn"``; a number is in kilometres an hour. With ``both`` each mode has its own:
        ``["air=450kn", "sea=20kn"]``. Without it ``hours`` is empty. The time is that of the distance alone: no stop,
        no slow passage, no weather, no way from a base to its port.
    closed : iterable of str
        Straits that ships may not pass, by id or name.
    lang : {'en', 'ja', 'ko'}
        Of names and notes.
    measure : {'nearest', 'center', 'farthest'}
        Which point of a line or an area counts: that nearest to the other place (0 within an area), its middle, or that
        farthest from the other place. By air it is exact to a metre; by sea the edge is tried at points along it.

    Returns
    -------
    DataFrame
        With the columns `COLUMNS`; ``azimuth_deg`` is the course in which the way leaves, clockwise from north: the
        geodesic's by air, that of the navigable route by sea; ``detour`` is the sea distance divided by the air
        distance between the same two sea points, so never under 1. Where there is no way by sea the distance is empty
        and ``note`` tells why; else ``note`` names the straits passed in their order, the shortest water path where
        that is shorter, and from where a place counts. ``uncertainty_km`` is
        how far the distance may be off for what is known of both positions (`precision_km` of a place; a typed
        coordinate is as good as its digits, any other taken as given), and by sea for the error of the network.
        ``attrs["provenance"]`` tells what was asked.

    Raises
    ------
    InputError
        If one speed is given for two modes, or there are more pairs than a table holds.

    Examples
    --------
    >>> table = matrix("Camp Humphreys", "Vladivostok")
    >>> round(float(table.distance_km[0]))
    799
    """
    if mode not in MODES:
        raise UnknownNameError("mode", mode, MODES)
    by = ends.check(measure)
    from_places, to_places = ([p.in_language(lang) for p in places.select(some)] for some in (origins, targets))
    pairs = len(from_places) * len(to_places) * (2 if mode == "both" else 1)
    if pairs > MOST_PAIRS:
        hint = "ask for fewer hubs or targets; eastup enrich finds what is nearest to millions of positions"
        raise InputError(f"{pairs:,} pairs are more than one table holds ({MOST_PAIRS:,})", hint=hint)
    speeds = geodesy.speeds_kmh(speed, ("air", "sea") if mode == "both" else (mode,))
    closed_gates = as_names(closed)
    tables = []
    if mode in {"air", "both"}:
        tables.append(_air(from_places, to_places, by))
    if mode in {"sea", "both"}:
        tables.append(_sea(from_places, to_places, closed_gates, lang, by))
    table = pd.concat(tables, ignore_index=True)
    table["distance_nmi"] = table["distance_km"] / geodesy.KM_PER_NMI
    table["distance_mi"] = table["distance_km"] / geodesy.KM_PER_MI
    table["hours"] = table["distance_km"] / table["mode"].map(speeds).astype(float)
    table["note"] = _noted(table["note"].to_list(), from_places, to_places, lang, by)
    table["uncertainty_km"] = uncertainty.of_pairs(from_places, to_places, table)
    table = table[list(COLUMNS)]
    made = provenance.made(
        "distance.matrix", hubs=from_places, targets=to_places, mode=mode, closed=closed_gates, speeds_kmh=speeds
    )
    provenance.keep(table, made)
    return table


def compare(  # noqa: PLR0913 - the question, in public keywords
    origins: SomePlaces,
    targets: SomePlaces,
    mode: Mode = "sea",
    *,
    closed: Iterable[str],
    speed: SomeSpeeds = None,
    lang: str = "en",
    measure: str = "nearest",
) -> pd.DataFrame:
    """Return a `matrix` with straits closed, and what the closure costs.

    Returns
    -------
    DataFrame
        With the columns `COLUMNS` and, after them, ``distance_km_before`` and ``hours_before`` with nothing closed, and
        ``distance_km_change`` and ``hours_change``. The change is empty where a pair has no way.
    """
    closed_gates = as_names(closed)
    table = matrix(origins, targets, mode, speed=speed, closed=closed_gates, lang=lang, measure=measure)
    speeds = geodesy.speeds_kmh(speed, ("air", "sea") if mode == "both" else (mode,))
    before = pd.DataFrame({"distance_km": table["distance_km"]})
    by_sea = table["mode"] == "sea"
    if by_sea.any():
        from_places, to_places = places.select(origins), places.select(targets)
        before.loc[by_sea, "distance_km"] = _sea_km(from_places, to_places, ends.check(measure))
    before["hours"] = before["distance_km"] / table["mode"].map(speeds).astype(float)
    for name in ("distance_km", "hours"):
        table[f"{name}_before"] = before[name]
        table[f"{name}_change"] = table[name] - before[name]
    return table


def lines(
    table: pd.DataFrame,
    origins: SomePlaces,
    targets: SomePlaces,
    closed: Iterable[str] = (),
    measure: str = "nearest",
) -> gpd.GeoDataFrame:
    """Add to a matrix the line of each row for files with geometry: the geodesic by air, the route by sea."""
    known: dict[tuple[str, str], Place] = {}
    for place in [*places.select(origins), *places.select(targets)]:
        same = known.setdefault((place.id, place.name), place)
        if (same.lon, same.lat) != (place.lon, place.lat):
            raise InputError(f"two places have the id {place.id!r} and one name", hint="give each its own id")
    from_keys = zip(table["origin_id"], table["origin"], strict=True)
    to_keys = zip(table["target_id"], table["target"], strict=True)
    closed_gates, by = as_names(closed), ends.check(measure)
    shapes = []
    for a, b, mode in zip(from_keys, to_keys, table["mode"], strict=True):
        one, other = _located(known[a], known[b], mode, closed_gates, by)
        if mode == "sea":
            shapes.append(routes.route(one, other, closed=closed_gates).line())
        else:
            shapes.append(shapely.LineString(geodesy.line([(one.lon, one.lat), (other.lon, other.lat)])))
    return layers.located(table, shapes)


def _located(a: Place, b: Place, mode: str, closed: tuple[str, ...], measure: Measure) -> tuple[Place, Place]:
    """Return two places as the points that they are measured between; points are what they are."""
    if a.shape is None and b.shape is None:
        return a, b
    found = ends.by_sea([a], [b], measure, closed) if mode == "sea" else ends.by_air([a], [b], measure)
    sides = ((a, found.origins), (b, found.targets))
    one, other = (p if p.shape is None else ends.at(p, points[0, 0]) for p, points in sides)
    return one, other


def speed_kmh(speed: str | float | None) -> float | None:
    """Read a speed given as text with a unit, or none."""
    return None if speed is None or speed == "" else geodesy.speed_kmh(speed)


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


def _air(origins: list[Place], targets: list[Place], measure: Measure = "nearest") -> pd.DataFrame:
    if any(place.shape is not None for place in (*origins, *targets)):
        found = ends.by_air(origins, targets, measure)
        columns = (*found.origins.reshape(-1, 2).T, *found.targets.reshape(-1, 2).T)
        azimuth_deg, length_m = geodesy.inverse(*columns)
        distance_km = length_m / 1000.0
    else:
        azimuth_deg, distance_km = pairwise([(p.lon, p.lat) for p in origins], [(p.lon, p.lat) for p in targets])
    table = _pairs(origins, targets)
    table["mode"] = "air"
    table["distance_km"] = distance_km.ravel()
    table["azimuth_deg"] = np.where(distance_km.ravel() > 0, azimuth_deg.ravel(), np.nan)
    table["detour"] = np.where(distance_km.ravel() > 0, 1.0, np.nan)
    table["note"] = ""
    return table


def _sea(
    origins: list[Place], targets: list[Place], closed: tuple[str, ...], lang: str, measure: Measure = "nearest"
) -> pd.DataFrame:
    if all(place.shape is None for place in (*origins, *targets)):
        return _sea_of_points(origins, targets, closed, lang)
    found = ends.by_sea(origins, targets, measure, closed)
    rows, columns = ([k for k, p in enumerate(side) if p.shape is None] for side in (origins, targets))
    blocks, order = [], []
    if rows and columns:
        blocks.append(_sea_of_points([origins[i] for i in rows], [targets[j] for j in columns], closed, lang))
        order += [i * len(targets) + j for i in rows for j in columns]
    for i, a in enumerate(origins):
        for j, b in enumerate(targets):
            if a.shape is not None or b.shape is not None:
                one = a if a.shape is None else ends.at(a, found.origins[i, j])
                other = b if b.shape is None else ends.at(b, found.targets[i, j])
                blocks.append(_sea_of_points([one], [other], closed, lang))
                order.append(i * len(targets) + j)
    return pd.concat(blocks, ignore_index=True).iloc[np.argsort(order)].reset_index(drop=True)


def _sea_km(origins: list[Place], targets: list[Place], measure: Measure) -> FloatArray:
    """Return the distances by sea of all pairs with nothing closed, row by row."""
    if all(place.shape is None for place in (*origins, *targets)):
        return routes.distances(origins, targets).distance_km.ravel()
    return _sea(origins, targets, (), "en", measure)["distance_km"].to_numpy()


def _sea_of_points(origins: list[Place], targets: list[Place], closed: tuple[str, ...], lang: str) -> pd.DataFrame:
    lengths = routes.distances(origins, targets, closed)
    distance_km = lengths.distance_km.ravel()
    _, straight_km = pairwise([p.sea_point for p in origins], [p.sea_point for p in targets])
    table = _pairs(origins, targets)
    table["mode"] = "sea"
    table["distance_km"] = distance_km
    table["azimuth_deg"] = np.where(distance_km > 0, lengths.course_deg.ravel(), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        detour = np.maximum(distance_km / straight_km.ravel(), 1.0)  # lengths are stored to the centimetre
    table["detour"] = np.where(distance_km > 0, detour, np.nan)
    table["note"] = routes.notes(origins, targets, lengths, closed, lang)
    return table


def _noted(notes: list[str], origins: list[Place], targets: list[Place], lang: str, measure: Measure) -> list[str]:
    """Add to the note of each pair what short names were read as, and which point of a shape counts; modes follow."""
    w = words.of("distance", lang)

    def told(place: Place) -> tuple[str, ...]:
        read = w.say("read_as", typed=place.typed, name=place.name) if place.typed else ""
        return read, w.say(measure, name=place.name) if place.shape is not None else ""

    from_, to = ([told(place) for place in side] for side in (origins, targets))
    if not any(any(told) for told in (*from_, *to)):
        return notes
    each = [dict.fromkeys([*a, *b]) for a in from_ for b in to]
    further = each * (len(notes) // len(each))
    return ["; ".join(filter(None, (note, *more))) for note, more in zip(notes, further, strict=True)]


def _pairs(origins: list[Place], targets: list[Place]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin_id": np.repeat([p.id for p in origins], len(targets)),
            "origin": np.repeat([p.name for p in origins], len(targets)),
            "target_id": np.tile([p.id for p in targets], len(origins)),
            "target": np.tile([p.name for p in targets], len(origins)),
        }
    )
