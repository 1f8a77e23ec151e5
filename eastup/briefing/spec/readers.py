"""Reads the values of a specification: each key has a reader that checks the value and says where a fault stands."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast, overload

from eastup import basemap, geodesy, layers, places
from eastup.errors import EastupError, InputError, UnknownNameError
from eastup.io.data import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed import DataclassInstance


T = TypeVar("T")
Reader: TypeAlias = "Callable[[object, At], T]"
"""Makes a value of what a key holds, or says what is wrong with it and where."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w\-.\"']+)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*(?:=|\.)")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class At:
    """A place in a specification, for messages: its file, and the path of its key."""

    source: str
    """Name of the file, or of whatever else the values come from."""
    lines: tuple[tuple[tuple[str | int, ...], int], ...] = ()
    """Line number of each path of keys."""
    keys: tuple[str | int, ...] = ()

    def __truediv__(self, key: str | int) -> At:
        return At(self.source, self.lines, (*self.keys, key))

    def __str__(self) -> str:
        known = dict(self.lines)
        path = self.keys
        while path and path not in known:  # a key of an inline table stands on the line of the table
            path = path[:-1]
        line = f", line {known[path]}" if path else ""
        named = "".join(f"[{k + 1}]" if isinstance(k, int) else f".{k}" for k in self.keys).lstrip(".")
        return f"{self.source}{line}" + (f", {named}" if named else "")


def line_numbers(text: str) -> tuple[tuple[tuple[str | int, ...], int], ...]:
    """Return the line number of each key of a TOML text, by the path that leads to it."""
    found: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = header[2].strip("\"'")
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (name, counts[name])
                found.setdefault((name,), number)
            else:
                table = tuple(name.split("."))
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
    return tuple(found.items())


def key(reader: Reader[T], default: object = MISSING) -> T:
    """Declare a key of a specification: the field of a dataclass that a reader fills."""
    if default is MISSING:
        declared: object = field(metadata={"reader": reader})
    elif isinstance(default, dict):
        declared = field(default_factory=lambda: dict(default), metadata={"reader": reader})
    else:
        declared = field(default=default, metadata={"reader": reader})
    return cast("T", declared)  # as `dataclasses.field` is typed: by what the field will hold


def keys_of(kind: type[object]) -> dict[str, Field[object]]:
    """Return the keys of a table's dataclass."""
    return {f.name: f for f in fields(cast("type[DataclassInstance]", kind)) if "reader" in f.metadata}


def read_value(kind: type[object], name: str, value: object, at: At) -> object:
    """Read the value of one key of a table."""
    known = keys_of(kind)
    if name not in known:
        # the key stands at its own line, but is named by the message, not by the place
        raise UnknownNameError("key", name, sorted(known), where=_line_only(at / name))
    return known[name].metadata["reader"](value, at / name)


def read_table(kind: type[T], value: object, at: At) -> T:
    """Read a table into its dataclass."""
    if isinstance(value, kind):
        return value
    if not isinstance(value, dict):
        raise InputError(f"must be a table with {', '.join(keys_of(kind))}", where=str(at))
    read = {name: read_value(kind, name, content, at) for name, content in value.items()}
    missing = [f.name for f in keys_of(kind).values() if f.default is MISSING and f.default_factory is MISSING]
    for name in missing:
        if name not in read:
            raise InputError(f"the key {name} is missing", where=str(at))
    return kind(**read)


def table(kind: type[T]) -> Reader[T | None]:
    """Read one table."""
    return lambda value, at: None if value is None else read_table(kind, value, at)


def tables(kind: type[T]) -> Reader[tuple[T, ...]]:
    """Read a list of tables."""

    def reader(value: object, at: At) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise InputError(f"must be a list of tables: write [[{at.keys[-1]}]]", where=str(at))
        return tuple(read_table(kind, item, at / number) for number, item in enumerate(value))

    return reader


def text(value: object, at: At) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise InputError(f"{value!r} must be a text", where=str(at))
    return value


def flag(value: object, at: At) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise InputError(f"{value!r} must be true or false", where=str(at))
    return value


def flag_or(kind: str, choices: Iterable[str]) -> Reader[bool | str]:
    """Read true or false, or one of a few words."""
    word = choice(kind, choices)
    return lambda value, at: value if isinstance(value, bool) else word(value, at)


@overload
def number(least: float, most: float) -> Reader[float]: ...
@overload
def number(least: float, most: float, kind: type[int]) -> Reader[int]: ...
def number(least: float, most: float, kind: type[float] = float) -> Reader[float]:
    """Read a number within bounds."""

    def reader(value: object, at: At) -> float:
        allowed = int if kind is int else (int, float)
        if not isinstance(value, allowed) or isinstance(value, bool) or not least <= value <= most:
            word = "a whole number" if kind is int else "a number"
            raise InputError(f"{value!r} must be {word} from {least:g} to {most:g}", where=str(at))
        return kind(value)

    return reader


def choice(kind: str, choices: Iterable[str]) -> Reader[str]:
    """Read one of a few words."""
    known = tuple(choices)

    def reader(value: object, at: At) -> str:
        if value not in known:
            raise UnknownNameError(kind, str(value), [c for c in known if c], where=str(at))
        return str(value)

    return reader


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


def list_of(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Read a list."""

    def read_list(value: object, at: At) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise InputError(f"{value!r} must be a list, in [ ]", where=str(at))
        return tuple(reader(item, at) for item in value)

    return read_list


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


def _line_only(at: At) -> str:
    return str(At(at.source, at.lines, at.keys)).rsplit(", ", 1)[0]
