"""Journeys by several ways, and people carried away: sums, shares and the user's own numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import distance
from eastup.distance.lift import lift
from eastup.distance.mixed import mixed
from eastup.errors import InputError

STATIONS = ["Camp Hansen", "White Beach", "miyako-strait"]


def test_each_leg_goes_its_own_way_at_its_own_speed():
    table = mixed(STATIONS, ["land", "sea"], speed={"land": "40km/h", "sea": "20kn"}, dwell="6h", road_factor=1.3).table
    land, sea, whole = (table.iloc[n] for n in range(3))
    air = distance.matrix(*STATIONS[:2])["distance_km"].iloc[0]
    ship = distance.matrix(*STATIONS[1:], "sea")["distance_km"].iloc[0]
    assert land["distance_km"] == pytest.approx(1.3 * air)
    assert sea["distance_km"] == pytest.approx(ship)
    assert whole["distance_km"] == pytest.approx(1.3 * air + ship)
    assert whole["hours"] == pytest.approx(1.3 * air / 40 + 6 + ship / 37.04)
    assert table["share"].iloc[:2].sum() == pytest.approx(1)
    assert table["share_hours"].iloc[:2].sum() == pytest.approx(1)
    assert whole["mode"] == "land+sea"


def test_no_road_crosses_the_sea():
    table = mixed(["Camp Hansen", "Sasebo"], ["land"]).table
    assert table["distance_km"].isna().all()
    assert "no land joins" in table["note"].iloc[0]


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"by": ["sea", "sea", "sea"]}, "3 ways are given for 2 legs"),
        ({"by": ["rail"]}, "unknown way 'rail'"),
        ({"by": ["sea"], "dwell": "6h"}, "says nothing without a speed"),
        ({"by": ["sea"], "speed": "20kn", "dwell": ["1h", "2h"]}, "2 times are given for 1 stops"),
        ({"by": ["land"], "road_factor": 0.9}, "a road can't be 0.9 times"),
    ],
)
def test_what_does_not_fit_is_refused(given_, told):
    with pytest.raises(InputError, match=told):
        mixed(STATIONS, **given_)


@settings(max_examples=25)
@given(st.integers(1, 10**6), st.integers(0, 20_000), st.integers(1, 20_000))
def test_people_leave_as_the_days_allow(people, by_air, by_sea):
    answer = lift("Ishigaki", "Kagoshima Airport", people, {"air": by_air, "sea": by_sea})
    assert (answer.days - 1) * (by_air + by_sea) < people <= answer.days * (by_air + by_sea)
    assert answer.table["people"].iloc[:-1].sum() == pytest.approx(people, abs=0.2)
    assert len(answer.table) == 1 + (by_air > 0) + 1


def test_nobody_leaves_where_nothing_goes():
    with pytest.raises(InputError, match="nobody leaves"):
        lift("Ishigaki", "Naha", 100, {"air": 0})
    with pytest.raises(InputError, match="unknown mode 'rail'"):
        lift("Ishigaki", "Naha", 100, {"rail": 5})


@pytest.mark.parametrize("gate", ["bashi-channel", "kanmon"])
def test_a_ship_goes_on_through_no_closed_gate_at_which_it_stops(gate):
    stations = ["cfa-sasebo", gate, "manila"]
    with pytest.raises(InputError, match="which is closed"):
        mixed(stations, ["sea"], closed=gate)
    with pytest.raises(InputError, match="which is closed"):
        distance.journeys.journey(stations[0], [gate], stations[2], closed=gate)
    assert mixed(stations, ["air", "sea"], closed=gate).table["distance_km"].notna().all()  # from there on by ship
