"""The ports of the World Port Index, and the ways of ships up rivers to some of them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy, words
from eastup.io import data
from eastup.io.data import kept
from eastup.words.slug import slug

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.layers.query import Row

    FloatArray = NDArray[np.float64]

LAYER = "ports"
"""What the layer of a port is called: no file of ours, but of the same rank as one."""
PRECISION_KM = 1.9
"""Of the World Port Index, which gives whole minutes of arc."""
_INDEX, _INDEX_ID = "NGA World Port Index", "nga-wpi"
_SAME_KM, _SAME_NAME_KM = 10.0, 30.0
"""A port of the Index that lies so near the berth of a river port is that port; the latter where they share a name."""
_BRACKETED = re.compile(r"\s*\(([^()]*)\)")
_HARBOUR = re.compile(r" (Harbor|Ko|Gang|Kang)$|^(Port of|Pelabuhan|Pelabohan|Bukhta) ")


@dataclass(frozen=True)
class RiverPort:
    """A port up a river or an estuary, with the way to it from the sea."""

    id: str
    name: str
    country: str
    """ISO 3166-1 alpha-3."""
    berth: tuple[float, float]
    """Longitude (0 to 360) and latitude of the port, degrees."""
    line: FloatArray = field(repr=False)
    """``(K, 2)`` longitude and latitude from three nautical miles off the coast to the berth."""
    length_km: float
    """Of the line."""
    source: str

    @property
    def sea(self) -> tuple[float, float]:
        """Longitude and latitude of where the way begins at sea."""
        return float(self.line[0, 0]), float(self.line[0, 1])


@dataclass(frozen=True)
class Harbour:
    """A port of the World Port Index; its position is good to a minute of arc."""

    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    lon: float
    lat: float
    on_water: bool = True
    """Whether it lies on water of the map, and not up a river or in a bay that no map of ours has."""


@kept("geo/ports.toml")
def river_ports() -> tuple[RiverPort, ...]:
    """Return the ports up rivers and estuaries, in the order of ``geo/ports.toml``."""
    entries = data.toml(data.geo("ports.toml"))["port"]
    return tuple(
        RiverPort(
            id=entry["id"],
            name=entry["name"],
            country=entry["country"],
            berth=(entry["berth"][0], entry["berth"][1]),
            line=np.array(entry["line"], float),
            length_km=entry["length_km"],
            source=entry["source"],
        )
        for entry in entries
    )


@kept("geo/harbours.csv")
def listed() -> tuple[Harbour, ...]:
    """Return the ports of ``geo/harbours.csv``, 60E to 110W and 60S to 68N."""
    rows = csv.DictReader(data.text(data.geo("harbours.csv")).splitlines())
    return tuple(
        Harbour(row["name"], row["country"], float(row["lon"]), float(row["lat"]), row["on_water"] == "1")
        for row in rows
    )


@kept("geo/harbours.csv")
def harbours() -> tuple[Harbour, ...]:
    """Return the ports that lie on the water of the map."""
    return tuple(port for port in listed() if port.on_water)


@dataclass(frozen=True)
class Port:
    """A port that can be named; one up a river stands at its berth."""

    id: str
    name: str
    names: tuple[str, ...]
    """All that it is called, its name first."""
    lon: float
    """Degrees, from -180 to 180."""
    lat: float
    translated: tuple[tuple[str, str], ...] = ()
    """Its name in other languages, as pairs of language and name."""
    country: str = ""
    """ISO 3166-1 alpha-3, where known."""
    source: str = _INDEX
    """Of its position."""

    @property
    def row(self) -> Row:
        """What is known of it, as a row of a layer would hold it."""
        import shapely

        return {
            "id": self.id,
            "name": self.name,
            **{f"name_{lang}": name for lang, name in self.translated},
            "country": self.country,
            "kind": "port",
            "geometry": shapely.Point(self.lon, self.lat),
            "precision_km": PRECISION_KM,
            "source": self.source,
            "source_ids": [_INDEX_ID] if self.source.startswith(_INDEX) else [],
        }


@kept("geo/harbours.csv", "geo/ports.toml")
def named() -> dict[str, Port]:
    """Return every port by its id.

    Examples
    --------
    >>> [port.id for port in named().values() if "Thanh Ho Chi Minh" in port.names]
    ['port-ho-chi-minh-city']
    """
    up_rivers = river_ports()
    berths = np.array([port.berth for port in up_rivers])
    others: dict[str, tuple[str, ...]] = {port.id: () for port in up_rivers}
    found = []
    for port in listed():
        names = _names(port.name)
        away_km = geodesy.distance_m(port.lon, port.lat, berths[:, 0], berths[:, 1]) / 1000.0
        river = up_rivers[int(away_km.argmin())]
        if away_km.min() < (_SAME_KM if river.name != port.name else _SAME_NAME_KM):
            others[river.id] += names
        else:
            own = f"port-{slug(names[0])}-{port.country.lower()}"
            found.append(_port(own, names, (port.lon, port.lat)))
    for river in up_rivers:
        names = tuple(dict.fromkeys((*_names(river.name), *others[river.id])))
        at_berth = _port(f"port-{river.id}", names, river.berth)
        found.append(replace(at_berth, country=river.country, source=river.source))
    return {port.id: port for port in found}


def port_of(harbour: Harbour) -> Port:
    """Return the port that a line of the World Port Index is: of one up a river, the one at its berth."""
    own = f"port-{slug(_names(harbour.name)[0])}-{harbour.country.lower()}"
    return named().get(own) or next(port for port in named().values() if harbour.name in port.names)


def _names(name: str) -> tuple[str, ...]:
    """Return a name without brackets, what stands in them, the whole, and the name without the word for a harbour."""
    outer = _BRACKETED.sub("", name).strip(" -")
    return tuple(dict.fromkeys([outer, *_BRACKETED.findall(name), name, _HARBOUR.sub("", outer)]))


def _port(own: str, names: tuple[str, ...], lonlat: tuple[float, float]) -> Port:
    lon = round((lonlat[0] + 180.0) % 360.0 - 180.0, 4)
    called = [(lang, words.of("ports", lang).get(names[0], "")) for lang in words.LANGUAGES if lang != "en"]
    translated = tuple((lang, name) for lang, name in called if name)
    return Port(own, names[0], (*names, *(name for _, name in translated)), lon, lonlat[1], translated)
