"""What stands in an ``eastup.toml``: its tables and keys, each with a reader that says how to mend a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastup import geodesy
from eastup.errors import EastupError, InputError, UnknownNameError
from eastup.io.keys import At, choice, key, list_of, number, table, tables, text, text_lines
from eastup.layers import LANGUAGES
from eastup.layers.reading.positions import parse_pair
from eastup.view.extent import parse_extent
from eastup.words.slug import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eastup.io.keys import Reader

LonLat = tuple[float, float]
OURS = ("bases", "chains", "claims", "nodes", "places", "seas", "straits")
"""Layers of ours that a theatre may keep or leave out."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{3}")


def texts(value: object, at: At) -> dict[str, str]:
    """Read a text, or one for each language."""
    if isinstance(value, str) and value.strip():
        return {"en": value.strip()}
    if not (isinstance(value, dict) and value and all(isinstance(v, str) and v.strip() for v in value.values())):
        raise InputError(
            "must be a text or a table of languages", where=str(at), hint='write { en = "...", ko = "..." }'
        )
    for lang in value:
        if lang not in LANGUAGES:
            raise UnknownNameError("language", lang, LANGUAGES, where=str(at))
    if "en" not in value:
        raise InputError("there is no English name", where=str(at), hint='add en = "..."')
    return {lang: str(name).strip() for lang, name in value.items()}


def identity(value: object, at: At) -> str:
    """Read an id: small letters, digits and hyphens."""
    name = text(value, at)
    if not _ID.fullmatch(name):
        raise InputError(f"{name!r} is not an id", where=str(at), hint="use small letters, digits and hyphens")
    return name


def country(value: object, at: At) -> str:
    """Read the three-letter code of a country."""
    code = text(value, at)
    if not _COUNTRY.fullmatch(code):
        raise InputError(f"{code!r} is not a country's code", where=str(at), hint="use three letters, such as THA")
    return code


def position(value: object, at: At) -> LonLat:
    """Read a position: ``[longitude, latitude]``, or a text with the latitude first, in any notation."""
    order = "a list is [longitude, latitude]"
    if isinstance(value, str):
        try:
            pair = parse_pair(value)
        except EastupError as error:
            raise InputError(str(error), where=str(at)) from None
        if pair is None:
            raise InputError(
                f"{value!r} is not a position", where=str(at), hint='write "11.67, 92.76" or [92.76, 11.67]'
            )
        lon, lat = pair
        order = "a text has the latitude first"
    elif (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
    ):
        lon, lat = float(value[0]), float(value[1])
    else:
        raise InputError(f"{value!r} is not a position", where=str(at), hint='write [92.76, 11.67] or "11.67, 92.76"')
    if not -90 <= lat <= 90:
        raise InputError(f"latitude {lat:g} is outside -90..90", where=str(at), hint=order)
    if not -180 <= lon <= 360:
        raise InputError(f"longitude {lon:g} is outside -180..360", where=str(at), hint=order)
    return lon, lat


def positions(least: int, what: str) -> Reader[tuple[LonLat, ...]]:
    """Read a list of positions with no fewer than some."""

    def reader(value: object, at: At) -> tuple[LonLat, ...]:
        read = list_of(position)(value, at)
        if len(read) < least:
            raise InputError(f"{what} has {least} positions or more, not {len(read)}", where=str(at))
        if len(set(read)) < 2:
            raise InputError(f"all positions of {what} are the same", where=str(at))
        return read

    return reader


def speed(value: object, at: At) -> str:
    """Read a speed with its unit."""
    written = text(value, at)
    try:
        geodesy.speed_kmh(written)
    except EastupError as error:
        raise InputError(str(error), where=str(at)) from None
    return written


def base(value: object, at: At) -> frozenset[str] | None:
    """Read which of our layers stay: all (None), none, or those that a list names."""
    if value == "eastup":
        return None
    if value == "none":
        return frozenset()
    if not isinstance(value, list):
        raise InputError(
            f"{value!r} says nothing of our layers", where=str(at), hint='write "eastup", "none" or ["places", "seas"]'
        )
    return frozenset(choice("layer", OURS)(name, at / n) for n, name in enumerate(value))


def selections(value: object, at: At) -> dict[str, tuple[str, ...]]:
    """Read sets of places by their names."""
    if not isinstance(value, dict):
        raise InputError("must be a table of lists", where=str(at), hint='write islands = ["...", "..."]')
    return {identity(name, at / name): list_of(text)(items, at / name) for name, items in value.items()}


def files(value: object, at: At) -> dict[str, str]:
    """Read files of features by the layer that they belong to."""
    if not isinstance(value, dict):
        raise InputError("must be a table of files", where=str(at), hint='write fuel = "fuel.csv"')
    return {identity(name, at / name): text(path, at / name) for name, path in value.items()}


def _extent(value: object, at: At) -> tuple[float, float, float, float]:
    written = ",".join(map(str, value)) if isinstance(value, list) else text(value, at)
    try:
        return parse_extent(written)
    except EastupError as error:
        raise InputError(str(error), where=str(at)) from None


