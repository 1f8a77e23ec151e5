"""The title that a map's own answer fills in: what its subject says, in each language, or the plain one where it can't.

A specification names a sentence of ``words/says.toml`` under ``says``; its ``title`` is what stands where the options
leave the sentence nothing to say, such as a hub lost that changes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from eastup import distance, geodesy, layers, places, words
from eastup.briefing.words import spaced, without_brackets
from eastup.layers import sets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from eastup.briefing.spec.spec import MapSpec
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.types import Bounds
    from eastup.places import Place

    Values = dict[str, "Place | sets.NamedSet | _Country | _Days | str | int | tuple[Place, ...]"]


@dataclass(frozen=True)
class _Days:
    """A number of days, said in each language."""

    number: float


@dataclass(frozen=True)
class _Country:
    """A country by its code, said in each language."""

    code: str


_MOST_OF = 0.75
"""A ring is told of that holds this share of the straits drawn."""
_HOURS_PER_DAY = 24.0


def titled(spec: MapSpec) -> MapSpec:
    """Return a specification whose title and subtitle say what its answer is, where it names a sentence for that."""
    if any("says" in changes for changes in spec.panels):
        spec = replace(spec, panels=tuple(map(_panel, spec.maps(), spec.panels)))
    if not spec.says:
        return spec
    values = SENTENCES[spec.says](spec)
    if values is None:
        return spec
    if spec.extent is not None and not _shows(spec, spec.extent):
        return spec if spec.says not in _OF_ANY_PART else replace(spec, subtitle=_below(spec.says, values))
    sentence = _counted(_of_one(spec.says, values), values)
    said = {lang: words.of("says", lang).say(sentence, **_in(values, lang)) for lang in layers.LANGUAGES}
    return replace(spec, title=said, subtitle=_below(spec.says, values) or spec.subtitle)


def _of_one(sentence: str, values: Values) -> str:
    """Return the sentence that speaks of one hub by its name, where there is but one."""
    one = f"{sentence}_one"
    return one if values.get("number") == 1 and one in words.of("says", "en").texts else sentence


def _counted(sentence: str, values: Values) -> str:
    """Return the sentence that speaks of none or of one, where there are no more and it has such a form."""
    count = values.get("count")
    form = f"{sentence}_none" if count == 0 else f"{sentence}_single" if count == 1 else sentence
    return form if form in words.of("says", "en").texts else sentence


def _below(sentence: str, values: Values) -> dict[str, str]:
    """Return what stands under a sentence; empty where nothing does."""
    below = _of_one(f"{sentence}_sub", values)
    if below not in words.of("says", "en").texts:
        return {}
    return {lang: words.of("says", lang).say(below, **_in(values, lang)) for lang in layers.LANGUAGES}


def _shows(spec: MapSpec, extent: Bounds) -> bool:
    """Say whether an extent holds the places of which the map's sentence speaks: a reader looks for them on it."""
    west, south, east, north = extent
    return all(south <= p.lat <= north and (p.lon - west) % 360.0 <= east - west for p in _SPOKEN_OF[spec.says](spec))


def _panel(spec: MapSpec, changes: Mapping[str, object]) -> Mapping[str, object]:
    """Return what a panel changes, with the title that its own answer fills in."""
    return {**changes, "title": titled(spec).title} if "says" in changes else changes


def _in(values: Values, lang: str) -> dict[str, object]:
    """Return values as a sentence in a language takes them."""
    joint = {"ja": "・", "ko": "·"}.get(lang, ", ")

    def text(value: object) -> object:
        if isinstance(value, tuple):
            return joint.join(str(text(item)) for item in value)
        if isinstance(value, places.Place):
            return without_brackets(value.in_language(lang).name)  # a title has no room for them
        if isinstance(value, _Days):
            return words.of("map", lang).say("day" if value.number == 1 else "days", f"{value.number:g}")
        if isinstance(value, _Country):
            return words.of("countries", lang).get(value.code, value.code)
        return value.name(lang) if isinstance(value, sets.NamedSet) else value

    return {key: text(value) for key, value in values.items()}


def _drawn(spec: MapSpec) -> list[Place]:
    """Return the straits that a map names; all that there are where it names none."""
    return places.select(list(spec.straits) or "straits")


def _length(km: float, unit: str) -> str:
    value = km / geodesy.KM_PER_UNIT[unit]
    return f"{value:,.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


