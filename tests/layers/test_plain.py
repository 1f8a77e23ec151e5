"""The rows of our layers as plain values are the rows of their frames."""

from __future__ import annotations

import json

import pytest

from eastup import layers, places
from eastup.errors import EastupError
from eastup.io.columns import is_missing
from eastup.layers import plain
from eastup.places.features import of_rows
from eastup.places.names import all_places

POINTS_AND_GATES = ("bases", "nodes", "places", "straits", "passages", "seas")


@pytest.mark.parametrize("layer", layers.names())
def test_every_cell_is_that_of_the_frame(layer):
    rows, frame = plain.rows(layer), layers.load(layer)
    assert list(rows.columns) == list(frame.columns.drop("geometry"))
    for own, theirs in zip(rows.records, frame.to_dict("records"), strict=True):
        for column in rows.columns:
            pair = own[column], theirs[column]
            assert all(map(is_missing, pair)) or (pair[0] == pair[1] and type(pair[0]) is type(pair[1])), column


@pytest.mark.parametrize("layer", POINTS_AND_GATES)
def test_places_are_those_of_the_frame(layer):
    rows = plain.rows(layer)
    assert not rows.drawn
    frame = layers.load(layer)
    assert of_rows(rows.records, layer) == places.from_frame(frame, layer)
    assert all(plain.shape_of(own) == theirs for own, theirs in zip(rows.records, frame.geometry, strict=True))


FEATURE = {
    "type": "Feature",
    "properties": {"id": "a", "name": "A"},
    "geometry": {"type": "Point", "coordinates": [1, 2]},
}
UNUSUAL = {
    "an area": {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}},
    "a height": {"geometry": {"type": "Point", "coordinates": [127.0, 26.0, 5.0]}},
    "a longitude of 400": {"geometry": {"type": "Point", "coordinates": [400.0, 26.0]}},
    "no geometry": {"geometry": None},
    "no name": {"properties": {"id": "a"}},
    "a number for its id": {"properties": {"id": 7, "name": "A"}},
    "an id beside its properties": {"id": "b"},
    "a line of one position": {"geometry": {"type": "LineString", "coordinates": [[1, 2]]}},
    "not a feature": {"type": "Feature", "properties": None, "geometry": 5},
}


@pytest.mark.parametrize("odd", UNUSUAL)
def test_a_file_of_another_form_is_left_to_the_reader_of_files(tmp_path, odd):
    made = {}
    for name, other in (("odd", {**FEATURE, **UNUSUAL[odd]}), ("usual", FEATURE)):
        made[name] = tmp_path / f"{name}.geojson"
        made[name].write_text(json.dumps({"type": "FeatureCollection", "features": [FEATURE, other]}))
    assert plain._of_file(made["odd"]) is None
    assert plain._of_file(made["usual"]) is not None


def test_a_damaged_file_is_told_of_as_such(tmp_path):
    path = tmp_path / "bases.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [')
    with pytest.raises(EastupError, match="damaged"):
        plain._of_file(path)


def test_a_layer_of_ones_own_takes_part(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("id,name,lat,lon\na,Alpha,26.1,127.9\n", encoding="utf-8")
    with layers.beside([mine]):
        assert plain.rows("mine").drawn
        assert places.resolve("Alpha").lon == 127.9
        assert [place.id for place in all_places()].count("a") == 1
    assert "a" not in [place.id for place in all_places()]
