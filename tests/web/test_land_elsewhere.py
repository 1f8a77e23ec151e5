"""The land of pages of theatres far from the western Pacific."""

from __future__ import annotations

import pytest

from eastup.view.view import View
from eastup.web import land

FAR = [(-74.0, 16.0), (25.0, 38.0), (19.0, 58.0), (-150.0, 60.0)]


@pytest.mark.parametrize("projection", ["oblique-mercator", "equal-area"])
@pytest.mark.parametrize("center", FAR)
def test_a_theatre_elsewhere_has_land_about_its_centre(center, projection):
    told, packed = land.gather(View(up=90, center=center, projection=projection))
    x0, y0, x1, y1 = told["core"]
    assert x0 < 0 < x1
    assert y0 < 0 < y1
    assert len(packed) > 50_000


def test_a_theatre_on_the_chain_has_its_land():
    for view in (View(up=0), View(up=0, center=(125.0, 25.0))):
        assert land._about(view)[1] == land._WIDE_BOX
