"""Ship routes: laws that hold for any two points on the sea, ways that mariners know, and what has no way."""

from __future__ import annotations

import csv
import itertools
import json
from functools import cache

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import basemap, distance, geodesy, journeys, layers, places
from eastup import cli as cli_module
from eastup.basemap import coast
from eastup.cli.commands import cli
from eastup.errors import InputError, UnknownNameError
from eastup.sea import engine, gates, ports
from eastup.sea import routes as searoute
from eastup.sea.answers import Water

STRAITS = list(layers.load("straits")["id"])
HARBOURS = [p for p in places.all_places() if p.layer in {"bases", "nodes"}]

OPEN_WATER = (
    (130.0, 15.0, 140.0, 25.0),
    (112.0, 8.0, 117.0, 18.0),
    (133.0, 38.5, 136.5, 40.5),
    (150.0, 10.0, 230.0, 45.0),
)
"""West, south, east, north of seas without land or only with small islands."""


def open_water():
    boxes = [st.tuples(st.floats(w, e), st.floats(s, n)) for w, s, e, n in OPEN_WATER]
    return st.one_of(boxes).map(lambda at: places.Place("here", "here", (at[0] + 180) % 360 - 180, at[1]))


two_harbours = st.tuples(st.sampled_from(HARBOURS), st.sampled_from(HARBOURS))
some_straits = st.lists(st.sampled_from(STRAITS), max_size=4, unique=True)


def km(a, b, closed=()):
    return float(searoute.distances([a], [b], closed).distance_km[0, 0])


@given(two_harbours)
@settings(max_examples=40)
def test_a_way_by_sea_is_no_shorter_than_the_geodesic_and_as_long_back(pair):
    a, b = pair
    there, back = km(a, b), km(b, a)
    assert there == pytest.approx(back, abs=1e-6, nan_ok=True)
    air = float(geodesy.distance_m(*a.sea_point, *b.sea_point)) / 1000
    assert np.isnan(there) or there >= air - 1e-6


@given(open_water(), open_water())
@settings(max_examples=25)
def test_a_way_between_points_at_sea_is_no_shorter_than_the_geodesic(a, b):
    there, back = km(a, b), km(b, a)
    assert there >= float(geodesy.distance_m(a.lon, a.lat, b.lon, b.lat)) / 1000 - 1e-5
    assert there == pytest.approx(back, abs=1e-5)


@given(st.lists(st.sampled_from(HARBOURS), min_size=2, max_size=6, unique_by=lambda p: p.id), st.data())
@settings(max_examples=15)
def test_losing_a_hub_never_improves_and_changes_no_other(hubs, data):
    lost = data.draw(st.integers(0, len(hubs) - 1))
    targets = places.select(STRAITS[::5])
    before = searoute.distances(hubs, targets).distance_km
    after = searoute.distances(hubs[:lost] + hubs[lost + 1 :], targets).distance_km
    assert after == pytest.approx(np.delete(before, lost, axis=0), abs=1e-5, nan_ok=True)
    nearest_before, nearest_after = np.fmin.reduce(before), np.fmin.reduce(after)
    assert not (nearest_after < nearest_before - 1e-6).any()


@given(two_harbours, some_straits, st.sampled_from(STRAITS))
@settings(max_examples=40)
def test_closing_a_strait_never_shortens(pair, closed, another):
    before, after = km(*pair, closed), km(*pair, [*closed, another])
    assert np.isnan(after) or after >= before - 1e-6


@given(st.lists(two_harbours, min_size=2, max_size=4), some_straits)
@settings(max_examples=15)
def test_answers_do_not_depend_on_what_was_asked_before(pairs, closed):
    first = [km(a, b) for a, b in pairs]
    for a, b in pairs:
        km(a, b, closed)
    assert [km(a, b) for a, b in reversed(pairs)][::-1] == pytest.approx(first, nan_ok=True)


@given(two_harbours, some_straits)
@settings(max_examples=15)
def test_no_way_passes_a_closed_strait(pair, closed):
    assert not set(searoute.route(*pair, closed=closed).straits) & set(closed)


