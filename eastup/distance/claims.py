"""Checks published distances: is the number right, and if not, what was probably meant?

A claim is *ok* when it lies within 2 % of the computed distance or is that distance rounded as it is printed; *loose*
within 10 %; *unit* when it is right in another unit than the printed one; else *wrong*. It is *cannot tell* where an
end is neither a point nor a land, or a time comes without a speed. A figure that is printed as a bound ("over",
"under") is right when the bound holds and is near; an end that is a land, such as Taiwan, is judged by its nearest and
its farthest point; a direction by the azimuth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import shapely

from eastup import geodesy, layers, places
from eastup.basemap import coast
from eastup.distance import uncertainty
from eastup.distance.verdict import NO_CAUSE, cause_of
from eastup.distance.verdict import VERDICTS as VERDICTS
from eastup.distance.verdict import Cause as Cause
from eastup.distance.verdict import Verdict as Verdict
from eastup.errors import InputError
from eastup.geodesy.units import KM_PER_UNIT
from eastup.io import provenance
from eastup.places import Place
from eastup.results.digits import written

if TYPE_CHECKING:
    from eastup.layers.query import Row

OK_SHARE = 0.02
LOOSE_SHARE = 0.10
SHIP_OK_SHARE = 0.05  # ways of ships differ by so much between careful tables
QUALIFIERS = ("about", "over", "under")
"""How a figure is printed; a bound is right when it holds and the true figure is within `LOOSE_SHARE` of it."""
DIRECTION_OK_DEG, DIRECTION_LOOSE_DEG = 22.5, 45.0
"""A direction of the eight-point rose stands for a sector of 45 degrees."""
CAUSE_SHARE = 0.01
"""How well another pair of places must fit to be named as the likely cause."""
CAUSE_REACH_KM = 250.0
"""How far the other end point may lie from the claimed one."""

SeaKm: TypeAlias = Callable[[Place, Place], "float | None"]

_LABELS = {"km": "km", "nmi": "nmi", "mi": "mi (statute)", "mile": "miles", "m": "m"}
_TIME = re.compile(r"([\d.,]+)\s*(h|hr|hrs|hours?|d|days?)", re.IGNORECASE)
_BARE_MILES = re.compile(r"miles?\s*$", re.I)


def check(
    origin: str | Place, target: str | Place, published: str, *, mode: str = "air", speed: str | None = None
) -> Verdict:
    """Check one published distance, or the time of a way.

    Parameters
    ----------
    origin, target : str or Place
        Anything that `eastup.places.resolve` understands.
    published : str
        Such as ``"612 mi"``, ``"1,770 km"`` or ``"1,200 miles"``; bare miles are read as statute miles, and the
        verdict says so when they are right as nautical ones.
        Or a time, such as ``"2 h"`` or ``"21 days"``: without a speed it is told at which one it would be right.
    mode : {'air', 'sea'}
        By sea the figure is held against the ship route of `eastup.searoute`.
    speed : str, optional
        Of a published time: ``"450kn"``.

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
        raise InputError(f"{a.name} and {b.name} are the same place", hint="name two places")
    if (time := _TIME.fullmatch(published.strip())) is not None:
        return _check_time(a, b, time, mode, speed)
    if speed is not None:
        raise InputError(f"a speed means nothing to the distance {published!r}", hint="leave out --speed")
    value, unit = geodesy.parse_length(published)
    unit = "mile" if unit == "mi" and _BARE_MILES.search(published) and "statute" not in published else unit
    digits = re.search(r"[\d.,]+", published)
    figure = _Figure(value, unit, _rounding_step(digits[0]) if digits else 1.0, published.strip())
    if mode == "sea":
        km = ship_km(a, b)
        if km is None:
            return Verdict(
                a.name, b.name, published.strip(), None, None, None, "cannot tell", cause_of("no_way"), (a, b)
            )
        return _judge(a, b, figure, km, look_around=False, ok_share=SHIP_OK_SHARE)
    return _judge(a, b, figure, _air_km(a, b))


