"""Layout of every map that ships, in each language: what a picture test can't check."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import replace

import label_laws
import numpy as np
import pyproj
import pytest
import shapely
from drawings import drawn

from eastup import basemap, briefing, distance, geodesy, layers, places, words
from eastup.briefing.layout import layouts
from eastup.briefing.says import titled
from eastup.briefing.spec.loading import load, override
from eastup.briefing.subject import names, nearest_hub
from eastup.draw import fonts, scale
from eastup.draw.boxes import overlap
from eastup.draw.document import Lines, Text
from eastup.draw.theme import LEAST_PT, NOTE_PT

GEOD = pyproj.Geod(ellps="WGS84")
NAMES = [name for name, _ in briefing.shipped()]
BESIDE_THE_MAP = {"header", "legend", "table", "remarks", "scale", "compass", "sources"}


def boxes_of(texts):
    for item in texts:
        width = fonts.width_pt(item.text, item.size)
        x0 = item.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[item.align]
        yield item, (x0, item.y - 0.15 * item.size, x0 + width, item.y + 0.75 * item.size)


NOTES = {"graticule", "sources"}


def check(drawing, missing=0):
    frames = [page.frame for page in drawing.pages]
    for item in drawing.placed:
        x0, y0, x1, y1 = item.box
        assert any(f[0] <= x0 and f[1] <= y0 and x1 <= f[2] and y1 <= f[3] for f in frames), item.label.lines
    for a, b in itertools.combinations(drawing.placed, 2):
        assert not overlap(a.box, b.box), (a.label.lines, b.label.lines)
        assert not any(overlap(box, b.box) for box in a.leader_boxes()), (a.label.lines, b.label.lines)
    for text, item in itertools.product(drawing.along, drawing.placed):
        assert not any(overlap(box, item.box) for box in text.boxes), item.label.lines
    for a, b in itertools.combinations(drawing.along, 2):
        assert not any(overlap(p, q) for p, q in itertools.product(a.boxes, b.boxes))
    assert len([label.lines for label in drawing.left_out]) <= missing
    assert fonts.missing_glyphs("".join(drawing.sheet.written)) == set()
    page = drawing.pages[0]
    texts = [i for i in drawing.sheet.items if isinstance(i, Text) and i.topic in BESIDE_THE_MAP]
    texts = [i for i in texts if not (i.topic == "compass" and i.halo)]  # of the small compass inside a frame
    found = list(boxes_of(texts))
    for item, box in found:
        assert box[0] >= 0, item.text
        assert box[1] >= 0, item.text
        assert box[2] <= page.width_in * 72, item.text
        assert box[3] <= page.height_in * 72, item.text
    for (a, p), (b, q) in itertools.combinations(found, 2):
        assert not overlap(p, q), (a.text, b.text)
    for item, box in found:
        assert not any(overlap(box, frame) for frame in frames), item.text


def check_names(drawing):
    """Countries of which enough is on the map, measured by polygons, and Tokyo and Seoul where their dot is their own."""
    lang = drawing.spec.lang
    told = words.of("countries", lang)
    for spec, page in zip(drawing.spec.maps(), drawing.pages, strict=True):
        if not spec.countries:
            continue  # ten panels an inch high
        here = [item for item in drawing.sheet.items if isinstance(item, Text) and item.page is page]
        written = {item.text.casefold() for item in here}
        inside = [item for item in [*drawing.placed, *drawing.names] if page.frame[0] <= item.box[0] and item.box[2] <= page.frame[2]
                  and page.frame[1] <= item.box[1] and item.box[3] <= page.frame[3]]  # fmt: skip
        named = {item.label.key for item in inside} | {item.facts.get("id") for item in here}
        land = basemap.land_in_view(page.view.crs, page.bounds_m, page.metres_per_pt * 0.5)
        area_pt2 = land.geometry.area.groupby(land["country"]).sum() / page.metres_per_pt**2
        hidden = {one.label for one in spec.adjust if one.hide}
        least_pt2 = 1.1 * 2.25 * names.LEAST_CORE_CELLS
        for code in (names.CORE & set(area_pt2[area_pt2 > least_pt2].index)) - hidden:
            assert code in named or told[code].casefold() in written, (code, page.frame)
        if not spec.capitals:
            continue
        for capital in (places.resolve(one) for one in names.CORE_CAPITALS):
            spot = page.locate(capital.lon, capital.lat)
            marks = [item for item in here if item.topic == "labels"]
            others = [(item.label.x, item.label.y) for item in inside if item.label.key not in ("", capital.id)]
            apart = all(math.dist(spot, other) > 1.2 * names.SAME_SPOT_PT for other in others)
            if page.shows(spot, 7) and apart and marks:
                assert capital.in_language(lang).name.casefold() in written, capital.id


@pytest.mark.sample(lang="en")
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
@pytest.mark.parametrize("name", NAMES)
def test_every_map_of_the_gallery_is_laid_out_cleanly(name, lang, caplog):
    drawing = drawn(name, lang)
    check(drawing)
    check_names(drawing)
    if not drawing.insets:
        label_laws.nearest_to_their_own_mark(drawing)
        label_laws.short_leaders(drawing, label_laws.LONGEST_OF_ALL_PT)
        label_laws.off_other_land(drawing)
        label_laws.through_no_label(drawing)
        label_laws.apart_in_a_line(drawing)
        label_laws.marks_are_seen(drawing)
        label_laws.from_their_own_land(drawing)
    assert caplog.messages == []  # nothing that was asked for is missing
    if drawing.spec.lines and not drawing.spec.panels:  # nor the far end of any line, however near to another
        named = {item.label.key for item in drawing.placed} | {label.key for _, label in drawing.numbers.key()}
        assert {place.id for place in places.select(list(drawing.spec.lines.targets))} <= named
    for item in drawing.sheet.items:
        if isinstance(item, Text):
            assert item.size >= (NOTE_PT if item.topic in NOTES else LEAST_PT), item.text


def km(a, b):
    a, b = places.resolve(a), places.resolve(b)
    return GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2] / 1000


def figures(text):
    """Return the numbers of a title, thousands marks taken out."""
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\.?\d*", text)]


@pytest.mark.sample(lang=["en", "ko"])
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_titles_say_what_the_maps_show(lang):
    """Every figure of a title that is computed, measured anew with pyproj's Geod and the layers alone."""
    straits = layers.load("straits").set_index("id")

    def title(name):
        return titled(load(name)).title[lang]

    width = straits.loc[list(load("straits").straits), "width_km"]
    assert sorted(figures(title("straits"))) == [round(width.min(), 1), round(width.max())]
    named = straits["name" if lang == "en" else f"name_{lang}"]
    assert all(named[own] in title("straits") for own in (width.idxmin(), width.idxmax()))

    sides = [round(km(a, b)) for a, b in itertools.combinations(load("triangle").triangle.vertices, 2)]
    assert sorted(figures(title("triangle"))) == sorted(sides)

    lines = load("rear-hubs").lines
    away = [round(km(lines.origin, target) / 1.852) for target in lines.targets]
    assert sorted(figures(title("rear-hubs"))) == [min(away), max(away)]
    assert not set("(（") & set(title("rear-hubs"))  # brackets are left to the labels on the map

    rings = load("rings")
    away = [km("kadena-ab", strait) / 1.852 for strait in rings.straits]
    assert sorted(figures(title("rings"))) == [sum(nmi <= 1000 for nmi in away), len(away), 1000]

    hubs = [place.id for place in places.select("default")]
    drawn = load("nearest-hub").straits
    nearest = Counter(min(hubs, key=lambda hub: km(hub, strait)) for strait in drawn)
    assert sorted(figures(title("nearest-hub"))) == [sum(n for _, n in nearest.most_common(2)), len(drawn)]

    before = {strait: min(km(hub, strait) for hub in hubs) for strait in load("hub-lost").straits}
    after = {strait: min(km(hub, strait) for hub in hubs if hub != "kadena-ab") for strait in before}
    worst = max(before, key=lambda strait: after[strait] - before[strait])
    assert sorted(figures(title("hub-lost"))) == sorted([round(after[worst]), round(before[worst])])
    assert named[worst] in title("hub-lost")

    ships = load("ship-days").ship_time
    table = distance.matrix(list(ships.hubs), "passages", "sea")
    within = (table.groupby("target_id").distance_km.min() <= ships.days[0] * 24 * 20 * 1.852).sum()
    told = figures(title("ship-days"))
    assert within in told
    assert len(places.select("passages")) in told