def test_a_table_is_made_of_routes():
    hubs, targets = HARBOURS[::25], places.select(STRAITS[::8])
    lengths = searoute.distances(hubs, targets)
    for i, hub in enumerate(hubs):
        for j, target in enumerate(targets):
            way = searoute.route(hub, target)
            assert way.distance_km == pytest.approx(lengths.distance_km[i, j], rel=1e-6, abs=2e-5, nan_ok=True)
            assert way.straits == lengths.gates[i, j]
    assert not (lengths.shortest_km > lengths.distance_km + 1e-9).any()


@given(two_harbours, some_straits)
@settings(max_examples=10)
def test_the_table_of_known_places_answers_as_the_search_does(pair, closed):
    """The same places, asked for as ones that the table doesn't know."""
    strangers = [places.Place("x", "x", *(value + 1e-7 for value in place.sea_point)) for place in pair]
    assert km(*pair, closed) == pytest.approx(km(*strangers, closed), rel=1e-6, abs=1e-3, nan_ok=True)


@cache
def from_the_middle_km():
    """Return how far every harbour is from a place far out, by one search: ways there are as long as ways back."""
    middle = places.Place("m", "m", 135.0, 20.0)
    found = searoute.distances([middle], HARBOURS).distance_km[0]
    return dict(zip((harbour.id for harbour in HARBOURS), found, strict=True))


@given(st.lists(st.sampled_from(HARBOURS), min_size=3, max_size=3, unique_by=lambda p: p.id))
@settings(max_examples=20)
def test_no_detour_by_a_third_place_at_sea_is_shorter(three):
    """By way of a roomy place: one in the shore strip may be left by another way than it was reached."""
    a, b, _ = three
    out = from_the_middle_km()
    assert not km(a, b) > out[a.id] + out[b.id] + 1e-6


@pytest.mark.sample(strait=["taiwan-strait", "la-perouse-strait"])
@pytest.mark.parametrize("strait", ["taiwan-strait", "miyako-strait", "bashi-channel", "la-perouse-strait"])
def test_a_line_of_ones_own_closes_as_the_gate_at_the_same_place_does(strait):
    gate = layers.load("straits").set_index("id").geometry[strait]
    for a, b in (("CFA Sasebo", "node-singapore"), ("Busan Naval Base", "naval-base-guam"), ("Vladivostok", "Kadena")):
        named, drawn = (searoute.route(a, b, closed=[what]) for what in (strait, gate))
        assert drawn.distance_km == pytest.approx(named.distance_km, rel=1e-4)


@pytest.mark.parametrize("strait", ["san-bernardino-strait", "ishigaki-channel", "hachijo-ogasawara-gap"])
def test_no_way_slips_by_between_a_line_of_ones_own_and_the_shore_it_ends_on(strait):
    """On small islands too, between the parts of the line."""
    gate = layers.load("straits").set_index("id").geometry[strait]
    for part in shapely.get_parts(gate):
        middle, (a, *_, b) = part.interpolate(0.5, normalized=True), part.coords
        azimuth, _ = geodesy.inverse(*a, *b)
        at = np.stack(geodesy.forward(*np.full((2, 2), [middle.x, middle.y]).T, azimuth + np.array([90, -90]), 5e3)).T
        named, drawn = (searoute.route(*map(tuple, at), closed=[what]).distance_km for what in (strait, gate))
        assert not drawn < 0.999 * named


def test_lines_that_end_on_land_run_on_over_it_also_where_longitudes_turn():
    okinawa, sea = (127.82, 26.36), (129.5, 25.5)
    (near,), (turned,) = (coast.over_land([np.array([okinawa, sea]) + turn]) for turn in ((0, 0), (360, 0)))
    assert turned == pytest.approx(near + np.array([360, 0]))
    assert near[1:] == pytest.approx(np.array([okinawa, sea]))
    assert geodesy.distance_m(*near[0], *okinawa) < 8e3
    ring = np.array([okinawa, sea, (129.5, 27.0), okinawa])
    assert coast.over_land([ring])[0] == pytest.approx(ring)


