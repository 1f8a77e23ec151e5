"""The page opens without a network, and what comes with it runs nothing."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from browsing import HOSTILE, STRAITS, click_at, go_to

import eastup.web

pytestmark = pytest.mark.browser


def test_it_renders_and_asks_the_network_for_nothing(opened):
    assert len([url for url in opened.requests if not url.startswith("blob:")]) == 1  # its own worker is a blob
    assert opened.requests[0].startswith("file:")
    assert opened.complaints == []
    assert opened.locator("#table tbody tr").count() == STRAITS


def test_a_hostile_layer_shows_as_text_and_runs_nothing(opened):
    go_to(opened, 135, 20, 6)
    click_at(opened, 135, 20)
    assert opened.inner_text("#card h2") == HOSTILE
    assert opened.evaluate("window.pwned === undefined")
    assert opened.complaints == []


OLD = [
    "delete window.DecompressionStream",
    "delete Array.prototype.findLastIndex; delete Element.prototype.replaceChildren",
]


@pytest.mark.sample(old=OLD[0])
@pytest.mark.parametrize("old", OLD)
def test_an_older_browser_is_told_what_the_map_needs(browser, written, old):
    page = browser.new_page()
    page.add_init_script(old)
    page.goto(written().as_uri())
    page.wait_for_timeout(300)
    said = page.inner_text("body")
    page.close()
    assert said == "This map needs a browser of 2023 or later: Chrome or Edge 110, Firefox 113, Safari 16.4."


def test_the_boot_script_keeps_to_what_older_browsers_can_read():
    boot = (Path(eastup.web.__file__).parent / "client" / "boot.js").read_text(encoding="utf-8")
    assert not re.search(r"\?\.[a-zA-Z(\[]|\?\?|\|\|=|replaceChildren", boot)


def test_without_ship_lanes_the_page_does_not_speak_of_the_sea(opener):
    page = opener(by_sea=False, fragment="#mode=sea&closed=taiwan-strait")
    assert not page.locator("#mode").is_visible()
    assert page.evaluate("[eastup.data.sea, eastup.state.mode, eastup.state.closed.size]") == [None, "air", 0]
    assert page.complaints == []


def test_a_layer_at_the_ends_of_the_world_leaves_the_map_whole(opener):
    """One that holds no number is left out, one round the world, over the pole and over the date line is drawn."""
    world = shapely.LineString([(lon, 10) for lon in range(-180, 181, 10)])
    shapes = [
        shapely.Point(float("nan"), 5), shapely.Point(0, 90), shapely.Point(-54, -26), shapely.LineString([(179, 60), (-179, 89.9), (0, 90)]),
        world, shapely.box(-180, -90, 180, 90), shapely.Point(140, 30),
    ]  # fmt: skip
    names = ["nothing", "pole", "antipode", "over the pole", "round", "all", "here"]
    frame = gpd.GeoDataFrame({"id": names, "name": names}, geometry=shapes, crs=4326)
    page = opener(layers={"world": frame})
    assert page.complaints == []
    assert page.evaluate("eastup.own[0].features.map(f => f.id)") == [n for n in names if n != "nothing"]
    painted = page.evaluate(
        """() => { eastup.update({hidden: new Set(['depth'])}); eastup.paint(); const {x, y, scale} = eastup.camera;
        const copy = new OffscreenCanvas(300, 300).getContext('2d'); copy.drawImage(document.querySelector('#map canvas'), -400, -200);
        return [Number.isFinite(x + y + scale), new Set(new Uint32Array(copy.getImageData(0, 0, 300, 300).data.buffer)).size]; }"""
    )
    assert painted[0]
    assert painted[1] > 200  # land, lines, names
    page.evaluate("eastup.update({card: 'world/pole', hub: 'world/pole'}); eastup.paint()")
    assert page.inner_text("#card h2") == "pole"
    assert page.complaints == []
