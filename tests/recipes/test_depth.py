"""The recipe of the shoals, on small seas whose depth is known."""

import numpy as np
import pytest
import shapely

from eastup import layers
from eastup.io import data, polygons
from geo.recipes.sea import depth, opening
from geo.recipes.sea.grids import Grid, World

GRID = Grid(west=109.0, south=1.0, east=113.0, north=5.0, step_deg=0.04)
NO_LAND = np.zeros(GRID.shape, bool)
NODES = np.arange(1050, 1170) / 10, np.arange(-30, 90) / 10  # as much of a world as the grid looks at
ROUND = np.arange(0.0, 360.0, 0.5), np.arange(-90.0, 90.1, 0.5)


def world(depth_of, lon=NODES[0], lat=NODES[1]):
    lons, lats = np.meshgrid(lon, lat)
    return World(np.asarray(depth_of(lons, lats), float), lon[0], lat[0], lon[1] - lon[0], lat[1] - lat[0])


def bank(lons, lats, top=-5.0, half_lon=0.52, half_lat=0.52):
    """Return a rough flat-topped bank about 111E 3N, sloping down to 25 m; no node lies on its edge."""
    rough = 2.5 * np.sin(19 * lons) * np.cos(23 * lats)
    inside = (abs(lons - 111.0) < half_lon) & (abs(lats - 3.0) < half_lat)
    return np.where(inside, top, -25.0) + rough


def test_heights_are_read_at_their_places_also_across_180():
    plane = world(lambda lon, lat: 10.0 * np.cos(np.radians(lon)) + lat, *ROUND)
    grid = Grid(178.0, -10.0, 182.0, 10.0, 0.1)
    wanted = 10.0 * np.cos(np.radians(grid.lon))[None, :] + grid.lat[:, None]
    np.testing.assert_allclose(plane.on(grid), wanted, atol=0.001)


def test_rows_may_run_to_the_south():
    north_up = world(lambda lon, lat: lat + 0 * lon)
    south_up = world(lambda lon, lat: lat + 0 * lon, lat=NODES[1][::-1])
    np.testing.assert_allclose(south_up.on(GRID), north_up.on(GRID), atol=1e-6)


def test_a_bank_that_both_grids_have_is_a_shoal():
    found = depth.shoals(GRID, (world(bank), world(bank)), NO_LAND)
    [row, column] = [np.abs(GRID.lat - 3.0).argmin(), np.abs(GRID.lon - 111.0).argmin()]
    assert found[row, column]
    assert (found * GRID.km**2).sum() == pytest.approx(
        (1.05 * 111.3) ** 2, rel=0.1
    )  # a quarter of a step from node to node


def steep(lons, lats):
    """Return the shallow edge of a coast that falls off to 300 m within a node or two."""
    return np.where((abs(lons - 111.0) < 0.15) & (abs(lats - 3.0) < 0.5), -5.0 + 3.0 * np.sin(60 * lons), -300.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (bank, lambda lon, lat: bank(lon, lat, top=-25.0)),
        (lambda lon, lat: np.full_like(lon, -5.0),) * 2,
        (lambda lon, lat: bank(lon, lat, half_lat=0.05),) * 2,
        (steep, steep),
    ],
    ids=["in one grid alone", "gaps filled with one depth", "a row of nodes", "steep"],
)
def test_what_is_no_shoal(one, other):
    assert not depth.shoals(GRID, (world(one), world(other)), NO_LAND).any()


@pytest.mark.parametrize(("coast", "believed"), [(111.48, False), (111.44, True)])
def test_cells_spoilt_by_the_coast_are_not_believed(coast, believed):
    """The bank ends at 111.525E: one column of cells is left, 4.4 km off the coast, or two, the other 8.9 km off."""
    land = np.broadcast_to(GRID.lon[None, :] < coast, GRID.shape)
    shallow = (world(bank).on(GRID) > depth.SHOAL_M) & ~land
    assert shallow.any()
    assert depth.shoals(GRID, (world(bank), world(bank)), land).any() == believed


def test_a_pond_is_opened_along_the_deepest_line():
    shoal = np.zeros((60, 60), bool)
    shoal[20:40, 20:40] = True
    shoal[26:34, 26:34] = False
    cost = np.full(shoal.shape, 10.0)
    cost[30, :] = 1.0
    cut = opening.pierce(shoal, np.zeros_like(shoal), cost, np.ones((60, 1)), pond_km2=20.0)
    assert cut.any()
    assert set(np.nonzero(cut)[0]) <= {28, 29, 30, 31, 32}
    left = shoal & ~cut
    assert (left.sum() + cut.sum()) == shoal.sum()


def test_a_pond_behind_land_stays_shut():
    shoal = np.zeros((60, 60), bool)
    land = np.zeros_like(shoal)
    land[20:40, 20:40] = True
    land[26:34, 26:34] = False
    assert not opening.pierce(shoal, land, np.ones(shoal.shape), np.ones((60, 1)), pond_km2=20.0).any()


