"""The ellipse of the globe: cuts at its rim keep areas and lengths, and nothing runs across the map."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eastup.geodesy import ellipsoid
from eastup.geodesy.mollweide import GlobeEllipse

RADIUS_M = 6_378_137.0
GLOBE = GlobeEllipse.of_sphere(RADIUS_M)
PLAIN = pyproj.Proj(proj="moll", R=RADIUS_M)


def test_the_rim_is_that_of_proj():
    lat = np.linspace(-89, 89, 90)
    rim = np.column_stack(PLAIN(np.full_like(lat, 179.999999), lat))
    assert shapely.distance(GLOBE.outline.exterior, shapely.points(rim)).max() < 5e-5 * GLOBE.half_height
    assert GLOBE.holds(rim).all()
    assert not GLOBE.holds(rim * 1.001).any()
    assert GLOBE.outline.area == pytest.approx(4 * np.pi * RADIUS_M**2, rel=1e-4)  # equal-area: the sphere's


@settings(max_examples=60)
# A start on the rim itself stands on either side of the map.
@given(st.floats(-179.9, 179.9), st.floats(-80, 80), st.floats(0, 360), st.floats(500e3, 15_000e3))
def test_a_line_across_the_rim_is_cut_there(lon, lat, azimuth, length_m):
    ahead = np.linspace(0, length_m, 400)
    way = np.column_stack(ellipsoid.forward(lon, lat, np.full(400, azimuth), ahead))
    assume(np.abs(way[:, 1]).max() < 89.5)  # over an end of the axis half a turn has no side
    xy = np.column_stack(PLAIN(*way.T))
    pieces = GLOBE.cut_line(xy)
    crossings = int((np.abs(np.diff((way[:, 0] + 180) % 360 - 180)) > 180).sum())
    assert len(pieces) == crossings + 1
    step = max(np.hypot(*np.diff(piece, axis=0).T).max() for piece in pieces if len(piece) > 1)
    assert step < 0.2 * GLOBE.half_height  # nothing runs over to the other side
    for piece in pieces[:-1]:
        assert shapely.distance(GLOBE.outline.exterior, shapely.Point(piece[-1])) < 1e-3 * GLOBE.half_height
    assert np.concatenate(pieces).shape[0] == len(xy) + 2 * crossings


@settings(max_examples=60)
@given(st.floats(-180, 180), st.floats(-88, 88), st.floats(100e3, 5_000e3))
def test_a_disc_keeps_its_area_wherever_the_rim_parts_it(lon, lat, radius_m):
    sphere = pyproj.Geod(a=RADIUS_M, b=RADIUS_M)
    azimuth = np.linspace(0, 360, 721)[:-1]
    around, up, _ = sphere.fwd(np.full(720, lon), np.full(720, lat), azimuth, np.full(720, radius_m))
    ring = shapely.Polygon(np.column_stack(PLAIN(around, up)))
    [cut] = GLOBE.cut_areas(np.array([ring]))
    parts = shapely.get_parts(cut)
    exact = 2 * np.pi * RADIUS_M**2 * (1 - np.cos(radius_m / RADIUS_M))
    assert shapely.is_valid(parts).all()
    assert shapely.area(parts).sum() == pytest.approx(exact, rel=4e-3)
    assert shapely.area(shapely.difference(cut, GLOBE.outline.buffer(0.001 * GLOBE.half_height))) < 1e-6 * exact


@pytest.mark.parametrize("lon", [1.0, -90.0, 0.0, 57.3])
def test_a_line_over_an_end_of_the_axis_runs_across_no_map(lon):
    lat = np.concatenate([np.linspace(60, 90, 121), np.linspace(89.75, 60, 120)])
    way = np.column_stack([np.where(np.arange(241) < 121, lon, lon - 180.0), lat])
    pieces = GLOBE.cut_line(np.column_stack(PLAIN(*way.T)))
    assert max(np.hypot(*np.diff(piece, axis=0).T).max() for piece in pieces) < 0.2 * GLOBE.half_height


def test_a_hole_goes_with_its_area():
    ring = np.array([(170, -20), (190, -20), (190, 20), (170, 20)], float)
    hole = np.array([(175, -10), (185, -10), (185, 10), (175, 10)], float)
    outer, inner = (
        np.column_stack(PLAIN(*shapely.get_coordinates(shapely.segmentize(shapely.LinearRing(r), 0.5)).T))
        for r in (ring, hole)
    )
    [cut] = GLOBE.cut_areas(np.array([shapely.Polygon(outer, [inner])]))
    share = np.sin(np.radians(20)) * 20 - np.sin(np.radians(10)) * 10
    assert cut.area == pytest.approx(share / 180 * 2 * np.pi * RADIUS_M**2 * 1.0, rel=2e-3)
    assert len(shapely.get_parts(cut)) == 2


def test_boxes_beyond_the_rim_take_none_of_the_globe():
    frame = (-2.2e7, -1.1e7, 1.2e7, 9e6)
    boxes = shapely.box(*np.array(GLOBE.boxes_beyond(frame)).T)
    assert shapely.area(shapely.intersection(boxes, GLOBE.outline.buffer(-1e4))).sum() < 1.0
    beyond = shapely.difference(shapely.box(*frame), GLOBE.outline)
    assert shapely.union_all(boxes).area > 0.97 * beyond.area
