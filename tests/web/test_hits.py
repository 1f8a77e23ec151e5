"""A click opens what it is on: the nearest mark, hubs before others, and names."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from browsing import click_at, go_to, turn

pytestmark = pytest.mark.browser

SIZES = {"laptop": (1366, 768), "full-hd": (1920, 1080), "tablet": (820, 1180), "phone": (390, 844)}
IN_SIGHT = """keys => keys.map(key => [key, ...eastup.screenOf(eastup.feature(key).at)]).filter(([, x, y]) => {
  const box = document.getElementById('map').getBoundingClientRect();
  return document.elementFromPoint(box.left + x, box.top + y)?.parentElement?.id === 'map';
})"""

BESIDE_CONTROLS = """() => {
  const map = document.getElementById('map').getBoundingClientRect();
  const boxes = [...document.querySelectorAll('#dial, .sides, #tools, #legend-box, #pointer, #scale')].map(e => e.getBoundingClientRect());
  return eastup.hubs.filter(hub => {
    const [x, y] = eastup.screenOf(hub.at), [left, top] = [map.left + x, map.top + y];
    return x > 0 && y > 0 && x < map.width && y < map.height && !boxes.some(b => left > b.left && left < b.right && top > b.top && top < b.bottom);
  }).map(hub => hub.key);
}"""


@pytest.mark.sample(size=[SIZES["phone"]])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_mark_of_every_hub_in_sight_opens_that_hub(opener, size):
    page = opener(screen={"viewport": dict(zip(("width", "height"), size, strict=True))})
    for up in (90, 0):
        turn(page, up)
        hubs = page.evaluate(IN_SIGHT, page.evaluate("eastup.hubs.map(hub => hub.key)"))
        assert len(hubs) > 7
        inside = page.evaluate(BESIDE_CONTROLS)
        assert set(inside) <= {key for key, *_ in hubs}  # where no control is seen the map takes the click
        for key, x, y in hubs:
            page.mouse.click(x, y)
            assert page.evaluate("eastup.state.card") == key
            page.keyboard.press("Escape")
    assert page.complaints == []


def test_of_marks_that_are_apart_the_nearest_is_opened(fresh):
    go_to(fresh, 127.77, 26.35, 9.5)
    bases = fresh.evaluate("eastup.points.filter(p => p.kind === 'us_base').map(p => p.key)")
    marks = fresh.evaluate(IN_SIGHT, bases)
    assert len(marks) > 3
    for key, x, y in marks:
        met = fresh.evaluate("at => eastup.featuresAt(...at).map(f => f.key)", [x, y])
        near = [other for other, x2, y2 in marks if abs(x - x2) + abs(y - y2) < 8]
        assert met[0] == key or met[0] in near


def test_a_name_opens_what_it_names(fresh):
    wrong = fresh.evaluate(
        """() => eastup.nameBoxes().filter(({key, box}) => {
          const [left, top] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
          const marks = eastup.shapes().filter(s => s.type === 'mark' && s.key !== key && s.key !== undefined);
          const met = eastup.featuresAt(left, top)[0];
          return met?.key !== key && !marks.some(s => s.key === met?.key);
        }).map(({key}) => key)"""
    )
    assert wrong == []
    assert fresh.evaluate("eastup.nameBoxes().some(({key}) => key === 'bashi-channel')")


def test_the_pointer_is_told_what_it_passes(fresh):
    x, y = fresh.evaluate("eastup.screenOf(eastup.feature('naval-base-guam').at)")
    fresh.mouse.move(x, y)
    assert fresh.inner_text("#hint") == "Naval Base Guam (Apra Harbor)"
    fresh.mouse.move(x - 60, y + 90)
    assert not fresh.locator("#hint").is_visible()


def test_what_stands_at_the_same_place_can_be_chosen_from_the_card(fresh):
    fresh.evaluate("eastup.update({card: 'naval-base-guam'})")
    others = fresh.locator("#card .others-here button")
    assert others.count() > 0
    name = others.first.inner_text()
    others.first.click()
    assert fresh.inner_text("#card h2") == name


def test_two_clicks_come_nearer_and_open_nothing(fresh):
    before = fresh.evaluate("eastup.zoomOf(eastup.camera.scale)")
    x, y = fresh.evaluate("eastup.screenOf([135, 20])")
    fresh.mouse.dblclick(x, y)
    assert fresh.evaluate("eastup.zoomOf(eastup.camera.scale)") == pytest.approx(before + 1)
    assert fresh.evaluate("eastup.screenOf([135, 20])") == pytest.approx([x, y], abs=0.5)
    assert fresh.evaluate("eastup.state.card") is None


def test_a_click_on_nothing_opens_the_point(fresh):
    click_at(fresh, 138, 17)
    assert fresh.inner_text("#card h2").startswith(("17.", "16.9"))


def test_a_hub_of_ones_own_is_drawn_and_its_mark_opens_it(opener):
    own = gpd.GeoDataFrame({"id": ["field"], "name": ["My Field"]}, geometry=[shapely.Point(121.3, 25.1)], crs=4326)
    page = opener(hubs=own)
    assert [layer["features"][0]["key"] for layer in page.evaluate("eastup.own")] == ["field"]
    assert "My Field" in page.evaluate("eastup.labels().map(label => label.text)")
    click_at(page, 121.3, 25.1)
    assert page.evaluate("eastup.state.card") == "field"
