from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from eastup import geodesy, layers, places
from eastup.errors import InputError
from eastup.layers.reading import read

CASES = Path(__file__).parents[2] / "data" / "cases"
BUSAN = 129.0403, 35.1033


def load(tmp_path, *shapes):
    features = [
        {"type": "Feature", "properties": {}, "geometry": None if s is None else shapely.geometry.mapping(s)}
        for s in shapes
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    reading = read(path)
    return list(reading.frame.geometry), [str(note) for note in reading.report.notes]


def test_a_line_across_180_is_measured_on_its_own_side():
    with pytest.warns(match="jumps across 180"):
        [place] = places.select(str(CASES / "line-across-180.geojson"))
    assert geodesy.distance_m(*BUSAN, place.lon, place.lat) / 1000 == pytest.approx(4577, abs=8)


def test_areas_across_180_run_on(tmp_path):
    ring = [(175, 50), (-175, 50), (-175, 55), (175, 55)]
    hole = [(178, 51), (-178, 51), (-178, 52), (178, 52)]
    [area], notes = load(tmp_path, shapely.Polygon(ring, [hole]))
    assert area.equals(shapely.box(175, 50, 185, 55) - shapely.box(178, 51, 182, 52))
    assert notes == ["feature 1: it jumps across 180 degrees; read as crossing it"]


@pytest.mark.parametrize(
    "shape",
    [
        shapely.box(-180, -90, 180, 90),
        shapely.MultiPolygon([shapely.box(175, 50, 180, 55), shapely.box(-180, 50, -175, 55)]),
        shapely.LineString([(170, 20), (190, 21)]),
        shapely.LineString([(-60, 20), (100, 21)]),
    ],
)
def test_what_runs_on_already_stays(tmp_path, shape):
    assert load(tmp_path, shape) == ([shape], [])


def test_our_own_area_over_a_pole_stays():
    reading = read(CASES / "reach-over-pole.geojson")
    original = gpd.read_file(CASES / "reach-over-pole.geojson").geometry[0]
    assert reading.frame.geometry[0].equals(original)
    assert reading.report.notes == ()


@pytest.mark.parametrize("north", [True, False])
@pytest.mark.parametrize("lons", [[0, 90, 170, -100], [-180, -90, 0, 90, 180], [100, 20, -60, -140]])
def test_an_area_round_a_pole_holds_it(tmp_path, lons, north):
    sign = 1 if north else -1
    [area], notes = load(tmp_path, shapely.Polygon([(lon, sign * 66) for lon in lons]))
    assert notes == ["feature 1: it goes round a pole; read as holding the pole"]
    assert area.is_valid
    west, south, east, top = area.bounds
    assert east - west == 360
    assert (south, top) == ((66, 90) if north else (-90, -66))


def test_points_to_360_and_what_lies_wholly_beyond_180(tmp_path):
    shapes, notes = load(tmp_path, shapely.Point(202.1, 21.3), shapely.LineString([(200, 10), (210, 12)]))
    assert shapes[0].x == pytest.approx(-157.9)
    assert shapes[1].bounds == (-160, 10, -150, 12)
    assert notes == []


def test_a_bow_tie_is_the_two_areas_that_it_encloses(tmp_path):
    [area], notes = load(tmp_path, shapely.Polygon([(120, 20), (122, 22), (122, 20), (120, 22)]))
    assert area.is_valid
    assert area.area == pytest.approx(2.0)
    assert notes == ["feature 1: the outline crosses or touches itself; read as the areas that it encloses"]


def test_an_outline_of_two_corners_is_refused(tmp_path):
    with pytest.raises(InputError, match="feature 1: the area is none"):
        load(tmp_path, shapely.Polygon([(120, 20), (122, 22), (120, 20)]))


def test_winding_does_not_matter(tmp_path):
    box = shapely.box(120, 20, 122, 22)
    for ring in (box, box.reverse()):
        assert load(tmp_path, ring)[0][0].area == pytest.approx(4.0)


def test_missing_and_empty_geometries_are_left_out_and_told(tmp_path):
    shapes, notes = load(tmp_path, None, shapely.Point(127, 26), shapely.Polygon())
    assert len(shapes) == 1
    assert notes == ["feature 1, feature 3: no geometry, left out"]


def test_frames_get_the_same_care_as_files():
    frame = gpd.GeoDataFrame(
        {"name": ["A"], "geometry": gpd.GeoSeries([shapely.Point(0, 50)], crs=4326), "place": gpd.GeoSeries([shapely.Point(127, 26)], crs=4326)},
        geometry="place",
    )  # fmt: skip
    assert [(p.lon, p.lat) for p in places.select(frame)] == [(127, 26)]
    for point, message in (
        (
            shapely.Point(26, 127),
            "row 0: x 26, y 127 is not a longitude and latitude; longitude and latitude look swapped",
        ),
        (shapely.Point(float("nan"), 26), "x nan, y 26"),
        (shapely.Point(14e6, 4e6), "is this in degrees"),
    ):
        with pytest.raises(InputError, match=message):
            places.select(gpd.GeoDataFrame({"name": ["A"]}, geometry=[point], crs=4326))
    with pytest.raises(InputError, match="no CRS"):
        layers.of_frame(gpd.GeoDataFrame(geometry=[shapely.Point(127, 26)]))
