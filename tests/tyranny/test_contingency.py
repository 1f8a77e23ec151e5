from __future__ import annotations

from itertools import product

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hubs_and_targets import fake_sea, frame, hub_sets, target_sets
from hypothesis import given, settings
from hypothesis import strategies as st

from eastup import distance, geodesy, places, tyranny
from eastup.errors import InputError, NoRouteError, UnknownNameError


def by_trying_all(hubs, targets_a, targets_b, weights=None):
    """Return the least worst and the least mean of every way to divide the hubs."""
    km_a = distance.matrix(hubs, targets_a).distance_km.to_numpy().reshape(len(hubs), -1)
    km_b = distance.matrix(hubs, targets_b).distance_km.to_numpy().reshape(len(hubs), -1)
    weight = np.ones(km_a.shape[1] + km_b.shape[1]) if weights is None else np.asarray(weights)
    worst, mean = [], []
    for sides in product([True, False], repeat=len(hubs)):
        first = np.array(sides)
        if first.all() or not first.any():
            continue
        ways = np.concatenate([km_a[first].min(axis=0), km_b[~first].min(axis=0)])
        worst.append(ways.max())
        mean.append(ways @ weight / weight.sum())
    best = min(worst), min(mean)
    tied = (
        [m for w, m in zip(worst, mean, strict=True) if w <= best[0] + 1e-6],
        [w for w, m in zip(worst, mean, strict=True) if m <= best[1] + 1e-6],
    )
    return {"worst": (best[0], min(tied[0])), "mean": (min(tied[1]), best[1])}


@pytest.mark.thorough
@given(hub_sets, target_sets, target_sets)
@settings(max_examples=30)
def test_the_division_is_the_best_of_all_divisions(hubs, targets_a, targets_b):
    best = by_trying_all(hubs, targets_a, targets_b)
    for objective in ("worst", "mean"):
        split = tyranny.contingencies(hubs, targets_a, targets_b, objective)
        assert (split.worst_km, split.mean_km) == pytest.approx(best[objective], rel=1e-9, abs=1e-5)


@given(hub_sets, target_sets, target_sets)
@settings(max_examples=20)
def test_no_target_gains_and_each_hub_serves_one_side(hubs, targets_a, targets_b):
    split = tyranny.contingencies(hubs, targets_a, targets_b)
    table = split.table
    assert (table.distance_km_change >= 0).all()
    assert (table.groupby("hub")["contingency"].nunique() == 1).all()
    free = split.hubs[split.hubs.serves == 0]
    assert (free.contingency == "").all()
    assert split.hubs.serves.sum() == len(targets_a) + len(targets_b)
    alone = tyranny.nearest(hubs, targets_a).table
    assert np.allclose(table.distance_km_before[: len(targets_a)], alone.distance_km)


def test_weights_count_in_the_mean():
    hubs = frame([(120, 20), (125, 26), (130, 33)], "h")
    a, b = frame([(121, 22), (124, 24)], "a"), frame([(126, 25), (129, 34)], "b")
    weights = {"a0": 5.0, "b1": 0.5}
    split = tyranny.contingencies(hubs, a, b, "mean", weights=weights)
    assert split.mean_km == pytest.approx(by_trying_all(hubs, a, b, [5, 1, 1, 0.5])["mean"][1])


def test_one_hub_between_two_targets_goes_where_it_is_missed_most():
    """By hand: on the equator a degree is 111.32 km; B has a hub in reserve at 2 degrees, A only one at 10."""
    hubs = frame([(0, 0), (10, 0), (2, 0)], "h")
    split = tyranny.contingencies(hubs, frame([(0, 0)], "a"), frame([(0, 0)], "b"), names=("A", "B"))
    assert split.worst_km == pytest.approx(2 * 111.3195, rel=1e-4)
    assert split.mean_km == pytest.approx(111.3195, rel=1e-4)
    assert sorted(split.table.hub) == ["h0", "h2"]
    assert list(split.hubs.set_index("hub_id").contingency)[1] == ""


