"""Titles of maps that show another part of the earth than their own title speaks of, or turn another way up."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import basemap, layers, places, words
from eastup.briefing.words import up_words, without_brackets, word
from eastup.layers.query import find_chain, has_chain, name_in
from eastup.places import areas, cities, waters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.types import Bounds
    from eastup.places import Place

_MOST_NAMED = 2
"""More straits or seas than these have no room in a title."""
_METROPOLIS = 5_000_000
"""People of a city by which a map is called, rather than by the island about it."""
_WIDEST_DEG, _WIDE_DEG = 90.0, 15.0
"""Of longitude: a map that goes farther is not one of a strait that it draws, or of one that it does not draw."""
_CLOSE_DEG = 4.0
"""Diagonal of an extent that shows one place and what is about it, degrees of latitude."""
_SEA_SHARE, _LEAST_SEA_SHARE = 0.25, 0.1
"""Of an extent, that a sea takes which it is called by; the smaller where there is no such, and no country."""
_LAND_SHARE, _LEAST_LAND_SHARE = 0.5, 0.1
"""Of the land in an extent, and of the extent, that a country has which it is called by."""
_TURNS_DEG = (-360.0, 0.0, 360.0)
_LEAST_SHARE = 0.3
"""Of an extent's diagonal, or half of its own length, that the chain must run in it for a map of the chain."""


def retitled(ups: Sequence[float], extent: Bounds | None, straits: Sequence[str], chain: str) -> dict[str, str]:
    """Return a title that says what is shown, and which way is up where that is one.

    What is shown is one or two straits, or the strait that all of them are part of; of a close-up that has none a large
    city, an island or a city; or the chain; or the sea that takes much of it, the country whose land most of its land
    is, or the sea about its middle.

    Parameters
    ----------
    ups : sequence of float, degrees
        Of each map on the page.
    extent : west, south, east, north, degrees, optional
        None where the map shows what its own title speaks of.
    straits : sequence of str
        Those that the map names, by id; where there are none, all.
    chain : str
        Variant of the chain that the map draws; empty for the default one.

    Returns
    -------
    dict
        The title in each language.
    """
    names = _shown(extent, straits, chain) if extent else None

    def told(lang: str) -> str:
        joint = {"ja": "・", "ko": "·"}.get(lang, ", ")
        ways = [up_words(up, lang) for up in dict.fromkeys(ups)]
        ways = [ways[0], *(_small(way) for way in ways[1:])]
        turned = joint.join(ways)
        if names == []:
            return turned
        shown = word("chain_title", lang) if names is None else joint.join(name(lang) for name in names)
        return f"{shown}: {_small(turned)}" if len(ways) == 1 else shown

    return {lang: told(lang) for lang in words.LANGUAGES}


def _shown(extent: Bounds, straits: Sequence[str], chain: str) -> list[Callable[[str], str]] | None:
    """Return the names of what an extent shows, at most two; None for the chain."""
    area = shapely.union_all([_moved(extent, turn) for turn in _TURNS_DEG])
    for every in (list(straits), "straits") if straits else ("straits",):  # those of the map itself before all others
        is_narrow = extent[2] - extent[0] <= (_WIDE_DEG if every == "straits" else _WIDEST_DEG)
        shown = [place for place in places.select(every) if area.covers(shapely.Point(place.lon, place.lat))]
        if 0 < len(shown) <= _MOST_NAMED and is_narrow:
            return [partial(_name, place) for place in shown]
        if shown:
            if is_narrow and (whole := _whole(shown)):
                return [whole]
            break
    else:
        if near := _close_by(extent, area):
            return [near]
    if has_chain() and _is_of_chain(extent, shapely.intersection(find_chain(chain).geometry, area).length, chain):
        return None
    found = _sea(area, extent, _SEA_SHARE) or _country(area) or _sea(area, extent, _LEAST_SEA_SHARE)
    return [found] if found else []


