from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastup import geodesy
from eastup.errors import InputError

lon_st = st.floats(-180, 180)
lat_st = st.floats(-85, 85)


def test_agrees_with_geographiclib_to_under_a_millimetre():
    sample = pd.read_csv(Path(__file__).parents[1] / "data" / "geodtest_sample.csv", comment="#")
    azimuth_deg, length_m = geodesy.inverse(sample.lon1, sample.lat1, sample.lon2, sample.lat2)
    assert np.abs(length_m - sample.distance_m).max() < 0.001
    assert np.abs(azimuth_deg - sample.azimuth1).max() < 1e-7
    lon, lat = geodesy.forward(sample.lon1, sample.lat1, sample.azimuth1, sample.distance_m)
    assert np.abs(lon - sample.lon2).max() < 1e-8
    assert np.abs(lat - sample.lat2).max() < 1e-8


@given(lon_st, lat_st, lon_st, lat_st)
def test_distance_is_symmetric(lon1, lat1, lon2, lat2):
    there = geodesy.distance_m(lon1, lat1, lon2, lat2)
    assert there == pytest.approx(geodesy.distance_m(lon2, lat2, lon1, lat1), abs=1e-6)


@given(lon_st, lat_st, st.floats(1_000, 8_000_000))
def test_ring_is_a_circle(lon, lat, radius_m):
    ring = geodesy.ring(lon, lat, radius_m, points=36)
    assert np.abs(geodesy.distance_m(lon, lat, ring[:, 0], ring[:, 1]) - radius_m).max() < 1e-3
    assert np.abs(np.diff(ring[:, 0])).max() <= 180


@given(st.lists(st.tuples(lon_st, lat_st), min_size=2, max_size=4), st.floats(20_000, 500_000))
def test_no_segment_of_a_densified_line_is_longer_than_the_step(points, step_m):
    line = geodesy.line(points, step_m)
    lengths = geodesy.distance_m(*line[:-1].T, *line[1:].T)
    assert lengths.max() <= step_m * (1 + 1e-9) + 1e-6


def test_a_line_along_a_meridian_near_zero_is_densified():
    assert len(geodesy.line([(0, 0), (0, 10)], 100_000)) == 13


@pytest.mark.parametrize(
    ("text", "km"),
    [("612 mi", 984.918528), ("500nmi", 926.0), ("1,770 km", 1770.0), ("10 nm", 18.52), ("1 nautical mile", 1.852)],
)
def test_lengths_with_units(text, km):
    assert geodesy.length_km(text) == pytest.approx(km)


@pytest.mark.parametrize(
    "text", ["612", "mi", "-5 km", "0 km", "12 leagues", "", "nan km", "1e999 km", "1,2,3 km", "12,00 km"]
)
def test_a_length_without_number_or_unit_is_refused(text):
    with pytest.raises(InputError):
        geodesy.length_km(text)


@pytest.mark.parametrize(("text", "kmh"), [("20kn", 37.04), ("450 kn", 833.4), ("80km/h", 80.0), ("10 m/s", 36.0)])
def test_speeds(text, kmh):
    assert geodesy.speed_kmh(text) == pytest.approx(kmh)


def test_a_table_example_of_noaa():
    """Maritime Reporter, July 1978: Boston to Anchorage, 7,312 nmi, is 15 days 6 hours at 20 knots."""
    hours = geodesy.length_km("7312 nmi") / geodesy.speed_kmh("20kn")
    assert hours == pytest.approx(15 * 24 + 6, abs=0.5)
