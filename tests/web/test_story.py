"""Steps: kept, presented and saved; and the page in a frame of another page."""

from __future__ import annotations

import itertools
import json
import re

import geopandas as gpd
import pytest
import shapely
from browsing import HOSTILE, wait_until

from eastup import distance

pytestmark = pytest.mark.browser


@pytest.fixture
def told(opener):
    """Open a page with two steps."""
    page = opener(fragment="#tab=story&hub=kadena-ab&up=90")
    page.click("#step-add")
    page.evaluate("eastup.turnTo(0); eastup.update({hub: 'cfa-sasebo', off: new Set(['kadena-ab']), tab: 'case'})")
    page.click("#show-story")
    page.click("#step-add")
    return page


def test_steps_are_kept_named_ordered_and_shown(told):
    captions = told.locator("#story input")
    assert captions.count() == 2
    captions.nth(0).fill("Kadena, <b>east</b> up # 1")
    captions.nth(0).press("Enter")
    told.locator("#story button", has_text="↑").nth(1).click()
    assert told.evaluate("eastup.state.steps[1].caption") == "Kadena, <b>east</b> up # 1"
    told.locator("#story button", has_text="▸").nth(1).click()
    wait_until(told, "eastup.state.up_deg === 90")
    assert told.evaluate("[eastup.state.hub, eastup.state.off.size, eastup.state.tab]") == ["kadena-ab", 0, "story"]
    told.click("#undo")
    wait_until(told, "eastup.state.hub === 'cfa-sasebo'")
    assert told.complaints == []


def test_they_are_presented_by_arrow_keys_with_their_captions(told):
    told.locator("#story button", has_text="▸").nth(0).click()
    told.click("#present")
    assert told.is_hidden("#panel")
    assert "Kadena" in told.inner_text("#told")
    assert "1/2" in told.inner_text("#told")
    told.keyboard.press("ArrowRight")
    wait_until(told, "eastup.state.hub === 'cfa-sasebo' && eastup.state.off.has('kadena-ab')")
    assert "2/2" in told.inner_text("#told")
    told.keyboard.press("ArrowLeft")
    wait_until(told, "eastup.state.hub === 'kadena-ab'")
    told.keyboard.press("Escape")
    wait_until(told, "!eastup.state.presenting")
    assert told.is_visible("#panel")
    assert told.is_hidden("#told")


def test_the_address_and_the_saved_page_hold_them(told, opener, windows, tmp_path):
    again = opener(fragment="#" + told.evaluate("eastup.link().split('#').slice(1).join('#')"))
    steps = told.evaluate("eastup.state.steps")
    assert again.evaluate("eastup.state.steps") == steps
    saved = saved_anew(told, windows, tmp_path)
    assert saved.evaluate("eastup.state.steps") == steps
    assert saved.evaluate("eastup.state.hub") == "cfa-sasebo"


def saved_anew(page, windows, folder):
    """Save a page as a reader would, and open what was saved."""
    page.evaluate("eastup.update({tab: 'story'})")
    with page.expect_download() as download:
        page.click("#save-page")
    path = folder / "saved.html"
    download.value.save_as(path)
    assert f"{path.stat().st_size / 1e6:.1f} MB" in page.inner_text("#saved")
    saved = windows.take()
    saved.goto(path.as_uri())
    saved.wait_for_selector("body[data-ready]")
    return saved


