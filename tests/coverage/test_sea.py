"""Coverage by ship: against the routes of the library, and the laws that it keeps."""

import numpy as np
import pytest
import rasterio
import shapely

from eastup import coverage, geodesy, places
from eastup.basemap import coast
from eastup.coverage import along, isochrones, metric
from eastup.coverage.shares import straits
from eastup.errors import InputError, InputWarning
from eastup.hubs.question import Question
from eastup.sea import engine
from eastup.sea.mesh import STRIP

HUBS = ["Yokosuka Naval Base", "Subic Bay"]
SHIP = {"mode": "sea", "speed": "20kn"}


@pytest.fixture(scope="module")
def hubs():
    return places.select(HUBS)


@pytest.fixture(scope="module")
def by_sea(hubs):
    return metric.metric_of(Question.of(hubs, mode="sea"))


@pytest.fixture(scope="module")
def at_sea():
    """Points all over the water, and some near coasts."""
    random = np.random.default_rng(20261124)
    anywhere = np.column_stack([random.uniform(100, 170, 160), random.uniform(-10, 55, 160)])
    mesh = engine.shipped().mesh
    corners = mesh.vertices[np.unique(mesh.triangles[mesh.label == STRIP])] / 1e5
    corners = corners[(corners[:, 0] > 105) & (corners[:, 0] < 150) & (corners[:, 1] > 0) & (corners[:, 1] < 45)]
    near_coasts = corners[random.integers(len(corners), size=60)] + random.normal(0.0, 0.2, (60, 2))
    points = np.concatenate([anywhere, near_coasts])
    return points[engine.shipped().access(points).on_water]


def test_ship_distances_are_those_of_the_routes(hubs, by_sea, at_sea):
    some = at_sea[::12]
    tracks = [[engine.shipped().route(h.sea_point, at) for at in some] for h in hubs]
    route_km = np.array([[track.km if track else np.inf for track in row] for row in tracks])
    np.testing.assert_allclose(by_sea.distances_km(some), route_km, rtol=1e-6)


def test_a_ship_goes_no_shorter_way_than_the_geodesic(hubs, by_sea, at_sea):
    km = by_sea.distances_km(at_sea)
    for hub, row in zip(hubs, km, strict=True):
        air_km = geodesy.distance_m(*hub.sea_point, at_sea[:, 0], at_sea[:, 1]) / 1000
        assert (row >= air_km - 0.01).all()


def test_a_place_to_itself_is_no_way(hubs, by_sea):
    km = by_sea.distances_km(np.array([h.sea_point for h in hubs]))
    ashore_km = engine.shipped().access(np.array([h.sea_point for h in hubs])).shore_km  # to the water, and back
    np.testing.assert_allclose(np.diag(km), 2 * ashore_km, atol=1e-6)


def test_what_is_reached_within_a_limit_is_what_is_no_farther(by_sea, at_sea):
    km = by_sea.distances_km(at_sea)
    for limit_km in (600.0, 1333.0):  # tolls make a longer way the better one, which must not be cut off
        within = np.array(list(by_sea.reached(limit_km, *at_sea.T)))
        np.testing.assert_array_equal(within, km <= limit_km)


def test_an_answer_does_not_depend_on_the_others(by_sea, at_sea):
    together = by_sea.distances_km(at_sea)
    np.testing.assert_array_equal(by_sea.distances_km(at_sea[7:9]), together[:, 7:9])
    np.testing.assert_array_equal(by_sea.distances_km(at_sea[::-1]), together[:, ::-1])


def test_no_ship_is_on_land_or_off_the_map(by_sea):
    assert not np.isfinite(by_sea.distances_km(np.array([(138.0, 36.0), (0.0, 0.0)]))).any()


def test_a_closed_strait_shortens_by_no_more_than_a_toll(hubs, by_sea, at_sea):
    # A passage that costs time may be the shorter way: it is taken where the other one is shut.
    shut = metric.metric_of(Question.of(hubs[1:], mode="sea", closed=["Taiwan Strait", "San Bernardino Strait"]))
    open_km, shut_km = by_sea.distances_km(at_sea)[1:], shut.distances_km(at_sea)
    hinatuan_km = engine.shipped().mesh.toll_km[engine.shipped().mesh.gates.index("hinatuan")]
    assert (shut_km >= open_km - hinatuan_km).all()
    assert (shut_km >= open_km - 1e-6).mean() > 0.9
    assert (shut_km > 1.01 * open_km).any()


def test_areas_are_water_and_grow_with_time():
    areas = coverage.reach(HUBS, hours=[12, 24], by="all", **SHIP)
    assert list(areas["hours"]) == [24, 12]
    wide, narrow = areas.geometry
    assert areas.geometry.is_valid.all()
    assert shapely.difference(narrow, wide).area < 1e-3 * narrow.area
    assert not wide.contains(shapely.Point(138.5, 36.0))  # inside Honshu
    assert narrow.contains(shapely.Point(139.6, 34.5))  # off Tokyo Bay
    disc = coverage.reach(HUBS, hours=24, speed="20kn", by="all").geometry[0]
    assert shapely.difference(wide, disc).area < 1e-3 * wide.area


