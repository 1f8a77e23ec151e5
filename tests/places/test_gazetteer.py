"""Cities of the gazetteer answer to what neither a layer nor a port is called, by any of their names."""

import pytest

from eastup import layers, places
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy import distance_m
from eastup.layers import citing, gazetteer
from eastup.places.gazetteer import near


@pytest.mark.parametrize(
    ("text", "own"),
    [  # former names, and names in other letters, of what has one of ours
        ("Peking", "beijing"),
        ("Tsingtao", "qingdao"),
        ("Saigon", "port-ho-chi-minh-city"),
        ("Rangoon", "port-yangon"),
        ("Chittagong", "port-chattogram"),
        ("Bombay", "port-mumbai-in"),
        ("Makassar", "port-ujung-pandang-id"),
        ("Amoy", "port-xiamen-cn"),
        ("青島市", "qingdao"),
    ],
)
def test_a_further_name_of_a_city_means_the_feature_or_the_port_that_we_have_of_it(text, own):
    place = places.resolve(text)
    assert place.id == own
    assert place.read_as == f"{text} is read as {place.name}"


@pytest.mark.parametrize(
    ("text", "name"), [("Perth", "Perth"), ("京都", "Kyoto"), ("부산광역시", "Busan"), ("Ulsan", "Ulsan")]
)
def test_a_city_without_a_port_of_ours_is_itself(text, name):
    place = places.resolve(text)
    assert name in place.name


def test_every_city_is_named_by_its_id_and_cites_its_source():
    for city in list(gazetteer.cities().values())[::500]:
        place = places.resolve(city.id)  # which may be the harbour or the place that we have of it
        assert distance_m(place.lon, place.lat, city.lon, city.lat) < 30_000
        assert place.id == city.id or place.layer != gazetteer.LAYER
        assert [entry.key for entry in citing.entries(city.row["source_ids"])][2:] == [gazetteer.SOURCE_ID]
        assert city.population >= 50_000
        assert -60 <= city.lat <= 68
        assert 60 <= city.lon % 360 <= 250


def test_of_cities_of_one_name_a_far_larger_one_is_meant_and_others_are_refused_with_their_ids():
    assert (
        places.resolve("Salem").host == "IND"
    )  # 830,000 people; that of Oregon has 180,000 ... and is outside 5 times
    with pytest.raises(InputError, match=r"is the name of \d+ cities; give one of the ids: geonames-\d+ \(CHN\)"):
        places.resolve("Suzhou")


def test_features_and_ports_come_before_cities():
    for name in ("Tokyo", "Seoul", "Manila", "Sydney", "Colombo", "Kadena", "Luzon"):
        assert places.resolve(name).layer != "cities", name
    with pytest.raises(UnknownNameError):
        places.resolve("Peking", among=["bases"])


@pytest.mark.parametrize("text", ["Sulu", "Taiping Island Hotel", "Trinidad"])
def test_a_further_name_that_is_part_of_a_name_of_ours_is_left_to_the_suggestions(text):
    with pytest.raises(UnknownNameError, match="did you mean"):
        places.resolve(text)


def test_a_slip_in_the_name_of_a_city_is_suggested():
    assert near("Sihanoukvile") == ["Sihanoukville"]
    with pytest.raises(UnknownNameError, match=r"did you mean .*Sihanoukville"):
        places.resolve("Sihanoukvile")


def test_positions_are_as_good_as_told():
    """Against Natural Earth's points of the cities that our layers have: another source, made by hand for maps."""
    rows = layers.load("places")
    held = [
        row
        for row in rows.to_dict("records")
        if str(row["source"]).startswith("Natural Earth") and row["kind"] == "city"
    ]
    own, _ = gazetteer.by_name()
    compared = 0
    for row in held:
        for city in own.get(row["id"].replace("-", ""), [])[:1]:
            point = row["geometry"]
            assert distance_m(city.lon, city.lat, point.x, point.y) < 1000.0 * gazetteer.PRECISION_KM, row["id"]
            compared += 1
    assert compared > 12
