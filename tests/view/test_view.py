from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import eastup
from eastup import View, geodesy, layers
from eastup.errors import InputError
from eastup.io.data import geo
from eastup.view.definitions import chain_line
from eastup.view.distortion import distortion
from eastup.view.fit import fit_line
from eastup.view.view import CRS_FORMATS, PROJECTIONS, around, parse_up

REGION = np.stack(np.meshgrid(np.linspace(90, 180, 46), np.linspace(-20, 60, 41)), -1).reshape(-1, 2)

views = st.builds(
    View,
    up=st.floats(0, 360),
    center=st.none() | st.tuples(st.floats(100, 170), st.floats(-10, 55)),
    projection=st.sampled_from(PROJECTIONS),
)


@settings(max_examples=40)
@given(views)
def test_round_trip(view):
    lon, lat = view.inverse(*view.forward(*REGION.T))
    assert np.abs((lon - REGION[:, 0] + 180) % 360 - 180).max() < 1e-7
    assert np.abs(lat - REGION[:, 1]).max() < 1e-7


@settings(max_examples=40)
@given(views)
def test_the_centre_is_the_origin_and_up_is_up_there(view):
    assert np.abs(view.forward(*view.center)).max() < 1e-3
    ahead = geodesy.forward(*view.center, view.up, 1000.0)
    x, y = view.forward(*ahead)
    assert abs(x) < 0.5  # of 1000 m: the line bends a little
    assert y > 900


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_east_up_puts_east_straight_up(projection):
    view = View(up=90, projection=projection)
    x, y = view.forward(view.center[0] + 2, view.center[1])
    assert y > 0
    assert abs(x) < 0.01 * y


def cos_of(up):
    return np.cos(np.radians(up))


@settings(max_examples=30)
@given(views, st.floats(0, 360))
def test_turning_the_page_changes_no_planar_distance(view, up):
    turned = view.turned(up)
    points = REGION[::37]
    before = np.hypot(*np.diff(view.forward(*points.T), axis=1))
    after = np.hypot(*np.diff(turned.forward(*points.T), axis=1))
    # PROJ leaves out an affine coefficient within 1e-9 of 1, that is the cosine of a turn under 0.0026 degree.
    exact = view.projection == "oblique-mercator" or all(1 - abs(cos_of(v.up)) > 1e-9 for v in (view, turned))
    assert np.abs(before - after).max() < (1e-6 if exact else 2e-9 * before.max())


@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("up", [0, 33.3, 90, 135, 180, 270])
def test_the_crs_survives_wkt2_and_projjson_and_other_software(projection, up):
    import geopandas as gpd
    import rasterio.crs
    import rasterio.warp

    view = View(up=up, projection=projection)
    assert pyproj.CRS.from_wkt(view.export("wkt2")) == view.crs
    assert pyproj.CRS.from_json(view.export("projjson")) == view.crs
    expected = tuple(map(float, view.forward(127.0, 37.0)))
    moved = gpd.GeoSeries([shapely.Point(127, 37)], crs="EPSG:4326").to_crs(view.crs).iloc[0]
    assert (moved.x, moved.y) == pytest.approx(expected, abs=1e-6)
    target = rasterio.crs.CRS.from_wkt(view.crs.to_wkt("WKT2_2019"))
    x, y = rasterio.warp.transform("EPSG:4326", target, [127.0], [37.0])
    assert (x[0], y[0]) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("center", [None, (127.031, 36.9622)])
def test_the_default_family_exports_to_proj_and_esri(center):
    view = View(up=90, center=center)
    for form in ("proj", "wkt1-esri"):
        other = pyproj.CRS.from_user_input(view.export(form))
        transform = pyproj.Transformer.from_crs("EPSG:4326", other, always_xy=True).transform
        assert np.abs(np.subtract(transform(131.9, 43.1), view.forward(131.9, 43.1))).max() < 1e-3
    assert "Rectified_Skew_Orthomorphic_Center" in view.export("wkt1-esri")
    assert 'GEOGCS["GCS_WGS_1984"' in view.export("wkt1-esri")


def test_a_turned_lambert_says_that_proj_strings_cannot_hold_it():
    with pytest.raises(InputError, match="wkt2"):
        View(projection="equal-area").export("proj")


