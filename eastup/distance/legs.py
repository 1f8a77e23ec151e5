"""Legs under a limit: the fewest stops by which a hub reaches a target, and of those the shortest way.

The limit is the user's own number: no aircraft and no ship is known here.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers, places, words
from eastup.distance import uncertainty
from eastup.distance.journeys import WHAT_TIMES_LEAVE_OUT, at_closed
from eastup.distance.table import as_names, matrix
from eastup.errors import InputError
from eastup.geodesy.units import hours
from eastup.io import provenance
from eastup.results import Connection, Result
from eastup.results.sentence import Length, Listed, Name, Sentence, Word
from eastup.sea import routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from eastup.distance.table import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import Place, SomePlaces

STOPS = ("bases", "nodes")
"""Where stops are made if none are named."""
COLUMNS = (
    "origin_id", "origin", "target_id", "target", "mode", "legs", "stop_ids", "stops", "distance_km", "distance_nmi",
    "distance_mi", "longest_km", "detour", "hours_moving", "hours", "note", "uncertainty_km",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Legs(Result):
    """The legs of each hub to each target, one row a pair."""

    shown_columns: ClassVar[dict[str, str]] = {
        "origin": "from", "target": "to", "legs": "legs", "stops": "by way of", "distance_km": "{unit}",
        "longest_km": "longest leg", "hours_moving": "h moving", "hours": "h in all",
    }  # fmt: skip
    optional_columns: ClassVar[tuple[str, ...]] = ("longest leg", "h moving")

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown; hours only where there are any."""
        timed = bool(self.table["hours"].notna().any())
        return self._shown(self.table if timed else self.table.drop(columns=["hours", "hours_moving"]))

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        found = uncertainty.of_table(self.table)
        moving = uncertainty.of_hours(self.table, found["distance_km"], "hours_moving")
        share = found["distance_km"] / self.table["distance_km"].to_numpy(float)
        longest = share * self.table["longest_km"].to_numpy(float)
        return found | {"hours": moving, "hours_moving": moving, "longest_km": longest}


def legs(  # noqa: PLR0913 - the question, in public keywords
    origins: SomePlaces,
    targets: SomePlaces,
    longest: str | float,
    *,
    stops: SomePlaces = STOPS,
    mode: Mode = "air",
    speed: SomeSpeeds = None,
    dwell: str | float = 0.0,
    closed: Iterable[str] = (),
    lines: bool = False,
    lang: str = "en",
) -> Legs:
    """Return the fewest legs, none longer than a limit, from every origin to every target.

    Parameters
    ----------
    origins, targets : as `eastup.places.select` takes them
    longest : str or float
        No leg is longer: ``"2500nmi"``, or kilometres.
    stops : as `eastup.places.select` takes them
        Where stops may be made; all bases and nodes where it is not given.
    mode : {'air', 'sea'}
    speed : str or float, optional
        Adds hours.
    dwell : str or float
        Time at each stop, such as ``"2h"``, or hours.
    closed : iterable of str
        Straits that ships may not pass.
    lines : bool
        Whether to add the line of each way.
    lang : {'en', 'ja', 'ko'}
        Of names and notes in the table.

    Returns
    -------
    Legs
        Its table has the columns `COLUMNS`. Of the ways with the fewest legs it is the shortest; a pair that no stops
        join has no legs, and a note.

    Examples
    --------
    >>> answer = legs("Honolulu", "Kadena Air Base", "2500nmi")
    >>> int(answer.table.legs[0])
    2
    """
    if mode == "both":
        raise InputError("legs are by one mode at a time", hint="use --mode air or --mode sea")
    limit_km = geodesy.length_km(longest) if isinstance(longest, str) else float(longest)
    if not 0 < limit_km < np.inf:
        raise InputError(f"a leg of {longest} can't be the longest", hint="give a length, such as 2500nmi")
    each_stop_h, speeds = hours(dwell), geodesy.speeds_kmh(speed, (mode,))
    kmh = speeds.get(mode)
    if each_stop_h and kmh is None:
        raise InputError("a time at each stop says nothing without a speed", hint="give a speed, such as 450kn")
    starts, ends = places.select(origins), places.select(targets)
    closed_gates = as_names(closed)
    halts = set(places.select(stops))
    halts -= set(at_closed(halts, closed_gates))
    everyone = _once([*starts, *ends, *sorted(halts, key=lambda place: place.id)])
    km, off_km = _lengths(everyone, mode, closed_gates)
    allowed = np.where((km <= limit_km * (1 + 1e-12)) & (km > 0), km, np.inf)
    may_stop = np.array([place in halts for place in everyone])
    ways: list[list[int]] = []
    rows = []
    for start in starts:
        before = _search(allowed, everyone.index(start), may_stop)
        for end in ends:
            way = _way(before, everyone.index(start), everyone.index(end))
            ways.append(way)
            rows.append(_row([everyone[n] for n in way], (start, end), (km, off_km), way))
    table = pd.DataFrame(rows)
    table["mode"] = mode
    table["hours_moving"] = table["distance_km"] / kmh if kmh else np.nan
    table["hours"] = table["hours_moving"] + each_stop_h * np.maximum(table["legs"] - 1, 0)
    table.loc[table["legs"].isna(), "note"] = words.of("distance", lang).say("no_stops", km=limit_km)
    table["legs"] = table["legs"].astype("Int64")
    table = table[list(COLUMNS)]
    further = {"longest_km": limit_km, "dwell_h": each_stop_h, "stops": sorted(place.id for place in halts)}
    asked = provenance.made(
        "journeys.legs", hubs=starts, targets=ends, mode=mode, closed=closed_gates, speeds_kmh=speeds, further=further
    )
    provenance.keep(table, asked)
    if lines:
        shapes = [_line([everyone[n] for n in way], mode, closed_gates) for way in ways]
        table = layers.located(table, shapes)
    notes = [Sentence("legs.limit", length=Length(limit_km))]
    long = [way for way in ways if len(way) - 2 >= _MANY_STOPS]
    notes += [_told([everyone[n] for n in way]) for way in long[:_MOST_TOLD]]
    apart = table[table["legs"].isna()]
    pairs = [Sentence("pair", a=Name(a), b=Name(b)) for a, b in zip(apart["origin"], apart["target"], strict=True)]
    notes += [Sentence("legs.apart", pairs=Listed(tuple(pairs), most=6, between="semicolon"))] if pairs else []
    notes += [Sentence("legs.dwell", hours=each_stop_h)] if each_stop_h else []
    notes += [WHAT_TIMES_LEAVE_OUT] if kmh else []
    connections = [
        Connection(f"legs by {mode}", everyone[a], everyone[b], mode, closed_gates)
        for way in ways
        for a, b in itertools.pairwise(way)
    ]
    title = Sentence("legs.title", length=Length(limit_km), mode=Word(mode))
    return Legs(table, title, tuple(notes), connections=tuple(dict.fromkeys(connections)))


