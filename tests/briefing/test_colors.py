"""What is told by colour on maps is told for all eyes, and every text can be read on what is under it."""

from __future__ import annotations

import itertools

import legibility
import numpy as np
import pytest
import shapely
from drawings import drawn

from eastup import briefing, places
from eastup.briefing.layout import layouts
from eastup.briefing.spec.loading import load
from eastup.briefing.subject import nearest_hub
from eastup.charts.palette import PALETTES
from eastup.draw import color, hatching
from eastup.draw.document import Area, Lines, Marker, Text
from eastup.draw.theme import THEMES

WITH_HALO = [
    "ink",
    "quiet",
    "strait",
    "lost",
    "us_base",
    "edca_base",
    "user",
    "route",
    "triangle",
    "ring",
    "chain",
    "country",
]
"""Colours of texts that stand in a halo of the page's colour."""


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("name", ["nearest-hub", "hub-lost"])
def test_areas_of_hubs_side_by_side_are_told_apart_by_all_eyes(name, theme):
    """By those too who lack the pigment for green; on shallow and on deep water, before and after a hub is lost."""
    look, spec = THEMES[theme], load(name)
    inks = []
    for page, one in zip(layouts(spec), spec.maps(), strict=True):
        everyone = places.select(list(one.nearest.hubs))
        found = nearest_hub.colors(nearest_hub.cells(page, everyone), look)
        inks.append(found)
        left = [hub for hub in everyone if hub.id not in one.nearest.without]
        areas = {hub.id: shapely.union_all(parts) for hub, parts in nearest_hub.cells(page, left)}
        for a, b in itertools.combinations(areas, 2):
            if shapely.distance(areas[a], areas[b]) < 1:
                for sea in (look.sea_shallow, look.sea_deep):
                    one_, other = (color.mixed(found[hub], look.hub_tint, sea) for hub in (a, b))
                    assert color.difference(one_, other, deuteranope=True) > 7, (a, b)
                    assert color.difference(one_, other) > 7, (a, b)
    assert all(found == inks[0] for found in inks)  # a hub has the same colour on all maps of the page
    assert len(set(inks[0].values())) == len(inks[0])


@pytest.mark.sample(name="hub-lost")  # which has two maps of them
@pytest.mark.parametrize("name", ["nearest-hub", "hub-lost"])
def test_areas_of_hubs_are_told_apart_in_print_without_colour(name):
    """Two side by side have lines of different slants over them, before and after a hub is lost."""
    drawing = briefing.draw(name, theme="print", background="plain")
    for page, one in zip(drawing.pages, drawing.spec.maps(), strict=True):
        here = [item for item in drawing.sheet.items if item.page is page and item.topic == "nearest"]
        slants = {item.facts["id"]: set() for item in here if isinstance(item, Area)}
        for item in here:
            if isinstance(item, Lines) and "id" in item.facts:
                steps = np.array([part[-1] - part[0] for part in item.parts if len(part) > 1])
                slants[item.facts["id"]].add(round(float(np.degrees(np.arctan2(*np.abs(steps).max(axis=0)[::-1])))))
                turn = np.sign(np.prod(steps, axis=1)).sum()
                slants[item.facts["id"]].add("falling" if turn < 0 else "rising")
        left = [hub for hub in places.select(list(one.nearest.hubs)) if hub.id not in one.nearest.without]
        areas = {hub.id: shapely.union_all(parts) for hub, parts in nearest_hub.cells(page, left)}
        for a, b in itertools.combinations(areas, 2):
            if shapely.distance(areas[a], areas[b]) < 1:
                assert slants[a] != slants[b], (a, b)


@pytest.mark.parametrize("count", [3, 9])
def test_neighbours_have_patterns_of_their_own(count):
    every = {n: set(range(count)) - {n} for n in range(count)}
    assert len(set(hatching.patterns(every).values())) == count


