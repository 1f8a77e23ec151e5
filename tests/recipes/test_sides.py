"""The recipe of the seas on the sides of gates and chains."""

import json
import shutil
from pathlib import Path

import pytest
import shapely

from geo.recipes import sides

LAYERS = Path(__file__).resolve().parents[2] / "layers"


def test_run_again_it_changes_nothing(tmp_path):
    for name in ("straits.geojson", "chains.geojson"):
        shutil.copy(LAYERS / name, tmp_path)
    sides.main(tmp_path)
    for name in ("straits.geojson", "chains.geojson"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (LAYERS / name).read_text(encoding="utf-8")


def test_an_area_lies_between_the_chain_and_what_closes_it():
    found = shapely.from_wkt(sides.ring([[170.0, 0.0], [-170.0, 10.0]], ((200.0, -20.0), (160.0, -20.0))))
    assert found.is_valid
    assert found.bounds == (160.0, -20.0, 200.0, 10.0)
    assert found.contains(shapely.Point(180.0, -5.0))
    assert not found.contains(shapely.Point(180.0, 8.0))


def test_a_strait_has_its_seas_after_its_coasts_and_keeps_all_else():
    old = {"id": "bashi-channel", "coast_b": "x", "side_a": "wrong", "part_of": "wrong", "note": "n"}
    found = sides.with_sides(old)
    assert list(found.items()) == [
        ("id", "bashi-channel"), ("coast_b", "x"), ("side_a", "Philippine Sea"), ("side_b", "South China Sea"),
        ("part_of", "luzon-strait"), ("note", "n"),
    ]  # fmt: skip


def test_a_strait_without_sides_is_asked_for():
    with pytest.raises(SystemExit, match="sides of atlantis"):
        sides.with_sides({"id": "atlantis"})


def test_every_strait_and_chain_of_the_layers_has_its_sides():
    straits = json.loads((LAYERS / "straits.geojson").read_text(encoding="utf-8"))["features"]
    assert {feature["properties"]["id"] for feature in straits} == set(sides.SIDES)
    assert set(sides.PART_OF.values()) <= set(sides.SIDES)
