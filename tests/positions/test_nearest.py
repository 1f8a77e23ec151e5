"""The nearest hub and gate against PROJ's own geodesics, and the bounds of a chord as laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import layers
from eastup.geodesy import GEOD
from eastup.positions import gates
from eastup.positions.cells import Grid
from eastup.positions.ellipsoid import FAR_M, LONGEST_CHORD_M, Points, distance_m, surely_at_least_m, surely_at_most_m
from eastup.positions.nearest import Hubs, NearestGate

LON = st.floats(-180, 360)
LAT = st.floats(-90, 90)


def points(*lonlat: float) -> Points:
    return Points.of(np.array([lonlat[0]]), np.array([lonlat[1]]))


@settings(max_examples=300)
@given(LON, LAT, LON, LAT)
def test_a_chord_bounds_the_geodesic(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    length = GEOD.inv(lon1, lat1, lon2, lat2)[2]
    a, b = points(lon1, lat1), points(lon2, lat2)
    chord = np.sqrt(sum((p - q) ** 2 for p, q in zip(a.xyz(), b.xyz(), strict=True)))
    assert surely_at_least_m(chord)[0] <= length + 1e-6
    assert surely_at_most_m(chord)[0] >= length - 1e-6


def test_the_bounds_are_met_on_the_meridian_at_the_equator_and_at_the_pole() -> None:
    # The least radius of curvature is the meridian's at the equator, the greatest everybody's at the pole: both bounds
    # are then nearly the length itself.
    for lat in (0.0, 89.99):
        a, b = points(0.0, lat - 0.01), points(0.0, lat + 0.01)
        length = GEOD.inv(0.0, lat - 0.01, 0.0, lat + 0.01)[2]
        chord = np.sqrt(sum((p - q) ** 2 for p, q in zip(a.xyz(), b.xyz(), strict=True)))
        assert surely_at_most_m(chord)[0] - length < 0.01
        assert length - surely_at_least_m(chord)[0] < 0.01
    assert surely_at_most_m(np.array([LONGEST_CHORD_M + 1.0]))[0] == np.inf


@settings(max_examples=300)
@given(LON, LAT, LON, LAT)
def test_distance_is_that_of_proj(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    assert distance_m(points(lon1, lat1), points(lon2, lat2))[0] == pytest.approx(
        GEOD.inv(lon1, lat1, lon2, lat2)[2], abs=1e-4
    )


def test_short_and_long_distances() -> None:
    rng = np.random.default_rng(4)
    n = 20_000
    lon, lat = rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))
    for longest in (0.0, 1.0, 1e3, 1e6, FAR_M, 2e7):
        end = GEOD.fwd(lon, lat, rng.uniform(0, 360, n), rng.uniform(0, longest, n))
        measured = distance_m(Points.of(lon, lat), Points.of(np.asarray(end[0]), np.asarray(end[1])))
        assert np.abs(measured - GEOD.inv(lon, lat, end[0], end[1])[2]).max() < 1e-4


def places(n: int, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    lon = np.concatenate([rng.uniform(95, 165, n), rng.uniform(-180, 540, n // 4)])
    lat = np.concatenate([rng.uniform(-15, 60, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n // 4)))])
    return lon, lat


def hubs() -> np.ndarray:
    bases = layers.load("bases")
    return np.column_stack([bases.geometry.x, bases.geometry.y])


def test_the_nearest_hub_is_never_wrong() -> None:
    lonlat = hubs()
    lon, lat = places(4_000)
    # Places as far from two hubs as from each other are the hard ones: half-way between pairs.
    pairs = np.random.default_rng(6).integers(0, len(lonlat), (500, 2))
    ways = GEOD.inv(*lonlat[pairs[:, 0]].T, *lonlat[pairs[:, 1]].T)
    half = GEOD.fwd(*lonlat[pairs[:, 0]].T, ways[0], np.asarray(ways[2]) / 2)
    lon, lat = np.concatenate([lon, half[0]]), np.concatenate([lat, half[1]])
    grid = Grid()
    hub, length = Hubs(lonlat, grid).nearest(Points.of(lon, lat), grid.cell(lon, lat))
    every = np.stack([GEOD.inv(lon, lat, np.full(len(lon), a), np.full(len(lon), b))[2] for a, b in lonlat], axis=1)
    assert np.abs(every.min(axis=1) - length).max() < 1e-4
    chosen = every[np.arange(len(lon)), hub]
    assert (chosen - every.min(axis=1)).max() < 1e-4  # another only where both are equally far
    clear = np.partition(every, 1, axis=1)[:, 1] - every.min(axis=1) > 2e-4
    assert (hub == every.argmin(axis=1))[clear].all()


def test_hubs_within_a_radius() -> None:
    lonlat = hubs()
    lon, lat = places(3_000, seed=7)
    grid = Grid()
    index = Hubs(lonlat, grid)
    every = np.stack([GEOD.inv(lon, lat, np.full(len(lon), a), np.full(len(lon), b))[2] for a, b in lonlat], axis=1)
    for radius in (1e3, 926e3, 5e6, 21e6):
        count = index.within(Points.of(lon, lat), grid.cell(lon, lat), radius)
        assert (count == (every <= radius).sum(axis=1)).all()


def test_many_hubs_at_one_place_count_the_first() -> None:
    grid = Grid()
    lonlat = np.array([(130.0, 30.0)] * 3 + [(131.0, 30.0)])
    at = Points.of(np.array([130.0, 129.0, 130.9]), np.array([30.0, 31.0, 30.0]))
    assert list(Hubs(lonlat, grid).nearest(at, grid.cell(at.lon, at.lat))[0]) == [0, 0, 3]


@pytest.mark.thorough
def test_the_nearest_gate_is_that_of_every_geodesic() -> None:
    every = gates.load()
    lon, lat = places(160, seed=8)
    grid = Grid()
    gate, length = NearestGate(every, grid).nearest(Points.of(lon, lat), grid.cell(lon, lat))
    least = np.full((len(every), len(lon)), np.inf)
    for number, one in enumerate(every):
        for part in one.parts:
            for (lon1, lat1), (lon2, lat2) in zip(part[:-1], part[1:], strict=True):
                azimuth, _, whole = GEOD.inv(lon1, lat1, lon2, lat2)
                steps = max(2, int(whole / 500.0))
                foot = GEOD.fwd(
                    np.full(steps, lon1), np.full(steps, lat1), np.full(steps, azimuth), np.linspace(0, whole, steps)
                )
                pairs = [
                    values.ravel() for values in np.broadcast_arrays(lon, lat, *(foot[n][:, None] for n in (0, 1)))
                ]
                off = GEOD.inv(*pairs)[2].reshape(steps, len(lon)).min(axis=0)
                least[number] = np.minimum(least[number], off)
    best = least.min(axis=0)
    far = best > 20e3
    # Points 500 m apart miss the foot by up to 250 m: 250² / 2d too far.
    assert (length <= best + 0.1).all()
    assert (best - length)[far].max() < 250.0**2 / 2 / 20e3 + 0.1
    assert (least[gate, np.arange(len(lon))] - best).max() < 1.7


def test_the_answer_for_a_row_hangs_on_no_other() -> None:
    lon, lat = places(5_000, seed=9)
    whole = Grid()
    index, lines = Hubs(hubs(), whole), NearestGate(gates.load(), whole)
    together = Points.of(lon, lat)
    hub, length = index.nearest(together, whole.cell(lon, lat))
    gate, off = lines.nearest(together, whole.cell(lon, lat))
    for size in (1, 97, 4096):
        grid = Grid()
        index, lines = Hubs(hubs(), grid), NearestGate(gates.load(), grid)
        for start in range(0, len(lon) if size > 1 else 50, size):
            some = slice(start, start + size)
            at, cell = Points.of(lon[some], lat[some]), grid.cell(lon[some], lat[some])
            one, long = index.nearest(at, cell)
            assert np.array_equal(one, hub[some])
            assert np.array_equal(long, length[some])
            one, long = lines.nearest(at, cell)
            assert np.array_equal(one, gate[some])
            assert np.array_equal(long, off[some])