def test_of_one_hub_a_title_gives_the_name_and_speaks_of_no_nearest():
    ships = load("ship-days")
    one = titled(replace(ships, ship_time=replace(ships.ship_time, hubs=("subic-bay",), speed="12kn")))
    assert one.title["en"].endswith("by ship of Subic Bay")
    assert one.subtitle["en"].startswith("Days at 12 kn from Subic Bay, round land")
    assert not any(
        word in one.title[lang] + one.subtitle[lang] for lang, word in (("ja", "最寄り"), ("ko", "가장 가까운"))
    )


def test_a_title_counts_none_and_one_as_a_writer_would():
    ships = load("ship-days")
    for hubs, begins in ((("darwin",), "None of the chain's"), (("vladivostok",), "One of the chain's")):
        told = titled(replace(ships, ship_time=replace(ships.ship_time, hubs=hubs))).title
        assert told["en"].startswith(begins)
        assert not any(re.search(r"\b0", told[lang]) for lang in told)


def test_a_title_changes_with_what_it_says_and_gives_way_where_that_is_nothing():
    lost = load("hub-lost")
    panels = tuple(
        {**panel, "nearest": replace(lost.nearest, without=("naval-base-camilo-osias",))} for panel in lost.panels
    )
    other = titled(replace(lost, panels=panels))
    assert "Naval Base Camilo Osias" in other.title["en"]
    assert other.title != titled(lost).title
    unused = replace(lost.nearest, without=("node-san-diego",))
    panels = tuple({**panel, "nearest": unused} for panel in lost.panels)
    assert titled(replace(lost, panels=panels)).title == lost.title
    assert titled(replace(load("triangle"), unit="nmi")).title["en"].endswith("1,612 nmi")
    assert titled(replace(load("rings"), rings=())).title == load("rings").title


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_titles_tell_the_truth(lang):
    def title(name):
        return titled(load(name)).title[lang]

    away = sorted(km("camp-humphreys", place.id) for place in places.select("bases:designation=unc-rear"))
    assert f"{away[0]:.0f} km" in title("unc-rear")
    assert len(away[1:]) == 6
    assert 1100 <= away[1] < 1200
    assert "1,100 km" in title("unc-rear")
    assert {"en": "the other 6", "ja": "他の6か所", "ko": "나머지 6곳"}[lang] in title("unc-rear")

    yards = layers.load("nodes").set_index("id")["country"][
        [p.id for p in places.select("nodes:designation=us-navy-mro")]
    ]
    assert re.findall(r"\d+", title("sustainment")) == [str(len(yards)), str((yards == "KOR").sum())]
    assert {"en": "South Korea", "ja": "韓国", "ko": "대한민국"}[lang] in title("sustainment")

    [_, after] = titled(load("hub-lost")).maps()
    assert places.resolve("kadena-ab").in_language(lang).name in after.title[lang]
    other = titled(
        replace(
            load("hub-lost"), panels=({}, {"says": "after", "nearest": replace(after.nearest, without=("subic-bay",))})
        )
    )
    assert places.resolve("subic-bay").in_language(lang).name in other.maps()[1].title[lang]


