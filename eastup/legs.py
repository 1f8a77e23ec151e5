"""Journeys in legs: from a hub by way of stops to a target, with the time at each stop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from eastup import distance, geodesy, places
from eastup.errors import InputError
from eastup.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.distance import Mode
    from eastup.places import SomePlaces

_HOURS_PER = {"min": 1 / 60, "h": 1.0, "hour": 1.0, "hours": 1.0, "d": 24.0, "day": 24.0, "days": 24.0}
_TIME = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)\s*", re.I)


class Journey(Result):
    """The legs of journeys, and the whole of each in a row after its legs."""

    heads: ClassVar[dict[str, str]] = {
        "origin": "from",
        "target": "to",
        "mode": "by",
        "distance_km": "{unit}",
        "hours": "h",
        "note": "note",
    }


def hours(text: str | float) -> float:
    """Read a time such as ``"6h"``, ``"90min"`` or ``"2d"`` as hours; a number is hours already.

    Raises
    ------
    InputError
        If it is not a time.

    Examples
    --------
    >>> hours("1.5d")
    36.0
    """
    if isinstance(text, str):
        match = _TIME.fullmatch(text)
        if not match or match[2].casefold() not in _HOURS_PER:
            raise InputError(f"{text!r} is not a time", cure="give a number and min, h or d, such as '6h'")
        return float(match[1]) * _HOURS_PER[match[2].casefold()]
    if not 0 <= text < float("inf"):
        raise InputError(f"time {text} is less than zero", cure="give hours, or text such as '6h'")
    return float(text)


def journey(
    origins: SomePlaces,
    via: SomePlaces,
    targets: SomePlaces,
    mode: Mode = "sea",
    *,
    speed: str | float | None = None,
    dwell: str | float = 0.0,
    closed: Iterable[str] = (),
) -> Journey:
    """Return the legs from every origin by way of all stops, in their order, to every target.

    Parameters
    ----------
    origins, via, targets : as `eastup.places.select` takes them
    mode : {'air', 'sea', 'both'}
    speed : str or float, optional
        One speed for all legs; see `eastup.distance.matrix`.
    dwell : str or float
        Time at each stop, such as ``"6h"``, or hours.
    closed : iterable of str
        Straits that ships may not pass.

    Returns
    -------
    Journey
        With the columns of `eastup.distance.COLUMNS`. After the legs of a journey stands the whole of it: its distance
        is the sum of its legs, its hours are those of the legs and of the stops, its azimuth and detour are those of
        origin and target. A journey with a leg that has no way has no distance.
    """
    starts, stops, ends = places.select(origins), places.select(via), places.select(targets)
    each_stop_h, shut = hours(dwell), tuple(closed)
    first = distance.matrix(starts, [stops[0]], mode, speed=speed, closed=shut)
    between = [
        distance.matrix(a, b, mode, speed=speed, closed=shut) for a, b in zip(stops[:-1], stops[1:], strict=True)
    ]
    last = distance.matrix([stops[-1]], ends, mode, speed=speed, closed=shut)
    straight = distance.matrix(starts, ends, "air")
    rows: list[pd.DataFrame] = []
    for by in ("air", "sea") if mode == "both" else (mode,):
        for i in range(len(starts)):
            for j in range(len(ends)):
                legs = pd.concat(
                    [_of(first, by, i), *(_of(b, by, 0) for b in between), _of(last, by, j)], ignore_index=True
                )
                rows += [legs, _whole(legs, straight.iloc[[i * len(ends) + j]], by, each_stop_h)]
    table = pd.concat(rows, ignore_index=True)
    way = " – ".join(stop.name for stop in stops)
    notes = (f"The whole includes {each_stop_h:g} h at each stop.",) if each_stop_h else ()
    return Journey(table[list(distance.COLUMNS)], f"By way of {way}", notes)


def _of(table: pd.DataFrame, mode: str, row: int) -> pd.DataFrame:
    return table[table["mode"] == mode].iloc[[row]]


def _whole(legs: pd.DataFrame, straight: pd.DataFrame, mode: str, each_stop_h: float) -> pd.DataFrame:
    """Return the row of a whole journey."""
    whole = straight.copy()
    km = float(legs["distance_km"].sum(skipna=False))
    air_km = float(straight["distance_km"].iloc[0])
    missing = legs["distance_km"].isna()
    stops = list(legs["target"])[:-1]
    note = f"whole journey by way of {', '.join(stops)}"
    if missing.any():
        note += "; " + str(legs.loc[missing, "note"].iloc[0])
    elif each_stop_h:
        note += f"; with {each_stop_h:g} h at each stop"
    return whole.assign(
        mode=mode,
        distance_km=km,
        distance_nmi=km / geodesy.KM_PER_NMI,
        distance_mi=km / geodesy.KM_PER_MI,
        detour=km / air_km if air_km > 0 else np.nan,
        hours=float(legs["hours"].sum(skipna=False)) + each_stop_h * len(stops),
        note=note,
    )
