from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from eastup.errors import InputError
from eastup.layers.reading import read, split

CASES = Path(__file__).parents[2] / "data" / "cases"
NAHA = shapely.Point(127.68, 26.21)


@pytest.fixture
def frame():
    columns = {"name": ["Naha", "부산항"], "berths": [4, 9], "open": [True, False], "depth_m": [13.5, None]}
    return gpd.GeoDataFrame(columns, geometry=[NAHA, shapely.Point(129.04, 35.1)], crs=4326)


def told(reading):
    return [str(note) for note in reading.report.notes]


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp", ".parquet", ".geojson", ".kml"])
def test_what_other_programs_write(tmp_path, frame, suffix):
    path = tmp_path / f"sites{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(path)
    elif suffix == ".kml":
        pyogrio.write_dataframe(frame, path, driver="LIBKML")
    else:
        frame.to_file(path)
    reading = read(path)
    read_back = reading.frame.sort_values("name").reset_index(drop=True)
    assert list(read_back["name"]) == ["Naha", "부산항"]
    assert read_back.geometry[0].equals(NAHA)
    if suffix != ".kml":
        assert list(read_back["berths"].astype(int)) == [4, 9]
        assert read_back["depth_m"].isna().tolist() == [False, True]
    assert told(reading) == []


def test_a_shapefile_without_its_encoding():
    reading = read(CASES / "shp" / "kr949.shp")
    assert list(reading.frame["name"]) == ["평택항", "부산항"]
    assert told(reading) == ["read as CP949"]


@pytest.mark.parametrize(
    ("codec", "name"), [("cp932", "横須賀港"), ("cp949", "평택항"), ("big5", "高雄港"), ("utf-8", "那覇港")]
)
def test_a_shapefile_whose_cpg_is_lost_or_wrong(tmp_path, codec, name):
    path = tmp_path / "sites.shp"
    gpd.GeoDataFrame({"name": [name]}, geometry=[NAHA], crs=4326).to_file(path, encoding=codec)
    assert read(path).frame["name"][0] == name
    path.with_suffix(".cpg").unlink()
    assert read(path).frame["name"][0] == name
    path.with_suffix(".cpg").write_text("ASCII")
    reading = read(path)
    assert reading.frame["name"][0] == name
    assert "its .cpg says ASCII, which does not fit" in told(reading)
    assert read(path, encoding=codec).frame["name"][0] == name


def test_all_layers_of_a_file_or_the_one_that_is_named():
    for name in ("two-folders.kml", "two-layers.gpkg"):
        reading = read(CASES / name)
        assert sorted(reading.frame["name"]) == ["Basco", "Clark", "Naha"]
        assert dict(reading.report.layers)["Ports" if name.endswith("kml") else "ports"] == 1
        path, layer = split(f"{CASES / name}:{reading.report.layers[1][0]}")
        assert sorted(read(path, layer=layer).frame["name"]) == ["Basco", "Clark"]
        with pytest.raises(InputError, match="unknown layer 'nowhere'; choose one of"):
            read(path, layer="nowhere")
    assert split("no/such.gpkg:layer") == (Path("no/such.gpkg:layer"), None)


def test_layers_of_a_geopackage_in_several_crs(tmp_path, frame):
    path = tmp_path / "a.gpkg"
    frame.to_file(path, layer="degrees")
    frame.to_crs(32652).to_file(path, layer="metres")
    pyogrio.write_dataframe(pd.DataFrame({"note": ["x"]}), path, layer="no geometry", append=True)
    reading = read(path)
    assert reading.report.layers == (("degrees", 2), ("metres", 2))
    assert reading.frame.geometry[2].distance(NAHA) < 1e-8
    assert list(reading.frame["layer"]) == ["degrees"] * 2 + ["metres"] * 2
    assert reading.places[2] == "metres, feature 1"


def test_a_kmz_and_an_archive_of_several_files(tmp_path, frame):
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(CASES / "two-folders.kml", "doc.kml")
    assert len(read(tmp_path / "a.kmz").frame) == 3
    frame.to_file(tmp_path / "ports.shp")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in tmp_path.glob("ports.*"):
            archive.write(part, f"data/{part.name}")
        archive.writestr("data/sites.csv", "명칭,위도,경도\n평택항,36.97,126.8\n".encode("cp949"))
        archive.writestr("__MACOSX/data/._sites.csv", b"\0")
        archive.writestr("readme.md", "nothing")
    reading = read(tmp_path / "a.zip")
    assert sorted(reading.frame["name"]) == ["Naha", "부산항", "평택항"]
    assert dict(reading.report.layers) == {"ports": 2, "sites": 1}
    assert list(read(tmp_path / "a.zip", layer="sites").frame["name"]) == ["평택항"]


