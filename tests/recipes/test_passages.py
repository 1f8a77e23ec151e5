"""The recipe of the passages' layer."""

import json
from pathlib import Path

import pytest

from geo.recipes import passages

LAYER = Path(__file__).resolve().parents[2] / "layers" / "passages.geojson"


def test_the_layer_is_what_the_recipe_makes_of_the_list(tmp_path):
    passages.main(passages.GEO / "passages.toml", tmp_path / "passages.geojson")
    made = json.loads((tmp_path / "passages.geojson").read_text(encoding="utf-8"))
    assert made == json.loads(LAYER.read_text(encoding="utf-8"))


def test_a_gate_of_a_passage_lies_between_the_points_that_it_goes_through(tmp_path):
    for feature in json.loads(LAYER.read_text(encoding="utf-8"))["features"]:
        own = feature["properties"]
        first, last = own["through"][0], own["through"][-1]
        assert own["width_km"] > 0
        assert own["mid_lon"] == pytest.approx((first["lon"] + last["lon"]) / 2, abs=own["reach_deg"])
        assert own["mid_lat"] == pytest.approx((first["lat"] + last["lat"]) / 2, abs=own["reach_deg"])
