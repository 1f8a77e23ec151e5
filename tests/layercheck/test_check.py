from __future__ import annotations

import shutil

import geopandas as gpd
import numpy as np
import pytest
import shapely

from eastup import geodesy, layercheck, layers
from eastup.basemap import coast
from eastup.errors import InputError, UnknownNameError
from eastup.io.data import data_root
from eastup.layercheck import schema


def errors(found):
    return [str(f) for f in found if f.severity == "error"]


@pytest.fixture
def plant(monkeypatch):
    """Let the checks see these layers in place of the shipped ones."""

    def put(**frames):
        original = layers.load
        monkeypatch.setattr(layers, "load", lambda name: frames[str(name)] if str(name) in frames else original(name))

    return put


def row_of(frame, feature):
    return frame.index[frame["id"] == feature][0]


def set_stations(chains, row, stations):
    """Let a chain run along these stations."""
    chains.at[row, "stations"] = stations
    chains.at[row, "geometry"] = shapely.LineString([(s["lon"], s["lat"]) for s in stations])


def test_our_layers_have_no_errors_and_no_warnings():
    assert [str(f) for f in layercheck.check() if f.severity != "note"] == []


def test_disagreeing_widths_are_listed_not_hidden():
    notes = [f for f in layercheck.check("straits") if f.severity == "note"]
    assert any(f.feature == "luzon-strait" and "250 km" in f.message for f in notes)


def test_a_published_width_is_compared_with_the_neck_and_the_range_it_speaks_of():
    notes = [f.message for f in layercheck.check("straits") if f.feature in {"tsugaru-strait", "osumi-strait"}]
    assert not any("10 nm" in n for n in notes)  # the east neck: 18.5 km on the coast, 10 nm in print
    assert not any("31.5 km" in n for n in notes)  # Kyushu - Tanegashima, a neck of Osumi
    assert any("15-25 mi" in n for n in notes)


def test_the_faults_it_is_there_for(plant):
    straits = layers.load("straits")
    row = row_of(straits, "bashi-channel")
    straits.loc[row, "geometry"] = shapely.LineString([(121.0, 23.0), (121.95, 21.12)])  # starts inside Taiwan
    straits.loc[row, "id"] = "Bashi Channel"
    straits.loc[row, "source"] = None
    bases = layers.load("bases")
    bases.loc[0, "geometry"] = shapely.Point(135.0, 20.0)  # in the Philippine Sea
    bases.loc[1, "id"] = bases.loc[2, "id"]
    bases.loc[3, "name_ko"] = None
    bases.loc[4, "name_ja"] = "Chinhae"
    bases.loc[5, "kind"] = "castle"
    bases.loc[6, "sea_lon"], bases.loc[6, "sea_lat"] = 127.0, 36.0  # in the middle of Korea
    plant(straits=straits, bases=bases)
    text = "\n".join(errors(layercheck.check()))
    for fault in (
        "run over land",
        "small letters",
        "no source",
        "km from land",
        "stands in bases already",
        "no name_ko",
        "not in that language",
        "'castle' is none of",
        "km inland",
    ):
        assert fault in text


def test_a_gate_that_leaves_a_gap_between_islands(plant):
    straits = layers.load("straits")
    row = row_of(straits, "tokara-strait")
    parts = list(shapely.get_parts(straits.loc[row, "geometry"]))
    straits.loc[row, "geometry"] = shapely.MultiLineString(parts[:3] + parts[4:])
    plant(straits=straits)
    assert "not watertight" in errors(layercheck.check("straits"))[0]


def test_a_gate_that_stops_short_of_its_coast(plant):
    straits = layers.load("straits")
    row = row_of(straits, "miyako-strait")
    (lon0, lat0), (lon1, lat1) = straits.loc[row, "geometry"].coords
    straits.loc[row, "geometry"] = shapely.LineString([(lon0, lat0), ((lon0 + 9 * lon1) / 10, (lat0 + 9 * lat1) / 10)])
    straits.loc[row, "mid_lat"] += 0.5
    plant(straits=straits)
    text = "\n".join(errors(layercheck.check("straits")))
    assert "off the coast" in text
    assert "no stretch of the gate joins Okinawa - Miyako" in text


