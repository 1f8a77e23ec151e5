from __future__ import annotations

import json
import re

import geopandas as gpd
import pytest
import shapely

from eastup import View, distance, web
from eastup.errors import UnknownNameError

HOSTILE = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\u2028\u202e\"'`${1}"


@pytest.fixture(scope="module")
def page():
    return web.page(View())


def data_of(page):
    return json.loads(re.search(r"const EASTUP = (.*);\n", page)[1])


def test_the_page_names_no_outside_address(page):
    assert (
        re.findall(
            r"""(?:src|href)\s*=\s*["']?(?!data:)[^"'> ]+""", re.sub(r"<script>.*?</script>", "", page, flags=re.S)
        )
        == []
    )
    assert "default-src 'none'" in page
    assert "url(images/" not in page
    assert len(page.encode()) < 1_500_000


def test_the_same_input_gives_the_same_bytes(page):
    assert web.page(View()) == page


def test_distances_are_those_of_the_library(page):
    data = data_of(page)
    hub = [h["id"] for h in data["hubs"]].index("kadena-ab")
    strait = [t["id"] for t in data["targets"]].index("bashi-channel")
    expected = distance.matrix("kadena-ab", "bashi-channel").distance_km[0]
    assert data["km"][hub][strait] == pytest.approx(expected, abs=0.06)


def test_features_stand_where_the_view_puts_them(page):
    data = data_of(page)
    for point in data["points"]:
        if point["id"] == "camp-humphreys":
            x, y = View().forward(127.0310, 36.9622)
            assert point["at"] == pytest.approx([x / 1000, y / 1000], abs=0.06)


def test_a_hostile_layer_stays_data():
    frame = gpd.GeoDataFrame(
        {"id": ["a"], "name": [HOSTILE], HOSTILE: [HOSTILE]}, geometry=[shapely.Point(135, 20)], crs=4326
    )
    page = web.page(View(), layers={HOSTILE: frame})
    assert page.count("</script>") == web.page(View()).count("</script>")
    assert data_of(page)["user"][0]["features"][0]["names"]["en"] == HOSTILE


def test_the_pages_font_has_its_characters_and_no_more():
    import base64
    import io

    from fontTools.ttLib import TTFont

    from eastup import webfont

    rule = webfont.face("East-Up 동쪽 東が上")
    font = TTFont(io.BytesIO(base64.b64decode(re.search(r"base64,([^)]+)", rule)[1])))
    assert {chr(c) for c in font.getBestCmap()} == set("동쪽東が上")
    assert rule == webfont.face("East-Up 동쪽 東が上")
    assert webfont.face("East-Up") == ""


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownNameError):
        web.page(View(), lang="fr")
