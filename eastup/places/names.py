"""Names: which place a text means, exactly, in any language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy, layers
from eastup.errors import EastupError, InputError, UnknownNameError
from eastup.io.data import kept, steady
from eastup.layers import plain, ports
from eastup.layers.reading.positions import parse_pair
from eastup.places import areas, gazetteer
from eastup.places.features import frame, of_area, of_rows, text_of, typed_point, with_extent
from eastup.places.ports import all_ports
from eastup.words.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    import geopandas as gpd

    from eastup.layers.query import Row
    from eastup.places.place import Place

# Where one name stands in several layers, the earlier layer wins: a base before the city that it is called after.
_LAYERS = ("bases", "straits", "places", "nodes", "seas", "passages")
_BARE = {"bases", "nodes", "straits", "passages"}
"""Layers in whose names brackets add to a name; in `places` they tell one coast of an island from another."""
_SAME_PLACE_M = 30_000.0
_SEPARATORS = re.compile("[,;、，；]")
_WORD = re.compile(r"[\w']+")
_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*")


@steady()
def resolve(text: str, among: Collection[str] = ()) -> Place:
    """Return the place that a text names.

    Parameters
    ----------
    text : str
        An id, a name or an alias in any language (case, accents, spaces and hyphens do not matter), or ``lat,lon`` in
        degrees. Part of a name is no name. What is general, such as a country, an island or a sea, is a place with an
        extent. A name that no layer has may be that of a port of the World Port Index, or else of a city of GeoNames.
    among : collection of str
        Layers that are looked in; all where none are given.

    Raises
    ------
    InputError
        If the coordinates are out of range, several places answer to the name, or a sea has no bounds.
    UnknownNameError
        If nothing has this name; the error suggests the nearest.

    Examples
    --------
    >>> resolve("36.96,127.03").lon
    127.03
    >>> resolve("가데나").id == resolve("kadena").id
    True
    >>> resolve("Taiwan").layer, resolve("Kadena").read_as
    ('areas', 'Kadena is read as Kadena Air Base')
    >>> resolve("Ho Chi Minh City").layer
    'ports'
    """
    if (lonlat := parse_pair(text)) is not None:
        return typed_point(text, *lonlat)
    found, short = meant(text, among)
    place = of_area(found) if isinstance(found, areas.Area) else with_extent(found)
    return replace(place, typed=text.strip()) if short else place


def meant(text: str, among: Collection[str] = ()) -> tuple[Place | areas.Area, bool]:
    """Return what a name means, and whether the name is a further one: neither its id nor its name in any language."""
    own = key(text)
    if not own:
        raise InputError("the name of a place is empty", hint="give a name, an id or lat,lon")
    index = _index()
    literal = text.strip().casefold()
    for tier, asked in ((index.ids, literal), (index.names, own), (index.aliases, own), (index.loose_ids, own)):
        if found := [place for place in tier.places.get(asked, ()) if not among or place.layer in among]:
            return _the_one(text, found), tier is index.aliases
        if asked in tier.areas and not among:
            return tier.areas[asked], tier is index.aliases
    for tier in () if among else _ports():
        if same := tier.places.get(own):
            port = _the_one(text, same)
            return port, own not in map(key, (port.name, port.id, *(name for _, name in port.names)))
    if not among and (city := gazetteer.meant(text, _known, index.parts)) is not None:
        return city
    others = [name for port in ports.named().values() for name in port.names]
    raise UnknownNameError(
        "place",
        text,
        [*index.all_names, *others, *gazetteer.near(text)],
        hint=joined(text, lambda part: meant(part, among)),
    )


def joined(text: str, read: Callable[[str], object]) -> str | None:
    """Return how several places are named at once, where a text is a list of names that can be read; None if it is not.

    Parameters
    ----------
    read : callable
        Reads one name; raises `InputError` where it is none.
    """
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    if len(parts) < 2:
        return None
    for part in parts:
        try:
            read(part)
        except InputError:
            return None
    return f"several are joined so: {'+'.join(parts)}"


def known() -> gpd.GeoDataFrame:
    """Return every feature of our layers that `resolve` can name, as points in EPSG:4326."""
    return frame(all_places())


def all_places() -> list[Place]:
    """Return every feature of our layers that `resolve` can name; countries, islands and regions are not among them."""
    return list(_index().places)


@dataclass(frozen=True)
class _Tier:
    """What answers to a text: features, or else a country, an island or a region."""

    places: dict[str, list[Place]] = field(default_factory=dict)
    areas: dict[str, areas.Area] = field(default_factory=dict)

    def add(self, keys: Iterable[str], place: Place) -> None:
        """Let a place answer to texts."""
        for own in dict.fromkeys(keys):
            known = self.places.setdefault(own, [])
            if place not in known:
                known.append(place)


@dataclass(frozen=True)
class _Index:
    places: list[Place] = field(default_factory=list)
    ids: _Tier = field(default_factory=_Tier)
    """By the id as it is written; all others are by the folded text."""
    names: _Tier = field(default_factory=_Tier)
    aliases: _Tier = field(default_factory=_Tier)
    loose_ids: _Tier = field(default_factory=_Tier)
    all_names: list[str] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    """Words of names: part of a name is no name, even where it is a further name of some city."""


@kept("geo/harbours.csv", "geo/ports.toml")
def _ports() -> tuple[_Tier, _Tier]:
    """Return the ports of the World Port Index by their ids and names, and by what else they are called.

    Where no layer has a name, one of them may.
    """
    own, further = _Tier(), _Tier()
    for place, names in all_ports():
        own.add(map(key, (place.id, place.name)), place)
        further.add(map(key, names), place)
    return own, further


def _known(name: str) -> list[Place]:
    """Return the features of layers and the ports that have a folded name, best known first."""
    index = _index()
    tiers = (index.names, index.aliases, *_ports())
    return [place for tier in tiers for place in tier.places.get(name, ())]


@kept("layers", "geo/land_coarse.npz")
def _index() -> _Index:
    index = _Index()
    missing = sorted(set(_LAYERS) - set(layers.names()))
    if missing:  # another layer would answer to its names
        raise EastupError(f"the layer {missing[0]} of eastup is missing; install eastup again")
    for area in areas.areas().values():
        names = [name for _, name in area.names]
        index.loose_ids.areas[key(area.id)] = area
        index.names.areas.update(dict.fromkeys(map(key, names), area))
        index.aliases.areas.update(dict.fromkeys(map(key, area.aliases), area))
        index.all_names.extend([*names, *area.aliases])
    general = {*index.names.areas, *index.aliases.areas}
    by_id: dict[str, Place] = {}
    for layer in _order():
        records = plain.rows(layer).records
        for place, row in zip(of_rows(records, layer), records, strict=True):
            index.places.append(place)
            by_id[place.id] = place
            names, aliases = _names(row), _aliases(row, bare=layer in _BARE)
            meant = by_id.get(text_of(row.get("base")), place)  # a node that is a base goes by the base's entry
            index.ids.add([place.id.casefold()], place)
            index.loose_ids.add([key(place.id)], place)
            index.names.add(map(key, names), meant)
            index.aliases.add((own for own in map(key, aliases) if own not in general), meant)
            index.all_names.extend([*names, *aliases])
    index.parts.update(key(word) for name in index.all_names for word in _WORD.findall(name))
    return index


def _order() -> tuple[str, ...]:
    """Return the layers whose features have names to ask for, those of a theatre after ours."""
    return (*_LAYERS, *layers.own_names())


def _names(row: Row) -> list[str]:
    """Return the names of a feature in all languages."""
    columns = [c for c in row if c == "name" or (str(c).startswith("name_") and c != "name_source")]
    return list(filter(None, (text_of(row.get(c)) for c in columns)))


def _aliases(row: Row, bare: bool) -> list[str]:
    """Return what else a feature is called: its aliases, its ICAO code, and its names bare of what is in brackets."""
    other = row.get("aliases")
    listed = [str(a) for a in other] if isinstance(other, list | tuple | np.ndarray) else []
    short = [_IN_BRACKETS.sub(" ", name).strip() for name in _names(row) if bare and _IN_BRACKETS.search(name)]
    return list(filter(None, [*listed, text_of(row.get("icao")), *short]))


def _the_one(text: str, found: list[Place]) -> Place:
    """Choose among places of one name, or refuse when they truly differ."""
    order = (*_order(), ports.LAYER)
    first_layer = min(order.index(p.layer) for p in found)
    best = [p for p in found if order.index(p.layer) == first_layer]
    apart = geodesy.distance_m(best[0].lon, best[0].lat, [p.lon for p in best], [p.lat for p in best])
    if apart.max() > _SAME_PLACE_M:
        ids = ", ".join(dict.fromkeys(p.id for p in best[:6]))
        raise InputError(f"{text!r} is the name of {len(best)} places", hint=f"give one of the ids: {ids}")
    return best[0]
