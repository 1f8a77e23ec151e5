"""Ports: the ways of ships up rivers to some, and the port that is nearest to a place that has no way of its own."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from eastup.geodesy.ellipsoid import distance_m
from eastup.io import data
from eastup.io.data import kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Harbour", "RiverPort", "harbours", "nearest_port", "river_ports"]


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
def harbours() -> tuple[Harbour, ...]:
    """Return the ports of ``geo/harbours.csv``, 60E to 110W and 60S to 68N."""
    rows = csv.DictReader(data.text(data.geo("harbours.csv")).splitlines())
    return tuple(Harbour(row["name"], row["country"], float(row["lon"]), float(row["lat"])) for row in rows)


@kept("geo/harbours.csv")
def _positions() -> FloatArray:
    return np.array([(port.lon, port.lat) for port in harbours()])


def nearest_port(lon: float, lat: float) -> tuple[Harbour, float]:
    """Return the known port nearest to a place, and how far it is as the crow flies, in kilometres.

    Examples
    --------
    >>> port, km = nearest_port(116.3863, 39.9308)  # Beijing
    >>> port.name, round(km)
    ('Tianjin Xin Gang', 164)
    """
    ports = _positions()
    km = distance_m(lon, lat, ports[:, 0], ports[:, 1]) / 1000.0
    nearest = int(np.argmin(km))
    return harbours()[nearest], float(km[nearest])
