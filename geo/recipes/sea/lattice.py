"""Points in open water, so that every edge is short enough to stand for a great circle, and no triangle is inverted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.recipes.sea.region import GRID_DEG
from geo.recipes.sea.subdivision import steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eastup.geodesy.types import Bounds
    from geo.recipes.sea.region import FloatArray
    from geo.recipes.sea.triangulation import Triangulation

MESH_DEG = 2.0
_OFF_DEG = 0.00137  # whole degrees are where frames and other people's lines lie
_FLATTENING = 1 / 298.257223563


def refine(mesh: Triangulation, frame: Bounds) -> int:
    """Insert a lattice of points into a triangulation and flip it to Delaunay; return how many went in."""
    lon, lat = np.meshgrid(*(np.arange(frame[k] + MESH_DEG, frame[k + 2], MESH_DEG) for k in (0, 1)))
    points = steps(np.column_stack([lon.ravel(), lat.ravel()]) + _OFF_DEG)
    mesh.legalize()
    xy, triangles, _ = mesh.arrays()
    tree = shapely.STRtree(np.asarray(shapely.polygons(xy[triangles])))
    which, start = tree.query(shapely.points(points), predicate="within")
    before = len(mesh.points)
    for k, t in zip(which.tolist(), start.tolist(), strict=True):
        x, y = points[k].tolist()
        mesh.insert((x, y), t)
    mesh.legalize()
    return len(mesh.points) - before


def unfold(mesh: Triangulation) -> int:
    """Split the longest edge of triangles that great circles turn inside out, until there are none; return how many.

    An edge along a parallel bulges towards the pole: a flat triangle on that side would be inverted on the sphere.
    """
    count = 0
    for _ in range(12):
        points, triangles, _ = mesh.arrays()
        bad = np.flatnonzero(orientation(np.asarray(points * GRID_DEG, dtype=np.float64), triangles) <= 0)
        if not len(bad):
            return count
        for t in bad.tolist():
            corners = mesh.triangles[t]
            ends = [(corners[k], corners[(k + 1) % 3]) for k in range(3)]
            a, b = max(ends, key=lambda e: np.hypot(*np.subtract(mesh.points[e[0]], mesh.points[e[1]])))
            mesh.split(a, b)
            count += 1
    raise ValueError(f"{len(bad)} triangles stay inverted on the sphere")


def orientation(lonlat: FloatArray, triangles: NDArray[np.int64]) -> FloatArray:
    """Return the triple product of each triangle's corners on the auxiliary sphere: above zero if counterclockwise."""
    lon, lat = np.radians(lonlat).T
    reduced = np.arctan((1 - _FLATTENING) * np.tan(lat))
    x = np.column_stack([np.cos(reduced) * np.cos(lon), np.cos(reduced) * np.sin(lon), np.sin(reduced)])
    a, b, c = (x[triangles[:, k]] for k in range(3))
    return np.asarray(np.einsum("ij,ij->i", a, np.cross(b - a, c - a)))