def test_a_width_and_a_mid_point_that_the_line_does_not_have(plant):
    straits = layers.load("straits")
    straits.loc[row_of(straits, "tsugaru-strait"), "width_km"] = 20.0
    tokara = row_of(straits, "tokara-strait")  # its main stretch is the second
    other = shapely.get_parts(straits.loc[tokara, "geometry"])[-1].interpolate(0.5, normalized=True)
    straits.loc[tokara, ["mid_lon", "mid_lat"]] = [other.x, other.y]
    miyako = row_of(straits, "miyako-strait")
    straits.at[miyako, "necks"] = [dict(n, width_km=n["width_km"] + 1) for n in straits.at[miyako, "necks"]]
    plant(straits=straits)
    found = [f for f in errors(layercheck.check("straits")) if "law_corridor_nmi" not in f]
    assert len(found) == 4
    assert "width_km is 20, but the line is 19.3 km long" in found[0]
    assert "tokara-strait: the mid-point lies" in found[1]
    assert "of Kume - Miyako: width_km is 216.3" in found[2]


def test_a_main_stretch_that_is_not_there(plant):
    straits = layers.load("straits")
    straits.loc[row_of(straits, "tokara-strait"), "main_stretch"] = 40
    plant(straits=straits)
    assert "no stretch of the gate joins" in errors(layercheck.check("straits"))[0]


def test_a_width_of_a_neck_that_is_not_there(plant):
    straits = layers.load("straits")
    row = row_of(straits, "la-perouse-strait")
    straits.at[row, "published"] = [
        {"value_km": 1, "text": "1 km", "of": "x", "source": "y", "source_id": "unclos", "neck": "the third neck"},
    ]
    plant(straits=straits)
    assert "no neck 'the third neck'" in errors(layercheck.check("straits"))[0]


def test_swapped_hosts_are_suspected(plant):
    bases = layers.load("bases")
    row = row_of(bases, "kadena-ab")
    bases.loc[row, "geometry"] = shapely.Point(128.659, 35.8941)
    plant(bases=bases)
    found = [str(f) for f in layercheck.check("bases") if f.severity == "warning"]
    assert found == ["warning: bases: kadena-ab: host is JPN, but it lies in KOR"]


def test_nodes_follow_their_bases(plant):
    nodes = layers.load("nodes")
    nodes.loc[row_of(nodes, "node-kadena-ab"), "base"] = "kadena"
    nodes.loc[row_of(nodes, "node-osan-ab"), "geometry"] = shapely.Point(127.0, 37.0)
    plant(nodes=nodes)
    text = "\n".join(errors(layercheck.check("nodes")))
    assert "no base 'kadena'" in text
    assert "does not lie where its base osan-ab does" in text


def test_chains_run_through_islands_and_have_one_default(plant):
    chains = layers.load("chains")
    row = row_of(chains, "second-chain-wikipedia")
    stations = [dict(s) for s in chains.at[row, "stations"]]
    stations[0].update(lon=150.0, lat=25.0)
    set_stations(chains, row, stations)
    other = row_of(chains, "first-chain-imidas")
    chains.at[other, "default"] = True
    chains.at[other, "variant"] = "wikipedia"
    plant(chains=chains)
    text = "\n".join(errors(layercheck.check("chains")))
    assert "Chichijima, Bonin Islands is" in text
    assert "2 variants are the default" in text
    assert "two lines have this variant's name" in text


