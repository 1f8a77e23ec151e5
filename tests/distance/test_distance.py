from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from eastup import distance, geodesy, layers, places
from eastup.errors import InputError, UnknownNameError

USFK_MAP_KM = {
    "pyongyang": 255, "beijing": 985, "vladivostok": 805, "tokyo": 1155, "taipei": 1425, "manila": 2550,
    "hanoi": 2705, "ulaanbaatar": 2045,
}  # fmt: skip
"""The eight labels of the USFK map: Seoul Shinmun, 2 July 2025; Hankyoreh (Japanese edition), 18 November 2025."""


def test_the_labels_of_the_usfk_map_to_one_per_cent():
    table = distance.matrix("camp-humphreys", list(USFK_MAP_KM))
    for row in table.itertuples():
        assert row.distance_km == pytest.approx(USFK_MAP_KM[row.target_id], rel=0.01)


@pytest.mark.parametrize(
    ("hub", "strait", "nmi"),
    [
        ("Camp Humphreys", "miyako-strait", 692), ("kadena-ab", "miyako-strait", 87), ("kadena-ab", "bashi-channel", 454),
        ("subic-bay", "mindoro-strait", 147), ("naval-base-guam", "bashi-channel", 1413), ("cfa-yokosuka", "tsugaru-strait", 363),
        ("busan-naval-base", "korea-strait-western-channel", 17), ("subic-bay", "luzon-strait", 330),
    ],
)  # fmt: skip
def test_hub_to_strait(hub, strait, nmi):
    """Great circles to the straits' mid-points, computed independently on another copy of the coast."""
    table = distance.matrix(hub, strait)
    assert table.distance_nmi[0] == pytest.approx(nmi, rel=0.015, abs=2)


def test_columns_and_units():
    table = distance.matrix(["kadena-ab", (127.031, 36.9622)], "straits", speed="450kn")
    assert tuple(table.columns) == distance.COLUMNS
    assert len(table) == 2 * len(layers.load("straits"))
    assert np.allclose(table.distance_nmi * 1.852, table.distance_km)
    assert np.allclose(table.distance_mi * 1.609344, table.distance_km)
    assert np.allclose(table.hours * 450, table.distance_nmi)
    assert (table["mode"] == "air").all()
    assert distance.matrix("kadena-ab", "straits").hours.isna().all()


def test_a_frame_in_another_crs_and_a_layer_and_a_filter_are_all_places():
    hubs = gpd.GeoDataFrame({"id": ["a"], "name": ["A"]}, geometry=[shapely.Point(127.0, 37.0)], crs=4326)
    there = distance.matrix(hubs.to_crs(3857), "bases:host=PHL,access=EDCA")
    assert len(there) == 9
    here = distance.matrix((127.0, 37.0), "bases:host=PHL,access=EDCA")
    assert np.allclose(there.distance_km, here.distance_km)


def test_threads_give_the_answers_of_one_call():
    rng = np.random.default_rng(0)
    a = np.column_stack([rng.uniform(90, 180, 200), rng.uniform(-20, 60, 200)])
    b = np.column_stack([rng.uniform(90, 180, 300), rng.uniform(-20, 60, 300)])
    azimuth_deg, km = distance.pairwise(a, b)
    plain_azimuth, plain = geodesy.inverse(a[:, :1], a[:, 1:], b[:, 0], b[:, 1])
    assert (km == plain / 1000).all()
    assert (azimuth_deg == plain_azimuth).all()


def test_the_same_place_is_zero_far_and_has_no_azimuth():
    table = distance.matrix("kadena-ab", "kadena-ab")
    assert table.distance_km[0] == 0
    assert np.isnan(table.azimuth_deg[0])


def test_lines_follow_the_geodesic():
    table = distance.matrix("kadena-ab", "node-san-diego")
    line = distance.lines(table, "kadena-ab", "node-san-diego").geometry[0]
    xy = shapely.get_coordinates(line)
    length = geodesy.distance_m(*xy[:-1].T, *xy[1:].T).sum() / 1000
    assert length == pytest.approx(table.distance_km[0], rel=1e-9)
    assert np.abs(np.diff(xy[:, 0])).max() < 20  # runs on across 180


@pytest.mark.filterwarnings("ignore::eastup.errors.InputWarning")
def test_lines_to_places_that_nothing_tells_apart_are_refused(tmp_path):
    path = tmp_path / "twice.csv"
    path.write_text("id,name,lon,lat\na,A,127,37\na,A,128,38\n", encoding="utf-8")
    table = distance.matrix("kadena-ab", path)
    assert len(table) == 2
    with pytest.raises(InputError, match="two places have the id 'a'"):
        distance.lines(table, "kadena-ab", path)


def test_bad_input():
    with pytest.raises(UnknownNameError, match="Kadena"):
        distance.matrix("Kadenna", "straits")
    with pytest.raises(UnknownNameError):
        distance.matrix("kadena-ab", "straits", mode="train")
    with pytest.raises(InputError):
        distance.matrix("kadena-ab", "straits", speed=0.0)
    with pytest.raises(InputError):
        distance.matrix([], "straits")
    assert places.select("straits")[0].layer == "straits"


def test_more_pairs_than_a_table_holds_are_refused_at_once():
    many = [(100 + i / 1000, 20.0) for i in range(5000)]
    with pytest.raises(InputError, match="25,000,000 pairs are more than one table holds"):
        distance.matrix(many, many)


def test_closed_straits_are_named_one_by_one_or_as_a_sum():
    def km(closed):
        return distance.matrix("Yokosuka", "Shanghai", mode="sea", closed=closed)["distance_km"].iloc[0]

    one_by_one = km(["Osumi Strait", "kanmon"])
    assert km("Osumi Strait + kanmon") == one_by_one > km("kanmon")
    with pytest.raises(UnknownNameError, match=r"several are joined so: osumi-strait\+kanmon"):
        km("osumi-strait,kanmon")