def test_gpx_with_points_routes_and_tracks(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_text(
        '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">'
        '<wpt lat="26.21" lon="127.68"><ele>5</ele><name>Naha</name></wpt>'
        '<rte><name>R</name><rtept lat="26" lon="127"/><rtept lat="27" lon="128"/></rte>'
        '<trk><name>T</name><trkseg><trkpt lat="26" lon="127"/><trkpt lat="27" lon="128"/></trkseg>'
        '<trkseg><trkpt lat="28" lon="128"/><trkpt lat="29" lon="128"/></trkseg></trk></gpx>',
        encoding="utf-8",
    )
    reading = read(path)
    assert dict(reading.report.layers) == {"waypoints": 1, "routes": 1, "tracks": 1}
    assert list(reading.frame["name"]) == ["Naha", "R", "T"]
    assert [shape.geom_type for shape in reading.frame.geometry] == ["Point", "LineString", "MultiLineString"]


def test_kml_as_google_earth_writes_it(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>'
        "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
        '<Placemark id="p1"><name>Naha</name><ExtendedData><Data name="berths"><value>4</value></Data></ExtendedData>'
        "<Point><coordinates>127.68,26.21,12</coordinates></Point></Placemark>"
        "<Placemark><name>Area</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>\n"
        " 127,26,0 128,26,0 128,27,0 127,26,0\n</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "<Point><coordinates>127, 26</coordinates></Point></MultiGeometry></Placemark>"
        "<Placemark><name>Track</name><gx:Track><gx:coord>127 26 0</gx:coord><gx:coord>128 27 0</gx:coord></gx:Track></Placemark>"
        "<Placemark><name>Nowhere</name></Placemark></Document></kml>",
        encoding="utf-8",
    )
    reading = read(path)
    assert list(reading.frame["id"]) == ["p1", "a-2", "a-3"]
    assert [s.geom_type for s in reading.frame.geometry] == ["Point", "GeometryCollection", "LineString"]
    assert reading.frame["berths"][0] == "4"
    assert told(reading) == [
        "1 link to other files not followed",
        "feature 4: no geometry, left out",
        "feature 1: heights are left out",
    ]


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"type": "Feature", "properties": {"name": "Naha"}, "geometry": NAHA.__geo_interface__}, "Point"),
        (NAHA.__geo_interface__, "Point"),
        ({"type": "GeometryCollection", "geometries": [NAHA.__geo_interface__] * 2}, "MultiPoint"),
        (
            {"type": "GeometryCollection", "geometries": [NAHA.__geo_interface__, shapely.LineString([(1, 2), (3, 4)]).__geo_interface__]},
            "GeometryCollection",
        ),
        ({"type": "Point", "coordinates": [127.68, 26.21, 30]}, "Point"),
    ],
)  # fmt: skip
def test_geojson_without_a_collection(tmp_path, document, kind):
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    [shape] = read(path).frame.geometry
    assert (shape.geom_type, shape.has_z) == (kind, False)


def test_geojson_one_feature_a_line(tmp_path):
    feature = json.dumps({"type": "Feature", "properties": {"name": "Naha"}, "geometry": NAHA.__geo_interface__})
    path = tmp_path / "a.geojsonl"
    path.write_text(f"{feature}\n\n\x1e{feature}\n", encoding="utf-8")
    assert len(read(path).frame) == 2


def test_the_active_geometry_of_geoparquet_counts(tmp_path):
    other = gpd.GeoSeries([shapely.Point(0, 50)], crs=4326)
    frame = gpd.GeoDataFrame(
        {"name": ["Naha"], "geometry": other, "place": gpd.GeoSeries([NAHA], crs=4326)}, geometry="place"
    )
    frame.to_parquet(tmp_path / "a.parquet")
    reading = read(tmp_path / "a.parquet")
    assert reading.frame.geometry[0].equals(NAHA)
    assert reading.frame["geometry_2"][0] == "POINT (0 50)"
    assert "geometry is read from column 'place'" in told(reading)[0]


def test_a_copy_of_a_shapefile_by_its_main_part_alone(tmp_path, frame):
    frame.to_file(tmp_path / "ports.shp")
    (tmp_path / "bare").mkdir()
    for suffix in (".shp", ".shx"):
        shutil.copy(tmp_path / f"ports{suffix}", tmp_path / "bare")
    reading = read(tmp_path / "bare" / "ports.shp")
    assert list(reading.frame["name"]) == ["ports 1", "ports 2"]
    assert told(reading) == ["no .prj, read as longitude and latitude of WGS 84"]
