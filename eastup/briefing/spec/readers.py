"""Reads the values of a specification: each key has a reader that checks the value and says where a fault stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from eastup import basemap, geodesy, layers, places
from eastup.errors import EastupError, InputError, UnknownNameError
from eastup.io.data import kept
from eastup.io.keys import (
    At,
    Reader,
    choice,
    flag,
    flag_or,
    key,
    keys_of,
    line_numbers,
    list_of,
    number,
    read_table,
    read_value,
    table,
    tables,
    text,
    text_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "At", "Reader", "chain", "choice", "color", "country", "flag", "flag_or", "id_in", "key", "keys_of", "layer",
    "length", "line_numbers", "list_of", "named", "number", "offset",
    "place", "read_table", "read_value", "selection", "speed", "table",
    "tables", "text", "text_lines", "texts",
]  # fmt: skip


T = TypeVar("T")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def color(value: object, at: At) -> str:
    """Read a colour; empty for the theme's own."""
    if value != "" and not (isinstance(value, str) and _COLOR.fullmatch(value)):
        raise InputError(f"{value!r} is not a colour", where=str(at), hint="write it as #rrggbb")
    return str(value)


def texts(value: object, at: At) -> dict[str, str]:
    """Read a text, or one for each language."""
    if isinstance(value, str):
        return dict.fromkeys(layers.LANGUAGES, value)
    if not (isinstance(value, dict) and value and all(isinstance(v, str) for v in value.values())):
        raise InputError(
            "must be a text or a table of languages", where=str(at), hint='write { en = "...", ja = "..." }'
        )
    for lang in value:
        if lang not in layers.LANGUAGES:
            raise UnknownNameError("language", lang, layers.LANGUAGES, where=str(at))
    return dict(value)


def named(reader: Reader[T]) -> Reader[dict[str, T]]:
    """Read a table of values by names of the user's own."""

    def read_named(value: object, at: At) -> dict[str, T]:
        if not isinstance(value, dict):
            raise InputError(f"{value!r} must be a table", where=str(at), hint='such as { name = "..." }')
        return {str(name): reader(content, at / str(name)) for name, content in value.items()}

    return read_named


def offset(value: object, at: At) -> tuple[float, ...]:
    """Read two lengths in points: to the right and up."""
    read = list_of(number(-2000, 2000))(value, at)
    if len(read) not in (0, 2):
        raise InputError(f"{value!r} must be two numbers", where=str(at), hint="points to the right and up: [12, -8]")
    return read


def place(value: object, at: At) -> str:
    """Read the name of a place and see that there is one; empty where none is asked for."""
    name = text(value, at)
    if name:
        _try(lambda: places.resolve(name), at)
    return name


def selection(value: object, at: At) -> str:
    """Read a selection of places: a name, a layer, a filter or a file."""
    return _accepted(value, at, places.select)


def layer(source: str, at: At) -> None:
    """See that there is such a layer or file."""
    name, colon, _ = source.partition(":")
    if colon and name in layers.names():
        _try(lambda: places.select(source), at)
    elif source not in layers.names() and not layers.is_file(layers.split(source)[0]):
        if Path(source).suffix:
            raise InputError(f"there is no such layer file: {source}", where=str(at), hint="check the path")
        raise UnknownNameError("layer", source, layers.names(), where=str(at))


def country(value: object, at: At) -> str:
    """Read the three-letter code of a country on the map."""
    code = text(value, at)
    if code not in basemap.countries():
        raise UnknownNameError("country", code, basemap.countries(), where=str(at))
    return code


def length(value: object, at: At) -> str:
    """Read a length with its unit."""
    return _accepted(value, at, geodesy.parse_length)


def speed(value: object, at: At) -> str:
    """Read a speed with its unit."""
    return _accepted(value, at, geodesy.speed_kmh)


def id_in(layer: str) -> Reader[str]:
    """Read the id of a feature of a layer."""

    def reader(value: object, at: At) -> str:
        name = text(value, at)
        if name not in _ids(layer):
            raise UnknownNameError(f"id in {layer}", name, sorted(_ids(layer)), where=str(at))
        return name

    return reader


@kept("layers")
def _ids(layer: str) -> frozenset[str]:
    return frozenset(layers.load(layer)["id"])


def chain(value: object, at: At) -> str:
    """Read a variant of an island chain; empty for the default one."""
    known = _variants()
    name = text(value, at)
    if name and name not in known and name not in _ids("chains"):
        raise UnknownNameError("chain variant", name, sorted(known), where=str(at))
    return name


@kept("layers")
def _variants() -> frozenset[str]:
    return frozenset(layers.load("chains")["variant"])


def _accepted(value: object, at: At, parse: Callable[[str], object]) -> str:
    """Read a text that a parser takes, and return it as it is written."""
    written = text(value, at)
    _try(lambda: parse(written), at)
    return written


def _try(act: Callable[[], object], at: At) -> None:
    """Do something that may find fault with a value, and say where the value stands."""
    try:
        act()
    except EastupError as error:
        raise InputError(str(error), where=str(at)) from None
