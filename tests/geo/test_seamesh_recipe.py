"""The recipe of the sea's mesh on a small piece of made coast: a wall of land across the sea, with a gap in it."""

from dataclasses import dataclass

import numpy as np
import pytest
import shapely

from eastup.sea.engine import SeaEngine, Water
from geo.recipes.sea import build_seamesh, clearance, lattice, openings, region, subdivision, throats
from geo.recipes.sea.subdivision import Areas, Gates, Label

FRAME = (130.0, 30.2, 132.0, 31.8)
GAP_DEG = 0.04  # 4.4 km
WALL = [shapely.box(130.9, 29.0, 131.1, 31.0 - GAP_DEG / 2), shapely.box(130.9, 31.0 + GAP_DEG / 2, 131.1, 33.0)]
ISLET = shapely.box(130.4, 31.0, 130.42, 31.02)
WEST, EAST = (130.5, 30.9), (131.5, 31.1)
NONE = np.empty(0, dtype=np.object_)
GATES = Gates(
    ["gap", "islet"],
    np.array(
        [
            shapely.LineString([(131.0, 31.0 - GAP_DEG / 2), (131.0, 31.0 + GAP_DEG / 2)]),
            shapely.LineString([(130.42, 31.01), (130.9, 31.3)]),  # from an islet to the wall: divides no water
        ],
        dtype=np.object_,
    ),
)


@dataclass
class Coast:
    shore: np.ndarray
    sea: shapely.Polygon
    roomy: np.ndarray


@pytest.fixture(scope="module")
def coast() -> Coast:
    land = np.array([*WALL, ISLET], dtype=np.object_)
    shore, room = clearance.draw(land, FRAME, [])
    frame = shapely.box(*FRAME)
    sea = shapely.difference(frame, shapely.union_all(shore, grid_size=region.GRID_DEG), grid_size=region.GRID_DEG)
    roomy = region.polygons(
        shapely.difference(sea, shapely.union_all(room, grid_size=region.GRID_DEG), grid_size=region.GRID_DEG)
    )
    return Coast(shore, region.polygons(sea)[0], roomy)


def mesh_of(coast: Coast, corridors: np.ndarray = NONE) -> subdivision.Triangulation:
    mesh = subdivision.triangulate_areas(Areas(coast.sea, coast.roomy, NONE, corridors, NONE), GATES)
    lattice.refine(mesh, FRAME)
    lattice.unfold(mesh)
    return mesh


@pytest.fixture(scope="module")
def opened(coast: Coast) -> list[throats.Throat]:
    return openings.join(throats.gaps(coast.roomy, coast.sea), coast.roomy, coast.shore)[0]


def test_a_ship_keeps_off_as_far_as_there_is_room(coast: Coast) -> None:
    scale = region.km_per_degree(31.0)
    land = shapely.transform(shapely.union_all([*WALL, ISLET]), lambda xy: xy * scale)
    assert not shapely.intersects(shapely.union_all([*WALL, ISLET]), coast.sea)
    edge = shapely.get_coordinates(shapely.segmentize(shapely.boundary(coast.roomy), 0.02))
    inner = (edge[:, 0] > 130.01) & (edge[:, 0] < 131.99) & (edge[:, 1] > 30.21) & (edge[:, 1] < 31.79)
    off = shapely.distance(land, shapely.points(edge * scale))
    open_sea = inner & (np.abs(edge[:, 1] - 31.0) > 0.2)
    wide = 5.0 * region.KM_PER_NMI
    assert off[open_sea] == pytest.approx(np.full(open_sea.sum(), wide), abs=0.8)
    channel = inner & (edge[:, 0] > 130.95) & (edge[:, 0] < 131.05)
    assert channel.any(), "the middle of the channel is roomy"
    assert off[channel].min() > 0.2
    assert off[channel].max() < GAP_DEG * 111 / 2


def test_the_clearance_of_the_wide_sea_shuts_the_gap(coast: Coast) -> None:
    west, east = (next(k for k, w in enumerate(coast.roomy) if w.covers(shapely.Point(p))) for p in (WEST, EAST))
    assert west != east
    assert len(coast.roomy) == 3


def test_triangles_cover_the_water_and_none_is_inverted(coast: Coast) -> None:
    points, triangles, labels = mesh_of(coast).arrays()
    area = subdivision.doubled_area(points, triangles)
    assert (area > 0).all()
    assert area.sum() / 2 * region.GRID_DEG**2 == pytest.approx(coast.sea.area, rel=1e-6)
    roomy = area[labels == Label.ROOMY].sum() / 2 * region.GRID_DEG**2
    assert roomy == pytest.approx(shapely.area(coast.roomy).sum(), rel=1e-5)
    assert (lattice.orientation(points * region.GRID_DEG, triangles) > 0).all()


