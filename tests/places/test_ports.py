import pytest

from eastup import distance, places
from eastup.errors import InputError, UnknownNameError
from eastup.geodesy import distance_m
from eastup.layers import citing, ports, profiles
from eastup.places.ports import all_ports
from eastup.sea import engine


def test_every_port_is_named_by_its_id_and_no_two_share_one():
    found = [place for place, _names in all_ports()]
    assert len({place.id for place in found}) == len(found) > 900
    assert all(places.resolve(place.id) == place for place in found)


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [  # Natural Earth's towns; ports lie at their berths
        ("Ho Chi Minh City", 106.695, 10.782),
        ("Bangkok", 100.515, 13.752),
        ("Yangon", 96.165, 16.783),
        ("Colombo", 79.858, 6.932),
        ("Mumbai", 72.855, 19.019),
        ("Magadan", 150.809, 59.575),
        ("Dutch Harbor", -166.53, 53.89),
        ("Panjang", 105.32, -5.47),
        ("Sydney", 151.209, -33.867),
        ("Brisbane", 153.04, -27.46),
    ],
)
def test_ports_that_no_layer_has_are_found_by_name_and_have_a_way(text, lon, lat):
    port = places.resolve(text)
    assert distance_m(port.lon, port.lat, lon, lat) < 17_000
    assert engine.shipped().route(port.sea_point, places.resolve("Guam").sea_point) is not None


def test_ports_that_no_map_has_as_water_are_named_and_told_to_nobody():
    sydney = places.resolve("Sydney")
    assert (sydney.lon, sydney.lat) not in {(port.lon, port.lat) for port in ports.harbours()}
    assert set(ports.harbours()) < set(ports.listed())


def test_names_of_layers_come_before_those_of_ports():
    assert {places.resolve(name).layer for name in ("Busan", "Singapore", "Guam", "Manila")} <= {
        "places",
        "nodes",
        "areas",
    }
    with pytest.raises(UnknownNameError):
        places.resolve("Bangkok", among=["bases"])


def test_a_name_of_two_ports_is_refused_with_their_ids():
    with pytest.raises(InputError, match="port-okha-in, port-okha-ru"):
        places.resolve("Okha")


def test_a_name_counts_before_what_else_a_port_is_called():
    assert places.resolve("Victoria").name == "Victoria"
    assert "Victoria" in ports.named()["port-victoria-harbor-ca"].names


def test_the_further_name_of_a_port_is_told():
    assert places.resolve("Magadan").read_as == "Magadan is read as Bukhta Nagayeva"
    assert places.resolve("Suva").read_as == "Suva is read as Suva Harbor"
    assert not places.resolve("Bangkok").read_as


def test_a_port_is_told_with_its_source():
    brisbane, bangkok = (
        profiles.of_row(ports.named()[places.resolve(n).id].row, "ports", "en") for n in ("Brisbane", "Bangkok")
    )
    assert bangkok.cited == ("nga-wpi",)
    assert not brisbane.cited
    assert "Fisherman Islands" in brisbane.as_text(100)


def test_ports_have_names_in_each_language():
    bangkok = places.resolve("방콕")
    assert (bangkok.id, bangkok.in_language("ja").name, bangkok.read_as) == ("port-bangkok", "バンコク", "")
    for port in ports.river_ports():  # those whose ways are drawn
        assert {lang for lang, _ in places.resolve(port.name).names} >= {"ja", "ko"}


def test_every_line_of_the_index_is_a_port_near_it():
    for harbour in ports.listed():
        port = ports.port_of(harbour)
        assert harbour.name in port.names
        assert distance_m(port.lon, port.lat, harbour.lon, harbour.lat) < 30_000


def test_a_place_inland_is_told_a_port_by_the_name_that_finds_it():
    table = distance.matrix([(105.7, 10.0), (116.4, 39.9)], "Guam", "sea", lang="ja")
    assert "ホーチミン市" in table["note"][0]
    assert "天津新港" in table["note"][1]


def test_tables_of_ports_lead_to_their_source():
    table = distance.matrix("Bangkok", "Colombo", "sea")
    assert citing.behind(table) == ([("nga-wpi",)], [])
