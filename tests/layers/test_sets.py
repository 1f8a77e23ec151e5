from __future__ import annotations

import itertools
import re

import pytest
import shapely

from eastup import layers, places
from eastup.errors import InputError, UnknownNameError
from eastup.layers import sets


@pytest.mark.parametrize("own", sorted(sets.sets()))
def test_every_set_that_ships_names_places_in_three_languages(own):
    named = sets.sets()[own]
    assert len(places.select(own)) >= 2
    assert dict(named.names).keys() == {"en", "ja", "ko"}
    assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", named.name("ja"))
    assert re.search("[\uac00-\ud7af]", named.name("ko"))
    assert {p.layer for p in places.select(own)} <= ({"straits"} if named.of == "targets" else {"bases", "nodes"})


def test_a_set_stands_wherever_places_do(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("id,name,lon,lat\nmine,Mine,130,30\n", encoding="utf-8")
    default = [p.id for p in places.select("default")]
    assert default == [*(p.id for p in places.select("forward")), *(p.id for p in places.select("rear"))]
    assert [p.id for p in places.select(f"default+{mine}")] == [*default, "mine"]
    assert [p.id for p in places.select("FORWARD + Sasebo + Naha")][-1] == "naha"
    assert [p.id for p in places.select("unc-rear")] == [p.id for p in places.select("bases:designation=unc-rear")]
    assert [p.id for p in places.select("bases:host=KOR,kind=naval+Tokyo")][-1] == "tokyo"
    with pytest.raises(InputError, match="nothing beside"):
        places.select("default+")
    with pytest.raises(UnknownNameError):
        places.select("default+no-such-place")


def test_no_two_passages_overlap():
    """No two are parts of one strait, and no two gates meet but at an island that both end on."""
    table = layers.load("straits").set_index("id")
    chosen = [p.id for p in places.select("passages")]
    assert len(chosen) == len(set(chosen))
    for a, b in itertools.permutations(chosen, 2):
        assert table["part_of"][a] != b
    for a, b in itertools.combinations(chosen, 2):
        one, other = table.geometry[a], table.geometry[b]
        meet = shapely.intersection(one, other)
        ends = shapely.union(one.boundary, other.boundary)
        assert meet.is_empty or shapely.distance(meet, ends) < 1e-6, (a, b)


def test_the_passages_are_every_water_of_the_chain_once():
    """What is left out is a part or the whole of what is in, or no way through for ships of size."""
    table = layers.load("straits").set_index("id")
    chosen = {p.id for p in places.select("passages")}
    assert table["chain_passage"][list(chosen)].all()
    whole = {table["part_of"][own] for own in chosen}
    for own in set(table.index[table["chain_passage"]]) - chosen:
        row = table.loc[own]
        on_the_way = own in {"jeju-strait", "penghu-channel"}
        assert row["part_of"] in chosen or own in whole or row["traffic"] == "closed" or on_the_way, own


def test_sets_of_ones_own_are_read_and_added():
    mine = sets.parse({"mine": ["kadena-ab", "rear"], "default": {"members": ["mine"], "names": "Ours"}}, "eastup.toml")
    with sets.added(mine):
        assert next(p.id for p in places.select("default")) == "kadena-ab"
        assert sets.find("Default").name("ko") == "Ours"
    assert sets.find("mine") is None
    assert len(places.select("default")) == 15


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"a": []}, "set a: members must be a list"),
        ({"a": {"members": ["x"], "of": "ships"}}, "of hubs or of targets"),
        ({"a": {"members": ["x"], "colour": "red"}}, "no key 'colour'"),
        ({"a": {"members": ["x"], "names": {"en": 3}}}, "names must be"),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, "set a: this set is a member of itself"),
    ],
)
def test_a_set_that_is_none_is_told(tables, message):
    with pytest.raises(InputError, match=message):
        sets.parse(tables, "eastup.toml")
