"""The page by touch."""

from __future__ import annotations

import pytest

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
