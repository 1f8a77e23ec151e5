"""Titles of maps that show another part of the earth than their own title speaks of, or turn another way up."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import shapely

from eastup import layers, places, words
from eastup.briefing.words import up_words, without_brackets, word
from eastup.layers.query import find_chain, has_chain, name_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eastup.geodesy.types import Bounds
    from eastup.places import Place

_MOST_NAMED = 2
"""More straits or seas than these have no room in a title."""
_TURNS_DEG = (-360.0, 0.0, 360.0)
_LEAST_SHARE = 0.3
"""Of an extent's diagonal, or half of its own length, that the chain must run in it for a map of the chain."""


def retitled(up: float, extent: Bounds | None, straits: Sequence[str], chain: str) -> dict[str, str]:
    """Return a title that says which way is up, and what is shown: one or two straits, the chain, or a sea.

    Parameters
    ----------
    up : float, degrees
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
        turned = up_words(up, lang)
        if names is None:
            return word("turned_title", lang, turned[0].lower() + turned[1:])
        if not names:
            return turned
        joint = {"ja": "・", "ko": "·"}.get(lang, ", ")
        return f"{joint.join(name(lang) for name in names)}: {turned[0].lower() + turned[1:]}"

    return {lang: told(lang) for lang in words.LANGUAGES}


def _shown(extent: Bounds, straits: Sequence[str], chain: str) -> list[Callable[[str], str]] | None:
    """Return the names of the one or two straits in an extent, or where there is none, of a sea; None for the chain."""
    area = shapely.union_all([_moved(extent, turn) for turn in _TURNS_DEG])
    every = places.select(list(straits) or "straits")
    shown = [place for place in every if area.covers(shapely.Point(place.lon, place.lat))]
    if 0 < len(shown) <= _MOST_NAMED:
        return [partial(_name, place) for place in shown]
    if has_chain() and _is_of_chain(extent, shapely.intersection(find_chain(chain).geometry, area).length, chain):
        return None
    seas = layers.load("seas")
    seas = seas[(seas.geometry.geom_type == "LineString") & seas.geometry.intersects(area)]
    if seas.empty:
        return []
    nearest = shapely.distance(seas.geometry.to_numpy(), shapely.box(*extent).centroid).argmin()
    row = seas.to_dict("records")[int(nearest)]
    return [partial(name_in, row)]


def _name(strait: Place, lang: str) -> str:
    return without_brackets(strait.in_language(lang).name)


def _is_of_chain(extent: Bounds, inside_deg: float, chain: str) -> bool:
    west, south, east, north = extent
    whole = float(find_chain(chain).geometry.length)
    return inside_deg >= min(_LEAST_SHARE * math.hypot(east - west, north - south), whole / 2)


def _moved(extent: Bounds, turn_deg: float) -> shapely.Polygon:
    west, south, east, north = extent
    return shapely.box(west + turn_deg, south, east + turn_deg, north)
