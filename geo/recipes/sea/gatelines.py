"""The gates: of the layer of straits, and of the narrow passages."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import layers
from eastup.basemap.coast import is_over_land, onwards
from eastup.geodesy import ellipsoid
from geo.recipes.sea import passages, region
from geo.recipes.sea.subdivision import Gates

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.recipes.sea.region import FloatArray, Geometries

NEAR_KM = (15.0, 12.0, 9.0, 6.0, 3.0, 1.5)
"""A gate must be passable from so far off on either side, or from where there is water."""
FAR_KM = (15.0, 20.0, 25.0, 30.0, 40.0)
"""So far off there is roomy water on either side."""


def all_gates(land: Geometries) -> Gates:
    """Return the gates of the layer of straits, in its order, then those of the passages."""
    straits = layers.load("straits")
    narrow = passages.passages()
    lines = [shapely.transform(line, region.continuous) for line in straits.geometry]
    lines += [passages.gate_line(p, land) for p in narrow]
    return Gates([*straits["id"], *(p.id for p in narrow)], np.array(lines, dtype=np.object_))


def over_land(gates: Gates, land: Geometries) -> Gates:
    """Return gates that run on over the land at each of their ends, and over islands between their parts.

    Two parts that end on one island run on in their own directions: without the line between these ends, a way would
    slip through where the sea does not have the island.
    """
    tree = shapely.STRtree(land)

    def land_at(on: shapely.LineString) -> shapely.Geometry:
        return shapely.union_all(land[tree.query(on)])

    grown = []
    for line in gates.lines:
        parts = list(shapely.get_parts(line))
        ends = [np.array(end) for part in parts for end in (part.coords[:2][::-1], part.coords[-2:])]
        on = filter(None, (onwards(end, land_at) for end in ends))
        links = (np.array([a.coords[-1], b.coords[0]]) for a, b in itertools.pairwise(parts))
        over = (shapely.LineString(link) for link in links if is_over_land(link, land_at))
        grown.append(shapely.multilinestrings([*parts, *on, *over]))
    return Gates(gates.ids, np.array(grown, dtype=np.object_))


def closed_gates() -> set[str]:
    """Return the gates that no ship passes."""
    straits = layers.load("straits")
    return {*straits.loc[straits["traffic"] == "closed", "id"], *(p.id for p in passages.passages() if p.is_closed)}


def either_side(
    line: shapely.Geometry,
    wanted: Callable[[FloatArray], bool],
    off_km: tuple[float, ...] = NEAR_KM,
    *,
    unequal: bool = False,
) -> FloatArray | None:
    """Return a point on each side of a gate's widest stretch, ``(2, 2)`` degrees, or None.

    Parameters
    ----------
    line : line or multiline, degrees
    wanted : callable
        Whether two points will do.
    off_km : tuple of float
        Distances from the gate that are tried, in order, each square to it and then askew.
    unequal : bool
        Whether unequal distances are tried last: a bay may end nearer to a gate than the open sea has room.
    """
    stretch = max(shapely.get_parts(line), key=lambda part: part.length)
    (ax, ay), (bx, by) = stretch.coords[0], stretch.coords[-1]
    azimuth_deg, length_m = (float(v) for v in ellipsoid.inverse(ax, ay, bx, by))
    lon, lat = (float(v) for v in ellipsoid.forward(ax, ay, azimuth_deg, length_m / 2))
    last = itertools.permutations(off_km, 2) if unequal else ()
    for both_km in (*((km, km) for km in off_km), *last):
        for turns_deg in itertools.product((0.0, 20.0, -20.0, 40.0, -40.0), repeat=2):
            bearings = (azimuth_deg + 90.0 + turns_deg[0], azimuth_deg - 90.0 + turns_deg[1])
            across = [ellipsoid.forward(lon, lat, b, 1000 * km) for b, km in zip(bearings, both_km, strict=True)]
            ends = np.array(across, dtype=np.float64).reshape(2, 2)
            if wanted(ends):
                return ends
    return None
