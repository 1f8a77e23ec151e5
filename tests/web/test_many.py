"""Layers of very many points, and of features without a position."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from browsing import slide, wait_until

from eastup.errors import InputWarning
from eastup.web import features

pytestmark = pytest.mark.browser

COUNT = 5000


def many():
    rng = np.random.default_rng(7)
    at = shapely.points(rng.uniform(105, 150, COUNT), rng.uniform(5, 45, COUNT))
    columns = {"id": [f"p{i}" for i in range(COUNT)], "name": [f"Point {i}" for i in range(COUNT)]}
    columns |= {"class": rng.choice(list("abc"), COUNT), "tons": rng.integers(1, 1000, COUNT)}
    return gpd.GeoDataFrame(columns, geometry=at, crs=4326)


LAYERS = {"many": many()}
STRANGE = {
    "strange": gpd.GeoDataFrame(
        {"id": list("abc"), "name": ["NaN", "None", "Here"]},
        geometry=[shapely.Point(np.nan, 20), None, shapely.Point(130, 25)],
        crs=4326,
    )
}
DRAWN = """() => { const own = eastup.shapes().filter(s => s.type === 'mark' && ((s.key || '').startsWith('many/') || s.text));
  return [own.length, own.reduce((sum, s) => sum + Number(s.text || 1), 0)]; }"""


@pytest.fixture(scope="module")
def page(opener):
    return opener(layers=LAYERS)


def test_points_that_can_not_be_told_apart_stand_together_and_none_is_lost(page):
    marks, counted = page.evaluate(DRAWN)
    assert counted == COUNT
    assert marks < COUNT / 4
    page.evaluate("eastup.update({at: {lon: 130, lat: 25, zoom: 8.5}}); eastup.paint()")
    nearer, counted = page.evaluate(DRAWN)
    assert counted == COUNT
    assert nearer > 0.9 * COUNT  # they have fallen apart
    page.evaluate("eastup.update({at: null}); eastup.paint()")


def test_a_click_on_many_comes_nearer(page):
    page.evaluate("eastup.update({at: {lon: 138, lat: 18, zoom: 5}}); eastup.paint()")
    before = page.evaluate("eastup.state.at.zoom")
    at = page.evaluate(
        """() => { const { width, height } = eastup.camera; const frame = s => eastup.screenOf(eastup.projection.inverse(s.x, s.y));
        return eastup.shapes().filter(s => s.text).map(frame).find(([x, y]) => x > 250 && y > 200 && x < width - 60 && y < height - 120
          && !eastup.featuresAt(x, y).length); }"""
    )
    page.mouse.click(*at)
    assert page.evaluate("eastup.state.at.zoom") == pytest.approx(before + 1.5)
    assert page.evaluate("eastup.state.card") is None
    page.evaluate("eastup.update({at: null}); eastup.paint()")


def test_a_layer_is_coloured_by_its_columns(page):
    page.click("#show-layers")
    assert {"many/class", "many/tons"} <= set(
        page.evaluate("[...document.getElementById('colored').options].map(o => o.value)")
    )
    for column, classes in (("class", 3), ("tons", 5)):
        page.select_option("#colored", f"many/{column}")
        legend = page.evaluate("[...document.querySelectorAll('#legend li')].map(li => li.textContent)")
        assert len([text for text in legend if text.startswith("many: ")]) == classes
        assert f"colored=many%2F{column}" in page.evaluate("eastup.link()")
        colors = page.evaluate(
            "[...new Set(eastup.shapes().filter(s => (s.key || '').startsWith('many/') || s.text).map(s => s.fill))]"
        )
        assert 2 <= len(colors) <= classes
    page.select_option("#colored", "")
    assert page.complaints == []


def test_marks_are_sized_by_a_column_of_numbers_and_let_the_map_through(page):
    page.evaluate("eastup.update({at: {lon: 130, lat: 25, zoom: 9}})")
    page.click("#show-layers")
    assert page.evaluate("[...document.getElementById('sized').options].map(o => o.value)") == ["", "many/tons"]
    page.select_option("#sized", "many/tons")
    slide(page, "opacity", 40)
    drawn = page.evaluate(
        """eastup.shapes().filter(s => (s.key || '').startsWith('many/'))
           .map(s => [Number(eastup.feature(s.key).facts.tons), s.radius, s.alpha])"""
    )
    tons, radius, alpha = np.array(drawn).T
    assert set(alpha) == {0.4}
    assert (np.diff(radius) <= 0).all()  # the larger below the smaller
    full = radius > 2
    assert radius[full] ** 2 / tons[full] == pytest.approx(14**2 / max(LAYERS["many"]["tons"]), rel=0.25)
    assert "many: tons, the larger the more (1 to 999)" in page.inner_text("#legend")
    assert "sized=many%2Ftons&opacity=40" in page.evaluate("eastup.link()")
    page.evaluate("to => { location.hash = to; }", page.evaluate("eastup.link().split('#')[1]").replace("40", "7"))
    wait_until(page, "eastup.state.opacity === 10 && eastup.state.sized === 'many/tons'")
    page.evaluate("eastup.reset()")
    assert page.complaints == []


@pytest.mark.thorough
def test_of_more_features_than_a_page_holds_the_rest_is_told(opener, monkeypatch):
    monkeypatch.setattr(features, "MOST_FEATURES", 3)
    with pytest.warns(InputWarning, match=r"layer 'few' has 5 features: the page holds the first 3 of them"):
        page = opener(layers={"few": many().head(5)})
    page.click("#show-layers")
    assert page.inner_text("#file-news") == "few: the first 3 of 5 are used."
    assert page.evaluate("eastup.own[0].features.length") == 3


def test_what_has_no_position_is_named(opener):
    page = opener(layers=STRANGE)
    page.click("#show-layers")
    assert page.inner_text("#file-news") == "strange: features without a position are left out: 2."
    assert page.evaluate("eastup.own[0].features.map(f => f.id)") == ["c"]
