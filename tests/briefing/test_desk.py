"""What a desk draws by hand: insets, moved labels, arrows, areas, ship routes, closed straits, layers by column."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from eastup import basemap, briefing, geodesy, layers
from eastup.briefing.spec.loading import load
from eastup.draw import fonts
from eastup.draw.boxes import overlap
from eastup.draw.color import contrast
from eastup.draw.document import Area, Lines, Marker, Text
from eastup.draw.labels.label import Label
from eastup.draw.labels.merging import merged
from eastup.draw.theme import DARK
from eastup.errors import InputError
from eastup.places.areas import on_maps
from eastup.sea import routes

CHAIN = "title = 'Ours'\nextent = [112, 12, 146, 42]\nbackground = 'plain'\nshow_bases = false\n"


@pytest.fixture
def drawn(tmp_path):
    """Return a function that draws a specification given as text."""

    def draw(text, **options):
        path = tmp_path / "ours.toml"
        path.write_text(text, encoding="utf-8")
        return briefing.draw(path, **options)

    return draw


def texts_about(drawing, topic):
    return [item for item in drawing.sheet.items if isinstance(item, Text) and item.topic == topic]


# Remarks, insets and panels

CALLOUT = "[[annotations]]\nat = '24.8,125.3'\ntext = \"Survey\\nvessels of two\"\nstyle = 'callout'\n"
ROUTE = "[[routes]]\npoints = ['busan-naval-base', 'manila']\nlabel = 'Busan'\ncolor = '#2a1038'\n"


def test_texts_along_lines_keep_off_what_stands_by_hand(drawn):
    middle = "[[annotations]]\nat = '25,124.6'\ntext = 'Held'\noffset = [0, 0]\n"
    drawing = drawn(CHAIN + ROUTE + middle)
    (held,) = [item for item in drawing.placed if item.label.lines == ("Held",)]
    assert drawing.along
    assert not any(overlap(box, held.box) for text in drawing.along for box in text.boxes)


def test_a_callout_is_set_left_and_its_tail_follows_its_leader(drawn):
    drawing = drawn(CHAIN + CALLOUT)
    (item,) = [one for one in drawing.placed if one.label.boxed]
    assert {round(x, 6) for _, x, _, _ in item.baselines()} == {round(item.box[0] + 4.0, 6)}
    (shape,) = [one for one in drawing.sheet.items if isinstance(one, Area) and one.topic == "labels"]
    leader = shapely.LineString(np.reshape(item.leader, (2, 2)))
    assert shapely.difference(leader, shapely.union_all(shape.polygons).buffer(0.2)).length < 0.1 * leader.length


def test_an_inset_says_neither_remarks_nor_lengths_again(drawn):
    inset = "[[insets]]\ntitle = 'Near'\nextent = [122, 22, 128, 28]\n"
    drawing = drawn(CHAIN + CALLOUT + ROUTE + inset)
    texts = [item.text for item in drawing.sheet.items if isinstance(item, Text)]
    assert texts.count("vessels of two") == 1
    assert sum("Busan " in text and "km" in text for text in texts) == 1
    assert sum("First island chain" in text for text in texts) == 1  # in the legend, for both


def test_a_readers_dark_colour_is_read_on_dark_ground(drawn):
    drawing = drawn(CHAIN + ROUTE, theme="dark")
    (text,) = [item for item in texts_about(drawing, "routes") if "Busan" in item.text]
    assert contrast(text.color, DARK.page) >= 4.5
    lines = [item for item in drawing.sheet.items if isinstance(item, Lines) and item.topic == "routes"]
    assert all(contrast(item.color, DARK.page) >= 2.0 for item in lines if not item.casing)


def test_the_legend_of_panels_names_the_closed_straits_of_all(drawn, caplog):
    panels = "".join(
        f"[[panels]]\ntitle = '{n}'\nextent = {extent}\nclosed = ['{strait}']\n"
        for n, (extent, strait) in enumerate(
            [([124, 30, 136, 40], "korea-strait"), ([115, 18, 127, 28], "taiwan-strait")]
        )
    )
    text = "title = 'Two'\nbackground = 'plain'\nshow_bases = false\nstraits = ['korea-strait', 'taiwan-strait']\n"
    drawing = drawn(text + panels)
    assert "Korea Strait, Taiwan Strait" in drawing.sheet.written
    assert not any("outside the map" in message for message in caplog.messages)  # each is on one of the panels


# Islands


def test_each_island_stands_on_the_land_that_it_names():
    """Its point lies in one piece of land; those of a group lie along the islands of one country, or at sea."""
    land = basemap.land("fine")
    tree = shapely.STRtree(land.geometry.to_numpy())
    areas = {}
    for island in on_maps():
        found = tree.query(shapely.points(island.lonlat), predicate="intersects")[1]
        if not island.group:
            assert len(found) == 1, island.id
            areas[island.id] = land.geometry.iloc[found[0]].area
    # as their areas are published, in square kilometres: Borneo 743,330, Honshu 227,960, Luzon 109,965, Hokkaido 77,984
    order = ["honshu", "luzon", "mindanao", "sakhalin", "hokkaido", "kyushu", "taiwan", "hainan", "shikoku", "samar"]
    sizes = [areas[name] for name in order if name not in {"sakhalin", "hokkaido"}]  # degrees shrink northward
    assert sizes == sorted(sizes, reverse=True)
    assert areas["okinawa"] < areas["jeju"] < areas["shikoku"] < areas["honshu"]


def test_islands_have_three_names_that_the_font_has():
    found = on_maps()
    assert {"taiwan", "okinawa", "luzon", "kyushu", "hokkaido", "hainan", "batanes", "sakishima"} <= {
        i.id for i in found
    }
    for lang in ("en", "ja", "ko"):
        names = [island.names[lang] for island in found]
        assert len(set(names)) == len(names)
        assert fonts.missing_glyphs("".join(names)) == set()


@pytest.mark.sample(lang="ko")
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_islands_are_named_on_or_beside_themselves(drawn, lang):
    drawing = drawn(CHAIN, lang=lang)
    page = drawing.pages[0]
    land = basemap.land_in_view(page.view.crs, page.bounds_m, page.metres_per_pt * 0.5)
    shapes = shapely.transform(land.geometry.to_numpy(), lambda xy: page.to_page(*xy.T))
    named = {item.facts["id"]: item for item in texts_about(drawing, "islands")}
    assert {"hokkaido", "luzon"} <= set(named)
    known = {island.id: island for island in on_maps()}
    for name, item in named.items():
        half = fonts.width_pt(item.text, item.size) / 2
        box = shapely.box(item.x - half, item.y - 1, item.x + half, item.y + 0.75 * item.size)
        spots = shapely.points(page.locate(*known[name].lonlat.T))
        own = shapely.LineString(shapely.get_coordinates(spots)) if known[name].group else spots[0]
        if not known[name].group:
            own = shapes[shapely.distance(shapes, own).argmin()]
        assert shapely.distance(own, box) < 12, name
        assert item.text == known[name].names[lang]
        assert not any(overlap(box.bounds, label.box) for label in drawing.placed), name


def test_a_close_up_names_the_small_ones(drawn):
    close = drawn(CHAIN.replace("112, 12, 146, 42", "119, 17.5, 124, 23"))
    assert {"Batanes", "Babuyan Islands", "Luzon"} & {item.text for item in texts_about(close, "islands")}
    assert not texts_about(drawn(CHAIN + "islands = false\n"), "islands")


# Insets


def inset_map(drawn, more=""):
    return drawn(CHAIN + "[[insets]]\ntitle = 'Luzon Strait'\nextent = [119.5, 18, 123, 22.5]\n" + more)


def test_an_inset_has_its_own_scale_and_its_box_on_the_map(drawn):
    drawing = inset_map(drawn)
    [page], [inset] = drawing.pages, drawing.insets
    assert page.metres_per_pt > 2 * inset.metres_per_pt
    assert inset.frame[0] > page.frame[0]
    assert inset.frame[3] < page.frame[3]
    corners = inset.to_view(np.array([inset.frame[:2], inset.frame[2:]]))
    expected = page.locate(*inset.view.inverse(*corners.T))
    [box] = [
        item for item in drawing.sheet.items
        if isinstance(item, Lines) and item.topic == "insets" and item.page is page and not item.casing
        and len(item.parts[0]) > 10
    ]  # fmt: skip
    for corner in expected:
        assert np.hypot(*(box.parts[0] - corner).T).min() < 0.5
    lon, lat = 121.5, 20.5
    assert inset.shows(inset.locate(lon, lat))


def test_nothing_of_the_map_is_named_under_its_inset(drawn):
    drawing = inset_map(drawn)
    frame = drawing.insets[0].frame
    for item in drawing.sheet.items:
        if isinstance(item, Text) and item.page is drawing.pages[0] and item.topic not in {"graticule", "insets"}:
            width = fonts.width_pt(item.text, item.size)
            left = item.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[item.align]
            box = (left, item.y, left + width, item.y + 0.7 * item.size)
            assert not overlap(box, frame) or item.topic in {"header", "sources"}, item.text
    over = [item.z for item in drawing.sheet.items if item.page is drawing.insets[0]]
    under = [item.z for item in drawing.sheet.items if item.page is drawing.pages[0] and item.topic != "marking"]
    assert min(over) > max(under)


@pytest.mark.sample(corner="upper left")
@pytest.mark.parametrize("corner", ["upper left", "upper right", "lower left", "lower right"])
def test_an_inset_stands_where_it_is_asked_for(drawn, corner):
    drawing = inset_map(drawn, f"corner = '{corner}'\nshare = 0.2\n")
    (x0, y0, x1, y1), frame = drawing.insets[0].frame, drawing.pages[0].frame
    assert ((x0 + x1) / 2 < (frame[0] + frame[2]) / 2) == ("left" in corner)
    assert ((y0 + y1) / 2 < (frame[1] + frame[3]) / 2) == ("lower" in corner)
    assert (x1 - x0) <= 0.2 * (frame[2] - frame[0]) + 1e-6


@pytest.mark.thorough
def test_files_for_a_gis_hold_the_map_alone(drawn, tmp_path):
    import geopandas as gpd

    inset_map(drawn).save(tmp_path / "with.gpkg")
    drawn(CHAIN).save(tmp_path / "without.gpkg")
    counts = [
        gpd.read_file(tmp_path / f"{name}.gpkg", layer="straits_lines")["id"].value_counts()
        for name in ("with", "without")
    ]
    assert len(counts[0]) > 5  # what lies under the inset is not on the map
    assert (counts[0] == counts[1].loc[counts[0].index]).all()


# Labels by hand


def test_a_label_is_moved_reworded_or_left_out_by_hand(drawn):
    drawing = drawn(
        CHAIN + "straits = ['miyako-strait', 'bashi-channel', 'korea-strait']\n"
        "[[adjust]]\nlabel = 'miyako-strait'\noffset = [70, -22]\n"
        "[[adjust]]\nlabel = 'Bashi Channel'\nat = '16,130'\ntext = 'Here'\n"
        "[[adjust]]\nlabel = 'Korea Strait'\nhide = true\n"
        "[[adjust]]\nlabel = 'Philippine Sea'\nat = '24,139'\n"
        "[[adjust]]\nlabel = 'CHN'\nhide = true\n"
    )
    page = drawing.pages[0]
    by_id = {item.label.key: item for item in drawing.placed}
    row = layers.load("straits").set_index("id").loc["miyako-strait"]
    x, y = page.locate(row.mid_lon, row.mid_lat)
    x0, y0, x1, y1 = by_id["miyako-strait"].box
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((x + 70, y - 22))
    x0, y0, x1, y1 = by_id["bashi-channel"].box
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx(tuple(page.locate(130, 16)))
    assert by_id["bashi-channel"].label.lines == ("Here",)
    assert "korea-strait" not in by_id
    [sea] = [item for item in texts_about(drawing, "seas") if item.text == "Philippine Sea"]
    assert sea.x == pytest.approx(page.locate(139, 24)[0])
    assert "CHINA" not in drawing.sheet.written


def test_a_country_a_sea_and_an_island_stand_where_a_hand_puts_them_in_its_words(drawn):
    """Come what may: the labels of the map keep off a country's name."""
    drawing = drawn(
        CHAIN + "straits = ['miyako-strait']\n"
        "[[adjust]]\nlabel = 'JPN'\nat = '24.4,126.3'\ntext = 'Nippon'\n"  # on the label of Miyako Strait
        "[[adjust]]\nlabel = 'Philippine Sea'\nat = '19,136'\ntext = 'The sea'\n"
        "[[adjust]]\nlabel = 'taiwan'\nat = '21,128'\ntext = { en = 'The island', ja = '島', ko = '섬' }\n"
    )
    page = drawing.pages[0]
    for topic, text, lon, lat in (
        ("countries", "NIPPON", 126.3, 24.4), ("seas", "The sea", 136, 19), ("islands", "The island", 128, 21)
    ):  # fmt: skip
        [item] = [item for item in texts_about(drawing, topic) if item.text == text]
        x, y = page.locate(lon, lat)
        assert item.x == pytest.approx(x), text
        assert item.y == pytest.approx(y, abs=5), text
    [strait] = [item for item in drawing.placed if item.label.key == "miyako-strait"]
    half = fonts.width_pt("NIPPON", 7.5) / 2
    x, y = page.locate(126.3, 24.4)
    assert not (
        strait.box[0] < x + half and strait.box[2] > x - half and strait.box[1] < y + 3 and strait.box[3] > y - 3
    )


