"""Ship routes over water: the shortest that a ship would sail, clear of land, with straits that can be closed.

Two routes are known between two places. The *navigable* one keeps off the coast as far as there is room and uses no
passage that ships don't use; it is the sea distance of eastup. The *shortest* one is the shortest over water at all.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from eastup import display, geodesy, places, words
from eastup.sea import engine, gates, known, ports
from eastup.sea.gates import SomeGates, gate_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place
    from eastup.sea.engine import Track
    from eastup.words import Words

    LonLat = tuple[float, float]

__all__ = ["Lengths", "Route", "SomeGates", "distances", "distances_km", "gate_id", "notes", "route"]

_WORTH_TELLING_KM = 1.0
_ALONG_KM = 10.0
"""How far apart points of a line are looked at; twice that tells half as many ways to be searched in vain."""


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
    """Ids of the straits and passages whose gates it passes, in order."""
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
        way = " – ".join(gates.told(self.straits)) or "no strait"
        length = f"{self.distance_km:,.0f} km ({self.distance_nmi:,.0f} nmi)" if self.distance_km > 0 else self.note
        told = html.escape(f"{self.origin.name} – {self.target.name}: {length}; {way}")
        return f"<p>{told}</p>" + (display.html(self) if len(self.corners) > 1 else "")


@dataclass(frozen=True)
class Lengths:
    """Ship distances of origins to targets, each ``(O, T)``."""

    distance_km: FloatArray
    """Of the navigable ways; not a number where there is none."""
    shortest_km: FloatArray
    """Of the shortest ways over water, never longer."""
    gates: NDArray[np.object_]
    """Ids of the straits and passages that the navigable way passes, in order: a tuple each."""
    course_deg: FloatArray
    """Azimuths in which the navigable ways leave; not a number where there is none."""


def route(origin: places.SomePlaces, target: places.SomePlaces, *, closed: SomeGates = ()) -> Route:
    """Return the ship route between two places.

    Parameters
    ----------
    origin, target : a place as `eastup.places.select` takes it
        A hub counts from its sea point, a strait at the mid-point of its gate.
    closed : straits, passages or lines
        What may not be passed: ids, names, or lines of one's own (longitude and latitude). A route may still begin or
        end at a closed strait.

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
    if a.sea_point == b.sea_point:
        return Route(a, b, 0.0, 0.0, (), np.empty((0, 2)))
    track, shortest = _track(a, b, closed, "navigable"), _track(a, b, closed, "shortest")
    if track is None:
        return Route(a, b, np.nan, np.nan, (), np.empty((0, 2)), _no_way(a, b, closed, words.of("sea", "en")))
    least_km = track.km if shortest is None else shortest.km
    told = words.of("sea", "en")
    note = "; ".join(filter(None, (_counts_from(p, km, told) for p, km in zip((a, b), track.shore_km, strict=True))))
    return Route(a, b, track.km, least_km, track.gates, track.line, note)


def _track(a: Place, b: Place, closed: SomeGates, kind: Literal["navigable", "shortest"]) -> Track | None:
    """Return the way that costs least between two places, to closed straits from either side; None without one."""
    starts, ends = (gates.either_side([place.sea_point], closed)[0] for place in (a, b))
    water = gates.water(closed, kind)
    found = [engine.shipped().route(start, end, water) for start in starts for end in ends]
    best = min((track for track in found if track is not None), key=lambda track: track.cost_km, default=None)
    if best is None or len(found) == 1:
        return best
    line = np.concatenate([[a.sea_point], best.line, [b.sea_point]])
    line[:, 0] = np.unwrap(line[:, 0], period=360.0)
    legs_km = geodesy.distance_m(*line[:-1].T, *line[1:].T) / 1000.0
    ends_km = float(legs_km[0] + legs_km[-1])
    return replace(best, km=best.km + ends_km, cost_km=best.cost_km + ends_km, line=line[np.append(True, legs_km > 0)])