def test_the_default_pair_and_its_names():
    split = tyranny.contingencies()
    assert list(dict.fromkeys(split.table.contingency)) == ["Korea", "Taiwan"]
    assert split.table.hub[0] == "Camp Humphreys"
    assert list(tyranny.contingencies(None, "taiwan", "Miyako Strait").table.contingency.unique()) == [
        "Taiwan",
        "Miyako Strait",
    ]
    same = tyranny.contingencies(None, "straits", "straits")
    assert list(same.table.contingency.unique()) == ["straits (1)", "straits (2)"]
    lost = tyranny.contingencies(without="host=KOR", speed="450kn")
    assert lost.worst_km >= split.worst_km
    assert np.allclose(lost.table.hours, lost.table.distance_nmi / 450)
    assert len(split.notes) >= 3
    assert "Korea" in split._repr_html_()


def test_what_no_hub_reaches_is_refused(monkeypatch):
    hubs = [place.id for place in places.select("default")]
    blocked = {(hub, "taiwan-strait") for hub in hubs}
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked=blocked))
    with pytest.raises(NoRouteError, match="Taiwan Strait"):
        tyranny.contingencies(mode="sea")
    one_only = {(hub, t) for hub in hubs[1:] for t in ("taiwan-strait", "miyako-strait")}
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked=one_only))
    with pytest.raises(NoRouteError, match="no division"):
        tyranny.contingencies(None, "taiwan-strait", "miyako-strait", mode="sea")
    with pytest.raises(NoRouteError, match="no division"):
        tyranny.contingencies(None, "taiwan-strait", "miyako-strait", "mean", mode="sea")


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (("kadena-ab",), {}, "one hub"),
        ((), {"objective": "median"}, "mean"),
        ((), {"mode": "both"}, "one mode"),
        ((None, "Koreaa"), {}, "Korea"),
        ((), {"without": "Ulsan"}, "none of the hubs"),
    ],
)
def test_bad_input_is_said(arguments, options, message):
    with pytest.raises(InputError, match=message):
        tyranny.contingencies(*arguments, **options)
    assert issubclass(UnknownNameError, InputError)


# --- the triangle ---------------------------------------------------------------------------------------------------


def test_the_sides_of_the_triangle():
    """Sides as the essay's maps print them in the press: Seoul - Tokyo 1,155 km and Humphreys - Manila 2,550 km."""
    answer = tyranny.triangle(["Seoul", "Tokyo", "Manila"], speed="450kn")
    table = answer.table
    assert list(table.columns) == [*distance.COLUMNS, "area_km2"]
    assert table.distance_km[0] == pytest.approx(1155, rel=0.01)
    assert tyranny.triangle().table.distance_km[2] == pytest.approx(2550, rel=0.01)
    assert np.allclose(table.hours, table.distance_nmi / 450)
    assert answer.perimeter_km == pytest.approx(table.distance_km.sum())


def test_the_area_is_that_of_the_sphere_to_half_a_per_cent():
    """L'Huilier's theorem on a sphere of the ellipsoid's volume."""
    answer = tyranny.triangle()
    a, b, c = answer.table.distance_km / 6371.0
    s = (a + b + c) / 2
    excess = 4 * np.arctan(np.sqrt(np.tan(s / 2) * np.tan((s - a) / 2) * np.tan((s - b) / 2) * np.tan((s - c) / 2)))
    assert answer.area_km2 == pytest.approx(excess * 6371.0**2, rel=0.005)
    turned = tyranny.triangle(["manila", "tokyo", "camp-humphreys"])
    assert turned.area_km2 == pytest.approx(answer.area_km2)


