"""A ship that goes its way against a clock."""

from __future__ import annotations

import pytest
from browsing import settle, wait_until

from eastup import distance, geodesy

pytestmark = pytest.mark.browser

WAY = "#tab=way&mode=sea&way=cfa-sasebo&way=subic-bay"


def test_the_slider_puts_the_ship_where_it_is_at_that_hour(opener):
    page = opener(fragment=WAY)
    settle(page)
    hours = distance.matrix("cfa-sasebo", "subic-bay", "sea", speed="20kn")["hours"][0]
    assert float(page.get_attribute("#clock", "max")) == pytest.approx(hours, rel=0.002)
    assert not page.is_visible("#ship")
    page.evaluate("hours => eastup.update({clock_h: hours})", 10)
    assert page.is_visible("#ship")
    lon, lat = page.evaluate("eastup.shipAt(10 * 20 * 1852).at")
    start = page.evaluate("eastup.feature('cfa-sasebo').sea || eastup.feature('cfa-sasebo').at")
    km = distance.matrix(tuple(start), (lon, lat), "sea")["distance_km"][0]
    assert km == pytest.approx(370.4, rel=0.005)
    box = page.locator("#ship").bounding_box()
    assert [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2] == pytest.approx(
        page.evaluate("at => eastup.screenOf(at)", [lon, lat]), abs=3
    )
    assert "10.0 h" in page.inner_text("#clock-text")
    assert geodesy.distance_m(*start, lon, lat) / 1000 < 371


@pytest.mark.sample(motion="reduce")
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_sails_and_with_less_motion_in_few_jumps(opener, motion):
    page = opener(fragment=WAY, screen={"reduced_motion": motion})
    settle(page)
    page.evaluate(
        """() => { globalThis.seen = new Set(); new MutationObserver(() => seen.add(document.getElementById('ship').style.translate))
        .observe(document.getElementById('ship'), { attributes: true }); }"""
    )
    page.click("#sail")
    assert page.get_attribute("#sail", "aria-pressed") == "true"
    page.wait_for_timeout(1500)
    seen = page.evaluate("seen.size")
    assert seen <= 4 if motion == "reduce" else seen > 4
    page.click("#sail")
    assert page.get_attribute("#sail", "aria-pressed") == "false"
    page.evaluate("eastup.update({clock_h: 1e9})")
    wait_until(page, "document.getElementById('clock-text').textContent.length > 5")
    assert page.complaints == []
