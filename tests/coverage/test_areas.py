"""Rings and reach areas: at the radius, valid, whole across the antimeridian and around a pole."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import coverage
from eastup.errors import InputError
from eastup.geodesy import discs
from eastup.io import tables

GEOD = pyproj.Geod(ellps="WGS84")
KADENA, YOKOSUKA = (127.7675, 26.3556), (139.6722, 35.2933)


def off_radius_km(lon, lat, radius_km, points):
    return (
        GEOD.inv(np.full(len(points), lon), np.full(len(points), lat), points[:, 0], points[:, 1])[2] / 1000 - radius_km
    )


@settings(max_examples=60)
@given(
    lon=st.floats(-180, 180), lat=st.floats(-90, 90), radius_km=st.floats(1, 19_700), seed=st.integers(0, 2**32 - 1)
)  # fmt: skip
def test_a_disc_holds_just_the_points_within_its_radius(lon, lat, radius_km, seed):
    area = discs.disc(lon, lat, radius_km)
    assert area.is_valid
    assert area.bounds[0] >= -180
    assert area.bounds[2] <= 180
    random = np.random.default_rng(seed)
    points = np.column_stack([random.uniform(-180, 180, 300), np.degrees(np.arcsin(random.uniform(-1, 1, 300)))])
    near = np.column_stack(GEOD.fwd(*np.tile([[lon], [lat]], 100), random.uniform(0, 360, 100),
                                    radius_km * 1000 * random.uniform(0.98, 1.02, 100))[:2])  # fmt: skip
    points = np.vstack([points, near])
    away = off_radius_km(lon, lat, radius_km, points)
    clear = np.abs(away) > 0.05 + 4e-5 * radius_km  # straight edges between points of a ring cut a little off
    np.testing.assert_array_equal(shapely.contains_xy(area, points)[clear], (away <= 0)[clear])


@pytest.mark.parametrize("place", [(127.77, 26.36), (166.64, 19.28), (-170.0, 51.0)])
def test_every_point_of_a_ring_lies_at_the_radius(place):
    points = shapely.get_coordinates(discs.disc(*place, 926.0))
    on_the_cut = np.abs(np.abs(points[:, 0]) - 180) < 1e-9
    assert np.abs(off_radius_km(*place, 926.0, points[~on_the_cut])).max() < 1e-6


def test_the_ring_of_wake_is_cut_at_the_antimeridian_and_loses_nothing():
    area = discs.disc(166.6366, 19.2821, 2000.0)
    assert area.geom_type == "MultiPolygon"
    assert len(area.geoms) == 2
    west, east = sorted(area.geoms, key=lambda part: part.bounds[0])
    assert (west.bounds[0], east.bounds[2]) == (-180.0, 180.0)
    whole = discs.disc(100.0, 19.2821, 2000.0)
    assert area.area == pytest.approx(whole.area, rel=1e-9)


@pytest.mark.parametrize("lat", [85.0, -85.0, 90.0, -90.0, 89.99999])
def test_a_disc_about_a_pole_holds_the_pole(lat):
    area = discs.disc(30.0, lat, 1500.0)
    pole = np.sign(lat) * 90
    assert area.is_valid
    assert area.covers(shapely.LineString([(-180, pole), (180, pole)]))
    assert area.bounds[0] == -180
    assert area.bounds[2] == 180
    assert shapely.contains_xy(area, -179.0, np.sign(lat) * 89)


def test_bands_hold_one_another():
    bands = coverage.reach("Kadena", radius=["300nmi", "500nmi", 1500.0])
    assert list(bands["radius_km"]) == [1500.0, 926.0, pytest.approx(555.6)]
    wide, middle, narrow = bands.geometry
    assert wide.contains(middle)
    assert middle.contains(narrow)


@pytest.mark.parametrize("how", ["union", "intersection", "difference"])
def test_operations_agree_with_distances(how):
    both = coverage.reach([KADENA, YOKOSUKA], radius=926.0, how=how)
    random = np.random.default_rng(1)
    points = np.column_stack([random.uniform(115, 155, 4000), random.uniform(15, 48, 4000)])
    km = np.array([off_radius_km(*hub, 926.0, points) for hub in (KADENA, YOKOSUKA)])
    clear = (np.abs(km) > 0.05).all(axis=0)
    k, y = km <= 0
    expected = {"union": [k, y], "intersection": [k & y], "difference": [k & ~y, y & ~k]}[how]
    assert len(both) == len(expected)
    for area, inside in zip(both.geometry, expected, strict=True):
        np.testing.assert_array_equal(shapely.contains_xy(area, points)[clear], inside[clear])


def test_hosts_and_lost_hubs():
    hosts = coverage.reach("bases", radius="300nmi", by="host")
    assert {"JPN", "KOR", "PHL"} <= set(hosts["id"])
    less = coverage.reach("bases", radius="300nmi", by="host", without="host=JPN")
    assert set(hosts["id"]) - set(less["id"]) == {"JPN"}
    every = coverage.reach("bases", radius="300nmi", by="all").geometry[0]
    assert every.equals_exact(shapely.union_all(hosts.geometry).normalize(), 1e-9) or every.symmetric_difference(
        shapely.union_all(hosts.geometry)
    ).area == pytest.approx(0, abs=1e-6)


def test_hubs_that_share_nothing_leave_no_row():
    assert coverage.reach(["Kadena", "node-san-diego"], radius=900, how="intersection").empty


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_written_areas_are_read_back(tmp_path, suffix):
    import geopandas as gpd

    areas = coverage.reach([(166.6366, 19.2821), "Kadena"], radius=2000)
    tables.write(areas, tmp_path / f"a{suffix}")
    back = gpd.read_file(tmp_path / f"a{suffix}")
    assert back.geometry.is_valid.all()
    for before, after in zip(areas.geometry, back.geometry, strict=True):
        assert before.symmetric_difference(after).area < 1e-3


def test_questions_that_are_none():
    with pytest.raises(InputError, match="no ring"):
        coverage.reach("Kadena", radius=19_900)
    with pytest.raises(InputError, match="one hub or host"):
        coverage.reach("Kadena", radius=900, by="all", how="difference")
    with pytest.raises(InputError, match="unknown mode"):
        coverage.reach("Kadena", radius=900, mode="land")
