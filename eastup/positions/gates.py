"""The gates of straits as positions need them: their lines over water, their whole line, and the seas on its sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import geodesy, layers
from eastup.errors import InputError, UnknownNameError
from eastup.layers import sets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.layers.query import Row

CLEAR_KM = 2.0
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True, eq=False)
class Gate:
    """The line across a strait.

    Attributes
    ----------
    id, name : str
    parts : tuple of (N, 2) ndarray
        Its stretches over water, longitude and latitude, in order.
    width_km : float
        Of the measured gap; of the whole line where the layer does not say.
    side_a, side_b : str
        The sea on the left and on the right of the line.
    part_of : str
        Id of the strait that a ship through this one passes too, or empty.
    middle : (float, float)
        Of the measured gap, degrees.
    most_clear_km : float
        How far off its line a ship is clear of it, if that is not above a quarter of the width.
    """

    id: str
    name: str
    parts: tuple[FloatArray, ...]
    width_km: float
    side_a: str
    side_b: str
    part_of: str = ""
    middle: tuple[float, float] = (np.nan, np.nan)
    most_clear_km: float = CLEAR_KM

    @cached_property
    def whole(self) -> FloatArray:
        """The line from main land to main land, over the islets between its stretches, ``(N, 2)``, degrees."""
        points = np.concatenate(self.parts)
        points[:, 0] = np.unwrap(points[:, 0], period=360.0)
        return np.asarray(points[np.append(True, (points[1:] != points[:-1]).any(axis=1))])

    @property
    def clear_km(self) -> float:
        """How far off the line a ship is clear of it, km."""
        return min(self.most_clear_km, self.width_km / 4.0)


def _members(name: str) -> tuple[str, ...]:
    """Return the members of a set, or the name alone."""
    named = sets.find(name)
    return (name,) if named is None else tuple(named.members)


def load(wanted: Iterable[str] = ()) -> list[Gate]:
    """Return gates in the order of their layer.

    Parameters
    ----------
    wanted : iterable of str
        Ids or names of straits of the layer ``straits``, sets of them, or files of one's own gates; every strait if
        empty.

    Raises
    ------
    UnknownNameError
        If there is no such strait.
    InputError
        If a file holds something else than lines.
    """
    names = [member for name in wanted or ["straits"] for member in _members(name)]
    shipped = _gates("straits")
    chosen: list[Gate] = []
    for name in names:
        if name == "straits":
            chosen += shipped
            continue
        found = [gate for gate, words in zip(shipped, _words(), strict=True) if name.casefold() in words]
        if not found and ("." in name or "/" in name):
            found = _gates(name)
        if not found:
            raise UnknownNameError("strait", name, [g.name for g in shipped])
        chosen += found
    unique = {gate.id: gate for gate in reversed(chosen)}
    return [unique.pop(gate.id) for gate in chosen if gate.id in unique]


def _words() -> list[set[str]]:
    rows = layers.load("straits").to_dict("records")
    return [{str(w).casefold() for w in (r["id"], r["name"], *_list(r.get("aliases")))} for r in rows]


def _list(value: object) -> list[Row]:
    return list(value) if isinstance(value, list | tuple | np.ndarray) else []


def _gates(source: str) -> list[Gate]:
    frame = layers.load(source)
    gates = []
    for row in frame.to_dict("records"):
        geometry = row["geometry"]
        if geometry is None or geometry.geom_type not in ("LineString", "MultiLineString"):
            raise InputError(f"{row['name']!r} is no line", where=source, hint="a gate is a line from coast to coast")
        parts = tuple(shapely.get_coordinates(part) for part in shapely.get_parts(geometry))
        length_km = sum(float(geodesy.distance_m(*p[:-1].T, *p[1:].T).sum()) for p in parts) / 1000.0
        if length_km == 0.0:
            raise InputError(f"the line of {row['name']!r} has no length", where=source)
        sides = [_text(row.get(key)) for key in ("side_a", "side_b")]
        width = row.get("width_km")
        gates.append(
            Gate(
                id=row["id"],
                name=row["name"],
                parts=parts,
                width_km=float(width) if _is_number(width) and width > 0 else length_km,
                side_a=sides[0] or _wind(parts, -90.0),
                side_b=sides[1] or _wind(parts, 90.0),
                part_of=_text(row.get("part_of")),
                middle=_middle(row, parts),
            )
        )
    return gates


def _middle(row: Row, parts: tuple[FloatArray, ...]) -> tuple[float, float]:
    """Return the mid-point that the layer gives, or that of the longest stretch."""
    if _is_number(row.get("mid_lat")) and isinstance(row.get("mid_lon"), int | float):
        return float(row["mid_lon"]), float(row["mid_lat"])
    ways = [geodesy.inverse(*part[0], *part[-1]) for part in parts]
    longest = max(range(len(parts)), key=lambda n: float(ways[n][1]))
    azimuth, length = ways[longest]
    lon, lat = geodesy.forward(parts[longest][0, 0], parts[longest][0, 1], azimuth, length / 2.0)
    return float(lon), float(lat)


def _wind(parts: tuple[FloatArray, ...], turn_deg: float) -> str:
    """Name a side by where it lies, for a gate that says no sea."""
    azimuth = float(geodesy.inverse(*parts[0][0], *parts[-1][-1])[0]) + turn_deg
    return f"{_WINDS[round(azimuth % 360.0 / 45.0) % 8]} side"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and value == value and value != 0
