"""The recipe that draws gates, on a small coast."""

import json

import numpy as np
import pytest
import shapely

from eastup.basemap.coast import Coast
from geo.recipes import gates


@pytest.fixture
def coast():
    """Two mainlands a degree of latitude apart with an islet between them, 10N 120E."""
    lands = [shapely.box(119, 8, 121, 10), shapely.box(119, 11, 121, 13), shapely.box(119.9, 10.4, 120.1, 10.6)]
    small = object.__new__(Coast)
    small.shapes = np.array(lands)
    small.tree = shapely.STRtree(small.shapes)
    return small


def strait(**more):
    ends = [{"name": "south", "lon": 120.0, "lat": 9.5}, {"name": "north", "lon": 120.0, "lat": 11.5}]
    return {"type": "Feature", "properties": {"id": "strait", "through": ends, **more}, "geometry": None}


def test_a_gate_runs_from_coast_to_coast_and_stops_at_islets(coast):
    feature = strait()
    gates.draw(feature, coast)
    kind, lines = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    ys = [y for line in ([lines] if kind == "LineString" else lines) for _, y in line]
    assert min(ys) == 10.0
    assert max(ys) == 11.0
    # A degree of latitude at 10N is 110.6 km.
    assert feature["properties"]["width_km"] == pytest.approx(110.6, abs=0.05)


def test_the_mid_point_of_a_gate_lies_in_the_water(coast):
    feature = strait()
    gates.draw(feature, coast)
    assert feature["properties"]["mid_lat"] == pytest.approx(10.5, abs=0.001)
    coast.shapes = np.array([*coast.shapes[:2], shapely.box(118, 10.35, 122, 10.6)])
    coast.tree = shapely.STRtree(coast.shapes)
    gates.draw(feature, coast)
    assert feature["properties"]["mid_lat"] == pytest.approx(10.8, abs=0.001), "an island holds the middle"
    assert feature["properties"]["width_km"] == pytest.approx(110.6, abs=0.05)


def test_a_gate_that_meets_an_islet_has_two_stretches(coast):
    ends = coast.over_water(np.array([[120.0, 10.0], [120.0, 11.0]]))
    assert [line[:, 1].tolist() for line in ends] == [[10.0, 10.4], [10.6, 11.0]]


def test_a_neck_is_measured_and_is_no_part_of_the_gate(coast):
    ends = [{"name": "south", "lon": 120.0, "lat": 9.5}, {"name": "islet", "lon": 120.0, "lat": 10.5}]
    feature = strait(necks=[{"name": "neck", "through": ends}])
    gates.draw(feature, coast)
    [neck] = feature["properties"]["necks"]
    assert neck["width_km"] == pytest.approx(44.2, abs=0.05)


def test_what_is_written_is_the_same_json(coast):
    document = {"type": "FeatureCollection", "name": "straits", "features": [strait()]}
    assert json.loads(gates.readable(document)) == document
