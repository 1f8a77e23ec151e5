from __future__ import annotations

import numpy as np
import pytest
import rasterio.features
import shapely
from rasterio.transform import from_bounds, from_origin

from eastup import View, basemap
from eastup.layercheck.check import distance_to_land_m

# Areas in km2 on OpenStreetMap's coast, and a point on each island.
ISLANDS = {
    "Jeju": (126.55, 33.38, 1843), "Tsushima, north": (129.40, 34.50, 440), "Ulleungdo": (130.87, 37.50, 73.6),
    "Yonaguni": (122.99, 24.46, 28.9), "Miyako": (125.32, 24.77, 159), "Uotsuri": (123.474, 25.744, 3.77),
    "Minamidaito": (131.24, 25.84, 30.6), "Itbayat": (121.84, 20.77, 84.6), "Batan": (121.97, 20.43, 71.1),
    "Mavulis": (121.953, 21.112, 1.32), "Iwo Jima": (141.32, 24.785, 30.2), "Guam": (144.78, 13.45, 545),
    "Kinmen": (118.36, 24.45, 136),
}  # fmt: skip
# Airfield reference points: airportsdata 20260905.
AIRFIELDS = {
    "Yonaguni": (122.9780, 24.4669), "Basco": (121.9800, 20.4513), "Andersen": (144.9301, 13.5839),
    "Iwo To": (141.3230, 24.7840), "Wake": (166.6367, 19.2825), "Itbayat": (121.8170, 20.7170),
    "Jeju": (126.4930, 33.5113), "Kadena": (127.7680, 26.3556), "Camp Humphreys": (127.0310, 36.9622),
}  # fmt: skip


def covering(lon, lat):
    land = basemap.land()
    return land[land.geometry.covers(shapely.Point(lon, lat))]


@pytest.mark.parametrize("name", ISLANDS)
def test_islands_are_separate_and_of_their_size(name):
    lon, lat, area_km2 = ISLANDS[name]
    island = covering(lon, lat)
    assert len(island) == 1
    area = island.geometry.iloc[0].area * 111.19**2 * np.cos(np.radians(lat))
    assert area == pytest.approx(area_km2, rel=0.12)


def test_small_rocks_that_matter_are_there_and_the_reef_ring_is_not():
    rocks = np.array([(131.867, 37.241), (116.72, 20.70), (114.366, 10.377), (136.08, 20.42), (122.145, 19.96)])
    assert distance_to_land_m(rocks).max() < 2_000
    assert distance_to_land_m([(117.765, 15.163)])[0] > 20_000


@pytest.mark.parametrize("name", AIRFIELDS)
def test_airfields_stand_on_land(name):
    assert len(covering(*AIRFIELDS[name])) == 1


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (126.98, 37.56, "KOR"), (126.55, 37.97, "PRK"), (125.75, 39.02, "PRK"), (139.7, 35.7, "JPN"), (121.5, 25.04, "TWN"),
        (121.0, 15.5, "PHL"), (131.95, 43.2, "RUS"), (116.4, 39.9, "CHN"), (105.8, 21.0, "VNM"), (106.9, 47.9, "MNG"),
    ],
)  # fmt: skip
def test_countries(lon, lat, country):
    assert covering(lon, lat)["country"].tolist() == [country]


def test_land_is_valid_and_the_coarse_level_is_smaller():
    fine, coarse = basemap.land("fine"), basemap.land("coarse")
    assert fine.geometry.is_valid.all()
    assert coarse.geometry.is_valid.all()
    assert shapely.get_num_coordinates(coarse.geometry).sum() < shapely.get_num_coordinates(fine.geometry).sum() / 2


@pytest.mark.parametrize(
    "line",
    [
        [(139.9, 41.2), (140.27, 41.33), (140.9, 41.6)],  # Tsugaru
        [(124.12, 12.51), (124.0, 12.45)],  # San Bernardino
        [(103.55, 1.17), (103.75, 1.2)],  # Singapore
        [(125.37, 9.85), (125.38, 10.15)],  # Surigao
        [(122.1, 21.4), (121.2, 21.4)],  # Bashi
    ],
)
def test_straits_are_open(line):
    crossed = basemap.land().sindex.query(shapely.LineString(line), predicate="intersects")
    assert len(crossed) == 0


