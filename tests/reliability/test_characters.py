"""Characters that the font lacks cost neither the map nor the folder."""

from __future__ import annotations

import json

import pytest

from eastup import briefing
from eastup.draw import fonts
from eastup.errors import InputWarning


def test_a_stand_in_is_drawn_and_the_file_the_feature_and_the_character_are_told(tmp_path):
    path = tmp_path / "sites.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "Naha 😀"},
        "geometry": {"type": "Point", "coordinates": [135, 22]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.warns(InputWarning) as told:
        drawing = briefing.draw("east-up", layers=[str(path)], background="plain")
    assert [str(w.message) for w in told if w.category is InputWarning] == [
        f"{path}, Naha 😀: the font has no 😀 (U+1F600); drawn as 〓"
    ]
    assert "Naha 〓" in drawing.sheet.written


def test_the_stand_in_is_in_the_font_and_as_wide_as_what_it_stands_for():
    assert fonts.missing_glyphs(fonts.STAND_IN) == set()
    assert fonts.width_pt("😀", 10) == pytest.approx(fonts.width_pt(fonts.STAND_IN, 10), abs=0.001)
