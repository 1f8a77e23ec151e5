"""The page opens without a network, and what comes with it runs nothing."""

from __future__ import annotations

import pytest
from browsing import HOSTILE, click_at, go_to

pytestmark = pytest.mark.browser


def test_it_renders_and_asks_the_network_for_nothing(opened):
    assert len(opened.requests) == 1
    assert opened.requests[0].startswith("file:")
    assert opened.complaints == []
    assert opened.locator("#table tbody tr").count() == 35


def test_a_hostile_layer_shows_as_text_and_runs_nothing(opened):
    go_to(opened, 135, 20, 6)
    click_at(opened, 135, 20)
    assert opened.inner_text("#card h2") == HOSTILE
    assert opened.evaluate("window.pwned === undefined")
    assert opened.complaints == []


def test_without_ship_lanes_the_page_does_not_speak_of_the_sea(opener):
    page = opener(by_sea=False, fragment="#mode=sea&closed=taiwan-strait")
    assert not page.locator("#mode").is_visible()
    assert page.evaluate("[eastup.sea, eastup.state.mode, eastup.state.closed.size]") == [None, "air", 0]
    assert page.complaints == []
