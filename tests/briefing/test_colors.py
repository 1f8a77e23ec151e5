"""What is told by colour on maps is told for all eyes, and every text can be read on what is under it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from eastup import briefing, places
from eastup.briefing.layout import layouts
from eastup.briefing.spec.loading import load
from eastup.briefing.subject import nearest_hub
from eastup.draw import color, hatching
from eastup.draw.document import Area, Lines
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
