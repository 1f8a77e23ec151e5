"""Counts and nearest hubs against brute force with pyproj, and the GeoTIFF against GDAL."""

import numpy as np
import pyproj
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

import eastup
from eastup import coverage, places
from eastup.coverage import count as counting
from eastup.errors import InputError
from eastup.geodesy import sphere

GEOD = pyproj.Geod(ellps="WGS84")
WAKE, KWAJALEIN = (166.6366, 19.2821), (167.7320, 8.7201)
HUBS = np.array([(p.lon, p.lat) for p in places.select("bases")[:38]] + [WAKE, KWAJALEIN])


def brute_km(hubs, lon, lat):
    """Return every distance (hubs, cells) by pyproj alone."""
    lon, lat = np.ravel(lon), np.ravel(lat)
    return np.array([GEOD.inv(np.full(lon.size, x), np.full(lon.size, y), lon, lat)[2] for x, y in hubs]) / 1000.0


def whole(grid):
    return slice(0, grid.height), slice(0, grid.width)


@pytest.fixture(scope="module", params=[0.5, 0.25])
def grid_and_km(request):
    """A grid in cells of some degrees, and every distance to their middles by brute force."""
    grid = coverage.geographic((90, -20, 180, 60), request.param)
    return grid, brute_km(HUBS, *grid.lonlat(whole(grid)))


@pytest.mark.sample(grid_and_km=0.5)
@pytest.mark.parametrize("radius_km", [120.0, 926.0, 4000.0])
def test_every_cell_of_a_grid_equals_brute_force(grid_and_km, radius_km):
    grid, km = grid_and_km
    lon, lat = grid.lonlat(whole(grid))
    count = counting.count_rows(HUBS, radius_km, *grid.axes(whole(grid)))
    assert count.max() > 0
    np.testing.assert_array_equal(count.ravel(), (km <= radius_km).sum(axis=0))
    np.testing.assert_array_equal(
        counting.count_points(HUBS, radius_km, lon.ravel(), lat.ravel()), (km <= radius_km).sum(axis=0)
    )


@pytest.mark.sample(grid_and_km=0.5)
def test_nearest_hub_and_distance_equal_brute_force(grid_and_km):
    grid, km = grid_and_km
    near, which = counting.nearest_cells(HUBS, *grid.lonlat(whole(grid)))
    np.testing.assert_array_equal(near.ravel(), km.min(axis=0))
    np.testing.assert_array_equal(which.ravel(), km.argmin(axis=0))


@settings(max_examples=40)
@given(
    hubs=st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=4),
    radius_km=st.floats(0.5, 20_500),
    west=st.integers(-180, 180),
    south=st.integers(-90, 80),
    cell=st.sampled_from([0.01, 0.1, 0.5]),
)
def test_counts_anywhere_on_earth_equal_brute_force(hubs, radius_km, west, south, cell):
    grid = coverage.geographic((west, south, west + 100 * cell, south + 20 * cell), cell)
    hubs = np.array(hubs)
    expected = (brute_km(hubs, *grid.lonlat(whole(grid))) <= radius_km).sum(axis=0)
    np.testing.assert_array_equal(counting.count_rows(hubs, radius_km, *grid.axes(whole(grid))).ravel(), expected)


def test_random_cells_of_a_fine_grid_near_the_boundary_equal_brute_force():
    grid, radius_km = coverage.geographic((90, -20, 180, 60), 0.01), 926.0
    random = np.random.default_rng(6)
    for row in random.integers(0, grid.height, 6):
        window = (slice(int(row), int(row) + 1), slice(0, grid.width))
        expected = (brute_km(HUBS, *grid.lonlat(window)) <= radius_km).sum(axis=0)
        np.testing.assert_array_equal(counting.count_rows(HUBS, radius_km, *grid.axes(window))[0], expected)


def test_a_hub_exactly_at_the_radius_counts_and_the_next_smaller_radius_does_not():
    grid = coverage.geographic((120, 20, 130, 30), 0.5)
    lon, lat = (a[7, 11:12] for a in grid.lonlat(whole(grid)))
    hub = np.array([(131.45, 34.15)])
    km = float(brute_km(hub, lon, lat)[0, 0])
    for radius_km, reached in ((km, 1), (np.nextafter(km, 0), 0)):
        assert counting.count_rows(hub, radius_km, *grid.axes(whole(grid)))[7, 11] == reached
        assert counting.count_points(hub, radius_km, lon, lat)[0] == reached