def _whole(straits: Sequence[Place]) -> Callable[[str], str] | None:
    """Return the name of the strait that some are all a part of; None where there is no such."""
    rows = layers.load("straits").set_index("id")
    wholes = {rows["part_of"].get(strait.id) for strait in straits}
    whole = wholes.pop()
    if wholes or not isinstance(whole, str) or whole not in rows.index:
        return None
    row = rows.loc[whole].to_dict()
    return lambda lang: without_brackets(name_in(row, lang))


def _sea(area: BaseGeometry, extent: Bounds, least: float) -> Callable[[str], str] | None:
    """Return the name of the sea that takes a share of an extent, of several that which is nearest to its middle."""
    rows = layers.load("seas").set_index("id")
    middle = shapely.box(*extent).centroid
    whole = shapely.box(*extent).area
    found = []
    for water in waters.on_maps():
        shared = shapely.intersection(water.area, area)
        if shared.area < least * whole or not (water.names or water.id in rows.index):
            continue
        away = min(shapely.distance(water.area, _turned(middle, turn)) for turn in _TURNS_DEG)
        found.append((away, -shared.area, water))
    if not found:
        return None
    water = min(found, key=lambda one: one[:2])[2]
    if water.names:
        return water.names.__getitem__
    return partial(name_in, rows.loc[water.id].to_dict())


def _country(area: BaseGeometry) -> Callable[[str], str] | None:
    """Return the name of the country that has most of the land in an extent; None where there is none such."""
    land = basemap.land("coarse")
    shapes = land.geometry.to_numpy()
    parts = shapely.get_parts(shapely.intersection(area, shapely.box(-30, -90, 330, 90)))
    shared = np.zeros(len(shapes))
    for west, south, east, north in shapely.bounds(parts):
        some = np.flatnonzero(shapely.intersects(shapes, shapely.box(west, south, east, north)))
        shared[some] += shapely.area(shapely.clip_by_rect(shapely.make_valid(shapes[some]), west, south, east, north))
    by_country = {code: float(shared[land["country"] == code].sum()) for code in set(land["country"][shared > 0])}
    if not by_country:
        return None
    code, most = max(by_country.items(), key=lambda one: (one[1], one[0]))
    named = {lang: words.of("countries", lang).get(code, "") for lang in words.LANGUAGES}
    much = most >= _LAND_SHARE * sum(by_country.values()) and most >= _LEAST_LAND_SHARE * shapely.area(parts).max()
    return named.__getitem__ if much and all(named.values()) else None


def _close_by(extent: Bounds, area: BaseGeometry) -> Callable[[str], str] | None:
    """Return the name of the largest island or else of the largest city in a close-up; None on any wider map."""
    west, south, east, north = extent
    if math.hypot((east - west) * math.cos(math.radians((south + north) / 2)), north - south) > _CLOSE_DEG:
        return None
    islands = [one for one in areas.on_maps() if not one.group and area.covers(shapely.Point(*one.lonlat[0]))]
    within = [city for city in cities.on_maps() if area.covers(shapely.Point(city.lon, city.lat))]
    told = [city for city in within if all(city.name(lang) for lang in words.LANGUAGES)]
    if told and (told[0].population > _METROPOLIS or not islands):
        return told[0].name
    return islands[0].names.__getitem__ if islands else None


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _name(strait: Place, lang: str) -> str:
    return without_brackets(strait.in_language(lang).name)


def _is_of_chain(extent: Bounds, inside_deg: float, chain: str) -> bool:
    west, south, east, north = extent
    whole = float(find_chain(chain).geometry.length)
    return inside_deg >= min(_LEAST_SHARE * math.hypot(east - west, north - south), whole / 2)


def _turned(point: shapely.Point, turn_deg: float) -> shapely.Point:
    return shapely.Point(point.x + turn_deg, point.y)


def _moved(extent: Bounds, turn_deg: float) -> shapely.Polygon:
    west, south, east, north = extent
    return shapely.box(west + turn_deg, south, east + turn_deg, north)