def test_outlines_hold_the_cells():
    mask = np.zeros(GRID.shape, bool)
    mask[30:60, 20:50] = True
    [shape] = depth.outlines(GRID, mask)
    lons, lats = np.meshgrid(GRID.lon, GRID.lat)
    inside = shapely.contains_xy(shape, lons, lats)
    assert (inside != mask).sum() < 20
    assert inside[32:58, 22:48].all()


def ring(radius_km, gap_deg=0.0, lon=140.0, lat=10.0):
    """A reef line round a lagoon, open towards the east by an angle."""
    at = np.radians(np.linspace(gap_deg / 2, 360.0 - gap_deg / 2, 73))
    scale = depth.KM_PER_DEG * np.cos(np.radians(lat)), depth.KM_PER_DEG
    return shapely.LineString(
        np.column_stack([lon + radius_km * np.cos(at) / scale[0], lat + radius_km * np.sin(at) / scale[1]])
    )


NO_GATES = np.empty(0, object)


def test_a_lagoon_is_kept_out_of_and_a_sea_within_reefs_is_not():
    middle = shapely.Point(140.0, 10.0)
    [small], [large] = (depth.along_reefs(np.array([ring(km)], object), NO_GATES, NO_GATES) for km in (15.0, 60.0))
    assert small.contains(middle)
    assert not large.contains(middle)
    assert large.contains(shapely.Point(ring(60.0).coords[20]))


def test_a_pass_in_a_reef_stays_open_and_a_slip_of_the_pen_does_not():
    east = shapely.LineString([(140.2, 10.0), (140.5, 10.0)])
    for gap_km, shut in ((3.0, True), (14.0, False)):
        line = ring(30.0, gap_deg=np.degrees(gap_km / 30.0))
        areas = shapely.union_all(depth.along_reefs(np.array([line], object), NO_GATES, NO_GATES))
        assert areas.intersects(east) == shut
        halves = np.array([shapely.LineString(line.coords[k]) for k in (slice(0, 36), slice(35, 73))], object)
        assert shapely.union_all(depth.barriers(halves, np.array([[140.1, 10.0]]))).intersects(east) == shut


def test_reefs_are_cleared_about_straits_and_not_about_gaps_of_the_ocean():
    reef = np.array([ring(30.0)], object)
    at = shapely.Point(reef[0].coords[36])
    narrow, wide = (np.array([shapely.LineString([at, (at.x - d, at.y)])], object) for d in (0.5, 8.0))
    assert not any(a.contains(at) for a in depth.along_reefs(reef, narrow, NO_GATES))
    assert any(a.contains(at) for a in depth.along_reefs(reef, wide, NO_GATES))


def test_reefs_far_from_harbours_are_no_walls():
    reef = np.array([ring(10.0), ring(10.0, lon=144.0)], object)
    walls = depth.barriers(reef, np.array([[140.0, 10.0]]))
    assert shapely.bounds(walls)[:, 2].max() < 141.0


SHOALS, KINDS = polygons.load(data.geo("shoals.npz"))


def test_the_shipped_file_is_small_and_sound():
    assert data.geo("shoals.npz").stat().st_size < 600_000
    assert shapely.is_valid(SHOALS).all()
    assert set(KINDS) == {"shoal", "reef", "barrier"}


def test_no_strait_of_the_layer_lies_in_a_shoal():
    straits = layers.load("straits")
    middles = shapely.points(straits["mid_lon"] % 360.0, straits["mid_lat"])
    _middle, shoal = shapely.STRtree(SHOALS[KINDS == "shoal"]).query(middles, "intersects")
    assert not len(shoal)


@pytest.mark.parametrize(
    ("box", "least_km2"),
    [
        ((104.4, 8.4, 107.2, 10.4), 5000),
        ((120.0, 31.9, 122.6, 35.0), 6000),
        ((95.0, 15.4, 98.0, 17.3), 4000),
        ((78.8, 8.9, 80.3, 10.6), 3000),
        ((117.5, 37.0, 122.0, 41.0), 6000),
        ((119.5, 8.4, 120.3, 9.4), 3000),
        ((111.1, 15.7, 112.9, 17.2), 10_000),
    ],
    ids=["Mekong", "Jiangsu", "Gulf of Martaban", "Palk Bay", "Bohai", "Tubbataha", "Paracels"],
)
def test_waters_known_for_shoals_are_kept_out_of(box, least_km2):
    land, _countries = polygons.load(data.geo("land_coarse.npz"))
    near = shapely.box(*box)
    kept_out = shapely.intersection(shapely.union_all(SHOALS[shapely.intersects(SHOALS, near)]), near)
    wet = shapely.difference(kept_out, shapely.union_all(land[shapely.intersects(land, near)]))
    assert wet.area * 111.2**2 * np.cos(np.radians(0.5 * (box[1] + box[3]))) > least_km2
