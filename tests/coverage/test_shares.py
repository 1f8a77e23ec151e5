"""Shares, gaps, losses and sets of hubs, against dense sampling and against trying everything."""

from itertools import combinations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import coverage, layers, places
from eastup.coverage import along as lines
from eastup.coverage import metric, seas
from eastup.errors import InputError
from eastup.hubs.question import read_reaches_km
from eastup.layers.seas import bounded, bounds

GEOD = pyproj.Geod(ellps="WGS84")
FEW = ["misawa-ab", "kadena-ab", "subic-bay", "cfa-sasebo", "naval-base-guam", "antonio-bautista-ab"]
HUBS = np.array([(p.lon, p.lat) for p in places.select(FEW)])
BY_AIR = metric.Geodesic(HUBS)


def sampled(line, hubs, reach_km, step_km):
    """Return at points every step along the line whether each hub reaches them, by pyproj alone."""
    rows = []
    for (lon, lat, azimuth), km in zip(line.starts, line.km, strict=True):
        along = np.arange(step_km / 2, km, step_km)
        x, y, _ = GEOD.fwd(*np.tile([[lon], [lat], [azimuth]], len(along)), along * 1000)
        rows.append([GEOD.inv(np.full(len(x), a), np.full(len(x), b), x, y)[2] / 1000 <= reach_km for a, b in hubs])
    return np.concatenate(rows, axis=1)


@pytest.mark.parametrize("strait", ["miyako-strait", "luzon-strait", "balabac-strait", "amami-passages"])
@pytest.mark.parametrize("reach_km", [300.0, 700.0, 926.0])
def test_the_length_within_reach_agrees_with_dense_sampling(strait, reach_km):
    row = layers.load("straits").set_index("id").loc[strait]
    gate = lines.line(strait, row["name"], row.geometry)
    count = sampled(gate, HUBS, reach_km, 0.05).sum(axis=0)
    pieces = lines.split(gate, BY_AIR, reach_km)
    for k in (1, 2, 3):
        assert pieces.covered_km(k) == pytest.approx(gate.length_km * (count >= k).mean(), abs=0.3)


@settings(max_examples=40)
@given(
    ends=st.lists(st.tuples(st.floats(100, 200), st.floats(-60, 60)), min_size=2, max_size=4, unique=True),
    hub=st.tuples(st.floats(100, 200), st.floats(-60, 60)),
    reach_km=st.floats(20, 6000),
)
def test_pieces_of_any_line_agree_with_sampling(ends, hub, reach_km):
    line = lines.line("x", "x", shapely.LineString(ends))
    if line.length_km < 1:
        return
    pieces = lines.split(line, metric.Geodesic([hub]), reach_km)
    assert pieces.km.sum() == pytest.approx(line.length_km)
    step = line.length_km / 2000
    share = sampled(line, [hub], reach_km, step).mean()
    assert pieces.covered_km() / line.length_km == pytest.approx(share, abs=0.004)


def test_a_line_that_only_touches_the_ring_is_found():
    lon, lat, _ = GEOD.fwd(130.0, 25.0, 0.0, 500_000)  # the point of the ring due north of the hub
    line = lines.line("t", "tangent", shapely.LineString([(lon - 3, lat), (lon + 3, lat)]))
    hub = np.array([(130.0, 25.0)])
    least = GEOD.inv(130.0, 25.0, *line_middle(line))[2] / 1000
    assert lines.split(line, metric.Geodesic(hub), least + 0.01).covered_km() > 1.0  # a metre inside is kilometres long
    assert lines.split(line, metric.Geodesic(hub), least - 0.01).covered_km() == 0.0


def line_middle(line):
    lon, lat, azimuth = line.starts[0]
    return GEOD.fwd(lon, lat, azimuth, line.km[0] * 500)[:2]


def test_the_reach_that_covers_a_strait_covers_it_and_less_does_not():
    for row in layers.load("straits").iloc[::5].to_dict("records"):
        gate = lines.line(row["id"], row["name"], row["geometry"])
        for k in (1, 2):
            full = lines.full_reach_km(gate, BY_AIR, k)
            assert lines.split(gate, BY_AIR, full + 0.01).covered_km(k) == pytest.approx(gate.length_km, abs=1e-6)
            assert lines.split(gate, BY_AIR, full - 0.01).covered_km(k) < gate.length_km


def test_shares_and_gaps_add_up():
    table = coverage.shares(FEW, radius="500nmi").set_index("id")
    assert set(table["kind"]) == {"strait", "chain", "chain stretch", "sea"}
    assert (table["share_1"] >= table["share_2"]).all()
    gaps = coverage.gaps(FEW, radius="500nmi")
    open_km = gaps.groupby("id")["length_km"].sum().reindex(table.index, fill_value=0.0)
    measured = table["length_km"].notna()
    np.testing.assert_allclose(
        (table["length_km"] * (1 - table["share_1"]))[measured & ~table["kind"].eq("chain stretch")],
        open_km[measured & ~table["kind"].eq("chain stretch")],
        atol=1e-6,
    )
    stretches = table[table["kind"] == "chain stretch"]
    whole = table[table["kind"] == "chain"].iloc[0]
    assert (stretches["share_2"] * stretches["length_km"]).sum() == pytest.approx(
        whole["share_2"] * whole["length_km"], abs=0.1
    )
    for row in gaps.to_dict("records"):
        points = [shapely.get_coordinates(part) for part in shapely.get_parts(row["geometry"])]
        km = sum(GEOD.line_length(p[:, 0], p[:, 1]) for p in points) / 1000
        assert km == pytest.approx(row["length_km"], rel=1e-6)


