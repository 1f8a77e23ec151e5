"""Frames, series and shapes as people have them are places, or are refused in one sentence."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from eastup import InputError, distance, geodesy, places

GUAM = places.resolve("naval-base-guam")
POINTS = gpd.GeoDataFrame(
    {"name": ["A", "B"]}, geometry=[shapely.Point(130, 30), shapely.Point(125, 25)], crs=4326, index=[7, 9]
)
ODD = gpd.GeoDataFrame(
    {
        "name": pd.array(["A", pd.NA], dtype="string"),
        "crew": pd.array([1, pd.NA], dtype="Int64"),
        "kind": pd.Categorical(["x", "y"]),
        "tags": [["a", "b"], []],
    },
    geometry=POINTS.geometry.to_numpy(),
    crs=4326,
)
TABLE = pd.DataFrame({"Site": ["A", "B"], "Longitude": [130.0, 125.0], "LAT": [30.0, 25.0]}, index=["x", "y"])


@pytest.mark.parametrize(
    "given",
    [
        POINTS, POINTS.rename_geometry("where"), POINTS.to_crs(3857), POINTS.geometry, ODD, TABLE,
        list(POINTS.geometry), shapely.get_coordinates(POINTS.geometry), POINTS.geometry.to_numpy(),
    ],
    ids=["frame", "named", "projected", "series", "odd columns", "table", "points", "pairs", "array"],
)  # fmt: skip
def test_what_holds_places_is_places_and_stays_as_it_is(given):
    before = given.copy()
    found = places.select(given)
    assert [(p.lon, p.lat) for p in found] == [pytest.approx((130, 30)), pytest.approx((125, 25))]
    assert len({p.id for p in found}) == 2
    expected = geodesy.distance_m(np.array([130, 125]), np.array([30, 25]), GUAM.lon, GUAM.lat) / 1000
    assert distance.matrix(given, GUAM)["distance_km"].tolist() == pytest.approx(expected.tolist())
    if isinstance(given, pd.DataFrame):
        assert type(given) is type(before)
        pd.testing.assert_frame_equal(pd.DataFrame(given), pd.DataFrame(before))
    else:
        assert list(map(str, given)) == list(map(str, before))


def test_names_of_a_table_are_kept():
    assert [p.name for p in places.select(TABLE.rename(columns={"Site": "name"}))] == ["A", "B"]


@pytest.mark.parametrize("of", [TABLE, POINTS.rename(columns={"name": "Site"})], ids=["table", "frame"])
def test_names_are_found_as_in_files_and_in_an_index_of_texts(of):
    assert [p.name for p in places.select(of)] == ["A", "B"]
    assert [p.name for p in places.select(of.set_index("Site"))] == ["A", "B"]
    assert next(p.name for p in places.select(of.drop(columns="Site").set_axis([0, 1]))).endswith("1")


def test_one_point_is_the_place_that_a_pair_is():
    assert places.select(shapely.Point(130, 30)) == places.select((130, 30))
    assert places.select([shapely.Point(130, 30), "kadena-ab"])[1].id == "kadena-ab"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (POINTS.iloc[:0], "the GeoDataFrame has no rows"),
        (TABLE.iloc[:0], "the DataFrame has no rows"),
        (pd.DataFrame({"a": [1]}), "no longitude and latitude"),
        (gpd.GeoDataFrame({"name": ["A"]}), "no active geometry"),
        (POINTS.set_crs(None, allow_override=True), "has no CRS"),
        (gpd.GeoSeries([shapely.Point(1, 2)]), "has no CRS"),
        (gpd.GeoDataFrame(geometry=[None, shapely.Point(1, 2)], crs=4326, index=["p", "q"]), "without a geometry: p"),
        (shapely.LineString([(0, 0), (5e6, 4e6)]), "no longitude and latitude"),
        (shapely.Point(5e6, 4e6), "longitude"),
        (shapely.Point(), "empty"),
        (5, "5 is no place"),
        (None, "None is no place"),
        ({"lon": 130}, "is no place"),
        ([None], "is no place"),
    ],
)
def test_what_holds_none_is_refused_in_one_sentence(given, told):
    with pytest.raises(InputError, match=told) as error:
        places.select(given)
    assert "\n" not in str(error.value)
    assert "--" not in str(error.value)


@pytest.mark.parametrize("speed", [450, 450.0, np.float64(20)])
def test_a_speed_has_a_unit(speed):
    with pytest.raises(InputError, match="no unit"):
        distance.matrix("kadena-ab", "naval-base-guam", speed=speed)
