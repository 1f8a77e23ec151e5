from __future__ import annotations

import encoded
import numpy as np
import pytest
from sea_network import make, of_page

from eastup.web import sea

HUBS, TARGETS = of_page(["camp-humphreys", "kadena-ab", "subic-bay", "naval-base-guam"])


@pytest.fixture(scope="module")
def network():
    return make(HUBS, TARGETS)


@pytest.fixture(scope="module")
def page_data(network):
    whole, numbers = network
    return sea.pack(whole, {p.id: numbers[p.id] for p in HUBS}, {p.id: numbers[p.id] for p in TARGETS})


def unpacked(data):
    return sea.Network(
        encoded.points(data["nodes"]) / 1000,
        np.column_stack([data["from"], data["to"]]),
        np.array(data["length_m"], float),
        np.array(data["crossings"]).reshape(-1, 2),
        data["gates"],
        data["first_place"],
    )


def lengths(network, numbers, closed=frozenset()):
    return np.array([network.ways(numbers[h.id], closed)[0][[numbers[t.id] for t in TARGETS]] for h in HUBS])


def test_the_page_gets_a_part_that_measures_as_the_whole(network, page_data):
    whole, numbers = network
    part = unpacked(page_data)
    assert len(part.edges) < 0.6 * len(whole.edges)
    open_km = lengths(whole, numbers)
    assert np.isfinite(open_km).all()
    for closed in [(), *((g,) for g in range(33)), (3, 4), (14, 15), (25, 27)]:
        wanted = lengths(whole, numbers, frozenset(closed))
        assert lengths(part, page_data["places"], frozenset(closed)) == pytest.approx(wanted, rel=0.005)


def test_many_closed_straits_cost_little_accuracy(network, page_data):
    whole, numbers = network
    part = unpacked(page_data)
    rng = np.random.default_rng(3)
    for _ in range(10):
        closed = frozenset(rng.choice(33, 8, replace=False).tolist())
        wanted, got = lengths(whole, numbers, closed), lengths(part, page_data["places"], closed)
        assert (got >= wanted * 0.9999).all()  # a part of a network has no shorter ways
        assert np.median(got / wanted) < 1.005


def test_no_way_leads_through_a_place(network):
    whole, numbers = network
    for hub in HUBS:
        _, before = whole.ways(numbers[hub.id])
        for target in TARGETS:
            edges = list(whole.way(before, numbers[hub.id], numbers[target.id]))
            on_the_way = set(whole.edges[edges].ravel().tolist()) - {numbers[hub.id], numbers[target.id]}
            assert max(on_the_way) < whole.first_place


def test_closing_makes_no_way_shorter(network):
    whole, numbers = network
    free = lengths(whole, numbers)
    assert (lengths(whole, numbers, frozenset({13, 14, 15})) >= free).all()
    wall = frozenset(range(11, 22))  # the whole of the middle wall
    assert not np.isfinite(lengths(whole, numbers, wall)[0]).all()


def test_of_two_edges_between_two_corners_the_shorter_is_taken():
    two = sea.Network(
        np.array([[120.0, 20.0], [121.0, 20.0]]),
        np.array([[0, 1], [1, 0]]),
        np.array([5.0, 3.0]),
        np.array([[1, 0]]),
        ["a-strait"],
        2,
    )
    assert two.ways(0)[0].tolist() == [0, 3]
    assert two.ways(0)[1].tolist() == [-1, 1]
    assert two.ways(0, frozenset({0}))[0].tolist() == [0, 5]


def test_without_a_network_there_is_nothing(monkeypatch):
    monkeypatch.setattr(sea, "find_spec", lambda name: None)
    assert sea.gather(HUBS, TARGETS) is None