@pytest.mark.parametrize("angle", [0.0, 22.5, 45.0, 90.0, 135.0])
def test_hatching_fills_an_area_with_lines_of_one_slant(angle):
    area = shapely.Point(50, 40).buffer(30)
    lines = hatching.hatching(area, angle, 3.0)
    length = sum(float(np.hypot(*(b - a))) for a, b in lines)
    assert length * 3.0 == pytest.approx(area.area, rel=0.02)  # each line stands for a strip as wide as the pitch
    for a, b in lines:
        if np.hypot(*(b - a)) > 1:
            assert np.degrees(np.arctan2(*(b - a)[::-1])) % 180 == pytest.approx(angle % 180, abs=0.5)


@pytest.mark.parametrize("theme", list(THEMES))
def test_texts_can_be_read(theme):
    look = THEMES[theme]
    for role in WITH_HALO:
        assert color.contrast(getattr(look, role), look.halo) >= 4.4, role
    for ground in (look.sea_shallow, look.sea_deep):
        assert color.contrast(look.sea_name, ground) >= 4.4
    assert color.contrast(look.country, look.land) >= 4.4
    assert color.contrast("#ffffff", look.banner) >= 4.5


def test_a_colour_is_darkened_until_it_can_be_read():
    for ground, ink in (("#ffffff", "#18242e"), ("#10181f", "#eef3f6")):
        for shade in THEMES["light"].hubs:
            told = color.legible(shade, ground, ink)
            assert color.contrast(told, ground) >= 4.5
            if color.contrast(shade, ground) >= 4.5:
                assert told == shade


def lightness(shade):
    """Return L* of a colour as it is in grey, from its luminance (CIE 15)."""
    y = color.luminance(shade)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def samples(drawing):
    """Return the form of each sample of a drawing's legend, with its colours as they are in grey, by its words."""
    x0, _, _, y1 = drawing.pages[0].panel
    texts = [i for i in drawing.sheet.items if isinstance(i, Text) and i.topic == "legend"]
    found = {}
    for item in drawing.sheet.items:
        if isinstance(item, Marker):
            x, y = item.x, item.y
            form = ("marker", item.shape, item.face == THEMES[drawing.spec.theme].page)
            tone = (item.edge if form[2] else item.face, item.size)
        elif isinstance(item, Lines) and not item.casing:
            x, y = np.concatenate(item.parts).mean(axis=0)
            form, tone = ("line", len(item.dashes), item.dashes[:1] > (3.0,), len(item.parts)), (item.color, item.width)
        else:
            continue
        if x0 <= x <= x0 + 26 and min(t.y for t in texts) - 4 <= y <= y1 and item.topic in {"legend", "page"}:
            entry = min(texts, key=lambda text: abs(text.y + 3 - y))
            found.setdefault(entry.text, []).append((form, lightness(tone[0]), tone[1]))
    return found


EVERYTHING = """title = "All that a legend can hold"
extent = [112, 8, 146, 42]
background = "plain"
countries = false
capitals = false
islands = false
inset = false
chains = ["second-wikipedia"]
closed = ["taiwan-strait"]
straits = ["miyako-strait"]
triangle = { vertices = ["camp-humphreys", "cfa-yokosuka", "manila"] }
lines = { origin = "kadena-ab", targets = ["tokyo"] }
rings = [{ center = "kadena-ab", radii = ["500 nmi"] }]
[[routes]]
points = ["kadena-ab", "manila"]
by = "air"
[[arrows]]
points = ["20,130", "25,135"]
title = "Track"
[[areas]]
points = ["20,128", "20,134", "16,134", "16,128"]
title = "Box"
[[layers]]
source = "mine.csv"
"""


@pytest.mark.parametrize("theme", list(THEMES))
def test_entries_of_a_legend_are_told_apart_in_grey(tmp_path, theme):
    """By form, by dashes, by size or by lightness: a copier leaves nothing else."""
    (tmp_path / "mine.csv").write_text("name,lon,lat\nA,128,20\n", encoding="utf-8")
    (tmp_path / "all.toml").write_text(EVERYTHING, encoding="utf-8")
    found = samples(briefing.draw(tmp_path / "all.toml", theme=theme))
    assert len(found) > 8
    for (one, mine), (other, others) in itertools.combinations(found.items(), 2):
        (form, tone, size), (form_2, tone_2, size_2) = mine[0], others[0]
        told = form != form_2 or len(mine) != len(others) or abs(tone - tone_2) > 12
        assert told or max(size, size_2) > 1.4 * min(size, size_2), (one, other)


