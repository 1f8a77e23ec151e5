"""Distances to lines and areas against dense sampling with pyproj's Geod."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup.geodesy.shapes import Shape

GEOD = pyproj.Geod(ellps="WGS84")
STEP_M = 2_000.0
lons, lats = st.floats(-180, 360), st.floats(-75, 75)


def sampled(path, step_m=STEP_M):
    """Return points along the geodesic edges of a path, by `pyproj.Geod.inv_intermediate`."""
    found = [path[0]]
    for (lon1, lat1), (lon2, lat2) in zip(path[:-1], path[1:], strict=True):
        _, _, length = GEOD.inv(lon1, lat1, lon2, lat2)
        if (count := int(length // step_m)) > 0:
            between = GEOD.inv_intermediate(lon1, lat1, lon2, lat2, count, return_back_azimuth=False)
            found += list(zip(between.lons, between.lats, strict=True))
        found.append((lon2, lat2))
    return np.array(found)


def least_m(point, path):
    """Return the least distance of a point to the samples of a path, refined about the best."""
    dense = sampled(path)
    far = GEOD.inv(np.full(len(dense), point[0]), np.full(len(dense), point[1]), *dense.T)[2]
    at = int(np.argmin(far))
    fine = sampled(dense[max(at - 1, 0) : at + 2], 0.5)
    return GEOD.inv(np.full(len(fine), point[0]), np.full(len(fine), point[1]), *fine.T)[2].min()


paths = st.tuples(lons, lats).flatmap(
    lambda start: st.lists(st.tuples(st.floats(-8, 8), st.floats(-8, 8)), min_size=1, max_size=4).map(
        lambda steps: np.clip(np.cumsum([start, *steps], axis=0), [-1e9, -80], [1e9, 80])
    )
)


@settings(max_examples=15)
@given(point=st.tuples(lons, lats), path=paths)
def test_the_nearest_point_of_a_line_is_that_of_dense_samples(point, path):
    found, (far_m,) = Shape(shapely.LineString(path)).nearest([point])
    expected = least_m(point, path)
    assert far_m == pytest.approx(expected, abs=1.0)
    assert far_m <= expected + 1e-3
    assert GEOD.inv(*point, *found[0])[2] == pytest.approx(far_m, abs=1e-6)


@settings(max_examples=15)
@given(point=st.tuples(lons, lats), path=paths, turn=st.sampled_from([-360.0, 0.0, 360.0]))
def test_however_the_longitudes_are_spelled_the_distance_is_the_same(point, path, turn):
    line = Shape(shapely.LineString(path))
    jumping = path.copy()
    jumping[:, 0] = (jumping[:, 0] + 180.0) % 360.0 - 180.0
    other = Shape(shapely.LineString(np.add(jumping, (turn, 0.0))))
    assert other.nearest([point])[1] == pytest.approx(line.nearest([point])[1], abs=1e-3)


def test_an_area_across_180_holds_what_is_in_it_in_both_spellings():
    corners = [(175, 50), (-175, 50), (-175, 55), (175, 55), (175, 50)]
    on = [(lon % 360, lat) for lon, lat in corners]
    for ring in (corners, on, corners[::-1]):
        box = Shape(shapely.Polygon(ring))
        assert list(box.holds([(180, 52), (-180, 52), (179, 54), (181, 52), (-176, 51), (170, 52), (0, 52)])) == [
            True, True, True, True, True, False, False,
        ]  # fmt: skip
        _, far = box.nearest([(170.0, 52.0), (-179.0, 52.0)])
        assert far[0] == pytest.approx(least_m((170.0, 52.0), np.array(corners, float)), abs=1.0)
        assert far[1] == 0.0


def test_edges_are_geodesics_and_not_parallels():
    """The northern edge of a wide box bulges polewards: a point between parallel and geodesic is inside."""
    box = Shape(shapely.box(130, 20, 170, 40))
    middle = GEOD.inv_intermediate(130, 40, 170, 40, 1, return_back_azimuth=False)
    bulge = middle.lats[0]
    assert bulge > 41.5
    assert box.holds([(150, (40 + bulge) / 2)])[0]
    assert not box.holds([(150, bulge + 1e-4)])[0]
    assert box.nearest([(150, bulge + 0.01)])[1][0] == pytest.approx(
        GEOD.inv(150, bulge, 150, bulge + 0.01)[2], abs=1.0
    )


def test_a_cap_over_the_pole_holds_it():
    lon, lat, _ = GEOD.fwd(np.full(90, 130.0), np.full(90, 80.0), np.arange(0, 360, 4.0), np.full(90, 2_000_000.0))
    cap = Shape(shapely.Polygon(np.column_stack([lon, lat])))
    assert cap.holds([(0, 90), (130, 80), (-50, 85), (130, 63)]).all()
    assert not cap.holds([(-50, 70)])[0]


def test_a_hole_is_outside_and_its_edge_is_near():
    ring = shapely.Polygon(shapely.box(120, 20, 130, 30).exterior, [shapely.box(124, 24, 126, 26).exterior])
    shape = Shape(ring)
    _, (far,) = shape.nearest([(125, 25)])
    hole = np.array(shapely.box(124, 24, 126, 26).exterior.coords)
    assert far == pytest.approx(least_m((125, 25), hole), abs=1.0)
    assert shape.nearest([(121, 21)])[1][0] == 0


@settings(max_examples=4)
@given(a=paths, b=paths)
def test_two_lines_are_as_near_as_their_dense_samples(a, b):
    one, other = Shape(shapely.LineString(a)), Shape(shapely.LineString(b))
    p, q, far_m = one.nearest_of(other)
    assert GEOD.inv(*p, *q)[2] == pytest.approx(far_m, abs=1e-3)
    _, least = other.nearest(sampled(a, 10_000.0))
    assert far_m <= least.min() + 1e-3
    assert far_m >= least.min() - 5_001.0
    for here, there in ((p, b), (q, a)):
        assert far_m == pytest.approx(least_m(here, there), abs=1.0)


def test_of_shapes_in_several_parts_the_nearest_two_count():
    triangle, square = shapely.Polygon([(120, 20), (121, 20), (121, 21)]), shapely.box(125, 24, 126, 25)
    far = shapely.Polygon([(150, 40), (151, 40), (152, 41), (151, 42), (150, 42)])
    one, other = Shape(shapely.MultiPolygon([triangle, far])), Shape(shapely.MultiPolygon([far.buffer(1), square]))
    assert one.nearest_of(other)[2] == 0.0
    apart = Shape(shapely.MultiPolygon([square, shapely.box(170, -50, 171, -49).segmentize(0.1)]))
    least = min(Shape(part).nearest_of(apart)[2] for part in (triangle, far))
    assert one.nearest_of(apart)[2] == pytest.approx(least, abs=1e-3)


def test_the_farthest_point_is_that_of_dense_samples():
    path = np.array([(120.0, 20.0), (140.0, 45.0), (-160.0, 10.0)])
    for point in [(127.0, 37.0), (-120.0, 30.0), (150.0, -20.0)]:
        _, (far,) = Shape(shapely.LineString(path)).farthest([point])
        dense = sampled(path)
        most = GEOD.inv(np.full(len(dense), point[0]), np.full(len(dense), point[1]), *dense.T)[2].max()
        assert far == pytest.approx(most, abs=1.0)