def test_rings_of_wake_and_kwajalein_are_whole_across_the_antimeridian():
    one = coverage.geographic((150, 0, -170, 40), 0.5)  # 150E eastward to 170W
    other = coverage.geographic((-180, 0, -170, 40), 0.5)  # the part beyond 180 by its own longitudes
    hubs = np.array([WAKE, KWAJALEIN])
    count = counting.count_rows(hubs, 2000.0, *one.axes(whole(one)))
    beyond = counting.count_rows(hubs, 2000.0, *other.axes(whole(other)))
    assert beyond.max() == 2
    np.testing.assert_array_equal(count[:, 60:], beyond)
    np.testing.assert_array_equal(count.ravel(), (brute_km(hubs, *one.lonlat(whole(one))) <= 2000.0).sum(axis=0))


@settings(max_examples=25)
@given(data=st.data())
def test_counts_do_not_depend_on_tiling(data):
    grid = coverage.geographic((150, -10, -175, 40), 0.5)
    rows = slice(*sorted(data.draw(st.lists(st.integers(0, grid.height), min_size=2, max_size=2, unique=True))))
    columns = slice(*sorted(data.draw(st.lists(st.integers(0, grid.width), min_size=2, max_size=2, unique=True))))
    radius_km = data.draw(st.floats(10, 12_000))
    count = counting.count_rows(HUBS, radius_km, *grid.axes(whole(grid)))
    np.testing.assert_array_equal(
        counting.count_rows(HUBS, radius_km, *grid.axes((rows, columns))), count[rows, columns]
    )
    lon, lat = (a[:60, :60] for a in grid.lonlat(whole(grid)))
    rows, columns = slice(rows.start % 60, 60), slice(columns.start % 60, 60)
    far, which = counting.nearest_cells(HUBS[:6], lon, lat)
    part_far, part_which = counting.nearest_cells(HUBS[:6], lon[rows, columns], lat[rows, columns])
    np.testing.assert_array_equal(part_far, far[rows, columns])
    np.testing.assert_array_equal(part_which, which[rows, columns])


@settings(max_examples=300)
@given(
    lon=st.floats(-180, 180), lat=st.floats(-90, 90), lon2=st.floats(-180, 180), lat2=st.floats(-90, 90)
)  # fmt: skip
def test_the_bound_of_the_sphere_holds(lon, lat, lon2, lat2):
    a, b = sphere.directions(lon, lat), sphere.directions(lon2, lat2)
    on_sphere = sphere.RADIUS_KM * 2 * np.arcsin(min(np.linalg.norm(a - b) / 2, 1.0))
    km = GEOD.inv(lon, lat, lon2, lat2)[2] / 1000
    assert sphere.LEAST * on_sphere - 1e-5 <= km <= sphere.MOST * on_sphere + 1e-5
    assert sphere.MOST / sphere.LEAST < 1.0102


def test_the_file_is_read_back_by_gdal(tmp_path):
    grid = coverage.geographic((90, -20, 180, 60), 0.125)
    coverage.write_raster(tmp_path / "a.tif", ["Kadena", "Yokosuka Naval Base", WAKE], grid, radius="500nmi")
    hubs = sorted(places.select(["Kadena", "Yokosuka Naval Base", WAKE]), key=lambda hub: hub.id)
    with rasterio.open(tmp_path / "a.tif") as file:
        assert file.descriptions == ("count", "distance_km", "nearest_hub")
        assert file.crs.to_epsg() == 4326
        assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert file.overviews(1)
        assert np.isnan(file.nodata)
        assert file.xy(0, 0) == pytest.approx((90.0625, 59.9375))
        count, near, which = file.read()
        tags = file.tags()
    km = brute_km([(h.lon, h.lat) for h in hubs], *grid.lonlat(whole(grid)))
    np.testing.assert_array_equal(count.ravel(), (km <= 926.0).sum(axis=0))
    np.testing.assert_array_equal(near.ravel(), km.min(axis=0).astype(np.float32))
    assert [tags[f"hub_{n}"].split(" | ")[0] for n in range(1, len(hubs) + 1)] == [h.id for h in hubs]
    np.testing.assert_array_equal(which.ravel(), km.argmin(axis=0) + 1)