@pytest.mark.thorough
def test_the_saved_page_holds_the_files_that_were_dropped_on_it(opener, windows, tmp_path):
    mine = gpd.GeoDataFrame({"id": ["a"], "name": [HOSTILE]}, geometry=[shapely.Point(135, 20)], crs=4326)
    page = opener(layers={"mine": mine}, marking="UNCLASSIFIED")
    rows = "name,lat,lon,class\n$& </script><b>,20,135,a\nOther,21,136,b\n"
    box = {"type": "Polygon", "coordinates": [[[130, 20], [131, 20], [131, 21], [130, 20]]]}
    for name, text in (("points.csv", rows), ("box.geojson", json.dumps(box)), ("away.csv", rows)):
        page.set_input_files("#file", {"name": name, "mimeType": "text/plain", "buffer": text.encode()})
        page.locator("#files span", has_text=name.split(".")[0]).wait_for()
    page.locator("#files li", has_text="points").get_by_text("As hubs").click()
    page.locator("#files li", has_text="points").get_by_text("As targets").click()
    page.locator("#files li", has_text="away").get_by_label("Remove").click()
    page.evaluate("eastup.update({hub: eastup.hubs.at(-2).key, colored: 'points/class', card: 'points/row-2'})")
    what = """() => [eastup.own.map(({ name, features }) => [name, features.map(({ key, names, facts, lines }) => [key, names, facts, lines])]),
      eastup.hubs.map(hub => hub.key), eastup.targets.map(target => target.key), eastup.state.hub, eastup.state.colored, eastup.state.card,
      document.getElementById("files").textContent]"""
    kept = page.evaluate(what)
    assert [name for name, _ in kept[0]] == ["mine", "points", "box"]
    saved = saved_anew(page, windows, tmp_path)
    assert saved.evaluate(what) == kept
    assert (
        saved.evaluate("window.pwned === undefined && getComputedStyle(document.body, '::before').content")
        == '"UNCLASSIFIED"'
    )
    again = saved_anew(saved, windows, tmp_path)  # what is saved is a page like any other
    assert again.evaluate(what) == kept


def test_a_frame_is_told_and_tells(windows, written, tmp_path):
    outer = tmp_path / "outer.html"
    outer.write_text(
        f"""<!DOCTYPE html><iframe src="{written().as_uri()}#panel=0&compact=1" width="800" height="500"></iframe>
        <script>window.told = []; addEventListener("message", event => told.push(event.data.eastup.state));</script>""",
        encoding="utf-8",
    )
    page = windows.take()
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("body[data-ready]").wait_for()
    assert frame.locator("#panel").is_hidden()
    assert frame.locator("#tools").is_hidden()
    wait_until(page, "told.some(state => state.includes('compact=1'))")
    page.evaluate(
        "document.querySelector('iframe').contentWindow.postMessage({eastup: {set: 'up=0&hub=kadena-ab&panel=0'}}, '*')"
    )
    wait_until(page, "told.some(state => state.includes('up=0') && state.includes('hub=kadena-ab'))")
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage({eastup: {set: 5}}, '*')")


@pytest.mark.thorough
def test_a_step_without_a_caption_says_what_it_shows_in_the_language_of_the_reader(opener):
    page = opener(fragment="#tab=story")
    page.locator("#stories").get_by_role("button", name="Kadena lost").click()
    assert page.evaluate("eastup.state.steps.map(s => s.caption)") == ["", "", ""]
    page.click("#present")
    page.keyboard.press("ArrowRight")
    wait_until(page, "eastup.state.off.has('kadena-ab')")
    hubs = [h["id"] for h in page.evaluate("eastup.data.hubs")]
    mean = {}
    for lost in ((), ("kadena-ab",)):
        table = distance.matrix([h for h in hubs if h not in lost], "passages")
        mean[lost] = round(table.groupby("target_id")["distance_km"].min().mean())
    said = page.inner_text("#told")
    assert "Off: Kadena Air Base" in said
    for km in mean.values():
        assert re.search(rf"\b{km} km", said)
    page.evaluate("eastup.update({lang: 'ko'})")
    assert "가데나" in page.inner_text("#told")
    page.keyboard.press("Escape")


@pytest.mark.thorough
def test_the_story_of_the_turn_turns_the_map_and_that_of_the_triangle_measures_it(opener):
    page = opener(fragment="#tab=story", screen={"reduced_motion": "no-preference"})
    page.locator("#stories").get_by_role("button", name="From north up").click()
    page.click("#present")
    wait_until(page, "eastup.state.up_deg === 0")
    page.wait_for_timeout(900)
    page.keyboard.press("ArrowRight")
    assert 0 <= page.evaluate("eastup.camera.up_deg") < 90  # on its way
    wait_until(page, "eastup.state.up_deg === 90")
    page.keyboard.press("Escape")
    page.locator("#stories").get_by_role("button", name="triangle").click()
    page.click("#present")
    corners = ["camp-humphreys", "cfa-yokosuka", "subic-bay", "camp-humphreys"]
    for start, end in itertools.pairwise(corners):
        km = distance.matrix(start, end)["distance_km"][0]
        assert f"{km:,.0f} km" in page.inner_text("#told")
    assert page.complaints == []