@pytest.mark.thorough
def test_a_triangle_by_both_modes(monkeypatch):
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked={("tokyo", "manila")}))
    answer = tyranny.triangle(mode="both")
    assert list(answer.table["mode"]) == ["air"] * 3 + ["sea"] * 3
    assert "No route: Tokyo - Manila." in answer.notes
    assert "Tokyo" in answer._repr_html_()


def test_a_triangle_has_three_corners():
    with pytest.raises(InputError, match="three"):
        tyranny.triangle(["Seoul", "Tokyo"])
    with pytest.raises(InputError, match="air"):
        tyranny.triangle(mode="air", closed="Taiwan Strait")


# --- the gaps of a chain --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chain():
    return tyranny.gaps()


def test_gaps_are_no_narrower_than_the_measured_straits(chain):
    """Land-to-land widths that another copy of the coast gave: `narrowest_km` is the least between the two lands."""
    table = chain.table.drop_duplicates("strait").set_index("strait")
    measured = {
        "Miyako Strait": 267.1, "Yonaguni Gap": 107.3, "Bashi Channel": 141.3, "Tsugaru Strait": 18.5, "Vries Strait": 40.0,
        "Okinawa-Yoron Gap": 22.5,
    }  # fmt: skip
    for strait, km in measured.items():
        assert table.narrowest_km[strait] == pytest.approx(km, rel=0.01)
        assert table.width_km[strait] >= 0.99 * km


def test_gaps_stand_in_the_order_of_the_chain_and_add_up(chain):
    table = chain.table
    assert list(table.order) == list(range(1, len(table) + 1))
    named = list(table.strait[table.strait != ""])
    north_to_south = [
        "Vries Strait",
        "Tsugaru Strait",
        "Tokara Strait",
        "Miyako Strait",
        "Bashi Channel",
        "Balabac Strait",
    ]
    assert [named.index(s) for s in north_to_south] == sorted(named.index(s) for s in north_to_south)
    assert table.width_km.sum() == pytest.approx(chain.water_km)
    assert table.share.sum() == pytest.approx(chain.water_share)
    assert 0.4 < chain.water_share < 0.5
    assert (table.longest_km <= table.width_km + 1e-9).all()
    assert (table["from"] != table["to"]).all()
    lengths = [
        sum(geodesy.GEOD.line_length(*np.array(part.coords).T) for part in shapely.get_parts(g)) for g in table.geometry
    ]
    assert np.allclose(np.array(lengths) / 1000, table.width_km, atol=0.001)


def test_gaps_lie_on_water(chain):
    from eastup import basemap

    tree = shapely.STRtree(basemap.land().geometry.to_numpy())
    middles = [part.interpolate(0.5, normalized=True) for g in chain.table.geometry for part in shapely.get_parts(g)]
    assert not len(tree.query(middles, predicate="within")[0])


@pytest.mark.parametrize("variant", ["third-wikipedia", "liu-huaqing", "second-liu-huaqing"])
def test_other_chains(variant):
    answer = tyranny.gaps(variant)
    assert isinstance(answer.table, gpd.GeoDataFrame)
    assert 0 < answer.water_share < 1
    assert (answer.table.width_km > 0).all()
    assert "islet" not in " ".join(answer.table["from"])


def test_gaps_write_their_geometry(chain, tmp_path):
    chain.write(tmp_path / "gaps.geojson")
    chain.write(tmp_path / "gaps.xlsx")
    assert len(gpd.read_file(tmp_path / "gaps.geojson")) == len(chain.table)
    assert "Miyako Strait" in chain._repr_html_()


def test_an_unknown_chain():
    with pytest.raises(UnknownNameError, match="wikipedia"):
        tyranny.gaps("wikipaedia")


@given(st.floats(-180, 360))
def test_longitudes_come_into_the_frame_of_the_land(lon):
    from eastup.basemap.coast import in_frame

    assert -30 <= in_frame(lon) <= 330
    assert abs((in_frame(lon) - lon + 180) % 360 - 180) < 1e-9
