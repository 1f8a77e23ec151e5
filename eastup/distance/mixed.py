"""A journey by air, land and ship: each leg by its own way and speed, with the time at each stop."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd

from eastup import geodesy, places, words
from eastup.basemap.coast import Coast
from eastup.distance import uncertainty
from eastup.distance.journeys import WHAT_TIMES_LEAVE_OUT, refuse_closed
from eastup.distance.table import COLUMNS, as_names, matrix
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy.units import hours
from eastup.io import provenance
from eastup.results import Connection, Result
from eastup.results.sentence import Length, Listed, Sentence, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import Place, SomePlaces

By = Literal["air", "land", "sea"]
WAYS = ("air", "land", "sea")


@dataclass(frozen=True, eq=False)
class Mixed(Result):
    """The legs of a journey, and the whole of it in the last row."""

    shown_columns: ClassVar[dict[str, str]] = {
        "origin": "from", "target": "to", "mode": "by", "distance_km": "{unit}", "share_pct": "% of the way",
        "hours": "h", "share_hours_pct": "% of the time", "note": "note",
    }  # fmt: skip
    optional_columns: ClassVar[tuple[str, ...]] = ("note",)

    def shown(self) -> pd.DataFrame:
        """Return the table that is shown, shares in per cent; of the time only where there is one."""
        table = self.table.assign(share_pct=100 * self.table["share"], share_hours_pct=100 * self.table["share_hours"])
        timed = bool(table["hours"].notna().any())
        return self._shown(table if timed else table.drop(columns=["hours", "share_hours_pct"]))

    def _uncertain(self, table: pd.DataFrame) -> dict[str, FloatArray]:
        """Return how far lengths may be off, and hours: time at stops is said, and the whole is that of its legs."""
        found = uncertainty.of_table(self.table)
        return found | {"hours": np.append(found["hours"][:-1], uncertainty.of_sum(found["hours"][:-1]))}


def mixed(  # noqa: PLR0913 - the question, in public keywords
    stations: Sequence[SomePlaces],
    by: Sequence[str],
    *,
    speed: SomeSpeeds = None,
    dwell: str | float | Sequence[str | float] = 0.0,
    closed: Iterable[str] = (),
    road_factor: float = 1.0,
    lang: str = "en",
) -> Mixed:
    """Return the legs of a journey from station to station, each by its own way.

    Parameters
    ----------
    stations : sequence of places
        Where it begins, stops in their order, and ends.
    by : sequence of {'air', 'land', 'sea'}
        The way of each leg; one alone is that of all.
    speed : mapping, str or sequence of str, optional
        A speed for each way: ``{"sea": "20kn", "land": "40km/h"}``.
    dwell : str, float or sequence of these
        Time at each stop, such as ``"6h"``, or hours; or a time for each stop.
    closed : iterable of str
        Straits that ships may not pass.
    road_factor : float
        By how much a way by land is longer than the geodesic: the user's own number, 1 or more. Roads are not known.
    lang : {'en', 'ja', 'ko'}
        Of names and notes in the table.

    Returns
    -------
    Mixed
        With the columns of `eastup.distance.COLUMNS`, then ``dwell_h``, the time at the stop after a leg, and ``share``
        and ``share_hours``, a leg's part of the distance and of the time, its stop included. The last row is the whole.

    Raises
    ------
    InputError
        If the ways don't match the legs, a ship stops at a strait that is closed, or a time at a stop is given without
        speeds.
    """
    stops = [places.only(station) for station in stations]
    if len(stops) < 2:
        raise InputError("a journey has two stations or more", hint="name where it begins and where it ends")
    pairs = list(itertools.pairwise(stops))
    ways = list(by) * len(pairs) if len(by) == 1 else list(by)
    for way in ways:
        if way not in WAYS:
            raise UnknownNameError("way", way, WAYS)
    if len(ways) != len(pairs):
        hint = f"give one for each leg, {len(pairs)} in all, or one for all"
        raise InputError(f"{len(ways)} ways are given for {len(pairs)} legs", hint=hint)
    if not 1.0 <= road_factor < np.inf:
        raise InputError(f"a road can't be {road_factor:g} times as long as the geodesic", hint="give 1 or more")
    waits = _waits(dwell, len(stops) - 2)
    speeds = geodesy.speeds_kmh(speed, tuple(dict.fromkeys(ways)))
    if any(waits) and not speeds:
        raise InputError("a time at each stop says nothing without a speed", hint="give a speed, such as sea=20kn")
    closed_gates = as_names(closed)
    by_ship = [stop for stop, legs in zip(stops[1:-1], itertools.pairwise(ways), strict=True) if set(legs) == {"sea"}]
    refuse_closed(by_ship, closed_gates)
    legs = pd.concat(
        [_leg(a, b, way, closed_gates, road_factor, lang) for (a, b), way in zip(pairs, ways, strict=True)],
        ignore_index=True,
    )
    legs["hours"] = legs["distance_km"] / legs["mode"].map(speeds).astype(float)
    legs["dwell_h"] = [*waits, 0.0]
    table = pd.concat([legs, _whole(legs, stops, lang)], ignore_index=True)
    table["share"] = table["distance_km"] / table["distance_km"].iloc[-1]
    spent = table["hours"] + table["dwell_h"].where(table.index < len(legs), 0.0)
    table["share_hours"] = spent / table["hours"].iloc[-1]
    table = table[[*COLUMNS, "dwell_h", "share", "share_hours"]]
    further = {"by": ways, "dwell_h": waits, "road_factor": road_factor, "stations": [place.id for place in stops]}
    asked = provenance.made(
        "journeys.mixed", hubs=stops[:1], targets=stops[-1:], mode="+".join(dict.fromkeys(ways)), closed=closed_gates,
        speeds_kmh=speeds, further=further,
    )  # fmt: skip
    provenance.keep(table, asked)
    title = Sentence("mixed.title", a=stops[0], b=stops[-1], ways=Listed(tuple(map(Word, ways))))
    connections = tuple(
        Connection(f"by {way}", a, b, way, closed_gates) for (a, b), way in zip(pairs, ways, strict=True)
    )
    drawn = tuple(one for one in connections if one.mode != "land")
    return Mixed(table, title, tuple(_notes(legs, road_factor, timed=bool(speeds))), connections=drawn)


def _waits(dwell: str | float | Sequence[str | float], stops: int) -> list[float]:
    if isinstance(dwell, str | int | float):
        return [hours(dwell)] * stops
    waits = [hours(one) for one in dwell]
    if len(waits) == 1:
        return waits * stops
    if waits and len(waits) != stops:
        raise InputError(f"{len(waits)} times are given for {stops} stops", hint="give one for each, or one for all")
    return waits or [0.0] * stops


def _leg(a: Place, b: Place, way: str, closed: tuple[str, ...], road_factor: float, lang: str) -> pd.DataFrame:
    if way != "land":
        gates = closed if way == "sea" else ()
        return matrix([a], [b], "air" if way == "air" else "sea", closed=gates, lang=lang)
    leg, w = matrix([a], [b], "air", lang=lang), words.of("distance", lang)
    coast = Coast()
    lands = coast.at(a.lon, a.lat), coast.at(b.lon, b.lat)
    if lands[0] != lands[1] or lands[0] < 0:
        return leg.assign(
            mode="land", distance_km=np.nan, distance_nmi=np.nan, distance_mi=np.nan, detour=np.nan,
            note=w.say("no_land", a=a.in_language(lang).name, b=b.in_language(lang).name),
        )  # fmt: skip
    longer = {name: leg[name] * road_factor for name in ("distance_km", "distance_nmi", "distance_mi", "detour")}
    note = w["geodesic"] if road_factor == 1 else w.say("geodesic_times", factor=road_factor)
    return leg.assign(mode="land", **longer, note=note)


def _whole(legs: pd.DataFrame, stops: list[Place], lang: str) -> pd.DataFrame:
    """Return the row of the whole journey."""
    whole = matrix(stops[:1], stops[-1:], "air", lang=lang)
    km, straight = float(legs["distance_km"].sum(skipna=False)), float(whole["distance_km"].iloc[0])
    missing = legs.loc[legs["distance_km"].isna(), "note"]
    note = "; ".join([words.of("distance", lang)["whole"], *missing.iloc[:1]])
    return whole.assign(
        mode="+".join(dict.fromkeys(legs["mode"])),
        distance_km=km,
        distance_nmi=km / geodesy.KM_PER_NMI,
        distance_mi=km / geodesy.KM_PER_MI,
        detour=km / straight if straight > 0 else np.nan,
        hours=float(legs["hours"].sum(skipna=False) + legs["dwell_h"].sum()),
        note=note,
        dwell_h=float(legs["dwell_h"].sum()),
        uncertainty_km=uncertainty.of_sum(legs["uncertainty_km"]),
    )


def _notes(legs: pd.DataFrame, road_factor: float, *, timed: bool) -> list[Sentence]:
    km: Counter[str] = Counter()
    off: dict[str, float] = {}
    for way, length, off_km in zip(legs["mode"], legs["distance_km"], legs["uncertainty_km"], strict=True):
        km[way] += length
        off[way] = float(np.hypot(off.get(way, 0.0), off_km))
    whole = sum(km.values())
    parts = [
        Sentence("mixed.part", way=Word(way), length=Length(length, off[way]), share=100 * length / whole)
        for way, length in km.items()
    ]
    notes = [Sentence("mixed.parts", parts=Listed(tuple(parts)))] if np.isfinite(whole) else []
    notes += [Sentence("mixed.road", factor=road_factor)] if "land" in km else []
    return [*notes, *([WHAT_TIMES_LEAVE_OUT] if timed else [])]