def distances(origins: Sequence[Place], targets: Sequence[Place], closed: SomeGates = ()) -> Lengths:
    """Return sea distances of every origin to every target; between places of the layers without a search."""
    starts, ends = ([place.sea_point for place in side] for side in (origins, targets))
    water = gates.water(closed)
    table = known.shipped()
    rows, columns = table.numbers(starts), table.numbers(ends)
    ways, least = table.between(np.maximum(rows, 0), np.maximum(columns, 0))
    passed = _each(ways.gates, table.passed)
    shut = set(water.closed)
    course_deg = table.courses_deg(np.maximum(rows, 0), np.maximum(columns, 0))
    asked = (rows < 0)[:, None] | (columns < 0)[None, :]
    drawn = [*water.lines, *(line for _, line in water.own)]
    if drawn:  # the table knows nothing of lines of the user's
        asked |= _may_meet(drawn, starts, ends, np.maximum(ways.km, least.km))
    if closed:
        for found in (ways, least):
            asked |= _each(found.gates, lambda number: bool(shut.intersection(table.passed(number)))).astype(bool)
    km, least_km = ways.km, np.minimum(least.km, ways.km)
    strange, strangers = (rows < 0)[:, None], (columns < 0)[None, :]
    for part in (strange, ~strange & strangers, ~strange & ~strangers):  # few rows, few columns, and what passes a gate
        _search(starts, ends, asked & part, closed, Lengths(km, least_km, passed, course_deg))
    return Lengths(_finite(km), _finite(least_km), passed, course_deg)


def _may_meet(
    lines: Sequence[Sequence[LonLat]], starts: list[LonLat], ends: list[LonLat], km: FloatArray
) -> NDArray[np.bool_]:
    """Tell which ways of a length may come to lines: those no shorter than the geodesics by way of them."""
    meets = np.zeros(km.shape, dtype=bool)
    for line in lines:
        along = geodesy.line(np.asarray(line, dtype=float), _ALONG_KM * 1000.0)
        from_km, to_km = (
            geodesy.distance_m(*np.asarray(side)[:, None, :].transpose(2, 0, 1), *along.T[:, None, :]) / 1000.0
            for side in (starts, ends)
        )
        by_way_km = (from_km[:, None, :] + to_km[None, :, :]).min(axis=2)
        meets |= by_way_km <= km + _ALONG_KM
    return meets & np.isfinite(km)


def _each(numbers: NDArray[np.int64], told: Callable[[int], object]) -> NDArray[np.object_]:
    """Return what is told of each number, asked once for each."""
    each = np.empty(numbers.shape, dtype=object)
    distinct, where = np.unique(numbers, return_inverse=True)
    answers = np.empty(len(distinct), dtype=object)
    answers[:] = [told(number) for number in distinct.tolist()]
    each[:] = answers[where].reshape(numbers.shape)
    return each


def _search(
    starts: list[LonLat],
    ends: list[LonLat],
    asked: NDArray[np.bool_],
    closed: SomeGates,
    into: Lengths,
) -> None:
    """Search the pairs that are asked for, and put what is found into the tables."""
    km, least_km, passed, course_deg = into.distance_km, into.shortest_km, into.gates, into.course_deg
    rows, columns = np.flatnonzero(asked.any(axis=1)), np.flatnonzero(asked.any(axis=0))
    if not len(rows):
        return
    sea, water, all_water = engine.shipped(), gates.water(closed), gates.water(closed, "shortest")
    from_, start_of, start_km = gates.either_side([starts[i] for i in rows], closed)
    to, end_of, end_km = gates.either_side([ends[j] for j in columns], closed)
    found = sea.table(from_, to, water, gates=True)
    least = sea.table(from_, to, all_water)
    off_km = start_km[:, None] + end_km
    cost_km, ways_km, shortest_km = (k + off_km for k in (found.cost_km, found.distance_km, least.distance_km))
    assert found.passed is not None
    assert found.course_deg is not None
    cost = np.full(asked.shape, np.inf)
    for a, i in enumerate(rows[start_of]):
        for b, j in enumerate(columns[end_of]):
            if not asked[i, j] or starts[i] == ends[j]:
                continue
            if cost[i, j] == np.inf:
                km[i, j], least_km[i, j], passed[i, j], course_deg[i, j] = np.inf, np.inf, (), np.nan
            if cost_km[a, b] < cost[i, j]:
                cost[i, j], km[i, j], passed[i, j] = cost_km[a, b], ways_km[a, b], found.passed[a][b]
                course_deg[i, j] = found.course_deg[a, b]
            least_km[i, j] = min(least_km[i, j], shortest_km[a, b], km[i, j])


