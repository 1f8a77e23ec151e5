from __future__ import annotations

import numpy as np
import pytest
import shapely

from eastup import geodesy, layercheck, layers


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


def test_our_layers_have_no_errors_and_no_warnings():
    assert [str(f) for f in layercheck.check() if f.severity != "note"] == []


def test_disagreeing_widths_are_listed_not_hidden():
    notes = [f for f in layercheck.check("straits") if f.severity == "note"]
    assert any(f.feature == "luzon-strait" and "250 km" in f.message for f in notes)


def test_a_published_width_is_compared_with_the_neck_and_the_range_it_speaks_of():
    notes = [f.message for f in layercheck.check("straits") if f.feature in {"tsugaru-strait", "osumi-strait"}]
    assert not any("10 nm" in n for n in notes)  # the east neck: 18.5 km on the coast, 10 nm in print
    assert not any("28-45 km" in n for n in notes)
    assert any("40 km" in n for n in notes)


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
    assert "mid-point" in text


def test_a_width_of_a_neck_that_is_not_there(plant):
    straits = layers.load("straits")
    row = row_of(straits, "la-perouse-strait")
    straits.at[row, "published"] = [
        {"value_km": 1, "text": "1 km", "of": "x", "source": "y", "neck": "the third neck"},
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
    chains.at[row, "stations"] = stations
    chains.at[row, "geometry"] = shapely.LineString([(s["lon"], s["lat"]) for s in stations])
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
    assert "form, language and used_by" in text
    assert "no default_source" in text
    assert "does not lie on land" in text


def test_a_file_of_the_user_is_checked_for_what_every_layer_needs(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("id,name,lon,lat\na,One,127,37\na,Two,128,38\nb,Three,0,0\n", encoding="utf-8")
    found = layercheck.check(path)
    assert "stands in" in errors(found)[0]
    assert any("0, 0" in f.message for f in found)


def test_a_bad_polygon_of_the_user(tmp_path):
    path = tmp_path / "zones.geojson"
    ring = "[[127,37],[128,38],[128,37],[127,38],[127,37]]"  # a bow tie
    feature = f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
    path.write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}', encoding="utf-8")
    assert "not valid: Self-intersection" in errors(layercheck.check(path))[0]


def test_distance_to_land_is_in_metres_not_in_degrees():
    # East of Cape Lopatka a degree of longitude is 0.63 of a degree of latitude.
    gate = layers.load("straits").set_index("id").loc["first-kuril-strait", "geometry"]
    (lon0, lat0), (lon1, lat1) = gate.coords
    share = np.linspace(0.05, 0.95, 7)
    points = np.column_stack([lon0 + share * (lon1 - lon0), lat0 + share * (lat1 - lat0)])
    along = [geodesy.distance_m(*p, lon0, lat0) for p in points], [geodesy.distance_m(*p, lon1, lat1) for p in points]
    far = layercheck.distance_to_land_m(points)
    assert (far <= np.minimum(*along) * 1.001).all()
    assert (far >= 0.9 * np.minimum(*along)).all()  # the gate is the shortest way across
    assert layercheck.distance_to_land_m([[129.0, 36.0]]) == 0
