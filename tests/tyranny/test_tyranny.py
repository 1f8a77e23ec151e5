from __future__ import annotations

import io

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hubs_and_targets import fake_sea, hub_sets, target_sets
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from eastup import basemap, distance, hubs, layers, places, tyranny
from eastup.errors import InputError, NoRouteError, UnknownNameError
from eastup.io.columns import Columns
from eastup.results import shown

RANK_COLUMNS = [
    "hub_id", "hub", "mode", "mean_km", "median_km", "max_km", "farthest", "nearest", "nearest_count", "rank",
]  # fmt: skip
TARGET_COLUMNS = [
    "target_id", "target", "nearest_hub", "distance_km", "distance_nmi", "second_hub", "second_km", "margin_km",
]  # fmt: skip

# --- what the tables hold -------------------------------------------------------------------------------------------


def test_the_tables_have_the_columns_of_the_contract():
    assert list(tyranny.rank().table) == RANK_COLUMNS
    assert list(tyranny.nearest().table) == TARGET_COLUMNS
    changed = list(tyranny.rank(without="kadena-ab").table)
    assert changed[: len(RANK_COLUMNS)] == RANK_COLUMNS
    assert {f"{c}_before" for c in RANK_COLUMNS[3:]} <= set(changed)
    assert {"mean_km_change", "median_km_change", "max_km_change", "nearest_count_change", "rank_change"} <= set(
        changed
    )
    changed = list(tyranny.nearest(without="kadena-ab").table)
    assert {f"{c}_before" for c in TARGET_COLUMNS[2:]} <= set(changed)
    assert {"distance_km_change", "second_km_change", "margin_km_change"} <= set(changed)


def test_known_distances_are_ranked_as_a_hand_would():
    """Great circles in nautical miles, computed on another copy of the coast; see also test_distance.py."""
    straits = ["la-perouse-strait", "miyako-strait", "bashi-channel", "mindoro-strait"]
    known = {
        "busan-naval-base": (869, 594, 907, 1434), "cfa-yokosuka": (634, 901, 1266, 1717), "kadena-ab": (1346, 87, 454, 928),
        "subic-bay": (2153, 726, 407, 147), "naval-base-guam": (1936, 1246, 1413, 1405),
    }  # fmt: skip
    table = tyranny.rank(list(known), straits).table.set_index("hub_id")
    for hub, nmi in known.items():
        assert table.mean_km[hub] / 1.852 == pytest.approx(np.mean(nmi), rel=0.01)
        assert table.median_km[hub] / 1.852 == pytest.approx(np.median(nmi), rel=0.01)
        assert table.max_km[hub] / 1.852 == pytest.approx(max(nmi), rel=0.01)
    assert list(table.index) == sorted(known, key=lambda hub: np.mean(known[hub]))
    assert list(table["rank"]) == [1, 2, 3, 4, 5]
    assert dict(table.nearest_count) == {
        "kadena-ab": 1, "busan-naval-base": 0, "subic-bay": 2, "cfa-yokosuka": 1, "naval-base-guam": 0,
    }  # fmt: skip
    assert table.farthest["kadena-ab"] == "La Pérouse Strait"
    assert table.nearest["subic-bay"] == "Mindoro Strait"
    by_target = tyranny.nearest(list(known), straits, within_km=1000 * 1.852).table
    assert list(by_target.nearest_hub) == ["Yokosuka Naval Base", "Kadena Air Base", "Subic Bay", "Subic Bay"]
    assert list(by_target.within_count) == [2, 4, 3, 2]
    assert by_target.margin_km[1] / 1.852 == pytest.approx(594 - 87, rel=0.02)


