"""Water that ships keep out of: a strip along every coast, as wide as there is room for.

Where the sea is wide a ship keeps two and a half nautical miles off the coast; in a channel it keeps to the middle
half. How wide the sea is at a point is told by the largest disc of water that holds the point (the opening of
mathematical morphology): off an open coast it is large, in a channel it is the channel's half-width, in a bay the
bay's. For radii that double, each disc that fits asks for half its radius of clearance.

Two areas come out: the *shore*, land and the water next to it that no route enters, and the *room*, which holds the
shore and the clearance about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import Pool
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup.geodesy.types import Bounds
from geo.recipes.sea import region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.recipes.sea.region import FloatArray, Geometries


DISC_NMI = (0.3125, 0.625, 1.25, 2.5, 5.0, 10.0)
"""Radii of the discs: one that fits asks for the clearance of the radius before it."""
_OVERLAY_KM = 1e-5  # overlays are rounded to a centimetre, which keeps them from failing
_LEAST_KM2 = 1e-3


@dataclass(frozen=True)
class Detail:
    """How near to land the shore reaches, and how finely it is drawn.

    Parameters
    ----------
    shore_km : float
        Width of the strip next to land that no route enters.
    tolerance_km : float
        By how much the shore's outline may err; less than `shore_km`, so that the outline never meets the land.
    seal_km : float
        Water of less than twice this width between two strips is no way: islets that lie close together make one.
    edge_km : float
        By how much the edge of the clearance may err.
    least_disc_nmi : float
        Radius of the smallest disc that asks for clearance.
    """

    shore_km: float
    tolerance_km: float
    seal_km: float
    edge_km: float
    least_disc_nmi: float


FINE = Detail(0.2, 0.2, 0.4, 0.4, 0.3125)
MEDIUM = Detail(0.4, 0.38, 0.6, 0.7, 0.625)
FAR = Detail(0.6, 0.55, 0.8, 1.2, 1.25)
"""Where the coast of ``land.npz`` is good to 300 m only."""
NARROWS = Detail(0.12, 0.045, 0.03, 0.08, 0.3125)
"""In harbours and in narrow passages that ships use."""

FINE_BOXES: tuple[Bounds, ...] = (
    (123.0, 30.0, 147.0, 46.0),  # Japan, Korea
    (117.0, 20.0, 132.0, 32.0),  # the Ryukyus, Taiwan, the coast of Fujian and Zhejiang
    (117.0, 4.0, 127.5, 22.0),  # the Philippines
    (102.0, 0.0, 105.0, 2.0),  # Singapore
    (141.0, -12.0, 144.0, -8.0),  # Torres Strait
    (111.0, 20.0, 117.0, 24.0),  # Hong Kong and the Pearl River
    (108.0, 18.0, 111.0, 22.0),  # Hainan
)
"""Where islands are many and ships pass close by them."""

Job = tuple[Bounds, "Geometries", Detail, "Geometries"]


def draw(land: Geometries, area: Bounds, narrows: Sequence[Bounds]) -> tuple[Geometries, Geometries]:
    """Return the shore and the room of an area, polygons in degrees.

    Parameters
    ----------
    land : array of polygons
    area : Bounds
        What to draw.
    narrows : sequence of Bounds
        Where the coast is drawn finer.
    """
    jobs = list(_jobs(land, area, narrows))
    with Pool() as pool:
        drawn = pool.map(_one_tile, jobs, chunksize=4)
    shore, room = (
        shapely.union_all(
            shapely.make_valid(np.array([p for tile in drawn for p in tile[k]], dtype=np.object_)), grid_size=1e-6
        )
        for k in (0, 1)
    )
    return region.polygons(shore), region.polygons(shapely.union_all([shore, room], grid_size=1e-6))


def _jobs(land: Geometries, area: Bounds, narrows: Sequence[Bounds]) -> list[Job]:
    tree = shapely.STRtree(land)
    holes = np.array([shapely.box(*n) for n in narrows], dtype=np.object_)
    jobs = []
    boxes = [(box, _detail(box)) for box in region.tiles(area)]
    for box, detail in [*boxes, *((n, NARROWS) for n in narrows)]:
        margin = 2.1 * DISC_NMI[-1] * region.KM_PER_NMI / region.km_per_degree((box[1] + box[3]) / 2)
        wide = (box[0] - margin[0], box[1] - margin[1], box[2] + margin[0], box[3] + margin[1])
        near = shapely.clip_by_rect(land[tree.query(shapely.box(*wide))], *wide)
        near = near[~shapely.is_empty(near)]
        if len(near):
            cut = holes[:0] if detail is NARROWS else holes[shapely.intersects(holes, shapely.box(*box))]
            jobs.append((box, near, detail, cut))
    return jobs


def _detail(box: Bounds) -> Detail:
    if not region.is_fine(box):
        return FAR
    fine = any(shapely.box(*f).intersection(shapely.box(*box)).area > 0 for f in FINE_BOXES)
    return FINE if fine else MEDIUM


def _one_tile(job: Job) -> tuple[Geometries, Geometries]:
    box, land, detail, holes = job
    scale = region.km_per_degree((box[1] + box[3]) / 2)
    shore, room = _zones(_scaled(land, scale), detail)
    [frame] = _scaled(np.array([shapely.box(*box)], dtype=np.object_), scale)
    frame = shapely.difference(frame, shapely.union_all(_scaled(holes, scale)))
    return _pieces(shore, frame, scale), _pieces(room, frame, scale)


def _zones(land: Geometries, detail: Detail) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the shore and the room about some land, in kilometres."""
    rough = shapely.make_valid(shapely.simplify(land, 0.3 * detail.tolerance_km))
    about = shapely.union_all(shapely.buffer(rough, detail.shore_km, quad_segs=2), grid_size=_OVERLAY_KM)
    grown = region.simple(about, 0.7 * detail.tolerance_km)
    shore, strips, grown_km = grown, [grown], detail.shore_km
    for disc_nmi in DISC_NMI:
        disc_km = disc_nmi * region.KM_PER_NMI
        if disc_nmi < detail.least_disc_nmi:
            continue
        strip = grown
        grown = region.simple(shapely.buffer(grown, disc_km - grown_km, quad_segs=3), 0.05 * disc_km)
        if grown_km > detail.shore_km:
            no_disc_fits = shapely.make_valid(shapely.buffer(grown, -disc_km, quad_segs=4))
            off = shapely.difference(strip, no_disc_fits, grid_size=_OVERLAY_KM)
            strips.append(region.simple(off, 0.1 * disc_km))
        grown_km = disc_km
    room = _sealed(shapely.union_all(strips, grid_size=_OVERLAY_KM), detail.seal_km)
    shore = _sealed(shore, detail.seal_km)
    return region.simple(shore, detail.tolerance_km), region.simple(room, detail.edge_km)


def _sealed(area: BaseGeometry, half_gap_km: float) -> BaseGeometry:
    grown = shapely.buffer(area, half_gap_km, quad_segs=2, join_style="mitre", mitre_limit=2)
    return shapely.buffer(grown, -half_gap_km, quad_segs=2, join_style="mitre", mitre_limit=2)


def _pieces(area: BaseGeometry, frame: BaseGeometry, scale: FloatArray) -> Geometries:
    inside = shapely.intersection(area, frame, grid_size=_OVERLAY_KM)
    return _scaled(region.polygons(inside, _LEAST_KM2), 1.0 / scale)


def _scaled(geometries: Geometries, scale: FloatArray) -> Geometries:
    return np.asarray(shapely.transform(geometries, lambda xy: xy * scale), dtype=np.object_)