def notes(
    origins: Sequence[Place], targets: Sequence[Place], lengths: Lengths, closed: SomeGates = (), lang: str = "en"
) -> list[str]:
    """Return what is to be known of each pair, origin by origin: why there is no way, or how the way runs.

    Straits stand in the order of the way, with arrows between them: names hold commas.
    """
    w = words.of("sea", lang)
    shore_km = _shore_km([*origins, *targets])
    told = []
    for i, a in enumerate(origins):
        for j, b in enumerate(targets):
            km, least_km = lengths.distance_km[i, j], lengths.shortest_km[i, j]
            if np.isnan(km):
                told.append(_no_way(a, b, closed, w))
                continue
            passed = gates.told(lengths.gates[i, j], lang)
            way = [w.say("passes", gates=" → ".join(passed))] if passed else []
            if km - least_km > max(_WORTH_TELLING_KM, 0.001 * km):
                way.append(w.say("shortest", km=f"{least_km:,.0f}"))
            ends = (_counts_from(p, shore_km[id(p)], w) for p in (a, b))
            told.append("; ".join([*way, *filter(None, ends)]))
    return told


def distances_km(origins: FloatArray, targets: FloatArray, closed: SomeGates = ()) -> FloatArray:
    """Return navigable distances between points ``(N, 2)`` and ``(M, 2)``, kilometres; not a number without a way."""
    return _finite(engine.shipped().table(origins, targets, gates.water(closed)).distance_km)


def _shore_km(everyone: list[Place]) -> dict[int, float]:
    """Return how far places lie from the water, by the identity of each; those of the layers are known."""
    table = known.shipped()
    numbers = table.numbers([place.sea_point for place in everyone])
    found = {id(p): table.shore_m[n] / 1000.0 for p, n in zip(everyone, numbers, strict=True) if n >= 0}
    if strangers := [place for place in everyone if id(place) not in found]:
        access = engine.shipped().access([place.sea_point for place in strangers], gates.water())
        found |= dict(zip(map(id, strangers), access.shore_km.tolist(), strict=True))
    return found


def _finite(km: FloatArray) -> FloatArray:
    return np.where(np.isfinite(km), km, np.nan)


def _no_way(a: Place, b: Place, closed: SomeGates, w: Words) -> str:
    """Tell why no way was found between two places."""
    sea = engine.shipped()
    access = sea.access([a.sea_point, b.sea_point], gates.water(closed))
    for place, off_km in zip((a, b), access.shore_km, strict=True):
        if not sea.covers([place.sea_point])[0]:
            return w.say("outside", place=place.name)
        if not np.isfinite(off_km):
            harbour, away_km = ports.nearest_port(*place.sea_point)
            limit, km = f"{engine.SHORE_KM:.0f}", f"{away_km:,.0f}"
            return w.say("inland", place=place.name, limit=limit, port=harbour.name, km=km)
    several = (closed,) if isinstance(closed, str | shapely.Geometry) else tuple(closed)
    return w["no_way_closed" if several else "no_way"]


def _counts_from(place: Place, shore_km: float, w: Words) -> str:
    """Tell from where a place counts at sea, where that is not the place itself."""
    lon, lat = place.sea_point
    away_km = float(geodesy.distance_m(place.lon, place.lat, lon, lat)) / 1000.0
    if away_km > _WORTH_TELLING_KM:
        port = place.sea_name or w["sea_point"]
        return w.say("counts_from", place=place.name, port=port, km=f"{away_km:.0f}")
    return w.say("offshore", place=place.name, km=f"{shore_km:.1f}") if shore_km > _WORTH_TELLING_KM else ""