@pytest.mark.thorough
def test_the_edge_of_an_area_lies_at_the_reach(by_sea):
    area = coverage.reach(HUBS, hours=24, by="all", **SHIP).geometry[0]
    xy = shapely.get_coordinates(shapely.segmentize(area.boundary, 1.0))
    km = by_sea.distances_km(xy).min(axis=0)
    inshore, _ = coast.land_index()[1].query(shapely.points(xy), predicate="dwithin", distance=0.2)
    open_sea = np.isfinite(km)
    open_sea[inshore] = False
    assert open_sea.sum() > 30
    off = np.abs(km[open_sea] / 888.96 - 1)
    assert np.median(off) < 1e-4
    assert (
        off < 0.01
    ).mean() > 0.95  # the field is taken roughly, and an edge between ways of other tolls has no one length


@pytest.mark.thorough
@pytest.mark.parametrize("place", [(139.7, 35.3), (103.8, 1.3), (183.0, 66.0), (62.0, -58.0)])
def test_no_point_within_reach_is_left_out_of_a_lattice(place):
    lattice = isochrones.Lattice((place[0] - 60.0, place[1] - 20.0, place[0] + 60.0, place[1] + 20.0))
    x, y = lattice.points.T
    away_km = geodesy.distance_m(*place, x, y) / 1000.0
    near = lattice.near(np.array(place), 1778.0).ravel()
    assert near[away_km <= 1778.0].all()
    assert not near[away_km > 1.02 * 1778.0].any()


def test_a_raster_is_the_same_however_it_is_cut(tmp_path, monkeypatch):
    grid = coverage.geographic((118, 18, 142, 36), 0.25)
    for name, window in (("a", (256, 2048)), ("b", (41, 53))):
        monkeypatch.setattr("eastup.coverage.grid.WINDOW", window)
        coverage.write_raster(tmp_path / f"{name}.tif", HUBS, grid, hours=36, **SHIP)
    assert (tmp_path / "a.tif").read_bytes() == (tmp_path / "b.tif").read_bytes()
    with rasterio.open(tmp_path / "a.tif") as file:
        assert file.descriptions == ("count", "hours", "nearest_hub")
        assert file.tags()["mode"] == "sea"
        count, hours, nearest = file.read()
        inland = file.index(138.0, 36.0 - 0.1)
    assert np.isnan(count[inland])
    there = np.isfinite(hours)
    np.testing.assert_array_equal(count[there] > 0, hours[there] <= 36)
    assert set(np.unique(nearest[there])) == {1, 2}


def test_regions_part_the_sea_between_the_hubs(by_sea):
    regions = coverage.regions(HUBS, extent=(118, 12, 142, 36), mode="sea")
    assert list(regions["id"]) == [h.id for h in places.select(HUBS)]
    one, other = regions.geometry
    assert shapely.intersection(one, other).area < 1e-4 * one.area  # contours meet roughly
    xy = np.stack(np.meshgrid(np.arange(118.5, 141.5, 0.37), np.arange(12.5, 35.5, 0.37)), axis=-1).reshape(-1, 2)
    points, km = shapely.points(xy), by_sea.distances_km(xy)
    nearer, sea = km[0] <= km[1], np.isfinite(km[0])
    agree = shapely.contains(one, points[sea & nearer]).mean(), shapely.contains(other, points[sea & ~nearer]).mean()
    assert min(agree) > 0.97


@pytest.mark.sample(targets=[["mindoro-strait", "sunda-strait", "miyako-strait"]])
@pytest.mark.parametrize("targets", [["mindoro-strait", "sunda-strait", "miyako-strait"], "straits"])
def test_shares_and_losses_by_sea(targets):
    question = {"hubs": HUBS, "hours": 24, **SHIP}
    table = coverage.shares(**question, targets=targets).set_index("id")
    parts = table[["share_1", "share_2", "share_3"]]
    assert ((parts >= 0) & (parts <= 1)).all(axis=None)
    assert table.loc["mindoro-strait", "share_1"] == 1.0
    assert table.loc["sunda-strait", "share_1"] == 0.0
    lost = coverage.losses(**question)
    assert set(lost["lost_ids"]) == {h.id for h in places.select(HUBS)}


@pytest.mark.sample(strait="miyako-strait")
@pytest.mark.parametrize("strait", ["miyako-strait", "surigao-strait"])
def test_a_strait_is_covered_at_the_reach_that_is_found(by_sea, strait):
    (gate,) = (line for line in straits(by_sea) if line.id == strait)
    full_km = along.full_reach_km(gate, by_sea)
    assert along.split(gate, by_sea, full_km + 0.5).covered_km() == pytest.approx(gate.length_km)
    assert along.split(gate, by_sea, full_km - 10.0).covered_km() < gate.length_km


def test_an_unknown_strait_is_told():
    with pytest.raises(InputError, match="strait"):
        coverage.reach(HUBS, hours=24, closed=["Tayvan Strait"], **SHIP)


INLAND = (139.0, 36.0)


def test_hubs_that_no_ship_leaves_are_told_with_the_nearest_port():
    with pytest.raises(InputError, match=r"no ship leaves any of the hubs: .* nearest port is Tokyo"):
        coverage.reach([INLAND], hours=24, **SHIP)
    with pytest.warns(InputWarning, match=r"nearest port is Tokyo.*; ships reach nothing from it"):
        by = metric.metric_of(Question.of([INLAND, "Subic Bay"], hours=24, **SHIP))
    assert len(by.hubs) == 2


def test_regions_of_hubs_of_which_one_is_nearest_to_no_water():
    by = metric.SeaMetric(((120.2, 14.8), INLAND), engine.OPEN)
    (_, far_km), (nothing, none_km) = isochrones.nearest(by, (118.0, 13.0, 120.5, 15.0))
    assert far_km > 100
    assert np.isnan(none_km)
    assert shapely.is_empty(np.array(nothing, dtype=object)).all()