def test_disputed_names_say_who_uses_them_and_what_the_default_rests_on(plant):
    seas = layers.load("seas")
    seas.at[row_of(seas, "sea-of-japan"), "forms"] = [{"form": "Sea of Japan"}]
    seas.at[row_of(seas, "dokdo-takeshima"), "default_source"] = None
    seas.at[row_of(seas, "pratas"), "geometry"] = shapely.Point(118.0, 19.0)
    plant(seas=seas)
    text = "\n".join(errors(layercheck.check("seas")))
    assert "each of its forms needs form, language, used_by" in text
    assert "forms without default_source" in text
    assert "does not lie on land" in text


def test_a_chain_that_jumps_or_doubles_back(plant):
    chains = layers.load("chains")
    third = row_of(chains, "third-chain-wikipedia")
    wrapped = [((lon + 180) % 360 - 180, lat) for lon, lat in chains.at[third, "geometry"].coords]
    chains.at[third, "geometry"] = shapely.LineString(wrapped)
    first = row_of(chains, "first-chain-imidas")
    stations = list(chains.at[first, "stations"])
    stations[1], stations[8] = stations[8], stations[1]
    set_stations(chains, first, stations)
    plant(chains=chains)
    found = [str(f) for f in layercheck.check("chains") if f.severity != "note"]
    assert len(found) == 2
    assert "third-chain-wikipedia: the line jumps across 180 degrees" in found[0]
    assert found[1].startswith("warning: chains: first-chain-imidas: the line crosses itself")


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("from_id", "atlantis", "no place 'atlantis'"),
        ("unit", "furlong", "'furlong' is none of"),
        ("unit", "days", "kind 'air' is not given in days"),
        ("kind", "swim", "'swim' is none of"),
        ("value", -5.0, "not a positive number"),
        ("value", "many", "not a positive number"),
        ("speed", "8kn", "speed without stated_nmi"),
        ("to_id", None, "no to_id, and no note that says why"),
        ("as_of", "last year", "not a year, month or day"),
        ("basis", None, "no basis"),
        ("qualifier", "nearly", "'nearly' is none of about, over, under"),
        ("to_area", "138.5,36.5", "an end is a place or a land"),
        ("unit", "deg", "kind 'air' is not given in deg"),
        ("source_id", "hearsay", "no source 'hearsay'"),
    ],
)
def test_faults_of_claims(plant, column, value, message):
    claims = layers.load("claims").astype({column: object})
    claims.at[1, column] = value  # the first has a note
    plant(claims=claims)
    found = errors(layercheck.check("claims"))
    assert any(message in f for f in found), found


@pytest.mark.parametrize(
    ("layer", "column", "value", "message"),
    [
        ("bases", "other_coords", [{"lat": 35.0}], "each of its other_coords needs lon, lat, source"),
        ("bases", "as_of", "2025-9", "not a year, month or day"),
        ("bases", "sea_lat", None, "sea_lon, sea_name, sea_source without sea_lat"),
        ("bases", "sea_lon", "126.8 E", "sea_lon '126.8 E' is not a number"),
        ("bases", "geometry", shapely.LineString([(127, 37), (128, 37)]), "a LineString is not what this layer holds"),
        ("bases", "geometry", None, "no geometry"),
        ("straits", "published", [{"value_km": 12}], "each of its published needs value_km, text, of, source"),
        ("straits", "published", "12 km", "each of its published needs"),
        ("straits", "through", [{"name": "A", "lon": "156", "lat": 50.9}], "each of its through needs"),
        ("straits", "regime_source", None, "regime without regime_source"),
        ("straits", "width_km", None, "no width_km"),
        ("chains", "stations", [{"name": "Guam"}], "each of its stations needs name, lon, lat"),
        ("seas", "kind", "lake", "'lake' is none of"),
        ("places", "kind", None, "no kind"),
    ],
)
def test_faults_of_one_feature(plant, layer, column, value, message):
    frame = layers.load(layer)
    frame[column] = frame[column].astype(object) if column != "geometry" else frame[column]
    frame.at[0, column] = value
    plant(**{layer: frame})
    found = errors(layercheck.check(layer))
    assert any(f"{frame.at[0, 'id']}: " in f and message in f for f in found), found