def test_rear_hubs_stand_beside_forward_hubs():
    ranking = tyranny.rank(targets="passages")
    table = ranking.table.set_index("hub_id")
    forward, rear = ([p.id for p in places.select(name)] for name in ("forward", "rear"))
    assert set(table.index) == {*forward, *rear}
    assert set(table.index[-4:]) == set(rear)
    [note] = [note for note in ranking.notes if "times" in note]
    times = table.mean_km[rear].mean() / table.mean_km[forward].mean()
    assert f"{times:.1f} times" in note
    assert len(tyranny.rank("bases").table) == len(layers.load("bases"))


def test_a_place_in_two_layers_counts_once():
    assert len(hubs.select(["bases", "nodes"])) < len(layers.load("bases")) + len(layers.load("nodes"))
    [hub] = hubs.select(["node-kadena-ab", "kadena-ab"])
    assert hub.id == "kadena-ab"


def test_hours_come_with_a_speed():
    ranking = tyranny.rank(speed="450kn").table
    assert np.allclose(ranking.mean_hours, ranking.mean_km / 1.852 / 450)
    answer = tyranny.nearest(speed="20kn", without="host=JPN").table
    assert np.allclose(answer.hours, answer.distance_nmi / 20)
    assert np.allclose(answer.hours_change, answer.distance_nmi_change / 20)


def test_weights_count_as_repetition():
    goals = layers.load("straits").iloc[[4, 14, 21]]
    repeated = pd.concat([goals, goals.iloc[[1, 1]].assign(id=["a", "b"], name=["A", "B"])])
    weighted = tyranny.rank(None, goals, weights={"Miyako Strait": 3}).table
    plain = tyranny.rank(None, gpd.GeoDataFrame(repeated, crs=4326)).table
    assert np.allclose(weighted.mean_km, plain.mean_km)
    assert np.allclose(weighted.median_km, plain.median_km)
    left_out = tyranny.rank(None, goals, weights={"miyako-strait": 0}).table
    assert np.allclose(left_out.mean_km, tyranny.rank(None, goals.iloc[[0, 2]]).table.mean_km)


