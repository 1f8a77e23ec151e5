"""The gates of the sea by name: straits of the layer, and passages beside them, which can be closed alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import shapely

from eastup import layers, places
from eastup.errors import UnknownNameError
from eastup.io.data import kept
from eastup.sea.engine import Water

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

SomeGates: TypeAlias = "str | shapely.Geometry | Iterable[str | shapely.Geometry]"
"""Straits or passages, by id or name in any language, or lines of one's own: what ships may not pass."""

_LAYERS = ("straits", "passages")


@dataclass(frozen=True)
class Gate:
    """A strait or a passage."""

    id: str
    name: str
    layer: str
    """``straits`` or ``passages``."""
    open: bool
    """Whether ships use it at all; what is not open is closed in every question."""


@kept("layers", "geo/passages.toml")
def gates() -> dict[str, Gate]:
    """Return all gates by their ids, straits first."""
    found = {}
    for layer in _LAYERS:
        table = layers.load(layer)
        for gate, name, traffic in zip(table["id"], table["name"], table["traffic"], strict=True):
            found[gate] = Gate(gate, name, layer, traffic == "open")
    return found


def gate_id(name: str) -> str:
    """Return the id of a gate, given by id or name in any language.

    Raises
    ------
    UnknownNameError
        If no strait or passage has this name.
    """
    known = gates()
    if name in known:
        return name
    try:
        place = places.resolve(name, among=_LAYERS)
    except UnknownNameError:
        names = [text for gate in known.values() for text in (gate.name, gate.id)]
        raise UnknownNameError("strait or passage", name, names) from None
    return place.id


def water(closed: SomeGates = (), kind: Literal["navigable", "shortest"] = "navigable") -> Water:
    """Return the water of a question: without what is closed in it, and what no ship uses anyway."""
    several = [closed] if isinstance(closed, str | shapely.Geometry) else list(closed)
    ids = {gate_id(item) for item in several if isinstance(item, str)}
    ids |= {gate.id for gate in gates().values() if not gate.open}
    lines = [
        tuple(map(tuple, shapely.get_coordinates(part).tolist()))
        for item in several
        if isinstance(item, shapely.Geometry)
        for part in shapely.get_parts(item)
    ]
    return Water(kind, tuple(sorted(ids)), tuple(lines))


def told(ids: Iterable[str]) -> list[str]:
    """Return the names of gates, in the order given."""
    known = gates()
    return [known[gate].name if gate in known else gate for gate in ids]
