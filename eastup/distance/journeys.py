"""Journeys in legs: from a hub by way of stops to a target, with the time at each stop."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers, places, words
from eastup.distance import uncertainty
from eastup.distance.table import COLUMNS, as_names, matrix
from eastup.errors import InputError
from eastup.geodesy.units import hours
from eastup.io import provenance
from eastup.moved import renamed_names
from eastup.results import Connection, Result
from eastup.results.sentence import Listed, Sentence
from eastup.sea import routes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.distance.table import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import Place, SomePlaces

WHAT_TIMES_LEAVE_OUT = Sentence("times")


class Journey(Result):
    """The legs of journeys, and the whole of each in a row after its legs.

    Its table is a GeoDataFrame if lines were asked for.
    """

    shown_columns: ClassVar[dict[str, str]] = {
        "origin": "from",
        "target": "to",
        "mode": "by",
        "distance_km": "{unit}",
        "hours": "h",
        "note": "note",
    }
    optional_columns: ClassVar[tuple[str, ...]] = ("note", "by")

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        return uncertainty.of_table(self.table)


def journey(  # noqa: PLR0913 - the question, in public keywords
    origins: SomePlaces,
    via: SomePlaces,
    targets: SomePlaces,
    mode: Mode = "sea",
    *,
    speed: SomeSpeeds = None,
    dwell: str | float = 0.0,
    closed: Iterable[str] = (),
    lines: bool = False,
    lang: str = "en",
) -> Journey:
    """Return the legs from every origin by way of all stops, in their order, to every target.

    Parameters
    ----------
    origins, via, targets : as `eastup.places.select` takes them
        A list of stops is kept as it is: a place may stand in it twice.
    mode : {'air', 'sea', 'both'}
    speed : str or float, optional
        One speed for all legs of a mode; see `eastup.distance.matrix`.
    dwell : str or float
        Time at each stop, such as ``"6h"``, or hours.
    closed : iterable of str
        Straits that ships may not pass.
    lines : bool
        Whether to add the line of each leg and of the whole, for files with geometry.
    lang : {'en', 'ja', 'ko'}
        Of names and notes in the table.

    Returns
    -------
    Journey
        With the columns of `eastup.distance.COLUMNS`. After the legs of a journey stands the whole of it: its distance
        is the sum of its legs, its hours are those of the legs and of the stops, its azimuth and detour are those of
        origin and target. A journey with a leg that has no way has no distance.

    Raises
    ------
    InputError
        If a stop is a strait that is closed, or there is a dwell but no speed.
    """
    starts, stops, ends = places.select(origins), _stops(via), places.select(targets)
    each_stop_h, closed_gates = hours(dwell), as_names(closed)
    if each_stop_h and speed is None:
        raise InputError("a time at each stop says nothing without a speed", hint="give a speed, such as 20kn")
    refuse_closed(stops, closed_gates)

    def measured(a: list[Place], b: list[Place]) -> pd.DataFrame:
        return matrix(a, b, mode, speed=speed, closed=closed_gates, lang=lang)

    first, last = measured(starts, stops[:1]), measured(stops[-1:], ends)
    between = [measured([a], [b]) for a, b in itertools.pairwise(stops)]
    straight = matrix(starts, ends, "air", lang=lang)
    rows: list[pd.DataFrame] = []
    shapes: list[shapely.LineString] = []
    connections: list[Connection] = []
    for by in ("air", "sea") if mode == "both" else (mode,):
        for i in range(len(starts)):
            for j in range(len(ends)):
                legs = pd.concat(
                    [_of(first, by, i), *(_of(b, by, 0) for b in between), _of(last, by, j)], ignore_index=True
                )
                rows += [legs, _whole(legs, straight.iloc[[i * len(ends) + j]], by, each_stop_h, lang)]
                stations = itertools.pairwise([starts[i], *stops, ends[j]])
                connections += [Connection(f"legs by {by}", a, b, by, closed_gates) for a, b in stations]
                if lines:
                    shapes += _lines([starts[i], *stops, ends[j]], by, closed_gates)
    table = pd.concat(rows, ignore_index=True)[list(COLUMNS)]
    speeds = geodesy.speeds_kmh(speed, ("air", "sea") if mode == "both" else (mode,))
    way = {"via": [stop.id for stop in stops], "dwell_h": each_stop_h}
    asked = provenance.made(
        "journeys.journey", hubs=starts, targets=ends, mode=mode, closed=closed_gates, speeds_kmh=speeds, further=way
    )
    provenance.keep(table, asked)
    if lines:
        table = layers.located(table, shapes)
    notes = [Sentence("via.dwell", hours=each_stop_h)] if each_stop_h else []
    notes += [WHAT_TIMES_LEAVE_OUT] if speed is not None else []
    title = Sentence("via.title", stops=Listed(tuple(stops), between="dash"))
    return Journey(table, title, tuple(notes), connections=tuple(dict.fromkeys(connections)))


def _stops(via: SomePlaces) -> list[Place]:
    if isinstance(via, list):
        return [stop for item in via or [""] for stop in places.select(item)]
    return places.select(via)


def refuse_closed(stops: list[Place], closed: tuple[str, ...]) -> None:
    """Refuse to stop at a gate that is closed: a route may end there, but a journey would go on through it."""
    shut = at_closed(stops, closed)
    if shut:
        raise InputError(f"the way goes by {shut[0].name}, which is closed", hint="drop it from the stops, or open it")


def at_closed(stops: Iterable[Place], closed: tuple[str, ...]) -> list[Place]:
    """Return the stops that are straits or passages that are closed."""
    closed_gates = {routes.gate_id(name) for name in closed}
    return [stop for stop in stops if stop.layer in {"straits", "passages"} and stop.id in closed_gates]


def _lines(stops: list[Place], mode: str, closed: tuple[str, ...]) -> list[shapely.LineString]:
    """Return the line of each leg, and of the whole; it is empty where a leg has no way."""
    pairs = list(itertools.pairwise(stops))
    if mode == "air":
        each = [shapely.LineString(geodesy.line([(a.lon, a.lat), (b.lon, b.lat)])) for a, b in pairs]
        return [*each, shapely.LineString(geodesy.line([(p.lon, p.lat) for p in stops]))]
    each = [routes.route(a, b, closed=closed).line() for a, b in pairs]
    if any(line.is_empty for line in each):
        return [*each, shapely.LineString()]
    return [*each, shapely.LineString(shapely.get_coordinates(each))]


def _of(table: pd.DataFrame, mode: str, row: int) -> pd.DataFrame:
    return table[table["mode"] == mode].iloc[[row]]


def _whole(legs: pd.DataFrame, straight: pd.DataFrame, mode: str, each_stop_h: float, lang: str) -> pd.DataFrame:
    """Return the row of a whole journey."""
    whole = straight.copy()
    km = float(legs["distance_km"].sum(skipna=False))
    air_km = float(straight["distance_km"].iloc[0])
    missing = legs["distance_km"].isna()
    stops = list(legs["target"])[:-1]
    w = words.of("distance", lang)
    note = w.say("whole_via", stops=", ".join(stops))
    if missing.any():
        note += "; " + str(legs.loc[missing, "note"].iloc[0])
    elif each_stop_h:
        note += f"; {w.say('with_dwell', hours=each_stop_h)}"
    return whole.assign(
        uncertainty_km=uncertainty.of_sum(legs["uncertainty_km"]),
        mode=mode,
        distance_km=km,
        distance_nmi=km / geodesy.KM_PER_NMI,
        distance_mi=km / geodesy.KM_PER_MI,
        detour=km / air_km if air_km > 0 else np.nan,
        hours=float(legs["hours"].sum(skipna=False)) + each_stop_h * len(stops),
        note=note,
    )


if not TYPE_CHECKING:  # the type checker need not take any name for one of the old ones
    __getattr__ = renamed_names(__name__, Way="Connection")