def _check_time(a: Place, b: Place, time: re.Match[str], mode: str, speed: str | None) -> Verdict:
    """Judge a published time at a speed, or tell the speed that it takes."""
    value, unit = float(time[1].replace(",", "")), "days" if time[2].casefold().startswith("d") else "h"
    km_between: SeaKm = ship_km if mode == "sea" else _air_km
    km = km_between(a, b)
    if km is None:
        return Verdict(a.name, b.name, time[0], None, None, None, "cannot tell", cause_of("no_way"), (a, b))
    if speed is None:
        because = _speed_it_takes(a, b, value, unit, mode, km_between)
        return Verdict(a.name, b.name, time[0], None, None, None, "cannot tell", because, (a, b))
    row: dict[str, object] = {"from_text": a.name, "to_text": b.name, "speed": speed}
    share = SHIP_OK_SHARE if mode == "sea" else OK_SHARE
    return _judge_time(row, value, unit, km / geodesy.KM_PER_NMI, ok_share=share)


def ship_km(a: Place, b: Place) -> float | None:
    """Return the distance by ship between two places, or None where there is no way."""
    from eastup.sea import routes  # the network is read when a claim by sea is checked, not before

    km = float(routes.distances([a], [b]).distance_km[0, 0])
    return None if math.isnan(km) else km


CHECKED = (
    "id", "from", "to", "published", "unit", "qualifier", "published_km", "computed_km", "computed_nmi", "computed_mi",
    "error_pct", "verdict", "cause", "kind", "basis", "source", "source_id", "as_of", "note", "uncertainty_km",
)  # fmt: skip
"""The columns of `check_all`."""


