"""Rings about the hub and about any point."""

from __future__ import annotations

import numpy as np
import pytest
from browsing import STRAITS, click_at, slide

from eastup import distance, geodesy

pytestmark = pytest.mark.browser


def test_a_ring_is_where_geodesics_put_it_and_counts_what_is_in_it(fresh):
    slide(fresh, "ring", 1000)
    ring = np.array(fresh.evaluate("eastup.ringLine(eastup.feature(eastup.state.hub).at, 1e6)"))
    hub = fresh.evaluate("eastup.feature(eastup.state.hub).at")
    away = geodesy.distance_m(np.full(len(ring), hub[0]), np.full(len(ring), hub[1]), ring[:, 0], ring[:, 1])
    assert away == pytest.approx(np.full(len(ring), 1e6), abs=0.01)
    table = distance.matrix("camp-humphreys", "passages")
    count = int((table["distance_km"] <= 1000).sum())
    assert f"{count}/{STRAITS}" in fresh.inner_text("#ring-text")
    assert fresh.locator("#table tr.within").count() == count
    assert "ring=1000" in fresh.evaluate("location.hash")
    fresh.click("#unit button[value=nmi]")
    assert "540 nmi" in fresh.inner_text("#ring-text")


def test_a_free_ring_about_any_point(fresh):
    click_at(fresh, 131, 17)
    fresh.get_by_role("button", name="Ring here").click()
    assert fresh.locator("#rings li").count() == 1
    assert fresh.evaluate("eastup.state.rings[0].at") == pytest.approx([131, 17], abs=0.05)
    assert "rings=" in fresh.evaluate("location.hash")
    fresh.get_by_role("button", name="Remove the ring").click()
    assert fresh.locator("#rings li").count() == 0


def test_a_ring_bears_its_radius(fresh):
    fresh.evaluate("eastup.update({rings: [{at: [135, 20], km: 800}]})")
    assert "800 km" in fresh.evaluate("eastup.labels().map(l => l.text)")
