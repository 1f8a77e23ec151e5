"""One planar subdivision of the water, each face labelled, and its constrained Delaunay triangles.

All outlines and gate lines are noded together on the mesh's whole steps, so that neighbouring faces share their
vertices; a line that divides no water (a gate between two islands) is told apart, to be forced into the triangles.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.recipes.sea.region import GRID_DEG
from geo.recipes.sea.triangulation import Triangulation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.recipes.sea.region import FloatArray, Geometries

_LONGEST_DEG = 0.9  # an edge straight in degrees may then stand for a great circle
_ON_LINE_DEG = 2.1 * GRID_DEG


class Label(IntEnum):
    """What ships may do in a triangle."""

    ROOMY = 0
    STRIP = 1
    SHOAL = 2
    THROAT = 3
    CHANNEL = 4


@dataclass(frozen=True)
class Areas:
    """The areas that the subdivision is made of, in degrees.

    Parameters
    ----------
    sea : polygon
        All water that the mesh covers.
    roomy : array of polygons
        The part of it in which ships keep off the coast.
    shoals, throats, channels : arrays of polygons
        Water under keep-out, corridors through the clearance, and ports' channels.
    """

    sea: shapely.Polygon
    roomy: Geometries
    shoals: Geometries
    throats: Geometries
    channels: Geometries


@dataclass(frozen=True)
class Gates:
    """Lines whose crossings are told.

    Parameters
    ----------
    ids : list of str
    lines : array of lines or multilines, degrees
    """

    ids: list[str]
    lines: Geometries


def triangulate_areas(areas: Areas, gates: Gates) -> Triangulation:
    """Return the labelled triangles; the edges that lie on gates carry their numbers as tags."""
    lines = shapely.intersection(gates.lines, areas.sea)
    parts = [areas.sea, *areas.roomy, *areas.shoals, *areas.throats, *areas.channels]
    outlines = shapely.segmentize(shapely.boundary(np.array(parts, dtype=np.object_)), _LONGEST_DEG)
    drawn = shapely.segmentize(lines, _LONGEST_DEG)
    noded = shapely.union_all(np.concatenate([outlines, drawn]), grid_size=GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    labels = _labels(faces, areas)
    faces, labels = faces[labels >= 0], labels[labels >= 0]
    mesh = _delaunay(faces, labels)
    _force(mesh, _on_lines(noded, gates))
    return mesh


def _labels(faces: Geometries, areas: Areas) -> NDArray[np.int64]:
    """Return the label of each face, -1 for those on land."""
    inside = shapely.point_on_surface(faces)
    sea = np.array([areas.sea], dtype=np.object_)
    in_sea, in_roomy, in_shoal, in_throat, in_channel = (
        _within(inside, part) for part in (sea, areas.roomy, areas.shoals, areas.throats, areas.channels)
    )
    labels = np.where(in_roomy, np.where(in_shoal, Label.SHOAL, Label.ROOMY), Label.STRIP)
    labels = np.where(in_channel & (labels != Label.ROOMY), Label.CHANNEL, labels)
    labels = np.where(in_throat & (labels != Label.ROOMY), Label.THROAT, labels)
    return np.where(in_sea, labels, -1)


def _within(points: Geometries, areas: Geometries) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=bool)
    if len(areas):
        shapely.prepare(areas)
        found[shapely.STRtree(points).query(areas, predicate="contains")[1]] = True
    return found


def _delaunay(faces: Geometries, labels: NDArray[np.int64]) -> Triangulation:
    parts, face = shapely.get_parts(shapely.constrained_delaunay_triangles(faces), return_index=True)
    corners = steps(shapely.get_coordinates(parts).reshape(-1, 4, 2)[:, :3])
    points, number = np.unique(corners.reshape(-1, 2), axis=0, return_inverse=True)
    triangles = number.reshape(-1, 3)
    area = doubled_area(points, triangles)
    triangles[area < 0] = triangles[area < 0][:, ::-1]
    return Triangulation(points, triangles[area != 0], labels[face][area != 0])


def steps(lonlat: FloatArray) -> NDArray[np.int64]:
    """Return degrees as whole steps of the mesh."""
    return np.asarray(np.rint(lonlat / GRID_DEG), dtype=np.int64)


def doubled_area(points: NDArray[np.int64], triangles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return twice the area of triangles in square steps, above zero where they are counterclockwise."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return np.asarray((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0])


def _on_lines(noded: shapely.Geometry, gates: Gates) -> list[tuple[tuple[int, int], tuple[int, int], int]]:
    """Return the noded segments that lie on gates: two points and the number of the gate."""
    xy, line = shapely.get_coordinates(shapely.get_parts(noded), return_index=True)
    joined = line[:-1] == line[1:]
    ends = np.stack([xy[:-1][joined], xy[1:][joined]], axis=1)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(ends)))
    gate, segment = tree.query(gates.lines, predicate="dwithin", distance=_ON_LINE_DEG)
    found = []
    for g, s in zip(gate.tolist(), segment.tolist(), strict=True):
        three = shapely.points(np.vstack([ends[s], ends[s].mean(axis=0)]))
        if (shapely.distance(three, gates.lines[g]) < _ON_LINE_DEG).all():
            (ax, ay), (bx, by) = steps(ends[s]).tolist()
            if (ax, ay) != (bx, by):
                found.append(((ax, ay), (bx, by), g))
    return found


def _force(mesh: Triangulation, segments: list[tuple[tuple[int, int], tuple[int, int], int]]) -> None:
    """Make segments edges of the triangulation, tagged with their gates."""
    missing = sorted({p for a, b, _ in segments for p in (a, b) if p not in mesh.number})
    if missing:
        points, triangles, _ = mesh.arrays()
        tree = shapely.STRtree(np.asarray(shapely.polygons(points[triangles])))
        near = tree.query_nearest(shapely.points(missing), all_matches=False)[1]
        for point, start in zip(missing, near.tolist(), strict=True):
            mesh.insert(point, start)
    for a, b, gate in segments:
        for p, q in mesh.force(mesh.number[a], mesh.number[b]):
            key = (min(p, q), max(p, q))
            mesh.tags[key] = tuple(sorted({*mesh.tags.get(key, ()), gate}))
