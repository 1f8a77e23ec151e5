"""How fair a page is at a place, projection by projection, against what is known of each."""

from __future__ import annotations

import math

import pytest

from eastup import View
from eastup.view.distortion import compared

PLACES = [("a", "A", 127.0, 37.0), ("b", "B", 144.8, 13.5)]


def test_each_projection_keeps_what_it_is_for():
    table = compared(View(), PLACES).set_index(["place_id", "projection"])
    for place, _, _, lat in PLACES:
        assert table.loc[(place, "equal-area"), "area_error_pct"] == pytest.approx(0, abs=1e-4)
        assert table.loc[(place, "oblique-mercator"), "angle_deg"] == pytest.approx(0, abs=1e-3)
        mercator = table.loc[(place, "web-mercator"), "scale_max"]
        assert mercator == pytest.approx(1 / math.cos(math.radians(lat)), rel=0.01)


def test_to_turn_the_page_changes_nothing():
    up, turned = (compared(View(up=up), PLACES) for up in (0, 90))
    assert up["scale_max"].to_numpy() == pytest.approx(turned["scale_max"].to_numpy(), abs=1e-10)
