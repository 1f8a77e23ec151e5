from __future__ import annotations

import encoded
import numpy as np
import pytest

from eastup import View
from eastup.layers.sets import DEFAULT_HUBS
from eastup.sea import trunk as trunks
from eastup.web import features, sea

OPEN_SEA, INLAND = (135.0, 20.0), (103.0, 36.0)


def ports_of_page():
    ports = sea.Ports()
    content = features.gather(View(), DEFAULT_HUBS, "straits", "en", {}, ports)
    return ports, [target["sea"] for target in content["targets"]]


@pytest.fixture(scope="module")
def page_sea():
    return sea.gather(*ports_of_page())


def test_a_place_has_one_number():
    ports = sea.Ports()
    assert [ports.number(at) for at in ((1, 2), (3.0, 4.0), (1.0, 2.0))] == [0, 1, 0]


def test_the_page_carries_the_trunk(page_sea):
    trunk = trunks.shipped()
    inner = (trunk.edges >= trunk.places).all(axis=1)  # the others are the ways of places
    at = trunk.nodes[trunk.edges[inner]] / trunks.STEPS_PER_DEG
    nodes = encoded.points(page_sea["nodes"]) / sea.STEPS_PER_DEG
    steps, second = encoded.numbers(page_sea["edges"]).reshape(-1, 2).T
    edges = np.column_stack([np.cumsum(steps), np.cumsum(steps) + second])
    assert len(edges) == inner.sum() > 1000
    assert encoded.numbers(page_sea["length_m"]).sum() == pytest.approx(trunk.length_m[inner].sum(), rel=1e-5)
    assert np.sort(np.abs(nodes[edges[:, 0]] - nodes[edges[:, 1]]).sum(axis=1)) == pytest.approx(
        np.sort(np.abs(at[:, 0] - at[:, 1]).sum(axis=1)), abs=0.001
    )
    crossings = encoded.numbers(page_sea["crossings"]).reshape(-1, 2)
    crossed = trunk.crossings[inner[trunk.crossings[:, 0]], 1]
    assert np.bincount(crossings[:, 1]).tolist() == np.bincount(crossed).tolist()


def test_a_place_far_from_the_sea_has_no_ways_and_no_more_are_searched_than_is_bearable(monkeypatch):
    monkeypatch.setattr(sea, "MOST_SEARCHED", 6)
    ports, targets = ports_of_page()  # four of whose places are far from the sea
    numbers = [ports.number(at) for at in (INLAND, OPEN_SEA, (136.0, 21.0))]
    found = sea.gather(ports, targets)["ports"]
    assert found[numbers[0]] is None
    assert found[numbers[1]]["afloat"]
    assert found[numbers[2]] == 0
    assert all(found[t] for t in targets)