VIEWS = [
    View(up=90),
    View(up=33.0, projection="equal-area", center=(127.0, 36.0)),
    View(up=135, projection="equidistant", center=(127.0, 36.0)),
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.projection)
def test_a_warped_raster_lines_up_with_the_vector_coast_to_within_a_pixel(view):
    """The mask of the land, rasterised in degrees and warped as the background is, against the projected polygons."""
    step, west, north = 0.005, 124.0, 40.0
    columns = rows = round(8 / step)
    land = basemap.land()
    near = land.geometry[land.sindex.query(shapely.box(123, 31, 133, 41))]
    mask = rasterio.features.rasterize(
        near, (rows, columns), transform=from_origin(west, north, step, step), all_touched=False
    )
    bounds = view.fit([(126.3, 34.3), (129.7, 34.3), (126.3, 37.7), (129.7, 37.7)], margin=0.0)
    width = 600
    pixel_m = (bounds[2] - bounds[0]) / width
    height = round((bounds[3] - bounds[1]) / pixel_m)
    warped = basemap.warp_array(mask, from_origin(west, north, step, step), view.crs, bounds, width, height) > 0.5
    shapes = basemap.land_in_view(view.crs, bounds, pixel_m).geometry
    drawn = rasterio.features.rasterize(shapes, (height, width), transform=from_bounds(*bounds, width, height)).astype(
        bool
    )
    from scipy.ndimage import binary_dilation, binary_erosion

    cross = np.ones((3, 3), bool)
    wrong = (warped & ~binary_dilation(drawn, cross)) | (~warped & binary_erosion(drawn, cross))
    assert 0.2 < drawn.mean() < 0.9
    # A pixel is about 900 m: only islets near that size and the simplification of 0.35 pixel may still differ.
    assert wrong.mean() < 0.001


def test_depths_are_where_they_should_be():
    view = View(up=0)
    for lon, lat, low, high in ((142.2, 11.35, -11100, -9000), (124.0, 35.5, -120, -20), (128.5, 38.3, -1500, 1700)):
        x, y = view.forward(lon, lat)
        window = (float(x) - 5000, float(y) - 5000, float(x) + 5000, float(y) + 5000)
        assert low < np.nanmedian(basemap.depth_in_view(view.crs, window, 8, 8)) < high


@pytest.mark.parametrize(
    ("center", "inside"),
    [((179.5, 0.0), (178.0, -17.8)), ((-170.0, 62.0), (-171.5, 63.4)), ((145.0, 80.0), (140.0, 75.5))],
)
def test_pages_across_180_and_near_a_pole(center, inside):
    view = View(projection="equal-area", center=center)
    bounds = (-2.5e6, -2.0e6, 2.5e6, 2.0e6)
    land = basemap.land_in_view(view.crs, bounds, 5000.0)
    assert land.geometry.is_valid.all()
    assert (land.total_bounds[:2] >= np.array(bounds[:2]) - 1).all()
    assert (land.total_bounds[2:] <= np.array(bounds[2:]) + 1).all()
    assert land.geometry.covers(shapely.Point(*view.forward(*inside))).any()


def test_a_page_over_the_open_ocean_is_empty():
    view = View(projection="equal-area", center=(175.0, 33.0))
    assert basemap.land_in_view(view.crs, (-2e5, -2e5, 2e5, 2e5), 500.0).empty


@pytest.mark.sample(half_m=[(4.4e6, 3.0e6), (2.6e6, 2.6e6)])
@pytest.mark.parametrize(
    ("view", "half_m"),
    [
        (View(up=90.0, center=(-175.0, 53.0)), (4.4e6, 3.0e6)),  # past the pole, in the usual projection
        (View(up=90.0, center=(-175.0, 53.0), projection="equal-area"), (5.0e6, 3.4e6)),
        (View(up=135.0, center=(160.0, 79.5), projection="equidistant"), (2.6e6, 2.6e6)),
        (View(up=90.0, center=(160.0, -70.0), projection="equal-area"), (4.5e6, 3.0e6)),
        (View(center=(110.0, 35.0), projection="equal-area"), (9.5e6, 6.0e6)),  # opposite Argentina
    ],
)
def test_land_lies_where_it_is_on_any_page_however_far_it_looks_past_a_pole(view, half_m):
    bounds = (-half_m[0], -half_m[1], *half_m)
    on_page = shapely.union_all(basemap.land_in_view(view.crs, bounds, 3000.0).geometry.to_numpy())
    xs, ys = (grid.ravel() for grid in np.meshgrid(*(np.linspace(-0.99 * half, 0.99 * half, 60) for half in half_m)))
    lon, lat = view.inverse(xs, ys)
    there = (lon - basemap.SEAM_LON) % 360.0 + basemap.SEAM_LON
    shapes = basemap.land("coarse").geometry.to_numpy()
    tree, points = shapely.STRtree(shapes), shapely.points(there, lat)
    is_land = np.zeros(len(points), bool)
    is_land[tree.query(points, predicate="within")[0]] = True
    coast = shapely.distance(shapely.points(xs, ys), shapely.boundary(on_page)) < 30_000.0
    found = shapely.contains_xy(on_page, xs, ys)
    assert is_land.sum() > 300
    assert (~is_land).sum() > 300
    wrong = (found != is_land) & ~coast
    assert not wrong.any(), np.column_stack([lon, lat])[wrong][:5]


def test_depths_fade_before_their_file_ends():
    share = basemap.depth_share(np.array([150.0, 150.0, 150.0, -175.0, -80.0]), np.array([20.0, 66.0, 69.0, 0.0, 0.0]))
    assert share[0] == share[3] == 1.0
    assert 0.0 < share[1] < 1.0
    assert share[2] == share[4] == 0.0
