from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from eastup import geodesy, layers, places
from eastup.errors import InputError, InputWarning, UnknownNameError
from eastup.places import areas, names
from eastup.words.fold import key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kadena Air Base", "kadena-ab"), ("kadena", "kadena-ab"), ("가데나", "kadena-ab"), ("嘉手納", "kadena-ab"),
        ("RODN", "kadena-ab"), ("camp-humphreys", "camp-humphreys"), ("humphreys", "camp-humphreys"),
        ("台湾海峡", "taiwan-strait"), ("臺灣海峽", "taiwan-strait"), ("대만해협", "taiwan-strait"),
        ("La Perouse Strait", "la-perouse-strait"), ("Miyako strait", "miyako-strait"), ("Dokdo", "dokdo-takeshima"),
        ("Diaoyu", "senkaku-diaoyu"), ("Tokyo", "tokyo"), ("서울", "seoul"), ("橫須賀", "cfa-yokosuka"),
    ],
)  # fmt: skip
def test_names_in_any_language(text, expected):
    assert places.resolve(text).id == expected


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("36.96,127.03", 127.03, 36.96),
        ("12.5S, 130.9E", 130.9, -12.5),
        ("21.3°N,157.9°W", -157.9, 21.3),
        (" -12.5 ; 130.9 ", 130.9, -12.5),
        ("36.96n,127.03e", 127.03, 36.96),
        ("0,0", 0.0, 0.0),
        ("-90,360", 360.0, -90.0),
    ],
)
def test_typed_coordinates_are_latitude_first(text, lon, lat):
    place = places.resolve(text)
    assert (place.lon, place.lat) == (lon, lat)


def test_swapped_coordinates_are_named():
    with pytest.raises(InputError, match="swapped"):
        places.resolve("127.03,36.96")
    with pytest.raises(InputError, match="swapped"):
        places.select((36.96, 127.03))


@pytest.mark.parametrize("text", ["91,12", "-90.1,127", "36.96,361", "36.96,-181", "95N,12E", "200,300"])
def test_coordinates_out_of_range(text):
    with pytest.raises(InputError, match="outside") as caught:
        places.resolve(text)
    assert "\n" not in str(caught.value)


@given(st.floats(-90, 90).map(lambda v: round(v, 6)), st.floats(-180, 360).map(lambda v: round(v, 6)))
def test_any_typed_point_comes_back(lat, lon):
    place = places.resolve(f"{lat:.6f},{lon:.6f}")
    assert (place.lat, place.lon) == (lat, lon)


def test_every_id_names_its_own_place_in_any_case_and_with_spaces_where_that_is_no_name():
    index = names._index()
    for place in places.all_places():
        spaced = place.id.upper().replace("-", " ")
        for text in (place.id, place.id.upper(), spaced):
            own = key(text)
            general = {*index.names.areas, *index.aliases.areas}
            if text == spaced and (own in general or place not in index.names.places.get(own, [place])):
                continue
            assert names.meant(text)[0].id == place.id


def test_all_names_of_a_feature_mean_it_in_every_language():
    """All names and aliases of all features of all layers: one answer a feature, and it is the feature's own."""
    base = {r["id"]: r["base"] for r in layers.load("nodes").to_dict("records") if isinstance(r["base"], str)}
    named = 0
    for layer in ("bases", "straits", "places", "nodes", "seas", "passages"):
        for row in layers.load(layer).to_dict("records"):
            texts = [v for c, v in row.items() if c in NAMES and isinstance(v, str)]
            texts += row["aliases"] if isinstance(row.get("aliases"), list) else []
            meant = {names.meant(text)[0].id for text in texts}
            own = base.get(row["id"], row["id"])
            assert meant == TWINS.get(row["id"], {own}), (row["id"], meant)
            named += len(texts)
    assert named > 1000


NAMES = ("name", "name_ja", "name_ko", "name_zh_hans", "name_zh_hant", "name_fil")
TWINS = {"node-manila": {"manila"}, "node-tokyo": {"tokyo"}, "node-seoul": {"seoul"}}
"""Nodes that bear the name of a city in `places`, which answers."""