def _air_km(hubs: Sequence[Place], targets: Sequence[Place]) -> FloatArray:
    """Return geodesic distances, ``(H, T)``."""
    return distance.pairwise(*([(p.lon, p.lat) for p in side] for side in (hubs, targets)))[1]


def _lost(spec: MapSpec) -> Values | None:
    """Say which strait fares worst when hubs are lost; nothing where the loss changes nothing."""
    asked = next((one.nearest for one in spec.maps() if one.nearest and one.nearest.without), None)
    if asked is None:
        return None
    hubs, straits = places.select(list(asked.hubs)), _drawn(spec)
    gone = {place.id for place in places.select(list(asked.without))}
    kept = [hub for hub in hubs if hub.id not in gone]
    before, after = (_air_km(some, straits).min(axis=0) for some in (hubs, kept))
    worst = int(np.argmax(after - before))
    if after[worst] <= before[worst]:
        return None
    unit = spec.unit or asked.units[0]
    return {
        "lost": tuple(hub for hub in hubs if hub.id in gone), "target": straits[worst],
        "before": _length(float(before[worst]), unit), "after": _length(float(after[worst]), unit),
        **_named(asked.hubs, hubs),
    }  # fmt: skip


def _nearest(spec: MapSpec) -> Values | None:
    """Say which two hubs are nearest to most of the straits drawn."""
    asked = spec.nearest
    if asked is None:
        return None
    gone = {place.id for place in places.select(list(asked.without))} if asked.without else set()
    hubs, straits = [hub for hub in places.select(list(asked.hubs)) if hub.id not in gone], _drawn(spec)
    counts = Counter(_air_km(hubs, straits).argmin(axis=0).tolist()).most_common()
    if len(counts) < 2:
        return None
    (one, first), (other, second) = counts[:2]
    return {
        "first": hubs[one], "second": hubs[other], "count": first + second, "straits": len(straits),
        **_named(asked.hubs, hubs),
    }  # fmt: skip


def _named(given: Sequence[str | Place], hubs: Sequence[Place]) -> Values:
    """Return how many hubs are compared, and the name of their set, or that they were chosen for the map."""
    found = places.set_of(list(given), sets.DEFAULT_HUBS)
    chosen = sets.NamedSet("chosen", "hubs", (), _CHOSEN)
    return {"hubs": len(hubs), "set": found or chosen}


_CHOSEN = (("en", "chosen for this map"), ("ja", "本図で選んだ拠点"), ("ko", "이 지도에서 고른 거점"))


def _lines(spec: MapSpec) -> Values | None:
    """Say which end of the lines is nearest to their origin and which is farthest."""
    asked = spec.lines
    if asked is None:
        return None
    origin, targets = places.resolve(asked.origin), places.select(list(asked.targets))
    km = _air_km([origin], targets)[0]
    near, far = int(km.argmin()), int(km.argmax())
    if near == far:
        return None
    unit = spec.unit or asked.units[0]
    return {
        "origin": origin, "near": targets[near], "far": targets[far], "near_length": _length(float(km[near]), unit),
        "far_length": _length(float(km[far]), unit),
    }  # fmt: skip


def _rings(spec: MapSpec) -> Values | None:
    """Say how many straits lie within the smallest ring that holds most of those drawn."""
    if not spec.rings or not spec.straits:
        return None
    asked, straits = spec.rings[0], _drawn(spec)
    center = places.resolve(asked.center)
    km = _air_km([center], straits)[0]
    for written in sorted(asked.radii, key=geodesy.length_km):
        count = int((km <= geodesy.length_km(written)).sum())
        if count >= _MOST_OF * len(straits):
            value, unit = geodesy.parse_length(written)
            radius = _length(geodesy.length_km(written), spec.unit or unit) if spec.unit else f"{value:,.0f} {unit}"
            return {"count": count, "straits": len(straits), "radius": radius, "center": center}
    return None


def _ship_time(spec: MapSpec) -> Values | None:
    """Say how many passages of the chain a ship reaches within the first band."""
    asked = spec.ship_time
    if asked is None:
        return None
    hubs, passages = places.select(list(asked.hubs)), places.select(sets.DEFAULT_TARGETS)
    closed = (*spec.closed, *asked.closed)
    table = distance.matrix(hubs, passages, "sea", closed=closed)
    km = table["distance_km"].to_numpy(float).reshape(len(hubs), len(passages))
    nearest = np.nan_to_num(km, nan=np.inf).min(axis=0)
    days = asked.days[0]
    count = int((nearest <= days * _HOURS_PER_DAY * geodesy.speed_kmh(asked.speed)).sum())
    return {
        "speed": spaced(asked.speed), "hubs": tuple(hubs), "number": len(hubs), "count": count,
        "straits": len(passages), "days": _Days(days),
    }  # fmt: skip


