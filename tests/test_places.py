from __future__ import annotations

import pytest

from eastup import places
from eastup.errors import InputError, UnknownNameError


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
        ("21.3°N 157.9°W".replace("N ", "N,"), -157.9, 21.3),
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


def test_nothing_is_counted_twice():
    assert len(places.select(["kadena", "嘉手納", "kadena-ab"])) == 1


def test_every_base_has_a_point_for_ships():
    for place in places.select("bases"):
        assert place.sea_lon is not None
    assert places.resolve("Camp Humphreys").sea_name == "Pyeongtaek"