@pytest.mark.parametrize(
    ("texts", "own", "kind"),
    [
        (("Taiwan", "台湾", "타이완", "대만", "臺灣"), "taiwan", "areas"),
        (("Luzon", "ルソン島", "루손섬"), "luzon", "areas"),
        (("Japan", "日本", "일본"), "japan", "areas"),
        (("Korea", "South Korea", "韓国", "한국", "대한민국"), "south-korea", "areas"),
        (("Philippines", "フィリピン", "필리핀"), "philippines", "areas"),
        (("Kyushu", "九州", "규슈"), "kyushu", "areas"),
        (("Okinawa", "沖縄", "오키나와"), "okinawa-island", "areas"),
        (("Hawaii", "ハワイ", "하와이"), "hawaii", "areas"),
        (("East China Sea", "東シナ海", "동중국해"), "east-china-sea", "seas"),
        (("Guam", "グアム", "괌"), "guam", "places"),
        (("Pyeongtaek", "平沢", "평택"), "node-pyeongtaek", "nodes"),
    ],
)
def test_a_general_name_is_a_place_of_its_own_in_every_language(texts, own, kind):
    found = [places.resolve(text) for text in texts]
    assert {(p.id, p.layer) for p in found} == {(own, kind)}
    assert (found[0].shape is None) == (kind == "nodes")


@pytest.mark.parametrize(
    ("own", "km2"),
    [
        ("honshu", 227_939), ("hokkaido", 77_982), ("kyushu", 36_782), ("shikoku", 18_297), ("okinawa-island", 1_209),
        ("amami-oshima", 712), ("tsushima", 696), ("miyako-island", 159), ("ishigaki-island", 222),
        ("taiwan", 35_808), ("luzon", 104_688), ("saipan", 115), ("tinian", 101), ("rota", 85), ("hawaii", 16_636),
    ],
)  # fmt: skip
def test_islands_have_the_area_that_atlases_give(own, km2):
    """Areas as national surveys print them, within 4 %: the right land, and all of it."""
    area_m2, _ = geodesy.GEOD.geometry_area_perimeter(places.resolve(own).shape)
    assert abs(area_m2) / 1e6 == pytest.approx(km2, rel=0.04)


@pytest.mark.parametrize("text", ["Taiwan Str", "Bashi", "Camp", "air base", "Strait", "Sulu", "San"])
def test_part_of_a_name_is_no_name(text):
    with pytest.raises(UnknownNameError, match="did you mean"):
        places.resolve(text)


def test_a_short_name_says_what_it_was_read_as():
    assert places.resolve("Kadena").read_as == "Kadena is read as Kadena Air Base"
    assert places.resolve("kadena air base").read_as == places.resolve("嘉手納飛行場").read_as == ""
    assert places.resolve("kadena-ab").read_as == places.resolve("26.3, 127.7").read_as == ""


def test_every_alias_leads_to_its_place_or_to_a_named_choice():
    for layer in ("bases", "straits", "places", "nodes", "seas"):
        for row in layers.load(layer).to_dict("records"):
            for alias in row["aliases"] if isinstance(row.get("aliases"), list) else []:
                assert places.resolve(alias).name, alias


def test_a_name_that_several_places_have_is_refused_with_their_ids():
    north, south = (places.Place(own, "Twin", 127.0, lat, "bases") for own, lat in (("a", 37.0), ("b", 38.0)))
    with pytest.raises(InputError, match="is the name of 2 places; give one of the ids: a, b"):
        names._the_one("Twin", [north, south])


def test_a_place_is_shown_in_the_language_asked_for():
    kadena = places.resolve("kadena-ab")
    assert [kadena.in_language(lang).name for lang in ("en", "ja", "ko")] == [
        "Kadena Air Base",
        "嘉手納飛行場",
        "가데나 공군기지",
    ]
    assert kadena.in_language("xx") == kadena


