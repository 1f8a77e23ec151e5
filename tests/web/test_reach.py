"""What ships reach in some hours: areas in the browser."""

from __future__ import annotations

import numpy as np
import pytest
from browsing import settle

from eastup import geodesy
from eastup.sea import engine, gates, routes

pytestmark = pytest.mark.browser

EDGE = """() => eastup.areas().map(({ km, text, loops }) => ({ km, text,
  edge: loops.flatMap(loop => Array.from({ length: loop.length / 2 }, (_, i) => eastup.projection.inverse(loop[2 * i], loop[2 * i + 1]))) }))"""


def areas(page, **change):
    page.evaluate("change => eastup.update({...change, closed: new Set(change.closed || [])})", change)
    page.evaluate("eastup.paint()")
    settle(page)
    return page.evaluate(EDGE)


@pytest.mark.parametrize(("closed", "least"), [([], 0.85), (["luzon-strait", "bashi-channel"], 0.6)])
def test_the_edge_is_as_far_as_ships_come(afloat, closed, least):
    hub = (121.5, 20.2)  # north of Luzon
    found = areas(afloat, mode="sea", tab="ask", hub=f"{hub[1]},{hub[0]}", hours=[12, 24], closed=closed)
    assert [area["text"] for area in found] == ["24 h", "12 h"]
    assert [area["km"] for area in found] == pytest.approx([24 * 37.04, 12 * 37.04])
    for area in found:
        edge = np.array(area["edge"])
        edge = edge[engine.shipped().access(edge, gates.water(closed)).on_water]  # land is painted over the rest
        edge = edge[np.linspace(0, len(edge) - 1, 60).astype(int)]
        km = routes.distances_km(np.array([hub]), edge, closed)[0]
        off = np.abs(km / area["km"] - 1)
        assert np.nanmedian(off) < 0.002
        assert (
            np.nanmean(off < 0.02) > least
        )  # elsewhere a cell of the grid has both shores, or both sides of a closed gate
        assert geodesy.distance_m(*hub, *edge.T).max() < area["km"] * 1030
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
