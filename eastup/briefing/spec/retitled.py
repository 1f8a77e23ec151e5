"""Titles of maps that show another part of the earth than their own title speaks of, or turn another way up."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import shapely

from eastup import layers, places, words
from eastup.briefing.words import up_words, without_brackets, word
from eastup.layers.query import find_chain, has_chain, name_in
from eastup.places import areas, cities

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from eastup.geodesy.types import Bounds
    from eastup.places import Place

_MOST_NAMED = 2
"""More straits or seas than these have no room in a title."""
_METROPOLIS = 5_000_000
"""People of a city by which a map is called, rather than by the island about it."""
_CLOSE_DEG = 4.0
"""Diagonal of an extent that shows one place and what is about it, degrees of latitude."""
_TURNS_DEG = (-360.0, 0.0, 360.0)
_LEAST_SHARE = 0.3
"""Of an extent's diagonal, or half of its own length, that the chain must run in it for a map of the chain."""


def retitled(ups: Sequence[float], extent: Bounds | None, straits: Sequence[str], chain: str) -> dict[str, str]:
    """Return a title that says what is shown, and which way is up where that is one.

    What is shown is one or two straits, or of a close-up that has none a large city, an island or a city, or the chain,
    or a sea.

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
        shown = [place for place in places.select(every) if area.covers(shapely.Point(place.lon, place.lat))]
        if 0 < len(shown) <= _MOST_NAMED:
            return [partial(_name, place) for place in shown]
        if shown:
            break
    else:
        if near := _close_by(extent, area):
            return [near]
    if has_chain() and _is_of_chain(extent, shapely.intersection(find_chain(chain).geometry, area).length, chain):
        return None
    seas = layers.load("seas")
    seas = seas[(seas.geometry.geom_type == "LineString") & seas.geometry.intersects(area)]
    if seas.empty:
        return []
    nearest = shapely.distance(seas.geometry.to_numpy(), shapely.box(*extent).centroid).argmin()
    row = seas.to_dict("records")[int(nearest)]
    return [partial(name_in, row)]


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


def _moved(extent: Bounds, turn_deg: float) -> shapely.Polygon:
    west, south, east, north = extent
    return shapely.box(west + turn_deg, south, east + turn_deg, north)
