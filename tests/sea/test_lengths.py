"""Tables of ship distances with straits closed: the same as the routes, whether they are looked up or searched."""

from __future__ import annotations

import numpy as np
import pytest

from eastup import places
from eastup.sea import engine, known, replacements
from eastup.sea import routes as searoute
from eastup.sea.mesh import ROOMY
from geo.recipes.sea import replacements as recipe

CLOSURES = (
    ["taiwan-strait"],
    ["taiwan-strait", "bashi-channel", "miyako-strait"],
    ["malacca-strait", "sunda-strait"],
    ["korea-strait", "tsugaru-strait", "osumi-strait"],
)


def some(layer, step, first):
    return [place for place in places.all_places() if place.layer == layer][first::step]


@pytest.mark.sample(closed=[CLOSURES[1], CLOSURES[3]])
@pytest.mark.parametrize("closed", CLOSURES, ids="-".join)
def test_a_table_with_straits_closed_has_the_lengths_and_straits_of_its_routes(closed):
    hubs, straits = some("bases", 41, 3), some("straits", 13, 5)
    table, open_ = searoute.distances(hubs, straits, closed), searoute.distances(hubs, straits)
    assert not (table.shortest_km < open_.shortest_km - 1e-4).any()  # a navigable way may save a toll by being longer
    for i, hub in enumerate(hubs):
        for j, strait in enumerate(straits):
            way = searoute.route(hub, strait, closed=closed)
            assert table.distance_km[i, j] == pytest.approx(way.distance_km, rel=1e-6, abs=1e-3)
            assert tuple(table.gates[i, j]) == way.straits
            assert not set(closed).intersection(way.straits)


def test_the_shortest_way_is_looked_up_as_it_is_searched():
    hubs, straits = some("bases", 60, 10), some("straits", 20, 2)
    table = searoute.distances(hubs, straits, CLOSURES[1])
    for i, hub in enumerate(hubs):
        for j, strait in enumerate(straits):
            shortest_km = searoute.route(hub, strait, closed=CLOSURES[1]).shortest_km
            assert table.shortest_km[i, j] == pytest.approx(shortest_km, rel=1e-6, abs=1e-3)


def test_places_that_share_a_point_are_asked_once_and_all_answered():
    hubs = some("bases", 1, 0)
    twice = searoute.distances([hubs[0], hubs[1], hubs[0]], hubs[:2], ["taiwan-strait"]).distance_km
    np.testing.assert_array_equal(twice[0], twice[2])
    assert twice[0, 0] == 0.0


def test_a_place_ashore_that_the_layers_do_not_know_is_no_way_from_itself():
    inland = places.select("35.0,136.6")
    assert searoute.distances(inland, inland, ["taiwan-strait"]).distance_km.tolist() == [[0.0]]


def test_a_field_has_the_lengths_of_the_routes_to_random_places_at_sea():
    sea, random = engine.shipped(), np.random.default_rng(11)
    corners = sea.mesh.vertices[sea.mesh.triangles[sea.mesh.label == ROOMY]] / 1e5
    points = np.einsum("ij,ijk->ik", random.dirichlet((2, 2, 2), 60), corners[random.choice(len(corners), 60)])
    field = sea.field((129.7, 33.1), points, shore_km=0.0)
    ways = [sea.route((129.7, 33.1), point) for point in points]
    km = [np.inf if way is None else way.km for way in ways]
    assert np.isfinite(km).mean() > 0.9
    np.testing.assert_allclose(field.distance_km, km, rtol=1e-6, atol=1e-3)


def test_the_replacements_that_ship_are_those_of_the_table_that_ships():
    assert replacements.shipped() is not None, "run geo.recipes.sea.replacements again"


def test_the_recipe_gives_what_ships():
    table, others = known.shipped(), replacements.shipped()
    entries, km, passed, _ = recipe.closing(("navigable", "alice-channel"))
    kept = others.navigable_way[entries] != replacements.NOT_FOUND
    assert kept.sum() > 20
    assert (recipe.straits_of(table) == others.straits).all()
    np.testing.assert_allclose(known.to_km(others.navigable_cm[entries])[kept], km[kept], atol=1e-4)
    gates = [others.gates[number] for number in others.navigable_way[entries][kept].tolist()]
    assert gates == [own for own, yes in zip(passed, kept, strict=True) if yes]


@pytest.mark.parametrize("kind", ["navigable", "shortest"])
def test_no_way_that_replaces_another_passes_what_is_closed_or_is_shorter(kind):
    table, others = known.shipped(), replacements.shipped()
    km = known.to_km(table.navigable_cm if kind == "navigable" else table.shortest_cm)
    cm, way = others.of(kind)
    for closed in CLOSURES:
        passes = np.array([bool(set(closed).intersection(gates)) for gates in table.gates])[table.way(kind)]
        pairs = np.flatnonzero(passes)
        entry = others.entries(table, kind, pairs, closed)
        found = entry >= 0
        assert found.any()
        assert not any(set(closed).intersection(others.gates[number]) for number in set(way[entry[found]].tolist()))
        assert (known.to_km(cm[entry[found]]) >= km[pairs[found]] - 1e-3).all() or kind == "navigable"
        if len(closed) == 1:  # then only ways that end at the closed strait are left to search
            low, high = np.triu_indices(len(table.points), 1)
            to_strait = others.straits[low[pairs]] | others.straits[high[pairs]]
            assert found[to_strait].mean() > 0.8