@pytest.mark.parametrize("layer", ["bases", "chains", "claims", "nodes", "places", "seas", "straits"])
def test_a_column_that_is_not_there_is_found_and_does_not_stop_the_check(plant, layer):
    frame = layers.load(layer).head(8)  # a column is missing in few features as in many
    may_lack = {"from_id", "to_id"}
    for column in (*schema.REQUIRED[layer], "source", "as_of"):
        plant(**{layer: frame.drop(columns=column)})
        found = errors(layercheck.check(layer))
        assert column in may_lack or any(f.endswith(f": no {column}") for f in found), column


def test_an_id_that_two_layers_have_and_one_that_is_not_there(plant):
    places = layers.load("places")
    places.loc[0, "id"] = "kadena-ab"
    places.loc[1, "id"] = "places-2"  # as the loader calls what has none
    plant(places=places)
    text = "\n".join(errors(layercheck.check()))
    assert "places: kadena-ab: the id stands in bases already" in text
    assert "places: places-2: no id" in text


def test_a_shoal_far_from_land_is_listed_and_a_city_there_is_an_error(plant):
    assert any(f.feature == "scarborough-shoal" and f.severity == "note" for f in layercheck.check("places"))
    places = layers.load("places")
    places.loc[row_of(places, "scarborough-shoal"), "kind"] = "city"
    places.loc[row_of(places, "keelung"), "sea_lon"] = 119.3  # on the other coast of the strait
    places.loc[row_of(places, "keelung"), "sea_lat"] = 25.6
    plant(places=places)
    found = layercheck.check("places")
    assert "scarborough-shoal" in errors(found)[0]
    assert any("country is TWN, but its sea point lies in CHN" in f.message for f in found)


def test_other_positions_of_a_base_are_noted_beyond_its_precision(plant):
    bases = layers.load("bases")
    row = row_of(bases, "kadena-ab")
    near, far = ({"lon": 127.768, "lat": 26.3556 + d, "source": s} for d, s in ((0.008, "near"), (0.02, "far")))
    bases["other_coords"] = bases["other_coords"].astype(object)
    bases.at[row, "other_coords"] = [near, far]
    plant(bases=bases)
    notes = [f.message for f in layercheck.check("bases") if f.feature == "kadena-ab"]
    assert notes == ["far puts it 2.2 km away"]


def test_a_finding_is_one_line():
    assert str(layercheck.Finding("bases", "kadena-ab", "error", "no source")) == "error: bases: kadena-ab: no source"


