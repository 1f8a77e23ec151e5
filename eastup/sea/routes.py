"""Ship routes over water: the shortest that a ship would sail, clear of land, with straits that can be closed.

Two routes are known between two places. The *navigable* one keeps off the coast as far as there is room and uses no
passage that ships don't use; it is the sea distance of eastup. The *shortest* one is the shortest over water at all.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import display, geodesy, layers, places
from eastup.geodesy.sphere import continuous
from eastup.sea.access import SNAP_KM
from eastup.sea.graph import gates_passed
from eastup.sea.network import NAVIGABLE, SHORTEST, SeaNetwork, network, strait_id
from eastup.sea.water import REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place

__all__ = ["Route", "SeaNetwork", "distances", "distances_km", "network", "notes", "route", "strait_id"]

_WORTH_TELLING_KM = 1.0


@dataclass(frozen=True)
class Route:
    """The way of a ship from one place to another."""

    origin: Place
    target: Place
    distance_km: float
    """Of the navigable route; not a number where there is none."""
    shortest_km: float
    """Of the shortest way over water; not a number where there is none."""
    straits: tuple[str, ...]
    """Ids of the straits whose gates it passes, in order."""
    corners: FloatArray = field(repr=False)
    """``(K, 2)`` longitude and latitude of where it begins, turns and ends; longitudes run on over 180 degrees."""
    note: str = ""
    """Why there is no route, or what is to be known about it."""

    @property
    def distance_nmi(self) -> float:
        """Length of the navigable route in nautical miles."""
        return self.distance_km / geodesy.KM_PER_NMI

    def line(self, step_km: float = 50.0) -> shapely.LineString:
        """Return the route as a line along its geodesics, with a point at least every so many kilometres."""
        if len(self.corners) < 2:
            return shapely.LineString()
        return shapely.LineString(geodesy.line(self.corners, step_km * 1000.0))

    def _repr_html_(self) -> str:
        way = " – ".join(self.straits) or "no strait"
        length = f"{self.distance_km:,.0f} km ({self.distance_nmi:,.0f} nmi)" if self.distance_km > 0 else self.note
        told = html.escape(f"{self.origin.name} – {self.target.name}: {length}; {way}")
        return f"<p>{told}</p>" + (display.html(self) if len(self.corners) > 1 else "")


def route(origin: places.SomePlaces, target: places.SomePlaces, *, closed: Iterable[str] = ()) -> Route:
    """Return the ship route between two places.

    Parameters
    ----------
    origin, target : a place as `eastup.places.select` takes it
        A hub counts from its sea point, a strait at the mid-point of its gate.
    closed : iterable of str
        Straits that may not be passed, by id or name. A route may still begin or end at one.

    Returns
    -------
    Route

    Examples
    --------
    >>> way = route("Yokosuka", "Guam")
    >>> round(way.distance_nmi / 10) * 10
    1340
    """
    a, b = places.select(origin)[0], places.select(target)[0]
    sea = network()
    shut = sea.closed(closed)
    lanes = sea.lanes([a.sea_point, b.sea_point], shut)
    ends = lanes.ends(a.sea_point), lanes.ends(b.sea_point)
    for place, end in zip((a, b), ends, strict=True):
        if end is None:
            return Route(a, b, np.nan, np.nan, (), np.empty((0, 2)), why_not_afloat(place))
    assert ends[0] is not None
    assert ends[1] is not None
    length_m, corners = lanes.path(ends[0], ends[1], shut)
    if not np.isfinite(length_m):
        return Route(a, b, np.nan, np.nan, (), corners, no_way(bool(shut)))
    km = length_m / 1000.0
    least_km = float(_lengths_km([a.sea_point], [b.sea_point], shut, SHORTEST)[0, 0])
    passed = gates_passed(sea.gates, corners) if len(corners) > 1 else []
    note = "; ".join(filter(None, (_counts_from(a), _counts_from(b))))
    return Route(a, b, km, float(np.minimum(least_km, km)), tuple(passed), corners, note)


def distances(
    origins: Sequence[Place], targets: Sequence[Place], closed: Iterable[str] = ()
) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]:
    """Return sea distances of every origin to every target, from one search an origin.

    Returns
    -------
    distance_km, shortest_km : (N, M) ndarray
        Not a number where there is no way.
    passed : (N, M) ndarray of int64
        Straits passed by the navigable route; see `SeaNetwork.names`.
    """
    sea = network()
    shut = sea.closed(closed)
    at = [[p.sea_point for p in side] for side in (origins, targets)]
    lanes = sea.lanes([*at[0], *at[1]], shut)
    length_m, passed = lanes.table([lanes.ends(p) for p in at[0]], [lanes.ends(p) for p in at[1]], shut)
    km = np.where(np.isfinite(length_m), length_m / 1000.0, np.nan)
    least_km = _lengths_km(at[0], at[1], shut, SHORTEST)
    return km, np.minimum(least_km, km), passed


def notes(
    origins: Sequence[Place],
    targets: Sequence[Place],
    distance_km: FloatArray,
    shortest_km: FloatArray,
    passed: NDArray[np.int64],
    *,
    closed: bool = False,
) -> list[str]:
    """Return what is to be known of each pair, origin by origin: why there is no way, or how the way runs."""
    sea = network()
    names = dict(zip(layers.load("straits")["id"], layers.load("straits")["name"], strict=True))
    about = {id(p): (sea.ends(p.sea_point), _counts_from(p)) for p in (*origins, *targets)}
    told = []
    for i, a in enumerate(origins):
        for j, b in enumerate(targets):
            missing = [p for p in (a, b) if about[id(p)][0] is None]
            if missing or np.isnan(distance_km[i, j]):
                told.append(why_not_afloat(missing[0]) if missing else no_way(closed))
                continue
            way = ["passes " + ", ".join(names[s] for s in sea.names(int(passed[i, j])))] if passed[i, j] else []
            km, least_km = distance_km[i, j], shortest_km[i, j]
            if km - least_km > max(_WORTH_TELLING_KM, 0.001 * km):
                way.append(f"shortest over water {least_km:,.0f} km")
            told.append("; ".join([*way, *filter(None, (about[id(a)][1], about[id(b)][1]))]))
    return told


def distances_km(origins: FloatArray, targets: FloatArray, closed: Iterable[str] = ()) -> FloatArray:
    """Return navigable distances between points ``(N, 2)`` and ``(M, 2)``, kilometres; not a number without a way."""
    return _lengths_km([tuple(p) for p in origins], [tuple(p) for p in targets], network().closed(closed))


def why_not_afloat(place: Place) -> str:
    """Tell why ships can't be counted from a place."""
    lon, lat = continuous(np.array([place.sea_point]))[0]
    west, south, east, north = REGION
    if not (west <= lon <= east and south <= lat <= north):
        return f"{place.name} lies outside the waters of the network (80E to 120W, 50S to 66N)"
    return f"{place.name} is more than {SNAP_KM:.0f} km from navigable water"


