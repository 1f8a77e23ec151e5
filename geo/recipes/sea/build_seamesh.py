"""Builds ``geo/seamesh.npz``, the navigation mesh of the sea, from ``land.npz``, the straits and the passages.

    python -m geo.recipes.sea.build_seamesh [--keep FOLDER] [--harbours]

Some ten minutes of two cores; it prints what it does. With ``--keep`` what the slow steps make (clearance, waters,
throats) is kept in a folder and read again the next time. With ``--harbours`` the harbours about which the coast is
drawn finer are taken from the layers anew.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import shapely

from eastup import places
from eastup.io import polygons
from eastup.sea import ports
from eastup.sea.engine import SeaEngine, Water
from eastup.sea.mesh import Mesh
from geo.recipes.sea import clearance, gatelines, lattice, openings, passages, region, subdivision, thinning, throats
from geo.recipes.sea.subdivision import Areas, Gates

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from eastup.geodesy.types import Bounds
    from geo.recipes.sea.region import FloatArray, Geometries
    from geo.recipes.sea.triangulation import Triangulation

GEO = Path(__file__).resolve().parents[2]
APPROACHES = Path(__file__).resolve().parent / "approaches.csv"
"""The harbours about which the coast is drawn finer: those of the layers when the mesh was last drawn. A file, so that
a place that is added to a layer or moved leaves the mesh what it is until somebody draws it anew."""
HARBOUR_DEG = 0.08
"""Half the side of the box about a harbour in which the coast is drawn finer."""
HARBOUR_KM, PORT_KM = 25.0, 10.0
"""How far off the approaches of the harbours of the layers, and of other ports, begin."""
CHANNEL_DEG = 0.004
"""Half the width of a port's channel."""
LEAST_WATER_DEG2 = 3e-3
"""Roomy waters of less than some thirty square kilometres count as strip."""
LEAST_NARROWS_DEG2 = 5e-5
"""The same in narrow passages."""
LEAST_SHOAL_DEG2 = 1.6e-3
"""Shoals and reefs of less than some twenty square kilometres of roomy water are left out: round them it is no way."""
LEAST_POND_DEG2 = 5e-5
"""Water of half a square kilometre that reefs shut off is a sliver of the drawing, not a lagoon."""

_began = time.monotonic()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="folder for what the slow steps make")
    parser.add_argument("--harbours", action="store_true", help="write approaches.csv from the layers first")
    options = parser.parse_args()
    if options.harbours:
        rows = "".join(f"{lon!r},{lat!r}\n" for lon, lat in harbours_of_layers().tolist())
        APPROACHES.write_text("lon,lat\n" + rows, encoding="utf-8")
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        mesh = built(options.keep or Path(folder))
    mesh.save(GEO / "seamesh.npz")
    say(len(mesh.vertices), "vertices,", len(mesh.triangles), "triangles by label", Counter(mesh.label.tolist()))
    say((GEO / "seamesh.npz").stat().st_size, "bytes; gates without edges:", without_edges(mesh))


def built(keep: Path) -> Mesh:
    """Return the mesh; what slow steps make goes through files of a folder, and is not made again where they exist."""
    land = region.land_parts()
    gates = gatelines.all_gates(land)
    drawn = gatelines.over_land(gates, land)
    say(len(gates.ids), "gates")
    fairways = channels()
    shore, room = _kept(keep / "zones.npz", lambda: clearance.draw(land, region.REGION, narrows()))
    say("clearance:", count(shore), "vertices of the shore,", count(room), "of the room")
    [sea], roomy = _kept(keep / "water.npz", lambda: waters(shore, room, land))
    say(count(np.array([sea])), "vertices of all water,", len(sea.interiors), "islands")
    say(count(roomy), "vertices of", len(roomy), "roomy waters")
    sea = with_channels(sea, fairways)
    roomy, throat = _kept(keep / "throats.npz", lambda: _throats(sea, roomy, shore, gates, drawn))
    sea = behind_reefs(sea, np.concatenate([throat, fairways]))
    areas = Areas(sea, roomy, keep_out(roomy), throat, fairways)
    triangles = subdivision.triangulate_areas(areas, drawn)
    say("lattice:", lattice.refine(triangles, region.REGION), "points;", lattice.unfold(triangles), "edges split")
    return packed(triangles, gates)


