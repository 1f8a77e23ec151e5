"""Contours of fields of lengths whose ways are chosen by cost."""

from __future__ import annotations

import contourpy
import numpy as np
import pytest
import shapely
from scipy.ndimage import binary_dilation, gaussian_filter, grey_erosion

from eastup.geodesy.contours import overland, worn

STEP_KM = 10.0


def fields(slope):
    """Return rows, columns, lengths and costs of ways from the west, and of ways with a toll beyond a slanting line."""
    y, x = np.mgrid[0:60, 0:90]
    beyond = y < 30 + slope * (x - 45)
    free = STEP_KM * np.hypot(x + 40, y - 30)
    cost = np.where(beyond, free - 2.0 * (30 + slope * (x - 45) - y), free)
    return y, x, np.where(beyond, cost - 100.0, cost), cost


def contour(km, most):
    """Return the longest contour of a field."""
    return max(map(shapely.LineString, contourpy.contour_generator(z=km).lines(most)), key=lambda line: line.length)


def turning(line):
    """Return by how many turns of the wheel a line bends, to either side."""
    course = np.unwrap(np.arctan2(*np.diff(shapely.get_coordinates(line), axis=0).T))
    return float(np.abs(np.diff(course)).sum() / (2 * np.pi))


@pytest.mark.parametrize("slope", [0.1, 0.37, 1.0])
def test_a_contour_runs_along_a_cliff_of_lengths_and_not_along_the_cells(slope):
    _, _, km, cost_km = fields(slope)
    most = float(cost_km[30, 45]) - 50.0
    before, after = (contour(field, most) for field in (km, worn(km, cost_km, STEP_KM)))
    assert turning(after) < 0.6 * turning(before)
    assert shapely.hausdorff_distance(before, after) < 3.5  # at the tips, which are rounded


def test_what_lies_off_a_cliff_stays_as_it_is():
    y, x, km, cost_km = fields(0.37)
    field = worn(km, cost_km, STEP_KM)
    far = np.abs(y - 30 - 0.37 * (x - 45)) > 8
    assert np.array_equal(field[far], km[far])
    assert (field >= np.minimum(km, cost_km) - 100.0).all()
    assert (field <= cost_km + 1e-9).all()
    assert worn(cost_km, cost_km, STEP_KM) is cost_km


def test_a_toll_that_is_paid_at_a_gate_wears_nothing():
    _, x, _, _ = fields(0.0)
    km = STEP_KM * x.astype(float)
    cost_km = np.where(x > 45, km + 130.0, km)  # lengths go on through the gate, costs leap
    assert worn(km, cost_km, STEP_KM) is km


def test_land_stays_land():
    _, _, km, cost_km = fields(0.37)
    km, cost_km = km.copy(), cost_km.copy()
    km[20:40, 44:47] = cost_km[20:40, 44:47] = np.inf
    field = worn(km, cost_km, STEP_KM)
    assert np.array_equal(np.isinf(field), np.isinf(km))
    assert not np.isnan(field).any()


@pytest.fixture(params=[(60, 90), (3, 40), (30, 1)])
def with_land(request):
    """Return lengths and costs of ways, a fifth of whose cells are land."""
    rows, columns = request.param
    y, x = np.mgrid[:rows, :columns]
    cost = STEP_KM * np.hypot(x - 20.3, y - 10.2)
    km = np.where(y > x / 2 - 3, cost - 80.0, cost)
    land = np.random.default_rng(4).random(km.shape) < 0.2
    return np.where(land, np.inf, km), np.where(land, np.inf, cost)


def test_fields_run_on_into_the_land_as_scipy_erodes(with_land):
    km, _ = with_land
    field = km.copy()
    for _ in range(4):
        field = np.where(np.isfinite(field), field, grey_erosion(field, size=(3, 3)) + STEP_KM)
    assert np.array_equal(overland(km, STEP_KM), field)


def test_tolls_are_blurred_as_scipy_does(with_land):
    km, cost_km = with_land
    known, field = np.isfinite(km), worn(km, cost_km, STEP_KM)
    toll = np.where(known, cost_km, 0.0) - np.where(known, km, 0.0)
    changed = known & (field != km)
    blurred = gaussian_filter(toll, 1.25)[changed] / gaussian_filter(known.astype(float), 1.25)[changed]
    assert field[changed] == pytest.approx(cost_km[changed] - blurred, abs=1e-9)
    line = np.zeros_like(known)
    for axis in (0, 1):
        with np.errstate(invalid="ignore"):
            leap = np.abs(np.diff(km, axis=axis)) > 1.5 * STEP_KM
        beside = [(0, 1) if one == axis else (0, 0) for one in (0, 1)]
        line |= np.pad(leap, beside) | np.pad(leap, [pair[::-1] for pair in beside])
    assert not (changed & ~binary_dilation(line, iterations=5)).any()
