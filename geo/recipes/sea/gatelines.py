"""The gates: of the layer of straits, and of the narrow passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import layers
from eastup.geodesy import ellipsoid
from geo.recipes.sea import passages, region
from geo.recipes.sea.subdivision import Gates

if TYPE_CHECKING:
    from eastup.sea.engine import SeaEngine
    from geo.recipes.sea.region import FloatArray, Geometries

SIDE_KM = 15.0
"""How far off a gate on either side it must be passable from."""


def all_gates(land: Geometries) -> Gates:
    """Return the gates of the layer of straits, in its order, then those of the passages."""
    straits = layers.load("straits")
    narrow = passages.passages()
    lines = [shapely.transform(line, region.continuous) for line in straits.geometry]
    lines += [passages.gate_line(p, land) for p in narrow]
    return Gates([*straits["id"], *(p.id for p in narrow)], np.array(lines, dtype=np.object_))


def closed_gates() -> set[str]:
    """Return the gates that no ship passes."""
    straits = layers.load("straits")
    return {*straits.loc[straits["traffic"] == "closed", "id"], *(p.id for p in passages.passages() if p.is_closed)}


def either_side(line: shapely.Geometry, engine: SeaEngine) -> FloatArray | None:
    """Return a point on each side of a gate, on water, as near to `SIDE_KM` as there is one; else None."""
    stretch = max(shapely.get_parts(line), key=lambda part: part.length)
    (ax, ay), (bx, by) = stretch.coords[0], stretch.coords[-1]
    azimuth_deg, length_m = (float(v) for v in ellipsoid.inverse(ax, ay, bx, by))
    middle = [float(v) for v in ellipsoid.forward(ax, ay, azimuth_deg, length_m / 2)]
    for off_km in (SIDE_KM, 12.0, 9.0, 6.0, 3.0, 1.5):
        for turn_deg in (0.0, 20.0, -20.0, 40.0, -40.0):
            ends = np.array(
                [ellipsoid.forward(*middle, azimuth_deg + side + turn_deg, 1000 * off_km) for side in (90.0, -90.0)]
            ).reshape(2, 2)
            if engine.access(ends).on_water.all():
                return ends
    return None
