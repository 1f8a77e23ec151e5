"""Cities on close-ups: where they lie, how they are written, and that a close-up of a strait names those by it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from label_laws import through_no_label

from eastup import basemap, briefing
from eastup.draw import fonts
from eastup.draw.boxes import overlap
from eastup.draw.document import Marker, Text
from eastup.places.cities import on_maps

ALPHA_3 = {
    "RU": "RUS", "JP": "JPN", "KR": "KOR", "KP": "PRK", "CN": "CHN", "HK": "HKG", "TW": "TWN", "PH": "PHL", "MY": "MYS", "SG": "SGP",
    "ID": "IDN", "TL": "TLS", "BN": "BRN", "VN": "VNM", "TH": "THA", "PG": "PNG", "GU": "GUM", "MP": "MNP", "PW": "PLW", "FM": "FSM",
    "AU": "AUS",
}  # fmt: skip


def test_each_city_stands_on_the_land_of_its_country():
    land = basemap.land("fine")
    tree, country = shapely.STRtree(land.geometry.to_numpy()), land["country"].to_numpy()
    for city in on_maps():
        near = tree.query(shapely.Point(city.lon, city.lat), predicate="dwithin", distance=0.05)
        assert ALPHA_3[city.country] in set(country[near]), city.names


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_cities_have_names_of_their_own_that_the_font_has(lang):
    names = [name for city in on_maps() if (name := city.name(lang))]
    assert len(set(names)) == len(names) > 100
    assert fonts.missing_glyphs("".join(names)) == set()


def close_up(tmp_path, more="", **options):
    path = tmp_path / "close.toml"
    path.write_text(
        "title = 'A'\nextent = [101.5, -0.5, 105.5, 3]\nstraits = ['malacca-strait']\nbackground = 'plain'\n" + more,
        encoding="utf-8",
    )
    return briefing.draw(path, **options)


def written(drawing):
    """Return the cities' names on a map, by id."""
    known = {city.id: city for city in on_maps()}
    dots = [i for i in drawing.sheet.items if isinstance(i, Marker) and i.topic == "cities"]
    return {known[i.facts["id"]]: i for i in dots}


@pytest.mark.sample(lang="ko")
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_a_close_up_of_malacca_names_singapore_and_the_others(tmp_path, lang):
    drawing = close_up(tmp_path, lang=lang, up="north")
    page = drawing.pages[0]
    cities = written(drawing)
    names = {city.name("en") for city in cities}
    assert {"Johor Bahru", *({"Malacca"} if lang != "ko" else ())} <= names  # of which GeoNames has no Korean name
    singapore = {"en": "Singapore", "ja": "シンガポール", "ko": "싱가포르"}[lang]  # as a city, or as the country
    assert singapore.casefold() in " ".join(drawing.sheet.written).casefold()
    texts = [i for i in drawing.sheet.items if isinstance(i, Text) and i.topic == "labels"]
    for city, dot in cities.items():
        assert np.hypot(*(np.array(page.locate(city.lon, city.lat)) - (dot.x, dot.y))) < 0.01
        [text] = [i for i in texts if i.text == city.name(lang)]
        half = fonts.width_pt(text.text, text.size)
        left = text.x - half * {"left": 0.0, "center": 0.5, "right": 1.0}[text.align]
        box = (left, text.y, left + half, text.y + 0.7 * text.size)
        assert not any(overlap(box, item.box) for item in drawing.placed), city.names
    through_no_label(drawing)
    assert "GeoNames" in " ".join(drawing.sheet.written)


def test_cities_are_left_to_close_ups_and_can_be_left_out(tmp_path):
    assert not written(close_up(tmp_path, "cities = false\n"))
    wide = close_up(tmp_path, extent="95,-20,150,45")
    assert not written(wide)
    assert "GeoNames" not in " ".join(wide.sheet.written)
    hidden = close_up(tmp_path, "[[adjust]]\nlabel = 'Malacca'\nhide = true\n")
    assert "Johor Bahru" in {city.name("en") for city in written(hidden)}
    assert "Malacca" not in {city.name("en") for city in written(hidden)}