BAD_CLOSURES = [
    5,
    None,
    [3.5],
    shapely.Point(130.0, 30.0),
    shapely.LineString(),
    shapely.LineString([(130.0, 30.0), (130.0, 30.0)]),
    shapely.LineString([(130.0, 30.0), (130.0, 200.0)]),
]


@pytest.mark.parametrize("closed", BAD_CLOSURES, ids=str)
def test_what_cannot_be_closed_is_told_in_a_line(closed):
    with pytest.raises(InputError, match=r"closed|unknown place"):
        searoute.route("CFA Sasebo", "Kadena Air Base", closed=closed)


def test_what_is_closed_may_be_read_only_once():
    of_list, of_generator = (
        searoute.route("CFA Sasebo", "naval-base-guam", closed=closed).distance_km
        for closed in (["osumi-strait"], (gate for gate in ["osumi-strait"]))
    )
    assert of_generator == of_list


@pytest.mark.parametrize("ends", [("bases", "Kadena Air Base"), ("Kadena Air Base", "straits")])
def test_a_way_leads_from_one_place_to_one(ends):
    with pytest.raises(InputError, match=r"names \d+ places where one is meant"):
        searoute.route(*ends)


def test_a_way_shows_itself_also_where_there_is_none():
    shown = searoute.route("Kadena Air Base", "Kadena Air Base")._repr_html_()
    assert "0 km (0 nmi); no strait" in shown
    inland = searoute.route("Kadena Air Base", (116.4, 39.9))._repr_html_()
    assert "nearest port" in inland
    assert "no strait" not in inland


@pytest.mark.parametrize("step_km", [0.0, -5.0, float("nan")])
def test_points_of_a_line_stand_some_way_apart(step_km):
    with pytest.raises(InputError, match="can't stand"):
        searoute.route("Kadena Air Base", "CFA Sasebo").line(step_km)


def test_rows_of_three_numbers_are_no_places():
    with pytest.raises(InputError, match="and not 3 numbers"):
        searoute.distances_km([[130.0, 20.0, 0.0], [131.0, 21.0, 0.0]], [[140.0, 20.0]])


@pytest.mark.parametrize("closed", [shapely.LineString([(128, 30), (134, 31)]), None, [4]], ids=str)
def test_a_table_closes_names_and_says_so(closed):
    with pytest.raises(InputError, match=r"no name of a strait; .*eastup\.searoute closes lines"):
        distance.matrix("CFA Sasebo", "Kadena Air Base", "sea", closed=closed)


def test_ships_from_yokosuka_to_sasebo_go_round_kyushu_and_not_by_the_inland_sea():
    way = searoute.route("Yokosuka Naval Base", "CFA Sasebo")
    assert "osumi-strait" in way.straits
    assert "kanmon" not in way.straits
    assert "kanmon" in searoute.route("Kure", "Busan Naval Base").straits


def test_a_passage_can_be_closed_and_is_named():
    open_way, closed = (searoute.route("Kure", "Busan Naval Base", closed=shut) for shut in ((), "Kanmon Strait"))
    assert closed.distance_km > open_way.distance_km
    assert "kanmon" not in closed.straits
    table = distance.matrix("Kure", "Busan Naval Base", "sea")
    assert "Kanmon Strait" in table["note"][0]


@pytest.mark.parametrize(("a", "b"), [("CFA Sasebo", "node-manila-port"), ("naval-base-guam", "node-san-diego")])
def test_the_length_is_that_of_the_line_and_of_ways_over_land(a, b):
    way = searoute.route(a, b)
    drawn_km = geodesy.GEOD.line_length(*shapely.get_coordinates(way.line()).T) / 1000
    assert drawn_km == pytest.approx(way.distance_km, rel=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "passes"),
    [
        ("Busan Naval Base", "Vladivostok", set()),
        ("CFA Yokosuka", "node-singapore", {"luzon-strait"}),
        ("CFA Sasebo", "node-singapore", {"taiwan-strait"}),
        ("naval-base-guam", "node-manila-port", {"san-bernardino-strait"}),
    ],
)
def test_ways_pass_the_straits_that_mariners_pass(a, b, passes):
    way = searoute.route(a, b)
    assert passes <= set(way.straits) if passes else not way.straits