@pytest.mark.thorough
def test_sixty_crowded_places_are_numbered(tmp_path):
    """A crowd: sixty bases and ports of the network at a scale at which many stand within a point or two."""
    nodes = layers.load("nodes").cx[100:150, 0:50].head(60)
    nodes[["id", "name", "geometry"]].to_file(tmp_path / "points.geojson")
    (tmp_path / "crowd.toml").write_text(
        "title = 'Crowd'\nextent = [100, 0, 150, 50]\nseas = false\nshow_straits = false\nshow_bases = false\n"
        "background = 'plain'\n[[rings]]\ncenter = 'kadena-ab'\nradii = ['250 nmi', '500 nmi', '750 nmi']\n"
        "[[layers]]\nsource = 'points.geojson'\nmarker = 'circle'\nsize = 3\nlabels = 'numbers'\n",
        encoding="utf-8",
    )
    drawing = briefing.draw(tmp_path / "crowd.toml")
    told = " ".join(" ".join(label.lines) for _, label in drawing.numbers.key())
    assert all(name in told for name in nodes["name"])  # those on one spot share a number
    check(drawing)
    label_laws.nearest_to_their_own_mark(drawing)
    label_laws.through_no_label(drawing)


def test_labels_keep_off_the_lines_of_their_map():
    """A line from a hub crosses another place's label only where there is no better place, and seldom two of them."""
    crossed, twice = [], []
    for name in ("east-up", "rear-hubs", "nearest-hub", "hub-lost"):
        drawing = drawn(name)
        lines = [i for i in drawing.sheet.items if isinstance(i, Lines) and i.topic in {"lines", "nearest"}]
        paths = [(i.page, shapely.LineString(part)) for i in lines if not i.casing for part in i.parts]
        for item in drawing.placed:
            x0, y0, x1, y1 = item.box
            text = shapely.box(x0 + 1, y0 + 1.5, x1 - 1, y1 - 1.5)
            near = [
                path for page, path in paths if page.frame[0] <= x0 and x1 <= page.frame[2] and text.intersects(path)
            ]
            crossed += [(name, item.label.lines)] * bool(near)
            twice += [(name, item.label.lines)] * (len(near) > 1)
    assert len(crossed) <= 6, crossed
    assert len(twice) <= 2, twice


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *(
            pytest.param(name, {"size": "square", "lang": lang}, marks=pytest.mark.thorough)
            for name, lang in zip(NAMES, itertools.cycle(["ko", "en", "ja"]))
        ),
        *(
            pytest.param(name, {"size": "4:3", "lang": lang}, marks=pytest.mark.thorough)
            for name, lang in zip(NAMES, itertools.cycle(["ja", "ko", "en"]))
        ),
        ("east-up", {"size": "a3", "second_lang": "ko", "marking": "UNCLASSIFIED"}),
        ("hub-lost", {"size": "4:3", "theme": "dark"}),
        pytest.param("nearest-hub", {"size": "a4", "theme": "print"}, marks=pytest.mark.thorough),
        pytest.param("rear-hubs", {"size": "16:9"}, marks=pytest.mark.thorough),
    ],
)
def test_other_pages_are_laid_out_cleanly_too(name, options):
    drawing = briefing.draw(name, background="plain", **options)
    check(drawing)
    if "marking" in options:
        assert drawing.sheet.written.count("UNCLASSIFIED") == 2


