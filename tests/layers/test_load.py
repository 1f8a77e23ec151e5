from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

import eastup.words
from eastup import basemap, geodesy, layercheck, layers, places
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


def test_nine_edca_sites_are_philippine():
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


@pytest.mark.parametrize(
    ("cape", "to"),
    [
        ("taiwan-coast-to-yonaguni", "yonaguni-west"),
        ("yonaguni-west", "taiwan-coast-to-yonaguni"),
        ("taiwan-coast-to-mavulis", "mavulis-north"),
        ("mavulis-north", "taiwan-coast-to-mavulis"),
        ("uotsuri-south", "ishigaki-north"),
        ("ishigaki-north", "uotsuri-south"),
        ("taiwan-coast-to-uotsuri", "uotsuri"),
        ("okinawa-west-coast", "uotsuri"),
        ("batan-south", "luzon-north-coast"),
        ("luzon-north-coast", "batan-south"),
        ("luzon-west-coast", "scarborough-shoal"),
    ],
)
def test_a_coast_point_that_is_called_nearest_is_nearest(cape, to):
    point, other = layers.load("places").set_index("id").loc[[cape, to], "geometry"]
    shapes = basemap.land().geometry.to_numpy()
    coast = shapely.boundary(shapes[shapely.STRtree(shapes).nearest(point)])
    near = shapely.clip_by_rect(coast, point.x - 0.5, point.y - 0.5, point.x + 0.5, point.y + 0.5)
    lon, lat = shapely.get_coordinates(shapely.segmentize(near, 0.0005)).T
    least_m = geodesy.distance_m(other.x, other.y, lon, lat).min()
    assert geodesy.distance_m(point.x, point.y, other.x, other.y) == pytest.approx(least_m, abs=100)


def test_names_of_straits_and_bases_find_them_in_each_language():
    for layer in ("straits", "bases"):
        for row in layers.load(layer).to_dict("records"):
            for column in ("name", "name_ja", "name_ko"):
                assert places.resolve(row[column]).id == row["id"], row[column]


def test_the_five_specified_areas_of_japan_and_the_philippine_sea_lanes():
    straits = layers.load("straits").set_index("id")
    regime = straits["regime"].fillna("")
    japan = set(straits.index[regime.str.match("Japan( and Korea)?: .*territorial sea (kept at|of) 3")])
    channels = {"korea-strait-western-channel", "tsushima-strait"}
    assert japan == {"la-perouse-strait", "tsugaru-strait", "osumi-strait", "korea-strait"} | channels
    lanes = set(straits.index[regime.str.startswith("Philippine Archipelagic Sea Lanes Act")])
    assert lanes == {"balintang-channel", "mindoro-strait", "sibutu-passage", "basilan-strait", "balabac-strait"}
    assert straits.loc[regime != "", "regime_source"].notna().all()


def test_korean_has_one_spelling_a_thing():
    """As its press writes them; the others are understood, as aliases are."""
    for name in layers.names():
        frame = layers.load(name)
        if "name_ko" in frame:
            assert not [own for own in frame["name_ko"].dropna() if re.search("타이완|믈라카|루손 해협", own)]
    words = "".join(path.read_text(encoding="utf-8") for path in Path(eastup.words.__file__).parent.glob("*.toml"))
    assert not re.search("타이완|믈라카", words)
    assert places.resolve("타이완").in_language("ko").name == "대만"


def test_the_triangle_has_a_vertex_in_each_of_its_countries():
    nodes = layers.load("nodes")
    assert sorted(nodes.loc[nodes["vertex"].astype(bool), "country"]) == ["JPN", "KOR", "PHL"]
    assert {"capital", "port", "home-port", "airlift", "edca", "repair", "rear"} == set(nodes["role"])
    for country in ("JPN", "KOR", "PHL"):
        assert {"capital", "port", "airlift"} <= set(nodes.loc[nodes["country"] == country, "role"])


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
        ("a.geojson", "", "empty"),
        ("a.geojson", "[]", "FeatureCollection"),
        ("a.geojson", geojson(), "no features"),
        ("a.geojson", geojson(feature(None), feature(None)), "no feature has a geometry"),
        ("a.geojson", geojson(feature(POINT), feature(POINT["coordinates"])), "feature 2"),
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


