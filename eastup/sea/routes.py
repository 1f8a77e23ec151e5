"""Ship routes over water: the shortest that a ship would sail, clear of land, with straits that can be closed.

Two routes are known between two places. The *navigable* one keeps off the coast as far as there is room and uses no
passage that ships don't use; it is the sea distance of eastup. The *shortest* one is the shortest over water at all.
"""

from __future__ import annotations

import html
import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import display, geodesy, places, words
from eastup.errors import InputError
from eastup.layers.ports import port_of
from eastup.sea import engine, gates, known, ports
from eastup.sea.gates import SomeGates, gate_id
from eastup.sea.ice import ice_on
from eastup.sea.lengths import Lengths, distances, finite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import Place
    from eastup.sea.engine import Track, Water
    from eastup.sea.known import Kind
    from eastup.words import Words

    LonLat = tuple[float, float]

__all__ = ["Lengths", "Route", "SomeGates", "distances", "distances_km", "gate_id", "notes", "route", "why_ashore"]

_WORTH_TELLING_KM = 1.0


@dataclass(frozen=True)
class Route:
    """The way of a ship from one place to another."""

    origin: Place
    target: Place
    distance_km: float
    """Of the navigable route; not a number where there is none."""
    straits: tuple[str, ...]
    """Ids of the straits and passages whose gates it passes, in order."""
    corners: FloatArray = field(repr=False)
    """``(K, 2)`` longitude and latitude of where it begins, turns and ends; longitudes run on over 180 degrees."""
    note: str = ""
    """Why there is no route, or what is to be known about it."""
    _over_water: _Asked | None = field(default=None, repr=False, compare=False)

    @property
    def distance_nmi(self) -> float:
        """Length of the navigable route in nautical miles."""
        return self.distance_km / geodesy.KM_PER_NMI

    @cached_property
    def shortest_km(self) -> float:
        """Of the shortest way over water, searched when it is first asked for; not a number where there is none."""
        shortest = self._over_water.track() if self._over_water is not None else None
        return self.distance_km if shortest is None else min(shortest.km, self.distance_km)

    def line(self, step_km: float = 50.0) -> shapely.LineString:
        """Return the route as a line along its geodesics, with a point at least every `step_km`."""
        if not step_km > 0:
            raise InputError(f"points of a line can't stand {step_km} km apart", hint="give a step of more than 0")
        if len(self.corners) < 2:
            return shapely.LineString()
        return shapely.LineString(geodesy.line(self.corners, step_km * 1000.0))

    def _repr_html_(self) -> str:
        way = self.note
        if self.distance_km >= 0:
            straits = " – ".join(gates.told(self.straits)) or "no strait"
            way = f"{self.distance_km:,.0f} km ({self.distance_nmi:,.0f} nmi); {straits}"
        told = html.escape(f"{self.origin.name} – {self.target.name}: {way}")
        return f"<p>{told}</p>" + (display.html(self) if len(self.corners) > 1 else "")


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

    Raises
    ------
    InputError
        If one of them names several places, or something can't be closed.

    Examples
    --------
    >>> way = route("Yokosuka", "Guam")
    >>> round(way.distance_nmi / 10) * 10
    1340
    """
    closed = gates.given(closed)
    a, b = places.only(origin), places.only(target)
    if a.sea_point == b.sea_point:
        return Route(a, b, 0.0, (), np.empty((0, 2)))
    track = _Asked.of(a, b, closed, "navigable").track()
    told = words.of("sea", "en")
    if track is None:
        return Route(
            a, b, np.nan, (), np.empty((0, 2)), _no_way(a, b, closed, told, lambda place: _ashore(place, told))
        )
    ice = (one.told("en") for one in ice_on(shapely.LineString(track.line))) if len(track.line) > 1 else ()
    ends = (_counts_from(p, km, told) for p, km in zip((a, b), track.shore_km, strict=True))
    note = "; ".join(filter(None, (*ice, *ends)))
    return Route(a, b, track.km, track.gates, track.line, note, _Asked.of(a, b, closed, "shortest"))


@dataclass(frozen=True)
class _Asked:
    """A way that is asked for: its ends, where ships may come to them, and its water."""

    ends: tuple[LonLat, LonLat]
    sides: tuple[FloatArray, FloatArray]
    water: Water

    @classmethod
    def of(cls, a: Place, b: Place, closed: SomeGates, kind: Kind) -> _Asked:
        points = a.sea_point, b.sea_point
        origin, target = (gates.either_side([point], closed)[0] for point in points)
        return cls(points, (origin, target), gates.water(closed, kind))

    def track(self) -> Track | None:
        """Return the way that costs least, to closed straits from either side; None without one."""
        sea = engine.shipped()
        found = [sea.route(start, end, self.water) for start in self.sides[0] for end in self.sides[1]]
        best = min((track for track in found if track is not None), key=lambda track: track.cost_km, default=None)
        if best is None or len(found) == 1:
            return best
        line = np.concatenate([[self.ends[0]], best.line, [self.ends[1]]])
        line[:, 0] = np.unwrap(line[:, 0], period=360.0)
        legs_km = geodesy.distance_m(*line[:-1].T, *line[1:].T) / 1000.0
        ends_km = float(legs_km[0] + legs_km[-1])
        kept = line[np.append(True, legs_km > 0)]
        return replace(best, km=best.km + ends_km, cost_km=best.cost_km + ends_km, line=kept)


def notes(
    origins: Sequence[Place], targets: Sequence[Place], lengths: Lengths, closed: SomeGates = (), lang: str = "en"
) -> list[str]:
    """Return what is to be known of each pair, origin by origin: why there is no way, or how the way runs.

    Straits stand in the order of the way, with arrows between them: names hold commas. Winter ice is told where a way
    begins, ends, or passes a strait.
    """
    w, name_of, icy = words.of("sea", lang), gates.names(lang), gates.icy()
    everyone = [*origins, *targets]
    shore_km = _shore_km(everyone)
    counts = {id(p): _counts_from(p, shore_km[id(p)], w) for p in everyone}
    ice = {id(p): ice_on(shapely.Point(p.sea_point)) for p in everyone}
    way_by = {passed: w.say("passes", gates=" → ".join([name_of.get(gate, gate) for gate in passed])) if passed else ""
              for passed in set(lengths.gates.ravel().tolist())}  # fmt: skip
    ice_by = {passed: tuple(one for gate in passed for one in icy.get(gate, ())) for passed in way_by}
    why: dict[int, str] = {}

    def ashore(place: Place) -> str:  # asked once a place
        if id(place) not in why:
            why[id(place)] = _ashore(place, w)
        return why[id(place)]

    told = []
    for i, a in enumerate(origins):
        rows = lengths.distance_km[i].tolist(), lengths.shortest_km[i].tolist(), lengths.gates[i].tolist()
        for b, km, least_km, passed in zip(targets, *rows, strict=True):
            if math.isnan(km):
                told.append(_no_way(a, b, closed, w, ashore))
                continue
            way = [way_by[passed]]
            if km - least_km > max(_WORTH_TELLING_KM, 0.001 * km):
                way.append(w.say("shortest", km=f"{least_km:,.0f}"))
            if km > 0 and (met := (*ice[id(a)], *ice_by[passed], *ice[id(b)])):
                way += [one.told(lang) for one in dict.fromkeys(met)]
            told.append("; ".join(filter(None, dict.fromkeys((*way, counts[id(a)], counts[id(b)])))))
    return told


def distances_km(origins: FloatArray, targets: FloatArray, closed: SomeGates = ()) -> FloatArray:
    """Return navigable distances between points ``(N, 2)`` and ``(M, 2)``, kilometres; not a number without a way."""
    return finite(engine.shipped().table(origins, targets, gates.water(closed)).distance_km)


def _shore_km(everyone: list[Place]) -> dict[int, float]:
    """Return how far places lie from the water, by the identity of each; those of the layers are known."""
    table = known.shipped()
    numbers = table.numbers([place.sea_point for place in everyone])
    found = {id(p): table.shore_m[n] / 1000.0 for p, n in zip(everyone, numbers, strict=True) if n >= 0}
    if strangers := [place for place in everyone if id(place) not in found]:
        shore_km = engine.shipped().shore_km([place.sea_point for place in strangers])
        found |= dict(zip(map(id, strangers), shore_km.tolist(), strict=True))
    return found


def _no_way(a: Place, b: Place, closed: SomeGates, w: Words, ashore: Callable[[Place], str]) -> str:
    """Tell why no way was found between two places."""
    if told := ashore(a) or ashore(b):
        return told
    return w["no_way_closed" if gates.given(closed) else "no_way"]


def _ashore(place: Place, w: Words) -> str:
    """Tell why no ship comes to a place at all: it is outside the region, or too far inland; empty where one may."""
    sea, lonlat = engine.shipped(), place.sea_point
    if not sea.covers([lonlat])[0]:
        return w.say("outside", place=place.name)
    if np.isfinite(sea.shore_km([lonlat])[0]):
        return ""
    harbour, away_km = ports.nearest_port(
        *lonlat, lambda port: bool(np.isfinite(sea.shore_km([(port.lon, port.lat)])[0]))
    )
    port = port_of(harbour)
    called = dict(port.translated).get(w.lang, port.name)
    return w.say("inland", place=place.name, limit=f"{engine.SHORE_KM:.0f}", port=called, km=f"{away_km:,.0f}")


def why_ashore(place: Place, lang: str = "en") -> str:
    """Tell why no ship comes to a place: outside the region, or too far inland; empty where one may."""
    return _ashore(place, words.of("sea", lang))


def _counts_from(place: Place, shore_km: float, w: Words) -> str:
    """Tell from where a place counts at sea, where that is not the place itself."""
    lon, lat = place.sea_point
    away_km = float(geodesy.distance_m(place.lon, place.lat, lon, lat)) / 1000.0
    if away_km > _WORTH_TELLING_KM:
        port = words.of("ports", w.lang).get(place.sea_name, place.sea_name)
        port = w["sea_point"] if port in ("", place.name) else port
        return w.say("counts_from", place=place.name, port=port, km=f"{away_km:.0f}")
    return w.say("offshore", place=place.name, km=f"{shore_km:.1f}") if shore_km > _WORTH_TELLING_KM else ""
