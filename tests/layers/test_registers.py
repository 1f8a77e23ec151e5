from __future__ import annotations

from collections import Counter

import pytest

from eastup import layers, places
from eastup.layers.registers import KINDS, UNSOURCED, bibliography, cited, designations, sources


def test_every_source_has_a_kind_and_is_an_entry_of_a_bibliography():
    for own, source in sources().items():
        assert own == source.id
        assert source.kind in KINDS
        assert source.citation().startswith(f"{source.publisher}: {source.title}")
        assert source.citation().endswith(".")


def test_ids_are_found_in_columns_and_in_records_once_each():
    row = {
        "source_ids": ["a", "b"],
        "position_source_id": "b",
        "sea_source_id": UNSOURCED,
        "published": [{"source_id": "c", "text": "d"}],
        "source": "e",
        "law_source_id": None,
    }
    assert cited(row) == ["a", "b", UNSOURCED, "c"]


def test_a_bibliography_lists_the_official_first_and_nothing_twice():
    listed = bibliography(layers.load("straits").to_dict("records"))
    kinds = [KINDS.index(source.kind) for source in listed]
    assert kinds == sorted(kinds)
    assert len({source.id for source in listed}) == len(listed) > 40


def test_registers_are_no_layers():
    assert not {"sources", "designations"} & set(layers.names())


def test_claims_rest_on_official_sources_as_often_as_on_aggregators():
    kinds = Counter(sources()[own].kind for own in layers.load("claims")["source_id"])
    assert kinds["official"] >= kinds["aggregator"]
    assert max(kinds, key=kinds.__getitem__) == "press"


@pytest.mark.parametrize(
    ("asked", "some"),
    [
        ("bases:designation=unc-rear", {"cfa-yokosuka", "kadena-ab", "cfa-sasebo"}),
        ("bases:designation=hq-unc", {"camp-humphreys"}),
        ("bases:designations=hq-usfj", {"yokota-ab"}),
    ],
)
def test_a_designation_is_a_filter(asked, some):
    assert some <= {place.id for place in places.select(asked)}


def test_the_seven_bases_of_the_united_nations_command_rear():
    assert len(places.select("bases:designation=unc-rear")) == 7


def test_every_designation_is_held_by_some_place_and_has_names():
    held = {own for name in ("bases", "nodes") for row in layers.load(name)["designations"] for own in _list(row)}
    assert held == designations().keys()
    assert all(d.name and d.name_ja and d.name_ko for d in designations().values())


def _list(value):
    return value if isinstance(value, list) else []
