"""A hub closed for some days, and the model of decay: held against the plain tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import distance, tyranny
from eastup.errors import InputError
from eastup.hubs import select, west_of

HUBS = ["kadena-ab", "cfa-sasebo", "subic-bay", "naval-base-guam"]
TARGETS = ["miyako-strait", "bashi-channel", "taiwan-strait", "tsushima-strait"]


@settings(max_examples=20)
@given(st.floats(0, 60 * 24), st.sampled_from(HUBS))
def test_the_earlier_of_waiting_and_coming_from_elsewhere_counts(wait_h, lost):
    table = tyranny.closure(HUBS, TARGETS, lost, wait_h, speed="20kn", mode="air").table.set_index("target_id")
    for target in TARGETS:
        km = distance.matrix(HUBS, target).set_index("origin_id")["distance_km"]
        hours = km / 37.04
        later = min(hours[hub] + (wait_h if hub == lost else 0.0) for hub in HUBS)
        assert table.loc[target, "hours"] == pytest.approx(later)
        assert table.loc[target, "hours_before"] == pytest.approx(hours.min())
        assert table.loc[target, "hours_change"] >= -1e-12


def test_closed_for_ever_it_is_lost_and_for_no_time_nothing_changes():
    for_ever = tyranny.closure(HUBS, TARGETS, "kadena-ab", "9999d", speed="20kn").table
    lost = tyranny.nearest(HUBS, TARGETS, without="kadena-ab").table
    assert list(for_ever["hub"]) == list(lost["nearest_hub"])
    assert for_ever["distance_km"].to_numpy() == pytest.approx(lost["distance_km"].to_numpy())
    assert not for_ever["waits"].any()
    assert (tyranny.closure(HUBS, TARGETS, "kadena-ab", 0.0, speed="20kn").table["hours_change"] == 0).all()


def test_days_mean_nothing_without_a_speed():
    with pytest.raises(InputError, match="need a speed by air"):
        tyranny.closure(HUBS, TARGETS, "kadena-ab", "5d")
    with pytest.raises(InputError, match="no hub is closed"):
        tyranny.closure(HUBS, TARGETS, [], "5d", speed="20kn")


def test_what_arrives_is_halved_by_each_length():
    half_km = 1500.0
    table = tyranny.decay(HUBS, TARGETS, half_km).table
    km = distance.matrix(HUBS, TARGETS)["distance_km"].to_numpy().reshape(len(HUBS), len(TARGETS))
    assert table["arrives"].to_numpy() == pytest.approx(0.5 ** (km.min(axis=0) / half_km))
    assert table["all_hubs"].to_numpy() == pytest.approx((0.5 ** (km / half_km)).sum(axis=0))
    assert table["model"].str.startswith("model:").all()
    with pytest.raises(InputError, match="no length by which"):
        tyranny.decay(HUBS, TARGETS)


def test_the_hubs_within_a_radius_are_named():
    table = tyranny.nearest(HUBS, TARGETS, within_km=1000.0).table
    km = distance.matrix(HUBS, TARGETS)
    for row in table.itertuples():
        near = km[(km["target_id"] == row.target_id) & (km["distance_km"] <= 1000.0)]["origin"]
        assert set(filter(None, row.within_hubs.split("; "))) == set(near)
        assert row.within_count == len(near)


def test_west_of_a_meridian_longitudes_run_on_over_the_date_line():
    hubs = select(["kadena-ab", "node-pearl-harbor", "naval-base-guam"])
    assert {p.id for p in west_of(hubs, 180)} == {"kadena-ab", "naval-base-guam"}
    assert {p.id for p in west_of(hubs, -150)} == {p.id for p in hubs}
    assert np.all([p.lon < 130 for p in west_of(hubs, 130)])
    with pytest.raises(InputError, match="no hub lies west"):
        west_of(hubs, 90)
