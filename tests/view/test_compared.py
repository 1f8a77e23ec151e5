"""How fair a page is at a place, projection by projection, against what is known of each."""

from __future__ import annotations

import math

import numpy as np
import pytest

from eastup import View
from eastup.view.distortion import compared, distortion

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


def test_opposite_the_centre_an_azimuthal_projection_has_no_scale():
    view = View(projection="equal-area")
    opposite = (view.center[0] - 180.0, -view.center[1])
    assert distortion(view.crs, [opposite, view.center]).worst_scale_error() == math.inf
    table = compared(view, [("c", "C", *opposite)]).set_index("projection")
    assert np.isnan(table.loc["equal-area", "scale_max"])
    assert table.loc["web-mercator", "scale_max"] == pytest.approx(1 / math.cos(math.radians(opposite[1])), rel=0.01)
