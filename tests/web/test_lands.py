"""Names of countries and islands on the page."""

from __future__ import annotations

import re
from importlib.resources import files

import numpy as np
import pytest
import shapely

from eastup import basemap, places, words
from eastup.layers.sets import CAPITALS
from eastup.places import areas
from eastup.web import lands
from eastup.web.land import _CORE_PIXEL_M

FIRST = ("JPN", "CHN", "TWN", "KOR", "PHL")


def named(page, style):
    """Return the names of a style that stand on the map."""
    return page.evaluate(
        """style => {
            const standing = new Set(eastup.nameBoxes().map(box => box.id));
            return eastup.labels().filter(label => label.style === style && standing.has(label.id)).map(label => label.text);
        }""",
        style,
    )


@pytest.fixture(scope="module")
def entries():
    return lands.gather()


def test_every_country_is_named_on_its_own_land(entries):
    table = basemap.land()
    tree = shapely.STRtree(table.geometry.to_numpy())
    code_of = {words.of("countries", "en").get(code, ""): code for code in basemap.countries()}
    countries = [entry for entry in entries if entry["rank"] == 0]
    for entry in countries:
        under = tree.query(shapely.Point(entry["at"]), predicate="within")
        assert set(table["country"].iloc[under]) == {code_of[entry["names"]["en"]]}, entry
    codes = [code_of[entry["names"]["en"]] for entry in countries]
    assert set(FIRST) | {"PRK", "RUS", "VNM", "MYS", "IDN"} <= set(codes)
    assert len(codes) == len(set(codes))


def test_every_island_is_named_on_its_land_and_taiwan_once(entries):
    islands = {entry["names"]["en"]: entry for entry in entries if entry["rank"]}
    assert {"Luzon", "Honshu", "Kyushu", "Hokkaido", "Mindanao", "Hainan"} <= set(islands)
    for name in ("Luzon", "Honshu", "Mindanao"):
        assert shapely.contains_xy(areas.extent(name.lower()), *islands[name]["at"])
    assert [entry["rank"] for entry in entries if entry["names"]["en"] == "Taiwan"] == [0]


def test_lands_that_are_dots_are_named_beside_themselves(entries):
    small = {entry["names"]["en"]: entry["at"] for entry in entries if entry.get("small")}
    assert {"Palau", "Guam", "Singapore"} <= set(small)
    for name, at in small.items():
        assert shapely.contains_xy(shapely.box(100, -12, 150, 55), *at), name
    assert small["Singapore"] == pytest.approx([103.8, 1.35], abs=0.1)
    assert small["Guam"] == pytest.approx([144.78, 13.45], abs=0.15)


def test_a_name_stands_where_the_land_is_widest_within_the_theatre(entries):
    at = {entry["names"]["en"]: entry["at"] for entry in entries}
    assert 100 < at["China"][0] < 125  # the middle of all of it is west of that
    assert 120 < at["Russia"][0] < 150
    coast = shapely.boundary(areas.extent("taiwan"))
    lons, lats = np.meshgrid(np.arange(120.0, 122.1, 0.05), np.arange(21.8, 25.4, 0.05))
    inside = shapely.contains_xy(areas.extent("taiwan"), lons, lats)
    inmost = shapely.distance(coast, shapely.points(lons[inside], lats[inside])).max()
    assert coast.distance(shapely.Point(at["Taiwan"])) >= inmost - 0.05


@pytest.mark.browser
@pytest.mark.sample(lang="ko")
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_countries_are_named_at_the_start_and_go_with_the_names_of_seas(fresh, lang):
    fresh.click(f"#lang button[value={lang}]")
    fresh.click("#show-ask")
    fresh.evaluate("eastup.paint()")
    told = words.of("countries", lang)
    assert {told[code].upper() for code in FIRST} <= set(named(fresh, "land"))
    assert named(fresh, "island")
    fresh.click("#show-layers")
    fresh.locator("#kinds").get_by_label(words.of("page", lang)["seasAndLands"]).uncheck()
    fresh.evaluate("eastup.paint()")
    assert not fresh.evaluate("eastup.labels().some(l => ['sea', 'land', 'island'].includes(l.style))")
    assert "hidden=seas" in fresh.evaluate("location.hash")


@pytest.mark.browser
def test_capitals_and_small_lands_are_named_where_there_is_room(fresh):
    fresh.evaluate("eastup.update({at: {lon: 125, lat: 27, zoom: 3.4}}); eastup.paint()")
    capitals = {places.resolve(name).name for name in CAPITALS}
    assert "Beijing" in named(fresh, "capital")
    assert set(named(fresh, "capital")) <= capitals
    assert named(fresh, "city") == []  # others have no room yet
    for name, at in {"Tokyo": "35.7,139.7", "Manila": "14.6,121", "Taipei": "25,121.5", "Seoul": "37.5,127"}.items():
        lat, lon = map(float, at.split(","))
        fresh.evaluate("at => { eastup.update({at}); eastup.paint(); }", {"lon": lon, "lat": lat, "zoom": 6})
        assert name in named(fresh, "capital")
    for name, lon, lat in (("Palau", 134.5, 7.5), ("Guam", 144.8, 13.4), ("Singapore", 103.8, 1.3)):
        fresh.evaluate("at => { eastup.update({at}); eastup.paint(); }", {"lon": lon, "lat": lat, "zoom": 5})
        assert name in named(fresh, "island")
        fresh.evaluate("at => { eastup.update({at}); eastup.paint(); }", {"lon": lon, "lat": lat, "zoom": 8.5})
        assert fresh.evaluate("eastup.labels().map(label => label.text)").count(name) == 1


@pytest.mark.browser
def test_no_country_is_named_where_another_lies(opener):
    page = opener(screen={"viewport": {"width": 390, "height": 844}})
    for up in (90, 0):
        page.evaluate("up => { eastup.update({up_deg: up}); eastup.paint(); }", up)
        off = page.evaluate(
            """eastup.nameBoxes().filter(b => b.id.startsWith('land ')).map(b => {
              const label = eastup.labels().find(l => l.id === b.id), [, y] = eastup.screenOf(label.at);
              return [label.text, Math.max(b.box[1] - y, y - b.box[3]) - 1.2 * 1000 * label.land_km * eastup.camera.scale]; })"""
        )
        assert len(off) > 4
        assert max(px for _, px in off) <= 14


@pytest.mark.browser
def test_the_name_of_a_country_is_nothing_to_open_or_find(fresh):
    box = fresh.evaluate("eastup.nameBoxes().find(b => b.id === 'land China').box")
    middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
    assert fresh.evaluate("([x, y]) => eastup.featuresAt(x, y)", middle) == []
    assert fresh.evaluate("eastup.search('Mongolia').length") == 0


def test_names_of_countries_stand_out_from_the_land_in_both_themes():
    text = (files("eastup.web") / "client" / "theme.js").read_text("utf-8")
    colors = {name: pair for name, *pair in re.findall(r'(\w+): \["(#\w+)", "(#\w+)"\]', text)}
    for ink, land in zip(colors["landText"], colors["land"], strict=True):
        assert contrast(ink, land) >= 4.5


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color):
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.browser
def test_the_map_comes_no_nearer_than_its_coast_is_fine(fresh):
    fresh.evaluate("eastup.update({at: {lon: 127.8, lat: 26.4, zoom: 14}}); eastup.paint()")
    pixel_m = 1 / fresh.evaluate("eastup.camera.scale")
    assert pixel_m > _CORE_PIXEL_M / 2 / 2.5