@pytest.mark.parametrize(
    ("crs", "name"),
    [
        ("EPSG:none", '"EPSG:none"'),
        ({"type": "name", "properties": {"name": "WGS-Fantasy"}}, '"WGS-Fantasy"'),
        ({"type": "name", "properties": {"name": "EPSG:5773"}}, "EPSG:5773"),  # heights
        ({"type": "name", "properties": None}, '{"type"'),
        ({"type": "name", "properties": "EPSG:4326"}, '{"type"'),
        ([4326], "[4326]"),
    ],
)
def test_a_crs_that_is_not_one(tmp_path, crs, name):
    path = write(tmp_path, "a.geojson", geojson(feature(POINT), crs=crs))
    with pytest.raises(InputError, match="is not known; give degrees of WGS 84") as caught:
        layers.load(path)
    assert name in str(caught.value)


def test_a_crs_given_as_text_and_one_that_is_null(tmp_path):
    for crs in ("EPSG:4326", None, {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}):
        point = layers.load(write(tmp_path, "a.geojson", geojson(feature(POINT), crs=crs))).geometry[0]
        assert (point.x, point.y) == (127.0, 37.0)


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        ({"type": "LineString", "coordinates": [[127, 37]]}, "not a GeoJSON geometry"),
        ({"type": "Point", "coordinates": [float("nan"), 37]}, "x nan, y 37 is not a longitude and latitude"),
        ({"type": "LineString", "coordinates": [[127, 37], [float("nan"), 38]]}, "x nan, y 38"),
        ({"type": "Point", "coordinates": [float("inf"), 37]}, "x inf"),
        ({"type": "Point", "coordinates": [10**400, 37]}, "not a GeoJSON geometry"),
        ({"type": "Point"}, "the geometry has no coordinates"),
        ({"type": "Circle", "coordinates": [127, 37]}, "circle"),
        ("POINT(127 37)", "not a GeoJSON feature with a geometry"),
    ],
)
def test_geometries_that_are_none(tmp_path, geometry, message):
    path = write(tmp_path, "a.geojson", geojson(feature(POINT), feature(geometry)))
    with pytest.raises(InputError) as caught:
        layers.load(path)
    assert f"{path}, feature 2: " in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "nested too deep"),
        (geojson(feature(POINT, population=1)).replace("1}", "1" * 5000 + "}"), "thousands of digits"),
        (geojson(feature(POINT), feature(POINT)).replace('"properties": {}', '"properties": [1]'), "feature 1"),
        (geojson(feature(POINT), feature(POINT, name="\ud800x")), "feature 2: a text holds half a character"),
        (geojson(feature(POINT, **{"na\udc00me": "x"})), "feature 1: a text holds half a character"),
    ],
)
def test_json_that_no_file_or_page_can_hold(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        layers.load(write(tmp_path, "a.geojson", text))


def test_a_whole_character_beyond_the_basic_plane_is_welcome(tmp_path):
    path = write(tmp_path, "a.geojson", geojson(feature(POINT, name="𠮷野")))  # json.dumps spells it as a pair
    assert layers.load(path)["name"][0] == "𠮷野"


def test_features_without_an_id_get_one_beside_those_that_have(tmp_path):
    own = [{**feature(POINT, name="A"), "id": 7}, feature(POINT, name="B"), {**feature(POINT), "id": None}]
    frame = layers.load(write(tmp_path, "a.geojson", geojson(*own)))
    assert list(frame["id"]) == ["7", "a-2", "a-3"]
    assert list(frame["name"]) == ["A", "B", "a-3"]
    taken = [{**feature(POINT), "id": "a-2"}, feature(POINT)]
    assert layers.load(write(tmp_path, "a.geojson", geojson(*taken)))["id"].is_unique
    csv = layers.load(write(tmp_path, "a.csv", "ID,Name,lon,lat\n007,NA,127,37\n,12,128,38\n"))
    assert list(csv["id"]) == ["007", "a-2"]
    assert list(csv["name"]) == ["NA", "12"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,lon,lat\nA,127,37\nB,37,128\n", "row 3: x 37, y 128 is not a longitude and latitude; longitude"),
        ("name,lon,lat\n\nA,127,37\n\nB,37,128\n", "row 5: x 37"),
        ("\nname,lon,lat\nA,127,37\n,,\nB,x,38\n", "row 5: lon 'x' is not a number"),
        ('name,lon,lat\n"A\nand A",127,37\nB,x,38\n', "row 4: lon 'x' is not a number"),
        ("name,lon,lat\r\nA,127,37\r\nB,12x,38\r\n", "row 3: lon '12x' is not a number"),
        ("name,lon,lat\nA,127,37,9\nB,128,38\n", "row 2: 4 cells, but the header names 3 columns"),
        ("name,lon,lat\nA,127,37\nB,128,38,9\n", "row 3: 4 cells, but the header names 3 columns"),
        ('name,lon,lat\nA,127,37\n"B,128,38\n', "row 3: not a CSV table"),
        ("name,lon,lat\nA,inf,37\n", "row 2: x inf"),
        ("name;lon;lat\nA;127,5;37\nB;12,7,5;37\n", "row 3: lon '12,7,5' is not a number; write degrees, such as"),
    ],
)
def test_faults_of_a_table_are_on_the_line_that_an_editor_shows(tmp_path, text, message):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    with pytest.raises(InputError) as caught:
        layers.load(path)
    assert f"{path}, {message}" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "name,lon,lat\nA,127,37\n",
        "name;lon;lat\nA;127;37\n",
        "name\tlon\tlat\nA\t127\t37\n",
        " name , lon , lat \n A , 127 , 37 \n",
        "name,lon,lat,\nA,127,37,\n,,,\n",
        "lat,lon,name,note\n37,127,A\n",
        "FROM_ID,TO_ID,name,lon,lat\nx,y,A,127,37\n",
    ],
)
def test_tables_as_spreadsheets_save_them(tmp_path, text):
    frame = layers.load(write(tmp_path, "a.csv", text))
    assert list(frame["name"]) == ["A"]
    assert frame.geometry[0].equals(shapely.Point(127, 37))


