from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely

from eastup import layers
from eastup.errors import InputError, UnknownNameError


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features, **extra):
    return json.dumps({"type": "FeatureCollection", "features": features, **extra})


POINT = {"type": "Point", "coordinates": [127.0, 37.0]}


def write(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_every_shipped_layer_loads_in_4326_with_id_and_name():
    assert {"bases", "chains", "claims", "nodes", "places", "seas", "straits"} <= set(layers.names())
    for name in layers.names():
        frame = layers.load(name)
        assert frame.crs.to_epsg() == 4326
        assert {"id", "name"} <= set(frame.columns)
        assert frame["id"].is_unique


def test_there_are_35_straits_and_nine_edca_sites_that_are_philippine():
    assert len(layers.load("straits")) == 35
    bases = layers.load("bases")
    edca = bases[bases["access"] == "EDCA"]
    assert len(edca) == 9
    assert set(edca["operator_country"]) == set(edca["host"]) == {"PHL"}


def test_chains_come_in_five_variants_of_the_first_with_and_without_korea_and_the_others():
    chains = layers.load("chains")
    first = chains[chains["chain"] == "first"]
    assert len(first) >= 5
    assert set(first["with_korea"]) == {True, False}
    assert {"second", "third"} <= set(chains["chain"])


def test_geojson_with_a_byte_order_mark_and_an_old_crs_member(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    metres = {"type": "Point", "coordinates": [14137575.33, 4439106.79]}
    path = write(tmp_path, "old.geojson", geojson(feature(metres, name="A"), crs=crs), "utf-8-sig")
    point = layers.load(path).geometry[0]
    assert (point.x, point.y) == pytest.approx((127.0, 37.0), abs=1e-6)


def test_csv_whose_columns_are_spelled_differently(tmp_path):
    path = write(tmp_path, "sites.csv", "Title,Longitude,LATITUDE\nCamp,127.0,37.0\n")
    frame = layers.load(path)
    assert frame["name"][0] == "Camp"
    assert frame.geometry[0].equals(shapely.Point(127, 37))


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet", ".shp"])
def test_other_formats(tmp_path, suffix):
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(127, 37)], crs=4326)
    path = tmp_path / f"sites{suffix}"
    frame.to_parquet(path) if suffix == ".parquet" else frame.to_file(path)
    assert layers.load(path)["name"][0] == "A"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.geojson", "{", "line 1"),
        ("a.geojson", "", "not JSON"),
        ("a.geojson", "[]", "FeatureCollection"),
        ("a.geojson", geojson(), "no features"),
        ("a.geojson", geojson(feature(POINT), feature(None)), "feature 2"),
        ("a.geojson", geojson(feature({"type": "Point", "coordinates": [37.0, 127.0]})), "swapped"),
        ("a.geojson", geojson(feature({"type": "Point", "coordinates": [14e6, 4e6]})), "degrees"),
        ("a.csv", "", "empty"),
        ("a.csv", "name,lon,lat\n", "no features"),
        ("a.csv", "name,x,z\nA,1,2\n", "lon and lat"),
        ("a.csv", "name,lon,lat\nA,127,37\nB,abc,37\n", "row 3"),
        ("a.csv", "name,lon,lat\nA,37,127\n", "swapped"),
        ("a.gpkg", "not a database", "can't read"),
    ],
)
def test_faults_are_named_with_their_place(tmp_path, name, text, message):
    path = write(tmp_path, name, text)
    with pytest.raises(InputError) as caught:
        layers.load(path)
    assert message in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_misspelt_layer():
    with pytest.raises(InputError, match="no such layer file"):
        layers.load("nowhere.geojson")
    with pytest.raises(UnknownNameError, match="straits"):
        layers.load("strait")


def test_not_utf8(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("name,lon,lat\n기지,127,37\n".encode("cp949"))
    with pytest.raises(InputError, match="UTF-8"):
        layers.load(path)
