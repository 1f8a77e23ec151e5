"""Selections of places: names, coordinates, named sets, layers, filters, files, and sums of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import numpy as np

from eastup import layers
from eastup.errors import InputError, UnknownNameError
from eastup.io.columns import is_missing
from eastup.io.data import steady
from eastup.layers import overlay, plain, sets
from eastup.layers.reading.positions import parse_pair
from eastup.places.features import check_range, from_frame, of_rows, with_extent
from eastup.places.names import resolve
from eastup.places.place import Place
from eastup.places.strange import user_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from eastup.layers.plain import Rows
    from eastup.layers.query import Row
    from eastup.places.place import SomePlaces


_OF_LIBRARIES = {"geopandas", "pandas", "shapely"}
"""Whose values may hold places."""
_A_PLACE = "give a name, (longitude, latitude), a frame with places, or a list of these"


@steady()
def select(what: SomePlaces) -> list[Place]:
    """Return the places that a selection names.

    Parameters
    ----------
    what : str, Path, Place, (lon, lat), GeoDataFrame, GeoSeries, DataFrame, shapely geometry or an iterable of these
        A DataFrame says in its columns where its rows are, as a file of such a table would.
        A string is a named set (``forward``, see ``layers/sets.toml``), a layer's name (``straits``), a filter
        (``bases:host=JPN``, with ``|`` between alternatives and ``,`` between conditions that must all hold; in a
        column of lists, such as ``bases:designation=unc-rear``, one member is enough), the path of a file,
        ``file.gpkg:layer``, what `resolve` takes, or several of these with ``+`` between them: ``default+mine.csv``.

    Returns
    -------
    list of Place
        Without repetition, in the order given.
    """
    if isinstance(what, str | Path | Place) or _is_point(what) or _is_pair(what):
        items: Sequence[object] = [what]
    elif (held := _places_of(what)) is not None:
        return held
    elif isinstance(what, Iterable) and not isinstance(what, Mapping):
        items = list(what)
    else:
        raise InputError(f"{what!r} is no place", hint=_A_PLACE)
    found: dict[tuple[str, float, float], Place] = {}
    for item in items:
        for place in _select_one(item):
            found.setdefault((place.id, place.lon, place.lat), place)
    if not found:
        raise InputError("no places were given", hint="give a name, a layer such as 'straits', or a file")
    return list(found.values())


def only(what: SomePlaces) -> Place:
    """Return the one place that a selection names.

    Raises
    ------
    InputError
        If it names several.
    """
    found = select(what)
    if len(found) > 1:
        named = what if isinstance(what, str) else "this"
        raise InputError(f"{named} names {len(found)} places where one is meant", hint="name one place at a time")
    return found[0]


def set_of(what: SomePlaces | None, otherwise: str) -> sets.NamedSet | None:
    """Return the named set that a selection is, the default one where nothing is selected; None for any other."""
    text = otherwise if what is None else what
    if isinstance(text, list | tuple) and len(text) == 1:
        text = text[0]
    return sets.find(text) if isinstance(text, str) else None


def _member(name: str, of: str) -> list[Place]:
    """Return the places that a member of a set names."""
    try:
        return _select_one(name)
    except UnknownNameError as error:
        if overlay.current() is None:
            raise
        hint = "name places, or a set of the theatre's own: [sets] in eastup.toml"
        raise InputError(f"the set {of} is not of this theatre ({error.what})", hint=hint) from None


def _select_one(item: object) -> list[Place]:
    if isinstance(item, Place):
        return [item]
    if _is_point(item) and not item.is_empty:
        item = (item.x, item.y)
    if _is_pair(item):
        lon, lat = float(item[0]), float(item[1])
        check_range(f"({lon:g}, {lat:g})", lon, lat, "the order is longitude, latitude")
        return [Place(id=f"{lat:.9g},{lon:.9g}", name=f"{lat:.9g}, {lon:.9g}", lon=lon, lat=lat)]
    held = _places_of(item)
    if held is not None:
        return held
    if not isinstance(item, str | Path):
        raise InputError(f"{item!r} is no place", hint=_A_PLACE)
    text = str(item).strip()
    if isinstance(item, Path):
        return from_frame(user_layer(text), layers.label(text))
    if named := sets.find(text):
        return [place for member in named.members for place in _member(member, named.id)]
    if text in layers.names():
        return _of_layer(plain.rows(text).records, text)
    layer, colon, conditions = text.partition(":")
    if colon and layer in layers.names() and "+" not in conditions:
        return _of_layer(_filtered(plain.rows(layer), layer, conditions), layer)
    terms = _terms(text)
    if len(terms) > 1:
        return [place for term in terms for place in _select_one(term)]
    if layers.names_a_file(text):
        return from_frame(user_layer(text), layers.label(text))
    return [resolve(text)]


def _terms(text: str) -> list[str]:
    """Return the terms of a sum; one alone where the text is a file or a position itself."""
    if "+" not in text or parse_pair(text) is not None or layers.is_file(layers.split(text)[0]):
        return [text]
    terms = [term.strip() for term in text.split("+")]
    if not all(terms):
        raise InputError(f"{text!r} has nothing beside a +", hint="write a sum so: default+mine.csv")
    return terms


def _of_layer(records: Iterable[Row], layer: str) -> list[Place]:
    return [with_extent(place) for place in of_rows(records, layer)]


def _filtered(table: Rows, layer: str, conditions: str) -> tuple[Row, ...]:
    records = table.records
    for condition in conditions.split(","):
        asked, equals, wanted = condition.partition("=")
        if not equals:
            hint = f"write {layer}:column=value, such as bases:host=JPN"
            raise InputError(f"{condition!r} is not a condition", where=f"{layer}:{conditions}", hint=hint)
        column = _column_of(table.columns, asked.strip(), where=f"{layer}:{conditions}")
        held = [_held(row[column]) for row in records]
        words = {w.strip().casefold() for w in wanted.split("|")}
        kept = [any(v.casefold() in words for v in values) for values in held]
        if not any(kept):
            raise UnknownNameError(asked.strip(), wanted, sorted(set().union(*held)), where=f"{layer}:{conditions}")
        records = tuple(compress(records, kept))
    return records


def _column_of(columns: Sequence[str], asked: str, where: str) -> str:
    """Return the column that a condition names; one that holds lists may be asked for in the singular."""
    for name in (asked, f"{asked}s"):
        if name in columns:
            return name
    raise UnknownNameError("column", asked, columns, where=where)


def _held(value: object) -> list[str]:
    """Return what a cell holds, as text: the members of a list, one value, or nothing."""
    if isinstance(value, list | tuple | np.ndarray):
        return [str(v) for v in value if not isinstance(v, dict)]
    return [] if is_missing(value) else [str(value)]


def _places_of(what: object) -> list[Place] | None:
    """Return the places that a value of geopandas, pandas or shapely holds; None for any other."""
    if _OF_LIBRARIES.isdisjoint(base.__module__.partition(".")[0] for base in type(what).__mro__):
        return None
    from eastup.places.frames import places_of  # what it needs is loaded already: the value is of it

    return places_of(what)


def _is_point(item: object) -> TypeGuard[shapely.Point]:
    return type(item).__module__.startswith("shapely") and getattr(item, "geom_type", "") == "Point"


def _is_pair(item: object) -> TypeGuard[Sequence[float]]:
    return (
        isinstance(item, tuple | list | np.ndarray)
        and len(item) == 2
        and all(isinstance(v, int | float | np.number) for v in item)
    )
