"""The hubs that a question is about, and which of them are lost."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from eastup import layers, places
from eastup.basemap.coast import in_frame
from eastup.distance.table import as_names
from eastup.errors import InputError, UnknownNameError
from eastup.io.data import kept
from eastup.layers.overlay import defaults
from eastup.layers.sets import DEFAULT_HUBS
from eastup.places import Place, SomePlaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.distance import Mode
    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.places import SomePlaces


def lonlat(hubs: Iterable[Place]) -> FloatArray:
    """Return the positions of hubs by air, ``(H, 2)``, degrees."""
    return np.array([(hub.lon, hub.lat) for hub in hubs], float).reshape(-1, 2)


def select(hubs: SomePlaces | None) -> list[Place]:
    """Return the hubs that a selection names, in the order of their ids; the default ones where none are named.

    A place that stands in two layers, as a base and as a node, counts once.
    """
    found: dict[tuple[str, float, float], Place] = {}
    chosen = places.select(DEFAULT_HUBS if hubs is None else hubs)
    for place in sorted(chosen, key=lambda p: (p.layer != "bases", p.id)):
        found.setdefault(spot(place), place)
    return in_order(found.values())


def in_order(hubs: Iterable[Place]) -> list[Place]:
    """Return hubs in the order of their ids, whatever the order in which they were named."""
    return sorted(hubs, key=lambda p: (p.id, p.lon, p.lat))


def west_of(hubs: Iterable[Place], lon_deg: float) -> list[Place]:
    """Return the hubs that lie west of a meridian, seen from Asia: longitudes run on from 30 W eastward to 330.

    Raises
    ------
    InputError
        If none does.
    """
    found = [hub for hub in hubs if in_frame(hub.lon) < in_frame(lon_deg)]
    if not found:
        raise InputError(f"no hub lies west of {lon_deg:g} degrees", hint="longitudes east are positive: 180")
    return found


class Closed(TypedDict, total=False):
    """What `eastup.distance.matrix` is told of closed straits: nothing where none is."""

    closed: tuple[str, ...]


def way(mode: Mode | None, closed: Iterable[str] | str) -> tuple[Mode, Closed]:
    """Return the mode that is meant, and what `eastup.distance.matrix` is told of closed straits."""
    closed_gates = as_names(closed)
    if closed_gates and mode == "air":
        raise InputError("a closed strait changes no air distance", hint="use --mode sea, or leave out --closed")
    return mode or ("sea" if closed_gates else "air"), {"closed": closed_gates} if closed_gates else {}


def lose(hubs: list[Place], without: SomePlaces) -> tuple[list[Place], list[Place]]:
    """Divide hubs into those that are kept and those that are lost.

    Raises
    ------
    InputError
        If what is lost is not among the hubs, or nothing would be left.
    """
    gone: set[Place] = set()
    for item in _several(without):
        gone |= named(hubs, item)
    if len(gone) == len(hubs):
        raise InputError("no hub would be left", hint="lose fewer, or add more with --hubs")
    return [h for h in hubs if h not in gone], [h for h in hubs if h in gone]


def _several(what: SomePlaces) -> Iterable[SomePlaces]:
    """Return the items of a selection; what is one item already is the only one."""
    if isinstance(what, str | Path | Place | pd.DataFrame | gpd.GeoSeries | BaseGeometry):
        return [what]
    if isinstance(what, tuple) and len(what) == 2 and all(isinstance(v, int | float) for v in what):
        return [what]
    return what


@kept("layers")
def rear_ids() -> frozenset[str]:
    """Return the ids of the rear hubs: those of the set and of the layer of nodes, or those of the theatre."""
    if defaults().hubs and not defaults().rear:
        return frozenset()
    nodes = layers.load("nodes")
    rear = nodes[nodes["role"] == "rear"]
    return frozenset([*rear["id"], *rear["base"].dropna(), *(place.id for place in places.select("rear"))])


def named(choices: list[Place], item: SomePlaces, kind: str = "hub", where: Path | None = None) -> set[Place]:
    """Return the places among the choices that an item names."""
    text = str(item).strip() if isinstance(item, str) else ""
    if text.startswith("host="):
        wanted = {code.strip().casefold() for code in text.removeprefix("host=").split("|")}
        known = sorted({p.host for p in choices if p.host})
        for code in wanted - {k.casefold() for k in known}:
            raise UnknownNameError("host", code.upper(), known, where=where)
        return {p for p in choices if p.host.casefold() in wanted}
    if named := {p for p in choices if text and text.casefold() in {p.id.casefold(), p.name.casefold()}}:
        return named
    try:
        meant = places.select(item)
    except InputError as error:
        if where is None:
            raise
        raise InputError(error.what, where=where, hint="give the names of targets") from None
    spots, ids = {spot(p) for p in meant}, {p.id for p in meant}
    if found := {p for p in choices if p.id in ids or spot(p) in spots}:
        return found
    name = meant[0].name if len(meant) == 1 else text or "what was given"
    like = [p for p in choices if text and text.casefold() in f"{p.id} {p.name}".casefold()]
    hint = f"did you mean {like[0].name}?" if len(like) == 1 else f"name one of {_some(like or choices)}"
    raise InputError(f"{name} is none of the {kind}s", where=where, hint=hint)


_MOST_NAMED = 4


def _some(choices: list[Place]) -> str:
    more = ", ..." if len(choices) > _MOST_NAMED else ""
    return ", ".join(place.id for place in choices[:_MOST_NAMED]) + more


def spot(place: Place) -> tuple[str, float, float]:
    """Tell places apart whatever layer they come from."""
    return place.name, round(place.lon, 4), round(place.lat, 4)
