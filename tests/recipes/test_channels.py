"""The recipe of the ways up rivers, on a coast drawn for it."""

import numpy as np
import pytest
import shapely

from geo.recipes.sea import channels
from geo.recipes.sea.channels import Window, channel, water

BERTH = (110.0, 10.0)
WINDOW = Window.about(*BERTH, 0.3)
COAST = np.array([shapely.box(109.0, 9.0, 110.1, 11.0)], object)
RIVER = np.array([shapely.LineString([(110.0, 10.0), (110.05, 10.05), (110.15, 10.0)])], object)
NONE = np.array([], object)
KM = 111.32 * np.cos(np.radians(10.0))


def test_a_river_is_followed_to_three_miles_off_the_coast():
    way = channel(WINDOW, BERTH, water(WINDOW, COAST, COAST, RIVER))
    along = np.hypot(0.05 * KM, 0.05 * 111) + np.hypot(0.05 * KM, 0.025 * 111)
    assert way.length_km == pytest.approx(along + channels.OFFING_KM, rel=0.06)
    assert way.line[-1] == pytest.approx(BERTH, abs=0.003)
    assert (way.line[0, 0] - 110.1) * KM == pytest.approx(channels.OFFING_KM, abs=0.4)
    assert way.on_km["none"] == 0.0
    assert way.on_km["river"] == pytest.approx(along, rel=0.12)


def test_wide_water_of_the_other_map_is_taken_off_the_banks():
    other = shapely.difference(COAST, shapely.box(109.95, 9.98, 110.1, 10.02))
    way = channel(WINDOW, BERTH, water(WINDOW, COAST, other, NONE))
    assert way.on_km["gshhg"] == pytest.approx(0.1 * KM, rel=0.05)
    assert abs(way.line[:, 1] - 10.0).max() < 0.02


def test_no_way_where_no_map_has_water():
    assert channel(WINDOW, BERTH, water(WINDOW, COAST, COAST, NONE)) is None


def test_no_way_with_a_wide_gap():
    broken = np.array([shapely.LineString([(110.0, 10.0), (110.03, 10.0)])], object)
    assert channel(WINDOW, BERTH, water(WINDOW, COAST, COAST, broken)) is None


def test_no_way_round_by_another_river():
    stray = shapely.LineString([(110.0, 10.0), (109.8, 10.0), (109.8, 10.2), (110.15, 10.2)])
    assert channel(WINDOW, BERTH, water(WINDOW, COAST, COAST, np.array([stray], object))) is None