_MANY_STOPS, _MOST_TOLD = 3, 6
"""Stops from which on a way finds no room in a column and is told below the table, and the most ways told there."""


def _told(way: Sequence[Place]) -> Sentence:
    """Say over which stops a way leads."""
    stops = Listed(tuple(Name(place.name) for place in way[1:-1]), between="semicolon")
    return Sentence("legs.way", a=Name(way[0].name), b=Name(way[-1].name), stops=stops)


def _once(several: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(several))


def _lengths(everyone: Sequence[Place], mode: Mode, closed: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """Return the distances of all places to each other, ``(N, N)``, infinite without a way, and their uncertainty."""
    table = matrix(list(everyone), list(everyone), mode, closed=closed)
    km, off_km = (table[name].to_numpy(float).reshape(len(everyone), -1) for name in ("distance_km", "uncertainty_km"))
    return np.where(np.isnan(km), np.inf, km), off_km


def _search(km: FloatArray, start: int, may_stop: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the place before each on the way with the fewest legs, and of those the shortest; -1 where there is none.

    Each round adds a leg: a place that is reached for the first time is reached with the fewest, and of all ways of so
    many legs the shortest is kept. Only stops, and the start, are left again.
    """
    before = np.full(len(km), -1, dtype=np.int64)
    length = np.full(len(km), np.inf)
    length[start] = 0.0
    reached = np.zeros(len(km), dtype=bool)
    reached[start] = True
    going = np.zeros(len(km), dtype=bool)
    going[start] = True
    while going.any():
        from_ = np.flatnonzero(going)
        by_way = length[from_, None] + km[from_]
        best = by_way.argmin(axis=0)
        new = ~reached & np.isfinite(by_way.min(axis=0))
        before[new], length[new] = from_[best[new]], by_way.min(axis=0)[new]
        reached |= new
        going = new & may_stop
    return before


def _way(before: NDArray[np.int64], start: int, end: int) -> list[int]:
    """Return the places of a way in order; none where there is no way."""
    if start == end:
        return [start]
    way = [end]
    while way[-1] != start:
        if before[way[-1]] < 0:
            return []
        way.append(int(before[way[-1]]))
    return way[::-1]


def _row(
    way: list[Place], ends: tuple[Place, Place], matrices: tuple[FloatArray, FloatArray], numbers: list[int]
) -> dict[str, object]:
    (start, end), (km, off_km) = ends, matrices
    pairs = list(itertools.pairwise(numbers))
    lengths = [float(km[a, b]) for a, b in pairs]
    whole = sum(lengths) if numbers else np.nan
    straight = float(geodesy.distance_m(start.lon, start.lat, end.lon, end.lat)) / 1000.0
    return {
        "origin_id": start.id, "origin": start.name, "target_id": end.id, "target": end.name,
        "legs": len(lengths) if numbers else np.nan,
        "stop_ids": "; ".join(place.id for place in way[1:-1]), "stops": "; ".join(place.name for place in way[1:-1]),
        "distance_km": whole, "distance_nmi": whole / geodesy.KM_PER_NMI, "distance_mi": whole / geodesy.KM_PER_MI,
        "longest_km": max(lengths, default=np.nan), "detour": whole / straight if straight > 0 else np.nan, "note": "",
        "uncertainty_km": uncertainty.of_sum([float(off_km[a, b]) for a, b in pairs]) if numbers else np.nan,
    }  # fmt: skip


def _line(way: list[Place], mode: Mode, closed: tuple[str, ...]) -> shapely.Geometry:
    if len(way) < 2:
        return shapely.LineString()
    if mode == "air":
        return shapely.LineString(geodesy.line([(p.lon, p.lat) for p in way]))
    return shapely.MultiLineString([routes.route(a, b, closed=closed).line() for a, b in itertools.pairwise(way)])