def test_weights_from_a_file(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("target,weight\nTaiwan Strait,5\n宮古海峡,2\n", encoding="utf-8")
    given_here = tyranny.rank(weights={"taiwan-strait": 5, "miyako-strait": 2}).table
    pd.testing.assert_frame_equal(tyranny.rank(weights=path).table, given_here)


def test_korea_against_okinawa_luzon_and_guam():
    answer = tyranny.korea_versus(["miyako-strait", "korea-strait-western-channel", "san-bernardino-strait"])
    table = answer.table.set_index(["target_id", "rival"])
    assert table.nearer["korea-strait-western-channel", "Okinawa"] == "Korea"
    assert table.nearer["miyako-strait", "Okinawa"] == "Okinawa"
    assert table.nearer["miyako-strait", "Luzon"] == "Korea"
    assert table.nearer["san-bernardino-strait", "Guam"] == "Guam"
    # Busan - Western Channel 17 nmi and Guam - Western Channel 1,529 nmi in a published check table.
    assert table.margin_km["korea-strait-western-channel", "Guam"] / 1.852 == pytest.approx(1529 - 17, rel=0.01)
    assert len(answer.wins("Okinawa")) == 1
    assert (table.margin_km == table.rival_km - table.home_km).all()


def test_a_hub_may_stand_in_two_groups():
    groups = {"Both": ["kadena-ab", "andersen-afb"], "Guam": "node-andersen-afb"}
    table = tyranny.korea_versus(["guam", "miyako-strait"], groups=groups).table
    assert table.margin_km[0] == 0
    assert table.nearer[0] == ""
    assert table.margin_km[1] > 0


@pytest.mark.parametrize("group", ["Okinawa", "Luzon", "Guam"])
def test_a_group_is_every_base_on_its_island(group):
    land = basemap.land()
    bases = layers.load("bases").set_index("id")
    ids = list(tyranny.GROUPS[group])
    island = land.geometry.iloc[land.sindex.query(bases.geometry[ids[0]])[0]]
    within_1_km = shapely.dwithin(bases.geometry.to_numpy(), island, 0.01)  # wharves and piers stand beyond the coast
    assert set(bases.index[within_1_km]) == set(ids)


# --- laws -----------------------------------------------------------------------------------------------------------


@given(hub_sets, target_sets, st.data())
@settings(max_examples=40)
def test_losing_a_hub_never_improves_any_target(hubs, targets, data):
    lost = data.draw(st.lists(st.sampled_from(list(hubs["id"])), min_size=1, max_size=len(hubs) - 1, unique=True))
    table = tyranny.nearest(hubs, targets, without=lost).table
    assert (table.distance_km_change >= 0).all()
    assert not set(table.nearest_hub) & set(lost)
    ranking = tyranny.rank(hubs, targets, without=lost).table
    assert len(ranking) == len(hubs) - len(lost)
    assert (ranking.nearest_count_change >= 0).all()
    assert (ranking.mean_km_change == 0).all()


@pytest.mark.thorough
@given(hub_sets, target_sets, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_what_is_given_changes_nothing(hubs, targets, random):
    mixed_hubs, mixed_targets = (
        frame_.iloc[random.sample(range(len(frame_)), len(frame_))] for frame_ in (hubs, targets)
    )
    pd.testing.assert_frame_equal(
        tyranny.rank(hubs, targets).table, tyranny.rank(mixed_hubs, mixed_targets).table, check_exact=True
    )
    straight = tyranny.nearest(hubs, targets).table.sort_values("target_id").reset_index(drop=True)
    mixed = tyranny.nearest(mixed_hubs, mixed_targets).table.sort_values("target_id").reset_index(drop=True)
    pd.testing.assert_frame_equal(straight, mixed, check_exact=True)


@given(hub_sets, target_sets)
@settings(max_examples=30)
def test_nearest_is_no_farther_than_any_hub_and_the_counts_add_up(hubs, targets):
    matrix = distance.matrix(hubs, targets)
    table = tyranny.nearest(hubs, targets, within_km=3000.0).table.set_index("target_id")
    km = matrix.groupby("target_id").distance_km
    assert (table.distance_km == km.min()[table.index]).all()
    assert (table.margin_km >= 0).all()
    assert (table.within_count == km.apply(lambda d: (d <= 3000).sum())[table.index]).all()
    assert tyranny.rank(hubs, targets).table.nearest_count.sum() == len(targets)


@given(hub_sets, target_sets)
@settings(max_examples=15)
def test_a_weight_for_all_changes_nothing(hubs, targets):
    plain = tyranny.rank(hubs, targets).table
    weighted = tyranny.rank(hubs, targets, weights=dict.fromkeys(targets["id"], 2.5)).table
    pd.testing.assert_frame_equal(plain, weighted)


# --- the sea --------------------------------------------------------------------------------------------------------


def test_closing_a_strait_never_shortens(monkeypatch):
    monkeypatch.setattr(distance, "matrix", fake_sea())
    table = tyranny.nearest(closed=["Taiwan Strait"]).table  # the sea is meant where a strait is closed
    assert (table.distance_km_change > 0).all()
    ranking = tyranny.rank(mode="both", closed="Taiwan Strait").table
    assert list(ranking.groupby("mode").size()) == [15, 15]
    by_mode = ranking.set_index(["mode", "hub_id"])
    assert (by_mode.mean_km_change["air"] == 0).all()
    assert (by_mode.mean_km_change["sea"] > 0).all()
    assert "Taiwan Strait closed" in tyranny.rank(closed="taiwan-strait").title


def test_what_no_route_reaches_is_infinitely_far_and_said(monkeypatch):
    blocked = {
        ("naval-base-guam", "taiwan-strait"),
        *((hub, "bussol-strait") for hub in [*(p.id for p in places.select("default")), *layers.load("bases")["id"]]),
    }
    monkeypatch.setattr(distance, "matrix", fake_sea(blocked=blocked))
    ranking = tyranny.rank(mode="sea")
    last = ranking.table.iloc[-1]
    assert last.hub_id == "naval-base-guam"
    assert last[["mean_km", "max_km"]].isna().all()
    assert last.farthest == "Taiwan Strait"
    assert ranking.table.mean_km[:-1].notna().all()
    notes = " ".join(ranking.notes)
    assert "No hub reaches Bussol Strait" in notes
    assert "Naval Base Guam (Apra Harbor) - Taiwan Strait" in notes
    answer = tyranny.nearest(mode="sea")
    row = answer.table.set_index("target_id").loc["bussol-strait"]
    assert row[["distance_km", "margin_km"]].isna().all()
    assert row.nearest_hub == row.second_hub == ""
    assert answer.worst.target_id == "bussol-strait"
    assert tyranny.korea_versus(mode="sea").table.set_index("target_id").nearer["bussol-strait"].eq("").all()
    with pytest.raises(NoRouteError):
        tyranny.rank(targets="bussol-strait", mode="sea")


def test_a_hub_that_no_ship_leaves_has_no_nearest_target_and_alone_says_why():
    inland, targets = (139.0, 36.0), ["miyako-strait", "bashi-channel"]
    table = tyranny.rank([inland, "kadena-ab"], targets, mode="sea").table
    assert list(table["nearest"]) == ["Miyako Strait", ""]
    with pytest.raises(NoRouteError, match=r"by sea: .* is more than 20 km .* nearest port is Tokyo"):
        tyranny.rank([inland], targets, mode="sea")


def test_both_modes_keep_their_own_ranks(monkeypatch):
    monkeypatch.setattr(distance, "matrix", fake_sea())
    table = tyranny.rank(mode="both").table
    air, sea = (table[table["mode"] == mode].reset_index(drop=True) for mode in ("air", "sea"))
    assert list(air["rank"]) == list(sea["rank"]) == list(range(1, 16))
    assert np.allclose(sea.mean_km, 1.3 * air.mean_km)
    both = tyranny.nearest(mode="both").table
    assert list(both)[:3] == ["target_id", "target", "mode"]
    assert len(both) == 2 * len(places.select("passages"))


# --- losing hubs ----------------------------------------------------------------------------------------------------


def test_a_host_that_refuses_takes_all_its_hubs():
    hosts = {hub.id: hub.host for hub in hubs.select(None)}
    table = tyranny.rank(without="host=JPN").table
    assert {hosts[i] for i in table.hub_id} == {"KOR", "PHL", "USA", "AUS"}
    of_the_layer = tyranny.rank(without="bases:host=JPN|KOR").table
    assert {hosts[i] for i in of_the_layer.hub_id} == {"PHL", "USA", "AUS"}
    assert set(tyranny.rank("bases", without="bases:kind=naval|port").table.hub_id) == set(
        layers.load("bases").query("kind not in ['naval', 'port']")["id"]
    )


@pytest.mark.parametrize("name", ["Kadena Air Base", "kadena-ab", "가데나", "node-kadena-ab", ("kadena-ab", "kadena")])
def test_a_lost_hub_answers_to_any_of_its_names(name):
    assert "kadena-ab" not in set(tyranny.rank(without=name).table.hub_id)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"without": "Ulsan"}, "none of the hubs"),
        ({"without": "Kadenna"}, "Kadena"),
        ({"without": "host=JAP"}, "JPN"),
        ({"without": ["host=JPN|KOR|PHL|AUS|USA"]}, "no hub would be left"),
        ({"closed": "Taiwan Strait", "mode": "air"}, "air"),
        ({"mode": "train"}, "mode"),
        ({"weights": {"Miyako Strait": -1}}, "zero or more"),
        ({"weights": {"Seoul": 1}}, "none of the targets"),
        ({"weights": {"Miyako Strait": 0}, "targets": "Miyako Strait"}, "weight zero"),
        ({"weights": "missing.csv"}, "missing.csv"),
        ({"speed": "fast"}, "20kn"),
        ({"within_km": -1.0}, "limit"),
        ({"without": ""}, "empty"),
    ],
)
def test_bad_input_is_said(options, message):
    with pytest.raises(InputError, match=message) as error:
        tyranny.rank(**options)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "columns"),
        ("target,weight\nMiyako Strait,heavy\n", "row 2"),
        ("", "CSV"),
        ("target,weight\nX,1\n", "X"),
    ],
)
def test_a_faulty_file_of_weights(tmp_path, text, message):
    path = tmp_path / "weights.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as error:
        tyranny.rank(weights=path)
    assert "weights.csv" in str(error.value)


