"""Names of seas where the line that each mostly runs along is not in the frame, or is taken."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from eastup import briefing, layers
from eastup.briefing.subject.seas import _forms
from eastup.draw.document import Area, Text
from eastup.places import waters

SEAS = {
    "116,21,123,27": {"Philippine Sea", "South China Sea", "East China Sea"},  # the Strait of Taiwan
    "138.5,40,143,43": {"Sea of Japan / East Sea", "Pacific Ocean"},  # the Tsugaru Strait
    "100,-12,142,10": {"Banda Sea", "Arafura Sea", "Timor Sea", "Indian Ocean", "Java Sea"},
    "-90,8,-58,24": {"Caribbean Sea", "Atlantic Ocean"},
    "19,34,30,42": {"Aegean Sea", "Ionian Sea"},
    "-180,60,180,90": {"Arctic Ocean", "Barents Sea"},
}
"""Extents, and the seas that a reader of each looks for."""


@pytest.fixture(scope="module", params=SEAS)
def close_up(request):
    quiet = {"show_bases": False, "straits": [], "bases": [], "show_straits": False, "background": "plain"}
    return briefing.draw("east-up", extent=request.param, up="north", dpi=60, **quiet), SEAS[request.param]


def test_each_sea_is_named_once_in_its_own_water(close_up):
    drawing, names = close_up
    page = drawing.pages[0]
    on_land = shapely.union_all([shapely.make_valid(one) for one in _land(drawing)])
    written = [item for item in drawing.sheet.items if isinstance(item, Text)]
    rows = layers.load("seas").set_index("id")["name"]
    for water in waters.on_maps():
        name = water.names.get("en") or rows[water.id]
        found = [item for item in written if item.topic == "seas" and item.name == name]
        assert bool(found) or name not in names, name
        assert len(found) <= 2, name  # one, or its two lines
        for item in found:
            lon, lat = page.view.inverse(*page.to_view(np.array([[item.x, item.y]])).T)
            assert water.area.buffer(0.3).covers(shapely.Point(float(lon[0]), float(lat[0]))), name
            assert not on_land.intersects(shapely.Point(item.x, item.y)), name


def _land(drawing):
    areas = (item for item in drawing.sheet.items if isinstance(item, Area) and item.topic == "land")
    return [shape for item in areas for shape in item.polygons]


def test_a_reader_moves_or_leaves_out_any_sea():
    asked = [{"label": "Banda Sea", "at": "-5,127"}, {"label": "timor-sea", "hide": True}]
    drawing = briefing.draw("east-up", extent="115,-12,140,0", up="north", adjust=asked, background="plain", dpi=60)
    there = drawing.pages[0].locate(127, -5)
    [banda] = [item for item in drawing.sheet.items if isinstance(item, Text) and item.text == "Banda Sea"]
    assert np.hypot(banda.x - there[0], banda.y - there[1]) < 6
    assert "Timor Sea" not in drawing.sheet.written


def test_names_break_in_two_where_they_can_be_read():
    assert _forms("Sea of Japan / East Sea")[1:] == [("Sea of Japan /", "East Sea")]
    assert _forms("South China Sea")[1:] == [("South", "China Sea")]
    assert _forms("東シナ海") == [("東シナ海",)]


def test_every_sea_has_its_names_and_a_sound_area():
    own = set(layers.load("seas")["id"])
    found = waters.on_maps()
    assert len({water.id for water in found}) == len(found) > 45
    for water in found:
        assert water.area.is_valid
        assert water.id in own if not water.names else all(water.names.values()), water.id
