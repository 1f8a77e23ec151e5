from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from eastup import basemap, geodesy, layers, places
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


# Mid-points as the English, Japanese or Korean Wikipedia gives them; a strait is a wide thing, its gate a narrow one.
WIKIPEDIA_POINTS = {
    "first-kuril-strait": (156.5847, 50.8356, 5),
    "la-perouse-strait": (142.027, 45.722, 5),
    "tsushima-strait": (129.49, 34.0075, 5),
    "osumi-strait": (130.602, 30.270, 75),
    "taiwan-strait": (119.928, 24.811, 40),
    "bashi-channel": (121.5, 21.4167, 25),
    "mindoro-strait": (120.6667, 12.3333, 5),
    "surigao-strait": (125.383, 10.167, 30),
    "sibutu-passage": (119.583, 4.833, 15),
    "balabac-strait": (117.0, 7.667, 12),
}


@pytest.mark.parametrize("strait", WIKIPEDIA_POINTS)
def test_straits_are_where_wikipedia_has_them(strait):
    lon, lat, within_km = WIKIPEDIA_POINTS[strait]
    row = layers.load("straits").set_index("id").loc[strait]
    assert geodesy.distance_m(lon, lat, row["mid_lon"], row["mid_lat"]) / 1000 < within_km


def test_the_measured_gap_is_as_long_as_it_says():
    for row in layers.load("straits").to_dict("records"):
        for neck in row["necks"] if isinstance(row["necks"], list) else []:
            (lon0, lat0), (lon1, lat1) = neck["line"]
            assert geodesy.distance_m(lon0, lat0, lon1, lat1) / 1000 == pytest.approx(neck["width_km"], abs=0.06)
        parts = shapely.get_parts(row["geometry"])
        ends = np.array([(p.coords[0], p.coords[-1]) for p in parts])
        stretches_km = geodesy.distance_m(*ends[:, 0].T, *ends[:, 1].T) / 1000
        # The southern tip of Tsushima cuts 15 km out of the line across the Korea Strait.
        assert stretches_km.sum() >= row["width_km"] - (16 if row["id"] == "korea-strait" else 2)


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


def closed(straits, start, end):
    """Say whether these gates and the lands between them make one wall from start to end."""
    shapes = basemap.land().geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    union: dict[int, int] = {}

    def root(land):
        while union.setdefault(land, land) != land:
            land = union[land]
        return land

    def join(lands):
        for land in lands[1:]:
            union[root(int(land))] = root(int(lands[0]))

    for gate in layers.load("straits").set_index("id").loc[straits, "geometry"]:
        for line in shapely.get_parts(gate):
            ends = [tree.query(shapely.Point(c), predicate="dwithin", distance=5e-4) for c in line.coords]
            join(np.concatenate(ends))
    for land in list(union):  # Irabu and Shimoji, for one, touch
        join([land, *tree.query(shapes[land], predicate="intersects")])
    first, last = (int(tree.query_nearest(shapely.Point(p))[0]) for p in (start, end))
    return root(first) == root(last)


KYUSHU, TAIWAN, LUZON = (131.0, 32.0), (121.0, 24.0), (121.0, 16.0)
RYUKYU_GATES = [
    "osumi-strait",
    "tokara-strait",
    "amami-passages",
    "okinawa-yoron-gap",
    "miyako-strait",
    "ishigaki-channel",
    "iriomote-yonaguni-gap",
    "yonaguni-gap",
]


def test_gates_close_the_chain_from_kyushu_to_luzon_without_a_hole():
    assert closed(RYUKYU_GATES, KYUSHU, TAIWAN)
    assert closed(["bashi-channel", "balintang-channel", "babuyan-channel"], TAIWAN, LUZON)
    assert closed(["luzon-strait"], TAIWAN, LUZON)


@pytest.mark.parametrize("open_one", RYUKYU_GATES)
def test_each_gate_of_the_chain_is_needed(open_one):
    assert not closed([g for g in RYUKYU_GATES if g != open_one], KYUSHU, TAIWAN)


@pytest.mark.parametrize(
    ("gate", "start", "end"),
    [
        ("first-kuril-strait", (156.7, 50.95), (156.35, 50.75)),
        ("bussol-strait", (150.87, 46.53), (152.03, 46.97)),
        ("vries-strait", (147.8, 44.99), (150.0, 45.9)),
        ("nemuro-strait", (143.0, 43.3), (145.9, 44.1)),
        ("la-perouse-strait", (143.0, 43.3), (142.7, 47.5)),
        ("tsugaru-strait", (143.0, 43.3), (140.7, 39.5)),
        ("korea-strait", (128.0, 36.0), (131.0, 32.0)),
        ("korea-strait-western-channel", (128.0, 36.0), (129.4, 34.6)),
        ("tsushima-strait", (129.25, 34.15), (131.0, 32.0)),
        ("jeju-strait", (126.5, 33.4), (127.0, 36.0)),
        ("taiwan-strait", (121.0, 24.0), (118.0, 26.0)),
        ("penghu-channel", (119.6, 23.57), (121.0, 24.0)),
        ("verde-island-passage", (121.0, 16.0), (121.1, 13.0)),
        ("mindoro-strait", (121.1, 13.0), (120.05, 12.15)),
        ("san-bernardino-strait", (121.0, 16.0), (125.0, 12.0)),
        ("surigao-strait", (124.8, 10.8), (125.0, 8.0)),
        ("basilan-strait", (125.0, 8.0), (122.0, 6.6)),
        ("sibutu-passage", (119.485, 4.78), (119.95, 5.12)),
        ("balabac-strait", (118.5, 9.7), (115.0, 3.0)),
        ("makassar-strait", (115.0, 0.5), (120.0, -2.0)),
        ("lombok-strait", (116.3, -8.6), (115.2, -8.4)),
        ("sunda-strait", (104.5, -4.5), (107.0, -7.0)),
        ("malacca-strait", (102.5, 3.5), (104.5, -4.5)),
    ],
)
def test_a_closed_strait_lets_no_ship_slip_between_islets(gate, start, end):
    assert closed([gate], start, end)


def test_names_of_straits_and_bases_find_them_in_each_language():
    for layer in ("straits", "bases"):
        for row in layers.load(layer).to_dict("records"):
            for column in ("name", "name_ja", "name_ko"):
                assert places.resolve(row[column]).id == row["id"], row[column]


def test_the_five_specified_areas_of_japan_and_the_philippine_sea_lanes():
    straits = layers.load("straits").set_index("id")
    regime = straits["regime"].fillna("")
    japan = set(straits.index[regime.str.startswith("Japan: territorial sea kept at 3")])
    channels = {"korea-strait-western-channel", "tsushima-strait"}
    assert japan == {"la-perouse-strait", "tsugaru-strait", "osumi-strait", "korea-strait"} | channels
    lanes = set(straits.index[regime.str.startswith("Philippine Archipelagic Sea Lanes Act")])
    assert lanes == {"balintang-channel", "mindoro-strait", "sibutu-passage", "basilan-strait", "balabac-strait"}
    assert straits.loc[regime != "", "regime_source"].notna().all()


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


def test_a_missing_file_and_a_misspelt_layer():
    with pytest.raises(InputError, match="no such layer file"):
        layers.load("nowhere.geojson")
    with pytest.raises(InputError, match="no such layer file"):
        layers.load("n" * 5000 + ".csv")
    with pytest.raises(UnknownNameError, match="straits"):
        layers.load("strait")
