"""Layout tests: what a picture test can't check. Few pictures, tolerant of font rendering."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import shapely
from drawings import drawn

from eastup import briefing, geodesy, places
from eastup.briefing.furniture import graticule
from eastup.briefing.layout import layout, layouts
from eastup.briefing.spec.loading import load, override
from eastup.draw import fonts, png, scale
from eastup.draw.document import Area, Marker, Text
from eastup.draw.labels.label import Label, ObstacleMap
from eastup.draw.labels.placement import place
from eastup.errors import InputError, InputWarning
from eastup.view.suited import extent_points, scale_error

pytestmark = pytest.mark.sample(drawing=["en", "ko"])
UNNAMED = {"countries": False, "capitals": False, "islands": False, "seas": False}


@pytest.fixture(scope="module", params=["en", "ja", "ko"])
def drawing(request):
    return drawn("east-up", request.param)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.thorough
def test_no_two_labels_overlap_and_all_stay_in_the_frame(drawing):
    boxes = [p.box for p in drawing.placed]
    x0, y0, x1, y1 = drawing.sheet.page.frame
    for number, box in enumerate(boxes):
        assert x0 <= box[0]
        assert y0 <= box[1]
        assert box[2] <= x1
        assert box[3] <= y1
        assert not any(overlap(box, other) for other in boxes[number + 1 :])


def test_every_label_box_holds_its_drawn_text(drawing):
    """The widths used for placing are those of the outlines that are drawn, to half a point."""
    for item in drawing.placed:
        for text, _, _, size in item.baselines():
            drawn = png.outline(text).get_extents().width * size / 100
            assert drawn <= (item.box[2] - item.box[0]) * 1.01 + 0.5


def test_all_main_places_have_their_label(drawing):
    assert drawing.left_out == []


def test_the_eight_lines_carry_miles_and_kilometres(drawing):
    texts = " ".join(drawing.sheet.written)
    for miles, km in ((158, 255), (612, 985), (496, 799), (883, "1,421"), ("1,584", "2,549"), ("1,270", "2,044")):
        assert f"{miles} mi · {km} km" in texts


def test_every_glyph_is_in_the_font(drawing):
    assert fonts.missing_glyphs("".join(drawing.sheet.written)) == set()
    assert fonts.missing_glyphs("島 섬 岛 đảo") == set()


@pytest.mark.parametrize("up", [0, 90, 135, 180, 270])
def test_the_needle_points_north(up):
    page = layout(override(load("east-up"), {"up": str(up)}))
    x0, y0, x1, y1 = page.bounds_m
    lon, lat = page.view.inverse((x0 + x1) / 2, (y0 + y1) / 2)
    a, b = page.locate([lon, lon], [lat, lat + 0.01])
    expected = math.degrees(math.atan2(b[0] - a[0], b[1] - a[1])) % 360
    assert scale.north_angle_deg(page) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("projection", ["oblique-mercator", "equal-area", "equidistant"])
def test_the_scale_bar_is_true_where_it_says(projection):
    page = layout(override(load("east-up"), {"projection": projection}))
    bar = scale.scale_bar(page)
    line = page.view.line
    lon, lat = (line.lon, line.lat) if projection == "oblique-mercator" else page.view.center
    end = geodesy.forward(lon, lat, 0.0, 1000 * bar.length_km / 10)
    a, b = page.locate(*np.transpose([(lon, lat), end]))
    assert np.hypot(*(b - a)) == pytest.approx(bar.length_pt / 10, rel=0.002)


@pytest.mark.parametrize("up", ["0", "90", "135"])
def test_the_graticule_is_labelled_on_all_sides_once(up):
    page = layout(override(load("east-up"), {"up": up}))
    found = graticule.figures(page, graticule.graticule(page))
    assert {f.side for f in found} == {"left", "right", "top", "bottom"}
    assert len({(f.side, f.text) for f in found}) == len(found)


def test_placing_never_overlaps_even_in_a_crowd():
    rng = np.random.default_rng(1)
    labels = [Label((f"Place {n}",), *rng.uniform(0, 200, 2), priority=n % 7, leader=True) for n in range(120)]
    obstacle_map = ObstacleMap((0, 0, 200, 200), obstacles=[(90, 90, 110, 110)])
    placed, left_out = place(labels, obstacle_map)
    assert len(placed) + len(left_out) == 120
    for number, item in enumerate(placed):
        assert not overlap(item.box, (90, 90, 110, 110))
        assert not any(overlap(item.box, other.box) for other in placed[number + 1 :])
    assert min(p.label.priority for p in placed[:5]) == 6  # the important ones come first


@pytest.mark.sample(suffix="png")
@pytest.mark.parametrize("suffix", ["png", "pdf", "svg"])
def test_the_same_map_gives_the_same_bytes(tmp_path, suffix):
    for name in ("a", "b"):
        briefing.render("triangle", tmp_path / f"{name}.{suffix}", dpi=50)
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_svg_keeps_text_as_text(tmp_path):
    briefing.render("east-up", tmp_path / "a.svg", lang="ko")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "캠프 험프리스" in text


def test_a_users_layer_joins(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("name,lon,lat\nMy site,135.0,20.0\n", encoding="utf-8")
    drawing = briefing.draw("east-up", layers=[str(path)])
    assert "My site" in drawing.sheet.written
    assert "Added layer: sites" in drawing.sheet.written


def test_options_override(tmp_path):
    drawing = briefing.draw(
        "east-up", unit="nmi", title="A title", chain="liu-huaqing", extent="100,0,150,50", up="north"
    )
    texts = " ".join(drawing.sheet.written)
    assert "A title" in texts
    assert " mi ·" not in texts
    assert "Liu Huaqing" in texts
    assert "North is up" in texts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = 'A'\nfit = ['tokyo']\ncolour = 'red'", "line 3"),
        ("title = 'A'\nfit = ['tokyo']\nup = 'sideways'", "sideways"),
        ("title = 'A'\nfit = 'tokyo'", "line 2"),
        ("title = 'A'\nsize = 'a9'\nfit = ['tokyo']", "a9"),
        ("title = 'A'", "extent"),
        ("fit = ['tokyo']", "title"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\n[triangle]\nvertices = ['tokyo']", "three"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\n[lines]\ntargets = ['tokyo']", "line 3"),
        ("title = 'A", "not TOML"),
        ("title = 'A'\nfit = ['tokyoo', 'manila']", "Tokyo"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\nstraits = ['bashi']", "line 3, straits"),
        ("title = 'A'\nfit = ['tokyo']\n[[rings]]\ncenter = 'tokyo'\nradii = ['5 parsec']", "line 5, rings[1].radii"),
        ("title = 'A'\nfit = ['tokyo']\n[[rings]]\nradii = ['5 km']", "line 3, rings[1]: the key center is missing"),
        ("title = 'A'\nfit = ['tokyo']\n[[routes]]\npoints = ['tokyo']", "at least two"),
        ("title = 'A'\nfit = ['tokyo']\n[[layers]]\nsource = 'bases'\ncolor = 'red'", "line 5, layers[1].color"),
        ("title = 'A'\nfit = ['tokyo']\n[[annotations]]\nat = 'tokyo'\ntext = { xx = 'a' }", "line 5"),
        ("title = 'A'\nfit = ['tokyo']\n[[panels]]\nsize = 'a4'", "whole page"),
        ("title = 'A'\nfit = ['tokyo']\n[nearest]\nhubs = ['tokyo']\nwithout = ['nowhere']", "line 5, nearest.without"),
        ("title = 'A'\nfit = ['tokyo']\ntheme = 'xyz'", "choose one of light, dark, print"),
        ("title = 'A'\nfit = ['tokyo']\ndpi = 5", "30 to 1200"),
        ("title = 'A'\nfit = ['tokyo']\nextent = [1, 2, 3]", "line 3, extent"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\nhighlight = ['JPM']", "line 3, highlight: unknown country 'JPM'"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\nlogo = 'none.png'", "line 3, logo: there is no such logo"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\nlayers = ['none.csv']", "line 3, layers[1].source: there is no"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\n[[layers]]\nsource = 'basis'", "did you mean bases?"),
        ("title = 'A'\nfit = ['tokyo', 'manila']\n[[layers]]\nsource = 'bases:hoste=JPN'", "line 4, layers[1].source"),
        ("title = 'A'\nfit = ['tokyo', 'tokyo']", "line 2, fit: fit must name at least two places"),
        (
            "title = 'A'\nfit = ['tokyo', 'manila']\n[nearest]\nhubs = ['guam']\nwithout = ['guam']",
            "line 5, nearest.without: no hub is left",
        ),
    ],
)
def test_a_faulty_specification_is_named_with_file_line_and_key(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        briefing.draw(path)
    assert message in str(caught.value)


def test_a_title_the_font_cannot_write_is_drawn_with_a_stand_in_and_told():
    with pytest.warns(InputWarning, match=r"the font has no \U0001f5fa"):
        drawing = briefing.draw("east-up", title="\U0001f5fa map")
    assert "〓 map" in drawing.sheet.written


def test_a_specification_with_everything(tmp_path):
    (tmp_path / "sites.csv").write_text("name,lon,lat\nMy site,135.0,20.0\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        """
