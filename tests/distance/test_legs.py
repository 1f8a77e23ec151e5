"""Legs under a limit: as few as can be, and of those the shortest, held against every order of stops."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup.distance.legs import _search, _way, legs
from eastup.errors import InputError
from eastup.places import Place


def by_trying(km, start, end, may_stop):
    """The fewest legs, and their least length, by trying every row of stops."""
    stops = [n for n in np.flatnonzero(may_stop) if n not in (start, end)]
    for number in range(len(stops) + 1):
        lengths = [
            sum(km[a, b] for a, b in itertools.pairwise((start, *row, end)))
            for row in itertools.permutations(stops, number)
        ]
        if np.isfinite(least := min(lengths)):
            return number + 1, least
    return None


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_no_way_has_fewer_legs_or_of_as_many_is_shorter(seed):
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 10, (7, 2))
    km = np.linalg.norm(at[:, None] - at[None], axis=2)
    km = np.where((km > 0) & (km <= rng.uniform(2, 8)), km, np.inf)
    may_stop = rng.random(7) < 0.7
    way = _way(_search(km, 0, may_stop), 0, 6)
    expected = by_trying(km, 0, 6, may_stop)
    if expected is None:
        assert way == []
    else:
        assert len(way) - 1 == expected[0]
        assert sum(km[a, b] for a, b in itertools.pairwise(way)) == pytest.approx(expected[1])
        assert may_stop[way[1:-1]].all()


def test_legs_across_the_pacific():
    answer = legs(["san-diego"], ["kadena-ab"], "2500nmi", speed="450kn", dwell="2h").table.iloc[0]
    assert answer["legs"] == 3
    assert answer["longest_km"] <= 2500 * 1.852
    assert answer["hours"] == pytest.approx(answer["distance_nmi"] / 450 + 4, rel=1e-9)
    one = legs(["san-diego"], ["kadena-ab"], "6000nmi").table.iloc[0]
    assert (one["legs"], one["stops"]) == (1, "")
    assert one["distance_km"] < answer["distance_km"]


def test_where_no_stops_join_two_places_a_note_says_so():
    answer = legs("san-diego", "kadena-ab", "300nmi").table.iloc[0]
    assert answer.isna()["legs"]
    assert answer.isna()["distance_km"]
    assert "no stops join them" in answer["note"]


def test_by_sea_a_leg_is_a_way_of_ships():
    stops = [Place("a", "A", 126.5, 33.2), Place("b", "B", 124.5, 31.0)]
    table = legs("busan", "taiwan-strait", "900km", stops=stops, mode="sea").table
    assert table["legs"].iloc[0] >= 2
    assert table["distance_km"].iloc[0] > 1000


def test_a_limit_that_is_none_is_refused():
    with pytest.raises(InputError, match="can't be the longest"):
        legs("busan", "kadena-ab", 0.0)


def test_many_stops_are_told_below_the_table_too():
    answer = legs("Guam", ["Busan", "Kadena"], "600nmi")
    told = [note for note in answer.notes if note.key == "legs.way"]
    assert len(told) == sum(answer.table["legs"] >= 4)
    [stops] = answer.table.loc[answer.table["target"] == "Busan", "stops"]
    assert f"Guam - Busan by way of {stops}." in told


def test_a_ship_makes_no_stop_at_a_gate_that_is_closed():
    """It would go on through it."""
    asked = ("busan", "node-kobe", "300nmi")
    open_way, closed = (legs(*asked, stops="kanmon", mode="sea", closed=shut).table for shut in ((), "kanmon"))
    assert open_way["stop_ids"].iloc[0] == "kanmon"
    assert closed["legs"].isna().all()
