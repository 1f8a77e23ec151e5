"""Reads what the keys of a TOML file hold: each key has a reader that checks its value and says where a fault stands.

A table of the file is a dataclass whose fields are declared by `key`. Maps and theatres are read so.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast, overload

from eastup.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed import DataclassInstance


T = TypeVar("T")
Reader: TypeAlias = "Callable[[object, At], T]"
"""Makes a value of what a key holds, or says what is wrong with it and where."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w\-.\"']+)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*(?:=|\.)")


@dataclass(frozen=True)
class At:
    """A place in a specification, for messages: its file, and the path of its key."""

    source: str
    """Name of the file, or of whatever else the values come from."""
    lines: tuple[tuple[tuple[str | int, ...], int], ...] = ()
    """Line number of each path of keys."""
    keys: tuple[str | int, ...] = ()
    faults: list[InputError] | None = field(default=None, compare=False, repr=False)
    """Where there is a list, faults are put into it and reading goes on, so that one run tells of all."""

    def __truediv__(self, key: str | int) -> At:
        return At(self.source, self.lines, (*self.keys, key), self.faults)

    def line_only(self) -> str:
        """Return the place without the path of its key, for a message that names the key itself."""
        return str(self).rsplit(", ", 1)[0]

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
        raise UnknownNameError("key", name, sorted(known), where=(at / name).line_only())
    return known[name].metadata["reader"](value, at / name)


def read_table(kind: type[T], value: object, at: At) -> T:
    """Read a table into its dataclass."""
    if isinstance(value, kind):
        return value
    if not isinstance(value, dict):
        raise InputError(f"must be a table with {', '.join(keys_of(kind))}", where=str(at))
    required = [f.name for f in keys_of(kind).values() if f.default is MISSING and f.default_factory is MISSING]
    missing = [name for name in required if name not in value]
    acts = [partial(_named, kind, name, content, at) for name, content in value.items()]
    return kind(**dict(_all([*acts, *(partial(_miss, name, at) for name in missing)], at)))


class _ToldError(InputError):
    """Stands for faults that were put into a list."""


def _all(acts: Iterable[Callable[[], T]], at: At) -> list[T]:
    """Do all, and collect the faults of each where there is a list for them."""
    if at.faults is None:
        return [act() for act in acts]
    read: list[T] = []
    before = len(at.faults)
    failed = False
    for act in acts:
        try:
            read.append(act())
        except InputError as error:
            failed = True
            if not isinstance(error, _ToldError):
                at.faults.append(error)
    if failed:
        raise _ToldError(f"{len(at.faults) - before} faults", where=str(at))
    return read


def _named(kind: type[object], name: str, value: object, at: At) -> tuple[str, object]:
    return name, read_value(kind, name, value, at)


def _miss(name: str, at: At) -> tuple[str, object]:
    raise InputError(f"the key {name} is missing", where=str(at))


def table(kind: type[T]) -> Reader[T | None]:
    """Read one table."""
    return lambda value, at: None if value is None else read_table(kind, value, at)


def tables(kind: type[T]) -> Reader[tuple[T, ...]]:
    """Read a list of tables."""

    def reader(value: object, at: At) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise InputError(f"must be a list of tables: write [[{at.keys[-1]}]]", where=str(at))
        return tuple(_all([partial(read_table, kind, item, at / n) for n, item in enumerate(value)], at))

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


def text_lines(value: object, at: At) -> tuple[str, ...]:
    """Read lines of text: a list of them, or one text that is broken into lines."""
    given = value.splitlines() if isinstance(value, str) else value
    return tuple(line for line in list_of(text)(given, at) if line.strip())


def list_of(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Read a list."""

    def read_list(value: object, at: At) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise InputError(f"{value!r} must be a list, in [ ]", where=str(at))
        return tuple(reader(item, at) for item in value)

    return read_list
