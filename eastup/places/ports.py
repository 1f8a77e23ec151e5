"""Ports as places: those of the World Port Index answer to names that no layer has."""

from __future__ import annotations

from eastup.io.data import kept
from eastup.layers.ports import LAYER, PRECISION_KM, Port, named
from eastup.places.place import Place


@kept("geo/harbours.csv", "geo/ports.toml")
def all_ports() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Return every port as a place, with the names it goes by."""
    return tuple((_place(port), port.names) for port in named().values())


def _place(port: Port) -> Place:
    return Place(
        port.id,
        port.name,
        port.lon,
        port.lat,
        layer=LAYER,
        host=port.country,
        names=port.translated,
        precision_km=PRECISION_KM,
    )
