from __future__ import annotations

import base64
import copy
import hashlib
import io
import json
import os
import pickle
import re
import subprocess
import sys
from html.parser import HTMLParser

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from eastup import View, layers, places, web, words
from eastup.errors import UnknownNameError
from eastup.web import payload

HOSTILE = "</script><script>window.pwned=1</script><!--<img src=x onerror=window.pwned=1>\u2028\u202e\"'`${1}{{data}}"


@pytest.fixture(scope="module")
def page():
    return web.page(View())


class _Reader(HTMLParser):
    """Gathers a page's scripts, styles and attributes as a browser would see them."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.attributes, self._tag = {"script": [], "style": []}, [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, *pair) for pair in attrs]
        self._tag = tag if tag in self.texts else None
        if self._tag:
            self.texts[tag].append("")

    def handle_endtag(self, tag):
        self._tag = None

    def handle_data(self, data):
        if self._tag:
            self.texts[self._tag][-1] += data


def data_of(page):
    return json.loads(payload.parts_of(page)["data"])


def test_the_page_loads_nothing_from_outside(page):
    reader = _Reader(page)
    loading = {"src", "href", "data", "action", "poster", "srcset", "background"}
    assert [a for a in reader.attributes if a[1] in loading and not a[2].startswith("data:")] == []
    styles = "".join([*reader.texts["style"], payload.parts_of(page)["style"].decode()])
    assert set(re.findall(r"url\(([^):]*)", styles)) <= {"data"}
    assert "@import" not in styles


def test_the_policy_forbids_the_network_and_allows_just_the_pages_own_scripts(page):
    reader = _Reader(page)
    policy = next(a[2] for a in reader.attributes if a[0] == "meta" and "default-src" in a[2])
    assert "default-src 'none'" in policy
    assert re.findall(r"'[a-z-]*unsafe[a-z-]*'", policy) == ["'wasm-unsafe-eval'"]  # what a WebAssembly module needs
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    parts = payload.parts_of(page)
    packed = [text for text in reader.texts["script"] if "use strict" not in text]
    assert len(packed) == 3
    scripts = [text for text in reader.texts["script"] if text not in packed]
    scripts += [parts[name].decode() for name in ("script", "worker")]
    styles = [*reader.texts["style"], parts["style"].decode()]
    for kind, texts in (("script", scripts), ("style", styles)):
        digests = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts]
        assert [rule for rule in rules[f"{kind}-src"].split() if "sha256" in rule] == [f"'sha256-{d}'" for d in digests]
    assert rules["worker-src"] == "blob:"


def test_the_words_for_facts_are_those_of_the_cards_in_both_languages(page):
    ja, ko = (words.of("facts", lang).texts for lang in ("ja", "ko"))
    assert {english: (ja[english], ko[english]) for english in ja} == {en: (a, b) for en, a, b in data_of(page)["told"]}
    assert ja.keys() == ko.keys()
    assert all(text == text.strip() != "" for text in (*ja.values(), *ko.values()))


def test_the_page_is_small_and_the_same_for_the_same_input(page):
    assert len(page.encode()) < 1_500_000
    assert web.page(View()) == page


@pytest.mark.thorough
def test_another_run_writes_the_same_bytes(page):
    code = "import hashlib; from eastup import web; print(hashlib.sha256(web.page().encode()).hexdigest())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def test_the_page_names_its_sources(page):
    assert "OpenStreetMap contributors (ODbL)" in payload.parts_of(page)["data"].decode()


def test_every_coordinate_is_geographic_and_that_of_its_layer(page):
    data = data_of(page)
    hubs = {p.id: p for p in places.select("bases")}
    for point in data["points"]:
        if point["id"] in hubs:
            assert point["at"] == pytest.approx([hubs[point["id"]].lon, hubs[point["id"]].lat], abs=1e-6)
    assert len(data["straits"]) == len(layers.load("straits"))
    assert [t["id"] for t in data["targets"]] == [place.id for place in places.select("passages")]


OF_LISTS = {
    "host": "country",
    "operator_country": "country",
    "country": "country",
    "administered_by": "country",
    "claimed_by": "country",
}
OF_LISTS |= {key: key for key in ("service", "kind", "access", "traffic", "role")}


def test_every_fact_of_ours_is_told_by_a_name_and_from_a_list_by_one_too(page):
    data = data_of(page)
    known = set(data["words"]["en"])
    facts = [each["facts"] for kind in ("points", "straits", "passages", "chains", "seas") for each in data[kind]]
    assert {f"fact.{key}" for each in facts for key in each} <= known
    values = {
        f"{OF_LISTS[key]}.{value}"
        for each in facts
        for key in OF_LISTS.keys() & each.keys()
        for value in each[key].split("; ")
    }
    assert values <= known
    assert not any("POLYGON" in value for each in facts for value in each.values())


def test_an_edca_site_is_not_a_us_base(page):
    kinds = {point["id"]: point["kind"] for point in data_of(page)["points"]}
    edca = layers.load("bases").query("access == 'EDCA'")["id"]
    assert {kinds[i] for i in edca} == {"edca_base"}
    assert kinds["kadena-ab"] == "us_base"


def test_way_up_language_and_hubs_are_taken(page):
    data = data_of(web.page(View(up=0), lang="ko", hubs=["Kadena Air Base", "36.5,127.5"], targets="Taipei"))
    assert data["view"]["up"] == 0
    assert data["lang"] == "ko"
    assert [h["id"] for h in data["hubs"]] == ["kadena-ab", "36.5,127.5"]
    assert len(data["targets"]) == 1


def test_a_hostile_layer_stays_data(page):
    frame = gpd.GeoDataFrame(
        {"id": ["a"], "name": [HOSTILE], HOSTILE: [HOSTILE]}, geometry=[shapely.Point(135, 20)], crs=4326
    )
    hostile = web.page(View(), layers={HOSTILE: frame})
    assert hostile.count("</script>") == page.count("</script>")
    assert hostile.count("<!--") == page.count("<!--")
    assert "<script>window.pwned" not in hostile
    user = data_of(hostile)["user"][0]
    assert user["name"] == HOSTILE
    assert user["features"][0]["names"]["en"] == HOSTILE
    assert user["features"][0]["facts"][HOSTILE] == HOSTILE


def test_any_geometry_and_column_may_come():
    shapes = [
        shapely.Point(130, 30),
        shapely.MultiPolygon([shapely.box(120, 20, 121, 21), shapely.box(122, 20, 123, 21)]),
        shapely.GeometryCollection([shapely.Point(1, 2), shapely.LineString([(125, 25), (140, 35)])]),
        None,
    ]
    frame = gpd.GeoDataFrame(
        {5: [1.5, np.nan, None, "x"], "list": [[1, 2], {"a": 1}, None, []]}, geometry=shapes, crs=4326
    )
    data = data_of(web.page(View(), layers=[frame.to_crs(3857)]))
    features = data["user"][0]["features"]
    assert [f["type"] for f in features] == ["Point", "Polygon", "Polygon", "Point", "LineString"]
    assert features[0]["facts"]["5"] == "1.5"
    assert features[0]["lines"][0][0] == pytest.approx([130, 30])
    assert len(features[4]["lines"][0]) > 10  # densified along its geodesic


def test_the_land_is_that_of_the_base_map(page):
    step_m, view = data_of(page)["land"]["step_m"], View(up=0)
    _, parts = payload.unbundled(payload.parts_of(page)["land"])
    numbers = {name: payload.from_planes(part) for name, part in parts.items()}
    points = np.column_stack([np.cumsum(numbers["x"]), np.cumsum(numbers["y"])]) * step_m
    rings = iter(np.split(points, np.cumsum(numbers["points"])[:-1]))
    polygons = [[next(rings) for _ in range(count)] for count in numbers["rings"]]
    fine_count, wide_count, border_count = numbers["counts"]
    assert len(polygons) == fine_count + wide_count
    assert len(list(rings)) == border_count > 100

    def polygon(rings):
        outer, *holes = rings
        return shapely.Polygon(outer, holes).buffer(0)

    fine = shapely.union_all([polygon(each) for each in polygons[:fine_count]])
    for lon, lat, is_land in ((127.77, 26.36, True), (122.99, 24.45, True), (129.3, 34.4, True), (125, 20, False)):
        assert fine.contains(shapely.Point(view.forward(lon, lat))) == is_land
    assert any(polygon(p).contains(shapely.Point(view.forward(204.5, 19.6))) for p in polygons[fine_count:])  # Hawaii


def test_the_pages_font_has_its_characters_and_no_more():
    from fontTools.ttLib import TTFont

    from eastup.draw import webfont

    rule = webfont.face("East-Up 동쪽 東が上")
    font = TTFont(io.BytesIO(base64.b64decode(re.search(r"base64,([^)]+)", rule)[1])))
    assert {chr(c) for c in font.getBestCmap()} == set("동쪽東が上")
    assert rule == webfont.face("East-Up 동쪽 東が上")
    assert webfont.face("East-Up") == ""


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownNameError):
        web.page(View(), lang="fr")


def test_the_sea_is_darker_where_it_is_deeper():
    from rasterio.errors import NotGeoreferencedWarning
    from rasterio.io import MemoryFile

    from eastup.web import depth

    (data, picture), view = depth.gather(View()), View(up=0)
    with pytest.warns(NotGeoreferencedWarning), MemoryFile(picture) as file:
        grey = file.open().read(1).astype(float)
    xmin, ymin, xmax, ymax = data["bounds"]

    def grey_at(lon, lat):
        x, y = view.forward(lon, lat)
        column, row = (x - xmin) / (xmax - xmin) * grey.shape[1], (ymax - y) / (ymax - ymin) * grey.shape[0]
        return grey[int(row) - 2 : int(row) + 3, int(column) - 2 : int(column) + 3].mean()

    shelf, basin, trench = (
        grey_at(124, 35.5),
        grey_at(132, 20),
        grey_at(142.5, 11.4),
    )  # Yellow Sea, Philippine Sea, Mariana
    assert shelf > 210
    assert 60 < basin < 130
    assert trench < 60


def test_a_layer_is_a_plain_geodataframe_and_light_in_a_notebook():
    layer = layers.load("straits")
    assert type(layer) is type(layer.iloc[:2]) is gpd.GeoDataFrame
    assert type(layer["geometry"]) is gpd.GeoSeries
    html = layer._repr_html_()
    assert html.count("<table") == 1
    assert "<iframe" not in html
    assert len(html) + len(repr(layer)) < 100_000
    again = pickle.loads(pickle.dumps(layer))
    for same in (again, layer.copy(), copy.deepcopy(layer)):
        assert_geodataframe_equal(same, layer)
    assert layer.to_crs(3857).crs.to_epsg() == 3857
    assert layers.load("straits")["name"].tolist() == layer["name"].tolist()
    layer["name"] = "changed"
    assert "changed" not in set(layers.load("straits")["name"])


def test_a_shown_map_is_its_page_and_no_text_besides():
    shown = web.show(layers.load("straits").iloc[:2], by_sea=False)
    assert len(repr(shown)) < 100
    assert "straits" in shown.text
