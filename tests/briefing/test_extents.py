"""Pages of any extent, turned any way: how true their frames are, and that the reader is told where they are not."""

from __future__ import annotations

import logging

import pytest

from eastup import briefing
from eastup.briefing.furniture.scale import scale_error
from eastup.briefing.layout import layouts
from eastup.briefing.spec.loading import load, override
from eastup.draw.document import Lines, Text
from eastup.view.suited import MOST_OUT

BERING = "150,40,-140,66"
TRUE_WITHIN = {
    BERING: MOST_OUT, "-170,52,-130,72": MOST_OUT, "100,-85,220,-55": MOST_OUT, "60,70,260,89": MOST_OUT,
    "127.6,26.2,127.9,26.5": 0.01, "118,18,124,24": 0.02,
}  # fmt: skip
"""Extents, and how far the scale is out at most in a frame of theirs."""


@pytest.mark.parametrize("size", ["16:9", "square", "a3-portrait"])
@pytest.mark.parametrize("extent", TRUE_WITHIN)
def test_a_frame_that_reaches_beyond_its_extent_is_true_too(extent, size):
    for up in ("0", "45", "90", "217"):
        [page] = layouts(override(load("east-up"), {"extent": extent, "up": up, "size": size}))
        assert scale_error(page) <= TRUE_WITHIN[extent], up


def test_the_usual_projection_stays_where_it_is_true():
    [north] = layouts(override(load("east-up"), {"extent": BERING, "up": "north"}))
    [east] = layouts(override(load("east-up"), {"extent": BERING, "up": "east"}))
    assert north.view.projection == "oblique-mercator"
    assert east.view.projection != "oblique-mercator"
    [chain] = layouts(override(load("straits"), {"extent": "112,5,147,48"}))  # 20 % out at its ends, which it tells
    assert chain.view.projection == "oblique-mercator"


def test_who_asks_for_a_projection_is_told_how_far_out_it_is(caplog):
    with caplog.at_level(logging.WARNING):
        drawing = briefing.draw("east-up", extent=BERING, projection="oblique-mercator", dpi=60)
    assert "the scale is up to 40 % out in this frame" in caplog.text
    assert any("up to 40.4% out in this frame" in text for text in drawing.sheet.written)
    assert drawing.sheet.facts.record["projection"] == "oblique-mercator"


def test_the_record_of_a_page_names_the_projection_that_it_is_drawn_in():
    drawing = briefing.draw("east-up", extent=BERING, dpi=60, show_bases=False, seas=False, islands=False)
    assert drawing.sheet.facts.record["projection"] == drawing.pages[0].view.projection == "equal-area"


def test_what_is_up_is_up_in_the_middle_of_another_extent_than_the_maps_own():
    spec = override(load("classic"), {"extent": BERING})
    for one, page in zip(spec.maps(), layouts(spec), strict=True):
        assert page.view.azimuth_to_page_deg(-175.0, 53.0, page.view.up) % 360.0 == pytest.approx(0.0, abs=1e-3)
        assert scale_error(page) <= MOST_OUT, one.up
    kept = override(load("classic"), {"extent": "100,0,160,50"})
    assert kept.center == load("classic").center


def test_a_wide_frame_ends_where_no_view_shows_the_globe_truly():
    [page] = layouts(override(load("east-up"), {"extent": "100,-60,-60,65", "up": "north"}))
    assert page.disc_m
    assert scale_error(page) < 0.6


def test_lines_whose_ends_are_not_on_the_map_say_where_they_go_or_are_not_drawn():
    options = {"background": "plain", "show_bases": False, "dpi": 60}
    korea = briefing.draw("east-up", extent="126,32.5,132,37", **options)
    assert {"Taipei 1,421 km", "Vladivostok 799 km", "Tokyo 1,150 km", "Manila 2,549 km"} <= set(korea.sheet.written)
    assert not {"1,150 km", "2,549 km", "2,994 km"} & set(korea.sheet.written)
    miyako = briefing.draw("east-up", extent="122,23,130,28", **options)
    assert not {item.topic for item in miyako.sheet.items} & {"lines", "triangle"}
    assert not {"Strategic triangle", "Air distance from Camp Humphreys"} & set(miyako.sheet.written)


def test_a_map_that_names_no_strait_lists_no_widths():
    drawing = briefing.draw("classic", panels=[], straits=[], triangle=None, background="plain", dpi=60)
    assert "Strait: gate at the narrows" in drawing.sheet.written
    assert "Width at the gate" not in drawing.sheet.written


def test_the_locator_shows_the_frame_of_each_map_with_an_extent_of_its_own():
    panels = [{"extent": "117,21.5,123,26.5"}, {"extent": "98,0,106,7"}, {"extent": "139,40,143,42.5"}]
    drawing = briefing.draw("east-up", panels=panels, lines=None, triangle=None, background="plain", dpi=60)
    frames = [item for item in drawing.sheet.items if isinstance(item, Lines) and item.topic == "locator"]
    assert len(frames) == len(panels)


def test_a_map_that_tells_nothing_beside_it_takes_the_room():
    options = {"up": "north", "background": "plain", "dpi": 60}
    told = briefing.draw("straits", extent="118,17.5,124,23", **options).pages[0]
    bare = briefing.draw("straits", extent="98,0,106,7", **options)
    page = bare.pages[0]
    assert page.frame[2] - page.frame[0] > 1.15 * (told.frame[2] - told.frame[0])
    x0, _, x1, y1 = page.panel
    beside = [item for item in bare.sheet.items if item.topic in {"scale", "compass", "locator"}]
    assert {item.topic for item in beside} == {"scale", "compass", "locator"}
    for text in (item for item in beside if isinstance(item, Text)):
        assert x0 - 1 <= text.x <= x1 + 1
        assert text.y < y1