@pytest.mark.parametrize("theme", list(THEMES))
def test_areas_of_hubs_are_parted_and_named_in_grey(theme):
    """Between two areas stands a line that is seen in grey, and the name of its hub stands in each: no legend is needed."""
    drawing = drawn("nearest-hub")  # labels of all themes stand at the same places
    look, page = THEMES[theme], drawing.pages[0]
    everyone = places.select(list(drawing.spec.nearest.hubs))
    shades = nearest_hub.colors(nearest_hub.cells(page, everyone), look)
    areas = {hub.id: shapely.union_all(parts) for hub, parts in nearest_hub.cells(page, everyone)}
    labels = {item.label.key: item for item in drawing.placed}
    for hub in everyone:
        if hub.id not in areas:
            continue
        for sea in (look.sea_shallow, look.sea_deep):
            tint = color.mixed(shades[hub.id], look.hub_tint, sea)
            assert abs(lightness(tint) - lightness(look.hub_edge)) > 8, hub.id
        label = labels[hub.id].label
        assert shapely.distance(areas[hub.id], shapely.Point(label.x, label.y)) < 3, hub.id


@pytest.mark.parametrize("name", list(PALETTES))
def test_shades_of_charts_rise_or_fall_in_grey(name):
    """Each step of a scale is seen in grey, and of two bars side by side one is clearly the darker."""
    palette = PALETTES[name]
    for row, least in ((palette.ramp, 4), (palette.shades, 4), (palette.levels, 12)):
        steps = np.diff([lightness(shade) for shade in row])
        assert (np.sign(steps) == np.sign(steps[0])).all()
        assert np.abs(steps).min() > least, row
    for pair in (palette.forward, palette.rear):
        assert abs(np.diff([lightness(shade) for shade in pair])[0]) > 15, pair


@pytest.mark.parametrize("theme", list(THEMES))
def test_bands_of_ship_time_are_steps_in_grey(theme):
    """Two bands are stepped in lightness over the sea's middle shade, as the map stacks them."""
    look = THEMES[theme]
    sea = color.mixed(look.sea_shallow, 0.5, look.sea_deep)
    one = color.mixed(look.band, look.band_tint / 2, sea)
    two = color.mixed(look.band, look.band_tint / 2, one)
    tones = [lightness(shade) for shade in (sea, one, two)]
    assert np.abs(np.diff(tones)).min() > 8
    assert np.sign(np.diff(tones)[0]) == np.sign(np.diff(tones)[1])


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("hub-lost", "dark"), ("ship-days", "light"),
        *(pytest.param(*one, marks=pytest.mark.thorough) for one in (
            ("hub-lost", "light"), ("hub-lost", "print"), ("nearest-hub", "light"), ("ship-days", "dark"),
            ("east-up", "light"), ("east-up", "dark"), ("east-up", "print"), ("rings", "dark"), ("unc-rear", "dark"))),
    ],
)  # fmt: skip
def test_texts_and_marks_are_seen_on_what_is_under_them(name, theme):
    """On the areas, seas and lands that they really stand on, for those too who lack the pigment for green."""
    assert legibility.faint(briefing.draw(name, theme=theme)) == []


def test_the_law_of_legibility_finds_what_is_faint():
    drawing = briefing.draw("hub-lost", theme="dark", background="plain")
    drawing.sheet.text(300.0, 300.0, "faint", 9.0, "#2a3038", halo=None)
    drawing.sheet.marker(300.0, 250.0, "circle", 5.0, "#6d576f", "#6d576f", z=14)
    assert {text for _, text, *_ in legibility.faint(drawing)} == {"faint", "circle"}


@pytest.mark.parametrize("theme", list(PALETTES))
def test_what_falls_open_stands_out_from_the_hatching_that_it_lies_on(theme):
    palette = PALETTES[theme]
    for deuteranope in (False, True):
        assert color.difference(palette.unreached, palette.hatch, deuteranope) >= 20.0
        assert color.difference(palette.hatch, palette.ramp[0], deuteranope) >= 15.0
    assert color.contrast(palette.unreached, palette.hatch) >= 1.5  # in grey