def test_omerc_parameters_are_those_of_the_design():
    """gamma = alpha - up at the centre of the line, in PROJ's own words."""
    line = chain_line()
    terms = dict(t[1:].split("=") for t in View(up=90).export("proj").split() if "=" in t)
    assert float(terms["gamma"]) == pytest.approx(line.azimuth_deg - 90)
    assert float(terms["alpha"]) == line.azimuth_deg


def test_scale_along_the_whole_chain_is_true_to_a_tenth_of_a_per_cent():
    chains = layers.load("chains")
    chain = chains[chains["default"].fillna(False).astype(bool)].geometry.iloc[0]
    points = geodesy.line(shapely.get_coordinates(chain), 20_000)
    error = distortion(View().crs, points).worst_scale_error()
    assert error < 0.001
    recorded = json.loads(geo("view.json").read_text())["worst_scale_error_percent"]
    assert 100 * error == pytest.approx(recorded, abs=0.002)


def test_the_line_is_the_one_that_the_fit_gives():
    chains = layers.load("chains")
    chain = chains[chains["default"].fillna(False).astype(bool)].geometry.iloc[0]
    fitted = fit_line(shapely.get_coordinates(chain))
    stored = chain_line()
    assert fitted.lon == pytest.approx(stored.lon, abs=0.01)
    assert fitted.azimuth_deg == pytest.approx(stored.azimuth_deg, abs=0.01)
    assert fitted.scale == pytest.approx(stored.scale, abs=2e-6)


def test_no_other_line_does_much_better():
    """The fit is a minimum: bending the line either way makes the worst error larger."""
    import dataclasses

    chains = layers.load("chains")
    chain = chains[chains["default"].fillna(False).astype(bool)].geometry.iloc[0]
    points = geodesy.line(shapely.get_coordinates(chain), 50_000)

    def spread(line):
        scale = distortion(View(line=line).crs, points).max_scale
        return scale.max() / scale.min()

    best = spread(chain_line())
    for change in (-0.5, 0.5):
        line = chain_line()
        assert spread(dataclasses.replace(line, azimuth_deg=line.azimuth_deg + change)) > best
        assert spread(dataclasses.replace(line, lon=line.lon + change)) > best


def test_equal_area_keeps_areas_and_equidistant_keeps_rings():
    view = View(projection="equal-area")
    assert distortion(view.crs, REGION).worst_area_error() < 1e-6
    center = (127.031, 36.9622)
    view = View(projection="equidistant", center=center, up=90)
    ring = geodesy.ring(*center, 1_500_000)
    x, y = view.forward(ring[:, 0], ring[:, 1])
    assert np.abs(np.hypot(x, y) - 1_500_000).max() < 0.01


@pytest.mark.parametrize("projection", ["oblique-mercator", "equal-area", "equidistant"])
@pytest.mark.parametrize("up", [0.0, 77.0])
def test_distortion_is_that_of_small_steps_on_the_ellipsoid(projection, up):
    """Steps of ten metres in 24 directions, measured by the geodesic and on the page."""
    view = View(up=up, projection=projection)
    points = REGION[::211]
    found = distortion(view.crs, points)
    azimuth = np.arange(0.0, 360.0, 15.0)[:, None]
    ends = geodesy.forward(points[:, 0], points[:, 1], azimuth, 10.0)
    x, y = view.forward(points[:, 0], points[:, 1])
    stepped = np.hypot(*(np.stack(view.forward(*ends)) - np.stack([x, y])[:, None])) / 10.0
    assert np.abs(stepped.max(axis=0) - found.max_scale).max() < 0.01 * np.abs(found.max_scale).max()
    assert (stepped.max(axis=0) <= found.max_scale + 1e-5).all()
    assert (stepped.min(axis=0) >= found.min_scale - 1e-5).all()


@pytest.mark.parametrize(("text", "up"), [("east", 90), ("North", 0), ("south-up", 180), ("135", 135), ("-90", 270)])
def test_ways_up(text, up):
    assert parse_up(text) == up


