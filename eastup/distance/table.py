"""Distance of every hub to every target, by air and by sea, with times at a speed that the user gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import geodesy, layers, places
from eastup.distance import ends
from eastup.distance.core import COLUMNS, MODES, MOST_PAIRS, Manner, Mode, as_names, compared, measured, pairwise
from eastup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pandas as pd

    from eastup.distance.ends import Measure
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import Place, SomePlaces

__all__ = [
    "COLUMNS",
    "MODES",
    "MOST_PAIRS",
    "Mode",
    "as_names",
    "compare",
    "lines",
    "matrix",
    "pairwise",
    "speed_kmh",
]


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
    return measured(origins, targets, Manner(mode, speed, closed, lang, measure)).frame()


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
    return compared(origins, targets, Manner(mode, speed, closed, lang, measure)).frame()


def lines(
    table: pd.DataFrame,
    origins: SomePlaces,
    targets: SomePlaces,
    closed: Iterable[str] = (),
    measure: str = "nearest",
) -> gpd.GeoDataFrame:
    """Add to a matrix the line of each row for files with geometry: the geodesic by air, the route by sea."""
    import shapely

    from eastup.sea import routes

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