def test_what_is_asked_for_by_hand_and_is_not_there_is_told(drawn, caplog):
    drawn(CHAIN + "[[adjust]]\nlabel = 'Atlantis'\nhide = true\n")
    assert "adjust finds no such label on the map: Atlantis" in caplog.text


def test_a_label_along_an_arrow_makes_way_for_a_sea_that_is_put_there_by_hand(drawn):
    arrow = CHAIN + "[[arrows]]\npoints = ['22,124', '22,142']\nlabel = 'Axis of advance'\n"
    first = drawn(arrow)
    along, *_ = first.along  # of the arrow: names of seas come after it
    page = first.pages[0]
    middle = along.boxes[len(along.boxes) // 2]
    spot = page.to_view(np.array([((middle[0] + middle[2]) / 2, (middle[1] + middle[3]) / 2)]))[0]
    lon, lat = page.view.inverse(*spot)
    moved = drawn(arrow + f"[[adjust]]\nlabel = 'Philippine Sea'\nat = '{lat:.4f},{lon:.4f}'\n")
    [sea] = [item for item in texts_about(moved, "seas") if item.text == "Philippine Sea"]
    half = fonts.width_pt(sea.text, sea.size) / 2
    box = (sea.x - half, sea.y - 2, sea.x + half, sea.y + 7)
    assert moved.along
    for text in moved.along:
        assert not any(overlap(box, other) for other in text.boxes)


def test_others_make_way_for_a_label_that_is_fixed(drawn):
    text = CHAIN + "straits = ['miyako-strait', 'bashi-channel', 'taiwan-strait', 'yonaguni-gap']\n"
    free = {item.label.key: item.box for item in drawn(text).placed}
    x0, y0, x1, y1 = free["bashi-channel"]
    page = drawn(text).pages[0]
    lon, lat = page.view.inverse(*page.to_view(np.array([((x0 + x1) / 2, (y0 + y1) / 2)]))[0])
    moved = drawn(text + f"[[adjust]]\nlabel = 'miyako-strait'\nat = '{lat:.4f},{lon:.4f}'\n")
    for a, b in itertools.combinations([item.box for item in moved.placed], 2):
        assert not overlap(a, b)


# Routes, closed straits


def test_a_route_by_sea_is_the_products_and_goes_round_what_is_closed(drawn):
    text = CHAIN + "[[routes]]\npoints = ['kaohsiung', 'busan-naval-base']\nby = 'sea'\nspeed = '20 kn'\n"
    lengths = []
    for closed in ((), ("taiwan-strait",)):
        drawing = drawn(f"closed = {list(closed)}\n" + text)
        [line] = [i for i in drawing.sheet.items if isinstance(i, Lines) and i.topic == "routes" and not i.casing]
        expected = routes.route("kaohsiung", "busan-naval-base", closed=closed)
        assert line.facts["length_km"] == pytest.approx(expected.distance_km, abs=1e-3)
        km, nmi = expected.distance_km, expected.distance_nmi
        days = km / 1.852 / 20 / 24
        time = f"{days:,.1f} days at 20 kn" if days >= 2 else f"{days * 24:,.1f} h at 20 kn"
        told = f"{round(km, -1):,.0f} km · {round(nmi, -1):,.0f} nmi · {time}"  # a way of 1,700 km is good to some 50
        assert any(told in item for item in _joined(drawing))
        lengths.append(expected.distance_km)
    assert lengths[1] > lengths[0] + 50


def _joined(drawing):
    """Return the lines of the legend joined as they were wrapped."""
    legend = [item.text for item in texts_about(drawing, "legend")]
    return [" ".join(legend[n : n + 2]) for n in range(len(legend))] + legend


def test_a_closed_strait_is_said_on_the_map_in_the_legend_the_table_and_the_notes(drawn):
    drawing = drawn(CHAIN + "closed = ['taiwan-strait']\nstraits = ['miyako-strait']\n")
    [label] = [item for item in drawing.placed if item.label.key == "taiwan-strait"]
    assert label.label.lines == ("Taiwan Strait", "closed")
    crosses = [i for i in drawing.sheet.items if isinstance(i, Marker) and i.shape == "cross" and i.topic == "straits"]
    assert crosses
    assert {"Closed strait", "Taiwan Strait"} <= {item.text for item in texts_about(drawing, "legend")}
    assert "Taiwan Strait (closed)" in {item.text for item in texts_about(drawing, "table")}
    assert any("Taken as closed to ships: Taiwan Strait." in item.text for item in texts_about(drawing, "sources"))


def test_a_gate_can_be_as_thick_as_its_strait_is_wide(drawn):
    drawing = drawn(CHAIN + "strait_widths = 'line'\n")
    gates = {
        i.facts["id"]: i for i in drawing.sheet.items if isinstance(i, Lines) and i.topic == "straits" and not i.casing
    }
    widths = layers.load("straits").set_index("id").loc[list(gates), "width_km"]
    order = widths.sort_values().index
    assert np.all(np.diff([gates[name].width for name in order]) >= 0)
    assert gates[order[-1]].width > 2 * gates[order[0]].width


# Arrows, areas, callouts


def test_an_arrow_ends_at_its_last_place_and_an_area_is_that_between_its_places(drawn):
    drawing = drawn(
        CHAIN + "[[arrows]]\npoints = ['30,123', '27,131']\nbend = 0.25\ntitle = 'Track'\n"
        "[[areas]]\npoints = ['20,128', '20,134', '16,134', '16,128']\nlabel = 'Box'\nfill = 'tint'\ntitle = 'Boxes'\n"
    )
    page = drawing.pages[0]
    [head] = [
        i for i in drawing.sheet.items if isinstance(i, Area) and i.topic == "arrows" and i.page is page and i.clip
    ]
    tip = page.locate(131, 27)
    assert np.hypot(*(shapely.get_coordinates(head.polygons[0]) - tip).T).min() < 0.01
    [zone] = [i for i in drawing.sheet.items if isinstance(i, Area) and i.topic == "areas"]
    assert shapely.covers(shapely.union_all(zone.polygons), shapely.Point(*page.locate(131, 18)))
    [label] = [i for i in drawing.sheet.items if isinstance(i, Text) and i.text == "Box"]
    assert shapely.covers(shapely.union_all(zone.polygons), shapely.Point(label.x, label.y))
    assert {"Track", "Boxes"} <= set(drawing.sheet.written)


def test_a_callout_is_a_box_with_a_tail_to_its_place(drawn):
    drawing = drawn(
        CHAIN + "[[annotations]]\nat = '24.8,125.3'\ntext = 'Seen\\nhere'\nstyle = 'callout'\noffset = [80, 40]\n"
    )
    [item] = [item for item in drawing.placed if item.label.boxed]
    x, y = drawing.pages[0].locate(125.3, 24.8)
    [area] = [i for i in drawing.sheet.items if isinstance(i, Area) and i.topic == "labels"]
    shape = shapely.union_all(area.polygons)
    assert shapely.distance(shape, shapely.Point(x, y)) < 1e-6
    for text in (i for i in drawing.sheet.items if isinstance(i, Text) and i.text in {"Seen", "here"}):
        right = text.x + fonts.width_pt(text.text, text.size)
        assert shapely.covers(shape, shapely.box(text.x, text.y, right, text.y + 0.7 * text.size))
    middle = (item.box[0] + item.box[2]) / 2, (item.box[1] + item.box[3]) / 2
    assert middle == pytest.approx((x + 80, y + 40))


def test_a_callout_beside_its_place_points_to_it_too(drawn):
    drawing = drawn(CHAIN + "[[annotations]]\nat = '24.8,125.3'\ntext = 'Seen'\nstyle = 'callout'\n")
    [item] = [item for item in drawing.placed if item.label.boxed]
    [area] = [i for i in drawing.sheet.items if isinstance(i, Area) and i.topic == "labels"]
    at = shapely.Point(item.label.x, item.label.y)
    assert shapely.distance(shapely.box(*item.box), at) > 5
    assert shapely.distance(shapely.union_all(area.polygons), at) < 1e-6


# Layers by column, legend


PORTS = "name,lon,lat,status,tons\nA,135,20,open,100\nB,137,22,closed,400\nC,133,24,open,\n"


def test_features_are_told_apart_by_the_columns_of_their_layer(drawn, tmp_path):
    (tmp_path / "p.csv").write_text(PORTS, encoding="utf-8")
    drawing = drawn(
        CHAIN + "[[layers]]\nsource = 'p.csv'\ncolor_by = 'status'\ncolors = { closed = '#aa0000' }\n"
        "size_by = 'tons'\nsize = 12\nlabel_by = 'tons'\n"
    )
    marks = {i.name: i for i in drawing.sheet.items if isinstance(i, Marker) and i.topic == "p"}
    assert marks["400"].face == "#aa0000"
    assert marks["100"].face == marks["C"].face != "#aa0000"
    assert marks["400"].size == pytest.approx(12)
    assert marks["100"].size == pytest.approx(6)  # a quarter of the area
    assert {"open", "closed"} <= set(drawing.sheet.written)
    assert any(item.label.lines == ("400",) for item in drawing.placed)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[layers]]\nsource = 'p.csv'\ncolor_by = 'state'", "unknown column 'state'"),
        ("[[layers]]\nsource = 'p.csv'\ncolor_by = 'status'\ncolors = { shut = '#aa0000' }", "unknown value 'shut'"),
        ("[[layers]]\nsource = 'p.csv'\nsize_by = 'name'", "no number above zero"),
        ("[legend]\norder = ['chains']", "did you mean chain?"),
        ("[[insets]]\ntitle = 'A'", "insets[1]: the inset has neither extent nor fit"),
        ("[[insets]]\nextent = [119, 18, 123, 22]\ncorner = 'upper lefd'", "did you mean upper left"),
        (
            "[[insets]]\nextent = [119, 18, 123, 22]\nsize = 'a4'",
            "whole page, not to an inset",
        ),
        ("[[arrows]]\npoints = ['tokyo']", "arrows[1].points: an arrow has at least two points"),
        ("[[areas]]\npoints = ['tokyo', 'manila']", "an area has at least three points"),
        ("[[adjust]]\nlabel = 'Tokyo'\noffset = [1]", "two numbers"),
        ("[[adjust]]\nlabel = 'Tokyo'\nofset = [1, 2]", "did you mean offset?"),
        ("closed = ['taiwan']", "taiwan-strait"),
        ("[[routes]]\npoints = ['ulaanbaatar', 'busan']\nby = 'sea'", "no way by ship from Ulaanbaatar"),
    ],
)
def test_a_fault_is_named_with_what_would_be_right(drawn, tmp_path, text, message):
    (tmp_path / "p.csv").write_text(PORTS, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        drawn(CHAIN + text + "\n")
    assert message in str(caught.value)


def test_the_legend_is_ordered_reworded_and_shortened(drawn):
    drawing = drawn(
        CHAIN + "closed = ['taiwan-strait']\n[legend]\norder = ['strait', 'closed']\nhide = ['chain']\n"
        "words = { strait = { en = 'Gates' } }\n"
    )
    written = [item.text for item in texts_about(drawing, "legend")]
    assert written[0] == "Gates"
    assert written[1] == "Closed strait"
    assert not any("First island chain" in text for text in written)


def test_a_panel_with_a_fit_of_its_own_shows_it(drawn):
    drawing = drawn(CHAIN + "[[panels]]\ntitle = 'A'\n[[panels]]\ntitle = 'B'\nfit = ['20,120', '22,122']\n")
    wide, close = drawing.pages
    assert wide.metres_per_pt > 3 * close.metres_per_pt
    assert load("east-up").insets == ()


def test_lengths_are_geodesics_still():
    """The far end of a ship route's line is where its place is."""
    way = routes.route("kaohsiung", "manila")
    ends = way.corners[[0, -1]]
    along = float(geodesy.distance_m(*ends[0], *ends[1])) / 1000
    assert along < way.distance_km


def test_a_few_points_that_are_asked_for_lie_over_the_marks_of_the_maps_own_places():
    items = [item for item in briefing.draw("unc-rear", background="plain").sheet.items if isinstance(item, Marker)]
    ends, rear = ([item for item in items if item.shape == shape and item.z > 10] for shape in ("circle", "diamond"))
    rear = [item for item in rear if any(abs(item.x - end.x) + abs(item.y - end.y) < 0.1 for end in ends)]
    assert len(rear) == 7
    assert min(item.z for item in rear) > max(end.z for end in ends)


def test_a_place_that_is_named_twice_has_one_label(tmp_path):
    """A port of one's own is the end of a route, under a name in another language; a hub is the middle of rings."""
    (tmp_path / "ports.csv").write_text(
        "name,lon,lat\n鹿児島,130.56,31.59\n高雄,120.28,22.61\n那覇,127.67,26.21\n", encoding="utf-8"
    )
    (tmp_path / "map.toml").write_text(
        'title = "Ports"\nextent = [112, 16, 136, 36]\nbackground = "plain"\nshow_bases = false\nislands = false\n'
        '[[layers]]\nsource = "ports.csv"\nlabels = "names"\n'
        '[[routes]]\npoints = ["Kagoshima", "Kaohsiung"]\nby = "air"\n',
        encoding="utf-8",
    )
    drawing = briefing.draw(tmp_path / "map.toml")
    named = [item.label.lines[0] for item in drawing.placed]
    assert sum(name in {"鹿児島", "Kagoshima", "Port of Kagoshima"} for name in named) == 1
    assert sum(name in {"高雄", "Kaohsiung", "Port of Kaohsiung"} for name in named) == 1
    assert "那覇" in named


def test_labels_of_one_place_are_merged_and_keep_what_they_add():
    hub = Label(("Guam",), 100.0, 100.0, 10.0, 90.0, key="guam")
    ring = Label(("Guam", "1,530 km"), 101.0, 100.0, 10.0, 60.0, key="guam-port")
    number = Label(("1",), 100.0, 100.0, 9.0, 40.0, key="guam", number=1)
    other = Label(("Rota",), 102.0, 100.0, 9.0, 40.0)
    assert [label.lines for label in merged([ring, number, hub, other])] == [("1",), ("Guam", "1,530 km"), ("Rota",)]


def test_straits_are_named_where_their_width_is_asked_for_and_on_close_ups(tmp_path):
    page = 'title = "Western doors"\nbackground = "plain"\nshow_chain = false\n'
    (tmp_path / "map.toml").write_text(f'{page}extent = [95, -3, 108, 9]\nstrait_widths = "both"\n', encoding="utf-8")
    drawing = briefing.draw(tmp_path / "map.toml")
    labels = {item.label.lines[0]: item.label.lines for item in drawing.placed}
    assert any("km" in line for line in labels["Strait of Malacca"])
    (tmp_path / "near.toml").write_text(f"{page}extent = [143, 43, 157, 51]\n", encoding="utf-8")
    near = briefing.draw(tmp_path / "near.toml")
    shown = {item.label.lines[0] for item in near.placed if item.label.topic == "straits"}
    assert len(shown) >= 4
    assert not near.left_out  # what is named of itself is not told as missing


def test_the_order_of_a_legend_takes_a_layers_values_along_and_hides_what_is_not_there(tmp_path):
    (tmp_path / "sites.csv").write_text("name,lon,lat,kind\nA,121,15,port\nB,122,16,yard\n", encoding="utf-8")
    (tmp_path / "map.toml").write_text(
        'title = "Legend"\nextent = [116, 10, 128, 20]\nbackground = "plain"\n'
        '[[layers]]\nsource = "sites.csv"\ncolor_by = "kind"\n'
        '[legend]\norder = ["sites", "strait"]\nhide = ["ship_time", "host_base"]\n',
        encoding="utf-8",
    )
    drawing = briefing.draw(tmp_path / "map.toml")
    shown = [item.text for item in drawing.sheet.items if isinstance(item, Text) and item.topic == "legend"]
    assert shown[1:4] == ["port", "yard", "Strait: gate at the narrows"]
    assert "Base of the host country" not in shown


def test_a_country_to_leave_out_is_not_missed_where_it_is_not_shown(drawn, caplog):
    """A shipped map that leaves one out is asked for with other hubs or another frame; a slip is told all the same."""
    drawn(
        'title = "Luzon"\nextent = [116, 10, 128, 20]\nbackground = "plain"\nshow_bases = false\nshow_straits = false\n'
        '[[adjust]]\nlabel = "PRK"\nhide = true\n[[adjust]]\nlabel = "Atlantis"\nhide = true\n'
    )
    assert "adjust finds no such label on the map: Atlantis" in caplog.text
    assert "PRK" not in caplog.text