def check_all(sea_km: SeaKm = ship_km, lang: str = "en") -> pd.DataFrame:
    """Check every published claim of the layer ``claims``.

    Parameters
    ----------
    sea_km : callable
        Gives the ship distance (km) between two places, or None where it can't be told.
    lang : {'en', 'ja', 'ko'}
        Of the causes.

    Returns
    -------
    DataFrame
        One row a claim: id, from, to, published, unit, qualifier, published_km, computed_km, computed_nmi,
        computed_mi, error_pct, verdict, cause, kind, basis, source, source_id, as_of, note, uncertainty_km.
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
                "qualifier": row["qualifier"],
                "published_km": result.published_km,
                "computed_km": km,
                "computed_nmi": km / geodesy.KM_PER_NMI if km else None,
                "computed_mi": km / geodesy.KM_PER_MI if km else None,
                "error_pct": result.error_pct,
                "verdict": result.verdict,
                "cause": result.because.say(lang),
                **{k: row[k] for k in ("kind", "basis", "source", "source_id", "as_of", "note")},
                "uncertainty_km": result.uncertainty_km if km else None,
            }
        )
    numbers = ["published_km", "computed_km", "computed_nmi", "computed_mi", "error_pct", "uncertainty_km"]
    result_table = pd.DataFrame(rows, columns=list(CHECKED)).astype(dict.fromkeys(numbers, float))
    provenance.keep(result_table, provenance.made("claims.check_all"))
    return result_table


def _check_row(row: Row, known: dict[str, Place], sea_km: SeaKm) -> Verdict:
    value, unit, kind = float(row["value"]), str(row["unit"]), str(row["kind"])
    published = f"{value:,.10g} {unit}"

    def unknown(because: Cause) -> Verdict:
        return Verdict(row["from_text"], row["to_text"], published, None, None, None, "cannot tell", because)

    if row.get("speed") and row.get("stated_nmi"):
        return _judge_time(row, value, unit, float(row["stated_nmi"]))
    a, b = known.get(row["from_id"] or ""), known.get(row["to_id"] or "")
    if kind.startswith("time"):
        mode, km_between = ("sea", sea_km) if kind == "time-sea" else ("air", _air_km)
        km = km_between(a, b) if a and b and row.get("speed") else None
        if km is not None:
            return _judge_time(row, value, unit, km / geodesy.KM_PER_NMI, ok_share=SHIP_OK_SHARE)
        return unknown(_speed_it_takes(a, b, value, unit, mode, km_between))
    if row.get("from_area") or row.get("to_area"):
        here, there = _shape(a, row.get("from_area")), _shape(b, row.get("to_area"))
        if here is not None and there is not None:
            return _judge_lands(row, value, unit, published, here, there)
    if a is None or b is None:
        return unknown(Cause("", text=str(row["note"])) if row["note"] else cause_of("no_point"))
    if kind == "azimuth":
        return _judge_azimuth(a, b, value, published)
    figure = _Figure(value, unit, _rounding_step(f"{value:.10g}"), published, str(row.get("qualifier") or ""))
    if kind == "sea":
        km = sea_km(a, b)
        if km is None:
            return unknown(cause_of("no_way"))
        return _judge(a, b, figure, km, look_around=False, ok_share=SHIP_OK_SHARE)
    return _judge(a, b, figure, _air_km(a, b))


def _shape(place: Place | None, area: str | None) -> shapely.Geometry | None:
    """Return the land that an area names by a point on it, else the point of a place, else None."""
    if area:
        lon, lat = (float(part) for part in area.split(","))
        return coast.land_at(lon, lat)
    return shapely.Point(coast.in_frame(place.lon), place.lat) if place else None


def _judge_lands(
    row: Row, value: float, unit: str, published: str, a: shapely.Geometry, b: shapely.Geometry
) -> Verdict:
    """Judge a figure of which an end is a land: by the nearest points of coasts, or by the nearest and the farthest."""
    least_km, most_km = (m / 1000.0 for m in coast.span_m(a, b))
    published_km = value * KM_PER_UNIT["mi" if unit == "mile" else unit]
    if row["kind"] == "coast":
        km, because = least_km, NO_CAUSE
    else:
        km = min(max(published_km, least_km), most_km)
        because = cause_of("span", least=f"{least_km:,.0f}", most=f"{most_km:,.0f}")
    error = published_km / km - 1
    share = _share_for(str(row.get("qualifier") or ""), published_km, least_km, most_km) or OK_SHARE
    verdict = "ok" if abs(error) <= share else "loose" if abs(error) <= LOOSE_SHARE else "wrong"
    return Verdict(row["from_text"], row["to_text"], published, published_km, km, 100 * error, verdict, because)


def _share_for(qualifier: str, published_km: float, least_km: float, most_km: float) -> float | None:
    """Return how far off a bound may be, or None where it isn't one or doesn't hold."""
    holds = {"over": published_km <= most_km, "under": published_km >= least_km}.get(qualifier, False)
    return LOOSE_SHARE if holds else None


def _judge_azimuth(a: Place, b: Place, value: float, published: str) -> Verdict:
    """Judge a printed direction, given as the azimuth of the middle of its sector."""
    azimuth = float(geodesy.inverse(a.lon, a.lat, b.lon, b.lat)[0]) % 360.0
    off = abs((azimuth - value + 180.0) % 360.0 - 180.0)
    verdict = "ok" if off <= DIRECTION_OK_DEG else "loose" if off <= DIRECTION_LOOSE_DEG else "wrong"
    because = Cause("azimuth", (("azimuth", f"{azimuth:.0f}"), ("direction", round(azimuth / 45.0) % 8)))
    return Verdict(a.name, b.name, published, None, None, None, verdict, because, (a, b))


def _speed_it_takes(a: Place | None, b: Place | None, value: float, unit: str, mode: str, km_between: SeaKm) -> Cause:
    """Tell at what speed a time without one would be right: whether that is likely is for the reader to say."""
    km = km_between(a, b) if a and b else None
    if a is None or b is None or km is None or unit not in {"h", "days"}:
        return cause_of("time_without_speed")
    nmi, off = km / geodesy.KM_PER_NMI, uncertainty.of_way(a, b, km, mode) / geodesy.KM_PER_NMI
    knots = nmi / (value * (24.0 if unit == "days" else 1.0))
    figures = {"nmi": written(nmi, off), "knots": written(knots, off * knots / nmi)}
    return cause_of("speed_it_takes", published=f"{value:g} {unit}", **figures)


def _judge_time(row: Row, value: float, unit: str, nmi: float, ok_share: float = OK_SHARE) -> Verdict:
    """Check a time that comes with a speed, against the distance that is stated with it or the way of ships."""
    hours = nmi * geodesy.KM_PER_NMI / geodesy.speed_kmh(str(row["speed"]))
    given = value * (24.0 if unit == "days" else 1.0)
    error = given / hours - 1
    verdict = "ok" if abs(error) <= ok_share else "loose" if abs(error) <= 2 * ok_share else "wrong"
    because = cause_of("time", nmi=f"{nmi:,.0f}", speed=row["speed"], hours=f"{hours:,.1f}")
    published = f"{value:,.10g} {unit}"
    return Verdict(row["from_text"], row["to_text"], published, None, None, 100 * error, verdict, because)


@dataclass(frozen=True)
class _Figure:
    """A published figure as it is printed."""

    value: float
    unit: str
    step: float
    """To what it seems rounded, in its unit."""
    text: str
    qualifier: str = ""

    @property
    def read_as(self) -> str:
        """The unit in which it is read: a bare mile is a statute one."""
        return "mi" if self.unit == "mile" else self.unit

    @property
    def km(self) -> float:
        return self.value * KM_PER_UNIT[self.read_as]


def _judge(
    a: Place, b: Place, figure: _Figure, computed_km: float, look_around: bool = True, ok_share: float = OK_SHARE
) -> Verdict:
    """Give the verdict on a figure and name the likely cause when it is off."""
    error = figure.km / computed_km - 1 if computed_km else math.inf
    units = [u for u in ("km", "nmi", "mi") if u != figure.read_as]
    other = [u for u in units if _fits(figure.value, figure.step, computed_km, u, ok_share)]
    bound = _share_for(figure.qualifier, figure.km, computed_km, computed_km)
    if _fits(figure.value, figure.step, computed_km, figure.read_as, ok_share):
        verdict = "ok"
        because = cause_of("statute") if figure.unit == "mile" else NO_CAUSE
    elif bound is not None and abs(error) <= bound:
        verdict, because = "ok", cause_of("bound", qualifier=figure.qualifier, published=figure.text)
    elif other:
        right = computed_km / KM_PER_UNIT[other[0]]
        because = cause_of("unit", unit=other[0], figure=f"{right:,.0f}", printed=_LABELS[figure.unit])
        verdict = "unit"
    else:
        verdict = "loose" if abs(error) <= max(LOOSE_SHARE, 2 * ok_share) else "wrong"
        because = _other_end(a, b, figure.km) if look_around else NO_CAUSE
    off_km = uncertainty.of_way(a, b, computed_km, "air" if look_around else "sea")
    return Verdict(a.name, b.name, figure.text, figure.km, computed_km, 100 * error, verdict, because, (a, b), off_km)


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


def _other_end(a: Place, b: Place, published_km: float) -> Cause:
    """Name the pair of well-known places near the two ends that a figure fits best."""
    pool = [p for p in places.all_places() if p.layer in {"places", "straits"}]
    lon, lat = np.array([p.lon for p in pool]), np.array([p.lat for p in pool])
    best: tuple[float, Cause] | None = None
    for fixed, moved in ((a, b), (b, a)):
        near = geodesy.distance_m(moved.lon, moved.lat, lon, lat) / 1000 <= CAUSE_REACH_KM
        fit = np.abs(geodesy.distance_m(fixed.lon, fixed.lat, lon, lat) / 1000 / published_km - 1)
        fit = np.where(near, fit, np.inf)
        index = int(fit.argmin())
        if fit[index] <= CAUSE_SHARE and (best is None or fit[index] < best[0]):
            best = float(fit[index]), cause_of("other_end", origin=fixed, target=pool[index])
    return best[1] if best else NO_CAUSE


def _air_km(a: Place, b: Place) -> float:
    return float(geodesy.distance_m(a.lon, a.lat, b.lon, b.lat)) / 1000.0