@pytest.mark.parametrize("name", NAMES)
def test_needles_point_north_and_the_scale_bar_is_true(name):
    for page in layouts(load(name)):
        x0, y0, x1, y1 = page.bounds_m
        lon, lat = page.view.inverse((x0 + x1) / 2, (y0 + y1) / 2)
        (ax, ay), (bx, by) = page.locate([lon, lon], [lat, lat + 0.01])
        expected = np.degrees(np.arctan2(bx - ax, by - ay)) % 360
        assert abs((scale.north_angle_deg(page) - expected + 180) % 360 - 180) < 0.05
        bar = scale.scale_bar(page)
        line = page.view.line
        lon, lat = (line.lon, line.lat) if page.view.projection == "oblique-mercator" else page.view.center
        end = geodesy.forward(lon, lat, page.view.up, 1000 * bar.length_km / 20)
        a, b = page.locate(*np.transpose([(lon, lat), end]))
        assert np.hypot(*(b - a)) == pytest.approx(bar.length_pt / 20, rel=0.002)


def test_panels_share_one_scale():
    pages = layouts(load("four-ways-up"))
    assert len(pages) == 4
    assert np.ptp([page.metres_per_pt for page in pages]) < 1e-6 * pages[0].metres_per_pt
    assert not any(overlap(a.frame, b.frame) for a, b in itertools.combinations(pages, 2))
    assert [page.view.up for page in pages] == [0, 90, 135, 180]