def test_seas_are_water_within_their_bounds():
    assert set(bounded()) <= set(layers.load("seas")["id"])
    for sea in bounded():
        assert bounds(sea).is_valid
    lon, lat, km2 = seas.water("yellow-sea")
    assert 350_000 < km2.sum() < 500_000  # some 380,000 without and 460,000 with the Bohai Sea and bays
    assert not ((abs(lon - 126.98) < 0.05) & (abs(lat - 37.57) < 0.05)).any()  # Seoul
    cell = shapely.box(124.0, 35.0, 124.05, 35.05)
    exact = abs(GEOD.geometry_area_perimeter(shapely.segmentize(cell, 0.001))[0]) / 1e6
    assert km2[np.argmin(np.hypot(lon - 124.025, lat - 35.025))] == pytest.approx(exact, rel=1e-5)


def test_the_curve_rises_and_ends_with_all():
    table = coverage.curve(FEW, radius=[300, 900, 4000])
    assert list(table["radius_km"]) == [300, 900, 4000]
    assert table["straits_1"].is_monotonic_increasing
    assert (table.iloc[-1][["straits_1", "straits_2"]] == table.iloc[-1]["straits"]).all()
    assert table.iloc[-1]["chain_1_share"] == 1.0


@pytest.mark.sample(k=2)
@pytest.mark.parametrize("k", [1, 2])
@pytest.mark.parametrize("lost", [1, 2])
def test_losses_equal_leaving_the_hubs_out(k, lost):
    table = coverage.losses(FEW, radius=900, k=k, lost=lost)
    assert len(table) == len(list(combinations(FEW, lost)))
    before = coverage.gaps(FEW, radius=900, k=k)
    before_km = before[before["kind"] == "strait"]["length_km"].sum()
    for row in table.to_dict("records"):
        without = row["lost_ids"].split("; ")
        after = coverage.gaps(FEW, radius=900, k=k, without=without)
        after = after[after["kind"] == "strait"]
        assert after["length_km"].sum() - before_km == pytest.approx(row["opened_km"], abs=0.02)
        assert set(filter(None, row["straits"].split("; "))) == set(after["name"]) - set(before["name"])


def test_the_smallest_set_is_the_smallest_of_all_sets():
    answer = coverage.smallest(FEW, radius=1100)
    gates = coverage.gaps(FEW, radius=1100).query("kind == 'strait'")["id"]
    assert answer.attrs["covered"] == len(places.select("passages")) - len(set(gates))

    def open_straits(members):
        frame = coverage.gaps(list(members), radius=1100)
        return set(frame[frame["kind"] == "strait"]["id"])

    all_open = open_straits(FEW)
    assert open_straits(answer["id"]) == all_open
    for members in combinations(FEW, len(answer) - 1):
        assert open_straits(members) != all_open


@pytest.mark.sample(number=2)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_best_hubs_are_the_best_of_all_choices(number):
    answer = coverage.best(number, FEW, radius=900)
    total = len(places.select("passages"))

    def covered(members):
        frame = coverage.gaps(list(members), radius=900)
        return total - frame[frame["kind"] == "strait"]["id"].nunique()

    assert covered(answer["id"]) == len(answer.attrs["straits"])
    assert len(answer.attrs["straits"]) == max(covered(m) for m in combinations(FEW, number))


def test_questions_that_are_none():
    with pytest.raises(InputError, match="longer reach"):
        coverage.smallest(["Kadena"], radius=1)
    with pytest.raises(InputError, match="can't be"):
        coverage.best(7, FEW, radius=900)
    with pytest.raises(InputError, match="not worked out"):
        coverage.losses(FEW, radius=900, lost=3)
    with pytest.raises(InputError, match="k must be at least 1"):
        coverage.gaps(FEW, radius=900, k=0)
    with pytest.raises(InputError, match="not both"):
        read_reaches_km(radius=1, hours=1)


def test_straits_are_those_that_are_asked_for_and_the_passages_where_none_are():
    def counted(**to):
        table = coverage.shares(FEW, radius=900, **to)
        return list(table[table["kind"] == "strait"]["id"])

    assert set(counted()) == {place.id for place in places.select("passages")}
    assert set(counted(targets="straits")) == set(layers.load("straits")["id"])
    assert counted(targets=["miyako-strait", "Kadena"]) == ["miyako-strait"]
    assert coverage.curve(FEW, radius=900)["straits"].tolist() == [len(places.select("passages"))]
    with pytest.raises(InputError, match="no target is a strait"):
        coverage.shares(FEW, radius=900, targets="Kadena")