def test_geometry_under_another_name(tmp_path):
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(127, 37)], crs=4326)
    frame.rename_geometry("place").to_parquet(tmp_path / "a.parquet")
    assert layers.load(tmp_path / "a.parquet").geometry[0].equals(shapely.Point(127, 37))


def test_a_file_whose_name_has_no_suffix(tmp_path):
    path = write(tmp_path, "sites", "name,lat,lon\nA,26,127\n")
    with pytest.raises(InputError, match="does not say its kind; end it in"):
        layers.load(path)
    assert [found.feature for found in layercheck.check(path)] == ["file"]


def test_a_missing_file_and_a_misspelt_layer():
    with pytest.raises(InputError, match="no such layer file"):
        layers.load("nowhere.geojson")
    with pytest.raises(InputError, match="no such layer file"):
        layers.load("n" * 5000 + ".csv")
    with pytest.raises(UnknownNameError, match="straits"):
        layers.load("strait")


def test_files_of_ours_that_a_layer_names_are_there():
    root = Path(__file__).parents[2]
    named = set()
    for path in sorted((root / "layers").iterdir()):
        named |= set(
            re.findall(r"(?<![\w/.])(?:geo|layers|maps|eastup|tests)/[\w./-]*\w\.\w+", path.read_text(encoding="utf-8"))
        )
    assert {"geo/recipes/gates.py"} <= named
    assert [name for name in sorted(named) if not (root / name).exists()] == []
