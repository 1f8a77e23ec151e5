"""Ways that keep out of territory: never within it, never shorter than the geodesic, and the shortest there are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import basemap, geodesy, places
from eastup.distance.around import _INSIDE_KM, _Search, around
from eastup.errors import UnknownNameError


def at(name):
    place = places.resolve(name)
    return place.lon, place.lat


def least_off_km(line, country):
    """How near a way comes to the land of a country: by its own points, 5 km apart, to the fine coast."""
    land = basemap.land("fine")
    shapes = land.geometry.to_numpy()[(land["country"] == country).to_numpy()]
    points = geodesy.line(line, 5_000.0)
    found = []
    for lon, lat in points[::2]:
        box = shapely.box(lon - 0.6, lat - 0.5, lon + 0.6, lat + 0.5)
        near = shapely.intersection(shapes[shapely.intersects(shapes, box)], box)
        for shape in near:
            shore = shapely.get_coordinates(shapely.shortest_line(shapely.Point(lon, lat), shape))[-1]
            found.append(float(geodesy.distance_m(lon, lat, *shore)) / 1000)
    return min(found)


def test_a_way_off_a_coast_keeps_twelve_miles_from_it():
    a, b = at("camp-humphreys"), at("vladivostok")
    way = around(a, b, ["PRK"])
    straight = float(geodesy.distance_m(*a, *b)) / 1000
    assert straight < way.distance_km < 1.1 * straight
    assert least_off_km(way.line, "PRK") >= 12 * 1.852 - 2 * _INSIDE_KM
    assert around(a, b, ["PRK"], 45.0).distance_km > way.distance_km


def test_there_and_back_are_as_long():
    a, b = at("naval-base-guam"), at("camp-humphreys")
    assert around(a, b, ["JPN"]).distance_km == pytest.approx(around(b, a, ["JPN"]).distance_km, rel=1e-4)


def test_what_is_not_in_the_way_changes_nothing():
    a, b = at("kadena-ab"), at("osan-ab")
    assert around(a, b, ["PRK"]).distance_km == pytest.approx(float(geodesy.distance_m(*a, *b)) / 1000)


def test_a_way_can_not_begin_within_what_is_avoided():
    way = around(at("kadena-ab"), at("osan-ab"), ["JPN"])
    assert np.isnan(way.distance_km)
    assert "begins within" in way.note
    with pytest.raises(UnknownNameError):
        around(at("kadena-ab"), at("osan-ab"), ["XYZ"])


def by_trying(search, boxes):
    """The shortest way over all corners, by Dijkstra's rule on every pair that sees each other."""
    corners = np.concatenate([search._ends, *[shapely.get_coordinates(box.exterior)[:-1] for box in boxes]])
    walls = shapely.buffer(shapely.union_all(boxes), -_INSIDE_KM * 1000)
    lonlat = search._lonlat(corners)
    far = np.full((len(corners), len(corners)), np.inf)
    for i, j in itertools.combinations(range(len(corners)), 2):
        if not shapely.intersects(walls, shapely.LineString(corners[[i, j]])):
            far[i, j] = far[j, i] = float(geodesy.distance_m(*lonlat[i], *lonlat[j])) / 1000
    for k in range(len(corners)):
        far = np.minimum(far, far[:, k, None] + far[None, k])
    return far[0, 1]


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_round_boxes_it_is_the_shortest_of_all_ways(seed):
    rng = np.random.default_rng(seed)
    straight = np.array([[120.0, 20.0], [130.0, 22.0]])
    boxes = []
    for _ in range(4):
        lon, lat = rng.uniform(121.5, 128), rng.uniform(17, 24)
        boxes.append(shapely.box(lon, lat, lon + rng.uniform(0.3, 1.5), lat + rng.uniform(0.3, 3)))
    joined = [p for p in shapely.get_parts(shapely.union_all(boxes)) if not p.interiors]
    search = _Search(joined, straight)
    line = search.line()
    km = float(geodesy.distance_m(*line[:-1].T, *line[1:].T).sum()) / 1000
    # The search ranks ways by great circles, which are within half a per cent of geodesics.
    flat = [p for piece in search._pieces for p in shapely.get_parts(piece)]
    assert km == pytest.approx(by_trying(search, flat), rel=5e-3)
