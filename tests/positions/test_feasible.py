"""Which straits a gap leaves: the logic against distances that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from eastup import geodesy
from eastup.positions import gates
from eastup.positions.feasible import Feasible, Measured, points_on

CHAIN = ["tokara-strait", "miyako-strait", "yonaguni-gap"]


def by_air(sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return np.asarray(geodesy.distance_m(*sources.T[:, :, None], *targets.T[:, None, :])) / 1000.0


def judge() -> Feasible:
    chosen = gates.load(CHAIN)
    number, points = points_on(chosen)
    return Feasible(chosen, number, Measured(points, by_air))


START, END = np.array([[125.0, 27.5]]), np.array([[129.5, 24.0]])


def test_several_one_and_none() -> None:
    one = judge()
    straight = float(geodesy.distance_m(*START[0], *END[0])) / 1000

    def straits(hours: float, kmh: float = 55.56) -> list[str]:
        return [CHAIN[g] for g in one.straits(START, END, np.array([hours]), kmh)[0]]

    assert straits(0.99 * straight / 55.56) == []
    assert straits(1.05 * straight / 55.56) == ["miyako-strait"]
    assert straits(24.0)[0] == "miyako-strait"
    assert set(straits(24.0)) == set(CHAIN)
    assert straits(24.0, 28.0) == ["miyako-strait"]


def test_likely_where_it_is_only_one() -> None:
    each = pd.DataFrame(
        {
            "seen": [True, False, False], "start_lon": 125.0, "start_lat": 27.5, "end_lon": 129.5, "end_lat": 24.0,
            "longest_gap_h": [0.2, 12.0, 24.0],
        }
    )  # fmt: skip
    added = judge().added_to(each, 55.56)
    assert list(added["likely"]) == ["", "miyako-strait", ""]
    assert list(added["feasible"].str.count(";")) == [0, 0, 2]


def test_points_on_a_gate_lie_on_its_line() -> None:
    chosen = gates.load()
    number, points = points_on(chosen)
    assert set(number) == set(range(len(chosen)))
    for n, (lon, lat) in zip(number, points, strict=True):
        least = min(
            float(geodesy.distance_m(*part[k], lon, lat) + geodesy.distance_m(lon, lat, *part[k + 1]))
            - float(geodesy.distance_m(*part[k], *part[k + 1]))
            for part in chosen[n].parts
            for k in range(len(part) - 1)
        )
        assert least < 0.01


class Blurred:
    """Distances of which only bounds are known, until they are asked for one by one."""

    def __init__(self, exact: Measured, off_km: float) -> None:
        self.exact, self.off_km, self.asked = exact, off_km, 0

    def bounds_km(self, lonlat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        km = self.exact.bounds_km(lonlat)[0]
        rng = np.random.default_rng(len(lonlat))
        return km - rng.uniform(0, self.off_km, km.shape), km + rng.uniform(0, self.off_km, km.shape)

    def km(self, lonlat: np.ndarray, which: np.ndarray) -> np.ndarray:
        self.asked += len(which)
        return self.exact.km(lonlat, which)


def test_bounds_change_no_answer_and_spare_most_of_the_measuring() -> None:
    exact = judge()
    measured = exact.distances
    assert isinstance(measured, Measured)
    blurred = Blurred(measured, 5.0)
    rng = np.random.default_rng(4)
    start, end = (
        rng.uniform((122.0, 24.0), (128.0, 30.0), (300, 2)),
        rng.uniform((124.0, 20.0), (132.0, 26.0), (300, 2)),
    )
    hours = rng.uniform(6.0, 30.0, 300)
    by_bounds = Feasible(exact.gates, exact.gate_of, blurred).straits(start, end, hours, 55.56)
    assert [set(found) for found in by_bounds] == [set(found) for found in exact.straits(start, end, hours, 55.56)]
    assert 0 < blurred.asked < 0.05 * 300 * len(measured.points)