def test_turning_the_page_keeps_distances_on_it():
    pages = layouts(load("classic"))
    ends = [places.resolve(n) for n in ("camp-humphreys", "manila")]
    lon, lat = [p.lon for p in ends], [p.lat for p in ends]
    lengths = [np.hypot(*(page.locate(lon, lat)[1] - page.locate(lon, lat)[0])) for page in pages]
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-9)


def test_rings_of_the_equidistant_view_are_circles():
    drawing = drawn("rings")
    page = drawing.pages[0]
    hub = places.resolve("kadena-ab")
    centre = page.locate(hub.lon, hub.lat)
    rings = [i for i in drawing.sheet.items if isinstance(i, Lines) and i.topic == "rings" and not i.casing]
    assert len(rings) == 5
    for ring in rings:
        radius = np.hypot(*(ring.parts[0] - centre).T) * page.metres_per_pt / 1000
        assert radius == pytest.approx(ring.facts["radius_km"], rel=1e-3)


def test_each_cell_holds_what_its_hub_is_nearest_to():
    page = layouts(load("nearest-hub"))[0]
    hubs = places.select(list(load("nearest-hub").nearest.hubs))
    cells = nearest_hub.cells(page, hubs)
    rng = np.random.default_rng(3)
    xy = rng.uniform(page.frame[:2], page.frame[2:], (300, 2))
    lon, lat = page.view.inverse(*page.to_view(xy).T)
    distance = np.stack([geodesy.distance_m(h.lon, h.lat, lon, lat) for h in hubs])
    best, second = np.sort(distance, axis=0)[:2]
    clear = second - best > 15_000  # beside a border the grid may err by a point or so
    assert clear.sum() > 200
    for number, (_, polygons) in enumerate(cells):
        held = shapely.contains_xy(shapely.union_all(polygons), *xy.T)
        assert (held == (distance.argmin(axis=0) == number))[clear].all()


def test_a_lost_hub_takes_no_strait():
    drawing = drawn("hub-lost")
    written = drawing.sheet.written
    assert "lost" in written
    after = [i for i in drawing.sheet.items if i.topic == "nearest" and i.page is drawing.pages[1] and i.facts]
    assert len(after) > 5
    assert not any("Kadena" in i.name for i in after)
    straits = layers.load("straits").set_index("id")
    hubs = [hub for hub in places.select(list(load("hub-lost").nearest.hubs)) if hub.id != "kadena-ab"]
    row = straits.loc["miyako-strait"]
    km = min(float(geodesy.distance_m(h.lon, h.lat, row.mid_lon, row.mid_lat)) / 1000 for h in hubs)
    assert any(text.endswith(f"→ {km:,.0f} km") for text in written)


def test_the_gallery_is_drawn_by_one_call(tmp_path, monkeypatch):
    from eastup.briefing import gallery

    monkeypatch.setattr(gallery, "shipped", lambda: [("triangle", "")])
    said = []
    [path] = briefing.render_gallery(tmp_path / "new", {"lang": "ko", "dpi": 40}, progress=said.append)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert said == [str(path)]


def test_an_option_holds_for_every_panel():
    spec = override(load("hub-lost"), {"up": "north"})
    assert {page.view.up for page in layouts(spec)} == {0.0}
