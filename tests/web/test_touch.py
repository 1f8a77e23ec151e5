"""The page by touch."""

from __future__ import annotations

import numpy as np
import pytest
from browsing import wait_until

pytestmark = pytest.mark.browser


PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}


def test_a_phone_can_do_it_all_by_touch(opener):
    page = opener(screen=PHONE)
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    page.tap("#turn .sides button[value='0']")
    assert page.inner_text("h1") == "The map with north up"
    page.touchscreen.tap(*page.evaluate("eastup.screenOf(eastup.feature('kadena-ab').at)"))
    page.wait_for_selector("#card:not([hidden])")
    assert page.inner_text("#card h2") == "Kadena Air Base"
    left, right = page.evaluate(
        "(() => { const box = document.querySelector('#card').getBoundingClientRect(); return [box.left, box.right]; })()"
    )
    assert left >= 0
    assert right <= 390
    page.tap("#card .close")
    page.tap("#show-case")
    page.locator("#hubs-in-use label", has_text="Kadena Air Base").tap()
    assert page.evaluate("[...eastup.state.off]") == ["kadena-ab"]
    page.tap("#measure")
    for spot in ((100, 250), (250, 330)):
        page.touchscreen.tap(*spot)
    assert "km" in page.inner_text("#pointer")
    assert page.complaints == []


def fingers(page, *places):
    """Set two fingers on the map and move them through places: [(x1, y1), (x2, y2)]."""
    session = page.context.new_cdp_session(page)

    def send(kind, spots):
        points = [{"x": float(x), "y": float(y), "id": i} for i, (x, y) in enumerate(spots)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", places[0])
    for spots in places[1:]:
        send("touchMove", spots)
    send("touchEnd", [])


def around(middle, radius, angle_deg):
    across = radius * np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    return [tuple(np.array(middle) - across), tuple(np.array(middle) + across)]


@pytest.mark.thorough
def test_two_fingers_pinch_about_what_they_hold(opener):
    page = opener(screen=PHONE)
    middle = (190, 240)
    before = page.evaluate("[eastup.camera.scale, eastup.camera.up_deg, ...eastup.lonlatAt(190, 240)]")
    fingers(page, *[around(middle, radius, 20) for radius in np.linspace(40, 80, 9)])
    wait_until(page, "eastup.state.at !== null")
    scale, up = page.evaluate("[eastup.camera.scale, eastup.camera.up_deg]")
    assert scale / before[0] == pytest.approx(2, rel=0.02)
    assert up == before[1]  # they did not turn
    assert page.evaluate("at => eastup.screenOf(at)", before[2:]) == pytest.approx(middle, abs=2)
    assert page.evaluate("eastup.state.card") is None


def test_two_fingers_turn_the_page(opener):
    page = opener(screen=PHONE)
    held = page.evaluate("eastup.lonlatAt(190, 240)")
    fingers(page, *[around((190, 240), 70, angle) for angle in np.linspace(0, 68, 18)])
    wait_until(page, "eastup.state.at !== null")
    up = page.evaluate("eastup.state.up_deg")
    assert up == pytest.approx(90 - 60, abs=1.5)  # the first eight degrees only pinch
    assert page.evaluate("at => eastup.screenOf(at)", held) == pytest.approx([190, 240], abs=3)
    assert page.inner_text("h1") != "The map with east up"
    assert page.complaints == []


def test_one_finger_drags(opener):
    page = opener(screen=PHONE)
    held = page.evaluate("eastup.lonlatAt(190, 240)")
    fingers(page, *[[(x, 240)] for x in range(190, 300, 10)])
    wait_until(page, "eastup.state.at !== null")
    assert page.evaluate("at => eastup.screenOf(at)", held) == pytest.approx([290, 240], abs=1)
