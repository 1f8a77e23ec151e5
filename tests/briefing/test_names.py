"""Names that a reader steers by: on their own land, clear of all else, in three languages."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
import shapely
from drawings import drawn

from eastup import basemap, briefing, layers, words
from eastup.briefing.words import without_brackets
from eastup.draw import fonts
from eastup.draw.boxes import overlap
from eastup.draw.document import Lines, Text
from eastup.layers.query import name_in
from eastup.places import areas

MAPS = [("straits", "en"), ("straits", "ja"), ("straits", "ko"), ("rings", "en"), ("triangle", "ko")]


pytestmark = pytest.mark.sample(drawing=[("straits", "en"), ("rings", "en"), ("triangle", "ko"), ("straits", "ja")])


@pytest.fixture(scope="module", params=MAPS, ids="-".join)
def drawing(request):
    name, lang = request.param
    return drawn(name, lang)


def names_of(drawing, topic):
    return [item for item in drawing.sheet.items if isinstance(item, Text) and item.topic == topic]


@pytest.mark.parametrize("name", ["chain-variants", "four-ways-up"])
@pytest.mark.sample(name="chain-variants", lang="ja")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_small_panels_name_countries_by_letters_that_the_page_explains(name, lang):
    drawing = drawn(name, lang)
    said = words.of("map", lang)
    letters = {said[f"letter_{code}"]: code for code in ("CHN", "JPN", "KOR", "PHL", "RUS", "TWN")}
    for page in drawing.pages:
        shown = {
            item.text
            for item in drawing.sheet.items
            if isinstance(item, Text) and item.page is page and item.topic in ("countries", "labels")
        }
        assert set(letters) <= shown
    explained = "".join(item.text for item in names_of(drawing, "remarks"))
    for letter, code in letters.items():
        assert said.say("letter", letter, words.of("countries", lang)[code]) in explained


def test_among_routes_by_sea_taiwan_is_named(tmp_path):
    ways = (("Yokosuka", "Kaohsiung", "Singapore"), ("Busan", "Kaohsiung", "Manila"), ("Naha", "Keelung", "Shanghai"))
    routes = "".join(f"[[routes]]\npoints = {list(way)}\nby = 'sea'\n" for way in ways)
    path = tmp_path / "routes.toml"
    path.write_text(f"title = 'Routes'\nextent = [112, 8, 146, 42]\nbackground = 'plain'\n{routes}", encoding="utf-8")
    assert {"TAIWAN", "Keelung", "Kaohsiung"} <= set(briefing.draw(path).sheet.written)


def box_of(item):
    width = fonts.width_pt(item.text, item.size, item.spacing)
    return item.x - width / 2, item.y - 0.1 * item.size, item.x + width / 2, item.y + 0.8 * item.size


def test_the_countries_of_the_chain_are_named(drawing):
    told = words.of("countries", drawing.spec.lang)
    named = {item.facts["id"]: item for item in names_of(drawing, "countries")}
    assert {"JPN", "CHN", "PHL"} <= set(named)
    for code, item in named.items():
        assert item.text == (told[code].upper() if drawing.spec.lang == "en" else told[code])


def test_a_countrys_name_is_on_no_other_countrys_land(drawing):
    page = drawing.pages[0]
    land = basemap.land_in_view(page.view.crs, page.bounds_m, page.metres_per_pt * 0.5)
    shapes = shapely.make_valid(shapely.transform(land.geometry.to_numpy(), lambda xy: page.to_page(*xy.T)))
    for item in names_of(drawing, "countries"):
        box = shapely.box(*box_of(item))
        foreign = shapes[(land["country"] != item.facts["id"]).to_numpy()]
        own = shapes[(land["country"] == item.facts["id"]).to_numpy()]
        assert shapely.area(shapely.intersection(foreign, box)).sum() / box.area < 0.1, item.text
        assert shapely.distance(own, box).min() < 10, item.text


def test_names_cover_no_label_and_each_other(drawing):
    names = [box_of(item) for item in names_of(drawing, "countries")]
    labels = [item.box for item in drawing.placed]
    for name in names:
        assert not any(overlap(name, label) for label in labels)
        assert all(
            drawing.pages[0].frame[n] <= name[n] if n < 2 else name[n] <= drawing.pages[0].frame[n] for n in range(4)
        )
    assert not any(overlap(a, b) for a, b in itertools.combinations(names, 2))


def test_capitals_are_named_once(drawing):
    written = [item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "labels"]
    for name in (
        {"en": "Tokyo", "ja": "東京", "ko": "도쿄"}[drawing.spec.lang],
        *[item.text for item in names_of(drawing, "capitals")],
    ):
        assert written.count(name) <= 1


def test_names_can_be_left_out():
    drawing = briefing.draw("straits", background="plain", countries=False, capitals=False)
    assert not names_of(drawing, "countries")
    assert not any(item.topic == "capitals" for item in drawing.sheet.items)


def test_every_country_has_its_three_names():
    codes = set(words.of("countries", "en").texts)
    assert {"JPN", "KOR", "PRK", "TWN", "CHN", "PHL", "RUS", "VNM"} <= codes <= set(basemap.countries())
    for lang in ("ja", "ko"):
        texts = words.of("countries", lang).texts
        assert set(texts) == codes
        assert fonts.missing_glyphs("".join(texts.values())) == set()


def test_spaced_letters_stand_as_wide_as_they_are_measured():
    plain, spaced = fonts.starts("CHINA"), fonts.starts("CHINA", 0.2)
    assert spaced - plain == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 0.8])
    assert fonts.width_pt("CHINA", 10, 0.2) == pytest.approx(fonts.width_pt("CHINA", 10) + 8)


def test_disputed_and_military_lines_are_dashed():
    """The armistice line in Korea is one; the border of China and Vietnam is agreed."""
    drawing = drawn("east-up")
    page = drawing.pages[0]
    lines = [item for item in drawing.sheet.items if isinstance(item, Lines) and item.topic == "borders"]
    dashed = [part for item in lines if item.dashes for part in item.parts]
    solid = [part for item in lines if not item.dashes for part in item.parts]

    def near(parts, lon, lat):
        spot = shapely.Point(page.locate(lon, lat))
        return min(shapely.LineString(part).distance(spot) for part in parts)

    assert near(dashed, 127.0, 38.3) < 4 < near(solid, 127.0, 38.3)
    assert near(solid, 107.0, 21.9) < 4 < near(dashed, 107.0, 21.9)


@pytest.mark.parametrize(
    ("extent", "waters"),
    [
        ("97,0,106,7", ["malacca-strait", "gulf-of-thailand"]),
        ("92,3,100,15", ["andaman-sea", "malacca-strait"]),
        ("119,17.5,123.5,22.8", ["luzon-strait"]),
        ("98.5,6,106,14.2", ["gulf-of-thailand"]),
    ],
)
def test_close_ups_name_their_waters(extent, waters):
    features = pd.concat([layers.load("seas"), layers.load("straits")]).set_index("id")
    for lang in ("en", "ja", "ko"):
        drawing = briefing.draw("east-up", extent=extent, lang=lang, background="plain")
        written = {item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "seas"}
        for own in waters:
            assert without_brackets(name_in(features.loc[own].to_dict(), lang)) in written, (own, lang)


def test_names_of_straits_run_over_water_and_are_not_written_beside_their_gate():
    lines = areas.straits_on_maps()
    assert set(lines) <= set(layers.load("straits")["id"])
    land = basemap.land("coarse").geometry.to_numpy()
    for own, lonlat in lines.items():
        assert not shapely.intersects(land, shapely.LineString(lonlat)).any(), own
    drawing = briefing.draw("straits", extent="115,20,123,27", background="plain")
    assert "Taiwan Strait" not in {
        item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "seas"
    }