title = "Mine"
fit = ["tokyo", "manila", "camp-humphreys", "guam"]
theme = "dark"
background = "plain"
second_lang = "ja"
remarks = ["A remark."]
labels = ["guam"]
chains = ["second-wikipedia"]

[[rings]]
center = "kadena-ab"
radii = ["500 nmi"]

[[routes]]
points = ["tokyo", "guam", "manila"]
label = { en = "Round by Guam" }

[[annotations]]
at = "20,130"
text = "Look\\nhere"

[[layers]]
source = "sites.csv"
title = { en = "My sites" }
marker = "triangle"
color = "#ff0000"

[[layers]]
source = "bases:host=PHL"
labels = false
""",
        encoding="utf-8",
    )
    drawing = briefing.draw(tmp_path / "mine.toml")  # the layer is found beside the specification
    texts = drawing.sheet.written
    for text in (
        "A remark.",
        "My site",
        "My sites",
        "Look",
        "here",
        "500 nmi",
        "Guam",
        "グアム",
        "Second island chain (as in Wikipedia)",
    ):
        assert text in texts
    tokyo, guam, manila = (places.resolve(n) for n in ("tokyo", "guam", "manila"))
    legs = ((tokyo, guam), (guam, manila))
    km = sum(float(geodesy.distance_m(a.lon, a.lat, b.lon, b.lat)) for a, b in legs) / 1000
    assert f"{km:,.0f} km · {km / 1.852:,.0f} nmi" in texts  # in the legend
    assert any(text.startswith(f"Round by Guam {km:,.0f} km") for text in texts)


def test_shipped_specifications_are_listed_and_read():
    names = [name for name, _ in briefing.shipped()]
    assert {"east-up", "four-ways-up", "straits", "hub-lost", "rear-hubs"} <= set(names)
    for name in names:
        spec = load(name)
        assert {"en", "ja", "ko"} <= set(spec.title)


@pytest.mark.thorough
def test_a_wide_extent_gets_a_projection_that_does_not_stretch_it(caplog):
    spec = override(load("east-up"), {"extent": "110,-20,240,60", "up": "north"})
    [page] = layouts(spec)
    assert page.view.projection in {"equal-area", "equidistant"}
    assert page.view.center == pytest.approx((175.0, 20.0))
    assert "Pacific" not in spec.title["en"]
    assert spec.title["en"] != load("east-up").title["en"]  # which speaks of what is no longer shown
    drawing = briefing.draw("east-up", extent="110,-20,240,60", up="north", background="plain", **UNNAMED)
    assert "drawn equal-area about the middle of its extent" in caplog.text
    [told] = re.findall(r"up to (\d+) % out", caplog.text)
    assert 15 < int(told) < 60
    assert any(f"up to {told}." in text for text in drawing.sheet.written)


@pytest.mark.parametrize("extent", ["-180,-80,180,84", "0,-90,360,90", "-170,-85,170,85"])
def test_a_projection_that_shows_no_such_extent_is_refused_with_one_that_it_shows_well(extent):
    with pytest.raises(InputError, match="equidistant does not show") as refused:
        override(load("east-up"), {"extent": extent, "projection": "equidistant"})
    [offered] = re.findall(r"such as to ([-\d.,]+)$", refused.value.hint)
    spec = override(load("east-up"), {"extent": offered})
    assert scale_error(spec.view(), extent_points(spec.extent)) <= 0.6


@pytest.mark.parametrize("up", ["east", "north", "135"])
def test_a_wide_extent_fills_the_page_and_ends_at_half_of_the_globe(up):
    spec = override(load("straits"), {"extent": "110,-20,240,60", "up": up})
    [page] = layouts(spec)
    assert page.frame[2] - page.frame[0] > 0.6 * (page.body[2] - page.body[0])  # beside the panel
    assert page.shown.area > 0.75 * shapely.box(*page.frame).area
    rim = shapely.get_coordinates(page.shown.exterior)
    lon, lat = page.view.inverse(*page.to_view(rim).T)
    away = geodesy.distance_m(lon, lat, np.full(lon.shape, 175.0), np.full(lat.shape, 20.0)) / 1000
    assert away.max() < 10_300
    assert scale_error(page.view, np.column_stack([lon, lat])) < 0.46
    asked = page.locate(*extent_points(spec.extent).T)
    assert shapely.covers(page.shown.buffer(0.5), shapely.points(asked)).all()


@pytest.mark.thorough
def test_nothing_is_drawn_beyond_the_disc_and_no_land_has_a_straight_edge():
    drawing = briefing.draw("straits", extent="110,-20,240,60", background="plain", **UNNAMED)
    page = drawing.pages[0]
    shown = page.shown.buffer(0.5)
    land = [item for item in drawing.sheet.items if isinstance(item, Area) and item.topic == "land"]
    for item in land:
        assert shapely.covers(shown, item.polygons).all()
    edges = [shapely.get_coordinates(ring) for item in land for ring in shapely.get_rings(item.polygons)]
    for ring in edges:
        steps = np.hypot(*np.diff(ring, axis=0).T)
        for start in ring[:-1][steps > 20.0]:  # only the frame itself is so straight
            assert page.shown.exterior.distance(shapely.Point(start)) < 1.0


@pytest.mark.parametrize(
    ("extent", "kept"), [("112,5,147,48", True), ("119,17,123,23", True), ("60,-40,290,70", False)]
)
def test_the_oblique_mercator_stays_where_it_is_true(extent, kept):
    [page] = layouts(override(load("straits"), {"extent": extent}))
    assert (page.view.projection == "oblique-mercator") == kept


@pytest.mark.parametrize("size", ["a4-portrait", "a3-portrait", "square"])
@pytest.mark.parametrize("extent", ["118,4,130,40", "100,0,150,50", "102,-9,120,3"])
def test_upright_pages_are_filled(size, extent):
    [page] = layouts(override(load("straits"), {"extent": extent, "size": size, "up": "north"}))
    assert (page.width_in < page.height_in) == (size != "square")
    x0, y0, x1, y1 = page.body
    boxes = [page.frame, page.panel]
    filled = sum((b[2] - b[0]) * (b[3] - b[1]) for b in boxes)
    assert filled > 0.82 * (x1 - x0) * (y1 - y0)
    assert all(x0 - 1 <= b[0] and b[2] <= x1 + 1 and y0 - 1 <= b[1] and b[3] <= y1 + 1 for b in boxes)


def test_panels_with_an_extent_of_their_own_have_their_own_scale(tmp_path):
    spec = tmp_path / "two.toml"
    spec.write_text(
        "title = 'Two scales'\nbackground = 'plain'\n[[panels]]\ntitle = 'A'\nextent = [112, 5, 147, 48]\n"
        "[[panels]]\ntitle = 'B'\nextent = [119, 17, 123, 23]\n",
        encoding="utf-8",
    )
    drawing = briefing.draw(spec)
    wide, close = drawing.pages
    assert wide.metres_per_pt > 5 * close.metres_per_pt
    bars = [
        item for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "scale" and "km" in item.text
    ]
    assert len(bars) == 2
    for page, item in zip(drawing.pages, bars, strict=True):
        assert page.frame[0] < item.x < page.frame[2]
        assert page.frame[1] < item.y < page.frame[3]


@pytest.mark.parametrize("apart", [False, True])
def test_a_hub_that_another_may_be_as_near_as_is_marked_on_the_map_of_nearest_hubs(tmp_path, apart):
    """A position that is typed in whole degrees may be off by half of one, which is more than the two hubs differ."""
    typed = ["27.0000, 126.0000", "24.0000, 126.0000"] if apart else ["27, 126", "24, 126"]  # 185 and 166 km
    path = tmp_path / "two.toml"
    path.write_text(
        "title = 'Two'\nextent = [120, 20, 132, 30]\nstraits = ['miyako-strait']\n"
        f"[nearest]\nhubs = {typed}\nunits = ['km']\n",
        encoding="utf-8",
    )
    texts = [item.text for item in briefing.draw(path).sheet.items if isinstance(item, Text)]
    assert any(" km ≈" in text for text in texts) is not apart
    assert any(text == "≈" for text in texts) is not apart
    assert any("may be as near" in text for text in texts) is not apart


def test_the_subtitle_of_the_map_of_straits_counts_them():
    spec = load("straits")
    for lang in ("ja", "ko"):
        assert re.findall(r"\d+", spec.subtitle[lang])[-1] == str(len(spec.straits)), lang
    assert spec.subtitle["en"].startswith("Seventeen ")


def test_a_tall_extent_fills_a_square_page_beside_its_panel():
    tall = layouts(override(load("straits"), {"size": "square", "extent": "115,0,130,45", "up": "north"}))[0]
    wide = layouts(override(load("straits"), {"size": "square", "extent": "105,5,150,35", "up": "north"}))[0]
    assert tall.panel[0] > tall.frame[2]  # beside the map
    assert wide.panel[3] < wide.frame[1]  # below it
    for page in (tall, wide):
        height, width = page.frame[3] - page.frame[1], page.frame[2] - page.frame[0]
        assert (height > width) == (page is tall)


def test_scale_bars_of_panels_stand_where_they_cover_no_dots(tmp_path):
    path = tmp_path / "corners.toml"
    boxes = {"A": (126.0, 33.0, 132.0, 37.5), "B": (138.0, 34.5, 143.5, 39.0), "C": (119.0, 14.0, 124.0, 19.5)}
    panels = "".join(f"[[panels]]\ntitle = '{name}'\nextent = {list(box)}\n" for name, box in boxes.items())
    path.write_text(f"title = 'Bases'\nbackground = 'plain'\nup = 'north'\n{panels}", encoding="utf-8")
    drawing = briefing.draw(path)
    free = 0
    for page in drawing.pages:
        here = [item for item in drawing.sheet.items if item.page is page]
        ground, *_ = [item.polygons[0].bounds for item in here if isinstance(item, Area) and item.topic == "scale"]
        dots = np.array([(item.x, item.y) for item in here if isinstance(item, Marker) and item.topic == "bases"])
        x0, y0, x1, y1 = page.frame
        wide, high = ground[2] - ground[0], ground[3] - ground[1]
        corners = [(x, y, x + wide, y + high) for x in (x0, x1 - wide) for y in (y0, y1 - high)]
        least = min(shapely.contains_xy(shapely.box(*box), *dots.T).sum() for box in corners)
        covered = shapely.contains_xy(shapely.box(*ground), *dots.T).sum()
        assert covered == least
        free += covered == 0
    assert free >= 2
