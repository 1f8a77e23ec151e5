"""Lengths and azimuths in the browser are those of the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest

from eastup import geodesy

pytestmark = pytest.mark.browser


def test_distances_in_the_browser_are_geodesics(opened):
    rng = np.random.default_rng(4)
    pairs = np.column_stack(
        [rng.uniform(-180, 180, 500), rng.uniform(-90, 90, 500), rng.uniform(-180, 180, 500), rng.uniform(-90, 90, 500)]
    )
    antipodal = np.array(
        [[0, 0, 179.9, 0.3], [30, -40, -150.2, 40.1], [10, 20, 10, -40], [0, 0, 10, 0], [5, 5, 5, 5], [0, 90, 10, 50]],
        float,
    )
    pairs = np.vstack([pairs, antipodal])
    got = opened.evaluate(
        "ps => ps.map(p => { const g = eastup.geodesic(...p); return [g.azimuth_deg, g.length_m] })", pairs.tolist()
    )
    azimuth_deg, length_m = geodesy.inverse(*pairs.T)
    got = np.array(got)
    assert np.abs(got[:, 1] - length_m).max() < 1e-3
    assert np.abs((got[:500, 0] - azimuth_deg[:500] + 180) % 360 - 180).max() < 1e-6
    ends = opened.evaluate(
        "ps => ps.map(([lon, lat, a, s]) => eastup.geodesicEnd(lon, lat, a, s))",
        np.column_stack([pairs[:500, :2], azimuth_deg[:500], length_m[:500]]).tolist(),
    )
    assert geodesy.distance_m(*np.array(ends).T, pairs[:500, 2], pairs[:500, 3]).max() < 1e-3
