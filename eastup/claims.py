"""Checks published distances: is the number right, and if not, what was probably meant?

A claim is *ok* when it lies within 2 % of the computed distance or is that distance rounded as it is printed; *loose*
within 10 %; *unit* when it is right in another unit than the printed one; else *wrong*. It is *cannot tell* where an
end point is not a point, or a time comes without a speed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from eastup import geodesy, layers, places
from eastup.errors import InputError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.places import Place

VERDICTS = ("ok", "loose", "unit", "wrong", "cannot tell")
OK_SHARE = 0.02
LOOSE_SHARE = 0.10
SHIP_OK_SHARE = 0.05  # ways of ships differ by so much between careful tables
CAUSE_SHARE = 0.01
"""How well another pair of places must fit to be named as the likely cause."""
CAUSE_REACH_KM = 250.0
"""How far the other end point may lie from the claimed one."""

SeaKm: TypeAlias = Callable[[Place, Place], "float | None"]

_LABELS = {"km": "km", "nmi": "nmi", "mi": "mi (statute)", "mile": "miles", "m": "m"}
_BARE_MILES = re.compile(r"miles?\s*$", re.I)


@dataclass(frozen=True)
class Verdict:
    """What a published distance is worth."""

    origin: str
    target: str
    published: str
    published_km: float | None
    """The published figure in kilometres, read in its printed unit; a bare "mile" counts as statute."""
    computed_km: float | None
    error_pct: float | None
    """Of the published figure against the computed one, per cent."""
    verdict: str
    cause: str = ""
    """Likely cause when it is not ok, or what to know about it."""

    def sentence(self) -> str:
        """Return the verdict as one line."""
        if self.computed_km is None:
            return f"{self.verdict}: {self.origin} - {self.target} {self.published}. {self.cause}".rstrip(" .") + "."
        km = self.computed_km
        computed = f"{km:,.0f} km, {km / geodesy.KM_PER_MI:,.0f} mi, {km / geodesy.KM_PER_NMI:,.0f} nmi"
        error = f" ({self.error_pct:+.1f} %)" if self.error_pct is not None else ""
        tail = f" {self.cause[0].upper()}{self.cause[1:]}" if self.cause else ""
        tail += "." if tail and not tail.endswith("?") else ""
        return f"{self.verdict}: {self.origin} - {self.target} is {computed}; published {self.published}{error}.{tail}"


def check(origin: str | Place, target: str | Place, published: str, *, mode: str = "air") -> Verdict:
    """Check one published distance.

    Parameters
    ----------
    origin, target : str or Place
        Anything that `eastup.places.resolve` understands.
    published : str
        Such as ``"612 mi"``, ``"1,770 km"`` or ``"1,200 miles"``; bare miles are read as statute miles, and the
        verdict says so when they are right as nautical ones.
    mode : {'air', 'sea'}
        By sea the figure is held against the ship route of `eastup.searoute`.

    Examples
    --------
    >>> check("Camp Humphreys", "Vladivostok", "1,770 km").verdict
    'wrong'
    >>> check("Naha", "Guam", "1,200 miles").verdict
    'unit'
    """
    a = places.resolve(origin) if isinstance(origin, str) else origin
    b = places.resolve(target) if isinstance(target, str) else target
    if _air_km(a, b) == 0:
        raise InputError(f"{a.name} and {b.name} are the same place", cure="name two places")
    value, unit = geodesy.parse_length(published)
    unit = "mile" if unit == "mi" and _BARE_MILES.search(published) and "statute" not in published else unit
    digits = re.search(r"[\d.,]+", published)
    step = _rounding_step(digits[0]) if digits else 1.0
    if mode == "sea":
        km = ship_km(a, b)
        if km is None:
            return Verdict(a.name, b.name, published.strip(), None, None, None, "cannot tell", "no way by sea")
        return _judge(a, b, value, unit, step, published.strip(), km, look_around=False, ok_share=SHIP_OK_SHARE)
    return _judge(a, b, value, unit, step, published.strip(), _air_km(a, b))


def ship_km(a: Place, b: Place) -> float | None:
    """Return the distance by ship between two places, or None where there is no way."""
    from eastup.sea import routes  # the network is read when a claim by sea is checked, not before

    km = float(routes.distances([a], [b]).distance_km[0, 0])
    return None if math.isnan(km) else km


def check_all(sea_km: SeaKm = ship_km) -> pd.DataFrame:
    """Check every published claim of the layer ``claims``.

    Parameters
    ----------
    sea_km : callable
        Gives the ship distance (km) between two places, or None where it can't be told.

    Returns
    -------
    DataFrame
        One row a claim: id, from, to, published, unit, published_km, computed_km, computed_nmi, computed_mi, error_pct,
        verdict, cause, kind, basis, source, as_of, note.
    """
    known = {p.id: p for p in places.all_places()}
    rows = []
    table = layers.load("claims").astype(object)
    for row in table.where(table.notna(), None).to_dict("records"):
        result = _check_row(row, known, sea_km)
        km = result.computed_km
        rows.append(
            {
                "id": row["id"],
                "from": row["from_text"],
                "to": row["to_text"],
                "published": float(row["value"]),
                "unit": row["unit"],
                "published_km": result.published_km,
                "computed_km": km,
                "computed_nmi": km / geodesy.KM_PER_NMI if km else None,
                "computed_mi": km / geodesy.KM_PER_MI if km else None,
                "error_pct": result.error_pct,
                "verdict": result.verdict,
                "cause": result.cause,
                **{k: row[k] for k in ("kind", "basis", "source", "as_of", "note")},
            }
        )
    numbers = ["published_km", "computed_km", "computed_nmi", "computed_mi", "error_pct"]
    result_table = pd.DataFrame(rows)
    return result_table.astype(dict.fromkeys(numbers, float))


def _check_row(row: dict[str, Any], known: dict[str, Place], sea_km: SeaKm) -> Verdict:
    value, unit = float(row["value"]), str(row["unit"])
    published = f"{value:,.10g} {unit}"

    def unknown(reason: str) -> Verdict:
        return Verdict(row["from_text"], row["to_text"], published, None, None, None, "cannot tell", reason)

    if row.get("speed") and row.get("stated_nmi"):
        return _judge_time(row, value, unit, published)
    a, b = known.get(row["from_id"] or ""), known.get(row["to_id"] or "")
    if str(row["kind"]).startswith("time"):
        return unknown(_speed_it_takes(a, b, value, unit, sea_km if row["kind"] == "time-sea" else _air_km))
    if a is None or b is None:
        return unknown(str(row["note"] or "an end point is not a point"))
    if row["kind"] == "sea":
        km = sea_km(a, b)
        if km is None:
            return unknown("no way by sea")
        step = _rounding_step(f"{value:.10g}")
        return _judge(a, b, value, unit, step, published, km, look_around=False, ok_share=SHIP_OK_SHARE)
    return _judge(a, b, value, unit, _rounding_step(f"{value:.10g}"), published, _air_km(a, b))


def _speed_it_takes(a: Place | None, b: Place | None, value: float, unit: str, km_between: SeaKm) -> str:
    """Tell at what speed a time without one would be right: whether that is likely is for the reader to say."""
    km = km_between(a, b) if a and b else None
    if km is None or unit not in {"h", "days"}:
        return "a time without the speed"
    nmi = km / geodesy.KM_PER_NMI
    knots = nmi / (value * (24.0 if unit == "days" else 1.0))
    return f"a time without the speed: {nmi:,.0f} nmi in {value:g} {unit} take {knots:,.0f} kn"


def _judge_time(row: dict[str, Any], value: float, unit: str, published: str) -> Verdict:
    """Check a time that comes with its distance and speed: the arithmetic is what can be wrong."""
    hours = float(row["stated_nmi"]) * geodesy.KM_PER_NMI / geodesy.speed_kmh(str(row["speed"]))
    given = value * (24.0 if unit == "days" else 1.0)
    error = given / hours - 1
    verdict = "ok" if abs(error) <= OK_SHARE else "wrong"
    cause = f"{float(row['stated_nmi']):,.0f} nmi at {row['speed']} take {hours:,.1f} h"
    return Verdict(row["from_text"], row["to_text"], published, None, None, 100 * error, verdict, cause)


def _judge(
    a: Place,
    b: Place,
    value: float,
    unit: str,
    step: float,
    published: str,
    computed_km: float,
    look_around: bool = True,
    ok_share: float = OK_SHARE,
) -> Verdict:
    """Give the verdict on a figure and name the likely cause when it is off."""
    read_as = "mi" if unit == "mile" else unit
    published_km = value * KM_PER_UNIT[read_as]
    error = published_km / computed_km - 1 if computed_km else math.inf
    other = [u for u in ("km", "nmi", "mi") if u != read_as and _fits(value, step, computed_km, u, ok_share)]
    if _fits(value, step, computed_km, read_as, ok_share):
        verdict, cause = "ok", ""
        if unit == "mile":
            cause = "right as statute miles"
    elif other:
        verdict = "unit"
        right = computed_km / KM_PER_UNIT[other[0]]
        cause = f"right in {_LABELS[other[0]]}: {right:,.0f} {other[0]}, printed as {_LABELS[unit]}"
    else:
        verdict = "loose" if abs(error) <= max(LOOSE_SHARE, 2 * ok_share) else "wrong"
        cause = _other_end(a, b, published_km) if look_around else ""
    return Verdict(a.name, b.name, published, published_km, computed_km, 100 * error, verdict, cause)


def _fits(value: float, step: float, computed_km: float, unit: str, ok_share: float) -> bool:
    """Say whether a figure is as near as that in a unit, or is the computed figure rounded as it is printed."""
    computed = computed_km / KM_PER_UNIT[unit]
    rounded = abs(value - computed) <= step / 2 + 1e-9 and abs(value / computed - 1) <= LOOSE_SHARE
    return rounded or abs(value / computed - 1) <= ok_share


def _rounding_step(digits: str) -> float:
    """Return the step to which a printed figure seems rounded: 1,200 to the hundred, 612 to the one.

    A figure is never taken as rounded to more than the hundred, nor to more than its last digit before zeros.
    """
    text = digits.replace(",", "")
    if "." in text:
        return float(10.0 ** -len(text.split(".")[1]))
    zeros = len(text) - len(text.rstrip("0"))
    return float(10 ** min(zeros, 2))


def _other_end(a: Place, b: Place, published_km: float) -> str:
    """Name the pair of well-known places near the two ends that a figure fits best."""
    pool = [p for p in places.all_places() if p.layer in {"places", "straits"}]
    lon, lat = np.array([p.lon for p in pool]), np.array([p.lat for p in pool])
    best: tuple[float, str] | None = None
    for fixed, moved in ((a, b), (b, a)):
        near = geodesy.distance_m(moved.lon, moved.lat, lon, lat) / 1000 <= CAUSE_REACH_KM
        fit = np.abs(geodesy.distance_m(fixed.lon, fixed.lat, lon, lat) / 1000 / published_km - 1)
        fit = np.where(near, fit, np.inf)
        index = int(fit.argmin())
        if fit[index] <= CAUSE_SHARE and (best is None or fit[index] < best[0]):
            best = float(fit[index]), f"fits {fixed.name} - {pool[index].name}: another end point?"
    return best[1] if best else ""


def _air_km(a: Place, b: Place) -> float:
    return float(geodesy.distance_m(a.lon, a.lat, b.lon, b.lat)) / 1000.0
