"""Switches, languages and themes."""

from __future__ import annotations

import pytest
from browsing import turn

from eastup import layers

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("lang", "title"), [("ja", "東が上の地図"), ("ko", "동쪽이 위인 지도"), ("en", "The map with east up")]
)
def test_languages(opened, lang, title):
    turn(opened, 90)
    opened.click(f"#lang button[value={lang}]")
    assert opened.inner_text("h1") == title
    assert opened.get_attribute("html", "lang") == lang
    assert opened.complaints == []


def test_switches_take_layers_off_the_map(fresh):
    fresh.click("#show-layers")
    count = "eastup.shapes().filter(shape => shape.type === 'mark').length"
    before = fresh.evaluate(count)
    fresh.locator("#hosts").get_by_label("Japan").uncheck()
    after = fresh.evaluate(count)
    bases = layers.load("bases")
    assert 0 < before - after <= (bases["host"] == "JPN").sum()
    assert "hidden=host-JPN" in fresh.evaluate("location.hash")
    fresh.locator("#kinds").get_by_label("Strait gate").uncheck()
    assert "Strait gate" not in fresh.inner_text("#legend")
    assert not fresh.evaluate("eastup.labels().some(l => l.style === 'strait')")


def test_the_legend_tells_what_is_in_sight(fresh):
    said = "[...document.querySelectorAll('#legend li')].map(item => item.textContent)"
    edca = "Philippine base, agreed US access (EDCA)"
    assert edca in fresh.evaluate(said)
    fresh.evaluate("eastup.update({at: {lon: 139.6, lat: 35.3, zoom: 9}}); eastup.paint()")
    assert "US base" in fresh.evaluate(said)
    assert edca not in fresh.evaluate(said)
    lines = {"First island chain", "Second island chain", "Strait gate", "Shortest way by air"}
    for lon, lat, zoom, there in (
        (111.0, 17.5, 9, set()),
        (129.0, 27.6, 8, {"First island chain", "Strait gate", "Shortest way by air"}),
        (145.5, 16.8, 6, {"Second island chain", "Strait gate"}),
        (140.5, 29.5, 9, {"Strait gate"}),  # whose ends are far outside
    ):
        fresh.evaluate(
            "([lon, lat, zoom]) => { eastup.update({at: {lon, lat, zoom}}); eastup.paint(); }", [lon, lat, zoom]
        )
        assert lines & set(fresh.evaluate(said)) == there, (lon, lat)
    fresh.evaluate("eastup.update({at: {lon: 120.5, lat: 15.2, zoom: 7}}); eastup.paint()")
    assert edca in fresh.evaluate(said)


@pytest.mark.sample(count=2)
@pytest.mark.parametrize("count", [2, 4])
def test_the_map_looks_the_same_when_its_reader_comes_back(fresh, count):
    differs = """look => {
      const map = document.querySelector('#map canvas'), copy = document.createElement('canvas');
      [copy.width, copy.height] = [map.width, map.height];
      const ctx = copy.getContext('2d', { willReadFrequently: true });
      ctx.drawImage(map, 0, 0);
      const { data } = ctx.getImageData(0, 0, map.width, map.height), before = (window.seen ||= {})[look] ||= data;
      return data.reduce((sum, value, i) => sum + (Math.abs(value - before[i]) > 12), 0) / data.length; }"""
    looks = ["{theme: ''}", "{theme: 'dark'}", "{hidden: new Set(['depth'])}", "{at: {lon: 125, lat: 25, zoom: 6}}"][
        :count
    ]
    for look in (*looks, *looks[::-1], *looks):
        fresh.evaluate(f"eastup.update({{at: null, theme: '', hidden: new Set(), ...{look}}}); eastup.paint()")
        assert fresh.evaluate(differs, look) < 0.01  # names may stand on the other side of their marks
        fresh.wait_for_timeout(400)  # in which more than the window is drawn, and the picture is kept
        assert fresh.evaluate(differs, look) < 0.01
    assert all(fresh.evaluate(differs, other) > 0.1 for other in looks[:-1])


@pytest.mark.thorough
def test_the_land_that_is_drawn_ahead_is_that_of_the_theme(fresh):
    """A second without a change is when it is drawn; a page that turns dark at once has not drawn it."""
    colors = """() => {
      const map = document.querySelector('#map canvas'), copy = document.createElement('canvas');
      [copy.width, copy.height] = [map.width, map.height];
      const ctx = copy.getContext('2d', { willReadFrequently: true });
      ctx.drawImage(map, 0, 0);
      return Array.from({ length: 500 }, (_, i) => ctx.getImageData(i * 7919 % map.width, i * 104729 % map.height, 1, 1).data[0]); }"""
    fresh.wait_for_timeout(500)  # in which the depths are read
    fresh.evaluate("eastup.update({theme: 'dark'}); eastup.paint()")
    at_once = fresh.evaluate(colors)
    fresh.evaluate("eastup.update({theme: '', at: {lon: 125, lat: 25, zoom: 5}}); eastup.paint()")
    fresh.reload()
    fresh.wait_for_selector("body[data-ready]")
    fresh.evaluate("eastup.reset()")
    fresh.wait_for_timeout(1500)
    light = fresh.evaluate(colors)
    fresh.evaluate("eastup.update({theme: 'dark'}); eastup.paint()")
    ahead = fresh.evaluate(colors)
    assert sum(abs(a - b) > 12 for a, b in zip(ahead, at_once, strict=True)) < 5
    assert sum(abs(a - b) > 60 for a, b in zip(ahead, light, strict=True)) > 400


def test_themes(fresh):
    ground = "getComputedStyle(document.body).backgroundColor"
    light = fresh.evaluate(ground)
    fresh.click("#theme")
    assert fresh.evaluate(ground) != light
    assert "theme=dark" in fresh.evaluate("location.hash")
    fresh.click("#theme")
    assert fresh.evaluate(ground) == light
    fresh.emulate_media(color_scheme="dark")
    assert fresh.evaluate("document.documentElement.dataset.theme") == "light"  # what the reader chose holds
    fresh.emulate_media(color_scheme="light")