def _gates(spec: MapSpec) -> Values | None:
    """Say which of the straits drawn is the narrowest and which the widest."""
    straits = _drawn(spec)
    width = layers.load("straits").set_index("id")["width_km"]
    if len(straits) < 2:
        return None
    narrow, *_, wide = sorted(straits, key=lambda strait: float(width[strait.id]))
    unit = spec.unit or "km"
    return {
        "narrow": narrow, "wide": wide, "narrow_width": _length(float(width[narrow.id]), unit),
        "wide_width": _length(float(width[wide.id]), unit), "straits": len(straits),
    }  # fmt: skip


def _triangle(spec: MapSpec) -> Values | None:
    """Say how long the sides of the triangle are, from the shortest."""
    asked = spec.triangle
    if asked is None:
        return None
    corners = [places.resolve(vertex) for vertex in asked.vertices]
    km = _air_km(corners, corners)
    unit = spec.unit or asked.units[0]
    a, b, c = (_length(float(side), unit) for side in sorted((km[0, 1], km[1, 2], km[2, 0])))
    return {"a": a, "b": b, "c": c}


def _after(spec: MapSpec) -> Values | None:
    """Say which hubs a panel has lost."""
    gone = {place.id for place in places.select(list(spec.nearest.without))} if spec.nearest else set()
    lost = tuple(hub for hub in places.select(list(spec.nearest.hubs)) if hub.id in gone) if spec.nearest else ()
    return {"lost": lost} if lost else None


def _apart(spec: MapSpec) -> Values | None:
    """Say which end of the lines is nearest, and from what length on all others lie."""
    asked = spec.lines
    if asked is None:
        return None
    origin, targets = places.resolve(asked.origin), places.select(list(asked.targets))
    km = _air_km([origin], targets)[0]
    if len(targets) < 2:
        return None
    unit, order = spec.unit or asked.units[0], np.argsort(km)
    least = np.floor(km[order[1]] / geodesy.KM_PER_UNIT[unit] / _ROUND) * _ROUND
    return {
        "origin": origin, "near": targets[int(order[0])], "near_length": _length(float(km[order[0]]), unit),
        "count": len(targets) - 1, "next_length": f"{least:,.0f} {unit}",
    }  # fmt: skip


_ROUND = 100.0
"""A length that others are at least as long as is rounded down to so much."""


def _yards(spec: MapSpec) -> Values | None:
    """Say how many places the first layer holds, and in which country most of them are."""
    if not spec.layers:
        return None
    hosts = Counter(place.host for place in places.select(spec.layers[0].source) if place.host)
    if not hosts:
        return None
    country, most = hosts.most_common(1)[0]
    return {"count": sum(hosts.values()), "most": most, "country": _Country(country)}


def _ends(spec: MapSpec) -> list[Place]:
    """Return the ends of the lines of a map."""
    return places.select([spec.lines.origin, *spec.lines.targets]) if spec.lines else []


_SPOKEN_OF: dict[str, Callable[[MapSpec], list[Place]]] = {
    "lost": _drawn, "nearest": _drawn, "rings": _drawn, "gates": _drawn, "after": lambda _: [],
    "lines": _ends, "apart": _ends,
    "ship_time": lambda spec: places.select(list(spec.ship_time.hubs)) if spec.ship_time else [],
    "triangle": lambda spec: places.select(list(spec.triangle.vertices)) if spec.triangle else [],
    "yards": lambda spec: places.select(spec.layers[0].source) if spec.layers else [],
}  # fmt: skip
"""The places that an extent must show for a sentence to be said over it."""
_OF_ANY_PART = frozenset({"lost", "nearest", "ship_time"})
"""Sentences whose subtitle tells how to read the map, whatever part of it is shown."""

SENTENCES: dict[str, Callable[[MapSpec], Values | None]] = {
    "lost": _lost, "nearest": _nearest, "lines": _lines, "rings": _rings, "ship_time": _ship_time, "gates": _gates,
    "triangle": _triangle, "after": _after, "apart": _apart, "yards": _yards,
}  # fmt: skip
"""What fills each sentence; None where the map leaves it nothing to say."""