def no_way(closed: bool) -> str:
    """Tell why no way was found between two places on the sea."""
    return "no way by sea with these straits closed" if closed else "no way by sea"


def _counts_from(place: Place) -> str:
    """Tell from where a place counts at sea, where that is not the place itself."""
    lon, lat = place.sea_point
    away_km = float(geodesy.distance_m(place.lon, place.lat, lon, lat)) / 1000.0
    if away_km > _WORTH_TELLING_KM:
        return f"{place.name} counts from {place.sea_name or 'its sea point'}, {away_km:.0f} km away"
    end = network().ends((lon, lat))
    if end is not None and not end.afloat and end.out_m > _WORTH_TELLING_KM * 1000.0:
        return f"{place.name} is {end.out_m / 1000.0:.1f} km from open water"
    return ""


def _lengths_km(
    origins: list[tuple[float, float]],
    targets: list[tuple[float, float]],
    closed: frozenset[int],
    kind: str = NAVIGABLE,
) -> FloatArray:
    if kind == SHORTEST and not network().tells_shortest:
        return np.full((len(origins), len(targets)), np.nan)
    lanes = network().lanes([*origins, *targets], closed, kind=kind)
    length_m, _ = lanes.table([lanes.ends(p) for p in origins], [lanes.ends(p) for p in targets], closed)
    return np.where(np.isfinite(length_m), length_m / 1000.0, np.nan)