def test_unknown_names_get_suggestions():
    with pytest.raises(UnknownNameError, match="Yokosuka"):
        places.resolve("Yokosuca")
    with pytest.raises(UnknownNameError, match="host"):
        places.select("bases:hots=JPN")
    with pytest.raises(UnknownNameError, match="JPN"):
        places.select("bases:host=JAP")
    with pytest.raises(InputError, match="column=value"):
        places.select("bases:JPN")
    with pytest.raises(InputError):
        places.resolve("  ")


def test_filters_take_alternatives_and_several_conditions():
    both = places.select("bases:host=JPN|KOR,kind=naval")
    assert {p.host for p in both} == {"JPN", "KOR"}
    assert len(both) == len(places.select(["bases:host=JPN,kind=naval", "bases:host=KOR,kind=naval"]))


def test_a_layer_is_all_of_its_features():
    assert [p.id for p in places.select("straits")] == list(layers.load("straits")["id"])


def test_a_strait_is_the_mid_point_of_its_gate():
    row = layers.load("straits").set_index("id").loc["miyako-strait"]
    place = places.resolve("miyako-strait")
    assert (place.lon, place.lat) == (row["mid_lon"], row["mid_lat"])


def test_files_are_places(tmp_path):
    csv = tmp_path / "sites.csv"
    csv.write_text("name,lon,lat\nA,127,37\nB,128,38\n", encoding="utf-8")
    polygon = shapely.geometry.mapping(shapely.box(127, 37, 129, 39))
    feature = {"type": "Feature", "properties": {"name": "Zone"}, "geometry": polygon}
    geojson = tmp_path / "zones.geojson"
    geojson.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    found = places.select([csv, str(geojson), "kadena"])
    assert [(p.name, p.layer) for p in found] == [
        ("A", "sites"),
        ("B", "sites"),
        ("Zone", "zones"),
        ("Kadena Air Base", "bases"),
    ]
    assert shapely.box(127, 37, 129, 39).contains(shapely.Point(found[2].lon, found[2].lat))
    with pytest.raises(InputError, match="no such layer file"):
        places.select(str(tmp_path / "none.csv"))


def test_a_geodataframe_in_another_crs():
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(127.0, 37.0)], crs=4326)
    (place,) = places.select(frame.to_crs(32652))
    assert (place.lon, place.lat) == pytest.approx((127.0, 37.0), abs=1e-9)
    with pytest.raises(InputError, match="no CRS"):
        places.select(gpd.GeoDataFrame(geometry=[shapely.Point(127.0, 37.0)]))
    with pytest.raises(InputError, match="without a geometry"):
        places.select(gpd.GeoDataFrame({"id": ["a"]}, geometry=[None], crs=4326))


@pytest.mark.parametrize(
    ("header", "cells", "message"),
    [
        ("sea_lon,sea_lat", "x,37", "'x', '37' is not a point"),
        ("sea_lon,sea_lat", "999,37", "longitude 999"),
        ("sea_lon,sea_lat", "37,127", "latitude 127"),
        ("mid_lon,mid_lat", "here,there", "'here', 'there' is not a point"),
        ("mid_lon,mid_lat", "inf,37", "longitude inf"),
    ],
)
def test_a_second_point_of_a_feature_that_is_none(tmp_path, header, cells, message):
    path = tmp_path / "a.csv"
    path.write_text(f"id,lon,lat,{header}\nsite,127,37,{cells}\n", encoding="utf-8")
    with pytest.raises(InputError, match="of site") as caught:
        places.select(path)
    assert message in str(caught.value)


def test_a_second_point_of_which_half_is_missing_is_left_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,lon,lat,sea_lon,sea_lat\nsite,127,37,,37\n", encoding="utf-8")
    assert places.select(path)[0].sea_point == (127.0, 37.0)


def test_a_file_of_another_kind_is_no_place_name(tmp_path):
    for name, message in (("a.xlsx", "not a zip archive"), ("a.toml", "unknown kind of layer file '.toml'")):
        (tmp_path / name).write_text("x", encoding="utf-8")
        with pytest.raises(InputError, match=message):
            places.select(str(tmp_path / name))