def _throats(
    sea: shapely.Polygon, roomy: Geometries, shore: Geometries, gates: Gates, drawn: Gates
) -> tuple[Geometries, Geometries]:
    """Return the waters that are joined, and the throats between and within them."""
    lines = throats.gaps(roomy, sea)
    say(len(lines), "lines across clearance")
    opened, roomy = openings.join(lines, roomy, shore)
    say(len(opened), "throats join", len(roomy), "of the waters")
    lines = lines[throats.inside(lines[:, 0], roomy) & throats.inside(lines[:, 1], roomy)]
    none = np.empty(0, dtype=np.object_)
    engine = _engine(Areas(sea, roomy, none, corridors(opened), none), drawn)
    found = throats.lawful(lines, Navigable(engine))
    through = openings.through_ports(engine, np.concatenate([harbours(), known_ports()]), roomy, sea)
    more = openings.within(found + through, roomy, shore)
    say(len(more), "throats beside other ways, of", len(found), "lines and", len(through), "ways through ports")
    last = openings.for_gates(engine, gates, roomy, shore)
    say(len(last), "throats for gates that are not passed otherwise")
    every = opened + more + last
    engine = _engine(Areas(sea, roomy, none, corridors(every), none), drawn)
    listed = openings.for_passages(engine, gates, roomy, shore)
    say(len(listed), "throats for listed passages")
    return roomy, corridors(every + listed)


def _kept(file: Path, made: Callable[[], tuple[Geometries, ...]]) -> tuple[Geometries, ...]:
    """Return groups of polygons from a file, which is made if it is not there."""
    if not file.is_file():
        groups = tuple(region.polygons(shapely.make_valid(g, method="structure", keep_collapsed=False)) for g in made())
        number = np.repeat([str(k) for k in range(len(groups))], [len(g) for g in groups])
        polygons.save_polygons(file, np.concatenate(groups), number)
    areas, group = polygons.load(file)
    return tuple(_in_order(areas[group == g]) for g in np.unique(group))


def _in_order(areas: Geometries) -> Geometries:
    """Return polygons by where they lie, each ring from its least vertex on.

    What is made of them must not depend on where a union began: one more harbour would change throats far away.
    """
    areas = shapely.normalize(areas)
    return np.asarray(areas[np.lexsort(shapely.bounds(areas).T)])


def corridors(opened: list[throats.Throat]) -> Geometries:
    """Return the areas of throats."""
    return region.polygons(shapely.make_valid(np.array([t.area for t in opened], dtype=np.object_)))


def _engine(areas: Areas, gates: Gates) -> SeaEngine:
    triangles = subdivision.triangulate_areas(areas, gates)
    lattice.unfold(triangles)
    return SeaEngine(packed(triangles, gates))


def say(*words: object) -> None:
    print(f"{time.monotonic() - _began:7.1f} s", *words, flush=True)


def count(areas: Geometries) -> int:
    """Return the number of vertices of some areas."""
    return int(shapely.get_num_coordinates(areas).sum())


def narrows() -> list[Bounds]:
    """Return the boxes in which the coast is drawn finer: narrow passages, and the harbours of the layers."""
    found: list[Bounds] = [
        (x - HARBOUR_DEG, y - HARBOUR_DEG, x + HARBOUR_DEG, y + HARBOUR_DEG) for x, y in harbours().tolist()
    ]
    return found + [p.narrows for p in passages.passages() if p.narrows is not None]


def harbours() -> FloatArray:
    """Return the harbours of ``approaches.csv``, ``(N, 2)`` degrees."""
    return np.loadtxt(APPROACHES, delimiter=",", skiprows=1, ndmin=2)


def harbours_of_layers() -> FloatArray:
    """Return the sea points of the bases, nodes and places of the layers, ``(N, 2)`` degrees, sorted."""
    points = [p.sea_point for p in places.all_places() if p.layer not in {"straits", "passages"}]
    return np.unique(region.continuous(np.array(points, dtype=float)), axis=0)


def known_ports() -> FloatArray:
    """Return the ports of ``harbours.csv``, ``(N, 2)`` degrees."""
    return region.continuous(np.array([(port.lon, port.lat) for port in ports.harbours()]))


def waters(shore: Geometries, room: Geometries, land: Geometries) -> tuple[Geometries, Geometries]:
    """Return all water that is joined to the ocean, one polygon, and the roomy parts of it that are large enough."""
    grid = region.GRID_DEG
    dry = shapely.union_all(shore, grid_size=grid)
    sea = region.largest(region.polygons(shapely.difference(shapely.box(*region.REGION), dry, grid_size=grid)))
    roomy = region.polygons(shapely.difference(sea, shapely.union_all(room, grid_size=grid), grid_size=grid))
    narrow = shapely.union_all([shapely.box(*p.narrows) for p in passages.passages() if p.narrows is not None])
    kept = shapely.area(roomy) > np.where(shapely.intersects(roomy, narrow), LEAST_NARROWS_DEG2, LEAST_WATER_DEG2)
    approaches = [thinning.Ports(harbours(), HARBOUR_KM), thinning.Ports(known_ports(), PORT_KM)]
    thin = thinning.thinned(sea, roomy[kept], land, approaches)
    return np.array([thin], dtype=np.object_), thinning.edges(roomy[kept], thin)


