"""Gates run on over the land on which they end, and no farther."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from eastup.basemap import coast
from geo.recipes.sea import gatelines
from geo.recipes.sea.subdivision import Gates

LAND = np.array([shapely.box(0.0, 0.0, 0.02, 1.0), shapely.box(1.0, 0.0, 2.0, 1.0)], dtype=object)  # an islet, a shore
STRAIT = shapely.MultiLineString([[(-1.0, 0.5), (0.0, 0.5)], [(0.02, 0.5), (1.0, 0.5)]])


@pytest.fixture(scope="module")
def grown():
    return gatelines.over_land(Gates(["strait"], np.array([STRAIT], dtype=object)), LAND).lines[0]


def test_an_islet_that_a_coarser_sea_leaves_out_leaves_no_gap(grown):
    assert shapely.line_merge(shapely.union_all(grown)).geom_type == "LineString"
    assert grown.covers(shapely.LineString([(-1.0, 0.5), (1.0, 0.5)]))


def test_a_gate_runs_some_kilometres_inland_and_not_out_of_the_water_where_no_land_is(grown):
    west, _, east, _ = grown.bounds
    assert east == pytest.approx(1.0 + coast.OVER_DEG)
    assert west == -1.0


def test_the_widest_stretch_of_a_gate_is_still_that_over_water(grown):
    longest = max(shapely.get_parts(grown), key=lambda part: part.length)
    assert longest.equals(shapely.LineString([(-1.0, 0.5), (0.0, 0.5)]))


def test_parts_that_end_on_an_islet_askew_are_joined_over_it():
    askew = shapely.MultiLineString([[(-1.0, 0.1), (0.0, 0.3)], [(0.02, 0.7), (1.0, 0.9)]])
    [grown] = gatelines.over_land(Gates(["strait"], np.array([askew], dtype=object)), LAND).lines
    assert grown.covers(shapely.LineString([(0.0, 0.3), (0.02, 0.7)]))


def test_parts_on_two_lands_are_not_joined():
    apart = shapely.MultiLineString([[(-1.0, 0.5), (0.0, 0.5)], [(1.0, 0.6), (0.5, 0.6)]])
    [grown] = gatelines.over_land(Gates(["strait"], np.array([apart], dtype=object)), LAND).lines
    assert not grown.covers(shapely.LineString([(0.0, 0.5), (1.0, 0.6)]))