def test_counts_alone_carry_a_colour_table(tmp_path):
    coverage.write_raster(tmp_path / "c.tif", "Kadena", radius=500, bands="count", without=())
    with rasterio.open(tmp_path / "c.tif") as file:
        assert (file.count, file.dtypes, file.nodata) == (1, ("uint8",), 255)
        assert len({file.colormap(1)[n] for n in range(9)}) == 9


def test_hours_are_a_reach_and_a_band(tmp_path):
    grid = coverage.geographic((120, 20, 130, 30), 0.5)
    coverage.write_raster(tmp_path / "h.tif", "Kadena", grid, hours=10, speed="20kn")
    coverage.write_raster(tmp_path / "k.tif", "Kadena", grid, radius="200nmi")
    with rasterio.open(tmp_path / "h.tif") as hours, rasterio.open(tmp_path / "k.tif") as km:
        assert hours.descriptions[1] == "hours"
        np.testing.assert_array_equal(hours.read(1), km.read(1))
        np.testing.assert_allclose(hours.read(2) * 37.04, km.read(2), rtol=1e-6)


def test_a_raster_in_the_views_own_metres(tmp_path):
    view = eastup.View(up=90)
    grid = coverage.projected(view.crs, (-2e6, -1e6, 2e6, 1e6), 40_000)
    coverage.write_raster(tmp_path / "v.tif", "bases", grid, radius="500nmi")
    with rasterio.open(tmp_path / "v.tif") as file:
        x, y = np.meshgrid(*grid.axes(whole(grid)))
        km = brute_km([(p.lon, p.lat) for p in places.select("bases")], *view.inverse(x, y))
        np.testing.assert_array_equal(file.read(1).ravel(), (km <= 926.0).sum(axis=0))
        assert file.crs.to_dict()["proj"] == "omerc"


def test_cells_off_the_earth_hold_no_data(tmp_path):
    crs = pyproj.CRS("+proj=ortho +lon_0=130 +lat_0=30 +datum=WGS84")
    coverage.write_raster(
        tmp_path / "o.tif", "Kadena", coverage.projected(crs, (-7e6, -7e6, 7e6, 7e6), 2e5), radius=900
    )
    with rasterio.open(tmp_path / "o.tif") as file:
        count = file.read(1)
    assert np.isnan(count[0, 0])
    assert count[35, 35] == 1 or count[35, 34] == 1 or np.nanmax(count) == 1


def test_a_crs_that_a_geotiff_can_not_hold_is_refused(tmp_path):
    grid = coverage.projected(eastup.View(projection="equal-area").crs, (0, 0, 1e6, 1e6), 1e5)
    with pytest.raises(InputError, match="oblique-mercator"):
        coverage.write_raster(tmp_path / "x.tif", "Kadena", grid, radius=900)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "a reach is a radius or hours"),
        ({"radius": 1, "hours": 1, "speed": "1kn"}, "not both"),
        ({"hours": 1}, "need a speed"),
        ({"radius": [1, 2]}, "2 reaches"),
        ({"radius": -1}, "more than zero"),
        ({"radius": 1, "closed": ("taiwan-strait",), "mode": "air"}, "changes no air distance"),
        ({"radius": 1, "bands": "some"}, "unknown band"),
        ({"radius": 1, "scheduler": "tcp://x"}, "means nothing"),
    ],
)
def test_a_wrong_question_is_told_in_one_line_and_writes_nothing(tmp_path, options, words):
    with pytest.raises(InputError, match=words):
        coverage.write_raster(tmp_path / "x.tif", "Kadena", **options)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("extent", "cell"), [((0, 0, 10, 10), 0.3), ((0, 10, 10, 0), 1), ((0, 0, 10, 10), 0)])
def test_a_grid_that_can_not_be_is_refused(extent, cell):
    with pytest.raises(InputError):
        coverage.geographic(extent, cell)


def test_the_file_is_a_valid_cloud_optimized_geotiff(tmp_path):
    cogeo = pytest.importorskip("rio_cogeo.cogeo")
    for bands in ("all", "count"):
        path = tmp_path / f"{bands}.tif"
        coverage.write_raster(path, "Kadena", coverage.geographic((90, -20, 180, 60), 0.125), radius=900, bands=bands)
        valid, errors, warnings = cogeo.cog_validate(path, strict=True)
        assert (valid, errors, warnings) == (True, [], [])