@pytest.mark.parametrize(
    ("a", "b"), [("naval-base-guam", "node-pearl-harbor"), ("node-pearl-harbor", "node-san-diego")]
)
def test_ways_over_the_ocean_cross_the_antimeridian_and_are_hardly_longer_than_the_geodesic(a, b):
    way = searoute.route(a, b)
    straight = float(geodesy.distance_m(*way.origin.sea_point, *way.target.sea_point)) / 1000
    assert straight <= way.distance_km < 1.02 * straight
    assert way.corners[-1, 0] > 180  # longitudes run on
    assert np.abs(np.diff(way.corners[:, 0])).max() < 180


def test_no_way_crosses_land_by_more_than_200_m():
    """But for what a place on land has to the water, and the channels of ports up rivers, which the coast has as land."""
    land = shapely.get_parts(basemap.land().geometry.to_numpy())
    tree = shapely.STRtree(land)
    channels = shapely.buffer(shapely.union_all([shapely.LineString(port.line) for port in ports.river_ports()]), 0.006)
    sea = engine.shipped()
    lines = []
    for a, b in zip(HARBOURS[::3], HARBOURS[::-3], strict=True):
        track = sea.route(a.sea_point, b.sea_point)
        if track is not None and track.km > 0:
            corners = track.line[1 if track.shore_km[0] else 0 : -1 if track.shore_km[1] else None]
            if len(corners) > 1:
                lines.append(shapely.LineString(geodesy.line(corners, 20_000.0)))
    assert len(lines) >= 40
    for line in lines:
        crossed = shapely.intersection(line, land[tree.query(line, predicate="intersects")])
        for part in shapely.get_parts(shapely.difference(crossed, channels)):
            assert geodesy.GEOD.geometry_length(part) <= 200.0


def test_a_place_to_itself_is_no_way_also_where_coming_out_of_harbour_takes_one():
    everyone = places.all_places()
    km = np.diag(searoute.distances(everyone, everyone).distance_km)
    assert (km[np.isfinite(km)] == 0).all()
    assert searoute.route("Korea Strait", "Korea Strait").distance_km == 0


def test_a_free_place_at_sea_takes_the_straight_way_to_an_island():
    """Apra's entrance is a small corner: it must be seen from far."""
    for at in ((129.089, 15.967), (141.354, 21.933)):
        way = searoute.route("Naval Base Guam (Apra Harbor)", at)
        air_km = float(geodesy.distance_m(*places.resolve("Naval Base Guam (Apra Harbor)").sea_point, *at)) / 1000
        assert way.distance_km < 1.02 * air_km


def test_the_shortest_way_is_no_longer_than_the_navigable_and_often_shorter():
    hubs, straits = places.select("bases:host=JPN"), places.select("straits")
    lengths = searoute.distances(hubs, straits)
    km, shortest_km = lengths.distance_km, lengths.shortest_km
    there = np.isfinite(km)
    assert (shortest_km[there] <= km[there]).all()
    assert np.median(km[there] / shortest_km[there]) > 1.002


def test_a_sea_whose_straits_are_shut_has_no_way_out():
    table = distance.matrix("bases", "naval-base-guam", "sea", closed=STRAITS)
    shut_in = table[table["distance_km"].isna() & table["note"].str.contains("these straits closed")]
    open_table = distance.matrix(list(shut_in["origin_id"]), "naval-base-guam", "sea")
    assert len(shut_in) > 3
    assert open_table["distance_km"].notna().all()


