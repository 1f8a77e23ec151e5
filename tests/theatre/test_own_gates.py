"""Gates of one's own: closed, told and measured as those of the layer are."""

from __future__ import annotations

import pytest

import eastup
from eastup import coverage, distance, layers, tyranny
from eastup.positions import gates as positions
from eastup.sea import gates, routes
from eastup.theatre.project import project

TEXT = """
name = "Doubles"
{base}
[[straits]]
id = "mine"
name = "My Miyako"
line = {line}
coast_a = "Okinawa"
coast_b = "Miyako"
"""


@pytest.fixture(scope="module")
def doubled(tmp_path_factory):
    """A theatre with a gate where Miyako Strait's is: its ends, as the layer has them."""
    row = layers.load("straits").set_index("id").loc["miyako-strait"]
    line = [[lon, lat] for part in (row.geometry,) for lon, lat in part.coords][:: len(row.geometry.coords) - 1]
    path = tmp_path_factory.mktemp("doubled") / "eastup.toml"
    path.write_text(TEXT.format(base="", line=line), encoding="utf-8")
    return project(path)


PAIRS = [("Naha", "26.0,132.0"), ("kadena-ab", "21.0,126.0"), ("24.0,129.5", "29.0,125.5")]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_an_own_gate_closes_what_ours_in_its_place_closes(a, b, doubled):
    with doubled:
        own, ours = (routes.route(a, b, closed=[gate]).distance_km for gate in ("mine", "miyako-strait"))
        free = routes.route(a, b).distance_km
    assert own == pytest.approx(ours, rel=2e-3)
    assert own >= free - 1e-6


def test_a_way_is_told_to_pass_it(doubled):
    a, b = "24.0,129.5", "29.0,125.5"
    with doubled:
        way = routes.route(a, b)
        assert ("mine" in way.straits) == ("miyako-strait" in way.straits)
        assert "mine" in way.straits
        assert "My Miyako" in distance.matrix(a, b, "sea")["note"].iloc[0]
        shut = routes.route(a, b, closed=["My Miyako"])
        assert "mine" not in shut.straits
        assert shut.distance_km > way.distance_km + 10
    assert "mine" not in routes.route(a, b).straits


@pytest.mark.parametrize("side", ["24.0,129.5", "29.0,125.5"])
def test_ships_come_to_a_closed_gate_from_their_own_side(side, doubled):
    with doubled:
        free, shut = (routes.route(side, "mine", closed=closed).distance_km for closed in ((), ("mine",)))
        assert gates.standing_on([routes.route(side, "mine").target.sea_point])[0] >= {"mine"}
    assert shut == pytest.approx(free, abs=1.0)


def test_known_places_are_searched_where_an_own_gate_may_change_their_way(doubled):
    """Distances between known places come of a table; with a gate of one's own they equal the search all the same."""
    hubs, targets = ["cfa-sasebo", "naval-base-guam", "kadena-ab"], ["taiwan-strait", "bashi-channel", "osumi-strait"]
    with doubled:
        table = distance.matrix(hubs, targets, "sea", closed=["mine"])["distance_km"].to_numpy()
        each = [routes.route(a, b, closed=["mine"]).distance_km for a in hubs for b in targets]
    assert table == pytest.approx(each, abs=1e-3)


def test_it_is_measured_as_ours_is(doubled):
    with doubled:
        rows = layers.load("straits").set_index("id")
        ours, own = rows.loc["miyako-strait"], rows.loc["mine"]
        assert own["width_km"] == pytest.approx(ours["width_km"], rel=0.01)
        assert own["mid_lon"] == pytest.approx(ours["mid_lon"], abs=0.01)
        shares = coverage.shares(["kadena-ab"], radius="200km", targets="straits").set_index("id")
        assert shares.loc["mine", "share_1"] == pytest.approx(shares.loc["miyako-strait", "share_1"], abs=0.01)
        ranked = tyranny.nearest(["kadena-ab", "subic-bay"], ["mine", "miyako-strait"]).table
        assert ranked["distance_km"].iloc[0] == pytest.approx(ranked["distance_km"].iloc[1], abs=0.5)
        assert positions.load(["mine"])[0].width_km == pytest.approx(ours["width_km"], rel=0.01)
        assert gates.gates()["mine"].open


def test_without_ours_the_waters_gates_can_still_be_closed(tmp_path):
    path = tmp_path / "eastup.toml"
    path.write_text('name = "Bare"\nbase = "none"\n', encoding="utf-8")
    a, b = "1.0,104.5", "6.0,98.0"
    with eastup.project(path):
        free, shut = (routes.route(a, b, closed=c) for c in ((), ("Strait of Malacca (Singapore end)",)))
        assert layers.load("straits").empty
    assert shut.distance_km > free.distance_km + 100


def test_a_gate_that_is_never_open_is_closed_in_every_question(tmp_path):
    path = tmp_path / "eastup.toml"
    text = TEXT.format(base="", line="[[125.3, 24.8], [127.7, 26.1]]") + 'traffic = "closed"\n'
    path.write_text(text, encoding="utf-8")
    a, b = "24.0,129.5", "29.0,125.5"
    free = routes.route(a, b).distance_km
    with eastup.project(path):
        assert routes.route(a, b).distance_km > free + 10