def test_every_gate_has_edges_also_one_that_divides_no_water(coast: Coast) -> None:
    mesh = build_seamesh.packed(mesh_of(coast), GATES)
    assert build_seamesh.without_edges(mesh) == []
    corner = mesh.triangles.ravel()
    ahead = np.roll(mesh.triangles, -1, axis=1).ravel()
    for number, line in enumerate(GATES.lines):
        half = mesh.gate_edge[mesh.gate_of == number]
        ends = np.stack([mesh.vertices[corner[half]], mesh.vertices[ahead[half]]], axis=1) * region.GRID_DEG
        length = np.hypot(*(ends[:, 1] - ends[:, 0]).T).sum() / 2  # both half-edges are listed
        assert length == pytest.approx(shapely.intersection(line, coast.sea).length, rel=1e-4)


def test_a_throat_opens_the_gap_and_keeps_to_its_middle(coast: Coast, opened: list[throats.Throat]) -> None:
    corridors = region.polygons(np.array([t.area for t in opened], dtype=np.object_))
    assert len(opened) == len(coast.roomy) - 1
    engine = SeaEngine(build_seamesh.packed(mesh_of(coast, corridors), GATES))
    track = engine.route(WEST, EAST)
    assert track is not None
    assert track.gates == ("gap",)
    straight = engine.route(WEST, EAST, Water(kind="shortest"))
    assert straight is not None
    assert straight.km <= track.km < 1.02 * straight.km
    assert engine.route(WEST, EAST, Water(closed=("gap",))) is None
    scale = region.km_per_degree(31.0)
    land = shapely.transform(shapely.union_all(WALL), lambda xy: xy * scale)
    way = shapely.transform(shapely.LineString(track.line), lambda xy: xy * scale)
    assert shapely.distance(land, way) > GAP_DEG * 111 / 2 * 0.3


def test_a_port_in_a_long_strait_opens_both_ends_of_it() -> None:
    """The strait is 42 km long between the clearances at its ends, farther than lines across clearance reach, and bent; the way round is 400 km."""
    frame = (130.0, 30.2, 132.0, 33.4)
    south = shapely.Polygon([(130.88, 29.0), (131.12, 29.0), (131.12, 31.0), (131.0, 31.05), (130.88, 31.0)])
    north = shapely.Polygon([(130.88, 31.03), (131.0, 31.08), (131.12, 31.03), (131.12, 32.9), (130.88, 32.9)])
    land = np.array([south, north], dtype=np.object_)
    shore, room = clearance.draw(land, frame, [])
    grid = region.GRID_DEG
    sea = region.largest(
        region.polygons(shapely.difference(shapely.box(*frame), shapely.union_all(shore), grid_size=grid))
    )
    roomy = region.polygons(shapely.difference(sea, shapely.union_all(room), grid_size=grid))
    roomy = np.array([region.largest(roomy)], dtype=np.object_)
    gates = Gates([], NONE)
    mesh = subdivision.triangulate_areas(Areas(sea, roomy, NONE, NONE, NONE), gates)
    lattice.unfold(mesh)
    engine = SeaEngine(build_seamesh.packed(mesh, gates))
    found = openings.through_ports(engine, np.array([[131.0, 31.065]]), roomy, sea)
    assert len(found) == 1
    ends = found[0].way[[0, -1], 0]
    assert ends.min() < 130.88
    assert ends.max() > 131.12
    assert openings.through_ports(engine, np.array([[131.4, 31.9]]), roomy, sea) == [], "a port on an open coast"
    [throat] = openings.within(found, roomy, shore)
    assert 0.3 < throat.half_width_km < 1.7


def test_a_barrier_reef_is_no_water_unless_it_shuts_water_off(monkeypatch: pytest.MonkeyPatch) -> None:
    sea = shapely.box(0.0, 0.0, 10.0, 10.0)
    wall = shapely.box(2.0, 1.0, 2.1, 9.0)
    atoll = shapely.box(5.0, 4.0, 7.0, 6.0).difference(shapely.box(5.1, 4.1, 6.9, 5.9))
    monkeypatch.setattr(build_seamesh, "shoals", lambda kind: np.array([wall, atoll], dtype=np.object_))
    left = build_seamesh.behind_reefs(sea, NONE)
    assert not left.intersects(shapely.Point(2.05, 5.0))
    assert left.contains(shapely.Point(6.0, 5.0))
    assert left.contains(shapely.Point(5.05, 5.0)), "no pass is drawn in the ring, so it is left out"
    throat = np.array([shapely.box(1.5, 4.0, 2.5, 5.0)], dtype=np.object_)
    assert build_seamesh.behind_reefs(sea, throat).contains(shapely.Point(2.05, 4.5))


def test_shoals_count_only_where_they_take_room_from_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    roomy = np.array([shapely.box(0.0, 0.0, 1.0, 1.0)], dtype=np.object_)
    areas = {
        "shoal": [shapely.box(0.5, 0.5, 2.0, 2.0), shapely.box(3.0, 3.0, 4.0, 4.0)],
        "reef": [shapely.box(0.1, 0.1, 0.12, 0.12)],
    }
    monkeypatch.setattr(build_seamesh, "shoals", lambda kind: np.array(areas[kind], dtype=np.object_))
    [kept] = build_seamesh.keep_out(roomy)
    assert kept.equals(shapely.box(0.5, 0.5, 1.0, 1.0))
