"""Ports: the ports of the World Port Index as places, and the ways of ships up rivers to some of them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.io import data
from eastup.io.data import kept
from eastup.places.place import Place
from eastup.words.slug import slug

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.layers.query import Row

    FloatArray = NDArray[np.float64]

LAYER = "ports"
"""What `Place.layer` is for a port: no file of ours, but of the same rank as one."""
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
    afloat: bool = True
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
        Harbour(row["name"], row["country"], float(row["lon"]), float(row["lat"]), row["afloat"] == "1") for row in rows
    )


@kept("geo/harbours.csv")
def harbours() -> tuple[Harbour, ...]:
    """Return the ports that lie on the water of the map."""
    return tuple(port for port in listed() if port.afloat)


@kept("geo/harbours.csv", "geo/ports.toml")
def named() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Return every port as a place, with the names it goes by; ports up rivers stand at their berths.

    Examples
    --------
    >>> [place.id for place, names in named() if "Thanh Ho Chi Minh" in names]
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
            own = f"{slug(names[0])}-{port.country.lower()}"
            found.append((_place(own, names[0], (port.lon, port.lat)), names))
    for river in up_rivers:
        at_berth = replace(_place(river.id, river.name, river.berth), host=river.country)
        found.append((at_berth, tuple(dict.fromkeys((*_names(river.name), *others[river.id])))))
    return tuple(found)


def _place(own: str, name: str, lonlat: tuple[float, float]) -> Place:
    lon = round((lonlat[0] + 180.0) % 360.0 - 180.0, 4)
    return Place(f"port-{own}", name, lon, lonlat[1], layer=LAYER, precision_km=PRECISION_KM)


def row(port: Place) -> Row:
    """Return what is known of a port as a row of a layer would hold it."""
    import shapely

    source = next((river.source for river in river_ports() if port.id == f"port-{river.id}"), _INDEX)
    return {
        "id": port.id,
        "name": port.name,
        "country": port.host,
        "kind": "port",
        "geometry": shapely.Point(port.lon, port.lat),
        "precision_km": port.precision_km,
        "source": source,
        "source_ids": [_INDEX_ID] if source.startswith(_INDEX) else [],
    }


def _names(name: str) -> tuple[str, ...]:
    """Return a name, what it is without brackets and without the word for a harbour, and what stands in brackets."""
    outer = _BRACKETED.sub("", name).strip(" -")
    return tuple(dict.fromkeys([outer, *_BRACKETED.findall(name), name, _HARBOUR.sub("", outer)]))
