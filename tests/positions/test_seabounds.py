"""Bounds of ship distances hold, are narrow, and leave the same straits feasible as searches do."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from eastup.positions import gates
from eastup.positions.feasible import Bounded, Feasible, by_sea, points_on
from eastup.positions.seabounds import SeaBounds, border
from eastup.sea import engine
from eastup.sea import gates as gates_of_sea

CHAIN = ["miyako-strait", "bashi-channel"]
EXTENT = (118.0, 14.0, 140.0, 38.0)  # the Inland Sea with its tolls is in it
KMH = 55.56


@cache
def chosen() -> tuple[list[gates.Gate], np.ndarray, np.ndarray]:
    wanted = gates.load(CHAIN)
    return wanted, *points_on(wanted)


@cache
def bounds() -> SeaBounds:
    return SeaBounds(chosen()[2], engine.shipped(), gates_of_sea.water(), EXTENT)


@cache
def places() -> np.ndarray:
    """At sea, along coasts, in harbours and on land."""
    rng = np.random.default_rng(6)
    at_sea = rng.uniform((119.0, 15.0), (139.0, 37.0), (400, 2))
    edges, _ = border(engine.shipped().mesh)
    near = edges[:, 0][(np.abs(edges[:, 0] - (129.0, 26.0)) < (9.0, 10.0)).all(axis=1)]
    coast = near[rng.integers(0, len(near), 300)] + rng.normal(0.0, 0.1, (300, 2))
    harbours = [(129.74, 33.17), (121.75, 25.15), (127.67, 26.22), (124.15, 24.34), (120.95, 14.55)]
    return np.concatenate([at_sea, coast, harbours])


@cache
def exact() -> np.ndarray:
    return by_sea(chosen()[0], 1).distances.bounds_km(places())[0]


@pytest.mark.thorough
def test_bounds_hold_wherever_a_place_lies() -> None:
    low, high = bounds().km(places())
    assert (low <= exact() + 1e-6).all()
    assert (high >= exact() - 1e-6).all()
    reached = np.isfinite(exact())
    assert np.median(high[reached] - low[reached]) < 5.0  # half of the places lie along coasts
    assert np.isfinite(high)[reached].mean() > 0.8
    assert np.isinf(low[np.isinf(exact())]).any()  # on land far from water


def test_nothing_is_told_of_places_beyond() -> None:
    low, high = bounds().km(np.array([[150.0, 10.0], [118.05, 20.0]]))
    assert not low.any()
    assert np.isinf(high).all()


def test_longitudes_of_any_turn() -> None:
    turned = places()[:40] + np.array([360.0, 0.0])
    for a, b in zip(bounds().km(turned), bounds().km(places()[:40]), strict=True):
        assert a == pytest.approx(b, abs=1e-6)


def test_doubt_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times that leave a gate just feasible, or just not."""
    wanted, gate_of, _ = chosen()
    judge = Bounded.__new__(Bounded)
    monkeypatch.setattr(judge, "_bounds", bounds(), raising=False)
    rng = np.random.default_rng(8)
    reached = np.flatnonzero(np.isfinite(exact()).all(axis=0))
    a, b = rng.choice(reached, (2, 60))
    way = np.full((len(wanted), 60), np.inf)
    np.minimum.at(way, gate_of, exact()[:, a] + exact()[:, b])
    off = rng.choice([-3.0, -0.5, -0.01, 0.01, 0.5, 3.0], 60)
    most = way[rng.integers(0, len(wanted), 60), np.arange(60)] + off
    hours = (most - 0.5) / KMH  # half a kilometre is allowed
    found = Feasible(wanted, gate_of, judge).straits(places()[a], places()[b], hours, KMH)
    assert [set(f) for f in found] == [set(np.flatnonzero(way[:, n] <= most[n])) for n in range(60)]