@pytest.mark.parametrize(
    "typed",
    [
        "26.2125, 127.680833",
        "26°12'45\"N 127°40'51\"E",
        "E127 40 51 N26 12 45",
        "26-12.75N 127-40.85E",
        "261245N1274051E",
        "北緯26度12分45秒 東経127度40分51秒",
        "북위 26도 12분 45초, 동경 127도 40분 51초",
        "２６．２１２５，１２７．６８０８３３",
        "26,2125; 127,680833",
        "52R CP 68212 99887",
        "52R 368212 2899887",
    ],
)
def test_a_position_may_be_typed_in_any_usual_notation(typed):
    place = places.resolve(typed)
    assert geodesy.distance_m(place.lon, place.lat, 127 + 40 / 60 + 51 / 3600, 26.2125) < 2


def test_pairs_are_longitude_first():
    a, b = places.select([(127.0, 37.0), np.array([128.0, 38.0])])
    assert (a.lon, a.lat, b.lon, b.lat) == (127.0, 37.0, 128.0, 38.0)
    with pytest.raises(InputError, match="no places"):
        places.select([])


def test_nothing_is_counted_twice():
    assert len(places.select(["kadena", "嘉手納", "kadena-ab"])) == 1


def test_every_base_has_a_point_for_ships():
    for place in places.select("bases"):
        assert place.sea_lon is not None
    assert places.resolve("Camp Humphreys").sea_name == "Pyeongtaek"


def test_a_point_that_lies_elsewhere_than_the_others_is_told(tmp_path):
    path = tmp_path / "sites.csv"
    ashore = "Kadena,26.36,127.77\nSeoul,37.57,126.98\nTokyo,35.68,139.69\nManila,14.6,120.98\n"
    path.write_text(f"name,lat,lon\n{ashore}Odd,26.36,137.77\n", encoding="utf-8")
    with pytest.warns(InputWarning, match="Odd: .* km out at sea, and others on land; is its position right"):
        places.select(str(path))
    at_sea = "a,20,130\nb,22,135\nc,18,128\nd,25,140\n"
    path.write_text(f"name,lat,lon\n{at_sea}Odd,35.9,139.2\n", encoding="utf-8")
    with pytest.warns(InputWarning, match="Odd: .* km inland, and others at sea"):
        places.select(str(path))
    for kept in (ashore, at_sea, "a,20,130\nTokyo,35.68,139.69\n"):
        path.write_text(f"name,lat,lon\n{kept}", encoding="utf-8")
        assert places.elsewhere(places.user_layer(path)) == []


def test_files_of_one_name_in_two_folders_are_two_layers(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "sites.csv").write_text(f"name,lat,lon\n{folder},26.2,127.6\n", encoding="utf-8")
    found = places.user_layers([tmp_path / "a" / "sites.csv", tmp_path / "b" / "sites.csv"])
    assert {name: list(frame["name"]) for name, frame in found.items()} == {"sites": ["a"], "sites 2": ["b"]}


def test_what_maps_name_is_no_other_than_what_the_name_means():
    """An island that is an area too bears its English name, or one of its aliases, and its point lies on its land."""
    known = areas.areas()
    shared = [island for island in areas.on_maps() if island.id in known]
    assert len(shared) >= 10
    for island in shared:
        area = known[island.id]
        assert island.names["en"] in {name for _, name in area.names} | set(area.aliases)
        assert shapely.intersects(areas.extent(area.id), shapely.points(island.lonlat)).all(), island.id


def test_groups_that_only_maps_name_are_no_areas():
    groups = {island.id for island in areas.on_maps() if island.group}
    assert {"batanes", "kurils", "sakishima"} <= groups
    assert not groups & set(areas.areas())


@pytest.mark.parametrize("text", ["Kadena,Sasebo", "Kadena; Sasebo", "Kadena、Sasebo"])
def test_a_list_of_known_names_is_told_how_it_is_written(text):
    with pytest.raises(UnknownNameError, match=r"several are joined so: Kadena\+Sasebo"):
        places.select(text)


def test_a_list_with_a_name_that_is_unknown_gets_the_nearest():
    with pytest.raises(UnknownNameError) as error:
        places.select("Clark, Nowhere at all")
    assert "joined" not in str(error.value)