# --- how they show themselves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "result",
    [tyranny.rank, lambda: tyranny.rank(without="host=JPN", speed="450kn"), tyranny.nearest, tyranny.korea_versus],
)
def test_results_show_themselves(result):
    answer = result()
    out = io.StringIO()
    Console(file=out, width=160).print(answer)
    page = answer._repr_html_()
    assert answer.title in out.getvalue()
    assert answer.title in page.replace("&#x27;", "'")
    assert page.count("<tr>") == 1 + len(answer.shown())
    for note in answer.notes:
        assert " ".join(note.split()) in " ".join(out.getvalue().split())
    names = answer.shown()["hub" if "#" in answer.shown() else "target"]
    assert all(name.split()[0] in out.getvalue() for name in names)


def test_units_change_what_is_shown_and_not_the_table():
    answer = tyranny.rank("kadena-ab", "miyako-strait")
    shown = answer.in_unit("nmi").shown()["mean nmi"][0]
    assert shown == round(answer.table.mean_km[0] / 1.852, 1)  # Kadena's position is good to 0.1 km
    assert list(answer.in_unit("mi").table) == RANK_COLUMNS
    with pytest.raises(UnknownNameError, match="km, nmi, mi"):
        answer.in_unit("league")


def test_notes_speak_in_the_unit_that_is_shown():
    answer = tyranny.nearest(targets="sunda-strait")
    km, nmi = answer._repr_html_(), answer.in_unit("nmi")._repr_html_()
    assert f"{answer.table.distance_km[0]:,.0f} km from" in km
    assert f"{answer.table.distance_nmi[0]:,.0f} nmi from" in nmi
    assert "km²" in tyranny.triangle().in_unit("mi")._repr_html_()