@pytest.mark.parametrize("text", ["sideways", "", "nan", "inf", "90deg"])
def test_a_way_up_that_is_none_is_refused(text):
    with pytest.raises(InputError):
        parse_up(text)


def test_a_swapped_centre_is_named():
    with pytest.raises(InputError, match="longitude comes first"):
        View(center=(36.96, 127.03))


def test_north_points_left_on_an_east_up_page():
    assert View(up=90).azimuth_to_page_deg(*View().center, 0.0) == pytest.approx(270, abs=1e-4)


@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("up", [0, 90])
def test_the_crs_says_what_it_is_for_and_where_its_axes_point(projection, up):
    view = View(up=up, projection=projection)
    for crs in (view.crs, pyproj.CRS.from_wkt(view.export("wkt2"))):
        west, south, east, north = crs.area_of_use.bounds
        assert 0 < (view.center[0] - west) % 360 < (east - west) % 360 < 180
        assert south < view.center[1] < north
        assert "distances are measured on the ellipsoid" in crs.scope
        names = [axis.name.casefold() for axis in crs.axis_info]
        assert names == (["right", "up"] if up else ["easting", "northing"])


@settings(max_examples=60)
@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(100, 9000))
def test_the_box_about_a_disc_holds_its_ring(lon, lat, radius_km):
    west, south, east, north = around(lon, lat, radius_km)
    ring = geodesy.ring(lon, lat, 1000 * radius_km * 0.99)  # a sphere is up to 0.56 % off the ellipsoid
    aside = (ring[:, 0] - west) % 360.0
    assert (aside <= (360.0 if (west, east) == (-180.0, 180.0) else (east - west) % 360.0)).all()
    assert south <= ring[:, 1].min() <= ring[:, 1].max() <= north


def test_equidistant_is_written_by_the_code_that_older_software_knows():
    for up in (0, 90):
        assert 'ID["EPSG",9832]' in View(up=up, projection="equidistant").export("wkt2")
        assert "1125" not in View(up=up, projection="equidistant").export("projjson")


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_a_view_that_is_not_turned_fits_every_form(projection):
    view = View(up=0, projection=projection)
    for form in CRS_FORMATS:
        other = pyproj.CRS.from_user_input(view.export(form))
        transform = pyproj.Transformer.from_crs("EPSG:4326", other, always_xy=True).transform
        assert np.abs(np.subtract(transform(131.9, 43.1), view.forward(131.9, 43.1))).max() < 1e-3


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "parquet", "geojson", "kml"])
@pytest.mark.parametrize("projection", PROJECTIONS)
def test_frames_in_a_view_are_written_and_read_back(tmp_path, projection, suffix):
    import geopandas as gpd

    view = View(projection=projection)
    points = [shapely.Point(127, 37), shapely.Point(145, 13.5)]
    frame = gpd.GeoDataFrame({"name": ["Osan", "Guam"]}, geometry=points, crs="EPSG:4326", index=[7, 3]).to_crs(
        view.crs
    )
    before = frame.copy()
    eastup.to_file(frame, tmp_path / f"frame.{suffix}")
    pd.testing.assert_frame_equal(frame, before)
    read = gpd.read_parquet if suffix == "parquet" else gpd.read_file
    found = read(tmp_path / f"frame.{suffix}")
    if suffix in {"gpkg", "fgb", "parquet"}:
        assert found.crs == view.crs
    else:
        assert found.crs == "EPSG:4326"
    back = found.to_crs("EPSG:4326").geometry
    assert sorted(zip(back.x.round(6), back.y.round(6), strict=True)) == [(127.0, 37.0), (145.0, 13.5)]


def test_a_shapefile_that_would_lose_its_crs_is_refused(tmp_path):
    import geopandas as gpd

    turned = gpd.GeoDataFrame(geometry=[shapely.Point(127, 37)], crs="EPSG:4326").to_crs(
        View(projection="equal-area").crs
    )
    with pytest.raises(InputError, match="gpkg"):
        eastup.to_file(turned, tmp_path / "frame.shp")
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_geometry_is_no_layer(tmp_path):
    with pytest.raises(InputError, match="geometry"):
        eastup.to_file(pd.DataFrame({"a": [1]}), tmp_path / "frame.gpkg")