def test_a_file_of_the_user_is_checked_for_what_every_layer_needs(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("id,name,lon,lat\na,One,127,37\na,Two,128,38\nb,Three,0,0\nc,,128,38\n", encoding="utf-8")
    assert [str(f).removeprefix("error: ").removeprefix("warning: ") for f in layercheck.check(path)] == [
        f"{path}: row 3 (a): the id stands in row 2 (a) already",
        f"{path}: row 4 (b): at 0, 0 in the Gulf of Guinea: is the position missing?",
        f"{path}: row 5 (c): no name; the id stands for it",
        f"{path}: row 5 (c): another feature has the same geometry",
    ]


def test_findings_name_the_line_that_an_editor_shows(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text('id,name,lon,lat\n\na,"One\nTwo",127,37\n,,,\n,B,0,0\n', encoding="utf-8")
    assert [f.feature for f in layercheck.check(path)] == ["row 6 (sites-2)"] * 2
    assert "no id; sites-2 stands for it" in str(layercheck.check(path)[0])
    path.write_text("name,lon,lat\nA,127,37\nB,128,38\n", encoding="utf-8")
    assert layercheck.check(path) == []  # a file without any ids is no fault


@pytest.mark.parametrize(
    ("name", "text", "place", "message"),
    [
        ("a.geojson", "{", "line 1", "not JSON"),
        ("a.csv", "id,lon,lat\na,127,37\nb,x,37\n", "row 3", "not a number"),
        ("a.csv", "id,lon,lat\na,37,127\n", "row", "swapped"),
        ("a.csv", "", "file", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path, name, text, place, message):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (found,) = layercheck.check(path)
    assert (found.layer, found.severity) == (str(path), "error")
    assert found.feature.startswith(place)
    assert message in found.message


def test_layers_that_were_added_need_little_and_one_that_is_broken_stops_no_other(tmp_path, monkeypatch):
    for folder in ("geo", "maps"):
        (tmp_path / folder).symlink_to(data_root() / folder)
    shutil.copytree(data_root() / "layers", tmp_path / "layers")
    (tmp_path / "layers" / "hubs.csv").write_text("id,name,source,lon,lat\nhub,Hub,me,127,37\n", encoding="utf-8")
    monkeypatch.setenv("EASTUP_DATA", str(tmp_path))
    assert layercheck.check("hubs") == []
    (tmp_path / "layers" / "hubs.csv").write_text("id,name,lon,lat\nhub,Hub,127,37\n", encoding="utf-8")
    (tmp_path / "layers" / "bases.geojson").write_text("{", encoding="utf-8")
    found = layercheck.check()
    assert {f.layer for f in found if "line 1" in f.feature and "not JSON" in f.message} == {"bases", "claims", "nodes"}
    assert "error: hubs: hub: no source" in errors(found)
    assert any(f.layer == "straits" for f in found)


def test_a_file_that_is_not_there_is_no_finding(tmp_path):
    with pytest.raises(InputError, match="no such layer file"):
        layercheck.check(tmp_path / "sites.csv")
    with pytest.raises(UnknownNameError, match="straits"):
        layercheck.check("strait")


def test_a_line_of_the_user_that_goes_round_the_world(tmp_path):
    path = tmp_path / "routes.geojson"
    shapes = [
        shapely.LineString([(170, 20), (-170, 21)]),
        shapely.LineString([(170, 20), (190, 21)]),
        shapely.box(-180, -90, 180, 90),
        shapely.Polygon([(170, 20), (-170, 20), (-170, 30)]),
        shapely.MultiLineString([[(179, 20), (180, 20)], [(-180, 20), (-179, 20)]]),
    ]
    gpd.GeoDataFrame({"name": list("ABCDE")}, geometry=shapes, crs=4326).to_file(path)
    assert [f.feature for f in layercheck.check(path) if "jumps across 180" in f.message] == [
        "feature 1 (routes-1)",
        "feature 4 (routes-4)",
    ]


def test_a_bad_polygon_of_the_user(tmp_path):
    path = tmp_path / "zones.geojson"
    ring = "[[127,37],[128,38],[128,37],[127,38],[127,37]]"  # a bow tie
    feature = f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
    path.write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}', encoding="utf-8")
    (found,) = layercheck.check(path)
    assert (found.severity, found.feature) == ("warning", "feature 1 (zones-1)")
    assert "read as the areas that it encloses" in found.message


def test_distance_to_land_is_in_metres_not_in_degrees():
    # East of Cape Lopatka a degree of longitude is 0.63 of a degree of latitude.
    gate = layers.load("straits").set_index("id").loc["first-kuril-strait", "geometry"]
    (lon0, lat0), (lon1, lat1) = gate.coords
    share = np.linspace(0.05, 0.95, 7)
    points = np.column_stack([lon0 + share * (lon1 - lon0), lat0 + share * (lat1 - lat0)])
    along = [geodesy.distance_m(*p, lon0, lat0) for p in points], [geodesy.distance_m(*p, lon1, lat1) for p in points]
    far = coast.distance_to_land_m(points)
    assert (far <= np.minimum(*along) * 1.001).all()
    assert (far >= 0.9 * np.minimum(*along)).all()  # the gate is the shortest way across
    assert coast.distance_to_land_m([[129.0, 36.0]]) == 0
