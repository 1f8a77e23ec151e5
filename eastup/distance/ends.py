"""From which points of two places their distance is counted: lines and areas count at the nearest point of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from eastup.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.geodesy.shapes import Shape
    from eastup.places import Place
    from eastup.sea.gates import SomeGates

Measure = Literal["nearest", "center", "farthest"]
MEASURES: tuple[Measure, ...] = get_args(Measure)

_MOST_NODES = 2_000
"""Points of an edge that are tried at first by sea, then all about the best; twice as many take twice as long."""
_BEST = 3
_ALONG = 20
"""Points tried at last between the best point and its neighbours."""
_ROUNDS = 4
"""Between two shapes by sea each end is moved in turn."""
_ASHORE_KM = 5.0
"""A coast may lie so far from the water of the mesh."""


@dataclass(frozen=True, eq=False)
class Ends:
    """The two points that each pair of places is measured between, each ``(O, T, 2)``, degrees."""

    origins: FloatArray
    targets: FloatArray


def check(measure: str) -> Measure:
    """Return a measure, if it is one."""
    for known in MEASURES:
        if measure == known:
            return known
    raise UnknownNameError("measure", measure, MEASURES)


def by_air(origins: Sequence[Place], targets: Sequence[Place], measure: Measure = "nearest") -> Ends:
    """Return the points that origins and targets are measured between by air.

    Parameters
    ----------
    origins, targets : sequences of Place
    measure : {'nearest', 'center', 'farthest'}
        Which point of a line or an area counts: that nearest to the other place (the place itself, within an area), its
        middle, or that farthest from the other place. Points, and straits at the mid-point of their gate, are what they
        are.
    """
    a, b = (np.array([(p.lon, p.lat) for p in side], dtype=float).reshape(-1, 2) for side in (origins, targets))
    found = Ends(np.repeat(a[:, None], len(b), axis=1), np.repeat(b[None], len(a), axis=0))
    if measure == "center":
        return found
    from_, to = (_ready(side) for side in (origins, targets))
    rows, columns = ([k for k, shape in enumerate(side) if shape is None] for side in (from_, to))
    for j, shape in enumerate(to):
        if shape is not None and rows:
            found.targets[rows, j] = _end_of(shape, a[rows], measure)
    for i, shape in enumerate(from_):
        if shape is not None and columns:
            found.origins[i, columns] = _end_of(shape, b[columns], measure)
    for i, one in enumerate(from_):
        for j, other in enumerate(to):
            if one is not None and other is not None:
                pair = one.nearest_of(other)[:2] if measure == "nearest" else one.farthest_of(other)
                found.origins[i, j], found.targets[i, j] = pair
    return found


def by_sea(
    origins: Sequence[Place], targets: Sequence[Place], measure: Measure = "nearest", closed: SomeGates = ()
) -> Ends:
    """Return the sea points that origins and targets are measured between by ship; see `by_air`.

    The edge of a line or an area is tried at points along it, those about the best ever closer. A shape of the user's
    that has a sea point counts from that.
    """
    a, b = (np.array([p.sea_point for p in side], dtype=float).reshape(-1, 2) for side in (origins, targets))
    found = Ends(np.repeat(a[:, None], len(b), axis=1), np.repeat(b[None], len(a), axis=0))
    if measure == "center":
        return found
    from_, to = _ready(origins, by_sea=True), _ready(targets, by_sea=True)
    rows, columns = ([k for k, shape in enumerate(side) if shape is None] for side in (from_, to))
    for j, shape in enumerate(to):
        if shape is not None and rows:
            found.targets[rows, j] = _afloat(shape, a[rows], measure, closed)
    for i, shape in enumerate(from_):
        if shape is not None and columns:
            found.origins[i, columns] = _afloat(shape, b[columns], measure, closed)
    for i, one in enumerate(from_):
        for j, other in enumerate(to):
            if one is not None and other is not None:
                here, there, _ = one.nearest_of(other)
                for _ in range(_ROUNDS):
                    there = _afloat(other, here[None], measure, closed)[0]
                    here = _afloat(one, there[None], measure, closed)[0]
                found.origins[i, j], found.targets[i, j] = here, there
    return found


def at(place: Place, lonlat: FloatArray) -> Place:
    """Return a place as the point of it that counts."""
    lon, lat = (float(v) for v in lonlat)
    return replace(place, lon=(lon + 180.0) % 360.0 - 180.0, lat=lat, shape=None)


def _ready(places: Iterable[Place], by_sea: bool = False) -> list[Shape | None]:
    """Return the shape of each place, made ready once where several places share it; None for a point."""
    from eastup.geodesy.shapes import Shape

    made: dict[int, Shape] = {}
    found: list[Shape | None] = []
    for place in places:
        if place.shape is None or (by_sea and place.sea_lon is not None):
            found.append(None)
        else:
            found.append(made.setdefault(id(place.shape), made.get(id(place.shape)) or Shape(place.shape)))
    return found


def _end_of(shape: Shape, points: FloatArray, measure: Measure) -> FloatArray:
    return (shape.nearest(points) if measure == "nearest" else shape.farthest(points))[0]


def _afloat(shape: Shape, points: FloatArray, measure: Measure, closed: SomeGates) -> FloatArray:
    """Return the point of a shape to which ships have the shortest or the longest way from each point, ``(N, 2)``.

    Where no ship comes to the shape, it is that by air, and the table finds no way.
    """
    from eastup.sea import engine, gates

    water = gates.water(closed)

    def far_km(sources: FloatArray, nodes: FloatArray) -> FloatArray:
        fields = engine.shipped().fields(sources, nodes, water, shore_km=_ASHORE_KM)
        return np.array([field.distance_km for field in fields])

    pick = _least if measure == "nearest" else _most
    result = _end_of(shape, points, measure)
    held = shape.holds(points) if measure == "nearest" else np.zeros(len(points), dtype=bool)
    stride = max(1, len(shape.nodes) // _MOST_NODES)
    rough = np.arange(0, len(shape.nodes), stride)
    asked = np.flatnonzero(~held)
    if not len(asked):
        return result
    for row, km in zip(asked, far_km(points[asked], shape.nodes[rough]), strict=True):
        if not np.isfinite(km).any():
            continue
        best = rough[pick(km, _BEST)]
        near = np.unique(np.concatenate([np.arange(k - stride, k + stride + 1) for k in best]))
        nodes = shape.nodes[near[(near >= 0) & (near < len(shape.nodes))]]
        fine = far_km(points[row : row + 1], nodes)[0]
        middle = int(pick(fine, 1)[0])
        beside = nodes[[max(middle - 1, 0), middle, min(middle + 1, len(nodes) - 1)]]
        share = np.linspace(0.0, 1.0, _ALONG)[:, None]
        along = np.concatenate([p + (q - p) * share for p, q in (beside[:2], beside[1:])])
        result[row] = along[pick(far_km(points[row : row + 1], along)[0], 1)[0]]
    return result


def _least(km: FloatArray, count: int) -> NDArray[np.int64]:
    return np.argsort(km, kind="stable")[:count]


def _most(km: FloatArray, count: int) -> NDArray[np.int64]:
    return np.argsort(np.where(np.isfinite(km), -km, np.inf), kind="stable")[:count]
