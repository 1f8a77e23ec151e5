"""What ships reach in some hours: areas in the browser."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from browsing import settle

from eastup import geodesy, layers
from eastup.sea import engine, gates, routes

pytestmark = pytest.mark.browser

EDGE = """() => eastup.areas().map(({ km, text, loops }) => ({ km, text,
  edge: loops.flatMap(loop => Array.from({ length: loop.length / 2 }, (_, i) => eastup.projection.inverse(loop[2 * i], loop[2 * i + 1]))) }))"""


def areas(page, **change):
    page.evaluate("change => eastup.update({...change, closed: new Set(change.closed || [])})", change)
    page.evaluate("eastup.paint()")
    settle(page)
    return page.evaluate(EDGE)


@pytest.mark.sample(closed=[["luzon-strait", "bashi-channel"]])
@pytest.mark.parametrize("closed", [[], ["luzon-strait", "bashi-channel"]])
def test_the_edge_is_as_far_as_ships_come(afloat, closed):
    hub = (121.5, 20.2)  # north of Luzon
    found = areas(afloat, mode="sea", tab="ask", hub=f"{hub[1]},{hub[0]}", hours=[12, 24], closed=closed)
    assert [area["text"] for area in found] == ["24 h", "12 h"]
    assert [area["km"] for area in found] == pytest.approx([24 * 37.04, 12 * 37.04])
    assert "Reach: 12 h, 24 h" in afloat.evaluate(
        "[...document.querySelectorAll('#legend li')].map(row => row.innerText)"
    )
    for area in found:
        edge = np.array(area["edge"])
        edge = edge[engine.shipped().access(edge, gates.water(closed)).on_water]  # land is painted over the rest
        assert len(edge) > 500
        edge = edge[np.linspace(0, len(edge) - 1, 200).astype(int)]
        edge = edge[~along_gates(edge, closed)]  # there the area ends though ships would come farther
        km = routes.distances_km(np.array([hub]), edge, closed)[0]
        off = np.abs(km / area["km"] - 1)
        assert np.nanmedian(off) < 0.0005
        assert np.mean(off < 0.01) >= 0.98
        assert geodesy.distance_m(*hub, *edge.T).max() < area["km"] * 1010
    afloat.evaluate("eastup.update({hours: [], closed: new Set()})")


def along_gates(points, closed):
    lines = layers.ours("straits").set_index("id").geometry[closed].tolist()
    whole = [line for gate in lines for line in shapely.get_parts(gate)]
    dense = [shapely.LineString(geodesy.line(shapely.get_coordinates(line), 5_000.0)) for line in whole]
    return (
        shapely.distance(shapely.points(points), shapely.union_all(dense)) < 0.08
        if dense
        else np.zeros(len(points), bool)
    )


def test_an_area_does_not_leak_over_land(afloat):
    """Manila Bay is near the Pacific over land and far by sea, and so is the west of Taiwan from its east."""
    areas(afloat, mode="sea", tab="ask", hub="15.5,122.6", hours=[12], closed=["luzon-strait", "bashi-channel"])
    inside = """([lon, lat]) => { const [x, y] = eastup.projection.forward(lon, lat); let within = false;
      for (const { loops } of eastup.areas()) for (const ring of loops) for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2)
        if ((ring[i + 1] > y) !== (ring[j + 1] > y) && x < (ring[j] - ring[i]) * (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) + ring[i]) within = !within;
      return within; }"""
    for place, reached in (
        ((120.8, 14.6), False),
        ((119.9, 15.5), False),
        ((122.3, 16.5), True),
        ((121.7, 14.9), True),
    ):
        assert afloat.evaluate(inside, place) == reached, place
    afloat.evaluate("eastup.update({hours: [], closed: new Set()})")


def test_the_ring_by_sea_is_what_ships_reach_and_hours_by_air_are_rings(afloat):
    found = areas(afloat, mode="sea", tab="ask", hub="cfa-yokosuka", hours=[], ring_km=700)
    assert [(area["km"], area["text"]) for area in found] == [(700, "700 km")]
    assert "700 km" in afloat.evaluate("eastup.labels().filter(l => l.style === 'ring').map(l => l.text)")
    assert areas(afloat, mode="air", hours=[2], ring_km=0) == []
    assert "2 h" in afloat.evaluate("eastup.labels().filter(l => l.style === 'ring').map(l => l.text)")
    assert "hours=2" in afloat.evaluate("eastup.link()")
    afloat.evaluate("eastup.update({hours: [], mode: 'sea'})")


def test_hours_are_switched_and_told(afloat):
    afloat.click("#show-ask")
    afloat.click("#hours button:has-text('24')")
    assert "24 h" in afloat.inner_text("#caption")
    assert afloat.get_attribute("#hours button:has-text('24')", "aria-pressed") == "true"
    afloat.click("#hours button:has-text('24')")
    assert afloat.evaluate("eastup.state.hours") == []


def test_contours_are_those_of_known_functions(afloat):
    loops = afloat.evaluate(
        """() => { const n = 41, values = Float64Array.from({ length: n * n }, (_, k) => Math.hypot(k % n - 20, Math.floor(k / n) - 20));
        return eastup.contours(values, n, 12.5); }"""
    )
    (loop,) = (np.array(loop).reshape(-1, 2) for loop in loops)
    assert np.hypot(*(loop - 20).T) == pytest.approx(np.full(len(loop), 12.5), abs=0.02)
    x, y = loop.T
    area = 0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)
    assert area == pytest.approx(np.pi * 12.5**2, rel=0.005)  # and counter-clockwise
