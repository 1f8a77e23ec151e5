"""Distance of every hub to every target as plain columns: what `eastup.distance.table` gives as a data frame."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from eastup import geodesy, places, words
from eastup.distance import ends, uncertainty
from eastup.errors import InputError, UnknownNameError
from eastup.io import data, provenance
from eastup.io.columns import Columns, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.distance.ends import Measure
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.units import SomeSpeeds
    from eastup.places import Place, SomePlaces

Mode = Literal["air", "sea", "both"]
MODES = ("air", "sea", "both")

COLUMNS = (
    "origin_id",
    "origin",
    "target_id",
    "target",
    "mode",
    "distance_km",
    "distance_nmi",
    "distance_mi",
    "azimuth_deg",
    "detour",
    "hours",
    "note",
    "uncertainty_km",
)

_THREADED_FROM = 20_000  # pairs; below this starting threads costs more than it saves


MOST_PAIRS = 10_000_000
"""Rows of one matrix: some 3 GB of memory."""


@dataclass(frozen=True)
class Manner:
    """How distances are measured; see `eastup.distance.matrix`."""

    mode: Mode = "air"
    speed: SomeSpeeds = None
    closed: Iterable[str] | str = ()
    lang: str = "en"
    measure: str = "nearest"


def as_names(closed: Iterable[str] | str) -> tuple[str, ...]:
    """Return the names of what is closed, given as one, as several or as a sum: ``osumi-strait+kanmon``.

    Raises
    ------
    InputError
        If one is no name: lines are closed by `eastup.searoute`, or as gates of one's own theatre.
    """
    several = (closed,) if isinstance(closed, str) or not isinstance(closed, Iterable) else tuple(closed)
    for name in several:
        if not isinstance(name, str):
            hint = "tables close straits by name; eastup.searoute closes lines, and so does a gate of your eastup.toml"
            raise InputError(f"{name!r} is no name of a strait", hint=hint)
    return tuple(term.strip() for names in several for term in names.split("+"))


@data.steady()
def measured(origins: SomePlaces, targets: SomePlaces, manner: Manner) -> Columns:
    """Return the distance of every origin to every target, one row a pair, with the columns `COLUMNS`.

    Raises
    ------
    InputError
        If one speed is given for two modes, or there are more pairs than a table holds.
    """
    mode, lang = manner.mode, manner.lang
    if mode not in MODES:
        raise UnknownNameError("mode", mode, MODES)
    by = ends.check(manner.measure)
    from_places, to_places = ([p.in_language(lang) for p in places.select(some)] for some in (origins, targets))
    pairs = len(from_places) * len(to_places) * (2 if mode == "both" else 1)
    if pairs > MOST_PAIRS:
        hint = "ask for fewer hubs or targets; eastup enrich finds what is nearest to millions of positions"
        raise InputError(f"{pairs:,} pairs are more than one table holds ({MOST_PAIRS:,})", hint=hint)
    speeds = geodesy.speeds_kmh(manner.speed, ("air", "sea") if mode == "both" else (mode,))
    closed_gates = as_names(manner.closed)
    tables = []
    if mode in {"air", "both"}:
        tables.append(_air(from_places, to_places, by))
    if mode in {"sea", "both"}:
        tables.append(_sea(from_places, to_places, closed_gates, lang, by))
    table = joined(tables)
    km, by_sea = table.numbers("distance_km"), table["mode"] == "sea"
    whole = table.having(
        distance_nmi=km / geodesy.KM_PER_NMI,
        distance_mi=km / geodesy.KM_PER_MI,
        hours=km / _kmh(manner, by_sea),
        note=_noted(table["note"].tolist(), from_places, to_places, lang, by),
        uncertainty_km=uncertainty.of_pairs(from_places, to_places, km, by_sea),
    )
    made = provenance.made(
        "distance.matrix", hubs=from_places, targets=to_places, mode=mode, closed=closed_gates, speeds_kmh=speeds
    )
    return replace(whole.picked(COLUMNS), made=made)


def compared(origins: SomePlaces, targets: SomePlaces, manner: Manner) -> Columns:
    """Return what is `measured` with straits closed, and after it the columns that tell what the closure costs."""
    now = measured(origins, targets, replace(manner, closed=as_names(manner.closed)))
    km, by_sea = now.numbers("distance_km").copy(), now["mode"] == "sea"
    if by_sea.any():
        km[by_sea] = _sea_km(places.select(origins), places.select(targets), ends.check(manner.measure))
    before = {"distance_km": km, "hours": km / _kmh(manner, by_sea)}
    further = {}
    for name, values in before.items():
        further[f"{name}_before"] = values
        further[f"{name}_change"] = now.numbers(name) - values
    return now.having(**further)


def _kmh(manner: Manner, by_sea: NDArray[np.bool_]) -> FloatArray:
    """Return the speed of each row, km/h; nothing where none is given."""
    speeds = geodesy.speeds_kmh(manner.speed, ("air", "sea") if manner.mode == "both" else (manner.mode,))
    return np.where(by_sea, speeds.get("sea", np.nan), speeds.get("air", np.nan))


def pairwise(
    origins: Iterable[tuple[float, float]], targets: Iterable[tuple[float, float]]
) -> tuple[FloatArray, FloatArray]:
    """Return azimuth (degrees) and geodesic distance (km) of every origin to every target, each ``(N, M)``.

    Long tables are shared among all cores; PROJ's routine does not hold the interpreter lock.
    """
    a = np.atleast_2d(np.asarray(list(origins), dtype=float))
    b = np.atleast_2d(np.asarray(list(targets), dtype=float))
    lon1, lat1 = np.repeat(a[:, 0], len(b)), np.repeat(a[:, 1], len(b))
    lon2, lat2 = np.tile(b[:, 0], len(a)), np.tile(b[:, 1], len(a))
    workers = min(os.cpu_count() or 1, 32)
    if len(lon1) < _THREADED_FROM or workers == 1:
        azimuth_deg, length_m = geodesy.inverse(lon1, lat1, lon2, lat2)
    else:
        from concurrent.futures import ThreadPoolExecutor

        pieces = [np.array_split(column, workers) for column in (lon1, lat1, lon2, lat2)]
        with ThreadPoolExecutor(workers) as pool:
            done = list(pool.map(geodesy.inverse, *pieces))
        azimuth_deg, length_m = (np.concatenate(part) for part in zip(*done, strict=True))
    shape = (len(a), len(b))
    return azimuth_deg.reshape(shape), length_m.reshape(shape) / 1000.0


def _air(origins: list[Place], targets: list[Place], measure: Measure = "nearest") -> Columns:
    if any(place.shape is not None for place in (*origins, *targets)):
        found = ends.by_air(origins, targets, measure)
        columns = (*found.origins.reshape(-1, 2).T, *found.targets.reshape(-1, 2).T)
        azimuth_deg, length_m = geodesy.inverse(*columns)
        distance_km = length_m / 1000.0
    else:
        azimuth_deg, distance_km = pairwise([(p.lon, p.lat) for p in origins], [(p.lon, p.lat) for p in targets])
    km = distance_km.ravel()
    return _pairs(origins, targets).having(
        mode=np.full(len(km), "air", dtype=object),
        distance_km=km,
        azimuth_deg=np.where(km > 0, azimuth_deg.ravel(), np.nan),
        detour=np.where(km > 0, 1.0, np.nan),
        note=np.full(len(km), "", dtype=object),
    )


def _sea(
    origins: list[Place], targets: list[Place], closed: tuple[str, ...], lang: str, measure: Measure = "nearest"
) -> Columns:
    if all(place.shape is None for place in (*origins, *targets)):
        return _sea_of_points(origins, targets, closed, lang)
    found = ends.by_sea(origins, targets, measure, closed)
    rows, columns = ([k for k, p in enumerate(side) if p.shape is None] for side in (origins, targets))
    blocks, order = [], []
    if rows and columns:
        blocks.append(_sea_of_points([origins[i] for i in rows], [targets[j] for j in columns], closed, lang))
        order += [i * len(targets) + j for i in rows for j in columns]
    for i, a in enumerate(origins):
        for j, b in enumerate(targets):
            if a.shape is not None or b.shape is not None:
                one = a if a.shape is None else ends.at(a, found.origins[i, j])
                other = b if b.shape is None else ends.at(b, found.targets[i, j])
                blocks.append(_sea_of_points([one], [other], closed, lang))
                order.append(i * len(targets) + j)
    return joined(blocks).rows(np.argsort(order))


def _sea_km(origins: list[Place], targets: list[Place], measure: Measure) -> FloatArray:
    """Return the distances by sea of all pairs with nothing closed, row by row."""
    if all(place.shape is None for place in (*origins, *targets)):
        from eastup.sea import routes

        return routes.distances(origins, targets).distance_km.ravel()
    return _sea(origins, targets, (), "en", measure).numbers("distance_km")


def _sea_of_points(origins: list[Place], targets: list[Place], closed: tuple[str, ...], lang: str) -> Columns:
    from eastup.sea import routes

    lengths = routes.distances(origins, targets, closed)
    distance_km = lengths.distance_km.ravel()
    _, straight_km = pairwise([p.sea_point for p in origins], [p.sea_point for p in targets])
    with np.errstate(divide="ignore", invalid="ignore"):
        detour = np.maximum(distance_km / straight_km.ravel(), 1.0)  # lengths are stored to the centimetre
    return _pairs(origins, targets).having(
        mode=np.full(len(distance_km), "sea", dtype=object),
        distance_km=distance_km,
        azimuth_deg=np.where(distance_km > 0, lengths.course_deg.ravel(), np.nan),
        detour=np.where(distance_km > 0, detour, np.nan),
        note=list(routes.notes(origins, targets, lengths, closed, lang)),
    )


def _noted(notes: list[str], origins: list[Place], targets: list[Place], lang: str, measure: Measure) -> list[str]:
    """Add to the note of each pair what short names were read as, and which point of a shape counts; modes follow."""
    w = words.of("distance", lang)

    def told(place: Place) -> tuple[str, ...]:
        read = w.say("read_as", typed=place.typed, name=place.name) if place.typed else ""
        return read, w.say(measure, name=place.name) if place.shape is not None else ""

    from_, to = ([told(place) for place in side] for side in (origins, targets))
    if not any(any(told) for told in (*from_, *to)):
        return notes
    each = [dict.fromkeys([*a, *b]) for a in from_ for b in to]
    further = each * (len(notes) // len(each))
    return ["; ".join(filter(None, (note, *more))) for note, more in zip(notes, further, strict=True)]


def _pairs(origins: list[Place], targets: list[Place]) -> Columns:
    def texts(side: list[str]) -> NDArray[np.object_]:
        return np.array(side, dtype=object)

    return Columns(
        {
            "origin_id": np.repeat(texts([p.id for p in origins]), len(targets)),
            "origin": np.repeat(texts([p.name for p in origins]), len(targets)),
            "target_id": np.tile(texts([p.id for p in targets]), len(origins)),
            "target": np.tile(texts([p.name for p in targets]), len(origins)),
        }
    )