def test_results_write_themselves(tmp_path):
    answer = tyranny.nearest(without="kadena-ab")
    for suffix in ("csv", "xlsx", "parquet", "json", "md"):
        answer.write(tmp_path / f"a.{suffix}")
        answer.write(tmp_path / f"b.{suffix}")
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    back = pd.read_csv(tmp_path / "a.csv")
    assert np.allclose(back.distance_km, answer.table.distance_km, atol=0.001)
    assert np.allclose(back.distance_km_change, answer.table.distance_km_change, atol=0.001)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize(
    "ask",
    [
        tyranny.rank,
        lambda: tyranny.rank(without="host=JPN", speed="450kn", within_km=926.0),
        lambda: tyranny.nearest(without="kadena-ab", speed="450kn", within_km=926.0),
        lambda: tyranny.contingencies(speed="450kn"),
        lambda: tyranny.gaps("hankyoreh"),
    ],
)
def test_a_narrow_terminal_loses_columns_and_never_figures(ask, width):
    out = io.StringIO()
    answer = ask()
    Console(file=out, width=width).print(answer)
    printed = out.getvalue()
    assert "…" not in printed
    assert all(len(line.rstrip()) <= width for line in printed.splitlines())
    said = printed.partition("Left out for want of room: ")[2].partition(".")[0]
    gone = " ".join(said.split()).split(", ") if said else []
    cells, numeric = shown.texts(Columns.of(answer.shown()))
    assert set(gone) <= set(cells)
    for column in set(cells) - set(gone):
        assert not numeric[column] or all(value in printed for value in cells[column])
    if width == 60:
        assert gone
