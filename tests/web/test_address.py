"""The address holds the state."""

from __future__ import annotations

import pytest
from browsing import STRAITS, go_to, settle, slide, tables, turn, wait_until

pytestmark = pytest.mark.browser


@pytest.mark.thorough
def test_the_address_brings_the_same_page_back(opener):
    page = opener(fragment="#up=135&at=24.5000,125.0000,6.50&hub=kadena-ab&unit=mi&speed=300&lang=ko")
    assert page.evaluate(
        "[eastup.state.up_deg, eastup.state.hub, eastup.state.unit, eastup.state.speeds_kn.air, eastup.state.lang]"
    ) == [135, "kadena-ab", "mi", 300, "ko"]
    assert page.evaluate("[...eastup.center().reverse(), eastup.zoomOf(eastup.camera.scale)]") == pytest.approx(
        [24.5, 125, 6.5], abs=0.01
    )
    turn(page, 45)
    address = page.evaluate("location.hash")
    assert "up=45" in address
    assert "hub=kadena-ab" in address
    again = opener(fragment=address)
    assert again.evaluate("location.hash || true")
    assert again.evaluate("eastup.state.up_deg") == 45


def test_the_address_holds_the_whole_state(opener):
    said = """(() => { const {state} = eastup; return { ...state, off: [...state.off].sort(), closed: [...state.closed].sort(), hidden: [...state.hidden].sort(),
      at: [state.at.lon, state.at.lat, state.at.zoom].map(n => n.toFixed(2)), lit: null, found: 0 }; })()"""
    page = opener()
    page.click("#mode button[value=sea]")
    page.select_option("#hub", label="Sasebo Naval Base")
    page.click("#unit button[value=nmi]")
    slide(page, "ring", 500)
    page.click("#show-layers")
    page.locator("#kinds").get_by_label("City").uncheck()
    page.click("#show-case")
    page.locator("#hubs-in-use").get_by_label("Kadena Air Base").uncheck()
    page.evaluate("document.querySelector('#straits-open').closest('details').open = true")
    page.locator("#straits-open").get_by_label("Taiwan Strait", exact=True).uncheck()
    page.click("#theme")
    page.click("#lang button[value=ja]")
    go_to(page, 131, 24, 5.25)
    turn(page, 210)
    wait_until(page, "location.hash.includes('up=210') && location.hash.includes('at=24')")
    state = page.evaluate(said)
    assert (state["off"], state["closed"], state["hidden"]) == (["kadena-ab"], ["taiwan-strait"], ["city"])
    assert (state["mode"], state["theme"], state["lang"], state["tab"]) == ("sea", "dark", "ja", "case")
    again = opener(fragment=page.evaluate("location.hash"))
    assert again.evaluate(said) == state
    for each in (page, again):
        settle(each)
    assert tables(again, "nearest") == tables(page, "nearest")


@pytest.mark.parametrize(
    "fragment",
    ["#up=<script>", "#at=NaN,2,3&hub=__proto__&lang=constructor&unit=toString", "#at=95,500,99&speed=-3", "#%E0%A4%A"],
)
def test_a_broken_address_does_no_harm(opener, fragment):
    page = opener(fragment=fragment)
    assert page.complaints == []
    assert page.locator("#table tbody tr").count() == STRAITS
