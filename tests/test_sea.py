"""Ship routes: laws that hold for any two points on the sea, ways that mariners know, and what has no way."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import basemap, distance, geodesy, layers, legs, places, searoute
from eastup.cli import cli
from eastup.errors import InputError, UnknownNameError

STRAITS = list(layers.load("straits")["id"])
HARBOURS = [p for p in places.all_places() if p.layer in {"bases", "nodes"}]

two_harbours = st.tuples(st.sampled_from(HARBOURS), st.sampled_from(HARBOURS))
some_straits = st.lists(st.sampled_from(STRAITS), max_size=4, unique=True)


def km(a, b, closed=()):
    return float(searoute.distances([a], [b], closed)[0][0, 0])


@given(two_harbours)
@settings(max_examples=40, deadline=None)
def test_a_way_by_sea_is_no_shorter_than_the_geodesic_and_as_long_back(pair):
    a, b = pair
    there, back = km(a, b), km(b, a)
    assert there == pytest.approx(back, abs=1e-6, nan_ok=True)
    air = float(geodesy.distance_m(*a.sea_point, *b.sea_point)) / 1000
    assert np.isnan(there) or there >= air - 1e-6


@given(two_harbours, some_straits, st.sampled_from(STRAITS))
@settings(max_examples=40, deadline=None)
def test_closing_a_strait_never_shortens(pair, closed, another):
    before, after = km(*pair, closed), km(*pair, [*closed, another])
    assert np.isnan(after) or after >= before - 1e-6


@given(st.lists(two_harbours, min_size=2, max_size=4), some_straits)
@settings(max_examples=15, deadline=None)
def test_answers_do_not_depend_on_what_was_asked_before(pairs, closed):
    first = [km(a, b) for a, b in pairs]
    for a, b in pairs:
        km(a, b, closed)
    assert [km(a, b) for a, b in reversed(pairs)][::-1] == pytest.approx(first, nan_ok=True)


def test_queries_do_not_change_the_network():
    lanes = searoute.network().navigable
    before = lanes.length_m.copy(), lanes.edges.copy(), lanes.nodes.copy()
    searoute.route("Yokosuka", "Singapore", closed=STRAITS)
    for old, new in zip(before, (lanes.length_m, lanes.edges, lanes.nodes), strict=True):
        assert np.array_equal(old, new)


def test_a_table_is_made_of_routes():
    hubs, targets = HARBOURS[::25], places.select(STRAITS[::8])
    table, shortest, passed = searoute.distances(hubs, targets)
    for i, hub in enumerate(hubs):
        for j, target in enumerate(targets):
            way = searoute.route(hub, target)
            assert way.distance_km == pytest.approx(table[i, j], abs=1e-4, nan_ok=True)
            assert set(way.straits) == set(searoute.network().names(int(passed[i, j])))
    assert not (shortest > table + 1e-9).any()


def test_the_length_is_that_of_the_line():
    way = searoute.route("Sasebo", "Manila")
    line = shapely.get_coordinates(way.line())
    assert geodesy.GEOD.line_length(*line.T) / 1000 == pytest.approx(way.distance_km, rel=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "passes"),
    [
        ("Busan Naval Base", "Vladivostok", set()),
        ("CFA Yokosuka", "node-singapore", {"luzon-strait"}),
        ("CFA Sasebo", "node-manila-port", {"taiwan-strait"}),
    ],
)
def test_ways_pass_the_straits_that_mariners_pass(a, b, passes):
    assert passes <= set(searoute.route(a, b).straits)


def test_ways_cross_the_antimeridian():
    way = searoute.route("naval-base-guam", "node-san-diego")
    assert 5300 < way.distance_nmi < 5700
    assert way.corners[-1, 0] > 180  # longitudes run on


def test_no_way_crosses_land_by_more_than_200_m():
    land = shapely.get_parts(basemap.land().geometry.to_numpy())
    tree = shapely.STRtree(land)
    lines = [searoute.route(a, b).line(20.0) for a, b in zip(HARBOURS[::4], HARBOURS[7::4], strict=False)]
    for line in lines:
        if line.is_empty:
            continue
        for piece in land[tree.query(line, predicate="intersects")]:
            for part in shapely.get_parts(shapely.intersection(line, piece)):
                assert geodesy.GEOD.geometry_length(part) <= 200.0


def test_a_sea_whose_straits_are_shut_has_no_way_out():
    closed = ["la-perouse-strait", "tsugaru-strait", "korea-strait"]
    way = searoute.route("Vladivostok", "naval-base-guam", closed=closed)
    if way.distance_km == way.distance_km:  # the Tatar Strait and the Inland Sea are no straits of the layer
        assert way.distance_km > searoute.route("Vladivostok", "naval-base-guam").distance_km


@pytest.mark.parametrize("inland", [(136.1, 35.3), (116.4, 39.9), (108.0, 53.0)])
def test_a_lake_and_a_point_inland_have_no_way(inland):
    table = distance.matrix([inland], ["CFA Yokosuka"], "sea")
    assert table["distance_km"].isna().all()
    assert "more than" in table["note"][0]


def test_outside_the_region_is_said():
    table = distance.matrix([(-40.0, 30.0)], ["CFA Yokosuka"], "sea")
    assert table["distance_km"].isna().all()
    assert "outside" in table["note"][0]


def test_both_modes_stand_below_each_other_with_the_detour():
    table = distance.matrix("CFA Yokosuka", "straits", "both", speed="20kn")
    assert list(table["mode"]) == ["air"] * len(STRAITS) + ["sea"] * len(STRAITS)
    air, sea = table[table["mode"] == "air"], table[table["mode"] == "sea"]
    assert np.allclose(sea["detour"], sea["distance_km"].to_numpy() / air["distance_km"].to_numpy())
    assert np.allclose(sea["hours"], sea["distance_km"] / 37.04)


def test_an_unknown_strait_gets_suggestions():
    with pytest.raises(UnknownNameError, match="Taiwan Strait"):
        searoute.route("CFA Yokosuka", "node-singapore", closed=["Taiwan Strat"])
    result = CliRunner().invoke(
        cli, ["distance", "--from", "Sasebo", "--to", "Guam", "--mode", "sea", "--closed", "Taiwan Strat"]
    )
    assert result.exit_code != 0


def test_a_closed_strait_changes_no_air_distance():
    result = CliRunner().invoke(cli, ["distance", "--from", "Kadena", "--to", "Guam", "--closed", "Taiwan Strait"])
    assert isinstance(result.exception, InputError)


def test_closing_on_the_command_line_makes_the_way_longer(tmp_path):
    rows = []
    for more in ([], ["--closed", "대만해협"]):
        out = tmp_path / f"{len(more)}.json"
        args = ["distance", "--from", "CFA Sasebo", "--to", "node-manila-port", "--mode", "sea", "-o", str(out), *more]
        assert CliRunner().invoke(cli, args, catch_exceptions=False).exit_code == 0
        rows.append(json.loads(out.read_text())[0])
    assert rows[1]["distance_km"] > rows[0]["distance_km"]
    assert "Taiwan Strait" in rows[0]["note"]


def test_a_journey_is_the_sum_of_its_legs_and_stops():
    way = legs.journey("Kadena", ["CFA Sasebo"], "bashi-channel", speed="20kn", dwell="12h").table
    assert len(way) == 3
    assert way["distance_km"][2] == pytest.approx(way["distance_km"][:2].sum())
    assert way["hours"][2] == pytest.approx(way["hours"][:2].sum() + 12)
    with pytest.raises(InputError, match="not a time"):
        legs.hours("twelve")


def test_routes_go_into_files_with_geometry(tmp_path):
    out = tmp_path / "way.geojson"
    args = ["distance", "--from", "CFA Sasebo", "--to", "node-manila-port", "--mode", "both", "-o", str(out)]
    assert CliRunner().invoke(cli, args, catch_exceptions=False).exit_code == 0
    kinds = [len(f["geometry"]["coordinates"]) for f in json.loads(out.read_text())["features"]]
    assert len(kinds) == 2
    assert kinds[1] > 2
