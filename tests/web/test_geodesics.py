"""Lengths and azimuths in the browser are those of the ellipsoid."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from pyproj import Transformer

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


@cache
def utm(zone, south):
    return Transformer.from_crs(4326, f"+proj=utm +zone={zone} {'+south' if south else ''}", always_xy=True)


def test_grid_references_are_those_of_utm(opened):
    """Compare easting and northing with PROJ, and the letters with a reference that is published widely (Honolulu)."""
    rng = np.random.default_rng(7)
    points = np.column_stack([rng.uniform(-180, 180, 300), rng.uniform(-79.9, 83.9, 300)])
    got = opened.evaluate("points => points.map(at => eastup.mgrs(at, 5))", points.tolist())
    for (lon, lat), text in zip(points, got, strict=True):
        zone_band, _, east, north = text.split()
        zone = int(zone_band[:-1])
        easting, northing = utm(zone, lat < 0).transform(lon, lat)
        assert int(east) == pytest.approx(easting % 1e5, abs=1.01)
        assert int(north) == pytest.approx(northing % 1e5, abs=1.01)
    back = opened.evaluate("texts => texts.map(text => eastup.search(text)[0].feature.at)", got)
    assert geodesy.distance_m(*np.array(back).T, *points.T).max() < 12  # the key of a point has four decimals
    assert opened.evaluate("eastup.mgrs([-157.916861, 21.309444], 4)") == "4Q FJ 1234 5678"
    assert opened.evaluate(
        "[eastup.mgrs([5, 60], 1), eastup.mgrs([20, 78], 1)].map(text => text.split('V')[0].split('X')[0])"
    ) == ["32", "33"]
    assert opened.evaluate("eastup.mgrs([0, 89], 5)") == ""


def test_positions_are_written_as_the_reader_likes(fresh):
    fresh.evaluate("eastup.update({card: '26.3556,127.7676'})")
    assert fresh.inner_text("#card h2") == "26.3556°N 127.7676°E"
    fresh.click("#pointer")
    assert fresh.inner_text("#card h2") == "26°21′20″N 127°46′03″E"
    fresh.click("#pointer")
    assert fresh.inner_text("#card h2").startswith("52R CQ ")
    fresh.click("#pointer")
    assert fresh.inner_text("#card h2") == "26.3556°N 127.7676°E"
