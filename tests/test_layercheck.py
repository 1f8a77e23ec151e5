from __future__ import annotations

import shapely

from eastup import layercheck, layers


def errors(found):
    return [str(f) for f in found if f.severity == "error"]


def test_our_layers_have_no_errors():
    assert errors(layercheck.check()) == []


def test_disagreeing_widths_are_listed_not_hidden():
    notes = [f for f in layercheck.check("straits") if f.severity == "note"]
    assert any(f.feature == "luzon-strait" and "250 km" in f.message for f in notes)


def test_the_faults_it_is_there_for(monkeypatch):
    straits = layers.load("straits")
    row = straits.index[straits["id"] == "bashi-channel"][0]
    straits.loc[row, "geometry"] = shapely.LineString([(121.0, 23.0), (121.95, 21.12)])  # starts inside Taiwan
    straits.loc[row, "id"] = "Bashi Channel"
    straits.loc[row, "source"] = None
    bases = layers.load("bases")
    bases.loc[0, "geometry"] = shapely.Point(135.0, 20.0)  # in the Philippine Sea
    bases.loc[1, "id"] = bases.loc[2, "id"]
    bases.loc[3, "name_ko"] = None
    planted = {"straits": straits, "bases": bases}
    original = layers.load
    monkeypatch.setattr(layers, "load", lambda name: planted.get(str(name)) if name in planted else original(name))
    text = "\n".join(errors(layercheck.check()))
    for fault in (
        "run over land",
        "small letters",
        "no source",
        "km from land",
        "stands in bases already",
        "no name_ko",
    ):
        assert fault in text


def test_a_file_of_the_user_is_checked_for_what_every_layer_needs(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("id,name,lon,lat\na,One,127,37\na,Two,128,38\n", encoding="utf-8")
    assert "stands in" in errors(layercheck.check(path))[0]