@pytest.mark.parametrize("inland", [(136.1, 35.3), (116.4, 39.9), (108.0, 53.0)])
def test_a_lake_and_a_point_inland_have_no_way(inland, tmp_path):
    table = distance.matrix([inland], ["CFA Yokosuka"], "sea", speed="20kn")
    assert table[["distance_km", "distance_nmi", "distance_mi", "detour", "hours"]].isna().all(axis=None)
    assert "more than" in table["note"][0]
    out = tmp_path / "none.csv"
    lat_lon = f"{inland[1]},{inland[0]}"
    args = ["distance", "--from", lat_lon, "--to", "CFA Yokosuka", "--mode", "sea", "-o", str(out)]
    assert cli_module.run(args) == 0
    row = next(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert (row["distance_km"], row["detour"]) == ("", "")
    assert "more than" in row["note"]


def test_outside_the_region_is_said():
    table = distance.matrix([(-40.0, 30.0)], ["CFA Yokosuka"], "sea")
    assert table["distance_km"].isna().all()
    assert "outside" in table["note"][0]


def test_both_modes_stand_below_each_other_with_the_detour():
    table = distance.matrix("CFA Yokosuka", "straits", "both", speed=["air=450kn", "sea=20kn"])
    assert list(table["mode"]) == ["air"] * len(STRAITS) + ["sea"] * len(STRAITS)
    air, sea = table[table["mode"] == "air"], table[table["mode"] == "sea"]
    [yokosuka], goals = places.select("CFA Yokosuka"), places.select("straits")
    straight_m = geodesy.distance_m(*yokosuka.sea_point, *np.array([goal.sea_point for goal in goals]).T)
    assert np.allclose(sea["detour"], sea["distance_km"].to_numpy() * 1000 / straight_m)
    assert np.allclose(sea["hours"], sea["distance_km"] / 37.04)
    assert np.allclose(air["hours"], air["distance_km"] / 833.4)


def test_no_detour_is_under_one_though_a_sea_point_is_nearer():
    table = distance.matrix(["bases", "nodes"], ["straits", "Guam"], "sea")
    assert (table["detour"].dropna() >= 1).all()
    guam = table[(table["origin_id"] == "kadena-ab") & (table["target"] == "Guam")].iloc[0]
    [kadena], [there] = places.select("kadena-ab"), places.select("Guam")
    assert guam["distance_km"] < float(geodesy.distance_m(kadena.lon, kadena.lat, there.lon, there.lat)) / 1000
    assert "Kadena Air Base counts from Nakagusuku" in guam["note"]


@pytest.mark.parametrize("closed", [(), ("miyako-strait", "osumi-strait")])
def test_the_azimuth_by_sea_is_that_of_the_first_leg_and_the_note_names_the_straits_in_order(closed):
    hubs, goals = places.select(["Kadena", (140.0, 25.0)]), places.select(["Taiwan Strait", "Vladivostok", "Guam"])
    table = distance.matrix(hubs, goals, "sea", closed=closed)
    by_air = distance.matrix(hubs, goals, "air")["azimuth_deg"]
    named = {row["id"]: row["name"] for name in ("straits", "passages") for row in layers.load(name).to_dict("records")}
    for k, row in enumerate(table.itertuples()):
        way = searoute.route(hubs[k // len(goals)], goals[k % len(goals)], closed=closed)
        azimuth, _ = geodesy.inverse(*way.corners[0], *way.corners[1])
        assert abs((row.azimuth_deg - float(azimuth) + 180) % 360 - 180) < 0.01
        told = [part for part in row.note.split("; ") if part.startswith("passes ")]
        passed = told[0].removeprefix("passes ").split(" → ") if told else []
        assert passed == [named.get(gate, gate) for gate in way.straits]
    assert (abs(table["azimuth_deg"] - by_air) > 5).any()


def test_what_a_closure_costs_stands_beside_the_distance():
    table = distance.compare("Sasebo", ["Taiwan Strait", "Guam", "Manila"], closed="Osumi Strait", speed="20kn")
    closed, open_ = (distance.matrix("Sasebo", ["Taiwan Strait", "Guam", "Manila"], "sea", closed=c)["distance_km"]
                     for c in (("Osumi Strait",), ()))  # fmt: skip
    assert np.allclose(table["distance_km_change"], closed - open_)
    assert np.allclose(table["hours_change"], (closed - open_) / 37.04)
    assert (table["distance_km_change"] > 1).any()


def test_notes_are_in_the_language_that_is_asked_for():
    [row] = distance.matrix("Kadena", "Taiwan Strait", "sea", lang="ko").itertuples()
    assert (row.origin, row.target) == ("가데나 공군기지", "대만해협")
    assert "통과" in row.note
    assert "passes" not in row.note


def test_an_unknown_strait_gets_suggestions_and_status_2(capsys):
    with pytest.raises(UnknownNameError, match="Taiwan Strait"):
        searoute.route("CFA Yokosuka", "node-singapore", closed=["Taiwan Strat"])
    args = ["distance", "--from", "CFA Sasebo", "--to", "node-manila-port", "--mode", "sea", "--closed", "Taiwan Strat"]
    assert cli_module.run(args) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "Taiwan Strait" in told.err


def test_a_closed_strait_changes_no_air_distance():
    result = CliRunner().invoke(cli, ["distance", "--from", "Kadena", "--to", "Guam", "--closed", "Taiwan Strait"])
    assert isinstance(result.exception, InputError)


def test_closing_on_the_command_line_makes_the_way_longer(tmp_path):
    rows = []
    for more in ([], ["--closed", "대만해협"]):
        out = tmp_path / f"{len(more)}.json"
        args = ["distance", "--from", "CFA Sasebo", "--to", "node-singapore", "--mode", "sea", "-o", str(out), *more]
        assert CliRunner().invoke(cli, args, catch_exceptions=False).exit_code == 0
        rows.append(json.loads(out.read_text())[0])
    assert rows[1]["distance_km"] > rows[0]["distance_km"]
    assert "Taiwan Strait" in rows[0]["note"]


def test_a_journey_is_the_sum_of_its_legs_and_stops():
    way = journeys.journey("Kadena", ["CFA Sasebo"], "bashi-channel", speed="20kn", dwell="12h").table
    assert len(way) == 3
    assert way["distance_km"][2] == pytest.approx(way["distance_km"][:2].sum())
    assert way["hours"][2] == pytest.approx(way["hours"][:2].sum() + 12)
    assert list(way["target_id"]) == ["cfa-sasebo", "bashi-channel", "bashi-channel"]
    assert "12 h" in way["note"][2]


@pytest.mark.parametrize(
    ("text", "hours"), [("6h", 6), ("90min", 1.5), ("2d", 48), (" .5 days ", 12), (0, 0), (1.5, 1.5)]
)
def test_times_are_read(text, hours):
    assert journeys.hours(text) == pytest.approx(hours)


@pytest.mark.parametrize("text", ["twelve", "6", "-6h", "6 kn", "", -1, float("nan"), float("inf")])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(InputError):
        journeys.hours(text)


SPEEDS = {"air": "450kn", "sea": "20kn"}


def test_a_journey_shows_itself_and_says_what_its_time_leaves_out():
    way = journeys.journey("naval-base-guam", ["CFA Sasebo", "naval-base-guam"], "bashi-channel", "both", speed=SPEEDS)
    assert len(way.table) == 2 * 4  # a stop may come back
    assert "weather" in way._repr_html_()
    assert "pilot" in " ".join(way.notes)


def test_a_journey_with_a_leg_that_has_no_way_has_no_length():
    way = journeys.journey("naval-base-guam", [(108.0, 53.0)], "bashi-channel", speed="20kn").table
    assert way[["distance_km", "hours"]].isna().iloc[[0, 2]].all(axis=None)
    assert "more than" in way["note"][2]


def test_no_journey_goes_by_a_closed_strait_or_stops_without_a_speed():
    with pytest.raises(InputError, match="closed"):
        journeys.journey("CFA Sasebo", ["taiwan-strait"], "node-manila-port", closed=["Taiwan Strait"])
    with pytest.raises(InputError, match="speed"):
        journeys.journey("CFA Sasebo", ["naval-base-guam"], "node-manila-port", dwell="6h")


def test_journeys_go_into_files_with_geometry(tmp_path):
    out = tmp_path / "way.geojson"
    args = ["distance", "--from", "CFA Sasebo", "--via", "naval-base-guam", "--to", "node-manila-port"]
    assert CliRunner().invoke(cli, [*args, "--mode", "both", "-o", str(out)], catch_exceptions=False).exit_code == 0
    sizes = [len(f["geometry"]["coordinates"]) for f in json.loads(out.read_text())["features"]]
    assert len(sizes) == 6
    assert sizes[5] == sizes[3] + sizes[4]  # the whole by sea is its legs


def test_routes_go_into_files_with_geometry(tmp_path):
    out = tmp_path / "way.geojson"
    args = ["distance", "--from", "CFA Sasebo", "--to", "node-manila-port", "--mode", "both", "-o", str(out)]
    assert CliRunner().invoke(cli, args, catch_exceptions=False).exit_code == 0
    kinds = [len(f["geometry"]["coordinates"]) for f in json.loads(out.read_text())["features"]]
    assert len(kinds) == 2
    assert kinds[1] > 2


@pytest.mark.sample(strait=["San Bernardino Strait", "Tsugaru Strait"])
@pytest.mark.parametrize("strait", ["San Bernardino Strait", "Taiwan Strait", "Tsugaru Strait", "Bashi Channel"])
def test_ships_come_to_a_closed_strait_from_either_side(strait):
    for hub in ("Kadena", "Subic Bay", "Lal-lo Airport"):
        ways = [searoute.route(hub, strait, closed=closed) for closed in ((), strait)]
        assert ways[0].distance_km - 1e-6 <= ways[1].distance_km <= ways[0].distance_km + 0.5
        told = searoute.distances([ways[0].origin], [ways[0].target], strait).distance_km
        assert told == pytest.approx(ways[1].distance_km, abs=0.3)


def test_passages_with_a_toll_are_as_far_one_way_as_the_other():
    sea = engine.shipped()
    with_toll = [gate for gate, km in zip(sea.mesh.gates, sea.mesh.toll_km, strict=True) if km]
    ends = np.array([places.select(name)[0].sea_point for name in ("Kure", "CFA Sasebo", "Yokosuka", "Subic Bay")])
    for gate in with_toll:
        middle = np.array(places.select(gate)[0].sea_point)
        beside = np.concatenate([middle + step for step in np.array([[(0.3, 0), (-0.3, 0), (0, 0.3), (0, -0.3)]])])
        points = np.concatenate([ends, beside[sea.access(beside).on_water]])
        out = sea.field(middle, points).cost_km
        back = [np.inf if (track := sea.route(point, middle)) is None else track.cost_km for point in points]
        np.testing.assert_allclose(out, back, rtol=1e-6, atol=1e-3, err_msg=gate)


def test_no_way_is_longer_for_an_own_line_far_from_it():
    sea, far_off = engine.shipped(), Water(lines=(((150.0, 5.5), (150.1, 5.5)),))
    ports_at = [(118.1167, 5.8333), (103.8333, 1.2667), (122.0667, 6.9), (139.65, 35.45), (129.7167, 33.1667)]
    for a, b in itertools.permutations(ports_at, 2):
        assert sea.route(a, b, far_off).cost_km == pytest.approx(sea.route(a, b).cost_km, rel=1e-9)


@pytest.mark.parametrize(
    ("text", "gate"),
    [("osumi", "osumi-strait"), ("Malacca", "malacca-strait"), ("台湾", "taiwan-strait"), ("대만", "taiwan-strait"),
     ("San Bernardino", "san-bernardino-strait"), ("Kii", "kii"), ("guam - yap", "guam-yap-gap")],
)  # fmt: skip
def test_a_gate_is_known_by_what_is_proper_in_its_name(text, gate):
    assert gates.gate_id(text) == gate


def test_a_short_name_of_two_gates_is_refused_and_a_list_of_short_names_is_told_how_it_is_joined():
    with pytest.raises(UnknownNameError, match=r"did you mean .*Korea Strait"):
        gates.gate_id("Korea")
    with pytest.raises(UnknownNameError, match=r"several are joined so: sunda\+malacca"):
        gates.gate_id("sunda,malacca")
