"""Cities as places: those of the gazetteer answer to names that neither a layer nor a port has."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from eastup import geodesy
from eastup.errors import InputError
from eastup.layers.gazetteer import LAYER, PRECISION_KM, City, by_name, cities
from eastup.places.place import Place
from eastup.words.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_OUTSHINES = 5.0
"""Of cities of one name the largest is meant where it has so many times the people of the next."""
_SAME_CITY_M = 30_000.0
"""What has a name of a city and lies so near is the city: its harbour, or the city itself under another name."""

_A_SLIP = 0.8
"""Share of letters that a name has in common with one that may be meant: one slip in five."""


def meant(text: str, known: Callable[[str], Iterable[Place]], parts: Collection[str] = ()) -> tuple[Place, bool] | None:
    """Return the place that the name of a city means, and whether that is a further name; None where no city has it.

    A feature or a port that goes by another name of the same city comes before the city: it has a better position, and
    ships a berth.

    Parameters
    ----------
    known : callable
        Gives the features and ports that have a folded name.
    parts : collection of str
        What is no further name of a city, since it is part of a name of another feature.

    Raises
    ------
    InputError
        If several cities of about one size have the name.
    """
    own = key(text)
    for further, tier in enumerate(by_name()):
        if (found := tier.get(own)) and not (further and own in parts):
            city = _the_one(text, found)
            for name in map(key, (city.name, *city.others)):
                for place in known(name):
                    if geodesy.distance_m(city.lon, city.lat, place.lon, place.lat) < _SAME_CITY_M:
                        return place, True
            return _place(city), bool(further)
    return None


def near(text: str) -> list[str]:
    """Return the cities whose names differ from a text by a slip."""
    names = {city.name.casefold(): city.name for city in cities().values()}
    return [names[name] for name in difflib.get_close_matches(text.casefold(), names, cutoff=_A_SLIP)]


def _the_one(text: str, found: list[City]) -> City:
    if len(found) > 1 and found[0].population < _OUTSHINES * found[1].population:
        ids = ", ".join(f"{city.id} ({city.country})" for city in found[:6])
        raise InputError(f"{text!r} is the name of {len(found)} cities", hint=f"give one of the ids: {ids}")
    return found[0]


def _place(city: City) -> Place:
    return Place(city.id, city.name, city.lon, city.lat, layer=LAYER, host=city.country, precision_km=PRECISION_KM)