def keep_out(roomy: Geometries) -> Geometries:
    """Return the shoals and reefs of ``shoals.npz`` and the waters that ``passages.toml`` describes.

    Only where they lie in roomy water, which is where they change a way, and not where they are specks.
    """
    joined = shapely.union_all(
        shapely.make_valid(np.concatenate([passages.shoals(), shoals("shoal"), shoals("reef")])),
        grid_size=region.GRID_DEG,
    )
    open_water = shapely.union_all(roomy, grid_size=region.GRID_DEG)
    return region.polygons(shapely.intersection(joined, open_water, grid_size=region.GRID_DEG), LEAST_SHOAL_DEG2)


def shoals(kind: str) -> Geometries:
    """Return the areas of one kind of ``shoals.npz``; none where the file is not there."""
    file = GEO / "shoals.npz"
    if not file.is_file():
        return np.empty(0, dtype=np.object_)
    areas, kinds = polygons.load(file)
    return np.asarray(areas[kinds == kind], dtype=np.object_)


def behind_reefs(sea: shapely.Polygon, used: Geometries) -> shapely.Polygon:
    """Return all water without the barrier reefs, which end at throats and channels.

    A reef that would shut water off stays out: lines for maps of the world leave passes out of the rings of atolls.
    """
    grid = region.GRID_DEG
    closed = shapely.difference(shoals("barrier"), shapely.union_all(used, grid_size=grid), grid_size=grid)
    walls = region.polygons(closed)
    free = region.polygons(shapely.difference(sea, shapely.union_all(walls, grid_size=grid), grid_size=grid))
    ponds = free[(shapely.area(free) > LEAST_POND_DEG2) & (shapely.area(free) < shapely.area(free).max())]
    walls = walls[shapely.distance(walls, shapely.union_all(ponds)) > grid] if len(ponds) else walls
    return region.largest(
        region.polygons(shapely.difference(sea, shapely.union_all(walls, grid_size=grid), grid_size=grid))
    )


def channels() -> Geometries:
    """Return the channels of ports up rivers and estuaries, from the lines of ``ports.toml``."""
    file = GEO / "ports.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["port"] if file.is_file() else []
    lines = [shapely.LineString(region.continuous(np.array(port["line"], dtype=float))) for port in entries]
    wide = shapely.buffer(np.array(lines, dtype=np.object_), CHANNEL_DEG, quad_segs=2)
    return region.polygons(shapely.union_all(wide, grid_size=region.GRID_DEG))


def with_channels(sea: shapely.Polygon, fairways: Geometries) -> shapely.Polygon:
    """Return all water with the channels, also where the coast has them as land."""
    return region.largest(region.polygons(shapely.union_all([sea, *fairways], grid_size=region.GRID_DEG)))


class Navigable:
    """Fields over roomy water and throats."""

    def __init__(self, engine: SeaEngine) -> None:
        self._engine = engine
        self._points = np.empty((0, 2))

    def points(self, lonlat: FloatArray) -> None:
        """Name the points that fields are wanted at."""
        self._points = lonlat

    def fields(self, lonlat: FloatArray, limit_km: float) -> list[tuple[NDArray[np.int32], FloatArray]]:
        """Return the numbers of the points that each place reaches, and their distances."""
        water = Water(kind="navigable")
        found = self._engine.reached(lonlat, self._points, water, limit_km=limit_km, shore_km=0.0)
        return [(r.index, r.distance_km) for r in found]


def packed(triangles: Triangulation, gates: Gates) -> Mesh:
    """Return the mesh as it is written."""
    points, corners, labels = triangles.arrays()
    half_edges = sorted(
        (3 * t + triangles.triangles[t].index(a), gate)
        for (a, b), t in triangles.owner.items()
        for gate in triangles.tags.get((min(a, b), max(a, b)), ())
    )
    edge, of = np.array(half_edges, dtype=np.int64).reshape(-1, 2).T
    kinds, toll_km = passages.kinds(), passages.toll_km()
    return Mesh(
        vertices=points.astype(np.int32),
        triangles=corners.astype(np.int32),
        label=labels.astype(np.uint8),
        gate_edge=edge.astype(np.int32),
        gate_of=of.astype(np.int16),
        gates=tuple(gates.ids),
        toll_km=np.array([toll_km.get(kinds.get(gate, ""), 0.0) for gate in gates.ids]),
    )


def without_edges(mesh: Mesh) -> list[str]:
    """Return the gates that have no edge in the mesh: their water is narrower than it draws."""
    return [gate for k, gate in enumerate(mesh.gates) if k not in mesh.gate_of]


if __name__ == "__main__":
    main()