def _up(value: object, at: At) -> str:
    from eastup.view.view import parse_up

    written = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else text(value, at)
    try:
        parse_up(written)
    except EastupError as error:
        raise InputError(str(error), where=str(at)) from None
    return written


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What every feature of a theatre may say."""

    name: Mapping[str, str] = key(texts)
    """Its name, or one for each language; English must be there."""
    id: str = key(identity, "")
    """Made of the English name where it is not given."""
    aliases: tuple[str, ...] = key(list_of(text), ())
    source: str = key(text, "")
    as_of: str = key(text, "")
    note: str = key(text, "")

    @property
    def slug(self) -> str:
        """Its id; empty where none can be made."""
        return self.id or slug(self.name["en"])


@dataclass(frozen=True, kw_only=True)
class Point(Feature):
    """A base, a node or another place."""

    at: LonLat = key(position)
    host: str = key(country, "")
    """The country that it lies in."""
    sea: LonLat | None = key(position, None)
    """From where ships count, if that is not the place itself."""
    sea_name: str = key(text, "")
    kind: str = key(text, "")
    operator: str = key(text, "")
    operator_country: str = key(country, "")
    precision_km: float = key(number(0.0, 1000.0), 1.0)
    """How good the position is."""


@dataclass(frozen=True, kw_only=True)
class Strait(Feature):
    """A gate: a line from coast to coast."""

    line: tuple[LonLat, ...] = key(positions(2, "a gate"))
    traffic: str = key(choice("traffic", ("open", "closed")), "open")
    """Whether ships use it at all."""
    coast_a: str = key(text, "")
    coast_b: str = key(text, "")
    side_a: str = key(text, "")
    """The sea to the left of the line."""
    side_b: str = key(text, "")
    part_of: str = key(identity, "")
    regime: str = key(text, "")


@dataclass(frozen=True, kw_only=True)
class Station:
    """A place that a chain's line runs through."""

    name: str = key(text)
    at: LonLat = key(position)


def stations_of(value: object, at: At) -> tuple[Station, ...]:
    """Read the stations of a chain."""
    read = tables(Station)(value, at)
    if len({station.at for station in read}) < 2:
        raise InputError(f"a chain has two stations or more, not {len(read)}", where=str(at))
    return read


@dataclass(frozen=True, kw_only=True)
class Chain(Feature):
    """A line of islands, from station to station."""

    stations: tuple[Station, ...] = key(stations_of)
    drawn_by: str = key(text, "")
    inside: tuple[LonLat, ...] = key(positions(3, "an area"), ())
    outside: tuple[LonLat, ...] = key(positions(3, "an area"), ())


@dataclass(frozen=True, kw_only=True)
class Sea(Feature):
    """A sea: the line along which its name runs, and the bounds within which its share is measured."""

    line: tuple[LonLat, ...] = key(positions(2, "a line"), ())
    bounds: tuple[LonLat, ...] = key(positions(3, "an area"), ())


@dataclass(frozen=True, kw_only=True)
class Speeds:
    """Speeds that are meant where none is given."""

    air: str = key(speed, "")
    sea: str = key(speed, "")


@dataclass(frozen=True, kw_only=True)
class Map:
    """How the theatre's map looks where a specification says nothing else."""

    up: str = key(_up, "")
    center: str = key(text, "")
    extent: tuple[float, float, float, float] | None = key(_extent, None)
    size: str = key(text, "")
    theme: str = key(choice("theme", ("light", "dark", "print")), "")
    highlight: tuple[str, ...] = key(list_of(country), ())
    rings: tuple[str, ...] = key(list_of(text), ())
    """Lengths, such as ``"500nmi"``, about each hub."""


@dataclass(frozen=True, kw_only=True)
class Theatre:
    """All that an ``eastup.toml`` may say."""

    name: Mapping[str, str] = key(texts)
    base: frozenset[str] | None = key(base, None)
    hubs: tuple[str, ...] = key(list_of(text), ())
    rear: tuple[str, ...] = key(list_of(text), ())
    """Those of the hubs that stand behind, for the ratio of distances."""
    targets: tuple[str, ...] = key(list_of(text), ())
    chain: str = key(text, "")
    lang: str = key(choice("language", LANGUAGES), "")
    marking: str = key(text, "")
    classification: tuple[str, ...] = key(text_lines, ())
    logo: str = key(text, "")
    template: str = key(text, "")
    date: str = key(text, "")
    source: str = key(text, "")
    """Of the features that name none."""
    speeds: Speeds | None = key(table(Speeds), None)
    map: Map | None = key(table(Map), None)
    sets: Mapping[str, tuple[str, ...]] = key(selections, {})
    layers: Mapping[str, str] = key(files, {})
    bases: tuple[Point, ...] = key(tables(Point), ())
    nodes: tuple[Point, ...] = key(tables(Point), ())
    places: tuple[Point, ...] = key(tables(Point), ())
    straits: tuple[Strait, ...] = key(tables(Strait), ())
    chains: tuple[Chain, ...] = key(tables(Chain), ())
    seas: tuple[Sea, ...] = key(tables(Sea), ())
