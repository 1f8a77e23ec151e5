"""Water that ships keep out of: a strip along every coast, as wide as there is room for.

Where the sea is wide a ship keeps two and a half nautical miles off the coast; in a channel it keeps to the middle
half. How wide the sea is at a point is told by the largest disc of water that holds the point (the opening of
mathematical morphology): off an open coast it is large, in a channel it is the channel's half-width, in a bay the
bay's. For radii that double, each disc that fits asks for half its radius of clearance.

Everything is drawn in tiles, in a plane true to scale at the tile's middle.
"""

from __future__ import annotations

import tomllib
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from eastup.sea.water import REGION

from eastup import basemap, geodesy, places
from eastup.geodesy.sphere import continuous

if TYPE_CHECKING:
    from collections.abc import Iterator

Box = tuple[float, float, float, float]
Job = tuple[Box, np.ndarray, bool]

KM_PER_NMI = 1.852
COAST_KM = 0.2  # no route comes nearer to land
DISC_NMI = (0.3125, 0.625, 1.25, 2.5, 5.0)  # a disc that fits asks for the clearance of the one before
NARROW_COAST_KM = 0.12  # the same in the narrows of passages.toml and in the harbours of the layers
HARBOUR_DEG = 0.05  # half the side of the box about a harbour
TILE_DEG = (3.0, 2.0)
SEAL_KM, NARROW_SEAL_KM = 0.25, 0.03  # water of less than twice this between two strips is no way
_GRID_KM = 1e-5  # overlays are rounded to a centimetre, which keeps them from failing
LEAST_POND_DEG2 = 8e-5


def draw() -> tuple[np.ndarray, np.ndarray]:
    """Return the coast strip that no route enters, and the water that routes keep out of but at their ends."""
    tiles = list(_tiles())
    with Pool() as pool:
        drawn = pool.map(_one_tile, tiles, chunksize=8)
    coast, room = (
        shapely.union_all(shapely.make_valid(np.array([p for tile in drawn for p in tile[k]])), grid_size=1e-7)
        for k in (0, 1)
    )
    return shapely.get_parts(coast), shapely.get_parts(room)


def without_ponds(areas: np.ndarray, tolerance_deg: float) -> np.ndarray:
    """Fill small waters that areas enclose, but for those in the narrows, and simplify the edges of the areas."""
    rings, area = shapely.get_rings(areas, return_index=True)
    exterior = np.append(True, area[1:] != area[:-1])
    ponds = shapely.polygons(rings)
    kept = shapely.area(ponds) > LEAST_POND_DEG2
    kept[np.unique(shapely.STRtree(ponds).query(narrow_boxes(), predicate="intersects")[1])] = True
    filled = [
        shapely.Polygon(rings[i], rings[i + 1 : j][kept[i + 1 : j]])
        for i, j in zip(np.flatnonzero(exterior), np.append(np.flatnonzero(exterior)[1:], len(rings)), strict=True)
    ]
    return np.asarray(shapely.simplify(np.array(filled), tolerance_deg))


@cache
def narrows() -> list[Box]:
    """Return the boxes (west, south, east, north) in which the coast is drawn finer."""
    harbours = continuous(np.unique([p.sea_point for p in places.all_places() if p.layer != "straits"], axis=0))
    boxes = np.column_stack([harbours - HARBOUR_DEG, harbours + HARBOUR_DEG]).tolist()
    return [tuple(b) for b in boxes + [p["narrows"] for p in _passages()["passage"] if "narrows" in p]]


def shoals() -> np.ndarray:
    """Return the waters of ``passages.toml`` that ships keep out of although no land stands in them: ellipses."""
    areas = []
    for shoal in _passages()["shoals"]:
        lon, lat = shoal["centre"]
        round_it = np.radians(np.arange(0.0, 360.0, 7.5))
        half_km = np.array([shoal["length_nmi"], shoal["width_nmi"]]) * KM_PER_NMI / 2.0
        along, across = half_km[0] * np.cos(round_it), half_km[1] * np.sin(round_it)
        azimuth_deg = np.degrees(np.arctan2(across, along)) + shoal["azimuth_deg"]
        at = geodesy.forward(
            np.full_like(along, lon), np.full_like(along, lat), azimuth_deg, 1000 * np.hypot(along, across)
        )
        areas.append(shapely.Polygon(continuous(np.column_stack(at))))
    return np.array(areas)


@cache
def _passages() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).resolve().parents[2] / "passages.toml").read_text(encoding="utf-8"))


def narrow_boxes() -> np.ndarray:
    """Return the boxes of `narrows` as polygons."""
    return np.asarray(shapely.box(*np.array(narrows()).T))


def _tiles() -> Iterator[Job]:
    """Yield the tiles, without the narrows in them, and the narrows: each with the land in and about it."""
    land = shapely.get_parts(basemap.land().geometry.to_numpy())
    tree = shapely.STRtree(land)
    west, south, east, north = REGION
    width, height = TILE_DEG
    boxes = [
        ((x, y, x + width, y + height), False)
        for y in np.arange(south, north, height)
        for x in np.arange(west, east, width)
    ]
    for box, narrow in [*boxes, *((n, True) for n in narrows())]:
        margin = 2.1 * DISC_NMI[-1] * KM_PER_NMI / _km_per_degree((box[1] + box[3]) / 2)
        wide = (box[0] - margin[0], box[1] - margin[1], box[2] + margin[0], box[3] + margin[1])
        near = shapely.clip_by_rect(land[tree.query(shapely.box(*wide))], *wide)
        near = near[~shapely.is_empty(near)]
        if len(near):
            yield box, near, narrow


def _km_per_degree(lat: float) -> np.ndarray:
    return np.array([111.32 * np.cos(np.radians(lat)), 111.13])


def _one_tile(job: Job) -> tuple[list[Any], list[Any]]:
    box, land, narrow = job
    coast_km, seal_km = (NARROW_COAST_KM, NARROW_SEAL_KM) if narrow else (COAST_KM, SEAL_KM)
    tolerance_km = coast_km / 2.5
    scale = _km_per_degree((box[1] + box[3]) / 2)
    rough = shapely.make_valid(shapely.simplify(shapely.transform(land, lambda xy: xy * scale), 1.2 * tolerance_km))
    about = shapely.union_all(shapely.buffer(rough, coast_km, quad_segs=2), grid_size=_GRID_KM)
    grown = _simple(about, tolerance_km)
    coast, strips, grown_km = grown, [grown], coast_km
    for disc_nmi in DISC_NMI:
        disc_km = disc_nmi * KM_PER_NMI
        strip = grown
        grown = _simple(shapely.buffer(grown, disc_km - grown_km, quad_segs=3), 0.05 * disc_km)
        if grown_km > coast_km:
            no_disc_fits = shapely.buffer(grown, -disc_km, quad_segs=4)
            off = shapely.difference(strip, shapely.make_valid(no_disc_fits), grid_size=_GRID_KM)
            strips.append(_simple(off, 0.07 * disc_km))
        grown_km = disc_km
    room = _simple(_sealed(shapely.union_all(strips, grid_size=_GRID_KM), seal_km), tolerance_km / 2)
    coast = _simple(_sealed(coast, seal_km / 3), tolerance_km / 3)
    frame = shapely.box(*(np.array(box).reshape(2, 2) * scale).ravel())
    if not narrow:
        holes = [shapely.box(*(np.array(n).reshape(2, 2) * scale).ravel()) for n in narrows()]
        frame = shapely.difference(frame, shapely.union_all([h for h in holes if h.intersects(frame)]))
    return _pieces(coast, frame, scale), _pieces(room, frame, scale)


def _simple(area: Any, tolerance_km: float) -> Any:
    return shapely.make_valid(shapely.simplify(area, tolerance_km))


def _sealed(area: Any, half_gap_km: float) -> Any:
    grown = shapely.buffer(area, half_gap_km, quad_segs=2, join_style="mitre", mitre_limit=2)
    return shapely.buffer(grown, -half_gap_km, quad_segs=2, join_style="mitre", mitre_limit=2)


def _pieces(area: Any, frame: Any, scale: np.ndarray) -> list[Any]:
    return [
        shapely.transform(p, lambda xy: xy / scale)
        for p in shapely.get_parts(shapely.intersection(area, frame, grid_size=_GRID_KM))
        if shapely.get_type_id(p) == shapely.GeometryType.POLYGON and p.area > 1e-3
    ]
